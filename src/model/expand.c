/* expand.c: the ways on from one state. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/hash.h"
#include "base/mem.h"
#include "model/forget.h"
#include "model/pipe.h"
#include "model/search.h"
#include "model/sync.h"
#include "model/variable.h"

/* The state that is expanded. */
struct spot {
    struct model *m;
    const struct state *from;
    struct state *work; // the same, for steps that only change columns: each is put back; NULL: it is not the state that is asked about
    struct expansion *ret;
    edge_fn *f;
    step_fn *plain;
    void *ctx;
    bool time_passes; // nobody can move
    uint8_t standing[MODEL_THREADS]; unsigned standing_n; // tasks at what they may ride on from once others have moved
};

/* What others may do after the step, too: they are woken, they ride, they end. */
static void tell_edge(const struct spot *p, unsigned thread, struct how how, const struct effect *effect, unsigned wake_choice)
{
    static struct state next;
    struct model *m = p->m;
    struct effect e = *effect;
    struct edge edge = { .move = { (uint8_t)thread, wake_choice ? (uint8_t)wake_choice : how.choice, how.timed_out } };
    memcpy(next.ids, p->from->ids, p->from->n * sizeof *next.ids);
    next.n = p->from->n;
    edge.finding = e.flags & E_FINDING ? e.finding + 1 : 0;
    edge.yields = e.flags & E_YIELDED;
    float limit_s = how.timed_out && p->time_passes ? thread_local(m, &next, thread)->head.limit_s : 0;
    if (!effect_apply(m, &next, thread, &e, wake_choice) ||
        (e.flags & (E_ENDS | E_WAKES | E_KILLS | E_STARTS | E_RIDES) && !settle(m, &next, &edge.finding, NULL)) || m->restart) {
        p->ret->end = STATE_LIMIT;
        return;
    }
    if (how.timed_out && p->time_passes)
        times_are_due(m, &next, thread, limit_s);
    if (how.alone && !m->opts->outputs) // what it printed counts only if nobody else comes again
        output_set(m, &next, e.flags & E_STARTS ? 0 : output_joined(m, output_of(m, &next), e.text));
    memset(next.ids + next.n, 0, 8 * sizeof *next.ids); // rows are a little wider
    edge.row = next.ids;
    edge.n = next.n;
    p->f(p->ctx, &edge);
}

/* A step that only changes columns: what most steps are. */
static void tell_plain_edge(const struct spot *p, unsigned thread, struct how how, effect_id id)
{
    const comp_id *from = p->from->ids;
    comp_id *row = p->work->ids;
    const struct effect *e = &p->m->effects[id];
    uint32_t column = p->m->thread_column[thread], first = e->first, n = e->n;
    struct edge edge = { .move = { (uint8_t)thread, how.choice, how.timed_out }, .row = row, .n = p->from->n, .yields = e->flags & E_YIELDED,
                         .is_plain = true, .change = { id, column, p->m->writes + first, n } };
    row[column] = e->local;
    for (const struct write *w = p->m->writes + first; w < p->m->writes + first + n; w++)
        row[w->column] = w->id;
    p->f(p->ctx, &edge);
    row[column] = from[column];
    for (const struct write *w = p->m->writes + first; w < p->m->writes + first + n; w++)
        row[w->column] = from[w->column];
}

/* Whether somebody may ride once `thread` has become this. Nobody can before; who waits for the end of another
 * cannot then, either. */
static bool rides_after(const struct spot *p, unsigned thread, comp_id becomes)
{
    if (local_of(p->m, becomes)->traits & MAY_BECOME_RIDE)
        return true;
    for (unsigned i = 0; i < p->standing_n; i++) {
        const struct head *h = &p->ret->locals[p->standing[i]]->head;
        if (p->standing[i] != thread && ((h->next != NEXT_JOIN && h->next != NEXT_LOOK) || h->object == thread))
            return true;
    }
    return false;
}

/* Whether all that a step does is to change columns. */
static inline bool is_plain_step(const struct spot *p, unsigned thread, const struct effect *e)
{
    if (e->flags & ~(E_PRINTS | E_YIELDED | E_ENDS | E_RIDES) || p->from->n != p->m->columns_n || p->m->opts->outputs)
        return false;
    return !(e->flags & (E_ENDS | E_RIDES)) || !rides_after(p, thread, e->local);
}

