/* What is typed, while it is typed: for the script of the pages (assets/writing.js). */
#include "clock.h"
#include "edit_view.h"
#include "json.h"

#include <string.h>

/* What the script does next; to add an end: a name. */
static const char *const end_names[] = { [EDIT_SAME] = "same",
	[EDIT_TAKEN] = "taken",
	[EDIT_CONFLICT] = "conflict",
	[EDIT_WRONG] = "wrong" };

enum http_status draft_answer(
	struct request *r, const struct draft_told *answer, enum http_status status)
{
	struct work *w = work_of(r);
	struct json j = jsonw_to(&r->body);

	w->keeps_refusal = true;
	r->type = "application/json";
	answer_header(r, "Cache-Control", S("private, no-store"));
	jsonw_object(&j);
	jsonw_member_z(&j, "end", answer->end);
	jsonw_member_int(&j, "version", answer->version);
	jsonw_member(&j, "saved_at", clock_rfc3339(w->arena, w->now_ms));
	jsonw_member(&j, "why", answer->why);
	jsonw_object_end(&j);
	return status;
}

/* As a form would have sent it. */
static struct str text_sent(struct request *r, const struct edited *e, struct column c)
{
	bool has_lines = c.field->type == FIELD_TEXT || c.field->type == FIELD_LINE;
	struct str text = form_text(&r->arena, request_field(r, "text"), has_lines);

	return c.field->type == FIELD_LINKS
		       ? links_read(&r->arena,
				 house_kind(e->work->house, str_from(c.field->target)), text)
		       : text;
}

/* An amount is nothing without its currency: whichever comes last takes the other with it. */
static void add_sibling(const struct edited *e, struct edits *edits, struct column c)
{
	if (c.field->type != FIELD_MONEY)
		return;
	const struct edits drafts = drafts_of(e->work, e->kind, e->record);
	for (size_t i = 0; i < drafts.n; i++)
		if (drafts.v[i].column.field == c.field && drafts.v[i].column.part != c.part)
			edit_add(edits, drafts.v[i].column, drafts.v[i].text,
				drafts.v[i].base_version);
}

static enum http_status answer_taken(
	struct request *r, const struct edited *e, const struct edits *edits, bool is_stored)
{
	const struct edit *first = &edits->v[0];
	const struct record *now = record_load(e->work, e->kind, e->record->public_id);
	/* Whoever gives a field back as it was has not seen what stands there now. */
	bool has_seen = first->end == EDIT_TAKEN || str_eq(first->text, first->theirs);
	struct draft_told answer = { end_names[first->end],
		now && has_seen ? now->version : first->base_version, S("") };

	if (!is_stored)
		answer = (struct draft_told){ "wrong", e->record->version,
			str_from(tr(r->lang, "As it stands, this section cannot be saved: "
					     "something is missing or wrong.")) };
	if (first->end == EDIT_WRONG)
		answer.why = first->why;
	if (first->end != EDIT_CONFLICT)
		return draft_answer(r, &answer, HTTP_OK);
	struct page_out o = { &r->body, &r->arena, r->lang };
	answer.why = conflict_told(&o, e, first);
	return draft_answer(r, &answer, HTTP_CONFLICT);
}

static enum http_status answer_closed(struct request *r, const struct edited *e)
{
	return draft_answer(r,
		&(struct draft_told){ "closed", e->record->version,
			str_from(tr(r->lang, "It cannot be changed now: it was sent in, or taken "
					     "further, meanwhile. What you typed is kept for "
					     "you.")) },
		HTTP_CONFLICT);
}

static enum http_status take(struct request *r, const struct edited *e, struct column c)
{
	struct str text = text_sent(r, e, c);
	bool is_left = str_is(request_field(r, "left"), "yes");
	struct edits edits = edits_new(&r->arena);
	int64_t base = e->record->version;

	if (str_int(request_field(r, "version"), &base) && base > e->record->version)
		base = e->record->version;
	if (!is_left || !e->may_write || e->state->writing == FLOW_AS_CORRECTION) {
		draft_put(e->work, e->record, c, text, base);
		return e->may_write ? draft_answer(r, &(struct draft_told){ "draft", base, S("") },
					      HTTP_OK)
				    : answer_closed(r, e);
	}
	edit_add(&edits, c, text, base);
	add_sibling(e, &edits, c);
	bool is_stored = edits_take(e, &edits);
	return answer_taken(r, e, &edits, is_stored);
}

enum http_status screen_draft_send(struct request *r)
{
	struct edited e;

	if (!edited_find(r, true, &e) || (!e.may_write && !record_is_own(e.work, e.record)))
		return HTTP_NOT_FOUND;
	struct column c = kind_column(&r->arena, e.kind, request_field(r, "path"));
	if (!c.field || c.field->type == FIELD_FILES || !section_of(e.kind, c.field) ||
		!edited_shows(&e, c.field))
		return HTTP_BAD_REQUEST;
	return take(r, &e, c);
}
