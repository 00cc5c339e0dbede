/* tasks.c: tasks are named, started, forked, joined, and end.
 *
 * In:      requests of the VM; the switches that the learner has set for a task's name.
 * Out:     threads and processes of the run, told as events.
 * Threads: the calling task's own; thread_body() is the first thing of ours that a new thread runs. What stands behind
 *          live_fork() also runs in the child, as its only thread.
 * Locks:   none is held, but klock in name_taken(). join may block. */
#include "live/box.h"
#include "live/engine.h"

#include <errno.h>
#include <string.h>

#include "base/i18n.h"
#include "live/files.h"
#include "live/klock.h"
#include "live/parts.h"

/* ---- names and switches ---- */

static const char *name_arg(value v, char *to, size_t size)
{
    to[0] = 0;
    if (is_str(v)) {
        const struct str *s = REF(v);
        size_t n = MIN(s->o.n, (uint32_t)size - 1);
        memcpy(to, str_data(s), n);
        to[n] = 0;
    }
    return to;
}

bool engine_find_switch(enum switch_kind kind, const char *name, struct switch_entry *ret)
{
    const struct switch_box *box = &boxes_of(&live.region)->switches;
    uint32_t n = MIN(atomic_load(&box->n), (uint32_t)SWITCHES_MAX);
    bool found = false;
    for (uint32_t i = 0; i < n; i++) {
        struct switch_entry e = box->at[i];
        e.name[sizeof e.name - 1] = 0;
        bool its_own = strcmp(e.name, name) == 0; // what is said of one counts more than what is said of all
        if (e.kind == kind && (its_own || (!e.name[0] && !found))) {
            *ret = e;
            found = true;
        }
    }
    return found;
}

enum { NAMES_LOOKED_AT = 1024 }; // with more tasks than that nobody follows single ones

static bool name_taken(const char *name)
{
    struct run_region *r = &live.region;
    klock_take(r);
    uint32_t n = r->head->slots_used;
    bool taken = n > NAMES_LOOKED_AT;
    for (uint32_t i = 0; i < n && !taken; i++) {
        char other[NAME_BYTES];
        region_text_get(&r->slots[i].name, other);
        task_ref ref = atomic_load_explicit(&r->slots[i].ref, memory_order_relaxed); // the klock orders
        taken = strcmp(other, name) == 0 && live_task_alive(ref);
    }
    klock_give(r);
    return taken;
}

/* A task is called by the variable that holds it; by its own name if there is none, or if
 * another task has that variable's name already. */
static void task_name(struct task *t, value object, char *name, size_t size)
{
    struct buf b = { 0 };
    if (value_where(t, object, &b) && b.n < size && !name_taken(buf_str(&b)))
        memcpy(name, buf_str(&b), b.n + 1); // else it is the variable of a loop, most likely
    buf_finish(&b);
}

void rename_request(struct task *t)
{
    char name[NAME_BYTES];
    live_task_rename(ref_arg(t->req.arg[0]), name_arg(t->req.arg[1], name, sizeof name));
}

/* Another coroutine runs on this thread. The name goes along where events are kept: who begins to
 * look later misses none. */
enum engine_ret switch_request(struct task *t)
{
    char name[NAME_BYTES];
    int64_t lane = 0;
    int_get(t->req.arg[0], &lane);
    live_lane((uint32_t)lane, log_wants(EV_SWITCH) ? name_arg(t->req.arg[1], name, sizeof name) : NULL);
    return ENGINE_DONE;
}

/* ---- threads ---- */

static enum engine_ret start_failed(struct task *t, int error, bool thread)
{
    if (error == -EAGAIN || error == -ENOSPC || error == -ENOMEM) {
        if (thread)
            throw(t, EXC_RuntimeError, "can't start new thread");
        else
            os_error(t, EAGAIN, V_UNBOUND);
        if (error == -EAGAIN && !live.region.head->no_limits)
            instance_set(t, REF(t->exc), S(t->vm, advice),
                         str_lit(t, N_("so many at once are too many here: let some end first, or lift the limit with `conch --no-limits`")));
    } else {
        os_error(t, -error, V_UNBOUND);
    }
    return ENGINE_RAISE;
}

