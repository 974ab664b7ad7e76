/*
 * framework_read.c - a document of JSON as an edition of the framework: what a list may hold is a
 * table, and what is wrong is told with its place.
 */
#include "framework_store.h"
#include "html.h"
#include "utf8.h"

#include <string.h>

enum { ENTRIES_MAX = 400, WORDS_MAX = 2000, CODES_MAX = 100, CHANGES_MAX = 1000 };

enum member_type {
	CODE, /* of an entry of `in`, or of this one */
	CODES,
	NUMBER, /* kept as text; of an entry of `in` that has it, if `in` is given */
	NUMBERS,
	REFS, /* "003 ¶14": begins with the code of a source */
	LINE,
	ADDRESS,
	WORDS /* an object: a text for each language */
};

#define ANY_PART FRAMEWORK_PARTS /* codes that no list of the document knows */

struct member {
	const char *name;
	enum member_type type;
	size_t offset; /* in struct framework_entry */
	enum framework_part in;
	bool is_required;
};

#define AT(member) offsetof(struct framework_entry, member)
#define ALWAYS     true
#define MAYBE      false

/* To add a member: a row in the table of its list. Members without a row are left alone. */
static const struct member goal_members[] = {
	{ "id", CODE, AT(code), ANY_PART, ALWAYS },
	{ "number", NUMBER, AT(number), ANY_PART, MAYBE },
	{ "title", WORDS, AT(title), ANY_PART, ALWAYS },
	{ "official_title", WORDS, AT(official_title), ANY_PART, MAYBE },
	{ "description", WORDS, AT(description), ANY_PART, MAYBE },
	{ "brochure_sdg_numbers", NUMBERS, AT(leaflet_goals), ANY_PART, MAYBE },
	{ "refs", REFS, AT(refs), FRAMEWORK_SOURCES, MAYBE },
	{ 0 },
};
static const struct member output_members[] = {
	{ "id", CODE, AT(code), ANY_PART, ALWAYS },
	{ "goal", CODE, AT(above), FRAMEWORK_GOALS, ALWAYS },
	{ "title", WORDS, AT(title), ANY_PART, ALWAYS },
	{ "official_title", WORDS, AT(official_title), ANY_PART, MAYBE },
	{ "description", WORDS, AT(description), ANY_PART, MAYBE },
	{ "sdg_targets", CODES, AT(targets), FRAMEWORK_TARGETS, MAYBE },
	{ "refs", REFS, AT(refs), FRAMEWORK_SOURCES, MAYBE },
	{ 0 },
};
static const struct member activity_members[] = {
	{ "code", CODE, AT(code), ANY_PART, ALWAYS },
	{ "output", CODE, AT(above), FRAMEWORK_OUTPUTS, ALWAYS },
	{ "title", WORDS, AT(title), ANY_PART, ALWAYS },
	{ "official_title", WORDS, AT(official_title), ANY_PART, MAYBE },
	{ "description", WORDS, AT(description), ANY_PART, ALWAYS },
	{ "methodology_step", NUMBER, AT(step), FRAMEWORK_STEPS, ALWAYS },
	{ "step_reason", WORDS, AT(step_reason), ANY_PART, MAYBE },
	{ "secondary_steps", NUMBERS, AT(secondary_steps), FRAMEWORK_STEPS, MAYBE },
	{ "sdg_targets", CODES, AT(targets), FRAMEWORK_TARGETS, MAYBE },
	{ "value_chain_stages", CODES, AT(stages), FRAMEWORK_STAGES, MAYBE },
	{ "guideline_paragraphs", CODES, AT(paragraphs), ANY_PART, MAYBE },
	{ "refs", REFS, AT(refs), FRAMEWORK_SOURCES, MAYBE },
	{ 0 },
};
static const struct member step_members[] = {
	{ "code", CODE, AT(code), ANY_PART, ALWAYS },
	{ "number", NUMBER, AT(number), ANY_PART, ALWAYS },
	{ "title", WORDS, AT(title), ANY_PART, ALWAYS },
	{ "description", WORDS, AT(description), ANY_PART, MAYBE },
	{ "refs", REFS, AT(refs), FRAMEWORK_SOURCES, MAYBE },
	{ 0 },
};
static const struct member theme_members[] = {
	{ "code", CODE, AT(code), ANY_PART, ALWAYS },
	{ "title", WORDS, AT(title), ANY_PART, ALWAYS },
	{ "related_activities", CODES, AT(activities), FRAMEWORK_ACTIVITIES, MAYBE },
	{ "refs", REFS, AT(refs), FRAMEWORK_SOURCES, MAYBE },
	{ 0 },
};
static const struct member labelled_members[] = {
	{ "code", CODE, AT(code), ANY_PART, ALWAYS },
	{ "label", WORDS, AT(title), ANY_PART, ALWAYS },
	{ "refs", REFS, AT(refs), FRAMEWORK_SOURCES, MAYBE },
	{ 0 },
};
static const struct member sector_members[] = {
	{ "code", CODE, AT(code), ANY_PART, ALWAYS },
	{ "label", WORDS, AT(title), ANY_PART, ALWAYS },
	{ "parent", CODE, AT(above), FRAMEWORK_SECTORS, MAYBE },
	{ "refs", REFS, AT(refs), FRAMEWORK_SOURCES, MAYBE },
	{ 0 },
};
static const struct member target_members[] = {
	{ "number", CODE, AT(code), ANY_PART, ALWAYS },
	{ "label", WORDS, AT(title), ANY_PART, ALWAYS },
	{ "refs", REFS, AT(refs), FRAMEWORK_SOURCES, MAYBE },
	{ 0 },
};
static const struct member source_members[] = {
	{ "doc", CODE, AT(code), ANY_PART, ALWAYS },
	{ "title", WORDS, AT(title), ANY_PART, ALWAYS },
	{ "symbol", LINE, AT(symbol), ANY_PART, MAYBE },
	{ "date", LINE, AT(date), ANY_PART, MAYBE },
	{ "body", LINE, AT(body), ANY_PART, MAYBE },
	{ "cite_by", WORDS, AT(cite_by), ANY_PART, MAYBE },
	{ "url", ADDRESS, AT(url), ANY_PART, MAYBE },
	{ 0 },
};

