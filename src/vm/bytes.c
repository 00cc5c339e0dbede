#include <stdlib.h>
#include <string.h>

#include "vm/methods.h"
#include "vm/str.h"

/* ---- values ---- */

static struct bytearray *array_of(value v)
{
    return REF(payload_or_self(v));
}

value bytes_new(struct task *t, const void *data, size_t n)
{
    if (n > UINT32_MAX - 64) {
        throw(t, EXC_MemoryError, "bytes too large");
        return 0;
    }
    struct bytes *b = heap_new(t, T_BYTES, sizeof *b + n, (uint32_t)n);
    if (!b)
        return 0;
    if (data && n)
        memcpy(b->data, data, n);
    return value_of(b);
}

static value bytearray_new(struct task *t, const void *data, size_t n)
{
    value store = bytes_new(t, data, n);
    if (!store)
        return 0;
    struct bytearray *a = heap_new(t, T_BYTEARRAY, sizeof *a, 0);
    a->data = store;
    a->len = n;
    return value_of(a);
}

value bytes_like(struct task *t, value like, const void *data, size_t n)
{
    return is_type(like, T_BYTEARRAY) ? bytearray_new(t, data, n) : bytes_new(t, data, n);
}

uint8_t *bytes_room(value v)
{
    if (is_type(v, T_BYTEARRAY))
        v = ((struct bytearray *)REF(v))->data;
    return ((struct bytes *)REF(v))->data;
}

/* A bytearray that other threads change is seen with the store of one moment: stores stay readable
 * until the next collection, and the length is cut to what that store holds. */
bool bytes_get(value v, struct byte_span *ret)
{
    if (is_type(v, T_INSTANCE))
        v = payload_or_self(v);
    if (is_type(v, T_BYTEARRAY)) {
        const struct bytearray *a = REF(v);
        value store = slot_get(&a->data);
        const struct bytes *b = store ? REF(store) : NULL;
        uint64_t len = __atomic_load_n(&a->len, __ATOMIC_RELAXED);
        *ret = (struct byte_span){ b ? b->data : (const uint8_t *)"", b ? MIN(len, b->o.n) : 0 };
        return true;
    }
    if (!is_type(v, T_BYTES))
        return false;
    const struct bytes *b = REF(v);
    *ret = (struct byte_span){ b->data, b->o.n };
    return true;
}

int bytes_order(const struct byte_span *a, const struct byte_span *b)
{
    size_t n = MIN(a->n, b->n);
    int order = n ? memcmp(a->data, b->data, n) : 0;
    return order ? order : a->n < b->n ? -1 : a->n > b->n;
}

void bytes_repr(struct buf *out, value v)
{
    static const char hex[] = "0123456789abcdef";
    struct byte_span s;
    bytes_get(v, &s);
    bool array = is_type(payload_or_self(v), T_BYTEARRAY);
    // bytearray escapes ' even between double quotes: CPython's habit
    bool swap = s.n && memchr(s.data, '\'', s.n) && !memchr(s.data, '"', s.n);
    char quote = swap ? '"' : '\'';
    buf_adds(out, array ? "bytearray(b" : "b");
    buf_addc(out, quote);
    for (size_t i = 0; i < s.n; i++) {
        char c = (char)s.data[i];
        char letter = c == '\n' ? 'n' : c == '\r' ? 'r' : c == '\t' ? 't' : c == '\\' || c == (array ? '\'' : quote) ? c : 0;
        if (letter) {
            buf_add(out, (char[2]){ '\\', letter }, 2);
        } else if (c >= 0x20 && c < 0x7f) {
            buf_addc(out, c);
        } else {
            buf_add(out, (char[4]){ '\\', 'x', hex[s.data[i] >> 4], hex[s.data[i] & 15] }, 4);
        }
    }
    buf_addc(out, quote);
    if (array)
        buf_addc(out, ')');
}

/* ---- as sequences ---- */

