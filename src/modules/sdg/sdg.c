#include "sdg.h"
#include "csv.h"
#include "reference.h"
#include "sdg_pages.h"

#include <stdlib.h>
#include <string.h>

/* By number. The short names that the United Nations give them. */
static const char *const goals[] = {
	"",
	N_("No poverty"),
	N_("Zero hunger"),
	N_("Good health and well-being"),
	N_("Quality education"),
	N_("Gender equality"),
	N_("Clean water and sanitation"),
	N_("Affordable and clean energy"),
	N_("Decent work and economic growth"),
	N_("Industry, innovation and infrastructure"),
	N_("Reduced inequalities"),
	N_("Sustainable cities and communities"),
	N_("Responsible consumption and production"),
	N_("Climate action"),
	N_("Life below water"),
	N_("Life on land"),
	N_("Peace, justice and strong institutions"),
	N_("Partnerships for the goals"),
};

const char *sdg_goal_name(int64_t goal)
{
	return goal > 0 && (size_t)goal < COUNT(goals) ? goals[goal] : "";
}

/* ---- targets */

enum { TARGETS_MAX = 400 };

enum {
	TARGET_CODE,
	TARGET_LABEL_EN,
	TARGET_LABEL_FR,
	TARGET_USE_EN,
	TARGET_USE_CHECKED,
	TARGET_SOURCE,
	TARGET_USE_FR,
	TARGET_COLUMNS
};

static int64_t goal_of(struct str code)
{
	int64_t goal = 0;

	str_int((struct str){ code.p, str_find(code, '.') }, &goal);
	return goal;
}

/* The address the source begins with, if it does. */
static struct str address_of(struct str source)
{
	const struct str address = { source.p, str_find(source, ' ') };

	return str_starts(address, S("https://")) ? address : S("");
}

static struct sdg_target read_target(const struct csv_cell *cells)
{
	struct sdg_target t = { .code = cells[TARGET_CODE].text,
		.goal = goal_of(cells[TARGET_CODE].text),
		.is_checked = !str_is(cells[TARGET_USE_CHECKED].text, "memory"),
		.source = address_of(cells[TARGET_SOURCE].text) };

	t.label.in[LANG_EN] = cells[TARGET_LABEL_EN].text;
	t.label.in[LANG_FR] = cells[TARGET_LABEL_FR].text;
	t.use.in[LANG_EN] = cells[TARGET_USE_EN].text;
	t.use.in[LANG_FR] = cells[TARGET_USE_FR].text;
	return t;
}

static struct sdg_target *find(const struct sdg_targets *all, struct str code)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].code, code))
			return &all->v[i];
	return NULL;
}

/* Targets that a later edition of the framework names are told too, though no use is known. */
static void add_named(struct sdg_targets *all, const struct framework_list *named)
{
	for (size_t i = 0; i < named->n && all->n < TARGETS_MAX; i++) {
		const struct framework_entry *entry = &named->v[i];
		struct sdg_target *t = find(all, entry->code);

		if (!t) {
			t = &all->v[all->n++];
			*t = (struct sdg_target){ .code = entry->code,
				.goal = goal_of(entry->code),
				.label = entry->title };
		}
		t->named = entry;
	}
}

/* 8.3, 8.9, 8.10, 8.a: numbers by their value, then letters. */
static int compare(const void *a, const void *b)
{
	const struct sdg_target *x = a, *y = b;
	const struct str s = str_from_at(x->code, str_find(x->code, '.'));
	const struct str t = str_from_at(y->code, str_find(y->code, '.'));
	int64_t m = INT64_MAX, n = INT64_MAX;

	if (x->goal != y->goal)
		return x->goal < y->goal ? -1 : 1;
	str_int(str_from_at(s, s.n > 0), &m);
	str_int(str_from_at(t, t.n > 0), &n);
	return m != n ? (m < n ? -1 : 1) : str_compare(s, t);
}

struct sdg_targets sdg_targets(struct work *w)
{
	struct csv_reader reader = csv_read(reference_file("sdg.csv"));
	struct sdg_targets all = { ARENA_ARRAY(w->arena, struct sdg_target, TARGETS_MAX), 0 };
	struct csv_row row;

	csv_next(&reader, w->arena, &row); /* names of columns */
	while (all.n < TARGETS_MAX && csv_next(&reader, w->arena, &row) == CSV_ROW &&
		row.n >= TARGET_COLUMNS)
		all.v[all.n++] = read_target(row.cells);
	add_named(&all, &framework_now(w)->part[FRAMEWORK_TARGETS]);
	qsort(all.v, all.n, sizeof *all.v, compare);
	return all;
}

/* ---- what serves them */

static struct terms serving(struct work *w, enum framework_part part, const char *vocabulary,
	const struct sdg_target *t)
{
	const struct framework_list *all = &framework_now(w)->part[part];
	struct terms found = { vocabulary_find(w->vocabularies, str_from(vocabulary)),
		ARENA_ARRAY(w->arena, const struct term *, all->n + 1), 0 };

	for (size_t i = 0; i < all->n; i++) {
		const struct term *term = term_find(found.vocabulary, all->v[i].code);

		if (term && codes_hold(all->v[i].targets, t->code))
			found.v[found.n++] = term;
	}
	return found;
}

struct terms sdg_activities(struct work *w, const struct sdg_target *t)
{
	return serving(w, FRAMEWORK_ACTIVITIES, "activity", t);
}

struct terms sdg_outputs(struct work *w, const struct sdg_target *t)
{
	return serving(w, FRAMEWORK_OUTPUTS, "output", t);
}

/* ---- the module */

static const struct route routes[] = {
	{ METHOD_GET, "/{lang}/sdg", LANE_READ, VERB_READ, sdg_list_page },
	{ METHOD_GET, "/{lang}/sdg/:target", LANE_READ, VERB_READ, sdg_page },
	{ 0 },
};

const struct module sdg_module = { .name = "sdg", .routes = routes };
