/* Builtin functions of numbers, and the methods of int. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/bigint.h"
#include "vm/kind.h"
#include "vm/str.h"

/* ---- abs() round() divmod() pow() ---- */

enum vm_ret builtin_abs(struct task *t, value *args, value *ret)
{
    struct big b;
    switch (kind_of(args[0])) {
    case KIND_INT:
        *ret = int_value(t, llabs(small_of(args[0])));
        return VM_OK;
    case KIND_BIG:
        big_view(&b, args[0]);
        *ret = args[0];
        return b.negative ? big_negate(t, &b, ret) : VM_OK;
    case KIND_FLOAT:
        *ret = float_value(t, fabs(float_of(args[0])));
        return VM_OK;
    default:
        if (type_of(args[0]) == T_INSTANCE)
            return VM_FALLBACK;
        return throw(t, EXC_TypeError, "bad operand type for abs(): '%s'", type_name(t, args[0]));
    }
}

/* The multiple of 10^places nearest to v, the even one of two: places > 0. */
static enum vm_ret round_int(struct task *t, value v, int64_t places, value *ret)
{
    value unit, half, rest, up;
    bool unordered;
    struct big x;
    big_view(&x, v);
    if ((uint64_t)places > big_bit_length(&x)) { // a digit is more than three bits
        *ret = V_INT(0);
        return VM_OK;
    }
    enum vm_ret got = number_binary(t, OPR_POW, V_INT(10), V_INT(places), &unit);
    if (got == VM_OK)
        got = number_binary(t, OPR_MOD, v, unit, &rest);
    if (got == VM_OK)
        got = number_binary(t, OPR_SUB, v, rest, ret);
    if (got == VM_OK)
        got = number_binary(t, OPR_FLOORDIV, unit, V_INT(2), &half);
    if (got != VM_OK)
        return got;
    int order = number_compare(rest, half, &unordered);
    if (order == 0) { // a tie: up if the quotient is odd
        got = number_binary(t, OPR_FLOORDIV, *ret, unit, &up);
        if (got == VM_OK)
            got = number_binary(t, OPR_AND, up, V_INT(1), &up);
        order = up == V_INT(1) ? 1 : -1;
    }
    return got == VM_OK && order > 0 ? number_binary(t, OPR_ADD, *ret, unit, ret) : got;
}

enum vm_ret builtin_round(struct task *t, value *args, value *ret)
{
    value v = args[0];
    int64_t digits = 0;
    bool plain = args[1] == V_UNBOUND || args[1] == V_NONE;
    enum kind k = kind_of(v);
    if (k == KIND_OTHER) {
        if (type_of(v) == T_INSTANCE)
            return VM_FALLBACK;
        return throw(t, EXC_TypeError, "type %s doesn't define __round__ method", type_name(t, v));
    }
    if (!plain && is_integer(args[1]) && !int_get(args[1], &digits)) {
        struct big b;
        big_view(&b, args[1]);
        digits = b.negative ? INT32_MIN : INT32_MAX;
    } else if (!plain) {
        enum vm_ret got = arg_index(t, args[1], &digits);
        if (got != VM_OK)
            return got;
    }
    if (k == KIND_FLOAT)
        return plain ? int_from_double(t, rint(float_of(v)), ret) : float_round(t, float_of(v), digits, ret);
    if (digits < 0)
        return round_int(t, v, -MAX(digits, -INT32_MAX), ret);
    *ret = k == KIND_INT ? V_INT(small_of(v)) : v;
    return VM_OK;
}

static enum vm_ret divmod_int(struct task *t, value a, value b, value pair[2])
{
    struct big x, y;
    if (b == V_INT(0) || b == V_FALSE)
        return zero_division(t, OPR_FLOORDIV);
    big_view(&x, a);
    big_view(&y, b);
    if (kind_of(a) == KIND_BIG || kind_of(b) == KIND_BIG)
        return big_divmod(t, &x, &y, &pair[0], &pair[1]);
    pair[0] = int_value(t, floor_quotient(small_of(a), small_of(b)));
    pair[1] = int_value(t, floor_rest(small_of(a), small_of(b)));
    return VM_OK;
}

static enum vm_ret divmod_float(struct task *t, value a, value b, value pair[2])
{
    double x, y;
    if (!number_get(t, a, &x) || !number_get(t, b, &y))
        return VM_RAISE;
    if (y == 0)
        return throw(t, EXC_ZeroDivisionError, "float divmod()");
    float_binary(t, OPR_FLOORDIV, x, y, &pair[0]);
    return float_binary(t, OPR_MOD, x, y, &pair[1]);
}

