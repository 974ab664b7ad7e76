/* serve_settings.h - what the options of `jalon serve` say. */
#ifndef SERVE_SETTINGS_H
#define SERVE_SETTINGS_H

#include "command.h"
#include "site.h"
#include "smtp.h"

struct serve_settings {
	struct server_options server; /* its listener is not open yet */
	struct str origin, contact, trusted_proxies;
	struct smtp_server mail;
	bool needs_second_factor;
	bool is_confined;
	bool checks_links; /* of records: asks whether they answer */
};

/* False, with what is wrong said on stderr. What it holds is the invocation's or lives in `a`. */
bool serve_settings_read(
	const struct invocation *i, struct arena *a, struct serve_settings *ret_settings);

#endif
