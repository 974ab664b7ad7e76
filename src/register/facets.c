#include "facets.h"
#include "register_sql.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	FACETS_MAX_BYTES = 1 << 30,
	STEP_ROWS = 2000,
	/* some milliseconds */ STEP_MAX_BYTES = 64 << 20,
	SETS_FIRST = 256
};

struct facet_set {
	struct str term; /* "activity=2.4"; "" holds all records of the kind */
	struct bits bits;
};

/* The sets of one kind, found by term: open addressing, places hold a set's number + 1. */
struct kind_sets {
	struct kind_sets *next;
	struct str kind;
	struct facet_set *v;
	size_t n, cap;
	uint32_t *places;
};

struct facets {
	pthread_rwlock_t lock; /* of the sets */
	struct arena home;
	struct kind_sets *kinds;
	int64_t whole_at; /* the generation they are as a whole; 0: a reading broke off */
	_Atomic int64_t generation; /* of the last row read, with its seq */
	int64_t seq;
};

static void facets_end(void *p)
{
	struct facets *f = p;

	pthread_rwlock_destroy(&f->lock);
	arena_free(&f->home);
}

struct facets *facets_new(struct arena *a)
{
	struct facets *f = ARENA_NEW(a, struct facets);

	arena_init(&f->home, FACETS_MAX_BYTES);
	pthread_rwlock_init(&f->lock, NULL);
	arena_defer(a, facets_end, f);
	return f;
}

/* ---- sets */

static struct kind_sets *sets_of(const struct facets *f, struct str kind)
{
	struct kind_sets *sets = f->kinds;

	while (sets && !str_eq(sets->kind, kind))
		sets = sets->next;
	return sets;
}

static uint32_t *place_of(const struct kind_sets *sets, struct str term)
{
	for (size_t at = str_hash(term, 0);; at++) {
		uint32_t *place = &sets->places[at & (2 * sets->cap - 1)];

		if (!*place || str_eq(sets->v[*place - 1].term, term))
			return place;
	}
}

static void sets_grow(struct facets *f, struct kind_sets *sets)
{
	size_t cap = sets->cap ? 2 * sets->cap : SETS_FIRST;
	struct facet_set *v = ARENA_ARRAY(&f->home, struct facet_set, cap);

	if (sets->n)
		memcpy(v, sets->v, sets->n * sizeof *v);
	sets->v = v;
	sets->cap = cap;
	sets->places = ARENA_ARRAY(&f->home, uint32_t, 2 * cap);
	for (size_t i = 0; i < sets->n; i++)
		*place_of(sets, v[i].term) = (uint32_t)i + 1;
}

static struct kind_sets *sets_for(struct facets *f, struct str kind)
{
	struct kind_sets *sets = sets_of(f, kind);

	if (sets)
		return sets;
	sets = ARENA_NEW(&f->home, struct kind_sets);
	sets->kind = str_copy(&f->home, kind);
	sets->next = f->kinds;
	f->kinds = sets;
	sets_grow(f, sets);
	return sets;
}

static void set_add(struct facets *f, struct kind_sets *sets, struct str term, uint32_t seq)
{
	uint32_t *place = place_of(sets, term);

	if (!*place) {
		if (sets->n == sets->cap) {
			sets_grow(f, sets);
			place = place_of(sets, term);
		}
		sets->v[sets->n++] =
			(struct facet_set){ str_copy(&f->home, term), bits_new(&f->home) };
		*place = (uint32_t)sets->n;
	}
	bits_add(&sets->v[*place - 1].bits, seq);
}

/* ---- keeping up with the store */

/* Most rows of a first reading are of records that no set has yet. */
static void forget_record(struct kind_sets *sets, uint32_t seq)
{
	const uint32_t all = *place_of(sets, S(""));

	if (!all || !bits_has(&sets->v[all - 1].bits, seq))
		return;
	for (size_t i = 0; i < sets->n; i++)
		bits_drop(&sets->v[i].bits, seq);
}

static void take_row(struct facets *f, struct db_rows *row)
{
	uint32_t seq = (uint32_t)db_column_int(row, 0);
	struct kind_sets *sets = sets_for(f, db_column_text(row, 1));
	struct str rest = db_column_text(row, 3), term;

	forget_record(sets, seq);
	set_add(f, sets, S(""), seq);
	while (str_cut(&rest, '\n', &term))
		if (term.n)
			set_add(f, sets, term, seq);
	f->seq = seq;
	f->generation = db_column_int(row, 2);
}

static size_t take_rows(struct facets *f, struct db_rows *rows)
{
	size_t n = 0;

	for (; db_next(rows); n++)
		take_row(f, rows);
	return n;
}

/* The next rows after the last one read; how many. */
static size_t read_step(struct work *w, struct facets *f)
{
	struct arena step, *home;

	arena_init(&step, STEP_MAX_BYTES);
	home = db_lend(w->db, &step);
	size_t n = take_rows(f, db_query(w->db, SQL_REGISTER_INDEX_REST,
					DB_VALUES(V(f->generation), V(f->seq), V(STEP_ROWS))));
	if (n < STEP_ROWS)
		n += take_rows(f, db_query(w->db, SQL_REGISTER_INDEX_LATER,
					  DB_VALUES(V(f->generation), V(STEP_ROWS - n))));
	db_lend(w->db, home);
	arena_free(&step);
	return n;
}

