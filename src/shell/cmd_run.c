#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "shell/exploring.h"
#include "shell/permission.h"
#include "shell/shell.h"
#include "shell/teach.h"

/* ---- run */

static bool run_option(struct run_opts *o, const struct args *args, int *i)
{
    const char *word = args->word[*i], *value = args->word[*i + 1];
    char *end = NULL;
    const struct { const char *word; bool *flag; } flags[] = { { "--gil", &o->gil }, { "--chaos", &o->chaos } };
    for (size_t k = 0; k < ARRAY_LEN(flags); k++)
        if (strcmp(word, flags[k].word) == 0) {
            *flags[k].flag = true;
            return true;
        }
    if (!value)
        return false;
    ++*i;
    if (strcmp(word, "--seed") == 0) {
        o->seed = strtoull(value, &end, 10);
        o->has_seed = o->controlled = true;
    } else if (strcmp(word, "--speed") == 0 || strcmp(word, "--slow") == 0) {
        o->speed = strtod(value, &end);
        if (word[3] == 'l' && o->speed > 1) // --slow 5 is speed 0.2
            o->speed = 1 / o->speed;
    }
    return end && end != value && !*end;
}

static enum command_result start_file(struct shell *sh, struct run_opts *o)
{
    int r = shell_start(sh, o);
    return r < 0 ? COMMAND_FAILED : COMMAND_OK;
}

/* A run that waits for the answer to its question. One at a time: a new `run` forgets it. */
struct waiting_run {
    struct run_opts opts;
    struct wants wants;
    char **argv;
};

static struct waiting_run *waiting;

static void forget_waiting(void)
{
    struct waiting_run *w = waiting;
    waiting = NULL;
    if (!w)
        return;
    for (int i = 0; i < w->opts.argc; i++)
        free(w->argv[i]);
    free(w->argv);
    free(w);
}

static bool answer_run(struct shell *sh, const char *line, void *arg)
{
    struct waiting_run *w = waiting;
    (void)arg;
    shell_take_lines(sh, NULL, NULL, NULL);
    if (permission_yes(line))
        permission_grant(&w->opts, &w->wants);
    start_file(sh, &w->opts);
    forget_waiting();
    return true;
}

static char **copy_words(char *const *words, int n)
{
    char **copy = mem_zalloc((size_t)n + 1, sizeof *copy);
    for (int i = 0; i < n; i++)
        copy[i] = mem_text(words[i], strlen(words[i]));
    return copy;
}

static void ask_first(struct shell *sh, const struct run_opts *o, const struct wants *wants,
                      const char *question)
{
    struct waiting_run *w = mem_zalloc(1, sizeof *w);
    w->argv = copy_words(o->argv, o->argc);
    w->opts = *o;
    w->opts.file = w->argv[0];
    w->opts.argv = w->argv;
    w->wants = *wants;
    forget_waiting();
    waiting = w;
    shell_take_lines(sh, answer_run, NULL, question);
}

int shell_start_or_ask(struct shell *sh, struct run_opts *o, const char *source, size_t n)
{
    struct buf question = { 0 };
    struct wants wants;
    permission_scan(&wants, source, n);
    bool asks = shell_interactive(sh) && permission_question(&question, &wants, o, o->file);
    if (asks)
        ask_first(sh, o, &wants, question.text);
    buf_finish(&question);
    return asks ? 0 : shell_start(sh, o);
}

static enum command_result start_or_ask(struct shell *sh, struct run_opts *o, FILE *f)
{
    struct buf text = { 0 };
    char piece[4096];
    for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
        buf_add(&text, piece, n);
    int r = shell_start_or_ask(sh, o, buf_str(&text), text.n);
    buf_finish(&text);
    return r < 0 ? COMMAND_FAILED : COMMAND_OK;
}

