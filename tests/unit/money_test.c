/* money_test.c - amounts in the smallest unit of their currency. */
#include "money.h"
#include "unit.h"

static void exponents_of_iso_4217(void **state)
{
	(void)state;
	assert_int_equal(money_exponent(S("JPY")), 0);
	assert_int_equal(money_exponent(S("XOF")), 0);
	assert_int_equal(money_exponent(S("EUR")), 2);
	assert_int_equal(money_exponent(S("CAD")), 2);
	assert_int_equal(money_exponent(S("TND")), 3);
	assert_int_equal(money_exponent(S("KWD")), 3);
	assert_int_equal(money_exponent(S("CLF")), 4);
	assert_int_equal(money_exponent(S("UYW")), 4);
}

static void what_is_no_currency(void **state)
{
	const struct str wrong[] = { S(""), S("EU"), S("EURO"), S("eur"), S("XXX"), S("EU "),
		S(" EU"), S("E\0R"), S("R U"), S("€"), S("AAA") };

	(void)state;
	assert_int_equal(money_exponent(str_from(NULL)), -1);
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_int_equal(money_exponent(wrong[i]), -1);
}

/* What an amount is worth in minor units, and how it is written back. */
static const struct {
	const char *decimal, *currency;
	int64_t minor;
	const char *written;
} amounts[] = {
	{ "0", "EUR", 0, "0" },
	{ "12.5", "EUR", 1250, "12.50" },
	{ "12.50", "EUR", 1250, "12.50" },
	{ "12.05", "EUR", 1205, "12.05" },
	{ "0.01", "EUR", 1, "0.01" },
	{ "110000000", "CAD", 11000000000, "110000000" },
	{ "110000000.00", "CAD", 11000000000, "110000000" },
	{ "007", "USD", 700, "7" },
	{ "1500", "JPY", 1500, "1500" },
	{ "1.234", "TND", 1234, "1.234" },
	{ "1.2", "TND", 1200, "1.200" },
	{ "0.0001", "CLF", 1, "0.0001" },
	{ "3", "UYW", 30000, "3" },
	{ "92233720368547758.07", "EUR", INT64_MAX, "92233720368547758.07" },
	{ "9223372036854775807", "JPY", INT64_MAX, "9223372036854775807" },
};

static void amounts_are_read_and_written_back(void **state)
{
	for (size_t i = 0; i < COUNT(amounts); i++) {
		struct money m = { .amount_minor = 42 };

		if (!money_parse(str_from(amounts[i].decimal), str_from(amounts[i].currency), &m))
			fail_msg("%s %s is not read", amounts[i].decimal, amounts[i].currency);
		assert_true(m.amount_minor == amounts[i].minor);
		assert_string_equal(m.currency, amounts[i].currency);
		assert_text(money_decimal(*state, m), amounts[i].written);
	}
}

static void what_is_no_amount_leaves_the_money_alone(void **state)
{
	const struct {
		struct str decimal, currency;
	} wrong[] = {
		{ S(""), S("EUR") },
		{ S("."), S("EUR") },
		{ S("1."), S("EUR") },
		{ S(".5"), S("EUR") },
		{ S("-1"), S("EUR") },
		{ S("+1"), S("EUR") },
		{ S("1,5"), S("EUR") },
		{ S("1 000"), S("EUR") },
		{ S("1e3"), S("EUR") },
		{ S("1.2.3"), S("EUR") },
		{ S("1.234"), S("EUR") }, /* a decimal too many */
		{ S("1.200"), S("EUR") },
		{ S("1.0"), S("JPY") },
		{ S("1.2345"), S("TND") },
		{ S("1.23456"), S("CLF") },
		{ S("1"), S("XXX") },
		{ S("1"), S("") },
		{ S("9223372036854775808"), S("JPY") }, /* beyond 64 bits */
		{ S("92233720368547758.08"), S("EUR") },
		{ S("92233720368547759"), S("EUR") },
		{ S("99999999999999999999999999"), S("EUR") },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct money m = { 42, "CHF" };

		if (money_parse(wrong[i].decimal, wrong[i].currency, &m))
			fail_msg("“" STR_FMT "” is read", STR_ARG(wrong[i].decimal));
		assert_true(m.amount_minor == 42);
		assert_string_equal(m.currency, "CHF");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exponents_of_iso_4217),
		cmocka_unit_test(what_is_no_currency),
		IN_ARENA(amounts_are_read_and_written_back),
		cmocka_unit_test(what_is_no_amount_leaves_the_money_alone),
	};

	return cmocka_run_group_tests_name("money", tests, NULL, NULL);
}
