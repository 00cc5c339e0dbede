/* deque.c: collections.deque, a ring in an array.
 *
 *    | 4 | 5 |   |   | 1 | 2 | 3 |      head = 4, len = 5, capacity 7
 *
 * o.aux counts the changes of structure, so that an iterator notices them. */
#include "vm/container.h"

#include "lang/lang.h"

enum { FIRST_CAP = 8 };

value deque_new(struct task *t, int64_t maxlen)
{
    struct deque *d = heap_new(t, T_DEQUE, sizeof *d, 0);
    d->maxlen = maxlen;
    return value_of(d);
}

static struct array *ring_of(const struct deque *d) { return d->items ? REF(d->items) : NULL; }

static uint64_t slot_of(const struct deque *d, uint64_t i)
{
    uint64_t at = d->head + i, cap = ring_of(d)->o.n;
    return at >= cap ? at - cap : at; // the caller holds the lock
}

static void deque_set_len(struct deque *d, uint64_t n)
{
    __atomic_store_n(&d->len, n, __ATOMIC_RELEASE);
    d->o.aux++;
}

/* Unrolls the ring into an array of the given size. */
static bool deque_resize(struct task *t, struct deque *d, uint64_t cap)
{
    struct array *a = array_new(t, cap);
    if (!a)
        return false;
    for (uint64_t i = 0; i < d->len; i++)
        a->item[i] = deque_at(d, i);
    d->head = 0;
    slot_set(&d->items, value_of(a));
    return true;
}

static bool deque_room(struct task *t, struct deque *d)
{
    struct array *a = ring_of(d);
    if (!a || d->len == a->o.n)
        return deque_resize(t, d, a ? 2 * (uint64_t)a->o.n : FIRST_CAP);
    return true;
}

value deque_take_first(struct deque *d)
{
    value *slot = &ring_of(d)->item[d->head], v = *slot;
    slot_set(slot, V_UNBOUND);
    d->head = slot_of(d, 1);
    deque_set_len(d, d->len - 1);
    return v;
}

static value take_last(struct deque *d)
{
    value *slot = &ring_of(d)->item[slot_of(d, d->len - 1)], v = *slot;
    slot_set(slot, V_UNBOUND);
    deque_set_len(d, d->len - 1);
    return v;
}

/* A full deque with a maxlen drops what is at the other end. */
enum vm_ret deque_push(struct task *t, struct deque *d, value v)
{
    if (d->maxlen == 0)
        return VM_OK;
    if (d->maxlen > 0 && d->len == (uint64_t)d->maxlen)
        deque_take_first(d);
    if (!deque_room(t, d))
        return VM_RAISE;
    slot_set(&ring_of(d)->item[slot_of(d, d->len)], v);
    deque_set_len(d, d->len + 1);
    return VM_OK;
}

static enum vm_ret push_left(struct task *t, struct deque *d, value v)
{
    if (d->maxlen == 0)
        return VM_OK;
    if (d->maxlen > 0 && d->len == (uint64_t)d->maxlen)
        take_last(d);
    if (!deque_room(t, d))
        return VM_RAISE;
    uint64_t at = slot_of(d, ring_of(d)->o.n - 1);
    slot_set(&ring_of(d)->item[at], v);
    d->head = at;
    deque_set_len(d, d->len + 1);
    return VM_OK;
}

static enum vm_ret extend_with(struct task *t, struct deque *d, value iterable,
                               enum vm_ret (*push)(struct task *, struct deque *, value))
{
    const value *items;
    size_t n;
    enum vm_ret r = iter_collect(t, iterable, &items, &n);
    if (r == VM_OK && n && iterable == value_of(d)) { // d.extend(d): the ring changes below
        value copy = tuple_new(t, items, n);
        if (!copy)
            return VM_RAISE;
        items = tuple_of(copy)->item;
    }
    for (size_t i = 0; r == VM_OK && i < n; i++)
        r = push(t, d, items[i]);
    return r;
}

enum vm_ret deque_extend(struct task *t, struct deque *d, value iterable)
{
    return extend_with(t, d, iterable, deque_push);
}

