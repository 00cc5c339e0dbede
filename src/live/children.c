/* Processes that this one has started: those of the run, and other programs. os.wait and its kin, os.kill. */
#include "live/engine.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "live/klock.h"
#include "live/log.h"
#include "live/parts.h"

/* Processes that this one has forked, and what became of them. */
struct child {
    pid_t pid;
    task_ref ref;
    bool reaped, taken; // taken: os.wait has told of it
    int status;
    struct rusage usage;
};
static struct {
    pthread_mutex_t guard;
    struct child *at;
    uint32_t n, cap;
    // Of those whose exit code was asked for nothing else is kept: each fork copies the pages of the others.
    struct told { task_ref ref; int status; } *told;
    uint32_t told_n, told_cap;
} children = { .guard = PTHREAD_MUTEX_INITIALIZER };

/* Around a fork: nobody is in the middle of these. */
void children_take(void)
{
    pthread_mutex_lock(&children.guard);
}

void children_give(void)
{
    pthread_mutex_unlock(&children.guard);
}

void children_renew(void)
{
    pthread_mutex_init(&children.guard, NULL);
}

void children_forget(void)
{
    children.n = children.told_n = 0;
}

void child_add(pid_t pid, task_ref ref)
{
    pthread_mutex_lock(&children.guard);
    MEM_GROW(children.at, children.n, children.cap, 16);
    children.at[children.n++] = (struct child){ .pid = pid, .ref = ref };
    pthread_mutex_unlock(&children.guard);
}

static struct child *child_of(task_ref ref, pid_t pid)
{
    for (uint32_t i = children.n; i-- > 0;)
        if ((ref != NOBODY && children.at[i].ref == ref) || (pid > 0 && children.at[i].pid == pid))
            return &children.at[i];
    return NULL;
}

/* A wait status, as waitpid gives it, of what waitid has said. */
static int status_of(const siginfo_t *si)
{
    return si->si_code == CLD_EXITED ? (si->si_status & 255) << 8 : si->si_status | (si->si_code == CLD_DUMPED ? 128 : 0);
}

/* Takes note of a child's end, if it has ended, or (options 0) as soon as it has. The run is told before the zombie goes:
 * who is killed in between leaves either the one or the other, and nobody has to guess how the child ended. The guard is held. */
static bool child_ends(struct child *c, int options)
{
    siginfo_t si = { 0 };
    int e;
    while ((e = waitid(P_PID, (id_t)c->pid, &si, WEXITED | WNOWAIT | options)) < 0 && errno == EINTR)
        ;
    if (e < 0 || si.si_pid != c->pid)
        return false;
    c->reaped = true;
    c->status = status_of(&si);
    live_child_gone(c->pid, c->status);
    while (wait4(c->pid, &(int){ 0 }, 0, &c->usage) < 0 && errno == EINTR)
        ;
    return true;
}

/* Takes note of a child's end if it has ended. The guard is held. */
static void child_look(struct child *c)
{
    if (c->reaped || !child_ends(c, WNOHANG))
        return;
    if (c->ref == NOBODY)
        atomic_fetch_sub(&live.region.head->programs, 1);
}

bool child_usage(pid_t pid, struct rusage *ret)
{
    pthread_mutex_lock(&children.guard);
    const struct child *c = child_of(NOBODY, pid);
    bool known = c && c->reaped;
    if (known)
        *ret = c->usage;
    pthread_mutex_unlock(&children.guard);
    return known;
}

/* The same for who asks by reference, as multiprocessing does: os.wait() will not see it any more. */
static void child_ask(struct child *c)
{
    child_look(c);
    c->taken |= c->reaped;
}

/* A child's task has ended: its process is about to leave, and its zombie goes at once. */
void child_leave(task_ref ref, bool taken)
{
    pthread_mutex_lock(&children.guard);
    struct child *c = child_of(ref, 0);
    if (c && !c->reaped && child_ends(c, 0))
        c->taken |= taken;
    pthread_mutex_unlock(&children.guard);
}

task_ref ref_arg(value v)
{
    int64_t n;
    return int_get(v, &n) && n > 0 && n < (int64_t)UINT32_MAX ? (task_ref)n : NOBODY;
}

