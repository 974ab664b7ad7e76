/*
 * licence.h - under which licence the data may be used: the one place that names it.
 *
 * It covers what `data/` brings along and what is written in this site. The program's own licence
 * is another (LICENSE).
 */
#ifndef LICENCE_H
#define LICENCE_H

#define LICENCE_URL   "https://creativecommons.org/licenses/by/4.0/"
#define LICENCE_ID    "CC-BY-4.0" /* of SPDX */
#define LICENCE_TITLE "Creative Commons Attribution 4.0 International"
#define LICENCE_SHORT "CC BY 4.0"

#endif
