/* password_fault.c - what those try first who guess passwords. */
#include "data_files.h"
#include "letters.h"
#include "password.h"
#include "utf8.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- how much of it is a surprise */

/* To add a keyboard: its rows, and its columns one after another. */
static const char *const rows[] = { "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
	"azertyuiop", "qsdfghjklm", "wxcvbn", "qwertzuiop", "yxcvbnm",
	"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1aqw2zsx3edc4rfv5tgb6yhn7uj8ik9ol0pm",
	"qazwsxedcrfvtgbyhnujmikolp", "aqwzsxedcrfvtgbyhnujikolpm" };

/* The same again, its neighbour in the alphabet of any script, or its neighbour on a keyboard. */
static bool is_no_surprise(int32_t before, int32_t c)
{
	if (abs(before - c) <= 1)
		return true;
	for (size_t i = 0; i < COUNT(rows); i++)
		for (const char *p = rows[i]; p[1]; p++)
			if ((p[0] == before && p[1] == c) || (p[0] == c && p[1] == before))
				return true;
	return false;
}

static size_t count_surprises(const int32_t *v, size_t n)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		found += !i || !is_no_surprise(v[i - 1], v[i]);
	return found;
}

/* Two of three characters are none. */
static bool is_run(const struct letters *l)
{
	return 3 * count_surprises(l->v, l->n) <= l->n;
}

/* What is shorter than a password must be gets no better by being said twice. */
static bool is_repeated(const struct letters *l)
{
	for (size_t period = 1; period < PASSWORD_MIN_CHARS && 2 * period <= l->n; period++)
		if (!memcmp(l->v, l->v + period, (l->n - period) * sizeof *l->v))
			return true;
	return false;
}

static bool has_few_letters(const struct letters *l)
{
	enum { FEW = 3 };
	int32_t seen[FEW];
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		size_t k = 0;

		while (k < n && seen[k] != l->v[i])
			k++;
		if (k == FEW)
			return false;
		if (k == n)
			seen[n++] = l->v[i];
	}
	return true;
}

/* ---- the list */

static struct str list_text(void)
{
	for (size_t i = 0; i < n_data_files; i++)
		if (!strcmp(data_files[i].name, "common_passwords.txt"))
			return (struct str){ (const char *)data_files[i].bytes, data_files[i].n };
	assert(!"the list is part of the program");
	return S("");
}

/* Lines in the order of their bytes: the half that can have it, until nothing is left. */
static bool is_in_list(struct str word)
{
	struct str list = list_text();

	while (list.n) {
		size_t at = list.n / 2;

		while (at && list.p[at - 1] != '\n')
			at--;
		struct str rest = str_from_at(list, at), line = { rest.p, str_find(rest, '\n') };
		int order = str_compare(word, line);
		if (!order)
			return true;
		list = order < 0 ? (struct str){ list.p, at } : str_from_at(rest, line.n + 1);
	}
	return false;
}

static bool is_listed(const int32_t *v, size_t n)
{
	enum { LONGEST = 40 };
	char word[LONGEST];

	if (!n || n > LONGEST)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (v[i] > '~')
			return false;
		word[i] = (char)v[i];
	}
	return is_in_list((struct str){ word, n });
}

/* What is written for a letter that looks like it: the sign, then the letter. */
static void unmask(const int32_t *v, size_t n, int32_t *to)
{
	static const char masks[] = "@a4a3e1i!i0o5s$s7t";

	for (size_t i = 0; i < n; i++) {
		to[i] = v[i];
		for (const char *p = masks; *p; p += 2)
			if (v[i] == p[0])
				to[i] = p[1];
	}
}

/* Years, days, figures in a row, an exclamation mark: what is put around a word. */
enum { PADDING_MAX_SURPRISES = 6 };

