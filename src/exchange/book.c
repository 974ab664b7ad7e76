#include "book.h"
#include "arena.h"
#include "out.h"
#include "temp_file.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { SHEETS_MAX = 8, NAME_BYTES = 40, DIGITS_EXACT = 15 };

struct sheet {
	struct book *book;
	lxw_worksheet *sheet;
	uint32_t row;
	uint16_t column;
};

struct book {
	struct failure *failure;
	lxw_workbook *workbook; /* NULL once it is written */
	lxw_format *bold;
	struct sheet sheets[SHEETS_MAX];
	size_t n_sheets;
	int fd;
	char name[NAME_BYTES];
};

static void fail(struct book *b, const char *what)
{
	failure_record(b->failure, "a workbook cannot be written", str_from(what),
		"is there room in TMPDIR, or /tmp?");
	b->failure->is_temporary = true;
}

static void forget(void *p)
{
	struct book *b = p;

	if (b->workbook)
		lxw_workbook_free(b->workbook);
	b->workbook = NULL;
	if (b->fd >= 0)
		close(b->fd);
	b->fd = -1;
}

struct book *book_new(struct arena *a, struct failure *f)
{
	struct book *b = ARENA_NEW(a, struct book);
	lxw_workbook_options options = { .constant_memory = LXW_TRUE,
		.tmpdir = (char *)(uintptr_t)temp_folder(),
		.use_zip64 = LXW_TRUE };

	b->failure = f;
	b->fd = temp_file_open();
	arena_defer(a, forget, b);
	if (b->fd < 0) {
		fail(b, strerror(errno));
		return b;
	}
	/* The library wants a name: that of a file that has none. */
	snprintf(b->name, sizeof b->name, "/proc/self/fd/%d", b->fd);
	b->workbook = workbook_new_opt(b->name, &options);
	if (!b->workbook) {
		fail(b, "no memory");
		return b;
	}
	b->bold = workbook_add_format(b->workbook);
	if (b->bold)
		format_set_bold(b->bold);
	return b;
}

void book_describe(struct book *b, struct str title, int64_t made_ms)
{
	char name[256];
	lxw_doc_properties properties = { .title = name, .created = (time_t)(made_ms / 1000) };

	snprintf(name, sizeof name, STR_FMT, STR_ARG(title));
	if (b->workbook)
		workbook_set_properties(b->workbook, &properties);
}

struct sheet *book_sheet(struct book *b, const char *name)
{
	assert(b->n_sheets < SHEETS_MAX);
	struct sheet *s = &b->sheets[b->n_sheets++];

	s->book = b;
	if (!b->workbook || b->failure->what)
		return s;
	s->sheet = workbook_add_worksheet(b->workbook, name);
	if (s->sheet)
		worksheet_freeze_panes(s->sheet, 1, 0);
	else
		fail(b, "no temporary file");
	return s;
}

void sheet_width(struct sheet *s, unsigned column, unsigned width)
{
	if (s->sheet)
		worksheet_set_column(s->sheet, (lxw_col_t)column, (lxw_col_t)column, width, NULL);
}

/* ---- text */

