/* describe_test.c - every address of the API has words; every column and field has its meaning. */
#include "api.h"
#include "describe.h"
#include "dictionary.h"
#include "exchange.h"
#include "house_work.h"
#include "modules.h"

#include <string.h>

/* ---- routes */

static enum http_status unheard_of(struct request *r)
{
	(void)r;
	return HTTP_OK;
}

static void every_route_of_the_api_is_described(void **state)
{
	const struct route *missed = api_undescribed(house_routes());

	(void)state;
	if (missed)
		fail_msg("%s %s has no row in describe.c", method_name(missed->method),
			missed->pattern);
}

static void a_route_without_words_is_found(void **state)
{
	static const struct route other[] = {
		{ METHOD_GET, "/api/v10", LANE_READ, VERB_READ, unheard_of },
		{ METHOD_GET, "/{lang}/api", LANE_READ, VERB_READ, unheard_of },
		{ 0 },
	};
	static const struct route row[] = {
		EXCHANGE_API(&practice_kind, "practices"),
		{ METHOD_GET, "/api/v1/practices/:id/past", LANE_READ, VERB_READ, unheard_of },
		{ 0 },
	};
	static const struct route method[] = {
		{ METHOD_POST, "/api/v1/practices", LANE_WRITE, VERB_WRITE, exchange_list_api },
		{ 0 },
	};

	(void)state;
	assert_null(api_undescribed((const struct route *const[]){ other, NULL }));
	assert_ptr_equal(
		api_undescribed((const struct route *const[]){ other, row, NULL }), &row[2]);
	assert_ptr_equal(api_undescribed((const struct route *const[]){ method, NULL }), method);
}

static void as_many_operations_as_routes_each_with_a_name_of_its_own(void **state)
{
	struct work *w = *state;
	struct api_operations all = api_describe(w, house_routes());
	size_t n = 0;

	for (const struct route *const *table = house_routes(); *table; table++)
		for (const struct route *r = *table; r->pattern; r++)
			n += !strcmp(r->pattern, "/api/v1") ||
			     !strncmp(r->pattern, "/api/v1/", strlen("/api/v1/"));
	assert_int_equal(all.n, n);
	for (size_t i = 0; i < all.n; i++)
		for (size_t other = 0; other < i; other++)
			assert_false(str_eq(all.v[i].id, all.v[other].id));
}

static void open_parts_of_a_path_stand_in_braces(void **state)
{
	struct work *w = *state;
	static const struct route rows[] = { EXCHANGE_API(&practice_kind, "practices"), { 0 } };
	struct api_operations all = api_describe(w, (const struct route *const[]){ rows, NULL });

	assert_true(api_has_list((const struct route *const[]){ rows, NULL }, &practice_kind));
	assert_false(api_has_list((const struct route *const[]){ rows + 1, NULL }, &practice_kind));
	assert_int_equal(all.n, 2);
	assert_text(all.v[0].path, "/api/v1/practices");
	assert_text(all.v[1].path, "/api/v1/practices/{id}");
	assert_string_equal(all.v[1].parameters[0].name, "id");
	assert_true(all.v[1].parameters[0].is_in_path);
	assert_text(all.v[1].id, "get_practice");
}

static bool has_parameter(const struct api_operation *op, const char *name)
{
	for (size_t i = 0; i < op->n_parameters; i++)
		if (!strcmp(op->parameters[i].name, name))
			return true;
	return false;
}

static void a_kind_without_a_start_has_neither_year_nor_its_order(void **state)
{
	struct work *w = *state;
	struct kind timeless = practice_kind;
	const struct route rows[] = {
		{ METHOD_GET, "/api/v1/timeless", LANE_READ, VERB_READ, exchange_list_api, 0,
			&timeless },
		EXCHANGE_API(&practice_kind, "practices"),
		{ 0 },
	};

	timeless.start = timeless.end = NULL;
	struct api_operations all = api_describe(w, (const struct route *const[]){ rows, NULL });

	assert_false(has_parameter(&all.v[0], "year"));
	assert_true(has_parameter(&all.v[1], "year"));
	for (size_t i = 0; i < all.v[0].n_parameters; i++) {
		const struct api_parameter *p = &all.v[0].parameters[i];

		for (size_t v = 0; v < p->n_values; v++)
			assert_null(strstr(p->values[v], "start_year"));
	}
}

static void every_order_and_format_that_lists_have_is_described(void **state)
{
	struct work *w = *state;
	static const struct route rows[] = { EXCHANGE_API(&practice_kind, "practices"), { 0 } };
	struct api_operations all = api_describe(w, (const struct route *const[]){ rows, NULL });
	size_t n_met = 0;

	for (size_t i = 0; i < all.v[0].n_parameters; i++) {
		const struct api_parameter *p = &all.v[0].parameters[i];
		bool is_sort = !strcmp(p->name, "sort"), is_format = !strcmp(p->name, "format");

		n_met += is_sort || is_format;
		if (is_sort)
			assert_int_equal(p->n_values, ORDER_COUNT);
		if (is_format)
			assert_int_equal(p->n_values, EXPORT_FORMAT_COUNT);
		for (size_t v = 0; v < p->n_values && (is_sort || is_format); v++)
			assert_string_equal(
				p->values[v], is_sort ? list_order_name((enum list_order)v)
						      : export_name((enum export_format)v));
	}
	assert_int_equal(n_met, 2);
}

