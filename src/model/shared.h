/* shared.h: what processes share besides locks: the items of their queues, and rows of numbers; private to model/.
 *
 * Its content is a comp of its own (SLOT_STORE): for a queue, each item's length and bytes; for cells,
 * their bits. Before the freeze it is kept in the slot, which is its pristine content then. Pipes (pipe.c) and half
 * lines (output.c) are kept in the same way. */
#ifndef MODEL_SHARED_H
#define MODEL_SHARED_H

#include "model/run.h"

/* The content of a slot that processes share, as this run sees it; 0: nothing. A new one. */
comp_id store_now(struct run *r, uint32_t slot);
void store_set(struct run *r, uint32_t slot, const struct words *w);

/* With the task in the heap: the item of a queue that is put is in the request; what is got, V_NONE if it is gone. */
enum engine_ret shared_put(struct task *t, struct run *r, uint32_t handle);
value shared_get(struct task *t, struct run *r, uint32_t handle);
/* Whether the process has put something that a pipe would not hold yet. */
bool shared_overfull(struct run *r, uint32_t handle, unsigned process);

/* The requests REQ_CELLS_NEW, and REQ_CELLS_GET or REQ_CELLS_SET; the step (NEXT_CELL), with the task in the heap. */
enum engine_ret cells_new(struct task *t, struct run *r, value *ret);
enum engine_ret ask_cell(struct task *t, value *ret);
enum engine_ret cell_resume(struct task *t, struct run *r, value *ret);

#endif
