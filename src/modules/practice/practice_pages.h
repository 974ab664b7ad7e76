/* practice_pages.h - what practice.html asks beyond the record itself. */
#ifndef PRACTICE_PAGES_H
#define PRACTICE_PAGES_H

#include "pages.h"
#include "practice.h"
#include "practice_parts.h"
#include "screens_html.h"

/* The electoral groups of its Parties, each once, in their order. */
struct practice_groups {
	const struct vocabulary *vocabulary;
	const struct term *v[8];
	size_t n;
};
struct practice_groups practice_groups(const struct work *w, const struct practice *p);

/* What a reader expects to be told; what of it is not known is said in one line. */
extern const char *const practice_expected[];

/* The Parties whose practice it is, by name: "Canada and France", or the first few and how many. */
struct str practice_parties(struct page_out *o, const struct work *w, const struct practice *p);

/* What readers are told of where it comes from and how sure it is today. */
struct practice_story {
	struct str proposed_by; /* "France", "Ensemble", "A civil society organisation"; or empty */
	struct str party; /* in whose name party_note is said */
	int64_t published_ms; /* first; 0: not known */
	bool is_stale;
	struct practice_erratum {
		int64_t at_ms, version;
		struct str why;
	} * errata; /* the last first */
	size_t n_errata;
};
struct practice_story practice_story(struct work *w, const struct practice *p);

/* Where a version is told, and where one writes to those who look after it. */
struct url practice_version_url(struct page_out *o, const struct practice *p, int64_t version);
struct url practice_ask_url(struct page_out *o, const struct practice *p);
struct url practice_edit_url(struct page_out *o, const struct practice *p);

/* Is it public and not of the reader, who then may write to those who look after it? */
bool practice_may_be_asked(const struct work *w, const struct practice *p);

/* Partners by name where they are codes of Parties: "France, Colombia, G7". */
struct str practice_partners(struct page_out *o, const struct work *w, const struct practice *p);

/*
 * A practice with those it was adapted from, those they were, and all that were adapted from any of
 * these; public ones alone, the practice first. The first FAMILY_MAX that are found.
 */
enum { FAMILY_MAX = 40 };

struct family {
	const struct practice *of;
	const struct practice *v[FAMILY_MAX];
	size_t n;
	bool *is_told; /* on the page so far */
};
struct family practice_family(struct work *w, const struct practice *p);

bool family_is_child(const struct family *f, size_t child, size_t parent);

/* It was adapted from none of the others. */
bool family_is_root(const struct family *f, size_t at);

/* False: it was told before, and what stands below it too. */
bool family_tell(const struct family *f, size_t at);

#endif
