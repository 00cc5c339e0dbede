/* list.c: lists, and what lists and tuples have in common.
 *
 * A list is a handle (length, array); the array is replaced when it is full. The order of
 * stores is what readers without the lock rely on, see container.h. */
#include "vm/container.h"

#include "lang/lang.h"

enum { FIRST_CAP = 6 };

struct array *array_new(struct task *t, uint64_t n)
{
    if (n > UINT32_MAX) {
        throw_plain(t, EXC_MemoryError);
        return NULL;
    }
    return heap_new(t, T_ARRAY, sizeof(struct array) + n * sizeof(value), (uint32_t)n);
}

/* Copies slots, also onto overlapping ones. Slot by slot if somebody may be looking: a reader
 * may see an item twice or not at all, but never half a value. */
static void slots_move(const struct obj *owner, value *to, const value *from, size_t n)
{
    if (!(obj_flags(owner) & F_SHARED)) {
        memmove(to, from, n * sizeof *to);
        return;
    }
    if (to < from)
        for (size_t i = 0; i < n; i++)
            slot_set(&to[i], slot_get(&from[i]));
    else
        while (n-- > 0)
            slot_set(&to[n], slot_get(&from[n]));
}

static struct array *list_array(const struct list_obj *l)
{
    return l->items ? REF(l->items) : NULL;
}

static uint64_t list_cap(const struct list_obj *l)
{
    return l->items ? list_array(l)->o.n : 0;
}

bool list_reserve(struct task *t, struct list_obj *l, uint64_t need)
{
    uint64_t cap = list_cap(l);
    if (need <= cap)
        return true;
    uint64_t grown = cap + (cap < 1 << 16 ? cap : cap / 2) + FIRST_CAP;
    struct array *a = array_new(t, MAX(need, MIN(grown, UINT32_MAX)));
    if (!a)
        return false;
    if (l->len)
        memcpy(a->item, list_array(l)->item, l->len * sizeof(value));
    slot_set(&l->items, value_of(a)); // release: the slots above are seen with it
    return true;
}

bool list_append(struct task *t, struct list_obj *l, value v)
{
    if (list_push_fast(l, v))
        return true;
    return list_reserve(t, l, l->len + 1) && list_push_fast(l, v);
}

value list_new(struct task *t, const value *items, size_t n)
{
    struct array *a = NULL;
    if (n > UINT32_MAX) {
        throw_plain(t, EXC_MemoryError);
        return 0;
    }
    if (n && !(a = object_take(t, T_ARRAY, sizeof *a + n * sizeof(value), (uint32_t)n)))
        return 0;
    if (items && n)
        memcpy(a->item, items, n * sizeof *items);
    else
        for (size_t i = 0; i < n; i++)
            a->item[i] = V_NONE;
    struct list_obj *l = object_take(t, T_LIST, sizeof *l, 0);
    l->items = a ? value_of(a) : 0;
    l->len = n;
    return value_of(l);
}

/* ---- moving parts ---- */

static void list_shorten(struct list_obj *l, uint64_t n)
{
    struct array *a = list_array(l);
    uint64_t old = l->len;
    list_set_len(l, n);
    for (uint64_t i = n; i < old; i++)
        slot_set(&a->item[i], V_UNBOUND);
}

void list_remove_range(struct list_obj *l, uint64_t start, uint64_t stop)
{
    if (start >= stop)
        return;
    struct array *a = list_array(l);
    slots_move(&l->o, a->item + start, a->item + stop, l->len - stop);
    list_shorten(l, l->len - (stop - start));
}

/* Opens a gap of n slots at `at`, whose content is left as it was. */
static bool list_open(struct task *t, struct list_obj *l, uint64_t at, uint64_t n)
{
    if (!list_reserve(t, l, l->len + n))
        return false;
    struct array *a = list_array(l);
    slots_move(&l->o, a->item + at + n, a->item + at, l->len - at);
    return true;
}

bool list_splice(struct task *t, struct list_obj *l, uint64_t start, uint64_t stop, const value *items,
                 uint64_t n)
{
    uint64_t old = stop - start;
    const value *own = l->items ? list_array(l)->item : NULL;
    if (own && n && items >= own && items < own + list_cap(l)) { // l[2:2] = l
        struct array *copy = array_new(t, n);
        if (!copy)
            return false;
        items = memcpy(copy->item, items, n * sizeof *items);
    }
    if (n > old && !list_open(t, l, stop, n - old))
        return false;
    struct array *a = list_array(l);
    for (uint64_t i = 0; i < n; i++)
        slot_set(&a->item[start + i], items[i]);
    if (n > old)
        list_set_len(l, l->len + n - old);
    else
        list_remove_range(l, start + n, stop);
    return true;
}

enum vm_ret list_extend(struct task *t, struct list_obj *l, value iterable)
{
    const value *items;
    size_t n;

