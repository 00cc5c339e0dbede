/* pickle.c: plain values to bytes and back: None, bool, int, float, str, bytes, and tuples, lists, dicts and
 * sets of such. The bytes are those of CPython's pickle, protocol 4, framed as one piece. What needs
 * names or Python code (instances, classes, functions) is the prelude's (pickle.py), which
 * tries this first.
 *
 * Source of the format: the comments of CPython's Lib/pickletools.py; A. Pitrou, PEP 3154. */
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "vm/bigint.h"
#include "vm/container.h"

enum pickle_op {
    PK_MARK = '(', PK_STOP = '.', PK_NONE = 'N', PK_TRUE = 0x88, PK_FALSE = 0x89,
    PK_BININT = 'J', PK_BININT1 = 'K', PK_BININT2 = 'M', PK_LONG1 = 0x8a, PK_LONG4 = 0x8b, PK_BINFLOAT = 'G',
    PK_SHORT_UNICODE = 0x8c, PK_UNICODE = 'X', PK_SHORT_BYTES = 'C', PK_BYTES = 'B',
    PK_EMPTY_TUPLE = ')', PK_TUPLE1 = 0x85, PK_TUPLE = 't',
    PK_EMPTY_LIST = ']', PK_APPEND = 'a', PK_APPENDS = 'e',
    PK_EMPTY_DICT = '}', PK_SETITEM = 's', PK_SETITEMS = 'u',
    PK_EMPTY_SET = 0x8f, PK_ADDITEMS = 0x90, PK_FROZENSET = 0x91,
    PK_MEMOIZE = 0x94, PK_GET = 'h', PK_LONG_GET = 'j', PK_PROTO = 0x80, PK_FRAME = 0x95,
};

enum { BATCH = 1000, DEPTH_MAX = 150 }; // as CPython's; on the C stack of a thread

/* ---- writing ---- */

struct seen { value v; uint32_t number; };
struct pickler {
    struct task *t;
    struct buf out;
    struct seen *seen; // open addressing, a power of two; v 0: free
    uint32_t seen_n, seen_cap;
    unsigned depth;
};

static void put_op(struct pickler *p, enum pickle_op op)
{
    buf_addc(&p->out, (char)op);
}

static void put_number(struct pickler *p, uint64_t n, unsigned bytes)
{
    char *at = buf_room(&p->out, bytes);
    for (unsigned i = 0; i < bytes; i++)
        at[i] = (char)(n >> 8 * i);
    p->out.n += bytes;
}

static struct seen *seen_find(const struct pickler *p, value v)
{
    uint32_t i = (uint32_t)hash_mix(v) & (p->seen_cap - 1);
    while (p->seen[i].v && p->seen[i].v != v)
        i = (i + 1) & (p->seen_cap - 1);
    return &p->seen[i];
}

static void seen_grow(struct pickler *p)
{
    struct pickler bigger = *p;
    bigger.seen_cap = p->seen_cap ? p->seen_cap * 2 : 32;
    bigger.seen = mem_resize(NULL, bigger.seen_cap, sizeof *p->seen);
    memset(bigger.seen, 0, bigger.seen_cap * sizeof *p->seen);
    for (uint32_t i = 0; i < p->seen_cap; i++)
        if (p->seen[i].v)
            *seen_find(&bigger, p->seen[i].v) = p->seen[i];
    free(p->seen);
    p->seen = bigger.seen;
    p->seen_cap = bigger.seen_cap;
}

static void memoize(struct pickler *p, value v)
{
    if (p->seen_n * 2 >= p->seen_cap)
        seen_grow(p);
    *seen_find(p, v) = (struct seen){ v, p->seen_n++ };
    put_op(p, PK_MEMOIZE);
}

static bool was_seen(const struct pickler *p, value v)
{
    return p->seen_cap && seen_find(p, v)->v;
}

/* If it was written before, says so. */
static bool put_again(struct pickler *p, value v)
{
    if (!was_seen(p, v))
        return false;
    const struct seen *s = seen_find(p, v);
    put_op(p, s->number < 256 ? PK_GET : PK_LONG_GET);
    put_number(p, s->number, s->number < 256 ? 1 : 4);
    return true;
}

