/* Builtins about objects, classes, attributes, generators and output; see core.def. */
#include "vm/methods.h"

#include <stdlib.h>

#include "vm/inside.h"

/* ---- output ---- */

static value absent_or(value v, value other)
{
    return v == V_UNBOUND ? other : v;
}

static bool add_text(struct task *t, struct buf *b, value v, const char *fallback, enum vm_ret *r)
{
    if (v == V_UNBOUND || v == V_NONE) {
        buf_adds(b, fallback);
        return true;
    }
    if (!is_str(v)) {
        *r = throw(t, EXC_TypeError, "%s must be None or a string, not %s", fallback[0] == ' ' ? "sep" : "end",
                   type_name(t, v));
        return false;
    }
    buf_add(b, str_data(REF(v)), ((struct str *)REF(v))->o.n);
    return true;
}

/* The program has put something else in the place of sys.stdout. */
static bool is_redirected(struct vm *vm)
{
    value original = slot_get(&vm->hooks[HOOK_STDOUT]);
    uint32_t index;
    if (original == V_NONE) // sys was never imported
        return false;
    struct module *sys = module_find_or_new(vm, S(vm, sys), &index);
    return sys && module_get(vm, sys, S(vm, stdout)) != original;
}

/* What the program has put in the place of sys.stdin, stdout or stderr; None if it has not. */
enum vm_ret core_replaced(struct task *t, value *args, value *ret)
{
    struct vm *vm = t->vm;
    uint32_t index;
    *ret = V_NONE;
    if (slot_get(&vm->hooks[HOOK_STDOUT]) == V_NONE)
        return VM_OK;
    struct module *sys = module_find_or_new(vm, S(vm, sys), &index);
    struct buf original = { 0 };
    buf_addf(&original, "__%s__", str_data(REF(args[0])));
    value now = module_get(vm, sys, symbol_of_str(vm, args[0]));
    if (now != module_get(vm, sys, symbol(vm, buf_str(&original), original.n)) && now != V_UNBOUND)
        *ret = now;
    buf_finish(&original);
    return VM_OK;
}

enum vm_ret core_print(struct task *t, value *args, value *ret)
{
    const struct tuple *items = REF(args[0]);
    struct buf b = { 0 };
    enum vm_ret r = VM_OK;
    if (absent_or(args[3], V_NONE) != V_NONE || (args[4] != V_UNBOUND && args[4] != V_FALSE) || is_redirected(t->vm))
        return VM_FALLBACK;
    if (args[1] != V_UNBOUND && args[1] != V_NONE && !is_str(args[1]))
        return throw(t, EXC_TypeError, "sep must be None or a string, not %s", type_name(t, args[1]));
    for (uint32_t i = 0; i < items->o.n && r == VM_OK; i++) {
        if (i && !add_text(t, &b, args[1], " ", &r))
            break;
        value v = items->item[i];
        if (is_str(v))
            buf_add(&b, str_data(REF(v)), ((struct str *)REF(v))->o.n);
        else
            r = value_str(t, v, &b);
    }
    if (r == VM_OK)
        add_text(t, &b, args[2], "\n", &r);
    if (r == VM_OK) {
        t->req = (struct request){ .kind = REQ_WRITE, .arg = { V_INT(1), str_new(t, buf_str(&b), b.n), V_UNBOUND,
                                                               V_UNBOUND, V_UNBOUND, V_UNBOUND } };
        r = t->req.arg[1] ? VM_REQUEST : VM_RAISE;
    }
    (void)ret;
    buf_finish(&b);
    return r;
}

enum vm_ret core_input(struct task *t, value *args, value *ret)
{
    (void)t, (void)args, (void)ret;
    return VM_FALLBACK; // the prelude turns the prompt into text and None into EOFError
}

/* ---- types and classes ---- */

enum vm_ret core_type(struct task *t, value *args, value *ret)
{
    if (args[1] != V_UNBOUND)
        return VM_FALLBACK;
    *ret = type_value(t, args[0]);
    return VM_OK;
}

