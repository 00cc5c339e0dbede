/* Building containers, functions and classes, and taking sequences apart. */
#include "base/text.h"
#include "vm/container.h"
#include "vm/step.h"

static enum step unpack_count(struct task *t, size_t want, size_t got, bool star, size_t after)
{
    if (star)
        throw(t, EXC_ValueError, "not enough values to unpack (expected at least %zu, got %zu)", want + after, got);
    else if (got < want)
        throw(t, EXC_ValueError, "not enough values to unpack (expected %zu, got %zu)", want, got);
    else
        throw(t, EXC_ValueError, "too many values to unpack (expected %zu)", want);
    return STEP_RAISE;
}

enum step step_unpack(struct task *t, const struct instr *in, bool star)
{
    value *R = t->fp->base, src = R[in->b];
    const value *items;
    size_t n, want = in->c, after = star ? in->x : 0;
    if (!is_type(src, T_TUPLE) && !is_type(src, T_LIST)) {
        value args[3] = { src, V_INT(want), star ? V_INT(after) : V_NONE };
        return call_slow(t, "unpack_slow", args, 3, RET_UNPACK, in->a, in);
    }
    if (!items_view(t, src, &items, &n))
        return STEP_RAISE;
    if (!star) {
        if (n != want)
            return unpack_count(t, want, n, false, 0);
        for (size_t i = 0; i < n; i++)
            R[in->a + i] = items[i];
        return STEP_OK;
    }
    if (n < want + after)
        return unpack_count(t, want, n, true, after);
    value rest = list_new(t, items + want, n - want - after);
    for (size_t i = 0; i < want; i++)
        R[in->a + i] = items[i];
    for (size_t i = 0; i < after; i++)
        R[in->a + want + 1 + i] = items[n - after + i];
    R[in->a + want] = rest;
    return STEP_OK;
}

/* ---- adding to what is being built ---- */

enum step step_set_add(struct task *t, const struct instr *in)
{
    value args[2] = { t->fp->base[in->a], t->fp->base[in->b] };
    enum vm_ret r = dict_set(t, REF(args[0]), args[1], V_NONE);
    if (r == VM_FALLBACK)
        return call_slow(t, "set_add_slow", args, 2, RET_DISCARD, 0, in);
    return r == VM_OK ? STEP_OK : STEP_RAISE;
}

enum step step_dict_add(struct task *t, const struct instr *in)
{
    value *R = t->fp->base;
    value args[3] = { R[in->a], R[in->b], R[in->c] };
    enum vm_ret r = dict_set(t, REF(args[0]), args[1], args[2]);
    if (r == VM_FALLBACK)
        return call_slow(t, "setitem_slow", args, 3, RET_DISCARD, 0, in);
    return r == VM_OK ? STEP_OK : STEP_RAISE;
}

enum step step_set_update(struct task *t, const struct instr *in)
{
    value args[2] = { t->fp->base[in->a], t->fp->base[in->b] }, ret;
    enum vm_ret r = call_builtin(t, BI_SET_update, args, 2, &ret);
    if (r == VM_FALLBACK)
        return call_slow(t, "set_update_slow", args, 2, RET_DISCARD, 0, in);
    return r == VM_OK ? STEP_OK : step_of(r);
}

/* How messages about a call name what is called: "__main__.f()". */
static void function_text(struct task *t, value f, struct buf *out)
{
    if (is_type(f, T_METHOD))
        f = ((struct method *)REF(f))->func;
    if (is_type(f, T_FUNC))
        buf_addf(out, "%s.%s()", sym_text(module_at(t->vm, ((struct func *)REF(f))->code->module)->name),
                 sym_text(((struct func *)REF(f))->qualname));
    else if (is_type(f, T_CLASS))
        buf_addf(out, "%s.%s()", sym_text(((struct class *)REF(f))->module), sym_text(((struct class *)REF(f))->qualname));
    else if (is_sort(f, SORT_TYPE))
        buf_addf(out, "%s()", native_type_name((enum type_id)payload_of(f)));
    else if (is_sort(f, SORT_BUILTIN) && builtin_table[payload_of(f)].type != T_OBJECT)
        buf_addf(out, "%s.%s()", native_type_name((enum type_id)builtin_table[payload_of(f)].type), builtin_table[payload_of(f)].name);
    else if (is_sort(f, SORT_BUILTIN))
        buf_addf(out, "%s()", builtin_table[payload_of(f)].name);
    else if (value_str(t, f, out) != VM_OK)
        buf_addf(out, "%s object", type_name(t, f));
    t->exc = V_UNBOUND;
}

static enum step star_fails(struct task *t, value f, const char *stars, const char *what, value v)
{
    struct buf name = { 0 };
    function_text(t, f, &name);
    throw(t, EXC_TypeError, "%s argument after %s must be %s, not %s", buf_str(&name), stars, what, type_name(t, v));
    buf_finish(&name);
    return STEP_RAISE;
}