/* To add a list: its part in framework.h, its members above, a row here. */
static const struct part {
	const char *name, *vocabulary;
	const struct member *members;
} parts[FRAMEWORK_PARTS] = {
	[FRAMEWORK_GOALS] = { "goals", "goal", goal_members },
	[FRAMEWORK_OUTPUTS] = { "outputs", "output", output_members },
	[FRAMEWORK_ACTIVITIES] = { "activities", "activity", activity_members },
	[FRAMEWORK_STEPS] = { "methodology_steps", "step", step_members },
	[FRAMEWORK_THEMES] = { "priority_themes", "theme", theme_members },
	[FRAMEWORK_STAGES] = { "value_chain_stages", "stage", labelled_members },
	[FRAMEWORK_SECTORS] = { "cultural_sectors", "sector", sector_members },
	[FRAMEWORK_STAKEHOLDERS] = { "stakeholder_types", "stakeholder", labelled_members },
	[FRAMEWORK_TARGETS] = { "sdg_targets", NULL, target_members },
	[FRAMEWORK_SOURCES] = { "sources", NULL, source_members },
};

const char *framework_part_name(enum framework_part part)
{
	return parts[part].name;
}

const char *framework_vocabulary(enum framework_part part)
{
	return parts[part].vocabulary;
}

/* ---- what is told */

void framework_fault(struct framework_faults *f, struct framework_place place, const char *message,
	struct str about)
{
	f->n++;
	if (f->say && f->n <= FAULTS_TOLD_MAX)
		f->say(f->arg, place.line, place.column,
			STR_FILL(f->arena, tr_text(f->lang, message), about));
}

static void fault(
	struct framework_faults *f, const struct jsont *at, const char *message, struct str about)
{
	framework_fault(f, (struct framework_place){ at->line, at->column }, message, about);
}

/* ---- values */

struct reader {
	struct arena *arena;
	struct framework_faults *faults;
	struct framework *to;
};

static bool is_code(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			    c == '.' || c == '_' || c == '-'))
			return false;
	}
	return s.n && s.n <= FRAMEWORK_CODE_MAX;
}

static bool is_prose(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return false;
	return utf8_count(s) <= WORDS_MAX;
}

static bool is_number(struct str s)
{
	int64_t value;

	return s.n <= 4 && str_int(s, &value) && value >= 0;
}