/* One transaction is one generation: what it wrote since is read with it again. */
static void forget_last(struct facets *f, int64_t generation)
{
	if (f->generation < generation)
		return;
	f->generation = generation - 1;
	f->seq = INT32_MAX;
	f->whole_at = 0;
}

/* What there was no memory for may be wanted again when there is: from the beginning. */
static void give_up(struct work *w, struct facets *f)
{
	failure_record(w->failure, "the sets of records take too much memory", S(""), NULL);
	w->failure->is_temporary |= f->home.is_starved;
	arena_free(&f->home);
	f->kinds = NULL;
	f->generation = 0;
	f->seq = 0;
}

/*
 * A reading that breaks off is gone on with from its last row by the next. On an event thread it is
 * one step: what a few writers changed, but not what a load did.
 */
static void read_rows(struct work *w, struct facets *f)
{
	size_t n;

	if (f->whole_at == w->generation)
		return;
	f->whole_at = 0;
	do
		n = read_step(w, f);
	while (n == STEP_ROWS && !w->is_brief);
	if (f->home.exceeded)
		give_up(w, f);
	if (n == STEP_ROWS || !db_is_sound(w->db))
		return;
	f->generation = w->generation;
	f->whole_at = w->generation;
	f->seq = INT32_MAX;
}

static int64_t generation_now(struct work *w)
{
	if (!w->generation)
		w->generation = counters_read(w->db).generation;
	return w->generation;
}

/* Steps of a loop come and go; what a work has of its own stays. */
static struct facets *own_facets(struct work *w)
{
	return facets_new(w->home ? w->home : w->arena);
}

/* False: another brings the sets up to date, and a brief work does not wait for that. */
static bool lock_to_read(struct work *w)
{
	if (w->is_brief)
		return !pthread_rwlock_tryrdlock(&w->facets->lock);
	return !pthread_rwlock_rdlock(&w->facets->lock);
}

static bool are_whole(const struct work *w)
{
	return w->facets->whole_at == w->generation && db_is_sound(w->db);
}

/* The sets are locked for writing. False: they are of a later state than this work sees. */
static bool bring_up_to_date(struct work *w)
{
	struct facets *f = w->facets;

	if (f->generation > w->generation)
		return false;
	if (w->raised_generation)
		forget_last(f, w->generation);
	read_rows(w, f);
	return true;
}

bool facets_hold(struct work *w)
{
	bool is_late;

	generation_now(w);
	if (!w->facets)
		w->facets = own_facets(w);
	if (!lock_to_read(w)) {
		w->needs_longer = true;
		return false;
	}
	if (are_whole(w) && !w->raised_generation)
		return true;
	facets_release(w);
	pthread_rwlock_wrlock(&w->facets->lock);
	is_late = !bring_up_to_date(w);
	if (is_late && !w->is_brief) {
		/* Lists must tell of the state that this work sees, so it gets sets of its own. */
		facets_release(w);
		w->facets = own_facets(w);
		pthread_rwlock_wrlock(&w->facets->lock);
		is_late = !bring_up_to_date(w);
	}
	if (!is_late && are_whole(w))
		return true;
	facets_release(w);
	w->needs_longer = w->is_brief && db_is_sound(w->db);
	return false;
}

void facets_release(struct work *w)
{
	pthread_rwlock_unlock(&w->facets->lock);
}

int64_t facets_generation(const struct facets *f)
{
	return f->generation;
}

/* ---- asking */

static const struct bits no_bits;

const struct bits *facets_set(const struct work *w, const struct kind *k, struct str term)
{
	const struct kind_sets *sets = sets_of(w->facets, str_from(k->name));
	uint32_t place = sets ? *place_of(sets, term) : 0;

	return place ? &sets->v[place - 1].bits : &no_bits;
}

const struct bits *facets_code(
	const struct work *w, const struct kind *k, const char *vocabulary, struct str code)
{
	char term[300];
	int n = snprintf(term, sizeof term, "%s=" STR_FMT, vocabulary, STR_ARG(code));

	if (n < 0 || (size_t)n >= sizeof term)
		return &no_bits;
	return facets_set(w, k, (struct str){ term, (size_t)n });
}

const struct bits *facets_all(const struct work *w, const struct kind *k)
{
	return facets_set(w, k, S(""));
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

struct years facets_years(const struct work *w, const struct kind *k, const char *field)
{
	const struct kind_sets *sets = sets_of(w->facets, str_from(k->name));
	struct str start = str_printf(w->arena, "%s=", field);
	struct years years = { ARENA_ARRAY(w->arena, int64_t, sets ? sets->n : 0), 0 };

	for (size_t i = 0; sets && i < sets->n; i++)
		if (str_starts(sets->v[i].term, start) &&
			str_int(str_from_at(sets->v[i].term, start.n), &years.v[years.n]))
			years.n++;
	qsort(years.v, years.n, sizeof *years.v, by_number);
	return years;
}
