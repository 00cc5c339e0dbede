/* Numbers: what they are, their operators, order and hash. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/bigint.h"
#include "vm/kind.h"
#include "vm/str.h"

/* ---- kinds ---- */


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
bool kind_to_double(struct task *t, value v, enum kind k, double *ret)
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
    return k != KIND_OTHER && kind_to_double(t, v, k, ret);
}

bool seconds_fit(struct task *t, double seconds)
{
    const double longest = 9223372036.0; // its nanoseconds have 63 bits
    if (isnan(seconds))
        throw(t, EXC_ValueError, "Invalid value NaN (not a number)");
    else if (fabs(seconds) > longest)
        throw(t, EXC_OverflowError, "timestamp too large to convert to C _PyTime_t");
    else
        return true;
    return false;
}

/* ---- operators ---- */

enum vm_ret zero_division(struct task *t, unsigned op)
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
        if (!kind_to_double(t, a, kind_of(a), &base) || !kind_to_double(t, exponent, kind_of(exponent), &power))
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
    if (ka == KIND_FLOAT && kb == KIND_FLOAT)
        return float_binary(t, op, float_of(a), float_of(b), ret);
    if (ka == KIND_FLOAT || kb == KIND_FLOAT) {
        if (op > OPR_POW)
            return VM_FALLBACK;
        if (!kind_to_double(t, a, ka, &x) || !kind_to_double(t, b, kb, &y))
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

enum vm_ret int_unary(struct task *t, unsigned op, value a, value *ret)
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
