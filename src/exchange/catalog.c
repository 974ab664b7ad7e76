#include "catalog.h"
#include "clock.h"
#include "describe.h"
#include "dictionary.h"
#include "exchange.h"
#include "licence.h"

#include <string.h>

#define AUTHORITY "http://publications.europa.eu/resource/authority/"
#define MEDIA     "https://www.iana.org/assignments/media-types/"

struct catalog {
	struct work *work;
	const struct site *site;
	struct str origin;
	struct rdf *to;
	const struct kind **kinds;
	size_t n_kinds;
};

/* One thing to be had, and what it is called. */
struct dataset {
	struct str name; /* of its fragment, "practices" */
	struct str title[LANG_COUNT], description[LANG_COUNT];
	const char *page; /* after the language; or NULL */
	struct record_span span; /* of records; or zero */
	struct str edition; /* of a code list; or empty */
};

/* A file of it, or the address where it can be asked for. */
struct distribution {
	struct str name; /* after the dataset's: "csv" */
	const char *label; /* "CSV" */
	struct str address;
	struct str type; /* "text/csv; charset=utf-8" */
	bool is_file;
};

/* Codes of the languages in the list of the European Union. To add a language: a row here. */
static const char *const language_names[LANG_COUNT] = {
	[LANG_FR] = "FRA",
	[LANG_EN] = "ENG",
};

/* What that list calls a type of file. To add one: a row here. */
static const struct {
	const char *type, *name;
} file_types[] = {
	{ "text/csv", "CSV" },
	{ "application/json", "JSON" },
	{ "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX" },
};

static const char *const keywords[] = { N_("diversity of cultural expressions"),
	N_("cultural policy"), N_("digital environment") };

/* ---- words for what is said often */

static struct str whole(struct catalog *c, struct str address)
{
	return str_printf(c->work->arena, STR_FMT STR_FMT, STR_ARG(c->origin), STR_ARG(address));
}

/* "https://jalon.example/data/catalog#practices-csv" */
static struct str named(struct catalog *c, struct str name, struct str part)
{
	return str_printf(c->work->arena, STR_FMT "/data/catalog#" STR_FMT "%s" STR_FMT,
		STR_ARG(c->origin), STR_ARG(name), part.n ? "-" : "", STR_ARG(part));
}

static void says_iri(struct catalog *c, const char *predicate, struct str iri)
{
	rdf_predicate(c->to, predicate);
	rdf_iri(c->to, iri);
}

static void says_message(struct catalog *c, const char *predicate, const char *message)
{
	rdf_predicate(c->to, predicate);
	for (size_t l = 0; l < LANG_COUNT; l++)
		rdf_text(c->to, str_from(tr_text(&languages[l], message)), languages[l].code);
}

static void says_texts(struct catalog *c, const char *predicate, const struct str in[LANG_COUNT])
{
	rdf_predicate(c->to, predicate);
	for (size_t l = 0; l < LANG_COUNT; l++)
		rdf_text(c->to, in[l], languages[l].code);
}

static void says_instant(struct catalog *c, const char *predicate, int64_t instant_ms)
{
	if (!instant_ms)
		return;
	rdf_predicate(c->to, predicate);
	rdf_typed(c->to, clock_rfc3339(c->work->arena, instant_ms), "xsd:dateTime");
}

static void says_languages(struct catalog *c)
{
	rdf_predicate(c->to, "dct:language");
	for (size_t l = 0; l < LANG_COUNT; l++)
		rdf_iri(c->to,
			str_printf(c->work->arena, AUTHORITY "language/%s", language_names[l]));
}

static void says_publisher(struct catalog *c)
{
	says_iri(c, "dct:publisher", named(c, S("publisher"), S("")));
	if (c->site->contact.n)
		says_iri(c, "dcat:contactPoint", named(c, S("contact"), S("")));
}

