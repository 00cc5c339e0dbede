/* wait.c: who waits for what, how they are woken, and whether it is for ever.
 *
 * A slot's wait record and state are the truth. The lists of waiters, one a bucket, ordered by
 * ticket, only make it quick to find the waiters of one object among 32,768 tasks; after a
 * kill they are made anew. */
#include "live/parts.h"

#include <poll.h>

#include "base/hash.h"

#ifdef CRASH_POINTS
#define RECHECK_NS (60000 * MS) // tests are to see what the safety net would hide
#else
#define RECHECK_NS (500 * MS) // a sleeper looks by itself this often, whatever happens
#endif
#define SYS_futex_waitv_ 449  // Linux 5.16

/* ---- lists of waiters; klock held ---- */

static uint32_t *bucket_of(const struct run_region *r, uint64_t key)
{
    return &r->buckets[hash_mix(key) & (r->bucket_max - 1)];
}

static struct task_slot *slot_at(const struct run_region *r, uint32_t i)
{
    return i < r->slot_max ? &r->slots[i] : NULL; // SLOT_NONE, or damage
}

/* The head's prev is the tail, the tail's next is SLOT_NONE. */
static void list_insert(struct run_region *r, struct task_slot *s)
{
    uint32_t *head = bucket_of(r, s->wait.key), me = slot_index(r, s);
    struct task_slot *first = slot_at(r, *head);
    if (!first) {
        s->wait.next = SLOT_NONE;
        s->wait.prev = me;
        *head = me;
        return;
    }
    struct task_slot *after = slot_at(r, first->wait.prev);
    uint32_t n = 0;
    while (after && after != first && after->wait.ticket > s->wait.ticket && n++ < r->slot_max)
        after = slot_at(r, after->wait.prev);
    if (!after)
        after = first;
    if (after == first && first->wait.ticket > s->wait.ticket) { // becomes the head
        s->wait.next = *head;
        s->wait.prev = first->wait.prev;
        first->wait.prev = me;
        crash_point(r);
        *head = me;
        return;
    }
    struct task_slot *next = slot_at(r, after->wait.next);
    s->wait.next = after->wait.next;
    s->wait.prev = slot_index(r, after);
    crash_point(r);
    after->wait.next = me;
    crash_point(r);
    if (next)
        next->wait.prev = me;
    else
        first->wait.prev = me;
}

static void list_remove(struct run_region *r, struct task_slot *s)
{
    uint32_t *head = bucket_of(r, s->wait.key), me = slot_index(r, s);
    struct task_slot *next = slot_at(r, s->wait.next), *prev = slot_at(r, s->wait.prev);
    struct task_slot *first = slot_at(r, *head);
    if (*head == me) {
        *head = s->wait.next;
        crash_point(r);
        if (next)
            next->wait.prev = s->wait.prev;
        return;
    }
    if (prev)
        prev->wait.next = s->wait.next;
    crash_point(r);
    if (next)
        next->wait.prev = s->wait.prev;
    else if (first)
        first->wait.prev = s->wait.prev;
}

/* The first waiter of the key and class (any class for WAIT_NONE) from slot index i on. */
static struct task_slot *list_find(const struct run_region *r, uint32_t i, uint64_t key,
                                   enum sync_class class)
{
    struct task_slot *s = slot_at(r, i);
    for (uint32_t n = 0; s && n < r->slot_max; n++, s = slot_at(r, s->wait.next)) {
        if (s->wait.key == key && (class == WAIT_NONE || s->wait.class == class))
            return s;
    }
    return NULL;
}

bool wait_any(const struct run_region *r, uint64_t key)
{
    return list_find(r, *bucket_of(r, key), key, WAIT_NONE) != NULL;
}

uint64_t wait_ticket(const struct run_region *r, uint64_t key, enum sync_class class, int32_t n)
{
    uint64_t ticket = 0;
    struct task_slot *s = list_find(r, *bucket_of(r, key), key, class);
    for (; s && n > 0; n--, s = list_find(r, s->wait.next, key, class))
        ticket = s->wait.ticket;
    return ticket;
}

uint32_t wait_count(const struct run_region *r, uint64_t key, enum sync_class class, uint32_t max)
{
    uint32_t count = 0;
    struct task_slot *s = list_find(r, *bucket_of(r, key), key, class);
    for (; s && count < max; s = list_find(r, s->wait.next, key, class))
        count++;
    return count;
}

void slot_poke(struct task_slot *s)
{
    atomic_fetch_add(&s->wake, 1);
    futex_wake(&s->wake, 1);
}

