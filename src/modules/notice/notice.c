#include "notice.h"
#include "notice_pages.h"
#include "notice_sql.h"

enum { FORM_MAX_BYTES = 16 * 1024 };

#define FORM(path, handler) \
	{ \
		METHOD_POST, "/{lang}/notices" path, LANE_WRITE, VERB_OWN, handler, FORM_MAX_BYTES \
	}

static const struct route routes[] = {
	{ METHOD_GET, "/{lang}/notices", LANE_READ, VERB_OWN, notices_page },
	FORM("/read", notices_read_all),
	{ METHOD_GET, "/{lang}/notices/settings", LANE_READ, VERB_OWN, notice_settings_page },
	FORM("/settings", notice_settings_save),
	FORM("/calendar", notice_calendar_make),
	FORM("/calendar/end", notice_calendar_end),
	{ METHOD_GET, "/{lang}/notices/:id", LANE_WRITE, VERB_OWN, notice_open },
	{ METHOD_GET, "/calendar/:secret", LANE_READ, VERB_READ, notice_calendar },
	{ 0 },
};

const struct module notice_module = {
	.name = "notice", .routes = routes, .sql = notice_sql, .n_sql = NOTICE_SQL_COUNT
};
