/* console.c: what a program says to the person at the terminal, and asks.
 *
 * In:      sys.stdout and sys.stderr of this process, as requests of the VM; the box of input().
 * Out:     events PRINT, ERRPRINT, ASK, ANSWER. Where os.dup2() has put a file at 1 or 2, bytes in it.
 * Locks:   the guard of what is buffered; nothing is told under it, since telling may wait. May block. */
#include "live/box.h"
#include "live/engine.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "live/parts.h"

/* sys.stdout of this process: line-buffered, copied by fork (R9). */
static struct {
    pthread_mutex_t guard;
    struct buf text;
} out = { .guard = PTHREAD_MUTEX_INITIALIZER };

void console_take(void)
{
    pthread_mutex_lock(&out.guard);
}

void console_give(void)
{
    pthread_mutex_unlock(&out.guard);
}

void console_renew(void)
{
    pthread_mutex_init(&out.guard, NULL);
}

static void tell_output(struct task *t, enum event_kind kind, const char *s, size_t n)
{
    int fd = kind == EV_PRINT ? 1 : 2;
    if (!fd_is_console(fd)) { // os.dup2() has put something else there
        fd_write_plain(t, fd, s, n);
        return;
    }
    engine_mark(t);
    atomic_fetch_add(&boxes_of(&live.region)->output_bytes, n);
    log_text(kind, UINT32_MAX, 0, s, n);
}

void engine_tell(struct task *t, bool err, const char *s, size_t n)
{
    tell_output(t, err ? EV_ERRPRINT : EV_PRINT, s, n);
}

/* Takes what is buffered; the caller tells it without the guard, since that may wait. */
static void take_output(struct buf *ret)
{
    pthread_mutex_lock(&out.guard);
    *ret = out.text;
    out.text = (struct buf){ 0 };
    pthread_mutex_unlock(&out.guard);
}

void engine_flush(struct task *t)
{
    if (threads_none() && !out.text.n)
        return; // nobody else can be writing
    struct buf text;
    take_output(&text);
    if (text.n)
        tell_output(t, EV_PRINT, text.text, text.n);
    buf_finish(&text);
}

void engine_write(struct task *t, bool err, const char *s, size_t n)
{
    if (err) {
        engine_flush(t);
        tell_output(t, EV_ERRPRINT, s, n);
        return;
    }
    pthread_mutex_lock(&out.guard);
    bool empty = out.text.n == 0;
    bool whole = memchr(s, '\n', n) != NULL;
    if (!(empty && whole))
        buf_add(&out.text, s, n);
    pthread_mutex_unlock(&out.guard);
    if (empty && whole)
        tell_output(t, EV_PRINT, s, n);
    else if (whole || out.text.n > 8192)
        engine_flush(t);
}

enum engine_ret write_request(struct task *t, value *ret)
{
    const struct str *s = REF(t->req.arg[1]);
    bool err = t->req.arg[0] == V_INT(2);
    *ret = V_NONE;
    if (!GATE(err ? EV_ERRPRINT : EV_PRINT, UINT32_MAX, 0))
        return engine_left(t);
    slow_motion();
    s = REF(t->req.arg[1]); // the gate may have waited, and a collection moved it
    char small[512];
    char *copy = s->o.n <= sizeof small ? small : mem_alloc(s->o.n);
    size_t n = s->o.n;
    memcpy(copy, str_data(s), n); // telling may wait for room, and then the heap may move
    engine_write(t, err, copy, n);
    if (copy != small)
        free(copy);
    return ENGINE_DONE;
}

enum engine_ret input_request(struct task *t, value *ret)
{
    struct ask_box *box = &boxes_of(&live.region)->ask;
    engine_flush(t);
    engine_mark(t);
    char prompt[sizeof box->prompt];
    const struct str *s = REF(t->req.arg[0]);
    uint32_t n = MIN(s->o.n, (uint32_t)sizeof prompt - 1);
    memcpy(prompt, str_data(s), n);
    prompt[n] = 0;
    for (uint32_t free_ = NOBODY; !atomic_compare_exchange_strong(&box->who, &free_, live_me.ref); free_ = NOBODY) {
        if (live_sleep(wait_clock_ns() + 10000000) == LIVE_INTERRUPTED)
            return engine_left(t); // somebody else asks just now
    }
    atomic_store(&box->answered, 0);
    memcpy(box->prompt, prompt, n + 1);
    box->prompt_n = n;
    log_text(EV_ASK, UINT32_MAX, 0, prompt, n);
    enum live_end end = live_ask(&box->answered);
    if (end == LIVE_INTERRUPTED) {
        atomic_store(&box->who, NOBODY);
        return engine_left(t);
    }
    bool eof = atomic_load(&box->answered) == 2;
    char answer[ANSWER_BYTES];
    uint32_t len = MIN(box->n, (uint32_t)ANSWER_BYTES);
    memcpy(answer, box->text, len);
    atomic_store(&box->who, NOBODY);
    log_text(EV_ANSWER, UINT32_MAX, 0, answer, len);
    *ret = eof ? V_NONE : str_new(t, answer, len);
    return ENGINE_DONE;
}
