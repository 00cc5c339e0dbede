/* step.h: what the interpreter's files share among themselves.
 *
 * The interpreter is one loop (loop.c) for any depth of Python calls: a call pushes a struct frame.
 * The loop holds pc and registers in C variables; the slow half of an instruction is a function in
 * one of the files below, which tells with an enum step how the loop goes on. While it runs, fp->pc
 * is the next instruction; `in` is the one under way.
 *
 * An instruction may have to run again: a module of the prelude had to be loaded first, or the engine
 * parked its access. So whatever may do that leaves the registers that it reads as they are. */
#ifndef VM_STEP_H
#define VM_STEP_H

#include "vm/inside.h"
#include "vm/methods.h"


/* What out-of-line helpers tell the loop. */
enum step {
    STEP_OK,     // go on with the next instruction
    STEP_ATTEND, // what the engine wants comes first, then the instruction begins again
    STEP_FRAMES, // frames changed: load pc and registers again
    STEP_RAISE,  // t->exc
    STEP_THROWN, // t->exc was thrown into a generator: what its thrower handles is not its context
    STEP_DONE,   // the task has ended: t->result
    STEP_PARK,   // a request waits for its answer
    STEP_AGAIN,  // an access waits for the engine: the instruction, of which nothing was done, runs again later
    STEP_STOP,   // the engine wants the task to end
};

/* What it means to the loop that something was not done. */
static inline enum step step_of(enum vm_ret r)
{
    return r == VM_PARK ? STEP_AGAIN : r == VM_STOP ? STEP_STOP : STEP_RAISE;
}

static inline enum step step_of_engine(enum engine_ret r)
{
    return r == ENGINE_DONE ? STEP_OK : r == ENGINE_PARK ? STEP_AGAIN : r == ENGINE_STOP ? STEP_STOP : STEP_RAISE;
}

static inline bool seen_by_others(const struct task *t, value v)
{
    return UNLIKELY(t->multi) && is_ref(v) && obj_flags(obj_of(v)) & F_SHARED;
}

/* ---- frame.c ---- */

struct frame *frame_push_slow(struct task *t, value *base, const struct code *code, value func);

/* A frame whose window begins at base; NULL: t->exc. Inline because calls are what programs consist of. */
static inline struct frame *frame_push(struct task *t, value *base, const struct code *code, value func)
{
    if (UNLIKELY(t->fp + 2 >= t->frames_end || base + code->nregs + SLOW_SCRATCH >= t->stack_end ||
                 (uint32_t)(t->fp - t->frames) >= t->recursion_limit))
        return frame_push_slow(t, base, code, func);
    struct frame *f = ++t->fp;
    f->pc = code->instrs;
    f->code = code;
    f->base = base;
    f->globals = code->globals;
    f->func = func;
    f->gen = 0;
    f->extra = 0;
    f->dest = 0;
    f->mode = RET_NORMAL;
    return f;
}

/* Where the window of something called from the running frame, outside a CALL, may begin. */
value *scratch_base(struct task *t, unsigned n);
/* Room for n registers from *base on. Arguments that stand on the stack move with it. */
bool stack_room(struct task *t, value **base, size_t n, struct call_args *a);
/* Puts a result where its frame mode wants it, for calls that pushed no frame. */
enum step deliver_result(struct task *t, value v, enum frame_mode mode, uint32_t dest, value *base);
/* What a frame's result means to its caller, beyond the plain case. */
enum step frame_finish(struct task *t, value result);
/* Gives an exception that begins its way the context in which it was raised. */
void exception_context(value exc, value handled);
/* Finds the handler of t->exc. again: it was raised in this frame before, so its traceback has the line.
 * False: nobody handles it. */
bool frame_unwind(struct task *t, bool again);

/* ---- call.c ---- */

/* Per-task cache of methods found by (shape, name); cleared by every collection. */
enum { METHOD_CACHE = 128, PLAIN_CACHE = 16, SLOW_CACHE = 32 };
struct method_cache {
    struct {
        value sym, func;
        uint32_t shape, epoch;
    } at[METHOD_CACHE];
    struct { // classes whose instances are made by nothing but an __init__ in Python
        value init; // V_NONE: exceptions without one
        uint32_t shape, epoch;
    } plain[PLAIN_CACHE];
    struct { // functions of the prelude's _slow.py, by the address of the name
        const char *name;
        const value *slot;
    } slow[SLOW_CACHE];
};

