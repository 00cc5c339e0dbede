/* explored.c: the result of an exploration in words. */
#include "view/explored.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "view/view.h"

void explored_init(struct explored *e)
{
    *e = (struct explored){ .verdict = EXPLORED_UNKNOWN, .file = "", .limit = "", .frame = "" };
    arena_init(&e->arena);
}

void explored_finish(struct explored *e)
{
    arena_finish(&e->arena);
    explored_init(e);
}

/* ---- order and names ---- */

static int compare_findings(const void *a, const void *b)
{
    const struct explored_finding *x = a, *y = b;
    if (x->fails != y->fails)
        return x->fails ? -1 : 1;
    if (x->switches != y->switches)
        return x->switches < y->switches ? -1 : 1;
    if (x->steps != y->steps)
        return x->steps < y->steps ? -1 : 1;
    int by_kind = strcmp(x->kind, y->kind);
    return by_kind ? by_kind : strcmp(x->message, y->message);
}

/* Longer digits are larger numbers. */
static int compare_digits(const char *a, const char *b)
{
    size_t n = strlen(a), m = strlen(b);
    return n != m ? (n > m ? 1 : -1) : strcmp(a, b);
}

static int compare_outcomes(const void *a, const void *b)
{
    const struct explored_outcome *x = a, *y = b;
    int by_count = x->count && y->count ? compare_digits(y->count, x->count) : 0;
    if (by_count)
        return by_count;
    int by_end = strcmp(x->end, y->end);
    return by_end ? by_end : strcmp(x->output, y->output);
}

void explored_settle(struct explored *e)
{
    if (e->findings_n)
        qsort(e->findings, e->findings_n, sizeof *e->findings, compare_findings);
    if (e->outcomes_n)
        qsort(e->outcomes, e->outcomes_n, sizeof *e->outcomes, compare_outcomes);
    for (uint32_t i = 0; i < e->findings_n; i++)
        snprintf(e->findings[i].name, sizeof e->findings[i].name, "bug%u", i + 1);
    for (uint32_t i = 0; i < e->outcomes_n; i++)
        snprintf(e->outcomes[i].name, sizeof e->outcomes[i].name, "outcome%u", i + 1);
    if (e->strict && e->findings_n)
        e->verdict = EXPLORED_FAILS;
}

int explored_exit_code(const struct explored *e)
{
    static const int codes[] = { [EXPLORED_HOLDS] = 0, [EXPLORED_FAILS] = 1, [EXPLORED_UNKNOWN] = 124 };
    return e->error ? 3 : codes[e->verdict];
}

const struct explored_finding *explored_finding(const struct explored *e, const char *name)
{
    for (uint32_t i = 0; i < e->findings_n; i++)
        if (strcmp(e->findings[i].name, name) == 0)
            return &e->findings[i];
    return NULL;
}

const struct explored_outcome *explored_outcome(const struct explored *e, const char *name)
{
    for (uint32_t i = 0; i < e->outcomes_n; i++)
        if (strcmp(e->outcomes[i].name, name) == 0)
            return &e->outcomes[i];
    return NULL;
}

/* ---- numbers ---- */

void digits_tell(struct buf *out, const char *digits)
{
    size_t n = strlen(digits);
    for (size_t i = 0; i < n; i++) {
        if (i && (n - i) % 3 == 0)
            buf_addc(out, ',');
        buf_addc(out, digits[i]);
    }
}

static void number_tell(struct buf *out, uint64_t n)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);
    digits_tell(out, digits);
}

/* A sentence with %s for numbers that are told with commas. */
static const char *grouped(struct buf *keep, uint64_t n)
{
    buf_clear(keep);
    number_tell(keep, n);
    return keep->text;
}

/* ---- the verdict ---- */

static void add_sentence(struct buf *out, const char *text)
{
    if (out->n && out->text[out->n - 1] != ' ')
        buf_addc(out, ' ');
    buf_adds(out, text);
}

