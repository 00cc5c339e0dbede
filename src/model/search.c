/* search.c: the hunt, the proof, and what they add up to.
 *
 *   hunt    states in the order (preemptions, steps): the first failure taken is the simplest there is
 *   prove   breadth first over plain states, to the end if the limits allow: verdict, outcomes, counts
 *
 * Source: M. Musuvathi, S. Qadeer, Iterative Context Bounding, PLDI 2007, for the order of the hunt. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/clock.h"
#include "base/mem.h"
#include "model/liveness.h"
#include "model/search.h"

const struct finding_info finding_table[FINDING_COUNT] = {
    [FIND_NONE] = { "ok", false, "" },
#define FINDING(id, word, fails, help) [FIND_##id] = { word, fails, help },
#include "model/finding.def"
#undef FINDING
};

/* What was found, and where. */
struct found {
    struct finding f;
    uint32_t state;     // of the proof: in which state it shows
    bool has_move;      // … after this move from there
    struct move move, after[LOSING_MOVES];
    unsigned after_n;
    bool hunted;        // the hunt has given it its moves
};

struct search {
    struct model *m;
    struct space space;
    // the graph, for counting
    uint64_t *first; uint32_t *to; uint64_t edges, edges_cap, first_cap;
    // steps whose states are not looked up yet: the memory they will need is on its way
    struct pending { uint64_t mixed; uint32_t from; struct move by; } *pending;
    uint32_t *pending_rows, pending_n, pending_stride;
    uint32_t *ending; uint32_t ending_cap;
    struct ending *endings; uint32_t endings_n, endings_cap;
    struct found *found; uint32_t found_n, found_cap;
    uint32_t current;
    uint32_t depth;
    uint64_t began_ns, told_ns;
    bool limited;
    // the hunt
    struct hunt *hunt;
};

/* ---- findings ---- */

static struct found *find_same(struct search *se, const struct finding *f)
{
    for (uint32_t i = 0; i < se->found_n; i++)
        if (se->found[i].f.kind == f->kind && (strcmp(se->found[i].f.message, f->message) == 0 ||
                                               (f->kind == FIND_DEADLOCK) || (f->kind == FIND_RACE && f->line == se->found[i].f.line)))
            return &se->found[i];
    return NULL;
}

static struct found *note(struct search *se, const struct finding *f, uint32_t state)
{
    struct found *known = find_same(se, f);
    if (known || se->found_n >= 64)
        return NULL;
    if (se->found_n == se->found_cap) {
        se->found_cap = MAX(16u, se->found_cap * 2);
        se->found = mem_resize(se->found, se->found_cap, sizeof *se->found);
    }
    se->found[se->found_n] = (struct found){ .f = *f, .state = state };
    return &se->found[se->found_n++];
}

static void of_index(struct model *m, uint32_t finding, struct finding *ret)
{
    const struct finding_text *t = &m->found[finding - 1];
    *ret = (struct finding){ .kind = (enum finding_kind)t->kind, .line = t->line, .threads = { t->thread }, .threads_n = 1 };
    snprintf(ret->message, sizeof ret->message, "%s: %s", m->thread_name[t->thread], text_at(m, t->text));
}

static void deadlock_of(struct model *m, const struct state *s, struct finding *ret)
{
    struct buf b = { 0 };
    *ret = (struct finding){ .kind = FIND_DEADLOCK };
    deadlock_tell(m, s, &b);
    snprintf(ret->message, sizeof ret->message, "%s", buf_str(&b));
    for (unsigned i = 0; i < m->threads_seen && ret->threads_n < ARRAY_LEN(ret->threads); i++) {
        const struct local *l = thread_local(m, s, i);
        if (!l || l->head.next == NEXT_DONE)
            continue;
        if (!ret->line)
            ret->line = l->head.line;
        ret->threads[ret->threads_n++] = (uint8_t)i;
    }
    buf_finish(&b);
}

/* ---- the proof ---- */

