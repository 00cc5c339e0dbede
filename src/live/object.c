/* object.c: the synchronisation objects that there are: names, handles, guards, ids.
 *
 * In:      kinds and first values; handles.
 * Out:     a struct sync_object for each, at a place that does not change, and what the shell sees of it.
 * Owner:   private objects are this process's (`privates`), copied by fork; shared ones are the region's.
 * Locks:   the table's guard for private entries, klock for shared ones; taken here. */
#include "live/deed.h"

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

/* ---- guards ---- */

/* 2: somebody may sleep. Source: U. Drepper, Futexes Are Tricky, 2011, mutex 2 */
void guard_wait(_Atomic uint32_t *guard, uint32_t seen)
{
    if (seen != 2)
        seen = atomic_exchange(guard, 2);
    for (; seen; seen = atomic_exchange(guard, 2))
        futex_wait(guard, 2, 60000 * MS);
}

/* ---- tables ---- */

#define PRIVATE_MAX (1u << 20)
#define FREED 0xff // kind of an entry that is not in use; value: the next such one

struct private_table privates;

static bool table_map(void)
{
    if (privates.objects)
        return true;
    void *p = mmap(NULL, PRIVATE_MAX * sizeof(struct sync_object), PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED)
        return false;
    privates.objects = p;
    privates.used = 1;
    return true;
}

static uint32_t private_new(void)
{
    uint32_t i = 0;
    guard_take(&privates.guard);
    if (table_map()) {
        i = privates.free_first;
        if (i)
            privates.free_first = (uint32_t)privates.objects[i].value;
        else if (privates.used < PRIVATE_MAX)
            i = privates.used++;
    }
    guard_give(&privates.guard);
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
    struct sync_object *o = in_region ? &live.region.syncs[i] : &privates.objects[i];
    sync_init(o, kind, value, bound);
    o->home = in_region ? NOBODY : live.process;
    return in_region ? i | HANDLE_REGION : i;
}

struct sync_object *live_sync_at(uint32_t handle)
{
    return object_at(handle);
}

static void region_free(struct run_region *r, struct sync_object *o)
{
    klock_take(r);
    items_drop(r, o);
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
    guard_take(&privates.guard);
    *o = (struct sync_object){.kind = FREED, .value = (int32_t)privates.free_first};
    privates.free_first = handle;
    guard_give(&privates.guard);
}

/* ---- what the shell sees of an object ---- */

static const char *const type_names[SYNC_KINDS] = {
    "Lock", "RLock", "Semaphore", "Event", "Condition", "Barrier", "Queue", "Task",
};

NOINLINE uint32_t object_id_new(struct sync_object *o, task_ref home)
{
    struct run_region *r = &live.region;
    char type[NAME_BYTES] = "", name[NAME_BYTES] = "";
    if (o->id) { // as it was called in the process that this one is a fork of
        region_text_get(&r->objects[o->id].type, type);
        region_text_get(&r->objects[o->id].name, name);
    }
    uint32_t id = info_new(r, o->id ? type : type_names[o->kind], name, home, o->kind);
    r->objects[id].owner = o->owner;
    r->objects[id].off = o->off;
    __atomic_store_n(&o->id, id, __ATOMIC_RELAXED);
    __atomic_store_n(&o->home, home, __ATOMIC_RELEASE);
    return id;
}

uint32_t live_sync_id(uint32_t handle)
{
    struct sync_object *o = live_sync_at(handle);
    bool in_region = handle & HANDLE_REGION;
    if (!o)
        return OBJECT_NONE;
    uint32_t id = object_id_known(o, in_region);
    if (LIKELY(id))
        return id;
    if (in_region) {
        klock_take(&live.region);
        id = object_id(o, true);
        klock_give(&live.region);
    } else {
        guard_take(&o->guard);
        id = object_id(o, false);
        guard_give(&o->guard);
    }
    return id;
}

void live_sync_name(uint32_t handle, const char *type, const char *name)
{
    struct object_info *i = &live.region.objects[live_sync_id(handle)];
    region_text_set(&i->type, type);
    live_object_rename(live_sync_id(handle), name);
}

/* ---- fork ---- */

void objects_after_fork(task_ref old_self, task_ref new_self)
{
    if (!privates.objects)
        return;
    privates.guard = 0;
    for (uint32_t i = 1; i < privates.used; i++) {
        struct sync_object *o = &privates.objects[i];
        if (o->guard | o->waiters) // a page that is only read is not copied
            o->guard = o->waiters = 0; // those who wait, wait in the other process
        if (o->kind < SYNC_KINDS && o->owner == old_self)
            o->owner = new_self;
    }
}

const struct sync_object *objects_next_held(uint32_t *at, task_ref self)
{
    while (privates.objects && ++*at < privates.used) {
        const struct sync_object *o = &privates.objects[*at];
        bool lock = o->kind == SYNC_LOCK || o->kind == SYNC_RLOCK;
        if (lock && o->owner != NOBODY && o->owner != self && o->id != OBJECT_NONE)
            return o;
    }
    return NULL;
}
