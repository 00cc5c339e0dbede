#include "model/space.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { BUCKET = 12, FULL = 9, FIRST_BUCKETS = 96 }; // states of a bucket; of an average one when the table grows
_Static_assert(FIRST_BUCKETS * (BUCKET - FULL) > SPACE_LATER, "what waits finds a place before the table grows");
struct bucket { uint8_t tag[16]; uint32_t number[BUCKET]; }; // of the tags the last four are not used
_Static_assert(sizeof(struct bucket) == 64, "a bucket is a line of the cache");

/* ---- memory ---- */

enum { HUGE = 1 << 21 }; // bytes of a page that fewer look-ups have to find

/* From two such pages on memory is mapped, at a multiple of HUGE: then the kernel can give huge pages from the first byte to
 * the last, and it is zero. */
static bool is_mapped(uint64_t bytes) { return bytes >= 2 * HUGE; }

static void *pages_new(uint64_t bytes)
{
    if (!is_mapped(bytes)) {
        void *p = NULL;
        if (posix_memalign(&p, sizeof(struct bucket), bytes) != 0)
            return mem_zalloc(SIZE_MAX, 2); // says so, and ends
        return p;
    }
    uint64_t whole = ALIGN_UP(bytes, HUGE);
    char *p = mmap(NULL, whole + HUGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED)
        return mem_zalloc(SIZE_MAX, 2);
    char *at = (char *)ALIGN_UP((uintptr_t)p, (uintptr_t)HUGE);
    if (at > p)
        munmap(p, (size_t)(at - p));
    munmap(at + whole, (size_t)(p + HUGE - at));
    madvise(at, whole, MADV_HUGEPAGE);
    return at;
}

static void pages_free(void *p, uint64_t bytes)
{
    if (is_mapped(bytes))
        munmap(p, ALIGN_UP(bytes, HUGE));
    else
        free(p);
}

static void *pages_resize(void *old, uint64_t had, uint64_t bytes)
{
    void *p = pages_new(bytes);
    uint64_t kept = ALIGN_UP(MIN(had, bytes), HUGE);
    if (is_mapped(had) && is_mapped(bytes) && mremap(old, kept, kept, MREMAP_MAYMOVE | MREMAP_FIXED, p) == p) { // nothing is there twice
        if (had > kept)
            munmap((char *)old + kept, ALIGN_UP(had, HUGE) - kept);
        return p;
    }
    memcpy(p, old, MIN(had, bytes));
    pages_free(old, had);
    return p;
}

static void *table_new(uint64_t bytes)
{
    void *p = pages_new(bytes);
    return is_mapped(bytes) ? p : memset(p, 0, bytes);
}

static uint64_t rows_bytes(const struct space *sp) { return (uint64_t)sp->cap * sp->words * sizeof *sp->rows; }
static uint64_t table_bytes(const struct space *sp) { return (uint64_t)sp->buckets * sizeof *sp->table; }

void space_init(struct space *sp)
{
    memset(sp, 0, sizeof *sp);
    rows_init(&sp->layout);
    sp->words = sp->layout.words;
    sp->cap = 1024;
    sp->rows = pages_new(rows_bytes(sp));
    sp->later = mem_alloc(SPACE_LATER * sizeof *sp->later);
    sp->later_rows = mem_alloc(SPACE_LATER * sp->words * sizeof *sp->later_rows);
    sp->buckets = FIRST_BUCKETS;
    sp->table = table_new(table_bytes(sp));
}

void space_finish(struct space *sp)
{
    if (!sp->rows)
        return;
    rows_finish(&sp->layout);
    pages_free(sp->rows, rows_bytes(sp));
    pages_free(sp->table, table_bytes(sp));
    free(sp->later);
    free(sp->later_rows);
    memset(sp, 0, sizeof *sp);
}

static uint32_t more_buckets(uint32_t n) { return n * 2; }

uint64_t space_bytes(const struct space *sp, uint32_t more)
{
    uint64_t cap = sp->cap, buckets = sp->buckets;
    while (sp->n + (uint64_t)more > cap)
        cap *= 2;
    while (sp->n + (uint64_t)more > buckets * FULL)
        buckets = more_buckets((uint32_t)buckets);
    return sp->layout.bytes + cap * sp->words * sizeof *sp->rows + buckets * sizeof *sp->table;
}

static uint64_t *row_at(const struct space *sp, uint32_t i) { return sp->rows + (size_t)i * sp->words; }