static uint32_t ending_of(struct search *se, enum finding_kind kind, uint32_t output, uint32_t state)
{
    for (uint32_t i = 0; i < se->endings_n; i++)
        if (se->endings[i].kind == kind && se->endings[i].output == output)
            return i;
    if (se->endings_n == se->endings_cap) {
        se->endings_cap = MAX(16u, se->endings_cap * 2);
        se->endings = mem_resize(se->endings, se->endings_cap, sizeof *se->endings);
    }
    se->endings[se->endings_n] = (struct ending){ kind, output, state };
    return se->endings_n++;
}

enum { PENDING = 128 };

static void add_edge(struct search *se, uint32_t to)
{
    if (se->edges == se->edges_cap) {
        se->edges_cap = MAX((uint64_t)4096, se->edges_cap * 2);
        se->to = mem_resize(se->to, se->edges_cap, sizeof *se->to);
    }
    se->to[se->edges++] = to;
}

static void settle_pending(struct search *se)
{
    struct space *sp = &se->space;
    for (uint32_t i = 0; i < se->pending_n; i++)
        space_prefetch_row(sp, se->pending[i].mixed);
    for (uint32_t i = 0; i < se->pending_n; i++) {
        const struct pending *p = &se->pending[i];
        bool is_new;
        uint32_t k = space_add(sp, se->pending_rows + (size_t)i * se->pending_stride, p->mixed, &is_new);
        if (is_new) {
            sp->parent[k] = p->from;
            sp->by[k] = p->by;
        }
        add_edge(se, k);
    }
    se->pending_n = 0;
}

static void pending_open(struct search *se)
{
    free(se->pending_rows);
    se->pending_stride = se->space.stride;
    se->pending_rows = mem_zalloc((size_t)PENDING * se->pending_stride, sizeof *se->pending_rows);
    if (!se->pending)
        se->pending = mem_alloc(PENDING * sizeof *se->pending);
}

static void prove_edge(void *ctx, const struct edge *e)
{
    struct search *se = ctx;
    struct model *m = se->m;
    if (UNLIKELY(e->finding)) {
        struct finding f;
        of_index(m, e->finding, &f);
        struct found *k = note(se, &f, se->current);
        if (k) {
            k->has_move = true;
            k->move = e->move;
        }
    }
    if (UNLIKELY(e->n > se->space.stride)) {
        settle_pending(se);
        space_widen(&se->space, m);
        pending_open(se);
    }
    if (UNLIKELY(se->pending_n == PENDING))
        settle_pending(se);
    uint32_t i = se->pending_n++;
    se->pending[i] = (struct pending){ space_mix(e->hash), se->current, e->move };
    memcpy(se->pending_rows + (size_t)i * se->pending_stride, e->row, se->pending_stride * sizeof *e->row);
    space_prefetch(&se->space, se->pending[i].mixed);
}

static bool out_of_time(struct search *se)
{
    struct model *m = se->m;
    uint64_t now = clock_now_ns();
    if (m->opts->progress && now - se->told_ns > 250000000) {
        se->told_ns = now;
        m->opts->progress(m->opts->ctx, se->space.n, se->edges, (double)(now - se->began_ns) / 1e9);
    }
    if (m->opts->stop && *m->opts->stop) {
        limit_reached(_("you stopped it after %.1f s"), (double)(now - se->began_ns) / 1e9);
        return true;
    }
    uint64_t most = m->opts->max_ns ? m->opts->max_ns : 10000000000ull;
    if (now - se->began_ns > most) {
        limit_reached(_("the limit of %.3g s"), (double)most / 1e9);
        return true;
    }
    uint64_t bytes = m->opts->max_bytes ? m->opts->max_bytes : 1ull << 30;
    if (space_bytes(&se->space) + se->edges_cap * 4 + m->comps.room * 8 + m->writes_cap * 8 + m->effects_cap * sizeof(struct effect) > bytes) {
        limit_reached(_("the limit of %llu MiB of memory"), (unsigned long long)(bytes >> 20));
        return true;
    }
    return false;
}