/* What stands behind the verdict: how much was seen. */
static void tell_seen(struct buf *out, const struct explored *e)
{
    struct buf states = { 0 }, steps = { 0 }, all = { 0 };
    grouped(&states, e->states);
    grouped(&steps, e->steps);
    if (e->complete && e->interleavings) {
        digits_tell(&all, e->interleavings);
        buf_addf(out, ngettext_("%s states and %s steps stand for %s interleaving", "%s states and %s steps stand for all %s interleavings",
                                strcmp(e->interleavings, "1") == 0 ? 1 : 2),
                 states.text, steps.text, all.text);
    } else if (e->complete) {
        buf_addf(out, _("%s states and %s steps stand for all interleavings"), states.text, steps.text);
    } else {
        buf_addf(out, _("%s states and %s steps were seen"), states.text, steps.text);
    }
    if (e->seconds >= 0.0005)
        buf_addf(out, _(" (%.3g s)"), e->seconds);
    buf_finish(&states);
    buf_finish(&steps);
    buf_finish(&all);
}

static uint32_t count_failures(const struct explored *e)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < e->findings_n; i++)
        n += e->findings[i].fails;
    return n;
}

static void tell_headline(struct buf *out, const struct explored *e)
{
    uint32_t failures = count_failures(e), advice = e->findings_n - failures;
    switch (e->verdict) {
    case EXPLORED_HOLDS:
        if (e->single)
            buf_adds(out, _("holds: there is only one task, and so only one interleaving"));
        else
            buf_adds(out, _("holds in every interleaving"));
        break;
    case EXPLORED_FAILS:
        if (failures)
            buf_addf(out, ngettext_("fails: %u failure found", "fails: %u failures found", failures), failures);
        else
            buf_addf(out, ngettext_("fails, because advice counts here (--strict): %u finding",
                                    "fails, because advice counts here (--strict): %u findings", advice), advice);
        break;
    case EXPLORED_UNKNOWN:
        buf_adds(out, _("unknown: no failure was found, and this is not a proof"));
        break;
    }
}

/* Runs by chance: what they are worth. */
static void tell_sampled(struct buf *out, const struct explored *e)
{
    struct buf runs = { 0 };
    grouped(&runs, e->sampled);
    add_sentence(out, "");
    buf_addf(out, ngettext_("Besides, %s run by chance was made.", "Besides, %s runs by chance were made.",
                            e->sampled == 1 ? 1 : 2), runs.text);
    if (e->sampled_chance > 0)
        buf_addf(out, _(" If no run has more than %u steps, a failure that takes %u steps in a certain order would have been met with a probability of at least %.3g."),
                 e->sampled_steps, e->sampled_depth, e->sampled_chance);
    buf_finish(&runs);
}

void explored_tell_verdict(struct buf *out, const struct explored *e, const struct term *term)
{
    static const struct { enum style style; enum symbol symbol; } marks[] = {
        [EXPLORED_HOLDS] = { STYLE_GOOD, SYM_CHECK },
        [EXPLORED_FAILS] = { STYLE_BAD, SYM_CROSS },
        [EXPLORED_UNKNOWN] = { STYLE_WAIT, SYM_ELLIPSIS },
    };
    struct buf head = { 0 }, text = { 0 };
    tell_headline(&head, e);
    buf_addf(&text, "%s %s", term_symbol(term, marks[e->verdict].symbol), head.text);
    term_styled(out, term, marks[e->verdict].style, text.text);
    buf_addc(out, '\n');
    if (!e->single || !e->complete) {
        buf_adds(out, "  ");
        tell_seen(out, e);
        buf_addc(out, '\n');
    }
    buf_clear(&text);
    if (!e->complete) {
        struct buf limit = { 0 };
        cell_text(&limit, e->limit, strlen(e->limit));
        buf_addf(&text, _("The search was limited by: %s."), limit.n ? limit.text : _("nothing that was told"));
        if (e->depth > 1) // it goes level by level: the last one may not be whole
            buf_addf(&text, _(" What every run does in its first %u steps was seen."), e->depth - 1);
        if (e->sampled)
            tell_sampled(&text, e);
        else
            add_sentence(&text, _("What lies beyond was not looked at."));
        buf_finish(&limit);
    }
    if (*e->frame) {
        struct buf frame = { 0 };
        cell_text(&frame, e->frame, strlen(e->frame));
        if (text.n)
            buf_addc(&text, ' ');
        buf_addf(&text, _("On condition: %s."), frame.text);
        buf_finish(&frame);
    }
    if (text.n)
        buf_addf(out, "  %s\n", text.text);
    buf_finish(&head);
    buf_finish(&text);
}

