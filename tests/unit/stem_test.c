/* stem_test.c - which forms of a word meet, and stemmers in several threads. */
#include "unit.h"
#include "words.h"

#include <pthread.h>
#include <string.h>

static struct str stem(struct arena *a, enum language_index language, const char *text)
{
	struct words w = words_of(a, str_from(text), 2);

	assert_int_equal(w.n, 1);
	return word_stem(a, &languages[language], w.v[0].folded);
}

static void assert_meet(
	struct arena *a, enum language_index language, const char *one, const char *other)
{
	assert_str(stem(a, language, one), stem(a, language, other));
}

static void french_forms_meet(void **state)
{
	static const char *const pairs[][2] = { { "découvrabilité", "decouvrabilite" },
		{ "découvrabilité", "découvrable" }, { "numérique", "numériques" },
		{ "numérique", "NUMERIQUE" }, { "création", "créations" },
		{ "rémunération", "rémunérations" }, { "rémunération", "rémunérer" },
		{ "rémunéré", "rémunérés" }, { "musée", "musées" }, { "métier", "métiers" },
		{ "filière", "filières" }, { "politique", "politiques" }, { "société", "sociétés" },
		{ "diversité", "diversités" }, { "site", "sites" }, { "égalité", "egalites" },
		{ "culturel", "culturelles" }, { "œuvre", "oeuvres" }, { "aidée", "aidées" } };

	for (size_t i = 0; i < COUNT(pairs); i++)
		assert_meet(*state, LANG_FR, pairs[i][0], pairs[i][1]);
	assert_text(stem(*state, LANG_FR, "numérique"), "f=numer");
}

static void english_forms_meet(void **state)
{
	static const char *const pairs[][2] = { { "policy", "policies" }, { "creator", "creators" },
		{ "digital", "DIGITAL" }, { "funding", "funded" }, { "library", "libraries" },
		{ "digitisation", "digitise" } };

	for (size_t i = 0; i < COUNT(pairs); i++)
		assert_meet(*state, LANG_EN, pairs[i][0], pairs[i][1]);
	assert_text(stem(*state, LANG_EN, "digital"), "e=digit");
}

static void other_words_do_not_meet(void **state)
{
	assert_false(str_eq(stem(*state, LANG_FR, "numérique"), stem(*state, LANG_FR, "numéro")));
	assert_false(str_eq(stem(*state, LANG_EN, "policy"), stem(*state, LANG_EN, "police")));
	assert_false(str_eq(stem(*state, LANG_EN, "film"), stem(*state, LANG_FR, "film")));
}

static void short_words_digits_and_other_alphabets_are_their_own_stems(void **state)
{
	assert_text(stem(*state, LANG_FR, "as"), "f=as");
	assert_text(stem(*state, LANG_EN, "us"), "e=us");
	assert_text(stem(*state, LANG_FR, "2005"), "f=2005");
	assert_text(stem(*state, LANG_EN, "mp3s"), "e=mp3s");
	assert_text(stem(*state, LANG_FR, "культурами"), "f=культурами");
	/* Bytes that would be letters with accents in another encoding. */
	assert_text(stem(*state, LANG_FR, "騨"), "f=騨");
}

static void the_longest_word_has_a_stem(void **state)
{
	char letters[WORD_MAX_BYTES + 1];

	memset(letters, 'y', WORD_MAX_BYTES);
	letters[WORD_MAX_BYTES] = '\0';
	assert_true(str_starts(stem(*state, LANG_EN, letters), S("e=yyyy")));
	assert_true(str_starts(stem(*state, LANG_FR, letters), S("f=yyyy")));
}

/* Passages count on it: see may_fit() in passage.c. */
static void a_stem_begins_as_its_word(void **state)
{
	static const char *const words[] = { "dying", "lying", "skies", "ties", "ierement", "ite",
		"yeux", "ayant", "early", "ugly", "eed", "ieres" };

	for (size_t i = 0; i < COUNT(words); i++)
		for (size_t l = 0; l < LANG_COUNT; l++) {
			struct str s = str_from_at(stem(*state, l, words[i]), 2);

			assert_true(s.n && s.p[0] == words[i][0]);
			assert_true(s.n == 1 || s.p[1] == words[i][1] ||
				    (s.p[1] == 'i' && words[i][1] == 'y'));
		}
}

static void *stem_alone(void *problem)
{
	struct arena a;

	arena_init(&a, 1 << 24);
	for (unsigned i = 0; i < 2000; i++)
		if (!str_is(word_stem(&a, &languages[LANG_FR], S("numeriques")), "f=numer") ||
			!str_is(word_stem(&a, &languages[LANG_EN], S("policies")), "e=polici"))
			*(bool *)problem = true;
	arena_free(&a);
	arena_forget_kept();
	return NULL;
}

/* What a thread leaves behind is found by LeakSanitizer. */
static void threads_have_stemmers_of_their_own(void **state)
{
	(void)state;
	pthread_t threads[4];
	bool problems[4] = { false };

	for (size_t i = 0; i < COUNT(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, stem_alone, &problems[i]), 0);
	for (size_t i = 0; i < COUNT(threads); i++) {
		pthread_join(threads[i], NULL);
		assert_false(problems[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(french_forms_meet),
		IN_ARENA(english_forms_meet),
		IN_ARENA(other_words_do_not_meet),
		IN_ARENA(short_words_digits_and_other_alphabets_are_their_own_stems),
		IN_ARENA(the_longest_word_has_a_stem),
		IN_ARENA(a_stem_begins_as_its_word),
		cmocka_unit_test(threads_have_stemmers_of_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
