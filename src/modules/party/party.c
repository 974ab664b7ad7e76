#include "party.h"
#include "api.h"
#include "csv.h"
#include "exchange.h"
#include "log.h"
#include "party_html.h"
#include "party_pages.h"
#include "party_sql.h"
#include "record.h"
#include "reference.h"

static const char parties_file[] = "parties.csv";

/* ---- the kind */

static void check(struct work *w, const void *row, struct problems *p)
{
	const struct party *party = row;
	const struct str deposit = party->date_deposit, force = party->entry_into_force;
	const size_t n = deposit.n < force.n ? deposit.n : force.n;

	/* Dates sort like their texts, as far as both are known. */
	if (n && str_compare((struct str){ force.p, n }, (struct str){ deposit.p, n }) < 0)
		problem_add(p, S("entry_into_force"), "order",
			str_from(T(w, "the Convention enters into force after the deposit")));
}

#define FIELD_STRUCT party
static const struct field fields[] = { PARTY_FIELDS(FIELD_ROW) };

const struct kind party_kind = {
	.name = "party",
	.plural = "parties",
	.label = N_("Party"),
	.label_plural = N_("Parties"),
	.meaning = N_(
		"States, and the European Union, that are bound by the Convention: since when, in "
		"which electoral group, and how sure each fact is."),
	.empty = N_("No Party is known here yet."),
	.fields = fields,
	.n_fields = COUNT(fields),
	.size = sizeof(struct party),
	.title = "name",
	.id_in_files = "iso3",
	.check = check,
	.loaded = party_list_parties,
	.item = party_item_html,
	.facts = party_facts_html,
};

static const struct kind *const kinds[] = { &party_kind, NULL };

/* ---- code lists */

/* Told by themselves where a list is narrowed to them. */
static const struct choice ldc[] = {
	{ "yes", N_("Least developed country") },
	{ "no", N_("Not least developed") },
	{ 0 },
};

static const struct choice sids[] = {
	{ "yes", N_("Small island developing State") },
	{ "no", N_("Not a small island developing State") },
	{ 0 },
};

static const struct choice developing[] = {
	{ "yes", N_("Developing country") },
	{ "no", N_("Not a developing country") },
	{ 0 },
};

static const struct choice regions[] = {
	{ "Africa", N_("Africa") },
	{ "Arab States", N_("Arab States") },
	{ "Asia and the Pacific", N_("Asia and the Pacific") },
	{ "Europe and North America", N_("Europe and North America") },
	{ "Latin America and the Caribbean", N_("Latin America and the Caribbean") },
	{ 0 },
};

static const struct choice region_bases[] = {
	{ "derived from electoral group", N_("follows from the electoral group") },
	{ "memory (differs from electoral group II)",
		N_("from memory, not checked; it is not that of the electoral group") },
	{ "1 source", N_("found in one source") },
	{ "none", N_("does not apply") },
	{ 0 },
};

/* What a fact rests on, the least first. To add one: a row. */
static const struct choice certainties[] = {
	{ "memory", N_("from memory, not checked") },
	{ "1 source (not accession); exact form from memory",
		N_("a source says only that it is no accession; the exact form is from memory") },
	{ "1 source", N_("found in one source") },
	{ "2 sources", N_("found in two sources") },
	{ "3 sources", N_("found in three sources") },
	{ "depositary", N_("checked with the depositary") },
	{ "n/a", N_("does not apply") },
	{ 0 },
};

static const struct choice deposit_types[] = {
	{ "ratification", N_("ratification") },
	{ "acceptance", N_("acceptance") },
	{ "approval", N_("approval") },
	{ "accession", N_("accession") },
	{ 0 },
};

static const struct vocabulary_source vocabularies[] = {
	{ "group", N_("Electoral group"), N_("Any group"), true, NULL, NULL },
	{ "party", N_("Party"), N_("Any Party"), false, NULL, "/parties" },
	{ "region", N_("Region of UNESCO"), N_("Any region"), false, regions, NULL },
	{ "region_basis", N_("Basis of the region"), N_("Any basis"), false, region_bases, NULL },
	{ "certainty", N_("How sure it is"), N_("However sure"), false, certainties, NULL },
	{ "deposit_type", N_("Instrument"), N_("Any instrument"), false, deposit_types, NULL },
	{ "ldc", N_("Least developed country"), N_("Any"), false, ldc, NULL },
	{ "sids", N_("Small island developing State"), N_("Any"), false, sids, NULL },
	{ "developing", N_("Developing country"), N_("Any"), false, developing, NULL },
	{ 0 },
};

/* Of the list of Parties: codes keep their meaning, so it has one edition. */
static const char party_edition[] = "2026-11-21";

