#include "sockets.h"

#include <stdlib.h>
#include <sys/socket.h>

struct socket {
	struct socket **at; /* what points here */
	struct socket *next;
	int fd;
};

struct socket *sockets_add(struct sockets *all, int fd)
{
	struct socket *s = calloc(1, sizeof *s);

	if (!s)
		return NULL;
	s->fd = fd;
	pthread_mutex_lock(&all->lock);
	s->at = &all->first;
	s->next = all->first;
	if (s->next)
		s->next->at = &s->next;
	all->first = s;
	pthread_mutex_unlock(&all->lock);
	return s;
}

void sockets_remove(struct sockets *all, struct socket *s)
{
	if (!s)
		return;
	pthread_mutex_lock(&all->lock);
	*s->at = s->next;
	if (s->next)
		s->next->at = s->at;
	pthread_mutex_unlock(&all->lock);
	free(s);
}

static bool is_peer_gone(int fd)
{
	char next;

	return recv(fd, &next, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

void sockets_hang_up_gone(struct sockets *all)
{
	pthread_mutex_lock(&all->lock);
	for (const struct socket *s = all->first; s; s = s->next)
		if (is_peer_gone(s->fd))
			shutdown(s->fd, SHUT_RD);
	pthread_mutex_unlock(&all->lock);
}

bool sockets_hang_up(struct sockets *all)
{
	pthread_mutex_lock(&all->lock);
	bool was_any_open = all->first;
	for (const struct socket *s = all->first; s; s = s->next)
		shutdown(s->fd, SHUT_RD);
	pthread_mutex_unlock(&all->lock);
	return was_any_open;
}
