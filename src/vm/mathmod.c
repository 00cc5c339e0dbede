/* mathmod.c: the native functions of the module math; see math.def. */
#include <math.h>

#include "vm/methods.h"
#include "vm/str.h"

#include "vm/inside.h"

static enum vm_ret real(struct task *t, value v, double *ret)
{
    if (number_get(t, payload_or_self(v), ret))
        return VM_OK;
    if (t->exc != V_UNBOUND)
        return VM_RAISE; // too large
    throw(t, EXC_TypeError, "must be real number, not %s", type_name(t, v));
    return may_be_number(t, v, true);
}

#define REAL(v, to)                                                                         \
    do {                                                                                    \
        enum vm_ret real_ret = real(t, (v), (to));                                          \
        if (real_ret != VM_OK)                                                              \
            return real_ret;                                                                \
    } while (0)

/* A result that is no number though the argument was one, or no finite one, is an error. */
static enum vm_ret give(struct task *t, double d, bool finite, bool may_overflow, value *ret)
{
    if (isnan(d) && finite)
        return throw(t, EXC_ValueError, "math domain error");
    if (isinf(d) && finite)
        return may_overflow ? throw(t, EXC_OverflowError, "math range error") : throw(t, EXC_ValueError, "math domain error");
    *ret = float_value(t, d);
    return VM_OK;
}

#define ONE(name, function, may_overflow)                                                   \
    enum vm_ret math_##name(struct task *t, value *args, value *ret)                        \
    {                                                                                       \
        double x;                                                                           \
        REAL(args[0], &x);                                                                  \
        bool number = !isnan(x) && (!isinf(x) || isnan(function(x)));                       \
        return give(t, function(x), number, may_overflow, ret);                             \
    }
ONE(sqrt, sqrt, false)
ONE(cbrt, cbrt, false)
ONE(exp, exp, true)
ONE(exp2, exp2, true)
ONE(expm1, expm1, true)
ONE(log1p, log1p, false)
ONE(sin, sin, false)
ONE(cos, cos, false)
ONE(tan, tan, false)
ONE(asin, asin, false)
ONE(acos, acos, false)
ONE(atan, atan, false)
ONE(sinh, sinh, true)
ONE(cosh, cosh, true)
ONE(tanh, tanh, false)
ONE(asinh, asinh, false)
ONE(acosh, acosh, false)
ONE(atanh, atanh, false)
ONE(erf, erf, false)
ONE(erfc, erfc, false)
ONE(fabs, fabs, false)

#define TWO(name, function, may_overflow)                                                   \
    enum vm_ret math_##name(struct task *t, value *args, value *ret)                        \
    {                                                                                       \
        double x, y;                                                                        \
        REAL(args[0], &x);                                                                  \
        REAL(args[1], &y);                                                                  \
        return give(t, function(x, y), isfinite(x) && isfinite(y), may_overflow, ret);      \
    }
TWO(atan2, atan2, false)
TWO(fmod, fmod, false)
TWO(remainder, remainder, false)
TWO(copysign, copysign, false)
TWO(nextafter, nextafter, true)

enum vm_ret math_pow(struct task *t, value *args, value *ret)
{
    double x, y;
    REAL(args[0], &x);
    REAL(args[1], &y);
    if (x == 0.0 && y < 0.0 && isfinite(y))
        return throw(t, EXC_ValueError, "math domain error");
    return give(t, pow(x, y), isfinite(x) && isfinite(y), true, ret);
}

enum vm_ret math_gamma(struct task *t, value *args, value *ret)
{
    double x = 0;
    REAL(args[0], &x);
    if (x == floor(x) && x <= 0.0)
        return throw(t, EXC_ValueError, "math domain error");
    double d = tgamma(x);
    if (x == floor(x) && x <= 23.0) { // exact in a double
        d = 1.0;
        for (double k = 2.0; k < x; k += 1.0)
            d *= k;
    }
    return give(t, d, isfinite(x), true, ret);
}

enum vm_ret math_lgamma(struct task *t, value *args, value *ret)
{
    double x = 0;
    int sign;
    REAL(args[0], &x);
    if (x == floor(x) && x <= 0.0)
        return throw(t, EXC_ValueError, "math domain error");
    return give(t, lgamma_r(x, &sign), isfinite(x), true, ret);
}

