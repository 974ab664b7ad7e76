/* list_order_test.c - the orders of a list, walked in both directions, on both engines. */
#include "house_work.h"
#include "list.h"

#include <string.h>

enum { RECORDS = 12 };

/* In the order they are made. One has no start, two have the same title but for accents. */
static const struct {
	const char *id, *title_fr, *title_en, *start, *summary;
} records[RECORDS] = {
	{ "A", "Zèbre", "Ape", "2016", "film" },
	{ "B", "Été", "Zebra", "2010", "rien" },
	{ "C", "ete", "", "", "un film" },
	{ "D", "Film d’été", "Bee", "2016", "rien" },
	{ "E", "Œuvre", "Ox", "2020", "rien" },
	{ "F", "oeuf", "ox", "2016", "film film film" },
	{ "G", "Le film", "Élan", "", "rien" },
	{ "H", "avion", "elan", "1999", "rien" },
	{ "I", "Avions", "", "2010", "film" },
	{ "J", "", "Yak", "2020", "rien" },
	{ "K", "12 mois", "Cat", "", "film" },
	{ "L", "ça", "", "2016", "rien" },
};

static void given_records(struct work *w)
{
	for (size_t i = 0; i < RECORDS; i++) {
		struct practice *p = given_practice(w, records[i].id);

		set(w, p, "title_fr", records[i].title_fr);
		set(w, p, "title_en", records[i].title_en);
		set(w, p, "summary_fr", records[i].summary);
		set(w, p, "start_year", records[i].start);
		save(w, p, SAVE_CREATED);
	}
}

static struct list_query query(struct work *w, const char *typed, enum list_order order, int limit)
{
	struct search_text *search = ARENA_NEW(w->arena, struct search_text);
	struct list_query q = { .kind = &practice_kind, .order = order, .limit = limit };

	*search = search_text_parse(w->arena, str_from(typed));
	q.search = *typed ? search : NULL;
	return q;
}

static void write_ids(struct out *o, const struct rows *rows)
{
	for (size_t i = 0; i < rows->n; i++)
		out_str(o, ((struct record *)row_at(rows, i))->public_id);
}

static int64_t seq_of(struct str cursor)
{
	int64_t seq = 0;

	assert_true(str_int(str_from_at(cursor, 1), &seq));
	return seq;
}

/* All pages of `limit` records, forward; then back from the last one, written the same way. */
static void assert_walk_here(struct work *w, struct list_query q, const char *expected)
{
	struct out there = out_new(w->arena, 1000), back = out_new(w->arena, 1000);
	struct str about = str_printf(w->arena, "order %d, %d a page: ", q.order, (int)q.limit);
	struct str all = str_printf(w->arena, STR_FMT "%s", STR_ARG(about), expected);
	struct str pages[RECORDS];
	size_t n_pages = 0;
	struct list list;

	out_str(&there, about);
	out_str(&back, about);
	for (bool goes_on = true; goes_on; goes_on = list.next.n) {
		list = list_page(w, &q);
		assert_sound(w);
		assert_int_equal(list.total, strlen(expected));
		write_ids(&there, &list.rows);
		assert_true(n_pages < RECORDS);
		q.after_seq = list.next.n ? seq_of(list.next) : q.after_seq;
	}
	assert_str(out_done(&there), all);
	for (;;) {
		struct out page = out_new(w->arena, 100);

		write_ids(&page, &list.rows);
		assert_true(n_pages < RECORDS);
		pages[n_pages++] = out_done(&page);
		if (!list.previous.n)
			break;
		q.after_seq = 0;
		q.before_seq = seq_of(list.previous);
		list = list_page(w, &q);
	}
	while (n_pages)
		out_str(&back, pages[--n_pages]);
	assert_str(out_done(&back), all);
}

/* In memory of its own, for there are many walks. */
static void assert_walk(struct work *w, struct list_query q, const char *expected)
{
	struct arena step, *home = w->arena;

	arena_init(&step, 16 << 20);
	w->arena = &step;
	db_lend(w->db, &step);
	assert_walk_here(w, q, expected);
	db_lend(w->db, home);
	w->arena = home;
	arena_free(&step);
}

