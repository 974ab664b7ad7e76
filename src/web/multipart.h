/*
 * multipart.h - a form with files, as browsers send it: multipart/form-data (RFC 7578).
 */
#ifndef MULTIPART_H
#define MULTIPART_H

#include "params.h"

/* A file as it was sent. What it really is, its bytes tell and nothing else. */
struct upload {
	struct str field; /* name of the input */
	struct str name; /* "report.pdf", as the sender says: its last part alone, one line */
	struct str bytes; /* part of what was sent, not a copy */
};

struct uploads {
	struct upload *v;
	size_t n;
};

/* The boundary that a Content-Type names; empty when it is no such form's, or names none. */
struct str multipart_boundary(struct str content_type);

/*
 * Takes the body apart: inputs into `ret_fields`, files into `ret_files`; inputs for files where
 * none was chosen are left out. False, nothing told: ill-formed, a text that is no UTF-8, more than
 * PARAMS_MAX of either.
 */
bool multipart_parse(struct str body, struct str boundary, struct arena *a,
	struct params *ret_fields, struct uploads *ret_files);

#endif
