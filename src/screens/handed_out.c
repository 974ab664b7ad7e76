/* Fields of a record are handed to somebody: the form, the link, the list of what is out. */
#include "handed_view.h"
#include "id.h"
#include "qr.h"
#include "screens_html.h"

/* ---- places */

struct url hand_url(struct page_out *o, const struct edited *e, const struct section *s)
{
	struct url url = written_url(o, e->kind, e->record->public_id, "hand");

	if (s)
		url.address =
			str_printf(o->arena, STR_FMT "?section=%s", STR_ARG(url.address), s->name);
	return url;
}

struct url handed_url(struct page_out *o, const struct edited *e, const struct handed *h)
{
	return written_url(o, e->kind, e->record->public_id,
		str_z(o->arena, str_printf(o->arena, "handed/" STR_FMT, STR_ARG(h->id))));
}

/* Who writes the record, even if not as it stands now. */
static bool may_look_after(const struct edited *e)
{
	return e->may_write || record_may(e->work, VERB_WRITE, e->record) ||
	       record_may(e->work, VERB_REVIEW, e->record);
}

bool handed_find(
	struct request *r, bool is_held, struct edited *ret_edited, struct handed *ret_handed)
{
	struct edited *e = ret_edited;

	return edited_load(r, is_held, e) && may_look_after(e) &&
	       handed_load(e->work, e->record, request_path_arg(r, "handed"), is_held, ret_handed);
}

/* ---- the list */

static struct str answered_told(struct page_out *o, const struct handed *h, size_t n)
{
	return STR_FILL(o->arena, tr(o->lang, "{1} of {2} fields answered"),
		format_number(o->arena, o->lang, (int64_t)n),
		format_number(o->arena, o->lang, (int64_t)h->n_fields));
}

static struct str state_told(struct page_out *o, const struct handed_line *line, size_t n_answered)
{
	const struct handed *h = line->handed;
	struct str answered = answered_told(o, h, n_answered);

	switch (line->state) {
	case HANDED_OPEN:
		return STR_FILL(o->arena, tr(o->lang, "{1}, until {2}"), answered,
			format_day(o->arena, o->lang, h->ends_ms - 1));
	case HANDED_FINISHED:
		return STR_FILL(o->arena, tr(o->lang, "finished: {1}"), answered);
	case HANDED_SETTLED:
		return str_from(tr(o->lang, "finished, and decided on"));
	case HANDED_EXPIRED:
		return STR_FILL(o->arena, tr(o->lang, "its time is over: {1}"), answered);
	case HANDED_RECALLED:
		return str_from(tr(o->lang, "recalled"));
	}
	return S("");
}

static struct handed_line line_of(
	struct page_out *o, const struct edited *e, const struct handed *h)
{
	static const char *const tones[] = { [HANDED_OPEN] = "now",
		[HANDED_FINISHED] = "ask",
		[HANDED_SETTLED] = "done",
		[HANDED_EXPIRED] = "todo",
		[HANDED_RECALLED] = "todo" };
	const struct handed_answers answers = handed_answers(e->work, e->kind, h);
	struct handed_line line = {
		.handed = h, .state = handed_state(e->work, h), .place = handed_url(o, e, h)
	};

	line.tone = tones[line.state];
	if (line.state == HANDED_EXPIRED && handed_undecided(&answers))
		line.tone = "ask";
	line.told = state_told(o, &line, handed_answered(h, &answers));
	return line;
}

struct handed_lines handed_lines(struct page_out *o, const struct edited *e)
{
	struct handed_lines lines = { 0 };

	if (!may_look_after(e))
		return lines;
	const struct handed_all all = handed_of(e->work, e->record);
	lines.v = ARENA_ARRAY(o->arena, struct handed_line, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		lines.v[lines.n++] = line_of(o, e, &all.v[i]);
	return lines;
}

struct str handed_fields_told(struct page_out *o, const struct edited *e, const struct handed *h)
{
	struct out to = out_new(o->arena, 1 << 16);

