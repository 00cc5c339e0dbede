/* fake_engine.h: an engine that performs what a VM alone needs, for tests of the whole VM.
 *
 * In one way of running, each request and each visible access parks the task, the other tasks move, and only
 * then it goes on; in the other, everything is done at once, and programs have no threads. What the system
 * would do (files, processes, the clock) fails or is the same each time. */
#ifndef TESTS_FAKE_ENGINE_H
#define TESTS_FAKE_ENGINE_H

#include "base/buf.h"
#include "vm/inside.h"

struct fake_opts {
    bool parks;
    bool multi;            // accesses are visible although the program starts no thread
    uint64_t heap_limit;
    uint64_t fuel;         // so many safe points at most; 0: no end
    uint32_t collect_every;// a collection at every so many safe points; 0: as usual
};

enum fake_end { FAKE_ENDED, FAKE_DOES_NOT_COMPILE, FAKE_NO_FUEL, FAKE_STUCK };

struct fake_run {
    enum fake_end end;
    struct buf out;        // what it printed, and how threads died; the diagnosis if it does not compile
    uint64_t requests, accesses;
};

/* Runs a program in a process of its own. The caller finishes out. */
void fake_run(const char *program, size_t n, const struct fake_opts *opts, struct fake_run *ret);

#endif
