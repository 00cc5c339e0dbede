/* import, raise, and what the prompt does with a value. */
#include "base/text.h"
#include "vm/step.h"

/* ---- modules ---- */

enum step step_import(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    struct vm *vm = t->vm;
    value name = f->code->symbols[in->b], mod, from = V_UNBOUND;
    const struct code *body;
    if (in->c) {
        struct module *m = module_at(vm, f->code->module);
        from = m->name;
        if (m->package) { // its own name is the package
            struct buf b = { 0 };
            buf_addf(&b, "%s.__init__", sym_text(from));
            from = symbol(vm, buf_str(&b), b.n);
            buf_finish(&b);
        }
    }
    enum vm_ret r = import_module(t, name, in->c, from, &mod, &body);
    if (r == VM_RAISE)
        return STEP_RAISE;
    if (r == VM_CALL) {
        value *base = scratch_base(t, 1);
        struct frame *fr = base ? frame_push(t, base, body, V_NONE) : NULL;
        if (!fr)
            return STEP_RAISE;
        fr->mode = RET_IMPORT;
        fr->extra = mod;
        t->fp[-1].pc = in; // once more, when the body has run
        return STEP_FRAMES;
    }
    if (!in->x) { // import a.b binds a
        const char *dot = memchr(sym_text(name), '.', sym_len(name));
        uint32_t index;
        if (dot && module_find_or_new(vm, symbol(vm, sym_text(name), (size_t)(dot - sym_text(name))), &index))
            mod = V_MODULE(index);
    }
    f->base[in->a] = mod;
    return STEP_OK;
}

enum step step_import_from(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    struct vm *vm = t->vm;
    value mod = f->base[in->b], sym = f->code->symbols[in->c], ret;
    enum vm_ret got = attr_get(t, mod, sym, &ret);
    if (got == VM_OK) {
        f->base[in->a] = ret;
        return STEP_OK;
    }
    if (got == VM_CALL)
        return call_prepared(t, RET_MOVE, in->a, in);
    t->exc = V_UNBOUND;
    struct module *m = module_at(vm, (uint32_t)payload_of(mod));
    if (m->package || m->prelude) { // a submodule that is not loaded yet
        struct buf b = { 0 };
        const struct code *body;
        buf_addf(&b, "%s.%s", sym_text(m->name), sym_text(sym));
        value name = symbol(vm, buf_str(&b), b.n);
        buf_finish(&b);
        enum vm_ret r = import_module(t, name, 0, V_UNBOUND, &mod, &body);
        if (r == VM_OK) {
            f->base[in->a] = mod;
            return STEP_OK;
        }
        if (r == VM_CALL) {
            value *base = scratch_base(t, 1);
            struct frame *fr = base ? frame_push(t, base, body, V_NONE) : NULL;
            if (!fr)
                return STEP_RAISE;
            fr->mode = RET_IMPORT;
            fr->extra = mod;
            t->fp[-1].pc = in;
            return STEP_FRAMES;
        }
        if (!exception_is(t->exc, EXC_ModuleNotFoundError, vm))
            return STEP_RAISE;
        t->exc = V_UNBOUND;
    }
    value file = module_get(vm, m, S(vm, file));
    throw(t, EXC_ImportError, "cannot import name '%s' from '%s' (%s)", sym_text(sym), sym_text(m->name),
          is_str(file) ? str_data(REF(file)) : "unknown location");
    instance_set(t, REF(t->exc), S(vm, name_attr), sym); // for the suggestion, if it is never caught
    instance_set(t, REF(t->exc), S(vm, obj_attr), mod);
    return STEP_RAISE;
}

enum step step_import_star(struct task *t, const struct instr *in)
{
    struct frame *f = t->fp;
    struct vm *vm = t->vm;
    struct module *from = module_at(vm, (uint32_t)payload_of(f->base[in->a]));
    struct module *to = module_at(vm, f->code->module);
    value all = module_get(vm, from, S(vm, all));
    if (is_type(all, T_LIST) || is_type(all, T_TUPLE)) {
        const value *items;
        size_t n;
        if (!items_view(t, all, &items, &n))
            return STEP_RAISE;
        for (size_t i = 0; i < n; i++) {
            value v, sym = symbol_of_str(vm, items[i]);
            enum vm_ret r = attr_get(t, f->base[in->a], sym, &v);
            if (r == VM_CALL) { // its __getattr__ makes it; then once more
                value args[2] = { f->base[in->a], sym };
                f->pc = in;
                enum step s = call_slow(t, "keep_attribute", args, 2, RET_DISCARD, 0, in);
                return s == STEP_OK ? STEP_FRAMES : s;
            }
            if (r != VM_OK)
                return STEP_RAISE;
            module_set(vm, to, sym, v);
        }
        return STEP_OK;
    }
    for (uint32_t i = 0; i < from->ready; i++) {
        const struct text *n = &from->names.at[i].name;
        if (n->s[0] != '_' && from->slots[i] != from->fallback[i] && from->slots[i] != V_UNBOUND)
            module_set(vm, to, symbol(vm, n->s, n->n), from->slots[i]);
    }
    return STEP_OK;
}

/* ---- exceptions ---- */

enum step step_raise(struct task *t, const struct instr *in)
{
    value *R = t->fp->base, v = R[in->a], cause = in->c ? R[in->b] : V_UNBOUND;
    if (cause != V_UNBOUND && cause != V_NONE && !is_exception(cause)) {
        if (is_exception_class(cause)) {
            cause = exception_new(t, cause, tuple_new(t, NULL, 0));
        } else {
            throw(t, EXC_TypeError, "exception causes must derive from BaseException");
            return STEP_RAISE;
        }
    }
    if (is_exception_class(v)) {
        if (is_type(class_lookup(t, v, S(t->vm, init)), T_FUNC)) {
            t->call[0] = v;
            t->call[1] = tuple_new(t, NULL, 0);
            return call_prepared(t, RET_RAISE, 0, in);
        }
        v = exception_new(t, v, tuple_new(t, NULL, 0));
    } else if (!is_exception(v)) {
        throw(t, EXC_TypeError, "exceptions must derive from BaseException");
        return STEP_RAISE;
    }
    exception_trace_keep(t, v);
    struct instance *i = REF(v);
    if (cause != V_UNBOUND && !(obj_flags(&i->o) & F_DICTMODE)) {
        i->item[EXC_CAUSE] = cause;
        i->item[EXC_NOTES] = V_TRUE;
    }
    t->exc = v;
    return STEP_RAISE;
}

enum step step_reraise(struct task *t, value v)
{
    if (v == V_UNBOUND) {
        v = exception_being_handled(t);
        if (v == V_UNBOUND) {
            throw(t, EXC_RuntimeError, "No active exception to reraise");
            return STEP_RAISE;
        }
    }
    t->exc = v;
    return STEP_OK;
}

/* ---- the prompt ---- */

enum step step_print_expression(struct task *t, const struct instr *in)
{
    value v = t->fp->base[in->a];
    if (v == V_NONE)
        return STEP_OK;
    module_set(t->vm, module_at(t->vm, t->fp->code->module), S(t->vm, underscore), v);
    return call_slow(t, "display_slow", &v, 1, RET_DISCARD, 0, in);
}
