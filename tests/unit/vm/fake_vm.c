#include "fake_vm.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "vm/inside.h"

enum { HEAP_BYTES = 1 << 30 };

char *heap_base;
char fake_exc[4096];
static size_t taken_bytes;

void fake_start(struct task *t)
{
    heap_base = mmap(NULL, HEAP_BYTES, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    assert(heap_base != MAP_FAILED);
    fake_forget();
    memset(t, 0, sizeof *t);
    fake_exc[0] = 0;
}

void fake_forget(void)
{
    taken_bytes = 64;
}

void *heap_new(struct task *t, enum type_id type, size_t bytes, uint32_t n)
{
    bytes = ALIGN_UP(bytes, 8);
    if (!heap_room(t, bytes))
        return NULL;
    struct obj *o = (struct obj *)(heap_base + __atomic_fetch_add(&taken_bytes, bytes, __ATOMIC_RELAXED));
    memset(o, 0, bytes);
    o->type = (uint8_t)type;
    o->n = n;
    return o;
}

bool heap_room(struct task *t, size_t bytes)
{
    if (bytes <= HEAP_BYTES - __atomic_load_n(&taken_bytes, __ATOMIC_RELAXED))
        return true;
    throw(t, EXC_MemoryError, "fake heap is full");
    return false;
}

/* ---- exceptions ---- */

static const char *const exc_names[] = {
#define EXC(name, base) #name,
#include "vm/exception.def"
#undef EXC
};

enum vm_ret throw(struct task *t, enum exc_id id, const char *fmt, ...)
{
    va_list ap;
    (void)t;
    int n = snprintf(fake_exc, sizeof fake_exc, "%s: ", exc_names[id]);
    va_start(ap, fmt);
    vsnprintf(fake_exc + n, sizeof fake_exc - (size_t)n, fmt, ap);
    va_end(ap);
    return VM_RAISE;
}

enum vm_ret throw_value(struct task *t, enum exc_id id, value arg)
{
    struct buf text = { 0 };
    fake_repr(&text, arg);
    throw(t, id, "%s", buf_str(&text));
    buf_finish(&text);
    return VM_RAISE;
}

enum vm_ret throw_operands(struct task *t, const char *op, value a, value b)
{
    return throw(t, EXC_TypeError, "unsupported operand type(s) for %s: '%s' and '%s'", op,
                 type_name(t, a), type_name(t, b));
}

/* ---- types ---- */

static const char *const type_names[] = {
#define TYPE(id, name, help) name,
#include "vm/type.def"
#undef TYPE
};

enum type_id type_of(value v)
{
    if (is_ref(v))
        return heap_type(v) == T_BIGINT ? T_INT : heap_type(v);
    if (is_int(v))
        return T_INT;
    if (is_flonum(v))
        return T_FLOAT;
    return is_bool(v) ? T_BOOL : v == V_NONE ? T_NONETYPE : T_OBJECT;
}

const char *type_name(struct task *t, value v)
{
    (void)t;
    return type_names[type_of(v)];
}

value known_symbol(struct vm *vm, enum known_sym s)
{
    (void)vm;
    (void)s;
    return V_NONE;
}

value type_lookup(struct task *t, value v, value sym)
{
    (void)t;
    (void)v;
    (void)sym;
    return V_UNBOUND;
}

value payload_or_self(value v)
{
    return v;
}

bool truth(struct task *t, value v, bool *ret)
{
    bool unordered;
    (void)t;
    if (is_integer(v) || is_float(v))
        *ret = number_compare(v, V_INT(0), &unordered) != 0 || unordered;
    else if (is_str(v))
        *ret = obj_of(v)->n > 0;
    else
        *ret = v != V_NONE;
    return true;
}

/* ---- containers ---- */

value tuple_new(struct task *t, const value *items, size_t n)
{
    struct tuple *tuple = heap_new(t, T_TUPLE, sizeof *tuple + n * sizeof(value), (uint32_t)n);
    for (size_t i = 0; i < n; i++)
        tuple->item[i] = items ? items[i] : V_NONE;
    return value_of(tuple);
}

value list_new(struct task *t, const value *items, size_t n)
{
    struct list_obj *l = heap_new(t, T_LIST, sizeof *l, 0);
    struct array *a = heap_new(t, T_ARRAY, sizeof *a + n * sizeof(value), (uint32_t)n);
    for (size_t i = 0; i < n; i++)
        a->item[i] = items ? items[i] : V_NONE;
    l->len = n;
    l->items = value_of(a);
    return value_of(l);
}

bool list_append(struct task *t, struct list_obj *l, value v)
{
    const struct array *old = l->items ? REF(l->items) : NULL;
    if (!old || old->o.n == l->len) {
        size_t cap = l->len * 2 + 4;
        struct array *a = heap_new(t, T_ARRAY, sizeof *a + cap * sizeof(value), (uint32_t)cap);
        if (l->len)
            memcpy(a->item, old->item, l->len * sizeof(value));
        l->items = value_of(a);
    }
    ((struct array *)REF(l->items))->item[l->len++] = v;
    return true;
}

bool items_view(struct task *t, value v, const value **ret_items, size_t *ret_n)
{
    (void)t;
    if (is_type(v, T_TUPLE)) {
        *ret_items = ((struct tuple *)REF(v))->item;
        *ret_n = obj_of(v)->n;
        return true;
    }
    if (!is_type(v, T_LIST))
        return false;
    const struct list_obj *l = REF(v);
    *ret_items = l->items ? ((struct array *)REF(l->items))->item : NULL;
    *ret_n = l->len;
    return true;
}

/* A dict is a list of keys and values in turn. */
value dict_new(struct task *t)
{
    struct dict *d = heap_new(t, T_DICT, sizeof *d, 0);
    d->table = list_new(t, NULL, 0);
    return value_of(d);
}

static bool same(value a, value b)
{
    bool unordered;
    if (is_str(a) && is_str(b))
        return str_equal(a, b);
    return is_integer(a) && is_integer(b) ? number_compare(a, b, &unordered) == 0 : a == b;
}

enum vm_ret dict_get(struct task *t, struct dict *d, value key, value *ret)
{
    const value *item = NULL;
    size_t n = 0;
    items_view(t, d->table, &item, &n);
    *ret = V_UNBOUND;
    for (size_t i = 0; i < n; i += 2)
        if (same(item[i], key))
            *ret = item[i + 1];
    return VM_OK;
}

enum vm_ret dict_set(struct task *t, struct dict *d, value key, value v)
{
    list_append(t, REF(d->table), key);
    list_append(t, REF(d->table), v);
    d->count++;
    return VM_OK;
}

bool dict_next(const struct dict *d, uint32_t *at, value *key, value *v)
{
    const value *item = NULL;
    size_t n = 0;
    items_view(NULL, d->table, &item, &n);
    if (*at * 2 >= n)
        return false;
    *key = item[*at * 2];
    *v = item[*at * 2 + 1];
    ++*at;
    return true;
}

enum vm_ret iter_new(struct task *t, value v, value *ret)
{
    const value *items;
    size_t n;
    if (!items_view(t, v, &items, &n) && !is_str(v))
        return throw(t, EXC_TypeError, "'%s' object is not iterable", type_name(t, v));
    struct iter *it = heap_new(t, T_ITER, sizeof *it, 0);
    it->source = v;
    *ret = value_of(it);
    return VM_OK;
}

enum vm_ret iter_next(struct task *t, value v, value *ret)
{
    struct iter *it = REF(v);
    const value *items;
    size_t n;
    *ret = V_UNBOUND;
    if (is_str(it->source)) {
        value c = str_next_char(t, REF(it->source), &it->at);
        *ret = c ? c : V_UNBOUND;
    } else if (items_view(t, it->source, &items, &n) && (size_t)it->at < n) {
        *ret = items[it->at++];
    }
    return VM_OK;
}

enum vm_ret item_get(struct task *t, value obj, value key, value *ret)
{
    const value *items;
    size_t n;
    int64_t at;
    if (is_str(obj))
        return str_item(t, obj, key, ret);
    if (is_type(obj, T_DICT)) {
        dict_get(t, REF(obj), key, ret);
        return *ret == V_UNBOUND ? throw_value(t, EXC_KeyError, key) : VM_OK;
    }
    if (!items_view(t, obj, &items, &n))
        return throw(t, EXC_TypeError, "'%s' object is not subscriptable", type_name(t, obj));
    if (!int_get(key, &at))
        return throw(t, EXC_TypeError, "list indices must be integers or slices, not %s", type_name(t, key));
    if (at < 0 || (size_t)at >= n)
        return throw(t, EXC_IndexError, "list index out of range");
    *ret = items[at];
    return VM_OK;
}

/* ---- repr and literals ---- */

static void repr_items(struct buf *out, value v)
{
    const value *items;
    size_t n;
    items_view(NULL, v, &items, &n);
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_adds(out, ", ");
        fake_repr(out, items[i]);
    }
}

