/* running.h: what run.c and orders.c share: the shell's side of one run, from within.
 *
 * Threads: the shell's one; nothing here is touched by a task, but for what `region` maps. */
#ifndef LIVE_RUNNING_H
#define LIVE_RUNNING_H

#include "live/engine.h"
#include "live/parts.h"
#include "live/process.h"
#include "live/reader.h"
#include "live/run.h"
#include "live/script.h"
#include "live/turns.h"

enum {
    END_MS = 900,  // what has been killed is waited for so long
};

struct run {
    struct run_region region;
    struct trace trace;
    struct log_reader *reader;
    struct reaper reaper;
    int deadman[2];
    pid_t main_pid;
    int words_in[2];        // main's ends of these, until it is forked
    int words[2];           // what other programs that the run started write to 1 and 2; -1: none
    struct guard_note *guard;
    int main_pidfd;         // readable when main has ended; -1: not to be had
    bool prompt, ended, interrupted_once, paused, killed;
    uint64_t interrupt_ns, last_event_ns, ends_ns, last_look_ns;
    uint32_t entries;
    struct buf deadlock;
    uint64_t moves_judged;  // head->moves when the last verdict was reached
    uint64_t moves_forgotten, forgets_until_ns; // head->moves when processes were asked to close what nobody holds; how long they may take
    bool stuck;             // total: nobody can go on
    struct turns turns;     // of a controlled run
    struct script script;   // … or its turns were written down
    uint64_t output_limit;
    int exit_code;
    char scratch[256]; // its own directory, or ""
};

static inline struct run_boxes *boxes(const struct run *r)
{
    return boxes_of(&r->region);
}

/* How fast the run goes; 0 or 1: as fast as it can. Takes no lock. */
void run_pace(struct run *r, double speed);

#endif
