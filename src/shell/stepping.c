/* stepping.c: the commands that move: step, back, go, save, and pick.
 *
 * In:      words and lines of the student.
 * Out:     one move more or less; the lesson's level is told when the run has come to its end. */
#include "shell/stepping.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "lesson/level.h"

/* ---- an explorer to step with ---- */

/* The program that is to be stepped through; what has been explored stays it if only switches have been flipped. */
static bool program_to_step(struct shell *sh, struct explored_program *ret)
{
    const struct exploring *x = sh->exploring;
    if (!x || !x->program.source || exploring_is_stale(sh))
        return exploring_program(sh, "", ret);
    explored_program_copy(ret, x->program.file, x->program.source, x->program.source_n, x->program.argc, x->program.argv);
    return true;
}

/* An explorer for the program: the one that is there, or a new one that has looked at it for a moment (what
 * is a step, it learns by looking at all tasks). */
static bool stepping_ready(struct shell *sh)
{
    struct explored_program program;
    struct explore_options o = { .max_states = 200000, .max_ns = 2000000000, .seed = sh->opts.seed };
    bool there = exploring_explorer(sh) && explorer_result(exploring_explorer(sh));
    if (there && !exploring_is_stale(sh) && !exploring_is_switched(sh))
        return !explorer_result(exploring_explorer(sh))->error;
    if (!learn_may_run(sh) || !program_to_step(sh, &program))
        return false;
    bool named = there && sh->exploring->named && !exploring_is_stale(sh);
    int r = exploring_open(sh, &program, &o);
    sh->exploring->named = named;
    explored_program_finish(&program);
    if (r == 0)
        r = explorer_explore_now(sh->exploring->explorer);
    const struct explored *e = r == 0 ? explorer_result(sh->exploring->explorer) : NULL;
    if (e && e->error)
        shell_error(sh, "%s", e->error);
    else if (r < 0)
        exploring_silent(sh, r);
    return e && !e->error;
}

/* ---- a level that is to be broken ---- */

static bool fails(struct shell *sh)
{
    struct trace trace;
    bool bad = false;
    trace_init(&trace);
    if (explorer_replay(sh->exploring->explorer, buf_str(&sh->exploring->moves), &trace, NULL, NULL, NULL) == 0)
        for (size_t i = 0; i < trace.count && !bad; i++)
            bad = trace.events[i].kind == EV_ERRPRINT && memmem(trace.events[i].text, trace.events[i].n, "Traceback", 9);
    trace_finish(&trace);
    return bad;
}

/* What a failure has cost, and what it costs at least. */
static void tell_par(struct shell *sh, const struct level_run *run)
{
    const struct explored *e = explorer_result(sh->exploring->explorer);
    struct buf *out = shell_out(sh);
    buf_addf(out, ngettext_("  broken with %u switch away from tasks that could go on, ", "  broken with %u switches away from tasks that could go on, ",
                            run->switches), run->switches);
    buf_addf(out, ngettext_("in %u move", "in %u moves", run->picks), run->picks);
    for (uint32_t i = 0; i < e->findings_n; i++) {
        const struct explored_finding *f = &e->findings[i];
        if (!f->fails || f->early)
            continue;
        buf_addf(out, f->minimal ? _("; the least there is: %u, in %u (%s)") : _("; the explorer knows a way with %u, in %u (%s)"),
                 f->switches, f->steps, f->name);
        break; // they are in order
    }
    buf_addc(out, '\n');
}

/* The student's run has come to its end: the lesson's level is told, if one is open. */
static void tell_level(struct shell *sh)
{
    struct stand st;
    struct exploring *x = sh->exploring;
    if (!x->moves_n || !stand_look(sh, &st) || stand_enabled(&st))
        return;
    const struct level_run run = {
        .failed = !stand_all_done(&st) || fails(sh), .by_hand = true, .switches = moves_switches(x), .picks = x->moves_n,
    };
    if (run.failed && x->picking)
        tell_par(sh, &run);
    shell_flush(sh);
    learn_level_run(sh, &run);
}

/* After moves that may have been the last. */
static void arrive(struct shell *sh, uint32_t from_move)
{
    stand_show(sh, from_move);
    tell_level(sh);
}

/* ---- moving ---- */

