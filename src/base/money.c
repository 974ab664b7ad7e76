#include "money.h"

#include <stdlib.h>
#include <string.h>

/* ISO 4217, list one, currencies in use, by digits after the decimal sign. */
static const char *const by_exponent[] = {
	[0] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF ",
	[2] = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP "
	      "BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
	      "GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT "
	      "LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN "
	      "NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP "
	      "SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED "
	      "VES WST XCD XCG YER ZAR ZMW ZWG ",
	[3] = "BHD IQD JOD KWD LYD OMR TND ",
	[4] = "CLF UYW ",
};

int money_exponent(struct str currency)
{
	char wanted[5] = { 0 };

	if (currency.n != 3)
		return -1;
	for (size_t i = 0; i < 3; i++) {
		if (currency.p[i] < 'A' || currency.p[i] > 'Z')
			return -1;
		wanted[i] = currency.p[i];
	}
	wanted[3] = ' ';
	for (size_t e = 0; e < COUNT(by_exponent); e++)
		if (by_exponent[e] && strstr(by_exponent[e], wanted))
			return (int)e;
	return -1;
}

static int compare_codes(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

const struct str *money_currencies(struct arena *a, size_t *ret_n)
{
	size_t cap = 0, n = 0;

	for (size_t e = 0; e < COUNT(by_exponent); e++)
		cap += by_exponent[e] ? strlen(by_exponent[e]) / 4 : 0;
	struct str *codes = ARENA_ARRAY(a, struct str, cap);
	for (size_t e = 0; e < COUNT(by_exponent); e++)
		for (const char *at = by_exponent[e]; at && *at; at += 4)
			codes[n++] = (struct str){ at, 3 };
	qsort(codes, n, sizeof *codes, compare_codes);
	*ret_n = n;
	return codes;
}

/* The digits of `s` appended to `*value`. */
static bool append_digits(struct str s, int64_t *value)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9' || __builtin_mul_overflow(*value, 10, value) ||
			__builtin_add_overflow(*value, s.p[i] - '0', value))
			return false;
	return true;
}

bool money_parse(struct str decimal, struct str currency, struct money *ret_money)
{
	int exponent = money_exponent(currency);
	size_t point = str_find(decimal, '.');
	struct str whole = { decimal.p, point }, part = str_from_at(decimal, point + 1);
	int64_t value = 0;

	if (exponent < 0 || !whole.n || part.n > (size_t)exponent ||
		(point < decimal.n && !part.n) || !append_digits(whole, &value) ||
		!append_digits(part, &value))
		return false;
	for (size_t i = part.n; i < (size_t)exponent; i++)
		if (__builtin_mul_overflow(value, 10, &value))
			return false;
	ret_money->amount_minor = value;
	memcpy(ret_money->currency, currency.p, 3);
	ret_money->currency[3] = '\0';
	return true;
}

struct str money_decimal(struct arena *a, struct money m)
{
	int exponent = money_exponent(str_from(m.currency));
	int64_t unit = 1;

	for (int i = 0; i < exponent; i++)
		unit *= 10;
	if (exponent <= 0 || m.amount_minor % unit == 0)
		return str_printf(a, "%lld", (long long)(m.amount_minor / unit));
	return str_printf(a, "%lld.%0*lld", (long long)(m.amount_minor / unit), exponent,
		(long long)(m.amount_minor % unit));
}