static void set_ending(struct search *se, uint32_t state, uint32_t ending)
{
    if (state >= se->ending_cap) {
        uint32_t old = se->ending_cap;
        se->ending_cap = MAX(1024u, MAX(old * 2, state + 1));
        se->ending = mem_resize(se->ending, se->ending_cap, sizeof *se->ending);
        memset(se->ending + old, 0, (se->ending_cap - old) * sizeof *se->ending);
    }
    se->ending[state] = ending;
}

static void set_first(struct search *se, uint32_t state)
{
    if (state + 1 >= se->first_cap) { // the last one, when a limit ends it, is far from the one before
        se->first_cap = MAX((uint64_t)state + 2, MAX((uint64_t)1024, se->first_cap * 2));
        se->first = mem_resize(se->first, se->first_cap, sizeof *se->first);
    }
    se->first[state] = se->edges + se->pending_n;
}

static void prove_ending(struct search *se, const struct state *s, const struct expansion *x)
{
    struct model *m = se->m;
    struct finding f;
    if (x->end == STATE_DEADLOCK) {
        deadlock_of(m, s, &f);
        note(se, &f, se->current);
        set_ending(se, se->current, 1 + ending_of(se, FIND_DEADLOCK, 0, se->current));
    } else if (x->end == STATE_ENDS) {
        if (x->finding) {
            of_index(m, x->finding, &f);
            note(se, &f, se->current);
        }
        set_ending(se, se->current, 1 + ending_of(se, x->ended, x->output, se->current));
    }
}

static void look_for_advice(struct search *se, const struct state *s, const struct expansion *x)
{
    struct finding f = { 0 };
    struct intents in;
    about_to(x, &in);
    if (x->enabled & (x->enabled - 1) && race_in(se->m, &in, &f))
        note(se, &f, se->current);
    f = (struct finding){ 0 };
    if (lost_update_in(se->m, &in, &f)) {
        struct found *k = note(se, &f, se->current);
        if (k)
            k->after_n = lost_update_moves(se->m, s, &f, k->after);
    }
}

static void prove(struct search *se)
{
    static struct state s;
    struct model *m = se->m;
    uint64_t most = m->opts->max_states ? m->opts->max_states : 5000000;
    uint32_t level_end = 1;
    pending_open(se);
    for (se->current = 0;; se->current++) {
        struct expansion x;
        if (se->current == level_end) { // the next ones are a step further away
            settle_pending(se);
            if (se->current == se->space.n)
                break;
            se->depth++;
            level_end = se->space.n;
        }
        if ((se->current & 255) == 0 && out_of_time(se)) {
            se->limited = true;
            break;
        }
        if (se->space.n > most) {
            limit_reached(_("the limit of %llu states"), (unsigned long long)most);
            se->limited = true;
            break;
        }
        set_first(se, se->current);
        set_ending(se, se->current, 0);
        space_load(&se->space, m, se->current, &s);
        expand(m, &s, space_hash(m, s.ids, s.n), &x, prove_edge, se);
        if (m->restart)
            return;
        if (x.end == STATE_LIMIT) {
            se->limited = true;
            set_ending(se, se->current, 0);
            continue; // what can be seen beside it is still worth seeing
        }
        prove_ending(se, &s, &x);
        if (x.enabled)
            look_for_advice(se, &s, &x);
    }
    settle_pending(se);
    set_first(se, se->space.n);
}

/* ---- a path to a state of the proof ---- */

struct move *path_to(const struct space *sp, uint32_t state, unsigned more, uint32_t *ret_n)
{
    uint32_t n = 0;
    for (uint32_t s = state; s; s = sp->parent[s])
        n++;
    struct move *moves = mem_alloc((n + more + 1) * sizeof *moves);
    uint32_t at = n;
    for (uint32_t s = state; s; s = sp->parent[s])
        moves[--at] = sp->by[s];
    *ret_n = n;
    return moves;
}

static void give_path(struct search *se, struct found *k)
{
    k->f.moves = path_to(&se->space, k->state, 1 + k->after_n, &k->f.moves_n);
    if (k->has_move)
        k->f.moves[k->f.moves_n++] = k->move;
    for (unsigned i = 0; i < k->after_n; i++)
        k->f.moves[k->f.moves_n++] = k->after[i];
}

