/* temp_file.h - a file without a name: it is gone when it is closed, or when the process dies. */
#ifndef TEMP_FILE_H
#define TEMP_FILE_H

#include "str.h"

/* $TMPDIR, or /tmp. */
const char *temp_folder(void);

/* Opens one there for writing and reading; -1, with errno, when the system gives none. */
int temp_file_open(void);

/* Writes all of it at the file's place. False, with errno, when not all could be written. */
bool temp_file_write(int fd, struct str piece);

#endif
