/* cmd_serve.c - jalon serve: the lanes get their desks, the server runs until it is told to stop.
 */
#include "clock.h"
#include "command.h"
#include "confinement.h"
#include "connections.h"
#include "desk.h"
#include "export_room.h"
#include "hall.h"
#include "headers.h"
#include "html.h"
#include "listener.h"
#include "log.h"
#include "modules.h"
#include "notify.h"
#include "office.h"
#include "page.h"
#include "people.h"
#include "privileges.h"
#include "site.h"
#include "thesaurus.h"

#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
	REQUEST_MAX_BYTES = 48 << 20,
	KEPT_PLAIN_BYTES = 3 << 20,
	KEPT_PACKED_BYTES = 16 << 20,
	WAIT_MAX_MS = 30000, /* whose turn comes later has most likely gone */
	READ_DEADLINE_MS = 5000,
	SLOW_DEADLINE_MS = 120000,
	EXPORT_ROOM_MAX_MB = 1 << 20
};

/* What a lane lends to its requests; it lives in an arena of its own. */
struct lane_desk {
	struct arena home;
	struct desk desk;
	struct work work;
	enum lane lane;
	bool is_current; /* nothing was committed since its last work, as far as the store told */
	const struct hall *hall;
};

static void *lane_open(void *arg, enum lane lane)
{
	const struct hall *hall = arg;
	const struct invocation *i = hall->invocation;
	enum db_mode mode = lane == LANE_WRITE ? DB_WRITE : DB_READ;
	struct arena home;

	arena_init(&home, sizeof(struct lane_desk));
	struct lane_desk *d = ARENA_NEW(&home, struct lane_desk);
	d->home = home;
	d->lane = lane;
	d->hall = hall;
	if (desk_open(&d->desk, desk_url(i->options[OPTION_DB]), mode, true, i->lang))
		return d;
	arena_free(&home);
	return NULL;
}

static void lane_close(void *arg, void *tools)
{
	struct lane_desk *d = tools;
	struct arena home = d->home;

	(void)arg;
	desk_close(&d->desk);
	arena_free(&home);
}

/*
 * A snapshot older than the sets that all share would make the reader pay for sets of its own:
 * another thread has seen a later one, so there is one to be had.
 */
static bool begin_work(struct lane_desk *d)
{
	struct db *db = d->desk.db;
	bool has_lists;

	if (d->lane == LANE_WRITE) {
		db_begin(db);
		return desk_refresh(&d->desk);
	}
	db_begin_read(db);
	has_lists = desk_refresh(&d->desk);
	if (!has_lists || d->desk.generation >= facets_generation(d->hall->facets))
		return has_lists;
	db_rollback(db);
	db_begin_read(db);
	return desk_refresh(&d->desk);
}

static struct counters counters_of(const struct lane_desk *d)
{
	return (struct counters){ d->desk.vocabularies->version, d->desk.generation };
}

static enum http_status begin(struct request *r, void *tools, int permission)
{
	struct lane_desk *d = tools;
	const int64_t start_ms = clock_monotonic_ms();

	db_use(d->desk.db, &r->arena, &r->failure,
		start_ms + (d->lane == LANE_SLOW ? SLOW_DEADLINE_MS : READ_DEADLINE_MS));
	bool has_lists = begin_work(d);
	if (has_lists && d->lane != LANE_WRITE) {
		const struct counters now = counters_of(d);

		d->is_current = true;
		fresh_note(d->hall->fresh, &now, start_ms);
	}
	d->work = (struct work){ .arena = &r->arena,
		.home = &r->arena,
		.failure = &r->failure,
		.db = d->desk.db,
		.vocabularies = d->desk.vocabularies,
		.lang = r->lang,
		.house = &house,
		.key = d->hall->key,
		.needs_second_factor = d->hall->needs_second_factor,
		.sends_mail = d->hall->sends_mail,
		.now_ms = clock_now_ms(),
		.generation = d->desk.generation,
		.is_brief = d->lane == LANE_READ,
		/* What a writer sees may never be: it must not come into the sets of all. */
		.facets = d->lane == LANE_WRITE ? NULL : d->hall->facets,
		.searches = d->lane == LANE_WRITE ? NULL : d->hall->searches };
	r->work = &d->work;
	if (!has_lists)
		return HTTP_UNAVAILABLE;
	enum http_status status = people_admit(&d->work, r);
	if (status != HTTP_OK || may(&d->work.actor, (enum verb)permission, NULL))
		return status;
	return people_turn_away(&d->work, r);
}

