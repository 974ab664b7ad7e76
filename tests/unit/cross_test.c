/* cross_test.c - tables of one code list by another, on both engines. */
#include "cross.h"
#include "house_work.h"

static const struct vocabulary *list(const struct work *w, const char *name)
{
	return vocabulary_find(w->vocabularies, str_from(name));
}

static size_t place_of(const struct vocabulary *v, const char *code)
{
	return (size_t)(term_find(v, str_from(code)) - v->terms);
}

static struct cross by_group(struct work *w)
{
	struct cross cross;

	assert_true(cross_count(w, &practice_kind, list(w, "activity"), list(w, "group"), &cross));
	return cross;
}

static size_t cell(const struct cross *cross, const char *row, const char *column)
{
	return cross->counts[place_of(cross->rows, row) * cross->columns->n +
			     place_of(cross->columns, column)];
}

static void given(struct work *w, const char *parties, const char *activities, const char *state)
{
	struct practice *p = given_practice(w, "");

	set(w, p, "parties", parties);
	set(w, p, "activities", activities);
	p->record.state = str_from(state);
	save(w, p, SAVE_CREATED);
}

static void what_has_both_codes_counts_once_in_each_cell(void **state)
{
	struct work *w = *state;

	given(w, "FRA;CAN;SEN", "2.4;1.1", "published");
	given(w, "SEN", "2.4", "published");
	given(w, "EUE", "2.4", "published");
	given(w, "", "", "published");
	const struct cross cross = by_group(w);
	/* France and Canada are of one group. */
	assert_int_equal(cell(&cross, "2.4", "I"), 1);
	assert_int_equal(cell(&cross, "2.4", "Va"), 2);
	assert_int_equal(cell(&cross, "1.1", "I"), 1);
	assert_int_equal(cell(&cross, "1.1", "Va"), 1);
	assert_int_equal(cell(&cross, "2.4", "IV"), 0);
	assert_int_equal(cell(&cross, "2.3", "I"), 0);
	assert_int_equal(cross.of_rows[place_of(cross.rows, "2.4")], 3);
	assert_int_equal(cross.of_columns[place_of(cross.columns, "Va")], 2);
	assert_int_equal(cross.all, 4);
}

static void what_is_not_public_is_not_counted(void **state)
{
	struct work *w = *state;
	size_t *parties;

	given(w, "SEN", "2.4", "draft");
	const struct cross cross = by_group(w);
	assert_int_equal(cell(&cross, "2.4", "Va"), 0);
	assert_int_equal(cross.of_rows[place_of(cross.rows, "2.4")], 0);
	assert_int_equal(cross.of_columns[place_of(cross.columns, "Va")], 0);
	assert_int_equal(cross.all, 0);
	assert_true(cross_count_codes(w, &practice_kind, list(w, "party"), &parties));
	assert_int_equal(parties[place_of(list(w, "party"), "SEN")], 0);
}

static void codes_are_counted_alone(void **state)
{
	struct work *w = *state;
	size_t *parties;

	given(w, "SEN;FRA", "2.4", "published");
	given(w, "SEN", "", "published");
	assert_true(cross_count_codes(w, &practice_kind, list(w, "party"), &parties));
	assert_int_equal(parties[place_of(list(w, "party"), "SEN")], 2);
	assert_int_equal(parties[place_of(list(w, "party"), "FRA")], 1);
	assert_int_equal(parties[place_of(list(w, "party"), "DEU")], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(what_has_both_codes_counts_once_in_each_cell),
		IN_HOUSE(what_is_not_public_is_not_counted),
		IN_HOUSE(codes_are_counted_alone),
	};

	return RUN_IN_HOUSES("cross", tests);
}