/* ---- the hunt ---- */

enum { NOBODY_LAST = 255, FOUND_LAST = 254 }; // FOUND: no state, but a finding on the way to one
struct hunt_node { uint32_t state, parent; struct move by; uint8_t last, yielded; };
struct bucket { uint32_t *at; uint32_t n, cap; };
struct hunt {
    struct search *se;
    struct space space;
    struct hunt_node *nodes; uint32_t nodes_n, nodes_cap;
    uint64_t *taken; uint64_t taken_size, taken_n; // (state, last) + 1
    struct bucket *buckets[2]; uint32_t depths[2];  // of this number of preemptions, and of the next
    uint32_t now, p, d;
    bool last_enabled;
};

static bool take_pair(struct hunt *h, uint64_t key)
{
    if ((h->taken_n + 1) * 2 > h->taken_size) {
        uint64_t *old = h->taken, size = h->taken_size;
        h->taken_size = size ? size * 2 : 4096;
        h->taken = mem_zalloc(h->taken_size, sizeof *h->taken);
        for (uint64_t i = 0; i < size; i++) {
            if (!old[i])
                continue;
            uint64_t at = (old[i] * 0x9e3779b97f4a7c15u >> 20) & (h->taken_size - 1);
            while (h->taken[at])
                at = (at + 1) & (h->taken_size - 1);
            h->taken[at] = old[i];
        }
        free(old);
    }
    uint64_t at = ((key + 1) * 0x9e3779b97f4a7c15u >> 20) & (h->taken_size - 1);
    for (; h->taken[at]; at = (at + 1) & (h->taken_size - 1))
        if (h->taken[at] == key + 1)
            return false;
    h->taken[at] = key + 1;
    h->taken_n++;
    return true;
}

static void put_node(struct hunt *h, unsigned which, uint32_t d, uint32_t node)
{
    if (d >= h->depths[which]) {
        uint32_t old = h->depths[which];
        h->depths[which] = MAX(64u, MAX(old * 2, d + 1));
        h->buckets[which] = mem_resize(h->buckets[which], h->depths[which], sizeof *h->buckets[which]);
        memset(h->buckets[which] + old, 0, (h->depths[which] - old) * sizeof **h->buckets);
    }
    struct bucket *b = &h->buckets[which][d];
    if (b->n == b->cap) {
        b->cap = MAX(8u, b->cap * 2);
        b->at = mem_resize(b->at, b->cap, sizeof *b->at);
    }
    b->at[b->n++] = node;
}

static uint32_t node_add(struct hunt *h, struct hunt_node node)
{
    if (h->nodes_n == h->nodes_cap) {
        h->nodes_cap = MAX(1024u, h->nodes_cap * 2);
        h->nodes = mem_resize(h->nodes, h->nodes_cap, sizeof *h->nodes);
    }
    h->nodes[h->nodes_n] = node;
    return h->nodes_n++;
}

static struct move *node_path(const struct hunt *h, uint32_t node, unsigned more, uint32_t *ret_n)
{
    uint32_t n = 0;
    for (uint32_t i = node; i; i = h->nodes[i].parent)
        n++;
    struct move *moves = mem_alloc((n + more + 1) * sizeof *moves);
    uint32_t at = n;
    for (uint32_t i = node; i; i = h->nodes[i].parent)
        moves[--at] = h->nodes[i].by;
    *ret_n = n;
    return moves;
}

/* The hunt has come upon a finding: if it is known without a path of this kind, it gets this one. */
static void hunted(struct hunt *h, const struct finding *f, const struct move *more, unsigned more_n, unsigned switches)
{
    struct found *k = find_same(h->se, f);
    if (!k)
        k = note(h->se, f, UINT32_MAX);
    if (!k || k->hunted)
        return;
    k->hunted = true;
    free(k->f.moves);
    if (k->f.kind == FIND_DEADLOCK)
        k->f = *f;
    k->f.moves = node_path(h, h->now, more_n, &k->f.moves_n);
    for (unsigned i = 0; i < more_n; i++)
        k->f.moves[k->f.moves_n++] = more[i];
    k->f.switches = switches;
    k->f.minimal = k->f.kind != FIND_LOST_UPDATE; // a longer way round may need one switch less
}

