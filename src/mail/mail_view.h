/* mail_view.h - what mail.html shows; filled by mime.c. */
#ifndef MAIL_VIEW_H
#define MAIL_VIEW_H

#include "html.h"

struct mail_line {
	struct str text;
	struct url url; /* that the line is; or the empty address */
};

struct mail_paragraph {
	const struct mail_line *lines;
	size_t n;
};

struct mail_view {
	struct str subject;
	const struct mail_paragraph *paragraphs;
	size_t n;
};

#endif
