/*
 * What a person is told of the device somebody signed in from: the browser and the system, as the
 * browser says, which is no proof. And whether the account was used from it before, by a cookie
 * that stays there.
 */
#include "cookie.h"
#include "people.h"
#include "people_sql.h"
#include "people_store.h"
#include "token.h"

#include <string.h>

static const char device_cookie[] = "jalon-device";
static const int64_t cookie_s = 400 * 24 * (int64_t)3600; /* browsers keep none longer */

struct name {
	const char *in_header, *shown;
};

/* To add one: a row; those that call themselves by the names of others come first. */
static const struct name browsers[] = {
	{ "Firefox/", "Firefox" },
	{ "Edg", "Edge" },
	{ "OPR/", "Opera" },
	{ "SamsungBrowser", "Samsung Internet" },
	{ "Chrom", "Chrome" },
	{ "Safari/", "Safari" },
	{ "curl/", "curl" },
};
static const struct name systems[] = {
	{ "Android", "Android" },
	{ "iPhone", "iPhone" },
	{ "iPad", "iPad" },
	{ "Windows", "Windows" },
	{ "Mac OS X", "macOS" },
	{ "CrOS", "ChromeOS" },
	{ "Linux", "Linux" },
};

static const char *name_in(struct str header, const struct name *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (header.n &&
			memmem(header.p, header.n, names[i].in_header, strlen(names[i].in_header)))
			return names[i].shown;
	return NULL;
}

struct str device_shown(struct work *w, struct request *r)
{
	struct str header = request_peek(r, "User-Agent");
	const char *browser = name_in(header, browsers, COUNT(browsers)),
		   *system = name_in(header, systems, COUNT(systems));

	if (!browser && !system)
		return S("–");
	return str_printf(w->arena, "%s%s%s", browser ? browser : "", browser && system ? ", " : "",
		system ? system : "");
}

static struct str digest_of(struct work *w, struct request *r)
{
	struct str token = request_cookie(r, device_cookie);

	return token_is_well_formed(token) ? token_digest(w->arena, token) : S("");
}

bool device_is_known(struct work *w, struct request *r, struct str account_id)
{
	struct str digest = digest_of(w, r);
	int64_t found = 0;

	return digest.n && db_one_int(w->db, SQL_PEOPLE_DEVICE_KNOWN,
				   DB_VALUES(V(account_id), V(digest)), &found);
}

void device_forget(struct request *r)
{
	answer_cookie(r, device_cookie, S(""), 0);
}

static bool has_devices(struct work *w, struct str account_id)
{
	int64_t n = 0;

	db_one_int(w->db, SQL_PEOPLE_DEVICE_ANY, DB_VALUES(V(account_id)), &n);
	return n > 0;
}

bool device_remember(struct work *w, struct request *r, struct str account_id)
{
	struct str digest = digest_of(w, r);
	bool is_first = !has_devices(w, account_id);

	if (digest.n &&
		db_run(w->db, SQL_PEOPLE_DEVICE, DB_VALUES(V(w->now_ms), V(account_id), V(digest))))
		return false;
	if (!digest.n) {
		struct str token = token_make(w->arena);

		digest = token_digest(w->arena, token);
		answer_cookie(r, device_cookie, token, cookie_s);
	}
	db_run(w->db, SQL_PEOPLE_DEVICE_ADD, DB_VALUES(V(account_id), V(digest), V(w->now_ms)));
	return !is_first;
}
