/* note.c: what steps have shown that may be worth a word. */
#include <string.h>

#include "base/mem.h"
#include "model/note.h"

static void note_order(uint8_t thread, uint32_t held, uint32_t wanted)
{
    struct model *m = the_model;
    for (uint32_t i = 0; i < m->orders_n; i++)
        if (m->orders[i].thread == thread && m->orders[i].held == held && m->orders[i].wanted == wanted)
            return;
    MEM_GROW(m->orders, m->orders_n, m->orders_cap, 32);
    m->orders[m->orders_n++] = (struct order){ thread, held, wanted };
}

/* It is about to wait for a lock as long as it takes, or has just got it: which others has it in its hands? */
static void note_orders(const struct run *r, uint32_t wanted)
{
    struct model *m = the_model;
    for (uint32_t c = 0; c < m->columns_n && c < r->ids_n; c++) {
        const struct slot *s = &m->slots[m->columns[c]];
        if (s->kind != SLOT_SYNC || !s->own || !r->ids[c] || m->columns[c] == wanted)
            continue;
        struct sync_object o;
        memcpy(&o, comp_words(&m->comps, r->ids[c]), sizeof o);
        if ((o.kind == SYNC_LOCK || o.kind == SYNC_RLOCK) && o.owner == r->head.thread + 1u)
            note_order(r->head.thread, m->columns[c], wanted);
    }
}

void note_waits_for(const struct run *r, unsigned thread)
{
    if (r->head.thread < 64 && thread < 64)
        the_model->waits_for[r->head.thread] |= 1ull << thread;
}

void note_taking(const struct run *r, uint32_t slot, const struct sync_object *was, bool waits)
{
    if (r->was.more & L_NOWAIT || r->was.flags & L_TIMED)
        return; // who does not insist, waits for nobody in a ring
    if (was->owner != r->head.thread + 1u)
        note_orders(r, slot);
    if (waits && was->owner)
        note_waits_for(r, was->owner - 1);
}

void note_single_wait(const struct run *r, uint32_t slot, uint32_t line)
{
    struct model *m = the_model;
    for (uint32_t i = 0; i < m->single_waits_n; i++)
        if (m->single_waits[i].line == line)
            return;
    MEM_GROW(m->single_waits, m->single_waits_n, m->single_waits_cap, 8);
    m->single_waits[m->single_waits_n++] = (struct single_wait){ r->head.thread, slot, line };
}
