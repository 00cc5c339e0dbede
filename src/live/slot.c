/* slot.c: the table of tasks. */
#include "live/parts.h"

#include <stdio.h>

struct live_process live;
__thread struct live_self live_me;

static uint32_t *count_of(struct run_region *r, uint8_t kind)
{
    return kind == TASK_PROCESS ? &r->head->processes : &r->head->threads;
}

void slot_recount(struct run_region *r)
{
    r->head->processes = r->head->threads = 0;
    r->head->slots_free_hint = 0;
    r->head->live_hint = 0;
    for (uint32_t i = 0; i < slots_used(r); i++) {
        if (state_alive(slot_state(&r->slots[i])))
            ++*count_of(r, r->slots[i].kind);
    }
}

/* The lowest slot that nobody has, or SLOT_NONE. A process that has told its end has it until it has left: so long a pipe
 * that it had open may still be open. */
static uint32_t find_free(struct run_region *r)
{
    struct region_head *h = r->head;
    uint32_t first = SLOT_NONE; // that will be free
    for (uint32_t i = h->slots_free_hint; i < slots_used(r); i++) {
        enum slot_state st = slot_state(&r->slots[i]);
        if (st != SLOT_FREE && st != SLOT_ENDED)
            continue;
        first = MIN(first, i);
        if (slot_has_left(r, &r->slots[i])) {
            h->slots_free_hint = first;
            return i;
        }
    }
    if (h->slots_used >= r->slot_max)
        return SLOT_NONE;
    h->slots_free_hint = MIN(first, h->slots_used);
    return h->slots_used++;
}

static task_ref next_ref(const struct task_slot *s, uint32_t i)
{
    uint32_t generation = ((atomic_load(&s->ref) >> SLOT_BITS) + 1) & 0xffff;
    return (generation ? generation : 1) << SLOT_BITS | i;
}

static void fill(struct task_slot *s, const struct task_opts *o, task_ref creator, task_ref process, bool seeded)
{
    s->life = 0;
    s->attention = seeded ? ATTEND_ROUNDS : 0;
    s->grant = s->gate_turns = 0;
    atomic_store_explicit(&s->kind, o->kind, memory_order_relaxed);
    s->daemon = o->daemon;
    s->is_main = s->left = s->exit_seen = 0;
    s->creator = s->parent = creator;
    s->process = o->kind == TASK_PROCESS ? atomic_load(&s->ref) : process;
    // a thread's process is known before the thread is: the reaper asks the kernel about it
    s->pid = o->kind == TASK_PROCESS ? 0 : live.pid;
    s->tid = s->ppid = 0;
    s->exitcode = 0;
    s->line = s->file = 0;
    s->held = 0;
    s->signalled_ns = 0;
    s->wait = (struct wait_record){.object = OBJECT_NONE, .next = SLOT_NONE, .prev = SLOT_NONE};
    region_text_set(&s->name, o->name);
}

static bool within_limits(struct run_region *r, uint8_t kind)
{
    struct region_head *h = r->head;
    return h->no_limits || *count_of(r, kind) < (kind == TASK_PROCESS ? h->process_limit : h->thread_limit);
}

int task_reserve(struct run_region *r, const struct task_opts *opts, task_ref creator,
                 task_ref process, task_ref *ret)
{
    int e = 0;
    klock_take(r);
    uint32_t i = within_limits(r, opts->kind) ? find_free(r) : SLOT_NONE;
    if (i == SLOT_NONE) {
        e = within_limits(r, opts->kind) ? -ENOSPC : -EAGAIN;
    } else {
        struct task_slot *s = &r->slots[i];
        crash_point(r);
        atomic_store(&s->ref, next_ref(s, i));
        fill(s, opts, creator, process, atomic_load(&r->head->controlled) == GATE_SEEDED);
        crash_point(r);
        atomic_store(&s->state, SLOT_NEW); // commit
        crash_point(r);
        ++*count_of(r, opts->kind);
        if (opts->kind == TASK_PROCESS)
            r->head->forks++;
        *ret = atomic_load(&s->ref);
    }
    klock_give(r);
    return e;
}

int live_task_new(const struct task_opts *opts, task_ref *ret)
{
    return task_reserve(&live.region, opts, live_me.ref, live.process, ret);
}

void slot_end(struct run_region *r, struct task_slot *s, enum slot_state end)
{
    bool was = state_alive(slot_state(s));
    store_drop_of(r, s);
    crash_point(r);
    atomic_store(&s->state, end); // commit
    crash_point(r);
    if (was && *count_of(r, s->kind) > 0)
        --*count_of(r, s->kind);
    owned_queues_close(r, atomic_load(&s->ref));
    if (end != SLOT_DEAD)
        r->head->slots_free_hint = MIN(r->head->slots_free_hint, slot_index(r, s));
    atomic_fetch_add(&r->head->moves, 1);
    wait_wake(r, KEY_JOIN | atomic_load(&s->ref), WAIT_FINISH, INT32_MAX, UINT64_MAX, WOKEN_RETRY);
    crash_point(r);
}

