/* box.h: what the shell and a run's processes tell each other, beside the logs.
 *
 * One struct in the region's bytes, at the same offset in every process. Each box has one
 * writer a side and a sequence number that is stored last; the reader copies, then
 * validates the copy, because a lesson may scribble over all of it. */
#ifndef LIVE_BOX_H
#define LIVE_BOX_H

#include "live/region.h"
#include "live/run.h"

enum { ENTRY_BYTES = 1 << 20, ANSWER_BYTES = 4096, QUERY_BYTES = 256 * 1024, SWITCHES_MAX = 256 };

/* An entry typed at the prompt, or the program itself. */
struct entry_box {
    _Atomic uint32_t pending; // the shell has written an entry; main takes it back to 0
    _Atomic uint32_t done;    // how many entries main has finished
    _Atomic uint32_t ok;     // it ended without an uncaught exception
    uint32_t n;
    char label[64];
    char text[ENTRY_BYTES];
};

/* input(): one at a time. */
struct ask_box {
    _Atomic uint32_t who;      // task_ref that asks, or NOBODY
    _Atomic uint32_t answered; // set by the shell: 1 answer, 2 end of file
    uint32_t prompt_n, n;
    char prompt[512];
    char text[ANSWER_BYTES];
};

struct query_box {
    _Atomic uint32_t asked, told; // told = asked: the answer is there
    _Atomic uint32_t taken;       // = asked: some thread is answering
    char what[256];
    uint32_t n;
    char text[QUERY_BYTES];
};

/* Switches as the learner set them, by name; read when a name becomes known and on change. */
struct switch_entry {
    uint8_t kind; // enum switch_kind
    uint8_t on, to_process;
    char name[48];
};
struct switch_box {
    _Atomic uint32_t n;
    struct switch_entry at[SWITCHES_MAX];
};

struct run_boxes {
    struct entry_box entry;
    struct ask_box ask;
    struct query_box query;
    struct switch_box switches;
    _Atomic uint32_t ready;       // main has reached its prompt or its program
    _Atomic uint32_t go;          // the shell has set what it wanted to set: main may begin
    _Atomic uint32_t interrupts_of_all; // Ctrl-C that is for all processes, counted
    _Atomic int32_t exit_code;    // what main ended with, valid when exited
    _Atomic uint32_t exited;
    _Atomic uint64_t output_bytes;
    _Atomic uint32_t drain_asked, drain_told; // what other programs have written is to be told now
};

/* The boxes of a run; region_alloc'ed first, so they stand at offset 0. */
static inline struct run_boxes *boxes_of(const struct run_region *r)
{
    return (struct run_boxes *)r->bytes;
}

#endif
