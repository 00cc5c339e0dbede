/* symmetry.h: like tasks; private to model/.
 *
 * Tasks that were started with the same code and equal arguments may change places: what one does
 * after a run, the other does after the run with the two exchanged. Of all states that differ only so, one is
 * searched. Paths keep their lengths and their numbers: to each way on from a state
 * belongs exactly one from its image, so the interleavings are counted as they are.
 *
 * What an exchange makes of a content is not worked out, it is seen: a pair of like tasks begins
 * with a pair of contents, and from then on every remembered step is also taken in the state
 * with the two exchanged; what both leave behind is a pair again. If the two do not do
 * the same (a task prints its number, or is asked for its name), or a content would have two
 * partners, the tasks are not alike after all and the search begins again without. So nothing is
 * assumed of what a program does with its tasks. Left out are daemons, time-outs,
 * store buffers and programs of several processes.
 *
 * Main joins tasks one after the other; how far it has come says which have ended, and no
 * more. So before an exchange it is put back to its first join, and rides on after it.
 *
 * Source: C. N. Ip, D. L. Dill, Better Verification Through Symmetry, FMSD 9, 1996, on exchangeable values. */
#ifndef MODEL_SYMMETRY_H
#define MODEL_SYMMETRY_H

#include "model/inside.h"

/* Looks for like tasks in the state where all have been started. None: m->symmetry stays NULL. */
void symmetry_open(struct model *m, const struct state *first);
void symmetry_close(struct model *m);

/* A step has been run for the first time: what it is with tasks exchanged. May set m->restart. */
void symmetry_step(struct model *m, const struct state *s, unsigned thread, struct how how, effect_id e);
/* A waiter was woken: `now` is what has become of `was`. */
void symmetry_woken(struct model *m, comp_id was, comp_id now, enum sync_woken how);
/* In the state, a task rides on past a join. May set m->restart. */
void symmetry_ride(struct model *m, const struct state *s, const struct local *l, const struct effect *e);

/* Only main is left, and joins what has ended: where that leads to. */
void symmetry_ride_out(struct model *m, const struct state *s);
/* After a complete search: whether all joins that were come upon went to their end somewhere, so that it is known whom they wait for. */
bool symmetry_holds(struct model *m);

/* Puts the one state that stands for all with like tasks exchanged into *s. ret_place[i]: which task's place task i has
 * now (of all tasks seen). False: *s was that one already, and ret_place is not set. */
bool symmetry_sort(struct model *m, struct state *s, uint8_t *ret_place);
/* Whether it is another one than *s, in which task is which. */
bool symmetry_moves(struct model *m, const struct state *s);
/* Whether it is, as far as that can be told fast. */
bool symmetry_sorted(struct model *m, const uint32_t *row, uint32_t n);

#endif
