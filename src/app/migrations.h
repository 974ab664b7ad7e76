/* migrations.h - the steps of db/migrations/, embedded in their order. */
#ifndef MIGRATIONS_H
#define MIGRATIONS_H

#include "migrate.h"

extern const struct migration migrations[];
extern const size_t n_migrations;

#endif