enum vm_ret builtin_divmod(struct task *t, value *args, value *ret)
{
    enum kind ka = kind_of(args[0]), kb = kind_of(args[1]);
    value pair[2];
    if (ka == KIND_OTHER || kb == KIND_OTHER) {
        if (type_of(args[0]) == T_INSTANCE || type_of(args[1]) == T_INSTANCE)
            return VM_FALLBACK;
        return throw_operands(t, "divmod()", args[0], args[1]);
    }
    enum vm_ret got = ka == KIND_FLOAT || kb == KIND_FLOAT ? divmod_float(t, args[0], args[1], pair)
                                                           : divmod_int(t, args[0], args[1], pair);
    if (got == VM_OK)
        *ret = tuple_new(t, pair, 2);
    return got;
}

/* The x with a * x == 1 modulo m, by Euclid's algorithm on (a, m). */
static enum vm_ret inverse(struct task *t, value a, value m, value *ret)
{
    value x = V_INT(1), next_x = V_INT(0), q, step;
    enum vm_ret got = VM_OK;
    while (got == VM_OK && m != V_INT(0)) {
        value pair[2];
        got = divmod_int(t, a, m, pair);
        if (got != VM_OK)
            return got;
        q = pair[0];
        a = m;
        m = pair[1];
        got = number_binary(t, OPR_MUL, q, next_x, &step);
        if (got == VM_OK)
            got = number_binary(t, OPR_SUB, x, step, &step);
        x = next_x;
        next_x = step;
    }
    if (got == VM_OK && a != V_INT(1) && a != V_INT(-1))
        return throw(t, EXC_ValueError, "base is not invertible for the given modulus");
    return a == V_INT(-1) && got == VM_OK ? number_unary(t, OPR_NEG, x, ret) : (*ret = x, got);
}

static bool is_zero(value v)
{
    return v == V_INT(0) || v == V_FALSE;
}

static enum vm_ret power_mod(struct task *t, value a, value e, value m, value *ret)
{
    struct big x, y, z;
    if (is_zero(m))
        return throw(t, EXC_ValueError, "pow() 3rd argument cannot be 0");
    big_view(&y, e);
    if (y.negative) {
        enum vm_ret got = inverse(t, a, m, &a);
        if (got == VM_OK)
            got = number_unary(t, OPR_NEG, e, &e);
        if (got != VM_OK)
            return got;
        big_view(&y, e);
    }
    big_view(&x, a);
    big_view(&z, m);
    return big_powmod(t, &x, &y, &z, ret);
}

enum vm_ret builtin_pow(struct task *t, value *args, value *ret)
{
    bool plain = args[2] == V_UNBOUND || args[2] == V_NONE;
    enum kind ka = kind_of(args[0]), kb = kind_of(args[1]);
    if (ka == KIND_OTHER || kb == KIND_OTHER || (!plain && kind_of(args[2]) == KIND_OTHER)) {
        if (type_of(args[0]) == T_INSTANCE || type_of(args[1]) == T_INSTANCE)
            return VM_FALLBACK;
        if (plain)
            return throw_operands(t, "** or pow()", args[0], args[1]);
        char first[64], second[64]; // type_name() may use one place for all
        snprintf(first, sizeof first, "%s", type_name(t, args[0]));
        snprintf(second, sizeof second, "%s", type_name(t, args[1]));
        return throw(t, EXC_TypeError, "unsupported operand type(s) for ** or pow(): '%s', '%s', '%s'",
                     first, second, type_name(t, args[2]));
    }
    if (plain)
        return number_binary(t, OPR_POW, args[0], args[1], ret);
    if (!is_integer(args[0]) || !is_integer(args[1]) || !is_integer(args[2]))
        return throw(t, EXC_TypeError, "pow() 3rd argument not allowed unless all arguments are integers");
    return power_mod(t, args[0], args[1], args[2], ret);
}

/* ---- hex() oct() bin() ---- */

static enum vm_ret based(struct task *t, value v, unsigned base, const char *prefix, value *ret)
{
    v = payload_or_self(v);
    if (!is_integer(v)) {
        if (type_of(v) == T_INSTANCE)
            return VM_FALLBACK;
        return throw(t, EXC_TypeError, "'%s' object cannot be interpreted as an integer", type_name(t, v));
    }
    struct buf out = { 0 };
    struct big b;
    big_view(&b, v);
    if (b.negative)
        buf_addc(&out, '-');
    buf_adds(&out, prefix);
    big_text_base(&out, &b, base);
    return str_return(str_from_buf(t, &out), ret);
}