/* One value as text, of the type that one of its kind must have. */
static struct str read_one(struct reader *r, enum member_type type, const struct jsont *v)
{
	bool is_digits = type == NUMBER || type == NUMBERS;

	if (v->type != (is_digits ? JSONR_NUMBER : JSONR_STRING))
		fault(r->faults, v,
			is_digits ? N_("a number is expected here") : N_("a text is expected here"),
			S(""));
	else if (is_digits && !is_number(v->text))
		fault(r->faults, v, N_("“{1}” is no whole number from 0 to 9999"), v->text);
	else if ((type == CODE || type == CODES) && !is_code(v->text))
		fault(r->faults, v,
			N_("“{1}” is no code: at most 40 letters without accents, digits, dots, "
			   "hyphens or underscores"),
			v->text);
	else if (!is_prose(v->text))
		fault(r->faults, v, N_("this text is too long, or holds control characters"),
			S(""));
	else if (type == ADDRESS && !url_external(r->arena, v->text).address.n)
		fault(r->faults, v, N_("“{1}” is no address of the web"), v->text);
	else
		return v->text;
	return S("");
}

static struct codes read_codes(struct reader *r, enum member_type type, const struct jsont *v)
{
	struct str *codes;
	size_t n = 0;

	if (v->type != JSONR_ARRAY || v->n > CODES_MAX) {
		fault(r->faults, v, N_("a list of at most 100 values is expected here"), S(""));
		return (struct codes){ 0 };
	}
	codes = ARENA_ARRAY(r->arena, struct str, v->n + 1);
	for (const struct jsont *one = v->first; one; one = one->next) {
		codes[n] = read_one(r, type, one);
		if (codes_hold((struct codes){ codes, n }, codes[n]))
			fault(r->faults, one, N_("“{1}” is given twice"), codes[n]);
		n++;
	}
	return (struct codes){ codes, n };
}

/* {"fr": "...", "en": "..."}: one of them at least. Languages that Jalon does not speak stay out.
 */
static struct text read_words(struct reader *r, const struct jsont *v)
{
	struct text text = { 0 };
	bool is_known = false;

	for (size_t l = 0; l < LANG_COUNT; l++) {
		const struct jsont *one = jsont_member(v, languages[l].code);

		if (one)
			text.in[l] = read_one(r, WORDS, one);
		is_known |= text.in[l].n > 0;
	}
	if (!is_known)
		fault(r->faults, v, N_("a text in French or English is expected here"), S(""));
	return text;
}

static bool is_there(const struct jsont *v)
{
	return v && v->type != JSONR_NULL;
}

static void read_member(struct reader *r, const struct member *m, const struct jsont *from,
	struct framework_entry *e)
{
	const struct jsont *v = jsont_member(from, m->name);
	void *to = (char *)e + m->offset;

	if (!is_there(v)) {
		if (m->is_required)
			fault(r->faults, from, N_("“{1}” is missing here"), str_from(m->name));
	} else if (m->type == WORDS) {
		*(struct text *)to = read_words(r, v);
	} else if (m->type == CODES || m->type == NUMBERS || m->type == REFS) {
		*(struct codes *)to = read_codes(r, m->type, v);
	} else {
		*(struct str *)to = read_one(r, m->type, v);
	}
}

/* ---- lists */

/* The member as a list of at most `max` objects; NULL, and told, when it is none. */
static const struct jsont *list_of(
	struct reader *r, const struct jsont *from, const char *name, size_t max)
{
	const struct jsont *list = jsont_member(from, name);

	if (!is_there(list))
		fault(r->faults, from, N_("“{1}” is missing here"), str_from(name));
	else if (list->type != JSONR_ARRAY || list->n > max)
		fault(r->faults, list, N_("a list of at most {1} objects is expected here"),
			str_printf(r->arena, "%zu", max));
	else
		return list;
	return NULL;
}

static void read_entry(struct reader *r, enum framework_part part, const struct jsont *from,
	struct framework_entry *e)
{
	*e = (struct framework_entry){ .place = { from->line, from->column } };
	if (from->type != JSONR_OBJECT) {
		fault(r->faults, from, N_("an object is expected here"), S(""));
		return;
	}
	for (const struct member *m = parts[part].members; m->name; m++)
		read_member(r, m, from, e);
	if (e->code.n && framework_find(r->to, part, e->code))
		fault(r->faults, from, N_("the code “{1}” stands here twice"), e->code);
}

