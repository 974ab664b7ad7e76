#include "key_file.h"
#include "app_sql.h"
#include "command.h"
#include "heads.h"

#include <string.h>

/* "sqlite:jalon.db" has "jalon.key" beside it. */
static const char *usual_path(const char *db_url, struct arena *a)
{
	struct str path = str_from(db_url);

	if (!str_starts(path, S("sqlite:")))
		return "jalon.key";
	path = str_from_at(path, sizeof "sqlite:" - 1);
	if (str_ends(path, S(".db")))
		path.n -= sizeof ".db" - 1;
	return str_z(a, str_printf(a, STR_FMT ".key", STR_ARG(path)));
}

static const char *path_of(const char *option, const char *db_url, struct arena *a)
{
	return option && *option ? option : usual_path(db_url, a);
}

const struct key *key_file_open(const char *option, const char *db_url, struct arena *a)
{
	struct str why = S("");
	const struct key *key = key_open(path_of(option, db_url, a), a, &why);

	if (!key)
		command_say(why);
	return key;
}

static struct str setting(struct work *w, const char *name)
{
	struct db_rows *rows = db_query(w->db, SQL_APP_SETTING, DB_VALUES(V(name)));
	struct str value = db_next(rows) ? db_column_text(rows, 0) : S("");

	db_done(rows);
	return value;
}

static void set(struct work *w, const char *name, struct str value)
{
	if (!db_run(w->db, SQL_APP_SETTING_SET, DB_VALUES(V(value), V(name))))
		db_run(w->db, SQL_APP_SETTING_ADD, DB_VALUES(V(name), V(value)));
}

static struct str known_check(struct work *w)
{
	return setting(w, "key");
}

struct str key_file_renewed_on(struct work *w)
{
	return setting(w, "key_renewed");
}

void key_file_find(const char *option, const char *db_url, struct work *w)
{
	struct str why = S("");

	w->key = key_find(path_of(option, db_url, w->arena), w->arena, &why);
	if (why.n)
		command_say(why);
	if (w->key && !(option && *option) && !key_file_is_known(w))
		w->key = NULL;
}

bool key_file_is_known(struct work *w)
{
	return str_eq(known_check(w), key_check(w->key, w->arena));
}

/* Is anything sealed that another key cannot open? */
static bool is_needed(struct work *w)
{
	int64_t n = 0;

	db_one_int(w->db, SQL_APP_SEALED, NULL, 0, &n);
	return n > 0;
}

/* Until when it knew another one: what that one signed goes on to count. */
static void learn(struct work *w, struct str check)
{
	struct str known = known_check(w);

	if (known.n && !str_eq(known, check))
		set(w, "key_renewed", heads_day(w->arena, w->now_ms));
	set(w, "key", check);
}

void key_file_renew(struct work *w)
{
	db_run(w->db, SQL_APP_UNSEAL_ALL, NULL, 0);
	learn(w, key_check(w->key, w->arena));
}

bool key_file_fits(struct work *w)
{
	struct str check = key_check(w->key, w->arena), known = known_check(w);

	if (w->failure->what || str_eq(known, check))
		return !w->failure->what;
	if (known.n && is_needed(w)) {
		command_say(
			str_from(T(w, "this database was used with another key file: give that one "
				      "with --key-file, or, if it is lost, see “jalon init "
				      "--new-key”")));
		return false;
	}
	learn(w, check);
	return true;
}
