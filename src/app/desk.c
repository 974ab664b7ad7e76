#include "desk.h"
#include "clock.h"
#include "command.h"
#include "migrate.h"
#include "migrations.h"
#include "modules.h"
#include "record_index.h"

enum { VOCABULARIES_MAX_BYTES = 64 << 20 };

const char *desk_url(const char *option)
{
	return option && *option ? option : "sqlite:jalon.db";
}

/* What keeps this program from using the database, or NULL. */
static const char *schema_fault(struct desk *d)
{
	switch (migrate_state(d->db, migrations, n_migrations)) {
	case SCHEMA_ABSENT:
		return N_("this database was never initialised; run “jalon init” first");
	case SCHEMA_OLDER:
		return N_("this database was made by an earlier Jalon; run “jalon init” to update "
			  "it");
	case SCHEMA_NEWER:
		return N_("this database was made by a later Jalon; use that one");
	case SCHEMA_UNKNOWN:
		return N_("the database does not answer");
	case SCHEMA_CURRENT:
		break;
	}
	return NULL;
}

bool desk_try(struct desk *d, const char *url, enum db_mode mode, bool check_schema,
	const char **ret_fault)
{
	const char *fault;

	/* Opening for writing would make a missing file: only `init`, which checks nothing, may. */
	if (check_schema && mode == DB_WRITE) {
		if (!desk_try(d, url, DB_READ, true, ret_fault))
			return false;
		desk_close(d);
	}
	*d = (struct desk){ 0 };
	arena_init(&d->arena, VOCABULARIES_MAX_BYTES);
	d->mode = mode;
	d->db = db_open(url, mode, &d->arena, &d->failure);
	if (!d->db) {
		arena_free(&d->arena);
		return false;
	}
	db_use(d->db, &d->arena, &d->failure, 0);
	fault = check_schema ? schema_fault(d) : NULL;
	if (!fault)
		return true;
	struct failure failure = d->failure;

	desk_close(d);
	d->failure = failure;
	*ret_fault = fault;
	return false;
}

bool desk_open(struct desk *d, const char *url, enum db_mode mode, bool check_schema,
	const struct language *l)
{
	const char *fault = NULL;

	if (desk_try(d, url, mode, check_schema, &fault))
		return true;
	if (d->failure.what)
		command_say_failure(&d->failure);
	if (fault)
		command_say(str_from(tr_text(l, fault)));
	return false;
}

bool desk_open_earlier(struct desk *d, const char *url, const struct language *l)
{
	if (!desk_open(d, url, DB_READ, false, l))
		return false;
	if (migrate_state(d->db, migrations, n_migrations) == SCHEMA_OLDER)
		return true;
	desk_close(d);
	return desk_open(d, url, DB_READ, true, l);
}

void desk_close(struct desk *d)
{
	db_close(d->db);
	arena_free(&d->arena);
	*d = (struct desk){ 0 };
}

bool desk_refresh(struct desk *d)
{
	struct arena fresh, before = d->arena;

	const struct counters counters = counters_read(d->db);

	d->generation = counters.generation;
	if (d->vocabularies && counters.vocabulary == d->vocabularies->version)
		return true;
	arena_init(&fresh, VOCABULARIES_MAX_BYTES);
	struct vocabularies *all = vocabularies_load(d->db, &fresh, house_vocabularies());
	if (all)
		all->memory = house_remember(&house, d->db, &fresh);
	if (!db_has_room(d->db, &fresh))
		all = NULL;
	d->arena = all ? fresh : before;
	arena_free(all ? &before : &fresh);
	if (all)
		d->vocabularies = all;
	return all;
}

struct work desk_work(struct desk *d, struct arena *a, struct failure *f, const struct language *l)
{
	/* A work whose store failed goes on to its end, finding nothing. */
	static const struct vocabularies none;

	db_use(d->db, a, f, 0);
	if (d->mode == DB_READ)
		db_begin_read(d->db);
	desk_refresh(d);
	return (struct work){ .arena = a,
		.home = a,
		.failure = f,
		.db = d->db,
		.vocabularies = d->vocabularies ? d->vocabularies : &none,
		.lang = l,
		.house = &house,
		.actor = actor_operator,
		.via = "command",
		.now_ms = clock_now_ms(),
		.generation = d->generation };
}

bool desk_renew_index(struct desk *d, struct arena *a, struct failure *f, const struct language *l)
{
	struct work w = desk_work(d, a, f, l);

	db_begin(d->db);
	record_index_renew(&w);
	return db_commit(d->db);
}
