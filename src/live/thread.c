/* thread.c: pthreads for tasks, and their stacks.
 *
 * Stacks are our own and are used again as they are. And who joins a thread sleeps until it has
 * really left: woken by its last event already, both would be on their feet at once, and that
 * costs a thread more than all its events. */
#include "live/parts.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "base/poison.h"

#if defined(__SANITIZE_ADDRESS__)
#define STACK_BYTES (1u << 20)
#elif defined(__SANITIZE_THREAD__) // its thread-local data alone are that large
#define STACK_BYTES (4u << 20)
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define STACK_BYTES (4u << 20)
#endif
#endif
#ifndef STACK_BYTES
#define STACK_BYTES (256u << 10)
#endif
#define GUARD_BYTES 4096u
#define SPARE_MAX 64 // stacks kept for later threads

struct stack {
    struct stack *next;
    char *base; // guard page first
    size_t bytes;
    pthread_t id;
    // stacks.lock must be held for these:
    bool claimed; // somebody is in thread_exit_wait() for it
    bool joined;
    // of the thread that is about to begin
    task_ref task;
    void (*body)(void *);
    void *arg;
};

static struct {
    pthread_mutex_t lock;
    struct stack *by_slot[SLOT_MAX]; // of the last thread that this process started in the slot
    _Atomic uint32_t slots;          // entries from here on are NULL; atomic: also read without the lock
    struct stack *over;              // their threads have only to leave the C library
    struct stack *spare;             // joined
    uint32_t spare_n;
} stacks = {.lock = PTHREAD_MUTEX_INITIALIZER};

static __thread struct stack *my_stack; // NULL in the process's first thread

static void stack_free(struct stack *s)
{
    munmap(s->base, s->bytes + GUARD_BYTES);
    free(s);
}

