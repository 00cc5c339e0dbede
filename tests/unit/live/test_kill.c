/* Tasks are killed at every point of every operation on shared objects; the others go on, or
 * it is said that they cannot. Programs are small and fixed; the point is counted. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "play.h"
#include "tap.h"

#include "live/parts.h"

enum { PROCESSES = 3, OBJECTS = 4, ROUNDS = 6 };

/* What the programs share; in the region. */
struct common {
    _Atomic uint64_t moved;          // grows with every step of anybody
    uint32_t lock[OBJECTS], rlock, sem, event, cond, cond_lock, barrier, queue, items;
    _Atomic int32_t turn;
    _Atomic uint32_t torn;           // items that were not as they had been put
};

struct plan {
    struct play *play;
    struct common *common;
    int program;
    unsigned seed;
};

static struct plan plan;

/* ---- programs ---- */

static enum live_end sync_do(uint32_t handle, enum sync_op op, int32_t arg, unsigned timeout_us)
{
    struct live_call c = {.handle = handle, .op = op, .arg = arg, .blocking = true,
                          .deadline_ns = timeout_us ? clock_now_ns() + timeout_us * 1000ull : 0};
    enum live_end end = live_sync(&c);
    plan.common->moved++;
    return end;
}

static void take(uint32_t handle)
{
    sync_do(handle, SYNC_OP_ACQUIRE, 0, 0);
}

static void give(uint32_t handle)
{
    sync_do(handle, SYNC_OP_RELEASE, 0, 0);
}

static void one_lock(unsigned *seed)
{
    (void)seed;
    take(plan.common->lock[0]);
    give(plan.common->lock[0]);
}

static void two_locks(uint32_t a, uint32_t b, long pause_us)
{
    take(a);
    if (pause_us)
        play_nap(pause_us); // long enough that another one takes the second lock first
    take(b);
    give(b);
    give(a);
}

static void locks_in_order(unsigned *seed)
{
    (void)seed;
    two_locks(plan.common->lock[0], plan.common->lock[1], 0);
}

static void locks_in_any_order(unsigned *seed)
{
    int a = rand_r(seed) % OBJECTS, b = (a + 1 + rand_r(seed) % (OBJECTS - 1)) % OBJECTS;
    two_locks(plan.common->lock[a], plan.common->lock[b], rand_r(seed) % 4 ? 0 : 100);
}

static void reentrant(unsigned *seed)
{
    (void)seed;
    two_locks(plan.common->rlock, plan.common->rlock, 0);
}

static void semaphore(unsigned *seed)
{
    (void)seed;
    sync_do(plan.common->sem, SYNC_OP_SEM_ACQUIRE, 0, 0);
    sync_do(plan.common->sem, SYNC_OP_SEM_RELEASE, 1, 0);
}

static void timed(unsigned *seed)
{
    uint32_t lock = plan.common->lock[rand_r(seed) % 2];
    if (sync_do(lock, SYNC_OP_ACQUIRE, 0, 300) == LIVE_DONE)
        give(lock);
}

static void event(unsigned *seed)
{
    sync_do(plan.common->event, rand_r(seed) % 2 ? SYNC_OP_EVENT_SET : SYNC_OP_EVENT_CLEAR, 0, 0);
    sync_do(plan.common->event, SYNC_OP_EVENT_WAIT, 0, 500);
}

/* Waits for a change of the turn, or makes one. */
static void condition(unsigned *seed)
{
    take(plan.common->cond_lock);
    if (rand_r(seed) % 2) {
        plan.common->turn++;
        sync_do(plan.common->cond, SYNC_OP_COND_NOTIFY, 1, 0);
    } else {
        sync_do(plan.common->cond, SYNC_OP_COND_WAIT, 0, 500);
    }
    give(plan.common->cond_lock);
}

static void barrier(unsigned *seed)
{
    (void)seed;
    sync_do(plan.common->barrier, SYNC_OP_BARRIER_WAIT, 0, 0);
}

static void queue(unsigned *seed)
{
    (void)seed;
    sync_do(plan.common->queue, SYNC_OP_PUT, 0, 0);
    sync_do(plan.common->queue, SYNC_OP_GET, 0, 0);
    sync_do(plan.common->queue, SYNC_OP_TASK_DONE, 0, 0);
}

