/* The commands of the group `schedule`: who moves when is in the student's hands. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "shell/exploring.h"

/* ---- explore */

static bool explore_words(struct explore_options *o, const struct args *args, int *ret_file)
{
    int i = 0;
    for (; i < args->n && strncmp(args->word[i], "--", 2) == 0; i++) {
        const char *name = args->word[i] + 2, *value = args->word[i + 1];
        size_t n = strcspn(name, "=");
        char *word = mem_text(name, n);
        bool took = false, glued = name[n] == '=';
        bool ok = explore_option(o, word, glued ? name + n + 1 : value, &took);
        free(word);
        if (!ok || (glued && !took))
            return false;
        i += took && !glued;
    }
    *ret_file = i;
    return i + 1 >= args->n;
}

static enum command_result do_explore(struct shell *sh, const struct args *args)
{
    struct explore_options o = { .seed = sh->opts.seed, .overlap = true };
    struct explored_program program;
    int file;
    if (!explore_words(&o, args, &file))
        return COMMAND_USAGE;
    if (!learn_may_run(sh)) // it would tell what the student is to predict
        return COMMAND_FAILED;
    const char *word = file < args->n ? args->word[file] : "";
    if (*word && strchr(word, '.')) {
        if (explored_program_read(sh, word, &program) < 0)
            return COMMAND_FAILED;
    } else if (!exploring_program(sh, word, &program)) {
        return COMMAND_FAILED;
    }
    int r = exploring_start(sh, &program, &o);
    explored_program_finish(&program);
    if (r == 0)
        sh->exploring->named = *word && strchr(word, '.');
    return r < 0 ? COMMAND_FAILED : COMMAND_OK;
}

static void complete_explore(struct shell *sh, struct completion *c)
{
    static const struct { const char *word, *note; } options[] = {
        { "--outputs", N_("tell whole outputs apart") }, { "--races", N_("list each data race") },
        { "--strict", N_("advice counts as failure") }, { "--tso", N_("with store buffers") },
        { "--limit", N_("states=N, seconds=N or memory=N") },
        { "--search", N_("best, plain, symmetric, reduced or sampled") }, { "--json", N_("one object") },
    };
    (void)sh;
    for (size_t i = 0; c->prefix[0] == '-' && i < ARRAY_LEN(options); i++)
        completion_add(c, options[i].word, _(options[i].note));
    c->files = c->prefix[0] != '-';
}

/* ---- outcomes, bugs, races */

static enum command_result do_outcomes(struct shell *sh, const struct args *args)
{
    const struct explored *e = exploring_result(sh);
    bool all = args->n == 1 && strcmp(args->word[0], "all") == 0;
    if (args->n && !all)
        return COMMAND_USAGE;
    if (!e)
        return COMMAND_FAILED;
    explored_tell_outcomes(shell_out(sh), e, all, shell_term(sh));
    return COMMAND_OK;
}

static enum command_result tell_findings(struct shell *sh, const struct args *args, enum explored_which which, const char *none)
{
    const struct explored *e = exploring_result(sh);
    if (args->n)
        return COMMAND_USAGE;
    if (!e)
        return COMMAND_FAILED;
    if (!explored_tell_findings(shell_out(sh), e, which, shell_term(sh)))
        buf_addf(shell_out(sh), "%s%s\n", none, e->complete ? "" : _(", as far as was looked"));
    return COMMAND_OK;
}

static enum command_result do_bugs(struct shell *sh, const struct args *args)
{
    return tell_findings(sh, args, EXPLORED_ALL, _("nothing was found"));
}

static enum command_result do_races(struct shell *sh, const struct args *args)
{
    enum command_result result = tell_findings(sh, args, EXPLORED_RACES, _("no data race"));
    return result == COMMAND_OK ? stepping_why_races(sh) : result;
}

/* ---- replay */

/* A schedule as typed: a name, or a line of moves. */
static const char *schedule_of(struct shell *sh, const struct args *args)
{
    const char *word = args->n ? args->word[0] : "bug1";
    const char *schedule;
    if (!schedule_of_word(sh, word, &schedule) || schedule)
        return schedule;
    if (args->n)
        shell_error(sh, _("there is no `%s`; `bugs` and `outcomes` list the names"), word);
    else
        shell_error(sh, _("nothing went wrong that could be replayed; `outcomes` lists the ways it can end"));
    return NULL;
}

static enum command_result do_replay(struct shell *sh, const struct args *args)
{
    if (args->n > 1)
        return COMMAND_USAGE;
    if (!exploring_result(sh))
        return COMMAND_FAILED;
    const char *schedule = schedule_of(sh, args);
    if (!schedule)
        return COMMAND_FAILED;
    char *kept = mem_text(schedule, strlen(schedule)); // the run may forget the exploration
    int r = schedule_replay(sh, kept);
    free(kept);
    return r < 0 ? COMMAND_FAILED : COMMAND_OK;
}

