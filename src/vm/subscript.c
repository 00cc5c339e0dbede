/* subscript.c: obj[key], obj[key] = v, del obj[key], and the operators of what is no number.
 *
 * The caller holds the lock of a shared object that is changed. */
#include "vm/container.h"

#include "lang/lang.h"

/* ---- positions ---- */

/* What each kind of sequence says of a wrong position. */
struct sequence_words {
    const char *bad_type;  // with the type's name
    const char *range;     // reading
    const char *set_range; // writing and deleting
    const char *too_big;   // NULL: as most do
};
static const char too_big_index[] = "cannot fit 'int' into an index-sized integer";
static const struct sequence_words list_words = {
    "list indices must be integers or slices, not %s", "list index out of range",
    "list assignment index out of range" };
static const struct sequence_words tuple_words = {
    "tuple indices must be integers or slices, not %s", "tuple index out of range", "" };
static const struct sequence_words range_words = {
    "range indices must be integers or slices, not %s", "range object index out of range", "",
    "range object index out of range" };
static const struct sequence_words deque_words = {
    "sequence index must be integer, not '%s'", "deque index out of range", "deque index out of range" };

/* An index into `len` items; VM_FALLBACK for instances, whose __index__ counts. */
static enum vm_ret position(struct task *t, value key, int64_t len, const struct sequence_words *w,
                            const char *out_of_range, int64_t *ret)
{
    int64_t i;
    if (LIKELY(is_int(key))) {
        i = int_of(key);
    } else if (is_bool(key)) {
        i = key == V_TRUE;
    } else if (is_type(key, T_BIGINT)) {
        return throw(t, EXC_IndexError, "%s", w->too_big ? w->too_big : too_big_index);
    } else if (kind_of(key) == T_INSTANCE) {
        return VM_FALLBACK;
    } else {
        return throw(t, EXC_TypeError, w->bad_type, type_name(t, key));
    }
    if (i < 0)
        i += len;
    if (i < 0 || i >= len)
        return throw(t, EXC_IndexError, "%s", out_of_range);
    *ret = i;
    return VM_OK;
}

/* Those of n items that a slice names, as a new list, or as a tuple if they are those of one. */
static enum vm_ret slice_items(struct task *t, value whole, const value *items, size_t n, value key, value *ret)
{
    enum type_id type = whole == V_UNBOUND ? T_LIST : T_TUPLE;
    struct slice_range s;
    enum vm_ret r = slice_range(t, key, (int64_t)n, &s);
    if (r != VM_OK)
        return r;
    if (whole != V_UNBOUND && s.step == 1 && s.n == (int64_t)n) {
        *ret = whole; // its own copy
        return VM_OK;
    }
    if (s.step == 1) {
        *ret = type == T_TUPLE ? tuple_new(t, items + s.start, (size_t)s.n)
                               : list_new(t, s.n ? items + s.start : NULL, (size_t)s.n);
        return *ret ? VM_OK : VM_RAISE;
    }
    value v = type == T_TUPLE ? tuple_new(t, NULL, (size_t)s.n) : list_new(t, NULL, (size_t)s.n);
    if (!v)
        return VM_RAISE;
    value *to = type == T_TUPLE ? tuple_of(v)->item : s.n ? ((struct array *)REF(list_of(v)->items))->item : NULL;
    for (int64_t i = 0, at = s.start; i < s.n; i++, at += s.step)
        to[i] = items[at];
    *ret = v;
    return VM_OK;
}

/* ---- reading ---- */

static enum vm_ret list_item(struct task *t, value obj, value key, value *ret)
{
    struct list_obj *l = REF(obj);
    const value *items;
    size_t n;
    int64_t i;

    if (is_type(key, T_SLICE))
        return items_view(t, obj, &items, &n) ? slice_items(t, V_UNBOUND, items, n, key, ret) : VM_RAISE;
    enum vm_ret r = position(t, key, (int64_t)list_len(l), &list_words, list_words.range, &i);
    if (r != VM_OK)
        return r;
    if (!list_get_unlocked(l, (uint64_t)i, ret)) // another thread made it shorter
        return throw(t, EXC_IndexError, "%s", list_words.range);
    return VM_OK;
}

