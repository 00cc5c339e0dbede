/* Numbers as text, and text as numbers. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "vm/bigint.h"
#include "vm/kind.h"
#include "vm/str.h"

enum { MAX_STR_DIGITS = 4300 }; // as CPython since 3.11: longer conversions could take for ever

/* ---- text ---- */

void int_text(struct buf *out, value v)
{
    if (kind_of(v) == KIND_INT) {
        text_int(out, small_of(v));
        return;
    }
    struct big b;
    big_view(&b, v);
    big_text(out, &b);
}

enum vm_ret int_text_checked(struct task *t, struct buf *out, value v)
{
    struct big b;
    size_t before = out->n;
    if (kind_of(v) == KIND_BIG) {
        big_view(&b, v);
        // 4300 digits are 14285 bits at most; nearly 4301 are looked at, longer ones are not tried
        bool too_long = big_bit_length(&b) > 14290;
        if (!too_long)
            big_text(out, &b);
        if (too_long || out->n - before > (size_t)MAX_STR_DIGITS + b.negative) {
            out->n = before;
            return throw(t, EXC_ValueError,
                         "Exceeds the limit (%d digits) for integer string conversion; "
                         "use sys.set_int_max_str_digits() to increase the limit", MAX_STR_DIGITS);
        }
        return VM_OK;
    }
    int_text(out, v);
    return VM_OK;
}

/* ---- parsing ---- */

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f);
}

static unsigned digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0');
    char low = (char)(c | 0x20);
    return low >= 'a' && low <= 'z' ? (unsigned)(low - 'a' + 10) : 99;
}

/* The base that a prefix 0x, 0o, 0b names; 0 if there is none. */
static unsigned prefix_base(const char *s, size_t n)
{
    if (n < 2 || s[0] != '0')
        return 0;
    switch (s[1] | 0x20) {
    case 'x': return 16;
    case 'o': return 8;
    case 'b': return 2;
    default: return 0;
    }
}

struct literal { // an integer's digits, found by literal_scan()
    const char *digits;
    size_t n;
    size_t count; // digits without underscores
    unsigned base;
    bool negative;
};

/* Checks digits and underscores: one underscore between two digits, or after the prefix. */
static bool literal_digits(struct literal *l, bool after_prefix)
{
    bool may_underscore = after_prefix;
    l->count = 0;
    for (size_t i = 0; i < l->n; i++) {
        char c = l->digits[i];
        if (c == '_' && may_underscore) {
            may_underscore = false;
            continue;
        }
        if (digit_value(c) >= l->base)
            return false;
        may_underscore = true;
        l->count++;
    }
    return l->count && l->digits[l->n - 1] != '_';
}

static bool literal_scan(const char *s, size_t n, unsigned base, struct literal *l)
{
    const char *end = s + n;
    while (s < end && is_blank(*s))
        s++;
    while (end > s && is_blank(end[-1]))
        end--;
    l->negative = s < end && *s == '-';
    if (s < end && (*s == '-' || *s == '+'))
        s++;
    unsigned named = prefix_base(s, (size_t)(end - s));
    bool prefix = named && (base == 0 || base == named);
    bool decimal = base == 0 && !prefix;
    l->digits = s + (prefix ? 2 : 0);
    l->n = (size_t)(end - l->digits);
    l->base = prefix ? named : decimal ? 10 : base;
    if (!literal_digits(l, prefix))
        return false;
    // base 0 reads as source does: 010 is a mistake, 000 is zero
    return !decimal || l->digits[0] != '0' || strspn(l->digits, "0_") >= l->n;
}

static enum vm_ret bad_literal(struct task *t, const char *s, size_t n, unsigned base)
{
    struct buf quoted = { 0 };
    text_repr(&quoted, s, n, false);
    if (quoted.n > 200) { // CPython shows no more
        quoted.n = 200;
        quoted.text[200] = 0;
    }
    throw(t, EXC_ValueError, "invalid literal for int() with base %u: %s", base, buf_str(&quoted));
    buf_finish(&quoted);
    return VM_RAISE;
}

enum vm_ret int_parse(struct task *t, const char *s, size_t n, unsigned base, value *ret)
{
    struct literal l;
    if (!literal_scan(s, n, base, &l))
        return bad_literal(t, s, n, base);
    if (l.count > MAX_STR_DIGITS && (l.base & (l.base - 1)) != 0)
        return throw(t, EXC_ValueError,
                     "Exceeds the limit (%d digits) for integer string conversion: value has %zu "
                     "digits; use sys.set_int_max_str_digits() to increase the limit",
                     MAX_STR_DIGITS, l.count);
    if (l.count > 18 || l.base > 10)
        return big_parse(t, l.digits, l.n, l.base, l.negative, ret);
    int64_t i = 0;
    for (size_t k = 0; k < l.n; k++)
        if (l.digits[k] != '_')
            i = i * l.base + (l.digits[k] - '0');
    *ret = V_INT(l.negative ? -i : i);
    return VM_OK;
}

