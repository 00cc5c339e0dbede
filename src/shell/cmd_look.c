#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/i18n.h"
#include "base/text.h"
#include "shell/shell.h"

static void why_waits(void *arg, task_id t, struct buf *out)
{
    run_why_waits(arg, t, out);
}

struct facts shell_facts(struct shell *sh)
{
    return (struct facts){
        .proc = proc_read,
        .why = sh->run ? why_waits : NULL,
        .arg = sh->run,
        .shell_pid = getpid(),
    };
}

/* Also a message if there is nothing to look at. */
static struct trace *trace_or_tell(struct shell *sh)
{
    struct trace *t = shell_trace(sh);
    if (!t)
        shell_error(sh, _("there is no run to look at: type some Python, or `run FILE`"));
    return t;
}

static enum command_result do_ps(struct shell *sh, const struct args *args)
{
    bool all = args->n == 1 && strcmp(args->word[0], "all") == 0;
    if (args->n > all)
        return COMMAND_USAGE;
    struct trace *t = trace_or_tell(sh);
    if (!t)
        return COMMAND_FAILED;
    struct facts facts = shell_facts(sh);
    ps_draw(shell_out(sh), t, &facts, shell_term(sh), all || run_state(sh->run) == RUN_ENDED);
    return COMMAND_OK;
}

static enum command_result do_tree(struct shell *sh, const struct args *args)
{
    struct trace *t = trace_or_tell(sh);
    if (args->n)
        return COMMAND_USAGE;
    if (!t)
        return COMMAND_FAILED;
    struct facts facts = shell_facts(sh);
    tree_draw(shell_out(sh), t, &facts, shell_term(sh));
    return COMMAND_OK;
}

/* ---- lanes */

void shell_show_lanes(struct shell *sh, bool on)
{
    sh->lanes_mode = on ? LANES_ON : LANES_OFF;
}

static enum command_result do_lanes(struct shell *sh, const struct args *args)
{
    bool on;
    if (args->n == 0) {
        struct trace *t = trace_or_tell(sh);
        if (!t)
            return COMMAND_FAILED;
        struct lanes all;
        lanes_init(&all, shell_term(sh));
        all.term.tty = false; // one header is enough
        lanes_draw(&all, t, t->count, shell_out(sh));
        lanes_finish(&all);
        return COMMAND_OK;
    }
    if (args->n == 1 && strcmp(args->word[0], "auto") == 0)
        sh->lanes_mode = LANES_AUTO;
    else if (args->n == 1 && parse_on_off(args->word[0], &on))
        shell_show_lanes(sh, on);
    else
        return COMMAND_USAGE;
    return COMMAND_OK;
}

static void complete_lanes(struct shell *sh, struct completion *c)
{
    complete_on_off(sh, c);
    completion_add(c, "auto", _("while there is more than one task"));
}

/* ---- timeline, graph */

static enum command_result do_timeline(struct shell *sh, const struct args *args)
{
    if (args->n)
        return COMMAND_USAGE;
    struct trace *t = trace_or_tell(sh);
    if (t)
        timeline_draw(shell_out(sh), t, shell_term(sh));
    return t ? COMMAND_OK : COMMAND_FAILED;
}

static enum command_result do_graph(struct shell *sh, const struct args *args)
{
    if (args->n)
        return COMMAND_USAGE;
    struct trace *t = trace_or_tell(sh);
    if (t)
        graph_draw(shell_out(sh), t, shell_term(sh));
    return t ? COMMAND_OK : COMMAND_FAILED;
}

/* ---- log */

static enum command_result do_log(struct shell *sh, const struct args *args)
{
    struct trace *t = trace_or_tell(sh);
    if (!t)
        return COMMAND_FAILED;
    size_t n = 20;
    if (args->n == 1 && strcmp(args->word[0], "all") == 0)
        n = t->count;
    else if (args->n == 1)
        n = strtoul(args->word[0], NULL, 10);
    if (args->n > 1 || n == 0)
        return t->count ? COMMAND_USAGE : COMMAND_OK;
    log_draw(shell_out(sh), t, t->count > n ? t->count - n : 0, t->count, shell_term(sh));
    return COMMAND_OK;
}

int look_back(struct shell *sh, int argc, char **argv)
{
    struct trace t;
    if (argc != 1) {
        shell_error(sh, _("usage: conch log FILE: what a program did whose shell has crashed"));
        return 2;
    }
    trace_init(&t);
    int r = run_look_back(argv[0], &t);
    if (r < 0)
        shell_error(sh, "%s: %s", argv[0], r == -EINVAL ? _("that is no record of a crash") : strerror(-r));
    else
        log_draw(shell_out(sh), &t, 0, t.count, shell_term(sh));
    shell_flush(sh);
    trace_finish(&t);
    return r < 0 ? 3 : 0;
}

