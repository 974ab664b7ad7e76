/* translation_file_test.c - translations out to a file and back: what was not touched says nothing.
 */
#include "house_work.h"
#include "translation_rows.h"

#include <string.h>

static const struct kind *const kind = &practice_kind;
static const struct language *const english = &languages[LANG_EN];

#define XLIFF_BEGIN \
	"<?xml version=\"1.0\"?><xliff version=\"1.2\" " \
	"xmlns=\"urn:oasis:names:tc:xliff:document:1.2\">"
#define FILE_BEGIN(id) \
	XLIFF_BEGIN "<file original=\"practices/" id "\" source-language=\"fr\" " \
		    "target-language=\"en\" datatype=\"plaintext\"><body>"
#define FILE_END "</body></file></xliff>"
#define UNIT(id, source, target) \
	"<trans-unit id=\"" id "\"><source>" source "</source><target>" target \
	"</target></trans-unit>"
#define TITLE "Une radio en ligne"

static void be(struct work *w, const char *account)
{
	static const struct held_role operator= { .role = ROLE_OPERATOR };

	w->actor =
		(struct actor){ .held = &operator, .n_held = 1, .account_id = str_from(account) };
}

static struct practice *given(struct work *w, const char *id)
{
	be(w, "ANA");
	save(w, given_practice(w, id), SAVE_CREATED);
	return load(w, id);
}

static struct translation now(struct work *w, const char *id)
{
	return translation_of(w, kind, load(w, id), english);
}

static struct translated field(struct work *w, const char *id, const char *name)
{
	const struct translation t = now(w, id);
	const struct translated *one = translation_field(&t, str_from(name));

	assert_non_null(one);
	return *one;
}

static struct str written(struct work *w, const char *id, enum translation_format f)
{
	struct translation t = now(w, id);
	const struct rows rows = { kind, (char *)load(w, id), 1 };

	return translation_file_write(w, f, english, &rows, &t);
}

static struct carried_all brought(struct work *w, struct str file)
{
	struct carried_all all;
	struct problem fault = { .code = "" };

	if (!translation_file_read(w, kind, NULL, S(""), file, &all, &fault))
		fail_msg("%s: " STR_FMT, fault.code, STR_ARG(fault.message));
	assert_sound(w);
	return all;
}

static void assert_fault(struct work *w, struct str file, const char *code)
{
	struct carried_all all;
	struct problem fault = { .code = "taken" };

	translation_file_read(w, kind, NULL, S(""), file, &all, &fault);
	assert_string_equal(fault.code, code);
	assert_true(fault.message.n > 0);
	assert_sound(w);
}

/* The only text of the file, which is not taken. */
static void assert_not(struct work *w, struct str file, const char *code)
{
	const struct carried_all all = brought(w, file);

	assert_int_equal(all.n, 1);
	assert_int_equal(all.v[0].end, CARRIED_NOT);
	assert_string_equal(all.v[0].code, code);
	assert_true(all.v[0].why.n > 0);
}

static struct str replaced(struct work *w, struct str text, const char *what, const char *by)
{
	const char *at = memmem(text.p, text.n, what, strlen(what));

	assert_non_null(at);
	return str_printf(w->arena, STR_FMT "%s" STR_FMT, (int)(at - text.p), text.p, by,
		STR_ARG(str_from_at(text, (size_t)(at - text.p) + strlen(what))));
}

/* ---- what goes out comes back */

static void what_was_translated_is_proposed_and_the_rest_is_untouched(void **state)
{
	static const char *const empty[] = { [TRANSLATION_XLIFF] = "state=\"needs-translation\"></",
		[TRANSLATION_CSV] = ",missing,Une radio en ligne," };
	static const char *const filled[] = { "state=\"translated\">An online radio</",
		",missing,Une radio en ligne,An online radio" };
	struct work *w = *state;

	for (size_t f = 0; f < TRANSLATION_FORMAT_COUNT; f++) {
		const char *id = f ? "T-2" : "T-1";
		given(w, id);
		struct str file = written(w, id, (enum translation_format)f);
		struct carried_all all = brought(w, file);
		assert_int_equal(all.n, 0);
		assert_true(all.n_empty >= 2);
		/* The first text is that of the title. */
		file = replaced(w, file, empty[f], filled[f]);
		all = brought(w, file);
		assert_int_equal(all.n, 1);
		assert_int_equal(all.v[0].end, CARRIED_KEPT);
		assert_int_equal(all.n_records, 1);
		const struct translated title = field(w, id, "title");
		assert_int_equal(title.n_drafts, 1);
		assert_text(title.drafts[0].text, "An online radio");
		assert_text(title.drafts[0].by, "ANA");
		assert_true(title.drafts[0].is_of_now);
		assert_int_equal(title.text.n, 0);
		assert_int_equal(brought(w, file).n_of[CARRIED_SAME], 1);
	}
}

