#include "log.h"
#include "clock.h"

#include <stdarg.h>
#include <stdio.h>

static void write_line(const char *level, const char *format, va_list args)
{
	char text[1000];
	struct arena a;

	arena_init(&a, 4096);
	vsnprintf(text, sizeof text, format, args);
	struct str at = clock_rfc3339(&a, clock_now_ms());
	/* One call, so that lines of several threads do not mix. */
	fprintf(stderr, "%.*s %s %s\n", STR_ARG(at), level, text);
	arena_free(&a);
}

void log_error(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	write_line("error", format, args);
	va_end(args);
}
