#include "mime.h"
#include "mail_html.h"

#include <time.h>

enum {
	LINE_MAX_BYTES = 76, /* RFC 2045, 6.7 */
	WORD_MAX_BYTES = 39, /* 52 as base64, 64 with what is around it: RFC 2047, 2 */
	PLAIN_SUBJECT_MAX = 60,
	MESSAGE_MAX_BYTES = 4 << 20
};

/* Who writes. */
#define SITE "Jalon"

/* ---- headers */

struct str mime_date(struct arena *a, int64_t instant_ms)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
		"Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t seconds = (time_t)(instant_ms / 1000);
	struct tm tm = { 0 };

	gmtime_r(&seconds, &tm);
	return str_printf(a, "%s, %d %s %04d %02d:%02d:%02d +0000", days[tm.tm_wday], tm.tm_mday,
		months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void put_base64(struct out *o, struct str s)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				     "0123456789+/";

	for (size_t i = 0; i < s.n; i += 3) {
		uint32_t three = 0;

		for (size_t j = i; j < i + 3; j++)
			three = three << 8 | (j < s.n ? (unsigned char)s.p[j] : 0);
		for (size_t j = 0; j < 4; j++)
			out_char(o, i + j > s.n ? '=' : digits[three >> (18 - 6 * j) & 63]);
	}
}

/* Programs that know nothing of encoded words read it too. */
static bool is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < ' ' || c > '~' || str_starts(str_from_at(s, i), S("=?")))
			return false;
	}
	return s.n <= PLAIN_SUBJECT_MAX && str_eq(s, str_trim(s));
}

/* As many bytes of it as one encoded word holds, cut between two characters. */
static struct str first_word(struct str s)
{
	size_t n = WORD_MAX_BYTES;

	if (s.n <= n)
		return s;
	while (n > WORD_MAX_BYTES - 3 && (s.p[n] & 0xC0) == 0x80)
		n--;
	return (struct str){ s.p, n };
}

static void put_words(struct out *o, struct str rest)
{
	const char *before = "";

	while (rest.n) {
		struct str word = first_word(rest);

		out_z(o, before);
		out_z(o, "=?UTF-8?B?");
		put_base64(o, word);
		out_z(o, "?=");
		rest = str_from_at(rest, word.n);
		before = "\r\n ";
	}
}

/* One line: a control character stands for a blank. */
static struct str one_line(struct arena *a, struct str s)
{
	char *p = arena_take(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = (unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f ? ' ' : s.p[i];
	return (struct str){ p, s.n };
}

static void put_subject(struct out *o, struct str subject)
{
	struct str line = one_line(o->arena, subject);

	out_z(o, "Subject: ");
	if (is_plain(line))
		out_str(o, line);
	else
		put_words(o, line);
	out_z(o, "\r\n");
}

static void put_headers(struct out *o, const struct mime *m)
{
	struct str host = str_from_at(m->from, str_find(m->from, '@'));

	out_z(o, "From: " SITE " <");
	out_str(o, m->from);
	out_z(o, ">\r\nTo: <");
	out_str(o, m->to);
	out_z(o, ">\r\n");
	put_subject(o, m->subject);
	out_z(o, "Date: ");
	out_str(o, mime_date(o->arena, m->at_ms));
	out_z(o, "\r\nMessage-ID: <");
	out_str(o, m->id);
	out_str(o, host);
	out_z(o, ">\r\nAuto-Submitted: auto-generated\r\nContent-Language: ");
	out_z(o, m->lang->code);
	/* "=_" stands nowhere in what is quoted-printable. */
	out_z(o, "\r\nMIME-Version: 1.0\r\n"
		 "Content-Type: multipart/alternative; boundary=\"=_");
	out_str(o, m->id);
	out_z(o, "\"\r\n");
}

/* ---- parts */

static bool is_literal(struct str s, size_t i)
{
	bool ends_line = i + 1 == s.n || s.p[i + 1] == '\n' || s.p[i + 1] == '\r';

	if (s.p[i] == ' ')
		return !ends_line;
	return s.p[i] > ' ' && s.p[i] <= '~' && s.p[i] != '=';
}

static void put_quoted(struct out *o, struct str text)
{
	size_t column = 0;

	for (size_t i = 0; i < text.n; i++) {
		size_t length = is_literal(text, i) ? 1 : 3;

		if (text.p[i] == '\r')
			continue;
		if (text.p[i] != '\n' && column + length >= LINE_MAX_BYTES) {
			out_z(o, "=\r\n");
			column = 0;
		}
		column += length;
		if (text.p[i] == '\n') {
			out_z(o, "\r\n");
			column = 0;
		} else if (length == 1) {
			out_char(o, text.p[i]);
		} else {
			out_printf(o, "=%02X", (unsigned)(unsigned char)text.p[i]);
		}
	}
	out_z(o, "\r\n");
}

static void put_part(struct out *o, const struct mime *m, const char *type, struct str content)
{
	out_z(o, "\r\n--=_");
	out_str(o, m->id);
	out_z(o, "\r\nContent-Type: ");
	out_z(o, type);
	out_z(o, "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
	put_quoted(o, content);
}

static struct str signed_text(struct arena *a, const struct mime *m)
{
	struct out o = out_new(a, MESSAGE_MAX_BYTES);

	out_str(&o, str_trim(m->text));
	out_z(&o, "\n\n" SITE "\n");
	out_str(&o, m->origin);
	return str_trim(out_done(&o));
}

/* ---- HTML */

static size_t count_lines(struct str text)
{
	size_t n = 1;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '\n';
	return n;
}

/* The lines up to an empty one, put behind those at `lines`; what is left stays in `rest`. */
static struct mail_paragraph next_paragraph(
	struct arena *a, struct str *rest, struct mail_line *lines)
{
	struct mail_paragraph p = { lines, 0 };
	struct str line;

	while (str_cut(rest, '\n', &line)) {
		line = str_trim(line);
		if (!line.n && p.n)
			break;
		if (line.n)
			lines[p.n++] = (struct mail_line){ line, url_external(a, line) };
	}
	return p;
}

static struct str as_html(struct arena *a, const struct mime *m, struct str text)
{
	const size_t n_max = count_lines(text);
	struct mail_paragraph *paragraphs = ARENA_ARRAY(a, struct mail_paragraph, n_max);
	struct mail_line *lines = ARENA_ARRAY(a, struct mail_line, n_max);
	struct mail_view v = { m->subject, paragraphs, 0 };
	struct out markup = out_new(a, MESSAGE_MAX_BYTES);
	struct page_out o = { &markup, a, m->lang };

	while (text.p) {
		paragraphs[v.n] = next_paragraph(a, &text, lines);
		lines += paragraphs[v.n].n;
		v.n += paragraphs[v.n].n > 0;
	}
	mail_html(&o, &v);
	return out_done(&markup);
}

struct str mime_write(struct arena *a, const struct mime *m)
{
	struct out o = out_new(a, MESSAGE_MAX_BYTES);
	struct str text = signed_text(a, m);

	put_headers(&o, m);
	put_part(&o, m, "text/plain", text);
	put_part(&o, m, "text/html", as_html(a, m, text));
	out_z(&o, "\r\n--=_");
	out_str(&o, m->id);
	out_z(&o, "--\r\n");
	return out_done(&o);
}
