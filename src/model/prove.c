/* prove.c: breadth first over all states: to the end, if the limits allow. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/clock.h"
#include "base/mem.h"
#include "model/reduction.h"
#include "model/searching.h"
#include "model/symmetry.h"

uint32_t ending_of(struct search *se, enum finding_kind kind, uint32_t output, uint32_t state)
{
    for (uint32_t i = 0; i < se->endings_n; i++)
        if (se->endings[i].kind == kind && se->endings[i].output == output)
            return i;
    MEM_GROW(se->endings, se->endings_n, se->endings_cap, 16);
    se->endings[se->endings_n] = (struct ending){ .kind = kind, .output = output, .state = state };
    return se->endings_n++;
}

static void add_edges(void *ctx, const struct later *steps, uint32_t n)
{
    struct graph *g = &((struct search *)ctx)->graph;
    for (uint32_t i = 0; i < n; i++)
        graph_edge(g, steps[i].from, steps[i].to);
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
    const comp_id *row = e->row;
    const struct change *by = e->is_plain ? &e->change : NULL;
    if (m->symmetry && !symmetry_sorted(m, row, e->n)) {
        static struct state s;
        uint8_t place[MODEL_THREADS];
        state_copy(&s, row, e->n);
        if (symmetry_sort(m, &s, place)) {
            row = s.ids;
            by = NULL;
        }
    }
    space_add_later(&se->space, row, e->n, by, se->current, add_edges, se);
}

/* Without like tasks the number of a step is all it takes. */
static bool prove_step(void *ctx, effect_id step)
{
    struct search *se = ctx;
    return space_step_later(&se->space, step, se->current, add_edges, se);
}

enum { SOON = 8192 }; // states: more than are found between two looks at the limits

/* What it takes, with what will be doubled before the limits are looked at again. */
static uint64_t bytes_of(const struct search *se)
{
    return space_bytes(&se->space, SOON) + graph_bytes(&se->graph, SOON, SOON * 16);
}

static void tell_progress(struct search *se)
{
    const struct model_opts *o = se->m->opts;
    uint64_t now = clock_now_ns();
    if (!o->progress || now - se->told_ns <= 250000000)
        return;
    se->told_ns = now;
    o->progress(o->ctx, se->space.n, se->graph.edges, seconds_since(se->m->began_ns));
}

/* Whether it may go on. PAUSED: it has had its share. */
static enum proved share_left(struct search *se)
{
    struct model *m = se->m;
    tell_progress(se);
    if (m->opts->stop && *m->opts->stop) {
        limit_reached(_("you stopped it after %.1f s"), seconds_since(m->began_ns));
        return LIMITED;
    }
    uint64_t now = model_clock_ns(m);
    if (se->pause_ns && now > se->pause_ns)
        return PAUSED;
    uint64_t most = most_ns(m);
    if (now - se->began_ns > most - most / SAMPLING_PART) { // some of it is for runs by chance
        limit_reached(m->opts->by_work ? _("the limit of work, that of about %.3g s") : _("the limit of %.3g s"), (double)most / 1e9);
        return LIMITED;
    }
    uint64_t bytes = most_bytes(m);
    if (bytes_of(se) + (se->beside ? bytes_of(se->beside) : 0) + hunt_bytes(se->hunt) + model_bytes(m) > bytes) {
        if (se->reduced)
            return PAUSED; // it was a try
        limit_reached(_("the limit of %llu MiB of memory"), (unsigned long long)(bytes >> 20));
        return LIMITED;
    }
    return PROVED;
}

