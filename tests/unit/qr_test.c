/* qr_test.c - the picture has the modules of a QR code, and nothing of the page's colours. */
#include "qr.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

enum { SIDE_MAX = 200, QUIET = 4, FINDER = 7 };

static bool dark[SIDE_MAX][SIDE_MAX];
static int side; /* with the quiet zone */

static struct str markup_of(struct arena *a, struct str text)
{
	struct out out = out_new(a, 1000);
	struct page_out o = { &out, a, &languages[LANG_EN] };

	return qr_html(&o, text, S("A <code>")).markup;
}

static const char *after(const char *z, const char *mark)
{
	const char *p = strstr(z, mark);

	if (!p)
		fail_msg("no %s", mark);
	return p + strlen(mark);
}

/* Lays the path out again, module by module; no module is drawn twice. */
static void read_modules(const char *z)
{
	int x, y, n, back, length;

	memset(dark, 0, sizeof dark);
	assert_int_equal(sscanf(after(z, "viewBox=\""), "0 0 %d %d\"", &side, &n), 2);
	assert_int_equal(side, n);
	assert_true(side <= SIDE_MAX);
	z = after(z, " d=\"");
	for (; sscanf(z, "M%d %dh%dv1h-%dz%n", &x, &y, &n, &back, &length) == 4; z += length) {
		assert_int_equal(n, back);
		for (int i = x; i < x + n; i++) {
			assert_true(i >= QUIET && i < side - QUIET);
			assert_true(y >= QUIET && y < side - QUIET);
			assert_false(dark[y][i]);
			dark[y][i] = true;
		}
	}
	assert_int_equal(*z, '"');
}

/* Rings of a corner: dark, light, and three by three dark in the middle. */
static void assert_finder(int left, int top)
{
	for (int y = 0; y < FINDER; y++)
		for (int x = 0; x < FINDER; x++) {
			int from_x = x < 3 ? 3 - x : x - 3, from_y = y < 3 ? 3 - y : y - 3;
			int ring = from_x > from_y ? from_x : from_y;

			assert_int_equal(dark[top + y][left + x], ring != 2);
		}
}

static void a_code_has_its_three_corners(void **state)
{
	struct str markup =
		markup_of(*state, S("otpauth://totp/Jalon:awa%40culture.example"
				    "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Jalon"));

	read_modules(str_z(*state, markup));
	assert_int_equal((side - 2 * QUIET - 17) % 4, 0);
	assert_finder(QUIET, QUIET);
	assert_finder(side - QUIET - FINDER, QUIET);
	assert_finder(QUIET, side - QUIET - FINDER);
	/* The module that is dark in every code, and the dots between the corners. */
	assert_true(dark[side - QUIET - 8][QUIET + 8]);
	for (int i = QUIET + FINDER + 1; i < side - QUIET - FINDER - 1; i++) {
		assert_int_equal(dark[QUIET + 6][i], i % 2 == QUIET % 2);
		assert_int_equal(dark[i][QUIET + 6], i % 2 == QUIET % 2);
	}
}

static void other_texts_are_other_pictures(void **state)
{
	struct arena *a = *state;

	assert_false(str_eq(markup_of(a, S("one")), markup_of(a, S("two"))));
	assert_str(markup_of(a, S("one")), markup_of(a, S("one")));
	assert_false(str_eq(markup_of(a, S("one")), markup_of(a, S("one\0"))));
}

static void it_says_what_it_is_and_keeps_to_black_and_white(void **state)
{
	const char *z = str_z(*state, markup_of(*state, S("text")));

	after(z, "<svg class=\"qr\" ");
	after(z, " role=\"img\"");
	after(z, "<title>A &lt;code&gt;</title>");
	after(z, "<rect width=\"100%\" height=\"100%\" fill=\"#fff\">");
	after(z, " fill=\"#000\"></path></svg>");
	assert_null(strstr(z, "style"));
}

static void what_does_not_fit_has_no_picture(void **state)
{
	char much[2400];

	memset(much, 'x', sizeof much);
	assert_int_equal(markup_of(*state, S("")).n, 0);
	assert_int_equal(markup_of(*state, (struct str){ 0 }).n, 0);
	assert_int_equal(markup_of(*state, (struct str){ much, sizeof much }).n, 0);
	struct str markup = markup_of(*state, (struct str){ much, 2300 });
	assert_true(str_ends(markup, S("</svg>\n")) || str_ends(markup, S("</svg>")));
	read_modules(str_z(*state, markup));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(a_code_has_its_three_corners),
		IN_ARENA(other_texts_are_other_pictures),
		IN_ARENA(it_says_what_it_is_and_keeps_to_black_and_white),
		IN_ARENA(what_does_not_fit_has_no_picture),
	};

	return cmocka_run_group_tests_name("qr", tests, NULL, NULL);
}
