/* What was typed in a file becomes part of the record, or a draft; no word of it is lost. */
#include "clock.h"
#include "form.h"
#include "history.h"
#include "module.h"
#include "offline.h"
#include "telling.h"

#include <string.h>

#define VIA "offline:"

/* To add an end: its name. */
static const char *const end_names[OFFLINE_END_COUNT] = { [OFFLINE_TAKEN] = "taken",
	[OFFLINE_SAME] = "same",
	[OFFLINE_PAST] = "past",
	[OFFLINE_WAITS] = "conflict",
	[OFFLINE_WRONG] = "wrong",
	[OFFLINE_KEPT] = "kept",
	[OFFLINE_ELSEWHERE] = "elsewhere" };

const char *offline_end_name(enum offline_end end)
{
	return end_names[end];
}

bool offline_via(struct str via, struct str *ret_day)
{
	if (!str_starts(via, S(VIA)))
		return false;
	*ret_day = str_from_at(via, sizeof VIA - 1);
	return true;
}

bool offline_may_merge(
	struct work *w, const struct kind *k, const struct record *r, const struct offline *sealed)
{
	if (!w->actor.account_id.n || !sides_are_told_all(record_sides(w, r)))
		return false;
	return record_may_be_written(w, k, r) || record_may(w, VERB_WRITE, r) ||
	       record_may(w, VERB_SUBMIT, r) || str_eq(sealed->account, w->actor.account_id);
}

/* ---- what was typed, as edits */

struct merging {
	struct work *work;
	const struct kind *kind;
	const struct record *record; /* as it stands */
	const struct offline *sealed;
	struct edits edits, drafts; /* of the file; his own as they are */
	void *row; /* with what can be taken */
	struct offline_merged out;
};

static const struct str *text_of(const struct offline_texts *texts, struct str path)
{
	for (size_t i = 0; i < texts->n; i++)
		if (str_eq(texts->v[i].path, path))
			return &texts->v[i].text;
	return NULL;
}

/*
 * The version the text was made from. Where the record is older than the file (it came back from a
 * backup), what it holds counts: another text than the file's is a conflict.
 */
static int64_t base_of(const struct merging *m, struct column c, struct str path)
{
	const struct str *base = text_of(&m->sealed->base, path);

	if (m->sealed->version <= m->record->version)
		return m->sealed->version;
	return base && str_eq(*base, column_read(m->work->arena, c, m->record)) ? m->record->version
										: 0;
}

/* As a form would have sent it. */
static struct str text_sent(const struct merging *m, struct column c, struct str text)
{
	struct arena *a = m->work->arena;
	bool has_lines = c.field->type == FIELD_TEXT || c.field->type == FIELD_LINE;

	text = form_text(a, text, has_lines);
	return c.field->type == FIELD_LINKS
		       ? links_read(a, house_kind(m->work->house, str_from(c.field->target)), text)
		       : text;
}

static void add_edits(struct merging *m, const struct offline_texts *typed)
{
	const struct columns columns = kind_columns(m->work->arena, m->kind);

	m->edits = edits_new(m->work->arena);
	for (size_t i = 0; i < columns.n; i++) {
		struct column c = columns.v[i];
		struct str path = column_path(m->work->arena, c);
		const struct str *text = text_of(typed, path);

		if (text && c.field->type != FIELD_FILES) /* attached, not typed */
			edit_add(&m->edits, c, text_sent(m, c, *text), base_of(m, c, path));
	}
}

/* ---- brought before */

struct past {
	struct merging *merging;
	bool *was_there; /* for each edit: it has been the record's text since */
	struct str *stored; /* each as the record would hold it */
};

static bool follow(void *arg, const struct history_version *v)
{
	struct past *past = arg;
	const struct edits *edits = &past->merging->edits;

	for (size_t i = 0; i < edits->n; i++)
		for (size_t c = 0; c < v->n_changes; c++)
			if (v->changes[c].column.field == edits->v[i].column.field &&
				v->changes[c].column.part == edits->v[i].column.part &&
				v->version > edits->v[i].base_version)
				past->was_there[i] |= str_eq(v->changes[c].after, past->stored[i]);
	return true;
}

static struct str stored_as(const struct merging *m, const struct edit *e)
{
	void *trial = record_new(m->work, m->kind);

	return column_write(m->work->arena, e->column, trial, e->text)
		       ? e->text
		       : column_read(m->work->arena, e->column, trial);
}

