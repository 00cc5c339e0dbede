#include "live/script.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "live/parts.h"

enum { RIDES_MAX = 20000 }; // between two moves: more, and the run is somewhere else
/* So long a sleep, or a wait for a child, may take that must end before the next move can be made. */
static const uint64_t PATIENCE_NS = 10000000000ull;

void script_init(struct script *s, const struct script_move *moves, uint32_t n)
{
    *s = (struct script){ .n = n };
    if (!n)
        return;
    s->moves = mem_zalloc(n, sizeof *moves);
    memcpy(s->moves, moves, n * sizeof *moves);
}

void script_finish(struct script *s)
{
    free(s->moves);
    *s = (struct script){ 0 };
}

/* One task at most is new at a time, as each start is a turn of its own. */
static void note_new(struct script *s, const struct run_region *r)
{
    for (uint32_t i = 0; i < slots_used(r) && s->who_n < SCRIPT_TASKS; i++) {
        task_ref ref = atomic_load(&r->slots[i].ref);
        bool known = slot_state(&r->slots[i]) == SLOT_FREE;
        for (uint32_t k = s->who_n; k-- > 0 && !known;)
            known = s->who[k] == ref;
        if (!known)
            s->who[s->who_n++] = ref;
    }
}

static uint32_t number_of(const struct script *s, task_ref ref)
{
    for (uint32_t i = 0; i < s->who_n; i++)
        if (s->who[i] == ref)
            return i;
    return UINT32_MAX;
}

static const struct gate_entry *entry_of(const struct gate_entry *list, uint32_t n, task_ref who)
{
    for (uint32_t i = 0; i < n; i++)
        if (list[i].task == who)
            return &list[i];
    return NULL;
}

/* Gates at which nothing is decided. */
static bool is_ride(uint32_t kind)
{
    return kind == EV_SPAWN || kind == EV_JOINED || kind == EV_SLEEP || kind == EV_WAKE;
}

static bool matches(const struct script_move *m, const struct run_region *r, const struct gate_entry *e)
{
    const struct task_slot *s = slot_of(r, e->task);
    char name[NAME_BYTES] = "";
    if (!s || m->kind != e->kind)
        return false;
    if (e->kind != EV_READ && e->kind != EV_WRITE && e->kind != EV_CALL)
        return true; // always a step, so it is the next one; only an access may be none in the model
    if (m->line && s->line && m->line != s->line)
        return false;
    if (m->alias && e->number) // what it is called in the log may be another task's name
        return m->alias == e->number;
    if (e->object < r->object_max)
        region_text_get(&r->objects[e->object].name, name);
    bool called = m->name[0] && name[0] && !strchr(m->name, ' ') && !strchr(name, ' '); // "a lock", "shared value": no names
    return !called || strncmp(m->name, name, sizeof m->name - 1) == 0;
}

static const struct script_move *move_of(const struct script *s, uint32_t task, uint32_t from)
{
    for (uint32_t i = from; i < s->n; i++)
        if (s->moves[i].task == task)
            return &s->moves[i];
    return NULL;
}

/* Whether this start is a move of the script: then it has its turn. */
static bool is_scripted_start(const struct script *s, const struct gate_entry *e)
{
    const struct script_move *next = move_of(s, number_of(s, e->task), s->at);
    return next && next->kind == EV_SPAWN && next->choice == s->who_n;
}

static bool is_plain_end(const struct script *s, const struct gate_entry *e)
{
    const struct script_move *next = move_of(s, number_of(s, e->task), s->at);
    return e->kind == EV_END && (!next || next->kind != EV_END);
}

/* How well somebody may be let through so that the one whose turn it is gets to the gate: 4 nothing is
 * decided there, 3 it is not yet where it is to move next, 2 it has no move of its own, 1 it has made all of
 * them, 0 this is its next move, and its turn comes later. */
static int ease(const struct script *s, const struct run_region *r, const struct gate_entry *e)
{
    uint32_t task = number_of(s, e->task);
    const struct script_move *next = move_of(s, task, s->at);
    if (e->kind == EV_SPAWN && is_scripted_start(s, e))
        return 0;
    if (is_ride(e->kind) || is_plain_end(s, e))
        return 4;
    if (next)
        return matches(next, r, e) ? 0 : 3;
    return move_of(s, task, 0) ? 1 : 2;
}

static const struct gate_entry *one_that_rides(const struct script *s, const struct run_region *r,
                                               const struct gate_entry *list, uint32_t n)
{
    const struct gate_entry *best = NULL;
    for (uint32_t i = 0; i < n; i++)
        if (ease(s, r, &list[i]) > (best ? ease(s, r, best) : 0))
            best = &list[i];
    return best;
}

/* Other starts, and ends, come at once, and of several the one of the lowest number first: as in the model, so that the new
 * tasks get the same numbers. */