/* Each of them in the original, and in what is proposed; `same`: the text as it is stored, if it
 * comes back as another. */
static const struct {
	const char *text, *back;
} texts[] = {
	{ "Élève d’Éthiopie — « œuvre »", NULL },
	{ "🎭 👩🏽‍🎤 𝄞", NULL },
	{ "مهرجان الفرنكوفونية", NULL },
	{ "a ]]> b <g id=\"1\">c</g> &amp; &#13; \"d\" 'e'", NULL },
	{ "one\ntwo\n\nthree; four,\tfive", "one\ntwo\n\nthree; four, five" },
	{ "one\r\ntwo\rthree", "one\ntwo\nthree" },
	{ "a\001b\013c\177d", "a b c d" },
	{ "a\xEF\xBF\xBE"
	  "b\xEF\xBF\xBF",
		"a b" },
	{ "=1+1", NULL },
	{ "'=1+1", NULL },
	{ "''quoted''", NULL },
	{ "-5;+5\n@home\n=x", NULL },
	{ "\xC2\xA0narrow\xE2\x80\xAF;\xC2\x85 \xE2\x80\xA8", NULL },
};

/* An original that a file cannot hold as it is still counts as the present one. */
static void every_text_comes_back_as_it_is(void **state)
{
	struct work *w = *state;

	given(w, "T-1");
	for (size_t i = 0; i < COUNT(texts); i++)
		for (size_t f = 0; f < TRANSLATION_FORMAT_COUNT; f++) {
			struct practice *p = load(w, "T-1");
			p->title.in[LANG_FR] = str_from(texts[i].text);
			p->title.in[LANG_EN] = S("");
			struct problems problems = problems_new(w->arena);
			assert_true(register_save(w, kind, p, "test", &problems) != SAVE_REFUSED);
			run_text(w, "DELETE FROM translation");
			be(w, "BEN");
			struct translated title = field(w, "T-1", "title");
			translation_propose(w, &load(w, "T-1")->record, &title,
				str_from(texts[i].text), title.original.text, S(""));
			struct str file = written(w, "T-1", (enum translation_format)f);
			be(w, "ANA");
			assert_int_equal(brought(w, file).n_of[CARRIED_SAME], 1);
			/* Another text, so that what is kept is looked at. */
			run_text(w, "DELETE FROM translation");
			const struct carried_all all = brought(w, file);
			assert_int_equal(all.n_of[CARRIED_KEPT], 1);
			title = field(w, "T-1", "title");
			assert_true(title.drafts[0].is_of_now);
			assert_text(title.drafts[0].text,
				texts[i].back ? texts[i].back : texts[i].text);
		}
}

static void an_original_that_has_changed_is_told(void **state)
{
	struct work *w = *state;

	given(w, "T-1");
	const struct carried_all all = brought(w,
		S(FILE_BEGIN("T-1") UNIT("title", "Une vieille radio", "An old radio") FILE_END));
	assert_int_equal(all.n_of[CARRIED_OLDER], 1);
	const struct translated title = field(w, "T-1", "title");
	assert_text(title.drafts[0].original, "Une vieille radio");
	assert_false(title.drafts[0].is_of_now);
}

/* A proposal of a machine is not his who brings the file back with it in it. */
static void what_was_not_touched_is_nobodys_proposal(void **state)
{
	struct work *w = *state;
	struct practice *p = given(w, "T-1");
	struct translated title = field(w, "T-1", "title");

	translation_propose(w, &p->record, &title, S("A radio"), title.original.text, S("machine"));
	struct str file = written(w, "T-1", TRANSLATION_XLIFF);
	assert_int_equal(brought(w, file).n_of[CARRIED_SAME], 1);
	assert_int_equal(field(w, "T-1", "title").n_drafts, 1);
	/* Unless it says that it is right. */
	file = replaced(w, file, "needs-review-translation", "final");
	assert_int_equal(brought(w, file).n_of[CARRIED_KEPT], 1);
	assert_int_equal(field(w, "T-1", "title").n_drafts, 2);
}

