#include "delegation.h"
#include "handed.h"
#include "writing_pages.h"

enum { DUTIES_MAX = 20 };

static void add_duty(struct work *w, struct page_out *o, const struct handed *h, struct duties *all)
{
	const struct kind *k = house_kind(w->house, h->kind);
	const struct record *r = k ? record_load(w, k, h->public_id) : NULL;

	if (!r || !record_may_be_written(w, k, r))
		return;
	duty_add(all,
		STR_FILL(o->arena, tr(o->lang, "Look at what {1} has answered: “{2}”"), h->person,
			record_title(k, r, o->lang).text),
		url_path(o->arena, "/{}/{}/{}/handed/{}",
			(const struct str[]){
				str_from(o->lang->code), str_from(k->plural), r->public_id, h->id },
			4),
		0);
}

static void duties(struct work *w, struct page_out *o, struct duties *all)
{
	const struct handed_all back = handed_back(w, DUTIES_MAX);

	for (size_t i = 0; i < back.n; i++)
		add_duty(w, o, &back.v[i], all);
}

static const struct route routes[] = {
	{ METHOD_GET, "/{lang}/handed/:secret", LANE_READ, VERB_COME, screen_handed_link_page },
	{ METHOD_POST, "/{lang}/handed/:secret", LANE_WRITE, VERB_COME, screen_handed_link_send,
		SCREEN_SECTION_MAX_BYTES },
	{ 0 },
};

const struct module delegation_module = {
	.name = "delegation", .routes = routes, .duties = duties
};
