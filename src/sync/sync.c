#include "sync/sync.h"

#include <string.h>

const struct sync_op_info sync_op_table[SYNC_OP_COUNT] = {
#define SYNC_OP(id, kind, class, wait, done, refused, help)                                \
    [SYNC_OP_##id] = {#id, help, SYNC_##kind, WAIT_##class, EV_##wait, EV_##done, EV_##refused},
#include "sync/op.def"
#undef SYNC_OP
};

const struct sync_error_info sync_error_table[SYNC_ERROR_COUNT] = {
    [SYNC_OK] = {"", "", "", ""},
#define SYNC_ERROR(id, exception, message, mp_exception, mp_message)                       \
    [SYNC_ERROR_##id] = {exception, message, mp_exception, mp_message},
#include "sync/error.def"
#undef SYNC_ERROR
};

bool sync_kind_named(const char *word, enum sync_kind *ret)
{
    static const char *const words[] = { "lock", "rlock", "semaphore", "event", "condition", "barrier", "queue" };
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (strcmp(words[i], word) == 0) {
            *ret = (enum sync_kind)i;
            return true;
        }
    }
    return false;
}

/* ---- pipes ---- */

static const struct { const char *name; enum pipe_sight sight; } pipe_calls[] = {
#define PIPE_CALL(name, sight) { #name, PIPE_##sight },
#include "sync/pipe.def"
#undef PIPE_CALL
};

enum pipe_sight sync_pipe_sight(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(pipe_calls); i++)
        if (strcmp(pipe_calls[i].name, name) == 0)
            return pipe_calls[i].sight;
    return PIPE_OWN;
}

/* ---- objects ---- */

void sync_init(struct sync_object *o, enum sync_kind kind, int32_t value, int32_t bound)
{
    *o = (struct sync_object){.kind = (uint8_t)kind, .value = value, .bound = bound};
}

/* What every step gets, and how it may end. */
typedef enum sync_answer step_fn(struct sync_object *, const struct sync_call *,
                                 struct sync_effect *);

static enum sync_answer fail(struct sync_effect *e, enum sync_error error)
{
    e->error = (uint8_t)error;
    return SYNC_FAILED;
}

static enum sync_answer wait_or_refuse(const struct sync_call *c)
{
    return c->blocking ? SYNC_WAIT : SYNC_REFUSED;
}

static enum sync_answer done(struct sync_effect *e, int64_t number)
{
    e->number = number;
    return SYNC_DONE;
}

static void wakes(struct sync_effect *e, enum sync_class class, int32_t n)
{
    e->wake_class = (uint8_t)class;
    e->wake = n;
    e->woken = class == WAIT_NAMED ? WOKEN_NAMED : WOKEN_RETRY;
}

/* What is switched off lets pass. */
static enum sync_answer skip(struct sync_effect *e)
{
    e->event = EV_LOCKSKIP;
    return done(e, 0);
}

/* ---- locks ---- */

/* Takes the lock to the given depth, if it is free. */
static enum sync_answer lock_take(struct sync_object *o, const struct sync_call *c,
                                  struct sync_effect *e, uint32_t depth)
{
    if (o->off)
        return skip(e);
    if (o->owner != NOBODY) {
        e->number = o->owner;
        return wait_or_refuse(c);
    }
    o->owner = c->task;
    o->depth = depth;
    return done(e, depth);
}

static enum sync_answer step_ACQUIRE(struct sync_object *o, const struct sync_call *c,
                                     struct sync_effect *e)
{
    if (sync_lock_take(o, c->task))
        return done(e, o->depth);
    return lock_take(o, c, e, 1);
}

static enum sync_answer step_RESTORE(struct sync_object *o, const struct sync_call *c,
                                     struct sync_effect *e)
{
    if (c->arg <= 0) // it was switched off when the wait began
        return skip(e);
    return lock_take(o, c, e, (uint32_t)c->arg);
}

static enum sync_answer step_RELEASE(struct sync_object *o, const struct sync_call *c,
                                     struct sync_effect *e)
{
    if (sync_lock_give(o, c->task)) {
        if (o->owner == NOBODY)
            wakes(e, WAIT_TAKE, 1);
        return done(e, o->depth);
    }
    if (o->off)
        return skip(e);
    return fail(e, o->kind == SYNC_RLOCK ? SYNC_ERROR_NOT_OWNER : SYNC_ERROR_UNLOCKED);
}

/* ---- semaphore ---- */

static enum sync_answer step_SEM_ACQUIRE(struct sync_object *o, const struct sync_call *c,
                                         struct sync_effect *e)
{
    if (o->off) {
        o->unfinished++; // whoever took no permit shall give none back
        return skip(e);
    }
    e->number = o->value;
    if (o->value <= 0)
        return wait_or_refuse(c);
    return done(e, --o->value);
}

