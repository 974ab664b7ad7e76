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

/* ---- presence_pages.c */
enum http_status screen_here_stream(struct request *r);
enum http_status screen_here_send(struct request *r);

/* ---- conflict_pages.c, step_pages.c */
enum http_status screen_conflicts_page(struct request *r);
enum http_status screen_conflicts_send(struct request *r);
enum http_status screen_step_page(struct request *r);
enum http_status screen_step_send(struct request *r);

/* ---- handed_out.c, handed_acts.c, handed_answers.c */
enum http_status screen_hand_page(struct request *r);
enum http_status screen_hand_send(struct request *r);
enum http_status screen_handed_act_page(struct request *r);
enum http_status screen_handed_act_send(struct request *r);
enum http_status screen_handed_page(struct request *r);
enum http_status screen_handed_send(struct request *r);

/* ---- handed_link.c: for whoever has the link, "/{lang}/handed/:secret", of records of any kind */
enum http_status screen_handed_link_page(struct request *r);
enum http_status screen_handed_link_send(struct request *r);

/* ---- offline_pages.c, offline_send.c: taken along as a file or on paper, and brought back */
enum http_status screen_along_page(struct request *r);
enum http_status screen_print_page(struct request *r);
enum http_status screen_offline_file(struct request *r);
enum http_status screen_offline_send(struct request *r);

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

/* ---- translate_page.c, translate_list.c, translate_files.c */
enum http_status screen_translate_page(struct request *r);
enum http_status screen_translate_send(struct request *r);
enum http_status screen_translate_draft_send(struct request *r);
enum http_status screen_wanted_page(struct request *r);
enum http_status screen_translation_file(struct request *r);
enum http_status screen_translation_bring_page(struct request *r);
enum http_status screen_translation_bring_send(struct request *r);

/* ---- file_pages.c: for kinds with a field of files */
enum http_status screen_file_new_page(struct request *r);
enum http_status screen_file_new_send(struct request *r);
enum http_status screen_file_about_page(struct request *r);
enum http_status screen_file_about_send(struct request *r);
enum http_status screen_file_remove_page(struct request *r);
enum http_status screen_file_remove_send(struct request *r);

/* ---- file_get.c: GET /files/:id/:name */
enum http_status screen_file_get(struct request *r);

enum { SCREEN_FILE_MAX_BYTES = 26 << 20 };

#define SCREEN_FILES(kind_, plural_) \
	SCREEN_SHOWS_(kind_, plural_ "/:id/files/new", VERB_WRITE, screen_file_new_page), \
		{ METHOD_POST, "/{lang}/" plural_ "/:id/files/new", LANE_SLOW, VERB_WRITE, \
			screen_file_new_send, SCREEN_FILE_MAX_BYTES, kind_ }, \
		SCREEN_SHOWS_( \
			kind_, plural_ "/:id/files/:file", VERB_WRITE, screen_file_about_page), \
		SCREEN_TAKES_(kind_, plural_ "/:id/files/:file", DRAFT, screen_file_about_send), \
		SCREEN_SHOWS_(kind_, plural_ "/:id/files/:file/remove", VERB_WRITE, \
			screen_file_remove_page), \
		SCREEN_TAKES_( \
			kind_, plural_ "/:id/files/:file/remove", DRAFT, screen_file_remove_send)

enum {
	SCREEN_SECTION_MAX_BYTES = 1 << 20,
	SCREEN_DRAFT_MAX_BYTES = 300 << 10,
	SCREEN_OFFLINE_MAX_BYTES = 30 << 20,
	SCREEN_BROUGHT_MAX_BYTES = 17 << 20
};

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
		SCREEN_SHOWS_(kind_, plural_ "/:id/here", VERB_WRITE, screen_here_stream), \
		SCREEN_TAKES_(kind_, plural_ "/:id/here", DRAFT, screen_here_send), \
		SCREEN_SHOWS_(kind_, plural_ "/:id/conflicts", VERB_WRITE, screen_conflicts_page), \
		SCREEN_TAKES_(kind_, plural_ "/:id/conflicts", SECTION, screen_conflicts_send), \
		SCREEN_SHOWS_(kind_, plural_ "/:id/do/:action", VERB_WRITE, screen_step_page), \
		SCREEN_TAKES_(kind_, plural_ "/:id/do/:action", DRAFT, screen_step_send), \
		SCREEN_SHOWS_(kind_, plural_ "/:id/hand", VERB_WRITE, screen_hand_page), \
		SCREEN_TAKES_(kind_, plural_ "/:id/hand", DRAFT, screen_hand_send), \
		SCREEN_SHOWS_( \
			kind_, plural_ "/:id/handed/:handed", VERB_WRITE, screen_handed_page), \
		SCREEN_TAKES_(kind_, plural_ "/:id/handed/:handed", SECTION, screen_handed_send), \
		SCREEN_SHOWS_(kind_, plural_ "/:id/handed/:handed/:act", VERB_WRITE, \
			screen_handed_act_page), \
		SCREEN_TAKES_( \
			kind_, plural_ "/:id/handed/:handed/:act", DRAFT, screen_handed_act_send), \
		SCREEN_ALONG(kind_, plural_), SCREEN_NOTES(kind_, plural_), \
		SCREEN_TRANSLATIONS(kind_, plural_), SCREEN_HISTORY(kind_, plural_)

#define SCREEN_ALONG(kind_, plural_) \
	SCREEN_SHOWS_(kind_, plural_ "/:id/take-along", VERB_WRITE, screen_along_page), \
		SCREEN_SHOWS_(kind_, plural_ "/:id/print", VERB_OWN, screen_print_page), \
		SCREEN_SHOWS_(kind_, plural_ "/:id/offline", VERB_WRITE, screen_offline_file), \
		{ METHOD_GET, "/api/v1/" plural_ "/:id/offline", LANE_READ, VERB_WRITE, \
			screen_offline_file, 0, kind_ }, \
		SCREEN_TAKES_(kind_, plural_ "/:id/offline", OFFLINE, screen_offline_send)

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

/* Who writes or reviews the record; each handler asks with it. */
#define SCREEN_TRANSLATIONS(kind_, plural_) \
	SCREEN_SHOWS_(kind_, plural_ "/translations", VERB_OWN, screen_wanted_page), \
		SCREEN_SHOWS_( \
			kind_, plural_ "/translations/file", VERB_OWN, screen_translation_file), \
		SCREEN_SHOWS_(kind_, plural_ "/translations/bring", VERB_OWN, \
			screen_translation_bring_page), \
		SCREEN_OWN_TAKES_(kind_, plural_ "/translations/bring", BROUGHT, \
			screen_translation_bring_send), \
		SCREEN_SHOWS_( \
			kind_, plural_ "/:id/translate/:to", VERB_OWN, screen_translate_page), \
		SCREEN_OWN_TAKES_( \
			kind_, plural_ "/:id/translate/:to", SECTION, screen_translate_send), \
		SCREEN_OWN_TAKES_(kind_, plural_ "/:id/translate/:to/draft", DRAFT, \
			screen_translate_draft_send)

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
#define SCREEN_OWN_TAKES_(kind_, path_, size_, handler_) \
	{ \
		METHOD_POST, "/{lang}/" path_, LANE_WRITE, VERB_OWN, handler_, \
			SCREEN_##size_##_MAX_BYTES, kind_ \
	}
#define SCREEN_NOTED_(kind_, path_, handler_) SCREEN_OWN_TAKES_(kind_, path_, DRAFT, handler_)

#endif
