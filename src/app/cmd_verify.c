/* cmd_verify.c - jalon verify: is the store whole, does the history hold, and is what
 * records hold now what it says last? */
#include "command.h"
#include "desk.h"
#include "verify.h"

#include <stdio.h>

enum { VERIFY_MAX_BYTES = 256 << 20 };

static void say(void *arg, struct str complaint)
{
	(void)arg;
	printf(STR_FMT "\n", STR_ARG(complaint));
}

int cmd_verify(const struct invocation *i)
{
	struct failure f = { 0 };
	struct desk d;
	struct arena a;
	int64_t n = 0;

	if (!desk_open(&d, desk_url(i->options[OPTION_DB]), DB_READ, true, i->lang))
		return EXIT_REFUSED;
	arena_init(&a, VERIFY_MAX_BYTES);
	struct work w = desk_work(&d, &a, &f, i->lang);
	bool store_is_whole = db_check_integrity(w.db, say, NULL);
	bool records_hold = verify_records(&w, say, NULL, &n);
	if (f.what)
		command_say_failure(&f);
	bool is_content = store_is_whole && records_hold && !f.what;
	if (is_content)
		say(NULL, STR_FILL(&a,
				  trn(i->lang, "all is well: {1} revision in the history",
					  "all is well: {1} revisions in the history", (uint64_t)n),
				  str_printf(&a, "%lld", (long long)n)));
	arena_free(&a);
	desk_close(&d);
	return is_content ? EXIT_DONE : EXIT_REFUSED;
}