static void hunt_edge(void *ctx, const struct edge *e)
{
    struct hunt *h = ctx;
    struct model *m = h->se->m;
    struct hunt_node from = h->nodes[h->now];
    bool is_new;
    bool preempts = !e->drains && from.last != NOBODY_LAST && e->move.thread != from.last && h->last_enabled && !from.yielded;
    if (e->finding && !preempts) {
        struct finding f;
        of_index(m, e->finding, &f);
        hunted(h, &f, &e->move, 1, h->p);
    } else if (e->finding) { // without the switch there may be another way to it, with more steps: its turn is in the next layer
        put_node(h, 1, h->d, node_add(h, (struct hunt_node){ e->finding, h->now, e->move, FOUND_LAST, 0 }));
    }
    if (UNLIKELY(e->n > h->space.stride))
        space_widen(&h->space, m);
    uint32_t state = space_add(&h->space, e->row, space_mix(e->hash), &is_new);
    uint32_t node = node_add(h, (struct hunt_node){ state, h->now, e->move, e->drains ? from.last : e->move.thread, e->drains ? from.yielded : e->yields });
    put_node(h, preempts ? 1 : 0, h->d + 1, node);
}

static void hunt_open(struct search *se, const struct state *first)
{
    struct hunt *h = mem_zalloc(1, sizeof *h);
    bool is_new;
    h->se = se;
    se->hunt = h;
    space_init(&h->space, se->m);
    space_add(&h->space, first->ids, space_mix(space_hash(se->m, first->ids, first->n)), &is_new);
    h->nodes_cap = 1024;
    h->nodes = mem_alloc(h->nodes_cap * sizeof *h->nodes);
    h->nodes[h->nodes_n++] = (struct hunt_node){ 0, 0, { 0 }, NOBODY_LAST, 0 };
    put_node(h, 0, 0, 0);
}

static void hunt_close(struct hunt *h)
{
    if (!h)
        return;
    for (unsigned w = 0; w < 2; w++) {
        for (uint32_t i = 0; i < h->depths[w]; i++)
            free(h->buckets[w][i].at);
        free(h->buckets[w]);
    }
    space_finish(&h->space);
    free(h->nodes);
    free(h->taken);
    free(h);
}

bool can_move(struct model *m, const struct state *s, unsigned thread)
{
    const struct local *l = thread_local(m, s, thread);
    if (!l || l->head.next == NEXT_DONE || !ways_of(m, s, thread, l))
        return false;
    struct how how = { .seen = observe(m, s, &l->head) };
    struct head h = l->head;
    if (h.next == NEXT_WAITPID)
        return true;
    return !(step_of_state(m, s, thread, how).flags & (E_BLOCKED | E_STUCK));
}

static void hunt_take(struct hunt *h, uint32_t node)
{
    static struct state s;
    struct model *m = h->se->m;
    struct expansion x;
    struct finding f = { 0 };
    h->now = node;
    space_load(&h->space, m, h->nodes[node].state, &s);
    uint8_t last = h->nodes[node].last;
    h->last_enabled = last != NOBODY_LAST && can_move(m, &s, last);
    expand(m, &s, space_hash(m, s.ids, s.n), &x, hunt_edge, h);
    if (m->restart)
        return;
    if (x.end == STATE_DEADLOCK) {
        deadlock_of(m, &s, &f);
        hunted(h, &f, NULL, 0, h->p);
    } else if (x.end == STATE_ENDS && x.finding) {
        of_index(m, x.finding, &f);
        hunted(h, &f, NULL, 0, h->p);
    }
    if (!x.enabled)
        return;
    struct intents in;
    about_to(&x, &in);
    if (x.enabled & (x.enabled - 1) && race_in(m, &in, &f))
        hunted(h, &f, NULL, 0, h->p);
    f = (struct finding){ 0 };
    if (lost_update_in(m, &in, &f)) {
        struct move after[LOSING_MOVES];
        unsigned n = lost_update_moves(m, &s, &f, after);
        // the other goes first: a switch away from the one that has read, and back when it likes
        unsigned p = h->p + (last != NOBODY_LAST && last != after[0].thread && h->last_enabled && !h->nodes[node].yielded) + 1;
        hunted(h, &f, after, n, p);
    }
}

