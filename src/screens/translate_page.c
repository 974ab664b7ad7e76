/* The original of a record beside its translation: proposed and reviewed, field by field. */
#include "screens_html.h"
#include "translate_view.h"

#include <string.h>

/* ---- what is told */

struct url translate_url(
	struct page_out *o, const struct kind *k, struct str public_id, const struct language *to)
{
	return written_url(
		o, k, public_id, str_z(o->arena, str_printf(o->arena, "translate/%s", to->code)));
}

static const struct {
	const char *told; /* N_() */
	const char *tone; /* of forms.css */
} states[TRANSLATION_STATE_COUNT] = {
	[TRANSLATION_MISSING] = { N_("missing"), "todo" },
	[TRANSLATION_DRAFT] = { N_("proposed, not reviewed"), "now" },
	[TRANSLATION_OUTDATED] = { N_("the original has changed since"), "ask" },
	[TRANSLATION_REVIEWED] = { N_("reviewed"), "done" },
};

static const char *counted(const struct language *l, enum translation_state state, size_t n)
{
	switch (state) {
	case TRANSLATION_MISSING:
		return trn(l, "{1} missing", "{1} missing", n);
	case TRANSLATION_DRAFT:
		return trn(l, "{1} to review", "{1} to review", n);
	case TRANSLATION_OUTDATED:
		return trn(l, "{1} outdated", "{1} outdated", n);
	default:
		return trn(l, "{1} reviewed", "{1} reviewed", n);
	}
}

struct str translation_told(struct page_out *o, const struct translation *t)
{
	struct out all = out_new(o->arena, 1 << 10);

	for (size_t i = 0; i < TRANSLATION_STATE_COUNT; i++) {
		const struct str n = format_number(o->arena, o->lang, (int64_t)t->n_of[i]);

		if (!t->n_of[i])
			continue;
		if (all.n)
			out_z(&all, ", ");
		out_str(&all, STR_FILL(o->arena,
				      counted(o->lang, (enum translation_state)i, t->n_of[i]), n));
	}
	return out_done(&all);
}

/* ---- the boxes */

static struct columns columns_of(struct arena *a, const struct translation *t)
{
	struct columns all = { ARENA_ARRAY(a, struct column, t->n + 1), t->n };

	for (size_t i = 0; i < t->n; i++)
		all.v[i] = t->v[i].column;
	return all;
}

static struct url page_url(struct page_out *o, const struct edited *e, const struct translation *t)
{
	return translate_url(o, e->kind, e->record->public_id, t->to);
}

/* "Title (English)": beside another language, both are named. */
static struct str text_label(struct page_out *o, const struct field *f, const struct language *l)
{
	return STR_FILL(o->arena, tr(o->lang, "{1} ({2})"), str_from(tr_text(o->lang, f->label)),
		str_from(tr_text(o->lang, l->label)));
}

static struct form boxes_of(struct page_out *o, const struct edited *e, const struct translation *t)
{
	const struct columns columns = columns_of(o->arena, t);
	struct form f = columns_form(o, e, &columns, page_url(o, e, t), N_("Save"));

	for (size_t i = 0; i < f.n_fields; i++) {
		f.fields[i].label = str_z(o->arena, text_label(o, t->v[i].column.field, t->to));
		f.fields[i].hint = f.fields[i].need = NULL;
		f.fields[i].value = translation_begun(e->work, &t->v[i]);
		/* Nothing has to be given, and nothing is called optional. */
		f.fields[i].missing = states[t->v[i].state].told;
	}
	return f;
}

/* ---- the page */

static const struct translation_draft *draft_saying(const struct translated *t, struct str text)
{
	for (size_t i = 0; i < t->n_drafts; i++)
		if (str_eq(t->drafts[i].text, text))
			return &t->drafts[i];
	return NULL;
}

static void add_proposals(struct page_out *o, const struct edited *e, const struct translated *t,
	struct str shown, struct translated_view *v)
{
	struct work *w = e->work;

	v->proposals = ARENA_ARRAY(o->arena, struct proposal_view, t->n_drafts + 1);
	for (size_t i = 0; i < t->n_drafts; i++) {
		const struct translation_draft *d = &t->drafts[i];

		if (str_eq(d->text, shown))
			continue;
		v->proposals[v->n_proposals++] = (struct proposal_view){ .draft = d,
			.by = translation_by(w, e->kind, e->record, d),
			.when = format_instant(o->arena, o->lang, d->at_ms),
			.review = e->may_write ? str_printf(o->arena, "%s:%lld",
							 t->column.field->name, (long long)d->at_ms)
					       : S("") };
	}
}

