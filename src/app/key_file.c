#include "key_file.h"
#include "app_sql.h"
#include "command.h"

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

const struct key *key_file_open(const char *option, const char *db_url, struct arena *a)
{
	struct str why = S("");
	const struct key *key =
		key_open(option && *option ? option : usual_path(db_url, a), a, &why);

	if (!key)
		command_say(why);
	return key;
}

static struct str known_check(struct work *w)
{
	struct db_rows *rows = db_query(w->db, SQL_APP_SETTING, DB_VALUES(V("key")));
	struct str known = db_next(rows) ? db_column_text(rows, 0) : S("");

	db_done(rows);
	return known;
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

static void learn(struct work *w, struct str check)
{
	if (!db_run(w->db, SQL_APP_SETTING_SET, DB_VALUES(V(check), V("key"))))
		db_run(w->db, SQL_APP_SETTING_ADD, DB_VALUES(V("key"), V(check)));
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
