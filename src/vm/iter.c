/* iter.c: native iterators, and the builtins that go through an iterable.
 *
 * Iterators may be shared by threads: each step checks what it finds, so the worst that two
 * of them can do to each other is to take an item twice or to skip one. */
#include "vm/container.h"

#include "lang/lang.h"

/* ---- making ---- */

static value iter_make(struct task *t, enum iter_kind kind, value source)
{
    struct iter *it = object_take(t, T_ITER, sizeof *it, 0);
    it->o.aux = (uint16_t)kind;
    it->source = source;
    it->at = it->stop = it->step = 0;
    it->more = V_NONE;
    return value_of(it);
}

static value iter_range(struct task *t, const struct range *r)
{
    value v = iter_make(t, ITER_RANGE, V_NONE);
    iter_of(v)->at = int_of(r->start);
    iter_of(v)->stop = int_of(r->stop);
    iter_of(v)->step = int_of(r->step);
    return v;
}

/* of a dict, set, or view */
static value iter_table(struct task *t, enum iter_kind kind, value source)
{
    value v = iter_make(t, kind, source);
    iter_of(v)->stop = (int64_t)dict_count(REF(source));
    return v;
}

enum vm_ret iter_new(struct task *t, value v, value *ret)
{
    switch (kind_of(v)) {
    case T_LIST:
        *ret = iter_make(t, ITER_LIST, v);
        return VM_OK;
    case T_TUPLE:
        *ret = iter_make(t, ITER_TUPLE, v);
        return VM_OK;
    case T_RANGE:
        *ret = iter_range(t, REF(v));
        return VM_OK;
    case T_STR:
        *ret = iter_make(t, ITER_STR, v);
        return VM_OK;
    case T_BYTES: case T_BYTEARRAY:
        *ret = iter_make(t, ITER_BYTES, v);
        return VM_OK;
    case T_DICT:
        *ret = iter_table(t, ITER_KEYS, v);
        return VM_OK;
    case T_SET: case T_FROZENSET:
        *ret = iter_table(t, ITER_SET, v);
        return VM_OK;
    case T_DICTVIEW:
        *ret = iter_table(t, ITER_KEYS + obj_of(v)->aux, ((struct dictview *)REF(v))->dict);
        return VM_OK;
    case T_DEQUE:
        *ret = iter_make(t, ITER_DEQUE, v);
        iter_of(*ret)->stop = deque_of(v)->o.aux; // counts its changes
        return VM_OK;
    case T_ITER:
        *ret = v;
        return VM_OK;
    case T_INSTANCE: case T_GEN:
        return VM_FALLBACK;
    case T_CLASS:
        if (is_ref(v)) // an enumeration
            return VM_FALLBACK;
        // fall through
    default:
        return throw(t, EXC_TypeError, "'%s' object is not iterable", type_name(t, v));
    }
}

/* ---- stepping ---- */

static enum vm_ret iter_end(struct iter *it, value *ret)
{
    slot_set(&it->source, 0); // it stays at its end though the list may grow
    *ret = V_UNBOUND;
    return VM_OK;
}

static enum vm_ret next_list(struct iter *it, value *ret)
{
    int64_t at = it->at;
    struct list_obj *l = list_of(it->source);
    if ((uint64_t)at >= list_len(l) || !list_get_unlocked(l, (uint64_t)at, ret))
        return iter_end(it, ret);
    it->at = at + 1;
    return VM_OK;
}

static enum vm_ret next_tuple(struct iter *it, value *ret)
{
    int64_t at = it->at;
    if ((uint64_t)at >= obj_of(it->source)->n)
        return iter_end(it, ret);
    *ret = tuple_of(it->source)->item[at];
    it->at = at + 1;
    return VM_OK;
}

static enum vm_ret next_range(struct iter *it, value *ret)
{
    int64_t at = it->at, step = it->step;
    *ret = V_UNBOUND;
    if (step > 0 ? at >= it->stop : at <= it->stop)
        return VM_OK;
    *ret = V_INT(at);
    it->at = at + step;
    return VM_OK;
}

static enum vm_ret next_str(struct task *t, struct iter *it, value *ret)
{
    const struct str *s = REF(it->source);
    int64_t at = it->at;
    if (at >= (int64_t)s->o.n)
        return iter_end(it, ret);
    *ret = str_next_char(t, s, &at);
    it->at = at;
    return *ret ? VM_OK : VM_RAISE;
}

