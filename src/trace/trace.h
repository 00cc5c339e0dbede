/* trace.h: the record of one run, as views see it.
 *
 * In:      events, appended in the order of their tickets (their true order).
 * Out:     the same events by index; the tasks and objects they speak of.
 *          Views read this and nothing else.
 * Owner:   trace_init/trace_finish; events and texts live as long as the trace, or until trace_forget().
 * Threads: one writer and reader, no lock: the shell drains live logs into it,
 *          the explorer appends its own. */
#ifndef TRACE_TRACE_H
#define TRACE_TRACE_H

#include "base/arena.h"
#include "base/base.h"

enum event_kind {
#define EVENT(id, word, level, shows, help) EV_##id,
#include "trace/event.def"
#undef EVENT
    EVENT_COUNT
};

enum event_level { LEVEL_ALWAYS, LEVEL_SYNC, LEVEL_ALL };
enum event_shows { SHOWS_NONE, SHOWS_VALUE, SHOWS_TASK, SHOWS_NUMBER, SHOWS_NS };

struct event_info {
    const char *word;
    enum event_level level;
    enum event_shows shows;
    const char *help;
};
extern const struct event_info event_table[EVENT_COUNT];

/* The kind with that word, or EVENT_COUNT. */
enum event_kind event_by_word(const char *word, size_t n);

typedef uint32_t task_id; // index into trace->tasks; TASK_NONE is no task
#define TASK_NONE UINT32_MAX

enum task_kind { TASK_PROCESS, TASK_THREAD, TASK_COROUTINE };
enum task_state { // what a task is doing now, as far as the trace has been read
    TASK_NEW, TASK_RUNS, TASK_WAITS, TASK_SLEEPS, TASK_ENDED, TASK_DEAD,
};

/* A task as the run knew it. Coroutines get an entry of their own (a lane). */
struct trace_task {
    char name[48];       // logical name: the variable it was first bound to, else Thread-1, Process-2 …
    uint8_t kind;        // enum task_kind
    uint8_t state;       // enum task_state
    bool daemon;
    bool is_main;        // the main thread of the main process
    int32_t pid, ppid, tid; // the kernel's; 0 in a modelled run
    task_id parent;      // who started it, or TASK_NONE
    task_id process;     // the task that is this one's process (itself, for a process)
    task_id carrier;     // coroutines: the thread or process that runs it; else itself
    int32_t exitcode;
    uint32_t waits_for;  // object it waits for now (index into objects), or UINT32_MAX
    uint64_t began_ns, ended_ns;
    uint32_t line;       // where it is now
};

/* A lock, queue, variable … that events speak of. */
struct trace_object {
    char name[48];   // lock, forks[2], account.balance, d['k']
    char type[24];   // Lock, RLock, Queue, variable, list …
    task_id process; // whose memory it lives in; TASK_NONE: shared between processes
    bool off;        // switched off
};

struct event {
    uint64_t seq;     // 1, 2, 3 … without gaps; the true order
    uint64_t time_ns; // since the run began
    task_id task;     // who did it (the coroutine, if one ran)
    uint8_t kind;     // enum event_kind
    uint8_t flags;    // EVENT_UNFINISHED …
    uint16_t file;    // index into trace->files
    uint32_t line;    // in that file, or 0
    uint32_t object;  // index into trace->objects, or UINT32_MAX
    int64_t number;   // TASK, NUMBER, NS
    const char *text; // VALUE: as shown, NUL-terminated, n bytes; NULL if none
    uint32_t n;
};
enum { EVENT_UNFINISHED = 1 }; // the task was killed while doing it: it may or may not have taken effect

struct trace {
    struct event *events;
    size_t count;
    struct trace_task *tasks;
    uint32_t task_count;
    struct trace_object *objects;
    uint32_t object_count;
    const char **files;
    uint32_t file_count;
    struct arena texts;  // of the events
    struct arena names;  // of the files
    uint64_t forgotten;  // events that came before events[0]
    task_id spare;       // an entry of tasks that the next new one gets, or TASK_NONE; its parent is the next such
    size_t events_cap, tasks_cap, objects_cap, files_cap;
    int spill; // descriptor + 1 of the unlinked file that events are in beyond TRACE_MEMORY; 0: none
};
#define TRACE_MEMORY (64ull << 20) // bytes of events kept in memory
#define TRACE_FILE (8ull << 30)    // bytes of events at most

void trace_init(struct trace *t);
void trace_finish(struct trace *t);

/* Appends a copy of *ev (its text is copied too) and gives it the next sequence number;
 * the tasks' and objects' current states follow (state, waits_for, line, exitcode).
 * Returns 0, or -ENOMEM with the trace unchanged. */
int trace_append(struct trace *t, const struct event *ev);

/* New entries; the returned index stays valid. The pointers move when the arrays grow. */
task_id trace_task_new(struct trace *t, const struct trace_task *like);
uint32_t trace_object_new(struct trace *t, const struct trace_object *like);
uint16_t trace_file(struct trace *t, const char *name); // finds or adds

/* Forgets the events there are, for a run that nobody looks back on. Numbers go on; tasks, objects and files stay. */
void trace_forget(struct trace *t);

/* Forgets a task that has ended, of which no event and no other task speaks any more: its id is given to another. */
void trace_task_forget(struct trace *t, task_id id);

/* One event as plain words, for logs and --plain: "t1  read count = 3  (line 7)". */
struct buf;
void event_tell(struct buf *out, const struct trace *t, const struct event *ev);

#endif
