/* reduce.c: builtins that make one value of an iterable or of an object: len, sum, min, hash … */
#include "vm/container.h"

#include "lang/lang.h"

/* ---- len ---- */

static int64_t native_len(value v)
{
    struct byte_span bytes;
    int64_t n = len_of_usual(v);
    if (n >= 0)
        return n;
    switch (kind_of(v)) {
    case T_DICTVIEW:  return (int64_t)dict_count(REF(((struct dictview *)REF(v))->dict));
    case T_RANGE:     return range_len(REF(v));
    case T_DEQUE:     return (int64_t)__atomic_load_n(&deque_of(v)->len, __ATOMIC_ACQUIRE);
    case T_BYTES: case T_BYTEARRAY:
        return bytes_get(v, &bytes) ? (int64_t)bytes.n : 0;
    default:          return -1;
    }
}

enum vm_ret builtin_len(struct task *t, value *args, value *ret)
{
    value v = args[0];
    if (kind_of(v) == T_INSTANCE) {
        if (class_flags(class_of(v)) & CLS_HAS_LEN)
            return VM_FALLBACK;
        v = payload_or_self(v);
    }
    int64_t n = native_len(v);
    if (n < 0 && is_type(v, T_CLASS)) // an enumeration
        return VM_FALLBACK;
    if (n < 0)
        return throw(t, EXC_TypeError, "object of type '%s' has no len()", type_name(t, args[0]));
    *ret = V_INT(n);
    return VM_OK;
}

/* ---- sum ---- */

static enum vm_ret add_one(struct task *t, value a, value b, value *ret)
{
    enum vm_ret r = number_binary(t, OPR_ADD, a, b, ret);
    return r == VM_FALLBACK ? object_binary(t, OPR_ADD, false, a, b, ret) : r;
}

/* Adds as long as both are small ints or floats; returns how many items were taken. */
static size_t sum_fast(struct task *t, const value *items, size_t n, value *sum)
{
    size_t i = 0;
    int64_t total, next;
    if (is_int(*sum)) {
        for (total = int_of(*sum); i < n; i++, total = next) {
            if (!is_int(items[i]) && !is_bool(items[i]))
                break;
            if (__builtin_add_overflow(total, is_int(items[i]) ? int_of(items[i]) : items[i] == V_TRUE, &next))
                break;
        }
        *sum = int_value(t, total);
        return i;
    }
    if (!is_float(*sum))
        return 0;
    double d = float_of(*sum);
    for (; i < n; i++) {
        if (is_flonum(items[i]))
            d += flonum_of(items[i]);
        else if (is_int(items[i]))
            d += (double)int_of(items[i]);
        else if (is_float(items[i]))
            d += float_of(items[i]);
        else
            break;
    }
    *sum = float_value(t, d);
    return i;
}

static enum vm_ret sum_items(struct task *t, const value *items, size_t n, value *sum)
{
    enum vm_ret r = VM_OK;
    for (size_t i = 0; r == VM_OK && i < n;) {
        i += sum_fast(t, items + i, n - i, sum);
        if (i < n)
            r = add_one(t, *sum, items[i++], sum);
    }
    return r;
}

/* The sum of a range by Gauss's rule, if it fits. */
static bool sum_range(struct task *t, const struct range *r, value *sum)
{
    int64_t n = range_len(r);
    if (!is_int(*sum) || n == 0)
        return n == 0;
    __int128 ends = (__int128)int_of(r->start) * 2 + (__int128)(n - 1) * int_of(r->step);
    if (ends > INT64_MAX || ends < INT64_MIN)
        return false;
    __int128 total = ends * n / 2 + int_of(*sum);
    if (total > INT64_MAX || total < INT64_MIN)
        return false;
    *sum = int_value(t, (int64_t)total);
    return true;
}

/* args: iterable, start */
enum vm_ret builtin_sum(struct task *t, value *args, value *ret)
{
    const value *items;
    size_t n;
    struct iter_mark mark = { 0 };
    value sum = args[1] == V_UNBOUND ? V_INT(0) : args[1];

