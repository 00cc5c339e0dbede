/* task.h: what tasks ask about one another: ends, numbers, signals; private to model/.
 *
 * The end of a task is a step only where somebody looks whether it has ended, or how, and a start only where somebody asks
 * about a task that another one has started. What of it matters is learned from what is asked; when it turns out
 * to be more than was known, the search begins again (model.restart).
 *
 * A task that has seen another's end knows that nothing more comes of it (head.ended, for the first 64 tasks). */
#ifndef MODEL_TASK_H
#define MODEL_TASK_H

#include "model/run.h"

/* The task has seen the end of another. More than 64 are not told apart: then it has seen none. */
void sees_end(struct run *r, unsigned thread);
/* Tasks, by number, that have begun and whose end it has not seen: they may have ended early in this order of steps. Who is
 * killed may have been cut off anywhere, so that his end says nothing. Which have begun is what the world counts, so the
 * step depends on that: what is remembered of it, and noted on the way, is of this count only. */
uint64_t ends_unseen(struct run *r, bool same_process);

/* The end of this child of the task's process matters to others from now on, -1: of all its children; unless it has seen it. */
void look_at_ends(const struct run *r, int32_t child);
/* Starts are steps from now on. */
void starts_matter(struct model *m);
/* … if somebody else looks which threads there are in this process: he may see them before or after a start. */
void look_for_starts(struct model *m, unsigned process);

/* The requests REQ_JOIN, REQ_TASK_ALIVE and REQ_TASK_EXIT, REQ_THREAD_TABLE, REQ_TASK_PID and REQ_TASK_TID, REQ_WAITPID,
 * REQ_KILL. */
enum engine_ret ask_join(struct task *t, value *ret);
enum engine_ret ask_look(struct task *t, value *ret);
enum engine_ret ask_table(struct task *t);
enum engine_ret ask_number(struct task *t, value *ret);
enum engine_ret ask_wait(struct task *t);
enum engine_ret ask_kill(struct task *t, value *ret);
/* A process whose parent has ended has another one. The look is no step: it is told what the state says. */
int32_t parent_pid(struct run *r);

/* The steps NEXT_WAITPID and NEXT_KILL, with the task in the heap, which gets its answer. */
void wait_resume(struct task *t, struct run *r);
void kill_resume(struct task *t, struct run *r);

#endif
