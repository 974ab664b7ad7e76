#include "password.h"
#include "people.h"

static const char *words_for(enum password_fault fault)
{
	switch (fault) {
	case PASSWORD_FINE:
		return NULL;
	case PASSWORD_SHORT:
		return N_("Take at least {1} characters: several words are easy to keep in mind");
	case PASSWORD_LONG:
		return N_("This password is too long");
	case PASSWORD_COMMON:
		return N_("Many people use this password, and who wants to get in tries it first: "
			  "take another");
	case PASSWORD_PERSONAL:
		return N_("Your name or your address is not enough of a secret: take another");
	}
	return NULL;
}

bool people_check_password(struct request *r, struct form *f, const char *field,
	const struct str *personal, size_t n_personal)
{
	struct str password = form_value(f, field);
	const char *words = words_for(password_fault(&r->arena, password, personal, n_personal));

	if (words)
		form_fault(f, field,
			STR_FILL(&r->arena, tr_text(r->lang, words),
				format_number(&r->arena, r->lang, PASSWORD_MIN_CHARS)));
	return !words;
}
