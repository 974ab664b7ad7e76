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
