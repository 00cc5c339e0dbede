#include "view/cell.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

const struct cell_info cell_table[EVENT_COUNT] = {
#define CELL(event, state, symbol, long_text, short_text) \
    [EV_##event] = { LANE_##state, SYM_##symbol, { long_text, short_text } },
#include "view/cell.def"
#undef CELL
};

bool cell_shown(const struct event *ev)
{
    return ev->kind < EVENT_COUNT && cell_table[ev->kind].text[0][0];
}

enum lane_state cell_after(const struct event *ev)
{
    return cell_table[ev->kind].after;
}

/* Terminals disagree on how wide these make their neighbours. */
static bool is_modifier(uint32_t cp)
{
    return cp == 0x200d || (cp >= 0xfe00 && cp <= 0xfe0f) || (cp >= 0x1f3fb && cp <= 0x1f3ff);
}

void cell_text(struct buf *out, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        uint32_t cp;
        unsigned length = utf8_get(s + i, n - i, &cp);
        if (cp == '\n')
            buf_adds(out, i + 1 < n ? "\\n" : "");
        else if (cp == '\t')
            buf_addc(out, ' ');
        else if (cp == '\r')
            ; // a progress line that draws over itself is here one line each time
        else if (!is_modifier(cp))
            text_safe(out, s + i, length, false);
        i += length;
    }
}

unsigned cell_fit(struct buf *out, const char *s, size_t n, unsigned cells,
                  const struct term *term)
{
    size_t whole = text_width(s, n);
    if (whole <= cells) {
        buf_add(out, s, n);
        return (unsigned)whole;
    }
    const char *more = term_symbol(term, SYM_ELLIPSIS);
    unsigned more_cells = (unsigned)text_width(more, strlen(more));
    if (more_cells > cells)
        return 0;
    size_t fits = text_fit(s, n, cells - more_cells);
    buf_add(out, s, fits);
    buf_adds(out, more);
    return (unsigned)text_width(s, fits) + more_cells;
}

static void add_name(struct buf *out, const char *name, size_t size)
{
    size_t n = strnlen(name, size);
    if (n)
        cell_text(out, name, n);
    else
        buf_addc(out, '?');
}

void task_name(struct buf *out, const struct trace *t, task_id id)
{
    if (id < t->task_count)
        add_name(out, t->tasks[id].name, sizeof t->tasks[id].name);
    else
        buf_addc(out, '?');
}

void trace_object_name(struct buf *out, const struct trace *t, uint32_t object)
{
    if (object < t->object_count)
        add_name(out, t->objects[object].name, sizeof t->objects[object].name);
    else
        buf_addc(out, '?');
}

static void add_exit_code(struct buf *out, const struct trace *t, const struct event *ev)
{
    if (ev->task < t->task_count && t->tasks[ev->task].kind == TASK_PROCESS)
        buf_addf(out, _(", exit code %lld"), (long long)ev->number);
}

/* An event without a text still says something. */
static void add_value(struct buf *out, const struct trace *t, const struct event *ev)
{
    if (ev->text && ev->n) {
        cell_text(out, ev->text, ev->n);
    } else if (ev->kind == EV_ERROR) {
        buf_adds(out, _("uncaught exception"));
    } else if (ev->kind == EV_TOGGLE && ev->object < t->object_count) {
        buf_adds(out, "lock ");
        trace_object_name(out, t, ev->object);
        buf_adds(out, ev->number ? " on" : " off");
    }
}

static void add_part(struct buf *out, char what, const struct trace *t, const struct event *ev)
{
    switch (what) {
    case 'o': trace_object_name(out, t, ev->object); break;
    case 'v': add_value(out, t, ev); break;
    case 't': task_name(out, t, (task_id)ev->number); break;
    case 'n': buf_addf(out, "%lld", (long long)ev->number); break;
    case 's': buf_addf(out, "%.4g", (double)ev->number / 1e9); break;
    case 'x': add_exit_code(out, t, ev); break;
    case 'd':
        if (ev->number > 1)
            buf_addf(out, _(" (depth %lld)"), (long long)ev->number);
        break;
    default: buf_addc(out, what); break;
    }
}

/* Nobody holds the lock by name (a process that died, a lock just made): then
 * the words in brackets say nothing and are left out. And a signal that nobody knows has no number. */
static const char *cell_format(const struct trace *t, const struct event *ev, bool short_form)
{
    if (ev->kind == EV_LOCKWAIT && (ev->number < 0 || ev->number >= t->task_count))
        short_form = true;
    if (ev->kind == EV_DIED && !ev->number)
        return N_("gone, nobody knows how");
    return cell_table[ev->kind].text[short_form];
}

void event_cell(struct buf *out, const struct trace *t, const struct event *ev,
                bool short_form)
{
    if (!cell_shown(ev))
        return;
    for (const char *f = _(cell_format(t, ev, short_form)); *f; f++) {
        if (*f == '%' && f[1])
            add_part(out, *++f, t, ev);
        else
            buf_addc(out, *f);
    }
    if (ev->flags & EVENT_UNFINISHED)
        buf_adds(out, _(" (killed meanwhile)"));
}
