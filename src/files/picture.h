/*
 * picture.h - pictures as they are kept: without what tells where, when and by whom they were taken
 * (EXIF, XMP, IPTC, comments, texts, previews), with their colours and which side is up.
 */
#ifndef PICTURE_H
#define PICTURE_H

#include "file_type.h"

/* Parts of a file, one behind the other. */
struct pieces {
	struct str *v;
	size_t n;
};

enum { PICTURE_MAX_PIXELS = 100000000, PICTURE_MAX_PIECES = 20000 };

struct picture {
	int width, height; /* as it is shown: turned, if it says that it is */
	struct pieces kept; /* of the bytes, and of the arena */
};

/*
 * Reads a picture of that type (file_type_of()) from its first byte to its end; what stands behind
 * is left out. False: `ret_why` (N_()).
 */
bool picture_read(const struct file_type *type, struct str bytes, struct arena *a,
	struct picture *ret_picture, const char **ret_why);

#endif
