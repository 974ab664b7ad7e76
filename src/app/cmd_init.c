/* cmd_init.c - jalon init [--bare]: make or update the database, load the reference data. */
#include "clock.h"
#include "command.h"
#include "desk.h"
#include "key_file.h"
#include "migrate.h"
#include "migrations.h"
#include "modules.h"
#include "privileges.h"
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

bool init_schema(struct work *w)
{
	if (migrate_run(w->db, migrations, n_migrations) < 0)
		return false;
	search_prepare(w->db);
	load_part(w, REFERENCE_LISTS);
	return !w->failure->what;
}

/* Schema and code lists, in one transaction. */
static bool prepare(struct desk *d, struct arena *a, struct failure *f, const struct language *l)
{
	db_use(d->db, a, f, 0);
	db_begin(d->db);
	if (migrate_state(d->db, migrations, n_migrations) == SCHEMA_NEWER)
		failure_record(
			f, "this database was made by a later Jalon", S("use that one"), NULL);
	struct work w = { .arena = a,
		.failure = f,
		.db = d->db,
		.lang = l,
		.house = &house,
		.actor = actor_operator,
		.now_ms = clock_now_ms() };

	if (init_schema(&w))
		return db_commit(d->db);
	db_rollback(d->db);
	return false;
}

/* Everything after the code lists, each part with what the one before it made in sight. */
static void load_records(struct desk *d, struct arena *a, struct failure *f,
	enum reference_part last, const struct language *l)
{
	for (enum reference_part part = REFERENCE_LISTS + 1; part <= last && !f->what; part++) {
		struct work w = desk_work(d, a, f, l);

		load_part(&w, part);
	}
}

int house_init(const char *url, enum reference_part last, const struct language *l)
{
	struct failure f = { 0 };
	struct desk d;
	struct arena a;

	if (!desk_open(&d, url, DB_WRITE, false, l))
		return EXIT_REFUSED;
	arena_init(&a, INIT_MAX_BYTES);
	if (prepare(&d, &a, &f, l) && desk_renew_index(&d, &a, &f, l))
		load_records(&d, &a, &f, last, l);
	/* Records may have changed code lists: a Party that is new. */
	if (!f.what)
		desk_renew_index(&d, &a, &f, l);
	if (f.what)
		command_say_failure(&f);
	desk_close(&d);
	arena_free(&a);
	return f.what ? EXIT_REFUSED : EXIT_DONE;
}

/* The files that are made should be those of the user who serves them. */
static bool become_user(const struct invocation *i)
{
	const char *user = i->options[OPTION_USER];
	struct str why = S("");
	struct arena a;

	arena_init(&a, 4096);
	bool is_done = !user || privileges_become(user, i->lang, &a, &why);
	if (!is_done)
		command_say(why);
	arena_free(&a);
	return is_done;
}

static int renew_key(const struct invocation *i)
{
	const char *url = desk_url(i->options[OPTION_DB]);
	struct failure f = { 0 };
	struct desk d;
	struct arena a;

	if (!desk_open(&d, url, DB_WRITE, true, i->lang))
		return EXIT_REFUSED;
	arena_init(&a, INIT_MAX_BYTES);
	struct work w = desk_work(&d, &a, &f, i->lang);
	w.key = key_file_open(i->options[OPTION_KEY_FILE], url, &a);
	db_begin(d.db);
	if (w.key)
		key_file_renew(&w);
	bool is_done = db_commit(d.db) && w.key;
	if (f.what)
		command_say_failure(&f);
	desk_close(&d);
	arena_free(&a);
	return is_done ? EXIT_DONE : EXIT_REFUSED;
}

int cmd_init(const struct invocation *i)
{
	if (!become_user(i))
		return EXIT_REFUSED;
	int status = house_init(desk_url(i->options[OPTION_DB]),
		i->options[OPTION_BARE] ? REFERENCE_RECORDS : REFERENCE_EXAMPLES, i->lang);
	return status == EXIT_DONE && i->options[OPTION_NEW_KEY] ? renew_key(i) : status;
}
