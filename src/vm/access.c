/* Names, attributes and items: the accesses that other threads may see (R1). */
#include "base/mem.h"
#include "vm/step.h"

/* ---- what has no value ---- */

enum step unbound_register(struct task *t, uint32_t reg)
{
    const struct code *c = t->fp->code;
    if (reg < c->nlocals)
        throw(t, EXC_UnboundLocalError, "cannot access local variable '%.*s' where it is not associated with a value",
              (int)c->reg_names[reg].n, c->reg_names[reg].s);
    else
        throw(t, EXC_SystemError, "an empty register was read");
    return STEP_RAISE;
}

enum step name_missing(struct task *t, uint32_t slot, const struct frame *f)
{
    const struct global_name *g = &module_at(t->vm, f->code->module)->names.at[slot];
    throw(t, EXC_NameError, "name '%.*s' is not defined", (int)g->name.n, g->name.s);
    instance_set(t, REF(t->exc), S(t->vm, name_attr), symbol(t->vm, g->name.s, g->name.n));
    return STEP_RAISE;
}

enum step cell_unbound(struct task *t, uint32_t reg)
{
    if (reg < t->fp->code->nlocals)
        return unbound_register(t, reg);
    throw(t, EXC_NameError, "a variable of a comprehension has no value yet");
    return STEP_RAISE;
}

enum step free_missing(struct task *t, const struct code *c, uint32_t index)
{
    throw(t, EXC_NameError, "cannot access free variable '%.*s' where it is not associated with a value in enclosing scope",
          (int)c->free_names[index].n, c->free_names[index].s);
    return STEP_RAISE;
}

/* ---- variables ---- */

enum step ask_engine(struct task *t, const struct access *a)
{
    return step_of_engine(t->engine->access_prepare(t, a));
}

/* Global variables have no object with a lock: theirs are spread over a few words. */
static struct obj *global_guard(const value *slot)
{
    static struct obj guards[64];
    return &guards[((uintptr_t)slot >> 3) & 63];
}

static enum step visible(struct task *t, struct access *a, value *slot, value *ret)
{
    struct obj *guard = a->global ? global_guard(a->global) : obj_of(a->object);
    bool told = engine_looks(t);
    if (told && t->engine->access_quickly && t->engine->access_quickly(t, a, guard, slot, ret))
        return STEP_OK;
    enum step s = told ? ask_engine(t, a) : STEP_OK;
    if (s != STEP_OK)
        return s;
    obj_lock(guard);
    if (told)
        t->engine->access_begin(t, a);
    if (a->kind == ACCESS_WRITE)
        slot_set(slot, a->val);
    *ret = slot_get(slot);
    if (told)
        t->engine->access_end(t, a, *ret);
    obj_unlock(guard);
    return STEP_OK;
}

enum step global_access(struct task *t, const struct instr *in, bool write)
{
    struct frame *f = t->fp;
    value *slot = &f->globals[in->s], seen;
    struct access a = { .kind = write ? ACCESS_WRITE : ACCESS_READ, .object = V_MODULE(f->code->module),
                        .key = V_INT(in->s), .global = slot, .val = V_UNBOUND };
    a.once = !write && in->x && slot_get(slot) != V_UNBOUND;
    if (write) {
        heap_share(t, f->base[in->a]);
        a.val = f->base[in->a];
    }
    enum step s = visible(t, &a, slot, &seen);
    if (s != STEP_OK)
        return s;
    if (!write) {
        if (seen == V_UNBOUND)
            return name_missing(t, (uint32_t)in->s, f);
        f->base[in->a] = seen;
    }
    return STEP_OK;
}

enum step cell_access(struct task *t, value cell, value *reg, bool write)
{
    struct cell *c = REF(cell);
    value seen;
    if (!(obj_flags(&c->o) & F_SHARED)) {
        if (write)
            c->v = *reg;
        else
            *reg = c->v;
        return STEP_OK;
    }
    struct access a = { .kind = write ? ACCESS_WRITE : ACCESS_READ, .object = cell, .key = V_NONE, .val = V_UNBOUND };
    if (write) {
        heap_share(t, *reg);
        a.val = *reg;
    }
    enum step s = visible(t, &a, &c->v, &seen);
    if (s == STEP_OK && !write)
        *reg = seen;
    return s;
}

enum step step_ns_load(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    struct vm *vm = t->vm;
    value sym = f->code->symbols[in->b];
    value v = dict_get_sym(REF(f->base[0]), sym);
    if (v == V_UNBOUND && in->x) {
        v = dict_new(t);
        dict_set_sym(t, REF(f->base[0]), sym, v);
    }
    if (v == V_UNBOUND)
        v = module_get(vm, module_at(vm, f->code->module), sym);
    if (v == V_UNBOUND && sym == S(vm, name))
        v = module_at(vm, f->code->module)->name;
    if (v == V_UNBOUND)
        v = builtin_by_name(vm, sym);
    if (v == V_UNBOUND) {
        throw(t, EXC_NameError, "name '%s' is not defined", sym_text(sym));
        return STEP_RAISE;
    }
    f->base[in->a] = v;
    return STEP_OK;
}

