#include "door.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Without descriptors or memory left nobody can be taken in: others have to leave first. */
enum { CROWDED_WAIT_MS = 50 };

struct door {
	int listener, closing; /* readable when it is to close */
	door_take *take;
	void *arg;
	pthread_t thread;
};

/* True if somebody may come at once. */
static bool take_one(const struct door *d, bool *ret_crowded)
{
	struct sockaddr_storage from;
	socklen_t length = sizeof from;
	int fd = accept4(
		d->listener, (struct sockaddr *)&from, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd >= 0) {
		d->take(d->arg, fd, (struct sockaddr *)&from, length);
		return true;
	}
	*ret_crowded = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
	/* Of the others each is one client's, who went before we came, but for nobody being there.
	 */
	return !*ret_crowded && errno != EAGAIN && errno != EWOULDBLOCK;
}

static void *attend(void *arg)
{
	const struct door *d = arg;
	bool is_crowded = false;

	for (;;) {
		struct pollfd both[] = { { .fd = d->closing, .events = POLLIN },
			{ .fd = d->listener, .events = POLLIN } };

		if (poll(both, is_crowded ? 1 : 2, is_crowded ? CROWDED_WAIT_MS : -1) < 0 &&
			errno != EINTR)
			return NULL;
		if (both[0].revents)
			return NULL;
		while (take_one(d, &is_crowded))
			;
	}
}

static void door_free(struct door *d)
{
	if (d->closing >= 0)
		close(d->closing);
	free(d);
}

struct door *door_open(int listener, door_take *take, void *arg)
{
	struct door *d = calloc(1, sizeof *d);

	if (!d)
		return NULL;
	*d = (struct door){ listener, eventfd(0, EFD_CLOEXEC), take, arg, 0 };
	if (d->closing >= 0 && !pthread_create(&d->thread, NULL, attend, d))
		return d;
	door_free(d);
	return NULL;
}

void door_close(struct door *d)
{
	eventfd_write(d->closing, 1);
	pthread_join(d->thread, NULL);
	close(d->listener);
	door_free(d);
}
