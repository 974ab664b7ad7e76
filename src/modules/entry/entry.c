#include "entry.h"
#include "entry_pages.h"

enum { FORM_MAX_BYTES = 32 * 1024 };

static const struct route routes[] = {
	{ METHOD_GET, "/{lang}/sign-in", LANE_READ, VERB_COME, entry_sign_in_page },
	{ METHOD_POST, "/{lang}/sign-in", LANE_SLOW, VERB_COME, entry_sign_in, FORM_MAX_BYTES },
	{ METHOD_GET, "/{lang}/sign-in/code", LANE_READ, VERB_COME, entry_code_page },
	{ METHOD_POST, "/{lang}/sign-in/code", LANE_WRITE, VERB_COME, entry_code, FORM_MAX_BYTES },
	{ METHOD_POST, "/{lang}/sign-out", LANE_WRITE, VERB_COME, entry_sign_out, FORM_MAX_BYTES },
	{ METHOD_GET, "/{lang}/password", LANE_READ, VERB_COME, entry_password_page },
	{ METHOD_POST, "/{lang}/password", LANE_WRITE, VERB_COME, entry_password, FORM_MAX_BYTES },
	{ METHOD_GET, "/{lang}/link/:token", LANE_READ, VERB_COME, entry_link_page },
	{ METHOD_POST, "/{lang}/link/:token", LANE_SLOW, VERB_COME, entry_link, FORM_MAX_BYTES },
	{ METHOD_GET, "/{lang}/todo", LANE_READ, VERB_OWN, entry_todo_page },
	{ 0 },
};

const struct module entry_module = { .name = "entry", .routes = routes };