/* The __init__ of such a class, or V_NONE; V_UNBOUND if it is no such class, or was not called yet. */
static inline value plain_init(const struct task *t, const struct class *c)
{
    uint32_t k = c->shape % PLAIN_CACHE;
    if (UNLIKELY(!t->methods) || t->methods->plain[k].shape != c->shape || !c->shape ||
        t->methods->plain[k].epoch != atomic_load_explicit(&t->vm->class_epoch, memory_order_relaxed))
        return V_UNBOUND;
    return t->methods->plain[k].init;
}

extern const uint16_t type_builtin[TYPE_COUNT]; // what calling a native type does: enum builtin_id

/* Calls base[0] with arguments that follow it (nobody else's are written over). The result goes as
 * mode and dest say; `retry` is the instruction that runs again if something had to happen first. */
enum step call_value(struct task *t, value *base, const struct call_args *a, enum frame_mode mode,
                     uint32_t dest, const struct instr *retry);
/* A builtin that did not just return a value. */
enum step after_builtin(struct task *t, enum vm_ret r, uint32_t id, value *base,
                        const struct call_args *a, enum frame_mode mode, uint32_t dest,
                        const struct instr *retry);
/* The same for the loop: n arguments without keywords, which follow base[0]. Out of line, since laying out the arguments
 * takes longer than many a builtin does. */
enum step call_plain(struct task *t, value *base, uint32_t n, const struct instr *retry);
enum step after_plain_builtin(struct task *t, enum vm_ret r, uint32_t id, value *base, uint32_t n,
                              const struct instr *retry);
/* t->call holds a callable and a tuple: the getter of a property and the like. */
enum step call_prepared(struct task *t, enum frame_mode mode, uint32_t dest,
                        const struct instr *retry);
/* Calls a function of the prelude's _slow.py, which stands in for native code that must call Python. */
enum step call_slow(struct task *t, const char *name, const value *args, unsigned n,
                    enum frame_mode mode, uint32_t dest, const struct instr *retry);
/* What comes after NotImplemented is in the prelude, which must be there by then. */
bool slow_is_loaded(const struct vm *vm);
/* The plain function that an instance's class has under a name; V_UNBOUND if it has none or something else. */
value own_function(struct task *t, value v, value sym);
enum step call_function(struct task *t, value f, const value *args, uint32_t n,
                        enum frame_mode mode, uint32_t dest, value extra);
/* Calls what the prelude does about signals that have come; again: then t->req goes on, its answer goes to
 * t->pending. */
enum step call_handlers(struct task *t, bool again);
enum step request_again(struct task *t, value request, value pending);
/* The instructions CALLM, CALLKW and CALLEX. */
enum step do_callm(struct task *t, value *base, uint32_t argc, const struct call_args *kw,
                   const struct instr *in);
enum step do_callkw(struct task *t, const struct instr *in);
enum step do_callex(struct task *t, const struct instr *in);

/* ---- greenlet.c ---- */
/* VM_SWITCH: leaves the running greenlet, where the result goes as mode and dest say, and goes on in the other. */
enum step greenlet_switch(struct task *t, enum frame_mode mode, uint32_t dest, value *base);
enum step greenlet_end(struct task *t, value result); // its body has returned

/* ---- ending.c ---- */
/* At a safe point with VM_ATTEND_DYING: a frame that does what the dead have asked for. STEP_OK: not now. */
enum step ending_attend(struct task *t);

/* A variable loses v, which has something to say at its end: a collection finds out whether that is now. */
bool ending_concerns_value(struct task *t, value v);
void ending_collect(struct task *t, uint32_t unused); // registers from there on are not needed
/* The same at the end of a statement that has called something, if a generator stands in a try: it may have been
 * left. Whether anybody was looked for. */
bool ending_of_statement(struct task *t, uint32_t unused);
/* An object that has something to say at its end has come to the running function, which perhaps alone has it:
 * when it returns, a collection finds out. */
void ending_watch(struct task *t);
enum step ending_frame_left(struct task *t, uint32_t unused); // a watched one has returned to the running frame
void ending_died(struct task *t, value v); // nobody has it any more; ending_attend follows
void ending_forgotten(struct task *t, value coroutine); // nobody will ever await it

/* ---- generator.c ---- */
value gen_mark_unheld(const struct task *t, value gv, uint32_t reg); // just made, and put into reg
bool gen_is_unheld(value v); // a generator that only the loop over it has, and that has something to do when it is closed
enum step gen_close_unheld(struct task *t, uint32_t reg); // the loop over it is left
bool gen_is_forgotten(value v); // a coroutine that nobody can await

/* They are few: a call would cost more. */
static inline __attribute__((always_inline)) void copy_registers(value *to, const value *from, unsigned n)
{
    for (; n >= 4; n -= 4, to += 4, from += 4)
        memcpy(to, from, 4 * sizeof *to);
    for (unsigned i = 0; i < n; i++)
        to[i] = from[i];
}