static void repr_dict(struct buf *out, const struct dict *d)
{
    uint32_t at = 0;
    value key, v;
    buf_addc(out, '{');
    while (dict_next(d, &at, &key, &v)) {
        if (at > 1)
            buf_adds(out, ", ");
        fake_repr(out, key);
        buf_adds(out, ": ");
        fake_repr(out, v);
    }
    buf_addc(out, '}');
}

void fake_repr(struct buf *out, value v)
{
    if (is_str(v)) {
        const struct str *s = REF(v);
        text_repr(out, str_data(s), s->o.n, false);
    } else if (is_bool(v) || v == V_NONE) {
        buf_adds(out, v == V_TRUE ? "True" : v == V_FALSE ? "False" : "None");
    } else if (is_integer(v)) {
        int_text(out, v);
    } else if (is_float(v)) {
        float_text(out, float_of(v));
    } else if (is_type(v, T_BYTES) || is_type(v, T_BYTEARRAY)) {
        bytes_repr(out, v);
    } else if (is_type(v, T_DICT)) {
        repr_dict(out, REF(v));
    } else {
        bool list = is_type(v, T_LIST);
        buf_addc(out, list ? '[' : '(');
        repr_items(out, v);
        buf_adds(out, list ? "]" : obj_of(v)->n == 1 ? ",)" : ")");
    }
}

