/* object.c: synchronisation objects of a live run, and the one way to use them.
 *
 * A private object (threading, queue) is guarded by a word of its own, a plain futex lock:
 * when its process is killed, all who could want it are gone. Only when somebody has to
 * wait, or waits, klock is taken too, below the guard. A shared object (multiprocessing) is
 * guarded by klock, and what is done to it goes through the journal. */
#include "live/parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

/* ---- names ---- */

static uint32_t info_new(struct run_region *r, const char *type, const char *name, task_ref process,
                         uint32_t kind)
{
    uint32_t id = atomic_load(&r->head->objects_used);
    do {
        if (id >= r->object_max)
            return r->object_max - 1; // the last one stands for all that came too late
    } while (!atomic_compare_exchange_weak(&r->head->objects_used, &id, id + 1));
    struct object_info *o = &r->objects[id];
    o->process = process;
    o->kind = kind;
    region_text_set(&o->name, name);
    region_text_set(&o->type, type);
    atomic_store(&o->used, 1);
    return id;
}

uint32_t live_object_new(const char *type, const char *name, bool shared)
{
    return info_new(&live.region, type, name, shared ? NOBODY : live.process, SYNC_KINDS);
}

void live_object_rename(uint32_t id, const char *name)
{
    if (id == 0 || id >= live.region.object_max)
        return;
    region_text_set(&live.region.objects[id].name, name);
    log_text(EV_NAMED, id, NOBODY, name, strlen(name));
}

/* ---- tables ---- */

#define PRIVATE_MAX (1u << 20)
#define FREED 0xff // kind of an entry that is not in use; value: the next such one

static struct {
    struct sync_object *objects; // address space for PRIVATE_MAX; pages come when touched
    _Atomic uint32_t used;       // 0 is no handle
    uint32_t free_first;         // 0: none
    uint32_t guard;
} table;

static void guard_take(uint32_t *word)
{
    _Atomic uint32_t *w = (_Atomic uint32_t *)word;
    uint32_t v = 0;
    if (LIKELY(atomic_compare_exchange_strong(w, &v, 1)))
        return;
    // 2: somebody may sleep. Source: U. Drepper, Futexes Are Tricky, 2011, mutex 2
    if (v != 2)
        v = atomic_exchange(w, 2);
    for (; v; v = atomic_exchange(w, 2))
        futex_wait(w, 2, 60000 * MS);
}

static void guard_give(uint32_t *word)
{
    _Atomic uint32_t *w = (_Atomic uint32_t *)word;
    if (UNLIKELY(atomic_exchange(w, 0) == 2))
        futex_wake(w, 1);
}

static bool table_map(void)
{
    if (table.objects)
        return true;
    void *p = mmap(NULL, PRIVATE_MAX * sizeof(struct sync_object), PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED)
        return false;
    table.objects = p;
    table.used = 1;
    return true;
}

static uint32_t private_new(void)
{
    uint32_t i = 0;
    guard_take(&table.guard);
    if (table_map()) {
        i = table.free_first;
        if (i)
            table.free_first = (uint32_t)table.objects[i].value;
        else if (table.used < PRIVATE_MAX)
            i = table.used++;
    }
    guard_give(&table.guard);
    return i;
}

static uint32_t region_new(struct run_region *r)
{
    uint32_t i = 0;
    klock_take(r);
    if (r->head->syncs_used < r->sync_max)
        i = r->head->syncs_used++;
    else
        for (uint32_t k = 1; k < r->sync_max && !i; k++)
            if (r->syncs[k].kind == FREED)
                i = k;
    if (i)
        r->syncs[i].kind = SYNC_KINDS; // taken
    klock_give(r);
    return i;
}

uint32_t live_sync_new(enum sync_kind kind, int32_t value, int32_t bound, bool in_region)
{
    uint32_t i = in_region ? region_new(&live.region) : private_new();
    if (!i)
        return 0;
    struct sync_object *o = in_region ? &live.region.syncs[i] : &table.objects[i];
    sync_init(o, kind, value, bound);
    o->home = in_region ? NOBODY : live.process;
    return in_region ? i | HANDLE_REGION : i;
}

