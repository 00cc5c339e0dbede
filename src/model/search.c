/* search.c: the hunt, the proof, and what they add up to. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/clock.h"
#include "base/mem.h"
#include "model/reduction.h"
#include "model/searching.h"
#include "model/symmetry.h"

static void add_up(struct search *se, struct model_result *res)
{
    struct model *m = se->m;
    bool complete = is_complete(se);
    res->complete = complete;
    res->states = se->space.n;
    res->steps = se->graph.edges;
    res->depth = se->depth;
    res->tasks = m->threads_seen;
    res->steps_run = m->steps_run;
    res->outcomes_n = se->endings_n;
    res->outcomes = mem_zalloc(se->endings_n + 1, sizeof *res->outcomes);
    path_count *counts = mem_zalloc(se->endings_n + 1, sizeof *counts);
    res->counted = complete && graph_count(&se->graph, counts, se->endings_n);
    for (uint32_t i = 0; i < se->endings_n; i++) {
        struct outcome *o = &res->outcomes[i];
        o->end = se->endings[i].kind;
        o->output = se->endings[i].output ? text_at(m, se->endings[i].output - 1) : "";
        o->counted = res->counted;
        o->interleavings = counts[i];
        res->interleavings += counts[i];
        o->moves = se->endings[i].moves;
        o->moves_n = se->endings[i].moves_n;
        se->endings[i].moves = NULL;
    }
    free(counts);
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
static void look_once_more(struct search *se, struct model_result *res)
{
    const struct search_states states = { &se->space, MIN(se->current, se->space.n), se->graph.ends, se->graph.ends_n, se->endings, search_path, se };
    if (!se->m->restart && states.n)
        advice_find(se->m, &states, note_advice, se);
    if (se->m->opts->overlap)
        res->overlap = tasks_overlap(se->m, &states) || !is_complete(se); // what was not seen may be
    give_paths(se);
}

static void hand_over(struct search *se, struct model_result *res)
{
    struct model *m = se->m;
    res->findings = mem_zalloc(se->found_n + 1, sizeof *res->findings);
    bool fails = false;
    for (uint32_t i = 0; i < se->found_n; i++) {
        struct found *k = &se->found[i];
        if (!k->f.moves && k->state != UINT32_MAX)
            continue; // nobody could say how
        if (!k->hunted)
            k->f.switches = path_switches(m, k->f.moves, k->f.moves_n);
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

/* ---- one search ---- */

static bool wants(const struct model *m, enum search_way way)
{
    return m->opts->way == SEARCH_BEST || m->opts->way == way;
}

static void look_for_reductions(struct model *m, const struct state *s)
{
    if (m->first_finding || m->restart || m->limit[0] || m->opts->way == SEARCH_PLAIN)
        return;
    model_forget(m); // every step from here on is seen by them
    if (wants(m, SEARCH_REDUCED))
        reduction_open(m, s);
    if (wants(m, SEARCH_SYMMETRIC) && !m->asymmetric && !m->opts->tso && !m->early)
        symmetry_open(m, s);
}

static void reductions_close(struct model *m)
{
    symmetry_close(m);
    reduction_close(m);
}

enum { TRIES = 40 };

/* The reduced search, until what tasks will touch is known. PROVED: *to is its graph; AGAIN: m->restart. */
static enum proved reduce(struct search *se, struct search *to, const struct state *first)
{
    struct model *m = se->m;
    for (unsigned tries = 0; tries < TRIES && reduction_fits(m); tries++) {
        reduction_settle(m);
        *to = (struct search){ .m = m, .began_ns = se->began_ns, .told_ns = se->told_ns, .reduced = true, .beside = se };
        bool only = m->opts->way == SEARCH_REDUCED;
        to->pause_states = only ? most_states(m) : most_states(m) / 10; // where it helps at all, it helps much
        to->pause_ns = only ? se->began_ns + most_ns(m) / 2 : MAX(se->pause_ns, model_clock_ns(m) + most_ns(m) / 10);
        prove_open(to, first);
        enum proved end = prove(to);
        if (m->restart || end == LIMITED) {
            search_close(to);
            return m->restart ? AGAIN : LIMITED;
        }
        bool usable = end == PROVED && !to->limited && reduction_fits(m) && !graph_has_cycles(&to->graph);
        if (usable && reduction_settle(m) && (!m->symmetry || symmetry_holds(m)))
            return PROVED;
        search_close(to);
        if (!usable)
            break;
    }
    return PAUSED;
}

/* What the reduced search has found, the other one knows then, too. */
static bool take_over(struct search *se, struct search *from)
{
    if (!give_paths(from))
        return false;
    for (uint32_t i = 0; i < from->found_n; i++) {
        if (!note(se, &from->found[i].f, UINT32_MAX))
            free(from->found[i].f.moves);
    }
    return true;
}

/* Not all could be searched, or should not be: runs by chance, for the time that was left for them. */
static void sample_rest(struct search *se, struct model_result *res)
{
    static struct state first;
    struct model *m = se->m;
    if (m->restart || (m->opts->stop && *m->opts->stop) || (m->opts->way != SEARCH_BEST && m->opts->way != SEARCH_SAMPLED))
        return;
    uint64_t time = m->opts->way == SEARCH_SAMPLED ? most_ns(m) : most_ns(m) / SAMPLING_PART;
    char limit[sizeof m->limit];
    memcpy(limit, m->limit, sizeof limit);
    if (initial_state(m, &first) && !m->first_finding)
        sample(se, &first, model_clock_ns(m) + time, res);
    memcpy(m->limit, limit, sizeof limit); // what stopped these runs says nothing of the search
}

