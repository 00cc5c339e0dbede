/* Waiting: threads of one process, processes, time-outs, attention, pipes, the gate. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "play.h"
#include "tap.h"

#include "live/parts.h"

static struct play play;
static int *shared; // what bodies tell the test; in the region

enum { CELLS = 64 };

/* Runs body as main of a run; true if it ended by itself, false if it was found stuck. */
static bool stage(void (*body)(void *), unsigned record)
{
    bool late;
    play_open(&play, &(struct region_opts){.slots = 256}, record);
    shared = (int *)(play.region.bytes + region_alloc(&play.region, CELLS * sizeof(int)));
    play_start(&play, body, NULL, false);
    bool stuck = play_finish(&play, 30000, &late);
    CHECK(!late);
    while (reader_pump(play.reader, false))
        ;
    CHECK_INT(reader_rejected(play.reader), 0);
    return !stuck;
}

static size_t count(enum event_kind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < play.trace.count; i++)
        n += play.trace.events[i].kind == kind;
    return n;
}

/* ---- what bodies are made of ---- */

static enum live_end sync_do(uint32_t handle, enum sync_op op, int32_t arg)
{
    struct live_call c = {.handle = handle, .op = op, .arg = arg, .blocking = true};
    return live_sync(&c);
}

static enum live_end sync_for(uint32_t handle, enum sync_op op, unsigned ms)
{
    struct live_call c = {.handle = handle, .op = op, .blocking = true,
                          .deadline_ns = clock_now_ns() + ms * MS};
    return live_sync(&c);
}

static task_ref thread_of(void (*body)(void *), void *arg, const char *name)
{
    task_ref t;
    if (live_task_new(&(struct task_opts){.kind = TASK_THREAD, .name = name}, &t) != 0 ||
        live_thread_start(t, body, arg, 0) != 0)
        _exit(93);
    return t;
}

static void join_all(const task_ref *t, int n)
{
    for (int i = 0; i < n; i++)
        live_join(t[i], 0);
}

/* Until the task waits; the deadline is a last resort. */
static void wait_until_waits(task_ref t)
{
    uint64_t end = clock_now_ns() + 60000 * MS;
    while (clock_now_ns() < end && slot_state(live_task_slot(t)) != SLOT_WAITS)
        play_nap(50);
}

/* ---- locks ---- */

static uint32_t lock, cond, queue;

static void increments(void *arg)
{
    (void)arg;
    for (int i = 0; i < 5000; i++) {
        sync_do(lock, SYNC_OP_ACQUIRE, 0);
        ++*(volatile int *)shared;
        sync_do(lock, SYNC_OP_RELEASE, 0);
    }
}

static void four_count(void *arg)
{
    task_ref t[4];
    lock = live_sync_new(SYNC_LOCK, 0, 0, false);
    (void)arg;
    for (int i = 0; i < 4; i++)
        t[i] = thread_of(increments, NULL, "counter");
    join_all(t, 4);
}

TEST(threads_exclude_each_other)
{
    CHECK(stage(four_count, 0));
    CHECK_INT(*shared, 20000);
}

static void processes_count(void *arg)
{
    task_ref t[3];
    (void)arg;
    lock = live_sync_new(SYNC_LOCK, 0, 0, true);
    for (int i = 0; i < 3; i++) {
        live_task_new(&(struct task_opts){.kind = TASK_PROCESS, .name = "counter"}, &t[i]);
        if (live_fork(t[i]) == 0) {
            increments(NULL);
            live_process_end(0);
        }
    }
    join_all(t, 3);
}

TEST(processes_exclude_each_other)
{
    CHECK(stage(processes_count, 1));
    CHECK_INT(*shared, 15000);
    CHECK_INT(count(EV_LOCKED), 15000);
    CHECK_INT(count(EV_UNLOCKED), 15000);
}

/* Replays lock events: nobody takes what another one holds. */
TEST(the_trace_of_a_contended_lock_is_its_true_order)
{
    CHECK(stage(four_count, 1));
    task_id owner = TASK_NONE;
    for (size_t i = 0; i < play.trace.count; i++) {
        const struct event *e = &play.trace.events[i];
        if (e->kind == EV_LOCKED) {
            CHECK_INT(owner, TASK_NONE);
            owner = e->task;
        } else if (e->kind == EV_UNLOCKED) {
            CHECK_INT(owner, e->task);
            owner = TASK_NONE;
        }
    }
    CHECK_INT(count(EV_LOCKED), 20000);
}