static void read_part(struct reader *r, const struct jsont *root, enum framework_part part)
{
	const struct jsont *list = list_of(r, root, parts[part].name, ENTRIES_MAX);
	struct framework_entry *v =
		ARENA_ARRAY(r->arena, struct framework_entry, list ? list->n : 0);
	struct framework_list *to = &r->to->part[part];

	to->v = v;
	for (const struct jsont *from = list ? list->first : NULL; from; from = from->next) {
		read_entry(r, part, from, &v[to->n]);
		to->n++;
	}
}

/* ---- do codes lead somewhere? */

static bool leads_to(const struct framework *f, const struct member *m, struct str code)
{
	if (m->type == NUMBER || m->type == NUMBERS)
		return framework_step(f, code);
	if (m->type == REFS)
		code.n = str_find(code, ' ');
	return framework_find(f, m->in, code);
}

static void check_member(struct reader *r, const struct member *m, const struct framework_entry *e)
{
	const void *member = (const char *)e + m->offset;
	const bool is_list = m->type == CODES || m->type == NUMBERS || m->type == REFS;
	const struct codes codes =
		is_list ? *(const struct codes *)member : (struct codes){ member, 1 };

	for (size_t i = 0; i < codes.n; i++)
		if (codes.v[i].n && !leads_to(r->to, m, codes.v[i]))
			framework_fault(r->faults, e->place,
				N_("“{1}” is named here, but stands in no list of the document"),
				codes.v[i]);
}

static void check_part(struct reader *r, enum framework_part part)
{
	for (size_t i = 0; i < r->to->part[part].n; i++)
		for (const struct member *m = parts[part].members; m->name; m++)
			if (m->in != ANY_PART)
				check_member(r, m, &r->to->part[part].v[i]);
}

/* A sector below itself would be a way without end. */
static void check_ways_up(struct reader *r, enum framework_part part)
{
	const struct framework_list *list = &r->to->part[part];

	for (size_t i = 0; i < list->n; i++) {
		const struct framework_entry *e = &list->v[i];
		size_t steps = 0;

		for (; e && steps <= list->n; steps++)
			e = framework_find(r->to, part, e->above);
		if (steps > list->n)
			framework_fault(r->faults, list->v[i].place,
				N_("“{1}” stands below itself"), list->v[i].code);
	}
}

/* ---- what became of the codes of the edition before */

static enum framework_part part_named(struct str name)
{
	enum framework_part part = 0;

	while (part < FRAMEWORK_PARTS &&
		!(parts[part].vocabulary && str_is(name, parts[part].name)))
		part++;
	return part;
}

static void read_change(struct reader *r, const struct jsont *from, struct framework_change *c)
{
	const struct jsont *list = jsont_member(from, "list"), *code = jsont_member(from, "from");
	const struct jsont *to = jsont_member(from, "to"), *note = jsont_member(from, "note");

	if (!is_there(list) || !is_there(code) || !is_there(to)) {
		fault(r->faults, from, N_("a change needs “list”, “from” and “to”"), S(""));
		return;
	}
	c->part = part_named(list->text);
	c->from = read_one(r, CODE, code);
	c->to = read_codes(r, CODES, to);
	if (is_there(note))
		c->note = read_words(r, note);
	if (c->part == FRAMEWORK_PARTS)
		fault(r->faults, list, N_("there is no list “{1}” of codes"), list->text);
	for (size_t i = 0; c->part < FRAMEWORK_PARTS && i < c->to.n; i++)
		if (!framework_find(r->to, c->part, c->to.v[i]))
			fault(r->faults, to,
				N_("“{1}” is named here, but stands in no list of the document"),
				c->to.v[i]);
}

