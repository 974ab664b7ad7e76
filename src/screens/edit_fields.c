/* Fields of a record as inputs of a form, and what was sent in them as edits. */
#include "edit_view.h"

#include <stdio.h>
#include <string.h>

enum { LINE_MAX_CHARS = 200, NAME_MAX_BYTES = 200 };

static const char recommended[] = N_("(recommended)");

/* ---- what is chosen from */

struct offer {
	struct arena *arena;
	const struct language *lang;
	const struct vocabulary *vocabulary;
	struct form_choice *v;
	size_t n;
};

static void offer_term(struct offer *to, const struct term *t, bool is_grouped)
{
	const struct vocabulary *v = to->vocabulary;
	struct form_choice *c = &to->v[to->n++];

	*c = (struct form_choice){ .value = t->code,
		.label = term_shown(to->arena, v, t, to->lang),
		.output = v->source->shows_codes ? term_output(v, t) : S("") };
	/* Terms below others of the same list stand apart in it. */
	if (is_grouped && t->broader && t->broader_vocabulary != v)
		c->group = term_shown(to->arena, t->broader_vocabulary, t->broader, to->lang);
}

/* Codes of an earlier edition, or unknown ones: what the record holds is never lost unseen. */
static void offer_others(struct offer *to, struct str value)
{
	struct str rest = value, code;

	while (value.n && str_cut(&rest, ';', &code)) {
		const struct term *t = term_find(to->vocabulary, code);
		bool is_offered = !code.n;

		for (size_t i = 0; i < to->n && !is_offered; i++)
			is_offered = str_eq(to->v[i].value, code);
		if (is_offered)
			continue;
		if (t)
			offer_term(to, t, false);
		else
			to->v[to->n++] = (struct form_choice){ .value = code, .label = code };
	}
}

static void take_group(struct offer *to, struct offer *from, struct str group)
{
	for (size_t i = 0; i < from->n; i++)
		if (from->v[i].value.n && str_eq(from->v[i].group, group)) {
			to->v[to->n++] = from->v[i];
			from->v[i].value.n = 0;
		}
}

/* A heading stands once, over all that is its own; what has none comes before. */
static void gather_groups(struct offer *o)
{
	struct offer sorted = *o;

	sorted.v = form_choices(o->arena, o->n);
	sorted.n = 0;
	take_group(&sorted, o, S(""));
	for (size_t i = 0; i < o->n; i++)
		if (o->v[i].value.n)
			take_group(&sorted, o, o->v[i].group);
	*o = sorted;
}

/* By code where people know the codes; a long list by name, as a reader looks for it. */
static void offer_terms(struct form_field *f, struct arena *a, const struct language *l,
	const struct vocabulary *v, bool is_grouped)
{
	enum { AT_A_GLANCE_MAX = 10 };
	bool is_by_code = v->source->shows_codes || v->n <= AT_A_GLANCE_MAX;
	struct offer to = { a, l, v,
		ARENA_ARRAY(a, struct form_choice, v->n + str_count(f->value, ';') + 2), 0 };

	for (size_t i = 0; i < v->n; i++)
		offer_term(
			&to, is_by_code ? &v->terms[i] : v->in_language[l->index][i], is_grouped);
	offer_others(&to, f->value);
	if (is_grouped)
		gather_groups(&to);
	f->choices = to.v;
	f->n_choices = to.n;
}

static void offer_yes_and_no(struct form_field *f, struct arena *a, const struct language *l)
{
	struct form_choice *v = form_choices(a, 2);

	v[0] = (struct form_choice){ .value = S("yes"), .label = str_from(tr(l, "Yes")) };
	v[1] = (struct form_choice){ .value = S("no"), .label = str_from(tr(l, "No")) };
	f->input = FORM_RADIOS;
	f->choices = v;
	f->n_choices = 2;
	f->none = N_("Not known");
}

static void offer_links(struct form_field *f, struct work *w, const struct field *field)
{
	const struct kind *target = house_kind(w->house, str_from(field->target));
	struct str *ids = ARENA_ARRAY(w->arena, struct str, str_count(f->value, ';') + 1);
	struct str rest = f->value, id;
	struct codes links = { ids, 0 };

	while (f->value.n && str_cut(&rest, ';', &id))
		if (id.n)
			ids[links.n++] = id;
	const struct link_shown *shown = record_links_shown(w, target, links);
	struct form_choice *v = form_choices(w->arena, links.n);
	for (size_t i = 0; i < links.n; i++)
		v[i] = (struct form_choice){ .value = ids[i],
			.label = shown[i].title.lang ? shown[i].title.text : ids[i],
			.hint = shown[i].title.lang ? ids[i] : S("") };
	f->choices = v;
	f->n_choices = links.n;
	f->input = FORM_BOXES_TEXT;
	f->more = N_("Add one: its number, or the address of its page");
}

