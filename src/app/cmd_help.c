/* cmd_help.c - jalon help [COMMAND] and jalon version. */
#include "command.h"
#include "modules.h"

#include <stdio.h>

int cmd_help(const struct invocation *i)
{
	const struct command *c = NULL;

	if (i->n_arguments) {
		c = command_named(i->arguments[0]);
		if (!c) {
			command_usage(NULL, i->lang, stderr);
			return EXIT_USAGE;
		}
	}
	command_usage(c, i->lang, stdout);
	return EXIT_DONE;
}

int cmd_version(const struct invocation *i)
{
	(void)i;
	puts("jalon " JALON_VERSION);
	return EXIT_DONE;
}
