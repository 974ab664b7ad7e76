/* What one works on, by state. */
#include "edit_view.h"
#include "screens_html.h"

enum { SHOWN_PER_STATE = 50 };

static const char *path_of(struct arena *a, const struct kind *k, const char *part)
{
	return str_z(a, str_printf(a, "/%s%s", k->plural, part));
}

static void add_groups(struct mine_view *v)
{
	struct work *w = v->work;
	const struct flow *flow = v->kind->flow;

	v->groups = ARENA_ARRAY(w->arena, struct mine_group, flow->n_states);
	for (size_t i = 0; i < flow->n_states; i++) {
		struct mine_group g = { .state = &flow->states[i] };

		/* All that is public is everybody's; there is the list for it. */
		g.rows = records_worked_on(
			w, v->kind, str_from(g.state->name), SHOWN_PER_STATE, &g.has_more);
		if (g.rows.n)
			v->groups[v->n++] = g;
	}
}

enum http_status screen_mine_page(struct request *r)
{
	struct work *w = work_of(r);
	const struct kind *k = r->route->arg;
	struct page_out o = page_begin(r);
	struct owner owners[OWNERS_MAX];
	struct mine_view v = { .work = w,
		.kind = k,
		.done = written_done(r),
		.begin = place(&o, path_of(w->arena, k, "/new")),
		.translations = place(&o, path_of(w->arena, k, "/translations")) };
	const struct crumb crumbs[] = {
		{ path_of(w->arena, k, ""), str_from(tr_text(w->lang, k->label_plural)) },
		{ NULL, str_from(T(w, "What I work on")) },
	};
	const struct page page = { .title = crumbs[1].label,
		.nav_path = crumbs[0].path,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.is_private = true };

	if (!k->flow)
		return HTTP_NOT_FOUND;
	v.may_begin = owners_open(w, owners) > 0;
	add_groups(&v);
	screen_mine_html(&o, &v);
	answer_header(r, "Cache-Control", S("private, no-store"));
	return page_send(r, &w->house->frame, &page, &o);
}
