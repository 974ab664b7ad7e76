#include "multipart.h"
#include "utf8.h"

#include <string.h>
#include <strings.h>

enum { BOUNDARY_MAX = 70, HEADERS_MAX_BYTES = 4096, NAME_MAX_BYTES = 255 };

/* ---- a header: "form-data; name="file"; filename="report.pdf"" */

static bool is_named(struct str s, const char *name)
{
	return s.n == strlen(name) && !strncasecmp(s.p, name, s.n);
}

/* Takes `name=value` or `name="value"` off `rest`, which begins behind a semicolon. */
static bool next_parameter(struct str *rest, struct str *ret_name, struct str *ret_value)
{
	size_t equals = str_find(*rest, '=');

	if (equals == rest->n)
		return false;
	*ret_name = str_trim((struct str){ rest->p, equals });
	struct str value = str_from_at(*rest, equals + 1);
	bool is_quoted = value.n && value.p[0] == '"';
	struct str inner = is_quoted ? str_from_at(value, 1) : value;
	size_t end = str_find(inner, is_quoted ? '"' : ';');

	if (is_quoted && end == inner.n)
		return false;
	*ret_value = (struct str){ inner.p, end };
	struct str behind = str_from_at(inner, end);
	*rest = str_from_at(behind, str_find(behind, ';') + 1);
	return true;
}

/* The value of the parameter of that name; its pointer is NULL when there is none. */
static struct str parameter(struct str header, const char *name)
{
	struct str rest = str_from_at(header, str_find(header, ';') + 1), own, value;

	while (rest.n && next_parameter(&rest, &own, &value))
		if (is_named(own, name))
			return value;
	return (struct str){ 0 };
}

struct str multipart_boundary(struct str content_type)
{
	struct str name = { content_type.p, str_find(content_type, ';') };
	struct str boundary = parameter(content_type, "boundary");

	if (!is_named(str_trim(name), "multipart/form-data") || boundary.n > BOUNDARY_MAX)
		return S("");
	return boundary;
}

/* ---- a part */

struct part {
	struct str name, filename, body;
	bool is_file;
};

/* Browsers write quotes and line ends of names as %22, %0D and %0A, and nothing else so. */
static struct str name_read(struct arena *a, struct str sent)
{
	static const char *const codes[] = { "%22", "%0D", "%0A" };
	static const char meant[] = "\"  ";
	char *to = arena_take(a, sent.n + 1);
	size_t n = 0;

	for (size_t i = 0; sent.p && i < sent.n; i++) {
		char c = sent.p[i];

		for (size_t m = 0; m < COUNT(codes) && c == '%' && sent.n - i >= 3; m++)
			if (!strncasecmp(sent.p + i, codes[m], 3)) {
				c = meant[m];
				i += 2;
			}
		to[n++] = (unsigned char)c < ' ' || c == 0x7f ? ' ' : c;
	}
	return (struct str){ to, n };
}

/* Some programs send the whole path: folders are nobody's business. */
static struct str shortened(struct str path)
{
	struct str name = str_trim(str_file_name(path));

	if (name.n > NAME_MAX_BYTES) /* at the beginning of a character */
		for (name.n = NAME_MAX_BYTES; name.n && (name.p[name.n] & 0xc0) == 0x80;)
			name.n--;
	return name;
}

static bool read_disposition(struct arena *a, struct str value, struct part *to)
{
	struct str kind = { value.p, str_find(value, ';') };
	struct str name = parameter(value, "name"), filename = parameter(value, "filename");

	if (!is_named(str_trim(kind), "form-data") || !name.p)
		return false;
	to->name = name_read(a, name);
	to->is_file = filename.p != NULL;
	to->filename = shortened(name_read(a, filename));
	return utf8_is_text(to->name) && utf8_is_text(to->filename);
}

static bool read_headers(struct arena *a, struct str headers, struct part *to)
{
	struct str rest = headers, line;
	bool is_told = false;

	while (headers.n && str_cut(&rest, '\n', &line)) {
		size_t colon = str_find(line, ':');
		struct str name = str_trim((struct str){ line.p, colon });

		if (!is_named(name, "content-disposition"))
			continue;
		if (is_told || !read_disposition(a, str_trim(str_from_at(line, colon + 1)), to))
			return false;
		is_told = true;
	}
	return is_told;
}

static bool read_part(struct arena *a, struct str text, struct part *to)
{
	const struct str blank = S("\r\n\r\n");
	struct str head = { text.p, text.n < HEADERS_MAX_BYTES ? text.n : HEADERS_MAX_BYTES };
	size_t end = str_find_text(head, blank);

	*to = (struct part){ 0 };
	if (end == head.n)
		return false;
	to->body = str_from_at(text, end + blank.n);
	return read_headers(a, (struct str){ text.p, end }, to);
}

/* ---- the whole */

static bool keep_part(const struct part *part, struct params *fields, struct uploads *files)
{
	if (part->is_file) {
		if (!part->filename.n && !part->body.n)
			return true;
		if (files->n == PARAMS_MAX)
			return false;
		files->v[files->n++] = (struct upload){ part->name, part->filename, part->body };
		return true;
	}
	if (fields->n == PARAMS_MAX || !utf8_is_text(part->body))
		return false;
	fields->v[fields->n++] = (struct param){ part->name, part->body };
	return true;
}

bool multipart_parse(struct str body, struct str boundary, struct arena *a,
	struct params *ret_fields, struct uploads *ret_files)
{
	struct params fields = { ARENA_ARRAY(a, struct param, PARAMS_MAX), 0 };
	struct uploads files = { ARENA_ARRAY(a, struct upload, PARAMS_MAX), 0 };
	struct str between = str_fill(a, "\r\n--{1}", &boundary, 1);
	struct str first = str_from_at(between, 2); /* nothing need stand before the first */

	if (!boundary.n || !str_starts(body, first))
		return false;
	struct str rest = str_from_at(body, first.n);
	while (str_starts(rest, S("\r\n"))) {
		struct part part;

		rest = str_from_at(rest, 2);
		size_t end = str_find_text(rest, between);
		if (end == rest.n || !read_part(a, (struct str){ rest.p, end }, &part) ||
			!keep_part(&part, &fields, &files))
			return false;
		rest = str_from_at(rest, end + between.n);
	}
	if (!str_starts(rest, S("--")))
		return false;
	*ret_fields = fields;
	*ret_files = files;
	return true;
}
