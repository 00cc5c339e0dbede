/* log.h: what happened, written by the task itself, readable whatever becomes of it.
 *
 * Each slot has one ring of 32-byte records in the region:
 *
 *   +-----------+---------+----------+-----------+---------+--------+---------+
 *   | ticket u64| time u64| value u64| object u32| line u16| kind u8| state u8|
 *   +-----------+---------+----------+-----------+---------+--------+---------+
 *
 * A record is INTENT before it draws its ticket and COMMIT after what it tells of has been
 * done; only then the head moves. So a killed task's last record is still readable, and
 * the reader knows that it may or may not have taken effect. Tickets are one counter for
 * the whole run: their order is the order in which things happened, because an operation
 * draws its ticket while it holds whatever guards the object (begin … commit).
 * Text follows in whole records: its length (u32), then its bytes. A text that is a small number
 * is the record's value instead, and takes no record of its own.
 *
 * Printing, asking, errors and remarks ring the shell's bell if it sleeps, and so does a ring that
 * is half full; other events are seen at the shell's next look.
 *
 * A ring that is full makes its task wait until the shell has drained it: nothing is lost. */
#ifndef LIVE_LOG_H
#define LIVE_LOG_H

#include "base/clock.h"
#include "live/region.h"

struct log_record {
    _Atomic uint64_t ticket;
    uint64_t time; // clock_ticks()
    int64_t value;
    uint32_t object;
    uint16_t line;
    uint8_t kind;  // enum event_kind, or one of log_kind
    _Atomic uint8_t state;
};

enum log_kind { LOG_TASK = 250 }; // a new task has the slot: struct log_task follows as text

enum log_state { // of a record
    LOG_EMPTY, LOG_INTENT, LOG_COMMIT,
    LOG_TEXT = 8,  // text follows
    LOG_MORE = 16, // and goes on in the next record of this task
    LOG_NUMBER = 32, // the text is the value in decimal; the event has value 0
};

/* A task's own place in its ring. */
struct log_pen {
    struct log_record *ring;
    uint64_t head, limit; // may write records up to limit (exclusive) without looking
    uint64_t look_at;     // with so many written it looks whether the shell should be woken
    uint32_t mask;
    bool by_ticks;        // head->by_ticks
    uint32_t lane;        // last told by SWITCH
    uint16_t file;        // last told by FILE
    struct log_record *open; // begun and not yet committed
    _Atomic uint64_t *published; // the slot's log_head
    _Atomic uint64_t *dirty; // its word in head->dirty
    uint64_t dirty_bit;
};

/* Whether events of this kind are recorded now. */
bool log_wants(enum event_kind kind);

/* One event without text; object UINT32_MAX: none. Free where the level says no. May wait
 * for room: never called under a guard. */
void log_event(enum event_kind kind, uint32_t object, int64_t value);

/* With text; longer than a part of the ring: in several records which the reader joins. */
void log_text(enum event_kind kind, uint32_t object, int64_t value, const char *s, size_t n);

/* An access and its ticket as one step. Before the guard is taken:
 *     bool logs = log_prepare(kind, 200);            // room for the record and 200 bytes of text
 *     ... take the guard ...
 *     if (logs) log_begin(kind, object, value);      // draws the ticket
 *     ... the access; for a write: after log_begin ...
 *     if (logs) log_commit(value, text, n);          // value as it is told in the end
 *     ... give the guard back ...
 * Between begin and commit nothing may block or log. */
bool log_prepare(enum event_kind kind, size_t text_max);
void log_begin(enum event_kind kind, uint32_t object, int64_t value);
void log_commit(int64_t value, const char *text, size_t n);
/* The same with value 0 and a number as the text. */
void log_commit_number(int64_t number);
/* Instead of log_commit: nothing happened after all; the ticket stays unused. */
void log_cancel(void);

/* An id for live_me.file; the name is copied. Any thread; 0 is "no file". A task tells the
 * reader with its next event when its file has changed. */
uint16_t live_file(const char *name);

/* The thread goes on with another coroutine (0: none). Told with its next event; the name is
 * told at once where the lane is new. */
void live_lane(uint32_t lane, const char *name);

#endif
