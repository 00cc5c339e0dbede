#include "fake_engine.h"

#include <stdlib.h>

enum { TASKS = 16, ATTEND_FUEL = 1, OUT_BYTES = 1 << 20 };

static struct {
    const struct fake_opts *opts;
    struct fake_run *run;
    struct task *task[TASKS];
    bool ended[TASKS], granted[TASKS];
    int count;
    uint64_t fuel;
    uint32_t until_collect;
    int open;               // accesses begun and not ended
} world;

static int number_of(const struct task *t)
{
    for (int i = 0; i < world.count; i++)
        if (world.task[i] == t)
            return i;
    abort();
}

static void add_task(struct task *t)
{
    world.ended[world.count] = world.granted[world.count] = false;
    world.task[world.count++] = t;
    if (world.opts->fuel || world.opts->collect_every)
        atomic_fetch_or(t->attention, ATTEND_FUEL);
}

/* ---- requests ---- */

static enum engine_ret start(struct task *t, value *ret)
{
    if (!world.opts->parks || world.count == TASKS) {
        throw(t, EXC_RuntimeError, "can't start new thread");
        return ENGINE_RAISE;
    }
    heap_share(t, t->req.arg[0]);
    heap_share(t, t->req.arg[3]);
    if (!t->multi)
        heap_share_globals(t);
    struct task *n = task_new(t->vm, "thread");
    n->thread = t->req.arg[0];
    n->recursion_limit = t->recursion_limit;
    task_enter(n, t->req.arg[3]);
    add_task(n);
    world_task_count(t->vm, +1);
    *ret = V_INT(world.count); // tasks count from 1
    return ENGINE_DONE;
}

static enum engine_ret bad(struct task *t)
{
    throw(t, EXC_OSError, "the test's engine cannot do that");
    return ENGINE_RAISE;
}

static bool is_task(value v)
{
    return is_int(v) && int_of(v) > 0 && int_of(v) <= world.count;
}

/* Locks only. */
static enum engine_ret lock_request(struct task *t, value *ret)
{
    struct sync_handle *h = REF(t->req.arg[0]);
    if (!is_type(t->req.arg[0], T_SYNC) || !is_int(t->req.arg[1]) || int_of(t->req.arg[1]) > LOCK_RELEASE)
        return bad(t);
    bool take = t->req.arg[1] == V_INT(LOCK_ACQUIRE);
    if (take && h->index && t->req.arg[3] == V_TRUE)
        return world.opts->parks ? ENGINE_PARK : bad(t);
    *ret = V_BOOL(take && !h->index);
    h->index = take;
    return ENGINE_DONE;
}

/* Performs t->req; PARK: not now. */
static enum engine_ret perform(struct task *t, value *ret)
{
    const value *arg = t->req.arg;
    *ret = V_NONE;
    switch (t->req.kind) {
    case REQ_WRITE:
        if (is_str(arg[1]) && world.run->out.n < OUT_BYTES)
            buf_add(&world.run->out, str_data(REF(arg[1])), obj_of(arg[1])->n);
        return ENGINE_DONE;
    case REQ_FLUSH: case REQ_SLEEP: case REQ_YIELD_CPU: case REQ_NOTE_SWITCH: case REQ_TASK_NAME: case REQ_THREAD_TABLE: return ENGINE_DONE;
    case REQ_CLOCK: *ret = float_value(t, 1.5); return ENGINE_DONE;
    case REQ_GETTID: case REQ_TASK_SELF: *ret = V_INT(number_of(t) + 1); return ENGINE_DONE;
    case REQ_START_THREAD: return start(t, ret);
    case REQ_TASK_ALIVE:
        if (!is_task(arg[0]))
            return bad(t);
        *ret = V_BOOL(!world.ended[int_of(arg[0]) - 1]);
        return ENGINE_DONE;
    case REQ_JOIN:
        if (!is_task(arg[0]))
            return bad(t);
        *ret = V_TRUE;
        return world.ended[int_of(arg[0]) - 1] ? ENGINE_DONE : world.opts->parks ? ENGINE_PARK : bad(t);
    case REQ_SYNC_NEW: {
        struct sync_handle *h = heap_new(t, T_SYNC, sizeof *h, 0);
        h->a = h->b = h->c = V_NONE;
        *ret = value_of(h);
        return ENGINE_DONE;
    }
    case REQ_SYNC: return lock_request(t, ret);
    default: return bad(t);
    }
}

