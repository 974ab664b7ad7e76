/* cmd_mail.c - jalon mail test|list: a letter to try the mail server with, and what is in the
 * outbox. */
#include "clock.h"
#include "command.h"
#include "desk.h"
#include "mail.h"

#include <stdio.h>
#include <string.h>

enum { MAIL_MAX_BYTES = 64 << 20, LETTERS_AT_ONCE = 100 };

/* ---- test */

static struct letter test_letter(struct arena *a, struct str to, const struct language *l)
{
	const char *const paragraphs[] = { tr(l, "Hello,"),
		tr(l, "This letter was sent to see whether letters from this site arrive. It has "
		      "arrived: all is well."),
		tr(l, "You need not do anything.") };
	struct out text = out_new(a, 1 << 16);

	for (size_t i = 0; i < COUNT(paragraphs); i++) {
		out_z(&text, i ? "\n\n" : "");
		out_z(&text, paragraphs[i]);
	}
	return (struct letter){ .to = to,
		.lang = l,
		.subject = str_from(tr(l, "A letter to try this out")),
		.text = out_done(&text) };
}

/* An address that refused letters before is tried again: that is what one tests for. */
static bool put_test(const struct invocation *i, struct desk *d, struct str to)
{
	struct failure f = { 0 };
	struct arena a;

	arena_init(&a, MAIL_MAX_BYTES);
	struct work w = desk_work(d, &a, &f, i->lang);
	const struct letter letter = test_letter(&a, to, i->lang);

	db_begin(w.db);
	mail_address_forgive(&w, to);
	mail_put(&w, &letter);
	bool is_done = db_commit(w.db);
	if (f.what)
		command_say_failure(&f);
	arena_free(&a);
	return is_done;
}

static int test(const struct invocation *i)
{
	struct str to = str_from(i->arguments[1]);
	struct desk d;
	struct arena a;

	if (!mail_address_is_sound(to)) {
		arena_init(&a, 1 << 16);
		command_say(STR_FILL(&a, tr(i->lang, "“{1}” is no e-mail address"), to));
		arena_free(&a);
		return EXIT_USAGE;
	}
	if (!desk_open(&d, desk_url(i->options[OPTION_DB]), DB_WRITE, true, i->lang))
		return EXIT_REFUSED;
	bool is_put = put_test(i, &d, to);
	desk_close(&d);
	return is_put ? EXIT_DONE : EXIT_REFUSED;
}

/* ---- list */

/* No column ends early, and no line: what ends either stands as a blank. */
static void print_column(struct str s, char end)
{
	for (size_t i = 0; i < s.n; i++)
		putchar((unsigned char)s.p[i] < ' ' ? ' ' : s.p[i]);
	putchar(end);
}

static void print_letter(struct arena *a, const struct mail *m)
{
	print_column(clock_rfc3339(a, m->made_at), '\t');
	print_column(m->letter.to, '\t');
	print_column(m->letter.subject, '\t');
	print_column(str_from(mail_state_name(m->state)), '\t');
	print_column(m->fault, '\n');
}

/* Those made before the letter `before`; the last of them, or 0 when they were the last of all. */
static int64_t print_some(
	const struct invocation *i, struct desk *d, int64_t before, bool *ret_fine)
{
	struct mail letters[LETTERS_AT_ONCE];
	struct failure f = { 0 };
	struct arena a;

	arena_init(&a, MAIL_MAX_BYTES);
	struct work w = desk_work(d, &a, &f, i->lang);
	size_t n = mail_list(&w, before, LETTERS_AT_ONCE, letters);
	for (size_t k = 0; k < n; k++)
		print_letter(&a, &letters[k]);
	if (f.what)
		command_say_failure(&f);
	*ret_fine = !f.what;
	arena_free(&a);
	return n == LETTERS_AT_ONCE ? letters[n - 1].seq : 0;
}

static int list(const struct invocation *i)
{
	int64_t before = 0;
	bool is_fine;
	struct desk d;

	if (!desk_open(&d, desk_url(i->options[OPTION_DB]), DB_READ, true, i->lang))
		return EXIT_REFUSED;
	do
		before = print_some(i, &d, before, &is_fine);
	while (before && is_fine);
	desk_close(&d);
	return is_fine ? EXIT_DONE : EXIT_REFUSED;
}

int cmd_mail(const struct invocation *i)
{
	const char *what = i->arguments[0];

	if (!strcmp(what, "test") && i->n_arguments == 2)
		return test(i);
	if (!strcmp(what, "list") && i->n_arguments == 1)
		return list(i);
	command_usage(i->command, i->lang, stderr);
	return EXIT_USAGE;
}
