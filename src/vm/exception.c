/* Exceptions: making, matching, tracing, telling. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "vm/inside.h"
#include "vm/methods.h"

static const struct {
    const char *name;
    uint8_t base;
} exc_table[EXC_COUNT] = {
#define EXC(id, parent) [EXC_##id] = { #id, EXC_##parent },
#include "vm/exception.def"
#undef EXC
};

/* The attributes that all exceptions have take the first slots, in the order of enum exc_slot. */
static const enum known_sym slot_syms[EXC_SLOTS] = { SYM_args, SYM_cause, SYM_context, SYM_traceback, SYM_suppress };

void exceptions_init(struct vm *vm, struct task *t)
{
    for (unsigned i = 0; i < EXC_COUNT; i++) {
        // one has two: a group of Exceptions is a group, and an Exception
        value bases[2] = { i ? vm->exceptions[exc_table[i].base] : V_TYPE(T_OBJECT), vm->exceptions[EXC_Exception] };
        value name = symbol(vm, exc_table[i].name, strlen(exc_table[i].name));
        value cls = class_new(t, name, tuple_new(t, bases, i == EXC_ExceptionGroup ? 2 : 1), dict_new(t), 0);
        struct class *c = REF(cls);
        c->flags |= CLS_EXCEPTION;
        c->module = S(vm, builtins);
        c->hint = EXC_SLOTS + 1;
        vm->exceptions[i] = cls;
    }
}

bool is_exception(value v)
{
    return is_type(v, T_INSTANCE) && class_flags(class_of(v)) & CLS_EXCEPTION;
}

bool is_exception_class(value v)
{
    return is_type(v, T_CLASS) && class_flags(REF(v)) & CLS_EXCEPTION;
}

/* OSError(errno, text, file, None, second file): with other numbers of arguments they are only kept. */
static bool tells_errno(const struct tuple *args)
{
    return args->o.n >= 2 && args->o.n <= 5;
}

/* OSError(errno, text) is made as the class that stands for the number. */
static value os_error_class(struct vm *vm, value cls, const struct tuple *args)
{
    static const struct { int number; enum exc_id id; } known[] = {
        { ENOENT, EXC_FileNotFoundError }, { EEXIST, EXC_FileExistsError }, { EACCES, EXC_PermissionError },
        { EPERM, EXC_PermissionError }, { EAGAIN, EXC_BlockingIOError }, { ECHILD, EXC_ChildProcessError },
        { EPIPE, EXC_BrokenPipeError }, { ECONNABORTED, EXC_ConnectionAbortedError },
        { ECONNREFUSED, EXC_ConnectionRefusedError }, { ECONNRESET, EXC_ConnectionResetError },
        { EINTR, EXC_InterruptedError }, { EISDIR, EXC_IsADirectoryError }, { ENOTDIR, EXC_NotADirectoryError },
        { ESRCH, EXC_ProcessLookupError }, { ETIMEDOUT, EXC_TimeoutError },
    };
    if (cls != vm->exceptions[EXC_OSError] || !tells_errno(args))
        return cls;
    value number = payload_or_self(args->item[0]);
    if (number == V_TRUE)
        number = V_INT(1);
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (number == V_INT(known[i].number))
            return vm->exceptions[known[i].id];
    return cls;
}

void exception_set_args(struct task *t, value exc, value args)
{
    struct instance *i = REF(exc);
    const struct tuple *p = REF(args);
    if (obj_flags(&i->o) & F_DICTMODE)
        return;
    bool names = p->o.n >= 3 && tells_errno(p) && p->item[2] != V_NONE && exception_is(exc, EXC_OSError, t->vm);
    if (names && p->o.n == 5)
        instance_set(t, i, S(t->vm, filename2), p->item[4]);
    if (names) { // they do not stay among the arguments
        p = REF(args);
        instance_set(t, i, S(t->vm, filename), p->item[2]);
        args = tuple_new(t, p->item, 2);
    }
    i->item[EXC_ARGS] = args;
}

/* Attributes that are made of the arguments. */
bool exception_is_group(value exc, struct vm *vm)
{
    return exception_is(exc, EXC_ExceptionGroup, vm) || exception_is(exc, EXC_BaseExceptionGroup, vm);
}

