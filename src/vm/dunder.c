/* dunder.c: special methods of native types as functions that can be named; see dunder.def. */
#include "vm/methods.h"

#include "lang/lang.h"
#include "vm/inside.h"

static enum vm_ret binary(struct task *t, unsigned op, bool in_place, value a, value b, value *ret)
{
    a = payload_or_self(a);
    b = payload_or_self(b);
    enum vm_ret r = number_binary(t, op, a, b, ret);
    if (r == VM_FALLBACK)
        r = object_binary(t, op, in_place, a, b, ret);
    if (r == VM_FALLBACK || (r == VM_RAISE && type_of(a) != type_of(b) && exception_is(t->exc, EXC_TypeError, t->vm))) {
        t->exc = V_UNBOUND;
        *ret = V_NOTIMPL;
        return VM_OK;
    }
    return r;
}

#define BINARY(word, op)                                                                    \
    enum vm_ret dunder_##word(struct task *t, value *args, value *ret)                      \
    {                                                                                       \
        return binary(t, op, false, args[0], args[1], ret);                                 \
    }                                                                                       \
    enum vm_ret dunder_r##word(struct task *t, value *args, value *ret)                     \
    {                                                                                       \
        return binary(t, op, false, args[1], args[0], ret);                                 \
    }
BINARY(add, OPR_ADD)
BINARY(sub, OPR_SUB)
BINARY(mul, OPR_MUL)
BINARY(truediv, OPR_DIV)
BINARY(floordiv, OPR_FLOORDIV)
BINARY(mod, OPR_MOD)
BINARY(pow, OPR_POW)
BINARY(lshift, OPR_LSHIFT)
BINARY(rshift, OPR_RSHIFT)
BINARY(and, OPR_AND)
BINARY(or, OPR_OR)
BINARY(xor, OPR_XOR)

enum vm_ret dunder_iadd(struct task *t, value *args, value *ret)
{
    value call[2] = { payload_or_self(args[0]), args[1] }, none;
    *ret = args[0];
    return builtin_table[BI_LIST_extend].fn(t, call, &none);
}

#define UNARY(word, op)                                                                     \
    enum vm_ret dunder_##word(struct task *t, value *args, value *ret)                      \
    {                                                                                       \
        return number_unary(t, op, payload_or_self(args[0]), ret);                          \
    }
UNARY(neg, OPR_NEG)
UNARY(pos, OPR_POS)
UNARY(invert, OPR_INVERT)

/* The same as calling a builtin with what the instance wraps. */
#define AS_BUILTIN(word, id)                                                                \
    enum vm_ret dunder_##word(struct task *t, value *args, value *ret)                      \
    {                                                                                       \
        value plain[3] = { payload_or_self(args[0]), V_UNBOUND, V_UNBOUND };                \
        return builtin_table[id].fn(t, plain, ret);                                         \
    }
AS_BUILTIN(abs, BI_abs)
AS_BUILTIN(int, BI_int)
AS_BUILTIN(float, BI_float)
AS_BUILTIN(bool, BI_bool)
AS_BUILTIN(hash, BI_hash)
AS_BUILTIN(repr, BI_repr)
AS_BUILTIN(str, BI_str)
AS_BUILTIN(iter, BI_iter)
AS_BUILTIN(next, BI_next)
AS_BUILTIN(reversed, BI_reversed)

enum vm_ret dunder_round(struct task *t, value *args, value *ret)
{
    value plain[2] = { payload_or_self(args[0]), args[1] };
    return builtin_table[BI_round].fn(t, plain, ret);
}

enum vm_ret dunder_divmod(struct task *t, value *args, value *ret)
{
    value plain[2] = { payload_or_self(args[0]), payload_or_self(args[1]) };
    return builtin_table[BI_divmod].fn(t, plain, ret);
}

enum vm_ret dunder_format(struct task *t, value *args, value *ret)
{
    value plain[2] = { payload_or_self(args[0]), args[1] };
    return builtin_table[BI_format].fn(t, plain, ret);
}

static bool is_number(enum type_id k)
{
    return k == T_INT || k == T_BOOL || k == T_FLOAT;
}

