/* file_get.c - the bytes of a file that is attached to a record, for those who may read it. */
#include "answer_room.h"
#include "file_store.h"
#include "module.h"
#include "telling.h"
#include "temp_file.h"
#include "writing_pages.h"

#include <errno.h>
#include <string.h>

/* ---- who may */

static bool is_told(const struct field *f, bool sees_all)
{
	return f->type == FIELD_FILES && (sees_all || !(f->flags & F_INTERNAL));
}

static bool stands_in(const struct kind *k, const void *row, struct str id, bool sees_all)
{
	for (size_t i = 0; i < k->n_fields; i++)
		if (is_told(&k->fields[i], sees_all) &&
			files_name(*(const struct str *)field_of(&k->fields[i], row), id))
			return true;
	return false;
}

static bool version_names(const struct told_version *v, struct str id, bool is_first)
{
	for (size_t i = 0; i < v->n_changes; i++) {
		const struct history_change *c = &v->changes[i];

		if (c->column.field->type == FIELD_FILES &&
			(files_name(c->after, id) || (!is_first && files_name(c->before, id))))
			return true;
	}
	return false;
}

/* It stood in a version that the reader is told of. */
static bool stood_in(struct work *w, const struct kind *k, const struct record *r, struct str id)
{
	struct told_history h = history_told(w, k, r);

	history_tell_changes(w, k, r, &h, 0, h.n);
	for (size_t i = 0; i < h.n; i++)
		if (version_names(&h.v[i], id, !i))
			return true;
	return false;
}

static const struct kind *kind_of_file(struct work *w, const struct file *f, void **ret_row)
{
	HOUSE_EACH(w->house, m)
		for (size_t i = 0; m->kinds && m->kinds[i]; i++) {
			if (!files_field(m->kinds[i], S("")))
				continue;
			records_load(w, m->kinds[i], &f->seq, 1, ret_row);
			if (*ret_row)
				return m->kinds[i];
		}
	return NULL;
}

/* One that only waits in somebody's drafts is his alone. */
static bool may_be_read(struct work *w, const struct file *f, bool *ret_is_public)
{
	void *row = NULL;
	const struct kind *k = kind_of_file(w, f, &row);
	const struct record *r = row;

	if (!k || !record_may_be_read(w, r))
		return false;
	const bool sees_all = sides_are_told_all(record_sides(w, r));
	*ret_is_public = record_subject(w, r).phase == PHASE_PUBLIC;
	if (stands_in(k, row, f->id, sees_all))
		return true;
	if (sees_all && w->actor.account_id.n && str_eq(f->sent_by, w->actor.account_id))
		return true;
	return stood_in(w, k, r, f->id);
}

/* ---- the answer */

/* It runs nothing, loads nothing from elsewhere, and stands in no frame. */
static void answer_headers(struct request *r, const struct file *f, bool is_public)
{
	static const char policy[] =
		"default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; "
		"frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
	/* Browsers that show a PDF themselves refuse to do so in a sandbox. */
	const bool is_boxed = strcmp(f->type->name, "pdf") != 0;
	struct out o = out_new(&r->arena, 2000);
	bool is_of_anyone = is_public && actor_is_anyone(&((struct work *)r->work)->actor);

	out_url_component(&o, f->name);
	answer_header(r, "Content-Security-Policy",
		str_printf(&r->arena, "%s%s", policy, is_boxed ? "; sandbox" : ""));
	answer_header(r, "Content-Disposition",
		str_printf(&r->arena, "%s; filename*=UTF-8''" STR_FMT,
			f->type->is_shown ? "inline" : "attachment", STR_ARG(out_done(&o))));
	answer_header(r, "Cross-Origin-Resource-Policy", S("same-origin"));
	answer_header(r, "Cache-Control",
		is_of_anyone ? S("public, max-age=60") : S("private, no-store"));
	answer_header(r, "ETag", str_printf(&r->arena, "\"" STR_FMT "\"", STR_ARG(f->hash)));
	answer_varies(r, "Cookie");
	r->type = f->type->media;
	r->is_of_no_language = true;
}

static bool is_held(struct request *r, const struct file *f)
{
	struct str list = request_peek(r, "If-None-Match");

	return list.n &&
	       (str_is(str_trim(list), "*") || memmem(list.p, list.n, f->hash.p, f->hash.n));
}

struct sending {
	struct request *request;
	int fd; /* -1: into memory */
	size_t bytes;
};

static bool send_piece(void *arg, struct str piece)
{
	struct sending *s = arg;

	s->bytes += piece.n;
	if (s->fd < 0) {
		out_str(&s->request->body, piece);
		return !s->request->body.full;
	}
	if (temp_file_write(s->fd, piece))
		return true;
	failure_record(&s->request->failure, "a file cannot be written", str_from(strerror(errno)),
		"is there room in TMPDIR, or /tmp?");
	s->request->failure.is_temporary = true;
	return false;
}

static enum http_status send_content(struct request *r, const struct file *f, int fd)
{
	struct sending s = { r, fd, 0 };
	struct work *w = work_of(r);

	if (fd < 0)
		r->body = out_new(&r->arena, FILE_PIECE_BYTES);
	bool is_whole = content_each(w, f->hash, send_piece, &s) && (int64_t)s.bytes == f->bytes;
	if (fd >= 0)
		answer_file(r, fd, s.bytes);
	if (is_whole)
		return HTTP_OK;
	failure_record(&r->failure, "a file is not whole", f->id, "`jalon verify` tells more.");
	answer_file_close(r);
	return HTTP_INTERNAL_ERROR;
}

/* What is long goes through a file: no memory grows with it. */
static enum http_status send_file(struct request *r, const struct file *f)
{
	int fd;

	if (f->bytes <= FILE_PIECE_BYTES)
		return send_content(r, f, -1);
	if (r->lane != LANE_SLOW)
		return answer_on(r, LANE_SLOW);
	if (!answer_share_take(answer_share_new(r), (size_t)f->bytes))
		return answer_share_refuse(r);
	fd = temp_file_open();
	if (fd >= 0)
		return send_content(r, f, fd);
	failure_record(&r->failure, "no temporary file can be made", str_from(strerror(errno)),
		"is there room in TMPDIR, or /tmp?");
	r->failure.is_temporary = true;
	return HTTP_INTERNAL_ERROR;
}

enum http_status screen_file_get(struct request *r)
{
	struct work *w = work_of(r);
	bool is_public = false;
	struct file f;

	if (!file_find(w, request_path_arg(r, "id"), &f) || !may_be_read(w, &f, &is_public))
		return HTTP_NOT_FOUND;
	if (!str_eq(request_path_arg(r, "name"), f.name))
		return answer_redirect(r, file_address(&r->arena, &f));
	if (r->lane == LANE_READ && f.bytes > FILE_PIECE_BYTES && !is_held(r, &f))
		return answer_on(r, LANE_SLOW);
	const enum http_status status = is_held(r, &f) ? HTTP_NOT_MODIFIED : send_file(r, &f);
	if (status < HTTP_BAD_REQUEST)
		answer_headers(r, &f, is_public);
	return status;
}
