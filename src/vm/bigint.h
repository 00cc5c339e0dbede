/* bigint.h: exact integers of any size.
 *
 * In:      values that are int, bool or T_BIGINT, seen through a struct big.
 * Out:     values: small again whenever the result fits in 63 bits.
 * Owner:   a view borrows the limbs of its value; it must not be copied, because a small
 *          int's limbs are in the view itself.
 * Threads: integers never change, so there is nothing to guard.
 *
 * A magnitude is an array of 32-bit limbs, least significant first. It is padded with a
 * zero limb to an even number, so that multiplication can take two limbs at a time. */
#ifndef VM_BIGINT_H
#define VM_BIGINT_H

#include "vm/vm.h"

struct big {
    const uint32_t *limb;
    uint32_t n;        // without leading zero limbs; 0 for zero
    bool negative;
    uint32_t own[2];   // the limbs of a small int
};

/* v: int, bool or big int. */
void big_view(struct big *b, value v);

/* For who makes one limb by limb. NULL with MemoryError set. The limbs are zero, and their number is even in memory. */
struct bigint *big_new(struct task *t, size_t n);
/* Makes r the canonical form: leading zeros off, a small int if it fits. */
enum vm_ret big_finish(struct bigint *r, bool negative, value *ret);

/* The results go to *ret; VM_RAISE is MemoryError or the error that CPython gives. */
enum vm_ret big_add(struct task *t, const struct big *a, const struct big *b, value *ret);
enum vm_ret big_sub(struct task *t, const struct big *a, const struct big *b, value *ret);
enum vm_ret big_mul(struct task *t, const struct big *a, const struct big *b, value *ret);
/* Floor division; b is not zero. Either result pointer may be NULL. */
enum vm_ret big_divmod(struct task *t, const struct big *a, const struct big *b, value *ret_quotient,
                       value *ret_rest);
enum vm_ret big_pow(struct task *t, const struct big *a, uint64_t exponent, value *ret);
/* a ** e mod m with the sign of m; e >= 0, m not zero. */
enum vm_ret big_powmod(struct task *t, const struct big *a, const struct big *e, const struct big *m,
                       value *ret);
enum vm_ret big_shift_left(struct task *t, const struct big *a, uint64_t bits, value *ret);
enum vm_ret big_shift_right(struct task *t, const struct big *a, uint64_t bits, value *ret);
/* op: OPR_AND, OPR_OR or OPR_XOR of the infinite two's complement forms. */
enum vm_ret big_bits(struct task *t, unsigned op, const struct big *a, const struct big *b, value *ret);
enum vm_ret big_negate(struct task *t, const struct big *a, value *ret);

int big_compare(const struct big *a, const struct big *b);
/* d may be anything but NaN. */
int big_compare_double(const struct big *a, double d);
uint64_t big_bit_length(const struct big *a);
uint64_t big_bit_count(const struct big *a);
/* Rounded to the nearest, ties to even; false if it is too large. */
bool big_to_double(const struct big *a, double *ret);
/* a / b, correctly rounded; b is not zero; false if the result is too large. */
bool big_true_divide(const struct big *a, const struct big *b, double *ret);
/* The whole part of a finite d. */
enum vm_ret big_from_double(struct task *t, double d, value *ret);
/* The remainder by 2^61 - 1 with the sign of a: what hash() is made of. */
int64_t big_hash(const struct big *a);

/* Decimal digits, with a minus sign. The time grows with the square of the length. */
void big_text(struct buf *out, const struct big *a);
/* Digits of the magnitude in base 2, 8 or 16, lower case, no sign and no prefix. */
void big_text_base(struct buf *out, const struct big *a, unsigned base);
/* n digits (0-9, a-z in either case, all below base, and _ which is skipped), no sign. */
enum vm_ret big_parse(struct task *t, const char *s, size_t n, unsigned base, bool negative, value *ret);

/* n bytes, most significant first, two's complement if is_signed; and back. big_to_bytes is false
 * if it does not fit (a negative one never fits without is_signed). */
enum vm_ret big_from_bytes(struct task *t, const uint8_t *bytes, size_t n, bool is_signed, value *ret);
bool big_to_bytes(const struct big *a, uint8_t *bytes, size_t n, bool is_signed);

#endif