static bool all_hunted(const struct search *se, bool only_failures)
{
    for (uint32_t i = 0; i < se->found_n; i++)
        if (!se->found[i].hunted && (!only_failures || finding_table[se->found[i].f.kind].fails))
            return false;
    return true;
}

static bool some_failure_hunted(const struct search *se)
{
    for (uint32_t i = 0; i < se->found_n; i++)
        if (se->found[i].hunted && finding_table[se->found[i].f.kind].fails)
            return true;
    return false;
}

/* Goes on hunting until a failure is found (first), or all that is known has been (not first). */
static void hunt_on(struct search *se, uint32_t most_nodes, bool first)
{
    struct hunt *h = se->hunt;
    uint32_t stop_at = h->nodes_n + most_nodes, turns = 0;
    uint64_t most_ns = (se->m->opts->max_ns ? se->m->opts->max_ns : 10000000000ull) / 5, began = clock_now_ns();
    for (;;) {
        while (h->d < h->depths[0]) {
            struct bucket *b = &h->buckets[0][h->d];
            if (!b->n) {
                h->d++;
                continue;
            }
            uint32_t node = b->at[--b->n];
            if (h->nodes[node].last == FOUND_LAST) {
                struct finding f;
                h->now = node;
                of_index(se->m, h->nodes[node].state, &f);
                hunted(h, &f, NULL, 0, h->p);
                if (first ? some_failure_hunted(se) : all_hunted(se, false))
                    return;
                continue;
            }
            if (!take_pair(h, (uint64_t)h->nodes[node].state << 9 | (uint64_t)h->nodes[node].yielded << 8 | h->nodes[node].last))
                continue;
            hunt_take(h, node);
            if (se->m->restart || (first ? some_failure_hunted(se) : all_hunted(se, false)) || h->nodes_n > stop_at ||
                ((++turns & 127) == 0 && (clock_now_ns() - began > most_ns || (se->m->opts->stop && *se->m->opts->stop))))
                return; // a hunt that is not over proves nothing, and says nothing

        }
        // the next number of preemptions
        struct bucket *b = h->buckets[0];
        uint32_t n = h->depths[0];
        h->buckets[0] = h->buckets[1];
        h->depths[0] = h->depths[1];
        h->buckets[1] = b;
        h->depths[1] = n;
        h->p++;
        h->d = 0;
        bool any = false;
        for (uint32_t i = 0; i < h->depths[0] && !any; i++)
            any = h->buckets[0][i].n != 0;
        if (!any)
            return;
    }
}

/* ---- adding up ---- */

static void add_up(struct search *se, struct model_result *res)
{
    struct model *m = se->m;
    bool complete = !se->limited && !m->limit[0] && se->current == se->space.n;
    struct graph g = { se->space.n, se->first, se->to, se->edges, se->ending };
    res->complete = complete;
    res->states = se->space.n;
    res->steps = se->edges;
    res->depth = se->depth;
    res->tasks = m->threads_seen;
    res->steps_run = m->steps_run;
    res->outcomes_n = se->endings_n;
    res->outcomes = mem_zalloc(se->endings_n + 1, sizeof *res->outcomes);
    unsigned __int128 *counts = mem_zalloc(se->endings_n + 1, sizeof *counts);
    res->counted = complete && count_paths(&g, counts, se->endings_n);
    for (uint32_t i = 0; i < se->endings_n; i++) {
        struct outcome *o = &res->outcomes[i];
        o->end = se->endings[i].kind;
        o->output = se->endings[i].output ? text_at(m, se->endings[i].output - 1) : "";
        o->counted = res->counted;
        o->interleavings = counts[i];
        res->interleavings += counts[i];
        o->moves = path_to(&se->space, se->endings[i].state, 0, &o->moves_n);
    }
    free(counts);
    uint32_t stuck = complete ? find_stuck(&g) : UINT32_MAX;
    if (stuck != UINT32_MAX) {
        struct finding f = { .kind = FIND_STUCK };
        static struct state s;
        space_load(&se->space, m, stuck, &s);
        struct buf b = { 0 };
        for (unsigned i = 0; i < m->threads_seen; i++) {
            const struct local *l = thread_local(m, &s, i);
            if (!l || l->head.next == NEXT_DONE)
                continue;
            buf_addf(&b, _("%s%s is at line %u"), b.n ? _(", ") : "", m->thread_name[i], l->head.line);
            f.line = f.line ? f.line : l->head.line;
            if (f.threads_n < ARRAY_LEN(f.threads))
                f.threads[f.threads_n++] = (uint8_t)i;
        }
        snprintf(f.message, sizeof f.message, _("from here the end cannot be reached any more: %s"), buf_str(&b));
        buf_finish(&b);
        note(se, &f, stuck);
    }
}

