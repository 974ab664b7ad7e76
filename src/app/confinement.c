#include "confinement.h"

#include <assert.h>
#include <errno.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define IS_SANITIZED 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define IS_SANITIZED 1
#endif

/*
 * To add one: its name here, beside what is alike. Libraries ask too: SQLite, libpq and libcurl
 * with their name services and encryption, libmicrohttpd, libxlsxwriter, glibc. A name that the
 * processor's kind of Linux does not have is left out. Never here: what runs a program or makes a
 * process, looks into another one, mounts, changes owners, loads into the kernel.
 */
static const char *const calls[] = {
	/* files */
	"open", "openat", "close", "read", "readv", "pread64", "preadv", "write", "writev",
	"pwrite64", "pwritev", "lseek", "sendfile", "copy_file_range", "fcntl", "flock", "dup",
	"stat", "fstat", "lstat", "newfstatat", "statx", "statfs", "fstatfs", "access", "faccessat",
	"faccessat2", "readlink", "readlinkat", "getcwd", "getdents64", "unlink", "unlinkat",
	"ftruncate", "fallocate", "fadvise64", "fsync", "fdatasync", "fchmod", "fchown", "umask",
	"pipe2",
	/* memory */
	"brk", "munmap", "mremap", "madvise", "mlock", "munlock",
	/* threads and signals */
	"clone3", "futex", "set_robust_list", "rseq", "gettid", "getpid", "getppid", "sched_yield",
	"sched_getaffinity", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "rt_sigtimedwait",
	"sigaltstack", "restart_syscall", "exit", "exit_group",
	/* time and events */
	"clock_gettime", "clock_getres", "clock_nanosleep", "nanosleep", "gettimeofday", "time",
	"poll", "ppoll", "select", "pselect6", "epoll_create", "epoll_create1", "epoll_ctl",
	"epoll_wait", "epoll_pwait", "epoll_pwait2", "eventfd2", "timerfd_create",
	"timerfd_settime", "timerfd_gettime",
	/* the network; it listens already */
	"connect", "bind", "accept", "accept4", "getsockname", "getpeername", "getsockopt",
	"setsockopt", "recvfrom", "recvmsg", "recvmmsg", "sendto", "sendmsg", "sendmmsg",
	"shutdown",
	/* what the process and the machine are */
	"getuid", "geteuid", "getgid", "getegid", "uname", "sysinfo", "getrusage", "getcpu",
	"getrlimit", "prlimit64", "getrandom"
};

/* A call that is allowed when `argument`, under the mask, has the value. */
struct rule {
	const char *call;
	unsigned argument;
	uint64_t mask, value;
};

#define WHOLE 0xffffffffu /* the kernel reads an int */

/* To add one: a row here. Of several rows for one call, one must fit. */
static const struct rule rules[] = {
	/* threads, but no processes */
	{ "clone", 0, CLONE_THREAD, CLONE_THREAD },
	/* memory is to be written or to be run, never both; libraries are mapped, not made */
	{ "mmap", 2, PROT_EXEC, 0 },
	{ "mmap", 2, PROT_WRITE, 0 },
	{ "mprotect", 2, PROT_EXEC, 0 },
	{ "socket", 0, WHOLE, AF_UNIX },
	{ "socket", 0, WHOLE, AF_INET },
	{ "socket", 0, WHOLE, AF_INET6 },
	/* which addresses the machine has: getaddrinfo() */
	{ "socket", 0, WHOLE, AF_NETLINK },
	{ "socketpair", 0, WHOLE, AF_UNIX },
	{ "ioctl", 1, WHOLE, FIONBIO },
	{ "ioctl", 1, WHOLE, FIONREAD },
	/* isatty() */
	{ "ioctl", 1, WHOLE, TCGETS },
	/* of a thread */
	{ "prctl", 0, WHOLE, PR_SET_NAME },
};

#ifdef IS_SANITIZED
/* At its end a sanitized build stops its own threads from outside, to look for leaks. */
static const char *const sanitizers_calls[] = { "clone", "getdents", "ptrace", "wait4", "prctl",
	"mmap", "mprotect", "kill", "tgkill" };
#endif

/* Below 0 when this kind of processor does not have it. */
static int number_of(const char *call)
{
	int number = seccomp_syscall_resolve_name(call);

	assert(number != __NR_SCMP_ERROR); /* a slip of the pen */
	return number;
}

static bool allow(scmp_filter_ctx filter, const char *call)
{
	int number = number_of(call);

	return number < 0 || !seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 0);
}

static bool allow_calls(scmp_filter_ctx filter, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!allow(filter, names[i]))
			return false;
	return true;
}

static bool allow_by_rule(scmp_filter_ctx filter, const struct rule *r)
{
	int number = number_of(r->call);
	const struct scmp_arg_cmp fits = { r->argument, SCMP_CMP_MASKED_EQ, r->mask, r->value };

	return number < 0 || !seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, number, 1, &fits);
}

/*
 * The flags of clone3() stand where no filter can see them. It is as if it were not there, and the
 * C library takes clone(). A filter of its own, which does not log what is no surprise.
 */
static bool fill_quiet(scmp_filter_ctx filter)
{
	int clone3 = number_of("clone3");

	return clone3 < 0 || !seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), clone3, 0);
}

static bool fill(scmp_filter_ctx filter)
{
	const struct rule own_threads = { "tgkill", 0, WHOLE, (uint64_t)getpid() }; /* abort() */

	/* A kernel that can do neither does without. */
	seccomp_attr_set(filter, SCMP_FLTATR_CTL_LOG, 1);
	seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
#ifdef IS_SANITIZED
	if (!allow_calls(filter, sanitizers_calls, COUNT(sanitizers_calls)))
		return false;
#endif
	for (size_t i = 0; i < COUNT(rules); i++)
		if (!allow_by_rule(filter, &rules[i]))
			return false;
	return allow_by_rule(filter, &own_threads) && allow_calls(filter, calls, COUNT(calls));
}

/* An error number; 0 when it is in force. */
static int load(uint32_t action, bool (*fill_it)(scmp_filter_ctx filter))
{
	scmp_filter_ctx filter = seccomp_init(action);
	int error = ENOMEM;

	if (filter && fill_it(filter))
		error = -seccomp_load(filter);
	seccomp_release(filter);
	return error;
}

bool confinement_begin(const struct language *l, struct arena *a, struct str *ret_why)
{
	int error = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ? errno : 0;

	if (!error)
		error = load(SCMP_ACT_ALLOW, fill_quiet);
	if (!error)
		error = load(SCMP_ACT_ERRNO(EPERM), fill);
	if (error)
		*ret_why = STR_FILL(a,
			tr(l, "the system takes no filter of calls: {1}; --no-seccomp does "
			      "without"),
			str_from(strerror(error)));
	return !error;
}
