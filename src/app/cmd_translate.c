/* cmd_translate.c - jalon translate KIND: a program of the operator's proposes what is missing. */
#include "command.h"
#include "desk.h"
#include "form.h"
#include "modules.h"
#include "program.h"
#include "translation.h"
#include "utf8.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	PAGE_MAX_BYTES = 256 << 20,
	JOB_MAX_BYTES = 64 << 20,
	PRINTED_MAX_BYTES = 64 << 10,
	SECONDS = 120,
	SECONDS_MAX = 24 * 3600,
	FAILED_IN_A_ROW_MAX = 10,
	TOOL_MAX_CHARS = 60
};

struct round {
	const struct invocation *invocation;
	const struct kind *kind;
	const struct language *to;
	struct str tool;
	int64_t seconds, limit; /* 0: without end */
	struct desk desk;
	int64_t translated, failed, left;
	unsigned failed_in_a_row;
	bool is_broken; /* the store failed */
};

/* One text that a machine is to translate. */
struct job {
	struct str record, original;
	const struct field *field;
	const struct language *from;
};

struct jobs {
	struct job *v;
	size_t n;
};

/* ---- which texts: nothing is there, or it is older than the original, and so are proposals */

static bool is_wanted(const struct translated *t)
{
	for (size_t i = 0; i < t->n_drafts; i++)
		if (t->drafts[i].is_of_now)
			return false;
	return !t->text.n || t->is_outdated;
}

/* The program may send what it is given anywhere. */
static bool may_be_given(const struct round *r, const struct record *record)
{
	return r->invocation->options[OPTION_DRAFTS] ||
	       kind_state(r->kind, record->state)->phase == PHASE_PUBLIC;
}

static struct jobs jobs_of(const struct round *r, struct arena *a, const struct wanted *found,
	enum translation_state state)
{
	struct jobs jobs = { .n = 0 };

	for (size_t i = 0; i < found->rows.n; i++)
		jobs.n += found->v[i].n;
	jobs.v = ARENA_ARRAY(a, struct job, jobs.n + 1);
	jobs.n = 0;
	for (size_t i = 0; i < found->rows.n; i++)
		for (size_t f = 0; f < found->v[i].n; f++) {
			const struct translated *t = &found->v[i].v[f];
			const struct record *record = row_at(&found->rows, i);

			if (t->state == state && is_wanted(t) && may_be_given(r, record))
				jobs.v[jobs.n++] = (struct job){ record->public_id,
					t->original.text, t->column.field, t->original.lang };
		}
	return jobs;
}

/* ---- one text */

static struct str why_not(
	struct arena *a, const struct language *l, enum program_end end, int detail)
{
	switch (end) {
	case PROGRAM_NOT_STARTED:
		return STR_FILL(
			a, tr(l, "the program cannot be started: {1}"), str_from(strerror(detail)));
	case PROGRAM_LATE:
		return str_from(tr(l, "the program took too long and was ended"));
	case PROGRAM_TOO_LONG:
		return str_from(tr(l, "the program printed too much and was ended"));
	case PROGRAM_FAILED:
		return STR_FILL(
			a, tr(l, "the program ended with status {1}"), str_printf(a, "%d", detail));
	case PROGRAM_KILLED:
		return STR_FILL(a, tr(l, "the program was ended by signal {1}"),
			str_printf(a, "%d", detail));
	case PROGRAM_NO_TEXT:
	case PROGRAM_FINE:
		break;
	}
	return str_from(tr(l, "the program printed nothing, or something else than UTF-8"));
}

static void say_failed(struct round *r, struct arena *a, const struct job *job, struct str why)
{
	command_say(STR_FILL(a, "{1}, {2}: {3}", job->record, str_from(job->field->name), why));
	r->failed++;
	r->failed_in_a_row++;
}

static const char *variable(struct arena *a, const char *name, const char *value)
{
	return value ? str_printf(a, "%s=%s", name, value).p : NULL;
}

static bool run_program(
	struct round *r, struct arena *a, const struct job *job, struct str *ret_text)
{
	const char *environment[8] = { variable(a, "JALON_FROM", job->from->code),
		variable(a, "JALON_TO", r->to->code) };
	static const char *const passed[] = { "PATH", "HOME", "LANG" };
	const struct program p = { r->invocation->options[OPTION_WITH], environment,
		r->seconds * 1000, PRINTED_MAX_BYTES };
	size_t n = 2;
	int detail;

	for (size_t i = 0; i < COUNT(passed); i++)
		if (getenv(passed[i]))
			environment[n++] = variable(a, passed[i], getenv(passed[i]));
	enum program_end end = program_run(&p, a, job->original, ret_text, &detail);
	if (end == PROGRAM_FINE) {
		*ret_text = form_text(a, *ret_text, true);
		end = ret_text->n ? end : PROGRAM_NO_TEXT;
	}
	if (end != PROGRAM_FINE)
		say_failed(r, a, job, why_not(a, r->invocation->lang, end, detail));
	return end == PROGRAM_FINE;
}

enum stored { STORED, STORED_TOO_LONG, STORED_LATE };

/* It may have been translated, or its original changed, while the program ran. */
static enum stored propose(struct work *w, struct round *r, const struct job *job, struct str text)
{
	const void *row = record_hold(w, r->kind, job->record);

	if (!row)
		return STORED_LATE;
	const struct translation t = translation_of(w, r->kind, row, r->to);
	const struct translated *one = translation_field(&t, str_from(job->field->name));
	if (!one || !str_eq(one->original.text, job->original) || !is_wanted(one))
		return STORED_LATE;
	return translation_propose(w, row, one, text, job->original, r->tool) == PROPOSAL_TOO_LONG
		       ? STORED_TOO_LONG
		       : STORED;
}

