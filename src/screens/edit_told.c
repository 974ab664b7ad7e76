/* Changes as people read them: values by their names, who made them, what a version did. */
#include "edit_view.h"
#include "directory.h"

#include <string.h>

/* ---- values */

static void add_part(struct out *to, const struct language *l, struct str part)
{
	if (to->n)
		out_z(to, tr(l, ", "));
	out_str(to, part);
}

static struct str codes_told(struct page_out *o, struct work *w, struct column c, struct str text)
{
	const struct vocabulary *v = field_vocabulary(w, c.field);
	struct out to = out_new(o->arena, 1 << 20);
	struct str rest = text, code;

	while (text.n && str_cut(&rest, ';', &code)) {
		const struct term *t = v ? term_find(v, code) : NULL;

		add_part(&to, o->lang, t ? term_shown(o->arena, v, t, o->lang) : code);
	}
	return out_done(&to);
}

static struct str links_told(struct page_out *o, struct work *w, struct column c, struct str text)
{
	const struct kind *target = house_kind(w->house, str_from(c.field->target));
	struct out to = out_new(o->arena, 1 << 20);
	struct str rest = text, id;

	while (text.n && str_cut(&rest, ';', &id)) {
		const struct link_shown *one =
			record_links_shown(w, target, (struct codes){ &id, 1 });

		add_part(&to, o->lang, one->title.lang ? one->title.text : id);
	}
	return out_done(&to);
}

struct str value_told(struct page_out *o, struct work *w, struct column c, struct str text)
{
	switch (c.field->type) {
	case FIELD_CODE:
	case FIELD_CODES:
		return codes_told(o, w, c, text);
	case FIELD_LINKS:
		return links_told(o, w, c, text);
	case FIELD_DATE:
		return text.n ? format_date(o->arena, o->lang, text) : text;
	case FIELD_YESNO:
		return str_is(text, "yes")  ? str_from(tr(o->lang, "yes"))
		       : str_is(text, "no") ? str_from(tr(o->lang, "no"))
					    : text;
	case FIELD_TEXT:
	case FIELD_LINE:
	case FIELD_URL:
	case FIELD_YEAR:
	case FIELD_MONEY:
	case FIELD_TYPE_COUNT:
		break;
	}
	return text;
}

static bool is_prose(struct column c)
{
	return c.field->type == FIELD_TEXT || c.field->type == FIELD_LINE;
}

struct change_view change_told(struct page_out *o, struct work *w, const struct language *original,
	struct column c, struct str before, struct str after)
{
	struct change_view v = { .label = column_label(o, original, c),
		.lang = c.field->type == FIELD_TEXT ? &languages[c.part] : NULL,
		.is_prose = is_prose(c) && before.n && after.n,
		.before = value_told(o, w, c, before),
		.after = value_told(o, w, c, after) };

	if (v.is_prose)
		v.diff = text_diff(o->arena, before, after);
	return v;
}

/* ---- who */

enum side { SIDE_NOBODY, SIDE_OWNERS, SIDE_HOUSE, SIDE_ASKED };

struct str state_before(const struct history *h, size_t at)
{
	while (at-- > 0)
		if (h->v[at].state.n)
			return h->v[at].state;
	return S("");
}

struct str state_after(const struct history *h, size_t at)
{
	return h->v[at].state.n ? h->v[at].state : state_before(h, at);
}

const struct flow_step *version_step(const struct kind *k, const struct history *h, size_t at)
{
	struct str from = state_before(h, at);

	for (size_t i = 0; k->flow && i < k->flow->n_steps; i++)
		if (str_is(h->v[at].action, k->flow->steps[i].action) &&
			str_is(from, k->flow->steps[i].from))
			return &k->flow->steps[i];
	return NULL;
}

static bool holds(struct work *w, const struct held_role *role, struct str account_id)
{
	const struct directory *d = w->house->directory;
	const struct readers readers = d ? d->readers(w, role) : (struct readers){ 0 };

	for (size_t i = 0; i < readers.n; i++)
		if (str_eq(readers.v[i].account_id, account_id))
			return true;
	return false;
}

/* Owners and the house may take steps of one name: which of them it was, their roles tell. */
static enum side side_by_role(struct work *w, const struct record *r, struct str account_id)
{
	const struct held_role point = { .role = ROLE_FOCAL_POINT, .party = r->owner.party };
	const struct held_role cso = { .role = ROLE_CSO, .organisation = r->owner.organisation };

	if ((r->owner.account.n && str_eq(r->owner.account, account_id)) ||
		(r->owner.party.n && holds(w, &point, account_id)) ||
		(r->owner.organisation.n && holds(w, &cso, account_id)))
		return SIDE_OWNERS;
	return SIDE_HOUSE;
}

static enum side side_of_verb(enum verb verb)
{
	switch (verb) {
	case VERB_WRITE:
	case VERB_SUBMIT:
		return SIDE_OWNERS;
	case VERB_REVIEW:
		return SIDE_HOUSE;
	case VERB_COMMENT:
		return SIDE_ASKED;
	default:
		return SIDE_NOBODY;
	}
}

static bool has_other_taker(const struct kind *k, const struct flow_step *step)
{
	for (size_t i = 0; i < k->flow->n_steps; i++) {
		const struct flow_step *s = &k->flow->steps[i];

		if (!strcmp(s->action, step->action) && !strcmp(s->from, step->from) &&
			s->may != step->may)
			return true;
	}
	return false;
}

static bool is_of_house(const struct record *r)
{
	return !r->owner.party.n && !r->owner.organisation.n && !r->owner.account.n;
}

