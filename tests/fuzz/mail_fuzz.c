/*
 * Any bytes as the reply of a mail server, as an address, and as a letter: what is kept of a reply
 * can be shown, what is taken for an address ends no line, and a letter has the headers it has.
 */
#include "mail.h"
#include "mime.h"
#include "smtp.h"
#include "utf8.h"

#include <assert.h>
#include <string.h>

enum { CAP_BYTES = 64 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void check_reply(struct arena *a, struct str reply)
{
	struct str clean = smtp_clean(a, reply);

	assert(utf8_is_text(clean) && clean.n <= SMTP_REPLY_MAX);
	assert(str_eq(smtp_clean(a, clean), clean));
	for (size_t i = 0; i < clean.n; i++)
		assert((unsigned char)clean.p[i] >= ' ' && clean.p[i] != 0x7f);
	for (enum smtp_step step = SMTP_HELLO; step <= SMTP_CONTENT; step++)
		assert(smtp_judge(step, clean) != SMTP_SENT);
}

static void check_address(struct str address)
{
	size_t n_at = 0;

	if (!mail_address_is_sound(address))
		return;
	assert(address.n <= MAIL_ADDRESS_MAX);
	for (size_t i = 0; i < address.n; i++) {
		assert(address.p[i] > ' ' && address.p[i] < 0x7f);
		assert(!strchr("<>\"(),:;\\[]", address.p[i]));
		n_at += address.p[i] == '@';
	}
	assert(n_at == 1);
}

/* Nine headers, three lines with the boundary, and every line short and of ASCII. */
static void check_letter(struct arena *a, struct str text)
{
	const struct mime m = { .id = S("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
		.from = S("jalon@jalon.example"),
		.to = S("reader@b.example"),
		.lang = &languages[LANG_EN],
		.subject = text,
		.text = text };
	struct str rest = mime_write(a, &m), line;
	size_t n_headers = 0, n_boundaries = 0;
	bool is_body = false;

	while (str_cut(&rest, '\n', &line) && rest.p) {
		assert(line.n && line.n <= 78 && line.p[line.n - 1] == '\r');
		for (size_t i = 0; i + 1 < line.n; i++)
			assert(line.p[i] >= ' ' && line.p[i] <= '~');
		is_body |= line.n == 1;
		n_headers += !is_body && line.p[0] != ' ';
		n_boundaries += str_starts(line, S("--=_01ARZ3NDEKTSV4RRFFQ69G5FAV"));
	}
	assert(n_headers == 9 && n_boundaries == 3);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str input = { (const char *)bytes, n };
	struct arena a;

	arena_init(&a, CAP_BYTES);
	check_reply(&a, input);
	check_address(input);
	if (n <= 10000 && utf8_is_text(input))
		check_letter(&a, input);
	arena_free(&a);
	return 0;
}
