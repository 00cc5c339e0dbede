/* compare.c: ==, <, hash(), truth, `in` and identity, as far as no Python code takes part. */
#include "vm/container.h"

#include "base/hash.h"
#include "lang/lang.h"

enum vm_ret throw_plain(struct task *t, enum exc_id id) { return throw_value(t, id, V_UNBOUND); }

/* ---- identity ---- */

/* Where an object of a type keeps its number. Types without such a place are immutable: their
 * id() may change when the collector moves them, and their hash does not depend on it. */
static void *id_place(value v)
{
    switch (heap_type(v)) {
    case T_STR: case T_BYTES: case T_TUPLE: case T_BIGINT: case T_FLOAT: case T_RANGE: case T_SLICE:
    case T_TRACEBACK: case T_ARRAY: case T_TABLE: case T_STRBUF: case T_FORWARD: case T_GREENLET:
        return NULL;
    case T_INSTANCE:
        return &((struct instance *)REF(v))->id;
    case T_GEN:
        return &((struct gen *)REF(v))->id;
    default:
        return &obj_of(v)->n;
    }
}

/* Numbers of objects are multiples of 16, so that they look like addresses; those made from an
 * offset are 8 more, those of immediate values are the word itself, which is no multiple of 8. */
uint64_t object_id(struct task *t, value v)
{
    if (!is_ref(v))
        return v;
    uint32_t *place = id_place(v);
    if (!place)
        return 2 * v + 8;
    task_touches(t, v);
    uint32_t id = __atomic_load_n(place, __ATOMIC_RELAXED);
    if (id == 0) {
        uint32_t mine = (uint32_t)__atomic_add_fetch(&t->vm->next_id, 1, __ATOMIC_RELAXED);
        // another thread may be faster: its number counts
        if (__atomic_compare_exchange_n(place, &id, mine, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
            id = mine;
    }
    return (uint64_t)id * 16;
}

/* ---- hash ---- */

static enum vm_ret hash_in(struct task *t, value v, unsigned depth, uint64_t *ret);

/* The hash of a tuple is CPython's, after xxHash (Y. Collet), so that hash((1, 2)) is the same number. */
#define TUPLE_HASH_BEGIN 2870177450012600261u

static uint64_t tuple_hash_add(uint64_t acc, uint64_t item)
{
    acc += item * 14029467366897019727u;
    return (acc << 31 | acc >> 33) * 11400714785074694791u;
}

static uint64_t tuple_hash_end(uint64_t acc, uint64_t n)
{
    acc += n ^ (TUPLE_HASH_BEGIN ^ 3527539u);
    return acc == UINT64_MAX ? 1546275796 : acc;
}

static enum vm_ret hash_tuple(struct task *t, const struct tuple *u, unsigned depth, uint64_t *ret)
{
    uint64_t acc = TUPLE_HASH_BEGIN, item;
    for (uint32_t i = 0; i < u->o.n; i++) {
        enum vm_ret r = hash_in(t, u->item[i], depth + 1, &item);
        if (r != VM_OK)
            return r;
        acc = tuple_hash_add(acc, item);
    }
    *ret = tuple_hash_end(acc, u->o.n);
    return VM_OK;
}

/* args: a list of the hashes of a tuple's items, some of which only Python code could tell. */
enum vm_ret tuple_h_hash(struct task *t, value *args, value *ret)
{
    const value *items;
    size_t n;
    int64_t item;
    uint64_t acc = TUPLE_HASH_BEGIN;
    if (!items_view(t, args[0], &items, &n))
        return VM_RAISE;
    for (size_t i = 0; i < n; i++) {
        enum vm_ret r = arg_index(t, items[i], &item);
        if (r != VM_OK)
            return r;
        acc = tuple_hash_add(acc, (uint64_t)item);
    }
    *ret = int_value(t, (int64_t)tuple_hash_end(acc, n));
    return VM_OK;
}

/* Independent of the order; CPython's as well. */
uint64_t set_hash(const struct dict *s)
{
    uint64_t hash = 0;
    const struct table *tb = table_of(s);
    const struct entry *e;
    value key, v;
    for (uint32_t at = 0; tb && (e = table_next(tb, &at, &key, &v));)
        hash ^= (e->hash ^ 89869747u ^ e->hash << 16) * 3644798167u;
    hash ^= (dict_count(s) + 1) * 1927868237u;
    hash ^= hash >> 11 ^ hash >> 25;
    hash = hash * 69069u + 907133923u;
    return hash == UINT64_MAX ? 590923713 : hash;
}

static bool is_changeable_container(enum type_id kind)
{
    return kind == T_LIST || kind == T_DICT || kind == T_SET || kind == T_BYTEARRAY || kind == T_SLICE || kind == T_DEQUE;
}

static enum vm_ret hash_instance(struct task *t, value v, unsigned depth, uint64_t *ret)
{
    const struct class *c = class_of(v);
    value payload = ((struct instance *)REF(v))->payload;
    if (class_flags(c) & CLS_HAS_HASH)
        return VM_FALLBACK;
    if (class_flags(c) & CLS_HAS_EQ || (payload != V_UNBOUND && is_changeable_container(kind_of(payload))))
        return throw(t, EXC_TypeError, "unhashable type: '%s'", type_name(t, v));
    if (payload != V_UNBOUND)
        return hash_in(t, payload, depth + 1, ret);
    *ret = object_id(t, v) >> 4;
    return VM_OK;
}

static enum vm_ret hash_in(struct task *t, value v, unsigned depth, uint64_t *ret)
{
    if (depth > COMPARE_DEPTH)
        return throw(t, EXC_RecursionError, "maximum recursion depth exceeded");
    switch (kind_of(v)) {
    case T_INT: case T_FLOAT: case T_BOOL:
        *ret = number_hash(v);
        return VM_OK;
    case T_STR:
        *ret = str_hash(v);
        return VM_OK;
    case T_BYTES:
        *ret = hash_bytes(((struct bytes *)REF(v))->data, obj_of(v)->n) >> 1;
        return VM_OK;
    case T_TUPLE:
        return hash_tuple(t, REF(v), depth, ret);
    case T_FROZENSET:
        *ret = set_hash(REF(v));
        return VM_OK;
    case T_RANGE: { // equal ranges have equal lengths, first items and steps
        const struct range *r = REF(v);
        int64_t n = range_len(r);
        *ret = hash_mix((uint64_t)n ^ (n ? (uint64_t)r->start * 3 : 0) ^ (n > 1 ? (uint64_t)r->step * 5 : 0)) >> 1;
        return VM_OK;
    }
    case T_METHOD: {
        uint64_t self = object_id(t, ((struct method *)REF(v))->self);
        enum vm_ret r = hash_in(t, ((struct method *)REF(v))->func, depth + 1, ret);
        *ret = *ret * 31 + (self >> 4);
        return r;
    }
    case T_LIST: case T_DICT: case T_SET: case T_BYTEARRAY: case T_SLICE: case T_DEQUE:
        return throw(t, EXC_TypeError, "unhashable type: '%s'", native_type_path(kind_of(v)));
    case T_DICTVIEW:
        if (obj_of(v)->aux != 1)
            return throw(t, EXC_TypeError, "unhashable type: '%s'", type_name(t, v));
        break;
    case T_INSTANCE:
        return hash_instance(t, v, depth, ret);
    default:
        break;
    }
    *ret = object_id(t, v) >> (is_ref(v) ? 4 : 3);
    return VM_OK;
}

enum vm_ret value_hash(struct task *t, value v, uint64_t *ret) { return hash_in(t, v, 0, ret); }

/* ---- == ---- */

static enum vm_ret equal_in(struct task *t, value a, value b, unsigned depth, bool *ret);

enum vm_ret item_equal_slow(struct task *t, value a, value b, unsigned depth, bool *ret)
{
    task_touches(t, a);
    task_touches(t, b);
    return equal_in(t, a, b, depth + 1, ret);
}

static enum vm_ret equal_rows(struct task *t, value a, value b, unsigned depth, bool *ret)
{
    const value *x, *y;
    size_t n, m;
    if (!items_view(t, a, &x, &n) || !items_view(t, b, &y, &m))
        return VM_RAISE;
    *ret = n == m;
    for (size_t i = 0; *ret && i < n; i++) {
        enum vm_ret r = item_equal(t, x[i], y[i], depth, ret);
        if (r != VM_OK)
            return r;
    }
    return VM_OK;
}

static enum vm_ret equal_deques(struct task *t, value a, value b, unsigned depth, bool *ret)
{
    const value *x, *y;
    size_t n, m;
    if (!deque_items(t, REF(a), &x, &n) || !deque_items(t, REF(b), &y, &m))
        return VM_RAISE;
    *ret = n == m;
    for (size_t i = 0; *ret && i < n; i++) {
        enum vm_ret r = item_equal(t, x[i], y[i], depth, ret);
        if (r != VM_OK)
            return r;
    }
    return VM_OK;
}

static int order_bytes(value a, value b)
{
    struct byte_span x = { 0 }, y = { 0 };
    bytes_get(a, &x);
    bytes_get(b, &y);
    return bytes_order(&x, &y);
}

static bool equal_ranges(const struct range *a, const struct range *b)
{
    int64_t n = range_len(a);
    return n == range_len(b) && (n == 0 || (a->start == b->start && (n == 1 || a->step == b->step)));
}

static enum vm_ret equal_slices(struct task *t, const struct slice *a, const struct slice *b, unsigned depth,
                                bool *ret)
{
    enum vm_ret r = item_equal(t, a->start, b->start, depth, ret);
    if (r == VM_OK && *ret)
        r = item_equal(t, a->stop, b->stop, depth, ret);
    if (r == VM_OK && *ret)
        r = item_equal(t, a->step, b->step, depth, ret);
    return r;
}

static bool is_set_like(value v) { return is_set(v) || (is_type(v, T_DICTVIEW) && obj_of(v)->aux != 1); }

static enum vm_ret as_set(struct task *t, value v, struct dict **ret)
{
    if (is_type(v, T_DICTVIEW))
        return view_as_set(t, v, ret);
    *ret = REF(v);
    return VM_OK;
}

static enum vm_ret equal_sets(struct task *t, value a, value b, bool *ret)
{
    struct dict *x, *y;
    enum vm_ret r = as_set(t, a, &x);
    if (r != VM_OK || (r = as_set(t, b, &y)) != VM_OK)
        return r;
    *ret = dict_count(x) == dict_count(y);
    return *ret ? set_is_subset(t, x, y, ret) : VM_OK;
}

/* What an instance without __eq__ compares as: the list, dict … it wraps, or itself. */
static bool plain_instance(value *v)
{
    if (kind_of(*v) != T_INSTANCE)
        return true;
    if (class_flags(class_of(*v)) & CLS_HAS_EQ)
        return false;
    *v = payload_or_self(*v);
    return true;
}

static bool is_number_kind(enum type_id k) { return k == T_INT || k == T_FLOAT || k == T_BOOL; }

static bool is_bytes_kind(enum type_id k) { return k == T_BYTES || k == T_BYTEARRAY; }

/* a and b are of one kind and not identical. */
static enum vm_ret equal_alike(struct task *t, value a, value b, unsigned depth, bool *ret)
{
    switch (kind_of(a)) {
    case T_STR:
        *ret = str_equal(a, b);
        return VM_OK;
    case T_LIST: case T_TUPLE:
        return equal_rows(t, a, b, depth, ret);
    case T_DEQUE:
        return equal_deques(t, a, b, depth, ret);
    case T_DICT:
        return dict_equal(t, REF(a), REF(b), depth, ret);
    case T_RANGE:
        *ret = equal_ranges(REF(a), REF(b));
        return VM_OK;
    case T_SLICE:
        return equal_slices(t, REF(a), REF(b), depth, ret);
    case T_METHOD: {
        const struct method *x = REF(a), *y = REF(b);
        *ret = x->func == y->func && x->self == y->self;
        return VM_OK;
    }
    default:
        return VM_OK;
    }
}

static enum vm_ret equal_in(struct task *t, value a, value b, unsigned depth, bool *ret)
{
    bool unordered = false;

    if (depth > COMPARE_DEPTH)
        return throw(t, EXC_RecursionError, "maximum recursion depth exceeded in comparison");
    if (!plain_instance(&a) || !plain_instance(&b))
        return VM_FALLBACK;
    enum type_id ka = kind_of(a), kb = kind_of(b);
    if (is_number_kind(ka) && is_number_kind(kb)) {
        *ret = number_compare(a, b, &unordered) == 0 && !unordered;
        return VM_OK;
    }
    *ret = a == b;
    if (a == b)
        return VM_OK;
    if (is_bytes_kind(ka) && is_bytes_kind(kb)) {
        *ret = order_bytes(a, b) == 0;
        return VM_OK;
    }
    if (is_set_like(a) && is_set_like(b))
        return equal_sets(t, a, b, ret);
    return ka == kb ? equal_alike(t, a, b, depth, ret) : VM_OK;
}

enum vm_ret value_equal(struct task *t, value a, value b, bool *ret)
{
    if (is_int(a) && is_int(b)) {
        *ret = a == b;
        return VM_OK;
    }
    if (is_str(a) && is_str(b)) {
        *ret = a == b || str_equal(a, b);
        return VM_OK;
    }
    return equal_in(t, a, b, 0, ret);
}

/* ---- < <= > >= ---- */

static bool holds(unsigned op, int order)
{
    switch (op) {
    case OPR_LT: return order < 0;
    case OPR_LE: return order <= 0;
    case OPR_GT: return order > 0;
    default:     return order >= 0;
    }
}

static enum vm_ret order_in(struct task *t, unsigned op, value a, value b, unsigned depth, bool *ret);

/* The first pair that differs decides; if there is none, the lengths. */
static enum vm_ret order_rows(struct task *t, unsigned op, const value *x, size_t n, const value *y, size_t m,
                              unsigned depth, bool *ret)
{
    for (size_t i = 0; i < MIN(n, m); i++) {
        bool same;
        enum vm_ret r = item_equal(t, x[i], y[i], depth, &same);
        if (r != VM_OK)
            return r;
        if (!same)
            return order_in(t, op, x[i], y[i], depth + 1, ret);
    }
    *ret = holds(op, (n > m) - (n < m));
    return VM_OK;
}

static enum vm_ret order_in(struct task *t, unsigned op, value a, value b, unsigned depth, bool *ret)
{
    const value *x, *y;
    size_t n, m;
    bool unordered = false;

    if (depth > COMPARE_DEPTH)
        return throw(t, EXC_RecursionError, "maximum recursion depth exceeded in comparison");
    enum type_id ka = kind_of(a), kb = kind_of(b);
    if (is_number_kind(ka) && is_number_kind(kb)) {
        int order = number_compare(a, b, &unordered);
        *ret = !unordered && holds(op, order);
        return VM_OK;
    }
    if (ka == T_INSTANCE || kb == T_INSTANCE)
        return VM_FALLBACK;
    if (ka == T_STR && kb == T_STR) {
        *ret = holds(op, str_order(a, b));
        return VM_OK;
    }
    if (ka == kb && (ka == T_LIST || ka == T_TUPLE)) {
        if (!items_view(t, a, &x, &n) || !items_view(t, b, &y, &m))
            return VM_RAISE;
        return order_rows(t, op, x, n, y, m, depth, ret);
    }
    if (ka == kb && ka == T_DEQUE) {
        if (!deque_items(t, REF(a), &x, &n) || !deque_items(t, REF(b), &y, &m))
            return VM_RAISE;
        return order_rows(t, op, x, n, y, m, depth, ret);
    }
    if (ka == kb && ka == T_SLICE) {
        const struct slice *c = REF(a), *d = REF(b);
        value left[] = { c->start, c->stop, c->step }, right[] = { d->start, d->stop, d->step };
        return order_rows(t, op, left, 3, right, 3, depth, ret);
    }
    if (is_bytes_kind(ka) && is_bytes_kind(kb)) {
        *ret = holds(op, order_bytes(a, b));
        return VM_OK;
    }
    if (is_set_like(a) && is_set_like(b)) {
        struct dict *s, *u;
        enum vm_ret r = as_set(t, a, &s);
        return r != VM_OK || (r = as_set(t, b, &u)) != VM_OK ? r : set_order(t, op, s, u, ret);
    }
    return throw(t, EXC_TypeError, "'%s' not supported between instances of '%s' and '%s'", operator_text[op],
                 type_name(t, a), type_name(t, b));
}

enum vm_ret value_order(struct task *t, unsigned op, value a, value b, bool *ret)
{
    return order_in(t, op, a, b, 0, ret);
}

/* ---- truth ---- */

bool truth(struct task *t, value v, bool *ret)
{
    (void)t;
    switch (kind_of(v)) {
    case T_NONETYPE: case T_BOOL:
        *ret = v == V_TRUE;
        return true;
    case T_INT:
        *ret = v != V_INT(0);
        return true;
    case T_FLOAT:
        *ret = float_of(v) != 0;
        return true;
    case T_STR: case T_BYTES: case T_TUPLE:
        *ret = obj_of(v)->n != 0;
        return true;
    case T_LIST:
        *ret = list_len(REF(v)) != 0;
        return true;
    case T_BYTEARRAY:
        *ret = ((struct bytearray *)REF(v))->len != 0;
        return true;
    case T_DICT: case T_SET: case T_FROZENSET:
        *ret = dict_count(REF(v)) != 0;
        return true;
    case T_DICTVIEW:
        *ret = dict_count(REF(((struct dictview *)REF(v))->dict)) != 0;
        return true;
    case T_DEQUE:
        *ret = __atomic_load_n(&deque_of(v)->len, __ATOMIC_ACQUIRE) != 0;
        return true;
    case T_RANGE:
        *ret = range_len(REF(v)) != 0;
        return true;
    case T_INSTANCE: {
        if (class_flags(class_of(v)) & (CLS_HAS_BOOL | CLS_HAS_LEN))
            return false;
        value payload = payload_or_self(v);
        *ret = true;
        return payload == v || truth(t, payload, ret);
    }
    default:
        *ret = true;
        return true;
    }
}

/* ---- in ---- */

static enum vm_ret contains_row(struct task *t, const value *items, size_t n, value v, bool *ret)
{
    int64_t at;
    enum vm_ret r = items_find(t, items, 0, n, v, &at);
    *ret = r == VM_OK && at >= 0;
    return r;
}

static enum vm_ret contains_text(struct task *t, value obj, value v, bool *ret)
{
    value part = kind_of(v) == T_INSTANCE ? payload_or_self(v) : v;
    if (!is_str(part))
        return throw(t, EXC_TypeError, "'in <string>' requires string as left operand, not %s", type_name(t, v));
    *ret = str_contains(obj, part);
    return VM_OK;
}

static enum vm_ret contains_view(struct task *t, const struct dictview *view, value v, bool *ret)
{
    struct dict *d = REF(view->dict);
    value key, val = V_UNBOUND;
    const value *pair;
    size_t n;

    *ret = false;
    if (view->o.aux == 1) {
        for (uint32_t at = 0; !*ret && dict_next(d, &at, &key, &val);) {
            enum vm_ret r = item_equal(t, val, v, 0, ret);
            if (r != VM_OK)
                return r;
        }
        return VM_OK;
    }
    if (view->o.aux == 2 && (!is_type(v, T_TUPLE) || obj_of(v)->n != 2))
        return VM_OK;
    if (view->o.aux == 2 && !items_view(t, v, &pair, &n))
        return VM_RAISE;
    enum vm_ret r = dict_get(t, d, view->o.aux == 2 ? pair[0] : v, &val);
    *ret = r == VM_OK && val != V_UNBOUND;
    return *ret && view->o.aux == 2 ? item_equal(t, val, pair[1], 0, ret) : r;
}

/* Takes items until one is equal. */
static enum vm_ret contains_iter(struct task *t, value obj, value v, bool *ret)
{
    value it, item;
    struct iter_mark mark = { 0 };
    *ret = false;
    if (!iter_mark(&mark, obj))
        return VM_FALLBACK;
    enum vm_ret r = iter_new(t, obj, &it);
    while (r == VM_OK && !*ret && (r = iter_next(t, it, &item)) == VM_OK && item != V_UNBOUND)
        r = item_equal(t, item, v, 0, ret);
    if (r == VM_FALLBACK)
        iter_reset(&mark);
    return r;
}

enum vm_ret contains(struct task *t, value obj, value v, bool *ret)
{
    const value *items;
    size_t n;
    int64_t at;
    enum vm_ret r;

    switch (kind_of(obj)) {
    case T_LIST: case T_TUPLE:
        return items_view(t, obj, &items, &n) ? contains_row(t, items, n, v, ret) : VM_RAISE;
    case T_DEQUE:
        return deque_items(t, REF(obj), &items, &n) ? contains_row(t, items, n, v, ret) : VM_RAISE;
    case T_DICT: {
        value found;
        r = dict_get(t, REF(obj), v, &found);
        *ret = r == VM_OK && found != V_UNBOUND;
        return r;
    }
    case T_SET: case T_FROZENSET:
        return set_has(t, REF(obj), v, ret);
    case T_STR:
        return contains_text(t, obj, v, ret);
    case T_BYTES: case T_BYTEARRAY:
        return bytes_contains(t, obj, v, ret);
    case T_RANGE:
        r = range_find(t, REF(obj), v, &at);
        *ret = r == VM_OK && at >= 0;
        return r;
    case T_DICTVIEW:
        return contains_view(t, REF(obj), v, ret);
    case T_ITER:
        return contains_iter(t, obj, v, ret);
    case T_INSTANCE: case T_GEN: case T_CLASS:
        return VM_FALLBACK;
    default:
        return throw(t, EXC_TypeError, "argument of type '%s' is not iterable", type_name(t, obj));
    }
}
