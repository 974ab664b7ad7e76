/*
 * Writes tests/fuzz/template_fuzz.html once for each text on stdin. Texts are ended by NUL bytes,
 * and so are the pages on stdout.
 */
#include "template_fuzz_html.h"

#include "json.h"

#include <stdio.h>
#include <stdlib.h>

enum { PAGE_BYTES_MAX = 16 * 1024 * 1024 };

static struct json_text json_of(struct arena *a, struct str value)
{
	struct out out = out_new(a, PAGE_BYTES_MAX);
	struct json json = jsonw_to(&out);

	jsonw_str(&json, value);
	return (struct json_text){ out_done(&out) };
}

static bool write_page(struct str value)
{
	struct arena a;

	arena_init(&a, 4 * PAGE_BYTES_MAX);
	struct out out = out_new(&a, PAGE_BYTES_MAX);
	struct page_out o = { .out = &out, .arena = &a };

	template_fuzz_html(&o, value, url_external(&a, value), json_of(&a, value));
	fwrite(out.p, 1, out.n, stdout);
	putchar('\0');
	bool is_whole = !out.full;

	arena_free(&a);
	return is_whole;
}

int main(void)
{
	char *text = NULL;
	size_t capacity = 0;
	ssize_t length;
	bool is_whole = true;

	while ((length = getdelim(&text, &capacity, '\0', stdin)) > 0)
		is_whole = write_page((struct str){ text, (size_t)length - 1 }) && is_whole;
	free(text);
	return is_whole && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
