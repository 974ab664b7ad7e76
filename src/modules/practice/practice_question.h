/*
 * practice_question.h - what somebody asks those who look after a practice, and what they answer
 * (R047). Letters carry it there and back; neither side learns the other's address.
 */
#ifndef PRACTICE_QUESTION_H
#define PRACTICE_QUESTION_H

#include "form.h"
#include "practice.h"

enum { QUESTION_MAX_CHARS = 2000, QUESTIONS_KEPT_YEARS = 2 };

struct question {
	struct str id, asked_by, text, answer;
	int64_t seq; /* of the practice */
	int64_t asked_ms, answered_ms; /* answered_ms 0: it waits */
};

struct questions {
	struct question *v;
	size_t n;
};

/* False: there is none. Whether it may be shown: question_may_be_read(). */
bool question_load(struct work *w, struct str id, struct question *ret_question);

/* All that the one who asked it has asked about the same practice, the first one first. */
struct questions question_thread(struct work *w, const struct question *q);

/* Those that wait for an answer of whoever works, longest first; with their practices. */
struct questions questions_waiting(struct work *w, const struct practice ***ret_practices);

/*
 * Who answers: those who may submit the practice, and where there is nobody who does, those who
 * review.
 */
bool question_may_be_answered(struct work *w, const struct practice *p);
bool question_may_be_read(struct work *w, const struct practice *p, const struct question *q);

/* "Nora Diop", as people are told of it; her roles; without an address. */
struct str question_asker(struct work *w, struct str account_id);
struct str question_asker_roles(struct work *w, struct str account_id);

/* With letters; in the transaction of the work. `home` is what addresses in them begin with. */
void question_ask(struct work *w, const struct practice *p, struct str text, struct str home,
	struct question *ret_question);

/* False: somebody else has just answered. */
bool question_answer(struct work *w, const struct practice *p, const struct question *q,
	struct str answer, struct str home);

/* Takes out those that are too old. */
void questions_tidy(struct work *w);

/* ---- pages (practice_ask_pages.c) */

struct question_view {
	struct work *work;
	const struct practice *practice;
	struct question question;
	struct questions thread;
	bool is_own; /* whoever reads has asked it */
	struct form form; /* to answer; without fields when there is nothing to */
};

struct url question_url(struct page_out *o, const struct practice *p, const struct question *q);

enum http_status practice_ask_page(struct request *r);
enum http_status practice_ask_send(struct request *r);
enum http_status practice_question_page(struct request *r);
enum http_status practice_question_send(struct request *r);

#endif
