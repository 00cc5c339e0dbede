/* os_process.c: calls about the process and the machine.
 *
 * In:      numbers, mostly.
 * Out:     numbers, names, bytes of chance; other programs started (spawn.c), servers asked (http.c).
 * Locks:   none is held. spawn and http may block. */
#include "live/oscall.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

/* ---- the process ---- */

int oscall_environ(struct os_call *c)
{
    value list = list_new(c->t, NULL, 0);
    for (char **e = environ; list && e && *e; e++) {
        value item = os_name(c->t, *e);
        if (!item || !list_append(c->t, REF(list), item))
            list = 0;
    }
    return answer(c, list);
}

/* From the environment only: the C library would look into files and sockets. */
int oscall_getlogin(struct os_call *c)
{
    const char *names[] = { "LOGNAME", "USER" };
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const char *s = getenv(names[i]);
        if (s && *s)
            return answer(c, os_name(c->t, s));
    }
    return -ENOTTY;
}

int oscall_getpgid(struct os_call *c)
{
    pid_t p = getpgid((pid_t)c->n[0]);
    return answer_int(c, p < 0 ? -errno : p);
}

int oscall_ids(struct os_call *c)
{
    const int64_t all[] = { getuid(), geteuid(), getgid(), getegid(), getpgrp(), getsid(0) };
    return answer_ints(c, all, ARRAY_LEN(all));
}

static int64_t us_of(const struct timeval *v)
{
    return (int64_t)v->tv_sec * 1000000 + v->tv_usec;
}

int oscall_child_usage(struct os_call *c)
{
    struct rusage u;
    if (!child_usage((pid_t)c->n[0], &u))
        return -ECHILD;
    const int64_t all[] = { us_of(&u.ru_utime), us_of(&u.ru_stime), u.ru_maxrss };
    return answer_ints(c, all, ARRAY_LEN(all));
}

int oscall_spawn(struct os_call *c)
{
    return answer_int(c, engine_spawn(c->t));
}

int oscall_gil(struct os_call *c)
{
    return answer(c, V_BOOL(atomic_load(&live.region.head->gil)));
}

int oscall_switch_interval(struct os_call *c)
{
    struct vm *vm = c->t->vm;
    if (!c->none[0])
        world_take_turns(vm, atomic_load(&live.region.head->gil), (uint64_t)c->n[0]);
    return answer_int(c, (int64_t)world_interval_ns(vm));
}

int oscall_umask(struct os_call *c)
{
    return answer_int(c, umask((mode_t)c->n[0]));
}

/* ---- signals ---- */

int oscall_signals(struct os_call *c)
{
    return answer_int(c, signals_take());
}

static uint64_t mask_of(const sigset_t *set)
{
    uint64_t mask = 0;
    for (int sig = 1; sig < NSIG; sig++)
        mask |= sigismember(set, sig) == 1 ? 1ull << (sig - 1) : 0;
    return mask;
}

int oscall_sigmask(struct os_call *c)
{
    static const int hows[] = { SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK };
    sigset_t set, old;
    if (c->n[0] < 0 || c->n[0] > 2)
        return -EINVAL;
    sigemptyset(&set);
    for (int sig = 1; sig < NSIG; sig++)
        if ((uint64_t)c->n[1] >> (sig - 1) & 1)
            sigaddset(&set, sig);
    int e = pthread_sigmask(hows[c->n[0]], &set, &old);
    return e ? -e : answer(c, int_value(c->t, (int64_t)mask_of(&old)));
}

int oscall_sigpending(struct os_call *c)
{
    sigset_t set;
    return sigpending(&set) < 0 ? -errno : answer(c, int_value(c->t, (int64_t)mask_of(&set)));
}

int oscall_strsignal(struct os_call *c)
{
    return answer(c, str_lit(c->t, strsignal((int)c->n[0])));
}

/* ---- the machine ---- */

int oscall_loadavg(struct os_call *c)
{
    double load[3];
    return getloadavg(load, 3) < 3 ? -ENOSYS : answer_floats(c, load, 3);
}

int oscall_strerror(struct os_call *c)
{
    return answer(c, str_lit(c->t, strerror((int)c->n[0])));
}

int oscall_uname(struct os_call *c)
{
    struct utsname u;
    if (uname(&u) < 0)
        return -errno;
    const char *const all[] = { u.sysname, u.nodename, u.release, u.version, u.machine };
    value v[5];
    for (int i = 0; i < 5; i++)
        v[i] = os_name(c->t, all[i]);
    return answer(c, tuple_new(c->t, v, 5));
}

int oscall_urandom(struct os_call *c)
{
    if (c->n[0] < 0 || c->n[0] > 1 << 26) {
        throw(c->t, EXC_ValueError, "negative argument not allowed");
        return raised(c);
    }
    struct buf b = { 0 };
    buf_room(&b, (size_t)c->n[0]);
    while (b.n < (size_t)c->n[0]) {
        ssize_t got = getrandom(b.text + b.n, (size_t)c->n[0] - b.n, 0);
        if (got < 0 && errno != EINTR)
            break;
        b.n += got > 0 ? (size_t)got : 0;
    }
    int e = answer(c, bytes_new(c->t, b.text, b.n));
    buf_finish(&b);
    return e;
}

int oscall_http(struct os_call *c)
{
    return http_call(c->t, &c->ret, &c->left);
}