static enum side side_of(struct work *w, const struct kind *k, const struct record *r,
	const struct history *h, size_t at)
{
	const struct history_version *v = &h->v[at];
	const struct flow_step *step = version_step(k, h, at);
	enum side side;

	if (!v->account_id.n)
		return step ? SIDE_NOBODY : SIDE_HOUSE;
	if (step && has_other_taker(k, step))
		side = side_by_role(w, r, v->account_id);
	else if (step)
		side = side_of_verb(step->may);
	else if (str_is(v->action, "create"))
		side = SIDE_OWNERS;
	else if (str_is(v->action, "edit"))
		side = side_of_verb(kind_state(k, state_before(h, at))->written_by);
	else
		side = SIDE_HOUSE;
	return side == SIDE_OWNERS && is_of_house(r) ? SIDE_HOUSE : side;
}

static bool is_on(const struct work *w, const struct record *r, enum side side)
{
	switch (side) {
	case SIDE_OWNERS:
		return record_is_own(w, r);
	case SIDE_HOUSE:
		return record_may(w, VERB_REVIEW, r);
	case SIDE_ASKED:
		return record_may(w, VERB_COMMENT, r);
	case SIDE_NOBODY:
		break;
	}
	return false;
}

/* A Party that is asked must not learn who proposed it: see docs/writing.md. */
struct str record_owner_told(struct work *w, const struct record *r)
{
	if (record_sees_all(w, r) || r->owner.party.n)
		return owner_shown(w, &r->owner);
	return r->owner.organisation.n ? str_from(T(w, "the organisation"))
				       : str_from(T(w, "the author"));
}

static struct str side_told(struct work *w, const struct record *r, enum side side)
{
	const struct owner asked = { .party = r->asked_party };

	switch (side) {
	case SIDE_OWNERS:
		return record_owner_told(w, r);
	case SIDE_ASKED:
		return r->asked_party.n ? owner_shown(w, &asked) : str_from(T(w, "the Party"));
	case SIDE_HOUSE:
		return str_from(T(w, "the Secretariat"));
	case SIDE_NOBODY:
		break;
	}
	return S("");
}

struct str version_who(struct work *w, const struct kind *k, const struct record *r,
	const struct history *h, size_t at)
{
	const struct history_version *v = &h->v[at];
	const struct directory *d = w->house->directory;
	enum side side = side_of(w, k, r, h, at);
	bool is_named = is_on(w, r, side) || str_eq(v->account_id, w->actor.account_id);

	return d && v->account_id.n && is_named ? d->person(w, v->account_id)
						: side_told(w, r, side);
}

struct str edit_who(const struct edited *e, const struct edit *edit)
{
	const struct history h = history_of(e->work, e->kind, e->record->seq, 0);

	for (size_t i = h.n; i-- > 0;)
		if (h.v[i].at_ms == edit->at_ms && str_eq(h.v[i].account_id, edit->by))
			return version_who(e->work, e->kind, e->record, &h, i);
	return S("");
}

/* ---- what a version did */

/* A note is for those whom its step names; see flow.h. */
bool version_note_is_open(struct work *w, const struct kind *k, const struct record *r,
	const struct history *h, size_t at)
{
	const struct flow_step *step = version_step(k, h, at);

	if (!step)
		return record_sees_all(w, r);
	switch (step->note_is) {
	case FLOW_NOTE_OPEN:
		return true;
	case FLOW_NOTE_BETWEEN:
		return record_is_worked_on(w, r);
	case FLOW_NOTE_ASIDE:
		break;
	}
	return is_on(w, r, SIDE_HOUSE) || is_on(w, r, side_of(w, k, r, h, at));
}

/* To add what the machine itself does to records: a row. */
static const struct {
	const char *action;
	const char *told; /* N_(); {1}: who */
	const char *bare; /* N_(): to readers, who are told no names */
} actions[] = {
	{ "create", N_("{1} began it"), N_("Begun") },
	{ "edit", N_("{1} changed it"), N_("Changed") },
	{ "import", N_("{1} loaded it from a file"), N_("Loaded from a file") },
	{ "erase", N_("{1} erased earlier texts"), N_("Earlier texts were erased") },
	{ "erratum", N_("{1} corrected it"), N_("Corrected") },
};

struct str version_what(struct work *w, const struct kind *k, const struct record *r,
	const struct history *h, size_t at)
{
	const struct flow_step *step = version_step(k, h, at);
	struct str who = version_who(w, k, r, h, at);

	if (step)
		return STR_FILL(w->arena, tr_text(w->lang, step->told), who);
	for (size_t i = 0; i < COUNT(actions); i++)
		if (str_is(h->v[at].action, actions[i].action))
			return STR_FILL(w->arena, tr_text(w->lang, actions[i].told), who);
	return STR_FILL(w->arena, T(w, "{1}: {2}"), who, h->v[at].action);
}

struct str version_what_bare(struct work *w, const struct kind *k, const struct history *h,
	size_t at)
{
	const struct flow_step *step = version_step(k, h, at);
	const struct flow_state *before = kind_state(k, state_before(h, at));
	const struct flow_state *after = kind_state(k, state_after(h, at));

	for (size_t i = 0; i < COUNT(actions); i++)
		if (str_is(h->v[at].action, actions[i].action))
			return str_from(tr_text(w->lang, actions[i].bare));
	if (step && before != after)
		return str_from(tr_text(w->lang, after->label));
	return str_from(step ? tr_text(w->lang, step->label) : T(w, "Changed"));
}
