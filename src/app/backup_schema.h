/* backup_schema.h - what of the store a backup holds, and what is made anew. */
#ifndef BACKUP_SCHEMA_H
#define BACKUP_SCHEMA_H

#include "backup.h"
#include "migrations.h"
#include "record_index.h"

/*
 * Beside the index: what opens something while it lasts, and letters, in which such links stand and
 * which would go out a second time. After a restore people sign in anew, and what was open is
 * invited again.
 */
static inline struct backup_schema backup_schema(void)
{
	enum { LEFT_OUT_MAX = 16 };
	static const char *const fleeting[] = { "attempt", "mail", "one_time_link", "presence",
		"session" };
	static const char *left_out[LEFT_OUT_MAX + 1];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(fleeting); i++)
		left_out[n++] = fleeting[i];
	for (const char *const *name = record_index_tables; *name; name++)
		left_out[n++] = *name;
	return (struct backup_schema){ migrations, n_migrations, left_out };
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