enum vm_ret core_object(struct task *t, value *args, value *ret)
{
    (void)args;
    struct vm *vm = t->vm;
    if (!vm->object_class) { // a class for bare objects, made when first needed
        value base = V_TYPE(T_OBJECT);
        value cls = class_new(t, symbol(vm, "object", 6), tuple_new(t, &base, 1), dict_new(t), 0);
        struct class *c = REF(cls);
        c->module = S(vm, builtins);
        vm->object_class = c->id + 1;
    }
    *ret = instance_new(t, class_by_id(vm, vm->object_class - 1));
    return VM_OK;
}

enum vm_ret core_none_type(struct task *t, value *args, value *ret)
{
    (void)t, (void)args;
    *ret = V_NONE;
    return VM_OK;
}

static value descr_new(struct task *t, enum descr_kind kind, value get, value set, value del)
{
    struct descr *d = heap_new(t, T_PROPERTY, sizeof *d, 0);
    d->o.aux = (uint16_t)kind;
    d->get = get;
    d->set = set;
    d->del = del;
    d->doc = V_NONE;
    return value_of(d);
}

enum vm_ret core_property(struct task *t, value *args, value *ret)
{
    *ret = descr_new(t, DESCR_PROPERTY, absent_or(args[0], V_NONE), absent_or(args[1], V_NONE), absent_or(args[2], V_NONE));
    return VM_OK;
}

enum vm_ret core_staticmethod(struct task *t, value *args, value *ret)
{
    *ret = descr_new(t, DESCR_STATIC, args[0], V_NONE, V_NONE);
    return VM_OK;
}

enum vm_ret core_classmethod(struct task *t, value *args, value *ret)
{
    *ret = descr_new(t, DESCR_CLASS, args[0], V_NONE, V_NONE);
    return VM_OK;
}

static enum vm_ret property_with(struct task *t, value self, value get, value set, value del, value *ret)
{
    const struct descr *d = REF(self);
    *ret = descr_new(t, DESCR_PROPERTY, get == V_UNBOUND ? d->get : get, set == V_UNBOUND ? d->set : set,
                     del == V_UNBOUND ? d->del : del);
    return VM_OK;
}

enum vm_ret property_setter(struct task *t, value *args, value *ret)
{
    return property_with(t, args[0], V_UNBOUND, args[1], V_UNBOUND, ret);
}

enum vm_ret property_getter(struct task *t, value *args, value *ret)
{
    return property_with(t, args[0], args[1], V_UNBOUND, V_UNBOUND, ret);
}

enum vm_ret property_deleter(struct task *t, value *args, value *ret)
{
    return property_with(t, args[0], V_UNBOUND, V_UNBOUND, args[1], ret);
}

enum vm_ret core_super(struct task *t, value *args, value *ret)
{
    struct super *s = heap_new(t, T_SUPER, sizeof *s, 0);
    s->cls = args[0];
    s->self = args[1];
    *ret = value_of(s);
    return VM_OK;
}

/* Something in the place of a class that has a say in isinstance(). */
static bool asks_python(struct task *t, value cls)
{
    if (is_type(cls, T_TUPLE)) {
        const struct tuple *p = REF(cls);
        for (uint32_t i = 0; i < p->o.n; i++)
            if (asks_python(t, p->item[i]))
                return true;
        return false;
    }
    return is_type(cls, T_INSTANCE) && (type_lookup(t, cls, S(t->vm, instancecheck)) != V_UNBOUND ||
                                        type_lookup(t, cls, S(t->vm, subclasscheck)) != V_UNBOUND);
}

static bool is_one_of(struct task *t, value v, value cls, bool by_class, bool *ret, const char *who)
{
    if (is_type(cls, T_TUPLE)) {
        const struct tuple *p = REF(cls);
        *ret = false;
        for (uint32_t i = 0; i < p->o.n && !*ret; i++)
            if (!is_one_of(t, v, p->item[i], by_class, ret, who))
                return false;
        return true;
    }
    if (!is_class(cls)) {
        throw(t, EXC_TypeError, "%s() arg 2 must be a %s", who,
              by_class ? "class, a tuple of classes, or a union" : "type, a tuple of types, or a union");
        return false;
    }
    *ret = by_class ? class_is_subclass(v, cls) : is_instance(v, cls);
    return true;
}