bool exception_attribute(struct task *t, value exc, value sym, value *ret)
{
    struct vm *vm = t->vm;
    const struct instance *i = REF(exc);
    value args = obj_flags(&i->o) & F_DICTMODE ? instance_get(vm, REF(exc), S(vm, args)) : i->item[EXC_ARGS];
    const struct tuple *p = is_type(args, T_TUPLE) ? REF(args) : NULL;
    uint32_t n = p ? p->o.n : 0;
    *ret = V_NONE;
    if (sym == S(vm, code_attr) && exception_is(exc, EXC_SystemExit, vm))
        return *ret = n == 0 ? V_NONE : n == 1 ? p->item[0] : args, true;
    if (n == 2 && exception_is_group(exc, vm)) {
        const value *items;
        size_t count;
        if (sym == S(vm, message))
            return *ret = p->item[0], true;
        if (sym == S(vm, exceptions) && items_view(t, p->item[1], &items, &count))
            return *ret = tuple_new(t, items, count), true;
        value method = native_attribute(vm, T_GROUP, sym);
        if (method != V_UNBOUND)
            return *ret = method_new(t, method, exc), true;
    }
    if (sym == S(vm, value) && exception_is(exc, EXC_StopIteration, vm))
        return *ret = n ? p->item[0] : V_NONE, true;
    if (exception_is(exc, EXC_OSError, vm)) {
        if (sym == S(vm, errno))
            return *ret = n >= 2 && n <= 5 ? p->item[0] : V_NONE, true;
        if (sym == S(vm, strerror))
            return *ret = n >= 2 && n <= 5 ? p->item[1] : V_NONE, true;
        return sym == S(vm, filename) || sym == S(vm, filename2);
    }
    if (exception_is(exc, EXC_ImportError, vm)) {
        if (sym == S(vm, msg))
            *ret = n ? p->item[0] : V_NONE;
        return sym == S(vm, msg) || sym == S(vm, name_attr) || sym == S(vm, path_attr);
    }
    if (exception_is(exc, EXC_NameError, vm))
        return sym == S(vm, name_attr);
    if (exception_is(exc, EXC_AttributeError, vm))
        return sym == S(vm, name_attr) || sym == S(vm, obj_attr);
    const enum known_sym of_unicode[] = { SYM_encoding, SYM_object, SYM_start, SYM_end, SYM_reason };
    for (unsigned k = 0; n == 5 && k < 5; k++)
        if (sym == known_symbol(vm, of_unicode[k]) && exception_is(exc, EXC_UnicodeError, vm))
            return *ret = p->item[k], true;
    if (exception_is(exc, EXC_SyntaxError, vm)) {
        if (sym == S(vm, msg))
            *ret = n ? p->item[0] : V_NONE;
        return sym == S(vm, msg) || sym == S(vm, lineno) || sym == S(vm, filename) || sym == S(vm, text);
    }
    return false;
}

/* The shape of a new exception: with the attributes that all have. root: that of its class without any. */
static uint32_t exception_shape(struct vm *vm, uint32_t root)
{
    uint32_t shape = __atomic_load_n(&shape_at(vm, root)->exception, __ATOMIC_ACQUIRE); // and what the shapes say
    if (LIKELY(shape))
        return shape;
    shape = root;
    for (unsigned k = 0; k < EXC_SLOTS; k++)
        shape = shape_add(vm, shape, known_symbol(vm, slot_syms[k]));
    __atomic_store_n(&shape_at(vm, root)->exception, shape, __ATOMIC_RELEASE);
    return shape;
}

value exception_new(struct task *t, value cls, value args)
{
    struct vm *vm = t->vm;
    cls = os_error_class(vm, cls, REF(args));
    struct class *c = REF(cls);
    if (__atomic_load_n(&c->hint, __ATOMIC_RELAXED) <= EXC_SLOTS) // never less again
        __atomic_store_n(&c->hint, (uint16_t)(EXC_SLOTS + 1), __ATOMIC_RELAXED);
    value v = instance_new(t, c);
    struct instance *i = REF(v);
    i->shape = exception_shape(vm, i->shape);
    for (unsigned k = 0; k < EXC_SLOTS; k++)
        i->item[k] = V_NONE;
    exception_set_args(t, v, args);
    i = REF(v);
    i->item[EXC_NOTES] = V_FALSE; // __suppress_context__
    return v;
}

