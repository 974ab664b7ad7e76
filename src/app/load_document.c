#include "load_document.h"
#include "desk.h"
#include "modules.h"
#include "record_index.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DOCUMENT_ROOM_BYTES = 512 << 20 };

const struct module_document *document_named(const char *name)
{
	HOUSE_EACH(&house, m)
		for (const struct module_document *d = m->documents; d && d->name; d++)
			if (!strcmp(d->name, name))
				return d;
	return NULL;
}

/* What the load tells its messages with. */
struct telling {
	const struct invocation *invocation;
	struct arena *arena;
};

static void say(const struct telling *t, const char *message, struct str about)
{
	fprintf(stderr, "%s: " STR_FMT "\n", t->invocation->arguments[1],
		STR_ARG(STR_FILL(t->arena, tr_text(t->invocation->lang, message), about)));
}

static void say_fault(void *arg, unsigned line, unsigned column, struct str what)
{
	const struct telling *t = arg;

	fprintf(stderr, "%s:%u:%u: " STR_FMT "\n", t->invocation->arguments[1], line, column,
		STR_ARG(what));
}

/* All of the file, if it is one and not too large; else false, and told. */
static bool read_file(const struct telling *t, size_t max_bytes, struct str *ret_text)
{
	int fd = open(t->invocation->arguments[1], O_RDONLY | O_CLOEXEC);
	struct stat about;
	char *bytes;
	ssize_t n;

	if (fd < 0 || fstat(fd, &about) || !S_ISREG(about.st_mode)) {
		say(t, "{1}", str_from(fd < 0 ? strerror(errno) : strerror(EINVAL)));
		if (fd >= 0)
			close(fd);
		return false;
	}
	bytes = arena_take(t->arena, max_bytes + 1);
	n = read(fd, bytes, max_bytes + 1);
	close(fd);
	if (n < 0)
		say(t, "{1}", str_from(strerror(errno)));
	else if ((size_t)n > max_bytes)
		say(t, N_("this file is too large: it may have {1} bytes at most"),
			str_printf(t->arena, "%zu", max_bytes));
	*ret_text = (struct str){ bytes, n < 0 ? 0 : (size_t)n };
	return n >= 0 && (size_t)n <= max_bytes;
}

/* Records are found by what their codes mean now. */
static void renew(struct desk *d, struct work *w)
{
	if (desk_refresh(d)) {
		w->vocabularies = d->vocabularies;
		record_index_renew(w);
	}
}

static enum document_end load_text(struct telling *t, struct desk *d, struct work *w,
	const struct module_document *document, struct str text)
{
	enum document_end end;
	bool is_kept;

	db_begin(w->db);
	end = document->load(w, text, say_fault, t);
	is_kept = end > DOCUMENT_UNCHANGED && !t->invocation->options[OPTION_DRY_RUN];
	if (is_kept)
		renew(d, w);
	if (!is_kept || !db_commit(w->db))
		db_rollback(w->db);
	return end;
}

static int tell_end(enum document_end end)
{
	printf("%d created, %d updated, %d unchanged, %d rejected\n", end == DOCUMENT_CREATED,
		end == DOCUMENT_UPDATED, end == DOCUMENT_UNCHANGED, end == DOCUMENT_REFUSED);
	return end == DOCUMENT_REFUSED ? EXIT_REFUSED : EXIT_DONE;
}

int load_document(const struct invocation *i, const struct module_document *document)
{
	struct failure f = { 0 };
	struct arena a;
	struct telling t = { i, &a };
	struct desk d;
	struct str text;
	int status = EXIT_REFUSED;

	if (i->options[OPTION_FORMAT] || i->options[OPTION_ONLY_GOOD] ||
		i->options[OPTION_REJECTS]) {
		command_say(str_from(tr(i->lang, "one document takes no option but --dry-run")));
		return EXIT_USAGE;
	}
	arena_init(&a, DOCUMENT_ROOM_BYTES);
	if (read_file(&t, document->max_bytes, &text) &&
		desk_open(&d, desk_url(i->options[OPTION_DB]), DB_WRITE, true, i->lang)) {
		struct work w = desk_work(&d, &a, &f, i->lang);
		enum document_end end = load_text(&t, &d, &w, document, text);

		if (f.what)
			command_say_failure(&f);
		else
			status = tell_end(end);
		desk_close(&d);
	}
	arena_free(&a);
	return status;
}
