/* advice.c: what is worth a word besides failures.
 *
 * Looked for in the states of a finished search, when it is over: the search itself pays nothing for it. What only
 * some programs can show is looked for if their steps have given reason to (struct order, struct single_wait …).
 *
 *     where the runs end     a lock that nobody gives back, a notification that nobody heard
 *     in all states          tasks that wait in a ring while others go on, locks in opposite orders, a wait without
 *                            a second look, a task that is cut off in the middle of an update */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "model/search.h"
#include "model/sync.h"
#include "model/variable.h"

enum { DEADLOCKS_TRIED = 32, TOLD_MAX = 64 };

struct advice {
    struct model *m;
    const struct search_states *in;
    advice_fn *tell;
    void *ctx;
    struct { uint8_t kind; uint32_t a, b; } told[TOLD_MAX]; unsigned told_n; // each thing once
};

static bool first_time(struct advice *a, enum finding_kind kind, uint32_t x, uint32_t y)
{
    for (unsigned i = 0; i < a->told_n; i++)
        if (a->told[i].kind == kind && a->told[i].a == x && a->told[i].b == y)
            return false;
    if (a->told_n == TOLD_MAX)
        return false;
    a->told[a->told_n].kind = (uint8_t)kind;
    a->told[a->told_n].a = x;
    a->told[a->told_n++].b = y;
    return true;
}

static void load(const struct advice *a, uint32_t state, struct state *s)
{
    space_load(a->in->space, a->m, state, s);
}

/* Who holds a lock that guards something: its task + 1, or 0. */
static unsigned holder(const struct model *m, const struct state *s, uint32_t slot)
{
    const struct slot *at = &m->slots[slot];
    if (at->kind != SLOT_SYNC || !at->own || at->handed_over)
        return 0;
    struct sync_object o = state_sync(m, s, slot);
    return o.kind == SYNC_LOCK || o.kind == SYNC_RLOCK ? o.owner : 0;
}

static bool insists(const struct head *h) // on getting a lock
{
    return h->next == NEXT_SYNC && h->op == SYNC_OP_ACQUIRE && !(h->more & L_NOWAIT) && !(h->flags & L_TIMED);
}

/* ---- the run that leads to a state ---- */

static void replay_to(const struct advice *a, uint32_t state, struct trace *t)
{
    uint32_t n;
    struct move *moves = a->in->path(a->in->ctx, state, &n);
    trace_init(t);
    model_replay(a->m, moves, n, t);
    free(moves);
}

static bool is_of(const struct model *m, const struct trace *t, const struct event *e, uint32_t slot)
{
    struct buf name = { 0 };
    sync_name_of((struct model *)m, slot, &name);
    bool same = e->object < t->object_count && strncmp(t->objects[e->object].name, buf_str(&name), sizeof t->objects->name - 1) == 0;
    buf_finish(&name);
    return same;
}

/* The last time that a task has taken a lock; count: never in this trace. */
static size_t last_taking(const struct model *m, const struct trace *t, unsigned thread, uint32_t slot)
{
    for (size_t i = t->count; i-- > 0;)
        if (t->events[i].kind == EV_LOCKED && t->events[i].task == thread && is_of(m, t, &t->events[i], slot))
            return i;
    return t->count;
}

static uint32_t line_of_taking(const struct advice *a, uint32_t state, unsigned thread, uint32_t slot)
{
    struct trace t;
    replay_to(a, state, &t);
    size_t i = last_taking(a->m, &t, thread, slot);
    uint32_t line = i < t.count ? t.events[i].line : 0;
    trace_finish(&t);
    return line;
}

/* ---- locks that nobody gives back ---- */

static void tell_leak(struct advice *a, uint32_t state, unsigned thread, uint32_t slot)
{
    struct finding f = { .kind = FIND_LEAKED_LOCK, .threads = { (uint8_t)thread }, .threads_n = 1 };
    struct buf name = { 0 };
    if (!first_time(a, FIND_LEAKED_LOCK, slot, thread))
        return;
    sync_name_of(a->m, slot, &name);
    f.line = line_of_taking(a, state, thread, slot);
    if (f.line)
        snprintf(f.message, sizeof f.message, _("%s: %s takes it (line %u) and ends without giving it back"), buf_str(&name),
                 a->m->thread_name[thread], f.line);
    else
        snprintf(f.message, sizeof f.message, _("%s: %s takes it and ends without giving it back"), buf_str(&name), a->m->thread_name[thread]);
    buf_finish(&name);
    a->tell(a->ctx, &f, state);
}