enum vm_ret core_isinstance(struct task *t, value *args, value *ret)
{
    bool yes;
    if (!is_class(args[1]) && asks_python(t, args[1]))
        return VM_FALLBACK;
    if (!is_one_of(t, args[0], args[1], false, &yes, "isinstance"))
        return VM_RAISE;
    *ret = V_BOOL(yes);
    return VM_OK;
}

enum vm_ret core_issubclass(struct task *t, value *args, value *ret)
{
    bool yes;
    if (!is_class(args[0]))
        return throw(t, EXC_TypeError, "issubclass() arg 1 must be a class");
    if (!is_class(args[1]) && asks_python(t, args[1]))
        return VM_FALLBACK;
    if (!is_one_of(t, args[0], args[1], true, &yes, "issubclass"))
        return VM_RAISE;
    *ret = V_BOOL(yes);
    return VM_OK;
}

enum vm_ret core_callable(struct task *t, value *args, value *ret)
{
    enum type_id ty = type_of(args[0]);
    bool yes = ty == T_FUNC || ty == T_BUILTIN || ty == T_METHOD || ty == T_CLASS;
    if (ty == T_INSTANCE)
        yes = type_lookup(t, args[0], S(t->vm, call)) != V_UNBOUND;
    *ret = V_BOOL(yes);
    return VM_OK;
}

enum vm_ret class_mro_list(struct task *t, value *args, value *ret)
{
    value m;
    enum vm_ret r = attr_get(t, args[0], S(t->vm, mro), &m);
    if (r == VM_OK)
        *ret = list_new(t, ((struct tuple *)REF(m))->item, obj_of(m)->n);
    return r;
}

enum vm_ret class_subclasses(struct task *t, value *args, value *ret)
{
    *ret = list_new(t, NULL, 0);
    for (uint32_t i = 0; i < t->vm->class_count; i++) {
        value c = t->vm->classes[i];
        const struct tuple *b = REF(((struct class *)REF(c))->bases);
        for (uint32_t k = 0; k < b->o.n; k++)
            if (b->item[k] == args[0])
                list_append(t, REF(*ret), c);
    }
    return VM_OK;
}

enum vm_ret class_getitem(struct task *t, value *args, value *ret)
{
    (void)t;
    *ret = args[0]; // list[int] means list
    return VM_OK;
}

/* ---- attributes by name ---- */

static bool attr_name(struct task *t, value name, value *ret_sym, const char *who)
{
    if (!is_str(name)) {
        throw(t, EXC_TypeError, who, type_name(t, name));
        return false;
    }
    *ret_sym = symbol_of_str(t->vm, name);
    return true;
}

enum vm_ret core_getattr(struct task *t, value *args, value *ret)
{
    value sym;
    if (!attr_name(t, args[1], &sym, "attribute name must be string, not '%s'"))
        return VM_RAISE;
    enum vm_ret r = attr_get(t, args[0], sym, ret);
    if (r == VM_CALL && args[2] != V_UNBOUND)
        return VM_FALLBACK; // the getter may raise AttributeError
    if (r == VM_RAISE && args[2] != V_UNBOUND && exception_is(t->exc, EXC_AttributeError, t->vm)) {
        t->exc = V_UNBOUND;
        *ret = args[2];
        return VM_OK;
    }
    return r;
}

enum vm_ret core_hasattr(struct task *t, value *args, value *ret)
{
    value sym, v;
    if (!attr_name(t, args[1], &sym, "hasattr(): attribute name must be string"))
        return VM_RAISE;
    enum vm_ret r = attr_get(t, args[0], sym, &v);
    if (r == VM_CALL)
        return VM_FALLBACK;
    if (r == VM_RAISE && !exception_is(t->exc, EXC_AttributeError, t->vm))
        return VM_RAISE;
    t->exc = V_UNBOUND;
    *ret = V_BOOL(r == VM_OK);
    return VM_OK;
}