/* ---- attributes ---- */

/* Cache word of GETATTR and SETATTR: shape | slot << 32 | epoch << 48; of modules: 1 << 63 | … */
static uint64_t cache_word(struct vm *vm, uint32_t shape, uint32_t slot)
{
    uint32_t epoch = atomic_load_explicit(&vm->class_epoch, memory_order_relaxed);
    if (slot > 0xffff || epoch > EPOCH_CACHED || !shape)
        return 0;
    return (uint64_t)shape | (uint64_t)slot << 32 | (uint64_t)epoch << 48;
}

/* Whether what was found out is written down for the next time. A process that has just been forked does so only when it
 * goes on for a while: most end soon, and each page that is written has to be copied first (2 us; to find out something
 * once more takes 50 ns). */
static bool learns(struct task *t)
{
    if (LIKELY(!t->fresh))
        return true;
    t->fresh--;
    return false;
}

static void cache_store(struct task *t, const struct instr *in, uint64_t word)
{
    if (learns(t))
        __atomic_store_n((uint64_t *)(uintptr_t)(in + 1), word, __ATOMIC_RELAXED);
}

/* Whether the instruction has met an instance like this one: then it has told that the name is an attribute of its own,
 * which nothing of the class comes before, and where. */
static bool cache_fits(struct task *t, const struct instr *in, const struct instance *i, uint32_t *ret_slot)
{
    uint64_t word = __atomic_load_n((const uint64_t *)(in + 1), __ATOMIC_RELAXED);
    uint32_t epoch = atomic_load_explicit(&t->vm->class_epoch, memory_order_relaxed);
    *ret_slot = word >> 32 & 0xffff;
    return word && (uint32_t)word == instance_shape(i) && word >> 48 == epoch;
}

/* The same, found out now. */
static bool is_plain_attribute(struct task *t, const struct instance *i, value sym, uint32_t *ret_slot)
{
    const struct class *c = REF(i->cls);
    if (obj_flags(&i->o) & F_DICTMODE || class_flags(c) & CLS_HAS_GETATTRIBUTE)
        return false;
    int32_t slot = shape_find(t->vm, instance_shape(i), sym);
    *ret_slot = (uint32_t)slot;
    return slot >= 0 && (!(class_flags(c) & CLS_HAS_DESCR) || class_lookup(t, i->cls, sym) == V_UNBOUND);
}

/* Reads an attribute of a shared object as one visible step; V_UNBOUND: it has none of its own. */
static enum step attribute_seen(struct task *t, value obj, value sym, value *ret)
{
    struct access a = { .kind = ACCESS_READ, .object = obj, .key = sym, .val = V_UNBOUND };
    bool told = engine_looks(t);
    enum step s = told ? ask_engine(t, &a) : STEP_OK;
    if (s != STEP_OK)
        return s;
    obj_lock(obj_of(obj));
    if (told)
        t->engine->access_begin(t, &a);
    *ret = is_type(obj, T_CLASS) ? class_lookup(t, obj, sym) : instance_get(t->vm, REF(obj), sym);
    if (told)
        t->engine->access_end(t, &a, *ret);
    obj_unlock(obj_of(obj));
    return STEP_OK;
}

/* A class's methods do not change (R1); other things in it are variables like any other. */
static bool is_class_variable(struct task *t, value cls, value sym)
{
    if (!t->multi || !is_type(cls, T_CLASS) || !(obj_flags(obj_of(cls)) & F_SHARED))
        return false;
    value v = class_lookup(t, cls, sym);
    enum type_id ty = type_of(v);
    return v != V_UNBOUND && ty != T_FUNC && ty != T_PROPERTY && ty != T_CLASS && ty != T_BUILTIN && ty != T_STATICMETHOD &&
           ty != T_CLASSMETHOD && !(ty == T_INSTANCE && class_flags(class_of(v)) & CLS_HAS_DESCR);
}

