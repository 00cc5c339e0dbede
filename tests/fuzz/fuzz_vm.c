/* fuzz_vm.c: any text to the compiler and the VM.
 *
 * With libFuzzer: ./dev fuzz. Without, the files given as arguments are replayed.
 *
 * The program runs with little memory, few safe points and a collection at many of them, alone and with all
 * accesses visible. It may end in any way that a program can; nothing else may happen. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake_engine.h"

enum { HEAP_MIB = 4 /* numbers that would fill 48 take minutes to multiply */, FUEL = 3000, COLLECT_EVERY = 97, MOST_BYTES = 4096 };

static void require(bool condition)
{
    if (!condition)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct fake_run run;
    if (n > MOST_BYTES)
        return 0;
    // the first byte decides how it is run
    unsigned how = n ? data[0] : 0;
    struct fake_opts opts = { .parks = how & 1, .multi = how & 2, .heap_limit = (uint64_t)HEAP_MIB << 20, .fuel = FUEL,
                              .collect_every = how & 4 ? COLLECT_EVERY : 0 };
    char *copy = malloc(n + 1); // exactly as large: a read beyond it is found
    require(copy != NULL);
    memcpy(copy, data, n);
    copy[n] = 0;
    fake_run(copy, n, &opts, &run);
    require(run.end != FAKE_STUCK || opts.parks); // only who waits for another can be stuck
    free(copy);
    buf_finish(&run.out);
    return 0;
}

#ifndef LIBFUZZER
#include "replay.h"
#endif
