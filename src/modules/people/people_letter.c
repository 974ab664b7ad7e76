/* What people are written. Paragraphs are parted by empty lines; an address stands alone. */
#include "people.h"

static void send(
	struct work *w, const struct person *p, struct str to, struct str subject, struct str text)
{
	const struct letter letter = {
		.to = to, .lang = p->lang, .account_id = p->id, .subject = subject, .text = text
	};

	mail_put(w, &letter);
}

/* Lists of codes are named in the reader's language too. */
static struct str role_in_language(
	struct work *w, const struct language *lang, const struct held_role *role)
{
	const struct language *own = w->lang;

	w->lang = lang;
	struct str shown = role_shown(w, role);
	w->lang = own;
	return shown;
}

static struct str greeting(struct work *w, const struct person *p)
{
	return p->name.n ? STR_FILL(w->arena, tr(p->lang, "Hello {1},"), p->name)
			 : str_from(tr(p->lang, "Hello,"));
}

static struct str paragraphs(struct work *w, const struct str *v, size_t n)
{
	struct out o = out_new(w->arena, 1 << 16);

	for (size_t i = 0; i < n; i++) {
		out_z(&o, i ? "\n\n" : "");
		out_str(&o, v[i]);
	}
	return out_done(&o);
}

#define PARAGRAPHS(w, ...) \
	paragraphs((w), (const struct str[]){ __VA_ARGS__ }, \
		sizeof((const struct str[]){ __VA_ARGS__ }) / sizeof(struct str))

void letter_invitation(struct work *w, struct str origin, const struct person *p,
	const struct held_role *role, struct str address)
{
	const struct language *l = p->lang;
	struct str shown = role_in_language(w, l, role);
	struct str by = w->visit ? person_shown(w, &w->visit->person)
				 : str_from(tr(l, "The operator of the site"));

	if (!address.n) {
		send(w, p, p->email, STR_FILL(w->arena, tr(l, "A new role for you: {1}"), shown),
			PARAGRAPHS(w, greeting(w, p),
				STR_FILL(w->arena,
					tr(l, "{1} has given you this role in Jalon: {2}."), by,
					shown),
				str_from(tr(l, "Sign in as you are used to:")), origin));
		return;
	}
	send(w, p, p->email, str_from(tr(l, "You are invited to Jalon")),
		PARAGRAPHS(w, greeting(w, p),
			STR_FILL(w->arena, tr(l, "{1} invites you to Jalon, in this role: {2}."),
				by, shown),
			str_from(tr(l, "To accept, open this page and choose a password. It works "
				       "once, within 14 days:")),
			address,
			str_from(tr(l,
				"If this is not meant for you, do nothing, and do not pass it "
				"on."))));
}

void letter_password(struct work *w, const struct person *p, struct str address)
{
	const struct language *l = p->lang;

	send(w, p, p->email, str_from(tr(l, "A new password for Jalon")),
		PARAGRAPHS(w, greeting(w, p),
			str_from(
				tr(l, "Somebody, you most likely, asked for a new password. Choose "
				      "it on this page, within one hour:")),
			address,
			str_from(tr(l, "If it was not you, do nothing: your password stays as it "
				       "is."))));
}

void letter_password_changed(struct work *w, struct str origin, const struct person *p)
{
	const struct language *l = p->lang;

	send(w, p, p->email, str_from(tr(l, "Your password was changed")),
		PARAGRAPHS(w, greeting(w, p),
			str_from(tr(l, "The password of your account was changed just now, and all "
				       "other sessions were ended.")),
			str_from(tr(l, "If it was not you, ask for a new one at once:")),
			str_printf(w->arena, STR_FMT "/%s/password", STR_ARG(origin), l->code)));
}

