/* os_fd.c: calls that take or give a descriptor, and the handles with a buffer.
 *
 * In:      descriptors of the program (fd.c knows which these are), bytes.
 * Out:     bytes, new descriptors, handles.
 * Locks:   none is held. open of a named pipe, read, write, fsync, wait_any and what writes a buffer may block;
 *          the heap is let go meanwhile, so bytes are copied first. */
#include "live/oscall.h"
#include "live/parts.h"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"

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

int oscall_open(struct os_call *c)
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

int oscall_close(struct os_call *c)
{
    return c->n[0] < 0 || c->n[0] >= FD_MAX ? -EBADF : fd_close((int)c->n[0]);
}

int oscall_read(struct os_call *c)
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

int oscall_read_all(struct os_call *c)
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

/* The bytes of an argument, where no collection moves them: waiting allows one. 0 or -ERESTART. */
static int take_bytes(struct os_call *c, value v, struct byte_span *ret, char **ret_copy)
{
    *ret_copy = NULL;
    int e = os_bytes(c, v, "strict", "a bytes-like object is required, not '%s'", ret);
    if (!e && ret->n) {
        *ret_copy = mem_alloc(ret->n);
        memcpy(*ret_copy, ret->data, ret->n);
        ret->data = (const uint8_t *)*ret_copy;
    }
    return e;
}

int oscall_write(struct os_call *c)
{
    struct byte_span s;
    char *copy;
    if (is_str(c->t->req.arg[2])) {
        throw(c->t, EXC_TypeError, "a bytes-like object is required, not 'str'");
        return raised(c);
    }
    int e = take_bytes(c, c->t->req.arg[2], &s, &copy);
    if (!e)
        e = answer_int(c, fd_write(c->t, (int)c->n[0], s.data, s.n, &c->left));
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

int oscall_pipe(struct os_call *c)
{
    return new_pair(c, false);
}

int oscall_socketpair(struct os_call *c)
{
    return new_pair(c, true);
}

/* A process that was waited for already is told by a pipe that nobody can write to. */
int oscall_child_fd(struct os_call *c)
{
    int ends[2], fd = live_child_fd((pid_t)c->n[0]);
    if (fd == -ESRCH && pipe2(ends, O_CLOEXEC) == 0) {
        close(ends[1]);
        fd = ends[0];
    }
    return answer_int(c, fd < 0 ? fd : fd_own(fd, FD_INSIDE));
}

/* After a message has come, or before it goes. */
int oscall_tell(struct os_call *c)
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

int oscall_dup(struct os_call *c)
{
    int fd = fcntl((int)c->n[0], F_DUPFD_CLOEXEC, 3);
    return answer_int(c, fd < 0 ? -errno : fd_copy((int)c->n[0], fd));
}

/* conch's own descriptors keep their place. */
int oscall_dup2(struct os_call *c)
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

int oscall_lseek(struct os_call *c)
{
    off_t at = lseek((int)c->n[0], (off_t)c->n[1], (int)c->n[2]);
    return answer_int(c, at < 0 ? -errno : at);
}

int oscall_ftruncate(struct os_call *c)
{
    return checked(ftruncate((int)c->n[0], (off_t)c->n[1]));
}

int oscall_fsync(struct os_call *c)
{
    if (fd_is_console((int)c->n[0]))
        return 0;
    world_before_block(c->t);
    int e = checked(fsync((int)c->n[0]));
    world_after_block(c->t);
    return e;
}

int oscall_isatty(struct os_call *c)
{
    int fd = (int)c->n[0];
    return answer(c, V_BOOL(fd_is_console(fd) || (fd_flags(fd) && isatty(fd))));
}

int oscall_get_blocking(struct os_call *c)
{
    return answer(c, V_BOOL(!(fd_flags((int)c->n[0]) & FD_NOWAIT)));
}

int oscall_set_blocking(struct os_call *c)
{
    fd_set_waiting((int)c->n[0], c->n[1] != 0);
    return 0;
}

int oscall_poll(struct os_call *c)
{
    struct pollfd p = { .fd = (int)c->n[0], .events = (short)c->n[1] };
    if (!fd_flags(p.fd))
        return -EBADF;
    return poll(&p, 1, 0) < 0 ? -errno : answer(c, V_INT(p.revents));
}

int oscall_wait_any(struct os_call *c)
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
    uint64_t until = c->t->wait_until_ns ? c->t->wait_until_ns : c->none[1] ? 0 : wait_clock_ns() + (uint64_t)MAX(c->n[1], (int64_t)0);
    c->t->wait_until_ns = 0;
    int e = fd_wait_any(c->t, fds, (unsigned)n, until, &c->left);
    value list = e ? 0 : list_new(c->t, NULL, 0);
    for (size_t i = 0; list && i < n; i++)
        if (fds[i].revents && !list_append(c->t, REF(list), V_INT(fds[i].fd)))
            list = 0;
    return e ? e : answer(c, list);
}

/* ---- handles ---- */

int oscall_file_new(struct os_call *c)
{
    return answer(c, file_new(c->t, (int)c->n[0], (size_t)MAX(c->n[1], (int64_t)0)));
}

int oscall_file_write(struct os_call *c)
{
    struct byte_span s;
    char *copy;
    int e = take_bytes(c, c->t->req.arg[2], &s, &copy);
    if (!e)
        e = file_write(c->t, c->t->req.arg[1], s.data, s.n, &c->left);
    free(copy);
    return e ? e : answer(c, V_INT((int64_t)s.n));
}

int oscall_file_flush(struct os_call *c)
{
    return file_flush(c->t, c->t->req.arg[1], &c->left);
}

int oscall_file_close(struct os_call *c)
{
    return file_close(c->t, c->t->req.arg[1], &c->left);
}

int oscall_file_detach(struct os_call *c)
{
    file_detach(c->t->req.arg[1]);
    return 0;
}

int oscall_settle(struct os_call *c)
{
    files_settle(c->t);
    return 0;
}
