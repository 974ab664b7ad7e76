#include "command.h"
#include "fault.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BIT(option) OPTION_BIT(OPTION_##option)

/* To add an option: a row here. */
static const struct option_row option_table[OPTION_COUNT] = {
	[OPTION_DB] = { "--db", "URL", "JALON_DB",
		N_("sqlite:PATH or postgresql://...; sqlite:jalon.db when not given") },
	[OPTION_LISTEN] = { "--listen", "HOST:PORT", "JALON_LISTEN",
		N_("where to serve; 127.0.0.1:8080 when not given") },
	[OPTION_URL] = { "--url", "URL", "JALON_URL",
		N_("what addresses begin with, such as https://jalon.example; as readers asked "
		   "when not given") },
	[OPTION_CONTACT] = { "--contact", "ADDRESS", "JALON_CONTACT",
		N_("where readers can write: an e-mail address or a page") },
	[OPTION_EXPORT_ROOM] = { "--export-room", "MB", "JALON_EXPORT_ROOM",
		N_("what files on their way to readers may take of the disk; 2048 when not "
		   "given") },
	[OPTION_PER_ADDRESS] = { "--per-address", "N", "JALON_PER_ADDRESS",
		N_("connections that one address may hold; 512 when not given, 0 for any number") },
	[OPTION_KEY_FILE] = { "--key-file", "FILE", "JALON_KEY_FILE",
		N_("the key that seals secrets, made if there is none; beside the database when "
		   "not "
		   "given") },
	[OPTION_SECOND_FACTOR] = { "--second-factor", "WHEN", "JALON_SECOND_FACTOR",
		N_("required or optional for those who look after the house; required when --url "
		   "is "
		   "https") },
	[OPTION_TRUSTED_PROXY] = { "--trusted-proxy", "LIST", "JALON_TRUSTED_PROXY",
		N_("addresses of proxies whose X-Forwarded-For is believed; 127.0.0.1,::1 when not "
		   "given") },
	[OPTION_SMTP] = { "--smtp", "URL", "JALON_SMTP",
		N_("the mail server, such as smtps://user:password@mail.example:465; without one "
		   "letters are kept and not sent. A password is for JALON_SMTP, where others do "
		   "not see it") },
	[OPTION_SMTP_CA] = { "--smtp-ca", "FILE", "JALON_SMTP_CA",
		N_("whose certificates a mail server may have; those that the system trusts when "
		   "not given") },
	[OPTION_MAIL_FROM] = { "--mail-from", "ADDRESS", "JALON_MAIL_FROM",
		N_("whom letters come from; the contact, or jalon at the site’s host, when not "
		   "given") },
	[OPTION_USER] = { "--user", "NAME", "JALON_USER",
		N_("started as root, become this user; the port is bound before") },
	[OPTION_NO_SECCOMP] = { "--no-seccomp", NULL, "JALON_SECCOMP",
		N_("do not give up the calls of the system that serving does not need; "
		   "JALON_SECCOMP=off") },
	[OPTION_NO_LINK_CHECK] = { "--no-link-check", NULL, "JALON_LINK_CHECK",
		N_("do not ask the addresses that records name whether they still answer; "
		   "JALON_LINK_CHECK=off") },
	[OPTION_ACCESS_LOG] = { "--access-log", "FILE", "JALON_ACCESS_LOG",
		N_("a line for each answer, without who asked or what for; “-” is standard "
		   "output") },
	[OPTION_BARE] = { "--bare", NULL, NULL,
		N_("the framework, the Parties and the code lists alone, no practices") },
	[OPTION_NEW_KEY] = { "--new-key", NULL, NULL,
		N_("the key file was lost: take the one that is there now, or a new one; second "
		   "factors are to be set up anew") },
	[OPTION_DRY_RUN] = { "--dry-run", NULL, NULL, N_("say what would happen, change nothing") },
	[OPTION_ONLY_GOOD] = { "--only-good", NULL, NULL,
		N_("load the good rows although others are bad") },
	[OPTION_REJECTS] = { "--rejects", "OUT", NULL, N_("write the bad rows to this file") },
	[OPTION_FORMAT] = { "--format", "FORMAT", NULL,
		N_("csv, json, jsonl, or for exports xlsx; csv, or told from the file, when not "
		   "given") },
	[OPTION_REPLACE] = { "--replace", NULL, NULL, N_("replace the backup that FILE is now") },
	[OPTION_ROLE] = { "--role", "ROLE", NULL, N_("which role the account is given") },
	[OPTION_PARTY] = { "--party", "ISO3", NULL, N_("the Party within which it is held") },
	[OPTION_ORGANISATION] = { "--organisation", "ID", NULL,
		N_("the organisation within which it is held") },
	[OPTION_REGION] = { "--region", "CODE", NULL,
		N_("the electoral group within which it is held") },
	[OPTION_NAME] = { "--name", "NAME", NULL, N_("what the person, or the token, is called") },
	[OPTION_PASSWORD_STDIN] = { "--password-stdin", NULL, NULL,
		N_("read the password from standard input instead of inviting") },
	[OPTION_SCOPE] = { "--scope", "SCOPE", NULL, N_("read or write; write when not given") },
	[OPTION_DAYS] = { "--days", "N", NULL,
		N_("how long the token works; without an end when not given") },
	[OPTION_TO] = { "--to", "LANG", NULL, N_("the language to translate into: fr or en") },
	[OPTION_WITH] = { "--with", "PROGRAM", NULL,
		N_("what translates: given a text, with JALON_FROM and JALON_TO, it prints "
		   "another") },
	[OPTION_LIMIT] = { "--limit", "N", NULL, N_("how many texts at most") },
	[OPTION_DRAFTS] = { "--drafts", NULL, NULL,
		N_("what is not public yet as well: the program is given that, too") },
	[OPTION_SECONDS] = { "--seconds", "N", NULL,
		N_("how long the program may take for a text; 120 when not given") },
	[OPTION_LANG] = { "--lang", "LANG", NULL, N_("texts in this language alone: fr or en") },
};

