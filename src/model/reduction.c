#include "model/reduction.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/image.h"

enum { WORDS = 3, ENDS = 2, SLOTS = 128 }; // of a set: two of slots, one of tasks' ends
#define ALL_TASKS (~0ull)

struct touch { uint64_t read[WORDS], write[WORDS]; };

/* A content of a task. */
struct stage {
    struct touch here, future; // by what is known
    struct touch next;         // here, as it was when the futures were worked out: what the search goes by
    bool stepped;
};

struct reduction {
    uint32_t *node_of, node_of_n;  // + 1, by content
    struct stage *nodes; uint32_t nodes_n, nodes_cap;
    struct becomes { uint32_t from, to; } *edges; uint32_t edges_n, edges_cap;
    uint8_t *bit_of; uint32_t bit_of_n; // + 1, by slot
    unsigned bits;
    uint64_t active;               // the prelude's table of threads, which each leaves at its end
    uint32_t settled_nodes;        // as many had a future when it was worked out
    bool unfit;
};

/* ---- what is touched ---- */

static void add_slot(struct reduction *rd, uint64_t set[WORDS], uint32_t slot)
{
    if (slot >= rd->bit_of_n) {
        uint32_t old = rd->bit_of_n;
        rd->bit_of_n = MAX(slot + 1, MAX(256u, old * 2));
        rd->bit_of = mem_resize(rd->bit_of, rd->bit_of_n, 1);
        memset(rd->bit_of + old, 0, rd->bit_of_n - old);
    }
    if (!rd->bit_of[slot]) {
        if (rd->bits == SLOTS) {
            rd->unfit = true;
            return;
        }
        rd->bit_of[slot] = (uint8_t)++rd->bits;
    }
    unsigned bit = rd->bit_of[slot] - 1u;
    set[bit / 64] |= 1ull << (bit & 63);
}

static uint32_t node_at(struct reduction *rd, comp_id id)
{
    if (id >= rd->node_of_n) {
        uint32_t old = rd->node_of_n;
        rd->node_of_n = MAX(id + 1, MAX(1024u, old * 2));
        rd->node_of = mem_resize(rd->node_of, rd->node_of_n, sizeof *rd->node_of);
        memset(rd->node_of + old, 0, (rd->node_of_n - old) * sizeof *rd->node_of);
    }
    if (rd->node_of[id])
        return rd->node_of[id] - 1;
    MEM_GROW(rd->nodes, rd->nodes_n, rd->nodes_cap, 1024);
    rd->nodes[rd->nodes_n] = (struct stage){ 0 };
    rd->node_of[id] = ++rd->nodes_n;
    return rd->nodes_n - 1;
}

static void add_edge(struct reduction *rd, uint32_t from, uint32_t to)
{
    MEM_GROW(rd->edges, rd->edges_n, rd->edges_cap, 1024);
    rd->edges[rd->edges_n++] = (struct becomes){ from, to };
}

/* What can be said of a step before it has been taken. */
static void add_head(struct model *m, struct reduction *rd, const struct head *h, struct touch *to)
{
    switch ((enum next_kind)h->next) {
    case NEXT_SYNC: case NEXT_WAIT: add_slot(rd, to->write, h->object); break; // that one waits is in no object
    case NEXT_LOOK:
        rd->unfit |= h->object == NO_THREAD;
        to->read[ENDS] |= 1ull << (h->object & 63);
        break;
    case NEXT_TABLE:
        if (h->arg)
            to->write[ENDS] |= 1ull << h->thread;
        else
            to->read[ENDS] = ALL_TASKS;
        break;
    case NEXT_PRINT:
        to->read[ENDS] = ALL_TASKS; // where nobody else is left, it belongs to the outcome
        if (m->opts->outputs)
            add_slot(rd, to->write, output_slot());
        break;
    case NEXT_KILL: case NEXT_WAITPID: case NEXT_EXIT: case NEXT_PIPE: rd->unfit = true; break;
    default: break; // a join is no step before the end that it waits for
    }
}

/* The task whose Thread it is; NO_THREAD: none. */
static unsigned thread_of(const struct model *m, const struct slot *s)
{
    for (unsigned i = 0; i < m->threads_seen && s->kind == SLOT_OBJECT; i++)
        if (m->thread_object[i] == s->oid)
            return i;
    return NO_THREAD;
}

