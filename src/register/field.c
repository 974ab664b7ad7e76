#include "field.h"
#include "clock.h"
#include "html.h"
#include "out.h"
#include "utf8.h"

#include <assert.h>
#include <string.h>

enum {
	LENGTH_DEFAULT = 4000,
	VALUES_MAX = 200,
	DIGITS_MAX = 16,
	DECIMALS_MAX = 4,
	FIELD_MAX_BYTES = 200 << 10 /* so much is kept, whatever a field may have in the end */
};

size_t field_stored(const struct field *f, const char *ret_suffixes[2])
{
	ret_suffixes[0] = "";
	switch (f->type) {
	case FIELD_LINE:
	case FIELD_URL:
	case FIELD_YEAR:
	case FIELD_DATE:
	case FIELD_YESNO:
	case FIELD_FILES:
		return 1;
	case FIELD_MONEY:
		ret_suffixes[0] = "_minor";
		ret_suffixes[1] = "_currency";
		return 2;
	default:
		return 0;
	}
}

int field_parts(const struct field *f)
{
	return f->type == FIELD_TEXT ? LANG_COUNT : f->type == FIELD_MONEY ? 2 : 1;
}

static struct str name_joined(struct arena *a, struct column c, char joint)
{
	const struct field *f = c.field;

	if (f->type == FIELD_TEXT)
		return str_printf(a, "%s%c%s", f->name, joint, languages[c.part].code);
	if (f->type == FIELD_MONEY && c.part == MONEY_CURRENCY)
		return str_from(f->currency);
	return str_from(f->name);
}

struct str column_name(struct arena *a, struct column c)
{
	if (c.field->in_files)
		return str_from(c.field->in_files);
	return name_joined(a, c, '_');
}

struct str column_path(struct arena *a, struct column c)
{
	return name_joined(a, c, '.');
}

unsigned field_max_length(const struct field *f)
{
	return f->max ? f->max : LENGTH_DEFAULT;
}

bool field_is_too_long(const struct field *f, struct str text)
{
	return utf8_count(text) > field_max_length(f);
}

/* ---- reading: member to text */

static struct str read_text(struct arena *a, struct column c, const void *member)
{
	(void)a;
	return ((const struct text *)member)->in[c.part];
}

static struct str read_line(struct arena *a, struct column c, const void *member)
{
	(void)a;
	(void)c;
	return *(const struct str *)member;
}

static struct str read_year(struct arena *a, struct column c, const void *member)
{
	const struct number *year = member;

	(void)c;
	return year->is_known ? str_printf(a, "%lld", (long long)year->value) : S("");
}

static struct str read_yesno(struct arena *a, struct column c, const void *member)
{
	static const char *const words[] = { [UNKNOWN] = "", [NO] = "no", [YES] = "yes" };

	(void)a;
	(void)c;
	return str_from(words[*(const enum yesno *)member]);
}

bool amount_money(const struct amount *amount, struct money *ret_money)
{
	return money_parse(amount->decimal, amount->currency, ret_money);
}

/* Without needless zeros when it can be told, so that 12.5 and 12.50 are the same. */
static struct str read_money(struct arena *a, struct column c, const void *member)
{
	const struct amount *amount = member;
	struct money m;

	if (c.part == MONEY_CURRENCY)
		return amount->currency;
	return amount_money(amount, &m) ? money_decimal(a, m) : amount->decimal;
}

static struct str read_codes(struct arena *a, struct column c, const void *member)
{
	const struct codes *codes = member;
	struct out o = out_new(a, 1 << 20);

	(void)c;
	for (size_t i = 0; i < codes->n; i++) {
		if (i)
			out_char(&o, ';');
		out_str(&o, codes->v[i]);
	}
	return out_done(&o);
}

/* ---- writing: text to member */

static const char *write_line(struct arena *a, struct column c, void *member, struct str text)
{
	(void)c;
	if (text.n > FIELD_MAX_BYTES)
		return N_("this text is far too long: put it into a document of its own");
	*(struct str *)member = str_copy(a, text);
	return NULL;
}

static const char *write_text(struct arena *a, struct column c, void *member, struct str text)
{
	return write_line(a, c, &((struct text *)member)->in[c.part], text);
}

static const char *write_url(struct arena *a, struct column c, void *member, struct str text)
{
	if (text.n && !url_external(a, text).address.n)
		return N_("“{1}” is not a web address beginning with http:// or https://");
	return write_line(a, c, member, text);
}