static int compare_found(const void *a, const void *b)
{
    const struct finding *x = a, *y = b;
    bool fx = finding_table[x->kind].fails, fy = finding_table[y->kind].fails;
    if (fx != fy)
        return fx ? -1 : 1;
    if (x->switches != y->switches)
        return x->switches < y->switches ? -1 : 1;
    if (x->moves_n != y->moves_n)
        return x->moves_n < y->moves_n ? -1 : 1;
    return (int)x->kind - (int)y->kind;
}

static void note_advice(void *ctx, const struct finding *f, uint32_t state)
{
    note(ctx, f, state);
}

/* When the search is over: it does not hunt for these, and pays nothing for them. */
static void look_once_more(struct search *se)
{
    const struct search_states states = { &se->space, MIN(se->current, se->space.n), se->ending, se->endings };
    if (!se->m->restart && states.n)
        advice_find(se->m, &states, note_advice, se);
}

static void hand_over(struct search *se, struct model_result *res)
{
    struct model *m = se->m;
    res->findings = mem_zalloc(se->found_n + 1, sizeof *res->findings);
    bool fails = false;
    for (uint32_t i = 0; i < se->found_n; i++) {
        struct found *k = &se->found[i];
        if (!k->f.moves && k->state != UINT32_MAX) {
            give_path(se, k);
            k->f.switches = path_switches(m, k->f.moves, k->f.moves_n);
        }
        res->findings[res->findings_n++] = k->f;
        fails |= finding_table[k->f.kind].fails;
    }
    if (res->findings_n)
        qsort(res->findings, res->findings_n, sizeof *res->findings, compare_found);
    snprintf(res->limit, sizeof res->limit, "%s", m->limit);
    res->verdict = fails ? VERDICT_FAILS : res->complete && !m->uses_clock && !m->uses_chance ? VERDICT_HOLDS : VERDICT_UNKNOWN;
    if (m->opts->tso)
        snprintf(res->frame, sizeof res->frame, "%s", _("plain variables are written through store buffers (total store order)"));
    else if (m->uses_clock)
        snprintf(res->frame, sizeof res->frame, "%s", _("time was taken to pass only where coroutines sleep"));
    else if (m->uses_chance)
        snprintf(res->frame, sizeof res->frame, "%s", _("chance that has more than a few possibilities was taken to give the one in the middle"));
    res->seconds = (double)(clock_now_ns() - se->began_ns) / 1e9;
}

static void search_close(struct search *se)
{
    space_finish(&se->space);
    hunt_close(se->hunt);
    free(se->pending);
    free(se->pending_rows);
    free(se->first);
    free(se->to);
    free(se->ending);
    free(se->endings);
    free(se->found);
}

