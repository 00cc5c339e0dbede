/* repr.c: repr() and str() of everything that takes no Python code.
 *
 * The containers that are being written form a chain on the C stack: one that is met again is
 * a cycle and prints as [...]. Addresses are made up of object_id(), so they are stable. */
#include "base/text.h"
#include "vm/container.h"

#include "vm/inside.h"

enum { REPR_DEPTH = 200 };

struct parent { value v; const struct parent *up; unsigned depth; };

static enum vm_ret repr_in(struct task *t, value v, struct buf *out, const struct parent *up);

/* ---- names of types ---- */

const char *native_type_name(enum type_id type)
{
    static const char *const names[] = {
#define TYPE(id, name, help) name,
#include "vm/type.def"
#undef TYPE
    };
    return names[type];
}

const char *native_type_path(enum type_id type)
{
    switch (type) {
    case T_DEQUE: return "collections.deque";
    case T_LOCK:  return "_thread.lock";
    case T_RLOCK: return "_thread.RLock";
    default:      return native_type_name(type);
    }
}

static const char *gen_name(const struct gen *g)
{
    return g->code->flags & CODE_COROUTINE ? "coroutine"
           : g->code->flags & CODE_ASYNC_GEN ? "async_generator" : "generator";
}

const char *native_value_name(value v)
{
    static const char *const views[] = { "dict_keys", "dict_values", "dict_items" };
    static const char *const descrs[] = { "property", "staticmethod", "classmethod" };
    switch (kind_of(v)) {
    case T_ITER:     return iter_type_name(REF(v));
    case T_DICTVIEW: return views[obj_of(v)->aux];
    case T_PROPERTY: return descrs[obj_of(v)->aux];
    case T_GEN:      return gen_name(REF(v));
    case T_METHOD:
        return is_sort(((struct method *)REF(v))->func, SORT_BUILTIN) ? "builtin_function_or_method" : "method";
    default:         return native_type_name(kind_of(v));
    }
}

/* ---- pieces ---- */

static void add_text(struct buf *out, value str)
{
    const struct str *s = REF(str);
    buf_add(out, str_data(s), s->o.n);
}

static void add_address(struct task *t, value v, struct buf *out)
{
    buf_addf(out, "0x%llx", (unsigned long long)(0x7f0000000000 | object_id(t, v)));
}

/* "<NAME object at 0x7f…>" */
static enum vm_ret repr_object(struct task *t, value v, struct buf *out)
{
    buf_addf(out, "<%s object at ", is_type(v, T_DEQUE) ? native_type_path(T_DEQUE) : type_name(t, v));
    add_address(t, v, out);
    buf_addc(out, '>');
    return VM_OK;
}

/* ---- containers ---- */

/* Whether v is already being written; else *me is its link in the chain. */
static bool is_cycle(value v, const struct parent *up, struct parent *me)
{
    for (const struct parent *p = up; p; p = p->up)
        if (p->v == v)
            return true;
    *me = (struct parent){ v, up, up ? up->depth + 1 : 0 };
    return false;
}

static enum vm_ret repr_items(struct task *t, const value *items, size_t n, struct buf *out,
                              const struct parent *me)
{
    enum vm_ret r = VM_OK;
    for (size_t i = 0; r == VM_OK && i < n; i++) {
        if (i)
            buf_add(out, ", ", 2);
        r = repr_in(t, items[i], out, me);
    }
    return r;
}

static enum vm_ret repr_row(struct task *t, value v, struct buf *out, const struct parent *up)
{
    struct parent me;
    const value *items;
    size_t n;
    bool tuple = is_type(v, T_TUPLE);

    if (is_cycle(v, up, &me)) {
        buf_adds(out, tuple ? "(...)" : "[...]");
        return VM_OK;
    }
    if (!items_view(t, v, &items, &n))
        return VM_RAISE;
    buf_addc(out, tuple ? '(' : '[');
    enum vm_ret r = repr_items(t, items, n, out, &me);
    if (tuple && n == 1)
        buf_addc(out, ',');
    buf_addc(out, tuple ? ')' : ']');
    return r;
}

