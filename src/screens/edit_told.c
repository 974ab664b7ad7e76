/* Changes as people read them: values by their names, who made them, what a version did. */
#include "edit_view.h"

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

/* With what is said of each: another description is a change. */
static struct str files_told(struct page_out *o, struct work *w, struct str text)
{
	struct out to = out_new(o->arena, 1 << 20);
	struct str rest = text, id;

	while (text.n && str_cut(&rest, ';', &id)) {
		struct file f;
		bool is_there = file_find(w, id, &f);
		struct told about =
			is_there ? file_about(&f, o->lang, &languages[0]) : (struct told){ 0 };

		if (!is_there)
			add_part(&to, o->lang,
				str_from(tr(o->lang, "a file that is not kept any more")));
		else if (about.lang)
			add_part(&to, o->lang,
				STR_FILL(o->arena, tr(o->lang, "{1} ({2})"), f.name, about.text));
		else
			add_part(&to, o->lang, f.name);
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
	case FIELD_FILES:
		return files_told(o, w, text);
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

/* A Party that is asked must not learn who proposed it: see docs/writing.md. */
struct str record_owner_told(struct work *w, const struct record *r)
{
	bool is_told = sides_are_told_all(record_sides(w, r));

	if (r->owner.party.n || record_is_own(w, r) || (is_told && !r->owner.account.n))
		return owner_shown(w, &r->owner);
	return r->owner.organisation.n ? str_from(T(w, "a civil society organisation"))
				       : str_from(T(w, "a contributor"));
}

struct str edit_who(const struct edited *e, const struct edit *edit)
{
	const struct told_history h = history_told(e->work, e->kind, e->record);

	for (size_t i = h.n; i-- > 0;)
		if (h.v[i].at_ms == edit->at_ms)
			return h.v[i].by;
	return S("");
}

/* ---- what a version did */

/* The first that a reader is told of came out of a state that he is not told of. */
const struct flow_step *version_step(const struct kind *k, const struct told_history *h, size_t at)
{
	struct str from = at ? h->v[at - 1].state : S("");

	for (size_t i = 0; k->flow && i < k->flow->n_steps; i++) {
		const struct flow_step *s = &k->flow->steps[i];

		if (str_is(h->v[at].action, s->action) && str_is(h->v[at].state, s->to) &&
			(!from.n || str_is(from, s->from)))
			return s;
	}
	return NULL;
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
	{ "translate", N_("{1} translated it"), N_("Translated") },
};

static struct str what_bare(struct work *w, const struct kind *k, const struct told_history *h,
	size_t at, const struct flow_step *step)
{
	bool has_moved = !at || !str_eq(h->v[at - 1].state, h->v[at].state);

	for (size_t i = 0; i < COUNT(actions); i++)
		if (str_is(h->v[at].action, actions[i].action))
			return str_from(tr_text(w->lang, actions[i].bare));
	if (has_moved)
		return str_from(tr_text(w->lang, kind_state(k, h->v[at].state)->label));
	return str_from(step ? tr_text(w->lang, step->label) : T(w, "Changed"));
}

struct str version_what(
	struct work *w, const struct kind *k, const struct told_history *h, size_t at)
{
	const struct flow_step *step = version_step(k, h, at);
	const struct told_version *v = &h->v[at];

	if (!h->sides)
		return what_bare(w, k, h, at, step);
	if (step)
		return STR_FILL(w->arena, tr_text(w->lang, step->told), v->by);
	for (size_t i = 0; i < COUNT(actions); i++)
		if (str_is(v->action, actions[i].action))
			return STR_FILL(w->arena, tr_text(w->lang, actions[i].told), v->by);
	return STR_FILL(w->arena, T(w, "{1}: {2}"), v->by, v->action);
}
