/* Requests of the VM, performed for real. */
#include "live/box.h"
#include "live/engine.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "live/files.h"
#include "live/klock.h"
#include "live/log.h"
#include "live/parts.h"

__thread struct task *engine_task;

void engine_mark(struct task *t)
{
    static __thread const struct source *last;
    static __thread uint16_t last_id;
    const struct frame *f = t->fp;
    const struct source *src = f->code && f->pc ? f->code->source : NULL;
    if (LIKELY(src && src == last)) { // a file of the program's, since it is remembered
        live_me.line = frame_line(f);
        live_me.file = last_id;
        return;
    }
    live_me.line = task_line(t, &src);
    if (!src)
        return;
    if (src != last) {
        last = src;
        last_id = live_file(src->file);
    }
    live_me.file = last_id;
}

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
    if (a & (ATTEND_QUERY | ATTEND_SWITCHES)) {
        live_attend_clear(&live.region, live_me.ref, ATTEND_QUERY | ATTEND_SWITCHES);
        after_block();
        if (a & ATTEND_SWITCHES)
            apply_switches(t);
        if (a & ATTEND_QUERY)
            program_answer_query(t);
        before_block();
    }
    return false;
}

static void guards_take(void);
static void guards_give(void);
static void guards_renew(void);

static void before_fork(void)
{
    world_before_fork(engine_task);
    guards_take(); // not before: who waits for them does not stand still
}

static void after_fork_parent(void)
{
    guards_give();
    world_after_fork_parent(engine_task);
}

