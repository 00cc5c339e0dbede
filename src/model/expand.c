/* expand.c: the ways on from one state. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/search.h"

static void tell_edge(struct model *m, const struct state *from, struct expansion *ret, unsigned thread, struct how how,
                      const struct effect *effect, unsigned wake_choice, edge_fn *f, void *ctx)
{
    static struct state next;
    struct effect e = *effect;
    struct edge edge = { .move = { (uint8_t)thread, wake_choice ? (uint8_t)wake_choice : how.choice, how.timed_out }, .to = &next };
    memcpy(next.ids, from->ids, from->n * sizeof *next.ids);
    next.n = from->n;
    edge.finding = e.flags & E_FINDING ? e.finding + 1 : 0;
    edge.yields = e.flags & E_YIELDED;
    if (!effect_apply(m, &next, thread, &e, wake_choice) ||
        (e.flags & (E_ENDS | E_WAKES | E_KILLS | E_STARTS) && !settle(m, &next, &edge.finding, NULL)) || m->restart) {
        ret->end = STATE_LIMIT;
        return;
    }
    const struct local *l = thread_local(m, &next, thread);
    if (l && l->head.next != NEXT_DONE && is_ride(m, &next, &l->head) && !settle(m, &next, &edge.finding, NULL)) {
        ret->end = STATE_LIMIT;
        return;
    }
    memset(next.ids + next.n, 0, 8 * sizeof *next.ids); // rows are a little wider
    f(ctx, &edge);
}

/* All the ways of one task. False: a limit. */
static bool expand_task(struct model *m, const struct state *from, struct expansion *ret, unsigned thread, bool timed_out,
                        bool alone, edge_fn *f, void *ctx)
{
    struct head h = thread_local(m, from, thread)->head;
    unsigned ways = timed_out ? 1 : ways_of(m, from, thread, thread_local(m, from, thread));
    for (unsigned way = 0; way < ways; way++) {
        struct how how = { .choice = (uint8_t)way, .timed_out = timed_out, .alone = alone };
        how.seen = h.next == NEXT_WAITPID ? waited_for(m, from, &h, way, &how.choice) : observe(m, from, &h);
        struct effect e = step_of_state(m, from, thread, how);
        if (e.flags & E_LIMIT || m->restart) {
            ret->end = STATE_LIMIT;
            return false;
        }
        if (e.flags & (E_BLOCKED | E_STUCK))
            continue;
        ret->enabled |= 1ull << (thread & 63);
        how.choice = (uint8_t)way;
        unsigned wakes = wake_choices(m, from, &e);
        if (wakes > 1 && ways > 1)
            limit_reached("a step with two kinds of choices");
        for (unsigned w = 0; w < wakes; w++)
            tell_edge(m, from, ret, thread, how, &e, w, f, ctx);
        if (ret->end == STATE_LIMIT)
            return false;
    }
    return true;
}

static bool can_time_out(const struct head *h)
{
    return h->flags & L_TIMED && (h->next == NEXT_SYNC || h->next == NEXT_WAIT || h->next == NEXT_JOIN);
}

/* Only one task is left: it goes on to its end, or to where it starts another. */
static void expand_alone(struct model *m, const struct state *from, unsigned thread, struct expansion *ret, edge_fn *f, void *ctx)
{
    struct head h = thread_local(m, from, thread)->head;
    bool waits = h.next == NEXT_WAIT;
    if (waits && !can_time_out(&h)) {
        ret->end = STATE_DEADLOCK;
        return;
    }
    struct how how = { .alone = true, .timed_out = waits, .seen = observe(m, from, &h) };
    if (h.next == NEXT_CHOICE) {
        expand_task(m, from, ret, thread, false, true, f, ctx);
        return;
    }
    if (h.next == NEXT_WAITPID)
        how.seen = waited_for(m, from, &h, 0, &how.choice);
    struct effect e = step_of_state(m, from, thread, how);
    if (e.flags & E_BLOCKED && can_time_out(&h)) {
        how.timed_out = true;
        e = step_of_state(m, from, thread, how);
    }
    if (e.flags & E_LIMIT || m->restart) {
        ret->end = STATE_LIMIT;
        return;
    }
    if (e.flags & (E_STUCK | E_BLOCKED)) {
        ret->end = STATE_DEADLOCK;
        return;
    }
    struct state after;
    memcpy(after.ids, from->ids, from->n * sizeof *after.ids);
    after.n = from->n;
    if (!effect_apply(m, &after, thread, &e, 0)) {
        ret->end = STATE_LIMIT;
        return;
    }
    if (unfinished(m, &after, true, NULL) == 0) {
        ret->end = STATE_ENDS;
        ret->output = e.text;
        ret->ended = e.flags & E_FINDING ? (enum finding_kind)m->found[e.finding].kind : FIND_NONE;
        ret->finding = e.flags & E_FINDING ? e.finding + 1 : 0;
        return;
    }
    tell_edge(m, from, ret, thread, how, &e, 0, f, ctx);
}

