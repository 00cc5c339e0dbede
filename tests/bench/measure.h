/* measure.h: small measurements, each the least of some rounds; lines of `name value`. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stdio.h>

#include "base/clock.h"

enum { MEASURE_ROUNDS = 15 };

typedef void measured_fn(long n);

/* Least nanoseconds a piece over the rounds; clock is clock_now_ns or clock_cpu_ns. */
static inline double measure(measured_fn *body, long n, uint64_t (*clock)(void))
{
    double best = 1e18;
    body(n / 10 + 1); // never the first pass over fresh memory
    for (int i = 0; i < MEASURE_ROUNDS; i++) {
        uint64_t began = clock();
        body(n);
        double each = (double)(clock() - began) / (double)n;
        best = each < best ? each : best;
    }
    return best;
}

static inline void report(const char *name, double value)
{
    printf("%s %.4g\n", name, value);
    fflush(stdout);
}

#endif
