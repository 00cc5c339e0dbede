/* _conch.os_call(): the system's calls about files, and a few more. The table oscall.def says which
 * arguments each takes; they are checked and converted here once, so that a call is a few lines. */
#include "live/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "vm/str.h"

enum { OS_ARGS = 3 };

/* One call. Functions below return 0 with the answer in ret, or a negative errno, or -ERESTART: an exception
 * is set or the task must leave, see left. */
struct os_call {
    struct task *t;
    value ret;
    enum engine_ret left;
    int64_t n[OS_ARGS];      // arguments i, d; P: -1, or a descriptor
    bool none[OS_ARGS];
    char *path[2];           // arguments p, P; n[0] is -1 then
    char text[2][PATH_MAX];
};

static int raised(struct os_call *c)
{
    c->left = ENGINE_RAISE;
    return -ERESTART;
}

static int answer(struct os_call *c, value v)
{
    c->ret = v;
    return v ? 0 : raised(c);
}

static int answer_int(struct os_call *c, int64_t n)
{
    return n < 0 ? (int)n : answer(c, int_value(c->t, n));
}

static int checked(int r)
{
    return r < 0 ? -errno : 0;
}

/* Names that are no UTF-8 keep their bytes as lone surrogates. */
static value name_value(struct task *t, const char *s, size_t n)
{
    value v;
    return text_decode(t, (const uint8_t *)s, n, "utf-8", "surrogateescape", &v) == VM_OK ? v : 0;
}

/* ---- descriptors ---- */

/* Opening a pipe with a name waits for its other end. */
static int open_path(struct os_call *c, int flags)
{
    struct stat st;
    bool waits = stat(c->path[0], &st) == 0 && S_ISFIFO(st.st_mode);
    if (waits)
        world_before_block(c->t);
    int fd = open(c->path[0], flags | O_CLOEXEC | O_NOCTTY, (mode_t)c->n[2]);
    int e = errno;
    if (waits)
        world_after_block(c->t);
    return fd < 0 ? -e : fd;
}

static int call_open(struct os_call *c)
{
    int flags = (int)c->n[1];
    files_settle_path(c->t, c->path[0]);
    int fd = open_path(c, flags);
    if (fd == -EMFILE) { // forgotten files go, and with them their descriptors
        heap_collect(c->t);
        fd = open_path(c, flags);
    }
    return answer_int(c, fd < 0 ? fd : fd_own(fd, flags & O_NONBLOCK ? FD_NOWAIT : 0));
}

static int call_close(struct os_call *c)
{
    return c->n[0] < 0 || c->n[0] >= FD_MAX ? -EBADF : fd_close((int)c->n[0]);
}

static int call_read(struct os_call *c)
{
    if (c->n[1] < 0)
        return -EINVAL;
    char small[16384];
    size_t n = (size_t)MIN(c->n[1], (int64_t)1 << 26);
    char *to = n <= sizeof small ? small : mem_alloc(n);
    ssize_t got = fd_read(c->t, (int)c->n[0], to, n, &c->left);
    int e = got < 0 ? (int)got : answer(c, bytes_new(c->t, to, (size_t)got));
    if (to != small)
        free(to);
    return e;
}

static size_t bytes_left(int fd)
{
    struct stat st;
    off_t at = lseek(fd, 0, SEEK_CUR);
    if (at < 0 || fstat(fd, &st) < 0 || st.st_size <= at)
        return 4096;
    return (size_t)(st.st_size - at) + 1; // one more, so that the end is seen at once
}

/* In a script a step that the model knows passes the gate. False: the task must leave. */
static bool pipe_gate(struct task *t, enum engine_ret *left)
{
    engine_mark(t);
    if (GATE(EV_NOTE, UINT32_MAX, 0))
        return true;
    *left = engine_left(t);
    return *left == ENGINE_DONE;
}