/* All the ways of one task. False: a limit. */
static bool expand_task(const struct spot *p, unsigned thread, struct local *l, bool timed_out, bool alone)
{
    struct model *m = p->m;
    const struct state *from = p->from;
    bool simple = !timed_out && !alone && l->traits & IS_SIMPLE;
    unsigned ways = timed_out || simple ? 1 : ways_of(m, from, thread, l);
    for (unsigned way = 0; way < ways; way++) {
        struct how how = { .choice = (uint8_t)way, .timed_out = timed_out, .alone = alone };
        if (!simple)
            how.seen = l->head.next == NEXT_WAITPID ? waited_for(m, from, &l->head, way, &how.choice) : observe(m, from, &l->head);
        effect_id id = step_effect(m, from, thread, how);
        const struct effect *now = &m->effects[id];
        if (now->flags & E_LIMIT || m->restart) {
            p->ret->end = STATE_LIMIT;
            return false;
        }
        if (now->flags & (E_BLOCKED | E_STUCK))
            continue;
        p->ret->enabled |= 1ull << (thread & 63);
        if (LIKELY(p->work && !alone && !(timed_out && p->time_passes) && is_plain_step(p, thread, now))) {
            how.choice = (uint8_t)way;
            tell_plain_edge(p, thread, how, id);
            continue;
        }
        struct effect e = *now;
        how.choice = (uint8_t)way;
        unsigned wakes = wake_choices(m, from, &e);
        if (wakes > 1 && ways > 1)
            limit_reached(_("a step with two kinds of choices"));
        for (unsigned w = 0; w < wakes; w++)
            tell_edge(p, thread, how, &e, w);
        if (p->ret->end == STATE_LIMIT)
            return false;
    }
    return true;
}

/* What most steps of most states are: known, simple, and plain or blocked. False: it is for expand_task(). */
static inline bool expand_known(const struct spot *p, unsigned thread, const struct local *l)
{
    const struct state *from = p->from;
    uint32_t known = l->traits & IS_SIMPLE ? known_effect(p->m, l, from, how_word((struct how){ 0 })) : 0;
    if (!known)
        return false;
    const struct effect *e = &p->m->effects[known - 1];
    if (e->flags & (E_BLOCKED | E_STUCK))
        return true; // no effect that is remembered is a limit
    if (!is_plain_step(p, thread, e) || !p->plain(p->ctx, known - 1))
        return false;
    p->ret->enabled |= 1ull << (thread & 63);
    return true;
}

/* How a run has ended whose tasks are all gone: well, or with one that died of an exception. */
static enum finding_kind ended_by(struct model *m, const struct state *s)
{
    enum finding_kind kind = FIND_NONE;
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, s, i);
        if (l && l->head.flags & L_FAILED && kind != FIND_ASSERTION)
            kind = l->head.more & L_ASSERTED ? FIND_ASSERTION : FIND_EXCEPTION;
    }
    return kind;
}

/* Stores reach memory whenever they like. */
static void expand_drains(const struct spot *p)
{
    static struct state next;
    struct model *m = p->m;
    for (unsigned i = 0; i < m->threads_seen; i++) {
        memcpy(next.ids, p->from->ids, (p->from->n + 8) * sizeof *next.ids);
        next.n = p->from->n;
        if (!buffer_drain(m, &next, i))
            continue;
        struct edge edge = { .move = { (uint8_t)i, MOVE_DRAINS, 0 }, .row = next.ids, .n = next.n, .drains = true };
        p->ret->enabled |= 1ull << (i & 63);
        p->f(p->ctx, &edge);
    }
}

/* Whether a task has to wait for its own stores first: what it is about to do is a fence. */
static bool is_fenced(struct model *m, const struct state *s, const struct head *h)
{
    uint32_t n;
    if (!m->opts->tso || h->next == NEXT_ACCESS || h->next == NEXT_PRINT)
        return false;
    buffer_of(m, s->ids, s->n, h->thread, &n);
    return n != 0;
}

