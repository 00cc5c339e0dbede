/* Calling whatever can be called. A call of Python code pushes a frame, everything else is done at once. */
#include "base/mem.h"
#include "vm/step.h"

/* ---- the prelude's half of instructions and builtins ---- */

/* The function with that name of prelude/_slow.py or of one of its parts, which are loaded in
 * order until it is found; or a body to run first (then V_UNBOUND). */
static enum step slow_function(struct task *t, const char *name, value *ret)
{
    struct vm *vm = t->vm;
    uint32_t at = (uint32_t)((uintptr_t)name >> 2) & (SLOW_CACHE - 1);
    if (UNLIKELY(!t->methods))
        t->methods = mem_zalloc(1, sizeof *t->methods);
    if (LIKELY(t->methods->slow[at].name == name)) {
        *ret = slot_get(t->methods->slow[at].slot);
        return STEP_OK;
    }
    const value parts[] = { S(vm, slow_items), S(vm, slow), S(vm, slow_classes), S(vm, slow_containers), S(vm, slow_text) };
    value sym = symbol(vm, name, strlen(name));
    *ret = V_UNBOUND;
    for (size_t i = 0; i < ARRAY_LEN(parts) && *ret == V_UNBOUND; i++) {
        value mod;
        const struct code *body;
        enum vm_ret r = import_module(t, parts[i], 0, V_UNBOUND, &mod, &body);
        if (r == VM_RAISE)
            return STEP_RAISE;
        if (r == VM_CALL) {
            value *base = scratch_base(t, 1);
            struct frame *f = base ? frame_push(t, base, body, V_NONE) : NULL;
            if (!f)
                return STEP_RAISE;
            f->mode = RET_IMPORT;
            f->extra = mod;
            return STEP_FRAMES;
        }
        if (parts[i] == S(vm, slow))
            slot_set(&vm->slow_module, mod);
        struct module *m = module_at(vm, (uint32_t)payload_of(mod));
        *ret = module_get(vm, m, sym);
        if (*ret != V_UNBOUND) {
            pthread_mutex_lock(&vm->names_guard);
            t->methods->slow[at].slot = &m->slots[module_find(&m->names, sym_text(sym), sym_len(sym))];
            pthread_mutex_unlock(&vm->names_guard);
            t->methods->slow[at].name = name;
        }
    }
    if (*ret == V_UNBOUND) {
        throw(t, EXC_SystemError, "conch's prelude has no %s", name);
        return STEP_RAISE;
    }
    return STEP_OK;
}

/* The same for a call: if a body runs first, the instruction that wants it is run again after that. */
static enum step slow_or_retry(struct task *t, const char *name, const struct instr *retry, value *ret)
{
    enum step s = slow_function(t, name, ret);
    if (s == STEP_FRAMES)
        t->fp[-1].pc = retry;
    return s;
}

bool slow_is_loaded(const struct vm *vm)
{
    return slot_get(&vm->slow_module) != 0;
}

/* Calls a function of slow.py with n arguments; its result goes as mode and dest say. `retry` is the
 * instruction that runs again if slow.py had to be loaded first. */
enum step call_slow(struct task *t, const char *name, const value *args, unsigned n,
                           enum frame_mode mode, uint32_t dest, const struct instr *retry)
{
    value f, kept[8];
    memcpy(kept, args, sizeof(value) * n);
    const struct instr *pc = t->fp->pc;
    enum step s = slow_or_retry(t, name, retry, &f);
    if (s != STEP_OK)
        return s;
    value *base = scratch_base(t, n + 2);
    if (!base)
        return STEP_RAISE;
    base[0] = f;
    memcpy(base + 1, kept, sizeof(value) * n);
    struct call_args a = { .positional = base + 1, .n = n, .keyword_dict = V_UNBOUND };
    t->fp->pc = pc;
    return call_value(t, base, &a, mode, dest, retry);
}

/* ---- requests ---- */

/* Where a result is more than a value in a register, a frame takes the answer and returns it. */
static const struct instr answer_instrs[] = { { .op = OP_RETURN, .a = 0 }, { .op = OP_RETURN, .a = 0 } };

static struct place answer_places[2];

static const struct source answer_source = { .file = "<conch>", .text = "", .prelude = true };

static const struct code answer_code = {
    .instrs = (struct instr *)(uintptr_t)answer_instrs, .places = answer_places, .count = 2, .flags = CODE_PRELUDE | CODE_SIMPLE,
    .nregs = 1, .source = &answer_source, .name = { "<answer>", 8 }, .qualname = { "<answer>", 8 },
};