static int call_read_all(struct os_call *c)
{
    struct buf b = { 0 };
    int fd = (int)c->n[0];
    ssize_t got;
    do {
        size_t room = MAX(MAX(bytes_left(fd), b.n / 2), (size_t)4096);
        if (fd_flags(fd) & FD_INSIDE) // as the model takes it, each piece a step
            room = 65536;
        if (b.n && gate_in_script() && fd_flags(fd) & FD_INSIDE && !pipe_gate(c->t, &c->left)) {
            got = -ERESTART;
            break;
        }
        got = fd_read(c->t, fd, buf_room(&b, room), room, &c->left);
        b.n += got > 0 ? (size_t)got : 0;
    } while (got > 0);
    int e = got < 0 ? (int)got : answer(c, bytes_new(c->t, b.text, b.n));
    buf_finish(&b);
    return e;
}

/* The bytes of an argument, where no collection moves them: waiting allows one. */
static bool take_bytes(struct os_call *c, value v, struct byte_span *ret, char **ret_copy)
{
    *ret_copy = NULL;
    if (is_str(v) && !str_all_ascii(REF(v)) &&
        text_encode(c->t, REF(v), "utf-8", "strict", &v) != VM_OK)
        return false;
    if (is_str(v)) {
        const struct str *s = REF(v);
        *ret = (struct byte_span){ (const uint8_t *)str_data(s), s->o.n };
    } else if (!bytes_get(v, ret)) {
        throw(c->t, EXC_TypeError, "a bytes-like object is required, not '%s'", type_name(c->t, v));
        return false;
    }
    if (ret->n) {
        *ret_copy = mem_alloc(ret->n);
        memcpy(*ret_copy, ret->data, ret->n);
        ret->data = (const uint8_t *)*ret_copy;
    }
    return true;
}

static int call_write(struct os_call *c)
{
    struct byte_span s;
    char *copy;
    if (is_str(c->t->req.arg[2])) {
        throw(c->t, EXC_TypeError, "a bytes-like object is required, not 'str'");
        return raised(c);
    }
    if (!take_bytes(c, c->t->req.arg[2], &s, &copy))
        return raised(c);
    int e = answer_int(c, fd_write(c->t, (int)c->n[0], s.data, s.n, &c->left));
    free(copy);
    return e;
}

/* Two descriptors, of a pipe or of a pair of sockets. Where there are too many, forgotten ones go first. */
static int new_pair(struct os_call *c, bool sockets)
{
    int ends[2], e = 0;
    for (int tries = 0; tries < 2; tries++) {
        e = checked(sockets ? socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) : pipe2(ends, O_CLOEXEC));
        if (!e && MAX(ends[0], ends[1]) < FD_MAX)
            break;
        if (!e)
            close(ends[0]), close(ends[1]);
        e = e ? e : -EMFILE;
        if (e != -EMFILE)
            break;
        heap_collect(c->t);
    }
    if (e)
        return e;
    value pair[2];
    for (int i = 0; i < 2; i++)
        pair[i] = V_INT(fd_own(ends[i], FD_INSIDE));
    return answer(c, tuple_new(c->t, pair, 2));
}

static int call_pipe(struct os_call *c)
{
    return new_pair(c, false);
}

static int call_socketpair(struct os_call *c)
{
    return new_pair(c, true);
}

/* A process that was waited for already is told by a pipe that nobody can write to. */
static int call_child_fd(struct os_call *c)
{
    int ends[2], fd = live_child_fd((pid_t)c->n[0]);
    if (fd == -ESRCH && pipe2(ends, O_CLOEXEC) == 0) {
        close(ends[1]);
        fd = ends[0];
    }
    return answer_int(c, fd < 0 ? fd : fd_own(fd, FD_INSIDE));
}

/* After a message has come, or before it goes. */
static int call_tell(struct os_call *c)
{
    enum event_kind kind = c->n[1] ? EV_GET : EV_PUT;
    char text[SHOWN];
    if (!log_wants(kind))
        return 0;
    size_t n = access_show(c->t, c->t->req.arg[3], text);
    engine_mark(c->t);
    log_text(kind, fd_object((int)c->n[0]), 0, text, n);
    return 0;
}

