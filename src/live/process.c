#include "live/process.h"

#include "base/poison.h"
#include "live/parts.h"
#include "live/sandbox.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>

#define FORKS_FREE 64          // forks of a run that cost nothing more
#define FORK_PAUSE_NS (3 * MS) // so that the dying are not starved by a storm of forks

/* ---- the dead-man's switch ---- */

int deadman_open(int ret_fds[2])
{
    return pipe2(ret_fds, O_CLOEXEC) < 0 ? -errno : 0;
}

/* If the shell is gone, so is this whole group, now. */
static void deadman_check(int fd)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    if (fd >= 0 && poll(&p, 1, 0) != 0) {
        kill(0, SIGKILL);
        _exit(97);
    }
}

/* Own session and group: no terminal, no Ctrl-C. The kernel kills the group when the last writer
 * of the pipe is gone; our own copy must be closed first, or that is never. */
static void deadman_arm(const int fds[2])
{
    close(fds[1]);
    setsid();
    fcntl(fds[0], F_SETSIG, SIGKILL);
    fcntl(fds[0], F_SETOWN, -getpgrp());
    fcntl(fds[0], F_SETFL, O_ASYNC | O_NONBLOCK);
    deadman_check(fds[0]); // it may have died meanwhile
}

/* ---- a new main ---- */

static int compare_ints(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static void close_between(int from, int to)
{
    if (from > to)
        return;
    if (syscall(SYS_close_range, from, to, 0) == 0)
        return;
    for (int fd = from; fd <= MIN(to, 65536); fd++) // kernels before 5.9
        close(fd);
}

static void close_others(const struct main_opts *o, int bell_fd)
{
    int keep[16], n = 0;
    for (int i = 0; i < o->keep_n && n < 12; i++)
        keep[n++] = o->keep_fds[i];
    keep[n++] = o->deadman[0];
    keep[n++] = bell_fd;
    qsort(keep, (size_t)n, sizeof keep[0], compare_ints);
    int from = 3;
    for (int i = 0; i < n; i++) {
        close_between(from, keep[i] - 1);
        from = MAX(from, keep[i] + 1);
    }
    close_between(from, INT32_MAX);
}

/* 0: nothing to read; 1 and 2: where the shell wants them. */
static void standard_fds(const struct main_opts *o)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    const int from[] = { null, o->out_fd >= 0 ? o->out_fd : null, o->err_fd >= 0 ? o->err_fd : null };
    for (int i = 0; i < 3; i++)
        if (from[i] >= 0)
            dup2(from[i], i);
}

static void set_limit(int what, uint64_t most)
{
    struct rlimit l;
    if (getrlimit((unsigned)what, &l) == 0) {
        l.rlim_cur = MIN(l.rlim_max, most);
        setrlimit((unsigned)what, &l);
    }
}

static void set_limits(const struct main_opts *o)
{
    set_limit(RLIMIT_CORE, 0);
    if (!o->no_limits && o->file_bytes)
        set_limit(RLIMIT_FSIZE, o->file_bytes);
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)!write(fd, "1000", 4); // if memory runs out, never the shell
    close(fd);
}

static void shut_sandbox(const struct main_opts *o, struct main_report *ret)
{
    struct sandbox_opts s = {.exec = o->allow_exec, .net = o->allow_net};
    int n = 0;
    if (o->scratch)
        s.dirs[n++] = o->scratch;
    for (int i = 0; i < 4 && o->dirs[i]; i++)
        s.dirs[n++] = o->dirs[i];
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    ret->landlock_abi = sandbox_landlock_abi();
    ret->no_landlock = sandbox_landlock(&s) < 0;
    ret->no_seccomp = sandbox_seccomp(&s) < 0;
}

