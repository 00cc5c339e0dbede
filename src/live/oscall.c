/* oscall.c: one call of the system, from its name and arguments to its answer or error.
 *
 * In:      the request; oscall.def says which arguments each call takes.
 * Out:     struct os_call with them checked, given to the call's function; OSError from what it returns.
 * Locks:   none is held; may block, as the call does. */
#include "live/oscall.h"

#include <stdlib.h>
#include <string.h>

/* ---- answers ---- */

int answer_ints(struct os_call *c, const int64_t *all, size_t n)
{
    value v[OS_MANY];
    assert(n <= OS_MANY);
    for (size_t i = 0; i < n; i++)
        v[i] = int_value(c->t, all[i]);
    return answer(c, tuple_new(c->t, v, n));
}

int answer_floats(struct os_call *c, const double *all, size_t n)
{
    value v[OS_MANY];
    assert(n <= OS_MANY);
    for (size_t i = 0; i < n; i++)
        v[i] = float_value(c->t, all[i]);
    return answer(c, tuple_new(c->t, v, n));
}

value os_name(struct task *t, const char *s)
{
    value v;
    return text_decode(t, (const uint8_t *)s, strlen(s), "utf-8", "surrogateescape", &v) == VM_OK ? v : 0;
}

/* ---- arguments ---- */

int os_bytes(struct os_call *c, value v, const char *errors, const char *wrong, struct byte_span *ret)
{
    if (is_str(v) && !str_all_ascii(REF(v)) && text_encode(c->t, REF(v), "utf-8", errors, &v) != VM_OK)
        return raised(c);
    if (is_str(v)) {
        const struct str *s = REF(v);
        *ret = (struct byte_span){ (const uint8_t *)str_data(s), s->o.n };
    } else if (!bytes_get(v, ret)) {
        throw(c->t, EXC_TypeError, wrong, type_name(c->t, v));
        return raised(c);
    }
    return 0;
}

static int take_path(struct os_call *c, value v, unsigned which)
{
    struct byte_span s;
    int e = os_bytes(c, v, "surrogateescape", "expected str, bytes or os.PathLike object, not %s", &s);
    if (e)
        return e;
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

/* ---- errors ---- */

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

/* ---- the table ---- */

static const struct os_entry {
    const char *name, *args;
    int (*call)(struct os_call *c);
} os_table[] = {
#define OSCALL(name, args, help) { #name, args, oscall_##name },
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

static bool has_path(const struct os_entry *e, unsigned i)
{
    return strlen(e->args) > i && (e->args[i] == 'p' || e->args[i] == 'P');
}

/* ---- the gate ---- */

bool pipe_gate(struct task *t, enum engine_ret *left)
{
    engine_mark(t);
    if (GATE(EV_NOTE, UINT32_MAX, 0))
        return true;
    *left = engine_left(t);
    return *left == ENGINE_DONE;
}

/* What is done with a pipe of the run, so that others can see it. */
static bool is_pipe_step(const struct task *t, const struct os_entry *e)
{
    int64_t fd;
    if (strcmp(e->name, "wait_any") == 0)
        return true;
    if (strncmp(e->name, "file_", 5) == 0)
        return is_type(t->req.arg[1], T_NATIVE) && obj_of(t->req.arg[1])->aux == NATIVE_FILE &&
               fd_flags(file_fd(t->req.arg[1])) & FD_INSIDE && file_is_step(t->req.arg[1], e->name[5], t->req.arg[2], t->multi);
    return sync_pipe_sight(e->name) == PIPE_STEP && int_get(payload_or_self(t->req.arg[1]), &fd) && fd >= 0 && fd < FD_MAX &&
           fd_flags((int)fd) & FD_INSIDE;
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