enum vm_status engine_run(struct task *t)
{
    enum vm_status s;
    while ((s = vm_run(t)) == VM_PARKED) {
        world_turn(t);
        t->had_turn = true;
    }
    return s;
}

static void thread_body(void *arg)
{
    struct task *t = arg;
    engine_task = t;
    world_attention(t, live_me.attention);
    world_after_block(t);
    enum vm_status s = engine_run(t);
    struct vm *vm = t->vm;
    (void)s; // an uncaught exception was told by the prelude's bootstrap
    gate_end();
    world_before_block(t);
    world_task_count(vm, -1);
    engine_task = NULL;
    task_free(t);
}

static enum engine_ret start_thread(struct task *t, const struct task_opts *o, value *ret)
{
    struct vm *vm = t->vm;
    task_ref ref;
    int r = live_task_new(o, &ref);
    if (r < 0)
        return start_failed(t, r, true);
    heap_share(t, t->req.arg[0]);
    heap_share(t, t->req.arg[3]);
    if (!t->multi)
        heap_share_globals(t); // from here on others may see them (R1)
    struct task *n = task_new(vm, o->name);
    n->recursion_limit = t->recursion_limit;
    n->thread = t->req.arg[0];
    task_enter(n, t->req.arg[3]);
    world_task_count(vm, +1);
    if (atomic_load(&live.region.head->controlled) == GATE_SCRIPT && !vm->every_step) {
        vm->every_step = true;
        world_task_count(vm, +1); // it stays so when its threads have ended
    }
    engine_mark(t);
    r = live_thread_start(ref, thread_body, n, 0);
    if (r < 0) {
        world_task_count(vm, -1);
        task_free(n);
        return start_failed(t, r, true);
    }
    *ret = V_INT(ref);
    return ENGINE_DONE;
}

/* ---- processes ---- */

/* In the child: a lock that a thread had which is not here stays locked, as the kernel leaves it. Only
 * those that have a name of their own: the prelude's are its own affair. */
static void tell_left_locked(void)
{
    enum { TOLD = 3 };
    struct buf text = { 0 };
    uint32_t at = 0, n = 0;
    for (const struct sync_object *o; n < TOLD && (o = objects_next_held(&at, live_me.ref)) != NULL;) {
        char name[NAME_BYTES], type[NAME_BYTES], holder[NAME_BYTES] = "a thread";
        const struct task_slot *s = live_task_slot(o->owner);
        region_text_get(&live.region.objects[o->id].name, name);
        region_text_get(&live.region.objects[o->id].type, type);
        if (s)
            region_text_get(&s->name, holder);
        if (!name[0] || strcmp(name, type) == 0)
            continue;
        buf_addf(&text, "%s`%s` (%s has it)", n++ ? ", " : "", name, holder);
    }
    if (!n)
        return;
    struct buf note = { 0 };
    buf_addf(&note, "a fork leaves the other threads behind: for ever locked in the child %s %s", n == 1 ? "is" : "are", text.text);
    log_text(EV_NOTE, UINT32_MAX, 0, note.text, note.n);
    buf_finish(&text);
    buf_finish(&note);
}

/* *ret_pid: the child's, or 0 in the child. */
static enum engine_ret fork_task(struct task *t, task_ref ref, pid_t *ret_pid)
{
    engine_mark(t);
    vm_tidy(t->vm);
    *ret_pid = live_fork(ref);
    if (*ret_pid < 0)
        return start_failed(t, (int)*ret_pid, false);
    if (*ret_pid > 0) {
        child_add(*ret_pid, ref);
        return ENGINE_DONE;
    }
    inherit_interrupt();
    tell_left_locked();
    return ENGINE_DONE;
}