static enum sync_answer step_SEM_RELEASE(struct sync_object *o, const struct sync_call *c,
                                         struct sync_effect *e)
{
    int32_t most = o->bounded ? o->bound : INT32_MAX;
    if (o->unfinished >= c->arg) {
        o->unfinished -= c->arg;
        return skip(e);
    }
    if (c->arg > most - o->value)
        return fail(e, SYNC_ERROR_TOO_MANY);
    o->value += c->arg;
    wakes(e, WAIT_TAKE, c->arg);
    return done(e, o->value);
}

/* ---- event ---- */

static enum sync_answer step_EVENT_WAIT(struct sync_object *o, const struct sync_call *c,
                                        struct sync_effect *e)
{
    if (o->off)
        return skip(e);
    return o->value ? done(e, 0) : wait_or_refuse(c);
}

static enum sync_answer step_EVENT_SET(struct sync_object *o, const struct sync_call *c,
                                       struct sync_effect *e)
{
    (void)c;
    o->value = 1;
    wakes(e, WAIT_NAMED, SYNC_ALL);
    return done(e, 0);
}

static enum sync_answer step_EVENT_CLEAR(struct sync_object *o, const struct sync_call *c,
                                         struct sync_effect *e)
{
    (void)c;
    o->value = 0;
    return done(e, 0);
}

/* ---- condition ---- */

/* As CPython asks: a plain lock only has to be taken, by whomever. */
static bool lock_is_held(const struct sync_object *lock, task_ref task)
{
    if (!lock || lock->off)
        return true;
    return lock->kind == SYNC_RLOCK ? lock->owner == task : lock->owner != NOBODY;
}

static enum sync_answer step_COND_WAIT(struct sync_object *o, const struct sync_call *c,
                                       struct sync_effect *e)
{
    struct sync_object *lock = c->lock;
    (void)o;
    if (!lock_is_held(lock, c->task))
        return fail(e, SYNC_ERROR_WAIT_UNHELD);
    if (!lock || (lock->off && lock->owner != c->task))
        return SYNC_WAIT;
    e->depth = lock->depth;
    lock->owner = NOBODY;
    lock->depth = 0;
    e->wake_lock = 1;
    return SYNC_WAIT;
}

static enum sync_answer step_COND_NOTIFY(struct sync_object *o, const struct sync_call *c,
                                         struct sync_effect *e)
{
    (void)o;
    if (!lock_is_held(c->lock, c->task))
        return fail(e, SYNC_ERROR_NOTIFY_UNHELD);
    wakes(e, WAIT_NAMED, c->arg);
    return done(e, c->arg);
}

/* ---- barrier ---- */

static void barrier_let_pass(struct sync_object *o, struct sync_effect *e)
{
    o->value -= o->bound;
    o->generation++;
    wakes(e, WAIT_NAMED, o->bound - 1);
}

static enum sync_answer step_BARRIER_WAIT(struct sync_object *o, const struct sync_call *c,
                                          struct sync_effect *e)
{
    if (o->off)
        return skip(e);
    if (o->broken)
        return fail(e, SYNC_ERROR_BROKEN);
    int32_t there = ++o->value;
    if (there != o->bound) {
        e->number = there;
        return SYNC_WAIT;
    }
    if (c->arg != 1)
        barrier_let_pass(o, e);
    return done(e, there - 1);
}

static enum sync_answer step_BARRIER_OPEN(struct sync_object *o, const struct sync_call *c,
                                          struct sync_effect *e)
{
    (void)c;
    if (o->broken || o->value < o->bound) // reset or aborted while the action ran
        return fail(e, SYNC_ERROR_BROKEN);
    barrier_let_pass(o, e);
    return done(e, o->bound - 1);
}

static enum sync_answer barrier_break(struct sync_object *o, struct sync_effect *e, bool broken)
{
    o->broken = broken;
    o->value = 0;
    wakes(e, WAIT_NAMED, SYNC_ALL);
    e->woken = WOKEN_BROKEN;
    return done(e, 0);
}

static enum sync_answer step_BARRIER_ABORT(struct sync_object *o, const struct sync_call *c,
                                           struct sync_effect *e)
{
    (void)c;
    return barrier_break(o, e, true);
}

static enum sync_answer step_BARRIER_RESET(struct sync_object *o, const struct sync_call *c,
                                           struct sync_effect *e)
{
    (void)c;
    return barrier_break(o, e, false);
}

static enum sync_answer step_BARRIER_LEAVE(struct sync_object *o, const struct sync_call *c,
                                           struct sync_effect *e)
{
    (void)c;
    if (o->value > 0)
        o->value--;
    return done(e, 0);
}

/* ---- queue ---- */

static enum sync_answer step_PUT(struct sync_object *o, const struct sync_call *c,
                                 struct sync_effect *e)
{
    int32_t places = o->bound > 0 ? o->bound : INT32_MAX;
    if (o->broken)
        return fail(e, SYNC_ERROR_CLOSED);
    if (o->value >= places || o->unfinished == INT32_MAX)
        return wait_or_refuse(c);
    o->value++;
    o->unfinished++;
    o->depth += (uint32_t)c->arg;
    e->depth = o->depth;
    wakes(e, WAIT_GET, 1);
    return done(e, o->value);
}

