/* visit.h: what an object of each type holds: the one place that knows, beside heap_obj_size(). For those who go
 * through what is reachable: the collector (heap.c), and those who mark or look for something (reach.c).
 * Inline, so that the collector's loop calls nothing to find out. */
#ifndef VM_VISIT_H
#define VM_VISIT_H

#include "vm/inside.h"

static inline void visit_n(void *ctx, heap_visit_fn *f, value *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        f(ctx, &v[i]);
}

static inline void visit_instance(void *ctx, heap_visit_fn *f, struct instance *i)
{
    visit_n(ctx, f, &i->cls, 3);
    visit_n(ctx, f, i->item, i->o.n);
}

static inline void visit_table(void *ctx, heap_visit_fn *f, struct table *tb)
{
    for (uint32_t i = tb->first; i < tb->used; i++)
        visit_n(ctx, f, &tb->entry[i].key, 2);
}

/* Calls f for every value that the object holds. */
static inline void obj_visit(void *ctx, heap_visit_fn *f, struct obj *o)
{
    switch (o->type) {
    case T_STR:
        if (o->aux & STR_BUFFERED)
            f(ctx, &((struct str *)o)->buf);
        break;
    case T_BYTEARRAY: f(ctx, &((struct bytearray *)o)->data); break;
    case T_ARRAY: case T_TUPLE: visit_n(ctx, f, ((struct array *)o)->item, o->n); break;
    case T_LIST: f(ctx, &((struct list_obj *)o)->items); break;
    case T_DICT: case T_SET: case T_FROZENSET: f(ctx, &((struct dict *)o)->table); break;
    case T_TABLE: visit_table(ctx, f, (struct table *)o); break;
    case T_RANGE: case T_SLICE: visit_n(ctx, f, &((struct range *)o)->start, 3); break;
    case T_CELL: f(ctx, &((struct cell *)o)->v); break;
    case T_FUNC: visit_n(ctx, f, &((struct func *)o)->defaults, 7); break;
    case T_METHOD: case T_SUPER: visit_n(ctx, f, &((struct method *)o)->func, 2); break;
    case T_PROPERTY: visit_n(ctx, f, &((struct descr *)o)->get, 4); break;
    case T_CLASS:
        visit_n(ctx, f, &((struct class *)o)->name, 5);
        f(ctx, &((struct class *)o)->module);
        break;
    case T_INSTANCE: visit_instance(ctx, f, (struct instance *)o); break;
    case T_GEN:
        visit_n(ctx, f, &((struct gen *)o)->func, 3);
        visit_n(ctx, f, ((struct gen *)o)->reg, o->n);
        break;
    case T_ITER:
        f(ctx, &((struct iter *)o)->source);
        f(ctx, &((struct iter *)o)->more);
        break;
    case T_DICTVIEW: f(ctx, &((struct dictview *)o)->dict); break;
    case T_DEQUE: f(ctx, &((struct deque *)o)->items); break;
    case T_SYNC: visit_n(ctx, f, &((struct sync_handle *)o)->a, 3); break;
    case T_NATIVE: visit_n(ctx, f, &((struct native *)o)->a, 2); break;
    case T_GREENLET: greenlet_visit(ctx, f, (struct greenlet *)o); break;
    default: break;
    }
}

#endif
