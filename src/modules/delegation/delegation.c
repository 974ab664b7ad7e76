#include "delegation.h"
#include "handed.h"
#include "writing_pages.h"

enum { DUTIES_MAX = 20 };

/* How many: one, or none. */
static size_t add_duty(
	struct work *w, struct page_out *o, const struct handed *h, struct duties *all)
{
	const struct kind *k = house_kind(w->house, h->kind);
	const struct record *r = k ? record_load(w, k, h->public_id) : NULL;

	if (!r || !record_may_be_written(w, k, r))
		return 0;
	duty_add(all,
		STR_FILL(o->arena, tr(o->lang, "Look at what {1} has answered: “{2}”"), h->person,
			record_title(k, r, o->lang).text),
		url_path(o->arena, "/{}/{}/{}/handed/{}",
			(const struct str[]){
				str_from(o->lang->code), str_from(k->plural), r->public_id, h->id },
			4),
		0);
	return 1;
}

static void duties(struct work *w, struct page_out *o, struct duties *all)
{
	struct handed_all back = handed_back(w, S(""), DUTIES_MAX);

	for (size_t n = 0; back.n && n < DUTIES_MAX;) {
		for (size_t i = 0; i < back.n && n < DUTIES_MAX; i++)
			n += add_duty(w, o, &back.v[i], all);
		back = handed_back(w, back.v[back.n - 1].id, DUTIES_MAX);
	}
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
