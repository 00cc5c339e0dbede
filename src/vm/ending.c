/* ending.c: what a program does when an object dies: __del__, the finally blocks of a generator that was
 * left, the word about a coroutine that was never awaited.
 *
 * Such objects are listed (vm->finals, as files and locks are). A collection that does not reach one
 * lets it live on in vm->dying and asks for attention; at the next safe point the prelude (_ending.py)
 * takes the list and does what is to be done, on whatever thread comes first. When the program
 * ends, all that are left die, oldest first, as in CPython. */
#include <stdlib.h>

#include "base/mem.h"
#include "vm/step.h"

bool ending_in_try(const struct code *c, const struct instr *pc)
{
    uint32_t at = (uint32_t)(pc - c->instrs);
    at = at ? at - 1 : 0;
    for (uint32_t i = 0; i < c->nregions; i++)
        if (c->regions[i].kind == REGION_TRY && at >= c->regions[i].from && at < c->regions[i].to)
            return true;
    return false;
}

bool ending_takes_code(const struct obj *o)
{
    if (o->type == T_INSTANCE)
        return true; // it was listed for that
    if (o->type == T_GREENLET)
        return greenlet_in_try((const struct greenlet *)o);
    if (o->type != T_GEN)
        return false;
    const struct gen *g = (const struct gen *)o;
    uint16_t state = gen_state(g); // another thread may be running it
    if (state == GEN_CREATED)
        return g->code->flags & CODE_COROUTINE;
    return state == GEN_SUSPENDED && ending_in_try(g->code, gen_at(g));
}

/* Whether a new generator is to be listed. */
bool ending_concerns(const struct code *c)
{
    return c->flags & (CODE_TRIES | CODE_COROUTINE);
}

void ending_add(struct vm *vm, value v)
{
    if (vm->dying_count == vm->dying_cap) {
        vm->dying_cap = vm->dying_cap ? vm->dying_cap * 2 : 16;
        vm->dying = mem_resize(vm->dying, vm->dying_cap, sizeof *vm->dying);
    }
    vm->dying[vm->dying_count++] = v;
}

/* At a safe point: the prelude gets a frame that does it. STEP_OK: not now. */
enum step ending_attend(struct task *t)
{
    struct vm *vm = t->vm;
    value hook = slot_get(&vm->hooks[HOOK_DYING]);
    if (hook != V_NONE) // a frame that discards what it returns
        return call_function(t, hook, NULL, 0, RET_DISCARD, 0, 0);
    value mod;
    const struct code *body;
    enum vm_ret r = import_module(t, S(vm, ending), 0, V_UNBOUND, &mod, &body);
    if (r == VM_RAISE)
        return STEP_RAISE;
    value *base = r == VM_CALL ? scratch_base(t, 1) : NULL;
    struct frame *f = base ? frame_push(t, base, body, V_NONE) : NULL;
    if (!f)
        return r == VM_CALL ? STEP_RAISE : STEP_OK;
    f->mode = RET_IMPORT; // its body ends by doing what is to be done
    f->extra = mod;
    return STEP_FRAMES;
}

bool ending_at_exit(struct task *t)
{
    struct vm *vm = t->vm;
    pthread_mutex_lock(&vm->heap_guard);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < vm->finals_count; i++) {
        if (ending_takes_code(obj_of(vm->finals[i])))
            ending_add(vm, vm->finals[i]);
        else
            vm->finals[kept++] = vm->finals[i];
    }
    vm->finals_count = kept;
    bool any = vm->dying_count;
    pthread_mutex_unlock(&vm->heap_guard);
    if (!any)
        return false;
    value mod;
    const struct code *body;
    if (vm->hooks[HOOK_DYING] != V_NONE)
        task_enter(t, vm->hooks[HOOK_DYING]);
    else if (import_module(t, S(vm, ending), 0, V_UNBOUND, &mod, &body) == VM_CALL)
        task_enter_body(t, mod, body);
    else
        return false;
    return true;
}

/* What finding the dead at once may cost one process: a program with more of them is no lesson about it, and
 * hears of them when memory is collected. In objects looked at; a collection counts as PROMPT_COLLECTION. */
enum { PROMPT_COLLECTION = 1024, PROMPT_COST = 256 * PROMPT_COLLECTION };
static _Atomic uint32_t prompt_cost;

/* Whether one more is looked for; the explorer's heap is never collected in the middle. */
static bool is_prompt(const struct vm *vm)
{
    return !heap_frozen_end(vm) && prompt_cost < PROMPT_COST;
}

/* What ended statements and calls left in the registers, also in the windows of callers, which reach farther up. */
static void forget_unused(struct task *t, uint32_t unused)
{
    value *top = t->fp->base + unused;
    for (const struct frame *f = t->frames; f <= t->fp; f++)
        for (; f->code && top <= f->base + f->code->nregs; top++) // the slot behind the window included, where results come back
            *top = V_UNBOUND;
}

static void collect_promptly(struct task *t)
{
    task_forget_ended(t);
    t->call[0] = t->call[1] = V_NONE; // the call that they were for has been made
    heap_collect(t);
}

void ending_collect(struct task *t, uint32_t unused)
{
    forget_unused(t, unused);
    if (!is_prompt(t->vm))
        return;
    prompt_cost += PROMPT_COLLECTION;
    collect_promptly(t);
}

/* Ends of statements have an account of their own: however many there are, they leave to `del` what that may cost. */
enum { STATEMENTS_COST = 64 * PROMPT_COLLECTION };
static _Atomic uint32_t statements_cost;

