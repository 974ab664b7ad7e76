/* list_parse.c - from the parameters of an address to a list_query, and back. */
#include "list.h"

#include <assert.h>
#include <string.h>

static void filterable_add(struct filterable *all, const struct vocabulary *v)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i] == v)
			return;
	assert(all->n < LIST_FILTERS_MAX);
	all->v[all->n++] = v;
}

/* The vocabulary above, in which a record also counts: output above activity. */
static const struct vocabulary *broader_of(const struct vocabulary *v)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->terms[i].broader_vocabulary && v->terms[i].broader_vocabulary != v)
			return v->terms[i].broader_vocabulary;
	return NULL;
}

struct filterable list_filterable(const struct work *w, const struct kind *k)
{
	struct filterable all = { .has_year = k->start != NULL };

	for (size_t i = 0; i < k->n_fields; i++) {
		const struct vocabulary *v = field_vocabulary(w, &k->fields[i]);

		for (; v && k->fields[i].flags & F_FILTER; v = broader_of(v))
			filterable_add(&all, v);
	}
	return all;
}

/* ---- reading parameters */

struct parsing {
	struct work *work;
	const struct kind *kind;
	struct filterable filterable;
	struct list_query *query;
	struct problems *problems;
	size_t n_params;
	unsigned met; /* of own_params, a bit each */
};

static void bad_value(struct parsing *p, const struct param *param)
{
	problem_add(p->problems, param->name, "bad_value",
		STR_FILL(p->work->arena, T(p->work, "“{1}” is not a possible value of “{2}”"),
			param->value, param->name));
}

static struct list_filter *filter_for(struct parsing *p, const struct vocabulary *v)
{
	struct list_query *q = p->query;

	for (size_t i = 0; i < q->n_filters; i++)
		if (q->filters[i].vocabulary == v)
			return &q->filters[i];
	q->filters[q->n_filters] = (struct list_filter){ .vocabulary = v,
		.terms = ARENA_ARRAY(p->work->arena, const struct term *, v->n_known) };
	return &q->filters[q->n_filters++];
}

static void add_term(struct list_filter *f, const struct term *t)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->terms[i] == t)
			return;
	f->terms[f->n++] = t;
}

static void parse_code(struct parsing *p, const struct vocabulary *v, const struct param *param)
{
	const struct term *t = term_find(v, param->value);
	struct list_filter *f;

	if (!t) {
		struct str label = str_from(tr_text(p->work->lang, v->source->label));

		problem_add(p->problems, param->name, "bad_value",
			STR_FILL(p->work->arena, T(p->work, "“{1}” is not a known code of “{2}”"),
				param->value, label));
		return;
	}
	f = filter_for(p, v);
	for (size_t i = 0; i < t->n_became; i++)
		add_term(f, t->became[i]);
	if (!t->n_became)
		add_term(f, t);
}

static void parse_year(struct parsing *p, const struct param *param)
{
	struct list_query *q = p->query;
	int64_t year;

	if (param->value.n != 4 || !str_int(param->value, &year) || year < 1000) {
		bad_value(p, param);
		return;
	}
	if (!q->years)
		q->years = ARENA_ARRAY(p->work->arena, int64_t, p->n_params);
	for (size_t i = 0; i < q->n_years; i++)
		if (q->years[i] == year)
			return;
	q->years[q->n_years++] = year;
}

static void parse_limit(struct parsing *p, const struct param *param)
{
	int64_t limit;

	if (!str_int(param->value, &limit) || limit < 1 || limit > LIST_LIMIT_MAX) {
		bad_value(p, param);
		return;
	}
	p->query->limit = limit;
	p->query->has_limit = true;
}