/* The session whose document names the groups. */
static const char group_edition[] = "2021";

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

/* ---- the list of Parties, from the records */

enum { PARTIES_MAX = 400 };

static struct term_draft *draft_of(struct term_draft *drafts, size_t *n, struct str code)
{
	if (!*n || !str_eq(drafts[*n - 1].code, code))
		drafts[(*n)++] = (struct term_draft){ .code = code };
	return &drafts[*n - 1];
}

static void set_group(struct term_draft *t, struct str group)
{
	t->broader_code = group;
	if (group.n)
		t->broader_vocabulary = S("group");
}

static size_t drafts_of_records(struct work *w, struct term_draft *drafts)
{
	struct db_rows *rows = db_query(w->db, SQL_PARTY_TERMS, NULL, 0);
	size_t n = 0;

	while (n < PARTIES_MAX && db_next(rows)) {
		const struct language *l = language_by_code(db_column_text(rows, 1));
		struct term_draft *t =
			draft_of(drafts, &n, str_copy(w->arena, db_column_text(rows, 0)));

		if (l)
			t->label[l->index] = str_copy(w->arena, db_column_text(rows, 2));
		set_group(t, str_copy(w->arena, db_column_text(rows, 3)));
	}
	db_done(rows);
	return n;
}

/* Places of the columns of the shipped file. */
enum { AT_ISO3 = 0, AT_NAME_EN = 3, AT_NAME_FR, AT_GROUP, COLUMNS_NEEDED };

static size_t drafts_of_file(struct work *w, struct term_draft *drafts)
{
	struct csv_reader reader = csv_read(reference_file(parties_file));
	struct csv_row row;
	size_t n = 0;

	csv_next(&reader, w->arena, &row); /* names of columns */
	while (n < PARTIES_MAX && csv_next(&reader, w->arena, &row) == CSV_ROW &&
		row.n >= COLUMNS_NEEDED) {
		struct term_draft *t = draft_of(drafts, &n, row.cells[AT_ISO3].text);

		t->label[LANG_EN] = row.cells[AT_NAME_EN].text;
		t->label[LANG_FR] = row.cells[AT_NAME_FR].text;
		set_group(t, row.cells[AT_GROUP].text);
	}
	return n;
}

/* Of the shipped file only while there are no records: those may know better. */
void party_list_parties(struct work *w)
{
	struct term_draft *drafts = ARENA_ARRAY(w->arena, struct term_draft, PARTIES_MAX);
	size_t n = drafts_of_records(w, drafts);

	if (!n)
		n = drafts_of_file(w, drafts);
	vocabulary_save(w->db, S("party"), str_from(party_edition), drafts, n);
}

/* ---- loading */

static void say(void *arg, struct str line)
{
	(void)arg;
	log_error(STR_FMT, STR_ARG(line));
}

static void load_parties(struct work *w)
{
	const struct import_options options = {
		.file_name = parties_file, .keeps_stored = true, .say = say
	};
	struct import_result result;
	struct str file = reference_file(parties_file);
	struct byte_source bytes = bytes_of_text(&file);

	import_records(w, &party_kind, &bytes, &options, &result);
	if (!result.is_loaded)
		failure_record(
			w->failure, "the Parties are not loaded", str_from(parties_file), NULL);
}

static const struct reference references[] = {
	{ "framework.json", REFERENCE_LISTS, load_groups, NULL, NULL },
	{ parties_file, REFERENCE_LISTS, party_list_parties, NULL, NULL },
	{ parties_file, REFERENCE_RECORDS, load_parties, N_("Parties to the Convention"),
		N_("Names, codes and electoral groups of the Parties, with what is known of "
		   "their ratification and how it was checked, as CSV.") },
	{ 0 },
};

/* ---- the module */

static const struct route routes[] = {
	{ METHOD_GET, "/{lang}/parties", LANE_READ, VERB_READ, party_list_page, 0, &party_kind },
	{ METHOD_GET, "/{lang}/parties/:id", LANE_READ, VERB_READ, screen_record_page, 0,
		&party_kind },
	SCREEN_CITES(&party_kind, "parties"),
	EXCHANGE_API(&party_kind, "parties"),
	EXCHANGE_FEED(&party_kind, "parties"),
	{ 0 },
};

static const struct nav_item nav[] = { { "/parties", N_("Parties") }, { 0 } };

const struct module party_module = {
	.name = "party",
	.kinds = kinds,
	.vocabularies = vocabularies,
	.routes = routes,
	.nav = nav,
	.references = references,
	.sql = party_sql,
	.n_sql = PARTY_SQL_COUNT,
};
