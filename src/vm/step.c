/* The interpreter loop. One C frame for any depth of Python calls: calls push a struct frame,
 * generators are copied onto the stack while they run and back when they yield.
 *
 * What a loop iteration costs is counted in the bench; before adding an instruction to a hot
 * case, look there. The slow half of every case is a function out of line. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "vm/methods.h"

#include "vm/inside.h"

enum { SLOW_SCRATCH = 4 }; // registers above a frame's window that a slow call may need at once

/* What out-of-line helpers tell the loop. */
enum step {
    STEP_OK,     // go on with the next instruction
    STEP_FRAMES, // frames changed: load pc and registers again
    STEP_RAISE,  // t->exc
    STEP_DONE,   // the task has ended: t->result
    STEP_PARK,   // a request waits for its answer
    STEP_AGAIN,  // an access waits for the engine: the instruction, of which nothing was done, runs again later
    STEP_STOP,   // the engine wants the task to end
};

/* Per-task cache of methods found by (shape, name); cleared by every collection. */
enum { METHOD_CACHE = 128 };
struct method_cache {
    struct {
        value sym, func;
        uint32_t shape, epoch;
    } at[METHOD_CACHE];
};

void task_clear_caches(struct task *t)
{
    if (t->methods)
        memset(t->methods, 0, sizeof *t->methods);
}

/* What it means to the loop that something was not done. */
static enum step step_of(enum vm_ret r)
{
    return r == VM_PARK ? STEP_AGAIN : r == VM_STOP ? STEP_STOP : STEP_RAISE;
}

static enum step step_of_engine(enum engine_ret r)
{
    return r == ENGINE_DONE ? STEP_OK : r == ENGINE_PARK ? STEP_AGAIN : r == ENGINE_STOP ? STEP_STOP : STEP_RAISE;
}

/* ---- frames ---- */

static bool stack_grow(struct task *t, value **base, size_t need)
{
    size_t at = (size_t)(*base - t->stack), size = (size_t)(t->stack_end - t->stack);
    size_t more = MAX(size * 2, at + need + 256);
    if (more > 4u << 20) {
        throw(t, EXC_RecursionError, "maximum recursion depth exceeded");
        return false;
    }
    value *old = t->stack;
    value *fresh = mem_zalloc(more, sizeof *fresh);
    memcpy(fresh, old, size * sizeof *fresh);
    for (struct frame *f = t->frames; f <= t->fp; f++)
        f->base = fresh + (f->base - old);
    t->stack = fresh;
    t->stack_end = fresh + more;
    *base = fresh + at;
    free(old);
    return true;
}

static bool frames_grow(struct task *t)
{
    size_t n = (size_t)(t->frames_end - t->frames), at = (size_t)(t->fp - t->frames);
    t->frames = mem_resize(t->frames, n * 2, sizeof *t->frames);
    t->frames_end = t->frames + n * 2;
    t->fp = t->frames + at;
    return true;
}

static NOINLINE struct frame *frame_push_slow(struct task *t, value *base, const struct code *code, value func)
{
    if ((uint32_t)(t->fp - t->frames) >= t->recursion_limit) {
        // a little room beyond the limit, so that handlers can run
        throw(t, EXC_RecursionError, "maximum recursion depth exceeded");
        return NULL;
    }
    if (t->fp + 2 >= t->frames_end)
        frames_grow(t);
    if (base + code->nregs + SLOW_SCRATCH >= t->stack_end && !stack_grow(t, &base, code->nregs + SLOW_SCRATCH))
        return NULL;
    return frame_push(t, base, code, func);
}

struct frame *frame_push(struct task *t, value *base, const struct code *code, value func)
{
    if (UNLIKELY(t->fp + 2 >= t->frames_end || base + code->nregs + SLOW_SCRATCH >= t->stack_end ||
                 (uint32_t)(t->fp - t->frames) >= t->recursion_limit))
        return frame_push_slow(t, base, code, func);
    struct frame *f = ++t->fp;
    f->pc = code->instrs;
    f->code = code;
    f->base = base;
    f->globals = t->vm->modules[code->module]->slots;
    f->func = func;
    f->gen = 0;
    f->extra = 0;
    f->dest = 0;
    f->mode = RET_NORMAL;
    return f;
}

/* Where the window of something called from the running frame, outside a CALL, may begin. */
static value *scratch_base(struct task *t, unsigned n)
{
    value *base = t->fp->base + (t->fp->code ? t->fp->code->nregs : 0) + 1;
    if (base + n + SLOW_SCRATCH >= t->stack_end && !stack_grow(t, &base, n + SLOW_SCRATCH))
        return NULL;
    return base;
}

/* ---- generators ---- */

static value gen_make(struct task *t, const struct func *f, const value *base)
{
    const struct code *c = f->code;
    uint32_t params = (uint32_t)c->nparams + c->nkwonly + !!(c->flags & CODE_STAR) + !!(c->flags & CODE_DSTAR);
    struct gen *g = heap_new(t, T_GEN, sizeof *g + 8 * (size_t)c->nregs, c->nregs);
    g->code = c;
    g->pc = c->instrs;
    g->func = value_of(f);
    g->handled = V_NONE;
    g->delegate = V_NONE;
    memcpy(g->reg, base, 8 * (size_t)params);
    return value_of(g);
}

