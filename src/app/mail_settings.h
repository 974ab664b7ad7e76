/* mail_settings.h - by which server letters are sent, and from whom: as the options of serve say.
 */
#ifndef MAIL_SETTINGS_H
#define MAIL_SETTINGS_H

#include "command.h"
#include "smtp.h"

/*
 * `origin` and `contact` of the site, checked already, give the sender when no option does. Without
 * --smtp the server has no url. What it holds is the invocation's or lives in `a`. False, with
 * ret_why, when an option is wrong; a password is in no message.
 */
bool mail_settings_read(const struct invocation *i, struct str origin, struct str contact,
	struct arena *a, struct smtp_server *ret_server, struct str *ret_why);

#endif
