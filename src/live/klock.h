/* klock.h: the one lock of the region, which a kill cannot keep.
 *
 * A raw robust futex. The kernel is told, once and for all, that the thread may be in the
 * middle of taking or giving klock (list_op_pending), so if the thread dies while the
 * word holds its tid the kernel marks it FUTEX_OWNER_DIED and wakes one waiter. No pointer
 * of that protocol is in shared memory except each slot's own list node, which only the
 * kernel reads, on behalf of its owner.
 *
 * Rules for whoever holds it: nothing that may block; every operation has one commit store;
 * everything else can be derived again, and klock_take() does so when an owner has died
 * (recover.c). Waiters are woken while it is held.
 * Source of the protocol: Linux Documentation/locking/robust-futex-ABI.rst. */
#ifndef LIVE_KLOCK_H
#define LIVE_KLOCK_H

#include "live/region.h"

/* Tells the kernel about this thread's slot and klock. At a task's start and after each fork,
 * before klock is taken. Replaces the C library's robust list: its robust mutexes must not be used. */
void klock_arm(struct run_region *r, struct task_slot *slot, uint32_t tid);

/* The thread's task is over: its life word says so, and is not watched any more. */
void klock_disarm(struct run_region *r, struct task_slot *slot);

/* Takes klock; if its owner had died, what it left half done has been finished. */
void klock_take(struct run_region *r);

/* The same for the shell, which must not be held up: -ETIMEDOUT after wait_ms, and then *ret_holder
 * (if not NULL) is the tid that has it. */
enum { LOCK_MS = 30 }; // as long as the shell does
int klock_take_timed(struct run_region *r, unsigned wait_ms, uint32_t *ret_holder);
void klock_give(struct run_region *r);

/* After -ETIMEDOUT: the task that holds klock (stopped by an outsider, most likely), NOBODY if the
 * word names nobody of the run: then the region is damaged and the run should be ended. */
task_ref klock_holder(const struct run_region *r);

/* Makes the derived things anew: the journal's operation is done again, lists of waiters,
 * counts and hints are rebuilt. Klock held. Idempotent. */
void klock_recover(struct run_region *r);

/* A point at which the test build may kill the process. Nothing in a release. */
#ifdef CRASH_POINTS
void crash_point(struct run_region *r);
#else
static inline void crash_point(struct run_region *r)
{
    (void)r;
}
#endif

#endif
