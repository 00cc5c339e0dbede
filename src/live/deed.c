/* deed.c: one guarded attempt at an operation.
 *
 * In:      a call, its objects, and sync/, which says what the operation does.
 * Out:     the objects changed, the event told, waiters woken, all while the guards are held;
 *          or the task among the waiters.
 * Locks:   the objects' guards and klock, between deed_guard() and deed_unguard(): see deed.h. Nothing here
 *          blocks after they have been taken, but need_klock(). */
#include "live/deed.h"

bool deed_init(struct deed *d, struct live_call *c)
{
    *d = (struct deed){.c = c, .handle = c->handle, .o = object_at(c->handle)};
    if (!d->o)
        return false;
    d->in_region = c->handle & HANDLE_REGION;
    d->key = key_of(c->handle);
    d->call = (struct sync_call){c->op, live_me.ref, c->arg, c->blocking, NULL};
    if (op_needs_lock(c->op) && d->o->lock) {
        d->lock_handle = d->o->lock;
        d->lock = object_at(d->lock_handle);
        d->lock_key = key_of(d->lock_handle);
        d->in_region |= (d->lock_handle & HANDLE_REGION) != 0;
    }
    return true;
}

/* Waiters of a private object are of this process and die with it, so nobody can be left asleep by
 * a kill: they are woken when the guards are free, and do not run into them. */
static void wake_deferred(void)
{
    live_me.defers = false;
    for (uint32_t i = 0; i < live_me.poke_n; i++)
        slot_poke(live_me.poke[i]);
    live_me.poke_n = 0;
}

void deed_guard(struct deed *d)
{
    live_me.defers = !d->in_region;
    if (is_private(d->handle))
        guard_take(&d->o->guard);
    if (is_private(d->lock_handle))
        guard_take(&d->lock->guard);
    if (!d->in_region)
        return;
    need_klock(d);
    if (d->handle & HANDLE_REGION)
        sync_slow_down(d->o);
    if (d->lock_handle & HANDLE_REGION)
        sync_slow_down(d->lock);
}

static void region_settle(struct sync_object *o, uint64_t key)
{
    if (o->waiters && !wait_any(&live.region, key))
        o->waiters = 0;
    sync_speed_up(o);
}

void deed_unguard(struct deed *d)
{
    if (d->handle & HANDLE_REGION)
        region_settle(d->o, d->key);
    if (d->lock_handle & HANDLE_REGION)
        region_settle(d->lock, d->lock_key);
    if (d->klocked)
        klock_give(&live.region);
    d->klocked = false;
    if (is_private(d->lock_handle))
        guard_give(&d->lock->guard);
    if (is_private(d->handle))
        guard_give(&d->o->guard);
    wake_deferred();
}

/* ---- trying ---- */

static void count_woken(struct deed *d)
{
    if (d->c->op != SYNC_OP_COND_NOTIFY || d->answer != SYNC_DONE)
        return;
    need_klock(d);
    uint32_t n = wait_count(&live.region, d->key, WAIT_NAMED, (uint32_t)d->eff.wake);
    d->eff.number = n;
}

/* Notify in a controlled run names those whom the gate chose. */
static void wake_chosen(struct deed *d)
{
    struct task_slot *me = live_me.slot;
    uint32_t n = me->next.choices_n;
    me->next.choices_n = 0;
    for (uint32_t i = 0; i < n && d->eff.wake > 0 && d->eff.woken == WOKEN_NAMED; i++) {
        struct task_slot *s = slot_of(&live.region, me->next.choice[i]);
        need_klock(d);
        if (!s || slot_state(s) != SLOT_WAITS || s->wait.key != d->key)
            continue;
        wait_leave(&live.region, s, WOKEN_NAMED);
        d->eff.wake -= d->eff.wake != SYNC_ALL;
    }
}

static void wake_private(struct deed *d, struct sync_object *o, uint64_t key, enum sync_class class,
                         int32_t n, enum sync_woken woken)
{
    if (n <= 0 || !o || !o->waiters)
        return;
    need_klock(d);
    wait_wake(&live.region, key, class, n, UINT64_MAX, woken);
    if (!wait_any(&live.region, key))
        o->waiters = 0;
}

/* Who is notified wants the lock, which the notifier holds: instead of being woken only to wait
 * again, it waits for the lock from now on. It sees by wait.op that it was notified. */
static void move_notified(struct deed *d)
{
    struct sync_object *lock = d->lock;
    bool held = lock && lock->owner != NOBODY && !lock->off;
    if (!held || d->c->op != SYNC_OP_COND_NOTIFY || !d->o->waiters || gate_grants(&live.region))
        return;
    need_klock(d);
    uint32_t n = wait_move(&live.region, d->key, d->eff.wake, d->lock_key, lock->id);
    lock->waiters |= n > 0;
    if (d->eff.wake != SYNC_ALL)
        d->eff.wake -= (int32_t)n;
}