/* What the text in the box was made from, where that is no longer what the original says. */
static struct str made_from(
	const struct edited *e, const struct translated *t, const struct translation_draft *in_box)
{
	if (in_box)
		return in_box->is_of_now ? S("") : in_box->original;
	return translation_original_then(e->work, e->kind, e->record, t);
}

static struct translated_view view_of(struct page_out *o, const struct edited *e,
	const struct translated *t, const struct form_field *input)
{
	const struct translation_draft *in_box = draft_saying(t, input->value);
	const struct str then = made_from(e, t, in_box);
	struct translated_view v = { .of = t,
		.input = input,
		.tone = states[t->state].tone,
		.told = str_from(tr_text(o->lang, states[t->state].told)),
		.original = text_label(o, t->column.field, t->original.lang),
		.stands_otherwise = t->text.n && !str_eq(t->text, input->value) };

	if (then.n)
		v.change = text_diff(o->arena, then, t->original.text);
	if (in_box && !str_eq(in_box->by, e->work->actor.account_id))
		v.begun_by = translation_by(e->work, e->kind, e->record, in_box);
	add_proposals(o, e, t, input->value, &v);
	return v;
}

static void add_fields(struct page_out *o, struct translate_view *v)
{
	v->v = ARENA_ARRAY(o->arena, struct translated_view, v->of.n + 1);
	for (size_t i = 0; i < v->of.n; i++) {
		const struct translated *t = &v->of.v[i];

		v->v[i] = view_of(o, v->edited, t, &v->form.fields[i]);
		for (size_t d = 0; d < t->n_drafts; d++)
			if (t->drafts[d].at_ms > v->seen_ms)
				v->seen_ms = t->drafts[d].at_ms;
	}
}

static void add_ways(struct page_out *o, struct translate_view *v)
{
	const struct edited *e = v->edited;
	const struct str id = e->record->public_id;
	const struct wanted_query q = { .to = v->of.to };

	v->draft = written_url(o, e->kind, id,
		str_z(o->arena, str_printf(o->arena, "translate/%s/draft", v->of.to->code)));
	v->overview = written_url(o, e->kind, id, "edit");
	v->list = wanted_url(o, e->kind, "", &q, S(""), NULL);
	v->bring = wanted_url(o, e->kind, "/bring", &q, S(""), NULL);
	v->xliff = wanted_url(o, e->kind, "/file", &q, id, "xlf");
	v->csv = wanted_url(o, e->kind, "/file", &q, id, "csv");
	for (size_t l = 0; l < LANG_COUNT; l++)
		if (&languages[l] != v->of.to &&
			translation_public(e->work, e->kind, e->record, &languages[l]).n)
			v->others[l] = translate_url(o, e->kind, id, &languages[l]);
}

static enum http_status show(struct request *r, const struct edited *e, const struct translation *t,
	const struct form *f)
{
	struct page_out o = page_begin(r);
	struct translate_view v = { .edited = e,
		.of = *t,
		.form = *f,
		.done = written_done(r),
		.may_review = e->may_write };
	struct str title = STR_FILL(o.arena, tr(r->lang, "Translation into {1}"),
		str_from(tr_text(r->lang, t->to->label)));

	add_fields(&o, &v);
	add_ways(&o, &v);
	screen_translate_html(&o, &v);
	return written_send(r, e, title, f, &o);
}

/* False: there is no such record, or it is not his to translate. */
static bool load(struct request *r, bool is_held, struct edited *e, struct translation *ret_of)
{
	const struct language *to = language_by_code(request_path_arg(r, "to"));

	if (!to || !edited_find(r, is_held, e) || !translations_may_be_proposed(e->work, e->record))
		return false;
	e->row = (void *)(uintptr_t)e->record;
	e->title = record_title(e->kind, e->record, r->lang);
	*ret_of = translation_of(e->work, e->kind, e->record, to);
	return true;
}

enum http_status screen_translate_page(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct translation t;
	struct edited e;

	if (!load(r, false, &e, &t))
		return HTTP_NOT_FOUND;
	const struct form f = boxes_of(&o, &e, &t);
	return show(r, &e, &t, &f);
}

/* ---- what was sent */

