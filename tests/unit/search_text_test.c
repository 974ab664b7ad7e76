/* search_text_test.c - what readers type, understood. */
#include "out.h"
#include "search_text.h"
#include "unit.h"

#include <string.h>

enum { LONG_BYTES = 8192 };

/* ---- queries told in words */

static void tell_any(struct out *o, const struct query_any *any)
{
	for (size_t i = 0; i < any->n; i++) {
		if (i)
			out_z(o, " | ");
		for (size_t k = 0; k < any->v[i].n; k++) {
			if (k)
				out_char(o, ' ');
			out_str(o, any->v[i].tokens[k]);
		}
		if (any->v[i].is_prefix)
			out_char(o, '*');
	}
	out_char(o, '\n');
}

static struct str told(struct arena *a, const struct search_text *s)
{
	struct out o = out_new(a, 1 << 20);

	for (size_t i = 0; i < s->query.n_all; i++) {
		out_char(&o, '+');
		tell_any(&o, &s->query.all[i]);
	}
	for (size_t i = 0; i < s->query.n_none; i++) {
		out_char(&o, '-');
		tell_any(&o, &s->query.none[i]);
	}
	return out_done(&o);
}

static void assert_query(struct arena *a, const char *typed, const char *expected)
{
	struct search_text s = search_text_parse(a, str_from(typed));

	assert_text(told(a, &s), expected);
	assert_int_equal(s.is_empty, !s.query.n_all);
	assert_false(s.is_too_long);
}

/* The words that must be there. */
static void assert_needs(struct arena *a, const char *typed, const char *expected)
{
	struct search_text s = search_text_parse(a, str_from(typed));
	struct out o = out_new(a, 1 << 20);

	for (size_t i = 0; i < s.words.n; i++) {
		if (i)
			out_char(&o, ' ');
		out_str(&o, s.words.v[i].folded);
	}
	assert_text(out_done(&o), expected);
}

/* ---- words */

static void a_word_is_looked_for_by_its_stems_and_its_beginning(void **state)
{
	assert_query(*state, "Zébrures", "+f=zebrur | e=zebrur | zebrures*\n");
	assert_query(*state, "ok", "+f=ok | e=ok | ok\n");
	assert_query(*state, "культура", "+f=культура | e=культура | культура*\n");
}

static void all_words_must_be_there_and_the_last_is_a_beginning(void **state)
{
	assert_query(*state, "zèbre girafe",
		"+f=zebr | e=zebr | zebre\n"
		"+f=giraf | e=giraf | girafe*\n");
}

static void accents_and_case_do_not_matter(void **state)
{
	struct search_text one = search_text_parse(*state, S("NUMÉRIQUE"));
	struct search_text other = search_text_parse(*state, S("numerique"));

	assert_str(told(*state, &one), told(*state, &other));
}

static void a_word_with_signs_is_several(void **state)
{
	assert_query(*state, "9.4", "+f=9 | e=9 | 9\n+f=4 | e=4 | 4\n");
	assert_needs(*state, "zèbre-girafe", "zebre girafe");
}

static void common_words_are_left_out_if_others_remain(void **state)
{
	assert_needs(*state, "l'accès à la musique", "acces musique");
	assert_needs(*state, "the music of l'", "music");
	assert_needs(*state, "de \"la vie\"", "la vie");
	assert_needs(*state, "de la", "de la");
	assert_query(*state, "l'", "+f=l | e=l | l\n");
	assert_needs(*state, "la -musique", "la");
}

static void the_same_twice_is_once(void **state)
{
	assert_query(*state, "zèbre ZEBRE zebre", "+f=zebr | e=zebr | zebre*\n");
	assert_query(*state, "\"a b\" \"A B\"", "+a b\n");
	assert_query(*state, "ok -non -non", "+f=ok | e=ok | ok\n-f=non | e=non | non\n");
}

static void scripts_without_blanks_give_phrases(void **state)
{
	assert_query(*state, "数字文化 政策", "+数 字 文 化\n+政 策\n");
	assert_query(*state, "数字，文化", "+数 字\n+文 化\n");
	assert_query(*state, "-文化 书", "+f=书 | e=书 | 书\n-f=文 f=化 | e=文 e=化 | 文 化\n");
}

/* ---- signs */

