/* log.h - lines for the operator, to stderr. They hold no personal data. */
#ifndef LOG_H
#define LOG_H

void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
