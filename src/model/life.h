/* life.h: how simulated tasks begin, and how they end; private to model/.
 *
 *     NEXT_START ──► life_start: the world counts one more, a new task stands at a ride
 *     the VM comes to an end ──► life_end ──┬──► the program's own end of its process: it waits for its threads first
 *                                           ├──► NEXT_EXIT ──► life_exit     where somebody may see when that is
 *                                           └──► NEXT_DONE */
#ifndef MODEL_LIFE_H
#define MODEL_LIFE_H

#include "model/run.h"

/* The task that runs starts another, by REQ_START_THREAD, REQ_START_PROCESS or REQ_FORK, and gets its answer. */
void life_start(struct model *m, struct run *r);
/* REQ_PROCESS_END: os._exit(). */
enum engine_ret ask_exit(struct task *t);
/* The VM has ended with the task (VM_DONE, VM_DIED). False: it goes on, since its process waits for others. */
bool life_end(struct model *m, struct run *r, enum vm_status s);
/* The task leaves now (NEXT_EXIT). */
void life_exit(struct run *r);

#endif