static void prove_ending(struct search *se, const struct state *s, const struct expansion *x)
{
    struct model *m = se->m;
    struct finding f;
    if (m->symmetry && x->end != STATE_GOES_ON)
        symmetry_ride_out(m, s);
    if (x->end == STATE_DEADLOCK) {
        deadlock_of(m, s, &f);
        note(se, &f, se->current);
        graph_end(&se->graph, se->current, ending_of(se, FIND_DEADLOCK, 0, se->current));
    } else if (x->end == STATE_ENDS) {
        if (x->finding) {
            of_index(m, x->finding, &f);
            note(se, &f, se->current);
        }
        graph_end(&se->graph, se->current, ending_of(se, x->ended, x->output, se->current));
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

void prove_open(struct search *se, const struct state *first)
{
    static struct state s;
    bool is_new;
    space_init(&se->space);
    graph_init(&se->graph);
    state_copy(&s, first->ids, first->n);
    memset(s.ids + s.n, 0, 8 * sizeof *s.ids);
    space_add(&se->space, s.ids, s.n, &is_new);
    se->level_end = 1;
}

/* One state. False: what was taken for private is not, or like tasks are not alike. */
static bool prove_state(struct search *se)
{
    static struct state s;
    struct model *m = se->m;
    struct expansion x;
    space_load(&se->space, m, se->current, &s);
    if (se->reduced)
        m->only = reduction_tasks(m, &s);
    expand(m, &s, &x, prove_edge, m->symmetry ? NULL : prove_step, se);
    m->only = UINT64_MAX;
    if (m->restart)
        return false;
    if (x.end == STATE_LIMIT) {
        se->limited = true; // what can be seen beside it is still worth seeing
        return true;
    }
    prove_ending(se, &s, &x);
    if (x.enabled && x.traits & TOUCHES)
        look_for_advice(se, &s, &x);
    return !m->restart;
}

enum proved prove(struct search *se)
{
    uint64_t most = most_states(se->m);
    enum proved end = PROVED;
    for (;; se->current++) {
        if (se->current == se->level_end) { // the next ones are a step further away
            space_settle(&se->space, add_edges, se);
            if (se->current == se->space.n)
                break;
            se->depth++;
            se->level_end = se->space.n;
        }
        if (((se->current & 255) == 0 || worked_hard(se)) && (end = share_left(se)) != PROVED)
            break;
        if (se->pause_states && se->space.n > se->pause_states) {
            end = PAUSED;
            break;
        }
        if (se->space.n > most) {
            limit_reached(_("the limit of %llu states"), (unsigned long long)most);
            end = LIMITED;
            break;
        }
        if (!prove_state(se))
            return AGAIN;
    }
    space_settle(&se->space, add_edges, se);
    graph_close(&se->graph, se->current);
    se->limited |= end == LIMITED;
    return end;
}

/* ---- a path to a state of the proof ---- */

/* The moves are not kept: the way to a state is gone again. With symmetry a state may stand for others, with like tasks
 * exchanged; then it is gone in the states that it really leads through. */
struct walk {
    struct search *se;
    struct state to;      // that the step is to lead to, or to an image of it
    unsigned thread;      // whose step; NO_THREAD: anybody's
    bool found;
    struct move move;
    struct state next;
};

static void walk_edge(void *ctx, const struct edge *e)
{
    static struct state s;
    struct walk *w = ctx;
    uint8_t place[MODEL_THREADS];
    if (w->found || (w->thread != NO_THREAD && e->move.thread != w->thread))
        return;
    state_copy(&s, e->row, e->n);
    if (w->se->m->symmetry)
        symmetry_sort(w->se->m, &s, place);
    w->found = memcmp(s.ids, w->to.ids, MIN(e->n, w->to.n) * sizeof *s.ids) == 0;
    if (w->found) {
        w->move = e->move;
        state_copy(&w->next, e->row, e->n);
    }
}

/* Goes from the first state through the images of `states`. place: whose steps they are to be instead of those in
 * `moves`; NULL: anybody's. */
static bool walk(struct search *se, const uint32_t *states, uint32_t n, const uint8_t *place, struct move *moves, struct state *ret_last)
{
    static struct walk w;
    struct expansion x;
    w.se = se;
    space_load(&se->space, se->m, 0, ret_last);
    for (uint32_t i = 0; i < n; i++) {
        space_load(&se->space, se->m, states[i], &w.to);
        w.thread = place ? place[moves[i].thread] : NO_THREAD;
        w.found = false;
        expand(se->m, ret_last, &x, walk_edge, NULL, &w);
        if (!w.found)
            return false;
        moves[i] = w.move;
        state_copy(ret_last, w.next.ids, w.next.n);
    }
    return true;
}

/* With symmetry it is gone twice: the first time leads to some image of the state, and tells which task is which there; the
 * second time to the state itself. */
static bool find_way(struct search *se, const uint32_t *states, uint32_t n, struct move *moves)
{
    static struct state last;
    uint8_t place[MODEL_THREADS];
    if (!walk(se, states, n, NULL, moves, &last))
        return false;
    if (!se->m->symmetry || !symmetry_sort(se->m, &last, place))
        return true;
    return walk(se, states, n, place, moves, &last) && !symmetry_moves(se->m, &last);
}

/* The moves to a state, with room for `more`. NULL: like tasks cannot be told apart on the way. */
static struct move *path_to(struct search *se, uint32_t state, unsigned more, uint32_t *ret_n)
{
    uint32_t n, *states = graph_path(&se->graph, state, &n);
    struct move *moves = mem_alloc((n + more + 1) * sizeof *moves);
    bool ok = find_way(se, states, n, moves);
    free(states);
    *ret_n = ok ? n : 0;
    if (ok)
        return moves;
    free(moves);
    return NULL;
}

static bool give_path(struct search *se, struct found *k)
{
    k->f.moves = path_to(se, k->state, 1 + k->after_n, &k->f.moves_n);
    if (!k->f.moves)
        return false;
    if (k->has_move)
        k->f.moves[k->f.moves_n++] = k->move;
    for (unsigned i = 0; i < k->after_n; i++)
        k->f.moves[k->f.moves_n++] = k->after[i];
    return true;
}

struct move *search_path(void *ctx, uint32_t state, uint32_t *ret_n)
{
    return path_to(ctx, state, 0, ret_n);
}

/* The runs that show what is known so far. False: like tasks cannot be told apart on the way. */
bool give_paths(struct search *se)
{
    bool ok = true;
    for (uint32_t i = 0; i < se->found_n && ok; i++)
        if (!se->found[i].f.moves && se->found[i].state != UINT32_MAX)
            ok = give_path(se, &se->found[i]);
    for (uint32_t i = 0; i < se->endings_n && ok; i++) {
        if (!se->endings[i].moves)
            se->endings[i].moves = path_to(se, se->endings[i].state, 0, &se->endings[i].moves_n);
        ok = se->endings[i].moves != NULL;
    }
    return ok;
}

/* ---- all of it ---- */

bool is_complete(const struct search *se)
{
    return !se->limited && !se->m->limit[0] && se->current == se->space.n;
}

void look_for_stuck(struct search *se)
{
    static struct state s;
    struct finding f;
    uint32_t stuck = is_complete(se) ? graph_stuck(&se->graph) : UINT32_MAX;
    if (stuck == UINT32_MAX)
        return;
    space_load(&se->space, se->m, stuck, &s);
    stuck_of(se->m, &s, &f);
    note(se, &f, stuck);
}

void search_close(struct search *se)
{
    for (uint32_t i = 0; i < se->endings_n; i++)
        free(se->endings[i].moves);
    space_finish(&se->space);
    graph_finish(&se->graph);
    hunt_close(se->hunt);
    free(se->endings);
    free(se->found);
}