/* They are few: a call would cost more. */
static inline void copy_registers(value *to, const value *from, unsigned n)
{
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

static inline bool gen_take(const struct task *t, struct gen *g, uint16_t *was, enum gen_state to)
{
    if (LIKELY(!t->multi)) {
        g->o.aux = (uint16_t)to;
        return true;
    }
    return __atomic_compare_exchange_n(&g->o.aux, was, (uint16_t)to, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

/* Puts a suspended generator on top of the stack. The frame below keeps its saved pc. */
static struct frame *gen_resume(struct task *t, value gv, value sent, enum frame_mode mode, uint32_t dest)
{
    struct gen *g = REF(gv);
    value *base = scratch_base(t, 1);
    struct frame *f = base ? frame_push(t, base, g->code, g->func) : NULL;
    if (!f)
        return NULL;
    uint16_t was = gen_state(g);
    if (UNLIKELY(was > GEN_SUSPENDED || !gen_take(t, g, &was, GEN_RUNNING))) { // another thread was faster
        t->fp--;
        throw(t, EXC_ValueError, "%s already executing", type_name(t, gv));
        return NULL;
    }
    copy_registers(f->base, g->reg, g->code->nregs);
    f->pc = g->pc;
    f->gen = gv;
    f->mode = (uint8_t)mode;
    f->dest = (uint16_t)dest;
    if (was == GEN_SUSPENDED) {
        const struct instr *at = f->pc;
        f->base[at->op == OP_YIELDFROM && g->delegate == V_TRUE ? at->a : at[-1].a] = sent;
    }
    return f;
}

/* The next step of a generator in a for loop, if nothing is unusual: its frame is on top then. */
static inline struct frame *gen_step(struct task *t, value gv, uint32_t dest)
{
    struct gen *g = REF(gv);
    const struct code *c = g->code;
    struct frame *f = t->fp + 1;
    value *base = t->fp->base + t->fp->code->nregs + 1;
    if (UNLIKELY(t->multi) && obj_flags(&g->o) & F_SHARED)
        return NULL;
    if (g->o.aux > GEN_SUSPENDED || (g->o.aux == GEN_SUSPENDED && g->delegate == V_TRUE) || f + 1 >= t->frames_end ||
        base + c->nregs + SLOW_SCRATCH >= t->stack_end || (uint32_t)(t->fp - t->frames) >= t->recursion_limit)
        return NULL;
    *f = (struct frame){ .pc = g->pc, .code = c, .base = base, .globals = t->vm->modules[c->module]->slots,
                         .func = g->func, .gen = gv, .dest = (uint16_t)dest, .mode = RET_NEXT };
    copy_registers(base, g->reg, c->nregs);
    if (g->o.aux == GEN_SUSPENDED)
        base[f->pc[-1].a] = V_NONE;
    g->o.aux = GEN_RUNNING;
    t->fp = f;
    return f;
}

static bool gen_can_run(struct task *t, value gv, value sent)
{
    const struct gen *g = REF(gv);
    if (UNLIKELY(gen_state(g) == GEN_RUNNING)) {
        throw(t, EXC_ValueError, "%s already executing", type_name(t, gv));
        return false;
    }
    if (UNLIKELY(gen_state(g) == GEN_CREATED && sent != V_NONE)) {
        throw(t, EXC_TypeError, "can't send non-None value to a just-started %s", type_name(t, gv));
        return false;
    }
    return true;
}

/* ---- calling ---- */

static void context_of(struct task *t, value exc)
{
    if (!is_exception(exc))
        return;
    struct instance *i = REF(exc);
    if (obj_flags(&i->o) & F_DICTMODE || i->item[EXC_CONTEXT] != V_NONE)
        return;
    value handled = exception_being_handled(t);
    if (handled == V_UNBOUND || handled == exc)
        return;
    for (value c = handled; is_exception(c);) { // no cycles
        struct instance *k = REF(c);
        if (obj_flags(&k->o) & F_DICTMODE)
            break;
        if (k->item[EXC_CONTEXT] == exc)
            k->item[EXC_CONTEXT] = V_NONE;
        c = k->item[EXC_CONTEXT];
    }
    i->item[EXC_CONTEXT] = handled;
}

/* The function with that name of prelude/_slow.py or of one of its parts, which are loaded in
 * order until it is found; or a body to run first (then V_UNBOUND). */
static enum step slow_function(struct task *t, const char *name, value *ret)
{
    struct vm *vm = t->vm;
    const value parts[] = { S(vm, slow), S(vm, slow_classes), S(vm, slow_containers), S(vm, slow_text) };
    value sym = symbol(vm, name, strlen(name));
    *ret = V_UNBOUND;
    for (size_t i = 0; i < ARRAY_LEN(parts) && *ret == V_UNBOUND; i++) {
        value mod;
        const struct code *body;
        enum vm_ret r = import_module(t, parts[i], 0, V_UNBOUND, &mod, &body);
        if (r == VM_RAISE)
            return STEP_RAISE;
        if (r == VM_CALL) {
            value *base = scratch_base(t, 1);
            struct frame *f = base ? frame_push(t, base, body, V_NONE) : NULL;
            if (!f)
                return STEP_RAISE;
            f->mode = RET_IMPORT;
            f->extra = mod;
            return STEP_FRAMES;
        }
        slot_set(&vm->slow_module, mod);
        *ret = module_get(vm, module_at(vm, (uint32_t)payload_of(mod)), sym);
    }
    if (*ret == V_UNBOUND) {
        throw(t, EXC_SystemError, "conch's prelude has no %s", name);
        return STEP_RAISE;
    }
    return STEP_OK;
}

static enum step call_value(struct task *t, value *base, const struct call_args *a, enum frame_mode mode,
                            uint32_t dest, const struct instr *retry);

/* Calls a function of slow.py with n arguments; its result goes as mode and dest say. `retry` is the
 * instruction that runs again if slow.py had to be loaded first. */
static enum step call_slow(struct task *t, const char *name, const value *args, unsigned n,
                           enum frame_mode mode, uint32_t dest, const struct instr *retry)
{
    value f, kept[8];
    memcpy(kept, args, sizeof(value) * n);
    const struct instr *pc = t->fp->pc;
    enum step s = slow_function(t, name, &f);
    if (s == STEP_FRAMES)
        t->fp[-1].pc = retry;
    if (s != STEP_OK)
        return s;
    value *base = scratch_base(t, n + 2);
    if (!base)
        return STEP_RAISE;
    base[0] = f;
    memcpy(base + 1, kept, sizeof(value) * n);
    struct call_args a = { .positional = base + 1, .n = n, .keyword_dict = V_UNBOUND };
    t->fp->pc = pc;
    return call_value(t, base, &a, mode, dest, retry);
}

/* Puts a result where its frame mode wants it, for calls that pushed no frame. */
static enum step deliver(struct task *t, value v, enum frame_mode mode, uint32_t dest, value *base)
{
    struct frame *f = t->fp;
    switch (mode) {
    case RET_NORMAL: base[0] = v; return STEP_OK;
    case RET_MOVE: case RET_NEXT: case RET_SEND: f->base[dest] = v; return STEP_OK;
    case RET_NOT: f->base[dest] = V_BOOL(v == V_FALSE); return STEP_OK;
    case RET_UNPACK: {
        const value *items;
        size_t n;
        if (!items_view(t, v, &items, &n))
            return STEP_RAISE;
        memcpy(f->base + dest, items, 8 * n);
        return STEP_OK;
    }
    case RET_TEST: {
        const struct instr *jump = f->pc - 1;
        if ((v == V_TRUE) == (jump->op == OP_JT))
            f->pc += jump->s;
        return STEP_FRAMES;
    }
    case RET_RAISE:
        t->exc = v;
        return STEP_RAISE;
    default: return STEP_OK;
    }
}

/* Where a result is more than a value in a register, a frame takes the answer and returns it. */
static const struct instr answer_instrs[] = { { .op = OP_RETURN, .a = 0 }, { .op = OP_RETURN, .a = 0 } };
static struct place answer_places[2];
static const struct source answer_source = { .file = "<conch>", .text = "", .prelude = true };
static const struct code answer_code = {
    .instrs = (struct instr *)(uintptr_t)answer_instrs, .places = answer_places, .count = 2, .flags = CODE_PRELUDE | CODE_SIMPLE,
    .nregs = 1, .source = &answer_source, .name = { "<answer>", 8 }, .qualname = { "<answer>", 8 },
};

static struct frame *push_answer_frame(struct task *t, enum frame_mode mode, uint32_t dest)
{
    value *base = scratch_base(t, 1);
    struct frame *f = base ? frame_push(t, base, &answer_code, V_NONE) : NULL;
    if (f) {
        f->mode = (uint8_t)mode;
        f->dest = (uint16_t)dest;
        f->base[0] = V_NONE;
    }
    return f;
}

static enum step perform_request(struct task *t, enum frame_mode mode, uint32_t dest, value *base)
{
    value answer = V_NONE;
    bool plain = mode == RET_NORMAL || mode == RET_MOVE;
    if (!plain) {
        struct frame *f = push_answer_frame(t, mode, dest);
        if (!f)
            return STEP_RAISE;
        base = f->base;
    } else if (mode == RET_MOVE) {
        base = t->fp->base + dest;
    }
    t->pending = (uint32_t)(base - t->stack);
    enum engine_ret r = t->engine->request(t, &answer);
    if (r == ENGINE_PARK)
        return STEP_PARK;
    if (r == ENGINE_STOP)
        return STEP_STOP;
    t->req.kind = REQ_NONE;
    if (r == ENGINE_RAISE)
        return STEP_RAISE;
    t->stack[t->pending] = answer;
    return plain ? STEP_OK : STEP_FRAMES;
}

/* Room for n registers from *base on. Arguments that stand on the stack move with it. */
static inline bool stack_room(struct task *t, value **base, size_t n, struct call_args *a)
{
    if (LIKELY(*base + n + SLOW_SCRATCH < t->stack_end))
        return true;
    const value *old = t->stack, *end = t->stack_end;
    bool args = a->n && a->positional >= old && a->positional < end;
    bool keywords = a->nkeywords && a->keyword_values >= old && a->keyword_values < end;
    ptrdiff_t p = args ? a->positional - old : 0, k = keywords ? a->keyword_values - old : 0;
    if (!stack_grow(t, base, n + SLOW_SCRATCH))
        return false;
    if (args)
        a->positional = t->stack + p;
    if (keywords)
        a->keyword_values = t->stack + k;
    return true;
}

static enum step call_python(struct task *t, value fv, value *base, const struct call_args *a, enum frame_mode mode,
                             uint32_t dest, value extra)
{
    const struct func *f = REF(fv);
    const struct code *c = f->code;
    struct call_args moved = *a;
    if (!stack_room(t, &base, c->nregs, &moved))
        return STEP_RAISE;
    if (bind_function(t, f, &moved, base) != VM_OK)
        return STEP_RAISE;
    if (c->flags & (CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GEN))
        return deliver(t, gen_make(t, f, base), mode, dest, base - 1);
    struct frame *fr = frame_push(t, base, c, fv);
    if (!fr)
        return STEP_RAISE;
    fr->mode = (uint8_t)mode;
    fr->dest = (uint16_t)dest;
    fr->extra = extra;
    return STEP_FRAMES;
}

static enum step resume_generator(struct task *t, enum frame_mode caller_mode, uint32_t dest, value *base);

/* Calls callee with `self` put in front. The arguments follow base[0], where what was called stood. */
static enum step call_with_self(struct task *t, value callee, value self, value *base, const struct call_args *a,
                                enum frame_mode mode, uint32_t dest, value extra, const struct instr *retry)
{
    if (mode == RET_NORMAL) { // the result goes to base[0], which becomes a parameter's place
        mode = RET_MOVE;
        dest = (uint32_t)(base - t->fp->base);
    }
    struct call_args with = *a;
    with.n = a->n + 1;
    if (is_type(callee, T_FUNC)) {
        base[0] = self;
        with.positional = base;
        return call_python(t, callee, base, &with, mode, dest, extra);
    }
    // anything else may want the instruction to run again, so what that finds stays: this is a copy above it
    uint32_t count = a->n + a->nkeywords;
    if (!stack_room(t, &base, 2 * count + 4, &with))
        return STEP_RAISE;
    value *up = base + count + 1;
    if (a->nkeywords)
        memcpy(up + 2 + a->n, with.keyword_values, sizeof(value) * a->nkeywords);
    memcpy(up + 2, with.positional, sizeof(value) * a->n);
    up[0] = callee;
    up[1] = self;
    with.positional = up + 1;
    with.keyword_values = up + 1 + with.n;
    return call_value(t, up, &with, mode, dest, retry);
}

static bool no_arguments(const struct call_args *a)
{
    return a->n == 0 && a->nkeywords == 0 && (a->keyword_dict == V_UNBOUND || a->keyword_dict == V_NONE ||
                                              ((struct dict *)REF(a->keyword_dict))->count == 0);
}

/* Making an instance: __new__ if the class has one of its own, then __init__. */
static enum step call_class(struct task *t, value cls, value *base, const struct call_args *a, enum frame_mode mode,
                            uint32_t dest, const struct instr *retry)
{
    struct vm *vm = t->vm;
    struct class *c = REF(cls);
    value new = class_lookup(t, cls, S(vm, new));
    if (is_type(new, T_FUNC) || is_type(new, T_PROPERTY)) {
        value f;
        enum step s = slow_function(t, "instantiate", &f);
        if (s == STEP_FRAMES)
            t->fp[-1].pc = retry;
        if (s != STEP_OK)
            return s;
        return call_with_self(t, f, cls, base, a, mode, dest, 0, retry);
    }
    value obj;
    if (class_flags(c) & CLS_EXCEPTION) {
        obj = exception_new(t, cls, tuple_new(t, a->positional, a->n));
    } else {
        obj = instance_new(t, c);
    }
    value init = class_lookup(t, cls, S(vm, init));
    if (c->native) {
        value payload = V_UNBOUND;
        bool immutable = c->native == T_INT || c->native == T_STR || c->native == T_FLOAT || c->native == T_TUPLE ||
                         c->native == T_FROZENSET || c->native == T_BYTES;
        struct call_args none = { .keyword_dict = V_UNBOUND };
        enum vm_ret r = type_call(t, (enum type_id)c->native, immutable || !is_type(init, T_FUNC) ? a : &none, &payload);
        if (r == VM_FALLBACK) { // an iterable that takes Python code: the prelude makes the payload first
            value f;
            enum step s = slow_function(t, "instantiate_native", &f);
            if (s == STEP_FRAMES)
                t->fp[-1].pc = retry;
            if (s != STEP_OK)
                return s;
            return call_with_self(t, f, cls, base, a, mode, dest, 0, retry);
        }
        if (r != VM_OK)
            return step_of(r);
        ((struct instance *)REF(obj))->payload = payload;
    }
    if (is_type(init, T_FUNC)) {
        if (mode == RET_RAISE)
            return call_with_self(t, init, obj, base, a, RET_RAISE, dest, obj, retry);
        uint32_t to = mode == RET_NORMAL ? (uint32_t)(base - t->fp->base) : dest;
        return call_with_self(t, init, obj, base, a, RET_INIT, to, obj, retry);
    }
    if (!(class_flags(c) & CLS_EXCEPTION) && !c->native && !no_arguments(a)) {
        throw(t, EXC_TypeError, "%s() takes no arguments", sym_text(c->name));
        return STEP_RAISE;
    }
    if (class_flags(c) & CLS_EXCEPTION && a->nkeywords) {
        throw(t, EXC_TypeError, "%s() takes no keyword arguments", sym_text(c->name));
        return STEP_RAISE;
    }
    return deliver(t, obj, mode, dest, base);
}

static enum step after_builtin(struct task *t, enum vm_ret r, uint32_t id, value *base, const struct call_args *a,
                               enum frame_mode mode, uint32_t dest, const struct instr *retry);
static value own_function(struct task *t, value v, value sym);
static enum step call_function(struct task *t, value f, const value *args, uint32_t n, enum frame_mode mode,
                               uint32_t dest, value extra);
static bool slow_is_loaded(const struct vm *vm);

static enum step call_builtin_value(struct task *t, uint32_t id, value *base, const struct call_args *a,
                                    enum frame_mode mode, uint32_t dest, const struct instr *retry)
{
    value ret = V_NONE, scratch[16], *args;
    enum vm_ret r;
    if (a->nkeywords == 0 && a->keyword_dict == V_UNBOUND) {
        r = call_builtin(t, id, (value *)a->positional, a->n, &ret);
    } else {
        r = bind_builtin(t, id, a, scratch, &args);
        if (r == VM_OK)
            r = call_bound_builtin(t, id, args, &ret);
    }
    if (r == VM_OK)
        return deliver(t, ret, mode, dest, base);
    return after_builtin(t, r, id, base, a, mode, dest, retry);
}

/* A builtin that did not just return a value. */
static enum step after_builtin(struct task *t, enum vm_ret r, uint32_t id, value *base, const struct call_args *a,
                               enum frame_mode mode, uint32_t dest, const struct instr *retry)
{
    switch (r) {
    case VM_RAISE: case VM_PARK: case VM_STOP: return step_of(r);
    case VM_REQUEST: return perform_request(t, mode, dest, base);
    case VM_RESUME: return resume_generator(t, mode, dest, base);
    case VM_CALL: {
        const struct tuple *p = REF(t->call[1]);
        uint32_t count = a->n + a->nkeywords;
        struct call_args none = { 0 };
        if (!stack_room(t, &base, count + 2 + p->o.n + 1, &none))
            return STEP_RAISE;
        value *up = base + count + 2;
        up[0] = t->call[0];
        memcpy(up + 1, p->item, sizeof(value) * p->o.n);
        struct call_args b = { .positional = up + 1, .n = p->o.n, .keyword_dict = V_UNBOUND };
        if (mode == RET_NORMAL) {
            mode = RET_MOVE;
            dest = (uint32_t)(base - t->fp->base);
        }
        return call_value(t, up, &b, mode, dest, retry);
    }
    default: break;
    }
    if (a->n == 1 && !a->nkeywords && a->keyword_dict == V_UNBOUND && is_type(a->positional[0], T_INSTANCE) &&
        (mode == RET_NORMAL || mode == RET_MOVE)) {
        value own = V_UNBOUND, extra = 0, self = a->positional[0];
        enum frame_mode how = RET_MOVE;
        if (id == BI_len) {
            own = own_function(t, self, S(t->vm, len));
            how = RET_LEN;
        } else if (id == BI_next) {
            own = own_function(t, self, S(t->vm, next));
        } else if (id == BI_str || id == BI_repr) {
            own = id == BI_str ? own_function(t, self, S(t->vm, str)) : V_UNBOUND;
            if (own == V_UNBOUND && !is_exception(self) && type_lookup(t, self, S(t->vm, str)) == V_UNBOUND)
                own = own_function(t, self, S(t->vm, repr));
            how = RET_STR;
            extra = V_BOOL(id == BI_repr);
        }
        if (own != V_UNBOUND)
            return call_function(t, own, &self, 1, how, mode == RET_NORMAL ? (uint32_t)(base - t->fp->base) : dest, extra);
    }
    value f;
    enum step s = slow_function(t, builtin_table[id].fallback ? builtin_table[id].fallback : builtin_table[id].name, &f);
    if (s == STEP_FRAMES)
        t->fp[-1].pc = retry;
    if (s != STEP_OK)
        return s;
    base[0] = f;
    return call_value(t, base, a, mode, dest, retry);
}

static const uint16_t type_builtin[TYPE_COUNT] = {
    [T_INT] = BI_int, [T_FLOAT] = BI_float, [T_BOOL] = BI_bool, [T_STR] = BI_str, [T_BYTES] = BI_bytes,
    [T_BYTEARRAY] = BI_bytearray, [T_LIST] = BI_list, [T_TUPLE] = BI_tuple, [T_DICT] = BI_dict,
    [T_SET] = BI_set, [T_FROZENSET] = BI_frozenset, [T_RANGE] = BI_range, [T_SLICE] = BI_slice,
    [T_CLASS] = BI_type, [T_PROPERTY] = BI_property, [T_SUPER] = BI_super, [T_OBJECT] = BI_object,
    [T_DEQUE] = BI_deque, [T_NONETYPE] = BI_none_type, [T_ENUMERATE] = BI_enumerate, [T_ZIP] = BI_zip,
    [T_MAP] = BI_map, [T_FILTER] = BI_filter, [T_STATICMETHOD] = BI_staticmethod, [T_CLASSMETHOD] = BI_classmethod,
};

enum vm_ret type_call(struct task *t, enum type_id type, const struct call_args *a, value *ret)
{
    value scratch[16], *args;
    uint32_t id = type_builtin[type];
    enum vm_ret r = bind_builtin(t, id, a, scratch, &args);
    return r == VM_OK ? call_bound_builtin(t, id, args, ret) : r;
}

static enum step call_value(struct task *t, value *base, const struct call_args *a, enum frame_mode mode,
                            uint32_t dest, const struct instr *retry)
{
    value callee = base[0];
    switch (type_of(callee)) {
    case T_FUNC: return call_python(t, callee, base + 1, a, mode, dest, 0);
    case T_BUILTIN: return call_builtin_value(t, (uint32_t)payload_of(callee), base, a, mode, dest, retry);
    case T_METHOD: {
        const struct method *m = REF(callee);
        return call_with_self(t, m->func, m->self, base, a, mode, dest, 0, retry);
    }
    case T_CLASS:
        if (is_type(callee, T_CLASS))
            return call_class(t, callee, base, a, mode, dest, retry);
        if (type_builtin[payload_of(callee)])
            return call_builtin_value(t, type_builtin[payload_of(callee)], base, a, mode, dest, retry);
        throw(t, EXC_TypeError, "cannot create '%s' instances", type_name(t, callee));
        return STEP_RAISE;
    case T_INSTANCE: {
        value f = type_lookup(t, callee, S(t->vm, call));
        if (f != V_UNBOUND)
            return call_with_self(t, f, callee, base, a, mode, dest, 0, retry);
        break;
    }
    case T_PROPERTY: // staticmethod objects can be called
        if (obj_of(callee)->aux == DESCR_STATIC) {
            base[0] = ((struct descr *)REF(callee))->get;
            return call_value(t, base, a, mode, dest, retry);
        }
        break;
    default: break;
    }
    throw(t, EXC_TypeError, "'%s' object is not callable", type_name(t, callee));
    return STEP_RAISE;
}

/* t->call holds a callable and a tuple: the getter of a property and the like. */
static enum step call_prepared(struct task *t, enum frame_mode mode, uint32_t dest, const struct instr *retry)
{
    const struct tuple *p = REF(t->call[1]);
    value *base = scratch_base(t, p->o.n + 2);
    if (!base)
        return STEP_RAISE;
    base[0] = t->call[0];
    memcpy(base + 1, p->item, sizeof(value) * p->o.n);
    struct call_args a = { .positional = base + 1, .n = p->o.n, .keyword_dict = V_UNBOUND };
    return call_value(t, base, &a, mode, dest, retry);
}

/* VM_RESUME: next(), send(), throw(), close() of a generator. */
static enum step throw_into(struct task *t, value gv, value exc, enum frame_mode mode, uint32_t dest)
{
    struct gen *g = REF(gv);
    uint16_t state = gen_state(g);
    if (state == GEN_CREATED && !gen_take(t, g, &state, GEN_DONE))
        state = gen_state(g); // another thread has begun it
    if (state == GEN_DONE || state == GEN_CREATED) {
        if (mode == RET_CLOSE)
            return STEP_OK;
        t->exc = exc;
        return STEP_RAISE;
    }
    struct frame *f = gen_resume(t, gv, V_NONE, mode, dest);
    if (!f)
        return STEP_RAISE;
    const struct instr *at = g->pc; // it is ours now
    bool delegates = at->op == OP_YIELDFROM && g->delegate == V_TRUE;
    value sub = delegates ? g->reg[at->b] : V_NONE;
    uint16_t result = at->a;
    f->pc = at + (delegates ? 1 : 0);
    if (is_type(sub, T_GEN) && gen_state(REF(sub)) == GEN_SUSPENDED)
        return throw_into(t, sub, exc, RET_DELEGATE, result);
    t->exc = exc;
    return STEP_RAISE;
}

static enum step resume_generator(struct task *t, enum frame_mode caller_mode, uint32_t dest, value *base)
{
    value gv = t->call[0], v = t->gen_value;
    struct gen *g = REF(gv);
    if (caller_mode == RET_NORMAL)
        dest = (uint32_t)(base - t->fp->base);
    else if (caller_mode != RET_MOVE) {
        throw(t, EXC_RuntimeError, "a generator cannot be resumed from here");
        return STEP_RAISE;
    }
    enum frame_mode mode = (enum frame_mode)t->resume_mode;
    if (t->resume_throws) {
        if (gen_state(g) == GEN_RUNNING) {
            throw(t, EXC_ValueError, "%s already executing", type_name(t, gv));
            return STEP_RAISE;
        }
        if (mode == RET_CLOSE)
            t->fp->base[dest] = V_NONE;
        enum step s = throw_into(t, gv, v, mode, dest);
        return s;
    }
    if (gen_state(g) == GEN_DONE) {
        if (g->code->flags & CODE_COROUTINE) {
            throw(t, EXC_RuntimeError, "cannot reuse already awaited coroutine");
            return STEP_RAISE;
        }
        if (t->call[1] != V_UNBOUND) { // next(gen, default)
            t->fp->base[dest] = t->call[1];
            return STEP_OK;
        }
        t->exc = exception_new(t, t->vm->exceptions[EXC_StopIteration], tuple_new(t, NULL, 0));
        return STEP_RAISE;
    }
    if (!gen_can_run(t, gv, v))
        return STEP_RAISE;
    struct frame *f = gen_resume(t, gv, v, mode, dest);
    if (!f)
        return STEP_RAISE;
    f->extra = t->call[1] == V_UNBOUND ? 0 : t->call[1];
    return STEP_FRAMES;
}

/* ---- leaving frames ---- */

/* ---- special methods that are plain Python functions: called without a detour ---- */

/* The function that an instance's class has under a name; V_UNBOUND if it has none or something else. */
static value own_function(struct task *t, value v, value sym)
{
    if (!is_type(v, T_INSTANCE))
        return V_UNBOUND;
    uint32_t shape = ((struct instance *)REF(v))->shape;
    uint32_t epoch = atomic_load_explicit(&t->vm->class_epoch, memory_order_relaxed);
    uint32_t k = (uint32_t)((shape * 31u) ^ (uint32_t)(sym >> 4)) & (METHOD_CACHE - 1);
    if (!t->methods)
        t->methods = mem_zalloc(1, sizeof *t->methods);
    if (shape && t->methods->at[k].sym == sym && t->methods->at[k].shape == shape && t->methods->at[k].epoch == epoch)
        return t->methods->at[k].func;
    value f = class_lookup(t, ((struct instance *)REF(v))->cls, sym);
    if (!is_type(f, T_FUNC))
        return V_UNBOUND;
    t->methods->at[k].sym = sym;
    t->methods->at[k].func = f;
    t->methods->at[k].shape = shape;
    t->methods->at[k].epoch = epoch;
    return f;
}

static enum step call_function(struct task *t, value f, const value *args, uint32_t n, enum frame_mode mode,
                               uint32_t dest, value extra)
{
    value *base = scratch_base(t, n + 2);
    if (!base)
        return STEP_RAISE;
    memcpy(base + 1, args, sizeof(value) * n);
    struct call_args a = { .positional = base + 1, .n = n, .keyword_dict = V_UNBOUND };
    return call_python(t, f, base + 1, &a, mode, dest, extra);
}

/* What comes after NotImplemented is in the prelude, which must be there by then. */
static bool slow_is_loaded(const struct vm *vm)
{
    return slot_get(&vm->slow_module) != 0;
}

enum { TRIED_COMPARE = 1 << 8, TRIED_IN_PLACE = 1 << 9, WAS_IN_PLACE = 1 << 10 };

/* A special method has returned NotImplemented: the rest of the rules is in the prelude. */
static enum step operator_rest(struct task *t, const struct frame *f)
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

/* Results that must be of a type. */
static enum step deliver_checked(struct task *t, const struct frame *f, value v)
{
    value *to = &t->fp->base[f->dest];
    *to = v;
    if (f->mode == RET_STR) {
        if (is_str(payload_or_self(v)))
            return STEP_FRAMES;
        throw(t, EXC_TypeError, "%s returned non-string (type %s)", f->extra == V_TRUE ? "__repr__" : "__str__", type_name(t, v));
        return STEP_RAISE;
    }
    if (is_bool(v))
        v = *to = V_INT(v == V_TRUE);
    if (!is_int(v)) {
        throw(t, EXC_TypeError, "'%s' object cannot be interpreted as an integer", type_name(t, v));
        return STEP_RAISE;
    }
    if (int_of(v) < 0) {
        throw(t, EXC_ValueError, "__len__() should return >= 0");
        return STEP_RAISE;
    }
    return STEP_FRAMES;
}

/* The end of a generator's frame with a result. */
static enum step gen_return(struct task *t, value result)
{
    struct frame *f = t->fp;
    struct gen *g = REF(f->gen);
    memset(g->reg, 0, 8 * (size_t)g->o.n);
    gen_set_state(g, GEN_DONE);
    t->fp--;
    struct frame *caller = t->fp;
    switch ((enum frame_mode)f->mode) {
    case RET_NEXT: caller->pc += caller->pc[-1].s; return STEP_FRAMES;
    case RET_DELEGATE: caller->base[f->dest] = result; return STEP_FRAMES;
    case RET_CLOSE: caller->base[f->dest] = V_NONE; return STEP_FRAMES;
    default:
        if (f->extra) {
            caller->base[f->dest] = f->extra;
            return STEP_FRAMES;
        }
        t->exc = exception_new(t, t->vm->exceptions[EXC_StopIteration], tuple_new(t, &result, result == V_NONE ? 0 : 1));
        instance_set(t, REF(t->exc), S(t->vm, value), result);
        return STEP_RAISE;
    }
}

/* Hands a value out of the generator frame on top, through all that delegate to it. */
static enum step gen_yield(struct task *t, value v, const struct instr *resume_at)
{
    for (;;) {
        struct frame *f = t->fp;
        struct gen *g = REF(f->gen);
        copy_registers(g->reg, f->base, g->code->nregs);
        g->pc = resume_at;
        g->delegate = V_BOOL(resume_at->op == OP_YIELDFROM);
        if (t->multi && obj_flags(&g->o) & F_SHARED)
            heap_share_children(t, f->gen); // whoever resumes it sees what is in it
        gen_set_state(g, GEN_SUSPENDED);
        t->fp--;
        struct frame *caller = t->fp;
        if (f->mode == RET_CLOSE) {
            throw(t, EXC_RuntimeError, "generator ignored GeneratorExit");
            return STEP_RAISE;
        }
        if (f->mode != RET_DELEGATE) {
            caller->base[f->dest] = v;
            return STEP_FRAMES;
        }
        resume_at = caller->pc - 1;
    }
}

static enum step yield_from(struct task *t, const struct instr *in)
{
    value *R = t->fp->base;
    value sub = R[in->b], v;
    if (is_type(sub, T_GEN)) {
        struct gen *g = REF(sub);
        if (gen_state(g) == GEN_DONE) {
            if (g->code->flags & CODE_COROUTINE) {
                throw(t, EXC_RuntimeError, "cannot reuse already awaited coroutine");
                return STEP_RAISE;
            }
            R[in->a] = V_NONE;
            return STEP_OK;
        }
        if (!gen_can_run(t, sub, R[in->a]))
            return STEP_RAISE;
        return gen_resume(t, sub, R[in->a], RET_DELEGATE, in->a) ? STEP_FRAMES : STEP_RAISE;
    }
    enum vm_ret r = iter_next(t, sub, &v);
    if (r == VM_RAISE)
        return STEP_RAISE;
    if (r == VM_FALLBACK) { // an object with __next__: a generator of the prelude goes between
        t->fp->pc = in;
        enum step s = call_slow(t, "delegate_slow", &sub, 1, RET_MOVE, in->b, in);
        return s == STEP_OK ? STEP_FRAMES : s; // the instruction runs again
    }
    if (v == V_UNBOUND) {
        R[in->a] = V_NONE;
        return STEP_OK;
    }
    return gen_yield(t, v, in);
}

/* What a frame's result means to its caller, beyond the plain case. */
static enum step finish_frame(struct task *t, value result)
{
    struct frame *f = t->fp;
    if (f->mode == RET_THREAD) {
        t->result = result;
        return STEP_DONE;
    }
    t->fp--;
    struct frame *caller = t->fp;
    switch ((enum frame_mode)f->mode) {
    case RET_MOVE: case RET_NEXT: caller->base[f->dest] = result; break;
    case RET_INIT:
        if (result != V_NONE) {
            throw(t, EXC_TypeError, "__init__() should return None, not '%s'", type_name(t, result));
            return STEP_RAISE;
        }
        caller->base[f->dest] = f->extra;
        break;
    case RET_IMPORT: {
        if (f->code == &import_wait_code)
            break;
        module_done(t->vm, module_at(t->vm, (uint32_t)payload_of(f->extra)), true);
        break;
    }
    case RET_RAISE:
        t->exc = f->extra ? f->extra : result;
        if (!is_exception(t->exc)) {
            throw(t, EXC_TypeError, "exceptions must derive from BaseException");
        }
        return STEP_RAISE;
    case RET_OPERATOR:
        if (result == V_NOTIMPL)
            return operator_rest(t, f);
        caller->base[f->dest] = result;
        break;
    case RET_LEN: case RET_STR: return deliver_checked(t, f, result);
    case RET_TEST: case RET_NOT: case RET_UNPACK: {
        enum step s = deliver(t, result, (enum frame_mode)f->mode, f->dest, NULL);
        return s == STEP_OK ? STEP_FRAMES : s;
    }
    default: break;
    }
    return STEP_FRAMES;
}

/* An exception leaves the frame on top: what that means to the one below. True: it was
 * caught there by nature (the end of an iteration). */
static bool unwind_frame(struct task *t)
{
    struct frame *f = t->fp;
    struct vm *vm = t->vm;
    t->fp--;
    struct frame *caller = t->fp;
    if (f->gen) {
        struct gen *g = REF(f->gen);
        memset(g->reg, 0, 8 * (size_t)g->o.n);
        gen_set_state(g, GEN_DONE);
        if (f->mode == RET_CLOSE && (exception_is(t->exc, EXC_GeneratorExit, vm) || exception_is(t->exc, EXC_StopIteration, vm))) {
            caller->base[f->dest] = V_NONE;
            return true;
        }
        if (exception_is(t->exc, EXC_StopIteration, vm)) {
            value cause = t->exc;
            throw(t, EXC_RuntimeError, "%s raised StopIteration", g->code->flags & CODE_COROUTINE ? "coroutine" : "generator");
            struct instance *i = REF(t->exc);
            i->item[EXC_CAUSE] = i->item[EXC_CONTEXT] = cause;
            i->item[EXC_NOTES] = V_TRUE;
        }
        return false;
    }
    if (f->mode == RET_NEXT && exception_is(t->exc, EXC_StopIteration, vm)) {
        caller->pc += caller->pc[-1].s;
        return true;
    }
    if (f->mode == RET_IMPORT && f->code != &import_wait_code)
        module_done(vm, module_at(vm, (uint32_t)payload_of(f->extra)), false);
    return false;
}

/* Finds the handler of t->exc. False: nobody handles it. */
static bool unwind(struct task *t)
{
    for (;;) {
        struct frame *f = t->fp;
        if (f->code) {
            exception_trace(t, t->exc, f->code, f->pc);
            uint32_t pc = (uint32_t)(f->pc - f->code->instrs);
            pc = pc ? pc - 1 : 0;
            for (uint32_t i = 0; i < f->code->nregions; i++) {
                const struct region *r = &f->code->regions[i];
                if (r->kind == REGION_TRY && pc >= r->from && pc < r->to) {
                    f->base[r->reg] = t->exc;
                    t->exc = V_UNBOUND;
                    f->pc = f->code->instrs + r->target;
                    return true;
                }
            }
        }
        if (f->mode == RET_THREAD)
            return false;
        if (unwind_frame(t)) {
            t->exc = V_UNBOUND;
            return true;
        }
    }
}

/* ---- slow halves of instructions ---- */

static enum step unbound_register(struct task *t, uint32_t reg)
{
    const struct code *c = t->fp->code;
    if (reg < c->nlocals)
        throw(t, EXC_UnboundLocalError, "cannot access local variable '%.*s' where it is not associated with a value",
              (int)c->reg_names[reg].n, c->reg_names[reg].s);
    else
        throw(t, EXC_SystemError, "an empty register was read");
    return STEP_RAISE;
}

static bool seen_by_others(const struct task *t, value v)
{
    return UNLIKELY(t->multi) && is_ref(v) && obj_flags(obj_of(v)) & F_SHARED;
}

/* a += b and the like where a is a list, set … that other threads see. */
static enum vm_ret binary_in_shared(struct task *t, enum operator_kind op, value a, value b, value *ret)
{
    value self = payload_or_self(a);
    heap_share(t, b);
    obj_lock(obj_of(self));
    enum vm_ret r = object_binary(t, op, true, a, b, ret);
    heap_share_children(t, self);
    obj_unlock(obj_of(self));
    return r;
}

static enum step binary_slow(struct task *t, enum operator_kind op, bool in_place, value a, value b, uint32_t dest,
                             const struct instr *in)
{
    value ret;
    enum vm_ret r = number_binary(t, op, a, b, &ret);
    if (r == VM_FALLBACK && in_place && seen_by_others(t, payload_or_self(a)))
        r = binary_in_shared(t, op, a, b, &ret);
    else if (r == VM_FALLBACK)
        r = object_binary(t, op, in_place, a, b, &ret);
    if (r == VM_OK) {
        t->fp->base[dest] = ret;
        return STEP_OK;
    }
    if (r == VM_RAISE)
        return STEP_RAISE;
    if (is_type(a, T_INSTANCE) && slow_is_loaded(t->vm) && (!is_type(b, T_INSTANCE) || class_of(a) == class_of(b))) {
        value f = in_place ? own_function(t, a, known_symbol(t->vm, SYM_iop_add + op)) : V_UNBOUND;
        uint32_t how = op | (in_place ? WAS_IN_PLACE : 0) | (f != V_UNBOUND ? TRIED_IN_PLACE : 0);
        if (f == V_UNBOUND)
            f = own_function(t, a, known_symbol(t->vm, SYM_op_add + op));
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

/* Result into `dest`; for the fused forms the jump follows. */
static enum step compare_slow(struct task *t, unsigned op, value a, value b, uint32_t dest, const struct instr *in)
{
    bool yes;
    enum vm_ret r;
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

static enum step test_slow(struct task *t, value v, enum frame_mode mode, uint32_t dest, const struct instr *in)
{
    return call_slow(t, "truth_slow", &v, 1, mode, dest, in);
}

static enum step contains_slow(struct task *t, const struct instr *in, bool negate)
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

static enum step name_missing(struct task *t, uint32_t slot, const struct frame *f)
{
    const struct global_name *g = &module_at(t->vm, f->code->module)->names.at[slot];
    throw(t, EXC_NameError, "name '%.*s' is not defined", (int)g->name.n, g->name.s);
    instance_set(t, REF(t->exc), S(t->vm, name_attr), symbol(t->vm, g->name.s, g->name.n));
    return STEP_RAISE;
}

/* ---- visible accesses (R1) ---- */

static enum step prepare(struct task *t, const struct access *a)
{
    return step_of_engine(t->engine->access_prepare(t, a));
}

/* Global variables have no object with a lock: theirs are spread over a few words. */
static struct obj *global_guard(const value *slot)
{
    static struct obj guards[64];
    return &guards[((uintptr_t)slot >> 3) & 63];
}

static enum step visible(struct task *t, struct access *a, value *slot, value *ret)
{
    struct obj *guard = a->global ? global_guard(a->global) : obj_of(a->object);
    bool told = engine_looks(t);
    enum step s = told ? prepare(t, a) : STEP_OK;
    if (s != STEP_OK)
        return s;
    obj_lock(guard);
    if (told)
        t->engine->access_begin(t, a);
    if (a->kind == ACCESS_WRITE)
        slot_set(slot, a->val);
    *ret = slot_get(slot);
    if (told)
        t->engine->access_end(t, a, *ret);
    obj_unlock(guard);
    return STEP_OK;
}

static enum step global_access(struct task *t, const struct instr *in, bool write)
{
    struct frame *f = t->fp;
    struct module *m = module_at(t->vm, f->code->module);
    value *slot = &f->globals[in->s], seen;
    struct access a = { .kind = write ? ACCESS_WRITE : ACCESS_READ, .object = V_MODULE(f->code->module),
                        .key = V_INT(in->s), .global = slot, .val = V_UNBOUND };
    (void)m;
    if (write) {
        heap_share(t, f->base[in->a]);
        a.val = f->base[in->a];
    }
    enum step s = visible(t, &a, slot, &seen);
    if (s != STEP_OK)
        return s;
    if (!write) {
        if (seen == V_UNBOUND)
            return name_missing(t, (uint32_t)in->s, f);
        f->base[in->a] = seen;
    }
    return STEP_OK;
}

static enum step cell_access(struct task *t, value cell, value *reg, bool write)
{
    struct cell *c = REF(cell);
    value seen;
    if (!(obj_flags(&c->o) & F_SHARED)) {
        if (write)
            c->v = *reg;
        else
            *reg = c->v;
        return STEP_OK;
    }
    struct access a = { .kind = write ? ACCESS_WRITE : ACCESS_READ, .object = cell, .key = V_NONE, .val = V_UNBOUND };
    if (write) {
        heap_share(t, *reg);
        a.val = *reg;
    }
    enum step s = visible(t, &a, &c->v, &seen);
    if (s == STEP_OK && !write)
        *reg = seen;
    return s;
}

static enum step cell_unbound(struct task *t, uint32_t reg)
{
    if (reg < t->fp->code->nlocals)
        return unbound_register(t, reg);
    throw(t, EXC_NameError, "a variable of a comprehension has no value yet");
    return STEP_RAISE;
}

static enum step unary_slow(struct task *t, enum operator_kind op, const struct instr *in)
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

static enum step delattr_slow(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    enum vm_ret r = attr_del(t, f->base[in->a], f->code->symbols[in->c]);
    if (r == VM_CALL)
        return call_prepared(t, RET_DISCARD, 0, in);
    return r == VM_OK ? STEP_OK : STEP_RAISE;
}

static enum step set_add(struct task *t, const struct instr *in)
{
    value args[2] = { t->fp->base[in->a], t->fp->base[in->b] };
    enum vm_ret r = dict_set(t, REF(args[0]), args[1], V_NONE);
    if (r == VM_FALLBACK)
        return call_slow(t, "set_add_slow", args, 2, RET_DISCARD, 0, in);
    return r == VM_OK ? STEP_OK : STEP_RAISE;
}

static enum step dict_add(struct task *t, const struct instr *in)
{
    value *R = t->fp->base;
    value args[3] = { R[in->a], R[in->b], R[in->c] };
    enum vm_ret r = dict_set(t, REF(args[0]), args[1], args[2]);
    if (r == VM_FALLBACK)
        return call_slow(t, "setitem_slow", args, 3, RET_DISCARD, 0, in);
    return r == VM_OK ? STEP_OK : STEP_RAISE;
}

static enum step set_update(struct task *t, const struct instr *in)
{
    value args[2] = { t->fp->base[in->a], t->fp->base[in->b] }, ret;
    enum vm_ret r = call_builtin(t, BI_SET_update, args, 2, &ret);
    if (r == VM_FALLBACK)
        return call_slow(t, "set_update_slow", args, 2, RET_DISCARD, 0, in);
    return r == VM_OK ? STEP_OK : step_of(r);
}

static enum step free_missing(struct task *t, const struct code *c, uint32_t index)
{
    throw(t, EXC_NameError, "cannot access free variable '%.*s' where it is not associated with a value in enclosing scope",
          (int)c->free_names[index].n, c->free_names[index].s);
    return STEP_RAISE;
}

/* ---- attributes ---- */

/* Cache word of GETATTR and SETATTR: shape | slot << 32 | epoch << 48; of modules: 1 << 63 | … */
static uint64_t cache_word(struct vm *vm, uint32_t shape, uint32_t slot)
{
    uint32_t epoch = atomic_load_explicit(&vm->class_epoch, memory_order_relaxed);
    if (slot > 0xffff || epoch > 0x7fff || !shape)
        return 0;
    return (uint64_t)shape | (uint64_t)slot << 32 | (uint64_t)epoch << 48;
}

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

static void cache_store(const struct instr *in, uint64_t word)
{
    __atomic_store_n((uint64_t *)(uintptr_t)(in + 1), word, __ATOMIC_RELAXED);
}

/* Reads an attribute of a shared object as one visible step; V_UNBOUND: it has none of its own. */
static enum step attribute_seen(struct task *t, value obj, value sym, value *ret)
{
    struct access a = { .kind = ACCESS_READ, .object = obj, .key = sym, .val = V_UNBOUND };
    bool told = engine_looks(t);
    enum step s = told ? prepare(t, &a) : STEP_OK;
    if (s != STEP_OK)
        return s;
    obj_lock(obj_of(obj));
    if (told)
        t->engine->access_begin(t, &a);
    *ret = is_type(obj, T_CLASS) ? class_lookup(t, obj, sym) : instance_get(t->vm, REF(obj), sym);
    if (told)
        t->engine->access_end(t, &a, *ret);
    obj_unlock(obj_of(obj));
    return STEP_OK;
}

/* Cache word of LOADM for values of native types: the builtin, whose low bits are free for the type. */
static inline uint64_t native_cache_word(enum type_id type, value builtin)
{
    return (builtin >> 8) << 8 | (uint64_t)type;
}

/* A class's methods do not change (R1); other things in it are variables like any other. */
static bool is_class_variable(struct task *t, value cls, value sym)
{
    if (!t->multi || !is_type(cls, T_CLASS) || !(obj_flags(obj_of(cls)) & F_SHARED))
        return false;
    value v = class_lookup(t, cls, sym);
    enum type_id ty = type_of(v);
    return v != V_UNBOUND && ty != T_FUNC && ty != T_PROPERTY && ty != T_CLASS && ty != T_BUILTIN && ty != T_STATICMETHOD &&
           ty != T_CLASSMETHOD && !(ty == T_INSTANCE && class_flags(class_of(v)) & CLS_HAS_DESCR);
}

static enum step getattr_slow(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    value obj = f->base[in->b], sym = f->code->symbols[in->c], ret;
    if (UNLIKELY(is_class_variable(t, obj, sym))) {
        enum step s = attribute_seen(t, obj, sym, &ret);
        if (s != STEP_OK || ret != V_UNBOUND) {
            if (s == STEP_OK)
                f->base[in->a] = ret;
            return s;
        }
    }
    if (is_type(obj, T_INSTANCE)) {
        struct instance *i = REF(obj);
        struct class *c = REF(i->cls);
        bool shared = t->multi && obj_flags(&i->o) & F_SHARED;
        if (!(obj_flags(&i->o) & F_DICTMODE) && !(class_flags(c) & CLS_HAS_GETATTRIBUTE)) {
            int32_t slot = shape_find(t->vm, instance_shape(i), sym);
            if (slot >= 0 && (!(class_flags(c) & CLS_HAS_DESCR) || class_lookup(t, i->cls, sym) == V_UNBOUND)) {
                if (shared) {
                    enum step s = attribute_seen(t, obj, sym, &ret);
                    if (s != STEP_OK || ret != V_UNBOUND) {
                        if (s == STEP_OK)
                            f->base[in->a] = ret;
                        return s;
                    }
                }
                value *at = shared ? NULL : instance_slot(i, (uint32_t)slot);
                if (at && *at != V_UNBOUND) {
                    if ((uint32_t)slot < i->o.n)
                        cache_store(in, cache_word(t->vm, i->shape, (uint32_t)slot));
                    f->base[in->a] = *at;
                    return STEP_OK;
                }
            }
        }
    }
    enum vm_ret r = attr_get(t, obj, sym, &ret);
    if (r == VM_OK) {
        f->base[in->a] = ret;
        return STEP_OK;
    }
    if (r == VM_CALL)
        return call_prepared(t, RET_MOVE, in->a, in);
    return STEP_RAISE;
}

static enum step setattr_slow(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    value obj = f->base[in->a], sym = f->code->symbols[in->c], v = f->base[in->b];
    if (UNLIKELY(is_class_variable(t, obj, sym))) {
        struct access a = { .kind = ACCESS_WRITE, .object = obj, .key = sym, .val = v };
        bool told = engine_looks(t);
        enum step s = told ? prepare(t, &a) : STEP_OK;
        if (s != STEP_OK)
            return s;
        if (told)
            t->engine->access_begin(t, &a);
        enum vm_ret r = attr_set(t, obj, sym, v);
        if (told)
            t->engine->access_end(t, &a, v);
        return r == VM_OK ? STEP_OK : STEP_RAISE;
    }
    if (is_type(obj, T_INSTANCE)) {
        struct instance *i = REF(obj);
        struct class *c = REF(i->cls);
        bool plain = !(class_flags(c) & CLS_HAS_SETATTR) && sym != S(t->vm, class) && sym != S(t->vm, dict) &&
                     (!(class_flags(c) & CLS_HAS_DESCR) || class_lookup(t, i->cls, sym) == V_UNBOUND);
        if (plain) {
            bool shared = t->multi && obj_flags(&i->o) & F_SHARED;
            struct access a = { .kind = ACCESS_WRITE, .object = obj, .key = sym, .val = v };
            bool told = shared && engine_looks(t);
            if (shared)
                heap_share(t, v);
            enum step s = told ? prepare(t, &a) : STEP_OK;
            if (s != STEP_OK)
                return s;
            if (shared)
                obj_lock(&i->o);
            if (told)
                t->engine->access_begin(t, &a);
            uint32_t before = i->shape;
            instance_put(t, i, sym, v);
            if (told)
                t->engine->access_end(t, &a, v);
            if (shared)
                obj_unlock(&i->o);
            if (!shared && !(obj_flags(&i->o) & F_DICTMODE)) {
                int32_t slot = shape_find(t->vm, i->shape, sym);
                uint64_t word = slot >= 0 && (uint32_t)slot < i->o.n ? cache_word(t->vm, before, (uint32_t)slot) : 0;
                if (word) // the next new instance will get the attribute the same way
                    cache_store(in, word | (before == i->shape ? 0 : CACHE_ADDS));
            }
            return STEP_OK;
        }
    }
    enum vm_ret r = attr_set(t, obj, sym, v);
    if (r == VM_CALL)
        return call_prepared(t, RET_DISCARD, 0, in);
    return r == VM_OK ? STEP_OK : STEP_RAISE;
}

static NOINLINE enum step loadm_slow(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    value obj = f->base[in->b], sym = f->code->symbols[in->c], func, self;
    if (in->x) { // __enter__ and __exit__ are looked up on the type
        func = type_lookup(t, obj, sym);
        if (func == V_UNBOUND) {
            const char *kind = sym_text(sym)[2] == 'a' ? "asynchronous context manager" : "context manager";
            throw(t, EXC_TypeError, "'%s' object does not support the %s protocol", type_name(t, obj), kind);
            return STEP_RAISE;
        }
        f->base[in->a] = func;
        f->base[in->a + 1] = obj;
        return STEP_OK;
    }
    enum vm_ret r = attr_method(t, obj, sym, &func, &self);
    if (r == VM_CALL) {
        f->base[in->a + 1] = V_UNBOUND;
        return call_prepared(t, RET_MOVE, in->a, in);
    }
    if (r != VM_OK)
        return STEP_RAISE;
    if (self == obj && is_type(obj, T_INSTANCE) && is_type(func, T_FUNC) && !(obj_flags(obj_of(obj)) & F_DICTMODE)) {
        if (!t->methods)
            t->methods = mem_zalloc(1, sizeof *t->methods);
        uint32_t shape = instance_shape(REF(obj));
        uint32_t k = (uint32_t)((shape * 31u) ^ (uint32_t)(sym >> 4)) & (METHOD_CACHE - 1);
        t->methods->at[k].sym = sym;
        t->methods->at[k].func = func;
        t->methods->at[k].shape = shape;
        t->methods->at[k].epoch = atomic_load_explicit(&t->vm->class_epoch, memory_order_relaxed);
    }
    if (self == obj && is_ref(obj) && is_sort(func, SORT_BUILTIN) && !is_type(obj, T_INSTANCE))
        cache_store(in, native_cache_word((enum type_id)obj_of(obj)->type, func));
    f->base[in->a] = func;
    f->base[in->a + 1] = self;
    return STEP_OK;
}

/* ---- items ---- */

static enum step item_shared(struct task *t, uint32_t id, value *args, unsigned n, uint32_t dest, const char *slow,
                             const struct instr *in)
{
    value ret;
    enum vm_ret r = call_builtin(t, id, args, n, &ret);
    if (r == VM_OK) {
        if (dest != UINT32_MAX)
            t->fp->base[dest] = ret;
        return STEP_OK;
    }
    if (r != VM_FALLBACK)
        return step_of(r);
    return call_slow(t, slow, args, n, dest == UINT32_MAX ? RET_DISCARD : RET_MOVE, dest == UINT32_MAX ? 0 : dest, in);
}

static enum step getitem_slow(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    value args[2] = { f->base[in->b], f->base[in->c] }, ret;
    if (seen_by_others(t, args[0]) && !is_type(args[0], T_INSTANCE))
        return item_shared(t, BI__getitem, args, 2, in->a, "getitem_slow", in);
    enum vm_ret r = item_get(t, args[0], args[1], &ret);
    if (r == VM_OK) {
        f->base[in->a] = ret;
        return STEP_OK;
    }
    if (r == VM_RAISE)
        return STEP_RAISE;
    value own = own_function(t, args[0], S(t->vm, getitem));
    if (own != V_UNBOUND)
        return call_function(t, own, args, 2, RET_MOVE, in->a, 0);
    return call_slow(t, "getitem_slow", args, 2, RET_MOVE, in->a, in);
}

static enum step setitem_slow(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    value args[3] = { f->base[in->a], f->base[in->b], f->base[in->c] };
    if (seen_by_others(t, args[0]) && !is_type(args[0], T_INSTANCE))
        return item_shared(t, BI__setitem, args, 3, UINT32_MAX, "setitem_slow", in);
    enum vm_ret r = item_set(t, args[0], args[1], args[2]);
    if (r != VM_FALLBACK)
        return r == VM_OK ? STEP_OK : STEP_RAISE;
    value own = own_function(t, args[0], S(t->vm, setitem));
    if (own != V_UNBOUND)
        return call_function(t, own, args, 3, RET_DISCARD, 0, 0);
    return call_slow(t, "setitem_slow", args, 3, RET_DISCARD, 0, in);
}

static enum step delitem_slow(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    value args[2] = { f->base[in->a], f->base[in->b] };
    if (seen_by_others(t, args[0]) && !is_type(args[0], T_INSTANCE))
        return item_shared(t, BI__delitem, args, 2, UINT32_MAX, "delitem_slow", in);
    enum vm_ret r = item_del(t, args[0], args[1]);
    if (r != VM_FALLBACK)
        return r == VM_OK ? STEP_OK : STEP_RAISE;
    return call_slow(t, "delitem_slow", args, 2, RET_DISCARD, 0, in);
}

/* ---- iteration ---- */

static enum step iter_slow(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    value v = f->base[in->b], ret;
    if (is_type(v, T_GEN)) {
        const struct gen *g = REF(v);
        if (g->code->flags & CODE_COROUTINE && !in->x) {
            throw(t, EXC_TypeError, "'coroutine' object is not iterable");
            return STEP_RAISE;
        }
        f->base[in->a] = v;
        return STEP_OK;
    }
    enum vm_ret r = iter_new(t, v, &ret);
    if (r == VM_OK) {
        f->base[in->a] = ret;
        return STEP_OK;
    }
    if (r == VM_RAISE)
        return STEP_RAISE;
    return call_slow(t, "iter_slow", &v, 1, RET_MOVE, in->a, in);
}

/* f->pc stands after the JUMP that follows the FORITER. */
static enum step foriter_slow(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    value it = f->base[in->b], v;
    if (is_type(it, T_GEN)) {
        struct gen *g = REF(it);
        if (gen_state(g) == GEN_DONE) {
            f->pc += in[1].s;
            return STEP_FRAMES;
        }
        if (!gen_can_run(t, it, V_NONE))
            return STEP_RAISE;
        return gen_resume(t, it, V_NONE, RET_NEXT, in->a) ? STEP_FRAMES : STEP_RAISE;
    }
    if (is_type(it, T_INSTANCE)) {
        value next = type_lookup(t, it, S(t->vm, next));
        if (next == V_UNBOUND) {
            throw(t, EXC_TypeError, "'%s' object is not an iterator", type_name(t, it));
            return STEP_RAISE;
        }
        t->call[0] = next;
        t->call[1] = tuple_new(t, &it, 1);
        return call_prepared(t, RET_NEXT, in->a, in);
    }
    if (t->multi && is_type(it, T_ITER)) {
        value src = slot_get(&((struct iter *)REF(it))->source);
        if (is_ref(src) && src && obj_flags(obj_of(src)) & F_SHARED && engine_looks(t) && !is_type(src, T_TUPLE) && !is_type(src, T_STR)) {
            struct access a = { .kind = ACCESS_READ, .object = src, .key = V_NONE, .val = V_UNBOUND };
            enum step s = prepare(t, &a);
            if (s != STEP_OK)
                return s;
            obj_lock(obj_of(src));
            t->engine->access_begin(t, &a);
            enum vm_ret r = iter_next(t, it, &v);
            t->engine->access_end(t, &a, r == VM_OK ? v : V_UNBOUND);
            obj_unlock(obj_of(src));
            if (r == VM_RAISE)
                return STEP_RAISE;
            goto got;
        }
    }
    enum vm_ret r = iter_next(t, it, &v);
    if (r == VM_RAISE)
        return STEP_RAISE;
    if (r == VM_FALLBACK)
        return call_slow(t, "foriter_slow", &it, 1, RET_NEXT, in->a, in);
got:
    if (v == V_UNBOUND)
        f->pc += in[1].s;
    else
        f->base[in->a] = v;
    return STEP_FRAMES;
}

/* ---- building ---- */

static enum step unpack_count(struct task *t, size_t want, size_t got, bool star, size_t after)
{
    if (star)
        throw(t, EXC_ValueError, "not enough values to unpack (expected at least %zu, got %zu)", want + after, got);
    else if (got < want)
        throw(t, EXC_ValueError, "not enough values to unpack (expected %zu, got %zu)", want, got);
    else
        throw(t, EXC_ValueError, "too many values to unpack (expected %zu)", want);
    return STEP_RAISE;
}

static enum step unpack(struct task *t, const struct instr *in, bool star)
{
    value *R = t->fp->base, src = R[in->b];
    const value *items;
    size_t n, want = in->c, after = star ? in->x : 0;
    if (!is_type(src, T_TUPLE) && !is_type(src, T_LIST)) {
        value args[3] = { src, V_INT(want), star ? V_INT(after) : V_NONE };
        return call_slow(t, "unpack_slow", args, 3, RET_UNPACK, in->a, in);
    }
    if (!items_view(t, src, &items, &n))
        return STEP_RAISE;
    if (!star) {
        if (n != want)
            return unpack_count(t, want, n, false, 0);
        for (size_t i = 0; i < n; i++)
            R[in->a + i] = items[i];
        return STEP_OK;
    }
    if (n < want + after)
        return unpack_count(t, want, n, true, after);
    value rest = list_new(t, items + want, n - want - after);
    for (size_t i = 0; i < want; i++)
        R[in->a + i] = items[i];
    for (size_t i = 0; i < after; i++)
        R[in->a + want + 1 + i] = items[n - after + i];
    R[in->a + want] = rest;
    return STEP_OK;
}

/* How messages about a call name what is called: "__main__.f()". */
static void function_text(struct task *t, value f, struct buf *out)
{
    if (is_type(f, T_METHOD))
        f = ((struct method *)REF(f))->func;
    if (is_type(f, T_FUNC))
        buf_addf(out, "%s.%s()", sym_text(module_at(t->vm, ((struct func *)REF(f))->code->module)->name),
                 sym_text(((struct func *)REF(f))->qualname));
    else if (is_type(f, T_CLASS))
        buf_addf(out, "%s.%s()", sym_text(((struct class *)REF(f))->module), sym_text(((struct class *)REF(f))->qualname));
    else if (is_sort(f, SORT_BUILTIN))
        buf_addf(out, "%s()", builtin_table[payload_of(f)].name);
    else if (value_str(t, f, out) != VM_OK)
        buf_addf(out, "%s object", type_name(t, f));
    t->exc = V_UNBOUND;
}

static enum step star_fails(struct task *t, value f, const char *stars, const char *what, value v)
{
    struct buf name = { 0 };
    function_text(t, f, &name);
    throw(t, EXC_TypeError, "%s argument after %s must be %s, not %s", buf_str(&name), stars, what, type_name(t, v));
    buf_finish(&name);
    return STEP_RAISE;
}

static enum step extend_list(struct task *t, const struct instr *in)
{
    value *R = t->fp->base, ret;
    value args[2] = { R[in->a], R[in->b] };
    enum vm_ret r = call_builtin(t, BI_LIST_extend, args, 2, &ret);
    if (r == VM_OK)
        return STEP_OK;
    if (r == VM_FALLBACK)
        return call_slow(t, "list_extend_slow", args, 2, RET_DISCARD, 0, in);
    if (r != VM_RAISE)
        return step_of(r);
    if (in->x && exception_is(t->exc, EXC_TypeError, t->vm))
        return star_fails(t, R[in->a - 1], "*", "an iterable", args[1]);
    if (exception_is(t->exc, EXC_TypeError, t->vm))
        throw(t, EXC_TypeError, "Value after * must be an iterable, not %s", type_name(t, args[1]));
    return STEP_RAISE;
}

static enum step merge_dict(struct task *t, const struct instr *in)
{
    value *R = t->fp->base, other = payload_or_self(R[in->b]), old;
    if (!is_type(other, T_DICT) && !is_type(other, T_INSTANCE) && in->x)
        return star_fails(t, R[in->a - 2], "**", "a mapping", R[in->b]);
    if (!is_type(other, T_DICT)) {
        value args[3] = { R[in->a], R[in->b], V_BOOL(in->x) };
        return call_slow(t, "dict_merge_slow", args, 3, RET_DISCARD, 0, in);
    }
    struct dict *d = REF(R[in->a]);
    uint32_t at = 0;
    value k, v;
    while (dict_next(REF(other), &at, &k, &v)) {
        if (in->x && !is_str(k)) {
            throw(t, EXC_TypeError, "keywords must be strings");
            return STEP_RAISE;
        }
        if (in->x && dict_get(t, d, k, &old) == VM_OK && old != V_UNBOUND) {
            struct buf name = { 0 };
            function_text(t, R[in->a - 2], &name);
            throw(t, EXC_TypeError, "%s got multiple values for keyword argument '%s'", buf_str(&name), str_data(REF(k)));
            buf_finish(&name);
            return STEP_RAISE;
        }
        if (dict_set(t, d, k, v) != VM_OK)
            return STEP_RAISE;
    }
    return STEP_OK;
}

static enum step build_dict(struct task *t, const struct instr *in)
{
    value dv = dict_new(t);
    value *R = t->fp->base;
    for (uint32_t i = 0; i < in->c; i++) {
        enum vm_ret r = dict_set(t, REF(dv), R[in->b + 2 * i], R[in->b + 2 * i + 1]);
        if (r != VM_OK) {
            if (r == VM_FALLBACK)
                throw(t, EXC_TypeError, "unhashable key");
            return STEP_RAISE;
        }
    }
    R[in->a] = dv;
    return STEP_OK;
}

static enum step build_set(struct task *t, const struct instr *in)
{
    value sv = set_new(t, T_SET), *R = t->fp->base;
    for (uint32_t i = 0; i < in->c; i++) {
        enum vm_ret r = dict_set(t, REF(sv), R[in->b + i], V_NONE);
        if (r == VM_FALLBACK) {
            value l = list_new(t, R + in->b, in->c);
            return call_slow(t, "set_slow", &l, 1, RET_MOVE, in->a, in);
        }
        if (r != VM_OK)
            return STEP_RAISE;
    }
    R[in->a] = sv;
    return STEP_OK;
}

static enum step join_strings(struct task *t, const struct instr *in)
{
    value *R = t->fp->base;
    if (in->c == 1 && is_str(R[in->b])) {
        R[in->a] = R[in->b];
        return STEP_OK;
    }
    size_t n = 0;
    for (uint32_t i = 0; i < in->c; i++)
        n += ((struct str *)REF(R[in->b + i]))->o.n;
    char small[256], *to = small;
    struct buf b = { 0 };
    if (n >= sizeof small)
        to = buf_room(&b, n);
    char *p = to;
    for (uint32_t i = 0; i < in->c; i++) {
        const struct str *s = REF(R[in->b + i]);
        memcpy(p, str_data(s), s->o.n);
        p += s->o.n;
    }
    value v = str_new(t, to, n);
    buf_finish(&b);
    if (!v)
        return STEP_RAISE;
    R[in->a] = v;
    return STEP_OK;
}

static enum step make_function(struct task *t, const struct instr *in)
{
    struct frame *fr = t->fp;
    const struct code *c = fr->code->inner[in->b];
    struct func *f = heap_new(t, T_FUNC, sizeof *f, 0);
    f->code = c;
    f->defaults = in->x & 1 ? fr->base[in->c] : V_NONE;
    f->kwdefaults = in->x & 2 ? fr->base[in->c + 1] : V_NONE;
    f->closure = f->attrs = V_NONE;
    if (in->x & 4) {
        f->attrs = dict_new(t);
        dict_set_sym(t, REF(f->attrs), S(t->vm, annotations), fr->base[in->c + 2]);
    }
    f->name = c->name_value;
    f->qualname = c->qualname_value;
    f->doc = c->doc_value;
    if (c->nfree) {
        value cells = tuple_new(t, NULL, c->nfree);
        struct tuple *p = REF(cells);
        const struct tuple *own = fr->func != V_NONE && is_type(fr->func, T_FUNC) && ((struct func *)REF(fr->func))->closure != V_NONE
                                      ? REF(((struct func *)REF(fr->func))->closure) : NULL;
        for (uint32_t i = 0; i < c->nfree; i++)
            p->item[i] = c->captures[i].from_free ? own->item[c->captures[i].index] : fr->base[c->captures[i].index];
        f->closure = cells;
    }
    fr->base[in->a] = value_of(f);
    return STEP_OK;
}

static value class_base(struct task *t, value b)
{
    if (is_class(b))
        return b;
    (void)t;
    return V_UNBOUND;
}

/* Something in the class is to be told its name: it has a __set_name__. */
static bool wants_names(struct task *t, const struct class *c)
{
    uint32_t at = 0;
    value k, v;
    while (class_flags(c) & CLS_HAS_DESCR && dict_next(REF(c->dict), &at, &k, &v))
        if (is_type(v, T_INSTANCE) && type_lookup(t, v, S(t->vm, set_name)) != V_UNBOUND)
            return true;
    return false;
}

static enum step make_class(struct task *t, const struct instr *in)
{
    struct frame *fr = t->fp;
    struct vm *vm = t->vm;
    value *R = fr->base + in->a;
    value bases = R[1];
    struct tuple *b = REF(bases);
    if (b->o.n == 0) {
        value object = V_TYPE(T_OBJECT);
        bases = tuple_new(t, &object, 1);
    } else {
        for (uint32_t i = 0; i < b->o.n; i++) {
            if (class_base(t, b->item[i]) == V_UNBOUND) {
                value args[4] = { R[0], bases, R[2], R[4] };
                return call_slow(t, "class_slow", args, 4, RET_MOVE, in->a, in);
            }
            enum type_id ty = is_sort(b->item[i], SORT_TYPE) ? (enum type_id)payload_of(b->item[i]) : T_OBJECT;
            if (ty == T_BOOL || ty == T_NONETYPE || ty == T_FUNC || ty == T_RANGE || ty == T_SLICE || ty == T_CLASS) {
                throw(t, EXC_TypeError, ty == T_CLASS ? "metaclasses are not part of conch's Python" : "type '%s' is not an acceptable base type", type_name(t, b->item[i]));
                return STEP_RAISE;
            }
        }
    }
    value cls = class_new(t, symbol_of_str(vm, R[0]), bases, R[2], 0);
    if (cls == V_UNBOUND)
        return STEP_RAISE;
    struct class *c = REF(cls);
    value module = dict_get_sym(REF(c->dict), S(vm, module)); // its own word for it comes first
    c->module = module != V_UNBOUND ? module : module_at(vm, fr->code->module)->name;
    value qual = dict_get_sym(REF(c->dict), S(vm, qualname));
    c->qualname = is_str(qual) ? symbol_of_str(vm, qual) : c->name;
    if (fr->code->flags & CODE_PRELUDE)
        c->flags |= CLS_PRELUDE;
    if (!(fr->code->flags & CODE_MODULE)) { // C.<locals>.D
        struct buf q = { 0 };
        buf_addf(&q, "%s.%s%s", sym_text(fr->code->qualname_value), fr->code->flags & CODE_CLASS ? "" : "<locals>.", sym_text(c->name));
        c->qualname = symbol(vm, buf_str(&q), q.n);
        buf_finish(&q);
    }
    if (is_type(R[3], T_CELL))
        slot_set(&((struct cell *)REF(R[3]))->v, cls);
    bool hooks = R[4] != V_NONE || wants_names(t, c);
    for (uint32_t i = 0; !hooks && i < b->o.n; i++)
        hooks = class_lookup(t, b->item[i], S(vm, init_subclass)) != V_UNBOUND;
    if (hooks) {
        value args[2] = { cls, R[4] };
        return call_slow(t, "class_made", args, 2, RET_MOVE, in->a, in); // may run this instruction again
    }
    R[0] = cls;
    return STEP_OK;
}

static enum step super_make(struct task *t, const struct instr *in)
{
    value *R = t->fp->base, cls = R[in->b];
    struct super *s = heap_new(t, T_SUPER, sizeof *s, 0);
    s->cls = cls;
    s->self = R[in->c];
    if (is_type(s->self, T_CELL))
        s->self = ((struct cell *)REF(s->self))->v;
    R[in->a] = value_of(s);
    return STEP_OK;
}

static enum step format(struct task *t, const struct instr *in)
{
    value *R = t->fp->base, v = R[in->b], ret;
    unsigned conv = in->x & 127u;
    bool has_spec = in->x & 128;
    struct buf b = { 0 };
    enum vm_ret r = VM_OK;
    if (is_str(v) && !has_spec && (conv == 0 || conv == 's')) {
        R[in->a] = v;
        return STEP_OK;
    }
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

/* ---- modules ---- */

static enum step import(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    struct vm *vm = t->vm;
    value name = f->code->symbols[in->b], mod, from = V_UNBOUND;
    const struct code *body;
    if (in->c) {
        struct module *m = module_at(vm, f->code->module);
        from = m->name;
        if (m->package) { // its own name is the package
            struct buf b = { 0 };
            buf_addf(&b, "%s.__init__", sym_text(from));
            from = symbol(vm, buf_str(&b), b.n);
            buf_finish(&b);
        }
    }
    enum vm_ret r = import_module(t, name, in->c, from, &mod, &body);
    if (r == VM_RAISE)
        return STEP_RAISE;
    if (r == VM_CALL) {
        value *base = scratch_base(t, 1);
        struct frame *fr = base ? frame_push(t, base, body, V_NONE) : NULL;
        if (!fr)
            return STEP_RAISE;
        fr->mode = RET_IMPORT;
        fr->extra = mod;
        t->fp[-1].pc = in; // once more, when the body has run
        return STEP_FRAMES;
    }
    if (!in->x) { // import a.b binds a
        const char *dot = memchr(sym_text(name), '.', sym_len(name));
        uint32_t index;
        if (dot && module_find_or_new(vm, symbol(vm, sym_text(name), (size_t)(dot - sym_text(name))), &index))
            mod = V_MODULE(index);
    }
    f->base[in->a] = mod;
    return STEP_OK;
}

static enum step import_from(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    struct vm *vm = t->vm;
    value mod = f->base[in->b], sym = f->code->symbols[in->c], ret;
    enum vm_ret got = attr_get(t, mod, sym, &ret);
    if (got == VM_OK) {
        f->base[in->a] = ret;
        return STEP_OK;
    }
    if (got == VM_CALL)
        return call_prepared(t, RET_MOVE, in->a, in);
    t->exc = V_UNBOUND;
    struct module *m = module_at(vm, (uint32_t)payload_of(mod));
    if (m->package || m->prelude) { // a submodule that is not loaded yet
        struct buf b = { 0 };
        const struct code *body;
        buf_addf(&b, "%s.%s", sym_text(m->name), sym_text(sym));
        value name = symbol(vm, buf_str(&b), b.n);
        buf_finish(&b);
        enum vm_ret r = import_module(t, name, 0, V_UNBOUND, &mod, &body);
        if (r == VM_OK) {
            f->base[in->a] = mod;
            return STEP_OK;
        }
        if (r == VM_CALL) {
            value *base = scratch_base(t, 1);
            struct frame *fr = base ? frame_push(t, base, body, V_NONE) : NULL;
            if (!fr)
                return STEP_RAISE;
            fr->mode = RET_IMPORT;
            fr->extra = mod;
            t->fp[-1].pc = in;
            return STEP_FRAMES;
        }
        if (!exception_is(t->exc, EXC_ModuleNotFoundError, vm))
            return STEP_RAISE;
        t->exc = V_UNBOUND;
    }
    value file = module_get(vm, m, S(vm, file));
    throw(t, EXC_ImportError, "cannot import name '%s' from '%s' (%s)", sym_text(sym), sym_text(m->name),
          is_str(file) ? str_data(REF(file)) : "unknown location");
    return STEP_RAISE;
}

static enum step import_star(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    struct vm *vm = t->vm;
    struct module *from = module_at(vm, (uint32_t)payload_of(f->base[in->a]));
    struct module *to = module_at(vm, f->code->module);
    value all = module_get(vm, from, S(vm, all));
    if (is_type(all, T_LIST) || is_type(all, T_TUPLE)) {
        const value *items;
        size_t n;
        if (!items_view(t, all, &items, &n))
            return STEP_RAISE;
        for (size_t i = 0; i < n; i++) {
            value v, sym = symbol_of_str(vm, items[i]);
            enum vm_ret r = attr_get(t, f->base[in->a], sym, &v);
            if (r == VM_CALL) { // its __getattr__ makes it; then once more
                value args[2] = { f->base[in->a], sym };
                f->pc = in;
                enum step s = call_slow(t, "keep_attribute", args, 2, RET_DISCARD, 0, in);
                return s == STEP_OK ? STEP_FRAMES : s;
            }
            if (r != VM_OK)
                return STEP_RAISE;
            module_set(vm, to, sym, v);
        }
        return STEP_OK;
    }
    for (uint32_t i = 0; i < from->ready; i++) {
        const struct text *n = &from->names.at[i].name;
        if (n->s[0] != '_' && from->slots[i] != from->fallback[i] && from->slots[i] != V_UNBOUND)
            module_set(vm, to, symbol(vm, n->s, n->n), from->slots[i]);
    }
    return STEP_OK;
}

static enum step ns_load(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    struct vm *vm = t->vm;
    value sym = f->code->symbols[in->b];
    value v = dict_get_sym(REF(f->base[0]), sym);
    if (v == V_UNBOUND && in->x) {
        v = dict_new(t);
        dict_set_sym(t, REF(f->base[0]), sym, v);
    }
    if (v == V_UNBOUND)
        v = module_get(vm, module_at(vm, f->code->module), sym);
    if (v == V_UNBOUND && sym == S(vm, name))
        v = module_at(vm, f->code->module)->name;
    if (v == V_UNBOUND)
        v = builtin_by_name(vm, sym);
    if (v == V_UNBOUND) {
        throw(t, EXC_NameError, "name '%s' is not defined", sym_text(sym));
        return STEP_RAISE;
    }
    f->base[in->a] = v;
    return STEP_OK;
}

/* ---- exceptions ---- */

static enum step raise_from(struct task *t, const struct instr *in)
{
    value *R = t->fp->base, v = R[in->a], cause = in->c ? R[in->b] : V_UNBOUND;
    if (cause != V_UNBOUND && cause != V_NONE && !is_exception(cause)) {
        if (is_exception_class(cause)) {
            cause = exception_new(t, cause, tuple_new(t, NULL, 0));
        } else {
            throw(t, EXC_TypeError, "exception causes must derive from BaseException");
            return STEP_RAISE;
        }
    }
    if (is_exception_class(v)) {
        if (is_type(class_lookup(t, v, S(t->vm, init)), T_FUNC)) {
            t->call[0] = v;
            t->call[1] = tuple_new(t, NULL, 0);
            return call_prepared(t, RET_RAISE, 0, in);
        }
        v = exception_new(t, v, tuple_new(t, NULL, 0));
    } else if (!is_exception(v)) {
        throw(t, EXC_TypeError, "exceptions must derive from BaseException");
        return STEP_RAISE;
    }
    struct instance *i = REF(v);
    if (cause != V_UNBOUND && !(obj_flags(&i->o) & F_DICTMODE)) {
        i->item[EXC_CAUSE] = cause;
        i->item[EXC_NOTES] = V_TRUE;
    }
    t->exc = v;
    return STEP_RAISE;
}

static enum step reraise(struct task *t, value v)
{
    if (v == V_UNBOUND) {
        v = exception_being_handled(t);
        if (v == V_UNBOUND) {
            throw(t, EXC_RuntimeError, "No active exception to reraise");
            return STEP_RAISE;
        }
    }
    t->exc = v;
    return STEP_RAISE;
}

static enum step awaitable(struct task *t, const struct instr *in)
{
    value *R = t->fp->base, v = R[in->b];
    if (is_type(v, T_GEN) && ((struct gen *)REF(v))->code->flags & (CODE_COROUTINE | CODE_PRELUDE)) {
        R[in->a] = v;
        return STEP_OK;
    }
    value f = type_lookup(t, v, S(t->vm, await));
    if (f == V_UNBOUND) {
        throw(t, EXC_TypeError, "object %s can't be used in 'await' expression", type_name(t, v));
        return STEP_RAISE;
    }
    t->call[0] = f;
    t->call[1] = tuple_new(t, &v, 1);
    return call_prepared(t, RET_MOVE, in->a, in);
}

static enum step async_iter(struct task *t, const struct instr *in, bool next)
{
    value *R = t->fp->base, v = R[in->b];
    if (is_type(v, T_GEN) && ((struct gen *)REF(v))->code->flags & CODE_ASYNC_GEN) {
        if (!next) {
            R[in->a] = v;
            return STEP_OK;
        }
        return call_slow(t, "async_gen_next", &v, 1, RET_MOVE, in->a, in);
    }
    value f = type_lookup(t, v, next ? S(t->vm, anext) : S(t->vm, aiter));
    if (f == V_UNBOUND) {
        throw(t, EXC_TypeError, next ? "'async for' requires an iterator with __anext__ method, got %s"
                                     : "'async for' requires an object with __aiter__ method, got %s", type_name(t, v));
        return STEP_RAISE;
    }
    t->call[0] = f;
    t->call[1] = tuple_new(t, &v, 1);
    return call_prepared(t, RET_MOVE, in->a, in);
}

static enum step print_expression(struct task *t, const struct instr *in)
{
    value v = t->fp->base[in->a];
    if (v == V_NONE)
        return STEP_OK;
    module_set(t->vm, module_at(t->vm, t->fp->code->module), S(t->vm, underscore), v);
    return call_slow(t, "display_slow", &v, 1, RET_DISCARD, 0, in);
}

static enum step do_callm(struct task *t, value *base, uint32_t argc, const struct call_args *kw, const struct instr *in)
{
    struct call_args a = kw ? *kw : (struct call_args){ .keyword_dict = V_UNBOUND };
    if (base[1] != V_UNBOUND) { // a method and its object
        a.positional = base + 1;
        a.n = argc + 1;
        return call_value(t, base, &a, RET_NORMAL, 0, in);
    }
    base[1] = base[0]; // an attribute that is called: the result still goes to base[0]
    a.positional = base + 2;
    a.n = argc;
    ptrdiff_t depth = t->fp - t->frames, at = base - t->stack;
    enum step s = call_value(t, base + 1, &a, RET_MOVE, (uint32_t)(base - t->fp->base), in);
    if (s == STEP_AGAIN || (s == STEP_FRAMES && t->fp->mode == RET_IMPORT && t->fp - t->frames == depth + 1))
        t->stack[at + 1] = V_UNBOUND; // the instruction runs again
    return s;
}

static enum step do_callkw(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    value *base = f->base + in->a;
    value names = f->code->values[in->c];
    uint32_t nk = ((struct tuple *)REF(names))->o.n, n = in->b - nk;
    struct call_args a = { .keyword_names = names, .nkeywords = nk, .keyword_dict = V_UNBOUND };
    if (in->x) {
        a.keyword_values = base + 2 + n;
        return do_callm(t, base, n, &a, in);
    }
    a.positional = base + 1;
    a.n = n;
    a.keyword_values = base + 1 + n;
    return call_value(t, base, &a, RET_NORMAL, 0, in);
}

static enum step do_callex(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    value *base = f->base + in->a;
    value list = base[1], dict = base[2];
    const value *items;
    size_t n;
    if (!items_view(t, list, &items, &n))
        return STEP_RAISE;
    // the callee and the arguments stand above the window, where there is room for all of them
    value *up = scratch_base(t, (unsigned)n + 4);
    if (!up)
        return STEP_RAISE;
    up[0] = f->base[in->a];
    if (n)
        memcpy(up + 1, items, sizeof(value) * n);
    struct call_args a = { .positional = up + 1, .n = (uint32_t)n,
                           .keyword_dict = dict == V_NONE ? V_UNBOUND : dict };
    return call_value(t, up, &a, RET_MOVE, in->a, in);
}

#include "vm/loop.inc"
