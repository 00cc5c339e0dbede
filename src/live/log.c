#include "live/pen.h"

#include <pthread.h>
#include <stdlib.h>

#define TEXT_PER_RECORD sizeof(struct log_record)

/* What a new task tells of itself, as the text of LOG_TASK. */
#include "live/note.h"

bool log_wants(enum event_kind kind)
{
    return pen_wants(kind);
}

void log_open_pen(struct run_region *r, struct task_slot *s)
{
    uint32_t i = slot_index(r, s);
    struct log_pen *p = &live_me.pen;
    *p = (struct log_pen){
        .ring = (struct log_record *)r->logs + (size_t)i * r->log_records,
        .head = atomic_load(&s->log_head),
        .mask = r->log_records - 1,
        .by_ticks = r->head->by_ticks,
        .published = &s->log_head,
        .dirty = &r->head->dirty[i / 64],
        .dirty_bit = 1ull << (i % 64),
    };
    atomic_store(&pen_at(p, p->head)->state, LOG_EMPTY);
}

/* ---- room ---- */

static bool find_room(struct log_pen *p, uint64_t n)
{
    p->limit = atomic_load(&live_me.slot->log_tail) + p->mask + 1;
    return p->head + n < p->limit;
}

NOINLINE void pen_wait_for_room(struct log_pen *p, uint64_t n)
{
    struct task_slot *s = live_me.slot;
    if (find_room(p, n))
        return;
    if (live.hooks.before_block)
        live.hooks.before_block();
    while (!find_room(p, n)) {
        uint32_t v = atomic_fetch_or(&s->log_room, 1) | 1;
        bell_ring(&live.region);
        if (!find_room(p, n))
            futex_wait(&s->log_room, v, 50 * MS);
    }
    if (live.hooks.after_block)
        live.hooks.after_block();
}

/* The shell is woken, if it sleeps, when a ring is half full, and again with every eighth more. */
NOINLINE void pen_look(struct log_pen *p)
{
    uint64_t size = (uint64_t)p->mask + 1;
    p->limit = atomic_load(&live_me.slot->log_tail) + size; // the shell may have drained
    p->look_at = p->limit - size / 2;
    if (p->head < p->look_at)
        return;
    p->look_at = p->head + size / 8;
    atomic_thread_fence(memory_order_seq_cst); // the head before the look at shell_sleeps
    bell_ring(&live.region);
}

/* ---- texts ---- */

/* The text into the records after the one at the head; returns how many. */
static uint64_t put_text(struct log_pen *p, const char *s, size_t n)
{
    uint32_t length = (uint32_t)n;
    uint64_t count = pen_records(n), at = p->head + 1;
    char first[TEXT_PER_RECORD];
    size_t part = MIN(n, sizeof first - sizeof length);
    memcpy(first, &length, sizeof length);
    if (part)
        memcpy(first + sizeof length, s, part);
    memcpy((void *)pen_at(p, at++), first, sizeof length + part);
    for (s += part, n -= part; n; s += part, n -= part) {
        part = MIN(n, TEXT_PER_RECORD);
        memcpy((void *)pen_at(p, at++), s, part);
    }
    return count;
}

/* What a person waits for. Other events may wait for the shell's next look. */
static const bool urgent[EVENT_COUNT] = {
    [EV_PRINT] = true, [EV_ERRPRINT] = true, [EV_ASK] = true, [EV_ERROR] = true, [EV_NOTE] = true,
};

static inline void tell_shell(unsigned kind)
{
    if (LIKELY(!urgent[kind]))
        return;
    atomic_thread_fence(memory_order_seq_cst); // the head before the look at shell_sleeps
    bell_ring(&live.region);
}

static void put(struct log_pen *p, unsigned kind, uint32_t object, int64_t value, const char *s,
                size_t n, unsigned flags)
{
    uint64_t extra = s ? pen_records(n) : 0;
    pen_need_room(p, 1 + extra);
    struct log_record *rec = pen_begin(p, kind, object, value);
    if (s)
        put_text(p, s, n);
    pen_publish(p, rec, 1 + extra, flags | (s ? LOG_TEXT : 0));
}