/* Only one task is left: it goes on to its end, or to where it starts another. */
static void expand_alone(const struct spot *p, unsigned thread)
{
    struct model *m = p->m;
    const struct state *from = p->from;
    struct expansion *ret = p->ret;
    struct local *l = thread_local(m, from, thread);
    struct head h = l->head;
    bool waits = h.next == NEXT_WAIT;
    if (waits && !can_time_out(&h)) {
        ret->end = STATE_DEADLOCK;
        return;
    }
    if (h.next == NEXT_CHOICE || (h.next == NEXT_WAITPID && ways_of(m, from, thread, l) > 1)) {
        expand_task(p, thread, l, false, true);
        return;
    }
    struct how how = { .alone = true, .timed_out = waits, .seen = observe(m, from, &h) };
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
    static struct state after;
    memcpy(after.ids, from->ids, from->n * sizeof *after.ids);
    after.n = from->n;
    if (!effect_apply(m, &after, thread, &e, 0)) {
        ret->end = STATE_LIMIT;
        return;
    }
    if (unfinished(m, &after, true, NULL) == 0) {
        ret->end = STATE_ENDS;
        ret->output = m->opts->outputs ? output_of(m, &after) : output_joined(m, output_of(m, from), e.text);
        ret->ended = ended_by(m, &after);
        ret->finding = e.flags & E_FINDING ? e.finding + 1 : 0;
        return;
    }
    tell_edge(p, thread, how, &e, 0);
}

bool waits_with_limit(struct model *m, const struct state *s, unsigned thread, const struct local *l)
{
    if (!can_time_out(&l->head))
        return false;
    struct how how = { .seen = observe(m, s, &l->head) };
    return l->head.next == NEXT_WAIT || (l->head.next == NEXT_JOIN && !how.seen) ||
           ((l->head.next == NEXT_SYNC || l->head.next == NEXT_PIPE) && step_of_state(m, s, thread, how).flags & E_BLOCKED);
}

/* Nobody can move, or time-outs may come early: waits end (R14). */
static bool expand_timeouts(const struct spot *p, struct local *const *locals)
{
    struct model *m = p->m;
    for (unsigned i = 0; i < m->threads_seen; i++) {
        struct local *l = locals[i];
        if (l && !(l->head.more & (L_PASSES | L_DUE)) && waits_with_limit(m, p->from, i, l) && !expand_task(p, i, l, true, false))
            return false;
    }
    m->uses_timeouts = true;
    return true;
}

/* Sleeps that others may end: they pass as all sleeps do. And waits whose time is over. */
static bool expand_sleeps(const struct spot *p, struct local *const *locals)
{
    struct model *m = p->m;
    for (unsigned i = 0; i < m->threads_seen; i++) {
        struct local *l = locals[i];
        if (l && l->head.more & (L_PASSES | L_DUE) && waits_with_limit(m, p->from, i, l) && !expand_task(p, i, l, true, false))
            return false;
    }
    return true;
}

static bool takes_none(void *ctx, effect_id step)
{
    (void)ctx, (void)step;
    return false;
}

/* Nobody can move, and ends of pipes were closed that nobody holds: who waits at a pipe may move now. */
static void expand_closed(struct spot *p, const struct state *closed, struct local *const *locals)
{
    p->from = closed;
    p->work = NULL;
    for (unsigned i = 0; i < p->m->threads_seen; i++)
        if (locals[i] && locals[i]->head.next == NEXT_PIPE && !expand_task(p, i, locals[i], false, false))
            return;
    if (p->ret->enabled)
        p->ret->end = STATE_GOES_ON;
}

