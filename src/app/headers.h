/* headers.h - what every answer tells browsers to forbid, whatever it is an answer to. */
#ifndef HEADERS_H
#define HEADERS_H

#include "request.h"

/* Ended by a row without name. `is_https`: readers come by https alone, and browsers may insist. */
const struct header *house_headers(bool is_https);

#endif
