/* vocabulary_test.c - code lists with their editions, as they are stored and as they are read. */
#include "house_work.h"

static const struct vocabulary_source sources[] = {
	{ "genre", "Genre", "Any genre", true, NULL },
	{ "family", "Family", "Any family", true, NULL },
	{ "mood", "Mood", "Any mood", false,
		(const struct choice[]){ { "glad", "November" }, { "sad", "December" }, { 0 } } },
	{ 0 },
};

static const struct vocabulary *genres(struct work *w)
{
	const struct vocabularies *all = vocabularies_load(
		w->db, w->arena, (const struct vocabulary_source *const[]){ sources, NULL });

	assert_sound(w);
	return vocabulary_find(all, S("genre"));
}

static const struct term_draft first_edition[] = {
	{ .code = S("rap"),
		.broader_vocabulary = S("family"),
		.broader_code = S("song"),
		.label = { [LANG_FR] = S("Rap"), [LANG_EN] = S("Rap") } },
	{ .code = S("elec"),
		.label = { [LANG_FR] = S("Électronique"), [LANG_EN] = S("Electronic") },
		.description = { [LANG_FR] = S("Faite de machines") } },
	{ .code = S("zouk"), .label = { [LANG_FR] = S("Zouk") } },
	{ .code = S("a1") },
};

static bool save_genres(struct work *w, const char *edition, const struct term_draft *d, size_t n)
{
	bool is_changed = vocabulary_save(w->db, S("genre"), str_from(edition), d, n);

	assert_sound(w);
	return is_changed;
}

static void given_genres(struct work *w)
{
	const struct term_draft song = { .code = S("song") };

	assert_true(vocabulary_save(w->db, S("family"), S("1"), &song, 1));
	assert_true(save_genres(w, "1", first_edition, COUNT(first_edition)));
}

static int64_t counter(struct work *w, const char *name)
{
	return ask_int(
		w, str_printf(w->arena, "SELECT value FROM counter WHERE name = '%s'", name).p);
}

/* ---- as they are read */

static void terms_come_back_in_their_order(void **state)
{
	struct work *w = *state;

	given_genres(w);
	const struct vocabulary *v = genres(w);
	assert_int_equal(v->n, 4);
	assert_text(v->edition, "1");
	for (size_t i = 0; i < v->n; i++) {
		assert_str(v->terms[i].code, first_edition[i].code);
		assert_int_equal(v->terms[i].position, i);
		for (size_t l = 0; l < LANG_COUNT; l++) {
			assert_str(v->terms[i].label[l], first_edition[i].label[l]);
			assert_str(v->terms[i].description[l], first_edition[i].description[l]);
		}
	}
}

static void a_term_is_found_by_its_code(void **state)
{
	struct work *w = *state;

	given_genres(w);
	const struct vocabulary *v = genres(w);
	for (size_t i = 0; i < v->n; i++)
		assert_ptr_equal(term_find(v, first_edition[i].code), &v->terms[i]);
	assert_null(term_find(v, S("Rap")));
	assert_null(term_find(v, S("")));
	assert_null(term_find(v, S("ra")));
	assert_null(vocabulary_find(w->vocabularies, S("genre")));
	assert_null(vocabulary_find(w->vocabularies, S("")));
}

static void a_broader_term_may_stand_in_another_vocabulary(void **state)
{
	struct work *w = *state;

	given_genres(w);
	const struct term *rap = term_find(genres(w), S("rap"));
	assert_text(rap->broader->code, "song");
	assert_string_equal(rap->broader_vocabulary->source->name, "family");
	const struct term *zouk = term_find(genres(w), S("zouk"));
	assert_null(zouk->broader);
	assert_null(zouk->broader_vocabulary);
}

static void a_label_falls_back_to_another_language_then_the_code(void **state)
{
	const struct language *fr = &languages[LANG_FR], *en = &languages[LANG_EN];
	struct work *w = *state;

	given_genres(w);
	const struct vocabulary *v = genres(w);
	assert_text(term_label(term_find(v, S("elec")), fr), "Électronique");
	assert_text(term_label(term_find(v, S("elec")), en), "Electronic");
	assert_text(term_label(term_find(v, S("zouk")), en), "Zouk");
	assert_text(term_label(term_find(v, S("a1")), en), "a1");
}

