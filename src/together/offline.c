/* What of a file is sealed, how it is read back, and whether it may be taken. */
#include "offline.h"
#include "json.h"
#include "json_read.h"
#include "key.h"
#include "module.h"
#include "telling.h"
#include "token.h"
#include "utf8.h"

#include <string.h>

static const char purpose[] = "offline";

/* As screens/offline.html has them. */
static const struct str sealed_opening =
	S("<script type=\"application/json\" id=\"jalon-record\">");
static const struct str typed_opening = S("<script type=\"application/json\" id=\"jalon-typed\">");

/* ---- written */

static void texts_json(struct json *j, const struct offline_texts *texts)
{
	jsonw_object(j);
	for (size_t i = 0; i < texts->n; i++) {
		jsonw_key(j, str_z(j->out->arena, texts->v[i].path));
		jsonw_str(j, texts->v[i].text);
	}
	jsonw_object_end(j);
}

static void record_json(struct json *j, const struct offline *o)
{
	jsonw_object(j);
	jsonw_member(j, "home", o->home);
	jsonw_member(j, "kind", o->kind);
	jsonw_member(j, "id", o->public_id);
	jsonw_member_int(j, "version", o->version);
	jsonw_member(j, "state", o->state);
	jsonw_member(j, "lang", o->lang);
	jsonw_member(j, "edition", o->edition);
	jsonw_member_int(j, "taken_at", o->taken_ms);
	jsonw_member(j, "account", o->account);
	jsonw_key(j, "base");
	texts_json(j, &o->base);
	jsonw_key(j, "drafts");
	texts_json(j, &o->drafts);
	jsonw_object_end(j);
}

struct str offline_canonical(struct arena *a, const struct offline *o)
{
	struct out out = out_new(a, 2 * OFFLINE_BLOCK_MAX_BYTES);
	struct json j = jsonw_to(&out);

	record_json(&j, o);
	return out_done(&out);
}

struct str offline_sealed(struct work *w, const struct offline *o)
{
	struct out out = out_new(w->arena, 2 * OFFLINE_BLOCK_MAX_BYTES);
	struct json j = jsonw_to(&out);

	jsonw_object(&j);
	jsonw_member_int(&j, "format", OFFLINE_FORMAT);
	jsonw_member(
		&j, "seal", key_digest(w->key, w->arena, purpose, offline_canonical(w->arena, o)));
	jsonw_key(&j, "record");
	record_json(&j, o);
	jsonw_object_end(&j);
	return out_done(&out);
}

struct str offline_typed(struct arena *a, const struct offline_texts *typed)
{
	struct out out = out_new(a, 2 * OFFLINE_BLOCK_MAX_BYTES);
	struct json j = jsonw_to(&out);

	texts_json(&j, typed);
	return out_done(&out);
}

/* ---- the form: another one, when a column comes or goes, or takes something else */

static void edition_of_field(struct out *o, struct arena *a, const struct field *f)
{
	for (int part = 0; part < field_parts(f); part++) {
		struct column c = { f, part };

		out_str(o, column_path(a, c));
		out_printf(o, " %d %u %u\n", f->type, f->flags & F_REQUIRED, field_max_length(f));
		out_z(o, f->vocabulary ? f->vocabulary : f->target ? f->target : "");
		out_char(o, '\n');
	}
}

static struct str edition_of(struct work *w, const struct kind *k)
{
	enum { EDITION_DIGITS = 16 };
	struct out o = out_new(w->arena, 1 << 20);

	for (const struct section *s = k->sections; s->name; s++)
		for (const char *const *name = s->fields; *name; name++)
			edition_of_field(&o, w->arena, kind_field(k, *name));
	struct str digest = key_digest(w->key, w->arena, "offline form", out_done(&o));
	return (struct str){ digest.p, EDITION_DIGITS };
}

/* ---- taken along */

static struct offline_texts texts_new(struct arena *a, size_t n)
{
	return (struct offline_texts){ ARENA_ARRAY(a, struct offline_text, n + 1), 0 };
}

static void text_add(struct offline_texts *to, struct str path, struct str text)
{
	to->v[to->n++] = (struct offline_text){ path, text };
}

struct offline offline_take(struct work *w, const struct kind *k, const void *row,
	const struct columns *columns, const struct edits *drafts, struct str home)
{
	const struct record *r = row;
	struct offline o = { .home = home,
		.kind = str_from(k->name),
		.public_id = r->public_id,
		.state = r->state,
		.lang = str_from(r->lang->code),
		.edition = edition_of(w, k),
		.account = w->actor.account_id,
		.version = r->version,
		.taken_ms = w->now_ms,
		.base = texts_new(w->arena, columns->n),
		.drafts = texts_new(w->arena, drafts->n) };

	for (size_t i = 0; i < columns->n; i++)
		text_add(&o.base, column_path(w->arena, columns->v[i]),
			column_read(w->arena, columns->v[i], row));
	for (size_t i = 0; i < drafts->n; i++)
		text_add(&o.drafts, column_path(w->arena, drafts->v[i].column), drafts->v[i].text);
	return o;
}

