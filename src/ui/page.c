#include "page.h"
#include "assets_files.h"
#include "linked.h"
#include "page_view.h"
#include "reason.h"
#include "site.h"
#include "ui_html.h"

#include <string.h>

enum { PAGE_MAX_BYTES = 4 << 20, UNREAD_SHOWN = 99 };

struct page_out page_begin(struct request *r)
{
	struct out *out = ARENA_NEW(&r->arena, struct out);

	*out = out_new(&r->arena, PAGE_MAX_BYTES);
	return (struct page_out){ out, &r->arena, r->lang };
}

/* "/assets/jalon.1a2b3c.css": the hash lets browsers keep it for good. */
struct url asset_url(struct arena *a, const char *name)
{
	for (size_t i = 0; i < n_assets_files; i++)
		if (!strcmp(assets_files[i].name, name))
			return url_path(a, "/assets/{}/{}",
				(const struct str[]){
					str_from(assets_files[i].hash), str_from(name) },
				2);
	return (struct url){ S("") };
}

/*
 * The first `n` parts of the page's own address, in a language, with its query or without; without
 * a slash at its end.
 */
static struct url here_in(struct request *r, const struct language *l, size_t n, bool with_query)
{
	n -= n > 1 && !r->segments[n - 1].n;
	bool has_language = r->n_segments && language_by_code(r->segments[0]);
	struct out o = out_new(&r->arena, 4 * PATH_MAX_BYTES);

	out_printf(&o, "/%s", l->code);
	for (size_t i = 1; has_language && i < n; i++) {
		out_char(&o, '/');
		out_url_component(&o, r->segments[i]);
	}
	if (has_language && with_query && r->query.n) {
		out_char(&o, '?');
		out_str(&o, r->query);
	}
	return (struct url){ out_done(&o) };
}

struct url page_whole(struct page_out *o, const struct page_view *v, enum language_index l)
{
	return (struct url){ linked_address(o->arena, v->origin, v->here_in[l]) };
}

/* What machines are told of a page; an error is not for them. */
static void tell_machines(struct request *r, struct page_out *o, struct page_view *v)
{
	v->origin = request_origin(r);
	v->linked = linked_page(o, v->page, v->origin, v->here_in[r->lang->index]);
}

struct str page_unread(struct page_out *o, const struct page_view *v)
{
	const struct str most = format_number(o->arena, o->lang, UNREAD_SHOWN);

	return v->n_unread <= UNREAD_SHOWN ? format_number(o->arena, o->lang, (int64_t)v->n_unread)
					   : str_printf(o->arena, STR_FMT "+", STR_ARG(most));
}

bool page_is_at(const struct page *page, const struct nav_item *item)
{
	return page->nav_path && !strcmp(page->nav_path, item->path);
}

enum http_status page_send(struct request *r, const struct frame *frame, const struct page *page,
	struct page_out *content)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct page_view v = { .page = page,
		.frame = frame,
		.content = { out_done(content->out) },
		.style = asset_url(&r->arena, "jalon.css"),
		.forms = asset_url(&r->arena, "forms.css"),
		.icon = asset_url(&r->arena, "jalon.svg") };

	v.home = place(&o, "");
	v.reader = r->reader;
	v.reader_tag = r->reader_tag;
	v.n_unread = r->reader_unread;
	v.script = asset_url(&r->arena, "writing.js");
	v.sign_out = form_new(r, place(&o, "/sign-out"), NULL, 0, N_("Sign out"));
	for (size_t i = 0; i < LANG_COUNT; i++)
		v.here_in[i] = here_in(r, &languages[i], r->n_segments, true);
	if (r->site)
		v.contact = url_contact(&r->arena, r->site->contact);
	if (!page->is_error && !page->is_private)
		tell_machines(r, &o, &v);
	r->body = out_new(&r->arena, PAGE_MAX_BYTES);
	page_frame_html(&o, &v);
	r->body.full |= content->out->full;
	return HTTP_OK;
}

/* ---- errors: for people, and for programs */

struct error_words {
	enum http_status status;
	const char *title, *advice;
};