	for (const char *const *name = h->fields; *name; name++) {
		const struct field *f = kind_field(e->kind, *name);

		if (!f)
			continue;
		if (to.n)
			out_z(&to, tr(o->lang, ", "));
		out_z(&to, tr_text(o->lang, f->label));
	}
	return out_done(&to);
}

/* ---- the form */

struct form_choice *days_choices(struct work *w, size_t *ret_n)
{
	static const int days[] = { 7, 14, 30, HANDED_DAYS_MAX };
	struct form_choice *v = form_choices(w->arena, COUNT(days));

	for (size_t i = 0; i < COUNT(days); i++)
		v[i] = (struct form_choice){ .value = str_printf(w->arena, "%d", days[i]),
			.label = STR_FILL(w->arena, T(w, "{1} days: until {2}"),
				format_number(w->arena, w->lang, days[i]),
				format_day(w->arena, w->lang, handed_ends_ms(w, days[i]) - 1)) };
	*ret_n = COUNT(days);
	return v;
}

/* What he sees himself and a form can ask: files are attached on pages of their own. */
static const struct field *field_offered(const struct edited *e, const char *name)
{
	const struct field *f = kind_field(e->kind, name);

	return f && f->type != FIELD_FILES && edited_shows(e, f) ? f : NULL;
}

/* Section by section. */
static void offer_fields(const struct edited *e, struct form_field *f)
{
	struct work *w = e->work;
	struct form_choice *v = form_choices(w->arena, e->kind->n_fields);
	size_t n = 0;

	for (const struct section *s = e->kind->sections; s->name; s++)
		for (const char *const *name = s->fields; *name; name++) {
			const struct field *field = field_offered(e, *name);

			if (!field || n == e->kind->n_fields)
				continue;
			v[n++] = (struct form_choice){ .value = str_from(field->name),
				.label = str_from(tr_text(w->lang, field->label)),
				.hint = field_is_known(w->arena, field, e->row)
						? str_from(T(w, "something is written already"))
						: S(""),
				.group = str_from(tr_text(w->lang, s->label)) };
		}
	f->choices = v;
	f->n_choices = n;
}

static struct str fields_of(const struct edited *e, const struct section *s)
{
	struct out o = out_new(e->work->arena, 1 << 16);

	for (const char *const *name = s ? s->fields : NULL; name && *name; name++)
		if (field_offered(e, *name))
			out_printf(&o, "%s%s", o.n ? ";" : "", *name);
	return out_done(&o);
}

static struct form hand_form(struct request *r, const struct edited *e)
{
	static const struct form_field fields[] = {
		{ "id", FORM_HIDDEN },
		{ "person", FORM_TEXT, N_("For whom"),
			N_("A name by which you and your team know the person."), N_("Give a name"),
			.max = HANDED_PERSON_MAX },
		{ "question", FORM_LONG, N_("What you would like to know"),
			N_("In your own words: it stands above the fields."),
			N_("Write what you would like to know"), .max = HANDED_WORDS_MAX },
		{ "fields", FORM_BOXES, N_("Which fields"),
			N_("The person sees and changes these, and of all the rest the title "
			   "alone."),
			N_("Choose at least one field") },
		{ "days", FORM_RADIOS, N_("Until when the link works"), NULL,
			N_("Choose until when") },
		{ "lang", FORM_RADIOS, N_("Language of the page behind the link"),
			N_("The person can switch to another."), N_("Choose the language") },
	};
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f =
		form_new(r, hand_url(&o, e, NULL), fields, COUNT(fields), N_("Make the link"));
	char id[ULID_LENGTH + 1];

	ulid_make(id);
	form_field(&f, "id")->value = str_copy(&r->arena, str_from(id));
	offer_fields(e, form_field(&f, "fields"));
	form_field(&f, "fields")->value =
		fields_of(e, section_named(e->kind, request_param(r, "section")));
	form_field(&f, "days")->choices = days_choices(e->work, &form_field(&f, "days")->n_choices);
	form_field(&f, "days")->value = S("14");
	form_field(&f, "lang")->choices = form_languages(&r->arena);
	form_field(&f, "lang")->n_choices = LANG_COUNT;
	form_field(&f, "lang")->value = str_from(r->lang->code);
	f.cancel = written_url(&o, e->kind, e->record->public_id, "edit");
	return f;
}

static enum http_status show_hand(struct request *r, const struct edited *e, const struct form *f)
{
	struct page_out o = page_begin(r);
	const struct hand_view v = {
		.edited = e, .done = written_done(r), .form = *f, .handed = handed_lines(&o, e)
	};

