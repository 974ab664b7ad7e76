#include "practice_pages.h"

static bool has_party_of(
	const struct vocabulary *parties, const struct practice *p, const struct term *group)
{
	for (size_t i = 0; i < p->parties.n; i++) {
		const struct term *party = term_find(parties, p->parties.v[i]);

		if (party && party->broader == group)
			return true;
	}
	return false;
}

struct practice_groups practice_groups(const struct work *w, const struct practice *p)
{
	const struct vocabulary *parties = vocabulary_find(w->vocabularies, S("party"));
	struct practice_groups groups = { .vocabulary =
						  vocabulary_find(w->vocabularies, S("group")) };

	for (size_t i = 0; i < groups.vocabulary->n && groups.n < COUNT(groups.v); i++)
		if (has_party_of(parties, p, &groups.vocabulary->terms[i]))
			groups.v[groups.n++] = &groups.vocabulary->terms[i];
	return groups;
}

const char *const practice_expected[] = { "parties", "place", "start_year", "lead_type", "partners",
	"activities", "sectors", "value_chain_stages", "amount", "link", NULL };

struct str practice_partners(struct page_out *o, const struct work *w, const struct practice *p)
{
	const struct vocabulary *parties = vocabulary_find(w->vocabularies, S("party"));
	struct out out = out_new(o->arena, 1 << 16);
	struct str rest = p->partners, part;

	while (str_cut(&rest, ';', &part)) {
		const struct term *party = term_find(parties, str_trim(part));

		if (out.n)
			out_z(&out, tr(o->lang, ", "));
		out_str(&out, party ? term_label(party, o->lang) : str_trim(part));
	}
	return out_done(&out);
}

enum { PARTIES_NAMED = 4 };

static void out_party(
	struct page_out *o, struct out *out, const struct vocabulary *parties, struct str code)
{
	out_str(out, term_label(term_find(parties, code), o->lang));
}

struct str practice_parties(struct page_out *o, const struct work *w, const struct practice *p)
{
	const struct vocabulary *parties = vocabulary_find(w->vocabularies, S("party"));
	const size_t all = p->parties.n, named = all > PARTIES_NAMED ? PARTIES_NAMED - 1 : all;
	struct out out = out_new(o->arena, 1 << 14);

	for (size_t i = 0; i < named; i++) {
		if (i)
			out_z(&out, i + 1 == all ? tr(o->lang, " and ") : tr(o->lang, ", "));
		out_party(o, &out, parties, p->parties.v[i]);
	}
	if (named == all)
		return out_done(&out);
	return STR_FILL(o->arena,
		trn(o->lang, "{1} and {2} other", "{1} and {2} others", all - named),
		out_done(&out), format_number(o->arena, o->lang, (int64_t)(all - named)));
}

struct url practice_version_url(struct page_out *o, const struct practice *p, int64_t version)
{
	return url_path(o->arena, "/{}/practices/{}/history/{}",
		(const struct str[]){ str_from(o->lang->code), p->record.public_id,
			str_printf(o->arena, "%lld", (long long)version) },
		3);
}

static struct url below(struct page_out *o, const struct practice *p, const char *what)
{
	return url_path(o->arena, "/{}/practices/{}/{}",
		(const struct str[]){
			str_from(o->lang->code), p->record.public_id, str_from(what) },
		3);
}

struct url practice_ask_url(struct page_out *o, const struct practice *p)
{
	return below(o, p, "ask");
}

struct url practice_edit_url(struct page_out *o, const struct practice *p)
{
	return below(o, p, "edit");
}

bool practice_may_be_asked(const struct work *w, const struct practice *p)
{
	return record_subject(w, &p->record).phase == PHASE_PUBLIC &&
	       !record_may(w, VERB_SUBMIT, &p->record);
}