static void rows_resize(struct space *sp, uint32_t cap, uint32_t words)
{
    uint64_t had = rows_bytes(sp);
    sp->cap = cap;
    sp->rows = pages_resize(sp->rows, had, (uint64_t)cap * words * sizeof *sp->rows);
}

/* Rows have more words now, the new ones zero. */
static void space_widen(struct space *sp)
{
    uint32_t words = sp->layout.words, had = sp->words;
    rows_resize(sp, sp->cap, words);
    for (uint32_t i = sp->n; i-- > 0;) { // from the last: each moves to where only those behind it were
        memmove(sp->rows + (size_t)i * words, sp->rows + (size_t)i * had, had * sizeof *sp->rows);
        memset(sp->rows + (size_t)i * words + had, 0, (words - had) * sizeof *sp->rows);
    }
    sp->words = words;
    sp->later_rows = mem_resize(sp->later_rows, (size_t)SPACE_LATER * words, sizeof *sp->later_rows);
}

/* ---- the table ---- */

static inline uint32_t bucket_of(const struct space *sp, uint64_t hash) { return (uint32_t)((hash >> 32) * sp->buckets >> 32); }
static inline uint32_t bucket_next(const struct space *sp, uint32_t b) { return b + 1 == sp->buckets ? 0 : b + 1; }
static inline uint8_t tag_of(uint64_t hash) { return (uint8_t)(hash >> 24 & 0xff ? hash >> 24 : 1); }

/* Which of the bytes are equal to this one, as 0x80 in their places; above one that is, another may be told that is not. */
static inline uint64_t bytes_equal(uint64_t bytes, uint8_t byte)
{
    const uint64_t ones = 0x0101010101010101u;
    uint64_t x = bytes ^ ones * byte;
    return (x - ones) & ~x & ones << 7;
}

/* The places in a bucket whose tag may be this one, as bits 8 i for place i, and 8 i + 1 for place 8 + i; the one that the
 * lowest bit stands for has it. 0: none. */
static inline uint64_t places_of(const struct bucket *b, uint8_t tag)
{
    uint64_t low;
    uint32_t high;
    memcpy(&low, b->tag, 8);
    memcpy(&high, b->tag + 8, 4);
    return bytes_equal(low, tag) >> 7 | (uint32_t)bytes_equal(high, tag) >> 6;
}
static inline unsigned place_first(uint64_t places)
{
    unsigned bit = (unsigned)__builtin_ctzll(places);
    return bit / 8 + bit % 8 * 8;
}

static inline bool bucket_put(struct bucket *b, uint64_t hash, uint32_t number)
{
    uint64_t places = places_of(b, 0);
    if (UNLIKELY(!places))
        return false;
    unsigned k = place_first(places);
    b->tag[k] = tag_of(hash);
    b->number[k] = number;
    return true;
}

static void table_put(struct space *sp, uint64_t hash, uint32_t number)
{
    uint32_t at = bucket_of(sp, hash);
    while (!bucket_put(&sp->table[at], hash, number))
        at = bucket_next(sp, at);
}

/* Made anew, for the rows as they are. */
static void table_fill(struct space *sp)
{
    enum { AHEAD = 16 };
    uint64_t hash[AHEAD];
    sp->table = table_new(table_bytes(sp));
    for (uint32_t i = 0; i < sp->n + AHEAD; i++) {
        if (i >= AHEAD)
            table_put(sp, hash[i % AHEAD], i - AHEAD);
        if (i < sp->n) {
            hash[i % AHEAD] = row_hash(row_at(sp, i), sp->words);
            __builtin_prefetch(&sp->table[bucket_of(sp, hash[i % AHEAD])], 1);
        }
    }
}

/* If it is time. Then the hashes are worked out again, so it costs little to write the rows in another way, too. None may
 * wait to be added: they are written in the old one. */
static void table_grow(struct space *sp)
{
    if (LIKELY(sp->n <= (uint64_t)sp->buckets * FULL))
        return;
    if (rows_are_spread(&sp->layout)) {
        rows_gather(&sp->layout, sp->rows, sp->n);
        rows_resize(sp, sp->cap, sp->layout.words);
        sp->words = sp->layout.words;
    }
    pages_free(sp->table, table_bytes(sp));
    sp->buckets = more_buckets(sp->buckets);
    table_fill(sp);
}

static inline bool rows_equal(const uint64_t *a, const uint64_t *b, uint32_t words)
{
    uint64_t differ = 0;
    for (uint32_t i = 0; i < words; i++)
        differ |= a[i] ^ b[i];
    return differ == 0;
}