static void default_signals(void)
{
    static const int all[] = {SIGINT, SIGQUIT, SIGTSTP, SIGTTOU, SIGTTIN, SIGHUP, SIGTERM,
                              SIGCHLD, SIGWINCH, SIGALRM, SIGUSR1, SIGUSR2};
    sigset_t none;
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        signal(all[i], SIG_DFL);
    signal(SIGPIPE, SIG_IGN); // as in CPython: BrokenPipeError
    signal(SIGXFSZ, SIG_IGN);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

int live_main(const struct run_region *r, const struct main_opts *opts, struct main_report *ret)
{
    task_ref t;
    *ret = (struct main_report){0};
    default_signals();
    prctl(PR_SET_DUMPABLE, 1); // the shell is not; a lesson's own processes may look at each other
    standard_fds(opts);
    close_others(opts, r->bell_fd);
    deadman_arm(opts->deadman);
    set_limits(opts);
    tzset(); // while the zone's file can be read
    if (opts->sandbox)
        shut_sandbox(opts, ret);
    live = (struct live_process){.region = *r, .deadman_fd = opts->deadman[0],
                                 .fork_pause = !opts->no_limits, .allow_exec = opts->allow_exec,
                                 .allow_net = opts->allow_net, .pid = getpid()};
    if (opts->hooks)
        live.hooks = *opts->hooks;
    if (opts->scratch)
        snprintf(live.scratch, sizeof live.scratch, "%s", opts->scratch);
    struct task_opts main = {.kind = TASK_PROCESS, .name = "MainProcess"};
    int e = task_reserve(&live.region, &main, NOBODY, NOBODY, &t);
    if (e)
        return e;
    live.process = t;
    live.region.slots[ref_slot(t)].is_main = 1;
    task_begin(&live.region, t);
    return 0;
}

pid_t process_fork_main(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    pid_t p = fork();
    return p < 0 ? -errno : p;
}

/* ---- a tool of the user's ---- */

static int wait_for_tool(pid_t tool)
{
    int st = 0;
    for (;;) {
        if (waitpid(tool, &st, WUNTRACED) < 0) {
            if (errno == EINTR)
                continue;
            return -errno;
        }
        if (!WIFSTOPPED(st))
            return WIFSIGNALED(st) ? 128 + WTERMSIG(st) : WEXITSTATUS(st);
        raise(SIGSTOP); // the guard sees it and stops the job; fg wakes us
        kill(tool, SIGCONT);
    }
}

int process_run_tool(const char *const argv[])
{
    pid_t tool = fork();
    if (tool < 0)
        return -errno;
    if (tool == 0) {
        default_signals();
        signal(SIGPIPE, SIG_DFL);
        signal(SIGXFSZ, SIG_DFL);
        execvp(argv[0], (char *const *)argv);
        _exit(127);
    }
    return wait_for_tool(tool);
}

/* ---- a worker ---- */

static NORETURN void worker_process(const struct worker_opts *o, const int deadman[2], int fd,
                                    void (*body)(void *ctx, int fd), void *ctx)
{
    const struct main_opts m = {.keep_fds = &fd, .keep_n = 1, .deadman = {deadman[0], deadman[1]},
                                .out_fd = -1, .err_fd = -1,
                                .dirs = {o->dirs[0], o->dirs[1], o->dirs[2], o->dirs[3]}};
    struct main_report report;
    default_signals();
    standard_fds(&m);
    close_others(&m, fd);
    deadman_arm(deadman);
    set_limits(&m);
    if (o->sandbox)
        shut_sandbox(&m, &report);
    body(ctx, fd);
    _exit(0);
}

int process_worker(struct worker *ret, const struct worker_opts *opts, void (*body)(void *ctx, int fd), void *ctx)
{
    int deadman[2], ends[2], e = deadman_open(deadman);
    if (e < 0)
        return e;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) {
        e = -errno;
        goto close_deadman;
    }
    pid_t p = fork();
    if (p == 0) {
        close(ends[0]);
        worker_process(opts, deadman, ends[1], body, ctx);
    }
    e = p < 0 ? -errno : 0;
    close(ends[1]);
    if (e < 0) {
        close(ends[0]);
        goto close_deadman;
    }
    close(deadman[0]);
    *ret = (struct worker){.pid = p, .fd = ends[0], .deadman = deadman[1]};
    return 0;

close_deadman:
    close(deadman[0]);
    close(deadman[1]);
    return e;
}