static bool comparable(value a, value b)
{
    enum type_id x = type_of(a), y = type_of(b);
    bool sets = (x == T_SET || x == T_FROZENSET) && (y == T_SET || y == T_FROZENSET);
    return x == y || sets || (is_number(x) && is_number(y));
}

static enum vm_ret compare(struct task *t, unsigned op, value a, value b, value *ret)
{
    bool yes = false;
    a = payload_or_self(a);
    b = payload_or_self(b);
    *ret = V_NOTIMPL;
    if (!comparable(a, b) || (type_of(a) == T_INT && type_of(b) == T_FLOAT))
        return VM_OK;
    bool equality = op == OPR_EQ || op == OPR_NE;
    if (!equality && (type_of(a) == T_DICT || type_of(a) == T_RANGE))
        return VM_OK;
    enum vm_ret r = equality ? value_equal(t, a, b, &yes) : value_order(t, op, a, b, &yes);
    if (r == VM_OK)
        *ret = V_BOOL(op == OPR_NE ? !yes : yes);
    return r;
}

#define COMPARE(word, op)                                                                   \
    enum vm_ret dunder_##word(struct task *t, value *args, value *ret)                      \
    {                                                                                       \
        return compare(t, op, args[0], args[1], ret);                                       \
    }
COMPARE(eq, OPR_EQ)
COMPARE(ne, OPR_NE)
COMPARE(lt, OPR_LT)
COMPARE(le, OPR_LE)
COMPARE(gt, OPR_GT)
COMPARE(ge, OPR_GE)

enum vm_ret dunder_notimpl(struct task *t, value *args, value *ret)
{
    (void)t, (void)args;
    *ret = V_NOTIMPL;
    return VM_OK;
}

enum vm_ret dunder_call(struct task *t, value *args, value *ret)
{
    (void)t, (void)args, (void)ret;
    return VM_FALLBACK;
}

enum vm_ret dunder_get(struct task *t, value *args, value *ret)
{
    *ret = args[1] == V_NONE ? args[0] : method_new(t, args[0], args[1]);
    return VM_OK;
}

enum vm_ret dunder_sizeof(struct task *t, value *args, value *ret)
{
    (void)t, (void)args;
    *ret = V_INT(48);
    return VM_OK;
}

enum vm_ret set_init(struct task *t, value *args, value *ret)
{
    value call[2] = { payload_or_self(args[0]), V_UNBOUND };
    *ret = V_NONE;
    if (args[1] == V_UNBOUND)
        return VM_OK;
    call[1] = tuple_new(t, &args[1], 1);
    return builtin_table[BI_SET_update].fn(t, call, ret);
}

static bool is_mutable(uint16_t native)
{
    return native == T_LIST || native == T_DICT || native == T_SET || native == T_DEQUE || native == T_BYTEARRAY;
}

/* cls.__new__(cls, …) as far as no Python code makes the instance. args: cls, *args, **kwargs */
enum vm_ret object_new(struct task *t, value *args, value *ret)
{
    const struct tuple *rest = REF(args[1]);
    struct call_args a = { .positional = rest->item, .n = rest->o.n,
                           .keyword_dict = args[2] == V_UNBOUND ? V_UNBOUND : args[2] };
    if (is_sort(args[0], SORT_TYPE))
        return type_call(t, (enum type_id)payload_of(args[0]), &a, ret);
    if (!is_type(args[0], T_CLASS))
        return throw(t, EXC_TypeError, "object.__new__(X): X is not a type object (%s)", type_name(t, args[0]));
    struct class *c = REF(args[0]);
    if (class_flags(c) & CLS_EXCEPTION)
        return exception_make(t, args[0], args[1], ret);
    if (!c->native && rest->o.n && class_lookup(t, args[0], S(t->vm, new)) != V_UNBOUND)
        return throw(t, EXC_TypeError, "object.__new__() takes exactly one argument (the type to instantiate)");
    value payload = V_UNBOUND;
    if (c->native) {
        struct call_args none = { .keyword_dict = V_UNBOUND };
        enum vm_ret r = type_call(t, (enum type_id)c->native, is_mutable(c->native) ? &none : &a, &payload);
        if (r != VM_OK)
            return r;
    }
    *ret = instance_new(t, c);
    ((struct instance *)REF(*ret))->payload = payload;
    return VM_OK;
}
