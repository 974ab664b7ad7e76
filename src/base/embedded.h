/*
 * embedded.h - a file that tools/embed.py put into the program.
 */
#ifndef EMBEDDED_H
#define EMBEDDED_H

#include <stddef.h>

struct embedded {
	const char *name; /* without its folder */
	const unsigned char *bytes;
	size_t n;
	const char *hash; /* 12 hexadecimal digits of SHA-256, for an address that can be kept */
	const char *sha256; /* all of it in base 64, as a Content-Security-Policy names it */
};

#endif