void expand(struct model *m, const struct state *from, struct expansion *ret, edge_fn *f, step_fn *plain, void *ctx)
{
    static struct state work, closed;
    struct local **locals = ret->locals;
    struct spot p;
    unsigned last = 0, all = 0, waiting = 0, n = m->threads_seen; // waiting: only their stores are left of them
    p.m = m, p.from = from, p.work = &work, p.ret = ret, p.f = f, p.ctx = ctx;
    p.plain = plain && !m->opts->outputs ? plain : takes_none;
    p.time_passes = false;
    p.standing_n = 0;
    state_copy(&work, from->ids, from->n);
    ret->end = STATE_GOES_ON;
    ret->ended = FIND_NONE;
    ret->finding = ret->output = 0;
    ret->enabled = 0;
    ret->tasks = n;
    ret->traits = 0;
    m->expanded++;
    for (unsigned i = 0; i < n; i++) {
        uint32_t column = m->thread_column[i];
        comp_id id = column < from->n ? from->ids[column] : 0;
        struct local *l = id ? local_of(m, id) : NULL;
        if (l && l->traits & HAS_ENDED) {
            uint32_t stores = 0;
            if (UNLIKELY(m->opts->tso))
                buffer_of(m, from->ids, from->n, i, &stores);
            waiting += stores != 0;
            l = NULL;
        }
        locals[i] = l;
        if (!l)
            continue;
        all++;
        last = i;
        ret->traits |= l->traits;
        if (l->traits & MAY_BECOME_RIDE)
            p.standing[p.standing_n++] = (uint8_t)i;
    }
    if (all + waiting == 0) {
        ret->end = STATE_ENDS;
        ret->ended = ended_by(m, from);
        ret->output = output_of(m, from);
        return;
    }
    if (all == 1 && !waiting) {
        expand_alone(&p, last);
        return;
    }
    for (unsigned i = 0; i < n; i++)
        if (locals[i] && (i >= 64 || m->only >> i & 1) && !(locals[i]->traits & MUST_BE_NAMED) && !is_fenced(m, from, &locals[i]->head) &&
            !expand_known(&p, i, locals[i]) && !expand_task(&p, i, locals[i], false, false))
            return;
    bool timed = ret->traits & CAN_TIME_OUT;
    if (UNLIKELY(m->opts->tso))
        expand_drains(&p);
    if (timed && !expand_sleeps(&p, locals))
        return;
    p.time_passes = !ret->enabled;
    if (timed && (!ret->enabled || m->early) && !expand_timeouts(&p, locals))
        return;
    if (ret->enabled)
        return;
    ret->end = unfinished(m, from, false, NULL) ? STATE_DEADLOCK : STATE_ENDS;
    if (ret->end == STATE_DEADLOCK && ends_forgotten(m, from, &closed))
        expand_closed(&p, &closed, locals);
}

/* ---- telling ---- */

void wanted_tell(struct model *m, const struct state *s, const struct head *h, struct buf *out)
{
    static const char *const words[] = { N_("lock"), "RLock", N_("semaphore"), N_("event"), N_("condition"), N_("barrier"), N_("queue"), N_("task") };
    if (h->next == NEXT_JOIN) {
        buf_addf(out, _("the end of %s"), m->thread_name[h->object]);
        return;
    }
    if (h->next == NEXT_WAITPID) {
        buf_adds(out, _("a child to end"));
        return;
    }
    if (h->next == NEXT_PIPE) {
        buf_adds(out, pipe_wait_text(h->op));
        return;
    }
    struct sync_object o = state_sync(m, s, h->object);
    struct buf name = { 0 };
    sync_name_of(m, h->object, &name);
    buf_addf(out, "%s %s", o.kind < ARRAY_LEN(words) ? _(words[o.kind]) : "", buf_str(&name));
    buf_finish(&name);
    if ((o.kind == SYNC_LOCK || o.kind == SYNC_RLOCK) && o.owner)
        buf_addf(out, _(", held by %s"), o.owner == h->thread + 1u ? _("itself") : m->thread_name[o.owner - 1]);
}

void waits_tell(struct model *m, const struct state *s, const struct head *h, struct buf *out)
{
    if (h->line)
        buf_addf(out, _("%s (line %u) waits for "), m->thread_name[h->thread], h->line);
    else // main at its end
        buf_addf(out, _("%s waits for "), m->thread_name[h->thread]);
    wanted_tell(m, s, h, out);
}

void deadlock_tell(struct model *m, const struct state *s, struct buf *out)
{
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, s, i);
        if (!l || l->head.next == NEXT_DONE || (l->head.flags & L_DAEMON && unfinished(m, s, false, NULL)))
            continue;
        if (out->n)
            buf_adds(out, _("; "));
        waits_tell(m, s, &l->head, out);
    }
}

/* ---- what two tasks are about to do ---- */

