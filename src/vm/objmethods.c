/* Methods of generators, of whatever has a class, and of locks; see core.def. */
#include <stdlib.h>

#include "vm/container.h"
#include "vm/str.h"
#include "vm/inside.h"
#include "vm/methods.h"

/* ---- generators ---- */

static enum vm_ret resume(struct task *t, value gen, value v, bool throws, enum frame_mode mode)
{
    t->call[0] = gen;
    t->call[1] = V_UNBOUND;
    t->gen_value = v;
    t->resume_throws = throws;
    t->resume_mode = (uint16_t)mode;
    return VM_RESUME;
}

enum vm_ret gen_send(struct task *t, value *args, value *ret)
{
    (void)ret;
    return resume(t, args[0], args[1], false, RET_SEND);
}

enum vm_ret gen_next(struct task *t, value *args, value *ret)
{
    (void)ret;
    return resume(t, args[0], V_NONE, false, RET_SEND);
}

enum vm_ret gen_throw(struct task *t, value *args, value *ret)
{
    (void)ret;
    value exc = args[1];
    if (is_exception_class(exc)) {
        value init = class_lookup(t, exc, S(t->vm, init));
        value arg = absent_or(args[2], V_NONE);
        if (is_type(init, T_FUNC) || (arg != V_NONE && !is_exception(arg) && is_type(arg, T_TUPLE)))
            return VM_FALLBACK;
        exc = is_exception(arg) ? arg : exception_new(t, exc, tuple_new(t, &arg, arg == V_NONE ? 0 : 1));
    }
    if (!is_exception(exc))
        return throw(t, EXC_TypeError, "exceptions must be classes or instances deriving from BaseException, not %s", type_name(t, exc));
    return resume(t, args[0], exc, true, RET_SEND);
}

enum vm_ret gen_close(struct task *t, value *args, value *ret)
{
    struct gen *g = REF(args[0]);
    *ret = V_NONE;
    uint16_t state = GEN_CREATED; // then it never begins
    if (__atomic_compare_exchange_n(&g->o.aux, &state, GEN_DONE, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE) || state == GEN_DONE)
        return VM_OK;
    value exc = exception_new(t, t->vm->exceptions[EXC_GeneratorExit], tuple_new(t, NULL, 0));
    return resume(t, args[0], exc, true, RET_CLOSE);
}

enum vm_ret gen_self(struct task *t, value *args, value *ret)
{
    (void)t;
    *ret = args[0];
    return VM_OK;
}

enum vm_ret gen_anext(struct task *t, value *args, value *ret)
{
    (void)t, (void)args, (void)ret;
    return VM_FALLBACK;
}

/* next(gen[, default]) of container.def hands generators here. */
enum vm_ret generator_next(struct task *t, value gen, value fallback)
{
    enum vm_ret r = resume(t, gen, V_NONE, false, RET_SEND);
    t->call[1] = fallback;
    return r;
}

/* ---- what every instance can do ---- */

enum vm_ret object_init(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    if (is_exception(args[0])) {
        exception_set_args(t, args[0], args[1]);
        return VM_OK;
    }
    bool given = obj_of(args[1])->n || (args[2] != V_UNBOUND && dict_count(REF(args[2])));
    if (!given || !is_type(args[0], T_INSTANCE))
        return VM_OK;
    // arguments are for the one of __new__ and __init__ that the class has; CPython's object_init()
    value cls = ((struct instance *)REF(args[0]))->cls;
    if (is_type(class_lookup(t, cls, S(t->vm, init)), T_FUNC))
        return throw(t, EXC_TypeError, "object.__init__() takes exactly one argument (the instance to initialize)");
    value new = class_lookup(t, cls, S(t->vm, new));
    if (!class_of(args[0])->native && !is_type(new, T_FUNC) && !is_type(new, T_PROPERTY))
        return throw(t, EXC_TypeError, "%s.__init__() takes exactly one argument (the instance to initialize)",
                     sym_text(class_of(args[0])->name));
    return VM_OK;
}