static enum engine_ret fake_request(struct task *t, value *ret)
{
    world.run->requests++;
    return world.opts->parks ? ENGINE_PARK : perform(t, ret);
}

/* ---- accesses ---- */

static enum engine_ret fake_prepare(struct task *t, const struct access *a)
{
    bool *granted = &world.granted[number_of(t)];
    if (a->object == V_UNBOUND)
        abort();
    if (world.opts->parks && !*granted) {
        *granted = true;
        return ENGINE_PARK;
    }
    *granted = false;
    world.run->accesses++;
    return ENGINE_DONE;
}

static void fake_begin(struct task *t, const struct access *a)
{
    (void)t, (void)a;
    if (world.open++)
        abort();
}

static void fake_end(struct task *t, const struct access *a, value seen)
{
    (void)t, (void)a, (void)seen;
    if (--world.open)
        abort();
}

static enum engine_ret fake_attend(struct task *t, uint32_t attention)
{
    (void)attention;
    if (world.opts->collect_every && !--world.until_collect) {
        world.until_collect = world.opts->collect_every;
        heap_collect(t);
    }
    if (world.opts->fuel && !world.fuel)
        return ENGINE_STOP;
    world.fuel -= world.fuel > 0;
    return ENGINE_DONE;
}

static const struct engine engine = {
    .request = fake_request, .access_prepare = fake_prepare, .access_begin = fake_begin, .access_end = fake_end,
    .attend = fake_attend,
};

/* ---- running ---- */

static void task_ends(struct task *t, enum vm_status s)
{
    world.ended[number_of(t)] = true;
    if (s == VM_DIED)
        exception_render(t, t->exc, V_NONE, &world.run->out);
    if (s == VM_STOPPED)
        world.run->end = FAKE_NO_FUEL;
    world_task_count(t->vm, -1);
}

/* Moves a task to its next visible step. False if it cannot move. */
static bool move(struct task *t)
{
    value v = V_NONE;
    if (t->req.kind != REQ_NONE) {
        enum engine_ret done = perform(t, &v);
        if (done == ENGINE_PARK)
            return false;
        vm_answer(t, done == ENGINE_RAISE ? t->exc : v, done == ENGINE_RAISE);
    }
    t->blocked = false;
    enum vm_status s = vm_run(t);
    t->blocked = true; // the collector need not wait for it
    if (s != VM_PARKED)
        task_ends(t, s);
    else if (!world.opts->parks)
        abort();
    return true;
}

static void move_all(void)
{
    bool moved = true;
    while (moved && !world.ended[0] && world.run->end == FAKE_ENDED) {
        moved = false;
        for (int i = world.count; i-- > 0 && world.run->end == FAKE_ENDED;)
            moved |= !world.ended[i] && move(world.task[i]);
    }
    if (!world.ended[0] && world.run->end == FAKE_ENDED)
        world.run->end = FAKE_STUCK;
}

void fake_run(const char *program, size_t n, const struct fake_opts *opts, struct fake_run *ret)
{
    struct vm *vm = vm_new(&(struct vm_opts){ .engine = &engine, .heap_limit = opts->heap_limit });
    struct buf err = { 0 };
    if (!vm)
        abort();
    *ret = (struct fake_run){ .end = FAKE_ENDED };
    memset(&world, 0, sizeof world);
    world.opts = opts;
    world.run = ret;
    world.fuel = opts->fuel;
    world.until_collect = opts->collect_every;
    struct task *t = vm_first_task(vm);
    add_task(t);
    vm->unfinished = 1;
    if (task_load(t, program, n, "program.py", false, &err)) {
        if (opts->multi) {
            heap_share_globals(t);
            world_task_count(vm, +1);
        }
        move_all();
        buf_finish(&err);
    } else {
        ret->end = FAKE_DOES_NOT_COMPILE;
        ret->out = err;
    }
    vm_free(vm);
}