/* ---- a column as an input */

struct str column_label(struct page_out *o, const struct language *original, struct column c)
{
	struct str label = str_from(tr_text(o->lang, c.field->label));

	if (c.field->type == FIELD_MONEY && c.part == MONEY_CURRENCY)
		return str_from(tr(o->lang, "Currency"));
	if (c.field->type != FIELD_TEXT || c.part == (int)original->index)
		return label;
	return STR_FILL(o->arena, tr(o->lang, "{1} ({2})"), label,
		str_from(tr_text(o->lang, languages[c.part].label)));
}

static void set_codes(struct form_field *f, struct work *w, struct column c)
{
	const struct vocabulary *v = field_vocabulary(w, c.field);
	bool has_several = c.field->type == FIELD_CODES;

	if (!v)
		return;
	offer_terms(f, w->arena, w->lang, v, has_several && v->n <= FORM_BOXES_MAX);
	if (has_several) {
		f->input = v->n <= FORM_BOXES_MAX ? FORM_BOXES : FORM_BOXES_SELECT;
		f->more = f->value.n ? N_("Add another") : N_("Choose one");
		return;
	}
	f->input = v->n <= FORM_RADIOS_MAX ? FORM_RADIOS : FORM_SELECT;
	if (f->input == FORM_SELECT || !(c.field->flags & F_REQUIRED))
		f->none = f->input == FORM_SELECT ? N_("Choose one") : N_("Not known");
}

static void set_text(struct form_field *f, struct column c)
{
	f->is_counted = true;
	f->input = field_max_length(c.field) > LINE_MAX_CHARS ? FORM_LONG : FORM_TEXT;
	if (c.field->type == FIELD_TEXT)
		f->lang = &languages[c.part];
}

/* The format of a day is told with what it is for. */
static const char *day_hint(struct arena *a, const struct language *l, const struct field *f)
{
	const char *format = tr(l, "For example 2026-11-21, 2026-11 or 2026.");

	return f->hint ? str_z(a, str_printf(a, "%s %s", tr_text(l, f->hint), format)) : format;
}

static void set_input(struct form_field *f, struct work *w, struct column c)
{
	switch (c.field->type) {
	case FIELD_TEXT:
	case FIELD_LINE:
		set_text(f, c);
		break;
	case FIELD_URL:
		f->inputmode = "url";
		break;
	case FIELD_YEAR:
		f->inputmode = "numeric";
		break;
	case FIELD_DATE:
		f->hint = day_hint(w->arena, w->lang, c.field);
		break;
	case FIELD_YESNO:
		offer_yes_and_no(f, w->arena, w->lang);
		break;
	case FIELD_MONEY:
		f->inputmode = c.part == MONEY_AMOUNT ? "decimal" : NULL;
		if (c.part == MONEY_CURRENCY)
			f->hint = N_("Three letters, such as EUR or XOF.");
		break;
	case FIELD_CODE:
	case FIELD_CODES:
		set_codes(f, w, c);
		break;
	case FIELD_LINKS:
		offer_links(f, w, c.field);
		break;
	case FIELD_FILES: /* see columns_typed() */
	case FIELD_TYPE_COUNT:
		break;
	}
}

static bool is_first_part(const struct edited *e, struct column c)
{
	return c.field->type == FIELD_TEXT ? c.part == (int)e->record->lang->index : !c.part;
}

static struct str value_of(const struct edited *e, struct column c)
{
	const struct edit *draft = edited_draft(e, c);

	return draft && draft->end >= EDIT_CONFLICT ? draft->text
						    : column_read(e->work->arena, c, e->row);
}

static struct form_field input_of(struct page_out *o, const struct edited *e, struct column c)
{
	bool is_first = is_first_part(e, c);
	struct form_field f = { .name = str_z(o->arena, column_path(o->arena, c)),
		.input = FORM_TEXT,
		.label = str_z(o->arena, column_label(o, e->record->lang, c)),
		.hint = is_first ? c.field->hint : NULL,
		.missing = is_first && c.field->flags & F_REQUIRED ? N_("this is required") : NULL,
		.need = is_first && c.field->flags & F_ADVISED ? recommended : NULL,
		.max = field_max_length(c.field),
		.is_watched = true,
		.value = value_of(e, c) };