/* The last one goes on to its end. */
static bool finish(struct model *m, struct state *s)
{
    unsigned last;
    if (unfinished(m, s, true, &last) != 1)
        return true;
    const struct local *l = thread_local(m, s, last);
    if (l->head.next == NEXT_CHOICE || l->head.next == NEXT_WAITPID || l->head.next == NEXT_WAIT)
        return true;
    struct effect e = step_of_state(m, s, last, (struct how){ .alone = true, .seen = observe(m, s, &l->head) });
    return !(e.flags & E_LIMIT) && effect_apply(m, s, last, &e, 0);
}

static void look_for_leaks(struct advice *a, uint32_t state)
{
    static struct state s;
    struct model *m = a->m;
    load(a, state, &s);
    if (!finish(m, &s))
        return;
    for (uint32_t c = 0; c < m->columns_n; c++) {
        unsigned owner = holder(m, &s, m->columns[c]);
        const struct local *l = owner ? thread_local(m, &s, owner - 1) : NULL;
        const struct slot *slot = &m->slots[m->columns[c]];
        // in a child's memory: copied as it was at the fork, or gone with the child
        bool gone = slot->process < MODEL_PROCESSES && l && (slot->process != l->head.process || (slot->process && l->head.flags & L_FIRST));
        if (l && l->head.next == NEXT_DONE && !(l->head.more & L_CUT) && !gone)
            tell_leak(a, state, owner - 1, m->columns[c]);
    }
}

/* ---- notifications that nobody heard ---- */

/* When task w began to wait, how many had been told before while nobody waited, and w has not looked at anything
 * since? The last such telling, or count. */
static size_t unheard(const struct model *m, const struct trace *t, unsigned w, uint32_t slot, bool event, size_t *ret_wait)
{
    size_t told = t->count, found = t->count;
    unsigned waiting = 0;
    for (size_t i = 0; i < t->count; i++) {
        const struct event *e = &t->events[i];
        bool own = is_of(m, t, e, slot);
        if (e->task == w && (e->kind == EV_READ || e->kind == EV_CALL || e->kind == EV_WRITE))
            told = t->count; // it could have seen what it was told of
        else if (own && (e->kind == EV_CONDWOKE || e->kind == EV_EVTSEEN))
            waiting -= waiting > 0;
        else if (own && ((e->kind == EV_NOTIFY && !event) || e->kind == EV_EVTCLEAR))
            told = waiting ? told : i;
        else if (own && (e->kind == EV_CONDWAIT || e->kind == EV_EVTWAIT)) {
            waiting++;
            found = e->task == w ? told : found;
            *ret_wait = e->task == w ? i : *ret_wait;
        }
    }
    return found;
}

/* For an event: where it was set before it was cleared, unless task w has seen that. */
static size_t setting_of(const struct model *m, const struct trace *t, size_t cleared, unsigned w, uint32_t slot)
{
    for (size_t i = cleared; i-- > 0;) {
        const struct event *e = &t->events[i];
        if (e->kind == EV_EVTSEEN && e->task == w && is_of(m, t, e, slot))
            return t->count;
        if (e->kind == EV_EVTSET && is_of(m, t, e, slot))
            return i;
    }
    return t->count;
}

static void tell_unheard(struct advice *a, uint32_t state, const struct head *h, const struct trace *t)
{
    struct model *m = a->m;
    bool event = h->op == SYNC_OP_EVENT_WAIT;
    size_t wait = t->count, told = unheard(m, t, h->thread, h->object, event, &wait), set = told;
    if (told == t->count || (event && (set = setting_of(m, t, told, h->thread, h->object)) == t->count))
        return;
    if (!first_time(a, FIND_LOST_WAKEUP, h->object, h->thread))
        return;
    const struct event *n = &t->events[told];
    struct finding f = { .kind = FIND_LOST_WAKEUP, .line = n->line, .threads = { h->thread, (uint8_t)n->task }, .threads_n = 2 };
    struct buf name = { 0 };
    sync_name_of(m, h->object, &name);
    if (event)
        snprintf(f.message, sizeof f.message, _("%s: %s sets it (line %u), %s clears it (line %u), and only then %s waits for it (line %u)"),
                 buf_str(&name), m->thread_name[t->events[set].task], t->events[set].line, m->thread_name[n->task], n->line,
                 m->thread_name[h->thread], h->line);
    else
        snprintf(f.message, sizeof f.message, _("%s: %s notifies (line %u) when nobody waits; then %s waits (line %u), and nobody notifies any more"),
                 buf_str(&name), m->thread_name[n->task], n->line, m->thread_name[h->thread], h->line);
    buf_finish(&name);
    a->tell(a->ctx, &f, state);
}