void process_worker_end(struct worker *w)
{
    if (!w->pid)
        return;
    kill(w->pid, SIGKILL);
    close(w->fd);
    close(w->deadman);
    while (waitpid(w->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    *w = (struct worker){.fd = -1};
}

/* ---- fork ---- */

static void pause_after_many(struct run_region *r)
{
    if (live.fork_pause && !r->head->no_limits && r->head->forks > FORKS_FREE)
        nanosleep(&(struct timespec){0, FORK_PAUSE_NS}, NULL);
}

#if defined(__GLIBC_PREREQ) && !defined(HAVE_SANITIZER)
#if __GLIBC_PREREQ(2, 34)
#define HAVE_PLAIN_FORK 1
#endif
#endif

/* Without other threads there is nothing for the C library to put in order in the child, and what it does not touch
 * need not be copied. With the network there are libraries that want to hear of forks (pthread_atfork). */
static pid_t fork_process(bool alone)
{
#ifdef HAVE_PLAIN_FORK
    if (alone && !live.allow_net)
        return _Fork();
#endif
    (void)alone;
    return fork();
}

static void child_duties(task_ref t, task_ref forker, bool alone)
{
    deadman_check(live.deadman_fd);
    live.process = t;
    live.pid = getpid();
    uint32_t line = live_me.line, lane = live_me.lane;
    uint16_t file = live_me.file;
    task_begin(&live.region, t);
    live_me.line = line;
    live_me.lane = lane;
    live_me.file = file;
    threads_after_fork();
    objects_after_fork(forker, t);
    if (live.hooks.after_fork_child)
        live.hooks.after_fork_child(alone);
}

pid_t live_fork(task_ref t)
{
    struct run_region *r = &live.region;
    task_ref me = live_me.ref;
    pause_after_many(r);
    threads_collect();
    bool tells = log_prepare(EV_SPAWN, 0), alone = threads_none();
    if (live.hooks.before_fork && !alone)
        live.hooks.before_fork();
    threads_settle();
    if (tells)
        log_begin(EV_SPAWN, OBJECT_NONE, t);
    live.forks++;
    pid_t p = fork_process(alone);
    if (p == 0) {
        child_duties(t, me, alone);
        return 0;
    }
    int e = errno;
    if (p > 0)
        slot_note_pid(r, t, p);
    if (tells && p > 0)
        log_commit(t, NULL, 0);
    else if (tells)
        log_cancel();
    if (live.hooks.after_fork_parent && !alone)
        live.hooks.after_fork_parent();
    if (p > 0)
        return p;
    live_task_drop(t);
    return -e;
}

/* ---- other programs ---- */

/* In the child: only what is safe after a fork of many threads. Never returns. */
NORETURN static void exec_child(const struct exec_opts *o, int report_fd)
{
    sigset_t none;
    deadman_check(live.deadman_fd);
    if (o->dies_with_us)
        prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigemptyset(&none);
    for (int sig = 1; sig < NSIG; sig++)
        signal(sig, SIG_DFL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int i = 0; i < 3; i++) {
        if (o->fds[i] >= 0 && (o->fds[i] == i ? fcntl(i, F_SETFD, 0) : dup2(o->fds[i], i)) < 0)
            goto report;
    }
    if (o->dir && chdir(o->dir) < 0)
        goto report;
    if (o->envp)
        execvpe(o->argv[0], o->argv, o->envp);
    else
        execvp(o->argv[0], o->argv);
report:;
    int e = errno;
    (void)!write(report_fd, &e, sizeof e);
    _exit(127);
}

pid_t live_exec(const struct exec_opts *opts)
{
    int report[2], e = 0;
    if (pipe2(report, O_CLOEXEC) < 0)
        return -errno;
    pause_after_many(&live.region);
    pid_t p = fork();
    if (p == 0)
        exec_child(opts, report[1]);
    if (p < 0)
        e = errno;
    close(report[1]);
    while (p > 0 && read(report[0], &e, sizeof e) < 0 && errno == EINTR)
        ;
    close(report[0]);
    if (p > 0 && e)
        waitpid(p, NULL, 0);
    return e ? -e : p;
}

int live_child_fd(pid_t pid)
{
    int fd = (int)syscall(SYS_pidfd_open, pid, 0);
    return fd < 0 ? -errno : fd;
}

/* ---- descriptors ---- */

/* Klock held: waits on a descriptor like on an object that anybody could do something for. */
static void fd_enter(struct task_slot *s, uint32_t object, uint64_t deadline_ns, uint64_t ticket)
{
    s->wait = (struct wait_record){.op = SYNC_OP_GET, .class = WAIT_GET, .pipe = 1,
                                   .timed = deadline_ns != 0, .object = object, .ticket = ticket,
                                   .deadline_ns = deadline_ns, .key = key_private(live_me.ref, 0)};
    wait_enter(&live.region, s);
}

/* The descriptor was found not ready after that many moves: if nobody has moved since, it never
 * will be ready. */
static void fd_checked(struct task_slot *s, uint64_t moves)
{
    klock_take(&live.region);
    s->wait.checked = moves;
    wait_detect(&live.region);
    klock_give(&live.region);
}

/* What others want of a task that waits at a descriptor is heard when it looks again: often at first, when a deadlock is
 * likely to be told, and then seldom. */
enum { LOOK_MS_FIRST = 1, LOOK_MS_LAST = 50 };

static int poll_until(struct pollfd *p, unsigned count, struct task_slot *s, uint64_t deadline_ns, bool counts,
                      enum live_end *ret)
{
    bool once = deadline_ns && deadline_ns <= wait_clock_ns(); // also where no time passes
    for (unsigned look_ms = LOOK_MS_FIRST;; look_ms = MIN(2 * look_ms, (unsigned)LOOK_MS_LAST)) {
        uint64_t moves = atomic_load(&live.region.head->moves);
        uint64_t now = wait_clock_ns(), slice = look_ms * MS * crowds(&live.region);
        if (deadline_ns)
            slice = now >= deadline_ns ? 0 : MIN(slice, deadline_ns - now);
        int n = poll(p, count, 0);
        if (n == 0 && counts)
            fd_checked(s, moves);
        if (n == 0 && slice)
            n = poll(p, count, (int)((slice + MS - 1) / MS));
        uint32_t att = atomic_load(&s->attention) & (live_me.deaf ? ATTEND_STOP : UINT32_MAX);
        *ret = n > 0 ? LIVE_DONE : LIVE_TIMEOUT;
        if (n > 0 || once || wait_times_out(s, deadline_ns))
            return n;
        *ret = LIVE_INTERRUPTED;
        if (att && live.hooks.attend && live.hooks.attend(att))
            return 0;
    }
}

enum live_end live_wait_fds(struct pollfd *fds, unsigned n, uint64_t deadline_ns, bool outside, uint32_t object)
{
    struct run_region *r = &live.region;
    struct task_slot *s = live_me.slot;
    enum live_end end = LIVE_DONE;
    s->line = live_me.line;
    if (poll(fds, n, 0) != 0)
        return LIVE_DONE;
    if (live.hooks.before_block)
        live.hooks.before_block();
    if (outside) {
        atomic_store(&s->state, SLOT_SLEEPS);
    } else {
        klock_take(r);
        fd_enter(s, object, deadline_ns, 0);
        klock_give(r);
    }
    poll_until(fds, n, s, deadline_ns, !outside, &end);
    klock_take(r);
    if (slot_state(s) == SLOT_WAITS)
        wait_leave(r, s, WOKEN_RETRY);
    klock_give(r);
    s->wait.class = WAIT_NONE;
    atomic_store(&s->state, SLOT_RUNS);
    if (live.hooks.after_block)
        live.hooks.after_block();
    return end;
}

enum live_end live_wait_fd(int fd, short events, uint64_t deadline_ns, bool outside,
                           uint32_t object, short *ret_revents)
{
    struct pollfd p = {.fd = fd, .events = events};
    enum live_end end = live_wait_fds(&p, 1, deadline_ns, outside, object);
    if (ret_revents)
        *ret_revents = p.revents;
    return end;
}

/* ---- the end of a run ---- */

int process_end_all(pid_t group, unsigned limit_ms)
{
    uint64_t deadline_ns = clock_now_ns() + limit_ms * MS;
    if (group <= 1)
        return 0;
    for (;;) {
        kill(-group, SIGKILL);
        kill(group, SIGKILL); // main, if it has not made its group yet
        while (waitpid(-group, NULL, WNOHANG) > 0 || waitpid(group, NULL, WNOHANG) > 0)
            ;
        if (kill(-group, 0) < 0 && errno == ESRCH && kill(group, 0) < 0)
            return 0;
        if (clock_now_ns() >= deadline_ns)
            return -ETIMEDOUT;
        nanosleep(&(struct timespec){0, 200000}, NULL);
    }
}