/* ---- vars, list */

/* Asks and shows the answer; with a name, "" of which means that there is nothing to show of it. */
static enum command_result ask_main(struct shell *sh, const char *verb, const char *name)
{
    struct buf answer = { 0 }, what = { 0 };
    buf_addf(&what, name ? "%s %s" : "%s", verb, name);
    int r = sh->run ? run_query(sh->run, what.text, &answer) : -ESRCH;
    buf_finish(&what);
    if (r == 0 && name && !answer.n) {
        shell_error(sh, _("there is nothing to show of `%s`: is it defined, and written in Python?"), name);
        r = -ENOENT;
    } else if (r == 0 && !answer.n) {
        shell_note(sh, _("there is nothing yet: type some Python"));
    } else if (r == 0) {
        text_safe(shell_out(sh), buf_str(&answer), answer.n, false);
        if (answer.n && answer.text[answer.n - 1] != '\n')
            buf_addc(shell_out(sh), '\n');
    } else if (r == -ETIMEDOUT) {
        shell_error(sh, _("main does not answer now: it is busy in one long step, or stopped"));
    } else if (sh->run && run_state(sh->run) == RUN_ENDED) {
        shell_error(sh, _("the run is over, and its variables are gone with it (`conch -i FILE` keeps them)"));
    } else {
        shell_error(sh, _("there is no main to ask: %s"), i18n_errno(-r));
    }
    buf_finish(&answer);
    return r == 0 ? COMMAND_OK : COMMAND_FAILED;
}

/* main's global variables, or what a thread of main's process has in its functions. */
static enum command_result do_vars(struct shell *sh, const struct args *args)
{
    if (args->n > 1)
        return COMMAND_USAGE;
    task_id id = args->n ? shell_find_task(sh, args->word[0]) : 0;
    if (id == TASK_NONE)
        return COMMAND_FAILED;
    const struct trace *t = shell_trace(sh);
    const struct trace_task *task = t && id < t->task_count ? &t->tasks[id] : NULL;
    if (!args->n || !task || task->is_main)
        return ask_main(sh, "vars", NULL);
    if (task->kind != TASK_THREAD || !t->tasks[task->process].is_main) {
        shell_error(sh, _("`vars` looks into main and its threads; %s is another process or a coroutine: print its variables there"),
                    args->word[0]);
        return COMMAND_FAILED;
    }
    if (task->state == TASK_ENDED || task->state == TASK_DEAD) {
        shell_error(sh, _("%s has ended: its variables are gone"), args->word[0]);
        return COMMAND_FAILED;
    }
    char tid[16];
    snprintf(tid, sizeof tid, "%d", task->tid);
    return ask_main(sh, "vars", tid);
}

/* Who is at that line now: "t1, t2". */
static void tasks_at(struct buf *out, const struct trace *t, uint32_t line)
{
    for (task_id id = 0; id < t->task_count; id++) {
        const struct trace_task *task = &t->tasks[id];
        if (task->line != line || task->state == TASK_ENDED || task->state == TASK_DEAD)
            continue;
        if (out->n)
            buf_adds(out, _(", "));
        cell_text(out, task->name, strnlen(task->name, sizeof task->name));
    }
}

void source_row(struct shell *sh, uint32_t line, const char *s, size_t n, const char *who)
{
    const struct term *term = shell_term(sh);
    struct buf text = { 0 };
    text_safe(&text, s, n, false);
    buf_addf(shell_out(sh), "%4u %s %s", line, *who ? term_symbol(term, SYM_ARROW) : " ", buf_str(&text));
    if (*who) {
        buf_adds(shell_out(sh), "   ");
        term_styled(shell_out(sh), term, STYLE_PROMPT, who);
    }
    buf_addc(shell_out(sh), '\n');
    buf_finish(&text);
}

static void list_line(struct shell *sh, const struct trace *t, uint32_t line, const char *s, size_t n)
{
    struct buf who = { 0 };
    tasks_at(&who, t, line);
    source_row(sh, line, s, n, buf_str(&who));
    buf_finish(&who);
}

