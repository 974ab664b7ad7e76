/*
 * cmd_manual.c - jalon manual man|bash|routes|flows: what the tables of command.c say, for man(1)
 * and for the shell, so that neither can tell of an option that is not there; all addresses; how
 * records of each kind go from state to state.
 */
#include "command.h"
#include "modules.h"

#include <stdio.h>
#include <string.h>

/* ---- man(7) */

/* Text in a line of its own: nothing in it is a request or an escape. */
static void put_text(const char *text)
{
	if (*text == '.' || *text == '\'')
		fputs("\\&", stdout);
	for (; *text; text++)
		if (*text == '\\')
			fputs("\\e", stdout);
		else if (*text == '-')
			fputs("\\-", stdout);
		else
			putchar(*text);
}

static void put_line(const char *text)
{
	put_text(text);
	putchar('\n');
}

static void put_section(const char *title)
{
	fputs(".SH ", stdout);
	put_line(title);
}

/* "WORD VALUE" as a tag, what it means below. */
static void put_item(const char *word, const char *value, const char *meaning)
{
	fputs(".TP\n\\fB", stdout);
	put_text(word);
	fputs("\\fR", stdout);
	if (value) {
		fputs(" \\fI", stdout);
		put_text(value);
		fputs("\\fR", stdout);
	}
	putchar('\n');
	put_line(meaning);
}

static void put_options(const struct command *c, const struct language *l)
{
	for (enum option o = 0; o < OPTION_COUNT; o++) {
		const struct option_row *row = command_option(o);

		if (c->options & OPTION_BIT(o))
			put_item(row->name, row->value, tr_text(l, row->summary));
	}
}

static void put_commands(const struct language *l)
{
	const struct command *c;

	put_section(tr(l, "COMMANDS"));
	for (size_t place = 0; (c = command_at(place)); place++) {
		fputs(".SS jalon ", stdout);
		put_text(c->name);
		putchar(' ');
		put_line(c->arguments);
		put_line(tr_text(l, c->summary));
		put_options(c, l);
	}
}

static void put_environment(const struct language *l)
{
	put_section(tr(l, "ENVIRONMENT"));
	put_line(tr(l, "What no option says is taken from:"));
	for (enum option o = 0; o < OPTION_COUNT; o++)
		if (command_option(o)->variable)
			put_item(command_option(o)->variable, NULL, command_option(o)->name);
}

static void put_status(const struct language *l)
{
	put_section(tr(l, "EXIT STATUS"));
	put_item("0", NULL, tr(l, "done"));
	put_item("1", NULL, tr(l, "refused, or found wrong"));
	put_item("2", NULL, tr(l, "wrong usage"));
}

static void put_files(const struct language *l)
{
	put_section(tr(l, "FILES"));
	put_item("/etc/default/jalon", NULL,
		tr(l, "settings of the service, one variable of the environment per line"));
	put_item("/var/lib/jalon/jalon.db", NULL, tr(l, "the database of the service"));
	put_item("/usr/share/doc/jalon/operator.md", NULL, tr(l, "the operator’s guide"));
}

static void print_man(const struct language *l)
{
	fputs(".TH JALON 1 \"\" \"Jalon " JALON_VERSION "\"\n", stdout);
	put_section(tr(l, "NAME"));
	fputs("jalon \\- ", stdout);
	put_line(tr(l, "the 2005 Convention of UNESCO in the digital environment"));
	put_section(tr(l, "SYNOPSIS"));
	put_line(tr(l, "jalon [OPTIONS] COMMAND [ARGUMENTS]"));
	put_section(tr(l, "DESCRIPTION"));
	put_line(tr(l, "Jalon keeps what the Parties to the Convention do and know, and serves it "
		       "as pages and to programs, out of one database. Messages go to the error "
		       "output, results to the standard output."));
	put_commands(l);
	put_environment(l);
	put_status(l);
	put_files(l);
}

/* ---- bash */

static void print_words_of_commands(void)
{
	const struct command *c;

	for (size_t place = 0; (c = command_at(place)); place++)
		printf("%s%s", place ? " " : "", c->name);
}

static void print_kinds(void)
{
	HOUSE_EACH(&house, m)
		for (const struct kind *const *k = m->kinds; k && *k; k++)
			printf(" %s", (*k)->plural);
}

/* Taken as files, as kinds are, but not written as such. */
static void print_documents(void)
{
	HOUSE_EACH(&house, m)
		for (const struct module_document *d = m->documents; d && d->name; d++)
			printf(" %s", d->name);
}

/* What may stand behind a command besides its options. */
static void print_arguments(const struct command *c)
{
	if (strstr(c->arguments, "KIND")) {
		print_kinds();
		if (strstr(c->arguments, "FILE"))
			print_documents();
	} else if (strchr(c->arguments, '|'))
		for (const char *p = c->arguments; *p && *p != ' '; p++)
			printf("%s%c", p == c->arguments ? " " : "", *p == '|' ? ' ' : *p);
	else if (strstr(c->arguments, "COMMAND")) {
		putchar(' ');
		print_words_of_commands();
	}
}

