/* cmd_verify.c - jalon verify: is the store whole, does the history hold, is what records hold now
 * what it says last, and are the signed heads those of this history? */
#include "command.h"
#include "desk.h"
#include "file_store.h"
#include "heads.h"
#include "key_file.h"
#include "verify.h"

#include <stdio.h>

enum { VERIFY_MAX_BYTES = 256 << 20 };

static void say(void *arg, struct str complaint)
{
	(void)arg;
	printf(STR_FMT "\n", STR_ARG(complaint));
}

static struct str number(struct arena *a, int64_t n)
{
	return str_printf(a, "%lld", (long long)n);
}

/* What the operator may write down elsewhere, and how far it was checked. */
static void say_heads(struct work *w, const struct heads_found *found)
{
	struct str last = found->last_day, digest = found->last_digest;

	if (!found->n)
		return;
	say(NULL, STR_FILL(w->arena,
			  trn(w->lang, "{1} signed head, the last of {2}: {3}",
				  "{1} signed heads, the last of {2}: {3}", (uint64_t)found->n),
			  number(w->arena, found->n), last, digest));
	if (!found->are_checked_by_key)
		say(NULL, str_from(T(w, "signatures were checked with the public keys kept beside "
					"them: the key file is not here (--key-file)")));
	if (found->other_key_until.n)
		say(NULL, STR_FILL(w->arena,
				  T(w, "up to {1} heads are signed with an earlier key file"),
				  found->other_key_until));
}

static bool verify(struct work *w, const char *key_file, const char *url)
{
	struct heads_found heads;
	int64_t n = 0;

	bool store_is_whole = db_check_integrity(w->db, say, NULL);
	bool records_hold = verify_records(w, say, NULL, &n);
	bool files_hold = files_verify(w, say, NULL);
	key_file_find(key_file, url, w);
	bool heads_hold = heads_verify(w, key_file_renewed_on(w), say, NULL, &heads);
	if (w->failure->what)
		return false;
	bool is_content = store_is_whole && records_hold && files_hold && heads_hold;
	if (is_content)
		say(NULL, STR_FILL(w->arena,
				  trn(w->lang, "all is well: {1} revision in the history",
					  "all is well: {1} revisions in the history", (uint64_t)n),
				  number(w->arena, n)));
	say_heads(w, &heads);
	return is_content;
}

int cmd_verify(const struct invocation *i)
{
	const char *url = desk_url(i->options[OPTION_DB]);
	struct failure f = { 0 };
	struct desk d;
	struct arena a;

	if (!desk_open(&d, url, DB_READ, true, i->lang))
		return EXIT_REFUSED;
	arena_init(&a, VERIFY_MAX_BYTES);
	struct work w = desk_work(&d, &a, &f, i->lang);
	bool is_content = verify(&w, i->options[OPTION_KEY_FILE], url);
	if (f.what)
		command_say_failure(&f);
	desk_close(&d);
	arena_free(&a);
	return is_content ? EXIT_DONE : EXIT_REFUSED;
}