/* ---- blocks in the bytes of a file */

static enum offline_form find_block(struct str file, struct str opening, struct str *ret_block)
{
	struct str rest = str_from_at(file, str_find_text(file, opening));

	if (!rest.n)
		return OFFLINE_IS_NONE;
	rest = str_from_at(rest, opening.n);
	if (str_find_text(rest, opening) < rest.n)
		return OFFLINE_IS_ALTERED;
	size_t end = str_find_text(rest, S("</script>"));
	if (end == rest.n)
		return OFFLINE_IS_CUT;
	*ret_block = (struct str){ rest.p, end };
	return end <= OFFLINE_BLOCK_MAX_BYTES && utf8_is_text(*ret_block) ? OFFLINE_IS_ONE
									  : OFFLINE_IS_ALTERED;
}

/* ---- JSON of exactly that shape, members in that order */

struct reader {
	struct jsonr at;
	struct arena *arena;
	struct jsonr_event event;
};

static bool next_is(struct reader *r, enum jsonr_token token)
{
	return jsonr_next(&r->at, r->arena, &r->event) == token;
}

static bool key_is(struct reader *r, const char *name)
{
	return next_is(r, JSONR_KEY) && str_is(r->event.text, name);
}

static bool read_str(struct reader *r, const char *name, struct str *to)
{
	if (!key_is(r, name) || !next_is(r, JSONR_STRING))
		return false;
	*to = r->event.text;
	return true;
}

static bool read_int(struct reader *r, const char *name, int64_t *to)
{
	return key_is(r, name) && next_is(r, JSONR_NUMBER) && str_int(r->event.text, to);
}

static bool has_path(const struct offline_texts *texts, struct str path)
{
	for (size_t i = 0; i < texts->n; i++)
		if (str_eq(texts->v[i].path, path))
			return true;
	return false;
}

static bool read_texts(struct reader *r, struct offline_texts *to)
{
	*to = texts_new(r->arena, OFFLINE_TEXTS_MAX);
	if (!next_is(r, JSONR_OBJECT))
		return false;
	while (next_is(r, JSONR_KEY)) {
		struct str path = r->event.text;

		if (to->n == OFFLINE_TEXTS_MAX || has_path(to, path) || !next_is(r, JSONR_STRING))
			return false;
		text_add(to, path, r->event.text);
	}
	return r->event.token == JSONR_OBJECT_END;
}

static bool is_over(struct reader *r)
{
	return next_is(r, JSONR_SPENT) && jsonr_is_whole(&r->at);
}

static bool read_record(struct reader *r, struct offline *o)
{
	return key_is(r, "record") && next_is(r, JSONR_OBJECT) && read_str(r, "home", &o->home) &&
	       read_str(r, "kind", &o->kind) && read_str(r, "id", &o->public_id) &&
	       read_int(r, "version", &o->version) && read_str(r, "state", &o->state) &&
	       read_str(r, "lang", &o->lang) && read_str(r, "edition", &o->edition) &&
	       read_int(r, "taken_at", &o->taken_ms) && read_str(r, "account", &o->account) &&
	       key_is(r, "base") && read_texts(r, &o->base) && key_is(r, "drafts") &&
	       read_texts(r, &o->drafts) && next_is(r, JSONR_OBJECT_END);
}

static enum offline_form read_sealed(
	struct arena *a, struct str block, struct offline *ret_sealed, struct str *ret_seal)
{
	struct reader r = { jsonr_of(block), a, { 0 } };
	int64_t format;

	if (!next_is(&r, JSONR_OBJECT) || !read_int(&r, "format", &format))
		return OFFLINE_IS_ALTERED;
	if (format != OFFLINE_FORMAT)
		return OFFLINE_IS_OTHER;
	return read_str(&r, "seal", ret_seal) && read_record(&r, ret_sealed) &&
			       next_is(&r, JSONR_OBJECT_END) && is_over(&r)
		       ? OFFLINE_IS_ONE
		       : OFFLINE_IS_ALTERED;
}

static enum offline_form read_typed(
	struct arena *a, struct str block, struct offline_texts *ret_typed)
{
	struct reader r = { jsonr_of(block), a, { 0 } };

	return read_texts(&r, ret_typed) && is_over(&r) ? OFFLINE_IS_ONE : OFFLINE_IS_ALTERED;
}

enum offline_form offline_parse(struct arena *a, struct str file, struct offline *ret_sealed,
	struct str *ret_seal, struct offline_texts *ret_typed)
{
	struct str block;
	enum offline_form form = find_block(file, sealed_opening, &block);

