#include "vm/heap.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/poison.h"
#include "vm/inside.h"
#include "vm/visit.h"

char *heap_base;

enum {
    BLOCK = 32 * 1024,
    LARGE = BLOCK / 2,            // larger objects get blocks of their own
    NURSERY = 32,                 // blocks: 1 MiB, so that what is used again is still in the processor's cache
    SPACIOUS = 512,               // blocks: 16 MiB
    FIRST_PART = 2048, PARTS = 2, // bytes a task gets first, and how often less than a block: 2, 8, then 32 KiB
};

enum block_state { BLOCK_FREE, BLOCK_USED, BLOCK_PERM, BLOCK_HEAD, BLOCK_MORE, BLOCK_OLD };

struct heap {
    char *map;              // all that one mapping holds: what the VM wants besides, states, blocks
    size_t map_bytes;
    char *base;
    uint32_t blocks;        // of address space
    uint32_t top;           // blocks below have been used at least once
    uint32_t cursor;        // where the search for a free block goes on
    uint32_t used;          // blocks in use
    uint32_t collect_at;
    uint32_t limit;
    uint32_t collections;   // so far; the world stands still while it grows
    uint32_t frozen;        // blocks below stand still: see heap_freeze()
    uint8_t *state;         // one per block
    char *perm, *perm_end;
    char *part, *part_end;  // what is left of a block that several tasks share
    // during a collection
    char *to, *to_end;
    uint32_t *scan_list; uint32_t scan_n, scan_cap, scan_at; // blocks of copies, in order
    char *scan;
    value *large; uint32_t large_n, large_cap;               // marked, not yet scanned
};

/* ---- blocks ---- */

/* When to collect next. What was just used costs least to use again: a page that was never touched takes the
 * kernel as long as half a hundred small objects. But what lives is copied each time, so the more there is of
 * it, the more is allocated between two collections; and each thread fills blocks of its own. */
static uint32_t next_collection(const struct heap *h, uint32_t threads)
{
    uint32_t fresh = MIN(NURSERY * MAX(threads, 1u), (uint32_t)SPACIOUS) + threads * FIRST_PART / BLOCK;
    uint32_t at = MAX(h->used + fresh, MAX(h->used * 2, MIN(h->used * 4, (uint32_t)SPACIOUS)));
    return at > h->limit ? MAX(h->used + 64, MIN(at, h->limit)) : at;
}