static int call_dup(struct os_call *c)
{
    int fd = fcntl((int)c->n[0], F_DUPFD_CLOEXEC, 3);
    return answer_int(c, fd < 0 ? -errno : fd_copy((int)c->n[0], fd));
}

/* conch's own descriptors keep their place. */
static int call_dup2(struct os_call *c)
{
    int from = (int)c->n[0], to = (int)c->n[1];
    if (c->n[1] < 0 || c->n[1] >= FD_MAX || (!fd_flags(to) && fcntl(to, F_GETFD) >= 0))
        return -EBADF;
    if (from != to && to <= 2 && !fd_is_console(from))
        engine_flush(c->t); // what was printed before belongs to the screen
    if (from != to && dup3(from, to, to > 2 ? O_CLOEXEC : 0) < 0)
        return -errno;
    return answer_int(c, from == to ? to : fd_copy(from, to));
}

static int call_lseek(struct os_call *c)
{
    off_t at = lseek((int)c->n[0], (off_t)c->n[1], (int)c->n[2]);
    return answer_int(c, at < 0 ? -errno : at);
}

static int call_ftruncate(struct os_call *c)
{
    return checked(ftruncate((int)c->n[0], (off_t)c->n[1]));
}

static int call_fsync(struct os_call *c)
{
    if (fd_is_console((int)c->n[0]))
        return 0;
    world_before_block(c->t);
    int e = checked(fsync((int)c->n[0]));
    world_after_block(c->t);
    return e;
}

static int call_isatty(struct os_call *c)
{
    int fd = (int)c->n[0];
    return answer(c, V_BOOL(fd_is_console(fd) || (fd_flags(fd) && isatty(fd))));
}

static int call_get_blocking(struct os_call *c)
{
    return answer(c, V_BOOL(!(fd_flags((int)c->n[0]) & FD_NOWAIT)));
}

static int call_set_blocking(struct os_call *c)
{
    fd_set_waiting((int)c->n[0], c->n[1] != 0);
    return 0;
}

static int call_poll(struct os_call *c)
{
    struct pollfd p = { .fd = (int)c->n[0], .events = (short)c->n[1] };
    if (!fd_flags(p.fd))
        return -EBADF;
    return poll(&p, 1, 0) < 0 ? -errno : answer(c, V_INT(p.revents));
}

/* ---- handles ---- */

static int call_file_new(struct os_call *c)
{
    return answer(c, file_new(c->t, (int)c->n[0], (size_t)MAX(c->n[1], (int64_t)0)));
}

static int call_file_write(struct os_call *c)
{
    struct byte_span s;
    char *copy;
    if (!take_bytes(c, c->t->req.arg[2], &s, &copy))
        return raised(c);
    int e = file_write(c->t, c->t->req.arg[1], s.data, s.n, &c->left);
    free(copy);
    return e ? e : answer(c, V_INT((int64_t)s.n));
}

static int call_file_flush(struct os_call *c)
{
    return file_flush(c->t, c->t->req.arg[1], &c->left);
}

static int call_file_close(struct os_call *c)
{
    return file_close(c->t, c->t->req.arg[1], &c->left);
}

static int call_file_detach(struct os_call *c)
{
    file_detach(c->t->req.arg[1]);
    return 0;
}

static int call_settle(struct os_call *c)
{
    files_settle(c->t);
    return 0;
}

/* ---- what is there ---- */

static int64_t ns_of(const struct timespec *t)
{
    return (int64_t)t->tv_sec * 1000000000 + t->tv_nsec;
}

static int answer_stat(struct os_call *c, int r, const struct stat *st)
{
    if (r < 0)
        return -errno;
    const int64_t all[] = { st->st_mode, (int64_t)st->st_ino, (int64_t)st->st_dev, (int64_t)st->st_nlink, st->st_uid,
                            st->st_gid, st->st_size, ns_of(&st->st_atim), ns_of(&st->st_mtim), ns_of(&st->st_ctim),
                            st->st_blksize, st->st_blocks };
    value v[ARRAY_LEN(all)];
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        v[i] = int_value(c->t, all[i]);
    return answer(c, tuple_new(c->t, v, ARRAY_LEN(all)));
}

