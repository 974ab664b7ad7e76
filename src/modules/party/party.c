#include "party.h"
#include "csv.h"
#include "reference.h"

static const struct vocabulary_source vocabularies[] = {
	{ "group", N_("Electoral group"), N_("Any group"), true, NULL },
	{ "party", N_("Party"), N_("Any Party"), false, NULL },
	{ 0 },
};

/* The day of the data in parties.csv, and the session whose document names the groups. */
static const char party_edition[] = "2026-11-21", group_edition[] = "2021";

static void load_groups(struct work *w)
{
	json_t *root = reference_json(w, "framework.json");
	json_t *list = json_object_get(root, "electoral_groups"), *group;
	struct term_draft *drafts =
		ARENA_ARRAY(w->arena, struct term_draft, json_array_size(list) + 1);
	size_t i;

	json_array_foreach(list, i, group) {
		json_t *label = json_object_get(group, "label");

		drafts[i].code = str_from(json_string_value(json_object_get(group, "code")));
		for (size_t l = 0; l < LANG_COUNT; l++)
			drafts[i].label[l] = str_from(
				json_string_value(json_object_get(label, languages[l].code)));
	}
	vocabulary_save(w->db, S("group"), str_from(group_edition), drafts, json_array_size(list));
}

enum {
	PARTY_ISO3 = 0,
	PARTY_NAME_EN = 3,
	PARTY_NAME_FR,
	PARTY_GROUP,
	PARTY_COLUMNS,
	PARTIES_MAX = 400
};

static void load_parties(struct work *w)
{
	struct csv_reader reader = csv_read(reference_file("parties.csv"));
	struct term_draft *drafts = ARENA_ARRAY(w->arena, struct term_draft, PARTIES_MAX);
	struct csv_row row;
	size_t n = 0;

	csv_next(&reader, w->arena, &row); /* names of columns */
	while (n < PARTIES_MAX && csv_next(&reader, w->arena, &row) == CSV_ROW &&
		row.n >= PARTY_COLUMNS) {
		struct term_draft *t = &drafts[n++];

		t->code = row.cells[PARTY_ISO3].text;
		t->label[LANG_EN] = row.cells[PARTY_NAME_EN].text;
		t->label[LANG_FR] = row.cells[PARTY_NAME_FR].text;
		t->broader_code = row.cells[PARTY_GROUP].text;
		if (t->broader_code.n)
			t->broader_vocabulary = S("group");
	}
	vocabulary_save(w->db, S("party"), str_from(party_edition), drafts, n);
}

static const struct reference references[] = {
	{ "framework.json", false, load_groups },
	{ "parties.csv", false, load_parties, N_("Parties to the Convention"),
		N_("Names, codes and electoral groups of the Parties, with what is known of "
		   "their ratification and how it was checked, as CSV.") },
	{ 0 },
};

const struct module party_module = {
	.name = "party",
	.vocabularies = vocabularies,
	.references = references,
};
