#include "withdrawn.h"
#include "history.h"
#include "record.h"

#include <string.h>

static bool is_public(const struct kind *k, struct str state)
{
	return kind_state(k, state)->phase == PHASE_PUBLIC;
}

/* What is said of the step that took it away is for readers only if the step says so. */
static bool is_open(const struct kind *k, const struct history_version *v, struct str from)
{
	for (size_t i = 0; i < k->flow->n_steps; i++) {
		const struct flow_step *s = &k->flow->steps[i];

		if (str_is(v->action, s->action) && str_is(from, s->from))
			return s->note_is == FLOW_NOTE_OPEN;
	}
	return false;
}

bool record_withdrawn(struct work *w, const struct kind *k, struct str public_id,
	struct withdrawal *ret_withdrawal)
{
	const struct record *r = k->flow ? record_load(w, k, public_id) : NULL;
	struct str state = S("");
	bool was_public = false;

	if (!r || record_may_be_read(w, r) || is_public(k, r->state))
		return false;
	const struct history h = history_of(w, k, r->seq, 0);
	for (size_t i = 0; i < h.n; i++) {
		const struct history_version *v = &h.v[i];

		if (v->state.n && is_public(k, state) && !is_public(k, v->state)) {
			was_public = true;
			*ret_withdrawal = (struct withdrawal){ r, v->at_ms,
				is_open(k, v, state) ? v->note : S("") };
		}
		state = v->state.n ? v->state : state;
	}
	return was_public;
}