struct sent {
	struct request *request;
	const struct edited *edited;
	const struct translation *of;
	struct form form; /* as it was shown, then with what was sent */
	struct reviewed *reviewed;
	size_t n_reviewed;
	int64_t *versions; /* that each field was shown of */
	struct translation then; /* as it was shown */
	int64_t seen_ms;
	bool is_too_long, is_gone;
	const char *done; /* told on the next page */
};

/* What he has typed is proposed; what somebody had proposed already is not his. */
static void propose(struct sent *s, size_t at, struct str text)
{
	const struct translated *t = &s->of->v[at], *then = &s->then.v[at];
	const struct translation_draft *before = text.n ? draft_saying(t, text) : NULL;
	struct work *w = s->edited->work;

	/* The script of the page has sent it already. */
	if (before && str_eq(before->by, w->actor.account_id))
		s->done = "proposed";
	if (before || str_eq(text, translation_begun(w, t)) ||
		str_eq(text, translation_begun(w, then)))
		return;
	switch (translation_propose(w, s->edited->record, t, text, then->original.text, S(""))) {
	case PROPOSAL_KEPT:
		s->done = "proposed";
		break;
	case PROPOSAL_DROPPED:
		s->done = s->done ? s->done : "back";
		break;
	case PROPOSAL_TOO_LONG:
		s->is_too_long = true;
		form_fault(&s->form, s->form.fields[at].name,
			str_from(tr(s->request->lang, "this text is too long")));
		break;
	case PROPOSAL_SAME:
		break;
	}
}

static void add_reviewed(struct sent *s, size_t at, struct str text)
{
	const struct translated *t = &s->of->v[at], *then = &s->then.v[at];
	const bool is_of_all = !request_field(s->request, "review").n;

	/* Of all, what he left as it was and somebody else has changed meanwhile is not meant. */
	if (is_of_all && str_eq(text, then->text) && !str_eq(text, t->text))
		return;
	if ((text.n || t->text.n) && (t->state != TRANSLATION_REVIEWED || !str_eq(text, t->text)))
		s->reviewed[s->n_reviewed++] = (struct reviewed){ t, text, then->original.text,
			s->versions[at], s->seen_ms };
}

/* "title": what is in the box; "title:1763…": what is proposed since then. */
static bool is_asked(struct sent *s, size_t at, struct str *text)
{
	const struct translated *t = &s->of->v[at];
	struct str rest = request_field(s->request, "review"), name = S("");
	int64_t at_ms;

	if (!rest.n)
		return str_is(request_field(s->request, "go"), "all");
	str_cut(&rest, ':', &name);
	if (!str_is(name, t->column.field->name))
		return false;
	if (!rest.n)
		return true;
	for (size_t i = 0; i < t->n_drafts; i++)
		if (str_int(rest, &at_ms) && t->drafts[i].at_ms == at_ms) {
			*text = t->drafts[i].text;
			return true;
		}
	s->is_gone = true;
	form_fault(&s->form, s->form.fields[at].name,
		str_from(tr(s->request->lang, "this proposal was changed or taken back meanwhile: "
					      "look at it again")));
	return false;
}

static void take_field(struct sent *s, size_t at)
{
	struct form_field *input = &s->form.fields[at];
	struct str reviewed = form_text(
			   &s->request->arena, request_field(s->request, input->name), true),
		   typed = reviewed;

	if (!field_was_sent(s->request, input))
		return;
	input->value = typed;
	const bool is_reviewed = s->edited->may_write && is_asked(s, at, &reviewed);
	if (is_reviewed)
		add_reviewed(s, at, reviewed);
	if (!is_reviewed || !str_eq(reviewed, typed))
		propose(s, at, typed);
}

static struct sent take(struct request *r, const struct edited *e, const struct translation *t)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct sent s = { .request = r,
		.edited = e,
		.of = t,
		.form = boxes_of(&o, e, t),
		.reviewed = ARENA_ARRAY(&r->arena, struct reviewed, t->n + 1),
		.versions = ARENA_ARRAY(&r->arena, int64_t, t->n + 1) };

	for (size_t i = 0; i < t->n; i++)
		s.versions[i] = field_version_sent(r, e, s.form.fields[i].name);
	s.then = translation_then(e->work, e->kind, e->record, t, s.versions);
	str_int(request_field(r, "seen"), &s.seen_ms);
	for (size_t i = 0; i < t->n; i++)
		take_field(&s, i);
	return s;
}

