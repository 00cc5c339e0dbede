/* Builtins about output, objects, classes and attributes; see core.def. */
#include <stdlib.h>

#include "vm/inside.h"
#include "vm/methods.h"

/* ---- output ---- */

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

/* super(): the compiler puts the class and self in, inside a method. */
enum vm_ret core_super(struct task *t, value *args, value *ret)
{
    if (args[0] == V_UNBOUND)
        return throw(t, EXC_RuntimeError, "super(): no arguments");
    if (!is_class(args[0]))
        return throw(t, EXC_TypeError, "super() argument 1 must be a type, not %s", type_name(t, args[0]));
    if (args[1] == V_UNBOUND)
        return throw(t, EXC_TypeError, "super() without an object is not part of conch's Python");
    if (!class_is_subclass(type_value(t, args[1]), args[0]) && !(is_class(args[1]) && class_is_subclass(args[1], args[0])))
        return throw(t, EXC_TypeError, "super(type, obj): obj must be an instance or subtype of type");
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
    if (!yes && is_type(args[0], T_INSTANCE) && type_lookup(t, args[0], S(t->vm, class)) != V_UNBOUND)
        return VM_FALLBACK; // it tells what it wants to be taken for
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
struct frame *program_frame(struct task *t)
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
                if (builtin_table[id].type == type_of_methods((enum type_id)payload_of(cls)) && payload_of(cls) != T_OBJECT)
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