static enum vm_ret next_bytes(struct iter *it, value *ret)
{
    struct byte_span s = { 0 };
    bytes_get(it->source, &s);
    if ((uint64_t)it->at >= s.n)
        return iter_end(it, ret);
    *ret = V_INT(s.data[it->at++]);
    return VM_OK;
}

static enum vm_ret next_entry(struct task *t, struct iter *it, value *ret_key, value *ret_value)
{
    const struct dict *d = REF(it->source);
    const struct table *tb = table_of(d);
    uint32_t at = (uint32_t)it->at;

    if (it->stop != (int64_t)dict_count(d)) {
        it->stop = -1; // and it stays so
        return throw(t, EXC_RuntimeError, "%s changed size during iteration",
                     it->o.aux == ITER_SET ? "Set" : "dictionary");
    }
    if (!tb || !table_next(tb, &at, ret_key, ret_value))
        return iter_end(it, ret_key);
    it->at = at;
    return VM_OK;
}

static enum vm_ret next_table(struct task *t, struct iter *it, value *ret)
{
    value key = V_UNBOUND, v;
    enum vm_ret r = next_entry(t, it, &key, &v);
    *ret = key;
    if (r != VM_OK || key == V_UNBOUND)
        return r;
    if (it->o.aux == ITER_VALUES)
        *ret = v;
    if (it->o.aux == ITER_ITEMS)
        *ret = pair_new(t, key, v);
    return VM_OK;
}

static enum vm_ret next_reversed(struct iter *it, value *ret)
{
    int64_t at = it->at;
    bool found = at >= 0;
    if (is_type(it->source, T_TUPLE)) {
        found = found && (uint64_t)at < obj_of(it->source)->n;
        *ret = found ? tuple_of(it->source)->item[at] : V_UNBOUND;
    } else {
        found = found && list_get_unlocked(list_of(it->source), (uint64_t)at, ret);
    }
    if (!found)
        return iter_end(it, ret);
    it->at = at - 1;
    return VM_OK;
}

static enum vm_ret next_deque(struct task *t, struct iter *it, value *ret)
{
    const struct deque *d = deque_of(it->source);
    int64_t at = it->at;
    if (it->stop != d->o.aux)
        return throw(t, EXC_RuntimeError, "deque mutated during iteration");
    if ((uint64_t)at >= d->len || (*ret = deque_at(d, (uint64_t)at)) == V_UNBOUND)
        return iter_end(it, ret);
    it->at = at + 1;
    return VM_OK;
}

/* iter_next() of an iterator that is inside of another one: of a list, most of the time. */
static enum vm_ret next_inner(struct task *t, value inner, value *ret)
{
    struct iter *it = iter_of(inner);
    return it->o.aux == ITER_LIST && it->source != 0 && !t->multi ? next_list(it, ret) : iter_next(t, inner, ret);
}

static enum vm_ret next_numbered(struct task *t, struct iter *it, value *ret_number, value *ret_item)
{
    enum vm_ret r = next_inner(t, it->more, ret_item);
    *ret_number = V_UNBOUND;
    if (r == VM_OK && *ret_item != V_UNBOUND)
        *ret_number = int_value(t, it->at++);
    return r;
}

static enum vm_ret next_enumerate(struct task *t, struct iter *it, value *ret)
{
    value number, item;
    enum vm_ret r = next_numbered(t, it, &number, &item);
    *ret = r == VM_OK && number != V_UNBOUND ? pair_new(t, number, item) : V_UNBOUND;
    return r;
}

/* zip(strict=True): argument `i` ended. If it is the first, all others must have ended too. */
static enum vm_ret zip_uneven(struct task *t, struct tuple *its, uint32_t i)
{
    if (i > 0)
        return throw(t, EXC_ValueError, "zip() argument %u is shorter than argument%s%u", i + 1,
                     i == 1 ? " " : "s 1-", i);
    for (uint32_t k = 1; k < its->o.n; k++) {
        value item;
        enum vm_ret r = iter_next(t, its->item[k], &item);
        if (r != VM_OK)
            return r;
        if (item != V_UNBOUND)
            return throw(t, EXC_ValueError, "zip() argument %u is longer than argument%s%u", k + 1,
                         k == 1 ? " " : "s 1-", k);
    }
    return VM_OK;
}

