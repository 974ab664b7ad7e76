#include "mhd_log.h"
#include "log.h"
#include "str.h"

#include <stdio.h>
#include <string.h>

/* What a client does wrong is no news to the operator, and comes by the thousand. */
static bool is_about_a_client(const char *format)
{
	static const char *const beginnings[] = { "Error processing request",
		"Connection was closed by remote", "Connection socket is closed", "Socket has been",
		"Not enough memory in pool", "Failed to parse", "Failed to send" };

	for (size_t i = 0; i < COUNT(beginnings); i++)
		if (str_starts(str_from(format), str_from(beginnings[i])))
			return true;
	return false;
}

void mhd_log(void *arg, const char *format, va_list args)
{
	char line[500];

	(void)arg;
	if (is_about_a_client(format))
		return;
	vsnprintf(line, sizeof line, format, args);
	line[strcspn(line, "\n")] = '\0';
	log_error("http: %s", line);
}