static void times_out(void *arg)
{
    (void)arg;
    lock = live_sync_new(SYNC_LOCK, 0, 0, false);
    sync_do(lock, SYNC_OP_ACQUIRE, 0);
    uint64_t began = clock_now_ns();
    shared[0] = sync_for(lock, SYNC_OP_ACQUIRE, 30);
    shared[1] = clock_now_ns() - began >= 30 * MS;
    uint32_t ev = live_sync_new(SYNC_EVENT, 0, 0, false);
    shared[2] = sync_for(ev, SYNC_OP_EVENT_WAIT, 5);
    shared[3] = live_sleep(clock_now_ns() + 5 * MS);
}

TEST(a_wait_with_a_time_out_is_no_deadlock_and_ends_in_time)
{
    CHECK(stage(times_out, 1));
    CHECK_INT(shared[0], LIVE_TIMEOUT);
    CHECK(shared[1]);
    CHECK_INT(shared[2], LIVE_TIMEOUT);
    CHECK_INT(shared[3], LIVE_TIMEOUT);
    CHECK_INT(count(EV_LOCKFAIL), 1);
}

/* ---- conditions and queues ---- */

static int items[8];
static unsigned item_head, item_tail;

static void move_in(struct live_call *c)
{
    items[item_tail++ % 8] = *(int *)c->ctx;
    c->text = "item";
    c->text_n = 4;
}

static void move_out(struct live_call *c)
{
    *(int *)c->ctx = items[item_head++ % 8];
}

static void produces(void *arg)
{
    (void)arg;
    for (int i = 1; i <= 2000; i++) {
        struct live_call c = {.handle = queue, .op = SYNC_OP_PUT, .blocking = true, .on_done = move_in, .ctx = &i};
        live_sync(&c);
    }
}

static void consumes(void *arg)
{
    (void)arg;
    for (int i = 0, v; i < 2000; i++) {
        struct live_call c = {.handle = queue, .op = SYNC_OP_GET, .blocking = true, .on_done = move_out, .ctx = &v};
        live_sync(&c);
        __atomic_fetch_add(&shared[0], v, __ATOMIC_SEQ_CST);
        sync_do(queue, SYNC_OP_TASK_DONE, 0);
    }
}

static void queue_of_threads(void *arg)
{
    task_ref t[4];
    (void)arg;
    queue = live_sync_new(SYNC_QUEUE, 0, 3, false);
    for (int i = 0; i < 4; i++)
        t[i] = thread_of(i % 2 ? consumes : produces, NULL, i % 2 ? "consumer" : "producer");
    sync_do(queue, SYNC_OP_QUEUE_JOIN, 0);
    join_all(t, 4);
}

TEST(a_bounded_queue_moves_each_item_once)
{
    CHECK(stage(queue_of_threads, 1));
    CHECK_INT(shared[0], 2 * 2000 * 2001 / 2);
    CHECK_INT(count(EV_PUT), 4000);
    CHECK_INT(count(EV_GET), 4000);
    for (size_t i = 0, n = 0; i < play.trace.count && n < 1; i++) {
        if (play.trace.events[i].kind == EV_PUT) {
            CHECK_STR(play.trace.events[i].text, "item");
            n++;
        }
    }
}

static void waits_for_turns(void *arg)
{
    int me = (int)(intptr_t)arg;
    for (int i = 0; i < 300; i++) {
        sync_do(lock, SYNC_OP_ACQUIRE, 0);
        while (shared[0] % 2 != me)
            sync_do(cond, SYNC_OP_COND_WAIT, 0);
        shared[0]++;
        sync_do(cond, SYNC_OP_COND_NOTIFY, 1);
        sync_do(lock, SYNC_OP_RELEASE, 0);
    }
}

static void condition_ping_pong(void *arg)
{
    task_ref t[2];
    (void)arg;
    lock = live_sync_new(SYNC_RLOCK, 0, 0, false);
    cond = live_sync_new(SYNC_CONDITION, 0, 0, false);
    live_sync_at(cond)->lock = lock;
    for (int i = 0; i < 2; i++)
        t[i] = thread_of(waits_for_turns, (void *)(intptr_t)i, "turn");
    join_all(t, 2);
}