/* As much address space as there is to be had; untouched, it costs nothing. One mapping: each costs a fork 2 us. */
static bool map_all(struct heap *h, size_t besides)
{
    size_t bytes = (size_t)16 << 30;
    for (; bytes >= (size_t)256 << 20; bytes /= 2) {
        h->blocks = (uint32_t)(bytes / BLOCK);
        h->map_bytes = besides + h->blocks + bytes;
        h->map = mmap(NULL, h->map_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (h->map != MAP_FAILED)
            return true;
    }
    return false;
}

struct heap *heap_open(uint64_t limit_bytes, size_t besides, char **ret_besides)
{
    struct heap *h = mem_zalloc(1, sizeof *h);
    besides = ALIGN_UP(besides, BLOCK);
    if (!map_all(h, besides)) {
        free(h);
        return NULL;
    }
    madvise(h->map, h->map_bytes, MADV_NOHUGEPAGE); // a fork copies what was touched: keep it small
    h->state = (uint8_t *)h->map + besides;
    h->base = (char *)h->state + h->blocks;
    h->state[0] = BLOCK_PERM; // offset 0 is no object
    h->top = h->cursor = 1;
    h->limit = (uint32_t)MIN(limit_bytes / BLOCK, (uint64_t)h->blocks - 1);
    h->collect_at = next_collection(h, 1);
    heap_base = h->base;
    *ret_besides = h->map;
    return h;
}

void heap_close(struct heap *h)
{
    UNPOISON(h->base, (size_t)h->top * BLOCK);
    munmap(h->map, h->map_bytes);
    free(h->scan_list);
    free(h->large);
    free(h);
}

/* n consecutive free blocks, or 0. The guard is held. */
static uint32_t blocks_find(struct heap *h, uint32_t n)
{
    for (int pass = 0; pass < 2; pass++) {
        uint32_t run = 0, from = pass ? 1 : h->cursor;
        for (uint32_t i = from; i < h->top; i++) {
            run = h->state[i] == BLOCK_FREE ? run + 1 : 0;
            if (run == n)
                return i + 1 - n;
        }
        if (n == 1 && h->used + 1 >= h->top)
            break; // nothing is free below
        if (h->top + n < h->blocks && pass == 0 && h->top < 64)
            break; // small heaps just grow
    }
    if (h->top + n >= h->blocks)
        return 0;
    uint32_t at = h->top;
    h->top += n;
    return at;
}

static char *block_at(const struct heap *h, uint32_t i)
{
    return h->base + (size_t)i * BLOCK;
}

static uint32_t blocks_take(struct heap *h, uint32_t n, enum block_state first)
{
    uint32_t at = blocks_find(h, n);
    if (!at)
        return 0;
    h->state[at] = (uint8_t)first;
    for (uint32_t i = 1; i < n; i++)
        h->state[at + i] = BLOCK_MORE;
    __atomic_store_n(&h->used, h->used + n, __ATOMIC_RELAXED); // heap_room() looks without the guard
    h->cursor = at + n;
    UNPOISON(block_at(h, at), (size_t)n * BLOCK);
    return at;
}

uint64_t heap_used(const struct vm *vm)
{
    return (uint64_t)vm->heap->used * BLOCK;
}

/* ---- allocation ---- */

void heap_want_collection(struct task *t)
{
    t->collections = t->vm->heap->collections;
    atomic_fetch_or_explicit(t->attention, VM_ATTEND_GC, memory_order_relaxed);
}

static NORETURN void no_address_space(void)
{
    static const char text[] = "conch: the address space for objects is used up\n";
    (void)!write(2, text, sizeof text - 1);
    _exit(1);
}

static bool take_block(struct heap *h, char **ret, char **ret_end)
{
    uint32_t at = blocks_take(h, 1, BLOCK_USED);
    if (!at)
        return false;
    *ret = block_at(h, at);
    *ret_end = *ret + BLOCK;
    return true;
}

/* A block for the task, or a part of one: of thousands of threads most make a few objects only, and a block for
 * each would be more than all they make. The guard is held. */
static bool take_part(struct heap *h, struct task *t, size_t need)
{
    size_t bytes = (size_t)FIRST_PART << 2 * t->refills;
    if (!atomic_load(&t->multi) || t->refills == PARTS || bytes < need)
        return take_block(h, &t->bump, &t->bump_end);
    t->refills++;
    if ((size_t)(h->part_end - h->part) < bytes && !take_block(h, &h->part, &h->part_end))
        return false;
    t->bump = h->part;
    t->bump_end = h->part += bytes;
    return true;
}

/* Room for so many bytes, at most LARGE. */
static NOINLINE void refill(struct task *t, size_t need)
{
    struct heap *h = t->vm->heap;
    pthread_mutex_lock(&t->vm->heap_guard);
    bool any = take_part(h, t, need);
    if (h->used > h->collect_at)
        heap_want_collection(t);
    if (h->used > h->limit)
        t->out_of_memory = true;
    pthread_mutex_unlock(&t->vm->heap_guard);
    if (!any)
        no_address_space();
}

bool heap_room(struct task *t, size_t bytes)
{
    struct heap *h = t->vm->heap;
    uint64_t blocks = bytes / BLOCK + 1;
    if (__atomic_load_n(&h->used, __ATOMIC_RELAXED) + blocks <= h->limit && blocks < h->blocks / 2)
        return true;
    throw(t, EXC_MemoryError, " ");
    return false;
}

static NOINLINE void *new_large(struct task *t, enum type_id type, size_t bytes, uint32_t n)
{
    if (!heap_room(t, bytes))
        return NULL;
    struct heap *h = t->vm->heap;
    uint32_t blocks = (uint32_t)((bytes + BLOCK - 1) / BLOCK);
    pthread_mutex_lock(&t->vm->heap_guard);
    uint32_t at = blocks_take(h, blocks, BLOCK_HEAD);
    if (h->used > h->collect_at)
        heap_want_collection(t);
    pthread_mutex_unlock(&t->vm->heap_guard);
    if (!at) {
        throw(t, EXC_MemoryError, " ");
        return NULL;
    }
    struct obj *o = (struct obj *)block_at(h, at);
    memset(o, 0, bytes);
    *o = (struct obj){ .type = (uint8_t)type, .flags = F_LARGE, .n = n };
    return o;
}

void *heap_new(struct task *t, enum type_id type, size_t bytes, uint32_t n)
{
    bytes = ALIGN_UP(bytes, 8);
    if (UNLIKELY(bytes > LARGE))
        return new_large(t, type, bytes, n);
    if (UNLIKELY((size_t)(t->bump_end - t->bump) < bytes))
        refill(t, bytes);
    struct obj *o = (struct obj *)t->bump;
    t->bump += bytes;
    memset(o, 0, bytes);
    *o = (struct obj){ .type = (uint8_t)type, .n = n };
    return o;
}

void *heap_new_perm(struct vm *vm, enum type_id type, size_t bytes, uint32_t n)
{
    struct heap *h = vm->heap;
    bytes = ALIGN_UP(bytes, 8);
    pthread_mutex_lock(&vm->heap_guard);
    if ((size_t)(h->perm_end - h->perm) < bytes) {
        uint32_t blocks = (uint32_t)((bytes + BLOCK - 1) / BLOCK);
        uint32_t at = blocks_take(h, blocks, BLOCK_PERM);
        if (!at) {
            pthread_mutex_unlock(&vm->heap_guard);
            no_address_space();
        }
        for (uint32_t i = 0; i < blocks; i++)
            h->state[at + i] = BLOCK_PERM;
        h->perm = block_at(h, at);
        h->perm_end = h->perm + (size_t)blocks * BLOCK;
    }
    struct obj *o = (struct obj *)h->perm;
    h->perm += bytes;
    pthread_mutex_unlock(&vm->heap_guard);
    memset(o, 0, bytes);
    *o = (struct obj){ .type = (uint8_t)type, .flags = F_PERM, .n = n };
    return o;
}

uint32_t heap_finals(struct task *t, value **ret)
{
    struct vm *vm = t->vm;
    pthread_mutex_lock(&vm->heap_guard);
    uint32_t n = vm->finals_count;
    *ret = mem_alloc((n + 1) * sizeof **ret);
    memcpy(*ret, vm->finals, n * sizeof **ret);
    pthread_mutex_unlock(&vm->heap_guard);
    return n;
}

void heap_finalizable(struct task *t, value object)
{
    struct vm *vm = t->vm;
    pthread_mutex_lock(&vm->heap_guard);
    if (vm->finals_count == vm->finals_cap) {
        vm->finals_cap = vm->finals_cap ? vm->finals_cap * 2 : 64;
        vm->finals = mem_resize(vm->finals, vm->finals_cap, sizeof *vm->finals);
    }
    vm->finals[vm->finals_count++] = object;
    pthread_mutex_unlock(&vm->heap_guard);
}

/* ---- what an object consists of ---- */

size_t heap_obj_size(const struct obj *o)
{
    size_t n = o->n;
    switch (o->type) {
    case T_FLOAT: return sizeof(struct float_obj);
    case T_BIGINT: return ALIGN_UP(sizeof(struct bigint) + 4 * n, 8);
    case T_STR:
        return o->aux & STR_BUFFERED ? sizeof(struct str)
                                     : ALIGN_UP(MAX(sizeof(struct str), offsetof(struct str, bytes) + n + 1), 8);
    case T_STRBUF: return ALIGN_UP(sizeof(struct strbuf) + n, 8);
    case T_BYTES: return ALIGN_UP(sizeof(struct bytes) + n, 8);
    case T_BYTEARRAY: return sizeof(struct bytearray);
    case T_ARRAY: return sizeof(struct array) + 8 * n;
    case T_LIST: return sizeof(struct list_obj);
    case T_TUPLE: return sizeof(struct tuple) + 8 * n;
    case T_DICT: case T_SET: case T_FROZENSET: return sizeof(struct dict);
    case T_TABLE: {
        const struct table *tb = (const struct table *)o;
        return ALIGN_UP(sizeof *tb + sizeof(struct entry) * n + ((size_t)4 << tb->log2_index), 8);
    }
    case T_RANGE: return sizeof(struct range);
    case T_SLICE: return sizeof(struct slice);
    case T_CELL: return sizeof(struct cell);
    case T_FUNC: return sizeof(struct func);
    case T_METHOD: return sizeof(struct method);
    case T_PROPERTY: return sizeof(struct descr);
    case T_SUPER: return sizeof(struct super);
    case T_CLASS: return sizeof(struct class);
    case T_INSTANCE: return sizeof(struct instance) + 8 * n;
    case T_TRACEBACK: return sizeof(struct trace_back) + 16 * n;
    case T_GEN: return sizeof(struct gen) + 8 * n;
    case T_ITER: return sizeof(struct iter);
    case T_DICTVIEW: return sizeof(struct dictview);
    case T_DEQUE: return sizeof(struct deque);
    case T_SYNC: return sizeof(struct sync_handle);
    case T_NATIVE: return sizeof(struct native);
    case T_GREENLET: return sizeof(struct greenlet);
    default: abort(); // every type is above
    }
}

/* ---- the collector ---- */

static void scan_add(struct heap *h, uint32_t block)
{
    if (h->scan_n == h->scan_cap) {
        h->scan_cap = h->scan_cap ? h->scan_cap * 2 : 64;
        h->scan_list = mem_resize(h->scan_list, h->scan_cap, sizeof *h->scan_list);
    }
    h->scan_list[h->scan_n++] = block;
}

static struct obj *to_space(struct heap *h, size_t bytes)
{
    if ((size_t)(h->to_end - h->to) < bytes) {
        if (h->to && h->to < h->to_end)
            ((struct obj *)h->to)->type = T_FORWARD; // end of what is in this block
        uint32_t at = blocks_take(h, 1, BLOCK_USED);
        assert(at);
        scan_add(h, at);
        h->to = block_at(h, at);
        h->to_end = h->to + BLOCK;
    }
    struct obj *o = (struct obj *)h->to;
    h->to += bytes;
    return o;
}

static void push_large(struct heap *h, value v)
{
    if (h->large_n == h->large_cap) {
        h->large_cap = h->large_cap ? h->large_cap * 2 : 64;
        h->large = mem_resize(h->large, h->large_cap, sizeof *h->large);
    }
    h->large[h->large_n++] = v;
}

/* A moved object's header says where to: 56 bits of offset above the type byte. */
static value forward_of(const struct obj *o)
{
    uint64_t word;
    memcpy(&word, o, 8);
    return word >> 8;
}

static void forward(void *ctx, value *slot)
{
    struct heap *h = ctx;
    value v = *slot;
    if (!is_ref(v) || v == 0)
        return;
    struct obj *o = (struct obj *)(h->base + v);
    if (o->type == T_FORWARD) {
        *slot = forward_of(o);
        return;
    }
    if (o->flags & F_PERM)
        return;
    if (o->flags & F_LARGE) {
        if (!(o->flags & F_MARK)) {
            o->flags |= F_MARK;
            push_large(h, v);
        }
        return;
    }
    size_t bytes = heap_obj_size(o);
    struct obj *copy = to_space(h, bytes);
    memcpy(copy, o, bytes);
    value to = (value)((char *)copy - h->base);
    uint64_t word = to << 8 | T_FORWARD;
    memcpy(o, &word, 8);
    *slot = to;
}

/* Cheney's scan over the copies, and the large objects that were found on the way. */
static void scan_all(struct heap *h)
{
    for (;;) {
        if (h->large_n) {
            value v = h->large[--h->large_n];
            obj_visit(h, forward, (struct obj *)(h->base + v));
        } else if (h->scan_at < h->scan_n) {
            char *block = block_at(h, h->scan_list[h->scan_at]);
            if (!h->scan)
                h->scan = block;
            char *end = block + BLOCK == h->to_end ? h->to : block + BLOCK;
            struct obj *o = (struct obj *)h->scan;
            if (h->scan >= end || o->type == T_FORWARD) {
                if (h->scan_at + 1 == h->scan_n)
                    return; // caught up
                h->scan_at++;
                h->scan = NULL;
                continue;
            }
            h->scan += heap_obj_size(o);
            obj_visit(h, forward, o);
        } else {
            return;
        }
    }
}

static void forward_frames(struct heap *h, struct frame *first, struct frame *last, value *stack,
                           value *stack_end)
{
    value *top = stack;
    for (struct frame *f = first; f <= last; f++) {
        forward(h, &f->func);
        forward(h, &f->gen);
        forward(h, &f->extra);
        if (f->code)
            top = MAX(top, f->base + f->code->nregs + 1);
    }
    visit_n(h, forward, stack, (size_t)(top - stack));
    memset(top, 0, (size_t)((char *)stack_end - (char *)top)); // nothing stale may be seen later
}

static void forward_task(struct heap *h, struct task *t)
{
    forward_frames(h, t->frames, t->fp, t->stack, t->stack_end);
    value *one[] = { &t->exc, &t->call[0], &t->call[1], &t->thread, &t->entry, &t->result, &t->gen_value, &t->greenlet };
    for (size_t i = 0; i < ARRAY_LEN(one); i++)
        forward(h, one[i]);
    visit_n(h, forward, t->req.arg, REQUEST_ARGS);
    t->bump = t->bump_end = NULL; // its block was left behind
    t->refills = 0;
    task_clear_caches(t);
}

/* All that is reached without an object in between. Returns how many threads there are. */
static uint32_t forward_vm(struct heap *h, struct vm *vm)
{
    uint32_t threads = 0;
    for (struct task *t = vm->tasks; t; t = t->next, threads++)
        forward_task(h, t);
    for (uint32_t i = 0; i < vm->module_count; i++) {
        visit_n(h, forward, vm->modules[i]->slots, vm->modules[i]->ready);
        visit_n(h, forward, vm->modules[i]->fallback, vm->modules[i]->ready);
        forward(h, &vm->modules[i]->file);
    }
    visit_n(h, forward, vm->classes, vm->class_count);
    visit_n(h, forward, vm->exceptions, EXC_COUNT);
    visit_n(h, forward, vm->hooks, ARRAY_LEN(vm->hooks));
    forward(h, &vm->last_value);
    forward(h, &vm->main_thread);
    visit_n(h, forward, vm->dying, vm->dying_count);
    return threads;
}

static bool is_reached(const struct obj *o)
{
    return o->type == T_FORWARD || (o->flags & F_LARGE && o->flags & F_MARK);
}

/* Those that take Python code to end live on until it has run, with all they reach. */
static void rescue_dying(struct vm *vm)
{
    struct heap *h = vm->heap;
    uint32_t kept = 0, was = vm->dying_count;
    for (uint32_t i = 0; i < vm->finals_count; i++) {
        const struct obj *o = (struct obj *)(h->base + vm->finals[i]);
        if (!is_reached(o) && ending_takes_code(o))
            ending_add(vm, vm->finals[i]);
        else
            vm->finals[kept++] = vm->finals[i];
    }
    vm->finals_count = kept;
    if (vm->dying_count > was)
        visit_n(h, forward, vm->dying + was, vm->dying_count - was);
}

/* Weak references do not hold what they lead to. */
static void clear_weak(struct vm *vm)
{
    struct heap *h = vm->heap;
    for (uint32_t i = 0; i < vm->weak_count; i++) {
        value v = vm->weak[i];
        struct obj *o = (struct obj *)(h->base + v);
        if (!is_ref(v) || v == 0 || (o->type != T_FORWARD && o->flags & F_PERM))
            continue;
        vm->weak[i] = o->type == T_FORWARD ? forward_of(o) : is_reached(o) ? v : V_NONE;
    }
}

/* Those of the finalisable objects that nothing has reached. */
static void finalize_dead(struct vm *vm)
{
    struct heap *h = vm->heap;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < vm->finals_count; i++) {
        value v = vm->finals[i];
        struct obj *o = (struct obj *)(h->base + v);
        if (is_reached(o))
            vm->finals[kept++] = o->type == T_FORWARD ? forward_of(o) : v;
        else if (o->type == T_GEN)
            continue; // it was listed in case it is left in the middle
        else if (o->type == T_GREENLET)
            greenlet_finalize((struct greenlet *)o);
        else if (vm->engine && vm->engine->finalize)
            vm->engine->finalize(vm, v);
    }
    vm->finals_count = kept;
}