bool initial_state(struct model *m, struct state *s)
{
    unsigned last;
    memset(s, 0, sizeof *s);
    s->n = m->columns_n;
    s->ids[m->thread_column[0]] = m->first_local;
    if (m->opts->outputs && m->prefix_output.n)
        output_set(m, s, text_intern(m, buf_str(&m->prefix_output), m->prefix_output.n) + 1);
    // main starts its first task: nobody could do anything else
    while (unfinished(m, s, true, &last) == 1 && thread_local(m, s, last)->head.next == NEXT_START) {
        struct effect e = step_of_state(m, s, last, (struct how){ .alone = true });
        if (e.flags & E_FINDING)
            m->first_finding = e.finding + 1;
        if (e.flags & E_LIMIT || m->restart || !effect_apply(m, s, last, &e, 0) || !settle(m, s, &m->first_finding, NULL))
            return false;
    }
    return true;
}

enum { FIRST_HUNT = 20000, NEXT_HUNT = 400000 };

/* One search, hunt and proof. False: it has to begin again, since more has turned out to be a step. */
static bool search_once(struct model *m, struct search *se)
{
    static struct state s;
    bool is_new, begins;
    *se = (struct search){ .m = m, .began_ns = clock_now_ns(), .told_ns = clock_now_ns() };
    m->restart = false;
    m->first_finding = 0;
    for (uint32_t i = 0; i < m->places_n; i++)
        m->places[i].raced = m->places[i].lost = false;
    begins = initial_state(m, &s);
    hunt_open(se, &s);
    if (m->first_finding) { // somebody dies before there is any choice
        struct finding f;
        of_index(m, m->first_finding, &f);
        hunted(se->hunt, &f, NULL, 0, 0);
    }
    if (begins)
        hunt_on(se, FIRST_HUNT, true);
    space_init(&se->space, m);
    if (!m->restart && !m->limit[0]) {
        memset(s.ids + s.n, 0, 8 * sizeof *s.ids);
        space_add(&se->space, s.ids, space_mix(space_hash(m, s.ids, s.n)), &is_new);
        prove(se);
    } else if (!m->restart) {
        se->limited = true;
    }
    return !m->restart;
}

static void search_again(struct model *m, struct search *se)
{
    for (uint32_t i = 0; i < se->found_n; i++)
        free(se->found[i].f.moves);
    search_close(se);
    model_forget(m);
    m->limit[0] = 0;
}

/* The same with waits that may be over before their time: what is found only so is advice (R14). */
static void search_early(struct model *m, struct model_result *res)
{
    struct search se;
    struct model_result early = { 0 };
    char limit[sizeof m->limit];
    memcpy(limit, m->limit, sizeof limit);
    m->early = true;
    for (unsigned round = 0; round < 200 && !search_once(m, &se) && !m->wants_more; round++)
        search_again(m, &se);
    if (!all_hunted(&se, true))
        hunt_on(&se, NEXT_HUNT, false);
    hand_over(&se, &early);
    m->early = false;
    memcpy(m->limit, limit, sizeof limit); // that this second look had one says nothing of the first
    for (uint32_t i = 0; i < early.findings_n; i++) {
        struct finding *f = &early.findings[i];
        bool known = !finding_table[f->kind].fails;
        for (uint32_t k = 0; k < res->findings_n; k++)
            known |= res->findings[k].kind == f->kind && (f->kind == FIND_DEADLOCK || strcmp(res->findings[k].message, f->message) == 0);
        if (known || f->kind == FIND_STUCK) {
            free(f->moves);
            continue;
        }
        f->early = true;
        res->findings = mem_resize(res->findings, res->findings_n + 1, sizeof *res->findings);
        res->findings[res->findings_n++] = *f;
    }
    free(early.findings);
    search_close(&se);
}

void search_run(struct model *m, struct model_result *res)
{
    struct search se;
    m->early = m->opts->early_timeouts;
    for (unsigned round = 0; round < 200 && !search_once(m, &se) && !m->wants_more; round++)
        search_again(m, &se);
    add_up(&se, res);
    if (!all_hunted(&se, false))
        hunt_on(&se, NEXT_HUNT, false);
    look_once_more(&se);
    hand_over(&se, res);
    search_close(&se);
    if (m->timed_waits && !m->early && !m->limit[0])
        search_early(m, res);
    res->seconds = (double)(clock_now_ns() - m->began_ns) / 1e9;
}
