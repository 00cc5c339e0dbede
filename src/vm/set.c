/* set.c: set and frozenset, on the table of dict.c; every key's value is None. */
#include "vm/container.h"

#include "lang/lang.h"

static enum vm_ret find_result(int64_t at)
{
    return at == -2 ? VM_RAISE : at == -3 ? VM_FALLBACK : VM_OK;
}

/* Adds a key whose hash is known. */
static enum vm_ret add_hashed(struct task *t, struct dict *s, value v, uint64_t hash, bool *ret_added)
{
    int64_t at = dict_find(t, s, v, hash);
    if (ret_added)
        *ret_added = at == -1;
    if (at != -1)
        return find_result(at);
    return dict_add_new(t, s, v, V_NONE, hash) ? VM_OK : VM_RAISE;
}

enum vm_ret set_add(struct task *t, struct dict *s, value v, bool *ret_added)
{
    uint64_t hash;
    enum vm_ret r = hash_of(t, v, &hash);
    return r == VM_OK ? add_hashed(t, s, v, hash, ret_added) : r;
}

/* A set may be looked for in a set of frozensets though it cannot be hashed. */
static enum vm_ret find_in(struct task *t, const struct dict *s, value v, int64_t *ret)
{
    uint64_t hash;
    enum vm_ret r = VM_OK;
    if (is_type(v, T_SET))
        hash = set_hash(REF(v));
    else
        r = hash_of(t, v, &hash);
    if (r != VM_OK)
        return r;
    *ret = dict_find(t, s, v, hash);
    return find_result(*ret);
}

enum vm_ret set_has(struct task *t, const struct dict *s, value v, bool *ret)
{
    int64_t at = -1;
    enum vm_ret r = find_in(t, s, v, &at);
    *ret = at >= 0;
    return r;
}

/* ---- from other things ---- */

/* s |= keys of a set or dict, whose hashes are known. */
static enum vm_ret add_keys(struct task *t, struct dict *s, const struct dict *from)
{
    const struct table *tb = table_of(from);
    const struct entry *e;
    value key, v;
    enum vm_ret r = VM_OK;
    if (!tb || s == from)
        return VM_OK;
    bool fresh = dict_count(s) == 0; // then no key can be there already
    if (fresh && !dict_reserve(t, s, dict_count(from)))
        return VM_RAISE;
    for (uint32_t at = 0; r == VM_OK && (e = table_next(tb, &at, &key, &v));) {
        if (!fresh)
            r = add_hashed(t, s, key, e->hash, NULL);
        else if (!dict_add_new(t, s, key, V_NONE, e->hash))
            return VM_RAISE;
    }
    return r;
}

enum vm_ret set_update_from(struct task *t, struct dict *s, value iterable)
{
    const value *items;
    size_t n;
    struct iter_mark mark = { 0 };

    if (is_set(iterable) || is_type(iterable, T_DICT))
        return add_keys(t, s, REF(iterable));
    if (!iter_mark(&mark, iterable))
        return VM_FALLBACK;
    enum vm_ret r = iter_collect(t, iterable, &items, &n);
    for (size_t i = 0; r == VM_OK && i < n; i++)
        r = set_add(t, s, items[i], NULL);
    if (r == VM_FALLBACK) // what was added will be found again
        iter_reset(&mark);
    return r;
}

/* An operand of a method: sets and dicts as they are, other iterables as a new set. */
static enum vm_ret set_arg(struct task *t, value v, struct dict **ret)
{
    if (is_set(v) || is_type(v, T_DICT)) {
        *ret = REF(v);
        return VM_OK;
    }
    value s = set_new(t, T_SET);
    *ret = REF(s);
    return set_update_from(t, *ret, v);
}

static enum vm_ret set_from(struct task *t, enum type_id type, value iterable, value *ret)
{
    *ret = set_new(t, type);
    return iterable == V_UNBOUND ? VM_OK : set_update_from(t, REF(*ret), iterable);
}