enum vm_ret object_repr(struct task *t, value *args, value *ret)
{
    if (is_exception(args[0]) || !is_type(args[0], T_INSTANCE)) { // of None and 1 it is the only __repr__ there is
        struct buf b = { 0 };
        enum vm_ret r = value_repr(t, args[0], &b);
        if (r == VM_OK) {
            *ret = str_from_buf(t, &b);
            return VM_OK;
        }
        buf_finish(&b);
    }
    value with[2] = { args[0], V_UNBOUND };
    return core_default_repr(t, with, ret);
}

enum vm_ret object_str(struct task *t, value *args, value *ret)
{
    struct buf b = { 0 };
    if (!is_type(args[0], T_INSTANCE))
        return str_of(t, args[0], ret);
    if (!is_exception(args[0]))
        return VM_FALLBACK;
    const struct instance *i = REF(args[0]);
    value p = obj_flags(&i->o) & F_DICTMODE ? V_UNBOUND : i->item[EXC_ARGS];
    enum vm_ret r = VM_OK;
    if (is_type(p, T_TUPLE) && obj_of(p)->n == 1)
        r = value_str(t, ((struct tuple *)REF(p))->item[0], &b);
    else if (is_type(p, T_TUPLE) && obj_of(p)->n > 1)
        r = value_repr(t, p, &b);
    if (r != VM_OK) {
        buf_finish(&b);
        return r;
    }
    *ret = str_from_buf(t, &b);
    return VM_OK;
}

enum vm_ret object_eq(struct task *t, value *args, value *ret)
{
    (void)t;
    *ret = args[0] == args[1] ? V_TRUE : V_NOTIMPL;
    return VM_OK;
}

enum vm_ret object_ne(struct task *t, value *args, value *ret)
{
    (void)t;
    *ret = args[0] == args[1] ? V_FALSE : V_NOTIMPL;
    return VM_OK;
}

enum vm_ret object_hash(struct task *t, value *args, value *ret)
{
    return builtin_table[BI_id].fn(t, args, ret);
}

enum vm_ret object_setattr(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    if (!is_str(args[1]) || !is_type(args[0], T_INSTANCE))
        return throw(t, EXC_TypeError, "attribute name must be string, not '%s'", type_name(t, args[1]));
    return attr_set_plain(t, args[0], symbol_of_str(t->vm, args[1]), args[2]);
}

enum vm_ret object_delattr(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    if (!is_str(args[1]) || !is_type(args[0], T_INSTANCE))
        return throw(t, EXC_TypeError, "attribute name must be string, not '%s'", type_name(t, args[1]));
    return attr_del_plain(t, args[0], symbol_of_str(t->vm, args[1]));
}

enum vm_ret object_getattribute(struct task *t, value *args, value *ret)
{
    value sym = symbol_of_str(t->vm, args[1]);
    return attr_get_plain(t, args[0], sym, ret);
}

enum vm_ret object_format(struct task *t, value *args, value *ret)
{
    (void)t, (void)args, (void)ret;
    return VM_FALLBACK;
}

enum vm_ret object_none(struct task *t, value *args, value *ret)
{
    (void)t, (void)args;
    *ret = V_NONE;
    return VM_OK;
}

enum vm_ret exc_with_traceback(struct task *t, value *args, value *ret)
{
    if (args[1] != V_NONE && !(is_type(args[1], T_TRACEBACK) && obj_of(args[1])->aux == PLACE_TRACE))
        return throw(t, EXC_TypeError, "__traceback__ must be a traceback or None");
    if (is_exception(args[0]))
        instance_set(t, REF(args[0]), S(t->vm, traceback), args[1]);
    *ret = args[0];
    return VM_OK;
}

enum vm_ret exc_group(struct task *t, value *args, value *ret)
{
    (void)t, (void)args, (void)ret;
    return VM_FALLBACK; // the condition may be a function, and derive() the program's
}

enum vm_ret exc_add_note(struct task *t, value *args, value *ret)
{
    value notes = instance_get(t->vm, REF(args[0]), S(t->vm, notes));
    *ret = V_NONE;
    if (!is_type(notes, T_LIST)) {
        notes = list_new(t, NULL, 0);
        instance_set(t, REF(args[0]), S(t->vm, notes), notes);
    }
    return list_append(t, REF(notes), args[1]) ? VM_OK : VM_RAISE;
}

