/* What can be done about something that was handed over: recalled, sent back, under a new link. */
#include "handed_view.h"
#include "screens_html.h"

static const struct form_field renewing[] = {
	{ "days", FORM_RADIOS, N_("Until when the link works"), NULL, N_("Choose until when") },
};

static const struct form_field sending_back[] = {
	{ "word", FORM_LONG, N_("What you would still like to know"),
		N_("It stands above the fields, in place of what you wrote there when you sent it "
		   "back before."),
		N_("Write what you would like to know"), .max = HANDED_WORDS_MAX },
	{ "days", FORM_RADIOS, N_("Until when the link works"), NULL, N_("Choose until when") },
};

static enum http_status recall(
	struct request *r, const struct edited *e, const struct handed *h, struct form *f)
{
	struct page_out o = { &r->body, &r->arena, r->lang };

	(void)f;
	handed_recall(e->work, h);
	return written_go(r, handed_url(&o, e, h), "recalled");
}

static int64_t ends_chosen(const struct edited *e, struct form *f)
{
	int64_t days = 0;

	str_int(form_value(f, "days"), &days);
	return handed_ends_ms(e->work, days);
}

static enum http_status renew(
	struct request *r, const struct edited *e, const struct handed *h, struct form *f)
{
	struct handed renewed = *h;

	renewed.ends_ms = ends_chosen(e, f);
	return handed_tell_link(r, e, &renewed, handed_renew(e->work, h, renewed.ends_ms));
}

static enum http_status send_back(
	struct request *r, const struct edited *e, const struct handed *h, struct form *f)
{
	struct page_out o = { &r->body, &r->arena, r->lang };

	handed_send_back(e->work, h, form_value(f, "word"), ends_chosen(e, f));
	return written_go(r, handed_url(&o, e, h), "sent-back");
}

/* To add one: a row; its name stands in addresses. */
static const struct act {
	const char *name;
	const char *title, *lede; /* N_() */
	const char *submit;
	const struct form_field *fields;
	size_t n_fields;
	bool is_grave, needs_writing; /* the record can be changed now */
	enum http_status (*take)(
		struct request *r, const struct edited *e, const struct handed *h, struct form *f);
} acts[] = {
	{ "recall", N_("Recall what was handed over"),
		N_("The link opens nothing any more, for good. What was answered so far stays "
		   "here, "
		   "to be decided on."),
		N_("Recall it"), NULL, 0, true, false, recall },
	{ "renew", N_("A new link"),
		N_("The link of before opens nothing any more. What was answered so far stays, and "
		   "can be changed under the new link."),
		N_("Make the link"), renewing, COUNT(renewing), false, true, renew },
	{ "back", N_("Send it back"),
		N_("The same link is open again, with what was answered in its fields. Nothing is "
		   "sent by Jalon: tell the person about it."),
		N_("Send it back"), sending_back, COUNT(sending_back), false, true, send_back },
};

static const struct act *act_named(struct str name)
{
	for (size_t i = 0; i < COUNT(acts); i++)
		if (str_is(name, acts[i].name))
			return &acts[i];
	return NULL;
}

static struct form act_form(
	struct request *r, const struct edited *e, const struct handed *h, const struct act *act)
{
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct url page = handed_url(&o, e, h);
	struct form f = form_new(r,
		(struct url){
			str_printf(&r->arena, STR_FMT "/%s", STR_ARG(page.address), act->name) },
		act->fields, act->n_fields, act->submit);

	for (size_t i = 0; i < f.n_fields; i++)
		if (f.fields[i].input == FORM_RADIOS) {
			f.fields[i].choices = days_choices(e->work, &f.fields[i].n_choices);
			f.fields[i].value = S("14");
		}
	f.is_grave = act->is_grave;
	f.cancel = page;
	return f;
}

static bool load(struct request *r, bool is_held, struct edited *e, struct handed *h,
	const struct act **ret_act)
{
	*ret_act = act_named(request_path_arg(r, "act"));
	return *ret_act && handed_find(r, is_held, e, h);
}

/* What was recalled is so for good. */
static bool is_open(const struct edited *e, const struct handed *h, const struct act *act)
{
	return !h->recalled_ms && (e->may_write || !act->needs_writing);
}

static enum http_status show(struct request *r, const struct edited *e, const struct act *act,
	const struct handed *h, const struct form *f)
{
	struct page_out o = page_begin(r);

	screen_handed_act_html(&o, act->title, act->lede, h, f);
	written_send(r, e, str_from(tr_text(r->lang, act->title)), f, &o);
	return form_is_sound(f) ? HTTP_OK : HTTP_UNPROCESSABLE;
}

enum http_status screen_handed_act_page(struct request *r)
{
	const struct act *act;
	struct edited e;
	struct handed h;

	if (!load(r, false, &e, &h, &act))
		return HTTP_NOT_FOUND;
	if (!is_open(&e, &h, act))
		return HTTP_CONFLICT;
	const struct form f = act_form(r, &e, &h, act);
	return show(r, &e, act, &h, &f);
}

enum http_status screen_handed_act_send(struct request *r)
{
	const struct act *act;
	struct edited e;
	struct handed h;

	if (!load(r, true, &e, &h, &act))
		return HTTP_NOT_FOUND;
	if (!is_open(&e, &h, act))
		return HTTP_CONFLICT;
	struct form f = act_form(r, &e, &h, act);
	return form_take(&f, r) ? act->take(r, &e, &h, &f) : show(r, &e, act, &h, &f);
}
