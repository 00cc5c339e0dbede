/* note.h: what a task's first record says of it. */
#ifndef LIVE_NOTE_H
#define LIVE_NOTE_H

#include "live/region.h"

struct log_note {
    task_ref ref, parent, process;
    int32_t pid, ppid, tid;
    uint8_t kind, daemon, is_main, spare; // enum task_kind
    char name[48];
};

#endif
