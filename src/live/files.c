/* Handles of files with their buffers, and what becomes of forgotten ones. */
#include "live/files.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "vm/str.h"

struct file {
    int fd;
    pid_t owner;         // the process that opened it: after a fork the buffer exists twice
    bool regular;
    size_t buffer_bytes;

    // guard must be held for these:
    pthread_mutex_t guard;
    struct buf pending;
    bool unsettled;      // counted in files_unsettled
    uint8_t looks;       // how often a collection has found it in use; after LOOKS not looked at for its own sake
};

enum { LOOKS = 3 }; // more than one: an ended call's registers may keep it a little

_Atomic uint32_t files_unsettled;
static _Atomic uint32_t files_dirty; // how many have something pending
static _Atomic uint32_t files_forgotten; // how many a collection has closed

static struct file *file_of(value handle)
{
    return (struct file *)(uintptr_t)((struct native *)REF(handle))->word[0];
}

int file_fd(value handle)
{
    return file_of(handle)->fd;
}

static bool is_file(value v)
{
    return is_type(v, T_NATIVE) && obj_of(v)->aux == NATIVE_FILE;
}

value file_new(struct task *t, int fd, size_t buffer_bytes)
{
    struct stat st;
    struct native *o = heap_new(t, T_NATIVE, sizeof *o, 0);
    if (!o)
        return 0;
    struct file *f = mem_zalloc(1, sizeof *f);
    f->fd = fd;
    f->owner = getpid();
    f->regular = !fd_is_console(fd) && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    f->buffer_bytes = fd_is_console(fd) ? 0 : buffer_bytes;
    pthread_mutex_init(&f->guard, NULL);
    o->word[0] = (uintptr_t)f;
    o->a = o->b = V_NONE;
    heap_finalizable(t, value_of(o));
    return value_of(o);
}

/* ---- the buffer; the guard is held ---- */

static void settle_one(struct file *f)
{
    if (f->unsettled)
        atomic_fetch_sub(&files_unsettled, 1);
    f->unsettled = false;
}

static void add_pending(struct file *f, const void *from, size_t n)
{
    if (!f->pending.n && n) {
        atomic_fetch_add(&files_dirty, 1);
        f->unsettled = f->looks < LOOKS;
        if (f->unsettled)
            atomic_fetch_add(&files_unsettled, 1);
    }
    buf_add(&f->pending, from, n);
}

static void forget_pending(struct file *f)
{
    if (f->pending.n)
        atomic_fetch_sub(&files_dirty, 1);
    f->pending.n = 0;
    settle_one(f);
}

/* A regular file: never waits for other tasks. */
static int write_regular(struct file *f, const char *s, size_t n)
{
    for (size_t done = 0; done < n;) {
        ssize_t put = write(f->fd, s + done, n - done);
        if (put < 0 && errno != EINTR)
            return -errno;
        done += put > 0 ? (size_t)put : 0;
    }
    return 0;
}

static int flush_regular(struct file *f)
{
    int e = f->pending.n ? write_regular(f, f->pending.text, f->pending.n) : 0;
    forget_pending(f);
    return e;
}

/* ---- operations ---- */

/* A handler of a signal comes first: the rest of what was taken out is pending again. */
static void put_back(struct file *f, const struct buf *b, size_t done)
{
    pthread_mutex_lock(&f->guard);
    struct buf later = f->pending;
    if (later.n)
        forget_pending(f);
    f->pending = (struct buf){ 0 };
    add_pending(f, b->text + done, b->n - done);
    if (later.n)
        buf_add(&f->pending, later.text, later.n);
    pthread_mutex_unlock(&f->guard);
    buf_finish(&later);
}

/* Pipes and the like may wait: what is pending is taken out first, so that the guard is free. */
static int flush_waiting(struct task *t, struct file *f, enum engine_ret *left)
{
    pthread_mutex_lock(&f->guard);
    struct buf b = f->pending;
    if (b.n)
        forget_pending(f);
    f->pending = (struct buf){ 0 };
    pthread_mutex_unlock(&f->guard);
    ssize_t put = 0;
    size_t done = 0;
    for (; put >= 0 && done < b.n; done += (size_t)MAX(put, 0))
        put = fd_write(t, f->fd, b.text + done, b.n - done, left);
    if (put == -ERESTART && *left == ENGINE_HANDLER)
        put_back(f, &b, done);
    buf_finish(&b);
    return put < 0 ? (int)put : 0;
}

int file_flush(struct task *t, value handle, enum engine_ret *left)
{
    struct file *f = file_of(handle);
    if (!f->regular)
        return flush_waiting(t, f, left);
    pthread_mutex_lock(&f->guard);
    int e = flush_regular(f);
    pthread_mutex_unlock(&f->guard);
    return e;
}

int file_write(struct task *t, value handle, const void *from, size_t n, enum engine_ret *left)
{
    struct file *f = file_of(handle);
    int e = 0;
    pthread_mutex_lock(&f->guard);
    bool fits = f->pending.n + n <= f->buffer_bytes;
    if (!fits && f->regular)
        e = flush_regular(f);
    if (!fits && f->regular && !e && n >= f->buffer_bytes)
        e = write_regular(f, from, n);
    else if (!e)
        add_pending(f, from, n);
    pthread_mutex_unlock(&f->guard);
    if (e || fits || f->regular)
        return e;
    e = flush_waiting(t, f, left);
    if (e != -ERESTART || *left != ENGINE_HANDLER)
        return e;
    signals_again(t); // it is written as far as the program can tell
    return 0;
}

