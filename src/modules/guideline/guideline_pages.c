#include "guideline_pages.h"
#include "guideline_html.h"

/* ---- for the templates */

struct str guideline_parent(const struct guideline *g)
{
	const struct str number = g->record.public_id;
	const size_t dot = str_find(number, '.');

	return dot < number.n ? (struct str){ number.p, dot } : S("");
}

struct str guideline_anchor(struct page_out *o, const struct guideline *g)
{
	const struct str parent = guideline_parent(g), number = g->record.public_id;

	if (!parent.n)
		return str_printf(o->arena, "p" STR_FMT, STR_ARG(number));
	return str_printf(o->arena, "p" STR_FMT "-" STR_FMT, STR_ARG(parent),
		STR_ARG(str_from_at(number, parent.n + 1)));
}

struct url guideline_url(struct page_out *o, const struct guideline *g)
{
	return record_url(o, &guideline_kind, g->record.public_id);
}

struct str guideline_section(const struct rows *rows, size_t i)
{
	return ((const struct guideline *)row_at(rows, i))->section;
}

bool guideline_opens_section(const struct rows *rows, size_t i)
{
	return !i || !str_eq(guideline_section(rows, i), guideline_section(rows, i - 1));
}

struct str guideline_count(struct page_out *o, const struct rows *rows)
{
	size_t n_parts = 0;

	for (size_t i = 0; i < rows->n; i++)
		n_parts += guideline_parent(row_at(rows, i)).n > 0;
	const size_t n = rows->n - n_parts;
	const struct str paragraphs =
		STR_FILL(o->arena, trn(o->lang, "{1} paragraph", "{1} paragraphs", n),
			format_number(o->arena, o->lang, (int64_t)n));
	const struct str parts =
		STR_FILL(o->arena, trn(o->lang, "{1} sub-paragraph", "{1} sub-paragraphs", n_parts),
			format_number(o->arena, o->lang, (int64_t)n_parts));
	if (!n_parts)
		return paragraphs;
	return n ? STR_FILL(o->arena, tr(o->lang, "{1} and {2}"), paragraphs, parts) : parts;
}

static bool rests_on(const struct framework_entry *activity, const struct rows *of)
{
	for (size_t i = 0; i < of->n; i++)
		if (codes_hold(activity->paragraphs,
			    ((const struct record *)row_at(of, i))->public_id))
			return true;
	return false;
}

struct terms guideline_activities(const struct work *w, const struct rows *of)
{
	const struct framework_list *all = &framework_now(w)->part[FRAMEWORK_ACTIVITIES];
	struct terms found = { vocabulary_find(w->vocabularies, S("activity")),
		ARENA_ARRAY(w->arena, const struct term *, all->n + 1), 0 };

	for (size_t i = 0; i < all->n; i++) {
		const struct term *t = term_find(found.vocabulary, all->v[i].code);

		if (t && rests_on(&all->v[i], of))
			found.v[found.n++] = t;
	}
	return found;
}

/* ---- the whole document */

enum http_status guideline_list_page(struct request *r)
{
	struct work *w = work_of(r);
	struct problems problems = problems_new(w->arena);
	struct page_out o = page_begin(r);
	struct list_query q;
	struct list_view v;

	if (!list_parse(w, &guideline_kind, r->params.v, r->params.n, true, &q, &problems))
		return asked_refuse(r, &problems);
	/* A document is read on one page from its beginning, whatever is looked for in it. */
	q.order = ORDER_OLDEST;
	q.has_order = false;
	if (!q.has_limit)
		q.limit = LIST_LIMIT_MAX;
	q.wants_facets = true;
	if (!list_view_fill(&o, w, &q, &v))
		return HTTP_UNAVAILABLE;
	guideline_list_html(&o, &v);
	return list_view_send(r, &v, &o);
}

/* ---- one paragraph */

/* The nearest row before or after that is a paragraph, or a part of the same one. */
static const struct guideline *neighbour(
	const struct rows *all, size_t at, const struct guideline *g, int step)
{
	for (size_t i = at + (size_t)step; i < all->n; i += (size_t)step)
		if (str_eq(guideline_parent(row_at(all, i)), guideline_parent(g)))
			return row_at(all, i);
	return NULL;
}

/* Parts follow what they are parts of. */
static struct rows parts_of(const struct rows *all, size_t at)
{
	const struct guideline *g = row_at(all, at);
	struct rows parts = { all->kind, row_at(all, at + 1), 0 };

	while (at + 1 + parts.n < all->n &&
		str_eq(guideline_parent(row_at(all, at + 1 + parts.n)), g->record.public_id))
		parts.n++;
	return parts;
}

static const struct guideline *find(const struct rows *all, struct str number, size_t *ret_at)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct guideline *g = row_at(all, i);

		if (str_eq(g->record.public_id, number)) {
			*ret_at = i;
			return g;
		}
	}
	return NULL;
}

static bool find_in_document(struct guideline_view *v, struct str number)
{
	const struct list_query document = {
		.kind = &guideline_kind, .order = ORDER_OLDEST, .limit = LIST_LIMIT_MAX
	};
	const struct rows all = list_rows(v->work, &document);
	size_t at = 0, parent_at;

	v->guideline = find(&all, number, &at);
	if (!v->guideline)
		return false;
	const struct rows itself_and_parts = { all.kind, row_at(&all, at),
		parts_of(&all, at).n + 1 };
	v->parts = parts_of(&all, at);
	v->parent = find(&all, guideline_parent(v->guideline), &parent_at);
	v->previous = neighbour(&all, at, v->guideline, -1);
	v->next = neighbour(&all, at, v->guideline, 1);
	v->activities = guideline_activities(v->work, &itself_and_parts);
	return true;
}

enum http_status guideline_page(struct request *r)
{
	struct work *w = work_of(r);
	struct guideline_view v = { .work = w };
	struct page_out o = page_begin(r);

	if (!find_in_document(&v, request_path_arg(r, "id")))
		return HTTP_NOT_FOUND;
	if (v.activities.n)
		v.practices = having_terms(&o, w, &practice_kind, v.activities);
	guideline_html(&o, &v);
	const struct str number = v.guideline->record.public_id;
	const struct str label = str_from(tr_text(w->lang, guideline_kind.label_plural));
	const char *const shown = T(w, "Paragraph {1}");
	struct crumb crumbs[] = { { "/guidelines", label }, { NULL, S("") }, { NULL, S("") } };
	size_t n = 1;

	if (v.parent)
		crumbs[n++] = (struct crumb){ str_printf(w->arena, "/guidelines/" STR_FMT,
						      STR_ARG(v.parent->record.public_id))
						      .p,
			STR_FILL(w->arena, shown, v.parent->record.public_id) };
	crumbs[n++] = (struct crumb){ NULL, STR_FILL(w->arena, shown, number) };
	const struct page page = { .title = STR_FILL(
					   w->arena, "{1} · {2}", crumbs[n - 1].label, label),
		.description = record_title(&guideline_kind, v.guideline, w->lang).text,
		.nav_path = "/guidelines",
		.crumbs = crumbs,
		.n_crumbs = n };
	return page_send(r, &w->house->frame, &page, &o);
}
