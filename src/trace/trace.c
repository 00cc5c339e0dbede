#include "trace/trace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"

const struct event_info event_table[EVENT_COUNT] = {
#define EVENT(id, word, level, shows, help) [EV_##id] = {word, LEVEL_##level, SHOWS_##shows, help},
#include "trace/event.def"
#undef EVENT
};

enum event_kind event_by_word(const char *word, size_t n)
{
    for (int i = 0; i < EVENT_COUNT; i++) {
        if (strlen(event_table[i].word) == n && memcmp(event_table[i].word, word, n) == 0)
            return (enum event_kind)i;
    }
    return EVENT_COUNT;
}

void trace_init(struct trace *t)
{
    *t = (struct trace){.spare = TASK_NONE};
    arena_init(&t->texts);
    arena_init(&t->names);
}

void trace_finish(struct trace *t)
{
    if (t->spill) {
        munmap(t->events, t->events_cap * sizeof *t->events);
        close(t->spill - 1);
    } else {
        free(t->events);
    }
    free(t->tasks);
    free(t->objects);
    free(t->files);
    arena_finish(&t->texts);
    arena_finish(&t->names);
    trace_init(t);
}

/* Room for one more thing in an array of n; false if there is no memory. */
static bool grow(void *array, size_t *cap, size_t n, size_t size)
{
    if (n < *cap)
        return true;
    size_t more = *cap ? *cap * 2 : 64;
    void *p = reallocarray(*(void **)array, more, size);
    if (!p)
        return false;
    *(void **)array = p;
    *cap = more;
    return true;
}

/* ---- more events than memory should hold ---- */

/* A file that nobody else sees and that is gone with us, or a negative errno. */
static int open_unlinked(void)
{
    const char *dir = getenv("TMPDIR");
    int fd = open(dir && dir[0] ? dir : "/var/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0)
        fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    return fd < 0 ? -errno : fd;
}

static bool map_spill(struct trace *t, size_t cap)
{
    size_t bytes = cap * sizeof *t->events;
    // posix_fallocate: a disk that is full says so here, not by SIGBUS later
    if (bytes > TRACE_FILE || posix_fallocate(t->spill - 1, 0, (off_t)bytes) != 0)
        return false;
    void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, t->spill - 1, 0);
    if (p == MAP_FAILED)
        return false;
    t->events = p;
    t->events_cap = cap;
    return true;
}

static bool start_spill(struct trace *t)
{
    struct event *old = t->events;
    int fd = open_unlinked();
    if (fd < 0)
        return false;
    t->spill = fd + 1;
    if (!map_spill(t, t->events_cap * 2)) {
        close(fd);
        t->spill = 0;
        return false;
    }
    memcpy(t->events, old, t->count * sizeof *old);
    free(old);
    return true;
}

static bool grow_spill(struct trace *t)
{
    struct event *old = t->events;
    size_t old_bytes = t->events_cap * sizeof *old;
    if (!map_spill(t, t->events_cap * 2))
        return false;
    munmap(old, old_bytes);
    return true;
}

static bool room_for_event(struct trace *t)
{
    if (t->count < t->events_cap)
        return true;
    if (t->spill)
        return grow_spill(t);
    if (t->count * sizeof *t->events * 2 > TRACE_MEMORY && start_spill(t))
        return true;
    return grow(&t->events, &t->events_cap, t->count, sizeof *t->events); // or in memory after all
}

/* ---- what an event says about its task ---- */

enum effect { DOES, WAITS, SLEEPS, BEGINS, ENDS, DIES, TOLD }; // TOLD: by conch, the task did nothing

static const uint8_t effects[EVENT_COUNT] = {
    [EV_BEGIN] = BEGINS,   [EV_END] = ENDS,      [EV_DIED] = DIES,     [EV_JOINWAIT] = WAITS,
    [EV_LOCKWAIT] = WAITS, [EV_SEMWAIT] = WAITS, [EV_EVTWAIT] = WAITS, [EV_CONDWAIT] = WAITS,
    [EV_BARWAIT] = WAITS,  [EV_PUTWAIT] = WAITS, [EV_GETWAIT] = WAITS, [EV_ASK] = WAITS,
    [EV_SLEEP] = SLEEPS,   [EV_TOGGLE] = TOLD,   [EV_DEADLOCK] = TOLD, [EV_NOTE] = TOLD,
    [EV_NAMED] = TOLD,     [EV_FILE] = TOLD,
};

static bool over(const struct trace_task *k)
{
    return k->state == TASK_ENDED || k->state == TASK_DEAD;
}

static void follow_task(struct trace_task *k, const struct event *ev)
{
    enum effect e = effects[ev->kind];
    if (e == TOLD)
        return;
    if (ev->line && e != DIES)
        k->line = ev->line;
    k->waits_for = e == WAITS ? ev->object : UINT32_MAX;
    switch (e) {
    case BEGINS: k->began_ns = ev->time_ns; k->state = TASK_RUNS; break;
    case WAITS: k->state = TASK_WAITS; break;
    case SLEEPS: k->state = TASK_SLEEPS; break;
    case ENDS:
    case DIES:
        if (over(k))
            break;
        k->state = e == ENDS ? TASK_ENDED : TASK_DEAD;
        k->ended_ns = ev->time_ns;
        k->exitcode = (int32_t)(e == ENDS ? ev->number : -ev->number);
        break;
    default:
        if (!over(k))
            k->state = TASK_RUNS;
    }
}