static void look_for_unheard(struct advice *a, uint32_t state)
{
    static struct state s;
    struct model *m = a->m;
    bool waits = false;
    load(a, state, &s);
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, &s, i);
        waits |= l && l->head.next == NEXT_WAIT && l->head.op != SYNC_OP_BARRIER_WAIT;
    }
    if (!waits)
        return;
    struct trace t;
    replay_to(a, state, &t);
    load(a, state, &s);
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, &s, i);
        struct head h = l ? l->head : (struct head){ 0 };
        if (l && h.next == NEXT_WAIT && h.op != SYNC_OP_BARRIER_WAIT)
            tell_unheard(a, state, &h, &t);
    }
    trace_finish(&t);
}

/* ---- locks in opposite orders ---- */

/* Where an order shows, and who stands there. together: one who does it the other way round may be about, too. */
struct shown { bool opposed, together; uint32_t state; uint8_t thread; };

static bool is_opposed(const struct model *m, const struct order *o)
{
    for (uint32_t i = 0; i < m->orders_n; i++)
        if (m->orders[i].held == o->wanted && m->orders[i].wanted == o->held && m->orders[i].thread != o->thread)
            return true;
    return false;
}

static bool is_about(const struct model *m, const struct state *s, unsigned thread)
{
    const struct local *l = thread_local((struct model *)m, s, thread);
    return l && l->head.next != NEXT_DONE;
}

/* Locks that a deadlock is told of need no word about their order. */
static void settle_orders(const struct model *m, const struct head *h, struct shown *shown)
{
    for (uint32_t i = 0; insists(h) && i < m->orders_n; i++)
        if (m->orders[i].held == h->object || m->orders[i].wanted == h->object)
            shown[i].opposed = false;
}

static void look_for_company(const struct model *m, const struct state *s, struct shown *shown)
{
    for (uint32_t i = 0; i < m->orders_n; i++)
        for (uint32_t k = 0; shown[i].opposed && !shown[i].together && k < m->orders_n; k++)
            shown[i].together = m->orders[i].held == m->orders[k].wanted && m->orders[i].wanted == m->orders[k].held &&
                                m->orders[i].thread != m->orders[k].thread && is_about(m, s, m->orders[i].thread) &&
                                is_about(m, s, m->orders[k].thread);
}

static void look_for_orders(struct advice *a, uint32_t state, const struct state *s, const struct head *h, struct shown *shown)
{
    const struct model *m = a->m;
    for (uint32_t i = 0; insists(h) && i < m->orders_n; i++) {
        const struct order *o = &m->orders[i];
        if (shown[i].opposed && shown[i].state == UINT32_MAX && o->wanted == h->object && holder(m, s, o->held) == h->thread + 1u) {
            shown[i].state = state;
            shown[i].thread = h->thread;
        }
    }
}

/* A lock besides these that both have in their hands. */
static uint32_t common_lock(struct advice *a, const struct order *o, const struct shown *x, const struct shown *y)
{
    static struct state s, t;
    const struct model *m = a->m;
    load(a, x->state, &s);
    load(a, y->state, &t);
    for (uint32_t c = 0; c < m->columns_n; c++) {
        uint32_t slot = m->columns[c];
        if (slot != o->held && slot != o->wanted && holder(m, &s, slot) == x->thread + 1u && holder(m, &t, slot) == y->thread + 1u)
            return slot;
    }
    return UINT32_MAX;
}

static uint32_t line_at(const struct advice *a, const struct shown *x)
{
    static struct state s;
    load(a, x->state, &s);
    return thread_local(a->m, &s, x->thread)->head.line;
}

