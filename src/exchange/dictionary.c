/* dictionary.c - the rows of the data dictionary, and the files that tell them. */
#include "dictionary.h"
#include "csv.h"
#include "list.h"

#include <string.h>

enum { EXAMPLE_RECORDS = 100, EXAMPLE_MAX_BYTES = 90 };

/* ---- one column */

/* To add a field type: a row here. In the words, {1} is the name of the code list. */
static const struct {
	const char *name; /* for programs */
	const char *words; /* N_() */
} types[FIELD_TYPE_COUNT] = {
	[FIELD_TEXT] = { "text", N_("text") },
	[FIELD_LINE] = { "text", N_("text without a language") },
	[FIELD_URL] = { "url", N_("web address") },
	[FIELD_YEAR] = { "year", N_("year of four digits") },
	[FIELD_DATE] = { "date", N_("date such as 2026-11-21; a month or a year alone when no more "
				    "is known") },
	[FIELD_YESNO] = { "boolean", N_("yes or no; empty when unknown") },
	[FIELD_MONEY] = { "number", N_("number, its decimal sign a point") },
	[FIELD_CODE] = { "code", N_("one code of the list “{1}”") },
	[FIELD_CODES] = { "codes", N_("codes of the list “{1}”, parted by semicolons") },
	[FIELD_LINKS] = { "ids", N_("identifiers of other records, parted by semicolons") },
	[FIELD_FILES] = { "files", N_("identifiers of files, parted by semicolons; each is found "
				      "below /files/") },
};

static bool is_currency(struct column c)
{
	return c.field->type == FIELD_MONEY && c.part == MONEY_CURRENCY;
}

static struct str label_of(struct arena *a, struct column c, const struct language *l)
{
	struct str label = str_from(tr_text(l, c.field->label));

	if (c.field->type == FIELD_TEXT)
		return STR_FILL(a, tr(l, "{1} ({2})"), label,
			str_from(tr_text(l, languages[c.part].label)));
	return is_currency(c) ? STR_FILL(a, tr(l, "{1}: currency"), label) : label;
}

static struct str meaning_of(struct arena *a, struct column c, const struct language *l)
{
	const struct field *f = c.field;

	if (is_currency(c))
		return STR_FILL(a, tr(l, "The currency of “{1}”."), str_from(f->name));
	return str_from(f->hint ? tr_text(l, f->hint) : NULL);
}

static struct str type_of(struct work *w, struct column c, const struct language *l)
{
	const struct vocabulary *v = field_vocabulary(w, c.field);

	if (is_currency(c))
		return str_from(tr(l, "code of ISO 4217"));
	return STR_FILL(w->arena, tr_text(l, types[c.field->type].words),
		str_from(v ? tr_text(l, v->source->label) : NULL));
}

static enum requirement requirement_of(const struct field *f)
{
	if (!(f->flags & F_REQUIRED))
		return MAY_BE_EMPTY;
	return f->type == FIELD_TEXT ? ONE_LANGUAGE_AT_LEAST : NEVER_EMPTY;
}

static bool has_length(const struct field *f)
{
	return f->type == FIELD_TEXT || f->type == FIELD_LINE || f->type == FIELD_URL;
}

struct dictionary_entry dictionary_of_column(
	struct work *w, struct column c, const struct language *l)
{
	const struct field *f = c.field;
	bool is_list = f->type == FIELD_CODES || f->type == FIELD_LINKS || f->type == FIELD_FILES;

	return (struct dictionary_entry){ .name = column_name(w->arena, c),
		.label = label_of(w->arena, c, l),
		.meaning = meaning_of(w->arena, c, l),
		.type = type_of(w, c, l),
		.type_name = is_currency(c) ? "currency" : types[f->type].name,
		.requirement = requirement_of(f),
		.max_length = has_length(f) ? field_max_length(f) : 0,
		.separator = is_list ? ';' : '\0',
		.column = c };
}

struct dictionary_entry dictionary_of_id(struct work *w, const struct language *l)
{
	(void)w;
	return (struct dictionary_entry){ .name = S("id"),
		.label = str_from(tr(l, "Identifier")),
		.meaning = str_from(tr(l, "Names the record in addresses, files and links. "
					  "It never changes.")),
		.type = str_from(tr(l, "letters without accents, digits, hyphens, dots and "
				       "underscores")),
		.type_name = "id",
		.requirement = NEVER_EMPTY,
		.max_length = RECORD_ID_MAX };
}

struct dictionary dictionary_of(struct work *w, const struct kind *k, const struct language *l)
{
	struct columns columns = kind_open_columns(w->arena, k);
	struct dictionary_entry *v = ARENA_ARRAY(w->arena, struct dictionary_entry, columns.n + 1);

	v[0] = dictionary_of_id(w, l);
	for (size_t i = 0; i < columns.n; i++)
		v[i + 1] = dictionary_of_column(w, columns.v[i], l);
	return (struct dictionary){ v, columns.n + 1 };
}

