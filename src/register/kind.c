#include "kind.h"

#include <assert.h>
#include <string.h>

struct problems problems_new(struct arena *a)
{
	return (struct problems){ .arena = a };
}

void problem_add(struct problems *p, struct str column, const char *code, struct str message)
{
	if (p->n == p->cap) {
		size_t cap = p->cap ? 2 * p->cap : 8;
		struct problem *v = ARENA_ARRAY(p->arena, struct problem, cap);

		if (p->n)
			memcpy(v, p->v, p->n * sizeof *v);
		p->v = v;
		p->cap = cap;
	}
	p->v[p->n++] = (struct problem){ column, code, message };
}

const struct field *kind_field(const struct kind *k, const char *name)
{
	for (size_t i = 0; name && i < k->n_fields; i++)
		if (!strcmp(k->fields[i].name, name))
			return &k->fields[i];
	return NULL;
}

const struct section *kind_section(const struct kind *k, const struct field *f)
{
	for (const struct section *s = k->sections; s && s->name; s++)
		for (const char *const *name = s->fields; *name; name++)
			if (!strcmp(*name, f->name))
				return s;
	return NULL;
}

bool kind_names_id(const struct kind *k, struct str name)
{
	return str_is(name, "id") || (k->id_in_files && str_is(name, k->id_in_files));
}

static struct columns columns_but(struct arena *a, const struct kind *k, unsigned flags)
{
	struct columns columns = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < k->n_fields; i++)
		n += (size_t)field_parts(&k->fields[i]);
	columns.v = ARENA_ARRAY(a, struct column, n);
	for (size_t i = 0; i < k->n_fields; i++)
		for (int part = 0; part < field_parts(&k->fields[i]); part++)
			if (!(k->fields[i].flags & flags))
				columns.v[columns.n++] = (struct column){ &k->fields[i], part };
	return columns;
}

struct columns kind_columns(struct arena *a, const struct kind *k)
{
	return columns_but(a, k, 0);
}

struct columns kind_open_columns(struct arena *a, const struct kind *k)
{
	return columns_but(a, k, F_INTERNAL);
}

struct column kind_column(struct arena *a, const struct kind *k, struct str path)
{
	const struct columns columns = kind_columns(a, k);

	for (size_t i = 0; i < columns.n; i++)
		if (str_eq(column_path(a, columns.v[i]), path))
			return columns.v[i];
	return (struct column){ 0 };
}

const struct flow_state *flow_state(const struct flow *f, struct str name)
{
	for (size_t i = 0; i < f->n_states; i++)
		if (str_is(name, f->states[i].name))
			return &f->states[i];
	return NULL;
}

const struct flow_state *kind_state(const struct kind *k, struct str name)
{
	static const struct flow_state known[] = {
		{ "published", N_("Published"), "done", PHASE_PUBLIC, .written_by = VERB_NONE },
		{ "draft", N_("Draft"), "todo", PHASE_PRIVATE, .written_by = VERB_NONE },
	};
	static const struct flow plain = { known, COUNT(known), NULL, 0 };
	const struct flow_state *state = flow_state(k->flow ? k->flow : &plain, name);

	/* A state of a later Jalon: nobody but its owners hears of such a record. */
	return state ? state : &known[1];
}

struct told text_told(
	const struct text *t, const struct language *asked, const struct language *original)
{
	if (t->in[asked->index].n)
		return (struct told){ t->in[asked->index], asked };
	if (t->in[original->index].n)
		return (struct told){ t->in[original->index], original };
	for (size_t i = 0; i < LANG_COUNT; i++)
		if (t->in[i].n)
			return (struct told){ t->in[i], &languages[i] };
	return (struct told){ 0 };
}

const struct language *record_written_in(const struct kind *k, const void *row)
{
	const struct field *f = kind_field(k, k->title);

	for (size_t i = 0; f && f->type == FIELD_TEXT && i < LANG_COUNT; i++)
		if (((const struct text *)field_of(f, row))->in[i].n)
			return &languages[i];
	return &languages[0];
}

struct told record_title(const struct kind *k, const void *row, const struct language *asked)
{
	const struct record *record = row;
	const struct field *f = kind_field(k, k->title);

	if (f && f->type == FIELD_TEXT) {
		struct told title = text_told(field_of(f, row), asked, record->lang);

		if (title.lang)
			return title;
	}
	return (struct told){ record->public_id, asked };
}