static void tell_orders(struct advice *a, const struct order *o, const struct shown *x, const struct shown *y)
{
    struct model *m = a->m;
    struct finding f = { .kind = FIND_LOCK_ORDER, .threads = { x->thread, y->thread }, .threads_n = 2, .line = line_at(a, x) };
    struct buf first = { 0 }, second = { 0 }, gate = { 0 }, b = { 0 };
    if (!first_time(a, FIND_LOCK_ORDER, MIN(o->held, o->wanted), MAX(o->held, o->wanted)))
        return;
    sync_name_of(m, o->held, &first);
    sync_name_of(m, o->wanted, &second);
    buf_addf(&b, _("%s takes %s (line %u) and then %s (line %u), %s takes %s (line %u) and then %s (line %u)"), m->thread_name[x->thread],
             buf_str(&first), line_of_taking(a, x->state, x->thread, o->held), buf_str(&second), f.line, m->thread_name[y->thread],
             buf_str(&second), line_of_taking(a, y->state, y->thread, o->wanted), buf_str(&first), line_at(a, y));
    uint32_t common = common_lock(a, o, x, y);
    if (common != UINT32_MAX) {
        sync_name_of(m, common, &gate);
        buf_addf(&b, _("; only %s, which both hold then, keeps them apart"), buf_str(&gate));
    }
    snprintf(f.message, sizeof f.message, "%s", buf_str(&b));
    buf_finish(&first);
    buf_finish(&second);
    buf_finish(&gate);
    buf_finish(&b);
    a->tell(a->ctx, &f, x->state);
}

static void combine_orders(struct advice *a, const struct shown *shown)
{
    const struct model *m = a->m;
    for (uint32_t i = 0; i < m->orders_n; i++)
        for (uint32_t k = i + 1; k < m->orders_n; k++)
            if (m->orders[i].held == m->orders[k].wanted && m->orders[i].wanted == m->orders[k].held && shown[i].state != UINT32_MAX &&
                shown[k].state != UINT32_MAX && shown[i].thread != shown[k].thread && shown[i].opposed && shown[k].opposed &&
                (shown[i].together || shown[k].together))
                tell_orders(a, &m->orders[i], &shown[i], &shown[k]);
}

/* ---- tasks that wait for each other while others go on ---- */

/* Whom a task waits for, for certain: its number, or NO_THREAD. */
static unsigned waits_for(const struct model *m, const struct state *s, unsigned thread)
{
    const struct local *l = thread_local((struct model *)m, s, thread);
    if (!l)
        return NO_THREAD;
    if (l->head.next == NEXT_JOIN && !(l->head.flags & L_TIMED))
        return l->head.object;
    unsigned owner = insists(&l->head) ? holder(m, s, l->head.object) : 0;
    bool again = owner == thread + 1u && state_sync(m, s, l->head.object).kind == SYNC_RLOCK;
    return owner && !again ? owner - 1 : NO_THREAD;
}

/* The ring that a task waits in, as a set; 0: it does not. */
static uint64_t ring_of(const struct model *m, const struct state *s, unsigned thread)
{
    uint64_t seen = 0;
    for (unsigned at = thread; at < 64 && !(seen >> at & 1); at = waits_for(m, s, at)) {
        seen |= 1ull << at;
        if (waits_for(m, s, at) == thread)
            return seen;
    }
    return 0;
}

static void tell_ring(struct advice *a, uint32_t state, struct state *s, uint64_t ring, struct shown *shown)
{
    struct finding f = { .kind = FIND_DEADLOCK };
    struct buf b = { 0 };
    for (unsigned i = 0; i < 64; i++) {
        if (!(ring >> i & 1))
            continue;
        struct head h = thread_local(a->m, s, i)->head;
        if (b.n)
            buf_adds(&b, "; ");
        waits_tell(a->m, s, &h, &b);
        settle_orders(a->m, &h, shown);
        f.line = f.line ? f.line : h.line;
        if (f.threads_n < ARRAY_LEN(f.threads))
            f.threads[f.threads_n++] = (uint8_t)i;
    }
    snprintf(f.message, sizeof f.message, _("%s; the others go on"), buf_str(&b));
    buf_finish(&b);
    a->tell(a->ctx, &f, state);
}

