/* roster.c: who is who: tasks of the run and tasks of the trace, objects likewise.
 *
 * In:      what tasks say of themselves in their logs; slots of those of whom nothing has been heard.
 * Out:     the trace's tasks and objects, and a table from the run's to these.
 * Owner:   the table is the reader's. Those that have ended are forgotten when they are many (reader_forget).
 * Threads: the shell's one; the region is read without a lock, so each word is one that may have changed since. */
#include "live/reading.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"

#define TASKS_MAX 2000000u   // tasks and lanes in one trace
#define TASKS_FEW 256        // so many are never too many to remember

static struct entry *find(struct log_reader *rd, uint64_t key)
{
    size_t i = hash_mix(key) & (rd->entries_cap - 1);
    while (rd->entries[i].key && rd->entries[i].key != key)
        i = (i + 1) & (rd->entries_cap - 1);
    return &rd->entries[i];
}

static bool more_entries(struct log_reader *rd)
{
    struct entry *old = rd->entries;
    size_t old_cap = rd->entries_cap;
    struct entry *p = calloc(old_cap ? old_cap * 2 : 64, sizeof *p);
    if (!p)
        return false;
    rd->entries = p;
    rd->entries_cap = old_cap ? old_cap * 2 : 64;
    for (size_t i = 0; i < old_cap; i++) {
        if (old[i].key)
            *find(rd, old[i].key) = old[i];
    }
    free(old);
    return true;
}

static void remember(struct log_reader *rd, uint64_t key, task_id t)
{
    if (rd->entries_n * 2 >= rd->entries_cap && !more_entries(rd))
        return;
    struct entry *e = find(rd, key);
    rd->entries_n += e->key == 0;
    *e = (struct entry){key, t};
}

bool roster_init(struct log_reader *rd)
{
    rd->forget_at = TASKS_FEW;
    rd->objects = calloc(rd->region->object_max, sizeof *rd->objects);
    return rd->objects && more_entries(rd);
}

void roster_finish(struct log_reader *rd)
{
    free(rd->entries);
    free(rd->objects);
}

static bool is_over(const struct trace_task *k)
{
    return k->state == TASK_ENDED || k->state == TASK_DEAD;
}

/* The tasks that are left: those that have not ended, and the processes and carriers of these. */
static uint8_t *mark_needed(const struct trace *t)
{
    uint8_t *needed = calloc(t->task_count + 1, 1);
    for (task_id i = 0; needed && i < t->task_count; i++) {
        const struct trace_task *k = &t->tasks[i];
        if (is_over(k))
            continue;
        needed[i] = 1;
        if (k->process < t->task_count)
            needed[k->process] = 1;
        if (k->carrier < t->task_count)
            needed[k->carrier] = 1;
    }
    return needed;
}

static void forget_tasks(struct log_reader *rd)
{
    struct trace *t = rd->trace;
    uint8_t *needed = mark_needed(t);
    struct entry *old = rd->entries, *fewer = needed ? calloc(rd->entries_cap, sizeof *fewer) : NULL;
    if (!fewer) {
        free(needed);
        return;
    }
    rd->entries = fewer;
    rd->entries_n = 0;
    for (size_t i = 0; i < rd->entries_cap; i++) {
        if (!old[i].key)
            continue;
        if (needed[old[i].task])
            remember(rd, old[i].key, old[i].task);
        else
            trace_task_forget(t, old[i].task);
    }
    for (task_id i = 0; i < t->task_count; i++)
        if (needed[i] && t->tasks[i].parent < t->task_count && !needed[t->tasks[i].parent])
            t->tasks[i].parent = TASK_NONE;
    rd->forget_at = MAX((size_t)TASKS_FEW, rd->entries_n * 2);
    free(old);
    free(needed);
}

bool reader_forget(struct log_reader *rd)
{
    if (rd->held_n)
        return false;
    rd->forgets = true;
    trace_forget(rd->trace);
    if (rd->entries_n > rd->forget_at)
        forget_tasks(rd);
    return true;
}

static task_id known(struct log_reader *rd, uint64_t key)
{
    if (!rd->entries_cap)
        return TASK_NONE;
    struct entry *e = find(rd, key);
    return e->key ? e->task : TASK_NONE;
}

static uint64_t task_key(task_ref who)
{
    return 1ull << 32 | who;
}

static uint64_t lane_key(task_ref who, uint32_t lane)
{
    return hash_mix((uint64_t)who << 32 | lane) | 1ull << 63;
}

