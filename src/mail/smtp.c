#include "smtp.h"
#include "clock.h"
#include "out.h"
#include "utf8.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <string.h>
#include <strings.h>

enum {
	CONNECT_S = 20,
	REPLY_S = 60, /* for each of the server's replies */
	STOP_MS = 5000, /* for the reply to a letter that is with the server already */
	FAREWELL_MS = 2000,
	REPLY_KEPT_BYTES = 1000
};

/* ---- whose server */

struct address {
	CURLU *handle;
	struct arena *arena;
};

/* The part as it was meant; NULL when there is none. */
static const char *part_of(const struct address *u, CURLUPart part)
{
	char *text = NULL;
	const char *copy = NULL;

	if (curl_url_get(u->handle, part, &text, CURLU_URLDECODE) == CURLUE_OK)
		copy = str_z(u->arena, str_from(text));
	curl_free(text);
	return copy;
}

static bool is_loopback(const char *host)
{
	struct in_addr address;
	bool has_numbers = inet_pton(AF_INET, host, &address) == 1;

	return !strcasecmp(host, "localhost") || !strcmp(host, "[::1]") ||
	       (has_numbers && ntohl(address.s_addr) >> 24 == 127);
}

static bool has(const struct address *u, CURLUPart part)
{
	return part_of(u, part) != NULL;
}

static bool is_mail_server(const struct address *u)
{
	const char *scheme = part_of(u, CURLUPART_SCHEME), *path = part_of(u, CURLUPART_PATH);

	return scheme && (!strcmp(scheme, "smtp") || !strcmp(scheme, "smtps")) &&
	       (!path || !*path || !strcmp(path, "/")) && has(u, CURLUPART_HOST) &&
	       !has(u, CURLUPART_QUERY) && !has(u, CURLUPART_FRAGMENT) &&
	       !has(u, CURLUPART_OPTIONS) && has(u, CURLUPART_USER) == has(u, CURLUPART_PASSWORD);
}

/* Its path is by what name we greet the server. */
static const char *without_secrets(const struct address *u, const char *name)
{
	const char *path = str_printf(u->arena, "/%s", name).p;
	bool is_done = curl_url_set(u->handle, CURLUPART_USER, NULL, 0) == CURLUE_OK &&
		       curl_url_set(u->handle, CURLUPART_PASSWORD, NULL, 0) == CURLUE_OK &&
		       curl_url_set(u->handle, CURLUPART_PATH, path, 0) == CURLUE_OK;

	return is_done ? part_of(u, CURLUPART_URL) : NULL;
}

bool smtp_server_read(struct arena *a, const char *url, const char *from, const char *ca_file,
	struct smtp_server *ret_server)
{
	const struct address u = { curl_url(), a };
	struct smtp_server server = { .from = from, .ca_file = ca_file };

	if (u.handle && curl_url_set(u.handle, CURLUPART_URL, url, 0) == CURLUE_OK &&
		is_mail_server(&u)) {
		server.user = part_of(&u, CURLUPART_USER);
		server.password = part_of(&u, CURLUPART_PASSWORD);
		server.needs_tls = !is_loopback(part_of(&u, CURLUPART_HOST)) || ca_file;
		server.url = without_secrets(&u, strchr(from, '@') + 1);
	}
	curl_url_cleanup(u.handle);
	if (!server.url)
		return false;
	*ret_server = server;
	return true;
}

