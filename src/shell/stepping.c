/* stepping.c: the student is the scheduler: one move after the other, forward and back, over the model's
 * state. The real tasks get the schedule when it is sent to them (`go`). */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "lesson/level.h"
#include "shell/exploring.h"
#include "view/why.h"

enum { TASKS_MAX = 64 };

/* What can be made of a task, legal but nasty, besides its own step. */
static const struct befall {
    char sign;              // behind the task: in a schedule, in `pick`, in `step`
    size_t possible;        // of struct explorer_next
    const char *cannot;
} befalls[] = {
    { '!', offsetof(struct explorer_next, timed), N_("%s does not wait with a time-out") },
    { '?', offsetof(struct explorer_next, wakes), N_("%s does not wait at a condition") },
    { 'k', offsetof(struct explorer_next, killable), N_("%s cannot be killed: that is for processes which another one started") },
    { 's', offsetof(struct explorer_next, drains), N_("%s has no store that waits; `explore --tso` delays them") },
};

static const struct befall *befall_of(char sign)
{
    for (size_t i = 0; i < ARRAY_LEN(befalls); i++)
        if (befalls[i].sign == sign)
            return &befalls[i];
    return NULL;
}

static bool is_possible(const struct explorer_next *k, const struct befall *b)
{
    return *((const bool *)k + b->possible);
}

/* The moves so far, a word each, parted by blanks. */
static void moves_add(struct exploring *x, const struct explorer_next *k, struct choice c)
{
    buf_addf(&x->moves, "%s%u", x->moves.n ? " " : "", k->thread);
    if (c.way)
        buf_addf(&x->moves, ".%u", c.way);
    if (c.sign)
        buf_addc(&x->moves, c.sign);
    x->moves_n++;
}

static void moves_clear(struct exploring *x)
{
    buf_clear(&x->moves);
    x->moves_n = 0;
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

/* The task that moved last, by itself or because its time was over; -1: nobody has. */
static int moves_last(const struct exploring *x)
{
    const char *s = buf_str(&x->moves);
    for (size_t n = x->moves.n; n;) {
        char sign = s[n - 1];
        while (n && s[n - 1] != ' ')
            n--;
        if (sign == '!' || !befall_of(sign))
            return atoi(s + n);
        n -= n > 0;
    }
    return -1;
}

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
        shell_error(sh, _("the explorer does not answer: %s"), explorer_words(r));
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
        buf_adds(out, told++ ? _(", ") : "  ");
        cell_text(out, t->objects[o].name, strnlen(t->objects[o].name, sizeof t->objects[o].name));
        buf_adds(out, " = ");
        cell_text(out, last->text, last->n);
    }
    if (told)
        buf_addc(out, '\n');
}

/* ---- the source, with who stands where */

enum { AROUND = 1 }; // lines before and after one at which a task stands

static bool stands_near(const struct explorer_next *next, unsigned n, uint32_t line)
{
    for (unsigned i = 0; i < n; i++)
        if (!next[i].done && next[i].line + AROUND >= line && line + AROUND >= next[i].line)
            return true;
    return false;
}

/* Who is at that line now: "t1, t2". */
static void standing_at(struct buf *out, const struct explorer_next *next, unsigned n, uint32_t line)
{
    for (unsigned i = 0; i < n; i++) {
        if (next[i].done || next[i].line != line)
            continue;
        buf_adds(out, out->n ? _(", ") : "");
        cell_text(out, next[i].name, strlen(next[i].name));
    }
}

/* The lines at which tasks stand and those around them. */
static void tell_source(struct shell *sh, const struct explorer_next *next, unsigned n)
{
    const struct explored_program *p = &sh->exploring->program;
    const char *s = p->source, *end = s + p->source_n;
    uint32_t told = 0;
    for (uint32_t line = 1; s < end; line++) {
        const char *nl = memchr(s, '\n', (size_t)(end - s));
        size_t bytes = (size_t)((nl ? nl : end) - s);
        if (stands_near(next, n, line)) {
            struct buf who = { 0 };
            standing_at(&who, next, n, line);
            if (told && told + 1 < line)
                buf_addf(shell_out(sh), "   %s\n", term_symbol(shell_term(sh), SYM_ELLIPSIS));
            source_row(sh, line, s, bytes, buf_str(&who));
            buf_finish(&who);
            told = line;
        }
        s = nl ? nl + 1 : end;
    }
}

