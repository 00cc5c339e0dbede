#include "live/turns.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "live/parts.h"

/* What a turn counts for a sleeper: sleep(0.1) is a hundred turns of the others. Long enough that
 * short programs are asleep as one expects, short enough that nobody polls for ever. */
static const uint64_t TURN_NS = 1000000;

struct sleeper {
    task_ref who;
    uint64_t until_ns; // in the run's own time
};

void turns_init(struct turns *t, uint64_t seed)
{
    *t = (struct turns){ .state = seed };
}

void turns_finish(struct turns *t)
{
    free(t->sleepers);
    t->sleepers = NULL;
}

void turns_set_pause(struct turns *t, uint64_t ns)
{
    t->pause_ns = ns;
}

/* ---- sleepers */

static struct sleeper *sleeper_of(struct turns *t, task_ref who)
{
    for (uint32_t i = 0; i < t->sleeper_n; i++)
        if (t->sleepers[i].who == who)
            return &t->sleepers[i];
    return NULL;
}

static void sleeper_add(struct turns *t, task_ref who, uint64_t until_ns)
{
    MEM_GROW(t->sleepers, t->sleeper_n, t->sleeper_cap, 16);
    t->sleepers[t->sleeper_n++] = (struct sleeper){ who, until_ns };
}

/* Keeps the order: of two that wake at the same time the one that fell asleep first is first. */
static void sleeper_remove(struct turns *t, uint32_t i)
{
    for (t->sleeper_n--; i < t->sleeper_n; i++)
        t->sleepers[i] = t->sleepers[i + 1];
}

/* A sleep may end in another way: the task was killed, or interrupted and has gone on. */
static void forget_the_gone(struct turns *t, const struct run_region *r)
{
    for (uint32_t i = 0; i < t->sleeper_n;) {
        const struct task_slot *s = slot_of(r, t->sleepers[i].who);
        bool elsewhere = !s || (slot_state(s) == SLOT_GATE && s->next.kind != EV_WAKE);
        if (elsewhere)
            sleeper_remove(t, i);
        else
            i++;
    }
}

static const struct sleeper *first_to_wake(const struct turns *t)
{
    const struct sleeper *first = NULL;
    for (uint32_t i = 0; i < t->sleeper_n; i++)
        if (!first || t->sleepers[i].until_ns < first->until_ns)
            first = &t->sleepers[i];
    return first;
}

/* ---- choosing */

/* Leaves out those who are to sleep on; returns how many are left. */
static uint32_t leave_sleepers_out(struct turns *t, struct gate_entry *list, uint32_t n)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct sleeper *s = sleeper_of(t, list[i].task);
        if (!s || s->until_ns <= t->now_ns)
            list[kept++] = list[i];
    }
    return kept;
}

/* Whether somebody whose sleep is over in the run's time still sleeps in the kernel's. */
static bool somebody_oversleeps(const struct turns *t, const struct run_region *r)
{
    for (uint32_t i = 0; i < t->sleeper_n; i++) {
        const struct task_slot *s = slot_of(r, t->sleepers[i].who);
        if (t->sleepers[i].until_ns <= t->now_ns && s && slot_state(s) != SLOT_GATE)
            return true;
    }
    return false;
}

static void take_note(struct turns *t, const struct gate_entry *e)
{
    if (e->kind == EV_SLEEP)
        sleeper_add(t, e->task, t->now_ns + (uint64_t)MAX(e->number, (int64_t)0));
    for (uint32_t i = 0; e->kind == EV_WAKE && i < t->sleeper_n; i++)
        if (t->sleepers[i].who == e->task)
            sleeper_remove(t, i);
    t->now_ns += TURN_NS;
    t->granted++;
}

enum turn turns_grant(struct turns *t, struct run_region *r, uint64_t now_ns)
{
    struct gate_entry list[256];
    bool settled;
    if (t->next_at_ns > now_ns)
        return TURN_NOBODY;
    uint32_t n = gate_list(r, list, ARRAY_LEN(list), &settled);
    if (!settled || n == 0)
        return settled ? TURN_NOBODY : TURN_SOON;
    forget_the_gone(t, r);
    uint32_t awake = leave_sleepers_out(t, list, n);
    if (awake == 0 && t->sleeper_n) { // time passes
        t->now_ns = MAX(t->now_ns, first_to_wake(t)->until_ns);
        awake = leave_sleepers_out(t, list, n);
    }
    if (awake == 0 || somebody_oversleeps(t, r))
        return TURN_NOBODY;
    const struct gate_entry *e = &list[rng_next(&t->state) % awake];
    if (!gate_grant(r, e->task, NULL, 0))
        return TURN_SOON;
    take_note(t, e);
    t->next_at_ns = t->pause_ns ? now_ns + t->pause_ns : 0;
    return TURN_GRANTED;
}

int turns_timeout_ms(const struct turns *t, uint64_t now_ns)
{
    return t->next_at_ns > now_ns ? (int)((t->next_at_ns - now_ns) / MS) + 1 : -1;
}