	if (form == OFFLINE_IS_ONE)
		form = read_sealed(a, block, ret_sealed, ret_seal);
	if (form != OFFLINE_IS_ONE)
		return form;
	form = find_block(file, typed_opening, &block);
	if (form == OFFLINE_IS_NONE) /* it is the last of the file */
		return OFFLINE_IS_CUT;
	return form == OFFLINE_IS_ONE ? read_typed(a, block, ret_typed) : form;
}

/* ---- may it be taken? */

static bool refuse(struct problem *to, const char *code, struct str message)
{
	*to = (struct problem){ S("file"), code, message };
	return false;
}

static bool refuse_altered(struct work *w, struct problem *to)
{
	return refuse(to, "altered",
		str_from(T(w, "What Jalon wrote into this file has been altered, so nobody can "
			      "tell what it was made from. Nothing was taken from it. Bring an "
			      "earlier copy, or copy what you typed into a new file.")));
}

static bool refuse_form(struct work *w, enum offline_form form, struct problem *to)
{
	switch (form) {
	case OFFLINE_IS_NONE:
		return refuse(to, "not_offline",
			str_from(T(w, "This is no file that was taken along from here. Choose the "
				      "HTML file that you downloaded, or the last copy that “Save” "
				      "in it gave you.")));
	case OFFLINE_IS_CUT:
		return refuse(to, "cut",
			str_from(T(w, "The end of this file is missing: it was not copied whole. "
				      "Nothing was taken from it. Copy it again, or bring an "
				      "earlier copy.")));
	case OFFLINE_IS_OTHER:
		return refuse(to, "other_format",
			str_from(T(w, "This file was made by another version of Jalon, and cannot "
				      "be read here. Nothing was taken from it. Take the record "
				      "along anew, and copy what you typed into the new file.")));
	default:
		return refuse_altered(w, to);
	}
}

/* The title in the file: whoever holds the file has it before him. */
static struct str title_in(const struct kind *k, const struct offline *o)
{
	struct str title = S("");

	for (size_t i = 0; i < o->base.n; i++) {
		struct str name, rest = o->base.v[i].path;

		str_cut(&rest, '.', &name);
		if (!title.n && k && str_is(name, k->title))
			title = o->base.v[i].text;
	}
	return title.n ? title : o->public_id;
}

static bool refuse_record(struct work *w, struct str title, struct problem *to)
{
	return refuse(to, "other_record",
		STR_FILL(w->arena,
			T(w, "This file is of another record, “{1}”. Nothing was taken from it. "
			     "Bring it back on the page of that record."),
			title));
}

static bool is_sealed(struct work *w, const struct offline *o, struct str seal)
{
	return secret_eq(
		seal, key_digest(w->key, w->arena, purpose, offline_canonical(w->arena, o)));
}

/* Where it was made says the file itself: it can be believed of who says that it is not from here.
 */
static bool refuse_seal(
	struct work *w, const struct offline *o, struct str home, struct problem *to)
{
	if (str_eq(o->home, home))
		return refuse_altered(w, to);
	return refuse(to, "other_house",
		STR_FILL(w->arena,
			T(w, "This file comes from another Jalon, {1}. Nothing was taken from it. "
			     "Bring it back there."),
			o->home));
}

/* Whatever was typed was typed into one of its fields. */
static bool is_of_form(const struct offline *o, const struct offline_texts *typed)
{
	for (size_t i = 0; i < typed->n; i++)
		if (!has_path(&o->base, typed->v[i].path))
			return false;
	return true;
}

bool offline_read(struct work *w, const struct kind *k, const struct record *r, struct str home,
	struct str file, struct offline *ret_sealed, struct offline_texts *ret_typed,
	struct problem *ret_fault)
{
	struct offline *o = ret_sealed;
	struct str seal;
	enum offline_form form = offline_parse(w->arena, file, o, &seal, ret_typed);

	if (form != OFFLINE_IS_ONE)
		return refuse_form(w, form, ret_fault);
	if (!is_sealed(w, o, seal))
		return refuse_seal(w, o, home, ret_fault);
	if (!str_is(o->kind, k->name) || !str_eq(o->public_id, r->public_id))
		return refuse_record(w, title_in(house_kind(w->house, o->kind), o), ret_fault);
	if (!str_eq(o->edition, edition_of(w, k)))
		return refuse(ret_fault, "other_edition",
			str_from(T(w,
				"The form has changed since this file was taken along: it asks "
				"for something else now. Nothing was taken from it. Take the "
				"record along anew, and copy what you typed into the new "
				"file.")));
	return is_of_form(o, ret_typed) || refuse_altered(w, ret_fault);
}
