/* range.c: range and slice objects. A range's numbers fit in 63 bits; see prelude/_slow_range.py for others. */
#include "vm/container.h"

#include "lang/lang.h"

/* Items from start on, without the end: 0 if the step leads away from it. */
static uint64_t count_steps(int64_t start, int64_t stop, int64_t step)
{
    if (step > 0)
        return start < stop ? ((uint64_t)stop - (uint64_t)start - 1) / (uint64_t)step + 1 : 0;
    return start > stop ? ((uint64_t)start - (uint64_t)stop - 1) / (0 - (uint64_t)step) + 1 : 0;
}

int64_t range_len(const struct range *r)
{
    return (int64_t)count_steps(int_of(r->start), int_of(r->stop), int_of(r->step));
}

value range_at(struct task *t, const struct range *r, int64_t i)
{
    (void)t;
    return V_INT(int_of(r->start) + i * int_of(r->step));
}

value range_new(struct task *t, int64_t start, int64_t stop, int64_t step)
{
    struct range *r = heap_new(t, T_RANGE, sizeof *r, 0);
    r->start = V_INT(start);
    r->stop = V_INT(stop);
    r->step = V_INT(step);
    return value_of(r);
}

/* range(stop) or range(start, stop, step) */
enum vm_ret range_make(struct task *t, value *args, value *ret)
{
    int64_t number[3] = { 0, 0, 1 };
    bool one = args[1] == V_UNBOUND, large = false;
    const value given[3] = { one ? V_UNBOUND : args[0], one ? args[0] : args[1], args[2] };
    for (int i = 0; i < 3; i++) {
        if (is_type(payload_or_self(given[i]), T_BIGINT)) {
            large = true;
            continue;
        }
        enum vm_ret r = given[i] == V_UNBOUND ? VM_OK : arg_index(t, given[i], &number[i]);
        if (r != VM_OK)
            return r;
        large = large || !int_fits(number[i]);
    }
    if (large)
        return VM_FALLBACK;
    if (number[2] == 0)
        return throw(t, EXC_ValueError, "range() arg 3 must not be zero");
    *ret = range_new(t, number[0], number[1], number[2]);
    return VM_OK;
}

/* Ints are found by arithmetic, other numbers by their value, and nothing else can be equal. */
enum vm_ret range_find(struct task *t, const struct range *r, value v, int64_t *ret)
{
    int64_t i, start = int_of(r->start), step = int_of(r->step);
    (void)t;

    *ret = -1;
    if (kind_of(v) == T_INSTANCE) {
        if (class_flags(class_of(v)) & CLS_HAS_EQ)
            return VM_FALLBACK;
        v = payload_or_self(v);
    }
    if (is_float(v)) {
        double d = float_of(v);
        if (!(d > -4e18 && d < 4e18) || d != (double)(int64_t)d)
            return VM_OK;
        i = (int64_t)d;
    } else if (is_bool(v)) {
        i = v == V_TRUE;
    } else if (!is_int(v)) {
        return VM_OK;
    } else {
        i = int_of(v);
    }
    bool inside = step > 0 ? i >= start && i < int_of(r->stop) : i <= start && i > int_of(r->stop);
    if (inside && (i - start) % step == 0)
        *ret = (i - start) / step;
    return VM_OK;
}

enum vm_ret range_m_count(struct task *t, value *args, value *ret)
{
    int64_t at = -1;
    enum vm_ret r = range_find(t, REF(args[0]), args[1], &at);
    *ret = V_INT(at >= 0);
    return r;
}

enum vm_ret range_m_index(struct task *t, value *args, value *ret)
{
    int64_t at = -1;
    enum vm_ret r = range_find(t, REF(args[0]), args[1], &at);
    if (r != VM_OK || at >= 0) {
        *ret = V_INT(at);
        return r;
    }
    if (!is_integer(args[1]))
        return throw(t, EXC_ValueError, "sequence.index(x): x not in sequence");
    struct buf b = { 0 };
    r = value_repr(t, args[1], &b);
    if (r == VM_OK)
        r = throw(t, EXC_ValueError, "%s is not in range", buf_str(&b));
    buf_finish(&b);
    return r;
}

/* slice(stop) or slice(start, stop, step) */
enum vm_ret slice_make(struct task *t, value *args, value *ret)
{
    bool one = args[1] == V_UNBOUND;
    struct slice *s = heap_new(t, T_SLICE, sizeof *s, 0);
    s->start = one ? V_NONE : args[0];
    s->stop = one ? args[0] : args[1];
    s->step = args[2] == V_UNBOUND ? V_NONE : args[2];
    *ret = value_of(s);
    return VM_OK;
}

enum vm_ret slice_indices(struct task *t, const struct slice *s, int64_t len, int64_t bound[3])
{
    int64_t step = 1;
    enum vm_ret r = slice_bound(t, s->step, &step);
    if (r != VM_OK)
        return r;
    if (step == 0)
        return throw(t, EXC_ValueError, "slice step cannot be zero");
    int64_t low = step < 0 ? -1 : 0, high = step < 0 ? len - 1 : len;
    const value given[2] = { s->start, s->stop };
    bound[0] = step < 0 ? high : low;
    bound[1] = step < 0 ? low : high;
    bound[2] = step;
    for (int i = 0; i < 2; i++) {
        if (given[i] == V_NONE)
            continue;
        if ((r = slice_bound(t, given[i], &bound[i])) != VM_OK)
            return r;
        bound[i] = bound[i] < 0 ? MAX(bound[i] + len, low) : MIN(bound[i], high);
    }
    return VM_OK;
}

enum vm_ret slice_m_indices(struct task *t, value *args, value *ret)
{
    int64_t len, bound[3];
    if (is_type(args[1], T_INSTANCE) && payload_or_self(args[1]) == args[1])
        return VM_FALLBACK;
    enum vm_ret r = arg_index(t, args[1], &len);
    if (r != VM_OK)
        return r;
    if (len < 0)
        return throw(t, EXC_ValueError, "length should not be negative");
    r = slice_indices(t, REF(args[0]), len, bound);
    if (r == VM_OK)
        *ret = tuple_new(t, (value[]){ V_INT(bound[0]), V_INT(bound[1]), V_INT(bound[2]) }, 3);
    return r;
}
