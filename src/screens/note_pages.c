/* Notes beside the fields of a record: the threads, one of them, a note that is changed. */
#include "id.h"
#include "note_view.h"
#include "screens_html.h"

enum { THREADS_SHOWN = 20, NOTES_SHOWN = 50 };

/* ---- the record, and addresses */

struct noted noted_of(const struct edited *e)
{
	return (struct noted){ .work = e->work,
		.kind = e->kind,
		.record = e->record,
		.sides = record_sides(e->work, e->record),
		.home = request_home(e->request) };
}

static bool load(
	struct request *r, bool is_held, struct edited *ret_edited, struct noted *ret_noted)
{
	if (!edited_find(r, is_held, ret_edited))
		return false;
	ret_edited->title = record_title(ret_edited->kind, ret_edited->record, r->lang);
	*ret_noted = noted_of(ret_edited);
	return true;
}

struct url notes_url(struct page_out *o, const struct edited *e, const char *field)
{
	const char *part =
		field ? str_z(o->arena, str_printf(o->arena, "notes?field=%s", field)) : "notes";

	return written_url(o, e->kind, e->record->public_id, part);
}

struct url thread_url(struct page_out *o, const struct edited *e, struct str thread_id)
{
	return written_url(o, e->kind, e->record->public_id,
		str_z(o->arena, str_printf(o->arena, "notes/" STR_FMT, STR_ARG(thread_id))));
}

static struct url with_query(struct page_out *o, struct url page, struct str query)
{
	page.address =
		str_printf(o->arena, STR_FMT "?" STR_FMT, STR_ARG(page.address), STR_ARG(query));
	return page;
}

/* ---- what is told of them */

static const struct field *shown_field(struct page_out *o, const struct edited *e, struct str name)
{
	const struct field *f = name.n ? kind_field(e->kind, str_z(o->arena, name)) : NULL;

	return f && section_of(e->kind, f) && edited_shows(e, f) ? f : NULL;
}

struct str thread_about(struct page_out *o, const struct edited *e, const struct thread *t)
{
	const struct field *f = shown_field(o, e, t->field);

	return str_from(f ? tr_text(o->lang, f->label) : tr(o->lang, "The record as a whole"));
}

static struct note_view note_shown(struct page_out *o, const struct edited *e,
	const struct noted *on, const struct thread *t, const struct note *n)
{
	struct note_view v = { .note = n, .by = note_by(on, n) };

	if (note_may_be_taken_back(on, n))
		v.change = (struct url){ str_printf(o->arena, STR_FMT "/" STR_FMT,
			STR_ARG(thread_url(o, e, t->id).address), STR_ARG(n->id)) };
	return v;
}

static struct thread_view thread_shown(struct page_out *o, const struct edited *e,
	const struct noted *on, const struct thread *t, const struct note *first)
{
	return (struct thread_view){ .thread = t,
		.about = thread_about(o, e, t),
		.audience = audience_of(on, t->sides),
		.place = thread_url(o, e, t->id),
		.first = first ? note_shown(o, e, on, t, first) : (struct note_view){ 0 },
		.asks = thread_asks(on, t) };
}

/* ---- all threads */

struct asked {
	struct threads_query query;
	struct str field; /* as it was asked for; or empty */
};

static bool read_query(struct request *r, const struct edited *e, struct asked *ret_asked)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	const struct str field = request_param(r, "field"), before = request_param(r, "before");
	const bool is_record = str_is(field, "record");

	*ret_asked = (struct asked){ .query = { .field = is_record ? S("") : field,
					     .of_any_field = !field.n,
					     .are_closed = str_is(request_param(r, "closed"), "1"),
					     .before = before },
		.field = field };
	return (!before.n || ulid_is_valid(before)) &&
	       (!field.n || is_record || shown_field(&o, e, field));
}

/* The same list from somewhere else on. */
static struct url list_url(struct page_out *o, const struct edited *e, const struct asked *a,
	bool are_closed, struct str before)
{
	struct out query = out_new(o->arena, PATH_MAX_BYTES);

	if (a->field.n)
		out_printf(&query, "&field=" STR_FMT, STR_ARG(a->field));
	if (are_closed)
		out_z(&query, "&closed=1");
	if (before.n)
		out_printf(&query, "&before=" STR_FMT, STR_ARG(before));
	return query.n ? with_query(o, notes_url(o, e, NULL), str_from_at(out_done(&query), 1))
		       : notes_url(o, e, NULL);
}

static void fill_threads(
	struct page_out *o, struct notes_view *v, const struct noted *on, const struct asked *a)
{
	bool has_more;
	const struct threads all = threads_of(on, &a->query, THREADS_SHOWN, &has_more);
	const struct note *first = notes_first(on, &all);

