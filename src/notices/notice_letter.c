#include "notice_letter.h"
#include "mail.h"
#include "page.h"
#include "utf8.h"

enum { LETTER_MAX_BYTES = 256 * 1024, SHOWN_OF_EACH = 600 /* characters */ };

static void write_address(
	struct out *o, struct str home, const struct language *l, struct str place)
{
	out_str(o, home);
	out_char(o, '/');
	out_z(o, l->code);
	out_str(o, place);
}

/* How often letters come is the reader's own choice. */
static void write_foot(struct out *o, struct str home, const struct language *l)
{
	out_z(o, "\n\n");
	out_z(o, tr(l, "How often Jalon writes to you is for you to choose:"));
	out_char(o, '\n');
	write_address(o, home, l, S("/notices/settings"));
}

static void send(struct work *w, const struct reader *to, struct str subject, struct str text)
{
	const struct letter letter = { .to = to->email,
		.lang = to->lang,
		.account_id = to->account_id,
		.subject = subject,
		.text = text };

	mail_put(w, &letter);
}

void notice_letter(struct work *w, const struct reader *to, const struct notice *n, struct str home)
{
	struct out o = out_new(w->arena, LETTER_MAX_BYTES);

	out_str(&o, n->text);
	out_z(&o, "\n\n");
	write_address(&o, home, to->lang, n->place);
	write_foot(&o, home, to->lang);
	send(w, to, n->subject, out_done(&o));
}

static void write_one(struct out *o, const struct notice *n, size_t number, struct str home,
	const struct language *l)
{
	const struct str text = utf8_beginning(n->text, SHOWN_OF_EACH);

	out_int(o, (int64_t)number);
	out_z(o, ". ");
	out_str(o, n->subject);
	out_z(o, "\n\n");
	out_str(o, text);
	out_z(o, text.n < n->text.n ? "…\n\n" : text.n ? "\n\n" : "");
	write_address(o, home, l, n->place);
	out_z(o, "\n\n");
}

void notices_letter(struct work *w, const struct reader *to, const struct notices *owed,
	size_t n_all, struct str home)
{
	const struct language *l = to->lang;
	struct out o = out_new(w->arena, LETTER_MAX_BYTES);
	const struct str n = format_number(w->arena, l, (int64_t)n_all),
			 more = format_number(w->arena, l, (int64_t)(n_all - owed->n));

	if (owed->n == 1) {
		notice_letter(w, to, &owed->v[0], home);
		return;
	}
	out_z(&o, tr(l, "What you have not read in Jalon yet:"));
	out_z(&o, "\n\n");
	for (size_t i = 0; i < owed->n; i++)
		write_one(&o, &owed->v[i], i + 1, home, l);
	if (owed->n < n_all) {
		out_str(&o, STR_FILL(w->arena,
				    trn(l, "And {1} more.", "And {1} more.",
					    (uint64_t)(n_all - owed->n)),
				    more));
		out_z(&o, "\n\n");
	}
	out_z(&o, tr(l, "All of them stand here:"));
	out_char(&o, '\n');
	write_address(&o, home, l, S("/notices"));
	write_foot(&o, home, l);
	send(w, to, STR_FILL(w->arena, trn(l, "{1} notice", "{1} notices", (uint64_t)n_all), n),
		out_done(&o));
}
