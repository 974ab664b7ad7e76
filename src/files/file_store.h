/*
 * file_store.h - what people attach to records, as it is kept: docs/together.md, "Files".
 *
 * A file never changes, and is of one record; which of its fields lists it, the record says. All
 * that write do so in the transaction of the work.
 */
#ifndef FILE_STORE_H
#define FILE_STORE_H

#include "file_type.h"
#include "picture.h"
#include "record.h"

enum {
	FILE_PIECE_BYTES = 256 << 10,
	FILE_HASH_CHARS = 64,
	FILE_ABOUT_MAX_CHARS = 1000,
	FILES_OF_RECORD_MAX = 20,
	FILES_A_DAY_MAX_BYTES = 200 << 20 /* of one person */
};

struct file {
	struct str id, name, hash;
	const struct file_type *type;
	int64_t seq; /* of its record */
	int64_t bytes;
	int width, height; /* 0: it is no picture */
	struct text about; /* what it shows or says */
	struct str sent_by; /* account */
	int64_t sent_ms;
};

struct files {
	struct file *v;
	size_t n;
};

/* ---- what was sent (file_sent.c): needs no store, and takes its time */

struct file_sent {
	struct str name;
	const struct file_type *type; /* NULL: it is not taken */
	const char *why; /* N_(): why not */
	struct pieces pieces; /* as they are kept */
	int64_t bytes;
	int width, height;
	char hash[FILE_HASH_CHARS + 1]; /* SHA-256 */
};

/* Points into `bytes`, and the arena. */
struct file_sent file_examine(struct arena *a, struct str name, struct str bytes);

/* ---- putting */

/* Keeps it for the record; its id. */
struct str file_put(struct work *w, const struct record *r, const struct file_sent *sent,
	const struct text *about);

/* The same content under another description. */
struct str file_again(struct work *w, const struct file *f, const struct text *about);

/* Bytes that the one who works has sent within a day. */
int64_t files_sent_today(struct work *w);

/* ---- reading */

bool file_find(struct work *w, struct str id, struct file *ret_file);

/* Those that the value of a FILES field names, in its order; unknown ones are left out. */
struct files files_of(struct work *w, struct str value);

/* Does the value name it? */
bool files_name(struct str value, struct str id);

/* The value with `id` behind the others, or in the place of `old`; `id` empty: without `old`. */
struct str files_with(struct arena *a, struct str value, struct str old, struct str id);

/* Of one record, in all its fields. */
size_t files_count(const struct kind *k, const void *row);

/* The first field of the kind that holds files, or the one of that name; NULL: none. */
const struct field *files_field(const struct kind *k, struct str name);

/*
 * Gives the content to `fn`, piece by piece, until it says false; a piece is gone after it. False
 * when not all of it came.
 */
bool content_each(
	struct work *w, struct str hash, bool (*fn)(void *arg, struct str piece), void *arg);

/* "/files/{id}/{name}" */
struct str file_address(struct arena *a, const struct file *f);

/* The description in that language, else in the record's own, else any. */
struct told file_about(
	const struct file *f, const struct language *asked, const struct language *original);

/* Asks for a description where there is none. */
void files_advise(struct work *w, const struct kind *k, const void *row, struct problems *advice);

/* ---- forgetting (file_forget.c) */

/* Drops those of the record that stand nowhere in it any more: fields, history, drafts. */
void files_drop_lost(struct work *w, const struct kind *k, const void *row);

/* A chore, with transactions of its own: what was sent a day ago and never stood in a record. */
void files_sweep(struct work *w);

/*
 * Reads every content, and looks for what belongs to nothing. True when all is as it should be;
 * complaints are lines in English.
 */
bool files_verify(struct work *w, void (*say)(void *arg, struct str complaint), void *arg);

#endif
