/* order.h: which events of a trace come before which in every run that has the same synchronisation.
 *
 * In:      a trace of one run.
 * Out:     happens-before, by a vector clock for each event: what a task does, in its order; a start before what
 *          the started one does; an end before the join that saw it; giving back before the next taking; put before
 *          the get of the same item; set, notified, passed before who goes on because of it. Reading and writing
 *          plain variables orders nothing: that is what races are about.
 * Owner:   order_init/order_finish; the trace must stay as it is.
 * Threads: none of its own.
 * Source: F. Mattern, Virtual Time and Global States of Distributed Systems, 1989; C. Flanagan and S. Freund,
 * FastTrack, PLDI 2009, for the rules of locks. */
#ifndef VIEW_ORDER_H
#define VIEW_ORDER_H

#include "trace/trace.h"

struct order {
    const struct trace *trace;
    uint32_t *clocks; // of each event: for each task, how many of its events come before or are it
    uint32_t tasks;
};

/* False: the trace is too long for it (some hundred MB of clocks); nothing is to be finished then. */
bool order_init(struct order *o, const struct trace *t);
void order_finish(struct order *o);

/* Whether event a comes before event b in every such run. Indices into the trace. */
bool order_before(const struct order *o, size_t a, size_t b);
static inline bool order_free(const struct order *o, size_t a, size_t b) { return !order_before(o, a, b) && !order_before(o, b, a); }

#endif