static void readers_look_for_terms_by_label_without_marks(void **state)
{
	static const char *const french[] = { "a1", "elec", "rap", "zouk" };
	struct work *w = *state;

	given_genres(w);
	const struct vocabulary *v = genres(w);
	for (size_t i = 0; i < v->n; i++)
		assert_text(v->in_language[LANG_FR][i]->code, french[i]);
}

static void a_list_in_c_reads_like_a_stored_one(void **state)
{
	struct work *w = *state;
	const struct vocabularies *all = vocabularies_load(
		w->db, w->arena, (const struct vocabulary_source *const[]){ sources, NULL });
	const struct vocabulary *mood = vocabulary_find(all, S("mood"));

	assert_int_equal(mood->n, 2);
	assert_text(mood->edition, "");
	assert_text(term_label(term_find(mood, S("sad")), &languages[LANG_FR]), "décembre");
	assert_text(term_label(term_find(mood, S("sad")), &languages[LANG_EN]), "December");
	assert_text(mood->in_language[LANG_EN][0]->code, "sad");
}

static void a_vocabulary_never_loaded_is_empty(void **state)
{
	const struct vocabulary *v = genres(*state);

	assert_int_equal(v->n, 0);
	assert_null(term_find(v, S("rap")));
}

/* ---- as they are saved */

static void the_same_again_changes_nothing(void **state)
{
	struct work *w = *state;

	given_genres(w);
	int64_t vocabulary = counter(w, "vocabulary"), generation = counter(w, "generation");
	assert_false(save_genres(w, "1", first_edition, COUNT(first_edition)));
	assert_true(counter(w, "vocabulary") == vocabulary);
	assert_true(counter(w, "generation") == generation);
	assert_true(counters_read(w->db).vocabulary == vocabulary);
}

/* One thing changed in a copy of the first edition: the edition is replaced. */
static void assert_is_change(struct work *w, void (*alter)(struct term_draft *drafts))
{
	struct term_draft drafts[COUNT(first_edition)];

	for (size_t i = 0; i < COUNT(drafts); i++)
		drafts[i] = first_edition[i];
	alter(drafts);
	int64_t vocabulary = counter(w, "vocabulary"), generation = counter(w, "generation");
	assert_true(save_genres(w, "1", drafts, COUNT(drafts)));
	assert_true(counter(w, "vocabulary") > vocabulary);
	assert_true(counter(w, "generation") > generation);
	const struct vocabulary *v = genres(w);
	assert_int_equal(v->n, COUNT(drafts));
	for (size_t i = 0; i < v->n; i++)
		assert_str(v->terms[i].code, drafts[i].code);
	assert_true(save_genres(w, "1", first_edition, COUNT(first_edition)));
}

static void relabel(struct term_draft *drafts)
{
	drafts[2].label[LANG_EN] = S("Zouk");
}

static void unlabel(struct term_draft *drafts)
{
	drafts[0].label[LANG_EN] = S("");
}

static void describe(struct term_draft *drafts)
{
	drafts[1].description[LANG_FR] = S("Autre");
}

static void recode(struct term_draft *drafts)
{
	drafts[3].code = S("a2");
}

static void reorder(struct term_draft *drafts)
{
	struct term_draft first = drafts[0];

	drafts[0] = drafts[1];
	drafts[1] = first;
}

static void unbind(struct term_draft *drafts)
{
	drafts[0].broader_vocabulary = drafts[0].broader_code = S("");
}

static void any_difference_is_a_change(void **state)
{
	struct work *w = *state;

	given_genres(w);
	assert_is_change(w, relabel);
	assert_is_change(w, unlabel);
	assert_is_change(w, describe);
	assert_is_change(w, recode);
	assert_is_change(w, reorder);
	assert_is_change(w, unbind);
	assert_true(save_genres(w, "1", first_edition, 3));
	assert_int_equal(genres(w)->n, 3);
	assert_true(save_genres(w, "1", first_edition, 4));
	assert_int_equal(genres(w)->n, 4);
}

