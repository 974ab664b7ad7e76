#include "fetch.h"
#include "clock.h"
#include "out.h"
#include "public_address.h"

#include <ctype.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

enum {
	CONNECT_MS = 10000,
	ADDRESS_MAX_BYTES = 1 << 14,
	BYTES_PER_SECOND = 1 << 16 /* what leads elsewhere may have a body too */
};

void fetch_begin(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

void fetch_end(void)
{
	curl_global_cleanup();
}

/* ---- the address */

static bool has(CURLU *u, CURLUPart part)
{
	char *text = NULL;
	bool is_there = curl_url_get(u, part, &text, 0) == CURLUE_OK && *text;

	curl_free(text);
	return is_there;
}

/* Beyond the host's name: what a browser would not send as it stands. */
static bool is_to_be_encoded(unsigned char c)
{
	return c >= 0x80 || c <= ' ' || strchr("\"<>\\^`{|}\x7f", c);
}

/* Names with other letters than those of English are for libcurl. */
static const char *encoded(struct arena *a, struct str address)
{
	struct out o = out_new(a, ADDRESS_MAX_BYTES);
	size_t slashes = 0;

	for (size_t i = 0; i < address.n; i++) {
		const unsigned char c = (unsigned char)address.p[i];

		slashes += c == '/' || c == '?' || c == '#';
		if (slashes > 2 && is_to_be_encoded(c))
			out_printf(&o, "%%%02X", c);
		else
			out_char(&o, (char)c);
	}
	return str_z(a, out_done(&o));
}

/* The name of who is asked; empty when nobody can be. */
static struct str host_of(struct arena *a, CURLU *u)
{
	char *host = NULL;
	struct str copy = S("");

	if (curl_url_get(u, CURLUPART_HOST, &host, 0) == CURLUE_OK) {
		for (char *c = host; *c; c++)
			*c = (char)tolower((unsigned char)*c);
		copy = str_copy(a, str_from(host));
	}
	curl_free(host);
	return copy;
}

struct str fetch_host(struct arena *a, struct str address)
{
	CURLU *u = curl_url();
	struct str host = S(""), scheme = { address.p, str_find(address, ':') };
	bool is_web = (scheme.n == 4 || scheme.n == 5) && !strncasecmp(scheme.p, "https", scheme.n);

	if (u && is_web && curl_url_set(u, CURLUPART_URL, encoded(a, address), 0) == CURLUE_OK &&
		!has(u, CURLUPART_USER) && !has(u, CURLUPART_PASSWORD))
		host = host_of(a, u);
	curl_url_cleanup(u);
	return host;
}

/* ---- what libcurl asks us meanwhile */

struct asking {
	CURL *handle;
	const atomic_bool *must_stop;
	int64_t until_ms;
	size_t n_body; /* bytes of the last answer */
	bool is_forbidden; /* it led to where we do not go */
};

/* JALON_FETCH_LOOPBACK: the tests have servers on this machine, at whatever port. */
static bool is_of_the_tests(const struct sockaddr *to)
{
#ifdef JALON_FAULTS
	struct sockaddr_in v4;

	memcpy(&v4, to, sizeof v4);
	return getenv("JALON_FETCH_LOOPBACK") && v4.sin_family == AF_INET &&
	       v4.sin_addr.s_addr == htonl(INADDR_LOOPBACK);
#else
	(void)to;
	return false;
#endif
}

static curl_socket_t open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct asking *g = arg;

	if (purpose == CURLSOCKTYPE_IPCXN &&
		(address_is_of_the_web(&to->addr) || is_of_the_tests(&to->addr)))
		return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
	g->is_forbidden = true;
	return CURL_SOCKET_BAD;
}

/* Enough has been seen. */
static size_t take_little(char *from, size_t size, size_t n, void *arg)
{
	struct asking *g = arg;

	(void)from;
	g->n_body += size * n;
	return g->n_body > FETCH_BODY_MAX_BYTES ? 0 : size * n;
}

static int look_up(
	void *arg, curl_off_t to_come, curl_off_t came, curl_off_t to_go, curl_off_t gone)
{
	const struct asking *g = arg;

	(void)to_come;
	(void)came;
	(void)to_go;
	(void)gone;
	return atomic_load(g->must_stop);
}

