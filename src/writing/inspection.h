/*
 * inspection.h - a walk through the records that looks for what somebody changed by hand.
 *
 * May be used inside writing/ only.
 */
#ifndef INSPECTION_H
#define INSPECTION_H

#include "work.h"

struct inspection {
	struct work *work;
	void (*say)(void *arg, struct str complaint);
	void *arg;
	bool is_content;
};

/* A record's row as it stands. */
struct identity {
	int64_t seq, version, created_ms, updated_ms, state_ms;
	bool has_state_ms, has_root;
	struct str id, kind, public_id, state, lang;
	struct str created_by, updated_by;
	struct str party, organisation, account, asked_party;
};

/* "practice T-1: what is wrong" */
static inline void complain(struct inspection *i, struct str kind, struct str id, struct str what)
{
	i->is_content = false;
	i->say(i->arg, str_printf(i->work->arena, STR_FMT " " STR_FMT ": " STR_FMT, STR_ARG(kind),
			       STR_ARG(id), STR_ARG(what)));
}

/* What the store did not tell is no sign of tampering. */
static inline void complain_of(struct inspection *i, const struct identity *r, struct str what)
{
	if (db_is_sound(i->work->db))
		complain(i, r->kind, r->public_id, what);
}

#endif