static void put_int(struct pickler *p, int64_t n)
{
    if (n >= 0 && n < 256) {
        put_op(p, PK_BININT1);
        put_number(p, (uint64_t)n, 1);
    } else if (n >= 0 && n < 65536) {
        put_op(p, PK_BININT2);
        put_number(p, (uint64_t)n, 2);
    } else if (n == (int32_t)n) {
        put_op(p, PK_BININT);
        put_number(p, (uint64_t)n, 4);
    } else {
        unsigned bytes = 5;
        while (bytes < 8 && n != (int64_t)((uint64_t)n << (64 - 8 * bytes)) >> (64 - 8 * bytes))
            bytes++;
        put_op(p, PK_LONG1);
        put_number(p, bytes, 1);
        put_number(p, (uint64_t)n, bytes);
    }
}

static bool put_bigint(struct pickler *p, value v)
{
    struct big b;
    big_view(&b, v);
    size_t n = big_bit_length(&b) / 8 + 1;
    if (n > 1 << 20)
        return false;
    uint8_t *most_first = mem_alloc(n);
    bool fits = big_to_bytes(&b, most_first, n, true);
    size_t first = n > 1 && most_first[0] == 0xff && most_first[1] & 0x80; // the sign is there already
    put_op(p, n - first < 256 ? PK_LONG1 : PK_LONG4);
    put_number(p, n - first, n - first < 256 ? 1 : 4);
    for (size_t i = n; fits && i-- > first;)
        buf_addc(&p->out, (char)most_first[i]);
    free(most_first);
    return fits;
}

static void put_float(struct pickler *p, double d)
{
    uint64_t bits;
    memcpy(&bits, &d, 8);
    put_op(p, PK_BINFLOAT);
    put_number(p, __builtin_bswap64(bits), 8);
}

static bool put_text(struct pickler *p, value v, enum pickle_op brief, enum pickle_op full, const void *data, size_t n)
{
    if (n > UINT32_MAX)
        return false;
    put_op(p, n < 256 ? brief : full);
    put_number(p, n, n < 256 ? 1 : 4);
    buf_add(&p->out, data, n);
    memoize(p, v);
    return true;
}

static bool put_value(struct pickler *p, value v);

static bool put_all(struct pickler *p, const value *items, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!put_value(p, items[i]))
            return false;
    return true;
}

/* A tuple that holds itself is left to the prelude. */
static bool put_tuple(struct pickler *p, value v)
{
    const struct tuple *u = tuple_of(v);
    uint32_t n = u->o.n;
    if (n == 0) {
        put_op(p, PK_EMPTY_TUPLE);
        return true;
    }
    if (n > 3)
        put_op(p, PK_MARK);
    if (!put_all(p, u->item, n) || was_seen(p, v))
        return false;
    put_op(p, n > 3 ? PK_TUPLE : PK_TUPLE1 + n - 1);
    memoize(p, v);
    return true;
}

static bool put_list(struct pickler *p, value v)
{
    const value *items;
    size_t n;
    if (!items_view(p->t, v, &items, &n))
        return false;
    put_op(p, PK_EMPTY_LIST);
    memoize(p, v);
    if (n == 1 && put_value(p, items[0])) {
        put_op(p, PK_APPEND);
        return true;
    }
    for (size_t at = 0; at < n; at += BATCH) {
        put_op(p, PK_MARK);
        if (!put_all(p, items + at, MIN(n - at, (size_t)BATCH)))
            return false;
        put_op(p, PK_APPENDS);
    }
    return n != 1;
}

static bool put_dict(struct pickler *p, value v)
{
    const struct dict *d = dict_of(v);
    uint32_t at = 0, in_batch = 0;
    uint64_t n = dict_count(d);
    value item[2];
    put_op(p, PK_EMPTY_DICT);
    memoize(p, v);
    if (n == 1 && dict_next(d, &at, &item[0], &item[1])) {
        if (!put_all(p, item, 2))
            return false;
        put_op(p, PK_SETITEM);
        return true;
    }
    while (dict_next(d, &at, &item[0], &item[1])) {
        if (in_batch == 0)
            put_op(p, PK_MARK);
        if (!put_all(p, item, 2))
            return false;
        if (++in_batch == BATCH)
            put_op(p, PK_SETITEMS);
        in_batch %= BATCH;
    }
    if (in_batch)
        put_op(p, PK_SETITEMS);
    return true;
}

