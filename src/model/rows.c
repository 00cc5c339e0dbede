#include "model/rows.h"

#include <stdlib.h>
#include <string.h>

void rows_init(struct rows *r)
{
    memset(r, 0, sizeof *r);
    r->numbers_size = 256;
    r->numbers = mem_zalloc(r->numbers_size, sizeof *r->numbers);
    r->words = 1;
}

void rows_finish(struct rows *r)
{
    for (uint32_t c = 0; c < r->columns_n; c++) {
        for (unsigned k = 0; k < r->columns[c].parts_n; k++)
            free(r->columns[c].parts[k].bits);
        free(r->columns[c].parts);
        free(r->columns[c].ids);
    }
    free(r->columns);
    free(r->fields);
    free(r->numbers);
    free(r->patches);
    memset(r, 0, sizeof *r);
}

/* ---- numbers ---- */

static inline struct numbered *numbered_find(const struct rows *r, uint64_t key)
{
    uint32_t i = (uint32_t)(key * 0x9e3779b97f4a7c15u >> 32) & (r->numbers_size - 1);
    while (r->numbers[i].key && r->numbers[i].key != key)
        i = (i + 1) & (r->numbers_size - 1);
    return &r->numbers[i];
}

static void numbers_grow(struct rows *r)
{
    struct numbered *old = r->numbers;
    uint32_t size = r->numbers_size;
    r->numbers_size = size * 2;
    r->numbers = mem_zalloc(r->numbers_size, sizeof *r->numbers);
    for (uint32_t i = 0; i < size; i++)
        if (old[i].key)
            *numbered_find(r, old[i].key) = old[i];
    free(old);
    r->bytes += size * sizeof *old;
}

/* ---- fields ---- */

/* The column's part of a word, which is new if its last one is in another. */
static struct part *part_in(struct rows *r, struct column *c, uint32_t word)
{
    if (c->parts_n && c->parts[c->parts_n - 1].word == word)
        return &c->parts[c->parts_n - 1];
    c->parts = mem_resize(c->parts, c->parts_n + 1, sizeof *c->parts);
    c->parts[c->parts_n] = (struct part){ .word = word, .bits = mem_zalloc(c->cap, sizeof(uint64_t)) };
    r->bytes += c->cap * sizeof(uint64_t);
    return &c->parts[c->parts_n++];
}

/* Another field, of a quarter of what the column has, or of what is left in the last word. */
static void field_add(struct rows *r, uint32_t column)
{
    struct column *c = &r->columns[column];
    if (r->used == 64) {
        r->used = 0;
        r->words++;
    }
    unsigned width = MIN(MIN(MAX(1u, c->width / 4), 32 - c->width), 64 - r->used);
    if (r->fields_n == r->fields_cap) {
        r->fields_cap = MAX(64u, r->fields_cap * 2);
        r->fields = mem_resize(r->fields, r->fields_cap, sizeof *r->fields);
    }
    r->fields[r->fields_n++] = (struct field){ (uint16_t)column, (uint16_t)(r->words - 1), (uint8_t)r->used, (uint8_t)width, (uint8_t)c->width };
    part_in(r, c, r->words - 1)->mask |= ((1ull << width) - 1) << r->used;
    r->used += width;
    c->width += width;
}

/* ---- columns ---- */

static uint64_t bits_in(const struct rows *r, uint32_t column, uint32_t word, uint32_t number)
{
    uint64_t bits = 0;
    for (uint32_t i = 0; i < r->fields_n; i++) {
        const struct field *f = &r->fields[i];
        if (f->column == column && f->word == word)
            bits |= ((uint64_t)number >> f->below & ((1ull << f->width) - 1)) << f->shift;
    }
    return bits;
}

static void column_grow(struct rows *r, struct column *c)
{
    uint32_t old = c->cap;
    c->cap = MAX(4u, old * 2);
    c->ids = mem_resize(c->ids, c->cap, sizeof *c->ids);
    for (unsigned k = 0; k < c->parts_n; k++)
        c->parts[k].bits = mem_resize(c->parts[k].bits, c->cap, sizeof(uint64_t));
    r->bytes += (c->cap - old) * (sizeof *c->ids + c->parts_n * sizeof(uint64_t));
}

/* The next number of a column, for this id. */
static uint32_t number_add(struct rows *r, uint32_t column, comp_id id)
{
    struct column *c = &r->columns[column];
    uint32_t number = c->n;
    if (number == c->cap)
        column_grow(r, c);
    while (number >> c->width)
        field_add(r, column);
    c->ids[c->n++] = id;
    for (unsigned k = 0; k < c->parts_n; k++)
        c->parts[k].bits[number] = bits_in(r, column, c->parts[k].word, number);
    *numbered_find(r, (uint64_t)(column + 1) << 32 | id) = (struct numbered){ (uint64_t)(column + 1) << 32 | id, number };
    if (++r->numbers_n * 2 > r->numbers_size)
        numbers_grow(r);
    return number;
}

static inline uint32_t number_of(struct rows *r, uint32_t column, comp_id id)
{
    const struct numbered *k = numbered_find(r, (uint64_t)(column + 1) << 32 | id);
    return LIKELY(k->key != 0) ? k->number : number_add(r, column, id);
}