/* ---- what changes between events: the file, the coroutine ---- */

static struct {
    pthread_mutex_t lock;
    char *names[UINT16_MAX + 1]; // set once, never freed
    uint32_t n;
} files = {.lock = PTHREAD_MUTEX_INITIALIZER};

uint16_t live_file(const char *name)
{
    pthread_mutex_lock(&files.lock);
    uint32_t i = 1;
    while (i <= files.n && strcmp(files.names[i], name) != 0)
        i++;
    if (i > files.n && i < UINT16_MAX) {
        files.names[i] = strdup(name);
        if (files.names[i])
            files.n = i;
        else
            i = 0;
    }
    pthread_mutex_unlock(&files.lock);
    return (uint16_t)i;
}

NOINLINE void pen_catch_up(struct log_pen *p)
{
    if (p->lane != live_me.lane) {
        p->lane = live_me.lane;
        put(p, EV_SWITCH, OBJECT_NONE, p->lane, NULL, 0, 0);
    }
    if (p->file != live_me.file) {
        p->file = live_me.file;
        const char *name = p->file ? files.names[p->file] : "";
        put(p, EV_FILE, OBJECT_NONE, p->file, name, strlen(name), 0);
    }
}

void live_lane(uint32_t lane, const char *name)
{
    live_me.lane = lane;
    if (!name || !lane)
        return;
    live_me.pen.lane = lane;
    put(&live_me.pen, EV_SWITCH, OBJECT_NONE, lane, name, MIN(strlen(name), 200), 0);
}

/* ---- the door ---- */

void log_event(enum event_kind kind, uint32_t object, int64_t value)
{
    struct log_pen *p = &live_me.pen;
    if (!pen_prepare(p, kind, 1))
        return;
    pen_publish(p, pen_begin(p, kind, object, value), 1, 0);
    tell_shell(kind);
}

void log_text(enum event_kind kind, uint32_t object, int64_t value, const char *s, size_t n)
{
    struct log_pen *p = &live_me.pen;
    if (!pen_prepare(p, kind, 0))
        return;
    size_t part = (size_t)(p->mask + 1) / 4 * TEXT_PER_RECORD;
    for (; n > part; s += part, n -= part)
        put(p, kind, object, value, s, part, LOG_MORE);
    put(p, kind, object, value, s, n, 0);
    tell_shell(kind);
}

bool log_prepare(enum event_kind kind, size_t text_max)
{
    return pen_prepare(&live_me.pen, kind, 1 + pen_records(text_max));
}

void log_begin(enum event_kind kind, uint32_t object, int64_t value)
{
    struct log_pen *p = &live_me.pen;
    assert(!p->open);
    p->open = pen_begin(p, kind, object, value);
}

static void commit(struct log_pen *p, int64_t value, uint64_t records, unsigned flags)
{
    struct log_record *rec = p->open;
    unsigned kind = rec->kind;
    rec->value = value;
    p->open = NULL;
    pen_publish(p, rec, records, flags);
    tell_shell(kind);
}

void log_commit(int64_t value, const char *text, size_t n)
{
    struct log_pen *p = &live_me.pen;
    uint64_t extra = text ? put_text(p, text, n) : 0;
    commit(p, value, 1 + extra, text ? LOG_TEXT : 0);
}

void log_commit_number(int64_t number)
{
    commit(&live_me.pen, number, 1, LOG_NUMBER);
}

void log_cancel(void)
{
    struct log_pen *p = &live_me.pen;
    pen_cancel(p->open);
    p->open = NULL;
}

void log_introduce(void)
{
    const struct task_slot *s = live_me.slot;
    struct log_note note = {
        .ref = live_me.ref, .parent = s->parent, .process = s->process,
        .pid = s->pid, .ppid = s->ppid, .tid = s->tid,
        .kind = s->kind, .daemon = s->daemon, .is_main = s->is_main,
    };
    region_text_get(&s->name, note.name);
    put(&live_me.pen, LOG_TASK, OBJECT_NONE, live_me.ref, (const char *)&note, sizeof note, 0);
    log_event(EV_BEGIN, OBJECT_NONE, 0);
}
