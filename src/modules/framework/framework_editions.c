/* framework_editions.c - the page of editions: what became of each code, and which records have it.
 */
#include "framework_html.h"
#include "framework_pages.h"
#include "framework_sql.h"

/* To add a type: here, and in compare_entry(). */
static const char *const change_labels[] = {
	[CHANGE_NEW] = N_("New"),
	[CHANGE_GONE] = N_("Gone"),
	[CHANGE_SPLIT] = N_("Split"),
	[CHANGE_MERGED] = N_("Merged"),
	[CHANGE_MOVED] = N_("Another code"),
	[CHANGE_RENAMED] = N_("Another title"),
	[CHANGE_REVISED] = N_("Other description or links"),
};

const char *change_label(enum change_type type)
{
	return change_labels[type];
}

const char *part_label(const struct work *w, enum framework_part part)
{
	return vocabulary_find(w->vocabularies, str_from(framework_vocabulary(part)))
		->source->label;
}

struct str edition_size(struct page_out *o, const struct framework *f)
{
	const struct language *l = o->lang;
	const size_t goals = f->part[FRAMEWORK_GOALS].n, outputs = f->part[FRAMEWORK_OUTPUTS].n,
		     activities = f->part[FRAMEWORK_ACTIVITIES].n;
	struct out out = out_new(o->arena, 1000);

	out_str(&out, STR_FILL(o->arena, trn(l, "{1} goal", "{1} goals", goals),
			      format_number(o->arena, l, (int64_t)goals)));
	out_z(&out, tr(l, ", "));
	out_str(&out, STR_FILL(o->arena, trn(l, "{1} output", "{1} outputs", outputs),
			      format_number(o->arena, l, (int64_t)outputs)));
	out_z(&out, tr(l, ", "));
	out_str(&out, STR_FILL(o->arena, trn(l, "{1} activity", "{1} activities", activities),
			      format_number(o->arena, l, (int64_t)activities)));
	return out_done(&out);
}

/* ---- who is touched */

/* Public records coded under the earlier edition, by kind and code; of one vocabulary. */
struct coded {
	struct coded *next;
	struct str kind, code;
	int64_t n;
};

static const struct coded *coded_under(struct work *w, enum framework_part part, struct str edition)
{
	struct db_rows *rows = db_query(w->db, SQL_FRAMEWORK_CODED_UNDER,
		DB_VALUES(V(framework_vocabulary(part)), V(edition)));
	struct coded *first = NULL, **end = &first;

	while (db_next(rows)) {
		*end = ARENA_NEW(w->arena, struct coded);
		**end = (struct coded){ NULL, db_column_text(rows, 0), db_column_text(rows, 1),
			db_column_int(rows, 2) };
		end = &(*end)->next;
	}
	return first;
}

static bool narrows(const struct work *w, const struct kind *k, const struct vocabulary *v)
{
	const struct filterable filterable = list_filterable(w, k);

	for (size_t i = 0; i < filterable.n; i++)
		if (filterable.v[i] == v)
			return true;
	return false;
}

/* "/fr/practices?activity=2.4@2019": found by what the code has become. */
static struct url where_now(struct page_out *o, const struct work *w, const struct kind *k,
	enum framework_part part, struct str code, struct str edition)
{
	const char *name = framework_vocabulary(part);
	const struct vocabulary *v = vocabulary_find(w->vocabularies, str_from(name));
	const struct term *t = term_find_under(o->arena, v, code, edition);

	return t && narrows(w, k, v) ? narrowed_url(o, k, v, t) : (struct url){ S("") };
}

/* ---- what differs */

struct comparing {
	struct page_out *o;
	struct work *work;
	struct step_view *step;
	enum framework_part part;
	const struct coded *coded;
	size_t cap;
};

static bool same_text(const struct text *a, const struct text *b)
{
	for (size_t l = 0; l < LANG_COUNT; l++)
		if (!str_eq(a->in[l], b->in[l]))
			return false;
	return true;
}

static bool same_codes(struct codes a, struct codes b)
{
	for (size_t i = 0; i < a.n; i++)
		if (!codes_hold(b, a.v[i]))
			return false;
	return a.n == b.n;
}

/* Do its description and its links say the same? */
static bool says_the_same(const struct framework_entry *a, const struct framework_entry *b)
{
	return same_text(&a->description, &b->description) && str_eq(a->step, b->step) &&
	       str_eq(a->above, b->above) && same_codes(a->paragraphs, b->paragraphs) &&
	       same_codes(a->targets, b->targets) && same_codes(a->stages, b->stages) &&
	       same_codes(a->activities, b->activities) &&
	       same_codes(a->secondary_steps, b->secondary_steps);
}

/* How many codes of the edition before became this one. */
static size_t n_before(const struct comparing *c, struct str code)
{
	const struct framework_list *list = &c->step->before->part[c->part];
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++)
		n += codes_hold(framework_became(c->step->after, c->part, &list->v[i].code), code);
	return n;
}

