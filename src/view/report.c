#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "view/cell.h"
#include "view/waits.h"

static void tell_waiting(struct buf *out, const struct trace *t, const struct task_wait *waits,
                         const struct term *term)
{
    for (task_id id = 0; id < t->task_count; id++) {
        if (!waits[id].waits)
            continue;
        struct buf name = { 0 };
        task_name(&name, t, id);
        buf_adds(out, "  ");
        term_styled(out, term, STYLE_BOLD, name.text);
        buf_adds(out, _(" waits for "));
        wait_tell(out, t, &waits[id]);
        if (waits[id].line)
            buf_addf(out, _(" (line %u)"), waits[id].line);
        buf_addc(out, '\n');
        buf_finish(&name);
    }
}

void report_deadlock(struct buf *out, const struct trace *t, const char *text,
                     const struct term *term)
{
    struct task_wait *waits = waits_find(t);
    term_style(out, term, STYLE_BAD);
    buf_addf(out, "%s ", term_symbol(term, SYM_CROSS));
    buf_adds(out, _("deadlock: every task that is left waits for ever"));
    term_reset(out, term);
    buf_addc(out, '\n');
    if (text && *text) {
        text_safe(out, text, strlen(text), false);
        if (text[strlen(text) - 1] != '\n')
            buf_addc(out, '\n');
    } else {
        tell_waiting(out, t, waits, term);
    }
    waits_draw_cycle(out, t, waits, term);
    free(waits);
}

/* ---- the end of a run */

struct totals {
    unsigned kind[3];
    size_t switches, printed, shared, waits, errors, killed;
    bool deadlock;
};

static bool begins(const struct event *ev, const char *s)
{
    size_t n = strlen(s);
    return ev->n >= n && memcmp(ev->text, s, n) == 0;
}

/* Main's uncaught exception is an event. What ends another task is told by threading.excepthook (which a program may
 * take over: then it is caught) and by Process, in these words. */
static bool tells_of_an_end(const struct event *ev)
{
    static const char trace[] = ":\nTraceback (most recent call last):\n";
    if (ev->kind != EV_ERRPRINT || !ev->text)
        return false;
    return begins(ev, "Exception in thread ") ||
           (begins(ev, "Process ") && memmem(ev->text, ev->n, trace, sizeof trace - 1));
}

static void count_event(struct totals *n, const struct event *ev)
{
    n->printed += ev->kind == EV_PRINT;
    n->shared += ev->kind == EV_READ || ev->kind == EV_WRITE || ev->kind == EV_CALL;
    n->waits += cell_after(ev) == LANE_WAITS;
    n->errors += ev->kind == EV_ERROR || tells_of_an_end(ev);
    n->killed += ev->kind == EV_DIED;
    n->deadlock = false; // somebody did something: if there was one, it was left
}

static void count_totals(struct totals *n, const struct trace *t)
{
    task_id last = TASK_NONE;
    for (task_id id = 0; id < t->task_count; id++)
        n->kind[MIN(t->tasks[id].kind, 2)]++;
    for (size_t i = 0; i < t->count; i++) {
        const struct event *ev = &t->events[i];
        n->deadlock |= ev->kind == EV_DEADLOCK;
        if (!cell_shown(ev) || ev->task >= t->task_count || ev->kind == EV_DEADLOCK)
            continue;
        n->switches += last != TASK_NONE && last != ev->task;
        last = ev->task;
        count_event(n, ev);
    }
}

static void tell_tasks(struct buf *out, const struct totals *n)
{
    buf_addf(out, ngettext_("%u process", "%u processes", n->kind[0]), n->kind[0]);
    if (n->kind[1]) {
        buf_adds(out, _(", "));
        buf_addf(out, ngettext_("%u thread", "%u threads", n->kind[1]), n->kind[1]);
    }
    if (n->kind[2]) {
        buf_adds(out, _(", "));
        buf_addf(out, ngettext_("%u coroutine", "%u coroutines", n->kind[2]), n->kind[2]);
    }
}

/* What there was none of is left out. */
static void tell_doings(struct buf *out, const struct totals *n)
{
    const struct { size_t count; const char *one, *many; } parts[] = {
        { n->switches, N_("%zu task switch"), N_("%zu task switches") },
        { n->waits, N_("%zu wait"), N_("%zu waits") },
        { n->shared, N_("%zu shared access"), N_("%zu shared accesses") },
        { n->printed, N_("%zu printed"), N_("%zu printed") },
    };
    const char *between = _("; ");
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        if (!parts[i].count)
            continue;
        buf_adds(out, between);
        buf_addf(out, ngettext_(parts[i].one, parts[i].many, parts[i].count), parts[i].count);
        between = _(", ");
    }
    buf_addc(out, '\n');
}

static bool is_kind_switched(const struct trace *t)
{
    static const char ending[] = " process";
    const size_t n = sizeof ending - 1;
    for (size_t i = 0; i < t->count; i++) {
        const struct event *ev = &t->events[i];
        if (ev->kind == EV_TOGGLE && ev->text && ev->n >= n && begins(ev, "kind ") &&
            memcmp(ev->text + ev->n - n, ending, n) == 0)
            return true;
    }
    return false;
}

static bool has_waiters(const struct trace_object *o)
{
    static const char *const types[] = { "Lock", "RLock", "Semaphore", "BoundedSemaphore", "Event", "Condition", "Barrier", "Queue" };
    for (size_t i = 0; i < ARRAY_LEN(types); i++)
        if (strncmp(o->type, types[i], sizeof o->type) == 0)
            return true;
    return false;
}

/* The first of those that are called so, and there is another one, in another process. */
static bool is_doubled(const struct trace *t, uint32_t object)
{
    const struct trace_object *o = &t->objects[object];
    bool doubled = false;
    if (o->process == TASK_NONE || !o->name[0] || !has_waiters(o))
        return false;
    for (uint32_t i = 0; i < t->object_count; i++) {
        const struct trace_object *other = &t->objects[i];
        if (other->process == TASK_NONE || strncmp(other->name, o->name, sizeof o->name) != 0 || other->process == o->process)
            continue;
        if (i < object)
            return false;
        doubled = true;
    }
    return doubled;
}

/* A task that became a process by a switch took its own copies of threading's locks along, and they keep nobody out. */
static void tell_doubled(struct buf *out, const struct trace *t)
{
    struct buf names = { 0 };
    for (uint32_t i = 0; i < t->object_count; i++) {
        if (!is_doubled(t, i))
            continue;
        if (names.n)
            buf_adds(&names, _(", "));
        trace_object_name(&names, t, i);
    }
    if (names.n)
        buf_addf(out, _("  each process had its own: %s (what threading makes is not shared between processes)\n"), names.text);
    buf_finish(&names);
}

void report_end(struct buf *out, const struct trace *t, const struct term *term)
{
    struct totals n = { 0 };
    count_totals(&n, t);
    bool bad = n.errors || n.killed || n.deadlock;
    term_style(out, term, bad ? STYLE_BAD : STYLE_GOOD);
    buf_adds(out, term_symbol(term, bad ? SYM_CROSS : SYM_CHECK));
    term_reset(out, term);
    buf_addc(out, ' ');
    tell_tasks(out, &n);
    tell_doings(out, &n);
    if (n.errors)
        buf_addf(out, _("  %zu ended with an uncaught exception\n"), n.errors);
    if (n.killed)
        buf_addf(out, _("  %zu killed by a signal\n"), n.killed);
    if (n.deadlock)
        buf_adds(out, _("  it ended in a deadlock\n"));
    if (is_kind_switched(t))
        tell_doubled(out, t);
}
