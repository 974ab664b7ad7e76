#include "office.h"
#include "desk.h"
#include "people.h"

#include <stdio.h>

/* Is all there already? Most starts need not write, and a replica cannot. */
static bool is_settled(struct work *w)
{
	return key_file_is_known(w) && people_have_administrator(w);
}

static bool settle(const struct invocation *i, struct office *office, struct arena *a)
{
	struct failure f = { 0 };
	struct desk d;

	if (!desk_open(&d, desk_url(i->options[OPTION_DB]), DB_WRITE, true, i->lang))
		return false;
	struct work w = desk_work(&d, a, &f, i->lang);
	w.key = office->key;
	db_begin(d.db);
	bool fits = key_file_fits(&w);
	if (fits && !people_have_administrator(&w))
		office->first_link =
			link_make(&w, S(""), i->lang, LINK_FIRST_ADMINISTRATOR, S(""), S(""));
	if (!fits || !db_commit(d.db)) {
		db_rollback(d.db);
		office->first_link = S("");
	}
	if (f.what)
		command_say_failure(&f);
	desk_close(&d);
	return fits;
}

bool office_open(const struct invocation *i, struct office *ret_office, struct arena *a)
{
	const char *url = desk_url(i->options[OPTION_DB]);
	struct office office = { .first_link = S("") };
	struct failure f = { 0 };
	struct desk d;

	if (!desk_open(&d, url, DB_READ, true, i->lang))
		return false;
	office.key = key_file_open(i->options[OPTION_KEY_FILE], url, a);
	struct work w = desk_work(&d, a, &f, i->lang);
	w.key = office.key;
	bool is_done = office.key && is_settled(&w);
	desk_close(&d);
	if (!office.key || (!is_done && !settle(i, &office, a)))
		return false;
	*ret_office = office;
	return true;
}

void office_announce(const struct office *o, const struct language *l, struct str origin)
{
	if (o->first_link.n)
		fprintf(stderr, "jalon: %s " STR_FMT STR_FMT "\n",
			tr(l, "nobody looks after accounts yet; the first administrator comes in "
			      "here, within 7 days:"),
			STR_ARG(origin), STR_ARG(o->first_link));
}