enum vm_ret core_setattr(struct task *t, value *args, value *ret)
{
    value sym;
    *ret = V_NONE;
    if (!attr_name(t, args[1], &sym, "attribute name must be string, not '%s'"))
        return VM_RAISE;
    return attr_set(t, args[0], sym, args[2]);
}

enum vm_ret core_delattr(struct task *t, value *args, value *ret)
{
    value sym;
    *ret = V_NONE;
    if (!attr_name(t, args[1], &sym, "attribute name must be string, not '%s'"))
        return VM_RAISE;
    return attr_del(t, args[0], sym);
}

/* The frame of the program that called a builtin. */
static struct frame *program_frame(struct task *t)
{
    struct frame *f = t->fp;
    while (f > t->frames && f->code && f->code->flags & CODE_PRELUDE)
        f--;
    return f;
}

/* The dict that it seems to be is written in Python: see _slow. */
enum vm_ret core_globals(struct task *t, value *args, value *ret)
{
    (void)t, (void)args, (void)ret;
    return VM_FALLBACK;
}

/* The module that called the library. */
enum vm_ret core_this_module(struct task *t, value *args, value *ret)
{
    (void)args;
    struct frame *f = program_frame(t);
    *ret = V_MODULE(f->code ? f->code->module : 0);
    return VM_OK;
}

enum vm_ret core_locals(struct task *t, value *args, value *ret)
{
    struct frame *f = program_frame(t);
    const struct code *c = f->code;
    if (!c || c->flags & CODE_MODULE)
        return attr_get(t, V_MODULE(c ? c->module : 0), S(t->vm, dict), ret);
    (void)args;
    *ret = dict_new(t);
    for (uint32_t i = 0; i < c->nlocals; i++) {
        value v = f->base[i];
        if (is_type(v, T_CELL))
            v = slot_get(&((struct cell *)REF(v))->v);
        if (v && v != V_UNBOUND && c->reg_names[i].n)
            dict_set_sym(t, REF(*ret), symbol(t->vm, c->reg_names[i].s, c->reg_names[i].n), v);
    }
    return VM_OK;
}

enum vm_ret core_vars(struct task *t, value *args, value *ret)
{
    if (args[0] == V_UNBOUND)
        return core_locals(t, args, ret);
    enum vm_ret r = attr_get(t, args[0], S(t->vm, dict), ret);
    if (r == VM_RAISE)
        return throw(t, EXC_TypeError, "vars() argument must have __dict__ attribute");
    return r;
}

static void add_names(struct task *t, value set, value dict)
{
    uint32_t at = 0;
    value k, v;
    while (dict_next(REF(dict), &at, &k, &v))
        dict_set(t, REF(set), k, V_NONE);
}

enum vm_ret core_dir(struct task *t, value *args, value *ret)
{
    value names = set_new(t, T_SET), d, obj = args[0];
    if (obj == V_UNBOUND) {
        if (core_locals(t, args, &d) == VM_OK)
            add_names(t, names, d);
    } else {
        if (is_type(obj, T_INSTANCE))
            add_names(t, names, instance_dict(t, REF(obj)));
        else if (is_sort(obj, SORT_MODULE) && attr_get(t, obj, S(t->vm, dict), &d) == VM_OK)
            add_names(t, names, d);
        value cls = is_class(obj) ? obj : type_value(t, obj);
        if (is_type(cls, T_CLASS)) {
            const struct tuple *m = REF(((struct class *)REF(cls))->mro);
            for (uint32_t i = 0; i < m->o.n; i++)
                if (is_type(m->item[i], T_CLASS))
                    add_names(t, names, ((struct class *)REF(m->item[i]))->dict);
        } else {
            for (uint32_t id = 1; id < BUILTIN_COUNT; id++)
                if (builtin_table[id].type == payload_of(cls) && payload_of(cls) != T_OBJECT)
                    dict_set(t, REF(names), symbol(t->vm, builtin_table[id].name, strlen(builtin_table[id].name)), V_NONE);
        }
    }
    value list = list_new(t, NULL, 0);
    uint32_t at = 0;
    value k, v;
    while (dict_next(REF(names), &at, &k, &v))
        list_append(t, REF(list), k);
    t->call[0] = V_BUILTIN(BI_sorted);
    t->call[1] = tuple_new(t, &list, 1);
    (void)ret;
    return VM_CALL;
}

