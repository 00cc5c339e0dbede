/* tso.c: total store order.
 *
 *   task ──store──► [ oldest … newest ] ──drains, at any time──► memory ──► all tasks
 *          ◄──load── its own newest store first
 *
 * A plain store to a global variable that tasks are at odds about goes into the task's buffer; the task
 * itself sees it at once, the others when it drains, which is a step of its own. Whatever works on a
 * synchronisation object, starts or ends a task waits until the buffer is empty: a fence. It is a model of what
 * processors do; CPython and conch's live tasks do not show it (R16).
 * Source: P. Sewell et al., x86-TSO, CACM 53(7), 2010. */
#include <stdlib.h>
#include <string.h>

#include "model/run.h"

static uint32_t buffer_slot(unsigned thread) { return slot_find(SLOT_BUFFER, ALL_PROCESSES, thread); }

const uint64_t *buffer_of(struct model *m, const comp_id *ids, uint32_t n, unsigned thread, uint32_t *ret_n)
{
    *ret_n = 0;
    if (!m->opts->tso)
        return NULL;
    comp_id id = content_at(m, ids, n, buffer_slot(thread));
    if (!id)
        return NULL;
    *ret_n = m->comps.at[id].n;
    return comp_words(&m->comps, id);
}

void buffer_enter(struct model *m, struct run *r)
{
    uint32_t n;
    const uint64_t *w = buffer_of(m, r->ids, r->ids_n, r->head.thread, &n);
    if (m->opts->tso)
        run_touch(r, buffer_slot(r->head.thread));
    for (uint32_t i = 0; i < n; i++) {
        const struct slot *s = &m->slots[w[i] >> 32];
        comp_id id = (comp_id)w[i];
        struct reader rd = { .w = comp_words(&m->comps, id), .process = r->head.process };
        *global_at(m, s) = read_value(&rd);
        free(rd.made);
    }
}

bool buffer_holds(struct model *m, const struct run *r, uint32_t slot)
{
    uint32_t n;
    const uint64_t *w = buffer_of(m, r->ids, r->ids_n, r->head.thread, &n);
    for (uint32_t i = 0; i < n; i++)
        if (w[i] >> 32 == slot)
            return true;
    for (unsigned i = 0; i < r->delayed_n; i++)
        if (r->delayed[i] == slot)
            return true;
    return false;
}

/* What a variable's column holds for a content. */
static comp_id in_column(struct model *m, uint32_t slot, comp_id c) { return c == m->slots[slot].pristine ? 0 : c; }

void buffer_leave(struct model *m, struct run *r, const struct write *stores, unsigned n)
{
    uint32_t old_n;
    const uint64_t *old = buffer_of(m, r->ids, r->ids_n, r->head.thread, &old_n);
    struct words w = { 0 };
    for (uint32_t i = 0; i < old_n; i++)
        put(&w, old[i]);
    for (unsigned i = 0; i < n; i++)
        put(&w, (uint64_t)stores[i].column << 32 | stores[i].id);
    bool ends = r->head.next == NEXT_DONE && r->was.flags & L_FIRST; // its process leaves: nobody could drain it later
    if (ends)
        for (uint32_t i = 0; i < w.n; i++)
            effect_write(m, &r->effect, column_of((uint32_t)(w.w[i] >> 32)), in_column(m, (uint32_t)(w.w[i] >> 32), (comp_id)w.w[i]));
    if (n || (ends && old_n))
        effect_write(m, &r->effect, column_of(buffer_slot(r->head.thread)), ends || !w.n ? 0 : comp_intern(&m->comps, w.w, w.n));
    free(w.w);
}

bool buffer_drain(struct model *m, struct state *s, unsigned thread)
{
    uint32_t n;
    const uint64_t *w = buffer_of(m, s->ids, s->n, thread, &n);
    if (!n)
        return false;
    uint32_t slot = (uint32_t)(w[0] >> 32);
    comp_id value_id = in_column(m, slot, (comp_id)w[0]), rest = 0;
    if (n > 1) {
        struct words left = { 0 };
        for (uint32_t i = 1; i < n; i++)
            put(&left, w[i]);
        rest = comp_intern(&m->comps, left.w, left.n);
        free(left.w);
    }
    s->ids[m->slots[slot].column] = value_id;
    s->ids[m->slots[buffer_slot(thread)].column] = rest;
    return true;
}