/* ---- the tasks */

/* Enabled, or something can befall it that is a move. */
static bool can_move(const struct explorer_next *k)
{
    bool can = k->enabled;
    for (size_t i = 0; i < ARRAY_LEN(befalls); i++)
        can |= is_possible(k, &befalls[i]);
    return can;
}

/* "2!k": the task's number, as in a schedule, and what can be made of it. */
static void tell_signs(struct buf *out, const struct explorer_next *k)
{
    char signs[8] = "";
    size_t n = 0;
    for (size_t i = 0; i < ARRAY_LEN(befalls); i++)
        if (is_possible(k, &befalls[i]))
            signs[n++] = befalls[i].sign;
    buf_addf(out, "%3u%-2.7s ", k->thread, signs);
}

static void tell_state(struct buf *out, const struct explorer_next *k)
{
    if (k->line) // main has none that waits at its end
        buf_addf(out, _("line %u: "), k->line);
    cell_text(out, k->what, strlen(k->what));
    if (k->enabled && !k->timed && k->choices > 1)
        buf_addf(out, _("   (%u ways: %u.0 to %u.%u)"), k->choices, k->thread, k->thread, k->choices - 1);
    if (k->timed)
        buf_adds(out, _("   (goes on if its time is over)"));
    else if (!k->enabled && *k->blocker)
        buf_addf(out, _("   (waits for %s)"), k->blocker);
    else if (!k->enabled)
        buf_adds(out, _("   (cannot go on now)"));
}

static void tell_task(struct buf *out, struct shell *sh, const struct explorer_next *k)
{
    struct buf line = { 0 }, cut = { 0 };
    const struct term *term = shell_term(sh);
    if (can_move(k))
        tell_signs(&line, k);
    else
        buf_addf(&line, "  %s   ", k->done ? term_symbol(term, SYM_END) : "-");
    cell_text(&line, k->name, strlen(k->name));
    size_t used = text_width(line.text, line.n);
    buf_addf(&line, "%*s", (int)(used < 20 ? 20 - used : 1), "");
    if (k->done)
        buf_adds(&line, _("has ended"));
    else
        tell_state(&line, k);
    cell_fit(&cut, line.text, line.n, MAX(term->columns, 20u) - 1, term);
    if (k->enabled)
        buf_adds(out, buf_str(&cut));
    else
        term_styled(out, term, STYLE_DIM, buf_str(&cut));
    buf_addc(out, '\n');
    buf_finish(&line);
    buf_finish(&cut);
}

/* Who goes on if nobody interferes; that stores reach memory is a way on, too. */
static bool goes_on(const struct explorer_next *k)
{
    return k->enabled || k->drains;
}

static unsigned count_enabled(const struct explorer_next *next, unsigned n)
{
    unsigned enabled = 0;
    for (unsigned i = 0; i < n; i++)
        enabled += goes_on(&next[i]);
    return enabled;
}

static bool all_done(const struct explorer_next *next, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (!next[i].done)
            return false;
    return true;
}

/* ---- hints */

/* "the deadlock" */
static const char *failure_named(const char *kind)
{
    static const struct { const char *kind, *name; } names[] = {
        { "deadlock", N_("the deadlock") }, { "assertion", N_("the failed assertion") }, { "exception", N_("the uncaught exception") },
    };
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (strcmp(names[i].kind, kind) == 0)
            return _(names[i].name);
    return explored_title(kind);
}

