/* record_check.c - is a record fit to be saved? What is wrong is said in the reader's language. */
#include "record.h"
#include "register_sql.h"

static void check_required_column(
	struct work *w, const struct column c, const void *row, struct problems *p)
{
	if (!column_read(w->arena, c, row).n)
		problem_add(p, column_name(w->arena, c), "required",
			str_from(T(w, "this is required")));
}

/* A text that must be there must be there in one language at least. */
static void check_required_text(
	struct work *w, const struct field *f, const void *row, struct problems *p)
{
	const struct text *t = field_of(f, row);

	for (size_t i = 0; i < LANG_COUNT; i++)
		if (t->in[i].n)
			return;
	problem_add(p, column_name(w->arena, (struct column){ f, 0 }), "required",
		str_from(T(w, "this is required in one language at least")));
}

static void check_required(
	struct work *w, const struct field *f, const void *row, struct problems *p)
{
	if (f->flags & F_REQUIRED && f->type == FIELD_TEXT)
		check_required_text(w, f, row, p);
	else if (f->flags & F_REQUIRED)
		check_required_column(w, (struct column){ f, 0 }, row, p);
}

static void check_length(struct work *w, const struct field *f, const void *row, struct problems *p)
{
	for (int part = 0; part < field_parts(f); part++) {
		const struct column c = { f, part };

		if (field_is_too_long(f, column_read(w->arena, c, row)))
			problem_add(p, column_name(w->arena, c), "too_long",
				str_from(T(w, "this text is too long")));
	}
}

static bool stands_before(struct codes codes, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (str_eq(codes.v[j], codes.v[i]))
			return true;
	return false;
}

static void check_codes(struct work *w, const struct field *f, const void *row, struct problems *p)
{
	const struct vocabulary *v = field_vocabulary(w, f);
	struct codes codes = field_codes(f, row);

	for (size_t i = 0; i < codes.n; i++) {
		struct str label = str_from(v ? tr_text(w->lang, v->source->label) : "");

		if (v && !term_find(v, codes.v[i]))
			problem_add(p, str_from(f->name), "unknown_code",
				STR_FILL(w->arena, T(w, "“{1}” is not a known code of “{2}”"),
					codes.v[i], label));
		else if (stands_before(codes, i))
			problem_add(p, str_from(f->name), "repeated",
				STR_FILL(w->arena, T(w, "“{1}” is given twice"), codes.v[i]));
	}
}

static void check_money(struct work *w, const struct field *f, const void *row, struct problems *p)
{
	const struct amount *amount = field_of(f, row);
	struct money m;

	if (amount->decimal.n && !amount->currency.n)
		problem_add(p, str_from(f->currency), "no_currency",
			str_from(T(w, "an amount needs its currency")));
	else if (!amount->decimal.n && amount->currency.n)
		problem_add(p, str_from(f->name), "no_amount",
			STR_FILL(w->arena, T(w, "the currency “{1}” has no amount"),
				amount->currency));
	else if (amount->decimal.n && !amount_money(amount, &m))
		problem_add(p, str_from(f->name), "decimals",
			STR_FILL(w->arena,
				T(w, "the amount is too large, or has more decimals than {1} "
				     "allows"),
				amount->currency));
}

/* Whether they lead somewhere is asked when they are saved. */
static void check_links(struct work *w, const struct field *f, const void *row, struct problems *p)
{
	struct codes links = field_codes(f, row);

	for (size_t i = 0; i < links.n; i++) {
		if (stands_before(links, i))
			problem_add(p, str_from(f->name), "repeated",
				STR_FILL(w->arena, T(w, "“{1}” is given twice"), links.v[i]));
	}
}

/* A file is of one record, and of no other. */
static void check_files(struct work *w, const struct field *f, const void *row, struct problems *p)
{
	const struct record *r = row;
	struct codes ids;
	int64_t one;

	column_write(w->arena, (struct column){ &(struct field){ .type = FIELD_CODES }, 0 }, &ids,
		*(const struct str *)field_of(f, row));
	for (size_t i = 0; i < ids.n; i++) {
		if (stands_before(ids, i))
			problem_add(p, str_from(f->name), "repeated",
				STR_FILL(w->arena, T(w, "“{1}” is given twice"), ids.v[i]));
		else if (!db_one_int(w->db, SQL_REGISTER_FILE_STANDS,
				 DB_VALUES(V(ids.v[i]), V(r->kind), V(r->public_id)), &one))
			problem_add(p, str_from(f->name), "unknown_file",
				STR_FILL(w->arena, T(w, "there is no file “{1}” of this record"),
					ids.v[i]));
	}
}

static bool is_id(struct str id)
{
	for (size_t i = 0; i < id.n; i++) {
		char c = id.p[i];

		if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
			    c == '-' || c == '_' || c == '.'))
			return false;
	}
	return id.n <= RECORD_ID_MAX;
}

static void check_id(struct work *w, const struct record *r, struct problems *p)
{
	if (!is_id(r->public_id))
		problem_add(p, S("id"), "bad_id",
			STR_FILL(w->arena,
				T(w, "“{1}” is not an identifier: at most 64 letters without "
				     "accents, digits, hyphens, dots or underscores"),
				r->public_id));
}

bool record_check_values(struct work *w, const struct kind *k, const void *row, struct problems *p)
{
	size_t before = p->n;

	check_id(w, row, p);
	for (size_t i = 0; i < k->n_fields; i++) {
		const struct field *f = &k->fields[i];

		if (f->type == FIELD_CODE || f->type == FIELD_CODES)
			check_codes(w, f, row, p);
		if (f->type == FIELD_LINKS)
			check_links(w, f, row, p);
		if (f->type == FIELD_MONEY)
			check_money(w, f, row, p);
		if (f->type == FIELD_FILES)
			check_files(w, f, row, p);
	}
	return p->n == before;
}

bool record_check(struct work *w, const struct kind *k, const void *row, struct problems *p)
{
	size_t before = p->n;

	record_check_values(w, k, row, p);
	for (size_t i = 0; i < k->n_fields; i++) {
		const struct field *f = &k->fields[i];

		check_required(w, f, row, p);
		if (f->type == FIELD_TEXT || f->type == FIELD_LINE || f->type == FIELD_URL)
			check_length(w, f, row, p);
	}
	if (k->check)
		k->check(w, row, p);
	return p->n == before;
}
