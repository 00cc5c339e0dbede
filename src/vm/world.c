/* Processes, tasks, and stopping all of a process's threads. */
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "vm/inside.h"
#include "vm/step.h"

/* ---- life ---- */

static void gil_init(struct vm *vm);

enum { FIRST_FRAMES = 16, FIRST_STACK = 256, RECURSION = 1000, SPARES = 16 };

struct vm *vm_new(const struct vm_opts *opts)
{
    struct vm *vm = mem_zalloc(1, sizeof *vm);
    char *tables;
    vm->heap = heap_open(opts->heap_limit ? opts->heap_limit : (uint64_t)4 << 30,
                         SHAPES_MAX * sizeof *vm->shapes + MODULES_MAX * 2 * MODULE_BYTES, &tables);
    if (!vm->heap) {
        free(vm);
        return NULL;
    }
    vm->shapes = (struct shape *)tables;
    vm->module_tables = tables + SHAPES_MAX * sizeof *vm->shapes;
    vm->engine = opts->engine;
    vm->search_dir = opts->search_dir;
    vm->argc = opts->argc;
    vm->argv = opts->argv;
    vm->interactive = opts->interactive;
    vm->random_seed = opts->seed;
    vm->last_value = vm->main_thread = V_NONE;
    for (size_t i = 0; i < ARRAY_LEN(vm->hooks); i++)
        vm->hooks[i] = V_NONE;
    pthread_mutexattr_t recursive;
    pthread_mutexattr_init(&recursive);
    pthread_mutexattr_settype(&recursive, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&vm->heap_guard, NULL);
    pthread_mutex_init(&vm->world, NULL);
    pthread_mutex_init(&vm->names_guard, &recursive);
    pthread_mutexattr_destroy(&recursive);
    pthread_cond_init(&vm->world_goes, NULL);
    pthread_cond_init(&vm->others_stand, NULL);
    gil_init(vm);
    arena_init(&vm->codes);
    vm->symbols = symbols_new();
    vm->natives = natives_new();
    atomic_store(&vm->shape_count, 1); // shape 0 is none
    struct task *t = task_new(vm, "main");
    exceptions_init(vm, t);
    uint32_t index;
    module_find_or_new(vm, S(vm, main), &index);
    vm->first_task = t;
    return vm;
}

struct task *vm_first_task(struct vm *vm)
{
    return vm->first_task;
}

/* Gives its memory back. */
static void task_release(struct task *t)
{
    free(t->frames);
    free(t->stack);
    free(t->methods);
    free(t);
}

void vm_free(struct vm *vm)
{
    while (vm->tasks)
        task_free(vm->tasks);
    for (struct task *next, *t = vm->spare; t; t = next) {
        next = t->next;
        task_release(t);
    }
    for (uint32_t i = 0; i < vm->module_count; i++) {
        struct module *m = vm->modules[i];
        module_names_finish(&m->names);
        free(m);
    }
    free(vm->classes);
    free(vm->finals);
    free(vm->weak);
    free(vm->dying);
    arena_finish(&vm->codes);
    symbols_free(vm->symbols);
    natives_free(vm->natives);
    heap_close(vm->heap);
    free(vm);
}

/* The memory of a task that has ended, or NULL. What it remembers of methods is good until the next collection. */
static struct task *spare_take(struct vm *vm)
{
    pthread_mutex_lock(&vm->world);
    struct task *t = vm->spare;
    if (t) {
        vm->spare = t->next;
        vm->spare_n--;
    }
    pthread_mutex_unlock(&vm->world);
    if (!t)
        return NULL;
    struct task fresh = { .frames = t->frames, .stack = t->stack, .methods = t->methods };
    if (t->collections != heap_collections(vm))
        task_clear_caches(t);
    *t = fresh;
    memset(t->frames, 0, FIRST_FRAMES * sizeof *t->frames);
    memset(t->stack, 0, FIRST_STACK * sizeof *t->stack);
    return t;
}

static struct task *task_alloc(void)
{
    struct task *t = mem_zalloc(1, sizeof *t);
    t->frames = mem_zalloc(FIRST_FRAMES, sizeof *t->frames);
    t->stack = mem_zalloc_aligned(FIRST_STACK, sizeof *t->stack); // else loops take 5 to 15 % longer
    return t;
}

