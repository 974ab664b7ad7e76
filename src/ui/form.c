#include "form.h"
#include "form_view.h"
#include "ui_html.h"
#include "utf8.h"

#include <assert.h>
#include <string.h>

enum { TEXT_MAX_CHARS = 200 };

struct form form_new(struct request *r, struct url action, const struct form_field *fields,
	size_t n_fields, const char *submit)
{
	struct form_field *own = ARENA_ARRAY(&r->arena, struct form_field, n_fields + 1);

	if (n_fields)
		memcpy(own, fields, n_fields * sizeof *own);
	return (struct form){ .action = action,
		.fields = own,
		.n_fields = n_fields,
		.submit = submit,
		.token = r->form_token };
}

struct form_field *form_field(struct form *f, const char *name)
{
	for (size_t i = 0; i < f->n_fields; i++)
		if (!strcmp(f->fields[i].name, name))
			return &f->fields[i];
	assert(!"a field that is not in the form");
	return NULL;
}

void form_drop(struct form *f, const char *name)
{
	struct form_field *field = form_field(f, name);
	size_t at = (size_t)(field - f->fields);

	memmove(field, field + 1, (--f->n_fields - at) * sizeof *field);
}

struct str form_value(struct form *f, const char *name)
{
	return form_field(f, name)->value;
}

void form_fault(struct form *f, const char *name, struct str what)
{
	struct form_field *field = form_field(f, name);

	if (field->fault.n)
		return;
	field->fault = what;
	f->n_faults++;
}

bool form_is_sound(const struct form *f)
{
	return !f->n_faults;
}

static bool has_choices(const struct form_field *f)
{
	return f->input == FORM_SELECT || f->input == FORM_RADIOS;
}

static bool is_choice(const struct form_field *f)
{
	for (size_t i = 0; i < f->n_choices; i++)
		if (str_eq(f->choices[i].value, f->value))
			return true;
	return false;
}

size_t form_max(const struct form_field *f)
{
	return f->max ? f->max : TEXT_MAX_CHARS;
}

static void check_field(struct form *f, const struct form_field *field, struct request *r)
{
	if (!field->value.n) {
		if (field->missing)
			form_fault(f, field->name, str_from(tr_text(r->lang, field->missing)));
		return;
	}
	if (has_choices(field) && !is_choice(field))
		form_fault(f, field->name, str_from(tr(r->lang, "Choose one of the list")));
	else if (utf8_count(field->value) > form_max(field))
		form_fault(f, field->name,
			STR_FILL(&r->arena, tr(r->lang, "At most {1} characters"),
				format_number(&r->arena, r->lang, (int64_t)form_max(field))));
}

/* Browsers send no others; in a name they would begin lines, and links, in letters to others. */
static struct str without_controls(struct arena *a, struct str s, bool has_lines)
{
	char *p = arena_take(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool is_kept = c >= ' ' ? c != 0x7f : has_lines && (c == '\n' || c == '\r');

		p[i] = is_kept ? s.p[i] : ' ';
	}
	return (struct str){ p, s.n };
}

static struct str typed(struct request *r, const struct form_field *field)
{
	struct str sent = request_field(r, field->name);

	if (field->input == FORM_PASSWORD)
		return sent;
	return str_trim(without_controls(&r->arena, sent, field->input == FORM_LONG));
}

bool form_take(struct form *f, struct request *r)
{
	for (size_t i = 0; i < f->n_fields; i++) {
		struct form_field *field = &f->fields[i];

		if (field->input == FORM_USERNAME)
			continue;
		field->value = typed(r, field);
		check_field(f, field, r);
	}
	return form_is_sound(f);
}

struct form_choice *form_choices(struct arena *a, size_t n)
{
	return ARENA_ARRAY(a, struct form_choice, n + 1);
}

struct str form_title(struct page_out *o, const struct form *f, struct str title)
{
	return form_is_sound(f) ? title : STR_FILL(o->arena, tr(o->lang, "To correct: {1}"), title);
}

enum http_status form_page(struct request *r, const struct frame *frame, const struct page *page,
	struct str lede, const struct form *f)
{
	struct page_out o = page_begin(r);
	const struct form_page_view v = { page->title, lede, f };
	struct page own = *page;

	own.title = form_title(&o, f, page->title);
	form_page_html(&o, &v);
	page_send(r, frame, &own, &o);
	return form_is_sound(f) ? HTTP_OK : HTTP_UNPROCESSABLE;
}

/* ---- for the template */

const char *form_input_type(const struct form_field *f)
{
	switch (f->input) {
	case FORM_EMAIL:
		return "email";
	case FORM_PASSWORD:
		return "password";
	default:
		return "text";
	}
}

struct str form_described_by(struct page_out *o, const struct form_field *f)
{
	return str_printf(o->arena, "%s%s%s%s%s%s", f->hint ? "hint-" : "", f->hint ? f->name : "",
		f->hint && f->fault.n ? " " : "", f->fault.n ? "why-" : "",
		f->fault.n ? f->name : "", "");
}

bool form_is_chosen(const struct form_field *f, const struct form_choice *c)
{
	return str_eq(f->value, c->value);
}
