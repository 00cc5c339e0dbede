/* Frames: pushing them, leaving them with a result or an exception. */
#include <stdlib.h>

#include "base/mem.h"
#include "vm/step.h"

/* ---- room ---- */

static bool stack_grow(struct task *t, value **base, size_t need)
{
    size_t at = (size_t)(*base - t->stack), size = (size_t)(t->stack_end - t->stack);
    size_t more = MAX(size * 2, at + need + 256);
    if (more > 4u << 20) {
        throw(t, EXC_RecursionError, "maximum recursion depth exceeded");
        return false;
    }
    value *old = t->stack;
    value *fresh = mem_zalloc_aligned(more, sizeof *fresh);
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

NOINLINE struct frame *frame_push_slow(struct task *t, value *base, const struct code *code, value func)
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

value *scratch_base(struct task *t, unsigned n)
{
    value *base = t->fp->base + (t->fp->code ? t->fp->code->nregs : 0) + 1;
    if (base + n + SLOW_SCRATCH >= t->stack_end && !stack_grow(t, &base, n + SLOW_SCRATCH))
        return NULL;
    return base;
}

bool stack_room(struct task *t, value **base, size_t n, struct call_args *a)
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

/* ---- results ---- */

enum step deliver_result(struct task *t, value v, enum frame_mode mode, uint32_t dest, value *base)
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
    if (is_type(payload_or_self(v), T_BIGINT)) {
        throw(t, EXC_OverflowError, "cannot fit 'int' into an index-sized integer");
        return STEP_RAISE;
    }
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

enum step frame_finish(struct task *t, value result)
{
    struct frame *f = t->fp;
    if (f->mode == RET_THREAD) {
        t->result = result;
        return STEP_DONE;
    }
    if (f->mode == RET_GREENLET)
        return greenlet_end(t, result);
    t->fp--;
    struct frame *caller = t->fp;
    switch ((enum frame_mode)f->mode) {
    case RET_WATCHED:
        caller->base[f->dest] = result;
        return ending_frame_left(t, MAX((uint32_t)(f->base - caller->base), f->dest + 1u));
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
    case RET_REQUEST: return request_again(t, f->base[0], f->extra);
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
        enum step s = deliver_result(t, result, (enum frame_mode)f->mode, f->dest, NULL);
        return s == STEP_OK ? STEP_FRAMES : s;
    }
    default: break;
    }
    return STEP_FRAMES;
}

/* ---- exceptions ---- */

void exception_context(value exc, value handled)
{
    if (!is_exception(exc))
        return;
    struct instance *i = REF(exc);
    if (obj_flags(&i->o) & F_DICTMODE || i->item[EXC_CONTEXT] != V_NONE)
        return;
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

/* An exception leaves the frame on top: what that means to the one below. True: it was
 * caught there by nature (the end of an iteration). */
static bool unwind_frame(struct task *t)
{
    struct frame *f = t->fp;
    struct vm *vm = t->vm;
    t->fp--;
    struct frame *caller = t->fp;
    if (f->mode == RET_WATCHED) {
        t->unwound = true;
        ending_watch(t);
    }
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

bool frame_unwind(struct task *t, bool again)
{
    for (;;) {
        struct frame *f = t->fp;
        if (f->code) {
            if (!again)
                exception_trace(t, t->exc, f->code, f->pc);
            again = false;
            uint32_t pc = (uint32_t)(f->pc - f->code->instrs);
            pc = pc ? pc - 1 : 0;
            for (uint32_t i = 0; i < f->code->nregions; i++) {
                const struct region *r = &f->code->regions[i];
                if (r->kind != REGION_HANDLED && pc >= r->from && pc < r->to &&
                    (r->kind == REGION_TRY || gen_is_unheld(f->base[r->reg - 1]))) {
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