enum vm_ret view_as_set(struct task *t, value view, struct dict **ret)
{
    value s;
    enum vm_ret r = set_from(t, T_SET, view, &s);
    *ret = REF(s);
    return r;
}

/* ---- operators ---- */

/* Adds to `to` those keys of `from` that are (want) or are not in `other`. */
static enum vm_ret add_filtered(struct task *t, struct dict *to, const struct dict *from,
                                const struct dict *other, bool want)
{
    const struct table *tb = table_of(from);
    const struct entry *e;
    value key, v;
    for (uint32_t at = 0; tb && (e = table_next(tb, &at, &key, &v));) {
        int64_t found = dict_find(t, other, key, e->hash);
        if (found < -1)
            return find_result(found);
        if ((found >= 0) == want && !dict_add_new(t, to, key, V_NONE, e->hash))
            return VM_RAISE;
    }
    return VM_OK;
}

enum vm_ret set_binary(struct task *t, unsigned op, enum type_id type, const struct dict *a,
                       const struct dict *b, value *ret)
{
    enum vm_ret r = VM_OK;

    *ret = set_new(t, type);
    struct dict *to = REF(*ret);
    switch (op) {
    case OPR_OR:
        r = add_keys(t, to, a);
        return r == VM_OK ? add_keys(t, to, b) : r;
    case OPR_AND:
        return dict_count(b) < dict_count(a) ? add_filtered(t, to, b, a, true) : add_filtered(t, to, a, b, true);
    case OPR_SUB:
        return add_filtered(t, to, a, b, false);
    default:
        r = add_filtered(t, to, a, b, false);
        return r == VM_OK ? add_filtered(t, to, b, a, false) : r;
    }
}

/* Safe to do again from the start. */
static enum vm_ret remove_keys(struct task *t, struct dict *s, const struct dict *from)
{
    const struct table *tb = table_of(from);
    const struct entry *e;
    value key, v;
    if (s == from)
        dict_clear(s);
    for (uint32_t at = 0; tb && dict_count(s) && (e = table_next(tb, &at, &key, &v));) {
        int64_t found = dict_find(t, s, key, e->hash);
        if (found < -1)
            return find_result(found);
        if (found >= 0)
            dict_remove_at(t, s, (uint32_t)found);
    }
    return VM_OK;
}

/* & and ^ are made apart and then taken over, so that a fallback finds the set as it was. */
enum vm_ret set_binary_in_place(struct task *t, unsigned op, struct dict *a, const struct dict *b)
{
    value whole;
    if (op == OPR_OR)
        return add_keys(t, a, b);
    if (op == OPR_SUB)
        return remove_keys(t, a, b);
    enum vm_ret r = set_binary(t, op, T_SET, a, b, &whole);
    if (r != VM_OK)
        return r;
    slot_set(&a->table, dict_of(whole)->table);
    __atomic_store_n(&a->count, dict_of(whole)->count, __ATOMIC_RELEASE);
    return VM_OK;
}

enum vm_ret set_is_subset(struct task *t, const struct dict *a, const struct dict *b, bool *ret)
{
    const struct table *tb = table_of(a);
    const struct entry *e;
    value key, v;
    *ret = dict_count(a) <= dict_count(b);
    for (uint32_t at = 0; *ret && tb && (e = table_next(tb, &at, &key, &v));) {
        int64_t found = dict_find(t, b, key, e->hash);
        if (found < -1)
            return find_result(found);
        *ret = found >= 0;
    }
    return VM_OK;
}

enum vm_ret set_order(struct task *t, unsigned op, const struct dict *a, const struct dict *b, bool *ret)
{
    bool strict = op == OPR_LT || op == OPR_GT;
    bool upward = op == OPR_LT || op == OPR_LE;
    *ret = !strict || dict_count(a) != dict_count(b);
    if (!*ret)
        return VM_OK;
    return upward ? set_is_subset(t, a, b, ret) : set_is_subset(t, b, a, ret);
}

