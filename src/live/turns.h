/* turns.h: who moves next in a controlled run, by its seed.
 *
 * In:      the tasks that stand at the gate.
 * Out:     one turn at a time, granted when nobody is on his way any more.
 * Owner:   the run.
 * Threads: the shell's.
 *
 * A run with the same seed takes the same turns, whatever the machine does meanwhile: the
 * choice looks at who stands at the gate, never at a clock. Time in it is counted in turns.
 * A sleeper comes back after as many turns as its sleep is long, or when nobody else can
 * move; then its real sleep is waited for. What is not repeatable: time-outs of waits, input
 * and other things from outside, and the pids. */
#ifndef LIVE_TURNS_H
#define LIVE_TURNS_H

#include "live/gate.h"

struct turns {
    uint64_t state;          // of the generator
    uint64_t now_ns;         // the run's own time
    uint64_t next_at_ns;     // slow motion: the next turn not before
    uint64_t pause_ns;       // between two turns; 0: none
    struct sleeper *sleepers;
    uint32_t sleeper_n, sleeper_cap;
    uint64_t granted;
};

void turns_init(struct turns *t, uint64_t seed);
void turns_finish(struct turns *t);

/* Slow motion: what a turn takes at least. */
void turns_set_pause(struct turns *t, uint64_t ns);

enum turn {
    TURN_GRANTED,
    TURN_SOON,     // somebody is still on the way
    TURN_NOBODY,   // none can move now, or slow motion holds them back
};

/* Grants a turn if it is time for one. */
enum turn turns_grant(struct turns *t, struct run_region *r, uint64_t now_ns);

/* Milliseconds until slow motion lets the next one move; -1: it does not hold anybody back. */
int turns_timeout_ms(const struct turns *t, uint64_t now_ns);

#endif