/* "3, 4 or deadlock": the ways it can end from here. */
static void tell_ways(struct buf *out, const struct explorer_hint *h)
{
    unsigned most = ARRAY_LEN(h->ways) - 1;
    for (unsigned i = 0; i < h->ways_n && i < most; i++) {
        const char *s = h->ways[i].output;
        size_t n = strcspn(s, "\n");
        buf_adds(out, i ? _(", ") : "");
        if (strcmp(h->ways[i].end, "ok") != 0)
            buf_adds(out, explored_title(h->ways[i].end));
        else if (n)
            cell_text(out, s, n);
        else
            buf_adds(out, _("no output"));
    }
    if (h->ways_n > most)
        buf_adds(out, ", …");
}

static bool ends_badly(const struct explorer_hint *h)
{
    for (unsigned i = 0; i < h->ways_n; i++)
        if (strcmp(h->ways[i].end, "ok") != 0)
            return true;
    return false;
}

static void tell_hint(struct shell *sh)
{
    struct buf *out = shell_out(sh);
    struct explorer_hint h;
    int r = explorer_hint(sh->exploring->explorer, buf_str(&sh->exploring->moves), &h);
    if (r < 0) {
        shell_error(sh, _("the explorer does not answer: %s"), explorer_words(r));
        return;
    }
    if (strcmp(h.kind, "stuck") == 0)
        buf_adds(out, _("  from here the end cannot be reached any more: it goes round and round\n"));
    else if (*h.kind && h.moves)
        buf_addf(out, ngettext_("  from here %s is %u move away\n", "  from here %s is %u moves away\n", h.moves), failure_named(h.kind), h.moves);
    else if (*h.kind)
        buf_addf(out, _("  this is %s\n"), failure_named(h.kind));
    else if (ends_badly(&h))
        buf_adds(out, _("  it has gone wrong already\n"));
    else if (h.complete && h.ways_n == 1)
        buf_adds(out, _("  from here nothing can go wrong any more\n"));
    else if (h.complete)
        buf_adds(out, _("  from here no deadlock, no exception and no failed assertion can come any more\n"));
    else
        buf_addf(out, _("  no failure among the first %u states from here; there are more\n"), h.states);
    if (h.ways_n) {
        buf_adds(out, h.complete ? _("  it can still end with: ") : _("  it can end with, as far as was looked: "));
        tell_ways(out, &h);
        buf_addc(out, '\n');
    }
    explorer_hint_finish(&h);
}

static void tell_events(struct shell *sh, const struct trace *t, size_t from, size_t to)
{
    if (!sh->opts.json)
        log_draw(shell_out(sh), t, from, to, shell_term(sh));
    for (size_t i = from; sh->opts.json && i < to; i++)
        json_event(shell_out(sh), t, &t->events[i]);
}

static void tell_stand(struct shell *sh, const struct trace *t, const struct explorer_next *next, unsigned n)
{
    struct buf *out = shell_out(sh);
    tell_source(sh, next, n);
    for (unsigned i = 0; i < n; i++)
        tell_task(out, sh, &next[i]);
    tell_values(out, t);
    if (all_done(next, n))
        buf_adds(out, _("  all have ended; `back` goes back, `go` runs it on real tasks\n"));
    else if (!count_enabled(next, n))
        buf_adds(out, _("  nobody can go on: a deadlock; `why` explains it, `back` goes back\n"));
}

/* What happened since a move, and where everybody stands now; with --json only what happened. */
static void show(struct shell *sh, uint32_t from_mark)
{
    struct exploring *x = sh->exploring;
    struct explorer_next next[TASKS_MAX];
    struct trace trace;
    uint32_t made, *marks = NULL, marks_n = 0;
    unsigned n;
    trace_init(&trace);
    if (explorer_replay(x->explorer, buf_str(&x->moves), &trace, &made, &marks, &marks_n) == 0 && marks_n > from_mark)
        tell_events(sh, &trace, sh->opts.json && !from_mark ? 0 : marks[from_mark], marks[marks_n - 1]);
    if (!sh->opts.json && look(sh, next, &n))
        tell_stand(sh, &trace, next, n);
    trace_finish(&trace);
    free(marks);
    if (schedule_holds(sh)) { // the real tasks come along
        shell_flush(sh);
        schedule_hold(sh, buf_str(&x->moves));
    }
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
    struct explorer_next next[TASKS_MAX];
    struct exploring *x = sh->exploring;
    unsigned n;
    if (!x->moves_n || !look(sh, next, &n) || count_enabled(next, n))
        return;
    const struct level_run run = {
        .failed = !all_done(next, n) || fails(sh), .by_hand = true, .switches = count_switches(x), .picks = x->moves_n,
    };
    if (run.failed && x->picking)
        tell_par(sh, &run);
    shell_flush(sh);
    learn_level_run(sh, &run);
}

