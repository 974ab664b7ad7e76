/*
 * replay.c - runs a fuzz target without libFuzzer: on each file named, or in each folder named; or,
 * when none is, on a few thousand inputs made by chance, the same at each run.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

enum { INPUT_MAX_BYTES = 1 << 20, RANDOM_INPUTS = 3000, RANDOM_MAX_BYTES = 200, SEED = 2005 };

static size_t n_inputs;

/* In memory of exactly its size, so that a read beyond it shows. */
static void run(const uint8_t *bytes, size_t n)
{
	uint8_t *input = malloc(n ? n : 1);

	if (!input)
		abort();
	memcpy(input, bytes, n);
	LLVMFuzzerTestOneInput(input, n);
	free(input);
	n_inputs++;
}

/* ---- files */

static void give_up(const char *path)
{
	perror(path);
	exit(EXIT_FAILURE);
}

static void run_file(const char *path)
{
	static uint8_t bytes[INPUT_MAX_BYTES];
	FILE *file = fopen(path, "rb");

	if (!file)
		give_up(path);
	size_t n = fread(bytes, 1, sizeof bytes, file);
	if (ferror(file))
		give_up(path);
	fclose(file);
	run(bytes, n);
}

static void run_folder(const char *path)
{
	struct dirent **entries;
	int n = scandir(path, &entries, NULL, alphasort);

	if (n < 0)
		give_up(path);
	for (int i = 0; i < n; i++) {
		char inside[4096];

		snprintf(inside, sizeof inside, "%s/%s", path, entries[i]->d_name);
		if (entries[i]->d_name[0] != '.')
			run_file(inside);
		free(entries[i]);
	}
	free(entries);
}

static void run_path(const char *path)
{
	struct stat about;

	if (stat(path, &about))
		give_up(path);
	if (S_ISDIR(about.st_mode))
		run_folder(path);
	else
		run_file(path);
}

/* ---- chance */

static size_t below(size_t limit)
{
	static uint64_t state = SEED;

	state = state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(state >> 33) % limit;
}

/* What separates and quotes in the languages the targets read, and a few characters of text. */
static const char *const pieces[] = { ",", ";", "\"", "\"\"", "\n", "\r\n", "=", "&", "?", "/", "%",
	"%2", "%41", "%00", "+", "-", ".", "*", " ", "q=", "q=0.5", "fr", "en", "en-GB", "a1", "b2",
	"id", "title_fr", "output", "activity", "2.4", "party", "FRA", "year", "2016", "limit",
	"cursor", "sort", "title", "facets", "film", "droit d'auteur", "\xc3\xa9", "\xe6\x96\x87",
	"\xf0\x9f\x8e\xad", "\xc0\xaf", "\xed\xa0\x80" };

static size_t make_piece(uint8_t *to)
{
	const char *piece = pieces[below(sizeof pieces / sizeof *pieces)];
	size_t n = strlen(piece);

	memcpy(to, piece, n);
	return n;
}

/* One input in four is of any bytes, the others are mostly of pieces. */
static void run_random(void)
{
	uint8_t bytes[RANDOM_MAX_BYTES + 16];
	size_t length = below(RANDOM_MAX_BYTES), n = 0;
	bool is_wild = !below(4);

	while (n < length) {
		if (is_wild || !below(10))
			bytes[n++] = (uint8_t)below(256);
		else
			n += make_piece(bytes + n);
	}
	run(bytes, n);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		run_path(argv[i]);
	for (int i = 0; argc < 2 && i < RANDOM_INPUTS; i++)
		run_random();
	printf("[  PASSED  ] 1 test(s), %zu inputs.\n", n_inputs);
	return n_inputs ? EXIT_SUCCESS : EXIT_FAILURE;
}
