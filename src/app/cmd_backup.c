/* cmd_backup.c - jalon backup FILE: one snapshot of the store in one file, while others use it. */
#include "backup_schema.h"
#include "clock.h"
#include "command.h"
#include "desk.h"
#include "part_file.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { BACKUP_MAX_BYTES = 64 << 20 };

static int refuse(const struct invocation *i, const char *message)
{
	struct arena a;

	arena_init(&a, 1 << 16);
	command_say(STR_FILL(&a, tr_text(i->lang, message), str_from(i->arguments[0])));
	arena_free(&a);
	return EXIT_REFUSED;
}

static int refuse_part(const struct invocation *i, enum part_result why)
{
	switch (why) {
	case PART_IS_THERE:
		return refuse(i, N_("{1} is there already; --replace writes a new backup over it"));
	case PART_IS_OTHER:
		return refuse(i, N_("{1} is no backup of Jalon, and stays as it is"));
	case PART_IS_BUSY:
		return refuse(i, N_("{1} is being written by another “jalon backup”"));
	default:
		fprintf(stderr, "jalon: %s: %s\n", i->arguments[0], strerror(errno));
		return EXIT_REFUSED;
	}
}

static void say_done(const struct invocation *i, struct arena *a, const struct backup_about *about,
	int64_t bytes)
{
	struct str line = STR_FILL(a,
		tr(i->lang, "{1}: records {2}, rows {3}, tables {4}, bytes {5}, made {6}"),
		str_from(i->arguments[0]),
		str_printf(a, "%lld", (long long)backup_rows(about, "record")),
		str_printf(a, "%lld", (long long)about->n_rows),
		str_printf(a, "%zu", about->n_tables), str_printf(a, "%lld", (long long)bytes),
		about->made_at);

	printf(STR_FMT "\n", STR_ARG(line));
}

/* The store's snapshot in the part. */
static bool write_part(const struct invocation *i, struct desk *d, struct arena *a,
	const struct part_file *part, struct backup_about *about)
{
	const struct backup_schema schema = backup_schema();
	struct failure f = { 0 }, file = { 0 };

	db_use(d->db, a, &f, 0);
	db_begin_read(d->db);
	bool is_written = backup_write(d->db, &schema, part->part, about, a, &file);
	db_use(d->db, a, &f, 0);
	if (file.what)
		fprintf(stderr, "jalon: %s: %s\n", i->arguments[0], file.detail);
	else if (f.what)
		command_say_failure(&f);
	return is_written;
}

static int backup(const struct invocation *i, struct desk *d, struct arena *a)
{
	struct backup_about about = { .made_at = clock_rfc3339(a, clock_now_ms()),
		.program = S(JALON_VERSION) };
	struct part_file part;
	struct stat size;
	enum part_result result = part_open(
		&part, a, i->arguments[0], i->options[OPTION_REPLACE] ? backup_is_one : NULL);

	if (result != PART_FINE)
		return refuse_part(i, result);
	if (!write_part(i, d, a, &part, &about)) {
		part_drop(&part);
		return EXIT_REFUSED;
	}
	bool has_size = !fstat(part.fd, &size);
	result = part_keep(&part);
	if (result != PART_FINE)
		return refuse_part(i, result);
	say_done(i, a, &about, has_size ? (int64_t)size.st_size : 0);
	return EXIT_DONE;
}

int cmd_backup(const struct invocation *i)
{
	struct desk d;
	struct arena a;

	signal(SIGXFSZ, SIG_IGN); /* a bound on files is an error to tell, not a death */
	if (!desk_open_earlier(&d, desk_url(i->options[OPTION_DB]), i->lang))
		return EXIT_REFUSED;
	arena_init(&a, BACKUP_MAX_BYTES);
	int status = backup(i, &d, &a);
	desk_close(&d);
	arena_free(&a);
	return status;
}