static enum command_result do_run(struct shell *sh, const struct args *args)
{
    struct run_opts o = shell_run_opts(sh);
    int i = 0;
    if (!learn_may_run(sh))
        return COMMAND_FAILED;
    if (args->n == 1 && strcmp(args->word[0], "--worst") == 0)
        return schedule_worst(sh) < 0 ? COMMAND_FAILED : COMMAND_OK;
    if (learn_run_opts(sh, args->rest, &o)) {
        removed_show(sh, &o);
        return shell_start_or_ask(sh, &o, o.source, o.source_n) < 0 ? COMMAND_FAILED : COMMAND_OK;
    }
    for (; i < args->n && strncmp(args->word[i], "--", 2) == 0; i++)
        if (!run_option(&o, args, &i))
            return COMMAND_USAGE;
    if (i == args->n) {
        shell_error(sh, _("run which file? `run FILE`, or open a lesson first"));
        return COMMAND_FAILED;
    }
    o.file = args->word[i];
    o.argc = args->n - i;
    o.argv = args->word + i;
    o.trusted_file = true;
    FILE *f = fopen(o.file, "re");
    if (!f) {
        shell_error(sh, "%s: %s", o.file, i18n_errno(errno));
        return COMMAND_FAILED;
    }
    enum command_result result = start_or_ask(sh, &o, f);
    fclose(f);
    return result;
}

static void complete_run(struct shell *sh, struct completion *c)
{
    (void)sh;
    if (c->prefix[0] == '-') {
        completion_add(c, "--seed", _("the same schedule every time"));
        completion_add(c, "--chaos", _("short pauses by chance: rare orders come up"));
        completion_add(c, "--slow", _("so many times slower"));
        completion_add(c, "--gil", _("threads take turns"));
        completion_add(c, "--worst", _("the worst schedule that `explore` has found"));
    } else {
        c->files = true;
    }
}

/* ---- stop, kill */

static enum command_result do_stop(struct shell *sh, const struct args *args)
{
    (void)args;
    struct run *r = shell_run(sh);
    if (!r || run_state(r) == RUN_ENDED) {
        shell_error(sh, _("nothing runs"));
        return COMMAND_FAILED;
    }
    shell_close_run(sh);
    shell_note(sh, _("every process of the run is ended"));
    learn_ran(sh);
    return COMMAND_OK;
}

static const struct { const char *name; int sig; } signals[] = {
    { "TERM", SIGTERM }, { "KILL", SIGKILL }, { "INT", SIGINT },   { "STOP", SIGSTOP },
    { "CONT", SIGCONT }, { "HUP", SIGHUP },   { "USR1", SIGUSR1 }, { "USR2", SIGUSR2 },
};

static int signal_named(const char *word)
{
    char *end;
    long n = strtol(word, &end, 10);
    if (!*end && n >= 1 && n < 65)
        return (int)n;
    if (strncasecmp(word, "SIG", 3) == 0)
        word += 3;
    for (size_t i = 0; i < ARRAY_LEN(signals); i++)
        if (strcasecmp(word, signals[i].name) == 0)
            return signals[i].sig;
    return 0;
}

static enum command_result do_kill(struct shell *sh, const struct args *args)
{
    if (args->n < 1 || args->n > 2)
        return COMMAND_USAGE;
    bool dashed = args->word[0][0] == '-' && args->n == 2; // kill -9 TASK, as in other shells
    int sig = args->n == 1 ? SIGTERM : signal_named(dashed ? args->word[0] + 1 : args->word[1]);
    if (!sig)
        return COMMAND_USAGE;
    task_id t = shell_find_task(sh, args->word[dashed]);
    if (t == TASK_NONE)
        return COMMAND_FAILED;
    const struct trace_task *task = &shell_trace(sh)->tasks[t];
    if (task->kind != TASK_PROCESS) {
        shell_error(sh, _("%s is a thread: a signal goes to a whole process, and would end them all"),
                    task->name);
        return COMMAND_FAILED;
    }
    int r = run_kill(shell_run(sh), t, sig);
    if (r < 0)
        shell_error(sh, r == -ESRCH ? _("%s has ended already") : "%s: %s", task->name, i18n_errno(-r));
    return r < 0 ? COMMAND_FAILED : COMMAND_OK;
}

static void complete_kill(struct shell *sh, struct completion *c)
{
    if (c->index == 0)
        complete_tasks(sh, c);
    for (size_t i = 0; c->index == 1 && i < ARRAY_LEN(signals); i++)
        completion_add(c, signals[i].name, NULL);
}

/* ---- break, recover: out of a deadlock */