/* Columns that have come since: in the states so far they were 0. */
static void columns_add(struct rows *r, const comp_id *ids, uint32_t n)
{
    bool first = r->columns_n == 0;
    r->columns = mem_resize(r->columns, n, sizeof *r->columns);
    r->bytes += (n - r->columns_n) * sizeof *r->columns;
    while (r->columns_n < n) {
        uint32_t c = r->columns_n++;
        r->columns[c] = (struct column){ 0 };
        r->near_ids[c] = first ? ids[c] : 0;
        number_add(r, c, r->near_ids[c]);
    }
}

/* ---- rows ---- */

static inline void set_column(struct rows *r, uint64_t *row, uint32_t column, comp_id id)
{
    uint32_t words = r->words, number = number_of(r, column, id);
    const struct column *c = &r->columns[column];
    for (; UNLIKELY(words < r->words); words++)
        row[words] = 0;
    for (unsigned k = 0; k < c->parts_n; k++)
        row[c->parts[k].word] = (row[c->parts[k].word] & ~c->parts[k].mask) | c->parts[k].bits[number];
}

void rows_pack(struct rows *r, const comp_id *ids, uint32_t n, uint64_t ret[ROW_WORDS])
{
    uint64_t x, y;
    if (UNLIKELY(n > r->columns_n))
        columns_add(r, ids, n);
    memcpy(ret, r->near_row, r->words * sizeof *ret);
    for (uint32_t c = 0; c < n; c += 2) { // two at a time; behind the last one there are zeroes in both
        memcpy(&x, ids + c, 8);
        memcpy(&y, r->near_ids + c, 8);
        if (LIKELY(x == y))
            continue;
        if (ids[c] != r->near_ids[c])
            set_column(r, ret, c, ids[c]);
        if (c + 1 < n && ids[c + 1] != r->near_ids[c + 1])
            set_column(r, ret, c + 1, ids[c + 1]);
    }
    for (uint32_t c = n; c < r->columns_n; c++)
        if (r->near_ids[c])
            set_column(r, ret, c, 0);
}

/* ---- patches ---- */

static struct patch *patch_at(struct rows *r, uint32_t step)
{
    if (UNLIKELY(step >= r->patches_n)) {
        uint32_t n = MAX(256u, MAX(step + 1, r->patches_n * 2));
        r->patches = mem_resize(r->patches, n, sizeof *r->patches);
        memset(r->patches + r->patches_n, 0, (n - r->patches_n) * sizeof *r->patches);
        r->bytes += (n - r->patches_n) * sizeof *r->patches;
        r->patches_n = n;
    }
    return &r->patches[step];
}

static void patch_word(struct patch *p, uint32_t word, uint64_t clear, uint64_t set)
{
    unsigned k = 0;
    while (k < p->n && p->word[k] != word)
        k++;
    if (k == PATCH_WORDS)
        p->n = PATCH_WORDS + 1;
    if (p->n > PATCH_WORDS)
        return;
    if (k == p->n) {
        p->n++;
        p->word[k] = (uint16_t)word;
    }
    p->at[k].clear |= clear;
    p->at[k].set = (p->at[k].set & ~clear) | set;
}

static void patch_column(struct rows *r, struct patch *p, uint32_t column, comp_id id)
{
    uint32_t number = number_of(r, column, id);
    const struct column *c = &r->columns[column];
    for (unsigned k = 0; k < c->parts_n; k++)
        patch_word(p, c->parts[k].word, c->parts[k].mask, c->parts[k].bits[number]);
}

static void patch_make(struct rows *r, struct patch *p, const struct change *by, const comp_id *ids)
{
    number_of(r, by->column, ids[by->column]); // first of all, so that there is a place for all of it
    for (uint32_t i = 0; i < by->writes_n; i++)
        number_of(r, by->writes[i].column, ids[by->writes[i].column]);
    *p = (struct patch){ .fields = r->fields_n + 1 };
    patch_column(r, p, by->column, ids[by->column]);
    for (uint32_t i = 0; i < by->writes_n; i++)
        patch_column(r, p, by->writes[i].column, ids[by->writes[i].column]);
}

void rows_step(struct rows *r, const struct change *by, const comp_id *ids, uint32_t n, uint64_t ret[ROW_WORDS])
{
    struct patch *p = patch_at(r, by->step);
    if (UNLIKELY(n > r->columns_n))
        columns_add(r, ids, n);
    if (UNLIKELY(p->fields != r->fields_n + 1))
        patch_make(r, p, by, ids);
    if (UNLIKELY(p->n > PATCH_WORDS)) {
        rows_pack(r, ids, n, ret);
        return;
    }
    memcpy(ret, r->near_row, r->words * sizeof *ret);
    for (unsigned k = 0; k < p->n; k++)
        ret[p->word[k]] = (ret[p->word[k]] & ~p->at[k].clear) | p->at[k].set;
}

/* ---- reading ---- */

const comp_id *rows_unpack(struct rows *r, const uint64_t *row, uint32_t words)
{
    uint32_t number[WIDEST];
    memcpy(r->near_row, row, words * sizeof *row);
    memset(r->near_row + words, 0, (r->words - words) * sizeof *row);
    memset(number, 0, r->columns_n * sizeof *number);
    for (uint32_t i = 0; i < r->fields_n; i++) {
        const struct field *f = &r->fields[i];
        number[f->column] |= (uint32_t)(r->near_row[f->word] >> f->shift & ((1ull << f->width) - 1)) << f->below;
    }
    for (uint32_t c = 0; c < r->columns_n; c++)
        r->near_ids[c] = r->columns[c].ids[number[c]];
    return r->near_ids;
}