static void tell_cannot(struct shell *sh, const struct explorer_next *k, struct choice c)
{
    const char *cannot = befall_cannot(c.sign);
    if (cannot)
        shell_note(sh, cannot, k->name);
    else if (k->done)
        shell_note(sh, _("%s has ended"), k->name);
    else if (k->timed)
        shell_note(sh, _("%s cannot go on now: %s; `%u!` lets its time be over"), k->name, k->what, k->thread);
    else if (k->enabled)
        shell_note(sh, _("the step of %s has no way number %u"), k->name, c.way);
    else if (*k->blocker)
        shell_note(sh, _("%s cannot go on now: it waits for %s"), k->name, k->blocker);
    else
        shell_note(sh, _("%s cannot go on now: %s"), k->name, k->what);
}

/* Up to `times` moves of one task, or of whoever it is the turn of. */
static enum command_result step_on(struct shell *sh, const char *name, unsigned times)
{
    struct exploring *x = sh->exploring;
    struct stand st;
    uint32_t from = x->moves_n;
    unsigned made = 0;
    for (; made < times && stand_look(sh, &st); made++) {
        struct choice c = { 0 };
        const struct explorer_next *k = name ? stand_named(&st, name, &c) : stand_next(x, &st);
        if (name && !k) {
            shell_error(sh, _("there is no task `%s` here"), name);
            return COMMAND_FAILED;
        }
        if (k && !name)
            c = usual_move(k);
        if (k && !made && !may_move(k, c))
            tell_cannot(sh, k, c);
        if (!k || !may_move(k, c))
            break;
        moves_make(x, &st, k, c);
    }
    arrive(sh, from);
    return COMMAND_OK;
}

/* Up to `times` moves of whom chance takes, in the way that it takes. */
static enum command_result step_any(struct shell *sh, unsigned times)
{
    struct exploring *x = sh->exploring;
    struct stand st;
    uint32_t from = x->moves_n;
    for (unsigned made = 0; made < times && stand_look(sh, &st) && stand_enabled(&st); made++) {
        unsigned at = (unsigned)(rng_next(&x->chance) % stand_enabled(&st));
        const struct explorer_next *k = st.task;
        while (!goes_on(k) || at--)
            k++;
        struct choice c = usual_move(k);
        if (!c.sign && k->choices > 1)
            c.way = (unsigned)(rng_next(&x->chance) % k->choices);
        moves_make(x, &st, k, c);
    }
    arrive(sh, from);
    return COMMAND_OK;
}

/* From the beginning, all the moves of a schedule: one can go back from there. */
static enum command_result step_schedule(struct shell *sh, const char *schedule)
{
    struct exploring *x = sh->exploring;
    struct stand st;
    struct choice *moves;
    uint32_t moves_n, made = 0;
    if (schedule_choices(schedule, &moves, &moves_n) < 0) {
        shell_error(sh, _("`%s` is no schedule"), schedule);
        return COMMAND_FAILED;
    }
    moves_clear(x);
    for (; made < moves_n && stand_look(sh, &st); made++) {
        const struct explorer_next *k = stand_thread(&st, moves[made].thread);
        if (!k || !may_move(k, moves[made]))
            break;
        moves_make(x, &st, k, moves[made]);
    }
    free(moves);
    if (made < moves_n)
        shell_error(sh, _("the schedule `%s` is not one of this program"), schedule);
    stand_show(sh, 0);
    return made < moves_n ? COMMAND_FAILED : COMMAND_OK;
}

static bool read_count(const char *word, unsigned *ret)
{
    char *end;
    unsigned long n = strtoul(word, &end, 10);
    bool ok = *word >= '0' && *word <= '9' && !*end && n > 0;
    if (ok)
        *ret = (unsigned)MIN(n, 100000ul);
    return ok;
}

enum command_result stepping_step(struct shell *sh, const struct args *args)
{
    unsigned times = 1;
    const char *name = args->n && !read_count(args->word[0], &times) ? args->word[0] : NULL, *schedule = NULL;
    if (args->n > 2 || (args->n == 2 && (!name || !read_count(args->word[1], &times))))
        return COMMAND_USAGE;
    if (!stepping_ready(sh))
        return COMMAND_FAILED;
    if (name && strcmp(name, "any") == 0)
        return step_any(sh, times);
    if (name && !schedule_of_word(sh, name, &schedule))
        return COMMAND_FAILED;
    return schedule ? step_schedule(sh, schedule) : step_on(sh, name, times);
}

