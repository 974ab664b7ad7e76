/* framework_store.c - editions in the store: the documents whole, their codes as vocabularies. */
#include "framework_store.h"
#include "framework_sql.h"

/* ---- out */

static const struct framework *read_stored(struct arena *a, struct str document)
{
	struct framework_faults nobody = { .lang = &languages[LANG_EN], .arena = a };

	return framework_read(a, str_copy(a, document), &nobody);
}

const void *framework_remember(struct db *db, struct arena *a)
{
	struct db_rows *rows = db_query(db, SQL_FRAMEWORK_NOW, NULL, 0);
	const struct framework *now =
		db_next(rows) ? read_stored(a, db_column_text(rows, 0)) : NULL;

	db_done(rows);
	return now;
}

struct framework_editions framework_editions(struct db *db, struct arena *a)
{
	struct db_rows *rows = db_query(db, SQL_FRAMEWORK_ALL, NULL, 0);
	const struct framework **v = ARENA_ARRAY(a, const struct framework *, EDITIONS_MAX);
	size_t n = 0;

	while (n < EDITIONS_MAX && db_next(rows))
		v[n++] = read_stored(a, db_column_text(rows, 0));
	db_done(rows);
	return (struct framework_editions){ v, n };
}

/* ---- does it follow the edition before? */

static const struct framework_change *change_of(
	const struct framework *f, enum framework_part part, struct str from)
{
	for (size_t i = 0; i < f->n_changes; i++)
		if (f->changes[i].part == part && str_eq(f->changes[i].from, from))
			return &f->changes[i];
	return NULL;
}

struct codes framework_became(
	const struct framework *f, enum framework_part part, const struct str *code)
{
	const struct framework_change *c = change_of(f, part, *code);

	return c ? c->to : (struct codes){ code, framework_find(f, part, *code) != NULL };
}

static void check_changes(
	const struct framework *f, const struct framework *before, struct framework_faults *faults)
{
	for (size_t i = 0; i < f->n_changes; i++) {
		const struct framework_change *c = &f->changes[i];

		if (!framework_find(before, c->part, c->from))
			framework_fault(faults, c->place,
				N_("“{1}” is no code of the edition before"), c->from);
		else if (change_of(f, c->part, c->from) != c)
			framework_fault(
				faults, c->place, N_("what “{1}” became is told twice"), c->from);
	}
}

/* Each code of the edition before must still be there, or be told of. */
static void check_none_is_lost(const struct framework *f, const struct framework *before,
	enum framework_part part, struct framework_faults *faults)
{
	for (size_t i = 0; i < before->part[part].n; i++) {
		struct str code = before->part[part].v[i].code;

		if (!framework_find(f, part, code) && !change_of(f, part, code))
			framework_fault(faults, f->place,
				N_("the code “{1}” of the edition before is gone, and the "
				   "crosswalk "
				   "does not say what became of it"),
				code);
	}
}

static void check_follows(
	const struct framework *f, const struct framework *before, struct framework_faults *faults)
{
	if (!before && f->follows.n)
		framework_fault(faults, f->place,
			N_("“{1}” is not the edition that this one would follow"), f->follows);
	if (!before)
		return;
	if (!str_eq(f->follows, before->edition)) {
		framework_fault(faults, f->place,
			N_("the crosswalk must be “from” the edition “{1}”, which this one "
			   "follows"),
			before->edition);
		return;
	}
	check_changes(f, before, faults);
	for (enum framework_part part = 0; part < FRAMEWORK_PARTS; part++)
		if (framework_vocabulary(part))
			check_none_is_lost(f, before, part, faults);
}

/* What the store has of the edition stands: its records are coded by it. */
static void check_keeps_codes(
	const struct framework *f, const struct framework *stored, struct framework_faults *faults)
{
	for (enum framework_part part = 0; part < FRAMEWORK_PARTS; part++)
		for (size_t i = 0; framework_vocabulary(part) && i < stored->part[part].n; i++)
			if (!framework_find(f, part, stored->part[part].v[i].code))
				framework_fault(faults, f->place,
					N_("this edition is in the store already: its code “{1}” "
					   "cannot be taken out of it"),
					stored->part[part].v[i].code);
}

/* ---- in */

