#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "view/cell.h"

/* The lanes as an image, in SVG 1.1 (https://www.w3.org/TR/SVG11/). All lengths are in pixels; a
 * character of the fixed-width font is taken to be CHARACTER wide, a wide one twice that. */
enum {
    GUTTER = 52,   // for the events' numbers
    LANE = 210,    // from one task's line to the next
    ROW = 22,
    HEAD = 52,     // above the first event
    MARGIN = 14,
    BEHIND = 12,   // from a lane's line to its text
    CHARACTER = 7,
    TEXT_CELLS = 26,
    LANE_COLOURS = 6,
};

struct picture {
    struct buf *out;
    const struct trace *t;
    unsigned *column;    // by task, + 1; 0: it does nothing that is drawn
    unsigned columns, rows;
    unsigned *since;     // by task: y where its line goes on
    uint8_t *state;      // by task: enum lane_state
};

static const char style[] =
    "text{font:12px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono','Noto Sans Mono CJK SC',monospace;fill:#1f2328;"
    "paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}"
    ".task{font-weight:bold}.dim{fill:#6e7781}.bad{fill:#b3261e;font-weight:bold}.waits{fill:#8a5a00}"
    ".printed{font-weight:bold}"
    "line{stroke-width:2}.w{stroke-dasharray:2 4}.s{stroke-dasharray:1 8}.arrow{stroke-width:1.5;stroke-dasharray:none}"
    ".joins{stroke-width:1.5;stroke-dasharray:5 3}"
    ".c0{stroke:#1f6feb;fill:#1f6feb}.c1{stroke:#bc4c00;fill:#bc4c00}.c2{stroke:#1a7f37;fill:#1a7f37}"
    ".c3{stroke:#8250df;fill:#8250df}.c4{stroke:#bf3989;fill:#bf3989}.c5{stroke:#57606a;fill:#57606a}";

/* Safe text as the text of an element or an attribute. */
static void add_text(struct buf *out, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        switch (s[i]) {
        case '&': buf_adds(out, "&amp;"); break;
        case '<': buf_adds(out, "&lt;"); break;
        case '>': buf_adds(out, "&gt;"); break;
        case '"': buf_adds(out, "&quot;"); break;
        default: buf_addc(out, s[i]); break;
        }
    }
}

static unsigned lane_x(const struct picture *p, task_id id)
{
    return GUTTER + (p->column[id] - 1) * LANE;
}

static unsigned colour_of(const struct picture *p, task_id id)
{
    return (p->column[id] - 1) % LANE_COLOURS;
}

/* ---- who has which lane */

static bool is_drawn(const struct trace *t, const struct event *ev)
{
    return ev->task < t->task_count && cell_shown(ev);
}

static void lay_out(struct picture *p)
{
    const struct trace *t = p->t;
    for (size_t i = 0; i < t->count; i++) {
        const struct event *ev = &t->events[i];
        p->rows += cell_shown(ev);
        if (is_drawn(t, ev))
            p->column[ev->task] = 1;
    }
    for (task_id id = 0; id < t->task_count; id++)
        if (p->column[id])
            p->column[id] = ++p->columns;
}

/* ---- drawing */

static void add_words(struct picture *p, unsigned x, unsigned y, const char *class, const char *s, size_t n, unsigned cells)
{
    struct term term;
    struct buf fits = { 0 };
    term_plain(&term, cells, false);
    cell_fit(&fits, s, n, cells, &term);
    buf_addf(p->out, "<text x=\"%u\" y=\"%u\" class=\"%s\">", x, y, class);
    if (fits.n < n) {
        buf_adds(p->out, "<title>");
        add_text(p->out, s, n);
        buf_adds(p->out, "</title>");
    }
    add_text(p->out, buf_str(&fits), fits.n);
    buf_adds(p->out, "</text>\n");
    buf_finish(&fits);
}

