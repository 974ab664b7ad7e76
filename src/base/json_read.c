#include "json_read.h"
#include "lang.h"
#include "out.h"

#include <string.h>

/* What may come next: a value, a key, a comma or an end, a colon, or nothing more. */
enum { VALUE = 'v', KEY = 'k', COMMA = 'c', COLON = ':', END = 'e' };

struct jsonr jsonr_of(struct str text)
{
	return (struct jsonr){ .rest = text, .line = 1, .column = 1, .expects = VALUE };
}

bool jsonr_is_whole(const struct jsonr *r)
{
	return r->expects == END;
}

static void advance(struct jsonr *r, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool is_end = r->rest.p[i] == '\n';

		r->line += is_end;
		r->column = is_end ? 1 : r->column + ((r->rest.p[i] & 0xC0) != 0x80);
	}
	r->rest = str_from_at(r->rest, n);
}

static bool is_one_of(struct str signs, char c)
{
	return str_find(signs, c) < signs.n;
}

static void skip_blanks(struct jsonr *r)
{
	size_t n = 0;

	while (n < r->rest.n && is_one_of(S(" \t\r\n"), r->rest.p[n]))
		n++;
	advance(r, n);
}

static enum jsonr_token broken(struct jsonr_event *event, const char *why)
{
	event->why = why;
	return event->token = JSONR_BROKEN;
}

static enum jsonr_token spent(struct jsonr_event *event)
{
	return event->token = JSONR_SPENT;
}

static void value_is_read(struct jsonr *r)
{
	r->expects = r->depth ? COMMA : END;
}

/* ---- strings */

/* Bytes up to the closing quote, which begins at rest.p[1 + n]; false when it is not there. */
static bool find_quote(struct str rest, size_t *ret_n)
{
	for (size_t i = 1; i < rest.n; i++) {
		if (rest.p[i] == '\\')
			i++;
		else if (rest.p[i] == '"') {
			*ret_n = i - 1;
			return true;
		}
	}
	return false;
}

/* Four hex digits; -1 when they are not. */
static int32_t hex_4(struct str s)
{
	int32_t value = 0;

	if (s.n < 4)
		return -1;
	for (size_t i = 0; i < 4; i++) {
		char c = s.p[i];
		int digit = c >= '0' && c <= '9'   ? c - '0'
			    : c >= 'a' && c <= 'f' ? c - 'a' + 10
			    : c >= 'A' && c <= 'F' ? c - 'A' + 10
						   : -1;

		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

static void out_character(struct out *o, uint32_t c)
{
	if (c < 0x80) {
		out_char(o, (char)c);
		return;
	}
	if (c >= 0x10000) {
		out_char(o, (char)(0xF0 | c >> 18));
		out_char(o, (char)(0x80 | (c >> 12 & 0x3F)));
	} else if (c >= 0x800) {
		out_char(o, (char)(0xE0 | c >> 12));
	}
	if (c >= 0x800)
		out_char(o, (char)(0x80 | (c >> 6 & 0x3F)));
	else
		out_char(o, (char)(0xC0 | c >> 6));
	out_char(o, (char)(0x80 | (c & 0x3F)));
}

/* "\uD83C\uDFB5": bytes taken after the backslash, 0 when it is no character. */
static size_t unescape_hex(struct out *o, struct str s)
{
	int32_t c = hex_4(str_from_at(s, 1)), low;

	if (c <= 0 || (c >= 0xDC00 && c <= 0xDFFF))
		return 0;
	if (c < 0xD800 || c > 0xDBFF) {
		out_character(o, (uint32_t)c);
		return 5;
	}
	if (!str_starts(str_from_at(s, 5), S("\\u")))
		return 0;
	low = hex_4(str_from_at(s, 7));
	if (low < 0xDC00 || low > 0xDFFF)
		return 0;
	out_character(o, 0x10000 + (((uint32_t)c - 0xD800) << 10) + ((uint32_t)low - 0xDC00));
	return 11;
}

static size_t unescape(struct out *o, struct str s)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *found = s.n ? memchr(from, s.p[0], sizeof from - 1) : NULL;

	if (found) {
		out_char(o, to[found - from]);
		return 1;
	}
	return s.n && s.p[0] == 'u' ? unescape_hex(o, s) : 0;
}

static const char *undo_escapes(struct arena *a, struct str raw, struct str *ret_text)
{
	struct out o = out_new(a, raw.n + 4);

	for (size_t i = 0; i < raw.n; i++) {
		if (raw.p[i] != '\\') {
			out_char(&o, raw.p[i]);
			continue;
		}
		size_t n = unescape(&o, str_from_at(raw, i + 1));
		if (!n)
			return N_("there is an escape in this text that stands for nothing");
		i += n;
	}
	*ret_text = (struct str){ o.n ? o.p : "", o.n };
	return NULL;
}

static enum jsonr_token read_string(struct jsonr *r, struct arena *a, struct jsonr_event *event)
{
	bool is_key = r->expects == KEY;
	size_t n;

	if (!find_quote(r->rest, &n))
		return spent(event);
	struct str raw = { r->rest.p + 1, n };
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)raw.p[i] < 0x20)
			return broken(event, N_("a line break or another control character stands "
						"in this text as it is"));
	const char *why = NULL;
	event->text = raw;
	if (n && memchr(raw.p, '\\', n))
		why = undo_escapes(a, raw, &event->text);
	if (why)
		return broken(event, why);
	advance(r, n + 2);
	if (is_key)
		r->expects = COLON;
	else
		value_is_read(r);
	return event->token = is_key ? JSONR_KEY : JSONR_STRING;
}

