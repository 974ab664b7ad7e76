#include "fresh_store.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/jalon-test-XXXXXX";
static unsigned n_files, n_databases;

static void give_up(const char *what, struct str why)
{
	fprintf(stderr, "fresh_store: %s: " STR_FMT "\n", what, STR_ARG(why));
	exit(1);
}

/* ---- SQLite: files in a folder of this program */

static void remove_folder(void)
{
	DIR *d = opendir(folder);

	for (struct dirent *e; d && (e = readdir(d));) {
		if (e->d_name[0] != '.')
			unlinkat(dirfd(d), e->d_name, 0);
	}
	if (d)
		closedir(d);
	rmdir(folder);
}

static const char *fresh_file(struct arena *a)
{
	if (!n_files++) {
		if (!mkdtemp(folder))
			give_up("no folder", str_from(folder));
		atexit(remove_folder);
	}
	return str_printf(a, "sqlite:%s/%u.db", folder, n_files).p;
}

/* ---- PostgreSQL: databases on a server for tests */

static const char *server_url(void)
{
	const char *url = getenv("JALON_TEST_POSTGRES");

	if (!url || !*url)
		give_up("JALON_TEST_POSTGRES is not set",
			S("give the address of a PostgreSQL server where databases may be made"));
	return url;
}

static void on_server(const char *sql)
{
	struct failure failure = { 0 };
	struct arena a;

	arena_init(&a, 1 << 20);
	struct db *server = db_open(server_url(), DB_WRITE, &a, &failure);
	if (!server)
		give_up(failure.what, str_from(failure.detail));
	db_use(server, &a, &failure, 0);
	struct sql_text text = sql_text_new(server, 0);
	sql_add(&text, sql);
	sql_run(server, &text);
	db_close(server);
	if (failure.what)
		give_up(failure.what, str_from(failure.detail));
	arena_free(&a);
}

static const char *database_name(struct arena *a, unsigned number)
{
	return str_printf(a, "jalon_test_%ld_%u", (long)getpid(), number).p;
}

static void drop_databases(void)
{
	struct arena a;

	arena_init(&a, 1 << 20);
	while (n_databases) {
		const char *name = database_name(&a, n_databases--);

		on_server(str_printf(&a, "DROP DATABASE IF EXISTS %s WITH (FORCE)", name).p);
	}
	arena_free(&a);
}

/* The server's address with another database in it: postgresql://who@where/DATABASE?options */
static const char *url_of(struct arena *a, const char *name)
{
	struct str url = str_from(server_url()), scheme = S("postgresql://");
	struct str place = str_from_at(url, scheme.n);
	size_t at = scheme.n + str_find(place, '/'), options = str_find(url, '?');

	if (at > options)
		at = options;
	return str_printf(
		a, STR_FMT "/%s%s", STR_ARG(((struct str){ url.p, at })), name, url.p + options)
		.p;
}

static const char *fresh_database(struct arena *a)
{
	const char *name = database_name(a, n_databases + 1);

	on_server(str_printf(a,
		"CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' "
		"LOCALE_PROVIDER icu ICU_LOCALE 'fr'",
		name)
			  .p);
	if (!n_databases++)
		atexit(drop_databases);
	return url_of(a, name);
}

const char *fresh_store(enum db_engine e, struct arena *a)
{
	return e == DB_SQLITE ? fresh_file(a) : fresh_database(a);
}
