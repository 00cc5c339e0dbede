#include "live/script.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "live/parts.h"

enum { RIDES_MAX = 200000 }; // between two moves: more, and the run is somewhere else
/* So long somebody may be on his way without a gate: a process that ends, a pipe. Many times what that takes. */
static const uint64_t PATIENCE_NS = 10000000000ull;

static void what_copy(struct script *s, const struct run_script *what)
{
    free(s->what.moves);
    free(s->what.stands);
    s->what = *what;
    s->what.moves = memcpy(mem_zalloc(what->moves_n + 1, sizeof *what->moves), what->moves, what->moves_n * sizeof *what->moves);
    s->what.stands = memcpy(mem_zalloc(what->stands_n + 1, sizeof *what->stands), what->stands, what->stands_n * sizeof *what->stands);
}

/* The stands after as many moves as have been made. */
static void take_stands(struct script *s)
{
    for (; s->stands_at < s->what.stands_n && s->what.stands[s->stands_at].after <= s->at; s->stands_at++)
        if (s->what.stands[s->stands_at].task < SCRIPT_TASKS)
            s->stand[s->what.stands[s->stands_at].task] = s->stands_at + 1;
}

void script_init(struct script *s, const struct run_script *what)
{
    *s = (struct script){ 0 };
    if (!what)
        return;
    what_copy(s, what);
    take_stands(s);
}

void script_finish(struct script *s)
{
    free(s->what.moves);
    free(s->what.stands);
    *s = (struct script){ 0 };
}

void script_extend(struct script *s, const struct run_script *what)
{
    what_copy(s, what);
    s->held = false;
    s->stands_at = 0;
    take_stands(s);
}

/* ---- who is who ---- */

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

static task_ref numbered(const struct script *s, uint32_t number)
{
    return number < s->who_n ? s->who[number] : NOBODY;
}

static const struct gate_entry *entry_of(const struct gate_entry *list, uint32_t n, task_ref who)
{
    for (uint32_t i = 0; i < n; i++)
        if (list[i].task == who)
            return &list[i];
    return NULL;
}

/* ---- where they are to be ---- */

/* Whether a task is to be started yet that the model has: then a start that waits at the gate is none of its steps. */
static bool starts_are_missing(const struct script *s)
{
    return s->who_n < SCRIPT_TASKS && s->stand[s->who_n];
}

/* Whether the model's name of a thing and the one in the log may mean the same. A variable has one; a thing that several
 * tasks know has in each of them the name of whoever touched it first, and so has what an attribute belongs to. */
static bool names_fit(const struct script_stand *st, const struct gate_entry *e, const char *name, const char *type)
{
    const char *a = st->name, *b = name;
    if (!*a || !*b || strchr(a, ' ') || strchr(b, ' ') || e->number == name_alias(a, strlen(a)))
        return true; // "a lock", "shared value" are no names
    if (strcmp(type, "attribute") == 0) {
        const char *dot_a = strrchr(a, '.'), *dot_b = strrchr(b, '.');
        a = dot_a ? dot_a : a;
        b = dot_b ? dot_b : b;
    } else if (!st->variable) {
        return true;
    }
    size_t n = strnlen(b, sizeof st->name - 1 - (size_t)(a - st->name)); // the model may name an item of it, too
    return strncmp(a, b, n) == 0 && (!a[n] || strchr("[.", a[n]));
}

static bool matches(const struct script *script, const struct script_stand *st, const struct run_region *r, const struct gate_entry *e)
{
    const struct task_slot *s = slot_of(r, e->task);
    char name[NAME_BYTES] = "", type[NAME_BYTES] = "";
    if (!s || st->kind != e->kind || (e->kind == EV_SPAWN && starts_are_missing(script)))
        return false;
    bool elsewhere = st->line && s->line && st->line != s->line;
    if (e->kind == EV_JOINED && elsewhere && !slot_of(r, (task_ref)e->number))
        return false; // to join who has ended is no step in the model
    if (e->kind != EV_READ && e->kind != EV_WRITE && e->kind != EV_CALL)
        return true; // always a step; only an access may be none in the model
    if (elsewhere)
        return false;
    if (e->object < r->object_max) {
        region_text_get(&r->objects[e->object].name, name);
        region_text_get(&r->objects[e->object].type, type);
    }
    if (st->variable != (strcmp(type, "variable") == 0))
        return false;
    return names_fit(st, e, name, type);
}