static struct frame *push_answer_frame(struct task *t, enum frame_mode mode, uint32_t dest)
{
    value *base = scratch_base(t, 1);
    struct frame *f = base ? frame_push(t, base, &answer_code, V_NONE) : NULL;
    if (f) {
        f->mode = (uint8_t)mode;
        f->dest = (uint16_t)dest;
        f->base[0] = V_NONE;
    }
    return f;
}

/* Its answer goes to the register t->pending. Whatever it did may have called for attention. */
static enum step make_request(struct task *t)
{
    value answer = V_NONE;
    switch (t->engine->request(t, &answer)) {
    case ENGINE_PARK: return STEP_PARK;
    case ENGINE_STOP: return STEP_STOP;
    case ENGINE_HANDLER: return call_handlers(t, true);
    case ENGINE_RAISE: t->req.kind = REQ_NONE; return STEP_RAISE;
    case ENGINE_DONE: break;
    }
    t->req.kind = REQ_NONE;
    t->stack[t->pending] = answer;
    return atomic_load_explicit(t->attention, memory_order_relaxed) ? STEP_FRAMES : STEP_OK;
}

enum step request_again(struct task *t, value request, value pending)
{
    const struct tuple *p = REF(request);
    t->req.kind = (enum request_kind)int_of(p->item[0]);
    memcpy(t->req.arg, p->item + 1, sizeof t->req.arg);
    t->wait_until_ns = (uint64_t)int_of(p->item[1 + REQUEST_ARGS]);
    t->pending = (uint32_t)int_of(pending);
    enum step s = make_request(t);
    return s == STEP_OK ? STEP_FRAMES : s;
}

/* The handlers are called with what is to go on afterwards, so that it is kept where the collector sees it. */
enum step call_handlers(struct task *t, bool again)
{
    value args[2 + REQUEST_ARGS] = { V_INT(t->req.kind) };
    memcpy(args + 1, t->req.arg, sizeof t->req.arg);
    args[1 + REQUEST_ARGS] = V_INT((int64_t)t->wait_until_ns);
    t->wait_until_ns = 0;
    return call_function(t, t->vm->hooks[HOOK_SIGNAL], args, again ? 2 + REQUEST_ARGS : 0, again ? RET_REQUEST : RET_DISCARD,
                         0, V_INT(t->pending));
}

static enum step perform_request(struct task *t, enum frame_mode mode, uint32_t dest, value *base)
{
    bool plain = mode == RET_NORMAL || mode == RET_MOVE;
    if (!plain) {
        struct frame *f = push_answer_frame(t, mode, dest);
        if (!f)
            return STEP_RAISE;
        base = f->base;
    } else if (mode == RET_MOVE) {
        base = t->fp->base + dest;
    }
    t->pending = (uint32_t)(base - t->stack);
    enum step s = make_request(t);
    return s == STEP_OK && !plain ? STEP_FRAMES : s;
}

/* ---- functions, classes, builtins ---- */

static enum step call_python(struct task *t, value fv, value *base, const struct call_args *a, enum frame_mode mode,
                             uint32_t dest, value extra)
{
    const struct func *f = REF(fv);
    const struct code *c = f->code;
    struct call_args moved;
    if (UNLIKELY(base + c->nregs + SLOW_SCRATCH >= t->stack_end)) {
        moved = *a;
        if (!stack_room(t, &base, c->nregs, &moved))
            return STEP_RAISE;
        a = &moved;
    }
    if (bind_function(t, f, a, base) != VM_OK)
        return STEP_RAISE;
    if (c->flags & (CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GEN))
        return deliver_result(t, gen_mark_unheld(t, gen_make(t, f, base), mode == RET_NORMAL ? (uint32_t)(base - 1 - t->fp->base) : dest),
                              mode, dest, base - 1);
    struct frame *fr = frame_push(t, base, c, fv);
    if (!fr)
        return STEP_RAISE;
    fr->mode = (uint8_t)mode;
    fr->dest = (uint16_t)dest;
    fr->extra = extra;
    return STEP_FRAMES;
}

