/*
 * decode.h - the bytes of a file as UTF-8, whatever they were written in, a window at a time.
 *
 * Taken are UTF-8, UTF-16 (with a byte order mark, or told by its zeros) and Windows-1252, which
 * holds Latin-1. What is none of them is refused, with the place. Memory is that of the window.
 */
#ifndef DECODE_H
#define DECODE_H

#include "str.h"

/* Where bytes come from, read from any place as often as it is asked for. */
struct byte_source {
	/* Up to `n` bytes from `at`; fewer at the end only. False, with errno, when it fails. */
	bool (*read)(void *arg, uint64_t at, char *to, size_t n, size_t *ret_n);
	void *arg;
	uint64_t n; /* bytes in all, for telling how far one is */
};

/* The text, and the file, must live as long as they are read. */
struct byte_source bytes_of_text(const struct str *text);
struct byte_source bytes_of_file(const int *fd, uint64_t n);

enum encoding { ENCODING_UTF8, ENCODING_UTF16_LE, ENCODING_UTF16_BE, ENCODING_WINDOWS_1252 };

enum { DECODED_ROW_MAX = 1 << 20 /* bytes of UTF-8 that a window can hold */ };

struct decoder {
	struct byte_source from;
	enum encoding encoding;
	bool ends_lines_with_cr; /* alone; in the text they are LF */
	uint64_t start, at; /* bytes: after the mark; the next one to decode */

	struct str text; /* the window: well-formed UTF-8 without NUL */
	bool is_end; /* nothing follows the window */

	/* What is wrong, and where; NULL as long as nothing is. A failed read has no place. */
	const char *fault; /* N_() */
	unsigned line, column; /* from 1, column in characters */
	bool has_place;

	char *room; /* of the window */
	char *raw;
};

/* Looks through the whole file and tells what it is. False: `fault` says why it is refused. */
bool decoder_open(struct decoder *d, struct arena *a, struct byte_source from);

/* Back to the beginning, with an empty window. */
void decoder_rewind(struct decoder *d);

/*
 * Drops the first `used` bytes of the window and adds what follows, as much as there is room for.
 * False when nothing came: the file has ended, the window is full, or there is a fault.
 */
bool decoder_more(struct decoder *d, size_t used);

#endif
