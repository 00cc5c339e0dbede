/* leave.h: what a run has changed, as contents; private to model/.
 *
 * In:      the heap after the run, compared with the image; the run's copies of synchronisation objects and of what processes
 *          share.
 * Out:     the writes of the effect, and what the task becomes.
 *
 * What is as it was in the state makes no write. A slot gets its column when it first differs from the image. */
#ifndef MODEL_LEAVE_H
#define MODEL_LEAVE_H

#include "model/run.h"

/* Begins a row of words for a content of the run's process; the row's memory is used again. */
void writer_begin(struct writer *w, const struct run *r, struct words *out);
/* … for a task's, with room for its head before it. */
void writer_begin_task(struct writer *w, const struct run *r, struct words *out);
void writer_finish(struct writer *w);

/* The VM has run: the heap is read. */
void leave(struct model *m, struct run *r);
/* It has not: only the first words of the task have changed, and what the run has copies of. */
void leave_head(struct model *m, struct run *r);

#endif