static void draw_head(struct picture *p, task_id id)
{
    static const char *const kind[] = { N_("process"), N_("thread"), N_("coroutine") };
    const struct trace_task *task = &p->t->tasks[id];
    struct buf name = { 0 }, ids = { 0 };
    task_name(&name, p->t, id);
    buf_adds(&ids, _(kind[MIN(task->kind, 2)]));
    if (task->kind == TASK_PROCESS && task->pid)
        buf_addf(&ids, " pid %d ppid %d", task->pid, task->ppid);
    else if (task->kind == TASK_THREAD && task->tid)
        buf_addf(&ids, " tid %d", task->tid);
    if (task->daemon)
        buf_addf(&ids, " %s", _("daemon"));
    add_words(p, lane_x(p, id) - 4, 20, "task", name.text, name.n, TEXT_CELLS);
    add_words(p, lane_x(p, id) - 4, 36, "dim", ids.text, ids.n, TEXT_CELLS + 2);
    buf_finish(&name);
    buf_finish(&ids);
}

/* The line of a task up to y, as what it did since it was last drawn. */
static void draw_line(struct picture *p, task_id id, unsigned y)
{
    static const char *const look[] = { [LANE_RUNS] = "", [LANE_WAITS] = " w", [LANE_SLEEPS] = " s" };
    enum lane_state state = p->state[id];
    if (state != LANE_NEW && state != LANE_ENDED)
        buf_addf(p->out, "<line x1=\"%u\" y1=\"%u\" x2=\"%u\" y2=\"%u\" class=\"c%u%s\"/>\n", lane_x(p, id), p->since[id],
                 lane_x(p, id), y, colour_of(p, id), look[state]);
    p->since[id] = y;
}

/* From one lane to another, past the words of the one that does it: a start (solid), or the end that
 * was waited for (dashed). */
static void draw_arrow(struct picture *p, unsigned from, unsigned to, unsigned y, const char *class)
{
    unsigned tip = to > from ? to - 6 : to + 6, back = to > from ? to - 13 : to + 13;
    if (to > from ? back > from : back < from)
        buf_addf(p->out, "<line x1=\"%u\" y1=\"%u\" x2=\"%u\" y2=\"%u\" class=\"%s\"/>\n", from, y, back, y, class);
    buf_addf(p->out, "<path d=\"M%u %u L%u %u L%u %u Z\" class=\"%s\"/>\n", tip, y, back, y - 4, back, y + 4, class);
}

static void draw_mark(struct picture *p, task_id id, unsigned y, enum symbol mark)
{
    unsigned x = lane_x(p, id), c = colour_of(p, id);
    if (mark == SYM_START)
        buf_addf(p->out, "<circle cx=\"%u\" cy=\"%u\" r=\"5\" class=\"c%u\"/>\n", x, y, c);
    else if (mark == SYM_END)
        buf_addf(p->out, "<rect x=\"%u\" y=\"%u\" width=\"10\" height=\"10\" class=\"c%u\"/>\n", x - 5, y - 5, c);
    else if (mark == SYM_CROSS)
        buf_addf(p->out, "<path d=\"M%u %u l10 10 m0 -10 l-10 10\" stroke=\"#b3261e\" stroke-width=\"2.5\"/>\n", x - 5, y - 5);
    else
        buf_addf(p->out, "<circle cx=\"%u\" cy=\"%u\" r=\"2.5\" class=\"c%u\"/>\n", x, y, c);
}

static const char *class_of(const struct event *ev)
{
    enum symbol mark = cell_table[ev->kind].mark;
    return mark == SYM_CROSS     ? "bad"
           : mark == SYM_PRINTED ? "printed"
           : cell_after(ev) == LANE_WAITS ? "waits"
                                          : "";
}

/* Returns how many pixels wide they are. */
static unsigned draw_words(struct picture *p, const struct event *ev, unsigned x, unsigned y)
{
    struct buf words = { 0 }, place = { 0 };
    if (ev->line)
        buf_addf(&place, " :%u", ev->line);
    for (int brief = 0; brief < 2; brief++) { // the short form where the long one does not fit
        buf_clear(&words);
        if (cell_table[ev->kind].mark == SYM_PRINTED)
            buf_adds(&words, "» ");
        event_cell(&words, p->t, ev, brief);
        if (text_width(buf_str(&words), words.n) + place.n <= TEXT_CELLS)
            break;
    }
    buf_add(&words, buf_str(&place), place.n);
    add_words(p, x, y, class_of(ev), words.text, words.n, TEXT_CELLS);
    size_t cells = text_width(words.text, words.n);
    buf_finish(&words);
    buf_finish(&place);
    return (unsigned)MIN(cells, (size_t)TEXT_CELLS) * CHARACTER;
}

