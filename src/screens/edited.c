/* A record as the one who works would have it: with his drafts, and what is wrong with it. */
#include "edit_view.h"

#include <string.h>

/* ---- who has to do with it */

bool record_is_own(const struct work *w, const struct record *r)
{
	return record_may(w, VERB_WRITE, r) || record_may(w, VERB_SUBMIT, r);
}

bool record_is_worked_on(const struct work *w, const struct record *r)
{
	return w->actor.account_id.n && record_sides(w, r);
}

/* ---- the record */

static void lay_over(struct edited *e)
{
	struct work *w = e->work;

	e->row = arena_alloc(w->arena, e->kind->size);
	memcpy(e->row, e->record, e->kind->size);
	if (e->sees_all)
		e->drafts = drafts_laid_over(w, e->kind, e->row);
	e->problems = problems_new(w->arena);
	record_check(w, e->kind, e->row, &e->problems);
	e->advice = problems_new(w->arena);
	if (e->kind->advise)
		e->kind->advise(w, e->row, &e->advice);
	files_advise(w, e->kind, e->row, &e->advice);
}

bool edited_find(struct request *r, bool is_held, struct edited *ret_edited)
{
	struct work *w = work_of(r);
	struct edited e = { .request = r, .work = w, .kind = r->route->arg };
	struct str id = request_path_arg(r, "id");

	e.record = is_held ? record_hold(w, e.kind, id) : record_load(w, e.kind, id);
	if (!e.record || !e.kind->flow || !e.kind->sections || !record_is_worked_on(w, e.record))
		return false;
	e.state = kind_state(e.kind, e.record->state);
	e.may_write = record_may_be_written(w, e.kind, e.record);
	e.sees_all = sides_are_told_all(record_sides(w, e.record));
	*ret_edited = e;
	return true;
}

bool edited_load(struct request *r, bool is_held, struct edited *ret_edited)
{
	if (!edited_find(r, is_held, ret_edited))
		return false;
	lay_over(ret_edited);
	ret_edited->title = record_title(ret_edited->kind, ret_edited->row, r->lang);
	return true;
}

const struct edit *edited_draft(const struct edited *e, struct column c)
{
	for (size_t i = 0; i < e->drafts.n; i++)
		if (e->drafts.v[i].column.field == c.field && e->drafts.v[i].column.part == c.part)
			return &e->drafts.v[i];
	return NULL;
}

bool edited_shows(const struct edited *e, const struct field *f)
{
	return e->sees_all || !(f->flags & F_INTERNAL);
}

/* ---- sections */

const struct section *section_named(const struct kind *k, struct str name)
{
	for (const struct section *s = k->sections; s->name; s++)
		if (str_is(name, s->name))
			return s;
	return NULL;
}

bool section_has(const struct section *s, const struct field *f)
{
	for (const char *const *name = s->fields; f && *name; name++)
		if (!strcmp(*name, f->name))
			return true;
	return false;
}

const struct section *section_of(const struct kind *k, const struct field *f)
{
	for (const struct section *s = k->sections; f && s->name; s++)
		if (section_has(s, f))
			return s;
	return NULL;
}

const struct section *section_of_all(const struct edited *e)
{
	enum { FIELDS_MAX = 100 };
	struct section *all = ARENA_ARRAY(e->work->arena, struct section, 2);
	const char **names = ARENA_ARRAY(e->work->arena, const char *, FIELDS_MAX + 1);
	size_t n = 0;

	for (const struct section *s = e->kind->sections; s->name; s++)
		for (const char *const *name = s->fields; *name; name++) {
			if (n == FIELDS_MAX)
				return NULL;
			names[n++] = *name;
		}
	all[0] = (struct section){ "all", N_("The whole form"),
		N_("All sections on one page: for typing in what was filled in by hand."), names };
	return all;
}

static void add_column(struct columns *to, const struct field *f, int part)
{
	to->v[to->n++] = (struct column){ f, part };
}

struct columns columns_named(const struct edited *e, const char *const *names)
{
	struct columns all = kind_columns(e->work->arena, e->kind), to = { 0 };
	const int original = (int)e->record->lang->index;

	to.v = ARENA_ARRAY(e->work->arena, struct column, all.n + 1);
	for (; names && *names; names++) {
		const struct field *f = kind_field(e->kind, *names);
		bool has_languages = f && f->type == FIELD_TEXT;

		if (!f || !edited_shows(e, f))
			continue;
		if (has_languages)
			add_column(&to, f, original);
		for (int part = 0; part < field_parts(f); part++)
			if (!has_languages || part != original)
				add_column(&to, f, part);
	}
	return to;
}

struct columns columns_typed(const struct edited *e, const char *const *names)
{
	struct columns all = columns_named(e, names);
	size_t n = 0;

	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].field->type != FIELD_FILES)
			all.v[n++] = all.v[i];
	all.n = n;
	return all;
}

