/* translation_file.c - files of translations: which format, and what becomes of each row. */
#include "decode.h"
#include "form.h"
#include "translation_rows.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { TYPED_MAX_BYTES = 8 * TRANSLATION_FILE_MAX_BYTES };

struct format {
	const char *name, *label, *type;
	void (*begin)(const struct translation_writing *to);
	void (*record)(const struct translation_writing *to, const struct record *r,
		const struct translation *t);
	void (*end)(const struct translation_writing *to);
};

static const struct format formats[TRANSLATION_FORMAT_COUNT] = {
	[TRANSLATION_XLIFF] = { "xlf", "XLIFF", "application/x-xliff+xml", translation_xliff_begin,
		translation_xliff_record, translation_xliff_end },
	[TRANSLATION_CSV] = { "csv", "CSV", "text/csv; charset=utf-8", translation_csv_begin,
		translation_csv_record, translation_csv_end },
};

bool translation_format_by_name(struct str name, enum translation_format *ret_format)
{
	for (size_t i = 0; i < TRANSLATION_FORMAT_COUNT; i++)
		if (str_is(name, formats[i].name)) {
			*ret_format = (enum translation_format)i;
			return true;
		}
	return false;
}

const char *translation_format_name(enum translation_format f)
{
	return formats[f].name;
}

const char *translation_format_label(enum translation_format f)
{
	return formats[f].label;
}

const char *translation_format_type(enum translation_format f)
{
	return formats[f].type;
}

struct str translation_file_write(struct work *w, enum translation_format f,
	const struct language *to, const struct rows *rows, const struct translation *v)
{
	struct out out = out_new(w->arena, TRANSLATION_FILE_MAX_BYTES);
	const struct translation_writing writing = { w, rows->kind, to, &out };

	formats[f].begin(&writing);
	for (size_t i = 0; i < rows->n; i++)
		formats[f].record(&writing, row_at(rows, i), &v[i]);
	formats[f].end(&writing);
	return out.full ? S("") : out_done(&out);
}

/* ---- rows */

struct translation_rows translation_rows_new(struct arena *a)
{
	return (struct translation_rows){ .arena = a,
		.v = ARENA_ARRAY(a, struct translation_row, TRANSLATION_FILE_ROWS_MAX) };
}

bool translation_rows_add(
	struct translation_rows *rows, struct translation_row row, struct rows_fault *ret_fault)
{
	if (!row.text.n && !row.wrong) {
		rows->n_empty += row.field.n > 0;
		return true;
	}
	if (rows->n == TRANSLATION_FILE_ROWS_MAX) {
		*ret_fault = (struct rows_fault){ "too_many",
			N_("This file has more than {1} translated texts: bring it in parts."),
			str_printf(rows->arena, "%d", TRANSLATION_FILE_ROWS_MAX), row.line };
		return false;
	}
	rows->v[rows->n++] = row;
	return true;
}

/* ---- bytes */

static bool refuse(struct rows_fault *to, const char *code, const char *why, struct str what)
{
	*to = (struct rows_fault){ code, why, what, 0 };
	return false;
}

static size_t count_decoded(struct decoder *d)
{
	size_t n = 0;

	while (decoder_more(d, d->text.n))
		n += d->text.n;
	decoder_rewind(d);
	return n;
}

/* Most files are read where they are. */
static struct str decoded(struct arena *a, struct decoder *d, struct str bytes, size_t n)
{
	if (d->encoding == ENCODING_UTF8 && !d->ends_lines_with_cr)
		return str_from_at(bytes, d->start);
	char *text = arena_take(a, n + 1);
	size_t done = 0;

	while (decoder_more(d, d->text.n)) {
		memcpy(text + done, d->text.p, d->text.n);
		done += d->text.n;
	}
	return (struct str){ text, done };
}

static bool refuse_size(struct arena *a, struct rows_fault *to)
{
	return refuse(to, "too_large", N_("This file is larger than {1} MB: bring it in parts."),
		str_printf(a, "%d", TRANSLATION_FILE_MAX_BYTES >> 20));
}

