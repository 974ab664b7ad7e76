/* openapi_files.c - files that are attached to records. */
#include "openapi.h"

static void string_property(struct json *j, const char *name, const char *words)
{
	jsonw_key(j, name);
	jsonw_object(j);
	jsonw_member_z(j, "type", "string");
	jsonw_member_z(j, "description", words);
	jsonw_object_end(j);
}

static void file_properties(struct schemas *s)
{
	struct json *j = s->json;
	struct work *w = s->work;

	jsonw_key(j, "properties");
	jsonw_object(j);
	string_property(j, "id", T(w, "Names the file; it never changes."));
	string_property(j, "name", T(w, "The name it is kept under."));
	string_property(j, "type", T(w, "Its media type, told by its bytes."));
	jsonw_key(j, "bytes");
	jsonw_object(j);
	jsonw_member_z(j, "type", "integer");
	jsonw_object_end(j);
	for (int i = 0; i < 2; i++) {
		jsonw_key(j, i ? "height" : "width");
		jsonw_object(j);
		jsonw_member_z(j, "type", "integer");
		jsonw_member_z(j, "description", T(w, "Of a picture, in pixels."));
		jsonw_object_end(j);
	}
	jsonw_key(j, "about");
	jsonw_object(j);
	jsonw_member_z(j, "description", T(w, "What it shows or says, by language."));
	jsonw_member_z(j, "type", "object");
	jsonw_object_end(j);
	string_property(j, "sha256", T(w, "SHA-256 of its bytes, in hexadecimal."));
	string_property(j, "url", T(w, "Where it is, below the address of this site."));
	jsonw_object_end(j);
}

void openapi_file(struct schemas *s)
{
	jsonw_member_z(s->json, "type", "object");
	file_properties(s);
}

/* To be sent, the id alone is enough. */
void openapi_files(struct schemas *s, bool is_sent)
{
	struct json *j = s->json;

	if (is_sent) {
		jsonw_key(j, "type");
		jsonw_array(j);
		jsonw_str(j, S("array"));
		jsonw_str(j, S("null"));
		jsonw_array_end(j);
	} else {
		jsonw_member_z(j, "type", "array");
	}
	jsonw_key(j, "items");
	jsonw_object(j);
	if (is_sent) {
		jsonw_key(j, "type");
		jsonw_array(j);
		jsonw_str(j, S("string"));
		jsonw_str(j, S("object"));
		jsonw_array_end(j);
	} else {
		jsonw_member_z(j, "type", "object");
	}
	file_properties(s);
	jsonw_key(j, "required");
	jsonw_array(j);
	jsonw_str(j, S("id"));
	jsonw_array_end(j);
	jsonw_object_end(j);
}

void openapi_files_example(struct schemas *s)
{
	struct json *j = s->json;

	jsonw_array(j);
	jsonw_object(j);
	jsonw_member_z(j, "id", "01JD8Q4N0E6T3V5Z8R1C7W2X9K");
	jsonw_member_z(j, "name", "report.pdf");
	jsonw_member_z(j, "type", "application/pdf");
	jsonw_member_int(j, "bytes", 1234567);
	jsonw_key(j, "about");
	jsonw_object(j);
	jsonw_member_z(j, languages[0].code, tr_text(&languages[0], N_("The report of the year")));
	jsonw_object_end(j);
	jsonw_member_z(j, "url", "/files/01JD8Q4N0E6T3V5Z8R1C7W2X9K/report.pdf");
	jsonw_object_end(j);
	jsonw_array_end(j);
}
