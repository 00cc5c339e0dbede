/* pipe.h: descriptors of simulated processes, and the pipes behind them; private to model/.
 *
 *   descriptors of a process (SLOT_FILES)          a pipe (SLOT_STORE)
 *   3 ──► reads pipe 1                             open to read · open to write · bytes
 *   4 ──► writes pipe 1
 *
 * A fork copies the row of descriptors, so each pipe in it is open once more; the end of a process closes
 * them. A pipe that nobody has open to write any more is at its end when it is empty; one that nobody has
 * open to read breaks. Of a pair of sockets each end reads one pipe and writes the other. The end of a child
 * may be waited for like a pipe, too: it is one that nobody writes to.
 *
 * What others can see is a step: reading, writing, closing, looking. That is done at the start of a step,
 * so that nothing else of it comes between a fork and what a pipe counts. */
#ifndef MODEL_PIPE_H
#define MODEL_PIPE_H

#include "model/run.h"

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

/* Those that a file without a buffer has: it is closed when nobody holds it (forget.h). False: there are none. */
enum { MOST_FDS = 256 };
bool pipes_owned(struct model *m, const struct state *s, unsigned process, bool ret_fds[MOST_FDS]);
void pipes_close(struct model *m, struct state *s, unsigned process, const bool fds[MOST_FDS]);

/* The state: the process is copied, so that its pipes are open once more; it has ended. */
void pipes_forked(struct model *m, struct state *s, unsigned from);
void pipes_ended(struct model *m, struct state *s, unsigned process);

#endif
