/*
 * api.h - the addresses every kind gets for programs: handlers for routes whose `arg` is the kind.
 */
#ifndef API_H
#define API_H

#include "edit.h"
#include "json.h"
#include "module.h"
#include "telling.h"

enum http_status exchange_list_api(struct request *r);
enum http_status exchange_record_api(struct request *r);

/* A new record; a change of fields made from the version of If-Match; a step of its flow. */
enum http_status exchange_create_api(struct request *r);
enum http_status exchange_change_api(struct request *r);
enum http_status exchange_step_api(struct request *r);

/* Threads of notes, for those who work on the record; a new one, or an answer. */
enum http_status exchange_notes_api(struct request *r);
enum http_status exchange_note_api(struct request *r);

/* What was typed in a file that was taken along (offline.h). */
enum http_status exchange_offline_api(struct request *r);

/* What stands and is proposed in the other languages, or a file of it; proposals, or a review. */
enum http_status exchange_translations_api(struct request *r);
enum http_status exchange_translate_api(struct request *r);

/* A file attached to a record. */
enum http_status exchange_file_api(struct request *r);

enum {
	EXCHANGE_BODY_MAX = 1 << 20,
	EXCHANGE_FILE_MAX = 30 << 20,
	EXCHANGE_TRANSLATIONS_MAX = 17 << 20, /* a file of them, in a form */
	EXCHANGE_THREADS_MAX = 100
};

/* What became of a record, and the record as it was: as far as the reader may be told. */
enum http_status exchange_history_api(struct request *r);
enum http_status exchange_version_api(struct request *r);

/*
 * 404, or 410: an address that was public never dies, it says that the record was withdrawn, when
 * and why.
 */
enum http_status exchange_refuse_record(struct request *r);

enum { EXCHANGE_VERSIONS_DEFAULT = 50, EXCHANGE_VERSIONS_MAX = 100 };

/* Begins an answer of JSON, of at most so many bytes. */
struct json api_answer(struct request *r, size_t max_bytes);

/* Does the request say that its body is JSON, or nothing at all? */
bool api_is_json(struct request *r);

/* 422 with what is wrong; of a change that met another one, 409 with both. */
enum http_status api_refuse(struct request *r, const struct problems *p);
enum http_status api_refuse_edits(
	struct request *r, const struct record *record, const struct edits *edits);

/* "owner": a side as the API names it; of none the empty text. */
const char *side_name(enum side side);

/* The 50 newest records of a filtered list, as an Atom feed in the language of the address. */
enum http_status exchange_feed(struct request *r);

/* The rows a module writes for a kind, beside SCREEN_PAGES. */
#define EXCHANGE_API(kind_, plural_) \
	{ METHOD_GET, "/api/v1/" plural_, LANE_READ, VERB_READ, exchange_list_api, 0, kind_ }, \
	{ \
		METHOD_GET, "/api/v1/" plural_ "/:id", LANE_READ, VERB_READ, exchange_record_api, \
			0, kind_ \
	}

/* The same for writing, of a kind with sections and a flow. */
#define EXCHANGE_WRITES(kind_, plural_) \
	{ METHOD_GET, "/api/v1/" plural_ "/:id/history", LANE_READ, VERB_READ, \
		exchange_history_api, 0, kind_ }, \
		{ METHOD_GET, "/api/v1/" plural_ "/:id/history/:version", LANE_READ, VERB_READ, \
			exchange_version_api, 0, kind_ }, \
		{ METHOD_GET, "/api/v1/" plural_ "/:id/notes", LANE_READ, VERB_READ, \
			exchange_notes_api, 0, kind_ }, \
		{ METHOD_POST, "/api/v1/" plural_ "/:id/notes", LANE_WRITE, VERB_OWN, \
			exchange_note_api, EXCHANGE_BODY_MAX, kind_ }, \
		{ METHOD_GET, "/api/v1/" plural_ "/:id/translations", LANE_READ, VERB_READ, \
			exchange_translations_api, 0, kind_ }, \
		{ METHOD_POST, "/api/v1/" plural_ "/:id/translations", LANE_WRITE, VERB_OWN, \
			exchange_translate_api, EXCHANGE_TRANSLATIONS_MAX, kind_ }, \
		{ METHOD_POST, "/api/v1/" plural_, LANE_WRITE, VERB_WRITE, exchange_create_api, \
			EXCHANGE_BODY_MAX, kind_ }, \
		{ METHOD_PATCH, "/api/v1/" plural_ "/:id", LANE_WRITE, VERB_WRITE, \
			exchange_change_api, EXCHANGE_BODY_MAX, kind_ }, \
		{ METHOD_POST, "/api/v1/" plural_ "/:id/offline", LANE_WRITE, VERB_WRITE, \
			exchange_offline_api, EXCHANGE_FILE_MAX, kind_ }, \
	{ \
		METHOD_POST, "/api/v1/" plural_ "/:id/:action", LANE_WRITE, VERB_WRITE, \
			exchange_step_api, EXCHANGE_BODY_MAX, kind_ \
	}

/* And for a kind with a field of files. */
#define EXCHANGE_FILES(kind_, plural_) \
	{ \
		METHOD_POST, "/api/v1/" plural_ "/:id/files", LANE_SLOW, VERB_WRITE, \
			exchange_file_api, EXCHANGE_FILE_MAX, kind_ \
	}

#define EXCHANGE_FEED(kind_, plural_) \
	{ \
		METHOD_GET, "/{lang}/feeds/" plural_, LANE_READ, VERB_READ, exchange_feed, 0, \
			kind_ \
	}

#endif
