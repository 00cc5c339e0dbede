/* hunt.c: states in the order (switches, steps): the first failure taken is the simplest there is.
 *
 * Source: M. Musuvathi, S. Qadeer, Iterative Context Bounding, PLDI 2007, for the order of the hunt. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/clock.h"
#include "base/mem.h"
#include "model/reduction.h"
#include "model/searching.h"
#include "model/symmetry.h"

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
    MEM_GROW(b->at, b->n, b->cap, 8);
    b->at[b->n++] = node;
}

static uint32_t node_add(struct hunt *h, struct hunt_node node)
{
    MEM_GROW(h->nodes, h->nodes_n, h->nodes_cap, 1024);
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
    uint32_t state = space_add(&h->space, e->row, e->n, &is_new);
    uint32_t node = node_add(h, (struct hunt_node){ state, h->now, e->move, e->drains ? from.last : e->move.thread, e->drains ? from.yielded : e->yields });
    put_node(h, preempts ? 1 : 0, h->d + 1, node);
}

void hunt_open(struct search *se, const struct state *first)
{
    struct hunt *h = mem_zalloc(1, sizeof *h);
    bool is_new;
    h->se = se;
    se->hunt = h;
    space_init(&h->space);
    space_add(&h->space, first->ids, first->n, &is_new);
    h->nodes_cap = 1024;
    h->nodes = mem_alloc(h->nodes_cap * sizeof *h->nodes);
    h->nodes[h->nodes_n++] = (struct hunt_node){ 0, 0, { 0 }, NOBODY_LAST, 0 };
    put_node(h, 0, 0, 0);
}

void hunt_close(struct hunt *h)
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
    expand(m, &s, &x, hunt_edge, NULL, h);
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

bool all_hunted(const struct search *se, bool only_failures)
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

uint64_t hunt_bytes(const struct hunt *h)
{
    return h ? space_bytes(&h->space, 0) + h->nodes_cap * sizeof *h->nodes + h->taken_size * 8 : 0;
}

/* Goes on hunting until a failure is found (first), or all that is known has been (not first). */
void hunt_on(struct search *se, uint32_t most_nodes, bool first)
{
    struct hunt *h = se->hunt;
    uint32_t stop_at = h->nodes_n + most_nodes, turns = 0;
    uint64_t until = model_clock_ns(se->m) + most_ns(se->m) / 5, bytes = most_bytes(se->m) / 3 + model_bytes(se->m);
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
                (((++turns & 127) == 0 || worked_hard(se)) && (model_clock_ns(se->m) > until || hunt_bytes(h) + model_bytes(se->m) > bytes || (se->m->opts->stop && *se->m->opts->stop))))
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

void hunted_at_once(struct search *se, const struct finding *f)
{
    hunted(se->hunt, f, NULL, 0, 0);
}
