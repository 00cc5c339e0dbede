/* Other programs: _conch.os_call("spawn", …), if the user has allowed it (R10). */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "live/files.h"
#include "live/klock.h"
#include "live/parts.h"
#include "vm/container.h"
#include "vm/str.h"

/* What a program is started with, as the system wants it: texts that end with NUL. */
struct spawn {
    char **argv, **envp;
    char *dir;
};

static bool c_text(struct task *t, value v, char **ret)
{
    struct byte_span s;
    v = payload_or_self(v);
    if (is_str(v) && text_encode(t, REF(v), "utf-8", "surrogateescape", &v) != VM_OK)
        return false;
    if (!bytes_get(v, &s)) {
        throw(t, EXC_TypeError, "expected str, bytes or os.PathLike object, not %s", type_name(t, v));
        return false;
    }
    if (s.n && memchr(s.data, 0, s.n)) {
        throw(t, EXC_ValueError, "embedded null byte");
        return false;
    }
    *ret = mem_text((const char *)s.data, s.n);
    return true;
}

static void free_texts(char **all)
{
    for (char **s = all; s && *s; s++)
        free(*s);
    free(all);
}

static bool c_texts(struct task *t, value list, char ***ret)
{
    const value *items;
    size_t n;
    if (!items_view(t, list, &items, &n)) {
        throw(t, EXC_TypeError, "a list of texts is wanted, not %s", type_name(t, list));
        return false;
    }
    char **all = mem_zalloc(n + 1, sizeof *all);
    for (size_t i = 0; i < n; i++) {
        if (!c_text(t, items[i], &all[i])) {
            free_texts(all);
            return false;
        }
    }
    *ret = all;
    return true;
}

static bool take(struct task *t, struct spawn *s, const struct tuple *options)
{
    return c_texts(t, t->req.arg[1], &s->argv) && (options->item[0] == V_NONE || c_text(t, options->item[0], &s->dir)) &&
           (options->item[1] == V_NONE || c_texts(t, options->item[1], &s->envp));
}

int engine_spawn(struct task *t)
{
    struct spawn s = { 0 };
    const struct tuple *options = REF(t->req.arg[2]);
    struct exec_opts o = { .fds = { -1, -1, -1 } };
    int pid = -ERESTART;
    if (!live.allow_exec) {
        value parts[2] = { V_INT(EPERM), str_lit(t, "Operation not permitted: other programs are started only if you allow it "
                                                    "(conch --allow-exec, or a yes to the question at a terminal)") };
        t->exc = exception_new(t, t->vm->exceptions[EXC_OSError], tuple_new(t, parts, 2));
        return pid;
    }
    engine_flush(t); // what was printed before comes before what the other one says
    if (take(t, &s, options) && s.argv[0]) {
        for (int i = 0; i < 3; i++) {
            o.fds[i] = (int)int_of(options->item[2 + i]);
            fd_lend(o.fds[i]);
        }
        o.argv = s.argv;
        o.envp = s.envp;
        o.dir = s.dir;
        o.dies_with_us = options->item[5] == V_TRUE;
        engine_mark(t);
        pid = live_exec(&o);
    }
    free_texts(s.argv);
    free_texts(s.envp);
    free(s.dir);
    if (pid > 0) {
        atomic_fetch_add(&live.region.head->programs, 1);
        child_add(pid, NOBODY);
    }
    return pid;
}

/* The other program's last words stand in the shell's pipe: they come before ours. */
void engine_drain(struct task *t)
{
    struct run_boxes *b = boxes_of(&live.region);
    uint64_t until = clock_now_ns() + 500 * MS;
    uint32_t mine = atomic_fetch_add(&b->drain_asked, 1) + 1, told;
    world_before_block(t);
    bell_ring(&live.region);
    while ((int32_t)((told = atomic_load(&b->drain_told)) - mine) < 0 && clock_now_ns() < until)
        futex_wait(&b->drain_told, told, 20 * MS);
    world_after_block(t);
}
