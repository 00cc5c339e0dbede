/* reach.c: going through all that an object reaches, without moving it: to mark what others may see, or to find something.
 *
 *     t1.d = [1, [2]]      d is shared, so the lists become so, before they can be seen there: F_SHARED on each
 *
 * Marks only come, they never go; those that are set are set before the reference is stored, so nobody finds an unmarked
 * object in a marked one. The lock bits of marked objects are here, too. */
#include <sched.h>
#include <stdlib.h>
#include <time.h>

#include "base/mem.h"
#include "vm/visit.h"

/* ---- shared marks (R1) ---- */

struct share_list {
    value *at;
    uint32_t n, cap;
};

static void share_list_add(struct share_list *l, value v)
{
    if (l->n == l->cap) {
        l->cap = l->cap ? l->cap * 2 : 64;
        l->at = mem_resize(l->at, l->cap, sizeof *l->at);
    }
    l->at[l->n++] = v;
}

static inline bool is_to_be_shared(value v)
{
    return is_ref(v) && v != 0 && !(__atomic_load_n(&obj_of(v)->flags, __ATOMIC_RELAXED) & (F_SHARED | F_PERM));
}

static void share_push(void *ctx, value *slot)
{
    if (!is_to_be_shared(*slot))
        return;
    __atomic_fetch_or(&obj_of(*slot)->flags, F_SHARED, __ATOMIC_RELEASE);
    share_list_add(ctx, *slot);
}

void heap_share(struct task *t, value v)
{
    (void)t;
    if (!is_to_be_shared(v)) // most are numbers
        return;
    struct share_list l = { 0 };
    share_push(&l, &v);
    while (l.n)
        obj_visit(&l, share_push, obj_of(l.at[--l.n]));
    free(l.at);
}

void heap_share_children(struct task *t, value v)
{
    (void)t;
    struct share_list l = { 0 };
    obj_visit(&l, share_push, obj_of(v));
    while (l.n)
        obj_visit(&l, share_push, obj_of(l.at[--l.n]));
    free(l.at);
}

/* When the second thread of a process starts: all that globals reach, and all that was put into
 * shared objects while nobody looked. No object is passed twice: F_MARK is on it until the end. */
struct reshare {
    struct share_list open, passed;
    bool share; // what is pushed is reached from something shared
};

static void reshare_push(void *ctx, value *slot)
{
    struct reshare *r = ctx;
    if (!is_ref(*slot) || *slot == 0)
        return;
    struct obj *o = obj_of(*slot);
    uint8_t want = F_MARK | (r->share ? F_SHARED : 0);
    if (o->flags & F_PERM || (o->flags & want) == want)
        return;
    if (!(o->flags & F_MARK))
        share_list_add(&r->passed, *slot);
    __atomic_fetch_or(&o->flags, want, __ATOMIC_RELAXED);
    share_list_add(&r->open, *slot);
}

static void reshare_all(struct reshare *r)
{
    while (r->open.n) {
        struct obj *o = obj_of(r->open.at[--r->open.n]);
        r->share = o->flags & F_SHARED;
        obj_visit(r, reshare_push, o);
    }
}

void heap_share_globals(struct task *t)
{
    struct vm *vm = t->vm;
    struct reshare r = { .share = true };
    for (uint32_t i = 0; i < vm->module_count; i++)
        for (uint32_t k = 0; k < vm->modules[i]->ready; k++)
            reshare_push(&r, &vm->modules[i]->slots[k]);
    for (uint32_t i = 0; i < vm->class_count; i++)
        reshare_push(&r, &vm->classes[i]);
    reshare_all(&r);
    value own[] = { t->exc, t->thread, t->entry, t->gen_value, t->greenlet, t->req.arg[0], t->req.arg[3] };
    value *top = t->fp->base + (t->fp->code ? t->fp->code->nregs : 0) + 1;
    r.share = false;
    visit_n(&r, reshare_push, own, ARRAY_LEN(own));
    visit_n(&r, reshare_push, t->stack, (size_t)(MIN(top, t->stack_end) - t->stack));
    for (struct frame *f = t->frames; f <= t->fp; f++) {
        reshare_push(&r, &f->func);
        reshare_push(&r, &f->gen);
        reshare_push(&r, &f->extra);
    }
    reshare_all(&r);
    while (r.passed.n)
        __atomic_fetch_and(&obj_of(r.passed.at[--r.passed.n])->flags, (uint8_t)~F_MARK, __ATOMIC_RELAXED);
    free(r.open.at);
    free(r.passed.at);
}

/* ---- looking for something in it ---- */

enum { SEARCH_MOST = 128, SEARCH_WIDE = 4096 }; // objects that are looked at; rows longer than that are not gone through

struct search { value found[SEARCH_MOST]; uint32_t n; };

static void search_add(void *ctx, value *slot)
{
    struct search *s = ctx;
    if (!is_ref(*slot) || s->n == SEARCH_MOST)
        return;
    switch (heap_type(*slot)) {
    case T_LIST: case T_TUPLE: case T_ARRAY: case T_DICT: case T_SET: case T_FROZENSET: case T_TABLE: case T_DEQUE:
    case T_ITER: case T_DICTVIEW: case T_METHOD: case T_INSTANCE: case T_GEN: s->found[s->n++] = *slot; break;
    default: break; // holds nothing, or belongs to many
    }
}

bool heap_finds(value v, bool (*is_wanted)(value v))
{
    struct search s = { .n = 0 };
    search_add(&s, &v);
    for (uint32_t at = 0; at < s.n; at++) {
        struct obj *o = obj_of(s.found[at]);
        if (is_wanted(s.found[at]))
            return true;
        if (o->n <= SEARCH_WIDE || (o->type != T_ARRAY && o->type != T_TUPLE && o->type != T_TABLE))
            obj_visit(&s, search_add, o);
    }
    return false;
}

/* ---- lock bits ---- */

void obj_lock(struct obj *o)
{
    for (unsigned spins = 0; __atomic_fetch_or(&o->flags, F_BUSY, __ATOMIC_ACQUIRE) & F_BUSY; spins++) {
        if (spins < 100)
            cpu_relax();
        else if (spins < 120)
            sched_yield();
        else // the owner has lost its processor: thousands that yield in turn would keep it from getting one
            nanosleep(&(struct timespec){ .tv_nsec = 20000 << MIN((spins - 120) / 4, 6u) }, NULL);
    }
}

void obj_unlock(struct obj *o)
{
    __atomic_fetch_and(&o->flags, (uint8_t)~F_BUSY, __ATOMIC_RELEASE);
}
