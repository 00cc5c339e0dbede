#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct arena_block {
    struct arena_block *older;
    size_t bytes;
    _Alignas(16) char data[];
};

enum { BLOCK_BYTES = 16 * 1024 }; // a lesson's tree fits in a few of them

void arena_init(struct arena *a)
{
    *a = (struct arena){ 0 };
}

void arena_finish(struct arena *a)
{
    for (struct arena_block *b = a->blocks; b;) {
        struct arena_block *older = b->older;
        free(b);
        b = older;
    }
    arena_init(a);
}

void *arena_alloc(struct arena *a, size_t n)
{
    n = ALIGN_UP(n ? n : 1, 16);
    if ((size_t)(a->end - a->next) < n) {
        size_t bytes = MAX(n, (size_t)BLOCK_BYTES);
        struct arena_block *b = mem_alloc(sizeof *b + bytes);
        b->older = a->blocks;
        b->bytes = bytes;
        a->blocks = b;
        a->next = b->data;
        a->end = b->data + bytes;
    }
    void *p = a->next;
    a->next += n;
    return memset(p, 0, n);
}

char *arena_text(struct arena *a, const char *s, size_t n)
{
    char *copy = arena_alloc(a, n + 1);
    if (n)
        memcpy(copy, s, n);
    return copy;
}
