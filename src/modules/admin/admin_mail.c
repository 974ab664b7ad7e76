/* Letters: what was written, what waits, which addresses refuse. */
#include "admin_html.h"
#include "admin_pages.h"

enum { LETTERS_SHOWN = 50, BOUNCES_SHOWN = 200 };

/* To add a state: its words here. */
static const struct {
	const char *label, *urgency;
} states[MAIL_STATES] = {
	[MAIL_WAITING] = { N_("waits"), "now" },
	[MAIL_SENT] = { N_("sent"), "done" },
	[MAIL_GIVEN_UP] = { N_("given up"), "ask" },
};

const char *admin_mail_state(enum mail_state state)
{
	return states[state].label;
}

const char *admin_mail_urgency(enum mail_state state)
{
	return states[state].urgency;
}

struct str admin_waiting(struct page_out *o, struct mail_waiting waiting)
{
	return STR_FILL(o->arena,
		trn(o->lang, "{1} letter waits, since {2}", "{1} letters wait, the first since {2}",
			(uint64_t)waiting.n),
		format_number(o->arena, o->lang, waiting.n),
		format_instant(o->arena, o->lang, waiting.since));
}

/* ---- the list */

static struct form forgive_form(struct request *r, struct str address)
{
	static const struct form_field fields[] = {
		{ "address", FORM_HIDDEN, .max = MAIL_ADDRESS_MAX },
	};
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f = form_new(
		r, place(&o, "/admin/mail"), fields, COUNT(fields), N_("Try this address again"));

	form_field(&f, "address")->value = address;
	return f;
}

/* They stand under the newest letters only. */
static void take_bounces(struct work *w, struct request *r, struct admin_mail_view *v)
{
	struct mail_bounce *bounces = ARENA_ARRAY(w->arena, struct mail_bounce, BOUNCES_SHOWN);

	v->n_bounces = mail_bounces(w, BOUNCES_SHOWN, bounces);
	v->bounces = bounces;
	v->forgives = ARENA_ARRAY(w->arena, struct form, v->n_bounces + 1);
	for (size_t i = 0; i < v->n_bounces; i++)
		v->forgives[i] = forgive_form(r, bounces[i].address);
}

static struct url older_than(struct page_out *o, int64_t seq)
{
	return place_query(o, "/admin/mail", str_printf(o->arena, "?before=%lld", (long long)seq));
}

/* The letters before that one; one more than is shown tells that there is another page. */
static void take_letters(
	struct work *w, struct page_out *o, int64_t before, struct admin_mail_view *v)
{
	struct mail *letters = ARENA_ARRAY(w->arena, struct mail, LETTERS_SHOWN + 1);
	size_t n = mail_list(w, before, LETTERS_SHOWN + 1, letters);

	v->letters = letters;
	v->n = n < LETTERS_SHOWN ? n : LETTERS_SHOWN;
	if (n > LETTERS_SHOWN)
		v->older = older_than(o, letters[LETTERS_SHOWN - 1].seq);
	if (before)
		v->newest = place(o, "/admin/mail");
}

enum http_status admin_mail_page(struct request *r)
{
	struct work *w = work_of(r);
	struct str said = request_param(r, "before");
	int64_t before = 0;

	if (said.n && (!str_int(said, &before) || before < 1 || before > INT32_MAX))
		return HTTP_BAD_REQUEST;
	struct page_out o = page_begin(r);
	struct admin_mail_view v = { .work = w,
		.waiting = mail_waiting(w),
		.was_forgiven = str_is(request_param(r, "done"), "address") };
	take_letters(w, &o, before, &v);
	if (!before)
		take_bounces(w, r, &v);
	admin_mail_html(&o, &v);
	return admin_send(r, (struct crumb){ 0 }, str_from(T(w, "Letters")), &o);
}

enum http_status admin_mail_forgive(struct request *r)
{
	struct work *w = work_of(r);
	struct form f = forgive_form(r, S(""));

	if (form_take(&f, r) && form_value(&f, "address").n)
		mail_address_forgive(w, form_value(&f, "address"));
	return answer_redirect(
		r, str_printf(w->arena, "/%s/admin/mail?done=address", r->lang->code));
}

/* ---- one letter */

static struct url letter_url(struct request *r)
{
	struct page_out o = { &r->body, &r->arena, r->lang };

	return place_under(&o, "/admin/mail", request_path_arg(r, "id"));
}

static enum http_status show_letter(struct request *r, const struct mail *letter, bool is_open)
{
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);
	struct admin_letter_view v = { .work = w,
		.letter = letter,
		.open = form_new(r, letter_url(r), NULL, 0, N_("Open the letter")),
		.is_open = is_open };

	if (letter->letter.account_id.n)
		v.reader = person_shown_by_id(w, letter->letter.account_id);
	if (str_eq(v.reader, letter->letter.to))
		v.reader = S(""); /* no name yet */
	admin_letter_html(&o, &v);
	return admin_send(r, (struct crumb){ "/admin/mail", str_from(T(w, "Letters")) },
		letter->letter.subject, &o);
}

enum http_status admin_letter_page(struct request *r)
{
	struct mail letter;

	if (!mail_load(work_of(r), request_path_arg(r, "id"), &letter))
		return HTTP_NOT_FOUND;
	return show_letter(r, &letter, false);
}

/* What stands in it may open the account of its reader, who is told that somebody looked. */
enum http_status admin_letter_open(struct request *r)
{
	struct work *w = work_of(r);
	struct mail letter;
	struct person p;

	if (!mail_load(w, request_path_arg(r, "id"), &letter))
		return HTTP_NOT_FOUND;
	if (!letter.letter.text.n)
		return answer_redirect(r, letter_url(r).address);
	if (!people_is_sure(w))
		return people_make_sure(w, r);
	if (person_load(w, letter.letter.account_id, &p))
		people_event(w, p.id, EVENT_LETTER_READ, S(""));
	answer_header(r, "Cache-Control", S("no-store"));
	return show_letter(r, &letter, true);
}