static int call_fstat(struct os_call *c)
{
    struct stat st;
    return answer_stat(c, fstat((int)c->n[0], &st), &st);
}

static int call_stat(struct os_call *c)
{
    struct stat st;
    if (!c->path[0])
        return call_fstat(c);
    files_settle_path(c->t, c->path[0]);
    return answer_stat(c, stat(c->path[0], &st), &st);
}

static int call_lstat(struct os_call *c)
{
    struct stat st;
    return answer_stat(c, lstat(c->path[0], &st), &st);
}

static int call_access(struct os_call *c)
{
    return answer(c, V_BOOL(access(c->path[0], (int)c->n[1]) == 0));
}

static DIR *open_dir(struct os_call *c)
{
    if (c->path[0])
        return opendir(c->path[0]);
    int fd = dup((int)c->n[0]);
    DIR *d = fd < 0 ? NULL : fdopendir(fd);
    if (d)
        rewinddir(d);
    else if (fd >= 0)
        close(fd);
    return d;
}

static int read_dir(struct os_call *c, bool kinds)
{
    struct task *t = c->t;
    DIR *d = open_dir(c);
    if (!d)
        return -errno;
    value list = list_new(t, NULL, 0);
    for (struct dirent *e; list && (e = readdir(d));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        value item = name_value(t, e->d_name, strlen(e->d_name));
        if (item && kinds)
            item = tuple_new(t, (value[]){ item, V_INT(e->d_type) }, 2);
        if (!item || !list_append(t, REF(list), item))
            list = 0;
    }
    closedir(d);
    return answer(c, list);
}

static int call_listdir(struct os_call *c)
{
    return read_dir(c, false);
}

static int call_scandir(struct os_call *c)
{
    return read_dir(c, true);
}

static int call_readlink(struct os_call *c)
{
    char to[PATH_MAX];
    ssize_t n = readlink(c->path[0], to, sizeof to);
    return n < 0 ? -errno : answer(c, name_value(c->t, to, (size_t)n));
}

static int call_statvfs(struct os_call *c)
{
    struct statvfs s;
    if (statvfs(c->path[0], &s) < 0)
        return -errno;
    const uint64_t all[] = { s.f_blocks * s.f_frsize, s.f_bfree * s.f_frsize, s.f_bavail * s.f_frsize };
    value v[3];
    for (int i = 0; i < 3; i++)
        v[i] = int_value(c->t, (int64_t)all[i]);
    return answer(c, tuple_new(c->t, v, 3));
}

/* ---- changing it ---- */

static int call_chmod(struct os_call *c)
{
    return checked(chmod(c->path[0], (mode_t)c->n[1]));
}

static int call_link(struct os_call *c)
{
    return checked(link(c->path[0], c->path[1]));
}

static int call_mkdir(struct os_call *c)
{
    return checked(mkdir(c->path[0], (mode_t)c->n[1]));
}

static int call_mkfifo(struct os_call *c)
{
    return checked(mkfifo(c->path[0], (mode_t)c->n[1]));
}

static int call_rename(struct os_call *c)
{
    return checked(rename(c->path[0], c->path[1]));
}

static int call_rmdir(struct os_call *c)
{
    return checked(rmdir(c->path[0]));
}

static int call_symlink(struct os_call *c)
{
    return checked(symlink(c->path[0], c->path[1]));
}

static int call_truncate(struct os_call *c)
{
    files_settle_path(c->t, c->path[0]);
    return checked(truncate(c->path[0], (off_t)c->n[1]));
}

static int call_unlink(struct os_call *c)
{
    return checked(unlink(c->path[0]));
}