	screen_hand_html(&o, &v);
	written_send(r, e, str_from(tr(r->lang, "Hand fields to somebody")), f, &o);
	return form_is_sound(f) ? HTTP_OK : HTTP_UNPROCESSABLE;
}

enum http_status screen_hand_page(struct request *r)
{
	struct edited e;

	if (!edited_load(r, false, &e) || !e.may_write)
		return HTTP_NOT_FOUND;
	const struct form f = hand_form(r, &e);
	return show_hand(r, &e, &f);
}

/* ---- the link, told once */

static struct str message_of(
	struct work *w, const struct edited *e, const struct handed *h, struct str address)
{
	const struct told title = record_title(e->kind, e->record, h->lang);

	return STR_FILL(w->arena,
		tr(h->lang, "{1}, can you help with “{2}”?\n\nYou can answer on this page until "
			    "{3}, without an account:\n{4}"),
		h->person, title.text, format_day(w->arena, h->lang, h->ends_ms - 1), address);
}

enum http_status handed_tell_link(
	struct request *r, const struct edited *e, const struct handed *h, struct str secret)
{
	struct work *w = e->work;
	struct page_out o = page_begin(r);
	struct str origin = request_origin(r);
	struct str address = str_printf(w->arena, STR_FMT "/%s/handed/" STR_FMT,
		STR_ARG(origin.n ? origin : request_home(r)), h->lang->code, STR_ARG(secret));
	const struct handed_link_told v = { .handed = h,
		.address = { address },
		.message = message_of(w, e, h, address),
		.qr = qr_html(&o, address, str_from(T(w, "The link as a code to scan"))),
		.back = handed_url(&o, e, h) };

	screen_handed_told_html(&o, &v);
	return written_send(
		r, e, STR_FILL(w->arena, T(w, "The link for {1}"), h->person), NULL, &o);
}

/* ---- what was sent */

/* The names that were chosen, as they stand in the table of the kind. */
static const char *const *names_chosen(const struct edited *e, struct str chosen)
{
	const char **names = ARENA_ARRAY(e->work->arena, const char *, e->kind->n_fields + 1);
	struct str rest = chosen, name;
	size_t n = 0;

	while (n < e->kind->n_fields && str_cut(&rest, ';', &name))
		names[n++] = kind_field(e->kind, str_z(e->work->arena, name))->name;
	return names;
}

static struct handed handed_sent(const struct edited *e, struct form *f)
{
	int64_t days = 0;

	str_int(form_value(f, "days"), &days);
	return (struct handed){ .id = form_value(f, "id"),
		.person = form_value(f, "person"),
		.fields = names_chosen(e, form_value(f, "fields")),
		.question = form_value(f, "question"),
		.lang = language_by_code(form_value(f, "lang")),
		.ends_ms = handed_ends_ms(e->work, days) };
}

enum http_status screen_hand_send(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct edited e;

	if (!edited_load(r, true, &e) || !e.may_write)
		return HTTP_NOT_FOUND;
	struct form f = hand_form(r, &e);
	bool is_sound = form_take(&f, r);
	if (!ulid_is_valid(form_value(&f, "id")))
		return HTTP_BAD_REQUEST;
	if (!is_sound)
		return show_hand(r, &e, &f);
	if (handed_is_full(e.work, e.record))
		return answer_problem(r, HTTP_CONFLICT,
			str_from(T(e.work, "Too much of this record is handed out already: recall "
					   "what is no longer needed.")));
	const struct handed h = handed_sent(&e, &f);
	struct str secret = handed_add(e.work, e.record, &h);
	/* Sent twice: the link was told, and cannot be told again. */
	return secret.n ? handed_tell_link(r, &e, &h, secret)
			: written_go(r, hand_url(&o, &e, NULL), "handed");
}
