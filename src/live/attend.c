/* attend.c: what a task looks up for from what it does: the shell's wishes, Ctrl-C, signals, forks, at a safe point or in
 * the middle of a wait.
 *
 * In:      its attention word; hooks that live/ calls around a sleep and a fork.
 * Out:     how a wait was left, as the VM wants to know it.
 * Threads: the task's own. after_fork_child() runs in the child, before anything else of ours.
 * Locks:   none is held at a safe point. In a wait the thread counts as blocked: the heap may be touched only
 *          between after_block() and before_block(). A fork holds console.c's guard, then children.c's. */
#include "live/box.h"
#include "live/engine.h"
#include "live/files.h"

#include "live/parts.h"

/* ---- hooks: what the VM does around a sleep ---- */

static void before_block(void)
{
    if (!engine_task)
        return;
    const struct source *src;
    live_me.slot->line = task_line(engine_task, &src); // for `ps` and the report of a deadlock
    world_before_block(engine_task);
}

static void after_block(void)
{
    if (engine_task)
        world_after_block(engine_task);
}

static bool is_main_thread(const struct task *t)
{
    return t == vm_first_task(t->vm);
}

void engine_take_turns(struct task *t)
{
    static _Atomic uint64_t seen_ns; // the program may have chosen another one since
    struct region_head *h = live.region.head;
    uint64_t told = atomic_load(&h->switch_ns);
    bool anew = atomic_exchange(&seen_ns, told) != told;
    world_take_turns(t->vm, atomic_load(&h->gil), anew ? told : world_interval_ns(t->vm));
}

static void apply_switches(struct task *t)
{
    engine_take_turns(t);
    sync_apply_switches(t);
}

/* What the shell wants of a task that goes on as before. That files were closed is told after it was done. */
static void serve(struct task *t, uint32_t a)
{
    live_attend_clear(&live.region, live_me.ref, a & (ATTEND_QUERY | ATTEND_SWITCHES));
    if (a & ATTEND_SWITCHES)
        apply_switches(t);
    if (a & ATTEND_QUERY)
        program_answer_query(t);
    if (a & ATTEND_FORGET) {
        files_close_forgotten(t);
        live_attend_clear(&live.region, live_me.ref, ATTEND_FORGET);
        bell_ring(&live.region); // the shell waits for that
    }
}

/* In a wait: serves what can be served, and says whether to leave the wait. The thread counts as
 * blocked, so the heap may be touched only between after_block and before_block. */
static bool attend_in_wait(uint32_t a)
{
    struct task *t = engine_task;
    if (a & ATTEND_STOP)
        return true;
    if (a & ATTEND_INTERRUPT) {
        if (t && is_main_thread(t))
            return true;
        live_attend_clear(&live.region, live_me.ref, ATTEND_INTERRUPT);
    }
    if (a & ATTEND_SIGNAL)
        return true;
    if (t && a & (ATTEND_QUERY | ATTEND_SWITCHES | ATTEND_FORGET)) {
        after_block();
        serve(t, a);
        before_block();
    }
    return false;
}

static void before_fork(void)
{
    world_before_fork(engine_task);
    console_take(); // not before: who waits for them does not stand still
    children_take();
}

static void after_fork_parent(void)
{
    children_give();
    console_give();
    world_after_fork_parent(engine_task);
}

static void after_fork_child(bool alone)
{
    struct task *t = engine_task;
    t->attention = live_me.attention;
    t->fresh = FORKED_FRESH;
    children_forget();
    signals_forget();
    access_forget();
    t->multi = t->alone = false;
    if (alone && !t->vm->every_step)
        return; // the guards are free, t is the first task, and no page is written that need not be copied
    console_renew();
    children_renew();
    if (t != t->vm->first_task)
        signals_open();
    world_after_fork_child(t);
    t->vm->first_task = t; // what was its thread is this process's main thread
}

const struct live_hooks live_vm_hooks = {
    .before_block = before_block,
    .after_block = after_block,
    .attend = attend_in_wait,
    .before_fork = before_fork,
    .after_fork_parent = after_fork_parent,
    .after_fork_child = after_fork_child,
};

static enum engine_ret keyboard_interrupt(struct task *t)
{
    throw_value(t, EXC_KeyboardInterrupt, V_UNBOUND);
    return ENGINE_RAISE;
}

/* How many of the interrupts that are for all processes this one has met, also while it was its parent's copy. */
static _Atomic uint32_t interrupts_met;

void inherit_interrupt(void)
{
    if (atomic_load(&boxes_of(&live.region)->interrupts_of_all) != atomic_load(&interrupts_met))
        atomic_fetch_or(live_me.attention, ATTEND_INTERRUPT);
}

enum engine_ret engine_left(struct task *t)
{
    uint32_t a = atomic_load(t->attention);
    if (a & ATTEND_STOP)
        return ENGINE_STOP;
    if (a & ATTEND_INTERRUPT) {
        live_attend_clear(&live.region, live_me.ref, ATTEND_INTERRUPT);
        if (is_main_thread(t))
            atomic_store(&interrupts_met, atomic_load(&boxes_of(&live.region)->interrupts_of_all));
        if (is_main_thread(t) && signals_interrupt(t))
            return keyboard_interrupt(t);
    }
    if (atomic_load(t->attention) & ATTEND_SIGNAL) {
        live_attend_clear(&live.region, live_me.ref, ATTEND_SIGNAL);
        if (t->vm->hooks[HOOK_SIGNAL] != V_NONE)
            return ENGINE_HANDLER;
    }
    return ENGINE_DONE;
}

enum engine_ret engine_left_until(struct task *t, uint64_t deadline_ns)
{
    enum engine_ret r = engine_left(t);
    if (r == ENGINE_HANDLER)
        t->wait_until_ns = deadline_ns;
    return r;
}

enum engine_ret engine_broken(struct task *t)
{
    throw(t, EXC_DeadlockError, "the wait was broken off at the prompt");
    return ENGINE_RAISE;
}

/* A Ctrl-C meets the program's own code, or a wait: the prelude is not left half way, least of all by a child
 * that has not come to its first line. */
static bool is_too_early(const struct task *t, uint32_t a)
{
    return (a & (ATTEND_INTERRUPT | ATTEND_STOP)) == ATTEND_INTERRUPT && t->fp->code &&
           t->fp->code->flags & CODE_PRELUDE;
}

enum engine_ret engine_attend(struct task *t, uint32_t a)
{
    if (a & ATTEND_ROUNDS && !(t->fp->code && t->fp->code->flags & CODE_PRELUDE)) // R13: the prelude is not left half way
        gate_round();
    if (!(a & ~(uint32_t)ATTEND_ROUNDS))
        return ENGINE_DONE;
    if (a & ATTEND_PAUSE)
        live_pause();
    if (a & (ATTEND_QUERY | ATTEND_SWITCHES | ATTEND_FORGET))
        serve(t, a);
    if (a & ATTEND_BREAK)
        live_attend_clear(&live.region, live_me.ref, ATTEND_BREAK);
    return is_too_early(t, a) ? ENGINE_DONE : engine_left(t);
}