static bool joins(const struct head *h, unsigned thread, bool look)
{
    return (h->next == NEXT_JOIN || (look && h->next == NEXT_LOOK)) && h->object == thread;
}

/* What the prelude keeps of threads. Each takes itself out of its table at its end, which commutes; who looks
 * into it sees ends (E_SEES_TASKS). A Thread is looked at on the way to its join, where only
 * what never changes is of interest, and after it, when nothing changes any more. */
static bool is_bookkeeping(const struct model *m, uint32_t slot, const struct head *was, const struct head *now)
{
    const struct slot *s = &m->slots[slot];
    unsigned whose = thread_of(m, s);
    if (whose != NO_THREAD && whose != was->thread)
        return joins(was, whose, true) || joins(now, whose, false);
    return s->kind == SLOT_OBJECT && reduction_is_table(m, s->oid);
}

void reduction_step(struct model *m, const struct state *s, unsigned thread, struct how how, effect_id id)
{
    struct reduction *rd = m->reduction;
    const struct effect *e = &m->effects[id];
    const struct local *l = local_of(m, s->ids[m->thread_column[thread]]);
    if (how.alone)
        return; // then there is nobody to be at odds with
    if (e->flags & (E_STARTS | E_FORKS) || how.timed_out || (l->head.next == NEXT_LOOK && !how.seen)) {
        rd->unfit = true;
        return;
    }
    uint32_t from = node_at(rd, l->comp);
    struct touch *here = &rd->nodes[from].here;
    rd->nodes[from].stepped = true;
    if (e->flags & (E_BLOCKED | E_STUCK)) {
        for (uint32_t i = 0; i < l->ndeps; i++)
            add_slot(rd, here->read, l->deps[i]);
        return;
    }
    const struct head *now = &local_of(m, e->local)->head;
    if (e->flags & E_SEES_TASKS)
        here->read[ENDS] = ALL_TASKS;
    for (uint32_t i = 0; i < l->ndeps; i++)
        if (!is_bookkeeping(m, l->deps[i], &l->head, now))
            add_slot(rd, here->read, l->deps[i]);
    for (uint32_t i = 0; i < e->n; i++) {
        uint32_t slot = m->columns[m->writes[e->first + i].column];
        if (!is_bookkeeping(m, slot, &l->head, now))
            add_slot(rd, here->write, slot);
    }
    if (now->next == NEXT_DONE)
        here->write[ENDS] |= 1ull << thread;
    uint32_t to = node_at(rd, e->local); // may move the nodes
    if (!(now->next == NEXT_LOOK && joins(&l->head, now->object, false))) // after a join it sees nothing new
        add_head(m, rd, now, &rd->nodes[to].here);
    if (now->next == NEXT_DONE)
        rd->nodes[to].stepped = true;
    add_edge(rd, from, to);
}

void reduction_woken(struct model *m, comp_id was, comp_id now)
{
    struct reduction *rd = m->reduction;
    uint32_t from = node_at(rd, was), to = node_at(rd, now);
    add_head(m, rd, &local_of(m, now)->head, &rd->nodes[to].here);
    rd->nodes[from].stepped = true;
    add_edge(rd, from, to);
}

/* ---- futures ---- */

static bool join_into(struct touch *to, const struct touch *from)
{
    bool more = false;
    for (unsigned w = 0; w < WORDS; w++) {
        more |= (from->read[w] & ~to->read[w]) || (from->write[w] & ~to->write[w]);
        to->read[w] |= from->read[w];
        to->write[w] |= from->write[w];
    }
    return more;
}

bool reduction_settle(struct model *m)
{
    struct reduction *rd = m->reduction;
    bool changed = rd->settled_nodes != rd->nodes_n;
    rd->settled_nodes = rd->nodes_n;
    for (uint32_t i = 0; i < rd->nodes_n; i++) {
        changed |= join_into(&rd->nodes[i].next, &rd->nodes[i].here);
        join_into(&rd->nodes[i].future, &rd->nodes[i].here);
    }
    for (bool again = true; again; changed |= again) {
        again = false;
        for (uint32_t i = rd->edges_n; i-- > 0;) // late ones first: they were found later on the way
            again |= join_into(&rd->nodes[rd->edges[i].from].future, &rd->nodes[rd->edges[i].to].future);
    }
    return !changed;
}

