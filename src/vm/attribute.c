/* Attributes, by the rules that CPython has for them. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "vm/container.h"
#include "vm/inside.h"

/* ---- attribute access ---- */

/* Binds what was found on a class to the object it was asked of. */
static enum vm_ret bind(struct task *t, value found, value obj, value cls, value *ret)
{
    if (is_type(found, T_FUNC) || is_sort(found, SORT_BUILTIN)) {
        if (obj == V_UNBOUND || function_takes_no_self(found))
            *ret = found;
        else
            *ret = method_new(t, found, obj);
        return VM_OK;
    }
    if (is_type(found, T_PROPERTY)) {
        struct descr *d = REF(found);
        switch ((enum descr_kind)d->o.aux) {
        case DESCR_STATIC: *ret = d->get; return VM_OK;
        case DESCR_CLASS: *ret = method_new(t, d->get, cls); return VM_OK;
        case DESCR_PROPERTY:
            if (obj == V_UNBOUND) {
                *ret = found;
                return VM_OK;
            }
            if (d->get == V_NONE)
                return throw(t, EXC_AttributeError, "property of '%s' object has no getter", type_name(t, obj));
            t->call[0] = d->get;
            t->call[1] = tuple_new(t, &obj, 1);
            return VM_CALL;
        }
    }
    if (is_type(found, T_INSTANCE)) {
        value get = type_lookup(t, found, S(t->vm, get));
        if (get != V_UNBOUND) {
            value args[3] = { found, obj == V_UNBOUND ? V_NONE : obj, cls };
            t->call[0] = get;
            t->call[1] = tuple_new(t, args, 3);
            return VM_CALL;
        }
    }
    *ret = found;
    return VM_OK;
}

void attr_missing(struct task *t, value obj, value sym)
{
    struct buf what = { 0 };
    if (is_sort(obj, SORT_MODULE))
        buf_addf(&what, "module '%s'", sym_text(module_at(t->vm, (uint32_t)payload_of(obj))->name));
    else if (is_type(obj, T_CLASS))
        buf_addf(&what, "type object '%s'", sym_text(((struct class *)REF(obj))->name));
    else if (is_sort(obj, SORT_TYPE))
        buf_addf(&what, "type object '%s'", native_type_name((enum type_id)payload_of(obj)));
    else
        buf_addf(&what, "'%s' object", type_name(t, obj));
    throw(t, EXC_AttributeError, "%s has no attribute '%s'", buf_str(&what), sym_text(sym));
    instance_set(t, REF(t->exc), S(t->vm, name_attr), sym); // for the suggestion, if it is never caught
    instance_set(t, REF(t->exc), S(t->vm, obj_attr), obj);
    buf_finish(&what);
}

static bool special_attribute(struct task *t, value obj, value sym, value *ret);

/* hooks: whether __getattribute__ and __getattr__ of its class are asked. */
static enum vm_ret instance_attr(struct task *t, value obj, value sym, bool hooks, value *ret)
{
    struct instance *i = REF(obj);
    struct class *c = REF(i->cls);
    task_touches(t, obj);
    task_touches(t, i->cls);
    value found = class_lookup(t, i->cls, sym);
    if (UNLIKELY(class_flags(c) & CLS_HAS_GETATTRIBUTE) && hooks) {
        value g = class_lookup(t, i->cls, S(t->vm, getattribute));
        value args[2] = { obj, sym };
        t->call[0] = g;
        t->call[1] = tuple_new(t, args, 2);
        return VM_CALL;
    }
    if (is_type(found, T_PROPERTY) && obj_of(found)->aux == DESCR_PROPERTY)
        return bind(t, found, obj, i->cls, ret); // data descriptors come first
    if (is_type(found, T_INSTANCE) && type_lookup(t, found, S(t->vm, set)) != V_UNBOUND &&
        type_lookup(t, found, S(t->vm, get)) != V_UNBOUND)
        return bind(t, found, obj, i->cls, ret);
    value own = instance_get(t->vm, i, sym);
    if (own != V_UNBOUND) {
        *ret = own;
        return VM_OK;
    }
    if (found != V_UNBOUND)
        return bind(t, found, obj, i->cls, ret);
    if (special_attribute(t, obj, sym, ret))
        return t->exc == V_UNBOUND ? VM_OK : VM_RAISE;
    if (c->native) {
        value p = i->payload;
        if (p != V_UNBOUND && special_attribute(t, p, sym, ret))
            return VM_OK;
    }
    if (class_flags(c) & CLS_HAS_GETATTR && hooks) {
        value args[2] = { obj, sym };
        t->call[0] = class_lookup(t, i->cls, S(t->vm, getattr));
        t->call[1] = tuple_new(t, args, 2);
        return VM_CALL;
    }
    attr_missing(t, obj, sym);
    return VM_RAISE;
}

