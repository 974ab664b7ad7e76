/*
 * party.h - the Parties to the Convention and the electoral groups of UNESCO, as code lists.
 *
 * Vocabularies: party (ISO 3166-1 alpha-3, EUE for the European Union), group (I to Vb). The
 * European Union belongs to no group.
 */
#ifndef PARTY_H
#define PARTY_H

#include "module.h"

extern const struct module party_module;

#endif
