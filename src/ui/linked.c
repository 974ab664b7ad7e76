#include "linked.h"

enum { LINKED_MAX_BYTES = 1 << 18 };

struct str linked_address(struct arena *a, struct str origin, struct url place)
{
	return str_printf(a, STR_FMT STR_FMT, STR_ARG(origin), STR_ARG(place.address));
}

void linked_member(
	struct json *j, struct arena *a, const char *key, struct str origin, struct url place)
{
	jsonw_member(j, key, linked_address(a, origin, place));
}

void linked_site(struct json *j, struct arena *a, struct str origin)
{
	const struct url home = { S("/") };

	jsonw_member_z(j, "@type", "WebSite");
	jsonw_member(j, "@id", str_printf(a, STR_FMT "/#site", STR_ARG(origin)));
	linked_member(j, a, "url", origin, home);
	jsonw_member_z(j, "name", "Jalon");
}

static void crumb_json(struct json *j, size_t n, struct str label, struct str address)
{
	jsonw_object(j);
	jsonw_member_z(j, "@type", "ListItem");
	jsonw_member_int(j, "position", (int64_t)n);
	jsonw_member(j, "name", label);
	if (address.n)
		jsonw_member(j, "item", address);
	jsonw_object_end(j);
}

/* The last place is the page itself, which needs no address. */
static void crumbs_json(
	struct json *j, struct page_out *o, const struct page *page, struct str origin)
{
	jsonw_key(j, "breadcrumb");
	jsonw_object(j);
	jsonw_member_z(j, "@type", "BreadcrumbList");
	jsonw_key(j, "itemListElement");
	jsonw_array(j);
	crumb_json(j, 1, str_from(tr(o->lang, "Home")),
		linked_address(o->arena, origin, place(o, "")));
	for (size_t i = 0; i < page->n_crumbs; i++) {
		const char *path = page->crumbs[i].path;

		crumb_json(j, i + 2, page->crumbs[i].label,
			path ? linked_address(o->arena, origin, place(o, path)) : S(""));
	}
	jsonw_array_end(j);
	jsonw_object_end(j);
}

static void page_json(struct json *j, struct page_out *o, const struct page *page,
	struct str origin, struct url here)
{
	jsonw_object(j);
	jsonw_member_z(j, "@type", page->type ? page->type : "WebPage");
	linked_member(j, o->arena, "@id", origin, here);
	linked_member(j, o->arena, "url", origin, here);
	jsonw_member(j, "name", page->title);
	if (page->description.n)
		jsonw_member(j, "description", page->description);
	jsonw_member_z(j, "inLanguage", o->lang->code);
	jsonw_key(j, "isPartOf");
	jsonw_object(j);
	linked_site(j, o->arena, origin);
	jsonw_object_end(j);
	if (page->n_crumbs)
		crumbs_json(j, o, page, origin);
	jsonw_object_end(j);
}

struct json_text linked_page(
	struct page_out *o, const struct page *page, struct str origin, struct url here)
{
	struct out out = out_new(o->arena, LINKED_MAX_BYTES);
	struct json j = jsonw_to(&out);

	out_z(&out, "{\"@context\":\"https://schema.org\",\"@graph\":[");
	page_json(&j, o, page, origin, here);
	if (page->entity.text.n) {
		out_char(&out, ',');
		out_str(&out, page->entity.text);
	}
	out_z(&out, "]}");
	return (struct json_text){ out.full ? S("") : out_done(&out) };
}