static enum vm_ret next_zip(struct task *t, struct iter *it, value *ret)
{
    struct tuple *its = tuple_of(it->source);
    value row = its->o.n ? tuple_new(t, NULL, its->o.n) : V_UNBOUND;
    *ret = V_UNBOUND;
    for (uint32_t i = 0; i < its->o.n; i++) {
        value *to = &tuple_of(row)->item[i];
        enum vm_ret r = next_inner(t, its->item[i], to);
        if (r != VM_OK)
            return r;
        if (*to == V_UNBOUND) {
            bool strict = it->stop;
            iter_end(it, ret);
            return strict ? zip_uneven(t, its, i) : VM_OK;
        }
    }
    *ret = row;
    return VM_OK;
}

static enum vm_ret next_of(struct task *t, struct iter *it, value *ret)
{
    *ret = V_UNBOUND;
    if (it->source == 0)
        return VM_OK;
    switch ((enum iter_kind)it->o.aux) {
    case ITER_RANGE:     return next_range(it, ret);
    case ITER_LIST:      return next_list(it, ret);
    case ITER_TUPLE:     return next_tuple(it, ret);
    case ITER_STR:       return next_str(t, it, ret);
    case ITER_BYTES:     return next_bytes(it, ret);
    case ITER_KEYS: case ITER_VALUES: case ITER_ITEMS: case ITER_SET:
        return next_table(t, it, ret);
    case ITER_REVERSED:  return next_reversed(it, ret);
    case ITER_ENUMERATE: return next_enumerate(t, it, ret);
    case ITER_ZIP:       return next_zip(t, it, ret);
    case ITER_DEQUE:     return next_deque(t, it, ret);
    case ITER_EMPTY:     return VM_OK;
    case ITER_CALLS:     return VM_FALLBACK;
    }
    return VM_FALLBACK;
}

enum vm_ret iter_next(struct task *t, value v, value *ret)
{
    if (!is_type(v, T_ITER))
        return VM_FALLBACK;
    struct iter *it = iter_of(v);
    if (t->multi) {
        task_touches(t, v);
        task_touches(t, it->source);
    }
    if (LIKELY(!is_contended(t, &it->o)))
        return next_of(t, it, ret);
    obj_lock(&it->o); // then those inside it, which cannot reach back to it
    enum vm_ret r = next_of(t, it, ret);
    obj_unlock(&it->o);
    return r;
}

enum vm_ret iter_next_pair(struct task *t, value v, value ret[2])
{
    struct iter *it = iter_of(v);
    ret[0] = V_UNBOUND;
    if (it->o.aux == ITER_ENUMERATE) {
        struct iter *inner = iter_of(it->more);
        if (LIKELY(inner->o.aux == ITER_LIST && inner->source != 0 && !t->multi)) { // nothing but a list's next item
            const struct list_obj *l = list_of(inner->source);
            if ((uint64_t)inner->at >= l->len)
                return iter_end(inner, &ret[0]);
            ret[1] = ((const struct array *)REF(l->items))->item[inner->at++];
            ret[0] = int_value(t, it->at++);
            return VM_OK;
        }
        return next_numbered(t, it, &ret[0], &ret[1]);
    }
    if (it->o.aux == ITER_ITEMS && it->source != 0)
        return next_entry(t, it, &ret[0], &ret[1]);
    return VM_FALLBACK;
}

const char *iter_type_name(const struct iter *it)
{
    static const char *const names[] = {
        [ITER_RANGE] = "range_iterator", [ITER_LIST] = "list_iterator", [ITER_TUPLE] = "tuple_iterator",
        [ITER_STR] = "str_iterator", [ITER_BYTES] = "bytes_iterator", [ITER_KEYS] = "dict_keyiterator",
        [ITER_VALUES] = "dict_valueiterator", [ITER_ITEMS] = "dict_itemiterator", [ITER_SET] = "set_iterator",
        [ITER_REVERSED] = "list_reverseiterator", [ITER_ENUMERATE] = "enumerate", [ITER_ZIP] = "zip",
        [ITER_DEQUE] = "_collections._deque_iterator", [ITER_EMPTY] = "iterator",
        [ITER_CALLS] = "callable_iterator",
    };
    return names[it->o.aux];
}

/* ---- what is inside ---- */

bool iter_is_native(value v)
{
    if (!is_type(v, T_ITER))
        return kind_of(v) != T_INSTANCE && kind_of(v) != T_GEN;
    const struct iter *it = iter_of(v);
    if (it->o.aux == ITER_ENUMERATE)
        return iter_is_native(it->more);
    if (it->o.aux == ITER_ZIP && it->source != 0)
        for (uint32_t i = 0; i < obj_of(it->source)->n; i++)
            if (!iter_is_native(tuple_of(it->source)->item[i]))
                return false;
    return it->o.aux != ITER_CALLS;
}

