/* sample.c: runs by chance, for what no limit allows to be searched.
 *
 * Each task gets a priority by chance, and who has the highest moves; at depth - 1 steps, chosen by chance too, the one that
 * moves becomes the last of all. A failure that depends on the order of `depth` steps is met by one run with a probability
 * of at least 1 / (n * k^(depth - 1)), for n tasks and runs of at most k steps.
 *
 * Source: S. Burckhardt, P. Kothari, M. Musuvathi, S. Nagarakatte, A Randomized Scheduler with Probabilistic
 * Guarantees of Finding Bugs, ASPLOS 2010. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/mem.h"
#include "model/searching.h"

enum { STEPS_AT_MOST = 20000, TURN_AT_MOST = 500 }; // of a run; of one task while others wait

struct chance {
    struct search *se;
    uint64_t seed, until_ns, most_bytes;
    uint32_t rank[MODEL_THREADS];   // higher moves first
    uint32_t change[SAMPLE_DEPTH];  // steps after which the task that moved comes last
    // the ways of one state
    uint32_t ways;
    struct edge edge;
    struct state next;
    // the run
    struct move *moves; uint32_t moves_n, moves_cap;
    bool branches, cut;             // some step could have gone several ways; some run had no end
    uint32_t longest;
};

static uint32_t below(struct chance *c, uint32_t n) { return (uint32_t)(rng_next(&c->seed) % n); }

/* Of several ways of a task, each is as likely. */
static void take_way(void *ctx, const struct edge *e)
{
    struct chance *c = ctx;
    if (below(c, ++c->ways) != 0)
        return;
    c->edge = *e;
    state_copy(&c->next, e->row, e->n);
}

static void shuffle(struct chance *c, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        c->rank[i] = SAMPLE_DEPTH + i;
    for (unsigned i = n; i > 1; i--) {
        unsigned k = below(c, i);
        uint32_t rank = c->rank[i - 1];
        c->rank[i - 1] = c->rank[k];
        c->rank[k] = rank;
    }
    for (unsigned i = 0; i + 1 < SAMPLE_DEPTH; i++)
        c->change[i] = 1 + below(c, MAX(c->longest, 1u));
}

/* Who has the highest priority of those that can move; NO_THREAD: nobody can. */
static unsigned highest(struct chance *c, const struct state *s)
{
    struct model *m = c->se->m;
    unsigned best = NO_THREAD;
    for (unsigned i = 0; i < m->threads_seen && i < 64; i++)
        if ((best == NO_THREAD || c->rank[i] > c->rank[best]) && can_move(m, s, i))
            best = i;
    return best;
}

static void keep_move(struct chance *c, struct move by)
{
    MEM_GROW(c->moves, c->moves_n, c->moves_cap, 256);
    c->moves[c->moves_n++] = by;
}

static struct move *moves_copy(const struct chance *c)
{
    struct move *to = mem_alloc((c->moves_n + 1) * sizeof *to);
    memcpy(to, c->moves, c->moves_n * sizeof *to);
    return to;
}

static void keep_finding(struct chance *c, struct finding *f)
{
    f->moves = moves_copy(c);
    f->moves_n = c->moves_n;
    if (!note(c->se, f, UINT32_MAX))
        free(f->moves);
}

static void keep_ending(struct chance *c, enum finding_kind kind, uint32_t output)
{
    uint32_t number = ending_of(c->se, kind, output, UINT32_MAX); // may move them
    struct ending *e = &c->se->endings[number];
    if (e->state != UINT32_MAX || e->moves)
        return;
    e->moves = moves_copy(c);
    e->moves_n = c->moves_n;
}

static void keep_end(struct chance *c, const struct state *s, const struct expansion *x)
{
    struct finding f;
    if (x->end == STATE_DEADLOCK) {
        deadlock_of(c->se->m, s, &f);
        keep_finding(c, &f);
        keep_ending(c, FIND_DEADLOCK, 0);
        return;
    }
    if (x->finding) {
        of_index(c->se->m, x->finding, &f);
        keep_finding(c, &f);
    }
    keep_ending(c, x->ended, x->output);
}

/* The priorities after a step. */
static void after_step(struct chance *c, unsigned thread, uint32_t step, uint32_t turn)
{
    uint32_t last = c->rank[thread];
    for (unsigned i = 0; i + 1 < SAMPLE_DEPTH; i++)
        if (c->change[i] == step)
            c->rank[thread] = SAMPLE_DEPTH - 1 - i;
    if (c->edge.yields || turn > TURN_AT_MOST) { // it has nothing to do but to wait for others
        for (unsigned i = 0; i < c->se->m->threads_seen; i++)
            c->rank[i] += c->rank[i] < last && i != thread;
        c->rank[thread] = 0;
    }
}

static bool time_is_over(const struct chance *c)
{
    const struct model *m = c->se->m;
    return model_clock_ns(m) > c->until_ns || model_bytes(m) > c->most_bytes || (m->opts->stop && *m->opts->stop);
}

/* One run. False: no more of them. */
static bool run(struct chance *c, const struct state *first)
{
    static struct state s;
    struct model *m = c->se->m;
    unsigned last = NO_THREAD;
    uint32_t turn = 0;
    state_copy(&s, first->ids, first->n);
    shuffle(c, m->threads_seen);
    c->moves_n = 0;
    for (uint32_t step = 1; step <= STEPS_AT_MOST; step++) {
        struct expansion x;
        unsigned who = highest(c, &s);
        c->ways = 0;
        m->only = who == NO_THREAD ? UINT64_MAX : 1ull << who;
        expand(m, &s, &x, take_way, NULL, c);
        m->only = UINT64_MAX;
        if (m->restart || x.end == STATE_LIMIT || (worked_hard(c->se) && time_is_over(c)))
            return false;
        if (x.end != STATE_GOES_ON) {
            keep_end(c, &s, &x);
            c->longest = MAX(c->longest, step);
            return true;
        }
        c->branches |= c->ways > 1 || who == NO_THREAD;
        keep_move(c, c->edge.move);
        if (c->edge.finding) {
            struct finding f;
            of_index(m, c->edge.finding, &f);
            keep_finding(c, &f);
        }
        turn = c->edge.move.thread == last ? turn + 1 : 0;
        last = c->edge.move.thread;
        after_step(c, last, step, turn);
        state_copy(&s, c->next.ids, c->next.n);
    }
    c->cut = true;
    return true;
}

void sample(struct search *se, const struct state *first, uint64_t until_ns, struct model_result *res)
{
    static struct chance c;
    struct model *m = se->m;
    c = (struct chance){ .se = se, .seed = m->opts->seed, .until_ns = until_ns, .most_bytes = model_bytes(m) + most_bytes(m) / 4, .longest = 1, .moves = c.moves, .moves_cap = c.moves_cap };
    while (!time_is_over(&c) && run(&c, first))
        res->sampled++;
    if (m->restart) { // more is a step than was thought: what these runs were is not what they would be
        m->restart = false;
        res->sampled = 0;
    }
    res->sampled_steps = c.longest;
    if (!res->sampled || c.branches || c.cut)
        return; // then nothing can be said of how likely it was to see a failure
    double one = 1 / (MAX(m->threads_seen, 1u) * pow(c.longest, SAMPLE_DEPTH - 1));
    res->sampled_chance = 1 - pow(1 - one, (double)res->sampled);
}