/* An item's bytes are all alike, and its length tells which; some are large. */
static void items(unsigned *seed)
{
    static __thread unsigned char bytes[3 * ITEM_SMALL], room[ITEM_ROOM];
    uint32_t n = rand_r(seed) % 2 ? rand_r(seed) % 100 : ITEM_SMALL + rand_r(seed) % (2 * ITEM_SMALL);
    memset(bytes, (int)(n % 251), n);
    struct live_call put = {.handle = plan.common->items, .op = SYNC_OP_PUT, .blocking = true, .item = bytes,
                            .item_n = n, .arg = (int32_t)n};
    struct live_call get = {.handle = plan.common->items, .op = SYNC_OP_GET, .blocking = true, .room = room};
    live_sync(&put);
    plan.common->moved++;
    if (live_sync(&get) == LIVE_DONE) {
        const unsigned char *got = get.got_block ? block_at(&live.region, get.got_block)->data : room;
        for (uint32_t i = 0; i < get.got_n; i++)
            plan.common->torn += got[i] != get.got_n % 251;
        store_drop();
    }
    plan.common->moved++;
}

static void blocks(unsigned *seed)
{
    uint32_t index = store_take((size_t)(rand_r(seed) % 500));
    if (rand_r(seed) % 2) {
        store_drop();
    } else if (index) {
        store_keep();
        store_free(index);
    }
    plan.common->moved++;
}

static void nothing(void *arg)
{
    (void)arg;
    plan.common->moved++;
}

static task_ref new_task(uint8_t kind)
{
    struct task_opts o = {.kind = kind, .name = kind == TASK_PROCESS ? "process" : "thread"};
    task_ref t = NOBODY;
    live_task_new(&o, &t);
    return t;
}

static void thread_and_join(unsigned *seed)
{
    task_ref t = new_task(TASK_THREAD);
    (void)seed;
    if (t != NOBODY && live_thread_start(t, nothing, NULL, 0) == 0)
        live_join(t, 0);
    plan.common->moved++;
}

static void everything(unsigned *seed);

static void (*const programs[])(unsigned *) = {
    one_lock, locks_in_order, locks_in_any_order, reentrant, semaphore, timed,
    event, condition, barrier, queue, items, blocks, thread_and_join, everything,
};
#define PROGRAMS ((int)ARRAY_LEN(programs))

static void everything(unsigned *seed)
{
    int p = rand_r(seed) % (PROGRAMS - 1);
    programs[programs[p] == barrier ? 0 : p](seed);
}

static void work(void *arg)
{
    unsigned seed = plan.seed * 7919 + (unsigned)(uintptr_t)arg;
    for (int i = 0; i < ROUNDS; i++)
        programs[plan.program](&seed);
}

/* A process: its main thread works, and so does another one. */
static void process_body(unsigned n)
{
    bool alone = programs[plan.program] == barrier; // as many as the barrier has parties
    task_ref t = alone ? NOBODY : new_task(TASK_THREAD);
    if (t != NOBODY &&
        live_thread_start(t, work, (void *)(uintptr_t)(n * 2 + 1), 0) == 0) {
        work((void *)(uintptr_t)(n * 2));
        live_join(t, 0);
        return;
    }
    work((void *)(uintptr_t)(n * 2));
}

static void main_body(void *arg)
{
    task_ref t[PROCESSES];
    struct common *c = plan.common;
    (void)arg;
    for (int i = 0; i < OBJECTS; i++)
        c->lock[i] = live_sync_new(SYNC_LOCK, 0, 0, true);
    c->rlock = live_sync_new(SYNC_RLOCK, 0, 0, true);
    c->sem = live_sync_new(SYNC_SEMAPHORE, 2, 0, true);
    c->event = live_sync_new(SYNC_EVENT, 0, 0, true);
    c->cond_lock = live_sync_new(SYNC_LOCK, 0, 0, true);
    c->cond = live_sync_new(SYNC_CONDITION, 0, 0, true);
    live_sync_at(c->cond)->lock = c->cond_lock;
    c->barrier = live_sync_new(SYNC_BARRIER, 0, PROCESSES, true);
    c->queue = live_sync_new(SYNC_QUEUE, 0, 2, true);
    c->items = live_sync_new(SYNC_QUEUE, 0, 3, true);
    for (unsigned i = 0; i < PROCESSES; i++) {
        t[i] = new_task(TASK_PROCESS);
        if (t[i] == NOBODY)
            _exit(92);
        if (live_fork(t[i]) == 0) {
            process_body(i);
            live_process_end(0);
        }
    }
    for (int i = 0; i < PROCESSES; i++)
        live_join(t[i], 0);
}

