/* magnitude.c: how rows of limbs are computed with. */
#include "vm/magnitude.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

typedef unsigned __int128 wide;

static size_t trimmed_pairs(const uint32_t *limb, size_t pairs)
{
    while (pairs && (limb[2 * pairs - 1] | limb[2 * pairs - 2]) == 0)
        pairs--;
    return pairs;
}

int mag_compare(const uint32_t *a, uint32_t an, const uint32_t *b, uint32_t bn)
{
    if (an != bn)
        return an < bn ? -1 : 1;
    while (an-- > 0)
        if (a[an] != b[an])
            return a[an] < b[an] ? -1 : 1;
    return 0;
}

void mag_add(uint32_t *to, const uint32_t *a, uint32_t an, const uint32_t *b, uint32_t bn)
{
    uint64_t carry = 0;
    for (uint32_t i = 0; i < an; i++) {
        carry += (uint64_t)a[i] + (i < bn ? b[i] : 0);
        to[i] = (uint32_t)carry;
        carry >>= LIMB_BITS;
    }
    to[an] = (uint32_t)carry;
}

void mag_sub(uint32_t *to, const uint32_t *a, uint32_t an, const uint32_t *b, uint32_t bn)
{
    int64_t borrow = 0;
    for (uint32_t i = 0; i < an; i++) {
        borrow += (int64_t)a[i] - (i < bn ? b[i] : 0);
        to[i] = (uint32_t)borrow;
        borrow >>= LIMB_BITS;
    }
}

/* Two limbs as one number. Written so that it holds in either byte order; on a little-endian
 * machine it is one load or store. */
static inline uint64_t pair_get(const uint32_t *limb, size_t i)
{
    return limb[2 * i] | (uint64_t)limb[2 * i + 1] << LIMB_BITS;
}

static inline void pair_set(uint32_t *limb, size_t i, uint64_t v)
{
    limb[2 * i] = (uint32_t)v;
    limb[2 * i + 1] = (uint32_t)(v >> LIMB_BITS);
}

/* to = a * b; lengths in pairs; to is zero and neither a nor b. */
static void mul_school(uint32_t *to, const uint32_t *a, size_t ap, const uint32_t *b, size_t bp)
{
    for (size_t i = 0; i < ap; i++) {
        uint64_t x = pair_get(a, i), carry = 0;
        for (size_t j = 0; j < bp; j++) {
            wide sum = (wide)x * pair_get(b, j) + pair_get(to, i + j) + carry;
            pair_set(to, i + j, (uint64_t)sum);
            carry = (uint64_t)(sum >> 64);
        }
        pair_set(to, i + bp, carry);
    }
}

/* to += a, or to -= a, whose carry runs on in to, which is long enough for it. Lengths in pairs. */
static void pairs_add(uint32_t *to, const uint32_t *a, size_t ap)
{
    unsigned char carry = 0;
    for (size_t i = 0; i < ap || carry; i++) {
        wide sum = (wide)pair_get(to, i) + (i < ap ? pair_get(a, i) : 0) + carry;
        pair_set(to, i, (uint64_t)sum);
        carry = (unsigned char)(sum >> 64);
    }
}

static void pairs_sub(uint32_t *to, const uint32_t *a, size_t ap)
{
    unsigned char borrow = 0;
    for (size_t i = 0; i < ap || borrow; i++) {
        wide less = (wide)(i < ap ? pair_get(a, i) : 0) + borrow;
        uint64_t have = pair_get(to, i);
        pair_set(to, i, have - (uint64_t)less);
        borrow = have < less;
    }
}

static _Thread_local struct {
    const _Atomic uint32_t *word;
    uint32_t bits;
    bool left;
} watch;

void mag_watch(const _Atomic uint32_t *word, uint32_t bits)
{
    watch.word = word;
    watch.bits = bits;
    watch.left = false;
}

bool mag_unwatch(void)
{
    bool left = watch.word && watch.left; // of now, and not of the last one that was watched
    watch.word = NULL;
    return left;
}

/* Whether to end early. */
static bool is_left(void)
{
    if (watch.word && atomic_load_explicit(watch.word, memory_order_relaxed) & watch.bits)
        watch.left = true;
    return watch.word && watch.left;
}

enum { KARATSUBA_PAIRS = 40 }; // measured: below, the plain way is as fast

/* to = a * b for two numbers of n pairs; work has 8n + 128 limbs.
 * (a1 B + a0)(b1 B + b0) takes three products of half the length instead of four: the middle one is
 * (a1 + a0)(b1 + b0) - a1 b1 - a0 b0. Source: A. Karatsuba, Y. Ofman, 1962. */
static void mul_halves(uint32_t *to, const uint32_t *a, const uint32_t *b, size_t n, uint32_t *work)
{
    if (n < KARATSUBA_PAIRS) {
        memset(to, 0, 16 * n);
        mul_school(to, a, n, b, n);
        return;
    }
    if (is_left())
        return;
    size_t low = n / 2, high = n - low, m = high + 1; // m: pairs of a sum
    uint32_t *as = work, *bs = as + 2 * m, *mid = bs + 2 * m, *rest = mid + 4 * m;
    memcpy(as, a + 2 * low, 8 * high);
    memcpy(bs, b + 2 * low, 8 * high);
    memset(as + 2 * high, 0, 8);
    memset(bs + 2 * high, 0, 8);
    pairs_add(as, a, low);
    pairs_add(bs, b, low);
    mul_halves(mid, as, bs, m, rest);
    mul_halves(to, a, b, low, rest);
    mul_halves(to + 4 * low, a + 2 * low, b + 2 * low, high, rest);
    if (is_left()) // a carry of any limbs would run on beyond them
        return;
    pairs_sub(mid, to, 2 * low);
    pairs_sub(mid, to + 4 * low, 2 * high);
    pairs_add(to + 2 * low, mid, trimmed_pairs(mid, 2 * m));
}

