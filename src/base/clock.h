/* clock.h: the only room that reads a clock.
 *
 * All of these may be called after fork and in a signal handler. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/base.h"

/* Nanoseconds since some fixed point; never goes back. */
uint64_t clock_now_ns(void);

/* Nanoseconds since 1970-01-01 UTC; may be set by the system's owner. */
uint64_t clock_wall_ns(void);

/* Nanoseconds of processor time that this process has used. */
uint64_t clock_cpu_ns(void);

/* Nanoseconds of processor time that the calling thread has used. */
uint64_t clock_thread_cpu_ns(void);

#endif
