#include "asked.h"
#include "site.h"

enum http_status asked_refuse(struct request *r, const struct problems *p)
{
	r->problem_fields = ARENA_ARRAY(&r->arena, struct problem_field, p->n);
	r->n_problem_fields = p->n;
	for (size_t i = 0; i < p->n; i++)
		r->problem_fields[i] = (struct problem_field){ p->v[i].column,
			str_from(p->v[i].code), p->v[i].message };
	return HTTP_BAD_REQUEST;
}

void *asked_record(struct request *r)
{
	struct work *w = work_of(r);
	struct record *record = record_load(w, r->route->arg, request_path_arg(r, "id"));

	if (!record || !record_may_be_read(w, record))
		return NULL;
	return record;
}

/* "/api/v1/practices?format=csv&activity=2.4": the same list for programs. */
struct url asked_api_url(
	struct arena *a, const struct list_query *q, const char *format, struct str cursor)
{
	struct str query = list_address(a, q, &(struct list_change){ .cursor = cursor });

	if (*format)
		query = str_printf(a, "?%s%s" STR_FMT, format, query.n ? "&" : "",
			STR_ARG(str_from_at(query, 1)));
	return (struct url){ str_printf(a, "/api/v1/%s" STR_FMT, q->kind->plural, STR_ARG(query)) };
}
