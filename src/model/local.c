/* local.c: the contents of tasks, taken apart, and what is remembered of each. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/inside.h"

static uint8_t traits_of(const struct head *h)
{
    switch ((enum next_kind)h->next) {
    case NEXT_DONE: return HAS_ENDED;
    case NEXT_RIDE: case NEXT_START: case NEXT_LOOK: case NEXT_EXIT: return MAY_BECOME_RIDE;
    case NEXT_JOIN: return MAY_BECOME_RIDE | (can_time_out(h) ? CAN_TIME_OUT : 0);
    case NEXT_ACCESS: case NEXT_CELL: return IS_SIMPLE | TOUCHES;
    case NEXT_PRINT: case NEXT_GET: return IS_SIMPLE;
    case NEXT_SYNC: case NEXT_PIPE: return IS_SIMPLE | (can_time_out(h) ? CAN_TIME_OUT : 0);
    case NEXT_WAIT: return MUST_BE_NAMED | (can_time_out(h) ? CAN_TIME_OUT : 0);
    default: return 0;
    }
}

static struct local *local_add(struct model *m, comp_id id)
{
    if (m->locals_n == m->locals_cap * LOCALS_CHUNK) {
        m->locals = mem_resize(m->locals, ++m->locals_cap, sizeof *m->locals);
        m->locals[m->locals_cap - 1] = mem_alloc(LOCALS_CHUNK * sizeof **m->locals);
    }
    struct local *l = &m->locals[m->locals_n / LOCALS_CHUNK][m->locals_n % LOCALS_CHUNK];
    m->locals_n++;
    *l = (struct local){ .comp = id, .epoch = UINT32_MAX };
    memcpy(&l->head, comp_words(&m->comps, id), sizeof l->head);
    l->traits = traits_of(&l->head);
    return l;
}

struct local *local_new(struct model *m, comp_id id)
{
    struct local *l = local_add(m, id);
    return m->comps.at[id].local = l;
}

struct local *local_alone(struct model *m, struct local *l)
{
    if (!l->alone)
        l->alone = local_add(m, l->comp);
    return l->alone;
}

void local_depends(struct local *l, uint32_t slot)
{
    for (uint32_t i = 0; i < l->ndeps; i++)
        if (l->deps[i] == slot)
            return;
    if ((l->ndeps & (l->ndeps - 1)) == 0)
        l->deps = mem_resize(l->deps, MAX(4u, l->ndeps * 2), sizeof *l->deps);
    l->deps[l->ndeps++] = slot;
    l->epoch = UINT32_MAX;
}

void locals_forget(struct model *m)
{
    for (uint32_t i = 0; i < m->locals_n; i++) {
        struct local *l = &m->locals[i / LOCALS_CHUNK][i % LOCALS_CHUNK];
        free(l->deps);
        free(l->columns);
        free(l->quick);
        free(l->memo);
    }
    for (uint32_t i = 0; i < m->locals_cap; i++)
        free(m->locals[i]);
    m->locals_n = m->locals_cap = 0;
    for (uint32_t i = 0; i < m->comps.n; i++)
        m->comps.at[i].local = NULL;
}
