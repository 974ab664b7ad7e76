/* one_time_code_test.c - codes of half a minute and codes for when the phone is lost. */
#include "one_time_code.h"
#include "unit.h"

#include <string.h>

static const unsigned char *const rfc_secret = (const unsigned char *)"12345678901234567890";

/* RFC 6238, appendix B, SHA-1: the last six of its eight digits. */
static const struct {
	int64_t second;
	const char *code;
} vectors[] = { { 59, "287082" }, { 1111111109, "081804" }, { 1111111111, "050471" },
	{ 1234567890, "005924" }, { 2000000000, "279037" }, { 20000000000, "353130" } };

static bool fits(const char *code, int64_t second, int64_t last_step, int64_t *ret_step)
{
	return totp_fits(rfc_secret, str_from(code), second * 1000 + 999, last_step, ret_step);
}

static void codes_are_those_of_rfc_6238(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(vectors); i++) {
		int64_t step = 42;

		if (!fits(vectors[i].code, vectors[i].second, -1, &step))
			fail_msg("%s does not fit", vectors[i].code);
		assert_true(step == vectors[i].second / TOTP_STEP_S);
	}
}

/* The code of step 66666666, 1999999980 to 2000000009. */
static void a_code_fits_a_step_before_and_after_its_own(void **state)
{
	const int64_t first = 1999999980, step = 66666666;
	int64_t found = 42;

	(void)state;
	assert_false(fits("279037", first - TOTP_STEP_S - 1, -1, &found));
	assert_int_equal(found, 42);
	for (int64_t second = first - TOTP_STEP_S; second < first + 2 * TOTP_STEP_S; second++) {
		found = 42;
		assert_true(fits("279037", second, -1, &found));
		assert_true(found == step);
	}
	assert_false(fits("279037", first + 2 * TOTP_STEP_S, -1, &found));
}

static void a_code_serves_once(void **state)
{
	int64_t step = 42;

	(void)state;
	assert_true(fits("279037", 2000000000, -1, &step));
	assert_false(fits("279037", 2000000000, step, &step));
	assert_false(fits("279037", 2000000020, step, &step));
	assert_false(fits("279037", 2000000000, step + 7, &step));
	assert_true(fits("279037", 2000000000, step - 1, &step));
	/* After a clock was set back far, one waits until it is where it was. */
	assert_false(fits("287082", 59, step, &step));
}

static void the_first_second_of_all_has_a_code(void **state)
{
	int64_t step = 42;

	(void)state;
	assert_true(fits("755224", 0, -1, &step)); /* RFC 4226, appendix D, count 0 */
	assert_int_equal(step, 0);
	assert_false(fits("755224", 0, 0, &step));
	assert_false(fits("755224", -1000000, -1, &step));
}

static void blanks_in_a_code_do_not_matter(void **state)
{
	const char *const typed[] = { " 279037", "279 037", "2 7 9 0 3 7 ", "279\u00a0037",
		"279\u202f037\r\n", "\t279037" };
	const char *const wrong[] = { "", " ", "27903", "2790377", "279-037", "27903a", "279038",
		"+279037", "279037\xc2", "２７９０３７" };
	int64_t step;

	(void)state;
	for (size_t i = 0; i < COUNT(typed); i++)
		if (!fits(typed[i], 2000000000, -1, &step))
			fail_msg("“%s” does not fit", typed[i]);
	for (size_t i = 0; i < COUNT(wrong); i++)
		if (fits(wrong[i], 2000000000, -1, &step))
			fail_msg("“%s” fits", wrong[i]);
	assert_false(totp_fits(rfc_secret, S("279037\0"), 2000000000000, -1, &step));
	assert_false(totp_fits(rfc_secret, (struct str){ 0 }, 2000000000000, -1, &step));
}

static void secrets_are_made_by_chance_and_shown_in_groups(void **state)
{
	unsigned char one[TOTP_SECRET_BYTES], other[TOTP_SECRET_BYTES];

	totp_secret_make(one);
	totp_secret_make(other);
	assert_memory_not_equal(one, other, sizeof one);
	assert_text(
		totp_secret_shown(*state, rfc_secret), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
	memset(one, 0xff, sizeof one);
	assert_text(totp_secret_shown(*state, one), "7777 7777 7777 7777 7777 7777 7777 7777");
}

static void the_address_is_that_of_the_apps(void **state)
{
	assert_text(totp_address(*state, S("Jalon"), S("awa@culture.example"), rfc_secret),
		"otpauth://totp/Jalon:awa%40culture.example"
		"?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Jalon");
	assert_text(totp_address(*state, S("Le Jalon: été & co"), S("a:b?c#d/é"), rfc_secret),
		"otpauth://totp/Le%20Jalon%20%C3%A9t%C3%A9%20%26%20co:ab%3Fc%23d%2F%C3%A9"
		"?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
		"&issuer=Le%20Jalon%20%C3%A9t%C3%A9%20%26%20co");
	assert_text(totp_address(*state, S(""), S(""), rfc_secret),
		"otpauth://totp/:?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=");
}

static void recovery_codes_are_easy_to_read_and_hard_to_guess(void **state)
{
	struct arena *a = *state;
	struct str codes[200];

	for (size_t i = 0; i < COUNT(codes); i++) {
		codes[i] = recovery_code_make(a);
		assert_int_equal(codes[i].n, 14);
		for (size_t k = 0; k < codes[i].n; k++) {
			char c = codes[i].p[k];

			assert_int_equal(c == '-', k == 4 || k == 9);
			assert_true(c == '-' || (c >= '2' && c <= '9') || (c >= 'a' && c <= 'z'));
			assert_null(strchr("01iol", c));
		}
		for (size_t k = 0; k < i; k++)
			assert_false(str_eq(codes[i], codes[k]));
	}
}

static void recovery_codes_are_folded_as_people_write_them(void **state)
{
	const char *const typed[] = { "k7m2-9qxt-4hbn", "K7M2-9QXT-4HBN", " k7m29qxt4hbn ",
		"k7m2 9qxt 4hbn", "k7m2\u00a09qxt\u20114hbn", "K7M2—9QXT—4HBN\r\n" };

	for (size_t i = 0; i < COUNT(typed); i++)
		assert_text(recovery_code_folded(*state, str_from(typed[i])), "k7m29qxt4hbn");
	assert_text(recovery_code_folded(*state, S("")), "");
	assert_text(recovery_code_folded(*state, S("--\0 é")), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_those_of_rfc_6238),
		cmocka_unit_test(a_code_fits_a_step_before_and_after_its_own),
		cmocka_unit_test(a_code_serves_once),
		cmocka_unit_test(the_first_second_of_all_has_a_code),
		cmocka_unit_test(blanks_in_a_code_do_not_matter),
		IN_ARENA(secrets_are_made_by_chance_and_shown_in_groups),
		IN_ARENA(the_address_is_that_of_the_apps),
		IN_ARENA(recovery_codes_are_easy_to_read_and_hard_to_guess),
		IN_ARENA(recovery_codes_are_folded_as_people_write_them),
	};

	return cmocka_run_group_tests_name("one_time_code", tests, NULL, NULL);
}