static bool put_set(struct pickler *p, value v, bool frozen)
{
    const struct dict *d = dict_of(v);
    uint32_t at = 0, in_batch = 0;
    value item, nothing;
    if (!frozen) {
        put_op(p, PK_EMPTY_SET);
        memoize(p, v);
    }
    if (frozen)
        put_op(p, PK_MARK);
    while (dict_next(d, &at, &item, &nothing)) {
        if (!frozen && in_batch == 0)
            put_op(p, PK_MARK);
        if (!put_value(p, item))
            return false;
        if (!frozen && ++in_batch == BATCH)
            put_op(p, PK_ADDITEMS);
        in_batch %= BATCH;
    }
    if (!frozen && in_batch)
        put_op(p, PK_ADDITEMS);
    if (!frozen)
        return true;
    put_op(p, PK_FROZENSET);
    memoize(p, v);
    return true;
}

static bool put_object(struct pickler *p, value v)
{
    struct byte_span s;
    switch (heap_type(v)) {
    case T_FLOAT: put_float(p, float_of(v)); return true;
    case T_BIGINT: return put_bigint(p, v);
    default: break;
    }
    if (put_again(p, v))
        return true;
    switch (heap_type(v)) {
    case T_STR: {
        const struct str *text = REF(v);
        return put_text(p, v, PK_SHORT_UNICODE, PK_UNICODE, str_data(text), text->o.n);
    }
    case T_BYTES: return bytes_get(v, &s) && put_text(p, v, PK_SHORT_BYTES, PK_BYTES, s.data, s.n);
    case T_TUPLE: return put_tuple(p, v);
    case T_LIST: return put_list(p, v);
    case T_DICT: return put_dict(p, v);
    case T_SET: return put_set(p, v, false);
    case T_FROZENSET: return put_set(p, v, true);
    default: return false;
    }
}

static bool put_value(struct pickler *p, value v)
{
    if (is_int(v))
        put_int(p, int_of(v));
    else if (is_float(v))
        put_float(p, float_of(v));
    else if (v == V_NONE)
        put_op(p, PK_NONE);
    else if (v == V_TRUE || v == V_FALSE)
        put_op(p, v == V_TRUE ? PK_TRUE : PK_FALSE);
    else if (!is_ref(v) || p->depth >= DEPTH_MAX)
        return false;
    else {
        p->depth++;
        bool ok = put_object(p, v);
        p->depth--;
        return ok;
    }
    return true;
}

enum { HEAD_BYTES = 11, LEAST_FRAME = 4 }; // PROTO 4, FRAME and its length; shorter ones have no frame

/* The head goes where room was left for it; returns where the text begins. */
static size_t put_head(struct pickler *p)
{
    static const char proto[2] = { (char)PK_PROTO, 4 };
    size_t n = p->out.n - HEAD_BYTES;
    if (n < LEAST_FRAME) {
        memcpy(p->out.text + HEAD_BYTES - 2, proto, 2);
        return HEAD_BYTES - 2;
    }
    memcpy(p->out.text, proto, 2);
    p->out.text[2] = (char)PK_FRAME;
    for (unsigned i = 0; i < 8; i++)
        p->out.text[3 + i] = (char)((uint64_t)n >> 8 * i);
    return 0;
}

/* _pickle(obj): the bytes, or None if it takes the prelude. */
enum vm_ret pickle_dumps(struct task *t, value *args, value *ret)
{
    struct pickler p = { .t = t };
    buf_room(&p.out, 64);
    p.out.n = HEAD_BYTES;
    bool ok = put_value(&p, args[0]);
    if (ok) {
        put_op(&p, PK_STOP);
        size_t from = put_head(&p);
        *ret = bytes_new(t, p.out.text + from, p.out.n - from);
        ok = *ret != 0;
    } else if (t->exc == V_UNBOUND) {
        *ret = V_NONE;
        ok = true;
    }
    buf_finish(&p.out);
    free(p.seen);
    return ok ? VM_OK : VM_RAISE;
}

/* ---- reading: a machine with a stack ---- */

struct unpickler {
    struct task *t;
    const uint8_t *at, *end;
    value *stack, *memo;
    uint32_t n, cap, memo_n, memo_cap;
    uint32_t *marks;
    uint32_t marks_n, marks_cap;
};

static void push(struct unpickler *u, value v)
{
    if (u->n == u->cap) {
        u->cap *= 2;
        u->stack = mem_resize(u->stack, u->cap, sizeof *u->stack);
    }
    u->stack[u->n++] = v;
}

