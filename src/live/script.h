/* script.h: a run whose turns were written down before: the explorer's schedule on real tasks.
 *
 * In:      moves, and where every task stands before and after each of them (struct run_script, run.h).
 * Out:     one turn at a time, as turns.h.
 * Owner:   the run.
 * Threads: the shell's.
 *
 * Tasks are numbered in the order of their starts; main is 0. A live task passes more gates than the model has
 * steps: it starts others, joins, sleeps, touches what nobody is at odds about. So before each move everybody is
 * brought to where the model has him, the lowest number first, as the model lets them ride:
 *
 *     move 1x           t1 ──gate──ride──ride──► its stand      then move 2x
 *                       main ──ride──► its stand
 *
 * Time is the script's, too: a sleep that is in the way ends at once, a wait ends by its time-out when a move says so
 * and never by the clock. */
#ifndef LIVE_SCRIPT_H
#define LIVE_SCRIPT_H

#include "live/gate.h"
#include "live/run.h"
#include "live/turns.h"

enum { SCRIPT_TASKS = 256 };

struct script {
    struct run_script what;     // a copy
    uint32_t at, stands_at;     // moves made, stands that hold by now
    task_ref who[SCRIPT_TASKS]; // by number
    uint32_t stand[SCRIPT_TASKS]; // by number: index + 1; 0: the model does not know the task (yet)
    bool left[SCRIPT_TASKS];    // by number: its process has been found to be gone
    uint32_t who_n;
    uint32_t rides;             // gates since the last move
    bool begun;                 // the move at hand befalls the task, and is on its way
    bool forgets;               // … what nobody holds is being closed for it
    bool lost;                  // the run has left the script
    bool held;                  // all moves are made, and everybody stands where he is to be held
    uint64_t next_at_ns, pause_ns;
    uint64_t waits_since_ns;    // somebody is on his way since then; 0: nobody
};

void script_init(struct script *s, const struct run_script *what);
void script_finish(struct script *s);

/* More moves for a run that is held: what it has begins with those that were made. */
void script_extend(struct script *s, const struct run_script *what);

/* Grants a turn if it is time for one. At the end, unless it is to hold them there, or when the run has left the
 * script (s->lost), the gate is opened for all. */
enum turn script_grant(struct script *s, struct run_region *r, uint64_t now_ns);

/* Opens the gate for who is held. */
void script_let_go(struct script *s, struct run_region *r);

static inline bool script_over(const struct script *s) { return s->at == s->what.moves_n || s->lost; }

#endif
