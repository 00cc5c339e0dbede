/* Operators, tests and formats where the loop's fast paths end. */
#include "vm/magnitude.h"
#include "vm/step.h"
#include "vm/str.h"

enum { TRIED_COMPARE = 1 << 8, TRIED_IN_PLACE = 1 << 9, WAS_IN_PLACE = 1 << 10 };

enum step operator_rest(struct task *t, const struct frame *f)
{
    const struct instr *in = t->fp->pc - 1;
    uint32_t how = (uint32_t)int_of(f->extra), op = how & 255;
    value *R = t->fp->base;
    value b = in->op == OP_ADDI ? V_INT(in->x & 2 ? -(int64_t)(int16_t)in->c : (int64_t)(int16_t)in->c)
              : in->op >= OP_LTI_J && in->op <= OP_NEI_J ? V_INT((int16_t)in->c) : R[in->c];
    if (how & TRIED_COMPARE) {
        value args[3] = { V_INT(op), R[in->b], b };
        return call_slow(t, "compare_rest", args, 3, RET_MOVE, f->dest, in);
    }
    value args[5] = { V_INT(op), V_BOOL(how & WAS_IN_PLACE), V_BOOL(how & TRIED_IN_PLACE), R[in->b], b };
    return call_slow(t, "binary_rest", args, 5, RET_MOVE, f->dest, in);
}

/* The method that does what `self op= v` does. */
static uint32_t in_place_method(value self, enum operator_kind op)
{
    static const struct {
        uint8_t type, op;
        uint16_t method;
    } known[] = {
        { T_LIST, OPR_ADD, BI_LIST_extend }, { T_DEQUE, OPR_ADD, BI_DEQUE_extend }, { T_DICT, OPR_OR, BI_DICT_update },
        { T_SET, OPR_OR, BI_SET_update }, { T_SET, OPR_AND, BI_SET_intersection_update },
        { T_SET, OPR_SUB, BI_SET_difference_update }, { T_SET, OPR_XOR, BI_SET_symmetric_difference_update },
    };
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (known[i].type == type_of(self) && known[i].op == op)
            return known[i].method;
    return BI__native_binary;
}

/* a += b and the like where a is a list, set … that other threads see: one step. */
static enum vm_ret binary_in_shared(struct task *t, enum operator_kind op, value a, value b, value *ret)
{
    value self = payload_or_self(a);
    struct access step = { .kind = ACCESS_CALL, .object = self, .key = V_BUILTIN(in_place_method(self, op)), .val = b };
    bool told = engine_looks(t) && is_changeable(self);
    if (told) {
        enum engine_ret asked = t->engine->access_prepare(t, &step);
        if (asked != ENGINE_DONE)
            return asked == ENGINE_PARK ? VM_PARK : VM_STOP;
    }
    heap_share(t, b);
    obj_lock(obj_of(self));
    if (told)
        t->engine->access_begin(t, &step);
    enum vm_ret r = object_binary(t, op, true, a, b, ret);
    heap_share_children(t, self);
    if (told)
        t->engine->access_end(t, &step, r == VM_OK ? *ret : V_UNBOUND);
    obj_unlock(obj_of(self));
    return r;
}

/* What the types of the VM say; VM_FALLBACK: the prelude knows. */
static enum vm_ret binary_native(struct task *t, enum operator_kind op, bool in_place, value a, value b, value *ret)
{
    if (op == OPR_MOD && is_str(a)) // before the numbers are asked, who do not know it
        return format_percent(t, a, b, ret);
    enum vm_ret r = number_binary(t, op, a, b, ret);
    if (r != VM_FALLBACK)
        return r;
    if (in_place && seen_by_others(t, payload_or_self(a)))
        return binary_in_shared(t, op, a, b, ret);
    return object_binary(t, op, in_place, a, b, ret);
}

