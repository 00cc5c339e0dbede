/* reaper.c: who has died, and what that means for the others. */
#include "live/parts.h"
#include "live/process.h"
#include "live/reader.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

/* The state letter of /proc/PID/stat and, of a zombie, its wait status; 0 if there is no such
 * process. */
static char proc_state(pid_t pid, int *ret_status)
{
    char path[40], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return 0;
    ssize_t n = read(fd, text, sizeof text - 1);
    close(fd);
    text[n > 0 ? n : 0] = 0;
    char *p = strrchr(text, ')'); // the name may hold blanks and brackets
    if (!p || !p[1] || !p[2])
        return 0;
    char *last = strrchr(p, ' ');
    if (ret_status && last)
        *ret_status = atoi(last + 1);
    return p[2];
}

bool process_gone(pid_t pid)
{
    char st = proc_state(pid, NULL);
    return st == 0 || st == 'Z' || st == 'X';
}

/* Whether a thread's process still has its slot and lives: then so does the thread. */
static bool process_lives(const struct run_region *r, const struct task_slot *s)
{
    return s->kind != TASK_PROCESS && slot_of(r, s->process) != NULL;
}

/* A task whose life word says nothing: it has not armed it yet, or has disarmed it to leave. Only the
 * kernel knows about those of processes, and about threads that their process left behind. */
static bool unwatched(const struct run_region *r, const struct task_slot *s)
{
    return state_alive(slot_state(s)) && !atomic_load(&s->life) && !process_lives(r, s);
}

static bool unwatched_is_dead(const struct run_region *r, const struct task_slot *s)
{
    if (s->pid > 0)
        return process_gone(s->pid);
    // forked (or not) by somebody who could not write down the pid any more
    return slot_state(s) == SLOT_NEW && s->creator != NOBODY && !slot_of(r, s->creator);
}

static bool is_dead(const struct run_region *r, const struct task_slot *s, bool ask_kernel)
{
    if (!state_alive(slot_state(s)))
        return false;
    if (life_gone(s))
        return true;
    return ask_kernel && unwatched(r, s) && unwatched_is_dead(r, s);
}

/* Only a hint, and every sleeper asks now and then: no ordering is needed. */
static bool may_be_dead(const struct task_slot *s)
{
    return atomic_load_explicit(&s->life, memory_order_relaxed) & FUTEX_OWNER_DIED &&
           state_alive(atomic_load_explicit(&s->state, memory_order_relaxed) & 0xff);
}

bool deaths_any(const struct run_region *r)
{
    if (atomic_load(&r->head->klock) & FUTEX_OWNER_DIED)
        return true;
    uint32_t n = slots_used(r);
    for (uint32_t i = 0; i < n; i++) {
        if (may_be_dead(&r->slots[i]))
            return true;
    }
    return false;
}

/* What a pass finds to do, without klock. */
struct work {
    bool deaths, unwatched, burials;
};

static struct work look_for_work(const struct run_region *r)
{
    struct work w = {.deaths = deaths_any(r)};
    for (uint32_t i = 0; i < slots_used(r); i++) {
        w.unwatched |= unwatched(r, &r->slots[i]);
        w.burials |= slot_state(&r->slots[i]) == SLOT_DEAD;
    }
    return w;
}

/* A wake-up that the dead task had been given and not used goes to the next waiter. */
static void pass_on_wake(struct run_region *r, struct task_slot *s)
{
    if (slot_state(s) == SLOT_RUNS && s->wait.class == WAIT_NAMED && s->wait.op == SYNC_OP_COND_WAIT)
        wait_wake(r, s->wait.key, WAIT_NAMED, 1, UINT64_MAX, WOKEN_NAMED);
}

static void mark_dead(struct run_region *r, struct task_slot *s)
{
    if (slot_state(s) == SLOT_WAITS)
        wait_leave(r, s, WOKEN_RETRY);
    else
        pass_on_wake(r, s);
    slot_end(r, s, SLOT_DEAD);
}

static uint32_t mark_all(struct run_region *r, bool ask_kernel)
{
    uint32_t n = 0, before;
    do { // a death may make the death of a child that it was forking known
        before = n;
        for (uint32_t i = 0; i < slots_used(r); i++) {
            struct task_slot *s = &r->slots[i];
            if (!is_dead(r, s, ask_kernel))
                continue;
            mark_dead(r, s);
            n++;
        }
    } while (n != before && ask_kernel);
    return n;
}

static uint32_t mark_and_settle(struct run_region *r, bool ask_kernel)
{
    uint32_t n = mark_all(r, ask_kernel);
    if (n) {
        wait_settle(r);
        wait_detect(r);
        // one of them may have been woken for klock and died with that: giving it wakes the next
        atomic_fetch_or(&r->head->klock, FUTEX_WAITERS);
    }
    return n;
}

uint32_t deaths_mark(struct run_region *r)
{
    return mark_and_settle(r, false);
}

