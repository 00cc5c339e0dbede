/* why.h: what went wrong in a run, in one paragraph.
 *
 * In:      the trace of a run with the failure at its end, and what each task would do next there.
 * Out:     sentences in the program's own names, lines and values: what happened, what nothing orders, and which
 *          other order would have been right.
 * Threads: the shell's one thread. */
#ifndef VIEW_WHY_H
#define VIEW_WHY_H

#include "base/buf.h"
#include "trace/trace.h"

/* What a task would do next at the end of the trace. */
enum why_deed { WHY_OTHER, WHY_READ, WHY_WRITE, WHY_CHANGE, WHY_LOOK, WHY_LOCK, WHY_WAIT, WHY_JOIN, WHY_PUT, WHY_GET, WHY_FINISH };

/* Where a task stands at the end of the trace. */
struct why_stand {
    task_id task;
    const char *what; // what it would do next: "b: take a lock"
    uint32_t line;
    bool done, waits; // waits: it cannot
    uint8_t deed;     // enum why_deed
    const char *object; // with what, as the trace calls it; ""
    task_id target;   // JOIN: whose end
    const char *stack;  // "add (line 4), called by work (line 9)"
    bool part;        // the finding is about it
};

struct why_case {
    const struct trace *trace;
    const struct trace *later; // the same run gone on with
    const struct why_stand *stands; unsigned stands_n;
    const char *kind;      // of the finding, as in model/finding.def; "" for an outcome
    const char *message;
};

/* Adds the paragraph. False: the trace alone does not tell it. */
bool why_tell(struct buf *out, const struct why_case *c);

/* Of one task: why it does not go on, or that it can. */
void why_tell_task(struct buf *out, const struct why_case *c, task_id task);

#endif
