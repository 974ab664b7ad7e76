/* load_document.h - jalon load NAME FILE, for what a module takes as one document. */
#ifndef LOAD_DOCUMENT_H
#define LOAD_DOCUMENT_H

#include "command.h"
#include "module.h"

/* The document of that name that some module takes, or NULL. */
const struct module_document *document_named(const char *name);

/* Loads it, and makes anew what follows from code lists; the exit status. */
int load_document(const struct invocation *i, const struct module_document *document);

#endif