static enum vm_ret repr_deque(struct task *t, value v, const char *name, struct buf *out, const struct parent *up)
{
    struct parent me;
    const value *items;
    size_t n;
    const struct deque *d = REF(v);

    if (is_cycle(v, up, &me)) {
        buf_adds(out, "[...]");
        return VM_OK;
    }
    if (!deque_items(t, d, &items, &n))
        return VM_RAISE;
    buf_addf(out, "%s([", name);
    enum vm_ret r = repr_items(t, items, n, out, &me);
    buf_addc(out, ']');
    if (d->maxlen >= 0)
        buf_addf(out, ", maxlen=%lld", (long long)d->maxlen);
    buf_addc(out, ')');
    return r;
}

/* The entries of a table: "k: v", or k, or v, or (k, v). */
enum entry_form { FORM_KEYS, FORM_VALUES, FORM_PAIRS, FORM_DICT };

static enum vm_ret repr_entry(struct task *t, value key, value v, enum entry_form form, struct buf *out,
                              const struct parent *me)
{
    enum vm_ret r = VM_OK;
    if (form == FORM_PAIRS)
        buf_addc(out, '(');
    if (form != FORM_VALUES)
        r = repr_in(t, key, out, me);
    if (form == FORM_DICT || form == FORM_PAIRS)
        buf_adds(out, form == FORM_DICT ? ": " : ", ");
    if (form != FORM_KEYS && r == VM_OK)
        r = repr_in(t, v, out, me);
    if (form == FORM_PAIRS)
        buf_addc(out, ')');
    return r;
}

static enum vm_ret repr_entries(struct task *t, const struct dict *d, enum entry_form form, struct buf *out,
                                const struct parent *me)
{
    const struct table *tb = table_of(d);
    enum vm_ret r = VM_OK;
    value key, v;
    bool first = true;
    for (uint32_t at = 0; r == VM_OK && tb && table_next(tb, &at, &key, &v); first = false) {
        if (!first)
            buf_add(out, ", ", 2);
        r = repr_entry(t, key, v, form, out, me);
    }
    return r;
}

static enum vm_ret repr_dict(struct task *t, value v, struct buf *out, const struct parent *up)
{
    struct parent me;
    if (is_cycle(v, up, &me)) {
        buf_adds(out, "{...}");
        return VM_OK;
    }
    buf_addc(out, '{');
    enum vm_ret r = repr_entries(t, REF(v), FORM_DICT, out, &me);
    buf_addc(out, '}');
    return r;
}

/* A plain set has no name but for the empty one; name is that of a subclass or frozenset. */
static enum vm_ret repr_set(struct task *t, value v, const char *name, struct buf *out, const struct parent *up)
{
    struct parent me;
    bool plain = strcmp(name, "set") == 0, empty = dict_count(REF(v)) == 0;
    if (is_cycle(v, up, &me)) {
        buf_addf(out, "%s(...)", name);
        return VM_OK;
    }
    buf_adds(out, plain && !empty ? "" : name);
    buf_adds(out, empty ? "(" : plain ? "{" : "({");
    enum vm_ret r = repr_entries(t, REF(v), FORM_KEYS, out, &me);
    buf_adds(out, empty ? ")" : plain ? "}" : "})");
    return r;
}

static enum vm_ret repr_view(struct task *t, value v, struct buf *out, const struct parent *up)
{
    struct parent me;
    const struct dictview *view = REF(v);
    if (is_cycle(v, up, &me)) {
        buf_adds(out, "...");
        return VM_OK;
    }
    buf_addf(out, "%s([", native_value_name(v));
    enum vm_ret r = repr_entries(t, REF(view->dict), (enum entry_form)view->o.aux, out, &me);
    buf_adds(out, "])");
    return r;
}

/* range(0, 3), slice(None, 3, None) */
static enum vm_ret repr_bounds(struct task *t, value v, struct buf *out, const struct parent *up)
{
    const struct range *r = REF(v);
    bool slice = is_type(v, T_SLICE);
    value item[] = { r->start, r->stop, r->step };
    struct parent me;
    if (is_cycle(v, up, &me)) {
        buf_adds(out, "...");
        return VM_OK;
    }
    buf_adds(out, slice ? "slice(" : "range(");
    enum vm_ret ret = repr_items(t, item, slice || r->step != V_INT(1) ? 3 : 2, out, &me);
    buf_addc(out, ')');
    return ret;
}

