#include "text_diff.h"
#include "out.h"

#include <string.h>

/* Beyond so many differences nobody reads them one by one, and finding them takes its square. */
enum { DIFFERENCES_MAX = 600 };

/* ---- words: runs of letters and digits; everything else is one by itself */

struct tokens {
	struct str *v;
	size_t n;
};

static bool is_of_word(char c)
{
	unsigned char byte = (unsigned char)c;

	return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= 'a' && byte <= 'z');
}

static size_t token_length(struct str s)
{
	size_t n = 1;

	while (is_of_word(s.p[0]) && n < s.n && is_of_word(s.p[n]))
		n++;
	return n;
}

static struct tokens tokens_of(struct arena *a, struct str s)
{
	struct tokens tokens = { ARENA_ARRAY(a, struct str, s.n + 1), 0 };

	while (s.n) {
		size_t n = token_length(s);

		tokens.v[tokens.n++] = (struct str){ s.p, n };
		s = str_from_at(s, n);
	}
	return tokens;
}

/* ---- pieces */

struct diff {
	struct arena *arena;
	struct tokens before, after;
	size_t n_before, n_after; /* told so far */
	struct text_diff told;
};

/* The next `n` words of that side; of both when they are common. */
static void tell(struct diff *d, enum diff_side side, size_t n)
{
	const struct tokens *from = side == DIFF_BEFORE ? &d->before : &d->after;
	size_t at = side == DIFF_BEFORE ? d->n_before : d->n_after;

	if (!n)
		return;
	const char *start = from->v[at].p;
	const struct str *last = &from->v[at + n - 1];
	struct str text = { start, (size_t)(last->p + last->n - start) };
	struct diff_piece *piece = d->told.n ? &d->told.v[d->told.n - 1] : NULL;

	if (piece && piece->side == side)
		piece->text.n += text.n;
	else
		d->told.v[d->told.n++] = (struct diff_piece){ side, text };
	d->n_before += side == DIFF_AFTER ? 0 : n;
	d->n_after += side == DIFF_BEFORE ? 0 : n;
}

/* ---- the shortest way from one to the other (Myers, 1986): only the middle, which differs */

/* How far down `after` one comes on each diagonal with so many differences; one row for each. */
struct ways {
	int *rows[DIFFERENCES_MAX + 1];
};

static int *row_new(struct arena *a, int d)
{
	return ARENA_ARRAY(a, int, 2 * (size_t)d + 3) + d + 1;
}

static int follow(const struct tokens *before, const struct tokens *after, int x, int y)
{
	while ((size_t)x < before->n && (size_t)y < after->n && str_eq(before->v[x], after->v[y])) {
		x++;
		y++;
	}
	return x;
}

/* Is the last difference before diagonal k a word of `after`? Else it is one of `before`. */
static bool comes_down(const int *row, int d, int k)
{
	return k == -d || (k != d && row[k - 1] < row[k + 1]);
}

static int step_to(const int *row, int d, int k)
{
	return comes_down(row, d, k) ? row[k + 1] : row[k - 1] + 1;
}

/* The number of differences, or -1: too many. */
static int find_ways(
	struct arena *a, const struct tokens *before, const struct tokens *after, struct ways *w)
{
	int goal = (int)before->n - (int)after->n;

	for (int d = 0; d <= DIFFERENCES_MAX; d++) {
		w->rows[d] = row_new(a, d);
		for (int k = -d; k <= d; k += 2) {
			int x = d ? step_to(w->rows[d - 1], d, k) : 0;

			w->rows[d][k] = follow(before, after, x, x - k);
			if (k == goal && (size_t)w->rows[d][k] >= before->n)
				return d;
		}
	}
	return -1;
}

/* The way found, told from its beginning: each difference, and what is common after it. */
static void tell_way(struct diff *d, const struct ways *w, int n, size_t skipped)
{
	bool downs[DIFFERENCES_MAX + 1];
	int xs[DIFFERENCES_MAX + 1];

	for (int at = n, diagonal = (int)d->before.n - (int)d->after.n; at > 0; at--) {
		xs[at] = w->rows[at][diagonal];
		downs[at] = comes_down(w->rows[at - 1], at, diagonal);
		diagonal += downs[at] ? 1 : -1;
	}
	xs[0] = w->rows[0][0];
	tell(d, DIFF_BOTH, (size_t)xs[0]);
	for (int at = 1; at <= n; at++) {
		tell(d, downs[at] ? DIFF_AFTER : DIFF_BEFORE, 1);
		tell(d, DIFF_BOTH, skipped + (size_t)xs[at] - d->n_before);
	}
}

