/* passage_test.c - the part of a text that shows why it was found. */
#include "out.h"
#include "search_text.h"
#include "unit.h"

#include <string.h>

#define LAW \
	"Cette loi donne des moyens d’agir contre l’exploitation non permise d’œuvres " \
	"numériques. La " \
	"société civile a contribué à sa rédaction, et le droit d’auteur en sort renforcé."

/* The number of parts found, then the passage with its marks and ends. */
static struct str shown(
	struct arena *a, const char *typed, const char *lang, size_t max_chars, const char *text)
{
	struct search_text s = search_text_parse(a, str_from(typed));
	const struct language *l = lang ? language_by_code(str_from(lang)) : NULL;
	struct passage p = passage_of(a, &s, str_from(text), l, max_chars);
	struct out o = out_new(a, 1 << 20);

	out_printf(&o, "%zu %s", p.n_found, p.is_cut_before ? "<" : "");
	for (size_t i = 0; i < p.n; i++) {
		if (p.v[i].is_found)
			out_char(&o, '[');
		out_str(&o, p.v[i].text);
		if (p.v[i].is_found)
			out_char(&o, ']');
	}
	if (p.is_cut_after)
		out_char(&o, '>');
	return out_done(&o);
}

#define ASSERT_SHOWN(typed, lang, max_chars, text, expected) \
	assert_text(shown(*state, (typed), (lang), (max_chars), (text)), (expected))

/* ---- what is marked */

static void words_are_marked_by_stem_whole(void **state)
{
	ASSERT_SHOWN("numerique", "fr", 0, "L’offre numérique, les Numériques.",
		"1 L’offre [numérique], les [Numériques].");
	ASSERT_SHOWN("policy", "en", 0, "Policies (policy)", "1 [Policies] ([policy])");
	ASSERT_SHOWN("ete", "fr", 0, "e\u0301te\u0301!", "1 [e\u0301te\u0301]!");
}

static void the_last_word_is_marked_as_a_beginning(void **state)
{
	ASSERT_SHOWN("numér", "fr", 0, "Le numérique", "1 Le [numérique]");
	ASSERT_SHOWN("numér zèbre", "fr", 0, "Le numérique", "0 Le numérique");
}

static void phrases_are_one_mark(void **state)
{
	ASSERT_SHOWN("\"droit d'auteur\"", "fr", 0,
		"Droit d’auteur, droits d’auteur, droit, auteur",
		"1 [Droit d’auteur], droits d’auteur, droit, auteur");
	ASSERT_SHOWN("\"a b\" zèbre", "fr", 0, "a b zèbre", "2 [a b] [zèbre]");
	ASSERT_SHOWN("copyright", "fr", 0, "Les droits d’auteurs.", "1 Les [droits d’auteurs].");
	ASSERT_SHOWN("droit d'auteur", "en", 0, "Copyright and law.", "2 [Copyright] and law.");
}

static void stems_count_in_the_language_of_the_text(void **state)
{
	ASSERT_SHOWN("copyright", "en", 0, "droit d’auteur", "0 droit d’auteur");
	ASSERT_SHOWN("copyright", NULL, 0, "droit d’auteur, copyrights",
		"1 [droit d’auteur], [copyrights]");
}

static void what_must_not_be_there_is_not_marked(void **state)
{
	ASSERT_SHOWN("zèbre -girafe", "fr", 0, "zèbre girafe", "1 [zèbre] girafe");
}

static void other_scripts_are_marked(void **state)
{
	ASSERT_SHOWN("文化", "fr", 0, "数字文化政策", "1 数字[文化]政策");
	ASSERT_SHOWN("культур", NULL, 0, "Наша культура", "1 Наша [культура]");
	ASSERT_SHOWN("الثقافة", NULL, 0, "عن الثَّقافة", "1 عن [الثَّقافة]");
}

static void stems_shorter_than_their_words_are_found(void **state)
{
	ASSERT_SHOWN("die x1", "en", 0, "dying languages", "1 [dying] languages");
}

