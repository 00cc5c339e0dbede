/* columns.c: who has which column of the lanes, and how wide they are. */
#include "base/mem.h"
#include "view/columns.h"

enum {
    WIDTH_MIN = 10,
    WIDTH_MAX = 30,
    FEW_LANES = 3,      // a run with fewer tasks is laid out as if it had so many
    LINES_ONLY = 40,    // narrower than this: one line an event
    HEADER_QUIET = 12,  // grouped columns change owners at most every so many rows
};
enum { GROUP_NONE, GROUP_PROCESSES, GROUP_ACTIVE };

static unsigned most_columns(const struct lanes *l)
{
    return l->term.columns > l->gutter ? (l->term.columns - l->gutter) / WIDTH_MIN : 0;
}

bool lanes_are_lines(const struct lanes *l)
{
    return l->term.columns < LINES_ONLY || most_columns(l) < 2;
}

void lanes_know_tasks(struct lanes *l, const struct trace *t)
{
    if (t->task_count > l->tasks_cap) {
        l->tasks_cap = MAX(t->task_count, l->tasks_cap * 2);
        l->tasks = mem_resize(l->tasks, l->tasks_cap, sizeof *l->tasks);
    }
    for (; l->task_count < t->task_count; l->task_count++)
        l->tasks[l->task_count] = (struct lane_task){ .column = -1 };
}

static bool is_living(const struct lanes *l, task_id id)
{
    return l->tasks[id].state != LANE_ENDED && (l->tasks[id].state != LANE_NEW ||
                                                l->tasks[id].activity > 0);
}

/* How many columns are wanted soon: the living and those that the trace knows already. */
static unsigned count_wanted(const struct lanes *l)
{
    unsigned n = 0;
    for (task_id id = 0; id < l->task_count; id++)
        n += l->tasks[id].state != LANE_ENDED || l->tasks[id].column >= 0;
    return n;
}

static void fit_width(struct lanes *l)
{
    unsigned wanted = l->grouping == GROUP_PROCESSES ? l->columns
                      : l->grouping                  ? most_columns(l)
                                                     : MAX(count_wanted(l), l->columns);
    unsigned n = MAX(MIN(wanted, most_columns(l)), (unsigned)FEW_LANES);
    unsigned width = MIN((l->term.columns - l->gutter) / n, (unsigned)WIDTH_MAX);
    width = MAX(width, (unsigned)WIDTH_MIN);
    if (width == l->width)
        return;
    l->width = width;
    l->header_due = true;
}

static void column_give(struct lanes *l, uint32_t column, task_id owner)
{
    if (column >= l->columns_cap) {
        l->columns_cap = MAX(8u, l->columns_cap * 2);
        l->column = mem_resize(l->column, l->columns_cap, sizeof *l->column);
    }
    if (column < l->columns && l->column[column] != TASK_NONE)
        l->tasks[l->column[column]].column = -1;
    l->columns = MAX(l->columns, column + 1);
    l->column[column] = owner;
    if (owner != TASK_NONE)
        l->tasks[owner].column = (int32_t)column;
}

static void columns_clear(struct lanes *l)
{
    for (task_id id = 0; id < l->task_count; id++)
        l->tasks[id].column = -1;
    l->columns = 0;
    l->header_due = true;
}

static int32_t free_column(const struct lanes *l)
{
    for (uint32_t c = 0; c < l->columns; c++)
        if (l->column[c] != TASK_NONE && l->tasks[l->column[c]].state == LANE_ENDED)
            return (int32_t)c;
    return -1;
}

static task_id process_of(const struct trace *t, task_id id)
{
    task_id p = t->tasks[id].process;
    return p < t->task_count ? p : id;
}

static unsigned living_processes(const struct lanes *l, const struct trace *t)
{
    unsigned n = 0;
    for (task_id id = 0; id < l->task_count; id++)
        n += process_of(t, id) == id && l->tasks[id].state != LANE_ENDED;
    return n;
}

static void group_by_process(struct lanes *l, const struct trace *t)
{
    columns_clear(l);
    for (task_id id = 0; id < l->task_count; id++)
        if (process_of(t, id) == id && l->tasks[id].state != LANE_ENDED)
            column_give(l, l->columns, id);
}

static task_id most_active(const struct lanes *l)
{
    task_id best = TASK_NONE;
    for (task_id id = 0; id < l->task_count; id++)
        if (l->tasks[id].column < 0 && is_living(l, id) &&
            (best == TASK_NONE || l->tasks[id].activity > l->tasks[best].activity))
            best = id;
    return best;
}

static void group_by_activity(struct lanes *l)
{
    columns_clear(l);
    unsigned most = most_columns(l) - 2; // the others tell their names too: two columns wide
    task_id id;
    while (l->columns < MAX(most, 1u) && (id = most_active(l)) != TASK_NONE)
        column_give(l, l->columns, id);
    column_give(l, l->columns, TASK_NONE);
}

/* Too many for a column each. Two processes or more: a column each, if that fits. */
static void regroup(struct lanes *l, const struct trace *t)
{
    unsigned processes = living_processes(l, t);
    if (processes >= 2 && processes <= most_columns(l)) {
        l->grouping = GROUP_PROCESSES;
        group_by_process(l, t);
    } else {
        l->grouping = GROUP_ACTIVE;
        group_by_activity(l);
    }
    fit_width(l);
}

static bool give_own_column(struct lanes *l, task_id id)
{
    int32_t c = l->columns < most_columns(l) ? (int32_t)l->columns : free_column(l);
    if (c < 0)
        return false;
    column_give(l, (uint32_t)c, id);
    fit_width(l);
    return true;
}

static void give_group_column(struct lanes *l, const struct trace *t, task_id id)
{
    if (l->grouping == GROUP_PROCESSES) {
        if (l->tasks[process_of(t, id)].column < 0)
            regroup(l, t);
        return;
    }
    int32_t c = free_column(l);
    if (c < 0 || l->rows_since_header < HEADER_QUIET)
        return;
    column_give(l, (uint32_t)c, id);
    l->header_due = true;
}

bool lanes_place(struct lanes *l, const struct trace *t, task_id id)
{
    if (l->tasks[id].column >= 0)
        return false;
    l->tasks[id].activity++; // it counts as living from now on
    if (l->grouping == GROUP_NONE) {
        if (give_own_column(l, id))
            return true;
        regroup(l, t);
        return false;
    }
    give_group_column(l, t, id);
    return false;
}

unsigned lanes_column(const struct lanes *l, const struct trace *t, task_id id)
{
    if (l->tasks[id].column >= 0)
        return (unsigned)l->tasks[id].column;
    task_id p = process_of(t, id);
    if (l->grouping == GROUP_PROCESSES && l->tasks[p].column >= 0)
        return (unsigned)l->tasks[p].column;
    return l->columns - 1;
}

void lanes_resize(struct lanes *l, const struct term *term)
{
    l->term = *term;
    l->grouping = GROUP_NONE;
    l->rested = false;
    columns_clear(l);
    if (lanes_are_lines(l))
        return;
    for (task_id id = 0; id < l->task_count && l->columns < most_columns(l); id++)
        if (is_living(l, id))
            column_give(l, l->columns, id);
    fit_width(l);
}

static unsigned count_living(const struct lanes *l)
{
    unsigned n = 0;
    for (task_id id = 0; id < l->task_count; id++)
        n += is_living(l, id);
    return n;
}

void lanes_ungroup_if_few(struct lanes *l)
{
    if (l->grouping && l->rows_since_header >= HEADER_QUIET &&
        count_living(l) + 1 < most_columns(l))
        lanes_resize(l, &l->term);
}
