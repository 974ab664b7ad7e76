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

bool kind_names_id(const struct kind *k, struct str name)
{
	return str_is(name, "id") || (k->id_in_files && str_is(name, k->id_in_files));
}

struct columns kind_columns(struct arena *a, const struct kind *k)
{
	struct columns columns = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < k->n_fields; i++)
		n += (size_t)field_parts(&k->fields[i]);
	columns.v = ARENA_ARRAY(a, struct column, n);
	for (size_t i = 0; i < k->n_fields; i++)
		for (int part = 0; part < field_parts(&k->fields[i]); part++)
			columns.v[columns.n++] = (struct column){ &k->fields[i], part };
	return columns;
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
