/* stepping.c: the student is the scheduler: one move after the other, forward and back, over the model's
 * state. The real tasks get the schedule when it is sent to them (`go`). */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "lesson/level.h"
#include "shell/exploring.h"
#include "view/why.h"

enum { TASKS_MAX = 64 };

/* The moves so far, a word each, parted by blanks. */
static void moves_add(struct exploring *x, const struct explorer_next *k)
{
    buf_addf(&x->moves, "%s%u%s", x->moves.n ? " " : "", k->thread, k->timed ? "!" : "");
    x->moves_n++;
}

static void moves_drop(struct exploring *x)
{
    size_t n = x->moves.n;
    while (n && x->moves.text[n - 1] != ' ')
        n--;
    x->moves.n = n ? n - 1 : 0;
    if (x->moves.text)
        x->moves.text[x->moves.n] = 0;
    x->moves_n -= x->moves_n > 0;
}

/* The task that moved last; -1: nobody has. */
static int moves_last(const struct exploring *x)
{
    const char *s = buf_str(&x->moves), *blank = strrchr(s, ' ');
    return *s ? atoi(blank ? blank + 1 : s) : -1;
}

/* An explorer for the program: the one that is there, or a new one that has looked at it for a moment (what
 * is a step, it learns by looking at all tasks). */
static bool stepping_ready(struct shell *sh)
{
    struct explored_program program;
    struct explore_options o = { .max_states = 200000, .max_ns = 2000000000, .seed = sh->opts.seed };
    if (exploring_explorer(sh) && explorer_result(exploring_explorer(sh)) && !exploring_is_stale(sh))
        return !explorer_result(exploring_explorer(sh))->error;
    if (!learn_may_run(sh) || !exploring_program(sh, "", &program))
        return false;
    int r = exploring_open(sh, &program, &o);
    explored_program_finish(&program);
    if (r == 0)
        r = explorer_explore_now(sh->exploring->explorer);
    const struct explored *e = r == 0 ? explorer_result(sh->exploring->explorer) : NULL;
    if (e && e->error)
        shell_error(sh, "%s", e->error);
    else if (r < 0)
        shell_error(sh, _("the explorer does not answer: %s"), i18n_errno(-r));
    return e && !e->error;
}

static bool look(struct shell *sh, struct explorer_next *next, unsigned *ret_n)
{
    struct exploring *x = sh->exploring;
    return explorer_next(x->explorer, buf_str(&x->moves), next, TASKS_MAX, ret_n) == 0 && *ret_n > 0;
}

/* ---- what is shown ---- */

/* The last value that each variable was seen with. */
static void tell_values(struct buf *out, const struct trace *t)
{
    unsigned told = 0;
    for (uint32_t o = 0; o < t->object_count; o++) {
        const struct event *last = NULL;
        for (size_t i = 0; i < t->count; i++)
            if (t->events[i].object == o && t->events[i].text && (t->events[i].kind == EV_READ || t->events[i].kind == EV_WRITE))
                last = &t->events[i];
        if (!last)
            continue;
        buf_adds(out, told++ ? ", " : "  ");
        cell_text(out, t->objects[o].name, strnlen(t->objects[o].name, sizeof t->objects[o].name));
        buf_adds(out, " = ");
        cell_text(out, last->text, last->n);
    }
    if (told)
        buf_addc(out, '\n');
}

static void source_line(struct buf *out, const struct exploring *x, uint32_t line)
{
    const char *s = x->program.source, *end = s + x->program.source_n;
    for (uint32_t i = 1; i < line && s < end; i++) {
        const char *nl = memchr(s, '\n', (size_t)(end - s));
        s = nl ? nl + 1 : end;
    }
    const char *nl = memchr(s, '\n', (size_t)(end - s));
    size_t n = (size_t)((nl ? nl : end) - s);
    while (n && *s == ' ')
        s++, n--;
    cell_text(out, s, n);
}

/* Enabled, or its time can be over before it would be. */
static bool can_move(const struct explorer_next *k)
{
    return k->enabled || k->timed;
}

static void tell_task(struct buf *out, struct shell *sh, const struct explorer_next *k, unsigned number)
{
    struct buf line = { 0 }, cut = { 0 };
    const struct term *term = shell_term(sh);
    if (can_move(k))
        buf_addf(&line, " %2u%c ", number, k->timed ? '!' : ' ');
    else
        buf_addf(&line, "  %s  ", k->done ? term_symbol(term, SYM_END) : "-");
    cell_text(&line, k->name, strlen(k->name));
    size_t used = text_width(line.text, line.n);
    buf_addf(&line, "%*s", (int)(used < 19 ? 19 - used : 1), "");
    if (k->done) {
        buf_adds(&line, _("has ended"));
    } else {
        buf_addf(&line, _("line %u: "), k->line);
        cell_text(&line, k->what, strlen(k->what));
        if (k->timed)
            buf_adds(&line, _("   (goes on if its time is over)"));
        else if (!k->enabled)
            buf_adds(&line, _("   (cannot go on now)"));
        buf_adds(&line, "   | ");
        source_line(&line, sh->exploring, k->line);
    }
    cell_fit(&cut, line.text, line.n, MAX(term->columns, 20u) - 1, term);
    if (k->enabled)
        buf_adds(out, buf_str(&cut));
    else
        term_styled(out, term, STYLE_DIM, buf_str(&cut));
    buf_addc(out, '\n');
    buf_finish(&line);
    buf_finish(&cut);
}

