/*
 * work.h - what one piece of work has at hand: a request being answered, or a command.
 */
#ifndef WORK_H
#define WORK_H

#include "access.h"
#include "db.h"
#include "request.h"
#include "vocabulary.h"

struct house;
struct facets;
struct searches;
struct search_text;
struct key;
struct visit;

/* How many words a load remembers to have told; see told_words. */
enum { WORK_TOLD_WORDS = 1 << 16 };

struct work {
	struct arena *arena; /* of the present step */
	struct arena *home; /* of the whole work, if that is another; NULL: `arena` */
	struct failure *failure;
	struct db *db;
	const struct vocabularies *vocabularies;
	const struct language *lang;
	const struct house *house;
	struct actor actor;
	const struct visit *visit; /* whose session or token it is, see people.h; NULL: nobody's */
	const struct key *key; /* the key file; NULL where nothing needs it */
	bool sends_mail; /* a mail server is set: letters do not stay in the outbox */
	bool checks_links; /* addresses in records are asked whether they answer */
	bool needs_second_factor; /* roles that look after the house sleep without one */
	bool keeps_refusal; /* what was written stands though the answer is a refusal */
	const char *via; /* by what way it comes: "page", "api", "command" */
	int64_t now_ms;
	int64_t generation; /* of public content, as this work sees it; 0: not asked yet */
	bool raised_generation; /* public content changed in this transaction */
	bool is_brief; /* on an event thread: what takes long is not for it */
	bool needs_longer; /* it found out so; a worker is to do the whole again */
	struct facets *facets; /* see facets.h; of this work alone if it writes */
	uint64_t *told_words; /* of a load: hashes of words the base knows by now; or NULL */
	const struct search_text *search; /* whose words are marked in what is shown; or NULL */
	struct searches *searches; /* see searches.h; NULL: none are kept */
};

/* The work that the lane lent to the request. */
static inline struct work *work_of(const struct request *r)
{
	return r->work;
}

/* _() in C: the message in the language of the work. Templates have their own. */
#define T(work, literal) tr((work)->lang, literal)

#endif
