#include "present.h"
#include "record.h"
#include "record_own.h"
#include "writing_sql.h"

enum { CODES_MAX_BYTES = 1 << 20 };

/* A column of the kind, and whether a row of it was found. */
struct place {
	struct column column;
	struct str path;
	bool is_found;
};

struct present {
	struct inspection *inspection;
	const struct kind *kind;
	const struct identity *record;
	const struct chronicle *chronicle;
	struct place *v;
	size_t n;
};

static struct present present_of(struct inspection *i, const struct kind *k,
	const struct identity *r, const struct chronicle *c)
{
	struct arena *a = i->work->arena;
	const struct columns columns = kind_columns(a, k);
	struct present p = { i, k, r, c, ARENA_ARRAY(a, struct place, columns.n), columns.n };

	for (size_t at = 0; at < columns.n; at++)
		p.v[at] = (struct place){ columns.v[at], column_path(a, columns.v[at]), false };
	return p;
}

/* NULL: the kind has no such column that lives there. */
static struct place *place_found(struct present *p, struct str path, enum field_type type)
{
	for (size_t i = 0; i < p->n; i++) {
		enum field_type of = p->v[i].column.field->type;
		bool is_such = of == type || (of == FIELD_CODE && type == FIELD_CODES);

		if (is_such && str_eq(p->v[i].path, path)) {
			p->v[i].is_found = true;
			return &p->v[i];
		}
	}
	return NULL;
}

static void say(struct present *p, struct str path, const char *what)
{
	complain_of(p->inspection, p->record,
		str_printf(p->inspection->work->arena, STR_FMT " %s", STR_ARG(path), what));
}

static void say_differs(struct present *p, struct str path)
{
	say(p, path, "is not what the history says");
}

/* Of what the kind does not know, the history must tell. */
static bool is_as_told(
	const struct present *p, const struct place *place, struct str path, struct str now)
{
	struct str then;

	if (!chronicle_knows(p->chronicle, path, &then))
		return place;
	return str_eq(now, then);
}

/* Columns that live in rows of their own: where there is none, nothing must be told of it. */
static void inspect_absent(struct present *p, enum field_type type)
{
	for (size_t i = 0; i < p->n; i++) {
		enum field_type of = p->v[i].column.field->type;
		bool is_such = of == type || (of == FIELD_CODE && type == FIELD_CODES);

		if (is_such && !p->v[i].is_found && !is_as_told(p, &p->v[i], p->v[i].path, S("")))
			say_differs(p, p->v[i].path);
	}
}

/* ---- texts */

static bool is_of_its_version(const struct chronicle *c, struct str path, int64_t at, struct str by)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->v[i].at_ms == at && str_eq(c->v[i].account_id, by) &&
			chronicle_may_have_changed(c, path, i))
			return true;
	return false;
}

/* Records of an earlier Jalon told nothing of their language, and kept it. */
static bool kept_its_language(const struct chronicle *c)
{
	const struct past *told = chronicle_past(c, FACT_LANG);

	return !told ||
	       (told->is_changed && told->changed_at == 0 && str_eq(told->changed_to, told->text));
}

static bool is_its_origin(const struct present *p, struct str lang, struct str origin)
{
	if (!kept_its_language(p->chronicle))
		return str_is(origin, "original") || str_is(origin, "human");
	return str_is(origin, str_eq(lang, p->record->lang) ? "original" : "human");
}

static void inspect_texts(struct present *p)
{
	struct work *w = p->inspection->work;
	struct db_rows *rows = db_query(w->db, SQL_WRITING_TEXTS_OF, DB_VALUES(V(p->record->seq)));

	while (db_next(rows)) {
		struct str field = db_column_text(rows, 0), lang = db_column_text(rows, 1);
		struct str path =
			str_printf(w->arena, STR_FMT "." STR_FMT, STR_ARG(field), STR_ARG(lang));
		const struct place *place = place_found(p, path, FIELD_TEXT);
		struct str text = db_column_text(rows, 2);

		if (!text.n || !is_as_told(p, place, path, text))
			say_differs(p, path);
		if (!is_of_its_version(
			    p->chronicle, path, db_column_int(rows, 5), db_column_text(rows, 4)))
			say(p, path, "was written by another or at another time, says the history");
		if (!is_its_origin(p, lang, db_column_text(rows, 3)))
			say(p, path, "is called original, or not, against the history");
	}
	inspect_absent(p, FIELD_TEXT);
}

/* ---- codes and links: rows of a field, one after another */

struct listed {
	struct str field, code, edition;
	int64_t position;
	struct str list; /* the vocabulary, or the kind linked to */
};

static bool list_next(struct db_rows *rows, struct listed *ret_row)
{
	if (!db_next(rows))
		return false;
	*ret_row = (struct listed){ .field = db_column_text(rows, 0),
		.position = db_column_int(rows, 1),
		.code = db_column_text(rows, 2),
		.edition = db_column_text(rows, 3),
		.list = db_column_text(rows, 4) };
	return true;
}

/* "4.2@2019": an edition that is told with the code is the row's. */
static bool is_code(struct str told, const struct listed *row)
{
	size_t at = str_find(told, '@');

	return str_eq((struct str){ told.p, at }, row->code) &&
	       (at == told.n || str_eq(str_from_at(told, at + 1), row->edition));
}

static bool is_edition_of(const struct vocabulary *v, struct str edition)
{
	if (!v || str_eq(v->edition, edition))
		return true;
	for (size_t i = v->n; i < v->n_known; i++)
		if (str_eq(v->terms[i].edition, edition))
			return true;
	return false;
}

