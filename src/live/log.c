#include "live/parts.h"

#include <pthread.h>
#include <stdlib.h>

#define TEXT_PER_RECORD sizeof(struct log_record)

/* What a new task tells of itself, as the text of LOG_TASK. */
#include "live/note.h"

bool log_wants(enum event_kind kind)
{
    return event_table[kind].level <=
           atomic_load_explicit(&live.region.head->record, memory_order_relaxed);
}

static inline uint64_t stamp(void)
{
    return LIKELY(live.region.head->by_ticks) ? clock_ticks() : clock_now_ns();
}

static struct log_record *record_at(const struct log_pen *p, uint64_t i)
{
    return &p->ring[i & p->mask];
}

void log_open_pen(struct run_region *r, struct task_slot *s)
{
    uint32_t i = slot_index(r, s);
    struct log_pen *p = &live_me.pen;
    *p = (struct log_pen){
        .ring = (struct log_record *)r->logs + (size_t)i * r->log_records,
        .head = atomic_load(&s->log_head),
        .mask = r->log_records - 1,
        .dirty = &r->head->dirty[i / 64],
        .dirty_bit = 1ull << (i % 64),
    };
    atomic_store(&record_at(p, p->head)->state, LOG_EMPTY);
}

/* ---- room ---- */

/* One record more than asked for is kept free: the one at the head, which says EMPTY. */
static bool have_room(struct log_pen *p, uint64_t n)
{
    if (LIKELY(p->head + n + 1 <= p->limit))
        return true;
    p->limit = atomic_load(&live_me.slot->log_tail) + p->mask + 1;
    return p->head + n + 1 <= p->limit;
}

static void wait_for_room(struct log_pen *p, uint64_t n)
{
    struct task_slot *s = live_me.slot;
    if (live.hooks.before_block)
        live.hooks.before_block();
    while (!have_room(p, n)) {
        uint32_t v = atomic_fetch_or(&s->log_room, 1) | 1;
        bell_ring(&live.region);
        if (!have_room(p, n))
            futex_wait(&s->log_room, v, 50 * MS);
    }
    if (live.hooks.after_block)
        live.hooks.after_block();
}

static inline void need_room(struct log_pen *p, uint64_t n)
{
    if (UNLIKELY(!have_room(p, n)))
        wait_for_room(p, n);
}

static uint64_t records_for(size_t text_n)
{
    return (text_n + sizeof(uint32_t) + TEXT_PER_RECORD - 1) / TEXT_PER_RECORD;
}

/* ---- records ---- */

/* The dirty bit tells the reader that this ring may have a ticket it does not know of. It is
 * looked at before the ticket is drawn and after the head has moved; reader.c says why. */
static inline void mark_dirty(const struct log_pen *p)
{
    if (UNLIKELY(!(atomic_load_explicit(p->dirty, memory_order_relaxed) & p->dirty_bit)))
        atomic_fetch_or(p->dirty, p->dirty_bit);
}

/* The reader has had the cache line that will be written next but one: fetched in time, it does not hold up the
 * ticket, which waits for all stores before it. A recorded pair of acquire and release takes 160 ns with this, 200 to 250
 * without (two processors, the reader on the other one). */
static inline void fetch_ahead(const struct log_pen *p)
{
#if defined(__x86_64__)
    __asm__ volatile("prefetchw %0" : : "m"(*record_at(p, p->head + 4)));
#else
    __builtin_prefetch(record_at(p, p->head + 4), 1);
#endif
}

/* Room for the record must have been made. */
static inline struct log_record *begin(struct log_pen *p, unsigned kind, uint32_t object, int64_t value)
{
    struct log_record *rec = record_at(p, p->head);
    fetch_ahead(p);
    mark_dirty(p);
    atomic_store_explicit(&rec->ticket, 0, memory_order_relaxed);
    rec->time = stamp();
    rec->value = value;
    rec->object = object;
    rec->line = (uint16_t)MIN(live_me.line, UINT16_MAX);
    rec->kind = (uint8_t)kind;
    // release: the reader that sees INTENT sees the fields above
    atomic_store_explicit(&rec->state, LOG_INTENT, memory_order_release);
    crash_point(&live.region);
    uint64_t ticket = atomic_fetch_add(&live.region.head->ticket, 1) + 1;
    atomic_store_explicit(&rec->ticket, ticket, memory_order_release);
    crash_point(&live.region);
    return rec;
}

