/* pipe.h: what simulated processes do with descriptors and the pipes behind them (channel.h); private to model/.
 *
 * What others can see is a step: reading, writing, closing, looking. That is done at the start of a step,
 * so that nothing else of it comes between a fork and what a pipe counts. */
#ifndef MODEL_PIPE_H
#define MODEL_PIPE_H

#include "model/channel.h"

/* Performs REQ_OS if it is about pipes. False: it is not. ENGINE_PARK: it is a step, or (r->stuck) waits. */
bool pipe_request(struct task *t, struct run *r, value *ret, enum engine_ret *ret_end);
bool pipe_has_time_limit(const struct task *t);
float pipe_time_limit(const struct task *t); // seconds
uint8_t pipe_op(const struct task *t);         // which call it is
const char *pipe_step_text(uint8_t op);        // what it does, in the user's language
const char *pipe_wait_text(uint8_t op);        // what it waits for
/* The step itself, with the task in the heap. MORE: a part is done, and it stands there still. */
enum pipe_step { PIPE_DONE, PIPE_RAISES, PIPE_WAITS, PIPE_MORE, PIPE_LIMIT };
enum pipe_step pipe_step(struct task *t, struct run *r, value *ret);
void pipes_flush(struct task *t, struct run *r); // the normal end of a process
/* A file is in the heap now: at the end of the process what it holds goes out. */
void files_note(value v);

#endif