/* Whether Python code can iterate over it. */
static bool may_iterate(struct task *t, value v)
{
    if (is_type(v, T_CLASS))
        return class_lookup(t, v, S(t->vm, class_iter)) != V_UNBOUND;
    value payload = payload_or_self(v);
    return !is_type(v, T_INSTANCE) || (payload != v && !is_integer(payload) && !is_float(payload)) || type_lookup(t, v, S(t->vm, iter)) != V_UNBOUND ||
           type_lookup(t, v, S(t->vm, getitem)) != V_UNBOUND;
}

enum step step_extend_list(struct task *t, const struct instr *in)
{
    value *R = t->fp->base, ret;
    value args[2] = { R[in->a], R[in->b] };
    enum vm_ret r = call_builtin(t, BI_LIST_extend, args, 2, &ret);
    if (r == VM_OK)
        return STEP_OK;
    if (r == VM_FALLBACK && may_iterate(t, args[1]))
        return call_slow(t, "list_extend_slow", args, 2, RET_DISCARD, 0, in);
    if (r != VM_RAISE && r != VM_FALLBACK)
        return step_of(r);
    bool not_iterable = r == VM_FALLBACK || exception_is(t->exc, EXC_TypeError, t->vm);
    if (in->x && not_iterable)
        return star_fails(t, R[in->a - 1], "*", "an iterable", args[1]);
    if (not_iterable)
        throw(t, EXC_TypeError, "Value after * must be an iterable, not %s", type_name(t, args[1]));
    return STEP_RAISE;
}

enum step step_merge_dict(struct task *t, const struct instr *in)
{
    value *R = t->fp->base, other = payload_or_self(R[in->b]), old;
    if (!is_type(other, T_DICT) && !is_type(other, T_INSTANCE) && in->x)
        return star_fails(t, R[in->a - 2], "**", "a mapping", R[in->b]);
    if (!is_type(other, T_DICT)) {
        value args[3] = { R[in->a], R[in->b], V_BOOL(in->x) };
        return call_slow(t, "dict_merge_slow", args, 3, RET_DISCARD, 0, in);
    }
    struct dict *d = REF(R[in->a]);
    uint32_t at = 0;
    value k, v;
    while (dict_next(REF(other), &at, &k, &v)) {
        if (in->x && !is_str(k)) {
            throw(t, EXC_TypeError, "keywords must be strings");
            return STEP_RAISE;
        }
        if (in->x && dict_get(t, d, k, &old) == VM_OK && old != V_UNBOUND) {
            struct buf name = { 0 };
            function_text(t, R[in->a - 2], &name);
            throw(t, EXC_TypeError, "%s got multiple values for keyword argument '%s'", buf_str(&name), str_data(REF(k)));
            buf_finish(&name);
            return STEP_RAISE;
        }
        if (dict_set(t, d, k, v) != VM_OK)
            return STEP_RAISE;
    }
    return STEP_OK;
}

enum step step_build_dict(struct task *t, const struct instr *in)
{
    value dv = dict_new(t);
    value *R = t->fp->base;
    for (uint32_t i = 0; i < in->c; i++) {
        enum vm_ret r = dict_set(t, REF(dv), R[in->b + 2 * i], R[in->b + 2 * i + 1]);
        if (r != VM_OK) {
            if (r == VM_FALLBACK)
                throw(t, EXC_TypeError, "unhashable key");
            return STEP_RAISE;
        }
    }
    R[in->a] = dv;
    return STEP_OK;
}

enum step step_build_set(struct task *t, const struct instr *in)
{
    value sv = set_new(t, T_SET), *R = t->fp->base;
    for (uint32_t i = 0; i < in->c; i++) {
        enum vm_ret r = dict_set(t, REF(sv), R[in->b + i], V_NONE);
        if (r == VM_FALLBACK) {
            value l = list_new(t, R + in->b, in->c);
            return call_slow(t, "set_slow", &l, 1, RET_MOVE, in->a, in);
        }
        if (r != VM_OK)
            return STEP_RAISE;
    }
    R[in->a] = sv;
    return STEP_OK;
}

/* ---- functions and classes ---- */