static inline void publish(struct log_pen *p, struct log_record *rec, uint64_t n, unsigned state)
{
    atomic_store_explicit(&record_at(p, p->head + n)->state, LOG_EMPTY, memory_order_relaxed);
    atomic_store_explicit(&rec->state, (uint8_t)(LOG_COMMIT | state), memory_order_release);
    p->head += n;
    crash_point(&live.region);
    atomic_store_explicit(&live_me.slot->log_head, p->head, memory_order_release);
    mark_dirty(p);
}

/* The text into the records after the one at the head; returns how many. */
static uint64_t put_text(struct log_pen *p, const char *s, size_t n)
{
    uint32_t length = (uint32_t)n;
    uint64_t count = records_for(n), at = p->head + 1;
    char first[TEXT_PER_RECORD];
    size_t part = MIN(n, sizeof first - sizeof length);
    memcpy(first, &length, sizeof length);
    if (part)
        memcpy(first + sizeof length, s, part);
    memcpy((void *)record_at(p, at++), first, sizeof length + part);
    for (s += part, n -= part; n; s += part, n -= part) {
        part = MIN(n, TEXT_PER_RECORD);
        memcpy((void *)record_at(p, at++), s, part);
    }
    return count;
}

static bool half_full(struct log_pen *p)
{
    if (LIKELY(p->head + p->mask / 2 < p->limit))
        return false;
    p->limit = atomic_load(&live_me.slot->log_tail) + p->mask + 1; // the shell may have drained
    return p->head + p->mask / 2 >= p->limit;
}

/* What a person waits for. Other events may wait for the shell's next look. */
static const bool urgent[EVENT_COUNT] = {
    [EV_PRINT] = true, [EV_ERRPRINT] = true, [EV_ASK] = true, [EV_ERROR] = true, [EV_NOTE] = true,
};

/* Wakes the shell for what is urgent, and when a ring fills up. */
static inline void tell_shell(struct log_pen *p, unsigned kind)
{
    if (UNLIKELY(urgent[kind] || half_full(p))) {
        atomic_thread_fence(memory_order_seq_cst); // the head before the look at shell_sleeps
        bell_ring(&live.region);
    }
}

static void put(struct log_pen *p, unsigned kind, uint32_t object, int64_t value, const char *s,
                size_t n, unsigned flags)
{
    uint64_t extra = s ? records_for(n) : 0;
    need_room(p, 1 + extra);
    struct log_record *rec = begin(p, kind, object, value);
    if (s)
        put_text(p, s, n);
    publish(p, rec, 1 + extra, flags | (s ? LOG_TEXT : 0));
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

static NOINLINE void catch_up(struct log_pen *p)
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

static inline void prepare(struct log_pen *p)
{
    if (UNLIKELY(p->file != live_me.file || p->lane != live_me.lane))
        catch_up(p);
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
    if (!log_wants(kind))
        return;
    prepare(p);
    need_room(p, 1);
    publish(p, begin(p, kind, object, value), 1, 0);
    tell_shell(p, kind);
}

void log_text(enum event_kind kind, uint32_t object, int64_t value, const char *s, size_t n)
{
    struct log_pen *p = &live_me.pen;
    if (!log_wants(kind))
        return;
    prepare(p);
    size_t part = (size_t)(p->mask + 1) / 4 * TEXT_PER_RECORD;
    for (; n > part; s += part, n -= part)
        put(p, kind, object, value, s, part, LOG_MORE);
    put(p, kind, object, value, s, n, 0);
    tell_shell(p, kind);
}

bool log_prepare(enum event_kind kind, size_t text_max)
{
    struct log_pen *p = &live_me.pen;
    if (!log_wants(kind))
        return false;
    prepare(p);
    need_room(p, 1 + records_for(text_max));
    return true;
}

void log_begin(enum event_kind kind, uint32_t object, int64_t value)
{
    struct log_pen *p = &live_me.pen;
    assert(!p->open);
    p->open = begin(p, kind, object, value);
}

static inline void commit(struct log_pen *p, int64_t value, uint64_t records, unsigned flags)
{
    struct log_record *rec = p->open;
    unsigned kind = rec->kind;
    rec->value = value;
    p->open = NULL;
    publish(p, rec, records, flags);
    tell_shell(p, kind);
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
    atomic_store(&p->open->state, LOG_EMPTY);
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