static enum vm_ret class_attr(struct task *t, value obj, value sym, value *ret)
{
    task_touches(t, obj);
    value found = class_lookup(t, obj, sym);
    if (found != V_UNBOUND)
        return bind(t, found, V_UNBOUND, obj, ret);
    if (special_attribute(t, obj, sym, ret))
        return VM_OK;
    found = native_attribute(t->vm, T_INSTANCE, sym); // object's own methods
    if (found != V_UNBOUND && (sym != S(t->vm, init_subclass))) {
        *ret = found;
        return VM_OK;
    }
    attr_missing(t, obj, sym);
    return VM_RAISE;
}

static enum vm_ret super_attr(struct task *t, value obj, value sym, value *ret)
{
    const struct super *s = REF(obj);
    value cls = is_class(s->self) && !is_type(s->self, T_INSTANCE) ? s->self : type_value(t, s->self);
    const struct tuple *m = is_type(cls, T_CLASS) ? mro_of(cls) : NULL;
    bool past = false;
    for (uint32_t i = 0; m && i < m->o.n; i++) {
        if (!past) {
            past = m->item[i] == s->cls;
            continue;
        }
        value found = is_type(m->item[i], T_CLASS)
                          ? dict_get_sym(REF(((struct class *)REF(m->item[i]))->dict), sym)
                          : native_attribute(t->vm, (enum type_id)payload_of(m->item[i]), sym);
        if (found != V_UNBOUND)
            return bind(t, found, is_class(s->self) ? V_UNBOUND : s->self, cls, ret);
    }
    value f = native_attribute(t->vm, T_INSTANCE, sym); // object's own methods
    if (f != V_UNBOUND) {
        *ret = sym == S(t->vm, new) ? f : method_new(t, f, s->self);
        return VM_OK;
    }
    return throw(t, EXC_AttributeError, "'super' object has no attribute '%s'", sym_text(sym));
}

static enum vm_ret module_attr(struct task *t, value obj, value sym, value *ret)
{
    struct module *m = module_at(t->vm, (uint32_t)payload_of(obj));
    value v = module_get(t->vm, m, sym);
    if (v == V_UNBOUND && m->name == S(t->vm, conch))
        v = hidden_builtin(t->vm, sym);
    if (v == V_UNBOUND && m->name == S(t->vm, builtins))
        v = builtin_by_name(t->vm, sym);
    if (v == V_UNBOUND && special_attribute(t, obj, sym, ret))
        return VM_OK;
    if (v == V_UNBOUND) {
        value own = module_get(t->vm, m, S(t->vm, getattr)); // PEP 562
        if (is_type(own, T_FUNC) && !m->loading) {
            t->call[0] = own;
            t->call[1] = tuple_new(t, &sym, 1);
            return VM_CALL;
        }
        attr_missing(t, obj, sym);
        return VM_RAISE;
    }
    *ret = v;
    return VM_OK;
}

enum vm_ret attr_get_plain(struct task *t, value obj, value sym, value *ret)
{
    return is_type(obj, T_INSTANCE) ? instance_attr(t, obj, sym, false, ret) : attr_get(t, obj, sym, ret);
}