    if (is_str(sum))
        return throw(t, EXC_TypeError, "sum() can't sum strings [use ''.join(seq) instead]");
    if (is_type(sum, T_BYTES) || is_type(sum, T_BYTEARRAY))
        return throw(t, EXC_TypeError, "sum() can't sum %s [use b''.join(seq) instead]", type_name(t, sum));
    if (is_type(args[0], T_RANGE) && sum_range(t, REF(args[0]), &sum)) {
        *ret = sum;
        return VM_OK;
    }
    if (!iter_mark(&mark, args[0]))
        return VM_FALLBACK;
    enum vm_ret r = iter_collect(t, args[0], &items, &n);
    if (r == VM_OK)
        r = sum_items(t, items, n, &sum);
    if (r == VM_FALLBACK)
        iter_reset(&mark);
    *ret = sum;
    return r;
}

/* ---- min, max ---- */

static enum vm_ret best_of(struct task *t, unsigned op, const value *items, size_t n, value *ret)
{
    value best = items[0];
    for (size_t i = 1; i < n; i++) {
        value v = items[i];
        bool better;
        if (is_int(v) && is_int(best)) {
            better = op == OPR_LT ? (int64_t)v < (int64_t)best : (int64_t)v > (int64_t)best;
        } else {
            enum vm_ret r = value_order(t, op, v, best, &better);
            if (r != VM_OK)
                return r;
        }
        if (better)
            best = v;
    }
    *ret = best;
    return VM_OK;
}

/* args: *args, key, default. One argument is an iterable, several are the items. */
static enum vm_ret min_max(struct task *t, unsigned op, const char *name, value *args, value *ret)
{
    struct tuple *given = tuple_of(args[0]);
    const value *items = given->item;
    size_t n = given->o.n;
    struct iter_mark mark = { 0 };
    enum vm_ret r = VM_OK;

    if (n == 0)
        return throw(t, EXC_TypeError, "%s expected at least 1 argument, got 0", name);
    if (n > 1 && args[2] != V_UNBOUND)
        return throw(t, EXC_TypeError,
                     "Cannot specify a default for %s() with multiple positional arguments", name);
    if (args[1] != V_UNBOUND && args[1] != V_NONE)
        return VM_FALLBACK;
    if (n == 1 && !iter_mark(&mark, given->item[0]))
        return VM_FALLBACK;
    if (n == 1)
        r = iter_collect(t, given->item[0], &items, &n);
    if (r == VM_OK && n > 0)
        r = best_of(t, op, items, n, ret);
    if (r == VM_FALLBACK)
        iter_reset(&mark);
    if (r != VM_OK || n > 0)
        return r;
    *ret = args[2];
    return args[2] != V_UNBOUND ? VM_OK : throw(t, EXC_ValueError, "%s() arg is an empty sequence", name);
}

enum vm_ret builtin_min(struct task *t, value *args, value *ret) { return min_max(t, OPR_LT, "min", args, ret); }
enum vm_ret builtin_max(struct task *t, value *args, value *ret) { return min_max(t, OPR_GT, "max", args, ret); }

/* ---- any, all ---- */

/* Stops at the first item whose truth is `wanted`: an iterator is not taken further. */
static enum vm_ret find_truth(struct task *t, value iterable, bool wanted, value *ret)
{
    value it, item;
    struct iter_mark mark = { 0 };
    bool found = false, yes;

    if (!iter_is_native(iterable) || !iter_mark(&mark, iterable))
        return VM_FALLBACK;
    enum vm_ret r = iter_new(t, iterable, &it);
    while (r == VM_OK && !found && (r = iter_next(t, it, &item)) == VM_OK && item != V_UNBOUND) {
        if (!truth(t, item, &yes))
            r = VM_FALLBACK;
        else
            found = yes == wanted;
    }
    if (r == VM_FALLBACK)
        iter_reset(&mark);
    *ret = V_BOOL(found == wanted);
    return r;
}

enum vm_ret builtin_any(struct task *t, value *args, value *ret) { return find_truth(t, args[0], true, ret); }
enum vm_ret builtin_all(struct task *t, value *args, value *ret) { return find_truth(t, args[0], false, ret); }

/* ---- hash, id ---- */

enum vm_ret builtin_hash(struct task *t, value *args, value *ret)
{
    uint64_t hash;
    enum vm_ret r = value_hash(t, args[0], &hash);
    if (r == VM_OK)
        *ret = int_value(t, (int64_t)hash);
    return r;
}

enum vm_ret builtin_id_of(struct task *t, value *args, value *ret)
{
    *ret = int_value(t, (int64_t)object_id(t, args[0]));
    return VM_OK;
}
