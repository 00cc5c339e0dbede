/* mem.h: malloc for memory whose lack cannot be handled.
 *
 * The shell's and the compiler's own small needs. What a learner's program asks
 * for never comes from here but from the counted heap of vm/, which answers a
 * lack with MemoryError. Not for use in a signal handler. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include "base/base.h"

/* Like malloc, but ends the process with exit code 1 and a message if there is
 * no memory. The caller frees with free(). */
void *mem_alloc(size_t bytes);

/* Like mem_alloc, zeroed, for n things of the given size; the product is checked. */
void *mem_zalloc(size_t n, size_t size);

/* Like mem_zalloc, beginning where a cache line does. */
void *mem_zalloc_aligned(size_t n, size_t size);

/* Resizes to n things of the given size; old may be NULL. */
void *mem_resize(void *old, size_t n, size_t size);

/* Room for one thing more in an array that grows by doubling: its pointer, how many are in it, how many it has room for; first:
 * for how many when it has none. The arguments are used several times. */
#define MEM_GROW(at, n, cap, first)                                      \
    do {                                                                 \
        if (UNLIKELY((n) == (cap))) {                                    \
            (cap) = (cap) ? (cap) * 2 : (first);                         \
            (at) = mem_resize((at), (cap), sizeof *(at));                \
        }                                                                \
    } while (0)

/* A copy of the n bytes at s with a NUL after them. */
char *mem_text(const char *s, size_t n);

#endif