static struct stack *stack_map(size_t bytes)
{
    struct stack *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->bytes = ALIGN_UP(bytes, 4096);
    s->base = mmap(NULL, s->bytes + GUARD_BYTES, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (s->base == MAP_FAILED) {
        free(s);
        return NULL;
    }
    mprotect(s->base, GUARD_BYTES, PROT_NONE);
    return s;
}

/* Lock held. */
static void forget_slot(const struct stack *s)
{
    struct stack **at = &stacks.by_slot[ref_slot(s->task)];
    if (*at == s)
        *at = NULL;
}

static void keep_or_free(struct stack *s)
{
    forget_slot(s);
    if (stacks.spare_n >= SPARE_MAX) {
        stack_free(s);
        return;
    }
    s->next = stacks.spare;
    stacks.spare = s;
    stacks.spare_n++;
}

/* Lock held. Takes back what threads that have left have used; looks at a few only. */
static void collect_over(void)
{
    struct stack **at = &stacks.over;
    for (int looked = 0; *at && looked < 16; looked++) {
        struct stack *s = *at;
        bool left = s->joined || (!s->claimed && pthread_tryjoin_np(s->id, NULL) == 0);
        if (left) {
            *at = s->next;
            keep_or_free(s);
        } else {
            at = &s->next;
        }
    }
}

static struct stack *stack_get(size_t bytes, task_ref t)
{
    pthread_mutex_lock(&stacks.lock);
    collect_over();
    struct stack *s = stacks.spare;
    if (s && s->bytes >= bytes) {
        stacks.spare = s->next;
        stacks.spare_n--;
    } else {
        s = stack_map(bytes);
    }
    if (s) {
        s->claimed = s->joined = false;
        s->task = t;
        stacks.by_slot[ref_slot(t)] = s;
        stacks.slots = MAX(stacks.slots, ref_slot(t) + 1);
    }
    pthread_mutex_unlock(&stacks.lock);
    return s;
}

/* A stack whose thread could not be made. */
static void stack_put(struct stack *s)
{
    pthread_mutex_lock(&stacks.lock);
    forget_slot(s);
    pthread_mutex_unlock(&stacks.lock);
    stack_free(s);
}

/* The thread will not touch its slot any more, only its stack. */
static void stack_over(struct stack *s)
{
    pthread_mutex_lock(&stacks.lock);
    s->next = stacks.over;
    stacks.over = s;
    pthread_mutex_unlock(&stacks.lock);
}

#ifdef HAVE_POISON
static _Atomic uint32_t inside; // threads between their beginning and their leaving, as the C library has them

/* A thread that begins or leaves is in AddressSanitizer's allocator, whose locks nobody would open in the child.
 * The world stands still, so nobody is started meanwhile. */
void threads_settle(void)
{
    struct stat tasks;
    while (stat("/proc/self/task", &tasks) == 0 && tasks.st_nlink != 2 + 1 + atomic_load(&inside)) // two: . and ..
        sched_yield();
}
#define INSIDE(change) atomic_fetch_add(&inside, (uint32_t)(change))
#define NOBODY_INSIDE() atomic_store(&inside, 0)
#else
void threads_settle(void) {}
#define INSIDE(change) ((void)0)
#define NOBODY_INSIDE() ((void)0)
#endif

bool threads_none(void)
{
    return !stacks.slots;
}

void threads_collect(void)
{
    if (threads_none())
        return;
    pthread_mutex_lock(&stacks.lock);
    collect_over();
    bool any = stacks.over != NULL;
    for (uint32_t i = 0; i < stacks.slots && !any; i++)
        any = stacks.by_slot[i] != NULL;
    if (!any)
        stacks.slots = 0;
    pthread_mutex_unlock(&stacks.lock);
}

void threads_after_fork(void)
{
    NOBODY_INSIDE();
    if (threads_none()) // no page is written that need not be copied
        return;
    stacks.lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
    stacks.over = NULL; // those that nobody has joined are lost: a page or two
    for (uint32_t i = 0; i < stacks.slots; i++) {
        struct stack *s = stacks.by_slot[i];
        stacks.by_slot[i] = NULL;
        if (s && s != my_stack)
            stack_free(s);
    }
    stacks.slots = 0;
}

struct stack *thread_claim(task_ref t)
{
    pthread_mutex_lock(&stacks.lock);
    struct stack *s = stacks.by_slot[ref_slot(t)];
    if (s && (s->task != t || s->claimed || s->joined || s == my_stack))
        s = NULL;
    if (s)
        s->claimed = true;
    pthread_mutex_unlock(&stacks.lock);
    return s;
}

bool thread_exit_wait(struct stack *s, uint64_t wait_ns)
{
#ifdef __SANITIZE_THREAD__ // it does not know the other one
    uint64_t end = clock_wall_ns() + wait_ns;
    struct timespec t = {(time_t)(end / 1000000000), (long)(end % 1000000000)};
    return pthread_timedjoin_np(s->id, NULL, &t) == 0;
#else
    uint64_t end = clock_now_ns() + wait_ns;
    struct timespec t = {(time_t)(end / 1000000000), (long)(end % 1000000000)};
    return pthread_clockjoin_np(s->id, NULL, CLOCK_MONOTONIC, &t) == 0;
#endif
}

void thread_unclaim(struct stack *s, bool joined)
{
    pthread_mutex_lock(&stacks.lock);
    s->claimed = false;
    s->joined = joined;
    pthread_mutex_unlock(&stacks.lock);
}

/* Threads take no signals: a process's are its main thread's, as in CPython. */
static void set_attributes(pthread_attr_t *a, const struct stack *s)
{
    sigset_t all;
    sigfillset(&all);
    sigdelset(&all, SIGSEGV);
    sigdelset(&all, SIGBUS);
    sigdelset(&all, SIGFPE);
    sigdelset(&all, SIGILL);
    sigdelset(&all, SIGABRT);
    pthread_attr_init(a);
    pthread_attr_setstack(a, s->base + GUARD_BYTES, s->bytes);
    pthread_attr_setsigmask_np(a, &all);
}

static void *thread_main(void *arg)
{
    struct stack *s = my_stack = arg;
    INSIDE(+1);
    task_begin(&live.region, s->task);
    s->body(s->arg);
    INSIDE(-1);
    stack_over(s);
    live_thread_end();
    return NULL;
}

static int create(struct stack *s)
{
    pthread_attr_t a;
    set_attributes(&a, s);
    int e = pthread_create(&s->id, &a, thread_main, s);
    pthread_attr_destroy(&a);
    return -e;
}

/* In the trace the start comes before whatever the thread does. */
static int start_told(struct stack *s)
{
    task_ref t = s->task;
    bool tells = log_prepare(EV_SPAWN, 0);
    if (tells)
        log_begin(EV_SPAWN, OBJECT_NONE, t);
    int e = create(s);
    if (tells && e == 0)
        log_commit(t, NULL, 0);
    else if (tells)
        log_cancel();
    return e;
}

int live_thread_start(task_ref t, void (*body)(void *), void *arg, size_t stack_bytes)
{
    int e = -ENOMEM;
    struct stack *s = stack_get(stack_bytes ? stack_bytes : STACK_BYTES, t);
    if (s) {
        s->body = body;
        s->arg = arg;
        e = start_told(s);
        if (e)
            stack_put(s);
    }
    if (e)
        live_task_drop(t);
    return e;
}
