/* Classes, instances, attributes. */
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "vm/container.h"
#include "vm/inside.h"

/* ---- shapes ---- */

struct shape *shape_at(struct vm *vm, uint32_t index)
{
    return &vm->shapes[index / CHUNK_SHAPES][index % CHUNK_SHAPES];
}

static uint32_t shape_new(struct vm *vm, struct shape like)
{
    uint32_t i = atomic_load(&vm->shape_count);
    if (i / CHUNK_SHAPES >= SHAPE_CHUNKS)
        return 0;
    if (!vm->shapes[i / CHUNK_SHAPES])
        vm->shapes[i / CHUNK_SHAPES] = mem_zalloc(CHUNK_SHAPES, sizeof(struct shape));
    *shape_at(vm, i) = like;
    atomic_store(&vm->shape_count, i + 1);
    return i;
}

int32_t shape_find(struct vm *vm, uint32_t shape, value sym)
{
    for (struct shape *s = shape_at(vm, shape); s->count; s = shape_at(vm, s->parent))
        if (s->sym == sym)
            return (int32_t)s->count - 1;
    return -1;
}

enum { MAX_SLOTS = 64 }; // more attributes than that live in a dict

uint32_t shape_add(struct vm *vm, uint32_t shape, value sym)
{
    struct shape *s = shape_at(vm, shape);
    uint32_t c = __atomic_load_n(&s->child, __ATOMIC_ACQUIRE);
    for (; c; c = shape_at(vm, c)->sibling)
        if (shape_at(vm, c)->sym == sym)
            return c;
    if (s->count >= MAX_SLOTS)
        return 0;
    pthread_mutex_lock(&vm->names_guard);
    for (c = s->child; c && shape_at(vm, c)->sym != sym; c = shape_at(vm, c)->sibling)
        ;
    if (!c) {
        c = shape_new(vm, (struct shape){ .sym = sym, .parent = shape, .sibling = s->child, .cls = s->cls,
                                          .count = s->count + 1 });
        if (c)
            __atomic_store_n(&s->child, c, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(&vm->names_guard);
    return c;
}

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

static const struct tuple *mro_of(value cls)
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

/* C3 linearisation. Source: K. Barrett et al., A Monotonic Superclass Linearization for Dylan,
 * OOPSLA 1996; the Python 2.3 Method Resolution Order. */
static bool mro_build(struct task *t, value self, const struct tuple *bases, value *ret)
{
    enum { MAX_BASES = 32, MAX_MRO = 256 };
    const value *seq[MAX_BASES + 1];
    uint32_t left[MAX_BASES + 1], n = 0, count = 0;
    value single[MAX_BASES], out[MAX_MRO];
    if (bases->o.n > MAX_BASES)
        return false;
    if (bases->o.n == 1) { // nothing to merge: the base's order behind the class itself
        value b = bases->item[0];
        uint32_t more = is_type(b, T_CLASS) ? mro_of(b)->o.n : 1;
        if (more >= MAX_MRO)
            return false;
        out[0] = self;
        memcpy(out + 1, is_type(b, T_CLASS) ? mro_of(b)->item : &b, more * sizeof b);
        *ret = tuple_new(t, out, more + 1);
        return true;
    }
    for (uint32_t i = 0; i < bases->o.n; i++) {
        value b = bases->item[i];
        if (is_type(b, T_CLASS)) {
            seq[n] = mro_of(b)->item;
            left[n++] = mro_of(b)->o.n;
        } else {
            single[i] = b;
            seq[n] = &single[i];
            left[n++] = 1;
        }
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

static uint32_t flags_of(struct task *t, struct class *c)
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
    c->flags |= flags_of(t, c);
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

/* ---- native types ---- */

/* Methods of native types by (type, symbol), built when a type is first asked. */
struct native_index {
    value *syms;
    uint32_t *ids;
    uint32_t size;
};

struct native_index *natives_new(void)
{
    return mem_zalloc(TYPE_COUNT, sizeof(struct native_index));
}

void natives_free(struct native_index *all)
{
    for (unsigned i = 0; i < TYPE_COUNT; i++) {
        free(all[i].syms);
        free(all[i].ids);
    }
    free(all);
}

static void native_build(struct vm *vm, enum type_id type)
{
    struct native_index *ix = &vm->natives[type];
    uint32_t n = 0;
    for (uint32_t id = 1; id < BUILTIN_COUNT; id++)
        n += builtin_table[id].type == type;
    uint32_t size = 8;
    while (size < n * 2)
        size *= 2;
    ix->syms = mem_zalloc(size, sizeof *ix->syms);
    ix->ids = mem_zalloc(size, sizeof *ix->ids);
    for (uint32_t id = 1; id < BUILTIN_COUNT; id++) {
        if (builtin_table[id].type != type)
            continue;
        value sym = symbol(vm, builtin_table[id].name, strlen(builtin_table[id].name));
        uint32_t i = ((struct str *)REF(sym))->hash & (size - 1);
        while (ix->syms[i])
            i = (i + 1) & (size - 1);
        ix->syms[i] = sym;
        ix->ids[i] = id;
    }
    __atomic_store_n(&ix->size, size, __ATOMIC_RELEASE);
}

static value native_own(struct vm *vm, enum type_id type, value sym)
{
    struct native_index *ix = &vm->natives[type];
    uint32_t size = __atomic_load_n(&ix->size, __ATOMIC_ACQUIRE);
    if (!size) {
        pthread_mutex_lock(&vm->names_guard);
        if (!ix->size)
            native_build(vm, type);
        size = ix->size;
        pthread_mutex_unlock(&vm->names_guard);
    }
    for (uint32_t i = ((struct str *)REF(sym))->hash & (size - 1); ix->syms[i]; i = (i + 1) & (size - 1))
        if (ix->syms[i] == sym)
            return V_BUILTIN(ix->ids[i]);
    return V_UNBOUND;
}

static enum type_id kind_of_type(enum type_id type);

value native_attribute(struct vm *vm, enum type_id type, value sym)
{
    if (type == T_OBJECT)
        return V_UNBOUND;
    type = kind_of_type(type);
    value v = native_own(vm, type, sym);
    if (v == V_UNBOUND && type == T_BOOL)
        v = native_own(vm, T_INT, sym);
    return v;
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

/* Native methods that belong to the type, not to its values: str.maketrans, dict.fromkeys. */
static bool is_unbound(value f)
{
    if (!is_sort(f, SORT_BUILTIN))
        return false;
    static uint8_t known[BUILTIN_COUNT]; // 1 no, 2 yes
    uint64_t id = payload_of(f);
    uint8_t k = __atomic_load_n(&known[id], __ATOMIC_RELAXED);
    if (k)
        return k == 2;
    const char *s = builtin_table[id].signature;
    bool yes = strncmp(s, "self", 4) != 0 && strncmp(s, "cls, /", 6) != 0;
    __atomic_store_n(&known[id], yes ? 2 : 1, __ATOMIC_RELAXED);
    return yes;
}

value method_new(struct task *t, value func, value self)
{
    struct method *m = heap_new(t, T_METHOD, sizeof *m, 0);
    m->func = func;
    m->self = self;
    return value_of(m);
}

/* ---- instances ---- */

value instance_new(struct task *t, struct class *c)
{
    uint32_t hint = __atomic_load_n(&c->hint, __ATOMIC_RELAXED); // another thread may find more to be better
    struct instance *i = heap_new(t, T_INSTANCE, sizeof *i + 8 * (size_t)hint, hint);
    i->shape = c->shape;
    i->cls_id = c->id;
    i->cls = value_of(c);
    i->payload = V_UNBOUND;
    for (uint32_t k = 0; k < hint; k++)
        i->item[k] = V_UNBOUND;
    return value_of(i);
}

value *instance_slot(struct instance *i, uint32_t slot)
{
    if (slot < i->o.n)
        return &i->item[slot];
    struct array *more = REF(slot_get(&i->more));
    return &more->item[slot - i->o.n];
}

/* An attribute whose object may be changed by another thread meanwhile. */
static value slot_peek(struct instance *i, uint32_t slot, value sym)
{
    if (slot < i->o.n)
        return slot_get(&i->item[slot]);
    value more = slot_get(&i->more);
    slot -= i->o.n;
    if (is_type(more, T_DICT)) // it has just got one
        return dict_get_sym(REF(more), sym);
    return more && slot < obj_of(more)->n ? slot_get(&((struct array *)REF(more))->item[slot]) : V_UNBOUND;
}

value instance_get(struct vm *vm, struct instance *i, value sym)
{
    if (LIKELY(!(obj_flags(&i->o) & F_DICTMODE))) {
        int32_t slot = shape_find(vm, instance_shape(i), sym);
        value v = slot < 0 ? V_UNBOUND : slot_peek(i, (uint32_t)slot, sym);
        if (v != V_UNBOUND || !(obj_flags(&i->o) & F_DICTMODE))
            return v;
    }
    return dict_get_sym(REF(slot_get(&i->more)), sym);
}

value instance_dict(struct task *t, struct instance *i)
{
    value dv = dict_new(t);
    struct dict *d = REF(dv);
    if (obj_flags(&i->o) & F_DICTMODE) {
        uint32_t at = 0;
        value k, v;
        while (dict_next(REF(i->more), &at, &k, &v))
            dict_set_sym(t, d, k, v);
        return dv;
    }
    value syms[MAX_SLOTS];
    uint32_t n = 0;
    struct shape *s = shape_at(t->vm, i->shape);
    for (uint32_t c = s->count; s->count; s = shape_at(t->vm, s->parent))
        syms[--c] = s->sym, n++;
    for (uint32_t k = 0; k < n; k++) {
        value v = slot_get(instance_slot(i, k));
        if (v != V_UNBOUND)
            dict_set_sym(t, d, syms[k], v);
    }
    return dv;
}

/* From now on its attributes are in d. instance_get() relies on this order, and on slots that are emptied later. */
static void use_dict(struct instance *i, value d)
{
    slot_set(&i->more, d);
    __atomic_fetch_or(&i->o.flags, F_DICTMODE, __ATOMIC_RELEASE);
    __atomic_store_n(&i->shape, 0, __ATOMIC_RELEASE); // no cache may match it any more
}

static void to_dict_mode(struct task *t, struct instance *i)
{
    value d = instance_dict(t, i);
    if (obj_flags(&i->o) & F_SHARED)
        heap_share(t, d);
    use_dict(i, d);
    for (uint32_t k = 0; k < i->o.n; k++)
        slot_set(&i->item[k], V_UNBOUND);
}

/* Makes sure that a slot exists; the object's lock is held if others see it. */
static value *slot_room(struct task *t, struct instance *i, uint32_t slot)
{
    if (slot < i->o.n)
        return &i->item[slot];
    uint32_t index = slot - i->o.n;
    struct array *old = i->more ? REF(i->more) : NULL;
    if (!old || index >= old->o.n) {
        uint32_t cap = old ? old->o.n * 2 : 4;
        struct array *a = heap_new(t, T_ARRAY, sizeof *a + 8 * (size_t)cap, cap);
        for (uint32_t k = 0; k < cap; k++)
            a->item[k] = old && k < old->o.n ? old->item[k] : V_UNBOUND;
        if (obj_flags(&i->o) & F_SHARED)
            a->o.flags |= F_SHARED;
        slot_set(&i->more, value_of(a));
        old = a;
        struct class *c = REF(i->cls);
        uint32_t hint = __atomic_load_n(&c->hint, __ATOMIC_RELAXED);
        if (hint < MAX_SLOTS && slot >= hint) // the next instances are larger
            __atomic_store_n(&c->hint, (uint16_t)MIN(slot + 2, (uint32_t)MAX_SLOTS), __ATOMIC_RELAXED);
    }
    return &old->item[index];
}

/* In dict mode the dict has a lock of its own: programs reach it as __dict__. */
static void put_in_dict(struct task *t, struct instance *i, value sym, value v)
{
    struct dict *d = REF(i->more);
    bool locked = t->multi && (obj_flags(&d->o) & F_SHARED);
    value old;
    if (locked)
        obj_lock(&d->o);
    if (v == V_UNBOUND)
        dict_del(t, d, sym, &old);
    else
        dict_set_sym(t, d, sym, v);
    if (locked) {
        heap_share_children(t, i->more); // it may have a new table
        obj_unlock(&d->o);
    }
}

void instance_put(struct task *t, struct instance *i, value sym, value v)
{
    if (!(obj_flags(&i->o) & F_DICTMODE)) {
        int32_t slot = shape_find(t->vm, i->shape, sym);
        if (slot >= 0) {
            slot_set(instance_slot(i, (uint32_t)slot), v);
        } else {
            uint32_t next = shape_add(t->vm, i->shape, sym);
            if (next) {
                slot_set(slot_room(t, i, shape_at(t->vm, next)->count - 1), v);
                __atomic_store_n(&i->shape, next, __ATOMIC_RELEASE);
            } else {
                to_dict_mode(t, i);
            }
        }
    }
    if (obj_flags(&i->o) & F_DICTMODE)
        put_in_dict(t, i, sym, v);
}

void instance_set(struct task *t, struct instance *i, value sym, value v)
{
    bool locked = is_contended(t, &i->o);
    if (locked) {
        heap_share(t, v);
        obj_lock(&i->o);
    }
    instance_put(t, i, sym, v);
    if (locked)
        obj_unlock(&i->o);
}

bool instance_del(struct task *t, struct instance *i, value sym)
{
    if (instance_get(t->vm, i, sym) == V_UNBOUND)
        return false;
    bool locked = is_contended(t, &i->o);
    if (locked)
        obj_lock(&i->o);
    if (!(obj_flags(&i->o) & F_DICTMODE))
        to_dict_mode(t, i);
    put_in_dict(t, i, sym, V_UNBOUND);
    if (locked)
        obj_unlock(&i->o);
    return true;
}

/* ---- types of values ---- */

enum type_id type_of(value v)
{
    if (is_int(v))
        return T_INT;
    if (is_ref(v)) {
        enum type_id ty = heap_type(v);
        return ty == T_BIGINT ? T_INT : ty;
    }
    if (is_flonum(v))
        return T_FLOAT;
    switch ((enum special_sort)(v >> 3 & 31)) {
    case SORT_BUILTIN: return T_BUILTIN;
    case SORT_TYPE: return T_CLASS;
    case SORT_MODULE: return T_MODULE;
    default: break;
    }
    return v == V_NONE ? T_NONETYPE : is_bool(v) ? T_BOOL : v == V_ELLIPSIS ? T_ELLIPSIS : T_NOTIMPL;
}

static const char *const type_names[TYPE_COUNT] = {
#define TYPE(id, name, help) [T_##id] = name,
#include "vm/type.def"
#undef TYPE
};

static const char *const iter_names[] = {
    [ITER_RANGE] = "range_iterator", [ITER_LIST] = "list_iterator", [ITER_TUPLE] = "tuple_iterator",
    [ITER_STR] = "str_iterator", [ITER_BYTES] = "bytes_iterator", [ITER_KEYS] = "dict_keyiterator",
    [ITER_VALUES] = "dict_valueiterator", [ITER_ITEMS] = "dict_itemiterator", [ITER_SET] = "set_iterator",
    [ITER_REVERSED] = "list_reverseiterator", [ITER_ENUMERATE] = "enumerate", [ITER_ZIP] = "zip",
    [ITER_DEQUE] = "_collections._deque_iterator", [ITER_EMPTY] = "iterator", [ITER_CALLS] = "callable_iterator",
};

static const char *const sync_names[] = { "lock", "_thread.RLock", "Semaphore", "Event", "Condition", "Barrier", "Queue", "task" };

const char *type_name(struct task *t, value v)
{
    (void)t;
    enum type_id ty = type_of(v);
    switch (ty) {
    case T_INSTANCE: return sym_text(class_of(v)->name);
    case T_ITER: return obj_of(v)->aux < ARRAY_LEN(iter_names) ? iter_names[obj_of(v)->aux] : "iterator";
    case T_DICTVIEW: return obj_of(v)->aux == 0 ? "dict_keys" : obj_of(v)->aux == 1 ? "dict_values" : "dict_items";
    case T_PROPERTY: return obj_of(v)->aux == DESCR_STATIC ? "staticmethod" : obj_of(v)->aux == DESCR_CLASS ? "classmethod" : "property";
    case T_SYNC: return sync_names[obj_of(v)->aux < ARRAY_LEN(sync_names) ? obj_of(v)->aux : 0];
    case T_GEN: {
        const struct gen *g = REF(v);
        if (g->code->flags & CODE_PRELUDE && g->code->name.n < 12 && g->code->name.s[0] != '_' &&
            g->code->name.s[0] != '<')
            return sym_text(g->code->name_value); // map, filter …: generators of the prelude
        return g->code->flags & CODE_COROUTINE ? "coroutine" : g->code->flags & CODE_ASYNC_GEN ? "async_generator" : "generator";
    }
    default: return type_names[ty];
    }
}

static enum type_id gen_type(const struct gen *g)
{
    static const enum type_id known[] = { T_MAP, T_FILTER, T_ZIP, T_ENUMERATE };
    if (g->code->flags & CODE_PRELUDE) // they stand for native iterators
        for (size_t i = 0; i < ARRAY_LEN(known); i++)
            if (strlen(type_names[known[i]]) == g->code->name.n && memcmp(type_names[known[i]], g->code->name.s, g->code->name.n) == 0)
                return known[i];
    return g->code->flags & CODE_COROUTINE ? T_COROUTINE : g->code->flags & CODE_ASYNC_GEN ? T_ASYNC_GENERATOR : T_GEN;
}

/* The type as type() tells it. */
static enum type_id exact_type(value v)
{
    static const uint8_t iters[] = {
        [ITER_RANGE] = T_RANGE_ITER, [ITER_LIST] = T_LIST_ITER, [ITER_TUPLE] = T_TUPLE_ITER, [ITER_STR] = T_STR_ITER,
        [ITER_BYTES] = T_BYTES_ITER, [ITER_KEYS] = T_KEY_ITER, [ITER_VALUES] = T_VALUE_ITER, [ITER_ITEMS] = T_ITEM_ITER,
        [ITER_SET] = T_SET_ITER, [ITER_REVERSED] = T_REVERSED_ITER, [ITER_ENUMERATE] = T_ENUMERATE, [ITER_ZIP] = T_ZIP,
        [ITER_DEQUE] = T_ITER, [ITER_EMPTY] = T_ITER, [ITER_CALLS] = T_ITER,
    };
    enum type_id ty = type_of(v);
    switch (ty) {
    case T_ITER: return obj_of(v)->aux < ARRAY_LEN(iters) ? (enum type_id)iters[obj_of(v)->aux] : T_ITER;
    case T_DICTVIEW: return obj_of(v)->aux == 0 ? T_DICT_KEYS : obj_of(v)->aux == 1 ? T_DICT_VALUES : T_DICT_ITEMS;
    case T_GEN: return gen_type(REF(v));
    case T_PROPERTY: return obj_of(v)->aux == DESCR_STATIC ? T_STATICMETHOD : obj_of(v)->aux == DESCR_CLASS ? T_CLASSMETHOD : T_PROPERTY;
    case T_METHOD: {
        value f = ((struct method *)REF(v))->func;
        if (!is_sort(f, SORT_BUILTIN))
            return T_METHOD;
        const char *name = builtin_table[payload_of(f)].name;
        return name[0] == '_' && name[1] == '_' && builtin_table[payload_of(f)].type != T_CLASS ? T_METHOD_WRAPPER : T_BUILTIN;
    }
    default: return ty;
    }
}

/* The kind of object behind such a type: where its methods are. */
static enum type_id kind_of_type(enum type_id type)
{
    switch (type) {
    case T_DICT_KEYS: case T_DICT_VALUES: case T_DICT_ITEMS: return T_DICTVIEW;
    case T_COROUTINE: case T_ASYNC_GENERATOR: return T_GEN;
    case T_STATICMETHOD: case T_CLASSMETHOD: return T_PROPERTY;
    case T_METHOD_WRAPPER: return T_METHOD;
    default: return type >= T_ENUMERATE ? T_ITER : type;
    }
}

value type_value(struct task *t, value v)
{
    (void)t;
    if (is_type(v, T_INSTANCE))
        return ((struct instance *)REF(v))->cls;
    return V_TYPE(exact_type(v));
}

bool is_instance(value v, value cls)
{
    if (cls == V_TYPE(T_OBJECT))
        return true;
    if (is_sort(cls, SORT_TYPE)) {
        enum type_id want = (enum type_id)payload_of(cls), have = exact_type(v);
        if (have == T_INSTANCE)
            return class_is_subclass(((struct instance *)REF(v))->cls, cls);
        return have == want || (want == T_INT && have == T_BOOL);
    }
    return is_type(v, T_INSTANCE) && class_is_subclass(((struct instance *)REF(v))->cls, cls);
}

value payload_or_self(value v)
{
    if (is_type(v, T_INSTANCE)) {
        value p = ((struct instance *)REF(v))->payload;
        if (p != V_UNBOUND)
            return p;
    }
    return v;
}

/* ---- attribute access ---- */

/* Binds what was found on a class to the object it was asked of. */
static enum vm_ret bind(struct task *t, value found, value obj, value cls, value *ret)
{
    if (is_type(found, T_FUNC) || is_sort(found, SORT_BUILTIN)) {
        if (obj == V_UNBOUND || is_unbound(found))
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
        buf_addf(&what, "type object '%s'", type_names[payload_of(obj)]);
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
        *ret = is_unbound(found) ? found : method_new(t, found, obj);
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
            if (is_type(found, T_FUNC) || (is_sort(found, SORT_BUILTIN) && !is_unbound(found))) {
                *ret = found;
                *ret_self = obj;
                return VM_OK;
            }
        }
    } else if (!is_type(obj, T_SUPER) && type_of(obj) != T_CLASS && type_of(obj) != T_MODULE) {
        value found = native_attribute(t->vm, type_of(obj), sym);
        if (found != V_UNBOUND && !is_unbound(found)) {
            *ret = found;
            *ret_self = obj;
            return VM_OK;
        }
    }
    return attr_get(t, obj, sym, ret);
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
    __atomic_fetch_or(&c->flags, flags_of(t, c), __ATOMIC_RELAXED);
    for (uint32_t i = 0; i < t->vm->class_count; i++) { // subclasses see it too
        struct class *k = REF(t->vm->classes[i]);
        if (k->mro && class_is_subclass(t->vm->classes[i], obj))
            __atomic_fetch_or(&k->flags, class_flags(c) & ~(uint32_t)CLS_PRELUDE, __ATOMIC_RELAXED);
    }
    atomic_fetch_add(&t->vm->class_epoch, 1);
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
        if (class_flags(c) & CLS_HAS_DESCR) {
            value found = class_lookup(t, i->cls, sym);
            if (is_type(found, T_PROPERTY) && obj_of(found)->aux == DESCR_PROPERTY) {
                struct descr *d = REF(found);
                if (d->set == V_NONE)
                    return throw(t, EXC_AttributeError, "property '%s' of '%s' object has no setter", sym_text(sym),
                                 type_name(t, obj));
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
                to_dict_mode(t, i);
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
            use_dict(i, v);
            return VM_OK;
        }
        instance_set(t, i, sym, v);
        return VM_OK;
    }
    case T_CLASS:
        if (!is_type(obj, T_CLASS))
            return throw(t, EXC_TypeError, "cannot set '%s' attribute of immutable type '%s'", sym_text(sym),
                         type_names[payload_of(obj)]);
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

enum vm_ret attr_del(struct task *t, value obj, value sym)
{
    if (is_type(obj, T_INSTANCE)) {
        struct instance *i = REF(obj);
        value found = class_lookup(t, i->cls, sym);
        if (is_type(found, T_PROPERTY) && obj_of(found)->aux == DESCR_PROPERTY) {
            struct descr *d = REF(found);
            if (d->del == V_NONE)
                return throw(t, EXC_AttributeError, "property '%s' of '%s' object has no deleter", sym_text(sym), type_name(t, obj));
            t->call[0] = d->del;
            t->call[1] = tuple_new(t, &obj, 1);
            return VM_CALL;
        }
        value f = class_lookup(t, i->cls, S(t->vm, delattr));
        if (f != V_UNBOUND) {
            value args[2] = { obj, sym };
            t->call[0] = f;
            t->call[1] = tuple_new(t, args, 2);
            return VM_CALL;
        }
        if (instance_del(t, i, sym))
            return VM_OK;
        attr_missing(t, obj, sym);
        return VM_RAISE;
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
        const char *name = type_names[payload_of(obj)];
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
                to_dict_mode(t, i);
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
        if (sym == S(vm, gi_running))
            return *ret = V_BOOL(__atomic_load_n(&g->o.aux, __ATOMIC_RELAXED) == GEN_RUNNING), true;
        if (sym == S(vm, gi_frame)) // only asked whether it is None
            return *ret = __atomic_load_n(&g->o.aux, __ATOMIC_RELAXED) == GEN_DONE ? V_NONE : V_TRUE, true;
        return false;
    }
    default: return false;
    }
}