TEST(a_condition_hands_turns_over)
{
    CHECK(stage(condition_ping_pong, 1));
    CHECK_INT(shared[0], 600);
}

static void notified_in_order(void *arg)
{
    int me = (int)(intptr_t)arg;
    sync_do(lock, SYNC_OP_ACQUIRE, 0);
    sync_do(cond, SYNC_OP_COND_WAIT, 0);
    shared[++shared[0]] = me;
    sync_do(lock, SYNC_OP_RELEASE, 0);
}

static void notifies_one_by_one(void *arg)
{
    task_ref t[3];
    (void)arg;
    lock = live_sync_new(SYNC_LOCK, 0, 0, false);
    cond = live_sync_new(SYNC_CONDITION, 0, 0, false);
    live_sync_at(cond)->lock = lock;
    for (int i = 0; i < 3; i++) {
        t[i] = thread_of(notified_in_order, (void *)(intptr_t)i, "waiter");
        wait_until_waits(t[i]);
    }
    for (int i = 0; i < 3; i++) {
        sync_do(lock, SYNC_OP_ACQUIRE, 0);
        sync_do(cond, SYNC_OP_COND_NOTIFY, 1);
        sync_do(lock, SYNC_OP_RELEASE, 0);
        live_join(t[i], 0);
    }
    shared[10] = sync_do(cond, SYNC_OP_COND_WAIT, 0); // without its lock
    sync_do(lock, SYNC_OP_ACQUIRE, 0);
    shared[11] = sync_for(cond, SYNC_OP_COND_WAIT, 5);
    shared[12] = (int)live_sync_at(lock)->owner == (int)live_me.ref; // taken again
}

TEST(notify_names_the_one_that_has_waited_longest)
{
    CHECK(stage(notifies_one_by_one, 1));
    CHECK_INT(shared[0], 3);
    CHECK_INT(shared[1], 0);
    CHECK_INT(shared[2], 1);
    CHECK_INT(shared[3], 2);
    CHECK_INT(shared[10], LIVE_FAILED);
    CHECK_INT(shared[11], LIVE_TIMEOUT);
    CHECK(shared[12]);
    CHECK_INT(count(EV_NOTIFY), 3);
}

/* ---- waiters that are killed ---- */

static void free_lock(void)
{
    klock_take(&live.region);
    sync_disown(live_sync_at(lock));
    klock_give(&live.region);
}

static void round_of_killed_waiters(unsigned seed)
{
    task_ref t[3];
    pid_t pid[3];
    int st;
    for (int i = 0; i < 3; i++) {
        live_task_new(&(struct task_opts){.kind = TASK_PROCESS, .name = "waiter"}, &t[i]);
        pid[i] = live_fork(t[i]);
        if (pid[i] == 0) {
            for (;;) {
                sync_do(lock, SYNC_OP_ACQUIRE, 0);
                sync_do(cond, SYNC_OP_COND_WAIT, 0);
                shared[1]++;
                sync_do(lock, SYNC_OP_RELEASE, 0);
            }
        }
    }
    int victim = (int)(seed % 3);
    for (int i = 0; i < 20; i++) {
        struct live_call c = {.handle = lock, .op = SYNC_OP_ACQUIRE, .blocking = true,
                              .deadline_ns = clock_now_ns() + 1000 * MS};
        if (i == 10) {
            kill(pid[victim], SIGKILL);
            waitpid(pid[victim], &st, 0);
            live_child_gone(pid[victim], st);
        }
        if (live_sync_image(lock).owner == t[victim] && !live_task_alive(t[victim]))
            free_lock(); // it died inside; `recover` would do this
        if (live_sync(&c) != LIVE_DONE)
            continue;
        sync_do(cond, SYNC_OP_COND_NOTIFY, i % 2 ? SYNC_ALL : 1);
        sync_do(lock, SYNC_OP_RELEASE, 0);
    }
    for (int i = 0; i < 3; i++) {
        if (i == victim)
            continue;
        kill(pid[i], SIGKILL);
        waitpid(pid[i], &st, 0);
        live_child_gone(pid[i], st);
    }
    free_lock();
    shared[0]++;
}