	v->v = ARENA_ARRAY(o->arena, struct thread_view, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		v->v[v->n++] = thread_shown(o, v->edited, on, &all.v[i], &first[i]);
	if (has_more)
		v->next = list_url(o, v->edited, a, a->query.are_closed, all.v[all.n - 1].id);
}

static enum http_status show_notes(struct request *r, const struct edited *e,
	const struct noted *on, const struct asked *a, const struct form *begin)
{
	struct page_out o = page_begin(r);
	const struct thread of = { .field = a->query.field };
	const struct notes_open open = notes_open(on);
	struct notes_view v = { .edited = e,
		.begin = *begin,
		.done = written_done(r),
		.about = a->field.n ? thread_about(&o, e, &of) : S(""),
		.may_write = notes_may_be_written(on),
		.are_closed = a->query.are_closed,
		.is_first = !a->query.before.n,
		.n_open = a->field.n ? notes_open_at(&open, a->query.field) : open.n_all,
		.others = list_url(&o, e, a, !a->query.are_closed, S("")),
		.first = list_url(&o, e, a, a->query.are_closed, S("")),
		.all = notes_url(&o, e, NULL),
		.overview = written_url(&o, e->kind, e->record->public_id, "edit") };

	fill_threads(&o, &v, on, a);
	screen_notes_html(&o, &v);
	written_send(r, e, str_from(tr(r->lang, "Notes")), begin, &o);
	return form_is_sound(begin) ? HTTP_OK : HTTP_UNPROCESSABLE;
}

enum http_status screen_notes_page(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct edited e;
	struct noted on;
	struct asked a;

	if (!load(r, false, &e, &on))
		return HTTP_NOT_FOUND;
	if (!read_query(r, &e, &a))
		return HTTP_BAD_REQUEST;
	const struct form begin = note_begin_form(&o, &e, &on, a.field);
	return show_notes(r, &e, &on, &a, &begin);
}

enum http_status screen_notes_send(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct edited e;
	struct noted on;
	struct asked a = { .query = { .of_any_field = true } };

	if (!load(r, true, &e, &on))
		return HTTP_NOT_FOUND;
	if (!notes_may_be_written(&on))
		return HTTP_FORBIDDEN;
	struct form f = note_begin_form(&o, &e, &on, S(""));
	if (!form_take(&f, r))
		return show_notes(r, &e, &on, &a, &f);
	const struct note_sent sent = note_form_sent(&r->arena, &f);
	const struct str field = form_value(&f, "field");
	const struct str id = thread_begin(
		&on, str_is(field, "record") ? S("") : field, note_form_sides(&f, &on), &sent);
	return written_go(r, thread_url(&o, &e, id), "noted");
}

/* ---- one thread */

struct thread_asked {
	struct edited edited;
	struct noted noted;
	struct thread thread;
};

static bool load_thread(struct request *r, bool is_held, struct thread_asked *a)
{
	return load(r, is_held, &a->edited, &a->noted) &&
	       thread_load(&a->noted, request_path_arg(r, "thread"), &a->thread);
}

/* The last page, unless another one is asked for. */
static int64_t first_shown(struct request *r, const struct thread *t)
{
	int64_t after;

	if (str_int(request_param(r, "after"), &after) && after >= 0 && after < t->n_notes)
		return after;
	return t->n_notes ? (t->n_notes - 1) / NOTES_SHOWN * NOTES_SHOWN : 0;
}

static struct url page_from(struct page_out *o, const struct thread_asked *a, int64_t after)
{
	return with_query(o, thread_url(o, &a->edited, a->thread.id),
		str_printf(o->arena, "after=%lld", (long long)after));
}

static void fill_notes(
	struct page_out *o, struct thread_page_view *v, const struct thread_asked *a, int64_t after)
{
	bool has_more;
	const struct notes all = notes_of(&a->noted, &a->thread, after, NOTES_SHOWN, &has_more);

	v->v = ARENA_ARRAY(o->arena, struct note_view, all.n + 1);
	for (size_t i = 0; i < all.n; i++)
		v->v[v->n++] = note_shown(o, &a->edited, &a->noted, &a->thread, &all.v[i]);
	if (after)
		v->earlier = page_from(o, a, after > NOTES_SHOWN ? after - NOTES_SHOWN : 0);
	if (has_more)
		v->later = page_from(o, a, after + NOTES_SHOWN);
}

static struct form close_form(struct page_out *o, const struct thread_asked *a)
{
	const bool is_open = !a->thread.closed_ms;
	struct url to = thread_url(o, &a->edited, a->thread.id);

	to.address = str_printf(
		o->arena, STR_FMT "/%s", STR_ARG(to.address), is_open ? "close" : "reopen");
	return form_new(
		a->edited.request, to, NULL, 0, is_open ? N_("Close it") : N_("Open it again"));
}

static enum http_status show_thread(
	struct request *r, const struct thread_asked *a, const struct form *answer)
{
	struct page_out o = page_begin(r);
	const struct edited *e = &a->edited;
	const struct field *f = shown_field(&o, e, a->thread.field);
	struct thread_page_view v = { .edited = e,
		.thread = thread_shown(&o, e, &a->noted, &a->thread, NULL),
		.answer = *answer,
		.close = close_form(&o, a),
		.done = written_done(r),
		.may_write = notes_may_be_written(&a->noted) &&
			     (!a->thread.closed_ms || !form_is_sound(answer)),
		.may_close = thread_may_be_closed(&a->noted, &a->thread),
		.notes = notes_url(&o, e, NULL) };

