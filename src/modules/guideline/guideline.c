#include "guideline.h"
#include "api.h"
#include "guideline_html.h"
#include "guideline_pages.h"
#include "record.h"
#include "reference.h"

static const char guidelines_file[] = "guidelines.json";

/* ---- the kind */

static void check(struct work *w, const void *row, struct problems *p)
{
	const struct guideline *g = row;
	const bool has_basis = g->stage_basis.n && !str_is(g->stage_basis, "none");

	if (has_basis != (g->value_chain_stages.n > 0))
		problem_add(p, S("stage_basis"), "basis",
			str_from(T(w, "stages have a basis, and a basis has stages")));
}

#define FIELD_STRUCT guideline
static const struct field fields[] = { GUIDELINE_FIELDS(FIELD_ROW) };

const struct kind guideline_kind = {
	.name = "guideline",
	.plural = "guidelines",
	.label = N_("Paragraph of the guidelines"),
	.label_plural = N_("Operational guidelines"),
	.meaning = N_(
		"What the Conference of Parties asks for in the digital environment, paragraph by "
		"paragraph, in our short wording."),
	.empty = N_("The guidelines are not loaded."),
	.fields = fields,
	.n_fields = COUNT(fields),
	.size = sizeof(struct guideline),
	.title = "gist",
	.check = check,
	.item = guideline_item_html,
};

static const struct choice addressees[] = {
	{ "Parties", N_("Parties") },
	{ "Secretariat", N_("Secretariat") },
	{ "civil society", N_("Civil society") },
	{ "private sector", N_("Private sector") },
	{ 0 },
};

static const struct choice stage_bases[] = {
	{ "stated", N_("named by the text") },
	{ "judged", N_("inferred by us") },
	{ "none", N_("none: all stages alike") },
	{ 0 },
};

static const struct vocabulary_source vocabularies[] = {
	{ "section", N_("Section of the guidelines"), N_("Any section"), false, NULL },
	{ "addressee", N_("Addressee"), N_("Any addressee"), false, addressees },
	{ "stage_basis", N_("Basis of the stages"), N_("Any basis"), false, stage_bases },
	{ 0 },
};

/* ---- loading */

/* Year of the session that adopted them. */
static const char section_edition[] = "2017";

static struct str read_text(json_t *from, const char *member)
{
	return str_from(json_string_value(json_object_get(from, member)));
}

static void read_words(json_t *from, const char *member, struct str ret_in[LANG_COUNT])
{
	for (size_t l = 0; l < LANG_COUNT; l++)
		ret_in[l] = read_text(json_object_get(from, member), languages[l].code);
}

static void load_sections(struct work *w)
{
	json_t *list = json_object_get(reference_json(w, guidelines_file), "sections"), *section;
	struct term_draft *drafts =
		ARENA_ARRAY(w->arena, struct term_draft, json_array_size(list) + 1);
	size_t i;

	json_array_foreach(list, i, section) {
		drafts[i].code = read_text(section, "code");
		read_words(section, "label", drafts[i].label);
	}
	vocabulary_save(w->db, S("section"), str_from(section_edition), drafts, i);
}

static struct codes read_codes(struct work *w, json_t *from, const char *member)
{
	json_t *list = json_object_get(from, member), *code;
	struct str *v = ARENA_ARRAY(w->arena, struct str, json_array_size(list) + 1);
	size_t i;

	json_array_foreach(list, i, code)
		v[i] = str_from(json_string_value(code));
	return (struct codes){ v, i };
}

/* The gists of items, a line each, in one language. */
static struct str read_items(struct work *w, json_t *from, const struct language *l)
{
	json_t *list = json_object_get(from, "items"), *item;
	struct out lines = out_new(w->arena, 1 << 16);
	size_t i;

	json_array_foreach(list, i, item) {
		if (i)
			out_char(&lines, '\n');
		out_str(&lines, read_text(json_object_get(item, "gist"), l->code));
	}
	return out_done(&lines);
}

static struct guideline *read_guideline(struct work *w, json_t *from)
{
	struct guideline *g = record_new(w, &guideline_kind);

	g->record.public_id = read_text(from, "number");
	g->record.state = S("published");
	read_words(from, "gist", g->gist.in);
	for (size_t l = 0; l < LANG_COUNT; l++)
		g->items.in[l] = read_items(w, from, &languages[l]);
	g->section = read_text(from, "section");
	g->addressees = read_codes(w, from, "addressee");
	g->value_chain_stages = read_codes(w, from, "value_chain_stages");
	g->stage_basis = read_text(from, "stage_basis");
	return g;
}

static void load_guidelines(struct work *w)
{
	json_t *list = json_object_get(reference_json(w, guidelines_file), "paragraphs"), *from;
	struct problems p = problems_new(w->arena);
	size_t i;

	db_begin(w->db);
	json_array_foreach(list, i, from) {
		struct guideline *g = read_guideline(w, from);

		if (register_save(w, &guideline_kind, g, "import", &p) == SAVE_REFUSED)
			failure_record(w->failure, "a paragraph of the guidelines is refused",
				g->record.public_id, NULL);
	}
	db_commit(w->db);
}

static const struct reference references[] = {
	{ guidelines_file, REFERENCE_LISTS, load_sections, NULL, NULL },
	{ guidelines_file, REFERENCE_RECORDS, load_guidelines, N_("Operational guidelines"),
		N_("Paragraphs and sub-paragraphs in our short wording, with their sections, "
		   "addressees and stages, as JSON.") },
	{ 0 },
};

/* ---- the module */

static const struct kind *const kinds[] = { &guideline_kind, NULL };

static const struct route routes[] = {
	{ METHOD_GET, "/{lang}/guidelines", LANE_READ, VERB_READ, guideline_list_page },
	{ METHOD_GET, "/{lang}/guidelines/:id", LANE_READ, VERB_READ, guideline_page, 0,
		&guideline_kind },
	EXCHANGE_API(&guideline_kind, "guidelines"),
	EXCHANGE_FEED(&guideline_kind, "guidelines"),
	{ 0 },
};

static const struct nav_item nav[] = { { "/guidelines", N_("Guidelines") }, { 0 } };

const struct module guideline_module = {
	.name = "guideline",
	.kinds = kinds,
	.vocabularies = vocabularies,
	.routes = routes,
	.nav = nav,
	.references = references,
};
