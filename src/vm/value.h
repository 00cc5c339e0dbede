/* value.h: one Python value in one word.
 *
 *   ...........1   integer of 63 bits, shifted left by one
 *   ..........10   float whose exponent is near zero, rotated (see below)
 *   .........000   offset of a heap object from heap_base; never 0
 *   pppp sssss 100 special: payload p, sort s: None and friends, builtins, types, modules
 *
 * Offsets, not pointers: a heap can be copied by memcpy and lives on at another
 * address. heap_base is one variable for a process (the explorer sets it when
 * it steps another simulated process); it changes only while no task runs. */
#ifndef VM_VALUE_H
#define VM_VALUE_H

#include <string.h>

#include "base/base.h"

typedef uint64_t value;

extern char *heap_base;

enum special_sort { SORT_SINGLE, SORT_BUILTIN, SORT_TYPE, SORT_MODULE };

#define V_SPECIAL(sort, payload) ((value)(payload) << 8 | (value)(sort) << 3 | 4u)
#define V_UNBOUND V_SPECIAL(SORT_SINGLE, 0) // no value: an unset variable, an absent argument
#define V_NONE V_SPECIAL(SORT_SINGLE, 1)
#define V_FALSE V_SPECIAL(SORT_SINGLE, 2)
#define V_TRUE V_SPECIAL(SORT_SINGLE, 3)
#define V_ELLIPSIS V_SPECIAL(SORT_SINGLE, 4)
#define V_NOTIMPL V_SPECIAL(SORT_SINGLE, 5)
#define V_DELETED V_SPECIAL(SORT_SINGLE, 6) // a dict entry that was removed; never seen by programs
#define V_BUILTIN(id) V_SPECIAL(SORT_BUILTIN, id) // a native function, enum builtin_id
#define V_TYPE(type) V_SPECIAL(SORT_TYPE, type)   // a native type, enum type_id
#define V_MODULE(index) V_SPECIAL(SORT_MODULE, index)
#define V_BOOL(b) ((b) ? V_TRUE : V_FALSE)

#define INT_MAX63 ((int64_t)0x3fffffffffffffff)
#define INT_MIN63 (-INT_MAX63 - 1)
#define V_INT(i) ((value)((uint64_t)(int64_t)(i) << 1) | 1u) // i must fit in 63 bits

static inline bool is_int(value v) { return v & 1; }
static inline int64_t int_of(value v) { return (int64_t)v >> 1; }
static inline bool int_fits(int64_t i) { return i >= INT_MIN63 && i <= INT_MAX63; }
static inline bool is_ref(value v) { return (v & 7) == 0; }
static inline bool is_special(value v) { return (v & 7) == 4; }
static inline bool is_sort(value v, enum special_sort s) { return (v & 0xff) == ((value)s << 3 | 4u); }
static inline uint64_t payload_of(value v) { return v >> 8; }
static inline bool is_bool(value v) { return v == V_TRUE || v == V_FALSE; }

/* Immediate floats: to the bits of the double a constant is added that moves the exponents around zero to
 * where their highest two bits are 10, and all is rotated by three: these two bits are the tag, with the sign
 * before them. Covers 0.0 and magnitudes from 1e-77 to 1e+77; the others are boxed (T_FLOAT). The smallest of
 * them would be the word 2, which stands for 0.0 instead. Source: the "flonum" of K. Sasada's CRuby (2008), and for the
 * constant O. Melançon, M. Serrano and M. Feeley, Float Self-Tagging (2024). */
#define V_ZERO_FLOAT ((value)2)
#define FLONUM_SHIFT ((uint64_t)0x101 << 52) // exponent 2ff, that is 2^-256, becomes 400
static inline bool is_flonum(value v) { return (v & 3) == 2; }
static inline double flonum_of(value v)
{
    double d;
    if (UNLIKELY(v == V_ZERO_FLOAT))
        return 0.0;
    uint64_t b = (v >> 3 | v << 61) - FLONUM_SHIFT;
    memcpy(&d, &b, sizeof d);
    return d;
}

/* The immediate form of d, or V_UNBOUND if it must be boxed. */
static inline value flonum_from(double d)
{
    uint64_t b;
    memcpy(&b, &d, sizeof b);
    uint64_t r = b + FLONUM_SHIFT;
    r = r << 3 | r >> 61;
    if (LIKELY((r & 3) == 2 && r != V_ZERO_FLOAT))
        return r;
    return b == 0 ? V_ZERO_FLOAT : V_UNBOUND;
}

#define REF(v) ((void *)(heap_base + (v)))
static inline value value_of(const void *object) { return (value)((const char *)object - heap_base); }

#endif