static const struct gate_entry *one_that_starts(const struct script *s, const struct gate_entry *list, uint32_t n)
{
    const struct gate_entry *first = NULL;
    for (uint32_t i = 0; i < n; i++)
        if (((list[i].kind == EV_SPAWN && !is_scripted_start(s, &list[i])) || is_plain_end(s, &list[i])) && (!first || number_of(s, list[i].task) < number_of(s, first->task)))
            first = &list[i];
    return first;
}

static enum turn leave(struct script *s, struct run_region *r, bool lost)
{
    s->lost = lost;
    gate_control(r, false);
    return TURN_NOBODY;
}

static enum turn grant(struct script *s, struct run_region *r, const struct gate_entry *e, task_ref choice, uint64_t now_ns)
{
    if (!gate_grant(r, e->task, choice))
        return TURN_SOON;
    s->next_at_ns = s->pause_ns ? now_ns + s->pause_ns : 0;
    s->waits_since_ns = 0;
    return TURN_GRANTED;
}

static enum turn ride(struct script *s, struct run_region *r, const struct gate_entry *e, uint64_t now_ns)
{
    if (++s->rides > RIDES_MAX)
        return leave(s, r, true);
    return grant(s, r, e, NOBODY, now_ns);
}

static void moved(struct script *s)
{
    s->at++;
    s->rides = 0;
    s->times_out = false;
}

/* The one whose turn it is does not stand at the gate. */
static enum turn wait_for(struct script *s, struct run_region *r, task_ref who, const struct gate_entry *list, uint32_t n,
                          uint64_t now_ns)
{
    const struct task_slot *slot = who == NOBODY ? NULL : slot_of(r, who);
    enum slot_state state = slot ? slot_state(slot) : SLOT_FREE;
    bool passes = slot && (state == SLOT_SLEEPS || (state == SLOT_WAITS && slot->wait.timed));
    if (s->moves[s->at].timed_out && state == SLOT_WAITS) {
        s->times_out = true; // it ends by itself
        return TURN_NOBODY;
    }
    const struct gate_entry *other = one_that_rides(s, r, list, n);
    if (other && ease(s, r, other) > 1)
        return ride(s, r, other, now_ns);
    for (uint32_t i = 0; i < slots_used(r); i++) // somebody who sleeps may be who brings it there
        passes |= slot_state(&r->slots[i]) == SLOT_SLEEPS;
    if (passes && !s->waits_since_ns)
        s->waits_since_ns = now_ns;
    bool patient = passes && now_ns - s->waits_since_ns < (other ? PATIENCE_NS / 10 : PATIENCE_NS);
    if (patient)
        return TURN_NOBODY;
    return other ? ride(s, r, other, now_ns) : leave(s, r, true);
}

/* A process that has ended is still about to leave: its parent, or who reads what it wrote, does not see its end yet. */
static bool any_leaving(const struct run_region *r)
{
    for (uint32_t i = 0; i < slots_used(r); i++)
        if (slot_state(&r->slots[i]) == SLOT_ENDED && r->slots[i].kind == TASK_PROCESS && r->slots[i].pid > 0 && !process_gone(r->slots[i].pid))
            return true;
    return false;
}

enum turn script_grant(struct script *s, struct run_region *r, uint64_t now_ns)
{
    struct gate_entry list[SCRIPT_TASKS];
    bool settled;
    if (s->lost || s->next_at_ns > now_ns)
        return TURN_NOBODY;
    uint32_t n = gate_list(r, list, ARRAY_LEN(list), &settled);
    if (!settled || n == 0) // nobody is there yet, or everybody waits: the run sees by itself if that is for ever
        return settled ? TURN_NOBODY : TURN_SOON;
    note_new(s, r);
    if (any_leaving(r))
        return TURN_SOON;
    const struct gate_entry *starts = one_that_starts(s, list, n);
    if (starts)
        return ride(s, r, starts, now_ns);
    if (s->at == s->n)
        return leave(s, r, false);
    const struct script_move *m = &s->moves[s->at];
    task_ref who = m->task < s->who_n ? s->who[m->task] : NOBODY;
    if (s->times_out) {
        const struct task_slot *slot = slot_of(r, who);
        if (slot && slot_state(slot) == SLOT_WAITS)
            return TURN_NOBODY;
        moved(s);
        return TURN_SOON;
    }
    const struct gate_entry *e = who == NOBODY ? NULL : entry_of(list, n, who);
    if (!e)
        return wait_for(s, r, who, list, n, now_ns);
    if (!matches(m, r, e)) {
        const struct script_move *next = m->kind == EV_NOTE ? move_of(s, m->task, s->at + 1) : NULL;
        if (!next || !matches(next, r, e))
            return ride(s, r, e, now_ns);
        moved(s); // it only looked at something, and has done so on the way
        return TURN_SOON;
    }
    task_ref choice = m->kind != EV_SPAWN && m->choice < s->who_n ? s->who[m->choice] : NOBODY;
    enum turn t = grant(s, r, e, choice, now_ns);
    if (t == TURN_GRANTED && m->timed_out)
        s->times_out = true;
    else if (t == TURN_GRANTED)
        moved(s);
    return t;
}
