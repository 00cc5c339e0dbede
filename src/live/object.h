/* object.h: what the files about synchronisation objects share among themselves.
 *
 *   object.c    where objects are, who guards them, what the trace calls them
 *   quick.c     an operation that needs one word only: nobody waits, nobody looks
 *   deed.c      one guarded attempt at an operation, with whatever it takes (deed.h)
 *   journal.c   how an attempt at shared objects is done at once or not at all
 *   item.c      the items of shared queues, moved by the same journal
 *   perform.c   from the gate to the end of the wait: live_sync()
 *
 * A private object (threading, queue) is guarded by a word of its own, a plain futex lock:
 * when its process is killed, all who could want it are gone. Only when somebody has to
 * wait, or waits, klock is taken too, below the guard. A shared object (multiprocessing) is
 * guarded by klock, and what is done to it goes through the journal.
 *
 * Nothing here may be called in a signal handler. A forked child may, once objects_after_fork()
 * has made its guards anew. */
#ifndef LIVE_OBJECT_H
#define LIVE_OBJECT_H

#include "live/parts.h"

/* ---- object.c: guards ---- */

/* Sleeps until the guard, last seen as `seen` (1 or 2), is the caller's. */
void guard_wait(_Atomic uint32_t *guard, uint32_t seen);

/* The guard of a private object, or of their table. May block, so never under klock; two objects: a
 * condition's before its lock's. */
static inline void guard_take(uint32_t *word)
{
    _Atomic uint32_t *w = (_Atomic uint32_t *)word;
    uint32_t v = 0;
    if (UNLIKELY(!atomic_compare_exchange_strong(w, &v, 1)))
        guard_wait(w, v);
}

static inline void guard_give(uint32_t *word)
{
    _Atomic uint32_t *w = (_Atomic uint32_t *)word;
    if (UNLIKELY(atomic_exchange(w, 0) == 2))
        futex_wake(w, 1);
}

/* ---- object.c: where they are ---- */

/* The private objects of this process. Set under its guard; an object's own words under the object's. */
struct private_table {
    struct sync_object *objects; // address space for all; pages come when touched. NULL: none yet
    _Atomic uint32_t used;       // 0 is no handle
    uint32_t free_first;         // 0: none
    uint32_t guard;
};
extern struct private_table privates;

static inline bool is_private(uint32_t handle)
{
    return handle && !(handle & HANDLE_REGION);
}

/* A private object's handle to its words. Takes no lock: they do not move. */
static inline struct sync_object *private_at(uint32_t handle)
{
    assert(handle != 0 && handle < privates.used);
    return &privates.objects[handle];
}

/* live_sync_at(), here for who is in a hurry. */
static inline struct sync_object *object_at(uint32_t handle)
{
    return handle & HANDLE_REGION ? region_sync(&live.region, handle & ~HANDLE_REGION) : private_at(handle);
}

/* What the lists of waiters go by. */
static inline uint64_t key_of(uint32_t handle)
{
    if (handle & HANDLE_REGION)
        return KEY_REGION | (handle & ~HANDLE_REGION);
    return key_private(live.process, handle);
}

/* ---- object.c: what the shell sees of them ---- */

/* Its id, if it has one that belongs to this process; else 0. Also without a guard: `home` is stored last. */
static inline uint32_t object_id_known(const struct sync_object *o, bool in_region)
{
    task_ref home = in_region ? NOBODY : live.process;
    return __atomic_load_n(&o->home, __ATOMIC_ACQUIRE) == home ? __atomic_load_n(&o->id, __ATOMIC_RELAXED) : 0;
}

/* A new id for an object that has none, or has one of the process that this one was forked from. Guarded, as object_id(). */
uint32_t object_id_new(struct sync_object *o, task_ref home);

/* Its id, and a new one where it has none of this process. Its guard (klock, for a region object) is held. */
static inline uint32_t object_id(struct sync_object *o, bool in_region)
{
    uint32_t known = object_id_known(o, in_region);
    return LIKELY(known) ? known : object_id_new(o, in_region ? NOBODY : live.process);
}

/* So that the graph knows holders without reading a process's memory (of an object of the region it reads the object
 * itself). Guarded; the object has an id. */
static inline void object_show(const struct sync_object *o)
{
    atomic_store_explicit(&live.region.objects[o->id].owner, o->owner, memory_order_relaxed);
}

/* ---- quick.c: who may change a shared object ---- */

/* In the word that a shared lock or semaphore is taken by: it goes the slow way, under klock. */
#define SLOW (1u << 31)

/* NULL: the object has no quick way. */
static inline _Atomic uint32_t *pace_word(struct sync_object *o)
{
    switch (o->kind) {
    case SYNC_LOCK: case SYNC_RLOCK: return (_Atomic uint32_t *)&o->owner;
    case SYNC_SEMAPHORE: return (_Atomic uint32_t *)&o->value;
    default: return NULL;
    }
}

/* Klock held, for who changes a shared object: it is taken the slow way from now on. */
static inline void sync_slow_down(struct sync_object *o)
{
    _Atomic uint32_t *w = pace_word(o);
    if (w)
        atomic_fetch_or(w, SLOW);
}

/* Klock held: the quick way again, if nobody waits and it is not switched off. */
static inline void sync_speed_up(struct sync_object *o)
{
    _Atomic uint32_t *w = pace_word(o);
    bool owes = o->kind == SYNC_SEMAPHORE && o->unfinished; // permits taken while it was off
    if (w && !o->waiters && !o->off && !owes)
        atomic_fetch_and(w, ~SLOW);
}

/* ---- quick.c: the quick way ---- */

/* Whether the operation concerns a condition's lock, too. */
static inline bool op_needs_lock(enum sync_op op)
{
    return op == SYNC_OP_COND_WAIT || op == SYNC_OP_COND_NOTIFY;
}

/* Performs the whole call if that is quick: the run is free, and a private object has no waiters, or a shared one takes a single
 * store. Takes the guard of a private object, and gives it back. False: nothing was done. */
bool call_quickly(struct live_call *c);

/* ---- the event of a call ---- */

enum { CALL_TEXT = 1000 }; // bytes of a call's text that are kept

/* Before the guard is taken: makes room for the event that it has if it succeeds. May block, as log_prepare(). */
static inline bool call_prepare(const struct live_call *c)
{
    return log_prepare(sync_op_table[c->op].done_event, c->on_done || c->text || c->room ? CALL_TEXT : 0);
}

/* Guarded, after log_begin(): the event is told, with the call's text where it shows one. */
static inline void call_commit(const struct live_call *c, const struct sync_effect *eff)
{
    bool text = c->text && event_table[eff->event].shows == SHOWS_VALUE;
    log_commit(eff->number, text ? c->text : NULL, text ? MIN(c->text_n, (uint32_t)CALL_TEXT) : 0);
}

#endif