enum vm_ret attr_get(struct task *t, value obj, value sym, value *ret)
{
    enum type_id ty = type_of(obj);
    switch (ty) {
    case T_INSTANCE: return instance_attr(t, obj, sym, true, ret);
    case T_CLASS: return class_attr(t, obj, sym, ret);
    case T_SUPER: return super_attr(t, obj, sym, ret);
    case T_MODULE: return module_attr(t, obj, sym, ret);
    case T_FUNC: {
        const struct func *f = REF(obj);
        value attrs = slot_get(&f->attrs);
        if (attrs != V_NONE) {
            value v = dict_get_sym(REF(attrs), sym);
            if (v != V_UNBOUND) {
                *ret = v;
                return VM_OK;
            }
        }
        break;
    }
    case T_METHOD: {
        if (special_attribute(t, obj, sym, ret))
            return VM_OK;
        return attr_get(t, ((struct method *)REF(obj))->func, sym, ret);
    }
    default: break;
    }
    value found = native_attribute(t->vm, ty, sym);
    if (found != V_UNBOUND) {
        *ret = function_takes_no_self(found) ? found : method_new(t, found, obj);
        return VM_OK;
    }
    if (special_attribute(t, obj, sym, ret))
        return t->exc == V_UNBOUND ? VM_OK : VM_RAISE;
    found = sym_text(sym)[0] == '_' ? native_attribute(t->vm, T_INSTANCE, sym) : V_UNBOUND;
    if (found != V_UNBOUND) {
        *ret = sym == S(t->vm, new) ? found : method_new(t, found, obj);
        return VM_OK;
    }
    attr_missing(t, obj, sym);
    return VM_RAISE;
}

enum vm_ret attr_method(struct task *t, value obj, value sym, value *ret, value *ret_self)
{
    *ret_self = V_UNBOUND;
    if (is_type(obj, T_INSTANCE)) {
        struct instance *i = REF(obj);
        if (!(class_flags(REF(i->cls)) & CLS_HAS_GETATTRIBUTE) &&
            instance_get(t->vm, i, sym) == V_UNBOUND) {
            value found = class_lookup(t, i->cls, sym);
            if (is_type(found, T_FUNC) || (is_sort(found, SORT_BUILTIN) && !function_takes_no_self(found))) {
                *ret = found;
                *ret_self = obj;
                return VM_OK;
            }
        }
    } else if (!is_type(obj, T_SUPER) && type_of(obj) != T_CLASS && type_of(obj) != T_MODULE) {
        value found = native_attribute(t->vm, type_of(obj), sym);
        if (found != V_UNBOUND && !function_takes_no_self(found)) {
            *ret = found;
            *ret_self = obj;
            return VM_OK;
        }
    }
    return attr_get(t, obj, sym, ret);
}

/* Cache words of instructions have 15 bits for an epoch. The later ones, far above, fit none of them: else a word that was
 * stored 32,768 changes ago would count again. Under names_guard. */
static void epoch_next(struct vm *vm)
{
    uint32_t e = atomic_load_explicit(&vm->class_epoch, memory_order_relaxed);
    atomic_store(&vm->class_epoch, e == EPOCH_CACHED || e == UINT32_MAX ? 0x10000 : e + 1);
}

static enum vm_ret class_set(struct task *t, value obj, value sym, value v)
{
    struct class *c = REF(obj);
    task_touches(t, obj);
    if (t->multi)
        heap_share(t, v);
    struct dict *d = REF(c->dict);
    pthread_mutex_lock(&t->vm->names_guard);
    if (v == V_UNBOUND) {
        value old;
        dict_del(t, d, sym, &old);
    } else {
        dict_set_sym(t, d, sym, v);
    }
    if (t->multi)
        heap_share_children(t, c->dict); // it may have a new table
    __atomic_fetch_or(&c->flags, class_find_flags(t, c), __ATOMIC_RELAXED);
    for (uint32_t i = 0; i < t->vm->class_count; i++) { // subclasses see it too
        struct class *k = REF(t->vm->classes[i]);
        if (k->mro && class_is_subclass(t->vm->classes[i], obj))
            __atomic_fetch_or(&k->flags, class_flags(c) & ~(uint32_t)CLS_PRELUDE, __ATOMIC_RELAXED);
    }
    epoch_next(t->vm);
    pthread_mutex_unlock(&t->vm->names_guard);
    return VM_OK;
}