enum place {
    PLACE_RIGHT,
    PLACE_RIDES,  // it stands at a gate that is none of the model's steps
    PLACE_LATER,  // likewise, but somebody else has to end first
    PLACE_SLEEPS, // a sleep is in the way
    PLACE_AWAY,   // it will come by itself
};

/* A task that has ended in the model: its process is to have left, so that who waits for it sees that. */
static enum place place_of_ended(struct script *s, uint32_t number, const struct task_slot *slot, const struct gate_entry *e)
{
    if (slot->kind == TASK_PROCESS && !s->left[number]) {
        s->left[number] = process_gone(atomic_load(&slot->pid));
        return s->left[number] ? PLACE_RIGHT : e ? PLACE_RIDES : PLACE_AWAY;
    }
    return e && slot->kind != TASK_PROCESS ? PLACE_RIDES : PLACE_RIGHT;
}

/* It has put into a pipe, or taken from it, what went at once: the kernel does the rest of that step. */
static bool is_in_pipe(const struct task_slot *slot)
{
    return slot_state(slot) == SLOT_WAITS && slot->wait.pipe;
}

static enum place place_of(struct script *s, const struct run_region *r, uint32_t number, const struct gate_entry *e)
{
    const struct script_stand *st = s->stand[number] ? &s->what.stands[s->stand[number] - 1] : NULL;
    const struct task_slot *slot = &r->slots[ref_slot(s->who[number])];
    if (atomic_load(&slot->ref) != s->who[number])
        return PLACE_RIGHT; // long gone
    enum slot_state state = slot_state(slot);
    if (!state_alive(state))
        return st && st->where == STAND_ENDED && slot->kind == TASK_PROCESS ? place_of_ended(s, number, slot, e) : PLACE_RIGHT;
    if (st && st->where == STAND_ENDED && state != SLOT_SLEEPS && !(slot->is_main && state == SLOT_WAITS))
        return place_of_ended(s, number, slot, e);
    bool right = st && (st->where == STAND_ANYWHERE || (st->where == STAND_GATE && is_in_pipe(slot)) || (st->where == STAND_GATE && e && matches(s, st, r, e)) ||
                        (st->where != STAND_GATE && state == SLOT_WAITS));
    if (right)
        return PLACE_RIGHT;
    if (e)
        return e->kind == EV_JOINED && slot_of(r, (task_ref)e->number) ? PLACE_LATER : PLACE_RIDES;
    return state == SLOT_SLEEPS ? PLACE_SLEEPS : PLACE_AWAY;
}

/* ---- turns ---- */

static enum turn leave(struct script *s, struct run_region *r, bool lost)
{
    s->lost = lost;
    s->held = false;
    gate_control(r, false);
    return TURN_NOBODY;
}

void script_let_go(struct script *s, struct run_region *r)
{
    s->what.hold = false;
    if (s->held)
        leave(s, r, false);
}

static enum turn grant(struct script *s, struct run_region *r, const struct gate_entry *e, const struct script_move *m, uint64_t now_ns)
{
    task_ref choice[GATE_CHOICES];
    uint32_t n = 0;
    for (uint32_t i = 0; m && i < m->choices_n && n < GATE_CHOICES; i++)
        choice[n++] = m->number ? m->choice[i] : numbered(s, m->choice[i]);
    if (!gate_grant(r, e->task, choice, n))
        return TURN_SOON;
    s->next_at_ns = s->pause_ns ? now_ns + s->pause_ns : 0;
    s->waits_since_ns = 0;
    return TURN_GRANTED;
}

static enum turn ride(struct script *s, struct run_region *r, const struct gate_entry *e, uint64_t now_ns)
{
    if (++s->rides > RIDES_MAX)
        return leave(s, r, true);
    return grant(s, r, e, NULL, now_ns);
}

static enum turn wait_for_who_is_away(struct script *s, struct run_region *r, uint64_t now_ns)
{
    if (!s->waits_since_ns)
        s->waits_since_ns = now_ns;
    return now_ns - s->waits_since_ns < PATIENCE_NS ? TURN_SOON : leave(s, r, true);
}

