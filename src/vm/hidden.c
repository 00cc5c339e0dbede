/* What only the prelude may call; see core.def. */
#include <stdlib.h>

#include "base/mem.h"
#include "vm/inside.h"
#include "vm/methods.h"

/* ---- for the prelude ---- */

enum vm_ret core_hook(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    int64_t n = int_of(args[0]);
    if (n >= 0 && n < (int64_t)ARRAY_LEN(t->vm->hooks))
        slot_set(&t->vm->hooks[n], args[1]);
    return VM_OK;
}

enum vm_ret core_hooked(struct task *t, value *args, value *ret)
{
    int64_t n = int_of(args[0]);
    *ret = n >= 0 && n < (int64_t)ARRAY_LEN(t->vm->hooks) ? slot_get(&t->vm->hooks[n]) : V_NONE;
    return VM_OK;
}

enum vm_ret core_set_main_thread(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    t->vm->main_thread = args[0];
    return VM_OK;
}

enum vm_ret core_set_thread(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    t->thread = args[0];
    return VM_OK;
}

enum vm_ret core_this_thread(struct task *t, value *args, value *ret)
{
    (void)args;
    *ret = t->thread;
    return VM_OK;
}

enum vm_ret core_traceback_text(struct task *t, value *args, value *ret)
{
    struct buf b = { 0 };
    exception_render(t, args[0], args[1] == V_UNBOUND ? V_NONE : args[1], &b);
    *ret = str_from_buf(t, &b);
    return *ret ? VM_OK : VM_RAISE;
}

enum vm_ret core_exc_handled(struct task *t, value *args, value *ret)
{
    (void)args;
    *ret = absent_or(exception_being_handled(t), V_NONE);
    return VM_OK;
}

enum vm_ret core_type_lookup(struct task *t, value *args, value *ret)
{
    *ret = absent_or(type_lookup(t, args[0], symbol_of_str(t->vm, args[1])), V_NONE);
    return VM_OK;
}

/* Whether its class is one of the program's or of the prelude's. */
enum vm_ret core_is_instance(struct task *t, value *args, value *ret)
{
    (void)t;
    *ret = V_BOOL(is_type(args[0], T_INSTANCE));
    return VM_OK;
}

enum vm_ret core_class_lookup(struct task *t, value *args, value *ret)
{
    *ret = absent_or(class_lookup(t, args[0], symbol_of_str(t->vm, args[1])), V_NONE);
    return VM_OK;
}

enum vm_ret core_instance_new(struct task *t, value *args, value *ret)
{
    if (!is_type(args[0], T_CLASS))
        return throw(t, EXC_TypeError, "object.__new__(X): X is not a type object (%s)", type_name(t, args[0]));
    struct class *c = REF(args[0]);
    *ret = class_flags(c) & CLS_EXCEPTION ? exception_new(t, args[0], tuple_new(t, NULL, 0)) : instance_new(t, c);
    if (args[1] != V_UNBOUND)
        ((struct instance *)REF(*ret))->payload = args[1];
    return VM_OK;
}

enum vm_ret core_payload(struct task *t, value *args, value *ret)
{
    (void)t;
    *ret = payload_or_self(args[0]);
    return VM_OK;
}

enum vm_ret core_class_new(struct task *t, value *args, value *ret)
{
    value bases = args[1];
    if (obj_of(bases)->n == 0) {
        value object = V_TYPE(T_OBJECT);
        bases = tuple_new(t, &object, 1);
    }
    *ret = class_new(t, symbol_of_str(t->vm, args[0]), bases, args[2], 0);
    if (*ret == V_UNBOUND)
        return VM_RAISE;
    struct class *c = REF(*ret);
    struct frame *f = program_frame(t);
    value own = dict_get_sym(c->dict ? REF(c->dict) : REF(args[2]), S(t->vm, module));
    c->module = is_str(own) ? own : f->code ? module_at(t->vm, f->code->module)->name : S(t->vm, main);
    return VM_OK;
}

/* Raises the AttributeError for a name, with what it may have meant. */
enum vm_ret core_attr_missing(struct task *t, value *args, value *ret)
{
    (void)ret;
    attr_missing(t, args[0], symbol_of_str(t->vm, args[1]));
    return VM_RAISE;
}

/* The type as messages give it. */
enum vm_ret core_type_name(struct task *t, value *args, value *ret)
{
    *ret = str_lit(t, type_name(t, args[0]));
    return *ret ? VM_OK : VM_RAISE;
}

