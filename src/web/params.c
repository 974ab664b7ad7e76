#include "params.h"
#include "utf8.h"

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool percent_decode(struct str raw, bool plus_is_space, char *to, struct str *ret_decoded)
{
	size_t n = 0;

	for (size_t i = 0; i < raw.n; i++) {
		char c = raw.p[i];

		if (c == '%') {
			int high = raw.n - i > 2 ? hex_value(raw.p[i + 1]) : -1;
			int low = raw.n - i > 2 ? hex_value(raw.p[i + 2]) : -1;

			if (high < 0 || low < 0)
				return false;
			c = (char)(high * 16 + low);
			i += 2;
		} else if (c == '+' && plus_is_space) {
			c = ' ';
		}
		to[n++] = c;
	}
	*ret_decoded = (struct str){ to, n };
	return true;
}

static bool parse_param(struct str pair, char *to, struct param *ret_param)
{
	size_t at = str_find(pair, '=');
	struct str name = { pair.p, at }, value = str_from_at(pair, at + 1);

	return percent_decode(name, true, to, &ret_param->name) &&
	       percent_decode(value, true, to + name.n, &ret_param->value) &&
	       utf8_is_text(ret_param->name) && utf8_is_text(ret_param->value);
}

static size_t count_pairs(struct str text)
{
	size_t n = 1;

	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '&';
	return n < PARAMS_MAX ? n : PARAMS_MAX;
}

bool params_parse(struct str text, struct arena *a, struct params *ret_params)
{
	struct params found = { 0 };
	struct str rest = text, pair;

	if (text.n)
		found.v = ARENA_ARRAY(a, struct param, count_pairs(text));
	char *decoded = arena_take(a, text.n + 1);
	while (text.n && str_cut(&rest, '&', &pair)) {
		if (!pair.n)
			continue;
		if (found.n == PARAMS_MAX || !parse_param(pair, decoded, &found.v[found.n]))
			return false;
		decoded += pair.n;
		found.n++;
	}
	*ret_params = found;
	return true;
}

struct str params_find(const struct params *all, const char *name)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_is(all->v[i].name, name))
			return all->v[i].value;
	return (struct str){ 0 };
}
