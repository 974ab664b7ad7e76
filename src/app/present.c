#include "present.h"
#include "json_read.h"
#include "module.h"
#include "record.h"
#include "register_sql.h"

enum { CODES_MAX_BYTES = 1 << 20, HISTORY_MAX_BYTES = 512 << 20 };

struct inspection {
	void (*say)(void *arg, struct str complaint);
	void *arg;
	bool is_content;
};

/* What the history says of a column in the end. */
struct past {
	struct str path, text;
	bool is_known;
};

struct pasts {
	struct past *v;
	size_t n;
};

static void complain(struct inspection *i, struct arena *a, const struct kind *k,
	struct str public_id, struct str what)
{
	i->is_content = false;
	i->say(i->arg, str_printf(a, "%s " STR_FMT ": " STR_FMT, k->name, STR_ARG(public_id),
			       STR_ARG(what)));
}

/* ---- the history */

/* The state comes last, after the columns. */
static struct pasts pasts_new(struct arena *a, const struct columns *columns)
{
	struct pasts pasts = { ARENA_ARRAY(a, struct past, columns->n + 1), columns->n + 1 };

	for (size_t i = 0; i < pasts.n; i++)
		pasts.v[i] = (struct past){ .path = i < columns->n ? column_path(a, columns->v[i])
								   : S("state"),
			.is_known = true };
	return pasts;
}

static void pasts_forget(struct pasts *pasts)
{
	for (size_t i = 0; i < pasts->n; i++)
		pasts->v[i].is_known = false;
}

static void pasts_set(struct pasts *pasts, struct str path, struct str text)
{
	for (size_t i = 0; i < pasts->n; i++)
		if (str_eq(pasts->v[i].path, path))
			pasts->v[i] = (struct past){ path, text, true };
}

/* {"title.fr": ["before", "after"]}; what is none such shows in the chain of hashes. */
static void pasts_follow(struct arena *a, struct pasts *pasts, struct str changes)
{
	struct jsonr r = jsonr_of(changes);
	struct jsonr_event key, before, after;

	jsonr_next(&r, a, &key);
	while (jsonr_next(&r, a, &key) == JSONR_KEY && jsonr_next(&r, a, &before) == JSONR_ARRAY) {
		jsonr_next(&r, a, &before);
		enum jsonr_token token = jsonr_next(&r, a, &after);

		if (token == JSONR_STRING || token == JSONR_NULL)
			pasts_set(pasts, key.text, token == JSONR_NULL ? S("") : after.text);
		if (jsonr_next(&r, a, &after) != JSONR_ARRAY_END)
			return;
	}
}

static struct pasts pasts_of(struct work *w, const struct columns *columns, int64_t seq)
{
	struct pasts pasts = pasts_new(w->arena, columns);
	struct db_rows *rows = db_query(w->db, SQL_REGISTER_REVISIONS_OF, DB_VALUES(V(seq)));

	while (db_next(rows)) {
		struct str changes = db_column_text(rows, 4);

		if (changes.n)
			pasts_follow(w->arena, &pasts, changes);
		else
			pasts_forget(&pasts);
	}
	return pasts;
}

/* ---- the present */

/* Codes as they are stored, "1.1;2.4": what they became under a later edition is no change. */
static struct str stored_codes(struct work *w, const struct field *f, int64_t seq)
{
	struct out o = out_new(w->arena, CODES_MAX_BYTES);
	struct db_rows *rows =
		db_query(w->db, SQL_REGISTER_FIELD_CODES, DB_VALUES(V(seq), V(f->name)));

	while (db_next(rows)) {
		if (o.n)
			out_char(&o, ';');
		out_str(&o, db_column_text(rows, 0));
	}
	return out_done(&o);
}

/* "2.4;3.1" of "2.4@2019;3.1": which edition a code is of stands beside it in the store. */
static struct str without_editions(struct arena *a, struct str codes)
{
	struct out o = out_new(a, CODES_MAX_BYTES);
	struct str code;

	while (str_cut(&codes, ';', &code)) {
		if (o.n)
			out_char(&o, ';');
		out_str(&o, (struct str){ code.p, str_find(code, '@') });
	}
	return out_done(&o);
}

static struct str past_of(struct work *w, struct column c, struct str text)
{
	return field_holds_codes(c.field) ? without_editions(w->arena, text) : text;
}

static struct str present_of(struct work *w, struct column c, const struct record *row)
{
	return field_holds_codes(c.field) ? stored_codes(w, c.field, row->seq)
					  : column_read(w->arena, c, row);
}

static void inspect_one(
	struct work *w, const struct kind *k, const struct record *row, struct inspection *i)
{
	const struct columns columns = kind_columns(w->arena, k);
	const struct pasts pasts = pasts_of(w, &columns, row->seq);

	for (size_t c = 0; c < pasts.n && db_is_sound(w->db); c++) {
		bool is_state = c == columns.n;
		struct str now = is_state ? row->state : present_of(w, columns.v[c], row);
		struct str then =
			is_state ? pasts.v[c].text : past_of(w, columns.v[c], pasts.v[c].text);

		if (pasts.v[c].is_known && !str_eq(now, then) && db_is_sound(w->db))
			complain(i, w->arena, k, row->public_id,
				str_printf(w->arena, STR_FMT " is not what the history says",
					STR_ARG(pasts.v[c].path)));
	}
}

/* A history may be long: what one takes does not wait for the others. */
static void inspect(struct work *w, const struct rows *rows, void *inspection)
{
	struct arena one, *step = w->arena;

	for (size_t i = 0; i < rows->n && db_is_sound(w->db); i++) {
		arena_init(&one, HISTORY_MAX_BYTES);
		w->arena = &one;
		db_lend(w->db, &one);
		inspect_one(w, rows->kind, row_at(rows, i), inspection);
		db_lend(w->db, step);
		w->arena = step;
		arena_free(&one);
	}
}

/* ---- records whose kind's own table has no row of them */

static void find_halves(struct work *w, const struct kind *k, struct inspection *i)
{
	struct sql_text t = sql_text_new(w->db, 1);

	sql_add(&t, "SELECT r.public_id FROM record r LEFT JOIN ");
	sql_add(&t, k->name);
	sql_add(&t, " k ON k.seq = r.seq WHERE r.version > 0 AND k.seq IS NULL AND r.kind = ");
	sql_value(&t, V(k->name));
	sql_add(&t, " ORDER BY r.seq");
	struct db_rows *rows = sql_query(w->db, &t);
	while (db_next(rows))
		complain(i, w->arena, k, db_column_text(rows, 0),
			S("the row of its own fields is missing"));
}

bool present_verify(struct work *w, void (*say)(void *arg, struct str complaint), void *arg)
{
	struct inspection i = { say, arg, true };

	HOUSE_EACH(w->house, m)
		for (const struct kind *const *k = m->kinds; k && *k; k++) {
			find_halves(w, *k, &i);
			records_each(w, *k, inspect, &i);
		}
	return i.is_content && !w->failure->what;
}