/* While the account lasts. */
static NOINLINE bool ending_by_statement(struct task *t, uint32_t unused)
{
    struct vm *vm = t->vm;
    bool some = false;
    if (heap_frozen_end(vm) || !task_is_alone(t))
        return false;
    pthread_mutex_lock(&vm->heap_guard);
    for (uint32_t i = vm->finals_count; i-- > 0 && !some; statements_cost++) {
        const struct obj *o = obj_of(vm->finals[i]);
        some = o->type == T_GEN && gen_state((const struct gen *)o) == GEN_SUSPENDED && ending_takes_code(o);
    }
    pthread_mutex_unlock(&vm->heap_guard);
    if (!some)
        return false;
    statements_cost += PROMPT_COLLECTION;
    forget_unused(t, unused);
    collect_promptly(t);
    return true;
}

bool ending_of_statement(struct task *t, uint32_t unused)
{
    return UNLIKELY(statements_cost < STATEMENTS_COST) && ending_by_statement(t, unused);
}

void ending_watch(struct task *t)
{
    if (!is_prompt(t->vm))
        return;
    for (struct frame *f = t->fp; f > t->frames; f--) {
        if (f->gen || !f->code || f->code->flags & CODE_PRELUDE)
            continue; // it hands on to its caller what it has
        if (f->mode == RET_NORMAL)
            f->dest = (uint16_t)(f->base - 1 - f[-1].base);
        if (f->mode == RET_NORMAL || f->mode == RET_MOVE)
            f->mode = RET_WATCHED;
        if (f->mode == RET_WATCHED)
            return;
    }
}

/* Whether an object in the list has something to say. Generators that have ended leave it: the others keep their order. */
static bool some_are_left(struct vm *vm)
{
    bool some = false;
    pthread_mutex_lock(&vm->heap_guard);
    uint32_t n = vm->finals_count, at = n, kept = n;
    for (; at && !some; prompt_cost++) {
        value v = vm->finals[--at];
        const struct obj *o = obj_of(v);
        some = ending_takes_code(o);
        if (o->type != T_GEN || __atomic_load_n(&o->aux, __ATOMIC_ACQUIRE) != GEN_DONE)
            vm->finals[--kept] = v;
    }
    if (kept > at)
        memmove(vm->finals + at, vm->finals + kept, (n - kept) * sizeof *vm->finals);
    vm->finals_count -= kept - at;
    pthread_mutex_unlock(&vm->heap_guard);
    return some;
}

/* An object that, when it dies, has something to say. */
static bool has_last_words(value v)
{
    if (is_type(v, T_INSTANCE))
        return class_flags(class_of(v)) & CLS_HAS_DEL;
    return is_type(v, T_GEN) && ending_takes_code(obj_of(v));
}

/* Something like a list of generators: what dies with it is looked for only if there is such a thing at all. */
static bool holds_last_words(struct task *t, value v)
{
    return task_is_alone(t) && t->vm->finals_count && is_prompt(t->vm) && some_are_left(t->vm) && heap_finds(v, has_last_words);
}

bool ending_concerns_value(struct task *t, value v)
{
    if (is_type(v, T_INSTANCE)) {
        bool left = t->unwound && is_exception(v); // its traceback, in Python, had the frames that it has left
        t->unwound = t->unwound && !left;
        if (left || class_flags(class_of(v)) & CLS_HAS_DEL)
            return true;
    }
    if (is_type(v, T_GEN) && __atomic_load_n(&obj_of(v)->aux, __ATOMIC_ACQUIRE) == GEN_SUSPENDED && ending_takes_code(obj_of(v)))
        return true;
    return holds_last_words(t, v);
}

enum step ending_frame_left(struct task *t, uint32_t unused)
{
    if (!t->fp->code || !is_prompt(t->vm) || !some_are_left(t->vm))
        return STEP_FRAMES;
    ending_collect(t, unused);
    ending_watch(t); // they may have been handed on to the caller
    if (!(atomic_load(t->attention) & VM_ATTEND_DYING))
        return STEP_FRAMES;
    atomic_fetch_and(t->attention, ~(uint32_t)VM_ATTEND_DYING);
    return ending_attend(t) == STEP_RAISE ? STEP_RAISE : STEP_FRAMES;
}

void ending_died(struct task *t, value v)
{
    pthread_mutex_lock(&t->vm->heap_guard);
    ending_add(t->vm, v);
    pthread_mutex_unlock(&t->vm->heap_guard);
}

void ending_forgotten(struct task *t, value coroutine)
{
    ending_died(t, coroutine);
    atomic_fetch_or(t->attention, VM_ATTEND_DYING);
}

/* _when_dead(obj): obj._dead() is called when nobody can reach it. */
enum vm_ret ending_when_dead(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    if (is_type(args[0], T_INSTANCE))
        heap_finalizable(t, args[0]);
    return VM_OK;
}

/* _dying(again): those that died, and are nobody else's any more. again: what only the last of them held is
 * looked for first. */
enum vm_ret ending_dying(struct task *t, value *args, value *ret)
{
    struct vm *vm = t->vm;
    if (args[0] == V_TRUE && task_is_alone(t) && is_prompt(vm) && some_are_left(vm)) {
        prompt_cost += PROMPT_COLLECTION;
        heap_collect(t);
    }
    pthread_mutex_lock(&vm->heap_guard);
    uint32_t n = vm->dying_count;
    value *all = mem_alloc((n + 1) * sizeof *all);
    memcpy(all, vm->dying, n * sizeof *all);
    vm->dying_count = 0;
    pthread_mutex_unlock(&vm->heap_guard);
    *ret = list_new(t, all, n);
    free(all);
    return *ret ? VM_OK : VM_RAISE;
}