/* All states, or as many as the limits allow; on the way it may be decided by fewer: *ret_decided. */
static enum proved prove_all(struct search *se, struct search *decided, bool *ret_decided, const struct state *first)
{
    struct model *m = se->m;
    *ret_decided = false;
    if (m->opts->way == SEARCH_SAMPLED) {
        limit_reached(_("only runs by chance were asked for"));
        se->limited = true;
        return LIMITED;
    }
    if (m->opts->way == SEARCH_REDUCED)
        se->pause_states = 1;
    if (m->opts->way == SEARCH_BEST && m->reduction) {
        se->pause_states = most_states(m) / 10;
        se->pause_ns = se->began_ns + most_ns(m) / 10;
    }
    enum proved end = prove(se);
    if (end != PAUSED)
        return end;
    if (reduction_fits(m) && !graph_has_cycles(&se->graph)) {
        end = reduce(se, decided, first);
        if (end == AGAIN)
            return AGAIN;
        *ret_decided = end == PROVED;
        if (*ret_decided && !take_over(se, decided)) {
            m->asymmetric = true;
            return AGAIN;
        }
        if (*ret_decided && m->opts->way == SEARCH_REDUCED)
            return PAUSED;
    }
    se->pause_states = se->pause_ns = 0; // on to the numbers of interleavings
    return prove(se);
}

/* One search, hunt and proof. False: it has to begin again, since more has turned out to be a step. */
static bool search_once(struct model *m, struct search *se, struct search *decided, bool *ret_decided)
{
    static struct state s;
    bool begins;
    *se = (struct search){ .m = m, .began_ns = model_clock_ns(m), .told_ns = clock_now_ns() };
    *ret_decided = false;
    m->restart = false;
    m->only = UINT64_MAX;
    m->first_finding = 0;
    for (uint32_t i = 0; i < m->places_n; i++)
        m->places[i].raced = m->places[i].lost = false;
    begins = initial_state(m, &s);
    if (begins)
        look_for_reductions(m, &s);
    hunt_open(se, &s);
    if (m->first_finding) { // somebody dies before there is any choice
        struct finding f;
        of_index(m, m->first_finding, &f);
        hunted_at_once(se, &f);
    }
    if (begins)
        hunt_on(se, FIRST_HUNT, true);
    prove_open(se, &s);
    if (m->restart)
        return false;
    if (m->limit[0] || !begins) {
        se->limited = true;
        return true;
    }
    if (prove_all(se, decided, ret_decided, &s) == AGAIN)
        return false;
    return !m->restart;
}

static void search_again(struct model *m, struct search *se)
{
    for (uint32_t i = 0; i < se->found_n; i++)
        free(se->found[i].f.moves);
    search_close(se);
    reductions_close(m);
    model_forget(m);
    m->limit[0] = 0;
}

/* Again and again, until nothing that it was taken to be turns out to be otherwise. */
static void search_until_known(struct model *m, struct search *se, struct search *decided, bool *ret_decided)
{
    for (unsigned round = 0; round < 200; round++) {
        if (search_once(m, se, decided, ret_decided)) {
            look_for_stuck(se);
            if ((!m->symmetry || !is_complete(se) || symmetry_holds(m)) && give_paths(se))
                return;
            m->asymmetric = true;
        } else if (m->wants_more) {
            return;
        }
        if (*ret_decided)
            search_close(decided);
        search_again(m, se);
    }
}

/* The same with waits that may be over before their time: what is found only so is advice (R14). */
static void search_early(struct model *m, struct model_result *res)
{
    struct search se, decided;
    struct model_result early = { 0 };
    bool is_decided;
    char limit[sizeof m->limit];
    memcpy(limit, m->limit, sizeof limit);
    m->early = true;
    search_until_known(m, &se, &decided, &is_decided); // by all states: early time-outs are not reduced
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
    reductions_close(m);
}

void search_run(struct model *m, struct model_result *res)
{
    struct search se, decided;
    bool is_decided;
    char limit[sizeof m->limit];
    m->early = m->opts->early_timeouts;
    search_until_known(m, &se, &decided, &is_decided);
    memcpy(limit, m->limit, sizeof limit); // what stops the hunts says nothing of the search
    if (!all_hunted(&se, false))
        hunt_on(&se, NEXT_HUNT, false);
    look_once_more(&se, res);
    memcpy(m->limit, limit, sizeof limit);
    reductions_close(m);
    if (is_decided && !is_complete(&se)) {
        m->limit[0] = 0; // only the numbers are not known
        add_up(&decided, res);
        res->counted = false;
        res->interleavings = 0;
        for (uint32_t i = 0; i < res->outcomes_n; i++)
            res->outcomes[i].counted = false;
    } else {
        if (!is_complete(&se) && !m->wants_more)
            sample_rest(&se, res);
        add_up(&se, res);
    }
    if (is_decided)
        search_close(&decided);
    hand_over(&se, res);
    search_close(&se);
    if (m->timed_waits && !m->early && !m->limit[0])
        search_early(m, res);
    res->seconds = seconds_since(m->began_ns);
}