struct task *task_new(struct vm *vm, const char *name)
{
    struct task *t = spare_take(vm);
    if (!t)
        t = task_alloc();
    t->vm = vm;
    t->engine = vm->engine;
    t->frames_end = t->frames + FIRST_FRAMES;
    t->stack_end = t->stack + FIRST_STACK;
    t->fp = t->frames;
    t->fp->base = t->stack + 1;
    t->fp->func = V_NONE;
    t->fp->mode = RET_THREAD;
    t->attention = &t->own_attention;
    t->exc = t->result = t->gen_value = V_UNBOUND;
    t->thread = t->greenlet = t->entry = t->call[0] = t->call[1] = V_NONE;
    t->recursion_limit = RECURSION + 2;
    strncpy(t->name, name, sizeof t->name - 1);
    pthread_mutex_lock(&vm->world);
    t->blocked = true; // until its thread runs it
    t->next = vm->tasks;
    if (t->next)
        t->next->link = &t->next;
    t->link = &vm->tasks;
    vm->tasks = t;
    vm->task_count++;
    pthread_mutex_unlock(&vm->world);
    return t;
}

/* The world is held. With thousands of tasks nobody can look at each of them whenever one stands still. */
static void stand(struct task *t, bool still)
{
    struct vm *vm = t->vm;
    if (t->blocked == still)
        return;
    t->blocked = still;
    vm->running += still ? -1u : 1u;
    if (vm->stopper && vm->running <= 1)
        pthread_cond_signal(&vm->others_stand);
}

/* The world is held: until nobody has stopped it any more. Whoever wants to stop it next lets all go on first
 * that wait here, or a thread that collects again and again would keep them for ever. */
static void wait_until_it_goes(struct vm *vm)
{
    vm->held++;
    pthread_cond_wait(&vm->world_goes, &vm->world);
    if (--vm->held == 0)
        pthread_cond_broadcast(&vm->world_goes);
}

void task_free(struct task *t)
{
    struct vm *vm = t->vm;
    pthread_mutex_lock(&vm->world);
    while (vm->stopper && vm->running <= 1) // who stopped it walks over the tasks without the lock
        wait_until_it_goes(vm);
    *t->link = t->next;
    if (t->next)
        t->next->link = t->link;
    vm->task_count--;
    stand(t, true);
    bool grown = t->frames_end - t->frames != FIRST_FRAMES || t->stack_end - t->stack != FIRST_STACK;
    bool spare = vm->spare_n < SPARES && !grown;
    if (spare) {
        t->collections = heap_collections(vm);
        t->next = vm->spare;
        vm->spare = t;
        vm->spare_n++;
    }
    pthread_mutex_unlock(&vm->world);
    if (!spare)
        task_release(t);
}

/* The task's stack is one call of `callable`, made by a tiny code that only holds a place. */
static const struct instr entry_instrs[] = { { .op = OP_CALL, .a = 0 }, { .op = OP_RETURN, .a = 0 } };
static struct place entry_places[3];
static const struct source entry_source = { .file = "<conch>", .text = "", .prelude = true };
static const struct code entry_code = {
    .instrs = (struct instr *)(uintptr_t)entry_instrs, .places = entry_places, .count = 2, .flags = CODE_PRELUDE | CODE_SIMPLE,
    .nregs = 2, .source = &entry_source, .name = { "<task>", 6 }, .qualname = { "<task>", 6 },
};

/* Stands where the body of a module would: another thread runs that just now, and gets the processor. */
static const struct instr wait_instrs[] = {
    { .op = OP_SPECIAL, .a = 0, .s = (int32_t)V_BUILTIN(BI_request_YIELD_CPU) },
    { .op = OP_CALL, .a = 0 },
    { .op = OP_RETURN, .a = 0 },
};
const struct code import_wait_code = {
    .instrs = (struct instr *)(uintptr_t)wait_instrs, .places = entry_places, .count = 3, .flags = CODE_PRELUDE | CODE_SIMPLE,
    .nregs = 2, .source = &entry_source, .name = { "<import>", 8 }, .qualname = { "<import>", 8 },
};

void frame_call_body(struct vm *vm, struct frame *f, value *stack, value callable)
{
    *f = (struct frame){ .code = &entry_code, .pc = entry_instrs, .base = stack + 1,
                         .globals = vm->modules[0]->slots, .func = V_NONE };
    f->base[0] = callable;
}

void task_enter(struct task *t, value callable)
{
    t->fp = t->frames;
    frame_call_body(t->vm, t->fp, t->stack, callable);
    t->fp->mode = RET_THREAD;
    t->exc = t->result = V_UNBOUND;
    t->req.kind = REQ_NONE;
}

