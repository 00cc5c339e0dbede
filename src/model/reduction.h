/* reduction.h: of orders that come to the same, one; private to model/.
 *
 * Two steps that touch nothing in common may change places: both orders lead to the same state. So in a
 * state it is enough to look at the steps of some tasks (a stubborn set), if nothing that the
 * others can do, now or ever, touches what these are about to touch, or wakes one of them that waits. What
 * the others will ever touch is not worked out from their code, it is learned from their steps:
 *
 *     future(content of a task) = what its next step touches + the futures of what becomes of it
 *
 * The reduced search is done with the futures as they are known, and adds to them; when it has ended and
 * they are still what they were, it is a proof, else it is done again. Why that is enough: suppose a run of the others
 * from a state s that ends in a step nobody knew of, the first such. In the reduced search s is
 * followed by a step a that none of them touches before; from there, by the same argument one state
 * deeper, it has a run equivalent to that one, in which the task comes to the same content, and so the step, or where
 * the task stood before it, was seen: its future was known. The depth is finite only without cycles; in a
 * graph with cycles nothing is concluded. Kept are all ends, deadlocks, failed asserts and uncaught exceptions. Lost are
 * the number of interleavings and the shortest way to a failure.
 *
 * Left out are programs with time-outs, daemons, several processes, store buffers, or tasks started later on: there steps
 * depend on what all others do.
 *
 * Source: A. Valmari, Stubborn sets for reduced state space generation, LNCS 483, 1991; P. Godefroid, LNCS 1032, 1996. */
#ifndef MODEL_REDUCTION_H
#define MODEL_REDUCTION_H

#include "model/inside.h"

/* Begins to learn, in the state where all tasks have been started. m->reduction stays NULL if it cannot be used. */
void reduction_open(struct model *m, const struct state *first);
void reduction_close(struct model *m);

/* Whether it is the prelude's table of threads, by its name. */
bool reduction_is_table(const struct model *m, uint64_t oid);

/* A step has been run for the first time. */
void reduction_step(struct model *m, const struct state *s, unsigned thread, struct how how, effect_id e);
/* A waiter was woken: `now` is what has become of `was`. */
void reduction_woken(struct model *m, comp_id was, comp_id now);

/* Works out the futures from what is known. True: they are what they were before, and all is known. */
bool reduction_settle(struct model *m);
/* Whether it can be used at all, by what is known. */
bool reduction_fits(const struct model *m);
/* The tasks, by number, whose steps are enough in this state; all ones: all of them. */
uint64_t reduction_tasks(struct model *m, const struct state *s);

#endif