static int call_utime(struct os_call *c)
{
    struct timespec at[2];
    for (int i = 0; i < 2; i++)
        at[i] = c->none[i + 1] ? (struct timespec){ .tv_nsec = UTIME_NOW }
                               : (struct timespec){ c->n[i + 1] / 1000000000, c->n[i + 1] % 1000000000 };
    files_settle_path(c->t, c->path[0]);
    return checked(utimensat(AT_FDCWD, c->path[0], at, 0));
}

/* ---- the process and the machine ---- */

static int call_chdir(struct os_call *c)
{
    return checked(c->path[0] ? chdir(c->path[0]) : fchdir((int)c->n[0]));
}

static int call_getcwd(struct os_call *c)
{
    char at[PATH_MAX];
    return getcwd(at, sizeof at) ? answer(c, name_value(c->t, at, strlen(at))) : -errno;
}

static int call_environ(struct os_call *c)
{
    value list = list_new(c->t, NULL, 0);
    for (char **e = environ; list && e && *e; e++) {
        value item = name_value(c->t, *e, strlen(*e));
        if (!item || !list_append(c->t, REF(list), item))
            list = 0;
    }
    return answer(c, list);
}

/* From the environment only: the C library would look into files and sockets. */
static int call_getlogin(struct os_call *c)
{
    const char *names[] = { "LOGNAME", "USER" };
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const char *s = getenv(names[i]);
        if (s && *s)
            return answer(c, name_value(c->t, s, strlen(s)));
    }
    return -ENOTTY;
}

static int call_getpgid(struct os_call *c)
{
    pid_t p = getpgid((pid_t)c->n[0]);
    return answer_int(c, p < 0 ? -errno : p);
}

static int call_ids(struct os_call *c)
{
    const value v[] = { V_INT(getuid()), V_INT(geteuid()), V_INT(getgid()), V_INT(getegid()), V_INT(getpgrp()),
                        V_INT(getsid(0)) };
    return answer(c, tuple_new(c->t, v, ARRAY_LEN(v)));
}

static int call_loadavg(struct os_call *c)
{
    double load[3];
    value v[3];
    if (getloadavg(load, 3) < 3)
        return -ENOSYS;
    for (int i = 0; i < 3; i++)
        v[i] = float_value(c->t, load[i]);
    return answer(c, tuple_new(c->t, v, 3));
}

static int call_strerror(struct os_call *c)
{
    return answer(c, str_lit(c->t, strerror((int)c->n[0])));
}

static int call_gil(struct os_call *c)
{
    return answer(c, V_BOOL(atomic_load(&live.region.head->gil)));
}

static int call_signals(struct os_call *c)
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

static int call_sigmask(struct os_call *c)
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

static int call_sigpending(struct os_call *c)
{
    sigset_t set;
    return sigpending(&set) < 0 ? -errno : answer(c, int_value(c->t, (int64_t)mask_of(&set)));
}

static int call_spawn(struct os_call *c)
{
    return answer_int(c, engine_spawn(c->t));
}

static int call_wait_any(struct os_call *c)
{
    enum { MOST = 512 };
    struct pollfd fds[MOST];
    const value *items;
    size_t n;
    if (!items_view(c->t, c->t->req.arg[1], &items, &n) || n > MOST)
        return -EINVAL;
    for (size_t i = 0; i < n; i++) {
        const struct tuple *p = REF(items[i]);
        fds[i] = (struct pollfd){ .fd = (int)int_of(p->item[0]), .events = (short)int_of(p->item[1]) };
        if (!fd_flags(fds[i].fd))
            return -EBADF;
    }
    uint64_t until = c->t->wait_until_ns ? c->t->wait_until_ns : c->none[1] ? 0 : clock_now_ns() + (uint64_t)MAX(c->n[1], (int64_t)0);
    c->t->wait_until_ns = 0;
    int e = fd_wait_any(c->t, fds, (unsigned)n, until, &c->left);
    value list = e ? 0 : list_new(c->t, NULL, 0);
    for (size_t i = 0; list && i < n; i++)
        if (fds[i].revents && !list_append(c->t, REF(list), V_INT(fds[i].fd)))
            list = 0;
    return e ? e : answer(c, list);
}

