/* What is filled in to write a note. */
#include "note_view.h"

#include <string.h>

enum { MENTIONS_MAX = FORM_BOXES_MAX };

static const char mention_label[] = N_("Tell them of it"),
		  mention_hint[] =
			  N_("They get a notice, and it stands in what they must do until they "
			     "have answered. To write @ and the name in the note does the same.");

/* ---- choices */

/* The whole record, and the fields that its pages show him. */
static void put_fields(struct page_out *o, const struct edited *e, struct form_field *f)
{
	struct form_choice *choices = form_choices(o->arena, e->kind->n_fields + 1);
	size_t n = 0;

	choices[n++] = (struct form_choice){ .value = S("record"),
		.label = str_from(tr(o->lang, "The record as a whole")) };
	for (const struct section *s = e->kind->sections; s->name; s++)
		for (const char *const *name = s->fields; *name; name++) {
			const struct field *field = kind_field(e->kind, *name);

			if (field && edited_shows(e, field))
				choices[n++] = (struct form_choice){ .value = str_from(*name),
					.label = str_from(tr_text(o->lang, field->label)) };
		}
	f->choices = choices;
	f->n_choices = n;
}

static void put_audiences(struct page_out *o, const struct noted *on, struct form *f)
{
	struct audience open[AUDIENCES_MAX];
	const size_t n = audiences_open(on, open);
	struct form_choice *choices = form_choices(o->arena, n);
	struct form_field *field = form_field(f, "readers");

	if (n < 2) {
		form_drop(f, "readers");
		return;
	}
	for (size_t i = 0; i < n; i++)
		choices[i] = (struct form_choice){ .value = str_from(open[i].name),
			.label = str_from(tr_text(o->lang, open[i].label)),
			.hint = str_from(open[i].hint ? tr_text(o->lang, open[i].hint) : NULL) };
	field->choices = choices;
	field->n_choices = n;
	field->value = choices[0].value;
}

/* Of very many nobody finds one among boxes. */
static void put_colleagues(struct page_out *o, const struct noted *on, struct form *f)
{
	const struct colleagues all = note_colleagues(on);
	struct form_choice *choices = form_choices(o->arena, all.n + 1);
	struct form_field *field = form_field(f, "mention");

	if (!all.n || all.n > MENTIONS_MAX) {
		form_drop(f, "mention");
		return;
	}
	for (size_t i = 0; i < all.n; i++)
		choices[i] = (struct form_choice){ .value = all.v[i].reader.account_id,
			.label = all.v[i].name };
	field->choices = choices;
	field->n_choices = all.n;
}

/* ---- forms */

struct form note_begin_form(
	struct page_out *o, const struct edited *e, const struct noted *on, struct str field)
{
	static const struct form_field fields[] = {
		{ "field", FORM_SELECT, N_("What it is about"), NULL,
			N_("Choose what it is about") },
		{ "text", FORM_LONG, N_("Your note"), NULL, N_("Write something"), NULL,
			NOTE_MAX_CHARS },
		{ "readers", FORM_RADIOS, N_("Who reads it, and the answers"),
			N_("This cannot be changed later."), N_("Choose who reads it") },
		{ "mention", FORM_BOXES, mention_label, mention_hint },
	};
	struct form f = form_new(
		e->request, notes_url(o, e, NULL), fields, COUNT(fields), N_("Write the note"));

	put_fields(o, e, form_field(&f, "field"));
	form_field(&f, "field")->value = field.n ? field : S("record");
	put_audiences(o, on, &f);
	put_colleagues(o, on, &f);
	return f;
}

struct form note_answer_form(
	struct page_out *o, const struct edited *e, const struct noted *on, const struct thread *t)
{
	static const struct form_field fields[] = {
		{ "text", FORM_LONG, N_("Your answer"), NULL, N_("Write something"), NULL,
			NOTE_MAX_CHARS },
		{ "mention", FORM_BOXES, mention_label, mention_hint },
	};
	struct form f =
		form_new(e->request, thread_url(o, e, t->id), fields, COUNT(fields), N_("Answer"));

	put_colleagues(o, on, &f);
	return f;
}

static struct url one_url(
	struct page_out *o, const struct edited *e, const struct thread *t, const struct note *n)
{
	return (struct url){ str_printf(o->arena, STR_FMT "/" STR_FMT,
		STR_ARG(thread_url(o, e, t->id).address), STR_ARG(n->id)) };
}

struct form note_change_form(
	struct page_out *o, const struct edited *e, const struct thread *t, const struct note *n)
{
	static const struct form_field fields[] = {
		{ "text", FORM_LONG, N_("Your note"), NULL, N_("Write something"), NULL,
			NOTE_MAX_CHARS },
	};
	struct form f =
		form_new(e->request, one_url(o, e, t, n), fields, COUNT(fields), N_("Change it"));

	f.fields[0].value = n->text;
	f.cancel = thread_url(o, e, t->id);
	return f;
}

struct form note_take_back_form(
	struct page_out *o, const struct edited *e, const struct thread *t, const struct note *n)
{
	static const struct form_field fields[] = { { "back", FORM_HIDDEN } };
	struct form f = form_new(
		e->request, one_url(o, e, t, n), fields, COUNT(fields), N_("Take it back"));

	f.fields[0].value = S("yes");
	f.is_grave = true;
	return f;
}

/* ---- what was sent */

/* Of a field that may have been left out. */
static struct str value_of(const struct form *f, const char *name)
{
	for (size_t i = 0; i < f->n_fields; i++)
		if (!strcmp(f->fields[i].name, name))
			return f->fields[i].value;
	return S("");
}

struct note_sent note_form_sent(struct arena *a, struct form *f)
{
	struct str *mentions = ARENA_ARRAY(a, struct str, MENTIONS_MAX + 1);
	struct note_sent sent = { .text = form_value(f, "text"), .mentions = mentions };
	struct str rest = value_of(f, "mention"), id;

	while (rest.n && sent.n_mentions < MENTIONS_MAX && str_cut(&rest, ';', &id))
		mentions[sent.n_mentions++] = id;
	return sent;
}

unsigned note_form_sides(const struct form *f, const struct noted *on)
{
	struct audience open[AUDIENCES_MAX];
	const size_t n = audiences_open(on, open);

	for (size_t i = 1; i < n; i++)
		if (str_is(value_of(f, "readers"), open[i].name))
			return open[i].sides;
	return open[0].sides;
}
