/*
 * translation_xliff.c - translations as XLIFF 1.2, written by ourselves and read as the events of
 * libxml2's parser; docs/decisions/0014-xliff.md.
 */
#include "translation_rows.h"

#include <libxml/SAX2.h>
#include <libxml/parserInternals.h>
#include <string.h>

#define XLIFF_NAMES "urn:oasis:names:tc:xliff:document:1.2"

/* ---- written */

/* Bytes at the beginning of `rest` that XML 1.0 cannot hold. */
static size_t forbidden(struct str rest)
{
	const unsigned char c = (unsigned char)rest.p[0];

	if (c < ' ')
		return c != '\t' && c != '\n' && c != '\r';
	return str_starts(rest, S("\xEF\xBF\xBE")) || str_starts(rest, S("\xEF\xBF\xBF")) ? 3 : 0;
}

static void write_text(struct out *o, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		const size_t n_forbidden = forbidden(str_from_at(text, i));
		const char c = n_forbidden ? ' ' : text.p[i];

		if (n_forbidden)
			i += n_forbidden - 1;
		if (c == '&')
			out_z(o, "&amp;");
		else if (c == '<')
			out_z(o, "&lt;");
		else if (c == '>') /* also of ]]> */
			out_z(o, "&gt;");
		else if (c == '"')
			out_z(o, "&quot;");
		else if (c == '\r') /* else it would be read as the end of a line */
			out_z(o, "&#13;");
		else
			out_char(o, c);
	}
}

void translation_xliff_begin(const struct translation_writing *to)
{
	out_z(to->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
		       "<xliff version=\"1.2\" xmlns=\"" XLIFF_NAMES "\">\n");
}

void translation_xliff_end(const struct translation_writing *to)
{
	out_z(to->out, "</xliff>\n");
}

static const char *state_written(enum translation_state state)
{
	static const char *const names[TRANSLATION_STATE_COUNT] = {
		[TRANSLATION_MISSING] = "needs-translation",
		[TRANSLATION_DRAFT] = "needs-review-translation",
		[TRANSLATION_OUTDATED] = "needs-translation",
		[TRANSLATION_REVIEWED] = "final",
	};

	return names[state];
}

static void write_unit(const struct translation_writing *to, const struct translated *t)
{
	const struct field *f = t->column.field;
	struct out *o = to->out;

	out_printf(o,
		"<trans-unit id=\"%s\" resname=\"%s\" xml:space=\"preserve\" maxwidth=\"%u\" "
		"size-unit=\"char\">\n",
		f->name, f->name, field_max_length(f));
	out_printf(o, "<source xml:lang=\"%s\">", t->original.lang->code);
	write_text(o, t->original.text);
	out_printf(o, "</source>\n<target xml:lang=\"%s\" state=\"%s\">", to->to->code,
		state_written(t->state));
	write_text(o, translation_begun(to->work, t));
	out_z(o, "</target>\n<note>");
	write_text(o, str_from(tr_text(to->work->lang, f->label)));
	out_z(o, "</note>\n</trans-unit>\n");
}

static void begin_file(
	const struct translation_writing *to, const struct record *r, const struct language *from)
{
	struct out *o = to->out;

	out_printf(o, "<file original=\"%s/", to->kind->plural);
	write_text(o, r->public_id);
	out_printf(o,
		"\" source-language=\"%s\" target-language=\"%s\" datatype=\"plaintext\">\n"
		"<body>\n",
		from->code, to->to->code);
}

/* The languages of the two sides are of a file: texts out of another one are in a file of their
 * own. */
void translation_xliff_record(
	const struct translation_writing *to, const struct record *r, const struct translation *t)
{
	for (size_t l = 0; l < LANG_COUNT; l++) {
		bool is_begun = false;

		for (size_t i = 0; i < t->n; i++) {
			if (t->v[i].original.lang != &languages[l])
				continue;
			if (!is_begun)
				begin_file(to, r, &languages[l]);
			is_begun = true;
			write_unit(to, &t->v[i]);
		}
		if (is_begun)
			out_z(to->out, "</body>\n</file>\n");
	}
}

/* ---- read */

enum {
	DEPTH_MAX = 64,
	TEXT_MAX_BYTES = 4 * EDIT_TEXT_MAX_BYTES /* with blanks that are taken off yet */
};