/* ---- what cannot be taken */

static void bad_rows_are_told_and_stop_no_good_ones(void **state)
{
	struct work *w = *state;

	given(w, "T-1");
	const struct carried_all all =
		brought(w, S("record;field;from;to;state;original;translation;remark\r\n"
			     "T-1;title;fr;en;;" TITLE ";A radio;\r\n"
			     "\r\n"
			     "T-1;nothing;fr;en;;x;y;\r\n"
			     "T-1;start_year;fr;en;;x;y;\r\n"
			     "T-1;note;fr;en;;x;y;\r\n"
			     "T-9;title;fr;en;;x;y;\r\n"
			     "T-1;summary;fr;xx;;x;y;\r\n"
			     "T-1;summary;fr;en;;;y;\r\n"
			     "T-1;summary;fr;en;;x;y;z;too;many\r\n"
			     "T-1;title;fr;en;;" TITLE ";Another radio;\r\n"
			     "T-1;place;fr;en;;Paris;;\r\n"));
	static const char *const codes[] = { "", "no_field", "no_field", "no_text", "no_record",
		"no_language", "no_original", "bad_row", "twice" };

	assert_int_equal(all.n, COUNT(codes));
	assert_int_equal(all.n_of[CARRIED_KEPT], 1);
	assert_int_equal(all.n_of[CARRIED_NOT], COUNT(codes) - 1);
	assert_int_equal(all.n_empty, 1);
	for (size_t i = 1; i < COUNT(codes); i++)
		assert_string_equal(all.v[i].code, codes[i]);
	assert_int_equal(all.v[1].line, 4);
	assert_text(field(w, "T-1", "title").drafts[0].text, "A radio");
}

static void a_file_of_one_record_and_language_takes_no_other(void **state)
{
	const struct str file = S(FILE_BEGIN("T-2") UNIT("title", TITLE, "A radio") FILE_END);
	struct work *w = *state;
	struct carried_all all;
	struct problem fault;

	given(w, "T-1");
	given(w, "T-2");
	assert_true(translation_file_read(w, kind, english, S("T-1"), file, &all, &fault));
	assert_string_equal(all.v[0].code, "other_record");
	assert_true(
		translation_file_read(w, kind, &languages[LANG_FR], S("T-2"), file, &all, &fault));
	assert_string_equal(all.v[0].code, "other_language");
	assert_true(translation_file_read(w, kind, english, S("T-2"), file, &all, &fault));
	assert_int_equal(all.v[0].end, CARRIED_KEPT);
}

/* Said in the same words of a record that is not there. */
static void of_records_of_others_nothing_is_told(void **state)
{
	struct work *w = *state;
	const struct held_role member = { .role = ROLE_MEMBER };
	struct practice *p = given_practice(w, "T-1");

	be(w, "ANA");
	p->record.state = S("draft");
	save(w, p, SAVE_CREATED);
	given(w, "T-2");
	w->actor = (struct actor){ .held = &member, .n_held = 1, .account_id = S("EVE") };
	const struct carried_all all =
		brought(w, S("record,field,to,original,translation\nT-1,title,en," TITLE ",x\n"
			     "T-2,title,en," TITLE ",x\nT-3,title,en," TITLE ",x\n"
			     "guidelines/T-2,title,en," TITLE ",x\n"));
	assert_int_equal(all.n_of[CARRIED_NOT], 4);
	for (size_t i = 0; i < all.n; i++) {
		assert_string_equal(all.v[i].code, "no_record");
		assert_str(all.v[i].why, all.v[0].why);
		assert_null(all.v[i].row);
	}
	be(w, "ANA");
	assert_int_equal(ask_int(w, "SELECT count(*) FROM translation"), 0);
}