static const char *task_called(struct shell *sh, task_id t)
{
    const struct trace *trace = shell_trace(sh);
    return trace && t < trace->task_count ? trace->tasks[t].name : _("a task");
}

static enum command_result nothing_to_free(struct shell *sh, int error, const char *why)
{
    if (error == -ETIMEDOUT)
        shell_error(sh, _("a stopped task is in the middle of something: let it go on first (`kill TASK CONT`)"));
    else
        shell_error(sh, "%s", why);
    return COMMAND_FAILED;
}

static enum command_result do_break(struct shell *sh, const struct args *args)
{
    struct buf why = { 0 };
    task_id who = TASK_NONE;
    if (args->n != 1)
        return COMMAND_USAGE;
    int r = sh->run ? run_break(sh->run, args->word[0], &who) : -ENOENT;
    if (r < 0) {
        buf_addf(&why, _("nobody waits for `%s`, and no task of that name waits; `ps` shows who waits for what"), args->word[0]);
        enum command_result result = nothing_to_free(sh, r, why.text);
        buf_finish(&why);
        return result;
    }
    shell_note(sh, _("the wait of %s ends with a DeadlockError"), task_called(sh, who));
    return COMMAND_OK;
}

static enum command_result do_recover(struct shell *sh, const struct args *args)
{
    struct buf why = { 0 };
    const char *name = args->word[0];
    task_id owner = TASK_NONE;
    if (args->n != 1)
        return COMMAND_USAGE;
    int r = sh->run ? run_recover(sh->run, name, &owner) : -ENOENT;
    if (r == 0) {
        shell_note(sh, _("`%s` is free: its owner could never have given it back"), name);
        return COMMAND_OK;
    }
    if (r == -EBUSY)
        buf_addf(&why, _("%s has `%s` and could still give it back; `break %s` ends the wait for it, `lock %s off` "
                         "lets everybody through"), task_called(sh, owner), name, name, name);
    else
        buf_addf(&why, _("nobody has a lock called `%s`; `toggle` lists the locks"), name);
    enum command_result result = nothing_to_free(sh, r, why.text);
    buf_finish(&why);
    return result;
}

static void complete_break(struct shell *sh, struct completion *c)
{
    if (c->index != 0)
        return;
    complete_locks(sh, c);
    complete_tasks(sh, c);
}

static void complete_recover(struct shell *sh, struct completion *c)
{
    if (c->index == 0)
        complete_locks(sh, c);
}

/* ---- spawn */

static bool name_taken(const struct trace *t, const char *name)
{
    for (task_id id = 0; t && id < t->task_count; id++)
        if (strncmp(t->tasks[id].name, name, sizeof t->tasks[id].name) == 0)
            return true;
    return false;
}

static void free_name(struct buf *out, const struct trace *t, char letter)
{
    for (unsigned i = 1; !out->n || name_taken(t, out->text); i++) {
        buf_clear(out);
        buf_addf(out, "%c%u", letter, i);
    }
}

/* "f 1, 2", "f 1 2" and "f(1, 2)" are the same. */
static void call_parts(struct buf *fn, struct buf *arguments, const char *rest)
{
    size_t n = strcspn(rest, " \t(");
    buf_add(fn, rest, n);
    rest += n + strspn(rest + n, " \t");
    if (*rest == '(') {
        size_t length = strlen(rest);
        buf_add(arguments, rest + 1, length - 1 - (rest[length - 1] == ')'));
        return;
    }
    bool commas = strchr(rest, ',') != NULL;
    while (*rest) {
        size_t word = commas ? strlen(rest) : strcspn(rest, " \t");
        buf_addf(arguments, "%s%.*s", arguments->n ? ", " : "", (int)word, rest);
        rest += word + strspn(rest + word, " \t");
    }
}