static unsigned count_enabled(const struct explorer_next *next, unsigned n)
{
    unsigned enabled = 0;
    for (unsigned i = 0; i < n; i++)
        enabled += next[i].enabled;
    return enabled;
}

static bool all_done(const struct explorer_next *next, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (!next[i].done)
            return false;
    return true;
}

/* If what is known to fail begins like this: how far away it is. */
static void tell_distance(struct shell *sh)
{
    const struct exploring *x = sh->exploring;
    const struct explored *e = explorer_result(x->explorer);
    for (uint32_t i = 0; i < e->findings_n; i++) {
        const struct explored_finding *f = &e->findings[i];
        uint32_t left = 0;
        if (f->fails && schedule_begins(f->schedule, buf_str(&x->moves), &left) && left)
            buf_addf(shell_out(sh), ngettext_("  %s is %u move away\n", "  %s is %u moves away\n", left), f->name, left);
    }
}

static void show(struct shell *sh, uint32_t from_mark)
{
    struct exploring *x = sh->exploring;
    struct explorer_next next[TASKS_MAX];
    struct trace trace;
    uint32_t made, *marks = NULL, marks_n = 0;
    unsigned n, number = 0;
    trace_init(&trace);
    if (explorer_replay(x->explorer, buf_str(&x->moves), &trace, &made, &marks, &marks_n) == 0 && marks_n > from_mark)
        log_draw(shell_out(sh), &trace, marks[from_mark], marks[marks_n - 1], shell_term(sh));
    if (look(sh, next, &n)) {
        for (unsigned i = 0; i < n; i++)
            tell_task(shell_out(sh), sh, &next[i], can_move(&next[i]) ? ++number : 0);
        tell_values(shell_out(sh), &trace);
        if (all_done(next, n))
            buf_adds(shell_out(sh), _("  all have ended; `back` goes back, `go` runs it on real tasks\n"));
        else if (!number)
            buf_adds(shell_out(sh), _("  nobody can go on: a deadlock; `why` explains it, `back` goes back\n"));
    }
    trace_finish(&trace);
    free(marks);
}

/* ---- a level that is to be broken ---- */

/* A move away from a task that could have gone on is a switch: that is what a level's par counts. */
static unsigned count_switches(const struct exploring *x)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < x->moves_n && i < x->switched.n; i++)
        n += x->switched.text[i] == '1';
    return n;
}

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

/* The student's run has come to its end: the lesson's level is told, if one is open. */
static void tell_level(struct shell *sh)
{
    struct explorer_next next[TASKS_MAX];
    struct exploring *x = sh->exploring;
    unsigned n;
    if (!x->moves_n || !look(sh, next, &n) || count_enabled(next, n))
        return;
    const struct level_run run = {
        .failed = !all_done(next, n) || fails(sh), .by_hand = true, .switches = count_switches(x), .picks = x->moves_n,
    };
    shell_flush(sh);
    learn_level_run(sh, &run);
}

/* ---- moving ---- */

/* One more move; it is remembered whether the task that moved before could have gone on. */
static void make_move(struct exploring *x, const struct explorer_next *next, unsigned n, const struct explorer_next *k)
{
    bool could = false;
    for (unsigned i = 0; i < n; i++)
        could |= next[i].enabled && next[i].thread == moves_last(x) && &next[i] != k;
    x->switched.n = MIN(x->switched.n, (size_t)x->moves_n);
    buf_addc(&x->switched, could ? '1' : '0');
    moves_add(x, k);
}

/* Who moves if nobody is named: who moved last, if it can; else the first that can. */
static const struct explorer_next *by_itself(const struct exploring *x, const struct explorer_next *next, unsigned n)
{
    const struct explorer_next *first = NULL;
    for (unsigned i = 0; i < n; i++) {
        if (next[i].enabled && next[i].thread == moves_last(x))
            return &next[i];
        if (next[i].enabled && !first)
            first = &next[i];
    }
    return first;
}

static const struct explorer_next *named(const struct explorer_next *next, unsigned n, const char *name)
{
    for (unsigned i = 0; i < n; i++)
        if (strcmp(next[i].name, name) == 0)
            return &next[i];
    return NULL;
}