static int call_clock_ns(struct os_call *c)
{
    static uint64_t (*const clocks[])(void) = { clock_wall_ns, clock_now_ns, clock_now_ns, clock_cpu_ns, clock_thread_cpu_ns };
    return c->n[0] < 0 || c->n[0] >= (int64_t)ARRAY_LEN(clocks) ? -EINVAL : answer_int(c, (int64_t)clocks[c->n[0]]());
}

/* ---- dates. The zone was read when main began (R11): localtime_r, unlike mktime, does not look again ---- */

static int answer_date(struct os_call *c, const struct tm *tm)
{
    if (!tm)
        return -EOVERFLOW;
    const int64_t all[] = { tm->tm_year + 1900ll, tm->tm_mon + 1, tm->tm_mday, tm->tm_hour, tm->tm_min, tm->tm_sec,
                            (tm->tm_wday + 6) % 7, tm->tm_yday + 1, tm->tm_isdst };
    value v[ARRAY_LEN(all) + 2];
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        v[i] = V_INT(all[i]);
    v[ARRAY_LEN(all)] = str_lit(c->t, tm->tm_zone ? tm->tm_zone : "");
    v[ARRAY_LEN(all) + 1] = V_INT(tm->tm_gmtoff);
    return answer(c, tuple_new(c->t, v, ARRAY_LEN(v)));
}

static int call_gmtime(struct os_call *c)
{
    struct tm tm;
    time_t at = (time_t)c->n[0];
    return answer_date(c, gmtime_r(&at, &tm));
}

static int call_localtime(struct os_call *c)
{
    struct tm tm;
    time_t at = (time_t)c->n[0];
    return answer_date(c, localtime_r(&at, &tm));
}

/* The date is taken for one of Greenwich, then moved by the zone's offset there; twice, since that move
 * may lead over a change between summer and winter. */
static int call_mktime(struct os_call *c)
{
    const value *items;
    size_t n;
    int64_t part[9];
    if (!items_view(c->t, c->t->req.arg[1], &items, &n) || n < 9)
        return -EINVAL;
    for (int i = 0; i < 9; i++)
        if (!int_get(items[i], &part[i]) || part[i] < INT_MIN || part[i] > INT_MAX)
            return -EOVERFLOW;
    struct tm tm = { .tm_year = (int)part[0] - 1900, .tm_mon = (int)part[1] - 1, .tm_mday = (int)part[2], .tm_hour = (int)part[3],
                     .tm_min = (int)part[4], .tm_sec = (int)part[5] }, there;
    time_t plain = timegm(&tm), at = plain;
    for (int i = 0; i < 2; i++) {
        if (!localtime_r(&at, &there))
            return -EOVERFLOW;
        at = plain - there.tm_gmtoff;
    }
    if (part[8] >= 0 && localtime_r(&at, &there) && (there.tm_isdst > 0) != (part[8] > 0)) {
        struct tm other;
        time_t moved = at + (part[8] > 0 ? -3600 : 3600);
        if (localtime_r(&moved, &other) && (other.tm_isdst > 0) == (part[8] > 0))
            at = moved; // the hour that there is twice
    }
    return answer(c, int_value(c->t, at)); // may be before 1970
}

static int64_t us_of(const struct timeval *v)
{
    return (int64_t)v->tv_sec * 1000000 + v->tv_usec;
}

static int call_child_usage(struct os_call *c)
{
    struct rusage u;
    if (!child_usage((pid_t)c->n[0], &u))
        return -ECHILD;
    const value v[] = { V_INT(us_of(&u.ru_utime)), V_INT(us_of(&u.ru_stime)), V_INT(u.ru_maxrss) };
    return answer(c, tuple_new(c->t, v, ARRAY_LEN(v)));
}

static int call_http(struct os_call *c)
{
    return http_call(c->t, &c->ret, &c->left);
}

