/* canned.h: runs that never happened, for tests of what is drawn from them. */
#ifndef TESTS_VIEW_CANNED_H
#define TESTS_VIEW_CANNED_H

#include <stdio.h>
#include <string.h>

#include "trace/trace.h"

#define NOBODY UINT32_MAX

static inline task_id add_task(struct trace *t, const char *name, enum task_kind kind,
                               task_id parent)
{
    task_id id = t->task_count;
    task_id process = kind == TASK_PROCESS || parent == TASK_NONE ? id : t->tasks[parent].process;
    struct trace_task task = {
        .kind = (uint8_t)kind, .parent = parent, .process = process,
        .carrier = kind == TASK_COROUTINE ? parent : id,
        .is_main = parent == TASK_NONE, .waits_for = UINT32_MAX,
        .tid = 4711 + (int32_t)id,
        .pid = kind == TASK_PROCESS ? 4711 + (int32_t)id : t->tasks[process].pid,
        .ppid = parent == TASK_NONE ? 4700 : t->tasks[parent].pid,
    };
    strncpy(task.name, name, sizeof task.name - 1);
    return trace_task_new(t, &task);
}

static inline uint32_t add_object(struct trace *t, const char *name, const char *type)
{
    struct trace_object o = { .process = TASK_NONE };
    strncpy(o.name, name, sizeof o.name - 1);
    strncpy(o.type, type, sizeof o.type - 1);
    return trace_object_new(t, &o);
}

static inline void add_event(struct trace *t, task_id task, enum event_kind kind, uint32_t object,
                             int64_t number, const char *text, uint32_t line)
{
    struct event ev = {
        .time_ns = (t->count + 1) * 250000, .task = task, .kind = (uint8_t)kind, .line = line,
        .object = object, .number = number, .text = text,
        .n = text ? (uint32_t)strlen(text) : 0,
    };
    trace_append(t, &ev);
}

/* Two threads that each add one to a counter without a lock; one addition is lost. */
static inline void can_race(struct trace *t)
{
    trace_init(t);
    trace_file(t, "race.py");
    task_id main = add_task(t, "MainProcess", TASK_PROCESS, TASK_NONE);
    add_event(t, main, EV_BEGIN, NOBODY, 0, NULL, 1);
    task_id t1 = add_task(t, "t1", TASK_THREAD, main), t2 = add_task(t, "t2", TASK_THREAD, main);
    uint32_t count = add_object(t, "count", "variable");
    add_event(t, main, EV_SPAWN, NOBODY, t1, NULL, 9);
    add_event(t, t1, EV_BEGIN, NOBODY, 0, NULL, 4);
    add_event(t, main, EV_SPAWN, NOBODY, t2, NULL, 10);
    add_event(t, t1, EV_READ, count, 0, "0", 6);
    add_event(t, t2, EV_BEGIN, NOBODY, 0, NULL, 4);
    add_event(t, t2, EV_READ, count, 0, "0", 6);
    add_event(t, t2, EV_WRITE, count, 0, "1", 6);
    add_event(t, main, EV_JOINWAIT, NOBODY, t1, NULL, 11);
    add_event(t, t2, EV_SLEEP, NOBODY, 500000000, NULL, 7);
    add_event(t, t1, EV_WRITE, count, 0, "1", 6);
    add_event(t, t1, EV_END, NOBODY, 0, NULL, 0);
    add_event(t, main, EV_JOINED, NOBODY, t1, NULL, 11);
    add_event(t, t2, EV_WAKE, NOBODY, 0, NULL, 7);
    add_event(t, t2, EV_END, NOBODY, 0, NULL, 0);
    add_event(t, main, EV_JOINED, NOBODY, t2, NULL, 12);
    add_event(t, main, EV_PRINT, NOBODY, 0, "count = 1\n", 13);
    add_event(t, main, EV_END, NOBODY, 0, NULL, 0);
}