void wait_enter(struct run_region *r, struct task_slot *s)
{
    if (!s->wait.ticket)
        s->wait.ticket = r->head->wait_tickets++;
    crash_point(r);
    list_insert(r, s);
    atomic_store(&s->forced, FORCE_NONE);
    crash_point(r);
    atomic_store(&s->state, SLOT_WAITS); // commit
    crash_point(r);
    atomic_fetch_add(&r->head->moves, 1);
}

void wait_leave(struct run_region *r, struct task_slot *s, enum sync_woken woken)
{
    crash_point(r);
    list_remove(r, s);
    crash_point(r);
    atomic_store(&s->state, SLOT_RUNS | (uint32_t)woken << 8); // commit
    crash_point(r);
    if (live_me.defers && live_me.poke_n < ARRAY_LEN(live_me.poke))
        live_me.poke[live_me.poke_n++] = s;
    else
        slot_poke(s);
    crash_point(r);
}

uint32_t wait_wake(struct run_region *r, uint64_t key, enum sync_class class, int32_t n,
                   uint64_t upto, enum sync_woken woken)
{
    uint32_t count = 0;
    while (n-- > 0) {
        struct task_slot *s = list_find(r, *bucket_of(r, key), key, class);
        if (!s || s->wait.ticket > upto)
            break;
        wait_leave(r, s, woken);
        count++;
    }
    return count;
}

uint32_t wait_move(struct run_region *r, uint64_t from, int32_t n, uint64_t to, uint32_t object)
{
    uint32_t count = 0;
    for (struct task_slot *s; n > 0 && (s = list_find(r, *bucket_of(r, from), from, WAIT_NAMED)); n--) {
        list_remove(r, s);
        __atomic_store_n(&s->wait.key, to, __ATOMIC_RELAXED); // its task may look whether it joins
        s->wait.op = SYNC_OP_RESTORE;
        s->wait.class = WAIT_TAKE;
        s->wait.object = object;
        s->wait.ticket = r->head->wait_tickets++;
        list_insert(r, s);
        count++;
    }
    return count;
}

void wait_rebuild(struct run_region *r)
{
    for (uint32_t i = 0; i < r->bucket_max; i++)
        r->buckets[i] = SLOT_NONE;
    for (uint32_t i = 0; i < slots_used(r); i++) {
        if (slot_state(&r->slots[i]) == SLOT_WAITS)
            list_insert(r, &r->slots[i]);
    }
}

/* ---- those whom nobody else wakes; klock held ---- */

/* Whether a waiting task could go on by itself if it tried again now. */
static bool could_go_on(struct run_region *r, const struct task_slot *s)
{
    if (s->wait.class == WAIT_NAMED)
        return false;
    if (s->wait.key & KEY_JOIN)
        return !slot_of(r, (task_ref)s->wait.key);
    if (!(s->wait.key & KEY_REGION))
        return false;
    const struct sync_object *o = region_sync(r, (uint32_t)s->wait.key);
    struct sync_call c = {.op = s->wait.op, .task = s->ref, .arg = s->wait.arg};
    const struct sync_op_info *info = s->wait.op < SYNC_OP_COUNT ? &sync_op_table[s->wait.op] : NULL;
    if (!o || !info || !(o->kind == info->kind || (o->kind == SYNC_RLOCK && info->kind == SYNC_LOCK)))
        return false; // damage, or the object was freed
    struct sync_object now = sync_image(r, o);
    struct sync_effect e;
    c.blocking = true;
    return sync_try(&now, &c, &e) != SYNC_WAIT;
}

void wait_settle(struct run_region *r)
{
    for (uint32_t i = 0; i < slots_used(r); i++) {
        struct task_slot *s = &r->slots[i];
        if (slot_state(s) == SLOT_WAITS && could_go_on(r, s))
            wait_leave(r, s, WOKEN_RETRY); // one too many only tries in vain
    }
}

/* ---- for ever? klock held ---- */

/* Whether the slot's task may still do something without another's help. */
static bool slot_is_live(const struct run_region *r, const struct task_slot *s)
{
    enum slot_state st = slot_state(s);
    if (!state_alive(st))
        return false;
    if (st != SLOT_WAITS)
        return true;
    if (s->wait.timed || atomic_load(&s->alarm) || life_gone(s)) // the dead count until they are taken note of
        return true;
    if (slot_signalled(s))
        return true;
    return s->wait.pipe && s->wait.checked < r->head->moves;
}

static bool process_left(pid_t pid)
{
    struct pollfd p = {.fd = (int)syscall(SYS_pidfd_open, pid, 0), .events = POLLIN};
    if (p.fd < 0)
        return true;
    bool left = poll(&p, 1, 0) != 0;
    close(p.fd);
    return left;
}