static enum vm_ret tuple_item(struct task *t, value obj, value key, value *ret)
{
    int64_t i, n = obj_of(obj)->n;
    if (is_type(key, T_SLICE))
        return slice_items(t, obj, tuple_of(obj)->item, (size_t)n, key, ret);
    enum vm_ret r = position(t, key, n, &tuple_words, tuple_words.range, &i);
    if (r == VM_OK)
        *ret = tuple_of(obj)->item[i];
    return r;
}

static enum vm_ret range_item(struct task *t, value obj, value key, value *ret)
{
    const struct range *range = REF(obj);
    int64_t i, b[3], len = range_len(range), start = int_of(range->start), step = int_of(range->step);
    enum vm_ret r;

    if (is_type(key, T_SLICE)) {
        r = slice_indices(t, REF(key), len, b);
        if (r != VM_OK)
            return r;
        __int128 number[] = { start + (__int128)b[0] * step, start + (__int128)b[1] * step, (__int128)b[2] * step };
        for (int k = 0; k < 3; k++)
            if (number[k] > INT_MAX63 || number[k] < INT_MIN63)
                return throw(t, EXC_OverflowError, "Python int too large to convert to C ssize_t");
        *ret = range_new(t, (int64_t)number[0], (int64_t)number[1], (int64_t)number[2]);
        return VM_OK;
    }
    r = position(t, key, len, &range_words, range_words.range, &i);
    if (r == VM_OK)
        *ret = range_at(t, range, i);
    return r;
}

static enum vm_ret deque_item(struct task *t, value obj, value key, value *ret)
{
    const struct deque *d = REF(obj);
    int64_t i;
    enum vm_ret r = position(t, key, (int64_t)__atomic_load_n(&d->len, __ATOMIC_ACQUIRE), &deque_words,
                             deque_words.range, &i);
    if (r != VM_OK)
        return r;
    *ret = deque_at(d, (uint64_t)i);
    return *ret != V_UNBOUND ? VM_OK : throw(t, EXC_IndexError, "%s", deque_words.range);
}

static enum vm_ret dict_item(struct task *t, value obj, value key, value *ret)
{
    enum vm_ret r = dict_get(t, REF(obj), key, ret);
    return r == VM_OK && *ret == V_UNBOUND ? throw_value(t, EXC_KeyError, key) : r;
}

/* list[int] and the like mean the type itself here: annotations are not looked at. */
static bool is_generic(enum type_id type)
{
    return type == T_LIST || type == T_DICT || type == T_TUPLE || type == T_SET || type == T_FROZENSET
           || type == T_CLASS || type == T_DEQUE;
}

enum vm_ret item_get(struct task *t, value obj, value key, value *ret)
{
    switch (kind_of(obj)) {
    case T_LIST:  return list_item(t, obj, key, ret);
    case T_DICT:  return dict_item(t, obj, key, ret);
    case T_TUPLE: return tuple_item(t, obj, key, ret);
    case T_STR:   return str_item(t, obj, key, ret);
    case T_BYTES: case T_BYTEARRAY:
        return bytes_item(t, obj, key, ret);
    case T_RANGE: return range_item(t, obj, key, ret);
    case T_DEQUE: return deque_item(t, obj, key, ret);
    case T_INSTANCE:
        return VM_FALLBACK;
    case T_CLASS:
        if (is_ref(obj))
            return VM_FALLBACK;
        *ret = obj;
        if (is_generic((enum type_id)payload_of(obj)))
            return VM_OK;
        return throw(t, EXC_TypeError, "type '%s' is not subscriptable", native_type_name((enum type_id)payload_of(obj)));
    default:
        return throw(t, EXC_TypeError, "'%s' object is not subscriptable", type_name(t, obj));
    }
}

/* ---- writing ---- */

/* What has positions but does not change is asked for the position first, as in CPython. */
static bool has_positions(value v)
{
    switch (kind_of(v)) {
    case T_TUPLE: case T_STR: case T_BYTES: case T_RANGE: case T_SET: case T_FROZENSET: case T_DICTVIEW:
        return true;
    default:
        return false;
    }
}

static enum vm_ret no_change(struct task *t, value obj, value key, bool del)
{
    bool position = has_positions(obj) && is_integer(key);
    if (position && is_type(key, T_BIGINT))
        return throw(t, EXC_IndexError, "%s", too_big_index);
    return throw(t, EXC_TypeError, "'%s' object %s support item %s", type_name(t, obj),
                 del && position ? "doesn't" : "does not", del ? "deletion" : "assignment");
}

