/* slot.c: what may differ between states: slots, and the columns they get when they first do. */
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "model/inside.h"

static uint64_t slot_hash(enum slot_kind kind, uint8_t process, uint64_t oid)
{
    return hash_mix(oid * 64 + kind * 8191 + (uint64_t)process * 0x9e3779b9u);
}

static uint32_t *slot_probe(struct model *m, enum slot_kind kind, uint8_t process, uint64_t oid)
{
    uint32_t i = (uint32_t)slot_hash(kind, process, oid) & (m->slot_index_size - 1);
    for (; m->slot_index[i]; i = (i + 1) & (m->slot_index_size - 1)) {
        const struct slot *s = &m->slots[m->slot_index[i] - 1];
        if (s->kind == kind && s->process == process && s->oid == oid)
            break;
    }
    return &m->slot_index[i];
}

static void slot_index_grow(struct model *m)
{
    m->slot_index_size = m->slot_index_size ? m->slot_index_size * 2 : 512;
    free(m->slot_index);
    m->slot_index = mem_zalloc(m->slot_index_size, sizeof *m->slot_index);
    for (uint32_t i = 0; i < m->slots_n; i++)
        *slot_probe(m, m->slots[i].kind, m->slots[i].process, m->slots[i].oid) = i + 1;
}

uint32_t slot_find(enum slot_kind kind, uint8_t process, uint64_t oid)
{
    struct model *m = the_model;
    if (m->slots_n * 2 >= m->slot_index_size)
        slot_index_grow(m);
    uint32_t *at = slot_probe(m, kind, process, oid);
    if (*at)
        return *at - 1;
    MEM_GROW(m->slots, m->slots_n, m->slots_cap, 256);
    m->slots[m->slots_n] = (struct slot){ .kind = (uint8_t)kind, .process = process, .oid = oid, .column = NO_COLUMN };
    *at = ++m->slots_n;
    return m->slots_n - 1;
}

uint32_t column_of(uint32_t slot)
{
    struct model *m = the_model;
    if (m->slots[slot].column != NO_COLUMN)
        return m->slots[slot].column;
    MEM_GROW(m->columns, m->columns_n, m->columns_cap, 64);
    m->columns[m->columns_n] = slot;
    m->epoch++;
    return m->slots[slot].column = m->columns_n++;
}