struct sync_object *region_sync(const struct run_region *r, uint32_t index)
{
    if (index == 0 || index >= r->sync_max || index >= r->head->syncs_used)
        return NULL;
    return r->syncs[index].kind < SYNC_KINDS ? &r->syncs[index] : NULL;
}

struct sync_object *live_sync_at(uint32_t handle)
{
    if (handle & HANDLE_REGION)
        return region_sync(&live.region, handle & ~HANDLE_REGION);
    assert(handle != 0 && handle < table.used);
    return &table.objects[handle];
}

/* First its items go, one by one, then it. */
static void region_free(struct run_region *r, struct sync_object *o)
{
    klock_take(r);
    while (o->kind == SYNC_QUEUE && block_at(r, o->first)) {
        struct journal *j = &r->head->journal;
        uint32_t item = o->first;
        j->words = 0;
        journal_add(r, j, &o->first, block_at(r, item)->next);
        block_give(r, j, item);
        journal_run(r, j);
    }
    o->kind = FREED;
    klock_give(r);
}

uint32_t live_sync_known(uint32_t handle, enum sync_kind *ret_kind)
{
    const struct sync_object *o = handle & HANDLE_REGION ? live_sync_at(handle) : NULL;
    if (!o)
        return 0;
    *ret_kind = (enum sync_kind)o->kind;
    return handle;
}

void live_sync_free(uint32_t handle)
{
    struct sync_object *o = live_sync_at(handle);
    if (!o)
        return;
    if (handle & HANDLE_REGION) {
        region_free(&live.region, o);
        return;
    }
    guard_take(&table.guard);
    *o = (struct sync_object){.kind = FREED, .value = (int32_t)table.free_first};
    table.free_first = handle;
    guard_give(&table.guard);
}

/* ---- the quick way: one word, as long as nobody waits and nobody looks ---- */

/* A lock's owner and depth are one word of 64 bits, a semaphore's permits one of 32. While its top
 * bit of owner (or value) is 0, anybody may change it by compare-and-swap: the operation is that
 * one store, so a kill leaves nothing half done. Whoever takes klock for the object sets the bit
 * first, and then nobody else changes it; it is cleared when nobody waits any more. */
#define SLOW (1u << 31)

static _Atomic uint32_t *pace_word(struct sync_object *o)
{
    switch (o->kind) {
    case SYNC_LOCK: case SYNC_RLOCK: return (_Atomic uint32_t *)&o->owner;
    case SYNC_SEMAPHORE: return (_Atomic uint32_t *)&o->value;
    default: return NULL;
    }
}

void sync_slow_down(struct sync_object *o)
{
    _Atomic uint32_t *w = pace_word(o);
    if (w)
        atomic_fetch_or(w, SLOW);
}

void sync_speed_up(struct sync_object *o)
{
    _Atomic uint32_t *w = pace_word(o);
    bool owes = o->kind == SYNC_SEMAPHORE && o->unfinished; // permits taken while it was off
    if (w && !o->waiters && !o->off && !owes)
        atomic_fetch_and(w, ~SLOW);
}

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
    const struct sync_object *o = live_sync_at(handle);
    if (!o)
        return (struct sync_object){.kind = SYNC_KINDS};
    return handle & HANDLE_REGION ? sync_image(&live.region, o) : *o;
}

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

/* A ticket is drawn while the lock is held: after it was taken, before it is given. */
static bool region_lock_told(struct sync_object *o, enum sync_op op)
{
    uint32_t depth;
    task_ref owner;
    if (!o->id || !log_prepare(EV_LOCKED, 0))
        return false;
    if (op == SYNC_OP_ACQUIRE) {
        if (!swap_to_acquire(o, &depth))
            return false;
        crash_point(&live.region);
        log_begin(EV_LOCKED, o->id, depth);
        atomic_store_explicit(&live.region.objects[o->id].owner, live_me.ref, memory_order_relaxed);
        log_commit(depth, NULL, 0);
        return true;
    }
    if (!may_release(o, &owner))
        return false;
    depth = o->depth;
    log_begin(EV_UNLOCKED, o->id, depth - 1);
    atomic_store_explicit(&live.region.objects[o->id].owner, depth > 1 ? owner : NOBODY, memory_order_relaxed);
    crash_point(&live.region);
    if (!swap_to_release(o, owner, depth))
        return log_cancel(), false;
    log_commit(depth - 1, NULL, 0);
    return true;
}