static void print_case(const struct command *c)
{
	printf("\t%s) words='", c->name);
	for (enum option o = 0; o < OPTION_COUNT; o++)
		if (c->options & OPTION_BIT(o))
			printf(" %s", command_option(o)->name);
	print_arguments(c);
	puts("' ;;");
}

static void print_options_with_value(void)
{
	bool is_first = true;

	for (enum option o = 0; o < OPTION_COUNT; o++)
		if (command_option(o)->value) {
			printf("%s%s", is_first ? "" : "|", command_option(o)->name);
			is_first = false;
		}
}

static void print_bash(void)
{
	const struct command *c;

	puts("_jalon() {\n\tlocal command= words i\n\tCOMPREPLY=()\n"
	     "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n\t\tcase ${COMP_WORDS[i]} in");
	fputs("\t\t", stdout);
	print_options_with_value();
	puts(") ((++i)) ;;\n\t\t-*) ;;\n\t\t*) command=${command:-${COMP_WORDS[i]}} ;;\n"
	     "\t\tesac\n\tdone\n"
	     "\t((i > COMP_CWORD)) && return # the value of an option: a file, perhaps\n"
	     "\tcase $command in");
	for (size_t place = 0; (c = command_at(place)); place++)
		print_case(c);
	fputs("\t*) words='", stdout);
	print_words_of_commands();
	puts("' ;;\n\tesac\n"
	     "\tCOMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n}\n"
	     "complete -o default -F _jalon jalon");
}

/* For those who check that no address is open by mistake: one a line. */
static void print_routes(void)
{
	for (const struct route *const *table = house_routes(); *table; table++)
		for (const struct route *r = *table; r->pattern; r++)
			printf("%s\t%s\t%s\n", method_name(r->method), r->pattern,
				verb_row((enum verb)r->permission)->name);
}

/* ---- flows: for docs/flows.md */

static const char *phase_told(enum phase phase)
{
	return phase == PHASE_PUBLIC ? "public" : phase == PHASE_SHARED ? "shared" : "private";
}

static void print_state(const struct language *l, const struct flow_state *s)
{
	printf("| `%s` | %s | %s | %s | %s |", s->name, tr_text(l, s->label), phase_told(s->phase),
		verb_row(s->written_by)->name, verb_row(s->awaits)->name);
	if (s->days)
		printf(" %d |\n", s->days);
	else
		puts(" |");
}

static void print_step(const struct language *l, const struct flow_step *s)
{
	printf("| `%s` | %s | `%s` | `%s` | %s |%s%s%s |\n", s->action, tr_text(l, s->label),
		s->from, s->to, s->may == VERB_NONE ? "days" : verb_row(s->may)->name,
		s->needs_note ? " a note" : "", s->consent ? " agreement" : "",
		s->applies ? " (of some)" : "");
}

/* One arrow for steps that go the same way. */
static void print_arrows(const struct flow *f)
{
	for (size_t i = 0; i < f->n_steps; i++) {
		const struct flow_step *s = &f->steps[i];
		bool is_told = false;

		for (size_t j = 0; j < i; j++)
			is_told |= !strcmp(s->from, f->steps[j].from) &&
				   !strcmp(s->to, f->steps[j].to) &&
				   !strcmp(s->action, f->steps[j].action);
		if (!is_told)
			printf("    %s --> %s: %s\n", s->from, s->to, s->action);
	}
}

static void print_flow(const struct language *l, const struct kind *k)
{
	const struct flow *f = k->flow;

	printf("\n## %s\n\n```mermaid\nstateDiagram-v2\n    [*] --> %s\n",
		tr_text(l, k->label_plural), f->states[0].name);
	print_arrows(f);
	puts("```\n\n| state | | phase | fields written by | turn of | days |\n"
	     "|---|---|---|---|---|---|");
	for (size_t i = 0; i < f->n_states; i++)
		print_state(l, &f->states[i]);
	puts("\n| step | | from | to | who may | with |\n|---|---|---|---|---|---|");
	for (size_t i = 0; i < f->n_steps; i++)
		print_step(l, &f->steps[i]);
}

static void print_flows(const struct language *l)
{
	puts("# States and steps\n\n"
	     "Printed by `jalon manual flows` out of the tables that the program follows. Who may\n"
	     "is a verb of `src/access/access.c`; `docs/writing.md` tells it in words.");
	HOUSE_EACH(&house, m)
		for (const struct kind *const *k = m->kinds; k && *k; k++)
			if ((*k)->flow)
				print_flow(l, *k);
}

int cmd_manual(const struct invocation *i)
{
	const char *what = i->arguments[0];

	if (!strcmp(what, "man"))
		print_man(i->lang);
	else if (!strcmp(what, "bash"))
		print_bash();
	else if (!strcmp(what, "routes"))
		print_routes();
	else if (!strcmp(what, "flows"))
		print_flows(i->lang);
	else {
		command_usage(i->command, i->lang, stderr);
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}
