/* offline_test.c - a file that was taken along: what is sealed, and what is not taken for one. */
#include "house_work.h"
#include "offline.h"
#include "own_key.h"

#include <string.h>

static const struct kind *const kind = &practice_kind;
static const struct str home = S("https://jalon.example");

#define SEALED "<script type=\"application/json\" id=\"jalon-record\">"
#define TYPED  "<script type=\"application/json\" id=\"jalon-typed\">"

static struct practice *given_draft(struct work *w, const char *id)
{
	struct practice *p = given_practice(w, id);

	p->record.state = S("draft");
	set(w, p, "place_fr", "Dakar </script> <b>");
	save(w, p, SAVE_CREATED);
	w->key = own_key(w);
	return load(w, id);
}

static struct offline taken(struct work *w, const struct practice *p)
{
	const struct columns columns = kind_columns(w->arena, kind);
	const struct edits none = edits_new(w->arena);

	return offline_take(w, kind, p, &columns, &none, home);
}

/* JSON as a page has it. */
static struct str escaped(struct work *w, struct str json)
{
	struct out out = out_new(w->arena, 1 << 20);
	struct page_out o = { &out, w->arena, w->lang };

	html_json(&o, (struct json_text){ json });
	return out_done(&out);
}

static struct str file_of(struct work *w, const struct offline *o, const char *typed)
{
	return str_printf(w->arena, "<html>" SEALED STR_FMT "</script><p>…" TYPED "%s</script>",
		STR_ARG(escaped(w, offline_sealed(w, o))), typed);
}

static const char *code_of(struct work *w, const struct record *r, struct str file)
{
	struct offline_texts typed;
	struct offline sealed;
	struct problem fault;

	return offline_read(w, kind, r, home, file, &sealed, &typed, &fault) ? "" : fault.code;
}

static void what_was_sealed_is_read_back(void **state)
{
	struct work *w = *state;
	const struct practice *p = given_draft(w, "T-1");
	const struct offline o = taken(w, p);
	struct str file = file_of(w, &o, "{\"place.fr\":\"Thi\\u00e8s\"}");
	struct offline_texts typed;
	struct offline back;
	struct problem fault;

	assert_true(offline_read(w, kind, &p->record, home, file, &back, &typed, &fault));
	assert_int_equal(back.version, 1);
	assert_int_equal(back.base.n, o.base.n);
	assert_text(offline_canonical(w->arena, &back),
		str_z(w->arena, offline_canonical(w->arena, &o)));
	assert_int_equal(typed.n, 1);
	assert_text(typed.v[0].path, "place.fr");
	assert_text(typed.v[0].text, "Thiès");
}

static void another_form_is_told_though_the_seal_is_ours(void **state)
{
	struct work *w = *state;
	const struct practice *p = given_draft(w, "T-1");
	struct offline o = taken(w, p);

	o.edition = S("0123456789abcdef");
	assert_string_equal(code_of(w, &p->record, file_of(w, &o, "{}")), "other_edition");
}

static void another_record_is_told_though_the_seal_is_ours(void **state)
{
	struct work *w = *state;
	const struct practice *p = given_draft(w, "T-1");
	struct offline o = taken(w, p);

	o.public_id = S("T-2");
	assert_string_equal(code_of(w, &p->record, file_of(w, &o, "{}")), "other_record");
	o = taken(w, p);
	o.kind = S("guideline");
	assert_string_equal(code_of(w, &p->record, file_of(w, &o, "{}")), "other_record");
}

static void only_the_key_tells_another_house_from_ours(void **state)
{
	struct work *w = *state;
	const struct practice *p = given_draft(w, "T-1");
	struct offline o = taken(w, p);
	struct str ours = file_of(w, &o, "{}");

	/* The house has moved: its files are still its own. */
	o.home = S("https://old.example");
	assert_string_equal(code_of(w, &p->record, file_of(w, &o, "{}")), "");
	w->key = own_key(w);
	assert_string_equal(code_of(w, &p->record, ours), "altered");
	w->key = own_key(w);
	struct str theirs = file_of(w, &o, "{}");
	w->key = own_key(w);
	assert_string_equal(code_of(w, &p->record, theirs), "other_house");
}

