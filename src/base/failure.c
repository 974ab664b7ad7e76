#include "failure.h"
#include "id.h"
#include "log.h"

#include <stdio.h>

void failure_record(struct failure *f, const char *what, struct str detail, const char *hint)
{
	if (f->what)
		return;
	f->what = what;
	snprintf(f->detail, sizeof f->detail, STR_FMT, STR_ARG(detail));
	f->hint = hint;
	ulid_make(f->incident);
}

void failure_log(const struct failure *f)
{
	log_error("incident %s: %s: %s%s%s", f->incident, f->what, f->detail, f->hint ? ". " : "",
		f->hint ? f->hint : "");
}