bool slot_has_left(struct run_region *r, struct task_slot *s)
{
    if (s->kind != TASK_PROCESS || s->pid <= 0 || s->exit_seen)
        return true;
    s->exit_seen = process_left(s->pid);
    if (s->exit_seen)
        atomic_fetch_add(&r->head->moves, 1);
    return s->exit_seen;
}

/* Asked only when nobody else could help those who wait at a pipe; they look once more. */
static bool anybody_leaves(struct run_region *r)
{
    bool any = false;
    for (uint32_t i = 0; i < slots_used(r); i++) {
        struct task_slot *s = &r->slots[i];
        enum slot_state st = slot_state(s);
        bool seen = s->exit_seen;
        if (st == SLOT_ENDED || st == SLOT_DEAD)
            any |= !slot_has_left(r, s) || s->exit_seen != seen;
    }
    if (any)
        atomic_fetch_add(&r->head->moves, 1);
    return any;
}

void wait_detect(struct run_region *r)
{
    struct region_head *h = r->head;
    uint32_t used = slots_used(r), i, waiting = 0, pipes = 0;
    if (h->live_hint < used && slot_is_live(r, &r->slots[h->live_hint]))
        return;
    for (i = 0; i < used; i++) {
        struct task_slot *s = &r->slots[i];
        if (slot_is_live(r, s)) {
            h->live_hint = i;
            return;
        }
        waiting += slot_state(s) == SLOT_WAITS && !s->daemon;
        pipes += slot_state(s) == SLOT_WAITS && s->wait.pipe;
    }
    if (pipes && anybody_leaves(r))
        return; // those who wait at pipes look again
    if (waiting && h->verdict == VERDICT_NONE) {
        h->verdict = VERDICT_TOTAL;
        bell_ring(r);
    }
}

/* ---- sleeping ---- */

/* Like futex_wait on the slot's own word, and at the same time on the life word of the
 * process that is joined, so that its death by kill is seen at once. */
static void sleep_on_both(struct task_slot *s, uint32_t seen, struct task_slot *joined, uint64_t wait_ns)
{
    struct waitv {
        uint64_t val, uaddr;
        uint32_t flags, reserved;
    } v[2] = {{seen, (uint64_t)(uintptr_t)&s->wake, 2, 0}};
    uint32_t life = atomic_load(&joined->life);
    if (life == 0 || life & FUTEX_OWNER_DIED ||
        !(life & FUTEX_WAITERS ||
          atomic_compare_exchange_strong(&joined->life, &life, life | FUTEX_WAITERS))) {
        futex_wait(&s->wake, seen, MIN(wait_ns, MS)); // it is being born, or is just gone
        return;
    }
    v[1] = (struct waitv){life | FUTEX_WAITERS, (uint64_t)(uintptr_t)&joined->life, 2, 0};
    uint64_t end = clock_now_ns() + wait_ns;
    struct timespec t = {(time_t)(end / 1000000000), (long)(end % 1000000000)};
    if (syscall(SYS_futex_waitv_, v, 2, 0, &t, CLOCK_MONOTONIC) < 0 && errno == ENOSYS)
        futex_wait(&s->wake, seen, MIN(wait_ns, 20 * MS));
}

/* What a sleeping joiner watches besides its own word. */
struct joined {
    struct task_slot *process; // its life word
    struct stack *thread;      // its leaving
};
#define THREAD_SLICE_NS (20 * MS) // in pthread_clockjoin_np one hears nothing else

static struct joined joined_by(const struct task_slot *s)
{
    struct joined j = {NULL, NULL};
    uint64_t key = __atomic_load_n(&s->wait.key, __ATOMIC_RELAXED);
    if (!(key & KEY_JOIN))
        return j;
    struct task_slot *slot = slot_of(&live.region, (task_ref)key);
    if (slot && slot->kind == TASK_PROCESS)
        j.process = slot;
    else if (slot)
        j.thread = thread_claim((task_ref)key);
    return j;
}

static void nap(struct task_slot *s, uint32_t seen, struct joined *j, uint64_t wait_ns)
{
    if (j->process) {
        sleep_on_both(s, seen, j->process, wait_ns);
    } else if (!j->thread) {
        futex_wait(&s->wake, seen, wait_ns);
    } else if (thread_exit_wait(j->thread, MIN(wait_ns, THREAD_SLICE_NS))) {
        thread_unclaim(j->thread, true);
        j->thread = NULL;
    }
}

