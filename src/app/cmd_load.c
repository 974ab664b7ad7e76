/* cmd_load.c - jalon load KIND FILE: records, or one document, out of a file. */
#include "clock.h"
#include "command.h"
#include "desk.h"
#include "exchange.h"
#include "load_document.h"
#include "modules.h"
#include "page.h"
#include "rejects.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOAD_MAX_BYTES = 256 << 20, PROGRESS_EVERY_MS = 200 };

/* What the import tells while it runs. */
struct load {
	const struct invocation *invocation;
	struct rejects rejects; /* without a file: not wanted */
	bool has_terminal; /* stderr is one: progress is shown there */
	bool shows_progress; /* a line of progress stands there now */
	int64_t shown_ms;
	enum import_phase shown_phase;
};

static bool open_file(const char *name, int *ret_fd, uint64_t *ret_bytes)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	struct stat about;

	if (fd < 0)
		return false;
	if (fstat(fd, &about) || !S_ISREG(about.st_mode)) {
		close(fd);
		errno = EINVAL;
		return false;
	}
	*ret_fd = fd;
	*ret_bytes = (uint64_t)about.st_size;
	return true;
}

static void clear_progress(struct load *load)
{
	if (load->shows_progress)
		fputs("\r\033[K", stderr);
	load->shows_progress = false;
}

static void say(void *arg, struct str line)
{
	clear_progress(arg);
	fprintf(stderr, STR_FMT "\n", STR_ARG(line));
}

static void reject(void *arg, struct str piece)
{
	struct load *load = arg;

	fwrite(piece.p, 1, piece.n, load->rejects.file);
}

/* One line that is written over, a few times a second. */
static void show_progress(void *arg, enum import_phase phase, int64_t rows, unsigned percent)
{
	struct load *load = arg;
	const struct language *l = load->invocation->lang;
	int64_t now_ms = clock_monotonic_ms();
	struct arena a;

	if (phase == load->shown_phase && now_ms - load->shown_ms < PROGRESS_EVERY_MS)
		return;
	arena_init(&a, 1 << 16);
	struct str line = STR_FILL(&a,
		phase == IMPORT_CHECKING ? tr(l, "{1} records checked, {2} % of the file")
					 : tr(l, "{1} records saved, {2} %"),
		format_number(&a, l, rows), str_printf(&a, "%u", percent));
	fprintf(stderr, "\r\033[K" STR_FMT, STR_ARG(line));
	arena_free(&a);
	load->shown_ms = now_ms;
	load->shown_phase = phase;
	load->shows_progress = true;
}

static int load_file(struct load *load, struct desk *d, const struct kind *k,
	const struct byte_source *file, enum import_format format)
{
	const struct invocation *i = load->invocation;
	const struct import_options options = { .file_name = i->arguments[1],
		.format = format,
		.dry_run = i->options[OPTION_DRY_RUN] != NULL,
		.only_good = i->options[OPTION_ONLY_GOOD] != NULL,
		.reject = load->rejects.file ? reject : NULL,
		.progress = load->has_terminal ? show_progress : NULL,
		.say = say,
		.arg = load };
	struct import_result result;
	struct failure f = { 0 };
	struct arena a;

	arena_init(&a, LOAD_MAX_BYTES);
	struct work w = desk_work(d, &a, &f, i->lang);
	bool is_fine = import_records(&w, k, file, &options, &result) &&
		       (!result.is_loaded || desk_renew_index(d, &a, &f, i->lang));
	clear_progress(load);
	if (f.what)
		command_say_failure(&f);
	if (is_fine)
		printf("%lld created, %lld updated, %lld unchanged, %lld rejected\n",
			(long long)result.created, (long long)result.updated,
			(long long)result.unchanged, (long long)result.rejected);
	arena_free(&a);
	return is_fine && (!result.rejected || options.only_good) ? EXIT_DONE : EXIT_REFUSED;
}

static int say_name(const char *name)
{
	fprintf(stderr, "jalon: %s: %s\n", name, strerror(errno));
	return EXIT_REFUSED;
}

/* Bad rows of a load that came to nothing are no news: they stand in the file with the others. */
static int load_with_rejects(const struct invocation *i, struct desk *d, const struct kind *k,
	const struct byte_source *file, enum import_format format)
{
	struct load load = { .invocation = i, .has_terminal = isatty(STDERR_FILENO) };
	const char *name = i->options[OPTION_REJECTS];
	struct arena a;
	int status;

	if (!name)
		return load_file(&load, d, k, file, format);
	arena_init(&a, 1 << 16);
	if (rejects_open(&load.rejects, &a, name)) {
		status = load_file(&load, d, k, file, format);
		if (!rejects_close(&load.rejects, status == EXIT_DONE))
			status = say_name(name);
	} else {
		status = say_name(name);
	}
	arena_free(&a);
	return status;
}

static bool wrong(const char *message, const char *about)
{
	struct arena a;

	arena_init(&a, 1 << 16);
	command_say(STR_FILL(&a, message, str_from(about)));
	arena_free(&a);
	return false;
}

static bool options_fit(
	const struct invocation *i, const struct kind *k, enum import_format *ret_format)
{
	const char *format = i->options[OPTION_FORMAT];

	if (!k)
		return wrong(tr(i->lang, "there is no kind of record “{1}”"), i->arguments[0]);
	if (format && !import_format_by_name(str_from(format), ret_format))
		return wrong(tr(i->lang, "there is no format “{1}”"), format);
	if (i->options[OPTION_REJECTS] && !i->options[OPTION_ONLY_GOOD])
		return wrong(tr(i->lang, "--rejects goes with --only-good"), "");
	return true;
}

int cmd_load(const struct invocation *i)
{
	const struct kind *k = house_kind_by_plural(&house, str_from(i->arguments[0]));
	const struct module_document *document = document_named(i->arguments[0]);
	enum import_format format = IMPORT_ANY;
	const char *rejects = i->options[OPTION_REJECTS];
	int fd, status = EXIT_REFUSED;
	uint64_t bytes;
	struct desk d;

	if (document)
		return load_document(i, document);
	if (!options_fit(i, k, &format))
		return EXIT_USAGE;
	if (!open_file(i->arguments[1], &fd, &bytes))
		return say_name(i->arguments[1]);
	if (rejects && rejects_are(rejects, fd)) {
		wrong(tr(i->lang, "--rejects: “{1}” is the file to load"), rejects);
		status = EXIT_USAGE;
	} else if (desk_open(&d, desk_url(i->options[OPTION_DB]), DB_WRITE, true, i->lang)) {
		struct byte_source file = bytes_of_file(&fd, bytes);

		status = load_with_rejects(i, &d, k, &file, format);
		desk_close(&d);
	}
	close(fd);
	return status;
}
