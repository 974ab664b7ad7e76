#include "clock.h"
#include "engine.h"

#include <assert.h>
#include <stdio.h>

static const struct {
	const char *what, *hint;
	bool is_temporary;
} mishaps[MISHAP_COUNT] = {
	[MISHAP_BUSY] = { "the database is busy",
		"Another process has been writing for long; let it end, then try again.", true },
	[MISHAP_CANNOT_OPEN] = { "the database cannot be opened",
		"Check --db and who may read and write there; `jalon init` makes a new database.",
		false },
	[MISHAP_CONFLICT] = { "two changes met in the database", "Try again.", true },
	[MISHAP_DAMAGED] = { "the database is damaged",
		"Stop Jalon, keep a copy of the files as they are, see what `jalon verify` says, "
		"and "
		"restore the last backup.",
		false },
	[MISHAP_DISK] = { "the database cannot read or write its files",
		"Look for errors of the disk in the system's log, and at who may write there.",
		false },
	[MISHAP_FULL] = { "the disk of the database takes no more",
		"Is it full, or over a quota? Nothing of this change was written.", true },
	[MISHAP_MEMORY] = { "the request needs more memory than it may",
		"Ask for less at once: a filter or a page.", false },
	[MISHAP_READ_ONLY] = { "the database may not be written",
		"The connection is for reading, or its files or its server are read-only.", false },
	[MISHAP_REFUSED] = { "the database refused the change",
		"It would break a rule of the schema; nothing of it was written.", false },
	[MISHAP_SILENT] = { "the database does not answer",
		"Check that its server runs and that --db is right.", true },
	[MISHAP_STARVED] = { "the machine has no memory left",
		"See what takes it; the work can be tried again.", true },
	[MISHAP_STATEMENT] = { "a statement failed",
		"`jalon verify` tells whether the schema is the one of this version.", false },
	[MISHAP_TEXT] = { "a text for the database is not UTF-8", NULL, false },
	[MISHAP_TOO_LONG] = { "the work took too long",
		"The machine is busy, or the question too wide.", true },
};

void db_fail(struct db *db, enum mishap m, const char *name, const char *words)
{
	struct failure *f = db->failure;

	if (f->what)
		return;
	char detail[sizeof f->detail];

	snprintf(detail, sizeof detail, "%s: %s", name, words);
	failure_record(f, mishaps[m].what, str_from(detail), mishaps[m].hint);
	f->is_temporary = mishaps[m].is_temporary;
	db->should_retry = m == MISHAP_CONFLICT;
}

bool db_is_sound(const struct db *db)
{
	assert(db->arena);
	return !db->failure->what;
}

bool db_is_late(const struct db *db)
{
	return db->deadline_ms && clock_monotonic_ms() >= db->deadline_ms;
}