/* ---- functions, classes, modules ---- */

static void add_class_path(struct buf *out, const struct class *c)
{
    if (is_str(c->module) && strcmp(str_data(REF(c->module)), "builtins") != 0) {
        add_text(out, c->module);
        buf_addc(out, '.');
    }
    add_text(out, c->qualname);
}

static enum vm_ret repr_class(value v, struct buf *out)
{
    buf_adds(out, "<class '");
    if (is_ref(v))
        add_class_path(out, REF(v));
    else
        buf_adds(out, native_type_path((enum type_id)payload_of(v)));
    buf_adds(out, "'>");
    return VM_OK;
}

static enum vm_ret repr_func(struct task *t, value v, struct buf *out)
{
    buf_adds(out, "<function ");
    add_text(out, ((struct func *)REF(v))->qualname);
    buf_adds(out, " at ");
    add_address(t, v, out);
    buf_addc(out, '>');
    return VM_OK;
}

static enum vm_ret repr_builtin(value v, struct buf *out)
{
    const struct builtin_info *b = &builtin_table[payload_of(v)];
    if (b->type == T_OBJECT)
        buf_addf(out, "<built-in function %s>", b->name);
    else
        buf_addf(out, "<method '%s' of '%s' objects>", b->name, native_type_path((enum type_id)b->type));
    return VM_OK;
}

static enum vm_ret repr_method(struct task *t, value v, struct buf *out, const struct parent *up)
{
    const struct method *m = REF(v);
    struct parent me;
    if (is_cycle(v, up, &me)) {
        buf_adds(out, "...");
        return VM_OK;
    }
    if (is_sort(m->func, SORT_BUILTIN)) {
        buf_addf(out, "<built-in method %s of %s object at ", builtin_table[payload_of(m->func)].name,
                 type_name(t, m->self));
        add_address(t, m->self, out);
        buf_addc(out, '>');
        return VM_OK;
    }
    buf_adds(out, "<bound method ");
    if (is_type(m->func, T_FUNC))
        add_text(out, ((struct func *)REF(m->func))->qualname);
    else
        buf_addc(out, '?');
    buf_adds(out, " of ");
    enum vm_ret r = repr_in(t, m->self, out, &me);
    buf_addc(out, '>');
    return r;
}

static enum vm_ret repr_module(struct task *t, value v, struct buf *out)
{
    const struct module *m = module_at(t->vm, (uint32_t)payload_of(v));
    buf_adds(out, "<module ");
    text_repr(out, sym_text(m->name), sym_len(m->name), false);
    if (is_str(m->file)) {
        buf_adds(out, " from ");
        text_repr(out, str_data(REF(m->file)), obj_of(m->file)->n, false);
    } else {
        buf_adds(out, " (built-in)");
    }
    buf_addc(out, '>');
    return VM_OK;
}

static enum vm_ret repr_gen(struct task *t, value v, struct buf *out)
{
    const struct gen *g = REF(v);
    buf_addf(out, "<%s object ", gen_name(g));
    if (is_type(g->func, T_FUNC))
        add_text(out, ((struct func *)REF(g->func))->qualname);
    else
        buf_add(out, g->code->qualname.s, g->code->qualname.n);
    buf_adds(out, " at ");
    add_address(t, v, out);
    buf_addc(out, '>');
    return VM_OK;
}

static enum vm_ret repr_descr(struct task *t, value v, struct buf *out, const struct parent *up)
{
    const struct descr *d = REF(v);
    struct parent me;
    if (d->o.aux == DESCR_PROPERTY || is_cycle(v, up, &me))
        return repr_object(t, v, out);
    buf_addf(out, "<%s(", native_value_name(v));
    enum vm_ret r = repr_in(t, d->get, out, &me);
    buf_adds(out, ")>");
    return r;
}

static enum vm_ret repr_super(struct task *t, value v, struct buf *out)
{
    const struct super *s = REF(v);
    buf_adds(out, "<super: ");
    repr_class(s->cls, out);
    buf_addf(out, ", <%s object>>", type_name(t, s->self));
    return VM_OK;
}

