/* kind.h: what the files about numbers share. */
#ifndef VM_KIND_H
#define VM_KIND_H

#include "vm/methods.h"

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

static inline int64_t floor_quotient(int64_t a, int64_t b)
{
    int64_t q = a / b;
    return q - (a % b != 0 && (a < 0) != (b < 0));
}

static inline int64_t floor_rest(int64_t a, int64_t b)
{
    int64_t r = a % b;
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

/* A number of a kind that it has. OverflowError sets exc and gives false. */
bool kind_to_double(struct task *t, value v, enum kind k, double *ret);
enum vm_ret zero_division(struct task *t, unsigned op); // ZeroDivisionError
enum vm_ret int_unary(struct task *t, unsigned op, value a, value *ret); // of an int of any size

#endif