/* ---- int() float() bool() ---- */

/* The text of a str or bytes argument, in ASCII where int() and float() would read a character
 * of another script as a digit or a blank. The scratch holds it if it was changed. */
static bool text_arg(value v, struct scratch *room, const char **ret, size_t *ret_n)
{
    struct byte_span bytes;
    const struct str *s = str_get(v);
    if (!s) {
        if (!bytes_get(v, &bytes))
            return false;
        *ret = (const char *)bytes.data;
        *ret_n = bytes.n;
        return true;
    }
    *ret = str_data(s);
    *ret_n = s->o.n;
    if (!str_all_ascii(s)) {
        text_fold_digits(room, str_data(s), s->o.n);
        *ret = room->text;
        *ret_n = room->n;
    }
    return true;
}

static enum vm_ret parse_int_arg(struct task *t, value v, unsigned base, value *ret)
{
    struct scratch room;
    struct literal l;
    const char *s;
    size_t n;
    scratch_init(&room);
    if (!text_arg(v, &room, &s, &n)) {
        return throw(t, EXC_TypeError,
                     "int() argument must be a string, a bytes-like object or a real number, not '%s'",
                     type_name(t, v));
    }
    enum vm_ret got;
    if (!str_get(v) && !literal_scan(s, n, base, &l)) {
        struct buf quoted = { 0 };
        bytes_repr(&quoted, payload_or_self(v));
        got = throw(t, EXC_ValueError, "invalid literal for int() with base %u: %s", base, buf_str(&quoted));
        buf_finish(&quoted);
    } else if (room.n && !literal_scan(s, n, base, &l)) {
        const struct str *whole = str_get(v); // the message shows it unchanged
        got = bad_literal(t, str_data(whole), whole->o.n, base);
    } else {
        got = int_parse(t, s, n, base, ret);
    }
    scratch_finish(&room);
    return got;
}

enum vm_ret builtin_int(struct task *t, value *args, value *ret)
{
    value v = args[0];
    int64_t base = 10;
    if (v == V_UNBOUND) {
        if (args[1] != V_UNBOUND)
            return throw(t, EXC_TypeError, "int() missing string argument");
        *ret = V_INT(0);
        return VM_OK;
    }
    if (args[1] != V_UNBOUND) {
        struct byte_span bytes;
        enum vm_ret got = arg_index(t, args[1], &base);
        if (got != VM_OK)
            return got;
        if (base != 0 && (base < 2 || base > 36))
            return throw(t, EXC_ValueError, "int() base must be >= 2 and <= 36, or 0");
        if (!str_get(v) && !bytes_get(v, &bytes))
            return throw(t, EXC_TypeError, "int() can't convert non-string with explicit base");
        return parse_int_arg(t, v, (unsigned)base, ret);
    }
    if (type_of(v) == T_INSTANCE)
        return VM_FALLBACK;
    switch (kind_of(v)) {
    case KIND_INT:
        *ret = V_INT(small_of(v));
        return VM_OK;
    case KIND_BIG:
        *ret = v;
        return VM_OK;
    case KIND_FLOAT:
        return int_from_double(t, float_of(v), ret);
    default:
        return parse_int_arg(t, v, 10, ret);
    }
}

static enum vm_ret parse_float_arg(struct task *t, value v, value *ret)
{
    struct scratch room;
    const char *s;
    size_t n;
    double d;
    scratch_init(&room);
    if (!text_arg(v, &room, &s, &n))
        return throw(t, EXC_TypeError, "float() argument must be a string or a real number, not '%s'",
                     type_name(t, v));
    bool good = float_scan(s, n, &d);
    scratch_finish(&room);
    if (good) {
        *ret = float_value(t, d);
        return VM_OK;
    }
    struct buf quoted = { 0 };
    value_repr(t, payload_or_self(v), &quoted);
    throw(t, EXC_ValueError, "could not convert string to float: %s", buf_str(&quoted));
    buf_finish(&quoted);
    return VM_RAISE;
}

enum vm_ret builtin_float(struct task *t, value *args, value *ret)
{
    double d;
    value v = args[0];
    if (v == V_UNBOUND) {
        *ret = float_value(t, 0.0);
        return VM_OK;
    }
    if (type_of(v) == T_INSTANCE)
        return VM_FALLBACK;
    enum kind k = kind_of(v);
    if (k == KIND_OTHER)
        return parse_float_arg(t, v, ret);
    if (!kind_to_double(t, v, k, &d))
        return VM_RAISE;
    *ret = k == KIND_FLOAT ? v : float_value(t, d);
    return VM_OK;
}

enum vm_ret builtin_bool(struct task *t, value *args, value *ret)
{
    bool yes = false;
    if (args[0] != V_UNBOUND && !truth(t, args[0], &yes))
        return VM_FALLBACK;
    *ret = V_BOOL(yes);
    return VM_OK;
}
