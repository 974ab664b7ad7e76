/*
 * note_people.h - whom notes concern.
 *
 * May be used inside together/ only.
 */
#ifndef NOTE_PEOPLE_H
#define NOTE_PEOPLE_H

#include "note.h"

/* What notices of notes are about. */
#define NOTE_TOPIC "note"

/* "/practices/01J.../notes/01K...": where a thread is read. */
struct str note_place(const struct noted *on, struct str thread_id);

/* Tells those who take part, are mentioned, or are to answer; marks who is mentioned. */
void note_tell(const struct noted *on, const struct thread *t, const struct note *n,
	const struct note_sent *sent, bool is_first);

#endif
