/* bigint.c: exact integers: sums, products, powers, bits, order, doubles, bytes. Their limbs are computed with in magnitude.c;
 * as text they are in bigtext.c. */
#include "vm/bigint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "vm/magnitude.h"

typedef unsigned __int128 wide;

/* ---- views and results ---- */

void big_view(struct big *b, value v)
{
    if (is_ref(v)) {
        const struct bigint *i = REF(v);
        b->limb = i->limb;
        b->n = i->o.n;
        b->negative = i->o.aux & 1;
        return;
    }
    int64_t i = is_int(v) ? int_of(v) : v == V_TRUE;
    uint64_t m = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    b->own[0] = (uint32_t)m;
    b->own[1] = (uint32_t)(m >> LIMB_BITS);
    b->limb = b->own;
    b->n = mag_trimmed(b->own, 2);
    b->negative = i < 0;
}

struct bigint *big_new(struct task *t, size_t n)
{
    if (n > UINT32_MAX - 1) {
        throw(t, EXC_MemoryError, "integer too large");
        return NULL;
    }
    return heap_new(t, T_BIGINT, sizeof(struct bigint) + 4 * ALIGN_UP(n, 2), (uint32_t)n);
}

enum vm_ret big_finish(struct bigint *r, bool negative, value *ret)
{
    uint32_t n = mag_trimmed(r->limb, r->o.n);
    if (n <= 2) {
        uint64_t m = (n > 0 ? r->limb[0] : 0) | (uint64_t)(n > 1 ? r->limb[1] : 0) << LIMB_BITS;
        if (m <= (uint64_t)INT_MAX63 + negative) {
            *ret = V_INT(negative ? (int64_t)(0 - m) : (int64_t)m);
            return VM_OK;
        }
    }
    r->o.n = n;
    r->o.aux = negative;
    *ret = value_of(r);
    return VM_OK;
}

static enum vm_ret big_copy(struct task *t, const struct big *a, bool negative, value *ret)
{
    struct bigint *r = big_new(t, a->n);
    if (!r)
        return VM_RAISE;
    memcpy(r->limb, a->limb, 4 * (size_t)a->n);
    return big_finish(r, negative, ret);
}

/* ---- sums and products ---- */

static enum vm_ret add_signed(struct task *t, const struct big *a, const struct big *b, bool b_negative,
                              value *ret)
{
    int order = mag_compare(a->limb, a->n, b->limb, b->n);
    const struct big *large = order < 0 ? b : a, *small = order < 0 ? a : b;
    bool negative = order < 0 ? b_negative : a->negative;
    struct bigint *r = big_new(t, (size_t)large->n + 1);
    if (!r)
        return VM_RAISE;
    if (a->negative == b_negative)
        mag_add(r->limb, large->limb, large->n, small->limb, small->n);
    else
        mag_sub(r->limb, large->limb, large->n, small->limb, small->n);
    return big_finish(r, negative, ret);
}

enum vm_ret big_add(struct task *t, const struct big *a, const struct big *b, value *ret)
{
    return add_signed(t, a, b, b->negative, ret);
}

enum vm_ret big_sub(struct task *t, const struct big *a, const struct big *b, value *ret)
{
    return add_signed(t, a, b, !b->negative, ret);
}

enum vm_ret big_negate(struct task *t, const struct big *a, value *ret)
{
    return big_copy(t, a, !a->negative, ret);
}

enum vm_ret big_mul(struct task *t, const struct big *a, const struct big *b, value *ret)
{
    struct bigint *r = big_new(t, ALIGN_UP((size_t)a->n, 2) + ALIGN_UP((size_t)b->n, 2));
    if (!r)
        return VM_RAISE;
    mag_mul(r->limb, a->limb, a->n, b->limb, b->n);
    return big_finish(r, a->negative != b->negative, ret);
}

/* ---- division ---- */