enum step getattr_slow(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    value obj = f->base[in->b], sym = f->code->symbols[in->c], ret;
    if (UNLIKELY(is_class_variable(t, obj, sym))) {
        enum step s = attribute_seen(t, obj, sym, &ret);
        if (s != STEP_OK || ret != V_UNBOUND) {
            if (s == STEP_OK)
                f->base[in->a] = ret;
            return s;
        }
    }
    uint32_t slot;
    struct instance *i = is_type(obj, T_INSTANCE) ? REF(obj) : NULL;
    if (i && (cache_fits(t, in, i, &slot) || is_plain_attribute(t, i, sym, &slot))) {
        uint32_t shape = instance_shape(i);
        ret = V_UNBOUND;
        enum step s = STEP_OK;
        if (t->multi && obj_flags(&i->o) & F_SHARED)
            s = attribute_seen(t, obj, sym, &ret);
        else
            ret = *instance_slot(i, slot);
        if (s != STEP_OK)
            return s;
        if (ret != V_UNBOUND) {
            if (slot < i->o.n)
                cache_store(t, in, cache_word(t->vm, shape, slot));
            f->base[in->a] = ret;
            return STEP_OK;
        }
    }
    enum vm_ret r = attr_get(t, obj, sym, &ret);
    if (r == VM_OK) {
        f->base[in->a] = ret;
        return STEP_OK;
    }
    if (r == VM_CALL)
        return call_prepared(t, RET_MOVE, in->a, in);
    return STEP_RAISE;
}

enum step setattr_slow(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    value obj = f->base[in->a], sym = f->code->symbols[in->c], v = f->base[in->b];
    if (UNLIKELY(is_class_variable(t, obj, sym))) {
        struct access a = { .kind = ACCESS_WRITE, .object = obj, .key = sym, .val = v };
        bool told = engine_looks(t);
        enum step s = told ? ask_engine(t, &a) : STEP_OK;
        if (s != STEP_OK)
            return s;
        if (told)
            t->engine->access_begin(t, &a);
        enum vm_ret r = attr_set(t, obj, sym, v);
        if (told)
            t->engine->access_end(t, &a, v);
        return r == VM_OK ? STEP_OK : STEP_RAISE;
    }
    if (is_type(obj, T_INSTANCE)) {
        struct instance *i = REF(obj);
        struct class *c = REF(i->cls);
        uint32_t known;
        bool plain = cache_fits(t, in, i, &known) ||
                     (!(class_flags(c) & CLS_HAS_SETATTR) && sym != S(t->vm, class) && sym != S(t->vm, dict) &&
                      (!(class_flags(c) & CLS_HAS_DESCR) || class_lookup(t, i->cls, sym) == V_UNBOUND));
        if (plain) {
            bool shared = t->multi && obj_flags(&i->o) & F_SHARED;
            struct access a = { .kind = ACCESS_WRITE, .object = obj, .key = sym, .val = v };
            bool told = shared && engine_looks(t);
            if (shared)
                heap_share(t, v);
            enum step s = told ? ask_engine(t, &a) : STEP_OK;
            if (s != STEP_OK)
                return s;
            if (shared)
                obj_lock(&i->o);
            if (told)
                t->engine->access_begin(t, &a);
            uint32_t before = i->shape, after;
            instance_put(t, i, sym, v);
            after = i->shape;
            if (told)
                t->engine->access_end(t, &a, v);
            if (shared)
                obj_unlock(&i->o);
            if (!(obj_flags(&i->o) & F_DICTMODE)) {
                int32_t slot = shape_find(t->vm, after, sym);
                uint64_t word = slot >= 0 && (uint32_t)slot < i->o.n ? cache_word(t->vm, before, (uint32_t)slot) : 0;
                if (word) // the next new instance will get the attribute the same way
                    cache_store(t, in, word | (before == after ? 0 : CACHE_ADDS));
            }
            return STEP_OK;
        }
    }
    enum vm_ret r = attr_set(t, obj, sym, v);
    if (r == VM_CALL)
        return call_prepared(t, RET_DISCARD, 0, in);
    return r == VM_OK ? STEP_OK : STEP_RAISE;
}

enum step delattr_slow(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    enum vm_ret r = attr_del(t, f->base[in->a], f->code->symbols[in->c]);
    if (r == VM_CALL)
        return call_prepared(t, RET_DISCARD, 0, in);
    return r == VM_OK ? STEP_OK : STEP_RAISE;
}

/* with: the object lacks __enter__, __exit__ or both. */
static enum step no_manager(struct task *t, value obj, value sym)
{
    bool async = sym == S(t->vm, aenter) || sym == S(t->vm, aexit);
    bool enters = type_lookup(t, obj, async ? S(t->vm, aenter) : S(t->vm, enter)) != V_UNBOUND;
    throw(t, EXC_TypeError, "'%s' object does not support the %scontext manager protocol%s", type_name(t, obj),
          async ? "asynchronous " : "", !enters ? "" : async ? " (missed __aexit__ method)" : " (missed __exit__ method)");
    return STEP_RAISE;
}