static bool has_lane(const struct picture *p, int64_t id)
{
    return id >= 0 && id < p->t->task_count && p->column[id];
}

static void draw_event(struct picture *p, const struct event *ev, unsigned y)
{
    bool whole = ev->task >= p->t->task_count; // told by conch itself
    buf_addf(p->out, "<text x=\"%u\" y=\"%u\" class=\"dim\" text-anchor=\"end\">%llu</text>\n", GUTTER - 12, y + 4,
             (unsigned long long)ev->seq);
    if (whole) {
        draw_words(p, ev, GUTTER + BEHIND, y + 4);
        return;
    }
    draw_line(p, ev->task, y);
    p->state[ev->task] = (uint8_t)cell_after(ev);
    draw_mark(p, ev->task, y, cell_table[ev->kind].mark);
    unsigned words = BEHIND + draw_words(p, ev, lane_x(p, ev->task) + BEHIND, y + 4);
    if ((ev->kind != EV_SPAWN && ev->kind != EV_JOINED) || !has_lane(p, ev->number))
        return;
    task_id other = (task_id)ev->number;
    unsigned here = lane_x(p, ev->task), there = lane_x(p, other);
    here += there > here ? MIN(words, there - here) : 0;
    char class[16];
    if (ev->kind == EV_SPAWN) {
        snprintf(class, sizeof class, "arrow c%u", colour_of(p, ev->task));
        draw_arrow(p, here, there, y, class);
    } else {
        snprintf(class, sizeof class, "joins c%u", colour_of(p, other));
        draw_arrow(p, there, here, y, class);
    }
}

void picture_svg(struct buf *out, const struct trace *t)
{
    struct picture p = { .out = out, .t = t };
    p.column = mem_zalloc(t->task_count + 1u, sizeof *p.column);
    p.since = mem_zalloc(t->task_count + 1u, sizeof *p.since);
    p.state = mem_zalloc(t->task_count + 1u, sizeof *p.state);
    lay_out(&p);
    unsigned width = GUTTER + MAX(p.columns, 1u) * LANE + MARGIN, height = HEAD + p.rows * ROW + MARGIN, y = HEAD;
    buf_addf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%u\" height=\"%u\" viewBox=\"0 0 %u %u\" role=\"img\">\n",
             width, height, width, height);
    buf_addf(out, "<title>%s</title>\n<style>%s</style>\n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
             _("What each task did, one column a task, from top to bottom"), style);
    for (task_id id = 0; id < t->task_count; id++)
        if (p.column[id])
            draw_head(&p, id);
    for (size_t i = 0; i < t->count; i++)
        if (cell_shown(&t->events[i])) {
            draw_event(&p, &t->events[i], y);
            y += ROW;
        }
    for (task_id id = 0; id < t->task_count; id++)
        if (p.column[id])
            draw_line(&p, id, y);
    buf_adds(out, "</svg>\n");
    free(p.column);
    free(p.since);
    free(p.state);
}

void picture_html(struct buf *out, const struct trace *t)
{
    struct term term;
    struct buf log = { 0 };
    const char *name = t->file_count ? t->files[0] : "conch";
    term_plain(&term, 100, false);
    log_draw(&log, t, 0, t->count, &term);
    buf_addf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>", i18n_lang());
    struct buf safe = { 0 };
    cell_text(&safe, name, strlen(name));
    add_text(out, buf_str(&safe), safe.n);
    buf_adds(out, "</title>\n<style>body{font:16px system-ui,sans-serif;margin:2em;overflow-x:auto}pre{font-size:13px}</style>\n"
                  "</head>\n<body>\n<h1>");
    add_text(out, buf_str(&safe), safe.n);
    buf_adds(out, "</h1>\n");
    picture_svg(out, t);
    buf_addf(out, "<details>\n<summary>%s</summary>\n<pre>\n", _("The same as text"));
    add_text(out, buf_str(&log), log.n);
    buf_adds(out, "</pre>\n</details>\n</body>\n</html>\n");
    buf_finish(&safe);
    buf_finish(&log);
}