/* Tasks that may come to wait in a ring, by what steps have shown. */
static uint64_t in_rings(const struct model *m)
{
    uint64_t to[64], rings = 0;
    memcpy(to, m->waits_for, sizeof to);
    for (unsigned k = 0; k < 64; k++)
        for (unsigned i = 0; i < 64; i++)
            if (to[i] >> k & 1)
                to[i] |= to[k];
    for (unsigned i = 0; i < 64; i++)
        rings |= to[i] & 1ull << i;
    return rings;
}

/* ---- waits without a second look ---- */

static void look_for_single_waits(struct advice *a, uint32_t state, const struct head *h)
{
    const struct model *m = a->m;
    for (uint32_t i = 0; h->next == NEXT_SYNC && h->op == SYNC_OP_COND_WAIT && i < m->single_waits_n; i++) {
        const struct single_wait *w = &m->single_waits[i];
        if (w->line != h->line || !first_time(a, FIND_SINGLE_WAIT, w->line, 0))
            continue;
        struct finding f = { .kind = FIND_SINGLE_WAIT, .line = h->line, .threads = { h->thread }, .threads_n = 1 };
        struct buf name = { 0 };
        sync_name_of(a->m, h->object, &name);
        snprintf(f.message, sizeof f.message, _("%s: %s waits (line %u) and goes on as soon as it is woken, whether what it waits for is so or not"),
                 buf_str(&name), m->thread_name[h->thread], h->line);
        buf_finish(&name);
        a->tell(a->ctx, &f, state);
    }
}

/* ---- tasks that are cut off in the middle of something ---- */

/* Whether the task has written something since it took the lock. */
static bool has_written(const struct advice *a, uint32_t state, unsigned thread, uint32_t slot)
{
    struct trace t;
    bool yes = false;
    replay_to(a, state, &t);
    for (size_t i = last_taking(a->m, &t, thread, slot); i < t.count && !yes; i++)
        yes = t.events[i].task == thread && (t.events[i].kind == EV_WRITE || t.events[i].kind == EV_CALL);
    trace_finish(&t);
    return yes;
}

static void tell_cut(struct advice *a, uint32_t state, const struct head *h, const char *fmt, const char *what)
{
    struct finding f = { .kind = FIND_CUT, .line = h->line, .threads = { h->thread }, .threads_n = 1 };
    snprintf(f.message, sizeof f.message, fmt, a->m->thread_name[h->thread], h->line, what);
    a->tell(a->ctx, &f, state);
}

static void cut_in_update(struct advice *a, uint32_t state, const struct head *h)
{
    struct buf name = { 0 };
    if (!first_time(a, FIND_CUT, h->thread, UINT32_MAX))
        return;
    place_name(a->m, h->updates - 1, &name);
    tell_cut(a, state, h, _("%s can be cut off (line %u) when it has read %s and has not written it back"), buf_str(&name));
    buf_finish(&name);
}

static void cut_in_section(struct advice *a, uint32_t state, const struct state *s, const struct head *h)
{
    const struct model *m = a->m;
    if (h->next != NEXT_ACCESS && h->next != NEXT_CELL)
        return;
    for (uint32_t c = 0; c < m->columns_n; c++) {
        uint32_t slot = m->columns[c];
        if (holder(m, s, slot) != h->thread + 1u || !first_time(a, FIND_CUT, h->thread, h->line))
            continue;
        struct buf name = { 0 };
        sync_name_of(a->m, slot, &name);
        if (has_written(a, state, h->thread, slot) && first_time(a, FIND_CUT, h->thread, UINT32_MAX))
            tell_cut(a, state, h, _("%s can be cut off (line %u) with %s in its hands, when it has changed one thing and not yet the next"), buf_str(&name));
        buf_finish(&name);
    }
}

/* The process that may end now, and with it all that is in it; MODEL_PROCESSES: none. */
static unsigned ending_process(const struct head *h)
{
    return h->next == NEXT_EXIT ? h->process : h->next == NEXT_KILL ? h->object : MODEL_PROCESSES;
}

