#include "framework.h"
#include "csv.h"
#include "reference.h"

static const struct vocabulary_source vocabularies[] = {
	{ "goal", N_("Goal"), N_("Any goal"), true, NULL },
	{ "output", N_("Output"), N_("Any output"), true, NULL },
	{ "activity", N_("Activity"), N_("Any activity"), true, NULL },
	{ "step", N_("Step of the method"), N_("Any step"), true, NULL },
	{ "theme", N_("Priority theme"), N_("Any theme"), true, NULL },
	{ "sector", N_("Cultural sector"), N_("Any sector"), false, NULL },
	{ "stage", N_("Stage of the value chain"), N_("Any stage"), false, NULL },
	{ "stakeholder", N_("Stakeholder"), N_("Any stakeholder"), false, NULL },
	{ "sdg", N_("SDG target"), N_("Any target"), true, NULL },
	{ 0 },
};

/* Where a list of framework.json goes, and which of its members say what. */
static const struct list_source {
	const char *vocabulary, *member;
	const char *code, *label, *description;
	const char *broader, *broader_vocabulary; /* NULL: stands alone */
} lists[] = {
	{ "goal", "goals", "id", "title", "description", NULL, NULL },
	{ "output", "outputs", "id", "title", "description", "goal", "goal" },
	{ "activity", "activities", "code", "title", "description", "output", "output" },
	{ "step", "methodology_steps", "code", "title", "description", NULL, NULL },
	{ "theme", "priority_themes", "code", "title", NULL, NULL, NULL },
	{ "sector", "cultural_sectors", "code", "label", NULL, "parent", "sector" },
	{ "stage", "value_chain_stages", "code", "label", NULL, NULL, NULL },
	{ "stakeholder", "stakeholder_types", "code", "label", NULL, NULL, NULL },
};

static const char framework_edition[] = "2019", sdg_edition[] = "2015";

static void read_words(json_t *from, struct str ret_in[LANG_COUNT])
{
	for (size_t l = 0; l < LANG_COUNT; l++)
		ret_in[l] = str_from(json_string_value(json_object_get(from, languages[l].code)));
}

static struct term_draft read_term(json_t *from, const struct list_source *s)
{
	struct term_draft t = { .code = str_from(
					json_string_value(json_object_get(from, s->code))) };

	read_words(json_object_get(from, s->label), t.label);
	if (s->description)
		read_words(json_object_get(from, s->description), t.description);
	if (s->broader)
		t.broader_code = str_from(json_string_value(json_object_get(from, s->broader)));
	if (t.broader_code.n)
		t.broader_vocabulary = str_from(s->broader_vocabulary);
	return t;
}

static void load_list(struct work *w, json_t *root, const struct list_source *s)
{
	json_t *list = json_object_get(root, s->member);
	size_t n = json_array_size(list);
	struct term_draft *drafts = ARENA_ARRAY(w->arena, struct term_draft, n + 1);

	for (size_t i = 0; i < n; i++)
		drafts[i] = read_term(json_array_get(list, i), s);
	vocabulary_save(w->db, str_from(s->vocabulary), str_from(framework_edition), drafts, n);
}

static void load_framework(struct work *w)
{
	json_t *root = reference_json(w, "framework.json");

	for (size_t i = 0; root && i < COUNT(lists); i++)
		load_list(w, root, &lists[i]);
}

/* The framework has shorter words for the targets it names; they win. */
static void shorten(json_t *root, struct term_draft *t)
{
	json_t *targets = json_object_get(root, "sdg_targets"), *target;
	size_t i;

	json_array_foreach(targets, i, target)
		if (str_is(t->code, json_string_value(json_object_get(target, "number"))))
			read_words(json_object_get(target, "label"), t->label);
}

enum { SDG_TARGET, SDG_LABEL_EN, SDG_LABEL_FR, SDG_COLUMNS };

static void load_sdg(struct work *w)
{
	json_t *root = reference_json(w, "framework.json");
	struct csv_reader reader = csv_read(reference_file("sdg.csv"));
	struct term_draft *drafts = ARENA_ARRAY(w->arena, struct term_draft, 200);
	struct csv_row row;
	size_t n = 0;

	csv_next(&reader, w->arena, &row); /* names of columns */
	while (n < 200 && csv_next(&reader, w->arena, &row) == CSV_ROW && row.n >= SDG_COLUMNS) {
		struct term_draft *t = &drafts[n++];

		t->code = row.cells[SDG_TARGET].text;
		t->label[LANG_EN] = row.cells[SDG_LABEL_EN].text;
		t->label[LANG_FR] = row.cells[SDG_LABEL_FR].text;
		shorten(root, t);
	}
	vocabulary_save(w->db, S("sdg"), str_from(sdg_edition), drafts, n);
}

static const struct reference references[] = {
	{ "framework.json", false, load_framework, N_("Open Roadmap"),
		N_("Goals, outputs and activities in our short wording, with the steps, "
		   "paragraphs, targets and stages they refer to, as JSON.") },
	{ "sdg.csv", false, load_sdg, N_("Targets of the Sustainable Development Goals"),
		N_("The targets of the 2030 Agenda in short words, as CSV.") },
	{ 0 },
};

const struct module framework_module = {
	.name = "framework",
	.vocabularies = vocabularies,
	.references = references,
};
