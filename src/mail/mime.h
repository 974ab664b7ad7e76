/*
 * mime.h - a letter as it goes over the wire (RFC 5322, 2045 to 2047, 3834): as plain text and as
 * simple HTML, both quoted-printable, signed by the site.
 */
#ifndef MIME_H
#define MIME_H

#include "lang.h"

struct mime {
	struct str id; /* ULID */
	struct str from, to; /* sound addresses, see mail.h */
	const struct language *lang;
	struct str subject, text; /* see struct letter */
	struct str origin; /* of the site, "https://jalon.example"; or empty */
	int64_t at_ms;
};

/*
 * The whole message, lines ended by CRLF, of ASCII alone. Whatever subject and text hold, they add
 * no header. Cut off when `a` is full: see db_has_room().
 */
struct str mime_write(struct arena *a, const struct mime *m);

/* "Sat, 21 Nov 2026 10:42:07 +0000" */
struct str mime_date(struct arena *a, int64_t instant_ms);

#endif
