#include "link_round.h"
#include "clock.h"
#include "log.h"

enum { MINUTE_MS = 60 * 1000, HOUR_MS = 60 * MINUTE_MS, DAY_MS = 24 * HOUR_MS };

const char *link_agent(struct arena *a, struct str origin)
{
	static const char task[] = "looks whether links still work";

	return origin.n ? str_printf(a, "Jalon/" JALON_VERSION " (+" STR_FMT "; %s)",
				  STR_ARG(origin), task)
				  .p
			: str_printf(a, "Jalon/" JALON_VERSION " (%s)", task).p;
}

/* Many pages of one site that is gone say no more than one. */
static void count_lost(struct link_checker *c, enum link_fault fault, struct str host)
{
	const uint64_t hash = str_hash(host, 0);

	if (fault == LINK_UNTOLD)
		return;
	if (!link_was_not_reached(fault)) {
		c->n_lost = 0;
		c->has_told = false;
		return;
	}
	c->n_lost += !c->n_lost || hash != c->lost_host;
	c->lost_host = hash;
}

static bool is_offline(struct link_checker *c)
{
	struct failure f = { 0 };

	if (c->n_lost < LINK_LOST_MAX)
		return false;
	if (!c->has_told) {
		failure_record(&f, "links cannot be looked at",
			S("one site after the other cannot be reached"),
			"Where this machine cannot reach the world, serve with --no-link-check.");
		failure_log(&f);
	}
	c->has_told = true;
	return true;
}

/* When it is asked again, and its host: who asks us to come later is left alone for longer. */
static struct link_finding finding_of(
	struct link_checker *c, struct fetch_answer answer, struct str host)
{
	const int64_t now = clock_now_ms();
	struct link_finding found = { .fault = link_judge(answer),
		.due_at = now + DAY_MS,
		.host_free_at = now + LINK_PAUSE_MS };

	if (answer.end == FETCH_STATUS) {
		found.status = answer.status;
		if (answer.status == 429)
			found.host_free_at = now + HOUR_MS;
	}
	count_lost(c, found.fault, host);
	if (link_was_not_reached(found.fault) && is_offline(c)) {
		found.fault = LINK_UNTOLD;
		found.due_at = now + 2 * HOUR_MS;
	}
	if (answer.end == FETCH_STOPPED)
		found.due_at = found.host_free_at = 0;
	return found;
}

bool link_round(struct work *w, struct link_checker *c, const atomic_bool *must_stop)
{
	struct link_asked link;

	if (!c->agent || !link_take(w, &link)) {
		c->n_in_row = 0;
		return false;
	}
	const struct fetch_answer answer = fetch_ask(link.address, c->agent, must_stop, w->arena);
	const struct link_finding found = finding_of(c, answer, link.host);

	link_settle(w, &link, &found);
	c->n_in_row = (c->n_in_row + 1) % LINK_ROUND_MAX;
	return c->n_in_row != 0;
}
