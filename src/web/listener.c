#include "listener.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Returns -1, with errno, if it cannot. */
static int open_at(const struct addrinfo *address)
{
	const int yes = 1;
	int fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	/* A restart need not wait until the connections of the last run are forgotten. */
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (!bind(fd, address->ai_addr, address->ai_addrlen) && !listen(fd, SOMAXCONN))
		return fd;
	int error = errno;
	close(fd);
	errno = error;
	return -1;
}

int listener_open(const char *host, unsigned short port, struct arena *a, struct str *ret_why)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE };
	struct addrinfo *addresses;
	char service[8];
	int fd = -1;

	snprintf(service, sizeof service, "%hu", port);
	int error = getaddrinfo(host, service, &hints, &addresses);
	if (error) {
		*ret_why = str_printf(a, "%s: %s", host, gai_strerror(error));
		return -1;
	}
	for (const struct addrinfo *at = addresses; at && fd < 0; at = at->ai_next)
		fd = open_at(at);
	if (fd < 0)
		*ret_why = str_printf(a, "%s:%hu: %s", host, port, strerror(errno));
	freeaddrinfo(addresses);
	return fd;
}

unsigned short listener_port(int fd)
{
	struct sockaddr_storage address = { 0 };
	socklen_t length = sizeof address;

	getsockname(fd, (struct sockaddr *)&address, &length);
	if (address.ss_family == AF_INET6)
		return ntohs(((const struct sockaddr_in6 *)&address)->sin6_port);
	if (address.ss_family == AF_INET)
		return ntohs(((const struct sockaddr_in *)&address)->sin_port);
	return 0;
}