/* An index that may count from the end. */
static enum vm_ret place(struct task *t, value key, size_t n, const char *error, size_t *ret)
{
    int64_t at = 0;
    value own = payload_or_self(key);
    if (!int_get(own, &at))
        return throw(t, EXC_IndexError, "cannot fit '%s' into an index-sized integer", type_name(t, key));
    if (at < 0)
        at += (int64_t)n;
    if (at < 0 || (size_t)at >= n)
        return throw(t, EXC_IndexError, "%s", error);
    *ret = (size_t)at;
    return VM_OK;
}

static enum vm_ret bad_key(struct task *t, value b, value key)
{
    if (type_of(key) == T_INSTANCE)
        return VM_FALLBACK;
    return throw(t, EXC_TypeError, "%s indices must be integers or slices, not %s",
                 is_type(payload_or_self(b), T_BYTEARRAY) ? "bytearray" : "byte", type_name(t, key));
}

static const char *range_error(value b)
{
    return is_type(payload_or_self(b), T_BYTEARRAY) ? "bytearray index out of range" : "index out of range";
}

static enum vm_ret bytes_slice(struct task *t, value b, const struct byte_span *s, value slice, value *ret)
{
    struct slice_range r;
    enum vm_ret got = slice_range(t, slice, (int64_t)s->n, &r);
    if (got != VM_OK)
        return got;
    value made = bytes_like(t, b, r.step == 1 ? s->data + r.start : NULL, (size_t)r.n);
    if (!made)
        return VM_RAISE;
    if (r.step != 1) {
        uint8_t *to = bytes_room(made);
        for (int64_t i = 0; i < r.n; i++)
            to[i] = s->data[r.start + i * r.step];
    }
    *ret = made;
    return VM_OK;
}

enum vm_ret bytes_item(struct task *t, value b, value key, value *ret)
{
    struct byte_span s;
    size_t at = 0;
    bytes_get(b, &s);
    if (is_type(key, T_SLICE))
        return bytes_slice(t, payload_or_self(b), &s, key, ret);
    if (!is_integer(payload_or_self(key)))
        return bad_key(t, b, key);
    enum vm_ret got = place(t, key, s.n, range_error(b), &at);
    if (got == VM_OK)
        *ret = V_INT(s.data[at]);
    return got;
}

enum vm_ret bytes_concat(struct task *t, value a, value b, value *ret)
{
    struct byte_span x, y;
    bytes_get(a, &x);
    if (!bytes_get(b, &y))
        return throw(t, EXC_TypeError, "can't concat %s to %s", type_name(t, b),
                     is_type(payload_or_self(a), T_BYTEARRAY) ? "bytearray" : "bytes");
    value made = bytes_like(t, payload_or_self(a), NULL, x.n + y.n);
    if (!made)
        return VM_RAISE;
    uint8_t *to = bytes_room(made);
    memcpy(to, x.data, x.n);
    memcpy(to + x.n, y.data, y.n);
    *ret = made;
    return VM_OK;
}

enum vm_ret bytes_repeat(struct task *t, value b, value count, value *ret)
{
    struct byte_span s;
    int64_t times;
    value own = payload_or_self(count);
    if (!is_integer(own)) {
        if (type_of(count) == T_INSTANCE)
            return VM_FALLBACK;
        return throw(t, EXC_TypeError, "can't multiply sequence by non-int of type '%s'", type_name(t, count));
    }
    if (!int_get(own, &times))
        return throw(t, EXC_OverflowError, "cannot fit 'int' into an index-sized integer");
    bytes_get(b, &s);
    times = MAX(times, 0);
    if (s.n && (uint64_t)times > UINT32_MAX / s.n)
        return throw(t, EXC_MemoryError, "bytes too large");
    value made = bytes_like(t, payload_or_self(b), NULL, s.n * (size_t)times);
    if (!made)
        return VM_RAISE;
    uint8_t *to = bytes_room(made);
    for (int64_t i = 0; s.n && i < times; i++)
        memcpy(to + (size_t)i * s.n, s.data, s.n);
    *ret = made;
    return VM_OK;
}

