#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/bigint.h"
#include "vm/methods.h"
#include "vm/str.h"

enum { MAX_STR_DIGITS = 4300 }; // as CPython since 3.11: longer conversions could take for ever

/* ---- kinds ---- */

enum kind { KIND_OTHER, KIND_INT, KIND_BIG, KIND_FLOAT }; // bool is KIND_INT

static inline enum kind kind_of(value v)
{
    if (is_int(v) || is_bool(v))
        return KIND_INT;
    if (is_flonum(v))
        return KIND_FLOAT;
    if (!is_ref(v))
        return KIND_OTHER;
    enum type_id type = heap_type(v);
    return type == T_BIGINT ? KIND_BIG : type == T_FLOAT ? KIND_FLOAT : KIND_OTHER;
}

static inline int64_t small_of(value v)
{
    return is_int(v) ? int_of(v) : v == V_TRUE;
}

bool is_integer(value v)
{
    enum kind k = kind_of(v);
    return k == KIND_INT || k == KIND_BIG;
}

value int_value(struct task *t, int64_t i)
{
    if (LIKELY(int_fits(i)))
        return V_INT(i);
    uint64_t m = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    struct bigint *b = heap_new(t, T_BIGINT, sizeof *b + 8, 2);
    b->limb[0] = (uint32_t)m;
    b->limb[1] = (uint32_t)(m >> 32);
    b->o.aux = i < 0;
    return value_of(b);
}

bool int_get(value v, int64_t *ret)
{
    enum kind k = kind_of(v);
    if (k == KIND_INT) {
        *ret = small_of(v);
        return true;
    }
    if (k != KIND_BIG)
        return false;
    struct big b;
    big_view(&b, v);
    if (b.n > 2)
        return false;
    uint64_t m = b.limb[0] | (uint64_t)b.limb[1] << 32;
    if (m > (uint64_t)INT64_MAX + b.negative)
        return false;
    *ret = b.negative ? (int64_t)(0 - m) : (int64_t)m;
    return true;
}

/* The float of an int or float; false with OverflowError if it is too large. */
static bool to_double(struct task *t, value v, enum kind k, double *ret)
{
    if (k == KIND_FLOAT) {
        *ret = float_of(v);
        return true;
    }
    if (k == KIND_INT) {
        *ret = (double)small_of(v);
        return true;
    }
    struct big b;
    big_view(&b, v);
    if (big_to_double(&b, ret))
        return true;
    throw(t, EXC_OverflowError, "int too large to convert to float");
    return false;
}

bool number_get(struct task *t, value v, double *ret)
{
    enum kind k = kind_of(v);
    return k != KIND_OTHER && to_double(t, v, k, ret);
}

/* ---- operators ---- */

static enum vm_ret zero_division(struct task *t, unsigned op)
{
    return throw(t, EXC_ZeroDivisionError,
                 op == OPR_DIV   ? "division by zero"
                 : op == OPR_MOD ? "integer modulo by zero"
                                 : "integer division or modulo by zero");
}

static enum vm_ret shift_by(struct task *t, unsigned op, value a, value by, value *ret)
{
    struct big x, count;
    int64_t bits;
    big_view(&x, a);
    big_view(&count, by);
    if (count.negative)
        return throw(t, EXC_ValueError, "negative shift count");
    if (!int_get(by, &bits))
        bits = INT64_MAX;
    if (op == OPR_RSHIFT)
        return big_shift_right(t, &x, (uint64_t)bits, ret);
    return big_shift_left(t, &x, (uint64_t)bits, ret);
}

static enum vm_ret power_by(struct task *t, value a, value exponent, value *ret)
{
    struct big x, e;
    double base, power;
    int64_t n;
    big_view(&x, a);
    big_view(&e, exponent);
    if (e.negative) {
        if (!to_double(t, a, kind_of(a), &base) || !to_double(t, exponent, kind_of(exponent), &power))
            return VM_RAISE;
        return float_binary(t, OPR_POW, base, power, ret);
    }
    if (int_get(exponent, &n))
        return big_pow(t, &x, (uint64_t)n, ret);
    if (x.n == 0 || (x.n == 1 && x.limb[0] == 1)) // 0, 1 and -1 have any power
        return big_pow(t, &x, e.limb[0] | 2, ret);
    return throw(t, EXC_MemoryError, "integer too large");
}

