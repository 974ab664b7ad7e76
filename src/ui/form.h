/*
 * form.h - forms that people fill: labels, hints, what was typed, and what is wrong with it, beside
 * the field and together at the top.
 *
 * A page makes its fields from a const table, fills them with what was sent, checks them, and shows
 * the form again until nothing is wrong: forms are sent without scripts and lose nothing.
 */
#ifndef FORM_H
#define FORM_H

#include "page.h"

enum form_input {
	FORM_TEXT,
	FORM_EMAIL,
	FORM_PASSWORD, /* never shown again */
	FORM_CODE, /* digits to copy from elsewhere */
	FORM_LONG, /* several lines */
	FORM_SELECT,
	FORM_RADIOS,
	FORM_CHECK, /* sends "yes" */
	FORM_BOXES, /* any number of the choices; the value has them joined with ';' */
	FORM_BOXES_SELECT, /* the same of many: those chosen as boxes, one more from a list */
	FORM_BOXES_TEXT, /* its choices are those chosen; one more is typed */
	FORM_FILE, /* sent beside the form, see request.h; the value is its name */
	FORM_HIDDEN,
	FORM_USERNAME /* tells a password manager whose password it is; nobody sees it */
};

struct form_choice {
	struct str value, label, hint;
	struct str group; /* FORM_BOXES: a heading over those of the same group; or empty */
	struct str output; /* of the roadmap, for its colour; or empty */
};

/* A list of more is not shown box by box. */
enum { FORM_RADIOS_MAX = 8, FORM_BOXES_MAX = 30 };

struct form_field {
	const char *name;
	enum form_input input;
	const char *label, *hint; /* N_(); hint may be NULL */
	const char *missing; /* N_(), said when nothing was given; NULL: it may be left empty */
	const char *autocomplete; /* as HTML names it; NULL: "off" */
	size_t max; /* characters; 0: 200 */
	const struct form_choice *choices;
	size_t n_choices;
	const char *none; /* N_(): the empty choice of a FORM_SELECT or FORM_RADIOS; NULL: none */
	struct str value;
	struct str fault; /* what is wrong with the value, in the reader's language */
	struct url mend; /* where that is put right, if not here; or empty */
	const char *mend_label; /* N_() */
	const char *need; /* N_(): said beside the label; NULL: that it is optional, if it is */
	const char *more; /* N_(): FORM_BOXES_SELECT and _TEXT: what adds one more */
	const char *accept; /* FORM_FILE: types that are offered, as HTML names them; or NULL */
	const char *inputmode; /* as HTML names it; or NULL */
	const struct language *lang; /* what is typed is in that language; NULL: in any */
	bool is_watched; /* a script may say what is wrong with it */
	bool is_counted; /* `max` is told, and what is typed counted; longer texts are taken */
};

struct form {
	struct url action;
	struct form_field *fields;
	size_t n_fields;
	const char *submit; /* N_() */
	bool is_grave; /* what it does cannot be undone */
	struct str token; /* see request.h */
	struct url cancel; /* where one goes instead; may be empty */
	bool names_fields; /* what is said to be wrong does not say of what */
	size_t n_faults;
};

/* The form of the fields, in the arena of the page, with the token of the reader. */
struct form form_new(struct request *r, struct url action, const struct form_field *fields,
	size_t n_fields, const char *submit);

struct form_field *form_field(struct form *f, const char *name);

/* Takes a field out: of several like forms, this one does without. */
void form_drop(struct form *f, const char *name);

/*
 * What is given for the field. But for passwords, which are what was typed: without blanks around
 * it, on one line unless the field has several, a blank for each other control character.
 */
struct str form_value(struct form *f, const char *name);

/* Something is wrong with the field; the first that is said of it counts. */
void form_fault(struct form *f, const char *name, struct str what);

/* Takes what was sent, whatever it is. */
void form_read(struct form *f, struct request *r);

/*
 * Takes what was sent, and says what is missing, too long, or no choice. True when nothing is
 * wrong so far.
 */
bool form_take(struct form *f, struct request *r);

/* Nothing was said to be wrong. */
bool form_is_sound(const struct form *f);

/* Choices out of the arena of the page. */
struct form_choice *form_choices(struct arena *a, size_t n);

/* LANG_COUNT of them: the languages of Jalon, each by its own name. */
struct form_choice *form_languages(struct arena *a);

/* The title of the page, which says that something is wrong before all else. */
struct str form_title(struct page_out *o, const struct form *f, struct str title);

/*
 * A page of one form: its title, what it is for (may be empty), the form. HTTP_OK, or
 * HTTP_UNPROCESSABLE when something is wrong with what was sent.
 */
enum http_status form_page(struct request *r, const struct frame *frame, const struct page *page,
	struct str lede, const struct form *f);

/*
 * A text as form_read() takes it, in the arena: without blanks around it and control characters;
 * lines, if it has several, end as scripts end them and not as browsers do.
 */
struct str form_text(struct arena *a, struct str sent, bool has_lines);

/* ---- templates (form.html): also form_field_html() and form_hidden_html() for forms of parts */

/* What is wrong, as links to the fields; nothing when all is well. */
void form_faults_html(struct page_out *o, const struct form *f);

/* The whole form. */
void form_html(struct page_out *o, const struct form *f);

/* A button alone, for what needs no field; `f` may have hidden ones. */
void form_button_html(struct page_out *o, const struct form *f);

#endif