/* Calls callee with `self` put in front. The arguments follow base[0], where what was called stood. */
static enum step call_with_self(struct task *t, value callee, value self, value *base, const struct call_args *a,
                                enum frame_mode mode, uint32_t dest, value extra, const struct instr *retry)
{
    if (mode == RET_NORMAL) { // the result goes to base[0], which becomes a parameter's place
        mode = RET_MOVE;
        dest = (uint32_t)(base - t->fp->base);
    }
    struct call_args with = *a;
    with.n = a->n + 1;
    if (is_type(callee, T_FUNC)) {
        base[0] = self;
        with.positional = base;
        return call_python(t, callee, base, &with, mode, dest, extra);
    }
    // anything else may want the instruction to run again, so what that finds stays: this is a copy above it
    uint32_t count = a->n + a->nkeywords;
    if (!stack_room(t, &base, 2 * count + 4, &with))
        return STEP_RAISE;
    value *up = base + count + 1;
    if (a->nkeywords)
        memcpy(up + 2 + a->n, with.keyword_values, sizeof(value) * a->nkeywords);
    memcpy(up + 2, with.positional, sizeof(value) * a->n);
    up[0] = callee;
    up[1] = self;
    with.positional = up + 1;
    with.keyword_values = up + 1 + with.n;
    return call_value(t, up, &with, mode, dest, retry);
}

static bool no_arguments(const struct call_args *a)
{
    return a->n == 0 && a->nkeywords == 0 && (a->keyword_dict == V_UNBOUND || a->keyword_dict == V_NONE ||
                                              ((struct dict *)REF(a->keyword_dict))->count == 0);
}

/* Calls __init__ of an instance that was just made, which is the result. */
static enum step call_init(struct task *t, value init, value obj, value *base, const struct call_args *a,
                           enum frame_mode mode, uint32_t dest, const struct instr *retry)
{
    if (mode == RET_RAISE)
        return call_with_self(t, init, obj, base, a, RET_RAISE, dest, obj, retry);
    uint32_t to = mode == RET_NORMAL ? (uint32_t)(base - t->fp->base) : dest;
    return call_with_self(t, init, obj, base, a, RET_INIT, to, obj, retry);
}

static void plain_init_note(struct task *t, const struct class *c, value init)
{
    uint32_t k = c->shape % PLAIN_CACHE;
    if (!t->methods)
        t->methods = mem_zalloc(1, sizeof *t->methods);
    t->methods->plain[k].shape = c->shape;
    t->methods->plain[k].epoch = atomic_load_explicit(&t->vm->class_epoch, memory_order_relaxed);
    t->methods->plain[k].init = init;
}

/* Making an instance: __new__ if the class has one of its own, then __init__. */
static enum step call_class(struct task *t, value cls, value *base, const struct call_args *a, enum frame_mode mode,
                            uint32_t dest, const struct instr *retry)
{
    struct vm *vm = t->vm;
    struct class *c = REF(cls);
    value init = plain_init(t, c);
    bool bare = init == V_NONE;
    if (init != V_UNBOUND && !bare)
        return call_init(t, init, instance_new(t, c), base, a, mode, dest, retry);
    value new = bare ? V_UNBOUND : class_lookup(t, cls, S(vm, new));
    if (is_type(new, T_FUNC) || is_type(new, T_PROPERTY)) {
        value f;
        enum step s = slow_or_retry(t, "instantiate", retry, &f);
        if (s != STEP_OK)
            return s;
        return call_with_self(t, f, cls, base, a, mode, dest, 0, retry);
    }
    value obj;
    if (class_flags(c) & CLS_EXCEPTION) {
        if (exception_make(t, cls, tuple_new(t, a->positional, a->n), &obj) != VM_OK)
            return STEP_RAISE;
    } else {
        obj = instance_new(t, c);
    }
    init = bare ? V_UNBOUND : class_lookup(t, cls, S(vm, init));
    if (!bare && !c->native && is_type(init, T_FUNC) == !(class_flags(c) & CLS_EXCEPTION))
        plain_init_note(t, c, is_type(init, T_FUNC) ? init : V_NONE);
    if (c->native) {
        value payload = V_UNBOUND;
        bool immutable = c->native == T_INT || c->native == T_STR || c->native == T_FLOAT || c->native == T_TUPLE ||
                         c->native == T_FROZENSET || c->native == T_BYTES;
        struct call_args none = { .keyword_dict = V_UNBOUND };
        enum vm_ret r = type_call(t, (enum type_id)c->native, immutable || !is_type(init, T_FUNC) ? a : &none, &payload);
        if (r == VM_FALLBACK) { // an iterable that takes Python code: the prelude makes the payload first
            value f;
            enum step s = slow_or_retry(t, "instantiate_native", retry, &f);
            if (s != STEP_OK)
                return s;
            return call_with_self(t, f, cls, base, a, mode, dest, 0, retry);
        }
        if (r != VM_OK)
            return step_of(r);
        ((struct instance *)REF(obj))->payload = payload;
    }
    if (is_type(init, T_FUNC))
        return call_init(t, init, obj, base, a, mode, dest, retry);
    if (!(class_flags(c) & CLS_EXCEPTION) && !c->native && !no_arguments(a)) {
        throw(t, EXC_TypeError, "%s() takes no arguments", sym_text(c->name));
        return STEP_RAISE;
    }
    if (class_flags(c) & CLS_EXCEPTION && a->nkeywords) {
        throw(t, EXC_TypeError, "%s() takes no keyword arguments", sym_text(c->name));
        return STEP_RAISE;
    }
    return deliver_result(t, obj, mode, dest, base);
}