/* ---- columns and fields */

static void every_kind_says_what_it_holds(void **state)
{
	(void)state;
	HOUSE_EACH(&house, m)
		for (const struct kind *const *k = m->kinds; k && *k; k++)
			if (!(*k)->meaning)
				fail_msg("%s has no meaning", (*k)->name);
}

static void every_field_of_every_kind_says_what_belongs_in_it(void **state)
{
	(void)state;
	HOUSE_EACH(&house, m)
		for (const struct kind *const *k = m->kinds; k && *k; k++)
			for (size_t i = 0; i < (*k)->n_fields; i++)
				if (!(*k)->fields[i].hint)
					fail_msg("%s of %s has no hint", (*k)->fields[i].name,
						(*k)->name);
}

static const struct dictionary_entry *entry_named(const struct dictionary *d, const char *name)
{
	for (size_t i = 0; i < d->n; i++)
		if (str_is(d->v[i].name, name))
			return &d->v[i];
	fail_msg("no column %s", name);
	return NULL;
}

static void the_dictionary_tells_column_type_and_limits(void **state)
{
	struct work *w = *state;
	struct dictionary d = dictionary_of(w, &practice_kind, &languages[LANG_EN]);
	const struct dictionary_entry *title = entry_named(&d, "title_fr");

	assert_int_equal(d.n, kind_open_columns(w->arena, &practice_kind).n + 1);
	assert_text(d.v[0].name, "id");
	assert_text(title->label, "Title (French)");
	assert_int_equal(title->requirement, ONE_LANGUAGE_AT_LEAST);
	assert_int_equal(title->max_length, 200);
	assert_int_equal(entry_named(&d, "output")->requirement, NEVER_EMPTY);
	assert_int_equal(entry_named(&d, "note_en")->requirement, MAY_BE_EMPTY);
	assert_int_equal(entry_named(&d, "activities")->separator, ';');
	assert_int_equal(entry_named(&d, "output")->separator, 0);
	assert_string_equal(entry_named(&d, "currency")->type_name, "currency");
	assert_string_equal(entry_named(&d, "url")->type_name, "url");
}

static void examples_are_cut_between_characters(void **state)
{
	struct work *w = *state;
	struct practice *p = given_practice(w, "T-1");
	struct out long_word = out_new(w->arena, 1000);
	struct dictionary d = dictionary_of(w, &practice_kind, &languages[LANG_EN]);

	for (int i = 0; i < 95; i++)
		out_z(&long_word, i ? "é" : "a");
	set(w, p, "title_fr", str_z(w->arena, out_done(&long_word)));
	set(w, p, "summary_fr",
		"Un premier mot, puis bien d'autres encore, et d'autres, jusqu'à ce qu'il y en ait "
		"assez pour couper");
	save(w, p, SAVE_CREATED);
	const struct str *examples = dictionary_examples(w, &practice_kind, &d);
	struct str title = examples[entry_named(&d, "title_fr") - d.v];
	struct str summary = examples[entry_named(&d, "summary_fr") - d.v];

	assert_true(title.n <= 90 + strlen("…") && str_ends(title, S("é…")));
	assert_true(summary.n <= 90 + strlen("…") && str_ends(summary, S(" assez…")));
	assert_text(examples[0], "T-1");
	assert_text(examples[entry_named(&d, "amount") - d.v], "");
}

/* ---- currencies */

static void currencies_are_all_there_once_and_in_order(void **state)
{
	struct work *w = *state;
	size_t n;
	const struct str *codes = money_currencies(w->arena, &n);

	assert_true(n > 150);
	for (size_t i = 0; i < n; i++) {
		assert_true(money_exponent(codes[i]) >= 0);
		assert_true(!i || str_compare(codes[i - 1], codes[i]) < 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(every_route_of_the_api_is_described),
		IN_HOUSE(a_route_without_words_is_found),
		IN_HOUSE(as_many_operations_as_routes_each_with_a_name_of_its_own),
		IN_HOUSE(open_parts_of_a_path_stand_in_braces),
		IN_HOUSE(a_kind_without_a_start_has_neither_year_nor_its_order),
		IN_HOUSE(every_order_and_format_that_lists_have_is_described),
		IN_HOUSE(every_kind_says_what_it_holds),
		IN_HOUSE(every_field_of_every_kind_says_what_belongs_in_it),
		IN_HOUSE(the_dictionary_tells_column_type_and_limits),
		IN_HOUSE(examples_are_cut_between_characters),
		IN_HOUSE(currencies_are_all_there_once_and_in_order),
	};

	return RUN_IN_HOUSES("describe", tests);
}
