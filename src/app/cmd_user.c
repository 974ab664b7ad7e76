/* cmd_user.c - jalon user add EMAIL: an account, a role, an invitation; jalon token add EMAIL. */
#include "command.h"
#include "desk.h"
#include "key_file.h"
#include "password.h"
#include "people.h"

#include <stdio.h>
#include <string.h>

enum { USER_MAX_BYTES = 8 << 20, DAYS_MAX = 3650 };

/* What a command about an account works with; its writes are one transaction. */
struct bureau {
	const struct invocation *i;
	struct desk desk;
	struct arena arena;
	struct failure failure;
	struct work work;
	struct str email;
};

static int misused(struct bureau *b, const char *message, struct str about)
{
	command_say(STR_FILL(&b->arena, message, about));
	return EXIT_USAGE;
}

/* The role with what it is held within, as the options say. EXIT_DONE, or what is wrong. */
static int read_role(struct bureau *b, struct held_role *ret_role)
{
	const char *const *options = b->i->options;
	const struct language *l = b->i->lang;
	struct held_role role = { role_by_name(str_from(options[OPTION_ROLE])),
		str_from(options[OPTION_PARTY]), str_from(options[OPTION_ORGANISATION]),
		str_from(options[OPTION_REGION]) };
	const struct vocabulary *parties = vocabulary_find(b->work.vocabularies, S("party")),
				*regions = vocabulary_find(b->work.vocabularies, S("group"));

	if (!options[OPTION_ROLE])
		return misused(b, tr(l, "--role is missing"), S(""));
	if (role.role == ROLE_COUNT)
		return misused(b, tr(l, "there is no role “{1}”"), str_from(options[OPTION_ROLE]));
	if (role_row(role.role)->scope == SCOPE_PARTY && !role.party.n)
		return misused(b, tr(l, "--party is missing: the role {1} is held within one"),
			str_from(role_row(role.role)->name));
	if (role.party.n && !(parties && term_find(parties, role.party)))
		return misused(b, tr(l, "there is no Party “{1}”"), role.party);
	if (role.region.n && !(regions && term_find(regions, role.region)))
		return misused(b, tr(l, "there is no region “{1}”"), role.region);
	*ret_role = role;
	return EXIT_DONE;
}

/* The first line of standard input. */
static bool read_password(struct bureau *b, struct str *ret_hash)
{
	char line[PASSWORD_MAX_BYTES + 2];
	struct str password;

	if (!fgets(line, sizeof line, stdin))
		line[0] = '\0';
	password = str_from(line);
	while (password.n && strchr("\r\n", password.p[password.n - 1]))
		password.n--;
	if (password_fault(&b->arena, password, &b->email, 1) != PASSWORD_FINE) {
		command_say(
			str_from(tr(b->i->lang, "this password is too short, or easy to guess")));
		return false;
	}
	*ret_hash = password_hash(&b->arena, password);
	return ret_hash->n;
}

static struct str origin_of(const struct invocation *i)
{
	const char *url = i->options[OPTION_URL];
	struct str origin = str_from(url && *url ? url : "http://127.0.0.1:8080");

	if (str_ends(origin, S("/")))
		origin.n--;
	return origin;
}

static int add_user(struct bureau *b)
{
	const struct invocation *i = b->i;
	struct held_role role;
	struct str hash = S(""), name = str_from(i->options[OPTION_NAME]), address;
	struct person p;
	int status = read_role(b, &role);

	if (status != EXIT_DONE)
		return status;
	if (i->options[OPTION_PASSWORD_STDIN] && !read_password(b, &hash))
		return EXIT_REFUSED;
	address = people_invite(&b->work, origin_of(i), b->email, name, i->lang, &role);
	if (hash.n && person_by_email(&b->work, b->email, &p)) {
		person_set_password(&b->work, &p, hash);
		person_set_state(&b->work, &p, PERSON_ACTIVE);
		sessions_end_all(&b->work, p.id);
	} else if (address.n) {
		printf(STR_FMT "\n", STR_ARG(address));
	}
	return EXIT_DONE;
}

static int add_token(struct bureau *b)
{
	const char *const *options = b->i->options;
	const char *scope = options[OPTION_SCOPE] ? options[OPTION_SCOPE] : "write";
	struct str name = str_from(options[OPTION_NAME] ? options[OPTION_NAME] : "jalon token add");
	struct person p;
	int64_t days = 0;

	if (strcmp(scope, "read") && strcmp(scope, "write"))
		return misused(b, tr(b->i->lang, "--scope: “{1}” is neither read nor write"),
			str_from(scope));
	if (options[OPTION_DAYS] &&
		(!str_int(str_from(options[OPTION_DAYS]), &days) || days < 1 || days > DAYS_MAX))
		return misused(b, tr(b->i->lang, "--days: “{1}” is no number of days"),
			str_from(options[OPTION_DAYS]));
	if (!person_by_email(&b->work, b->email, &p) || p.state >= PERSON_CLOSED) {
		command_say(STR_FILL(
			&b->arena, tr(b->i->lang, "nobody has the address {1}"), b->email));
		return EXIT_REFUSED;
	}
	struct str token = api_token_make(&b->work, p.id, name, !strcmp(scope, "read"), days);
	printf(STR_FMT "\n", STR_ARG(token));
	return EXIT_DONE;
}

static int in_transaction(struct bureau *b, int (*act)(struct bureau *b))
{
	const char *url = desk_url(b->i->options[OPTION_DB]);
	int status = EXIT_REFUSED;

	b->work = desk_work(&b->desk, &b->arena, &b->failure, b->i->lang);
	b->work.key = key_file_open(b->i->options[OPTION_KEY_FILE], url, &b->arena);
	db_begin(b->work.db);
	if (b->work.key && key_file_fits(&b->work))
		status = act(b);
	if (status == EXIT_DONE && !db_commit(b->work.db))
		status = EXIT_REFUSED;
	else if (status != EXIT_DONE)
		db_rollback(b->work.db);
	if (b->failure.what)
		command_say_failure(&b->failure);
	return status;
}

static int run(const struct invocation *i, int (*act)(struct bureau *b))
{
	struct bureau b = { .i = i, .email = str_from(i->arguments[1]) };
	int status = EXIT_REFUSED;

	arena_init(&b.arena, USER_MAX_BYTES);
	if (strcmp(i->arguments[0], "add"))
		status = misused(&b, tr(i->lang, "“{1}”: only “add” is known here"),
			str_from(i->arguments[0]));
	else if (!mail_address_is_sound(b.email))
		status = misused(&b, tr(i->lang, "“{1}” is no e-mail address"), b.email);
	else if (desk_open(&b.desk, desk_url(i->options[OPTION_DB]), DB_WRITE, true, i->lang)) {
		status = in_transaction(&b, act);
		desk_close(&b.desk);
	}
	arena_free(&b.arena);
	return status;
}

int cmd_user(const struct invocation *i)
{
	return run(i, add_user);
}

int cmd_token(const struct invocation *i)
{
	return run(i, add_token);
}