/* ---- moving ---- */

/* Whether a move counts as a switch: another task was cut short, or something befalls one that need not. That a
 * store reaches memory is nobody's turn. */
static bool is_switch(const struct exploring *x, const struct explorer_next *next, unsigned n, const struct explorer_next *k,
                      struct choice c)
{
    bool others = false, could = false;
    for (unsigned i = 0; i < n; i++) {
        others |= next[i].enabled && !next[i].timed;
        could |= next[i].enabled && next[i].thread == moves_last(x) && &next[i] != k;
    }
    switch (c.sign) {
    case 's': return false;
    case 'k': case '?': return true;
    case '!': return others; // before its time (R14)
    default: return could;
    }
}

static void make_move(struct exploring *x, const struct explorer_next *next, unsigned n, const struct explorer_next *k, struct choice c)
{
    bool counts = is_switch(x, next, n, k, c);
    x->switched.n = MIN(x->switched.n, (size_t)x->moves_n);
    buf_addc(&x->switched, counts ? '1' : '0');
    moves_add(x, k, c);
}

/* The move that a task makes if nothing else is said: when nobody else can go on, time passes; who has nothing to do
 * but wait for its stores lets one go. */
static struct choice usual(const struct explorer_next *k)
{
    char sign = k->timed && k->enabled ? '!' : k->drains && !k->enabled ? 's' : 0;
    return (struct choice){ .thread = k->thread, .sign = sign };
}

