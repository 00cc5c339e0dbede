/* Classes, and what is looked up in them. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "vm/container.h"
#include "vm/inside.h"

/* ---- classes ---- */

bool is_class(value v)
{
    return is_type(v, T_CLASS) || is_sort(v, SORT_TYPE);
}

struct class *class_of(value v)
{
    return REF(((struct instance *)REF(v))->cls);
}

struct class *class_by_id(struct vm *vm, uint32_t id)
{
    return REF(vm->classes[id]);
}

const struct tuple *mro_of(value cls)
{
    return REF(((struct class *)REF(cls))->mro);
}

bool class_is_subclass(value cls, value base)
{
    if (cls == base || base == V_TYPE(T_OBJECT))
        return true;
    if (!is_type(cls, T_CLASS))
        return cls == V_TYPE(T_BOOL) && base == V_TYPE(T_INT);
    const struct tuple *m = mro_of(cls);
    for (uint32_t i = 0; i < m->o.n; i++)
        if (m->item[i] == base)
            return true;
    return false;
}

/* The linearisation of one base; that of a native type is put into `room`. */
static uint32_t base_order(value base, value room[2], const value **ret)
{
    *ret = room;
    if (is_type(base, T_CLASS)) {
        *ret = mro_of(base)->item;
        return mro_of(base)->o.n;
    }
    room[0] = base;
    room[1] = V_TYPE(T_OBJECT);
    return base == V_TYPE(T_OBJECT) ? 1 : 2;
}

/* C3 linearisation. Source: K. Barrett et al., A Monotonic Superclass Linearization for Dylan,
 * OOPSLA 1996; the Python 2.3 Method Resolution Order. */
static bool mro_build(struct task *t, value self, const struct tuple *bases, value *ret)
{
    enum { MAX_BASES = 32, MAX_MRO = 256 };
    const value *seq[MAX_BASES + 1];
    uint32_t left[MAX_BASES + 1], n = 0, count = 0;
    value native[MAX_BASES][2], out[MAX_MRO];
    if (bases->o.n > MAX_BASES)
        return false;
    for (uint32_t i = 0; i < bases->o.n; i++)
        left[i] = base_order(bases->item[i], native[i], &seq[i]);
    n = bases->o.n;
    if (n == 1) { // nothing to merge: the base's order behind the class itself
        if (left[0] >= MAX_MRO)
            return false;
        out[0] = self;
        memcpy(out + 1, seq[0], left[0] * sizeof *out);
        *ret = tuple_new(t, out, left[0] + 1);
        return true;
    }
    seq[n] = bases->item;
    left[n++] = bases->o.n;
    out[count++] = self;
    for (;;) {
        value head = V_UNBOUND;
        bool any = false;
        for (uint32_t i = 0; i < n && head == V_UNBOUND; i++) {
            if (!left[i])
                continue;
            any = true;
            bool good = true;
            for (uint32_t k = 0; k < n && good; k++)
                for (uint32_t j = 1; j < left[k] && good; j++)
                    good = seq[k][j] != seq[i][0];
            if (good)
                head = seq[i][0];
        }
        if (!any)
            break;
        if (head == V_UNBOUND || count == MAX_MRO)
            return false;
        out[count++] = head;
        for (uint32_t i = 0; i < n; i++)
            if (left[i] && seq[i][0] == head)
                seq[i]++, left[i]--;
    }
    *ret = tuple_new(t, out, count);
    return true;
}

uint32_t class_find_flags(struct task *t, struct class *c)
{
    static const struct { enum known_sym sym; uint32_t flag; } known[] = {
        { SYM_getattr, CLS_HAS_GETATTR }, { SYM_setattr, CLS_HAS_SETATTR }, { SYM_del, CLS_HAS_DEL },
        { SYM_eq, CLS_HAS_EQ }, { SYM_hash, CLS_HAS_HASH }, { SYM_bool, CLS_HAS_BOOL },
        { SYM_len, CLS_HAS_LEN }, { SYM_getattribute, CLS_HAS_GETATTRIBUTE },
        { SYM_delattr, CLS_HAS_SETATTR },
    };
    uint32_t flags = 0;
    struct dict *d = REF(c->dict);
    if (!d->count)
        return 0;
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (dict_get_sym(d, known_symbol(t->vm, known[i].sym)) != V_UNBOUND)
            flags |= known[i].flag;
    uint32_t at = 0;
    value key, v;
    while (dict_next(d, &at, &key, &v))
        if (is_type(v, T_PROPERTY) || is_type(v, T_INSTANCE))
            flags |= CLS_HAS_DESCR;
    return flags;
}

