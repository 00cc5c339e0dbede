/* quick.c: the quick way: an operation for which nobody has to wait, without the machinery.
 *
 * In:      a call on one object, from the task's own thread.
 * Out:     done and told, or nothing done and false: then deed.c does it.
 * Locks:   a private object's guard, taken here; nothing for a shared one, which takes one store:
 *
 * A lock's owner and depth are one word of 64 bits, a semaphore's permits one of 32. While its top
 * bit of owner (or value) is 0, anybody may change it by compare-and-swap: the operation is that
 * one store, so a kill leaves nothing half done. Whoever takes klock for the object sets the bit
 * first, and then nobody else changes it; it is cleared when nobody waits any more.
 *
 * Every lock and unlock of a program comes through here: what it calls is inline. */
#include "live/object.h"
#include "live/pen.h"

void sync_disown(struct sync_object *o)
{
    sync_slow_down(o);
    __atomic_store_n(&o->depth, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&o->owner, NOBODY | SLOW, __ATOMIC_SEQ_CST);
    sync_speed_up(o);
}

struct sync_object sync_image(const struct run_region *r, const struct sync_object *o)
{
    struct sync_object image = *o;
    if (o->kind <= SYNC_RLOCK)
        image.owner &= ~SLOW;
    else if (o->kind == SYNC_SEMAPHORE)
        image.value &= INT32_MAX;
    else if (o->kind == SYNC_QUEUE && o->owner != NOBODY && !slot_of(r, o->owner))
        image.broken = 1;
    return image;
}

struct sync_object live_sync_image(uint32_t handle)
{
    const struct sync_object *o = object_at(handle);
    if (!o)
        return (struct sync_object){.kind = SYNC_KINDS};
    return handle & HANDLE_REGION ? sync_image(&live.region, o) : *o;
}

/* ---- shared objects: one store ---- */

static bool swap_lock(struct sync_object *o, task_ref owner, uint32_t depth, task_ref new_owner, uint32_t new_depth)
{
    _Static_assert(offsetof(struct sync_object, owner) % 8 == 0 &&
                   offsetof(struct sync_object, depth) == offsetof(struct sync_object, owner) + 4,
                   "owner and depth are one word");
    const uint32_t from[2] = {owner, depth}, to[2] = {new_owner, new_depth};
    uint64_t was, is;
    memcpy(&was, from, 8);
    memcpy(&is, to, 8);
    return atomic_compare_exchange_strong((_Atomic uint64_t *)(void *)&o->owner, &was, is);
}

static bool swap_permits(struct sync_object *o, int32_t by)
{
    _Atomic int32_t *w = (_Atomic int32_t *)&o->value;
    int32_t was = atomic_load_explicit(w, memory_order_relaxed); // SLOW makes it negative
    if (was < 0 || was + by < 0 || (by > 0 && was >= (o->bounded ? o->bound : INT32_MAX - 1)))
        return false;
    return atomic_compare_exchange_strong(w, &was, was + by);
}

/* ACQUIRE or RELEASE of a lock; *ret_depth: as the event shows it. False: nothing was done. */
static bool swap_to_acquire(struct sync_object *o, uint32_t *ret_depth)
{
    *ret_depth = 1;
    if (swap_lock(o, NOBODY, 0, live_me.ref, 1))
        return true;
    uint32_t depth = o->depth; // changes only by its owner, which may be this task
    *ret_depth = depth + 1;
    return o->kind == SYNC_RLOCK && depth && swap_lock(o, live_me.ref, depth, live_me.ref, depth + 1);
}

static bool may_release(const struct sync_object *o, task_ref *ret_owner)
{
    task_ref owner = *ret_owner = __atomic_load_n(&o->owner, __ATOMIC_RELAXED);
    return owner != NOBODY && !(owner & SLOW) && o->depth && (o->kind == SYNC_LOCK || owner == live_me.ref);
}

static bool swap_to_release(struct sync_object *o, task_ref owner, uint32_t depth)
{
    return swap_lock(o, owner, depth, depth == 1 ? NOBODY : owner, depth - 1);
}

