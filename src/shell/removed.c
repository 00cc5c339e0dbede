/* removed.c: what is seen when a lesson's lock is switched off, or its joins.
 *
 * That an order exists in which it goes wrong does not mean that a run takes it: on most machines, most times, it does
 * not, and who then says "I took the lock away and nothing broke" has learnt the wrong thing. The lesson claims what
 * can be seen without the lock; the explorer finds an order in which it is; the real tasks are let through in that
 * order. So it shows at the first try, on any number of cores. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "shell/exploring.h"
#include "shell/teach.h"

enum { STATES_MAX = 200000, SECONDS_MAX = 5 };

static struct run_script turns; // of the run that was shown last

void removed_finish(void)
{
    explorer_script_finish(&turns);
}

static bool is_removal(const struct run_switch *s)
{
    return (s->kind == SWITCH_LOCK || s->kind == SWITCH_JOIN) && !s->on;
}

/* "lock pen off" or "join off": the line that flips the switch so. */
static bool line_is(const char *line, const struct run_switch *s)
{
    char text[64];
    snprintf(text, sizeof text, "%s %s%soff", s->kind == SWITCH_LOCK ? "lock" : "join", s->name, *s->name ? " " : "");
    return strcmp(line, text) == 0;
}

/* Whether what is switched off now is what stands before the claim. */
static bool is_under(const struct shell *sh, const struct claim *claim)
{
    unsigned removed = 0, found = 0;
    for (unsigned i = 0; i < sh->switch_n; i++) {
        if (!is_removal(&sh->switches[i]))
            continue;
        removed++;
        for (unsigned k = 0; k < claim->switch_n; k++)
            found += line_is(claim->switches[k], &sh->switches[i]);
    }
    return removed && removed == found && found == claim->switch_n;
}

/* The first of the claims under these switches that one run is enough for, or NULL. */
static const struct claim *claim_to_show(const struct shell *sh, const struct claims *claims)
{
    for (size_t i = 0; i < claims->count; i++)
        if (claim_needs_one(claims->list[i].kind) && is_under(sh, &claims->list[i]))
            return &claims->list[i];
    return NULL;
}

static uint32_t line_count(const char *s, size_t n)
{
    uint32_t lines = 0;
    for (size_t i = 0; i < n; i++)
        lines += s[i] == '\n';
    return lines;
}

/* The line of a turn: where its task stood before it. */
static uint32_t line_of_turn(const struct run_script *s, uint32_t turn)
{
    uint32_t line = 0;
    for (uint32_t i = 0; i < s->stands_n && s->stands[i].after <= turn; i++)
        if (s->stands[i].task == s->moves[turn].task)
            line = s->stands[i].line;
    return line;
}

/* Behind its last line main answers the questions, which are not asked in the run: there the turns end, and where main stood
 * for them it need not stand. */
static void leave_questions_out(struct run_script *s, uint32_t last)
{
    uint32_t n = 0;
    while (n < s->moves_n && line_of_turn(s, n) <= last)
        n++;
    s->moves_n = n;
    for (uint32_t i = 0; i < s->stands_n; i++)
        if (s->stands[i].line > last)
            s->stands[i].where = STAND_ANYWHERE;
}

/* The turns by which the explored program shows the claim; -ENOENT: it has not been found. */
static int turns_of(struct explorer *x, const struct lesson_run_ask *ask, const struct claim *claim)
{
    const struct explored *e = explorer_result(x);
    const struct explored_outcome *shown = NULL;
    for (uint32_t i = 0; i < e->outcomes_n && !shown; i++)
        if (outcome_voice(&e->outcomes[i], ask, claim) == VOICE_YES)
            shown = &e->outcomes[i];
    if (!shown)
        return -ENOENT;
    int r = schedule_script(x, shown->schedule, &turns);
    if (r == 0)
        leave_questions_out(&turns, line_count(ask->source, ask->source_n) + 1);
    return r;
}

static int find_turns(struct shell *sh, const struct lesson_run_ask *ask, const struct claim *claim)
{
    struct explorer *x = NULL;
    struct buf source = { 0 };
    char *argv[] = { (char *)ask->name, NULL };
    ask_questions(&source, ask);
    struct explorer_opts o = {
        .file = ask->name, .source = buf_str(&source), .source_n = source.n, .argc = 1, .argv = argv,
        .switches = sh->switches, .switches_n = sh->switch_n, .max_states = STATES_MAX,
        .max_ns = SECONDS_MAX * 1000000000ull,
        .outputs = claim->kind == CLAIM_OUTPUT_SOME || claim->kind == CLAIM_LACKS_SOME,
    };
    int r = explorer_open(&o, &x);
    if (r == 0)
        r = explorer_explore_now(x);
    if (r == 0)
        r = explorer_result(x) ? turns_of(x, ask, claim) : -EPIPE;
    explorer_close(x);
    buf_finish(&source);
    return r;
}

void removed_show(struct shell *sh, struct run_opts *o)
{
    struct claims claims;
    struct arena a;
    removed_finish();
    if (o->has_seed || o->chaos || o->speed < 1)
        return;
    arena_init(&a);
    session_claims(learn_session(sh), o->file, &a, &claims);
    const struct claim *claim = claim_to_show(sh, &claims);
    struct lesson_run_ask ask = { .name = o->file, .source = o->source, .source_n = o->source_n };
    if (claim && claim->kind == CLAIM_SOME) {
        ask.exprs = &claim->expr;
        ask.expr_n = 1;
    }
    if (claim && find_turns(sh, &ask, claim) == 0) {
        o->controlled = true;
        o->script = &turns;
        shell_note(sh, _("of all orders, one in which this is seen: %s. `run --seed N` takes others"), claim->text);
    }
    arena_finish(&a);
}
