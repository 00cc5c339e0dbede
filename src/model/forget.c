/* forget.c: ends of pipes that nobody holds any more. */
#include "model/forget.h"

#include <stdlib.h>
#include <string.h>

#include "model/channel.h"
#include "vm/visit.h"

static bool is_file(const struct obj *o) { return o->type == T_NATIVE && o->aux == NATIVE_FILE; }

/* ---- what a variable leads to ---- */

enum { NEAREST = 64 }; // objects that are looked at

struct near { value found[NEAREST]; unsigned n; };

static void near_add(void *ctx, value *slot)
{
    struct near *s = ctx;
    if (!is_ref(*slot) || *slot == 0 || s->n == NEAREST)
        return;
    switch (heap_type(*slot)) {
    case T_CLASS: case T_STR: case T_BYTES: case T_FLOAT: case T_BIGINT: return; // lead to none, or belong to many
    default: break;
    }
    for (unsigned i = 0; i < s->n; i++)
        if (s->found[i] == *slot)
            return;
    s->found[s->n++] = *slot;
}

bool leads_to_end(value v)
{
    struct near s = { .n = 0 };
    near_add(&s, &v);
    for (unsigned at = 0; at < s.n; at++) {
        if (is_file(obj_of(s.found[at])))
            return true;
        obj_visit(&s, near_add, obj_of(s.found[at]));
    }
    return false;
}

/* ---- what a process leads to ---- */

/* F_MARK is on what was passed until the end. */
struct walk { value *open, *passed; uint32_t open_n, open_cap, passed_n, passed_cap; };

static void push(value **at, uint32_t *n, uint32_t *cap, value v)
{
    MEM_GROW(*at, *n, *cap, 1024);
    (*at)[(*n)++] = v;
}

static void walk_to(void *ctx, value *slot)
{
    struct walk *w = ctx;
    if (!is_ref(*slot) || *slot == 0 || obj_of(*slot)->flags & (F_PERM | F_MARK))
        return;
    obj_of(*slot)->flags |= F_MARK;
    push(&w->passed, &w->passed_n, &w->passed_cap, *slot);
    push(&w->open, &w->open_n, &w->open_cap, *slot);
}

static void walk_on(struct walk *w)
{
    while (w->open_n)
        obj_visit(w, walk_to, obj_of(w->open[--w->open_n]));
}

static void walk_modules(struct walk *w, struct vm *vm)
{
    for (uint32_t i = 0; i < vm->module_count; i++)
        visit_n(w, walk_to, vm->modules[i]->slots, vm->modules[i]->ready);
    visit_n(w, walk_to, vm->classes, vm->class_count);
    visit_n(w, walk_to, vm->hooks, ARRAY_LEN(vm->hooks));
    walk_to(w, &vm->main_thread);
    walk_on(w);
}

static void walk_task(struct walk *w, struct task *t)
{
    for (struct frame *f = t->frames; f <= t->fp; f++) {
        uint32_t n = f->code ? f->code->nregs : 0;
        if (f < t->fp && f[1].base < f->base + n)
            n = (uint32_t)(f[1].base - f->base); // what is above is the callee's window
        visit_n(w, walk_to, &f->func, 1);
        visit_n(w, walk_to, &f->gen, 1);
        visit_n(w, walk_to, &f->extra, 1);
        visit_n(w, walk_to, f->base, n);
    }
    value own[] = { t->exc, t->thread, t->gen_value, t->greenlet, t->entry };
    visit_n(w, walk_to, own, ARRAY_LEN(own));
    visit_n(w, walk_to, t->req.arg, REQUEST_ARGS);
    walk_on(w);
}

static void walk_finish(struct walk *w, bool *held)
{
    for (uint32_t i = 0; i < w->passed_n; i++) {
        struct obj *o = obj_of(w->passed[i]);
        o->flags &= (uint8_t)~F_MARK;
        if (is_file(o) && ((struct native *)o)->word[0])
            held[((struct native *)o)->word[0] - 1] = true;
    }
    free(w->open);
    free(w->passed);
}

void ends_held(struct task *t, bool *held)
{
    struct walk w = { 0 };
    task_forget_ended(t);
    walk_modules(&w, t->vm);
    walk_task(&w, t);
    walk_finish(&w, held);
}

/* ---- in a state ---- */

static void look_at_task(void *ctx, struct task *t)
{
    struct walk *w = ctx;
    if (!w->passed_n)
        walk_modules(w, t->vm);
    walk_task(w, t);
}

static bool forgotten_by(struct model *m, const struct state *s, unsigned process, bool fds[MOST_FDS])
{
    bool held[MOST_FDS] = { false }, any = false;
    struct walk w = { 0 };
    if (!pipes_owned(m, s, process, fds))
        return false;
    world_look(m, s->ids, s->n, process, look_at_task, &w);
    walk_finish(&w, held);
    for (unsigned i = 0; i < MOST_FDS; i++)
        any |= fds[i] &= !held[i];
    return any;
}

bool ends_forgotten(struct model *m, const struct state *s, struct state *ret)
{
    bool any = false, seen[MODEL_PROCESSES] = { false };
    if (!m->ends_owned)
        return false;
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, s, i);
        bool fds[MOST_FDS];
        unsigned process = m->thread_process[i];
        if (!l || l->head.next == NEXT_DONE || seen[process])
            continue;
        seen[process] = true;
        if (!forgotten_by(m, any ? ret : s, process, fds))
            continue;
        if (!any)
            *ret = *s;
        any = true;
        pipes_close(m, ret, process, fds);
    }
    return any;
}