/* The logarithm, of ints of any size too: what does not fit in a double is halved first. */
static enum vm_ret log_of(struct task *t, value v, double (*function)(double), double *ret)
{
    double x, extra = 0.0;
    v = payload_or_self(v);
    if (is_type(v, T_BIGINT) && obj_of(v)->aux == 0 && obj_of(v)->n > 31) {
        const struct bigint *b = REF(v);
        uint32_t n = b->o.n;
        x = ((double)b->limb[n - 1] * 4294967296.0 + b->limb[n - 2]) * 4294967296.0 + b->limb[n - 3];
        extra = 32.0 * (n - 3) * function(2.0);
    } else {
        REAL(v, &x);
    }
    if (x <= 0.0)
        return throw(t, EXC_ValueError, "math domain error");
    *ret = function(x) + extra;
    return VM_OK;
}

enum vm_ret math_log(struct task *t, value *args, value *ret)
{
    double x = 0, base = 1;
    enum vm_ret r = log_of(t, args[0], log, &x);
    if (r == VM_OK && args[1] != V_UNBOUND) {
        r = log_of(t, args[1], log, &base);
        if (r == VM_OK && base == 0.0)
            return throw(t, EXC_ZeroDivisionError, "float division by zero");
        x /= base;
    }
    if (r == VM_OK)
        *ret = float_value(t, x);
    return r;
}

enum vm_ret math_log2(struct task *t, value *args, value *ret)
{
    double x = 0;
    enum vm_ret r = log_of(t, args[0], log2, &x);
    if (r == VM_OK)
        *ret = float_value(t, x);
    return r;
}

enum vm_ret math_log10(struct task *t, value *args, value *ret)
{
    double x = 0;
    enum vm_ret r = log_of(t, args[0], log10, &x);
    if (r == VM_OK)
        *ret = float_value(t, x);
    return r;
}

enum vm_ret math_ldexp(struct task *t, value *args, value *ret)
{
    double x = 0;
    int64_t i;
    REAL(args[0], &x);
    if (!int_get(args[1], &i))
        return throw(t, EXC_TypeError, "Expected an int as second argument to ldexp.");
    i = i > 100000 ? 100000 : i < -100000 ? -100000 : i;
    return give(t, ldexp(x, (int)i), isfinite(x), true, ret);
}

enum vm_ret math_frexp(struct task *t, value *args, value *ret)
{
    double x = 0;
    int e = 0;
    REAL(args[0], &x);
    double m = isfinite(x) ? frexp(x, &e) : x;
    *ret = tuple_new(t, (value[]){ float_value(t, m), V_INT(e) }, 2);
    return VM_OK;
}

enum vm_ret math_modf(struct task *t, value *args, value *ret)
{
    double x, whole;
    REAL(args[0], &x);
    double part = modf(x, &whole);
    *ret = tuple_new(t, (value[]){ float_value(t, part), float_value(t, whole) }, 2);
    return VM_OK;
}

static const double DEGREES = 180.0 / 3.14159265358979323846;

enum vm_ret math_degrees(struct task *t, value *args, value *ret)
{
    double x = 0;
    REAL(args[0], &x);
    *ret = float_value(t, x * DEGREES);
    return VM_OK;
}

enum vm_ret math_radians(struct task *t, value *args, value *ret)
{
    double x = 0;
    REAL(args[0], &x);
    *ret = float_value(t, x * (3.14159265358979323846 / 180.0));
    return VM_OK;
}

#define TEST(name)                                                                          \
    enum vm_ret math_##name(struct task *t, value *args, value *ret)                        \
    {                                                                                       \
        double x;                                                                           \
        REAL(args[0], &x);                                                                  \
        *ret = V_BOOL(name(x));                                                             \
        return VM_OK;                                                                       \
    }
TEST(isnan)
TEST(isinf)
TEST(isfinite)

/* args: a number; as a float, which int() makes exact. */
#define WHOLE(name)                                                                         \
    enum vm_ret math_##name(struct task *t, value *args, value *ret)                        \
    {                                                                                       \
        double x;                                                                           \
        if (is_integer(args[0])) {                                                          \
            *ret = args[0];                                                                 \
            return VM_OK;                                                                   \
        }                                                                                   \
        REAL(args[0], &x);                                                                  \
        value plain[2] = { float_value(t, name(x)), V_UNBOUND };                            \
        return builtin_table[BI_int].fn(t, plain, ret);                                     \
    }
WHOLE(floor)
WHOLE(ceil)

enum vm_ret math_fma(struct task *t, value *args, value *ret)
{
    double x, y, z;
    REAL(args[0], &x);
    REAL(args[1], &y);
    REAL(args[2], &z);
    *ret = float_value(t, fma(x, y, z));
    return VM_OK;
}
