#include "thesaurus.h"
#include "csv.h"
#include "data_files.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { CAP_BYTES = 16 << 20, PHRASE_WORDS_MAX = 16, KEY_MAX_BYTES = 1024, IN_ROW_MAX = 32 };

struct entry {
	struct str key; /* stems of the words that are not common, a blank after each */
	const struct query_any *row;
};

static struct {
	struct arena arena; /* living as long as the process */
	struct entry *v; /* by key */
	size_t n, room;
} thesaurus;

/* ---- reading, once */

static struct str key_of(struct arena *a, const struct str *stems, size_t n)
{
	struct out key = out_new(a, KEY_MAX_BYTES);

	for (size_t i = 0; i < n; i++) {
		out_str(&key, stems[i]);
		out_char(&key, ' ');
	}
	return out_done(&key);
}

static void add_entry(struct arena *a, struct str key, const struct query_any *row)
{
	if (thesaurus.n == thesaurus.room) {
		size_t room = thesaurus.room ? 2 * thesaurus.room : 256;
		struct entry *v = ARENA_ARRAY(a, struct entry, room);

		if (thesaurus.n)
			memcpy(v, thesaurus.v, thesaurus.n * sizeof *v);
		thesaurus.v = v;
		thesaurus.room = room;
	}
	thesaurus.v[thesaurus.n++] = (struct entry){ key, row };
}

static struct query_phrase read_expression(
	struct arena *a, const struct language *l, struct str text, const struct query_any *row)
{
	struct words words = words_of(a, text, PHRASE_WORDS_MAX);
	struct str *tokens = ARENA_ARRAY(a, struct str, words.n);
	struct str telling[PHRASE_WORDS_MAX];
	size_t n_telling = 0;

	for (size_t i = 0; i < words.n; i++) {
		tokens[i] = word_stem(a, l, words.v[i].folded);
		if (!word_is_common(words.v[i].folded))
			telling[n_telling++] = tokens[i];
	}
	assert(n_telling && n_telling <= THESAURUS_WORDS_MAX);
	add_entry(a, key_of(a, telling, n_telling), row);
	return (struct query_phrase){ .tokens = tokens, .n = words.n };
}

static void read_row(struct arena *a, const struct csv_row *head, const struct csv_row *cells)
{
	struct query_phrase *phrases = ARENA_ARRAY(a, struct query_phrase, IN_ROW_MAX);
	struct query_any *row = ARENA_NEW(a, struct query_any);

	assert(cells->n == head->n);
	row->v = phrases;
	for (size_t i = 0; i < cells->n; i++) {
		const struct language *l = language_by_code(head->cells[i].text);
		struct str rest = cells->cells[i].text, part;

		assert(l);
		while (str_cut(&rest, ';', &part)) {
			assert(row->n < IN_ROW_MAX);
			phrases[row->n++] = read_expression(a, l, part, row);
		}
	}
}

static int compare_entries(const void *one, const void *other)
{
	return str_compare(((const struct entry *)one)->key, ((const struct entry *)other)->key);
}

static struct str file_text(void)
{
	for (size_t i = 0; i < n_data_files; i++)
		if (!strcmp(data_files[i].name, "thesaurus.csv"))
			return (struct str){ (const char *)data_files[i].bytes, data_files[i].n };
	assert(!"the thesaurus is part of the program");
	return S("");
}

static void read_thesaurus(void)
{
	struct arena *a = &thesaurus.arena;
	struct csv_reader reader = csv_read(file_text());
	struct csv_row head, row;
	enum csv_result result;

	arena_init(a, CAP_BYTES);
	result = csv_next(&reader, a, &head);
	assert(result == CSV_ROW);
	while ((result = csv_next(&reader, a, &row)) == CSV_ROW)
		read_row(a, &head, &row);
	assert(result == CSV_END && !a->exceeded);
	qsort(thesaurus.v, thesaurus.n, sizeof *thesaurus.v, compare_entries);
}

/* ---- asking */

static pthread_once_t once = PTHREAD_ONCE_INIT;

void thesaurus_begin(void)
{
	pthread_once(&once, read_thesaurus);
}

struct query_any thesaurus_find(const struct str *stems, size_t n)
{
	char bytes[THESAURUS_WORDS_MAX * (WORD_MAX_BYTES + 3)];
	struct entry wanted = { .key = { bytes, 0 } };

	thesaurus_begin();
	assert(n <= THESAURUS_WORDS_MAX);
	for (size_t i = 0; i < n; i++) {
		memcpy(bytes + wanted.key.n, stems[i].p, stems[i].n);
		wanted.key.n += stems[i].n;
		bytes[wanted.key.n++] = ' ';
	}
	const struct entry *found =
		bsearch(&wanted, thesaurus.v, thesaurus.n, sizeof *thesaurus.v, compare_entries);
	return found ? *found->row : (struct query_any){ .n = 0 };
}
