/*
 * asked.h - what pages and the API share of answering: the record an address names, the refusal of
 * parameters, the address of a list for programs.
 */
#ifndef ASKED_H
#define ASKED_H

#include "html.h"
#include "list.h"

/* 400, with what is wrong with the parameters of a list. */
enum http_status asked_refuse(struct request *r, const struct problems *p);

/* The record the address names, if the reader may see it; else NULL: not to be told apart. */
void *asked_record(struct request *r);

/* "/api/v1/practices?format=csv&activity=2.4": the same list for programs. */
struct url asked_api_url(
	struct arena *a, const struct list_query *q, const char *format, struct str cursor);

#endif
