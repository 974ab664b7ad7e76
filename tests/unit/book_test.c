/* book_test.c - workbooks made by several threads at once. */
#include "arena.h"
#include "book.h"
#include "unit.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 4, BOOKS = 3, PAUSE_US = 5000 };

static atomic_int n_inside, n_calls, n_meetings;

/* In the place of the C library's, whose result all threads share. */
struct tm *gmtime(const time_t *seconds)
{
	static struct tm result;

	atomic_fetch_add(&n_calls, 1);
	if (atomic_fetch_add(&n_inside, 1))
		atomic_fetch_add(&n_meetings, 1);
	usleep(PAUSE_US);
	gmtime_r(seconds, &result);
	atomic_fetch_sub(&n_inside, 1);
	return &result;
}

static void *make_books(void *arg)
{
	int *n_made = arg;

	for (int i = 0; i < BOOKS; i++) {
		struct failure f = { 0 };
		struct arena a;

		arena_init(&a, 1 << 20);
		struct book *b = book_new(&a, &f);
		book_describe(b, S("Practices"), 1795257727000);
		sheet_text(book_sheet(b, "records"), &a, S("id"));
		int fd = book_close(b);
		*n_made += fd >= 0;
		close(fd);
		arena_free(&a);
	}
	arena_forget_kept();
	return NULL;
}

static void dates_of_workbooks_made_at_once_do_not_meet(void **state)
{
	pthread_t threads[THREADS];
	int n_made[THREADS] = { 0 };

	(void)state;
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, make_books, &n_made[i]), 0);
	for (int i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(n_made[i], BOOKS);
	}
	assert_true(atomic_load(&n_calls) >= THREADS * BOOKS);
	assert_int_equal(atomic_load(&n_meetings), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_of_workbooks_made_at_once_do_not_meet),
	};

	return cmocka_run_group_tests_name("book", tests, NULL, NULL);
}