static bool region_lock_quickly(struct sync_object *o, enum sync_op op)
{
    uint32_t depth;
    task_ref owner;
    if (!o || o->kind > SYNC_RLOCK)
        return false;
    if (UNLIKELY(log_wants(EV_LOCKED)))
        return region_lock_told(o, op);
    if (op == SYNC_OP_ACQUIRE)
        return swap_to_acquire(o, &depth);
    return may_release(o, &owner) && swap_to_release(o, owner, o->depth);
}

static bool region_quickly(const struct live_call *c)
{
    struct sync_object *o = live_sync_at(c->handle);
    switch (c->op) {
    case SYNC_OP_ACQUIRE: case SYNC_OP_RELEASE: return region_lock_quickly(o, c->op);
    case SYNC_OP_SEM_ACQUIRE: return o && !log_wants(EV_SEMTOOK) && swap_permits(o, -1);
    case SYNC_OP_SEM_RELEASE: return o && !log_wants(EV_SEMGAVE) && c->arg == 1 && swap_permits(o, +1);
    default: return false;
    }
}

/* ---- what the shell sees of an object ---- */

static const char *const type_names[SYNC_KINDS] = {
    "Lock", "RLock", "Semaphore", "Event", "Condition", "Barrier", "Queue", "Task",
};

/* Its id, if it has one that belongs to this process; else 0. Also without a guard: `home` is stored last. */
static uint32_t id_known(const struct sync_object *o, bool in_region)
{
    task_ref home = in_region ? NOBODY : live.process;
    return __atomic_load_n(&o->home, __ATOMIC_ACQUIRE) == home ? __atomic_load_n(&o->id, __ATOMIC_RELAXED) : 0;
}

static NOINLINE uint32_t id_anew(struct sync_object *o, task_ref home)
{
    struct run_region *r = &live.region;
    char type[NAME_BYTES] = "", name[NAME_BYTES] = "";
    if (o->id) { // as it was called in the process that this one is a fork of
        region_text_get(&r->objects[o->id].type, type);
        region_text_get(&r->objects[o->id].name, name);
    }
    uint32_t id = info_new(r, o->id ? type : type_names[o->kind], name, home, o->kind);
    r->objects[id].owner = o->owner;
    r->objects[id].value = o->value;
    r->objects[id].off = o->off;
    __atomic_store_n(&o->id, id, __ATOMIC_RELAXED);
    __atomic_store_n(&o->home, home, __ATOMIC_RELEASE);
    return id;
}

/* Its id; a new one where it has none or belongs to the process that this one was forked from.
 * Its guard (klock, for a region object) is held. */
static inline uint32_t id_of(struct sync_object *o, bool in_region)
{
    uint32_t known = id_known(o, in_region);
    return LIKELY(known) ? known : id_anew(o, in_region ? NOBODY : live.process);
}

uint32_t live_sync_id(uint32_t handle)
{
    struct sync_object *o = live_sync_at(handle);
    bool in_region = handle & HANDLE_REGION;
    if (!o)
        return OBJECT_NONE;
    uint32_t id = id_known(o, in_region);
    if (LIKELY(id))
        return id;
    if (in_region)
        klock_take(&live.region);
    else
        guard_take(&o->guard);
    id = id_of(o, in_region);
    if (in_region)
        klock_give(&live.region);
    else
        guard_give(&o->guard);
    return id;
}

void live_sync_name(uint32_t handle, const char *type, const char *name)
{
    struct object_info *i = &live.region.objects[live_sync_id(handle)];
    region_text_set(&i->type, type);
    live_object_rename(live_sync_id(handle), name);
}

