/* heap.h: the memory of one process's Python objects.
 *
 * One arena of address space, cut into blocks of 32 KiB. Each task bumps through a
 * block of its own; large objects get consecutive blocks. The collector copies
 * what lives into fresh blocks (C. Cheney, CACM 13(11), 1970) while all tasks of the
 * process stand at safe points, never in the middle of a builtin.
 *
 * Allocation of small objects never fails: a task may overshoot the limit until its
 * next safe point, where MemoryError is raised. Objects of a size that the program
 * chooses (lists, strings) return NULL with MemoryError set when there is no room. */
#ifndef VM_HEAP_H
#define VM_HEAP_H

#include "vm/object.h"

struct task;
struct vm;

/* n bytes (rounded up to 8) with the header filled and the rest zeroed; see above for NULL. */
void *heap_new(struct task *t, enum type_id type, size_t bytes, uint32_t n);

/* The same in memory that never moves and is never freed, for literals and names;
 * the object must hold no references to movable ones. Takes the heap's guard. */
void *heap_new_perm(struct vm *vm, enum type_id type, size_t bytes, uint32_t n);

/* Whether so many more bytes would be allowed; if not, sets MemoryError and returns false. */
bool heap_room(struct task *t, size_t bytes);

/* ---- for the explorer, which goes back and forth between states of one heap ----
 *
 * heap_freeze collects and draws a line: what is there stays where it is for ever, nothing is collected
 * any more, and new objects come above. heap_rewind forgets all of those (literals and names excepted: see
 * heap_new_perm). What programs changed below the line is the caller's to restore. */
void heap_freeze(struct task *t);
void heap_rewind(struct task *t);
value heap_frozen_end(const struct vm *vm); // offset of the line

/* All objects below the line, by address. To be called right after heap_freeze(). */
typedef void heap_each_fn(void *ctx, struct obj *o, size_t bytes);
void heap_each(struct vm *vm, heap_each_fn *f, void *ctx);

size_t heap_obj_size(const struct obj *o);

#endif
