#include "part_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- what stands at its place */

static enum part_result look_at(int fd, bool (*may_replace)(int fd))
{
	struct stat about;

	if (!may_replace)
		return PART_IS_THERE;
	if (fstat(fd, &about))
		return PART_FAILED;
	if (!S_ISREG(about.st_mode) || (about.st_size && !may_replace(fd)))
		return PART_IS_OTHER;
	return PART_FINE;
}

static enum part_result look(struct part_file *p, bool (*may_replace)(int fd))
{
	int fd = open(p->name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return errno == ENOENT ? PART_FINE : PART_FAILED;
	enum part_result result = look_at(fd, may_replace);
	close(fd);
	p->replaces = result == PART_FINE;
	return result;
}

/* ---- the part */

/* The one who had it may have moved it away while we opened it. */
static bool is_still_there(const struct part_file *p)
{
	struct stat there, ours;

	return !stat(p->part, &there) && !fstat(p->fd, &ours) && there.st_dev == ours.st_dev &&
	       there.st_ino == ours.st_ino;
}

static enum part_result take_part(struct part_file *p)
{
	p->fd = open(p->part, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (p->fd < 0)
		return PART_FAILED;
	bool is_ours = !flock(p->fd, LOCK_EX | LOCK_NB) && is_still_there(p);
	if (is_ours && !ftruncate(p->fd, 0))
		return PART_FINE;
	int why = errno;
	close(p->fd);
	p->fd = -1;
	errno = why;
	return is_ours ? PART_FAILED : PART_IS_BUSY;
}

enum part_result part_open(
	struct part_file *p, struct arena *a, const char *name, bool (*may_replace)(int fd))
{
	char real[PATH_MAX];
	enum part_result result;

	/* A link stays one: what it leads to is what is replaced. */
	*p = (struct part_file){ .name = name, .fd = -1 };
	if (realpath(name, real))
		p->name = str_z(a, str_from(real));
	p->part = str_printf(a, "%s.jalon-part", p->name).p;
	result = look(p, may_replace);
	return result == PART_FINE ? take_part(p) : result;
}

/* ---- the end */

static bool sync_folder(const char *name)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(name, '/');
	size_t n = !slash ? 0 : slash == name ? 1 : (size_t)(slash - name);

	if (n >= sizeof folder)
		return false;
	memcpy(folder, n ? name : ".", n ? n : 1);
	folder[n ? n : 1] = '\0';
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool is_synced = fd >= 0 && !fsync(fd);
	if (fd >= 0)
		close(fd);
	return is_synced;
}

/* Where the file system cannot refuse to replace by itself, looking has to do. */
static bool move(const struct part_file *p)
{
	if (p->replaces)
		return !rename(p->part, p->name);
	if (!renameat2(AT_FDCWD, p->part, AT_FDCWD, p->name, RENAME_NOREPLACE))
		return true;
	if (errno != EINVAL && errno != ENOSYS)
		return false;
	errno = EEXIST;
	return access(p->name, F_OK) && !rename(p->part, p->name);
}

enum part_result part_keep(struct part_file *p)
{
	if (fsync(p->fd) || !move(p)) {
		int why = errno;

		part_drop(p);
		errno = why;
		return why == EEXIST ? PART_IS_THERE : PART_FAILED;
	}
	close(p->fd);
	return sync_folder(p->name) ? PART_FINE : PART_FAILED;
}

void part_drop(struct part_file *p)
{
	unlink(p->part);
	close(p->fd);
}