int file_close(struct task *t, value handle, enum engine_ret *left)
{
    struct file *f = file_of(handle);
    int e = f->fd >= 0 ? file_flush(t, handle, left) : 0;
    int fd = f->fd;
    f->fd = -1;
    int e2 = fd >= 0 ? fd_close(fd) : 0;
    return e ? e : e2;
}

void file_detach(value handle)
{
    file_of(handle)->fd = -1;
}

bool file_is_step(value handle, char what, value v, bool many)
{
    struct file *f = file_of(handle);
    struct byte_span s = { 0 };
    if (what == 'c' || (many && (what == 'f' || what == 'w') && obj_of(handle)->flags & F_SHARED))
        return true;
    if (is_str(v))
        s.n = ((const struct str *)REF(v))->o.n;
    else if (what == 'w')
        bytes_get(v, &s);
    pthread_mutex_lock(&f->guard);
    size_t pending = f->pending.n;
    pthread_mutex_unlock(&f->guard);
    return what == 'f' ? pending != 0 : what == 'w' && pending + s.n > f->buffer_bytes;
}

/* ---- forgotten files ---- */

/* All tasks stand still, or its guard is held. A pipe that takes nothing for a second loses the rest. */
static void flush_dead(struct file *f)
{
    struct pollfd p = { .fd = f->fd, .events = POLLOUT };
    size_t done = 0;
    while (done < f->pending.n) {
        ssize_t put = write(f->fd, f->pending.text + done, f->pending.n - done);
        if (put < 0 && errno != EINTR && (errno != EAGAIN || poll(&p, 1, 1000) <= 0))
            break;
        done += put > 0 ? (size_t)put : 0;
    }
}

void file_finalize(value handle)
{
    struct file *f = file_of(handle);
    if (f->fd >= 0 && f->owner == getpid() && !fd_is_console(f->fd))
        flush_dead(f);
    forget_pending(f);
    if (f->fd > 2) {
        fd_close(f->fd);
        atomic_fetch_add(&files_forgotten, 1);
    }
    buf_finish(&f->pending);
    pthread_mutex_destroy(&f->guard);
    free(f);
}

/* What a collection has left is most likely in use. */
static void mark_held(struct vm *vm)
{
    pthread_mutex_lock(&vm->heap_guard);
    for (uint32_t i = 0; i < vm->finals_count; i++) {
        if (!is_file(vm->finals[i]))
            continue;
        struct file *f = file_of(vm->finals[i]);
        pthread_mutex_lock(&f->guard);
        if (f->unsettled && ++f->looks >= LOOKS)
            settle_one(f);
        pthread_mutex_unlock(&f->guard);
    }
    pthread_mutex_unlock(&vm->heap_guard);
}

void files_settle(struct task *t)
{
    task_forget_ended(t);
    heap_collect(t);
    mark_held(t->vm);
}

void files_close_forgotten(struct task *t)
{
    uint32_t before = atomic_load(&files_forgotten);
    world_stop(t);
    for (struct task *each = t->vm->tasks; each; each = each->next)
        task_forget_ended(each);
    world_go(t);
    heap_collect(t);
    if (atomic_load(&files_forgotten) != before)
        atomic_fetch_add(&live.region.head->moves, 1); // who waits at a pipe looks once more
}

/* The handle has something that is not yet in the file. */
static bool is_dirty(value handle, const struct stat *file)
{
    struct stat st;
    const struct file *f = is_file(handle) ? file_of(handle) : NULL;
    return f && f->pending.n && f->fd >= 0 && fstat(f->fd, &st) == 0 && st.st_ino == file->st_ino && st.st_dev == file->st_dev;
}

static bool any_dirty(struct vm *vm, const struct stat *want)
{
    bool found = false;
    pthread_mutex_lock(&vm->heap_guard);
    for (uint32_t i = 0; i < vm->finals_count && !found; i++)
        found = is_dirty(vm->finals[i], want);
    pthread_mutex_unlock(&vm->heap_guard);
    return found;
}

void files_write_out(struct task *t, const char *path)
{
    struct vm *vm = t->vm;
    struct stat st;
    if (!atomic_load(&files_dirty) || stat(path, &st) != 0)
        return;
    pthread_mutex_lock(&vm->heap_guard);
    for (uint32_t i = 0; i < vm->finals_count; i++) {
        if (!is_dirty(vm->finals[i], &st))
            continue;
        struct file *f = file_of(vm->finals[i]);
        pthread_mutex_lock(&f->guard);
        flush_dead(f);
        forget_pending(f);
        pthread_mutex_unlock(&f->guard);
    }
    pthread_mutex_unlock(&vm->heap_guard);
}

void files_settle_path(struct task *t, const char *path)
{
    struct stat st;
    if (atomic_load(&files_dirty) && stat(path, &st) == 0 && any_dirty(t->vm, &st))
        files_settle(t);
}

void files_end(struct task *t, bool all)
{
    struct vm *vm = t->vm;
    if (!atomic_load(&files_dirty))
        return;
    heap_collect(t);
    for (uint32_t i = 0; all && i < vm->finals_count; i++)
        if (is_file(vm->finals[i]) && file_fd(vm->finals[i]) >= 0) {
            struct file *f = file_of(vm->finals[i]);
            pthread_mutex_lock(&f->guard);
            if (!fd_is_console(f->fd))
                flush_dead(f);
            forget_pending(f);
            pthread_mutex_unlock(&f->guard);
        }
}
