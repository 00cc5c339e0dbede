/* The interpreter loop. One C frame for any depth of Python calls: calls push a struct frame,
 * generators are copied onto the stack while they run and back when they yield.
 *
 * What a loop iteration costs is counted in the bench; before adding an instruction to a hot
 * case, look there. The slow half of every case is a function out of line. */
#include <math.h>
#include <stdlib.h>

#include "vm/container.h"
#include "vm/step.h"

/* Integer fast paths work on the tagged words: v = 2i + 1. */
#define BOTH_INT(x, y) ((x) & (y) & 1)

/* Where an instruction begins. pc is one further; that `in` is told from it saves a register, and that
 * the compiler does not know it already saves it from carrying it there. */
#define CASE(label)                                                                         \
    label:                                                                                  \
    __asm__("" : "+r"(pc));                                                                 \
    in = pc - 1;

#define NEXT                                                                                \
    do {                                                                                    \
        pc++;                                                                               \
        goto *dispatch[pc[-1].op];                                                          \
    } while (0)

/* Out-of-line work: frames may change, the stack may move. */
#define SLOW(call)                                                                          \
    do {                                                                                    \
        fp->pc = pc;                                                                        \
        t->again = in;                                                                      \
        step = (call);                                                                      \
        goto after;                                                                         \
    } while (0)

#define LOAD()                                                                              \
    do {                                                                                    \
        fp = t->fp;                                                                         \
        pc = fp->pc;                                                                        \
        R = fp->base;                                                                       \
        G = fp->globals;                                                                    \
    } while (0)

/* The running frame's pc has been saved. */
#define ENTER_GENERATOR(g, sent, mode)                                                      \
    do {                                                                                    \
        struct gen *gen_ = (g);                                                             \
        fp = gen_step(t, gen_, (sent), (mode), in->a);                                      \
        pc = gen_->pc;                                                                      \
        R = fp->base;                                                                       \
        G = fp->globals;                                                                    \
        NEXT;                                                                               \
    } while (0)

