/* queue.c: the items of a queue object.
 *
 * sync/ counts places and items; here is what its handle holds: a ring for first in, first out, a list
 * used as a stack, or a list used as a heap with the least item first. The engine calls these two when
 * sync/ has said that a PUT or GET is done, under the object's guard.
 *
 * A heap compares items. What only Python can compare (instances with __lt__, or a mistake) cannot be
 * done here: the queue then keeps no items any more but only counts them (the handle itself stands
 * for each), and the items move to Python, which orders them (prelude/queue.py, PriorityQueue).
 *
 *   handle.b    V_INT(order)  the items are here
 *               a list        they were moved there and wait for Python to take them
 *               V_NONE        Python has them */
#include "vm/container.h"
#include "vm/inside.h"

#include "lang/lang.h"

void queue_items_new(struct task *t, struct sync_handle *h, enum queue_order order)
{
    h->b = V_INT(order);
    h->a = order == QUEUE_FIFO ? deque_new(t, -1) : list_new(t, NULL, 0);
}

/* a < b, or false where that takes Python code. */
static bool less(struct task *t, value a, value b, bool *ret)
{
    enum vm_ret r = value_order(t, OPR_LT, a, b, ret);
    if (r == VM_RAISE)
        t->exc = V_UNBOUND; // Python will say it in its own words
    return r == VM_OK;
}

/* Where item belongs on the way from leaf `at` to the root `top`. */
static bool heap_rise(struct task *t, const value *heap, uint64_t top, uint64_t at, value item, uint64_t *ret)
{
    bool yes;
    while (at > top) {
        uint64_t up = (at - 1) / 2;
        if (!less(t, item, heap[up], &yes))
            return false;
        if (!yes)
            break;
        at = up;
    }
    *ret = at;
    return true;
}

/* Opens a gap at `to` by moving down what stands on the way from there to `at`. */
static void heap_fill(struct array *heap, uint64_t at, uint64_t to, value item)
{
    for (; at > to; at = (at - 1) / 2)
        slot_set(&heap->item[at], heap->item[(at - 1) / 2]);
    slot_set(&heap->item[to], item);
}

static bool heap_put(struct task *t, struct list_obj *l, value item)
{
    uint64_t to, n = l->len;
    const struct array *old = l->items ? REF(l->items) : NULL;
    if (!heap_rise(t, old ? old->item : NULL, 0, n, item, &to) || !list_append(t, l, item))
        return false;
    heap_fill(REF(l->items), n, to, item);
    return true;
}

/* Takes the least item: the last one goes down along the lesser children, then up to its place. Nothing
 * is moved before every comparison has been made. */
static bool heap_get(struct task *t, struct list_obj *l, value *ret)
{
    struct array *heap = REF(l->items);
    uint64_t n = l->len - 1, path[64], depth = 0, at = 0;
    value last = heap->item[n];
    bool yes;
    for (uint64_t child = 1; child < n; child = 2 * at + 1) {
        if (child + 1 < n) {
            if (!less(t, heap->item[child], heap->item[child + 1], &yes))
                return false;
            child += !yes;
        }
        path[depth++] = at = child;
    }
    uint64_t to = 0, keep = depth; // of the path, so many move up
    while (keep) {
        if (!less(t, last, heap->item[path[keep - 1]], &yes))
            return false;
        if (!yes)
            break;
        keep--;
    }
    *ret = heap->item[0];
    for (uint64_t i = 0; i < keep; to = path[i++])
        slot_set(&heap->item[to], heap->item[path[i]]);
    slot_set(&heap->item[to], last);
    slot_set(&heap->item[n], V_UNBOUND);
    l->len = n;
    return true;
}

/* From here on only Python knows the items. */
static bool hand_over(struct task *t, struct sync_handle *h)
{
    struct list_obj *l = REF(h->a);
    value counted = list_new(t, NULL, 0);
    for (uint64_t i = 0; counted && i < l->len; i++)
        if (!list_append(t, REF(counted), value_of(h)))
            return false;
    if (!counted)
        return false;
    slot_set(&h->b, h->a);
    slot_set(&h->a, counted);
    return true;
}

static bool list_take_last(struct list_obj *l, value *ret)
{
    value *slot = &((struct array *)REF(l->items))->item[--l->len];
    *ret = *slot;
    slot_set(slot, V_UNBOUND);
    return true;
}

enum vm_ret queue_put(struct task *t, struct sync_handle *h, value item, value *ret)
{
    if (t->multi && obj_flags(&h->o) & F_SHARED)
        heap_share(t, item);
    *ret = V_TRUE;
    if (h->b == V_INT(QUEUE_FIFO))
        return deque_push(t, REF(h->a), item);
    if (h->b == V_INT(QUEUE_LIFO))
        return list_append(t, REF(h->a), item) ? VM_OK : VM_RAISE;
    if (h->b == V_INT(QUEUE_PRIORITY)) {
        if (heap_put(t, REF(h->a), item))
            return VM_OK;
        if (!hand_over(t, h))
            return VM_RAISE;
    }
    *ret = V_NONE; // the item is the caller's to place
    return list_append(t, REF(h->a), value_of(h)) ? VM_OK : VM_RAISE;
}

enum vm_ret queue_get(struct task *t, struct sync_handle *h, value *ret)
{
    if (h->b == V_INT(QUEUE_FIFO)) {
        *ret = deque_take_first(REF(h->a));
        return VM_OK;
    }
    if (h->b == V_INT(QUEUE_PRIORITY) && !heap_get(t, REF(h->a), ret)) {
        if (!hand_over(t, h))
            return VM_RAISE;
    } else if (h->b == V_INT(QUEUE_PRIORITY)) {
        return VM_OK;
    }
    list_take_last(REF(h->a), ret);
    return VM_OK;
}

static value copied(struct task *t, const struct sync_handle *h)
{
    if (h->b != V_INT(QUEUE_FIFO)) {
        const struct list_obj *l = REF(h->a);
        return list_new(t, l->items ? ((struct array *)REF(l->items))->item : NULL, l->len);
    }
    const struct deque *d = REF(h->a);
    value list = list_new(t, NULL, 0);
    for (uint64_t i = 0; list && i < d->len; i++)
        if (!list_append(t, REF(list), deque_at(d, i)))
            return 0;
    return list;
}

enum vm_ret queue_look(struct task *t, struct sync_handle *h, bool take, value *ret)
{
    *ret = V_NONE;
    if (take && !is_int(h->b)) {
        *ret = h->b;
        slot_set(&h->b, V_NONE);
    } else if (!take && is_int(h->b)) {
        *ret = copied(t, h);
    }
    return *ret ? VM_OK : VM_RAISE;
}