static const char *write_year(struct arena *a, struct column c, void *member, struct str text)
{
	struct number year = { .is_known = text.n > 0 };

	(void)a;
	(void)c;
	if (text.n && (text.n != 4 || !str_int(text, &year.value) || year.value < 1000))
		return N_("“{1}” is not a year of four digits");
	*(struct number *)member = year;
	return NULL;
}

static const char *write_date(struct arena *a, struct column c, void *member, struct str text)
{
	struct calendar_day day;

	(void)c;
	if (text.n && !clock_read_day(text, &day))
		return N_("“{1}” is not a date such as 2026-11-21, 2026-11 or 2026");
	*(struct str *)member = str_copy(a, text);
	return NULL;
}

static const char *write_yesno(struct arena *a, struct column c, void *member, struct str text)
{
	enum yesno *answer = member;

	(void)a;
	(void)c;
	if (!text.n)
		*answer = UNKNOWN;
	else if (str_is(text, "yes"))
		*answer = YES;
	else if (str_is(text, "no"))
		*answer = NO;
	else
		return N_("“{1}” is neither yes nor no");
	return NULL;
}

static bool is_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

static bool is_decimal(struct str s)
{
	size_t point = str_find(s, '.');
	struct str part = str_from_at(s, point + 1);

	return point <= DIGITS_MAX && is_digits((struct str){ s.p, point }) &&
	       (point == s.n || (is_digits(part) && part.n <= DECIMALS_MAX));
}

static const char *write_money(struct arena *a, struct column c, void *member, struct str text)
{
	struct amount *amount = member;

	if (c.part == MONEY_AMOUNT) {
		amount->decimal = str_copy(a, text);
		/* What its currency allows is for record_check(): here it may not be known yet. */
		return !text.n || is_decimal(text)
			       ? NULL
			       : N_("“{1}” is not an amount such as 1500 or 12.50");
	}
	amount->currency = str_copy(a, text);
	return !text.n || money_exponent(text) >= 0
		       ? NULL
		       : N_("“{1}” is not a currency code of ISO 4217");
}

static const char *write_codes(struct arena *a, struct column c, void *member, struct str text)
{
	struct codes *codes = member;
	struct str rest = text, part;
	size_t n = str_count(text, ';') + 1;

	(void)c;
	*codes = (struct codes){ 0 };
	if (!text.n)
		return NULL;
	if (n > VALUES_MAX)
		return N_("these are too many values");
	struct str *v = ARENA_ARRAY(a, struct str, n);
	for (n = 0; str_cut(&rest, ';', &part); n++)
		v[n] = str_copy(a, str_trim(part));
	*codes = (struct codes){ v, n };
	return NULL;
}

/* Whether they are there is for record_check(). */
static const char *write_files(struct arena *a, struct column c, void *member, struct str text)
{
	struct codes ids;
	const char *why = write_codes(a, c, &ids, text);

	if (!why)
		*(struct str *)member = read_codes(a, c, &ids);
	return why;
}

/* To add a type: a row here. */
static const struct {
	struct str (*read)(struct arena *a, struct column c, const void *member);
	const char *(*write)(struct arena *a, struct column c, void *member, struct str text);
} types[FIELD_TYPE_COUNT] = {
	[FIELD_TEXT] = { read_text, write_text },
	[FIELD_LINE] = { read_line, write_line },
	[FIELD_URL] = { read_line, write_url },
	[FIELD_YEAR] = { read_year, write_year },
	[FIELD_DATE] = { read_line, write_date },
	[FIELD_YESNO] = { read_yesno, write_yesno },
	[FIELD_MONEY] = { read_money, write_money },
	[FIELD_CODE] = { read_line, write_line },
	[FIELD_CODES] = { read_codes, write_codes },
	[FIELD_LINKS] = { read_codes, write_codes },
	[FIELD_FILES] = { read_line, write_files },
};

struct str column_read(struct arena *a, struct column c, const void *row)
{
	return types[c.field->type].read(a, c, field_of(c.field, row));
}

const char *column_write(struct arena *a, struct column c, void *row, struct str text)
{
	return types[c.field->type].write(a, c, field_of(c.field, row), str_trim(text));
}

bool column_restore(struct arena *a, struct column c, void *row, struct str text)
{
	void *member = field_of(c.field, row);

	switch (c.field->type) {
	case FIELD_TEXT:
		((struct text *)member)->in[c.part] = text;
		return true;
	case FIELD_LINE:
	case FIELD_URL:
	case FIELD_DATE:
	case FIELD_CODE:
	case FIELD_FILES:
		*(struct str *)member = text;
		return true;
	default:
		return !types[c.field->type].write(a, c, member, text);
	}
}
