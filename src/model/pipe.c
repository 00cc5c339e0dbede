/* pipe.c: what simulated processes do with descriptors and the pipes behind them. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "model/forget.h"
#include "model/pipe.h"
#include "model/shared.h"
#include "model/task.h"
#include "vm/container.h"
#include "vm/str.h"

/* ---- calls ---- */

/* One call of the system. */
struct call {
    struct task *t;
    struct run *r;
    int64_t a, b;            // arguments that are numbers
    value ret;
};

enum { WAITS = 1, MORE = 2, LIMIT = 3, RAISED = 4 }; // besides 0 and negative errnos

static int call_pipe(struct call *c)
{
    uint32_t n = channel_new(c->r, false);
    int in = fd_new(c->r, fd_word(n, 0)), out = fd_new(c->r, fd_word(0, n));
    if (in < 0 || out < 0)
        return -EMFILE;
    c->ret = tuple_new(c->t, (value[]){ V_INT(in), V_INT(out) }, 2);
    return 0;
}

static int call_socketpair(struct call *c)
{
    uint32_t there = channel_new(c->r, true), back = channel_new(c->r, true);
    int one = fd_new(c->r, fd_word(back, there)), other = fd_new(c->r, fd_word(there, back));
    if (one < 0 || other < 0)
        return -EMFILE;
    c->ret = tuple_new(c->t, (value[]){ V_INT(one), V_INT(other) }, 2);
    return 0;
}

static int call_child_fd(struct call *c)
{
    struct model *m = the_model;
    int64_t process = c->a - FIRST_PID;
    if (process <= 0 || process >= MODEL_PROCESSES)
        return -ESRCH;
    m->restart |= !m->child_ends; // ends were not told so far
    m->child_ends = true;
    look_at_ends(c->r, (int32_t)process);
    int fd = fd_new(c->r, fd_word(CHILD_END | (uint32_t)process, 0));
    c->ret = V_INT(fd);
    return MIN(fd, 0);
}

static int close_fd(struct call *c, int64_t fd)
{
    uint64_t word = fd_word_at(c->r, fd);
    if (!word && fd >= 0 && fd < FIRST_FREE) {
        limit_reached(_("a descriptor from 0 to 2 that is closed"));
        return LIMIT;
    }
    if (!word)
        return -EBADF;
    count_open(c->r, word, -1);
    fd_become(c->r, fd, 0);
    return 0;
}

static int call_close(struct call *c) { return close_fd(c, c->a); }

static int call_dup(struct call *c)
{
    uint64_t word = fd_word_at(c->r, c->a);
    if (!word) {
        if (c->a < 0 || c->a >= FIRST_FREE)
            return -EBADF;
        limit_reached(_("a descriptor from 0 to 2 that is copied"));
        return LIMIT;
    }
    int fd = fd_new(c->r, word & ~OWNED);
    if (fd >= 0)
        count_open(c->r, word, 1);
    c->ret = V_INT(fd);
    return MIN(fd, 0);
}

static int call_dup2(struct call *c)
{
    uint64_t word = fd_word_at(c->r, c->a);
    if ((!word && c->a >= 0 && c->a < FIRST_FREE) || (c->b >= 0 && c->b < FIRST_FREE)) {
        limit_reached(_("a descriptor from 0 to 2 that becomes another's"));
        return LIMIT;
    }
    if (!word || c->b < 0 || c->b >= MOST_FDS)
        return -EBADF;
    c->ret = V_INT(c->b);
    if (c->a == c->b)
        return 0;
    if (fd_word_at(c->r, c->b))
        close_fd(c, c->b);
    count_open(c->r, word, 1);
    fd_become(c->r, c->b, word & ~OWNED);
    return 0;
}