	if (f)
		v.field = (struct url){ str_printf(o.arena, STR_FMT "#f-%s",
			STR_ARG(section_url(&o, e, section_of(e->kind, f)).address), f->name) };
	fill_notes(&o, &v, a, first_shown(r, &a->thread));
	screen_thread_html(&o, &v);
	written_send(
		r, e, STR_FILL(o.arena, tr(r->lang, "Notes: {1}"), v.thread.about), answer, &o);
	return form_is_sound(answer) ? HTTP_OK : HTTP_UNPROCESSABLE;
}

enum http_status screen_thread_page(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct thread_asked a;

	if (!load_thread(r, false, &a))
		return HTTP_NOT_FOUND;
	const struct form answer = note_answer_form(&o, &a.edited, &a.noted, &a.thread);
	return show_thread(r, &a, &answer);
}

static enum http_status say_closed(struct request *r, const struct thread_asked *a, struct form *f)
{
	form_fault(f, "text",
		str_from(tr(r->lang, "Somebody has closed this meanwhile. Copy your answer, and "
				     "begin another note with it.")));
	show_thread(r, a, f);
	return HTTP_CONFLICT;
}

enum http_status screen_thread_send(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct thread_asked a;

	if (!load_thread(r, true, &a))
		return HTTP_NOT_FOUND;
	if (!notes_may_be_written(&a.noted))
		return HTTP_FORBIDDEN;
	struct form f = note_answer_form(&o, &a.edited, &a.noted, &a.thread);
	if (!form_take(&f, r))
		return show_thread(r, &a, &f);
	const struct note_sent sent = note_form_sent(&r->arena, &f);
	if (!note_add(&a.noted, &a.thread, &sent).n)
		return say_closed(r, &a, &f);
	return written_go(r, thread_url(&o, &a.edited, a.thread.id), "answered");
}

static enum http_status close_or_open(struct request *r,
	void (*act)(const struct noted *on, const struct thread *t), const char *done)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct thread_asked a;

	if (!load_thread(r, true, &a))
		return HTTP_NOT_FOUND;
	if (!thread_may_be_closed(&a.noted, &a.thread))
		return HTTP_FORBIDDEN;
	act(&a.noted, &a.thread);
	return written_go(r, thread_url(&o, &a.edited, a.thread.id), done);
}

enum http_status screen_thread_close_send(struct request *r)
{
	return close_or_open(r, thread_close, "closed");
}

enum http_status screen_thread_reopen_send(struct request *r)
{
	return close_or_open(r, thread_open, "reopened");
}

/* ---- one note, by who wrote it */

static bool load_own(struct request *r, bool is_held, struct thread_asked *a, struct note *ret_note)
{
	return load_thread(r, is_held, a) &&
	       note_load(&a->noted, &a->thread, request_path_arg(r, "note"), ret_note) &&
	       note_may_be_taken_back(&a->noted, ret_note);
}

static enum http_status show_note(struct request *r, const struct thread_asked *a,
	const struct note *n, const struct form *change)
{
	struct page_out o = page_begin(r);
	const struct note_change_view v = { .edited = &a->edited,
		.note = n,
		.change = *change,
		.take_back = note_take_back_form(&o, &a->edited, &a->thread, n),
		.may_change = note_may_be_changed(&a->noted, n) };

	screen_note_html(&o, &v);
	written_send(r, &a->edited, str_from(tr(r->lang, "Your note")), change, &o);
	return form_is_sound(change) ? HTTP_OK : HTTP_UNPROCESSABLE;
}

enum http_status screen_note_page(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct thread_asked a;
	struct note n;

	if (!load_own(r, false, &a, &n))
		return HTTP_NOT_FOUND;
	const struct form change = note_change_form(&o, &a.edited, &a.thread, &n);
	return show_note(r, &a, &n, &change);
}

static enum http_status change_note(
	struct request *r, const struct thread_asked *a, const struct note *n)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f = note_change_form(&o, &a->edited, &a->thread, n);

	if (form_take(&f, r) && !note_may_be_changed(&a->noted, n)) {
		form_fault(&f, "text",
			str_from(tr(r->lang, "The ten minutes in which it could be changed are "
					     "over: answer it, or take it back.")));
		show_note(r, a, n, &f);
		return HTTP_CONFLICT;
	}
	if (!form_is_sound(&f))
		return show_note(r, a, n, &f);
	note_change(&a->noted, n, form_value(&f, "text"));
	return written_go(r, thread_url(&o, &a->edited, a->thread.id), "changed");
}

enum http_status screen_note_send(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct thread_asked a;
	struct note n;

	if (!load_own(r, true, &a, &n))
		return HTTP_NOT_FOUND;
	if (!str_is(request_field(r, "back"), "yes"))
		return change_note(r, &a, &n);
	note_take_back(&a.noted, &n);
	return written_go(r, thread_url(&o, &a.edited, a.thread.id), "back");
}
