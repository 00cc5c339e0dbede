/* play.h: a small stage for tests of live/: a run whose main is a C function. */
#ifndef TESTS_LIVE_PLAY_H
#define TESTS_LIVE_PLAY_H

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "live/graph.h"
#include "live/klock.h"
#include "live/live.h"
#include "live/process.h"
#include "live/reader.h"

struct play {
    struct run_region region;
    struct trace trace;
    struct log_reader *reader;
    struct reaper reaper;
    int deadman[2];
    pid_t main;
};

static inline void play_open(struct play *p, const struct region_opts *opts, unsigned record)
{
    *p = (struct play){.main = 0};
    if (region_open(opts, &p->region) != 0 || deadman_open(p->deadman) != 0)
        _exit(90);
    p->region.head->record = record;
    trace_init(&p->trace);
    p->reader = reader_open(&p->region, &p->trace);
    p->reaper = (struct reaper){.region = &p->region, .reader = p->reader};
}

/* Forks main, which runs body(arg) as the run's main task and ends with 0. */
static inline void play_start(struct play *p, void (*body)(void *), void *arg, bool sandbox)
{
    fflush(stdout);
    p->main = process_fork_main();
    if (p->main == 0) {
        struct main_opts o = {.deadman = {p->deadman[0], p->deadman[1]}, .out_fd = 2,
                              .keep_fds = NULL, .sandbox = sandbox};
        struct main_report rep;
        if (live_main(&p->region, &o, &rep) != 0)
            _exit(91);
        body(arg);
        live_process_end(0);
    }
    p->reaper.main_pid = p->main;
}

/* One turn of the shell's loop. */
static inline size_t play_turn(struct play *p)
{
    reaper_pass(&p->reaper, 200);
    return reader_pump(p->reader, false);
}

static inline void play_nap(long us)
{
    nanosleep(&(struct timespec){us / 1000000, us % 1000000 * 1000}, NULL);
}

/* Until every task has ended, a deadlock was found (returns true), or the deadline. */
static inline bool play_finish(struct play *p, unsigned limit_ms, bool *ret_late)
{
    uint64_t end = clock_now_ns() + limit_ms * 1000000ull;
    *ret_late = false;
    while (!p->reaper.main_gone || reaper_anybody(&p->region)) {
        play_turn(p);
        if (atomic_load(&p->region.head->verdict) != VERDICT_NONE)
            return true;
        if (clock_now_ns() > end) {
            *ret_late = true;
            return false;
        }
        play_nap(200);
    }
    return false;
}

static inline void play_close(struct play *p)
{
    process_end_all(p->main, 2000);
    reaper_pass(&p->reaper, 200);
    while (reader_pump(p->reader, true))
        reaper_pass(&p->reaper, 200);
    reader_close(p->reader);
    trace_finish(&p->trace);
    close(p->deadman[0]);
    close(p->deadman[1]);
    region_close(&p->region);
}

#endif