/* ---- what is shown */

static void a_short_text_is_shown_whole(void **state)
{
	ASSERT_SHOWN("loi", "fr", 7, "« Loi »", "1 « [Loi] »");
	ASSERT_SHOWN("zèbre", "fr", 10, "Été été !", "0 Été été !");
	ASSERT_SHOWN("zèbre", "fr", 10, "", "0 ");
}

static void the_passage_is_around_what_was_found(void **state)
{
	ASSERT_SHOWN("numérique", "fr", 60, LAW,
		"1 <d’œuvres [numériques]. La société civile a contribué à sa>");
	ASSERT_SHOWN(
		"renforc", "fr", 50, LAW, "1 <rédaction, et le droit d’auteur en sort [renforcé].");
	ASSERT_SHOWN("loi", "fr", 50, LAW, "1 Cette [loi] donne des moyens d’agir contre>");
}

static void most_of_the_query_is_shown_the_earliest_first(void **state)
{
	const char *text = "Un zèbre seul. Bien plus loin, après ces mots, un zèbre et une girafe. "
			   "Puis encore un zèbre et une girafe pour finir.";

	ASSERT_SHOWN(
		"zèbre girafe", "fr", 40, text, "2 <un [zèbre] et une [girafe]. Puis encore un>");
	ASSERT_SHOWN("zèbre", "fr", 40, text, "1 Un [zèbre] seul. Bien plus loin, après ces>");
}

static void without_a_find_the_beginning_is_shown(void **state)
{
	ASSERT_SHOWN("zèbre", "fr", 20, LAW, "0 Cette loi donne des>");
	ASSERT_SHOWN("-x", "fr", 9, LAW, "0 Cette loi>");
}

static void elisions_are_not_cut(void **state)
{
	ASSERT_SHOWN("zèbre", "fr", 30, LAW, "0 Cette loi donne des moyens>");
}

static void characters_are_counted_not_bytes(void **state)
{
	ASSERT_SHOWN("zèbre", "fr", 9, "Été à été à été", "0 Été à été>");
	ASSERT_SHOWN(
		"文化", "fr", 8, "数字时代的中国文化政策和产业的发展", "1 <中国[文化]政策和产>");
}

static void what_has_no_border_is_cut_anyway(void **state)
{
	ASSERT_SHOWN("x", "fr", 4, "éééééé", "0 éééé>");
	ASSERT_SHOWN("x", "fr", 4, "------", "0 ---->");
}

/* ---- sizes */

static void a_long_text_is_looked_through_to_its_end(void **state)
{
	struct out o = out_new(*state, 1 << 20);

	while (o.n < 100000)
		out_z(&o, "girafe ");
	out_z(&o, "zèbre");
	struct search_text s = search_text_parse(*state, S("girafe zèbre"));
	struct passage p = passage_of(*state, &s, out_done(&o), &languages[LANG_FR], 40);
	assert_int_equal(p.n_found, 2);
	assert_true(p.is_cut_before);
	assert_false(p.is_cut_after);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(words_are_marked_by_stem_whole),
		IN_ARENA(the_last_word_is_marked_as_a_beginning),
		IN_ARENA(phrases_are_one_mark),
		IN_ARENA(stems_count_in_the_language_of_the_text),
		IN_ARENA(what_must_not_be_there_is_not_marked),
		IN_ARENA(other_scripts_are_marked),
		IN_ARENA(stems_shorter_than_their_words_are_found),
		IN_ARENA(a_short_text_is_shown_whole),
		IN_ARENA(the_passage_is_around_what_was_found),
		IN_ARENA(most_of_the_query_is_shown_the_earliest_first),
		IN_ARENA(without_a_find_the_beginning_is_shown),
		IN_ARENA(elisions_are_not_cut),
		IN_ARENA(characters_are_counted_not_bytes),
		IN_ARENA(what_has_no_border_is_cut_anyway),
		IN_ARENA(a_long_text_is_looked_through_to_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
