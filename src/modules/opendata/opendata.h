/*
 * opendata.h - taking the data away: the page of downloads, the data dictionary, code lists,
 * reference files and Data Packages, the catalogue (DCAT), how collections are cited, and the API
 * with its description for people and for programs.
 *
 * It holds no records of its own; what it tells of the collections comes from their descriptors.
 */
#ifndef OPENDATA_H
#define OPENDATA_H

#include "module.h"

extern const struct module opendata_module;

#endif