/* What the program will take again before the next collection stays; of the rest, whole runs go
 * back to the system. */
static void return_blocks(struct heap *h)
{
    uint32_t keep = h->collect_at, n = 0; // the next copies of what lives included
    for (uint32_t i = 1; i <= h->top; i++) {
        if (i < h->top && h->state[i] == BLOCK_FREE) {
            if (keep)
                keep--;
            else
                n++;
            continue;
        }
        if (n >= 16)
            madvise(block_at(h, i - n), (size_t)n * BLOCK, MADV_DONTNEED);
        n = 0;
    }
}

static void release_blocks(struct heap *h)
{
    uint32_t free_from = 0, free_n = 0;
    for (uint32_t i = 1; i <= h->top; i++) {
        bool gone = false;
        if (i < h->top && h->state[i] == BLOCK_OLD) {
            gone = true;
        } else if (i < h->top && h->state[i] == BLOCK_HEAD) {
            struct obj *o = (struct obj *)block_at(h, i);
            gone = !(o->flags & F_MARK);
            o->flags &= (uint8_t)~F_MARK;
        } else if (i < h->top && h->state[i] == BLOCK_MORE) {
            gone = free_n && free_from + free_n == i;
        }
        if (gone) {
            h->state[i] = BLOCK_FREE;
            h->used--;
            POISON(block_at(h, i), BLOCK); // whoever still has an offset into it is told
            free_from = free_n ? free_from : i;
            free_n++;
        } else {
            free_n = 0;
        }
    }
}