/* l[a:b:step] = iterable */
static enum vm_ret list_set_slice(struct task *t, struct list_obj *l, value key, value v)
{
    struct slice_range s;
    const value *items;
    size_t n;

    enum vm_ret r = slice_range(t, key, (int64_t)l->len, &s);
    if (r != VM_OK)
        return r;
    if (kind_of(v) == T_INT || kind_of(v) == T_FLOAT || kind_of(v) == T_BOOL || v == V_NONE)
        return throw(t, EXC_TypeError, s.step == 1 ? "can only assign an iterable"
                                                   : "must assign iterable to extended slice");
    if ((r = iter_collect(t, v, &items, &n)) != VM_OK)
        return r;
    if (s.step == 1)
        return list_splice(t, l, (uint64_t)s.start, (uint64_t)(s.start + s.n), items, n) ? VM_OK : VM_RAISE;
    if ((int64_t)n != s.n)
        return throw(t, EXC_ValueError, "attempt to assign sequence of size %zu to extended slice of size %lld",
                     n, (long long)s.n);
    if (v == value_of(l)) { // l[::-1] = l
        value copy = tuple_new(t, items, n);
        if (!copy)
            return VM_RAISE;
        items = tuple_of(copy)->item;
    }
    struct array *a = n ? REF(l->items) : NULL;
    for (size_t i = 0; i < n; i++)
        slot_set(&a->item[s.start + (int64_t)i * s.step], items[i]);
    return VM_OK;
}

enum vm_ret item_set(struct task *t, value obj, value key, value v)
{
    int64_t i;
    enum vm_ret r;

    switch (kind_of(obj)) {
    case T_LIST:
        if (is_type(key, T_SLICE))
            return list_set_slice(t, REF(obj), key, v);
        r = position(t, key, (int64_t)list_of(obj)->len, &list_words, list_words.set_range, &i);
        if (r == VM_OK)
            slot_set(&((struct array *)REF(list_of(obj)->items))->item[i], v);
        return r;
    case T_DICT:
        return dict_set(t, REF(obj), key, v);
    case T_BYTEARRAY:
        return bytearray_set(t, obj, key, v);
    case T_DEQUE: {
        struct deque *d = REF(obj);
        r = position(t, key, (int64_t)d->len, &deque_words, deque_words.set_range, &i);
        if (r == VM_OK)
            slot_set(deque_slot(d, (uint64_t)i), v);
        return r;
    }
    case T_INSTANCE:
        return VM_FALLBACK;
    default:
        return no_change(t, obj, key, false);
    }
}

/* ---- deleting ---- */

static enum vm_ret list_del_slice(struct task *t, struct list_obj *l, value key)
{
    struct slice_range s;
    enum vm_ret r = slice_range(t, key, (int64_t)l->len, &s);
    if (r != VM_OK || s.n == 0)
        return r;
    int64_t step = s.step < 0 ? -s.step : s.step, first = s.step < 0 ? s.start + (s.n - 1) * s.step : s.start;
    if (step == 1) {
        list_remove_range(l, (uint64_t)first, (uint64_t)(first + s.n));
        return VM_OK;
    }
    struct array *a = REF(l->items);
    uint64_t to = (uint64_t)first;
    for (uint64_t at = to, gone = 0; at < l->len; at++) {
        if (gone < (uint64_t)s.n && at == (uint64_t)first + gone * (uint64_t)step)
            gone++;
        else
            slot_set(&a->item[to++], a->item[at]);
    }
    list_remove_range(l, to, l->len);
    return VM_OK;
}

enum vm_ret item_del(struct task *t, value obj, value key)
{
    int64_t i;
    value old;
    enum vm_ret r;

    switch (kind_of(obj)) {
    case T_LIST:
        if (is_type(key, T_SLICE))
            return list_del_slice(t, REF(obj), key);
        r = position(t, key, (int64_t)list_of(obj)->len, &list_words, list_words.set_range, &i);
        if (r == VM_OK)
            list_remove_range(REF(obj), (uint64_t)i, (uint64_t)i + 1);
        return r;
    case T_DICT:
        r = dict_del(t, REF(obj), key, &old);
        return r == VM_OK && old == V_UNBOUND ? throw_value(t, EXC_KeyError, key) : r;
    case T_BYTEARRAY:
        return bytearray_del(t, obj, key);
    case T_DEQUE:
        r = position(t, key, (int64_t)deque_of(obj)->len, &deque_words, deque_words.set_range, &i);
        if (r == VM_OK)
            deque_remove_at(REF(obj), (uint64_t)i);
        return r;
    case T_INSTANCE:
        return VM_FALLBACK;
    default:
        return no_change(t, obj, key, true);
    }
}

