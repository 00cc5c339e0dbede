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

/* Ticks of the processor's own counter: half the price of clock_now_ns(), for stamping events.
 * They grow evenly where clock_has_ticks() is true; elsewhere they are clock_now_ns(). */
static inline uint64_t clock_ticks(void)
{
#if defined(__x86_64__)
    return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
    uint64_t t;
    __asm__ volatile("mrs %0, cntvct_el0" : "=r"(t));
    return t;
#else
    return clock_now_ns();
#endif
}

/* Whether the counter is the same on all cores and never stops. */
bool clock_has_ticks(void);

#endif
