/* The log under kills, and under lies. */
#include <stdio.h>
#include <sys/prctl.h>

#include "play.h"
#include "tap.h"

#include "live/note.h"
#include "live/pen.h"

static struct play play;

/* ---- three writers race on one word while they are killed ---- */

struct race {
    _Atomic uint64_t cell;
    _Atomic uint32_t committed[SLOT_MAX / 64]; // by writer's number: events it has committed
};
static struct race *race;
enum { WRITERS = 3 };

static void access_cell(enum event_kind kind, uint64_t value, uint64_t *read)
{
    struct run_region *r = &live.region;
    bool logs = log_prepare(kind, 0);
    live_me.line = (live_me.line + 1) & 0x7fff;
    klock_take(r);
    if (logs)
        log_begin(kind, OBJECT_NONE, (int64_t)value);
    if (kind == EV_READ)
        value = *read = race->cell;
    else
        race->cell = value;
    if (logs)
        log_commit((int64_t)value, NULL, 0);
    klock_give(r);
}

/* At most 6,000 accesses, then it waits to be killed. */
static void write_until_killed(uint32_t number)
{
    for (int i = 0;; i++) {
        uint64_t v = 0;
        while (i >= 3000)
            pause();
        access_cell(EV_READ, 0, &v);
        race->committed[number]++;
        access_cell(EV_WRITE, v + 1, NULL);
        race->committed[number]++;
    }
}

static pid_t start_writer(uint32_t number)
{
    char name[16];
    task_ref t;
    snprintf(name, sizeof name, "w%u", number);
    while (live_task_new(&(struct task_opts){.kind = TASK_PROCESS, .name = name}, &t) != 0)
        play_nap(500); // slots of the dead come back when the shell has read them
    pid_t p = live_fork(t);
    if (p == 0)
        write_until_killed(number);
    return p;
}

static void killing(void *arg)
{
    uint32_t kills = *(uint32_t *)arg, n = 0;
    pid_t pid[WRITERS];
    unsigned seed = 5;
    live.fork_pause = false;
    for (; n < WRITERS; n++)
        pid[n] = start_writer(n);
    for (uint32_t k = 0; k < kills; k++) {
        int i = rand_r(&seed) % WRITERS, st;
        play_nap(rand_r(&seed) % 1000);
        kill(pid[i], SIGKILL);
        waitpid(pid[i], &st, 0);
        live_child_gone(pid[i], st);
        pid[i] = start_writer(n++);
    }
    for (int i = 0, st; i < WRITERS; i++) {
        kill(pid[i], SIGKILL);
        waitpid(pid[i], &st, 0);
        live_child_gone(pid[i], st);
    }
}

struct counts {
    uint64_t events, contradictions, gaps, unfinished, lost;
};

/* Replays the merged trace: what is read is what was last written, and no writer's event lacks. */
static struct counts replay(const struct trace *t)
{
    struct counts c = {0};
    uint32_t *line = calloc(t->task_count + 1, sizeof *line), *seen = calloc(t->task_count + 1, sizeof *seen);
    uint64_t cell = 0, maybe = 0;
    bool open = false; // a write whose task was killed in the middle may have been done
    for (size_t i = 0; i < t->count; i++) {
        const struct event *e = &t->events[i];
        if (e->kind != EV_READ && e->kind != EV_WRITE)
            continue;
        c.events++;
        if (e->line != ((line[e->task] + 1) & 0x7fff)) {
            c.gaps++;
            printf("# event %zu: line %u of task %u after %u\n", i, e->line, e->task, line[e->task]);
        }
        line[e->task] = e->line;
        if (e->flags & EVENT_UNFINISHED) {
            c.unfinished++;
            if (e->kind == EV_WRITE)
                maybe = (uint64_t)e->number;
            open |= e->kind == EV_WRITE;
            continue;
        }
        seen[e->task]++;
        if (e->kind == EV_READ && open && (uint64_t)e->number == maybe)
            cell = maybe;
        if (e->kind == EV_READ && (uint64_t)e->number != cell) {
            c.contradictions++;
            printf("# event %zu: read %lld, want %llu\n", i, (long long)e->number, (unsigned long long)cell);
        }
        open = false;
        cell = (uint64_t)e->number;
    }
    for (uint32_t i = 0; i < t->task_count; i++) {
        if (t->tasks[i].name[0] == 'w')
            c.lost += race->committed[atoi(t->tasks[i].name + 1)] > seen[i];
    }
    free(line);
    free(seen);
    return c;
}

