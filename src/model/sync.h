/* sync.h: synchronisation objects of simulated tasks; private to model/.
 *
 * What an operation does is said by sync/; here is who performs it, on which copy, and what it means for the step.
 * A slot (SLOT_SYNC) holds the struct sync_object of a handle; a run works on copies of its own (run.sync), which become
 * its writes. An operation that can be seen by others is a step:
 *
 *     ask_sync ──► parked at NEXT_SYNC ──► sync_begin ──┬──► done, or failed: its answer
 *                                                           ├──► blocked: the step cannot be taken now
 *                                                           └──► NEXT_WAIT, until it is named (head_woken) or its time is over */
#ifndef MODEL_SYNC_H
#define MODEL_SYNC_H

#include "model/engine.h"
#include "model/run.h"

/* Gets at the content of a synchronisation object as this run sees it. It may be changed. */
struct sync_object *run_sync(struct run *r, uint32_t slot);
/* As the program calls it, or what it is. */
void sync_name_of(struct model *m, uint32_t slot, struct buf *out);

/* The requests REQ_SYNC_NEW, REQ_SYNC_AT (a handle of what another process has made), REQ_SYNC, REQ_SYNC_GET. */
enum engine_ret ask_sync_new(struct task *t, value *ret);
enum engine_ret ask_sync_at(struct task *t, value *ret);
enum engine_ret ask_sync(struct task *t, value *ret);
enum engine_ret ask_sync_get(struct task *t, value *ret);

/* The operation that the task is parked at (NEXT_SYNC). */
void sync_begin(struct model *m, struct run *r, struct begin *ret);
/* The word that it is parked at (NEXT_GET). */
value sync_get_begin(struct run *r);
/* The wait that it is in (NEXT_WAIT) is over by its time. */
void sync_times_out(struct run *r);
/* With the task in the heap: its operation has failed; it moves the item of a queue, or (done false) finds that it cannot. */
void sync_fails(struct task *t, uint8_t error, bool shared);
enum engine_ret sync_item_resume(struct task *t, struct run *r, bool done, value *ret);

/* What a waiter becomes that is named, or whose time is over: a ride with the answer. */
void head_woken(struct head *h, enum sync_woken how, bool timed_out);

#endif