static void a_new_edition_retires_the_earlier_whose_terms_stay(void **state)
{
	const struct term_draft second[] = { { .code = S("rap") }, { .code = S("slam") } };
	struct work *w = *state;

	given_genres(w);
	assert_true(save_genres(w, "2", second, COUNT(second)));
	const struct vocabulary *v = genres(w);
	assert_text(v->edition, "2");
	assert_int_equal(v->n, 2);
	assert_null(term_find(v, S("zouk")));
	assert_text(term_label(term_find(v, S("zouk@1")), &languages[LANG_FR]), "Zouk");
	assert_int_equal(term_find(v, S("rap"))->label[LANG_FR].n, 0);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM term WHERE vocabulary = 'genre'"
				    " AND edition = '1'"),
		4);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM term_text WHERE vocabulary = 'genre'"
				    " AND edition = '1'"),
		6);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM vocabulary WHERE vocabulary = 'genre'"
				    " AND is_current = 1"),
		1);
	assert_false(save_genres(w, "2", second, COUNT(second)));
}

static void an_earlier_edition_saved_again_stays_an_earlier_one(void **state)
{
	const struct term_draft second[] = { { .code = S("rap") } };
	struct term_draft mended = first_edition[2];
	struct work *w = *state;

	given_genres(w);
	assert_true(save_genres(w, "2", second, COUNT(second)));
	assert_false(save_genres(w, "1", first_edition, COUNT(first_edition)));
	mended.label[LANG_FR] = S("Zouk love");
	assert_true(save_genres(w, "1", &mended, 1));
	const struct vocabulary *v = genres(w);
	assert_text(v->edition, "2");
	assert_text(term_label(term_find(v, S("zouk@1")), &languages[LANG_FR]), "Zouk love");
}

/* ---- what codes have become */

static void assert_became(struct work *w, const char *name, const char *expected)
{
	const struct term *t = term_find(genres(w), str_from(name));
	struct out o = out_new(w->arena, 1000);

	assert_non_null(t);
	for (size_t i = 0; i < t->n_became; i++) {
		out_z(&o, i ? " " : "");
		out_str(&o, t->became[i]->code);
	}
	assert_text(out_done(&o), expected);
}

static void a_code_becomes_itself_unless_it_is_told_otherwise(void **state)
{
	const struct term_draft second[] = { { .code = S("rap") }, { .code = S("slam") } };
	struct work *w = *state;

	given_genres(w);
	assert_true(save_genres(w, "2", second, COUNT(second)));
	assert_became(w, "rap@1", "rap");
	assert_became(w, "zouk@1", "");
	assert_text(term_bare_code(term_find(genres(w), S("zouk@1"))), "zouk");
	assert_text(term_bare_code(term_find(genres(w), S("slam"))), "slam");
	assert_null(term_find(genres(w), S("slam@1")));
	assert_null(term_find(genres(w), S("rap@2")));
}

static void codes_are_split_merged_moved_and_dropped(void **state)
{
	const struct term_draft second[] = {
		{ .code = S("rap"), .came_from = S("rap") },
		{ .code = S("trap"), .came_from = S("rap") },
		{ .code = S("zouk"), .came_from = S("a1") }, /* the code of another, used again */
		{ .code = S("elec"), .came_from = S("") },
	};
	struct work *w = *state;

	given_genres(w);
	assert_true(save_genres(w, "2", second, COUNT(second)));
	assert_became(w, "rap@1", "rap trap");
	assert_became(w, "a1@1", "zouk");
	assert_became(w, "zouk@1", "");
	assert_became(w, "elec@1", "");
	const struct vocabulary *v = genres(w);
	assert_ptr_equal(term_find_under(w->arena, v, S("zouk"), S("2")), term_find(v, S("zouk")));
	assert_ptr_equal(
		term_find_under(w->arena, v, S("zouk"), S("1")), term_find(v, S("zouk@1")));
}

static void what_codes_became_is_followed_through_all_editions(void **state)
{
	const struct term_draft second[] = {
		{ .code = S("x"), .came_from = S("rap;zouk") },
		{ .code = S("y"), .came_from = S("elec") },
	};
	const struct term_draft third[] = {
		{ .code = S("u"), .came_from = S("x") },
		{ .code = S("rap"), .came_from = S("x;y") },
	};
	struct work *w = *state;

	given_genres(w);
	assert_true(save_genres(w, "2", second, COUNT(second)));
	assert_true(save_genres(w, "3", third, COUNT(third)));
	assert_became(w, "rap@1", "u rap");
	assert_became(w, "zouk@1", "u rap");
	assert_became(w, "elec@1", "rap");
	assert_became(w, "a1@1", "");
	assert_became(w, "y@2", "rap");
}