/* A group's members must be exceptions; a group of Exceptions only is an ExceptionGroup. */
static enum vm_ret group_make(struct task *t, value cls, value args, value *ret)
{
    struct vm *vm = t->vm;
    const struct tuple *p = REF(args);
    if (p->o.n != 2)
        return throw(t, EXC_TypeError, "BaseExceptionGroup.__new__() takes exactly 2 arguments (%u given)", p->o.n);
    if (!is_str(payload_or_self(p->item[0])))
        return throw(t, EXC_TypeError, "BaseExceptionGroup.__new__() argument 1 must be str, not %s", type_name(t, p->item[0]));
    value members = payload_or_self(p->item[1]);
    const value *items;
    size_t n;
    if ((!is_type(members, T_LIST) && !is_type(members, T_TUPLE)) || !items_view(t, members, &items, &n))
        return throw(t, EXC_TypeError, "second argument (exceptions) must be a sequence");
    if (!n)
        return throw(t, EXC_ValueError, "second argument (exceptions) must be a non-empty sequence");
    bool plain = true;
    for (size_t i = 0; i < n; i++) {
        if (!is_exception(items[i]))
            return throw(t, EXC_ValueError, "Item %zu of second argument (exceptions) is not an exception", i);
        plain &= exception_is(items[i], EXC_Exception, vm);
    }
    if (cls == vm->exceptions[EXC_BaseExceptionGroup] && plain)
        cls = vm->exceptions[EXC_ExceptionGroup];
    else if (cls == vm->exceptions[EXC_ExceptionGroup] && !plain)
        return throw(t, EXC_TypeError, "Cannot nest BaseExceptions in an ExceptionGroup");
    else if (class_is_subclass(cls, vm->exceptions[EXC_Exception]) && !plain)
        return throw(t, EXC_TypeError, "Cannot nest BaseExceptions in '%s'", sym_text(((struct class *)REF(cls))->name));
    *ret = exception_new(t, cls, args);
    return VM_OK;
}

enum vm_ret exception_make(struct task *t, value cls, value args, value *ret)
{
    if (class_is_subclass(cls, t->vm->exceptions[EXC_BaseExceptionGroup]))
        return group_make(t, cls, args, ret);
    *ret = exception_new(t, cls, args);
    return VM_OK;
}

enum vm_ret throw_value(struct task *t, enum exc_id id, value arg)
{
    t->exc = exception_new(t, t->vm->exceptions[id], tuple_new(t, &arg, arg == V_UNBOUND ? 0 : 1));
    return VM_RAISE;
}

enum vm_ret throw(struct task *t, enum exc_id id, const char *fmt, ...)
{
    struct buf b = { 0 };
    va_list ap;
    va_start(ap, fmt);
    buf_vaddf(&b, fmt, ap);
    va_end(ap);
    bool empty = b.n == 1 && b.text[0] == ' '; // an exception without a message
    value text = V_UNBOUND;
    if (!empty)
        text = str_new(t, buf_str(&b), b.n);
    buf_finish(&b);
    return throw_value(t, id, text);
}

enum vm_ret throw_operands(struct task *t, const char *op, value a, value b)
{
    bool order = op[0] == '<' || op[0] == '>';
    bool shift = op[0] == op[1] || (op[1] == '=' && op[2] == '=');
    if (order && !shift)
        return throw(t, EXC_TypeError, "'%s' not supported between instances of '%s' and '%s'", op,
                     type_name(t, a), type_name(t, b));
    return throw(t, EXC_TypeError, "unsupported operand type(s) for %s: '%s' and '%s'", op, type_name(t, a),
                 type_name(t, b));
}

bool exception_is(value exc, enum exc_id id, struct vm *vm)
{
    return is_exception(exc) && class_is_subclass(((struct instance *)REF(exc))->cls, vm->exceptions[id]);
}

bool exception_matches(struct task *t, value exc, value cls, bool *ret_bad)
{
    if (is_type(cls, T_TUPLE)) {
        const struct tuple *p = REF(cls);
        for (uint32_t i = 0; i < p->o.n; i++)
            if (exception_matches(t, exc, p->item[i], ret_bad))
                return true;
        return false;
    }
    if (!is_exception_class(cls)) {
        *ret_bad = true;
        return false;
    }
    return class_is_subclass(((struct instance *)REF(exc))->cls, cls);
}

enum vm_ret exception_from(struct task *t, value v, value *ret)
{
    if (is_exception(v)) {
        *ret = v;
        return VM_OK;
    }
    if (is_exception_class(v)) {
        t->call[0] = v;
        t->call[1] = tuple_new(t, NULL, 0);
        return VM_CALL;
    }
    return throw(t, EXC_TypeError, "exceptions must derive from BaseException");
}

/* ---- where it has been ---- */

