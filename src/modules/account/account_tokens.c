/* Tokens by which programs act for the person. */
#include "account_html.h"
#include "account_pages.h"

enum { ID_MAX = 40, NAME_MAX = 100, TOKENS_MAX = 50 };

/* ---- those there are */

static struct form end_form(struct request *r, struct str id)
{
	static const struct form_field fields[] = { { "id", FORM_HIDDEN, .max = ID_MAX } };
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f =
		form_new(r, place(&o, "/account/tokens/end"), fields, COUNT(fields), N_("End it"));

	form_field(&f, "id")->value = id;
	return f;
}

enum http_status account_tokens_page(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);
	struct account_tokens_view v = { .done = account_done_words(r) };

	v.v = api_tokens(w, account_own(w)->id, &v.n);
	v.ends = ARENA_ARRAY(w->arena, struct form, v.n + 1);
	for (size_t i = 0; i < v.n; i++)
		v.ends[i] = end_form(r, v.v[i].id);
	account_tokens_html(&o, &v);
	return account_send(r, N_("Tokens for programs"), NULL, &o);
}

enum http_status account_token_end(struct request *r)
{
	struct work *w = work_of(r);

	api_token_end(w, account_own(w)->id, request_field(r, "id"));
	return account_done(r, r->lang, "/account/tokens", DEED_TOKEN_END);
}

/* ---- a new one */

/* To add one: a row. What is chosen when nothing was comes first. */
static const struct {
	const char *value, *label, *hint; /* N_() */
} scopes[] = {
	{ "read", N_("It reads"), N_("What you may see, nothing else.") },
	{ "write", N_("It reads and writes"), N_("What you may write, in your name.") },
};
static const int64_t days[] = { 30, 90, 365 };

static void put_scopes(struct request *r, struct form_field *field)
{
	struct form_choice *choices = form_choices(&r->arena, COUNT(scopes));

	for (size_t i = 0; i < COUNT(scopes); i++)
		choices[i] = (struct form_choice){ str_from(scopes[i].value),
			str_from(tr_text(r->lang, scopes[i].label)),
			str_from(tr_text(r->lang, scopes[i].hint)) };
	field->choices = choices;
	field->n_choices = COUNT(scopes);
	field->value = choices[0].value;
}

static void put_days(struct request *r, struct form_field *field)
{
	struct form_choice *choices = form_choices(&r->arena, COUNT(days));

	for (size_t i = 0; i < COUNT(days); i++)
		choices[i] = (struct form_choice){
			.value = str_printf(&r->arena, "%d", (int)days[i]),
			.label = STR_FILL(&r->arena,
				trn(r->lang, "{1} day", "{1} days", (uint64_t)days[i]),
				format_number(&r->arena, r->lang, days[i])),
		};
	field->choices = choices;
	field->n_choices = COUNT(days);
	field->value = choices[1].value;
}

static struct form token_form(struct request *r)
{
	static const struct form_field fields[] = {
		{ "name", FORM_TEXT, N_("What is it for?"),
			N_("So that you know it again: the name of the program, say."),
			N_("Give it a name"), .max = NAME_MAX },
		{ "scope", FORM_RADIOS, N_("What it may do"), NULL, N_("Choose what it may do") },
		{ "days", FORM_SELECT, N_("How long it works"), NULL,
			N_("Choose how long it works") },
	};
	struct form f =
		account_form(r, "/account/tokens/new", fields, COUNT(fields), N_("Make the token"));
	struct page_out o = { &r->body, &r->arena, r->lang };

	put_scopes(r, form_field(&f, "scope"));
	put_days(r, form_field(&f, "days"));
	f.cancel = place(&o, "/account/tokens");
	return f;
}

static enum http_status show_token_form(struct request *r, const struct form *f)
{
	return account_form_page(r, N_("Make a token"),
		N_("A program that has it acts for you: give it to nobody else, and do not write "
		   "it "
		   "into what others can read."),
		f);
}

enum http_status account_token_page(struct request *r)
{
	struct form f = token_form(r);

	return people_is_sure(work_of(r)) ? show_token_form(r, &f)
					  : people_make_sure(work_of(r), r);
}

static void check_token(struct work *w, struct form *f)
{
	size_t n;

	api_tokens(w, account_own(w)->id, &n);
	if (n >= TOKENS_MAX)
		form_fault(f, "name",
			str_from(
				T(w, "You have very many tokens: end one that is not used first")));
}

enum http_status account_token(struct request *r)
{
	struct work *w = work_of(r);
	struct form f = token_form(r);
	int64_t lasts_days = 0;

	if (!people_is_sure(w))
		return people_make_sure(w, r);
	if (form_take(&f, r))
		check_token(w, &f);
	if (!form_is_sound(&f))
		return show_token_form(r, &f);
	str_int(form_value(&f, "days"), &lasts_days);
	const struct account_token_view v = { api_token_make(w, account_own(w)->id,
		form_value(&f, "name"), str_is(form_value(&f, "scope"), "read"), lasts_days) };
	account_tell_once(w, r);
	struct page_out o = page_begin(r);
	account_token_html(&o, &v);
	return account_send(r, N_("Your new token"), NULL, &o);
}