/* ---- numbers and words */

static size_t count_digits(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n;
}

/* Length of the number as the grammar has it, 0 when it is none. */
static size_t number_length(struct str s)
{
	size_t at = s.n && s.p[0] == '-', n = count_digits(str_from_at(s, at));

	if (!n || (n > 1 && s.p[at] == '0'))
		return 0;
	at += n;
	if (at < s.n && s.p[at] == '.') {
		n = count_digits(str_from_at(s, at + 1));
		if (!n)
			return 0;
		at += n + 1;
	}
	if (at < s.n && (s.p[at] == 'e' || s.p[at] == 'E')) {
		size_t sign = at + 1 < s.n && (s.p[at + 1] == '+' || s.p[at + 1] == '-');

		n = count_digits(str_from_at(s, at + 1 + sign));
		if (!n)
			return 0;
		at += n + 1 + sign;
	}
	return at;
}

static struct str bare_word(struct str rest)
{
	size_t n = 0;

	while (n < rest.n && !is_one_of(S(" \t\r\n,:[]{}\""), rest.p[n]))
		n++;
	return (struct str){ rest.p, n };
}

static enum jsonr_token read_word(struct jsonr *r, struct jsonr_event *event)
{
	struct str word = bare_word(r->rest);

	/* What follows may go on with it. */
	if (word.n == r->rest.n)
		return spent(event);
	event->text = word;
	if (str_is(word, "true"))
		event->token = JSONR_TRUE;
	else if (str_is(word, "false"))
		event->token = JSONR_FALSE;
	else if (str_is(word, "null"))
		event->token = JSONR_NULL;
	else if (word.n && number_length(word) == word.n)
		event->token = JSONR_NUMBER;
	else
		return broken(event, N_("a value of JSON is expected here"));
	advance(r, word.n);
	value_is_read(r);
	return event->token;
}

/* ---- nesting */

static enum jsonr_token open_one(struct jsonr *r, struct jsonr_event *event, bool is_object)
{
	if (r->depth == JSONR_DEPTH_MAX)
		return broken(event, N_("this is nested too deeply"));
	r->objects = is_object ? r->objects | UINT32_C(1) << r->depth
			       : r->objects & ~(UINT32_C(1) << r->depth);
	r->depth++;
	r->expects = is_object ? KEY : VALUE;
	r->may_end = true;
	advance(r, 1);
	return event->token = is_object ? JSONR_OBJECT : JSONR_ARRAY;
}

static bool is_in_object(const struct jsonr *r)
{
	return r->depth && r->objects >> (r->depth - 1) & 1;
}

static enum jsonr_token close_one(struct jsonr *r, struct jsonr_event *event)
{
	bool is_object = is_in_object(r);

	r->depth--;
	r->may_end = false;
	advance(r, 1);
	value_is_read(r);
	return event->token = is_object ? JSONR_OBJECT_END : JSONR_ARRAY_END;
}

static bool may_close(const struct jsonr *r, char c)
{
	return r->depth && c == (is_in_object(r) ? '}' : ']') &&
	       (r->expects == COMMA || r->may_end);
}

static enum jsonr_token read_value(struct jsonr *r, struct arena *a, struct jsonr_event *event)
{
	r->may_end = false;
	switch (r->rest.p[0]) {
	case '{':
		return open_one(r, event, true);
	case '[':
		return open_one(r, event, false);
	case '"':
		return read_string(r, a, event);
	default:
		return read_word(r, event);
	}
}

/* Commas and colons, up to what the next token begins with. */
static const char *pass_sign(struct jsonr *r)
{
	if (r->expects == COLON && r->rest.p[0] != ':')
		return N_("a colon is expected here");
	if (r->expects == COMMA && r->rest.p[0] != ',')
		return N_("a comma or a closing bracket is expected here");
	r->expects = r->expects == COLON || !is_in_object(r) ? VALUE : KEY;
	advance(r, 1);
	skip_blanks(r);
	return NULL;
}

static void set_place(const struct jsonr *r, struct jsonr_event *event)
{
	event->from = r->rest.p;
	event->line = r->line;
	event->column = r->column;
}

enum jsonr_token jsonr_next(struct jsonr *r, struct arena *a, struct jsonr_event *ret_event)
{
	*ret_event = (struct jsonr_event){ 0 };
	skip_blanks(r);
	set_place(r, ret_event);
	if (!r->rest.n)
		return spent(ret_event);
	if (may_close(r, r->rest.p[0]))
		return close_one(r, ret_event);
	if (r->expects == END)
		return broken(ret_event, N_("nothing more is expected here"));
	if (r->expects == COLON || r->expects == COMMA) {
		const char *why = pass_sign(r);

		set_place(r, ret_event);
		if (why)
			return broken(ret_event, why);
		if (!r->rest.n)
			return spent(ret_event);
	}
	if (r->expects != KEY)
		return read_value(r, a, ret_event);
	r->may_end = false;
	if (r->rest.p[0] != '"')
		return broken(ret_event, N_("the name of a member is expected here, in quotes"));
	return read_string(r, a, ret_event);
}

enum jsonr_token jsonr_skip(struct jsonr *r, struct arena *a, struct jsonr_event *event)
{
	unsigned outside = r->depth - 1;

	if (event->token != JSONR_OBJECT && event->token != JSONR_ARRAY)
		return event->token;
	while (r->depth > outside) {
		enum jsonr_token token = jsonr_next(r, a, event);

		if (token == JSONR_SPENT || token == JSONR_BROKEN)
			return token;
	}
	return event->token;
}