/* ---- judging a run ---- */

struct result {
    bool reported, late, hit;
    bool false_alarm; // something moved after the report
    int broken;       // invariants that do not hold
};

/* A waiter that could go on and that nobody wakes. */
static bool forgotten(const struct run_region *r, const struct task_slot *s)
{
    if (s->wait.class == WAIT_NAMED || !(s->wait.key & KEY_REGION) || s->wait.timed)
        return false;
    struct sync_call c = {.op = s->wait.op, .task = s->ref, .arg = s->wait.arg};
    const struct sync_object *o = region_sync(r, (uint32_t)s->wait.key);
    struct sync_object now = o ? sync_image(r, o) : (struct sync_object){0};
    return o && sync_would(&now, &c);
}

/* How many blocks of a list are there, marked as seen; one that was seen before counts as broken. */
static uint32_t count_list(const struct run_region *r, uint32_t index, uint8_t *seen, int *broken)
{
    uint32_t n = 0;
    for (; index; index = block_at(r, index)->next, n++) {
        if (!block_at(r, index) || seen[index]) {
            ++*broken;
            break;
        }
        seen[index] = 1;
    }
    return n;
}

/* Each block is in one place: free, in a queue, or held by a task. */
static int blocks_broken(const struct run_region *r)
{
    int n = 0;
    uint8_t *seen = calloc(r->byte_max / 16 + 1, 1);
    for (uint32_t c = 0; c < BLOCK_CLASSES; c++)
        count_list(r, r->head->blocks_free[c], seen, &n);
    for (uint32_t i = 1; i < r->head->syncs_used; i++) {
        const struct sync_object *o = &r->syncs[i];
        bool has_items = o->kind == SYNC_QUEUE && o->first;
        if (has_items)
            n += count_list(r, o->first, seen, &n) != (uint32_t)o->value;
    }
    for (uint32_t i = 0; i < slots_used(r); i++) {
        uint32_t held = r->slots[i].held;
        n += held && (seen[held] || !state_alive(slot_state(&r->slots[i])));
        seen[held] = held != 0;
    }
    free(seen);
    return n;
}

static int count_broken(struct run_region *r)
{
    int n = 0;
    klock_take(r);
    uint32_t processes = r->head->processes, threads = r->head->threads;
    n += r->head->journal.valid != 0;
    for (uint32_t i = 0; i < slots_used(r); i++) {
        struct task_slot *s = &r->slots[i];
        if (slot_state(s) != SLOT_WAITS)
            continue;
        n += wait_count(r, s->wait.key, s->wait.class, 1) == 0;
        n += forgotten(r, s);
    }
    slot_recount(r);
    n += processes != r->head->processes || threads != r->head->threads;
    n += blocks_broken(r);
    klock_give(r);
    return n;
}

static bool moves(struct play *p, struct common *c, long us)
{
    uint64_t before = c->moved;
    play_nap(us);
    play_turn(p);
    return c->moved != before;
}