/* ---- what is wrong */

/* A text that is missing in all languages is asked for in the one it is written in. */
static struct column asked_column(const struct edited *e, const struct problem *p, struct column c)
{
	if (c.field->type == FIELD_TEXT && !strcmp(p->code, "required"))
		c.part = (int)e->record->lang->index;
	return c;
}

struct column problem_column(const struct edited *e, const struct problem *p)
{
	struct arena *a = e->work->arena;
	const struct columns all = kind_columns(a, e->kind);

	for (size_t i = 0; i < all.n; i++)
		if (str_eq(column_name(a, all.v[i]), p->column) ||
			str_eq(column_path(a, all.v[i]), p->column))
			return asked_column(e, p, all.v[i]);
	return (struct column){ kind_field(e->kind, str_z(a, p->column)), 0 };
}

/* The field on the page of its section, which is asked to say what is missing. */
static struct url field_url(struct page_out *o, const struct edited *e, struct column c)
{
	const struct section *s = section_of(e->kind, c.field);

	if (!s || !edited_shows(e, c.field))
		return (struct url){ S("") };
	return (struct url){ str_printf(o->arena, STR_FMT "?check=yes#f-" STR_FMT,
		STR_ARG(section_url(o, e, s).address), STR_ARG(column_path(o->arena, c))) };
}

struct remarks edited_remarks(struct page_out *o, const struct edited *e, const struct problems *p)
{
	struct remarks all = { ARENA_ARRAY(o->arena, struct remark, p->n + 1), 0 };

	for (size_t i = 0; i < p->n; i++) {
		struct column c = problem_column(e, &p->v[i]);

		if (c.field && !edited_shows(e, c.field))
			continue;
		all.v[all.n++] = (struct remark){
			c.field ? STR_FILL(o->arena, tr(o->lang, "{1}: {2}"),
					  column_label(o, e->record->lang, c), p->v[i].message)
				: p->v[i].message,
			c.field ? field_url(o, e, c) : (struct url){ S("") }
		};
	}
	return all;
}

/* ---- how far sections are */

struct tally {
	size_t known, missing, wrong, advice, advised;
};

static void tally_fields(const struct edited *e, const struct section *s, struct tally *t)
{
	for (const char *const *name = s->fields; *name; name++) {
		const struct field *f = kind_field(e->kind, *name);

		if (!f || !edited_shows(e, f))
			continue;
		bool is_known = field_is_known(e->work->arena, f, e->row);
		t->known += is_known;
		t->advised += !is_known && f->flags & F_ADVISED;
	}
}

static struct tally tally_of(const struct edited *e, const struct section *s)
{
	struct tally t = { 0 };

	tally_fields(e, s, &t);
	for (size_t i = 0; i < e->problems.n; i++)
		if (section_of(e->kind, problem_column(e, &e->problems.v[i]).field) == s) {
			bool is_missing = !strcmp(e->problems.v[i].code, "required");

			t.missing += is_missing;
			t.wrong += !is_missing;
		}
	for (size_t i = 0; i < e->drafts.n; i++)
		t.wrong += e->drafts.v[i].end >= EDIT_CONFLICT &&
			   section_of(e->kind, e->drafts.v[i].column.field) == s;
	for (size_t i = 0; i < e->advice.n; i++)
		t.advice += section_of(e->kind, problem_column(e, &e->advice.v[i]).field) == s;
	return t;
}

static void tell_section(struct page_out *o, const struct tally *t, struct section_view *v)
{
	size_t n = t->advice + t->advised;

	if (t->wrong) {
		v->tone = "ask";
		v->told = STR_FILL(o->arena,
			trn(o->lang, "{1} to correct", "{1} to correct", t->wrong),
			format_number(o->arena, o->lang, (int64_t)t->wrong));
	} else if (!t->known) {
		v->tone = "todo";
		v->told = str_from(t->missing ? tr(o->lang, "Not begun")
					      : tr(o->lang, "Not begun (optional)"));
	} else if (t->missing) {
		v->tone = "now";
		v->told = str_from(tr(o->lang, "Begun"));
	} else {
		v->tone = "done";
		v->told = n ? STR_FILL(o->arena,
				      trn(o->lang, "Complete, {1} suggestion",
					      "Complete, {1} suggestions", n),
				      format_number(o->arena, o->lang, (int64_t)n))
			    : str_from(tr(o->lang, "Complete"));
	}
}

struct section_views edited_sections(
	struct page_out *o, const struct edited *e, const struct section *here)
{
	struct section_views all = { 0 };
	size_t n = 0;

