#include "form.h"
#include "form_view.h"
#include "ui_html.h"
#include "utf8.h"

#include <assert.h>
#include <string.h>

enum { TEXT_MAX_CHARS = 200, SEVERAL_MAX_BYTES = 1 << 20 };

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

bool form_has_several(const struct form_field *f)
{
	return f->input == FORM_BOXES || f->input == FORM_BOXES_SELECT ||
	       f->input == FORM_BOXES_TEXT;
}

static bool has_choices(const struct form_field *f)
{
	return f->input == FORM_SELECT || f->input == FORM_RADIOS || f->input == FORM_BOXES ||
	       f->input == FORM_BOXES_SELECT;
}

static bool is_choice(const struct form_field *f, struct str value)
{
	for (size_t i = 0; i < f->n_choices; i++)
		if (str_eq(f->choices[i].value, value))
			return true;
	return false;
}

/* Is all of the value among the choices? */
static bool is_of_choices(const struct form_field *f)
{
	struct str rest = f->value, one;

	if (!form_has_several(f))
		return is_choice(f, f->value);
	while (str_cut(&rest, ';', &one))
		if (!is_choice(f, one))
			return false;
	return true;
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
	if (has_choices(field) && !is_of_choices(field))
		form_fault(f, field->name, str_from(tr(r->lang, "Choose one of the list")));
	else if (!form_has_several(field) && field->input != FORM_FILE &&
		 utf8_count(field->value) > form_max(field))
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

static struct str without_returns(struct arena *a, struct str sent)
{
	char *p = arena_take(a, sent.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < sent.n; i++)
		if (sent.p[i] != '\r')
			p[n++] = sent.p[i];
		else if (i + 1 == sent.n || sent.p[i + 1] != '\n')
			p[n++] = '\n';
	return (struct str){ p, n };
}

struct str form_text(struct arena *a, struct str sent, bool has_lines)
{
	return str_trim(without_controls(a, without_returns(a, sent), has_lines));
}

/* All that was sent under the name, each once, joined with ';'. */
static struct str several(struct request *r, const char *name)
{
	struct out o = out_new(&r->arena, SEVERAL_MAX_BYTES);

	for (size_t i = 0; i < r->form.n; i++) {
		struct str value = str_trim(r->form.v[i].value);

		if (!str_is(r->form.v[i].name, name) || !value.n)
			continue;
		if (o.n)
			out_char(&o, ';');
		out_str(&o, value);
	}
	return out_done(&o);
}

static struct str file_name(const struct request *r, const char *name)
{
	const struct upload *file = request_upload(r, name);

	return !file ? S("") : file->name.n ? file->name : S("?");
}

static struct str typed(struct request *r, const struct form_field *field)
{
	if (field->input == FORM_PASSWORD)
		return request_field(r, field->name);
	if (field->input == FORM_FILE)
		return file_name(r, field->name);
	if (form_has_several(field))
		return form_text(&r->arena, several(r, field->name), false);
	return form_text(&r->arena, request_field(r, field->name), field->input == FORM_LONG);
}

void form_read(struct form *f, struct request *r)
{
	for (size_t i = 0; i < f->n_fields; i++)
		if (f->fields[i].input != FORM_USERNAME)
			f->fields[i].value = typed(r, &f->fields[i]);
}

bool form_take(struct form *f, struct request *r)
{
	form_read(f, r);
	for (size_t i = 0; i < f->n_fields; i++)
		if (f->fields[i].input != FORM_USERNAME)
			check_field(f, &f->fields[i], r);
	return form_is_sound(f);
}

struct form_choice *form_choices(struct arena *a, size_t n)
{
	return ARENA_ARRAY(a, struct form_choice, n + 1);
}

struct form_choice *form_languages(struct arena *a)
{
	struct form_choice *v = form_choices(a, LANG_COUNT);

	for (size_t i = 0; i < LANG_COUNT; i++)
		v[i] = (struct form_choice){ .value = str_from(languages[i].code),
			.label = str_from(languages[i].name) };
	return v;
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
	case FORM_FILE:
		return "file";
	case FORM_PASSWORD:
		return "password";
	default:
		return "text";
	}
}

static void describe(struct out *to, bool is_there, const char *what, const char *name)
{
	if (is_there)
		out_printf(to, "%s%s-%s", to->n ? " " : "", what, name);
}

struct str form_described_by(struct page_out *o, const struct form_field *f)
{
	struct out to = out_new(o->arena, 1 << 10);

	describe(&to, f->hint, "hint", f->name);
	describe(&to, f->fault.n || f->is_watched, "why", f->name);
	describe(&to, f->is_counted, "count", f->name);
	return out_done(&to);
}

bool form_is_chosen(const struct form_field *f, const struct form_choice *c)
{
	struct str rest = f->value, one;

	if (!form_has_several(f))
		return str_eq(f->value, c->value);
	while (f->value.n && str_cut(&rest, ';', &one))
		if (str_eq(one, c->value))
			return true;
	return false;
}

size_t form_group_end(const struct form_field *f, size_t first)
{
	size_t i = first + 1;

	while (i < f->n_choices && str_eq(f->choices[i].group, f->choices[first].group))
		i++;
	return i;
}

bool form_is_box(const struct form_field *f, const struct form_choice *c)
{
	return f->input != FORM_BOXES_SELECT || form_is_chosen(f, c);
}

bool form_is_first_box(const struct form_field *f, size_t i)
{
	while (i-- > 0)
		if (form_is_box(f, &f->choices[i]))
			return false;
	return true;
}

bool form_has_box(const struct form_field *f)
{
	return !form_is_first_box(f, f->n_choices);
}

bool form_has_file(const struct form *f)
{
	for (size_t i = 0; i < f->n_fields; i++)
		if (f->fields[i].input == FORM_FILE)
			return true;
	return false;
}

/* As many as a text of that length needs on a wide screen, and one to go on writing. */
int form_rows(const struct form_field *f)
{
	enum { CHARS_A_LINE = 60, ROWS_MIN = 3, ROWS_MAX = 25 };
	size_t rows = 1 + utf8_count(f->value) / CHARS_A_LINE;

	if (!f->is_counted)
		return 5;
	for (size_t i = 0; i < f->value.n; i++)
		rows += f->value.p[i] == '\n';
	return rows < ROWS_MIN ? ROWS_MIN : rows > ROWS_MAX ? ROWS_MAX : (int)rows;
}
