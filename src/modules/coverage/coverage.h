/*
 * coverage.h - where examples are known and where none is (R046): good practices by activity, and
 * by electoral group or stage of the value chain.
 *
 * Public practices alone are counted, each once in every cell whose two codes it has. Parties are
 * never compared: those without an example are named in the order of their names, no others.
 */
#ifndef COVERAGE_H
#define COVERAGE_H

#include "module.h"

extern const struct module coverage_module;

#endif