static void read_crosswalk(struct reader *r, const struct jsont *root)
{
	const struct jsont *crosswalk = jsont_member(root, "crosswalk");
	const struct jsont *follows = jsont_member(crosswalk, "from"), *list;
	struct framework_change *changes;

	if (!is_there(crosswalk))
		return;
	r->to->place = (struct framework_place){ crosswalk->line, crosswalk->column };
	if (is_there(follows))
		r->to->follows = read_one(r, CODE, follows);
	else
		fault(r->faults, crosswalk, N_("“{1}” is missing here"), S("from"));
	list = list_of(r, crosswalk, "changes", CHANGES_MAX);
	changes = ARENA_ARRAY(r->arena, struct framework_change, list ? list->n : 0);
	r->to->changes = changes;
	for (const struct jsont *from = list ? list->first : NULL; from; from = from->next) {
		struct framework_change *c = &changes[r->to->n_changes];

		*c = (struct framework_change){ .part = FRAMEWORK_PARTS,
			.place = { from->line, from->column } };
		read_change(r, from, c);
		r->to->n_changes++;
	}
}

/* ---- the whole */

static void read_doubts(struct reader *r, const struct jsont *meta)
{
	const struct jsont *list = is_there(jsont_member(meta, "doubts"))
					   ? list_of(r, meta, "doubts", CODES_MAX)
					   : NULL;
	struct text *doubts = ARENA_ARRAY(r->arena, struct text, list ? list->n : 0);

	r->to->doubts = doubts;
	for (const struct jsont *one = list ? list->first : NULL; one; one = one->next)
		doubts[r->to->n_doubts++] = read_words(r, one);
}

static void read_meta(struct reader *r, const struct jsont *root)
{
	const struct jsont *meta = jsont_member(root, "meta"), *v;
	struct framework *f = r->to;
	const struct {
		const char *name;
		struct text *to;
	} texts[] = { { "title", &f->title }, { "note", &f->note },
		{ "overall_result", &f->overall_result }, { "open_meaning", &f->open_meaning } };

	v = jsont_member(meta, "edition");
	if (is_there(v))
		f->edition = read_one(r, CODE, v);
	else
		fault(r->faults, meta ? meta : root, N_("“{1}” is missing here"),
			S("meta.edition"));
	for (size_t i = 0; i < COUNT(texts); i++) {
		v = jsont_member(meta, texts[i].name);
		if (is_there(v))
			*texts[i].to = read_words(r, v);
	}
	v = jsont_member(jsont_member(meta, "basis"), "judged");
	if (is_there(v))
		f->judged = read_codes(r, LINE, v);
	read_doubts(r, meta);
}

const struct framework *framework_read(
	struct arena *a, struct str text, struct framework_faults *faults)
{
	struct reader r = { a, faults, ARENA_NEW(a, struct framework) };
	struct jsont_fault broken;

	if (str_starts(text, S("\xEF\xBB\xBF")))
		text = str_from_at(text, 3);
	const struct jsont *root = jsont_read(a, text, &broken);
	if (!root) {
		framework_fault(faults, (struct framework_place){ broken.line, broken.column },
			broken.why, S(""));
		return r.to;
	}
	if (root->type != JSONR_OBJECT) {
		fault(faults, root, N_("an object is expected here"), S(""));
		return r.to;
	}
	read_meta(&r, root);
	for (enum framework_part part = 0; part < FRAMEWORK_PARTS; part++)
		read_part(&r, root, part);
	for (enum framework_part part = 0; part < FRAMEWORK_PARTS; part++)
		check_part(&r, part);
	check_ways_up(&r, FRAMEWORK_SECTORS);
	read_crosswalk(&r, root);
	return r.to;
}

/* ---- asking */

const struct framework_entry *framework_find(
	const struct framework *f, enum framework_part part, struct str code)
{
	for (size_t i = 0; i < f->part[part].n; i++)
		if (str_eq(f->part[part].v[i].code, code))
			return &f->part[part].v[i];
	return NULL;
}

const struct framework_entry *framework_step(const struct framework *f, struct str number)
{
	const struct framework_list *steps = &f->part[FRAMEWORK_STEPS];

	for (size_t i = 0; i < steps->n; i++)
		if (str_eq(steps->v[i].number, number))
			return &steps->v[i];
	return NULL;
}

struct str framework_words(const struct text *t, const struct language *l)
{
	return text_told(t, l, l).text;
}

bool framework_is_judged(const struct framework *f, const char *member)
{
	return codes_hold(f->judged, str_from(member));
}

bool codes_hold(struct codes codes, struct str code)
{
	for (size_t i = 0; i < codes.n; i++)
		if (str_eq(codes.v[i], code))
			return true;
	return false;
}
