/* live.c: what tasks, locks and events of a live run cost, with a shell that drains the logs. */
#include <poll.h>
#include <stdio.h>

#include "live/parts.h"

#include "../unit/live/play.h"
#include "measure.h"

static uint32_t lock, region_lock, cond, cond_lock;
static int turn;

static void nothing(void *arg)
{
    (void)arg;
}

static void threads(long n)
{
    task_ref t;
    while (n-- > 0) {
        live_task_new(&(struct task_opts){.kind = TASK_THREAD, .name = "t"}, &t);
        live_thread_start(t, nothing, NULL, 0);
        live_join(t, 0);
    }
}

static void processes(long n)
{
    task_ref t;
    int st;
    while (n-- > 0) {
        live_task_new(&(struct task_opts){.kind = TASK_PROCESS, .name = "p"}, &t);
        pid_t p = live_fork(t);
        if (p == 0)
            live_process_end(0);
        waitpid(p, &st, 0);
    }
}

static void op(uint32_t handle, enum sync_op what)
{
    struct live_call c = {.handle = handle, .op = what, .arg = 1, .blocking = true};
    live_sync(&c);
}

static void locks(long n)
{
    while (n-- > 0) {
        op(lock, SYNC_OP_ACQUIRE);
        op(lock, SYNC_OP_RELEASE);
    }
}

static void region_locks(long n)
{
    while (n-- > 0) {
        op(region_lock, SYNC_OP_ACQUIRE);
        op(region_lock, SYNC_OP_RELEASE);
    }
}

static void take_turns(int me, long n)
{
    while (n-- > 0) {
        op(cond_lock, SYNC_OP_ACQUIRE);
        while (turn != me)
            op(cond, SYNC_OP_COND_WAIT);
        turn = !me;
        op(cond, SYNC_OP_COND_NOTIFY);
        op(cond_lock, SYNC_OP_RELEASE);
    }
}

static void other_side(void *arg)
{
    take_turns(1, *(long *)arg);
}

static void condition_ping_pong(long n)
{
    task_ref t;
    live_task_new(&(struct task_opts){.kind = TASK_THREAD, .name = "t"}, &t);
    live_thread_start(t, other_side, &n, 0);
    take_turns(0, n);
    live_join(t, 0);
}

/* The bare cost of writing: the reader is not asked to keep up, so that the ring never fills. */
static void write_without_limit(void)
{
    live_me.pen.limit = live_me.pen.look_at = UINT64_MAX;
}

static void events(long n)
{
    write_without_limit();
    for (long i = 0; i < n; i++) {
        log_event(EV_LOCKED, 3, i);
    }
}

static void accesses(long n)
{
    static _Atomic uint32_t cell;
    write_without_limit();
    for (long i = 0; i < n; i++) {
        uint32_t v = 0;
        bool logs = log_prepare(EV_READ, 0);
        while (!atomic_compare_exchange_weak(&cell, &v, 1))
            v = 0;
        if (logs) {
            log_begin(EV_READ, 3, i);
            log_commit(i, NULL, 0);
        }
        atomic_store_explicit(&cell, 0, memory_order_release);
    }
}

static void level(unsigned record)
{
    live.region.head->record = record;
}

static void all(void *arg)
{
    (void)arg;
    lock = live_sync_new(SYNC_LOCK, 0, 0, false);
    region_lock = live_sync_new(SYNC_LOCK, 0, 0, true);
    cond_lock = live_sync_new(SYNC_LOCK, 0, 0, false);
    cond = live_sync_new(SYNC_CONDITION, 0, 0, false);
    live_sync_at(cond)->lock = cond_lock;
    live.fork_pause = false;
    live.region.head->no_limits = 1;
    report("thread_ns", measure(threads, 200, clock_now_ns));
    report("process_ns", measure(processes, 30, clock_now_ns));
    report("condition_round_trip_ns", measure(condition_ping_pong, 1000, clock_now_ns));
    report("lock_pair_recorded_ns", measure(locks, 500, clock_cpu_ns));
    report("region_lock_pair_recorded_ns", measure(region_locks, 500, clock_cpu_ns));
    level(0);
    report("lock_pair_ns", measure(locks, 20000, clock_cpu_ns));
    report("region_lock_pair_ns", measure(region_locks, 20000, clock_cpu_ns));
}

/* Without a reader: the ring is overwritten. */
static void writing_only(void *arg)
{
    (void)arg;
    level(2);
    report("event_ns", measure(events, 200000, clock_cpu_ns));
    report("access_ns", measure(accesses, 200000, clock_cpu_ns));
    level(0);
}

/* As a shell does: a look every frame, and when the bell rings. */
static void drain_until_gone(struct play *p)
{
    while (!p->reaper.main_gone) {
        struct pollfd bell = {.fd = p->region.bell_fd, .events = POLLIN};
        reader_sleeps(p->reader);
        play_turn(p);
        poll(&bell, 1, 30);
        reader_awake(p->reader);
    }
}

int main(void)
{
    struct play p;
    play_open(&p, &(struct region_opts){.slots = 4096}, 1);
    play_start(&p, all, NULL, false);
    drain_until_gone(&p);
    play_close(&p);
    play_open(&p, &(struct region_opts){.slots = 64}, 2);
    play_start(&p, writing_only, NULL, false);
    waitpid(p.main, NULL, 0);
    return 0;
}