void exception_trace(struct task *t, value exc, const struct code *code, const struct instr *pc)
{
    struct instance *i = REF(exc);
    if (!is_exception(exc) || obj_flags(&i->o) & F_DICTMODE)
        return;
    value *slot = &i->item[EXC_TRACE];
    struct trace_back *tb = is_type(*slot, T_TRACEBACK) ? REF(*slot) : NULL;
    if (tb && tb->len >= 1200)
        return; // a deep recursion: enough
    if (!tb || tb->len == tb->o.n) {
        uint32_t cap = tb ? tb->o.n * 2 : 4;
        struct trace_back *more = heap_new(t, T_TRACEBACK, sizeof *more + 16 * (size_t)cap, cap);
        if (!more)
            return;
        if (tb) {
            more->len = tb->len;
            memcpy(more->at, tb->at, 16 * (size_t)tb->len);
        }
        *slot = value_of(more);
        tb = more;
    }
    uint32_t at = (uint32_t)(pc - code->instrs);
    tb->at[tb->len].code = code;
    tb->at[tb->len].line = at ? at - 1 : 0; // number of the instruction
    tb->len++;
}

void exception_trace_keep(struct task *t, value exc)
{
    struct instance *i = REF(exc);
    if (obj_flags(&i->o) & F_DICTMODE || !is_type(i->item[EXC_TRACE], T_TRACEBACK))
        return;
    value copy = trace_copy(t, REF(i->item[EXC_TRACE]));
    if (copy != V_NONE)
        i->item[EXC_TRACE] = copy;
}

value exception_handled_in(const struct frame *f)
{
    const struct code *c = f->code;
    if (!c || !c->nregions)
        return V_UNBOUND;
    uint32_t pc = (uint32_t)(f->pc - c->instrs);
    pc = pc ? pc - 1 : 0;
    for (uint32_t i = 0; i < c->nregions; i++) {
        const struct region *r = &c->regions[i];
        if (r->kind == REGION_HANDLED && pc >= r->from && pc < r->to && is_exception(f->base[r->reg]))
            return f->base[r->reg];
    }
    return V_UNBOUND;
}

value exception_being_handled(struct task *t)
{
    value v = V_UNBOUND;
    for (struct frame *f = t->fp; f >= t->frames && v == V_UNBOUND; f--)
        v = exception_handled_in(f);
    return v;
}

uint32_t task_line(const struct task *t, const struct source **ret_source)
{
    for (const struct frame *f = t->fp; f && f >= t->frames; f--) {
        const struct code *c = f->code;
        if (!c || !c->source || c->source->prelude || !f->pc)
            continue;
        if (ret_source)
            *ret_source = c->source;
        return frame_line(f);
    }
    if (ret_source)
        *ret_source = NULL;
    return 0;
}

/* Where the program is, without the prelude: (file, line, function, module, text of the line) of the call
 * `depth` above the running one; None if there is none. */
enum vm_ret core_where(struct task *t, value *args, value *ret)
{
    int64_t depth = 0;
    *ret = V_NONE;
    if (args[0] != V_UNBOUND && !int_get(args[0], &depth))
        return throw(t, EXC_TypeError, "an integer is required");
    for (const struct frame *f = t->fp; f >= t->frames; f--) {
        const struct code *c = f->code;
        if (!c || !c->source || c->source->prelude || !f->pc || depth-- > 0)
            continue;
        uint32_t line = frame_line(f);
        size_t n = 0;
        const char *text = c->source->text ? diag_line(c->source->text, c->source->n, line, &n) : NULL;
        value parts[5] = { str_lit(t, c->source->file), V_INT(line), c->name_value, module_at(t->vm, c->module)->name,
                           str_new(t, text ? text : "", text ? n : 0) };
        *ret = tuple_new(t, parts, 5);
        return *ret ? VM_OK : VM_RAISE;
    }
    return VM_OK;
}

/* ---- telling ---- */

static void tell_frames(struct buf *out, const struct trace_back *tb)
{
    bool all_prelude = true;
    for (uint32_t i = 0; i < tb->len; i++)
        all_prelude &= tb->at[i].code->source->prelude;
    uint64_t last_instr = 0;
    const struct code *last = NULL;
    uint32_t repeated = 0;
    for (uint32_t i = tb->len; i-- > 0;) {
        const struct code *c = tb->at[i].code;
        if (c->source->prelude && !all_prelude)
            continue;
        if (c == last && tb->at[i].line == last_instr) {
            if (++repeated >= 3)
                continue;
        } else {
            if (repeated >= 3)
                buf_addf(out, "  [Previous line repeated %u more times]\n", repeated - 2);
            repeated = 0;
        }
        last = c;
        last_instr = tb->at[i].line;
        place_tell(out, c, tb->at[i].line);
    }
    if (repeated >= 3)
        buf_addf(out, "  [Previous line repeated %u more times]\n", repeated - 2);
}