TEST(nothing_is_lost_and_nothing_contradicts_when_writers_are_killed)
{
    uint32_t kills = getenv("LOG_KILLS") ? (uint32_t)atoi(getenv("LOG_KILLS")) : 150;
    bool late;
    play_open(&play, &(struct region_opts){.slots = 64, .log_bytes = 1 << 18}, 2);
    race = (struct race *)(play.region.bytes + region_alloc(&play.region, sizeof *race));
    play_start(&play, killing, &kills, false);
    play_finish(&play, 50000, &late);
    while (reader_pump(play.reader, true))
        reaper_pass(&play.reaper, 100);
    struct counts c = replay(&play.trace);
    printf("# %llu events, %llu unfinished, %u kills\n", (unsigned long long)c.events,
           (unsigned long long)c.unfinished, kills + WRITERS);
    CHECK(!late);
    CHECK(c.events > 10000);
    CHECK_INT(c.contradictions, 0);
    CHECK_INT(c.gaps, 0);
    CHECK_INT(c.lost, 0);
    CHECK_INT(reader_rejected(play.reader), 0);
    CHECK(c.unfinished > 0 && c.unfinished <= kills + WRITERS);
    for (size_t i = 0; i < play.trace.count; i++)
        CHECK_INT(play.trace.events[i].seq, i + 1);
    play_close(&play);
}

/* ---- a full ring ---- */

static void flood(void *arg)
{
    (void)arg;
    for (int i = 0; i < 20000; i++)
        log_event(EV_NOTE, OBJECT_NONE, i);
}

TEST(a_full_ring_makes_the_task_wait_and_loses_nothing)
{
    bool late;
    int64_t next = 0;
    play_open(&play, &(struct region_opts){.slots = 64, .log_bytes = 4096}, 0);
    play_start(&play, flood, NULL, false);
    play_finish(&play, 20000, &late);
    CHECK(!late);
    for (size_t i = 0; i < play.trace.count; i++) {
        if (play.trace.events[i].kind == EV_NOTE)
            CHECK_INT(play.trace.events[i].number, next++);
    }
    CHECK_INT(next, 20000);
    play_close(&play);
}

/* ---- texts, files, lanes ---- */

static void tells(void *arg)
{
    static char big[200000];
    (void)arg;
    memset(big, 'x', sizeof big);
    big[sizeof big - 1] = 'y';
    live_me.file = live_file("a.py");
    live_me.line = 7;
    log_text(EV_PRINT, OBJECT_NONE, 0, "short\n", 6);
    log_text(EV_PRINT, OBJECT_NONE, 0, big, sizeof big);
    live_lane(1, "ping");
    live_me.file = live_file("b.py");
    log_text(EV_PRINT, OBJECT_NONE, 0, "", 0);
    live_lane(0, NULL);
    log_text(EV_PRINT, OBJECT_NONE, 0, "again", 5);
    log_event(EV_READ, OBJECT_NONE, 0); // above the level
}

TEST(texts_of_any_length_files_and_lanes_arrive_whole)
{
    bool late;
    const struct event *p[4];
    int n = 0;
    play_open(&play, &(struct region_opts){.slots = 64}, 1);
    play_start(&play, tells, NULL, false);
    play_finish(&play, 20000, &late);
    CHECK(!late);
    for (size_t i = 0; i < play.trace.count; i++) {
        CHECK(play.trace.events[i].kind != EV_READ);
        if (play.trace.events[i].kind == EV_PRINT && n < 4)
            p[n++] = &play.trace.events[i];
    }
    CHECK_INT(n, 4);
    CHECK_STR(p[0]->text, "short\n");
    CHECK_INT(p[0]->line, 7);
    CHECK_STR(play.trace.files[p[0]->file], "a.py");
    CHECK_INT(p[1]->n, 200000);
    CHECK_INT(p[1]->text[199999], 'y');
    CHECK_INT(p[2]->n, 0);
    CHECK_STR(play.trace.files[p[2]->file], "b.py");
    CHECK_STR(play.trace.tasks[p[2]->task].name, "ping");
    CHECK_INT(play.trace.tasks[p[2]->task].kind, TASK_COROUTINE);
    CHECK_INT(play.trace.tasks[p[2]->task].carrier, p[0]->task);
    CHECK_STR(p[3]->text, "again");
    CHECK_INT(p[3]->task, p[0]->task);
    play_close(&play);
}

static void tells_numbers(void *arg)
{
    static const int64_t numbers[] = {0, 42, -7, INT64_MAX, INT64_MIN};
    (void)arg;
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
        if (!log_prepare(EV_READ, 0))
            return;
        log_begin(EV_READ, OBJECT_NONE, 0);
        log_commit_number(numbers[i]);
    }
    log_text(EV_PRINT, OBJECT_NONE, 3, "seven", 5);
}

