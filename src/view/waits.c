#include "view/waits.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "view/cell.h"

enum { EDGE_CELLS = 30 }; // of an edge of the graph; the words stand behind it

static bool is_lock_taken(const struct event *ev) { return ev->kind == EV_LOCKED; }
static bool is_lock_freed(const struct event *ev)
{
    return ev->kind == EV_UNLOCKED && ev->number <= 0;
}

static task_id *find_holders(const struct trace *t)
{
    task_id *holder = mem_zalloc(t->object_count + 1, sizeof *holder);
    for (uint32_t i = 0; i < t->object_count; i++)
        holder[i] = TASK_NONE;
    for (size_t i = 0; i < t->count; i++) {
        const struct event *ev = &t->events[i];
        if (ev->object >= t->object_count)
            continue;
        if (is_lock_taken(ev))
            holder[ev->object] = ev->task;
        else if (is_lock_freed(ev) || ev->kind == EV_CONDWAIT)
            holder[ev->object] = TASK_NONE;
    }
    return holder;
}

static void find_wait(struct task_wait *w, const struct event *ev)
{
    enum lane_state after = cell_after(ev);
    *w = (struct task_wait){ .waits = after == LANE_WAITS, .object = ev->object,
                        .other = TASK_NONE, .line = ev->line };
    if (ev->kind == EV_JOINWAIT) {
        w->object = UINT32_MAX;
        w->other = (task_id)ev->number;
    }
}

struct task_wait *waits_find(const struct trace *t)
{
    struct task_wait *waits = mem_zalloc(t->task_count + 1, sizeof *waits);
    task_id *holder = find_holders(t);
    for (size_t i = 0; i < t->count; i++) {
        const struct event *ev = &t->events[i];
        if (ev->task < t->task_count && cell_shown(ev) && ev->kind != EV_DEADLOCK &&
            ev->kind != EV_TOGGLE && ev->kind != EV_NOTE)
            find_wait(&waits[ev->task], ev);
    }
    for (task_id id = 0; id < t->task_count; id++)
        if (waits[id].waits && waits[id].object < t->object_count)
            waits[id].other = holder[waits[id].object];
    free(holder);
    return waits;
}

bool wait_is_known(const struct trace *t, const struct task_wait *w)
{
    return w->waits && (w->object < t->object_count || w->other < t->task_count);
}

void wait_tell(struct buf *out, const struct trace *t, const struct task_wait *w)
{
    if (w->object >= t->object_count) {
        struct buf name = { 0 };
        task_name(&name, t, w->other);
        buf_addf(out, _("the end of %s"), buf_str(&name));
        buf_finish(&name);
        return;
    }
    const struct trace_object *o = &t->objects[w->object];
    cell_text(out, o->type, strnlen(o->type, sizeof o->type));
    buf_addc(out, ' ');
    trace_object_name(out, t, w->object);
    if (w->other != TASK_NONE) {
        buf_adds(out, _(", held by "));
        task_name(out, t, w->other);
    }
}

/* Follows who waits for whom until a task comes again: it is on the cycle. */
static task_id on_cycle(const struct trace *t, const struct task_wait *waits, task_id id)
{
    for (uint32_t steps = 0; steps < t->task_count; steps++) {
        if (id >= t->task_count || !waits[id].waits)
            return TASK_NONE;
        id = waits[id].other;
    }
    return id < t->task_count && waits[id].waits ? id : TASK_NONE;
}

/* A task of a cycle; TASK_NONE: there is none. */
static task_id find_cycle(const struct trace *t, const struct task_wait *waits)
{
    task_id start = TASK_NONE;
    for (task_id id = 0; id < t->task_count && start == TASK_NONE; id++)
        start = waits[id].waits ? on_cycle(t, waits, id) : TASK_NONE;
    return start;
}

static void add_edge(struct buf *out, const struct term *term)
{
    const char *dash = term_symbol(term, SYM_DASH);
    buf_addf(out, " %s%s%s ", dash, dash, term_symbol(term, SYM_ARROW));
}

/* "t1 ──► lock ──► t2", of a task that waits. */
static void add_wait(struct buf *out, const struct trace *t, const struct task_wait *waits, task_id id,
                     const struct term *term)
{
    task_name(out, t, id);
    add_edge(out, term);
    if (waits[id].object < t->object_count) {
        trace_object_name(out, t, waits[id].object);
        if (waits[id].other != TASK_NONE)
            add_edge(out, term);
    }
}

void waits_draw_cycle(struct buf *out, const struct trace *t, const struct task_wait *waits,
                      const struct term *term)
{
    task_id start = find_cycle(t, waits), id = start;
    if (start == TASK_NONE)
        return;
    buf_adds(out, _("  the cycle: "));
    do {
        add_wait(out, t, waits, id, term);
        id = waits[id].other;
    } while (id != start);
    task_name(out, t, start);
    buf_addc(out, '\n');
}

void graph_draw(struct buf *out, const struct trace *t, const struct term *term)
{
    struct task_wait *waits = waits_find(t);
    unsigned drawn = 0;
    for (task_id id = 0; id < t->task_count; id++) {
        const struct task_wait *w = &waits[id];
        if (!wait_is_known(t, w))
            continue;
        struct buf edge = { 0 };
        add_wait(&edge, t, waits, id, term);
        if (w->other != TASK_NONE)
            task_name(&edge, t, w->other);
        buf_addf(out, "%s%*s", edge.text, (int)(EDGE_CELLS - MIN(text_width(edge.text, edge.n), (size_t)EDGE_CELLS)), "");
        buf_adds(out, _("  waits for "));
        wait_tell(out, t, w);
        if (w->line)
            buf_addf(out, _(" (line %u)"), w->line);
        buf_addc(out, '\n');
        buf_finish(&edge);
        drawn++;
    }
    if (!drawn)
        buf_adds(out, _("nobody waits for anybody\n"));
    waits_draw_cycle(out, t, waits, term);
    free(waits);
}