/* ---- what is common at both ends */

static size_t common_beginning(const struct diff *d)
{
	size_t n = 0;

	while (n < d->before.n && n < d->after.n && str_eq(d->before.v[n], d->after.v[n]))
		n++;
	return n;
}

static size_t common_end(const struct diff *d, size_t beginning)
{
	size_t n = 0;

	while (n < d->before.n - beginning && n < d->after.n - beginning &&
		str_eq(d->before.v[d->before.n - 1 - n], d->after.v[d->after.n - 1 - n]))
		n++;
	return n;
}

static void tell_all(struct diff *d)
{
	size_t beginning = common_beginning(d), end = common_end(d, beginning);
	const struct tokens before = { d->before.v + beginning, d->before.n - beginning - end };
	const struct tokens after = { d->after.v + beginning, d->after.n - beginning - end };
	struct ways ways;
	int n = find_ways(d->arena, &before, &after, &ways);

	tell(d, DIFF_BOTH, beginning);
	if (n < 0) {
		tell(d, DIFF_BEFORE, before.n);
		tell(d, DIFF_AFTER, after.n);
	} else {
		tell_way(d, &ways, n, beginning);
	}
	tell(d, DIFF_BOTH, end);
}

/* ---- words that were replaced one by one are read as one passage */

static bool has_no_word(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (is_of_word(s.p[i]))
			return false;
	return true;
}

/* The end of the passage that begins with the change `at`: no word in it is common. */
static size_t passage_end(const struct text_diff *d, size_t at)
{
	size_t end = at + 1;

	while (end < d->n &&
		(d->v[end].side != DIFF_BOTH || (has_no_word(d->v[end].text) && end + 1 < d->n)))
		end++;
	return end;
}

static size_t bytes_of(const struct text_diff *d, size_t from, size_t until, enum diff_side not_of)
{
	size_t n = 0;

	for (; from < until; from++)
		if (d->v[from].side != not_of)
			n += d->v[from].text.n;
	return n;
}

static void put(struct text_diff *to, enum diff_side side, const char *p, size_t n)
{
	if (n)
		to->v[to->n++] = (struct diff_piece){ side, { p, n } };
}

static struct text_diff in_passages(
	struct arena *a, const struct text_diff *d, struct str before, struct str after)
{
	struct text_diff told = { ARENA_ARRAY(a, struct diff_piece, d->n + 2), 0 };
	const char *b = before.p, *f = after.p;

	for (size_t at = 0, end; at < d->n; at = end) {
		bool is_common = d->v[at].side == DIFF_BOTH;

		end = is_common ? at + 1 : passage_end(d, at);
		size_t n_before = bytes_of(d, at, end, DIFF_AFTER);
		size_t n_after = bytes_of(d, at, end, DIFF_BEFORE);
		if (is_common) {
			put(&told, DIFF_BOTH, f, n_after);
		} else {
			put(&told, DIFF_BEFORE, b, n_before);
			put(&told, DIFF_AFTER, f, n_after);
		}
		b += n_before;
		f += n_after;
	}
	return told;
}

struct text_diff text_diff(struct arena *a, struct str before, struct str after)
{
	struct diff d = {
		.arena = a, .before = tokens_of(a, before), .after = tokens_of(a, after)
	};

	d.told.v = ARENA_ARRAY(a, struct diff_piece, d.before.n + d.after.n + 1);
	tell_all(&d);
	return in_passages(a, &d.told, before, after);
}

struct str text_combined(struct arena *a, const struct text_diff *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++)
		n += d->v[i].text.n + 1;
	struct out o = out_new(a, n);
	for (size_t i = 0; i < d->n; i++) {
		struct str text = d->v[i].text;

		/* Words of different texts that come to stand side by side are two. */
		if (o.n && is_of_word(o.p[o.n - 1]) && is_of_word(text.p[0]))
			out_char(&o, ' ');
		out_str(&o, text);
	}
	return out_done(&o);
}