/* One thread runs a generator: it takes it from its state to GEN_RUNNING, and gives it back with
 * gen_set_state(). Nobody else touches its registers meanwhile. */
static inline uint16_t gen_state(const struct gen *g)
{
    return __atomic_load_n(&g->o.aux, __ATOMIC_ACQUIRE);
}

static inline void gen_set_state(struct gen *g, enum gen_state state)
{
    __atomic_store_n(&g->o.aux, (uint16_t)state, __ATOMIC_RELEASE);
}

/* Where it goes on: also for those who only look, and have not taken it. */
static inline const struct instr *gen_at(const struct gen *g)
{
    return __atomic_load_n(&g->pc, __ATOMIC_RELAXED); // gen_state() has told that there is one
}

static inline void gen_set_at(struct gen *g, const struct instr *pc, value delegate)
{
    __atomic_store_n(&g->pc, (const void *)pc, __ATOMIC_RELAXED);
    __atomic_store_n(&g->delegate, delegate, __ATOMIC_RELAXED);
}

static inline bool gen_take(const struct task *t, struct gen *g, uint16_t *was, enum gen_state to)
{
    if (LIKELY(!t->multi)) {
        g->o.aux = (uint16_t)to;
        return true;
    }
    return __atomic_compare_exchange_n(&g->o.aux, was, (uint16_t)to, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

static inline bool gen_is_iterator(value v) // a generator, and not a coroutine
{
    return is_type(v, T_GEN) && ((const struct gen *)REF(v))->code->flags & CODE_GENERATOR;
}

/* Whether a generator or coroutine can simply go on with what is sent: gen_step() says the rest. */
static inline __attribute__((always_inline)) bool gen_steps(const struct task *t, const struct gen *g, value sent)
{
    const value *base = t->fp->base + t->fp->code->nregs + 1;
    if (UNLIKELY(t->multi) && obj_flags(&g->o) & F_SHARED)
        return false;
    if (g->o.aux == GEN_SUSPENDED ? g->delegate == V_TRUE : g->o.aux != GEN_CREATED || sent != V_NONE)
        return false;
    return t->fp + 2 < t->frames_end && base + g->code->nregs + SLOW_SCRATCH < t->stack_end &&
           (uint32_t)(t->fp - t->frames) < t->recursion_limit;
}

/* Puts its frame on top. What it yields goes to register dest; mode: RET_NEXT or RET_SEND. Always inline: the
 * loop has the new pc and registers at hand then, and need not wait for what was just stored. */
static inline __attribute__((always_inline)) struct frame *gen_step(struct task *t, struct gen *g, value sent,
                                                                    enum frame_mode mode, uint32_t dest)
{
    const struct code *c = g->code;
    struct frame *f = t->fp + 1;
    value *base = f[-1].base + f[-1].code->nregs + 1;
    f->pc = g->pc;
    f->code = c;
    f->base = base;
    f->globals = c->globals;
    f->func = g->func;
    f->gen = value_of(g);
    f->extra = 0;
    f->dest = (uint16_t)dest;
    f->mode = (uint8_t)mode;
    copy_registers(base, g->reg, c->nregs);
    if (g->o.aux == GEN_SUSPENDED)
        base[((const struct instr *)g->pc)[-1].a] = sent;
    g->o.aux = GEN_RUNNING;
    t->fp = f;
    return f;
}

/* Its frame, the top one of a generator that has come to its end, is left to the frame below, which is returned. */
static inline __attribute__((always_inline)) struct frame *gen_leave(struct task *t)
{
    struct gen *g = REF(t->fp->gen);
    for (uint32_t i = 0; i < g->o.n; i++)
        g->reg[i] = 0;
    gen_set_state(g, GEN_DONE);
    return --t->fp;
}

/* Whether a call with n arguments by position makes a generator of them, with nothing to be bound otherwise. */
static inline bool gen_binds_plainly(const struct code *c, uint32_t n)
{
    const uint32_t others = CODE_COROUTINE | CODE_ASYNC_GEN | CODE_STAR | CODE_DSTAR;
    return (c->flags & (CODE_GENERATOR | others)) == CODE_GENERATOR && n == c->nparams && !c->nkwonly;
}

/* A generator of a function whose arguments are bound at base. */
value gen_make(struct task *t, const struct func *f, const value *base);
/* VM_RESUME: next(), send(), throw(), close() of the generator in t->call[0]. */
enum step resume_generator(struct task *t, enum frame_mode caller_mode, uint32_t dest, value *base);
/* The end of a generator's frame with a result. */
enum step gen_return(struct task *t, value result);
/* Hands a value out of the generator frame on top, through all that delegate to it. */
enum step gen_yield(struct task *t, value v, const struct instr *resume_at);
enum step yield_from(struct task *t, const struct instr *in);
enum step step_awaitable(struct task *t, const struct instr *in);
enum step step_async_iter(struct task *t, const struct instr *in, bool next);
enum step iter_slow(struct task *t, const struct instr *in);
enum step foriter_slow(struct task *t, const struct instr *in);

/* ---- operate.c ---- */

/* A special method has returned NotImplemented: the rest of the rules is in the prelude. */
enum step operator_rest(struct task *t, const struct frame *f);
enum step binary_slow(struct task *t, enum operator_kind op, bool in_place, value a, value b,
                      uint32_t dest, const struct instr *in);
enum step unary_slow(struct task *t, enum operator_kind op, const struct instr *in);
/* Result into `dest`; for the fused forms the jump follows. */
enum step compare_slow(struct task *t, unsigned op, value a, value b, uint32_t dest,
                       const struct instr *in);
enum step test_slow(struct task *t, value v, enum frame_mode mode, uint32_t dest,
                    const struct instr *in);
enum step test_shared(struct task *t, value v, enum frame_mode mode, uint32_t dest,
                      const struct instr *in);
enum step contains_slow(struct task *t, const struct instr *in, bool negate);
enum step step_join(struct task *t, const struct instr *in);
enum step step_format(struct task *t, const struct instr *in);

/* ---- access.c ---- */

enum step unbound_register(struct task *t, uint32_t reg);
enum step name_missing(struct task *t, uint32_t slot, const struct frame *f);
enum step cell_unbound(struct task *t, uint32_t reg);
enum step free_missing(struct task *t, const struct code *c, uint32_t index);
/* Before a visible access; STEP_OK: go on. */
enum step ask_engine(struct task *t, const struct access *a);
enum step global_access(struct task *t, const struct instr *in, bool write);
enum step cell_access(struct task *t, value cell, value *reg, bool write);
enum step step_ns_load(struct task *t, const struct instr *in);

/* Cache word of GETATTR and SETATTR: shape | slot << 32 | epoch << 48. */
static const uint64_t CACHE_ADDS = 1ull << 63; // SETATTR: the attribute is added to that shape

/* Adds an attribute to an instance of a shape to which it was added before. */
static inline bool add_attribute(struct task *t, struct instance *i, uint64_t word, value sym, value v)
{
    uint32_t slot = word >> 32 & 0xffff;
    uint32_t child = __atomic_load_n(&shape_at(t->vm, i->shape)->child, __ATOMIC_ACQUIRE);
    if (slot >= i->o.n || !child || shape_at(t->vm, child)->sym != sym)
        return false;
    i->item[slot] = v;
    i->shape = child;
    return true;
}

/* Cache word of LOADM for values of native types: the builtin, whose low bits are free for the type. */
static inline uint64_t native_cache_word(enum type_id type, value builtin)
{
    return (builtin >> 8) << 8 | (uint64_t)type;
}

enum step getattr_slow(struct task *t, const struct instr *in);
enum step setattr_slow(struct task *t, const struct instr *in);
enum step delattr_slow(struct task *t, const struct instr *in);
enum step loadm_slow(struct task *t, const struct instr *in);
enum step getitem_slow(struct task *t, const struct instr *in);
enum step setitem_slow(struct task *t, const struct instr *in);
enum step delitem_slow(struct task *t, const struct instr *in);

/* ---- build.c ---- */

enum step step_unpack(struct task *t, const struct instr *in, bool star);
enum step step_set_add(struct task *t, const struct instr *in);
enum step step_dict_add(struct task *t, const struct instr *in);
enum step step_set_update(struct task *t, const struct instr *in);
enum step step_extend_list(struct task *t, const struct instr *in);
enum step step_merge_dict(struct task *t, const struct instr *in);
enum step step_build_dict(struct task *t, const struct instr *in);
enum step step_build_set(struct task *t, const struct instr *in);
enum step step_make_function(struct task *t, const struct instr *in);
enum step step_make_class(struct task *t, const struct instr *in);
enum step step_super(struct task *t, const struct instr *in);

/* ---- statement.c ---- */

enum step step_import(struct task *t, const struct instr *in);
enum step step_import_from(struct task *t, const struct instr *in);
enum step step_import_star(struct task *t, const struct instr *in);
enum step step_raise(struct task *t, const struct instr *in);
enum step step_reraise(struct task *t, value v);
enum step step_print_expression(struct task *t, const struct instr *in);

#endif
