/* record_json.c - a record as the API gives it. */
#include "clock.h"
#include "exchange.h"
#include "file_store.h"
#include "module.h"
#include "step.h"
#include "telling.h"

#include <string.h>

static void text_json(struct json *j, const struct text *t, const struct language *only)
{
	jsonw_object(j);
	for (size_t i = 0; i < LANG_COUNT; i++)
		if (t->in[i].n && (!only || only == &languages[i]))
			jsonw_member(j, languages[i].code, t->in[i]);
	jsonw_object_end(j);
}

static void line_json(struct json *j, struct str s)
{
	if (s.n)
		jsonw_str(j, s);
	else
		jsonw_null(j);
}

static void money_json(struct work *w, struct json *j, const struct field *f, const void *row)
{
	struct str decimal = column_read(w->arena, (struct column){ f, MONEY_AMOUNT }, row);

	jsonw_key(j, f->name);
	if (decimal.n)
		jsonw_number(j, decimal);
	else
		jsonw_null(j);
	jsonw_key(j, f->currency);
	line_json(j, column_read(w->arena, (struct column){ f, MONEY_CURRENCY }, row));
}

static void yesno_json(struct json *j, enum yesno answer)
{
	if (answer == UNKNOWN)
		jsonw_null(j);
	else
		jsonw_bool(j, answer == YES);
}

static void year_json(struct json *j, const struct number *year)
{
	if (year->is_known)
		jsonw_int(j, year->value);
	else
		jsonw_null(j);
}

static void codes_json(struct json *j, struct codes codes)
{
	jsonw_array(j);
	for (size_t i = 0; i < codes.n; i++)
		jsonw_str(j, codes.v[i]);
	jsonw_array_end(j);
}

static void about_json(struct json *j, const struct text *about)
{
	jsonw_key(j, "about");
	text_json(j, about, NULL);
}

void file_json(struct work *w, struct json *j, const struct file *f)
{
	jsonw_object(j);
	jsonw_member(j, "id", f->id);
	jsonw_member(j, "name", f->name);
	jsonw_member_z(j, "type", f->type->media);
	jsonw_member_int(j, "bytes", f->bytes);
	if (f->width) {
		jsonw_member_int(j, "width", f->width);
		jsonw_member_int(j, "height", f->height);
	}
	about_json(j, &f->about);
	jsonw_member(j, "sha256", f->hash);
	jsonw_member(j, "url", file_address(w->arena, f));
	jsonw_object_end(j);
}

static void files_json(struct work *w, struct json *j, struct str value)
{
	const struct files files = files_of(w, value);

	jsonw_array(j);
	for (size_t i = 0; i < files.n; i++)
		file_json(w, j, &files.v[i]);
	jsonw_array_end(j);
}

static void field_json(struct work *w, struct json *j, const struct field *f, const void *row,
	const struct language *only)
{
	const void *member = field_of(f, row);

	if (f->type == FIELD_MONEY) {
		money_json(w, j, f, row);
		return;
	}
	jsonw_key(j, f->name);
	switch (f->type) {
	case FIELD_TEXT:
		text_json(j, member, only);
		break;
	case FIELD_YEAR:
		year_json(j, member);
		break;
	case FIELD_YESNO:
		yesno_json(j, *(const enum yesno *)member);
		break;
	case FIELD_CODE:
	case FIELD_CODES:
	case FIELD_LINKS:
		codes_json(j, field_codes(f, row));
		break;
	case FIELD_FILES:
		files_json(w, j, *(const struct str *)member);
		break;
	default:
		line_json(j, *(const struct str *)member);
	}
}

static void identity_json(struct work *w, struct json *j, const struct kind *k, const void *row)
{
	const struct record *r = row;

	jsonw_member(j, "id", r->public_id);
	jsonw_member(j, "kind", str_from(k->name));
	jsonw_member(j, "state", r->state);
	jsonw_key(j, "version");
	jsonw_int(j, r->version);
	jsonw_member(j, "updated_at", clock_rfc3339(w->arena, r->updated_ms));
	jsonw_member(j, "url",
		str_printf(w->arena, "/%s/%s/" STR_FMT, w->lang->code, k->plural,
			STR_ARG(r->public_id)));
}

