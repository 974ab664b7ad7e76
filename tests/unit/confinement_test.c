/* What a confined process can do and what it cannot, each tried in a child of its own. */
#include "confinement.h"
#include "password.h"
#include "temp_file.h"
#include "token.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static char *const no_words[] = { NULL };

enum { CAN = 10, CANNOT, CANNOT_BEGIN };

/* Its process is the child: what it returns says whether it could. */
static int try_confined(bool (*attempt)(void))
{
	struct str why = S("");
	struct arena a;
	int status;

	pid_t child = fork();
	assert_true(child >= 0);
	if (!child) {
		arena_init(&a, 1 << 16);
		if (!confinement_begin(&languages[LANG_EN], &a, &why))
			_exit(CANNOT_BEGIN);
		_exit(attempt() ? CAN : CANNOT);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* An attempt could be made, or failed for no other reason than the filter. */
static bool was_possible(long result)
{
	if (result == -1 && errno == EPERM)
		return false;
	return true;
}

/* ---- what only an intruder asks for */

static bool run_program(void)
{
	return was_possible(execve("/bin/true", no_words, no_words));
}

static bool run_open_program(void)
{
	return was_possible(execveat(AT_FDCWD, "/bin/true", no_words, no_words, 0));
}

static bool run_shell(void)
{
	return system("exit 0") == 0;
}

static bool enter_namespace(void)
{
	return was_possible(unshare(CLONE_NEWUSER));
}

static bool change_mode(void)
{
	return was_possible(chmod("/", 0755));
}

static bool change_owner(void)
{
	return was_possible(chown("/", (uid_t)-1, (gid_t)-1));
}

static bool change_user(void)
{
	return was_possible(setuid(getuid()));
}

static bool open_crypto_socket(void)
{
	return was_possible(socket(AF_ALG, SOCK_SEQPACKET, 0));
}

static bool open_door(void)
{
	const struct sockaddr_un any = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	return !bind(fd, (const struct sockaddr *)&any, sizeof any.sun_family) &&
	       was_possible(listen(fd, 1));
}

static void test_what_an_intruder_asks_for_fails(void **state)
{
	static bool (*const attempts[])(void) = { run_program, run_open_program, run_shell,
		enter_namespace, change_mode, change_owner, change_user, open_crypto_socket,
		open_door };

	(void)state;
	for (size_t i = 0; i < COUNT(attempts); i++)
		if (try_confined(attempts[i]) != CANNOT)
			fail_msg("attempt %zu", i);
}

#ifndef __SANITIZE_ADDRESS__ /* a sanitized build does these itself */
static bool make_process(void)
{
	pid_t child = fork();

	if (!child)
		_exit(0);
	return was_possible(child);
}

static bool make_program_in_memory(void)
{
	return mmap(NULL, 4096, PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
	       MAP_FAILED;
}

static bool turn_memory_into_program(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return page != MAP_FAILED && !mprotect(page, 4096, PROT_READ | PROT_EXEC);
}

static bool look_into_another(void)
{
	return was_possible(ptrace(PTRACE_SEIZE, getppid(), NULL, NULL));
}

static bool signal_another(void)
{
	return was_possible(kill(getppid(), 0));
}

static void test_processes_and_programs_are_not_made(void **state)
{
	static bool (*const attempts[])(void) = { make_process, make_program_in_memory,
		turn_memory_into_program, look_into_another, signal_another };

	(void)state;
	for (size_t i = 0; i < COUNT(attempts); i++)
		if (try_confined(attempts[i]) != CANNOT)
			fail_msg("attempt %zu", i);
}
#endif

/* ---- what serving needs */

static bool use_file(void)
{
	int fd = temp_file_open();

	return fd >= 0 && temp_file_write(fd, S("text")) && !ftruncate(fd, 2) && !fsync(fd) &&
	       lseek(fd, 0, SEEK_END) == 2 && !close(fd);
}

static void *be_a_thread(void *arg)
{
	*(bool *)arg = !pthread_setname_np(pthread_self(), "named");
	return NULL;
}

static bool make_thread(void)
{
	pthread_t thread;
	bool has_run = false;

	return !pthread_create(&thread, NULL, be_a_thread, &has_run) &&
	       !pthread_join(thread, NULL) && has_run;
}

static bool ask_for_name(void)
{
	struct addrinfo *found;
	int error = getaddrinfo("localhost", "80", NULL, &found);

	if (!error)
		freeaddrinfo(found);
	return !error;
}

/* Asks the name servers, if the machine has any: no answer is one, a failing call is none. */
static bool ask_for_far_name(void)
{
	struct addrinfo *found;

	setenv("RES_OPTIONS", "timeout:1 attempts:1", 1);
	int error = getaddrinfo("nothing.invalid", "80", NULL, &found);

	return error == EAI_NONAME || error == EAI_AGAIN;
}

static bool sign_in(void)
{
	struct arena a;

	arena_init(&a, 1 << 20);
	bool fits = password_fits(password_hash(&a, S("teapot-harbour")), S("teapot-harbour"));
	bool has_token = token_make(&a).n == TOKEN_CHARS;
	arena_free(&a);
	return fits && has_token;
}

static void test_what_serving_needs_works(void **state)
{
	static bool (*const attempts[])(
		void) = { use_file, make_thread, ask_for_name, ask_for_far_name, sign_in };

	(void)state;
	for (size_t i = 0; i < COUNT(attempts); i++)
		if (try_confined(attempts[i]) != CAN)
			fail_msg("attempt %zu", i);
}

static bool abort_now(void)
{
	abort();
}

static void test_a_failed_assertion_still_ends_the_process(void **state)
{
	(void)state;
	assert_int_equal(try_confined(abort_now), -SIGABRT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_an_intruder_asks_for_fails),
#ifndef __SANITIZE_ADDRESS__
		cmocka_unit_test(test_processes_and_programs_are_not_made),
#endif
		cmocka_unit_test(test_what_serving_needs_works),
		cmocka_unit_test(test_a_failed_assertion_still_ends_the_process),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