#define COMPARE_JUMP(name, operator, opr)                                                   \
    CASE(L_##name##_J)                                                                      \
    {                                                                                       \
        value x = R[in->b], y = R[in->c];                                                   \
        if (LIKELY(BOTH_INT(x, y))) {                                                       \
            if (((int64_t)x operator(int64_t) y) == in->x)                                  \
                pc += pc->s;                                                                \
            pc++;                                                                           \
            NEXT;                                                                           \
        }                                                                                   \
        if (is_flonum(x) && is_flonum(y)) {                                                 \
            if ((flonum_of(x) operator flonum_of(y)) == in->x)                              \
                pc += pc->s;                                                                \
            pc++;                                                                           \
            NEXT;                                                                           \
        }                                                                                   \
        SLOW(compare_slow(t, opr, x, y, in->a, in));                                        \
    }                                                                                       \
    CASE(L_##name##I_J)                                                                     \
    {                                                                                       \
        value x = R[in->b];                                                                 \
        if (LIKELY(is_int(x))) {                                                            \
            if (((int64_t)x operator(int64_t) V_INT((int16_t)in->c)) == in->x)              \
                pc += pc->s;                                                                \
            pc++;                                                                           \
            NEXT;                                                                           \
        }                                                                                   \
        SLOW(compare_slow(t, opr, x, V_INT((int16_t)in->c), in->a, in));                    \
    }                                                                                       \
    CASE(L_##name)                                                                          \
    {                                                                                       \
        value x = R[in->b], y = R[in->c];                                                   \
        if (LIKELY(BOTH_INT(x, y))) {                                                       \
            R[in->a] = V_BOOL((int64_t)x operator(int64_t) y);                              \
            NEXT;                                                                           \
        }                                                                                   \
        SLOW(compare_slow(t, opr, x, y, in->a, in));                                        \
    }

#define BITWISE(name, expression, opr)                                                      \
    CASE(L_##name)                                                                          \
    {                                                                                       \
        value x = R[in->b], y = R[in->c];                                                   \
        if (LIKELY(BOTH_INT(x, y))) {                                                       \
            R[in->a] = (expression);                                                        \
            NEXT;                                                                           \
        }                                                                                   \
        SLOW(binary_slow(t, opr, in->x & 1, x, y, in->a, in));                              \
    }

#define BINARY_SLOW(name, opr)                                                              \
    CASE(L_##name)                                                                          \
    SLOW(binary_slow(t, opr, in->x & 1, R[in->b], R[in->c], in->a, in));

/* Two ints from 0 to 2^32 - 1, the second not 0: processors divide 32 bits much faster than 64. */
#define ARE_SMALL(x, y) (LIKELY(BOTH_INT(x, y)) && LIKELY(((x) | (y)) >> 33 == 0) && LIKELY((y) > 1))

#define BOTH_FLONUM(x, y) (((((x) ^ 2) | ((y) ^ 2)) & 3) == 0)
/* A float and a small int. */
#define ARE_MIXED(x, y) ((is_flonum(x) && is_int(y)) || (is_int(x) && is_flonum(y)))
#define REAL_OF(v) (is_int(v) ? (double)int_of(v) : flonum_of(v))

#define ARITHMETIC_FLOAT(operator)                                                          \
    if (LIKELY(BOTH_FLONUM(x, y))) {                                                        \
        value v = flonum_from(flonum_of(x) operator flonum_of(y));                          \
        if (LIKELY(v != V_UNBOUND)) {                                                       \
            R[in->a] = v;                                                                   \
            NEXT;                                                                           \
        }                                                                                   \
    } else if (ARE_MIXED(x, y)) {                                                           \
        value v = flonum_from(REAL_OF(x) operator REAL_OF(y));                              \
        if (LIKELY(v != V_UNBOUND)) {                                                       \
            R[in->a] = v;                                                                   \
            NEXT;                                                                           \
        }                                                                                   \
    }

/* Whether a key is in a dict or a set, or a text in a text; wanted: the answer that makes True. */
#define MEMBERSHIP(wanted)                                                                  \
    do {                                                                                    \
        value v = R[in->b], where = R[in->c], found;                                        \
        if (is_table(where) && !seen_by_others(t, where)) {                                 \
            if (LIKELY(dict_get(t, REF(where), v, &found) == VM_OK)) {                      \
                R[in->a] = V_BOOL((found != V_UNBOUND) == (wanted));                        \
                NEXT;                                                                       \
            }                                                                               \
            t->exc = V_UNBOUND;                                                             \
        } else if (is_str(where) && is_str(v)) {                                            \
            R[in->a] = V_BOOL(str_contains(where, v) == (wanted));                          \
            NEXT;                                                                           \
        }                                                                                   \
        SLOW(contains_slow(t, in, !(wanted)));                                              \
    } while (0)

static inline bool is_table(value v)
{
    return is_ref(v) && (heap_type(v) == T_DICT || heap_type(v) == T_SET || heap_type(v) == T_FROZENSET);
}

static bool is_shared_container(value v)
{
    return is_ref(v) && v && obj_flags(obj_of(v)) & F_SHARED && is_changeable(payload_or_self(v));
}

enum vm_status vm_run(struct task *t)
{
    /* One table for a process with one thread, one for several: there, accesses to what others
     * may see go through `visible`. A second table costs the first nothing. */
    static const void *const single[OP_COUNT] = {
#define OP(id, operands, cache, help) [OP_##id] = &&L_##id,
#include "code/opcode.def"
#undef OP
    };
    static const void *const several[OP_COUNT] = {
#define OP(id, operands, cache, help) [OP_##id] = &&L_##id,
#include "code/opcode.def"
#undef OP
        [OP_GLOAD] = &&M_GLOAD,     [OP_GSTORE] = &&M_GSTORE,   [OP_CELLGET] = &&M_CELLGET,
        [OP_CELLSET] = &&M_CELLSET, [OP_FREEGET] = &&M_FREEGET, [OP_FREESET] = &&M_FREESET,
        [OP_GETATTR] = &&M_GETATTR, [OP_SETATTR] = &&M_SETATTR, [OP_GETITEM] = &&M_GETITEM,
        [OP_SETITEM] = &&M_SETITEM, [OP_FORITER] = &&M_FORITER, [OP_JF] = &&M_JF,
        [OP_JT] = &&M_JT,           [OP_NOT] = &&M_NOT,
    };
    const void *const *dispatch = t->multi ? several : single;
    struct frame *fp;
    const struct instr *pc, *in;
    value *R, *G;
    enum step step;

    if (t->exc != V_UNBOUND) { // an answer that raises, or a thread that starts with one
        LOAD();
        goto raised;
    }
    LOAD();
    NEXT;

after:
    dispatch = t->multi ? several : single;
    switch (step) {
    case STEP_OK:
        fp = t->fp;
        R = fp->base; // the stack may have moved
        NEXT;
    case STEP_ATTEND:
        fp = t->fp;
        pc = t->again;
        goto attend;
    case STEP_FRAMES:
        LOAD();
        if (UNLIKELY(atomic_load_explicit(t->attention, memory_order_relaxed)))
            goto attend;
        NEXT;
    case STEP_AGAIN:
        t->fp->pc = t->again;
        t->req.kind = REQ_NONE;
        return VM_PARKED;
    case STEP_PARK: return VM_PARKED;
    case STEP_DONE: return VM_DONE;
    case STEP_STOP: return VM_STOPPED;
    case STEP_THROWN:
        exception_context(t->exc, t->fp->gen ? exception_handled_in(t->fp) : V_UNBOUND);
        goto unwinding;
    case STEP_RAISE: break;
    }
raised:
    exception_context(t->exc, exception_being_handled(t));
unwinding:
    if (!frame_unwind(t, false))
        return VM_DIED;
    LOAD();
    NEXT;

attend: {
    fp->pc = pc;
    enum vm_ret r = safe_point(t);
    dispatch = t->multi ? several : single;
    if (r == VM_RAISE)
        goto raised;
    if (r == VM_REQUEST)
        return VM_STOPPED;
    if (r == VM_CALL) {
        step = call_handlers(t, false);
        goto after;
    }
    if (UNLIKELY(atomic_load_explicit(t->attention, memory_order_relaxed) & VM_ATTEND_DYING)) {
        atomic_fetch_and(t->attention, ~(uint32_t)VM_ATTEND_DYING);
        if (ending_attend(t) == STEP_RAISE)
            goto raised;
    }
    LOAD();
    NEXT;
}

    /* ---- moving values ---- */
CASE(L_NOP)
    NEXT;
CASE(L_MOVE)
    R[in->a] = R[in->b];
    NEXT;
CASE(L_CONST)
    R[in->a] = fp->code->values[in->s];
    NEXT;
CASE(L_INT)
    R[in->a] = V_INT(in->s);
    NEXT;
CASE(L_SPECIAL)
    R[in->a] = (value)(uint32_t)in->s;
    NEXT;
CASE(L_CHECK)
    if (UNLIKELY(R[in->a] == V_UNBOUND))
        SLOW(unbound_register(t, in->a));
    NEXT;
CASE(L_DROP)
    if (UNLIKELY(is_ref(R[in->a]) && ending_concerns_value(t, R[in->a]))) {
        R[in->a] = V_UNBOUND;
        fp->pc = pc;
        ending_collect(t, in->b);
        goto attend;
    }
    NEXT;
CASE(L_GDROP)
    if (UNLIKELY(is_ref(G[in->s]) && task_is_alone(t) && ending_concerns_value(t, G[in->s]))) {
        slot_set(&G[in->s], V_NONE);
        fp->pc = pc;
        ending_collect(t, in->a);
        goto attend;
    }
    NEXT;
CASE(L_UNUSED)
    if (UNLIKELY(is_ref(R[in->a]) && gen_is_forgotten(R[in->a]))) {
        ending_forgotten(t, R[in->a]);
        goto attend;
    }
    if (task_is_alone(t) && UNLIKELY(t->vm->finals_count)) {
        fp->pc = pc;
        if (ending_of_statement(t, in->b))
            goto attend;
    }
    NEXT;
CASE(L_CLOSEITER)
    SLOW(gen_close_unheld(t, in->a));
CASE(L_UNBIND)
    R[in->a] = V_UNBOUND;
    NEXT;
CASE(L_GLOAD) {
    value v = G[in->s];
    if (UNLIKELY(v == V_UNBOUND))
        SLOW(name_missing(t, (uint32_t)in->s, fp));
    R[in->a] = v;
    NEXT;
}
CASE(M_GLOAD)
    if ((in->x ? !t->vm->every_step : fp->code->flags & CODE_PRELUDE) && !t->engine->sees_inside) {
        value v = slot_get(&G[in->s]);
        if (UNLIKELY(v == V_UNBOUND)) // while it may still be bound by another thread, to look is a visible step
            SLOW(global_access(t, in, false));
        R[in->a] = v;
        NEXT;
    } else {
        value v = slot_get(&G[in->s]);
        if (is_special(v) && v != V_UNBOUND && module_at(t->vm, fp->code->module)->fallback[in->s] == v) { // a builtin
            R[in->a] = v;
            NEXT;
        }
    }
    SLOW(global_access(t, in, false));
CASE(L_GSTORE)
    G[in->s] = R[in->a];
    NEXT;
CASE(M_GSTORE)
    SLOW(global_access(t, in, true));
CASE(L_GDEL) {
    value fallback = module_at(t->vm, fp->code->module)->fallback[in->s];
    if (G[in->s] == fallback)
        SLOW(name_missing(t, (uint32_t)in->s, fp));
    bool ends = is_ref(G[in->s]) && ending_concerns_value(t, G[in->s]);
    slot_set(&G[in->s], fallback);
    if (UNLIKELY(ends)) {
        fp->pc = pc;
        ending_collect(t, in->a);
        goto attend;
    }
    NEXT;
}
CASE(L_CELLNEW) {
    struct cell *c = object_take(t, T_CELL, sizeof *c, 0);
    c->v = R[in->a];
    R[in->a] = value_of(c);
    NEXT;
}
CASE(L_CELLGET) {
    value v = ((struct cell *)REF(R[in->b]))->v;
    if (UNLIKELY(v == V_UNBOUND))
        SLOW(cell_unbound(t, in->b));
    R[in->a] = v;
    NEXT;
}
CASE(M_CELLGET) {
    value cell = R[in->b];
    if (slot_get(&((struct cell *)REF(cell))->v) == V_UNBOUND)
        SLOW(cell_unbound(t, in->b));
    SLOW(cell_access(t, cell, &R[in->a], false));
}
CASE(L_CELLSET)
    ((struct cell *)REF(R[in->a]))->v = R[in->b];
    NEXT;
CASE(M_CELLSET)
    SLOW(cell_access(t, R[in->a], &R[in->b], true));
CASE(L_CELLDEL)
    if (UNLIKELY(slot_get(&((struct cell *)REF(R[in->a]))->v) == V_UNBOUND))
        SLOW(cell_unbound(t, in->a));
    slot_set(&((struct cell *)REF(R[in->a]))->v, V_UNBOUND);
    NEXT;
CASE(L_FREEGET) {
    value cell = ((struct tuple *)REF(((struct func *)REF(fp->func))->closure))->item[in->b];
    value v = ((struct cell *)REF(cell))->v;
    if (UNLIKELY(v == V_UNBOUND))
        SLOW(free_missing(t, fp->code, in->b));
    R[in->a] = v;
    NEXT;
}
CASE(M_FREEGET) {
    value cell = ((struct tuple *)REF(((struct func *)REF(fp->func))->closure))->item[in->b];
    if (slot_get(&((struct cell *)REF(cell))->v) == V_UNBOUND)
        SLOW(free_missing(t, fp->code, in->b));
    SLOW(cell_access(t, cell, &R[in->a], false));
}
CASE(L_FREESET)
    ((struct cell *)REF(((struct tuple *)REF(((struct func *)REF(fp->func))->closure))->item[in->b]))->v = R[in->a];
    NEXT;
CASE(M_FREESET)
    SLOW(cell_access(t, ((struct tuple *)REF(((struct func *)REF(fp->func))->closure))->item[in->b], &R[in->a], true));
CASE(L_FREEDEL)
    if (UNLIKELY(slot_get(&((struct cell *)REF(((struct tuple *)REF(((struct func *)REF(fp->func))->closure))->item[in->b]))->v) == V_UNBOUND))
        SLOW(free_missing(t, fp->code, in->b));
    slot_set(&((struct cell *)REF(((struct tuple *)REF(((struct func *)REF(fp->func))->closure))->item[in->b]))->v, V_UNBOUND);
    NEXT;
CASE(L_NSLOAD)
    SLOW(step_ns_load(t, in));
CASE(L_NSSTORE)
    dict_set_sym(t, REF(R[0]), fp->code->symbols[in->b], R[in->a]);
    NEXT;
CASE(L_NSDEL) {
    value old;
    dict_del(t, REF(R[0]), fp->code->symbols[in->b], &old);
    NEXT;
}

    /* ---- operators ---- */
CASE(L_ADD) {
    value x = R[in->b], y = R[in->c];
    int64_t r;
    if (LIKELY(BOTH_INT(x, y)) && LIKELY(!__builtin_add_overflow((int64_t)x, (int64_t)(y - 1), &r))) {
        R[in->a] = (value)r;
        NEXT;
    }
    ARITHMETIC_FLOAT(+)
    if (is_str(x) && is_str(y)) {
        value v = str_concat(t, x, y);
        if (LIKELY(v)) {
            R[in->a] = v;
            NEXT;
        }
        SLOW(STEP_RAISE);
    }
    SLOW(binary_slow(t, OPR_ADD, in->x & 1, x, y, in->a, in));
}
CASE(L_SUB) {
    value x = R[in->b], y = R[in->c];
    int64_t r;
    if (LIKELY(BOTH_INT(x, y)) && LIKELY(!__builtin_sub_overflow((int64_t)x, (int64_t)(y - 1), &r))) {
        R[in->a] = (value)r;
        NEXT;
    }
    ARITHMETIC_FLOAT(-)
    SLOW(binary_slow(t, OPR_SUB, in->x & 1, x, y, in->a, in));
}
CASE(L_MUL) {
    value x = R[in->b], y = R[in->c];
    int64_t r;
    if (LIKELY(BOTH_INT(x, y)) && LIKELY(!__builtin_mul_overflow((int64_t)(x - 1), int_of(y), &r))) {
        R[in->a] = (value)r + 1;
        NEXT;
    }
    ARITHMETIC_FLOAT(*)
    SLOW(binary_slow(t, OPR_MUL, in->x & 1, x, y, in->a, in));
}
CASE(L_DIV) {
    value x = R[in->b], y = R[in->c];
    // ints beyond 2^53 would be rounded twice
    bool ints = BOTH_INT(x, y) && (uint64_t)(int_of(x) + (1ll << 53)) < 1ull << 54 && (uint64_t)(int_of(y) + (1ll << 53)) < 1ull << 54;
    if ((ints || BOTH_FLONUM(x, y) || ARE_MIXED(x, y)) && REAL_OF(y) != 0.0) {
        value v = flonum_from(REAL_OF(x) / REAL_OF(y));
        if (LIKELY(v != V_UNBOUND)) {
            R[in->a] = v;
            NEXT;
        }
    }
    SLOW(binary_slow(t, OPR_DIV, in->x & 1, x, y, in->a, in));
}
CASE(L_FLOORDIV) {
    value x = R[in->b], y = R[in->c];
    if (ARE_SMALL(x, y)) {
        R[in->a] = V_INT((uint32_t)int_of(x) / (uint32_t)int_of(y));
        NEXT;
    }
    if (LIKELY(BOTH_INT(x, y)) && LIKELY((int64_t)y > 1)) { // a positive divisor
        int64_t i = int_of(x), d = int_of(y), q = i / d;
        R[in->a] = V_INT(q - (i % d < 0));
        NEXT;
    }
    SLOW(binary_slow(t, OPR_FLOORDIV, in->x & 1, x, y, in->a, in));
}
CASE(L_MOD) {
    value x = R[in->b], y = R[in->c];
    if (ARE_SMALL(x, y)) {
        R[in->a] = V_INT((uint32_t)int_of(x) % (uint32_t)int_of(y));
        NEXT;
    }
    if (LIKELY(BOTH_INT(x, y)) && LIKELY((int64_t)y > 1)) {
        int64_t d = int_of(y), m = int_of(x) % d;
        R[in->a] = V_INT(m < 0 ? m + d : m);
        NEXT;
    }
    SLOW(binary_slow(t, OPR_MOD, in->x & 1, x, y, in->a, in));
}
CASE(L_POW) {
    value x = R[in->b], y = R[in->c];
    if (BOTH_FLONUM(x, y) && (flonum_of(x) > 0.0 || (x == V_ZERO_FLOAT && flonum_of(y) > 0.0))) { // of others the root may be complex, or infinite
        value v = flonum_from(pow(flonum_of(x), flonum_of(y)));
        if (LIKELY(v != V_UNBOUND)) {
            R[in->a] = v;
            NEXT;
        }
    }
    SLOW(binary_slow(t, OPR_POW, in->x & 1, x, y, in->a, in));
}
    BINARY_SLOW(MATMUL, OPR_MATMUL)
    BINARY_SLOW(LSHIFT, OPR_LSHIFT)
CASE(L_RSHIFT) {
    value x = R[in->b], y = R[in->c];
    if (LIKELY(BOTH_INT(x, y)) && y <= V_INT(62)) {
        R[in->a] = V_INT(int_of(x) >> int_of(y));
        NEXT;
    }
    SLOW(binary_slow(t, OPR_RSHIFT, in->x & 1, x, y, in->a, in));
}
    BITWISE(AND, x & y, OPR_AND)
    BITWISE(OR, x | y, OPR_OR)
    BITWISE(XOR, (x ^ y) | 1, OPR_XOR)
CASE(L_ADDI) {
    value x = R[in->b];
    int64_t r;
    if (LIKELY(is_int(x)) && LIKELY(!__builtin_add_overflow((int64_t)x, (int64_t)(int16_t)in->c * 2, &r))) {
        R[in->a] = (value)r;
        NEXT;
    }
    if (in->x & 2)
        SLOW(binary_slow(t, OPR_SUB, in->x & 1, x, V_INT(-(int64_t)(int16_t)in->c), in->a, in));
    SLOW(binary_slow(t, OPR_ADD, in->x & 1, x, V_INT((int16_t)in->c), in->a, in));
}
CASE(L_NEG)
    if (LIKELY(is_int(R[in->b])) && R[in->b] != V_INT(INT_MIN63)) {
        R[in->a] = V_INT(-int_of(R[in->b]));
        NEXT;
    }
    SLOW(unary_slow(t, OPR_NEG, in));
CASE(L_POS)
    SLOW(unary_slow(t, OPR_POS, in));
CASE(L_INVERT)
    SLOW(unary_slow(t, OPR_INVERT, in));
CASE(L_NOT) {
    value v = R[in->b];
    bool yes;
    if (LIKELY(is_bool(v))) {
        R[in->a] = v == V_TRUE ? V_FALSE : V_TRUE;
        NEXT;
    }
    if (LIKELY(truth(t, v, &yes))) {
        R[in->a] = V_BOOL(!yes);
        NEXT;
    }
    SLOW(test_slow(t, v, RET_NOT, in->a, in));
}
    COMPARE_JUMP(LT, <, OPR_LT)
    COMPARE_JUMP(LE, <=, OPR_LE)
    COMPARE_JUMP(GT, >, OPR_GT)
    COMPARE_JUMP(GE, >=, OPR_GE)
    COMPARE_JUMP(EQ, ==, OPR_EQ)
    COMPARE_JUMP(NE, !=, OPR_NE)
CASE(L_IS)
    R[in->a] = V_BOOL(R[in->b] == R[in->c]);
    NEXT;
CASE(L_ISNOT)
    R[in->a] = V_BOOL(R[in->b] != R[in->c]);
    NEXT;
CASE(L_IN)
    MEMBERSHIP(true);
CASE(L_NOTIN)
    MEMBERSHIP(false);

    /* ---- control ---- */
CASE(L_JUMP)
    pc += in->s;
    NEXT;
CASE(L_LOOP)
    pc += in->s;
    if (UNLIKELY(atomic_load_explicit(t->attention, memory_order_relaxed)))
        goto attend;
    NEXT;
CASE(L_JF) {
    value v = R[in->a];
    bool yes;
    if (v == V_FALSE)
        pc += in->s;
    else if (is_int(v))
        pc += v == V_INT(0) ? in->s : 0;
    else if (v != V_TRUE) {
        if (LIKELY(truth(t, v, &yes)))
            pc += yes ? 0 : in->s;
        else
            SLOW(test_slow(t, v, RET_TEST, 0, in));
    }
    NEXT;
}
CASE(M_JF)
    if (is_shared_container(R[in->a]))
        SLOW(test_shared(t, R[in->a], RET_TEST, 0, in));
    goto L_JF;
CASE(M_JT)
    if (is_shared_container(R[in->a]))
        SLOW(test_shared(t, R[in->a], RET_TEST, 0, in));
    goto L_JT;
CASE(M_NOT)
    if (is_shared_container(R[in->b]))
        SLOW(test_shared(t, R[in->b], RET_NOT, in->a, in));
    goto L_NOT;
CASE(L_JT) {
    value v = R[in->a];
    bool yes;
    if (v == V_TRUE)
        pc += in->s;
    else if (is_int(v))
        pc += v == V_INT(0) ? 0 : in->s;
    else if (v != V_FALSE) {
        if (LIKELY(truth(t, v, &yes)))
            pc += yes ? in->s : 0;
        else
            SLOW(test_slow(t, v, RET_TEST, 0, in));
    }
    NEXT;
}
CASE(L_ITER) {
    value v = R[in->b];
    if (gen_is_iterator(v) || (is_type(v, T_ITER) && LIKELY(!t->multi))) {
        R[in->a] = v;
        NEXT;
    }
    if (is_ref(v) && (heap_type(v) == T_LIST || heap_type(v) == T_RANGE || heap_type(v) == T_TUPLE)) {
        iter_new(t, v, &R[in->a]); // of these it is always made
        NEXT;
    }
    SLOW(iter_slow(t, in));
}
CASE(L_FORITER) {
    value it = R[in->b];
    if (LIKELY(is_type(it, T_ITER))) {
        struct iter *i = REF(it);
        value got[2];
        enum vm_ret r;
        if (i->o.aux == ITER_RANGE) {
            int64_t at = i->at;
            if (i->step > 0 ? at < i->stop : at > i->stop) {
                i->at = at + i->step;
                R[in->a] = V_INT(at);
                pc++;
            } else {
                pc += pc->s + 1;
            }
            NEXT;
        }
        if (i->o.aux == ITER_LIST && i->source) {
            const struct list_obj *l = REF(i->source);
            if ((uint64_t)i->at < l->len) {
                R[in->a] = ((struct array *)REF(l->items))->item[i->at++];
                pc++;
                NEXT;
            }
        }
        if (in->x && (r = iter_next_pair(t, it, got)) != VM_FALLBACK) {
            if (LIKELY(r == VM_OK && got[0] != V_UNBOUND)) {
                R[pc[1].a] = got[0]; // as the UNPACK would do it, which is passed over
                R[pc[1].a + 1] = got[1];
                pc += 2;
                NEXT;
            }
        } else {
            r = iter_next(t, it, got);
            if (LIKELY(r == VM_OK && got[0] != V_UNBOUND)) {
                R[in->a] = got[0];
                pc++;
                NEXT;
            }
        }
        if (r == VM_OK) {
            pc += pc->s + 1;
            NEXT;
        }
        if (r == VM_RAISE) {
            fp->pc = pc + 1;
            goto raised;
        }
    }
    pc++;
    if (is_type(it, T_GEN) && LIKELY(gen_steps(t, REF(it), V_NONE))) {
        fp->pc = pc;
        ENTER_GENERATOR(REF(it), V_NONE, RET_NEXT);
    }
    SLOW(foriter_slow(t, in));
}
CASE(M_FORITER) {
    value it = R[in->b];
    if (LIKELY(is_type(it, T_ITER))) {
        struct iter *i = REF(it);
        if (i->o.aux == ITER_RANGE && !(obj_flags(&i->o) & F_SHARED)) {
            int64_t at = i->at;
            if (i->step > 0 ? at < i->stop : at > i->stop) {
                i->at = at + i->step;
                R[in->a] = V_INT(at);
                pc++;
            } else {
                pc += pc->s + 1;
            }
            NEXT;
        }
    }
    pc++;
    SLOW(foriter_slow(t, in));
}

    /* ---- attributes and calls ---- */
CASE(L_GETATTR) {
    value obj = R[in->b];
    pc++; // the cache word
    if (LIKELY(is_type(obj, T_INSTANCE))) {
        struct instance *i = REF(obj);
        uint64_t word = __atomic_load_n((const uint64_t *)(in + 1), __ATOMIC_RELAXED);
        if (LIKELY((uint32_t)word == instance_shape(i)) && word >> 48 == t->vm->class_epoch && word) {
            uint32_t slot = word >> 32 & 0xffff;
            if (LIKELY(slot < i->o.n)) { // instances made earlier may have fewer slots inside
                R[in->a] = i->item[slot];
                NEXT;
            }
        }
    }
    SLOW(getattr_slow(t, in));
}
CASE(M_GETATTR) {
    value obj = R[in->b];
    pc++;
    if (is_type(obj, T_INSTANCE) && !(obj_flags(obj_of(obj)) & F_SHARED)) {
        struct instance *i = REF(obj);
        uint64_t word = __atomic_load_n((const uint64_t *)(in + 1), __ATOMIC_RELAXED);
        if (LIKELY((uint32_t)word == instance_shape(i)) && word && word >> 48 == atomic_load_explicit(&t->vm->class_epoch, memory_order_relaxed)) {
            uint32_t slot = word >> 32 & 0xffff;
            if (LIKELY(slot < i->o.n)) { // instances made earlier may have fewer slots inside
                R[in->a] = i->item[slot];
                NEXT;
            }
        }
    }
    SLOW(getattr_slow(t, in));
}
CASE(L_SETATTR) {
    value obj = R[in->a];
    pc++;
    if (LIKELY(is_type(obj, T_INSTANCE))) {
        struct instance *i = REF(obj);
        uint64_t word = __atomic_load_n((const uint64_t *)(in + 1), __ATOMIC_RELAXED);
        if (LIKELY((uint32_t)word == instance_shape(i)) && word && word >> 48 == t->vm->class_epoch) {
            uint32_t slot = word >> 32 & 0xffff;
            if (LIKELY(slot < i->o.n)) {
                i->item[slot] = R[in->b];
                NEXT;
            }
        }
    }
    if (is_type(obj, T_INSTANCE)) {
        struct instance *i = REF(obj);
        uint64_t word = __atomic_load_n((const uint64_t *)(in + 1), __ATOMIC_RELAXED);
        if ((uint32_t)word == i->shape && word >> 48 == (t->vm->class_epoch | 0x8000) &&
            add_attribute(t, i, word, fp->code->symbols[in->c], R[in->b]))
            NEXT;
    }
    SLOW(setattr_slow(t, in));
}
CASE(M_SETATTR) {
    value obj = R[in->a];
    pc++;
    if (is_type(obj, T_INSTANCE) && !(obj_flags(obj_of(obj)) & F_SHARED)) {
        struct instance *i = REF(obj);
        uint64_t word = __atomic_load_n((const uint64_t *)(in + 1), __ATOMIC_RELAXED);
        uint64_t epoch = atomic_load_explicit(&t->vm->class_epoch, memory_order_relaxed);
        if (LIKELY((uint32_t)word == instance_shape(i)) && word && word >> 48 == epoch) {
            uint32_t slot = word >> 32 & 0xffff;
            if (LIKELY(slot < i->o.n)) {
                i->item[slot] = R[in->b];
                NEXT;
            }
        }
        if ((uint32_t)word == i->shape && word >> 48 == (epoch | 0x8000) && add_attribute(t, i, word, fp->code->symbols[in->c], R[in->b]))
            NEXT;
    }
    SLOW(setattr_slow(t, in));
}
CASE(L_DELATTR)
    SLOW(delattr_slow(t, in));
CASE(L_LOADM) {
    value obj = R[in->b];
    pc++;
    if (is_type(obj, T_INSTANCE) && t->methods && !in->x) {
        uint32_t shape = instance_shape(REF(obj));
        value sym = fp->code->symbols[in->c];
        uint32_t k = (uint32_t)((shape * 31u) ^ (uint32_t)(sym >> 4)) & (METHOD_CACHE - 1);
        if (LIKELY(t->methods->at[k].sym == sym && t->methods->at[k].shape == shape) && shape &&
            t->methods->at[k].epoch == atomic_load_explicit(&t->vm->class_epoch, memory_order_relaxed)) {
            R[in->a] = t->methods->at[k].func;
            R[in->a + 1] = obj;
            NEXT;
        }
    } else if (is_ref(obj)) { // a method of a native type
        uint64_t word = __atomic_load_n((const uint64_t *)(in + 1), __ATOMIC_RELAXED);
        if ((word & 255) == obj_of(obj)->type && word) {
            R[in->a] = word >> 8 << 8 | V_BUILTIN(0);
            R[in->a + 1] = obj;
            NEXT;
        }
    }
    SLOW(loadm_slow(t, in));
}
CASE(L_CALL) {
    value *base = R + in->a;
    value callee = *base;
    if (LIKELY(is_type(callee, T_FUNC))) {
        const struct code *c = ((struct func *)REF(callee))->code;
        if (LIKELY((c->flags & CODE_SIMPLE) && in->b == c->nparams)) {
            fp->pc = pc;
            fp = frame_push(t, base + 1, c, callee);
            if (UNLIKELY(!fp))
                goto raised;
            pc = c->instrs;
            R = fp->base;
            G = fp->globals;
            if (UNLIKELY(atomic_load_explicit(t->attention, memory_order_relaxed)))
                goto attend;
            NEXT;
        }
        if (gen_binds_plainly(c, in->b)) {
            fp->pc = pc;
            *base = gen_mark_unheld(t, gen_make(t, REF(callee), base + 1), in->a);
            NEXT;
        }
        struct call_args a = { .positional = base + 1, .n = in->b, .keyword_dict = V_UNBOUND };
        SLOW(call_value(t, base, &a, RET_NORMAL, 0, in));
    }
    if (callee == V_BUILTIN(BI_next) && in->b == 1 && gen_is_iterator(base[1]) &&
        LIKELY(gen_steps(t, REF(base[1]), V_NONE))) {
        fp->pc = pc;
        ENTER_GENERATOR(REF(base[1]), V_NONE, RET_SEND);
    }
    if (is_type(callee, T_CLASS)) {
        value init = plain_init(t, REF(callee));
        const struct code *c = is_type(init, T_FUNC) ? ((struct func *)REF(init))->code : NULL;
        if (c && LIKELY((c->flags & CODE_SIMPLE) && in->b + 1u == c->nparams)) {
            value made = instance_new(t, REF(callee));
            *base = made; // in front of the arguments
            fp->pc = pc;
            fp = frame_push(t, base, c, init);
            if (UNLIKELY(!fp))
                goto raised;
            fp->mode = RET_INIT;
            fp->dest = in->a;
            fp->extra = made;
            pc = c->instrs;
            R = fp->base;
            G = fp->globals;
            if (UNLIKELY(atomic_load_explicit(t->attention, memory_order_relaxed)))
                goto attend;
            NEXT;
        }
    }
    if (is_type(callee, T_METHOD) && is_sort(((const struct method *)REF(callee))->func, SORT_BUILTIN)) {
        const struct method *m = REF(callee);
        if (is_type(m->self, T_SYNC)) {
            fp->pc = pc;
            if (lock_at_once(t, m->func, m->self, in->b, base))
                NEXT;
        }
    }
    if (is_type(callee, T_METHOD) && is_sort(((const struct method *)REF(callee))->func, SORT_BUILTIN) && LIKELY(!t->multi)) {
        uint32_t id = (uint32_t)payload_of(((const struct method *)REF(callee))->func);
        value ret = V_NONE;
        fp->pc = pc;
        *base = ((const struct method *)REF(callee))->self; // in front of the arguments
        enum vm_ret r = call_builtin_in_window(t, id, base, in->b + 1u, &ret);
        if (LIKELY(r == VM_OK)) {
            *base = ret;
            NEXT;
        }
        *base = callee;
        if (r == VM_RAISE)
            goto raised;
        if (r != VM_FALLBACK && r != VM_NUMBER) // which want the arguments in a row
            SLOW(after_plain_builtin(t, r, id, base, in->b, in));
    }
    if (is_special(callee) && LIKELY(!t->multi)) {
        uint32_t id = is_sort(callee, SORT_BUILTIN) ? (uint32_t)payload_of(callee)
                      : is_sort(callee, SORT_TYPE) ? type_builtin[payload_of(callee)] : 0;
        value ret = V_NONE;
        int64_t len = id == BI_len && in->b == 1 ? len_of_usual(base[1]) : -1;
        if (len >= 0) {
            *base = V_INT(len);
            NEXT;
        }
        if (LIKELY(id)) {
            fp->pc = pc;
            enum vm_ret r = call_builtin_in_window(t, id, base + 1, in->b, &ret);
            if (LIKELY(r == VM_OK)) {
                *base = ret;
                NEXT;
            }
            if (r == VM_RAISE)
                goto raised;
            SLOW(after_plain_builtin(t, r, id, base, in->b, in));
        }
    }
    SLOW(call_plain(t, base, in->b, in));
}
CASE(L_CALLM) {
    value *base = R + in->a;
    value callee = *base;
    if (LIKELY(base[1] != V_UNBOUND)) {
        if (is_type(callee, T_FUNC)) {
            struct func *f = REF(callee);
            const struct code *c = f->code;
            if (LIKELY((c->flags & CODE_SIMPLE) && (uint32_t)in->b + 1 == c->nparams)) {
                fp->pc = pc;
                fp = frame_push(t, base + 1, c, callee);
                if (UNLIKELY(!fp))
                    goto raised;
                pc = c->instrs;
                R = fp->base;
                G = fp->globals;
                if (UNLIKELY(atomic_load_explicit(t->attention, memory_order_relaxed)))
                    goto attend;
                NEXT;
            }
        } else if (is_sort(callee, SORT_BUILTIN) && is_type(base[1], T_SYNC)) {
            fp->pc = pc;
            if (lock_at_once(t, callee, base[1], in->b, base))
                NEXT;
        } else if (is_sort(callee, SORT_BUILTIN) && !t->multi) {
            value ret = V_NONE;
            fp->pc = pc;
            if (callee == V_BUILTIN(BI_GEN_send) && in->b == 1 && is_type(base[1], T_GEN) &&
                LIKELY(gen_steps(t, REF(base[1]), base[2])))
                ENTER_GENERATOR(REF(base[1]), base[2], RET_SEND);
            if (callee == V_BUILTIN(BI_LIST_append) && in->b == 1 && is_type(base[1], T_LIST)) {
                if (UNLIKELY(!list_push_fast(REF(base[1]), base[2]) && !list_append(t, REF(base[1]), base[2])))
                    goto raised;
                *base = V_NONE;
                NEXT;
            }
            if (callee == V_BUILTIN(BI_DICT_get) && in->b == 2 && is_type(base[1], T_DICT) &&
                LIKELY(dict_get(t, REF(base[1]), base[2], &ret) == VM_OK)) {
                *base = ret == V_UNBOUND ? base[3] : ret;
                NEXT;
            }
            enum vm_ret r = call_builtin_in_window(t, (uint32_t)payload_of(callee), base + 1, (uint32_t)in->b + 1, &ret);
            if (LIKELY(r == VM_OK)) {
                *base = ret;
                NEXT;
            }
            if (r == VM_RAISE)
                goto raised;
            SLOW(after_plain_builtin(t, r, (uint32_t)payload_of(callee), base, in->b + 1u, in));
        }
    }
    SLOW(do_callm(t, base, in->b, NULL, in));
}
CASE(L_CALLKW)
    SLOW(do_callkw(t, in));
CASE(L_CALLEX)
    SLOW(do_callex(t, in));
CASE(L_GETITEM) {
    value obj = R[in->b], key = R[in->c];
    if (is_ref(obj) && is_int(key)) {
        struct obj *o = obj_of(obj);
        int64_t k = int_of(key);
        if (o->type == T_LIST) {
            const struct list_obj *l = (const struct list_obj *)o;
            if (k < 0)
                k += (int64_t)l->len;
            if (LIKELY((uint64_t)k < l->len)) {
                R[in->a] = ((struct array *)REF(l->items))->item[k];
                NEXT;
            }
        } else if (o->type == T_TUPLE) {
            if (k < 0)
                k += o->n;
            if (LIKELY((uint64_t)k < o->n)) {
                R[in->a] = ((struct tuple *)o)->item[k];
                NEXT;
            }
        }
    }
    if (is_type(obj, T_DICT)) {
        value v;
        if (LIKELY(dict_get(t, REF(obj), key, &v) == VM_OK) && LIKELY(v != V_UNBOUND)) {
            R[in->a] = v;
            NEXT;
        }
        t->exc = V_UNBOUND;
    }
    SLOW(getitem_slow(t, in));
}
CASE(M_GETITEM)
    if (is_ref(R[in->b]) && !(obj_flags(obj_of(R[in->b])) & F_SHARED))
        goto L_GETITEM;
    SLOW(getitem_slow(t, in));
CASE(L_SETITEM) {
    value obj = R[in->a], key = R[in->b];
    if (is_type(obj, T_LIST) && is_int(key)) {
        const struct list_obj *l = REF(obj);
        int64_t k = int_of(key);
        if (k < 0)
            k += (int64_t)l->len;
        if (LIKELY((uint64_t)k < l->len)) {
            ((struct array *)REF(l->items))->item[k] = R[in->c];
            NEXT;
        }
    } else if (is_type(obj, T_DICT)) {
        if (LIKELY(dict_set(t, REF(obj), key, R[in->c]) == VM_OK))
            NEXT;
        t->exc = V_UNBOUND;
    }
    SLOW(setitem_slow(t, in));
}
CASE(M_SETITEM)
    if (is_ref(R[in->a]) && !(obj_flags(obj_of(R[in->a])) & F_SHARED))
        goto L_SETITEM;
    SLOW(setitem_slow(t, in));
CASE(L_DELITEM)
    SLOW(delitem_slow(t, in));

    /* ---- building ---- */
CASE(L_SLICE) {
    struct slice *s = object_take(t, T_SLICE, sizeof *s, 0);
    s->start = R[in->b];
    s->stop = R[in->b + 1];
    s->step = R[in->b + 2];
    R[in->a] = value_of(s);
    NEXT;
}
CASE(L_TUPLE)
    R[in->a] = tuple_new(t, R + in->b, in->c);
    NEXT;
CASE(L_LIST)
    R[in->a] = list_new(t, R + in->b, in->c);
    NEXT;
CASE(L_SET)
    SLOW(step_build_set(t, in));
CASE(L_DICT)
    SLOW(step_build_dict(t, in));
CASE(L_STR)
    SLOW(step_join(t, in));
CASE(L_LAPPEND)
    if (UNLIKELY(!list_push_fast(REF(R[in->a]), R[in->b]) && !list_append(t, REF(R[in->a]), R[in->b])))
        SLOW(STEP_RAISE);
    NEXT;
CASE(L_SADD)
    if (LIKELY(dict_set(t, REF(R[in->a]), R[in->b], V_NONE) == VM_OK))
        NEXT;
    t->exc = V_UNBOUND;
    SLOW(step_set_add(t, in));
CASE(L_DSET)
    if (LIKELY(dict_set(t, REF(R[in->a]), R[in->b], R[in->c]) == VM_OK))
        NEXT;
    t->exc = V_UNBOUND;
    SLOW(step_dict_add(t, in));
CASE(L_LEXTEND)
    SLOW(step_extend_list(t, in));
CASE(L_SUPDATE)
    SLOW(step_set_update(t, in));
CASE(L_DMERGE)
    SLOW(step_merge_dict(t, in));
CASE(L_LTUPLE) {
    const struct list_obj *l = REF(R[in->b]);
    R[in->a] = tuple_new(t, l->len ? ((struct array *)REF(l->items))->item : NULL, l->len);
    NEXT;
}
CASE(L_UNPACK) {
    value v = R[in->b];
    if (LIKELY(is_type(v, T_TUPLE)) && LIKELY(obj_of(v)->n == in->c)) {
        const struct tuple *p = REF(v);
        for (uint32_t i = 0; i < in->c; i++)
            R[in->a + i] = p->item[i];
        NEXT;
    }
    SLOW(step_unpack(t, in, false));
}
CASE(L_UNPACKEX)
    SLOW(step_unpack(t, in, true));
CASE(L_FUNC)
    SLOW(step_make_function(t, in));
CASE(L_CLASSOBJ)
    SLOW(step_make_class(t, in));
CASE(L_SUPER)
    SLOW(step_super(t, in));
CASE(L_FORMAT)
    SLOW(step_format(t, in));

    /* ---- leaving a function ---- */
CASE(L_RETURN) {
    value r = R[in->a];
    if (LIKELY(fp->mode == RET_NORMAL)) {
        R[-1] = r;
        fp = --t->fp;
        pc = fp->pc;
        R = fp->base;
        G = fp->globals;
        NEXT;
    }
    if (LIKELY(fp->mode == RET_MOVE) || (fp->mode == RET_INIT && r == V_NONE)) {
        value got = fp->mode == RET_MOVE ? r : fp->extra;
        uint32_t dest = fp->dest;
        fp = --t->fp;
        pc = fp->pc;
        R = fp->base;
        G = fp->globals;
        R[dest] = got;
        NEXT;
    }
    SLOW(frame_finish(t, r));
}
CASE(L_RETGEN)
    if (LIKELY(fp->mode == RET_NEXT)) {
        fp = gen_leave(t);
        pc = fp->pc + fp->pc[-1].s;
        R = fp->base;
        G = fp->globals;
        NEXT;
    }
    SLOW(gen_return(t, R[in->a]));
CASE(L_YIELD)
    if (LIKELY(fp->mode == RET_NEXT || fp->mode == RET_SEND) && LIKELY(!t->multi) && LIKELY(!in->x)) {
        struct gen *g = REF(fp->gen);
        copy_registers(g->reg, R, fp->code->nregs);
        g->pc = pc;
        g->delegate = V_FALSE;
        g->o.aux = GEN_SUSPENDED;
        value v = R[in->b];
        uint32_t dest = fp->dest;
        fp = --t->fp;
        pc = fp->pc;
        R = fp->base;
        G = fp->globals;
        R[dest] = v;
        if (UNLIKELY(atomic_load_explicit(t->attention, memory_order_relaxed)))
            goto attend;
        NEXT;
    }
    SLOW(gen_yield(t, R[in->b], pc));
CASE(L_YIELDFROM)
    SLOW(yield_from(t, in));
CASE(L_AWAITABLE)
    SLOW(step_awaitable(t, in));
CASE(L_AITER)
    SLOW(step_async_iter(t, in, false));
CASE(L_ANEXT)
    SLOW(step_async_iter(t, in, true));

    /* ---- exceptions ---- */
CASE(L_RAISE)
    SLOW(step_raise(t, in));
CASE(L_RERAISE)
    fp->pc = pc;
    step = step_reraise(t, R[in->a]);
    if (step == STEP_RAISE)
        goto raised;
    if (!frame_unwind(t, true)) // it keeps its context
        return VM_DIED;
    LOAD();
    NEXT;
CASE(L_EXCMATCH) {
    bool bad = false;
    R[in->a] = V_BOOL(exception_matches(t, R[in->b], R[in->c], &bad));
    if (UNLIKELY(bad)) {
        fp->pc = pc;
        throw(t, EXC_TypeError, "catching classes that do not inherit from BaseException is not allowed");
        goto raised;
    }
    NEXT;
}
CASE(L_EXCINFO) {
    value e = R[in->b];
    R[in->a] = ((struct instance *)REF(e))->cls;
    R[in->a + 1] = e;
    R[in->a + 2] = obj_flags(obj_of(e)) & F_DICTMODE ? V_NONE : ((struct instance *)REF(e))->item[EXC_TRACE];
    NEXT;
}

    /* ---- modules, prompt ---- */
CASE(L_IMPORT)
    SLOW(step_import(t, in));
CASE(L_IMPORTFROM)
    SLOW(step_import_from(t, in));
CASE(L_IMPORTSTAR)
    SLOW(step_import_star(t, in));
CASE(L_PRINTEXPR)
    SLOW(step_print_expression(t, in));
CASE(L_END)
    abort(); // a code always ends with RETURN or RETGEN
}

void vm_answer(struct task *t, value v, bool raises)
{
    if (raises)
        t->exc = v;
    else
        t->stack[t->pending] = v;
    t->req.kind = REQ_NONE;
}
