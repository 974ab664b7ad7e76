#include "lang.h"
#include "messages.h"

#include <string.h>

/* CLDR's rules for whole numbers: French counts zero as one. */
static unsigned plural_fr(uint64_t n)
{
	return n > 1;
}

static unsigned plural_en(uint64_t n)
{
	return n != 1;
}

const struct language languages[LANG_COUNT] = {
	[LANG_FR] = { LANG_FR, "fr", "Français", N_("French"), "ltr", "\u202f", ",", plural_fr, 2,
		messages_fr, &n_messages_fr },
	[LANG_EN] = { LANG_EN, "en", "English", N_("English"), "ltr", ",", ".", plural_en, 2,
		messages_en, &n_messages_en },
};

const struct language *language_by_code(struct str code)
{
	for (size_t i = 0; i < LANG_COUNT; i++)
		if (str_is(code, languages[i].code))
			return &languages[i];
	return NULL;
}

/* Quality of one element "fr-CA;q=0.8" in thousandths. */
static int quality_of(struct str element)
{
	size_t at = str_find(element, ';');
	struct str rest = str_trim(str_from_at(element, at + 1));
	int quality = 0, weight = 1000;

	if (at == element.n)
		return 1000;
	if (!str_starts(rest, S("q=")) && !str_starts(rest, S("Q=")))
		return 0;
	for (size_t i = 2; i < rest.n && weight; i++) {
		if (rest.p[i] == '.')
			continue;
		if (rest.p[i] < '0' || rest.p[i] > '9')
			return 0;
		quality += (rest.p[i] - '0') * weight;
		weight /= 10;
	}
	return quality > 1000 ? 1000 : quality;
}

/* By the primary subtag: Jalon's French serves a reader of Canadian French. */
static const struct language *language_of_range(struct str element)
{
	struct str range = str_trim((struct str){ element.p, str_find(element, ';') });
	char code[3] = { 0 };

	range.n = str_find(range, '-');
	if (range.n != 2)
		return NULL;
	for (size_t i = 0; i < 2; i++)
		code[i] = (char)(range.p[i] | 0x20);
	return language_by_code(str_from(code));
}

const struct language *language_accepted(struct str header)
{
	const struct language *best = &languages[LANG_FR];
	int best_quality = 0;
	struct str element;

	while (str_cut(&header, ',', &element)) {
		const struct language *l = language_of_range(element);
		int quality = l ? quality_of(element) : 0;

		if (quality > best_quality) {
			best = l;
			best_quality = quality;
		}
	}
	return best;
}

const char *tr_find(const struct language *l, const char *key, unsigned form)
{
	size_t low = 0, high = *l->n_messages;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(key, l->messages[middle].key);

		if (!order) {
			const struct message *m = &l->messages[middle];

			return form < m->n_forms ? m->forms[form] : NULL;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const char *tr_text(const struct language *l, const char *key)
{
	const char *text = tr_find(l, key, 0);

	return text ? text : key;
}

const char *trn(const struct language *l, const char *one, const char *many, uint64_t n)
{
	const char *text = tr_find(l, one, l->plural(n));

	return text ? text : n == 1 ? one : many;
}
