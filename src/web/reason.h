/*
 * reason.h - what a status says, for programs. Pages have their own words, in the reader's
 * language.
 */
#ifndef REASON_H
#define REASON_H

#include "status.h"

/* "Not Found", as RFC 9110 calls it. */
const char *reason_phrase(enum http_status status);

/* "not_found", the `code` of an error in the API. */
const char *reason_code(enum http_status status);

#endif
