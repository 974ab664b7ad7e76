/* translation.c - what stands in a record's other languages, what is proposed, and reviewing it. */
#include "translation.h"
#include "translation_sql.h"

/* To add one: here; the names are in addresses and files. */
static const char *const state_names[TRANSLATION_STATE_COUNT] = {
	[TRANSLATION_MISSING] = "missing",
	[TRANSLATION_DRAFT] = "draft",
	[TRANSLATION_OUTDATED] = "outdated",
	[TRANSLATION_REVIEWED] = "reviewed",
};

const char *translation_state_name(enum translation_state state)
{
	return state_names[state];
}

bool translation_state_by_name(struct str name, enum translation_state *ret_state)
{
	for (size_t i = 0; i < TRANSLATION_STATE_COUNT; i++)
		if (str_is(name, state_names[i])) {
			*ret_state = (enum translation_state)i;
			return true;
		}
	return false;
}

/* ---- what there is to translate */

/* In the language of the record, else in any other: what is there in one language alone counts. */
static struct told original_of(
	const struct text *t, const struct language *written_in, const struct language *to)
{
	struct text others = *t;

	if (written_in == to && t->in[to->index].n)
		return (struct told){ S(""), NULL };
	others.in[to->index] = S("");
	return text_told(&others, written_in, written_in);
}

static void add_field(struct translation *t, const struct field *f, const void *row)
{
	const struct record *r = row;

	if (f->type != FIELD_TEXT || f->flags & F_INTERNAL)
		return;
	const struct text *texts = field_of(f, row);
	const struct told original = original_of(texts, r->lang, t->to);

	if (original.text.n)
		t->v[t->n++] = (struct translated){ .column = { f, (int)t->to->index },
			.original = original,
			.text = texts->in[t->to->index] };
}

static void add_fields(struct translation *t, const struct kind *k, const void *row)
{
	for (const struct section *s = k->sections; s && s->name; s++)
		for (const char *const *name = s->fields; *name; name++)
			add_field(t, kind_field(k, *name), row);
}

static struct translated *field_named(const struct translation *t, struct str field)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_is(field, t->v[i].column.field->name))
			return &t->v[i];
	return NULL;
}

const struct translated *translation_field(const struct translation *t, struct str field)
{
	return field_named(t, field);
}

/* ---- since when it stands */

static void read_times(struct work *w, const struct record *r, struct translation *t)
{
	struct db_rows *rows = db_query(w->db, SQL_TRANSLATION_TEXTS, DB_VALUES(V(r->seq)));
	int64_t *original_ms = ARENA_ARRAY(w->arena, int64_t, t->n + 1);

	while (db_next(rows)) {
		struct translated *one = field_named(t, db_column_text(rows, 0));
		const struct str lang = db_column_text(rows, 1);
		const int64_t written_ms = db_column_int(rows, 3), said_ms = db_column_int(rows, 4);

		if (one && str_is(lang, one->original.lang->code))
			original_ms[one - t->v] = written_ms;
		if (!one || !str_is(lang, t->to->code))
			continue;
		one->checked_ms = written_ms > said_ms ? written_ms : said_ms;
		one->is_of_machine = str_is(db_column_text(rows, 2), "machine");
	}
	for (size_t i = 0; i < t->n; i++)
		t->v[i].is_outdated = t->v[i].text.n && t->v[i].checked_ms < original_ms[i];
}

static enum translation_state state_of(const struct translated *t)
{
	return t->n_drafts      ? TRANSLATION_DRAFT
	       : !t->text.n     ? TRANSLATION_MISSING
	       : t->is_outdated ? TRANSLATION_OUTDATED
				: TRANSLATION_REVIEWED;
}

static void count_states(struct translation *t)
{
	for (size_t i = 0; i < t->n; i++) {
		t->v[i].state = state_of(&t->v[i]);
		t->n_of[t->v[i].state]++;
	}
}

/* ---- what is proposed */