static enum stored store(struct round *r, struct arena *a, const struct job *job, struct str text)
{
	enum { TRIES = 5 };
	enum stored stored = STORED_LATE;

	for (int i = 0; i < TRIES; i++) {
		struct failure f = { 0 };
		struct work w = desk_work(&r->desk, a, &f, r->invocation->lang);

		db_begin(w.db);
		stored = propose(&w, r, job, text);
		r->is_broken = !db_commit(w.db);
		if (r->is_broken && db_should_retry(w.db) && i + 1 < TRIES)
			continue;
		if (r->is_broken)
			command_say_failure(&f);
		break;
	}
	return stored;
}

static void do_job(struct round *r, const struct job *job)
{
	struct arena a;
	struct str text;

	arena_init(&a, JOB_MAX_BYTES);
	if (run_program(r, &a, job, &text)) {
		const enum stored stored = store(r, &a, job, text);

		if (stored == STORED_TOO_LONG)
			say_failed(r, &a, job,
				str_from(tr(r->invocation->lang, "this text is too long")));
		else if (r->is_broken || stored == STORED_LATE)
			r->left++;
		else
			r->translated++;
		if (stored != STORED_TOO_LONG)
			r->failed_in_a_row = 0;
	}
	arena_free(&a);
}

/* ---- all of them */

static bool is_over(const struct round *r)
{
	return r->is_broken || r->failed_in_a_row >= FAILED_IN_A_ROW_MAX ||
	       (r->limit && r->translated + r->failed >= r->limit);
}

/* Nothing of the store is held when it returns. */
static struct jobs look(struct round *r, struct arena *a, struct wanted_query *q)
{
	struct failure f = { 0 };
	struct work w = desk_work(&r->desk, a, &f, r->invocation->lang);

	db_begin_read(w.db);
	const struct wanted found = translations_wanted(&w, r->kind, q, RECORDS_AT_ONCE);
	db_rollback(w.db);
	q->before = found.next;
	if (f.what) {
		command_say_failure(&f);
		r->is_broken = true;
		q->before = 0;
	}
	return jobs_of(r, a, &found, q->state);
}

static void translate_state(struct round *r, enum translation_state state)
{
	struct wanted_query q = { .to = r->to, .state = state };

	do {
		struct arena a;

		arena_init(&a, PAGE_MAX_BYTES);
		const struct jobs jobs = look(r, &a, &q);
		for (size_t i = 0; i < jobs.n; i++)
			if (is_over(r))
				r->left++;
			else
				do_job(r, &jobs.v[i]);
		arena_free(&a);
	} while (q.before && !r->is_broken);
}

static int translate(struct round *r)
{
	const struct language *l = r->invocation->lang;

	signal(SIGPIPE, SIG_IGN);
	/* Each text is in one of these states; what was done in one is not wanted in the next. */
	translate_state(r, TRANSLATION_MISSING);
	translate_state(r, TRANSLATION_OUTDATED);
	translate_state(r, TRANSLATION_DRAFT);
	if (r->failed_in_a_row >= FAILED_IN_A_ROW_MAX)
		command_say(str_from(tr(l, "ten failures in a row: the rest is left")));
	printf("%lld translated, %lld failed, %lld left\n", (long long)r->translated,
		(long long)r->failed, (long long)r->left);
	return r->failed || r->is_broken ? EXIT_REFUSED : EXIT_DONE;
}

/* ---- the command line */

/* True, with 0, when it is not given. */
static bool read_number(const char *option, int64_t max, int64_t *ret_number)
{
	*ret_number = 0;
	return !option ||
	       (str_int(str_from(option), ret_number) && *ret_number >= 1 && *ret_number <= max);
}

static bool can_be_translated(const struct kind *k)
{
	return k && k->flow && k->sections;
}

/* "deepl.sh" of "/usr/local/bin/deepl.sh". */
static struct str tool_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	const struct str name = str_from(slash ? slash + 1 : path);

	return name.n && utf8_is_text(name) ? utf8_beginning(name, TOOL_MAX_CHARS) : S("program");
}

int cmd_translate(const struct invocation *i)
{
	const char *to = i->options[OPTION_TO], *with = i->options[OPTION_WITH];
	struct round r = { .invocation = i,
		.kind = house_kind_by_plural(&house, str_from(i->arguments[0])),
		.to = to ? language_by_code(str_from(to)) : NULL };

	if (!can_be_translated(r.kind))
		return command_wrong(i, N_("nothing is translated of “{1}”"), i->arguments[0]);
	if (!to || !with || !*with)
		return command_wrong(
			i, N_("translate needs {1}"), to ? "--with PROGRAM" : "--to LANG");
	if (!r.to)
		return command_wrong(i, N_("Jalon does not speak “{1}”"), to);
	if (!read_number(i->options[OPTION_LIMIT], INT32_MAX, &r.limit))
		return command_wrong(
			i, N_("--limit: “{1}” is no number of texts"), i->options[OPTION_LIMIT]);
	if (!read_number(i->options[OPTION_SECONDS], SECONDS_MAX, &r.seconds))
		return command_wrong(i, N_("--seconds: “{1}” is no number of seconds"),
			i->options[OPTION_SECONDS]);
	r.seconds = r.seconds ? r.seconds : SECONDS;
	r.tool = tool_of(with);
	if (!desk_open(&r.desk, desk_url(i->options[OPTION_DB]), DB_WRITE, true, i->lang))
		return EXIT_REFUSED;
	const int status = translate(&r);
	desk_close(&r.desk);
	return status;
}