enum vm_ret core_open(struct task *t, value *args, value *ret)
{
    (void)args, (void)ret;
    task_forget_ended(t); // so that a file which was opened before and forgotten can be told from one in use
    return VM_FALLBACK;
}

/* exit() and quit(). */
enum vm_ret core_exit(struct task *t, value *args, value *ret)
{
    (void)ret;
    return throw_value(t, EXC_SystemExit, args[0] == V_NONE ? V_UNBOUND : args[0]);
}

#define ABSENT(name)                                                                        \
    enum vm_ret core_absent_##name(struct task *t, value *args, value *ret)                 \
    {                                                                                       \
        (void)args, (void)ret;                                                              \
        return throw(t, EXC_NotImplementedError, #name "() is not part of conch's Python");  \
    }
ABSENT(eval)
ABSENT(exec)
ABSENT(compile)
ABSENT(breakpoint)
ABSENT(memoryview)
ABSENT(complex)

enum vm_ret core_import(struct task *t, value *args, value *ret)
{
    (void)t, (void)args, (void)ret;
    return VM_FALLBACK;
}

/* A module that must be loaded for that name: (function of its body, module); None if none is left. */
enum vm_ret core_import_step(struct task *t, value *args, value *ret)
{
    value mod;
    const struct code *body;
    *ret = V_NONE;
    if (!is_str(args[0]))
        return throw(t, EXC_TypeError, "module name must be str, not %s", type_name(t, args[0]));
    enum vm_ret r = import_module(t, symbol_of_str(t->vm, args[0]), 0, V_UNBOUND, &mod, &body);
    if (r != VM_CALL)
        return r;
    struct func *f = heap_new(t, T_FUNC, sizeof *f, 0);
    f->code = body;
    f->defaults = f->kwdefaults = f->closure = f->attrs = f->doc = V_NONE;
    f->name = f->qualname = body->name_value;
    value pair[2] = { value_of(f), mod };
    *ret = tuple_new(t, pair, 2);
    return VM_OK;
}

enum vm_ret core_import_end(struct task *t, value *args, value *ret)
{
    struct module *m = module_at(t->vm, (uint32_t)payload_of(args[0]));
    m->loaded = args[1] == V_TRUE;
    m->loading = false;
    *ret = V_NONE;
    return VM_OK;
}

/* ---- items ---- */

enum vm_ret core_item_get(struct task *t, value *args, value *ret)
{
    value self = payload_or_self(args[0]);
    enum vm_ret r = item_get(t, self, args[1], ret);
    if (r == VM_RAISE && self != args[0] && is_type(self, T_DICT) && type_lookup(t, args[0], S(t->vm, missing)) != V_UNBOUND &&
        exception_is(t->exc, EXC_KeyError, t->vm)) {
        t->exc = V_UNBOUND;
        return VM_FALLBACK;
    }
    return r;
}

enum vm_ret core_item_set(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    return item_set(t, payload_or_self(args[0]), args[1], args[2]);
}

enum vm_ret core_item_del(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    return item_del(t, payload_or_self(args[0]), args[1]);
}

enum vm_ret core_contains(struct task *t, value *args, value *ret)
{
    bool yes = false;
    enum vm_ret r = contains(t, payload_or_self(args[0]), args[1], &yes);
    *ret = V_BOOL(yes);
    return r;
}

enum vm_ret any_len(struct task *t, value *args, value *ret)
{
    args[0] = payload_or_self(args[0]);
    return builtin_table[BI_len].fn(t, args, ret);
}

enum vm_ret list_init(struct task *t, value *args, value *ret)
{
    value self = payload_or_self(args[0]);
    *ret = V_NONE;
    if (args[1] == V_UNBOUND || !is_type(self, T_LIST))
        return VM_OK;
    value call[2] = { self, args[1] };
    return builtin_table[BI_LIST_extend].fn(t, call, ret);
}

enum vm_ret dict_init(struct task *t, value *args, value *ret)
{
    value self = payload_or_self(args[0]), d;
    *ret = V_NONE;
    enum vm_ret r = builtin_table[BI_dict].fn(t, args + 1, &d);
    if (r != VM_OK || !is_type(self, T_DICT))
        return r;
    uint32_t at = 0;
    value k, v;
    while (r == VM_OK && dict_next(REF(d), &at, &k, &v))
        r = dict_set(t, REF(self), k, v);
    return r;
}

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
    c->module = f->code ? module_at(t->vm, f->code->module)->name : S(t->vm, main);
    return VM_OK;
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
    if (r == VM_FALLBACK) {
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
enum vm_ret core_function_info(struct task *t, value *args, value *ret)
{
    if (!is_type(args[0], T_FUNC))
        return throw(t, EXC_TypeError, "not a function");
    const struct func *f = REF(args[0]);
    const struct code *c = f->code;
    value names = list_new(t, NULL, 0), kw = list_new(t, NULL, 0);
    for (uint32_t i = 0; i < (uint32_t)c->nparams + c->nkwonly; i++)
        list_append(t, REF(i < c->nparams ? names : kw), symbol(t->vm, c->reg_names[i].s, c->reg_names[i].n));
    value all[5] = { f->name, names, kw, V_INT(c->flags), V_INT(c->first_line) };
    *ret = tuple_new(t, all, 5);
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

enum vm_ret core_collect(struct task *t, value *args, value *ret)
{
    (void)args;
    atomic_fetch_or(t->attention, VM_ATTEND_GC);
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
    if (is_type(args[0], T_INSTANCE) && class_of(args[0])->native)
        return VM_OK;
    if (obj_of(args[1])->n)
        return throw(t, EXC_TypeError, "object.__init__() takes exactly one argument (the instance to initialize)");
    return VM_OK;
}

enum vm_ret object_repr(struct task *t, value *args, value *ret)
{
    if (is_exception(args[0])) {
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
    instance_set(t, REF(args[0]), symbol_of_str(t->vm, args[1]), args[2]);
    return VM_OK;
}

enum vm_ret object_delattr(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    value sym = symbol_of_str(t->vm, args[1]);
    if (instance_del(t, REF(args[0]), sym))
        return VM_OK;
    attr_missing(t, args[0], sym);
    return VM_RAISE;
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
    (void)t;
    *ret = args[0];
    return VM_OK;
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

enum vm_ret sync_acquire(struct task *t, value *args, value *ret)
{
    double seconds = -1;
    (void)ret;
    bool blocking = true;
    if (args[3] != V_UNBOUND)
        args[1] = args[3]; // multiprocessing's word for it
    if (args[1] != V_UNBOUND && !truth(t, args[1], &blocking))
        blocking = true;
    if (args[2] != V_UNBOUND && args[2] != V_NONE && !number_get(t, args[2], &seconds))
        return t->exc == V_UNBOUND ? throw(t, EXC_TypeError, "'%s' object cannot be interpreted as an integer or float", type_name(t, args[2])) : VM_RAISE;
    if (!blocking && seconds != -1)
        return throw(t, EXC_ValueError, "can't specify a timeout for a non-blocking call");
    if (seconds < 0 && seconds != -1)
        return throw(t, EXC_ValueError, "timeout value must be a non-negative number");
    return sync_request(t, args[0], LOCK_ACQUIRE, V_BOOL(blocking), seconds < 0 ? V_NONE : args[2]);
}

enum vm_ret sync_release(struct task *t, value *args, value *ret)
{
    (void)ret;
    return sync_request(t, args[0], LOCK_RELEASE, V_TRUE, V_NONE);
}

enum vm_ret sync_enter(struct task *t, value *args, value *ret)
{
    (void)ret;
    return sync_request(t, args[0], LOCK_ACQUIRE, V_TRUE, V_NONE);
}

enum vm_ret sync_exit(struct task *t, value *args, value *ret)
{
    (void)ret;
    return sync_request(t, args[0], LOCK_RELEASE, V_TRUE, V_NONE);
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