/* A byte given as a number; error tells the range in the words of bytes or of bytearray. */
static enum vm_ret byte_value(struct task *t, value v, const char *error, uint8_t *ret)
{
    int64_t i;
    value own = payload_or_self(v);
    if (!is_integer(own))
        return arg_index(t, v, &i);
    if (!int_get(own, &i) || i < 0 || i > 255)
        return throw(t, EXC_ValueError, "%s", error);
    *ret = (uint8_t)i;
    return VM_OK;
}

static const char byte_range[] = "byte must be in range(0, 256)";

enum vm_ret bytes_contains(struct task *t, value b, value part, bool *ret)
{
    struct byte_span s, what;
    uint8_t byte;
    bytes_get(b, &s);
    if (!bytes_get(part, &what)) {
        if (!is_integer(payload_or_self(part)))
            return throw(t, EXC_TypeError, "a bytes-like object is required, not '%s'", type_name(t, part));
        enum vm_ret got = byte_value(t, part, byte_range, &byte);
        if (got != VM_OK)
            return got;
        what = (struct byte_span){ &byte, 1 };
    }
    *ret = bytes_find((const char *)s.data, s.n, (const char *)what.data, what.n) != SIZE_MAX;
    return VM_OK;
}

/* ---- bytes() and bytearray() ---- */

/* The numbers of an iterable as bytes in a scratch. */
static enum vm_ret bytes_gather(struct task *t, value v, const char *error, struct scratch *out)
{
    value it, item;
    uint8_t byte;
    enum vm_ret got = iter_new(t, v, &it);
    while (got == VM_OK) {
        got = iter_next(t, it, &item);
        if (got != VM_OK || item == V_UNBOUND)
            break;
        got = byte_value(t, item, error, &byte);
        if (got == VM_OK)
            scratch_addc(out, (char)byte);
    }
    return got;
}

static bool is_no_iterable(value v)
{
    enum type_id type = type_of(v);
    return type == T_FLOAT || type == T_INT || type == T_BOOL || type == T_NONETYPE || type == T_STR ||
           type == T_FUNC || type == T_ELLIPSIS;
}

static enum vm_ret from_value(struct task *t, value v, bool array, value *ret)
{
    struct byte_span s;
    if (bytes_get(v, &s))
        return str_return(array ? bytearray_new(t, s.data, s.n) : bytes_new(t, s.data, s.n), ret);
    if (is_no_iterable(v))
        return throw(t, EXC_TypeError, "cannot convert '%s' object to %s", type_name(t, v),
                     array ? "bytearray" : "bytes");
    struct scratch out;
    scratch_init(&out);
    enum vm_ret got = bytes_gather(t, v, array ? byte_range : "bytes must be in range(0, 256)", &out);
    if (got == VM_OK)
        got = str_return(array ? bytearray_new(t, out.text, out.n) : bytes_new(t, out.text, out.n), ret);
    scratch_finish(&out);
    return got;
}

enum vm_ret bytes_from_value(struct task *t, value v, value *ret)
{
    return from_value(t, v, false, ret);
}

static enum vm_ret from_text(struct task *t, value *args, bool array, value *ret)
{
    const char *encoding, *errors;
    struct byte_span s;
    if (args[1] == V_UNBOUND)
        return throw(t, EXC_TypeError, "string argument without an encoding");
    bool good = arg_option(args[1], &encoding);
    if (!good || !arg_option(args[2], &errors))
        return throw(t, EXC_TypeError, "%s() argument '%s' must be str, not %s", array ? "bytearray" : "bytes",
                     good ? "errors" : "encoding", arg_type(t, args[good ? 2 : 1]));
    enum vm_ret got = text_encode(t, str_get(args[0]), encoding, errors, ret);
    if (got != VM_OK || !array)
        return got;
    bytes_get(*ret, &s);
    return str_return(bytearray_new(t, s.data, s.n), ret);
}

