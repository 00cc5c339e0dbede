/* sync.h: how every synchronisation object behaves, written once.
 *
 * In:      an object (plain words) and a call: this task wants that.
 * Out:     done, must wait, or refused; what to tell in the trace; whom to wake.
 * Owner:   the caller: objects are values, copied by fork and by the explorer.
 * Threads: pure functions. live/ calls them while it holds the object's guard
 *          (or, for objects shared between processes, the kill-safe lock);
 *          model/ calls them on its own copy of the world.
 *
 * A release frees; acquiring is the acquirer's own step, and whoever comes first
 * may take it. So there are two ways to wait:
 *
 *   wake class   woken by              then
 *   TAKE PUT GET a release, get, put   it tries the same call again, and may lose
 *   FINISH       the end               likewise
 *   NAMED        set, notify, the      it is done: the waker named it, and said
 *                last at a barrier     how it ended (WOKEN_NAMED, WOKEN_BROKEN)
 *
 * A waiter that goes away (time-out, interrupt, death) after it was woken to try
 * again must pass its wake-up on: see sync_would(). */
#ifndef SYNC_SYNC_H
#define SYNC_SYNC_H

#include "base/base.h"
#include "trace/trace.h"

/* Whoever acts, as the engine numbers its tasks; 0 is nobody. At most 31 bits. */
typedef uint32_t task_ref;
#define NOBODY 0u

enum sync_kind {
    SYNC_LOCK, SYNC_RLOCK, SYNC_SEMAPHORE, SYNC_EVENT, SYNC_CONDITION, SYNC_BARRIER,
    SYNC_QUEUE, // FIFO, LIFO and priority alike: here are its counters, the items are the engine's
    SYNC_TASK,  // the end of a task, for join
    SYNC_KINDS
};

enum sync_op {
#define SYNC_OP(id, kind, class, wait, done, refused, help) SYNC_OP_##id,
#include "sync/op.def"
#undef SYNC_OP
    SYNC_OP_COUNT
};

enum sync_error {
    SYNC_OK,
#define SYNC_ERROR(id, exception, message, mp_exception, mp_message) SYNC_ERROR_##id,
#include "sync/error.def"
#undef SYNC_ERROR
    SYNC_ERROR_COUNT
};

enum sync_class { WAIT_NONE, WAIT_TAKE, WAIT_PUT, WAIT_GET, WAIT_FINISH, WAIT_NAMED };

/* One object: 64 bytes, plain words. Which words count is told by kind. */
struct sync_object {
    uint8_t kind;        // enum sync_kind
    uint8_t off;         // switched off by the learner (R15): lets everybody pass
    uint8_t bounded;     // SEMAPHORE: more permits than bound are an error
    uint8_t broken;      // BARRIER; QUEUE: closed, what is in it may still be got
    uint32_t lock;       // CONDITION: handle of its lock, for the engine
    task_ref owner;      // LOCK RLOCK: who took it; QUEUE: the task whose end closes it
    uint32_t depth;      // LOCK RLOCK: how often; QUEUE: bytes ever put (modulo 2^32)
    int32_t value;       // SEMAPHORE permits; EVENT 0 or 1; BARRIER tasks there; QUEUE items; TASK 1: ended
    int32_t bound;       // SEMAPHORE, BARRIER parties, QUEUE places (0 or less: no bound)
    int32_t unfinished;  // QUEUE: items put and not yet finished; SEMAPHORE: taken while it was off
    uint32_t generation; // BARRIER: how often it has opened; QUEUE: bytes ever got

    // The engine's own; never read here. Zero in a new object.
    uint32_t id;         // what the trace calls it
    task_ref home;       // the process whose memory it is in
    uint32_t waiters;    // not 0: somebody may be waiting
    uint32_t guard;      // live: held while the words above change
    uint32_t first, last; // QUEUE in the region: its items
    uint32_t spare[2];
};

struct sync_call {
    enum sync_op op;
    task_ref task;            // who calls
    int32_t arg;              // SEM_RELEASE, COND_NOTIFY: how many (SYNC_ALL: all); RESTORE: depth;
                              // JOIN: whom, for the event; BARRIER_WAIT: 1 = see below;
                              // PUT, GET: bytes of the item; OWN: whose; FLUSH: where one's last item ended
    bool blocking;            // false: refused where it would wait
    struct sync_object *lock; // COND_WAIT, COND_NOTIFY: the condition's lock, guarded too; may be NULL: not checked
};
#define SYNC_ALL INT32_MAX

