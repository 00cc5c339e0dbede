/* reading.h: what reader.c and roster.c share: a reader from within.
 *
 * Owner:   the reader; nothing in it that decides where it reads is taken from the region.
 * Threads: the shell's one. */
#ifndef LIVE_READING_H
#define LIVE_READING_H

#include "base/buf.h"
#include "live/note.h"
#include "live/parts.h"
#include "live/reader.h"

/* What the reader knows of one ring. */
struct ring {
    uint64_t tail;     // read up to here
    uint64_t clear_at; // no ticket up to this is missing
    uint64_t last_ticket;
    task_ref who;
    task_id task;      // of who
    uint32_t lane;
    task_id lane_task;
    uint16_t file;
    bool looking;      // in the set of rings to look at
    task_ref dying;    // it is dead, and its end is to be told when all else has been read
    task_ref buried;   // that has been done for this one
    uint8_t end_kind;
    int64_t end_number;
    struct buf part;   // text that goes on in the next record
};

/* An event whose place in the order is not yet final. */
struct held {
    uint64_t ticket, time;
    int64_t value;
    uint32_t object;
    task_id task;
    uint32_t text, text_n; // in texts; text_n UINT32_MAX: none
    uint16_t line, file;
    uint8_t kind, flags;
};

/* Who or (who, lane) to task of the trace. */
struct entry {
    uint64_t key; // 0: free
    task_id task;
};

struct log_reader {
    struct run_region *region;
    struct trace *trace;
    struct ring *rings;   // slot_max of them, zeroed pages until used
    uint32_t rings_used;  // from here on none has been touched
    uint64_t *look;       // a bit for each ring
    uint32_t look_words;
    struct held *held;
    size_t held_n, held_cap;
    struct buf texts;     // of held events
    struct entry *entries;
    size_t entries_n, entries_cap; // a power of two
    uint32_t *objects;    // object id to index + 1
    uint64_t last_t0;     // watermark of the previous pump
    uint64_t rejected;
    uint64_t rate_ticks, rate_ns; // how fast the ticks go
    uint64_t last_ns;     // time of the event that was appended last
    uint64_t budget;
    uint32_t next_word;   // of look: first to be read
    bool full;            // the trace takes no more
    bool forgets;         // see reader_forget()
    size_t forget_at;     // with so many tasks known, those that have ended are forgotten
};

/* ---- roster.c: who is who ---- */

/* False: there is no memory; roster_finish() all the same. */
bool roster_init(struct log_reader *rd);
void roster_finish(struct log_reader *rd);

/* The task, made up from its slot if nothing has been heard of it yet. TASK_NONE: there are too many. */
task_id roster_task(struct log_reader *rd, task_ref who);
/* LOG_TASK: the slot has a new task, and this is what it says of itself. */
void roster_introduce(struct log_reader *rd, struct ring *g, const struct log_note *n, uint32_t slot);
/* The ring's task, or its coroutine of that number; name: NULL, or how it is called from now on. */
task_id roster_lane(struct log_reader *rd, struct ring *g, uint32_t lane, const char *name);

#endif