/* So that the graph knows holders and values without reading a process's memory. Of an object of the region it
 * reads the object itself. */
static void show(const struct sync_object *o)
{
    struct object_info *i = &live.region.objects[o->id];
    atomic_store_explicit(&i->owner, o->owner, memory_order_relaxed);
    atomic_store_explicit(&i->value, o->kind <= SYNC_RLOCK ? (int32_t)o->depth : o->value,
                          memory_order_relaxed);
}

/* ---- one operation ---- */

/* An operation on its way: the objects, how they are guarded, what came out. */
struct deed {
    struct live_call *c;
    struct sync_object *o, *lock;
    uint32_t handle, lock_handle;
    struct sync_call call;
    struct sync_effect eff;
    enum sync_answer answer;
    uint64_t key, lock_key;
    bool in_region;
    bool klocked;
};

static uint64_t key_of(uint32_t handle)
{
    if (handle & HANDLE_REGION)
        return KEY_REGION | (handle & ~HANDLE_REGION);
    return key_private(live.process, handle);
}

/* The lock of a condition; NULL if it has none. A private condition may use a shared lock. */
static bool needs_lock(enum sync_op op)
{
    return op == SYNC_OP_COND_WAIT || op == SYNC_OP_COND_NOTIFY;
}

static bool deed_init(struct deed *d, struct live_call *c)
{
    *d = (struct deed){.c = c, .handle = c->handle, .o = live_sync_at(c->handle)};
    if (!d->o)
        return false;
    d->in_region = c->handle & HANDLE_REGION;
    d->key = key_of(c->handle);
    d->call = (struct sync_call){c->op, live_me.ref, c->arg, c->blocking, NULL};
    if (needs_lock(c->op) && d->o->lock) {
        d->lock_handle = d->o->lock;
        d->lock = live_sync_at(d->lock_handle);
        d->lock_key = key_of(d->lock_handle);
        d->in_region |= (d->lock_handle & HANDLE_REGION) != 0;
    }
    return true;
}

static void need_klock(struct deed *d)
{
    if (d->klocked)
        return;
    klock_take(&live.region);
    d->klocked = true;
}