/* To add a status: a row here. The last one stands for all others. */
static const struct error_words error_words[] = {
	{ HTTP_BAD_REQUEST, N_("This address asks for something that does not exist"),
		N_("Check the address, or start again from the whole list.") },
	{ HTTP_FORBIDDEN, N_("You do not have access to this page"),
		N_("Its owners decide who can read it.") },
	{ HTTP_NOT_FOUND, N_("There is no page at this address"),
		N_("The address may be mistyped, or this record may not be public.") },
	{ HTTP_GONE, N_("This record was withdrawn"), N_("It is no longer shown.") },
	{ HTTP_METHOD_NOT_ALLOWED, N_("Nothing can be sent to this page"),
		N_("You can only read it.") },
	{ HTTP_UNAUTHORIZED, N_("This needs an account"),
		N_("Sign in; programs send a token of the API.") },
	{ HTTP_CONFLICT, N_("This has changed in the meantime"),
		N_("Look at what it is now, and try again.") },
	{ HTTP_UNSUPPORTED_TYPE, N_("This was sent in a form that cannot be read here"),
		N_("Pages send forms, and programs JSON.") },
	{ HTTP_UNPROCESSABLE, N_("There is something to correct"), N_("Nothing was changed.") },
	{ HTTP_TOO_MANY, N_("Too much was asked in too short a time"),
		N_("Wait a moment and try again.") },
	{ HTTP_TOO_LARGE, N_("Too much was sent at once"), N_("Send less, or in several parts.") },
	{ HTTP_URI_TOO_LONG, N_("This address is too long"),
		N_("Remove some filters and try again.") },
	{ HTTP_UNAVAILABLE, N_("Jalon cannot answer for the moment"),
		N_("Nothing is lost. Try again in a moment.") },
	{ HTTP_INTERNAL_ERROR, N_("Something went wrong on our side"),
		N_("Everything that was confirmed is saved. Try again later.") },
};

static const struct error_words *words_for(enum http_status status)
{
	size_t i = 0;

	while (i < COUNT(error_words) - 1 && error_words[i].status != status)
		i++;
	return &error_words[i];
}

/* The list the reader came from: a bad query without it, or what holds a missing record. */
static struct url list_again(struct request *r, enum http_status status)
{
	if (r->route && status == HTTP_BAD_REQUEST)
		return here_in(r, r->lang, r->n_segments, false);
	if (r->route && status == HTTP_NOT_FOUND && r->n_segments > 2)
		return here_in(r, r->lang, r->n_segments - 1, false);
	return (struct url){ S("") };
}

void page_error(struct request *r, const struct frame *frame, enum http_status status)
{
	const struct error_words *words = words_for(status);
	struct page_out o = page_begin(r);
	const struct error_view v = { .status = status,
		.title = tr_text(r->lang, words->title),
		.advice = tr_text(r->lang, words->advice),
		.problem = r->problem,
		.fields = r->problem_fields,
		.n_fields = r->n_problem_fields,
		.again = list_again(r, status),
		.incident = r->failure.what ? r->failure.incident : NULL };
	const struct page page = { .title = str_from(v.title), .is_error = true };

	page_error_html(&o, &v);
	page_send(r, frame, &page, &o);
}

void api_error(struct request *r, enum http_status status)
{
	const struct error_words *words = words_for(status);
	struct json j = jsonw_to(&r->body);

	r->type = "application/json";
	jsonw_object(&j);
	jsonw_key(&j, "error");
	jsonw_object(&j);
	jsonw_member(&j, "code", str_from(reason_code(status)));
	jsonw_member(&j, "message",
		r->problem.n ? r->problem : str_from(tr_text(r->lang, words->title)));
	if (r->failure.what)
		jsonw_member(&j, "incident", str_from(r->failure.incident));
	jsonw_key(&j, "fields");
	jsonw_array(&j);
	for (size_t i = 0; i < r->n_problem_fields; i++) {
		jsonw_object(&j);
		jsonw_member(&j, "field", r->problem_fields[i].field);
		jsonw_member(&j, "code", r->problem_fields[i].code);
		jsonw_member(&j, "message", r->problem_fields[i].message);
		jsonw_object_end(&j);
	}
	jsonw_array_end(&j);
	jsonw_object_end(&j);
	jsonw_object_end(&j);
}

/* ---- places of this site */

struct url place(struct page_out *o, const char *path)
{
	return (struct url){ str_printf(o->arena, "/%s%s", o->lang->code, path) };
}

struct url place_under(struct page_out *o, const char *path, struct str component)
{
	struct out out = out_new(o->arena, 1 << 16);

	out_printf(&out, "/%s%s/", o->lang->code, path);
	out_url_component(&out, component);
	return (struct url){ out_done(&out) };
}

struct url place_query(struct page_out *o, const char *path, struct str query)
{
	return (struct url){ str_printf(
		o->arena, "/%s%s" STR_FMT, o->lang->code, path, STR_ARG(query)) };
}

struct html html_told(struct page_out *o, struct str text, const struct language *lang)
{
	struct out out = out_new(o->arena, PAGE_MAX_BYTES);
	struct page_out inner = { &out, o->arena, o->lang };

	told_html(&inner, text, lang);
	return (struct html){ out_done(&out) };
}