/* ---- examples */

/* The beginning of a long value, up to a blank if there is one. */
static struct str cut(struct arena *a, struct str value)
{
	size_t n = EXAMPLE_MAX_BYTES;

	if (value.n <= n)
		return value;
	while (n && value.p[n] != ' ' && value.p[n] != ';')
		n--;
	if (!n)
		for (n = EXAMPLE_MAX_BYTES; (value.p[n] & 0xc0) == 0x80; n--)
			;
	return str_printf(a, STR_FMT "…", (int)n, value.p);
}

const struct str *dictionary_examples(
	struct work *w, const struct kind *k, const struct dictionary *d)
{
	const struct list_query q = { .kind = k, .limit = EXAMPLE_RECORDS };
	struct rows rows = list_rows(w, &q);
	struct str *examples = ARENA_ARRAY(w->arena, struct str, d->n);

	if (rows.n)
		examples[0] = ((const struct record *)row_at(&rows, 0))->public_id;
	for (size_t i = 1; i < d->n; i++)
		for (size_t r = 0; r < rows.n && !examples[i].n; r++)
			examples[i] = cut(
				w->arena, column_read(w->arena, d->v[i].column, row_at(&rows, r)));
	return examples;
}

/* ---- files */

struct str dictionary_address(struct arena *a, const struct kind *k)
{
	return str_printf(a, "/data/%s/dictionary.csv", k->plural);
}

struct str datapackage_address(struct arena *a, const struct kind *k)
{
	return str_printf(a, "/data/%s/datapackage.json", k->plural);
}

struct str vocabulary_address(struct arena *a, const struct vocabulary *v)
{
	return str_printf(a, "/data/vocabularies/%s.csv", v->source->name);
}

/* A name in each language: "label_fr", "label_en". */
static void header_of_languages(struct out *o, const char *stem)
{
	for (size_t i = 0; i < LANG_COUNT; i++)
		out_printf(o, ",%s_%s", stem, languages[i].code);
}

/* Labels come from code lists that are loaded, examples from what people wrote. */
static void cell(struct out *o, struct str text)
{
	out_char(o, ',');
	csv_write(o, csv_guarded(o->arena, text));
}

static const char *const required_words[] = {
	[MAY_BE_EMPTY] = "no",
	[NEVER_EMPTY] = "yes",
	[ONE_LANGUAGE_AT_LEAST] = "one_language",
};

/* What every column has, whatever the language. */
static void cells_of_entry(struct work *w, const struct dictionary_entry *entry, struct out *o)
{
	const struct field *f = entry->column.field;
	const struct vocabulary *v = f ? field_vocabulary(w, f) : NULL;

	cell(o, str_from(entry->type_name));
	cell(o, str_from(required_words[entry->requirement]));
	cell(o, entry->max_length ? str_printf(w->arena, "%u", entry->max_length) : S(""));
	cell(o, str_from(v ? v->source->name : NULL));
	cell(o, str_from(f ? f->target : NULL));
	cell(o, entry->separator ? S(";") : S(""));
}

void dictionary_csv(struct work *w, const struct kind *k, struct out *o)
{
	struct dictionary in[LANG_COUNT];

	for (size_t l = 0; l < LANG_COUNT; l++)
		in[l] = dictionary_of(w, k, &languages[l]);
	const struct str *examples = dictionary_examples(w, k, &in[0]);

	out_z(o, "name");
	header_of_languages(o, "label");
	out_z(o, ",type,required,max_length,vocabulary,target,separator");
	header_of_languages(o, "description");
	out_z(o, ",example\n");
	for (size_t i = 0; i < in[0].n; i++) {
		csv_write(o, in[0].v[i].name);
		for (size_t l = 0; l < LANG_COUNT; l++)
			cell(o, in[l].v[i].label);
		cells_of_entry(w, &in[0].v[i], o);
		for (size_t l = 0; l < LANG_COUNT; l++)
			cell(o, in[l].v[i].meaning);
		cell(o, examples[i]);
		out_char(o, '\n');
	}
}

void vocabulary_csv(const struct vocabulary *v, struct out *o)
{
	out_z(o, "code,broader_vocabulary,broader");
	header_of_languages(o, "label");
	header_of_languages(o, "description");
	out_char(o, '\n');
	for (size_t i = 0; i < v->n; i++) {
		const struct term *t = &v->terms[i];
		const struct vocabulary *above = t->broader_vocabulary;

		csv_write(o, csv_guarded(o->arena, t->code));
		cell(o, str_from(above ? above->source->name : NULL));
		cell(o, t->broader ? t->broader->code : S(""));
		for (size_t l = 0; l < LANG_COUNT; l++)
			cell(o, t->label[l]);
		for (size_t l = 0; l < LANG_COUNT; l++)
			cell(o, t->description[l]);
		out_char(o, '\n');
	}
}
