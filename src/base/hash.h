/* hash.h: mixing bits. Not for secrets. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <string.h>

#include "base/base.h"

/* Every input bit reaches every output bit.
 * Source: the finaliser of SplitMix64, G. Steele, D. Lea, C. Flood, Fast
 * splittable pseudorandom number generators, OOPSLA 2014. */
static inline uint64_t hash_mix(uint64_t x)
{
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9u;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/* A hash of n bytes; the same on every run and machine of one byte order. */
static inline uint64_t hash_bytes(const void *p, size_t n)
{
    const unsigned char *s = p;
    uint64_t h = 0x9e3779b97f4a7c15u ^ n;
    for (; n >= 8; s += 8, n -= 8) {
        uint64_t word;
        memcpy(&word, s, 8);
        h = (h ^ word) * 0xff51afd7ed558ccdu;
        h ^= h >> 32;
    }
    uint64_t tail = 0;
    if (n)
        memcpy(&tail, s, n);
    return hash_mix(h ^ tail);
}

/* What stands for a name where there is room for a number only; never 0. */
static inline int64_t name_alias(const char *name, size_t n)
{
    return (int64_t)(hash_bytes(name, n) >> 2 | 1);
}

/* The next number of a seeded sequence (SplitMix64, as above). */
static inline uint64_t rng_next(uint64_t *state)
{
    return hash_mix(*state += 0x9e3779b97f4a7c15u);
}

#endif
