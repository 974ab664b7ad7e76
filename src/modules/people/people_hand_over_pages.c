/* Handing the post of a focal point over to a successor. */
#include "people_html.h"
#include "people_pages.h"
#include "people_store.h"

/* The posts that the one who works may hand over, of one Party if the address names it. */
static struct members posts_of(struct request *r)
{
	struct work *w = work_of(r);
	struct members all = members_of_role(w, ROLE_FOCAL_POINT);
	struct str party = request_param(r, "party");
	bool is_all = may(&w->actor, VERB_HAND_OVER, &(struct subject){ 0 });
	size_t n = 0;

	for (size_t i = 0; i < all.n; i++) {
		const struct subject there = { .party = all.v[i].holding.role.party };
		bool is_own = str_eq(all.v[i].person.id, w->actor.account_id) &&
			      may(&w->actor, VERB_HAND_OVER, &there);

		if ((is_all || is_own) && (!party.n || str_eq(party, there.party)))
			all.v[n++] = all.v[i];
	}
	all.n = n;
	return all;
}

/* The Party first: by it one looks for the post. */
static struct choices choices_of_posts(struct work *w, const struct members *posts)
{
	struct choices all = { form_choices(w->arena, posts->n), 0 };

	for (size_t i = 0; i < posts->n; i++) {
		const struct team_member *m = &posts->v[i];

		all.v[all.n++] = (struct form_choice){ .value = m->holding.id,
			.label = STR_FILL(w->arena, T(w, "{1}: {2}"),
				role_within_shown(w, &m->holding.role),
				person_shown(w, &m->person)) };
	}
	return all;
}

static struct form hand_over_form(struct request *r, const struct members *posts)
{
	static const struct form_field fields[] = {
		{ "post", FORM_SELECT, N_("Post"), NULL, N_("Choose the post"),
			.none = N_("Choose") },
		{ "email", FORM_EMAIL, N_("E-mail address of the successor"),
			N_("The invitation goes there. It works for 14 days."),
			N_("Give the e-mail address"), NULL, MAIL_ADDRESS_MAX },
		{ "name", FORM_TEXT, N_("Name of the successor"), NULL, N_("Give the name"), NULL,
			PEOPLE_NAME_MAX },
		{ "lang", FORM_SELECT, N_("Language of the invitation"), NULL,
			N_("Choose the language") },
	};
	struct work *w = work_of(r);
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f =
		form_new(r, place(&o, "/people/hand-over"), fields, COUNT(fields), N_("Hand over"));

	form_choose(&f, "post", choices_of_posts(w, posts));
	form_choose(&f, "lang", choices_of_languages(w));
	form_field(&f, "lang")->value = str_from(r->lang->code);
	f.is_grave = true;
	f.cancel = place(&o, "/people");
	return f;
}

static enum http_status show_form(struct request *r, const struct form *f, bool is_own)
{
	struct work *w = work_of(r);
	const struct crumb crumbs[] = { { "/people", str_from(T(w, "People")) },
		{ NULL, str_from(T(w, "Hand over")) } };

	return people_send_form(r, crumbs, COUNT(crumbs),
		str_from(is_own ? T(w, "Your successor is invited as focal point, and at the same "
				       "moment your own role ends: from the next page on you no "
				       "longer "
				       "see or change what belongs to the Party. What you wrote "
				       "stays "
				       "with the Party.")
				: T(w, "The successor is invited as focal point, and at the same "
				       "moment the role of the predecessor ends. What was written "
				       "stays with the Party.")),
		f);
}

static enum http_status no_post(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = { &r->body, &r->arena, r->lang };
	bool sees_vacant = may(&w->actor, VERB_ANSWER, &(struct subject){ 0 });

	return people_say(r,
		&(struct people_said){ .title = str_from(T(w, "Nobody hands over here")),
			.text = str_from(T(w, "There is no focal point whose post you could hand "
					      "over.")),
			.place = place(&o, sees_vacant ? "/people/vacant" : "/people"),
			.place_label =
				sees_vacant ? N_("Parties without a focal point") : N_("People") });
}

static bool are_own(const struct work *w, const struct members *posts)
{
	for (size_t i = 0; i < posts->n; i++)
		if (!str_eq(posts->v[i].person.id, w->actor.account_id))
			return false;
	return true;
}

enum http_status people_hand_over_page(struct request *r)
{
	struct work *w = work_of(r);
	const struct members posts = posts_of(r);

	if (!posts.n)
		return no_post(r);
	if (!people_is_sure(w))
		return people_make_sure(w, r);
	const struct form f = hand_over_form(r, &posts);
	return show_form(r, &f, are_own(w, &posts));
}

/* ---- the deed */

static const struct team_member *post_chosen(struct form *f, const struct members *posts)
{
	for (size_t i = 0; i < posts->n; i++)
		if (str_eq(posts->v[i].holding.id, form_value(f, "post")))
			return &posts->v[i];
	return NULL;
}

static void refuse_oneself(struct form *f, struct work *w, const struct team_member *from)
{
	if (from && str_eq(mail_address_fold(w->arena, form_value(f, "email")),
			    mail_address_fold(w->arena, from->person.email)))
		form_fault(f, "email",
			str_from(T(w, "This is the address of the one who hands over")));
}

static enum http_status thank(struct request *r, struct str successor)
{
	struct work *w = work_of(r);
	struct page_out o = { &r->body, &r->arena, r->lang };

	return people_say(r, &(struct people_said){ .title = str_from(T(w, "You have handed over")),
				     .text = STR_FILL(w->arena,
					     T(w, "{1} is invited as focal point, and your role "
						  "has ended. Thank "
						  "you for what you did."),
					     successor),
				     .place = place(&o, "/todo"),
				     .place_label = N_("What I must do") });
}

static enum http_status too_late(struct request *r, struct form *f, bool is_own)
{
	form_fault(f, "post", str_from(tr(r->lang, "Somebody else has just ended this role")));
	show_form(r, f, is_own);
	return HTTP_CONFLICT;
}

/*
 * All in the transaction of the request. The role ends first: of two who hand the same post over
 * the second waits for the first and finds nothing left.
 */
static enum http_status hand_over(
	struct request *r, struct form *f, const struct team_member *from, bool is_own)
{
	struct work *w = work_of(r);
	const struct held_role *role = &from->holding.role;
	struct str code = role_code(w, role), address;
	struct person successor;

	if (!role_end(w, &from->holding))
		return too_late(r, f, is_own);
	enum http_status status = people_invite_named(r, f, role, &successor, &address);
	if (status != HTTP_OK)
		return status;
	people_event(w, from->person.id, EVENT_HANDED_OVER, code);
	people_event(w, successor.id, EVENT_HANDED_OVER, code);
	if (from->person.state <= PERSON_ACTIVE)
		letter_handed_over(w, &from->person, role, &successor);
	return is_own ? thank(r, person_shown(w, &successor))
		      : people_pass_on(r, &successor, address, "handed-over");
}

enum http_status people_hand_over_send(struct request *r)
{
	struct work *w = work_of(r);
	const struct members posts = posts_of(r);

	if (!posts.n)
		return HTTP_NOT_FOUND;
	if (!people_is_sure(w))
		return people_make_sure(w, r);
	struct form f = hand_over_form(r, &posts);
	form_take(&f, r);
	const struct team_member *from = post_chosen(&f, &posts);
	form_take_address(&f, w);
	refuse_oneself(&f, w, from);
	bool is_own = are_own(w, &posts);
	return form_is_sound(&f) && from ? hand_over(r, &f, from, is_own)
					 : show_form(r, &f, is_own);
}
