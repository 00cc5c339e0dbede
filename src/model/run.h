/* run.h: one run of one task, from the step it stands at to the next; private to model/.
 *
 *     ids of a state ──► engine_begin ──► engine_resume ──► the VM runs ──► it parks at its next step, or has ended
 *                                                           │      ▲
 *                                                  asks for something: done at once, as a part of this step,
 *                                                  or not: that is its next one
 *
 * In:      the state that it starts from, which of several ways the step goes, what it sees of other tasks.
 * Out:     the first words of the task as they become, what the step depends on, what it changes, its effect.
 * Owner:   world_run(). The engine's callbacks know only their task, and get at it by running().
 *
 * Where nobody else is there to see it (before the freeze, or when all others have ended: prefix, alone), nothing is
 * a step and all is done at once. */
#ifndef MODEL_RUN_H
#define MODEL_RUN_H

#include "model/inside.h"

struct run {
    const comp_id *ids;       // the state it starts from, as many columns as there were then
    uint32_t ids_n;
    struct head head;         // of the task, as it becomes
    struct head was;          // … as it was
    unsigned choice, seen;    // which of several ways; what it sees of others: see observe()
    bool timed_out;           // its wait is over without success
    bool go;                  // the access that it was parked at is to be done
    bool alone;               // nobody else is left: nothing is a step any more
    bool prefix;              // before the freeze
    bool stuck;               // alone, and it waits
    unsigned sleeps, accesses;
    comp_id world;            // the counts of tasks, if one was started
    uint32_t *touched, touched_n, touched_cap;
    uint32_t delayed[8]; unsigned delayed_n; // --tso: variables whose new value waits in the task's store buffer
    uint32_t stored[16]; unsigned stored_n; // variables that got a value: what they held before does not matter
    struct sync_change { uint32_t slot; struct sync_object now; } sync[12]; unsigned sync_n;
    struct store_change { uint32_t slot; comp_id now; } stores[16]; unsigned stores_n;
    struct thread_change { uint8_t thread; comp_id local; } others[2]; unsigned others_n;
    struct effect effect;
    struct buf *output;       // prefix and alone: what it prints
    struct recorder *recorder;// a replay: what happens is told
};

static inline struct run *running(const struct task *t)
{
    (void)t;
    return the_model->run;
}

/* Nobody else is there: what it asks for is done at once. */
static inline bool run_is_single(const struct run *r) { return r->prefix || r->alone; }

/* What the state that it starts from has in a column. */
static inline comp_id run_id(const struct run *r, uint32_t column) { return column < r->ids_n ? r->ids[column] : 0; }
/* For every column of the run's process that has a content of its own: s, the slot, and id. */
#define EACH_COLUMN(m, r, s, id)                                                            \
    for (uint32_t column_ = 0; column_ < (r)->ids_n; column_++)                             \
        if ((id = (r)->ids[column_]) != 0 && (s = &(m)->slots[(m)->columns[column_]])->process == (r)->head.process)

/* Parks the task: what it asks for is its next step. Always ENGINE_PARK. */
enum engine_ret task_park(struct task *t, enum next_kind next, uint32_t object, int32_t arg);
/* The step that it was parked at waits no longer than so many seconds, or (timed false) as long as it takes. */
void run_limit_wait(struct run *r, bool timed, double seconds);

/* The step depends on the content of a slot. */
void run_touch(struct run *r, uint32_t slot);
/* … of a heap object; if it was made in this very run, nothing else knows it yet. */
void run_touch_object(struct run *r, value v);
/* The object's slot, by that of which it is a part; NO_COLUMN: it has none, since it was made in this very run. */
uint32_t run_slot_of(struct run *r, value v);

/* Another task as the state has it; NULL: it is not there. */
const struct local *run_thread(const struct run *r, unsigned thread);

/* A write more of the effect that is being put together: the last one in m->writes. */
void effect_write(struct model *m, struct effect *e, uint32_t column, comp_id id);
/* The step shows something that is wrong: text, n bytes, is what is told of it. Only the first of a step counts. */
void run_find(struct run *r, enum finding_kind kind, uint32_t line, const char *text, size_t n);

/* The task has slept so many seconds (a Python number, or none). Time passes for coroutines only: their timers come in its
 * order. To a thread a sleep says nothing (R14). */
void run_sleeps(struct task *t, struct run *r, value seconds);

/* Sets the exception for an errno. Always ENGINE_RAISE. */
enum engine_ret system_error(struct task *t, int error);
/* The line of the program that the task is at. */
uint32_t line_of(const struct task *t);
/* A request's argument: an int as near as 32 bits come to it, 0 for what is none; a text, cut off, "" for what is none. */
int32_t int_clipped(value v);
void arg_text(value v, char *to, size_t size);

#endif