/* Who waits to put and who waits for a flush are woken alike: the latter can only be there
 * while the queue holds more than a pipe. */
static enum sync_answer step_GET(struct sync_object *o, const struct sync_call *c,
                                 struct sync_effect *e)
{
    if (o->value <= 0)
        return o->broken ? fail(e, SYNC_ERROR_CLOSED) : wait_or_refuse(c);
    bool flushes = o->depth - o->generation > PIPE_HOLDS;
    o->value--;
    o->generation += (uint32_t)c->arg;
    wakes(e, WAIT_PUT, flushes ? SYNC_ALL : o->bound > 0);
    return done(e, o->value);
}

static enum sync_answer step_FLUSH(struct sync_object *o, const struct sync_call *c,
                                   struct sync_effect *e)
{
    bool fits = (int32_t)((uint32_t)c->arg - o->generation) <= PIPE_HOLDS;
    return fits || o->broken ? done(e, 0) : wait_or_refuse(c);
}

static enum sync_answer step_CLOSE(struct sync_object *o, const struct sync_call *c,
                                   struct sync_effect *e)
{
    (void)c;
    o->broken = 1;
    wakes(e, WAIT_GET, SYNC_ALL);
    return done(e, 0);
}

static enum sync_answer step_OWN(struct sync_object *o, const struct sync_call *c,
                                 struct sync_effect *e)
{
    o->owner = c->arg ? (task_ref)c->arg : c->task;
    return done(e, 0);
}

static enum sync_answer step_TASK_DONE(struct sync_object *o, const struct sync_call *c,
                                       struct sync_effect *e)
{
    (void)c;
    if (o->unfinished <= 0)
        return fail(e, SYNC_ERROR_TOO_DONE);
    if (--o->unfinished == 0)
        wakes(e, WAIT_FINISH, SYNC_ALL);
    return done(e, o->unfinished);
}

static enum sync_answer step_QUEUE_JOIN(struct sync_object *o, const struct sync_call *c,
                                        struct sync_effect *e)
{
    return o->unfinished <= 0 ? done(e, 0) : wait_or_refuse(c);
}

static enum sync_answer step_QUEUE_LOOK(struct sync_object *o, const struct sync_call *c,
                                        struct sync_effect *e)
{
    (void)c;
    return done(e, o->value);
}

/* ---- the end of a task ---- */

static enum sync_answer step_JOIN(struct sync_object *o, const struct sync_call *c,
                                  struct sync_effect *e)
{
    e->number = c->arg;
    return o->value ? SYNC_DONE : wait_or_refuse(c);
}

static enum sync_answer step_FINISH(struct sync_object *o, const struct sync_call *c,
                                    struct sync_effect *e)
{
    o->value = 1;
    wakes(e, WAIT_FINISH, SYNC_ALL);
    return done(e, c->arg);
}

static step_fn *const steps[SYNC_OP_COUNT] = {
#define SYNC_OP(id, kind, class, wait, done, refused, help) [SYNC_OP_##id] = step_##id,
#include "sync/op.def"
#undef SYNC_OP
};

static uint8_t event_of(const struct sync_op_info *info, enum sync_answer a)
{
    switch (a) {
    case SYNC_DONE: return info->done_event;
    case SYNC_WAIT: return info->wait_event;
    case SYNC_REFUSED: return info->refused_event;
    default: return EV_NOTE;
    }
}

enum sync_answer sync_try(struct sync_object *o, const struct sync_call *call,
                          struct sync_effect *ret)
{
    const struct sync_op_info *info = &sync_op_table[call->op];
    assert(o->kind == info->kind || (o->kind == SYNC_RLOCK && info->kind == SYNC_LOCK));
    *ret = (struct sync_effect){.event = EVENT_COUNT};
    enum sync_answer a = steps[call->op](o, call, ret);
    if (ret->event == EVENT_COUNT)
        ret->event = event_of(info, a);
    return a;
}

bool sync_has_switch(enum sync_kind kind)
{
    return kind == SYNC_LOCK || kind == SYNC_RLOCK || kind == SYNC_SEMAPHORE || kind == SYNC_EVENT ||
           kind == SYNC_BARRIER;
}

void sync_switch(struct sync_object *o, bool off, struct sync_effect *ret)
{
    *ret = (struct sync_effect){.event = EVENT_COUNT};
    if (o->off == off || !sync_has_switch(o->kind))
        return;
    o->off = off;
    if (!off)
        return;
    if (o->kind == SYNC_BARRIER)
        o->value = 0; // those who were there have passed
    bool named = o->kind == SYNC_BARRIER || o->kind == SYNC_EVENT;
    wakes(ret, named ? WAIT_NAMED : WAIT_TAKE, SYNC_ALL);
}

bool sync_would(const struct sync_object *o, const struct sync_call *call)
{
    struct sync_object copy = *o, lock;
    struct sync_call c = *call;
    struct sync_effect e;
    if (c.lock) {
        lock = *c.lock;
        c.lock = &lock;
    }
    return sync_try(&copy, &c, &e) == SYNC_DONE;
}