TEST(a_number_is_read_as_its_text)
{
    static const char *const texts[] = {"0", "42", "-7", "9223372036854775807", "-9223372036854775808"};
    bool late;
    size_t n = 0;
    play_open(&play, &(struct region_opts){.slots = 64}, 2);
    play_start(&play, tells_numbers, NULL, false);
    play_finish(&play, 20000, &late);
    CHECK(!late);
    for (size_t i = 0; i < play.trace.count; i++) {
        const struct event *ev = &play.trace.events[i];
        if (ev->kind == EV_READ && n < ARRAY_LEN(texts)) {
            CHECK_STR(ev->text, texts[n++]);
            CHECK_INT(ev->number, 0);
        }
        if (ev->kind == EV_PRINT)
            CHECK_STR(ev->text, "seven");
    }
    CHECK_INT(n, ARRAY_LEN(texts));
    play_close(&play);
}

/* As if another task had come in between the look at the clock and the ticket. */
static void tells_of_late_clocks(void *arg)
{
    struct log_pen *p = &live_me.pen;
    uint64_t now = pen_time(p);
    (void)arg;
    for (uint32_t i = 0; i < 4; i++) {
        pen_get_ready(p, 1);
        pen_publish(p, pen_begin_at(p, EV_READ, OBJECT_NONE, i, now + i % 2 * 1000000), 1, 0);
    }
}

TEST(no_time_goes_back_along_the_order)
{
    bool late;
    uint64_t at[4] = {0};
    size_t n = 0;
    play_open(&play, &(struct region_opts){.slots = 64}, 2);
    play_start(&play, tells_of_late_clocks, NULL, false);
    play_finish(&play, 20000, &late);
    CHECK(!late);
    for (size_t i = 0; i < play.trace.count; i++) {
        CHECK(i == 0 || play.trace.events[i].time_ns >= play.trace.events[i - 1].time_ns);
        if (play.trace.events[i].kind == EV_READ && n < 4)
            at[n++] = play.trace.events[i].time_ns;
    }
    CHECK_INT(n, 4);
    CHECK(at[0] < at[1]);
    CHECK(at[2] == at[1]);
    play_close(&play);
}

/* ---- a region that somebody scribbles over ---- */

static void scribble(void *base, size_t bytes)
{
    uint64_t x = 88172645463325252ull;
    unsigned char *b = base;
    for (;;) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        b[x % bytes] = (unsigned char)(x >> 40);
    }
}

/* Records that nearly make sense, and heads that move, so that they are read. */
static void scribble_heads(struct run_region *r)
{
    unsigned seed = 3;
    for (;;) {
        struct task_slot *s = &r->slots[(unsigned)rand_r(&seed) % r->slot_max];
        struct log_record *ring = (struct log_record *)r->logs + slot_index(r, s) * r->log_records;
        uint64_t tail = atomic_load(&s->log_tail);
        for (unsigned i = 0; i < 8; i++) {
            struct log_record *rec = &ring[(tail + i) & (r->log_records - 1)];
            rec->ticket = (unsigned)rand_r(&seed) % 100000;
            rec->kind = (uint8_t)(rand_r(&seed) % 8 ? rand_r(&seed) % EVENT_COUNT : LOG_TASK);
            rec->state = (uint8_t)(LOG_COMMIT | (rand_r(&seed) % 4 ? 0 : LOG_TEXT) | (rand_r(&seed) % 9 ? 0 : LOG_MORE) |
                                   (rand_r(&seed) % 5 ? 0 : LOG_NUMBER));
            rec->object = (uint32_t)rand_r(&seed) % 300;
            rec->value = rand_r(&seed);
        }
        if (rand_r(&seed) % 3 == 0) { // a true introduction, so that the rest is believed
            struct log_note note = {.ref = 1u << SLOT_BITS | slot_index(r, s), .kind = (uint8_t)(rand_r(&seed) % 4)};
            struct log_record *rec = &ring[tail & (r->log_records - 1)];
            uint32_t n = sizeof note, room = r->log_records - (uint32_t)(tail & (r->log_records - 1));
            if (room > 4) {
                rec->kind = LOG_TASK;
                rec->state = LOG_COMMIT | LOG_TEXT;
                memcpy((void *)(rec + 1), &n, sizeof n);
                memcpy((char *)(rec + 1) + sizeof n, &note, sizeof note);
            }
        }
        atomic_store(&s->log_head, tail + (unsigned)rand_r(&seed) % 9);
        atomic_store(&s->state, (unsigned)rand_r(&seed) % 12);
        atomic_fetch_or(&r->head->dirty[0], ~0ull);
        r->head->slots_used = r->slot_max;
        if (rand_r(&seed) % 16 == 0)
            atomic_store(&r->head->klock, 0);
    }
}

