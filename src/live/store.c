#include "live/store.h"

#include <sys/mman.h>

#include "live/parts.h"

enum { UNIT = 16 };
#define PAGES_BACK (1u << 18) // a block this large gives its pages back to the kernel

/* ---- sizes ---- */

static uint64_t class_units(uint32_t class)
{
    return class < 2 ? class + 2 : (uint64_t)(4 + (class - 2) % 4) << (class - 2) / 4;
}

static uint32_t class_for(size_t bytes)
{
    uint64_t units = (bytes + UNIT - 1) / UNIT;
    if (units <= 3)
        return units <= 2 ? 0 : 1;
    unsigned doubling = 61 - (unsigned)__builtin_clzll(units); // units in [4, 8) << doubling
    uint32_t class = 2 + 4 * doubling + (uint32_t)(units >> doubling) - 4;
    return class_units(class) < units ? class + 1 : class;
}

struct block *block_at(const struct run_region *r, uint32_t index)
{
    uint64_t at = (uint64_t)index * UNIT;
    return index && at + sizeof(struct block) <= r->byte_max ? (struct block *)(r->bytes + at) : NULL;
}

static bool block_sane(const struct run_region *r, uint32_t index)
{
    const struct block *b = block_at(r, index);
    return b && b->class < BLOCK_CLASSES && (uint64_t)index * UNIT + class_units(b->class) * UNIT <= r->byte_max;
}

/* ---- the journal's words ---- */

void journal_add(struct run_region *r, struct journal *j, void *word, uint32_t value)
{
    uint32_t n = __atomic_load_n(&j->words, __ATOMIC_RELAXED); // once: a lesson may scribble over it
    if (n >= JOURNAL_WORDS) // an operation has fewer
        return;
    j->word[n] = (struct journal_word){(uint64_t)((char *)word - (char *)r->head), value};
    j->words = n + 1;
}

/* ---- blocks; klock held ---- */

static uint32_t block_new(struct run_region *r, uint32_t class)
{
    int64_t at = region_alloc(r, class_units(class) * UNIT);
    if (at < 0)
        return 0;
    uint32_t index = (uint32_t)((uint64_t)at / UNIT);
    block_at(r, index)->class = class;
    return index;
}

uint32_t block_find(struct run_region *r, struct journal *j, size_t n)
{
    uint32_t class = class_for(sizeof(struct block) + n);
    if (class >= BLOCK_CLASSES)
        return 0;
    uint32_t index = r->head->blocks_free[class];
    if (!index && (index = block_new(r, class)))
        return index;
    for (uint32_t c = class; !index && c < MIN(class + 8, (uint32_t)BLOCK_CLASSES); c++) // rather a larger one than none
        index = r->head->blocks_free[class = c];
    if (!block_sane(r, index) || block_at(r, index)->class != class)
        return 0;
    journal_add(r, j, &r->head->blocks_free[class], block_at(r, index)->next);
    return index;
}

static void pages_back(struct run_region *r, uint32_t index)
{
    struct block *b = block_at(r, index);
    uint64_t bytes = class_units(b->class) * UNIT;
    if (bytes < PAGES_BACK)
        return;
    uintptr_t from = ALIGN_UP((uintptr_t)b->data, 4096u), to = ((uintptr_t)b + bytes) & ~(uintptr_t)4095;
    madvise((void *)from, to - from, MADV_REMOVE);
}

void block_give(struct run_region *r, struct journal *j, uint32_t index)
{
    if (!block_sane(r, index))
        return;
    struct block *b = block_at(r, index);
    journal_add(r, j, &b->next, r->head->blocks_free[b->class]);
    journal_add(r, j, &r->head->blocks_free[b->class], index);
}

/* ---- by the task itself ---- */

static struct journal *begin(struct run_region *r)
{
    klock_take(r);
    struct journal *j = &r->head->journal;
    j->words = 0;
    return j;
}

static void set_held(struct run_region *r, struct journal *j, uint32_t index)
{
    journal_add(r, j, &live_me.slot->held, index);
}

uint32_t store_take(size_t n)
{
    struct run_region *r = &live.region;
    struct journal *j = begin(r);
    uint32_t index = block_find(r, j, n);
    if (index) {
        set_held(r, j, index);
        journal_run(r, j);
    }
    klock_give(r);
    if (index) {
        struct block *b = block_at(r, index);
        b->n = (uint32_t)n;
        b->text_n = 0;
        memset(b->data, 0, n);
    }
    return index;
}

void store_keep(void)
{
    atomic_store(&live_me.slot->held, 0);
}

static void give(struct run_region *r, struct task_slot *s, uint32_t index)
{
    struct journal *j = &r->head->journal;
    j->words = 0;
    block_give(r, j, index);
    if (s)
        journal_add(r, j, &s->held, 0);
    journal_run(r, j);
}

void store_free(uint32_t index)
{
    struct run_region *r = &live.region;
    if (!block_sane(r, index))
        return;
    pages_back(r, index);
    klock_take(r);
    give(r, NULL, index);
    klock_give(r);
}

void store_drop(void)
{
    struct run_region *r = &live.region;
    uint32_t index = atomic_load(&live_me.slot->held);
    if (!index)
        return;
    if (block_sane(r, index))
        pages_back(r, index);
    klock_take(r);
    store_drop_of(r, live_me.slot);
    klock_give(r);
}

void store_drop_of(struct run_region *r, struct task_slot *s)
{
    uint32_t index = atomic_load(&s->held);
    if (index)
        give(r, s, index);
}
