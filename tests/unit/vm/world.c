#include "world.h"

#include <ctype.h>
#include <sys/mman.h>

#include "vm/inside.h"

enum { HEAP_BYTES = 1 << 30 };

char *heap_base;
static size_t heap_top;
static struct vm process;
static struct task only;

struct task *world_start(void)
{
    if (!heap_base)
        heap_base = mmap(NULL, HEAP_BYTES, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    heap_top = 64;
    memset(&process, 0, sizeof process);
    only = (struct task){ .vm = &process, .exc = V_UNBOUND };
    return &only;
}

void *heap_new(struct task *t, enum type_id type, size_t bytes, uint32_t n)
{
    bytes = ALIGN_UP(bytes, 8);
    if (!heap_room(t, bytes))
        return NULL;
    struct obj *o = (struct obj *)(heap_base + heap_top);
    heap_top += bytes;
    memset(o, 0, bytes);
    o->type = (uint8_t)type;
    o->n = n;
    return o;
}

bool heap_room(struct task *t, size_t bytes)
{
    if (bytes <= HEAP_BYTES - heap_top)
        return true;
    throw(t, EXC_MemoryError, " ");
    return false;
}

/* ---- exceptions ---- */

static const char *const exc_names[] = {
#define EXC(name, base) #name,
#include "vm/exception.def"
#undef EXC
};

static char error_text[4096];

const char *world_error(struct task *t)
{
    return t->exc == V_UNBOUND ? "" : error_text;
}

enum vm_ret throw(struct task *t, enum exc_id id, const char *fmt, ...)
{
    va_list ap;
    int n = snprintf(error_text, sizeof error_text, "%s: ", exc_names[id]);
    va_start(ap, fmt);
    vsnprintf(error_text + n, sizeof error_text - (size_t)n, fmt, ap);
    va_end(ap);
    t->exc = V_NONE;
    return VM_RAISE;
}

enum vm_ret throw_value(struct task *t, enum exc_id id, value arg)
{
    return throw(t, id, "%s", arg == V_UNBOUND ? "" : world_show(t, arg));
}

enum vm_ret throw_operands(struct task *t, const char *op, value a, value b)
{
    return throw(t, EXC_TypeError, "unsupported operand type(s) for %s: '%s' and '%s'", op, type_name(t, a),
                 type_name(t, b));
}

bool exception_is(value exc, enum exc_id id, struct vm *vm)
{
    (void)vm;
    const char *name = str_data(REF(class_of(exc)->name));
    return strcmp(name, exc_names[id]) == 0;
}

/* ---- types ---- */

enum type_id type_of(value v) { return kind_of(v); }

const char *type_name(struct task *t, value v)
{
    (void)t;
    return kind_of(v) == T_INSTANCE ? str_data(REF(class_of(v)->name)) : native_value_name(v);
}

struct class *class_of(value v) { return REF(((struct instance *)REF(v))->cls); }

value payload_or_self(value v)
{
    if (kind_of(v) != T_INSTANCE || ((struct instance *)REF(v))->payload == V_UNBOUND)
        return v;
    return ((struct instance *)REF(v))->payload;
}

value known_symbol(struct vm *vm, enum known_sym s)
{
    (void)vm;
    return V_INT(s);
}

value type_lookup(struct task *t, value v, value sym)
{
    (void)t, (void)sym;
    return kind_of(v) == T_INSTANCE && class_of(v)->flags & CLS_HAS_EQ ? V_NONE : V_UNBOUND;
}

enum vm_ret gen_next(struct task *t, value *args, value *ret)
{
    (void)t, (void)args, (void)ret;
    abort();
}

struct module *module_at(struct vm *vm, uint32_t index)
{
    (void)vm, (void)index;
    abort();
}

const struct builtin_info builtin_table[] = {
    { .name = "len", .type = T_OBJECT },
    { .name = "append", .type = T_LIST },
};

const char *const operator_text[OPR_COUNT] = {
    [OPR_ADD] = "+", [OPR_MUL] = "*", [OPR_SUB] = "-", [OPR_AND] = "&", [OPR_OR] = "|", [OPR_XOR] = "^",
    [OPR_MOD] = "%", [OPR_LT] = "<", [OPR_LE] = "<=", [OPR_GT] = ">", [OPR_GE] = ">=", [OPR_DIV] = "/",
};

/* ---- reading ---- */

static value make_instance(struct task *t, const char *name, uint32_t flags, value payload, unsigned slots)
{
    struct class *c = heap_new(t, T_CLASS, sizeof *c, 0);
    c->name = c->qualname = str_lit(t, name);
    c->module = str_lit(t, flags & CLS_EXCEPTION ? "builtins" : "__main__");
    c->flags = flags;
    struct instance *i = heap_new(t, T_INSTANCE, sizeof *i + slots * sizeof(value), slots);
    i->cls = value_of(c);
    i->payload = payload;
    return value_of(i);
}

static void skip(const char **s)
{
    while (**s == ' ' || **s == ',')
        ++*s;
}

static bool take(const char **s, const char *word)
{
    skip(s);
    if (strncmp(*s, word, strlen(word)) != 0)
        return false;
    *s += strlen(word);
    return true;
}

static value read_items(struct task *t, const char **s, const char *end)
{
    value l = list_new(t, NULL, 0);
    while (!take(s, end))
        list_append(t, REF(l), world_read(t, s));
    return l;
}

static value read_braces(struct task *t, const char **s)
{
    value d = V_NONE, key;
    if (take(s, "}"))
        return dict_new(t);
    while (!take(s, "}")) {
        key = world_read(t, s);
        bool pair = take(s, ":");
        if (d == V_NONE)
            d = pair ? dict_new(t) : set_new(t, T_SET);
        if (pair)
            dict_set(t, REF(d), key, world_read(t, s));
        else
            set_add(t, REF(d), key, NULL);
    }
    return d;
}

static value read_text(struct task *t, const char **s)
{
    struct buf text = { 0 };
    char quote = *(*s)++;
    for (; **s != quote; ++*s) {
        if (**s == '\\' && (*s)[1] == 'n') {
            buf_addc(&text, '\n');
            ++*s;
        } else {
            *s += **s == '\\';
            buf_addc(&text, **s);
        }
    }
    ++*s;
    value v = str_new(t, buf_str(&text), text.n);
    buf_finish(&text);
    return v;
}

/* name(arguments): calls of the constructors */
static bool read_call(struct task *t, const char **s, value *ret)
{
    static const struct { const char *name; builtin_fn *fn; } calls[] = {
        { "set(", set_make }, { "frozenset(", frozenset_make }, { "range(", range_make },
        { "slice(", slice_make }, { "deque(", deque_make }, { "iter(", builtin_iter },
        { "keys(", dict_m_keys }, { "values(", dict_m_values }, { "items(", dict_m_items },
        { "enumerate(", builtin_enumerate }, { "reversed(", builtin_reversed },
    };
    for (size_t i = 0; i < ARRAY_LEN(calls); i++) {
        if (!take(s, calls[i].name))
            continue;
        value list = read_items(t, s, ")"), args[4] = { V_UNBOUND, V_UNBOUND, V_UNBOUND, V_UNBOUND }, v;
        for (unsigned k = 0; k < 4 && list_get_unlocked(REF(list), k, &v); k++)
            args[k] = v;
        if (calls[i].fn(t, args, ret) != VM_OK)
            abort();
        return true;
    }
    return false;
}

static value read_number(struct task *t, const char **s)
{
    size_t n = strcspn(*s, " ,)]}:\t\n");
    const char *text = *s;
    value v = V_NONE;
    bool real = memchr(text, '.', n) || memchr(text, 'e', n) || memchr(text, 'n', n);
    *s += n;
    if ((real ? float_parse(t, text, n, &v) : int_parse(t, text, n, 0, &v)) != VM_OK) {
        printf("# bad literal: %.*s\n", (int)n, text);
        abort();
    }
    return v;
}

value world_read(struct task *t, const char **s)
{
    static const struct { const char *name; value v; } names[] = {
        { "None", V_NONE }, { "True", V_TRUE }, { "False", V_FALSE }, { "...", V_UNBOUND },
        { "NotImplemented", V_NOTIMPL }, { "Ellipsis", V_ELLIPSIS },
    };
    value v;
    skip(s);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (take(s, names[i].name))
            return names[i].v;
    if (read_call(t, s, &v))
        return v;
    if (take(s, "plain()"))
        return make_instance(t, "Plain", 0, V_UNBOUND, 0);
    if (take(s, "picky()"))
        return make_instance(t, "Picky", CLS_HAS_EQ | CLS_HAS_HASH, V_UNBOUND, 0);
    if (take(s, "error(")) { // error('ValueError', args…)
        value list = read_items(t, s, ")"), *items = ((struct array *)REF(list_of(list)->items))->item;
        value exc = make_instance(t, str_data(REF(items[0])), CLS_EXCEPTION, V_UNBOUND, EXC_SLOTS);
        ((struct instance *)REF(exc))->item[EXC_ARGS] = tuple_new(t, items + 1, list_of(list)->len - 1);
        return exc;
    }
    if (take(s, "sub(")) { // an instance of a subclass of what is inside
        v = make_instance(t, "Sub", 0, world_read(t, s), 0);
        take(s, ")");
        return v;
    }
    if (take(s, "["))
        return read_items(t, s, "]");
    if (take(s, "(")) {
        struct list_obj *l = REF(read_items(t, s, ")"));
        return tuple_new(t, l->items ? ((struct array *)REF(l->items))->item : NULL, l->len);
    }
    if (take(s, "{"))
        return read_braces(t, s);
    return **s == '\'' || **s == '"' ? read_text(t, s) : read_number(t, s);
}

value world_value(struct task *t, const char *text)
{
    return world_read(t, &text);
}

const char *world_show(struct task *t, value v)
{
    static struct buf ring[4];
    static unsigned next;
    struct buf *b = &ring[next++ % 4];
    buf_clear(b);
    enum vm_ret r = value_repr(t, v, b);
    if (r != VM_OK)
        buf_adds(b, r == VM_FALLBACK ? "<fallback>" : "<raised>");
    return buf_str(b);
}
