/* similar_test.c - records like another, and words like another, on both engines. */
#include "house_work.h"
#include "pages.h"
#include "similar.h"

#include <string.h>

/* ---- records */

static struct practice *given(struct work *w, const char *id, const char *activities,
	const char *parties, const char *title)
{
	struct practice *p = given_practice(w, id);

	set(w, p, "activities", activities);
	set(w, p, "parties", parties);
	set(w, p, "title_fr", title);
	set(w, p, "summary_fr", title);
	return p;
}

/* Records that share nothing with others but their output: what is common tells little. */
static void given_others(struct work *w, int n, int step)
{
	for (int i = 0; i < n; i++) {
		struct practice *p =
			given_practice(w, str_printf(w->arena, "OTHER-%d-%d", step, i).p);

		set(w, p, "title_fr", str_printf(w->arena, "Autre%d", i).p);
		set(w, p, "summary_fr", str_printf(w->arena, "Chose%d", i).p);
		save(w, p, SAVE_CREATED);
	}
}

static void assert_similar(struct work *w, const char *id, const char *expected)
{
	struct rows rows = similar_rows(w, &practice_kind, load(w, id));
	struct out o = out_new(w->arena, 1000);

	assert_sound(w);
	for (size_t i = 0; i < rows.n; i++) {
		if (i)
			out_char(&o, ' ');
		out_str(&o, ((struct record *)row_at(&rows, i))->public_id);
	}
	assert_text(out_done(&o), expected);
}

static void what_few_share_tells_most(void **state)
{
	struct work *w = *state;

	given_others(w, 40, 0);
	save(w, given(w, "RARE", "3.2", "", "Alpha"), SAVE_CREATED);
	for (int i = 0; i < 6; i++)
		save(w, given(w, str_printf(w->arena, "COMMON-%d", i).p, "2.4", "", "Beta"),
			SAVE_CREATED);
	save(w, given(w, "BOTH", "2.4;3.2", "", "Gamma"), SAVE_CREATED);
	save(w, given(w, "IT", "2.4;3.2", "", "Delta"), SAVE_CREATED);
	assert_similar(w, "IT", "BOTH RARE COMMON-5 COMMON-4 COMMON-3");
}

static void what_shares_nothing_is_not_similar(void **state)
{
	struct work *w = *state;

	given_others(w, 20, 0);
	save(w, given(w, "IT", "", "", "Alpha"), SAVE_CREATED);
	assert_similar(w, "IT", "");
	save(w, given(w, "OTHER", "3.2", "FRA", "Beta"), SAVE_CREATED);
	assert_similar(w, "IT", "");
	assert_similar(w, "OTHER", "");
}

static void words_decide_among_equals(void **state)
{
	struct work *w = *state;

	given_others(w, 30, 0);
	save(w, given(w, "RADIOS", "3.2", "", "Des radios pour la jeunesse des îles"),
		SAVE_CREATED);
	save(w, given(w, "FILMS", "3.2", "", "Des films sans paroles"), SAVE_CREATED);
	save(w, given(w, "IT", "3.2", "", "Une radio pour les jeunesses de l’île"), SAVE_CREATED);
	assert_similar(w, "IT", "RADIOS FILMS");
	assert_similar(w, "FILMS", "IT RADIOS");
}

static void only_what_all_may_read_is_similar(void **state)
{
	struct work *w = *state;
	struct practice *draft = given(w, "DRAFT", "3.2", "FRA", "Alpha");

	given_others(w, 30, 0);
	draft->record.state = S("draft");
	save(w, draft, SAVE_CREATED);
	save(w, given(w, "SHOWN", "3.2", "FRA", "Alpha"), SAVE_CREATED);
	save(w, given(w, "IT", "3.2", "FRA", "Alpha"), SAVE_CREATED);
	assert_similar(w, "IT", "SHOWN");
}

static void what_is_linked_already_is_not_told_twice(void **state)
{
	struct work *w = *state;
	struct practice *it = given(w, "IT", "3.2", "FRA", "Alpha");

	given_others(w, 30, 0);
	save(w, given(w, "LINKED", "3.2", "FRA", "Alpha"), SAVE_CREATED);
	save(w, given(w, "SIMILAR", "3.2", "FRA", "Alpha"), SAVE_CREATED);
	set(w, it, "related_ids", "LINKED");
	save(w, it, SAVE_CREATED);
	assert_similar(w, "IT", "SIMILAR");
}

static void a_record_without_words_or_alone_has_none(void **state)
{
	struct work *w = *state;

	save(w, given(w, "IT", "3.2", "FRA", "…"), SAVE_CREATED);
	assert_similar(w, "IT", "");
	save(w, given(w, "TWO", "3.2", "FRA", "…"), SAVE_CREATED);
	assert_int_equal(similar_rows(w, &practice_kind, load(w, "IT")).n <= 1, 1);
}