static enum command_result do_list(struct shell *sh, const struct args *args)
{
    if (args->n > 1)
        return COMMAND_USAGE;
    if (args->n && !sh->run && shell_start_main(sh) < 0)
        return COMMAND_FAILED;
    struct trace *t = trace_or_tell(sh);
    if (!t)
        return COMMAND_FAILED;
    if (args->n || !sh->program.n)
        return ask_main(sh, "list", args->n ? args->word[0] : NULL);
    size_t n;
    const char *s;
    for (uint32_t line = 1; (s = diag_line(sh->program.text, sh->program.n, line, &n)); line++)
        if (n || s + n < sh->program.text + sh->program.n)
            list_line(sh, t, line, s, n);
    return COMMAND_OK;
}

static enum command_result do_dis(struct shell *sh, const struct args *args)
{
    if (args->n != 1)
        return COMMAND_USAGE;
    return trace_or_tell(sh) ? ask_main(sh, "dis", args->word[0]) : COMMAND_FAILED;
}

/* ---- tasks by name */

task_id shell_find_task(struct shell *sh, const char *name)
{
    const struct trace *t = shell_trace(sh);
    char *end;
    long number = strtol(name, &end, 10);
    bool digits = *name && !*end;
    for (task_id id = t ? t->task_count : 0; id-- > 0;) { // the youngest of that name
        const struct trace_task *task = &t->tasks[id];
        if (digits ? task->pid == number || task->tid == number : strcmp(task->name, name) == 0)
            return id;
    }
    unsigned least = 3;
    const char *near = NULL;
    for (task_id id = 0; t && id < t->task_count; id++) {
        const char *other = t->tasks[id].name;
        unsigned d = text_distance(name, strlen(name), other, strlen(other), 2);
        if (d < least) {
            least = d;
            near = other;
        }
    }
    shell_error(sh, near ? _("there is no task `%s`; did you mean `%s`?")
                         : _("there is no task `%s`; `ps` lists them"), name, near);
    return TASK_NONE;
}

void complete_tasks(struct shell *sh, struct completion *c)
{
    static const char *const kind[] = { N_("process"), N_("thread"), N_("coroutine") };
    const struct trace *t = shell_trace(sh);
    for (task_id id = 0; t && id < t->task_count; id++)
        if (t->tasks[id].state != TASK_ENDED && t->tasks[id].state != TASK_DEAD)
            completion_add(c, t->tasks[id].name, _(kind[MIN(t->tasks[id].kind, 2)]));
}

static void complete_all(struct shell *sh, struct completion *c)
{
    (void)sh;
    if (c->index == 0)
        completion_add(c, "all", NULL);
}

const struct command cmd_look[] = {
    { "ps", GROUP_LOOK, "ps [all]", N_("a table of the tasks"),
      N_("Name, kind, pid, ppid, tid, line, and what each waits for. With all: ended ones too."),
      "ps", complete_all, do_ps },
    { "tree", GROUP_LOOK, "tree", N_("processes with their threads"),
      N_("With what the kernel says now: zombies, stopped ones, children whose parent is gone."),
      "tree", NULL, do_tree },
    { "lanes", GROUP_LOOK, "lanes [on|off|auto]", N_("one column a task, one row an event"),
      N_("auto: while there is more than one task. Without a word: the whole run so far.\n"
         "Numbers at the left are the order in which things happened; what a task printed\n"
         "stands behind » when it reached the output; a dotted bar waits, a dot sleeps."),
      "lanes on", complete_lanes, do_lanes },
    { "timeline", GROUP_LOOK, "timeline", N_("when each task ran, waited and slept"),
      N_("A row a task, from the beginning of the run at the left to its end at the right."), "timeline", NULL, do_timeline },
    { "graph", GROUP_LOOK, "graph", N_("who waits for whom, now"),
      N_("A line for each task that waits: for what, and who has it. A cycle is a deadlock."), "graph", NULL, do_graph },
    { "vars", GROUP_LOOK, "vars [TASK]", N_("the variables of main, or of a thread"),
      N_("With a thread: the functions it is in, the innermost first, and their variables."), "vars t1",
      complete_tasks, do_vars },
    { "list", GROUP_LOOK, "list [NAME]", N_("the program, and where each task is"),
      N_("With a name: the source of that function, class or module, also of conch's own, as threading.Timer."),
      "list threading.Timer", complete_python_names, do_list },
    { "dis", GROUP_LOOK, "dis NAME", N_("the instructions that a function became"),
      N_("Line, place, instruction. Between two instructions another thread may come in between."), "dis work", complete_python_names, do_dis },
    { "log", GROUP_LOOK, "log [N|all]", N_("the last events, one a line"),
      N_("Number, seconds since the start, task, what it did."), "log 50", complete_all, do_log },
    { 0 },
};