/* ---- outcomes ---- */

enum { BAR_CELLS = 20, OUTCOMES_SHOWN = 40 };

static double as_number(const char *digits)
{
    return digits ? text_real(digits, strlen(digits)) : 0;
}

/* An output of several lines is shown on one, the lines parted by a bar. */
static void outcome_cell(struct buf *out, const struct explored *e, const struct explored_outcome *o, const struct term *term)
{
    const char *s = o->output;
    size_t n = strlen(s);
    while (n && s[n - 1] == '\n')
        n--;
    for (size_t from = 0; from < n;) {
        const char *end = memchr(s + from, '\n', n - from);
        size_t length = end ? (size_t)(end - s) - from : n - from;
        if (from)
            buf_addf(out, " %s ", term_symbol(term, SYM_DOT));
        cell_text(out, s + from, length);
        from += length + 1;
    }
    if (strcmp(o->end, "ok") != 0)
        buf_addf(out, "%s[%s]", n ? " " : "", o->end);
    else if (!n)
        buf_adds(out, e->outputs || e->single ? _("(nothing printed)") : _("(nothing printed at the end)"));
}

/* At least one cell for what there is at all. */
static void tell_bar(struct buf *out, double part, const struct term *term)
{
    int cells = (int)(part * (double)BAR_CELLS + 0.5);
    cells = MAX(1, MIN(cells, (int)BAR_CELLS));
    for (int i = 0; i < BAR_CELLS; i++)
        buf_adds(out, i < cells ? (term->ascii ? "#" : term_symbol(term, SYM_END)) : " ");
}

static void tell_percent(struct buf *out, double part)
{
    if (part >= 0.9995)
        buf_adds(out, " 100%  ");
    else if (part < 0.0005)
        buf_adds(out, " <0.1% ");
    else
        buf_addf(out, "%5.1f%% ", part * 100);
}

/* The widest of a column, in cells, at most `most`. */
static size_t widest(const struct explored *e, uint32_t shown, const struct term *term, size_t most, size_t *ret_count_width)
{
    size_t width = 0;
    *ret_count_width = 0;
    for (uint32_t i = 0; i < shown; i++) {
        struct buf cell = { 0 }, count = { 0 };
        outcome_cell(&cell, e, &e->outcomes[i], term);
        width = MAX(width, text_width(buf_str(&cell), cell.n));
        if (e->outcomes[i].count)
            digits_tell(&count, e->outcomes[i].count);
        *ret_count_width = MAX(*ret_count_width, count.n);
        buf_finish(&cell);
        buf_finish(&count);
    }
    return MIN(width, most);
}

static void tell_outcome(struct buf *out, const struct explored *e, const struct explored_outcome *o,
                         size_t width, size_t count_width, const struct term *term)
{
    struct buf cell = { 0 }, count = { 0 };
    outcome_cell(&cell, e, o, term);
    buf_addf(out, "  %-10s ", o->name);
    unsigned used = cell_fit(out, buf_str(&cell), cell.n, (unsigned)width, term);
    buf_addf(out, "%*s", (int)(width - MIN((size_t)used, width)), "");
    if (o->count) {
        double part = as_number(o->count) / MAX(as_number(e->interleavings), 1.0);
        digits_tell(&count, o->count);
        buf_addf(out, "  %*s ", (int)count_width, count.text);
        tell_percent(out, part);
        if (term->columns >= width + count_width + BAR_CELLS + 26)
            tell_bar(out, part, term);
    }
    while (out->n && out->text[out->n - 1] == ' ')
        out->n--;
    buf_addc(out, '\n');
    buf_finish(&cell);
    buf_finish(&count);
}

