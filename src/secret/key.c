#include "key.h"
#include "out.h"
#include "secret.h"
#include "temp_file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_BYTES = 32, FILE_BYTES = 2 * KEY_BYTES + 1 };

struct key {
	unsigned char bytes[KEY_BYTES];
};

static void wipe(void *key)
{
	sodium_memzero(key, sizeof(struct key));
}

/* ---- reading the file */

/* Of a file of another size, as much as shows that it is. */
static size_t read_bytes(int fd, char *to, size_t max)
{
	size_t n = 0;
	ssize_t got;

	while (n < max && ((got = read(fd, to + n, max - n)) > 0 || (got < 0 && errno == EINTR)))
		n += got > 0 ? (size_t)got : 0;
	return n;
}

static bool read_key(int fd, struct key *ret_key)
{
	char text[FILE_BYTES + 1];
	size_t n = read_bytes(fd, text, sizeof text), n_bytes;
	bool is_key = n == FILE_BYTES && text[FILE_BYTES - 1] == '\n' &&
		      !sodium_hex2bin(ret_key->bytes, KEY_BYTES, text, FILE_BYTES - 1, NULL,
			      &n_bytes, NULL) &&
		      n_bytes == KEY_BYTES;

	sodium_memzero(text, sizeof text);
	return is_key;
}

static const char *refusal_of(int fd, struct key *ret_key)
{
	struct stat about;

	if (fstat(fd, &about))
		return strerror(errno);
	if (!S_ISREG(about.st_mode))
		return "it is no file";
	if (about.st_mode & (S_IRWXG | S_IRWXO))
		return "others may read or write it. Leave it to its owner alone: chmod 600";
	if (!read_key(fd, ret_key))
		return "it is no key, which is 64 hexadecimal digits and a line feed. Bring back "
		       "the copy that you keep of it";
	return NULL;
}

/* ---- making the file */

/* For the C library to write into. */
static char *name_of(struct arena *a, const char *path, const char *ending)
{
	size_t room = strlen(path) + strlen(ending) + 1;
	char *name = arena_take(a, room);

	snprintf(name, room, "%s%s", path, ending);
	return name;
}

static bool sync_folder(struct arena *a, const char *path)
{
	char *copy = name_of(a, path, "");

	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool is_synced = fd >= 0 && !fsync(fd);
	if (fd >= 0)
		close(fd);
	return is_synced;
}

static bool write_key(int fd)
{
	unsigned char bytes[KEY_BYTES];
	char text[FILE_BYTES + 1];

	randombytes_buf(bytes, sizeof bytes);
	sodium_bin2hex(text, sizeof text, bytes, sizeof bytes);
	text[FILE_BYTES - 1] = '\n';
	bool is_written = temp_file_write(fd, (struct str){ text, FILE_BYTES }) && !fsync(fd);
	sodium_memzero(bytes, sizeof bytes);
	sodium_memzero(text, sizeof text);
	return is_written;
}

/* Never replaces what is there. Some file systems know but one of these ways. */
static bool give_name(const char *part, const char *path)
{
	if (!renameat2(AT_FDCWD, part, AT_FDCWD, path, RENAME_NOREPLACE))
		return true;
	return (errno == EINVAL || errno == ENOSYS) && !link(part, path);
}

/*
 * It gets its name when it is whole: who looks for it meanwhile finds none or all of it. False,
 * with errno, when it could not be made; another's that came first is as good.
 */
static bool make_file(struct arena *a, const char *path)
{
	char *name = name_of(a, path, ".XXXXXX");

	/* O_CREAT | O_EXCL with mode 0600, under a name that nobody has. */
	int fd = mkostemp(name, O_CLOEXEC);
	if (fd < 0)
		return false;
	bool is_made = write_key(fd) && (give_name(name, path) || errno == EEXIST);
	int error = errno;
	close(fd);
	unlink(name);
	errno = error;
	return is_made && sync_folder(a, path);
}

/* ---- opening */

static int open_file(const char *path)
{
	/* What is no file is looked at, not waited for. */
	return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

static int open_or_make(const char *path, struct arena *a, struct str *ret_why)
{
	int fd = open_file(path);

	if (fd < 0 && errno == ENOENT) {
		if (!make_file(a, path)) {
			*ret_why = str_printf(
				a, "%s: the key cannot be made: %s", path, strerror(errno));
			return -1;
		}
		fd = open_file(path);
	}
	if (fd < 0)
		*ret_why = str_printf(a, "%s: %s", path, strerror(errno));
	return fd;
}

/* What the open file holds; it is closed. */
static const struct key *key_of(int fd, const char *path, struct arena *a, struct str *ret_why)
{
	struct key *key = ARENA_NEW(a, struct key);

	arena_defer(a, wipe, key);
	const char *refusal = refusal_of(fd, key);
	close(fd);
	if (!refusal)
		return key;
	*ret_why = str_printf(a, "%s: %s", path, refusal);
	return NULL;
}

const struct key *key_open(const char *path, struct arena *a, struct str *ret_why)
{
	int fd = open_or_make(path, a, ret_why);

	return fd < 0 ? NULL : key_of(fd, path, a, ret_why);
}

const struct key *key_find(const char *path, struct arena *a, struct str *ret_why)
{
	int fd = open_file(path);

	*ret_why =
		fd < 0 && errno != ENOENT ? str_printf(a, "%s: %s", path, strerror(errno)) : S("");
	return fd < 0 ? NULL : key_of(fd, path, a, ret_why);
}

/* ---- what is made of it */

/* A key for each use and purpose; the NUL at their ends keeps them apart. */
static void make_sub_key(
	const struct key *k, const char *use, const char *purpose, unsigned char to[KEY_BYTES])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, k->bytes, KEY_BYTES, KEY_BYTES);
	crypto_generichash_update(&state, (const unsigned char *)use, strlen(use) + 1);
	crypto_generichash_update(&state, (const unsigned char *)purpose, strlen(purpose) + 1);
	crypto_generichash_final(&state, to, KEY_BYTES);
	sodium_memzero(&state, sizeof state);
}

