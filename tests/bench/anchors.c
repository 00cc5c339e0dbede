/* anchors.c: what the machine and the C library alone can do; goals are ratios to these. */
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#include "measure.h"

static void *thread_body(void *arg)
{
    return arg;
}

static void create_and_join(long n)
{
    pthread_attr_t a;
    pthread_t t;
    pthread_attr_init(&a);
    pthread_attr_setstacksize(&a, 256 << 10);
    while (n-- > 0) {
        pthread_create(&t, &a, thread_body, NULL);
        pthread_join(t, NULL);
    }
    pthread_attr_destroy(&a);
}

static void fork_and_wait(long n)
{
    while (n-- > 0) {
        pid_t p = fork();
        if (p == 0)
            _exit(0);
        waitpid(p, NULL, 0);
    }
}

/* ---- two processes that hand one word to each other ---- */

static _Atomic uint32_t *word;

static void futex_op(int op, uint32_t v)
{
    syscall(SYS_futex, word, op, v, NULL, NULL, 0);
}

static void hand_over(uint32_t from, long n)
{
    while (n-- > 0) {
        while (atomic_load(word) != from)
            futex_op(FUTEX_WAIT, !from);
        atomic_store(word, !from);
        futex_op(FUTEX_WAKE, 1);
    }
}

static void futex_ping_pong(long n)
{
    atomic_store(word, 0);
    pid_t p = fork();
    if (p == 0) {
        hand_over(1, n);
        _exit(0);
    }
    hand_over(0, n);
    waitpid(p, NULL, 0);
}

/* ---- two contexts of one thread ---- */

static ucontext_t here, there;

static void swap_back(void)
{
    for (;;)
        swapcontext(&there, &here);
}

static void swap_round_trips(long n)
{
    while (n-- > 0)
        swapcontext(&here, &there);
}

static void prepare_swap(void)
{
    size_t bytes = 64 << 10;
    getcontext(&there);
    there.uc_stack.ss_sp = malloc(bytes);
    there.uc_stack.ss_size = bytes;
    makecontext(&there, swap_back, 0);
}

/* ---- the event loop that the log is measured against: ticket, ticks, 32 bytes ---- */

struct bare_record {
    uint64_t ticket, ticks, value;
    uint32_t object, kind;
};
static struct {
    _Alignas(64) _Atomic uint64_t ticket;
    _Alignas(64) struct bare_record ring[2048];
} *bare;

static void bare_events(long n)
{
    for (long i = 0; i < n; i++) {
        struct bare_record *r = &bare->ring[i & 2047];
        r->value = (uint64_t)i;
        r->object = 3;
        r->kind = 1;
        r->ticks = clock_ticks();
        __atomic_store_n(&r->ticket, atomic_fetch_add(&bare->ticket, 1) + 1, __ATOMIC_RELEASE);
    }
}

int main(void)
{
    word = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    bare = mmap(NULL, sizeof *bare, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    prepare_swap();
    report("raw_thread_ns", measure(create_and_join, 200, clock_now_ns));
    report("raw_fork_ns", measure(fork_and_wait, 30, clock_now_ns));
    report("raw_futex_round_trip_ns", measure(futex_ping_pong, 1000, clock_now_ns));
    report("raw_swapcontext_round_trip_ns", measure(swap_round_trips, 20000, clock_cpu_ns));
    report("raw_event_ns", measure(bare_events, 200000, clock_cpu_ns));
    return 0;
}