static void a_text_beyond_all_bounds_is_not_taken(void **state)
{
	struct work *w = *state;
	struct out o = out_new(w->arena, 1 << 20);

	given(w, "T-1");
	out_z(&o, FILE_BEGIN("T-1") "<trans-unit id=\"title\"><source>" TITLE "</source><target>");
	for (int i = 0; i <= EDIT_TEXT_MAX_BYTES; i++)
		out_char(&o, 'x');
	out_z(&o, "</target></trans-unit>" FILE_END);
	assert_not(w, out_done(&o), "too_long");
	/* One that the form alone finds too long can be kept. */
	char title[402];
	memset(title, 'x', sizeof title - 1);
	title[sizeof title - 1] = '\0';
	const struct carried_all all = brought(w,
		str_printf(w->arena, "field,record,to,original,translation\ntitle,T-1,en,%s,%s\n",
			TITLE, title));
	assert_int_equal(all.v[0].end, CARRIED_KEPT);
	assert_true(all.v[0].why.n > 0);
}

/* ---- XLIFF as tools write it */

static void tags_within_a_text_are_dropped_and_other_proposals_passed_over(void **state)
{
	struct work *w = *state;

	given(w, "T-1");
	const struct carried_all all = brought(w,
		S("\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?><!-- a --><x:xliff "
		  "xmlns:x=\"urn:oasis:names:tc:xliff:document:1.2\" version=\"1.2\" "
		  "xmlns:t=\"urn:tool\"><x:file "
		  "original=\"https://a.example/fr/practices/T-1?x=1\" "
		  "source-language=\"fr\" target-language=\"en-GB\"><x:header><x:note>n</x:note>"
		  "</x:header><x:body><x:group><x:group><x:trans-unit id=\"title\">"
		  "<x:source>" TITLE "</x:source><x:seg-source>s</x:seg-source>"
		  "<t:target>no</t:target><x:target><x:mrk mtype=\"seg\"><x:g id=\"1\">An "
		  "<![CDATA[<b>"
		  "]]></x:g><x:bpt id=\"2\">{b}</x:bpt>on&#108;ine<x:ept id=\"2\">{/b}</x:ept>"
		  "<x:x id=\"3\" ctype=\"lb\"/></x:mrk>radio</x:target><x:note>n</x:note>"
		  "<x:alt-trans><x:source>" TITLE "</x:source><x:target>other</x:target>"
		  "</x:alt-trans></x:trans-unit></x:group></x:group></x:body></x:file></x:xliff>"));

	assert_int_equal(all.n, 1);
	assert_int_equal(all.v[0].end, CARRIED_KEPT);
	assert_text(field(w, "T-1", "title").drafts[0].text, "An <b>online\nradio");
}

static struct str in_utf16(struct work *w, struct str ascii)
{
	struct out o = out_new(w->arena, 1 << 20);

	out_bytes(&o, "\xFF\xFE", 2);
	for (size_t i = 0; i < ascii.n; i++) {
		out_char(&o, ascii.p[i]);
		out_char(&o, '\0');
	}
	return out_done(&o);
}

static void encodings_are_told_by_the_bytes(void **state)
{
#define SENT(declared, letter) \
	S("<?xml version=\"1.0\"" declared "?><xliff version=\"1.1\"><file original=\"T-1\" " \
	  "target-language=\"en\"><body>" UNIT("title", TITLE, "Caf" letter) FILE_END)
	struct work *w = *state;

	given(w, "T-1");
	brought(w, SENT(" encoding=\"ISO-8859-1\"", "\xE9"));
	assert_text(field(w, "T-1", "title").drafts[0].text, "Café");
	brought(w, in_utf16(w, SENT(" encoding='UTF-16'", "e")));
	assert_text(field(w, "T-1", "title").drafts[0].text, "Cafe");
	brought(w, SENT("", "é!"));
	assert_text(field(w, "T-1", "title").drafts[0].text, "Café!");
	assert_fault(w, SENT(" encoding=\"UTF-8\"", "\xE9"), "encoding");
	assert_fault(w, SENT("", "\xE9"), "encoding");
	assert_fault(w, SENT(" encoding=\"EBCDIC-FR\"", "e"), "encoding");
	assert_fault(w, SENT(" encoding=\"UTF-7\"", "+AOk-"), "encoding");
	assert_fault(w, SENT("", "é à ç \xE9"), "no_text");
	assert_fault(w, SENT("", "\0"), "no_text");
#undef SENT
}

/* ---- files that mean harm, or nothing */

