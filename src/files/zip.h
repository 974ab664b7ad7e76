/*
 * zip.h - what is in a ZIP archive, as far as office files need it. Nothing that an archive says of
 * itself is believed: places are held against its bytes, and what it unpacks to is unpacked.
 */
#ifndef ZIP_H
#define ZIP_H

#include "str.h"

struct zip_entry {
	struct str name;
	struct str packed; /* part of the archive */
	uint64_t bytes; /* that it unpacks to, as the archive says */
	bool is_deflated; /* else it is stored as it is */
};

struct zip {
	struct zip_entry *v;
	size_t n;
};

enum zip_end {
	ZIP_SOUND,
	ZIP_BROKEN, /* it is none, or not one from its first byte to its last */
	ZIP_ENCRYPTED,
	ZIP_TOO_LARGE /* what it unpacks to */
};

/* What is unpacked may be so many times as much as the archive, and no more than so much. */
enum { ZIP_TIMES_MAX = 100, ZIP_ENTRIES_MAX = 10000 };
extern const uint64_t zip_unpacked_max_bytes;

/*
 * Reads the directory. Entries must not overlap, lie before the directory and have the name there
 * that they have in it.
 */
enum zip_end zip_read(struct str bytes, struct arena *a, struct zip *ret_zip);

/* Unpacks all of it, keeping nothing: does each entry unpack to what it says? */
enum zip_end zip_check(const struct zip *zip, size_t archive_bytes);

/* NULL when there is none of that name. */
const struct zip_entry *zip_entry(const struct zip *zip, const char *name);

/* The entry unpacked; the empty text when it is larger than that, or broken. */
struct str zip_unpack(const struct zip_entry *e, size_t max_bytes, struct arena *a);

/* Would a program that looks for an archive from the end find one in these bytes? */
bool zip_is_behind(struct str bytes);

#endif