void expand(struct model *m, const struct state *from, struct expansion *ret, edge_fn *f, void *ctx)
{
    unsigned last = 0, timed = 0;
    *ret = (struct expansion){ .end = STATE_GOES_ON };
    unsigned all = unfinished(m, from, true, &last);
    if (all == 0) {
        ret->end = STATE_ENDS;
        return;
    }
    if (all == 1) {
        expand_alone(m, from, last, ret, f, ctx);
        return;
    }
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, from, i);
        if (!l || l->head.next == NEXT_DONE)
            continue;
        timed += can_time_out(&l->head);
        if (!expand_task(m, from, ret, i, false, false, f, ctx))
            return;
    }
    bool anybody = ret->enabled != 0;
    if (timed && (!anybody || m->opts->early_timeouts)) { // the time passes (R14)
        for (unsigned i = 0; i < m->threads_seen; i++) {
            const struct local *l = thread_local(m, from, i);
            if (!l || !can_time_out(&l->head))
                continue;
            struct how how = { .seen = observe(m, from, &l->head) };
            bool waits = l->head.next == NEXT_WAIT || (l->head.next == NEXT_JOIN && !how.seen) ||
                         (l->head.next == NEXT_SYNC && step_of_state(m, from, i, how).flags & E_BLOCKED);
            if (waits && !expand_task(m, from, ret, i, true, false, f, ctx))
                return;
        }
        m->uses_timeouts = true;
    }
    if (!ret->enabled)
        ret->end = unfinished(m, from, false, NULL) ? STATE_DEADLOCK : STATE_ENDS;
}

/* ---- telling ---- */

static void waits_tell(struct model *m, const struct state *s, const struct head *h, struct buf *out)
{
    static const char *const words[] = { "lock", "RLock", "semaphore", "event", "condition", "barrier", "queue", "task" };
    buf_addf(out, "%s (line %u) waits for ", m->thread_name[h->thread], h->line);
    if (h->next == NEXT_JOIN) {
        buf_addf(out, "the end of %s", m->thread_name[h->object]);
        return;
    }
    if (h->next == NEXT_WAITPID) {
        buf_adds(out, "a child to end");
        return;
    }
    const struct slot *slot = &m->slots[h->object];
    comp_id id = slot->column != NO_COLUMN && slot->column < s->n ? s->ids[slot->column] : 0;
    struct sync_object o = { .kind = SYNC_KINDS };
    if (id)
        memcpy(&o, comp_words(&m->comps, id), sizeof o);
    else if (slot->oid < m->sync_base_n)
        o = m->sync_base[slot->oid];
    struct buf name = { 0 };
    sync_name_of(m, h->object, &name);
    buf_addf(out, "%s %s", o.kind < ARRAY_LEN(words) ? words[o.kind] : "", buf_str(&name));
    buf_finish(&name);
    if ((o.kind == SYNC_LOCK || o.kind == SYNC_RLOCK) && o.owner)
        buf_addf(out, ", held by %s", o.owner == h->thread + 1u ? "itself" : m->thread_name[o.owner - 1]);
}

void deadlock_tell(struct model *m, const struct state *s, struct buf *out)
{
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, s, i);
        if (!l || l->head.next == NEXT_DONE || (l->head.flags & L_DAEMON && unfinished(m, s, false, NULL)))
            continue;
        if (out->n)
            buf_adds(out, "; ");
        waits_tell(m, s, &l->head, out);
    }
}

/* ---- what two tasks are about to do ---- */

static bool about_to(struct model *m, const struct state *s, unsigned thread, uint64_t enabled, struct head *ret)
{
    const struct local *l = thread_local(m, s, thread);
    if (!l || l->head.next != NEXT_ACCESS || !(enabled >> (thread & 63) & 1))
        return false;
    *ret = l->head;
    return true;
}

static bool is_plain_write(const struct head *h) { return h->access == ACCESS_WRITE || h->access == 3; }
static bool is_plain(const struct head *h) { return h->access == ACCESS_READ || is_plain_write(h); }

bool race_in(struct model *m, const struct state *s, uint64_t enabled, struct finding *ret)
{
    struct head a, b;
    for (unsigned i = 0; i < m->threads_seen; i++) {
        if (!about_to(m, s, i, enabled, &a) || !is_plain(&a))
            continue;
        for (unsigned k = i + 1; k < m->threads_seen; k++) {
            if (!about_to(m, s, k, enabled, &b) || !is_plain(&b) || a.object != b.object || !(is_plain_write(&a) || is_plain_write(&b)))
                continue;
            ret->kind = FIND_RACE;
            ret->line = is_plain_write(&a) ? a.line : b.line;
            ret->threads[0] = (uint8_t)i;
            ret->threads[1] = (uint8_t)k;
            ret->threads_n = 2;
            snprintf(ret->message, sizeof ret->message, "%s: %s %s it (line %u) while %s %s it (line %u), and nothing orders them",
                     key_name(m, a.object), m->thread_name[i], is_plain_write(&a) ? "writes" : "reads", a.line,
                     m->thread_name[k], is_plain_write(&b) ? "writes" : "reads", b.line);
            return true;
        }
    }
    return false;
}

/* One has read x and is about to store what it made of it; another is about to write x. Let the other
 * go first, and its update is gone. */
bool lost_update_in(struct model *m, const struct state *s, uint64_t enabled, struct finding *ret, struct move after[2])
{
    struct head a, b;
    for (unsigned i = 0; i < m->threads_seen; i++) {
        if (!about_to(m, s, i, enabled, &a) || a.access != 3)
            continue;
        for (unsigned k = 0; k < m->threads_seen; k++) {
            if (k == i || !about_to(m, s, k, enabled, &b) || a.object != b.object || !is_plain_write(&b))
                continue;
            ret->kind = FIND_LOST_UPDATE;
            ret->line = a.line;
            ret->threads[0] = (uint8_t)i;
            ret->threads[1] = (uint8_t)k;
            ret->threads_n = 2;
            snprintf(ret->message, sizeof ret->message,
                     "%s: %s read it, %s writes it (line %u), and then %s writes back what it made of the old value (line %u)",
                     key_name(m, a.object), m->thread_name[i], m->thread_name[k], b.line, m->thread_name[i], a.line);
            after[0] = (struct move){ (uint8_t)k, 0, 0 };
            after[1] = (struct move){ (uint8_t)i, 0, 0 };
            return true;
        }
    }
    return false;
}
