/* hint.c: what can still come from a state: how far the nearest failure is, or that there is none. */
#include <string.h>

#include "base/clock.h"
#include "model/search.h"

enum { HINT_STATES = 300000 };
static const uint64_t HINT_NS = 1000000000;

struct look {
    struct model *m;
    struct space space;
    struct hint *hint;
    uint32_t level;         // moves from the beginning to the state at hand
};

static void failure(struct look *k, enum finding_kind kind, uint32_t moves)
{
    struct hint *h = k->hint;
    bool nearer = h->kind == FIND_NONE || moves < h->moves_n;
    if (!finding_table[kind].fails || !nearer)
        return;
    h->kind = kind;
    h->moves_n = moves;
}

static void hint_edge(void *ctx, const struct edge *e)
{
    struct look *k = ctx;
    bool is_new;
    if (e->finding)
        failure(k, (enum finding_kind)k->m->found[e->finding - 1].kind, k->level + 1);
    space_add(&k->space, e->row, e->n, &is_new);
}

static void note_end(struct look *k, const struct expansion *x)
{
    struct hint *h = k->hint;
    const char *output = x->output ? text_at(k->m, x->output - 1) : "";
    h->ends = true;
    if (x->finding)
        failure(k, (enum finding_kind)k->m->found[x->finding - 1].kind, k->level);
    for (unsigned i = 0; i < h->ends_n && i < ARRAY_LEN(h->end); i++)
        if (h->end[i].kind == x->ended && strcmp(h->end[i].output, output) == 0)
            return;
    if (h->ends_n < ARRAY_LEN(h->end))
        h->end[h->ends_n] = (struct hint_end){ x->ended, output };
    h->ends_n += h->ends_n <= ARRAY_LEN(h->end);
}

/* Level by level, until all is seen. Going on after a failure was found tells of the other ends. */
static bool look_around(struct look *k)
{
    static struct state s;
    struct model *m = k->m;
    uint32_t level_end = 1;
    uint64_t until = model_clock_ns(m) + HINT_NS;
    for (uint32_t i = 0; i < k->space.n; i++) {
        struct expansion x;
        if (i == level_end) {
            k->level++;
            level_end = k->space.n;
        }
        if (k->space.n > HINT_STATES || ((i & 255) == 255 && model_clock_ns(m) > until))
            return false;
        space_load(&k->space, m, i, &s);
        expand(m, &s, &x, hint_edge, NULL, k);
        if (m->restart || x.end == STATE_LIMIT)
            return false;
        if (x.end == STATE_DEADLOCK)
            failure(k, FIND_DEADLOCK, k->level);
        else if (x.end == STATE_ENDS)
            note_end(k, &x);
    }
    return true;
}

bool model_hint(struct model *m, const struct move *moves, uint32_t n, struct hint *ret)
{
    static struct state s;
    struct look k = { .m = m, .hint = ret };
    char limit[sizeof m->limit];
    bool is_new;
    *ret = (struct hint){ 0 };
    if (!state_after(m, moves, n, &s))
        return false;
    memcpy(limit, m->limit, sizeof limit);
    space_init(&k.space);
    memset(s.ids + s.n, 0, 8 * sizeof *s.ids);
    space_add(&k.space, s.ids, s.n, &is_new);
    ret->complete = look_around(&k);
    ret->states = k.space.n;
    if (ret->complete && !ret->ends && ret->kind == FIND_NONE) { // it goes round and round
        ret->kind = FIND_STUCK;
        ret->moves_n = 0;
    }
    memcpy(m->limit, limit, sizeof limit); // it says something of the search, not of this look
    space_finish(&k.space);
    return true;
}