enum step step_make_function(struct task *t, const struct instr *in)
{
    struct frame *fr = t->fp;
    const struct code *c = fr->code->inner[in->b];
    struct func *f = object_take(t, T_FUNC, sizeof *f, 0);
    f->code = c;
    f->defaults = in->x & 1 ? fr->base[in->c] : V_NONE;
    f->kwdefaults = in->x & 2 ? fr->base[in->c + 1] : V_NONE;
    f->closure = f->attrs = V_NONE;
    if (in->x & 4) {
        f->attrs = dict_new(t);
        dict_set_sym(t, REF(f->attrs), S(t->vm, annotations), fr->base[in->c + 2]);
    }
    f->name = c->name_value;
    f->qualname = c->qualname_value;
    f->doc = c->doc_value;
    if (c->nfree) {
        value cells = tuple_new(t, NULL, c->nfree);
        struct tuple *p = REF(cells);
        const struct tuple *own = fr->func != V_NONE && is_type(fr->func, T_FUNC) && ((struct func *)REF(fr->func))->closure != V_NONE
                                      ? REF(((struct func *)REF(fr->func))->closure) : NULL;
        for (uint32_t i = 0; i < c->nfree; i++)
            p->item[i] = c->captures[i].from_free ? own->item[c->captures[i].index] : fr->base[c->captures[i].index];
        f->closure = cells;
    }
    fr->base[in->a] = value_of(f);
    return STEP_OK;
}

static value class_base(struct task *t, value b)
{
    if (is_class(b))
        return b;
    (void)t;
    return V_UNBOUND;
}

/* Something in the class is to be told its name: it has a __set_name__. */
static bool wants_names(struct task *t, const struct class *c)
{
    uint32_t at = 0;
    value k, v;
    while (class_flags(c) & CLS_HAS_DESCR && dict_next(REF(c->dict), &at, &k, &v))
        if (is_type(v, T_INSTANCE) && type_lookup(t, v, S(t->vm, set_name)) != V_UNBOUND)
            return true;
    return false;
}

enum step step_make_class(struct task *t, const struct instr *in)
{
    struct frame *fr = t->fp;
    struct vm *vm = t->vm;
    value *R = fr->base + in->a;
    value bases = R[1];
    struct tuple *b = REF(bases);
    if (b->o.n == 0) {
        value object = V_TYPE(T_OBJECT);
        bases = tuple_new(t, &object, 1);
    } else {
        for (uint32_t i = 0; i < b->o.n; i++) {
            if (class_base(t, b->item[i]) == V_UNBOUND) {
                value args[4] = { R[0], bases, R[2], R[4] };
                return call_slow(t, "class_slow", args, 4, RET_MOVE, in->a, in);
            }
            enum type_id ty = is_sort(b->item[i], SORT_TYPE) ? (enum type_id)payload_of(b->item[i]) : T_OBJECT;
            if (ty == T_BOOL || ty == T_NONETYPE || ty == T_FUNC || ty == T_RANGE || ty == T_SLICE || ty == T_CLASS) {
                throw(t, EXC_TypeError, ty == T_CLASS ? "metaclasses are not part of conch's Python" : "type '%s' is not an acceptable base type", type_name(t, b->item[i]));
                return STEP_RAISE;
            }
        }
    }
    value cls = class_new(t, symbol_of_str(vm, R[0]), bases, R[2], 0);
    if (cls == V_UNBOUND)
        return STEP_RAISE;
    struct class *c = REF(cls);
    value module = dict_get_sym(REF(c->dict), S(vm, module)); // its own word for it comes first
    c->module = module != V_UNBOUND ? module : module_at(vm, fr->code->module)->name;
    value qual = dict_get_sym(REF(c->dict), S(vm, qualname));
    c->qualname = is_str(qual) ? symbol_of_str(vm, qual) : c->name;
    if (fr->code->flags & CODE_PRELUDE)
        c->flags |= CLS_PRELUDE;
    if (!(fr->code->flags & CODE_MODULE)) { // C.<locals>.D
        struct buf q = { 0 };
        buf_addf(&q, "%s.%s%s", sym_text(fr->code->qualname_value), fr->code->flags & CODE_CLASS ? "" : "<locals>.", sym_text(c->name));
        c->qualname = symbol(vm, buf_str(&q), q.n);
        buf_finish(&q);
    }
    if (is_type(R[3], T_CELL))
        slot_set(&((struct cell *)REF(R[3]))->v, cls);
    bool hooks = R[4] != V_NONE || wants_names(t, c);
    for (uint32_t i = 0; !hooks && i < b->o.n; i++)
        hooks = class_lookup(t, b->item[i], S(vm, init_subclass)) != V_UNBOUND;
    if (hooks) {
        value args[2] = { cls, R[4] };
        return call_slow(t, "class_made", args, 2, RET_MOVE, in->a, in); // may run this instruction again
    }
    R[0] = cls;
    return STEP_OK;
}

enum step step_super(struct task *t, const struct instr *in)
{
    value *R = t->fp->base, cls = R[in->b];
    struct super *s = heap_new(t, T_SUPER, sizeof *s, 0);
    s->cls = cls;
    s->self = R[in->c];
    if (is_type(s->self, T_CELL))
        s->self = ((struct cell *)REF(s->self))->v;
    R[in->a] = value_of(s);
    return STEP_OK;
}