void about_to(const struct expansion *x, struct intents *ret)
{
    ret->n = ret->updating_n = 0;
    for (unsigned i = 0; i < x->tasks; i++) {
        const struct head *h = x->locals[i] ? &x->locals[i]->head : NULL;
        if (!h)
            continue;
        if (h->next == NEXT_ACCESS || h->next == NEXT_CELL)
            ret->who[ret->n++] = h;
        if (h->updates)
            ret->updating[ret->updating_n++] = h;
    }
}

static bool is_plain_write(const struct head *h) { return h->access == INTENT_WRITE || h->access == INTENT_WRITE_ITEM; }
static bool is_plain(const struct head *h) { return h->access != INTENT_CHANGE && h->access != INTENT_LOOK; }
static const char *deed(const struct head *h) { return is_plain_write(h) ? _("writes") : _("reads"); }

/* One for each variable: the first is the simplest. */
bool race_in(struct model *m, const struct intents *in, struct finding *ret)
{
    for (unsigned i = 0; i < in->n; i++) {
        const struct head *a = in->who[i];
        if (m->places[a->place].raced || !is_plain(a))
            continue;
        for (unsigned k = i + 1; k < in->n; k++) {
            const struct head *b = in->who[k];
            if (a->place != b->place || !is_plain(b) || !(is_plain_write(a) || is_plain_write(b)))
                continue;
            struct buf name = { 0 };
            place_name(m, a->place, &name);
            m->places[a->place].raced = true;
            ret->kind = FIND_RACE;
            ret->line = is_plain_write(a) ? a->line : b->line;
            ret->threads[0] = a->thread;
            ret->threads[1] = b->thread;
            ret->threads_n = 2;
            snprintf(ret->message, sizeof ret->message, _("%s: %s %s it (line %u) while %s %s it (line %u), and nothing orders them"),
                     buf_str(&name), m->thread_name[a->thread], deed(a), a->line, m->thread_name[b->thread], deed(b), b->line);
            buf_finish(&name);
            return true;
        }
    }
    return false;
}

static void lost_update_tell(struct model *m, const struct head *a, const struct head *b, struct finding *ret)
{
    struct buf name = { 0 };
    place_name(m, b->place, &name);
    ret->kind = FIND_LOST_UPDATE;
    ret->line = a->line;
    ret->threads[0] = a->thread;
    ret->threads[1] = b->thread;
    ret->threads_n = 2;
    snprintf(ret->message, sizeof ret->message,
             _("%s: %s read it, %s writes it (line %u), and then %s writes back what it made of the old value (line %u)"),
             buf_str(&name), m->thread_name[a->thread], m->thread_name[b->thread], b->line, m->thread_name[a->thread], a->line);
    buf_finish(&name);
}

/* One has read x and is about to store what it made of it; another is about to write x. Let the other
 * go first, and its update is gone. */
bool lost_update_in(struct model *m, const struct intents *in, struct finding *ret)
{
    for (unsigned i = 0; i < in->updating_n; i++) {
        const struct head *a = in->updating[i];
        if (m->places[a->updates - 1].lost)
            continue;
        for (unsigned k = 0; k < in->n; k++) {
            const struct head *b = in->who[k];
            if (a == b || b->place != a->updates - 1 || !is_plain_write(b))
                continue;
            m->places[b->place].lost = true;
            lost_update_tell(m, a, b, ret);
            return true;
        }
    }
    return false;
}

unsigned lost_update_moves(struct model *m, const struct state *s, const struct finding *f, struct move *ret)
{
    static struct state now;
    struct move loser = { f->threads[0], 0, 0 }, other = { f->threads[1], 0, 0 };
    uint32_t updates = thread_local(m, s, loser.thread)->head.updates;
    unsigned n = 0;
    now = *s;
    while (n < LOSING_MOVES && thread_local(m, &now, loser.thread)->head.updates == updates) {
        // the other's first move is its write; then it goes on only as far as it has to
        bool by_other = n == 0 || !state_move(m, &now, &loser, NULL);
        if (by_other && !state_move(m, &now, &other, NULL))
            break;
        ret[n++] = by_other ? other : loser;
    }
    return n;
}
