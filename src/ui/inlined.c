#include "inlined.h"
#include "assets_files.h"

#include <assert.h>
#include <string.h>

static const struct embedded *file_of(const char *name)
{
	for (size_t i = 0; i < n_assets_files; i++)
		if (!strcmp(assets_files[i].name, name))
			return &assets_files[i];
	return NULL;
}

/* As it is, so that its hash holds: it must not end its element. */
static struct html element_of(struct arena *a, const char *tag, const char *name)
{
	const struct embedded *f = file_of(name);

	assert(f && !memmem(f->bytes, f->n, "</", 2) && !memmem(f->bytes, f->n, "<!--", 4));
	struct out o = out_new(a, f->n + 64);
	out_printf(&o, "<%s>", tag);
	out_bytes(&o, (const char *)f->bytes, f->n);
	out_printf(&o, "</%s>", tag);
	return (struct html){ out_done(&o) };
}

struct html inlined_style(struct arena *a, const char *style)
{
	return element_of(a, "style", style);
}

struct html inlined_script(struct arena *a, const char *script)
{
	return element_of(a, "script", script);
}

struct html inlined_policy(struct arena *a, const char *style, const char *script)
{
	const struct embedded *s = file_of(style), *j = file_of(script);

	assert(s && j);
	return (struct html){ str_printf(a,
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		"script-src 'sha256-%s'; style-src 'sha256-%s'; img-src data:; "
		"form-action 'none'; base-uri 'none'\">",
		j->sha256, s->sha256) };
}
