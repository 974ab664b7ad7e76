#include "program.h"
#include "clock.h"
#include "out.h"
#include "utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TO_PROGRAM, FROM_PROGRAM, ENDED, WATCHED };

struct running {
	pid_t pid;
	struct pollfd fds[WATCHED]; /* what is done with is -1 */
	struct str given; /* what it has not read yet */
	struct out printed;
	int64_t ends_ms;
	bool is_late;
};

/* ---- starting */

static int spawn(const struct program *p, int in, int out, pid_t *ret_pid)
{
	char *const arguments[] = { (char *)(uintptr_t)p->path, NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t usual, none;

	sigemptyset(&usual);
	sigemptyset(&none);
	sigaddset(&usual, SIGPIPE);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
	posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
	posix_spawnattr_init(&attributes);
	/* A group of its own, to be ended with all that it starts. */
	posix_spawnattr_setflags(&attributes,
		POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setsigdefault(&attributes, &usual);
	posix_spawnattr_setsigmask(&attributes, &none);
	const int error = posix_spawnp(ret_pid, p->path, &files, &attributes, arguments,
		(char *const *)(uintptr_t)p->environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&files);
	return error;
}

static void close_one(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* 0, or errno. */
static int start(const struct program *p, struct running *r)
{
	int to[2] = { -1, -1 }, from[2] = { -1, -1 }, error = 0;

	if (pipe2(to, O_CLOEXEC) || pipe2(from, O_CLOEXEC))
		error = errno;
	if (!error)
		error = spawn(p, to[0], from[1], &r->pid);
	close_one(&to[0]);
	close_one(&from[1]);
	if (error) {
		close_one(&to[1]);
		close_one(&from[0]);
		return error;
	}
	fcntl(to[1], F_SETFL, O_NONBLOCK);
	fcntl(from[0], F_SETFL, O_NONBLOCK);
	r->fds[TO_PROGRAM] = (struct pollfd){ to[1], POLLOUT, 0 };
	r->fds[FROM_PROGRAM] = (struct pollfd){ from[0], POLLIN, 0 };
	r->fds[ENDED] = (struct pollfd){ pidfd_open(r->pid, 0), POLLIN, 0 };
	return 0;
}

/* ---- while it runs */

static bool is_only_busy(void)
{
	return errno == EAGAIN || errno == EINTR;
}

static void give(struct running *r)
{
	const ssize_t n = r->given.n ? write(r->fds[TO_PROGRAM].fd, r->given.p, r->given.n) : 0;

	if (n > 0)
		r->given = str_from_at(r->given, (size_t)n);
	if (!r->given.n || (n < 0 && !is_only_busy()))
		close_one(&r->fds[TO_PROGRAM].fd);
}

/* False: there is nothing there now. */
static bool take(struct running *r)
{
	char bytes[4096];
	const ssize_t n = read(r->fds[FROM_PROGRAM].fd, bytes, sizeof bytes);

	if (n > 0)
		out_bytes(&r->printed, bytes, (size_t)n);
	else if (!n || !is_only_busy())
		close_one(&r->fds[FROM_PROGRAM].fd);
	return n > 0;
}

static bool is_alive(struct running *r)
{
	const int64_t left_ms = r->ends_ms - clock_monotonic_ms();
	int n;

	/* Without a handle of the process its end is told by that of what it prints. */
	if (r->fds[ENDED].fd < 0 && r->fds[FROM_PROGRAM].fd < 0)
		return false;
	r->is_late = left_ms <= 0;
	if (r->is_late || r->printed.full)
		return false;
	n = poll(r->fds, WATCHED, (int)left_ms);
	if (n > 0 && r->fds[TO_PROGRAM].revents)
		give(r);
	if (n > 0 && r->fds[FROM_PROGRAM].revents)
		take(r);
	return n <= 0 || !r->fds[ENDED].revents;
}

/* Its status as waitpid() has it. */
static int end(struct running *r)
{
	int status = 0;

	while (!r->is_late && r->fds[FROM_PROGRAM].fd >= 0 && take(r))
		continue;
	kill(-r->pid, SIGKILL);
	while (waitpid(r->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	for (size_t i = 0; i < WATCHED; i++)
		close_one(&r->fds[i].fd);
	return status;
}

enum program_end program_run(const struct program *p, struct arena *a, struct str given,
	struct str *ret_text, int *ret_detail)
{
	struct running r = { .given = given,
		.printed = out_new(a, p->max_bytes),
		.ends_ms = clock_monotonic_ms() + p->limit_ms };

	*ret_text = S("");
	*ret_detail = start(p, &r);
	if (*ret_detail)
		return PROGRAM_NOT_STARTED;
	while (is_alive(&r))
		continue;
	const int status = end(&r);
	if (r.is_late)
		return PROGRAM_LATE;
	if (r.printed.full)
		return PROGRAM_TOO_LONG;
	*ret_detail = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
	if (WIFSIGNALED(status))
		return PROGRAM_KILLED;
	if (*ret_detail)
		return PROGRAM_FAILED;
	*ret_text = out_done(&r.printed);
	return ret_text->n && utf8_is_text(*ret_text) ? PROGRAM_FINE : PROGRAM_NO_TEXT;
}