bool iter_mark(struct iter_mark *m, value v)
{
    if (!is_type(v, T_ITER))
        return true;
    struct iter *it = iter_of(v);
    if (m->n == ARRAY_LEN(m->at))
        return false;
    m->at[m->n].it = it;
    m->at[m->n++].was = *it;
    if (it->o.aux == ITER_ENUMERATE)
        return iter_mark(m, it->more);
    if (it->o.aux == ITER_ZIP && it->source != 0)
        for (uint32_t i = 0; i < obj_of(it->source)->n; i++)
            if (!iter_mark(m, tuple_of(it->source)->item[i]))
                return false;
    return true;
}

/* Backwards, in case an iterator is there twice. Flags and the id are not put back. */
void iter_reset(const struct iter_mark *m)
{
    for (unsigned i = m->n; i-- > 0;) {
        struct iter *it = m->at[i].it;
        const struct iter *was = &m->at[i].was;
        it->source = was->source;
        it->at = was->at;
        it->stop = was->stop;
        it->more = was->more;
    }
}

/* ---- all items in one row ---- */

/* How many are left, about; 0 if it is not known. */
static size_t iter_hint(value v)
{
    if (is_type(v, T_RANGE))
        return (size_t)range_len(REF(v));
    if (is_type(v, T_DICT) || is_set(v))
        return dict_count(REF(v));
    if (is_type(v, T_DICTVIEW))
        return dict_count(REF(((struct dictview *)REF(v))->dict));
    if (is_str(v))
        return obj_of(v)->n;
    if (is_type(v, T_ITER) && iter_of(v)->o.aux == ITER_LIST && iter_of(v)->source != 0)
        return list_len(REF(iter_of(v)->source));
    return 0;
}

static enum vm_ret collect_range(struct task *t, const struct range *r, const value **ret_items, size_t *ret_n)
{
    size_t n = (size_t)range_len(r);
    struct array *a = array_new(t, n);
    if (!a)
        return VM_RAISE;
    uint64_t word = r->start, step = r->step - 1; // tagged ints: adding steps of an untagged tag keeps the tag
    for (size_t i = 0; i < n; i++, word += step)
        a->item[i] = word;
    *ret_items = a->item;
    *ret_n = n;
    return VM_OK;
}

enum vm_ret iter_collect(struct task *t, value v, const value **ret_items, size_t *ret_n)
{
    value it, item;

    *ret_items = NULL;
    *ret_n = 0;
    if (is_type(v, T_LIST) || is_type(v, T_TUPLE))
        return items_view(t, v, ret_items, ret_n) ? VM_OK : VM_RAISE;
    if (is_type(v, T_RANGE))
        return collect_range(t, REF(v), ret_items, ret_n);
    if (is_type(v, T_DEQUE))
        return deque_items(t, REF(v), ret_items, ret_n) ? VM_OK : VM_RAISE;
    if (!iter_is_native(v))
        return VM_FALLBACK;
    enum vm_ret r = iter_new(t, v, &it);
    if (r != VM_OK)
        return r;
    size_t cap = iter_hint(v) + 8, n = 0;
    struct array *a = array_new(t, cap);
    while (a && (r = iter_next(t, it, &item)) == VM_OK && item != V_UNBOUND) {
        if (n == cap) {
            struct array *more = array_new(t, cap * 2);
            if (!more)
                return VM_RAISE;
            memcpy(more->item, a->item, n * sizeof(value));
            a = more;
            cap *= 2;
        }
        a->item[n++] = item;
    }
    *ret_items = a ? a->item : NULL;
    *ret_n = n;
    return a ? r : VM_RAISE;
}

/* ---- iter, next, enumerate, zip, reversed ---- */

/* A generator is its own iterator. iter(f, sentinel) calls Python code: a generator of the prelude. */
enum vm_ret builtin_iter(struct task *t, value *args, value *ret)
{
    if (args[1] != V_UNBOUND)
        return VM_FALLBACK;
    if (!is_type(args[0], T_GEN))
        return iter_new(t, args[0], ret);
    const struct gen *g = REF(args[0]);
    *ret = args[0];
    if (g->code->flags & (CODE_COROUTINE | CODE_ASYNC_GEN))
        return throw(t, EXC_TypeError, "'%s' object is not iterable", type_name(t, args[0]));
    return VM_OK;
}

