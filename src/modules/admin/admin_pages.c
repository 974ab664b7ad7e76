/* The first page, and the register of processing. */
#include "admin_pages.h"
#include "admin_html.h"
#include "csv.h"
#include "key.h"

enum { FINGERPRINT_CHARS = 8, REGISTER_MAX_BYTES = 1 << 18 };

enum http_status admin_send(
	struct request *r, struct crumb above, struct str title, struct page_out *content)
{
	struct crumb crumbs[3] = { { "/admin", str_from(tr(r->lang, "Administration")) }, above };
	size_t n = above.path ? 2 : 1;

	crumbs[n++] = (struct crumb){ NULL, title };
	const struct page page = {
		.title = title, .crumbs = crumbs, .n_crumbs = n, .is_private = true
	};
	return page_send(r, &work_of(r)->house->frame, &page, content);
}

/* ---- the first page */

/* To add one: a row here. */
const struct admin_room admin_rooms[] = {
	{ "/people", N_("People"), N_("Accounts and roles: invite, end, close, open again.") },
	{ "/admin/access", N_("Who may do what"),
		N_("The table of roles: what each may do and how far, and who gives it.") },
	{ "/admin/mail", N_("Letters"),
		N_("What was written to people, what waits, which addresses refuse.") },
	{ "/admin/processing", N_("Register of processing"),
		N_("What is kept about people, why, until when, who sees it.") },
	{ 0 },
};

static const char *accounts_words(const struct language *l, enum person_state state, uint64_t n)
{
	switch (state) {
	case PERSON_INVITED:
		return trn(l, "{1} invited", "{1} invited", n);
	case PERSON_ACTIVE:
		return trn(l, "{1} active", "{1} active", n);
	case PERSON_CLOSED:
		return trn(l, "{1} closed", "{1} closed", n);
	case PERSON_ERASED:
		break;
	}
	return trn(l, "{1} erased", "{1} erased", n);
}

struct str admin_accounts_shown(struct page_out *o, const struct people_figures *f)
{
	static const enum person_state order[] = { PERSON_ACTIVE, PERSON_INVITED, PERSON_CLOSED,
		PERSON_ERASED };
	struct out shown = out_new(o->arena, 1 << 10);

	for (size_t i = 0; i < COUNT(order); i++) {
		const int64_t n = f->of_state[order[i]];

		if (!n)
			continue;
		out_z(&shown, shown.n ? ", " : "");
		out_str(&shown, STR_FILL(o->arena, accounts_words(o->lang, order[i], (uint64_t)n),
					format_number(o->arena, o->lang, n)));
	}
	return out_done(&shown);
}

enum http_status admin_page(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);
	struct admin_view v = { .work = w,
		.people = people_figures(w),
		.waiting = mail_waiting(w),
		.key = key_check(w->key, w->arena) };
	const struct crumb crumbs[] = { { NULL, str_from(T(w, "Administration")) } };
	const struct page page = { .title = crumbs[0].label,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.is_private = true };

	v.key.n = FINGERPRINT_CHARS;
	admin_html(&o, &v);
	return page_send(r, &w->house->frame, &page, &o);
}

/* ---- the register of processing */

enum http_status admin_processing_page(struct request *r)
{
	struct work *w = work_of(r);
	struct page_out o = page_begin(r);
	const struct admin_processing_view v = { r->site->contact,
		url_contact(w->arena, r->site->contact) };

	admin_processing_html(&o, &v);
	return admin_send(r, (struct crumb){ 0 }, str_from(T(w, "Register of processing")), &o);
}

static void csv_line(struct out *o, const char *const *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		out_z(o, i ? "," : "");
		csv_write(o, str_from(cells[i]));
	}
	out_z(o, "\r\n");
}

enum http_status admin_processing_csv(struct request *r)
{
	const struct language *l = r->lang;
	const char *const head[] = { tr(l, "What"), tr(l, "Why"), tr(l, "Until when"),
		tr(l, "Who sees it") };

	r->body = out_new(&r->arena, REGISTER_MAX_BYTES);
	r->type = "text/csv; charset=utf-8";
	answer_header(r, "Content-Disposition", S("attachment; filename=\"processing.csv\""));
	csv_line(&r->body, head, COUNT(head));
	for (const struct people_kept *kept = people_kept; kept->what; kept++) {
		const char *const cells[] = { tr_text(l, kept->what), tr_text(l, kept->why),
			tr_text(l, kept->until), tr_text(l, kept->who_sees) };

		csv_line(&r->body, cells, COUNT(cells));
	}
	return HTTP_OK;
}