static void push_mark(struct unpickler *u)
{
    if (u->marks_n == u->marks_cap) {
        u->marks_cap = u->marks_cap ? u->marks_cap * 2 : 16;
        u->marks = mem_resize(u->marks, u->marks_cap, sizeof *u->marks);
    }
    u->marks[u->marks_n++] = u->n;
}

static void remember(struct unpickler *u, value v)
{
    if (u->memo_n == u->memo_cap) {
        u->memo_cap = u->memo_cap ? u->memo_cap * 2 : 32;
        u->memo = mem_resize(u->memo, u->memo_cap, sizeof *u->memo);
    }
    u->memo[u->memo_n++] = v;
}

/* The next bytes as a number, least significant first; false at the end. */
static bool take_number(struct unpickler *u, unsigned bytes, uint64_t *ret)
{
    *ret = 0;
    if ((size_t)(u->end - u->at) < bytes)
        return false;
    for (unsigned i = 0; i < bytes; i++)
        *ret |= (uint64_t)u->at[i] << 8 * i;
    u->at += bytes;
    return true;
}

static const uint8_t *take_span(struct unpickler *u, unsigned length_bytes, uint64_t *ret_n)
{
    if (!take_number(u, length_bytes, ret_n) || (uint64_t)(u->end - u->at) < *ret_n)
        return NULL;
    u->at += *ret_n;
    return u->at - *ret_n;
}

/* The items above the last mark, which goes; NULL if there is none. */
static value *above_mark(struct unpickler *u, uint32_t *ret_n)
{
    if (!u->marks_n || u->marks[u->marks_n - 1] > u->n)
        return NULL;
    uint32_t from = u->marks[--u->marks_n];
    *ret_n = u->n - from;
    u->n = from;
    return u->stack + from;
}

static bool push_new(struct unpickler *u, value v)
{
    if (v)
        push(u, v);
    return v != 0;
}

static bool push_long(struct unpickler *u, unsigned length_bytes)
{
    uint64_t n;
    value v;
    const uint8_t *s = take_span(u, length_bytes, &n);
    if (!s || n > 1 << 20)
        return false;
    uint8_t *most_first = mem_alloc(n + 1);
    for (uint64_t i = 0; i < n; i++)
        most_first[i] = s[n - 1 - i];
    bool ok = big_from_bytes(u->t, most_first, n, true, &v) == VM_OK;
    free(most_first);
    return ok && push_new(u, v);
}

static bool push_text(struct unpickler *u, unsigned length_bytes, bool bytes)
{
    uint64_t n;
    value v;
    const uint8_t *s = take_span(u, length_bytes, &n);
    if (!s)
        return false;
    if (bytes)
        return push_new(u, bytes_new(u->t, s, n));
    return text_decode(u->t, s, n, "utf-8", "surrogatepass", &v) == VM_OK && push_new(u, v);
}

static bool push_tuple(struct unpickler *u, uint32_t n)
{
    if (u->n < n)
        return false;
    u->n -= n;
    return push_new(u, tuple_new(u->t, n ? u->stack + u->n : NULL, n));
}

static bool add_items(struct unpickler *u, value to, const value *items, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (!list_append(u->t, list_of(to), items[i]))
            return false;
    return true;
}

static bool add_pairs(struct unpickler *u, value to, const value *items, uint32_t n)
{
    for (uint32_t i = 0; i + 1 < n; i += 2)
        if (dict_set(u->t, dict_of(to), items[i], items[i + 1]) != VM_OK)
            return false;
    return n % 2 == 0;
}

static bool add_members(struct unpickler *u, value to, const value *items, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (set_add(u->t, dict_of(to), items[i], NULL) != VM_OK)
            return false;
    return true;
}

typedef bool add_fn(struct unpickler *u, value to, const value *items, uint32_t n);

static bool add_to_top(struct unpickler *u, add_fn *add, enum type_id type, const value *items, uint32_t n)
{
    return items && u->n > 0 && is_type(u->stack[u->n - 1], type) && add(u, u->stack[u->n - 1], items, n);
}

/* The last n items of the stack, which go. */
static const value *pop(struct unpickler *u, uint32_t n)
{
    if (u->n < n)
        return NULL;
    u->n -= n;
    return u->stack + u->n;
}

static bool push_memo(struct unpickler *u, unsigned bytes)
{
    uint64_t n;
    if (!take_number(u, bytes, &n) || n >= u->memo_n)
        return false;
    push(u, u->memo[n]);
    return true;
}

