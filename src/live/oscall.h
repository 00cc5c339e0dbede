/* oscall.h: _conch.os_call(), the system's calls about files, and a few more.
 *
 * In:      a request whose first argument names an entry of oscall.def.
 * Out:     the answer as a value, or OSError.
 * Owner:   a call lives on the stack of the task that made it.
 * Threads: the calling task's own; no guard is held. What waits says so; in a script, what a pipe of the run is asked passes
 *          the gate first (oscall.c).
 *
 * oscall.c has the table, checks and converts the arguments once, so that a call is a few lines. The calls stand
 * in os_fd.c (descriptors and handles), os_path.c (what a path names), os_process.c (the process and the machine) and
 * os_time.c (clocks and dates). */
#ifndef LIVE_OSCALL_H
#define LIVE_OSCALL_H

#include <errno.h>
#include <limits.h>

#include "live/files.h"
#include "vm/str.h"

enum { OS_ARGS = 3 };

/* One call. Functions below return 0 with the answer in ret (None at first), or a negative errno, or -ERESTART: an
 * exception is set or the task must leave, see left. */
struct os_call {
    struct task *t;
    value ret;
    enum engine_ret left;
    int64_t n[OS_ARGS];      // arguments i, d; P: -1, or a descriptor
    bool none[OS_ARGS];
    char *path[2];           // arguments p, P; n[0] is -1 then
    char text[2][PATH_MAX];
};

/* The calls themselves, in the order of the table. */
#define OSCALL(name, args, help) int oscall_##name(struct os_call *c);
#include "live/oscall.def"
#undef OSCALL

/* ---- how a call ends ---- */

/* An exception is set. */
static inline int raised(struct os_call *c)
{
    c->left = ENGINE_RAISE;
    return -ERESTART;
}

/* v: 0 with an exception set. */
static inline int answer(struct os_call *c, value v)
{
    c->ret = v;
    return v ? 0 : raised(c);
}

/* n: a negative errno. */
static inline int answer_int(struct os_call *c, int64_t n)
{
    return n < 0 ? (int)n : answer(c, int_value(c->t, n));
}

/* What the C library returned: without an answer. */
static inline int checked(int r)
{
    return r < 0 ? -errno : 0;
}

/* A tuple of at most OS_MANY numbers. */
enum { OS_MANY = 16 };
int answer_ints(struct os_call *c, const int64_t *all, size_t n);
int answer_floats(struct os_call *c, const double *all, size_t n);

/* ---- names and bytes ---- */

/* A str of what the system calls something: names that are no UTF-8 keep their bytes as lone surrogates. 0: exception set. */
value os_name(struct task *t, const char *s);

/* The bytes of a str (as UTF-8; errors: for lone surrogates) or of what holds bytes. Borrowed: a collection may move
 * them. wrong: the message of TypeError, with %s for the type. 0 or -ERESTART. */
int os_bytes(struct os_call *c, value v, const char *errors, const char *wrong, struct byte_span *ret);

/* ---- the gate ---- */

/* In a script a step that the model knows passes the gate; may block there. False: the task must leave, as *left says. */
bool pipe_gate(struct task *t, enum engine_ret *left);

#endif