/* To add a command: a row here, in the order of the help. */
static const struct command commands[] = {
	{ "init", "", N_("make or update the database and load the reference data"),
		BIT(DB) | BIT(USER) | BIT(BARE) | BIT(KEY_FILE) | BIT(NEW_KEY), 0, 0, cmd_init },
	{ "serve", "", N_("serve pages and API over HTTP"),
		BIT(DB) | BIT(LISTEN) | BIT(URL) | BIT(CONTACT) | BIT(EXPORT_ROOM) |
			BIT(PER_ADDRESS) | BIT(KEY_FILE) | BIT(SECOND_FACTOR) | BIT(TRUSTED_PROXY) |
			BIT(SMTP) | BIT(SMTP_CA) | BIT(MAIL_FROM) | BIT(USER) | BIT(NO_SECCOMP) |
			BIT(NO_LINK_CHECK) | BIT(ACCESS_LOG),
		0, 0, cmd_serve },
	{ "load", "KIND FILE", N_("load records from a file of CSV or JSON, all or nothing"),
		BIT(DB) | BIT(FORMAT) | BIT(DRY_RUN) | BIT(ONLY_GOOD) | BIT(REJECTS), 2, 0,
		cmd_load },
	{ "export", "KIND", N_("write records to standard output"),
		BIT(DB) | BIT(FORMAT) | BIT(LANG), 1, 0, cmd_export },
	{ "translate", "KIND", N_("let a program propose translations that are missing"),
		BIT(DB) | BIT(TO) | BIT(WITH) | BIT(LIMIT) | BIT(DRAFTS) | BIT(SECONDS), 1, 0,
		cmd_translate },
	{ "backup", "FILE", N_("write all records and their history to one file, while serving"),
		BIT(DB) | BIT(REPLACE), 1, 0, cmd_backup },
	{ "restore", "FILE", N_("put a backup into an empty database of either engine"), BIT(DB), 1,
		0, cmd_restore },
	{ "mail", "list|test [ADDRESS]",
		N_("print the letters in the outbox, or put one there to try the mail server with"),
		BIT(DB), 1, 1, cmd_mail },
	{ "verify", "", N_("check the store and the history, and name what is wrong"),
		BIT(DB) | BIT(KEY_FILE), 0, 0, cmd_verify },
	{ "user", "add EMAIL", N_("give somebody a role, inviting who has no account yet"),
		BIT(DB) | BIT(ROLE) | BIT(PARTY) | BIT(ORGANISATION) | BIT(REGION) | BIT(NAME) |
			BIT(PASSWORD_STDIN) | BIT(URL) | BIT(KEY_FILE),
		2, 0, cmd_user },
	{ "token", "add EMAIL", N_("make a token by which programs act as that person"),
		BIT(DB) | BIT(NAME) | BIT(SCOPE) | BIT(DAYS) | BIT(KEY_FILE), 2, 0, cmd_token },
	{ "manual", "man|bash|routes|flows",
		N_("print the manual page, the completion for the shell, all addresses with what "
		   "one must be allowed to open them, or the states and steps of records"),
		0, 1, 0, cmd_manual },
	{ "version", "", N_("print the version"), 0, 0, 0, cmd_version },
	{ "help", "[COMMAND]", N_("print this, or how a command is used"), 0, 0, 1, cmd_help },
};

void command_say(struct str what)
{
	fprintf(stderr, "jalon: " STR_FMT "\n", STR_ARG(what));
}

int command_wrong(const struct invocation *i, const char *message, const char *about)
{
	struct arena a;

	arena_init(&a, 1 << 16);
	command_say(STR_FILL(&a, tr_text(i->lang, message), str_from(about)));
	arena_free(&a);
	return EXIT_USAGE;
}

void command_say_failure(const struct failure *f)
{
	fprintf(stderr, "jalon: %s: %s%s%s\n", f->what, f->detail, f->hint ? ". " : "",
		f->hint ? f->hint : "");
}