enum vm_ret core_default_repr(struct task *t, value *args, value *ret)
{
    struct buf b = { 0 };
    value p = payload_or_self(args[0]);
    enum vm_ret r = VM_OK;
    if (p != args[0]) {
        r = value_repr(t, p, &b);
    } else {
        const struct class *c = is_type(args[0], T_INSTANCE) ? class_of(args[0]) : NULL;
        buf_addf(&b, "<%s.%s object at 0x%llx>", c ? sym_text(c->module) : "builtins", c ? sym_text(c->qualname) : type_name(t, args[0]),
                 0x7f0000000000ull + (unsigned long long)args[0]);
    }
    if (r != VM_OK) {
        buf_finish(&b);
        return r;
    }
    *ret = str_from_buf(t, &b);
    return VM_OK;
}

enum vm_ret core_native_binary(struct task *t, value *args, value *ret)
{
    unsigned op = (unsigned)int_of(args[0]);
    value a = payload_or_self(args[2]), b = payload_or_self(args[3]);
    enum vm_ret r = number_binary(t, op, a, b, ret);
    if (r == VM_FALLBACK)
        r = object_binary(t, op, args[1] == V_TRUE, a, b, ret);
    bool wrapped = a != args[2] || b != args[3]; // then the message is to name the classes, not what they wrap
    if (r == VM_FALLBACK || (wrapped && r == VM_RAISE && exception_is(t->exc, EXC_TypeError, t->vm))) {
        t->exc = V_UNBOUND;
        *ret = V_NOTIMPL;
        return VM_OK;
    }
    return r;
}

enum vm_ret core_native_compare(struct task *t, value *args, value *ret)
{
    unsigned op = (unsigned)int_of(args[0]);
    bool yes = false;
    value a = payload_or_self(args[1]), b = payload_or_self(args[2]);
    enum vm_ret r = op == OPR_EQ || op == OPR_NE ? value_equal(t, a, b, &yes) : value_order(t, op, a, b, &yes);
    if (r == VM_FALLBACK || (r == VM_RAISE && exception_is(t->exc, EXC_TypeError, t->vm))) {
        t->exc = V_UNBOUND;
        *ret = V_NOTIMPL;
        return VM_OK;
    }
    *ret = V_BOOL(op == OPR_NE ? !yes : yes);
    return r;
}

enum vm_ret core_same(struct task *t, value *args, value *ret)
{
    (void)t;
    *ret = V_BOOL(args[0] == args[1]);
    return VM_OK;
}

/* (name, positional parameter names, defaults count, keyword-only names, flags, first line) */
static value register_name(struct task *t, const struct code *c, uint32_t reg)
{
    return symbol(t->vm, c->reg_names[reg].s, c->reg_names[reg].n);
}

static uint32_t last_line(const struct code *c)
{
    uint32_t last = c->first_line;
    for (uint32_t i = 0; i < c->count; i++)
        last = MAX(last, c->places[i].line);
    for (uint32_t i = 0; i < c->ninner; i++)
        last = MAX(last, last_line(c->inner[i]));
    return last;
}

/* The lines of a function's definition; None where the text is not kept. */
static value source_text(struct task *t, const struct code *c)
{
    struct buf b = { 0 };
    for (uint32_t line = c->first_line, last = last_line(c); c->source->text && line <= last; line++) {
        size_t n;
        const char *s = diag_line(c->source->text, c->source->n, line, &n);
        if (!s)
            break;
        buf_add(&b, s, n);
        buf_addc(&b, '\n');
    }
    return b.n ? str_from_buf(t, &b) : V_NONE;
}

enum vm_ret core_function_info(struct task *t, value *args, value *ret)
{
    if (!is_type(args[0], T_FUNC))
        return throw(t, EXC_TypeError, "not a function");
    const struct func *f = REF(args[0]);
    const struct code *c = f->code;
    value names = list_new(t, NULL, 0), kw = list_new(t, NULL, 0);
    for (uint32_t i = 0; i < (uint32_t)c->nparams + c->nkwonly; i++)
        list_append(t, REF(i < c->nparams ? names : kw), symbol(t->vm, c->reg_names[i].s, c->reg_names[i].n));
    value all[10] = {
        f->name, names, kw, V_INT(c->flags), V_INT(c->first_line), V_INT(c->nposonly),
        c->flags & CODE_STAR ? register_name(t, c, c->star_reg) : V_NONE,
        c->flags & CODE_DSTAR ? register_name(t, c, c->dstar_reg) : V_NONE,
        source_text(t, c), c->source ? str_lit(t, c->source->file) : V_NONE,
    };
    *ret = tuple_new(t, all, ARRAY_LEN(all));
    return VM_OK;
}