void explored_tell_outcomes(struct buf *out, const struct explored *e, bool all, const struct term *term)
{
    uint32_t shown = all ? e->outcomes_n : MIN(e->outcomes_n, (uint32_t)OUTCOMES_SHOWN);
    if (!e->outcomes_n) {
        buf_adds(out, _("no outcome was seen: no run came to its end\n"));
        return;
    }
    bool counted = e->outcomes[0].count != NULL;
    buf_addf(out, ngettext_("%u outcome", "%u outcomes", e->outcomes_n), e->outcomes_n);
    if (counted && e->interleavings) {
        struct buf total = { 0 };
        digits_tell(&total, e->interleavings);
        buf_addf(out, ngettext_(" of %s interleaving", " of %s interleavings", strcmp(e->interleavings, "1") == 0 ? 1 : 2), total.text);
        buf_finish(&total);
    }
    buf_adds(out, !e->complete ? _(", as far as was seen:\n") : _(":\n"));
    size_t count_width, width = widest(e, shown, term, MAX(term->columns, 60u) - 34, &count_width);
    for (uint32_t i = 0; i < shown; i++)
        tell_outcome(out, e, &e->outcomes[i], width, count_width, term);
    if (e->outcomes_n > shown)
        buf_addf(out, _("  … and %u more (`outcomes all` lists them)\n"), e->outcomes_n - shown);
    bool silent = false;
    for (uint32_t i = 0; i < shown; i++)
        silent = silent || (!*e->outcomes[i].output && !e->outputs && !e->single);
    if (silent)
        buf_adds(out, _("  What was printed while other tasks were there is left out; --outputs tells whole outputs apart.\n"));
    if (counted && e->outcomes_n > 1)
        buf_adds(out, _("  These are counts of interleavings, not probabilities: a real run does not choose evenly among them.\n"));
    else if (!counted && e->complete && e->outcomes_n > 1)
        buf_adds(out, _("  The interleavings cannot be counted: a loop can go on for as long as the others let it.\n"));
}

/* ---- findings ---- */

static const struct { const char *kind, *title; } titles[] = {
    { "deadlock", N_("deadlock") },
    { "stuck", N_("stuck: the end cannot be reached any more") },
    { "assertion", N_("an assertion fails") },
    { "exception", N_("an uncaught exception") },
    { "lost-update", N_("an update can get lost") },
    { "race", N_("a data race") },
    { "leaked-lock", N_("a lock is never given back") },
    { "lost-wakeup", N_("a wake-up gets lost") },
    { "wait-without-loop", N_("a wait without a second look") },
    { "lock-order", N_("locks are taken in opposite orders") },
    { "cut", N_("a task is cut off in the middle of an update") },
};

const char *explored_title(const char *kind)
{
    for (size_t i = 0; i < ARRAY_LEN(titles); i++)
        if (strcmp(titles[i].kind, kind) == 0)
            return _(titles[i].title);
    return kind;
}

static void tell_shortest(struct buf *out, const struct explored_finding *f)
{
    buf_adds(out, "        ");
    buf_addf(out, ngettext_("%u step", "%u steps", f->steps), f->steps);
    buf_adds(out, _(", "));
    buf_addf(out, ngettext_("%u switch away from a task that could go on", "%u switches away from tasks that could go on", f->switches),
             f->switches);
    if (f->minimal && f->switches)
        buf_adds(out, _("; no run with fewer switches shows it, and none with as many is shorter"));
    else if (f->minimal)
        buf_adds(out, _("; no shorter run without switches shows it"));
    else
        buf_adds(out, _("; a simpler run may exist"));
    buf_addc(out, '\n');
}