NOINLINE enum step loadm_slow(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    value obj = f->base[in->b], sym = f->code->symbols[in->c], func, self;
    if (in->x) { // __enter__ and __exit__ are looked up on the type
        func = type_lookup(t, obj, sym);
        if (func == V_UNBOUND)
            return no_manager(t, obj, sym);
        if (is_ref(obj) && is_sort(func, SORT_BUILTIN) && !is_type(obj, T_INSTANCE))
            cache_store(t, in, native_cache_word((enum type_id)obj_of(obj)->type, func));
        f->base[in->a] = func;
        f->base[in->a + 1] = obj;
        return STEP_OK;
    }
    enum vm_ret r = attr_method(t, obj, sym, &func, &self);
    if (r == VM_CALL) {
        f->base[in->a + 1] = V_UNBOUND;
        return call_prepared(t, RET_MOVE, in->a, in);
    }
    if (r != VM_OK)
        return STEP_RAISE;
    if (self == obj && is_type(obj, T_INSTANCE) && is_type(func, T_FUNC) && !(obj_flags(obj_of(obj)) & F_DICTMODE) && learns(t)) {
        if (!t->methods)
            t->methods = mem_zalloc(1, sizeof *t->methods);
        uint32_t shape = instance_shape(REF(obj));
        uint32_t k = (uint32_t)((shape * 31u) ^ (uint32_t)(sym >> 4)) & (METHOD_CACHE - 1);
        t->methods->at[k].sym = sym;
        t->methods->at[k].func = func;
        t->methods->at[k].shape = shape;
        t->methods->at[k].epoch = atomic_load_explicit(&t->vm->class_epoch, memory_order_relaxed);
    }
    if (self == obj && is_ref(obj) && is_sort(func, SORT_BUILTIN) && !is_type(obj, T_INSTANCE))
        cache_store(t, in, native_cache_word((enum type_id)obj_of(obj)->type, func));
    f->base[in->a] = func;
    f->base[in->a + 1] = self;
    return STEP_OK;
}

/* ---- items ---- */

static enum step item_shared(struct task *t, uint32_t id, value *args, unsigned n, uint32_t dest, const char *slow,
                             const struct instr *in)
{
    value ret;
    enum vm_ret r = call_builtin(t, id, args, n, &ret);
    if (r == VM_OK) {
        if (dest != UINT32_MAX)
            t->fp->base[dest] = ret;
        return STEP_OK;
    }
    if (r != VM_FALLBACK)
        return step_of(r);
    return call_slow(t, slow, args, n, dest == UINT32_MAX ? RET_DISCARD : RET_MOVE, dest == UINT32_MAX ? 0 : dest, in);
}

enum step getitem_slow(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    value args[2] = { f->base[in->b], f->base[in->c] }, ret;
    if (seen_by_others(t, args[0]) && !is_type(args[0], T_INSTANCE))
        return item_shared(t, BI__getitem, args, 2, in->a, "getitem_slow", in);
    enum vm_ret r = item_get(t, args[0], args[1], &ret);
    if (r == VM_OK) {
        f->base[in->a] = ret;
        return STEP_OK;
    }
    if (r == VM_RAISE)
        return STEP_RAISE;
    value own = own_function(t, args[0], S(t->vm, getitem));
    if (own != V_UNBOUND)
        return call_function(t, own, args, 2, RET_MOVE, in->a, 0);
    return call_slow(t, "getitem_slow", args, 2, RET_MOVE, in->a, in);
}

enum step setitem_slow(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    value args[3] = { f->base[in->a], f->base[in->b], f->base[in->c] };
    if (seen_by_others(t, args[0]) && !is_type(args[0], T_INSTANCE))
        return item_shared(t, BI__setitem, args, 3, UINT32_MAX, "setitem_slow", in);
    enum vm_ret r = item_set(t, args[0], args[1], args[2]);
    if (r != VM_FALLBACK)
        return r == VM_OK ? STEP_OK : STEP_RAISE;
    value own = own_function(t, args[0], S(t->vm, setitem));
    if (own != V_UNBOUND)
        return call_function(t, own, args, 3, RET_DISCARD, 0, 0);
    return call_slow(t, "setitem_slow", args, 3, RET_DISCARD, 0, in);
}

enum step delitem_slow(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    value args[2] = { f->base[in->a], f->base[in->b] };
    if (seen_by_others(t, args[0]) && !is_type(args[0], T_INSTANCE))
        return item_shared(t, BI__delitem, args, 2, UINT32_MAX, "delitem_slow", in);
    enum vm_ret r = item_del(t, args[0], args[1]);
    if (r != VM_FALLBACK)
        return r == VM_OK ? STEP_OK : STEP_RAISE;
    return call_slow(t, "delitem_slow", args, 2, RET_DISCARD, 0, in);
}
