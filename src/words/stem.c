#include "words.h"

#include <assert.h>
#include <libstemmer.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEM_LETTERS_MIN = 3 };

/*
 * An ending that says what it is by its accent, which folding took away. All folded words that end
 * so are treated alike, so a wrong guess ("site") costs nothing: its forms still meet.
 */
struct ending {
	const char *plain, *accented; /* ISO 8859-1, of the same length */
};

static const struct ending french_endings[] = {
	{ "ite", "it\xe9" },
	{ "ites", "it\xe9s" },
	{ "ee", "\xe9\x65" },
	{ "ees", "\xe9\x65s" },
	{ "iere", "i\xe8re" },
	{ "ieres", "i\xe8res" },
	{ NULL, NULL },
};

static const struct ending no_endings[] = { { NULL, NULL } };

/* To add a language: its letter, and its stemmer's name, or NULL when libstemmer has none. */
static const struct stemming {
	char letter;
	const char *algorithm;
	const struct ending *endings;
} stemmings[LANG_COUNT] = {
	[LANG_FR] = { 'f', "french", french_endings },
	[LANG_EN] = { 'e', "english", no_endings },
};

/* ---- stemmers are not shared between threads; each makes its own, given back when it ends */

static _Thread_local struct sb_stemmer *stemmers[LANG_COUNT];
static pthread_key_t thread_end;

static void drop_stemmers(void *of_thread)
{
	struct sb_stemmer **all = of_thread;

	for (size_t i = 0; i < LANG_COUNT; i++) {
		sb_stemmer_delete(all[i]);
		all[i] = NULL;
	}
}

static void make_key(void)
{
	int failed = pthread_key_create(&thread_end, drop_stemmers);

	assert(!failed);
}

static struct sb_stemmer *stemmer_of(enum language_index language)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	if (stemmers[language])
		return stemmers[language];
	pthread_once(&once, make_key);
	/* Latin letters alone come here, so one byte is one character. */
	stemmers[language] = sb_stemmer_new(stemmings[language].algorithm, "ISO_8859_1");
	if (!stemmers[language] || pthread_setspecific(thread_end, stemmers)) {
		fputs("jalon: no stemmer\n", stderr);
		abort();
	}
	return stemmers[language];
}

/* ---- stemming */

/* Has letters of ASCII alone, and enough of them. */
static bool is_stemmable(struct str folded)
{
	for (size_t i = 0; i < folded.n; i++)
		if (folded.p[i] < 'a' || folded.p[i] > 'z')
			return false;
	return folded.n >= STEM_LETTERS_MIN;
}

static void accent_ending(const struct ending *e, char *word, size_t n)
{
	for (; e->plain; e++)
		if (str_ends((struct str){ word, n }, str_from(e->plain))) {
			memcpy(word + n - strlen(e->accented), e->accented, strlen(e->accented));
			return;
		}
}

/* The stem, which the stemmer of this thread keeps until its next word. */
static struct str stem_of(enum language_index language, struct str folded)
{
	struct sb_stemmer *stemmer = stemmer_of(language);
	char word[WORD_MAX_BYTES];

	memcpy(word, folded.p, folded.n);
	accent_ending(stemmings[language].endings, word, folded.n);
	const sb_symbol *stem = sb_stemmer_stem(stemmer, (const sb_symbol *)word, (int)folded.n);
	assert(stem);
	return (struct str){ (const char *)stem, (size_t)sb_stemmer_length(stemmer) };
}

/* The accents that were given for the stemmer's sake, and are left, go again. */
static void drop_accents(char *stem, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (stem[i] == '\xe8' || stem[i] == '\xe9')
			stem[i] = 'e';
}

struct str word_stem(struct arena *a, const struct language *l, struct str folded)
{
	const struct stemming *how = &stemmings[l->index];
	bool is_stemmed = how->algorithm && is_stemmable(folded);

	assert(folded.n <= WORD_MAX_BYTES && how->letter);
	struct str stem = is_stemmed ? stem_of(l->index, folded) : folded;
	char *p = arena_take(a, stem.n + 2);
	p[0] = how->letter;
	p[1] = '=';
	if (stem.n)
		memcpy(p + 2, stem.p, stem.n);
	if (is_stemmed)
		drop_accents(p + 2, stem.n);
	return (struct str){ p, stem.n + 2 };
}