struct reading {
	xmlParserCtxt *parser;
	struct translation_rows *rows;
	struct rows_fault *fault;
	bool is_stopped;
	unsigned depth;
	unsigned passed_over; /* depth of an element whose inside is of no use; 0: of none */
	struct translation_row row;
	struct str record, to; /* of the file that the unit is in */
	bool is_in_unit;
	struct out *into; /* the text that is read; or NULL */
	unsigned into_depth;
	struct out source, target; /* of one unit after the other */
};

static const char broken_why[] = N_("This file is no well-formed XML: it is cut, or was altered by "
				    "hand. Nothing was taken from it.");

static unsigned line_of(const struct reading *r)
{
	const int line = xmlSAX2GetLineNumber(r->parser);

	return line > 0 ? (unsigned)line : 0;
}

static void stop(struct reading *r, const char *code, const char *why, struct str what)
{
	if (r->is_stopped)
		return;
	*r->fault = (struct rows_fault){ code, why, what, line_of(r) };
	r->is_stopped = true;
	xmlStopParser(r->parser);
}

/* ---- attributes: name, prefix, namespace, and both ends of the value */

enum { ATTRIBUTE_NAME, ATTRIBUTE_PREFIX, ATTRIBUTE_BEGIN = 3, ATTRIBUTE_END, ATTRIBUTE_PARTS };

struct attributes {
	struct arena *arena;
	const xmlChar **v;
	int n;
};

static struct str attribute(const struct attributes *all, const char *name)
{
	for (int i = 0; i < all->n; i++) {
		const xmlChar **one = all->v + (size_t)i * ATTRIBUTE_PARTS;

		if (!one[ATTRIBUTE_PREFIX] && !strcmp((const char *)one[ATTRIBUTE_NAME], name))
			return str_copy(all->arena,
				(struct str){ (const char *)one[ATTRIBUTE_BEGIN],
					(size_t)(one[ATTRIBUTE_END] - one[ATTRIBUTE_BEGIN]) });
	}
	return S("");
}

/* ---- elements */

static bool is_one_of(struct str name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(name, names[i]))
			return true;
	return false;
}

/* What they hold is no text of the record: proposals of others, marks of a tool, its codes. */
static bool is_passed_over(struct str name)
{
	static const char *const names[] = { "alt-trans", "bin-unit", "bpt", "context-group",
		"count-group", "ept", "header", "it", "note", "ph", "prop-group", "seg-source" };

	return is_one_of(name, names, COUNT(names));
}

static void begin_root(struct reading *r, struct str name, const xmlChar *names,
	const struct attributes *attributes)
{
	const struct str version = attribute(attributes, "version");

	if (!str_is(name, "xliff"))
		stop(r, "no_translations",
			N_("This is XML, but no XLIFF: it begins with “{1}”. Choose the file that "
			   "you took along and translated."),
			str_copy(r->rows->arena, name));
	else if (!str_starts(version, S("1.")) ||
		 (names && !str_starts(str_from((const char *)names),
				   S("urn:oasis:names:tc:xliff:document:1."))))
		stop(r, "xliff_version",
			N_("This is XLIFF {1}, which cannot be read here: save it as XLIFF 1.2."),
			version.n ? version : S("?"));
}

static void begin_unit(struct reading *r, const struct attributes *attributes)
{
	r->is_in_unit = true;
	r->row = (struct translation_row){ .record = r->record,
		.field = attribute(attributes, "id"),
		.to = r->to,
		.line = line_of(r) };
	r->source.n = r->target.n = 0;
	r->source.full = r->target.full = false;
}

static void begin_text(struct reading *r, struct out *into)
{
	r->into = into;
	r->into_depth = r->depth;
	into->n = 0;
}

static void begin_known(struct reading *r, struct str name, const struct attributes *attributes)
{
	if (str_is(name, "file")) {
		r->record = attribute(attributes, "original");
		r->to = attribute(attributes, "target-language");
	} else if (str_is(name, "trans-unit") && !r->is_in_unit) {
		begin_unit(r, attributes);
	} else if (str_is(name, "source") && r->is_in_unit && !r->into) {
		begin_text(r, &r->source);
	} else if (str_is(name, "target") && r->is_in_unit && !r->into) {
		r->row.state = attribute(attributes, "state");
		begin_text(r, &r->target);
	} else if (r->into && str_is(attribute(attributes, "ctype"), "lb")) {
		out_char(r->into, '\n');
	}
}

