#include "finding.h"
#include "finding_html.h"
#include "finding_pages.h"

enum { RECORDS_SHOWN = 10, TERMS_SHOWN = 30, KINDS_MAX = 32, TITLE_MAX_BYTES = 100 };

static bool has_all_words(struct work *w, const struct search_text *search, struct told label)
{
	const struct query *q = &search->query;
	const struct search_text left_out = { .query = { .all = q->none, .n_all = q->n_none } };

	return passage_of(w->arena, search, label.text, label.lang, 0).n_found == q->n_all &&
	       !passage_of(w->arena, &left_out, label.text, label.lang, 0).n_found;
}

/* The label that has all the words, in the reader's language before others. */
static struct told label_found(
	struct work *w, const struct search_text *search, const struct term *t)
{
	for (size_t i = 0; i < LANG_COUNT; i++) {
		const struct language *l = &languages[(w->lang->index + i) % LANG_COUNT];
		const struct told label = { t->label[l->index], l };

		if (label.text.n && has_all_words(w, search, label))
			return label;
	}
	return (struct told){ 0 };
}

static void find_in_vocabulary(
	struct finding_view *v, const struct kind *k, const struct vocabulary *vocabulary)
{
	for (size_t i = 0; i < vocabulary->n && v->n_terms < TERMS_SHOWN; i++) {
		const struct term *t = &vocabulary->terms[i];
		struct told label = label_found(v->work, v->search, t);

		if (!label.lang)
			continue;
		/* Told in the reader's language, whichever it was found in. */
		if (t->label[v->work->lang->index].n)
			label = (struct told){ t->label[v->work->lang->index], v->work->lang };
		v->terms[v->n_terms++] = (struct found_term){ k, vocabulary, t, label };
	}
}

/* The first kind whose lists can be narrowed by the vocabulary, or NULL. */
static const struct kind *kind_narrowed_by(struct work *w, const struct vocabulary *vocabulary)
{
	HOUSE_EACH(w->house, m)
		for (const struct kind *const *k = m->kinds; k && *k; k++) {
			const struct filterable filterable = list_filterable(w, *k);

			for (size_t i = 0; i < filterable.n; i++)
				if (filterable.v[i] == vocabulary)
					return *k;
		}
	return NULL;
}

/* Are its terms the records of a kind? Those are found as what they are. */
static bool is_collection(const struct work *w, const struct vocabulary *v)
{
	const char *place = v->source->place;

	return place && house_kind_by_plural(w->house, str_from(place + 1));
}

/* Terms that lead somewhere: to a page of their own, or to the records that have them. */
static void find_terms(struct finding_view *v)
{
	const struct vocabularies *all = v->work->vocabularies;

	for (size_t i = 0; i < all->n; i++) {
		const struct kind *k = kind_narrowed_by(v->work, &all->v[i]);

		if ((k || all->v[i].source->place) && !is_collection(v->work, &all->v[i]))
			find_in_vocabulary(v, k, &all->v[i]);
	}
}

static void find_records(struct page_out *o, struct finding_view *v, const struct kind *k)
{
	const struct list_query query = { .kind = k,
		.q = v->q,
		.search = v->search,
		.order = ORDER_BEST,
		.limit = RECORDS_SHOWN };
	struct found_records *found = &v->records[v->n_records++];

	found->kind = k;
	found->list = list_page(v->work, &query);
	found->all = place_query(o, str_printf(o->arena, "/%s", k->plural).p,
		list_address(o->arena, &query, &(struct list_change){ 0 }));
	v->has_found |= found->list.total > 0;
	if (!found->list.total && !v->suggestion.n)
		v->suggestion = screen_suggest(v->work, &query);
}

static void find_everywhere(struct page_out *o, struct finding_view *v)
{
	struct work *w = v->work;

	v->records = ARENA_ARRAY(w->arena, struct found_records, KINDS_MAX);
	v->terms = ARENA_ARRAY(w->arena, struct found_term, TERMS_SHOWN);
	HOUSE_EACH(w->house, m)
		for (const struct kind *const *k = m->kinds; k && *k && v->n_records < KINDS_MAX;
			k++)
			find_records(o, v, *k);
	find_terms(v);
	v->has_found |= v->n_terms > 0;
}

static struct str title_of(struct work *w, const struct finding_view *v)
{
	struct str title = str_from(T(w, "Search"));

	if (!v->q.n || v->q.n > TITLE_MAX_BYTES)
		return title;
	return str_printf(w->arena, STR_FMT " · " STR_FMT, STR_ARG(v->q), STR_ARG(title));
}

static enum http_status finding_page(struct request *r)
{
	struct work *w = work_of(r);
	struct finding_view v = { .work = w, .q = str_trim(request_param(r, "q")) };
	struct page_out o = page_begin(r);
	struct search_text search;

	if (v.q.n) {
		search = search_text_parse(w->arena, v.q);
		v.search = w->search = &search;
		if (!search.is_too_long && !search.is_empty)
			find_everywhere(&o, &v);
	}
	finding_page_html(&o, &v);
	const struct crumb crumbs[] = { { NULL, str_from(T(w, "Search")) } };
	const struct page page = {
		.title = title_of(w, &v), .crumbs = crumbs, .n_crumbs = COUNT(crumbs)
	};
	return page_send(r, &w->house->frame, &page, &o);
}

static const struct route routes[] = {
	{ METHOD_GET, "/{lang}/search", LANE_READ, VERB_READ, finding_page },
	{ 0 },
};

const struct module finding_module = { .name = "finding", .routes = routes };