static const char *spawn_source(struct buf *out, const char *kind, const char *fn,
                                const char *arguments, const struct trace *t)
{
    static const struct { const char *kind, *module, *type; char letter; } kinds[] = {
        { "process", "multiprocessing", "Process", 'p' }, { "thread", "threading", "Thread", 't' },
    };
    if (strcmp(kind, "coroutine") == 0) {
        buf_addf(out, "import asyncio\nasyncio.run(%s(%s))\n", fn, arguments);
        return out->text;
    }
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        if (strcmp(kind, kinds[i].kind) != 0)
            continue;
        struct buf name = { 0 };
        free_name(&name, t, kinds[i].letter);
        buf_addf(out, "from %s import %s\n%s = %s(target=%s, args=(%s%s), name='%s')\n%s.start()\n",
                 kinds[i].module, kinds[i].type, name.text, kinds[i].type, fn, arguments,
                 *arguments ? "," : "", name.text, name.text);
        buf_finish(&name);
        return out->text;
    }
    return NULL;
}

static enum command_result do_spawn(struct shell *sh, const struct args *args)
{
    if (args->n < 2)
        return COMMAND_USAGE;
    struct buf fn = { 0 }, arguments = { 0 }, source = { 0 };
    const char *rest = args->rest + strlen(args->word[0]);
    call_parts(&fn, &arguments, rest + strspn(rest, " \t"));
    const char *python = spawn_source(&source, args->word[0], fn.text, buf_str(&arguments),
                                      shell_trace(sh));
    if (python) {
        // what it became is shown: the command is a short way to write it
        struct buf shown = { 0 };
        for (const char *s = python; *s; s++)
            buf_adds(&shown, *s == '\n' ? (s[1] ? "; " : "") : (char[]){ *s, 0 });
        shell_note(sh, "%s", shown.text);
        buf_finish(&shown);
        shell_enter_python(sh, python, source.n, NULL);
    }
    buf_finish(&fn);
    buf_finish(&arguments);
    buf_finish(&source);
    return python ? COMMAND_OK : COMMAND_USAGE;
}

static void complete_spawn(struct shell *sh, struct completion *c)
{
    (void)sh;
    c->names = c->index != 0;
    if (c->names)
        return;
    completion_add(c, "process", _("memory of its own"));
    completion_add(c, "thread", _("shares all memory"));
    completion_add(c, "coroutine", _("takes turns with others of its thread"));
}

const struct command cmd_run[] = {
    { "run", GROUP_RUN, "run [--seed N] [--chaos] [--slow X] [--gil] [--worst] [FILE [ARGS]]",
      N_("run a program in a fresh main"),
      N_("Without FILE: the lesson's program. --seed makes the schedule the same every time,\n"
         "--chaos lets every task pause by chance where something can be seen, so that rare orders\n"
         "come up (with --seed at the same steps of each task), --slow 5 is five times slower,\n"
         "--gil lets threads take turns. While it runs, the\n"
         "prompt stays usable: ps, tree, kill and the switches work at once."),
      "run race.py --fast", complete_run, do_run },
    { "stop", GROUP_RUN, "stop", N_("end the run and all its processes"),
      N_("Also when main waits for ever. The next entry starts a new main: its variables are gone."),
      "stop", NULL, do_stop },
    { "spawn", GROUP_RUN, "spawn process|thread|coroutine F [ARGS]",
      N_("start a function as a task of its own"),
      N_("It is turned into Python, which is shown: spawn thread f 1 is\n"
         "t1 = Thread(target=f, args=(1,)); t1.start()"),
      "spawn thread f 1, 'a'", complete_spawn, do_spawn },
    { "kill", GROUP_RUN, "kill TASK [SIGNAL]", N_("send a signal to a process"),
      N_("TASK is a name or a pid as `ps` shows them; the signal a name or number, TERM if left out.\n"
         "What dies is seen in the lanes; who waits for a lock that it held, waits on."),
      "kill Process-1 KILL", complete_kill, do_kill },
    { "break", GROUP_RUN, "break LOCK|TASK", N_("end one wait by an exception"),
      N_("Who has waited longest for the lock (or queue, event …), or that task, gets a DeadlockError where\n"
         "it waits. That is one way out of a deadlock: the others go on when it gives back what it has."),
      "break lock", complete_break, do_break },
    { "recover", GROUP_RUN, "recover LOCK", N_("free a lock whose owner is gone"),
      N_("A lock stays locked when its owner ends or is killed, as in Python. This frees it for those who\n"
         "wait. What the owner left half done stays half done."),
      "recover lock", complete_recover, do_recover },
    { 0 },
};