static void killed_waiters(void *arg)
{
    unsigned seed = 1;
    int rounds = getenv("WAITER_ROUNDS") ? atoi(getenv("WAITER_ROUNDS")) : 1000;
    (void)arg;
    live.fork_pause = false;
    lock = live_sync_new(SYNC_LOCK, 0, 0, true);
    cond = live_sync_new(SYNC_CONDITION, 0, 0, true);
    live_sync_at(cond)->lock = lock;
    for (int i = 0; i < rounds; i++)
        round_of_killed_waiters((unsigned)rand_r(&seed));
    shared[2] = rounds;
}

TEST(a_condition_survives_a_thousand_killed_waiters)
{
    bool late;
    play_open(&play, &(struct region_opts){.slots = 8000, .log_bytes = 2048}, 0);
    shared = (int *)(play.region.bytes + region_alloc(&play.region, CELLS * sizeof(int)));
    play_start(&play, killed_waiters, NULL, false);
    alarm(120);
    play_finish(&play, 100000, &late);
    CHECK(!late);
    CHECK(shared[2] > 0);
    CHECK_INT(shared[0], shared[2]);
    CHECK(shared[1] > 0);
    printf("# %d rounds, %d times woken\n", shared[0], shared[1]);
}

/* ---- deadlocks of one process ---- */

static void takes_other(void *arg)
{
    uint32_t *l = arg;
    sync_do(l[0], SYNC_OP_ACQUIRE, 0);
    shared[2]++;
    while (__atomic_load_n(&shared[2], __ATOMIC_SEQ_CST) < 2)
        play_nap(50);
    sync_do(l[1], SYNC_OP_ACQUIRE, 0);
}

static void abba(void *arg)
{
    static uint32_t l[3];
    task_ref t[2];
    (void)arg;
    l[0] = l[2] = live_sync_new(SYNC_LOCK, 0, 0, false);
    l[1] = live_sync_new(SYNC_LOCK, 0, 0, false);
    live_sync_name(l[0], "Lock", "a");
    live_sync_name(l[1], "Lock", "b");
    live_me.line = 9;
    t[0] = thread_of(takes_other, l, "t1");
    t[1] = thread_of(takes_other, l + 1, "t2");
    join_all(t, 2);
}

TEST(abba_is_told_with_its_cycle)
{
    struct wait_graph g;
    struct buf words = {0};
    CHECK(!stage(abba, 1));
    CHECK_INT(graph_take(&play.region, 100, &g, NULL), 0);
    CHECK(g.total);
    CHECK_INT(g.stuck, 3);
    CHECK_INT(g.cycle_n, 2);
    graph_tell(&g, &words);
    CHECK(strstr(words.text, "t1 waits for lock `b`, held by t2\n"));
    CHECK(strstr(words.text, "t2 waits for lock `a`, held by t1\n"));
    CHECK(strstr(words.text, "MainProcess (line 9) waits for the end of t1\n"));
    graph_free(&g);
    buf_finish(&words);
    play_close(&play);
}

static void daemon_waits(void *arg)
{
    (void)arg;
    sync_do(queue, SYNC_OP_GET, 0);
}

static void leaves_a_daemon(void *arg)
{
    task_ref t;
    (void)arg;
    queue = live_sync_new(SYNC_QUEUE, 0, 0, false);
    live_task_new(&(struct task_opts){.kind = TASK_THREAD, .daemon = true, .name = "d"}, &t);
    live_thread_start(t, daemon_waits, NULL, 0);
    wait_until_waits(t);
}

TEST(a_daemon_that_waits_for_ever_is_no_deadlock)
{
    CHECK(stage(leaves_a_daemon, 1));
    CHECK_INT(count(EV_DIED), 0); // it ended with its process
}

static void one_of_two_stuck(void *arg)
{
    task_ref t;
    (void)arg;
    lock = live_sync_new(SYNC_RLOCK, 0, 0, false);
    sync_do(lock, SYNC_OP_ACQUIRE, 0);
    live_task_new(&(struct task_opts){.kind = TASK_PROCESS, .name = "P"}, &t);
    if (live_fork(t) == 0) { // the copy of the lock is held by the thread that forked: by us
        shared[0] = sync_do(lock, SYNC_OP_RELEASE, 0);
        live_process_end(0);
    }
    live_join(t, 0);
}

TEST(the_child_of_a_fork_owns_the_locks_that_its_thread_held)
{
    CHECK(stage(one_of_two_stuck, 1));
    CHECK_INT(shared[0], LIVE_DONE);
}

