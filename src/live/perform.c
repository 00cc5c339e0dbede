/* perform.c: a call from the gate to its end: tries, waits, tries again.
 *
 * In:      struct live_call, from the task's own thread.
 * Out:     enum live_end; while the task sleeps, its slot says for what.
 * Locks:   none is held when it comes here, sleeps or leaves. May block. */
#include "live/deed.h"

/* A wait was left after it was woken, without another try: what woke it goes on to the next. */
static void pass_on(struct deed *d)
{
    if (!(d->c->phase & 1) || sync_op_table[d->c->op].class == WAIT_NAMED)
        return;
    deed_guard(d);
    struct sync_object now = d->in_region ? sync_image(&live.region, d->o) : *d->o;
    if (sync_would(&now, &d->call)) {
        need_klock(d);
        wait_wake(&live.region, d->key, sync_op_table[d->c->op].class, 1, UINT64_MAX, WOKEN_RETRY);
    }
    deed_unguard(d);
}

static enum live_end finish(struct deed *d)
{
    d->c->error = d->eff.error;
    d->c->number = d->eff.number;
    if (d->c->op == SYNC_OP_PUT)
        d->c->depth = d->eff.depth;
    switch (d->answer) {
    case SYNC_DONE: return LIVE_DONE;
    case SYNC_REFUSED: return LIVE_REFUSED;
    default: return LIVE_FAILED;
    }
}

/* What is told when a wait ended without its own success. */
static void tell_left(const struct deed *d)
{
    uint8_t refused = sync_op_table[d->c->op].refused_event;
    log_event(refused == EV_NOTE ? EV_WAKE : refused, d->o->id, 0);
}

/* A named waiter was woken: it is done, one way or the other. */
static enum live_end named_end(struct deed *d, enum sync_woken woken)
{
    if (woken == WOKEN_BROKEN) {
        d->c->error = SYNC_ERROR_BROKEN;
        return LIVE_FAILED;
    }
    int64_t number = d->c->op == SYNC_OP_BARRIER_WAIT ? d->c->number : 0;
    log_event(sync_op_table[d->c->op].done_event, d->o->id, number);
    return LIVE_DONE;
}

/* One operation that is no condition's wait, from the gate to its end. */
static enum live_end perform(struct deed *d)
{
    struct live_call *c = d->c;
    const struct sync_op_info *info = &sync_op_table[c->op];
    enum sync_woken woken = WOKEN_RETRY;
    for (;;) {
        if (c->op != SYNC_OP_OWN && !GATE(info->done_event, d->o->id, 0)) { // OWN decides nothing
            pass_on(d);
            return LIVE_INTERRUPTED;
        }
        call_prepare(c);
        deed_guard(d);
        deed_try(d);
        if (d->answer == SYNC_WAIT) {
            c->phase |= 1;
            deed_enter_wait(d);
        }
        deed_unguard(d);
        if (d->answer != SYNC_WAIT)
            return finish(d);
        if (info->class == WAIT_NAMED && c->op == SYNC_OP_BARRIER_WAIT)
            c->number = d->eff.number - 1; // its index, by order of arrival
        enum live_end end = wait_sleep(live_me.slot, c->deadline_ns, &woken);
        if (c->op == SYNC_OP_COND_WAIT && live_me.slot->wait.op == SYNC_OP_RESTORE) {
            end = LIVE_DONE; // notified, and moved to the lock's waiters
            woken = WOKEN_NAMED;
        }
        if (end != LIVE_DONE) {
            tell_left(d);
            return end;
        }
        if (info->class == WAIT_NAMED)
            return named_end(d, woken);
        if (wait_is_over(c->deadline_ns))
            d->call.blocking = false; // the last try
    }
}

