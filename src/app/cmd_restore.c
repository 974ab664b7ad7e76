/* cmd_restore.c - jalon restore FILE: a backup into an empty store, in one transaction. */
#include "backup_schema.h"
#include "clock.h"
#include "command.h"
#include "desk.h"
#include "modules.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RESTORE_MAX_BYTES = 256 << 20 };

static int refuse(const struct invocation *i, const char *message, struct str detail)
{
	struct arena a;

	arena_init(&a, 1 << 16);
	command_say(STR_FILL(&a, tr_text(i->lang, message), str_from(i->arguments[0]), detail));
	arena_free(&a);
	return EXIT_REFUSED;
}

/* The file of a backup, opened to be looked at. -1, with why, when it is none. */
static bool is_backup(const struct invocation *i)
{
	int fd = open(i->arguments[0], O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat about;

	if (fd < 0 || fstat(fd, &about)) {
		fprintf(stderr, "jalon: %s: %s\n", i->arguments[0], strerror(errno));
		return false;
	}
	bool is_one = S_ISREG(about.st_mode) && backup_is_one(fd);
	close(fd);
	if (!is_one)
		refuse(i, N_("{1} is no backup of Jalon"), S(""));
	return is_one;
}

static int refuse_damaged(const struct invocation *i, struct arena *a, const struct backup *b)
{
	return refuse(i, N_("{1} is damaged, nothing of it was restored: {2}"),
		str_printf(a, "%s (%s)", b->failure.what, b->failure.detail));
}

/* Schema, rows, code lists, index: all or nothing. */
static bool fill(struct desk *d, struct backup *b, struct work *w)
{
	const struct backup_schema schema = backup_schema();

	if (!backup_restore(b, &schema, d->db) || !init_schema(w) || !desk_refresh(d))
		return false;
	w->vocabularies = d->vocabularies;
	record_index_forget(w);
	record_index_renew(w);
	return !w->failure->what;
}

static int restore_into(
	const struct invocation *i, struct desk *d, struct backup *b, struct arena *a)
{
	struct failure f = { 0 };
	struct work w = { .arena = a,
		.failure = &f,
		.db = d->db,
		.lang = i->lang,
		.house = &house,
		.actor = actor_operator,
		.now_ms = clock_now_ms() };

	db_use(d->db, a, &f, 0);
	db_begin(d->db);
	bool is_empty = migrate_is_empty(d->db);
	if (is_empty && fill(d, b, &w) && db_commit(d->db))
		return EXIT_DONE;
	db_rollback(d->db);
	if (b->failure.what)
		return refuse_damaged(i, a, b);
	if (f.what)
		command_say_failure(&f);
	else if (!is_empty)
		refuse(i,
			N_("the database is not empty, and stays as it is: {1} is restored into "
			   "an empty one only"),
			S(""));
	return EXIT_REFUSED;
}

static void say_done(const struct invocation *i, struct arena *a, const struct backup_about *about)
{
	struct str line =
		STR_FILL(a, tr(i->lang, "{1}: records {2}, rows {3}, tables {4}, made {5}"),
			str_from(i->arguments[0]),
			str_printf(a, "%lld", (long long)backup_rows(about, "record")),
			str_printf(a, "%lld", (long long)about->n_rows),
			str_printf(a, "%zu", about->n_tables), about->made_at);

	printf(STR_FMT "\n", STR_ARG(line));
}

static int restore(const struct invocation *i, struct backup *b, struct arena *a)
{
	struct desk d;

	if (!backup_check(b))
		return refuse_damaged(i, a, b);
	if (!desk_open(&d, desk_url(i->options[OPTION_DB]), DB_WRITE, false, i->lang))
		return EXIT_REFUSED;
	int status = restore_into(i, &d, b, a);
	desk_close(&d);
	if (status != EXIT_DONE)
		return status;
	say_done(i, a, &b->about);
	/* The file held what was in the store; whether that was in order is another question. */
	return cmd_verify(i);
}

int cmd_restore(const struct invocation *i)
{
	const struct backup_schema schema = backup_schema();
	int status = EXIT_REFUSED;
	struct backup b;
	struct arena a;

	if (!is_backup(i))
		return EXIT_REFUSED;
	arena_init(&a, RESTORE_MAX_BYTES);
	switch (backup_open(&b, i->arguments[0], &schema, &a)) {
	case BACKUP_SOUND:
		status = restore(i, &b, &a);
		break;
	case BACKUP_NEWER:
		refuse(i, N_("{1} was made by a later Jalon; use that one"), S(""));
		break;
	case BACKUP_DAMAGED:
		refuse_damaged(i, &a, &b);
	}
	backup_close(&b);
	arena_free(&a);
	return status;
}