/* |a| / |b| rounded down and its rest, both as positive numbers. */
static enum vm_ret divide(struct task *t, const struct big *a, const struct big *b, struct bigint **q,
                          struct bigint **rest)
{
    *q = big_new(t, a->n < b->n ? 0 : (size_t)a->n - b->n + 1);
    *rest = *q ? big_new(t, (size_t)a->n + 1) : NULL;
    if (!*rest)
        return VM_RAISE;
    if (mag_compare(a->limb, a->n, b->limb, b->n) < 0) {
        memcpy((*rest)->limb, a->limb, 4 * (size_t)a->n);
    } else if (b->n == 1) {
        memcpy((*q)->limb, a->limb, 4 * (size_t)a->n);
        (*rest)->limb[0] = mag_div_limb((*q)->limb, a->n, b->limb[0]);
    } else {
        unsigned by = (unsigned)__builtin_clz(b->limb[b->n - 1]);
        struct bigint *v = big_new(t, (size_t)b->n + 1);
        if (!v)
            return VM_RAISE;
        mag_shift_left(v->limb, b->limb, b->n, by);
        mag_shift_left((*rest)->limb, a->limb, a->n, by);
        mag_divide((*q)->limb, (*rest)->limb, a->n, v->limb, b->n);
        mag_shift_right((*rest)->limb, (*rest)->limb, b->n, by);
    }
    return VM_OK;
}

/* The rest is between zero and b: where the signs differ the quotient goes one down. */
static enum vm_ret floor_adjust(struct task *t, const struct big *b, value *q, value *rest)
{
    struct big down, r, one;
    if (*rest == V_INT(0))
        return VM_OK;
    big_view(&r, *rest);
    enum vm_ret got = big_add(t, &r, b, rest);
    if (got != VM_OK || !q)
        return got;
    big_view(&down, *q);
    big_view(&one, V_INT(1));
    return big_sub(t, &down, &one, q);
}

enum vm_ret big_divmod(struct task *t, const struct big *a, const struct big *b, value *ret_quotient,
                       value *ret_rest)
{
    struct bigint *q, *r;
    value rest;
    enum vm_ret got = divide(t, a, b, &q, &r);
    if (got != VM_OK)
        return got;
    big_finish(r, a->negative, &rest);
    if (ret_quotient)
        big_finish(q, a->negative != b->negative, ret_quotient);
    if (a->negative != b->negative)
        got = floor_adjust(t, b, ret_quotient, &rest);
    if (ret_rest)
        *ret_rest = rest;
    return got;
}

/* ---- powers ---- */

static enum vm_ret value_mul(struct task *t, value a, value b, value *ret)
{
    struct big x, y;
    big_view(&x, a);
    big_view(&y, b);
    return big_mul(t, &x, &y, ret);
}

enum vm_ret big_pow(struct task *t, const struct big *a, uint64_t exponent, value *ret)
{
    value base, result = V_INT(1);
    enum vm_ret got = VM_OK;
    uint64_t bits = big_bit_length(a);

    if (a->n == 1 && a->limb[0] == 1) { // 1 and -1
        *ret = V_INT(a->negative && (exponent & 1) ? -1 : 1);
        return VM_OK;
    }
    // The result has about bits * exponent bits: say no before the work, not after it.
    if (bits && exponent > UINT64_MAX / bits)
        return throw(t, EXC_MemoryError, "integer too large");
    if (bits && !heap_room(t, bits * exponent / 8))
        return VM_RAISE;
    got = big_copy(t, a, a->negative, &base);
    for (uint64_t bit = exponent ? 1ull << (63 - __builtin_clzll(exponent)) : 0; bit && got == VM_OK;
         bit >>= 1) {
        got = value_mul(t, result, result, &result);
        if (got == VM_OK && (exponent & bit))
            got = value_mul(t, result, base, &result);
    }
    *ret = result;
    return got;
}

/* x = x * y mod m, all of n limbs (n even); work has 2n + 2 limbs; m is shifted so that its top
 * bit is set. x and y are below m. mn: limbs of m, at least 2. */
static void mag_mulmod(uint32_t *x, const uint32_t *y, const uint32_t *m, uint32_t n, uint32_t mn,
                       uint32_t *work)
{
    memset(work, 0, 4 * (2 * (size_t)n + 2));
    mag_mul(work, x, n, y, n);
    mag_divide(NULL, work, 2 * n, m, mn);
    memcpy(x, work, 4 * (size_t)n);
}

/* x = base ** e mod m; base < m, m has its top bit set. */
static void mag_powmod(uint32_t *x, const uint32_t *base, const struct big *e, const uint32_t *m,
                       uint32_t n, uint32_t mn, uint32_t *work)
{
    for (uint64_t bit = big_bit_length(e); bit-- > 0;) {
        mag_mulmod(x, x, m, n, mn, work);
        if (e->limb[bit / LIMB_BITS] >> (bit % LIMB_BITS) & 1)
            mag_mulmod(x, base, m, n, mn, work);
    }
}

