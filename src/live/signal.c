/* Signals: the kernel's handler rings, the program's handler runs in main at a safe point.
 *
 * A signal for which the program has a handler is noted in `pending`, and main's attention is called; a
 * wait of main is left. The handler itself is Python (prelude/signal.py) and runs like any other call;
 * afterwards the wait goes on with what is left of its time. Threads take no signals. */
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <sys/time.h>

#include "live/engine.h"
#include "live/klock.h"
#include "live/parts.h"

enum how { HOW_DEFAULT, HOW_IGNORE, HOW_PYTHON, HOW_INTERRUPT };

/* This process's; a fork copies `how`. */
static struct {
    _Atomic uint64_t pending;
    _Atomic uint8_t how[NSIG];
} signals;

/* Async-signal-safe; on main's own thread. */
static void ring(int sig)
{
    int e = errno;
    struct task_slot *s = live_me.slot;
    if (sig == SIGALRM)
        atomic_store(&s->alarm, 0);
    if (atomic_load(&signals.how[sig]) == HOW_INTERRUPT) {
        atomic_fetch_or(&s->attention, ATTEND_INTERRUPT);
    } else {
        atomic_fetch_or(&signals.pending, 1ull << (sig - 1));
        atomic_fetch_or(&s->attention, ATTEND_SIGNAL);
    }
    atomic_fetch_add(&s->wake, 1); // who was about to sleep does not
    errno = e;
}

static int set_kernel(int sig, enum how how)
{
    struct sigaction a = { .sa_handler = how == HOW_DEFAULT ? SIG_DFL : how == HOW_IGNORE ? SIG_IGN : ring };
    sigemptyset(&a.sa_mask);
    atomic_store(&signals.how[sig], (uint8_t)how); // before the first one can come
    return sigaction(sig, &a, NULL) < 0 ? -errno : 0;
}

void signals_init(void)
{
    set_kernel(SIGINT, HOW_INTERRUPT);
}

void signals_forget(void)
{
    if (atomic_load(&signals.pending))
        atomic_store(&signals.pending, 0);
    atomic_fetch_and(&live_me.slot->attention, ~(uint32_t)ATTEND_SIGNAL); // an interrupt by the shell is meant for it
}

void signals_open(void)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

bool signals_interrupt(struct task *t)
{
    switch (atomic_load(&signals.how[SIGINT])) {
    case HOW_INTERRUPT: return true;
    case HOW_PYTHON:
        atomic_fetch_or(&signals.pending, 1ull << (SIGINT - 1));
        signals_again(t);
        return false;
    case HOW_DEFAULT: kill(getpid(), SIGINT); return false;
    default: return false;
    }
}

void signals_again(struct task *t)
{
    atomic_fetch_or(t->attention, ATTEND_SIGNAL);
}

int64_t signals_take(void)
{
    return (int64_t)atomic_exchange(&signals.pending, 0);
}

static enum engine_ret bad_value(struct task *t, const char *why)
{
    throw(t, EXC_ValueError, "%s", why);
    return ENGINE_RAISE;
}

enum engine_ret signal_request(struct task *t, value *ret)
{
    int64_t sig = 0, how = 0;
    *ret = V_NONE;
    if (!int_get(t->req.arg[0], &sig) || !int_get(t->req.arg[1], &how) || how < 0 || how > HOW_INTERRUPT) {
        throw(t, EXC_TypeError, "an integer is required");
        return ENGINE_RAISE;
    }
    if (t != vm_first_task(t->vm))
        return bad_value(t, "signal only works in main thread of the main interpreter");
    if (sig < 1 || sig >= NSIG)
        return bad_value(t, "signal number out of range");
    enum how before = atomic_load(&signals.how[sig]);
    int e = set_kernel((int)sig, (enum how)how);
    if (!e)
        return ENGINE_DONE;
    atomic_store(&signals.how[sig], (uint8_t)before);
    return os_error(t, -e, V_UNBOUND);
}

static double seconds_of(const struct timeval *v)
{
    return (double)v->tv_sec + (double)v->tv_usec / 1e6;
}

/* Rounded up, so that a short time does not become none. */
static struct timeval timeval_of(double seconds)
{
    double whole = floor(seconds);
    struct timeval v = { (time_t)whole, (suseconds_t)ceil((seconds - whole) * 1e6) };
    if (v.tv_usec >= 1000000)
        v = (struct timeval){ v.tv_sec + 1, 0 };
    return v;
}

enum engine_ret alarm_request(struct task *t, value *ret)
{
    struct itimerval new = { 0 }, old;
    double seconds = 0, interval = 0;
    bool sets = t->req.arg[0] != V_NONE;
    if ((sets && !number_get(t, t->req.arg[0], &seconds)) ||
        (t->req.arg[1] != V_UNBOUND && !number_get(t, t->req.arg[1], &interval))) {
        throw(t, EXC_TypeError, "'%s' object cannot be interpreted as an integer", type_name(t, t->req.arg[0]));
        return ENGINE_RAISE;
    }
    struct task_slot *s = &live.region.slots[ref_slot(live.process)];
    if (sets && !(seconds >= 0 && seconds < 1e9 && interval >= 0 && interval < 1e9))
        return os_error(t, EINVAL, V_UNBOUND);
    new.it_value = timeval_of(seconds);
    new.it_interval = timeval_of(interval);
    if (sets)
        atomic_store(&s->alarm, seconds > 0); // who waits is not stuck for ever
    if ((sets ? setitimer(ITIMER_REAL, &new, &old) : getitimer(ITIMER_REAL, &old)) < 0)
        return os_error(t, errno, V_UNBOUND);
    value pair[2] = { float_value(t, seconds_of(&old.it_value)), float_value(t, seconds_of(&old.it_interval)) };
    *ret = tuple_new(t, pair, 2);
    return ENGINE_DONE;
}