static bool decode(struct arena *a, struct str bytes, struct str *ret_text,
	enum encoding *ret_encoding, struct rows_fault *ret_fault)
{
	struct decoder d;
	size_t n = decoder_open(&d, a, bytes_of_text(&bytes)) ? count_decoded(&d) : 0;

	if (n > TRANSLATION_FILE_MAX_BYTES)
		return refuse_size(a, ret_fault);
	*ret_encoding = d.encoding;
	if (!d.fault) {
		*ret_text = decoded(a, &d, bytes, n);
		return true;
	}
	refuse(ret_fault, "no_text", d.fault, S(""));
	ret_fault->line = d.has_place ? d.line : 0;
	return false;
}

/* What stands in <?xml encoding="…"?>; or empty. */
static struct str encoding_declared(struct str text)
{
	struct str head = { text.p, str_find(text, '>') };
	const char *at = head.n ? memmem(head.p, head.n, "encoding", strlen("encoding")) : NULL;

	if (!str_starts(text, S("<?xml")) || !at)
		return S("");
	struct str rest = str_from_at(head, (size_t)(at - head.p) + strlen("encoding"));
	size_t quote = str_find(rest, '"');
	const char mark = quote < rest.n ? '"' : '\'';
	struct str value = str_from_at(
		rest, str_find(rest, mark) < rest.n ? str_find(rest, mark) + 1 : rest.n);
	return (struct str){ value.p, str_find(value, mark) };
}

static bool is_declared_right(struct str declared, enum encoding encoding)
{
	static const char *const names[] = { "ISO-8859-1", "windows-1252", "UTF-8", "US-ASCII",
		"UTF-16", "UTF-16LE", "UTF-16BE" };
	enum { OF_BYTES = 2 }; /* the first ones: what else is declared is well-formed UTF-8 */
	const size_t n = encoding == ENCODING_WINDOWS_1252 ? OF_BYTES : COUNT(names);

	if (!declared.n)
		return encoding != ENCODING_WINDOWS_1252;
	for (size_t i = 0; i < n; i++)
		if (declared.n == strlen(names[i]) &&
			!strncasecmp(declared.p, names[i], declared.n))
			return true;
	return false;
}

bool translation_rows_parse(
	struct str bytes, struct translation_rows *rows, struct rows_fault *ret_fault)
{
	enum encoding encoding;
	struct str text;

	if (bytes.n > TRANSLATION_FILE_MAX_BYTES)
		return refuse_size(rows->arena, ret_fault);
	if (!decode(rows->arena, bytes, &text, &encoding, ret_fault))
		return false;
	if (!str_starts(str_trim(text), S("<")))
		return translation_csv_parse(text, rows, ret_fault);
	if (!is_declared_right(encoding_declared(text), encoding))
		return refuse(ret_fault, "encoding",
			N_("The letters of this file cannot be told: its bytes are not what it "
			   "says they are, or it is in a rare encoding. Save it as UTF-8."),
			S(""));
	return translation_xliff_parse(text, rows, ret_fault);
}

/* ---- what a row means here */

struct carrying {
	struct work *work;
	const struct kind *kind;
	const struct language *to; /* NULL: what each row says */
	struct str public_id; /* or empty */
	const struct translation_rows *rows;
	struct str *ids; /* of each row */
	const struct language **in; /* of each row; NULL: Jalon does not speak it, or it is told
				       nowhere */
	size_t *order; /* of rows: by record, language and field */
	struct carried_all *all;
};

const char *carried_end_name(enum carried_end end)
{
	static const char *const names[CARRIED_END_COUNT] = { [CARRIED_KEPT] = "kept",
		[CARRIED_OLDER] = "older",
		[CARRIED_SAME] = "same",
		[CARRIED_NOT] = "not_taken" };

	return names[end];
}