/* Works modulo m << by, whose top limb is full as division wants it, with m of two limbs or
 * more: ((m << by) is a multiple of m, so the rest by m can be taken at the end. */
enum vm_ret big_powmod(struct task *t, const struct big *a, const struct big *e, const struct big *m,
                       value *ret)
{
    uint64_t bits = big_bit_length(m);
    uint64_t by = ALIGN_UP(MAX(bits, (uint64_t)2 * LIMB_BITS), LIMB_BITS) - bits;
    uint32_t mn = (uint32_t)((bits + by) / LIMB_BITS), n = mn + (mn & 1);
    struct big rest;
    value start;

    enum vm_ret got = big_divmod(t, a, m, NULL, &start);
    struct bigint *x = got == VM_OK ? big_new(t, n) : NULL;
    if (!x)
        return VM_RAISE;
    uint32_t *room = mem_zalloc((size_t)n * 4 + 4, 4); // shifted m, base, product
    uint32_t *base = room + n + 2, *work = base + n;
    big_view(&rest, start);
    if (rest.negative) // m is negative: -m works on the same classes, the sign comes at the end
        mag_sub(base, m->limb, m->n, rest.limb, rest.n);
    else
        memcpy(base, rest.limb, 4 * (size_t)rest.n);
    mag_shift_left(room, m->limb, m->n, by);
    x->limb[0] = 1;
    mag_powmod(x->limb, base, e, room, n, mn, work);
    free(room);
    big_finish(x, false, &start);
    big_view(&rest, start);
    return big_divmod(t, &rest, m, NULL, ret);
}

/* ---- bits ---- */

enum vm_ret big_shift_left(struct task *t, const struct big *a, uint64_t bits, value *ret)
{
    uint64_t words = bits / LIMB_BITS;
    if (a->n == 0) {
        *ret = V_INT(0);
        return VM_OK;
    }
    if (words > UINT32_MAX - 2 - (uint64_t)a->n)
        return throw(t, EXC_OverflowError, "too many digits in integer");
    struct bigint *r = big_new(t, a->n + words + 1);
    if (!r)
        return VM_RAISE;
    mag_shift_left(r->limb, a->limb, a->n, bits);
    return big_finish(r, a->negative, ret);
}

/* Rounds down, so a negative number that loses a bit goes one further from zero. */
enum vm_ret big_shift_right(struct task *t, const struct big *a, uint64_t bits, value *ret)
{
    uint64_t words = bits / LIMB_BITS;
    if (words >= a->n) {
        *ret = V_INT(a->negative ? -1 : 0);
        return VM_OK;
    }
    struct bigint *r = big_new(t, a->n - words + 1);
    if (!r)
        return VM_RAISE;
    if (mag_shift_right(r->limb, a->limb, a->n, bits) && a->negative)
        mag_add(r->limb, r->limb, r->o.n - 1, (const uint32_t[]){ 1 }, 1);
    return big_finish(r, a->negative, ret);
}

/* Limb i of the two's complement form; *carry starts at 1 for a negative number. */
static uint32_t twos_limb(const struct big *a, uint32_t i, uint64_t *carry)
{
    uint32_t limb = i < a->n ? a->limb[i] : 0;
    if (!a->negative)
        return limb;
    *carry += (uint32_t)~limb;
    uint32_t got = (uint32_t)*carry;
    *carry >>= LIMB_BITS;
    return got;
}

static uint32_t bits_limb(unsigned op, uint32_t a, uint32_t b)
{
    return op == OPR_AND ? a & b : op == OPR_OR ? a | b : a ^ b;
}

/* Takes limbs in two's complement form back to a magnitude. */
static void twos_negate(uint32_t *limb, uint32_t n)
{
    uint64_t carry = 1;
    for (uint32_t i = 0; i < n; i++) {
        carry += (uint32_t)~limb[i];
        limb[i] = (uint32_t)carry;
        carry >>= LIMB_BITS;
    }
}

enum vm_ret big_bits(struct task *t, unsigned op, const struct big *a, const struct big *b, value *ret)
{
    uint32_t n = MAX(a->n, b->n) + 1;
    uint64_t a_carry = 1, b_carry = 1;
    struct bigint *r = big_new(t, n);
    if (!r)
        return VM_RAISE;
    for (uint32_t i = 0; i < n; i++)
        r->limb[i] = bits_limb(op, twos_limb(a, i, &a_carry), twos_limb(b, i, &b_carry));
    bool negative = bits_limb(op, a->negative, b->negative) & 1;
    if (negative)
        twos_negate(r->limb, n);
    return big_finish(r, negative, ret);
}

