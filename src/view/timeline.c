#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "view/cell.h"

/* Time is cut into as many pieces as there are cells; each shows what its task did most of that
 * while. What is shorter than a piece is still seen if nothing else was there. */
enum { NAME_CELLS = 16, FRAME = 4, CELLS_MIN = 10 };

struct timeline {
    const struct trace *t;
    const struct term *term;
    unsigned cells;
    bool by_order;       // the events have no times
    double first, whole; // when the run's first event was, and how long it lasted: in ns or events
    double (*spent)[3];  // [task * cells + cell]: running, waiting, asleep
    double *since;       // by task: when its state began; below 0: it does nothing
    uint8_t *state;      // enum lane_state
};

static double time_of(const struct timeline *l, const struct event *ev)
{
    return (l->by_order ? (double)ev->seq : (double)ev->time_ns) - l->first;
}

static void spend(struct timeline *l, task_id id, double from, double to)
{
    unsigned kind = l->state[id] == LANE_WAITS ? 1 : l->state[id] == LANE_SLEEPS ? 2 : 0;
    double a = from / l->whole * l->cells, b = to / l->whole * l->cells;
    for (unsigned c = (unsigned)a; c < l->cells && (double)c <= b; c++) {
        double part = MIN(b, c + 1.0) - MAX(a, (double)c);
        l->spent[id * l->cells + c][kind] += MAX(part, 1e-6);
    }
}

static void change(struct timeline *l, task_id id, double now, enum lane_state state)
{
    if (l->since[id] >= 0)
        spend(l, id, l->since[id], now);
    l->state[id] = (uint8_t)state;
    l->since[id] = state == LANE_ENDED ? -1 : now;
}

static void gather(struct timeline *l)
{
    const struct trace *t = l->t;
    for (size_t i = 0; i < t->count; i++) {
        const struct event *ev = &t->events[i];
        if (ev->task < t->task_count && cell_shown(ev) && ev->kind != EV_TOGGLE && ev->kind != EV_NOTE &&
            ev->kind != EV_DEADLOCK)
            change(l, ev->task, time_of(l, ev), cell_after(ev));
    }
    for (task_id id = 0; id < t->task_count; id++)
        if (l->since[id] >= 0)
            spend(l, id, l->since[id], l->whole);
}

static void draw_row(struct buf *out, const struct timeline *l, task_id id)
{
    static const enum symbol symbols[] = { SYM_END, SYM_DOTTED, SYM_DOT };
    struct buf name = { 0 };
    task_name(&name, l->t, id);
    unsigned used = cell_fit(out, name.text, name.n, NAME_CELLS, l->term);
    buf_addf(out, "%*s", (int)(NAME_CELLS + 2 - used), "");
    term_lane_style(out, l->term, id);
    for (unsigned c = 0; c < l->cells; c++) {
        const double *s = l->spent[id * l->cells + c];
        unsigned most = s[0] >= s[1] && s[0] >= s[2] ? 0 : s[1] >= s[2] ? 1 : 2;
        buf_adds(out, s[most] > 0 ? term_symbol(l->term, symbols[most]) : " ");
    }
    term_reset(out, l->term);
    while (out->n && out->text[out->n - 1] == ' ')
        out->text[--out->n] = 0;
    buf_addc(out, '\n');
    buf_finish(&name);
}

static void draw_axis(struct buf *out, const struct timeline *l)
{
    struct buf end = { 0 };
    if (l->by_order)
        buf_addf(&end, ngettext_("%.0f event", "%.0f events", l->whole), l->whole);
    else
        buf_addf(&end, _("%.4g s"), l->whole / 1e9);
    unsigned width = (unsigned)text_width(end.text, end.n);
    buf_addf(out, "%*s0", NAME_CELLS + 2, "");
    for (unsigned c = 1; c + width + 1 < l->cells; c++)
        buf_adds(out, term_symbol(l->term, SYM_DASH));
    buf_addf(out, " %s\n", end.text);
    buf_addf(out, "%*s", NAME_CELLS + 2, "");
    buf_addf(out, _("%s runs  %s waits  %s sleeps\n"), term_symbol(l->term, SYM_END), term_symbol(l->term, SYM_DOTTED),
             term_symbol(l->term, SYM_DOT));
    buf_finish(&end);
}

void timeline_draw(struct buf *out, const struct trace *t, const struct term *term)
{
    if (!t->count || !t->task_count)
        return;
    const struct event *last = &t->events[t->count - 1];
    struct timeline l = { .t = t, .term = term, .by_order = last->time_ns == 0 };
    l.first = time_of(&l, &t->events[0]);
    l.whole = MAX(time_of(&l, last), 1.0);
    l.cells = term->columns > NAME_CELLS + FRAME + CELLS_MIN ? term->columns - NAME_CELLS - FRAME : CELLS_MIN;
    l.spent = mem_zalloc((size_t)t->task_count * l.cells, sizeof *l.spent);
    l.since = mem_zalloc(t->task_count, sizeof *l.since);
    l.state = mem_zalloc(t->task_count, sizeof *l.state);
    for (task_id id = 0; id < t->task_count; id++)
        l.since[id] = -1;
    gather(&l);
    for (task_id id = 0; id < t->task_count; id++)
        draw_row(out, &l, id);
    draw_axis(out, &l);
    free(l.spent);
    free(l.since);
    free(l.state);
}