/* Who moves if nobody is named: who moved last, if it can; else the first that can. */
static const struct explorer_next *by_itself(const struct exploring *x, const struct explorer_next *next, unsigned n)
{
    const struct explorer_next *first = NULL;
    for (unsigned i = 0; i < n; i++) {
        if (next[i].enabled && next[i].thread == moves_last(x))
            return &next[i];
        if (goes_on(&next[i]) && (!first || (next[i].enabled && !first->enabled)))
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

static bool may_move(const struct explorer_next *k, struct choice c)
{
    const struct befall *b = befall_of(c.sign);
    return b ? is_possible(k, b) : k->enabled && !k->timed && (!c.way || c.way < k->choices);
}

static void tell_cannot(struct shell *sh, const struct explorer_next *k, struct choice c)
{
    const struct befall *b = befall_of(c.sign);
    if (b)
        shell_note(sh, _(b->cannot), k->name);
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

/* "t1", or "t1!" for a task whose time is to be over; NULL: there is no such task. */
static const struct explorer_next *named_move(const struct explorer_next *next, unsigned n, const char *word, struct choice *ret)
{
    char name[48];
    size_t bytes = strlen(word);
    const struct explorer_next *k = named(next, n, word);
    *ret = k ? usual(k) : (struct choice){ 0 };
    if (k || bytes < 2 || bytes > sizeof name || !befall_of(word[bytes - 1]))
        return k;
    memcpy(name, word, bytes - 1);
    name[bytes - 1] = 0;
    ret->sign = word[bytes - 1];
    return named(next, n, name);
}

/* Up to `times` moves of one task, or of whoever it is the turn of. */
static enum command_result step_on(struct shell *sh, const char *name, unsigned times)
{
    struct exploring *x = sh->exploring;
    struct explorer_next next[TASKS_MAX];
    uint32_t from = x->moves_n;
    unsigned n, made = 0;
    for (; made < times && look(sh, next, &n); made++) {
        struct choice c = { 0 };
        const struct explorer_next *k = name ? named_move(next, n, name, &c) : by_itself(x, next, n);
        if (name && !k) {
            shell_error(sh, _("there is no task `%s` here"), name);
            return COMMAND_FAILED;
        }
        if (k && !name)
            c = usual(k);
        if (k && !made && !may_move(k, c))
            tell_cannot(sh, k, c);
        if (!k || !may_move(k, c))
            break;
        make_move(x, next, n, k, c);
    }
    show(sh, from);
    tell_level(sh);
    return COMMAND_OK;
}

/* Up to `times` moves of whom chance takes, in the way that it takes. */
static enum command_result step_any(struct shell *sh, unsigned times)
{
    struct exploring *x = sh->exploring;
    struct explorer_next next[TASKS_MAX];
    uint32_t from = x->moves_n;
    unsigned n;
    for (unsigned made = 0; made < times && look(sh, next, &n) && count_enabled(next, n); made++) {
        unsigned at = (unsigned)(rng_next(&x->chance) % count_enabled(next, n));
        const struct explorer_next *k = next;
        while (!goes_on(k) || at--)
            k++;
        struct choice c = usual(k);
        if (!c.sign && k->choices > 1)
            c.way = (unsigned)(rng_next(&x->chance) % k->choices);
        make_move(x, next, n, k, c);
    }
    show(sh, from);
    tell_level(sh);
    return COMMAND_OK;
}

static const struct explorer_next *of_thread(const struct explorer_next *next, unsigned n, unsigned thread)
{
    for (unsigned i = 0; i < n; i++)
        if (next[i].thread == thread)
            return &next[i];
    return NULL;
}

/* From the beginning, all the moves of a schedule: one can go back from there. */
static enum command_result step_schedule(struct shell *sh, const char *schedule)
{
    struct exploring *x = sh->exploring;
    struct explorer_next next[TASKS_MAX];
    struct choice *moves;
    uint32_t moves_n, made = 0;
    unsigned n;
    if (schedule_choices(schedule, &moves, &moves_n) < 0) {
        shell_error(sh, _("`%s` is no schedule"), schedule);
        return COMMAND_FAILED;
    }
    moves_clear(x);
    for (; made < moves_n && look(sh, next, &n); made++) {
        const struct explorer_next *k = of_thread(next, n, moves[made].thread);
        if (!k || !may_move(k, moves[made]))
            break;
        make_move(x, next, n, k, moves[made]);
    }
    free(moves);
    if (made < moves_n)
        shell_error(sh, _("the schedule `%s` is not one of this program"), schedule);
    show(sh, 0);
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
    show(sh, x->moves_n);
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
    struct explorer_next next[TASKS_MAX];
    unsigned n;
    struct exploring *x = sh->exploring;
    if (!look(sh, next, &n))
        return;
    const struct explorer_next *k = of_thread(next, n, thread);
    if (k && !c.sign && !c.way)
        c = usual(k);
    if (!k) {
        shell_note(sh, _("there is no task %u"), thread);
    } else if (!may_move(k, c)) {
        tell_cannot(sh, k, c);
    } else {
        make_move(x, next, n, k, c);
        show(sh, x->moves_n - 1);
        tell_level(sh);
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
    if (*line && befall_of(*line) && !ret_choice->way)
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
        moves_drop(x), show(sh, x->moves_n);
    else if (strcmp(line, "h") == 0)
        tell_hint(sh);
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
    show(sh, sh->exploring->moves_n);
    if (shell_interactive(sh))
        shell_note(sh, _("a number moves that task; behind it ! lets its time be over, ? wakes it unasked, k kills it, s lets its store reach memory; Enter or Right goes on with the last one, b or Left goes back, h hints, q leaves; `go` runs it on real tasks"));
    sh->exploring->picking = true;
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
        shell_error(sh, _("the explorer does not answer: %s"), explorer_words(r));
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