static const struct {
	const char *typed;
	enum list_order order;
	const char *in_french, *in_english;
} orders[] = {
	{ "", ORDER_NEWEST, "LKJIHGFEDCBA", NULL },
	{ "", ORDER_OLDEST, "ABCDEFGHIJKL", NULL },
	{ "", ORDER_BEST, "LKJIHGFEDCBA", NULL },
	{ "", ORDER_START, "HIBLFDAJEKGC", NULL },
	{ "", ORDER_START_DOWN, "JELFDAIBHKGC", NULL },
	/* 12 mois, avion, Avions, ça, ete, Été, Film, Le film, oeuf, Œuvre, Yak, Zèbre */
	{ "", ORDER_TITLE, "KHILBCDGFEJA", NULL },
	{ "", ORDER_TITLE_DOWN, "AJEFGDCBLIHK", NULL },
	/* in the title: D, G; elsewhere: A, C, F, I, K */
	{ "film", ORDER_BEST, "GDKIFCA", NULL },
	{ "film", ORDER_NEWEST, "KIGFDCA", NULL },
	{ "film", ORDER_OLDEST, "ACDFGIK", NULL },
	{ "film", ORDER_START, "IFDAKGC", NULL },
	{ "film", ORDER_START_DOWN, "FDAIKGC", NULL },
	{ "film", ORDER_TITLE, "KICDGFA", NULL },
	{ "film", ORDER_TITLE_DOWN, "AFGDCIK", NULL },
	{ "film -été", ORDER_BEST, "GKIFA", NULL },
	{ "xqzwvk", ORDER_TITLE, "", NULL },
	{ "xqzwvk", ORDER_BEST, "", NULL },
};

static void every_order_is_walked_in_both_directions(void **state)
{
	struct work *w = *state;

	given_records(w);
	w->lang = &languages[LANG_FR];
	for (size_t i = 0; i < COUNT(orders); i++)
		for (int limit = 1; limit <= RECORDS; limit += 1 + limit / 4)
			assert_walk(w, query(w, orders[i].typed, orders[i].order, limit),
				orders[i].in_french);
}

static void titles_follow_the_readers_language(void **state)
{
	struct work *w = *state;

	given_records(w);
	w->lang = &languages[LANG_EN];
	/* Ape, Avions, Bee, ça, Cat, Élan, elan, ete, Ox, ox, Yak, Zebra */
	assert_walk(w, query(w, "", ORDER_TITLE, 5), "AIDLKGHCEFJB");
	assert_walk(w, query(w, "", ORDER_TITLE_DOWN, 5), "BJFECHGKLDIA");
}

/* ---- records that change between two pages */

static void a_record_that_leaves_takes_nothing_along(void **state)
{
	static const enum list_order all[] = { ORDER_NEWEST, ORDER_OLDEST, ORDER_BEST, ORDER_TITLE,
		ORDER_TITLE_DOWN, ORDER_START, ORDER_START_DOWN };
	struct work *w = *state;

	given_records(w);
	w->actor = (struct actor){ 0 };
	for (size_t i = 0; i < COUNT(all); i++) {
		struct list_query q = query(w, "", all[i], 4);
		struct list first = list_page(w, &q);
		struct out expected = out_new(w->arena, 100), found = out_new(w->arena, 100);

		q.limit = RECORDS;
		struct list whole = list_page(w, &q);
		struct rows rest = { whole.rows.kind, row_at(&whole.rows, 4), RECORDS - 4 };
		write_ids(&expected, &rest);
		/* The last record of the first page is withdrawn: its cursor still leads on. */
		struct practice *p = load(
			w, str_z(w->arena, ((struct record *)row_at(&first.rows, 3))->public_id));
		w->actor = actor_operator;
		p->record.state = S("draft");
		save(w, p, SAVE_UPDATED);
		w->actor = (struct actor){ 0 };
		q.after_seq = seq_of(first.next);
		struct list second = list_page(w, &q);
		write_ids(&found, &second.rows);
		assert_str(out_done(&found), out_done(&expected));
		assert_int_equal(second.total, RECORDS - 1);
		w->actor = actor_operator;
		p->record.state = S("published");
		save(w, p, SAVE_UPDATED);
		w->actor = (struct actor){ 0 };
	}
}

static void a_cursor_of_a_record_that_never_was_fails_nothing(void **state)
{
	struct work *w = *state;

	given_records(w);
	for (enum list_order order = ORDER_NEWEST; order <= ORDER_START_DOWN; order++)
		for (int is_back = 0; is_back < 2; is_back++) {
			struct list_query q = query(w, "film", order, 5);

			*(is_back ? &q.before_seq : &q.after_seq) = INT32_MAX;
			struct list list = list_page(w, &q);
			assert_sound(w);
			assert_int_equal(list.total, 7);
			assert_in_range(list.rows.n, 0, 5);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(every_order_is_walked_in_both_directions),
		IN_HOUSE(titles_follow_the_readers_language),
		IN_HOUSE(a_record_that_leaves_takes_nothing_along),
		IN_HOUSE(a_cursor_of_a_record_that_never_was_fails_nothing),
	};

	return RUN_IN_HOUSES("list order", tests);
}
