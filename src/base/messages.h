/* messages.h - the catalogues, made from po/ by tools/messages_compiler.py. */
#ifndef MESSAGES_H
#define MESSAGES_H

#include "lang.h"

extern const struct message messages_fr[], messages_en[];
extern const size_t n_messages_fr, n_messages_en;

#endif