static enum engine_ret start_process(struct task *t, const struct task_opts *o, value *ret)
{
    task_ref ref;
    pid_t pid;
    int r = live_task_new(o, &ref);
    if (r < 0)
        return start_failed(t, r, false);
    engine_flush(t); // Process.start() flushes before it forks
    enum engine_ret e = fork_task(t, ref, &pid);
    if (e != ENGINE_DONE)
        return e;
    if (pid == 0)
        t->thread = t->req.arg[0];
    *ret = V_INT(pid ? ref : 0);
    return ENGINE_DONE;
}

enum engine_ret fork_request(struct task *t, value *ret)
{
    struct task_opts o = { .kind = TASK_PROCESS, .name = "child" };
    task_ref ref;
    pid_t pid;
    if (!GATE(EV_SPAWN, UINT32_MAX, 0))
        return engine_left(t);
    int r = live_task_new(&o, &ref);
    if (r < 0)
        return start_failed(t, r, false);
    enum engine_ret e = fork_task(t, ref, &pid);
    if (e == ENGINE_DONE)
        *ret = V_INT(pid);
    return e;
}

/* ---- beginning and end ---- */

enum engine_ret start_request(struct task *t, bool process, value *ret)
{
    char name[NAME_BYTES];
    struct switch_entry e;
    name_arg(t->req.arg[1], name, sizeof name);
    struct task_opts o = { .daemon = t->req.arg[2] == V_TRUE, .name = name };
    task_name(t, t->req.arg[0], name, sizeof name);
    if (engine_find_switch(SWITCH_KIND, name, &e))
        process = e.to_process;
    if (engine_find_switch(SWITCH_DAEMON, name, &e) && e.on != o.daemon) {
        o.daemon = e.on;
        if (attr_set(t, t->req.arg[0], symbol(t->vm, "_daemonic", 9), V_BOOL(e.on)) != VM_OK)
            t->exc = V_UNBOUND; // no task object of the prelude: nobody to tell
    }
    o.kind = process ? TASK_PROCESS : TASK_THREAD;
    if (!GATE(EV_SPAWN, UINT32_MAX, 0))
        return engine_left(t);
    return process ? start_process(t, &o, ret) : start_thread(t, &o, ret);
}

enum engine_ret join_request(struct task *t, value *ret)
{
    task_ref ref = ref_arg(t->req.arg[0]);
    bool bad;
    struct switch_entry e;
    uint64_t deadline = deadline_of(t, t->req.arg[1], &bad);
    if (bad)
        return ENGINE_RAISE;
    engine_mark(t);
    const struct task_slot *s = live_task_slot(ref);
    char name[NAME_BYTES] = "";
    if (s)
        region_text_get(&s->name, name);
    if (!live_task_slot(ref))
        name[0] = 0; // it has ended meanwhile, and the slot may be another's
    *ret = V_TRUE;
    bool always = t->req.arg[2] == V_TRUE; // the wait at a process's end is no join of the learner's
    if (!always && engine_find_switch(SWITCH_JOIN, name, &e) && !e.on) {
        log_event(EV_JOINSKIP, UINT32_MAX, ref);
        return ENGINE_DONE;
    }
    enum live_end end; // it passes the gate in there
    while ((end = live_join(ref, deadline)) == LIVE_INTERRUPTED) {
        enum engine_ret r = engine_left_until(t, deadline);
        if (r != ENGINE_DONE)
            return r;
    }
    if (end == LIVE_BROKEN)
        return engine_broken(t);
    if (end == LIVE_DONE)
        child_leave(ref, true);
    *ret = V_BOOL(end == LIVE_DONE);
    return ENGINE_DONE;
}

enum engine_ret process_end_request(struct task *t)
{
    int64_t code = 0;
    int_get(t->req.arg[0], &code);
    if (t->vm->first_task == t && live_me.slot->is_main) {
        struct run_boxes *b = boxes_of(&live.region);
        atomic_store(&b->exit_code, (int32_t)(code & 255));
        atomic_store(&b->exited, 1);
    }
    files_end(t, false);
    gate_end();
    live_process_end((int)code);
}
