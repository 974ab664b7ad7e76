#include "connections.h"
#include "clock.h"
#include "str.h"

#include <netinet/in.h>
#include <sys/random.h>
#include <sys/resource.h>

enum {
	IDLE_MS = 60 * 1000,
	IDLE_CROWDED_MS = 5 * 1000,
	OTHER_FILES = 500, /* of the store, and of exports on their way */
	HEAD_MS = 15 * 1000,
	BODY_MS = 30 * 1000,
	ANSWER_MS = 30 * 1000,
	BEYOND_MS = 5 * 1000, /* to ask, and to hear that there are too many */
	BYTES_PER_MS = 2, /* the slowest line that is waited for */
	OLD_MS = 30 * 60 * 1000,
};

/* How many connections there are descriptors for. */
static size_t room_for_connections(void)
{
	const rlim_t wanted = CONNECTIONS_MAX + CONNECTIONS_BEYOND + OTHER_FILES;
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files))
		return CONNECTIONS_MAX;
	if (files.rlim_cur < wanted) {
		files.rlim_cur = files.rlim_max < wanted ? files.rlim_max : wanted;
		setrlimit(RLIMIT_NOFILE, &files);
		getrlimit(RLIMIT_NOFILE, &files);
	}
	if (files.rlim_cur >= wanted)
		return CONNECTIONS_MAX;
	return (size_t)files.rlim_cur * CONNECTIONS_MAX / (size_t)wanted;
}

void connections_init(struct connections *all, size_t per_address)
{
	*all = (struct connections){ .max = room_for_connections(), .per_address = per_address };
	pthread_mutex_init(&all->lock, NULL);
	if (getrandom(&all->seed, sizeof all->seed, 0) != sizeof all->seed)
		all->seed = (uint64_t)clock_monotonic_us();
}

void connections_end(struct connections *all)
{
	pthread_mutex_destroy(&all->lock);
}

/* ---- addresses */

static bool is_loopback(uint32_t address)
{
	return address >> 24 == 127;
}

/*
 * What counts as one: an address of IPv4; of IPv6 a network of 64 bits, which is what one customer
 * has. The empty text for this machine itself, where a proxy may stand with the readers of all the
 * world behind it.
 */
static struct str network_of(const struct sockaddr *from)
{
	const char *bytes = NULL;
	size_t n = 0;

	if (from && from->sa_family == AF_INET) {
		const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)from;

		if (!is_loopback(ntohl(v4->sin_addr.s_addr))) {
			bytes = (const char *)&v4->sin_addr;
			n = sizeof v4->sin_addr;
		}
	} else if (from && from->sa_family == AF_INET6) {
		const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)from;
		const uint8_t *a = v6->sin6_addr.s6_addr;

		if (!IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr)) {
			bytes = IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr) ? NULL : (const char *)a;
			n = bytes ? 8 : 0;
		} else if (a[12] != 127) {
			bytes = (const char *)a + 12;
			n = 4;
		}
	}
	return (struct str){ bytes, n };
}

static uint16_t *place_of(struct connections *all, const struct sockaddr *from)
{
	struct str network = network_of(from);

	if (!network.n || !all->per_address)
		return NULL;
	return &all->n_of_address[str_hash(network, all->seed) % CONNECTIONS_PLACES];
}

/* ---- coming and going */

bool connections_are_full(struct connections *all, const struct sockaddr *from)
{
	const uint16_t *n_of_address = place_of(all, from);

	pthread_mutex_lock(&all->lock);
	bool are_full = n_of_address && *n_of_address >= 2 * all->per_address;
	pthread_mutex_unlock(&all->lock);
	return are_full;
}

struct connection *connections_add(struct connections *all, int fd, const struct sockaddr *from)
{
	struct arena home;