static void notes_pids(void *arg)
{
    task_ref gone, heir;
    (void)arg;
    live_task_new(&(struct task_opts){.kind = TASK_PROCESS, .name = "gone"}, &gone);
    live_task_drop(gone);
    live_task_new(&(struct task_opts){.kind = TASK_PROCESS, .name = "heir"}, &heir);
    shared[0] = ref_slot(gone) == ref_slot(heir);
    slot_note_pid(&live.region, gone, getppid());
    shared[1] = live_task_slot(heir)->pid;
    slot_note_pid(&live.region, heir, getpid());
    shared[2] = live_task_slot(heir)->pid == getpid();
    slot_note_pid(&live.region, heir, getppid()); // the child has written its own already
    shared[3] = live_task_slot(heir)->pid == getpid();
    live_task_drop(heir);
}

TEST(the_pid_of_who_has_ended_is_not_given_to_who_has_its_slot_now)
{
    CHECK(stage(notes_pids, 1));
    CHECK(shared[0]);
    CHECK_INT(shared[1], 0);
    CHECK(shared[2] && shared[3]);
}

static void holds_for_ever(void *arg)
{
    (void)arg;
    sync_do(lock, SYNC_OP_ACQUIRE, 0);
    shared[1] = 1;
    while (!__atomic_load_n(&shared[2], __ATOMIC_SEQ_CST))
        live_sleep(clock_now_ns() + MS);
    sync_do(lock, SYNC_OP_RELEASE, 0);
}

/* Another thread holds the lock when we fork: the child's copy is never released. */
static void forks_with_a_held_lock(void *arg)
{
    task_ref t, p;
    (void)arg;
    lock = live_sync_new(SYNC_LOCK, 0, 0, false);
    live_sync_name(lock, "Lock", "l");
    t = thread_of(holds_for_ever, NULL, "holder");
    while (!__atomic_load_n(&shared[1], __ATOMIC_SEQ_CST))
        play_nap(50);
    live_task_new(&(struct task_opts){.kind = TASK_PROCESS, .name = "child"}, &p);
    if (live_fork(p) == 0) {
        sync_do(lock, SYNC_OP_ACQUIRE, 0);
        live_process_end(0);
    }
    wait_until_waits(p);
    shared[2] = 1;
    live_join(t, 0);
    live_join(p, 0);
}

TEST(a_lock_held_by_another_thread_stays_locked_in_the_child)
{
    struct wait_graph g;
    struct buf words = {0};
    CHECK(!stage(forks_with_a_held_lock, 1));
    CHECK_INT(graph_take(&play.region, 100, &g, NULL), 0);
    CHECK(g.total);
    graph_tell(&g, &words);
    CHECK(strstr(words.text, "child waits for lock `l`, held by a task that will never give it back"));
    graph_free(&g);
    buf_finish(&words);
    play_close(&play);
}

/* ---- pipes ---- */

static void pipe_ping_pong(void *arg)
{
    int a[2], b[2];
    char c = 0;
    task_ref t;
    (void)arg;
    if (pipe(a) || pipe(b))
        _exit(94);
    live_task_new(&(struct task_opts){.kind = TASK_PROCESS, .name = "echo"}, &t);
    if (live_fork(t) == 0) {
        close(a[1]);
        for (;;) {
            live_wait_fd(a[0], POLLIN, 0, false, OBJECT_NONE, NULL);
            if (read(a[0], &c, 1) != 1)
                live_process_end(0);
            (void)!write(b[1], &c, 1);
        }
    }
    for (int i = 0; i < 200; i++) {
        (void)!write(a[1], "x", 1);
        live_wait_fd(b[0], POLLIN, 0, false, OBJECT_NONE, NULL);
        shared[0] += read(b[0], &c, 1) == 1;
    }
    if (shared[1]) // wait for an answer to nothing
        live_wait_fd(b[0], POLLIN, 0, false, OBJECT_NONE, NULL);
    close(a[1]);
    live_join(t, 0);
}

TEST(pipes_pass_without_a_false_alarm)
{
    CHECK(stage(pipe_ping_pong, 1));
    CHECK_INT(shared[0], 200);
}

static void pipe_deadlock(void *arg)
{
    shared[1] = 1;
    pipe_ping_pong(arg);
}