/* ---- operators ---- */

static bool is_row(value v) { return is_type(v, T_LIST) || is_type(v, T_TUPLE); }

static bool is_sequence(value v)
{
    return is_row(v) || is_str(v) || is_type(v, T_BYTES) || is_type(v, T_BYTEARRAY) || is_type(v, T_DEQUE);
}

static enum vm_ret no_operator(struct task *t, unsigned op, bool in_place, value a, value b)
{
    char text[16] = "";
    strcat(text, op == OPR_POW && !in_place ? "** or pow()" : operator_text[op]);
    if (in_place)
        strcat(text, "=");
    return throw_operands(t, text, a, b);
}

static enum vm_ret join_deques(struct task *t, value a, value b, value *ret)
{
    *ret = deque_new(t, deque_of(a)->maxlen);
    enum vm_ret r = deque_extend(t, REF(*ret), a);
    return r == VM_OK ? deque_extend(t, REF(*ret), b) : r;
}

/* a + b where one of them is a sequence */
static enum vm_ret concat(struct task *t, bool in_place, value a, value b, value *ret)
{
    const value *x, *y;
    size_t n, m;
    enum type_id ka = kind_of(a), kb = kind_of(b);

    if (in_place && (ka == T_LIST || ka == T_DEQUE)) { // += takes any iterable
        *ret = a;
        return ka == T_LIST ? list_extend(t, REF(a), b) : deque_extend(t, REF(a), b);
    }
    if (in_place && ka == T_BYTEARRAY) {
        *ret = a;
        return bytearray_extend(t, a, b);
    }
    if (ka == kb && is_row(a)) {
        if (!items_view(t, a, &x, &n) || !items_view(t, b, &y, &m))
            return VM_RAISE;
        return sequence_join(t, ka, x, n, y, m, ret);
    }
    if (ka == T_STR && kb == T_STR) {
        *ret = str_concat(t, a, b);
        return *ret ? VM_OK : VM_RAISE;
    }
    if (ka == T_DEQUE && kb == T_DEQUE)
        return join_deques(t, a, b, ret);
    if (ka == T_BYTES || ka == T_BYTEARRAY)
        return bytes_concat(t, a, b, ret);
    if (is_row(a) || ka == T_STR || ka == T_DEQUE) {
        const char *type = type_name(t, a);
        return throw(t, EXC_TypeError, "can only concatenate %s (not \"%s\") to %s", type, type_name(t, b), type);
    }
    return no_operator(t, OPR_ADD, in_place, a, b);
}

static enum vm_ret repeat_deque(struct task *t, value a, int64_t times, value *ret)
{
    const value *items;
    size_t n;
    enum vm_ret r = VM_OK;
    if (!deque_items(t, REF(a), &items, &n))
        return VM_RAISE;
    if (n && times > 0 && (uint64_t)times > UINT32_MAX / n)
        return throw_plain(t, EXC_MemoryError);
    *ret = deque_new(t, deque_of(a)->maxlen);
    for (int64_t i = 0; i < times; i++)
        for (size_t k = 0; r == VM_OK && k < n; k++)
            r = deque_push(t, REF(*ret), items[k]);
    return r;
}

/* Replaces the items of a list by `times` copies of them. */
static enum vm_ret repeat_in_place(struct task *t, value a, int64_t times, value *ret)
{
    value whole;
    const value *items;
    size_t n;
    if (!items_view(t, a, &items, &n))
        return VM_RAISE;
    enum vm_ret r = sequence_repeat(t, T_LIST, items, n, times, &whole);
    if (r != VM_OK)
        return r;
    const struct list_obj *w = list_of(whole);
    *ret = a;
    return list_splice(t, list_of(a), 0, list_of(a)->len, w->len ? ((struct array *)REF(w->items))->item : NULL,
                       w->len)
               ? VM_OK : VM_RAISE;
}

/* a * b where one of them is a sequence */
static enum vm_ret repeat(struct task *t, bool in_place, value a, value b, value *ret)
{
    const value *items;
    size_t n;
    int64_t times;
    value seq = is_sequence(a) ? a : b, count = is_sequence(a) ? b : a;

