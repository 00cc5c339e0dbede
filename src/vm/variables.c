/* Variables as people speak of them: what they hold, and what holds a value. */
#include "vm/container.h"
#include "vm/inside.h"

static bool is_plain(value v)
{
    enum type_id ty = type_of(v);
    return ty != T_FUNC && ty != T_CLASS && ty != T_MODULE && ty != T_BUILTIN;
}

/* "NAME = repr" and a newline. What needs Python code to be shown is shown by its type. */
static void var_tell(struct task *t, const struct text *name, value v, struct buf *out)
{
    struct buf text = { 0 };
    if (value_repr(t, v, &text) != VM_OK) {
        buf_clear(&text);
        buf_addf(&text, "<%s object>", type_name(t, v));
        t->exc = V_UNBOUND;
    }
    buf_addf(out, "%.*s = %s\n", (int)name->n, name->s, buf_str(&text));
    buf_finish(&text);
}

void vars_tell(struct task *t, struct buf *out)
{
    struct module *m = t->vm->modules[0];
    for (uint32_t i = 0; i < m->ready; i++) {
        value v = slot_get(&m->slots[i]);
        const struct text *n = &m->names.at[i].name;
        if (v != V_UNBOUND && v != m->fallback[i] && n->s[0] != '_' && is_plain(v))
            var_tell(t, n, v, out);
    }
}

/* What a frame's variable holds, also if inner functions share it. */
static value local_get(const struct frame *f, uint32_t i)
{
    value v = f->base[i];
    return is_type(v, T_CELL) ? slot_get(&((struct cell *)REF(v))->v) : v;
}

static void frame_tell(struct task *t, const struct frame *f, struct buf *out)
{
    const struct code *c = f->code;
    buf_addf(out, "%.*s, line %u\n", (int)c->qualname.n, c->qualname.s, frame_line(f));
    for (uint32_t i = 0; i < c->nlocals; i++) {
        value v = local_get(f, i);
        if (v && v != V_UNBOUND && is_plain(v)) {
            buf_adds(out, "    ");
            var_tell(t, &c->reg_names[i], v, out);
        }
    }
}

static struct task *thread_by_id(struct vm *vm, int64_t native_id)
{
    value sym = symbol(vm, "_native_id", 10);
    for (struct task *o = vm->tasks; o; o = o->next) {
        int64_t id;
        if (is_type(o->thread, T_INSTANCE) && int_get(instance_get(vm, REF(o->thread), sym), &id) && id == native_id)
            return o;
    }
    return NULL;
}

bool locals_tell(struct task *t, int64_t native_id, struct buf *out)
{
    world_stop(t);
    struct task *o = thread_by_id(t->vm, native_id);
    for (const struct frame *f = o ? o->fp : NULL; f && f >= o->frames; f--)
        if (f->code && !(f->code->flags & (CODE_PRELUDE | CODE_MODULE)))
            frame_tell(t, f, out);
    world_go(t);
    return o != NULL;
}

enum { LOOKED_AT = 1000 }; // items of one container

/* Item i of a list or tuple as it is just now: a copy of a long list for each look would be dear. */
static bool item_at(value in, unsigned i, value *ret)
{
    if (is_type(in, T_LIST))
        return i < list_len(REF(in)) && list_get_unlocked(REF(in), i, ret);
    if (!is_type(in, T_TUPLE) || i >= ((struct tuple *)REF(in))->o.n)
        return false;
    *ret = ((struct tuple *)REF(in))->item[i];
    return true;
}

/* Looks for v inside one named value: an element of a list or tuple, a dict's value. */
static bool found_in_container(struct task *t, value in, value v, const struct text *name, struct buf *out)
{
    value item;
    if (is_type(in, T_LIST))
        task_touches(t, in);
    for (unsigned i = 0; i < LOOKED_AT && item_at(in, i, &item); i++) {
        if (item == v) {
            buf_addf(out, "%.*s[%u]", (int)name->n, name->s, i);
            return true;
        }
    }
    uint32_t at = 0;
    value k, x;
    while (is_type(in, T_DICT) && at < LOOKED_AT && dict_next(REF(in), &at, &k, &x)) {
        if (x != v)
            continue;
        struct buf key = { 0 };
        bool ok = value_repr(t, k, &key) == VM_OK;
        if (ok)
            buf_addf(out, "%.*s[%s]", (int)name->n, name->s, buf_str(&key));
        buf_finish(&key);
        return ok;
    }
    return false;
}

/* An attribute of an object. One that begins with _ is the object's own affair: it has the object's name. */
static bool found_in_object(struct task *t, value in, value v, const struct text *name, struct buf *out)
{
    if (!is_type(in, T_INSTANCE) || obj_flags(obj_of(in)) & F_DICTMODE)
        return false;
    for (struct shape *s = shape_at(t->vm, ((struct instance *)REF(in))->shape); s->count; s = shape_at(t->vm, s->parent)) {
        if (slot_get(instance_slot(REF(in), s->count - 1)) != v)
            continue;
        buf_add(out, name->s, name->n);
        if (sym_text(s->sym)[0] != '_')
            buf_addf(out, ".%s", sym_text(s->sym));
        return true;
    }
    return false;
}

