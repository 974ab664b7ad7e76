/* connections_test.c - who is told that there are too many, and who is hung up on. */
#include "clock.h"
#include "connections.h"
#include "unit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PER_ADDRESS = 3 };

static struct connections all;

static int set_up(void **state)
{
	(void)state;
	connections_init(&all, PER_ADDRESS);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	while (all.first)
		connections_remove(&all, all.first);
	connections_end(&all);
	return 0;
}

static const struct sockaddr *address(const char *text)
{
	static struct sockaddr_storage to;
	struct sockaddr_in *v4 = (struct sockaddr_in *)(void *)&to;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)(void *)&to;

	memset(&to, 0, sizeof to);
	to.ss_family = strchr(text, ':') ? AF_INET6 : AF_INET;
	assert_int_equal(
		inet_pton(to.ss_family, text,
			to.ss_family == AF_INET ? (void *)&v4->sin_addr : (void *)&v6->sin6_addr),
		1);
	return (const struct sockaddr *)&to;
}

static struct connection *come(const char *from)
{
	struct connection *c = connections_add(&all, -1, address(from));

	assert_non_null(c);
	return c;
}

/* So many come from `same`; the next one, from `other`, is or is not beyond what one may hold. */
static void assert_counted(const char *same, const char *other, bool is_together)
{
	for (int i = 0; i < PER_ADDRESS; i++)
		assert_false(come(same)->is_beyond);
	assert_int_equal(come(other)->is_beyond, is_together);
	while (all.first)
		connections_remove(&all, all.first);
}

static void connections_of_one_address_are_counted(void **state)
{
	(void)state;
	assert_counted("192.0.2.7", "192.0.2.7", true);
	assert_counted("192.0.2.7", "192.0.2.8", false);
	assert_counted("192.0.2.7", "::ffff:192.0.2.7", true);
	assert_counted("2001:db8:1:2::3", "2001:db8:1:2:ffff::4", true);
	assert_counted("2001:db8:1:2::3", "2001:db8:1:3::3", false);
}

static void this_machine_may_hold_any_number(void **state)
{
	(void)state;
	assert_counted("127.0.0.1", "127.0.0.1", false);
	assert_counted("::1", "::1", false);
	assert_counted("::ffff:127.0.0.1", "127.0.0.2", false);
}

static void who_leaves_makes_room(void **state)
{
	struct connection *first = come("192.0.2.7");

	(void)state;
	for (int i = 1; i < PER_ADDRESS; i++)
		come("192.0.2.7");
	assert_true(come("192.0.2.7")->is_beyond);
	connections_remove(&all, first);
	connections_remove(&all, all.first);
	assert_false(come("192.0.2.7")->is_beyond);
}

static void who_holds_twice_as_many_is_not_let_in(void **state)
{
	(void)state;
	for (int i = 0; i < 2 * PER_ADDRESS; i++) {
		assert_false(connections_are_full(&all, address("192.0.2.7")));
		come("192.0.2.7");
	}
	assert_true(connections_are_full(&all, address("192.0.2.7")));
	assert_false(connections_are_full(&all, address("192.0.2.8")));
	assert_false(connections_are_full(&all, address("127.0.0.1")));
}

static void zero_is_any_number(void **state)
{
	(void)state;
	all.per_address = 0;
	for (int i = 0; i < 1000; i++)
		assert_false(come("192.0.2.7")->is_beyond);
	assert_false(connections_are_full(&all, address("192.0.2.7")));
}

static void more_than_all_places_are_told_so(void **state)
{
	(void)state;
	all.max = 10;
	for (int i = 0; i < 10; i++)
		assert_false(come("127.0.0.1")->is_beyond);
	assert_true(come("127.0.0.1")->is_beyond);
}

/* ---- time */

/* A connection with a client at the other end of `ret_client`. */
static struct connection *connect_here(int *ret_client)
{
	int both[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, both), 0);
	*ret_client = both[0];
	return connections_add(&all, both[1], NULL);
}

static bool is_hung_up_on(int client)
{
	char c;

	return recv(client, &c, 1, MSG_DONTWAIT) == 0;
}

