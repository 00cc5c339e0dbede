/* arena.h: memory that dies together.
 *
 * In:      sizes.
 * Out:     zeroed memory, 16-byte aligned, that stays where it is.
 * Owner:   arena_finish() frees all of it at once; nothing is freed singly.
 * Threads: one at a time.
 *
 * Trees and chunks live in an arena: they have one owner and one end. Running
 * out of memory here ends the program with a message (a tree of a megabyte is
 * the most a learner's file can ask for, because the parser bounds its input). */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/base.h"

struct arena_block;

struct arena {
    struct arena_block *blocks; // newest first
    char *next;                 // where the next piece starts
    char *end;
};

/* An empty arena; allocates nothing yet. */
void arena_init(struct arena *a);

/* Frees every piece; the arena is empty and usable again. */
void arena_finish(struct arena *a);

/* n zeroed bytes, aligned to 16. Never NULL. */
void *arena_alloc(struct arena *a, size_t n);

/* A copy of the n bytes at s, with a NUL after them. */
char *arena_text(struct arena *a, const char *s, size_t n);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_alloc((a), sizeof(type) * (size_t)(n)))

#endif
