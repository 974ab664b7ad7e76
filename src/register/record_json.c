/* record_json.c - a record as the API gives it. */
#include "clock.h"
#include "exchange.h"
#include "module.h"

static void text_json(struct json *j, const struct text *t, const struct language *only)
{
	json_object(j);
	for (size_t i = 0; i < LANG_COUNT; i++)
		if (t->in[i].n && (!only || only == &languages[i]))
			json_member(j, languages[i].code, t->in[i]);
	json_object_end(j);
}

static void line_json(struct json *j, struct str s)
{
	if (s.n)
		json_str(j, s);
	else
		json_null(j);
}

static void money_json(struct work *w, struct json *j, const struct field *f, const void *row)
{
	struct str decimal = column_read(w->arena, (struct column){ f, MONEY_AMOUNT }, row);

	json_key(j, f->name);
	if (decimal.n)
		json_number(j, decimal);
	else
		json_null(j);
	json_key(j, f->currency);
	line_json(j, column_read(w->arena, (struct column){ f, MONEY_CURRENCY }, row));
}

static void yesno_json(struct json *j, enum yesno answer)
{
	if (answer == UNKNOWN)
		json_null(j);
	else
		json_bool(j, answer == YES);
}

static void year_json(struct json *j, const struct number *year)
{
	if (year->is_known)
		json_int(j, year->value);
	else
		json_null(j);
}

static void codes_json(struct json *j, const struct codes *codes)
{
	json_array(j);
	for (size_t i = 0; i < codes->n; i++)
		json_str(j, codes->v[i]);
	json_array_end(j);
}

static void field_json(struct work *w, struct json *j, const struct field *f, const void *row,
	const struct language *only)
{
	const void *member = field_of(f, row);

	if (f->type == FIELD_MONEY) {
		money_json(w, j, f, row);
		return;
	}
	json_key(j, f->name);
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
	case FIELD_CODES:
	case FIELD_LINKS:
		codes_json(j, member);
		break;
	default:
		line_json(j, *(const struct str *)member);
	}
}

void record_json(struct work *w, struct json *j, const struct kind *k, const void *row,
	const struct language *only)
{
	const struct record *r = row;

	json_object(j);
	json_member(j, "id", r->public_id);
	json_member(j, "kind", str_from(k->name));
	json_member(j, "state", r->state);
	json_key(j, "version");
	json_int(j, r->version);
	json_member(j, "updated_at", clock_rfc3339(w->arena, r->updated_ms));
	json_member(j, "url",
		str_printf(w->arena, "/%s/%s/" STR_FMT, w->lang->code, k->plural,
			STR_ARG(r->public_id)));
	for (size_t i = 0; i < k->n_fields; i++)
		field_json(w, j, &k->fields[i], row, only);
	json_object_end(j);
}