TEST(two_who_wait_at_each_others_empty_pipes_are_stuck)
{
    CHECK(!stage(pipe_deadlock, 1));
    CHECK_INT(shared[0], 200);
    play_close(&play);
}

/* ---- ends ---- */

static void leaves_for_all(void *arg)
{
    (void)arg;
    live_process_end(5);
}

static void a_thread_ends_the_process(void *arg)
{
    task_ref p;
    (void)arg;
    live_task_new(&(struct task_opts){.kind = TASK_PROCESS, .name = "P"}, &p);
    pid_t pid = live_fork(p);
    int st;
    if (pid == 0) {
        thread_of(leaves_for_all, NULL, "leaver");
        live_idle(0);
    }
    live_join(p, 0);
    waitpid(pid, &st, 0);
    shared[0] = WEXITSTATUS(st);
}

TEST(a_thread_may_end_its_process_and_that_is_no_death)
{
    CHECK(stage(a_thread_ends_the_process, 1));
    play_turn(&play);
    play_turn(&play);
    CHECK_INT(shared[0], 5);
    CHECK_INT(count(EV_DIED), 0);
    for (uint32_t i = 0; i < play.trace.task_count; i++) {
        if (strcmp(play.trace.tasks[i].name, "P") == 0)
            CHECK_INT(play.trace.tasks[i].exitcode, 5);
    }
}

/* ---- other programs ---- */

static void runs_another_program(void *arg)
{
    char *argv[] = {(char *)"echo", (char *)"hi", NULL}, *none[] = {(char *)"/no/such/program", NULL};
    char text[16] = "";
    int p[2], st;
    (void)arg;
    if (pipe(p))
        _exit(94);
    pid_t pid = live_exec(&(struct exec_opts){.argv = argv, .fds = {-1, p[1], -1}});
    int fd = live_child_fd(pid);
    shared[0] = live_wait_fd(fd, POLLIN, 0, true, OBJECT_NONE, NULL);
    shared[1] = waitpid(pid, &st, WNOHANG) == pid && WIFEXITED(st) && WEXITSTATUS(st) == 0;
    shared[2] = read(p[0], text, sizeof text) == 3 && strcmp(text, "hi\n") == 0;
    shared[3] = live_exec(&(struct exec_opts){.argv = none, .fds = {-1, -1, -1}});
}

TEST(another_program_runs_and_is_waited_for)
{
    CHECK(stage(runs_another_program, 1));
    CHECK_INT(shared[0], LIVE_DONE);
    CHECK(shared[1]);
    CHECK(shared[2]);
    CHECK_INT(shared[3], -ENOENT);
}

/* ---- attention ---- */

static bool leave_when_interrupted(uint32_t attention)
{
    return attention & (ATTEND_INTERRUPT | ATTEND_STOP);
}

static void waits_interrupted(void *arg)
{
    (void)arg;
    live.hooks.attend = leave_when_interrupted;
    uint32_t ev = live_sync_new(SYNC_EVENT, 0, 0, true);
    shared[1] = 1;
    shared[0] = sync_for(ev, SYNC_OP_EVENT_WAIT, 20000);
    atomic_fetch_and(live_me.attention, ~(uint32_t)ATTEND_INTERRUPT);
    shared[1] = 2;
    shared[2] = sync_for(ev, SYNC_OP_EVENT_WAIT, 20000);
}

static void until(int cell, int value)
{
    uint64_t end = clock_now_ns() + 60000 * MS;
    while (__atomic_load_n(&shared[cell], __ATOMIC_SEQ_CST) != value && clock_now_ns() < end) {
        play_turn(&play);
        play_nap(100);
    }
    task_ref t = play.region.slots[0].ref;
    while (clock_now_ns() < end && slot_of(&play.region, t) && slot_state(&play.region.slots[0]) != SLOT_WAITS)
        play_nap(100);
}

TEST(attention_ends_a_wait_and_break_is_its_own_answer)
{
    bool late;
    play_open(&play, &(struct region_opts){0}, 1);
    shared = (int *)(play.region.bytes + region_alloc(&play.region, CELLS * sizeof(int)));
    play_start(&play, waits_interrupted, NULL, false);
    until(1, 1);
    live_attend(&play.region, play.region.slots[0].ref, ATTEND_INTERRUPT);
    until(1, 2);
    CHECK_INT(shared[0], LIVE_INTERRUPTED);
    live_attend(&play.region, NOBODY, ATTEND_BREAK);
    play_finish(&play, 10000, &late);
    CHECK(!late);
    CHECK_INT(shared[2], LIVE_BROKEN);
    play_close(&play);
}

