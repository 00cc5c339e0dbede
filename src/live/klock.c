#include "live/parts.h"

#include <signal.h>

static __thread struct robust_list_head robust;
static __thread uint32_t my_tid;

#ifdef CRASH_POINTS
void crash_point(struct run_region *r)
{
    struct region_head *h = r->head; // tasks of the run only, never the shell
    if (!h->crash_at || live.process == NOBODY || atomic_fetch_add(&h->crash_count, 1) + 1 != h->crash_at)
        return;
    h->crash_hit = 1;
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}
#endif

void klock_arm(struct run_region *r, struct task_slot *slot, uint32_t tid)
{
    my_tid = tid;
    robust.futex_offset = (long)offsetof(struct task_slot, life) - (long)offsetof(struct task_slot, node);
    robust.list_op_pending =
        (struct robust_list *)((char *)&r->head->klock - robust.futex_offset);
    slot->node.next = &robust.list;
    robust.list.next = &slot->node;
    syscall(SYS_set_robust_list, &robust, sizeof robust);
    crash_point(r);
    atomic_store(&slot->life, tid); // the kernel watches it already: who is killed before this is unwatched (reaper.c)
    crash_point(r);
}

void klock_disarm(struct run_region *r, struct task_slot *slot)
{
    (void)r;
    robust.list.next = &robust.list;
    if (atomic_exchange(&slot->life, 0) & FUTEX_WAITERS)
        futex_wake(&slot->life, INT32_MAX);
}

// The kernel wakes one waiter when the owner dies. If that one is killed, too, the reaper takes klock
// and gives it, which wakes the next: so naps may be long. With thousands of waiters short ones
// (200 ms) kept both processors busy and nobody got on.
#define NAP_NS (10000 * MS)
#define SPINS 60 // about 3 us: klock is held for less, and a sleep costs more

static bool take_spinning(_Atomic uint32_t *word)
{
    for (int i = 0; i < SPINS; i++) {
        uint32_t v = atomic_load_explicit(word, memory_order_relaxed);
        if (v == 0 && atomic_compare_exchange_strong(word, &v, my_tid))
            return true;
        if (v & FUTEX_WAITERS)
            return false;
        cpu_relax();
    }
    return false;
}

/* 0: got it; 1: got it from a dead owner; -ETIMEDOUT. deadline_ns 0: none. */
static int take_slowly(_Atomic uint32_t *word, uint64_t deadline_ns)
{
    if (take_spinning(word))
        return 0;
    for (;;) {
        uint32_t v = atomic_load(word);
        if (v == 0 || v & FUTEX_OWNER_DIED) {
            // WAITERS stays: others may sleep, and only the word knew
            if (atomic_compare_exchange_strong(word, &v, my_tid | FUTEX_WAITERS))
                return v != 0;
            continue;
        }
        if (!(v & FUTEX_WAITERS) &&
            !atomic_compare_exchange_strong(word, &v, v | FUTEX_WAITERS))
            continue;
        uint64_t now = deadline_ns ? clock_now_ns() : 0;
        if (deadline_ns && now >= deadline_ns)
            return -ETIMEDOUT;
        futex_wait(word, v | FUTEX_WAITERS, deadline_ns ? MIN(deadline_ns - now, NAP_NS) : NAP_NS);
    }
}

static int take(struct run_region *r, uint64_t deadline_ns)
{
    if (UNLIKELY(!my_tid))
        my_tid = (uint32_t)syscall(SYS_gettid);
    uint32_t v = 0;
    if (LIKELY(atomic_compare_exchange_strong(&r->head->klock, &v, my_tid)))
        return 0;
    int e = take_slowly(&r->head->klock, deadline_ns);
    if (e == 1)
        klock_recover(r);
    return e < 0 ? e : 0;
}

void klock_take(struct run_region *r)
{
    take(r, 0);
}

int klock_take_timed(struct run_region *r, unsigned wait_ms, uint32_t *ret_holder)
{
    int e = take(r, clock_now_ns() + wait_ms * MS);
    if (e && ret_holder)
        *ret_holder = atomic_load(&r->head->klock) & FUTEX_TID_MASK;
    return e;
}

void klock_give(struct run_region *r)
{
    if (atomic_exchange(&r->head->klock, 0) & FUTEX_WAITERS)
        futex_wake(&r->head->klock, 1);
}

task_ref klock_holder(const struct run_region *r)
{
    int32_t tid = (int32_t)(atomic_load(&r->head->klock) & FUTEX_TID_MASK);
    for (uint32_t i = 0; i < slots_used(r); i++) {
        const struct task_slot *s = &r->slots[i];
        if (s->tid == tid && state_alive(slot_state(s)))
            return atomic_load(&s->ref);
    }
    return NOBODY;
}

void klock_recover(struct run_region *r)
{
    atomic_fetch_add(&r->head->recoveries, 1);
    wait_rebuild(r);
    crash_point(r);
    journal_redo(r);
    slot_recount(r);
    crash_point(r);
    wait_settle(r);
    for (uint32_t i = 0; i < slots_used(r); i++) // a wake-up may have been committed and not delivered
        if (state_alive(slot_state(&r->slots[i])))
            slot_poke(&r->slots[i]);
}