/* Takes at most n bytes. WAITS: there are none, and there may be some later. */
static int take(struct call *c, int64_t fd, int64_t n, value *ret)
{
    struct channel ch;
    uint64_t word = fd_word_at(c->r, fd);
    if (!word && fd == 0) {
        limit_reached(_("a line from the keyboard"));
        return LIMIT;
    }
    if (!fd_reads(word))
        return -EBADF;
    if (n < 0)
        return -EINVAL;
    channel_load(c->r, fd_reads(word), &ch);
    if (!ch.bytes.n && ch.writers && n) {
        buf_finish(&ch.bytes);
        return word & NOWAIT ? -EAGAIN : WAITS;
    }
    size_t got = MIN((size_t)n, ch.bytes.n);
    *ret = bytes_new(c->t, ch.bytes.text, got);
    if (!got) {
        buf_finish(&ch.bytes);
        return 0;
    }
    struct channel left = { .readers = ch.readers, .writers = ch.writers, .socket = ch.socket };
    buf_add(&left.bytes, ch.bytes.text + got, ch.bytes.n - got);
    channel_save(c->r, fd_reads(word), &left);
    buf_finish(&ch.bytes);
    return 0;
}

static int call_read(struct call *c) { return take(c, c->a, c->b, &c->ret); }

static value joined(struct task *t, value a, const void *more, size_t n)
{
    struct byte_span s = { 0 };
    struct buf b = { 0 };
    if (a != V_NONE && a != V_UNBOUND && bytes_get(a, &s))
        buf_add(&b, (const char *)s.data, s.n);
    buf_add(&b, more, n);
    value v = bytes_new(t, b.text, b.n);
    buf_finish(&b);
    return v;
}

/* What has come so far is kept in the request, where nothing else is. */
static int call_read_all(struct call *c)
{
    value got = V_NONE, *so_far = &c->t->req.arg[2];
    struct byte_span s;
    int e = take(c, c->a, 65536, &got);
    if (e)
        return e;
    if (!bytes_get(got, &s) || !s.n) {
        c->ret = *so_far == V_UNBOUND || *so_far == V_NONE ? got : *so_far;
        return 0;
    }
    *so_far = joined(c->t, *so_far, s.data, s.n);
    return MORE;
}

/* Puts bytes in; *done grows. What the system writes as a whole it either writes or waits for. */
static int give(struct call *c, int64_t fd, const uint8_t *from, size_t n, uint32_t *done)
{
    struct channel ch;
    uint64_t word = fd_word_at(c->r, fd);
    if (!fd_writes(word))
        return -EBADF;
    channel_load(c->r, fd_writes(word), &ch);
    size_t left = n - *done, room = channel_room(&ch), now = left <= room ? left : n <= WHOLE_WRITES ? 0 : room;
    if (!ch.readers || !left || !now) {
        bool breaks = !ch.readers;
        buf_finish(&ch.bytes);
        return breaks ? -EPIPE : !left ? 0 : word & NOWAIT ? -EAGAIN : WAITS;
    }
    buf_add(&ch.bytes, (const char *)from + *done, now);
    channel_save(c->r, fd_writes(word), &ch);
    *done += (uint32_t)now;
    return *done == n || word & NOWAIT ? 0 : MORE;
}

static bool bytes_arg(struct task *t, value v, struct byte_span *ret)
{
    if (bytes_get(v, ret))
        return true;
    throw(t, EXC_TypeError, "a bytes-like object is required, not '%s'", type_name(t, v));
    return false;
}

static int call_write(struct call *c)
{
    struct byte_span s;
    if (!bytes_arg(c->t, c->t->req.arg[2], &s))
        return RAISED;
    int e = give(c, c->a, s.data, s.n, &c->r->head.depth);
    if (!e)
        c->ret = V_INT(c->r->head.depth);
    return e;
}

