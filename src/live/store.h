/* store.h: bytes that all processes of a run see: items of queues, cells of Value and Array.
 *
 * Blocks of the region, in sizes of four steps for each doubling; what is given back is used again for
 * the same size. A block is in exactly one place: in a list of free ones, in a queue, in
 * use by a handle, or held by one task (slot->held). Every move from place to place is one
 * commit of the journal, so a task that is killed at any instant loses no block: what it held is
 * given back when its death is noted. */
#ifndef LIVE_STORE_H
#define LIVE_STORE_H

#include "live/region.h"

struct block {
    uint32_t next;   // in a list of free blocks, or in a queue; 0: none
    uint32_t n;      // bytes of data
    uint32_t text_n; // bytes behind the data: how events show it
    uint32_t class;
    unsigned char data[];
};

/* The block at an index (its place in units of 16 bytes), or NULL: 0, or damage. */
struct block *block_at(const struct run_region *r, uint32_t index);

/* With klock held. */

/* A block for n bytes of data that nobody has: from the list of free ones (then j gets the word that takes it
 * out) or new. 0: there is no room. */
uint32_t block_find(struct run_region *r, struct journal *j, size_t n);
/* j gets the words that put a block into the list of free ones. */
void block_give(struct run_region *r, struct journal *j, uint32_t index);
/* j gets: *word = value. */
void journal_add(struct run_region *r, struct journal *j, void *word, uint32_t value);
/* Does what j says, all or nothing, though the task is killed in the middle. */
void journal_run(struct run_region *r, struct journal *j);

/* Without klock, by the task itself. */

/* A zeroed block of n bytes, held by this task; 0 or the index. */
uint32_t store_take(size_t n);
/* What this task holds belongs to a handle from now on, and back. */
void store_keep(void);
void store_free(uint32_t index);
/* What this task holds is given back; nothing if it holds none. */
void store_drop(void);
/* Klock held: likewise what a dead task held. */
void store_drop_of(struct run_region *r, struct task_slot *s);

#endif
