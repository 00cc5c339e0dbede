/* greenlet.c: stacks of their own, on which the calls of one thread take turns.
 *
 * The task's frames and registers are those of the greenlet that runs; its object has none meanwhile. One
 * that was left stands in a call of _greenlet_switch(), and has there what is missing here:
 *
 *     task.frames fp stack      the running greenlet, task.greenlet
 *     greenlet.frames fp stack  one that waits; what it is switched to with goes to register
 *                               `dest` of its top frame
 *
 * Parents, arguments, errors that go to the parent: all that is Python (prelude/greenlet.py). When a
 * greenlet's body ends it returns whom to go on with, with what, and whether that is to be raised there. */
#include <stdlib.h>

#include "base/mem.h"
#include "vm/step.h"

enum { FIRST_FRAMES = 6, FIRST_STACK = 64 }; // both grow: most greenlets are shallow, and there may be many

void greenlet_visit(void *ctx, heap_visit_fn *f, struct greenlet *g)
{
    f(ctx, &g->body);
    f(ctx, &g->object);
    if (!g->frames)
        return;
    value *top = g->stack;
    for (struct frame *fr = g->frames; fr <= (struct frame *)g->fp; fr++) {
        f(ctx, &fr->func);
        f(ctx, &fr->gen);
        f(ctx, &fr->extra);
        if (fr->code)
            top = MAX(top, fr->base + fr->code->nregs + 1);
    }
    for (value *v = g->stack; v < top; v++)
        f(ctx, v);
    memset(top, 0, (size_t)((char *)g->stack_end - (char *)top)); // nothing stale may be seen later
}

void greenlet_finalize(struct greenlet *g)
{
    free(g->frames);
    free(g->stack);
    g->frames = NULL;
    g->stack = NULL;
}

bool greenlet_in_try(const struct greenlet *g)
{
    if (g->o.aux != GREENLET_ALIVE || !g->frames)
        return false;
    for (const struct frame *f = g->frames; f <= (const struct frame *)g->fp; f++)
        if (f->code && !(f->code->flags & CODE_PRELUDE) && ending_in_try(f->code, f->pc))
            return true;
    return false;
}

/* ---- switching ---- */

static void leave(struct task *t, struct greenlet *g)
{
    g->frames = t->frames;
    g->frames_end = t->frames_end;
    g->fp = t->fp;
    g->stack = t->stack;
    g->stack_end = t->stack_end;
    g->o.aux = GREENLET_ALIVE;
}

static void enter(struct task *t, struct greenlet *g)
{
    t->frames = g->frames;
    t->frames_end = g->frames_end;
    t->fp = g->fp;
    t->stack = g->stack;
    t->stack_end = g->stack_end;
    g->frames = NULL;
    g->stack = NULL;
    g->o.aux = GREENLET_RUNNING;
    t->greenlet = value_of(g);
}

static void begin(const struct task *t, struct greenlet *g)
{
    struct frame *frames = mem_zalloc(FIRST_FRAMES, sizeof *frames);
    g->frames = g->fp = frames;
    g->frames_end = frames + FIRST_FRAMES;
    g->stack = mem_zalloc(FIRST_STACK, sizeof *g->stack);
    g->stack_end = g->stack + FIRST_STACK;
    frame_call_body(t->vm, frames, g->stack, g->body);
    frames->mode = RET_GREENLET;
    g->body = V_NONE;
}

/* The task goes on where the target stands. */
static enum step arrive(struct task *t, struct greenlet *g, value v, bool throws)
{
    bool is_new = g->o.aux == GREENLET_NEW;
    if (is_new)
        begin(t, g);
    enter(t, g);
    if (is_new)
        return STEP_FRAMES;
    if (throws) {
        t->exc = v;
        return STEP_RAISE;
    }
    t->fp->base[g->dest] = v;
    return STEP_FRAMES;
}

enum step greenlet_switch(struct task *t, enum frame_mode mode, uint32_t dest, value *base)
{
    struct greenlet *to = REF(t->call[0]), *from = REF(t->greenlet);
    if (mode == RET_NORMAL)
        dest = (uint32_t)(base - t->fp->base);
    else if (mode != RET_MOVE) {
        throw(t, EXC_RuntimeError, "a greenlet cannot be switched from here");
        return STEP_RAISE;
    }
    from->dest = dest;
    leave(t, from);
    return arrive(t, to, t->gen_value, t->resume_throws);
}

/* The running greenlet has ended: its memory goes. */
static void die(struct task *t)
{
    struct greenlet *g = REF(t->greenlet);
    leave(t, g);
    greenlet_finalize(g);
    g->o.aux = GREENLET_DEAD;
}

enum step greenlet_end(struct task *t, value result)
{
    const struct tuple *next = REF(result); // of the prelude: (greenlet, value, whether it is raised)
    die(t);
    return arrive(t, REF(next->item[0]), next->item[1], next->item[2] == V_TRUE);
}

/* ---- for prelude/greenlet.py ---- */

static struct greenlet *greenlet_new(struct task *t, enum greenlet_state state)
{
    struct greenlet *g = heap_new(t, T_GREENLET, sizeof *g, 0);
    g->body = g->object = V_NONE;
    g->o.aux = (uint16_t)state;
    heap_finalizable(t, value_of(g));
    return g;
}

/* _greenlet_new(body): body() will run on a stack of its own. */
enum vm_ret greenlet_make(struct task *t, value *args, value *ret)
{
    struct greenlet *g = greenlet_new(t, GREENLET_NEW);
    g->body = args[0];
    *ret = value_of(g);
    return VM_OK;
}

/* _greenlet_current(): the one that runs. A thread's first stack is one too. */
enum vm_ret greenlet_current(struct task *t, value *args, value *ret)
{
    (void)args;
    if (t->greenlet == V_NONE)
        t->greenlet = value_of(greenlet_new(t, GREENLET_RUNNING));
    *ret = t->greenlet;
    return VM_OK;
}

/* _greenlet_object(greenlet[, object]): the Python object that stands for it, which may be set. */
enum vm_ret greenlet_object(struct task *t, value *args, value *ret)
{
    struct greenlet *g = REF(args[0]);
    (void)t;
    if (args[1] != V_UNBOUND)
        g->object = args[1];
    *ret = g->object;
    return VM_OK;
}

/* _greenlet_switch(greenlet, value, throws): leaves the running one; returns what it is come back with. */
enum vm_ret greenlet_go(struct task *t, value *args, value *ret)
{
    const struct greenlet *g = is_type(args[0], T_GREENLET) ? REF(args[0]) : NULL;
    if (args[0] == t->greenlet) { // it stays where it is
        *(args[2] == V_TRUE ? &t->exc : ret) = args[1];
        return args[2] == V_TRUE ? VM_RAISE : VM_OK;
    }
    if (!g || (g->o.aux != GREENLET_NEW && g->o.aux != GREENLET_ALIVE) || t->greenlet == V_NONE)
        return throw(t, EXC_SystemError, "no such greenlet waits");
    t->call[0] = args[0];
    t->gen_value = args[1];
    t->resume_throws = args[2] == V_TRUE;
    return VM_SWITCH;
}