/* "practices/01J…", an address that ends so, or the id alone; empty: of another kind. */
static struct str id_named(const struct carrying *c, struct str record)
{
	struct str part, rest = { record.p, str_find(record, '?') }, before = S("");

	if (str_find(rest, '/') == rest.n)
		return rest;
	while (str_cut(&rest, '/', &part)) {
		if (str_is(before, c->kind->plural))
			return part;
		before = part;
	}
	return S("");
}

/* "fr-CA" is French. */
static const struct language *language_named(struct str tag)
{
	const struct language *l = language_by_code(tag);
	const size_t hyphen = str_find(tag, '-'), low = str_find(tag, '_');

	return l ? l : language_by_code((struct str){ tag.p, hyphen < low ? hyphen : low });
}

static const struct translation_row *row_compared(const struct carrying *c, const void *at)
{
	return &c->rows->v[*(const size_t *)at];
}

static int compare_languages(const struct language *a, const struct language *b)
{
	const int left = a ? (int)a->index : -1, right = b ? (int)b->index : -1;

	return (left > right) - (left < right);
}

/* Records in one order for all, so that no two wait for each other. */
static int compare_rows(const void *a, const void *b, void *arg)
{
	const struct carrying *c = arg;
	const size_t left = *(const size_t *)a, right = *(const size_t *)b;
	int found = str_compare(c->ids[left], c->ids[right]);

	if (!found)
		found = compare_languages(c->in[left], c->in[right]);
	if (!found)
		found = str_compare(row_compared(c, a)->field, row_compared(c, b)->field);
	return found ? found : (left > right) - (left < right);
}

static void put_in_order(struct carrying *c)
{
	struct arena *a = c->work->arena;
	const size_t n = c->rows->n;

	c->ids = ARENA_ARRAY(a, struct str, n + 1);
	c->in = ARENA_ARRAY(a, const struct language *, n + 1);
	c->order = ARENA_ARRAY(a, size_t, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct translation_row *row = &c->rows->v[i];

		c->ids[i] = row->record.n ? id_named(c, row->record) : c->public_id;
		c->in[i] = row->to.n ? language_named(row->to) : c->to;
		c->order[i] = i;
	}
	qsort_r(c->order, n, sizeof *c->order, compare_rows, c);
}

static size_t count_records(const struct carrying *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->rows->n; i++)
		n += !i || !str_eq(c->ids[c->order[i]], c->ids[c->order[i - 1]]);
	return n;
}

/* ---- one text */

static struct str without_nonsense(struct arena *a, struct str text)
{
	static const struct str none[] = { S("\xEF\xBF\xBE"), S("\xEF\xBF\xBF") };
	struct out o = out_new(a, text.n + 1);

	for (size_t i = 0; i < text.n; i++) {
		const struct str rest = str_from_at(text, i);
		const bool is_none = str_starts(rest, none[0]) || str_starts(rest, none[1]);

		out_char(&o, is_none ? ' ' : text.p[i]);
		i += is_none ? none[0].n - 1 : 0;
	}
	return out_done(&o);
}

/* As a form would have sent it: spreadsheets and tools end lines in ways of their own. */
static struct str as_typed(struct arena *a, struct str text)
{
	struct arena turn;

	arena_init(&turn, TYPED_MAX_BYTES);
	struct str typed = form_text(&turn, without_nonsense(&turn, text), true);
	/* Most is as it was typed, and takes no memory. */
	typed = str_eq(typed, text) ? text : str_copy(a, typed);
	arena_free(&turn);
	return typed;
}

static bool reads_same(struct arena *a, struct str sent, struct str ours)
{
	return str_eq(sent, ours) || str_eq(sent, as_typed(a, ours));
}

