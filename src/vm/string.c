#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "base/text.h"
#include "vm/container.h"
#include "vm/inside.h"

/* ---- characters ---- */

static const uint64_t high_bits = 0x8080808080808080;

bool text_is_ascii(const char *s, size_t n)
{
    uint64_t word, all = 0;
    if (n < 8) {
        for (; n; s++, n--)
            all |= (unsigned char)*s;
        return all < 0x80;
    }
    const char *last = s + n - 8;
    for (; s < last; s += 8) {
        memcpy(&word, s, 8);
        all |= word;
    }
    memcpy(&word, last, 8); // some of it may have been looked at before
    return ((all | word) & high_bits) == 0;
}

/* Characters begin where a byte is not 10xxxxxx; eight bytes at a time. */
size_t text_chars(const char *s, size_t n)
{
    size_t tails = 0, left = n;
    for (; left >= 8; s += 8, left -= 8) {
        uint64_t word;
        memcpy(&word, s, 8);
        tails += (unsigned)__builtin_popcountll(word >> 7 & ~word >> 6 & (high_bits >> 7));
    }
    for (; left; s++, left--)
        tails += is_tail_byte(*s);
    return n - tails;
}

size_t text_skip(const char *s, size_t n, size_t chars)
{
    size_t at = 0;
    while (chars >= 8 && n - at >= 8) { // eight bytes are at most eight characters
        size_t here = text_chars(s + at, 8);
        at += 8;
        chars -= here;
    }
    while (at < n && is_tail_byte(s[at]))
        at++;
    for (; chars && at < n; chars--)
        at += char_length(s[at]);
    return MIN(at, n);
}

/* ---- scratch ---- */

char *scratch_grow(struct scratch *s, size_t n)
{
    size_t cap = MAX(s->cap * 2, s->n + n);
    char *old = s->text == s->room ? NULL : s->text;
    s->text = mem_resize(old, cap, 1);
    if (!old)
        memcpy(s->text, s->room, s->n);
    s->cap = cap;
    return s->text + s->n;
}

void scratch_finish(struct scratch *s)
{
    if (s->text != s->room)
        free(s->text);
}

/* ---- making strings ---- */

enum { STR_HEAD = offsetof(struct str, bytes) };

struct str *str_alloc(struct task *t, size_t n, size_t chars, bool ascii)
{
    if (n > UINT32_MAX - 64) {
        throw(t, EXC_MemoryError, "string too large");
        return NULL;
    }
    struct str *s = object_take(t, T_STR, ALIGN_UP(MAX(STR_HEAD + n + 1, sizeof *s), 8), (uint32_t)n);
    if (s) {
        s->o.aux = ascii ? STR_ASCII : 0;
        s->chars = (uint32_t)chars;
        s->hash = 0;
        s->bytes[n] = 0;
    }
    return s;
}

value str_known(struct task *t, const char *text, size_t n, size_t chars)
{
    struct str *s = str_alloc(t, n, chars, n == chars);
    if (!s)
        return 0;
    text_copy(s->bytes, text, n);
    return value_of(s);
}

value str_ascii(struct task *t, const char *s, size_t n)
{
    return str_known(t, s, n, n);
}

value str_new(struct task *t, const char *s, size_t n)
{
    if (n == 0)
        return str_known(t, "", 0, 0);
    return str_known(t, s, n, text_is_ascii(s, n) ? n : text_chars(s, n));
}

value str_lit(struct task *t, const char *s)
{
    return str_new(t, s, strlen(s));
}

value str_from_buf(struct task *t, struct buf *b)
{
    value v = str_new(t, buf_str(b), b->n);
    buf_finish(b);
    return v;
}

value str_char(struct task *t, uint32_t cp)
{
    char bytes[4];
    if (cp < 0x80) {
        bytes[0] = (char)cp;
        return str_known(t, bytes, 1, 1);
    }
    unsigned n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (unsigned i = n - 1; i > 0; i--, cp >>= 6)
        bytes[i] = (char)(0x80 | (cp & 0x3f));
    bytes[0] = (char)((0xf00u >> n) | cp);
    return str_known(t, bytes, n, 1);
}