/* What cannot be had now is asked for again with each letter. */
void smtp_begin(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

void smtp_end(void)
{
	curl_global_cleanup();
}

/* ---- replies */

/* A character that would do something instead of being seen; how many bytes it has, or 0. */
static size_t control_at(struct str s, size_t at)
{
	unsigned char c = (unsigned char)s.p[at];
	bool is_c1 = c == 0xC2 && (unsigned char)s.p[at + 1] < 0xA0;

	return c < ' ' || c == 0x7f ? 1 : is_c1 ? 2 : 0;
}

/* Adds well-formed text, blanks once. */
static void put_clean(struct out *o, struct str text)
{
	for (size_t i = 0, n; i < text.n; i += n) {
		bool is_blank = (n = control_at(text, i)) || text.p[i] == ' ';

		n = n ? n : 1;
		if (!is_blank)
			out_char(o, text.p[i]);
		else if (o->n && o->p[o->n - 1] != ' ')
			out_char(o, ' ');
	}
}

struct str smtp_clean(struct arena *a, struct str reply)
{
	struct out o = out_new(a, reply.n + 1);
	struct str text;

	for (size_t at = 0; at < reply.n; at++) {
		size_t good = utf8_first_bad(str_from_at(reply, at));

		put_clean(&o, (struct str){ reply.p + at, good });
		at += good;
		if (at < reply.n)
			out_char(&o, '?');
	}
	text = str_trim(out_done(&o));
	if (text.n <= SMTP_REPLY_MAX)
		return text;
	for (text.n = SMTP_REPLY_MAX; (text.p[text.n] & 0xC0) == 0x80;)
		text.n--;
	return str_trim(text);
}

/* About us and what we may, or about room: nothing that the address could help. */
static bool spares_address(struct str reply)
{
	struct str enhanced = reply.n > 4 ? str_from_at(reply, 4) : S("");

	return str_starts(enhanced, S("5.7.")) || str_starts(reply, S("530")) ||
	       str_starts(reply, S("552"));
}

enum smtp_end smtp_judge(enum smtp_step step, struct str reply)
{
	bool is_final = str_starts(reply, S("5"));

	if (step == SMTP_HELLO)
		return SMTP_AWAY;
	if (!is_final)
		return SMTP_LATER;
	if (step == SMTP_CONTENT)
		return SMTP_LETTER_REFUSED;
	return spares_address(reply) ? SMTP_LATER : SMTP_ADDRESS_REFUSED;
}

/* ---- the talk with the server */

struct talk {
	struct str unsent; /* of the message */
	enum smtp_step step;
	char reply[REPLY_KEPT_BYTES]; /* to what was said last; cut */
	size_t n_reply;
	char error[CURL_ERROR_SIZE];
	const atomic_bool *must_stop;
	int64_t stop_at_ms; /* 0: nobody wants it to stop */
	int64_t quit_at_ms; /* 0: we have not said goodbye yet */
};

static void hear(struct talk *t, const char *line, size_t n)
{
	size_t room = sizeof t->reply - t->n_reply;

	memcpy(t->reply + t->n_reply, line, n < room ? n : room);
	t->n_reply += n < room ? n : room;
}

/* What libcurl tells of the talk; commands with a password are among them and go nowhere. */
static int overhear(CURL *handle, curl_infotype type, char *text, size_t n, void *arg)
{
	const struct str said = { text, n };
	const bool is_command = type == CURLINFO_HEADER_OUT;
	struct talk *t = arg;

	(void)handle;
	if (is_command && str_starts(said, S("QUIT")))
		t->quit_at_ms = clock_monotonic_ms();
	if (t->quit_at_ms)
		return 0;
	if (type == CURLINFO_HEADER_IN)
		hear(t, text, n);
	else if (is_command || type == CURLINFO_DATA_OUT)
		t->n_reply = 0;
	if (is_command && str_starts(said, S("RCPT")))
		t->step = SMTP_RECIPIENT;
	else if (is_command && str_starts(said, S("DATA")))
		t->step = SMTP_CONTENT;
	return 0;
}

static size_t give(char *to, size_t size, size_t n, void *arg)
{
	struct talk *t = arg;
	size_t bytes = t->unsent.n < size * n ? t->unsent.n : size * n;

	if (bytes)
		memcpy(to, t->unsent.p, bytes);
	t->unsent = str_from_at(t->unsent, bytes);
	return bytes;
}

static size_t take_nothing(char *from, size_t size, size_t n, void *arg)
{
	(void)from;
	(void)arg;
	return size * n;
}

/* A letter that the server has, but did not acknowledge, would be sent again: it gets some time. */
static bool should_stop(struct talk *t, int64_t now_ms)
{
	if (t->quit_at_ms)
		return now_ms >= t->quit_at_ms + FAREWELL_MS;
	if (!atomic_load(t->must_stop))
		return false;
	if (!t->stop_at_ms)
		t->stop_at_ms = now_ms + STOP_MS;
	return t->step != SMTP_CONTENT || now_ms >= t->stop_at_ms;
}

static int look_up(
	void *arg, curl_off_t to_come, curl_off_t came, curl_off_t to_go, curl_off_t gone)
{
	(void)to_come;
	(void)came;
	(void)to_go;
	(void)gone;
	return should_stop(arg, clock_monotonic_ms());
}

static void set_server(CURL *handle, const struct smtp_server *server)
{
	curl_easy_setopt(handle, CURLOPT_URL, server->url);
	curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(handle, CURLOPT_PROXY, ""); /* whatever the environment says */
	curl_easy_setopt(handle, CURLOPT_USERNAME, server->user);
	curl_easy_setopt(handle, CURLOPT_PASSWORD, server->password);
	curl_easy_setopt(handle, CURLOPT_USE_SSL,
		(long)(server->needs_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
	curl_easy_setopt(handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (server->ca_file) {
		curl_easy_setopt(handle, CURLOPT_CAINFO, server->ca_file);
		curl_easy_setopt(handle, CURLOPT_CAPATH, NULL);
	}
	curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
	curl_easy_setopt(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)REPLY_S);
	curl_easy_setopt(handle, CURLOPT_TIMEOUT, (long)SMTP_SEND_S);
}

static void set_talk(CURL *handle, struct talk *t)
{
	curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L); /* the farewell belongs to the talk */
	curl_easy_setopt(handle, CURLOPT_READFUNCTION, give);
	curl_easy_setopt(handle, CURLOPT_READDATA, t);
	curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_nothing);
	curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, t->error);
	curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, overhear);
	curl_easy_setopt(handle, CURLOPT_DEBUGDATA, t);
	curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, look_up);
	curl_easy_setopt(handle, CURLOPT_XFERINFODATA, t);
}

