/* pen.h: how a record gets into its ring: the protocol of log.h, inline for who writes one at every turn of a
 * program's loop (quick.c, access.c). All others call log.h.
 *
 * Threads: a pen is its thread's own; only its task writes. */
#ifndef LIVE_PEN_H
#define LIVE_PEN_H

#include "live/parts.h"

/* ---- log.c: what is seldom due ---- */

void pen_catch_up(struct log_pen *p);             // tells another file, another coroutine
void pen_wait_for_room(struct log_pen *p, uint64_t n);
void pen_look(struct log_pen *p);                 // wakes the shell, if the ring is half full

/* ---- before the guard is taken ---- */

static inline bool pen_wants(enum event_kind kind)
{
    return event_table[kind].level <= atomic_load_explicit(&live.region.head->record, memory_order_relaxed);
}

/* Room for n records. One more is kept free: the one at the head, which says EMPTY. May block. */
static inline void pen_need_room(struct log_pen *p, uint64_t n)
{
    if (UNLIKELY(p->head + n >= p->limit))
        pen_wait_for_room(p, n);
}

/* The same, before an event of the program: where it comes from has been told. */
static inline void pen_get_ready(struct log_pen *p, uint64_t records)
{
    if (UNLIKELY(p->file != live_me.file || p->lane != live_me.lane))
        pen_catch_up(p);
    pen_need_room(p, records);
}

/* How many records a text takes. */
static inline uint64_t pen_records(size_t text_n)
{
    return (text_n + sizeof(uint32_t) + sizeof(struct log_record) - 1) / sizeof(struct log_record);
}

/* What log_prepare() does. */
static inline bool pen_prepare(struct log_pen *p, enum event_kind kind, uint64_t records)
{
    if (!pen_wants(kind))
        return false;
    pen_get_ready(p, records);
    return true;
}

/* ---- the record ---- */

static inline struct log_record *pen_at(const struct log_pen *p, uint64_t i)
{
    return &p->ring[i & p->mask];
}

/* The dirty bit tells the reader that this ring may have a ticket it does not know of. It is
 * looked at before the ticket is drawn and after the head has moved; reader.c says why. */
static inline void pen_mark_dirty(const struct log_pen *p)
{
    if (UNLIKELY(!(atomic_load_explicit(p->dirty, memory_order_relaxed) & p->dirty_bit)))
        atomic_fetch_or(p->dirty, p->dirty_bit);
}

/* The reader has had the cache line that will be written next but one: fetched in time, it does not hold up the
 * ticket, which waits for all stores before it. Worth a fifth of a recorded pair of acquire and release on one machine
 * (two processors, the reader on the other one), nothing on another. */
static inline void pen_fetch_ahead(const struct log_pen *p)
{
#if defined(__x86_64__)
    __asm__ volatile("prefetchw %0" : : "m"(*pen_at(p, p->head + 4)));
#else
    __builtin_prefetch(pen_at(p, p->head + 4), 1);
#endif
}

static inline uint64_t pen_time(const struct log_pen *p)
{
    return LIKELY(p->by_ticks) ? clock_ticks() : clock_now_ns();
}

/* The record at the head, with its ticket. Room for it must have been made. The clock takes 10 ns, less if it is read
 * before the guard is taken: what is done meanwhile hides it. Then the time may be a little early; the order is the
 * tickets', and reader.c lets no time go back. */
static inline struct log_record *pen_begin_at(struct log_pen *p, unsigned kind, uint32_t object, int64_t number, uint64_t time)
{
    struct log_record *rec = pen_at(p, p->head);
    pen_fetch_ahead(p);
    pen_mark_dirty(p);
    atomic_store_explicit(&rec->ticket, 0, memory_order_relaxed);
    rec->time = time;
    rec->value = number;
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

static inline struct log_record *pen_begin(struct log_pen *p, unsigned kind, uint32_t object, int64_t number)
{
    return pen_begin_at(p, kind, object, number, pen_time(p));
}

/* It and the records of its text, n in all, are to be read. */
static inline void pen_publish(struct log_pen *p, struct log_record *rec, uint64_t n, unsigned flags)
{
    uint64_t head = p->head + n;
    atomic_store_explicit(&pen_at(p, head)->state, LOG_EMPTY, memory_order_relaxed);
    atomic_store_explicit(&rec->state, (uint8_t)(LOG_COMMIT | flags), memory_order_release);
    p->head = head;
    crash_point(&live.region);
    atomic_store_explicit(p->published, head, memory_order_release);
    pen_mark_dirty(p);
    if (UNLIKELY(head >= p->look_at))
        pen_look(p);
}

/* The one that was begun last, without text. */
static inline void pen_commit(struct log_pen *p, int64_t number, unsigned flags)
{
    struct log_record *rec = p->open;
    rec->value = number;
    p->open = NULL;
    pen_publish(p, rec, 1, flags);
}

/* Instead of that: nothing happened after all; the ticket stays unused. */
static inline void pen_cancel(struct log_record *rec)
{
    atomic_store(&rec->state, LOG_EMPTY);
}

#endif
