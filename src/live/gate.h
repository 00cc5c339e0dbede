/* gate.h: whose turn it is.
 *
 * Before a visible step a task passes the gate. In a free run that is one load and a branch
 * that is always taken. In a controlled run the task tells what it would do next and waits
 * until the shell grants it a turn. With chaos nobody grants anything: a task that passes the
 * closed gate pauses by chance, so that orders come up which a quick machine seldom shows. */
#ifndef LIVE_GATE_H
#define LIVE_GATE_H

#include "live/region.h"

/* What head->controlled says. In a script, what only looks (lock.locked(), t.is_alive() …) passes the gate too. */
enum { GATE_OPEN, GATE_SEEDED, GATE_SCRIPT, GATE_CHAOS };

/* The task's side. kind is enum event_kind, object an object id or UINT32_MAX. Returns false
 * if the wait was left because hooks.attend() said so. */
bool gate_wait(uint32_t kind, uint32_t object, int64_t number);
#define GATE(kind, object, number)                                                         \
    (LIKELY(!atomic_load_explicit(&live.region.head->controlled, memory_order_relaxed)) || \
     gate_wait((kind), (object), (number)))

/* A seeded run: one more loop or call of a task that has come to no visible step. After many the task goes to
 * the gate and takes a turn for that, so that one who computes for ever does not keep the others from theirs;
 * they are counted, so the run is the same every time. */
void gate_round(void);

/* Whether a script gives the turns. */
bool gate_in_script(void);

/* The task is about to end. In a script that is a turn of its own where somebody looks for it. May block there. */
void gate_end(void);

/* ---- the shell's side ---- */

struct gate_entry {
    task_ref task;
    uint32_t kind, object;
    int64_t number;
    bool blocked; // it would have to wait if it went now
};

/* Whether turns are granted at the gate. */
bool gate_grants(const struct run_region *r);

/* Shuts the gate for all tasks, or opens it. */
void gate_control(struct run_region *r, bool controlled);

/* The tasks that wait at the gate, up to max; *ret_settled: no task is on its way, so this is
 * all there is to choose from. Waits for klock, briefly. */
uint32_t gate_list(struct run_region *r, struct gate_entry *ret, uint32_t max, bool *ret_settled);

/* One turn for one task. choice: whom a notify should name, whose end a wait should take, or what chance gives. False
 * if it is not there. */
bool gate_grant(struct run_region *r, task_ref t, const task_ref *choice, uint32_t choices_n);

#endif