/* The world stands still. */
static void collect(struct task *t)
{
    struct vm *vm = t->vm;
    struct heap *h = vm->heap;
    h->collections++;
    for (uint32_t i = 1; i < h->top; i++)
        if (h->state[i] == BLOCK_USED)
            h->state[i] = BLOCK_OLD;
    h->to = h->to_end = h->part = h->part_end = NULL;
    h->scan = NULL;
    h->scan_n = h->scan_at = 0;
    uint32_t threads = forward_vm(h, vm);
    scan_all(h);
    clear_weak(vm);
    if (h->to && h->to < h->to_end)
        ((struct obj *)h->to)->type = T_FORWARD;
    rescue_dying(vm);
    scan_all(h);
    finalize_dead(vm);
    if (vm->dying_count)
        atomic_fetch_or(t->attention, VM_ATTEND_DYING);
    release_blocks(h);
    h->collect_at = next_collection(h, threads);
    return_blocks(h);
    h->cursor = 1;
}

uint32_t heap_collections(const struct vm *vm)
{
    return vm->heap->collections;
}

void heap_collect(struct task *t)
{
    if (t->vm->heap->frozen)
        return;
    world_stop(t);
    collect(t);
    world_go(t);
}

/* Of several that want a collection at the same time one makes it. */
void heap_collect_wanted(struct task *t)
{
    const struct heap *h = t->vm->heap;
    if (h->frozen)
        return;
    world_stop(t);
    if (h->collections == t->collections)
        collect(t);
    world_go(t);
}

