/* Greenlets: stacks of their own. */
#include <stdlib.h>

#include "vm/inside.h"

void greenlet_visit(void *ctx, heap_visit_fn *f, struct greenlet *g)
{
    f(ctx, &g->run);
    f(ctx, &g->parent);
    f(ctx, &g->args);
    f(ctx, &g->attrs);
    value *top = g->stack;
    for (struct frame *fr = g->frames; fr && fr <= (struct frame *)g->fp; fr++) {
        f(ctx, &fr->func);
        f(ctx, &fr->gen);
        f(ctx, &fr->extra);
        if (fr->code)
            top = MAX(top, fr->base + fr->code->nregs + 1);
    }
    for (value *v = g->stack; v && v < top; v++)
        f(ctx, v);
}

void greenlet_finalize(struct greenlet *g)
{
    free(g->frames);
    free(g->stack);
}