static void what_is_not_of_exactly_that_shape_is_none(void **state)
{
	static const struct {
		const char *file, *code;
	} cases[] = {
		{ "", "not_offline" },
		{ "{\"format\":1}", "not_offline" },
		{ "<SCRIPT type=\"application/json\" id=\"jalon-record\">{}</script>",
			"not_offline" },
		{ SEALED, "cut" },
		{ SEALED "{\"format\":1", "cut" },
		{ SEALED "{\"format\":1</script>", "altered" },
		{ SEALED "{\"format\":2}</script>", "other_format" },
		{ SEALED "{\"format\":\"1\"}</script>", "altered" },
		{ SEALED "[]</script>", "altered" },
		{ SEALED "\xff</script>", "altered" },
		{ SEALED "</script>" SEALED "</script>", "altered" },
	};
	struct work *w = *state;
	const struct practice *p = given_draft(w, "T-1");
	const struct offline o = taken(w, p);

	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(code_of(w, &p->record, str_from(cases[i].file)), cases[i].code);
	assert_string_equal(code_of(w, &p->record, file_of(w, &o, "{} {}")), "altered");
	assert_string_equal(code_of(w, &p->record, file_of(w, &o, "{\"note\":\"x\"}")), "altered");
	assert_string_equal(
		code_of(w, &p->record, file_of(w, &o, "{\"note.fr\":[\"x\"]}")), "altered");
	assert_string_equal(
		code_of(w, &p->record, file_of(w, &o, "{\"note.fr\":\"x\",\"note.fr\":\"y\"}")),
		"altered");
}

static void a_record_older_than_its_file_is_compared_by_its_texts(void **state)
{
	struct work *w = *state;
	struct practice *p = given_draft(w, "T-1");
	struct offline o = taken(w, p);
	struct offline_text v[] = { { S("place.fr"), S("Thiès") }, { S("start_year"), S("1999") } };
	const struct offline_texts typed = { v, COUNT(v) };

	/* It comes from a backup: the version that the file was made from is not there any more. */
	o.version = 7;
	for (size_t i = 0; i < o.base.n; i++)
		if (str_is(o.base.v[i].path, "place.fr"))
			o.base.v[i].text = S("Rufisque");
	const struct offline_merged m =
		offline_merge(w, kind, record_hold(w, kind, S("T-1")), &o, &typed);
	assert_int_equal(m.n, 2);
	assert_int_equal(m.v[0].end, OFFLINE_WAITS);
	assert_int_equal(m.v[1].end, OFFLINE_TAKEN);
	assert_text(get(w, load(w, "T-1"), "place_fr"), "Dakar </script> <b>");
	assert_text(get(w, load(w, "T-1"), "start_year"), "1999");
	assert_sound(w);
}

static void what_it_says_of_files_is_left_alone(void **state)
{
	struct work *w = *state;
	struct practice *p = given_draft(w, "T-1");
	const struct offline o = taken(w, p);
	struct offline_text v[] = { { S("files"), S("01JD8Q4N0E6T3V5Z8R1C7W2X9K") },
		{ S("start_year"), S("1999") } };
	const struct offline_texts typed = { v, COUNT(v) };

	const struct offline_merged m =
		offline_merge(w, kind, record_hold(w, kind, S("T-1")), &o, &typed);
	assert_int_equal(m.n, 1);
	assert_text(get(w, load(w, "T-1"), "start_year"), "1999");
	assert_text(get(w, load(w, "T-1"), "files"), "");
	assert_sound(w);
}

static void the_way_it_came_tells_its_day(void **state)
{
	struct str day = S("");

	(void)state;
	assert_true(offline_via(S("offline:2026-11-21"), &day));
	assert_text(day, "2026-11-21");
	assert_false(offline_via(S("api"), &day));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(what_was_sealed_is_read_back),
		IN_HOUSE(another_form_is_told_though_the_seal_is_ours),
		IN_HOUSE(another_record_is_told_though_the_seal_is_ours),
		IN_HOUSE(only_the_key_tells_another_house_from_ours),
		IN_HOUSE(what_is_not_of_exactly_that_shape_is_none),
		IN_HOUSE(a_record_older_than_its_file_is_compared_by_its_texts),
		IN_HOUSE(what_it_says_of_files_is_left_alone),
		IN_HOUSE(the_way_it_came_tells_its_day),
	};

	return RUN_IN_HOUSES("offline", tests);
}