static void after_fork_child(void)
{
    struct task *t = engine_task;
    guards_renew();
    t->attention = live_me.attention;
    world_after_fork_child(t);
    signals_after_fork();
    t->vm->first_task = t; // what was its thread is this process's main thread
    access_after_fork();
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

/* In a child that has just begun: an interrupt that its parent has not met yet, or that came when the child was not
 * there yet to be told, is the child's too. The kernel sees to that by not forking while a signal is pending. */
static void inherit_interrupt(void)
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

static enum engine_ret attend(struct task *t, uint32_t a)
{
    if (a & ATTEND_ROUNDS && !(t->fp->code && t->fp->code->flags & CODE_PRELUDE)) // R13: the prelude is not left half way
        gate_round();
    if (!(a & ~(uint32_t)ATTEND_ROUNDS))
        return ENGINE_DONE;
    if (a & ATTEND_PAUSE)
        live_pause();
    if (a & ATTEND_SWITCHES) {
        live_attend_clear(&live.region, live_me.ref, ATTEND_SWITCHES);
        apply_switches(t);
    }
    if (a & ATTEND_QUERY) {
        live_attend_clear(&live.region, live_me.ref, ATTEND_QUERY);
        program_answer_query(t);
    }
    if (a & ATTEND_BREAK)
        live_attend_clear(&live.region, live_me.ref, ATTEND_BREAK);
    return is_too_early(t, a) ? ENGINE_DONE : engine_left(t);
}

/* ---- output ---- */

/* sys.stdout of this process: line-buffered, copied by fork (R9). */
static struct {
    pthread_mutex_t guard;
    struct buf text;
} out = { .guard = PTHREAD_MUTEX_INITIALIZER };

static void tell_output(struct task *t, enum event_kind kind, const char *s, size_t n)
{
    int fd = kind == EV_PRINT ? 1 : 2;
    if (!fd_is_console(fd)) { // os.dup2() has put something else there
        fd_write_plain(t, fd, s, n);
        return;
    }
    engine_mark(t);
    atomic_fetch_add(&boxes_of(&live.region)->output_bytes, n);
    log_text(kind, UINT32_MAX, 0, s, n);
}

void engine_tell(struct task *t, bool err, const char *s, size_t n)
{
    tell_output(t, err ? EV_ERRPRINT : EV_PRINT, s, n);
}

/* Takes what is buffered; the caller tells it without the guard, since that may wait. */
static void take_output(struct buf *ret)
{
    pthread_mutex_lock(&out.guard);
    *ret = out.text;
    out.text = (struct buf){ 0 };
    pthread_mutex_unlock(&out.guard);
}

void engine_flush(struct task *t)
{
    struct buf text;
    take_output(&text);
    if (text.n)
        tell_output(t, EV_PRINT, text.text, text.n);
    buf_finish(&text);
}

void engine_write(struct task *t, bool err, const char *s, size_t n)
{
    if (err) {
        engine_flush(t);
        tell_output(t, EV_ERRPRINT, s, n);
        return;
    }
    pthread_mutex_lock(&out.guard);
    bool empty = out.text.n == 0;
    bool whole = memchr(s, '\n', n) != NULL;
    if (!(empty && whole))
        buf_add(&out.text, s, n);
    pthread_mutex_unlock(&out.guard);
    if (empty && whole)
        tell_output(t, EV_PRINT, s, n);
    else if (whole || out.text.n > 8192)
        engine_flush(t);
}

static enum engine_ret write_request(struct task *t, value *ret)
{
    const struct str *s = REF(t->req.arg[1]);
    bool err = t->req.arg[0] == V_INT(2);
    *ret = V_NONE;
    if (!GATE(err ? EV_ERRPRINT : EV_PRINT, UINT32_MAX, 0))
        return engine_left(t);
    slow_motion();
    s = REF(t->req.arg[1]); // the gate may have waited, and a collection moved it
    char small[512];
    char *copy = s->o.n <= sizeof small ? small : mem_alloc(s->o.n);
    size_t n = s->o.n;
    memcpy(copy, str_data(s), n); // telling may wait for room, and then the heap may move
    engine_write(t, err, copy, n);
    if (copy != small)
        free(copy);
    return ENGINE_DONE;
}

static enum engine_ret input_request(struct task *t, value *ret)
{
    struct ask_box *box = &boxes_of(&live.region)->ask;
    engine_flush(t);
    engine_mark(t);
    char prompt[sizeof box->prompt];
    const struct str *s = REF(t->req.arg[0]);
    uint32_t n = MIN(s->o.n, (uint32_t)sizeof prompt - 1);
    memcpy(prompt, str_data(s), n);
    prompt[n] = 0;
    for (uint32_t free_ = NOBODY; !atomic_compare_exchange_strong(&box->who, &free_, live_me.ref); free_ = NOBODY) {
        if (live_sleep(clock_now_ns() + 10000000) == LIVE_INTERRUPTED)
            return engine_left(t); // somebody else asks just now
    }
    atomic_store(&box->answered, 0);
    memcpy(box->prompt, prompt, n + 1);
    box->prompt_n = n;
    log_text(EV_ASK, UINT32_MAX, 0, prompt, n);
    enum live_end end = live_ask(&box->answered);
    if (end == LIVE_INTERRUPTED) {
        atomic_store(&box->who, NOBODY);
        return engine_left(t);
    }
    bool eof = atomic_load(&box->answered) == 2;
    char answer[ANSWER_BYTES];
    uint32_t len = MIN(box->n, (uint32_t)ANSWER_BYTES);
    memcpy(answer, box->text, len);
    atomic_store(&box->who, NOBODY);
    log_text(EV_ANSWER, UINT32_MAX, 0, answer, len);
    *ret = eof ? V_NONE : str_new(t, answer, len);
    return ENGINE_DONE;
}

/* ---- time ---- */

uint64_t deadline_of(struct task *t, value seconds, bool *ret_bad)
{
    double s = 0;
    *ret_bad = false;
    if (t->wait_until_ns) { // the wait goes on after a handler
        uint64_t until = t->wait_until_ns;
        t->wait_until_ns = 0;
        return until;
    }
    if (seconds == V_NONE || seconds == V_UNBOUND)
        return 0;
    if (!number_get(t, seconds, &s)) {
        *ret_bad = true;
        if (t->exc == V_UNBOUND)
            throw(t, EXC_TypeError, "'%s' object cannot be interpreted as an integer", type_name(t, seconds));
        return 0;
    }
    if (!seconds_fit(t, s)) {
        *ret_bad = true;
        return 0;
    }
    s = MIN(MAX(s, 0), 1e9);
    uint64_t at = clock_now_ns() + (uint64_t)(s * 1e9);
    return at ? at : 1;
}

static enum engine_ret sleep_request(struct task *t, value *ret)
{
    bool bad;
    double s = 0;
    *ret = V_NONE;
    if (number_get(t, t->req.arg[0], &s) && s < 0) {
        throw(t, EXC_ValueError, "sleep length must be non-negative");
        return ENGINE_RAISE;
    }
    bool begins = !t->wait_until_ns;
    if (begins && t->req.arg[0] == V_NONE) {
        throw(t, EXC_TypeError, "'NoneType' object cannot be interpreted as an integer");
        return ENGINE_RAISE;
    }
    uint64_t until = deadline_of(t, t->req.arg[0], &bad);
    if (bad)
        return ENGINE_RAISE;
    engine_mark(t);
    if (begins && !GATE(EV_SLEEP, UINT32_MAX, (int64_t)(s * 1e9)))
        return engine_left(t);
    if (begins)
        log_event(EV_SLEEP, UINT32_MAX, (int64_t)(s * 1e9));
    while (live_sleep(until) == LIVE_INTERRUPTED) {
        enum engine_ret r = engine_left_until(t, until);
        if (r != ENGINE_DONE)
            return r;
    }
    if (!GATE(EV_WAKE, UINT32_MAX, 0))
        return engine_left(t);
    log_event(EV_WAKE, UINT32_MAX, 0);
    return ENGINE_DONE;
}

static enum engine_ret clock_request(struct task *t, value *ret)
{
    uint64_t ns;
    switch (int_of(t->req.arg[0])) {
    case 0: ns = clock_wall_ns() + wait_skipped_ns(); break;
    case 3: ns = clock_cpu_ns(); break;
    case 4: ns = clock_thread_cpu_ns(); break;
    default: ns = clock_now_ns() + wait_skipped_ns(); break;
    }
    *ret = float_value(t, (double)ns / 1e9);
    return ENGINE_DONE;
}

/* ---- tasks ---- */

/* Around a fork: nobody is in the middle of these. */
static void guards_take(void)
{
    pthread_mutex_lock(&out.guard);
    children_take();
}

static void guards_give(void)
{
    children_give();
    pthread_mutex_unlock(&out.guard);
}

static void guards_renew(void)
{
    pthread_mutex_init(&out.guard, NULL);
    children_renew();
}

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
        if (e.kind == kind && (!e.name[0] || strcmp(e.name, "all") == 0 || strcmp(e.name, name) == 0)) {
            *ret = e; // the last one that fits counts
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

static enum engine_ret start_failed(struct task *t, int error, bool thread)
{
    if (error == -EAGAIN || error == -ENOSPC || error == -ENOMEM) {
        if (thread)
            throw(t, EXC_RuntimeError, "can't start new thread");
        else
            os_error(t, EAGAIN, V_UNBOUND);
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
    struct buf note = { 0 };
    if (n)
        buf_addf(&note, "a fork leaves the other threads behind: for ever locked in the child %s %s", n == 1 ? "is" : "are", text.text);
    if (note.n)
        log_text(EV_NOTE, UINT32_MAX, 0, note.text, note.n);
    buf_finish(&text);
    buf_finish(&note);
}

static enum engine_ret start_process(struct task *t, const struct task_opts *o, value *ret)
{
    task_ref ref;
    int r = live_task_new(o, &ref);
    if (r < 0)
        return start_failed(t, r, false);
    engine_flush(t); // Process.start() flushes before it forks
    engine_mark(t);
    pid_t pid = live_fork(ref);
    if (pid == 0) {
        inherit_interrupt();
        tell_left_locked();
        t->thread = t->req.arg[0];
        *ret = V_INT(0);
        return ENGINE_DONE;
    }
    if (pid < 0)
        return start_failed(t, (int)pid, false);
    child_add(pid, ref);
    *ret = V_INT(ref);
    return ENGINE_DONE;
}

static enum engine_ret start_request(struct task *t, bool process, value *ret)
{
    char name[48];
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

static enum engine_ret fork_request(struct task *t, value *ret)
{
    struct task_opts o = { .kind = TASK_PROCESS, .name = "child" };
    task_ref ref;
    if (!GATE(EV_SPAWN, UINT32_MAX, 0))
        return engine_left(t);
    int r = live_task_new(&o, &ref);
    if (r < 0)
        return start_failed(t, r, false);
    engine_mark(t);
    pid_t pid = live_fork(ref);
    if (pid == 0) {
        inherit_interrupt();
        tell_left_locked();
        *ret = V_INT(0);
        return ENGINE_DONE;
    }
    if (pid < 0)
        return start_failed(t, (int)pid, false);
    child_add(pid, ref);
    *ret = V_INT(pid);
    return ENGINE_DONE;
}

static enum engine_ret join_request(struct task *t, value *ret)
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

static enum engine_ret process_end_request(struct task *t)
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

static enum engine_ret cpu_count_request(value *ret)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    *ret = V_INT(n);
    return ENGINE_DONE;
}

/* Another coroutine runs on this thread. The name goes along where events are kept: who begins to
 * look later misses none. */
static enum engine_ret switch_request(struct task *t)
{
    char name[48];
    int64_t lane = 0;
    int_get(t->req.arg[0], &lane);
    live_lane((uint32_t)lane, log_wants(EV_SWITCH) ? name_arg(t->req.arg[1], name, sizeof name) : NULL);
    return ENGINE_DONE;
}

/* Ends when a handler has run, so it is not gone on with. */
static enum engine_ret pause_request(struct task *t)
{
    while (live_idle(0) == LIVE_INTERRUPTED) {
        enum engine_ret r = engine_left(t);
        if (r == ENGINE_HANDLER) {
            signals_again(t);
            return ENGINE_DONE;
        }
        if (r != ENGINE_DONE)
            return r;
    }
    return ENGINE_DONE;
}

/* The generator's, which None stands for; in a written schedule what the schedule says, or, where it says nothing, what
 * the explorer takes: the middle. */
static enum engine_ret chance_request(struct task *t, value *ret)
{
    int64_t n = 0;
    if (LIKELY(atomic_load_explicit(&live.region.head->controlled, memory_order_relaxed) != GATE_SCRIPT))
        return ENGINE_DONE;
    engine_mark(t);
    if (!GATE(EV_NOTE, UINT32_MAX, 0))
        return engine_left(t);
    if (atomic_load(&live.region.head->controlled) != GATE_SCRIPT)
        return ENGINE_DONE; // it is over meanwhile
    int_get(t->req.arg[0], &n);
    if (live_me.slot->next.choices_n)
        *ret = V_INT(live_me.slot->next.choice[0]);
    else
        *ret = n ? V_INT(n / 2) : float_value(t, 0.5);
    return ENGINE_DONE;
}

/* What others may change meanwhile, and no operation tells of it. */
static bool only_looks(const struct task *t)
{
    switch (t->req.kind) {
    case REQ_TASK_ALIVE: case REQ_TASK_EXIT: return !task_waits_for_all(t) && !task_tidies_up(t);
    case REQ_KILL: case REQ_WAITPID: case REQ_THREAD_TABLE: return true;
    case REQ_SYNC: return t->req.arg[1] == V_INT(SYNC_OP_QUEUE_LOOK);
    case REQ_SYNC_GET: return t->req.arg[1] != V_INT(6) && t->req.arg[1] != V_INT(7);
    default: return false;
    }
}

static enum engine_ret request(struct task *t, value *ret)
{
    *ret = V_NONE;
    if (UNLIKELY(files_unsettled) && t->req.kind != REQ_OS && t->req.kind != REQ_CLOCK)
        files_settle(t);
    if (gate_in_script() && only_looks(t)) {
        engine_mark(t);
        if (!GATE(EV_NOTE, UINT32_MAX, 0))
            return engine_left(t);
    }
    switch (t->req.kind) {
    case REQ_OS: return os_request(t, ret);
    case REQ_WRITE: return write_request(t, ret);
    case REQ_FLUSH: engine_flush(t); return ENGINE_DONE;
    case REQ_INPUT: return input_request(t, ret);
    case REQ_SLEEP: return sleep_request(t, ret);
    case REQ_CLOCK: return clock_request(t, ret);
    case REQ_CHANCE: return chance_request(t, ret);
    case REQ_GETPID: *ret = V_INT(getpid()); return ENGINE_DONE;
    case REQ_GETPPID: *ret = V_INT(getppid()); return ENGINE_DONE;
    case REQ_GETTID: *ret = V_INT(live_me.tid); return ENGINE_DONE;
    case REQ_TASK_SELF: *ret = V_INT(live_me.ref); return ENGINE_DONE;
    case REQ_START_THREAD: return start_request(t, false, ret);
    case REQ_START_PROCESS: return start_request(t, true, ret);
    case REQ_JOIN: return join_request(t, ret);
    case REQ_TASK_ALIVE: return alive_request(t, ret);
    case REQ_TASK_PID: return ids_request(t, false, ret);
    case REQ_TASK_TID: return ids_request(t, true, ret);
    case REQ_TASK_EXIT: return exit_code_request(t, ret);
    case REQ_TASK_NAME: {
        char name[48];
        live_task_rename(ref_arg(t->req.arg[0]), name_arg(t->req.arg[1], name, sizeof name));
        return ENGINE_DONE;
    }
    case REQ_THREAD_TABLE: return ENGINE_DONE;
    case REQ_FORK: return fork_request(t, ret);
    case REQ_WAITPID: return waitpid_request(t, ret);
    case REQ_KILL: return kill_request(t, ret);
    case REQ_PROCESS_END: return process_end_request(t);
    case REQ_YIELD_CPU: sched_yield(); return ENGINE_DONE;
    case REQ_CPU_COUNT: return cpu_count_request(ret);
    case REQ_SYNC_NEW: return sync_new_request(t, ret);
    case REQ_SYNC: return sync_op_request(t, ret);
    case REQ_SYNC_GET: return sync_get_request(t, ret);
    case REQ_NOTE_SWITCH: return switch_request(t);
    case REQ_PAUSE: return pause_request(t);
    case REQ_SIGNAL: return signal_request(t, ret);
    case REQ_ALARM: return alarm_request(t, ret);
    case REQ_SYNC_NUMBER: return sync_number_request(t, ret);
    case REQ_SYNC_AT: return sync_at_request(t, ret);
    case REQ_SYNC_FREE: return sync_free_request(t);
    case REQ_CELLS_NEW: return cells_new_request(t, ret);
    case REQ_CELLS_GET: return cells_get_request(t, ret);
    case REQ_CELLS_SET: return cells_set_request(t, ret);
    default:
        throw(t, EXC_NotImplementedError, "%s is not part of conch's Python here", builtin_table[BI_request_WRITE - REQ_WRITE + t->req.kind].name);
        return ENGINE_RAISE;
    }
}

static void finalize(struct vm *vm, value object)
{
    if (obj_of(object)->type == T_SYNC)
        sync_finalize(vm, object);
    else if (obj_of(object)->type == T_NATIVE && obj_of(object)->aux == NATIVE_CELLS)
        cells_finalize(object);
    else if (obj_of(object)->type == T_NATIVE)
        file_finalize(object);
}

const struct engine live_engine = {
    .request = request,
    .lock_quickly = sync_lock_quickly,
    .access_prepare = access_prepare,
    .access_begin = access_begin,
    .access_end = access_end,
    .attend = attend,
    .finalize = finalize,
    .reads_file = files_write_out,
};