/* Refused because of where a file is, rather than of what was to be done. */
static bool is_about_a_file(value exc)
{
    value args = ((struct instance *)REF(exc))->item[EXC_ARGS];
    return is_type(args, T_TUPLE) && ((struct tuple *)REF(args))->o.n > 0 && ((struct tuple *)REF(args))->item[0] == V_INT(EACCES);
}

/* ---- "Did you mean" ---- */

/* The words that a wrong name may have meant, and the best of them so far. */
struct guess {
    const char *name, *best;
    size_t n, best_n, distance;
};

enum { LONGEST = 40, MOVE = 2, CASE = 1 };

static size_t swap_cost(char a, char b)
{
    if (a == b)
        return 0;
    bool letters = ((a | 32) >= 'a' && (a | 32) <= 'z');
    return letters && (a ^ b) == 32 ? CASE : MOVE;
}

/* Levenshtein's distance where a change of case costs half; more than `limit` is not looked at. */
static size_t distance(const char *a, size_t an, const char *b, size_t bn, size_t limit)
{
    while (an && bn && *a == *b)
        a++, b++, an--, bn--;
    while (an && bn && a[an - 1] == b[bn - 1])
        an--, bn--;
    if (an == 0 || bn == 0)
        return (an + bn) * MOVE;
    if (an > LONGEST || bn > LONGEST)
        return limit + 1;
    size_t row[LONGEST];
    for (size_t i = 0; i < an; i++)
        row[i] = (i + 1) * MOVE;
    size_t result = 0;
    for (size_t k = 0; k < bn; k++) {
        size_t corner = result = k * MOVE, least = SIZE_MAX;
        for (size_t i = 0; i < an; i++) {
            size_t swap = corner + swap_cost(b[k], a[i]);
            corner = row[i];
            result = MIN(MIN(result, corner) + MOVE, swap);
            row[i] = result;
            least = MIN(least, result);
        }
        if (least > limit)
            return limit + 1;
    }
    return result;
}

static void guess_add(struct guess *g, const char *s, size_t n)
{
    if (n == 0 || (n == g->n && memcmp(s, g->name, n) == 0))
        return;
    size_t limit = (g->n + n + 3) * MOVE / 6;
    if (g->best)
        limit = MIN(limit, g->distance - 1);
    size_t d = distance(g->name, g->n, s, n, limit);
    if (d > limit)
        return;
    g->best = s;
    g->best_n = n;
    g->distance = d;
}

static void guess_from_dict(struct guess *g, value dict)
{
    uint32_t at = 0;
    value k, v;
    while (dict_next(REF(dict), &at, &k, &v))
        if (is_str(k))
            guess_add(g, str_data(REF(k)), ((struct str *)REF(k))->o.n);
}

static void guess_builtins(struct guess *g, enum type_id type)
{
    for (uint32_t id = 1; id < BUILTIN_COUNT; id++)
        if (builtin_table[id].type == type && !(builtin_table[id].flags & BF_HIDDEN))
            guess_add(g, builtin_table[id].name, strlen(builtin_table[id].name));
}

static void guess_globals(struct guess *g, const struct module *m)
{
    for (uint32_t i = 0; i < m->ready; i++)
        if (m->slots[i] != m->fallback[i] && m->slots[i] != V_UNBOUND)
            guess_add(g, m->names.at[i].name.s, m->names.at[i].name.n);
}

static void guess_attribute(struct task *t, struct guess *g, value obj)
{
    if (is_type(obj, T_INSTANCE))
        guess_from_dict(g, instance_dict(t, REF(obj)));
    if (is_sort(obj, SORT_MODULE))
        guess_globals(g, module_at(t->vm, (uint32_t)payload_of(obj)));
    value cls = is_class(obj) ? obj : type_value(t, obj);
    if (is_sort(cls, SORT_TYPE)) {
        guess_builtins(g, (enum type_id)payload_of(cls));
        return;
    }
    const struct tuple *mro = REF(((struct class *)REF(cls))->mro);
    for (uint32_t i = 0; i < mro->o.n; i++) {
        if (is_type(mro->item[i], T_CLASS))
            guess_from_dict(g, ((struct class *)REF(mro->item[i]))->dict);
        else
            guess_builtins(g, payload_of(mro->item[i]) == T_OBJECT ? T_INSTANCE : (enum type_id)payload_of(mro->item[i]));
    }
}

