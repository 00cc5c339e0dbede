/* bigtext.c: big integers as digits, and back. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "vm/bigint.h"
#include "vm/magnitude.h"

enum { DIGITS_A_LIMB = 9 };
static const uint32_t limb_ten = 1000000000; // 10^9, the largest power of ten in a limb

/* ---- to digits ---- */

/* Groups of nine digits, least significant first; returns how many. to has n * 9 / 8 + 2. */
static size_t decimal_groups(uint32_t *to, const struct big *a)
{
    size_t used = 0;
    for (uint32_t i = a->n; i-- > 0;) {
        uint64_t carry = a->limb[i];
        for (size_t j = 0; j < used; j++) {
            carry += (uint64_t)to[j] << LIMB_BITS;
            to[j] = (uint32_t)(carry % limb_ten);
            carry /= limb_ten;
        }
        for (; carry; carry /= limb_ten)
            to[used++] = (uint32_t)(carry % limb_ten);
    }
    return used;
}

static void group_text(char *to, uint32_t group)
{
    for (int i = DIGITS_A_LIMB; i-- > 0; group /= 10)
        to[i] = (char)('0' + group % 10);
}

void big_text(struct buf *out, const struct big *a)
{
    uint32_t few[64], *group = few;
    size_t room = (size_t)a->n * 9 / 8 + 2;
    if (room > ARRAY_LEN(few))
        group = mem_alloc(room * sizeof *group);
    size_t n = decimal_groups(group, a);
    char *to = buf_room(out, n * DIGITS_A_LIMB + 2), *start = to;
    if (a->negative)
        *to++ = '-';
    char *digits = to;
    for (size_t i = n; i-- > 0; to += DIGITS_A_LIMB)
        group_text(to, group[i]);
    if (n == 0)
        *to++ = '0';
    size_t zeros = 0;
    while (zeros + 1 < (size_t)(to - digits) && digits[zeros] == '0')
        zeros++;
    memmove(digits, digits + zeros, (size_t)(to - digits) - zeros);
    to -= zeros;
    *to = 0;
    out->n += (size_t)(to - start);
    if (group != few)
        free(group);
}

void big_text_base(struct buf *out, const struct big *a, unsigned base)
{
    unsigned by = base == 16 ? 4 : base == 8 ? 3 : 1;
    size_t n = MAX((big_bit_length(a) + by - 1) / by, (uint64_t)1);
    char *to = buf_room(out, n);
    for (size_t i = 0; i < n; i++) {
        uint64_t bit = (uint64_t)i * by;
        uint32_t word = (uint32_t)(bit / LIMB_BITS);
        uint64_t both = word < a->n ? a->limb[word] : 0;
        if (word + 1 < a->n)
            both |= (uint64_t)a->limb[word + 1] << LIMB_BITS;
        to[n - 1 - i] = "0123456789abcdef"[both >> (bit % LIMB_BITS) & (base - 1)];
    }
    to[n] = 0;
    out->n += n;
}

/* ---- from digits ---- */

static unsigned digit_of(char c)
{
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 0x20) - 'a' + 10);
}

/* Bases that are powers of two: the digits are the bits. */
static void parse_bits(struct bigint *r, const char *s, size_t n, unsigned by)
{
    uint64_t bit = 0;
    for (size_t i = n; i-- > 0;) {
        if (s[i] == '_')
            continue;
        uint64_t digit = (uint64_t)digit_of(s[i]) << (bit % LIMB_BITS);
        r->limb[bit / LIMB_BITS] |= (uint32_t)digit;
        if (digit >> LIMB_BITS)
            r->limb[bit / LIMB_BITS + 1] |= (uint32_t)(digit >> LIMB_BITS);
        bit += by;
    }
}

static void parse_digits(struct bigint *r, const char *s, size_t n, unsigned base)
{
    uint32_t used = 0, group = 0, scale = 1;
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '_')
            continue;
        group = group * base + digit_of(s[i]);
        scale *= base;
        if (scale > UINT32_MAX / base) {
            used = mag_mul_limb(r->limb, used, scale, group);
            group = 0;
            scale = 1;
        }
    }
    if (scale > 1)
        mag_mul_limb(r->limb, used, scale, group);
}

enum vm_ret big_parse(struct task *t, const char *s, size_t n, unsigned base, bool negative, value *ret)
{
    unsigned by = base <= 2 ? 1 : 32 - (unsigned)__builtin_clz(base - 1); // bits of a digit, at most
    struct bigint *r = big_new(t, n * by / LIMB_BITS + 2);
    if (!r)
        return VM_RAISE;
    if ((base & (base - 1)) == 0)
        parse_bits(r, s, n, by);
    else
        parse_digits(r, s, n, base);
    return big_finish(r, negative, ret);
}
