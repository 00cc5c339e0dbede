/* waits.h: inside view/: who waits for what, read back from a trace. */
#ifndef VIEW_WAITS_H
#define VIEW_WAITS_H

#include "view/view.h"

/* What a task waits for. */
struct task_wait {
    bool waits;
    uint32_t object;  // or UINT32_MAX: the end of `other`
    task_id other;    // who holds it, or whose end it is; TASK_NONE: nobody known
    uint32_t line;
};

/* One for each task of the trace, as of its last event; free() it. */
struct task_wait *waits_find(const struct trace *t);

/* "Lock a, held by t2", "the end of t1". */
void wait_tell(struct buf *out, const struct trace *t, const struct task_wait *w);

/* Whether it is known what it waits for; a question at the keyboard has neither object nor task. */
bool wait_is_known(const struct trace *t, const struct task_wait *w);

/* "  the cycle: t1 ──► b ──► t2 ──► a ──► t1" and a newline; nothing without a cycle. */
void waits_draw_cycle(struct buf *out, const struct trace *t, const struct task_wait *waits, const struct term *term);

#endif