static short events_at(struct run *r, int64_t fd)
{
    uint64_t word = fd_word_at(r, fd);
    struct channel c;
    short got = word ? 0 : POLLNVAL;
    if (fd_reads(word)) {
        channel_load(r, fd_reads(word), &c);
        got |= (short)((c.bytes.n ? POLLIN : 0) | (c.writers ? 0 : c.socket ? POLLIN | POLLHUP : POLLHUP));
        buf_finish(&c.bytes);
    }
    if (fd_writes(word)) {
        channel_load(r, fd_writes(word), &c);
        got |= (short)((channel_room(&c) >= WHOLE_WRITES ? POLLOUT : 0) | (c.readers ? 0 : POLLERR));
        buf_finish(&c.bytes);
    }
    return got;
}

static int call_poll(struct call *c)
{
    short got = events_at(c->r, c->a);
    if (got & POLLNVAL)
        return -EBADF;
    c->ret = V_INT(got & (c->b | POLLHUP | POLLERR));
    return 0;
}

static int call_wait_any(struct call *c)
{
    const value *items;
    size_t n;
    if (!items_view(c->t, c->t->req.arg[1], &items, &n))
        return -EINVAL;
    value list = list_new(c->t, NULL, 0);
    for (size_t i = 0; i < n; i++) {
        const struct tuple *p = REF(items[i]);
        short got = events_at(c->r, int_of(p->item[0]));
        if (got & POLLNVAL)
            return -EBADF;
        if (got & ((short)int_of(p->item[1]) | POLLHUP | POLLERR))
            list_append(c->t, REF(list), p->item[0]);
    }
    c->ret = list;
    bool now = c->t->req.arg[2] != V_NONE && c->t->req.arg[2] != V_UNBOUND && c->b <= 0;
    return now || ((struct list_obj *)REF(list))->len ? 0 : WAITS;
}

static int call_set_blocking(struct call *c)
{
    uint64_t word = fd_word_at(c->r, c->a);
    if (!word)
        return -EBADF;
    fd_become(c->r, c->a, c->b ? word & ~NOWAIT : word | NOWAIT);
    return 0;
}

static int call_get_blocking(struct call *c)
{
    uint64_t word = fd_word_at(c->r, c->a);
    c->ret = V_BOOL(!(word & NOWAIT));
    return word || (c->a >= 0 && c->a < FIRST_FREE) ? 0 : -EBADF;
}

static int call_isatty(struct call *c)
{
    c->ret = V_BOOL(!fd_word_at(c->r, c->a) && c->a >= 0 && c->a < FIRST_FREE); // output is by lines, as on a terminal
    return 0;
}

static int call_fstat(struct call *c)
{
    value v[12];
    uint64_t word = fd_word_at(c->r, c->a);
    if (!word && (c->a < 0 || c->a >= FIRST_FREE))
        return -EBADF;
    for (size_t i = 0; i < ARRAY_LEN(v); i++)
        v[i] = V_INT(0);
    v[0] = V_INT(word ? S_IFIFO | 0600 : S_IFCHR | 0620);
    c->ret = tuple_new(c->t, v, ARRAY_LEN(v));
    return 0;
}

static int call_lseek(struct call *c) { return fd_word_at(c->r, c->a) || (c->a >= 0 && c->a < FIRST_FREE) ? -ESPIPE : -EBADF; }

static int call_tell(struct call *c)
{
    uint64_t word = fd_word_at(c->r, c->a);
    uint32_t number = c->b ? fd_reads(word) : fd_writes(word);
    if (number)
        record_message(c->r, c->t, channel_slot(number), c->b != 0, c->t->req.arg[3]);
    return 0;
}

static int call_strerror(struct call *c)
{
    c->ret = str_lit(c->t, strerror((int)c->a));
    return 0;
}

static int call_settle(struct call *c)
{
    (void)c;
    return 0;
}

static int call_environ(struct call *c)
{
    c->ret = list_new(c->t, NULL, 0);
    return 0;
}

/* ---- files: what is written waits in a buffer of the process ----
 *
 * word[0]: the descriptor + 1, 0 when it is closed; word[1]: bytes the buffer holds; a: what is in it */