	arena_init_for(&home, sizeof(struct connection), sizeof(struct connection));
	struct connection *c = ARENA_NEW(&home, struct connection);
	if (home.is_starved) {
		arena_free(&home);
		return NULL;
	}
	c->home = home;
	c->fd = fd;
	c->n_of_address = place_of(all, from);
	c->began_ms = clock_monotonic_ms();
	pthread_mutex_lock(&all->lock);
	c->is_beyond =
		all->n >= all->max || (c->n_of_address && *c->n_of_address >= all->per_address);
	all->n++;
	if (c->n_of_address)
		++*c->n_of_address;
	connection_enter(c, CONNECTION_IDLE, 0);
	c->at = &all->first;
	c->next = all->first;
	if (c->next)
		c->next->at = &c->next;
	all->first = c;
	pthread_mutex_unlock(&all->lock);
	return c;
}

void connections_remove(struct connections *all, struct connection *c)
{
	if (!c)
		return;
	pthread_mutex_lock(&all->lock);
	all->n--;
	if (c->n_of_address)
		--*c->n_of_address;
	*c->at = c->next;
	if (c->next)
		c->next->at = c->at;
	pthread_mutex_unlock(&all->lock);
	struct arena home = c->home;
	arena_free(&home);
}

/* ---- time */

static int64_t time_for(enum connection_phase phase, size_t bytes)
{
	switch (phase) {
	case CONNECTION_IDLE:
		return IDLE_MS;
	case CONNECTION_HEAD:
		return HEAD_MS;
	case CONNECTION_BODY:
		return BODY_MS + (int64_t)bytes / BYTES_PER_MS;
	case CONNECTION_ANSWER:
		return ANSWER_MS + (int64_t)bytes / BYTES_PER_MS;
	case CONNECTION_WORK:
	case CONNECTION_ANY:
		break;
	}
	return INT64_MAX / 2;
}

void connection_enter(struct connection *c, enum connection_phase phase, size_t bytes)
{
	if (!c)
		return;
	int64_t time_ms = time_for(phase, bytes);

	if (c->is_beyond && phase != CONNECTION_WORK)
		time_ms = BEYOND_MS;
	atomic_store(&c->phase, phase);
	atomic_store(&c->deadline_ms, clock_monotonic_ms() + time_ms);
}

bool connection_is_old(const struct connection *c)
{
	return c && c->n_of_address && clock_monotonic_ms() - c->began_ms > OLD_MS;
}

/* ---- hanging up */

void connections_hang_up_late(struct connections *all)
{
	int64_t now_ms = clock_monotonic_ms();

	pthread_mutex_lock(&all->lock);
	int64_t patience_ms = all->n > all->max / 4 * 3 ? IDLE_MS - IDLE_CROWDED_MS : 0;
	for (const struct connection *c = all->first; c; c = c->next) {
		bool is_idle = atomic_load(&c->phase) == CONNECTION_IDLE;
		int64_t sooner_ms = is_idle ? patience_ms : 0;

		if (atomic_load(&c->deadline_ms) - sooner_ms < now_ms)
			shutdown(c->fd, SHUT_RDWR);
	}
	pthread_mutex_unlock(&all->lock);
}

static bool is_in(const struct connection *c, enum connection_phase phase)
{
	return phase == CONNECTION_ANY || atomic_load(&c->phase) == phase;
}

static bool is_peer_gone(int fd)
{
	char next;

	return recv(fd, &next, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

void connections_hang_up_gone(struct connections *all, enum connection_phase phase)
{
	pthread_mutex_lock(&all->lock);
	for (const struct connection *c = all->first; c; c = c->next)
		if (is_in(c, phase) && is_peer_gone(c->fd))
			shutdown(c->fd, SHUT_RD);
	pthread_mutex_unlock(&all->lock);
}

bool connections_hang_up(struct connections *all)
{
	pthread_mutex_lock(&all->lock);
	bool was_any_open = all->first;
	for (const struct connection *c = all->first; c; c = c->next)
		shutdown(c->fd, SHUT_RD);
	pthread_mutex_unlock(&all->lock);
	return was_any_open;
}
