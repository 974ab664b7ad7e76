/* cmd_init.c - jalon init [--bare]: make or update the database, load the reference data. */
#include "clock.h"
#include "command.h"
#include "desk.h"
#include "migrate.h"
#include "migrations.h"
#include "modules.h"
#include "privileges.h"
#include "record_index.h"
#include "search.h"

#include <stdio.h>

enum { INIT_MAX_BYTES = 256 << 20 };

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

	HOUSE_EACH(&house, m)
		for (const struct reference *r = m->references; r && r->file; r++)
			if (!r->is_example)
				r->load(&w);
	return db_commit(d->db);
}

/* The index of a base made by an earlier Jalon, or under other code lists, is made anew. */
static bool renew_index(
	struct desk *d, struct arena *a, struct failure *f, const struct language *l)
{
	struct work w = desk_work(d, a, f, l);

	db_begin(d->db);
	record_index_renew(&w);
	return db_commit(d->db);
}

static void load_examples(
	struct desk *d, struct arena *a, struct failure *f, const struct language *l)
{
	struct work w = desk_work(d, a, f, l);

	HOUSE_EACH(&house, m)
		for (const struct reference *r = m->references; r && r->file; r++)
			if (r->is_example && !f->what)
				r->load(&w);
}

/* The files that are made should be those of the user who serves them. */
static bool become_user(const struct invocation *i, struct arena *a)
{
	const char *user = i->options[OPTION_USER];
	struct str why;

	if (!user || privileges_become(user, i->lang, a, &why))
		return true;
	command_say(why);
	return false;
}

int cmd_init(const struct invocation *i)
{
	const char *url = desk_url(i->options[OPTION_DB]);
	struct failure f = { 0 };
	struct desk d;
	struct arena a;

	arena_init(&a, INIT_MAX_BYTES);
	if (!become_user(i, &a) || !desk_open(&d, url, DB_WRITE, false, i->lang)) {
		arena_free(&a);
		return EXIT_REFUSED;
	}
	if (prepare(&d, &a, &f, i->lang) && renew_index(&d, &a, &f, i->lang) &&
		!i->options[OPTION_BARE])
		load_examples(&d, &a, &f, i->lang);
	if (f.what)
		command_say_failure(&f);
	desk_close(&d);
	arena_free(&a);
	return f.what ? EXIT_REFUSED : EXIT_DONE;
}
