/* loop.c: signals, and the one loop that waits for whatever comes next. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "shell/exploring.h"
#include "shell/lineedit.h"
#include "shell/shell.h"

enum { RUN_FDS = 16 };
static const uint64_t MS = 1000000;

/* ---- signals */

static void on_interrupt(struct shell *sh)
{
    if (demo_plays(sh)) {
        sh->quit = true;
        sh->status = 128 + SIGINT;
        return;
    }
    if (exploring_busy(sh)) { // it ends soon, with what is known
        exploring_interrupt(sh);
        return;
    }
    bool runs = sh->run && (!shell_idle(sh) || shell_asked(sh));
    shell_take_lines(sh, NULL, NULL, NULL);
    entry_drop(sh);
    shell_drop_queue(sh);
    if (sh->mode == SHELL_PROMPT) {
        lineedit_interrupt();
        output_skip(sh);
    }
    if (runs && sh->mode != SHELL_PLAY)
        run_interrupt(sh->run);
    else if (sh->mode != SHELL_PROMPT) {
        sh->quit = true;
        sh->status = 128 + SIGINT;
    }
}

/* Tasks are in another session and would run on unseen: they are paused too. */
static void on_suspend(struct shell *sh)
{
    bool paused = sh->run && run_paused(sh->run);
    if (sh->run)
        run_pause(sh->run, true);
    lineedit_suspend();
    raise(SIGSTOP); // the guard, if there is one, sees it and stops the whole job
    lineedit_resume();
    if (sh->run)
        run_pause(sh->run, paused);
}

static void on_resize(struct shell *sh)
{
    term_measure(&sh->out, STDOUT_FILENO);
    term_measure(&sh->err, STDERR_FILENO);
    lineedit_resize();
    record_resize(&sh->recording, sh->out.columns, sh->out.rows);
    lanes_resize(&sh->lanes, &sh->out);
}

/* Asked to end (SIGTERM, also by the death of the guard; SIGHUP): nobody may be reading what is still to
 * be written, and a write that waits for a reader must not hold up the end. So these two are not
 * blocked: they interrupt the write, again and again until it has been given up, and wake the loop
 * by a signal that it reads. */
static volatile sig_atomic_t leave_signal;

bool loop_leaving(void)
{
    return leave_signal != 0;
}

static void on_leave(int sig)
{
    int e = errno;
    if (!leave_signal) {
        const struct timeval often = { .tv_usec = 20000 };
        leave_signal = sig;
        setitimer(ITIMER_REAL, &(struct itimerval){ often, often }, NULL);
        raise(SIGUSR1);
    }
    errno = e;
}

static void on_alarm(int sig)
{
    (void)sig; // it has interrupted what it had to
}

static void on_signal(struct shell *sh, int sig)
{
    switch (sig) {
    case SIGINT: on_interrupt(sh); break;
    case SIGTSTP: on_suspend(sh); break;
    case SIGWINCH: on_resize(sh); break;
    case SIGUSR1:
        sh->quit = true;
        sh->status = 128 + leave_signal;
        break;
    }
}

static void read_signals(struct shell *sh)
{
    struct signalfd_siginfo info;
    while (read(sh->signal_fd, &info, sizeof info) == sizeof info)
        on_signal(sh, (int)info.ssi_signo);
}

void loop_open_signals(struct shell *sh)
{
    sigset_t set;
    sigemptyset(&set);
    static const int wanted[] = { SIGINT, SIGTSTP, SIGWINCH, SIGUSR1 };
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
        sigaddset(&set, wanted[i]);
    // main and all it forks must take this mask off again (live/process.c does)
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    struct sigaction leave = { .sa_handler = on_leave }, tick = { .sa_handler = on_alarm }, old;
    sigaction(SIGALRM, &tick, NULL);
    sigaction(SIGTERM, &leave, NULL);
    if (sigaction(SIGHUP, &leave, &old) == 0 && old.sa_handler == SIG_IGN)
        signal(SIGHUP, SIG_IGN); // nohup
    sh->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* ---- the loop */

static bool wants_source(const struct shell *sh)
{
    if (sh->source.fd < 0 || sh->mode == SHELL_PROMPT)
        return false;
    if (shell_asked(sh))
        return true;
    return sh->mode == SHELL_SCRIPT && shell_idle(sh) && !sh->queue_n;
}

static int sooner(int a, int b)
{
    return a < 0 ? b : b < 0 ? a : MIN(a, b);
}

static int ms_until(uint64_t when_ns)
{
    uint64_t now = clock_now_ns();
    return when_ns > now ? (int)MIN((when_ns - now) / MS + 1, (uint64_t)1000000) : 0;
}

static int wait_ms(struct shell *sh)
{
    if (output_behind(sh))
        return 0;
    int ms = sh->run ? run_timeout_ms(sh->run) : -1;
    if (sh->mode == SHELL_PROMPT && !prompt_wanted(sh))
        ms = sooner(ms, ms_until(sh->prompt_at_ns));
    if (sh->ends_ns)
        ms = sooner(ms, ms_until(sh->ends_ns));
    if (sh->tick)
        ms = sooner(ms, ms_until(sh->tick_at_ns));
    return ms;
}

/* The run limits itself; this is for a run that does not manage to. */
static void watch_time_limit(struct shell *sh)
{
    if (!sh->ends_ns || clock_now_ns() < sh->ends_ns)
        return;
    sh->ends_ns = 0;
    if (shell_idle(sh))
        return;
    shell_error(sh, _("the time limit was reached"));
    shell_close_run(sh);
    learn_ran(sh);
    sh->status = 124;
    if (sh->mode != SHELL_PROMPT)
        sh->quit = true;
}

static void wait_for_something(struct shell *sh)
{
    struct pollfd fds[RUN_FDS + 3] = {
        { .fd = sh->signal_fd, .events = POLLIN },
        { .fd = -1, .events = POLLIN },
        { .fd = exploring_fd(sh), .events = POLLIN },
    };
    bool typing = sh->mode == SHELL_PROMPT && prompt_wanted(sh);
    if (typing || demo_plays(sh))
        fds[1].fd = STDIN_FILENO;
    else if (wants_source(sh))
        fds[1].fd = sh->source.fd;
    int n = 3 + (sh->run ? run_poll_fds(sh->run, fds + 3, RUN_FDS) : 0);
    if (poll(fds, (nfds_t)n, wait_ms(sh)) < 0)
        return;
    if (fds[0].revents)
        read_signals(sh);
    if (fds[1].revents && typing && !sh->quit)
        lineedit_read();
    else if (fds[1].revents && !sh->quit && !demo_keys(sh))
        source_read(sh);
    watch_time_limit(sh);
}

int shell_loop(struct shell *sh)
{
    if (sh->mode == SHELL_PROMPT)
        prompt_open(sh);
    for (shell_advance(sh); !sh->quit; shell_advance(sh)) {
        prompt_update(sh);
        wait_for_something(sh);
    }
    if (sh->mode == SHELL_PROMPT) {
        lineedit_hide();
        lineedit_close();
    }
    shell_close_run(sh);
    return sh->status;
}
