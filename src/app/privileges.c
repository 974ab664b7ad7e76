#include "privileges.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool privileges_are_roots(void)
{
	return geteuid() == 0 || getuid() == 0;
}

/* Libraries look for keys and passwords at home; root's would be forbidden ground. */
static bool move_home(const struct passwd *to)
{
	return !setenv("HOME", to->pw_dir, 1) && !setenv("USER", to->pw_name, 1) &&
	       !setenv("LOGNAME", to->pw_name, 1);
}

/* The groups first: without root's privileges they could not be changed any more. */
static bool step_down(const struct passwd *to)
{
	return !initgroups(to->pw_name, to->pw_gid) &&
	       !setresgid(to->pw_gid, to->pw_gid, to->pw_gid) &&
	       !setresuid(to->pw_uid, to->pw_uid, to->pw_uid) && move_home(to);
}

/* Some kernels and sandboxes have let the calls succeed and change nothing. */
static bool may_step_up(const struct passwd *now)
{
	return getuid() != now->pw_uid || getgid() != now->pw_gid || !setuid(0) || !seteuid(0) ||
	       (now->pw_gid && !setegid(0));
}

static bool is_already(const struct passwd *to)
{
	return getuid() == to->pw_uid && geteuid() == to->pw_uid && getgid() == to->pw_gid;
}

bool privileges_become(
	const char *user, const struct language *l, struct arena *a, struct str *ret_why)
{
	struct str name = str_from(user);

	errno = 0;
	const struct passwd *to = getpwnam(user);
	if (!to)
		*ret_why = STR_FILL(a, tr(l, "there is no user “{1}”"), name);
	else if (!to->pw_uid)
		*ret_why = STR_FILL(a, tr(l, "“{1}” is root: name a user who may do less"), name);
	else if (is_already(to))
		return true;
	else if (geteuid())
		*ret_why = STR_FILL(a, tr(l, "only root can become “{1}”"), name);
	else if (!step_down(to))
		*ret_why = STR_FILL(
			a, tr(l, "cannot become “{1}”: {2}"), name, str_from(strerror(errno)));
	else if (may_step_up(to))
		*ret_why = STR_FILL(a, tr(l, "“{1}” could become root again: not served"), name);
	else
		return true;
	return false;
}