static enum step call_builtin_value(struct task *t, uint32_t id, value *base, const struct call_args *a,
                                    enum frame_mode mode, uint32_t dest, const struct instr *retry)
{
    value ret = V_NONE, scratch[16], *args;
    enum vm_ret r;
    if (a->nkeywords == 0 && a->keyword_dict == V_UNBOUND) {
        r = call_builtin(t, id, (value *)a->positional, a->n, &ret);
    } else {
        r = bind_builtin(t, id, a, scratch, &args);
        if (r == VM_OK)
            r = call_bound_builtin(t, id, args, &ret);
    }
    if (r == VM_OK)
        return deliver_result(t, ret, mode, dest, base);
    return after_builtin(t, r, id, base, a, mode, dest, retry);
}

/* ---- special methods that are plain Python functions: called without a detour ---- */

void task_clear_caches(struct task *t)
{
    if (t->methods)
        memset(t->methods, 0, sizeof *t->methods);
}

value own_function(struct task *t, value v, value sym)
{
    if (!is_type(v, T_INSTANCE))
        return V_UNBOUND;
    uint32_t shape = ((struct instance *)REF(v))->shape;
    uint32_t epoch = atomic_load_explicit(&t->vm->class_epoch, memory_order_relaxed);
    uint32_t k = (uint32_t)((shape * 31u) ^ (uint32_t)(sym >> 4)) & (METHOD_CACHE - 1);
    if (!t->methods)
        t->methods = mem_zalloc(1, sizeof *t->methods);
    if (shape && t->methods->at[k].sym == sym && t->methods->at[k].shape == shape && t->methods->at[k].epoch == epoch)
        return t->methods->at[k].func;
    value f = class_lookup(t, ((struct instance *)REF(v))->cls, sym);
    if (!is_type(f, T_FUNC))
        return V_UNBOUND;
    t->methods->at[k].sym = sym;
    t->methods->at[k].func = f;
    t->methods->at[k].shape = shape;
    t->methods->at[k].epoch = epoch;
    return f;
}

enum step call_function(struct task *t, value f, const value *args, uint32_t n, enum frame_mode mode,
                               uint32_t dest, value extra)
{
    value *base = scratch_base(t, n + 2);
    if (!base)
        return STEP_RAISE;
    if (n)
        memcpy(base + 1, args, sizeof(value) * n);
    struct call_args a = { .positional = base + 1, .n = n, .keyword_dict = V_UNBOUND };
    return call_python(t, f, base + 1, &a, mode, dest, extra);
}

