#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "view/cell.h"

enum { NAME, KIND, PID, PPID, TID, LINE, STATE, FIELDS };

static const struct { const char *title; bool right; } field[FIELDS] = {
    { N_("NAME"), false }, { N_("KIND"), false }, { N_("PID"), true }, { N_("PPID"), true },
    { N_("TID"), true }, { N_("LINE"), true }, { N_("STATE"), false },
};

static void add_number(struct buf *out, long n)
{
    if (n)
        buf_addf(out, "%ld", n);
    else
        buf_addc(out, '-');
}

static void tell_fields(struct buf cell[FIELDS], const struct trace *t, task_id id,
                        const struct facts *facts)
{
    static const char *const kind[] = { N_("process"), N_("thread"), N_("coroutine") };
    const struct trace_task *task = &t->tasks[id];
    struct proc_fact fact = { .ppid = task->ppid };
    bool ended = task->state == TASK_ENDED || task->state == TASK_DEAD;
    for (int i = 0; i < FIELDS; i++)
        buf_clear(&cell[i]);
    task_name(&cell[NAME], t, id);
    buf_addf(&cell[KIND], "%s%s", _(kind[MIN(task->kind, 2)]), task->daemon ? "*" : "");
    if (task->kind == TASK_PROCESS && !ended && facts && facts->proc && task->pid)
        facts->proc(facts->arg, task->pid, task->tid, &fact);
    add_number(&cell[PID], task->pid);
    add_number(&cell[PPID], task->kind == TASK_PROCESS ? fact.ppid : 0);
    add_number(&cell[TID], task->tid);
    add_number(&cell[LINE], ended ? 0 : task->line);
    task_tell_state(&cell[STATE], t, id, facts);
}

static void draw_fields(struct buf *out, struct buf cell[FIELDS], const unsigned width[FIELDS],
                        const struct term *term)
{
    unsigned x = 0;
    for (int i = 0; i < FIELDS; i++) {
        unsigned w = (unsigned)text_width(buf_str(&cell[i]), cell[i].n);
        unsigned pad = field[i].right && width[i] > w ? width[i] - w : 0;
        unsigned room = i == STATE ? (term->columns > x + 2 ? term->columns - x - 1 : 1) : width[i];
        buf_addf(out, "%*s", (int)pad, "");
        unsigned used = cell_fit(out, buf_str(&cell[i]), cell[i].n, room, term);
        if (i < FIELDS - 1)
            buf_addf(out, "%*s", (int)(width[i] - MIN(pad + used, width[i]) + 2), "");
        x += width[i] + 2;
    }
    buf_addc(out, '\n');
}

static bool is_listed(const struct trace *t, task_id id, bool all)
{
    return all || (t->tasks[id].state != TASK_ENDED && t->tasks[id].state != TASK_DEAD);
}

void ps_draw(struct buf *out, const struct trace *t, const struct facts *facts,
             const struct term *term, bool all)
{
    struct buf cell[FIELDS] = { 0 };
    unsigned width[FIELDS] = { 0 }, daemons = 0;
    for (int i = 0; i < FIELDS; i++)
        width[i] = (unsigned)strlen(_(field[i].title));
    for (task_id id = 0; id < t->task_count; id++) {
        if (!is_listed(t, id, all))
            continue;
        daemons += t->tasks[id].daemon;
        tell_fields(cell, t, id, facts);
        for (int i = 0; i < FIELDS; i++)
            width[i] = MAX(width[i], (unsigned)text_width(buf_str(&cell[i]), cell[i].n));
    }
    width[NAME] = MIN(width[NAME], 20u);
    for (int i = 0; i < FIELDS; i++) {
        buf_clear(&cell[i]);
        buf_adds(&cell[i], _(field[i].title));
    }
    term_style(out, term, STYLE_BOLD);
    draw_fields(out, cell, width, term);
    term_reset(out, term);
    for (task_id id = 0; id < t->task_count; id++) {
        if (!is_listed(t, id, all))
            continue;
        tell_fields(cell, t, id, facts);
        draw_fields(out, cell, width, term);
    }
    if (daemons)
        buf_addf(out, "%s", _("* daemon: ended when main ends\n"));
    for (int i = 0; i < FIELDS; i++)
        buf_finish(&cell[i]);
}