/* The same, recorded. A ticket is drawn while the lock is held: after it was taken, before it is given. */
static NOINLINE bool region_lock_told(struct sync_object *o, enum sync_op op)
{
    struct log_pen *p = &live_me.pen;
    uint32_t depth;
    task_ref owner;
    if (!o->id || !pen_prepare(p, EV_LOCKED, 1))
        return false;
    uint64_t time = pen_time(p);
    if (op == SYNC_OP_ACQUIRE) {
        if (!swap_to_acquire(o, &depth))
            return false;
        crash_point(&live.region);
        pen_publish(p, pen_begin_at(p, EV_LOCKED, o->id, depth, time), 1, 0);
        return true;
    }
    if (!may_release(o, &owner))
        return false;
    depth = o->depth;
    struct log_record *rec = pen_begin_at(p, EV_UNLOCKED, o->id, depth - 1, time);
    crash_point(&live.region);
    if (!swap_to_release(o, owner, depth)) {
        pen_cancel(rec);
        return false;
    }
    pen_publish(p, rec, 1, 0);
    return true;
}

static bool region_lock_quickly(struct sync_object *o, enum sync_op op)
{
    uint32_t depth;
    task_ref owner;
    if (!o || o->kind > SYNC_RLOCK)
        return false;
    if (UNLIKELY(pen_wants(EV_LOCKED)))
        return region_lock_told(o, op);
    if (op == SYNC_OP_ACQUIRE)
        return swap_to_acquire(o, &depth);
    return may_release(o, &owner) && swap_to_release(o, owner, o->depth);
}

static bool region_quickly(const struct live_call *c)
{
    struct sync_object *o = object_at(c->handle);
    switch (c->op) {
    case SYNC_OP_ACQUIRE: case SYNC_OP_RELEASE: return region_lock_quickly(o, c->op);
    case SYNC_OP_SEM_ACQUIRE: return o && !log_wants(EV_SEMTOOK) && swap_permits(o, -1);
    case SYNC_OP_SEM_RELEASE: return o && !log_wants(EV_SEMGAVE) && c->arg == 1 && swap_permits(o, +1);
    default: return false;
    }
}

/* ---- private objects: their guard, and nobody waits ---- */

/* Of a lock, which is most of all. */
static bool private_lock_quickly(uint32_t handle, enum sync_op op)
{
    struct sync_object *o = private_at(handle);
    struct log_pen *p = &live_me.pen;
    assert(o->kind <= SYNC_RLOCK);
    bool takes = op == SYNC_OP_ACQUIRE, logs = pen_prepare(p, EV_LOCKED, 1);
    uint64_t time = logs ? pen_time(p) : 0;
    guard_take(&o->guard);
    bool goes = !o->waiters && (takes ? sync_lock_take(o, live_me.ref) : sync_lock_give(o, live_me.ref));
    if (goes) {
        uint32_t id = object_id(o, false);
        if (logs)
            pen_publish(p, pen_begin_at(p, takes ? EV_LOCKED : EV_UNLOCKED, id, o->depth, time), 1, 0);
        object_show(o);
    }
    guard_give(&o->guard);
    return goes;
}

/* Guarded: the operation on a private object that nobody waits for, if it can be done at once (or changes nothing
 * when it cannot), and the first half of its event. False: nothing was done. */
static bool do_quickly(struct sync_object *o, const struct sync_call *call, struct sync_effect *eff, bool *logs)
{
    if (o->waiters || sync_try(o, call, eff) != SYNC_DONE)
        return false;
    uint32_t id = object_id(o, false);
    *logs = *logs && eff->event != EV_NOTE;
    if (*logs)
        log_begin(eff->event, id, eff->number);
    object_show(o);
    return true;
}

/* Whatever operation concerns one private object. */
static bool private_quickly(struct live_call *c)
{
    if (op_needs_lock(c->op) || sync_op_table[c->op].kind == SYNC_BARRIER)
        return false;
    struct sync_object *o = private_at(c->handle);
    struct sync_call call = {c->op, live_me.ref, c->arg, c->blocking, NULL};
    struct sync_effect eff;
    bool logs = call_prepare(c);
    guard_take(&o->guard);
    bool goes = do_quickly(o, &call, &eff, &logs);
    if (goes) {
        if (c->on_done)
            c->on_done(c);
        if (logs)
            call_commit(c, &eff);
        c->error = SYNC_OK;
        c->number = eff.number;
    }
    guard_give(&o->guard);
    return goes;
}

/* In a controlled run every step passes the gate. */
static inline bool run_is_free(void)
{
    return LIKELY(!atomic_load_explicit(&live.region.head->controlled, memory_order_relaxed));
}

bool call_quickly(struct live_call *c)
{
    return run_is_free() && (c->handle & HANDLE_REGION ? region_quickly(c) : private_quickly(c));
}

bool live_lock_quickly(uint32_t handle, enum sync_op op)
{
    if (!run_is_free())
        return false;
    if (handle & HANDLE_REGION)
        return region_lock_quickly(object_at(handle), op);
    return private_lock_quickly(handle, op);
}
