#include "house_work.h"

static struct fresh_house shared, own;
static struct fresh_house *at; /* where the test works */
static enum db_engine engine;

static int open_shared(enum db_engine e)
{
	engine = e;
	fresh_house_open(&shared, e, HOUSE_BARE);
	return 0;
}

int house_work_open_sqlite(void **state)
{
	(void)state;
	return open_shared(DB_SQLITE);
}

int house_work_open_postgres(void **state)
{
	(void)state;
	return open_shared(DB_POSTGRES);
}

int house_work_close(void **state)
{
	(void)state;
	fresh_house_close(&shared);
	return 0;
}

static struct work *begin(void)
{
	struct work *w = fresh_house_work(at);

	db_begin(w->db);
	return w;
}

int house_work_begin(void **state)
{
	at = &shared;
	*state = begin();
	return 0;
}

int house_work_roll_back(void **state)
{
	struct work *w = *state;

	db_rollback(w->db);
	return 0;
}

int house_work_begin_own(void **state)
{
	fresh_house_open(&own, engine, HOUSE_BARE);
	at = &own;
	*state = begin();
	return 0;
}

int house_work_end_own(void **state)
{
	house_work_roll_back(state);
	fresh_house_close(&own);
	return 0;
}

struct work *house_work_next(struct work *w)
{
	assert_true(db_commit(w->db));
	return begin();
}

void assert_sound(const struct work *w)
{
	if (w->failure->what)
		fail_msg("%s: %s", w->failure->what, w->failure->detail);
}

static struct db_rows *ask(struct work *w, const char *sql)
{
	struct sql_text t = sql_text_new(w->db, 0);

	sql_add(&t, sql);
	return sql_query(w->db, &t);
}

int64_t ask_int(struct work *w, const char *sql)
{
	struct db_rows *rows = ask(w, sql);
	int64_t value = db_next(rows) ? db_column_int(rows, 0) : -1;

	db_done(rows);
	assert_sound(w);
	return value;
}

struct str ask_text(struct work *w, const char *sql)
{
	struct db_rows *rows = ask(w, sql);
	struct str value = db_next(rows) ? db_column_text(rows, 0) : S("-");

	db_done(rows);
	assert_sound(w);
	return value;
}

void run_text(struct work *w, const char *sql)
{
	struct sql_text t = sql_text_new(w->db, 0);

	sql_add(&t, sql);
	sql_run(w->db, &t);
	assert_sound(w);
}

/* ---- records */

static struct column column_of(struct work *w, const char *name)
{
	struct columns columns = kind_columns(w->arena, &practice_kind);

	for (size_t i = 0; i < columns.n; i++)
		if (str_is(column_name(w->arena, columns.v[i]), name))
			return columns.v[i];
	fail_msg("practices have no column %s", name);
	return (struct column){ 0 };
}

void set(struct work *w, struct practice *p, const char *column, const char *value)
{
	const char *why = column_write(w->arena, column_of(w, column), p, str_from(value));

	if (why)
		fail_msg("%s = “%s”: %s", column, value, why);
}

struct str get(struct work *w, const struct practice *p, const char *column)
{
	return column_read(w->arena, column_of(w, column), p);
}

struct practice *given_practice(struct work *w, const char *id)
{
	struct practice *p = record_new(w, &practice_kind);

	p->record.public_id = str_from(id);
	p->record.state = S("published");
	set(w, p, "title_fr", "Une radio en ligne");
	set(w, p, "summary_fr", "Elle joue la musique du pays.");
	set(w, p, "output", "2");
	return p;
}

void save(struct work *w, struct practice *p, enum save_result expected)
{
	struct problems problems = problems_new(w->arena);
	enum save_result found = register_save(w, &practice_kind, p, "test", &problems);

	assert_sound(w);
	for (size_t i = 0; i < problems.n && expected != SAVE_REFUSED; i++)
		print_error(STR_FMT ": " STR_FMT "\n", STR_ARG(problems.v[i].column),
			STR_ARG(problems.v[i].message));
	assert_int_equal(found, expected);
	assert_int_equal(problems.n > 0, expected == SAVE_REFUSED);
}

struct practice *load(struct work *w, const char *id)
{
	struct practice *p = record_load(w, &practice_kind, str_from(id));

	assert_sound(w);
	return p;
}

void assert_problem(const struct problems *p, const char *column, const char *code)
{
	assert_int_equal(p->n, 1);
	assert_text(p->v[0].column, column);
	assert_string_equal(p->v[0].code, code);
	assert_true(p->v[0].message.n > 0);
}
