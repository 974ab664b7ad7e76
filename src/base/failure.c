#include "failure.h"
#include "id.h"
#include "log.h"

void failure_record(
	struct failure *f, struct arena *a, const char *what, struct str detail, const char *hint)
{
	if (f->what)
		return;
	f->what = what;
	f->detail = str_copy(a, detail);
	f->hint = hint;
	ulid_make(f->incident);
}

void failure_log(const struct failure *f)
{
	log_error("incident %s: %s: " STR_FMT "%s%s", f->incident, f->what, STR_ARG(f->detail),
		f->hint ? "; " : "", f->hint ? f->hint : "");
}
