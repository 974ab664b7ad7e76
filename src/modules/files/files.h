/*
 * files.h - the address of what people attach to records: /files/{id}/{name}. What may be attached,
 * and how it is kept: src/files; the pages that do it: src/screens/file_pages.c.
 */
#ifndef FILES_H
#define FILES_H

#include "module.h"

extern const struct module files_module;

#endif