static void leave(struct connection *c, int client)
{
	close(client);
	close(c->fd);
	connections_remove(&all, c);
}

static void each_phase_has_its_time(void **state)
{
	static const struct {
		enum connection_phase phase;
		size_t bytes;
		int64_t time_ms; /* about */
	} rows[] = { { CONNECTION_IDLE, 0, 60000 }, { CONNECTION_HEAD, 0, 15000 },
		{ CONNECTION_BODY, 0, 30000 }, { CONNECTION_BODY, 1000000, 530000 },
		{ CONNECTION_ANSWER, 0, 30000 }, { CONNECTION_ANSWER, 200000, 130000 } };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int client;
		struct connection *c = connect_here(&client);

		connection_enter(c, rows[i].phase, rows[i].bytes);
		int64_t time_ms = atomic_load(&c->deadline_ms) - clock_monotonic_ms();
		assert_in_range(time_ms, rows[i].time_ms - 1000, rows[i].time_ms);
		connections_hang_up_late(&all);
		assert_false(is_hung_up_on(client));
		atomic_fetch_sub(&c->deadline_ms, rows[i].time_ms + 1000);
		connections_hang_up_late(&all);
		assert_true(is_hung_up_on(client));
		leave(c, client);
	}
}

static void our_own_work_takes_what_it_takes(void **state)
{
	const int64_t a_day_ms = 24 * 3600 * 1000;
	int client;
	struct connection *c = connect_here(&client);

	(void)state;
	connection_enter(c, CONNECTION_WORK, 0);
	atomic_fetch_sub(&c->deadline_ms, a_day_ms);
	connections_hang_up_late(&all);
	assert_false(is_hung_up_on(client));
	leave(c, client);
}

static void a_trickle_gains_no_time(void **state)
{
	int client;
	struct connection *c = connect_here(&client);

	(void)state;
	connection_enter(c, CONNECTION_HEAD, 0);
	int64_t before = atomic_load(&c->deadline_ms);
	assert_int_equal(send(client, "x", 1, 0), 1);
	connections_hang_up_late(&all);
	assert_int_equal(atomic_load(&c->deadline_ms), before);
	leave(c, client);
}

static void who_is_idle_leaves_sooner_when_it_is_crowded(void **state)
{
	int idle_client, busy_client;
	struct connection *idle = connect_here(&idle_client), *busy = connect_here(&busy_client);

	(void)state;
	connection_enter(busy, CONNECTION_ANSWER, 0);
	atomic_fetch_sub(&idle->deadline_ms, 10000);
	atomic_fetch_sub(&busy->deadline_ms, 10000);
	connections_hang_up_late(&all);
	assert_false(is_hung_up_on(idle_client));
	all.max = 2;
	connections_hang_up_late(&all);
	assert_true(is_hung_up_on(idle_client));
	assert_false(is_hung_up_on(busy_client));
	leave(idle, idle_client);
	leave(busy, busy_client);
}

static void half_an_hour_is_long(void **state)
{
	struct connection *c = come("192.0.2.7"), *proxy = come("127.0.0.1");

	(void)state;
	assert_false(connection_is_old(c));
	c->began_ms -= 31 * 60 * 1000;
	proxy->began_ms -= 31 * 60 * 1000;
	assert_true(connection_is_old(c));
	assert_false(connection_is_old(proxy));
	assert_false(connection_is_old(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			connections_of_one_address_are_counted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			this_machine_may_hold_any_number, set_up, tear_down),
		cmocka_unit_test_setup_teardown(who_leaves_makes_room, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			who_holds_twice_as_many_is_not_let_in, set_up, tear_down),
		cmocka_unit_test_setup_teardown(zero_is_any_number, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			more_than_all_places_are_told_so, set_up, tear_down),
		cmocka_unit_test_setup_teardown(each_phase_has_its_time, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			our_own_work_takes_what_it_takes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_trickle_gains_no_time, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			who_is_idle_leaves_sooner_when_it_is_crowded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(half_an_hour_is_long, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
