/* stand.c: where everybody stands, as it is shown.
 *
 * In:      the moves so far; the explorer's replay of them.
 * Out:     events, lines of the source with who is there, a row for each task, values, hints. */
#include "shell/stepping.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

/* ---- the variables ---- */

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

/* ---- the source, with who stands where ---- */

enum { AROUND = 1 }; // lines before and after one at which a task stands

static bool stands_near(const struct stand *st, uint32_t line)
{
    for (unsigned i = 0; i < st->n; i++)
        if (!st->task[i].done && st->task[i].line + AROUND >= line && line + AROUND >= st->task[i].line)
            return true;
    return false;
}

/* Who is at that line now: "t1, t2". */
static void standing_at(struct buf *out, const struct stand *st, uint32_t line)
{
    for (unsigned i = 0; i < st->n; i++) {
        if (st->task[i].done || st->task[i].line != line)
            continue;
        buf_adds(out, out->n ? _(", ") : "");
        cell_text(out, st->task[i].name, strlen(st->task[i].name));
    }
}

/* The lines at which tasks stand and those around them. */
static void tell_source(struct shell *sh, const struct stand *st)
{
    const struct explored_program *p = &sh->exploring->program;
    const char *s = p->source, *end = s + p->source_n;
    uint32_t told = 0;
    for (uint32_t line = 1; s < end; line++) {
        const char *nl = memchr(s, '\n', (size_t)(end - s));
        size_t bytes = (size_t)((nl ? nl : end) - s);
        if (stands_near(st, line)) {
            struct buf who = { 0 };
            standing_at(&who, st, line);
            if (told && told + 1 < line)
                buf_addf(shell_out(sh), "   %s\n", term_symbol(shell_term(sh), SYM_ELLIPSIS));
            source_row(sh, line, s, bytes, buf_str(&who));
            buf_finish(&who);
            told = line;
        }
        s = nl ? nl + 1 : end;
    }
}

/* ---- the tasks ---- */

/* "2!k": the task's number, as in a schedule, and what can be made of it; "-" if it cannot move. */
static void tell_signs(struct buf *out, const struct explorer_next *k, const struct term *term)
{
    char signs[SIGNS_BYTES];
    if (befall_signs(k, signs) || k->enabled)
        buf_addf(out, "%3u%-2.7s ", k->thread, signs);
    else
        buf_addf(out, "  %s   ", k->done ? term_symbol(term, SYM_END) : "-");
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
    tell_signs(&line, k, term);
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

static void tell_events(struct shell *sh, const struct trace *t, size_t from, size_t to)
{
    if (!sh->opts.json)
        log_draw(shell_out(sh), t, from, to, shell_term(sh));
    for (size_t i = from; sh->opts.json && i < to; i++)
        json_event(shell_out(sh), t, &t->events[i]);
}

static void tell_stand(struct shell *sh, const struct trace *t, const struct stand *st)
{
    struct buf *out = shell_out(sh);
    tell_source(sh, st);
    for (unsigned i = 0; i < st->n; i++)
        tell_task(out, sh, &st->task[i]);
    tell_values(out, t);
    if (stand_all_done(st))
        buf_adds(out, _("  all have ended; `back` goes back, `go` runs it on real tasks\n"));
    else if (!stand_enabled(st))
        buf_adds(out, _("  nobody can go on: a deadlock; `why` explains it, `back` goes back\n"));
}

void stand_show(struct shell *sh, uint32_t from_move)
{
    struct exploring *x = sh->exploring;
    struct stand st;
    struct trace trace;
    uint32_t made, *marks = NULL, marks_n = 0;
    trace_init(&trace);
    if (explorer_replay(x->explorer, buf_str(&x->moves), &trace, &made, &marks, &marks_n) == 0 && marks_n > from_move)
        tell_events(sh, &trace, sh->opts.json && !from_move ? 0 : marks[from_move], marks[marks_n - 1]);
    if (!sh->opts.json && stand_look(sh, &st))
        tell_stand(sh, &trace, &st);
    trace_finish(&trace);
    free(marks);
    if (schedule_holds(sh)) { // the real tasks come along
        shell_flush(sh);
        schedule_hold(sh, buf_str(&x->moves));
    }
}

/* ---- hints ---- */

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

void stand_hint(struct shell *sh)
{
    struct buf *out = shell_out(sh);
    struct explorer_hint h;
    int r = explorer_hint(sh->exploring->explorer, buf_str(&sh->exploring->moves), &h);
    if (r < 0) {
        exploring_silent(sh, r);
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
