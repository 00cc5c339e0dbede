/* columns.h: who has which column of the lanes, and how wide they are; private to view/.
 *
 * While there is room each task has its own, in the order in which they appear; that of one that has ended goes to the
 * next. With more tasks than fit, a process has one, or the most active tasks have, and the last is for the others. */
#ifndef VIEW_COLUMNS_H
#define VIEW_COLUMNS_H

#include "view/view.h"

/* Whether the terminal is too narrow for lanes: then it is one line an event. */
bool lanes_are_lines(const struct lanes *l);

/* Takes note of the tasks that the trace has by now; before the others are asked about them. */
void lanes_know_tasks(struct lanes *l, const struct trace *t);

/* Sees to it that the task has a place. True if a column of its own is new. */
bool lanes_place(struct lanes *l, const struct trace *t, task_id id);

/* The column in which it is drawn. */
unsigned lanes_column(const struct lanes *l, const struct trace *t, task_id id);

/* Fewer tasks than columns again: each may have its own. */
void lanes_ungroup_if_few(struct lanes *l);

#endif