/* Lets the change be seen and wakes whom it concerns. */
static void apply_private(struct deed *d)
{
    move_notified(d);
    wake_private(d, d->o, d->key, d->eff.wake_class, d->eff.wake, d->eff.woken);
    wake_private(d, d->lock, d->lock_key, WAIT_TAKE, d->eff.wake_lock, WOKEN_RETRY);
    if (d->o->id)
        object_show(d->o);
    if (d->lock && d->lock->id)
        object_show(d->lock);
}

static bool changes(const struct deed *d)
{
    return d->answer == SYNC_DONE || d->answer == SYNC_WAIT;
}

/* The text of an event that on_done may set. */
static void run_on_done(struct deed *d)
{
    if (d->answer == SYNC_DONE && d->c->on_done)
        d->c->on_done(d->c);
}

/* Whether the answer is told: a wait only when it begins. */
static bool told(const struct deed *d)
{
    if (d->eff.event == EV_NOTE || d->answer == SYNC_FAILED)
        return false;
    if (d->answer == SYNC_WAIT && d->c->phase & 1)
        return false;
    return log_wants(d->eff.event);
}

/* Where one of the objects is shared: copies on which the call is tried. They become true by the journal. */
struct images {
    struct sync_object o, lock;
};

static void take_images(struct deed *d, struct images *im)
{
    struct region_head *head = live.region.head;
    im->o = sync_image(&live.region, d->o); // a private one's guard may change meanwhile
    head->journal.words = 0;
    const struct block *first = d->c->op == SYNC_OP_GET ? block_at(&live.region, im->o.first) : NULL;
    d->call.arg = first ? (int32_t)first->n : d->call.arg;
    head->owned_queues |= d->c->op == SYNC_OP_OWN;
    if (d->lock) {
        im->lock = sync_image(&live.region, d->lock);
        d->call.lock = &im->lock;
    }
}

static uint32_t region_index(uint32_t handle)
{
    return handle & HANDLE_REGION ? handle & ~HANDLE_REGION : UINT32_MAX;
}

/* Tickets up to which waiters are woken: a number that stays true if it is done twice. */
static uint64_t upto(uint64_t key, enum sync_class class, int32_t n)
{
    if (n <= 0)
        return 0;
    return n == SYNC_ALL ? UINT64_MAX : wait_ticket(&live.region, key, class, n);
}

static void commit_images(struct deed *d, const struct images *im)
{
    struct run_region *r = &live.region;
    struct journal *j = &r->head->journal;
    j->object = region_index(d->handle);
    j->lock = region_index(d->lock_handle);
    j->image = im->o;
    if (d->lock)
        j->lock_image = im->lock;
    j->wake_key = d->key;
    j->lock_key = d->lock_key;
    j->wake_class = d->eff.wake_class;
    j->woken = d->eff.woken;
    j->wake_upto = upto(d->key, d->eff.wake_class, d->eff.wake);
    j->lock_upto = upto(d->lock_key, WAIT_TAKE, d->eff.wake_lock);
    journal_go(r, j);
}

static void apply_images(struct deed *d, const struct images *im)
{
    // a private condition with a shared lock has no words of its own that change
    if (is_private(d->lock_handle)) {
        d->lock->owner = im->lock.owner;
        d->lock->depth = im->lock.depth;
    }
    commit_images(d, im);
}

void deed_try(struct deed *d)
{
    struct images im;
    uint32_t id = object_id(d->o, d->handle & HANDLE_REGION);
    if (d->lock)
        object_id(d->lock, d->lock_handle & HANDLE_REGION);
    d->call.lock = d->lock;
    if (d->in_region)
        take_images(d, &im);
    d->answer = sync_try(d->in_region ? &im.o : d->o, &d->call, &d->eff);
    if (d->in_region && d->answer == SYNC_DONE && (d->c->item || d->c->room))
        item_move(d, &im.o);
    count_woken(d);
    bool tells = told(d);
    if (tells)
        log_begin(d->eff.event, id, d->eff.number);
    crash_point(&live.region);
    if (changes(d)) {
        wake_chosen(d);
        if (d->in_region)
            apply_images(d, &im);
        else
            apply_private(d);
    }
    run_on_done(d);
    crash_point(&live.region);
    if (tells)
        call_commit(d->c, &d->eff); // only what is done shows a value
}

void deed_enter_wait(struct deed *d)
{
    struct task_slot *s = live_me.slot;
    need_klock(d);
    uint64_t ticket = s->wait.ticket;
    s->wait = (struct wait_record){
        .op = (uint8_t)d->c->op,
        .class = sync_op_table[d->c->op].class,
        .timed = d->c->deadline_ns != 0,
        .object = d->o->id,
        .key = d->key,
        .ticket = ticket,
        .deadline_ns = d->c->deadline_ns,
        .arg = d->c->arg,
    };
    s->line = live_me.line;
    d->o->waiters = 1;
    object_show(d->o);
    wait_enter(&live.region, s);
    wait_detect(&live.region);
}