/* In this order: a global variable that is bound once, an element of a container, any other
 * variable (of a loop, of a function), an attribute. */
enum where { WHERE_FIXED, WHERE_CONTAINER, WHERE_VARIABLE, WHERE_OBJECT, WHERES };

static bool found_at(struct task *t, enum where how, value in, value v, const struct text *name, struct buf *out)
{
    switch (how) {
    case WHERE_CONTAINER: return found_in_container(t, in, v, name, out);
    case WHERE_OBJECT: return found_in_object(t, in, v, name, out);
    default:
        if (in == v)
            buf_add(out, name->s, name->n);
        return in == v;
    }
}

static bool in_globals(struct task *t, enum where how, value v, struct buf *out)
{
    const struct module *m = t->vm->modules[0];
    for (uint32_t i = 0; i < m->ready; i++) {
        const struct global_name *g = &m->names.at[i];
        value in = slot_get(&m->slots[i]);
        if (in == V_UNBOUND || g->name.s[0] == '_' || (how == WHERE_FIXED && g->in_loop))
            continue;
        if (found_at(t, how, in, v, &g->name, out))
            return true;
    }
    return false;
}

static bool in_frames(struct task *t, enum where how, value v, struct buf *out)
{
    for (const struct frame *f = t->fp; how != WHERE_FIXED && f >= t->frames; f--) {
        const struct code *c = f->code;
        if (!c || c->flags & (CODE_PRELUDE | CODE_MODULE))
            continue;
        for (uint32_t i = 0; i < c->nlocals; i++) {
            value in = local_get(f, i);
            if (in && in != V_UNBOUND && found_at(t, how, in, v, &c->reg_names[i], out))
                return true;
        }
    }
    return false;
}

bool value_where(struct task *t, value v, struct buf *out)
{
    for (enum where how = 0; how < WHERES; how++)
        if (in_globals(t, how, v, out) || in_frames(t, how, v, out))
            return true;
    return false;
}

bool task_in_prelude(const struct task *t, const char *name)
{
    size_t n = strlen(name);
    for (const struct frame *f = t->fp; f >= t->frames; f--)
        if (f->code && f->code->flags & CODE_PRELUDE && f->code->name.n == n && memcmp(f->code->name.s, name, n) == 0)
            return true;
    return false;
}

bool task_waits_for_all(const struct task *t)
{
    return task_in_prelude(t, "_join_all") || task_in_prelude(t, "_finish_children");
}

bool task_tidies_up(const struct task *t)
{
    return task_in_prelude(t, "_cleanup") && !task_in_prelude(t, "active_children");
}

bool access_is_attribute(const struct access *a)
{
    return !a->global && (is_type(a->object, T_INSTANCE) || is_type(a->object, T_CLASS)) && is_str(a->key);
}

/* A captured variable: in a function that has it, or in the one that it is of. */
static bool name_cell(struct task *t, value cell, struct buf *out)
{
    for (struct frame *f = t->fp; f >= t->frames; f--) {
        const struct func *fn = f->func != V_NONE && is_type(f->func, T_FUNC) ? REF(f->func) : NULL;
        const struct tuple *cells = fn && fn->closure != V_NONE ? REF(fn->closure) : NULL;
        for (uint32_t i = 0; cells && f->code && i < cells->o.n; i++) {
            if (cells->item[i] == cell) {
                buf_add(out, f->code->free_names[i].s, f->code->free_names[i].n);
                return true;
            }
        }
        for (uint32_t i = 0; f->code && i < f->code->nlocals; i++) {
            if (f->base[i] == cell) {
                buf_add(out, f->code->reg_names[i].s, f->code->reg_names[i].n);
                return true;
            }
        }
    }
    return false;
}

void access_name(struct task *t, const struct access *a, struct buf *out)
{
    if (a->global) {
        struct module *m = module_at(t->vm, (uint32_t)payload_of(a->object));
        const struct text *n = &m->names.at[int_of(a->key)].name;
        if (payload_of(a->object))
            buf_addf(out, "%s.", sym_text(m->name));
        buf_add(out, n->s, n->n);
        return;
    }
    bool found = is_type(a->object, T_CELL) && name_cell(t, a->object, out);
    if (!found && is_type(a->object, T_CLASS)) {
        buf_adds(out, sym_text(((struct class *)REF(a->object))->name));
        found = true;
    }
    if (!found && !value_where(t, a->object, out))
        buf_addf(out, "a %s", type_name(t, a->object));
    if (access_is_attribute(a))
        buf_addf(out, ".%s", str_data(REF(a->key)));
}
