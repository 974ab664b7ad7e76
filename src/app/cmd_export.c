/* cmd_export.c - jalon export KIND: records to standard output. */
#include "command.h"
#include "desk.h"
#include "exchange.h"
#include "modules.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { EXPORT_MAX_BYTES = 96 << 20 };

static bool to_stdout(void *arg, struct str piece)
{
	(void)arg;
	return fwrite(piece.p, 1, piece.n, stdout) == piece.n;
}

static int export_kind(
	const struct invocation *i, struct desk *d, struct list_query *q, enum export_format format)
{
	struct failure f = { 0 };
	struct arena a;

	arena_init(&a, EXPORT_MAX_BYTES);
	struct work w = desk_work(d, &a, &f, i->lang);
	const struct export_order order = { .query = q, .format = format, .sink = to_stdout };
	enum export_end end = export_list(&w, &order);
	bool is_whole = end == EXPORT_WHOLE && !fflush(stdout);
	if (f.what)
		command_say_failure(&f);
	else if (end == EXPORT_TOO_LONG)
		command_say(str_from(tr(i->lang, "a sheet cannot hold so many records; take csv")));
	else if (!is_whole)
		fprintf(stderr, "jalon: stdout: %s\n", strerror(errno));
	arena_free(&a);
	return is_whole ? EXIT_DONE : EXIT_REFUSED;
}

int cmd_export(const struct invocation *i)
{
	const char *format_name = i->options[OPTION_FORMAT] ? i->options[OPTION_FORMAT] : "csv";
	const char *lang = i->options[OPTION_LANG];
	struct list_query q = { .kind = house_kind_by_plural(&house, str_from(i->arguments[0])),
		.only = lang ? language_by_code(str_from(lang)) : NULL };
	enum export_format format;
	struct desk d;

	if (!q.kind)
		return command_wrong(i, N_("there is no kind of record “{1}”"), i->arguments[0]);
	if (!export_format_by_name(str_from(format_name), &format))
		return command_wrong(i, N_("there is no format “{1}”"), format_name);
	if (format == EXPORT_XLSX && isatty(STDOUT_FILENO)) {
		command_say(str_from(tr(i->lang, "a workbook is no text for a terminal: add "
						 "“> FILE.xlsx”")));
		return EXIT_USAGE;
	}
	if (lang && !q.only)
		return command_wrong(i, N_("Jalon does not speak “{1}”"), lang);
	if (!desk_open(&d, desk_url(i->options[OPTION_DB]), DB_READ, true, i->lang))
		return EXIT_REFUSED;
	int status = export_kind(i, &d, &q, format);
	desk_close(&d);
	return status;
}