/* The same at the same place between other tasks: told in one line. */
static bool is_like(const struct explored_finding *a, const struct explored_finding *b)
{
    return !a->fails && !b->fails && a->line == b->line && a->line && strcmp(a->kind, b->kind) == 0;
}

static bool is_told(const struct explored *e, uint32_t which)
{
    for (uint32_t i = 0; i < which; i++)
        if (is_like(&e->findings[i], &e->findings[which]))
            return true;
    return false;
}

static void tell_likes(struct buf *out, const struct explored *e, uint32_t first)
{
    struct buf names = { 0 };
    for (uint32_t i = first + 1; i < e->findings_n; i++)
        if (is_like(&e->findings[first], &e->findings[i]))
            buf_addf(&names, "%s%s", names.n ? _(", ") : "", e->findings[i].name);
    if (names.n)
        buf_addf(out, _("        the same between other tasks: %s\n"), names.text);
    buf_finish(&names);
}

static void tell_finding(struct buf *out, const struct explored_finding *f, const struct term *term)
{
    struct buf text = { 0 };
    buf_adds(out, "  ");
    term_styled(out, term, STYLE_BOLD, f->name);
    buf_addf(out, "%*s", (int)(6 - MIN(strlen(f->name), (size_t)5)), "");
    term_styled(out, term, f->fails ? STYLE_BAD : STYLE_WAIT, explored_title(f->kind));
    cell_text(&text, f->message, strlen(f->message));
    if (f->line)
        buf_addf(out, _(" (line %u)"), f->line);
    if (f->early)
        buf_adds(out, _("  [needs a time-out before its time]"));
    buf_addc(out, '\n');
    if (text.n)
        buf_addf(out, "        %s\n", text.text);
    for (uint32_t i = 0; i < f->tasks_n; i++)
        if (*f->stacks[i])
            buf_addf(out, _("        %s is in %s\n"), f->tasks[i], f->stacks[i]);
    if (f->schedule && f->steps)
        tell_shortest(out, f);
    buf_finish(&text);
}

static bool is_of(const struct explored_finding *f, enum explored_which which)
{
    bool race = strcmp(f->kind, "race") == 0;
    switch (which) {
    case EXPLORED_ALL: return true;
    case EXPLORED_BUGS: return f->fails;
    case EXPLORED_ADVICE: return !f->fails && !race;
    case EXPLORED_RACES: return race;
    }
    return false;
}

static uint32_t count_of(const struct explored *e, enum explored_which which)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < e->findings_n; i++)
        n += is_of(&e->findings[i], which);
    return n;
}

uint32_t explored_tell_findings(struct buf *out, const struct explored *e, enum explored_which which, const struct term *term)
{
    for (uint32_t i = 0; i < e->findings_n; i++)
        if (is_of(&e->findings[i], which) && !is_told(e, i)) {
            tell_finding(out, &e->findings[i], term);
            tell_likes(out, e, i);
        }
    return count_of(e, which);
}

/* ---- the whole ---- */

/* The finding that was told first. */
static const struct explored_finding *first_told(const struct explored *e)
{
    for (enum explored_which which = EXPLORED_BUGS; which <= EXPLORED_RACES; which++)
        for (uint32_t i = 0; i < e->findings_n; i++)
            if (is_of(&e->findings[i], which))
                return &e->findings[i];
    return NULL;
}

/* Nothing fails, and yet an update can get lost: then nobody has said what must be true. */
static void tell_unsaid(struct buf *out, const struct explored *e)
{
    bool lost = false;
    for (uint32_t i = 0; i < e->findings_n; i++)
        lost = lost || strcmp(e->findings[i].kind, "lost-update") == 0;
    if (e->verdict == EXPLORED_HOLDS && e->outcomes_n > 1 && lost)
        buf_adds(out, _("  The runs do not all end alike. `assert` what must be true at the end, and explore tells whether it always is.\n"));
}