/* In f().method() the registers from the method's on, below the window of f, wait to be written; if the
 * result is returned at once, so do all that are no variables. */
static unsigned first_dead(const struct code *code, const struct instr *next, unsigned window)
{
    unsigned result = window, dead = window;
    for (;; next++) {
        if (next->op == OP_MOVE && next->b == result)
            result = next->a;
        else if (next->op == OP_LOADM && next->b == result)
            result = next->a, dead = MIN(dead, result);
        else if (!(next->op == OP_CALLM && next->a == result && next->b == 0))
            return next->op == OP_RETURN && next->a == result ? code->nlocals : dead;
    }
}

static const struct instr *frame_call(const struct frame *f)
{
    const struct instr *call = f->pc - 1;
    bool is_call = f->code && call >= f->code->instrs && call->op >= OP_CALL && call->op <= OP_CALLEX;
    return is_call ? call : NULL;
}

/* Registers of a frame that wait for the result of its call. */
static void forget_waiting(struct frame *f, const struct instr *call)
{
    const struct instr *next = call + 1;
    for (unsigned r = first_dead(f->code, next, call->a); r < call->a; r++)
        f->base[r] = V_NONE;
    if (next->op == OP_MOVE && next->b == call->a && next->a >= f->code->nlocals)
        f->base[next->a] = V_NONE;
}

void task_forget_ended(struct task *t)
{
    enum { ENOUGH = 512, FRAMES = 64 };
    const struct instr *call = frame_call(t->fp);
    if (!call)
        return;
    unsigned args = call->op == OP_CALLEX ? 2 : call->b;
    bool method = call->op == OP_CALLM || (call->op == OP_CALLKW && call->x);
    value *from = t->fp->base + call->a + 1 + method + args, *up = NULL;
    const value *items;
    size_t n;
    if (call->op == OP_CALLEX && items_view(t, t->fp->base[call->a + 1], &items, &n) && (up = scratch_base(t, (unsigned)n + 4))) {
        memset(from, 0, (size_t)(up - from) * sizeof *from);
        from = up + 1 + n; // do_callex has put the arguments there
    }
    if (from < t->stack_end)
        memset(from, 0, MIN((size_t)(t->stack_end - from), (size_t)ENOUGH) * sizeof *from);
    for (struct frame *f = t->fp; f >= t->frames && f > t->fp - FRAMES; f--)
        if ((call = frame_call(f)))
            forget_waiting(f, call);
}

void task_enter_body(struct task *t, value module, const struct code *body)
{
    struct func *f = heap_new(t, T_FUNC, sizeof *f, 0);
    f->code = body;
    f->defaults = f->kwdefaults = f->closure = f->attrs = f->doc = V_NONE;
    f->name = f->qualname = body->name_value;
    struct module *m = module_at(t->vm, (uint32_t)payload_of(module));
    m->loaded = true;
    m->loading = false;
    task_enter(t, value_of(f));
}

/* ---- taking turns: the global interpreter lock ----
 *
 * With it on, the one thread of the process that is not blocked is `gil.holder`; it lets go where it
 * blocks. Who wants it waits for the switch interval, and then asks the holder to let go at its next
 * safe point or visible step; the holder goes on when somebody else has had it. All under vm->world. */

static void gil_init(struct vm *vm)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&vm->gil.freed, &monotonic);
    pthread_cond_init(&vm->gil.taken, &monotonic);
    pthread_condattr_destroy(&monotonic);
    vm->gil.holder = NULL;
    vm->gil.waiting = 0;
}

static void gil_give(struct task *t)
{
    struct vm *vm = t->vm;
    if (vm->gil.holder != t)
        return;
    vm->gil.holder = NULL;
    if (vm->gil.waiting)
        pthread_cond_signal(&vm->gil.freed);
}

/* Waits for the interval at most; then the holder, if he has had it all the time, is asked. */
static void gil_wait(struct vm *vm)
{
    uint64_t turn = vm->gil.turns, at = clock_now_ns() + vm->gil.interval_ns;
    struct timespec until = { (time_t)(at / 1000000000), (long)(at % 1000000000) };
    bool over = pthread_cond_timedwait(&vm->gil.freed, &vm->world, &until) != 0;
    if (over && vm->gil.turns == turn && vm->gil.holder)
        atomic_fetch_or(vm->gil.holder->attention, VM_ATTEND_TURN);
}

static bool gil_is_anothers(const struct task *t)
{
    return t->vm->gil.on && t->vm->gil.holder && t->vm->gil.holder != t;
}

