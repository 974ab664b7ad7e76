/* feed.c - the newest records of a filtered list as an Atom 1.0 feed (RFC 4287). */
#include "api.h"
#include "asked.h"
#include "clock.h"

#include <string.h>

enum { FEED_ENTRIES = 50, FEED_MAX_BYTES = 4 << 20 };

struct feed {
	struct work *work;
	struct out *out;
	const struct list_query *query;
	struct str origin; /* "https://example.org", or "" when the client did not tell the host */
	struct str params; /* of the list: "?activity=2.4", or "" */
};

/* ---- XML */

/* Bytes at `p` that XML 1.0 cannot hold: control characters, U+FFFE and U+FFFF. */
static size_t forbidden(struct str rest)
{
	unsigned char c = (unsigned char)rest.p[0];

	if (c < 0x20)
		return c != '\t' && c != '\n' && c != '\r';
	return str_starts(rest, S("\xEF\xBF\xBE")) || str_starts(rest, S("\xEF\xBF\xBF")) ? 3 : 0;
}

static void out_xml(struct out *o, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		size_t dropped = forbidden(str_from_at(text, i));

		if (dropped) {
			i += dropped - 1;
			continue;
		}
		switch (text.p[i]) {
		case '&':
			out_z(o, "&amp;");
			break;
		case '<':
			out_z(o, "&lt;");
			break;
		case '>':
			out_z(o, "&gt;");
			break;
		case '"':
			out_z(o, "&quot;");
			break;
		default:
			out_char(o, text.p[i]);
		}
	}
}

static void element(struct out *o, const char *name, struct str text)
{
	out_printf(o, "<%s>", name);
	out_xml(o, text);
	out_printf(o, "</%s>\n", name);
}

/* Text in the language it was found in. */
static void told_element(struct out *o, const char *name, struct told told)
{
	out_printf(o, "<%s xml:lang=\"%s\">", name, told.lang->code);
	out_xml(o, told.text);
	out_printf(o, "</%s>\n", name);
}

static void link_element(struct feed *f, const char *rel, const char *type, struct str path)
{
	out_printf(f->out, "<link rel=\"%s\" type=\"%s\" href=\"", rel, type);
	out_xml(f->out, f->origin);
	out_xml(f->out, path);
	out_z(f->out, "\"/>\n");
}

/* ---- addresses */

/* The list's parameters, written as the list itself writes them. */
static struct str params_of(struct arena *a, const struct list_query *q)
{
	struct str address = asked_api_url(a, q, "", S("")).address;

	return str_from_at(address, str_find(address, '?'));
}

/* ---- the feed */

static void write_entry(struct feed *f, const void *row)
{
	const struct record *r = row;
	const struct kind *k = f->query->kind;
	const struct language *l = f->work->lang;
	const struct field *summary = kind_field(k, k->summary);
	struct arena *a = f->work->arena;
	struct out path = out_new(a, 1000);

	out_printf(&path, "/%s/%s/", l->code, k->plural);
	out_url_component(&path, r->public_id);
	out_z(f->out, "<entry>\n");
	element(f->out, "id", str_printf(a, "urn:jalon:" STR_FMT, STR_ARG(r->id)));
	told_element(f->out, "title", record_title(k, row, l));
	element(f->out, "updated", clock_rfc3339(a, r->updated_ms));
	element(f->out, "published", clock_rfc3339(a, r->created_ms));
	link_element(f, "alternate", "text/html", out_done(&path));
	if (summary && summary->type == FIELD_TEXT) {
		struct told told = text_told(field_of(summary, row), l, r->lang);

		if (told.lang)
			told_element(f->out, "summary", told);
	}
	out_z(f->out, "</entry>\n");
}

/* "Canada, Regulate access, pay and algorithms": what the list is narrowed by; or nothing. */
static struct str labels_of(struct feed *f)
{
	const struct list_query *q = f->query;
	const struct language *l = f->work->lang;
	struct arena *a = f->work->arena;
	struct str labels = S("");

	for (size_t i = 0; i < q->n_filters; i++)
		for (size_t t = 0; t < q->filters[i].n; t++) {
			struct str label = term_label(q->filters[i].terms[t], l);

			labels = labels.n ? STR_FILL(a, tr(l, "{1}, {2}"), labels, label) : label;
		}
	return labels;
}

/* "Good practices: Canada" */
static struct str title_of(struct feed *f)
{
	const struct language *l = f->work->lang;
	struct str title = str_from(tr_text(l, f->query->kind->label_plural));
	struct str labels = labels_of(f);

	return labels.n ? STR_FILL(f->work->arena, tr(l, "{1}: {2}"), title, labels) : title;
}

static int64_t last_update(const struct rows *rows)
{
	int64_t last_ms = 0;

	for (size_t i = 0; i < rows->n; i++) {
		const struct record *r = row_at(rows, i);

		last_ms = r->updated_ms > last_ms ? r->updated_ms : last_ms;
	}
	return last_ms;
}

static void write_feed(struct feed *f, const struct rows *rows)
{
	const char *lang = f->work->lang->code, *plural = f->query->kind->plural;
	struct arena *a = f->work->arena;

	out_z(f->out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
	out_printf(f->out, "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%s\">\n", lang);
	element(f->out, "id",
		str_printf(a, "urn:jalon:feed:%s:%s:" STR_FMT, lang, plural,
			STR_ARG(str_from_at(f->params, 1))));
	element(f->out, "title", title_of(f));
	element(f->out, "updated", clock_rfc3339(a, last_update(rows)));
	out_z(f->out, "<author><name>Jalon</name></author>\n");
	link_element(f, "self", "application/atom+xml",
		str_printf(a, "/%s/feeds/%s" STR_FMT, lang, plural, STR_ARG(f->params)));
	link_element(f, "alternate", "text/html",
		str_printf(a, "/%s/%s" STR_FMT, lang, plural, STR_ARG(f->params)));
	for (size_t i = 0; i < rows->n; i++)
		write_entry(f, row_at(rows, i));
	out_z(f->out, "</feed>\n");
}

enum http_status exchange_feed(struct request *r)
{
	const struct kind *k = r->route->arg;
	struct work *w = work_of(r);
	struct problems problems = problems_new(w->arena);
	struct list_query q;

	if (!list_parse(w, k, r->params.v, r->params.n, true, &q, &problems))
		return asked_refuse(r, &problems);
	q.order = ORDER_NEWEST;
	q.limit = FEED_ENTRIES;
	q.has_limit = false;
	q.after_seq = q.before_seq = 0;
	struct rows rows = list_rows(w, &q);
	r->body = out_new(&r->arena, FEED_MAX_BYTES);
	r->type = "application/atom+xml; charset=utf-8";
	struct feed f = { w, &r->body, &q, request_origin(r), params_of(w->arena, &q) };
	write_feed(&f, &rows);
	return HTTP_OK;
}
