/* guideline_test.c - the rule of the guidelines, and the file they are shipped in. */
#include "guideline.h"
#include "house_work.h"
#include "list.h"

static struct guideline *given_guideline(struct work *w, const char *basis, struct codes stages)
{
	struct guideline *g = record_new(w, &guideline_kind);

	g->record.public_id = S("99");
	g->record.state = S("published");
	g->gist.in[LANG_EN] = S("Do it.");
	g->section = S("principles");
	g->value_chain_stages = stages;
	g->stage_basis = str_from(basis);
	return g;
}

static void assert_fits(struct work *w, const char *basis, struct codes stages, bool does_fit)
{
	struct problems p = problems_new(w->arena);

	record_check(w, &guideline_kind, given_guideline(w, basis, stages), &p);
	if (does_fit)
		assert_int_equal(p.n, 0);
	else
		assert_problem(&p, "stage_basis", "basis");
}

static void stages_stand_where_there_is_a_basis(void **state)
{
	const struct codes none = { 0 },
			   two = { (const struct str[]){ S("creation"), S("access") }, 2 };

	assert_fits(*state, "stated", two, true);
	assert_fits(*state, "judged", two, true);
	assert_fits(*state, "none", none, true);
	assert_fits(*state, "", none, true);
	assert_fits(*state, "stated", none, false);
	assert_fits(*state, "judged", none, false);
	assert_fits(*state, "none", two, false);
	assert_fits(*state, "", two, false);
}

static void the_shipped_paragraphs_stand_in_their_order(void **state)
{
	const struct list_query all = {
		.kind = &guideline_kind, .order = ORDER_OLDEST, .limit = LIST_LIMIT_MAX
	};
	const enum db_engine e = db_engine(((struct work *)*state)->db);
	struct fresh_house h;
	int64_t before = 0, n_parts = 0;

	fresh_house_open(&h, e, HOUSE_WITH_PRACTICES);
	const struct rows rows = list_rows(&h.work, &all);
	for (size_t i = 0; i < rows.n; i++) {
		struct str rest = ((const struct record *)row_at(&rows, i))->public_id, part;
		int64_t paragraph = 0, sub = 0;

		assert_true(str_cut(&rest, '.', &part) && str_int(part, &paragraph));
		assert_true(!rest.n || str_int(rest, &sub));
		assert_true(1000 * paragraph + sub > before);
		before = 1000 * paragraph + sub;
		n_parts += sub > 0;
	}
	assert_int_equal(rows.n, 90);
	assert_int_equal(n_parts, 63);
	assert_sound(&h.work);
	fresh_house_close(&h);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(stages_stand_where_there_is_a_basis),
		IN_HOUSE(the_shipped_paragraphs_stand_in_their_order),
	};

	return RUN_IN_HOUSES("guideline", tests);
}