static void look_for_cuts(struct advice *a, uint32_t state, const struct state *s, const struct head *by)
{
    struct model *m = a->m;
    unsigned process = ending_process(by);
    for (unsigned i = 0; process < MODEL_PROCESSES && i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, s, i);
        if (!l || i == by->thread || l->head.process != process || l->head.next == NEXT_DONE)
            continue;
        struct head h = l->head;
        if (h.updates)
            cut_in_update(a, state, &h);
        else
            cut_in_section(a, state, s, &h);
    }
}

/* ---- all of it ---- */

static void at_the_ends(struct advice *a, struct shown *shown, uint64_t *ret_deadlocked)
{
    static struct state s;
    struct model *m = a->m;
    unsigned tried = 0;
    for (uint32_t k = 0; k < a->in->ends_n; k++) {
        uint32_t state = a->in->ends[k].state;
        look_for_leaks(a, state);
        if (a->in->endings[a->in->ends[k].outcome].kind != FIND_DEADLOCK)
            continue;
        if (tried++ < DEADLOCKS_TRIED)
            look_for_unheard(a, state);
        load(a, state, &s);
        for (unsigned i = 0; i < m->threads_seen; i++) {
            const struct local *l = thread_local(m, &s, i);
            if (!l || l->head.next == NEXT_DONE)
                continue;
            *ret_deadlocked |= 1ull << (i & 63);
            settle_orders(m, &l->head, shown);
        }
    }
}

static void in_all_states(struct advice *a, struct shown *shown, uint64_t rings)
{
    static struct state s;
    struct model *m = a->m;
    for (uint32_t state = 0; state < a->in->n; state++) {
        load(a, state, &s);
        look_for_company(m, &s, shown);
        for (unsigned i = 0; i < m->threads_seen; i++) {
            const struct local *l = thread_local(m, &s, i);
            if (!l)
                continue;
            struct head h = l->head;
            look_for_orders(a, state, &s, &h, shown);
            look_for_single_waits(a, state, &h);
            if (m->cuts)
                look_for_cuts(a, state, &s, &h);
            uint64_t ring = i < 64 && rings >> i & 1 ? ring_of(m, &s, i) : 0;
            if (ring) {
                tell_ring(a, state, &s, ring, shown);
                rings = 0;
            }
        }
    }
}

void advice_find(struct model *m, const struct search_states *in, advice_fn *tell, void *ctx)
{
    static struct advice a;
    a = (struct advice){ .m = m, .in = in, .tell = tell, .ctx = ctx };
    struct shown *shown = mem_zalloc(m->orders_n + 1, sizeof *shown);
    uint64_t deadlocked = 0;
    bool opposed = false;
    for (uint32_t i = 0; i < m->orders_n; i++)
        shown[i] = (struct shown){ .opposed = is_opposed(m, &m->orders[i]), .state = UINT32_MAX };
    at_the_ends(&a, shown, &deadlocked);
    for (uint32_t i = 0; i < m->orders_n; i++)
        opposed |= shown[i].opposed;
    uint64_t rings = in_rings(m) & ~deadlocked;
    if (opposed || rings || m->single_waits_n || m->cuts)
        in_all_states(&a, shown, rings);
    if (opposed)
        combine_orders(&a, shown);
    free(shown);
}

bool tasks_overlap(struct model *m, const struct search_states *in)
{
    static struct state s;
    for (uint32_t i = 0; i < in->n; i++) {
        unsigned inside = 0;
        space_load(in->space, m, i, &s);
        for (unsigned t = 1; t < m->threads_seen; t++) {
            const struct local *l = thread_local(m, &s, t);
            const struct comp *c = l ? &m->comps.at[l->comp] : NULL;
            inside += c && l->head.next != NEXT_DONE && !c->newborn && !c->fresh;
        }
        if (inside >= 2)
            return true;
    }
    return false;
}

uint32_t path_switches(struct model *m, const struct move *moves, uint32_t n)
{
    static struct state s;
    uint32_t switches = 0;
    unsigned last = NO_THREAD;
    if (!initial_state(m, &s))
        return 0;
    for (uint32_t i = 0; i < n; i++) {
        if (moves[i].choice != MOVE_DRAINS) {
            if (last != NO_THREAD && last != moves[i].thread && can_move(m, &s, last) && !(thread_local(m, &s, last)->head.flags & L_YIELDED))
                switches++;
            last = moves[i].thread;
        }
        if (!state_move(m, &s, &moves[i], NULL))
            break;
    }
    return switches;
}