static void quotes_of_all_shapes_make_exact_phrases(void **state)
{
	static const char *const typed[] = { "\"Droit d'auteur\"", "“droit d’auteur”",
		"«\u00A0droit d'auteur\u00A0»", "„droit d'auteur“", "\"droit d'auteur" };

	for (size_t i = 0; i < COUNT(typed); i++)
		assert_query(*state, typed[i], "+droit d auteur\n");
}

static void a_query_that_ends_in_a_quote_has_no_beginning(void **state)
{
	assert_query(*state, "zèbre \"girafe\"", "+f=zebr | e=zebr | zebre\n+girafe\n");
	assert_query(*state, "\"girafe\" zèbre", "+girafe\n+f=zebr | e=zebr | zebre*\n");
	assert_query(*state, "zèbre -\"girafe\"", "+f=zebr | e=zebr | zebre\n-girafe\n");
	assert_query(*state, "zèbre \"", "+f=zebr | e=zebr | zebre\n");
}

static void a_hyphen_before_a_word_is_without_it(void **state)
{
	assert_query(*state, "ok -zèbre", "+f=ok | e=ok | ok\n-f=zebr | e=zebr | zebre\n");
	assert_query(*state, "-l'accès ok", "+f=ok | e=ok | ok\n-f=acce | e=acc | acces\n");
	assert_query(*state, "ok -“deux mots”", "+f=ok | e=ok | ok\n-deux mots\n");
	assert_query(*state, "ok -droit-d'auteur",
		"+f=ok | e=ok | ok\n-f=droit f=d f=auteur | e=droit e=d e=auteur | droit d "
		"auteur\n");
}

static void other_hyphens_are_no_signs(void **state)
{
	assert_needs(*state, "zèbre - girafe", "zebre girafe");
	assert_needs(*state, "peut-être", "peut");
	assert_needs(*state, "zèbre- \"a\"-girafe", "zebre a girafe");
}

static void signs_alone_mean_nothing(void **state)
{
	static const char *const typed[] = { "", "   ", "\"", "\"\"", "-", "- -", "--", "-\"\"",
		"-\"", "* ? () : ^ + ~ AND", "«»", "…" };

	for (size_t i = 0; i < COUNT(typed); i++) {
		struct search_text s = search_text_parse(*state, str_from(typed[i]));
		bool has_word = strstr(typed[i], "AND");

		assert_int_equal(s.is_empty, !has_word);
		assert_int_equal(s.query.n_all, has_word);
		assert_int_equal(s.query.n_none, 0);
	}
}

static void only_exclusions_find_nothing(void **state)
{
	struct search_text s = search_text_parse(*state, S("-zèbre"));

	assert_true(s.is_empty);
	assert_int_equal(s.query.n_all, 0);
	assert_int_equal(s.query.n_none, 1);
	assert_int_equal(s.words.n, 0);
}

/* ---- sizes */

static void up_to_a_number_of_words_a_query_is_answered(void **state)
{
	struct out o = out_new(*state, 1 << 16);

	for (int i = 1; i <= SEARCH_WORDS_MAX; i++)
		out_printf(&o, "w%d le ", i);
	struct search_text s = search_text_parse(*state, out_done(&o));
	assert_false(s.is_too_long);
	assert_int_equal(s.query.n_all, SEARCH_WORDS_MAX);

	out_z(&o, "-more");
	s = search_text_parse(*state, out_done(&o));
	assert_true(s.is_too_long);
	assert_int_equal(s.query.n_all + s.query.n_none + s.words.n, 0);
}

static void eight_kilobytes_of_anything_are_read(void **state)
{
	static const char *const pieces[] = { "a", "a ", "-", "\"", "\" ", "- ", "-a ", "le ", "文",
		"\u0301", "'", "«a» ", "word " };

	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct out o = out_new(*state, LONG_BYTES);

		while (o.n + strlen(pieces[i]) <= LONG_BYTES)
			out_z(&o, pieces[i]);
		struct search_text s = search_text_parse(*state, out_done(&o));
		bool has_many = strchr(pieces[i], ' ') && strpbrk(pieces[i], "aelword");
		assert_int_equal(s.is_too_long, has_many || !strcmp(pieces[i], "文"));
	}
}