static void another_origin_alone_is_a_change(void **state)
{
	struct term_draft second[] = { { .code = S("rap") } };
	struct work *w = *state;

	given_genres(w);
	assert_true(save_genres(w, "2", second, COUNT(second)));
	second[0].came_from = S("zouk");
	assert_true(save_genres(w, "2", second, COUNT(second)));
	assert_became(w, "zouk@1", "rap");
	assert_became(w, "rap@1", "");
	second[0].came_from = S("");
	assert_true(save_genres(w, "2", second, COUNT(second)));
	assert_became(w, "zouk@1", "");
}

/* ---- the lists of the house */

static void the_house_has_its_lists(void **state)
{
	static const struct {
		const char *name;
		size_t n;
	} expected[] = {
		{ "goal", 4 },
		{ "output", 5 },
		{ "activity", 20 },
		{ "step", 4 },
		{ "theme", 4 },
		{ "sector", 22 },
		{ "stage", 4 },
		{ "stakeholder", 60 },
		{ "sdg", 29 },
		{ "group", 6 },
		{ "party", 158 },
		{ "region", 5 },
		{ "region_basis", 4 },
		{ "certainty", 7 },
		{ "deposit_type", 4 },
		{ "ldc", 2 },
		{ "sids", 2 },
		{ "developing", 2 },
		{ "lead_type", 4 },
		{ "example_type", 3 },
		{ "section", 8 },
		{ "addressee", 4 },
		{ "stage_basis", 3 },
	};
	struct work *w = *state;

	assert_int_equal(w->vocabularies->n, COUNT(expected));
	for (size_t i = 0; i < COUNT(expected); i++) {
		const struct vocabulary *v =
			vocabulary_find(w->vocabularies, str_from(expected[i].name));

		assert_non_null(v);
		if (v->n != expected[i].n)
			fail_msg("%s: %zu terms", expected[i].name, v->n);
		for (size_t t = 0; t < v->n; t++)
			for (size_t l = 0; l < LANG_COUNT; l++)
				assert_true(v->terms[t].label[l].n > 0);
	}
}

static void what_is_read_is_read_again_after_a_change(void **state)
{
	const struct term_draft only = { .code = S("Z"), .label = { S("Zed"), S("Zed") } };
	struct work *w = *state;

	assert_true(vocabulary_save(w->db, S("goal"), S("2030"), &only, 1));
	w = house_work_next(w);
	const struct vocabulary *goals = vocabulary_find(w->vocabularies, S("goal"));
	assert_int_equal(goals->n, 1);
	assert_text(goals->edition, "2030");
	const struct vocabulary *outputs = vocabulary_find(w->vocabularies, S("output"));
	assert_null(term_find(outputs, S("2"))->broader);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(terms_come_back_in_their_order),
		IN_HOUSE(a_term_is_found_by_its_code),
		IN_HOUSE(a_broader_term_may_stand_in_another_vocabulary),
		IN_HOUSE(a_label_falls_back_to_another_language_then_the_code),
		IN_HOUSE(readers_look_for_terms_by_label_without_marks),
		IN_HOUSE(a_list_in_c_reads_like_a_stored_one),
		IN_HOUSE(a_vocabulary_never_loaded_is_empty),
		IN_HOUSE(the_same_again_changes_nothing),
		IN_HOUSE(any_difference_is_a_change),
		IN_HOUSE(a_new_edition_retires_the_earlier_whose_terms_stay),
		IN_HOUSE(an_earlier_edition_saved_again_stays_an_earlier_one),
		IN_HOUSE(a_code_becomes_itself_unless_it_is_told_otherwise),
		IN_HOUSE(codes_are_split_merged_moved_and_dropped),
		IN_HOUSE(what_codes_became_is_followed_through_all_editions),
		IN_HOUSE(another_origin_alone_is_a_change),
		IN_HOUSE(the_house_has_its_lists),
		IN_OWN_HOUSE(what_is_read_is_read_again_after_a_change),
	};

	return RUN_IN_HOUSES("vocabulary", tests);
}
