/* Types of values, and the methods of native ones. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "vm/container.h"
#include "vm/inside.h"

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


value native_attribute(struct vm *vm, enum type_id type, value sym)
{
    if (type == T_OBJECT)
        return V_UNBOUND;
    type = type_of_methods(type);
    value v = native_own(vm, type, sym);
    if (v == V_UNBOUND && type == T_BOOL)
        v = native_own(vm, T_INT, sym);
    return v;
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

static const char *const sync_names[] = { "_thread.lock", "_thread.RLock", "Semaphore", "Event", "Condition", "Barrier", "Queue", "task" };

/* Classes that are native in CPython have their module in the name that messages give. */
static const char *class_name_told(struct task *t, const struct class *c)
{
    static const struct { const char *module, *name; } native[] = {
        { "datetime", NULL }, { "decimal", "Decimal" }, { "re", NULL }, { "functools", "partial" },
        { "collections", "defaultdict" }, { "collections", "OrderedDict" },
    };
    const char *name = sym_text(c->name);
    for (size_t i = 0; class_flags(c) & CLS_PRELUDE && i < ARRAY_LEN(native); i++) {
        if (strcmp(sym_text(c->module), native[i].module) != 0 || (native[i].name && strcmp(name, native[i].name) != 0))
            continue;
        char text[64];
        int n = snprintf(text, sizeof text, "%s.%s", native[i].module, name);
        return n < (int)sizeof text ? sym_text(symbol(t->vm, text, (size_t)n)) : name;
    }
    return name;
}

const char *type_name(struct task *t, value v)
{
    enum type_id ty = type_of(v);
    switch (ty) {
    case T_INSTANCE: return class_name_told(t, class_of(v));
    case T_ITER:
        if (obj_of(v)->aux == ITER_STR && is_str(((struct iter *)REF(v))->source) && obj_of(((struct iter *)REF(v))->source)->aux & STR_ASCII)
            return "str_ascii_iterator";
        return obj_of(v)->aux < ARRAY_LEN(iter_names) ? iter_names[obj_of(v)->aux] : "iterator";
    case T_DICTVIEW: return obj_of(v)->aux == 0 ? "dict_keys" : obj_of(v)->aux == 1 ? "dict_values" : "dict_items";
    case T_PROPERTY: return obj_of(v)->aux == DESCR_STATIC ? "staticmethod" : obj_of(v)->aux == DESCR_CLASS ? "classmethod" : "property";
    case T_METHOD: return is_sort(((struct method *)REF(v))->func, SORT_BUILTIN) ? type_names[T_BUILTIN] : type_names[ty];
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
    case T_TRACEBACK: return obj_of(v)->aux == PLACE_TRACE ? T_TRACEBACK : obj_of(v)->aux == PLACE_CODE ? T_CODE : T_FRAME;
    case T_SYNC: return obj_of(v)->aux == 0 ? T_LOCK : obj_of(v)->aux == 1 ? T_RLOCK : T_SYNC; // enum sync_kind
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

enum type_id type_of_methods(enum type_id type)
{
    switch (type) {
    case T_DICT_KEYS: case T_DICT_VALUES: case T_DICT_ITEMS: return T_DICTVIEW;
    case T_COROUTINE: case T_ASYNC_GENERATOR: return T_GEN;
    case T_STATICMETHOD: case T_CLASSMETHOD: return T_PROPERTY;
    case T_METHOD_WRAPPER: return T_METHOD;
    case T_LOCK: case T_RLOCK: return T_SYNC;
    case T_FRAME: case T_CODE: return T_TRACEBACK;
    case T_GROUP: return T_GROUP;
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
