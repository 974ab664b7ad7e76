#include "framework.h"
#include "csv.h"
#include "framework_pages.h"
#include "framework_sql.h"
#include "framework_store.h"
#include "reference.h"

static const struct vocabulary_source vocabularies[] = {
	{ "goal", N_("Goal"), N_("Any goal"), true, NULL },
	{ "output", N_("Output"), N_("Any output"), true, NULL, "/framework" },
	{ "activity", N_("Activity"), N_("Any activity"), true, NULL, "/framework" },
	{ "step", N_("Step of the method"), N_("Any step"), true, NULL },
	{ "theme", N_("Priority theme"), N_("Any theme"), true, NULL },
	{ "sector", N_("Cultural sector"), N_("Any sector"), false, NULL },
	{ "stage", N_("Stage of the value chain"), N_("Any stage"), false, NULL },
	{ "stakeholder", N_("Stakeholder"), N_("Any stakeholder"), false, NULL },
	{ "sdg", N_("SDG target"), N_("Any target"), true, NULL, "/sdg" },
	{ 0 },
};

const struct framework *framework_now(const struct work *w)
{
	static const struct framework none;
	const struct framework *now = house_memory(w, &framework_module);

	return now ? now : &none;
}

/* ---- reference data */

static void say_fault(void *arg, unsigned line, unsigned column, struct str what)
{
	struct work *w = arg;

	failure_record(w->failure, "data/framework.json is refused",
		str_printf(w->arena, "%u:%u: " STR_FMT, line, column, STR_ARG(what)), NULL);
}

static void load_shipped(struct work *w)
{
	framework_load(w, reference_file("framework.json"), say_fault, w);
}

static const char sdg_edition[] = "2015";

/* The framework has shorter words for the targets it names; they win. */
static void shorten(const struct framework *f, struct term_draft *t)
{
	const struct framework_entry *target = framework_find(f, FRAMEWORK_TARGETS, t->code);

	for (size_t l = 0; target && l < LANG_COUNT; l++)
		t->label[l] = target->title.in[l];
}

enum { SDG_TARGET, SDG_LABEL_EN, SDG_LABEL_FR, SDG_COLUMNS };

static void load_sdg(struct work *w)
{
	struct framework_faults nobody = { .lang = w->lang, .arena = w->arena };
	const struct framework *f =
		framework_read(w->arena, reference_file("framework.json"), &nobody);
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
		shorten(f, t);
	}
	vocabulary_save(w->db, S("sdg"), str_from(sdg_edition), drafts, n);
}

static const struct reference references[] = {
	{ "framework.json", REFERENCE_LISTS, load_shipped, N_("Open Roadmap"),
		N_("Goals, outputs and activities in our short wording, with the steps, "
		   "paragraphs, targets and stages they refer to, as JSON.") },
	{ "sdg.csv", REFERENCE_LISTS, load_sdg, N_("Targets of the Sustainable Development Goals"),
		N_("The targets of the 2030 Agenda in short words, as CSV.") },
	{ 0 },
};

static const struct module_document documents[] = {
	{ "framework", FRAMEWORK_MAX_BYTES, framework_load },
	{ 0 },
};

/* ---- places */

static const struct route routes[] = {
	{ METHOD_GET, "/{lang}/framework", LANE_READ, VERB_READ, framework_page },
	{ METHOD_GET, "/{lang}/framework/editions", LANE_SLOW, VERB_READ, framework_editions_page },
	{ METHOD_GET, "/{lang}/framework/:code", LANE_READ, VERB_READ, framework_entry_page },
	{ METHOD_GET, "/data/framework.json", LANE_READ, VERB_READ, framework_file },
	{ 0 },
};

static const struct nav_item nav[] = { { "/framework", N_("Open Roadmap") }, { 0 } };

const struct module framework_module = {
	.name = "framework",
	.vocabularies = vocabularies,
	.routes = routes,
	.nav = nav,
	.references = references,
	.documents = documents,
	.remember = framework_remember,
	.sql = framework_sql,
	.n_sql = FRAMEWORK_SQL_COUNT,
};