	set_input(&f, e->work, c);
	return f;
}

struct form columns_form(struct page_out *o, const struct edited *e, const struct columns *columns,
	struct url action, const char *submit)
{
	struct form_field *v = ARENA_ARRAY(o->arena, struct form_field, columns->n + 1);

	for (size_t i = 0; i < columns->n; i++)
		v[i] = input_of(o, e, columns->v[i]);
	struct form f = form_new(e->request, action, v, columns->n, submit);
	f.names_fields = true;
	return f;
}

/* ---- what was sent */

bool field_was_sent(const struct request *r, const struct form_field *f)
{
	/* Boxes that nobody ticked are not sent. */
	if (f->input == FORM_BOXES || f->input == FORM_BOXES_SELECT || f->input == FORM_BOXES_TEXT)
		return true;
	for (size_t i = 0; i < r->form.n; i++)
		if (str_is(r->form.v[i].name, f->name))
			return true;
	return false;
}

int64_t field_version_sent(const struct request *r, const struct edited *e, const char *name)
{
	char own[NAME_MAX_BYTES];
	int64_t base;

	snprintf(own, sizeof own, "version:%s", name);
	if (!str_int(request_field(r, own), &base) && !str_int(request_field(r, "version"), &base))
		return e->record->version;
	return base < 0 || base > e->record->version ? e->record->version : base;
}

struct edits columns_sent(
	struct request *r, const struct edited *e, const struct columns *columns, struct form *f)
{
	struct edits edits = edits_new(&r->arena);

	form_read(f, r);
	for (size_t i = 0; i < columns->n; i++) {
		const struct field *field = columns->v[i].field;
		struct form_field *input = &f->fields[i];

		if (field->type == FIELD_LINKS)
			input->value = links_read(&r->arena,
				house_kind(e->work->house, str_from(field->target)), input->value);
		if (field_was_sent(r, input))
			edit_add(&edits, columns->v[i], input->value,
				field_version_sent(r, e, input->name));
		set_input(input, e->work, columns->v[i]);
	}
	return edits;
}

/* ---- what became of it */

struct str conflict_told(struct page_out *o, const struct edited *e, const struct edit *edit)
{
	struct str when = format_instant(o->arena, o->lang, edit->at_ms);
	struct str who = edit_who(e, edit);

	if (str_eq(edit->by, e->work->actor.account_id))
		return STR_FILL(o->arena,
			tr(o->lang, "you have changed this elsewhere, on {1}; what you typed here "
				    "is kept, and waits for your choice"),
			when);
	if (!who.n)
		who = str_from(tr(o->lang, "somebody else"));
	return STR_FILL(o->arena,
		tr(o->lang, "{1} has changed this on {2}; your text is kept, and waits for your "
			    "choice"),
		who, when);
}

void form_tell_edits(struct page_out *o, const struct edited *e, struct form *f,
	const struct columns *columns, const struct edits *edits)
{
	for (size_t i = 0; i < edits->n; i++) {
		const struct edit *edit = &edits->v[i];

		for (size_t c = 0; c < columns->n; c++) {
			if (columns->v[c].field != edit->column.field ||
				columns->v[c].part != edit->column.part)
				continue;
			if (edit->end == EDIT_WRONG)
				form_fault(f, f->fields[c].name, edit->why);
			if (edit->end != EDIT_CONFLICT)
				continue;
			form_fault(f, f->fields[c].name, conflict_told(o, e, edit));
			f->fields[c].mend =
				written_url(o, e->kind, e->record->public_id, "conflicts");
			f->fields[c].mend_label = N_("See both texts");
		}
	}
}

void form_tell_problems(
	const struct edited *e, struct form *f, const struct problems *p, bool tells_missing)
{
	for (size_t i = 0; i < p->n; i++) {
		struct column c = problem_column(e, &p->v[i]);

		if (!c.field || (!tells_missing && !strcmp(p->v[i].code, "required")))
			continue;
		struct str path = column_path(e->work->arena, c);
		for (size_t n = 0; n < f->n_fields; n++)
			if (str_is(path, f->fields[n].name))
				form_fault(f, f->fields[n].name, p->v[i].message);
	}
}