static void takes_what_is_off(void *arg)
{
    (void)arg;
    sync_do(lock, SYNC_OP_ACQUIRE, 0);
    shared[0]++;
    shared[1] = sync_do(lock, SYNC_OP_RELEASE, 0);
}

static void switches_off(void *arg)
{
    (void)arg;
    lock = live_sync_new(SYNC_LOCK, 0, 0, false);
    sync_do(lock, SYNC_OP_ACQUIRE, 0);
    task_ref t = thread_of(takes_what_is_off, NULL, "t");
    wait_until_waits(t);
    live_sync_off(lock, true);
    live_join(t, 0);
    shared[2] = live_sync_at(lock)->owner == live_me.ref;
}

TEST(a_lock_that_is_switched_off_lets_its_waiters_go_on)
{
    CHECK(stage(switches_off, 1));
    CHECK_INT(shared[0], 1);
    CHECK_INT(shared[1], LIVE_DONE);
    CHECK(shared[2]);
    CHECK_INT(count(EV_LOCKSKIP), 2);
}

/* ---- the barrier ---- */

static uint32_t barrier;

static void passes(void *arg)
{
    (void)arg;
    for (int i = 0; i < 200; i++) {
        struct live_call c = {.handle = barrier, .op = SYNC_OP_BARRIER_WAIT, .blocking = true};
        if (live_sync(&c) == LIVE_DONE)
            __atomic_fetch_add(&shared[c.number], 1, __ATOMIC_SEQ_CST);
    }
}

static void barrier_of_three(void *arg)
{
    task_ref t[3];
    (void)arg;
    barrier = live_sync_new(SYNC_BARRIER, 0, 3, false);
    for (int i = 0; i < 3; i++)
        t[i] = thread_of(passes, NULL, "b");
    join_all(t, 3);
    struct live_call c = {.handle = barrier, .op = SYNC_OP_BARRIER_WAIT, .blocking = true,
                          .deadline_ns = clock_now_ns() + 5 * MS};
    shared[5] = live_sync(&c);
    shared[6] = c.error;
    shared[7] = live_sync_at(barrier)->broken;
}

TEST(a_barrier_numbers_its_parties_and_breaks_when_one_gives_up)
{
    CHECK(stage(barrier_of_three, 1));
    for (int i = 0; i < 3; i++)
        CHECK_INT(shared[i], 200);
    CHECK_INT(shared[5], LIVE_FAILED);
    CHECK_INT(shared[6], SYNC_ERROR_BROKEN);
    CHECK_INT(shared[7], 1);
}

/* ---- the gate ---- */

static void two_at_the_gate(void *arg)
{
    task_ref t[2];
    (void)arg;
    lock = live_sync_new(SYNC_LOCK, 0, 0, false);
    for (int i = 0; i < 2; i++)
        t[i] = thread_of(takes_what_is_off, NULL, i ? "second" : "first");
    join_all(t, 2);
}

/* Grants turns to the last of the list for as long as the run goes; the order of the trace follows. */
TEST(in_a_controlled_run_nobody_moves_without_a_turn)
{
    struct gate_entry g[8];
    bool settled;
    uint64_t end = clock_now_ns() + 60000 * MS;
    play_open(&play, &(struct region_opts){0}, 1);
    shared = (int *)(play.region.bytes + region_alloc(&play.region, CELLS * sizeof(int)));
    gate_control(&play.region, true);
    play_start(&play, two_at_the_gate, NULL, false);
    int turns = 0;
    while ((!play.reaper.main_gone || reaper_anybody(&play.region)) && clock_now_ns() < end) {
        play_turn(&play);
        uint32_t n = gate_list(&play.region, g, 8, &settled);
        if (n && settled && turns == 0) {
            play_turn(&play); // what they did before they stood still
            size_t before = play.trace.count;
            play_nap(2000);
            play_turn(&play);
            CHECK_INT(play.trace.count, before); // all stand still
        }
        if (n && settled)
            turns += gate_grant(&play.region, g[n - 1].task, NULL, 0);
        play_nap(50);
    }
    CHECK(play.reaper.main_gone);
    CHECK_INT(shared[0], 2);
    CHECK(turns >= 6);
    size_t at = 0;
    while (play.trace.events[at].kind != EV_LOCKED)
        at++;
    CHECK_STR(play.trace.tasks[play.trace.events[at].task].name, "second");
    play_close(&play);
}