enum step binary_slow(struct task *t, enum operator_kind op, bool in_place, value a, value b, uint32_t dest,
                             const struct instr *in)
{
    value ret;
    bool is_long = is_type(a, T_BIGINT) || is_type(b, T_BIGINT) || op == OPR_POW; // it may be
    if (is_long && t->engine && !(t->fp->code->flags & CODE_PRELUDE)) // the prelude is not interrupted
        mag_watch(t->attention, t->engine->urgent);
    enum vm_ret r = binary_native(t, op, in_place, a, b, &ret);
    if (is_long && mag_unwatch()) {
        t->exc = V_UNBOUND; // whatever was made of an early end
        return STEP_ATTEND;
    }
    if (r == VM_OK) {
        t->fp->base[dest] = ret;
        return STEP_OK;
    }
    if (r != VM_FALLBACK)
        return step_of(r);
    if (is_type(a, T_INSTANCE) && slow_is_loaded(t->vm) && (!is_type(b, T_INSTANCE) || class_of(a) == class_of(b))) {
        value f = in_place ? own_function(t, a, known_symbol(t->vm, (uint32_t)SYM_iop_add + op)) : V_UNBOUND;
        uint32_t how = op | (in_place ? WAS_IN_PLACE : 0) | (f != V_UNBOUND ? TRIED_IN_PLACE : 0);
        if (f == V_UNBOUND)
            f = own_function(t, a, known_symbol(t->vm, (uint32_t)SYM_op_add + op));
        value pair[2] = { a, b };
        if (f != V_UNBOUND)
            return call_function(t, f, pair, 2, RET_OPERATOR, dest, V_INT(how));
    }
    value args[4] = { V_INT(op), V_BOOL(in_place), a, b };
    return call_slow(t, "binary_slow", args, 4, RET_MOVE, dest, in);
}

static bool compare_native(struct task *t, unsigned op, value a, value b, bool *ret, enum vm_ret *r)
{
    if (op == OPR_EQ || op == OPR_NE) {
        *r = value_equal(t, a, b, ret);
        if (*r == VM_OK && op == OPR_NE)
            *ret = !*ret;
    } else {
        *r = value_order(t, op, a, b, ret);
    }
    return *r == VM_OK;
}

/* What is about to be looked at as a whole, by an operator or a format: one step if others may change it. */
static enum step look_at(struct task *t, value v)
{
    v = payload_or_self(v);
    if (!is_ref(v) || !v || !seen_by_others(t, v) || !is_changeable(v) || !engine_looks(t))
        return STEP_OK;
    struct access a = { .kind = ACCESS_READ, .object = v, .key = V_NONE, .val = V_UNBOUND };
    enum step s = ask_engine(t, &a);
    if (s == STEP_OK) {
        t->engine->access_begin(t, &a);
        t->engine->access_end(t, &a, V_UNBOUND);
    }
    return s;
}

enum step compare_slow(struct task *t, unsigned op, value a, value b, uint32_t dest, const struct instr *in)
{
    bool yes;
    enum vm_ret r;
    enum step s = t->multi && is_ref(a) ? look_at(t, is_ref(b) && b && seen_by_others(t, b) && is_changeable(b) ? b : a) : STEP_OK;
    if (s != STEP_OK)
        return s;
    if (compare_native(t, op, a, b, &yes, &r)) {
        t->fp->base[dest] = V_BOOL(yes);
        return STEP_OK;
    }
    if (r == VM_RAISE)
        return STEP_RAISE;
    if (is_type(a, T_INSTANCE) && slow_is_loaded(t->vm) && (!is_type(b, T_INSTANCE) || class_of(a) == class_of(b))) {
        value f = own_function(t, a, known_symbol(t->vm, SYM_cmp_lt + (op - OPR_LT)));
        value pair[2] = { a, b };
        if (f != V_UNBOUND)
            return call_function(t, f, pair, 2, RET_OPERATOR, dest, V_INT(op | TRIED_COMPARE));
    }
    value args[3] = { V_INT(op), a, b };
    return call_slow(t, "compare_slow", args, 3, RET_MOVE, dest, in);
}

/* Whether a container that others see is empty: one step. */
enum step test_shared(struct task *t, value v, enum frame_mode mode, uint32_t dest, const struct instr *in)
{
    struct access a = { .kind = ACCESS_READ, .object = payload_or_self(v), .key = V_NONE, .val = V_UNBOUND };
    bool yes, told = engine_looks(t);
    enum step s = told ? ask_engine(t, &a) : STEP_OK;
    if (s != STEP_OK)
        return s;
    struct obj *o = obj_of(a.object);
    obj_lock(o);
    if (told)
        t->engine->access_begin(t, &a);
    bool known = truth(t, v, &yes);
    if (told)
        t->engine->access_end(t, &a, known ? V_BOOL(yes) : V_UNBOUND);
    obj_unlock(o);
    return known ? deliver_result(t, V_BOOL(yes), mode, dest, NULL) : test_slow(t, v, mode, dest, in);
}

enum step test_slow(struct task *t, value v, enum frame_mode mode, uint32_t dest, const struct instr *in)
{
    return call_slow(t, "truth_slow", &v, 1, mode, dest, in);
}

