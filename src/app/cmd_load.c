/* cmd_load.c - jalon load KIND FILE: records out of a CSV file. */
#include "command.h"
#include "desk.h"
#include "exchange.h"
#include "modules.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOAD_MAX_BYTES = 256 << 20 };

/* The file's bytes, mapped: a large one takes no memory of ours. */
static bool map_file(const char *name, struct str *ret_bytes)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	struct stat about;
	void *p = NULL;

	if (fd < 0)
		return false;
	bool is_fine = !fstat(fd, &about) && S_ISREG(about.st_mode);
	if (is_fine && about.st_size) {
		p = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		is_fine = p != MAP_FAILED;
	} else if (!is_fine) {
		errno = EINVAL;
	}
	int why = errno;
	close(fd);
	errno = why;
	if (is_fine)
		*ret_bytes = (struct str){ p, (size_t)about.st_size };
	return is_fine;
}

static void say(void *arg, struct str line)
{
	(void)arg;
	fprintf(stderr, STR_FMT "\n", STR_ARG(line));
}

static void reject(void *arg, struct str row)
{
	fprintf(arg, STR_FMT "\n", STR_ARG(row));
}

/* With `say` and `reject` sharing one arg, the file of rejects. */
static int load_file(const struct invocation *i, struct desk *d, const struct kind *k,
	struct str bytes, FILE *rejects)
{
	const struct import_options options = { .file_name = i->arguments[1],
		.dry_run = i->options[OPTION_DRY_RUN] != NULL,
		.only_good = i->options[OPTION_ONLY_GOOD] != NULL,
		.reject = rejects ? reject : NULL,
		.say = say,
		.arg = rejects };
	struct import_result result;
	struct failure f = { 0 };
	struct arena a;

	arena_init(&a, LOAD_MAX_BYTES);
	struct work w = desk_work(d, &a, &f, i->lang);
	bool is_fine = import_csv(&w, k, bytes, &options, &result);
	if (f.what)
		command_say_failure(&f);
	if (is_fine)
		printf("%lld created, %lld updated, %lld unchanged, %lld rejected\n",
			(long long)result.created, (long long)result.updated,
			(long long)result.unchanged, (long long)result.rejected);
	arena_free(&a);
	return is_fine && (!result.rejected || options.only_good) ? EXIT_DONE : EXIT_REFUSED;
}

static int load_with_rejects(
	const struct invocation *i, struct desk *d, const struct kind *k, struct str bytes)
{
	const char *name = i->options[OPTION_REJECTS];
	FILE *rejects = name ? fopen(name, "w") : NULL;

	if (name && !rejects) {
		fprintf(stderr, "jalon: %s: %s\n", name, strerror(errno));
		return EXIT_REFUSED;
	}
	int status = load_file(i, d, k, bytes, rejects);
	if (rejects && (ferror(rejects) | fclose(rejects))) {
		fprintf(stderr, "jalon: %s: %s\n", name, strerror(errno));
		return EXIT_REFUSED;
	}
	return status;
}

static const struct kind *kind_asked_for(const struct invocation *i)
{
	const struct kind *k = house_kind_by_plural(&house, str_from(i->arguments[0]));
	struct arena a;

	if (k)
		return k;
	arena_init(&a, 1 << 16);
	command_say(STR_FILL(
		&a, tr(i->lang, "there is no kind of record “{1}”"), str_from(i->arguments[0])));
	arena_free(&a);
	return NULL;
}

int cmd_load(const struct invocation *i)
{
	const struct kind *k = kind_asked_for(i);
	struct str bytes = S("");
	struct desk d;

	if (!k || (i->options[OPTION_REJECTS] && !i->options[OPTION_ONLY_GOOD])) {
		if (k)
			command_say(str_from(tr(i->lang, "--rejects goes with --only-good")));
		return EXIT_USAGE;
	}
	if (!map_file(i->arguments[1], &bytes)) {
		fprintf(stderr, "jalon: %s: %s\n", i->arguments[1], strerror(errno));
		return EXIT_REFUSED;
	}
	int status = EXIT_REFUSED;
	if (desk_open(&d, desk_url(i->options[OPTION_DB]), DB_WRITE, true, i->lang)) {
		status = load_with_rejects(i, &d, k, bytes);
		desk_close(&d);
	}
	if (bytes.n)
		munmap((void *)(uintptr_t)bytes.p, bytes.n);
	return status;
}
