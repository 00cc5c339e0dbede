/* cell.h: inside view/: what cell.def says, for lanes and log. */
#ifndef VIEW_CELL_H
#define VIEW_CELL_H

#include "view/view.h"

struct cell_info {
    enum lane_state after;
    enum symbol mark;
    const char *text[2]; // long, short; not translated yet
};
extern const struct cell_info cell_table[EVENT_COUNT];

/* Whether the event is drawn at all. */
bool cell_shown(const struct event *ev);

/* The state of its task after the event. */
enum lane_state cell_after(const struct event *ev);

/* The safe name of a task, an object; "?" if it is unknown. */
void task_name(struct buf *out, const struct trace *t, task_id id);
void trace_object_name(struct buf *out, const struct trace *t, uint32_t object);

#endif
