/* qr.h - a text as a picture that a phone reads (QR code). */
#ifndef QR_H
#define QR_H

#include "html.h"

/*
 * An SVG: dark on white with its quiet zone, whatever the colours of the page; `label` says what it
 * is to those who do not see it. Empty when the text is empty, does not fit (some 2,300 bytes do),
 * or there is no memory: show the text beside it, always.
 */
struct html qr_html(struct page_out *o, struct str text, struct str label);

#endif
