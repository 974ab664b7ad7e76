/*
 * framework.h - the Open Roadmap as code lists: goals, outputs, activities, and what they refer to.
 *
 * Vocabularies: goal, output, activity, step, theme, sector, stage, stakeholder, sdg. Editions:
 * the session year of the document they come from (2019: DCE/19/7.CP/13; sdg 2015: the 2030
 * Agenda).
 */
#ifndef FRAMEWORK_H
#define FRAMEWORK_H

#include "module.h"

extern const struct module framework_module;

#endif
