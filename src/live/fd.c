/* Descriptors that the program has, and reading and writing them without blocking the heap. */
#include "live/files.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct {
    _Atomic uint8_t flags;
    uint32_t object; // how events call a pipe
} fds[FD_MAX] = {
    [0] = { .flags = FD_OWN | FD_KEYBOARD },
    [1] = { .flags = FD_OWN | FD_SCREEN },
    [2] = { .flags = FD_OWN | FD_ERRORS },
};

unsigned fd_flags(int fd)
{
    return fd >= 0 && fd < FD_MAX ? atomic_load(&fds[fd].flags) : 0;
}

bool fd_is_console(int fd)
{
    return fd_flags(fd) & (FD_KEYBOARD | FD_SCREEN | FD_ERRORS);
}

static bool is_regular(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

/* Pipes do not block inside: the wait must be seen, interrupted and counted. */
static unsigned pipe_flags(int fd)
{
    struct stat st;
    if (fstat(fd, &st) < 0 || !(S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode)))
        return 0;
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    return FD_PIPE;
}

uint32_t fd_object(int fd)
{
    return fd_flags(fd) ? fds[fd].object : UINT32_MAX;
}

int fd_own(int fd, unsigned flags)
{
    if (fd >= FD_MAX) {
        close(fd);
        return -EMFILE;
    }
    fds[fd].object = flags & FD_INSIDE ? live_object_new("pipe", "pipe", true) : UINT32_MAX;
    atomic_store(&fds[fd].flags, (uint8_t)(FD_OWN | flags | pipe_flags(fd)));
    return fd;
}

int fd_copy(int from, int fd)
{
    if (fd >= FD_MAX) {
        close(fd);
        return -EMFILE;
    }
    fds[fd].object = fds[from].object;
    atomic_store(&fds[fd].flags, atomic_load(&fds[from].flags));
    return fd;
}

void fd_set_waiting(int fd, bool waits)
{
    if (waits)
        atomic_fetch_and(&fds[fd].flags, (uint8_t)~FD_NOWAIT);
    else
        atomic_fetch_or(&fds[fd].flags, FD_NOWAIT);
}

void fd_lend(int fd)
{
    if (!(fd_flags(fd) & FD_PIPE))
        return;
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
    atomic_fetch_and(&fds[fd].flags, (uint8_t)~FD_PIPE);
}

int fd_close(int fd)
{
    if (!fd_flags(fd))
        return -EBADF;
    // before the close: another thread may be given the same number at once
    atomic_store(&fds[fd].flags, 0);
    return close(fd) < 0 && errno != EINTR ? -errno : 0;
}

/* Waits as the descriptor demands. 0: try again. */
static int wait_ready(struct task *t, int fd, short events, enum engine_ret *left)
{
    unsigned flags = fd_flags(fd);
    if (!flags)
        return -EBADF; // closed by another thread
    if (flags & FD_NOWAIT)
        return -EAGAIN;
    if (files_unsettled) { // the other end may be a forgotten file
        files_settle(t);
        return 0;
    }
    engine_mark(t);
    bool outside = !(flags & FD_INSIDE) || atomic_load(&live.region.head->programs);
    if (live_wait_fd(fd, events, 0, outside, fds[fd].object, NULL) != LIVE_INTERRUPTED)
        return 0;
    *left = engine_left(t);
    return *left == ENGINE_DONE ? 0 : -ERESTART;
}

int fd_wait_any(struct task *t, struct pollfd *list, unsigned n, uint64_t until_ns, enum engine_ret *left)
{
    bool outside = atomic_load(&live.region.head->programs);
    for (unsigned i = 0; i < n; i++)
        outside |= !(fd_flags(list[i].fd) & FD_INSIDE);
    if (files_unsettled) // the other end may be a forgotten file
        files_settle(t);
    engine_mark(t);
    if (live_wait_fds(list, n, until_ns, outside, n ? fds[list[0].fd].object : UINT32_MAX) != LIVE_INTERRUPTED)
        return 0;
    *left = engine_left_until(t, until_ns);
    return *left == ENGINE_DONE ? 0 : -ERESTART;
}

enum { QUICK_BYTES = 1 << 16 };

/* Devices and network file systems may take long: then the thread counts as blocked. */
static ssize_t transfer(struct task *t, int fd, bool out, void *at, size_t n, bool slow)
{
    if (slow)
        world_before_block(t);
    ssize_t got = out ? write(fd, at, n) : read(fd, at, n);
    int e = errno;
    if (slow)
        world_after_block(t);
    return got < 0 ? -e : got;
}

ssize_t fd_read(struct task *t, int fd, void *to, size_t n, enum engine_ret *left)
{
    for (;;) {
        unsigned flags = fd_flags(fd);
        if (!flags)
            return -EBADF;
        bool slow = !(flags & FD_PIPE) && (n > QUICK_BYTES || !is_regular(fd));
        ssize_t got = transfer(t, fd, false, to, n, slow);
        int e = got == -EAGAIN ? wait_ready(t, fd, POLLIN, left) : 0;
        if (e)
            return e;
        if (got == -EINTR && (*left = engine_left(t)) != ENGINE_DONE)
            return -ERESTART;
        if (got != -EAGAIN && got != -EINTR)
            return got;
    }
}

static ssize_t write_console(struct task *t, unsigned flags, const void *from, size_t n)
{
    if (flags & FD_KEYBOARD)
        return -EBADF;
    if (n)
        engine_tell(t, flags & FD_ERRORS, from, n);
    return (ssize_t)n;
}

ssize_t fd_write(struct task *t, int fd, const void *from, size_t n, enum engine_ret *left)
{
    size_t done = 0;
    unsigned flags = fd_flags(fd);
    if (flags & (FD_KEYBOARD | FD_SCREEN | FD_ERRORS))
        return write_console(t, flags, from, n);
    while (flags) {
        bool slow = !(flags & FD_PIPE) && !is_regular(fd);
        ssize_t put = transfer(t, fd, true, (char *)(uintptr_t)from + done, n - done, slow);
        if (put >= 0)
            done += (size_t)put;
        if (put >= 0 && (done == n || !(flags & FD_PIPE) || flags & FD_NOWAIT))
            return (ssize_t)done;
        int e = put == -EAGAIN ? wait_ready(t, fd, POLLOUT, left) : 0;
        if (put == -EINTR && (*left = engine_left(t)) != ENGINE_DONE)
            e = -ERESTART;
        if (!e && put < 0 && put != -EAGAIN && put != -EINTR)
            e = (int)put;
        if (e == -ERESTART && *left == ENGINE_HANDLER && done) {
            signals_again(t);
            return (ssize_t)done;
        }
        if (e)
            return done && e != -ERESTART ? (ssize_t)done : e;
        flags = fd_flags(fd);
    }
    return -EBADF;
}

void fd_write_plain(struct task *t, int fd, const char *s, size_t n)
{
    enum engine_ret left;
    live_me.deaf = true; // a handler runs when the line is out
    for (size_t done = 0; done < n;) {
        ssize_t put = fd_write(t, fd, s + done, n - done, &left);
        if (put <= 0)
            break; // as a program whose output goes nowhere
        done += (size_t)put;
    }
    live_me.deaf = false;
}