static void alternatives_of_a_word_are_bounded(void **state)
{
	/* Each word is in several expressions of the thesaurus. */
	struct search_text s = search_text_parse(*state,
		S("cultural and creative industries cultural sector cultural business culture "
		  "statistics digital culture digital skills"));

	for (size_t i = 0; i < s.query.n_all; i++)
		assert_in_range(s.query.all[i].n, 1, 16);
}

/* ---- the thesaurus */

static bool has(struct arena *a, const char *typed, size_t part, const char *phrase)
{
	struct search_text s = search_text_parse(a, str_from(typed));
	struct out o = out_new(a, 1 << 16);

	assert_true(part < s.query.n_all);
	out_z(&o, "| ");
	tell_any(&o, &s.query.all[part]);
	o.n--;
	out_z(&o, " |");
	return memmem(o.p, o.n, str_printf(a, "| %s |", phrase).p, strlen(phrase) + 4);
}

static void a_query_finds_the_other_language(void **state)
{
	assert_true(has(*state, "copyright", 0, "f=droit f=d f=auteur"));
	assert_true(has(*state, "copyrights", 0, "f=droit f=d f=auteur"));
	assert_true(has(*state, "découvrabilité", 0, "e=discover"));
	assert_true(has(*state, "IA", 0, "e=artifici e=intellig"));
}

static void each_word_of_an_expression_may_be_the_other_instead(void **state)
{
	for (size_t part = 0; part < 2; part++) {
		assert_true(has(*state, "droit d’auteur", part, "e=copyright"));
		assert_true(has(*state, "DROITS D'AUTEURS", part, "e=copyright"));
		assert_true(has(*state, "juste rémunération", part, "e=fair e=pay"));
	}
	assert_true(has(*state, "fair remuneration", 0, "f=just f=remuner"));
	/* Which a text that has the word has anyway. */
	assert_false(has(*state, "fair remuneration", 1, "f=just f=remuner"));
	assert_false(has(*state, "droit musique auteur", 0, "e=copyright"));
	assert_false(has(*state, "auteur droit", 0, "e=copyright"));
	assert_false(has(*state, "droit \"d'auteur\"", 0, "e=copyright"));
	assert_false(has(*state, "droit -non auteur", 0, "e=copyright"));
}

static void an_exclusion_is_of_what_was_typed_alone(void **state)
{
	assert_query(*state, "ok -copyright",
		"+f=ok | e=ok | ok\n-f=copyright | e=copyright | copyright\n");
}

/* ---- words written otherwise */

static void a_word_is_replaced_in_its_place(void **state)
{
	struct str typed = S("l'Écrqn  -x \"d'or\"");
	struct search_text s = search_text_parse(*state, typed);

	assert_int_equal(s.words.n, 3);
	assert_text(search_text_reworded(*state, &s, typed, 0, S("ecran")), "l'ecran  -x \"d'or\"");
	assert_text(search_text_reworded(*state, &s, typed, 2, S("art")), "l'Écrqn  -x \"d'art\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(a_word_is_looked_for_by_its_stems_and_its_beginning),
		IN_ARENA(all_words_must_be_there_and_the_last_is_a_beginning),
		IN_ARENA(accents_and_case_do_not_matter),
		IN_ARENA(a_word_with_signs_is_several),
		IN_ARENA(common_words_are_left_out_if_others_remain),
		IN_ARENA(the_same_twice_is_once),
		IN_ARENA(scripts_without_blanks_give_phrases),
		IN_ARENA(quotes_of_all_shapes_make_exact_phrases),
		IN_ARENA(a_query_that_ends_in_a_quote_has_no_beginning),
		IN_ARENA(a_hyphen_before_a_word_is_without_it),
		IN_ARENA(other_hyphens_are_no_signs),
		IN_ARENA(signs_alone_mean_nothing),
		IN_ARENA(only_exclusions_find_nothing),
		IN_ARENA(up_to_a_number_of_words_a_query_is_answered),
		IN_ARENA(eight_kilobytes_of_anything_are_read),
		IN_ARENA(alternatives_of_a_word_are_bounded),
		IN_ARENA(a_query_finds_the_other_language),
		IN_ARENA(each_word_of_an_expression_may_be_the_other_instead),
		IN_ARENA(an_exclusion_is_of_what_was_typed_alone),
		IN_ARENA(a_word_is_replaced_in_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
