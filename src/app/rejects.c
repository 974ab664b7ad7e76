#include "rejects.h"
#include "arena.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

bool rejects_are(const char *name, int fd)
{
	struct stat there, read;

	return !stat(name, &there) && !fstat(fd, &read) && there.st_dev == read.st_dev &&
	       there.st_ino == read.st_ino;
}

/* A pipe, or where messages go: nothing that could be replaced. */
static bool is_written_as_it_is(const char *name, const struct stat *about)
{
	return !S_ISREG(about->st_mode) || rejects_are(name, STDOUT_FILENO) ||
	       rejects_are(name, STDERR_FILENO);
}

/* One that may be read and written by whom the file before it was. */
static int open_part(const char *part, const struct stat *before)
{
	int fd = open(part, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);

	if (fd >= 0 && before && fchmod(fd, before->st_mode & 0777)) {
		close(fd);
		unlink(part);
		return -1;
	}
	return fd;
}

bool rejects_open(struct rejects *r, struct arena *a, const char *name)
{
	struct stat before;
	bool was_there = !stat(name, &before);
	char real[PATH_MAX];

	*r = (struct rejects){ .name = name };
	if (was_there && is_written_as_it_is(name, &before)) {
		r->file = fopen(name, "ae");
		return r->file;
	}
	/* A link stays one: what it leads to is what is replaced. */
	if (was_there && realpath(name, real))
		r->name = str_z(a, str_from(real));
	r->part = str_printf(a, "%s.%d.part", r->name, (int)getpid()).p;
	int fd = was_there && access(name, W_OK) ? -1
						 : open_part(r->part, was_there ? &before : NULL);
	r->file = fd < 0 ? NULL : fdopen(fd, "w");
	return r->file;
}

bool rejects_close(struct rejects *r, bool is_wanted)
{
	bool is_written = !(ferror(r->file) | fclose(r->file));

	if (!r->part)
		return is_written;
	if (is_wanted && is_written && !rename(r->part, r->name))
		return true;
	int why = errno;
	unlink(r->part);
	errno = why;
	return !is_wanted;
}
