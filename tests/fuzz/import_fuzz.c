/*
 * Any bytes as a file of practices: tried on a store that holds two, and the store stays as it was.
 */
#include "exchange.h"
#include "fresh_house.h"
#include "practice.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static const char file_in_store[] =
	"id,title_fr,summary_fr,output,parties,activities,amount,currency,related_ids\n"
	"T-1,Une radio,Elle joue.,2,FRA;DEU,2.4,12.50,EUR,T-2\n"
	"T-2,Une fête,On danse.,1,SEN,1.1,,,\n";

static const char known_columns[] = "id,title_fr,title_en,summary_fr,output,start_year,amount,"
				    "currency,url,sectors,related_ids\n";

static struct fresh_house h;

static void check_line(void *arg, struct str line)
{
	(void)arg;
	assert(str_starts(line, S("fuzz.csv:")));
}

static void check_reject(void *arg, struct str row)
{
	(void)arg;
	assert(row.n > 0);
}

static bool import(struct work *w, struct str file, bool dry_run, bool only_good,
	struct import_result *ret_result)
{
	const struct import_options options = { .file_name = "fuzz.csv",
		.dry_run = dry_run,
		.only_good = only_good,
		.say = check_line,
		.reject = check_reject };

	const struct byte_source bytes = bytes_of_text(&file);

	return import_records(w, &practice_kind, &bytes, &options, ret_result);
}

/* What a write would change: every table an import touches, and the counters. */
static int64_t weight(struct work *w)
{
	struct sql_text t = sql_text_new(w->db, 0);

	sql_add(&t, "SELECT (SELECT sum(value) FROM counter)"
		    " + (SELECT sum(version) FROM record) + (SELECT count(*) FROM practice)"
		    " + (SELECT sum(length(text)) FROM record_text)"
		    " + (SELECT count(*) FROM record_term) + (SELECT count(*) FROM record_index)"
		    " + (SELECT count(*) FROM record_link)"
		    " + (SELECT count(*) FROM record_revision)");
	struct db_rows *rows = sql_query(w->db, &t);

	return db_next(rows) ? db_column_int(rows, 0) : -1;
}

static void open_house(void)
{
	struct import_result result;

	fresh_house_open(&h, DB_SQLITE, HOUSE_BARE);
	bool is_loaded = import(&h.work, str_from(file_in_store), false, false, &result);
	assert(is_loaded && result.created == 2);
}

/* Tried without being loaded: whatever it holds, nothing fails and nothing changes. */
static void try_import(struct str file, bool only_good)
{
	struct work *w = fresh_house_work(&h);
	struct import_result result;
	int64_t before = weight(w);

	import(w, file, true, only_good, &result);
	if (w->failure->what)
		fprintf(stderr, "%s: %s\n", w->failure->what, w->failure->detail);
	assert(!w->failure->what && !result.is_loaded);
	assert(weight(w) == before);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str file = { (const char *)bytes, n };
	struct arena a;

	if (!h.url)
		open_house();
	try_import(file, n % 2);
	/* As rows below names of columns that are known, which chance seldom writes. */
	arena_init(&a, sizeof known_columns + n + 64);
	try_import(STR_FILL(&a, "{1}{2}", str_from(known_columns), file), n % 2);
	arena_free(&a);
	return 0;
}