/* "a123": beyond record 123; "b123": before it, going back. */
static void parse_cursor(struct parsing *p, const struct param *param)
{
	bool is_back = param->value.n && param->value.p[0] == 'b';
	int64_t seq;

	if (!param->value.n || (!is_back && param->value.p[0] != 'a') ||
		!str_int(str_from_at(param->value, 1), &seq) || seq < 1 || seq > INT32_MAX) {
		problem_add(p->problems, param->name, "bad_value",
			str_from(T(p->work, "this page of the list is not there any more")));
		return;
	}
	p->query->after_seq = is_back ? 0 : seq;
	p->query->before_seq = is_back ? seq : 0;
}

static void parse_lang(struct parsing *p, const struct param *param)
{
	p->query->only = language_by_code(param->value);
	if (!p->query->only)
		bad_value(p, param);
}

static void parse_words(struct parsing *p, const struct param *param)
{
	struct search_text *search = ARENA_NEW(p->work->arena, struct search_text);

	*search = search_text_parse(p->work->arena, param->value);
	if (search->is_too_long)
		problem_add(p->problems, param->name, "too_long",
			STR_FILL(p->work->arena, T(p->work, "a search has at most {1} words"),
				str_printf(p->work->arena, "%d", SEARCH_WORDS_MAX)));
	p->query->q = param->value;
	p->query->search = search;
}

/* To add an order: its name here. */
static const char *const order_names[ORDER_COUNT] = {
	[ORDER_NEWEST] = "-created_at",
	[ORDER_OLDEST] = "created_at",
	[ORDER_BEST] = "relevance",
	[ORDER_TITLE] = "title",
	[ORDER_TITLE_DOWN] = "-title",
	[ORDER_START] = "start_year",
	[ORDER_START_DOWN] = "-start_year",
};

const char *list_order_name(enum list_order order)
{
	return order_names[order];
}

bool list_has_order(const struct kind *k, enum list_order order)
{
	return k->start || (order != ORDER_START && order != ORDER_START_DOWN);
}

static void parse_order(struct parsing *p, const struct param *param)
{
	for (size_t i = 0; i < ORDER_COUNT; i++)
		if (str_is(param->value, order_names[i]) &&
			list_has_order(p->kind, (enum list_order)i)) {
			p->query->order = (enum list_order)i;
			p->query->has_order = true;
			return;
		}
	bad_value(p, param);
}

static void parse_facets(struct parsing *p, const struct param *param)
{
	if (!str_is(param->value, "1") && !str_is(param->value, "0")) {
		bad_value(p, param);
		return;
	}
	p->query->wants_facets = p->query->has_facets = str_is(param->value, "1");
}

static void parse_format(struct parsing *p, const struct param *param)
{
	static const char *const formats[] = { "json", "csv", "jsonl", "xlsx" };

	for (size_t i = 0; i < COUNT(formats); i++)
		if (str_is(param->value, formats[i])) {
			p->query->format = param->value;
			return;
		}
	bad_value(p, param);
}

/* To add a parameter that is no vocabulary: a row here. */
static const struct {
	const char *name;
	void (*parse)(struct parsing *p, const struct param *param);
} own_params[] = {
	{ "q", parse_words },
	{ "sort", parse_order },
	{ "facets", parse_facets },
	{ "limit", parse_limit },
	{ "cursor", parse_cursor },
	{ "lang", parse_lang },
	{ "format", parse_format },
};

/* Filters may be repeated; of these only one could hold. */
static void parse_own(struct parsing *p, size_t i, const struct param *param)
{
	if (p->met & 1u << i) {
		problem_add(p->problems, param->name, "repeated",
			STR_FILL(p->work->arena, T(p->work, "“{1}” may be given only once"),
				param->name));
		return;
	}
	p->met |= 1u << i;
	own_params[i].parse(p, param);
}

static void parse_one(struct parsing *p, const struct param *param)
{
	for (size_t i = 0; i < p->filterable.n; i++)
		if (str_is(param->name, p->filterable.v[i]->source->name)) {
			parse_code(p, p->filterable.v[i], param);
			return;
		}
	if (p->filterable.has_year && str_is(param->name, "year")) {
		parse_year(p, param);
		return;
	}
	for (size_t i = 0; i < COUNT(own_params); i++)
		if (str_is(param->name, own_params[i].name)) {
			parse_own(p, i, param);
			return;
		}
	problem_add(p->problems, param->name, "unknown_name",
		STR_FILL(p->work->arena, T(p->work, "there is no filter “{1}” here"), param->name));
}