/* What a pipe of the kernel holds: a process whose items in a queue of multiprocessing fit into it may end. */
enum { PIPE_HOLDS = 65536 };

/* What others can see of a call of the system about a pipe of the run: pipe.def. */
enum pipe_sight { PIPE_OWN, PIPE_STEP, PIPE_BUFFER, PIPE_SPILL };
enum pipe_sight sync_pipe_sight(const char *name); // OWN also for calls that are never about pipes

enum sync_answer {
    SYNC_DONE,
    SYNC_WAIT,    // the task waits in class sync_op_table[op].class; the object may have changed
    SYNC_REFUSED, // not blocking and not possible now: Python's False, Empty or Full
    SYNC_FAILED,  // the learner's mistake: effect.error
};

enum sync_woken { WOKEN_RETRY, WOKEN_NAMED, WOKEN_BROKEN };

struct sync_effect {
    uint8_t error;      // enum sync_error, with SYNC_FAILED
    uint8_t event;      // enum event_kind: what the trace shows for this answer
    uint8_t wake_class; // enum sync_class: which waiters of the object to wake
    uint8_t woken;      // enum sync_woken: what they are told
    int32_t wake;       // how many at most, longest waiting first; SYNC_ALL; 0: none
    int32_t wake_lock;  // likewise: WAIT_TAKE waiters of call.lock
    int64_t number;     // the event's number; COND_NOTIFY: the engine puts how many it woke
    uint32_t depth;     // COND_WAIT: the depth to give to RESTORE; PUT: where the item ends, in bytes ever put
};

struct sync_op_info {
    const char *name, *help;
    uint8_t kind;  // enum sync_kind; SYNC_LOCK stands for both locks
    uint8_t class; // enum sync_class
    uint8_t wait_event, done_event, refused_event;
};
extern const struct sync_op_info sync_op_table[SYNC_OP_COUNT];

struct sync_error_info {
    const char *exception, *message;       // threading, queue, asyncio
    const char *mp_exception, *mp_message; // multiprocessing
};
extern const struct sync_error_info sync_error_table[SYNC_ERROR_COUNT];

/* The kind that the prelude calls so: "lock", "rlock" … False: there is none. */
bool sync_kind_named(const char *word, enum sync_kind *ret);

/* A new object: value is a semaphore's first permits, bound its bound (with bounded set by
 * the caller), a barrier's parties or a queue's places; both 0 otherwise. */
void sync_init(struct sync_object *o, enum sync_kind kind, int32_t value, int32_t bound);

/* One step of one task. A barrier with an action: the last one calls BARRIER_WAIT with arg 1, gets
 * number = parties - 1 without letting anybody pass, runs the action, and calls
 * BARRIER_OPEN, or BARRIER_ABORT if it failed. Changes *o (and *call->lock) only with SYNC_DONE and SYNC_WAIT.
 * A NAMED waiter that is woken is done and must not call again. */
enum sync_answer sync_try(struct sync_object *o, const struct sync_call *call,
                          struct sync_effect *ret);

/* What ACQUIRE and RELEASE do to a lock that goes at once, inline for the engine whose programs do little else.
 * False: nothing was done, and sync_try() tells why. Who waits for a lock given back is to be woken: the caller knows. */
static inline bool sync_lock_take(struct sync_object *o, task_ref task)
{
    bool again = o->kind == SYNC_RLOCK && o->owner == task;
    if (!again && (o->owner != NOBODY || o->off))
        return false;
    o->owner = task;
    o->depth = again ? o->depth + 1 : 1;
    return true;
}

static inline bool sync_lock_give(struct sync_object *o, task_ref task)
{
    if (o->owner == NOBODY || (o->owner != task && (o->off || o->kind == SYNC_RLOCK)))
        return false;
    if (--o->depth == 0)
        o->owner = NOBODY;
    return true;
}

/* Whether objects of that kind can be switched off: locks, semaphores, events and barriers. */
bool sync_has_switch(enum sync_kind kind);

/* The learner's switch (R15). Off: nobody waits at the object, and *ret tells whom to wake, for they go on. A
 * semaphore remembers who came while it was off, so that its permits are right when it is on again. */
void sync_switch(struct sync_object *o, bool off, struct sync_effect *ret);

/* Whether the call would be done now. The engine asks it before it passes a wake-up on,
 * and the gate before it lets a task go. */
bool sync_would(const struct sync_object *o, const struct sync_call *call);

#endif