enum engine_ret alive_request(struct task *t, value *ret)
{
    task_ref ref = ref_arg(t->req.arg[0]);
    pthread_mutex_lock(&children.guard);
    struct child *c = child_of(ref, 0);
    if (c)
        child_ask(c);
    bool alive = c ? !c->reaped : live_task_alive(ref);
    pthread_mutex_unlock(&children.guard);
    *ret = V_BOOL(alive);
    return ENGINE_DONE;
}

static int status_code(int st)
{
    return WIFSIGNALED(st) ? -WTERMSIG(st) : WEXITSTATUS(st);
}

/* It was taken, so os.wait and its kin will not ask for it. The guard is held. */
static void child_told(struct child *c)
{
    MEM_GROW(children.told, children.told_n, children.told_cap, 64);
    children.told[children.told_n++] = (struct told){ c->ref, c->status };
    memmove(c, c + 1, (size_t)(children.at + --children.n - c) * sizeof *c);
}

static const struct told *told_of(task_ref ref)
{
    for (uint32_t i = children.told_n; i-- > 0;)
        if (children.told[i].ref == ref)
            return &children.told[i];
    return NULL;
}

enum engine_ret exit_code_request(struct task *t, value *ret)
{
    task_ref ref = ref_arg(t->req.arg[0]);
    pthread_mutex_lock(&children.guard);
    struct child *c = child_of(ref, 0);
    if (c)
        child_ask(c);
    if (c && c->reaped) {
        child_told(c);
        c = NULL;
    }
    const struct told *told = c ? NULL : told_of(ref); // the last one who had this reference, which may be used again
    *ret = told ? V_INT(status_code(told->status)) : V_NONE;
    if (!c && !told && !live_task_alive(ref))
        *ret = V_INT(0);
    pthread_mutex_unlock(&children.guard);
    return ENGINE_DONE;
}

enum engine_ret ids_request(struct task *t, bool tid, value *ret)
{
    task_ref ref = ref_arg(t->req.arg[0]);
    pthread_mutex_lock(&children.guard);
    struct child *c = tid ? NULL : child_of(ref, 0);
    pid_t pid = c ? c->pid : 0;
    pthread_mutex_unlock(&children.guard);
    if (!pid) {
        const struct task_slot *s = live_task_slot(ref);
        pid = s ? (tid ? atomic_load(&s->tid) : atomic_load(&s->pid)) : 0;
    }
    *ret = pid ? V_INT(pid) : V_NONE;
    return ENGINE_DONE;
}

/* ---- os.wait, os.kill ---- */

static enum engine_ret no_child(struct task *t)
{
    return os_error(t, ECHILD, V_UNBOUND);
}

/* The next child that fits and whose end can be told, a written schedule's choice first; NULL if none has ended.
 * *ret_any: there is one that fits at all. */
static struct child *ended_child(int64_t pid, bool *ret_any)
{
    const struct task_slot *me = live_me.slot;
    struct child *first = NULL;
    *ret_any = false;
    for (uint32_t i = 0; i < children.n; i++) {
        struct child *c = &children.at[i];
        if (c->taken || (pid > 0 && c->pid != pid))
            continue;
        *ret_any = true;
        child_look(c);
        if (c->reaped && me->next.choices_n && me->next.choice[0] == c->ref)
            return c;
        first = first || !c->reaped ? first : c;
    }
    return first;
}

/* Another program is no task of the run: its pid is watched. */
static enum engine_ret wait_for_program(struct task *t, pid_t pid, uint64_t deadline)
{
    int fd = live_child_fd(pid);
    if (fd < 0)
        return live_sleep(wait_clock_ns() + 5000000) == LIVE_INTERRUPTED ? engine_left_until(t, deadline) : ENGINE_DONE;
    enum live_end end = live_wait_fd(fd, POLLIN, deadline, true, UINT32_MAX, NULL);
    close(fd);
    return end == LIVE_INTERRUPTED ? engine_left_until(t, deadline) : ENGINE_DONE;
}

