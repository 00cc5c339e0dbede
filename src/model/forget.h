/* forget.h: ends of pipes that nobody holds any more; private to model/.
 *
 * CPython counts references: an end that no variable leads to is closed at once. The real tasks collect, and do so at the
 * latest before a deadlock is told (live/run.c, judge). So it is here: where nobody can move, what nobody holds is closed;
 * if somebody can move then, he does, and it is no deadlock.
 *
 *     p = begin()                    begin() has returned: nobody leads to w
 *     p.join()    waits for p        p waits for what comes out of the pipe
 *     state s  ── w is closed ──►  state s'  ── p reads the end ──►          s has the ways on of s'
 *
 * What leads to an end: variables of functions until they return, also those that are not read again (they are kept in a
 * task's form for that, form.c), what is computed with, modules' variables, and what these lead to. */
#ifndef MODEL_FORGET_H
#define MODEL_FORGET_H

#include "model/run.h"

/* Whether a variable with this value is to be kept in the form of a task although nobody reads it again: an end of a
 * pipe is among the nearest things that it leads to. Only in the heap itself, not in a copy of it. */
bool leads_to_end(value v);

/* The state as it is when what nobody holds is closed. False: there is no such thing. */
bool ends_forgotten(struct model *m, const struct state *s, struct state *ret);

/* The same in a run, for its own process, whose only task it is. held: one for each descriptor, set if it is held. */
void ends_held(struct task *t, bool *held);

#endif
