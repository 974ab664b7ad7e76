/* record_json.c - a record as the API gives it. */
#include "clock.h"
#include "exchange.h"
#include "module.h"

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
	default:
		line_json(j, *(const struct str *)member);
	}
}

void record_json(struct work *w, struct json *j, const struct kind *k, const void *row,
	const struct language *only)
{
	const struct record *r = row;

	jsonw_object(j);
	jsonw_member(j, "id", r->public_id);
	jsonw_member(j, "kind", str_from(k->name));
	jsonw_member(j, "state", r->state);
	jsonw_key(j, "version");
	jsonw_int(j, r->version);
	jsonw_member(j, "updated_at", clock_rfc3339(w->arena, r->updated_ms));
	jsonw_member(j, "url",
		str_printf(w->arena, "/%s/%s/" STR_FMT, w->lang->code, k->plural,
			STR_ARG(r->public_id)));
	for (size_t i = 0; i < k->n_fields; i++)
		if (!(k->fields[i].flags & F_INTERNAL))
			field_json(w, j, &k->fields[i], row, only);
	jsonw_object_end(j);
}