static enum engine_ret wait_for_children(struct task *t, int64_t pid, uint64_t deadline)
{
    uint32_t n = 0;
    task_ref ref = NOBODY;
    pid_t last = 0;
    pthread_mutex_lock(&children.guard);
    for (uint32_t i = 0; i < children.n; i++) {
        const struct child *c = &children.at[i];
        if (c->taken || c->reaped || (pid > 0 && c->pid != pid))
            continue;
        ref = c->ref;
        last = c->pid;
        n++;
    }
    pthread_mutex_unlock(&children.guard);
    if (n != 1) // several: look again soon
        return live_sleep(wait_clock_ns() + 5000000) == LIVE_INTERRUPTED ? engine_left_until(t, deadline) : ENGINE_DONE;
    if (ref == NOBODY)
        return wait_for_program(t, last, deadline);
    // the task may have ended a while before its process has left, so this is no wait for a descriptor
    enum live_end end = live_join(ref, deadline);
    if (end == LIVE_INTERRUPTED)
        return engine_left_until(t, deadline);
    if (end == LIVE_DONE)
        child_leave(ref, false);
    return ENGINE_DONE;
}

enum engine_ret waitpid_request(struct task *t, value *ret)
{
    int64_t pid = -1, options = 0;
    int_get(payload_or_self(t->req.arg[0]), &pid);
    int_get(payload_or_self(t->req.arg[1]), &options);
    bool bad;
    uint64_t deadline = deadline_of(t, t->req.arg[2], &bad);
    if (bad)
        return ENGINE_RAISE;
    engine_mark(t);
    for (;;) {
        bool any, program = false;
        pthread_mutex_lock(&children.guard);
        struct child *c = ended_child(pid, &any);
        value pair[2] = { V_INT(0), V_INT(0) };
        task_ref taken = c ? c->ref : NOBODY;
        if (c) {
            c->taken = true;
            pair[0] = V_INT(c->pid);
            pair[1] = V_INT(c->status);
            program = c->ref == NOBODY;
        }
        pthread_mutex_unlock(&children.guard);
        if (taken != NOBODY)
            log_event(EV_REAPED, OBJECT_NONE, taken);
        if (program)
            engine_drain(t);
        if (c || (any && (options & WNOHANG || (deadline && wait_clock_ns() >= deadline)))) {
            *ret = tuple_new(t, pair, 2);
            return ENGINE_DONE;
        }
        if (!any)
            return no_child(t);
        enum engine_ret r = wait_for_children(t, pid, deadline);
        if (r != ENGINE_DONE)
            return r;
    }
}

enum engine_ret kill_request(struct task *t, value *ret)
{
    int64_t pid = 0, sig = 0;
    *ret = V_NONE;
    if (!int_get(payload_or_self(t->req.arg[0]), &pid) || !int_get(payload_or_self(t->req.arg[1]), &sig)) {
        throw(t, EXC_TypeError, "an integer is required");
        return ENGINE_RAISE;
    }
    task_ref whom = NOBODY;
    struct run_region *r = &live.region;
    klock_take(r);
    for (uint32_t i = 0; i < MIN(r->head->slots_used, r->slot_max); i++)
        if (atomic_load(&r->slots[i].pid) == pid && r->slots[i].kind == TASK_PROCESS)
            whom = atomic_load(&r->slots[i].ref);
    if (whom != NOBODY && sig)
        atomic_store(&r->slots[ref_slot(whom)].signalled_ns, clock_now_ns());
    klock_give(r);
    pthread_mutex_lock(&children.guard);
    const struct child *c = child_of(NOBODY, (pid_t)pid);
    bool program = c && c->ref == NOBODY && !c->reaped;
    bool ended = c && !c->taken && (c->reaped || (whom == NOBODY && !program)); // and nobody has waited for it: it is there
    pthread_mutex_unlock(&children.guard);
    if (ended)
        return ENGINE_DONE;
    if (whom == NOBODY && pid != getpid() && !program) {
        return os_error(t, pid > 0 && kill((pid_t)pid, 0) < 0 && errno == ESRCH ? ESRCH : EPERM, V_UNBOUND);
    }
    engine_mark(t);
    if (sig == SIGKILL || sig == SIGTERM)
        log_event(EV_KILL, UINT32_MAX, whom);
    if (kill((pid_t)pid, (int)sig) < 0) {
        return os_error(t, errno, V_UNBOUND);
    }
    return ENGINE_DONE;
}
