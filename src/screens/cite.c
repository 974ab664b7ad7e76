#include "cite.h"
#include "clock.h"
#include "json.h"
#include "pages.h"

enum { CITE_MAX_BYTES = 1 << 16 };

struct citation cite_record(
	struct page_out *o, struct str origin, const struct kind *k, const void *row)
{
	const struct record *r = row;
	struct told title = record_title(k, row, o->lang);

	return (struct citation){ .id = r->public_id,
		.title = title.text,
		.lang = title.lang ? title.lang : o->lang,
		.version = str_printf(o->arena, "%lld", (long long)r->version),
		.updated_ms = r->updated_ms,
		.address = linked_address(o->arena, origin, record_url(o, k, r->public_id)) };
}

struct citation cite_collection(
	struct page_out *o, struct work *w, struct str origin, const struct kind *k)
{
	struct str name = str_from(k->plural);

	return (struct citation){ .id = name,
		.title = str_from(tr_text(o->lang, k->label_plural)),
		.lang = o->lang,
		.updated_ms = record_span(w, k).last_ms,
		.address = linked_address(o->arena, origin, place_under(o, "/data", name)),
		.is_dataset = true };
}

struct str cite_text(struct page_out *o, const struct citation *c)
{
	struct str day = format_day(o->arena, o->lang, c->updated_ms);

	if (c->is_dataset)
		return STR_FILL(o->arena, tr(o->lang, "“{1}”, open data of Jalon, as of {2}."),
			c->title, day);
	return STR_FILL(o->arena, tr(o->lang, "“{1}”, Jalon, {2}, version {3}, {4}."), c->title,
		c->id, c->version, day);
}

/* ---- BibTeX */

/* What TeX would take for its own; braces are counted even behind a backslash. */
static const char *tex_of(char c)
{
	switch (c) {
	case '\\':
		return "\\textbackslash{}";
	case '{':
		return "\\textbraceleft{}";
	case '}':
		return "\\textbraceright{}";
	case '~':
		return "\\textasciitilde{}";
	case '^':
		return "\\textasciicircum{}";
	case '&':
		return "\\&";
	case '%':
		return "\\%";
	case '$':
		return "\\$";
	case '#':
		return "\\#";
	case '_':
		return "\\_";
	case '\n':
	case '\r':
	case '\t':
		return " ";
	}
	return NULL;
}

static void put_tex(struct out *o, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		const char *tex = tex_of(text.p[i]);

		if (tex)
			out_z(o, tex);
		else
			out_char(o, text.p[i]);
	}
}

void cite_bibtex(struct out *o, const struct citation *c)
{
	struct calendar_day day = clock_day(c->updated_ms);

	out_z(o, "@misc{");
	out_str(o, c->id);
	out_z(o, ",\n  title = {{");
	put_tex(o, c->title);
	out_z(o, "}},\n  author = {{Jalon}},\n");
	out_printf(o, "  year = {%d},\n  month = {%d},\n", day.year, day.month);
	if (c->version.n) {
		out_z(o, "  note = {");
		put_tex(o, c->id);
		out_printf(o, ", version " STR_FMT "},\n", STR_ARG(c->version));
	}
	out_z(o, "  url = {");
	out_str(o, c->address);
	out_printf(o, "},\n  language = {%s}\n}\n", c->lang->code);
}

/* ---- CSL-JSON */

static void issued_json(struct json *j, int64_t instant_ms)
{
	struct calendar_day day = clock_day(instant_ms);

	jsonw_key(j, "issued");
	jsonw_object(j);
	jsonw_key(j, "date-parts");
	jsonw_array(j);
	jsonw_array(j);
	jsonw_int(j, day.year);
	jsonw_int(j, day.month);
	jsonw_int(j, day.day);
	jsonw_array_end(j);
	jsonw_array_end(j);
	jsonw_object_end(j);
}

void cite_csl(struct out *o, const struct citation *c)
{
	struct json j = jsonw_to(o);

	jsonw_array(&j);
	jsonw_object(&j);
	jsonw_member(&j, "id", c->id);
	jsonw_member_z(&j, "type", c->is_dataset ? "dataset" : "webpage");
	jsonw_member(&j, "title", c->title);
	jsonw_member_z(&j, "container-title", "Jalon");
	jsonw_member_z(&j, "publisher", "Jalon");
	if (c->version.n) {
		jsonw_member(&j, "number", c->id);
		jsonw_member(&j, "version", c->version);
	}
	issued_json(&j, c->updated_ms);
	jsonw_member(&j, "URL", c->address);
	jsonw_member_z(&j, "language", c->lang->code);
	jsonw_object_end(&j);
	jsonw_array_end(&j);
}

/* ---- as a file */

/* To add a format: a row here, and its two addresses in SCREEN_CITES and where a module has it. */
static const struct {
	const char *name, *ending, *type;
	void (*write)(struct out *o, const struct citation *c);
} formats[] = {
	{ "cite.bib", "bib", "application/x-bibtex; charset=utf-8", cite_bibtex },
	{ "cite.json", "json", "application/vnd.citationstyles.csl+json", cite_csl },
};

enum http_status cite_answer(struct request *r, const struct citation *c, struct str name)
{
	for (size_t i = 0; i < COUNT(formats); i++) {
		if (!str_is(name, formats[i].name))
			continue;
		r->body = out_new(&r->arena, CITE_MAX_BYTES);
		r->type = formats[i].type;
		answer_header(r, "Content-Disposition",
			str_printf(&r->arena, "attachment; filename=\"" STR_FMT ".%s\"",
				STR_ARG(c->id), formats[i].ending));
		formats[i].write(&r->body, c);
		return HTTP_OK;
	}
	return HTTP_NOT_FOUND;
}
