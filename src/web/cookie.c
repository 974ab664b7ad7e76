#include "cookie.h"

#include <inttypes.h>

struct str cookie_find(struct str header, struct str name)
{
	struct str pair;

	while (str_cut(&header, ';', &pair)) {
		pair = str_trim(pair);
		if (pair.n > name.n && pair.p[name.n] == '=' && str_starts(pair, name))
			return str_from_at(pair, name.n + 1);
	}
	return (struct str){ 0 };
}

static bool is_secure(struct request *r)
{
	return str_starts(request_origin_peek(r), S("https:"));
}

static struct str full_name(struct request *r, const char *name)
{
	return str_printf(&r->arena, "%s%s", is_secure(r) ? "__Host-" : "", name);
}

void answer_cookie(struct request *r, const char *name, struct str value, int64_t max_age_s)
{
	struct out o = out_new(&r->arena, 1000);

	out_str(&o, full_name(r, name));
	out_char(&o, '=');
	out_str(&o, value);
	out_z(&o, "; Path=/; HttpOnly; SameSite=Lax");
	if (is_secure(r))
		out_z(&o, "; Secure");
	if (max_age_s != COOKIE_SESSION)
		out_printf(&o, "; Max-Age=%" PRId64, max_age_s);
	answer_header(r, "Set-Cookie", out_done(&o));
}

struct str request_cookie(struct request *r, const char *name)
{
	return cookie_find(request_peek(r, "Cookie"), full_name(r, name));
}