task_id reader_task(struct log_reader *rd, task_ref who)
{
    return who == NOBODY ? TASK_NONE : known(rd, task_key(who));
}

task_ref reader_ref(const struct log_reader *rd, task_id t)
{
    for (size_t i = 0; i < rd->entries_cap; i++) {
        if (rd->entries[i].key >> 32 == 1 && rd->entries[i].task == t)
            return (task_ref)rd->entries[i].key;
    }
    return NOBODY;
}

static void copy_name(char to[48], const char *from)
{
    memcpy(to, from, 47);
    to[47] = 0;
}

static task_id new_task(struct log_reader *rd, uint64_t key, const struct trace_task *like)
{
    if (rd->trace->task_count >= TASKS_MAX)
        return TASK_NONE;
    task_id t = trace_task_new(rd->trace, like);
    if (t != TASK_NONE)
        remember(rd, key, t);
    return t;
}

task_id roster_task(struct log_reader *rd, task_ref who)
{
    const struct run_region *r = rd->region;
    task_id t = reader_task(rd, who);
    if (t != TASK_NONE || who == NOBODY || ref_slot(who) >= r->slot_max)
        return t;
    const struct task_slot *s = &r->slots[ref_slot(who)];
    struct trace_task like = {.kind = TASK_THREAD, .parent = TASK_NONE, .process = TASK_NONE};
    if (atomic_load(&s->ref) == who) {
        like.kind = s->kind == TASK_PROCESS ? TASK_PROCESS : TASK_THREAD;
        like.daemon = s->daemon != 0;
        like.pid = s->pid;
        region_text_get(&s->name, like.name);
    }
    t = new_task(rd, task_key(who), &like);
    if (t != TASK_NONE)
        rd->trace->tasks[t].carrier = t;
    return t;
}

/* What an ended task has said of others may come late: those that have been forgotten stay so. */
static task_id task_or_past(struct log_reader *rd, task_ref who)
{
    return rd->forgets && !slot_of(rd->region, who) ? reader_task(rd, who) : roster_task(rd, who);
}

void roster_introduce(struct log_reader *rd, struct ring *g, const struct log_note *n, uint32_t slot)
{
    if (ref_slot(n->ref) != slot) {
        rd->rejected++;
        return;
    }
    task_id t = roster_task(rd, n->ref);
    g->who = n->ref;
    g->task = g->lane_task = t;
    g->lane = 0;
    g->file = 0;
    if (t == TASK_NONE)
        return;
    task_id parent = task_or_past(rd, n->parent);
    task_id process = n->kind == TASK_PROCESS ? t : task_or_past(rd, n->process);
    struct trace_task *k = &rd->trace->tasks[t];
    k->kind = n->kind == TASK_PROCESS ? TASK_PROCESS : TASK_THREAD;
    k->daemon = n->daemon != 0;
    k->is_main = n->is_main != 0;
    k->pid = n->pid;
    k->ppid = n->ppid;
    k->tid = n->tid;
    k->parent = parent;
    k->process = process;
    k->carrier = t;
    copy_name(k->name, n->name);
}

task_id roster_lane(struct log_reader *rd, struct ring *g, uint32_t lane, const char *name)
{
    if (lane == 0 || g->task == TASK_NONE)
        return g->task;
    task_id t = known(rd, lane_key(g->who, lane));
    if (t == TASK_NONE) {
        struct trace_task like = rd->trace->tasks[g->task];
        like.kind = TASK_COROUTINE;
        like.state = TASK_RUNS;
        like.is_main = false;
        like.parent = like.carrier = g->task;
        snprintf(like.name, sizeof like.name, "coroutine-%u", lane);
        t = new_task(rd, lane_key(g->who, lane), &like);
    }
    if (t != TASK_NONE && name && name[0])
        copy_name(rd->trace->tasks[t].name, name);
    return t;
}

uint32_t reader_object(struct log_reader *rd, uint32_t id)
{
    const struct run_region *r = rd->region;
    if (id == 0 || id >= r->object_max)
        return UINT32_MAX;
    if (rd->objects[id])
        return rd->objects[id] - 1;
    const struct object_info *info = &r->objects[id];
    char type[NAME_BYTES];
    struct trace_object like = {.process = reader_task(rd, info->process), .off = info->off != 0};
    region_text_get(&info->name, like.name);
    region_text_get(&info->type, type);
    memcpy(like.type, type, sizeof like.type - 1);
    uint32_t o = trace_object_new(rd->trace, &like);
    if (o != UINT32_MAX)
        rd->objects[id] = o + 1;
    return o;
}
