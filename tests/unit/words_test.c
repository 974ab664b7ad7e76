/* words_test.c - texts as words, folded whole, and how far words are apart. */
#include "out.h"
#include "unit.h"
#include "utf8.h"
#include "words.h"

#include <string.h>

enum { MANY = 1000 };

/* The folded words, with a "+" between those that no blank parts. */
static struct str told(struct arena *a, struct words words)
{
	struct out o = out_new(a, 1 << 20);

	for (size_t i = 0; i < words.n; i++) {
		out_str(&o, words.v[i].folded);
		if (i + 1 < words.n)
			out_char(&o, words.v[i].joins_next ? '+' : ' ');
	}
	return out_done(&o);
}

static void assert_words(struct arena *a, const char *text, const char *expected)
{
	assert_text(told(a, words_of(a, str_from(text), MANY)), expected);
}

/* ---- splitting and folding */

static void case_and_accents_do_not_matter(void **state)
{
	assert_words(*state, "Numérique NUMÉRIQUE nume\u0301rique numerique",
		"numerique numerique numerique numerique");
	assert_words(*state, "Çà où Noël ñandú Łódź Đặng İstanbul",
		"ca ou noel nandu lodz dang istanbul");
}

static void ligatures_and_letters_without_decomposition_are_spelt_out(void **state)
{
	assert_words(*state, "Œuvre cœur æther Straße STRASSE øre Þing",
		"oeuvre coeur aether strasse strasse ore thing");
	assert_words(*state, "ﬁnancement ﬀ ǆ", "financement ff dz");
}

static void apostrophes_of_every_kind_part_words(void **state)
{
	assert_words(*state, "L'accès l’accès lʼaccès l‘accès", "l+acces l+acces l+acces l+acces");
	assert_words(*state, "droit-d'auteur", "droit+d+auteur");
}

static void signs_part_words_and_digits_are_letters(void **state)
{
	assert_words(*state, "Web3, m², 2.4 (a)/b №5 x…y", "web3 m2 2+4 a+b 5 x+y");
	assert_words(*state, "١٢٣ १२ ２０２４", "123 12 2024");
	assert_words(*state, " \t«  »—…!?\n", "");
	assert_words(*state, "", "");
}

static void what_is_not_seen_does_not_part_words(void **state)
{
	assert_words(*state, "décou\u00ADvra\u200Dbilité a\uFEFFb", "decouvrabilite ab");
	assert_words(*state, "zero\u200Bwidth", "zero width");
}

static void other_alphabets_are_folded_too(void **state)
{
	assert_words(*state, "Цифровая КУЛЬТУРА Ёлка", "цифровая культура елка");
	assert_words(*state, "ΠΟΛΙΤΙΣΜΌΣ Πολιτισμός", "πολιτισμοσ πολιτισμοσ");
	assert_words(*state, "الثَّقَافَة الثقافة أدب ثقـــافة", "الثقافة الثقافة ادب ثقافة");
}

static void vowel_signs_of_indic_scripts_stay(void **state)
{
	assert_words(*state, "हिन्दी हन्दी", "हिन्दी हन्दी");
	assert_words(*state, "क़लम", "कलम");
}

static void scripts_without_blanks_have_words_of_one_character(void **state)
{
	assert_words(*state, "数字文化", "数+字+文+化");
	assert_words(*state, "日本2024年のWeb文化", "日+本+2024+年+の+web+文+化");
	assert_words(*state, "ｶﾅ カナ", "カ+ナ カ+ナ");
	assert_words(*state, "วัฒ", "วั+ฒ");
}

static void words_know_their_place(void **state)
{
	struct words w = words_of(*state, S("«\u00A0L’œuvre e\u0301te\u0301. »"), MANY);

	assert_int_equal(w.n, 3);
	assert_int_equal(w.v[0].at, 4);
	assert_int_equal(w.v[0].n, 1);
	assert_int_equal(w.v[1].at, 8);
	assert_int_equal(w.v[1].n, strlen("œuvre"));
	assert_int_equal(w.v[2].n, strlen("e\u0301te\u0301"));
	assert_text(w.v[2].folded, "ete");
}

static void there_are_no_more_words_than_asked_for(void **state)
{
	assert_text(told(*state, words_of(*state, S("un deux trois"), 2)), "un deux");
	assert_int_equal(words_of(*state, S("un deux trois"), 3).n, 3);
	assert_int_equal(words_of(*state, S("un"), 0).n, 0);
}

static void many_words_are_all_there(void **state)
{
	char text[3001];

	memset(text, ' ', sizeof text);
	for (size_t i = 0; i < 3000; i += 2)
		text[i] = 'x';
	struct words w = words_of(*state, (struct str){ text, 3000 }, 5000);
	assert_int_equal(w.n, 1500);
	for (size_t i = 0; i < w.n; i++)
		assert_int_equal(w.v[i].at, 2 * i);
}