static bool is_private(uint32_t handle)
{
    return handle && !(handle & HANDLE_REGION);
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

/* Private objects by their guards (the condition's before its lock's), shared ones by klock. */
static void deed_guard(struct deed *d)
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

static void deed_unguard(struct deed *d)
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

/* ---- the journal: shared objects change all at once, or not at all ---- */

static void apply_image(struct run_region *r, uint32_t index, const struct sync_object *image)
{
    struct sync_object *o = region_sync(r, index);
    if (!o)
        return;
    struct sync_object to = *image;
    to.waiters |= o->waiters;
    sync_slow_down(&to);
    crash_point(r);
    *o = to;
    crash_point(r);
    if (o->id && o->id < r->object_max) {
        r->objects[o->id].owner = image->owner;
        r->objects[o->id].value = o->kind <= SYNC_RLOCK ? (int32_t)o->depth : image->value;
    }
}

static void apply_words(struct run_region *r, const struct journal *j)
{
    for (uint32_t i = 0; i < MIN(j->words, (uint32_t)JOURNAL_WORDS); i++) {
        uint64_t at = j->word[i].at;
        if (at % 4 == 0 && at + 4 <= r->mapped)
            __atomic_store_n((uint32_t *)((char *)r->head + at), j->word[i].value, __ATOMIC_RELAXED);
        crash_point(r);
    }
}

static void journal_apply(struct run_region *r)
{
    struct journal *j = &r->head->journal;
    apply_words(r, j);
    apply_image(r, j->object, &j->image);
    apply_image(r, j->lock, &j->lock_image);
    if (j->wake_upto)
        wait_wake(r, j->wake_key, j->wake_class, INT32_MAX, j->wake_upto, j->woken);
    if (j->lock_upto)
        wait_wake(r, j->lock_key, WAIT_TAKE, INT32_MAX, j->lock_upto, WOKEN_RETRY);
    crash_point(r);
    atomic_store(&j->valid, 0);
}

static void journal_go(struct run_region *r, struct journal *j)
{
    crash_point(r);
    atomic_store(&j->valid, 1); // commit
    crash_point(r);
    journal_apply(r);
}

void journal_run(struct run_region *r, struct journal *j)
{
    j->object = j->lock = UINT32_MAX;
    j->wake_upto = j->lock_upto = 0;
    journal_go(r, j);
}

void journal_redo(struct run_region *r)
{
    if (atomic_load(&r->head->journal.valid))
        journal_apply(r);
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

static void journal_commit(struct deed *d, const struct sync_object *image, const struct sync_object *lock)
{
    struct run_region *r = &live.region;
    struct journal *j = &r->head->journal;
    j->object = region_index(d->handle);
    j->lock = region_index(d->lock_handle);
    j->image = *image;
    if (lock)
        j->lock_image = *lock;
    j->wake_key = d->key;
    j->lock_key = d->lock_key;
    j->wake_class = d->eff.wake_class;
    j->woken = d->eff.woken;
    j->wake_upto = upto(d->key, d->eff.wake_class, d->eff.wake);
    j->lock_upto = upto(d->lock_key, WAIT_TAKE, d->eff.wake_lock);
    journal_go(r, j);
}

void owned_queues_close(struct run_region *r, task_ref t)
{
    if (!r->head->owned_queues)
        return;
    for (uint32_t i = 1; i < MIN(atomic_load(&r->head->syncs_used), r->sync_max); i++)
        if (r->syncs[i].kind == SYNC_QUEUE && r->syncs[i].owner == t)
            wait_wake(r, KEY_REGION | i, WAIT_GET, INT32_MAX, UINT64_MAX, WOKEN_RETRY);
}

/* ---- items of queues of the region ---- */

/* The text by which events show an item stands behind it. */
static void block_fill(struct block *b, const struct live_call *c)
{
    b->n = c->item_n;
    b->text_n = MIN(c->text_n, (uint32_t)ITEM_TEXT);
    if (c->item_n)
        memcpy(b->data, c->item, c->item_n);
    if (b->text_n)
        memcpy(b->data + b->n, c->text, b->text_n);
}

/* A large item is copied before klock is taken. */
static bool item_prepare(struct live_call *c)
{
    if (c->op != SYNC_OP_PUT || !c->item || c->item_n <= ITEM_SMALL || !(c->handle & HANDLE_REGION) ||
        atomic_load(&live_me.slot->held))
        return true;
    uint32_t index = store_take(c->item_n + ITEM_TEXT);
    if (!index)
        return false;
    block_fill(block_at(&live.region, index), c);
    return true;
}

/* PUT has been done to the image: its item comes behind the last one. False: there is no room. */
static bool item_put(struct deed *d, struct sync_object *image, struct journal *j)
{
    struct run_region *r = &live.region;
    uint32_t index = atomic_load(&live_me.slot->held);
    if (index)
        journal_add(r, j, &live_me.slot->held, 0);
    else if ((index = block_find(r, j, d->c->item_n + MIN(d->c->text_n, (uint32_t)ITEM_TEXT))))
        block_fill(block_at(r, index), d->c);
    else
        return false;
    journal_add(r, j, &block_at(r, index)->next, 0);
    struct block *last = block_at(r, image->last);
    if (last)
        journal_add(r, j, &last->next, index);
    else
        image->first = index;
    image->last = index;
    return true;
}

/* GET has been done to the image: a small item is copied and its block is free, a large one's is held. */
static bool item_get(struct deed *d, struct sync_object *image, struct journal *j)
{
    struct run_region *r = &live.region;
    struct live_call *c = d->c;
    uint32_t index = image->first;
    const struct block *b = block_at(r, index);
    if (!b)
        return false;
    image->first = b->next;
    if (!image->first)
        image->last = 0;
    uint32_t text_n = MIN(b->text_n, (uint32_t)ITEM_TEXT);
    c->got_n = b->n;
    c->got_block = 0;
    c->text = (char *)c->room + MIN(b->n, (uint32_t)ITEM_SMALL);
    c->text_n = text_n;
    memcpy(c->room, b->data, MIN(b->n, (uint32_t)ITEM_SMALL));
    memcpy(c->room + MIN(b->n, (uint32_t)ITEM_SMALL), b->data + b->n, text_n);
    if (b->n <= ITEM_SMALL) {
        block_give(r, j, index);
    } else {
        c->got_block = index;
        journal_add(r, j, &live_me.slot->held, index);
    }
    return true;
}

static bool item_move(struct deed *d, struct sync_object *image, struct journal *j)
{
    bool moved = true;
    if (d->c->op == SYNC_OP_PUT && d->c->item)
        moved = item_put(d, image, j);
    else if (d->c->op == SYNC_OP_GET && d->c->room)
        moved = item_get(d, image, j);
    if (!moved) {
        d->answer = SYNC_FAILED;
        d->eff.error = SYNC_ERROR_NO_ROOM;
        d->eff.event = EV_NOTE;
    }
    return moved;
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
static void deed_apply_private(struct deed *d)
{
    move_notified(d);
    wake_private(d, d->o, d->key, d->eff.wake_class, d->eff.wake, d->eff.woken);
    wake_private(d, d->lock, d->lock_key, WAIT_TAKE, d->eff.wake_lock, WOKEN_RETRY);
    if (d->o->id)
        show(d->o);
    if (d->lock && d->lock->id)
        show(d->lock);
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

/* Guarded. Tries the call; what is told and what is done are one step. */
static void deed_try(struct deed *d)
{
    struct sync_object image, lock_image;
    struct journal *j = &live.region.head->journal;
    if (d->in_region) {
        image = sync_image(&live.region, d->o); // a private one's guard may change meanwhile
        j->words = 0;
        const struct block *first = d->c->op == SYNC_OP_GET ? block_at(&live.region, image.first) : NULL;
        d->call.arg = first ? (int32_t)first->n : d->call.arg;
        live.region.head->owned_queues |= d->c->op == SYNC_OP_OWN;
    }
    uint32_t id = id_of(d->o, d->handle & HANDLE_REGION);
    struct sync_object *at = d->in_region ? &image : d->o;
    image.id = id;
    image.home = d->o->home;
    if (d->lock) {
        id_of(d->lock, d->lock_handle & HANDLE_REGION);
        if (d->in_region)
            lock_image = sync_image(&live.region, d->lock);
        d->call.lock = d->in_region ? &lock_image : d->lock;
    }
    d->answer = sync_try(at, &d->call, &d->eff);
    if (d->in_region && d->answer == SYNC_DONE)
        item_move(d, &image, j);
    count_woken(d);
    bool tells = told(d);
    if (tells)
        log_begin(d->eff.event, id, d->eff.number);
    crash_point(&live.region);
    if (changes(d)) {
        wake_chosen(d);
        if (!d->in_region) {
            deed_apply_private(d);
        } else {
            // a private condition with a shared lock has no words of its own that change
            if (is_private(d->lock_handle)) {
                d->lock->owner = lock_image.owner;
                d->lock->depth = lock_image.depth;
            }
            journal_commit(d, &image, d->lock ? &lock_image : NULL);
        }
    }
    run_on_done(d);
    crash_point(&live.region);
    if (tells) {
        bool text = d->answer == SYNC_DONE && d->c->text && event_table[d->eff.event].shows == SHOWS_VALUE;
        log_commit(d->eff.number, text ? d->c->text : NULL, text ? MIN(d->c->text_n, 1000u) : 0);
    }
}

/* Guarded, after SYNC_WAIT: among the waiters, and a look whether that is for ever. */
static void deed_enter_wait(struct deed *d)
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
    show(d->o);
    wait_enter(&live.region, s);
    wait_detect(&live.region);
}

/* ---- waiting ---- */

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
        log_prepare(info->done_event, c->on_done || c->text || c->room ? 1000 : 0);
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

/* Guarded: the operation on a private object that nobody waits for, if it can be done at once (or changes nothing
 * when it cannot), and the first half of its event. False: nothing was done. */
static inline bool do_quickly(struct sync_object *o, const struct sync_call *call, struct sync_effect *eff, bool *logs)
{
    if (o->waiters || sync_try(o, call, eff) != SYNC_DONE)
        return false;
    uint32_t id = id_of(o, false);
    *logs = *logs && eff->event != EV_NOTE;
    if (*logs)
        log_begin(eff->event, id, eff->number);
    show(o);
    return true;
}

/* A private lock, without the machinery. */
static bool private_lock_quickly(uint32_t handle, enum sync_op op)
{
    struct sync_object *o = live_sync_at(handle);
    const struct sync_call call = {op, live_me.ref, 0, true, NULL};
    struct sync_effect eff;
    bool logs = log_prepare(EV_LOCKED, 0);
    guard_take(&o->guard);
    bool goes = do_quickly(o, &call, &eff, &logs);
    if (goes && logs)
        log_commit(eff.number, NULL, 0);
    guard_give(&o->guard);
    return goes;
}

/* The same for whatever operation is common. */
static bool run_quickly(struct live_call *c)
{
    if (needs_lock(c->op) || sync_op_table[c->op].kind == SYNC_BARRIER)
        return false;
    struct sync_object *o = live_sync_at(c->handle);
    struct sync_call call = {c->op, live_me.ref, c->arg, c->blocking, NULL};
    struct sync_effect eff;
    bool logs = log_prepare(sync_op_table[c->op].done_event, c->on_done || c->text ? 1000 : 0);
    guard_take(&o->guard);
    bool goes = do_quickly(o, &call, &eff, &logs);
    if (goes) {
        if (c->on_done)
            c->on_done(c);
        bool text = c->text && event_table[eff.event].shows == SHOWS_VALUE;
        if (logs)
            log_commit(eff.number, text ? c->text : NULL, text ? MIN(c->text_n, 1000u) : 0);
        c->error = SYNC_OK;
        c->number = eff.number;
    }
    guard_give(&o->guard);
    return goes;
}

static enum live_end run_op(struct live_call *c)
{
    struct deed d;
    if (LIKELY(!live.region.head->controlled) && (c->handle & HANDLE_REGION ? region_quickly(c) : run_quickly(c)))
        return LIVE_DONE;
    if (!item_prepare(c)) {
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
    live.region.objects[id_of(d.o, handle & HANDLE_REGION)].off = d.o->off;
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
    show(d.o);
    wait_wake(&live.region, d.key, WAIT_TAKE, INT32_MAX, UINT64_MAX, WOKEN_RETRY);
    deed_unguard(&d);
}

bool live_lock_quickly(uint32_t handle, enum sync_op op)
{
    if (UNLIKELY(atomic_load_explicit(&live.region.head->controlled, memory_order_relaxed)))
        return false;
    if (handle & HANDLE_REGION)
        return region_lock_quickly(live_sync_at(handle), op);
    return private_lock_quickly(handle, op);
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

/* ---- fork ---- */

void objects_after_fork(task_ref old_self, task_ref new_self)
{
    if (!table.objects)
        return;
    table.guard = 0;
    for (uint32_t i = 1; i < table.used; i++) {
        struct sync_object *o = &table.objects[i];
        if (o->guard | o->waiters) // a page that is only read is not copied
            o->guard = o->waiters = 0; // those who wait, wait in the other process
        if (o->kind < SYNC_KINDS && o->owner == old_self)
            o->owner = new_self;
    }
}

const struct sync_object *objects_next_held(uint32_t *at, task_ref self)
{
    while (table.objects && ++*at < table.used) {
        const struct sync_object *o = &table.objects[*at];
        bool lock = o->kind == SYNC_LOCK || o->kind == SYNC_RLOCK;
        if (lock && o->owner != NOBODY && o->owner != self && o->id != OBJECT_NONE)
            return o;
    }
    return NULL;
}
