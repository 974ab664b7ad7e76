/*
 * password.h - passwords: which are too weak to be taken, and how they are kept.
 *
 * They are kept as argon2id makes of them, with 19 MiB and two passes, after NFKC: the same
 * password typed on another device fits. One at a time is worked on in the whole process, so that
 * memory stays bounded; the others wait. For workers, not for event threads: it takes tens of
 * milliseconds.
 */
#ifndef PASSWORD_H
#define PASSWORD_H

#include "str.h"

enum { PASSWORD_MIN_CHARS = 10, PASSWORD_MAX_BYTES = 1024 };

enum password_fault {
	PASSWORD_FINE,
	PASSWORD_SHORT, /* fewer than PASSWORD_MIN_CHARS characters */
	PASSWORD_LONG, /* more than PASSWORD_MAX_BYTES bytes */
	PASSWORD_COMMON, /* among the first that anybody tries */
	PASSWORD_PERSONAL /* hardly more than what is known of its owner, or the name of the site */
};

/*
 * What is wrong with a new password. Common are those of data/common_passwords.txt, whatever their
 * case, accents and figures for letters ("P@ssw0rd"), with a few more figures and signs around
 * them; what is repeated; what runs along the alphabet, the figures or a keyboard. `personal`: the
 * e-mail address and the name of its owner, whole; their parts are looked for too.
 */
enum password_fault password_fault(
	struct arena *a, struct str password, const struct str *personal, size_t n);

/*
 * What is kept of it: its own salt and costs included, printable. Empty when the system refused the
 * memory, or the password is longer than PASSWORD_MAX_BYTES.
 */
struct str password_hash(struct arena *a, struct str password);

/*
 * Is it the password that was hashed? With an empty `hash` (nobody has that name) or one that
 * cannot be, false after the same time and memory. False with errno ENOMEM, and otherwise 0, when
 * the system refused the memory: it was not tried then.
 */
bool password_fits(struct str hash, struct str password);

/* Was it made at another cost than today's? Make it anew when the password is next typed. */
bool password_is_outdated(struct str hash);

#endif