uint64_t big_bit_length(const struct big *a)
{
    if (a->n == 0)
        return 0;
    return (uint64_t)a->n * LIMB_BITS - (unsigned)__builtin_clz(a->limb[a->n - 1]);
}

uint64_t big_bit_count(const struct big *a)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < a->n; i++)
        count += (unsigned)__builtin_popcount(a->limb[i]);
    return count;
}

/* ---- order and hash ---- */

int big_compare(const struct big *a, const struct big *b)
{
    if (a->negative != b->negative)
        return a->negative ? -1 : 1;
    int order = mag_compare(a->limb, a->n, b->limb, b->n);
    return a->negative ? -order : order;
}

enum { DOUBLE_LIMBS = 34 }; // 1024 bits and room for a shift

/* The whole part of a finite d as limbs; returns how many. */
static uint32_t double_limbs(double d, uint32_t limb[DOUBLE_LIMBS])
{
    int exponent;
    uint64_t mantissa = (uint64_t)ldexp(frexp(fabs(d), &exponent), 53);
    memset(limb, 0, 4 * DOUBLE_LIMBS);
    if (exponent <= 53)
        mantissa = exponent > 0 ? mantissa >> (53 - exponent) : 0;
    uint32_t pair[2] = { (uint32_t)mantissa, (uint32_t)(mantissa >> LIMB_BITS) };
    mag_shift_left(limb, pair, 2, exponent > 53 ? (uint64_t)(exponent - 53) : 0);
    return mag_trimmed(limb, DOUBLE_LIMBS);
}

int big_compare_double(const struct big *a, double d)
{
    uint32_t limb[DOUBLE_LIMBS];
    if (isinf(d))
        return d > 0 ? -1 : 1;
    struct big whole = { .limb = limb, .n = double_limbs(d, limb), .negative = d < 0 };
    if (whole.n == 0)
        whole.negative = false;
    int order = big_compare(a, &whole);
    if (order != 0)
        return order;
    double fraction = d - trunc(d);
    return fraction > 0 ? -1 : fraction < 0;
}

int64_t big_hash(const struct big *a)
{
    const uint64_t prime = (1ull << 61) - 1;
    uint64_t x = 0;
    for (uint32_t i = a->n; i-- > 0;)
        x = (uint64_t)(((wide)x << LIMB_BITS | a->limb[i]) % prime);
    return a->negative ? -(int64_t)x : (int64_t)x;
}

/* ---- doubles ---- */

/* mantissa * 2^exponent, rounded once, ties to even; sticky: something more was cut off below.
 * The top bit of mantissa need not be set, but it is not zero and has 54 bits or more unless it is
 * exact. False if the result is too large. */
static bool double_round(uint64_t mantissa, bool sticky, int64_t exponent, double *ret)
{
    int64_t length = 64 - __builtin_clzll(mantissa);
    int64_t keep = MIN(53, length + exponent + 1074); // fewer bits for the very small ones
    if (keep < 0) {
        *ret = 0;
        return true;
    }
    int64_t drop = length - keep;
    if (drop > 0) {
        uint64_t half = 1ull << (drop - 1);
        uint64_t low = drop == 64 ? mantissa : mantissa & ((half << 1) - 1);
        mantissa = drop == 64 ? 0 : mantissa >> drop;
        mantissa += low > half || (low == half && (sticky || (mantissa & 1)));
        exponent += drop;
    }
    if (exponent > 1024)
        return false;
    *ret = ldexp((double)mantissa, (int)exponent);
    return !isinf(*ret);
}

/* The 64 bits of a from bit `from` upwards; *ret_sticky: a lower one is set. */
static uint64_t bits_from(const struct big *a, uint64_t from, bool *ret_sticky)
{
    uint32_t part[4] = { 0 };
    uint32_t word = (uint32_t)(from / LIMB_BITS);
    *ret_sticky = false;
    for (uint32_t i = 0; i < word && !*ret_sticky; i++)
        *ret_sticky = a->limb[i] != 0;
    for (uint32_t i = 0; i < 3 && word + i < a->n; i++)
        part[i] = a->limb[word + i];
    *ret_sticky |= mag_shift_right(part, part, 3, from % LIMB_BITS);
    return part[0] | (uint64_t)part[1] << LIMB_BITS;
}

