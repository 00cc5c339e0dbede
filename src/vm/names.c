/* Symbols: interned names, and the builtins they mean. */
#include <stdlib.h>

#include "base/mem.h"
#include "vm/inside.h"
#include "vm/str.h"

struct symbols {
    value *at; // open addressing by hash
    uint32_t count, size;
    value known[SYM_COUNT];
    uint32_t *builtins; // open addressing by symbol: builtin id
    uint32_t builtins_size, builtins_asked; // how often before there was a table
};

static const struct {
    const char *text;
    uint32_t n;
} known_texts[SYM_COUNT] = {
#define SYM(id, text) [SYM_##id] = { text, sizeof(text) - 1 },
#include "vm/symbol.def"
#undef SYM
};

struct symbols *symbols_new(void)
{
    struct symbols *s = mem_zalloc(1, sizeof *s);
    s->size = 256;
    s->at = mem_zalloc(s->size, sizeof *s->at);
    return s;
}

void symbols_free(struct symbols *s)
{
    free(s->at);
    free(s->builtins);
    free(s);
}

static void grow(struct symbols *s)
{
    value *old = s->at;
    uint32_t size = s->size;
    s->size *= 2;
    s->at = mem_zalloc(s->size, sizeof *s->at);
    for (uint32_t i = 0; i < size; i++) {
        if (!old[i])
            continue;
        uint32_t k = ((struct str *)REF(old[i]))->hash & (s->size - 1);
        while (s->at[k])
            k = (k + 1) & (s->size - 1);
        s->at[k] = old[i];
    }
    free(old);
}

static value intern(struct vm *vm, const char *text, size_t n)
{
    struct symbols *s = vm->symbols;
    uint32_t hash = text_hash(text, n), i = hash & (s->size - 1);
    for (; s->at[i]; i = (i + 1) & (s->size - 1)) {
        struct str *o = REF(s->at[i]);
        if (o->hash == hash && o->o.n == n && memcmp(o->bytes, text, n) == 0)
            return s->at[i];
    }
    struct str *o = heap_new_perm(vm, T_STR, MAX(sizeof *o, offsetof(struct str, bytes) + n + 1), (uint32_t)n);
    memcpy(o->bytes, text, n);
    size_t chars = text_chars(text, n);
    o->o.aux = (uint16_t)(STR_SYMBOL | (chars == n ? STR_ASCII : 0));
    o->chars = (uint32_t)chars;
    o->hash = hash;
    s->at[i] = value_of(o);
    value v = s->at[i];
    if (++s->count * 2 > s->size)
        grow(s);
    return v;
}

value symbol(struct vm *vm, const char *text, size_t n)
{
    pthread_mutex_lock(&vm->names_guard);
    value v = intern(vm, text, n);
    pthread_mutex_unlock(&vm->names_guard);
    return v;
}

value symbol_of_str(struct vm *vm, value v)
{
    struct str *s = REF(v);
    if (s->o.aux & STR_SYMBOL)
        return v;
    return symbol(vm, str_data(s), s->o.n);
}

value known_symbol(struct vm *vm, enum known_sym k)
{
    value *v = &vm->symbols->known[k];
    value got = __atomic_load_n(v, __ATOMIC_ACQUIRE);
    if (UNLIKELY(!got)) {
        got = symbol(vm, known_texts[k].text, known_texts[k].n);
        __atomic_store_n(v, got, __ATOMIC_RELEASE);
    }
    return got;
}

/* ---- builtins by name ---- */

static const struct {
    const char *name;
    enum type_id type;
} type_names[] = {
    { "object", T_OBJECT }, { "bool", T_BOOL }, { "int", T_INT }, { "float", T_FLOAT },
    { "str", T_STR }, { "bytes", T_BYTES }, { "bytearray", T_BYTEARRAY }, { "list", T_LIST },
    { "tuple", T_TUPLE }, { "dict", T_DICT }, { "set", T_SET }, { "frozenset", T_FROZENSET },
    { "range", T_RANGE }, { "slice", T_SLICE }, { "type", T_CLASS }, { "property", T_PROPERTY },
    { "super", T_SUPER }, { "enumerate", T_ENUMERATE }, { "zip", T_ZIP }, { "map", T_MAP }, { "filter", T_FILTER },
    { "staticmethod", T_STATICMETHOD }, { "classmethod", T_CLASSMETHOD },
};