static void complete_names(struct shell *sh, struct completion *c)
{
    const struct explored *e = exploring_explorer(sh) ? explorer_result(exploring_explorer(sh)) : NULL;
    if (c->index != 0 || !e)
        return;
    for (uint32_t i = 0; i < e->findings_n; i++)
        completion_add(c, e->findings[i].name, e->findings[i].kind);
    for (uint32_t i = 0; i < e->outcomes_n; i++)
        completion_add(c, e->outcomes[i].name, e->outcomes[i].end);
}

static void complete_steps(struct shell *sh, struct completion *c)
{
    if (c->index != 0)
        return;
    complete_tasks(sh, c);
    completion_add(c, "any", _("whom chance takes"));
    complete_names(sh, c);
}

const struct command cmd_schedule[] = {
    { "explore", GROUP_SCHEDULE, "explore [--outputs] [--races] [--strict] [--tso] [--limit LIMIT] [--search WAY] [--seed N] [--json] [FILE]",
      N_("look at every interleaving"),
      N_("Without FILE: the lesson's program, or the one that ran last; with the switches as they are now.\n"
         "The verdict, all outcomes, and what can go wrong, each with its simplest run. --outputs tells\n"
         "whole outputs apart, --limit ends it by states=N, seconds=N or memory=N (MB), --tso lets plain\n"
         "variables be written through store buffers. Ctrl-C ends it with what is known."),
      "explore --races race.py", complete_explore, do_explore },
    { "outcomes", GROUP_SCHEDULE, "outcomes [all]", N_("how the explored program can end"),
      N_("How it ended and what was printed once only main was left, with the number of interleavings\n"
         "that lead there."), "outcomes", NULL, do_outcomes },
    { "bugs", GROUP_SCHEDULE, "bugs", N_("what `explore` has found"),
      N_("Failures first: bug1, bug2 … as `replay` and `why` take them."), "bugs", NULL, do_bugs },
    { "replay", GROUP_SCHEDULE, "replay [NAME|'SCHEDULE']", N_("run a schedule on real tasks"),
      N_("NAME is of `bugs` or `outcomes`; without it bug1. Real processes and threads take exactly these\n"
         "turns, so it always comes out the same. A schedule is a line like '1x3 2 1': three steps of\n"
         "task 1, one of task 2, one of task 1; main is 0."), "replay bug1", complete_names, do_replay },
    { "races", GROUP_SCHEDULE, "races", N_("the data races that `explore` has found"),
      N_("Two tasks may touch a variable at the same time, at least one of them writes, and nothing\n"
         "orders them."), "races", NULL, do_races },
    { "why", GROUP_SCHEDULE, "why [NAME|TASK]", N_("explain what went wrong, in one paragraph"),
      N_("NAME is of `bugs` or `outcomes`; without it bug1, or where `step` has come to. Of a task of the run\n"
         "that goes on: what it waits for."), "why bug1", complete_names, stepping_why },
    { "step", GROUP_SCHEDULE, "step [TASK|any|NAME|'SCHEDULE'] [N]", N_("one move, or N, of a task"),
      N_("Without TASK the one that moved last goes on, if it can; `step any` lets chance take one, by the seed. Behind\n"
         "its name, ! lets its time be over, ? wakes it at its condition unasked, k kills it, s lets a store of it reach\n"
         "memory (--tso). NAME of `bugs` or `outcomes`, or a schedule, goes all the way from the beginning. Each time: what\n"
         "was done, where every task stands and what it would do next, and the values that were seen."),
      "step t1 2", complete_steps, stepping_step },
    { "pick", GROUP_SCHEDULE, "pick", N_("be the scheduler"),
      N_("Shows who can move; a number moves that task, Enter or Right goes on with the last one, b or Left\n"
         "goes back, h tells how far away a failure is, q leaves. What else may befall a task stands behind its number:\n"
         "2! its time is over, 2? it wakes at its condition unasked, 2k its process is killed, 2s a store of it reaches memory\n"
         "(--tso). 2.1 is another way of a step that has several. A failure is told with what it took, and the least."),
      "pick", NULL, stepping_pick },
    { "go", GROUP_SCHEDULE, "go [hold]", N_("run the moves so far on real tasks, then let all go on"),
      N_("What was chosen by `step` and `pick` is driven through real processes and threads. With hold they stay\n"
         "where they are: look at them with ps, tree and vars; each step, pick or back moves them too, until `go` lets\n"
         "them go on. To go back they begin anew, with other pids."), "go hold", NULL, stepping_go },
    { "save", GROUP_SCHEDULE, "save", N_("the moves so far as one line to paste"),
      N_("It can be given to `replay` later, as long as the program is the same; comments do not count."),
      "save", NULL, stepping_save },
    { 0 },
};