	while (e->kind->sections[n].name)
		n++;
	all.v = ARENA_ARRAY(o->arena, struct section_view, n + 1);
	for (const struct section *s = e->kind->sections; s->name; s++) {
		const struct columns columns = columns_named(e, s->fields);
		const struct tally t = tally_of(e, s);

		if (!columns.n)
			continue;
		struct section_view *v = &all.v[all.n++];
		*v = (struct section_view){
			.section = s, .place = section_url(o, e, s), .is_here = s == here
		};
		if (e->may_write)
			tell_section(o, &t, v);
		else
			*v = (struct section_view){ s, v->place, "todo",
				str_from(t.known ? "" : tr(o->lang, "Nothing written")),
				v->is_here };
	}
	return all;
}

/* ---- addresses, and answering */

const char *kind_begin(const struct kind *k)
{
	return k->begin ? k->begin : N_("Begin a new one");
}

struct url written_url(
	struct page_out *o, const struct kind *k, struct str public_id, const char *part)
{
	struct url page = record_url(o, k, public_id);

	if (*part)
		page.address = str_printf(o->arena, STR_FMT "/%s", STR_ARG(page.address), part);
	return page;
}

struct url section_url(struct page_out *o, const struct edited *e, const struct section *s)
{
	return written_url(o, e->kind, e->record->public_id,
		str_z(o->arena, str_printf(o->arena, "edit/%s", s->name)));
}

struct url step_url(struct page_out *o, const struct edited *e, const struct flow_step *step)
{
	return written_url(o, e->kind, e->record->public_id,
		str_z(o->arena, str_printf(o->arena, "do/%s", step->action)));
}

enum http_status written_send(struct request *r, const struct edited *e, struct str title,
	const struct form *f, struct page_out *o)
{
	struct arena *a = &r->arena;
	const char *list = str_z(a, str_printf(a, "/%s", e->kind->plural));
	const char *overview = str_z(a, str_printf(a, "/%s/" STR_FMT "/edit", e->kind->plural,
						STR_ARG(e->record->public_id)));
	const struct crumb crumbs[] = {
		{ list, str_from(tr_text(r->lang, e->kind->label_plural)) },
		{ title.n ? overview : NULL, e->title.text },
		{ NULL, title },
	};
	struct str whole = title.n ? STR_FILL(a, tr(r->lang, "{1} – {2}"), title, e->title.text)
				   : e->title.text;
	const struct page page = { .title = f ? form_title(o, f, whole) : whole,
		.nav_path = list,
		.crumbs = crumbs,
		.n_crumbs = title.n ? 3 : 2,
		.is_private = true };

	if (!answer_has_header(r, "Cache-Control"))
		answer_header(r, "Cache-Control", S("private, no-store"));
	return page_send(r, &e->work->house->frame, &page, o);
}

/* To add one: a row; its name stands in addresses. */
static const struct {
	const char *name;
	const char *says; /* N_() */
} done[] = {
	{ "begun", N_("It is begun, and only those who write it with you know of it. Fill in the "
		      "sections in any order; what you type is saved.") },
	{ "saved", N_("Saved.") },
	{ "gathered", N_("Kept. Readers see it when the correction is published, with its "
			 "reason.") },
	{ "chosen", N_("The choice is saved.") },
	{ "dropped", N_("It is dropped.") },
	{ "restored", N_("The earlier text is back, as a new version.") },
	{ "erased", N_("The earlier texts are erased.") },
	{ "taken", N_("Done.") },
	{ "handed", N_("It is handed over.") },
	{ "recalled", N_("It is recalled: the link opens nothing any more.") },
	{ "sent-back", N_("It is sent back: the same link is open again.") },
	{ "decided", N_("Your decision is saved.") },
	{ "attached", N_("The file is attached.") },
	{ "described", N_("The description is saved.") },
	{ "removed", N_("The file is taken away. The history keeps it.") },
	{ "noted", N_("Your note is written.") },
	{ "answered", N_("Your answer is written.") },
	{ "closed", N_("It is closed.") },
	{ "reopened", N_("It is open again.") },
	{ "changed", N_("It is changed.") },
	{ "back", N_("It is taken back.") },
	{ "unchanged", N_("There was nothing new to save.") },
	{ "proposed", N_("Kept as a proposal. Readers see it when it has been reviewed.") },
	{ "translated", N_("Reviewed: the translation stands in the record.") },
};

enum http_status written_go(struct request *r, struct url to, const char *what)
{
	return answer_redirect(
		r, str_printf(&r->arena, STR_FMT "?done=%s", STR_ARG(to.address), what));
}

struct str written_done(struct request *r)
{
	struct str what = request_param(r, "done");

	for (size_t i = 0; i < COUNT(done); i++)
		if (str_is(what, done[i].name))
			return str_from(tr_text(r->lang, done[i].says));
	return S("");
}