/* Two threads, two locks, in opposite order; b is switched off and on again. */
static inline void can_deadlock(struct trace *t)
{
    trace_init(t);
    trace_file(t, "dead.py");
    task_id main = add_task(t, "MainProcess", TASK_PROCESS, TASK_NONE);
    add_event(t, main, EV_BEGIN, NOBODY, 0, NULL, 1);
    task_id t1 = add_task(t, "t1", TASK_THREAD, main), t2 = add_task(t, "t2", TASK_THREAD, main);
    uint32_t a = add_object(t, "a", "Lock"), b = add_object(t, "b", "Lock");
    add_event(t, TASK_NONE, EV_TOGGLE, NOBODY, 0, "lock b off", 0);
    add_event(t, main, EV_SPAWN, NOBODY, t1, NULL, 20);
    add_event(t, main, EV_SPAWN, NOBODY, t2, NULL, 21);
    add_event(t, main, EV_JOINWAIT, NOBODY, t1, NULL, 22);
    add_event(t, t1, EV_BEGIN, NOBODY, 0, NULL, 4);
    add_event(t, t1, EV_LOCKSKIP, b, 0, NULL, 5);
    add_event(t, TASK_NONE, EV_TOGGLE, NOBODY, 0, "lock b on", 0);
    add_event(t, TASK_NONE, EV_TOGGLE, NOBODY, 0, "speed 0.5", 0);
    add_event(t, t1, EV_LOCKED, a, 1, NULL, 6);
    add_event(t, t2, EV_BEGIN, NOBODY, 0, NULL, 12);
    add_event(t, t2, EV_LOCKED, b, 1, NULL, 13);
    add_event(t, t2, EV_LOCKWAIT, a, t1, NULL, 14);
    add_event(t, t1, EV_LOCKWAIT, b, t2, NULL, 7);
    add_event(t, TASK_NONE, EV_DEADLOCK, NOBODY, 0, "t1 and t2 wait for each other", 0);
}

/* Processes of which one prints wide text, one is killed, and names that would like to
 * reach the terminal. */
static inline void can_processes(struct trace *t)
{
    trace_init(t);
    task_id main = add_task(t, "MainProcess", TASK_PROCESS, TASK_NONE);
    task_id p1 = add_task(t, "卖票员一号", TASK_PROCESS, main);
    task_id p2 = add_task(t, "evil\033[2J", TASK_PROCESS, main);
    t->tasks[p2].daemon = true;
    uint32_t q = add_object(t, "q", "Queue");
    add_event(t, main, EV_BEGIN, NOBODY, 0, NULL, 1);
    add_event(t, main, EV_SPAWN, NOBODY, p1, NULL, 8);
    add_event(t, main, EV_SPAWN, NOBODY, p2, NULL, 9);
    add_event(t, p1, EV_BEGIN, NOBODY, 0, NULL, 3);
    add_event(t, p1, EV_PRINT, NOBODY, 0, "第一行：卖出了一张票，还剩九十九张票，请大家排队\nsecond\tline\n", 4);
    add_event(t, p2, EV_GETWAIT, q, 0, NULL, 5);
    add_event(t, p1, EV_PUT, q, 0, "'票'", 5);
    add_event(t, p2, EV_GET, q, 0, "'票'", 5);
    add_event(t, main, EV_KILL, NOBODY, p2, NULL, 10);
    add_event(t, p2, EV_DIED, NOBODY, 9, NULL, 0);
    add_event(t, p1, EV_ERROR, NOBODY, 0, "ZeroDivisionError: division by zero", 6);
    add_event(t, p1, EV_END, NOBODY, 1, NULL, 0);
    add_event(t, main, EV_REAPED, NOBODY, p1, NULL, 11);
    add_event(t, main, EV_PRINT, NOBODY, 0, "\n", 12);
}

/* n threads that each read once; the first k of them again and again. */
static inline void can_crowd(struct trace *t, unsigned n, unsigned k)
{
    trace_init(t);
    task_id main = add_task(t, "MainProcess", TASK_PROCESS, TASK_NONE);
    uint32_t x = add_object(t, "x", "variable");
    add_event(t, main, EV_BEGIN, NOBODY, 0, NULL, 1);
    for (unsigned i = 1; i <= n; i++) {
        char name[16];
        snprintf(name, sizeof name, "Thread-%u", i);
        task_id id = add_task(t, name, TASK_THREAD, main);
        add_event(t, main, EV_SPAWN, NOBODY, id, NULL, 8);
        add_event(t, id, EV_BEGIN, NOBODY, 0, NULL, 3);
        for (unsigned again = 0; i <= k && again < 3; again++)
            add_event(t, id, EV_READ, x, 0, "1", 4);
    }
    for (task_id id = 1; id <= n; id++)
        add_event(t, id, EV_READ, x, 0, "2", 5);
    for (task_id id = 1; id <= n; id++)
        add_event(t, id, EV_END, NOBODY, 0, NULL, 0);
}

#endif