const struct command *command_named(const char *name)
{
	for (size_t i = 0; i < COUNT(commands); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

const struct command *command_at(size_t place)
{
	return place < COUNT(commands) ? &commands[place] : NULL;
}

const struct option_row *command_option(enum option o)
{
	return &option_table[o];
}

static void print_options(const struct command *c, const struct language *l, FILE *to)
{
	for (size_t i = 0; i < OPTION_COUNT; i++)
		if (c->options & OPTION_BIT(i))
			fprintf(to, "  %s %-*s %s\n", option_table[i].name,
				(int)(20 - strlen(option_table[i].name)),
				option_table[i].value ? option_table[i].value : "",
				tr_text(l, option_table[i].summary));
}

void command_usage(const struct command *c, const struct language *l, void *to_file)
{
	FILE *to = to_file;

	if (c) {
		fprintf(to, "jalon %s%s%s\n%s\n", c->name, *c->arguments ? " " : "", c->arguments,
			tr_text(l, c->summary));
		print_options(c, l, to);
		return;
	}
	fprintf(to, "%s\n", tr(l, "jalon [OPTIONS] COMMAND [ARGUMENTS]"));
	for (size_t i = 0; i < COUNT(commands); i++)
		fprintf(to, "  %-9s %-19s %s\n", commands[i].name, commands[i].arguments,
			tr_text(l, commands[i].summary));
}

/* ---- taking the line apart */

static const struct language *language_of_environment(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < COUNT(names); i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return strncmp(value, "fr", 2) ? &languages[LANG_EN] : &languages[LANG_FR];
	}
	return &languages[LANG_EN];
}

struct parse {
	struct invocation *to;
	struct arena *arena;
	char **at; /* the argument being read; NULL at the end */
};

static bool wrong(struct parse *p, const char *message, const char *about)
{
	command_say(STR_FILL(p->arena, message, str_from(about)));
	return false;
}

static bool take_option(struct parse *p)
{
	const char *given = *p->at, *value = strchr(given, '=');
	size_t n = value ? (size_t)(value - given) : strlen(given);

	for (size_t i = 0; i < OPTION_COUNT; i++) {
		if (strlen(option_table[i].name) != n || memcmp(option_table[i].name, given, n))
			continue;
		if (!option_table[i].value && value)
			return wrong(
				p, tr(p->to->lang, "{1} takes no value"), option_table[i].name);
		if (option_table[i].value && !value && !p->at[1])
			return wrong(p, tr(p->to->lang, "{1} needs a value"), option_table[i].name);
		p->to->options[i] = !option_table[i].value ? "" : value ? value + 1 : *++p->at;
		return true;
	}
	return wrong(p, tr(p->to->lang, "there is no option {1}"), given);
}

static bool take_argument(struct parse *p)
{
	struct invocation *i = p->to;

	if (!i->command) {
		i->command = command_named(*p->at);
		return i->command ||
		       wrong(p, tr(i->lang, "there is no command “{1}”; see jalon help"), *p->at);
	}
	if (i->n_arguments == i->command->n_arguments + i->command->n_optional)
		return wrong(p, tr(i->lang, "“{1}” is one argument too many"), *p->at);
	i->arguments[i->n_arguments++] = *p->at;
	return true;
}

static bool options_fit(struct parse *p)
{
	struct invocation *i = p->to;

	for (size_t o = 0; o < OPTION_COUNT; o++)
		if (i->options[o] && !(i->command->options & OPTION_BIT(o)))
			return wrong(p, tr(i->lang, "this command has no option {1}"),
				option_table[o].name);
	if (i->n_arguments < i->command->n_arguments)
		return wrong(p, tr(i->lang, "arguments are missing: {1}"), i->command->arguments);
	return true;
}

static bool take_apart(struct parse *p)
{
	for (; *p->at; p->at++) {
		bool is_option = !strncmp(*p->at, "--", 2);

		if (!(is_option ? take_option(p) : take_argument(p)))
			return false;
	}
	if (!p->to->command) {
		command_usage(NULL, p->to->lang, stderr);
		return false;
	}
	return options_fit(p);
}

/* An empty variable is none: files of settings have lines that nobody has filled in. */
static void take_environment(struct invocation *i)
{
	for (size_t o = 0; o < OPTION_COUNT; o++) {
		const char *name = option_table[o].variable;
		const char *value =
			name && i->command->options & OPTION_BIT(o) ? getenv(name) : NULL;

		if (!i->options[o] && value && *value)
			i->options[o] = value;
	}
}

/* What was printed must have arrived: a full disk is no success. */
static int finish(int status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	fprintf(stderr, "jalon: stdout: %s\n", strerror(errno));
	return EXIT_REFUSED;
}

int command_main(int argc, char **argv)
{
	struct invocation i = { .lang = language_of_environment() };
	struct arena a;

	if (argc == 2 && !strcmp(argv[1], "--help"))
		return finish(cmd_help(&i));
	if (argc == 2 && !strcmp(argv[1], "--version"))
		return finish(cmd_version(&i));
	arena_init(&a, 1 << 16);
	struct parse p = { &i, &a, argv + (argc > 0) };
	bool is_fine = take_apart(&p);
	arena_free(&a);
	if (!is_fine)
		return EXIT_USAGE;
	take_environment(&i);
	fault_arm_by_environment();
	return finish(i.command->run(&i));
}