/* ---- methods ---- */

enum vm_ret set_make(struct task *t, value *args, value *ret) { return set_from(t, T_SET, args[0], ret); }

enum vm_ret frozenset_make(struct task *t, value *args, value *ret)
{
    if (args[0] != V_UNBOUND && is_type(args[0], T_FROZENSET)) {
        *ret = args[0];
        return VM_OK;
    }
    return set_from(t, T_FROZENSET, args[0], ret);
}

static struct dict *self_of(value *args) { return dict_of(receiver(args[0])); }

enum vm_ret set_m_add(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    return set_add(t, self_of(args), args[1], NULL);
}

/* remove and discard. A set that is not there is an error for remove only. */
static enum vm_ret take_out(struct task *t, value *args, bool must)
{
    int64_t at = -1;
    enum vm_ret r = find_in(t, self_of(args), args[1], &at);
    if (r != VM_OK)
        return r;
    if (at >= 0)
        dict_remove_at(t, self_of(args), (uint32_t)at);
    return at < 0 && must ? throw_value(t, EXC_KeyError, args[1]) : VM_OK;
}

enum vm_ret set_m_remove(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    return take_out(t, args, true);
}

enum vm_ret set_m_discard(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    return take_out(t, args, false);
}

enum vm_ret set_m_pop(struct task *t, value *args, value *ret)
{
    struct dict *s = self_of(args);
    uint32_t at = 0;
    value v;
    if (!dict_next(s, &at, ret, &v))
        return throw(t, EXC_KeyError, "pop from an empty set");
    dict_remove_at(t, s, at - 1);
    return VM_OK;
}

enum vm_ret set_m_clear(struct task *t, value *args, value *ret)
{
    (void)t;
    dict_clear(self_of(args));
    *ret = V_NONE;
    return VM_OK;
}

enum vm_ret set_m_copy(struct task *t, value *args, value *ret)
{
    value self = receiver(args[0]);
    *ret = heap_type(self) == T_FROZENSET ? self : dict_copy(t, REF(self), heap_type(self));
    return *ret ? VM_OK : VM_RAISE;
}

/* union, intersection, difference: of the receiver with each of *others in turn. */
static enum vm_ret combine(struct task *t, unsigned op, value *args, value *ret)
{
    value self = receiver(args[0]), whole = self;
    struct tuple *others = tuple_of(args[1]);
    struct iter_mark mark = { 0 };
    enum vm_ret r = VM_OK;

    for (uint32_t i = 0; i < others->o.n; i++)
        if (!iter_mark(&mark, others->item[i]))
            return VM_FALLBACK;
    for (uint32_t i = 0; r == VM_OK && i < others->o.n; i++) {
        struct dict *other;
        r = set_arg(t, others->item[i], &other);
        if (r == VM_OK)
            r = set_binary(t, op, heap_type(self), REF(whole), other, &whole);
    }
    if (r == VM_FALLBACK)
        iter_reset(&mark);
    if (r == VM_OK && whole == self && heap_type(self) == T_SET)
        whole = dict_copy(t, REF(self), T_SET);
    *ret = whole;
    return r != VM_OK ? r : whole ? VM_OK : VM_RAISE;
}

enum vm_ret set_m_intersection_update(struct task *t, value *args, value *ret)
{
    value whole;
    struct dict *s = self_of(args);
    enum vm_ret r = combine(t, OPR_AND, args, &whole);
    if (r != VM_OK)
        return r;
    slot_set(&s->table, dict_of(whole)->table);
    __atomic_store_n(&s->count, dict_of(whole)->count, __ATOMIC_RELEASE);
    *ret = V_NONE;
    return VM_OK;
}

/* Removing twice does no harm, so what was done before a fallback may stay. */
enum vm_ret set_m_difference_update(struct task *t, value *args, value *ret)
{
    struct tuple *others = tuple_of(args[1]);
    struct iter_mark mark = { 0 };
    enum vm_ret r = VM_OK;