/* ---- locks ---- */

static enum vm_ret sync_request(struct task *t, value self, unsigned op, value blocking, value seconds)
{
    t->req = (struct request){ .kind = REQ_SYNC,
                               .arg = { self, V_INT(op), V_INT(0), blocking, seconds, V_UNBOUND } };
    return VM_REQUEST;
}

/* The common case without a request: the lock is free, or is given back to nobody. */
static bool quickly(struct task *t, value self, unsigned op)
{
    return t->vm->engine->lock_quickly && t->vm->engine->lock_quickly(t, REF(self), op);
}

static enum vm_ret take(struct task *t, value self, value blocking, value seconds, value *ret)
{
    *ret = V_TRUE;
    return quickly(t, self, LOCK_ACQUIRE) ? VM_OK : sync_request(t, self, LOCK_ACQUIRE, blocking, seconds);
}

static enum vm_ret give(struct task *t, value self, value *ret)
{
    *ret = V_NONE;
    return quickly(t, self, LOCK_RELEASE) ? VM_OK : sync_request(t, self, LOCK_RELEASE, V_TRUE, V_NONE);
}

enum vm_ret sync_acquire(struct task *t, value *args, value *ret)
{
    double seconds = -1;
    bool blocking = true;
    if (LIKELY(args[1] == V_UNBOUND && args[2] == V_UNBOUND && args[3] == V_UNBOUND))
        return take(t, args[0], V_TRUE, V_NONE, ret);
    if (args[3] != V_UNBOUND)
        args[1] = args[3]; // multiprocessing's word for it
    if (args[1] != V_UNBOUND && !truth(t, args[1], &blocking))
        blocking = true;
    const struct sync_handle *h = REF(args[0]);
    bool given = args[2] != V_UNBOUND && (args[2] != V_NONE || !h->in_region); // multiprocessing's take None for no limit
    if (given && !number_get(t, args[2], &seconds))
        return t->exc == V_UNBOUND ? throw(t, EXC_TypeError, "'%s' object cannot be interpreted as an integer", type_name(t, args[2])) : VM_RAISE;
    if (!seconds_fit(t, seconds))
        return VM_RAISE;
    if (!blocking && seconds != -1)
        return throw(t, EXC_ValueError, "can't specify a timeout for a non-blocking call");
    if (seconds < 0 && seconds != -1)
        return throw(t, EXC_ValueError, "timeout value must be positive");
    return take(t, args[0], V_BOOL(blocking), seconds < 0 ? V_NONE : args[2], ret);
}

enum vm_ret sync_release(struct task *t, value *args, value *ret)
{
    return give(t, args[0], ret);
}

enum vm_ret sync_enter(struct task *t, value *args, value *ret)
{
    return take(t, args[0], V_TRUE, V_NONE, ret);
}

enum vm_ret sync_exit(struct task *t, value *args, value *ret)
{
    return give(t, args[0], ret);
}

bool lock_at_once(struct task *t, value method, value lock, uint32_t argc, value *ret)
{
    switch ((enum builtin_id)payload_of(method)) {
    case BI_SYNC_acquire: case BI_SYNC___enter__:
        if (argc != 0 || !quickly(t, lock, LOCK_ACQUIRE))
            return false;
        *ret = V_TRUE;
        return true;
    case BI_SYNC_release: case BI_SYNC___exit__:
        if (argc != (method == V_BUILTIN(BI_SYNC___exit__) ? 3 : 0) || !quickly(t, lock, LOCK_RELEASE))
            return false;
        *ret = V_NONE;
        return true;
    default: return false;
    }
}

static enum vm_ret sync_word(struct task *t, value self, unsigned what)
{
    t->req = (struct request){ .kind = REQ_SYNC_GET, .arg = { self, V_INT(what), V_UNBOUND, V_UNBOUND, V_UNBOUND, V_UNBOUND } };
    return VM_REQUEST;
}

enum vm_ret sync_locked(struct task *t, value *args, value *ret)
{
    (void)ret;
    return sync_word(t, args[0], 5);
}

enum vm_ret sync_is_owned(struct task *t, value *args, value *ret)
{
    (void)ret;
    return sync_word(t, args[0], 6);
}