static enum http_status recall_for_anyone(struct request *r, const struct lane_desk *d)
{
	const struct counters now = counters_of(d);
	enum http_status status = fresh_answer(d->hall->fresh, r, &now);

	if (status) {
		metrics_count_effort(d->hall->metrics, EFFORT_UNCHANGED);
		return status;
	}
	status = kept_recall(d->hall->kept, r, &now);
	if (status) {
		metrics_count_effort(d->hall->metrics, EFFORT_KEPT);
		fresh_tell(d->hall->fresh, r, &now);
	}
	return status;
}

static enum http_status recall(struct request *r, void *tools)
{
	const struct lane_desk *d = tools;

	return actor_is_anyone(&d->work.actor) ? recall_for_anyone(r, d) : 0;
}

static void keep(struct request *r, void *tools, enum http_status status)
{
	const struct lane_desk *d = tools;
	const struct counters now = counters_of(d);

	metrics_count_effort(d->hall->metrics, EFFORT_MADE);
	if (!actor_is_anyone(&d->work.actor)) {
		if (!answer_has_header(r, "Cache-Control"))
			answer_header(r, "Cache-Control", S("private, no-store"));
		return;
	}
	kept_keep(d->hall->kept, r, &now, status);
	if (status == HTTP_OK)
		fresh_tell(d->hall->fresh, r, &now);
}

/* A browser that signed in may still name the tag of what it read before. */
static bool may_be_somebodys(const struct request *r)
{
	return request_peek(r, "Cookie").n || request_peek(r, "Authorization").n;
}

/* Whose request it is nobody knows yet. */
static enum http_status spare(struct request *r, void *tools)
{
	const struct hall *hall = r->site->arg;
	struct lane_desk *d = tools;
	enum http_status status;

	if (may_be_somebodys(r))
		return 0;
	status = fresh_answer_unasked(hall->fresh, r, clock_monotonic_ms());
	if (status) {
		metrics_count_effort(hall->metrics, EFFORT_SPARED);
		return status;
	}
	if (!d || d->lane == LANE_WRITE)
		return 0;
	if (db_heard(d->desk.db))
		d->is_current = false;
	return d->is_current ? recall_for_anyone(r, d) : 0;
}

static void done(const struct request *r, enum http_status status, size_t bytes, int64_t took_us)
{
	const struct hall *hall = r->site->arg;

	metrics_count_answer(hall->metrics, r, status, took_us);
	if (hall->access_log)
		access_log_write(hall->access_log, r, status, bytes);
}

static bool needs_longer(struct request *r, void *tools)
{
	const struct lane_desk *d = tools;

	(void)r;
	return d->work.needs_longer;
}

/* A write that met another writer is run once more, from its begin(). */
static enum http_status end(struct request *r, void *tools, enum http_status status)
{
	struct lane_desk *d = tools;
	bool is_granted = status >= HTTP_OK && status < HTTP_BAD_REQUEST;
	bool is_wanted = d->lane == LANE_WRITE && !r->failure.what &&
			 (is_granted || (d->work.keeps_refusal && status < HTTP_INTERNAL_ERROR));

	if (is_wanted && db_commit(d->desk.db))
		return status;
	db_rollback(d->desk.db);
	return db_should_retry(d->desk.db) ? HTTP_MOVE_LANE : status;
}

static void error_page(struct request *r, enum http_status status)
{
	if (r->is_api)
		api_error(r, status);
	else
		page_error(r, &house.frame, status);
}

/* "HOST:PORT", "[::1]:8080". False when it is not. */
static bool parse_listen(const char *text, struct arena *a, struct server_options *options)
{
	const char *colon = strrchr(text, ':');
	struct str host;
	int64_t port;

	if (!colon || !str_int(str_from(colon + 1), &port) || port < 0 || port > 65535)
		return false;
	host = (struct str){ text, (size_t)(colon - text) };
	if (str_starts(host, S("[")) && str_ends(host, S("]")))
		host = (struct str){ host.p + 1, host.n - 2 };
	options->host = str_z(a, host);
	options->port = (unsigned short)port;
	return host.n > 0;
}