static bool is_of_xliff(const xmlChar *names)
{
	return !names || str_starts(str_from((const char *)names), S("urn:oasis:names:tc:xliff:"));
}

static void on_start(void *arg, const xmlChar *local, const xmlChar *prefix, const xmlChar *names,
	int n_names, const xmlChar **all_names, int n, int n_defaulted, const xmlChar **attributes)
{
	struct reading *r = arg;
	const struct str name = str_from((const char *)local);
	const struct attributes given = { r->rows->arena, attributes, n };

	(void)prefix, (void)n_names, (void)all_names, (void)n_defaulted;
	if (r->is_stopped)
		return;
	r->depth++;
	if (r->depth > DEPTH_MAX)
		stop(r, "too_deep", N_("The elements of this file are nested too deep."), S(""));
	else if (r->depth == 1)
		begin_root(r, name, names, &given);
	else if (!r->passed_over && (!is_of_xliff(names) || is_passed_over(name)))
		r->passed_over = r->depth;
	if (!r->is_stopped && !r->passed_over && r->depth > 1)
		begin_known(r, name, &given);
}

static void end_unit(struct reading *r)
{
	r->row.original = str_copy(r->rows->arena, out_done(&r->source));
	r->row.text = str_copy(r->rows->arena, str_trim(out_done(&r->target)));
	if (r->source.full || r->target.full)
		r->row.wrong = N_("this text is too long");
	if (!translation_rows_add(r->rows, r->row, r->fault)) {
		r->is_stopped = true;
		xmlStopParser(r->parser);
	}
	r->is_in_unit = false;
}

static void on_end(void *arg, const xmlChar *local, const xmlChar *prefix, const xmlChar *names)
{
	struct reading *r = arg;

	(void)prefix, (void)names;
	if (r->is_stopped)
		return;
	if (r->into && r->into_depth == r->depth)
		r->into = NULL;
	else if (!r->passed_over && r->is_in_unit && !r->into &&
		 !strcmp((const char *)local, "trans-unit"))
		end_unit(r);
	if (r->passed_over == r->depth)
		r->passed_over = 0;
	r->depth--;
}

static void on_text(void *arg, const xmlChar *text, int n)
{
	struct reading *r = arg;

	if (r->into && !r->passed_over && !r->is_stopped)
		out_bytes(r->into, (const char *)text, (size_t)n);
}

/* Before what is declared in it is read. */
static void on_doctype(void *arg, const xmlChar *name, const xmlChar *public, const xmlChar *system)
{
	(void)name, (void)public, (void)system;
	stop(arg, "doctype",
		N_("This file declares a DOCTYPE, which is not read here: XLIFF needs none."),
		S(""));
}

static void on_error(void *arg, xmlErrorPtr error)
{
	struct reading *r = arg;

	if (error->level == XML_ERR_FATAL)
		stop(r, "broken", broken_why, S(""));
}

static void listen(struct reading *r)
{
	xmlSAXHandler *sax = r->parser->sax;

	*sax = (xmlSAXHandler){ .initialized = XML_SAX2_MAGIC,
		.internalSubset = on_doctype,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.cdataBlock = on_text,
		.serror = on_error };
	r->parser->userData = r;
}

static bool parse(struct reading *r)
{
	listen(r);
	/* What it declares as its encoding was undone already. */
	xmlCtxtUseOptions(r->parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
	return xmlParseDocument(r->parser) == 0 && r->parser->wellFormed && !r->is_stopped;
}

bool translation_xliff_parse(
	struct str text, struct translation_rows *rows, struct rows_fault *ret_fault)
{
	struct reading r = { .rows = rows, .fault = ret_fault };
	struct arena unit;

	*ret_fault = (struct rows_fault){ "broken", broken_why, S(""), 0 };
	xmlInitParser();
	r.parser = text.n <= TRANSLATION_FILE_MAX_BYTES
			   ? xmlCreateMemoryParserCtxt(text.p, (int)text.n)
			   : NULL;
	if (!r.parser)
		return false;
	arena_init(&unit, 8 * TEXT_MAX_BYTES);
	r.source = out_new(&unit, TEXT_MAX_BYTES);
	r.target = out_new(&unit, TEXT_MAX_BYTES);
	const bool is_read = parse(&r);
	arena_free(&unit);
	xmlFreeParserCtxt(r.parser);
	return is_read;
}
