/* vocabulary_save.c - putting an edition of a vocabulary into the store. */
#include "register_sql.h"
#include "vocabulary.h"

/* One line per term and text, so that "is it the same?" is a comparison of two texts. */
static void describe_text(
	struct out *o, struct str code, const char *field, const char *lang, struct str text)
{
	if (!text.n)
		return;
	out_str(o, code);
	out_printf(o, "\t%s.%s\t", field, lang);
	out_str(o, text);
	out_char(o, '\n');
}

static void describe_term(
	struct out *o, struct str code, int64_t position, struct str broader, struct str in)
{
	out_str(o, code);
	out_printf(o, "\t%lld\t", (long long)position);
	out_str(o, broader);
	out_char(o, '=');
	out_str(o, in);
	out_char(o, '\n');
}

enum { DESCRIPTION_MAX_BYTES = 1 << 22 };

static struct str describe_drafts(struct arena *a, const struct term_draft *d, size_t n)
{
	struct out o = out_new(a, DESCRIPTION_MAX_BYTES);

	for (size_t i = 0; i < n; i++) {
		describe_term(
			&o, d[i].code, (int64_t)i, d[i].broader_vocabulary, d[i].broader_code);
		for (size_t l = 0; l < LANG_COUNT; l++) {
			describe_text(&o, d[i].code, "label", languages[l].code, d[i].label[l]);
			describe_text(&o, d[i].code, "description", languages[l].code,
				d[i].description[l]);
		}
	}
	return out_done(&o);
}

/* What is stored of one term, gathered back into a draft. */
static struct term_draft *draft_of(struct term_draft *drafts, size_t n, struct str code)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(drafts[i].code, code))
			return &drafts[i];
	return NULL;
}

static struct str describe_stored(
	struct db *db, struct arena *a, struct str vocabulary, struct str edition, size_t n)
{
	struct term_draft *drafts = ARENA_ARRAY(a, struct term_draft, n + 1);
	struct db_rows *rows =
		db_query(db, SQL_REGISTER_EDITION_TERMS, DB_VALUES(V(vocabulary), V(edition)));

	while (db_next(rows)) {
		int64_t position = db_column_int(rows, 1);

		if (position >= (int64_t)n)
			return S("another number of terms");
		drafts[position] = (struct term_draft){ .code = db_column_text(rows, 0),
			.broader_vocabulary = db_column_text(rows, 2),
			.broader_code = db_column_text(rows, 3) };
	}
	rows = db_query(db, SQL_REGISTER_EDITION_TEXTS, DB_VALUES(V(vocabulary), V(edition)));
	while (db_next(rows)) {
		struct term_draft *d = draft_of(drafts, n, db_column_text(rows, 0));
		const struct language *l = language_by_code(db_column_text(rows, 2));

		if (!d || !l)
			continue;
		if (str_is(db_column_text(rows, 1), "label"))
			d->label[l->index] = db_column_text(rows, 3);
		else
			d->description[l->index] = db_column_text(rows, 3);
	}
	return describe_drafts(a, drafts, n);
}

static struct db_value text_or_null(struct str s)
{
	return s.n ? db_text(s) : db_null();
}

static void add_texts(struct db *db, struct str vocabulary, struct str edition, struct str code,
	const char *field, const struct str in[LANG_COUNT])
{
	for (size_t l = 0; l < LANG_COUNT; l++)
		if (in[l].n)
			db_run(db, SQL_REGISTER_TERM_TEXT_ADD,
				DB_VALUES(V(vocabulary), V(edition), V(code), V(field),
					V(languages[l].code), V(in[l])));
}

static void replace_terms(struct db *db, struct str vocabulary, struct str edition,
	const struct term_draft *drafts, size_t n)
{
	db_run(db, SQL_REGISTER_EDITION_TEXTS_CLEAR, DB_VALUES(V(vocabulary), V(edition)));
	db_run(db, SQL_REGISTER_EDITION_TERMS_CLEAR, DB_VALUES(V(vocabulary), V(edition)));
	for (size_t i = 0; i < n; i++) {
		const struct term_draft *d = &drafts[i];

		db_run(db, SQL_REGISTER_TERM_ADD,
			DB_VALUES(V(vocabulary), V(edition), V(d->code), V(i),
				text_or_null(d->broader_vocabulary),
				text_or_null(d->broader_code)));
		add_texts(db, vocabulary, edition, d->code, "label", d->label);
		add_texts(db, vocabulary, edition, d->code, "description", d->description);
	}
}

bool vocabulary_save(struct db *db, struct str vocabulary, struct str edition,
	const struct term_draft *drafts, size_t n)
{
	struct arena a;
	int64_t is_current = 0;

	arena_init(&a, 8 * DESCRIPTION_MAX_BYTES);
	db_one_int(db, SQL_REGISTER_EDITION_IS_CURRENT, DB_VALUES(V(vocabulary), V(edition)),
		&is_current);
	bool is_same = is_current && str_eq(describe_drafts(&a, drafts, n),
					     describe_stored(db, &a, vocabulary, edition, n));
	arena_free(&a);
	if (is_same)
		return false;
	db_run(db, SQL_REGISTER_EDITION_RETIRE, DB_VALUES(V(vocabulary)));
	db_run(db, SQL_REGISTER_EDITION_SET, DB_VALUES(V(vocabulary), V(edition)));
	replace_terms(db, vocabulary, edition, drafts, n);
	int64_t version;
	db_one_int(db, SQL_REGISTER_COUNTER_RAISE, DB_VALUES(V(1), V("vocabulary")), &version);
	db_one_int(db, SQL_REGISTER_COUNTER_RAISE, DB_VALUES(V(1), V("generation")), &version);
	return true;
}
