/* format.c - numbers, days and amounts as each language writes them. */
#include "clock.h"
#include "page.h"

/* Digits in groups of three. */
static void put_grouped(struct out *o, const struct language *l, struct str digits)
{
	for (size_t i = 0; i < digits.n; i++) {
		if (i && (digits.n - i) % 3 == 0)
			out_z(o, l->thousands);
		out_char(o, digits.p[i]);
	}
}

struct str format_number(struct arena *a, const struct language *l, int64_t n)
{
	struct out o = out_new(a, 64);
	struct str digits = str_printf(a, "%lld", (long long)n);

	if (n < 0) {
		out_z(&o, "−");
		digits = str_from_at(digits, 1);
	}
	put_grouped(&o, l, digits);
	return out_done(&o);
}

struct str format_bytes(struct arena *a, const struct language *l, int64_t n)
{
	enum { KILO = 1000, MEGA = KILO * KILO };
	const int64_t tenths = (n + MEGA / 20) / (MEGA / 10);
	struct str number;

	if (n < KILO)
		return STR_FILL(
			a, trn(l, "{1} byte", "{1} bytes", (uint64_t)n), format_number(a, l, n));
	if (n < MEGA - KILO / 2)
		return STR_FILL(a, tr(l, "{1} KB"), format_number(a, l, (n + KILO / 2) / KILO));
	number = format_number(a, l, tenths / 10);
	if (tenths % 10 && tenths < 1000)
		number = str_printf(
			a, STR_FMT "%s%d", STR_ARG(number), l->decimal, (int)(tenths % 10));
	return STR_FILL(a, tr(l, "{1} MB"), number);
}

static const char *const months[12] = { N_("January"), N_("February"), N_("March"), N_("April"),
	N_("May"), N_("June"), N_("July"), N_("August"), N_("September"), N_("October"),
	N_("November"), N_("December") };

static struct str told_day(struct arena *a, const struct language *l, struct calendar_day day)
{
	struct str month = str_from(tr_text(l, months[day.month - 1]));
	/* Some languages say the first of a month otherwise than the other days. */
	struct str number = day.day == 1 ? str_from(tr(l, "1")) : str_printf(a, "%d", day.day);

	return STR_FILL(a, tr(l, "{1} {2} {3}"), number, month, str_printf(a, "%d", day.year));
}

struct str format_day(struct arena *a, const struct language *l, int64_t instant_ms)
{
	return told_day(a, l, clock_day(instant_ms));
}

struct str format_instant(struct arena *a, const struct language *l, int64_t instant_ms)
{
	const int64_t minutes = instant_ms / (60 * 1000) % (24 * 60);

	return STR_FILL(a, tr(l, "{1}, {2}:{3} UTC"), format_day(a, l, instant_ms),
		str_printf(a, "%d", (int)(minutes / 60)),
		str_printf(a, "%02d", (int)(minutes % 60)));
}

struct str format_date(struct arena *a, const struct language *l, struct str date)
{
	struct calendar_day day;

	if (!clock_read_day(date, &day) || !day.month)
		return date;
	if (day.day)
		return told_day(a, l, day);
	return STR_FILL(a, tr(l, "{1} {2}"), str_from(tr_text(l, months[day.month - 1])),
		str_printf(a, "%d", day.year));
}

struct str format_money(
	struct arena *a, const struct language *l, struct str decimal, struct str currency)
{
	struct out o = out_new(a, 128);
	size_t point = str_find(decimal, '.');

	put_grouped(&o, l, (struct str){ decimal.p, point });
	if (point < decimal.n) {
		out_z(&o, l->decimal);
		out_str(&o, str_from_at(decimal, point + 1));
	}
	out_z(&o, "\u00a0");
	out_str(&o, currency);
	return out_done(&o);
}