static void a_long_word_is_cut_between_characters(void **state)
{
	char letters[3 * WORD_MAX_BYTES];

	memset(letters, 'X', sizeof letters);
	struct words w = words_of(*state, (struct str){ letters, sizeof letters }, MANY);
	assert_int_equal(w.n, 1);
	assert_int_equal(w.v[0].n, sizeof letters);
	assert_int_equal(w.v[0].folded.n, WORD_MAX_BYTES);

	for (size_t i = 1; i + 1 < sizeof letters; i += 2)
		memcpy(letters + i, "ж", 2);
	w = words_of(*state, (struct str){ letters, sizeof letters - 1 }, MANY);
	assert_int_equal(w.v[0].folded.n, WORD_MAX_BYTES - 1);
	assert_true(utf8_is_text(w.v[0].folded));
}

static void what_is_folded_stays_as_it_is(void **state)
{
	struct words w =
		words_of(*state, S("Œuvre Łódź ﷺ ½ Straße ŉ ǅ ｶﾞ हिन्दी ΣΑΣ rs〹 ㊀a"), MANY);

	for (size_t i = 0; i < w.n; i++) {
		struct words again = words_of(*state, w.v[i].folded, MANY);

		assert_int_equal(again.n, 1);
		assert_str(again.v[0].folded, w.v[i].folded);
	}
}

/* ---- common words */

static void articles_and_elisions_are_common(void **state)
{
	(void)state;
	static const char *const some[] = { "a", "le", "d", "qu", "the", "of", "your", "et", "etre",
		"y", "an", "toutes" };
	static const char *const none[] = { "", "art", "e", "x", "droit", "lea", "2", "livre" };

	for (size_t i = 0; i < COUNT(some); i++)
		assert_true(word_is_common(str_from(some[i])));
	for (size_t i = 0; i < COUNT(none); i++)
		assert_false(word_is_common(str_from(none[i])));
}

/* ---- whole texts */

static void a_folded_text_sorts_without_accents(void **state)
{
	assert_text(text_folded(*state, S("Écran d’or"), MANY), "ecran d'or");
	assert_text(text_folded(*state, S("  Côte\u00A0\n d‑Ivoire – « x » "), MANY),
		"cote d-ivoire - \" x \"");
	assert_text(text_folded(*state, S("№ 1… (Œ)"), MANY), "no 1... (oe)");
	assert_text(text_folded(*state, S(""), MANY), "");
}

static void a_folded_text_is_cut_between_characters(void **state)
{
	assert_text(text_folded(*state, S("été"), 2), "et");
	assert_text(text_folded(*state, S("жж"), 3), "ж");
	assert_text(text_folded(*state, S("жж"), 0), "");
}

/* ---- distance */

static void edits_are_counted_by_character(void **state)
{
	(void)state;
	assert_int_equal(word_distance(S("numerique"), S("numerique"), 2), 0);
	assert_int_equal(word_distance(S("numerique"), S("numeriqe"), 2), 1);
	assert_int_equal(word_distance(S("numerique"), S("nunerique"), 2), 1);
	assert_int_equal(word_distance(S("numerique"), S("numreique"), 2), 1);
	assert_int_equal(word_distance(S("kitten"), S("sitting"), 5), 3);
	assert_int_equal(word_distance(S("ca"), S("abc"), 5), 3);
	assert_int_equal(word_distance(S("культура"), S("култура"), 2), 1);
	assert_int_equal(word_distance(S("культура"), S("кульдура"), 2), 1);
	assert_int_equal(word_distance(S(""), S("abc"), 3), 3);
}

static void beyond_the_limit_distances_are_not_told_apart(void **state)
{
	(void)state;
	assert_int_equal(word_distance(S("kitten"), S("sitting"), 2), 3);
	assert_int_equal(word_distance(S("a"), S("abcdefgh"), 1), 2);
	assert_int_equal(word_distance(S("abcdefgh"), S("ijklmnop"), 2), 3);
	assert_int_equal(word_distance(S("ab"), S("ba"), 0), 1);
	assert_int_equal(word_distance(S("ab"), S("ab"), 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(case_and_accents_do_not_matter),
		IN_ARENA(ligatures_and_letters_without_decomposition_are_spelt_out),
		IN_ARENA(apostrophes_of_every_kind_part_words),
		IN_ARENA(signs_part_words_and_digits_are_letters),
		IN_ARENA(what_is_not_seen_does_not_part_words),
		IN_ARENA(other_alphabets_are_folded_too),
		IN_ARENA(vowel_signs_of_indic_scripts_stay),
		IN_ARENA(scripts_without_blanks_have_words_of_one_character),
		IN_ARENA(words_know_their_place),
		IN_ARENA(there_are_no_more_words_than_asked_for),
		IN_ARENA(many_words_are_all_there),
		IN_ARENA(a_long_word_is_cut_between_characters),
		IN_ARENA(what_is_folded_stays_as_it_is),
		cmocka_unit_test(articles_and_elisions_are_common),
		IN_ARENA(a_folded_text_sorts_without_accents),
		IN_ARENA(a_folded_text_is_cut_between_characters),
		cmocka_unit_test(edits_are_counted_by_character),
		cmocka_unit_test(beyond_the_limit_distances_are_not_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