static enum vm_ret construct(struct task *t, value *args, bool array, value *ret)
{
    int64_t n = 0;
    value own = args[0] == V_UNBOUND ? V_UNBOUND : payload_or_self(args[0]);
    if (own != V_UNBOUND && str_get(own))
        return from_text(t, args, array, ret);
    if (args[1] != V_UNBOUND || args[2] != V_UNBOUND)
        return throw(t, EXC_TypeError, "%s without a string argument", args[1] != V_UNBOUND ? "encoding" : "errors");
    if (own == V_UNBOUND || is_integer(own)) {
        if (own != V_UNBOUND && !int_get(own, &n))
            return throw(t, EXC_OverflowError, "cannot fit 'int' into an index-sized integer");
        if (n < 0)
            return throw(t, EXC_ValueError, "negative count");
        return str_return(array ? bytearray_new(t, NULL, (size_t)n) : bytes_new(t, NULL, (size_t)n), ret);
    }
    if (!array && is_type(own, T_BYTES)) {
        *ret = own;
        return VM_OK;
    }
    if (type_of(args[0]) == T_INSTANCE && own == args[0])
        return VM_FALLBACK;
    return from_value(t, own, array, ret);
}

enum vm_ret builtin_bytes(struct task *t, value *args, value *ret)
{
    return construct(t, args, false, ret);
}

enum vm_ret builtin_bytearray(struct task *t, value *args, value *ret)
{
    return construct(t, args, true, ret);
}

/* ---- hex ---- */

/* The separator, a single ASCII character. */
static enum vm_ret separator(struct task *t, value v, char *ret)
{
    const struct str *s = str_get(v);
    struct byte_span b;
    const char *text;
    size_t n;
    if (s) {
        text = str_data(s);
        n = s->chars;
    } else if (bytes_get(v, &b)) {
        text = (const char *)b.data;
        n = b.n;
    } else {
        return throw(t, EXC_TypeError, "sep must be str or bytes.");
    }
    if (n != 1)
        return throw(t, EXC_ValueError, "sep must be length 1.");
    if (*text & 0x80)
        return throw(t, EXC_ValueError, "sep must be ASCII.");
    *ret = *text;
    return VM_OK;
}

