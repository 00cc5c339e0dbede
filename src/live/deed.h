/* deed.h: one operation on its way through deed.c, journal.c, item.c and perform.c.
 *
 * In:      a call (struct live_call) that could not be done the quick way.
 * Out:     the answer of sync/, done and told as one step.
 * Owner:   the caller's stack; it borrows the call and the objects.
 * Threads: the calling task's own.
 * Locks:   between deed_guard() and deed_unguard() the guards of the private objects among the two are held, and klock,
 *          if one of them is shared, or from need_klock() on. */
#ifndef LIVE_DEED_H
#define LIVE_DEED_H

#include "live/object.h"

/* The objects, how they are guarded, what came out. */
struct deed {
    struct live_call *c;
    struct sync_object *o, *lock; // lock: the condition's, or NULL. A private condition may use a shared lock
    uint32_t handle, lock_handle;
    struct sync_call call;
    struct sync_effect eff;
    enum sync_answer answer;
    uint64_t key, lock_key;
    bool in_region; // one of the two is, so what is done goes through the journal
    bool klocked;
};

/* ---- deed.c ---- */

/* Takes no lock. False: the object has been freed by another process. */
bool deed_init(struct deed *d, struct live_call *c);

/* Private objects by their guards (the condition's before its lock's), shared ones by klock. May block. Until
 * deed_unguard() wake-ups of private objects' waiters are put off. */
void deed_guard(struct deed *d);
void deed_unguard(struct deed *d);

/* Guarded: klock too, from here to deed_unguard(). */
static inline void need_klock(struct deed *d)
{
    if (d->klocked)
        return;
    klock_take(&live.region);
    d->klocked = true;
}

/* Guarded, after call_prepare(). Tries the call; what is told and what is done are one step. d->answer and d->eff say
 * what came out. */
void deed_try(struct deed *d);

/* Guarded, after SYNC_WAIT: among the waiters, and a look whether that is for ever. */
void deed_enter_wait(struct deed *d);

/* ---- journal.c; klock held ---- */

/* Does what j says, words, objects and wake-ups; all or nothing, though the task is killed in the middle. */
void journal_go(struct run_region *r, struct journal *j);

/* ---- item.c ---- */

/* Before the guard: a large item of PUT is copied into a block that the task holds. May wait for klock. False: there is no room. */
bool item_prepare(struct live_call *c);

/* Klock held, after a call with an item or room for one has been done to the image of a shared queue: the words that move
 * the item are added to the journal. Where there is no room, the deed has failed. */
void item_move(struct deed *d, struct sync_object *image);

/* Klock held: all items of a queue that is going are given back, one by one. */
void items_drop(struct run_region *r, struct sync_object *o);

#endif
