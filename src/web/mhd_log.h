/* mhd_log.h - what the HTTP library has to say, for the operator. */
#ifndef MHD_LOG_H
#define MHD_LOG_H

#include <stdarg.h>

/* Writes the line, unless it is about what some client does wrong. For the library. */
void mhd_log(void *arg, const char *format, va_list args);

#endif