/* The dict of a function's attributes, made when it is first wanted. */
static value func_attrs(struct task *t, struct func *f)
{
    if (f->attrs == V_NONE) {
        value d = dict_new(t);
        if (obj_flags(&f->o) & F_SHARED)
            heap_share(t, d);
        slot_set(&f->attrs, d);
    }
    return f->attrs;
}

enum vm_ret attr_set_plain(struct task *t, value obj, value sym, value v)
{
    struct instance *i = REF(obj);
    if (class_flags(class_of(obj)) & CLS_HAS_DESCR) {
        value found = class_lookup(t, i->cls, sym);
        if (is_type(found, T_PROPERTY) && obj_of(found)->aux == DESCR_PROPERTY) {
            struct descr *d = REF(found);
            if (d->set == V_NONE)
                return throw(t, EXC_AttributeError, "property '%s' of '%s' object has no setter", sym_text(sym),
                             sym_text(class_of(obj)->qualname));
            value args[2] = { obj, v };
            t->call[0] = d->set;
            t->call[1] = tuple_new(t, args, 2);
            return VM_CALL;
        }
        if (is_type(found, T_INSTANCE)) {
            value set = type_lookup(t, found, S(t->vm, set));
            if (set != V_UNBOUND) {
                value args[3] = { found, obj, v };
                t->call[0] = set;
                t->call[1] = tuple_new(t, args, 3);
                return VM_CALL;
            }
        }
    }
    if (sym == S(t->vm, class)) {
        if (!is_type(v, T_CLASS))
            return throw(t, EXC_TypeError, "__class__ must be set to a class, not '%s' object", type_name(t, v));
        bool locked = is_contended(t, &i->o);
        if (locked)
            obj_lock(&i->o);
        if (!(obj_flags(&i->o) & F_DICTMODE))
            instance_to_dict_mode(t, i);
        slot_set(&i->cls, v);
        if (locked)
            obj_unlock(&i->o);
        return VM_OK;
    }
    if (sym == S(t->vm, dict)) {
        if (!is_type(v, T_DICT))
            return throw(t, EXC_TypeError, "__dict__ must be set to a dictionary, not a '%s'", type_name(t, v));
        if (is_contended(t, &i->o))
            heap_share(t, v);
        instance_use_dict(i, v);
        return VM_OK;
    }
    instance_set(t, i, sym, v);
    return VM_OK;
}

enum vm_ret attr_set(struct task *t, value obj, value sym, value v)
{
    switch (type_of(obj)) {
    case T_INSTANCE: {
        struct instance *i = REF(obj);
        struct class *c = REF(i->cls);
        if (class_flags(c) & CLS_HAS_SETATTR) {
            value f = class_lookup(t, i->cls, S(t->vm, setattr));
            if (f != V_UNBOUND) {
                value args[3] = { obj, sym, v };
                t->call[0] = f;
                t->call[1] = tuple_new(t, args, 3);
                return VM_CALL;
            }
        }
        return attr_set_plain(t, obj, sym, v);
    }
    case T_CLASS:
        if (!is_type(obj, T_CLASS))
            return throw(t, EXC_TypeError, "cannot set '%s' attribute of immutable type '%s'", sym_text(sym),
                         native_type_name((enum type_id)payload_of(obj)));
        if (sym == S(t->vm, name) && is_str(v))
            ((struct class *)REF(obj))->name = symbol_of_str(t->vm, v);
        return class_set(t, obj, sym, v);
    case T_MODULE:
        if (t->multi)
            heap_share(t, v);
        module_set(t->vm, module_at(t->vm, (uint32_t)payload_of(obj)), sym, v);
        return VM_OK;
    case T_FUNC: {
        struct func *f = REF(obj);
        if (sym == S(t->vm, name) && is_str(v)) {
            f->name = symbol_of_str(t->vm, v);
            return VM_OK;
        }
        if (sym == S(t->vm, qualname) && is_str(v)) {
            f->qualname = symbol_of_str(t->vm, v);
            return VM_OK;
        }
        if (sym == S(t->vm, doc)) {
            f->doc = v;
            return VM_OK;
        }
        bool locked = is_contended(t, &f->o);
        if (locked) {
            heap_share(t, v);
            obj_lock(&f->o);
        }
        value attrs = func_attrs(t, f);
        dict_set_sym(t, REF(attrs), sym, v);
        if (locked) {
            heap_share_children(t, attrs);
            obj_unlock(&f->o);
        }
        return VM_OK;
    }
    default: {
        value old;
        if (native_attribute(t->vm, type_of(obj), sym) != V_UNBOUND || special_attribute(t, obj, sym, &old))
            return throw(t, EXC_AttributeError, "'%s' object attribute '%s' is read-only", type_name(t, obj), sym_text(sym));
        t->exc = V_UNBOUND;
        attr_missing(t, obj, sym);
        return VM_RAISE;
    }
    }
}