static struct str conflict_of(struct page_out *o, const struct edited *e, const struct edit *edit)
{
	if (edit->code && !strcmp(edit->code, TRANSLATION_ORIGINAL_CHANGED))
		return str_from(tr(o->lang, "the original has changed since you opened this page: "
					    "look at it again. What you typed is kept as a "
					    "proposal."));
	return STR_FILL(o->arena,
		tr(o->lang, "{1} What stands is below; yours is kept as a proposal."),
		conflict_told(o, e, edit));
}

/* Both texts are on the page: what stands, and his as a proposal. */
static void tell(
	const struct sent *s, const struct edits *edits, struct page_out *o, struct form *f)
{
	for (size_t i = 0; i < f->n_fields; i++) {
		for (size_t n = 0; n < s->form.n_fields; n++)
			if (!strcmp(f->fields[i].name, s->form.fields[n].name) &&
				s->form.fields[n].fault.n)
				form_fault(f, f->fields[i].name, s->form.fields[n].fault);
		for (size_t n = 0; n < edits->n; n++) {
			const struct edit *edit = &edits->v[n];

			if (!str_is(column_path(o->arena, s->reviewed[n].of->column),
				    f->fields[i].name))
				continue;
			if (edit->end == EDIT_WRONG)
				form_fault(f, f->fields[i].name, edit->why);
			if (edit->end == EDIT_CONFLICT)
				form_fault(f, f->fields[i].name, conflict_of(o, s->edited, edit));
		}
	}
}

/* The page again, as it stands in the store now, with what is wrong beside the fields. */
static enum http_status show_again(
	struct request *r, const struct sent *s, const struct edits *edits, enum http_status status)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct translation t;
	struct edited e;

	work_of(r)->keeps_refusal = true;
	if (!load(r, true, &e, &t))
		return HTTP_NOT_FOUND;
	struct form f = boxes_of(&o, &e, &t);
	tell(s, edits, &o, &f);
	show(r, &e, &t, &f);
	return status;
}

static enum http_status go_on(struct request *r, const struct sent *s)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	const char *done = s->n_reviewed ? "translated" : s->done;

	return written_go(r, page_url(&o, s->edited, s->of), done ? done : "unchanged");
}

enum http_status screen_translate_send(struct request *r)
{
	struct problems problems = problems_new(&r->arena);
	struct edits edits = edits_new(&r->arena);
	struct translation t;
	struct edited e;

	if (!load(r, true, &e, &t))
		return HTTP_NOT_FOUND;
	struct sent s = take(r, &e, &t);
	if (s.n_reviewed && !translations_review(e.work, e.kind, e.row, s.reviewed, s.n_reviewed,
				    &edits, &problems)) {
		form_tell_problems(&e, &s.form, &problems, true);
		return show_again(r, &s, &edits, HTTP_UNPROCESSABLE);
	}
	if (edits_count(&edits, EDIT_CONFLICT) || s.is_gone)
		return show_again(r, &s, &edits, HTTP_CONFLICT);
	if (edits_count(&edits, EDIT_WRONG) || s.is_too_long)
		return show_again(r, &s, &edits, HTTP_UNPROCESSABLE);
	return go_on(r, &s);
}

/* ---- what is typed, while it is typed: for the script of the pages */

static size_t field_of_path(struct request *r, const struct translation *t, struct str path)
{
	size_t i = 0;

	while (i < t->n && !str_eq(path, column_path(&r->arena, t->v[i].column)))
		i++;
	return i;
}

enum http_status screen_translate_draft_send(struct request *r)
{
	struct str text = form_text(&r->arena, request_field(r, "text"), true);
	bool is_left = str_is(request_field(r, "left"), "yes");
	struct draft_told told = { is_left ? "taken" : "draft" };
	struct translation t, then;
	struct edited e;

	if (!load(r, true, &e, &t))
		return HTTP_NOT_FOUND;
	const size_t at = field_of_path(r, &t, request_field(r, "path"));
	if (at == t.n)
		return HTTP_BAD_REQUEST;
	/* Not that of now: what is on the page was made from the other. */
	told.version = field_version_sent(r, &e, "");
	then = translation_of_version(e.work, e.kind, e.record, &t, told.version);
	if (translation_propose(e.work, e.record, &t.v[at], text, then.v[at].original.text,
		    S("")) == PROPOSAL_TOO_LONG)
		told = (struct draft_told){ "wrong", told.version,
			str_from(tr(r->lang, "this text is too long")) };
	return draft_answer(r, &told, HTTP_OK);
}