/* The code point at `p`, which begins well-formed text, and how many bytes it takes. */
static uint32_t code_point(const char *p, size_t *ret_n)
{
	const unsigned char *u = (const unsigned char *)p;

	*ret_n = u[0] < 0x80 ? 1 : u[0] < 0xE0 ? 2 : u[0] < 0xF0 ? 3 : 4;
	switch (*ret_n) {
	case 1:
		return u[0];
	case 2:
		return (u[0] & 0x1Fu) << 6 | (u[1] & 0x3Fu);
	case 3:
		return (u[0] & 0x0Fu) << 12 | (u[1] & 0x3Fu) << 6 | (u[2] & 0x3Fu);
	default:
		return (u[0] & 0x07u) << 18 | (u[1] & 0x3Fu) << 12 | (u[2] & 0x3Fu) << 6 |
		       (u[3] & 0x3Fu);
	}
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/* "_x0041_" stands for a character in a cell (ECMA-376, 22.4.2.4 ST_Xstring). */
static bool is_escape(struct str s)
{
	return s.n >= 7 && s.p[0] == '_' && s.p[1] == 'x' && is_hex(s.p[2]) && is_hex(s.p[3]) &&
	       is_hex(s.p[4]) && is_hex(s.p[5]) && s.p[6] == '_';
}

/* What XML 1.0 cannot hold or would change, and what would be read as an escape. */
static bool must_escape(struct str rest, uint32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n') || c == 0xFFFE || c == 0xFFFF ||
	       is_escape(rest);
}

/* Counted as the library counts it, escapes and all, and as a spreadsheet does. */
size_t sheet_fits(struct str text, unsigned reserved)
{
	size_t at = 0, taken = reserved, n;

	while (at < text.n) {
		struct str rest = str_from_at(text, at);
		uint32_t c = code_point(rest.p, &n);

		taken += must_escape(rest, c) ? 7 : c > 0xFFFF ? 2 : 1;
		if (taken > BOOK_CELL_MAX)
			break;
		at += n;
	}
	return at;
}

static const char *escaped(struct arena *a, struct str text)
{
	struct out o = out_new(a, 8 * text.n + 1);
	size_t n;

	for (size_t at = 0; at < text.n; at += n) {
		struct str rest = str_from_at(text, at);
		uint32_t c = code_point(rest.p, &n);

		if (must_escape(rest, c))
			out_printf(&o, "_x%04X_", c);
		else
			out_bytes(&o, rest.p, n);
	}
	out_char(&o, '\0');
	return o.p;
}

/* ---- cells */

static bool is_open(const struct sheet *s)
{
	return s->sheet && !s->book->failure->what;
}

static lxw_format *format_of(const struct sheet *s)
{
	return s->row ? NULL : s->book->bold;
}

static void check(struct sheet *s, lxw_error error)
{
	if (error != LXW_NO_ERROR)
		fail(s->book, lxw_strerror(error));
}

void sheet_text(struct sheet *s, struct arena *a, struct str text)
{
	if (is_open(s) && text.n)
		check(s, worksheet_write_string(
				 s->sheet, s->row, s->column, escaped(a, text), format_of(s)));
	s->column++;
}

static size_t count_digits(struct str decimal)
{
	size_t n = 0;

	for (size_t i = 0; i < decimal.n; i++)
		n += decimal.p[i] >= '0' && decimal.p[i] <= '9';
	return n;
}

void sheet_number(struct sheet *s, struct arena *a, struct str decimal)
{
	if (!decimal.n || count_digits(decimal) > DIGITS_EXACT) {
		sheet_text(s, a, decimal);
		return;
	}
	if (is_open(s))
		check(s, worksheet_write_number(s->sheet, s->row, s->column,
				 strtod(str_z(a, decimal), NULL), format_of(s)));
	s->column++;
}

void sheet_next_row(struct sheet *s)
{
	s->row++;
	s->column = 0;
}

uint32_t sheet_rows(const struct sheet *s)
{
	return s->row + (s->column > 0);
}

/* ---- the end */

/* The library writes rows to temporary files and does not look whether there was room. */
static void check_rows(struct book *b)
{
	for (size_t i = 0; i < b->n_sheets; i++) {
		FILE *rows = b->sheets[i].sheet ? b->sheets[i].sheet->optimize_tmpfile : NULL;

		if (!rows || fflush(rows) || ferror(rows))
			fail(b, strerror(errno));
	}
}

/*
 * The library (1.1.4) formats the date of a workbook by gmtime(), whose result all threads share:
 * it is used by one at a time, and by nothing else here.
 */
static lxw_error write_out(lxw_workbook *workbook)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

	pthread_mutex_lock(&lock);
	lxw_error error = workbook_close(workbook);
	pthread_mutex_unlock(&lock);
	return error;
}

int book_close(struct book *b)
{
	int fd = b->fd;

	if (b->workbook)
		check_rows(b);
	if (b->failure->what || !b->workbook)
		return -1;
	lxw_error error = write_out(b->workbook);
	b->workbook = NULL;
	if (error != LXW_NO_ERROR) {
		fail(b, lxw_strerror(error));
		return -1;
	}
	b->fd = -1;
	return fd;
}