enum vm_ret value_repr(struct task *t, value v, struct buf *out)
{
    if (is_integer(v) && !is_bool(v))
        return int_text_checked(t, out, v);
    fake_repr(out, v);
    return VM_OK;
}

enum vm_ret value_str(struct task *t, value v, struct buf *out)
{
    if (!is_str(v))
        return value_repr(t, v, out);
    const struct str *s = REF(v);
    buf_add(out, str_data(s), s->o.n);
    return VM_OK;
}

static bool take(const char **s, const char *word)
{
    if (strncmp(*s, word, strlen(word)) != 0)
        return false;
    *s += strlen(word);
    return true;
}

static uint32_t take_hex(const char **s, unsigned n)
{
    char text[9] = { 0 };
    memcpy(text, *s, n);
    *s += n;
    return (uint32_t)strtoul(text, NULL, 16);
}

static void add_cp(struct buf *out, uint32_t cp, bool bytes)
{
    if (bytes || cp < 0x80) {
        buf_addc(out, (char)cp);
        return;
    }
    unsigned n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    buf_addc(out, (char)((0xf00u >> n) | cp >> (6 * (n - 1))));
    for (unsigned i = n - 1; i-- > 0;)
        buf_addc(out, (char)(0x80 | (cp >> (6 * i) & 0x3f)));
}

static value read_text(struct task *t, const char **s, bool bytes)
{
    struct buf out = { 0 };
    char quote = *(*s)++;
    while (**s != quote) {
        char c = *(*s)++;
        if (c != '\\') {
            buf_addc(&out, c);
            continue;
        }
        c = *(*s)++;
        switch (c) {
        case 'n': buf_addc(&out, '\n'); break;
        case 'r': buf_addc(&out, '\r'); break;
        case 't': buf_addc(&out, '\t'); break;
        case 'x': add_cp(&out, take_hex(s, 2), bytes); break;
        case 'u': add_cp(&out, take_hex(s, 4), bytes); break;
        case 'U': add_cp(&out, take_hex(s, 8), bytes); break;
        default: buf_addc(&out, c);
        }
    }
    ++*s;
    value v = bytes ? bytes_new(t, buf_str(&out), out.n) : str_new(t, buf_str(&out), out.n);
    buf_finish(&out);
    return v;
}

static value read_items(struct task *t, const char **s, const char *end)
{
    value v = list_new(t, NULL, 0);
    while (!take(s, end)) {
        list_append(t, REF(v), fake_literal(t, s));
        if (!take(s, ", "))
            take(s, ",");
    }
    return v;
}

static value read_dict(struct task *t, const char **s)
{
    value d = dict_new(t);
    while (!take(s, "}")) {
        value key = fake_literal(t, s);
        bool colon = take(s, ": ");
        assert(colon);
        dict_set(t, REF(d), key, fake_literal(t, s));
        take(s, ", ");
    }
    return d;
}

static value read_number(struct task *t, const char **s)
{
    size_t n = strcspn(*s, " ,)]}:\t\n");
    const char *text = *s;
    value v = V_NONE;
    bool decimal = !memchr(text, 'x', n) && (memchr(text, '.', n) || memchr(text, 'e', n) || memchr(text, 'n', n));
    *s += n;
    enum vm_ret got = decimal ? float_parse(t, text, n, &v) : int_parse(t, text, n, 0, &v);
    if (got != VM_OK) {
        printf("# bad literal: %.*s\n", (int)n, text);
        abort();
    }
    return v;
}

static value read_slice(struct task *t, const char **s)
{
    value list = read_items(t, s, ")");
    const value *items;
    size_t n;
    items_view(t, list, &items, &n);
    struct slice *slice = heap_new(t, T_SLICE, sizeof *slice, 0);
    slice->start = items[0];
    slice->stop = items[1];
    slice->step = items[2];
    return value_of(slice);
}

static value read_bytearray(struct task *t, const char **s)
{
    value args[3] = { fake_literal(t, s), V_UNBOUND, V_UNBOUND }, v = V_NONE;
    take(s, ")");
    builtin_bytearray(t, args, &v);
    return v;
}

value fake_literal(struct task *t, const char **s)
{
    const value *items;
    size_t n;
    if (take(s, "None"))
        return V_NONE;
    if (take(s, "True"))
        return V_TRUE;
    if (take(s, "False"))
        return V_FALSE;
    if (take(s, "slice("))
        return read_slice(t, s);
    if (take(s, "bytearray("))
        return read_bytearray(t, s);
    if (take(s, "["))
        return read_items(t, s, "]");
    if (take(s, "{"))
        return read_dict(t, s);
    if (take(s, "(")) {
        value list = read_items(t, s, ")");
        items_view(t, list, &items, &n);
        return tuple_new(t, items, n);
    }
    if (**s == 'b') {
        ++*s;
        return read_text(t, s, true);
    }
    return **s == '\'' || **s == '"' ? read_text(t, s, false) : read_number(t, s);
}
