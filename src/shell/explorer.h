/* explorer.h: the shell's handle on the explorer, which works in a process of its own.
 *
 * In:      a program's text, switches, limits; then questions about it.
 * Out:     struct explored; schedules as traces; what could come next.
 * Owner:   explorer_open/explorer_close; the explorer owns its worker process and its last result.
 * Threads: the shell's one thread. explorer_ask() and explorer_pump() do not wait; the functions that say so do.
 *
 * The worker runs a learner's program (on simulated tasks), so it may crash, loop or lie: what comes from it
 * is text that is checked. It stays as long as the program does, so a second question is quick.
 *
 * The language, a line each, fields parted by tabs, with \t \n \\ as in C; an answer ends with "end":
 *     shell   explore | replay SCHEDULE | explain SCHEDULE | foretell SCHEDULE | next SCHEDULE | script SCHEDULE |
 *             hint SCHEDULE
 *     worker  progress …, result …, finding …, outcome …, task …, event …, next …, turn …, stand …, hint …, way … */
#ifndef SHELL_EXPLORER_H
#define SHELL_EXPLORER_H

#include "trace/trace.h"
#include "view/explored.h"

struct run_switch;
struct run_script;
struct pollfd;

struct explorer_opts {
    const char *file;           // as shown
    const char *source; size_t source_n;
    const char *search_dir;     // of imports; NULL: the file's
    int argc; char **argv;      // of the program; may be 0
    uint64_t seed;
    const struct run_switch *switches; unsigned switches_n;
    uint64_t max_states, max_ns, max_bytes; // 0: as model.h has them
    bool outputs, early_timeouts, tso;
    bool overlap;               // whether tasks work side by side is of interest
    bool strict;                // of the verdict
    uint8_t way;                // enum search_way of model.h
    bool repeatable;            // … but one whose result never hangs on the clock: max_ns is counted in work, and no runs by chance
};

struct explorer;

/* Starts a worker that has read the program. A negative errno: it could not be started. */
int explorer_open(const struct explorer_opts *opts, struct explorer **ret);
void explorer_close(struct explorer *x);

/* Begins to explore; explorer_pump() until it says EXPLORER_DONE. */
void explorer_explore(struct explorer *x);

enum explorer_state { EXPLORER_IDLE, EXPLORER_BUSY, EXPLORER_DONE /* once */, EXPLORER_LOST /* the worker died */ };
int explorer_fd(const struct explorer *x); // readable: call explorer_pump(); -1: nothing is awaited
enum explorer_state explorer_pump(struct explorer *x);
bool explorer_busy(const struct explorer *x);
void explorer_stop(struct explorer *x);    // Ctrl-C: it ends soon with what is known so far

/* As told last; all zero before. */
const struct explored_progress *explorer_progress(const struct explorer *x);

/* The result of the last exploration, or NULL. */
const struct explored *explorer_result(const struct explorer *x);

/* ---- these wait for the answer, at most some seconds; -ETIMEDOUT or -EPIPE (the worker died) */

/* Appends that the explorer does not answer, and why; error: from one of these. */
void explorer_silent(int error, struct buf *out);

/* Runs a schedule and fills an empty trace (trace_init is the caller's). *ret_made: how many of its moves
 * could be made. marks, if not NULL, gets the number of events after each move (free it). */
int explorer_replay(struct explorer *x, const char *schedule, struct trace *ret, uint32_t *ret_made,
                    uint32_t **ret_marks, uint32_t *ret_marks_n);

/* The same with all that explains it, and what comes after it if all go on; see model_explain(). */
int explorer_explain(struct explorer *x, const char *schedule, bool goes_on, struct trace *ret);

/* What each task would do after a schedule. */
struct explorer_next {
    uint8_t thread, process;
    bool enabled, done, waits, preempts;
    bool timed;                 // its only move is that its time is over: N! in a schedule
    bool wakes, killable, drains; // N? Nk Ns can be made of it
    uint32_t line, choices;     // choices: in how many ways its step may go, N.0 N.1 …; at most 1: there is only one
    uint8_t deed, target;       // enum next_deed; of a join, the task
    char name[48], what[96], blocker[96], object[48], stack[160];
};
int explorer_next(struct explorer *x, const char *schedule, struct explorer_next *ret, unsigned max, unsigned *ret_n);

/* A schedule as real tasks need it; explorer_script_finish() frees it. -ESTALE: a move of it cannot be made. */
int explorer_script(struct explorer *x, const char *schedule, struct run_script *ret);
void explorer_script_finish(struct run_script *s);

/* What can still come after a schedule. -ESTALE: its moves cannot be made. */
struct explorer_hint {
    const char *kind;           // of the nearest failure, as a finding's; "": none was seen
    uint32_t moves, states;
    bool complete;              // all that can come was looked at
    struct { const char *end, *output; } ways[9]; // how it can end; one more than are told: there are more
    unsigned ways_n;
    struct arena arena;         // the texts; explorer_hint_finish() frees it
};
int explorer_hint(struct explorer *x, const char *schedule, struct explorer_hint *ret);
void explorer_hint_finish(struct explorer_hint *h);

/* Explores and waits for the end, by a deadline that the limits set. */
int explorer_explore_now(struct explorer *x);

/* worker.c: the other side. */
void worker_body(void *ctx, int fd); // ctx: struct explorer_opts

#endif