enum vm_ret attr_del_plain(struct task *t, value obj, value sym)
{
    struct instance *i = REF(obj);
    value found = class_flags(class_of(obj)) & CLS_HAS_DESCR ? class_lookup(t, i->cls, sym) : V_UNBOUND;
    if (is_type(found, T_PROPERTY) && obj_of(found)->aux == DESCR_PROPERTY) {
        struct descr *d = REF(found);
        if (d->del == V_NONE)
            return throw(t, EXC_AttributeError, "property '%s' of '%s' object has no deleter", sym_text(sym),
                         sym_text(class_of(obj)->qualname));
        t->call[0] = d->del;
        t->call[1] = tuple_new(t, &obj, 1);
        return VM_CALL;
    }
    value del = is_type(found, T_INSTANCE) ? type_lookup(t, found, S(t->vm, delete)) : V_UNBOUND;
    if (del != V_UNBOUND) {
        value args[2] = { found, obj };
        t->call[0] = del;
        t->call[1] = tuple_new(t, args, 2);
        return VM_CALL;
    }
    if (is_type(found, T_INSTANCE) && type_lookup(t, found, S(t->vm, set)) != V_UNBOUND)
        return throw(t, EXC_AttributeError, "__delete__"); // CPython says no more
    if (instance_del(t, i, sym))
        return VM_OK;
    attr_missing(t, obj, sym);
    return VM_RAISE;
}

enum vm_ret attr_del(struct task *t, value obj, value sym)
{
    if (is_type(obj, T_INSTANCE)) {
        value f = class_lookup(t, ((struct instance *)REF(obj))->cls, S(t->vm, delattr));
        if (f == V_UNBOUND)
            return attr_del_plain(t, obj, sym);
        value args[2] = { obj, sym };
        t->call[0] = f;
        t->call[1] = tuple_new(t, args, 2);
        return VM_CALL;
    }
    if (is_type(obj, T_CLASS)) {
        if (dict_get_sym(REF(((struct class *)REF(obj))->dict), sym) == V_UNBOUND) {
            attr_missing(t, obj, sym);
            return VM_RAISE;
        }
        return class_set(t, obj, sym, V_UNBOUND);
    }
    if (is_sort(obj, SORT_MODULE)) {
        struct module *m = module_at(t->vm, (uint32_t)payload_of(obj));
        if (module_get(t->vm, m, sym) != V_UNBOUND) {
            module_set(t->vm, m, sym, builtin_by_name(t->vm, sym));
            return VM_OK;
        }
    }
    attr_missing(t, obj, sym);
    return VM_RAISE;
}

/* ---- attributes that are not stored anywhere ---- */

