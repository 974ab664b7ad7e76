/* notices_test.c - what people are told and when letters tell of it, on both engines. */
#include "clock.h"
#include "house_work.h"
#include "mail.h"
#include "notices.h"

static const struct reader ana = { .account_id = { "01ARZ3NDEKTSV4RRFFQ69G5FAV", 26 },
	.email = { "ana@b.example", 13 },
	.lang = &languages[LANG_EN] };

static const int64_t day_ms = 24 * 3600 * INT64_C(1000);

static void put(struct work *w, const char *topic, const char *place, const char *text)
{
	const struct notice_words words = { .topic = topic,
		.place = str_from(place),
		.subject = S("About it"),
		.text = str_from(text) };

	w->now_ms++;
	notice_put(w, &ana, &words, S("https://jalon.example"));
}

static size_t n_letters(struct work *w)
{
	return (size_t)ask_int(w, "SELECT count(*) FROM mail");
}

static struct str last_letter(struct work *w)
{
	return ask_text(w, "SELECT text FROM mail ORDER BY seq DESC LIMIT 1");
}

static struct notices all_of(struct work *w)
{
	bool has_more;

	return notices_of(w, ana.account_id, S(""), 100, &has_more);
}

static size_t n_unread(struct work *w)
{
	size_t n_here;

	return notices_unread(w, ana.account_id, S("/nowhere"), &n_here);
}

/* ---- telling */

static void a_letter_goes_out_at_once_with_the_place_and_the_way_to_less(void **state)
{
	struct work *w = *state;

	put(w, "submit", "/practices/1/edit", "It was sent in.");
	assert_int_equal(n_letters(w), 1);
	assert_text(last_letter(w),
		"It was sent in.\n\nhttps://jalon.example/en/practices/1/edit\n\n"
		"How often Jalon writes to you is for you to choose:\n"
		"https://jalon.example/en/notices/settings");
	assert_int_equal(n_unread(w), 1);
	assert_sound(w);
}

static void the_same_topic_of_the_same_place_is_unread_once_with_the_later_words(void **state)
{
	struct work *w = *state;

	put(w, "answer", "/practices/1/notes", "One.");
	put(w, "answer", "/practices/1/notes", "Two.");
	put(w, "answer", "/practices/2/notes", "Other place.");
	put(w, "mention", "/practices/1/notes", "Other topic.");
	assert_int_equal(all_of(w).n, 3);
	assert_text(ask_text(w, "SELECT text FROM notice WHERE topic = 'answer' AND place = "
				"'/practices/1/notes'"),
		"Two.");
	assert_int_equal(n_letters(w), 4);
}

static void what_was_read_stays_and_the_next_stands_beside_it(void **state)
{
	struct work *w = *state;

	put(w, "answer", "/practices/1/notes", "One.");
	notices_are_read_at(w, ana.account_id, S("/practices/1/notes"));
	put(w, "answer", "/practices/1/notes", "One.");
	assert_int_equal(all_of(w).n, 2);
	assert_int_equal(n_unread(w), 1);
	assert_int_equal(n_letters(w), 2);
}

static void the_same_words_are_not_mailed_twice_until_something_else_was_told(void **state)
{
	struct work *w = *state;

	put(w, "submit", "/practices/1/edit", "Sent in.");
	put(w, "submit", "/practices/1/edit", "Sent in.");
	assert_int_equal(n_letters(w), 1);
	put(w, "withdraw", "/practices/1/edit", "Taken back.");
	put(w, "submit", "/practices/1/edit", "Sent in.");
	assert_int_equal(n_letters(w), 3);
	assert_int_equal(all_of(w).n, 2);
}

static void another_one_reads_and_counts_nothing_of_it(void **state)
{
	struct work *w = *state;
	const struct str other = S("01BX5ZZKBKACTAV9WEVGEMMVRZ");
	struct notice n;
	size_t n_here;

	put(w, "submit", "/practices/1/edit", "Sent in.");
	const struct str id = all_of(w).v[0].id;
	assert_false(notice_load(w, other, id, &n));
	notice_is_read(w, other, id);
	notices_are_read_to(w, other, id);
	notices_are_read_at(w, other, S("/practices/1/edit"));
	assert_int_equal(notices_unread(w, other, S("/practices/1/edit"), &n_here), 0);
	assert_int_equal(n_here, 0);
	assert_int_equal(n_unread(w), 1);
}

/* ---- pace */

