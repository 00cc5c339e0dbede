/* engine.h: what simulated tasks ask for, and taking the steps they stand at; private to model/.
 *
 * In:      requests of the VM, which each go to the file that knows about them: variable.c, sync.c, task.c, life.c, output.c,
 *          shared.c, pipe.c. What is left are clocks, chance, and what no model can know.
 * Out:     an answer at once, or a task that is parked at its next step. */
#ifndef MODEL_ENGINE_H
#define MODEL_ENGINE_H

#include "model/run.h"

extern const struct engine model_engine;

/* Does of the step what takes no VM. What remains for the VM is told by *ret. */
enum begun { BEGUN_VM, BEGUN_BLOCKED, BEGUN_HEAD };
struct begin { enum begun how; value answer; bool answers, raises; uint8_t error; bool moves_item, shared; };
void engine_begin(struct model *m, struct run *r, struct begin *ret);
/* The rest of it, with the task in the heap: gives the task its answer. */
enum resumed { RESUMED, RESUMED_BLOCKED, RESUMED_STAYS }; // BLOCKED: it cannot be done now; STAYS: a part of it is done
enum resumed engine_resume(struct model *m, struct run *r, const struct begin *b);

#endif
