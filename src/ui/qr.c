#include "qr.h"
#include "ui_html.h"

#include <limits.h>
#include <qrencode.h>

enum { QUIET = 4, DARK = 1, DARK_MAX_BYTES = 1 << 18, SVG_MAX_BYTES = 1 << 19 };

static int run_at(const QRcode *code, int x, int y)
{
	const unsigned char *row = code->data + y * code->width;
	int end = x;

	while (end < code->width && row[end] & DARK)
		end++;
	return end - x;
}

static struct str dark_path(struct arena *a, const QRcode *code)
{
	struct out path = out_new(a, DARK_MAX_BYTES);

	for (int y = 0; y < code->width; y++)
		for (int x = 0, n; x < code->width; x += n ? n : 1) {
			n = run_at(code, x, y);
			if (n)
				out_printf(&path, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, n, n);
		}
	return out_done(&path);
}

struct html qr_html(struct page_out *o, struct str text, struct str label)
{
	struct out svg = out_new(o->arena, SVG_MAX_BYTES);
	struct page_out piece = { &svg, o->arena, o->lang };
	QRcode *code = NULL;

	if (text.n && text.n <= INT_MAX)
		code = QRcode_encodeData(
			(int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
	if (!code)
		return (struct html){ 0 };
	const struct qr_view v = { label, code->width + 2 * QUIET, dark_path(o->arena, code) };
	QRcode_free(code);
	qr_svg_html(&piece, &v);
	return (struct html){ out_done(&svg) };
}