static bool is_padded_word(struct arena *a, const struct letters *l)
{
	int32_t *plain = ARENA_ARRAY(a, int32_t, l->n);
	size_t from = 0, to = l->n;

	while (from < to && !letter_is_letter(l->v[from]))
		from++;
	while (to > from && !letter_is_letter(l->v[to - 1]))
		to--;
	if (count_surprises(l->v, from) + count_surprises(l->v + to, l->n - to) >
		PADDING_MAX_SURPRISES)
		return false;
	unmask(l->v + from, to - from, plain);
	return is_listed(l->v + from, to - from) || is_listed(plain, to - from);
}

static bool is_common(struct arena *a, const struct letters *l)
{
	return has_few_letters(l) || is_repeated(l) || is_run(l) || is_listed(l->v, l->n) ||
	       is_padded_word(a, l);
}

/* ---- what is known of its owner */

enum { PART_MIN_LETTERS = 4 };

/* A password without its signs, and which of its letters are no secret. */
struct known {
	struct letters letters;
	bool *is_known;
};

static struct letters without_signs(struct arena *a, const struct letters *l)
{
	struct letters kept = { ARENA_ARRAY(a, int32_t, l->n), 0 };

	for (size_t i = 0; i < l->n; i++)
		if (letter_is_letter_or_digit(l->v[i]))
			kept.v[kept.n++] = l->v[i];
	return kept;
}

static size_t count_letters(const int32_t *v, size_t n)
{
	size_t found = 0;

	for (size_t i = 0; i < n; i++)
		found += letter_is_letter(v[i]);
	return found;
}

static void look_for(struct known *k, const int32_t *v, size_t n)
{
	if (count_letters(v, n) < PART_MIN_LETTERS)
		return;
	for (size_t at = 0; at + n <= k->letters.n; at++)
		if (!memcmp(k->letters.v + at, v, n * sizeof *v))
			memset(k->is_known + at, true, n);
}

static void look_for_whole(struct arena *a, struct known *k, struct str text)
{
	const struct letters folded = letters_folded(a, text);
	const struct letters whole = without_signs(a, &folded);

	look_for(k, whole.v, whole.n);
}

/* What stands between signs. */
static void look_for_parts(struct arena *a, struct known *k, struct str text)
{
	const struct letters l = letters_folded(a, text);

	for (size_t from = 0, to; from < l.n; from = to + 1) {
		to = from;
		while (to < l.n && letter_is_letter_or_digit(l.v[to]))
			to++;
		look_for(k, l.v + from, to - from);
	}
}

/* It knows part of it, more letters than are left, and of these no more than a padding. */
static bool is_mostly_known(struct arena *a, const struct known *k)
{
	int32_t *left = ARENA_ARRAY(a, int32_t, k->letters.n);
	size_t n = 0;

	for (size_t i = 0; i < k->letters.n; i++)
		if (!k->is_known[i])
			left[n++] = k->letters.v[i];
	return n < k->letters.n && k->letters.n - n >= count_letters(left, n) &&
	       count_surprises(left, n) <= PADDING_MAX_SURPRISES;
}

static bool is_personal(
	struct arena *a, const struct letters *l, const struct str *personal, size_t n)
{
	struct known k = { .letters = without_signs(a, l) };

	k.is_known = ARENA_ARRAY(a, bool, k.letters.n);
	look_for_whole(a, &k, S("jalon"));
	for (size_t i = 0; i < n; i++) {
		look_for_whole(a, &k, personal[i]);
		look_for_whole(a, &k, (struct str){ personal[i].p, str_find(personal[i], '@') });
		look_for_parts(a, &k, personal[i]);
	}
	return is_mostly_known(a, &k);
}

enum password_fault password_fault(
	struct arena *a, struct str password, const struct str *personal, size_t n)
{
	if (password.n > PASSWORD_MAX_BYTES)
		return PASSWORD_LONG;
	if (utf8_count(letters_composed(a, password)) < PASSWORD_MIN_CHARS)
		return PASSWORD_SHORT;
	const struct letters folded = letters_folded(a, password);
	if (is_common(a, &folded))
		return PASSWORD_COMMON;
	return is_personal(a, &folded, personal, n) ? PASSWORD_PERSONAL : PASSWORD_FINE;
}
