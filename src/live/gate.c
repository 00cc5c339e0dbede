#include "base/clock.h"
#include "base/hash.h"
#include "live/parts.h"

/* Every second visible step pauses, for 10 µs to about 1 ms: longer than a step takes or a thread needs to
 * start, and a hundred steps still pass in 20 ms. */
enum { CHAOS_ONE_IN = 2, CHAOS_NS = 10000, CHAOS_DOUBLINGS = 8 };

/* A task's own sequence: with the same seed it pauses at the same steps, whatever the others do. */
static bool chaos_pause(void)
{
    static __thread struct { task_ref of; uint64_t state; } dice = { .of = NOBODY }; // a fork has another ref
    if (dice.of != live_me.ref) {
        dice.of = live_me.ref;
        dice.state = hash_mix(live.region.head->chaos_seed) ^ live_me.ref;
    }
    uint64_t thrown = rng_next(&dice.state);
    if (thrown % CHAOS_ONE_IN)
        return true;
    uint64_t ns = (uint64_t)CHAOS_NS << (thrown >> 32) % CHAOS_DOUBLINGS;
    return live_sleep(wait_clock_ns() + ns) != LIVE_INTERRUPTED;
}

enum { ROUNDS = 50000 }; // about a millisecond of `while True: pass`, as long as a turn counts for a sleeper

void gate_round(void)
{
    if (++live_me.rounds < ROUNDS)
        return;
    if (atomic_load(&live.region.head->controlled) == GATE_SEEDED)
        gate_wait(EV_NOTE, OBJECT_NONE, 0);
    else // the gate was opened for good
        live_attend_clear(&live.region, live_me.ref, ATTEND_ROUNDS);
    live_me.rounds = 0;
}

bool gate_wait(uint32_t kind, uint32_t object, int64_t number)
{
    struct task_slot *s = live_me.slot;
    bool passed = false;
    live_me.rounds = 0;
    if (atomic_load(&live.region.head->controlled) == GATE_CHAOS)
        return chaos_pause();
    if (live.hooks.before_block)
        live.hooks.before_block();
    s->next.kind = kind;
    s->next.object = object;
    s->next.number = number;
    s->next.choices_n = 0;
    s->line = live_me.line;
    atomic_store(&s->state, SLOT_GATE);
    bell_ring(&live.region);
    for (;;) {
        uint32_t granted = atomic_load(&s->grant), att = atomic_load(&s->attention);
        passed = granted != s->gate_turns || !atomic_load(&live.region.head->controlled);
        if (passed || (att && live.hooks.attend && live.hooks.attend(att)))
            break;
        futex_wait(&s->grant, granted, 500 * MS);
    }
    s->gate_turns = atomic_load(&s->grant);
    atomic_store(&s->state, SLOT_RUNS);
    if (live.hooks.after_block)
        live.hooks.after_block();
    return passed;
}

bool gate_in_script(void)
{
    return atomic_load_explicit(&live.region.head->controlled, memory_order_relaxed) == GATE_SCRIPT;
}

void gate_end(void)
{
    if (gate_in_script())
        gate_wait(EV_END, UINT32_MAX, 0);
}

bool gate_grants(const struct run_region *r)
{
    uint32_t controlled = atomic_load_explicit(&r->head->controlled, memory_order_relaxed);
    return controlled == GATE_SEEDED || controlled == GATE_SCRIPT;
}

void gate_control(struct run_region *r, bool controlled)
{
    atomic_store(&r->head->controlled, controlled);
    if (controlled)
        return;
    for (uint32_t i = 0; i < slots_used(r); i++) {
        futex_wake(&r->slots[i].grant, INT32_MAX);
        slot_poke(&r->slots[i]); // the clock counts again
    }
}

static uint32_t look_at_all(struct run_region *r, struct gate_entry *ret, uint32_t max, bool *ret_settled)
{
    uint32_t n = 0;
    *ret_settled = true;
    for (uint32_t i = 0; i < slots_used(r); i++) {
        struct task_slot *s = &r->slots[i];
        enum slot_state st = slot_state(s);
        // a granted task is on its way although it has not left the gate yet
        bool granted = st == SLOT_GATE && atomic_load(&s->grant) != s->gate_turns;
        if (st == SLOT_NEW || st == SLOT_RUNS || granted)
            *ret_settled = false;
        if (st == SLOT_GATE && !granted && n < max)
            ret[n++] = (struct gate_entry){atomic_load(&s->ref), s->next.kind, s->next.object,
                                           s->next.number, s->next.blocked != 0};
    }
    return n;
}

/* Who ends, or gives back what others wait for, wakes them with klock taken: without it one could see the main thread
 * still wait and then its thread gone, and take the run for settled without main. */
uint32_t gate_list(struct run_region *r, struct gate_entry *ret, uint32_t max, bool *ret_settled)
{
    uint32_t n = look_at_all(r, ret, max, ret_settled);
    if (!*ret_settled)
        return n;
    *ret_settled = klock_take_timed(r, LOCK_MS, NULL) == 0;
    if (*ret_settled) {
        n = look_at_all(r, ret, max, ret_settled);
        klock_give(r);
    }
    return n;
}

bool gate_grant(struct run_region *r, task_ref t, const task_ref *choice, uint32_t choices_n)
{
    struct task_slot *s = slot_of(r, t);
    if (!s || slot_state(s) != SLOT_GATE || atomic_load(&s->grant) != s->gate_turns)
        return false;
    for (uint32_t i = 0; i < choices_n && i < GATE_CHOICES; i++)
        s->next.choice[i] = choice[i];
    s->next.choices_n = MIN(choices_n, (uint32_t)GATE_CHOICES);
    atomic_fetch_add(&s->grant, 1);
    futex_wake(&s->grant, INT32_MAX);
    return true;
}