static enum vm_ret next_of_other(struct task *t, value *args, value *ret)
{
    enum type_id kind = kind_of(args[0]);
    bool generator = kind == T_GEN
                     && !(((struct gen *)REF(args[0]))->code->flags & (CODE_COROUTINE | CODE_ASYNC_GEN));
    if (generator && args[1] == V_UNBOUND)
        return gen_next(t, args, ret);
    if (generator || kind == T_INSTANCE)
        return VM_FALLBACK;
    return throw(t, EXC_TypeError, "'%s' object is not an iterator", type_name(t, args[0]));
}

/* args: iterator, default */
enum vm_ret builtin_next(struct task *t, value *args, value *ret)
{
    if (!is_type(args[0], T_ITER))
        return next_of_other(t, args, ret);
    enum vm_ret r = iter_next(t, args[0], ret);
    if (r != VM_OK || *ret != V_UNBOUND)
        return r;
    *ret = args[1];
    return args[1] == V_UNBOUND ? throw_plain(t, EXC_StopIteration) : VM_OK;
}

enum vm_ret builtin_enumerate(struct task *t, value *args, value *ret)
{
    int64_t start = 0;
    value inner;
    if (!iter_is_native(args[0]))
        return VM_FALLBACK;
    if (args[1] != V_UNBOUND && is_integer(args[1]) && (!int_get(args[1], &start) || start > INT_MAX63 / 2))
        return VM_FALLBACK; // it may count beyond 63 bits
    enum vm_ret r = args[1] == V_UNBOUND ? VM_OK : arg_index(t, args[1], &start);
    if (r != VM_OK || (r = iter_new(t, args[0], &inner)) != VM_OK)
        return r;
    *ret = iter_make(t, ITER_ENUMERATE, V_NONE);
    iter_of(*ret)->more = inner;
    iter_of(*ret)->at = start;
    return VM_OK;
}

/* args: *iterables, strict */
enum vm_ret builtin_zip(struct task *t, value *args, value *ret)
{
    struct tuple *from = tuple_of(args[0]);
    bool strict = false;
    if (args[1] != V_UNBOUND && !truth(t, args[1], &strict))
        return VM_FALLBACK;
    for (uint32_t i = 0; i < from->o.n; i++)
        if (!iter_is_native(from->item[i]))
            return VM_FALLBACK;
    value its = tuple_new(t, NULL, from->o.n);
    for (uint32_t i = 0; i < from->o.n; i++) {
        enum vm_ret r = iter_new(t, from->item[i], &tuple_of(its)->item[i]);
        if (r != VM_OK)
            return r;
    }
    *ret = iter_make(t, ITER_ZIP, its);
    iter_of(*ret)->stop = strict;
    return VM_OK;
}

enum vm_ret builtin_reversed(struct task *t, value *args, value *ret)
{
    value v = args[0];
    const value *items;
    size_t n;

    switch (kind_of(v)) {
    case T_RANGE: {
        const struct range *r = REF(v);
        int64_t len = range_len(r), step = int_of(r->step), start = int_of(r->start);
        *ret = iter_make(t, ITER_RANGE, V_NONE);
        iter_of(*ret)->at = start + (len - 1) * step;
        iter_of(*ret)->stop = start - step;
        iter_of(*ret)->step = -step;
        return VM_OK;
    }
    case T_LIST: case T_TUPLE:
        n = is_type(v, T_LIST) ? list_len(REF(v)) : obj_of(v)->n;
        break;
    case T_STR: case T_BYTES: case T_BYTEARRAY: case T_DICT: case T_DICTVIEW: case T_DEQUE: {
        enum vm_ret r = iter_collect(t, v, &items, &n);
        if (r != VM_OK)
            return r;
        v = tuple_new(t, items, n);
        if (!v)
            return VM_RAISE;
        break;
    }
    case T_INSTANCE:
        return VM_FALLBACK;
    default:
        return throw(t, EXC_TypeError, "'%s' object is not reversible", type_name(t, v));
    }
    *ret = iter_make(t, ITER_REVERSED, v);
    iter_of(*ret)->at = (int64_t)n - 1;
    return VM_OK;
}

/* They call Python functions, so they are generators of the prelude. */
enum vm_ret builtin_map(struct task *t, value *args, value *ret)
{
    (void)t, (void)args, (void)ret;
    return VM_FALLBACK;
}

enum vm_ret builtin_filter(struct task *t, value *args, value *ret)
{
    (void)t, (void)args, (void)ret;
    return VM_FALLBACK;
}
