/* backup_schema.h - what of the store a backup holds, and what is made anew. */
#ifndef BACKUP_SCHEMA_H
#define BACKUP_SCHEMA_H

#include "backup.h"
#include "migrations.h"
#include "record_index.h"

static inline struct backup_schema backup_schema(void)
{
	return (struct backup_schema){ migrations, n_migrations, record_index_tables };
}

/* How many rows the table has; of "record", how many records. */
static inline int64_t backup_rows(const struct backup_about *about, const char *table)
{
	for (size_t i = 0; i < about->n_tables; i++)
		if (str_is(str_from(about->tables[i].name), table))
			return about->tables[i].n_rows;
	return 0;
}

#endif