enum step after_builtin(struct task *t, enum vm_ret r, uint32_t id, value *base, const struct call_args *a,
                               enum frame_mode mode, uint32_t dest, const struct instr *retry)
{
    switch (r) {
    case VM_RAISE: case VM_PARK: case VM_STOP: return step_of(r);
    case VM_REQUEST: return perform_request(t, mode, dest, base);
    case VM_RESUME: return resume_generator(t, mode, dest, base);
    case VM_SWITCH: return greenlet_switch(t, mode, dest, base);
    case VM_CALL: {
        const struct tuple *p = REF(t->call[1]);
        uint32_t count = a->n + a->nkeywords;
        struct call_args none = { 0 };
        if (!stack_room(t, &base, count + 2 + p->o.n + 1, &none))
            return STEP_RAISE;
        value *up = base + count + 2;
        up[0] = t->call[0];
        memcpy(up + 1, p->item, sizeof(value) * p->o.n);
        struct call_args b = { .positional = up + 1, .n = p->o.n, .keyword_dict = V_UNBOUND };
        if (mode == RET_NORMAL) {
            mode = RET_MOVE;
            dest = (uint32_t)(base - t->fp->base);
        }
        return call_value(t, up, &b, mode, dest, retry);
    }
    case VM_NUMBER: {
        value f;
        enum step s = slow_or_retry(t, "with_number", retry, &f);
        if (s != STEP_OK)
            return s;
        t->exc = V_UNBOUND;
        value what = tuple_new(t, (value[]){ V_BUILTIN(id), t->call[0], t->call[1] }, 3);
        return call_with_self(t, f, what, base, a, mode, dest, 0, retry);
    }
    default: break;
    }
    if (a->n == 1 && !a->nkeywords && a->keyword_dict == V_UNBOUND && is_type(a->positional[0], T_INSTANCE) &&
        (mode == RET_NORMAL || mode == RET_MOVE)) {
        value own = V_UNBOUND, extra = 0, self = a->positional[0];
        enum frame_mode how = RET_MOVE;
        if (id == BI_len) {
            own = own_function(t, self, S(t->vm, len));
            how = RET_LEN;
        } else if (id == BI_next) {
            own = own_function(t, self, S(t->vm, next));
        } else if (id == BI_str || id == BI_repr) {
            own = id == BI_str ? own_function(t, self, S(t->vm, str)) : V_UNBOUND;
            if (own == V_UNBOUND && !is_exception(self) && type_lookup(t, self, S(t->vm, str)) == V_UNBOUND)
                own = own_function(t, self, S(t->vm, repr));
            how = RET_STR;
            extra = V_BOOL(id == BI_repr);
        }
        if (own != V_UNBOUND)
            return call_function(t, own, &self, 1, how, mode == RET_NORMAL ? (uint32_t)(base - t->fp->base) : dest, extra);
    }
    value f;
    enum step s = slow_or_retry(t, builtin_table[id].fallback ? builtin_table[id].fallback : builtin_table[id].name, retry, &f);
    if (s != STEP_OK)
        return s;
    base[0] = f;
    return call_value(t, base, a, mode, dest, retry);
}

const uint16_t type_builtin[TYPE_COUNT] = {
    [T_INT] = BI_int, [T_FLOAT] = BI_float, [T_BOOL] = BI_bool, [T_STR] = BI_str, [T_BYTES] = BI_bytes,
    [T_BYTEARRAY] = BI_bytearray, [T_LIST] = BI_list, [T_TUPLE] = BI_tuple, [T_DICT] = BI_dict,
    [T_SET] = BI_set, [T_FROZENSET] = BI_frozenset, [T_RANGE] = BI_range, [T_SLICE] = BI_slice,
    [T_CLASS] = BI_type, [T_PROPERTY] = BI_property, [T_SUPER] = BI_super, [T_OBJECT] = BI_object,
    [T_DEQUE] = BI_deque, [T_NONETYPE] = BI_none_type, [T_ENUMERATE] = BI_enumerate, [T_ZIP] = BI_zip,
    [T_MAP] = BI_map, [T_FILTER] = BI_filter, [T_STATICMETHOD] = BI_staticmethod, [T_CLASSMETHOD] = BI_classmethod,
};

enum vm_ret type_call(struct task *t, enum type_id type, const struct call_args *a, value *ret)
{
    value scratch[16], *args;
    uint32_t id = type_builtin[type];
    enum vm_ret r = bind_builtin(t, id, a, scratch, &args);
    return r == VM_OK ? call_bound_builtin(t, id, args, ret) : r;
}

enum step call_value(struct task *t, value *base, const struct call_args *a, enum frame_mode mode,
                            uint32_t dest, const struct instr *retry)
{
    value callee = base[0];
    switch (type_of(callee)) {
    case T_FUNC: return call_python(t, callee, base + 1, a, mode, dest, 0);
    case T_BUILTIN: return call_builtin_value(t, (uint32_t)payload_of(callee), base, a, mode, dest, retry);
    case T_METHOD: {
        const struct method *m = REF(callee);
        return call_with_self(t, m->func, m->self, base, a, mode, dest, 0, retry);
    }
    case T_CLASS:
        if (is_type(callee, T_CLASS))
            return call_class(t, callee, base, a, mode, dest, retry);
        if (type_builtin[payload_of(callee)])
            return call_builtin_value(t, type_builtin[payload_of(callee)], base, a, mode, dest, retry);
        throw(t, EXC_TypeError, "cannot create '%s' instances", type_name(t, callee));
        return STEP_RAISE;
    case T_INSTANCE: {
        value f = type_lookup(t, callee, S(t->vm, call));
        if (f != V_UNBOUND)
            return call_with_self(t, f, callee, base, a, mode, dest, 0, retry);
        break;
    }
    case T_PROPERTY: // staticmethod objects can be called
        if (obj_of(callee)->aux == DESCR_STATIC) {
            base[0] = ((struct descr *)REF(callee))->get;
            return call_value(t, base, a, mode, dest, retry);
        }
        break;
    default: break;
    }
    throw(t, EXC_TypeError, "'%s' object is not callable", type_name(t, callee));
    return STEP_RAISE;
}