static void says_keywords(struct catalog *c)
{
	says_iri(c, "dcat:theme", S(AUTHORITY "data-theme/EDUC"));
	rdf_predicate(c->to, "dcat:keyword");
	for (size_t i = 0; i < COUNT(keywords); i++)
		for (size_t l = 0; l < LANG_COUNT; l++)
			rdf_text(c->to, str_from(tr_text(&languages[l], keywords[i])),
				languages[l].code);
}

/* An edition is a year, or a day; what it is beyond that has no type. */
static void says_edition(struct catalog *c, struct str edition)
{
	const char *type = edition.n == strlen("2019")         ? "xsd:gYear"
			   : edition.n == strlen("2019-06-14") ? "xsd:date"
							       : NULL;

	if (!edition.n)
		return;
	rdf_predicate(c->to, "dcat:version");
	rdf_text(c->to, edition, NULL);
	if (!type)
		return;
	rdf_predicate(c->to, "dct:issued");
	rdf_typed(c->to, edition, type);
}

/* ---- datasets */

static void says_pages(struct catalog *c, const char *page)
{
	rdf_predicate(c->to, "dcat:landingPage");
	for (size_t l = 0; l < LANG_COUNT; l++)
		rdf_iri(c->to,
			whole(c, str_printf(c->work->arena, "/%s%s", languages[l].code, page)));
}

static void tell_dataset(struct catalog *c, const struct dataset *d,
	const struct distribution *distributions, size_t n)
{
	rdf_about(c->to, named(c, d->name, S("")), "dcat:Dataset");
	says_texts(c, "dct:title", d->title);
	says_texts(c, "dct:description", d->description);
	rdf_predicate(c->to, "dct:identifier");
	rdf_text(c->to, d->name, NULL);
	says_publisher(c);
	says_keywords(c);
	says_languages(c);
	says_iri(c, "dct:accessRights", S(AUTHORITY "access-right/PUBLIC"));
	says_instant(c, "dct:issued", d->span.first_ms);
	says_instant(c, "dct:modified", d->span.last_ms);
	says_edition(c, d->edition);
	says_pages(c, d->page);
	rdf_predicate(c->to, "dcat:distribution");
	for (size_t i = 0; i < n; i++)
		rdf_iri(c->to, named(c, d->name, distributions[i].name));
}

static void says_type(struct catalog *c, struct str type)
{
	struct str plain = { type.p, str_find(type, ';') };

	says_iri(c, "dcat:mediaType", str_printf(c->work->arena, MEDIA STR_FMT, STR_ARG(plain)));
	for (size_t i = 0; i < COUNT(file_types); i++)
		if (str_is(plain, file_types[i].type))
			says_iri(c, "dct:format",
				str_printf(c->work->arena, AUTHORITY "file-type/%s",
					file_types[i].name));
}

static void tell_distribution(
	struct catalog *c, const struct dataset *d, const struct distribution *one)
{
	struct str title[LANG_COUNT];

	for (size_t l = 0; l < LANG_COUNT; l++)
		title[l] = STR_FILL(c->work->arena, tr(&languages[l], "{1} ({2})"), d->title[l],
			str_from(one->label));
	rdf_about(c->to, named(c, d->name, one->name), "dcat:Distribution");
	says_texts(c, "dct:title", title);
	says_iri(c, "dcat:accessURL", whole(c, one->address));
	if (one->is_file)
		says_iri(c, "dcat:downloadURL", whole(c, one->address));
	says_type(c, one->type);
	says_iri(c, "dct:license", S(LICENCE_URL));
	says_languages(c);
	says_iri(c, "dcatap:availability", S(AUTHORITY "planned-availability/STABLE"));
}

static void tell(struct catalog *c, const struct dataset *d,
	const struct distribution *distributions, size_t n)
{
	tell_dataset(c, d, distributions, n);
	for (size_t i = 0; i < n; i++)
		tell_distribution(c, d, &distributions[i]);
}