static void tell_next(struct buf *out, const struct explored *e)
{
    const struct explored_finding *first = first_told(e);
    if (first)
        buf_addf(out, _("`why %s` explains it, `replay %s` runs it on real tasks, `step` lets you choose\n"), first->name, first->name);
    else if (!e->single && e->outcomes_n)
        buf_adds(out, _("`replay outcome1` runs one of them on real tasks, `step` lets you choose\n"));
}

void explored_tell(struct buf *out, const struct explored *e, const struct explored_telling *how, const struct term *term)
{
    if (e->error) {
        text_safe(out, e->error, strlen(e->error), false);
        return;
    }
    explored_tell_verdict(out, e, term);
    explored_tell_findings(out, e, EXPLORED_BUGS, term);
    if (count_of(e, EXPLORED_ADVICE)) {
        buf_adds(out, _("worth a look (no failure by itself):\n"));
        explored_tell_findings(out, e, EXPLORED_ADVICE, term);
    }
    uint32_t races = count_of(e, EXPLORED_RACES);
    if (races && how->races) {
        buf_addf(out, ngettext_("%u data race:\n", "%u data races:\n", races), races);
        explored_tell_findings(out, e, EXPLORED_RACES, term);
    } else if (races) {
        buf_addf(out, ngettext_("%u data race besides (%s lists it)\n", "%u data races besides (%s lists them)\n", races), races,
                 how->prompt ? "`races`" : "--races");
    }
    explored_tell_outcomes(out, e, false, term);
    tell_unsaid(out, e);
    if (how->prompt)
        tell_next(out, e);
}

const char *explored_overlap_lost(void)
{
    return _("But no two tasks are ever in the middle of their work at the same time any more, and before they could be: "
             "each waits until another is through. Keep the lock only where it is needed.");
}

void explored_tell_change(struct buf *out, const struct explored *e, struct explored_before before, const struct term *term)
{
    static const char *const now[3][3] = { // before, now
        [EXPLORED_HOLDS] = { N_("It held before, and it still holds in every interleaving."), N_("It held before, and now it fails."),
                             N_("It held before; whether it still does is not known.") },
        [EXPLORED_FAILS] = { N_("It failed before, and now it holds in every interleaving."), N_("It failed before, and it still fails."),
                             N_("It failed before; now no failure was found, and this is not a proof.") },
        [EXPLORED_UNKNOWN] = { N_("Now it holds in every interleaving; before, that was not known."), N_("Now it fails; before, no failure was known."),
                               N_("It is as unknown as before.") },
    };
    bool lost = before.overlap && !e->overlap && e->complete;
    term_styled(out, term, e->verdict == EXPLORED_HOLDS ? STYLE_GOOD : e->verdict == EXPLORED_FAILS ? STYLE_BAD : STYLE_WAIT,
                _(now[before.verdict][e->verdict]));
    buf_addc(out, '\n');
    if (lost)
        buf_addf(out, "%s\n", explored_overlap_lost());
    else if (before.overlap && e->overlap)
        buf_addf(out, "%s\n", _("Tasks can still be in the middle of their work at the same time: no concurrency was lost."));
}

void explored_tell_progress(struct buf *out, const struct explored_progress *p)
{
    struct buf n = { 0 };
    double rate = p->seconds > 0.01 ? (double)p->states / p->seconds : 0;
    buf_addf(out, _("exploring: %s states"), grouped(&n, p->states));
    if (rate > 0)
        buf_addf(out, _(", %s a second"), grouped(&n, (uint64_t)rate));
    buf_addf(out, _(", %.1f s"), p->seconds);
    // how many there are, nobody knows before the end: what is known is when a limit will come
    double by_states = rate > 0 ? (double)(p->most_states - MIN(p->states, p->most_states)) / rate : p->most_seconds;
    double left = MIN(by_states, MAX(p->most_seconds - p->seconds, 0.0));
    if (p->most_seconds > 0 && p->seconds > 0.5)
        buf_addf(out, _(", at most %.0f s more; Ctrl-C ends it"), left + 0.5);
    buf_finish(&n);
}