/* False when the option is no number of megabytes. */
static bool parse_export_room(const char *text)
{
	int64_t megabytes = EXPORT_ROOM_MB;

	if (text && (!str_int(str_from(text), &megabytes) || megabytes < 1 ||
			    megabytes > EXPORT_ROOM_MAX_MB))
		return false;
	export_room_set((size_t)megabytes << 20);
	return true;
}

/* False when the option is no number of connections. */
static bool parse_per_address(const char *text, size_t *ret_n)
{
	int64_t n = CONNECTIONS_PER_ADDRESS;

	if (text && (!str_int(str_from(text), &n) || n < 0 || n > CONNECTIONS_MAX))
		return false;
	*ret_n = (size_t)n;
	return true;
}

/* "https://jalon.example/" is as good as without the slash. False when it is no origin. */
static bool parse_url(const char *text, struct str *ret_origin)
{
	struct str origin = str_from(text);

	if (str_ends(origin, S("/")))
		origin.n--;
	*ret_origin = origin;
	return !text || is_origin(origin);
}

static bool parse_contact(const char *text, struct arena *a, struct str *ret_contact)
{
	*ret_contact = str_from(text);
	return !text || url_contact(a, *ret_contact).address.n;
}

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
	arena_init(&a, REQUEST_MAX_BYTES);
	struct work w = desk_work(&d, &a, &f, i->lang);
	w.facets = hall->facets;
	if (facets_hold(&w))
		facets_release(&w);
	desk_close(&d);
	arena_free(&a);
}

/* What the operator says of the site. */
struct sign {
	struct str origin, contact, trusted_proxies;
	struct office office;
	bool needs_second_factor;
};

static int serve(const struct invocation *i, const struct server_options *options,
	const struct sign *sign, struct arena *a)
{
	const char *log_path = i->options[OPTION_ACCESS_LOG];
	struct hall hall = { .invocation = i,
		.key = sign->office.key,
		.needs_second_factor = sign->needs_second_factor,
		.facets = facets_new(a),
		.searches = searches_new(a),
		.kept = kept_new(a, KEPT_PLAIN_BYTES, KEPT_PACKED_BYTES),
		.fresh = fresh_new(a, str_printf(a, STR_FMT "\n" STR_FMT, STR_ARG(sign->origin),
					      STR_ARG(sign->contact))),
		.metrics = metrics_new(a, house_routes()),
		.access_log = log_path ? access_log_open(log_path, a) : NULL };
	const struct site site = { .route_tables = house_routes(),
		.headers = house_headers(str_starts(sign->origin, S("https:"))),
		.lane_open = lane_open,
		.lane_close = lane_close,
		.spare = spare,
		.begin = begin,
		.recall = recall,
		.keep = keep,
		.needs_longer = needs_longer,
		.end = end,
		.done = done,
		.error_page = error_page,
		.origin = sign->origin,
		.contact = sign->contact,
		.trusted_proxies = sign->trusted_proxies,
		.arg = &hall };
	struct str why = S("");

	if (log_path && !hall.access_log) {
		command_say(STR_FILL(a, tr(i->lang, "{1} cannot be written"), str_from(log_path)));
		return EXIT_REFUSED;
	}
	struct server *s = server_start(&site, options, a, &why);

	if (!s) {
		command_say(why);
		return EXIT_REFUSED;
	}
	warm_up(&hall);
	printf("jalon: listening on http://%s%s%s:%u\n", strchr(options->host, ':') ? "[" : "",
		options->host, strchr(options->host, ':') ? "]" : "", server_port(s));
	fflush(stdout);
	office_announce(&sign->office, i->lang,
		sign->origin.n ? sign->origin
			       : str_printf(a, "http://%s:%u", options->host, server_port(s)));
	notify_manager("READY=1");
	wait_for_signal();
	notify_manager("STOPPING=1");
	server_stop(s);
	return EXIT_DONE;
}