static void set_bounds(CURL *handle)
{
	curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(handle, CURLOPT_MAXREDIRS, (long)FETCH_REDIRECTS_MAX);
	curl_easy_setopt(handle, CURLOPT_PROXY, ""); /* whatever the environment says */
	/* What strangers send is read by as little code as will do. */
	curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(handle, CURLOPT_QUICK_EXIT, 1L); /* however long the resolver takes */
	curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(handle, CURLOPT_MAX_RECV_SPEED_LARGE, (curl_off_t)BYTES_PER_SECOND);
}

static void set_calls(struct asking *g)
{
	curl_easy_setopt(g->handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(g->handle, CURLOPT_OPENSOCKETDATA, g);
	curl_easy_setopt(g->handle, CURLOPT_WRITEFUNCTION, take_little);
	curl_easy_setopt(g->handle, CURLOPT_WRITEDATA, g);
	curl_easy_setopt(g->handle, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(g->handle, CURLOPT_XFERINFOFUNCTION, look_up);
	curl_easy_setopt(g->handle, CURLOPT_XFERINFODATA, g);
}

/* ---- what came */

static bool has_connected(CURL *handle)
{
	curl_off_t us = 0;

	return curl_easy_getinfo(handle, CURLINFO_CONNECT_TIME_T, &us) == CURLE_OK && us > 0;
}

static enum fetch_end end_of(CURLcode result, long status, const struct asking *g)
{
	switch (result) {
	case CURLE_OK:
		return FETCH_STATUS;
	case CURLE_ABORTED_BY_CALLBACK:
		return FETCH_STOPPED;
	case CURLE_COULDNT_RESOLVE_HOST:
		return FETCH_NO_HOST;
	case CURLE_COULDNT_CONNECT:
		return g->is_forbidden ? FETCH_NOT_ASKED : FETCH_NO_CONNECTION;
	case CURLE_OPERATION_TIMEDOUT:
		return has_connected(g->handle) ? FETCH_SLOW
		       : g->is_forbidden        ? FETCH_NOT_ASKED
						: FETCH_NO_CONNECTION;
	case CURLE_PEER_FAILED_VERIFICATION:
		return FETCH_BAD_CERTIFICATE;
	case CURLE_TOO_MANY_REDIRECTS:
	case CURLE_UNSUPPORTED_PROTOCOL: /* also what has no status */
	case CURLE_URL_MALFORMAT:
		return status ? FETCH_ASTRAY : FETCH_BROKEN;
	case CURLE_OUT_OF_MEMORY:
	case CURLE_FAILED_INIT:
	case CURLE_SSL_CACERT_BADFILE: /* this machine trusts nobody */
		return FETCH_NOT_ASKED;
	default:
		return g->n_body ? FETCH_STATUS : FETCH_BROKEN;
	}
}

static struct fetch_answer ask_once(struct asking *g)
{
	const int64_t left_ms = g->until_ms - clock_monotonic_ms();
	long status = 0;

	g->n_body = 0;
	curl_easy_setopt(g->handle, CURLOPT_TIMEOUT_MS, (long)(left_ms > 1 ? left_ms : 1));
	CURLcode result = curl_easy_perform(g->handle);
	curl_easy_getinfo(g->handle, CURLINFO_RESPONSE_CODE, &status);
	return (struct fetch_answer){ end_of(result, status, g), (int)status };
}

/* Some servers know the page, but not what it means to be asked for its headers. */
static bool may_be_the_method(struct fetch_answer answer)
{
	if (answer.end == FETCH_STATUS)
		return answer.status >= 400 && answer.status != 401 && answer.status != 429;
	return answer.end == FETCH_BROKEN;
}

struct fetch_answer fetch_ask(
	struct str address, const char *agent, const atomic_bool *must_stop, struct arena *a)
{
	struct asking g = { .handle = curl_easy_init(),
		.must_stop = must_stop,
		.until_ms = clock_monotonic_ms() + FETCH_MS };
	struct fetch_answer answer = { FETCH_NOT_ASKED, 0 };

	if (!g.handle)
		return answer;
	set_bounds(g.handle);
	set_calls(&g);
	curl_easy_setopt(g.handle, CURLOPT_URL, encoded(a, address));
	curl_easy_setopt(g.handle, CURLOPT_USERAGENT, agent);
	curl_easy_setopt(g.handle, CURLOPT_NOBODY, 1L);
	answer = ask_once(&g);
	if (may_be_the_method(answer)) {
		curl_easy_setopt(g.handle, CURLOPT_HTTPGET, 1L);
		answer = ask_once(&g);
	}
	curl_easy_cleanup(g.handle);
	return answer;
}
