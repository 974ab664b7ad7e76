/*
 * writing_pages.h - the screens on which records of a kind are written (docs/writing.md): handlers
 * for routes whose `arg` is the kind. A kind that has sections and a flow gets them all.
 */
#ifndef WRITING_PAGES_H
#define WRITING_PAGES_H

#include "pages.h"

/* ---- mine_pages.c, new_pages.c */
enum http_status screen_mine_page(struct request *r);
enum http_status screen_new_page(struct request *r);
enum http_status screen_new_send(struct request *r);

/* ---- edit_pages.c, edit_section.c, draft_send.c */
enum http_status screen_edit_page(struct request *r);
enum http_status screen_section_page(struct request *r);
enum http_status screen_section_send(struct request *r);
enum http_status screen_draft_send(struct request *r);

/* ---- conflict_pages.c, step_pages.c */
enum http_status screen_conflicts_page(struct request *r);
enum http_status screen_conflicts_send(struct request *r);
enum http_status screen_step_page(struct request *r);
enum http_status screen_step_send(struct request *r);

/* ---- history_pages.c, history_acts.c */
enum http_status screen_history_page(struct request *r);
enum http_status screen_version_page(struct request *r);
enum http_status screen_restore_page(struct request *r);
enum http_status screen_restore_send(struct request *r);
enum http_status screen_erase_page(struct request *r);
enum http_status screen_erase_send(struct request *r);

/* ---- note_pages.c */
enum http_status screen_notes_page(struct request *r);
enum http_status screen_notes_send(struct request *r);
enum http_status screen_thread_page(struct request *r);
enum http_status screen_thread_send(struct request *r);
enum http_status screen_thread_close_send(struct request *r);
enum http_status screen_thread_reopen_send(struct request *r);
enum http_status screen_note_page(struct request *r);
enum http_status screen_note_send(struct request *r);

enum { SCREEN_SECTION_MAX_BYTES = 1 << 20, SCREEN_DRAFT_MAX_BYTES = 300 << 10 };

/*
 * The rows a module writes for a kind. Whoever is signed in may ask for what only shows: those who
 * read a record without writing it see it as well. Each handler asks may() with the record.
 */
#define SCREEN_WRITING(kind_, plural_) \
	SCREEN_SHOWS_(kind_, plural_ "/mine", VERB_OWN, screen_mine_page), \
		SCREEN_SHOWS_(kind_, plural_ "/new", VERB_WRITE, screen_new_page), \
		SCREEN_TAKES_(kind_, plural_ "/new", DRAFT, screen_new_send), \
		SCREEN_SHOWS_(kind_, plural_ "/:id/edit", VERB_OWN, screen_edit_page), \
		SCREEN_SHOWS_(kind_, plural_ "/:id/edit/:section", VERB_OWN, screen_section_page), \
		SCREEN_TAKES_(kind_, plural_ "/:id/edit/:section", SECTION, screen_section_send), \
		SCREEN_TAKES_(kind_, plural_ "/:id/draft", DRAFT, screen_draft_send), \
		SCREEN_SHOWS_(kind_, plural_ "/:id/conflicts", VERB_WRITE, screen_conflicts_page), \
		SCREEN_TAKES_(kind_, plural_ "/:id/conflicts", SECTION, screen_conflicts_send), \
		SCREEN_SHOWS_(kind_, plural_ "/:id/do/:action", VERB_WRITE, screen_step_page), \
		SCREEN_TAKES_(kind_, plural_ "/:id/do/:action", DRAFT, screen_step_send), \
		SCREEN_NOTES(kind_, plural_), SCREEN_HISTORY(kind_, plural_)

/* Whoever works on a record may write beside it, though not in it. */
#define SCREEN_NOTES(kind_, plural_) \
	SCREEN_SHOWS_(kind_, plural_ "/:id/notes", VERB_OWN, screen_notes_page), \
		SCREEN_NOTED_(kind_, plural_ "/:id/notes", screen_notes_send), \
		SCREEN_SHOWS_(kind_, plural_ "/:id/notes/:thread", VERB_OWN, screen_thread_page), \
		SCREEN_NOTED_(kind_, plural_ "/:id/notes/:thread", screen_thread_send), \
		SCREEN_NOTED_( \
			kind_, plural_ "/:id/notes/:thread/close", screen_thread_close_send), \
		SCREEN_NOTED_( \
			kind_, plural_ "/:id/notes/:thread/reopen", screen_thread_reopen_send), \
		SCREEN_SHOWS_( \
			kind_, plural_ "/:id/notes/:thread/:note", VERB_OWN, screen_note_page), \
		SCREEN_NOTED_(kind_, plural_ "/:id/notes/:thread/:note", screen_note_send)

#define SCREEN_HISTORY(kind_, plural_) \
	SCREEN_SHOWS_(kind_, plural_ "/:id/history", VERB_READ, screen_history_page), \
		SCREEN_SHOWS_( \
			kind_, plural_ "/:id/history/:version", VERB_READ, screen_version_page), \
		SCREEN_SHOWS_(kind_, plural_ "/:id/history/:version/restore", VERB_WRITE, \
			screen_restore_page), \
		SCREEN_TAKES_(kind_, plural_ "/:id/history/:version/restore", DRAFT, \
			screen_restore_send), \
		SCREEN_SHOWS_( \
			kind_, plural_ "/:id/history/erase", VERB_REVIEW, screen_erase_page), \
	{ \
		METHOD_POST, "/{lang}/" plural_ "/:id/history/erase", LANE_WRITE, VERB_REVIEW, \
			screen_erase_send, SCREEN_DRAFT_MAX_BYTES, kind_ \
	}

#define SCREEN_SHOWS_(kind_, path_, verb_, handler_) \
	{ \
		METHOD_GET, "/{lang}/" path_, LANE_READ, verb_, handler_, 0, kind_ \
	}
#define SCREEN_TAKES_(kind_, path_, size_, handler_) \
	{ \
		METHOD_POST, "/{lang}/" path_, LANE_WRITE, VERB_WRITE, handler_, \
			SCREEN_##size_##_MAX_BYTES, kind_ \
	}
#define SCREEN_NOTED_(kind_, path_, handler_) \
	{ \
		METHOD_POST, "/{lang}/" path_, LANE_WRITE, VERB_OWN, handler_, \
			SCREEN_DRAFT_MAX_BYTES, kind_ \
	}

#endif