static enum vm_ret big_binary(struct task *t, unsigned op, value a, value b, value *ret)
{
    struct big x, y;
    double d;
    big_view(&x, a);
    big_view(&y, b);
    switch (op) {
    case OPR_ADD:
        return big_add(t, &x, &y, ret);
    case OPR_SUB:
        return big_sub(t, &x, &y, ret);
    case OPR_MUL:
        return big_mul(t, &x, &y, ret);
    case OPR_DIV:
        if (y.n == 0)
            return zero_division(t, op);
        if (!big_true_divide(&x, &y, &d))
            return throw(t, EXC_OverflowError, "integer division result too large for a float");
        *ret = float_value(t, d);
        return VM_OK;
    case OPR_FLOORDIV:
    case OPR_MOD:
        if (y.n == 0)
            return zero_division(t, op);
        return big_divmod(t, &x, &y, op == OPR_MOD ? NULL : ret, op == OPR_MOD ? ret : NULL);
    case OPR_POW:
        return power_by(t, a, b, ret);
    case OPR_LSHIFT:
    case OPR_RSHIFT:
        return shift_by(t, op, a, b, ret);
    case OPR_AND:
    case OPR_OR:
    case OPR_XOR:
        return big_bits(t, op, &x, &y, ret);
    default:
        return VM_FALLBACK;
    }
}

static int64_t floor_quotient(int64_t a, int64_t b)
{
    int64_t q = a / b;
    return q - (a % b != 0 && (a < 0) != (b < 0));
}

