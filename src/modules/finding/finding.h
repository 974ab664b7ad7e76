/*
 * finding.h - one search over everything public: records of every kind, and the framework's and
 * other code lists, whose terms lead to the records that have them (R044, R103).
 */
#ifndef FINDING_H
#define FINDING_H

#include "module.h"

extern const struct module finding_module;

#endif