bool reduction_is_table(const struct model *m, uint64_t oid)
{
    return oid && oid == m->reduction->active;
}

bool reduction_fits(const struct model *m)
{
    return m->reduction && !m->reduction->unfit && !m->timed_waits && !m->copied;
}

/* ---- the stubborn set ---- */

static bool conflict(const struct touch *a, const struct touch *b)
{
    uint64_t both = 0;
    for (unsigned w = 0; w < WORDS; w++)
        both |= (a->write[w] & (b->read[w] | b->write[w])) | (a->read[w] & b->write[w]);
    return both != 0;
}

/* One task of the state. */
struct actor { uint8_t thread; bool enabled; uint32_t at; const struct head *head; const struct stage *stage; };

/* Whether b may ever do what a waits for. */
static bool may_wake(const struct actor *a, const struct actor *b)
{
    if (a->head->next == NEXT_JOIN)
        return b->thread == a->head->object;
    for (unsigned w = 0; w < WORDS; w++)
        if ((a->stage->next.read[w] | a->stage->next.write[w]) & b->stage->future.write[w])
            return true;
    return false;
}

/* The least set with the n-th actor in it, as bits of actors. */
static uint64_t close_set(const struct actor *actor, unsigned n, unsigned seed)
{
    uint64_t set = 1ull << seed, todo = set;
    while (todo) {
        unsigned a = (unsigned)__builtin_ctzll(todo);
        todo &= todo - 1;
        for (unsigned b = 0; b < n; b++) {
            if (set >> b & 1)
                continue;
            if (actor[a].enabled ? conflict(&actor[a].stage->next, &actor[b].stage->future) : may_wake(&actor[a], &actor[b])) {
                set |= 1ull << b;
                todo |= 1ull << b;
            }
        }
    }
    return set;
}

uint64_t reduction_tasks(struct model *m, const struct state *s)
{
    struct reduction *rd = m->reduction;
    struct actor actor[64];
    unsigned n = 0, enabled = 0;
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, s, i);
        if (!l || l->head.next == NEXT_DONE)
            continue;
        bool can = can_move(m, s, i);
        uint32_t node = node_at(rd, l->comp);
        if (can && !rd->nodes[node].stepped)
            return ALL_TASKS;
        actor[n++] = (struct actor){ (uint8_t)i, can, node, &l->head };
        enabled += can;
    }
    for (unsigned k = 0; k < n; k++) { // they stay where they are from here on
        struct stage *stage = &rd->nodes[actor[k].at];
        if (actor[k].at >= rd->settled_nodes) { // new: what is known of it must do, and will be looked at again
            stage->next = stage->here;
            join_into(&stage->future, &stage->here);
        }
        actor[k].stage = stage;
    }
    uint64_t best = ALL_TASKS;
    unsigned least = enabled;
    for (unsigned k = 0; k < n && least > 1; k++) {
        if (!actor[k].enabled)
            continue;
        uint64_t set = close_set(actor, n, k), tasks = 0;
        unsigned moving = 0;
        for (unsigned i = 0; i < n; i++) {
            moving += (set >> i & 1) && actor[i].enabled;
            tasks |= (set >> i & 1) << actor[i].thread;
        }
        if (moving < least) {
            least = moving;
            best = tasks;
        }
    }
    return best;
}

/* ---- beginning and end ---- */

void reduction_open(struct model *m, const struct state *first)
{
    m->reduction = NULL;
    if (m->threads_seen > 64 || m->timed_waits || m->copied || m->opts->tso || m->early)
        return;
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, first, i);
        if (m->thread_process[i] != 0 || !l || l->head.flags & L_DAEMON || m->looked[i])
            return;
    }
    struct reduction *rd = m->reduction = mem_zalloc(1, sizeof *rd);
    rd->active = prelude_object(m, "threading", "_active");
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, first, i);
        uint32_t node = node_at(rd, l->comp);
        add_head(m, rd, &l->head, &rd->nodes[node].here);
    }
}

void reduction_close(struct model *m)
{
    struct reduction *rd = m->reduction;
    if (!rd)
        return;
    free(rd->node_of);
    free(rd->nodes);
    free(rd->edges);
    free(rd->bit_of);
    free(rd);
    m->reduction = NULL;
}