static int call_file_new(struct call *c)
{
    uint64_t word = fd_word_at(c->r, c->a);
    if (!word) {
        limit_reached(_("a file of a descriptor from 0 to 2"));
        return LIMIT;
    }
    struct native *o = heap_new(c->t, T_NATIVE, sizeof *o, 0);
    o->o.aux = NATIVE_FILE;
    o->word[0] = (uint64_t)c->a + 1;
    o->word[1] = (uint64_t)MAX(c->b, (int64_t)0);
    o->word[2] = o->word[3] = 0;
    o->a = o->b = V_NONE;
    c->ret = value_of(o);
    if (!c->r->prefix)
        files_note(c->ret);
    if (c->b > 0)
        return 0; // what its buffer holds when it is forgotten, no state knows
    fd_become(c->r, c->a, word | OWNED);
    the_model->restart |= !the_model->ends_owned && !c->r->prefix; // variables that lead to it were not kept so far
    the_model->ends_owned = true;
    return 0;
}

static struct native *file_of(struct call *c)
{
    run_touch_object(c->r, c->t->req.arg[1]);
    return REF(c->t->req.arg[1]);
}

/* Writes what is in the buffer. */
static int drain(struct call *c)
{
    struct native *f = file_of(c);
    struct byte_span s;
    uint32_t done = 0;
    if (f->a == V_NONE || !f->word[0] || !bytes_get(f->a, &s))
        return 0;
    int e = give(c, (int64_t)f->word[0] - 1, s.data, s.n, &done);
    value rest = done < s.n ? joined(c->t, V_NONE, s.data + done, s.n - done) : V_NONE;
    f = REF(c->t->req.arg[1]);
    if (done || e == -EPIPE || e == -EBADF)
        f->a = e == MORE ? rest : V_NONE;
    return e;
}

static int call_file_flush(struct call *c) { return drain(c); }

static bool file_text(struct task *t, value v, struct byte_span *ret)
{
    if (is_str(v) && !str_all_ascii(REF(v)) && text_encode(t, REF(v), "utf-8", "strict", &v) != VM_OK)
        return false;
    if (!is_str(v))
        return bytes_arg(t, v, ret);
    *ret = (struct byte_span){ (const uint8_t *)str_data(REF(v)), ((struct str *)REF(v))->o.n };
    return true;
}

/* What does not fit goes out with all that is there. */
static int call_file_write(struct call *c)
{
    struct byte_span s;
    bool taken = c->r->head.depth != 0; // this goes on: it is in the buffer already
    if (!file_text(c->t, c->t->req.arg[2], &s))
        return RAISED;
    struct native *f = file_of(c);
    if (!taken) {
        value all = joined(c->t, f->a, s.data, s.n);
        f = REF(c->t->req.arg[1]);
        f->a = s.n ? all : f->a;
    }
    c->ret = V_INT((int64_t)s.n);
    struct byte_span held;
    if (f->a == V_NONE || !bytes_get(f->a, &held) || (held.n <= f->word[1] && !taken))
        return 0;
    c->r->head.depth = 1;
    return drain(c);
}

static int call_file_close(struct call *c)
{
    struct native *f = file_of(c);
    int64_t fd = (int64_t)f->word[0] - 1;
    if (fd < 0)
        return 0;
    int e = drain(c);
    if (e > 0)
        return e;
    f = REF(c->t->req.arg[1]);
    f->word[0] = 0;
    int e2 = close_fd(c, fd);
    return e ? e : e2;
}

static int call_file_detach(struct call *c)
{
    struct native *f = file_of(c);
    uint64_t word = f->word[0] ? fd_word_at(c->r, (int64_t)f->word[0] - 1) : 0;
    if (word & OWNED)
        fd_become(c->r, (int64_t)f->word[0] - 1, word & ~OWNED);
    f->word[0] = 0;
    return 0;
}

/* ---- the table ---- */

static const struct pipe_call { const char *name; int (*call)(struct call *c); enum pipe_sight sight; } table[] = {
#define PIPE_CALL(name, sight) { #name, call_##name, PIPE_##sight },
#include "sync/pipe.def"
#undef PIPE_CALL
};