static void set_texts(struct str to[LANG_COUNT], const char *message)
{
	for (size_t l = 0; l < LANG_COUNT; l++)
		to[l] = str_from(tr_text(&languages[l], message));
}

static void tell_kind(struct catalog *c, const struct kind *k)
{
	struct arena *a = c->work->arena;
	struct distribution all[EXPORT_FORMAT_COUNT];
	struct dataset d = { .name = str_from(k->plural),
		.page = str_printf(a, "/data/%s", k->plural).p,
		.span = record_span(c->work, k) };

	set_texts(d.title, k->label_plural);
	set_texts(d.description, k->meaning);
	for (enum export_format f = 0; f < EXPORT_FORMAT_COUNT; f++)
		all[f] = (struct distribution){ .name = str_from(export_name(f)),
			.label = export_label(f),
			.address = str_printf(a, API_ROOT "/%s%s%s", k->plural,
				f < EXPORT_FILES ? "" : "?format=",
				f < EXPORT_FILES ? "" : export_name(f)),
			.type = str_from(export_type(f)),
			.is_file = f >= EXPORT_FILES };
	tell(c, &d, all, COUNT(all));
}

static struct str vocabulary_name(struct arena *a, const struct vocabulary *v)
{
	return str_printf(a, "vocabulary-%s", v->source->name);
}

static void tell_vocabulary(struct catalog *c, const struct vocabulary *v)
{
	struct arena *a = c->work->arena;
	struct dataset d = {
		.name = vocabulary_name(a, v), .page = "/data", .edition = v->edition
	};
	const struct distribution csv = { .name = S("csv"),
		.label = export_label(EXPORT_CSV),
		.address = vocabulary_address(a, v),
		.type = str_from(export_type(EXPORT_CSV)),
		.is_file = true };

	for (size_t l = 0; l < LANG_COUNT; l++) {
		struct str label = str_from(tr_text(&languages[l], v->source->label));

		d.title[l] = STR_FILL(a, tr(&languages[l], "Code list: {1}"), label);
		d.description[l] = STR_FILL(a,
			tr(&languages[l], "“{1}”: codes with their names in French and English, "
					  "and what stands above each."),
			label);
	}
	tell(c, &d, &csv, 1);
}

static struct str file_name(struct arena *a, const struct reference *file)
{
	return str_printf(a, "file-%s", file->file);
}

static void tell_file(struct catalog *c, const struct reference *file)
{
	struct arena *a = c->work->arena;
	struct dataset d = { .name = file_name(a, file), .page = "/data" };
	enum export_format format =
		str_ends(str_from(file->file), S(".csv")) ? EXPORT_CSV : EXPORT_JSON;
	const struct distribution one = { .name = str_from(export_name(format)),
		.label = export_label(format),
		.address = reference_address(a, file),
		.type = str_from(export_type(format)),
		.is_file = true };

	set_texts(d.title, file->label);
	set_texts(d.description, file->meaning);
	tell(c, &d, &one, 1);
}

/* ---- the catalogue itself, who gives it, and the API */

static void says_datasets(struct catalog *c)
{
	const struct vocabularies *lists = c->work->vocabularies;

	rdf_predicate(c->to, "dcat:dataset");
	for (size_t i = 0; i < c->n_kinds; i++)
		rdf_iri(c->to, named(c, str_from(c->kinds[i]->plural), S("")));
	for (size_t i = 0; i < lists->n; i++)
		if (lists->v[i].n)
			rdf_iri(c->to,
				named(c, vocabulary_name(c->work->arena, &lists->v[i]), S("")));
	HOUSE_FILES(c->work->house, m, file)
		rdf_iri(c->to, named(c, file_name(c->work->arena, file), S("")));
}

static struct record_span span_of_all(struct catalog *c)
{
	struct record_span all = { 0 };