static enum vm_ret repr_cell(struct task *t, value v, struct buf *out)
{
    value inside = slot_get(&((struct cell *)REF(v))->v);
    buf_adds(out, "<cell at ");
    add_address(t, v, out);
    if (inside == V_UNBOUND) {
        buf_adds(out, ": empty>");
        return VM_OK;
    }
    buf_addf(out, ": %s object at ", type_name(t, inside));
    add_address(t, inside, out);
    buf_addc(out, '>');
    return VM_OK;
}

/* ---- instances ---- */

/* Whether the class has Python code of its own for this. */
static bool has_own(struct task *t, value v, value sym)
{
    value f = type_lookup(t, v, sym);
    return f != V_UNBOUND && !is_sort(f, SORT_BUILTIN);
}

static struct tuple *exception_args(value exc)
{
    const struct instance *i = REF(exc);
    value args = i->o.n > EXC_ARGS ? i->item[EXC_ARGS] : V_NONE;
    return is_type(args, T_TUPLE) ? tuple_of(args) : NULL;
}

/* ValueError('x') */
static enum vm_ret repr_exception(struct task *t, value v, struct buf *out, const struct parent *up)
{
    const struct tuple *args = exception_args(v);
    struct parent me;
    if (is_cycle(v, up, &me)) {
        buf_addf(out, "%s(...)", type_name(t, v));
        return VM_OK;
    }
    buf_addf(out, "%s(", type_name(t, v));
    enum vm_ret r = args ? repr_items(t, args->item, args->o.n, out, &me) : VM_OK;
    buf_addc(out, ')');
    return r;
}

static enum vm_ret str_exception(struct task *t, value v, struct buf *out)
{
    const struct tuple *args = exception_args(v);
    enum vm_ret r = VM_OK;
    uint32_t n = args ? args->o.n : 0;

    if (n == 0)
        return VM_OK;
    if (n == 1)
        return exception_is(v, EXC_KeyError, t->vm) ? value_repr(t, args->item[0], out)
                                                    : value_str(t, args->item[0], out);
    if (n >= 2 && n <= 5 && exception_is(v, EXC_OSError, t->vm)) {
        value file = instance_get(t->vm, REF(v), S(t->vm, filename));
        buf_adds(out, "[Errno ");
        if ((r = value_str(t, args->item[0], out)) != VM_OK)
            return r;
        buf_adds(out, "] ");
        if ((r = value_str(t, args->item[1], out)) != VM_OK || file == V_UNBOUND || file == V_NONE)
            return r;
        buf_adds(out, ": ");
        value second = instance_get(t->vm, REF(v), S(t->vm, filename2));
        if ((r = value_repr(t, file, out)) != VM_OK || second == V_UNBOUND || second == V_NONE)
            return r;
        buf_adds(out, " -> ");
        return value_repr(t, second, out);
    }
    const value *items;
    size_t count;
    if (n == 2 && exception_is_group(v, t->vm) && items_view(t, args->item[1], &items, &count)) {
        r = value_str(t, args->item[0], out);
        buf_addf(out, " (%zu sub-exception%s)", count, count == 1 ? "" : "s");
        return r;
    }
    return value_repr(t, value_of(args), out);
}

static enum vm_ret repr_instance(struct task *t, value v, struct buf *out, const struct parent *up)
{
    const struct class *c = class_of(v);
    value payload = ((struct instance *)REF(v))->payload;

    if (has_own(t, v, S(t->vm, repr)))
        return VM_FALLBACK;
    if (class_flags(c) & CLS_EXCEPTION)
        return repr_exception(t, v, out, up);
    if (payload != V_UNBOUND && is_set(payload))
        return repr_set(t, payload, type_name(t, v), out, up);
    if (payload != V_UNBOUND && is_type(payload, T_DEQUE))
        return repr_deque(t, payload, type_name(t, v), out, up);
    if (payload != V_UNBOUND)
        return repr_in(t, payload, out, up);
    buf_addc(out, '<');
    add_class_path(out, c);
    buf_adds(out, " object at ");
    add_address(t, v, out);
    buf_addc(out, '>');
    return VM_OK;
}