static value other_builtin(struct vm *vm, const char *s, uint32_t n)
{
    for (size_t i = 0; i < ARRAY_LEN(type_names); i++)
        if (strlen(type_names[i].name) == n && memcmp(type_names[i].name, s, n) == 0)
            return V_TYPE(type_names[i].type);
    if (n == 14 && memcmp(s, "NotImplemented", 14) == 0)
        return V_NOTIMPL;
    if (n == 8 && memcmp(s, "Ellipsis", 8) == 0)
        return V_ELLIPSIS;
    if (n == 9 && memcmp(s, "__debug__", 9) == 0)
        return V_TRUE;
    static const char *const names[EXC_COUNT] = {
#define EXC(name, base) [EXC_##name] = #name,
#include "vm/exception.def"
#undef EXC
    };
    if (s[0] >= 'A' && s[0] <= 'Z') {
        for (unsigned i = 0; i < EXC_COUNT; i++)
            if (strlen(names[i]) == n && memcmp(names[i], s, n) == 0)
                return vm->exceptions[i];
        if ((n == 7 && memcmp(s, "IOError", 7) == 0) || (n == 16 && memcmp(s, "EnvironmentError", 16) == 0))
            return vm->exceptions[EXC_OSError];
    }
    return V_UNBOUND;
}

/* A table of text hashes, so that it can be made without interning every name. */
static void build_builtins(struct symbols *s)
{
    s->builtins_size = 1024;
    s->builtins = mem_zalloc(s->builtins_size, sizeof *s->builtins);
    for (uint32_t id = 1; id < BUILTIN_COUNT; id++) {
        const struct builtin_info *b = &builtin_table[id];
        if (b->type != T_OBJECT)
            continue;
        uint32_t i = text_hash(b->name, strlen(b->name)) & (s->builtins_size - 1);
        while (s->builtins[i])
            i = (i + 1) & (s->builtins_size - 1);
        s->builtins[i] = id;
    }
}

static uint32_t search_builtins(const struct str *o)
{
    for (uint32_t id = 1; id < BUILTIN_COUNT; id++) {
        const struct builtin_info *b = &builtin_table[id];
        if (b->type == T_OBJECT && b->name[0] == o->bytes[0] && strlen(b->name) == o->o.n &&
            memcmp(b->name, o->bytes, o->o.n) == 0)
            return id;
    }
    return 0;
}

enum { FEW_NAMES = 4 }; // the table costs as much as so many searches, and a short program needs fewer

static uint32_t builtin_id(struct vm *vm, value sym)
{
    struct symbols *s = vm->symbols;
    struct str *o = REF(sym);
    if (!s->builtins && s->builtins_asked++ < FEW_NAMES)
        return search_builtins(o);
    if (!s->builtins)
        build_builtins(s);
    for (uint32_t i = o->hash & (s->builtins_size - 1); s->builtins[i]; i = (i + 1) & (s->builtins_size - 1)) {
        const char *name = builtin_table[s->builtins[i]].name;
        if (strlen(name) == o->o.n && memcmp(name, o->bytes, o->o.n) == 0)
            return s->builtins[i];
    }
    return 0;
}

value builtin_by_name(struct vm *vm, value sym)
{
    value other = other_builtin(vm, sym_text(sym), sym_len(sym)); // list the type before list the function
    if (other != V_UNBOUND)
        return other;
    pthread_mutex_lock(&vm->names_guard);
    uint32_t id = builtin_id(vm, sym);
    pthread_mutex_unlock(&vm->names_guard);
    return id && !(builtin_table[id].flags & BF_HIDDEN) ? V_BUILTIN(id) : V_UNBOUND;
}

void builtin_names(struct buf *out)
{
    for (size_t i = 0; i < ARRAY_LEN(type_names); i++)
        buf_addf(out, "%s\n", type_names[i].name);
    for (uint32_t id = 1; id < BUILTIN_COUNT; id++)
        if (builtin_table[id].type == T_OBJECT && !(builtin_table[id].flags & BF_HIDDEN))
            buf_addf(out, "%s\n", builtin_table[id].name);
#define EXC(name, base) buf_adds(out, #name "\n");
#include "vm/exception.def"
#undef EXC
}

/* Of the module _conch: hidden ones too. */
value hidden_builtin(struct vm *vm, value sym)
{
    pthread_mutex_lock(&vm->names_guard);
    uint32_t id = builtin_id(vm, sym);
    pthread_mutex_unlock(&vm->names_guard);
    value other = builtin_by_name(vm, sym);
    return other != V_UNBOUND ? other : id ? V_BUILTIN(id) : V_UNBOUND;
}
