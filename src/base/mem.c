#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static NORETURN void out_of_memory(void)
{
    static const char text[] = "conch: out of memory\n";
    (void)!write(2, text, sizeof text - 1);
    _exit(1);
}

void *mem_alloc(size_t bytes)
{
    void *p = malloc(bytes ? bytes : 1);
    if (!p)
        out_of_memory();
    return p;
}

void *mem_zalloc(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size ? size : 1);
    if (!p)
        out_of_memory();
    return p;
}

void *mem_zalloc_aligned(size_t n, size_t size)
{
    enum { CACHE_LINE = 64 };
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes))
        out_of_memory();
    bytes = ALIGN_UP(MAX(bytes, 1u), CACHE_LINE);
    void *p = aligned_alloc(CACHE_LINE, bytes);
    if (!p)
        out_of_memory();
    return memset(p, 0, bytes);
}

void *mem_resize(void *old, size_t n, size_t size)
{
    void *p = reallocarray(old, n ? n : 1, size ? size : 1);
    if (!p)
        out_of_memory();
    return p;
}

char *mem_text(const char *s, size_t n)
{
    char *copy = mem_alloc(n + 1);
    if (n)
        memcpy(copy, s, n);
    copy[n] = 0;
    return copy;
}
