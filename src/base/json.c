#include "json.h"

#include <assert.h>

struct json jsonw_to(struct out *o)
{
	return (struct json){ .out = o };
}

/* What stands before any value: a comma between two, nothing after a key. */
static void before_value(struct json *j)
{
	if (j->keyed)
		j->keyed = false;
	else if (j->comma[j->depth])
		out_char(j->out, ',');
	j->comma[j->depth] = true;
}

static void open_with(struct json *j, char bracket)
{
	before_value(j);
	out_char(j->out, bracket);
	assert(j->depth + 1 < sizeof j->comma / sizeof *j->comma);
	j->comma[++j->depth] = false;
}

static void close_with(struct json *j, char bracket)
{
	assert(j->depth && !j->keyed);
	j->depth--;
	out_char(j->out, bracket);
}

void jsonw_object(struct json *j)
{
	open_with(j, '{');
}

void jsonw_object_end(struct json *j)
{
	close_with(j, '}');
}

void jsonw_array(struct json *j)
{
	open_with(j, '[');
}

void jsonw_array_end(struct json *j)
{
	close_with(j, ']');
}

/* The escape for a byte that may not stand in a JSON text as it is, or NULL. */
static const char *escape_of(unsigned char c, char buffer[8])
{
	static const char hex[] = "0123456789abcdef";

	switch (c) {
	case '"':
		return "\\\"";
	case '\\':
		return "\\\\";
	case '\n':
		return "\\n";
	case '\r':
		return "\\r";
	case '\t':
		return "\\t";
	}
	if (c >= 0x20)
		return NULL;
	for (int i = 0; i < 4; i++)
		buffer[i] = "\\u00"[i];
	buffer[4] = hex[c >> 4];
	buffer[5] = hex[c & 15];
	buffer[6] = '\0';
	return buffer;
}

static void quoted(struct out *o, struct str s)
{
	size_t from = 0;

	out_char(o, '"');
	for (size_t i = 0; i < s.n; i++) {
		char buffer[8];
		const char *escape = escape_of((unsigned char)s.p[i], buffer);

		if (!escape)
			continue;
		out_bytes(o, s.p + from, i - from);
		out_z(o, escape);
		from = i + 1;
	}
	out_str(o, str_from_at(s, from));
	out_char(o, '"');
}

void jsonw_key(struct json *j, const char *key)
{
	assert(j->depth && !j->keyed);
	if (j->comma[j->depth])
		out_char(j->out, ',');
	j->comma[j->depth] = true;
	quoted(j->out, str_from(key));
	out_char(j->out, ':');
	j->keyed = true;
}

void jsonw_str(struct json *j, struct str s)
{
	before_value(j);
	quoted(j->out, s);
}

void jsonw_int(struct json *j, int64_t v)
{
	before_value(j);
	out_int(j->out, v);
}

void jsonw_bool(struct json *j, bool v)
{
	before_value(j);
	out_z(j->out, v ? "true" : "false");
}

void jsonw_null(struct json *j)
{
	before_value(j);
	out_z(j->out, "null");
}

void jsonw_number(struct json *j, struct str decimal)
{
	before_value(j);
	out_str(j->out, decimal);
}

void jsonw_member(struct json *j, const char *key, struct str value)
{
	jsonw_key(j, key);
	jsonw_str(j, value);
}

void jsonw_member_or_null(struct json *j, const char *key, struct str value)
{
	jsonw_key(j, key);
	if (value.n)
		jsonw_str(j, value);
	else
		jsonw_null(j);
}

void jsonw_member_z(struct json *j, const char *key, const char *value)
{
	jsonw_member(j, key, str_from(value));
}

void jsonw_member_int(struct json *j, const char *key, int64_t value)
{
	jsonw_key(j, key);
	jsonw_int(j, value);
}

void jsonw_member_bool(struct json *j, const char *key, bool value)
{
	jsonw_key(j, key);
	jsonw_bool(j, value);
}

void jsonw_texts(struct json *j, const char *key, const char *const *texts, size_t n)
{
	jsonw_key(j, key);
	jsonw_array(j);
	for (size_t i = 0; i < n; i++)
		jsonw_str(j, str_from(texts[i]));
	jsonw_array_end(j);
}