enum vm_ret bytes_hex(struct task *t, value *args, value *ret)
{
    static const char hex[] = "0123456789abcdef";
    struct byte_span s;
    int64_t group = 1;
    char sep = 0;
    bytes_get(args[0], &s);
    enum vm_ret got = args[1] == V_UNBOUND || args[1] == V_NONE ? VM_OK : separator(t, args[1], &sep);
    if (got == VM_OK && args[2] != V_UNBOUND)
        got = arg_index(t, args[2], &group);
    if (got != VM_OK)
        return got;
    bool from_left = group < 0;
    size_t step = (size_t)(from_left ? -group : group);
    size_t seps = sep && step && s.n ? (s.n - 1) / step : 0;
    struct str *made = str_alloc(t, 2 * s.n + seps, 2 * s.n + seps, true);
    if (!made)
        return VM_RAISE;
    char *to = made->bytes;
    for (size_t i = 0; i < s.n; i++) {
        if (seps && i && (from_left ? i : s.n - i) % step == 0)
            *to++ = sep;
        *to++ = hex[s.data[i] >> 4];
        *to++ = hex[s.data[i] & 15];
    }
    *ret = value_of(made);
    return VM_OK;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

static enum vm_ret fromhex(struct task *t, value v, bool array, value *ret)
{
    const struct str *s = str_get(v);
    struct scratch out;
    size_t i = 0;
    if (!s)
        return throw(t, EXC_TypeError, "fromhex() argument must be str, not %s", arg_type(t, v));
    const char *text = str_data(s);
    size_t n = s->o.n;
    for (size_t k = 0; k < n; k++) // these are looked for first
        if (text[k] & 0x80)
            return throw(t, EXC_ValueError, "non-hexadecimal number found in fromhex() arg at position %zu", text_chars(text, k));
    scratch_init(&out);
    for (;;) {
        while (i < n && (text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r')))
            i++;
        if (i >= n)
            break;
        int high = hex_digit(text[i]), low = high >= 0 && i + 1 < n ? hex_digit(text[i + 1]) : -1;
        if (low < 0) {
            scratch_finish(&out);
            return throw(t, EXC_ValueError, "non-hexadecimal number found in fromhex() arg at position %zu",
                         text_chars(text, i) + (high >= 0));
        }
        scratch_addc(&out, (char)(high << 4 | low));
        i += 2;
    }
    value made = array ? bytearray_new(t, out.text, out.n) : bytes_new(t, out.text, out.n);
    scratch_finish(&out);
    return str_return(made, ret);
}

enum vm_ret bytes_fromhex(struct task *t, value *args, value *ret)
{
    return fromhex(t, args[0], false, ret);
}

enum vm_ret bytearray_fromhex(struct task *t, value *args, value *ret)
{
    return fromhex(t, args[0], true, ret);
}

enum vm_ret bytes_translate(struct task *t, value *args, value *ret)
{
    struct byte_span s, table = { NULL, 0 }, gone = { NULL, 0 };
    bool drop[256] = { false };
    bytes_get(args[0], &s);
    if (args[1] != V_NONE && !bytes_get(args[1], &table))
        return throw(t, EXC_TypeError, "a bytes-like object is required, not '%s'", type_name(t, args[1]));
    if (table.data && table.n != 256)
        return throw(t, EXC_ValueError, "translation table must be 256 characters long");
    if (args[2] != V_UNBOUND && !bytes_get(args[2], &gone))
        return throw(t, EXC_TypeError, "a bytes-like object is required, not '%s'", type_name(t, args[2]));
    for (size_t i = 0; i < gone.n; i++)
        drop[gone.data[i]] = true;
    struct scratch out;
    scratch_init(&out);
    for (size_t i = 0; i < s.n; i++)
        if (!drop[s.data[i]])
            scratch_addc(&out, (char)(table.data ? table.data[s.data[i]] : s.data[i]));
    value made = bytes_like(t, payload_or_self(args[0]), out.text, out.n);
    scratch_finish(&out);
    return str_return(made, ret);
}

/* ---- changing a bytearray; the caller holds its lock ---- */

/* Makes room for n bytes in all; a grown store is published before its new length. */
static bool reserve(struct task *t, struct bytearray *a, size_t n)
{
    const struct bytes *old = a->data ? REF(a->data) : NULL;
    if (old && n <= old->o.n)
        return true;
    value made = bytes_new(t, NULL, n + n / 8 + 8);
    if (!made)
        return false;
    if (old)
        memcpy(bytes_room(made), old->data, MIN(a->len, n));
    slot_set(&a->data, made);
    return true;
}

static void set_length(struct bytearray *a, size_t n)
{
    __atomic_store_n(&a->len, n, __ATOMIC_RELAXED);
}

/* Bytes [from, to) become the n bytes at data, which must not lie in the array. */
static enum vm_ret splice(struct task *t, struct bytearray *a, size_t from, size_t to, const uint8_t *data, size_t n)
{
    size_t len = a->len, grown = len - (to - from) + n;
    if (!reserve(t, a, grown))
        return VM_RAISE;
    uint8_t *store = ((struct bytes *)REF(a->data))->data;
    memmove(store + from + n, store + to, len - to);
    if (n)
        memcpy(store + from, data, n);
    set_length(a, grown);
    return VM_OK;
}

/* What is assigned or appended: bytes-like or an iterable of ints, copied so that b[:] = b works. */
static enum vm_ret new_bytes(struct task *t, value v, struct byte_span *ret)
{
    value made;
    struct byte_span s;
    enum vm_ret got = VM_OK;
    if (bytes_get(v, &s))
        got = str_return(bytes_new(t, s.data, s.n), &made);
    else
        got = from_value(t, v, true, &made);
    if (got == VM_OK)
        bytes_get(made, ret);
    return got;
}

static enum vm_ret set_slice(struct task *t, struct bytearray *a, value key, const struct byte_span *s)
{
    struct slice_range r;
    enum vm_ret got = slice_range(t, key, (int64_t)a->len, &r);
    if (got != VM_OK)
        return got;
    if (r.step == 1)
        return splice(t, a, (size_t)r.start, (size_t)(r.start + r.n), s->data, s->n);
    if (s->n == 0) { // as del b[a:b:c]
        uint8_t *store = ((struct bytes *)REF(a->data))->data;
        size_t kept = 0, len = a->len;
        int64_t low = r.step > 0 ? r.start : r.start + (r.n - 1) * r.step, by = llabs(r.step);
        for (size_t i = 0; i < len; i++)
            if ((int64_t)i < low || ((int64_t)i - low) % by || ((int64_t)i - low) / by >= r.n)
                store[kept++] = store[i];
        set_length(a, kept);
        return VM_OK;
    }
    if ((int64_t)s->n != r.n)
        return throw(t, EXC_ValueError, "attempt to assign bytes of size %zu to extended slice of size %lld", s->n,
                     (long long)r.n);
    for (int64_t i = 0; i < r.n; i++)
        ((struct bytes *)REF(a->data))->data[r.start + i * r.step] = s->data[i];
    return VM_OK;
}

enum vm_ret bytearray_set(struct task *t, value b, value key, value v)
{
    struct bytearray *a = array_of(b);
    struct byte_span s;
    size_t at = 0;
    uint8_t byte;
    if (is_type(key, T_SLICE)) {
        if (!bytes_get(v, &s) && is_no_iterable(v))
            return throw(t, EXC_TypeError, "can assign only bytes, buffers, or iterables of ints in range(0, 256)");
        enum vm_ret got = new_bytes(t, v, &s);
        return got == VM_OK ? set_slice(t, a, key, &s) : got;
    }
    if (!is_integer(payload_or_self(key)))
        return bad_key(t, b, key);
    enum vm_ret got = byte_value(t, v, byte_range, &byte);
    if (got == VM_OK)
        got = place(t, key, a->len, range_error(b), &at);
    if (got == VM_OK)
        __atomic_store_n(&bytes_room(payload_or_self(b))[at], byte, __ATOMIC_RELAXED);
    return got;
}

enum vm_ret bytearray_del(struct task *t, value b, value key)
{
    struct bytearray *a = array_of(b);
    struct byte_span none = { (const uint8_t *)"", 0 };
    size_t at = 0;
    if (is_type(key, T_SLICE))
        return set_slice(t, a, key, &none);
    if (!is_integer(payload_or_self(key)))
        return bad_key(t, b, key);
    enum vm_ret got = place(t, key, a->len, range_error(b), &at);
    return got == VM_OK ? splice(t, a, at, at + 1, NULL, 0) : got;
}

enum vm_ret bytearray_extend(struct task *t, value b, value more)
{
    struct byte_span s;
    struct bytearray *a = array_of(b);
    if (!bytes_get(more, &s))
        return throw(t, EXC_TypeError, "can't concat %s to bytearray", type_name(t, more));
    enum vm_ret got = new_bytes(t, more, &s);
    return got == VM_OK ? splice(t, a, a->len, a->len, s.data, s.n) : got;
}

enum vm_ret bytearray_extend_by(struct task *t, value *args, value *ret)
{
    struct bytearray *a = array_of(args[0]);
    struct byte_span s;
    *ret = V_NONE;
    const struct str *text = str_get(args[1]);
    if (text && text->o.n)
        return throw(t, EXC_TypeError, "'str' object cannot be interpreted as an integer");
    if (text)
        return VM_OK;
    if (!bytes_get(args[1], &s) && is_no_iterable(args[1]))
        return throw(t, EXC_TypeError, "can't extend bytearray with %s", type_name(t, args[1]));
    enum vm_ret got = new_bytes(t, args[1], &s);
    return got == VM_OK ? splice(t, a, a->len, a->len, s.data, s.n) : got;
}

enum vm_ret bytearray_append(struct task *t, value *args, value *ret)
{
    struct bytearray *a = array_of(args[0]);
    uint8_t byte;
    *ret = V_NONE;
    enum vm_ret got = byte_value(t, args[1], byte_range, &byte);
    return got == VM_OK ? splice(t, a, a->len, a->len, &byte, 1) : got;
}

enum vm_ret bytearray_insert(struct task *t, value *args, value *ret)
{
    struct bytearray *a = array_of(args[0]);
    int64_t at, len = (int64_t)a->len;
    uint8_t byte;
    *ret = V_NONE;
    enum vm_ret got = arg_index(t, args[1], &at);
    if (got == VM_OK)
        got = byte_value(t, args[2], byte_range, &byte);
    if (got != VM_OK)
        return got;
    at = at < 0 ? MAX(at + len, 0) : MIN(at, len);
    return splice(t, a, (size_t)at, (size_t)at, &byte, 1);
}

enum vm_ret bytearray_pop(struct task *t, value *args, value *ret)
{
    struct bytearray *a = array_of(args[0]);
    int64_t at = -1;
    enum vm_ret got = args[1] == V_UNBOUND ? VM_OK : arg_index(t, args[1], &at);
    if (got != VM_OK)
        return got;
    if (a->len == 0)
        return throw(t, EXC_IndexError, "pop from empty bytearray");
    if (at < 0)
        at += (int64_t)a->len;
    if (at < 0 || (uint64_t)at >= a->len)
        return throw(t, EXC_IndexError, "pop index out of range");
    *ret = V_INT(((struct bytes *)REF(a->data))->data[at]);
    return splice(t, a, (size_t)at, (size_t)at + 1, NULL, 0);
}

enum vm_ret bytearray_remove(struct task *t, value *args, value *ret)
{
    struct bytearray *a = array_of(args[0]);
    struct byte_span s;
    uint8_t byte;
    *ret = V_NONE;
    enum vm_ret got = byte_value(t, args[1], byte_range, &byte);
    if (got != VM_OK)
        return got;
    bytes_get(args[0], &s);
    const uint8_t *at = s.n ? memchr(s.data, byte, s.n) : NULL;
    if (!at)
        return throw(t, EXC_ValueError, "value not found in bytearray");
    return splice(t, a, (size_t)(at - s.data), (size_t)(at - s.data) + 1, NULL, 0);
}

enum vm_ret bytearray_clear(struct task *t, value *args, value *ret)
{
    (void)t;
    set_length(array_of(args[0]), 0);
    *ret = V_NONE;
    return VM_OK;
}

enum vm_ret bytearray_copy(struct task *t, value *args, value *ret)
{
    struct byte_span s;
    bytes_get(args[0], &s);
    return str_return(bytearray_new(t, s.data, s.n), ret);
}

enum vm_ret bytearray_reverse(struct task *t, value *args, value *ret)
{
    struct bytearray *a = array_of(args[0]);
    uint8_t *s = bytes_room(payload_or_self(args[0]));
    (void)t;
    for (size_t i = 0, n = a->len; i < n / 2; i++) {
        uint8_t c = s[i];
        s[i] = s[n - 1 - i];
        s[n - 1 - i] = c;
    }
    *ret = V_NONE;
    return VM_OK;
}
