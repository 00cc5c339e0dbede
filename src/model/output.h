/* output.h: what simulated tasks print; private to model/.
 *
 * In:      texts that tasks print, flush, or write to descriptors 1 and 2.
 * Out:     the effect's text, where texts tell states apart (--outputs); the events of a replay; that somebody has died.
 *
 * With --outputs a process's standard output is a buffer, which goes out with the end of a line (R9):
 *
 *     print ──► [ half a line ] ──► the end of a line, a flush, a normal end, the start of a process ──► out
 *                     └──► lost, if the process is killed; a fork copies it
 *
 * Else nothing is kept. */
#ifndef MODEL_OUTPUT_H
#define MODEL_OUTPUT_H

#include "model/run.h"

/* Whether REQ_OS is an os.write() to the screen, which goes past the buffer. */
bool writes_to_screen(const struct task *t);
/* The requests REQ_WRITE and REQ_FLUSH, and REQ_OS if it writes to the screen. */
enum engine_ret ask_print(struct task *t, value *ret);
/* The step (NEXT_PRINT), with the task in the heap. Returns its answer. */
value print_now(struct task *t, struct run *r);

/* Whether the process has printed something that is not out yet. */
bool has_half_line(struct run *r);
/* It goes out. Returns whether there was any. */
bool flush_half(struct run *r);
/* A process that is about to be started has not printed it. */
void half_line_of_parent(struct run *r, unsigned process);
/* In a state where no task runs: whether there is any; it is lost. */
bool half_line_in(struct model *m, const struct state *s, unsigned process);
void half_line_lost(struct model *m, struct state *s, unsigned process);

/* An exception that nobody has caught is told in these n bytes: the task has failed. */
void death_find(struct run *r, bool assertion, const char *s, size_t n);

#endif
