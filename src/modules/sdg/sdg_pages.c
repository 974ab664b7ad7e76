#include "sdg_pages.h"
#include "sdg_html.h"

/* ---- for the templates */

struct str sdg_goal_shown(struct page_out *o, int64_t goal)
{
	return STR_FILL(o->arena, tr(o->lang, "Goal {1} – {2}"),
		str_printf(o->arena, "%lld", (long long)goal),
		str_from(tr_text(o->lang, sdg_goal_name(goal))));
}

struct url sdg_url(struct page_out *o, const struct sdg_target *t)
{
	return place_under(o, "/sdg", t->code);
}

const struct framework_entry *sdg_source(const struct work *w, struct str ref)
{
	return framework_find(
		framework_now(w), FRAMEWORK_SOURCES, (struct str){ ref.p, str_find(ref, ' ') });
}

struct str sdg_paragraph(struct str ref)
{
	const struct str place = str_trim(str_from_at(ref, str_find(ref, ' ')));

	return str_starts(place, S("¶")) ? place : S("");
}

struct having sdg_practices(struct page_out *o, struct work *w, struct terms activities)
{
	return having_terms(o, w, &practice_kind, activities);
}

/* ---- handlers */

enum http_status sdg_list_page(struct request *r)
{
	struct work *w = work_of(r);
	const struct sdg_targets targets = sdg_targets(w);
	struct page_out o = page_begin(r);
	const struct crumb crumbs[] = { { NULL, str_from(T(w, "Sustainable Development Goals")) } };
	const struct page page = { .title = crumbs[0].label,
		.description =
			str_from(T(w, "Which targets of the 2030 Agenda culture online helps "
				      "to reach, by which activities, with which examples.")),
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs) };

	sdg_list_html(&o, w, &targets);
	return page_send(r, &w->house->frame, &page, &o);
}

static bool find_target(struct sdg_view *v, struct str code)
{
	const struct sdg_targets all = sdg_targets(v->work);

	for (size_t i = 0; i < all.n; i++) {
		if (!str_eq(all.v[i].code, code))
			continue;
		v->target = &all.v[i];
		v->previous = i ? &all.v[i - 1] : NULL;
		v->next = i + 1 < all.n ? &all.v[i + 1] : NULL;
		return true;
	}
	return false;
}

enum http_status sdg_page(struct request *r)
{
	struct work *w = work_of(r);
	struct sdg_view v = { .work = w };
	struct page_out o = page_begin(r);

	if (!find_target(&v, request_path_arg(r, "target")))
		return HTTP_NOT_FOUND;
	v.activities = sdg_activities(w, v.target);
	v.outputs = sdg_outputs(w, v.target);
	if (v.activities.n)
		v.practices = sdg_practices(&o, w, v.activities);
	sdg_html(&o, &v);
	const struct str title = STR_FILL(w->arena, T(w, "SDG target {1}"), v.target->code);
	const struct crumb crumbs[] = {
		{ "/sdg", str_from(T(w, "Sustainable Development Goals")) },
		{ NULL, title },
	};
	const struct page page = { .title = title,
		.description = framework_words(&v.target->label, w->lang),
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs) };
	return page_send(r, &w->house->frame, &page, &o);
}