enum vm_ret str_return(value v, value *ret)
{
    if (!v)
        return VM_RAISE;
    *ret = v;
    return VM_OK;
}

const struct str *str_get_payload(value v)
{
    if (!is_type(v, T_INSTANCE))
        return NULL;
    v = payload_or_self(v);
    return is_str(v) ? REF(v) : NULL;
}

/* ---- concatenation ---- */

enum { BUFFER_FROM = 128 }; // bytes; below, copying is cheaper than a buffer

/* A string that is the first n bytes of a buffer. */
static value str_on_buffer(struct task *t, struct strbuf *buf, size_t n, size_t chars, bool ascii)
{
    struct str *s = heap_new(t, T_STR, sizeof *s, (uint32_t)n);
    s->o.aux = (uint16_t)(STR_BUFFERED | (ascii ? STR_ASCII : 0));
    s->chars = (uint32_t)chars;
    s->buf = value_of(buf);
    return value_of(s);
}

/* Appends in place if a ends where its buffer ends. The room is claimed with one compare-and-swap, so
 * of two threads that append to the same string one gets it and the other copies. */
static bool buffer_append(const struct str *a, const struct str *b)
{
    struct strbuf *buf = REF(a->buf);
    uint32_t used = a->o.n;
    if (b->o.n > buf->cap - used)
        return false;
    if (!__atomic_compare_exchange_n(&buf->used, &used, used + b->o.n, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
        return false;
    memcpy(buf->bytes + a->o.n, str_data(b), b->o.n);
    return true;
}

static struct strbuf *buffer_new(struct task *t, const struct str *a, const struct str *b, size_t cap)
{
    struct strbuf *buf = heap_new(t, T_STRBUF, sizeof *buf + cap, (uint32_t)cap);
    if (!buf)
        return NULL;
    buf->cap = (uint32_t)cap;
    buf->used = a->o.n + b->o.n;
    memcpy(buf->bytes, str_data(a), a->o.n);
    memcpy(buf->bytes + a->o.n, str_data(b), b->o.n);
    return buf;
}

static value concat_copy(struct task *t, const struct str *a, const struct str *b, size_t n, size_t chars)
{
    struct str *s = str_alloc(t, n, chars, n == chars);
    if (!s)
        return 0;
    text_copy(s->bytes, str_data(a), a->o.n);
    text_copy(s->bytes + a->o.n, str_data(b), b->o.n);
    return value_of(s);
}

/* A large text that gets a small addition is probably growing: it moves to a buffer with room. */
value str_concat(struct task *t, value left, value right)
{
    const struct str *a = str_get(left), *b = str_get(right);
    if (b->o.n == 0)
        return is_str(left) ? left : value_of(a);
    if (a->o.n == 0)
        return is_str(right) ? right : value_of(b);
    size_t n = (size_t)a->o.n + b->o.n, chars = (size_t)a->chars + b->chars;
    bool buffered = a->o.aux & STR_BUFFERED;
    if (buffered && buffer_append(a, b))
        return str_on_buffer(t, REF(a->buf), n, chars, n == chars);
    if (n < BUFFER_FROM || b->o.n > a->o.n / 2 || n > UINT32_MAX / 4)
        return concat_copy(t, a, b, n, chars);
    size_t cap = buffered ? 2 * n : n + n / 2;
    if (!heap_room(t, cap))
        return 0;
    struct strbuf *buf = buffer_new(t, a, b, cap);
    return buf ? str_on_buffer(t, buf, n, chars, n == chars) : 0;
}

/* ---- comparing ---- */

uint32_t text_hash(const char *s, size_t n)
{
    uint32_t h = (uint32_t)hash_bytes(s, n);
    return h ? h : 1;
}

uint64_t str_hash(value v)
{
    struct str *s = REF(v);
    uint32_t h = __atomic_load_n(&s->hash, __ATOMIC_RELAXED);
    if (!h) {
        h = text_hash(str_data(s), s->o.n);
        __atomic_store_n(&s->hash, h, __ATOMIC_RELAXED);
    }
    return h;
}

bool str_equal(value v, value w)
{
    if (v == w)
        return true;
    struct str *a = REF(v), *b = REF(w);
    if (a->o.n != b->o.n || (a->o.aux & b->o.aux & STR_SYMBOL))
        return false;
    uint32_t ha = __atomic_load_n(&a->hash, __ATOMIC_RELAXED), hb = __atomic_load_n(&b->hash, __ATOMIC_RELAXED);
    if (ha && hb && ha != hb)
        return false;
    return memcmp(str_data(a), str_data(b), a->o.n) == 0;
}

/* UTF-8 keeps the order of code points. */
int str_order(value v, value w)
{
    const struct str *a = REF(v), *b = REF(w);
    int order = memcmp(str_data(a), str_data(b), MIN(a->o.n, b->o.n));
    return order ? order : a->o.n < b->o.n ? -1 : a->o.n > b->o.n;
}

/* ---- arguments ---- */

enum vm_ret may_be_number(struct task *t, value v, bool real)
{
    if (!is_type(v, T_INSTANCE) || (type_lookup(t, v, S(t->vm, index)) == V_UNBOUND &&
                                    (!real || type_lookup(t, v, S(t->vm, float)) == V_UNBOUND)))
        return VM_RAISE;
    t->call[0] = v;
    t->call[1] = V_BOOL(real);
    return VM_NUMBER;
}

enum vm_ret arg_index(struct task *t, value v, int64_t *ret)
{
    value own = payload_or_self(v);
    if (is_integer(own)) {
        if (int_get(own, ret))
            return VM_OK;
        return throw(t, EXC_OverflowError, "Python int too large to convert to C ssize_t");
    }
    throw(t, EXC_TypeError, "'%s' object cannot be interpreted as an integer", type_name(t, v));
    return may_be_number(t, v, false);
}

enum vm_ret arg_bound(struct task *t, value v, int64_t *ret)
{
    if (v == V_UNBOUND || v == V_NONE)
        return VM_OK;
    value own = payload_or_self(v);
    bool unordered;
    if (!is_integer(own)) {
        throw(t, EXC_TypeError, "slice indices must be integers or None or have an __index__ method");
        return may_be_number(t, v, false);
    }
    if (!int_get(own, ret))
        *ret = number_compare(own, V_INT(0), &unordered) < 0 ? INT64_MIN / 2 : INT64_MAX / 2;
    return VM_OK;
}

/* CPython's rule: negative ones count from the end, then all is cut to [low, high]. */
static int64_t bound_clip(int64_t at, int64_t len, int64_t low, int64_t high)
{
    if (at < 0)
        at = at < -len ? low : at + len;
    return MIN(MAX(at, low), high);
}

enum vm_ret slice_bound(struct task *t, value v, int64_t *ret)
{
    return is_type(v, T_INSTANCE) && payload_or_self(v) == v ? VM_FALLBACK : arg_bound(t, v, ret);
}

enum vm_ret slice_range(struct task *t, value v, int64_t len, struct slice_range *ret)
{
    const struct slice *s = REF(v);
    int64_t step = 1;
    enum vm_ret got = slice_bound(t, s->step, &step);
    if (got != VM_OK)
        return got;
    if (step == 0)
        return throw(t, EXC_ValueError, "slice step cannot be zero");
    step = MAX(step, INT64_MIN / 2);
    int64_t low = step < 0 ? -1 : 0, high = step < 0 ? len - 1 : len;
    int64_t start = step < 0 ? INT64_MAX / 2 : 0, stop = step < 0 ? INT64_MIN / 2 : INT64_MAX / 2;
    got = slice_bound(t, s->start, &start);
    if (got == VM_OK)
        got = slice_bound(t, s->stop, &stop);
    if (got != VM_OK)
        return got;
    start = bound_clip(start, len, low, high);
    stop = bound_clip(stop, len, low, high);
    int64_t span = step < 0 ? start - stop : stop - start, by = step < 0 ? -step : step;
    *ret = (struct slice_range){ .start = start, .step = step, .n = span > 0 ? (span - 1) / by + 1 : 0 };
    return VM_OK;
}

/* ---- strings as sequences ---- */

value str_part(struct task *t, const struct str *s, size_t from, size_t to)
{
    const char *text = str_data(s) + from;
    size_t n = to - from;
    if (n == s->o.n)
        return value_of(s);
    return str_known(t, text, n, str_all_ascii(s) ? n : text_chars(text, n));
}

value str_next_char(struct task *t, const struct str *s, int64_t *at)
{
    if (*at >= s->o.n)
        return 0;
    const char *text = str_data(s) + *at;
    unsigned n = char_length(text[0]);
    *at += n;
    return str_known(t, text, n, 1);
}

static enum vm_ret str_at(struct task *t, const struct str *s, int64_t at, value *ret)
{
    if (at < 0)
        at += s->chars;
    if (at < 0 || at >= s->chars)
        return throw(t, EXC_IndexError, "string index out of range");
    int64_t byte = str_all_ascii(s) ? at : (int64_t)text_skip(str_data(s), s->o.n, (size_t)at);
    return str_return(str_next_char(t, s, &byte), ret);
}

static value slice_ascii(struct task *t, const struct str *s, const struct slice_range *r)
{
    struct str *made = str_alloc(t, (size_t)r->n, (size_t)r->n, true);
    const char *text = str_data(s);
    if (!made)
        return 0;
    for (int64_t i = 0, at = r->start; i < r->n; i++, at += r->step)
        made->bytes[i] = text[at];
    return value_of(made);
}

/* Steps over characters of several bytes: every one is found by walking. */
static value slice_walk(struct task *t, const struct str *s, const struct slice_range *r)
{
    struct scratch out;
    scratch_init(&out);
    const char *text = str_data(s), *p = text + text_skip(text, s->o.n, (size_t)r->start);
    for (int64_t i = 0; i < r->n; i++) {
        scratch_add(&out, p, char_length(*p));
        if (i + 1 == r->n)
            break;
        for (int64_t k = r->step; k > 0; k--)
            p += char_length(*p);
        for (int64_t k = r->step; k < 0; k++)
            for (p--; is_tail_byte(*p); p--)
                ;
    }
    value v = str_known(t, out.text, out.n, (size_t)r->n);
    scratch_finish(&out);
    return v;
}

static enum vm_ret str_slice(struct task *t, const struct str *s, value slice, value *ret)
{
    struct slice_range r;
    enum vm_ret got = slice_range(t, slice, s->chars, &r);
    if (got != VM_OK)
        return got;
    if (r.n == 0)
        return str_return(str_known(t, "", 0, 0), ret);
    if (r.step == 1) {
        const char *text = str_data(s);
        size_t from = str_all_ascii(s) ? (size_t)r.start : text_skip(text, s->o.n, (size_t)r.start);
        size_t n = str_all_ascii(s) ? (size_t)r.n : text_skip(text + from, s->o.n - from, (size_t)r.n);
        return str_return(n == s->o.n ? value_of(s) : str_known(t, text + from, n, (size_t)r.n), ret);
    }
    return str_return(str_all_ascii(s) ? slice_ascii(t, s, &r) : slice_walk(t, s, &r), ret);
}

enum vm_ret str_item(struct task *t, value v, value key, value *ret)
{
    const struct str *s = str_get(v);
    int64_t at;
    if (is_int(key))
        return str_at(t, s, int_of(key), ret);
    if (is_type(key, T_SLICE))
        return str_slice(t, s, key, ret);
    value own = payload_or_self(key);
    if (!is_integer(own)) {
        if (type_of(key) == T_INSTANCE)
            return VM_FALLBACK;
        return throw(t, EXC_TypeError, "string indices must be integers, not '%s'", type_name(t, key));
    }
    if (!int_get(own, &at))
        return throw(t, EXC_IndexError, "cannot fit '%s' into an index-sized integer", type_name(t, key));
    return str_at(t, s, at, ret);
}

/* Fills n bytes with copies of the unit at their beginning, doubling what is there. */
static void repeat_fill(char *to, size_t unit, size_t n)
{
    for (size_t have = unit; have < n; have *= 2)
        memcpy(to + have, to, MIN(have, n - have));
}

enum vm_ret str_repeat(struct task *t, value v, value count, value *ret)
{
    const struct str *s = str_get(v);
    value own = payload_or_self(count);
    int64_t times;
    if (!is_integer(own)) {
        if (type_of(count) == T_INSTANCE)
            return VM_FALLBACK;
        return throw(t, EXC_TypeError, "can't multiply sequence by non-int of type '%s'", type_name(t, count));
    }
    if (!int_get(own, &times))
        return throw(t, EXC_OverflowError, "cannot fit 'int' into an index-sized integer");
    if (times <= 0 || s->o.n == 0)
        return str_return(str_known(t, "", 0, 0), ret);
    if (times == 1)
        return str_return(value_of(s), ret);
    if ((uint64_t)times > UINT32_MAX / s->o.n)
        return throw(t, EXC_MemoryError, "string too large");
    size_t n = s->o.n * (size_t)times;
    struct str *made = str_alloc(t, n, s->chars * (size_t)times, str_all_ascii(s));
    if (!made)
        return VM_RAISE;
    memcpy(made->bytes, str_data(s), s->o.n);
    if (s->o.n == 1)
        memset(made->bytes, made->bytes[0], n);
    else
        repeat_fill(made->bytes, s->o.n, n);
    *ret = value_of(made);
    return VM_OK;
}

/* ---- searching ---- */

size_t bytes_find(const char *s, size_t n, const char *part, size_t part_n)
{
    if (part_n > n)
        return SIZE_MAX;
    if (part_n == 0)
        return 0;
    const char *at = part_n == 1 ? memchr(s, part[0], n) : memmem(s, n, part, part_n);
    return at ? (size_t)(at - s) : SIZE_MAX;
}

size_t bytes_rfind(const char *s, size_t n, const char *part, size_t part_n)
{
    if (part_n > n)
        return SIZE_MAX;
    if (part_n == 0)
        return n;
    for (size_t end = n - part_n + 1; end > 0;) {
        const char *at = memrchr(s, part[0], end);
        if (!at)
            return SIZE_MAX;
        if (memcmp(at, part, part_n) == 0)
            return (size_t)(at - s);
        end = (size_t)(at - s);
    }
    return SIZE_MAX;
}

bool str_contains(value v, value part)
{
    const struct str *s = str_get(v), *p = str_get(part);
    return bytes_find(str_data(s), s->o.n, str_data(p), p->o.n) != SIZE_MAX;
}

/* ---- repr ---- */

/* How a character is escaped, or 0 if it stands for itself. */
static unsigned escape(char to[12], uint32_t cp, char quote, bool only_ascii)
{
    static const char hex[] = "0123456789abcdef";
    char letter = cp == '\n' ? 'n' : cp == '\r' ? 'r' : cp == '\t' ? 't' : cp == '\\' || cp == (unsigned)quote ? (char)cp : 0;
    to[0] = '\\';
    if (letter) {
        to[1] = letter;
        return 2;
    }
    if (cp >= 0x80 ? !only_ascii && cp_is_printable(cp) : cp >= 0x20 && cp < 0x7f)
        return 0;
    unsigned digits = cp < 0x100 ? 2 : cp < 0x10000 ? 4 : 8;
    to[1] = "xuU"[digits / 4];
    for (unsigned i = 0; i < digits; i++)
        to[2 + i] = hex[cp >> (4 * (digits - 1 - i)) & 15];
    return digits + 2;
}

/* Bytes at the beginning that need no look: printable ASCII without quotes and backslashes. */
static size_t plain_run(const char *s, size_t n, char quote)
{
    size_t i = 0;
    while (i < n && s[i] >= 0x20 && s[i] < 0x7f && s[i] != quote && s[i] != '\\')
        i++;
    return i;
}

void text_repr(struct buf *out, const char *s, size_t n, bool only_ascii)
{
    bool swap = n && memchr(s, '\'', n) && !memchr(s, '"', n);
    char quote = swap ? '"' : '\'', code[12];
    buf_room(out, n + 2);
    buf_addc(out, quote);
    for (size_t i = 0; i < n;) {
        size_t run = plain_run(s + i, n - i, quote);
        buf_add(out, s + i, run);
        i += run;
        if (i >= n)
            break;
        uint32_t cp;
        unsigned len = char_get(s + i, &cp), code_n = escape(code, cp, quote, only_ascii);
        buf_add(out, code_n ? code : s + i, code_n ? code_n : len);
        i += len;
    }
    buf_addc(out, quote);
}

/* ---- ord() chr() ascii() str() ---- */

enum vm_ret builtin_ord(struct task *t, value *args, value *ret)
{
    const struct str *s = str_get(args[0]);
    struct byte_span bytes;
    uint32_t cp;
    size_t n;
    if (s) {
        n = s->chars;
        if (n == 1)
            char_get(str_data(s), &cp);
    } else if (bytes_get(args[0], &bytes)) {
        n = bytes.n;
        if (n == 1)
            cp = bytes.data[0];
    } else {
        return throw(t, EXC_TypeError, "ord() expected string of length 1, but %s found", type_name(t, args[0]));
    }
    if (n != 1)
        return throw(t, EXC_TypeError, "ord() expected a character, but string of length %zu found", n);
    *ret = V_INT(cp);
    return VM_OK;
}

enum vm_ret builtin_chr(struct task *t, value *args, value *ret)
{
    int64_t cp;
    value own = payload_or_self(args[0]);
    if (is_integer(own) && (!int_get(own, &cp) || cp != (int32_t)cp))
        return throw(t, EXC_OverflowError, "Python int too large to convert to C int");
    enum vm_ret got = arg_index(t, own, &cp);
    if (got != VM_OK)
        return got;
    if (cp < 0 || cp > 0x10ffff)
        return throw(t, EXC_ValueError, "chr() arg not in range(0x110000)");
    *ret = str_char(t, (uint32_t)cp);
    return VM_OK;
}

/* repr() whose characters beyond ASCII are escaped. */
static void ascii_escape(struct scratch *out, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        uint32_t cp;
        char code[12];
        unsigned len = char_get(s + i, &cp);
        if (cp < 0x80)
            scratch_addc(out, s[i]);
        else
            scratch_add(out, code, escape(code, cp, 0, true));
        i += len;
    }
}

enum vm_ret str_ascii_repr(struct task *t, value v, value *ret)
{
    struct buf text = { 0 };
    enum vm_ret got = value_repr(t, v, &text);
    if (got == VM_OK) {
        struct scratch out;
        scratch_init(&out);
        ascii_escape(&out, buf_str(&text), text.n);
        got = str_return(str_ascii(t, out.text, out.n), ret);
        scratch_finish(&out);
    }
    buf_finish(&text);
    return got;
}

enum vm_ret builtin_ascii(struct task *t, value *args, value *ret)
{
    return str_ascii_repr(t, args[0], ret);
}

enum vm_ret str_of(struct task *t, value v, value *ret)
{
    char text[32];
    if (is_str(v)) {
        *ret = v;
        return VM_OK;
    }
    if (is_int(v))
        return str_return(str_ascii(t, text, int64_text(text, int_of(v))), ret);
    if (is_flonum(v))
        return str_return(str_ascii(t, text, double_text(text, flonum_of(v))), ret);
    struct buf out = { 0 };
    enum vm_ret got = value_str(t, v, &out);
    if (got == VM_OK)
        return str_return(str_from_buf(t, &out), ret);
    buf_finish(&out);
    return got;
}

const char *arg_type(struct task *t, value v)
{
    return v == V_NONE ? "None" : type_name(t, v);
}

/* Names of encodings are short: one in a buffer, without a NUL, is none. */
bool arg_option(value v, const char **ret)
{
    const struct str *s = v == V_UNBOUND ? NULL : str_get(v);
    *ret = !s ? NULL : s->o.aux & STR_BUFFERED ? "?" : s->bytes;
    return s || v == V_UNBOUND;
}
