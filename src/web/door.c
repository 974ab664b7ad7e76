#include "door.h"
#include "clock.h"

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Without descriptors or memory left nobody can be taken in: others have to leave first. */
enum { CROWDED_WAIT_MS = 50, SECOND_MS = 1000 };

/* True if somebody may come at once. */
static bool take_one(const struct door *d, bool *ret_crowded)
{
	struct sockaddr_storage from;
	socklen_t length = sizeof from;
	int fd = accept4(
		d->listener, (struct sockaddr *)&from, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd >= 0) {
		d->hands.take(d->arg, fd, (struct sockaddr *)&from, length);
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
	int64_t second_ms = clock_monotonic_ms();
	bool is_crowded = false;

	for (;;) {
		struct pollfd both[] = { { .fd = d->closing, .events = POLLIN },
			{ .fd = d->listener, .events = POLLIN } };

		if (poll(both, is_crowded ? 1 : 2, is_crowded ? CROWDED_WAIT_MS : SECOND_MS) < 0 &&
			errno != EINTR)
			return NULL;
		if (both[0].revents)
			return NULL;
		while (take_one(d, &is_crowded) && clock_monotonic_ms() - second_ms < SECOND_MS)
			;
		if (clock_monotonic_ms() - second_ms < SECOND_MS)
			continue;
		second_ms = clock_monotonic_ms();
		d->hands.each_second(d->arg);
	}
}

bool door_open(struct door *d, int listener, const struct door_hands *hands, void *arg)
{
	*d = (struct door){ listener, eventfd(0, EFD_CLOEXEC), *hands, arg, 0 };
	if (d->closing < 0)
		return false;
	if (!pthread_create(&d->thread, NULL, attend, d))
		return true;
	close(d->closing);
	return false;
}

void door_close(struct door *d)
{
	eventfd_write(d->closing, 1);
	pthread_join(d->thread, NULL);
	close(d->listener);
	close(d->closing);
}
