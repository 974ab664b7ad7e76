/* qr_view.h - what src/ui/qr.html needs beside qr.h. */
#ifndef QR_VIEW_H
#define QR_VIEW_H

#include "qr.h"

struct qr_view {
	struct str label;
	int width; /* in modules, with the quiet zone */
	struct str dark; /* a path around each run of dark modules in a row */
};

#endif