/* Until nobody has stopped the world and, with turns on, it is this task's. */
static void go_on(struct task *t)
{
    struct vm *vm = t->vm;
    for (;;) {
        if (vm->stopper && vm->stopper != t) {
            wait_until_it_goes(vm);
        } else if (gil_is_anothers(t)) {
            vm->gil.waiting++;
            gil_wait(vm);
            vm->gil.waiting--;
        } else {
            break;
        }
    }
    stand(t, false);
    if (!vm->gil.on)
        return;
    vm->gil.holder = t;
    vm->gil.turns++;
    pthread_cond_broadcast(&vm->gil.taken);
}

/* Lets go if somebody else wants it, and comes back after him. */
void world_turn(struct task *t)
{
    struct vm *vm = t->vm;
    pthread_mutex_lock(&vm->world);
    atomic_fetch_and(t->attention, ~(uint32_t)VM_ATTEND_TURN);
    if (vm->gil.on) {
        uint64_t turn = vm->gil.turns;
        bool mine = vm->gil.holder == t;
        stand(t, true);
        gil_give(t);
        while (mine && vm->gil.on && vm->gil.turns == turn && vm->gil.waiting && !vm->stopper)
            pthread_cond_wait(&vm->gil.taken, &vm->world);
        go_on(t);
    }
    pthread_mutex_unlock(&vm->world);
}

void world_take_turns(struct vm *vm, bool on, uint64_t interval_ns)
{
    pthread_mutex_lock(&vm->world);
    vm->gil.interval_ns = interval_ns;
    if (vm->gil.on != on) {
        vm->gil.on = on;
        vm->gil.holder = NULL;
        for (struct task *t = vm->tasks; on && t; t = t->next)
            atomic_fetch_or(t->attention, VM_ATTEND_TURN); // who runs queues up
        pthread_cond_broadcast(&vm->gil.freed);
        pthread_cond_broadcast(&vm->gil.taken);
    }
    pthread_mutex_unlock(&vm->world);
}

uint64_t world_interval_ns(struct vm *vm)
{
    pthread_mutex_lock(&vm->world);
    uint64_t ns = vm->gil.interval_ns;
    pthread_mutex_unlock(&vm->world);
    return ns;
}

/* ---- the world ---- */

void world_before_block(struct task *t)
{
    struct vm *vm = t->vm;
    pthread_mutex_lock(&vm->world);
    stand(t, true);
    gil_give(t);
    pthread_mutex_unlock(&vm->world);
}

void world_after_block(struct task *t)
{
    pthread_mutex_lock(&t->vm->world);
    go_on(t);
    pthread_mutex_unlock(&t->vm->world);
}

void world_stop(struct task *t)
{
    struct vm *vm = t->vm;
    pthread_mutex_lock(&vm->world);
    while (vm->stopper || vm->held) { // somebody else stops it, or has stopped it: stand still for them first
        stand(t, true);
        pthread_cond_wait(&vm->world_goes, &vm->world);
    }
    stand(t, false);
    vm->stopper = t;
    for (struct task *o = vm->tasks; o; o = o->next)
        if (o != t)
            atomic_fetch_or(o->attention, VM_ATTEND_STOP);
    while (vm->running > 1)
        pthread_cond_wait(&vm->others_stand, &vm->world);
    pthread_mutex_unlock(&vm->world);
}

void world_go(struct task *t)
{
    struct vm *vm = t->vm;
    pthread_mutex_lock(&vm->world);
    for (struct task *o = vm->tasks; o; o = o->next)
        atomic_fetch_and(o->attention, ~(uint32_t)VM_ATTEND_STOP);
    vm->stopper = NULL;
    pthread_cond_broadcast(&vm->world_goes);
    pthread_mutex_unlock(&vm->world);
}

