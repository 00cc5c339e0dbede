#include "base/i18n.h"
#include "view/cell.h"

void log_line(struct buf *out, const struct trace *t, const struct event *ev,
              const struct term *term)
{
    struct buf name = { 0 };
    if (ev->task < t->task_count)
        task_name(&name, t, ev->task);
    buf_addf(out, "%6llu %10.6f  ", (unsigned long long)ev->seq, (double)ev->time_ns / 1e9);
    term_lane_style(out, term, ev->task);
    unsigned cells = cell_fit(out, buf_str(&name), name.n, 12, term);
    term_reset(out, term);
    buf_addf(out, "%*s", (int)(14 - cells), "");
    if (cell_table[ev->kind].mark == SYM_PRINTED)
        buf_addf(out, "%s ", term_symbol(term, SYM_PRINTED));
    event_cell(out, t, ev, false);
    if (ev->line)
        buf_addf(out, _("  (line %u)"), ev->line);
    buf_addc(out, '\n');
    buf_finish(&name);
}

void log_draw(struct buf *out, const struct trace *t, size_t from, size_t to,
              const struct term *term)
{
    for (size_t i = from; i < to && i < t->count; i++)
        if (cell_shown(&t->events[i]))
            log_line(out, t, &t->events[i], term);
}
