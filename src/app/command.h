/*
 * command.h - the command line: one const table of commands, one of options.
 *
 * Exit status: 0 done, 1 refused or found wrong, 2 wrong usage. Messages go to stderr, results to
 * stdout.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include "failure.h"
#include "lang.h"
#include "module.h"
#include "str.h"

enum { EXIT_DONE, EXIT_REFUSED, EXIT_USAGE };

/* To add one: here, in command.c's table, and in the usage of the commands that take it. */
enum option {
	OPTION_DB,
	OPTION_LISTEN,
	OPTION_URL,
	OPTION_CONTACT,
	OPTION_EXPORT_ROOM,
	OPTION_PER_ADDRESS,
	OPTION_KEY_FILE,
	OPTION_SECOND_FACTOR,
	OPTION_TRUSTED_PROXY,
	OPTION_SMTP,
	OPTION_SMTP_CA,
	OPTION_MAIL_FROM,
	OPTION_USER,
	OPTION_NO_SECCOMP,
	OPTION_NO_LINK_CHECK,
	OPTION_ACCESS_LOG,
	OPTION_BARE,
	OPTION_NEW_KEY,
	OPTION_DRY_RUN,
	OPTION_ONLY_GOOD,
	OPTION_REJECTS,
	OPTION_FORMAT,
	OPTION_LANG,
	OPTION_REPLACE,
	OPTION_ROLE,
	OPTION_PARTY,
	OPTION_ORGANISATION,
	OPTION_REGION,
	OPTION_NAME,
	OPTION_PASSWORD_STDIN,
	OPTION_SCOPE,
	OPTION_DAYS,
	OPTION_TO,
	OPTION_WITH,
	OPTION_LIMIT,
	OPTION_DRAFTS,
	OPTION_SECONDS,
	OPTION_COUNT
};

#define OPTION_BIT(option) (UINT64_C(1) << (option))

enum { ARGUMENTS_MAX = 4 };

/* A command line, taken apart. */
struct invocation {
	const struct command *command;
	const char *options[OPTION_COUNT]; /* NULL: not given; "" when given without a value */
	const char *arguments[ARGUMENTS_MAX];
	size_t n_arguments;
	const struct language *lang; /* of the messages: from LC_ALL, LC_MESSAGES or LANG */
};

struct command {
	const char *name;
	const char *arguments; /* as the usage shows them */
	const char *summary; /* N_() */
	uint64_t options; /* OPTION_BIT()s */
	size_t n_arguments; /* that it must have */
	size_t n_optional; /* and may have besides */
	int (*run)(const struct invocation *i);
};

struct option_row {
	const char *name;
	const char *value; /* what stands for its value in the usage; NULL: takes none */
	const char *variable; /* of the environment, when the option is not given */
	const char *summary; /* N_() */
};

/* To add one: cmd_NAME.c, its function here, and a row in command.c. */
int cmd_init(const struct invocation *i);
int cmd_serve(const struct invocation *i);
int cmd_load(const struct invocation *i);
int cmd_export(const struct invocation *i);
int cmd_translate(const struct invocation *i);
int cmd_backup(const struct invocation *i);
int cmd_restore(const struct invocation *i);
int cmd_mail(const struct invocation *i);
int cmd_verify(const struct invocation *i);
int cmd_user(const struct invocation *i);
int cmd_token(const struct invocation *i);
int cmd_manual(const struct invocation *i);
int cmd_version(const struct invocation *i);
int cmd_help(const struct invocation *i);

struct work;

/* The schema and the code lists of `jalon init`, in a transaction of the caller. */
bool init_schema(struct work *w);

/* What `jalon init` does, as far as that part of the reference data; the status it exits with. */
int house_init(const char *url, enum reference_part last, const struct language *l);

/* Takes the line apart and runs the command. */
int command_main(int argc, char **argv);

/* The usage of one command, or of all when `c` is NULL. */
void command_usage(const struct command *c, const struct language *l, void *to_file);
const struct command *command_named(const char *name);

/* The tables: the command at that place of the help, NULL behind the last; the option's row. */
const struct command *command_at(size_t place);
const struct option_row *command_option(enum option o);

/* "jalon: what is wrong", in the language of the messages, to stderr. */
void command_say(struct str what);

/* The same of an argument or option that means nothing: `message` is N_(), with {1}. EXIT_USAGE. */
int command_wrong(const struct invocation *i, const char *message, const char *about);

/* What failed, in which detail, and what may help: for the operator, in English. */
void command_say_failure(const struct failure *f);

#endif
