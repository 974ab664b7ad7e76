/* notify.h - tells the service manager how the server is, if one wants to know (sd_notify). */
#ifndef NOTIFY_H
#define NOTIFY_H

/* "READY=1", "STOPPING=1": to the socket that $NOTIFY_SOCKET names. */
void notify_manager(const char *state);

#endif