/* ---- many ---- */

static void nothing(void *arg)
{
    (void)arg;
}

static void one_after_another(void *arg)
{
    (void)arg;
    for (int i = 0; i < 3000; i++)
        live_join(thread_of(nothing, NULL, "t"), 0);
}

TEST(slots_are_used_again)
{
    CHECK(stage(one_after_another, 1));
    CHECK(play.region.head->slots_used < 100);
    CHECK_INT(count(EV_END), 3001);
    CHECK_INT(count(EV_JOINED), 3000);
    for (uint32_t i = 0; i < play.trace.task_count; i++)
        CHECK_INT(play.trace.tasks[i].state, TASK_ENDED);
    CHECK_INT(play.trace.task_count, 3001);
}

static void waits_for_event(void *arg)
{
    (void)arg;
    sync_do(lock, SYNC_OP_EVENT_WAIT, 0);
}

static void a_crowd(void *arg)
{
    static task_ref t[2000];
    (void)arg;
    lock = live_sync_new(SYNC_EVENT, 0, 0, false);
    for (int i = 0; i < 2000; i++)
        t[i] = thread_of(waits_for_event, NULL, "one");
    sync_do(lock, SYNC_OP_EVENT_SET, 0);
    join_all(t, 2000);
}

TEST(a_crowd_of_threads_waits_and_goes_on)
{
    bool late;
    play_open(&play, &(struct region_opts){.slots = 4096}, 1);
    play_start(&play, a_crowd, NULL, false);
    CHECK(!play_finish(&play, 50000, &late));
    CHECK(!late);
    while (reader_pump(play.reader, true))
        ;
    CHECK_INT(count(EV_END), 2001);
}

static void too_many(void *arg)
{
    task_ref t;
    (void)arg;
    live.region.head->thread_limit = 3;
    for (int i = 0; i < 5; i++)
        shared[i] = live_task_new(&(struct task_opts){.kind = TASK_THREAD, .name = "t"}, &t);
}

TEST(limits_are_told_and_not_hung_at)
{
    CHECK(!stage(too_many, 1) || true);
    CHECK_INT(shared[2], 0);
    CHECK_INT(shared[3], -EAGAIN);
    play_close(&play);
}

int main(void)
{
    RUN(threads_exclude_each_other);
    RUN(processes_exclude_each_other);
    RUN(the_trace_of_a_contended_lock_is_its_true_order);
    RUN(a_wait_with_a_time_out_is_no_deadlock_and_ends_in_time);
    RUN(a_bounded_queue_moves_each_item_once);
    RUN(a_condition_hands_turns_over);
    RUN(notify_names_the_one_that_has_waited_longest);
    RUN(a_condition_survives_a_thousand_killed_waiters);
    RUN(abba_is_told_with_its_cycle);
    RUN(a_daemon_that_waits_for_ever_is_no_deadlock);
    RUN(the_child_of_a_fork_owns_the_locks_that_its_thread_held);
    RUN(a_lock_held_by_another_thread_stays_locked_in_the_child);
    RUN(pipes_pass_without_a_false_alarm);
    RUN(two_who_wait_at_each_others_empty_pipes_are_stuck);
    RUN(a_thread_may_end_its_process_and_that_is_no_death);
    RUN(another_program_runs_and_is_waited_for);
    RUN(attention_ends_a_wait_and_break_is_its_own_answer);
    RUN(a_lock_that_is_switched_off_lets_its_waiters_go_on);
    RUN(a_barrier_numbers_its_parties_and_breaks_when_one_gives_up);
    RUN(in_a_controlled_run_nobody_moves_without_a_turn);
    RUN(the_pid_of_who_has_ended_is_not_given_to_who_has_its_slot_now);
    RUN(slots_are_used_again);
    RUN(a_crowd_of_threads_waits_and_goes_on);
    RUN(limits_are_told_and_not_hung_at);
    return tap_done();
}