static void hostile_files_are_refused_as_a_whole(void **state)
{
	static const struct {
		const char *code;
		struct str file;
	} cases[] = {
		{ "doctype", S("<?xml version=\"1.0\"?><!DOCTYPE xliff [<!ENTITY a \"aaaaaaaaaa\">"
			       "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c "
			       "\"&b;&b;&b;&b;&b;&b;&b;\">]><xliff version=\"&c;\">&c;</xliff>") },
		{ "doctype", S("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>"
			       "<xliff version=\"1.2\">&a;</xliff>") },
		{ "doctype", S("<!DOCTYPE xliff SYSTEM \"http://127.0.0.1:1/x.dtd\"><xliff/>") },
		{ "broken", S(XLIFF_BEGIN "&nothing;</xliff>") },
		{ "broken", S(FILE_BEGIN("T-1") UNIT("title", TITLE, "A &eacute;") FILE_END) },
		{ "broken", S(FILE_BEGIN("T-1") UNIT("title", TITLE, "A radio")) },
		{ "broken", S(FILE_BEGIN("T-1") UNIT("title", TITLE, "A \001") FILE_END) },
		{ "broken", S("<") },
		{ "broken", S("<?xml version=\"1.0\"?>") },
		{ "no_translations", S("<html><body/></html>") },
		{ "xliff_version", S("<xliff version=\"2.0\" "
				     "xmlns=\"urn:oasis:names:tc:xliff:document:2.0\"/>") },
		{ "xliff_version", S("<xliff/>") },
		{ "no_translations", S("") },
		{ "no_translations", S("a text that is none of these") },
		{ "no_text", S("PK\3\4zip") },
		{ "no_column", S("record,field,translation\nT-1,title,x\n") },
		{ "broken", S("record,field,to,original,translation\nT-1,title,en,\"x,y\n") },
		{ "broken", S("record,field,to,original,translation\nT-1,title,en,\"x\"y,z\n") },
	};
	struct work *w = *state;

	given(w, "T-1");
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_fault(w, cases[i].file, cases[i].code);
	assert_int_equal(ask_int(w, "SELECT count(*) FROM translation"), 0);
}

static void add_times(struct out *o, const char *what, int n)
{
	for (int i = 0; i < n; i++)
		out_z(o, what);
}

static void large_files_are_refused_before_they_cost(void **state)
{
	struct work *w = *state;
	struct out deep = out_new(w->arena, 1 << 20), wide = out_new(w->arena, 4 << 20);

	out_z(&deep, XLIFF_BEGIN);
	add_times(&deep, "<group>", 1000);
	assert_fault(w, out_done(&deep), "too_deep");
	out_z(&wide, FILE_BEGIN("T-1"));
	add_times(&wide, UNIT("title", "a", "b"), TRANSLATION_FILE_ROWS_MAX + 1);
	out_z(&wide, FILE_END);
	assert_fault(w, out_done(&wide), "too_many");
	struct str large = { arena_alloc(w->arena, 30 << 20), 30 << 20 };
	memset((char *)(uintptr_t)large.p, ' ', large.n);
	assert_fault(w, large, "too_large");
}

static void records_are_bounded_too(void **state)
{
	struct work *w = *state;
	struct out o = out_new(w->arena, 1 << 20);

	be(w, "ANA");
	out_z(&o, "record,field,to,original,translation\n");
	for (int i = 0; i <= TRANSLATION_FILE_RECORDS_MAX; i++)
		out_printf(&o, "T-%d,title,en,x,y\n", i);
	assert_fault(w, out_done(&o), "too_many");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(what_was_translated_is_proposed_and_the_rest_is_untouched),
		IN_HOUSE(every_text_comes_back_as_it_is),
		IN_HOUSE(an_original_that_has_changed_is_told),
		IN_HOUSE(what_was_not_touched_is_nobodys_proposal),
		IN_HOUSE(bad_rows_are_told_and_stop_no_good_ones),
		IN_HOUSE(a_file_of_one_record_and_language_takes_no_other),
		IN_HOUSE(of_records_of_others_nothing_is_told),
		IN_HOUSE(a_text_beyond_all_bounds_is_not_taken),
		IN_HOUSE(tags_within_a_text_are_dropped_and_other_proposals_passed_over),
		IN_HOUSE(encodings_are_told_by_the_bytes),
		IN_HOUSE(hostile_files_are_refused_as_a_whole),
		IN_HOUSE(large_files_are_refused_before_they_cost),
		IN_HOUSE(records_are_bounded_too),
	};

	return RUN_IN_HOUSES("translation_file", tests);
}
