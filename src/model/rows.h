/* rows.h: a state as few words; private to model/.
 *
 * The ids of each column are numbered in the order in which they come up there, and a row holds the numbers, each in
 * as many bits as its column needs so far:
 *
 *     column      main    t1     t2     count
 *     ids         203     88     91     12
 *     numbers     1       5      2      0
 *     row         │ m │ t1 │ t2 │ c │ t1 │ t2 │ m │ …        fields of some bits, 64 bits a word
 *
 * A column whose numbers need more bits gets another field for the upper ones, behind all others: there the rows that were
 * written before have zeroes, so none of them has to be touched, and none of their hashes. The first id
 * of a column has number 0: what never changes takes no bits. Once many columns have several fields they are gathered, each
 * in one again: then all rows are written anew.
 *
 * A state is written as what it differs in from the one that was read last: most are a step away from that. What a step
 * changes in words is worked out once, too (struct patch). */
#ifndef MODEL_ROWS_H
#define MODEL_ROWS_H

#include "model/inside.h"

enum { ROW_WORDS = WIDEST / 2 }; // a row's words at most: 32 bits for each column

/* Some bits of a column's numbers: those from `below` on, as many as the mask has. */
struct field { uint64_t mask; uint16_t word; uint8_t shift, below; };

/* What of a column stands in one word: which bits, and what they are for each number. */
struct part { uint32_t word; uint64_t mask, *bits; };

struct column {
    comp_id *ids; uint32_t n, cap; // by number
    unsigned width;                // bits
    unsigned more_n; struct field first, *more;
    struct part *parts; unsigned parts_n;
};

/* The columns that a step changes, and a number by which it is known. */
struct change { uint32_t step, column; const struct write *writes; uint32_t writes_n; };

enum { PATCH_WORDS = 3 };
struct patch { // the same as words: bits to clear, bits to set
    uint32_t layout;               // that it was made for
    uint16_t n, word[PATCH_WORDS]; // n: PATCH_WORDS + 1: it needs more
    struct { uint64_t clear, set; } at[PATCH_WORDS];
};

struct rows {
    struct column *columns; uint32_t columns_n;
    uint32_t layout;               // a number for how the fields are, never 0
    uint32_t spread;               // fields that are not the first ones of their columns
    struct numbered { uint64_t key; uint32_t number; } *numbers; // a hash table: column + 1, id
    uint32_t numbers_n, numbers_size;
    uint32_t words;                // of a row
    unsigned used;                 // bits of its last word
    struct patch *patches; uint32_t patches_n; // by step
    uint64_t bytes;                // all of this takes
    // the state that was read last: as a row and as ids, zeroes behind them
    uint64_t near_row[ROW_WORDS];
    comp_id near_ids[WIDEST + 8];
};
void rows_init(struct rows *r);
void rows_finish(struct rows *r);

/* The state as a row of r->words, which may be more than before. The first one of all says what its columns begin with.
 * After the n ids there is a zero. */
void rows_pack(struct rows *r, const comp_id *ids, uint32_t n, uint64_t ret[ROW_WORDS]);
/* The same for a state that only this change, after which they are these ids, makes of the one that was read last. */
void rows_step(struct rows *r, const struct change *by, const comp_id *ids, uint32_t n, uint64_t ret[ROW_WORDS]);
/* How a step changes rows, if that is known of it already, and is not too much. NULL: rows_step() has to be told the ids. */
static inline const struct patch *rows_patch(const struct rows *r, uint32_t step)
{
    const struct patch *p = &r->patches[step];
    return LIKELY(step < r->patches_n && p->layout == r->layout && p->n <= PATCH_WORDS) ? p : NULL;
}
static inline void patch_apply(const struct patch *p, const struct rows *r, uint64_t *ret)
{
    for (uint32_t i = 0, words = r->words; i < words; i++)
        ret[i] = r->near_row[i];
    for (unsigned k = 0, n = p->n; k < n; k++)
        ret[p->word[k]] = (ret[p->word[k]] & ~p->at[k].clear) | p->at[k].set;
}
/* A row of as many words, as the ids of all columns. They stay r's, until the next one is read. */
const comp_id *rows_unpack(struct rows *r, const uint64_t *row, uint32_t words);
/* Whether it is time to gather the fields; and gathers them. The n rows of r->words, back to back, are written anew: with
 * as many words as r->words is then, which are not more. */
bool rows_are_spread(const struct rows *r);
void rows_gather(struct rows *r, uint64_t *rows, uint32_t n);

/* Words that are 0 behind a row do not change its hash. Its upper half is what it is good for. */
static inline uint64_t row_hash(const uint64_t *row, uint32_t words)
{
    uint64_t h = 0;
    while (words-- > 0) {
        h = (h ^ row[words]) * 0x9e3779b97f4a7c15u;
        h ^= h >> 32;
    }
    return h * 0x94d049bb133111ebu;
}

#endif