	for (size_t i = 0; i < c->n_kinds; i++) {
		struct record_span span = record_span(c->work, c->kinds[i]);

		if (span.n && (!all.n || span.first_ms < all.first_ms))
			all.first_ms = span.first_ms;
		if (span.last_ms > all.last_ms)
			all.last_ms = span.last_ms;
		all.n += span.n;
	}
	return all;
}

static void tell_catalog(struct catalog *c)
{
	struct record_span span = span_of_all(c);

	rdf_about(c->to, whole(c, S("/data/catalog")), "dcat:Catalog");
	says_message(c, "dct:title", N_("Open data of Jalon"));
	says_message(c, "dct:description",
		N_("Practices, code lists and reference data for carrying out the 2005 Convention "
		   "on the Diversity of Cultural Expressions in the digital environment."));
	says_publisher(c);
	says_languages(c);
	says_iri(c, "dct:license", S(LICENCE_URL));
	says_iri(c, "dcat:themeTaxonomy", S(AUTHORITY "data-theme"));
	says_iri(c, "foaf:homepage", whole(c, S("/")));
	says_instant(c, "dct:issued", span.first_ms);
	says_instant(c, "dct:modified", span.last_ms);
	says_datasets(c);
	if (c->n_kinds)
		says_iri(c, "dcat:service", named(c, S("api"), S("")));
}

static void tell_people(struct catalog *c)
{
	struct url contact = url_contact(c->work->arena, c->site->contact);

	rdf_about(c->to, named(c, S("publisher"), S("")), "foaf:Agent");
	rdf_predicate(c->to, "foaf:name");
	rdf_text(c->to, S("Jalon"), NULL);
	says_iri(c, "foaf:homepage", whole(c, S("/")));
	if (!contact.address.n)
		return;
	rdf_about(c->to, named(c, S("contact"), S("")), "vcard:Kind");
	rdf_predicate(c->to, "vcard:fn");
	rdf_text(c->to, S("Jalon"), NULL);
	says_iri(c, str_starts(contact.address, S("mailto:")) ? "vcard:hasEmail" : "vcard:hasURL",
		contact.address);
}

static void tell_api(struct catalog *c)
{
	if (!c->n_kinds)
		return;
	rdf_about(c->to, named(c, S("api"), S("")), "dcat:DataService");
	says_message(c, "dct:title", N_("API of Jalon"));
	says_message(c, "dct:description",
		N_("Programs read the same records, with the same filters as the pages."));
	says_publisher(c);
	says_iri(c, "dcat:endpointURL", whole(c, S(API_ROOT)));
	says_iri(c, "dcat:endpointDescription", whole(c, S(API_OPENAPI)));
	says_iri(c, "dct:license", S(LICENCE_URL));
	says_iri(c, "dct:accessRights", S(AUTHORITY "access-right/PUBLIC"));
	rdf_predicate(c->to, "dcat:servesDataset");
	for (size_t i = 0; i < c->n_kinds; i++)
		rdf_iri(c->to, named(c, str_from(c->kinds[i]->plural), S("")));
}

void catalog_rdf(struct work *w, const struct site *site, struct str origin, struct rdf *to)
{
	struct api_operations all = api_describe(w, site->route_tables);
	struct catalog c = { .work = w,
		.site = site,
		.origin = origin,
		.to = to,
		.kinds = ARENA_ARRAY(w->arena, const struct kind *, all.n + 1) };

	c.n_kinds = api_kinds(&all, c.kinds);
	tell_catalog(&c);
	tell_people(&c);
	tell_api(&c);
	for (size_t i = 0; i < c.n_kinds; i++)
		tell_kind(&c, c.kinds[i]);
	for (size_t i = 0; i < w->vocabularies->n; i++)
		if (w->vocabularies->v[i].n)
			tell_vocabulary(&c, &w->vocabularies->v[i]);
	HOUSE_FILES(w->house, m, file)
		tell_file(&c, file);
	rdf_end(to);
}

struct str reference_address(struct arena *a, const struct reference *file)
{
	return str_printf(a, "/data/reference/%s", file->file);
}