TEST(a_region_full_of_lies_does_not_bring_the_reader_down)
{
    int ms = getenv("HOSTILE_MS") ? atoi(getenv("HOSTILE_MS")) : 1500;
    struct buf words = {0};
    struct wait_graph g;
    uint64_t passes = 0;
    play_open(&play, &(struct region_opts){.slots = 64, .log_bytes = 4096, .objects = 256, .syncs = 64, .bytes = 4096}, 2);
    pid_t a = 0, b = fork();
    if (b == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        scribble_heads(&play.region);
    }
    uint64_t end = clock_now_ns() + (uint64_t)ms * 1000000, half = end - (uint64_t)ms * 500000;
    alarm((unsigned)ms / 1000 + 60);
    while (clock_now_ns() < end && play.trace.count < 3000000) {
        if (!a && clock_now_ns() > half && (a = fork()) == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            scribble(play.region.head, play.region.mapped);
        }
        reaper_pass(&play.reaper, 2);
        reader_pump(play.reader, false);
        if (graph_take(&play.region, 2, &g, NULL) == 0) {
            graph_tell(&g, &words);
            graph_free(&g);
            buf_clear(&words);
        }
        bool settled;
        struct gate_entry gate[64];
        gate_list(&play.region, gate, 64, &settled);
        passes++;
    }
    kill(b, SIGKILL);
    if (a) {
        kill(a, SIGKILL);
        waitpid(a, NULL, 0);
    }
    waitpid(b, NULL, 0);
    for (size_t i = 0; i < play.trace.count; i += 97) { // what is told of lies is well-formed
        event_tell(&words, &play.trace, &play.trace.events[i]);
        buf_clear(&words);
    }
    printf("# %llu passes, %zu events believed, %llu rejected\n", (unsigned long long)passes,
           play.trace.count, (unsigned long long)reader_rejected(play.reader));
    CHECK(passes > 10);
    CHECK(reader_rejected(play.reader) > 0 && play.trace.count > 1000);
    buf_finish(&words);
}

/* ---- a run that nobody looks back on ---- */

enum { SHORT_LIVES = 3000 };
static _Atomic uint32_t *over; // set when the last of the short lives has ended

static void nothing(void *arg)
{
    (void)arg;
}

static void until_over(void *arg)
{
    (void)arg;
    while (!atomic_load(over))
        live_sleep(clock_now_ns() + 1000000);
}

static task_ref begin(const char *name, void (*body)(void *))
{
    task_ref t;
    if (live_task_new(&(struct task_opts){.kind = TASK_THREAD, .name = name}, &t) != 0 ||
        live_thread_start(t, body, NULL, 0) != 0)
        _exit(92);
    return t;
}

static void live_briefly(void *arg)
{
    (void)arg;
    task_ref patient = begin("patient", until_over);
    for (int i = 0; i < SHORT_LIVES; i++)
        live_join(begin("short", nothing), 0);
    atomic_store(over, 1);
    live_join(patient, 0);
}

static struct {
    size_t told, ends;
    bool patient;
} heard;

/* What a shell does that nobody will ask. */
static void hear_and_forget(void)
{
    for (; heard.told < play.trace.count; heard.told++) {
        const struct event *e = &play.trace.events[heard.told];
        heard.ends += e->kind == EV_END;
        heard.patient |= e->kind == EV_END && strcmp(play.trace.tasks[e->task].name, "patient") == 0;
    }
    if (reader_forget(play.reader))
        heard.told = 0;
}

TEST(of_a_run_that_is_forgotten_only_what_lives_is_known)
{
    play_open(&play, &(struct region_opts){.slots = 64}, 0);
    over = (_Atomic uint32_t *)(void *)(play.region.bytes + region_alloc(&play.region, sizeof *over));
    play_start(&play, live_briefly, NULL, false);
    while (!play.reaper.main_gone || reaper_anybody(&play.region)) {
        play_turn(&play);
        hear_and_forget();
    }
    while (reader_pump(play.reader, true))
        hear_and_forget();
    CHECK_INT(heard.ends, SHORT_LIVES + 2);
    CHECK(heard.patient);
    CHECK(play.trace.task_count < SHORT_LIVES / 2);
    CHECK_INT(reader_rejected(play.reader), 0);
    play_close(&play);
}

int main(void)
{
    RUN(nothing_is_lost_and_nothing_contradicts_when_writers_are_killed);
    RUN(a_full_ring_makes_the_task_wait_and_loses_nothing);
    RUN(texts_of_any_length_files_and_lanes_arrive_whole);
    RUN(a_number_is_read_as_its_text);
    RUN(no_time_goes_back_along_the_order);
    RUN(a_region_full_of_lies_does_not_bring_the_reader_down);
    RUN(of_a_run_that_is_forgotten_only_what_lives_is_known);
    return tap_done();
}