/* The number of the state with this row, which is added if there is none. */
static uint32_t row_add(struct space *sp, const uint64_t *row, uint64_t hash)
{
    for (uint32_t at = bucket_of(sp, hash);; at = bucket_next(sp, at)) {
        struct bucket *b = &sp->table[at];
        for (uint64_t places = places_of(b, tag_of(hash)); places; places &= places - 1) {
            uint32_t i = b->number[place_first(places)];
            if (LIKELY(rows_equal(row_at(sp, i), row, sp->words)))
                return i;
        }
        if (LIKELY(bucket_put(b, hash, sp->n))) // not full: it would be here
            break;
    }
    if (UNLIKELY(sp->n == sp->cap))
        rows_resize(sp, sp->cap * 2, sp->words);
    uint64_t *to = row_at(sp, sp->n);
    for (uint32_t i = 0; i < sp->words; i++)
        to[i] = row[i];
    return sp->n++;
}

/* ---- states ---- */

uint32_t space_add(struct space *sp, const comp_id *ids, uint32_t n, bool *ret_new)
{
    uint64_t row[ROW_WORDS];
    rows_pack(&sp->layout, ids, n, row);
    if (UNLIKELY(sp->layout.words > sp->words))
        space_widen(sp);
    uint32_t had = sp->n, i = row_add(sp, row, row_hash(row, sp->words));
    *ret_new = sp->n > had;
    table_grow(sp);
    return i;
}

void space_load(struct space *sp, const struct model *m, uint32_t i, struct state *ret)
{
    const comp_id *ids = rows_unpack(&sp->layout, row_at(sp, i), sp->words);
    uint32_t n = sp->layout.columns_n;
    ret->n = MAX(n, MIN(m->columns_n, (uint32_t)WIDEST));
    memcpy(ret->ids, ids, n * sizeof *ids);
    memset(ret->ids + n, 0, (ret->n - n + 8) * sizeof *ids);
}

/* ---- later ---- */

#define NONE UINT32_MAX

/* In rounds, each of which asks for the memory that the next one needs. */
static void look_up(struct space *sp, space_fn *f, void *ctx)
{
    const uint64_t *row = sp->later_rows;
    struct later *first = sp->later, *end = first + sp->later_n;
    for (struct later *l = first; l < end; l++) {
        const struct bucket *b = &sp->table[bucket_of(sp, l->hash)];
        uint64_t places = places_of(b, tag_of(l->hash));
        l->to = NONE;
        if (places) {
            l->to = b->number[place_first(places)];
            __builtin_prefetch(row_at(sp, l->to));
        }
    }
    for (struct later *l = first; l < end; l++, row += sp->words)
        if (l->to == NONE || !rows_equal(row_at(sp, l->to), row, sp->words))
            l->to = row_add(sp, row, l->hash);
    f(ctx, first, sp->later_n);
    sp->later_n = 0;
}

static void later_put(struct space *sp, uint32_t from)
{
    struct later *l = &sp->later[sp->later_n];
    l->hash = row_hash(sp->later_rows + (size_t)sp->later_n * sp->words, sp->words);
    l->from = from;
    __builtin_prefetch(&sp->table[bucket_of(sp, l->hash)]);
    sp->later_n++;
}

void space_add_later(struct space *sp, const comp_id *ids, uint32_t n, const struct change *by, uint32_t from, space_fn *f, void *ctx)
{
    uint64_t row[ROW_WORDS];
    if (UNLIKELY(sp->later_n == SPACE_LATER))
        space_settle(sp, f, ctx);
    if (by)
        rows_step(&sp->layout, by, ids, n, row);
    else
        rows_pack(&sp->layout, ids, n, row);
    if (UNLIKELY(sp->layout.words > sp->words)) {
        look_up(sp, f, ctx);
        space_widen(sp);
        table_grow(sp);
        rows_pack(&sp->layout, ids, n, row); // the fields may be others now
    }
    memcpy(sp->later_rows + (size_t)sp->later_n * sp->words, row, sp->words * sizeof *row);
    later_put(sp, from);
}

bool space_step_later(struct space *sp, uint32_t step, uint32_t from, space_fn *f, void *ctx)
{
    if (UNLIKELY(sp->later_n == SPACE_LATER))
        space_settle(sp, f, ctx);
    const struct patch *p = rows_patch(&sp->layout, step);
    if (UNLIKELY(!p))
        return false;
    patch_apply(p, &sp->layout, sp->later_rows + (size_t)sp->later_n * sp->words);
    later_put(sp, from);
    return true;
}

void space_settle(struct space *sp, space_fn *f, void *ctx)
{
    look_up(sp, f, ctx);
    table_grow(sp);
}