static struct translation_draft read_draft(struct db_rows *rows, const struct translated *t)
{
	struct translation_draft d = { .by = db_column_text(rows, 1),
		.side = (enum side)db_column_int(rows, 2),
		.tool = db_column_text(rows, 3),
		.text = db_column_text(rows, 4),
		.original = db_column_text(rows, 5),
		.at_ms = db_column_int(rows, 6) };

	d.is_of_now = str_eq(d.original, t->original.text);
	return d;
}

static void add_draft(struct arena *a, struct translated *t, struct translation_draft d)
{
	struct translation_draft *before = t->drafts;

	/* Room for twice as many whenever it was a power of two. */
	if (!(t->n_drafts & (t->n_drafts - 1))) {
		t->drafts = ARENA_ARRAY(a, struct translation_draft, 2 * t->n_drafts + 1);
		for (size_t i = 0; i < t->n_drafts; i++)
			t->drafts[i] = before[i];
	}
	t->drafts[t->n_drafts++] = d;
}

static void read_drafts(struct work *w, const struct record *r, struct translation *t)
{
	struct db_rows *rows =
		db_query(w->db, SQL_TRANSLATION_DRAFTS, DB_VALUES(V(r->seq), V(t->to->code)));

	while (db_next(rows)) {
		struct translated *one = field_named(t, db_column_text(rows, 0));

		/* Not of a field that the kind no longer has, or that says nothing any more. */
		if (one)
			add_draft(w->arena, one, read_draft(rows, one));
	}
}

/* ---- the whole */

static struct translation fields_of(
	struct work *w, const struct kind *k, const void *row, const struct language *to)
{
	struct translation t = { .to = to,
		.v = ARENA_ARRAY(w->arena, struct translated, k->n_fields + 1) };

	add_fields(&t, k, row);
	if (t.n)
		read_times(w, row, &t);
	return t;
}

struct translation translation_of(
	struct work *w, const struct kind *k, const void *row, const struct language *to)
{
	struct translation t = fields_of(w, k, row, to);

	if (t.n)
		read_drafts(w, row, &t);
	count_states(&t);
	return t;
}

struct translation translation_public(
	struct work *w, const struct kind *k, const void *row, const struct language *to)
{
	struct translation t = fields_of(w, k, row, to);

	count_states(&t);
	return t;
}

static const struct translation_draft *draft_by(const struct translated *t, struct str by)
{
	for (size_t i = 0; i < t->n_drafts; i++)
		if (str_eq(t->drafts[i].by, by))
			return &t->drafts[i];
	return NULL;
}

static const struct translation_draft *draft_of_now(const struct translated *t)
{
	for (size_t i = 0; i < t->n_drafts; i++)
		if (t->drafts[i].is_of_now)
			return &t->drafts[i];
	return NULL;
}

struct str translation_begun(const struct work *w, const struct translated *t)
{
	const struct translation_draft *d =
		w->actor.account_id.n ? draft_by(t, w->actor.account_id) : NULL;

	if (!d && t->is_outdated)
		d = draft_of_now(t);
	if (!d && !t->text.n && t->n_drafts)
		d = &t->drafts[0];
	return d ? d->text : t->text;
}

struct str translation_by(struct work *w, const struct kind *k, const struct record *r,
	const struct translation_draft *d)
{
	if (d->tool.n)
		return STR_FILL(w->arena, T(w, "a machine ({1})"), d->tool);
	return side_told(w, k, r, record_sides(w, r), d->side, d->by);
}

/* ---- what the original said then */

struct looking {
	struct arena *arena;
	struct str path;
	int64_t after_ms;
	struct str found;
	bool is_found;
};

/* The first change since tells what was there before it. */
static bool look_at(void *arg, const struct history_version *v)
{
	struct looking *l = arg;

	for (size_t i = 0; v->at_ms > l->after_ms && i < v->n_changes; i++)
		if (str_eq(v->changes[i].path, l->path)) {
			l->found = str_copy(l->arena, v->changes[i].before);
			l->is_found = true;
		}
	return !l->is_found;
}

