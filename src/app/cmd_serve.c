/* cmd_serve.c - jalon serve: the lanes get their desks, the server runs until it is told to stop.
 */
#include "command.h"
#include "confinement.h"
#include "desk.h"
#include "hall.h"
#include "headers.h"
#include "lane_desk.h"
#include "listener.h"
#include "log.h"
#include "modules.h"
#include "notify.h"
#include "office.h"
#include "privileges.h"
#include "serve_settings.h"
#include "thesaurus.h"
#include "watcher.h"

#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { WARM_UP_MAX_BYTES = 48 << 20, KEPT_PLAIN_BYTES = 3 << 20, KEPT_PACKED_BYTES = 16 << 20 };

static void wait_for_signal(void)
{
	sigset_t signals;
	int which;

	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigwait(&signals, &which);
}

/* Before any thread is made, so that all of them leave the signals to wait_for_signal(). */
static void hold_signals(void)
{
	sigset_t signals;

	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a bound on files is an error to tell, not a death */
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
}

/* The sets are made before it says that it is ready; who comes even earlier waits for a worker. */
static void warm_up(const struct hall *hall)
{
	const struct invocation *i = hall->invocation;
	struct failure f = { 0 };
	struct desk d;
	struct arena a;

	if (!desk_open(&d, desk_url(i->options[OPTION_DB]), DB_READ, true, i->lang))
		return;
	thesaurus_begin();
	arena_init(&a, WARM_UP_MAX_BYTES);
	struct work w = desk_work(&d, &a, &f, i->lang);
	w.facets = hall->facets;
	if (facets_hold(&w))
		facets_release(&w);
	desk_close(&d);
	arena_free(&a);
}

/* On what a server stands. */
struct standing {
	struct serve_settings settings;
	struct office office;
};

/* "http://[::1]:8080": where the server itself is called. */
static struct str called_at(const struct server_options *options, struct arena *a)
{
	bool is_v6 = strchr(options->host, ':');

	return str_printf(a, "http://%s%s%s:%u", is_v6 ? "[" : "", options->host, is_v6 ? "]" : "",
		listener_port(options->listener));
}

/* From when it is ready to when it is told to stop. */
static void be_open(const struct site *site)
{
	printf("jalon: listening on " STR_FMT "\n", STR_ARG(site->listening));
	fflush(stdout);
	notify_manager("READY=1");
	wait_for_signal();
	notify_manager("STOPPING=1");
}

/* With what its threads share, until it is told to stop. */
static int run(const struct invocation *i, struct hall *hall, const struct site *site,
	const struct standing *standing, struct arena *a)
{
	const struct server_options *options = &standing->settings.server;
	struct str why = S("");
	struct server *s = server_start(site, options, a, &why);

	if (!s) {
		command_say(why);
		return EXIT_REFUSED;
	}
	warm_up(hall);
	struct watcher *watcher = watcher_new(a, hall, server_streams(s));
	bool has_chores = chores_start(hall->chores, &why);
	bool has_all = has_chores && watcher_start(watcher, &why);
	if (has_all) {
		office_announce(&standing->office, i->lang, hall->home);
		be_open(site);
		watcher_stop(watcher);
	} else {
		command_say(why);
	}
	if (has_chores)
		chores_stop(hall->chores);
	server_stop(s);
	return has_all ? EXIT_DONE : EXIT_REFUSED;
}

static int serve(const struct invocation *i, const struct standing *standing, struct arena *a)
{
	const struct serve_settings *settings = &standing->settings;
	const char *log_path = i->options[OPTION_ACCESS_LOG];
	struct link_checker checker = {
		.agent = settings->checks_links ? link_agent(a, settings->origin) : NULL
	};
	struct postman postman = { .server = settings->mail, .origin = settings->origin };
	struct hall hall = { .invocation = i,
		.key = standing->office.key,
		.needs_second_factor = settings->needs_second_factor,
		.facets = facets_new(a),
		.searches = searches_new(a),
		.kept = kept_new(a, KEPT_PLAIN_BYTES, KEPT_PACKED_BYTES),
		.fresh = fresh_new(a, str_printf(a, STR_FMT "\n" STR_FMT, STR_ARG(settings->origin),
					      STR_ARG(settings->contact))),
		.metrics = metrics_new(a, house_routes()),
		.access_log = log_path ? access_log_open(log_path, a) : NULL,
		.postman = &postman,
		.checker = &checker };
	struct site site = lane_desk_site(&hall);

	site.route_tables = house_routes();
	site.headers = house_headers(str_starts(settings->origin, S("https:")));
	site.origin = settings->origin;
	site.contact = settings->contact;
	site.listening = called_at(&settings->server, a);
	site.trusted_proxies = settings->trusted_proxies;
	hall.home = site.origin.n ? site.origin : site.listening;
	if (log_path && !hall.access_log) {
		command_say(STR_FILL(a, tr(i->lang, "{1} cannot be written"), str_from(log_path)));
		return EXIT_REFUSED;
	}
	hall.chores = chores_new(a, &hall);
	hall.commits = ARENA_NEW(a, atomic_uint);
	return run(i, &hall, &site, standing, a);
}

/*
 * What only root may comes first, the port; then the store is opened as the user it belongs to;
 * and what is left over is given up before the first byte of a stranger is read.
 */
static bool prepare(const struct invocation *i, struct standing *standing, struct arena *a)
{
	struct server_options *options = &standing->settings.server;
	const char *user = i->options[OPTION_USER];
	struct str why = S("");

	options->listener = listener_open(options->host, options->port, a, &why);
	if (options->listener < 0 || (user && !privileges_become(user, i->lang, a, &why))) {
		command_say(why);
		return false;
	}
	if (privileges_are_roots())
		command_say(str_from(tr(i->lang, "running as root; --user NAME takes a user "
						 "who may do less")));
	if (!office_open(i, &standing->office, a))
		return false;
	if (!standing->settings.is_confined || confinement_begin(i->lang, a, &why))
		return true;
	command_say(why);
	return false;
}

int cmd_serve(const struct invocation *i)
{
	int status = EXIT_USAGE;
	struct standing standing;
	struct arena a;

	arena_init(&a, 1 << 20);
	/* Memory that one thread frees is for all: what is kept comes and goes on every thread. */
	mallopt(M_ARENA_MAX, 2);
	hold_signals();
	smtp_begin();
	fetch_begin();
	if (serve_settings_read(i, &a, &standing.settings))
		status = prepare(i, &standing, &a) ? serve(i, &standing, &a) : EXIT_REFUSED;
	fetch_end();
	smtp_end();
	arena_free(&a);
	return status;
}
