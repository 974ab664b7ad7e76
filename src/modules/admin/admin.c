#include "admin.h"
#include "admin_pages.h"

enum { FORM_MAX_BYTES = 32 * 1024 };

/* Without a mail server it is administrators who pass links on. */
static void duties(struct work *w, struct page_out *o, struct duties *all)
{
	if (w->sends_mail || !may(&w->actor, VERB_ADMINISTER, NULL))
		return;
	const struct mail_waiting waiting = mail_waiting(w);

	if (waiting.n)
		duty_add(all,
			STR_FILL(w->arena,
				trn(w->lang, "{1} letter waits: no mail server is set",
					"{1} letters wait: no mail server is set",
					(uint64_t)waiting.n),
				format_number(w->arena, w->lang, waiting.n)),
			place(o, "/admin/mail"), 0);
}

static const struct route routes[] = {
	{ METHOD_GET, "/{lang}/admin", LANE_READ, VERB_ADMINISTER, admin_page },
	{ METHOD_GET, "/{lang}/admin/access", LANE_READ, VERB_ADMINISTER, admin_access_page },
	{ METHOD_GET, "/{lang}/admin/mail", LANE_READ, VERB_ADMINISTER, admin_mail_page },
	{ METHOD_POST, "/{lang}/admin/mail", LANE_WRITE, VERB_ADMINISTER, admin_mail_forgive,
		FORM_MAX_BYTES },
	{ METHOD_GET, "/{lang}/admin/mail/:id", LANE_READ, VERB_ADMINISTER, admin_letter_page },
	{ METHOD_POST, "/{lang}/admin/mail/:id", LANE_WRITE, VERB_ADMINISTER, admin_letter_open,
		FORM_MAX_BYTES },
	{ METHOD_GET, "/{lang}/admin/processing", LANE_READ, VERB_ADMINISTER,
		admin_processing_page },
	{ METHOD_GET, "/{lang}/admin/processing.csv", LANE_READ, VERB_ADMINISTER,
		admin_processing_csv },
	{ 0 },
};

const struct module admin_module = { .name = "admin", .routes = routes, .duties = duties };
