/*
 * cookie.h - cookies (RFC 6265): finding one among those that came, setting one.
 */
#ifndef COOKIE_H
#define COOKIE_H

#include "request.h"

/* The value of the first cookie of that name in a Cookie header, or the empty text. */
struct str cookie_find(struct str header, struct str name);

enum { COOKIE_SESSION = -1 };

/*
 * Sets a cookie for this host alone, that scripts cannot read and other sites cannot send, for
 * `max_age_s`; COOKIE_SESSION: until the browser ends; 0: takes it away. Where the site is reached
 * by https its name gets the prefix "__Host-", and it never travels otherwise.
 */
void answer_cookie(struct request *r, const char *name, struct str value, int64_t max_age_s);

/* The cookie that answer_cookie() set, or the empty text. */
struct str request_cookie(struct request *r, const char *name);

#endif