static int64_t at(const char *day, int hour)
{
	struct calendar_day d;
	int64_t ms = 0;

	assert_true(clock_read_day(str_from(day), &d));
	while (clock_day(ms).year < d.year)
		ms += day_ms;
	while (clock_day(ms).month != d.month || clock_day(ms).day != d.day)
		ms += day_ms;
	return ms + hour * 3600 * INT64_C(1000);
}

static void letters_are_due_at_six_of_a_day_or_a_monday(void **state)
{
	(void)state;
	/* 2026-11-22 is a Sunday. */
	assert_int_equal(notice_pace_next_ms(PACE_DAILY, at("2026-11-22", 5)), at("2026-11-22", 6));
	assert_int_equal(notice_pace_next_ms(PACE_DAILY, at("2026-11-22", 6)), at("2026-11-23", 6));
	assert_int_equal(
		notice_pace_next_ms(PACE_WEEKLY, at("2026-11-22", 23)), at("2026-11-23", 6));
	assert_int_equal(
		notice_pace_next_ms(PACE_WEEKLY, at("2026-11-23", 5)), at("2026-11-23", 6));
	assert_int_equal(
		notice_pace_next_ms(PACE_WEEKLY, at("2026-11-23", 6)), at("2026-11-30", 6));
	assert_int_equal(
		notice_pace_next_ms(PACE_WEEKLY, at("2026-12-31", 7)), at("2027-01-04", 6));
}

static void who_chose_a_pace_is_due_then_and_owed_what_comes_until_it(void **state)
{
	struct work *w = *state;

	assert_int_equal(notice_pace(w, ana.account_id), PACE_AT_ONCE);
	notice_pace_set(w, ana.account_id, PACE_WEEKLY);
	assert_int_equal(notice_pace(w, ana.account_id), PACE_WEEKLY);
	assert_int_equal(ask_int(w, "SELECT due_at FROM notice_reader"),
		notice_pace_next_ms(PACE_WEEKLY, w->now_ms));
	put(w, "submit", "/practices/1/edit", "Sent in.");
	assert_int_equal(n_letters(w), 0);
	assert_int_equal(ask_int(w, "SELECT is_owed FROM notice"), 1);
	notice_pace_set(w, ana.account_id, PACE_NEVER);
	assert_int_equal(ask_int(w, "SELECT is_owed FROM notice"), 0);
	put(w, "publish", "/practices/1/edit", "Published.");
	assert_int_equal(ask_int(w, "SELECT sum(is_owed) FROM notice"), 0);
	assert_int_equal(n_letters(w), 0);
}

/* ---- the end */

static void those_kept_for_long_enough_go(void **state)
{
	struct work *w = *state;

	put(w, "a", "/read", "Read long ago.");
	notices_are_read_at(w, ana.account_id, S("/read"));
	put(w, "b", "/old", "Never read.");
	w->now_ms += NOTICES_READ_DAYS * day_ms - 1;
	notices_sweep(w);
	assert_int_equal(all_of(w).n, 2);
	w->now_ms += 2;
	notices_sweep(w);
	assert_int_equal(all_of(w).n, 1);
	w->now_ms += (NOTICES_UNREAD_DAYS - NOTICES_READ_DAYS) * day_ms;
	notices_sweep(w);
	assert_int_equal(all_of(w).n, 0);
}

static void nothing_is_left_of_who_is_forgotten(void **state)
{
	struct work *w = *state;

	notice_pace_set(w, ana.account_id, PACE_DAILY);
	put(w, "a", "/read", "Told.");
	notices_forget(w, ana.account_id);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM notice"), 0);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM notice_reader"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(a_letter_goes_out_at_once_with_the_place_and_the_way_to_less),
		IN_HOUSE(the_same_topic_of_the_same_place_is_unread_once_with_the_later_words),
		IN_HOUSE(what_was_read_stays_and_the_next_stands_beside_it),
		IN_HOUSE(the_same_words_are_not_mailed_twice_until_something_else_was_told),
		IN_HOUSE(another_one_reads_and_counts_nothing_of_it),
		IN_HOUSE(letters_are_due_at_six_of_a_day_or_a_monday),
		IN_HOUSE(who_chose_a_pace_is_due_then_and_owed_what_comes_until_it),
		IN_HOUSE(those_kept_for_long_enough_go),
		IN_HOUSE(nothing_is_left_of_who_is_forgotten),
	};

	return RUN_IN_HOUSES("notices", tests);
}