bool big_to_double(const struct big *a, double *ret)
{
    bool sticky;
    uint64_t length = big_bit_length(a), drop = length > 64 ? length - 64 : 0;
    if (a->n == 0) {
        *ret = 0;
        return true;
    }
    uint64_t mantissa = bits_from(a, drop, &sticky);
    if (!double_round(mantissa, sticky, (int64_t)drop, ret))
        return false;
    if (a->negative)
        *ret = -*ret;
    return true;
}

/* Shifts one side so that the quotient has 63 or 64 bits, and rounds that with what is left. */
bool big_true_divide(const struct big *a, const struct big *b, double *ret)
{
    if (a->n == 0) {
        *ret = b->negative ? -0.0 : 0.0;
        return true;
    }
    int64_t up = 63 - ((int64_t)big_bit_length(a) - (int64_t)big_bit_length(b));
    size_t an = a->n + (up > 0 ? (size_t)up / LIMB_BITS + 1 : 0);
    size_t bn = b->n + (up < 0 ? (size_t)-up / LIMB_BITS + 1 : 0);
    uint32_t *rest = mem_zalloc(an + bn + 8, 4), *v = rest + an + 3;
    uint32_t q[4] = { 0 };

    // division wants the top bit of the divisor's top limb set: shift both further by that
    uint64_t v_by = up < 0 ? (uint64_t)-up : 0;
    unsigned more = (unsigned)((LIMB_BITS - (big_bit_length(b) + v_by) % LIMB_BITS) % LIMB_BITS);
    mag_shift_left(v, b->limb, b->n, v_by + more);
    mag_shift_left(rest, a->limb, a->n, (up > 0 ? (uint64_t)up : 0) + more);
    uint32_t vn = mag_trimmed(v, bn + 2), rn = mag_trimmed(rest, an + 2);
    if (vn == 1) {
        q[3] = mag_div_limb(rest, rn, v[0]);
        memcpy(q, rest, 4 * (size_t)MIN(rn, 3u));
        memset(rest, 0, 4 * (size_t)rn);
        rest[0] = q[3];
    } else if (rn >= vn) {
        mag_divide(q, rest, rn, v, vn);
    }
    bool sticky = mag_trimmed(rest, an + 2) != 0;
    free(rest);
    if (!double_round(q[0] | (uint64_t)q[1] << LIMB_BITS, sticky, -up, ret))
        return false;
    if (a->negative != b->negative)
        *ret = -*ret;
    return true;
}

enum vm_ret big_from_double(struct task *t, double d, value *ret)
{
    uint32_t limb[DOUBLE_LIMBS];
    struct big whole = { .limb = limb, .n = double_limbs(d, limb) };
    return big_copy(t, &whole, d < 0, ret);
}

/* ---- bytes ---- */

enum vm_ret big_from_bytes(struct task *t, const uint8_t *bytes, size_t n, bool is_signed, value *ret)
{
    bool negative = is_signed && n && bytes[0] & 0x80;
    struct bigint *r = big_new(t, n / 4 + 1);
    if (!r)
        return VM_RAISE;
    if (negative)
        memset(r->limb, 0xff, 4 * (size_t)r->o.n);
    for (size_t i = 0; i < n; i++) {
        unsigned shift = (unsigned)(i % 4) * 8;
        r->limb[i / 4] &= ~(0xffu << shift);
        r->limb[i / 4] |= (uint32_t)bytes[n - 1 - i] << shift;
    }
    if (negative)
        twos_negate(r->limb, r->o.n);
    return big_finish(r, negative, ret);
}

bool big_to_bytes(const struct big *a, uint8_t *bytes, size_t n, bool is_signed)
{
    uint64_t carry = 1;
    uint32_t limb = 0;
    if (a->negative && !is_signed)
        return false;
    for (size_t i = 0; i < n; i++, limb >>= 8) {
        if (i % 4 == 0)
            limb = twos_limb(a, (uint32_t)(i / 4), &carry);
        bytes[n - 1 - i] = (uint8_t)limb;
    }
    if (a->n > 0 && big_bit_length(a) > 8 * (uint64_t)n)
        return false;
    return !is_signed || a->n == 0 || (n > 0 && bytes[0] >> 7 == a->negative);
}