/* Variables of the function where it happened, then of the module, then the builtins. */
static void guess_name(struct task *t, struct guess *g, const struct code *where)
{
    for (uint32_t i = 0; i < where->nlocals; i++)
        guess_add(g, where->reg_names[i].s, where->reg_names[i].n);
    for (uint32_t i = 0; i < where->nfree; i++)
        guess_add(g, where->free_names[i].s, where->free_names[i].n);
    if (!g->best)
        guess_globals(g, module_at(t->vm, where->module));
    if (g->best)
        return;
    guess_builtins(g, T_OBJECT);
#define EXC(id, base) guess_add(g, #id, strlen(#id));
#include "vm/exception.def"
#undef EXC
}

/* The modules that conch has; those of its own begin with a line. */
static void guess_module(struct guess *g)
{
    const char *s;
    for (size_t i = 0; (s = prelude_name(i)); i++)
        if (*s != '_')
            guess_add(g, s, strlen(s));
}

/* An AttributeError, or an ImportError that has not found a name in a module. */
static bool misses_attribute(struct task *t, value exc, value *ret_obj)
{
    *ret_obj = instance_get(t->vm, REF(exc), S(t->vm, obj_attr));
    return *ret_obj != V_UNBOUND && (exception_is(exc, EXC_AttributeError, t->vm) || exception_is(exc, EXC_ImportError, t->vm));
}

static struct guess guess_for(struct task *t, value exc)
{
    struct instance *i = REF(exc);
    value name = instance_get(t->vm, i, S(t->vm, name_attr)), obj;
    if (!is_str(name))
        return (struct guess){ 0 };
    struct guess g = { .name = str_data(REF(name)), .n = ((struct str *)REF(name))->o.n };
    value tb = obj_flags(&i->o) & F_DICTMODE ? V_NONE : i->item[EXC_TRACE];
    if (misses_attribute(t, exc, &obj))
        guess_attribute(t, &g, obj);
    else if (exception_is(exc, EXC_ModuleNotFoundError, t->vm))
        guess_module(&g);
    else if (exception_is(exc, EXC_NameError, t->vm) && is_type(tb, T_TRACEBACK))
        guess_name(t, &g, ((struct trace_back *)REF(tb))->at[0].code);
    return g;
}

/* One sentence on what to try; NULL if the message says it all. */
static const char *advice_for(struct task *t, value exc)
{
    struct vm *vm = t->vm;
    value obj;
    static const struct { enum exc_id id; const char *advice; } table[] = {
        { EXC_UnboundLocalError, N_("the function assigns to this name somewhere, so it is local; say global or nonlocal, or give it a value first") },
        { EXC_NameError, N_("give the name a value before this line, or check its spelling") },
        { EXC_ZeroDivisionError, N_("make sure that the divisor is not 0") },
        { EXC_MemoryError, N_("keep less at the same time: all objects of a process together have room in 4 GB") },
        { EXC_RecursionError, N_("give the function a case in which it does not call itself") },
        { EXC_ModuleNotFoundError, N_("check the spelling, or put the file beside the program; packages that pip installs are not used") },
        { EXC_IndexError, N_("indexes run from 0 to len(…) - 1") },
        { EXC_KeyError, N_("ask with `in` or use .get() if the key may be missing") },
        { EXC_FileNotFoundError, N_("check the path; it is relative to the directory that conch was started in") },
        { EXC_PermissionError, N_("files may be used below the directory of the program and the one it is started in; "
                               "`conch --help` tells how to allow more") },
    };
    if (misses_attribute(t, exc, &obj) && is_sort(obj, SORT_MODULE) && module_at(vm, (uint32_t)payload_of(obj))->prelude &&
        !guess_for(t, exc).best)
        return N_("do without it: of this module conch has what courses on multitasking use");
    for (size_t i = 0; i < ARRAY_LEN(table); i++)
        if (exception_is(exc, table[i].id, vm))
            return table[i].id == EXC_PermissionError && !is_about_a_file(exc) ? NULL : table[i].advice;
    return NULL;
}

/* The module that a name is usually taken from; NULL if it is no name of that kind. */
static const char *home_of(const char *name)
{
    static const struct { const char *module, *names; } homes[] = {
        { "threading", " Thread Lock RLock Semaphore BoundedSemaphore Event Condition Barrier Timer current_thread active_count " },
        { "multiprocessing", " Process Pool Pipe Manager Value Array JoinableQueue cpu_count current_process " },
        { "queue", " Queue LifoQueue PriorityQueue " },
        { "concurrent.futures", " ThreadPoolExecutor ProcessPoolExecutor as_completed " },
        { "time", " sleep perf_counter monotonic " },
        { "random", " randint choice shuffle " },
        { "collections", " deque defaultdict Counter namedtuple " },
        { "os", " getpid getppid fork " },
    };
    struct buf word = { 0 };
    const char *home = NULL;
    buf_addf(&word, " %s ", name);
    for (size_t i = 0; i < ARRAY_LEN(homes) && !home; i++)
        if (strstr(homes[i].names, word.text))
            home = homes[i].module;
    buf_finish(&word);
    return home;
}

