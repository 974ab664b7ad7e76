#include "serve_settings.h"
#include "answer_room.h"
#include "connections.h"
#include "desk.h"
#include "html.h"
#include "mail_settings.h"

#include <string.h>
#include <unistd.h>

enum {
	REQUEST_MAX_BYTES = 48 << 20,
	WAIT_MAX_MS = 30000, /* whose turn comes later has most likely gone */
	EXPORT_ROOM_MAX_MB = 1 << 20
};

/* "HOST:PORT", "[::1]:8080". */
static bool read_listen(const char *text, struct arena *a, struct serve_settings *s)
{
	const char *at = text ? text : "127.0.0.1:8080", *colon = strrchr(at, ':');
	struct str host;
	int64_t port;

	if (!colon || !str_int(str_from(colon + 1), &port) || port < 0 || port > 65535)
		return false;
	host = (struct str){ at, (size_t)(colon - at) };
	if (str_starts(host, S("[")) && str_ends(host, S("]")))
		host = (struct str){ host.p + 1, host.n - 2 };
	s->server.host = str_z(a, host);
	s->server.port = (unsigned short)port;
	return host.n > 0;
}

/* What is on its way in has half as much beside it: neither can shut out the other. */
static bool read_export_room(const char *text, struct arena *a, struct serve_settings *s)
{
	int64_t megabytes = ANSWER_ROOM_MB;

	(void)a;
	if (text && (!str_int(str_from(text), &megabytes) || megabytes < 1 ||
			    megabytes > EXPORT_ROOM_MAX_MB))
		return false;
	answer_room_set((size_t)megabytes << 20);
	s->server.body_room_bytes = (size_t)megabytes << 19;
	return true;
}

static bool read_per_address(const char *text, struct arena *a, struct serve_settings *s)
{
	int64_t n = CONNECTIONS_PER_ADDRESS;

	(void)a;
	if (text && (!str_int(str_from(text), &n) || n < 0 || n > CONNECTIONS_MAX))
		return false;
	s->server.per_address = (size_t)n;
	return true;
}

/* "https://jalon.example/" is as good as without the slash. */
static bool read_url(const char *text, struct arena *a, struct serve_settings *s)
{
	struct str origin = str_from(text);

	(void)a;
	if (str_ends(origin, S("/")))
		origin.n--;
	s->origin = origin;
	return !text || is_origin(origin);
}

static bool read_contact(const char *text, struct arena *a, struct serve_settings *s)
{
	s->contact = str_from(text);
	return !text || url_contact(a, s->contact).address.n;
}

/* On the open internet it is required. */
static bool read_second_factor(const char *text, struct arena *a, struct serve_settings *s)
{
	(void)a;
	s->needs_second_factor =
		text ? !strcmp(text, "required") : str_starts(s->origin, S("https:"));
	return !text || s->needs_second_factor || !strcmp(text, "optional");
}

static bool read_trusted_proxy(const char *text, struct arena *a, struct serve_settings *s)
{
	(void)a;
	s->trusted_proxies = text ? str_from(text) : S("127.0.0.1,::1");
	return true;
}

/* JALON_SECCOMP=off is the option too. */
static bool read_seccomp(const char *text, struct arena *a, struct serve_settings *s)
{
	(void)a;
	s->is_confined = !text || !strcmp(text, "on");
	return s->is_confined || !*text || !strcmp(text, "off");
}

/* JALON_LINK_CHECK=off is the option too. */
static bool read_link_check(const char *text, struct arena *a, struct serve_settings *s)
{
	(void)a;
	s->checks_links = !text || !strcmp(text, "on");
	return s->checks_links || !*text || !strcmp(text, "off");
}

/* To add one: a row, behind those it depends on. */
static const struct {
	enum option option;
	bool (*read)(const char *text, struct arena *a, struct serve_settings *s);
	const char *wrong; /* N_(), with a place for what was given */
} rows[] = {
	{ OPTION_LISTEN, read_listen, N_("“{1}” is not HOST:PORT") },
	{ OPTION_EXPORT_ROOM, read_export_room, N_("“{1}” is no number of megabytes") },
	{ OPTION_PER_ADDRESS, read_per_address, N_("“{1}” is no number of connections") },
	{ OPTION_URL, read_url, N_("“{1}” is no address such as https://jalon.example") },
	{ OPTION_CONTACT, read_contact, N_("“{1}” is no e-mail address, nor that of a page") },
	{ OPTION_SECOND_FACTOR, read_second_factor,
		N_("--second-factor: “{1}” is neither required nor optional") },
	{ OPTION_TRUSTED_PROXY, read_trusted_proxy, "" },
	{ OPTION_NO_SECCOMP, read_seccomp, N_("JALON_SECCOMP: “{1}” is neither on nor off") },
	{ OPTION_NO_LINK_CHECK, read_link_check,
		N_("JALON_LINK_CHECK: “{1}” is neither on nor off") },
};

/* One for each processor, two at least: one long answer must not hold up all others. */
static unsigned event_threads(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 2 ? 2 : n > 16 ? 16 : (unsigned)n;
}

static bool read_all(
	const struct invocation *i, struct arena *a, struct serve_settings *s, struct str *ret_why)
{
	for (size_t k = 0; k < COUNT(rows); k++) {
		const char *text = i->options[rows[k].option];

		if (rows[k].read(text, a, s))
			continue;
		*ret_why = STR_FILL(a, tr_text(i->lang, rows[k].wrong), str_from(text));
		return false;
	}
	return mail_settings_read(i, s->origin, s->contact, a, &s->mail, ret_why);
}

bool serve_settings_read(
	const struct invocation *i, struct arena *a, struct serve_settings *ret_settings)
{
	struct serve_settings s = {
		.server = { .event_threads = event_threads(),
			.write_workers =
				strncmp(desk_url(i->options[OPTION_DB]), "sqlite:", 7) ? 4 : 1,
			.slow_workers = 2,
			.wait_max_ms = WAIT_MAX_MS,
			.request_cap_bytes = REQUEST_MAX_BYTES }
	};
	struct str why = S("");

	if (!read_all(i, a, &s, &why)) {
		command_say(why);
		return false;
	}
	*ret_settings = s;
	return true;
}
