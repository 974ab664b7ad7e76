/* chart_label.c - lines of a label in a picture, where nothing wraps by itself. */
#include "chart_view.h"

#include <string.h>

/* Of the typefaces that systems have for pages; in hundredths of the size, rounded up. */
enum { NARROW = 30, USUAL = 60, CAPITAL = 72, BROAD = 92, SQUARE = 100 };

static int ascii_width(char c)
{
	if (strchr("fijlrtI.,:;'|!()[] -/", c))
		return NARROW;
	if (strchr("mwMW@%", c))
		return BROAD;
	return c >= 'A' && c <= 'Z' ? CAPITAL : USUAL;
}

static size_t character_bytes(struct str s)
{
	size_t n = 1;

	while (n < s.n && (s.p[n] & 0xc0) == 0x80)
		n++;
	return n;
}

/* Ideographs and pictures are square; they begin with the bytes E3 to ED, EF and above. */
static int character_width(struct str s)
{
	unsigned char first = (unsigned char)s.p[0];

	if (first < 0x80)
		return ascii_width(s.p[0]);
	return first >= 0xe3 && first != 0xee ? SQUARE : USUAL;
}

int chart_text_width(struct str text)
{
	int width = 0;

	for (size_t i = 0; i < text.n; i += character_bytes(str_from_at(text, i)))
		width += character_width(str_from_at(text, i));
	return width;
}

/* Bytes of the beginning that fit; with `is_word`, up to where a word ends if there is such. */
static size_t fitting(struct str text, int width, bool is_word)
{
	size_t at = 0, word_end = 0;

	while (at < text.n) {
		struct str rest = str_from_at(text, at);

		width -= character_width(rest);
		if (text.p[at] == ' ')
			word_end = at;
		if (width < 0)
			return is_word && word_end ? word_end : at;
		at += character_bytes(rest);
		if (text.p[at - 1] == '-')
			word_end = at;
	}
	return at;
}

struct str chart_cut(struct arena *a, struct str text, int width)
{
	struct str kept = { text.p, fitting(text, width, false) };

	if (kept.n == text.n)
		return text;
	kept.n = fitting(text, width - SQUARE, false);
	return str_printf(a, STR_FMT "…", STR_ARG(str_trim(kept)));
}

struct chart_lines chart_wrap(struct arena *a, struct str text, int first, int width)
{
	struct chart_lines lines = { .n = 0 };
	struct str rest = str_trim(text);

	while (rest.n && lines.n < CHART_LINES_MAX - 1) {
		struct str line = { rest.p, fitting(rest, lines.n ? width : first, true) };

		/* Not even one character: it stands alone all the same. */
		if (!line.n)
			line.n = character_bytes(rest);
		lines.v[lines.n++] = str_trim(line);
		rest = str_trim(str_from_at(rest, line.n));
	}
	if (!rest.n)
		return lines;
	lines.v[lines.n] = chart_cut(a, rest, width);
	lines.is_cut = lines.v[lines.n++].p != rest.p;
	return lines;
}

struct str chart_label_text(struct arena *a, const struct chart_label *label)
{
	if (!label->code.n)
		return label->text;
	return str_printf(a, STR_FMT "\u00a0" STR_FMT, STR_ARG(label->code), STR_ARG(label->text));
}
