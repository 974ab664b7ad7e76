#include "fresh.h"

#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KNOWN_FOR_MS = 1000 };

struct freshness {
	uint64_t build;
	pthread_mutex_t lock; /* of what follows */
	struct counters known;
	int64_t known_at_ms; /* 0: nothing is known */
	int64_t forgotten_at_ms;
};

/* Two programs never share a tag: pages may differ though their version is the same. */
static uint64_t hash_of_program(void)
{
	uint64_t hash = str_hash(str_from(JALON_VERSION), 0);
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	struct stat file;

	if (fd < 0)
		return hash;
	if (!fstat(fd, &file) && file.st_size > 0) {
		size_t n = (size_t)file.st_size;
		void *bytes = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);

		if (bytes != MAP_FAILED) {
			hash = str_hash((struct str){ bytes, n }, hash);
			munmap(bytes, n);
		}
	}
	close(fd);
	return hash;
}

static void fresh_end(void *p)
{
	struct freshness *f = p;

	pthread_mutex_destroy(&f->lock);
}

struct freshness *fresh_new(struct arena *a, struct str settings)
{
	struct freshness *f = ARENA_NEW(a, struct freshness);

	f->build = str_hash(settings, hash_of_program());
	pthread_mutex_init(&f->lock, NULL);
	arena_defer(a, fresh_end, f);
	return f;
}

/* Readers may finish in another order than they began: what is known only goes forward. */
void fresh_note(struct freshness *f, const struct counters *now, int64_t at_ms)
{
	pthread_mutex_lock(&f->lock);
	if (at_ms > f->known_at_ms && at_ms > f->forgotten_at_ms) {
		f->known = *now;
		f->known_at_ms = at_ms;
	}
	pthread_mutex_unlock(&f->lock);
}

void fresh_forget(struct freshness *f, int64_t now_ms)
{
	pthread_mutex_lock(&f->lock);
	f->known_at_ms = 0;
	f->forgotten_at_ms = now_ms;
	pthread_mutex_unlock(&f->lock);
}

static bool is_known(struct freshness *f, int64_t now_ms, struct counters *ret_known)
{
	pthread_mutex_lock(&f->lock);
	bool known = f->known_at_ms && now_ms - f->known_at_ms < KNOWN_FOR_MS;
	if (known)
		*ret_known = f->known;
	pthread_mutex_unlock(&f->lock);
	return known;
}

/* "5f3a-2-17": what stands between the quotes of the tag. */
static struct str tag_of(struct arena *a, const struct freshness *f, const struct counters *now)
{
	return str_printf(a, "%016" PRIx64 "-%" PRId64 "-%" PRId64, f->build, now->vocabulary,
		now->generation);
}

/* One of: "a", W/"b". Weak and strong compare alike here (RFC 9110, 13.1.2). */
static bool names_tag(struct str list, struct str tag)
{
	struct str one;

	while (str_cut(&list, ',', &one)) {
		one = str_trim(one);
		if (str_starts(one, S("W/")))
			one = str_from_at(one, 2);
		if (one.n == tag.n + 2 && one.p[0] == '"' && one.p[one.n - 1] == '"' &&
			!memcmp(one.p + 1, tag.p, tag.n))
			return true;
	}
	return false;
}

static bool can_be_held(const struct request *r)
{
	return (r->method == METHOD_GET || r->method == METHOD_HEAD) && r->lane != LANE_WRITE;
}

void fresh_tell(const struct freshness *f, struct request *r, const struct counters *now)
{
	if (!can_be_held(r) || answer_has_header(r, "Cache-Control"))
		return;
	answer_header(r, "ETag",
		str_printf(&r->arena, "W/\"" STR_FMT "\"", STR_ARG(tag_of(&r->arena, f, now))));
	answer_header(r, "Cache-Control", S("public, max-age=60"));
	answer_header(r, "Access-Control-Allow-Origin", S("*"));
	answer_varies(r, "Cookie");
}

void fresh_tell_held(struct freshness *f, struct request *r)
{
	pthread_mutex_lock(&f->lock);
	const struct counters known = f->known;
	pthread_mutex_unlock(&f->lock);
	answer_varies(r, "Accept-Encoding");
	fresh_tell(f, r, &known);
}

enum http_status fresh_answer(
	const struct freshness *f, struct request *r, const struct counters *now)
{
	struct str held = request_peek(r, "If-None-Match");

	if (!held.n || !can_be_held(r) || !names_tag(held, tag_of(&r->arena, f, now)))
		return 0;
	answer_varies(r, "Accept-Encoding");
	fresh_tell(f, r, now);
	return HTTP_NOT_MODIFIED;
}

enum http_status fresh_answer_unasked(struct freshness *f, struct request *r, int64_t now_ms)
{
	struct counters known;

	return is_known(f, now_ms, &known) ? fresh_answer(f, r, &known) : 0;
}