struct str key_check(const struct key *k, struct arena *a)
{
	enum { CHECK_BYTES = 16 };
	unsigned char check[KEY_BYTES];

	make_sub_key(k, "check", "", check);
	return secret_hex(a, check, CHECK_BYTES);
}

struct str key_digest(const struct key *k, struct arena *a, const char *purpose, struct str text)
{
	unsigned char key[KEY_BYTES], digest[KEY_BYTES];

	make_sub_key(k, "digest", purpose, key);
	crypto_generichash(
		digest, sizeof digest, (const unsigned char *)text.p, text.n, key, sizeof key);
	sodium_memzero(key, sizeof key);
	return secret_hex(a, digest, sizeof digest);
}

/* ---- sealing; to change how: another version, and this one still read */

#define VERSION "1."

enum {
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES
};

struct str key_seal(const struct key *k, struct arena *a, const char *purpose, struct str plain)
{
	unsigned char key[KEY_BYTES], *bytes = arena_take(a, NONCE + plain.n + TAG);

	make_sub_key(k, "seal", purpose, key);
	randombytes_buf(bytes, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + NONCE, NULL,
		(const unsigned char *)plain.p, plain.n, (const unsigned char *)purpose,
		strlen(purpose), NULL, bytes, key);
	sodium_memzero(key, sizeof key);
	struct str text = secret_base64(a, bytes, NONCE + plain.n + TAG);
	return str_printf(a, VERSION STR_FMT, STR_ARG(text));
}

bool key_unseal(const struct key *k, struct arena *a, const char *purpose, struct str sealed,
	struct str *ret_plain)
{
	unsigned char key[KEY_BYTES], *bytes = arena_take(a, sealed.n + 1), *plain;
	size_t n;

	if (!str_starts(sealed, S(VERSION)) ||
		!secret_from_base64(str_from_at(sealed, sizeof VERSION - 1), bytes, sealed.n, &n) ||
		n < NONCE + TAG)
		return false;
	plain = arena_take(a, n);
	make_sub_key(k, "seal", purpose, key);
	bool is_ours = !crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, bytes + NONCE,
		n - NONCE, (const unsigned char *)purpose, strlen(purpose), bytes, key);
	sodium_memzero(key, sizeof key);
	if (is_ours)
		*ret_plain = (struct str){ (const char *)plain, n - NONCE - TAG };
	return is_ours;
}

/* ---- signing */

static void make_pair(const struct key *k, const char *purpose,
	unsigned char public_key[crypto_sign_PUBLICKEYBYTES],
	unsigned char secret_key[crypto_sign_SECRETKEYBYTES])
{
	unsigned char seed[KEY_BYTES];

	static_assert(KEY_BYTES == crypto_sign_SEEDBYTES, "a key of ours is a seed");
	make_sub_key(k, "sign", purpose, seed);
	crypto_sign_seed_keypair(public_key, secret_key, seed);
	sodium_memzero(seed, sizeof seed);
}

struct str key_sign(const struct key *k, struct arena *a, const char *purpose, struct str text)
{
	unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
	unsigned char secret_key[crypto_sign_SECRETKEYBYTES], signature[crypto_sign_BYTES];

	make_pair(k, purpose, public_key, secret_key);
	crypto_sign_detached(signature, NULL, (const unsigned char *)text.p, text.n, secret_key);
	sodium_memzero(secret_key, sizeof secret_key);
	return secret_hex(a, signature, sizeof signature);
}

struct str key_public(const struct key *k, struct arena *a, const char *purpose)
{
	unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
	unsigned char secret_key[crypto_sign_SECRETKEYBYTES];

	make_pair(k, purpose, public_key, secret_key);
	sodium_memzero(secret_key, sizeof secret_key);
	return secret_hex(a, public_key, sizeof public_key);
}

static bool read_hex(struct str text, unsigned char *to, size_t n)
{
	size_t n_read;

	return text.n == 2 * n && !sodium_hex2bin(to, n, text.p, text.n, NULL, &n_read, NULL) &&
	       n_read == n;
}

bool key_verify(struct str public_key, struct str text, struct str signature)
{
	unsigned char key[crypto_sign_PUBLICKEYBYTES], bytes[crypto_sign_BYTES];

	return read_hex(public_key, key, sizeof key) && read_hex(signature, bytes, sizeof bytes) &&
	       !crypto_sign_verify_detached(bytes, (const unsigned char *)text.p, text.n, key);
}
