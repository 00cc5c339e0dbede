/* explain.c: the command `why`: how a failure came about, what a task waits for.
 *
 * In:      the name of a finding, of an outcome, of a task; nothing: where the student stands.
 * Out:     the explanation (view/why.h), or the steps in order. */
#include "shell/stepping.h"

#include <string.h>

#include "base/i18n.h"
#include "view/why.h"

static bool takes_part(const struct explored_finding *f, const char *name)
{
    for (uint32_t i = 0; f && i < f->tasks_n; i++)
        if (strcmp(f->tasks[i], name) == 0)
            return true;
    return false;
}

/* What has happened in a schedule, and where it has left everybody. */
struct told {
    struct trace trace, later; // later: with what would come then
    struct stand at;
    struct why_stand stands[TASKS_MAX];
};

static int told_open(struct shell *sh, struct told *t, const char *schedule, const struct explored_finding *f)
{
    struct explorer *x = sh->exploring->explorer;
    trace_init(&t->trace);
    trace_init(&t->later);
    int r = explorer_explain(x, schedule, false, &t->trace);
    if (r == 0)
        r = explorer_explain(x, schedule, true, &t->later);
    if (r == 0)
        r = explorer_next(x, schedule, t->at.task, TASKS_MAX, &t->at.n);
    for (unsigned i = 0; i < t->at.n; i++) {
        const struct explorer_next *k = &t->at.task[i];
        t->stands[i] = (struct why_stand){ .task = k->thread, .what = k->what, .line = k->line, .done = k->done, .waits = k->waits, .deed = k->deed,
                                           .object = k->object, .target = k->target, .stack = k->stack, .part = takes_part(f, k->name) };
    }
    if (r < 0)
        exploring_silent(sh, r);
    return r;
}

static void told_finish(struct told *t)
{
    trace_finish(&t->trace);
    trace_finish(&t->later);
}

static enum command_result why_schedule(struct shell *sh, const char *schedule, const char *kind, const struct explored_finding *f)
{
    static struct told t;
    const char *message = f ? f->message : "";
    struct buf text = { 0 };
    int r = told_open(sh, &t, schedule, f);
    if (!kind) // where the student stands
        kind = stand_enabled(&t.at) || stand_all_done(&t.at) ? "" : "deadlock";
    struct why_case c = { &t.trace, &t.later, t.stands, t.at.n, kind, message };
    if (r == 0 && why_tell(&text, &c)) {
        buf_addf(shell_out(sh), "%s\n", text.text);
    } else if (r == 0) {
        buf_addf(shell_out(sh), _("%s. Its steps, in order:\n"), *message ? message : _("nothing was lost on the way"));
        log_draw(shell_out(sh), &t.trace, 0, t.trace.count, shell_term(sh));
    }
    buf_finish(&text);
    told_finish(&t);
    return r < 0 ? COMMAND_FAILED : COMMAND_OK;
}

enum command_result stepping_why_races(struct shell *sh)
{
    const struct explored *e = exploring_result(sh);
    enum command_result result = COMMAND_OK;
    for (uint32_t i = 0; e && i < e->findings_n && result == COMMAND_OK; i++)
        if (strcmp(e->findings[i].kind, "race") == 0)
            result = why_schedule(sh, e->findings[i].schedule, e->findings[i].kind, &e->findings[i]);
    return result;
}

/* A task where `step` has come to, or in the simplest run that goes wrong. */
static bool why_explored_task(struct shell *sh, const struct explored *e, const char *name)
{
    static struct told t;
    struct exploring *x = sh->exploring;
    struct buf text = { 0 };
    bool found = false;
    const struct explored_finding *f = x->moves_n || !e->findings_n ? NULL : &e->findings[0];
    if (told_open(sh, &t, f ? f->schedule : buf_str(&x->moves), f) == 0) {
        struct why_case c = { &t.trace, &t.later, t.stands, t.at.n, f ? f->kind : "", "" };
        for (unsigned i = 0; i < t.at.n && !found; i++) {
            found = strcmp(t.at.task[i].name, name) == 0;
            if (found)
                why_tell_task(&text, &c, t.at.task[i].thread);
        }
    }
    if (found)
        buf_addf(shell_out(sh), "%s\n", text.text);
    buf_finish(&text);
    told_finish(&t);
    return found;
}

/* A task of the live run that waits. */
static bool why_task(struct shell *sh, const char *name)
{
    const struct trace *t = shell_trace(sh);
    for (task_id id = 0; t && id < t->task_count; id++) {
        if (strncmp(t->tasks[id].name, name, sizeof t->tasks[id].name) != 0)
            continue;
        struct buf why = { 0 };
        run_why_waits(sh->run, id, &why);
        if (why.n)
            buf_addf(shell_out(sh), _("%s waits for %s\n"), name, why.text);
        else
            buf_addf(shell_out(sh), _("%s does not wait\n"), name);
        buf_finish(&why);
        return true;
    }
    return false;
}

enum command_result stepping_why(struct shell *sh, const struct args *args)
{
    const char *name = args->n ? args->word[0] : "bug1";
    if (args->n > 1)
        return COMMAND_USAGE;
    if (args->n && !(sh->exploring && sh->exploring->moves_n) && why_task(sh, name))
        return COMMAND_OK;
    const struct explored *e = exploring_result(sh);
    if (!e)
        return COMMAND_FAILED;
    struct exploring *x = sh->exploring;
    const struct explored_finding *f = explored_finding(e, name);
    const struct explored_outcome *o = explored_outcome(e, name);
    if (!args->n && x->moves_n) // where the student stands
        return why_schedule(sh, buf_str(&x->moves), NULL, NULL);
    if (f)
        return why_schedule(sh, f->schedule, f->kind, f);
    if (o)
        return why_schedule(sh, o->schedule, strcmp(o->end, "ok") == 0 ? "" : o->end, NULL);
    if (args->n && why_explored_task(sh, e, name))
        return COMMAND_OK;
    if (args->n)
        shell_error(sh, _("there is no `%s`: a task's name, or one of `bugs` and `outcomes`"), name);
    else
        shell_error(sh, _("nothing went wrong that could be explained; `why outcome1` tells of an outcome"));
    return COMMAND_FAILED;
}