/* False: nothing differs. */
static bool type_of(const struct comparing *c, const struct framework_entry *before,
	struct codes became, enum change_type *ret_type)
{
	const struct framework_entry *after =
		became.n ? framework_find(c->step->after, c->part, became.v[0]) : NULL;

	if (!after)
		*ret_type = CHANGE_GONE;
	else if (became.n > 1)
		*ret_type = CHANGE_SPLIT;
	else if (n_before(c, after->code) > 1)
		*ret_type = CHANGE_MERGED;
	else if (!str_eq(before->code, after->code))
		*ret_type = CHANGE_MOVED;
	else if (!same_text(&before->title, &after->title))
		*ret_type = CHANGE_RENAMED;
	else if (!says_the_same(before, after))
		*ret_type = CHANGE_REVISED;
	else
		return false;
	return true;
}

static void find_touched(const struct comparing *c, struct difference *d)
{
	struct work *w = c->work;
	struct touched *touched;
	size_t n = 0;

	for (const struct coded *coded = c->coded; coded; coded = coded->next)
		n++;
	touched = ARENA_ARRAY(w->arena, struct touched, n + 1);
	d->touched = touched;
	for (const struct coded *coded = c->coded; coded; coded = coded->next) {
		const struct kind *k = house_kind(w->house, coded->kind);

		if (!k || !str_eq(coded->code, d->before->code))
			continue;
		touched[d->n_touched++] = (struct touched){ k, coded->n,
			where_now(c->o, w, k, c->part, coded->code, c->step->before->edition) };
	}
}

static const struct text *note_on(const struct comparing *c, struct str code)
{
	const struct framework *f = c->step->after;

	for (size_t i = 0; i < f->n_changes; i++)
		if (f->changes[i].part == c->part && str_eq(f->changes[i].from, code) &&
			framework_words(&f->changes[i].note, c->o->lang).n)
			return &f->changes[i].note;
	return NULL;
}

static void compare_entry(struct comparing *c, const struct framework_entry *before)
{
	const struct codes became = framework_became(c->step->after, c->part, &before->code);
	struct difference *d = &c->step->v[c->step->n];

	*d = (struct difference){ .part = c->part,
		.before = before,
		.after = ARENA_ARRAY(c->work->arena, const struct framework_entry *, became.n + 1),
		.note = note_on(c, before->code) };
	for (size_t i = 0; i < became.n; i++)
		d->after[d->n_after++] = framework_find(c->step->after, c->part, became.v[i]);
	if (!type_of(c, before, became, &d->type)) {
		c->step->n_same++;
		return;
	}
	find_touched(c, d);
	c->step->n++;
}

static void find_new(struct comparing *c)
{
	const struct framework_list *list = &c->step->after->part[c->part];

	for (size_t i = 0; i < list->n; i++) {
		const struct framework_entry **after;

		if (n_before(c, list->v[i].code))
			continue;
		after = ARENA_ARRAY(c->work->arena, const struct framework_entry *, 1);
		after[0] = &list->v[i];
		c->step->v[c->step->n++] = (struct difference){
			.type = CHANGE_NEW, .part = c->part, .after = after, .n_after = 1
		};
	}
}

static size_t n_entries(const struct framework *f)
{
	size_t n = 0;

	for (enum framework_part part = 0; part < FRAMEWORK_PARTS; part++)
		n += f->part[part].n;
	return n;
}

static struct step_view compare(struct page_out *o, struct work *w, const struct framework *before,
	const struct framework *after)
{
	struct step_view step = { before, after,
		ARENA_ARRAY(w->arena, struct difference, n_entries(before) + n_entries(after) + 1),
		0, 0 };

	for (enum framework_part part = 0; part < FRAMEWORK_PARTS; part++) {
		struct comparing c = { o, w, &step, part, NULL, 0 };

		if (!framework_vocabulary(part))
			continue;
		c.coded = coded_under(w, part, before->edition);
		for (size_t i = 0; i < before->part[part].n; i++)
			compare_entry(&c, &before->part[part].v[i]);
		find_new(&c);
	}
	return step;
}

enum http_status framework_editions_page(struct request *r)
{
	struct work *w = work_of(r);
	struct editions_view v = { .work = w, .editions = framework_editions(w->db, w->arena) };
	struct page_out o = page_begin(r);
	const struct crumb crumbs[] = {
		{ "/framework", str_from(T(w, "Open Roadmap")) },
		{ NULL, str_from(T(w, "Editions")) },
	};
	const struct page page = { .title = str_from(T(w, "Editions of the Open Roadmap")),
		.nav_path = "/framework",
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs) };

	v.steps = ARENA_ARRAY(w->arena, struct step_view, v.editions.n + 1);
	for (size_t i = 0; i + 1 < v.editions.n; i++)
		v.steps[v.n_steps++] = compare(&o, w, v.editions.v[i + 1], v.editions.v[i]);
	framework_editions_html(&o, &v);
	return page_send(r, &w->house->frame, &page, &o);
}