enum command_result stepping_back(struct shell *sh, const struct args *args)
{
    unsigned times = 1;
    if (args->n > 1 || (args->n == 1 && !read_count(args->word[0], &times)))
        return COMMAND_USAGE;
    if (!stepping_ready(sh))
        return COMMAND_FAILED;
    struct exploring *x = sh->exploring;
    if (!x->moves_n)
        shell_note(sh, _("this is the beginning"));
    for (; times && x->moves_n; times--)
        moves_drop(x);
    stand_show(sh, x->moves_n);
    return COMMAND_OK;
}

enum command_result stepping_go(struct shell *sh, const struct args *args)
{
    bool hold = args->n == 1 && strcmp(args->word[0], "hold") == 0;
    if (args->n && !hold)
        return COMMAND_USAGE;
    if (!stepping_ready(sh))
        return COMMAND_FAILED;
    if (hold)
        return schedule_hold(sh, buf_str(&sh->exploring->moves)) < 0 ? COMMAND_FAILED : COMMAND_OK;
    if (schedule_holds(sh) && run_held(sh->run)) {
        schedule_let_go(sh);
        return COMMAND_OK;
    }
    return schedule_replay(sh, buf_str(&sh->exploring->moves)) < 0 ? COMMAND_FAILED : COMMAND_OK;
}

enum command_result stepping_save(struct shell *sh, const struct args *args)
{
    if (args->n)
        return COMMAND_USAGE;
    if (!stepping_ready(sh))
        return COMMAND_FAILED;
    buf_adds(shell_out(sh), "replay '");
    schedule_save(shell_out(sh), &sh->exploring->program, buf_str(&sh->exploring->moves));
    buf_adds(shell_out(sh), "'\n");
    return COMMAND_OK;
}

/* ---- pick ---- */

static void pick_task(struct shell *sh, unsigned thread, struct choice c)
{
    struct stand st;
    struct exploring *x = sh->exploring;
    if (!stand_look(sh, &st))
        return;
    const struct explorer_next *k = stand_thread(&st, thread);
    if (k && !c.sign && !c.way)
        c = usual_move(k);
    if (!k) {
        shell_note(sh, _("there is no task %u"), thread);
    } else if (!may_move(k, c)) {
        tell_cannot(sh, k, c);
    } else {
        moves_make(x, &st, k, c);
        arrive(sh, x->moves_n - 1);
    }
}

static bool read_digits(const char **at, unsigned *ret)
{
    size_t n = strspn(*at, "0123456789");
    *ret = n && n < 4 ? (unsigned)atoi(*at) : 0;
    *at += n;
    return n && n < 4;
}

/* "2", "2.1" for a way of its step, "2!" and the like for what is to befall it. */
static bool read_pick(const char *line, unsigned *ret, struct choice *ret_choice)
{
    *ret_choice = (struct choice){ 0 };
    if (!read_digits(&line, ret) || (*line == '.' && (line++, !read_digits(&line, &ret_choice->way))))
        return false;
    if (*line && is_befall(*line) && !ret_choice->way)
        ret_choice->sign = *line++;
    return !*line;
}

/* Digits choose, Enter goes on with the last one, b goes back, h tells how far it is, q leaves; everything else is
 * a line as ever. */
static bool pick_line(struct shell *sh, const char *line, void *arg)
{
    unsigned thread;
    struct choice c;
    struct exploring *x = sh->exploring;
    (void)arg;
    if (!x || strcmp(line, "q") == 0) {
        shell_take_lines(sh, NULL, NULL, NULL);
        if (x)
            x->picking = false;
        return true;
    }
    if (!*line)
        step_on(sh, NULL, 1);
    else if (strcmp(line, "b") == 0)
        moves_drop(x), stand_show(sh, x->moves_n);
    else if (strcmp(line, "h") == 0)
        stand_hint(sh);
    else if (read_pick(line, &thread, &c))
        pick_task(sh, thread, c);
    else
        return false;
    shell_flush(sh);
    return true;
}

enum command_result stepping_pick(struct shell *sh, const struct args *args)
{
    if (args->n)
        return COMMAND_USAGE;
    if (!stepping_ready(sh))
        return COMMAND_FAILED;
    stand_show(sh, sh->exploring->moves_n);
    if (shell_interactive(sh))
        shell_note(sh, _("a number moves that task; behind it ! lets its time be over, ? wakes it unasked, k kills it, s lets its store reach memory; Enter or Right goes on with the last one, b or Left goes back, h hints, q leaves; `go` runs it on real tasks"));
    sh->exploring->picking = true;
    shell_take_lines(sh, pick_line, NULL, "pick> ");
    sh->taker_right = ""; // on, as Enter
    sh->taker_left = "b";
    return COMMAND_OK;
}
