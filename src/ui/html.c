#include "html.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>
#include <strings.h>

/* What would end text or an attribute, and its way of standing there. */
static const char *escape_of(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

static void write_escaped(struct out *out, struct str s)
{
	size_t run = 0;

	for (size_t i = 0; i < s.n; i++) {
		const char *escape = escape_of(s.p[i]);

		if (!escape)
			continue;
		out_bytes(out, s.p + run, i - run);
		out_z(out, escape);
		run = i + 1;
	}
	if (run < s.n)
		out_bytes(out, s.p + run, s.n - run);
}

/* ---- text and attributes */

void html_text_str(struct page_out *o, struct str s)
{
	write_escaped(o->out, s);
}

void html_text_z(struct page_out *o, const char *z)
{
	write_escaped(o->out, str_from(z));
}

void html_text_int(struct page_out *o, int64_t v)
{
	out_int(o->out, v);
}

void html_text_html(struct page_out *o, struct html h)
{
	out_str(o->out, h.markup);
}

void html_attr_str(struct page_out *o, struct str s)
{
	write_escaped(o->out, s);
}

void html_attr_z(struct page_out *o, const char *z)
{
	write_escaped(o->out, str_from(z));
}

void html_attr_url(struct page_out *o, struct url u)
{
	write_escaped(o->out, u.address);
}

/* ---- components of addresses */

/* Only a slash stands in the attribute so far: what was written ends with `"/`. */
static bool is_first_segment(struct str written)
{
	return str_ends(written, S("\"/")) || str_ends(written, S("'/"));
}

void html_component_str(struct page_out *o, struct str s)
{
	/* An empty first segment would make "//next" out of "/" and "/next": another host. */
	if (!s.n && is_first_segment(out_done(o->out)))
		out_char(o->out, '.');
	out_url_component(o->out, s);
}

void html_component_z(struct page_out *o, const char *z)
{
	html_component_str(o, str_from(z));
}

/* ---- data blocks */

/* Bytes at `at` that would end a script or a line of it; 0 if none. */
static size_t unsafe_in_script(struct str text, size_t at)
{
	struct str rest = str_from_at(text, at);

	if (rest.p[0] == '<' || rest.p[0] == '>' || rest.p[0] == '&')
		return 1;
	if (rest.p[0] != '\xe2')
		return 0;
	return str_starts(rest, S("\u2028")) || str_starts(rest, S("\u2029")) ? 3 : 0;
}

void html_json(struct page_out *o, struct json_text j)
{
	struct str text = j.text;
	size_t run = 0;

	for (size_t i = 0; i < text.n; i++) {
		size_t length = unsafe_in_script(text, i);

		if (!length)
			continue;
		out_bytes(o->out, text.p + run, i - run);
		/* They stand in strings only, so an escape always fits; 3 bytes are U+2028 or 9. */
		if (length == 1)
			out_printf(o->out, "\\u%04x", (unsigned)text.p[i]);
		else
			out_z(o->out, text.p[i + 2] == '\xa8' ? "\\u2028" : "\\u2029");
		run = i + length;
		i = run - 1;
	}
	if (run < text.n)
		out_bytes(o->out, text.p + run, text.n - run);
}

/* ---- addresses */

/* Room for all components, each byte percent-encoded. */
static struct out room_for(
	struct arena *a, const char *literal, const struct str *components, size_t n)
{
	size_t bytes = strlen(literal) + 1;

	for (size_t i = 0; i < n; i++)
		bytes += 3 * components[i].n;
	return (struct out){ .arena = a, .p = arena_take(a, bytes), .cap = bytes, .max = bytes };
}

struct url url_path(struct arena *a, const char *literal, const struct str *components, size_t n)
{
	struct out path = room_for(a, literal, components, n);
	size_t used = 0;

	assert(strchr("/?#", literal[0]) && (literal[0] != '/' || literal[1] != '/'));
	for (const char *p = literal, *place; *p; p = place + 2) {
		place = strstr(p, "{}");
		if (!place) {
			out_z(&path, p);
			break;
		}
		assert(used < n);
		out_bytes(&path, p, (size_t)(place - p));
		/* As in html_component_str(): no "//" at the start. */
		if (!components[used].n && str_is(out_done(&path), "/"))
			out_char(&path, '.');
		out_url_component(&path, components[used++]);
	}
	assert(used == n);
	return (struct url){ out_done(&path) };
}

/* What follows "http://" or "https://", in any case of letters; empty for all else. */
static struct str after_scheme(struct str s)
{
	static const char *const schemes[] = { "http://", "https://" };

	for (size_t i = 0; i < COUNT(schemes); i++) {
		size_t length = strlen(schemes[i]);

		if (s.n > length && !strncasecmp(s.p, schemes[i], length))
			return str_from_at(s, length);
	}
	return (struct str){ 0 };
}

struct url url_external(struct arena *a, struct str s)
{
	struct str host = after_scheme(s);

	if (!host.n || strchr("/\\?#:@", host.p[0]))
		return (struct url){ 0 };
	for (size_t i = 0; i < s.n; i++) {
		if ((unsigned char)s.p[i] <= ' ' || strchr("\"<>\x7f", s.p[i]))
			return (struct url){ 0 };
	}
	return (struct url){ str_copy(a, s) };
}

/* One part of an e-mail address: what needs no escape in an address of the web. */
static bool is_mail_part(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (!isalnum(c) && (!c || !strchr(".-_+", c)))
			return false;
	}
	return s.n > 0 && s.p[0] != '.';
}

struct url url_contact(struct arena *a, struct str s)
{
	size_t at = str_find(s, '@');

	if (is_mail_part((struct str){ s.p, at }) && is_mail_part(str_from_at(s, at + 1)))
		return (struct url){ str_printf(a, "mailto:" STR_FMT, STR_ARG(s)) };
	return url_external(a, s);
}