static const struct pipe_call *entry_of(value name)
{
    for (size_t i = 0; is_str(name) && i < ARRAY_LEN(table); i++)
        if (strcmp(table[i].name, str_data(REF(name))) == 0)
            return &table[i];
    return NULL;
}

static bool takes_file(const struct pipe_call *e) { return strncmp(e->name, "file_", 5) == 0 && e->call != call_file_new; }

static int64_t file_fd(const struct task *t) { return (int64_t)((struct native *)REF(t->req.arg[1]))->word[0] - 1; }

/* Whether others can see it: what is done with a pipe. (live/oscall.c has the gates for it.) A file that threads of a
 * process share is used in some order. */
static bool is_step(struct run *r, const struct task *t, const struct pipe_call *e)
{
    int64_t fd = 0;
    if (e->sight == PIPE_OWN || e->call == call_wait_any)
        return e->sight == PIPE_STEP;
    bool file = takes_file(e);
    if (file && (!is_type(t->req.arg[1], T_NATIVE) || obj_of(t->req.arg[1])->aux != NATIVE_FILE))
        return false;
    if (!file && !int_get(payload_or_self(t->req.arg[1]), &fd))
        return false;
    if (!fd_word_at(r, file ? file_fd(t) : fd))
        return false;
    if (e->sight == PIPE_STEP)
        return true;
    const struct native *f = REF(t->req.arg[1]);
    struct byte_span s = { 0 }, more = { 0 };
    if (f->o.flags & F_SHARED && the_model->threaded[r->head.process])
        return true;
    if (f->a != V_NONE)
        bytes_get(f->a, &s);
    if (e->sight == PIPE_SPILL && is_str(t->req.arg[2]))
        more.n = ((const struct str *)REF(t->req.arg[2]))->o.n;
    else if (e->sight == PIPE_SPILL)
        bytes_get(t->req.arg[2], &more);
    return e->sight == PIPE_SPILL ? s.n + more.n > f->word[1] : s.n != 0;
}

static int perform(struct task *t, struct run *r, const struct pipe_call *e, value *ret)
{
    struct call c = { .t = t, .r = r, .ret = V_NONE };
    value fd = payload_or_self(t->req.arg[1]);
    if (takes_file(e) && (!is_type(fd, T_NATIVE) || obj_of(fd)->aux != NATIVE_FILE)) {
        throw(t, EXC_TypeError, "not a file");
        return RAISED;
    }
    if (fd != V_UNBOUND && !takes_file(e) && e->call != call_wait_any && !int_get(fd, &c.a)) {
        throw(t, EXC_TypeError, "'%s' object cannot be interpreted as an integer", type_name(t, fd));
        return RAISED;
    }
    if (t->req.arg[2] != V_UNBOUND)
        int_get(t->req.arg[2], &c.b);
    int r2 = e->call(&c);
    *ret = c.ret;
    return r2;
}

/* Nobody else is left, and it would wait: what nobody holds is closed. False: there is no such thing. */
static bool forgets(struct task *t, struct run *r)
{
    bool held[MOST_FDS] = { false }, any = false;
    struct call c = { .t = t, .r = r };
    if (!the_model->ends_owned)
        return false;
    ends_held(t, held);
    for (int fd = 0; fd < MOST_FDS; fd++) {
        if (held[fd] || !(fd_word_at(r, fd) & OWNED))
            continue;
        close_fd(&c, fd);
        any = true;
    }
    return any;
}

/* How it comes out, for the task that called. */
static enum engine_ret settled(struct task *t, struct run *r, int e)
{
    r->head.depth = 0;
    if (e == 0)
        return ENGINE_DONE;
    if (e == LIMIT)
        return ENGINE_STOP;
    if (e < 0)
        system_error(t, -e);
    return ENGINE_RAISE;
}

static bool has_time_limit(const struct task *t, const struct pipe_call *e)
{
    return e->call == call_wait_any && t->req.arg[2] != V_NONE && t->req.arg[2] != V_UNBOUND;
}

