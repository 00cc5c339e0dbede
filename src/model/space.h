/* space.h: a set of states.
 *
 *   arena    state 0 │ state 1 │ …        rows of ids, back to back, in the order in which they were found:
 *                                         the arena of a breadth-first search is its queue, too
 *   table    tag │ number                 open addressing; a tag that fits is followed by a full comparison,
 *                                         so the set is exact
 * Source: explore.md 9. The hash of a row is a sum over its columns, so a step changes it by what it changes
 * (M. Musuvathi, D. Dill, An Incremental Heap Canonicalization Algorithm, SPIN 2005). */
#ifndef MODEL_SPACE_H
#define MODEL_SPACE_H

#include "base/hash.h"
#include "model/inside.h"

struct space {
    uint32_t *ids;      // rows of `stride`
    uint32_t stride;
    uint32_t n, cap;
    uint64_t *table;    // tag << 32 | number + 1
    uint64_t table_size;
    uint32_t *parent;   // the state from which it was found first
    struct move *by;
};
void space_init(struct space *sp, const struct model *m);
void space_finish(struct space *sp);
uint64_t space_bytes(const struct space *sp);
static inline const uint32_t *space_row(const struct space *sp, uint32_t i) { return sp->ids + (size_t)i * sp->stride; }
uint64_t space_hash(const struct model *m, const uint32_t *row, uint32_t n);
/* Makes room for columns that have come. */
void space_widen(struct space *sp, const struct model *m);
/* The number of the state with these ids (as many as the stride; the rest of a shorter one is 0). *ret_new: it was added. */
uint32_t space_add(struct space *sp, const uint32_t *row, uint64_t mixed, bool *ret_new); // mixed: space_mix(hash)
/* Asks the processor for what space_add() will look at first, and, some time later, next. */
static inline uint64_t space_mix(uint64_t hash) { return hash_mix(hash); }
static inline void space_prefetch(const struct space *sp, uint64_t mixed)
{
    __builtin_prefetch(&sp->table[(mixed >> 32) & (sp->table_size - 1)]);
}
static inline void space_prefetch_row(const struct space *sp, uint64_t mixed)
{
    uint64_t tag = mixed >> 32, word = sp->table[tag & (sp->table_size - 1)];
    if (word >> 32 == tag && word)
        __builtin_prefetch(space_row(sp, (uint32_t)word - 1));
}
void space_load(const struct space *sp, const struct model *m, uint32_t i, struct state *ret);

#endif