enum step call_plain(struct task *t, value *base, uint32_t n, const struct instr *retry)
{
    struct call_args a = { .positional = base + 1, .n = n, .keyword_dict = V_UNBOUND };
    return call_value(t, base, &a, RET_NORMAL, 0, retry);
}

enum step after_plain_builtin(struct task *t, enum vm_ret r, uint32_t id, value *base, uint32_t n, const struct instr *retry)
{
    struct call_args a = { .positional = base + 1, .n = n, .keyword_dict = V_UNBOUND };
    return after_builtin(t, r, id, base, &a, RET_NORMAL, 0, retry);
}

enum step call_prepared(struct task *t, enum frame_mode mode, uint32_t dest, const struct instr *retry)
{
    const struct tuple *p = REF(t->call[1]);
    value *base = scratch_base(t, p->o.n + 2);
    if (!base)
        return STEP_RAISE;
    base[0] = t->call[0];
    memcpy(base + 1, p->item, sizeof(value) * p->o.n);
    struct call_args a = { .positional = base + 1, .n = p->o.n, .keyword_dict = V_UNBOUND };
    return call_value(t, base, &a, mode, dest, retry);
}

/* ---- the instructions ---- */

enum step do_callm(struct task *t, value *base, uint32_t argc, const struct call_args *kw, const struct instr *in)
{
    struct call_args a = kw ? *kw : (struct call_args){ .keyword_dict = V_UNBOUND };
    if (base[1] != V_UNBOUND) { // a method and its object
        a.positional = base + 1;
        a.n = argc + 1;
        return call_value(t, base, &a, RET_NORMAL, 0, in);
    }
    base[1] = base[0]; // an attribute that is called: the result still goes to base[0]
    a.positional = base + 2;
    a.n = argc;
    ptrdiff_t depth = t->fp - t->frames, at = base - t->stack;
    enum step s = call_value(t, base + 1, &a, RET_MOVE, (uint32_t)(base - t->fp->base), in);
    if (s == STEP_AGAIN || (s == STEP_FRAMES && t->fp->mode == RET_IMPORT && t->fp - t->frames == depth + 1))
        t->stack[at + 1] = V_UNBOUND; // the instruction runs again
    return s;
}

enum step do_callkw(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    value *base = f->base + in->a;
    value names = f->code->values[in->c];
    uint32_t nk = ((struct tuple *)REF(names))->o.n, n = in->b - nk;
    struct call_args a = { .keyword_names = names, .nkeywords = nk, .keyword_dict = V_UNBOUND };
    if (in->x) {
        a.keyword_values = base + 2 + n;
        return do_callm(t, base, n, &a, in);
    }
    a.positional = base + 1;
    a.n = n;
    a.keyword_values = base + 1 + n;
    if (is_type(*base, T_FUNC))
        return call_python(t, *base, base + 1, &a, RET_NORMAL, 0, 0);
    return call_value(t, base, &a, RET_NORMAL, 0, in);
}

enum step do_callex(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    value *base = f->base + in->a;
    value list = base[1], dict = base[2];
    const value *items;
    size_t n;
    if (!items_view(t, list, &items, &n))
        return STEP_RAISE;
    // the callee and the arguments stand above the window, where there is room for all of them
    value *up = scratch_base(t, (unsigned)n + 4);
    if (!up)
        return STEP_RAISE;
    up[0] = f->base[in->a];
    if (n)
        memcpy(up + 1, items, sizeof(value) * n);
    struct call_args a = { .positional = up + 1, .n = (uint32_t)n,
                           .keyword_dict = dict == V_NONE ? V_UNBOUND : dict };
    return call_value(t, up, &a, RET_MOVE, in->a, in);
}
