#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "code/code.h"

void module_names_init(struct module_names *m)
{
    *m = (struct module_names){ 0 };
}

void module_names_finish(struct module_names *m)
{
    free(m->at);
    free(m->index);
    arena_finish(&m->arena);
    module_names_init(m);
}

static uint32_t *probe(const struct module_names *m, const char *s, size_t n, uint32_t hash)
{
    uint32_t i = hash & (m->index_size - 1);
    for (;; i = (i + 1) & (m->index_size - 1)) {
        uint32_t slot = m->index[i];
        if (!slot)
            return &m->index[i];
        const struct global_name *g = &m->at[slot - 1];
        if (g->hash == hash && g->name.n == n && memcmp(g->name.s, s, n) == 0)
            return &m->index[i];
    }
}

static void grow(struct module_names *m)
{
    m->index_size = m->index_size ? m->index_size * 2 : 64;
    free(m->index);
    m->index = mem_zalloc(m->index_size, sizeof *m->index);
    for (uint32_t i = 0; i < m->count; i++)
        *probe(m, m->at[i].name.s, m->at[i].name.n, m->at[i].hash) = i + 1;
}

uint32_t module_find(const struct module_names *m, const char *s, size_t n)
{
    if (!m->index_size)
        return UINT32_MAX;
    return *probe(m, s, n, (uint32_t)hash_bytes(s, n)) - 1;
}

uint32_t module_slot(struct module_names *m, const char *s, size_t n)
{
    if (m->count * 2 >= m->index_size)
        grow(m);
    uint32_t hash = (uint32_t)hash_bytes(s, n);
    uint32_t *at = probe(m, s, n, hash);
    if (*at)
        return *at - 1;
    if (m->count == MODULE_SLOTS)
        return MODULE_SLOTS;
    MEM_GROW(m->at, m->count, m->cap, 32);
    m->at[m->count] = (struct global_name){
        .name = { arena_text(&m->arena, s, n), (uint32_t)n }, .hash = hash
    };
    *at = ++m->count;
    return m->count - 1;
}