/* Which texts the record has held since: there is nothing to choose, somebody has seen them. */
static bool *find_past(struct merging *m)
{
	struct arena *a = m->work->arena;
	struct past past = { m, ARENA_ARRAY(a, bool, m->edits.n + 1),
		ARENA_ARRAY(a, struct str, m->edits.n + 1) };

	if (!edits_count(&m->edits, EDIT_CONFLICT))
		return past.was_there;
	for (size_t i = 0; i < m->edits.n; i++)
		past.stored[i] = stored_as(m, &m->edits.v[i]);
	history_each(m->work, m->kind, m->record->seq, m->sealed->version, follow, &past);
	return past.was_there;
}

/* ---- drafts: one of each person for a column */

static const struct edit *draft_of(const struct merging *m, struct column c)
{
	for (size_t i = 0; i < m->drafts.n; i++)
		if (m->drafts.v[i].column.field == c.field && m->drafts.v[i].column.part == c.part)
			return &m->drafts.v[i];
	return NULL;
}

/* He has typed something else there, which this file does not know of. */
static bool has_other_draft(const struct merging *m, const struct edit *e)
{
	const struct edit *draft = draft_of(m, e->column);
	const struct str *known =
		text_of(&m->sealed->drafts, column_path(m->work->arena, e->column));

	return draft && !str_eq(draft->text, e->text) && !(known && str_eq(draft->text, *known));
}

static void add_outcome(struct merging *m, const struct edit *e, enum offline_end end, bool is_news)
{
	m->out.v[m->out.n++] = (struct offline_outcome){ e, end, is_news };
	m->out.n_news += is_news;
}

static void keep(struct merging *m, const struct edit *e, enum offline_end end)
{
	const struct edit *draft = draft_of(m, e->column);
	bool is_there = draft && str_eq(draft->text, e->text);

	if (has_other_draft(m, e)) {
		add_outcome(m, e, OFFLINE_ELSEWHERE, false);
		return;
	}
	if (!is_there)
		draft_put(m->work, m->record, e->column, e->text, e->base_version);
	add_outcome(m, e, end, !is_there);
}

/* ---- what becomes of each */

/* Of what can be taken: it is in the record by now, or kept. */
static void settle_taken(struct merging *m, const struct edit *e, bool is_stored)
{
	if (!is_stored) {
		keep(m, e,
			m->out.is_correction && !m->out.is_closed ? OFFLINE_TAKEN : OFFLINE_KEPT);
		return;
	}
	/* Another draft of his stays, and becomes one of two texts. */
	if (!has_other_draft(m, e))
		draft_drop(m->work, m->record, e->column);
	add_outcome(m, e, OFFLINE_TAKEN, true);
}

static void settle(struct merging *m, bool is_stored)
{
	const bool *was_there = find_past(m);

	for (size_t i = 0; i < m->edits.n; i++) {
		const struct edit *e = &m->edits.v[i];

		if (e->end == EDIT_SAME)
			add_outcome(m, e, OFFLINE_SAME, false);
		else if (e->end == EDIT_TAKEN)
			settle_taken(m, e, is_stored);
		else if (e->end == EDIT_WRONG)
			keep(m, e, OFFLINE_WRONG);
		else if (was_there[i])
			add_outcome(m, e, OFFLINE_PAST, false);
		else
			keep(m, e, m->out.is_closed ? OFFLINE_KEPT : OFFLINE_WAITS);
	}
}

/* The way it came is told with the version: "offline:2026-11-21". */
static bool store(struct merging *m)
{
	struct work *w = m->work;
	const char *via = w->via;
	const struct str at = clock_rfc3339(w->arena, m->sealed->taken_ms);

	w->via = str_z(w->arena, str_printf(w->arena, VIA "%.10s", str_z(w->arena, at)));
	bool is_stored = edits_save(w, m->kind, m->row, S(""), &m->out.problems);
	w->via = via;
	return is_stored;
}

struct offline_merged offline_merge(struct work *w, const struct kind *k, const struct record *r,
	const struct offline *sealed, const struct offline_texts *typed)
{
	const struct flow_state *state = kind_state(k, r->state);
	struct merging m = { .work = w, .kind = k, .record = r, .sealed = sealed };
	bool is_stored = false;

	m.drafts = drafts_of(w, k, r);
	m.row = arena_alloc(w->arena, k->size);
	memcpy(m.row, r, k->size);
	m.out = (struct offline_merged){ .v = ARENA_ARRAY(
						 w->arena, struct offline_outcome, typed->n + 1),
		.is_closed = !record_may_be_written(w, k, r),
		.is_correction = state->writing == FLOW_AS_CORRECTION,
		.problems = problems_new(w->arena) };
	add_edits(&m, typed);
	edits_merge(w, k, m.row, &m.edits);
	if (!m.out.is_closed && !m.out.is_correction && edits_count(&m.edits, EDIT_TAKEN))
		is_stored = store(&m);
	settle(&m, is_stored);
	return m.out;
}
