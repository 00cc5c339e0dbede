#include "live/graph.h"

#include "live/parts.h"

#include <stdlib.h>

#include "base/i18n.h"

/* ---- taking a copy ---- */

static void copy_owner(const struct run_region *r, const struct task_slot *s, struct graph_task *t)
{
    if (s->wait.key & KEY_JOIN) {
        t->owner = t->object;
        t->object = OBJECT_NONE;
        t->object_kind = SYNC_TASK;
        return;
    }
    if (t->object == 0 || t->object >= r->object_max)
        return;
    const struct object_info *i = &r->objects[t->object];
    t->object_kind = (uint8_t)MIN(i->kind, (uint32_t)SYNC_KINDS);
    t->shared = i->process == NOBODY;
    const struct sync_object *shared = s->wait.key & KEY_REGION ? region_sync(r, (uint32_t)s->wait.key) : NULL;
    if (t->object_kind <= SYNC_RLOCK) // what is taken the quick way is not told
        t->owner = shared ? sync_image(r, shared).owner : atomic_load(&i->owner);
    if (t->owner == NOBODY)
        return;
    const struct task_slot *o = slot_of(r, t->owner);
    // after a fork, a copy of a lock may be "held" by a thread of the other process
    t->owner_gone = !o || (!t->shared && o->process != s->process);
}

static void copy_task(const struct run_region *r, const struct task_slot *s, struct graph_task *t)
{
    enum slot_state st = slot_state(s);
    *t = (struct graph_task){
        .ref = atomic_load(&s->ref), .process = s->process, .parent = s->parent,
        .state = (uint8_t)st, .kind = s->kind, .daemon = s->daemon != 0, .is_main = s->is_main != 0,
        .object = OBJECT_NONE, .object_kind = SYNC_KINDS, .line = s->line,
    };
    region_text_get(&s->name, t->name);
    if (st != SLOT_WAITS)
        return;
    t->op = s->wait.op < SYNC_OP_COUNT ? s->wait.op : SYNC_OP_GET;
    t->timed = s->wait.timed || atomic_load(&s->alarm) || life_gone(s) || slot_signalled(s); // the dead count as live until they are taken note of
    t->pipe = s->wait.pipe;
    if (t->pipe && s->wait.checked < r->head->moves)
        t->timed = true; // it will look again
    t->object = s->wait.object;
    t->deadline_ns = s->wait.deadline_ns;
    if (t->pipe)
        t->shared = true;
    else
        copy_owner(r, s, t);
}

int graph_take(struct run_region *r, unsigned wait_ms, struct wait_graph *ret, uint32_t *ret_holder)
{
    uint32_t used = slots_used(r);
    struct wait_graph g = {.region = r, .tasks = calloc(used + 1, sizeof *g.tasks)};
    if (!g.tasks)
        return -ENOMEM;
    int e = klock_take_timed(r, wait_ms, ret_holder);
    if (e) {
        free(g.tasks);
        return e;
    }
    for (uint32_t i = 0; i < used; i++) {
        if (state_alive(slot_state(&r->slots[i])))
            copy_task(r, &r->slots[i], &g.tasks[g.n++]);
    }
    klock_give(r);
    graph_solve(&g);
    *ret = g;
    return 0;
}

void graph_free(struct wait_graph *g)
{
    free(g->tasks);
    free(g->cycle);
    *g = (struct wait_graph){0};
}

/* ---- solving ---- */

static uint32_t index_of(const struct wait_graph *g, task_ref t)
{
    for (uint32_t i = 0; t != NOBODY && i < g->n; i++) {
        if (g->tasks[i].ref == t)
            return i;
    }
    return UINT32_MAX;
}

/* Only this one task can end the wait: the owner of a reentrant lock, whoever is joined. */
static bool only_owner_helps(const struct graph_task *t)
{
    return t->object_kind == SYNC_RLOCK || t->object_kind == SYNC_TASK;
}

static bool is_free(const struct graph_task *t)
{
    return t->state != SLOT_WAITS || t->timed;
}

/* Whether some task that can go on could end t's wait. any: one of the run can go on. */
static bool can_be_helped(const struct wait_graph *g, const struct graph_task *t, bool any)
{
    if (only_owner_helps(t)) {
        if (t->owner == NOBODY)
            return true; // it has just been given back
        uint32_t i = index_of(g, t->owner);
        if (t->object_kind == SYNC_TASK && i == UINT32_MAX)
            return true; // it has just ended
        return i != UINT32_MAX && !t->owner_gone && !g->tasks[i].stuck;
    }
    if (t->shared)
        return any;
    for (uint32_t i = 0; i < g->n; i++) {
        if (!g->tasks[i].stuck && g->tasks[i].process == t->process)
            return true;
    }
    return false;
}

/* First nobody who waits can go on; then whoever can be helped by one who can, until there is no
 * more. A wait for a shared object is helped by anybody, so one pass each is enough for most. */
static void find_stuck(struct wait_graph *g)
{
    bool any = false, more = true;
    for (uint32_t i = 0; i < g->n; i++) {
        g->tasks[i].stuck = !is_free(&g->tasks[i]);
        any |= !g->tasks[i].stuck;
    }
    while (more && any) {
        more = false;
        for (uint32_t i = 0; i < g->n; i++) {
            if (g->tasks[i].stuck && can_be_helped(g, &g->tasks[i], any)) {
                g->tasks[i].stuck = false;
                more = true;
            }
        }
    }
    g->total = !any;
}

static uint32_t next_of(const struct wait_graph *g, uint32_t i)
{
    const struct graph_task *t = &g->tasks[i];
    return t->state == SLOT_WAITS && !t->owner_gone ? index_of(g, t->owner) : UINT32_MAX;
}

