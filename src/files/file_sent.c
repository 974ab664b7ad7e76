/* file_sent.c - what was sent, as it will be kept. */
#include "file_store.h"

#include <sodium.h>

static void hash_pieces(struct file_sent *f)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;

	crypto_hash_sha256_init(&state);
	for (size_t i = 0; i < f->pieces.n; i++) {
		const struct str piece = f->pieces.v[i];

		crypto_hash_sha256_update(&state, (const unsigned char *)piece.p, piece.n);
		f->bytes += (int64_t)piece.n;
	}
	crypto_hash_sha256_final(&state, hash);
	sodium_bin2hex(f->hash, sizeof f->hash, hash, sizeof hash);
}

static void keep_whole(struct file_sent *f, struct arena *a, struct str bytes)
{
	f->pieces = (struct pieces){ ARENA_ARRAY(a, struct str, 1), 1 };
	f->pieces.v[0] = bytes;
}

struct file_sent file_examine(struct arena *a, struct str name, struct str bytes)
{
	struct file_sent f = { 0 };
	struct picture picture;

	f.type = file_type_of(bytes, name, a, &f.why);
	if (f.type && !f.type->is_picture)
		keep_whole(&f, a, bytes);
	if (f.type && f.type->is_picture) {
		if (!picture_read(f.type, bytes, a, &picture, &f.why))
			f.type = NULL;
		else
			f = (struct file_sent){ .type = f.type,
				.pieces = picture.kept,
				.width = picture.width,
				.height = picture.height };
	}
	if (!f.type)
		return f;
	f.name = file_name_kept(a, name, f.type);
	hash_pieces(&f);
	return f;
}
