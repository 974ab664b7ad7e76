#include "temp_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *temp_folder(void)
{
	const char *folder = getenv("TMPDIR");

	return folder && *folder ? folder : "/tmp";
}

/* For file systems that have no O_TMPFILE: a name for as long as it takes to forget it. */
static int open_and_unlink(void)
{
	char name[PATH_MAX];
	int n = snprintf(name, sizeof name, "%s/jalon-XXXXXX", temp_folder());

	if (n < 0 || (size_t)n >= sizeof name) {
		errno = ENAMETOOLONG;
		return -1;
	}
	int fd = mkostemp(name, O_CLOEXEC);
	if (fd >= 0)
		unlink(name);
	return fd;
}

int temp_file_open(void)
{
	int fd = open(temp_folder(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == ENOENT))
		fd = open_and_unlink();
	return fd;
}

bool temp_file_write(int fd, struct str piece)
{
	while (piece.n) {
		ssize_t n = write(fd, piece.p, piece.n);

		if (n < 0 && errno != EINTR)
			return false;
		piece = str_from_at(piece, n > 0 ? (size_t)n : 0);
	}
	return true;
}