bool pipe_request(struct task *t, struct run *r, value *ret, enum engine_ret *ret_end)
{
    const struct pipe_call *e = entry_of(t->req.arg[0]);
    if (!e)
        return false;
    bool step = is_step(r, t, e);
    if (step && !r->prefix && !r->alone) {
        *ret_end = ENGINE_PARK;
        return true;
    }
    int how;
    r->head.depth = 0;
    do
        how = perform(t, r, e, ret);
    while (how == MORE || (how == WAITS && !has_time_limit(t, e) && forgets(t, r)));
    if (how == WAITS && has_time_limit(t, e)) {
        the_model->uses_timeouts = true; // nobody else can come: the time passes
        how = 0;
    }
    if (how == WAITS) {
        r->stuck = true;
        *ret_end = ENGINE_PARK;
        return true;
    }
    *ret_end = settled(t, r, how);
    return true;
}

bool pipe_has_time_limit(const struct task *t) { return has_time_limit(t, entry_of(t->req.arg[0])); }

float pipe_time_limit(const struct task *t)
{
    int64_t ns = 0;
    int_get(t->req.arg[2], &ns);
    return (float)ns / 1e9f;
}

enum pipe_step pipe_step(struct task *t, struct run *r, value *ret)
{
    const struct pipe_call *e = entry_of(t->req.arg[0]);
    int how = perform(t, r, e, ret);
    if (how == WAITS && r->alone && !has_time_limit(t, e) && forgets(t, r))
        how = perform(t, r, e, ret);
    if (how == WAITS && r->timed_out)
        how = 0; // the list of what is ready is empty
    if (how == WAITS)
        return PIPE_WAITS;
    if (how == MORE)
        return PIPE_MORE;
    return settled(t, r, how) == ENGINE_DONE ? PIPE_DONE : how == LIMIT ? PIPE_LIMIT : PIPE_RAISES;
}

uint8_t pipe_op(const struct task *t) { return (uint8_t)(entry_of(t->req.arg[0]) - table); }

const char *pipe_step_text(uint8_t op)
{
    int (*call)(struct call *c) = table[op].call;
    if (call == call_read || call == call_read_all)
        return _("read from a pipe");
    if (call == call_write || call == call_file_flush || call == call_file_write)
        return _("write to a pipe");
    if (call == call_close || call == call_file_close)
        return _("close an end of a pipe");
    if (call == call_dup || call == call_dup2)
        return _("copy an end of a pipe");
    return call == call_poll ? _("look whether a pipe is ready") : _("wait for pipes, or for ends of processes");
}

const char *pipe_wait_text(uint8_t op)
{
    int (*call)(struct call *c) = table[op].call;
    if (call == call_read || call == call_read_all)
        return _("something to read from a pipe, which somebody still has open to write");
    return call == call_wait_any ? _("pipes, or ends of processes") : _("room in a pipe");
}

/* ---- the normal end of a process: what files still hold goes out ---- */

static void flush_at_end(struct task *t, struct run *r, value file)
{
    struct native *f = REF(file);
    struct byte_span s;
    uint32_t done = 0;
    if (!f->word[0] || f->a == V_NONE || !bytes_get(f->a, &s))
        return;
    struct call c = { .t = t, .r = r };
    run_touch_object(r, file);
    if (give(&c, (int64_t)f->word[0] - 1, s.data, s.n, &done) > 0)
        limit_reached(_("a file whose last bytes a full pipe does not take"));
    f->a = V_NONE;
}

void pipes_flush(struct task *t, struct run *r)
{
    for (uint32_t i = 0; i < the_model->files_n && !r->prefix; i++)
        flush_at_end(t, r, the_model->files[i]);
}

void files_note(value v)
{
    struct model *m = the_model;
    MEM_GROW(m->files, m->files_n, m->files_cap, 16);
    m->files[m->files_n++] = v;
}
