/* why.h: what went wrong in a run, in one paragraph.
 *
 * In:      the trace of a run with the failure at its end, and what each task would do next there.
 * Out:     sentences in the program's own names and lines.
 * Threads: the shell's one thread. */
#ifndef VIEW_WHY_H
#define VIEW_WHY_H

#include "base/buf.h"
#include "trace/trace.h"

/* Where a task stands at the end of the trace. */
struct why_stand {
    task_id task;
    const char *what; // what it would do next: "b: take a lock"
    uint32_t line;
    bool done, waits;
};

struct why_case {
    const struct trace *trace;
    const struct why_stand *stands; unsigned stands_n;
    const char *kind;      // of the finding, as in model/finding.def; "" for an outcome
    const char *message;
};

/* Adds the paragraph. False: the trace alone does not tell it. */
bool why_tell(struct buf *out, const struct why_case *c);

#endif
