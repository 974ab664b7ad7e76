/* money.h - amounts in the smallest unit of a currency of ISO 4217. */
#ifndef MONEY_H
#define MONEY_H

#include "str.h"

struct money {
	int64_t amount_minor;
	char currency[4]; /* ISO 4217, "" when there is no amount */
};

/* Digits after the decimal sign (0 to 4), or -1 for what is no currency of ISO 4217. */
int money_exponent(struct str currency);

/* The codes of all currencies of ISO 4217, sorted. */
const struct str *money_currencies(struct arena *a, size_t *ret_n);

/* "12.5" in `currency` as minor units. False when it is no such amount. */
bool money_parse(struct str decimal, struct str currency, struct money *ret_money);

/* The amount as a plain decimal, without needless zeros: "110000000", "12.50". */
struct str money_decimal(struct arena *a, struct money m);

#endif