enum vm_ret core_sys_argv(struct task *t, value *args, value *ret)
{
    (void)args;
    *ret = list_new(t, NULL, 0);
    for (int i = 0; i < t->vm->argc; i++)
        list_append(t, REF(*ret), str_lit(t, t->vm->argv[i]));
    return VM_OK;
}

enum vm_ret core_sys_modules(struct task *t, value *args, value *ret)
{
    (void)args;
    *ret = dict_new(t);
    for (uint32_t i = 0; i < t->vm->module_count; i++)
        if (t->vm->modules[i]->loaded && sym_text(t->vm->modules[i]->name)[0] != 0)
            dict_set_sym(t, REF(*ret), t->vm->modules[i]->name, V_MODULE(i));
    return VM_OK;
}

/* Weak references are numbers of places that the collector looks at. */
enum vm_ret core_weak_new(struct task *t, value *args, value *ret)
{
    struct vm *vm = t->vm;
    pthread_mutex_lock(&vm->heap_guard);
    uint32_t i = 0;
    while (i < vm->weak_count && vm->weak[i] != V_UNBOUND)
        i++;
    if (i == vm->weak_cap) {
        vm->weak_cap = MAX(16u, 2 * vm->weak_cap);
        vm->weak = mem_resize(vm->weak, vm->weak_cap, sizeof *vm->weak);
    }
    vm->weak[i] = args[0];
    vm->weak_count = MAX(vm->weak_count, i + 1);
    pthread_mutex_unlock(&vm->heap_guard);
    *ret = V_INT(i);
    return VM_OK;
}

enum vm_ret core_weak_get(struct task *t, value *args, value *ret)
{
    struct vm *vm = t->vm;
    pthread_mutex_lock(&vm->heap_guard);
    int64_t i = int_of(args[0]);
    *ret = i >= 0 && i < vm->weak_count ? vm->weak[i] : V_NONE;
    pthread_mutex_unlock(&vm->heap_guard);
    return VM_OK;
}

enum vm_ret core_weak_free(struct task *t, value *args, value *ret)
{
    struct vm *vm = t->vm;
    pthread_mutex_lock(&vm->heap_guard);
    int64_t i = int_of(args[0]);
    if (i >= 0 && i < vm->weak_count)
        vm->weak[i] = V_UNBOUND;
    pthread_mutex_unlock(&vm->heap_guard);
    *ret = V_NONE;
    return VM_OK;
}

enum vm_ret core_collect(struct task *t, value *args, value *ret)
{
    (void)args;
    task_forget_ended(t);
    heap_want_collection(t);
    *ret = V_INT(0);
    return VM_OK;
}

enum vm_ret core_recursion(struct task *t, value *args, value *ret)
{
    int64_t n;
    *ret = V_INT(t->recursion_limit);
    if (args[0] != V_NONE && int_get(args[0], &n) && n > 10)
        t->recursion_limit = (uint32_t)MIN(n, (int64_t)100000);
    return VM_OK;
}

enum vm_ret core_gen_kind(struct task *t, value *args, value *ret)
{
    (void)t;
    uint32_t flags = is_type(args[0], T_GEN) ? ((struct gen *)REF(args[0]))->code->flags : 0;
    *ret = V_INT(flags & (CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GEN));
    return VM_OK;
}

/* Whether a suspended async generator waits for something, rather than has yielded. */
enum vm_ret core_gen_awaits(struct task *t, value *args, value *ret)
{
    (void)t;
    *ret = V_BOOL(is_type(args[0], T_GEN) && ((struct gen *)REF(args[0]))->delegate == V_TRUE);
    return VM_OK;
}

enum vm_ret core_seed(struct task *t, value *args, value *ret)
{
    (void)args;
    *ret = V_INT((int64_t)(t->vm->random_seed & 0x3fffffffffff));
    return VM_OK;
}

/* 1, 2, 3 …: the numbers of Thread-N, one sequence a process. */
enum vm_ret core_next_number(struct task *t, value *args, value *ret)
{
    (void)args;
    *ret = V_INT(__atomic_add_fetch(&t->vm->threads_numbered, 1, __ATOMIC_RELAXED));
    return VM_OK;
}

enum vm_ret core_share(struct task *t, value *args, value *ret)
{
    heap_share(t, args[0]);
    *ret = V_NONE;
    return VM_OK;
}
