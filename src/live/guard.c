/* guard.c: the process that the user started. It forks the shell and then only waits. No
 * malloc, no stdio, no parsing: it must not fall. */
#include "live/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

struct guard_note {
    _Atomic int32_t group; // of the run that is on
};

/* ---- what is kept of a run ---- */

/* The shell puts a descriptor in at [0] and takes the one before it out at [1]; the guard takes out the last one
 * when the shell is no more. So the kernel holds it meanwhile, and the guard has nothing to do. */
static int keeper[2] = {-1, -1};
static char keep_dir[400]; // where it goes; made before there are two processes

static void keeper_open(void)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if (state && *state == '/')
        snprintf(keep_dir, sizeof keep_dir, "%.380s", state);
    else if (home && *home == '/')
        snprintf(keep_dir, sizeof keep_dir, "%.360s/.local/state", home);
    if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, keeper) < 0)
        keeper[0] = keeper[1] = -1;
}

union message {
    struct cmsghdr head;
    char room[CMSG_SPACE(sizeof(int))];
};

static int keeper_take(void)
{
    char byte;
    int fd = -1;
    union message m;
    struct iovec io = {&byte, 1};
    struct msghdr h = {.msg_iov = &io, .msg_iovlen = 1, .msg_control = m.room, .msg_controllen = sizeof m.room};
    if (keeper[1] < 0 || recvmsg(keeper[1], &h, MSG_CMSG_CLOEXEC) < 0)
        return -1;
    struct cmsghdr *c = CMSG_FIRSTHDR(&h);
    if (c && c->cmsg_type == SCM_RIGHTS && c->cmsg_len == CMSG_LEN(sizeof fd))
        memcpy(&fd, CMSG_DATA(c), sizeof fd);
    return fd;
}

static void keeper_put(int fd)
{
    char byte = 0;
    union message m = {0};
    struct iovec io = {&byte, 1};
    struct msghdr h = {.msg_iov = &io, .msg_iovlen = 1, .msg_control = m.room, .msg_controllen = sizeof m.room};
    m.head = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof fd), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(CMSG_FIRSTHDR(&h)), &fd, sizeof fd);
    (void)!sendmsg(keeper[0], &h, MSG_NOSIGNAL);
}

void guard_keep(struct guard_note *note, int fd)
{
    if (!note || keeper[0] < 0)
        return;
    for (int old; (old = keeper_take()) >= 0;)
        close(old);
    if (fd >= 0)
        keeper_put(fd);
}

/* Only what was touched: a region is mostly empty. */
static void copy_touched(int from, int to)
{
    static char piece[65536];
    off_t end = lseek(from, 0, SEEK_END);
    for (off_t at = 0; at < end && (at = lseek(from, at, SEEK_DATA)) >= 0;) {
        off_t hole = lseek(from, at, SEEK_HOLE);
        while (at < hole) {
            ssize_t n = pread(from, piece, (size_t)MIN(hole - at, (off_t)sizeof piece), at);
            if (n <= 0 || pwrite(to, piece, (size_t)n, at) != n)
                return;
            at += n;
        }
    }
    (void)!ftruncate(to, end);
}

static void say(const char *s)
{
    (void)!write(STDERR_FILENO, s, strlen(s));
}

static void dump_trace(int sig)
{
    char path[480];
    int fd = keeper_take();
    if (fd < 0 || !keep_dir[0])
        return;
    mkdir(keep_dir, 0700);
    snprintf(path, sizeof path, "%s/conch", keep_dir);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/conch/crash-%d.trace", keep_dir, getpid());
    int out = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (out < 0)
        return;
    copy_touched(fd, out);
    close(out);
    say("conch: the shell has crashed (");
    say(sigabbrev_np(sig) ? sigabbrev_np(sig) : "?");
    say("). What its program did is kept: conch log ");
    say(path);
    say("\n");
}

/* Not a kill from outside. */
static bool is_crash(int sig)
{
    return sig == SIGSEGV || sig == SIGABRT || sig == SIGBUS || sig == SIGFPE || sig == SIGILL || sig == SIGSYS;
}

/* ---- waiting ---- */

static const int ignored[] = {SIGINT, SIGQUIT, SIGTSTP, SIGTTOU, SIGTTIN, SIGPIPE};
#define IGNORED_N (sizeof ignored / sizeof ignored[0])

/* The terminal as it was found; -1: there is none. */
struct terminal {
    int fd;
    struct termios saved;
};

