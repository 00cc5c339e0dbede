/* search.h: going through the states; private to model/. */
#ifndef MODEL_SEARCH_H
#define MODEL_SEARCH_H

#include "model/graph.h"
#include "model/space.h"

/* One way on from a state. */
struct edge {
    struct move move;
    const uint32_t *row;     // the ids of the settled state it leads to; valid during the call
    uint32_t n;              // as many; after them there are at least 8 zeroes
    struct change change;    // is_plain: all that is different
    bool is_plain;
    uint32_t finding;        // of the step or of what rode with it: index + 1, 0 none
    bool yields;             // after it, to switch away is free
    bool drains;             // a store reaches memory: no task has moved
};

enum state_end { STATE_GOES_ON, STATE_ENDS, STATE_DEADLOCK, STATE_LIMIT };

struct expansion {
    enum state_end end;
    uint32_t output;         // ENDS: text that was printed once one task was left
    enum finding_kind ended; // ENDS: FIND_NONE, or by what
    uint32_t finding;        // ENDS: the last one's, index + 1
    uint64_t enabled;        // tasks that can move, by number (the first 64)
    struct local *locals[MODEL_THREADS]; // of the tasks that have not ended, by number
    unsigned tasks;
    uint8_t traits;          // of all of them together
};

/* Calls f for each way on from state `from`. Of steps that only change columns, whose number may be all that is wanted, it
 * calls `plain` first, if that is not NULL: it takes them, or returns false. */
typedef void edge_fn(void *ctx, const struct edge *e);
typedef bool step_fn(void *ctx, effect_id step);
void expand(struct model *m, const struct state *from, struct expansion *ret, edge_fn *f, step_fn *plain, void *ctx);

/* Whether a task can go no further but by the time-out of its wait. */
bool waits_with_limit(struct model *m, const struct state *s, unsigned thread, const struct local *l);

/* replay.c: the state after a schedule. False: a move of it cannot be made, or there is no second task. */
bool state_after(struct model *m, const struct move *moves, uint32_t n, struct state *ret);

/* Tells what the tasks wait for. */
void deadlock_tell(struct model *m, const struct state *s, struct buf *out);

/* What the tasks of a state are about to do with what they share. */
struct intents {
    const struct head *who[MODEL_THREADS];      // are about to touch it
    const struct head *updating[MODEL_THREADS]; // have read it and are going to write back, maybe not at once: the lock of a Value first
    unsigned n, updating_n;
};
void about_to(const struct expansion *x, struct intents *ret);

/* A race or a lost update that this shows. */
bool race_in(struct model *m, const struct intents *in, struct finding *ret);
bool lost_update_in(struct model *m, const struct intents *in, struct finding *ret);
/* The moves from there by which it is lost: the other writes, then the one that has read. Returns how many. */
enum { LOSING_MOVES = 16 };
unsigned lost_update_moves(struct model *m, const struct state *s, const struct finding *f, struct move *ret);

/* What a task waits for, and who has it: "lock a, held by t2". It stands at something that one can wait for. */
void wanted_tell(struct model *m, const struct state *s, const struct head *h, struct buf *out);

/* The same as a sentence: "t1 (line 3) waits for …". */
void waits_tell(struct model *m, const struct state *s, const struct head *h, struct buf *out);

/* advice.c: called with what is worth a word, and the state in which it shows. */
struct ending { enum finding_kind kind; uint32_t output, state; struct move *moves; uint32_t moves_n; };
struct search_states {
    struct space *space;
    uint32_t n;                // states that were expanded
    const struct end *ends; uint32_t ends_n; // those of them that end: outcomes are indices into endings
    const struct ending *endings;
    // the moves to a state, the caller's; NULL: they cannot be told
    struct move *(*path)(void *ctx, uint32_t state, uint32_t *ret_n);
    void *ctx;
};
typedef void advice_fn(void *ctx, const struct finding *f, uint32_t state);
void advice_find(struct model *m, const struct search_states *in, advice_fn *tell, void *ctx);
/* Whether some state has two tasks besides main in the middle of their work: both have made a step and neither has ended. */
bool tasks_overlap(struct model *m, const struct search_states *in);
/* How often in a run it is switched away from a task that could go on. */
uint32_t path_switches(struct model *m, const struct move *moves, uint32_t n);

#endif