/* "2.4;2.5": what it came from; no text at all in the first edition. */
static struct str came_from(struct arena *a, const struct framework *f,
	const struct framework *before, enum framework_part part, struct str code)
{
	struct out o = out_new(a, (FRAMEWORK_CODE_MAX + 1) * before->part[part].n + 1);

	for (size_t i = 0; i < before->part[part].n; i++) {
		const struct str *was = &before->part[part].v[i].code;

		if (!codes_hold(framework_became(f, part, was), code))
			continue;
		if (o.n)
			out_char(&o, ';');
		out_str(&o, *was);
	}
	return o.n ? out_done(&o) : S("");
}

/* Outputs stand under goals, activities under outputs, sectors under sectors. */
static const char *vocabulary_above(enum framework_part part)
{
	return part == FRAMEWORK_OUTPUTS      ? "goal"
	       : part == FRAMEWORK_ACTIVITIES ? "output"
	       : part == FRAMEWORK_SECTORS    ? "sector"
					      : "";
}

static void save_part(struct work *w, const struct framework *f, const struct framework *before,
	enum framework_part part)
{
	const struct framework_list *list = &f->part[part];
	struct term_draft *drafts = ARENA_ARRAY(w->arena, struct term_draft, list->n + 1);

	for (size_t i = 0; i < list->n; i++) {
		const struct framework_entry *e = &list->v[i];
		struct term_draft *d = &drafts[i];

		d->code = e->code;
		d->broader_code = e->above;
		if (e->above.n)
			d->broader_vocabulary = str_from(vocabulary_above(part));
		for (size_t l = 0; l < LANG_COUNT; l++) {
			d->label[l] = e->title.in[l];
			d->description[l] = e->description.in[l];
		}
		if (before)
			d->came_from = came_from(w->arena, f, before, part, e->code);
	}
	vocabulary_save(w->db, str_from(framework_vocabulary(part)), f->edition, drafts, list->n);
}

/* Where the edition stands, or would stand: behind all others. */
static size_t place_of(const struct framework_editions *all, struct str edition)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i]->edition, edition))
			return i;
	return all->n;
}

static void check_place(const struct framework *f, const struct framework_editions *all, size_t at,
	struct framework_faults *faults)
{
	const bool is_new = at == all->n;

	if (is_new && all->n == EDITIONS_MAX)
		framework_fault(faults, f->place, N_("there are too many editions already"), S(""));
	if (!is_new)
		check_keeps_codes(f, all->v[at], faults);
}

static void save_codes(struct work *w, const struct framework *f, const struct framework *before)
{
	for (enum framework_part part = 0; part < FRAMEWORK_PARTS; part++)
		if (framework_vocabulary(part))
			save_part(w, f, before, part);
}

static enum document_end save(struct work *w, const struct framework *f,
	const struct framework *before, bool is_new, struct str text)
{
	struct db_rows *rows = db_query(w->db, SQL_FRAMEWORK_DOCUMENT, DB_VALUES(V(f->edition)));
	bool is_same = db_next(rows) && str_eq(db_column_text(rows, 0), text);

	db_done(rows);
	if (is_same)
		return DOCUMENT_UNCHANGED;
	save_codes(w, f, before);
	if (is_new)
		db_run(w->db, SQL_FRAMEWORK_ADD, DB_VALUES(V(f->edition), V(w->now_ms), V(text)));
	else
		db_run(w->db, SQL_FRAMEWORK_REPLACE, DB_VALUES(V(text), V(f->edition)));
	return is_new ? DOCUMENT_CREATED : DOCUMENT_UPDATED;
}

enum document_end framework_load(struct work *w, struct str text, document_say *say, void *arg)
{
	struct framework_faults faults = { w->lang, w->arena, say, arg, 0 };
	const struct framework *f = framework_read(w->arena, text, &faults), *before;
	const struct framework_editions all = framework_editions(w->db, w->arena);
	const size_t at = place_of(&all, f->edition);
	const bool is_new = at == all.n;

	before = is_new ? (all.n ? all.v[0] : NULL) : (at + 1 < all.n ? all.v[at + 1] : NULL);
	if (!faults.n)
		check_follows(f, before, &faults);
	if (!faults.n)
		check_place(f, &all, at, &faults);
	return faults.n ? DOCUMENT_REFUSED : save(w, f, before, is_new, text);
}
