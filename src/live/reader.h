/* reader.h: the shell reads the logs of all tasks into one trace, in their true order.
 *
 * In:      the region, written by tasks that may be killed at any instant, or lie.
 * Out:     events appended to a trace; each exactly once, in the order of their tickets.
 * Owner:   reader_open/reader_close; its positions and copies are its own, nothing that decides
 *          where it reads is taken from the region.
 * Threads: the shell's one.
 *
 * Every pump takes the counter's value T0, then looks at every log that may have something.
 * A record in INTENT may still be given a ticket up to T0; everything below the smallest
 * such ticket is final and goes into the trace. */
#ifndef LIVE_READER_H
#define LIVE_READER_H

#include "live/region.h"
#include "trace/trace.h"

struct log_reader;

/* Reads r's logs into t (borrowed both, until reader_close). NULL if there is no memory. */
struct log_reader *reader_open(struct run_region *r, struct trace *t);
void reader_close(struct log_reader *rd);

/* Takes in what is there, at most about 100,000 records; returns how many events were appended.
 * With last, nothing is waited for: all tasks are gone (pump until it returns 0). */
size_t reader_pump(struct log_reader *rd, bool last);

/* r is a copy of a run that is over (region_open_copy): reading begins with the oldest records that can still
 * be understood, those of a log that has gone round with what had not been shown. Before the first pump. */
void reader_look_back(struct log_reader *rd);

/* The slot's task is dead: its last record will not be finished any more. When its log has been
 * read, kind (DIED with the signal, 0 if nobody knows it, END with the code) is told of it. May be repeated. */
void reader_dead(struct log_reader *rd, uint32_t slot, enum event_kind kind, int64_t number);

/* Whether that has been done, and the slot may be given to another task. */
bool reader_buried(const struct log_reader *rd, uint32_t slot);

/* An event told by conch itself (DIED, TOGGLE, DEADLOCK, NOTE), with the next ticket. who: NOBODY
 * for the run's main task. The event appears with the next pump. */
void reader_tell(struct log_reader *rd, task_ref who, enum event_kind kind, uint32_t object,
                 int64_t number, const char *text, size_t n);

/* The trace's name for a task of the run, and the run's for a task of the trace;
 * TASK_NONE, NOBODY if it is not known. Objects likewise. */
task_id reader_task(struct log_reader *rd, task_ref who);
task_ref reader_ref(const struct log_reader *rd, task_id t);
uint32_t reader_object(struct log_reader *rd, uint32_t object_id);

/* The shell is about to sleep: from now on what should be seen at once rings the bell
 * (region->bell_fd becomes readable). Pump once more after this, then poll; then say awake. */
void reader_sleeps(struct log_reader *rd);
void reader_awake(struct log_reader *rd);

/* Whether the trace can take no more (memory and file are used up): nothing is read then, and
 * tasks wait when their logs are full. The shell tells it and ends the run. */
bool reader_full(const struct log_reader *rd);

/* Nobody looks back on the run: forgets the events of the trace, and tasks that have ended when they are many; their
 * ids are given to others. False: nothing was forgotten, since what is on its way may speak of what was. */
bool reader_forget(struct log_reader *rd);

/* Records that made no sense and were left out. */
uint64_t reader_rejected(const struct log_reader *rd);

#endif
