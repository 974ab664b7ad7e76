#include "mail_settings.h"
#include "mail.h"

#include <unistd.h>

/* "jalon.example" of "https://jalon.example:8443". */
static struct str host_of(struct str origin)
{
	size_t scheme = str_find(origin, ':');
	struct str host = scheme + 3 < origin.n ? str_from_at(origin, scheme + 3) : S("");

	host.n = str_find(host, ':');
	return host;
}

/* The contact, if letters can go there; else "jalon" at the site. */
static struct str usual_sender(struct arena *a, struct str origin, struct str contact)
{
	struct str host = host_of(origin);
	struct str sender = str_printf(a, "jalon@" STR_FMT, STR_ARG(host));

	return mail_address_is_sound(contact)  ? contact
	       : mail_address_is_sound(sender) ? sender
					       : S("jalon@localhost");
}

bool mail_settings_read(const struct invocation *i, struct str origin, struct str contact,
	struct arena *a, struct smtp_server *ret_server, struct str *ret_why)
{
	const char *url = i->options[OPTION_SMTP], *ca_file = i->options[OPTION_SMTP_CA];
	struct str from = str_from(i->options[OPTION_MAIL_FROM]);

	*ret_server = (struct smtp_server){ 0 };
	if (!i->options[OPTION_MAIL_FROM])
		from = usual_sender(a, origin, contact);
	if (!mail_address_is_sound(from))
		*ret_why = STR_FILL(a, tr(i->lang, "“{1}” is no e-mail address"), from);
	else if (ca_file && access(ca_file, R_OK))
		*ret_why = STR_FILL(a, tr(i->lang, "“{1}” cannot be read"), str_from(ca_file));
	else if (url && !smtp_server_read(a, url, str_z(a, from), ca_file, ret_server))
		*ret_why = str_from(tr(i->lang, "--smtp: this is no address such as "
						"smtps://user:password@mail.example:465"));
	return !ret_why->n;
}
