#include "trace/trace.h"

#include "tap.h"

#include "base/buf.h"

static struct trace t;

static task_id task(const char *name)
{
    struct trace_task k = {.parent = TASK_NONE};
    snprintf(k.name, sizeof k.name, "%s", name);
    return trace_task_new(&t, &k);
}

static void add(task_id who, enum event_kind kind, uint32_t object, int64_t number, const char *text)
{
    struct event e = {.task = who, .kind = (uint8_t)kind, .object = object, .number = number,
                      .line = 7, .text = text, .n = text ? (uint32_t)strlen(text) : 0, .time_ns = 5};
    CHECK_INT(trace_append(&t, &e), 0);
}

TEST(words_find_their_kinds)
{
    for (int i = 0; i < EVENT_COUNT; i++)
        CHECK_INT(event_by_word(event_table[i].word, strlen(event_table[i].word)), i);
    CHECK_INT(event_by_word("lock", 4), EVENT_COUNT);
}

TEST(a_task_is_in_the_state_that_its_events_say)
{
    trace_init(&t);
    task_id a = task("a"), b = task("b");
    uint32_t lock = trace_object_new(&t, &(struct trace_object){.name = "l", .process = TASK_NONE});
    add(a, EV_SPAWN, UINT32_MAX, b, NULL);
    CHECK_INT(t.tasks[b].parent, a);
    CHECK_INT(t.tasks[b].state, TASK_NEW);
    add(b, EV_BEGIN, UINT32_MAX, 0, NULL);
    CHECK_INT(t.tasks[b].state, TASK_RUNS);
    add(b, EV_LOCKWAIT, lock, a, NULL);
    CHECK_INT(t.tasks[b].state, TASK_WAITS);
    CHECK_INT(t.tasks[b].waits_for, lock);
    CHECK_INT(t.tasks[b].line, 7);
    add(a, EV_TOGGLE, lock, 0, "lock l off");
    CHECK(t.objects[lock].off);
    CHECK_INT(t.tasks[a].state, TASK_RUNS);
    add(b, EV_LOCKED, lock, 1, NULL);
    CHECK_INT(t.tasks[b].state, TASK_RUNS);
    CHECK_INT(t.tasks[b].waits_for, UINT32_MAX);
    add(b, EV_SLEEP, UINT32_MAX, 1000, NULL);
    CHECK_INT(t.tasks[b].state, TASK_SLEEPS);
    add(b, EV_END, UINT32_MAX, 3, NULL);
    CHECK_INT(t.tasks[b].state, TASK_ENDED);
    CHECK_INT(t.tasks[b].exitcode, 3);
    add(a, EV_DIED, UINT32_MAX, 9, NULL);
    CHECK_INT(t.tasks[a].state, TASK_DEAD);
    CHECK_INT(t.tasks[a].exitcode, -9);
    CHECK_INT(t.tasks[a].ended_ns, 5);
    trace_finish(&t);
}

TEST(names_may_come_later)
{
    trace_init(&t);
    task_id a = task("Thread-1");
    uint32_t o = trace_object_new(&t, &(struct trace_object){.process = TASK_NONE});
    add(a, EV_NAMED, o, 0, "fork");
    add(a, EV_NAMED, UINT32_MAX, a, "worker");
    CHECK_STR(t.objects[o].name, "fork");
    CHECK_STR(t.tasks[a].name, "worker");
    trace_finish(&t);
}

TEST(an_event_reads_as_a_sentence)
{
    struct buf b = {0};
    trace_init(&t);
    task_id a = task("t1"), c = task("t2");
    uint32_t count = trace_object_new(&t, &(struct trace_object){.name = "count", .process = TASK_NONE});
    add(a, EV_READ, count, 0, "3");
    event_tell(&b, &t, &t.events[0]);
    CHECK_STR(b.text, "t1  read count = 3  (line 7)");
    buf_clear(&b);
    add(a, EV_JOINWAIT, UINT32_MAX, c, NULL);
    event_tell(&b, &t, &t.events[1]);
    CHECK_STR(b.text, "t1  join-wait t2  (line 7)");
    buf_finish(&b);
    trace_finish(&t);
}

TEST(files_are_found_again)
{
    trace_init(&t);
    CHECK_INT(trace_file(&t, "a.py"), trace_file(&t, "a.py"));
    CHECK(trace_file(&t, "b.py") != trace_file(&t, "a.py"));
    trace_finish(&t);
}

/* More events than memory should hold go to a file and come back unchanged. */
TEST(a_long_trace_stays_whole)
{
    const size_t n = TRACE_MEMORY / sizeof(struct event) + 300000;
    trace_init(&t);
    task_id a = task("a");
    for (size_t i = 0; i < n; i++) {
        struct event e = {.task = a, .kind = EV_READ, .object = UINT32_MAX, .number = (int64_t)(i * 3)};
        CHECK_INT(trace_append(&t, &e), 0);
    }
    CHECK_INT(t.count, n);
    for (size_t i = 0; i < n; i += 97) {
        CHECK_INT(t.events[i].seq, i + 1);
        CHECK_INT(t.events[i].number, i * 3);
    }
    trace_finish(&t);
}

/* Numbers go on, what is not forgotten stays, and an id is given again. */
TEST(what_is_forgotten_takes_no_room)
{
    trace_init(&t);
    task_id a = task("a"), b = task("b");
    uint16_t file = trace_file(&t, "a.py");
    for (int i = 0; i < 3; i++) {
        struct event e = {.task = i == 2 ? b : a, .kind = EV_PRINT, .object = UINT32_MAX, .text = "hello", .n = 5};
        CHECK_INT(trace_append(&t, &e), 0);
        if (i < 2)
            trace_forget(&t);
    }
    CHECK_INT(t.count, 1);
    CHECK_INT(t.events[0].seq, 3);
    CHECK_STR(t.events[0].text, "hello");
    CHECK_STR(t.files[file], "a.py");
    trace_task_forget(&t, a);
    CHECK_INT(task("c"), a);
    CHECK_INT(task("d"), b + 1);
    CHECK_STR(t.tasks[b].name, "b");
    trace_finish(&t);
}

int main(void)
{
    RUN(words_find_their_kinds);
    RUN(a_task_is_in_the_state_that_its_events_say);
    RUN(names_may_come_later);
    RUN(an_event_reads_as_a_sentence);
    RUN(files_are_found_again);
    RUN(a_long_trace_stays_whole);
    RUN(what_is_forgotten_takes_no_room);
    return tap_done();
}