/* Methods that belong to the class without saying so. */
static void implicit_classmethods(struct task *t, value dict)
{
    const enum known_sym names[] = { SYM_init_subclass, SYM_class_getitem };
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        value sym = known_symbol(t->vm, names[i]), v = dict_get_sym(REF(dict), sym), made;
        if (is_type(v, T_FUNC) && builtin_table[BI_classmethod].fn(t, &v, &made) == VM_OK)
            dict_set_sym(t, REF(dict), sym, made);
    }
}

value class_new(struct task *t, value name, value bases, value dict, uint32_t native)
{
    struct vm *vm = t->vm;
    struct class *c = heap_new(t, T_CLASS, sizeof *c, 0);
    value self = value_of(c);
    c->name = c->qualname = name;
    c->bases = bases;
    c->dict = dict;
    c->native = (uint16_t)native;
    c->module = S(vm, main);
    const struct tuple *b = REF(bases);
    if (!mro_build(t, self, b, &c->mro)) {
        throw(t, EXC_TypeError, "Cannot create a consistent method resolution order (MRO) for the bases of '%s'",
              sym_text(name));
        return V_UNBOUND;
    }
    c->hint = 4;
    const struct tuple *m = REF(c->mro);
    for (uint32_t i = 1; i < m->o.n; i++) {
        if (is_type(m->item[i], T_CLASS)) {
            const struct class *k = REF(m->item[i]);
            c->flags |= k->flags & ~(uint32_t)CLS_PRELUDE;
            c->hint = MAX(c->hint, k->hint);
            if (k->native && !c->native)
                c->native = k->native;
        } else if (payload_of(m->item[i]) != T_OBJECT && !c->native) {
            c->native = (uint16_t)payload_of(m->item[i]);
        }
    }
    implicit_classmethods(t, dict);
    c->flags |= class_find_flags(t, c);
    pthread_mutex_lock(&vm->names_guard);
    if (vm->class_count == vm->class_cap) {
        vm->class_cap = vm->class_cap ? vm->class_cap * 2 : 128;
        vm->classes = mem_resize(vm->classes, vm->class_cap, sizeof *vm->classes);
    }
    c->id = vm->class_count;
    vm->classes[vm->class_count++] = self;
    c->shape = shape_new(vm, (struct shape){ .cls = c->id });
    pthread_mutex_unlock(&vm->names_guard);
    return self;
}

/* ---- lookup ---- */

value class_lookup(struct task *t, value cls, value sym)
{
    if (is_sort(cls, SORT_TYPE))
        return native_attribute(t->vm, (enum type_id)payload_of(cls), sym);
    const struct tuple *m = mro_of(cls);
    for (uint32_t i = 0; i < m->o.n; i++) {
        value v = is_type(m->item[i], T_CLASS)
                      ? dict_get_sym(REF(((struct class *)REF(m->item[i]))->dict), sym)
                      : native_attribute(t->vm, (enum type_id)payload_of(m->item[i]), sym);
        if (v != V_UNBOUND)
            return v;
    }
    return V_UNBOUND;
}

value type_lookup(struct task *t, value v, value sym)
{
    return class_lookup(t, type_value(t, v), sym);
}

static inline bool begins_with(const char *s, const char *with)
{
    while (*with && *s == *with)
        s++, with++;
    return !*with;
}

/* Native methods that belong to the type, not to its values: str.maketrans, dict.fromkeys. */
bool function_takes_no_self(value f)
{
    if (!is_sort(f, SORT_BUILTIN))
        return false;
    const char *s = builtin_table[payload_of(f)].signature;
    return !begins_with(s, "self") && !begins_with(s, "cls, /");
}

value method_new(struct task *t, value func, value self)
{
    struct method *m = heap_new(t, T_METHOD, sizeof *m, 0);
    m->func = func;
    m->self = self;
    return value_of(m);
}