static void terminal_save(struct terminal *t)
{
    t->fd = -1;
    for (int fd = 0; fd < 3 && t->fd < 0; fd++) {
        if (tcgetattr(fd, &t->saved) == 0)
            t->fd = fd;
    }
}

static void terminal_restore(const struct terminal *t)
{
    // leave the other screen, show the cursor, plain colours, no paste brackets, no mouse
    static const char sane[] = "\033[?1049l\033[?25h\033[0m\033[?2004l\033[?1000l\r";
    if (t->fd < 0)
        return;
    tcsetattr(t->fd, TCSADRAIN, &t->saved);
    (void)!write(t->fd, sane, sizeof sane - 1);
}

static void nap(void)
{
    nanosleep(&(struct timespec){0, 200000}, NULL);
}

/* Numbers in a list like /proc/…/children; kills each. Reads without stdio. */
static void kill_listed(int fd)
{
    char text[4096];
    ssize_t n;
    pid_t pid = 0;
    while ((n = read(fd, text, sizeof text)) > 0) {
        for (ssize_t i = 0; i < n; i++) {
            if (text[i] >= '0' && text[i] <= '9') {
                pid = pid * 10 + (text[i] - '0');
            } else {
                if (pid > 1)
                    kill(pid, SIGKILL);
                pid = 0;
            }
        }
    }
    if (pid > 1)
        kill(pid, SIGKILL);
}

/* As a subreaper it inherits every orphan: kills its children until it has none. */
static void end_leftovers(void)
{
    char path[48];
    snprintf(path, sizeof path, "/proc/self/task/%d/children", getpid());
    for (int round = 0; round < 5000; round++) {
        pid_t p;
        while ((p = waitpid(-1, NULL, WNOHANG)) > 0)
            ;
        if (p < 0 && errno == ECHILD)
            return;
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd >= 0) {
            kill_listed(fd);
            close(fd);
        }
        nap();
    }
}

/* Only a group that is its own session's: never ours, whatever the note says. */
static void kill_group(const struct guard_note *note)
{
    pid_t g = atomic_load(&note->group);
    if (g > 1 && g != getpgrp() && (getsid(g) == g || getsid(g) < 0))
        kill(-g, SIGKILL);
}

static int exit_code(int st)
{
    return WIFSIGNALED(st) ? 128 + WTERMSIG(st) : WEXITSTATUS(st);
}

/* A terminal that goes tells only its session's leader, which may be us: the shell must hear of it. */
static volatile sig_atomic_t shell_pid;

static void pass_on(int sig)
{
    kill(shell_pid, sig);
}

NORETURN static void watch(pid_t shell, struct guard_note *note, const struct terminal *t)
{
    int st = 0;
    for (;;) {
        pid_t p = waitpid(-1, &st, WUNTRACED);
        if (p < 0 && errno != EINTR)
            _exit(1);
        if (p != shell)
            continue; // an orphan of a run, or EINTR
        if (WIFSTOPPED(st)) { // Ctrl-Z: the whole job stops, and goes on with fg
            raise(SIGSTOP);
            kill(shell, SIGCONT);
            continue;
        }
        break;
    }
    if (WIFSIGNALED(st))
        terminal_restore(t);
    kill_group(note);
    end_leftovers();
    if (WIFSIGNALED(st) && is_crash(WTERMSIG(st)))
        dump_trace(WTERMSIG(st));
    _exit(exit_code(st));
}

/* Not to be looked into or traced by a lesson's processes; they run as the same user. Leak checkers
 * trace their own process, so not under them. */
static void hide(void)
{
#if !defined(__SANITIZE_ADDRESS__)
    prctl(PR_SET_DUMPABLE, 0);
#endif
}

int guard_start(struct guard_note **ret_note)
{
    struct terminal t;
    void *page = mmap(NULL, sizeof(struct guard_note), PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        return -errno;
    terminal_save(&t);
    keeper_open();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    pid_t me = getpid(), shell = fork();
    if (shell < 0) {
        int e = -errno;
        munmap(page, sizeof(struct guard_note));
        return e;
    }
    if (shell == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != me) // it died before we asked
            _exit(1);
        hide();
        *ret_note = page;
        return 0;
    }
    hide();
    shell_pid = shell;
    signal(SIGHUP, pass_on);
    for (size_t i = 0; i < IGNORED_N; i++)
        signal(ignored[i], SIG_IGN);
    watch(shell, page, &t);
}

void guard_run_group(struct guard_note *note, pid_t pgid)
{
    if (note)
        atomic_store(&note->group, pgid);
}