void mag_mul(uint32_t *to, const uint32_t *a, uint32_t an, const uint32_t *b, uint32_t bn)
{
    size_t ap = (an + 1) / 2, bp = (bn + 1) / 2;
    if (ap < bp) {
        mag_mul(to, b, bn, a, an);
        return;
    }
    if (bp < KARATSUBA_PAIRS) {
        mul_school(to, a, ap, b, bp);
        return;
    }
    uint32_t *product = mem_alloc(4 * (4 * bp + 16 * bp + 1024)), *work = product + 4 * bp;
    size_t at = 0;
    for (; at + bp <= ap; at += bp) {
        mul_halves(product, a + 2 * at, b, bp, work);
        if (is_left())
            break;
        pairs_add(to + 2 * at, product, trimmed_pairs(product, 2 * bp));
    }
    if (at < ap && !is_left()) {
        memset(product, 0, 16 * bp);
        mul_school(product, a + 2 * at, ap - at, b, bp);
        pairs_add(to + 2 * at, product, trimmed_pairs(product, ap - at + bp));
    }
    free(product);
}

uint32_t mag_div_limb(uint32_t *a, uint32_t n, uint32_t d)
{
    uint64_t rest = 0;
    while (n-- > 0) {
        rest = rest << LIMB_BITS | a[n];
        a[n] = (uint32_t)(rest / d);
        rest %= d;
    }
    return (uint32_t)rest;
}

void mag_shift_left(uint32_t *to, const uint32_t *a, uint32_t n, uint64_t bits)
{
    uint64_t words = bits / LIMB_BITS, carry = 0;
    unsigned by = bits % LIMB_BITS;
    for (uint32_t i = 0; i < n; i++) {
        carry |= (uint64_t)a[i] << by;
        to[i + words] = (uint32_t)carry;
        carry >>= LIMB_BITS;
    }
    if (carry)
        to[n + words] = (uint32_t)carry;
}

bool mag_shift_right(uint32_t *to, const uint32_t *a, uint32_t n, uint64_t bits)
{
    uint32_t words = (uint32_t)(bits / LIMB_BITS);
    unsigned by = bits % LIMB_BITS;
    bool lost = a[words] & ((1u << by) - 1);
    for (uint32_t i = 0; i < words; i++)
        lost |= a[i] != 0;
    for (uint32_t i = words; i < n; i++) {
        uint64_t both = a[i] | (uint64_t)(i + 1 < n ? a[i + 1] : 0) << LIMB_BITS;
        to[i - words] = (uint32_t)(both >> by);
    }
    return lost;
}

/* One digit of the quotient: u -= q * v for the largest q, which is returned. u has vn + 1
 * limbs, v has its top bit set, and u / v fits in a limb. */
static uint32_t mag_div_step(uint32_t *u, const uint32_t *v, uint32_t vn)
{
    uint64_t top = (uint64_t)u[vn] << LIMB_BITS | u[vn - 1];
    uint64_t q = top / v[vn - 1], r = top % v[vn - 1];
    while (q > UINT32_MAX || (q * v[vn - 2] > (r << LIMB_BITS | u[vn - 2]))) {
        q--;
        r += v[vn - 1];
        if (r > UINT32_MAX)
            break;
    }
    uint64_t carry = 0;
    int64_t borrow = 0;
    for (uint32_t i = 0; i < vn; i++) {
        carry += q * v[i];
        borrow += (int64_t)u[i] - (int64_t)(uint32_t)carry;
        u[i] = (uint32_t)borrow;
        borrow >>= LIMB_BITS;
        carry >>= LIMB_BITS;
    }
    borrow += (int64_t)u[vn] - (int64_t)carry;
    u[vn] = (uint32_t)borrow;
    if (borrow >= 0)
        return (uint32_t)q;
    carry = 0; // q was one too large: add v back
    for (uint32_t i = 0; i < vn; i++) {
        carry += (uint64_t)u[i] + v[i];
        u[i] = (uint32_t)carry;
        carry >>= LIMB_BITS;
    }
    u[vn] += (uint32_t)carry;
    return (uint32_t)(q - 1);
}

void mag_divide(uint32_t *q, uint32_t *rest, uint32_t an, const uint32_t *v, uint32_t vn)
{
    for (uint32_t i = an - vn + 1; i-- > 0 && !is_left();) {
        uint32_t digit = mag_div_step(rest + i, v, vn);
        if (q)
            q[i] = digit;
    }
}

uint32_t mag_mul_limb(uint32_t *limb, uint32_t n, uint32_t by, uint32_t add)
{
    uint64_t carry = add;
    for (uint32_t i = 0; i < n; i++) {
        carry += (uint64_t)limb[i] * by;
        limb[i] = (uint32_t)carry;
        carry >>= LIMB_BITS;
    }
    if (carry)
        limb[n++] = (uint32_t)carry;
    return n;
}