void live_task_drop(task_ref t)
{
    struct task_slot *s = slot_of(&live.region, t);
    if (!s)
        return;
    klock_take(&live.region);
    slot_end(&live.region, s, SLOT_ENDED);
    klock_give(&live.region);
}

struct task_slot *live_task_slot(task_ref t)
{
    struct run_region *r = &live.region;
    if (t == NOBODY || ref_slot(t) >= r->slot_max)
        return NULL;
    struct task_slot *s = &r->slots[ref_slot(t)];
    return atomic_load(&s->ref) == t ? s : NULL;
}

bool live_task_alive(task_ref t)
{
    return slot_of(&live.region, t) != NULL;
}

void live_task_rename(task_ref t, const char *name)
{
    struct task_slot *s = live_task_slot(t);
    if (!s)
        return;
    region_text_set(&s->name, name);
    log_text(EV_NAMED, OBJECT_NONE, t, name, strlen(name));
}

void slot_note_pid(struct run_region *r, task_ref t, int32_t pid)
{
    struct task_slot *s = &r->slots[ref_slot(t)];
    int32_t none = 0;
    if (atomic_load(&s->ref) != t ||
        !atomic_compare_exchange_strong(&s->pid, &none, pid))
        return;
    if (atomic_load(&s->ref) != t) // it has just changed hands
        atomic_compare_exchange_strong(&s->pid, &pid, 0);
}

void task_begin(struct run_region *r, task_ref t)
{
    struct task_slot *s = &r->slots[ref_slot(t)];
    uint32_t tid = t == live.process ? (uint32_t)live.pid : (uint32_t)syscall(SYS_gettid);
    s->pid = live.pid; // first: by it a death is found out that no life word tells of
    klock_arm(r, s, tid);
    s->ppid = getppid();
    s->tid = (int32_t)tid;
    live_me = (struct live_self){.slot = s, .ref = t, .tid = tid, .attention = &s->attention};
    log_open_pen(r, s);
    crash_point(r);
    atomic_store(&s->state, SLOT_RUNS);
    log_introduce();
}

/* The last thing a task does with its slot: after this another may have it. */
static void leave_slot(void)
{
    struct run_region *r = &live.region;
    struct task_slot *s = live_me.slot;
    klock_take(r);
    klock_disarm(r, s);
    slot_end(r, s, SLOT_ENDED);
    wait_detect(r);
    klock_give(r);
    live_me.slot = NULL;
}

void live_thread_end(void)
{
    log_event(EV_END, OBJECT_NONE, 0);
    leave_slot();
}

void live_process_end(int code)
{
    struct task_slot *process = &live.region.slots[ref_slot(live.process)];
    process->exitcode = code & 255; // if another thread leaves by os._exit, the reaper tells the rest
    process->left = 1;
    log_event(EV_END, OBJECT_NONE, live_me.slot == process ? code : 0);
    leave_slot();
    for (;;)
        syscall(SYS_exit_group, code & 255); // as _exit(), which a child would have to look up first
}

/* ---- join ---- */

/* Klock held: whether the task has to wait for t; if so it is entered as waiting. */
static bool join_enter(struct run_region *r, struct task_slot *me, task_ref t, uint64_t deadline_ns)
{
    if (!slot_of(r, t))
        return false;
    me->wait = (struct wait_record){
        .op = SYNC_OP_JOIN, .class = WAIT_FINISH, .timed = deadline_ns != 0, .object = t,
        .key = KEY_JOIN | t, .deadline_ns = deadline_ns, .arg = (int32_t)t,
        .ticket = me->wait.ticket,
    };
    me->line = live_me.line;
    wait_enter(r, me);
    wait_detect(r);
    return true;
}

static enum live_end join_wait(task_ref t, uint64_t deadline_ns)
{
    struct run_region *r = &live.region;
    struct task_slot *me = live_me.slot;
    enum sync_woken woken;
    me->wait.ticket = 0;
    while (slot_of(r, t)) {
        klock_take(r);
        bool waits = join_enter(r, me, t, deadline_ns);
        klock_give(r);
        if (!waits)
            return LIVE_DONE;
        enum live_end end = wait_sleep(me, deadline_ns, &woken);
        if (end != LIVE_DONE)
            return end;
    }
    return LIVE_DONE;
}

enum live_end live_join(task_ref t, uint64_t deadline_ns)
{
    if (!GATE(EV_JOINED, OBJECT_NONE, t))
        return LIVE_INTERRUPTED;
    if (live.region.head->joins_off) {
        log_event(EV_JOINSKIP, OBJECT_NONE, t);
        return LIVE_DONE;
    }
    enum live_end end = LIVE_DONE;
    if (live_task_alive(t)) {
        log_event(EV_JOINWAIT, OBJECT_NONE, t);
        end = join_wait(t, deadline_ns);
    }
    log_event(end == LIVE_DONE ? EV_JOINED : EV_WAKE, OBJECT_NONE, t);
    return end;
}