void letter_email_old(struct work *w, const struct person *p, struct str email, struct str address)
{
	const struct language *l = p->lang;

	send(w, p, p->email, str_from(tr(l, "Is your address to change?")),
		PARAGRAPHS(w, greeting(w, p),
			STR_FILL(w->arena,
				tr(l, "You asked that your account go with another address: {1}. "
				      "Confirm it on this page, within one day:"),
				email),
			address,
			str_from(
				tr(l, "The new address is asked too. If it was not you, do nothing "
				      "and change your password: somebody knows it."))));
}

void letter_email_new(struct work *w, const struct person *p, struct str email, struct str address)
{
	const struct language *l = p->lang;

	send(w, p, email, str_from(tr(l, "Is this your new address?")),
		PARAGRAPHS(w, greeting(w, p),
			str_from(tr(l, "Confirm on this page that your account goes with this "
				       "address, within one day:")),
			address, str_from(tr(l, "If you have no account in Jalon, do nothing."))));
}

void letter_email_changed(struct work *w, const struct person *p, struct str old_email)
{
	const struct language *l = p->lang;

	send(w, p, old_email, str_from(tr(l, "Your address was changed")),
		PARAGRAPHS(w, greeting(w, p),
			str_from(tr(l, "Your account goes with another address from now on, as was "
				       "confirmed at both."))));
}

void letter_new_device(struct work *w, struct str origin, const struct person *p, struct str device)
{
	const struct language *l = p->lang;

	send(w, p, p->email, str_from(tr(l, "You signed in from a new device")),
		PARAGRAPHS(w, greeting(w, p),
			STR_FILL(w->arena,
				tr(l, "Somebody signed in to your account from a device that was "
				      "not seen before: {1}."),
				device),
			str_from(tr(l, "If it was you, there is nothing to do. If not, end that "
				       "session and change your password:")),
			str_printf(w->arena, STR_FMT "/%s/account", STR_ARG(origin), l->code)));
}

void letter_role_ended(struct work *w, const struct person *p, const struct held_role *role)
{
	const struct language *l = p->lang;

	send(w, p, p->email, str_from(tr(l, "A role of yours has ended")),
		PARAGRAPHS(w, greeting(w, p),
			STR_FILL(w->arena, tr(l, "You no longer hold this role in Jalon: {1}."),
				role_in_language(w, l, role)),
			str_from(tr(
				l, "What you wrote stays where it belongs. Thank you for it."))));
}

void letter_handed_over(struct work *w, const struct person *p, const struct held_role *role,
	const struct person *successor)
{
	const struct language *l = p->lang;

	send(w, p, p->email, str_from(tr(l, "Your post was handed over")),
		PARAGRAPHS(w, greeting(w, p),
			STR_FILL(w->arena,
				tr(l, "This role of yours in Jalon went over to {2} just now: "
				      "{1}."),
				role_in_language(w, l, role), person_shown(w, successor)),
			str_from(tr(l, "What you wrote stays with the Party. Thank you for it.")),
			str_from(tr(l, "If this comes as a surprise, write to the Secretariat."))));
}

void letter_second_factor_taken(struct work *w, struct str origin, const struct person *p)
{
	const struct language *l = p->lang;

	send(w, p, p->email, str_from(tr(l, "Your second factor was taken away")),
		PARAGRAPHS(w, greeting(w, p),
			str_from(tr(l,
				"An administrator has taken the second factor of your account "
				"away, as is done for those who lost it, and has ended all "
				"sessions. Sign in with your password and set up a new one:")),
			str_printf(w->arena, STR_FMT "/%s/account/second-factor", STR_ARG(origin),
				l->code),
			str_from(tr(l, "If you did not ask for this, change your password at once: "
				       "somebody may know it."))));
}

void letter_request_refused(
	struct work *w, struct str email, const struct language *lang, struct str why)
{
	const struct person nobody = { .lang = lang };

	send(w, &nobody, email, str_from(tr(lang, "Your request for an account")),
		PARAGRAPHS(w, str_from(tr(lang, "Hello,")),
			str_from(tr(lang, "Your request for an account in Jalon was not granted.")),
			why));
}
