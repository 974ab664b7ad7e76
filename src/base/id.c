#include "id.h"
#include "clock.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void ulid_make(char ret_id[ULID_LENGTH + 1])
{
	uint64_t time_ms = (uint64_t)clock_now_ms();
	unsigned char chance[16];

	/* Below 256 bytes it cannot be cut short; without chance no id is safe to make. */
	if (getrandom(chance, sizeof chance, 0) != sizeof chance)
		abort();
	for (int i = 9; i >= 0; i--, time_ms >>= 5)
		ret_id[i] = alphabet[time_ms & 31];
	for (int i = 0; i < 16; i++)
		ret_id[10 + i] = alphabet[chance[i] & 31];
	ret_id[ULID_LENGTH] = '\0';
}

bool ulid_is_valid(struct str s)
{
	if (s.n != ULID_LENGTH || s.p[0] > '7')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!s.p[i] || !strchr(alphabet, s.p[i]))
			return false;
	return true;
}
