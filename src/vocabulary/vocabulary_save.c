/* vocabulary_save.c - putting an edition of a vocabulary into the store. */
#include "vocabulary.h"
#include "vocabulary_sql.h"

#include <assert.h>

/* A line for each text, so that the same terms give the same digest. */
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

static void describe_term(struct out *o, const struct term_draft *d)
{
	out_str(o, d->code);
	out_char(o, '\t');
	out_str(o, d->broader_vocabulary);
	out_char(o, '=');
	out_str(o, d->broader_code);
	out_z(o, d->came_from.p ? "\tfrom " : "");
	out_str(o, d->came_from);
	out_char(o, '\n');
	for (size_t l = 0; l < LANG_COUNT; l++) {
		describe_text(o, d->code, "label", languages[l].code, d->label[l]);
		describe_text(o, d->code, "description", languages[l].code, d->description[l]);
	}
}

enum { DESCRIPTION_MAX_BYTES = 1 << 22 };

/* The same for the same terms in the same order. */
static int64_t digest_of(const struct term_draft *drafts, size_t n)
{
	struct arena a;

	arena_init(&a, 4 * DESCRIPTION_MAX_BYTES);
	struct out o = out_new(&a, DESCRIPTION_MAX_BYTES);
	for (size_t i = 0; i < n; i++)
		describe_term(&o, &drafts[i]);
	assert(!o.full);
	int64_t digest = (int64_t)(str_hash(out_done(&o), 0) >> 1);
	arena_free(&a);
	return digest;
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
			db_run(db, SQL_VOCABULARY_TERM_TEXT_ADD,
				DB_VALUES(V(vocabulary), V(edition), V(code), V(field),
					V(languages[l].code), V(in[l])));
}

static void replace_terms(struct db *db, struct str vocabulary, struct str edition,
	const struct term_draft *drafts, size_t n)
{
	db_run(db, SQL_VOCABULARY_EDITION_TEXTS_CLEAR, DB_VALUES(V(vocabulary), V(edition)));
	db_run(db, SQL_VOCABULARY_EDITION_TERMS_CLEAR, DB_VALUES(V(vocabulary), V(edition)));
	for (size_t i = 0; i < n; i++) {
		const struct term_draft *d = &drafts[i];

		assert(str_find(d->code, '@') == d->code.n);
		db_run(db, SQL_VOCABULARY_TERM_ADD,
			DB_VALUES(V(vocabulary), V(edition), V(d->code), V(i),
				text_or_null(d->broader_vocabulary), text_or_null(d->broader_code),
				d->came_from.p ? db_text(d->came_from) : db_null()));
		add_texts(db, vocabulary, edition, d->code, "label", d->label);
		add_texts(db, vocabulary, edition, d->code, "description", d->description);
	}
}

bool vocabulary_save(struct db *db, struct str vocabulary, struct str edition,
	const struct term_draft *drafts, size_t n)
{
	const int64_t digest = digest_of(drafts, n);
	int64_t stored;

	if (!db_one_int(db, SQL_VOCABULARY_EDITION_DIGEST, DB_VALUES(V(vocabulary), V(edition)),
		    &stored)) {
		db_run(db, SQL_VOCABULARY_EDITION_ADD, DB_VALUES(V(vocabulary), V(edition)));
		db_run(db, SQL_VOCABULARY_EDITION_ALONE, DB_VALUES(V(vocabulary), V(edition)));
	} else if (stored == digest) {
		return false;
	}
	replace_terms(db, vocabulary, edition, drafts, n);
	db_run(db, SQL_VOCABULARY_EDITION_DIGEST_SET,
		DB_VALUES(V(digest), V(vocabulary), V(edition)));
	db_run(db, SQL_VOCABULARY_CHANGED, NULL, 0);
	return true;
}