static struct task_slot *slot_by_pid(const struct run_region *r, pid_t pid)
{
    struct task_slot *found = NULL;
    for (uint32_t i = 0; i < slots_used(r); i++) {
        struct task_slot *s = &r->slots[i];
        if (s->kind == TASK_PROCESS && s->pid == pid && slot_state(s) != SLOT_FREE &&
            (!found || state_alive(slot_state(s))))
            found = s;
    }
    return found;
}

static void note_status(struct task_slot *s, int status)
{
    s->exitcode = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    s->left = 1;
}

/* The child is a zombie at least: it has closed all that it had. */
task_ref live_child_gone(pid_t pid, int wait_status)
{
    struct run_region *r = &live.region;
    klock_take(r);
    struct task_slot *s = slot_by_pid(r, pid);
    if (s) {
        note_status(s, wait_status);
        s->exit_seen = 1;
        atomic_fetch_add(&r->head->moves, 1); // who waits at its pipes looks again
        if (state_alive(slot_state(s)))
            mark_dead(r, s);
        mark_all(r, false);
        wait_settle(r);
        wait_detect(r);
    }
    klock_give(r);
    return s ? atomic_load(&s->ref) : NOBODY;
}

/* ---- the shell's pass ---- */

/* Main and the orphans of the run, which are the shell's as it is a subreaper. Other children of
 * the shell are not in the run's group and not touched. */
static void reap_some(struct reaper *rp, pid_t which)
{
    int st;
    pid_t p;
    while ((p = waitpid(which, &st, WNOHANG)) > 0) {
        struct task_slot *s = slot_by_pid(rp->region, p);
        if (s)
            note_status(s, st);
        if (p == rp->main_pid) {
            rp->main_gone = true;
            rp->main_status = st;
        }
    }
    if (p < 0 && errno == ECHILD && which == rp->main_pid && !rp->main_gone) { // process_end_all() took it
        rp->main_gone = true;
        rp->main_status = SIGKILL;
    }
}

static void reap_children(struct reaper *rp)
{
    if (rp->main_pid <= 1)
        return;
    if (!rp->main_gone)
        reap_some(rp, rp->main_pid); // it may not have made its group yet
    reap_some(rp, -rp->main_pid);
}

/* How a dead process ended: DIED and the signal (0: nobody knows, it has not come to its first instruction), or END and the
 * code, for one that left without telling. False: that will be known in a moment, as the kernel tells of its death by the
 * life word some time before it has a status. Who takes the status says so before (child_ends), but for process_end_all(). */
static bool process_end(const struct task_slot *s, enum event_kind *ret_kind, int64_t *ret_number)
{
    int status = -1;
    int32_t code = s->left ? s->exitcode : s->pid > 0 ? -SIGKILL : 0;
    char state = s->left || s->pid <= 0 ? 0 : proc_state(s->pid, &status);
    if (state == 'Z')
        code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    else if (state && state != 'X')
        return false;
    *ret_number = code < 0 ? -(int64_t)code : code;
    *ret_kind = code < 0 || (!s->left && s->pid <= 0) ? EV_DIED : EV_END;
    return true;
}

/* A thread whose process ended in order ended with it; that is no death. */
static bool task_end(const struct run_region *r, struct task_slot *s, enum event_kind *ret_kind, int64_t *ret_number)
{
    if (s->kind == TASK_PROCESS)
        return process_end(s, ret_kind, ret_number);
    struct task_slot *p = &r->slots[MIN(ref_slot(s->process), r->slot_max - 1)];
    bool dead = atomic_load(&p->ref) == s->process && slot_state(p) == SLOT_DEAD;
    if (dead && !process_end(p, ret_kind, ret_number))
        return false;
    if (dead && *ret_kind == EV_DIED)
        return true;
    *ret_number = 0;
    *ret_kind = EV_END;
    return true;
}

/* Dead slots are told to the trace first, and given back when the reader has done with them and their process has left. */
static void bury(struct reaper *rp)
{
    struct run_region *r = rp->region;
    for (uint32_t i = 0; i < slots_used(r); i++) {
        struct task_slot *s = &r->slots[i];
        enum event_kind kind;
        int64_t number;
        if (slot_state(s) != SLOT_DEAD)
            continue;
        if (!rp->reader || reader_buried(rp->reader, i)) {
            if (slot_has_left(r, s))
                slot_end(r, s, SLOT_FREE);
        } else if (task_end(r, s, &kind, &number)) {
            reader_dead(rp->reader, i, kind, number);
        }
    }
}

int reaper_pass(struct reaper *rp, unsigned wait_ms)
{
    struct run_region *r = rp->region;
    reap_children(rp);
    struct work w = look_for_work(r);
    if (!w.deaths && !w.unwatched && !w.burials)
        return 0;
    int e = klock_take_timed(r, wait_ms, NULL);
    if (e)
        return e;
    uint32_t n = mark_and_settle(r, w.unwatched);
    bury(rp);
    klock_give(r);
    return (int)n;
}

bool reaper_anybody(const struct run_region *r)
{
    for (uint32_t i = 0; i < slots_used(r); i++) {
        if (state_alive(slot_state(&r->slots[i])))
            return true;
    }
    return false;
}
