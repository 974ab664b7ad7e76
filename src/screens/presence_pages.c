/* Who else has the record open, while it is open: for the script of the pages (writing.js). */
#include "edit_view.h"
#include "presence.h"
#include "streams.h"

/* On which sides he works on it, if he may write it at all; 0: it is none of his business. */
static unsigned own_sides(struct request *r, bool is_held, struct edited *ret_edited)
{
	if (!edited_find(r, is_held, ret_edited) || !ret_edited->may_write)
		return 0;
	return record_sides(ret_edited->work, ret_edited->record);
}

enum http_status screen_here_stream(struct request *r)
{
	struct str tab = request_param(r, "tab");
	struct edited e;
	unsigned sides = own_sides(r, false, &e);

	if (!sides)
		return HTTP_NOT_FOUND;
	if (!presence_tab_is_sound(tab))
		return HTTP_BAD_REQUEST;
	struct stream_of *of = ARENA_NEW(&r->arena, struct stream_of);
	*of = (struct stream_of){ .topic = e.record->seq,
		.reader = str_copy(&r->arena, e.work->actor.account_id),
		.tab = tab,
		.sides = sides };
	return answer_stream(r, of);
}

enum http_status screen_here_send(struct request *r)
{
	struct str tab = request_field(r, "tab"), path = request_field(r, "field");
	struct edited e;
	unsigned sides = own_sides(r, false, &e);

	if (!sides)
		return HTTP_NOT_FOUND;
	struct column c = kind_column(&r->arena, e.kind, path);
	if (!presence_tab_is_sound(tab) || (path.n && (!c.field || !edited_shows(&e, c.field))))
		return HTTP_BAD_REQUEST;
	presence_put(e.work, e.record, sides, tab, path);
	answer_header(r, "Cache-Control", S("private, no-store"));
	r->type = "text/plain; charset=utf-8";
	out_z(&r->body, "ok\n");
	return HTTP_OK;
}

struct str edited_beside(const struct edited *e)
{
	struct work *w = e->work;
	const struct presents all =
		e->may_write ? presence_beside(w, e->record, record_sides(w, e->record))
			     : (struct presents){ 0 };
	struct str names = S("");

	for (size_t i = 0; i < all.n; i++) {
		struct str who = all.v[i].who.n ? all.v[i].who : str_from(T(w, "Somebody"));

		names = i ? str_printf(w->arena, STR_FMT ", " STR_FMT, STR_ARG(names), STR_ARG(who))
			  : who;
	}
	return names.n ? STR_FILL(w->arena, T(w, "Open here too: {1}"), names) : names;
}