/* Lets through who is not where the model has him. TURN_NOBODY: everybody is. */
static enum turn bring_into_place(struct script *s, struct run_region *r, const struct gate_entry *list, uint32_t n, uint64_t now_ns)
{
    const struct gate_entry *later = NULL;
    bool away = false;
    for (uint32_t i = 0; i < s->who_n; i++) {
        const struct gate_entry *e = entry_of(list, n, s->who[i]);
        switch (place_of(s, r, i, e)) {
        case PLACE_RIGHT: break;
        case PLACE_RIDES: return ride(s, r, e, now_ns);
        case PLACE_LATER: later = later ? later : e; break;
        case PLACE_SLEEPS: wait_force(&r->slots[ref_slot(s->who[i])], FORCE_TIMEOUT); return TURN_SOON;
        case PLACE_AWAY: away = true; break;
        }
    }
    if (away)
        return wait_for_who_is_away(s, r, now_ns);
    if (later) // joins are switched off, or what it waits for has ended otherwise
        return ride(s, r, later, now_ns);
    s->waits_since_ns = 0;
    return TURN_NOBODY;
}

static enum turn moved(struct script *s, enum turn t)
{
    s->at++;
    s->rides = 0;
    s->begun = s->forgets = false;
    take_stands(s);
    return t;
}

/* What befalls the task was begun: it goes on until it is seen. */
static enum turn befalls(struct script *s, struct run_region *r, const struct script_move *m, const struct gate_entry *e, uint64_t now_ns)
{
    task_ref who = numbered(s, m->task);
    struct task_slot *slot = slot_of(r, who);
    enum slot_state state = slot ? slot_state(slot) : SLOT_FREE;
    if (m->how == SCRIPT_KILLED) {
        if (slot && !s->begun)
            kill(atomic_load(&slot->pid), SIGKILL);
        s->begun = true;
        return !slot || process_gone(atomic_load(&slot->pid)) ? moved(s, TURN_SOON) : wait_for_who_is_away(s, r, now_ns);
    }
    if (state == SLOT_WAITS) {
        s->begun = true;
        wait_force(slot, m->how == SCRIPT_WAKES ? FORCE_WAKE : FORCE_TIMEOUT);
        return wait_for_who_is_away(s, r, now_ns);
    }
    if (s->begun)
        return moved(s, TURN_SOON);
    if (e && m->how == SCRIPT_TIMES_OUT) // it has not tried yet, and will have to wait
        return grant(s, r, e, m, now_ns);
    return leave(s, r, true);
}

/* Whether the task has ended in the model after the move at hand. */
static bool ends_with(const struct script *s, const struct script_move *m)
{
    for (uint32_t i = s->stands_at; i < s->what.stands_n && s->what.stands[i].after == s->at + 1; i++)
        if (s->what.stands[i].task == m->task)
            return s->what.stands[i].where == STAND_ENDED;
    return false;
}

static enum turn make_move(struct script *s, struct run_region *r, const struct gate_entry *list, uint32_t n, uint64_t now_ns)
{
    const struct script_move *m = &s->what.moves[s->at];
    const struct gate_entry *e = entry_of(list, n, numbered(s, m->task));
    if (m->forgets && !s->forgets)
        live_forget(r);
    s->forgets = m->forgets;
    if (m->forgets && live_forgetting(r))
        return wait_for_who_is_away(s, r, now_ns);
    if (m->how != SCRIPT_STEPS)
        return befalls(s, r, m, e, now_ns);
    const struct task_slot *slot = slot_of(r, numbered(s, m->task));
    if (!e) // the kernel has done, or does, the rest of what a pipe did not hold at once
        return (slot ? is_in_pipe(slot) : ends_with(s, m)) ? moved(s, TURN_SOON) : leave(s, r, true);
    enum turn t = grant(s, r, e, m, now_ns);
    return t == TURN_GRANTED ? moved(s, t) : t;
}

enum turn script_grant(struct script *s, struct run_region *r, uint64_t now_ns)
{
    struct gate_entry list[SCRIPT_TASKS];
    bool settled;
    if (s->lost || s->held || s->next_at_ns > now_ns)
        return TURN_NOBODY;
    uint32_t n = gate_list(r, list, ARRAY_LEN(list), &settled);
    note_new(s, r);
    if (!settled || !s->who_n)
        return TURN_SOON;
    bool on = s->at < s->what.moves_n;
    const struct script_move *m = on ? &s->what.moves[s->at] : NULL;
    struct task_slot *slot = on ? slot_of(r, numbered(s, m->task)) : NULL;
    bool tries = on && m->how == SCRIPT_TIMES_OUT && slot && slot_state(slot) == SLOT_WAITS;
    if (!s->begun && !tries) {
        enum turn t = bring_into_place(s, r, list, n, now_ns);
        if (t != TURN_NOBODY || s->lost)
            return t;
    }
    if (on)
        return make_move(s, r, list, n, now_ns);
    if (!s->what.hold)
        return leave(s, r, false);
    s->held = true;
    return TURN_NOBODY;
}
