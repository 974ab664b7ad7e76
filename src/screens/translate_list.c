/* Which records of a kind wait for a translation, and for a review of one. */
#include "screens_html.h"
#include "translate_view.h"

enum { WANTED_SHOWN = 25 };

const char *translation_state_label(enum translation_state state)
{
	static const char *const labels[TRANSLATION_STATE_COUNT] = {
		[TRANSLATION_MISSING] = N_("Missing"),
		[TRANSLATION_DRAFT] = N_("To review"),
		[TRANSLATION_OUTDATED] = N_("Outdated"),
		[TRANSLATION_REVIEWED] = N_("Reviewed"),
	};

	return labels[state];
}

/* ---- addresses */

struct url wanted_url(struct page_out *o, const struct kind *k, const char *part,
	const struct wanted_query *q, struct str public_id, const char *format)
{
	struct out query = out_new(o->arena, PATH_MAX_BYTES);

	out_printf(&query, "?to=%s", q->to->code);
	if (public_id.n)
		out_printf(&query, "&record=" STR_FMT, STR_ARG(public_id));
	else
		out_printf(&query, "&state=%s", translation_state_name(q->state));
	if (q->before && !public_id.n)
		out_printf(&query, "&before=%lld", (long long)q->before);
	if (format)
		out_printf(&query, "&format=%s", format);
	return place_query(o,
		str_z(o->arena, str_printf(o->arena, "/%s/translations%s", k->plural, part)),
		out_done(&query));
}

/* ---- the page */

/* Into the language the reader has before him, unless he says otherwise. */
bool wanted_read_query(struct request *r, struct wanted_query *ret_query)
{
	const struct str to = request_param(r, "to"), state = request_param(r, "state"),
			 before = request_param(r, "before");
	struct wanted_query q = { .to = to.n ? language_by_code(to) : r->lang };

	*ret_query = q;
	if (!q.to || (state.n && !translation_state_by_name(state, &q.state)) ||
		(before.n && (!str_int(before, &q.before) || q.before < 1 || q.before > INT32_MAX)))
		return false;
	*ret_query = q;
	return true;
}

static void add_choices(struct page_out *o, struct wanted_view *v)
{
	struct wanted_query q = { .to = v->query.to };

	for (size_t i = 0; i < TRANSLATION_STATE_COUNT; i++) {
		q.state = (enum translation_state)i;
		v->states[i] = wanted_url(o, v->kind, "", &q, S(""), NULL);
	}
	q.state = v->query.state;
	for (size_t i = 0; i < LANG_COUNT; i++) {
		q.to = &languages[i];
		v->languages[i] = wanted_url(o, v->kind, "", &q, S(""), NULL);
	}
}

static void add_ways(struct page_out *o, struct wanted_view *v)
{
	struct wanted_query q = v->query;

	v->bring = wanted_url(o, v->kind, "/bring", &q, S(""), NULL);
	if (v->found.rows.n) {
		v->xliff = wanted_url(o, v->kind, "/file", &q, S(""), "xlf");
		v->csv = wanted_url(o, v->kind, "/file", &q, S(""), "csv");
	}
	q.before = 0;
	if (v->query.before)
		v->first = wanted_url(o, v->kind, "", &q, S(""), NULL);
	q.before = v->found.next;
	if (q.before)
		v->next = wanted_url(o, v->kind, "", &q, S(""), NULL);
}

enum http_status wanted_send(
	struct request *r, struct page_out *o, const char *title, const struct form *f)
{
	const struct kind *k = r->route->arg;
	struct arena *a = &r->arena;
	const struct str label = str_from(tr_text(r->lang, title));
	const char *plural = str_z(a, str_printf(a, "/%s", k->plural));
	const struct crumb crumbs[] = {
		{ plural, str_from(tr_text(r->lang, k->label_plural)) },
		{ NULL, label },
	};
	const struct page page = { .title = f ? form_title(o, f, label) : label,
		.nav_path = plural,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.is_private = true };

	answer_header(r, "Cache-Control", S("private, no-store"));
	return page_send(r, &work_of(r)->house->frame, &page, o);
}

enum http_status screen_wanted_page(struct request *r)
{
	struct page_out o = page_begin(r);
	struct wanted_view v = { .work = work_of(r), .kind = r->route->arg };

	if (!wanted_read_query(r, &v.query))
		return HTTP_BAD_REQUEST;
	v.found = translations_wanted(v.work, v.kind, &v.query, WANTED_SHOWN);
	add_choices(&o, &v);
	add_ways(&o, &v);
	screen_wanted_html(&o, &v);
	return wanted_send(r, &o, N_("Translations"), NULL);
}
