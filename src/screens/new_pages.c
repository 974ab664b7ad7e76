/* A record is begun: a title, a language, on whose behalf. */
#include "edit_view.h"
#include "id.h"
#include "screens_html.h"

#include <string.h>

/* ---- the form */

static struct form_choice *owner_choices(struct work *w, const struct owner *owners, size_t n)
{
	struct form_choice *v = form_choices(w->arena, n);

	for (size_t i = 0; i < n; i++)
		v[i] = (struct form_choice){ .value = str_printf(w->arena, "%zu", i),
			.label = owner_shown(w, &owners[i]) };
	return v;
}

static struct form new_form(struct request *r, const struct owner *owners, size_t n)
{
	static const struct form_field fields[] = {
		{ "id", FORM_HIDDEN },
		{ "title", FORM_TEXT, NULL, NULL, N_("this is required"), .max = 200 },
		{ "lang", FORM_RADIOS, N_("Language it is written in"),
			N_("Other languages can be added to each text later."),
			N_("Choose the language") },
		{ "owner", FORM_RADIOS, N_("On whose behalf"),
			N_("They own it: those who act for them see it and write it with you."),
			N_("Choose on whose behalf") },
	};
	struct work *w = work_of(r);
	const struct kind *k = r->route->arg;
	const struct field *title = kind_field(k, k->title);
	struct page_out o = { &r->body, &r->arena, r->lang };
	struct form f =
		form_new(r, place(&o, str_z(w->arena, str_printf(w->arena, "/%s/new", k->plural))),
			fields, COUNT(fields), N_("Begin"));
	char id[ULID_LENGTH + 1];

	ulid_make(id);
	form_field(&f, "id")->value = str_copy(w->arena, str_from(id));
	form_field(&f, "title")->label = title->label;
	form_field(&f, "title")->hint = title->hint;
	form_field(&f, "title")->max = field_max_length(title);
	form_field(&f, "lang")->choices = form_languages(w->arena);
	form_field(&f, "lang")->n_choices = LANG_COUNT;
	form_field(&f, "lang")->value = str_from(r->lang->code);
	form_field(&f, "owner")->choices = owner_choices(w, owners, n);
	form_field(&f, "owner")->n_choices = n;
	if (n == 1)
		form_field(&f, "owner")->input = FORM_HIDDEN;
	form_field(&f, "owner")->value = n == 1 ? S("0") : S("");
	f.cancel = place(&o, str_z(w->arena, str_printf(w->arena, "/%s/mine", k->plural)));
	return f;
}

static enum http_status show_new(struct request *r, const struct form *f)
{
	struct work *w = work_of(r);
	const struct kind *k = r->route->arg;
	const char *list = str_z(w->arena, str_printf(w->arena, "/%s", k->plural));
	const struct crumb crumbs[] = { { list, str_from(tr_text(w->lang, k->label_plural)) },
		{ NULL, str_from(tr_text(w->lang, kind_begin(k))) } };
	const struct page page = { .title = crumbs[1].label,
		.nav_path = list,
		.crumbs = crumbs,
		.n_crumbs = COUNT(crumbs),
		.is_private = true };

	answer_header(r, "Cache-Control", S("private, no-store"));
	return form_page(r, &w->house->frame, &page,
		str_from(T(w, "You begin with a title. Then you fill in the sections, in any order "
			      "and as often as you like, and send it in when it is ready. Until "
			      "then only those see it who write it with you.")),
		f);
}

enum http_status screen_new_page(struct request *r)
{
	struct owner owners[OWNERS_MAX];
	size_t n = owners_open(work_of(r), owners);

	if (!n)
		return HTTP_FORBIDDEN;
	const struct form f = new_form(r, owners, n);
	return show_new(r, &f);
}

/* ---- what was sent */

static void *begin(struct work *w, const struct kind *k, struct form *f, const struct owner *owners)
{
	const struct language *lang = language_by_code(form_value(f, "lang"));
	const struct field *title = kind_field(k, k->title);
	int64_t owner = 0;

	str_int(form_value(f, "owner"), &owner);
	struct record *r = record_begin(w, k, &owners[owner], lang);
	r->public_id = form_value(f, "id");
	column_write(w->arena,
		(struct column){ title, title->type == FIELD_TEXT ? (int)lang->index : 0 }, r,
		form_value(f, "title"));
	return r;
}

static enum http_status go_on(struct request *r, struct str id, const char *what)
{
	struct page_out o = { &r->body, &r->arena, r->lang };

	return written_go(r, written_url(&o, r->route->arg, id, "edit"), what);
}

enum http_status screen_new_send(struct request *r)
{
	struct work *w = work_of(r);
	const struct kind *k = r->route->arg;
	struct owner owners[OWNERS_MAX];
	size_t n = owners_open(w, owners);
	struct form f;

	if (!n)
		return HTTP_FORBIDDEN;
	f = new_form(r, owners, n);
	bool is_sound = form_take(&f, r);
	struct str id = form_value(&f, "id");
	struct reserved known = { .public_id = id };
	struct problems problems = problems_new(w->arena);

	if (!ulid_is_valid(id))
		return HTTP_BAD_REQUEST;
	records_find(w, k->name, &known, 1);
	/* It was sent twice: there is one. */
	if (known.seq)
		return go_on(r, id, "begun");
	if (!is_sound)
		return show_new(r, &f);
	if (edits_save(w, k, begin(w, k, &f, owners), S(""), &problems))
		return go_on(r, id, "begun");
	for (size_t i = 0; i < problems.n; i++)
		form_fault(&f, "title", problems.v[i].message);
	return show_new(r, &f);
}
