#include "dictionary.h"
#include "record.h"

/* To add a type of field: a row here. {1} is the name of its code list. */
static const char *const types[FIELD_TYPE_COUNT] = {
	[FIELD_TEXT] = N_("text"),
	[FIELD_LINE] = N_("text without a language"),
	[FIELD_URL] = N_("web address"),
	[FIELD_YEAR] = N_("year of four digits"),
	[FIELD_YESNO] = N_("yes or no; empty when unknown"),
	[FIELD_MONEY] = N_("number, its decimal sign a point"),
	[FIELD_CODE] = N_("one code of the list “{1}”"),
	[FIELD_CODES] = N_("codes of the list “{1}”, parted by semicolons"),
	[FIELD_LINKS] = N_("identifiers of other records, parted by semicolons"),
};

struct dictionary_entry dictionary_of_id(struct work *w, const struct language *l)
{
	(void)w;
	return (struct dictionary_entry){
		.name = S("id"),
		.label = str_from(tr(l, "Identifier")),
		.meaning = str_from(tr(l, "Stays the same for good: loading the file again changes "
					  "this record instead of making another.")),
		.type = str_from(tr(l, "letters without accents, digits, hyphens, dots and "
				       "underscores")),
	};
}

static bool is_currency(struct column c)
{
	return c.field->type == FIELD_MONEY && c.part == MONEY_CURRENCY;
}

static struct str label_of(struct work *w, struct column c, const struct language *l)
{
	struct str label = str_from(tr_text(l, c.field->label));

	if (c.field->type == FIELD_TEXT)
		return STR_FILL(w->arena, tr(l, "{1} ({2})"), label,
			str_from(tr_text(l, languages[c.part].label)));
	return is_currency(c) ? STR_FILL(w->arena, tr(l, "{1}: currency"), label) : label;
}

static struct str type_of(struct work *w, struct column c, const struct language *l)
{
	const struct vocabulary *v = field_vocabulary(w, c.field);

	if (is_currency(c))
		return str_from(tr(l, "code of ISO 4217"));
	return STR_FILL(w->arena, tr_text(l, types[c.field->type]),
		str_from(v ? tr_text(l, v->source->label) : ""));
}

struct dictionary_entry dictionary_of_column(
	struct work *w, const struct column c, const struct language *l)
{
	const char *hint = c.field->hint;

	return (struct dictionary_entry){
		.name = column_name(w->arena, c),
		.label = label_of(w, c, l),
		.meaning = str_from(hint && !is_currency(c) ? tr_text(l, hint) : ""),
		.type = type_of(w, c, l),
	};
}
