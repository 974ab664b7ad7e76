/* json_test.c - JSON as it is written: commas, nesting, escapes. */
#include "json.h"
#include "unit.h"

static struct out out;

static struct json begin(void **state)
{
	out = out_new(*state, 1 << 20);
	return jsonw_to(&out);
}

static void a_value_alone_is_a_text(void **state)
{
	struct json j = begin(state);

	jsonw_str(&j, S("x"));
	assert_text(out_done(&out), "\"x\"");
}

static void every_type_in_an_object(void **state)
{
	struct json j = begin(state);

	jsonw_object(&j);
	jsonw_member(&j, "text", S("a"));
	jsonw_key(&j, "int");
	jsonw_int(&j, INT64_MIN);
	jsonw_key(&j, "yes");
	jsonw_bool(&j, true);
	jsonw_key(&j, "no");
	jsonw_bool(&j, false);
	jsonw_key(&j, "null");
	jsonw_null(&j);
	jsonw_key(&j, "number");
	jsonw_number(&j, S("12.50"));
	jsonw_object_end(&j);
	assert_text(out_done(&out),
		"{\"text\":\"a\",\"int\":-9223372036854775808,\"yes\":true,\"no\":false,"
		"\"null\":null,\"number\":12.50}");
}

static void commas_stand_between_and_nowhere_else(void **state)
{
	struct json j = begin(state);

	jsonw_array(&j);
	jsonw_array(&j);
	jsonw_array_end(&j);
	jsonw_object(&j);
	jsonw_object_end(&j);
	jsonw_int(&j, 1);
	jsonw_array(&j);
	jsonw_int(&j, 2);
	jsonw_int(&j, 3);
	jsonw_array_end(&j);
	jsonw_object(&j);
	jsonw_key(&j, "a");
	jsonw_array(&j);
	jsonw_null(&j);
	jsonw_array_end(&j);
	jsonw_member(&j, "b", S(""));
	jsonw_object_end(&j);
	jsonw_array_end(&j);
	assert_text(out_done(&out), "[[],{},1,[2,3],{\"a\":[null],\"b\":\"\"}]");
}

static void what_may_not_stand_in_a_text_is_escaped(void **state)
{
	struct json j = begin(state);

	jsonw_array(&j);
	jsonw_str(&j, S("\"\\/\n\r\t"));
	jsonw_str(&j, S("\0\x01\x08\x1f\x7f"));
	jsonw_str(&j, S("é 文 🎭 \u2028"));
	jsonw_str(&j, str_from(NULL));
	jsonw_str(&j, S("</script>"));
	jsonw_array_end(&j);
	assert_text(out_done(&out), "[\"\\\"\\\\/\\n\\r\\t\",\"\\u0000\\u0001\\u0008\\u001f\x7f\","
				    "\"é 文 🎭 \u2028\",\"\",\"</script>\"]");
}

static void keys_are_escaped_too(void **state)
{
	struct json j = begin(state);

	jsonw_object(&j);
	jsonw_member(&j, "a\"b\n", S(""));
	jsonw_object_end(&j);
	assert_text(out_done(&out), "{\"a\\\"b\\n\":\"\"}");
}

static void members_are_written_with_their_keys(void **state)
{
	static const char *const texts[] = { "a", "b\"" };
	struct json j = begin(state);

	jsonw_object(&j);
	jsonw_member_z(&j, "z", "x");
	jsonw_member_z(&j, "none", NULL);
	jsonw_member_int(&j, "n", -3);
	jsonw_member_bool(&j, "b", false);
	jsonw_texts(&j, "t", texts, 2);
	jsonw_texts(&j, "e", texts, 0);
	jsonw_object_end(&j);
	assert_text(out_done(&out), "{\"z\":\"x\",\"none\":\"\",\"n\":-3,\"b\":false,\"t\":[\"a\","
				    "\"b\\\"\"],\"e\":[]}");
}

static void it_goes_thirty_deep(void **state)
{
	struct json j = begin(state);
	struct out expected = out_new(*state, 1000);

	for (int i = 0; i < 31; i++)
		jsonw_array(&j);
	for (int i = 0; i < 31; i++)
		jsonw_array_end(&j);
	for (int i = 0; i < 62; i++)
		out_char(&expected, i < 31 ? '[' : ']');
	assert_str(out_done(&out), out_done(&expected));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(a_value_alone_is_a_text),
		IN_ARENA(every_type_in_an_object),
		IN_ARENA(commas_stand_between_and_nowhere_else),
		IN_ARENA(what_may_not_stand_in_a_text_is_escaped),
		IN_ARENA(keys_are_escaped_too),
		IN_ARENA(members_are_written_with_their_keys),
		IN_ARENA(it_goes_thirty_deep),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
