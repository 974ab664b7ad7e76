/*
 * lang.h - the languages Jalon speaks, and its messages in them.
 *
 * Messages are gettext catalogues (po/XX.po), compiled into the program. The English text is the
 * key. Values go into places ({1}, {2}) by str_fill(), so a translation may move them.
 */
#ifndef LANG_H
#define LANG_H

#include "str.h"

/* To add one: a row in lang.c, an entry here, po/XX.po, and its code in meson.build. */
enum language_index { LANG_FR, LANG_EN, LANG_COUNT };

struct message {
	const char *key;
	unsigned n_forms; /* one; those of the language where it counts something */
	const char *const *forms;
};

struct language {
	enum language_index index;
	const char *code; /* BCP 47 */
	const char *name; /* in itself: "Français" */
	const char *label; /* N_(): what others call it, "French" */
	const char *dir; /* "ltr" or "rtl" */
	const char *thousands; /* between groups of three digits */
	const char *decimal;
	unsigned (*plural)(uint64_t n); /* which form counts `n` */
	unsigned n_forms;
	const struct message *messages; /* sorted by key, by bytes */
	const size_t *n_messages;
};

extern const struct language languages[LANG_COUNT];

/* By code; NULL when Jalon does not speak it. */
const struct language *language_by_code(struct str code);

/* The best for an Accept-Language header (RFC 9110, 12.5.4); French when nothing fits. */
const struct language *language_accepted(struct str header);

/* That form of the message, or NULL when the catalogue lacks it. */
const char *tr_find(const struct language *l, const char *key, unsigned form);

/* The message in the language, or the key itself: for texts out of tables marked with N_(). */
const char *tr_text(const struct language *l, const char *key);

/*
 * tr(language, "Text"): each place in the code keeps what it found, so a page of a hundred
 * messages costs a hundred loads. The key must be a literal.
 */
#define tr(lang, literal) \
	({ \
		static const char *tr_kept[LANG_COUNT]; \
		const struct language *tr_lang = (lang); \
		const char *tr_found = \
			__atomic_load_n(&tr_kept[tr_lang->index], __ATOMIC_RELAXED); \
		if (!tr_found) { \
			tr_found = tr_text(tr_lang, "" literal); \
			__atomic_store_n(&tr_kept[tr_lang->index], tr_found, __ATOMIC_RELAXED); \
		} \
		tr_found; \
	})

/* The form of the message that counts `n`: trn(l, "one result", "{1} results", n). */
const char *trn(const struct language *l, const char *one, const char *many, uint64_t n);

/* Marks a message that is translated where it is shown. */
#define N_(literal) literal

#endif
