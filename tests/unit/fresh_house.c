#include "fresh_house.h"
#include "command.h"
#include "fresh_store.h"

#include <stdio.h>
#include <stdlib.h>

enum { HOUSE_CAP_BYTES = 96 << 20 };

void fresh_house_open(struct fresh_house *h, enum db_engine e, enum house_content content)
{
	*h = (struct fresh_house){ 0 };
	arena_init(&h->kept, HOUSE_CAP_BYTES);
	arena_init(&h->arena, HOUSE_CAP_BYTES);
	h->url = fresh_store(e, &h->kept);
	const struct language *l = &languages[LANG_EN];
	const enum reference_part last =
		content == HOUSE_BARE ? REFERENCE_LISTS : REFERENCE_EXAMPLES;

	if (house_init(h->url, last, l) != EXIT_DONE ||
		!desk_open(&h->desk, h->url, DB_WRITE, true, l)) {
		fprintf(stderr, "fresh_house: cannot make %s\n", h->url);
		exit(EXIT_FAILURE);
	}
	fresh_house_work(h);
}

void fresh_house_close(struct fresh_house *h)
{
	desk_close(&h->desk);
	arena_free(&h->arena);
	arena_free(&h->kept);
}

struct work *fresh_house_work(struct fresh_house *h)
{
	/* The desk lets go of the old rows before their memory goes. */
	db_use(h->desk.db, &h->kept, &h->failure, 0);
	arena_free(&h->arena);
	h->failure = (struct failure){ 0 };
	h->work = desk_work(&h->desk, &h->arena, &h->failure, &languages[LANG_EN]);
	h->work.now_ms = HOUSE_NOW_MS;
	return &h->work;
}
