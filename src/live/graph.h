/* graph.h: who waits for whom, and whether for ever.
 *
 * Works on a copy of the table of tasks, so it may be slow and the tasks may lie. A task can
 * still go on if it runs, sleeps, has a time-out, or waits for something that a task that can
 * still go on could do: the owner of a reentrant lock, the task that is joined, any task of the
 * process for an object in its memory, any task at all for a shared object. What is left
 * can never go on, whatever the others do; that it is so stays so. */
#ifndef LIVE_GRAPH_H
#define LIVE_GRAPH_H

#include "base/buf.h"
#include "live/region.h"

struct graph_task {
    task_ref ref, process, parent;
    uint8_t state;  // enum slot_state
    uint8_t kind;   // enum task_kind
    bool daemon, is_main, timed, pipe;
    bool stuck;     // can never go on
    uint8_t op;     // enum sync_op, in SLOT_WAITS
    uint8_t object_kind;
    uint32_t object; // id; UINT32_MAX none
    task_ref owner;  // who holds it, or is joined; NOBODY
    bool owner_gone; // the owner has ended, was killed, or stayed behind at a fork
    bool shared;     // the object is seen by all processes
    uint64_t deadline_ns;
    uint32_t line;
    char name[48];
};


struct wait_graph {
    struct graph_task *tasks; // not ended ones
    uint32_t n;
    bool total;               // nobody can go on, and somebody who is no daemon should
    uint32_t stuck;           // how many can never go on and are no daemons
    uint32_t *cycle;          // indices of tasks, each waiting for the next; the last for the first
    uint32_t cycle_n;
    struct run_region *region; // for names; borrowed
};

/* Copies the table under klock (at most wait_ms) and solves it. -ETIMEDOUT: somebody who was
 * stopped in the middle holds klock; *ret_holder is its tid. */
int graph_take(struct run_region *r, unsigned wait_ms, struct wait_graph *ret, uint32_t *ret_holder);
void graph_free(struct wait_graph *g);

/* The solving alone, on tasks that the caller has filled in. */
void graph_solve(struct wait_graph *g);

/* Plain words: what one task waits for, "lock `a`, held by t2 (line 12)"; "" if it does not. */
void graph_tell_task(const struct wait_graph *g, task_ref t, struct buf *out);

/* Plain words for a deadlock: the cycle, or everybody who is stuck; one line each. */
void graph_tell(const struct wait_graph *g, struct buf *out);

#endif