bool heap_over_limit(const struct vm *vm)
{
    return __atomic_load_n(&vm->heap->used, __ATOMIC_RELAXED) > vm->heap->limit;
}

/* ---- standing still, for the explorer ---- */

void heap_freeze(struct task *t)
{
    struct heap *h = t->vm->heap;
    heap_collect(t);
    for (uint32_t i = 1; i < h->top; i++)
        if (h->state[i] == BLOCK_FREE)
            h->state[i] = BLOCK_PERM; // nothing new below the line
    h->frozen = h->cursor = h->top;
    h->collect_at = UINT32_MAX;
    h->part = h->part_end = NULL;
    t->bump = t->bump_end = NULL;
}

void heap_rewind(struct task *t)
{
    struct heap *h = t->vm->heap;
    for (uint32_t i = h->frozen; i < h->top; i++) {
        if (h->state[i] == BLOCK_PERM)
            continue;
        h->used -= h->state[i] != BLOCK_FREE;
        h->state[i] = BLOCK_FREE;
    }
    h->cursor = h->frozen;
    h->part = h->part_end = NULL;
    t->bump = t->bump_end = NULL;
    t->vm->finals_count = t->vm->dying_count = 0;
}

value heap_frozen_end(const struct vm *vm)
{
    return (value)vm->heap->frozen * BLOCK;
}

void heap_each(struct vm *vm, heap_each_fn *f, void *ctx)
{
    struct heap *h = vm->heap;
    for (uint32_t i = 1; i < h->frozen; i++) {
        char *at = block_at(h, i);
        if (h->state[i] == BLOCK_HEAD)
            f(ctx, (struct obj *)at, heap_obj_size((struct obj *)at));
        if (h->state[i] != BLOCK_USED)
            continue;
        for (char *end = at + BLOCK; at < end && ((struct obj *)at)->type != T_FORWARD;) {
            size_t bytes = heap_obj_size((struct obj *)at);
            f(ctx, (struct obj *)at, bytes);
            at += bytes;
        }
    }
}