static bool is_module_name(const char *name)
{
    const char *s;
    for (size_t i = 0; (s = prelude_name(i)); i++)
        if (strcmp(s, name) == 0)
            return *s != '_';
    return false;
}

/* Of a name that only an import is missing for; false if it is none. */
static bool tell_import(struct task *t, value exc, struct buf *out)
{
    value name = instance_get(t->vm, REF(exc), S(t->vm, name_attr));
    if (!exception_is(exc, EXC_NameError, t->vm) || exception_is(exc, EXC_UnboundLocalError, t->vm) || !is_str(name))
        return false;
    const char *s = str_data(REF(name)), *home = home_of(s);
    if (home)
        buf_addf(out, _("  try: import it first: from %s import %s\n"), home, s);
    else if (is_module_name(s))
        buf_addf(out, _("  try: import it first: import %s\n"), s);
    return home || is_module_name(s);
}

static void tell_suggestion(struct task *t, value exc, struct buf *out)
{
    struct guess g = guess_for(t, exc);
    if (g.best && !exception_is(exc, EXC_ImportError, t->vm))
        buf_addf(out, ". Did you mean: '%.*s'?", (int)g.best_n, g.best);
}

static void tell_notes(struct task *t, value exc, struct buf *out)
{
    const value *items;
    size_t n;
    value notes = instance_get(t->vm, REF(exc), S(t->vm, notes));
    if (notes == V_UNBOUND || !items_view(t, notes, &items, &n))
        return;
    for (size_t i = 0; i < n; i++) {
        if (!is_str(items[i]))
            continue;
        text_safe(out, str_data(REF(items[i])), ((struct str *)REF(items[i]))->o.n, true);
        buf_addc(out, '\n');
    }
}

static void tell_message(struct task *t, struct buf *out, value exc, value message)
{
    const struct class *c = class_of(exc);
    if (c->module != S(t->vm, builtins) && c->module != S(t->vm, main))
        buf_addf(out, "%s.", sym_text(c->module));
    buf_adds(out, sym_text(c->qualname));
    struct buf text = { 0 };
    enum vm_ret r = value_str(t, is_str(message) ? message : exc, &text);
    if (r == VM_FALLBACK) {
        buf_clear(&text);
        buf_adds(&text, "<exception with a __str__ of its own>");
    } else if (r == VM_RAISE) {
        t->exc = V_UNBOUND;
    }
    if (text.n) {
        buf_adds(out, ": ");
        text_safe(out, text.text, text.n, false);
    }
    if (r == VM_OK)
        tell_suggestion(t, exc, out);
    buf_addc(out, '\n');
    buf_finish(&text);
    tell_notes(t, exc, out);
}

static bool has_trace(value exc)
{
    const struct instance *i = REF(exc);
    return !(obj_flags(&i->o) & F_DICTMODE) && is_type(i->item[EXC_TRACE], T_TRACEBACK);
}

static void tell_frames_of(value exc, struct buf *out)
{
    if (has_trace(exc))
        tell_frames(out, REF(((const struct instance *)REF(exc))->item[EXC_TRACE]));
}

static void tell_one(struct task *t, value exc, value message, struct buf *out, unsigned depth);

/* Each line of the text behind a mark; `first` stands before the first one. */
static void add_marked(struct buf *out, const struct buf *text, unsigned indent, const char *first)
{
    for (size_t at = 0; at < text->n;) {
        const char *end = memchr(text->text + at, '\n', text->n - at);
        size_t n = end ? (size_t)(end - text->text) - at : text->n - at;
        buf_addf(out, "%*s%s %.*s\n", (int)indent, "", at ? "|" : first, (int)n, text->text + at);
        at += n + 1;
    }
}

/* A group as a tree, as CPython draws it:
 *   + Exception Group Traceback (most recent call last):
 *   | ExceptionGroup: what (2 sub-exceptions)
 *   +-+---------------- 1 ----------------
 *     | ValueError: first
 *     +---------------- 2 ----------------
 *     | KeyError: 'second'
 *     +------------------------------------
 * open: a box has been begun and not closed. */
