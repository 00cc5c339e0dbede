#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "view/cell.h"
#include "view/waits.h"

void export_json(struct buf *out, const struct trace *t)
{
    for (size_t i = 0; i < t->count; i++)
        json_event(out, t, &t->events[i]);
}

/* ---- Mermaid */

/* What ends a statement or begins an escape there is written as a character's number. */
static void add_mermaid(struct buf *out, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strchr("#;<>:\"", s[i]) && s[i])
            buf_addf(out, "#%d;", s[i]);
        else
            buf_addc(out, s[i]);
    }
}

static void add_mermaid_event(struct buf *out, const struct trace *t, const struct event *ev)
{
    struct buf words = { 0 };
    event_cell(&words, t, ev, false);
    bool other = ev->number >= 0 && ev->number < t->task_count;
    if (ev->task >= t->task_count)
        buf_adds(out, "    Note over t0: ");
    else if (ev->kind == EV_SPAWN && other)
        buf_addf(out, "    t%u->>t%u: ", ev->task, (task_id)ev->number);
    else if (ev->kind == EV_JOINED && other)
        buf_addf(out, "    t%u-->>t%u: ", (task_id)ev->number, ev->task);
    else
        buf_addf(out, "    Note over t%u: ", ev->task);
    add_mermaid(out, buf_str(&words), words.n);
    buf_addc(out, '\n');
    buf_finish(&words);
}

void export_mermaid(struct buf *out, const struct trace *t)
{
    buf_adds(out, "sequenceDiagram\n");
    for (task_id id = 0; id < t->task_count; id++) {
        struct buf name = { 0 };
        task_name(&name, t, id);
        buf_addf(out, "    participant t%u as ", id);
        add_mermaid(out, name.text, name.n);
        buf_addc(out, '\n');
        buf_finish(&name);
    }
    for (size_t i = 0; i < t->count; i++)
        if (cell_shown(&t->events[i]))
            add_mermaid_event(out, t, &t->events[i]);
}

/* ---- Graphviz */

static void add_dot_label(struct buf *out, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '"' || s[i] == '\\')
            buf_addc(out, '\\');
        buf_addc(out, s[i]);
    }
}

static void add_dot_task(struct buf *out, const struct trace *t, task_id id)
{
    static const char *const shape[] = { "box", "ellipse", "hexagon" };
    struct buf label = { 0 };
    task_name(&label, t, id);
    buf_addf(out, "  t%u [shape=%s, label=\"", id, shape[MIN(t->tasks[id].kind, 2)]);
    add_dot_label(out, label.text, label.n);
    buf_adds(out, "\\n");
    buf_clear(&label);
    task_tell_state(&label, t, id, NULL);
    add_dot_label(out, label.text, label.n);
    buf_adds(out, "\"];\n");
    if (t->tasks[id].parent < t->task_count)
        buf_addf(out, "  t%u -> t%u [style=dashed, label=\"%s\"];\n", t->tasks[id].parent, id, _("started"));
    buf_finish(&label);
}

static void add_dot_wait(struct buf *out, const struct trace *t, const struct task_wait *w, task_id id)
{
    if (w->object >= t->object_count) {
        buf_addf(out, "  t%u -> t%u [label=\"%s\"];\n", id, w->other, _("waits for its end"));
        return;
    }
    struct buf label = { 0 };
    trace_object_name(&label, t, w->object);
    buf_addf(out, "  o%u [shape=octagon, label=\"", w->object);
    add_dot_label(out, label.text, label.n);
    buf_addf(out, "\"];\n  t%u -> o%u [label=\"%s\"];\n", id, w->object, _("waits"));
    if (w->other < t->task_count)
        buf_addf(out, "  o%u -> t%u [label=\"%s\"];\n", w->object, w->other, _("is held"));
    buf_finish(&label);
}

void export_dot(struct buf *out, const struct trace *t)
{
    struct task_wait *waits = waits_find(t);
    buf_adds(out, "digraph conch {\n  rankdir=LR;\n");
    for (task_id id = 0; id < t->task_count; id++)
        add_dot_task(out, t, id);
    for (task_id id = 0; id < t->task_count; id++)
        if (wait_is_known(t, &waits[id]))
            add_dot_wait(out, t, &waits[id], id);
    buf_adds(out, "}\n");
    free(waits);
}

/* ---- Trace Event Format: "Trace Event Format" by the Chromium project, kinds M, X and i */

struct track {
    uint64_t since;
    bool open;        // a stretch has begun
    struct buf what;  // its name
};