enum vm_ret builtin_hex(struct task *t, value *args, value *ret)
{
    return based(t, args[0], 16, "0x", ret);
}

enum vm_ret builtin_oct(struct task *t, value *args, value *ret)
{
    return based(t, args[0], 8, "0o", ret);
}

enum vm_ret builtin_bin(struct task *t, value *args, value *ret)
{
    return based(t, args[0], 2, "0b", ret);
}

/* ---- methods of int ---- */

static void self_view(struct big *b, value *args)
{
    big_view(b, payload_or_self(args[0]));
}

enum vm_ret int_bit_length(struct task *t, value *args, value *ret)
{
    struct big b;
    self_view(&b, args);
    *ret = int_value(t, (int64_t)big_bit_length(&b));
    return VM_OK;
}

enum vm_ret int_bit_count(struct task *t, value *args, value *ret)
{
    struct big b;
    self_view(&b, args);
    *ret = int_value(t, (int64_t)big_bit_count(&b));
    return VM_OK;
}

enum vm_ret int_conjugate(struct task *t, value *args, value *ret)
{
    return int_unary(t, OPR_POS, payload_or_self(args[0]), ret);
}

enum vm_ret int_as_integer_ratio(struct task *t, value *args, value *ret)
{
    value pair[2] = { 0, V_INT(1) };
    int_conjugate(t, args, &pair[0]);
    *ret = tuple_new(t, pair, 2);
    return VM_OK;
}

/* 'big' or 'little' (or absent: big); VM_RAISE for anything else. */
static enum vm_ret byte_order(struct task *t, const char *function, value v, bool *ret_little)
{
    *ret_little = false;
    if (v == V_UNBOUND)
        return VM_OK;
    const struct str *s = str_get(v);
    if (!s)
        return throw(t, EXC_TypeError, "%s() argument 'byteorder' must be str, not %s", function, arg_type(t, v));
    *ret_little = s->o.n == 6 && memcmp(str_data(s), "little", 6) == 0;
    if (!*ret_little && !(s->o.n == 3 && memcmp(str_data(s), "big", 3) == 0))
        return throw(t, EXC_ValueError, "byteorder must be either 'little' or 'big'");
    return VM_OK;
}

static void bytes_reverse(uint8_t *s, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        uint8_t c = s[i];
        s[i] = s[n - 1 - i];
        s[n - 1 - i] = c;
    }
}

enum vm_ret int_to_bytes(struct task *t, value *args, value *ret)
{
    struct big b;
    int64_t n = 1;
    bool little, is_signed = false;
    self_view(&b, args);
    enum vm_ret got = args[1] == V_UNBOUND ? VM_OK : arg_index(t, args[1], &n);
    if (got == VM_OK)
        got = byte_order(t, "to_bytes", args[2], &little);
    if (got != VM_OK)
        return got;
    if (args[3] != V_UNBOUND && !truth(t, args[3], &is_signed))
        return VM_FALLBACK;
    if (n < 0)
        return throw(t, EXC_ValueError, "length argument must be non-negative");
    if (b.negative && !is_signed)
        return throw(t, EXC_OverflowError, "can't convert negative int to unsigned");
    value made = bytes_new(t, NULL, (size_t)n);
    if (!made)
        return VM_RAISE;
    struct bytes *bytes = REF(made);
    if (!big_to_bytes(&b, bytes->data, (size_t)n, is_signed))
        return throw(t, EXC_OverflowError, "int too big to convert");
    if (little)
        bytes_reverse(bytes->data, (size_t)n);
    *ret = made;
    return VM_OK;
}

enum vm_ret int_from_bytes(struct task *t, value *args, value *ret)
{
    struct byte_span s;
    bool little, is_signed = false;
    value given = args[0];
    enum vm_ret got = byte_order(t, "from_bytes", args[1], &little);
    if (got != VM_OK)
        return got;
    if (args[2] != V_UNBOUND && !truth(t, args[2], &is_signed))
        return VM_FALLBACK;
    if (!bytes_get(given, &s)) {
        got = bytes_from_value(t, given, &given);
        if (got != VM_OK)
            return got;
        bytes_get(given, &s);
    }
    if (!little)
        return big_from_bytes(t, s.data, s.n, is_signed, ret);
    value copy = bytes_new(t, s.data, s.n);
    if (!copy)
        return VM_RAISE;
    struct bytes *bytes = REF(copy);
    bytes_reverse(bytes->data, s.n);
    return big_from_bytes(t, bytes->data, s.n, is_signed, ret);
}