    for (uint32_t i = 0; i < others->o.n; i++)
        if (!iter_mark(&mark, others->item[i]))
            return VM_FALLBACK;
    for (uint32_t i = 0; r == VM_OK && i < others->o.n; i++) {
        struct dict *other;
        r = set_arg(t, others->item[i], &other);
        if (r == VM_OK)
            r = remove_keys(t, self_of(args), other);
    }
    if (r == VM_FALLBACK)
        iter_reset(&mark);
    *ret = V_NONE;
    return r;
}

enum vm_ret set_m_union(struct task *t, value *args, value *ret) { return combine(t, OPR_OR, args, ret); }
enum vm_ret set_m_intersection(struct task *t, value *args, value *ret) { return combine(t, OPR_AND, args, ret); }
enum vm_ret set_m_difference(struct task *t, value *args, value *ret) { return combine(t, OPR_SUB, args, ret); }

enum vm_ret set_m_update(struct task *t, value *args, value *ret)
{
    struct tuple *others = tuple_of(args[1]);
    enum vm_ret r = VM_OK;
    for (uint32_t i = 0; i < others->o.n; i++)
        if (!iter_mark(&(struct iter_mark){ 0 }, others->item[i]))
            return VM_FALLBACK;
    for (uint32_t i = 0; r == VM_OK && i < others->o.n; i++)
        r = set_update_from(t, self_of(args), others->item[i]);
    *ret = V_NONE;
    return r;
}

enum vm_ret set_m_symmetric_difference(struct task *t, value *args, value *ret)
{
    struct dict *other;
    value self = receiver(args[0]);
    enum vm_ret r = set_arg(t, args[1], &other);
    return r == VM_OK ? set_binary(t, OPR_XOR, heap_type(self), REF(self), other, ret) : r;
}

enum vm_ret set_m_symmetric_difference_update(struct task *t, value *args, value *ret)
{
    struct dict *other;
    enum vm_ret r = set_arg(t, args[1], &other);
    *ret = V_NONE;
    return r == VM_OK ? set_binary_in_place(t, OPR_XOR, self_of(args), other) : r;
}

/* issubset, issuperset, isdisjoint */
static enum vm_ret relate(struct task *t, value *args, value *ret,
                          enum vm_ret (*test)(struct task *, struct dict *, struct dict *, bool *))
{
    struct dict *other;
    bool yes = false;
    enum vm_ret r = set_arg(t, args[1], &other);
    if (r == VM_OK)
        r = test(t, self_of(args), other, &yes);
    *ret = V_BOOL(yes);
    return r;
}

static enum vm_ret test_subset(struct task *t, struct dict *a, struct dict *b, bool *ret)
{
    return set_is_subset(t, a, b, ret);
}

static enum vm_ret test_superset(struct task *t, struct dict *a, struct dict *b, bool *ret)
{
    return set_is_subset(t, b, a, ret);
}

static enum vm_ret test_disjoint(struct task *t, struct dict *a, struct dict *b, bool *ret)
{
    value common;
    enum vm_ret r = set_binary(t, OPR_AND, T_SET, a, b, &common);
    *ret = r == VM_OK && dict_count(REF(common)) == 0;
    return r;
}

enum vm_ret set_m_issubset(struct task *t, value *args, value *ret) { return relate(t, args, ret, test_subset); }
enum vm_ret set_m_issuperset(struct task *t, value *args, value *ret) { return relate(t, args, ret, test_superset); }
enum vm_ret set_m_isdisjoint(struct task *t, value *args, value *ret) { return relate(t, args, ret, test_disjoint); }

enum vm_ret view_m_isdisjoint(struct task *t, value *args, value *ret)
{
    struct dict *self;
    enum vm_ret r = view_as_set(t, args[0], &self);
    if (r != VM_OK)
        return r;
    value moved[] = { value_of(self), args[1] };
    return relate(t, moved, ret, test_disjoint);
}