    enum vm_ret r = iter_collect(t, iterable, &items, &n);
    if (r != VM_OK)
        return r;
    if (n == 0)
        return VM_OK;
    uint64_t len = l->len;
    if (!list_reserve(t, l, len + n))
        return VM_RAISE;
    slots_move(&l->o, list_array(l)->item + len, items, n);
    list_set_len(l, len + n);
    return VM_OK;
}

/* ---- rows of items: lists and tuples ---- */

/* A new list or tuple of n items, which *ret_items lets the caller fill. 0: MemoryError. */
static value sequence_new(struct task *t, enum type_id type, size_t n, value **ret_items)
{
    value v = type == T_TUPLE ? tuple_new(t, NULL, n) : list_new(t, NULL, n);
    if (v)
        *ret_items = type == T_TUPLE ? tuple_of(v)->item : n ? list_array(list_of(v))->item : NULL;
    return v;
}

enum vm_ret sequence_repeat(struct task *t, enum type_id type, const value *items, size_t n, int64_t times,
                            value *ret)
{
    value *to = NULL;
    if (times < 0)
        times = 0;
    if (n && (uint64_t)times > UINT32_MAX / n)
        return throw_plain(t, EXC_MemoryError);
    size_t total = n * (size_t)times;
    value v = sequence_new(t, type, total, &to);
    if (!v)
        return VM_RAISE;
    if (n == 1)
        for (size_t i = 0; i < total; i++)
            to[i] = items[0];
    else
        for (size_t i = 0; i < total; i += n)
            memcpy(to + i, items, n * sizeof *to);
    *ret = v;
    return VM_OK;
}

enum vm_ret sequence_join(struct task *t, enum type_id type, const value *a, size_t na, const value *b,
                          size_t nb, value *ret)
{
    value *to = NULL;
    value v = sequence_new(t, type, na + nb, &to);
    if (!v)
        return VM_RAISE;
    if (na)
        memcpy(to, a, na * sizeof *to);
    if (nb)
        memcpy(to + na, b, nb * sizeof *to);
    *ret = v;
    return VM_OK;
}

bool items_view(struct task *t, value v, const value **ret_items, size_t *ret_n)
{
    if (kind_of(v) == T_INSTANCE)
        v = payload_or_self(v);
    if (is_type(v, T_TUPLE)) {
        *ret_items = tuple_of(v)->item;
        *ret_n = tuple_of(v)->o.n;
        return true;
    }
    if (!is_type(v, T_LIST))
        return false;
    task_touches(t, v);
    struct list_obj *l = list_of(v);
    size_t n = (size_t)list_len(l);
    value items = slot_get(&l->items);
    *ret_items = items ? ((struct array *)REF(items))->item : NULL;
    *ret_n = n;
    if (!n || !is_contended(t, &l->o))
        return true;
    struct array *copy = array_new(t, n);
    if (!copy)
        return false;
    size_t i = 0;
    while (i < n && list_get_unlocked(l, i, &copy->item[i])) // shorter by now: take what is there
        i++;
    *ret_items = copy->item;
    *ret_n = i;
    return true;
}

enum vm_ret items_find(struct task *t, const value *items, size_t from, size_t to, value v, int64_t *ret)
{
    size_t i = from;
    for (bool same; i < to; i++) {
        enum vm_ret r = item_equal(t, items[i], v, 0, &same);
        if (r != VM_OK)
            return r;
        if (same)
            break;
    }
    *ret = i < to ? (int64_t)i : -1;
    return VM_OK;
}

/* ---- methods ---- */

static value *own_items(const struct list_obj *l)
{
    return l->items ? list_array(l)->item : NULL;
}

enum vm_ret list_m_append(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    return list_append(t, list_of(receiver(args[0])), args[1]) ? VM_OK : VM_RAISE;
}

enum vm_ret list_m_extend(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    return list_extend(t, list_of(receiver(args[0])), args[1]);
}

enum vm_ret list_m_insert(struct task *t, value *args, value *ret)
{
    struct list_obj *l = list_of(receiver(args[0]));
    int64_t at;
    enum vm_ret r = arg_index(t, args[1], &at);
    if (r != VM_OK)
        return r;
    int64_t n = (int64_t)l->len;
    at = at < 0 ? MAX(at + n, 0) : MIN(at, n);
    *ret = V_NONE;
    return list_splice(t, l, (uint64_t)at, (uint64_t)at, &args[2], 1) ? VM_OK : VM_RAISE;
}

enum vm_ret list_m_remove(struct task *t, value *args, value *ret)
{
    struct list_obj *l = list_of(receiver(args[0]));
    int64_t at;
    enum vm_ret r = items_find(t, own_items(l), 0, l->len, args[1], &at);
    if (r != VM_OK)
        return r;
    if (at < 0)
        return throw(t, EXC_ValueError, "list.remove(x): x not in list");
    list_remove_range(l, (uint64_t)at, (uint64_t)at + 1);
    *ret = V_NONE;
    return VM_OK;
}