static int call_strsignal(struct os_call *c)
{
    return answer(c, str_lit(c->t, strsignal((int)c->n[0])));
}

static int call_switch_interval(struct os_call *c)
{
    struct vm *vm = c->t->vm;
    if (!c->none[0])
        world_take_turns(vm, atomic_load(&live.region.head->gil), (uint64_t)c->n[0]);
    return answer_int(c, (int64_t)world_interval_ns(vm));
}

static int call_times(struct os_call *c)
{
    struct tms tms;
    double tick = (double)sysconf(_SC_CLK_TCK);
    double elapsed = (double)times(&tms);
    const double all[] = { (double)tms.tms_utime, (double)tms.tms_stime, (double)tms.tms_cutime,
                           (double)tms.tms_cstime, elapsed };
    value v[5];
    for (int i = 0; i < 5; i++)
        v[i] = float_value(c->t, all[i] / tick);
    return answer(c, tuple_new(c->t, v, 5));
}

static int call_umask(struct os_call *c)
{
    return answer_int(c, umask((mode_t)c->n[0]));
}

static int call_uname(struct os_call *c)
{
    struct utsname u;
    if (uname(&u) < 0)
        return -errno;
    const char *const all[] = { u.sysname, u.nodename, u.release, u.version, u.machine };
    value v[5];
    for (int i = 0; i < 5; i++)
        v[i] = name_value(c->t, all[i], strlen(all[i]));
    return answer(c, tuple_new(c->t, v, 5));
}

static int call_urandom(struct os_call *c)
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

/* ---- the table, and arguments ---- */

static const struct os_entry {
    const char *name, *args;
    int (*call)(struct os_call *c);
} os_table[] = {
#define OSCALL(name, args, help) { #name, args, call_##name },
#include "live/oscall.def"
#undef OSCALL
};

static int compare_names(const void *key, const void *entry)
{
    return strcmp(key, ((const struct os_entry *)entry)->name);
}

static const struct os_entry *find_entry(value name)
{
    if (!is_str(name))
        return NULL;
    char text[32];
    const struct str *s = REF(name);
    if (s->o.n >= sizeof text)
        return NULL;
    memcpy(text, str_data(s), s->o.n);
    text[s->o.n] = 0;
    return bsearch(text, os_table, ARRAY_LEN(os_table), sizeof os_table[0], compare_names);
}

static int take_path(struct os_call *c, value v, unsigned which)
{
    struct byte_span s;
    if (is_str(v) && str_all_ascii(REF(v)))
        s = (struct byte_span){ (const uint8_t *)str_data(REF(v)), ((struct str *)REF(v))->o.n };
    else if (is_str(v) && text_encode(c->t, REF(v), "utf-8", "surrogateescape", &v) != VM_OK)
        return raised(c);
    else if (!bytes_get(v, &s)) {
        throw(c->t, EXC_TypeError, "expected str, bytes or os.PathLike object, not %s", type_name(c->t, v));
        return raised(c);
    }
    if (s.n && memchr(s.data, 0, s.n)) {
        throw(c->t, EXC_ValueError, "embedded null byte");
        return raised(c);
    }
    if (s.n >= sizeof c->text[0])
        return -ENAMETOOLONG;
    memcpy(c->text[which], s.data, s.n);
    c->text[which][s.n] = 0;
    c->path[which] = c->text[which];
    return 0;
}

static int take_int(struct os_call *c, value v, unsigned i)
{
    if (v == V_TRUE || v == V_FALSE)
        v = V_INT(v == V_TRUE);
    if (int_get(v, &c->n[i]))
        return 0;
    if (is_integer(v))
        throw(c->t, EXC_OverflowError, "Python int too large to convert to C int");
    else
        throw(c->t, EXC_TypeError, "'%s' object cannot be interpreted as an integer", type_name(c->t, v));
    return raised(c);
}

