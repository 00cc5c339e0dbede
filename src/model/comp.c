/* comp.c: interned rows of words. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "model/inside.h"

void comps_init(struct comps *c)
{
    memset(c, 0, sizeof *c);
    c->n = 1; // 0 is no content of its own
    c->cap = 1024;
    c->at = mem_zalloc(c->cap, sizeof *c->at);
    c->index_size = 2048;
    c->index = mem_zalloc(c->index_size, sizeof *c->index);
    c->room = 1 << 16;
    c->words = mem_alloc(c->room * 8);
}

void comps_finish(struct comps *c)
{
    free(c->at);
    free(c->index);
    free(c->words);
    memset(c, 0, sizeof *c);
}

static void index_grow(struct comps *c)
{
    c->index_size *= 2;
    free(c->index);
    c->index = mem_zalloc(c->index_size, sizeof *c->index);
    for (uint32_t id = 1; id < c->n; id++) {
        uint32_t i = (uint32_t)c->at[id].hash & (c->index_size - 1);
        while (c->index[i])
            i = (i + 1) & (c->index_size - 1);
        c->index[i] = id;
    }
}

comp_id comp_intern(struct comps *c, const uint64_t *w, uint32_t n)
{
    uint64_t hash = hash_bytes(w, (size_t)n * 8) | 1;
    c->words_in += n;
    uint32_t i = (uint32_t)hash & (c->index_size - 1);
    for (; c->index[i]; i = (i + 1) & (c->index_size - 1)) {
        const struct comp *k = &c->at[c->index[i]];
        if (k->hash == hash && k->n == n && memcmp(c->words + k->at, w, (size_t)n * 8) == 0)
            return c->index[i];
    }
    if (c->n == c->cap) {
        c->cap *= 2;
        c->at = mem_resize(c->at, c->cap, sizeof *c->at);
    }
    while (c->used + n > c->room) {
        c->room *= 2;
        c->words = mem_resize(c->words, c->room, 8);
    }
    memcpy(c->words + c->used, w, (size_t)n * 8);
    c->at[c->n] = (struct comp){ .hash = hash, .at = c->used, .n = n };
    c->used += n;
    c->index[i] = c->n++;
    if (c->n * 2 > c->index_size)
        index_grow(c);
    return c->n - 1;
}