static void add_track_ids(struct buf *out, const struct trace *t, task_id id)
{
    const struct trace_task *task = &t->tasks[id];
    int32_t pid = task->process < t->task_count ? t->tasks[task->process].pid : 0;
    bool own = task->kind != TASK_COROUTINE && task->tid; // a coroutine has no number of the kernel's
    buf_addf(out, ",\"pid\":%d,\"tid\":%d", pid ? pid : (int)task->process + 1, own ? task->tid : 1000000 + (int)id);
}

static void add_named(struct buf *out, const char *before, const char *s, size_t n)
{
    buf_adds(out, before);
    json_string(out, s, n);
}

static void end_stretch(struct buf *out, const struct trace *t, struct track *k, task_id id, uint64_t now)
{
    if (!k->open)
        return;
    add_named(out, ",\n{\"ph\":\"X\",\"name\":", buf_str(&k->what), k->what.n);
    buf_addf(out, ",\"ts\":%.3f,\"dur\":%.3f", (double)k->since / 1e3, (double)(now - k->since) / 1e3);
    add_track_ids(out, t, id);
    buf_addc(out, '}');
    k->open = false;
}

static void add_track_event(struct buf *out, const struct trace *t, struct track *k, const struct event *ev)
{
    enum lane_state after = cell_after(ev);
    struct buf words = { 0 };
    event_cell(&words, t, ev, false);
    end_stretch(out, t, k, ev->task, ev->time_ns);
    add_named(out, ",\n{\"ph\":\"i\",\"s\":\"t\",\"name\":", buf_str(&words), words.n);
    buf_addf(out, ",\"ts\":%.3f", (double)ev->time_ns / 1e3);
    add_track_ids(out, t, ev->task);
    buf_addf(out, ",\"args\":{\"line\":%u,\"seq\":%llu}}", ev->line, (unsigned long long)ev->seq);
    k->open = after != LANE_ENDED;
    k->since = ev->time_ns;
    buf_clear(&k->what);
    if (after == LANE_WAITS || after == LANE_SLEEPS)
        buf_add(&k->what, buf_str(&words), words.n);
    else
        buf_adds(&k->what, _("runs"));
    buf_finish(&words);
}

void export_perfetto(struct buf *out, const struct trace *t)
{
    struct track *tracks = mem_zalloc(t->task_count + 1u, sizeof *tracks);
    uint64_t end = t->count ? t->events[t->count - 1].time_ns : 0;
    buf_adds(out, "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n{\"ph\":\"M\",\"name\":\"trace\",\"pid\":0,\"tid\":0}");
    for (task_id id = 0; id < t->task_count; id++) {
        struct buf name = { 0 };
        task_name(&name, t, id);
        buf_addf(out, ",\n{\"ph\":\"M\",\"name\":\"%s\"", t->tasks[id].kind == TASK_PROCESS ? "process_name" : "thread_name");
        add_track_ids(out, t, id);
        add_named(out, ",\"args\":{\"name\":", name.text, name.n);
        buf_adds(out, "}}");
        buf_finish(&name);
    }
    for (size_t i = 0; i < t->count; i++)
        if (t->events[i].task < t->task_count && cell_shown(&t->events[i]))
            add_track_event(out, t, &tracks[t->events[i].task], &t->events[i]);
    for (task_id id = 0; id < t->task_count; id++) {
        end_stretch(out, t, &tracks[id], id, end);
        buf_finish(&tracks[id].what);
    }
    buf_adds(out, "\n]}\n");
    free(tracks);
}

/* ---- asciicast: https://docs.asciinema.org/manual/asciicast/v2/ */

enum { CAST_COLUMNS = 100, CAST_ROWS = 30 };

void export_cast(struct buf *out, const struct trace *t)
{
    struct term term;
    struct lanes lanes;
    struct buf rows = { 0 }, screen = { 0 };
    term_plain(&term, CAST_COLUMNS, false);
    lanes_init(&lanes, &term);
    buf_addf(out, "{\"version\":2,\"width\":%d,\"height\":%d}\n", CAST_COLUMNS, CAST_ROWS);
    for (size_t i = 0; i < t->count; i++) {
        buf_clear(&rows);
        buf_clear(&screen);
        lanes_draw(&lanes, t, i + 1, &rows);
        for (size_t k = 0; k < rows.n; k++) // a terminal wants both
            buf_adds(&screen, rows.text[k] == '\n' ? "\r\n" : (char[]){ rows.text[k], 0 });
        if (!screen.n)
            continue;
        buf_addf(out, "[%.6f,\"o\",", (double)t->events[i].time_ns / 1e9);
        json_string(out, screen.text, screen.n);
        buf_adds(out, "]\n");
    }
    lanes_finish(&lanes);
    buf_finish(&rows);
    buf_finish(&screen);
}
