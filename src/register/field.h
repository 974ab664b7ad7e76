/*
 * field.h - what a kind of record is made of: one line per field.
 *
 *	#define PRACTICE_FIELDS(X) \
 *		X(TEXT, title, .label = N_("Title"), .flags = F_REQUIRED, .max = 200) \
 *		X(YEAR, start_year, .label = N_("Start"))
 *	struct practice { struct record record; PRACTICE_FIELDS(FIELD_MEMBER) };
 *
 * From these lines follow the columns, the list with its filters, the page, validation, CSV, JSON
 * and history. A rule between fields is a C function of the kind, never an expression here.
 *
 * register/ may use base/, store/, web/, ui/; modules use register/.
 */
#ifndef FIELD_H
#define FIELD_H

#include "lang.h"
#include "money.h"
#include "str.h"

/* To add a type: here, its member below, and a row in field.c's table of writers and readers. */
enum field_type {
	FIELD_TEXT, /* prose in one or more languages */
	FIELD_LINE, /* text without a language: a symbol, a proper name */
	FIELD_URL, /* http or https */
	FIELD_YEAR,
	FIELD_DATE, /* a day, or a month or year when no more is known */
	FIELD_YESNO, /* or unknown */
	FIELD_MONEY, /* an amount and its currency */
	FIELD_CODE, /* one code of a vocabulary */
	FIELD_CODES, /* codes of a vocabulary, in their order */
	FIELD_LINKS, /* public ids of other records */
	FIELD_FILES, /* ids of files that were attached: "01J...;01K..." */
	FIELD_TYPE_COUNT
};

enum {
	F_REQUIRED = 1, /* refused when empty */
	F_FILTER = 2, /* lists can be narrowed by it (what has a vocabulary only) */
	F_SEARCH = 4, /* found by its words; of codes, by the words of their labels */
	F_INTERNAL =
		8, /* for those who work on the record alone: not on pages, in files, in the API */
	F_ADVISED = 16 /* may be left out, though readers ask for it */
};

/* Text as it was given, per language; the empty text where there is none. */
struct text {
	struct str in[LANG_COUNT];
};

struct number {
	int64_t value;
	bool is_known;
};

enum yesno { UNKNOWN, NO, YES };

/* An amount as it was written; amount_money() says what it is worth. Both empty when unknown. */
struct amount {
	struct str decimal, currency;
};

struct codes {
	const struct str *v;
	size_t n;
};

typedef struct text ft_TEXT;
typedef struct str ft_LINE, ft_URL, ft_DATE, ft_CODE, ft_FILES;
typedef struct number ft_YEAR;
typedef enum yesno ft_YESNO;
typedef struct amount ft_MONEY;
typedef struct codes ft_CODES, ft_LINKS;

struct field {
	const char *name;
	const char *label; /* N_() */
	const char *hint; /* N_(): what belongs in it; for forms and the data dictionary */
	enum field_type type;
	size_t offset; /* of the member in the kind's struct */
	unsigned flags;
	unsigned max; /* characters; 0: 4,000 */
	const char *vocabulary; /* FIELD_CODE, FIELD_CODES; of yes and no: FIELD_YESNO */
	const char *target; /* FIELD_LINKS: the kind linked to */
	const char *currency; /* FIELD_MONEY: outward name of the currency */
	const char *in_files; /* name of its column in files, when that is not its own */
};

#define FIELD_MEMBER(type, member, ...) ft_##type member;
#define FIELD_ROW(type_, member, ...) \
	{ .name = #member, \
		.type = FIELD_##type_, \
		.offset = offsetof(struct FIELD_STRUCT, member), \
		__VA_ARGS__ },

/*
 * A column is what one cell of a file, one line of history or one input of a form holds: a field,
 * and of a translated text one language, of money the amount or the currency.
 */
struct column {
	const struct field *field;
	int part; /* FIELD_TEXT: the language's index; FIELD_MONEY: MONEY_AMOUNT, MONEY_CURRENCY */
};

enum { MONEY_AMOUNT, MONEY_CURRENCY };

/*
 * The columns of the kind's own table that hold the field: how many (0 for what lives in the
 * record_ tables, else 1 or 2), and what follows the field's name in each.
 */
size_t field_stored(const struct field *f, const char *ret_suffixes[2]);

/* How many outward columns a field has. */
int field_parts(const struct field *f);

/* "title_fr" in a file, "title.fr" as path in history; without `lang` for other fields. */
struct str column_name(struct arena *a, struct column c);
struct str column_path(struct arena *a, struct column c);

/*
 * The column's value in `row` as text, the empty text when unknown: "1.4;2.4", "2016", "yes",
 * "12.50". Two rows hold the same value exactly when these texts are equal.
 */
struct str column_read(struct arena *a, struct column c, const void *row);

/*
 * Sets the column's value in `row` from text, surrounding blanks dropped. NULL, or what is wrong
 * with it: a message marked N_(), with {1} for the text given. Codes and links are only split here;
 * whether they exist is asked by record_check().
 */
const char *column_write(struct arena *a, struct column c, void *row, struct str text);

/* How many characters a text in it may have; a longer one is kept, but not sent in. */
unsigned field_max_length(const struct field *f);

/* Longer than that? */
bool field_is_too_long(const struct field *f, struct str text);

/*
 * Sets the column's value in `row` from what column_read() gave before, without asking whether a
 * reader may write it; texts are not copied. False when it cannot have given that.
 */
bool column_restore(struct arena *a, struct column c, void *row, struct str text);

/* False when the amount is unknown or no amount of its currency. */
bool amount_money(const struct amount *amount, struct money *ret_money);

/* The member itself. */
static inline void *field_of(const struct field *f, const void *row)
{
	return (char *)(uintptr_t)row + f->offset;
}

#endif