/* Looks again although nobody has called: a safety net, and how kills of others are seen. */
static void recheck(struct task_slot *s)
{
    struct run_region *r = &live.region;
    klock_take(r);
    if (deaths_any(r))
        deaths_mark(r);
    if (slot_state(s) == SLOT_WAITS && could_go_on(r, s))
        wait_leave(r, s, WOKEN_RETRY);
    wait_detect(r); // a signal may have come, and have changed nothing
    klock_give(r);
}

/* In a written schedule time passes when a move says so. */
static bool clock_counts(void)
{
    return atomic_load_explicit(&live.region.head->controlled, memory_order_relaxed) != GATE_SCRIPT;
}

/* What a written schedule has not let the process's tasks wait for, and when its clock came to a stand. */
static _Atomic uint64_t skipped_ns, stands_at_ns;

uint64_t wait_clock_ns(void)
{
    uint64_t base = 0, now = clock_now_ns();
    if (clock_counts() || atomic_compare_exchange_strong(&stands_at_ns, &base, now))
        base = now;
    return base + atomic_load_explicit(&skipped_ns, memory_order_relaxed);
}

bool wait_is_over(uint64_t deadline_ns)
{
    return deadline_ns && clock_counts() && wait_clock_ns() >= deadline_ns;
}

bool wait_times_out(struct task_slot *s, uint64_t deadline_ns)
{
    uint32_t force = FORCE_TIMEOUT;
    if (wait_is_over(deadline_ns))
        return true;
    if (LIKELY(!atomic_compare_exchange_strong(&s->forced, &force, FORCE_NONE)))
        return false;
    uint64_t now = wait_clock_ns();
    if (deadline_ns > now)
        atomic_fetch_add(&skipped_ns, deadline_ns - now);
    return true;
}

void wait_force(struct task_slot *s, uint32_t how)
{
    atomic_store(&s->forced, how);
    slot_poke(s);
}

/* It wakes though nobody has named it: that may happen to who waits at a condition. */
static bool wakes_unasked(struct task_slot *s)
{
    uint32_t wake = FORCE_WAKE;
    if (LIKELY(!atomic_compare_exchange_strong(&s->forced, &wake, FORCE_NONE)))
        return false;
    klock_take(&live.region);
    if (slot_state(s) == SLOT_WAITS)
        wait_leave(&live.region, s, WOKEN_NAMED);
    klock_give(&live.region);
    return true;
}

/* Whether and how the wait is to be left now; LIVE_DONE: not yet. */
static enum live_end look_around(struct task_slot *s, uint64_t deadline_ns)
{
    uint32_t att = atomic_load(&s->attention);
    if (att & ATTEND_BREAK) {
        atomic_fetch_and(&s->attention, ~(uint32_t)ATTEND_BREAK);
        return LIVE_BROKEN;
    }
    if (live_me.deaf)
        att &= ATTEND_STOP;
    if (att && live.hooks.attend && live.hooks.attend(att))
        return LIVE_INTERRUPTED;
    return wait_times_out(s, deadline_ns) ? LIVE_TIMEOUT : LIVE_DONE;
}

static uint64_t nap_ns(uint64_t deadline_ns, uint64_t most_ns)
{
    if (!deadline_ns || !clock_counts())
        return most_ns;
    uint64_t now = wait_clock_ns();
    return now >= deadline_ns ? 0 : MIN(deadline_ns - now, most_ns);
}

static enum live_end sleep_watching(struct task_slot *s, uint64_t deadline_ns, struct joined *j)
{
    for (;;) {
        uint32_t seen = atomic_load(&s->wake);
        if (slot_state(s) != SLOT_WAITS || wakes_unasked(s))
            return LIVE_DONE;
        enum live_end end = look_around(s, deadline_ns);
        if (end != LIVE_DONE)
            return end;
        uint64_t began = clock_now_ns(), most_ns = RECHECK_NS * crowds(&live.region);
        nap(s, seen, j, nap_ns(deadline_ns, most_ns));
        if ((j->process && life_gone(j->process)) || clock_now_ns() - began >= most_ns)
            recheck(s);
    }
}

static enum live_end sleep_until_ended(struct task_slot *s, uint64_t deadline_ns)
{
    struct joined j = joined_by(s);
    enum live_end end = sleep_watching(s, deadline_ns, &j);
    if (j.thread)
        thread_unclaim(j.thread, false);
    return end;
}