/* The edition is checked as far as the store knows any other than the present one. */
static bool is_well_listed(
	struct work *w, const struct field *f, const struct listed *row, int64_t position)
{
	const char *list = f->type == FIELD_LINKS ? f->target : f->vocabulary;

	if (row->position != position || (list && !str_is(row->list, list)))
		return false;
	return f->type == FIELD_LINKS || is_edition_of(field_vocabulary(w, f), row->edition);
}

/* The next code of "2.4;3.1"; a field of one code is not parted. False: there is none. */
static bool cut_code(const struct place *place, struct str *told, struct str *ret_code)
{
	if (!told->n)
		return false;
	if (!place || place->column.field->type != FIELD_CODE)
		return str_cut(told, ';', ret_code);
	*ret_code = *told;
	*told = (struct str){ 0 };
	return true;
}

/* `row` is the first of a field; afterwards that of the next one. False: it was the last. */
static bool inspect_field(
	struct present *p, struct db_rows *rows, struct listed *row, enum field_type type)
{
	const struct place *place = place_found(p, row->field, type);
	struct str path = row->field, told = S(""), code;
	bool is_known = chronicle_knows(p->chronicle, path, &told);
	bool is_right = is_known || place, has_next;
	int64_t position = 0;

	do {
		if (is_known)
			is_right &= cut_code(place, &told, &code) && is_code(code, row);
		if (place)
			is_right &= is_well_listed(
				p->inspection->work, place->column.field, row, position);
		position++;
		has_next = list_next(rows, row);
	} while (has_next && str_eq(row->field, path));
	if (!is_right || (is_known && told.p))
		say_differs(p, path);
	return has_next;
}

static void inspect_lists(struct present *p, const struct sql *query, enum field_type type)
{
	struct db_rows *rows =
		db_query(p->inspection->work->db, query, DB_VALUES(V(p->record->seq)));
	struct listed row;
	bool has_more = list_next(rows, &row);

	while (has_more)
		has_more = inspect_field(p, rows, &row, type);
	inspect_absent(p, type);
}

/* ---- the kind's own table */

/* False: an erased version hides what one of the field's columns is. */
static bool restore_field(struct present *p, const struct field *f, void *row)
{
	bool is_known = true;
	struct str text;

	for (size_t i = 0; i < p->n; i++) {
		if (p->v[i].column.field != f)
			continue;
		if (!chronicle_knows(p->chronicle, p->v[i].path, &text))
			is_known = false;
		else if (!column_restore(p->inspection->work->arena, p->v[i].column, row, text))
			say_differs(p, p->v[i].path);
	}
	return is_known;
}

/* "SELECT CAST(k.url AS TEXT), ... FROM practice k WHERE k.seq = " */
static struct db_rows *query_own(struct present *p)
{
	struct sql_text t = sql_text_new(p->inspection->work->db, 1);

	sql_add(&t, "SELECT k.seq");
	for (size_t i = 0; i < p->kind->n_fields; i++) {
		const char *suffixes[2];
		size_t n = field_stored(&p->kind->fields[i], suffixes);

		for (size_t c = 0; c < n; c++) {
			sql_add(&t, ", CAST(k.");
			sql_add(&t, p->kind->fields[i].name);
			sql_add(&t, suffixes[c]);
			sql_add(&t, " AS TEXT)");
		}
	}
	sql_add(&t, " FROM ");
	sql_add(&t, p->kind->name);
	sql_add(&t, " k WHERE k.seq = ");
	sql_value(&t, V(p->record->seq));
	return sql_query(p->inspection->work->db, &t);
}

static bool is_value(
	struct arena *a, struct db_rows *rows, unsigned column, const struct db_value *expected)
{
	struct str now = db_column_text(rows, column);

	if (expected->type == DB_NULL || db_column_is_null(rows, column))
		return expected->type == DB_NULL && db_column_is_null(rows, column);
	if (expected->type == DB_INT)
		return str_eq(now, str_printf(a, "%lld", (long long)expected->integer));
	return str_eq(now, expected->text);
}

static void inspect_own(struct present *p)
{
	struct work *w = p->inspection->work;
	void *row = record_new(w, p->kind);
	struct db_rows *rows = query_own(p);
	unsigned column = 1;

	if (!db_next(rows)) {
		complain_of(p->inspection, p->record, S("the row of its own fields is missing"));
		return;
	}
	for (size_t i = 0; i < p->kind->n_fields; i++) {
		const struct field *f = &p->kind->fields[i];
		const char *suffixes[2];
		size_t n = field_stored(f, suffixes);
		struct db_value expected[2];

		if (n && restore_field(p, f, row)) {
			record_own_values(w, f, row, expected);
			for (unsigned c = 0; c < n; c++)
				if (!is_value(w->arena, rows, column + c, &expected[c]))
					say_differs(p,
						str_printf(w->arena, "%s%s", f->name, suffixes[c]));
		}
		column += (unsigned)n;
	}
	db_done(rows);
}

void present_inspect(struct inspection *i, const struct kind *k, const struct identity *r,
	const struct chronicle *c)
{
	struct present p = present_of(i, k, r, c);

	inspect_texts(&p);
	inspect_lists(&p, SQL_WRITING_TERMS_OF, FIELD_CODES);
	inspect_lists(&p, SQL_WRITING_LINKS_OF, FIELD_LINKS);
	if (r->version > 0)
		inspect_own(&p);
}
