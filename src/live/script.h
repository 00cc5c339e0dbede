/* script.h: a run whose turns were written down before: the explorer's schedule on real tasks.
 *
 * In:      moves: which task, and the gate at which it is to be let through.
 * Out:     one turn at a time, as turns.h.
 * Owner:   the run.
 * Threads: the shell's.
 *
 * Tasks are numbered in the order of their starts; main is 0. Between two moves of the script a task passes
 * gates that are no choice in the model: it starts others, joins, sleeps, touches what nobody else does. Such a
 * gate is opened for the task whose turn it is, and for others only if that one is not there yet. */
#ifndef LIVE_SCRIPT_H
#define LIVE_SCRIPT_H

#include "live/gate.h"
#include "live/run.h"
#include "live/turns.h"

enum { SCRIPT_TASKS = 256 };

struct script {
    struct script_move *moves;
    uint32_t n, at;
    task_ref who[SCRIPT_TASKS]; // by number
    uint32_t who_n;
    uint32_t rides;             // gates since the last move
    bool times_out;             // the move at hand is a wait that is to end by its time-out
    bool lost;                  // the run has left the script
    uint64_t next_at_ns, pause_ns;
    uint64_t waits_since_ns;    // nobody could be let through since then; 0: somebody was
};

void script_init(struct script *s, const struct script_move *moves, uint32_t n);
void script_finish(struct script *s);

/* Grants a turn if it is time for one. At the end, or when the run has left the script (s->lost), the gate
 * is opened for all. */
enum turn script_grant(struct script *s, struct run_region *r, uint64_t now_ns);

static inline bool script_over(const struct script *s) { return s->at == s->n || s->lost; }

#endif