/* Follows single edges from each stuck task; the first circle met is kept. */
static void find_cycle(struct wait_graph *g)
{
    uint32_t *seen = calloc(g->n + 1, sizeof *seen); // in which walk, from 1
    uint32_t *path = calloc(g->n + 1, sizeof *path);
    for (uint32_t from = 0; seen && path && from < g->n && !g->cycle_n; from++) {
        uint32_t n = 0, i = from;
        while (i != UINT32_MAX && g->tasks[i].stuck && !seen[i]) {
            seen[i] = from + 1;
            path[n++] = i;
            i = next_of(g, i);
        }
        if (i == UINT32_MAX || seen[i] != from + 1)
            continue;
        uint32_t start = 0;
        while (path[start] != i)
            start++;
        g->cycle_n = n - start;
        memmove(path, path + start, g->cycle_n * sizeof *path);
    }
    free(seen);
    if (g->cycle_n)
        g->cycle = path;
    else
        free(path);
}

void graph_solve(struct wait_graph *g)
{
    g->cycle = NULL;
    g->cycle_n = g->stuck = 0;
    find_stuck(g);
    for (uint32_t i = 0; i < g->n; i++)
        g->stuck += g->tasks[i].stuck && !g->tasks[i].daemon;
    g->total = g->total && g->stuck > 0; // only daemons left: the run just ends
    find_cycle(g);
}

/* ---- in words ---- */

enum { OBJECT_BYTES = 2 * NAME_BYTES };

static const char *object_name(const struct wait_graph *g, uint32_t id, char room[OBJECT_BYTES])
{
    const struct run_region *r = g->region;
    if (!r || id == 0 || id >= r->object_max)
        return strcpy(room, _("something"));
    char name[NAME_BYTES], type[NAME_BYTES];
    region_text_get(&r->objects[id].name, name);
    region_text_get(&r->objects[id].type, type);
    size_t n = 0;
    for (const char *p = type; *p && n < 24; p++) // "lock", "queue"
        room[n++] = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
    room[n] = 0;
    const char *word = _(room); // the model's words, in the person's language
    memmove(room, word, strlen(word) + 1);
    if (name[0]) {
        strcat(room, " `");
        strcat(room, name);
        strcat(room, "`");
    }
    return room;
}

static const char *task_name(const struct wait_graph *g, task_ref t)
{
    uint32_t i = index_of(g, t);
    return i == UINT32_MAX ? _("a task that is gone") : g->tasks[i].name[0] ? g->tasks[i].name : _("a task");
}

static const char *const waits_for[SYNC_KINDS + 1] = {
    [SYNC_SEMAPHORE] = N_("a permit of %s"), [SYNC_EVENT] = N_("the setting of %s"),
    [SYNC_CONDITION] = N_("a notify of %s"),  [SYNC_BARRIER] = N_("the others at %s"),
};

static void tell_holder(const struct wait_graph *g, const struct graph_task *t, struct buf *out)
{
    uint32_t i = index_of(g, t->owner);
    if (t->owner == NOBODY || t->object_kind > SYNC_RLOCK)
        return;
    if (t->owner_gone)
        buf_adds(out, _(", held by a task that will never give it back"));
    else
        buf_addf(out, _(", held by %s"), task_name(g, t->owner));
    if (!t->owner_gone && i != UINT32_MAX && g->tasks[i].line)
        buf_addf(out, _(" (line %u)"), g->tasks[i].line);
}

static const char *queue_part(const struct graph_task *t)
{
    return t->op == SYNC_OP_PUT     ? N_("room in %s")
           : t->op == SYNC_OP_GET   ? N_("an item in %s")
           : t->op == SYNC_OP_FLUSH ? N_("somebody to get what it has put into %s")
                                    : N_("the end of the work in %s");
}

static void tell_what(const struct wait_graph *g, const struct graph_task *t, struct buf *out)
{
    char room[OBJECT_BYTES];
    if (t->object_kind == SYNC_TASK) {
        buf_addf(out, _("the end of %s"), task_name(g, t->owner));
        return;
    }
    const char *how = t->object_kind == SYNC_QUEUE || t->pipe ? queue_part(t) : waits_for[t->object_kind];
    buf_addf(out, how ? _(how) : "%s", object_name(g, t->object, room));
    tell_holder(g, t, out);
}

void graph_tell_task(const struct wait_graph *g, task_ref t, struct buf *out)
{
    uint32_t i = index_of(g, t);
    if (i != UINT32_MAX && g->tasks[i].state == SLOT_WAITS)
        tell_what(g, &g->tasks[i], out);
}

static void tell_line(const struct wait_graph *g, uint32_t i, struct buf *out)
{
    const struct graph_task *t = &g->tasks[i];
    const char *who = t->name[0] ? t->name : _("a task");
    struct buf what = {0};
    tell_what(g, t, &what);
    if (t->line)
        buf_addf(out, _("%s (line %u) waits for %s\n"), who, t->line, buf_str(&what));
    else
        buf_addf(out, _("%s waits for %s\n"), who, buf_str(&what));
    buf_finish(&what);
}

void graph_tell(const struct wait_graph *g, struct buf *out)
{
    for (uint32_t k = 0; k < g->cycle_n; k++)
        tell_line(g, g->cycle[k], out);
    for (uint32_t i = 0; i < g->n; i++) {
        bool told = false;
        for (uint32_t k = 0; k < g->cycle_n; k++)
            told |= g->cycle[k] == i;
        if (g->tasks[i].stuck && !told)
            tell_line(g, i, out);
    }
}