/* More candidates than are weighed, more of equal weight than are shown. */
static void among_hundreds_the_newest_of_the_nearest_are_shown(void **state)
{
	enum { STEPS = 3, IN_STEP = 150 };
	struct work *w = *state;

	for (int step = 0; step < STEPS; step++) {
		given_others(w, 2 * IN_STEP, step);
		for (int i = 0; i < IN_STEP; i++)
			save(w,
				given(w, str_printf(w->arena, "S-%d", IN_STEP * step + i).p, "3.2",
					"FRA", "Alpha"),
				SAVE_CREATED);
		w = house_work_next(w);
	}
	save(w, given(w, "IT", "3.2", "FRA", "Alpha"), SAVE_CREATED);
	struct rows rows = similar_rows(w, &practice_kind, load(w, "IT"));
	assert_int_equal(rows.n, SIMILAR_MAX);
	for (size_t i = 0; i < rows.n; i++)
		assert_str(((struct record *)row_at(&rows, i))->public_id,
			str_printf(w->arena, "S-%zu", STEPS * IN_STEP - 1 - i));
}

/* ---- words */

static struct str suggested(struct work *w, const char *typed)
{
	struct search_text search = search_text_parse(w->arena, str_from(typed));
	const struct list_query q = {
		.kind = &practice_kind, .q = str_from(typed), .search = &search
	};
	struct str found = screen_suggest(w, &q);

	assert_sound(w);
	return found;
}

static void given_words(struct work *w)
{
	static const char *const titles[] = { "La Découvrabilité des œuvres",
		"Musique et cinéma numériques", "Le Zouk au XXe siècle" };

	for (size_t i = 0; i < COUNT(titles); i++) {
		struct practice *p = given_practice(w, str_printf(w->arena, "T-%zu", i).p);

		set(w, p, "title_fr", titles[i]);
		set(w, p, "summary_fr", "Texte");
		save(w, p, SAVE_CREATED);
	}
}

static const struct {
	const char *typed, *meant;
} slips[] = {
	{ "decouvrabilte", "Découvrabilité" }, /* one letter is missing */
	{ "decouvrabilitté", "Découvrabilité" }, /* one too many */
	{ "dékouvrabylité", "Découvrabilité" }, /* two others */
	{ "musiuqe", "Musique" }, /* two neighbours swapped */
	{ "MUSIQE numeriques", "Musique numeriques" }, /* what is known stays as typed */
	{ "le musiqe du cinema", "le Musique du cinema" },
	{ "\"cinéma numériqes\"", "\"cinéma numériques\"" },
	{ "musiqe -zouc", "Musique -zouc" }, /* what is left out is not mended */
	{ "oeuvrse", "œuvres" },
	{ "zouc", "Zouk" },
};

static void the_nearest_word_is_meant(void **state)
{
	struct work *w = *state;

	given_words(w);
	for (size_t i = 0; i < COUNT(slips); i++)
		assert_text(suggested(w, slips[i].typed), slips[i].meant);
}

static void nothing_is_meant_where_nothing_is_near(void **state)
{
	static const char *const none[] = { "xqzwvk", "musique", "cinéma numériques", "mus", "zuc",
		"décovrablt", /* three edits */
		"zoc", /* a short word, two edits */
		"musiqe zouk", /* nothing has both */
		"mouzique xqzwvk", "", "-", "\"\"", "音乐", "-musiqe" };
	struct work *w = *state;

	given_words(w);
	for (size_t i = 0; i < COUNT(none); i++)
		if (suggested(w, none[i]).n)
			fail_msg("“%s” means “" STR_FMT "”", none[i],
				STR_ARG(suggested(w, none[i])));
}

static void very_long_queries_are_not_mended(void **state)
{
	struct work *w = *state;
	struct out o = out_new(w->arena, 1 << 16);

	given_words(w);
	out_z(&o, "musiqe");
	while (o.n < 1100)
		out_z(&o, " ");
	assert_text(suggested(w, str_z(w->arena, out_done(&o))), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(what_few_share_tells_most),
		IN_HOUSE(what_shares_nothing_is_not_similar),
		IN_HOUSE(words_decide_among_equals),
		IN_HOUSE(only_what_all_may_read_is_similar),
		IN_HOUSE(what_is_linked_already_is_not_told_twice),
		IN_HOUSE(a_record_without_words_or_alone_has_none),
		IN_OWN_HOUSE(among_hundreds_the_newest_of_the_nearest_are_shown),
		IN_HOUSE(the_nearest_word_is_meant),
		IN_HOUSE(nothing_is_meant_where_nothing_is_near),
		IN_HOUSE(very_long_queries_are_not_mended),
	};

	return RUN_IN_HOUSES("similar", tests);
}