struct str translation_original_then(
	struct work *w, const struct kind *k, const struct record *r, const struct translated *t)
{
	const struct column c = { t->column.field, (int)t->original.lang->index };
	struct looking l = { w->arena, column_path(w->arena, c), t->checked_ms, S(""), false };

	if (t->is_outdated)
		history_each(w, k, r->seq, 0, look_at, &l);
	return l.found;
}

/* ---- what stood there then */

struct following {
	struct arena *arena;
	const struct translation *now;
	struct translation *then;
	const int64_t *versions;
	struct {
		bool original, text;
	} * told; /* of each field, by the first change since */
};

static void follow_text(struct arena *a, const struct history_version *v, struct column column,
	struct str *text, bool *is_told)
{
	for (size_t i = 0; !*is_told && i < v->n_changes; i++)
		if (v->changes[i].column.field == column.field &&
			v->changes[i].column.part == column.part) {
			*text = str_copy(a, v->changes[i].before);
			*is_told = true;
		}
}

static bool follow(void *arg, const struct history_version *v)
{
	struct following *f = arg;

	for (size_t i = 0; i < f->now->n; i++) {
		const struct column text = f->now->v[i].column;
		const struct language *from = f->now->v[i].original.lang;
		struct translated *then = &f->then->v[i];

		if (v->version <= f->versions[i])
			continue;
		follow_text(f->arena, v, (struct column){ text.field, (int)from->index },
			&then->original.text, &f->told[i].original);
		follow_text(f->arena, v, text, &then->text, &f->told[i].text);
		if (v->is_erased && !f->told[i].original) {
			then->original.text = S("");
			f->told[i].original = true;
		}
	}
	return true;
}

struct translation translation_then(struct work *w, const struct kind *k, const struct record *r,
	const struct translation *t, const int64_t *versions)
{
	struct translation then = *t;
	struct following f = { .arena = w->arena, .now = t, .then = &then, .versions = versions };
	int64_t first = r->version;

	then.v = ARENA_ARRAY(w->arena, struct translated, t->n + 1);
	f.told = arena_alloc(w->arena, (t->n + 1) * sizeof *f.told);
	for (size_t i = 0; i < t->n; i++) {
		then.v[i] = t->v[i];
		first = versions[i] < first ? versions[i] : first;
	}
	if (first < r->version)
		history_each(w, k, r->seq, first, follow, &f);
	return then;
}

struct translation translation_of_version(struct work *w, const struct kind *k,
	const struct record *r, const struct translation *t, int64_t version)
{
	int64_t *versions = ARENA_ARRAY(w->arena, int64_t, t->n + 1);

	for (size_t i = 0; i < t->n; i++)
		versions[i] = version;
	return translation_then(w, k, r, t, versions);
}

/* ---- proposing */

bool translations_may_be_proposed(const struct work *w, const struct record *r)
{
	return record_may(w, VERB_WRITE, r) || record_may(w, VERB_REVIEW, r);
}

static void drop_own(
	struct work *w, const struct record *r, const struct translated *t, struct str by)
{
	db_run(w->db, SQL_TRANSLATION_DROP,
		DB_VALUES(V(r->seq), V(t->column.field->name), V(languages[t->column.part].code),
			V(by)));
}

static enum side side_of_proposer(const struct work *w, const struct record *r)
{
	return record_sides(w, r) & SIDE_OWNERS ? SIDE_OWNERS : SIDE_REVIEWERS;
}

enum proposal_end translation_propose(struct work *w, const struct record *r,
	const struct translated *t, struct str text, struct str original, struct str tool)
{
	const struct str by = tool.n ? S("") : w->actor.account_id;
	const struct translation_draft *before = draft_by(t, by);

	if (text.n > EDIT_TEXT_MAX_BYTES || original.n > EDIT_TEXT_MAX_BYTES)
		return PROPOSAL_TOO_LONG;
	if (before && str_eq(before->text, text) && str_eq(before->original, original))
		return PROPOSAL_SAME;
	if (!text.n || (str_eq(text, t->text) && !t->is_outdated)) {
		if (before)
			drop_own(w, r, t, by);
		return before ? PROPOSAL_DROPPED : PROPOSAL_SAME;
	}
	db_run(w->db, SQL_TRANSLATION_PUT,
		DB_VALUES(V(r->seq), V(t->column.field->name), V(languages[t->column.part].code),
			V(by), V(tool.n ? SIDE_NONE : side_of_proposer(w, r)), V(tool), V(text),
			V(original), V(w->now_ms)));
	return PROPOSAL_KEPT;
}