static void set_name(char name[48], const struct event *ev)
{
    size_t n = MIN((size_t)ev->n, (size_t)47);
    if (!ev->text)
        return;
    memcpy(name, ev->text, n);
    name[n] = 0;
}

/* NAMED: an object's new name, or with no object the task's whose id is the number. */
static void follow_others(struct trace *t, const struct event *ev)
{
    bool has_object = ev->object < t->object_count;
    bool has_task = ev->number >= 0 && ev->number < (int64_t)t->task_count;
    if (ev->kind == EV_NAMED && has_object)
        set_name(t->objects[ev->object].name, ev);
    else if (ev->kind == EV_NAMED && has_task)
        set_name(t->tasks[ev->number].name, ev);
    else if (ev->kind == EV_TOGGLE && has_object)
        t->objects[ev->object].off = ev->number == 0;
    else if (ev->kind == EV_SPAWN && has_task && t->tasks[ev->number].parent == TASK_NONE)
        t->tasks[ev->number].parent = ev->task;
    else if (ev->kind == EV_CODONE && ev->task < t->task_count) {
        t->tasks[ev->task].state = TASK_ENDED;
        t->tasks[ev->task].ended_ns = ev->time_ns;
    }
}

int trace_append(struct trace *t, const struct event *ev)
{
    if (!room_for_event(t))
        return -ENOMEM;
    struct event *e = &t->events[t->count];
    *e = *ev;
    e->seq = t->forgotten + ++t->count;
    e->text = ev->text ? arena_text(&t->texts, ev->text, ev->n) : NULL;
    e->n = ev->text ? ev->n : 0;
    if (ev->task < t->task_count)
        follow_task(&t->tasks[ev->task], e);
    follow_others(t, e);
    return 0;
}

void trace_forget(struct trace *t)
{
    t->forgotten += t->count;
    t->count = 0;
    arena_finish(&t->texts);
}

task_id trace_task_new(struct trace *t, const struct trace_task *like)
{
    task_id id = t->spare;
    if (id != TASK_NONE)
        t->spare = t->tasks[id].parent;
    else if (grow(&t->tasks, &t->tasks_cap, t->task_count, sizeof *t->tasks))
        id = t->task_count++;
    else
        return TASK_NONE;
    t->tasks[id] = *like;
    t->tasks[id].waits_for = UINT32_MAX;
    return id;
}

void trace_task_forget(struct trace *t, task_id id)
{
    t->tasks[id] = (struct trace_task){.state = TASK_ENDED, .parent = t->spare};
    t->spare = id;
}

uint32_t trace_object_new(struct trace *t, const struct trace_object *like)
{
    if (!grow(&t->objects, &t->objects_cap, t->object_count, sizeof *t->objects))
        return UINT32_MAX;
    t->objects[t->object_count] = *like;
    return t->object_count++;
}

uint16_t trace_file(struct trace *t, const char *name)
{
    for (uint32_t i = 0; i < t->file_count; i++) {
        if (strcmp(t->files[i], name) == 0)
            return (uint16_t)i;
    }
    if (t->file_count >= UINT16_MAX ||
        !grow(&t->files, &t->files_cap, t->file_count, sizeof *t->files))
        return 0;
    t->files[t->file_count] = arena_text(&t->names, name, strlen(name));
    return (uint16_t)t->file_count++;
}

/* ---- in words ---- */

static const char *task_name(const struct trace *t, int64_t id)
{
    if (id < 0 || id >= (int64_t)t->task_count)
        return "nobody";
    return t->tasks[id].name[0] ? t->tasks[id].name : "a task";
}

static void tell_shown(struct buf *out, const struct trace *t, const struct event *ev)
{
    switch (event_table[ev->kind].shows) {
    case SHOWS_TASK: buf_addf(out, " %s", task_name(t, ev->number)); break;
    case SHOWS_NUMBER: buf_addf(out, " %lld", (long long)ev->number); break;
    case SHOWS_NS: buf_addf(out, " %.3g s", (double)ev->number / 1e9); break;
    case SHOWS_VALUE:
        if (ev->text)
            buf_addf(out, "%s %.*s", ev->object < t->object_count ? " =" : "", (int)ev->n, ev->text);
        break;
    case SHOWS_NONE: break;
    }
}

void event_tell(struct buf *out, const struct trace *t, const struct event *ev)
{
    buf_addf(out, "%s  %s", task_name(t, ev->task), event_table[ev->kind].word);
    if (ev->object < t->object_count)
        buf_addf(out, " %s", t->objects[ev->object].name);
    tell_shown(out, t, ev);
    if (ev->line)
        buf_addf(out, "  (line %u)", ev->line);
    if (ev->flags & EVENT_UNFINISHED)
        buf_adds(out, "  (killed in the middle of it)");
}