static void tell_group(struct task *t, value exc, value message, struct buf *out, unsigned indent, bool *open)
{
    struct buf own = { 0 };
    value members;
    size_t n = 0;
    const value *items = NULL;
    if (has_trace(exc))
        buf_adds(&own, "Exception Group Traceback (most recent call last):\n");
    tell_frames_of(exc, &own);
    tell_message(t, &own, exc, message);
    add_marked(out, &own, indent, indent == 2 && has_trace(exc) ? "+" : "|");
    buf_finish(&own);
    if (exception_attribute(t, exc, S(t->vm, exceptions), &members))
        items_view(t, members, &items, &n);
    for (size_t i = 0; i < n && indent < 24; i++) {
        buf_addf(out, "%*s%s+---------------- %zu ----------------\n", (int)indent, "", i ? "  " : "+-", i + 1);
        *open = true;
        if (is_exception(items[i]) && exception_is_group(items[i], t->vm)) {
            tell_group(t, items[i], V_NONE, out, indent + 2, open);
            continue;
        }
        struct buf one = { 0 };
        if (is_exception(items[i]))
            tell_one(t, items[i], V_NONE, &one, 1);
        add_marked(out, &one, indent + 2, "|");
        buf_finish(&one);
    }
    if (*open)
        buf_addf(out, "%*s+------------------------------------\n", (int)indent + 2, "");
    *open = false;
}

static void tell_one(struct task *t, value exc, value message, struct buf *out, unsigned depth)
{
    value cause = instance_get(t->vm, REF(exc), S(t->vm, cause));
    value context = instance_get(t->vm, REF(exc), S(t->vm, context));
    value hide = instance_get(t->vm, REF(exc), S(t->vm, suppress));
    if (depth < 10 && is_exception(cause)) {
        tell_one(t, cause, V_NONE, out, depth + 1);
        buf_adds(out, "\nThe above exception was the direct cause of the following exception:\n\n");
    } else if (depth < 10 && is_exception(context) && hide != V_TRUE) {
        tell_one(t, context, V_NONE, out, depth + 1);
        buf_adds(out, "\nDuring handling of the above exception, another exception occurred:\n\n");
    }
    if (exception_is_group(exc, t->vm)) {
        bool open = false;
        tell_group(t, exc, message, out, 2, &open);
        return;
    }
    if (has_trace(exc))
        buf_adds(out, "Traceback (most recent call last):\n");
    tell_frames_of(exc, out);
    value own = instance_get(t->vm, REF(exc), S(t->vm, advice));
    const char *advice = depth ? NULL : is_str(own) ? str_data(REF(own)) : advice_for(t, exc);
    struct guess g = exception_is(exc, EXC_ImportError, t->vm) ? guess_for(t, exc) : (struct guess){ 0 };
    if (!depth && g.best) // not in the last line, which is CPython's
        buf_addf(out, _("  try: the name that is most like it is '%.*s'\n"), (int)g.best_n, g.best);
    else if (advice && !tell_import(t, exc, out))
        buf_addf(out, _("  try: %s\n"), _(advice));
    tell_message(t, out, exc, message);
}

void exception_render(struct task *t, value exc, value message, struct buf *out)
{
    if (!is_exception(exc))
        return;
    tell_one(t, exc, message, out, 0);
}

bool exception_has_own_str(struct task *t, value exc)
{
    struct buf text = { 0 };
    value kept = t->exc;
    enum vm_ret r = value_str(t, exc, &text);
    t->exc = kept;
    buf_finish(&text);
    return r == VM_FALLBACK;
}

int exception_exit_code(struct task *t, value exc, struct buf *message)
{
    value code = V_NONE;
    const struct instance *i = REF(exc);
    value args = obj_flags(&i->o) & F_DICTMODE ? V_NONE : i->item[EXC_ARGS];
    if (is_type(args, T_TUPLE) && obj_of(args)->n == 1)
        code = ((struct tuple *)REF(args))->item[0];
    else if (is_type(args, T_TUPLE) && obj_of(args)->n > 1)
        code = args;
    value own = instance_get(t->vm, REF(exc), S(t->vm, code_attr));
    if (own != V_UNBOUND)
        code = own;
    int64_t n;
    if (code == V_NONE)
        return 0;
    if (is_integer(code)) {
        if (!int_get(code, &n))
            n = -1;
        return (int)(n & 255);
    }
    struct buf text = { 0 };
    if (value_str(t, code, &text) == VM_OK && message) {
        buf_add(message, buf_str(&text), text.n);
        buf_addc(message, '\n');
    }
    buf_finish(&text);
    return 1;
}
