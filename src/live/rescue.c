/* rescue.c: what the person at the prompt does to locks and waits from outside. The shell's side. */
#include "live/object.h"

/* Whether the object's owner can never give it back. */
static bool owner_gone(const struct run_region *r, const struct object_info *o)
{
    const struct task_slot *s = slot_of(r, atomic_load(&o->owner));
    // after a fork, a copy of a lock may be "held" by a thread of the other process
    return !s || (o->process != NOBODY && o->process != s->process);
}

static bool is_called(const struct region_text *text, const char *name)
{
    char here[NAME_BYTES];
    region_text_get(text, here);
    return !*name || strcmp(here, name) == 0;
}

static bool is_lock_called(const struct object_info *o, const char *name)
{
    return atomic_load(&o->used) && o->kind <= SYNC_RLOCK && is_called(&o->name, name);
}

static uint32_t objects_used(const struct run_region *r)
{
    return MIN(atomic_load(&r->head->objects_used), r->object_max);
}

static uint64_t key_of_shared(uint32_t index)
{
    return KEY_REGION | index;
}

static void wake_takers(struct run_region *r, uint32_t index)
{
    wait_wake(r, key_of_shared(index), WAIT_TAKE, INT32_MAX, UINT64_MAX, WOKEN_RETRY);
}

int live_shared_off(struct run_region *r, const char *name, bool off, unsigned wait_ms)
{
    int e = klock_take_timed(r, wait_ms, NULL);
    if (e < 0)
        return e;
    for (uint32_t i = 1; i < syncs_used(r); i++) {
        struct sync_object *o = region_sync(r, i);
        if (!o || o->kind > SYNC_RLOCK || !o->id || o->id >= r->object_max ||
            !is_lock_called(&r->objects[o->id], name) || o->off == off)
            continue;
        sync_slow_down(o);
        o->off = off;
        atomic_store(&r->objects[o->id].off, off);
        if (off)
            wake_takers(r, i);
        sync_speed_up(o);
    }
    klock_give(r);
    return 0;
}

/* Klock held: the shared lock of that id is free. */
static void free_shared(struct run_region *r, uint32_t id)
{
    for (uint32_t i = 1; i < syncs_used(r); i++) {
        struct sync_object *o = region_sync(r, i);
        if (!o || o->id != id || o->kind > SYNC_RLOCK)
            continue;
        sync_disown(o);
        atomic_store(&r->objects[id].owner, NOBODY);
        wake_takers(r, i);
    }
}

/* Klock held: a lock that was taken the quick way has not told its owner. */
static void show_owners(struct run_region *r)
{
    for (uint32_t i = 1; i < syncs_used(r); i++) {
        const struct sync_object *o = region_sync(r, i);
        if (o && o->kind <= SYNC_RLOCK && o->id && o->id < r->object_max)
            atomic_store(&r->objects[o->id].owner, sync_image(r, o).owner);
    }
}

int live_recover(struct run_region *r, const char *name, unsigned wait_ms, task_ref *ret_owner)
{
    int e = klock_take_timed(r, wait_ms, NULL), result = -ENOENT;
    if (e < 0)
        return e;
    show_owners(r);
    for (uint32_t id = 1; id < objects_used(r); id++) {
        struct object_info *o = &r->objects[id];
        if (!is_lock_called(o, name) || atomic_load(&o->owner) == NOBODY)
            continue;
        if (!owner_gone(r, o)) {
            *ret_owner = atomic_load(&o->owner);
            result = result == 0 ? 0 : -EBUSY;
            continue;
        }
        result = 0;
        if (o->process == NOBODY)
            free_shared(r, id);
        else
            atomic_store(&o->recover, 1); // in the memory of its process, which frees it
    }
    klock_give(r);
    if (result == 0)
        live_attend(r, NOBODY, ATTEND_SWITCHES);
    return result;
}

/* Whether the task waits for something that others do, and it or what it waits for is called so. */
static bool waits_for(const struct run_region *r, const struct task_slot *s, const char *name)
{
    if (slot_state(s) != SLOT_WAITS || s->wait.pipe)
        return false;
    bool object = s->wait.object < r->object_max && !(s->wait.key & KEY_JOIN);
    return is_called(&s->name, name) || (object && is_called(&r->objects[s->wait.object].name, name));
}

int live_break(struct run_region *r, const char *name, unsigned wait_ms, task_ref *ret)
{
    struct task_slot *first = NULL;
    int e = klock_take_timed(r, wait_ms, NULL);
    if (e < 0)
        return e;
    for (uint32_t i = 0; i < slots_used(r); i++) {
        struct task_slot *s = &r->slots[i];
        if (waits_for(r, s, name) && (!first || s->wait.ticket < first->wait.ticket))
            first = s;
    }
    if (first) {
        *ret = atomic_load(&first->ref);
        atomic_fetch_or(&first->attention, ATTEND_BREAK);
        slot_poke(first);
    }
    klock_give(r);
    return first ? 0 : -ENOENT;
}
