#include "coverage_pages.h"
#include "coverage_html.h"

/* ---- for the template */

static struct url cell_url(struct page_out *o, const struct cross *cross, size_t row, size_t column)
{
	return url_path(o->arena, "/{}/{}?{}={}&{}={}",
		(const struct str[]){ str_from(o->lang->code), str_from(practice_kind.plural),
			str_from(cross->rows->source->name), cross->rows->terms[row].code,
			str_from(cross->columns->source->name),
			cross->columns->terms[column].code },
		6);
}

static const struct chart_label *labels(struct page_out *o, const struct vocabulary *v)
{
	struct chart_label *all = ARENA_ARRAY(o->arena, struct chart_label, v->n);

	for (size_t i = 0; i < v->n; i++) {
		const struct term *t = &v->terms[i];

		all[i] = (struct chart_label){ v->source->shows_codes ? t->code : S(""),
			term_label(t, o->lang), term_output(v, t),
			narrowed_url(o, &practice_kind, v, t) };
	}
	return all;
}

static const int64_t *figures(struct page_out *o, const size_t *counts, size_t n)
{
	int64_t *all = ARENA_ARRAY(o->arena, int64_t, n);

	for (size_t i = 0; i < n; i++)
		all[i] = (int64_t)counts[i];
	return all;
}

static const struct url *links(struct page_out *o, const struct cross *cross)
{
	struct url *all = ARENA_ARRAY(o->arena, struct url, cross->rows->n * cross->columns->n);
	size_t n = 0;

	for (size_t row = 0; row < cross->rows->n; row++)
		for (size_t column = 0; column < cross->columns->n; column++)
			all[n++] = cell_url(o, cross, row, column);
	return all;
}

void coverage_table(struct page_out *o, const struct coverage_view *v, enum coverage_by by,
	const struct chart_name *name)
{
	const struct cross *cross = &v->coverage.tables[by];
	const size_t n_rows = cross->rows->n, n_columns = cross->columns->n;
	const struct chart_table table = { .name = *name,
		.of_rows = str_from(tr_text(o->lang, cross->rows->source->label)),
		.of_columns = str_from(tr_text(o->lang, cross->columns->source->label)),
		.rows = labels(o, cross->rows),
		.columns = labels(o, cross->columns),
		.n_rows = n_rows,
		.n_columns = n_columns,
		.figures = figures(o, cross->counts, n_rows * n_columns),
		.links = links(o, cross),
		.row_totals = figures(o, cross->of_rows, n_rows),
		.column_totals = figures(o, cross->of_columns, n_columns),
		.total = (int64_t)cross->all,
		.total_link = collection_url(o, &practice_kind),
		.bound = LIST_COUNT_MAX };

	chart_heat(o, &table);
}

size_t coverage_gaps(const struct cross *cross, size_t column)
{
	size_t n = 0;

	for (size_t row = 0; row < cross->rows->n; row++)
		n += !cross->counts[row * cross->columns->n + column];
	return n;
}

struct str coverage_gaps_shown(struct page_out *o, const struct cross *cross, size_t column)
{
	struct out codes = out_new(o->arena, 1 << 16);

	for (size_t row = 0; row < cross->rows->n; row++) {
		if (cross->counts[row * cross->columns->n + column])
			continue;
		if (codes.n)
			out_z(&codes, tr(o->lang, ", "));
		out_str(&codes, cross->rows->terms[row].code);
	}
	return out_done(&codes);
}

size_t coverage_activities_without(const struct coverage *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->activities->n; i++)
		n += !c->tables[0].of_rows[i];
	return n;
}

struct url coverage_party_url(struct page_out *o, const struct term *party)
{
	return place_under(o, "/parties", party->code);
}

/* ---- the page */

static bool find_without(struct coverage_view *v)
{
	struct work *w = v->work;
	const struct vocabulary *parties = vocabulary_find(w->vocabularies, S("party"));
	size_t *counts;

	if (!cross_count_codes(w, &practice_kind, parties, &counts))
		return false;
	v->without = ARENA_ARRAY(w->arena, const struct term *, parties->n);
	for (size_t i = 0; i < parties->n; i++) {
		const struct term *party = parties->in_language[w->lang->index][i];

		if (!counts[party - parties->terms])
			v->without[v->n_without++] = party;
	}
	return true;
}

enum http_status coverage_page(struct request *r)
{
	struct work *w = work_of(r);
	struct coverage_view v = { .work = w };

	/* The store failed, or a worker is to do this: whatever is said now is not sent. */
	if (!coverage_count(w, &v.coverage) || !find_without(&v))
		return HTTP_UNAVAILABLE;
	struct page_out o = page_begin(r);

	coverage_html(&o, &v);
	const struct crumb crumbs[] = {
		{ "/practices", str_from(tr_text(w->lang, practice_kind.label_plural)) },
		{ NULL, str_from(T(w, "Coverage")) },
	};
	const struct page page = { .title = crumbs[1].label,
		.description = str_from(T(w, "Good practices by activity, electoral group and "
					     "stage of the value chain: where examples are, and "
					     "where none is known.")),
		.nav_path = "/practices",
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs) };
	return page_send(r, &w->house->frame, &page, &o);
}
