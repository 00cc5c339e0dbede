#include "view/order.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { CLOCKS_MAX = 32 << 20 };

/* An item on its way through a queue: the put that has not been got yet. */
struct item { uint32_t object; size_t put; };

struct clocks {
    struct order *o;
    uint32_t *now;       // of each task
    uint32_t *left;      // of each object: what those knew who gave it back, set it, notified it
    struct item *items; uint32_t items_n, items_cap;
    uint32_t *holds; uint32_t holds_n, holds_cap; // task, lock: pairs, the latest last
};

static uint32_t *row(const struct order *o, uint32_t *table, size_t i) { return table + i * o->tasks; }

static void join(uint32_t *to, const uint32_t *from, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        to[i] = MAX(to[i], from[i]);
}

static void get_item(struct clocks *c, const struct event *e, uint32_t *now)
{
    const struct trace *t = c->o->trace;
    for (uint32_t i = 0; i < c->items_n; i++) {
        const struct event *put = &t->events[c->items[i].put];
        if (c->items[i].object != e->object || put->n != e->n || (e->n && memcmp(put->text, e->text, e->n) != 0))
            continue;
        join(now, row(c->o, c->o->clocks, c->items[i].put), c->o->tasks);
        memmove(&c->items[i], &c->items[i + 1], (c->items_n - i - 1) * sizeof *c->items);
        c->items_n--;
        return;
    }
}

static void put_item(struct clocks *c, const struct event *e, size_t at)
{
    MEM_GROW(c->items, c->items_n, c->items_cap, 32);
    c->items[c->items_n++] = (struct item){ e->object, at };
}

static void hold(struct clocks *c, const struct event *e)
{
    if (c->holds_n == c->holds_cap) {
        c->holds_cap = MAX(32u, c->holds_cap * 2);
        c->holds = mem_resize(c->holds, 2 * (size_t)c->holds_cap, sizeof *c->holds);
    }
    c->holds[2 * c->holds_n] = e->task;
    c->holds[2 * c->holds_n++ + 1] = e->object;
}

/* The lock that a task has taken last and not given back; it has it no more. UINT32_MAX: none. */
static uint32_t unhold(struct clocks *c, task_id task, uint32_t object)
{
    for (uint32_t i = c->holds_n; i-- > 0;) {
        if (c->holds[2 * i] != task || (object != UINT32_MAX && c->holds[2 * i + 1] != object))
            continue;
        uint32_t lock = c->holds[2 * i + 1];
        memmove(&c->holds[2 * i], &c->holds[2 * i + 2], 2 * (c->holds_n - i - 1) * sizeof *c->holds);
        c->holds_n--;
        return lock;
    }
    return UINT32_MAX;
}

/* What the event learns from others, before it happens. */
static void learn(struct clocks *c, const struct event *e, uint32_t *now)
{
    const struct order *o = c->o;
    bool of_object = e->object < o->trace->object_count, of_task = e->number >= 0 && e->number < o->tasks;
    switch ((enum event_kind)e->kind) {
    case EV_LOCKED: case EV_SEMTOOK: case EV_EVTSEEN: case EV_CONDWOKE: case EV_BARPASS:
        if (of_object)
            join(now, row(o, c->left, e->object), o->tasks);
        break;
    case EV_GET: get_item(c, e, now); break;
    case EV_JOINED: case EV_REAPED:
        if (of_object) // of a queue whose items are all finished
            join(now, row(o, c->left, e->object), o->tasks);
        else if (of_task)
            join(now, row(o, c->now, (size_t)e->number), o->tasks);
        break;
    default: break;
    }
}

/* What others can learn from it, afterwards. */
static void teach(struct clocks *c, const struct event *e, size_t at, const uint32_t *now)
{
    const struct order *o = c->o;
    bool of_object = e->object < o->trace->object_count;
    uint32_t lock;
    switch ((enum event_kind)e->kind) {
    case EV_LOCKED: hold(c, e); break;
    case EV_CONDWAIT: // its lock is given back meanwhile
        lock = unhold(c, e->task, UINT32_MAX);
        if (lock < o->trace->object_count)
            join(row(o, c->left, lock), now, o->tasks);
        break;
    case EV_UNLOCKED: case EV_SEMGAVE: case EV_EVTSET: case EV_NOTIFY: case EV_BARWAIT: case EV_TASKDONE:
        if (e->kind == EV_UNLOCKED)
            unhold(c, e->task, e->object);
        if (of_object)
            join(row(o, c->left, e->object), now, o->tasks);
        break;
    case EV_PUT: put_item(c, e, at); break;
    case EV_SPAWN:
        if (e->number >= 0 && e->number < o->tasks)
            join(row(o, c->now, (size_t)e->number), now, o->tasks);
        break;
    default: break;
    }
}

bool order_init(struct order *o, const struct trace *t)
{
    *o = (struct order){ .trace = t, .tasks = t->task_count };
    if (t->count * o->tasks > CLOCKS_MAX || (uint64_t)t->object_count * o->tasks > CLOCKS_MAX)
        return false;
    o->clocks = mem_zalloc(t->count * o->tasks + 1, sizeof *o->clocks);
    struct clocks c = { .o = o };
    c.now = mem_zalloc((size_t)o->tasks * o->tasks + 1, sizeof *c.now);
    c.left = mem_zalloc((size_t)t->object_count * o->tasks + 1, sizeof *c.left);
    for (size_t i = 0; i < t->count; i++) {
        const struct event *e = &t->events[i];
        if (e->task >= o->tasks)
            continue;
        uint32_t *now = row(o, c.now, e->task);
        learn(&c, e, now);
        now[e->task]++;
        memcpy(row(o, o->clocks, i), now, o->tasks * sizeof *now);
        teach(&c, e, i, now);
    }
    free(c.now);
    free(c.left);
    free(c.items);
    free(c.holds);
    return true;
}

void order_finish(struct order *o)
{
    free(o->clocks);
    *o = (struct order){ 0 };
}

bool order_before(const struct order *o, size_t a, size_t b)
{
    uint32_t task = o->trace->events[a].task;
    const uint32_t *x = o->clocks + a * o->tasks, *y = o->clocks + b * o->tasks;
    return a != b && task < o->tasks && y[task] >= x[task];
}