bool deque_items(struct task *t, const struct deque *d, const value **ret_items, size_t *ret_n)
{
    uint64_t n = __atomic_load_n(&d->len, __ATOMIC_ACQUIRE);
    const struct array *ring = ring_of(d);
    *ret_n = 0;
    *ret_items = NULL;
    if (n == 0 || !ring)
        return true;
    if (!is_contended(t, &d->o) && d->head + n <= ring->o.n) {
        *ret_items = ring->item + d->head;
        *ret_n = n;
        return true;
    }
    struct array *copy = array_new(t, n);
    if (!copy)
        return false;
    uint64_t head = d->head, k = 0;
    for (uint64_t i = 0; i < MIN(n, ring->o.n); i++) {
        value v = slot_get(&ring->item[(head + i) % ring->o.n]);
        if (slot_used(v)) // else taken meanwhile by another thread
            copy->item[k++] = v;
    }
    *ret_items = copy->item;
    *ret_n = k;
    return true;
}

void deque_take(struct deque *d, const struct deque *from)
{
    slot_set(&d->items, from->items);
    d->head = from->head;
    deque_set_len(d, from->len);
}

/* ---- methods ---- */

static struct deque *self_of(value *args) { return deque_of(receiver(args[0])); }

/* args: iterable, maxlen */
enum vm_ret deque_make(struct task *t, value *args, value *ret)
{
    int64_t maxlen = -1;
    enum vm_ret r = VM_OK;
    if (args[1] != V_UNBOUND && args[1] != V_NONE) {
        if (!is_int(args[1]))
            return throw(t, EXC_TypeError, "an integer is required");
        r = arg_index(t, args[1], &maxlen);
        if (r == VM_OK && maxlen < 0)
            return throw(t, EXC_ValueError, "maxlen must be non-negative");
    }
    if (r != VM_OK)
        return r;
    *ret = deque_new(t, maxlen);
    return args[0] == V_UNBOUND ? VM_OK : deque_extend(t, deque_of(*ret), args[0]);
}

/* deque.__init__(self, iterable, maxlen): begins anew. */
enum vm_ret deque_init(struct task *t, value *args, value *ret)
{
    value made = V_UNBOUND;
    enum vm_ret r = deque_make(t, args + 1, &made);
    if (r != VM_OK)
        return r;
    struct deque *d = self_of(args), *from = deque_of(made);
    slot_set(&d->items, slot_get(&from->items));
    d->head = from->head;
    d->maxlen = from->maxlen;
    deque_set_len(d, from->len);
    *ret = V_NONE;
    return VM_OK;
}

enum vm_ret deque_m_append(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    return deque_push(t, self_of(args), args[1]);
}

enum vm_ret deque_m_appendleft(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    return push_left(t, self_of(args), args[1]);
}

enum vm_ret deque_m_pop(struct task *t, value *args, value *ret)
{
    struct deque *d = self_of(args);
    if (d->len == 0)
        return throw(t, EXC_IndexError, "pop from an empty deque");
    *ret = take_last(d);
    return VM_OK;
}

enum vm_ret deque_m_popleft(struct task *t, value *args, value *ret)
{
    struct deque *d = self_of(args);
    if (d->len == 0)
        return throw(t, EXC_IndexError, "pop from an empty deque");
    *ret = deque_take_first(d);
    return VM_OK;
}

enum vm_ret deque_m_extend(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    return deque_extend(t, self_of(args), args[1]);
}

enum vm_ret deque_m_extendleft(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    return extend_with(t, self_of(args), args[1], push_left);
}

/* Positive n moves items from the right end to the left. */
enum vm_ret deque_m_rotate(struct task *t, value *args, value *ret)
{
    struct deque *d = self_of(args);
    int64_t n = 1, len = (int64_t)d->len;
    enum vm_ret r = args[1] == V_UNBOUND ? VM_OK : arg_index(t, args[1], &n);
    *ret = V_NONE;
    if (r != VM_OK || len < 2)
        return r;
    n %= len;
    n = n < 0 ? n + len : n;
    bool right = n <= len / 2;
    for (int64_t i = right ? n : len - n; r == VM_OK && i > 0; i--)
        r = right ? push_left(t, d, take_last(d)) : deque_push(t, d, deque_take_first(d));
    return r;
}

enum vm_ret deque_m_clear(struct task *t, value *args, value *ret)
{
    struct deque *d = self_of(args);
    (void)t;
    deque_set_len(d, 0);
    slot_set(&d->items, 0);
    d->head = 0;
    *ret = V_NONE;
    return VM_OK;
}

enum vm_ret deque_m_copy(struct task *t, value *args, value *ret)
{
    struct deque *d = self_of(args);
    *ret = deque_new(t, d->maxlen);
    return deque_extend(t, deque_of(*ret), value_of(d));
}