static bool class_special(struct task *t, value obj, value sym, value *ret)
{
    struct vm *vm = t->vm;
    if (is_sort(obj, SORT_TYPE)) {
        const char *name = native_type_name((enum type_id)payload_of(obj));
        if (sym == S(vm, name) || sym == S(vm, qualname))
            return *ret = symbol(vm, name, strlen(name)), true;
        if (sym == S(vm, module))
            return *ret = S(vm, builtins), true;
        if (sym == S(vm, mro)) {
            value m[3] = { obj, V_TYPE(T_INT), V_TYPE(T_OBJECT) };
            if (obj != V_TYPE(T_BOOL))
                m[1] = m[2];
            return *ret = tuple_new(t, m, obj == V_TYPE(T_OBJECT) ? 1 : obj == V_TYPE(T_BOOL) ? 3 : 2), true;
        }
        if (sym == S(vm, bases)) {
            value b = V_TYPE(T_OBJECT);
            return *ret = tuple_new(t, &b, obj == b ? 0 : 1), true;
        }
        if (sym == S(vm, doc))
            return *ret = V_NONE, true;
        if (sym == S(vm, base))
            return *ret = obj == V_TYPE(T_OBJECT) ? V_NONE : obj == V_TYPE(T_BOOL) ? V_TYPE(T_INT) : V_TYPE(T_OBJECT), true;
        return false;
    }
    const struct class *c = REF(obj);
    if (sym == S(vm, name))
        return *ret = c->name, true;
    if (sym == S(vm, qualname))
        return *ret = c->qualname, true;
    if (sym == S(vm, module))
        return *ret = c->module, true;
    if (sym == S(vm, bases))
        return *ret = c->bases, true;
    if (sym == S(vm, base))
        return *ret = ((struct tuple *)REF(c->bases))->item[0], true;
    if (sym == S(vm, mro))
        return *ret = c->mro, true;
    if (sym == S(vm, doc))
        return *ret = V_NONE, true;
    if (sym == S(vm, dict)) {
        value d = dict_new(t);
        uint32_t at = 0;
        value k, v;
        while (dict_next(REF(c->dict), &at, &k, &v))
            dict_set_sym(t, REF(d), k, v);
        return *ret = d, true;
    }
    return false;
}

static bool func_special(struct task *t, value obj, value sym, value *ret)
{
    struct vm *vm = t->vm;
    struct func *f = REF(obj);
    if (sym == S(vm, name))
        return *ret = f->name, true;
    if (sym == S(vm, qualname))
        return *ret = f->qualname, true;
    if (sym == S(vm, doc))
        return *ret = f->doc, true;
    if (sym == S(vm, module))
        return *ret = module_at(vm, f->code->module)->name, true;
    if (sym == S(vm, defaults))
        return *ret = f->defaults, true;
    if (sym == S(vm, kwdefaults))
        return *ret = f->kwdefaults, true;
    if (sym == S(vm, dict)) {
        bool locked = is_contended(t, &f->o);
        if (locked)
            obj_lock(&f->o);
        *ret = func_attrs(t, f);
        if (locked)
            obj_unlock(&f->o);
        return true;
    }
    if (sym == S(vm, annotations))
        return *ret = dict_new(t), true;
    if (sym == S(vm, code))
        return *ret = place_of_code(t, f->code), true;
    return false;
}

/* gi_running and the like, spelt for each kind of generator. */
static bool generator_state(struct vm *vm, const struct gen *g, value sym, value *ret)
{
    uint32_t flags = g->code->flags;
    uint16_t state = __atomic_load_n(&g->o.aux, __ATOMIC_RELAXED);
    bool async = flags & CODE_ASYNC_GEN, coroutine = flags & CODE_COROUTINE && !async;
    if (sym == (async ? S(vm, ag_running) : coroutine ? S(vm, cr_running) : S(vm, gi_running)))
        return *ret = V_BOOL(state == GEN_RUNNING), true;
    if (sym == (coroutine ? S(vm, cr_suspended) : S(vm, gi_suspended)) && !async)
        return *ret = V_BOOL(state == GEN_SUSPENDED), true;
    if (sym == (async ? S(vm, ag_frame) : coroutine ? S(vm, cr_frame) : S(vm, gi_frame))) // only asked whether it is None
        return *ret = state == GEN_DONE ? V_NONE : V_TRUE, true;
    return false;
}