static struct result run_one(int program, uint32_t crash_at, long kill_after_us, unsigned seed)
{
    struct play p;
    struct result res = {0};
    play_open(&p, &(struct region_opts){.slots = 64, .syncs = 64, .objects = 256, .bytes = 1 << 20},
              seed % 2); // unrecorded, a free lock is taken the quick way
    plan = (struct plan){&p, (struct common *)(p.region.bytes + region_alloc(&p.region, sizeof(struct common))),
                         program, seed};
    p.region.head->crash_at = crash_at;
    play_start(&p, main_body, NULL, false);
    if (kill_after_us) {
        play_nap(kill_after_us);
        uint32_t used = slots_used(&p.region), slot = used > 1 ? 1 + seed % (used - 1) : 0;
        if (slot && p.region.slots[slot].pid > 0 && state_alive(slot_state(&p.region.slots[slot])))
            kill(p.region.slots[slot].pid, SIGKILL);
    }
    res.reported = play_finish(&p, 20000, &res.late);
    if (res.reported) {
        res.false_alarm = moves(&p, plan.common, 8000);
        struct wait_graph g;
        if (graph_take(&p.region, 100, &g, NULL) == 0) {
            res.false_alarm |= !g.total;
            graph_free(&g);
        }
    }
    res.broken = count_broken(&p.region) + (int)plan.common->torn;
    res.hit = p.region.head->crash_hit != 0;
    if (res.late || res.broken || res.false_alarm) {
        printf("# program %d crash %u kill %ld seed %u: late %d broken %d false alarm %d\n", program,
               crash_at, kill_after_us, seed, res.late, res.broken, res.false_alarm);
        for (uint32_t i = 0; i < slots_used(&p.region); i++) {
            struct task_slot *s = &p.region.slots[i];
            printf("#   slot %u state %u pid %d life %x op %u key %llx timed %d wake %u\n", i, s->state, s->pid,
                   s->life, s->wait.op, (unsigned long long)s->wait.key, s->wait.timed, s->wake);
        }
    }
    play_close(&p);
    return res;
}

static bool good(const struct result *r)
{
    return !r->late && !r->false_alarm && !r->broken;
}

static int env_number(const char *name, int otherwise)
{
    const char *s = getenv(name);
    return s ? atoi(s) : otherwise;
}

/* Every n-th point of each program until none is reached any more. */
TEST(a_kill_at_any_point_of_an_operation_harms_nobody_else)
{
    int step = env_number("CRASH_STEP", 29), hits = 0, reported = 0, runs = 0;
    alarm(3600);
    for (int program = 0; program < PROGRAMS; program++) {
        int unreached = 0;
        for (uint32_t at = 1 + (uint32_t)(program % step); unreached < 2; at += (uint32_t)step) {
            struct result r = run_one(program, at, 0, at + 17);
            CHECK(good(&r));
            unreached = r.hit ? 0 : unreached + 1;
            hits += r.hit;
            reported += r.reported;
            runs++;
        }
    }
    printf("# %d runs, %d kills at a chosen point, %d reported as stuck\n", runs, hits, reported);
    CHECK(hits > runs / 2);
}

/* The first points, one by one: main's own beginning, and its children's. */
TEST(a_kill_while_a_process_begins_is_noticed)
{
    enum { POINTS = 60 };
    int hits = 0;
    alarm(3600);
    for (uint32_t at = 1; at <= POINTS; at++) {
        struct result r = run_one(0, at, 0, 1);
        CHECK(good(&r));
        hits += r.hit;
    }
    CHECK(hits == POINTS);
}

TEST(a_kill_at_any_time_harms_nobody_else)
{
    int runs = env_number("KILL_RUNS", 120), reported = 0;
    alarm(3600);
    srand(11);
    for (int i = 0; i < runs; i++) {
        struct result r = run_one(i % PROGRAMS, 0, 1 + rand() % 3000, (unsigned)rand());
        CHECK(good(&r));
        reported += r.reported;
    }
    printf("# %d runs, %d reported as stuck\n", runs, reported);
}

/* Nobody is killed: stuck is reported, and only stuck. */
TEST(a_deadlock_is_reported_if_and_only_if_there_is_one)
{
    int runs = env_number("ORACLE_RUNS", 150), reported = 0;
    alarm(3600);
    for (int i = 0; i < runs; i++) {
        struct result r = run_one(i % 3 ? 2 : PROGRAMS - 1, 0, 0, (unsigned)i + 1);
        CHECK(good(&r));
        reported += r.reported;
    }
    printf("# %d runs, %d deadlocks\n", runs, reported);
    CHECK(reported > 0 && reported < runs);
}

int main(void)
{
    RUN(a_kill_at_any_point_of_an_operation_harms_nobody_else);
    RUN(a_kill_while_a_process_begins_is_noticed);
    RUN(a_kill_at_any_time_harms_nobody_else);
    RUN(a_deadlock_is_reported_if_and_only_if_there_is_one);
    return tap_done();
}
