#include "lane_desk.h"
#include "clock.h"
#include "command.h"
#include "desk.h"
#include "modules.h"
#include "notices.h"
#include "page.h"
#include "people.h"

enum { READ_DEADLINE_MS = 5000, SLOW_DEADLINE_MS = 120000 };

/* What a lane lends to its requests; it lives in an arena of its own. */
struct lane_desk {
	struct arena home;
	struct desk desk;
	struct work work;
	enum lane lane;
	bool is_current; /* nothing was committed since its last work, as far as the store told */
	unsigned commits; /* of this process, when its last work began */
	const struct hall *hall;
};

/* Who saves a field is not to wait for the log: a chore looks after it. */
static void leave_log(struct lane_desk *d)
{
	if (d->lane != LANE_WRITE)
		return;
	db_use(d->desk.db, &d->home, &d->desk.failure, 0);
	db_leave_log(d->desk.db);
}

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
	if (desk_open(&d->desk, desk_url(i->options[OPTION_DB]), mode, true, i->lang)) {
		leave_log(d);
		return d;
	}
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

/*
 * What somebody opens of what they were told of is read by that: for once, the page is made by one
 * who may write. Counts what is not read, for the frame.
 */
static enum http_status look_for_notices(struct work *w, struct request *r)
{
	const struct str account = w->actor.account_id;
	size_t n_here;

	r->reader_unread = 0;
	if (!r->reader.n || r->method != METHOD_GET || r->n_segments < 2 ||
		!language_by_code(r->segments[0]))
		return HTTP_OK;
	const struct str place = str_from_at(r->path, 1 + r->segments[0].n);
	r->reader_unread = notices_unread(w, account, place, &n_here);
	if (n_here && r->lane == LANE_READ)
		return answer_on(r, LANE_WRITE);
	if (n_here && r->lane == LANE_WRITE) {
		notices_are_read_at(w, account, place);
		r->reader_unread = notices_unread(w, account, place, &n_here);
	}
	return HTTP_OK;
}

static enum http_status begin(struct request *r, void *tools, int permission)
{
	struct lane_desk *d = tools;
	const int64_t start_ms = clock_monotonic_ms();

	db_use(d->desk.db, &r->arena, &r->failure,
		start_ms + (d->lane == LANE_SLOW ? SLOW_DEADLINE_MS : READ_DEADLINE_MS));
	d->commits = atomic_load(d->hall->commits);
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
		.sends_mail = d->hall->postman->server.url != NULL,
		.checks_links = d->hall->checker->agent != NULL,
		.via = r->is_api ? "api" : "page",
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
	if (status != HTTP_OK)
		return status;
	if (may(&d->work.actor, (enum verb)permission, NULL))
		return look_for_notices(&d->work, r);
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
	if (!actor_is_anyone(&d->work.actor) || answer_has_header(r, "Set-Cookie")) {
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
	if (db_heard(d->desk.db) || d->commits != atomic_load(hall->commits))
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

/* The store tells of it too, but who wrote may ask again before it does. */
static void tell_readers(const struct lane_desk *d)
{
	if (!d->work.raised_generation)
		return;
	atomic_fetch_add(d->hall->commits, 1);
	fresh_forget(d->hall->fresh, clock_monotonic_ms());
}

/* A write that met another writer is run once more, from its begin(). */
static enum http_status end(struct request *r, void *tools, enum http_status status)
{
	struct lane_desk *d = tools;
	bool is_granted = status >= HTTP_OK && status < HTTP_BAD_REQUEST;
	bool is_wanted = d->lane == LANE_WRITE && !r->failure.what &&
			 (is_granted || (d->work.keeps_refusal && status < HTTP_INTERNAL_ERROR));

	if (is_wanted && db_commit(d->desk.db)) {
		tell_readers(d);
		chores_wake(d->hall->chores);
		return status;
	}
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

struct site lane_desk_site(const struct hall *hall)
{
	return (struct site){ .lane_open = lane_open,
		.lane_close = lane_close,
		.takes_body = people_takes_body,
		.spare = spare,
		.begin = begin,
		.recall = recall,
		.keep = keep,
		.needs_longer = needs_longer,
		.end = end,
		.done = done,
		.error_page = error_page,
		.arg = (void *)hall };
}