static bool push_float(struct unpickler *u)
{
    uint64_t bits;
    double d;
    if (!take_number(u, 8, &bits))
        return false;
    bits = __builtin_bswap64(bits);
    memcpy(&d, &bits, 8);
    return push_new(u, float_value(u->t, d));
}

static bool push_frozenset(struct unpickler *u)
{
    uint32_t n;
    const value *items = above_mark(u, &n);
    value v = set_new(u->t, T_FROZENSET);
    return items && v && add_members(u, v, items, n) && push_new(u, v);
}

static bool read_op(struct unpickler *u, uint8_t op)
{
    uint64_t n;
    uint32_t k = 0;
    const value *items;
    switch (op) {
    case PK_PROTO: return take_number(u, 1, &n) && n <= 5;
    case PK_FRAME: return take_number(u, 8, &n);
    case PK_NONE: push(u, V_NONE); return true;
    case PK_TRUE: push(u, V_TRUE); return true;
    case PK_FALSE: push(u, V_FALSE); return true;
    case PK_BININT1: case PK_BININT2:
        return take_number(u, op == PK_BININT1 ? 1 : 2, &n) && push_new(u, V_INT((int64_t)n));
    case PK_BININT: return take_number(u, 4, &n) && push_new(u, V_INT((int32_t)n));
    case PK_LONG1: return push_long(u, 1);
    case PK_LONG4: return push_long(u, 4);
    case PK_BINFLOAT: return push_float(u);
    case PK_SHORT_UNICODE: return push_text(u, 1, false);
    case PK_UNICODE: return push_text(u, 4, false);
    case PK_SHORT_BYTES: return push_text(u, 1, true);
    case PK_BYTES: return push_text(u, 4, true);
    case PK_EMPTY_TUPLE: return push_tuple(u, 0);
    case PK_TUPLE1: case PK_TUPLE1 + 1: case PK_TUPLE1 + 2: return push_tuple(u, op - PK_TUPLE1 + 1u);
    case PK_TUPLE:
        if (!above_mark(u, &k))
            return false;
        u->n += k;
        return push_tuple(u, k);
    case PK_EMPTY_LIST: return push_new(u, list_new(u->t, NULL, 0));
    case PK_EMPTY_DICT: return push_new(u, dict_new(u->t));
    case PK_EMPTY_SET: return push_new(u, set_new(u->t, T_SET));
    case PK_FROZENSET: return push_frozenset(u);
    case PK_APPEND: items = pop(u, 1); return add_to_top(u, add_items, T_LIST, items, 1);
    case PK_APPENDS: items = above_mark(u, &k); return add_to_top(u, add_items, T_LIST, items, k);
    case PK_SETITEM: items = pop(u, 2); return add_to_top(u, add_pairs, T_DICT, items, 2);
    case PK_SETITEMS: items = above_mark(u, &k); return add_to_top(u, add_pairs, T_DICT, items, k);
    case PK_ADDITEMS: items = above_mark(u, &k); return add_to_top(u, add_members, T_SET, items, k);
    case PK_MARK: push_mark(u); return true;
    case PK_MEMOIZE:
        if (u->n > 0)
            remember(u, u->stack[u->n - 1]);
        return u->n > 0;
    case PK_GET: return push_memo(u, 1);
    case PK_LONG_GET: return push_memo(u, 4);
    default: return false;
    }
}

/* _unpickle(bytes): a tuple of the one value, or None if it takes the prelude (which also tells what is
 * wrong with the bytes). */
enum vm_ret pickle_loads(struct task *t, value *args, value *ret)
{
    struct byte_span s;
    struct unpickler u = { .t = t, .cap = 32 };
    *ret = V_NONE;
    if (!bytes_get(args[0], &s))
        return throw(t, EXC_TypeError, "a bytes-like object is required, not '%s'", type_name(t, args[0]));
    u.stack = mem_alloc(u.cap * sizeof *u.stack); // there is one even while it is empty
    u.at = s.data;
    u.end = s.data + s.n;
    while (u.at < u.end) {
        uint8_t op = *u.at++;
        if (op == PK_STOP) {
            if (u.n == 1)
                *ret = tuple_new(t, u.stack, 1);
            break;
        }
        if (!read_op(&u, op))
            break;
    }
    free(u.stack);
    free(u.memo);
    free(u.marks);
    if (*ret == V_NONE)
        t->exc = V_UNBOUND; // the prelude meets the same error again
    return *ret ? VM_OK : VM_RAISE;
}