static int64_t floor_rest(int64_t a, int64_t b)
{
    int64_t r = a % b;
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

/* Powers while they fit; false if they do not. */
static bool small_power(int64_t a, int64_t e, int64_t *ret)
{
    int64_t r = 1;
    if (e < 0)
        return false;
    for (; e; e >>= 1) {
        if ((e & 1) && __builtin_mul_overflow(r, a, &r))
            return false;
        if (e > 1 && __builtin_mul_overflow(a, a, &a))
            return false;
    }
    *ret = r;
    return true;
}

/* What fits in 64 bits; VM_FALLBACK leaves it to the big ones. Two 63-bit operands cannot
 * overflow 64 bits in a sum, nor can the smallest divided by -1. */
static enum vm_ret small_binary(struct task *t, unsigned op, int64_t a, int64_t b, value *ret)
{
    int64_t r;
    switch (op) {
    case OPR_ADD:
        r = a + b;
        break;
    case OPR_SUB:
        r = a - b;
        break;
    case OPR_MUL:
        if (__builtin_mul_overflow(a, b, &r))
            return VM_FALLBACK;
        break;
    case OPR_DIV:
        if (b == 0)
            return zero_division(t, op);
        if (llabs(a) > 1ll << 53 || llabs(b) > 1ll << 53)
            return VM_FALLBACK;
        *ret = float_value(t, (double)a / (double)b);
        return VM_OK;
    case OPR_FLOORDIV:
    case OPR_MOD:
        if (b == 0)
            return zero_division(t, op);
        r = op == OPR_MOD ? floor_rest(a, b) : floor_quotient(a, b);
        break;
    case OPR_POW:
        if (!small_power(a, b, &r))
            return VM_FALLBACK;
        break;
    case OPR_LSHIFT:
        if (b < 0 || b > 62 || llabs(a) > INT_MAX63 >> b)
            return VM_FALLBACK;
        r = a * (1ll << b);
        break;
    case OPR_RSHIFT:
        if (b < 0)
            return VM_FALLBACK;
        r = a >> MIN(b, 63);
        break;
    case OPR_AND:
        r = a & b;
        break;
    case OPR_OR:
        r = a | b;
        break;
    case OPR_XOR:
        r = a ^ b;
        break;
    default:
        return VM_FALLBACK;
    }
    *ret = int_value(t, r);
    return VM_OK;
}

static enum vm_ret bool_binary(unsigned op, value a, value b, value *ret)
{
    bool x = a == V_TRUE, y = b == V_TRUE;
    *ret = V_BOOL(op == OPR_AND ? x && y : op == OPR_OR ? x || y : x != y);
    return VM_OK;
}

enum vm_ret number_binary(struct task *t, unsigned op, value a, value b, value *ret)
{
    enum kind ka = kind_of(a), kb = kind_of(b);
    double x, y;
    if (ka == KIND_OTHER || kb == KIND_OTHER)
        return VM_FALLBACK;
    if (ka == KIND_FLOAT || kb == KIND_FLOAT) {
        if (op > OPR_POW)
            return VM_FALLBACK;
        if (!to_double(t, a, ka, &x) || !to_double(t, b, kb, &y))
            return VM_RAISE;
        return float_binary(t, op, x, y, ret);
    }
    if (is_bool(a) && is_bool(b) && (op == OPR_AND || op == OPR_OR || op == OPR_XOR))
        return bool_binary(op, a, b, ret);
    if (ka == KIND_INT && kb == KIND_INT) {
        enum vm_ret got = small_binary(t, op, small_of(a), small_of(b), ret);
        if (got != VM_FALLBACK)
            return got;
    }
    return big_binary(t, op, a, b, ret);
}

static enum vm_ret int_unary(struct task *t, unsigned op, value a, value *ret)
{
    struct big x, one;
    value sum;
    if (kind_of(a) == KIND_INT) {
        int64_t i = small_of(a);
        *ret = int_value(t, op == OPR_NEG ? -i : op == OPR_INVERT ? ~i : i);
        return VM_OK;
    }
    big_view(&x, a);
    if (op == OPR_NEG)
        return big_negate(t, &x, ret);
    *ret = a;
    if (op != OPR_INVERT)
        return VM_OK;
    big_view(&one, V_INT(1));
    enum vm_ret got = big_add(t, &x, &one, &sum); // ~x is -(x + 1)
    if (got != VM_OK)
        return got;
    big_view(&x, sum);
    return big_negate(t, &x, ret);
}

enum vm_ret number_unary(struct task *t, unsigned op, value a, value *ret)
{
    enum kind k = kind_of(a);
    if (k == KIND_OTHER || (op != OPR_NEG && op != OPR_POS && op != OPR_INVERT))
        return VM_FALLBACK;
    if (k != KIND_FLOAT)
        return int_unary(t, op, a, ret);
    if (op == OPR_INVERT)
        return VM_FALLBACK;
    *ret = op == OPR_NEG ? float_value(t, -float_of(a)) : a;
    return VM_OK;
}

/* ---- order and hash ---- */

static int order_double(double a, double b, bool *ret_unordered)
{
    *ret_unordered = isnan(a) || isnan(b);
    return a < b ? -1 : a > b;
}

int number_compare(value a, value b, bool *ret_unordered)
{
    enum kind ka = kind_of(a), kb = kind_of(b);
    struct big x, y;
    *ret_unordered = false;
    if (ka == KIND_INT && kb == KIND_INT) {
        int64_t i = small_of(a), j = small_of(b);
        return i < j ? -1 : i > j;
    }
    if (ka == KIND_FLOAT && kb == KIND_FLOAT)
        return order_double(float_of(a), float_of(b), ret_unordered);
    if (ka == KIND_FLOAT)
        return -number_compare(b, a, ret_unordered);
    if (kb == KIND_FLOAT) {
        double d = float_of(b);
        if (isnan(d) || (ka == KIND_INT && llabs(small_of(a)) <= 1ll << 53))
            return order_double((double)small_of(a), d, ret_unordered);
        big_view(&x, a);
        return big_compare_double(&x, d);
    }
    big_view(&x, a);
    big_view(&y, b);
    return big_compare(&x, &y);
}

/* As CPython's hash(): numbers modulo the prime 2^61 - 1, so that equal numbers of any type have
 * equal hashes. m * 2^e is m rotated by e in 61 bits. */
static int64_t hash_double(double d)
{
    const uint64_t prime = (1ull << 61) - 1;
    int exponent;
    if (isinf(d))
        return d > 0 ? 314159 : -314159;
    if (isnan(d))
        return 0;
    uint64_t m = (uint64_t)ldexp(frexp(fabs(d), &exponent), 53);
    unsigned by = (unsigned)(((exponent - 53) % 61 + 61) % 61);
    uint64_t x = ((m << by) & prime) | (by ? m >> (61 - by) : 0);
    if (x >= prime)
        x -= prime;
    return d < 0 ? -(int64_t)x : (int64_t)x;
}

uint64_t number_hash(value v)
{
    enum kind k = kind_of(v);
    int64_t h;
    if (k == KIND_INT && llabs(small_of(v)) < (1ll << 61) - 1) {
        h = small_of(v);
    } else if (k == KIND_FLOAT) {
        double d = float_of(v);
        bool whole = fabs(d) < 1e15 && d == (double)(int64_t)d;
        h = whole ? (int64_t)d : hash_double(d);
    } else {
        struct big b;
        big_view(&b, v);
        h = big_hash(&b);
    }
    return (uint64_t)(h == -1 ? -2 : h);
}

/* ---- text ---- */

static const char two_digits[] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748"
    "49505152535455565758596061626364656667686970717273747576777879808182838485868788899091929394959697"
    "9899";

unsigned int64_text(char to[24], int64_t i)
{
    char digits[24], *p = digits + sizeof digits;
    uint64_t m = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    for (; m >= 100; m /= 100) {
        p -= 2;
        memcpy(p, two_digits + 2 * (m % 100), 2);
    }
    if (m >= 10) {
        p -= 2;
        memcpy(p, two_digits + 2 * m, 2);
    } else {
        *--p = (char)('0' + m);
    }
    if (i < 0)
        *--p = '-';
    unsigned n = (unsigned)(digits + sizeof digits - p);
    memcpy(to, p, n);
    return n;
}

void int_text(struct buf *out, value v)
{
    if (kind_of(v) == KIND_INT) {
        char text[24];
        buf_add(out, text, int64_text(text, small_of(v)));
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
    if (!to_double(t, v, k, &d))
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

/* ---- abs() round() divmod() pow() ---- */

enum vm_ret builtin_abs(struct task *t, value *args, value *ret)
{
    struct big b;
    switch (kind_of(args[0])) {
    case KIND_INT:
        *ret = int_value(t, llabs(small_of(args[0])));
        return VM_OK;
    case KIND_BIG:
        big_view(&b, args[0]);
        *ret = args[0];
        return b.negative ? big_negate(t, &b, ret) : VM_OK;
    case KIND_FLOAT:
        *ret = float_value(t, fabs(float_of(args[0])));
        return VM_OK;
    default:
        if (type_of(args[0]) == T_INSTANCE)
            return VM_FALLBACK;
        return throw(t, EXC_TypeError, "bad operand type for abs(): '%s'", type_name(t, args[0]));
    }
}

/* The multiple of 10^places nearest to v, the even one of two: places > 0. */
static enum vm_ret round_int(struct task *t, value v, int64_t places, value *ret)
{
    value unit, half, rest, up;
    bool unordered;
    struct big x;
    big_view(&x, v);
    if ((uint64_t)places > big_bit_length(&x)) { // a digit is more than three bits
        *ret = V_INT(0);
        return VM_OK;
    }
    enum vm_ret got = number_binary(t, OPR_POW, V_INT(10), V_INT(places), &unit);
    if (got == VM_OK)
        got = number_binary(t, OPR_MOD, v, unit, &rest);
    if (got == VM_OK)
        got = number_binary(t, OPR_SUB, v, rest, ret);
    if (got == VM_OK)
        got = number_binary(t, OPR_FLOORDIV, unit, V_INT(2), &half);
    if (got != VM_OK)
        return got;
    int order = number_compare(rest, half, &unordered);
    if (order == 0) { // a tie: up if the quotient is odd
        got = number_binary(t, OPR_FLOORDIV, *ret, unit, &up);
        if (got == VM_OK)
            got = number_binary(t, OPR_AND, up, V_INT(1), &up);
        order = up == V_INT(1) ? 1 : -1;
    }
    return got == VM_OK && order > 0 ? number_binary(t, OPR_ADD, *ret, unit, ret) : got;
}

enum vm_ret builtin_round(struct task *t, value *args, value *ret)
{
    value v = args[0];
    int64_t digits = 0;
    bool plain = args[1] == V_UNBOUND || args[1] == V_NONE;
    enum kind k = kind_of(v);
    if (k == KIND_OTHER) {
        if (type_of(v) == T_INSTANCE)
            return VM_FALLBACK;
        return throw(t, EXC_TypeError, "type %s doesn't define __round__ method", type_name(t, v));
    }
    if (!plain && is_integer(args[1]) && !int_get(args[1], &digits)) {
        struct big b;
        big_view(&b, args[1]);
        digits = b.negative ? INT32_MIN : INT32_MAX;
    } else if (!plain) {
        enum vm_ret got = arg_index(t, args[1], &digits);
        if (got != VM_OK)
            return got;
    }
    if (k == KIND_FLOAT)
        return plain ? int_from_double(t, rint(float_of(v)), ret) : float_round(t, float_of(v), digits, ret);
    if (digits < 0)
        return round_int(t, v, -MAX(digits, -INT32_MAX), ret);
    *ret = k == KIND_INT ? V_INT(small_of(v)) : v;
    return VM_OK;
}

static enum vm_ret divmod_int(struct task *t, value a, value b, value pair[2])
{
    struct big x, y;
    if (b == V_INT(0) || b == V_FALSE)
        return zero_division(t, OPR_FLOORDIV);
    big_view(&x, a);
    big_view(&y, b);
    if (kind_of(a) == KIND_BIG || kind_of(b) == KIND_BIG)
        return big_divmod(t, &x, &y, &pair[0], &pair[1]);
    pair[0] = int_value(t, floor_quotient(small_of(a), small_of(b)));
    pair[1] = int_value(t, floor_rest(small_of(a), small_of(b)));
    return VM_OK;
}

static enum vm_ret divmod_float(struct task *t, value a, value b, value pair[2])
{
    double x, y;
    if (!number_get(t, a, &x) || !number_get(t, b, &y))
        return VM_RAISE;
    if (y == 0)
        return throw(t, EXC_ZeroDivisionError, "float divmod()");
    float_binary(t, OPR_FLOORDIV, x, y, &pair[0]);
    return float_binary(t, OPR_MOD, x, y, &pair[1]);
}

enum vm_ret builtin_divmod(struct task *t, value *args, value *ret)
{
    enum kind ka = kind_of(args[0]), kb = kind_of(args[1]);
    value pair[2];
    if (ka == KIND_OTHER || kb == KIND_OTHER) {
        if (type_of(args[0]) == T_INSTANCE || type_of(args[1]) == T_INSTANCE)
            return VM_FALLBACK;
        return throw_operands(t, "divmod()", args[0], args[1]);
    }
    enum vm_ret got = ka == KIND_FLOAT || kb == KIND_FLOAT ? divmod_float(t, args[0], args[1], pair)
                                                           : divmod_int(t, args[0], args[1], pair);
    if (got == VM_OK)
        *ret = tuple_new(t, pair, 2);
    return got;
}

/* The x with a * x == 1 modulo m, by Euclid's algorithm on (a, m). */
static enum vm_ret inverse(struct task *t, value a, value m, value *ret)
{
    value x = V_INT(1), next_x = V_INT(0), q, step;
    enum vm_ret got = VM_OK;
    while (got == VM_OK && m != V_INT(0)) {
        value pair[2];
        got = divmod_int(t, a, m, pair);
        if (got != VM_OK)
            return got;
        q = pair[0];
        a = m;
        m = pair[1];
        got = number_binary(t, OPR_MUL, q, next_x, &step);
        if (got == VM_OK)
            got = number_binary(t, OPR_SUB, x, step, &step);
        x = next_x;
        next_x = step;
    }
    if (got == VM_OK && a != V_INT(1) && a != V_INT(-1))
        return throw(t, EXC_ValueError, "base is not invertible for the given modulus");
    return a == V_INT(-1) && got == VM_OK ? number_unary(t, OPR_NEG, x, ret) : (*ret = x, got);
}

static bool is_zero(value v)
{
    return v == V_INT(0) || v == V_FALSE;
}

static enum vm_ret power_mod(struct task *t, value a, value e, value m, value *ret)
{
    struct big x, y, z;
    if (is_zero(m))
        return throw(t, EXC_ValueError, "pow() 3rd argument cannot be 0");
    big_view(&y, e);
    if (y.negative) {
        enum vm_ret got = inverse(t, a, m, &a);
        if (got == VM_OK)
            got = number_unary(t, OPR_NEG, e, &e);
        if (got != VM_OK)
            return got;
        big_view(&y, e);
    }
    big_view(&x, a);
    big_view(&z, m);
    return big_powmod(t, &x, &y, &z, ret);
}

enum vm_ret builtin_pow(struct task *t, value *args, value *ret)
{
    bool plain = args[2] == V_UNBOUND || args[2] == V_NONE;
    enum kind ka = kind_of(args[0]), kb = kind_of(args[1]);
    if (ka == KIND_OTHER || kb == KIND_OTHER || (!plain && kind_of(args[2]) == KIND_OTHER)) {
        if (type_of(args[0]) == T_INSTANCE || type_of(args[1]) == T_INSTANCE)
            return VM_FALLBACK;
        if (plain)
            return throw_operands(t, "** or pow()", args[0], args[1]);
        char first[64], second[64]; // type_name() may use one place for all
        snprintf(first, sizeof first, "%s", type_name(t, args[0]));
        snprintf(second, sizeof second, "%s", type_name(t, args[1]));
        return throw(t, EXC_TypeError, "unsupported operand type(s) for ** or pow(): '%s', '%s', '%s'",
                     first, second, type_name(t, args[2]));
    }
    if (plain)
        return number_binary(t, OPR_POW, args[0], args[1], ret);
    if (!is_integer(args[0]) || !is_integer(args[1]) || !is_integer(args[2]))
        return throw(t, EXC_TypeError, "pow() 3rd argument not allowed unless all arguments are integers");
    return power_mod(t, args[0], args[1], args[2], ret);
}

/* ---- hex() oct() bin() ---- */

static enum vm_ret based(struct task *t, value v, unsigned base, const char *prefix, value *ret)
{
    v = payload_or_self(v);
    if (!is_integer(v)) {
        if (type_of(v) == T_INSTANCE)
            return VM_FALLBACK;
        return throw(t, EXC_TypeError, "'%s' object cannot be interpreted as an integer", type_name(t, v));
    }
    struct buf out = { 0 };
    struct big b;
    big_view(&b, v);
    if (b.negative)
        buf_addc(&out, '-');
    buf_adds(&out, prefix);
    big_text_base(&out, &b, base);
    return str_return(str_from_buf(t, &out), ret);
}

enum vm_ret builtin_hex(struct task *t, value *args, value *ret)
{
    return based(t, args[0], 16, "0x", ret);
}

enum vm_ret builtin_oct(struct task *t, value *args, value *ret)
{
    return based(t, args[0], 8, "0o", ret);
}

enum vm_ret builtin_bin(struct task *t, value *args, value *ret)
{
    return based(t, args[0], 2, "0b", ret);
}

/* ---- methods of int ---- */

static void self_view(struct big *b, value *args)
{
    big_view(b, payload_or_self(args[0]));
}

enum vm_ret int_bit_length(struct task *t, value *args, value *ret)
{
    struct big b;
    self_view(&b, args);
    *ret = int_value(t, (int64_t)big_bit_length(&b));
    return VM_OK;
}

enum vm_ret int_bit_count(struct task *t, value *args, value *ret)
{
    struct big b;
    self_view(&b, args);
    *ret = int_value(t, (int64_t)big_bit_count(&b));
    return VM_OK;
}

enum vm_ret int_conjugate(struct task *t, value *args, value *ret)
{
    return int_unary(t, OPR_POS, payload_or_self(args[0]), ret);
}

enum vm_ret int_as_integer_ratio(struct task *t, value *args, value *ret)
{
    value pair[2] = { 0, V_INT(1) };
    int_conjugate(t, args, &pair[0]);
    *ret = tuple_new(t, pair, 2);
    return VM_OK;
}

/* 'big' or 'little' (or absent: big); VM_RAISE for anything else. */
static enum vm_ret byte_order(struct task *t, const char *function, value v, bool *ret_little)
{
    *ret_little = false;
    if (v == V_UNBOUND)
        return VM_OK;
    const struct str *s = str_get(v);
    if (!s)
        return throw(t, EXC_TypeError, "%s() argument 'byteorder' must be str, not %s", function, arg_type(t, v));
    *ret_little = s->o.n == 6 && memcmp(str_data(s), "little", 6) == 0;
    if (!*ret_little && !(s->o.n == 3 && memcmp(str_data(s), "big", 3) == 0))
        return throw(t, EXC_ValueError, "byteorder must be either 'little' or 'big'");
    return VM_OK;
}

static void bytes_reverse(uint8_t *s, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        uint8_t c = s[i];
        s[i] = s[n - 1 - i];
        s[n - 1 - i] = c;
    }
}

enum vm_ret int_to_bytes(struct task *t, value *args, value *ret)
{
    struct big b;
    int64_t n = 1;
    bool little, is_signed = false;
    self_view(&b, args);
    enum vm_ret got = args[1] == V_UNBOUND ? VM_OK : arg_index(t, args[1], &n);
    if (got == VM_OK)
        got = byte_order(t, "to_bytes", args[2], &little);
    if (got != VM_OK)
        return got;
    if (args[3] != V_UNBOUND && !truth(t, args[3], &is_signed))
        return VM_FALLBACK;
    if (n < 0)
        return throw(t, EXC_ValueError, "length argument must be non-negative");
    if (b.negative && !is_signed)
        return throw(t, EXC_OverflowError, "can't convert negative int to unsigned");
    value made = bytes_new(t, NULL, (size_t)n);
    if (!made)
        return VM_RAISE;
    struct bytes *bytes = REF(made);
    if (!big_to_bytes(&b, bytes->data, (size_t)n, is_signed))
        return throw(t, EXC_OverflowError, "int too big to convert");
    if (little)
        bytes_reverse(bytes->data, (size_t)n);
    *ret = made;
    return VM_OK;
}

enum vm_ret int_from_bytes(struct task *t, value *args, value *ret)
{
    struct byte_span s;
    bool little, is_signed = false;
    value given = args[0];
    enum vm_ret got = byte_order(t, "from_bytes", args[1], &little);
    if (got != VM_OK)
        return got;
    if (args[2] != V_UNBOUND && !truth(t, args[2], &is_signed))
        return VM_FALLBACK;
    if (!bytes_get(given, &s)) {
        got = bytes_from_value(t, given, &given);
        if (got != VM_OK)
            return got;
        bytes_get(given, &s);
    }
    if (!little)
        return big_from_bytes(t, s.data, s.n, is_signed, ret);
    value copy = bytes_new(t, s.data, s.n);
    if (!copy)
        return VM_RAISE;
    struct bytes *bytes = REF(copy);
    bytes_reverse(bytes->data, s.n);
    return big_from_bytes(t, bytes->data, s.n, is_signed, ret);
}
