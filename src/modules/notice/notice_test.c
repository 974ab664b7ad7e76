/* notice_test.c - lines of a calendar, as RFC 5545 wants them. */
#include "house_work.h"
#include "notice_pages.h"
#include "utf8.h"

#include <string.h>

static struct str line_of(struct work *w, const char *name, struct str value)
{
	struct out o = out_new(w->arena, 1 << 20);

	calendar_line(&o, name, value);
	return out_done(&o);
}

static void what_means_something_to_a_calendar_is_escaped(void **state)
{
	assert_text(line_of(*state, "SUMMARY", S("a,b;c\\d\ne\r\tf: \"g\"")),
		"SUMMARY:a\\,b\\;c\\\\d\\nef: \"g\"\r\n");
}

/* No line has more than 75 bytes, no character is parted, and put together they are as before. */
static void long_lines_are_folded_between_characters(void **state)
{
	struct work *w = *state;
	struct out text = out_new(w->arena, 1 << 16), found = out_new(w->arena, 1 << 16);
	struct str rest, line;

	for (size_t i = 0; i < 200; i++)
		out_z(&text, i % 3 ? "é" : i % 2 ? "x" : "𝄞");
	rest = line_of(w, "SUMMARY", out_done(&text));
	for (size_t i = 0; str_cut(&rest, '\n', &line) && line.n; i++) {
		assert_true(line.n <= 76);
		assert_int_equal(line.p[line.n - 1], '\r');
		line.n--;
		if (i)
			assert_int_equal(line.p[0], ' ');
		assert_true(utf8_is_text(line));
		out_str(&found, i ? str_from_at(line, 1) : str_from_at(line, strlen("SUMMARY:")));
	}
	assert_str(out_done(&found), out_done(&text));
}

static void an_event_has_all_that_it_must(void **state)
{
	struct work *w = *state;
	const struct calendar_event e = { .uid = S("1@jalon"),
		.what = S("Say what you think"),
		.address = S("https://jalon.example/en/practices/1/edit"),
		.day_ms = INT64_C(1795305599999) };
	struct out o = out_new(w->arena, 1 << 16);

	calendar_event(&o, &e, INT64_C(1795257727000));
	assert_text(out_done(&o), "BEGIN:VEVENT\r\nUID:1@jalon\r\nDTSTAMP:20261121T104207Z\r\n"
				  "DTSTART;VALUE=DATE:20261121\r\nSUMMARY:Say what you think\r\n"
				  "URL:https://jalon.example/en/practices/1/edit\r\n"
				  "DESCRIPTION:https://jalon.example/en/practices/1/edit\r\n"
				  "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(what_means_something_to_a_calendar_is_escaped),
		IN_HOUSE(long_lines_are_folded_between_characters),
		IN_HOUSE(an_event_has_all_that_it_must),
	};

	return RUN_IN_HOUSES("calendar", tests);
}