/* ---- reviewing */

static bool was_made_by_machine(const struct translated *t, struct str text)
{
	const struct translation_draft *d = draft_by(t, S(""));

	return (d && str_eq(d->text, text)) || (t->is_of_machine && str_eq(t->text, text));
}

/* To say that what stands is right is no proposal. */
static void propose_reviewed(struct work *w, const struct record *r, const struct reviewed *v)
{
	if (!str_eq(v->text, v->of->text))
		translation_propose(w, r, v->of, v->text, v->original, S(""));
}

static void settle_one(
	struct work *w, const struct record *r, const struct reviewed *v, const struct edit *e)
{
	const struct translated *t = v->of;
	const struct str field = str_from(t->column.field->name),
			 lang = str_from(languages[t->column.part].code);

	if (e->end == EDIT_CONFLICT || e->end == EDIT_WRONG) {
		propose_reviewed(w, r, v);
		return;
	}
	db_run(w->db, SQL_TRANSLATION_CHECK, DB_VALUES(V(w->now_ms), V(r->seq), V(field), V(lang)));
	if (was_made_by_machine(t, v->text))
		db_run(w->db, SQL_TRANSLATION_OF_MACHINE, DB_VALUES(V(r->seq), V(field), V(lang)));
	db_run(w->db, SQL_TRANSLATION_SETTLE,
		DB_VALUES(V(r->seq), V(field), V(lang), V(v->seen_ms), V(w->actor.account_id)));
}

static void propose_all(struct work *w, const struct record *r, const struct reviewed *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		propose_reviewed(w, r, &v[i]);
}

/* Nobody has said of them that they say what the original does now. */
static void leave_unseen(struct work *w, void *row, const struct reviewed *v, struct edits *edits)
{
	for (size_t i = 0; i < edits->n; i++) {
		struct edit *e = &edits->v[i];

		if (e->end == EDIT_WRONG || e->end == EDIT_CONFLICT ||
			str_eq(v[i].original, v[i].of->original.text))
			continue;
		if (e->end == EDIT_TAKEN)
			column_restore(w->arena, e->column, row, e->theirs);
		e->column.part = (int)v[i].of->original.lang->index;
		e->base = e->text = v[i].original;
		e->theirs = v[i].of->original.text;
		e->code = TRANSLATION_ORIGINAL_CHANGED;
		e->end = EDIT_CONFLICT;
	}
}

bool translations_review(struct work *w, const struct kind *k, void *row, const struct reviewed *v,
	size_t n, struct edits *ret_edits, struct problems *p)
{
	struct record *r = row;
	struct saving one = { .row = row, .problems = p };

	*ret_edits = edits_new(w->arena);
	for (size_t i = 0; i < n; i++) {
		edit_add(ret_edits, v[i].of->column, v[i].text, v[i].base_version);
		ret_edits->v[i].is_meant = true;
	}
	edits_merge(w, k, row, ret_edits);
	leave_unseen(w, row, v, ret_edits);
	if (edits_count(ret_edits, EDIT_TAKEN) &&
		register_save_one(w, k, &one, "translate") == SAVE_REFUSED) {
		propose_all(w, r, v, n);
		return false;
	}
	for (size_t i = 0; i < n; i++)
		settle_one(w, r, &v[i], &ret_edits->v[i]);
	if (kind_state(k, r->state)->phase == PHASE_PUBLIC)
		register_touch_public(w);
	return true;
}

void translations_forget(struct work *w, const struct record *r, const struct field *f)
{
	db_run(w->db, SQL_TRANSLATION_FORGET, DB_VALUES(V(r->seq), V(f->name)));
}