static enum live_end run_op(struct live_call *c)
{
    struct deed d;
    if (call_quickly(c))
        return LIVE_DONE;
    if (c->op == SYNC_OP_PUT && !item_prepare(c)) {
        c->error = SYNC_ERROR_NO_ROOM;
        return LIVE_FAILED;
    }
    if (!deed_init(&d, c)) {
        c->error = SYNC_ERROR_CLOSED; // freed by another process
        return LIVE_FAILED;
    }
    live_me.slot->wait.ticket = 0;
    enum live_end end = perform(&d);
    if (end != LIVE_REFUSED || !c->blocking)
        return end;
    if (sync_op_table[c->op].refused_event == EV_NOTE)
        log_event(EV_WAKE, d.o->id, 0); // else it was told by the last try
    return LIVE_TIMEOUT;
}

/* Takes the condition's lock again, however long it takes; attention waits until then. */
static enum live_end restore_lock(struct live_call *c, uint32_t lock)
{
    struct live_call again = {.handle = lock, .op = SYNC_OP_RESTORE, .arg = (int32_t)c->depth,
                              .blocking = true};
    live_me.deaf = true;
    enum live_end end = run_op(&again);
    live_me.deaf = false;
    return end == LIVE_INTERRUPTED || end == LIVE_BROKEN ? end : LIVE_DONE;
}

/* phase 0: not begun; 2: the lock is to be taken again, then first_end is the answer. */
static enum live_end cond_wait(struct live_call *c)
{
    uint32_t lock = live_sync_at(c->handle)->lock;
    if (!(c->phase & 2)) {
        struct deed d;
        deed_init(&d, c);
        d.call.blocking = true;
        live_me.slot->wait.ticket = 0;
        c->first_end = perform(&d);
        if (c->first_end == LIVE_FAILED && c->error != SYNC_ERROR_BROKEN)
            return LIVE_FAILED;
        c->depth = d.eff.depth;
        c->phase = 2;
    }
    if (lock) {
        enum live_end end = restore_lock(c, lock);
        if (end != LIVE_DONE)
            return end;
    }
    c->phase = 0;
    return c->first_end;
}

/* As CPython: who loses patience breaks the barrier for all. */
static enum live_end left_barrier(struct live_call *c, enum live_end end)
{
    struct live_call go = {.handle = c->handle, .blocking = true,
                           .op = end == LIVE_TIMEOUT ? SYNC_OP_BARRIER_ABORT : SYNC_OP_BARRIER_LEAVE};
    run_op(&go);
    if (end != LIVE_TIMEOUT)
        return end;
    c->error = SYNC_ERROR_BROKEN;
    return LIVE_FAILED;
}

void live_sync_off(uint32_t handle, bool off)
{
    struct live_call c = {.handle = handle, .op = SYNC_OP_ACQUIRE};
    struct deed d;
    if (!deed_init(&d, &c))
        return;
    deed_guard(&d);
    need_klock(&d);
    sync_switch(d.o, off, &d.eff); // a shared one stays slow while it is off
    live.region.objects[object_id(d.o, handle & HANDLE_REGION)].off = d.o->off;
    if (d.eff.wake > 0)
        wait_wake(&live.region, d.key, d.eff.wake_class, d.eff.wake, UINT64_MAX, d.eff.woken);
    deed_unguard(&d);
}

void live_sync_recover(uint32_t handle)
{
    struct live_call c = {.handle = handle, .op = SYNC_OP_RELEASE};
    struct object_info *info = &live.region.objects[live_sync_id(handle)];
    struct deed d;
    if (!atomic_load_explicit(&info->recover, memory_order_relaxed) || !atomic_exchange(&info->recover, 0) ||
        !deed_init(&d, &c))
        return;
    deed_guard(&d);
    need_klock(&d);
    d.o->owner = NOBODY;
    d.o->depth = 0;
    object_show(d.o);
    wait_wake(&live.region, d.key, WAIT_TAKE, INT32_MAX, UINT64_MAX, WOKEN_RETRY);
    deed_unguard(&d);
}

enum live_end live_sync(struct live_call *c)
{
    if (c->op == SYNC_OP_COND_WAIT)
        return cond_wait(c);
    enum live_end end = run_op(c);
    if (c->op == SYNC_OP_BARRIER_WAIT && (end == LIVE_TIMEOUT || end == LIVE_INTERRUPTED))
        end = left_barrier(c, end);
    if (end != LIVE_INTERRUPTED)
        c->phase = 0;
    return end;
}
