/* Generators and coroutines: their one frame is copied onto the stack while they run and back when
 * they yield. And the steps of a loop, of which they are the longest. */
#include "vm/container.h"
#include "vm/step.h"

/* Where the program is: for the word about a coroutine that is never awaited. */
static value place_of_call(const struct task *t)
{
    const struct source *s;
    uint32_t line = task_line(t, &s);
    return V_INT((int64_t)(s ? s->number : 0) << 20 | (line & 0xfffff));
}

value gen_make(struct task *t, const struct func *f, const value *base)
{
    const struct code *c = f->code;
    uint32_t params = (uint32_t)c->nparams + c->nkwonly + !!(c->flags & CODE_STAR) + !!(c->flags & CODE_DSTAR);
    struct gen *g = object_take(t, T_GEN, sizeof *g + 8 * (size_t)c->nregs, c->nregs);
    g->code = c;
    g->pc = c->instrs;
    g->func = value_of(f);
    g->made_at = c->flags & CODE_COROUTINE ? place_of_call(t) : V_NONE;
    g->delegate = V_NONE;
    g->id = 0;
    for (uint32_t i = 0; i < c->nregs; i++)
        g->reg[i] = i < params ? base[i] : 0;
    if (UNLIKELY(ending_concerns(c)))
        heap_finalizable(t, value_of(g));
    return value_of(g);
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
        return STEP_THROWN;
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
    return STEP_THROWN;
}

enum step resume_generator(struct task *t, enum frame_mode caller_mode, uint32_t dest, value *base)
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

/* ---- out of a generator ---- */

enum step gen_return(struct task *t, value result)
{
    struct frame *f = t->fp, *caller = gen_leave(t);
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

enum step gen_yield(struct task *t, value v, const struct instr *resume_at)
{
    bool minds = false;
    for (;;) {
        minds |= (resume_at->op == OP_YIELDFROM ? resume_at : resume_at - 1)->x;
        struct frame *f = t->fp;
        struct gen *g = REF(f->gen);
        copy_registers(g->reg, f->base, g->code->nregs);
        gen_set_at(g, resume_at, V_BOOL(resume_at->op == OP_YIELDFROM));
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
            if (minds)
                ending_watch(t);
            return STEP_FRAMES;
        }
        resume_at = caller->pc - 1;
    }
}

enum step yield_from(struct task *t, const struct instr *in)
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
    if (R[in->a] != V_NONE && is_type(sub, T_ITER)) {
        attr_missing(t, sub, symbol(t->vm, "send", 4));
        return STEP_RAISE;
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

/* ---- waiting for one ---- */

enum step step_awaitable(struct task *t, const struct instr *in)
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

enum step step_async_iter(struct task *t, const struct instr *in, bool next)
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

/* ---- loops ---- */

enum step iter_slow(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    value v = f->base[in->b], ret;
    if (is_type(v, T_GEN)) {
        const struct gen *g = REF(v);
        if (g->code->flags & (CODE_COROUTINE | CODE_ASYNC_GEN) && !in->x) {
            throw(t, EXC_TypeError, "'%s' object is not iterable", type_name(t, v));
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
enum step foriter_slow(struct task *t, const struct instr *in)
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
            enum step s = ask_engine(t, &a);
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

/* ---- those that nobody else has ---- */

/* A generator goes straight from the call that made it into a for loop, or a coroutine nowhere: the next
 * instruction tells. */
value gen_mark_unheld(const struct task *t, value gv, uint32_t reg)
{
    struct gen *g = REF(gv);
    const struct instr *next = t->fp->pc;
    if (next->op == OP_MOVE && next->b == reg) { // the result of a call is brought down first
        reg = next->a;
        next++;
    }
    if (next->op == OP_ITER && next->b == reg && g->code->flags & CODE_GENERATOR)
        g->made_at = V_TRUE;
    if (next->op == OP_UNUSED && next->a == reg)
        g->delegate = V_FALSE;
    return gv;
}

bool gen_is_unheld(value v)
{
    const struct gen *g = is_type(v, T_GEN) ? REF(v) : NULL;
    return g && g->made_at == V_TRUE && gen_state(g) == GEN_SUSPENDED && ending_in_try(g->code, gen_at(g));
}

enum step gen_close_unheld(struct task *t, uint32_t reg)
{
    value gv = t->fp->base[reg];
    if (!gen_is_unheld(gv))
        return STEP_OK;
    t->fp->base[reg] = V_UNBOUND;
    ending_died(t, gv);
    return ending_attend(t);
}

bool gen_is_forgotten(value v)
{
    const struct gen *g = is_type(v, T_GEN) ? REF(v) : NULL;
    return g && g->code->flags & CODE_COROUTINE && g->delegate == V_FALSE && gen_state(g) == GEN_CREATED;
}

/* ---- what the prelude asks about them ---- */

/* _gen_place(gen): its file, the line where it stands (0: it has ended), the line of its def. */
enum vm_ret gen_place(struct task *t, value *args, value *ret)
{
    if (!is_type(args[0], T_GEN))
        return throw(t, EXC_TypeError, "not a generator");
    const struct gen *g = REF(args[0]);
    const struct code *c = g->code;
    uint32_t line = 0;
    if (gen_state(g) == GEN_CREATED)
        line = c->first_line;
    if (gen_state(g) == GEN_SUSPENDED || gen_state(g) == GEN_RUNNING) {
        const struct instr *pc = gen_at(g);
        for (const struct frame *f = t->fp; f >= t->frames; f--)
            if (f->gen == args[0])
                pc = f->pc;
        uint32_t at = (uint32_t)(pc - c->instrs);
        line = c->places[__atomic_load_n(&g->delegate, __ATOMIC_RELAXED) == V_TRUE && gen_state(g) == GEN_SUSPENDED ? at : at ? at - 1 : 0].line;
    }
    value three[3] = { str_lit(t, c->source ? c->source->file : "?"), V_INT(line), V_INT(c->first_line) };
    *ret = tuple_new(t, three, 3);
    return VM_OK;
}

/* _made_at(coroutine): file, number and text of the line that made it, if it has not begun; None. */
enum vm_ret coroutine_made_at(struct task *t, value *args, value *ret)
{
    const struct gen *g = REF(args[0]);
    *ret = V_NONE;
    if (!is_type(args[0], T_GEN) || gen_state(g) != GEN_CREATED || !is_int(g->made_at))
        return VM_OK;
    uint32_t number = (uint32_t)(int_of(g->made_at) >> 20), line = (uint32_t)int_of(g->made_at) & 0xfffff;
    for (const struct source *s = t->vm->sources; s; s = s->next) {
        if (s->number != number)
            continue;
        size_t n;
        const char *text = diag_line(s->text, s->n, line, &n);
        value three[3] = { str_lit(t, s->file), V_INT(line), text ? str_new(t, text, n) : V_NONE };
        *ret = tuple_new(t, three, 3);
    }
    return VM_OK;
}

/* _is_async(function): whether a call makes a coroutine. */
enum vm_ret function_is_async(struct task *t, value *args, value *ret)
{
    value f = is_type(args[0], T_METHOD) ? ((struct method *)REF(args[0]))->func : args[0];
    (void)t;
    *ret = V_BOOL(is_type(f, T_FUNC) && ((struct func *)REF(f))->code->flags & CODE_COROUTINE);
    return VM_OK;
}

/* _multi(): whether the process has several threads. */
enum vm_ret process_is_multi(struct task *t, value *args, value *ret)
{
    (void)args;
    *ret = V_BOOL(!task_is_alone(t));
    return VM_OK;
}