static void fields_json(struct work *w, struct json *j, const struct kind *k, const void *row,
	const struct language *only, bool with_internal)
{
	for (size_t i = 0; i < k->n_fields; i++)
		if (with_internal || !(k->fields[i].flags & F_INTERNAL))
			field_json(w, j, &k->fields[i], row, only);
}

void record_json(struct work *w, struct json *j, const struct kind *k, const void *row,
	const struct language *only)
{
	jsonw_object(j);
	identity_json(w, j, k, row);
	fields_json(w, j, k, row, only, false);
	jsonw_object_end(j);
}

/* ---- for those who work on it */

/* {"party": "FRA", "name": "France"}: one of party, organisation and account, or none. */
static void owner_json(struct work *w, struct json *j, const struct owner *owner)
{
	jsonw_key(j, "owner");
	jsonw_object(j);
	if (owner->party.n)
		jsonw_member(j, "party", owner->party);
	if (owner->organisation.n)
		jsonw_member(j, "organisation", owner->organisation);
	if (owner->account.n)
		jsonw_member(j, "account", owner->account);
	jsonw_member(j, "name", owner_shown(w, owner));
	jsonw_object_end(j);
}

static void due_json(struct work *w, struct json *j, int64_t due_ms)
{
	jsonw_key(j, "due_at");
	if (due_ms)
		jsonw_str(j, clock_rfc3339(w->arena, due_ms));
	else
		jsonw_null(j);
}

/* Each once: two rows of a flow may be the same step for different people. */
static void actions_json(struct work *w, struct json *j, const struct kind *k, const void *row)
{
	const struct steps open = steps_open(w, k, row);

	jsonw_key(j, "actions");
	jsonw_array(j);
	for (size_t i = 0; i < open.n; i++)
		if (step_open(w, k, row, str_from(open.v[i]->action)) == open.v[i])
			jsonw_str(j, str_from(open.v[i]->action));
	jsonw_array_end(j);
}

void record_told_json(struct work *w, struct json *j, const struct kind *k, const void *row)
{
	const struct record *r = row;
	const unsigned sides = k->flow ? record_sides(w, r) : 0;

	jsonw_object(j);
	identity_json(w, j, k, row);
	fields_json(w, j, k, row, NULL, sides_are_told_all(sides));
	if (sides_are_told_all(sides))
		owner_json(w, j, &r->owner);
	if (sides) {
		due_json(w, j, state_due_ms(k, r));
		actions_json(w, j, k, row);
	}
	jsonw_object_end(j);
}

void record_past_json(
	struct work *w, struct json *j, const struct kind *k, const void *row, bool with_internal)
{
	jsonw_object(j);
	identity_json(w, j, k, row);
	fields_json(w, j, k, row, NULL, with_internal);
	jsonw_object_end(j);
}

/* ---- one column by itself */

static void split_json(struct json *j, struct str codes)
{
	struct str code;

	jsonw_array(j);
	while (codes.n && str_cut(&codes, ';', &code))
		jsonw_str(j, code);
	jsonw_array_end(j);
}

static bool is_decimal(struct str s)
{
	bool has_digit = false;
	size_t n_points = 0;

	for (size_t i = 0; i < s.n; i++) {
		has_digit |= s.p[i] >= '0' && s.p[i] <= '9';
		n_points += s.p[i] == '.';
		if (!strchr("0123456789.", s.p[i]))
			return false;
	}
	return has_digit && n_points < 2 && s.p[0] != '.' && s.p[s.n - 1] != '.' &&
	       (s.p[0] != '0' || s.n == 1 || s.p[1] == '.');
}

static bool is_number(struct column c, struct str text)
{
	const enum field_type type = c.field->type;

	return (type == FIELD_YEAR || (type == FIELD_MONEY && c.part == MONEY_AMOUNT)) &&
	       is_decimal(text);
}

void column_json(struct json *j, struct column c, struct str text)
{
	const enum field_type type = c.field->type;

	if (type == FIELD_CODE || type == FIELD_CODES || type == FIELD_LINKS || type == FIELD_FILES)
		split_json(j, text);
	else if (!text.n)
		jsonw_null(j);
	else if (type == FIELD_YESNO)
		jsonw_bool(j, str_is(text, "yes"));
	else if (is_number(c, text))
		jsonw_number(j, text);
	else
		jsonw_str(j, text);
}
