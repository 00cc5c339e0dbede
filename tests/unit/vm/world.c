#include "world.h"

#include "vm/inside.h"

struct task *world_start(void)
{
    static const struct engine nobody; // no test asks for anything
    return vm_first_task(vm_new(&(struct vm_opts){ .engine = &nobody }));
}

const char *world_error(struct task *t)
{
    static struct buf text;
    struct buf message = { 0 };
    if (t->exc == V_UNBOUND)
        return "";
    buf_clear(&text);
    value exc = t->exc;
    value_str(t, exc, &message);
    buf_addf(&text, "%s: %s", type_name(t, exc), buf_str(&message));
    buf_finish(&message);
    return buf_str(&text);
}

/* ---- reading ---- */

static value class_named(struct task *t, const char *name, bool picky, value payload)
{
    struct vm *vm = t->vm;
    value base = payload == V_UNBOUND ? V_TYPE(T_OBJECT) : V_TYPE(type_of(payload)), dict = dict_new(t);
    if (picky) { // what they are does not matter: that they are there does
        dict_set_sym(t, REF(dict), S(vm, eq), V_NONE);
        dict_set_sym(t, REF(dict), S(vm, hash), V_NONE);
        dict_set_sym(t, REF(dict), S(vm, repr), V_NONE);
    }
    return class_new(t, symbol(vm, name, strlen(name)), tuple_new(t, &base, 1), dict, 0);
}

static value make_instance(struct task *t, const char *name, bool picky, value payload)
{
    value v = instance_new(t, REF(class_named(t, name, picky, payload)));
    ((struct instance *)REF(v))->payload = payload;
    return v;
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
        return make_instance(t, "Plain", false, V_UNBOUND);
    if (take(s, "picky()"))
        return make_instance(t, "Picky", true, V_UNBOUND);
    if (take(s, "error(")) { // error('ValueError', args…)
        value list = read_items(t, s, ")"), *items = ((struct array *)REF(list_of(list)->items))->item;
        value cls = builtin_by_name(t->vm, symbol_of_str(t->vm, items[0]));
        value exc = exception_new(t, cls, tuple_new(t, items + 1, list_of(list)->len - 1));
        return exc;
    }
    if (take(s, "sub(")) { // an instance of a subclass of what is inside
        v = make_instance(t, "Sub", false, world_read(t, s));
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