static bool special_attribute(struct task *t, value obj, value sym, value *ret)
{
    struct vm *vm = t->vm;
    enum type_id ty = type_of(obj);
    if (sym == S(vm, class))
        return *ret = type_value(t, obj), true;
    if (sym == S(vm, doc) && ty != T_CLASS && ty != T_FUNC)
        return *ret = V_NONE, true;
    switch (ty) {
    case T_CLASS: return class_special(t, obj, sym, ret);
    case T_FUNC: return func_special(t, obj, sym, ret);
    case T_INSTANCE:
        if (sym == S(vm, dict)) {
            struct instance *i = REF(obj);
            bool lock = is_contended(t, &i->o);
            if (lock)
                obj_lock(&i->o);
            if (!(obj_flags(&i->o) & F_DICTMODE))
                instance_to_dict_mode(t, i);
            *ret = i->more;
            if (lock)
                obj_unlock(&i->o);
            return true;
        }
        if (sym == S(vm, module))
            return *ret = class_of(obj)->module, true;
        if (is_exception(obj) && exception_attribute(t, obj, sym, ret))
            return true;
        *ret = native_attribute(vm, T_INSTANCE, sym);
        if (*ret != V_UNBOUND)
            return *ret = method_new(t, *ret, obj), true;
        return false;
    case T_BUILTIN:
        if (sym == S(vm, name) || sym == S(vm, qualname)) {
            const char *n = builtin_table[payload_of(obj)].name;
            return *ret = symbol(vm, n, strlen(n)), true;
        }
        if (sym == S(vm, module))
            return *ret = S(vm, builtins), true;
        return false;
    case T_METHOD: {
        const struct method *m = REF(obj);
        if (sym == S(vm, self))
            return *ret = m->self, true;
        if (sym == S(vm, func))
            return *ret = m->func, true;
        return false;
    }
    case T_MODULE: {
        struct module *m = module_at(vm, (uint32_t)payload_of(obj));
        if (sym == S(vm, name))
            return *ret = m->name, true;
        if (sym == S(vm, dict)) {
            value d = dict_new(t);
            for (uint32_t i = 0; i < m->ready; i++)
                if (m->slots[i] != m->fallback[i])
                    dict_set_sym(t, REF(d), symbol(vm, m->names.at[i].name.s, m->names.at[i].name.n), m->slots[i]);
            return *ret = d, true;
        }
        return false;
    }
    case T_INT: case T_BOOL:
        if (sym == S(vm, real) || sym == S(vm, numerator))
            return *ret = ty == T_BOOL ? V_INT(obj == V_TRUE) : obj, true;
        if (sym == S(vm, imag))
            return *ret = V_INT(0), true;
        if (sym == S(vm, denominator))
            return *ret = V_INT(1), true;
        return false;
    case T_FLOAT:
        if (sym == S(vm, real))
            return *ret = obj, true;
        if (sym == S(vm, imag))
            return *ret = flonum_from(0.0), true;
        return false;
    case T_RANGE: case T_SLICE: {
        const struct range *r = REF(obj);
        if (sym == S(vm, start))
            return *ret = r->start, true;
        if (sym == S(vm, stop))
            return *ret = r->stop, true;
        if (sym == S(vm, step))
            return *ret = r->step, true;
        return false;
    }
    case T_DEQUE:
        if (sym == S(vm, maxlen)) {
            int64_t m = ((struct deque *)REF(obj))->maxlen;
            return *ret = m < 0 ? V_NONE : V_INT(m), true;
        }
        return false;
    case T_PROPERTY: {
        const struct descr *d = REF(obj);
        if (sym == S(vm, fget) || sym == S(vm, func) || sym == S(vm, wrapped))
            return *ret = d->get, true;
        return false;
    }
    case T_GEN: {
        const struct gen *g = REF(obj);
        if (sym == S(vm, name))
            return *ret = g->code->name_value, true;
        if (sym == S(vm, qualname))
            return *ret = g->code->qualname_value, true;
        return generator_state(vm, g, sym, ret);
    }
    case T_TRACEBACK: return place_attribute(t, obj, sym, ret);
    default: return false;
    }
}
