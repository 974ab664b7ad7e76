/*
 * notice.h - what each person was told: the list, how often letters come, and deadlines as a
 * calendar. What is told, and to whom, is of those who call notice_put() (notices.h).
 */
#ifndef NOTICE_H
#define NOTICE_H

#include "module.h"

extern const struct module notice_module;

#endif