/* ---- all of them ---- */

static enum vm_ret repr_special(value v, struct buf *out)
{
    buf_adds(out, v == V_NONE ? "None" : v == V_TRUE ? "True" : v == V_FALSE ? "False"
                  : v == V_ELLIPSIS ? "Ellipsis" : v == V_NOTIMPL ? "NotImplemented" : "<unbound>");
    return VM_OK;
}

static enum vm_ret repr_in(struct task *t, value v, struct buf *out, const struct parent *up)
{
    char digits[24];

    if (is_int(v)) {
        buf_add(out, digits, int64_text(digits, int_of(v)));
        return VM_OK;
    }
    if (up && up->depth >= REPR_DEPTH)
        return throw(t, EXC_RecursionError, "maximum recursion depth exceeded while getting the repr of an object");
    task_touches(t, v);
    switch (kind_of(v)) {
    case T_INT:      return int_text_checked(t, out, v);
    case T_FLOAT:    float_text(out, float_of(v)); return VM_OK;
    case T_STR:      text_repr(out, str_data(REF(v)), obj_of(v)->n, false); return VM_OK;
    case T_BYTES: case T_BYTEARRAY:
        bytes_repr(out, v);
        return VM_OK;
    case T_LIST: case T_TUPLE:
        return repr_row(t, v, out, up);
    case T_DICT:     return repr_dict(t, v, out, up);
    case T_SET: case T_FROZENSET:
        return repr_set(t, v, native_type_name(kind_of(v)), out, up);
    case T_DEQUE:    return repr_deque(t, v, "deque", out, up);
    case T_DICTVIEW: return repr_view(t, v, out, up);
    case T_RANGE: case T_SLICE:
        return repr_bounds(t, v, out, up);
    case T_FUNC:     return repr_func(t, v, out);
    case T_BUILTIN:  return repr_builtin(v, out);
    case T_METHOD:   return repr_method(t, v, out, up);
    case T_CLASS:
        if (is_ref(v) && class_lookup(t, v, S(t->vm, class_repr)) != V_UNBOUND)
            return VM_FALLBACK;
        return repr_class(v, out);
    case T_MODULE:   return repr_module(t, v, out);
    case T_GEN:      return repr_gen(t, v, out);
    case T_TRACEBACK: return place_repr(t, v, out), VM_OK;
    case T_SYNC:     return VM_FALLBACK; // only the engine knows whether it is locked
    case T_PROPERTY: return repr_descr(t, v, out, up);
    case T_SUPER:    return repr_super(t, v, out);
    case T_CELL:     return repr_cell(t, v, out);
    case T_INSTANCE: return repr_instance(t, v, out, up);
    default:
        return is_special(v) ? repr_special(v, out) : repr_object(t, v, out);
    }
}

/* What a failure has left behind is cut off again. */
enum vm_ret value_repr(struct task *t, value v, struct buf *out)
{
    size_t n = out->n;
    enum vm_ret r = repr_in(t, v, out, NULL);
    if (r != VM_OK && out->text) {
        out->n = n;
        out->text[n] = '\0';
    }
    return r;
}

enum vm_ret value_str(struct task *t, value v, struct buf *out)
{
    if (is_str(v)) {
        add_text(out, v);
        return VM_OK;
    }
    if (kind_of(v) != T_INSTANCE)
        return value_repr(t, v, out);
    if (has_own(t, v, S(t->vm, str)))
        return VM_FALLBACK;
    if (class_flags(class_of(v)) & CLS_EXCEPTION)
        return str_exception(t, v, out);
    value payload = ((struct instance *)REF(v))->payload;
    if (payload != V_UNBOUND && is_str(payload)) {
        add_text(out, payload);
        return VM_OK;
    }
    return value_repr(t, v, out);
}

enum vm_ret builtin_repr(struct task *t, value *args, value *ret)
{
    struct buf out = { 0 };
    enum vm_ret r = value_repr(t, args[0], &out);
    if (r != VM_OK) {
        buf_finish(&out);
        return r;
    }
    *ret = str_from_buf(t, &out);
    return *ret ? VM_OK : VM_RAISE;
}