static int take_argument(struct os_call *c, char kind, value v, unsigned i, unsigned *paths)
{
    int e;
    switch (kind) {
    case 'P':
        if (!is_int(v))
            return take_path(c, v, (*paths)++);
        __attribute__((fallthrough));
    case 'd':
        e = take_int(c, v, i);
        return e ? e : c->n[i] > INT_MAX || !fd_flags((int)c->n[i]) ? -EBADF : 0;
    case 'p':
        return take_path(c, v, (*paths)++);
    case 'i':
        return take_int(c, v, i);
    case 'f':
        if (!is_type(v, T_NATIVE) || obj_of(v)->aux != NATIVE_FILE) {
            throw(c->t, EXC_TypeError, "not a file");
            return raised(c);
        }
        return 0;
    default:
        return 0;
    }
}

static int take_arguments(struct os_call *c, const char *args)
{
    unsigned paths = 0;
    for (unsigned i = 0; *args; i++) {
        value v = payload_or_self(c->t->req.arg[i + 1]);
        bool optional = args[1] == '?';
        c->none[i] = v == V_NONE || v == V_UNBOUND;
        int e = optional && c->none[i] ? 0 : take_argument(c, *args, v, i, &paths);
        if (e)
            return e;
        args += optional ? 2 : 1;
    }
    return 0;
}

static enum engine_ret raise_error(struct task *t, int error, value filename, value filename2)
{
    value parts[3] = { V_INT(error), str_lit(t, strerror(error)), filename };
    t->exc = exception_new(t, t->vm->exceptions[EXC_OSError], tuple_new(t, parts, filename == V_UNBOUND ? 2 : 3));
    if (filename2 != V_UNBOUND)
        instance_set(t, REF(t->exc), S(t->vm, filename2), filename2);
    return ENGINE_RAISE;
}

enum engine_ret os_error(struct task *t, int error, value filename)
{
    return raise_error(t, error, filename, V_UNBOUND);
}

static bool has_path(const struct os_entry *e, unsigned i)
{
    return strlen(e->args) > i && (e->args[i] == 'p' || e->args[i] == 'P');
}

/* What is done with a pipe of the run: model/pipe.c has the same list. */
static bool is_pipe_step(const struct task *t, const struct os_entry *e)
{
    static const char *const by_fd[] = { "close", "dup", "dup2", "poll", "read", "read_all", "write" };
    int64_t fd;
    if (strcmp(e->name, "wait_any") == 0)
        return true;
    if (strncmp(e->name, "file_", 5) == 0)
        return is_type(t->req.arg[1], T_NATIVE) && obj_of(t->req.arg[1])->aux == NATIVE_FILE &&
               fd_flags(file_fd(t->req.arg[1])) & FD_INSIDE && file_is_step(t->req.arg[1], e->name[5], t->req.arg[2], t->multi);
    for (size_t i = 0; i < ARRAY_LEN(by_fd); i++)
        if (strcmp(by_fd[i], e->name) == 0)
            return int_get(payload_or_self(t->req.arg[1]), &fd) && fd >= 0 && fd < FD_MAX && fd_flags((int)fd) & FD_INSIDE;
    return false;
}

enum engine_ret os_request(struct task *t, value *ret)
{
    const struct os_entry *e = find_entry(t->req.arg[0]);
    struct os_call c;
    c.t = t;
    c.ret = V_NONE;
    c.left = ENGINE_RAISE;
    c.path[0] = c.path[1] = NULL;
    if (!e) {
        throw(t, EXC_NotImplementedError, "conch does not know this call of the system");
        return ENGINE_RAISE;
    }
    if (gate_in_script() && is_pipe_step(t, e) && !pipe_gate(t, &c.left))
        return c.left;
    int r = take_arguments(&c, e->args);
    if (!r)
        r = e->call(&c);
    *ret = c.ret;
    if (r == 0)
        return ENGINE_DONE;
    if (r == -ERESTART)
        return c.left;
    return raise_error(t, -r, has_path(e, 0) ? t->req.arg[1] : V_UNBOUND, has_path(e, 1) ? t->req.arg[2] : V_UNBOUND);
}
