#include "model/space.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/hash.h"
#include "base/mem.h"

static uint32_t stride_for(const struct model *m) { return (m->columns_n + 3u) & ~3u; }

void space_init(struct space *sp, const struct model *m)
{
    memset(sp, 0, sizeof *sp);
    sp->stride = MAX(stride_for(m), 4u);
    sp->cap = 1024;
    sp->ids = mem_zalloc((size_t)sp->cap * sp->stride, sizeof *sp->ids);
    sp->parent = mem_alloc(sp->cap * sizeof *sp->parent);
    sp->by = mem_alloc(sp->cap * sizeof *sp->by);
    sp->table_size = 4096;
    sp->table = mem_zalloc(sp->table_size, sizeof *sp->table);
}

void space_finish(struct space *sp)
{
    free(sp->ids);
    free(sp->parent);
    free(sp->by);
    free(sp->table);
    memset(sp, 0, sizeof *sp);
}

uint64_t space_bytes(const struct space *sp)
{
    return (uint64_t)sp->cap * (sp->stride * 4u + 4u + sizeof *sp->by) + sp->table_size * 8;
}

uint64_t space_hash(const struct model *m, const uint32_t *row, uint32_t n)
{
    uint64_t h = 0;
    for (uint32_t i = 0; i < n; i++)
        if (row[i])
            h += m->comps.at[row[i]].hash * m->odd[i];
    return h;
}

void space_widen(struct space *sp, const struct model *m)
{
    uint32_t stride = stride_for(m);
    if (stride <= sp->stride)
        return;
    uint32_t *ids = mem_zalloc((size_t)sp->cap * stride, sizeof *ids);
    for (uint32_t i = 0; i < sp->n; i++)
        memcpy(ids + (size_t)i * stride, sp->ids + (size_t)i * sp->stride, sp->stride * sizeof *ids);
    free(sp->ids);
    sp->ids = ids;
    sp->stride = stride;
}

static void table_grow(struct space *sp)
{
    uint64_t *old = sp->table, size = sp->table_size;
    sp->table_size = size * 2;
    sp->table = mem_zalloc(sp->table_size, sizeof *sp->table);
    if (sp->table_size > 1 << 18)
        madvise((void *)ALIGN_UP((uintptr_t)sp->table, (uintptr_t)4096), sp->table_size * 8 - 4096, MADV_HUGEPAGE);
    // the tag holds the upper half of the mixed hash, of which the slot is the upper bits
    for (uint64_t i = 0; i < size; i++) {
        if (!old[i])
            continue;
        uint64_t at = (old[i] >> 32) & (sp->table_size - 1);
        while (sp->table[at])
            at = (at + 1) & (sp->table_size - 1);
        sp->table[at] = old[i];
    }
    free(old);
}

static void arena_grow(struct space *sp)
{
    sp->cap *= 2;
    sp->ids = mem_resize(sp->ids, (size_t)sp->cap * sp->stride, sizeof *sp->ids);
    sp->parent = mem_resize(sp->parent, sp->cap, sizeof *sp->parent);
    sp->by = mem_resize(sp->by, sp->cap, sizeof *sp->by);
    if ((size_t)sp->cap * sp->stride > 1 << 20)
        madvise((void *)ALIGN_UP((uintptr_t)sp->ids, (uintptr_t)4096), (size_t)sp->cap * sp->stride * 4 - 4096, MADV_HUGEPAGE);
}

static inline bool rows_equal(const uint32_t *a, const uint32_t *b, uint32_t stride)
{
    uint64_t differ = 0, x, y;
    for (uint32_t i = 0; i < stride; i += 2) {
        memcpy(&x, a + i, 8);
        memcpy(&y, b + i, 8);
        differ |= x ^ y;
    }
    return differ == 0;
}

uint32_t space_add(struct space *sp, const uint32_t *row, uint64_t mixed, bool *ret_new)
{
    uint64_t tag = mixed >> 32;
    uint64_t at = tag & (sp->table_size - 1);
    for (; sp->table[at]; at = (at + 1) & (sp->table_size - 1)) {
        if (sp->table[at] >> 32 != tag)
            continue;
        uint32_t i = (uint32_t)sp->table[at] - 1;
        if (LIKELY(rows_equal(space_row(sp, i), row, sp->stride))) {
            *ret_new = false;
            return i;
        }
    }
    if (UNLIKELY(sp->n == sp->cap))
        arena_grow(sp);
    memcpy(sp->ids + (size_t)sp->n * sp->stride, row, sp->stride * sizeof *row);
    sp->table[at] = tag << 32 | (sp->n + 1);
    *ret_new = true;
    if (UNLIKELY((uint64_t)++sp->n * 2 > sp->table_size))
        table_grow(sp);
    return sp->n - 1;
}

void space_load(const struct space *sp, const struct model *m, uint32_t i, struct state *ret)
{
    ret->n = MIN(m->columns_n, sp->stride);
    memcpy(ret->ids, space_row(sp, i), sp->stride * sizeof *ret->ids);
    memset(ret->ids + sp->stride, 0, 8 * sizeof *ret->ids);
}