/* An input of a form that nobody filled in. */
static bool is_left_empty(const struct parsing *p, const struct param *param)
{
	bool is_input = (p->filterable.has_year && str_is(param->name, "year")) ||
			str_is(param->name, "q") || str_is(param->name, "sort");

	for (size_t i = 0; i < p->filterable.n && !is_input; i++)
		is_input = str_is(param->name, p->filterable.v[i]->source->name);
	return is_input && !str_trim(param->value).n;
}

static size_t n_values(const struct list_query *q)
{
	size_t n = q->n_years;

	for (size_t i = 0; i < q->n_filters; i++)
		n += q->filters[i].n;
	return n;
}

/* A file without a limit is the whole list: it has no pages to begin at. */
static void check_cursor(struct parsing *p)
{
	const struct list_query *q = p->query;

	if ((q->after_seq || q->before_seq) && !q->has_limit && !str_is(q->format, "json"))
		problem_add(p->problems, S("cursor"), "bad_value",
			STR_FILL(p->work->arena,
				T(p->work, "“{1}” goes with “{2}”: without it the file holds the "
					   "whole list"),
				S("cursor"), S("limit")));
}

bool list_parse(struct work *w, const struct kind *k, const struct param *params, size_t n,
	bool is_form, struct list_query *ret_query, struct problems *problems)
{
	struct parsing p = { w, k, list_filterable(w, k), ret_query, problems, n, 0 };

	*ret_query =
		(struct list_query){ .kind = k, .limit = LIST_LIMIT_DEFAULT, .format = S("json") };
	for (size_t i = 0; i < n; i++)
		if (!is_form || !is_left_empty(&p, &params[i]))
			parse_one(&p, &params[i]);
	if (n_values(ret_query) > LIST_VALUES_MAX)
		problem_add(problems, S(""), "too_many_values",
			str_from(T(w, "these are too many values")));
	if (ret_query->search && !ret_query->has_order)
		ret_query->order = ORDER_BEST;
	check_cursor(&p);
	return !problems->n;
}

/* ---- writing them again */

static void add_param(struct out *o, const char *name, struct str value)
{
	out_char(o, o->n ? '&' : '?');
	out_z(o, name);
	out_char(o, '=');
	out_url_component(o, value);
}

static void add_filters(struct arena *a, struct out *o, const struct list_query *q,
	const struct list_change *change)
{
	for (size_t i = 0; i < q->n_filters; i++)
		for (size_t t = 0; t < q->filters[i].n; t++)
			if (q->filters[i].terms[t] != change->without)
				add_param(o, q->filters[i].vocabulary->source->name,
					q->filters[i].terms[t]->code);
	for (size_t i = 0; i < q->n_years; i++)
		if (q->years[i] != change->without_year)
			add_param(o, "year", str_printf(a, "%lld", (long long)q->years[i]));
}

struct str list_address(
	struct arena *a, const struct list_query *q, const struct list_change *change)
{
	struct out o = out_new(a, 1 << 16);

	if (q->search && !change->without_words)
		add_param(&o, "q", q->q);
	add_filters(a, &o, q, change);
	if (change->has_order)
		add_param(&o, "sort", str_from(list_order_name(change->order)));
	else if (q->has_order && !(change->without_words && q->order == ORDER_BEST))
		add_param(&o, "sort", str_from(list_order_name(q->order)));
	if (q->only)
		add_param(&o, "lang", str_from(q->only->code));
	if (q->has_facets && change->cursor.n)
		add_param(&o, "facets", S("1"));
	if (q->has_limit && change->cursor.n)
		add_param(&o, "limit", str_printf(a, "%lld", (long long)q->limit));
	if (change->cursor.n)
		add_param(&o, "cursor", change->cursor);
	return out_done(&o);
}
