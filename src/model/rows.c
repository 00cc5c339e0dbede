#include "model/rows.h"

#include <stdlib.h>
#include <string.h>

void rows_init(struct rows *r)
{
    memset(r, 0, sizeof *r);
    r->numbers_size = 256;
    r->numbers = mem_zalloc(r->numbers_size, sizeof *r->numbers);
    r->words = r->layout = 1;
}

void rows_finish(struct rows *r)
{
    for (uint32_t c = 0; c < r->columns_n; c++) {
        for (unsigned k = 0; k < r->columns[c].parts_n; k++)
            free(r->columns[c].parts[k].bits);
        free(r->columns[c].parts);
        free(r->columns[c].more);
        free(r->columns[c].ids);
    }
    free(r->columns);
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

/* Another field for the column, of so many bits or of what is left in the last word. */
static void field_add(struct rows *r, struct column *c, unsigned width)
{
    if (r->used == 64) {
        r->used = 0;
        r->words++;
    }
    width = MIN(width, 64 - r->used);
    struct field f = { (1ull << width) - 1, (uint16_t)(r->words - 1), (uint8_t)r->used, (uint8_t)c->width };
    if (c->width) {
        c->more = mem_resize(c->more, c->more_n + 1, sizeof *c->more);
        c->more[c->more_n++] = f;
        r->bytes += sizeof *c->more;
        r->spread++;
    } else {
        c->first = f;
    }
    part_in(r, c, f.word)->mask |= f.mask << f.shift;
    r->used += width;
    c->width += width;
    r->layout++;
}

static inline uint64_t field_bits(const struct field *f, uint32_t number) { return ((uint64_t)number >> f->below & f->mask) << f->shift; }

static inline uint32_t number_in(const struct column *c, const uint64_t *row)
{
    uint32_t number = (uint32_t)(row[c->first.word] >> c->first.shift & c->first.mask);
    for (unsigned i = 0; UNLIKELY(i < c->more_n); i++)
        number |= (uint32_t)(row[c->more[i].word] >> c->more[i].shift & c->more[i].mask) << c->more[i].below;
    return number;
}

/* What is in the parts for this number. */
static void parts_fill(struct column *c, uint32_t number)
{
    for (unsigned k = 0; k < c->parts_n; k++) {
        struct part *p = &c->parts[k];
        p->bits[number] = c->first.word == p->word ? field_bits(&c->first, number) : 0;
        for (unsigned i = 0; i < c->more_n; i++)
            if (c->more[i].word == p->word)
                p->bits[number] |= field_bits(&c->more[i], number);
    }
}

/* ---- columns ---- */

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
        field_add(r, c, MIN(MAX(1u, c->width / 4), 32 - c->width));
    c->ids[c->n++] = id;
    parts_fill(c, number);
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
    *p = (struct patch){ .layout = r->layout };
    patch_column(r, p, by->column, ids[by->column]);
    for (uint32_t i = 0; i < by->writes_n; i++)
        patch_column(r, p, by->writes[i].column, ids[by->writes[i].column]);
}

void rows_step(struct rows *r, const struct change *by, const comp_id *ids, uint32_t n, uint64_t ret[ROW_WORDS])
{
    struct patch *p = patch_at(r, by->step);
    if (UNLIKELY(n > r->columns_n))
        columns_add(r, ids, n);
    if (UNLIKELY(p->layout != r->layout))
        patch_make(r, p, by, ids);
    if (p->n > PATCH_WORDS)
        rows_pack(r, ids, n, ret);
    else
        patch_apply(p, r, ret);
}

/* ---- reading ---- */

const comp_id *rows_unpack(struct rows *r, const uint64_t *row, uint32_t words)
{
    memcpy(r->near_row, row, words * sizeof *row);
    memset(r->near_row + words, 0, (r->words - words) * sizeof *row);
    comp_id *id = r->near_ids;
    const struct column *end = r->columns + r->columns_n;
    for (const struct column *c = r->columns; c < end; c++)
        *id++ = c->ids[number_in(c, r->near_row)];
    return r->near_ids;
}

/* ---- gathering ---- */

bool rows_are_spread(const struct rows *r) { return r->spread > r->columns_n / 4; }

/* As if there were no rows yet. */
static void fields_clear(struct rows *r)
{
    for (uint32_t i = 0; i < r->columns_n; i++) {
        struct column *c = &r->columns[i];
        for (unsigned k = 0; k < c->parts_n; k++)
            free(c->parts[k].bits);
        r->bytes -= c->parts_n * c->cap * sizeof(uint64_t) + c->more_n * sizeof *c->more;
        free(c->parts);
        c->parts = NULL;
        c->more = NULL; // rows_gather() reads with them
        c->parts_n = c->more_n = c->width = 0;
        c->first = (struct field){ 0 };
    }
    r->words = 1;
    r->used = r->spread = 0;
    r->layout++;
}

static unsigned bits_for(uint32_t numbers) { return numbers > 1 ? 32 - (unsigned)__builtin_clz(numbers - 1) : 0; }

/* A field for each column, wide enough for its numbers so far; what would be left of the last word are bits for more. */
static void fields_lay_out(struct rows *r)
{
    unsigned left = 0;
    for (uint32_t i = 0; i < r->columns_n; i++)
        left -= bits_for(r->columns[i].n);
    left %= 64;
    for (uint32_t i = 0; i < r->columns_n; i++) {
        struct column *c = &r->columns[i];
        unsigned width = bits_for(c->n);
        if (width && width < 32 && left) {
            width++;
            left--;
        }
        while (c->width < width)
            field_add(r, c, width - c->width);
        for (uint32_t number = 0; number < c->n; number++)
            parts_fill(c, number);
    }
}

static void row_write(const struct rows *r, const uint32_t *numbers, uint64_t *ret)
{
    memset(ret, 0, r->words * sizeof *ret);
    for (uint32_t i = 0; i < r->columns_n; i++) {
        const struct column *c = &r->columns[i];
        for (unsigned k = 0; k < c->parts_n; k++)
            ret[c->parts[k].word] |= c->parts[k].bits[numbers[i]];
    }
}

void rows_gather(struct rows *r, uint64_t *rows, uint32_t n)
{
    uint32_t numbers[WIDEST], had = r->words, columns = r->columns_n;
    struct column *old = mem_alloc(columns * sizeof *old);
    memcpy(old, r->columns, columns * sizeof *old);
    fields_clear(r);
    fields_lay_out(r);
    for (uint32_t i = 0; i <= n; i++) { // each to where only it was, and those before it
        const uint64_t *from = i < n ? rows + (size_t)i * had : r->near_row;
        for (uint32_t c = 0; c < columns; c++)
            numbers[c] = number_in(&old[c], from);
        row_write(r, numbers, i < n ? rows + (size_t)i * r->words : r->near_row);
    }
    memset(r->near_row + r->words, 0, (had - r->words) * sizeof *r->near_row);
    for (uint32_t i = 0; i < columns; i++)
        free(old[i].more);
    free(old);
}