enum vm_ret list_m_pop(struct task *t, value *args, value *ret)
{
    struct list_obj *l = list_of(receiver(args[0]));
    int64_t at = -1, n = (int64_t)l->len;
    enum vm_ret r = args[1] == V_UNBOUND ? VM_OK : arg_index(t, args[1], &at);
    if (r != VM_OK)
        return r;
    if (n == 0)
        return throw(t, EXC_IndexError, "pop from empty list");
    if (at < 0)
        at += n;
    if (at < 0 || at >= n)
        return throw(t, EXC_IndexError, "pop index out of range");
    *ret = own_items(l)[at];
    list_remove_range(l, (uint64_t)at, (uint64_t)at + 1);
    return VM_OK;
}

enum vm_ret list_m_clear(struct task *t, value *args, value *ret)
{
    (void)t;
    struct list_obj *l = list_of(receiver(args[0]));
    if (l->len) { // else nothing is written: the page may still be the parent's, too
        list_set_len(l, 0);
        slot_set(&l->items, 0);
    }
    *ret = V_NONE;
    return VM_OK;
}

static enum vm_ret count_in(struct task *t, const value *items, size_t n, value v, value *ret)
{
    int64_t found = 0;
    for (size_t i = 0; i < n; i++) {
        bool same;
        enum vm_ret r = item_equal(t, items[i], v, 0, &same);
        if (r != VM_OK)
            return r;
        found += same;
    }
    *ret = V_INT(found);
    return VM_OK;
}

/* args: self, value, start, stop */
static enum vm_ret index_in(struct task *t, const value *items, int64_t n, value *args, const char *type,
                            value *ret)
{
    int64_t from = 0, to = n, at;
    enum vm_ret r = arg_bound(t, args[2], &from);
    if (r == VM_OK)
        r = arg_bound(t, args[3], &to);
    if (r != VM_OK)
        return r;
    from = from < 0 ? MAX(from + n, 0) : from;
    to = to < 0 ? MAX(to + n, 0) : MIN(to, n);
    r = items_find(t, items, (size_t)from, (size_t)MAX(from, to), args[1], &at);
    if (r != VM_OK)
        return r;
    if (at >= 0 && from < to) {
        *ret = V_INT(at);
        return VM_OK;
    }
    if (*type == 't')
        return throw(t, EXC_ValueError, "tuple.index(x): x not in tuple");
    struct buf b = { 0 };
    r = value_repr(t, args[1], &b);
    if (r == VM_OK)
        r = throw(t, EXC_ValueError, "%s is not in list", buf_str(&b));
    buf_finish(&b);
    return r;
}

enum vm_ret list_m_index(struct task *t, value *args, value *ret)
{
    struct list_obj *l = list_of(receiver(args[0]));
    return index_in(t, own_items(l), (int64_t)l->len, args, "list", ret);
}

enum vm_ret list_m_count(struct task *t, value *args, value *ret)
{
    struct list_obj *l = list_of(receiver(args[0]));
    return count_in(t, own_items(l), l->len, args[1], ret);
}

enum vm_ret list_m_reverse(struct task *t, value *args, value *ret)
{
    (void)t;
    struct list_obj *l = list_of(receiver(args[0]));
    value *a = own_items(l);
    for (uint64_t i = 0, j = l->len; i + 1 < j; i++) {
        value v = a[i];
        slot_set(&a[i], a[--j]);
        slot_set(&a[j], v);
    }
    *ret = V_NONE;
    return VM_OK;
}

enum vm_ret list_m_copy(struct task *t, value *args, value *ret)
{
    struct list_obj *l = list_of(receiver(args[0]));
    *ret = list_new(t, own_items(l), l->len);
    return *ret ? VM_OK : VM_RAISE;
}

enum vm_ret tuple_m_index(struct task *t, value *args, value *ret)
{
    struct tuple *u = tuple_of(receiver(args[0]));
    return index_in(t, u->item, u->o.n, args, "tuple", ret);
}

enum vm_ret tuple_m_count(struct task *t, value *args, value *ret)
{
    struct tuple *u = tuple_of(receiver(args[0]));
    return count_in(t, u->item, u->o.n, args[1], ret);
}

/* ---- list(), tuple() ---- */

enum vm_ret list_make(struct task *t, value *args, value *ret)
{
    const value *items = NULL;
    size_t n = 0;
    enum vm_ret r = args[0] == V_UNBOUND ? VM_OK : iter_collect(t, args[0], &items, &n);
    if (r != VM_OK)
        return r;
    *ret = list_new(t, items, n);
    return *ret ? VM_OK : VM_RAISE;
}

enum vm_ret tuple_make(struct task *t, value *args, value *ret)
{
    const value *items = NULL;
    size_t n = 0;
    if (args[0] != V_UNBOUND && is_type(args[0], T_TUPLE)) {
        *ret = args[0];
        return VM_OK;
    }
    enum vm_ret r = args[0] == V_UNBOUND ? VM_OK : iter_collect(t, args[0], &items, &n);
    if (r != VM_OK)
        return r;
    *ret = tuple_new(t, items, n);
    return *ret ? VM_OK : VM_RAISE;
}
