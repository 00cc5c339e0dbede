/* space.h: a set of states; private to model/.
 *
 *   rows     state 0 │ state 1 │ …        back to back (rows.h), in the order in which they were found: those of a
 *                                         breadth-first search are its queue, too
 *   table    buckets of one cache line: for 12 states a byte of their hash, and their numbers
 *
 *            │ tags, a byte each, 0: free │ numbers, four bytes each        │      64 bytes
 *
 * A state is in the bucket that its hash tells, or, where that is full, in one of the next. A tag that fits is followed by a
 * full comparison, so the set is exact. Rows tell their hashes again, so the table keeps no more of them, and is
 * made anew when it grows; then the fields of the rows may be gathered, too. */
#ifndef MODEL_SPACE_H
#define MODEL_SPACE_H

#include "model/rows.h"

enum { SPACE_LATER = 256 }; // states that are looked up together, so that what they need of memory is on its way

struct space {
    struct rows layout;
    uint64_t *rows;
    uint32_t words;     // of a row here: as many as the layout's, or, until the next one is added, less
    uint32_t n, cap;
    struct bucket *table; uint32_t buckets;
    struct later { uint64_t hash; uint32_t from, to; } *later;
    uint64_t *later_rows; uint32_t later_n;
};
void space_init(struct space *sp);
void space_finish(struct space *sp);
/* What it takes, and what it takes once `more` states are added. */
uint64_t space_bytes(const struct space *sp, uint32_t more);
/* The number of the state with these ids; after them there is a zero. *ret_new: it was added. */
uint32_t space_add(struct space *sp, const comp_id *ids, uint32_t n, bool *ret_new);
void space_load(struct space *sp, const struct model *m, uint32_t i, struct state *ret);

/* space_add() for a step from a state, some time later: then f is told where these steps led, in the order of the calls.
 * by: the state was loaded last, and this is all that is different; NULL: anything may be. */
typedef void space_fn(void *ctx, const struct later *steps, uint32_t n);
void space_add_later(struct space *sp, const comp_id *ids, uint32_t n, const struct change *by, uint32_t from, space_fn *f, void *ctx);
/* The same for a step whose change is known, by its number. False, and nothing is done: it is not known yet. */
bool space_step_later(struct space *sp, uint32_t step, uint32_t from, space_fn *f, void *ctx);
/* Now, for all that are left. */
void space_settle(struct space *sp, space_fn *f, void *ctx);

#endif