enum vm_ret deque_m_count(struct task *t, value *args, value *ret)
{
    struct deque *d = self_of(args);
    int64_t found = 0;
    for (uint64_t i = 0; i < d->len; i++) {
        bool same;
        enum vm_ret r = item_equal(t, deque_at(d, i), args[1], 0, &same);
        if (r != VM_OK)
            return r;
        found += same;
    }
    *ret = V_INT(found);
    return VM_OK;
}

/* The position of v in [from, to), or -1. */
static enum vm_ret deque_find(struct task *t, struct deque *d, value v, int64_t from, int64_t to, int64_t *ret)
{
    bool same = false;
    int64_t i = from;
    for (; i < to; i++) {
        enum vm_ret r = item_equal(t, deque_at(d, (uint64_t)i), v, 0, &same);
        if (r != VM_OK)
            return r;
        if (same)
            break;
    }
    *ret = i < to ? i : -1;
    return VM_OK;
}

static enum vm_ret not_in_deque(struct task *t, value v)
{
    struct buf b = { 0 };
    enum vm_ret r = value_repr(t, v, &b);
    if (r == VM_OK)
        r = throw(t, EXC_ValueError, "%s is not in deque", buf_str(&b));
    buf_finish(&b);
    return r;
}

/* args: self, value, start, stop */
enum vm_ret deque_m_index(struct task *t, value *args, value *ret)
{
    struct deque *d = self_of(args);
    int64_t n = (int64_t)d->len, from = 0, to = n, at = -1;
    enum vm_ret r = arg_bound(t, args[2], &from);
    if (r == VM_OK)
        r = arg_bound(t, args[3], &to);
    if (r != VM_OK)
        return r;
    from = from < 0 ? MAX(from + n, 0) : from;
    to = to < 0 ? MAX(to + n, 0) : MIN(to, n);
    r = deque_find(t, d, args[1], from, to, &at);
    *ret = V_INT(at);
    if (r != VM_OK || at >= 0)
        return r;
    return not_in_deque(t, args[1]);
}

/* Takes the item at `at` out: those between it and the nearer end move up. (Who waited longest is the first
 * to go, in most queues.) */
static void close_gap(struct deque *d, uint64_t at)
{
    struct array *a = ring_of(d);
    if (at < d->len / 2) {
        for (uint64_t i = at; i > 0; i--)
            slot_set(&a->item[slot_of(d, i)], deque_at(d, i - 1));
        deque_take_first(d);
        return;
    }
    for (uint64_t i = at; i + 1 < d->len; i++)
        slot_set(&a->item[slot_of(d, i)], deque_at(d, i + 1));
    take_last(d);
}

enum vm_ret deque_m_remove(struct task *t, value *args, value *ret)
{
    struct deque *d = self_of(args);
    int64_t at = -1;
    enum vm_ret r = deque_find(t, d, args[1], 0, (int64_t)d->len, &at);
    *ret = V_NONE;
    if (r != VM_OK)
        return r;
    if (at < 0)
        return not_in_deque(t, args[1]);
    close_gap(d, (uint64_t)at);
    return VM_OK;
}

void deque_remove_at(struct deque *d, uint64_t at) { close_gap(d, at); }

enum vm_ret deque_m_insert(struct task *t, value *args, value *ret)
{
    struct deque *d = self_of(args);
    int64_t at, n = (int64_t)d->len;
    enum vm_ret r = arg_index(t, args[1], &at);
    if (r != VM_OK)
        return r;
    if (d->maxlen >= 0 && n >= d->maxlen)
        return throw(t, EXC_IndexError, "deque already at its maximum size");
    at = at < 0 ? MAX(at + n, 0) : MIN(at, n);
    if ((r = deque_push(t, d, args[2])) != VM_OK)
        return r;
    struct array *a = ring_of(d);
    for (int64_t i = n; i > at; i--)
        slot_set(&a->item[slot_of(d, (uint64_t)i)], deque_at(d, (uint64_t)i - 1));
    slot_set(&a->item[slot_of(d, (uint64_t)at)], args[2]);
    *ret = V_NONE;
    return VM_OK;
}

enum vm_ret deque_m_reverse(struct task *t, value *args, value *ret)
{
    struct deque *d = self_of(args);
    struct array *a = ring_of(d);
    (void)t;
    for (uint64_t i = 0, j = d->len; i + 1 < j; i++) {
        value v = deque_at(d, i);
        slot_set(&a->item[slot_of(d, i)], deque_at(d, --j));
        slot_set(&a->item[slot_of(d, j)], v);
    }
    d->o.aux++;
    *ret = V_NONE;
    return VM_OK;
}

