/* tap.h: unit tests that speak TAP 13. A test file defines cases and a main:
 *
 *     TEST(unlock_by_another_task_is_refused) { … CHECK(r == -EPERM); }
 *     int main(void) { RUN(unlock_by_another_task_is_refused); return tap_done(); }
 *
 * Each case runs in its own process, so a crash is one failed case, and is
 * killed after 60 s as a last resort. CHECK ends the case at the first failure. */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int tap_count, tap_failed;

#define TEST(name) static void name(void)

#define CHECK(cond)                                                                        \
    do {                                                                                   \
        if (!(cond)) {                                                                     \
            printf("# %s:%d: not true: %s\n", __FILE__, __LINE__, #cond);                  \
            fflush(stdout);                                                                \
            _exit(1);                                                                      \
        }                                                                                  \
    } while (0)

#define CHECK_INT(got, want)                                                               \
    do {                                                                                   \
        long long g_ = (long long)(got), w_ = (long long)(want);                           \
        if (g_ != w_) {                                                                    \
            printf("# %s:%d: %s is %lld, want %lld\n", __FILE__, __LINE__, #got, g_, w_);  \
            fflush(stdout);                                                                \
            _exit(1);                                                                      \
        }                                                                                  \
    } while (0)

#define CHECK_STR(got, want)                                                               \
    do {                                                                                   \
        const char *g_ = (got), *w_ = (want);                                              \
        if (strcmp(g_, w_) != 0) {                                                         \
            printf("# %s:%d: %s is\n# [%s], want\n# [%s]\n", __FILE__, __LINE__, #got, g_, w_); \
            fflush(stdout);                                                                \
            _exit(1);                                                                      \
        }                                                                                  \
    } while (0)

static inline void tap_run(const char *name, void (*body)(void))
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        alarm(300); // what hangs, not what is slow on a busy machine
        body();
        fflush(stdout);
        exit(0);
    }
    int st = 0;
    waitpid(child, &st, 0);
    int ok = WIFEXITED(st) && WEXITSTATUS(st) == 0;
    if (WIFSIGNALED(st))
        printf("# killed by signal %d\n", WTERMSIG(st));
    printf("%s %d - %s\n", ok ? "ok" : "not ok", ++tap_count, name);
    tap_failed += !ok;
}

#define RUN(name) tap_run(#name, name)

static inline int tap_done(void)
{
    printf("1..%d\n", tap_count);
    return tap_failed ? 1 : 0;
}

#endif