static struct smtp_answer answer_of(CURLcode result, const struct talk *t, struct arena *a)
{
	const char *error = *t->error ? t->error : curl_easy_strerror(result);
	struct str reply = smtp_clean(a, (struct str){ t->reply, t->n_reply });
	struct str trouble = smtp_clean(a, str_from(error));
	struct smtp_answer answer = { .end = smtp_judge(t->step, reply),
		.reply = reply.n ? reply : trouble };

	if (result == CURLE_OK)
		answer.end = SMTP_SENT;
	else if (result == CURLE_ABORTED_BY_CALLBACK)
		answer.end = SMTP_STOPPED;
	if (answer.end == SMTP_AWAY)
		answer.trouble = str_z(a, trouble);
	return answer;
}

struct smtp_answer smtp_send(const struct smtp_server *server, struct str to, struct str message,
	const atomic_bool *must_stop, struct arena *a)
{
	struct talk t = { .unsent = message, .must_stop = must_stop };
	struct curl_slist *readers = curl_slist_append(NULL, str_z(a, to));
	CURL *handle = curl_easy_init();
	CURLcode result = CURLE_OUT_OF_MEMORY;

	if (handle && readers) {
		set_server(handle, server);
		set_talk(handle, &t);
		curl_easy_setopt(handle, CURLOPT_MAIL_FROM, server->from);
		curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, readers);
		result = curl_easy_perform(handle);
	}
	struct smtp_answer answer = answer_of(result, &t, a);
	if (handle && answer.end == SMTP_STOPPED)
		curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L); /* whatever the resolver does */
	curl_easy_cleanup(handle);
	curl_slist_free_all(readers);
	return answer;
}