enum live_end wait_sleep(struct task_slot *s, uint64_t deadline_ns, enum sync_woken *ret_woken)
{
    if (live.hooks.before_block)
        live.hooks.before_block();
    enum live_end end = sleep_until_ended(s, deadline_ns);
    if (end != LIVE_DONE) {
        klock_take(&live.region);
        if (slot_state(s) == SLOT_WAITS)
            wait_leave(&live.region, s, WOKEN_RETRY);
        else
            end = LIVE_DONE; // woken in the last moment: that counts
        klock_give(&live.region);
    }
    *ret_woken = (enum sync_woken)(atomic_load(&s->state) >> 8);
    s->wait.class = WAIT_NONE; // taken note of: see deaths_mark
    if (live.hooks.after_block)
        live.hooks.after_block();
    return end;
}

/* ---- waits that end by themselves, or by the outside ---- */

/* In the given state until the deadline, attention, or *until is not 0. */
static enum live_end stay(enum slot_state state, uint64_t deadline_ns, _Atomic uint32_t *until)
{
    struct task_slot *s = live_me.slot;
    enum live_end end;
    if (live.hooks.before_block)
        live.hooks.before_block();
    s->line = live_me.line;
    s->wait.object = OBJECT_NONE;
    s->wait.deadline_ns = deadline_ns;
    atomic_store(&s->forced, FORCE_NONE);
    atomic_store(&s->state, state);
    for (;;) {
        uint32_t seen = atomic_load(&s->wake);
        end = until && atomic_load(until) ? LIVE_DONE : look_around(s, deadline_ns);
        if (end != LIVE_DONE || (until && atomic_load(until)))
            break;
        futex_wait(&s->wake, seen, nap_ns(deadline_ns, RECHECK_NS));
    }
    atomic_store(&s->state, SLOT_RUNS);
    if (live.hooks.after_block)
        live.hooks.after_block();
    return end;
}

enum live_end live_sleep(uint64_t deadline_ns)
{
    return stay(SLOT_SLEEPS, deadline_ns ? deadline_ns : 1, NULL);
}

enum live_end live_idle(uint64_t deadline_ns)
{
    return stay(SLOT_SLEEPS, deadline_ns, NULL);
}

enum live_end live_ask(_Atomic uint32_t *answered)
{
    return stay(SLOT_ASKS, 0, answered);
}

void live_pause(void)
{
    struct task_slot *s = live_me.slot;
    _Atomic uint32_t *paused = &live.region.head->paused;
    if (!atomic_load(paused))
        return;
    if (live.hooks.before_block)
        live.hooks.before_block();
    atomic_store(&s->state, SLOT_PAUSED);
    for (uint32_t v; (v = atomic_load(paused));) {
        if (atomic_load(&s->attention) & (ATTEND_STOP | ATTEND_INTERRUPT))
            break;
        futex_wait(paused, v, RECHECK_NS);
    }
    atomic_store(&s->state, SLOT_RUNS);
    if (live.hooks.after_block)
        live.hooks.after_block();
}

/* ---- attention ---- */

void live_attend(struct run_region *r, task_ref t, uint32_t bits)
{
    for (uint32_t i = 0; i < slots_used(r); i++) {
        struct task_slot *s = &r->slots[i];
        if (!state_alive(slot_state(s)) || (t != NOBODY && atomic_load(&s->ref) != t))
            continue;
        atomic_fetch_or(&s->attention, bits);
        slot_poke(s);
        futex_wake(&s->grant, INT32_MAX);
    }
    if (bits & (ATTEND_STOP | ATTEND_INTERRUPT))
        futex_wake(&r->head->paused, INT32_MAX);
}

/* A process is asked through its main thread, which lives as long as it does. */
static bool is_process(const struct task_slot *s)
{
    return state_alive(slot_state(s)) && atomic_load(&s->ref) == s->process;
}

void live_forget(struct run_region *r)
{
    for (uint32_t i = 0; i < slots_used(r); i++) {
        if (!is_process(&r->slots[i]))
            continue;
        atomic_fetch_or(&r->slots[i].attention, ATTEND_FORGET);
        slot_poke(&r->slots[i]);
        futex_wake(&r->slots[i].grant, INT32_MAX);
    }
}

bool live_forgetting(const struct run_region *r)
{
    for (uint32_t i = 0; i < slots_used(r); i++)
        if (is_process(&r->slots[i]) && atomic_load(&r->slots[i].attention) & ATTEND_FORGET)
            return true;
    return false;
}

void live_attend_clear(struct run_region *r, task_ref t, uint32_t bits)
{
    for (uint32_t i = 0; i < slots_used(r); i++) {
        struct task_slot *s = &r->slots[i];
        if (t == NOBODY || atomic_load(&s->ref) == t)
            atomic_fetch_and(&s->attention, ~bits);
    }
}