/* Does the file itself call it translated? */
static bool is_said_right(struct str state)
{
	static const char *const names[] = { "translated", "signed-off", "final", "reviewed" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (str_is(state, names[i]))
			return true;
	return false;
}

/* It came back as it was taken along: what stands there, or what anybody proposes. */
static bool is_untouched(struct arena *a, const struct translated *t, struct str text)
{
	if (reads_same(a, text, t->text))
		return true;
	for (size_t i = 0; i < t->n_drafts; i++)
		if (reads_same(a, text, t->drafts[i].text))
			return true;
	return false;
}

static void take_not(struct carried *one, const char *code, const char *why)
{
	one->end = CARRIED_NOT;
	one->code = code;
	one->why = str_from(why);
}

static void take_too_long(struct work *w, struct carried *one)
{
	take_not(one, "too_long", T(w, "this text is too long"));
}

static void remark_length(struct work *w, struct carried *one)
{
	const struct field *f = one->of->column.field;

	if (field_is_too_long(f, one->text))
		one->why = STR_FILL(w->arena,
			T(w, "longer than the {1} characters that there is room for: shorten it "
			     "before it is reviewed"),
			format_number(w->arena, w->lang, field_max_length(f)));
}

static void propose(struct carrying *c, const struct translation_row *row, struct carried *one)
{
	struct work *w = c->work;
	const struct translated *t = one->of;
	struct str original = as_typed(w->arena, row->original);
	const bool is_of_now = reads_same(w->arena, original, t->original.text);

	one->end = CARRIED_SAME;
	if (is_untouched(w->arena, t, one->text) && !(is_said_right(row->state) && is_of_now))
		return;
	/* Exactly as it is here, so that it shows when it has changed. */
	if (is_of_now)
		original = t->original.text;
	if (reads_same(w->arena, one->text, t->text))
		one->text = t->text;
	switch (translation_propose(w, one->row, t, one->text, original, S(""))) {
	case PROPOSAL_KEPT:
		one->end = is_of_now ? CARRIED_KEPT : CARRIED_OLDER;
		remark_length(w, one);
		break;
	case PROPOSAL_TOO_LONG:
		take_too_long(w, one);
		break;
	case PROPOSAL_SAME:
	case PROPOSAL_DROPPED:
		break;
	}
}

/* ---- the rows of a record */

/* What is wrong with it beside the record: false, told in `one`. */
static bool is_fit(struct carrying *c, size_t at, struct carried *one)
{
	const struct translation_row *row = &c->rows->v[at];
	struct work *w = c->work;

	if (row->wrong)
		take_not(one, "bad_row", tr_text(w->lang, row->wrong));
	else if (!c->in[at])
		take_not(one, "no_language",
			row->to.n ? T(w, "there is no such language here")
				  : T(w, "it does not say in which language it is"));
	else if (c->to && c->in[at] != c->to)
		take_not(one, "other_language", T(w, "it is in another language"));
	else if (c->public_id.n && !str_eq(c->ids[at], c->public_id))
		take_not(one, "other_record", T(w, "it is of another record"));
	else if (!row->original.n)
		take_not(one, "no_original",
			T(w, "the text that it was translated from is missing in the file"));
	else
		return true;
	return false;
}

static const void *hold(struct carrying *c, struct str id)
{
	const bool is_asked = !c->public_id.n || str_eq(id, c->public_id);
	const struct record *r = id.n && is_asked ? record_hold(c->work, c->kind, id) : NULL;

	return r && translations_may_be_proposed(c->work, r) ? r : NULL;
}

static bool is_translatable(const struct kind *k, struct arena *a, struct str name)
{
	const struct field *f = kind_field(k, str_z(a, name));

	return f && f->type == FIELD_TEXT && !(f->flags & F_INTERNAL) && kind_section(k, f);
}

static void carry_one(struct carrying *c, size_t at, const void *row, const struct translation *t,
	struct carried *one)
{
	struct work *w = c->work;
	const struct translation_row *from = &c->rows->v[at];

	if (!is_fit(c, at, one))
		return;
	if (!row) {
		take_not(one, "no_record", T(w, "there is no such record that you may translate"));
		return;
	}
	one->row = row;
	one->of = translation_field(t, from->field);
	if (one->of)
		propose(c, from, one);
	else if (is_translatable(c->kind, w->arena, from->field))
		take_not(one, "no_text", T(w, "there is nothing to translate"));
	else
		take_not(one, "no_field", T(w, "there is no such field"));
}

static bool is_of_same(const struct carrying *c, size_t a, size_t b)
{
	return str_eq(c->ids[a], c->ids[b]) && c->in[a] == c->in[b] &&
	       str_eq(c->rows->v[a].field, c->rows->v[b].field);
}

/* Did one before it say something for the same text? */
static bool is_twice(const struct carrying *c, size_t at)
{
	for (size_t i = at; i && is_of_same(c, c->order[i - 1], c->order[at]); i--)
		if (c->all->v[c->order[i - 1]].of)
			return true;
	return false;
}

static struct carried carried_of(const struct carrying *c, const struct translation_row *row)
{
	return (struct carried){ .line = row->line,
		.record = row->record,
		.field = row->field,
		.text = as_typed(c->work->arena, row->text) };
}

/* Of one record, from `at` in the order on; where the next one begins. */
static size_t carry_record(struct carrying *c, size_t at)
{
	const struct str id = c->ids[c->order[at]];
	const void *row = hold(c, id);
	const size_t n_before = c->all->n_of[CARRIED_KEPT] + c->all->n_of[CARRIED_OLDER];
	struct translation in[LANG_COUNT] = { { .to = NULL } };

	for (; at < c->rows->n && str_eq(c->ids[c->order[at]], id); at++) {
		const size_t i = c->order[at];
		const struct language *l = c->in[i];
		struct carried *one = &c->all->v[i];

		*one = carried_of(c, &c->rows->v[i]);
		if (row && l && !in[l->index].to)
			in[l->index] = translation_of(c->work, c->kind, row, l);
		if (is_twice(c, at))
			take_not(one, "twice",
				T(c->work, "it stands in the file twice: the first one counts"));
		else
			carry_one(c, i, row, l ? &in[l->index] : NULL, one);
		c->all->n_of[one->end]++;
	}
	c->all->n_records += c->all->n_of[CARRIED_KEPT] + c->all->n_of[CARRIED_OLDER] > n_before;
	return at;
}

/* ---- the file */

static bool tell_fault(struct work *w, const struct rows_fault *fault, struct problem *ret_fault)
{
	struct str why = STR_FILL(w->arena, tr_text(w->lang, fault->why), fault->what);

	if (fault->line)
		why = STR_FILL(w->arena, T(w, "Line {1}: {2}"),
			str_printf(w->arena, "%u", fault->line), why);
	*ret_fault = (struct problem){ S("file"), fault->code, why };
	return false;
}

bool translation_file_read(struct work *w, const struct kind *k, const struct language *to,
	struct str public_id, struct str bytes, struct carried_all *ret_all,
	struct problem *ret_fault)
{
	struct translation_rows rows = translation_rows_new(w->arena);
	struct carrying c = { w, k, to, public_id, &rows, NULL, NULL, NULL, ret_all };
	struct rows_fault fault;

	if (!translation_rows_parse(bytes, &rows, &fault))
		return tell_fault(w, &fault, ret_fault);
	*ret_all = (struct carried_all){ .v = ARENA_ARRAY(w->arena, struct carried, rows.n + 1),
		.n = rows.n,
		.n_empty = rows.n_empty };
	put_in_order(&c);
	if (count_records(&c) > TRANSLATION_FILE_RECORDS_MAX) {
		refuse(&fault, "too_many",
			N_("This file has translations of more than {1} records: bring it in "
			   "parts."),
			str_printf(w->arena, "%d", TRANSLATION_FILE_RECORDS_MAX));
		return tell_fault(w, &fault, ret_fault);
	}
	for (size_t at = 0; at < rows.n;)
		at = carry_record(&c, at);
	return true;
}
