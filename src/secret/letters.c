#include "letters.h"

#include <utf8proc.h>

/* Room for one more, which utf8proc_reencode() wants. Negative `ret_n` when it is not UTF-8. */
static int32_t *decompose(
	struct arena *a, struct str s, utf8proc_option_t how, utf8proc_ssize_t *ret_n)
{
	const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)(s.n ? s.p : "");
	const utf8proc_ssize_t length = (utf8proc_ssize_t)s.n;
	utf8proc_ssize_t n = utf8proc_decompose(p, length, NULL, 0, how);

	*ret_n = n;
	if (n < 0)
		return NULL;
	int32_t *v = ARENA_ARRAY(a, int32_t, (size_t)n + 1);
	*ret_n = utf8proc_decompose(p, length, v, n, how);
	return v;
}

struct str letters_composed(struct arena *a, struct str s)
{
	const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE;
	utf8proc_ssize_t n;

	int32_t *v = decompose(a, s, how, &n);
	if (n >= 0)
		n = utf8proc_reencode(v, n, how);
	return n < 0 ? s : (struct str){ (const char *)v, (size_t)n };
}

struct letters letters_folded(struct arena *a, struct str s)
{
	utf8proc_ssize_t n;

	int32_t *v = decompose(a, s,
		UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
			UTF8PROC_STRIPMARK | UTF8PROC_IGNORE,
		&n);
	return n < 0 ? (struct letters){ 0 } : (struct letters){ v, (size_t)n };
}

bool letter_is_letter(int32_t c)
{
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
		return true;
	default:
		return false;
	}
}

bool letter_is_letter_or_digit(int32_t c)
{
	return letter_is_letter(c) || utf8proc_category(c) == UTF8PROC_CATEGORY_ND;
}
