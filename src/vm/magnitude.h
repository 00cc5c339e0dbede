/* magnitude.h: rows of limbs, computed with as numbers without a sign.
 *
 * In:      limbs of 32 bits, least significant first, and how many of them there are.
 * Out:     limbs, in the caller's room, of which each function says how much it needs.
 * Threads: pure functions, but for who watches, which each thread has to itself.
 *
 * A row that is multiplied has room for an even number of limbs, and what is above its length is zero there:
 * multiplication takes two limbs at a time. */
#ifndef VM_MAGNITUDE_H
#define VM_MAGNITUDE_H

#include "base/base.h"

enum { LIMB_BITS = 32 };

/* Multiplications and divisions of long rows take minutes. From here on, those of this thread end early, with any limbs
 * as their result, once one of the bits is set in *word. */
void mag_watch(const _Atomic uint32_t *word, uint32_t bits);
/* Nobody watches any more; whether something has ended early since mag_watch(). */
bool mag_unwatch(void);

/* How many limbs are left without zeroes at the top. */
static inline uint32_t mag_trimmed(const uint32_t *limb, size_t n)
{
    while (n && limb[n - 1] == 0)
        n--;
    return (uint32_t)n;
}

/* Below, equal, above: -1, 0, 1. Both without zeroes at the top. */
int mag_compare(const uint32_t *a, uint32_t an, const uint32_t *b, uint32_t bn);

/* to = a + b; an >= bn; to has an + 1 limbs and may be a. */
void mag_add(uint32_t *to, const uint32_t *a, uint32_t an, const uint32_t *b, uint32_t bn);

/* to = a - b; a >= b; to has an limbs and may be a or b. */
void mag_sub(uint32_t *to, const uint32_t *a, uint32_t an, const uint32_t *b, uint32_t bn);

/* to = a * b; to has room for both lengths, each rounded up to even, and is zero and neither a nor b. A
 * long a is taken in pieces as long as b. */
void mag_mul(uint32_t *to, const uint32_t *a, uint32_t an, const uint32_t *b, uint32_t bn);

/* limb = limb * by + add; returns the new number of limbs. */
uint32_t mag_mul_limb(uint32_t *limb, uint32_t n, uint32_t by, uint32_t add);

/* a = a / d in place; returns the rest. */
uint32_t mag_div_limb(uint32_t *a, uint32_t n, uint32_t d);

/* rest (an + 1 limbs, holding a << shift) is divided by v (vn >= 2 limbs, shifted too, so that its top bit is set); the
 * an - vn + 1 limbs of the quotient go to q, which may be NULL.
 * Source: D. Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D. */
void mag_divide(uint32_t *q, uint32_t *rest, uint32_t an, const uint32_t *v, uint32_t vn);

/* to = a << bits; to has n + bits / 32 + 1 limbs, zeroed, and is not a. */
void mag_shift_left(uint32_t *to, const uint32_t *a, uint32_t n, uint64_t bits);

/* to = a >> bits; to has n - bits / 32 limbs and may be a; returns whether bits that were 1 fell off. */
bool mag_shift_right(uint32_t *to, const uint32_t *a, uint32_t n, uint64_t bits);

#endif
