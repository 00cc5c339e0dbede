/* Instances: shapes, and the attributes of their own. */
#include <stdlib.h>

#include "base/text.h"
#include "vm/container.h"
#include "vm/inside.h"
#include "vm/step.h"

/* ---- shapes ---- */

uint32_t shape_new(struct vm *vm, struct shape like)
{
    uint32_t i = atomic_load(&vm->shape_count);
    if (i >= SHAPES_MAX)
        return 0;
    *shape_at(vm, i) = like;
    atomic_store(&vm->shape_count, i + 1);
    return i;
}

int32_t shape_find(struct vm *vm, uint32_t shape, value sym)
{
    for (struct shape *s = shape_at(vm, shape); s->count; s = shape_at(vm, s->parent))
        if (s->sym == sym)
            return (int32_t)s->count - 1;
    return -1;
}

enum { MAX_SLOTS = 64 }; // more attributes than that live in a dict

uint32_t shape_add(struct vm *vm, uint32_t shape, value sym)
{
    struct shape *s = shape_at(vm, shape);
    uint32_t c = __atomic_load_n(&s->child, __ATOMIC_ACQUIRE);
    for (; c; c = shape_at(vm, c)->sibling)
        if (shape_at(vm, c)->sym == sym)
            return c;
    if (s->count >= MAX_SLOTS)
        return 0;
    pthread_mutex_lock(&vm->names_guard);
    for (c = s->child; c && shape_at(vm, c)->sym != sym; c = shape_at(vm, c)->sibling)
        ;
    if (!c) {
        c = shape_new(vm, (struct shape){ .sym = sym, .parent = shape, .sibling = s->child, .cls = s->cls,
                                          .count = s->count + 1 });
        if (c)
            __atomic_store_n(&s->child, c, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(&vm->names_guard);
    return c;
}

/* ---- instances ---- */

value instance_new(struct task *t, struct class *c)
{
    uint32_t hint = __atomic_load_n(&c->hint, __ATOMIC_RELAXED); // another thread may find more to be better
    struct instance *i = object_take(t, T_INSTANCE, sizeof *i + 8 * (size_t)hint, hint);
    i->shape = c->shape;
    i->cls_id = c->id;
    i->cls = value_of(c);
    i->more = 0;
    i->payload = V_UNBOUND;
    i->id = 0;
    for (uint32_t k = 0; k < hint; k++)
        i->item[k] = V_UNBOUND;
    if (UNLIKELY(class_flags(c) & CLS_HAS_DEL)) {
        heap_finalizable(t, value_of(i));
        ending_watch(t);
    }
    return value_of(i);
}

value *instance_slot(struct instance *i, uint32_t slot)
{
    if (slot < i->o.n)
        return &i->item[slot];
    struct array *more = REF(slot_get(&i->more));
    return &more->item[slot - i->o.n];
}

/* An attribute whose object may be changed by another thread meanwhile. */
static value slot_peek(struct instance *i, uint32_t slot, value sym)
{
    if (slot < i->o.n)
        return slot_get(&i->item[slot]);
    value more = slot_get(&i->more);
    slot -= i->o.n;
    if (is_type(more, T_DICT)) // it has just got one
        return dict_get_sym(REF(more), sym);
    return more && slot < obj_of(more)->n ? slot_get(&((struct array *)REF(more))->item[slot]) : V_UNBOUND;
}

value instance_get(struct vm *vm, struct instance *i, value sym)
{
    if (LIKELY(!(obj_flags(&i->o) & F_DICTMODE))) {
        int32_t slot = shape_find(vm, instance_shape(i), sym);
        value v = slot < 0 ? V_UNBOUND : slot_peek(i, (uint32_t)slot, sym);
        if (v != V_UNBOUND || !(obj_flags(&i->o) & F_DICTMODE))
            return v;
    }
    return dict_get_sym(REF(slot_get(&i->more)), sym);
}

value instance_dict(struct task *t, struct instance *i)
{
    value dv = dict_new(t);
    struct dict *d = REF(dv);
    if (obj_flags(&i->o) & F_DICTMODE) {
        uint32_t at = 0;
        value k, v;
        while (dict_next(REF(i->more), &at, &k, &v))
            dict_set_sym(t, d, k, v);
        return dv;
    }
    value syms[MAX_SLOTS];
    uint32_t n = 0;
    struct shape *s = shape_at(t->vm, i->shape);
    for (uint32_t c = s->count; s->count; s = shape_at(t->vm, s->parent))
        syms[--c] = s->sym, n++;
    for (uint32_t k = 0; k < n; k++) {
        value v = slot_get(instance_slot(i, k));
        if (v != V_UNBOUND)
            dict_set_sym(t, d, syms[k], v);
    }
    return dv;
}

/* From now on its attributes are in d. instance_get() relies on this order, and on slots that are emptied later. */
void instance_use_dict(struct instance *i, value d)
{
    slot_set(&i->more, d);
    __atomic_fetch_or(&i->o.flags, F_DICTMODE, __ATOMIC_RELEASE);
    __atomic_store_n(&i->shape, 0, __ATOMIC_RELEASE); // no cache may match it any more
}

void instance_to_dict_mode(struct task *t, struct instance *i)
{
    value d = instance_dict(t, i);
    if (obj_flags(&i->o) & F_SHARED)
        heap_share(t, d);
    instance_use_dict(i, d);
    for (uint32_t k = 0; k < i->o.n; k++)
        slot_set(&i->item[k], V_UNBOUND);
}

/* Makes sure that a slot exists; the object's lock is held if others see it. */
static value *slot_room(struct task *t, struct instance *i, uint32_t slot)
{
    if (slot < i->o.n)
        return &i->item[slot];
    uint32_t index = slot - i->o.n;
    struct array *old = i->more ? REF(i->more) : NULL;
    if (!old || index >= old->o.n) {
        uint32_t cap = old ? old->o.n * 2 : 4;
        struct array *a = heap_new(t, T_ARRAY, sizeof *a + 8 * (size_t)cap, cap);
        for (uint32_t k = 0; k < cap; k++)
            a->item[k] = old && k < old->o.n ? old->item[k] : V_UNBOUND;
        if (obj_flags(&i->o) & F_SHARED)
            a->o.flags |= F_SHARED;
        slot_set(&i->more, value_of(a));
        old = a;
        struct class *c = REF(i->cls);
        uint32_t hint = __atomic_load_n(&c->hint, __ATOMIC_RELAXED);
        if (hint < MAX_SLOTS && slot >= hint) // the next instances are larger
            __atomic_store_n(&c->hint, (uint16_t)MIN(slot + 2, (uint32_t)MAX_SLOTS), __ATOMIC_RELAXED);
    }
    return &old->item[index];
}

/* In dict mode the dict has a lock of its own: programs reach it as __dict__. */
static void put_in_dict(struct task *t, struct instance *i, value sym, value v)
{
    struct dict *d = REF(i->more);
    bool locked = t->multi && (obj_flags(&d->o) & F_SHARED);
    value old;
    if (locked)
        obj_lock(&d->o);
    if (v == V_UNBOUND)
        dict_del(t, d, sym, &old);
    else
        dict_set_sym(t, d, sym, v);
    if (locked) {
        heap_share_children(t, i->more); // it may have a new table
        obj_unlock(&d->o);
    }
}

void instance_put(struct task *t, struct instance *i, value sym, value v)
{
    if (!(obj_flags(&i->o) & F_DICTMODE)) {
        int32_t slot = shape_find(t->vm, i->shape, sym);
        if (slot >= 0) {
            slot_set(instance_slot(i, (uint32_t)slot), v);
        } else {
            uint32_t next = shape_add(t->vm, i->shape, sym);
            if (next) {
                slot_set(slot_room(t, i, shape_at(t->vm, next)->count - 1), v);
                __atomic_store_n(&i->shape, next, __ATOMIC_RELEASE);
            } else {
                instance_to_dict_mode(t, i);
            }
        }
    }
    if (obj_flags(&i->o) & F_DICTMODE)
        put_in_dict(t, i, sym, v);
}

void instance_set(struct task *t, struct instance *i, value sym, value v)
{
    bool locked = is_contended(t, &i->o);
    if (locked) {
        heap_share(t, v);
        obj_lock(&i->o);
    }
    instance_put(t, i, sym, v);
    if (locked)
        obj_unlock(&i->o);
}

bool instance_del(struct task *t, struct instance *i, value sym)
{
    if (instance_get(t->vm, i, sym) == V_UNBOUND)
        return false;
    bool locked = is_contended(t, &i->o);
    if (locked)
        obj_lock(&i->o);
    if (!(obj_flags(&i->o) & F_DICTMODE))
        instance_to_dict_mode(t, i);
    put_in_dict(t, i, sym, V_UNBOUND);
    if (locked)
        obj_unlock(&i->o);
    return true;
}