enum step contains_slow(struct task *t, const struct instr *in, bool negate)
{
    value *R = t->fp->base;
    bool yes;
    value obj = R[in->c], v = R[in->b];
    if (t->multi && is_ref(obj) && obj_flags(obj_of(obj)) & F_SHARED) {
        value args[2] = { obj, v };
        value ret;
        enum vm_ret r = call_builtin(t, BI__contains, args, 2, &ret);
        if (r == VM_OK) {
            R[in->a] = V_BOOL((ret == V_TRUE) != negate);
            return STEP_OK;
        }
        if (r != VM_FALLBACK)
            return step_of(r);
    } else {
        enum vm_ret r = contains(t, obj, v, &yes);
        if (r == VM_OK) {
            R[in->a] = V_BOOL(yes != negate);
            return STEP_OK;
        }
        if (r == VM_RAISE)
            return STEP_RAISE;
    }
    value args[2] = { obj, v };
    return call_slow(t, "contains_slow", args, 2, negate ? RET_NOT : RET_MOVE, in->a, in);
}

enum step unary_slow(struct task *t, enum operator_kind op, const struct instr *in)
{
    value v = t->fp->base[in->b], ret;
    enum vm_ret r = number_unary(t, op, payload_or_self(v), &ret);
    if (is_type(v, T_INSTANCE))
        r = VM_FALLBACK;
    if (r == VM_OK) {
        t->fp->base[in->a] = ret;
        return STEP_OK;
    }
    if (r == VM_RAISE)
        return STEP_RAISE;
    value args[2] = { V_INT(op), v };
    return call_slow(t, "unary_slow", args, 2, RET_MOVE, in->a, in);
}

/* ---- text ---- */

enum step step_join(struct task *t, const struct instr *in)
{
    value *R = t->fp->base;
    if (in->c == 1 && is_str(R[in->b])) {
        R[in->a] = R[in->b];
        return STEP_OK;
    }
    size_t n = 0, chars = 0;
    for (uint32_t i = 0; i < in->c; i++) {
        const struct str *part = REF(R[in->b + i]);
        n += part->o.n;
        chars += part->chars;
    }
    struct str *whole = str_alloc(t, n, chars, n == chars);
    if (!whole)
        return STEP_RAISE;
    char *to = whole->bytes;
    for (uint32_t i = 0; i < in->c; i++) {
        const struct str *part = REF(R[in->b + i]);
        text_copy(to, str_data(part), part->o.n);
        to += part->o.n;
    }
    R[in->a] = value_of(whole);
    return STEP_OK;
}

enum step step_format(struct task *t, const struct instr *in)
{
    value *R = t->fp->base, v = R[in->b], ret;
    unsigned conv = in->x & 127u;
    bool has_spec = in->x & 128;
    struct buf b = { 0 };
    enum vm_ret r = VM_OK;
    enum step seen = t->multi && is_ref(v) ? look_at(t, v) : STEP_OK;
    if (seen != STEP_OK)
        return seen;
    if (is_str(v) && !has_spec && (conv == 0 || conv == 's')) {
        R[in->a] = v;
        return STEP_OK;
    }
    if (!has_spec && (is_int(v) || is_flonum(v))) // every conversion makes the same text of a number
        return str_of(t, v, &R[in->a]) == VM_OK ? STEP_OK : STEP_RAISE;
    if (conv == 'r' || conv == 's' || conv == 'a') {
        r = conv == 's' ? value_str(t, v, &b) : value_repr(t, v, &b);
        if (r == VM_OK && conv == 'a')
            r = VM_FALLBACK;
        if (r == VM_OK)
            v = str_from_buf(t, &b);
        else
            buf_finish(&b);
    } else if (is_type(v, T_INSTANCE)) {
        r = VM_FALLBACK;
    }
    if (r == VM_OK) {
        const struct str *spec = has_spec ? REF(R[in->c]) : NULL;
        r = format_value(t, v, spec ? str_data(spec) : "", spec ? spec->o.n : 0, &ret);
    }
    if (r == VM_OK) {
        R[in->a] = ret;
        return STEP_OK;
    }
    if (r == VM_RAISE)
        return STEP_RAISE;
    if (is_type(R[in->b], T_INSTANCE) && !has_spec && conv != 'a' && !is_exception(R[in->b]) &&
        (conv || type_lookup(t, R[in->b], S(t->vm, format)) == V_UNBOUND)) {
        value self = R[in->b];
        bool repr = conv == 'r' || type_lookup(t, self, S(t->vm, str)) == V_UNBOUND;
        value own = own_function(t, self, repr ? S(t->vm, repr) : S(t->vm, str));
        if (own != V_UNBOUND)
            return call_function(t, own, &self, 1, RET_STR, in->a, V_BOOL(conv == 'r'));
    }
    char conv_text[2] = { (char)conv, 0 };
    value args[3] = { R[in->b], conv ? str_lit(t, conv_text) : V_NONE, has_spec ? R[in->c] : str_lit(t, "") };
    return call_slow(t, "format_field_slow", args, 3, RET_MOVE, in->a, in);
}