/* Up to `times` moves of one task, or of whoever it is the turn of. */
static enum command_result step_on(struct shell *sh, const char *name, unsigned times)
{
    struct exploring *x = sh->exploring;
    struct explorer_next next[TASKS_MAX];
    uint32_t from = x->moves_n;
    unsigned n, made = 0;
    for (; made < times && look(sh, next, &n); made++) {
        const struct explorer_next *k = name ? named(next, n, name) : by_itself(x, next, n);
        if (name && !k) {
            shell_error(sh, _("there is no task `%s` here"), name);
            return COMMAND_FAILED;
        }
        if (name && !k->enabled && !made)
            shell_note(sh, k->done ? _("%s has ended") : _("%s cannot go on now: %s"), k->name, k->what);
        if (!k || !k->enabled)
            break;
        make_move(x, next, n, k);
    }
    show(sh, from);
    tell_level(sh);
    return COMMAND_OK;
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
    const char *name = args->n && !read_count(args->word[0], &times) ? args->word[0] : NULL;
    if (args->n > 2 || (args->n == 2 && (!name || !read_count(args->word[1], &times))))
        return COMMAND_USAGE;
    return stepping_ready(sh) ? step_on(sh, name, times) : COMMAND_FAILED;
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
    show(sh, x->moves_n);
    return COMMAND_OK;
}

enum command_result stepping_go(struct shell *sh, const struct args *args)
{
    if (args->n)
        return COMMAND_USAGE;
    if (!stepping_ready(sh))
        return COMMAND_FAILED;
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

/* The task that is shown with a number; NULL: *ret_most is the last number. */
static const struct explorer_next *numbered(const struct explorer_next *next, unsigned n, unsigned number, unsigned *ret_most)
{
    unsigned at = 0;
    for (unsigned i = 0; i < n; i++)
        if (can_move(&next[i]) && ++at == number)
            return &next[i];
    *ret_most = at;
    return NULL;
}

static void pick_number(struct shell *sh, unsigned number, bool time_over)
{
    struct explorer_next next[TASKS_MAX];
    unsigned n, most = 0;
    struct exploring *x = sh->exploring;
    if (!look(sh, next, &n))
        return;
    const struct explorer_next *k = numbered(next, n, number, &most);
    if (!k) {
        shell_note(sh, ngettext_("only %u task can move", "only %u tasks can move", most), most);
    } else if (time_over && !k->timed) {
        shell_note(sh, _("%s does not wait with a time-out"), k->name);
    } else if (!time_over && !k->enabled) {
        shell_note(sh, _("%s cannot go on now: %s; `%u!` lets its time be over"), k->name, k->what, number);
    } else {
        make_move(x, next, n, k);
        show(sh, x->moves_n - 1);
        tell_level(sh);
    }
}

/* "2", or "2!" for a task whose time is to be over. */
static bool read_pick(const char *line, unsigned *ret, bool *ret_time_over)
{
    char digits[12] = "";
    size_t n = strlen(line);
    *ret_time_over = n && line[n - 1] == '!';
    n -= *ret_time_over;
    if (n >= sizeof digits)
        return false;
    memcpy(digits, line, n);
    return read_count(digits, ret);
}

/* Digits choose (with `!` whose time is over), Enter goes on with the last one, b goes back, h tells how far it is, q leaves; everything else is
 * a line as ever. */
static bool pick_line(struct shell *sh, const char *line, void *arg)
{
    unsigned number;
    bool time_over;
    struct exploring *x = sh->exploring;
    (void)arg;
    if (!x || strcmp(line, "q") == 0) {
        shell_take_lines(sh, NULL, NULL, NULL);
        return true;
    }
    if (!*line)
        step_on(sh, NULL, 1);
    else if (strcmp(line, "b") == 0)
        moves_drop(x), show(sh, x->moves_n);
    else if (strcmp(line, "h") == 0)
        tell_distance(sh);
    else if (read_pick(line, &number, &time_over))
        pick_number(sh, number, time_over);
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
    show(sh, sh->exploring->moves_n);
    if (shell_interactive(sh))
        shell_note(sh, _("a number moves that task (2! if its time is over), Enter or Right goes on with the last one, b or Left goes back, h hints, q leaves; `go` runs it on real tasks"));
    shell_take_lines(sh, pick_line, NULL, "pick> ");
    sh->taker_right = ""; // on, as Enter
    sh->taker_left = "b";
    return COMMAND_OK;
}

/* ---- why ---- */

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
    struct explorer_next next[TASKS_MAX];
    struct why_stand stands[TASKS_MAX];
    unsigned n;
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
        r = explorer_next(x, schedule, t->next, TASKS_MAX, &t->n);
    for (unsigned i = 0; i < t->n; i++) {
        const struct explorer_next *k = &t->next[i];
        t->stands[i] = (struct why_stand){ .task = k->thread, .what = k->what, .line = k->line, .done = k->done, .waits = k->waits, .deed = k->deed,
                                           .object = k->object, .target = k->target, .stack = k->stack, .part = takes_part(f, k->name) };
    }
    if (r < 0)
        shell_error(sh, _("the explorer does not answer: %s"), i18n_errno(-r));
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
        kind = count_enabled(t.next, t.n) || all_done(t.next, t.n) ? "" : "deadlock";
    struct why_case c = { &t.trace, &t.later, t.stands, t.n, kind, message };
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
        struct why_case c = { &t.trace, &t.later, t.stands, t.n, f ? f->kind : "", "" };
        for (unsigned i = 0; i < t.n && !found; i++) {
            found = strcmp(t.next[i].name, name) == 0;
            if (found)
                why_tell_task(&text, &c, t.next[i].thread);
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