void world_after_fork_child(struct task *t)
{
    struct vm *vm = t->vm;
    // the forking thread held the world: no other thread was inside; the guards are made anew
    pthread_mutexattr_t recursive;
    pthread_mutexattr_init(&recursive);
    pthread_mutexattr_settype(&recursive, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&vm->world, NULL);
    pthread_cond_init(&vm->world_goes, NULL);
    pthread_cond_init(&vm->others_stand, NULL);
    pthread_mutex_init(&vm->heap_guard, NULL);
    pthread_mutex_init(&vm->names_guard, &recursive);
    pthread_mutexattr_destroy(&recursive);
    vm->stopper = NULL;
    gil_init(vm);
    vm->gil.holder = vm->gil.on ? t : NULL;
    struct task *o = vm->tasks;
    while (o) { // the others exist in the parent only; their memory is a copy nobody uses
        struct task *next = o->next;
        if (o != t)
            task_release(o);
        o = next;
    }
    for (uint32_t i = 0; i < vm->module_count; i++) { // nobody goes on with these
        struct module *m = vm->modules[i];
        if (m->loading && m->loader != t)
            m->loading = false;
    }
    vm->tasks = t;
    t->next = NULL;
    t->link = &vm->tasks;
    vm->task_count = vm->unfinished = vm->running = 1;
    vm->held = 0;
    vm->every_step = false;
    t->multi = t->alone = false;
    t->blocked = false;
    atomic_fetch_and(t->attention, ~(uint32_t)(VM_ATTEND_STOP));
}

void world_task_count(struct vm *vm, int change)
{
    pthread_mutex_lock(&vm->world);
    vm->unfinished = (uint32_t)((int)vm->unfinished + change);
    if (vm->unfinished <= 1) {
        for (struct task *o = vm->tasks; o; o = o->next)
            atomic_fetch_or(o->attention, VM_ATTEND_PENDING); // it notices at its next safe point
    } else if (change > 0) { // the newest come first, and all behind one that knows it know it, too
        for (struct task *o = vm->tasks; o && (!atomic_load(&o->multi) || atomic_load(&o->alone)); o = o->next) {
            atomic_store(&o->multi, true);
            atomic_store(&o->alone, false);
        }
    }
    pthread_mutex_unlock(&vm->world);
}

void world_attention(struct task *t, _Atomic uint32_t *word)
{
    pthread_mutex_lock(&t->vm->world);
    t->attention = word;
    pthread_mutex_unlock(&t->vm->world);
}

void world_before_fork(struct task *t)
{
    world_stop(t);
    pthread_mutex_lock(&t->vm->world); // a thread that is about to end may just be leaving the list
}

void world_after_fork_parent(struct task *t)
{
    pthread_mutex_unlock(&t->vm->world);
    world_go(t);
}

/* The last other thread has ended. Programs that start threads one after the other are many: for a while
 * the marks of what is shared are kept up, because to make them anew the whole heap must be looked through. */
enum { LINGER = 500 }; // safe points; they cost less than looking through the smallest heap

static void look_around(struct task *t)
{
    struct vm *vm = t->vm;
    if (atomic_load(&t->alone) && --t->linger)
        return;
    pthread_mutex_lock(&vm->world);
    bool alone = vm->unfinished <= 1, ends = !alone || !t->multi || atomic_load(&t->alone);
    if (ends) {
        t->multi = !alone;
        atomic_fetch_and(t->attention, ~(uint32_t)VM_ATTEND_PENDING);
    }
    atomic_store(&t->alone, alone && !ends);
    t->linger = LINGER;
    pthread_mutex_unlock(&vm->world);
}

enum vm_ret safe_point(struct task *t)
{
    struct vm *vm = t->vm;
    bool had_turn = false; // once is enough: with a short interval somebody wants the next one already
    for (;;) {
        uint32_t a = atomic_load(t->attention);
        if (a & VM_ATTEND_STOP) {
            pthread_mutex_lock(&vm->world);
            stand(t, true);
            gil_give(t);
            go_on(t);
            pthread_mutex_unlock(&vm->world);
            continue;
        }
        if (a & VM_ATTEND_TURN && !had_turn) {
            world_turn(t);
            had_turn = true;
            continue;
        }
        if (a & VM_ATTEND_PENDING) {
            look_around(t);
            a &= ~(uint32_t)VM_ATTEND_PENDING;
        }
        if (a & VM_ATTEND_GC) {
            atomic_fetch_and(t->attention, ~(uint32_t)VM_ATTEND_GC);
            heap_collect_wanted(t);
            if (heap_over_limit(vm)) {
                t->out_of_memory = false;
                throw(t, EXC_MemoryError, " ");
                return VM_RAISE;
            }
            t->out_of_memory = false;
            continue;
        }
        a &= ~(uint32_t)VM_ATTEND_TURN;
        if (a && t->engine && t->engine->attend) {
            switch (t->engine->attend(t, a)) {
            case ENGINE_RAISE: return VM_RAISE;
            case ENGINE_HANDLER: return VM_CALL;
            case ENGINE_STOP: case ENGINE_PARK: return VM_REQUEST;
            default: return VM_OK;
            }
        }
        return VM_OK;
    }
}