/* On the open internet it is required. False when it says neither this nor that. */
static bool parse_second_factor(const char *text, struct sign *sign)
{
	sign->needs_second_factor =
		text ? !strcmp(text, "required") : str_starts(sign->origin, S("https:"));
	return !text || sign->needs_second_factor || !strcmp(text, "optional");
}

/* JALON_SECCOMP=off is the option too; false when it says neither this nor that. */
static bool parse_seccomp(const char *option, bool *ret_is_wanted)
{
	*ret_is_wanted = !option || !strcmp(option, "on");
	return *ret_is_wanted || !*option || !strcmp(option, "off");
}

/*
 * What only root may comes first, the port; then the store is opened as the user it belongs to;
 * and what is left over is given up before the first byte of a stranger is read.
 */
static bool prepare(const struct invocation *i, struct server_options *options,
	struct office *office, bool is_confined, struct arena *a)
{
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
	if (!office_open(i, office, a))
		return false;
	if (!is_confined || confinement_begin(i->lang, a, &why))
		return true;
	command_say(why);
	return false;
}

/* One for each processor, two at least: one long answer must not hold up all others. */
static unsigned event_threads(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 2 ? 2 : n > 16 ? 16 : (unsigned)n;
}

static int refuse_usage(struct arena *a, const char *message, const char *about)
{
	command_say(STR_FILL(a, message, str_from(about)));
	arena_free(a);
	return EXIT_USAGE;
}

int cmd_serve(const struct invocation *i)
{
	const char *listen =
		i->options[OPTION_LISTEN] ? i->options[OPTION_LISTEN] : "127.0.0.1:8080";
	struct server_options options = { .event_threads = event_threads(),
		.write_workers = strncmp(desk_url(i->options[OPTION_DB]), "sqlite:", 7) ? 4 : 1,
		.slow_workers = 2,
		.wait_max_ms = WAIT_MAX_MS,
		.request_cap_bytes = REQUEST_MAX_BYTES };
	const char *room = i->options[OPTION_EXPORT_ROOM];
	const char *per_address = i->options[OPTION_PER_ADDRESS];
	const char *seccomp = i->options[OPTION_NO_SECCOMP];
	const char *second_factor = i->options[OPTION_SECOND_FACTOR];
	const char *url = i->options[OPTION_URL], *contact = i->options[OPTION_CONTACT];
	bool is_confined;
	struct sign sign = { .trusted_proxies = S("127.0.0.1,::1") };
	struct arena a;

	arena_init(&a, 1 << 20);
	if (i->options[OPTION_TRUSTED_PROXY])
		sign.trusted_proxies = str_from(i->options[OPTION_TRUSTED_PROXY]);
	if (!parse_listen(listen, &a, &options))
		return refuse_usage(&a, tr(i->lang, "“{1}” is not HOST:PORT"), listen);
	if (!parse_export_room(room))
		return refuse_usage(&a, tr(i->lang, "“{1}” is no number of megabytes"), room);
	if (!parse_per_address(per_address, &options.per_address))
		return refuse_usage(
			&a, tr(i->lang, "“{1}” is no number of connections"), per_address);
	if (!parse_url(url, &sign.origin))
		return refuse_usage(
			&a, tr(i->lang, "“{1}” is no address such as https://jalon.example"), url);
	if (!parse_contact(contact, &a, &sign.contact))
		return refuse_usage(
			&a, tr(i->lang, "“{1}” is no e-mail address, nor that of a page"), contact);
	if (!parse_second_factor(second_factor, &sign))
		return refuse_usage(&a,
			tr(i->lang, "--second-factor: “{1}” is neither required nor optional"),
			second_factor);
	if (!parse_seccomp(seccomp, &is_confined))
		return refuse_usage(
			&a, tr(i->lang, "JALON_SECCOMP: “{1}” is neither on nor off"), seccomp);
	/* Memory that one thread frees is for all: what is kept comes and goes on every thread. */
	mallopt(M_ARENA_MAX, 2);
	hold_signals();
	int status = prepare(i, &options, &sign.office, is_confined, &a)
			     ? serve(i, &options, &sign, &a)
			     : EXIT_REFUSED;
	arena_free(&a);
	return status;
}
