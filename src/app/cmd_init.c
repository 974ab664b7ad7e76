/* cmd_init.c - jalon init [--bare]: make or update the database, load the reference data. */
#include "clock.h"
#include "command.h"
#include "desk.h"
#include "migrate.h"
#include "migrations.h"
#include "modules.h"
#include "record_index.h"
#include "search.h"

#include <stdio.h>

enum { INIT_MAX_BYTES = 256 << 20 };

static void load_part(struct work *w, enum reference_part part)
{
	HOUSE_EACH(&house, m)
		for (const struct reference *r = m->references; r && r->file; r++)
			if (r->part == part && !w->failure->what)
				r->load(w);
}

/* Schema and code lists, in one transaction. */
static bool prepare(struct desk *d, struct arena *a, struct failure *f, const struct language *l)
{
	db_use(d->db, a, f, 0);
	db_begin(d->db);
	if (migrate_state(d->db, migrations, n_migrations) == SCHEMA_NEWER)
		failure_record(
			f, "this database was made by a later Jalon", S("use that one"), NULL);
	if (migrate_run(d->db, migrations, n_migrations) < 0) {
		db_rollback(d->db);
		return false;
	}
	search_prepare(d->db);
	struct work w = { .arena = a,
		.failure = f,
		.db = d->db,
		.lang = l,
		.house = &house,
		.actor = { ROLE_OPERATOR, S("") },
		.now_ms = clock_now_ms() };

	load_part(&w, REFERENCE_LISTS);
	return db_commit(d->db);
}

/*
 * The index of a base made by an earlier Jalon, or under other code lists, is made anew; the
 * records that Jalon brings along are what it says they are.
 */
static bool renew_records(
	struct desk *d, struct arena *a, struct failure *f, const struct language *l)
{
	struct work w = desk_work(d, a, f, l);

	db_begin(d->db);
	record_index_renew(&w);
	load_part(&w, REFERENCE_RECORDS);
	return db_commit(d->db);
}

static void load_examples(
	struct desk *d, struct arena *a, struct failure *f, const struct language *l)
{
	struct work w = desk_work(d, a, f, l);

	load_part(&w, REFERENCE_EXAMPLES);
}

int cmd_init(const struct invocation *i)
{
	const char *url = desk_url(i->options[OPTION_DB]);
	struct failure f = { 0 };
	struct desk d;
	struct arena a;

	if (!desk_open(&d, url, DB_WRITE, false, i->lang))
		return EXIT_REFUSED;
	arena_init(&a, INIT_MAX_BYTES);
	if (prepare(&d, &a, &f, i->lang) && renew_records(&d, &a, &f, i->lang) &&
		!i->options[OPTION_BARE])
		load_examples(&d, &a, &f, i->lang);
	if (f.what)
		command_say_failure(&f);
	desk_close(&d);
	arena_free(&a);
	return f.what ? EXIT_REFUSED : EXIT_DONE;
}