    if (in_place && !is_sequence(a) && (has_positions(a) || is_type(a, T_DICT)))
        return no_operator(t, OPR_MUL, in_place, a, b);
    if (!is_integer(count))
        return throw(t, EXC_TypeError, "can't multiply sequence by non-int of type '%s'", type_name(t, count));
    if (is_str(seq))
        return str_repeat(t, seq, count, ret);
    if (is_type(seq, T_BYTES) || is_type(seq, T_BYTEARRAY))
        return bytes_repeat(t, seq, count, ret);
    enum vm_ret r = arg_index(t, count, &times);
    if (r != VM_OK)
        return throw(t, EXC_OverflowError, "%s", too_big_index);
    if (is_type(seq, T_DEQUE)) {
        r = repeat_deque(t, seq, times, ret);
        if (r == VM_OK && in_place && seq == a) {
            deque_take(REF(a), REF(*ret));
            *ret = a;
        }
        return r;
    }
    if (in_place && seq == a && is_type(a, T_LIST))
        return repeat_in_place(t, a, times, ret);
    if (!items_view(t, seq, &items, &n))
        return VM_RAISE;
    return sequence_repeat(t, heap_type(seq), items, n, times, ret);
}

static bool is_view(value v) { return is_type(v, T_DICTVIEW) && obj_of(v)->aux != 1; }

/* | & - ^ of sets; of views of keys or items with any iterable. */
static enum vm_ret sets_binary(struct task *t, unsigned op, bool in_place, value a, value b, value *ret)
{
    struct dict *x, *y;

    if (is_view(a) || is_view(b)) {
        enum vm_ret r = view_as_set(t, a, &x);
        if (r == VM_OK)
            r = view_as_set(t, b, &y);
        return r == VM_OK ? set_binary(t, op, T_SET, x, y, ret) : r;
    }
    if (!is_set(a) || !is_set(b))
        return no_operator(t, op, in_place, a, b);
    x = REF(a);
    y = REF(b);
    if (in_place && heap_type(a) == T_SET) {
        *ret = a;
        return set_binary_in_place(t, op, x, y);
    }
    return set_binary(t, op, heap_type(a), x, y, ret);
}

static enum vm_ret dicts_or(struct task *t, bool in_place, value a, value b, value *ret)
{
    if (in_place && is_type(a, T_DICT)) {
        *ret = a;
        return dict_update_from(t, REF(a), b);
    }
    if (!is_type(a, T_DICT) || !is_type(b, T_DICT))
        return no_operator(t, OPR_OR, in_place, a, b);
    *ret = dict_copy(t, REF(a), T_DICT);
    return *ret ? dict_merge(t, REF(*ret), REF(b)) : VM_RAISE;
}

static bool is_setlike(value v) { return is_set(v) || is_view(v); }

enum vm_ret object_binary(struct task *t, unsigned op, bool in_place, value a, value b, value *ret)
{
    if (kind_of(a) == T_INSTANCE || (kind_of(b) == T_INSTANCE && !is_str(a)))
        return VM_FALLBACK;
    switch (op) {
    case OPR_ADD:
        if (is_sequence(a) || is_sequence(b))
            return kind_of(b) == T_INSTANCE ? VM_FALLBACK : concat(t, in_place, a, b, ret);
        break;
    case OPR_MUL:
        if (is_sequence(a) || is_sequence(b))
            return kind_of(b) == T_INSTANCE ? VM_FALLBACK : repeat(t, in_place, a, b, ret);
        break;
    case OPR_MOD:
        if (is_str(a) || is_type(a, T_BYTES) || is_type(a, T_BYTEARRAY))
            return format_percent(t, a, b, ret);
        break;
    case OPR_OR:
        if (is_type(a, T_DICT) ? in_place || !is_view(b) : is_type(b, T_DICT) && !is_view(a))
            return dicts_or(t, in_place, a, b, ret);
        // fall through
    case OPR_AND: case OPR_SUB: case OPR_XOR:
        if (is_setlike(a) || is_setlike(b))
            return sets_binary(t, op, in_place, a, b, ret);
        break;
    default:
        break;
    }
    return kind_of(b) == T_INSTANCE ? VM_FALLBACK : no_operator(t, op, in_place, a, b);
}
