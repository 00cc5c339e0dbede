/* container.h: what the files of the containers share, and the paths the interpreter inlines.
 *
 * Threads: a shared list, dict, set or deque is changed under its lock bit, which the caller of
 * item_set(), list_append(), dict_set() or of a method holds. Readers need no lock:
 *   list   items is loaded once; a slot below the array's own capacity is read, and a slot
 *          that is V_UNBOUND or 0 is absent. Growing fills the new array before it is published;
 *          shrinking lowers len first and clears the slots then.
 *   table  an entry is written before its word in the index, and not used twice; a removed one has the key V_DELETED and the value V_UNBOUND.
 * Old arrays and tables stay readable until the next collection, which stops the world. */
#ifndef VM_CONTAINER_H
#define VM_CONTAINER_H

#include "vm/methods.h"
#include "vm/str.h"
#include "vm/task.h"

/* ---- kinds of values ---- */

/* type_of() without a call; a big int is T_INT. */
static inline enum type_id kind_of(value v)
{
    static const uint8_t single[] = { T_OBJECT, T_NONETYPE, T_BOOL, T_BOOL, T_ELLIPSIS, T_NOTIMPL, T_OBJECT };
    static const uint8_t special[] = { T_OBJECT, T_BUILTIN, T_CLASS, T_MODULE };

    if (is_ref(v))
        return heap_type(v) == T_BIGINT ? T_INT : heap_type(v);
    if (is_int(v))
        return T_INT;
    if (is_flonum(v))
        return T_FLOAT;
    unsigned sort = v >> 3 & 31;
    return (enum type_id)(sort == SORT_SINGLE ? single[payload_of(v)] : special[sort]);
}

static inline bool is_set(value v)
{
    return is_ref(v) && (heap_type(v) == T_SET || heap_type(v) == T_FROZENSET);
}

static inline struct list_obj *list_of(value v) { return REF(v); }
static inline struct dict *dict_of(value v) { return REF(v); }
static inline struct tuple *tuple_of(value v) { return REF(v); }
static inline struct iter *iter_of(value v) { return REF(v); }
static inline struct deque *deque_of(value v) { return REF(v); }

/* The receiver of a native method: what a subclass's instance wraps, or the value itself. */
static inline value receiver(value v)
{
    return LIKELY(heap_type(v) != T_INSTANCE) ? v : ((struct instance *)REF(v))->payload;
}

/* Whether other threads may be reading or writing the object right now. */
static inline bool is_contended(struct task *t, const struct obj *o)
{
    return (obj_flags(o) & F_SHARED) && t->multi;
}

/* A number for the object that stays the same while it lives, wherever the collector moves it, and
 * is never that of another living object: id(), and the hash of what has no __eq__. */
uint64_t object_id(struct task *t, value v);

/* throw() without a message: the exception's args are empty. */
enum vm_ret throw_plain(struct task *t, enum exc_id id);

/* ---- small objects ---- */

/* heap_new() of an object whose every word the caller writes at once: not zeroed, and without a call
 * while it fits into the task's block. bytes: a multiple of 8. */
static inline void *object_take(struct task *t, enum type_id type, size_t bytes, uint32_t n)
{
    if (UNLIKELY(bytes > 512 || (size_t)(t->bump_end - t->bump) < bytes))
        return heap_new(t, type, bytes, n);
    struct obj *o = (struct obj *)t->bump;
    t->bump += bytes;
    *o = (struct obj){ .type = (uint8_t)type, .n = n };
    return o;
}

static inline value pair_new(struct task *t, value a, value b)
{
    struct tuple *u = object_take(t, T_TUPLE, sizeof *u + 2 * sizeof(value), 2);
    u->item[0] = a;
    u->item[1] = b;
    return value_of(u);
}

/* ---- arrays and lists ---- */

/* n slots, all 0; NULL with MemoryError set if there is no room. */
struct array *array_new(struct task *t, uint64_t n);

/* Whether a slot holds an item: those never used are 0, those given up V_UNBOUND. */
static inline bool slot_used(value v) { return (v & ~V_UNBOUND) != 0; }

/* Makes room for `need` items. */
bool list_reserve(struct task *t, struct list_obj *l, uint64_t need);

static inline uint64_t list_len(const struct list_obj *l)
{
    return __atomic_load_n(&l->len, __ATOMIC_ACQUIRE);
}

static inline void list_set_len(struct list_obj *l, uint64_t n)
{
    __atomic_store_n(&l->len, n, __ATOMIC_RELEASE);
}

/* Item i without the lock; false if there is none. */
static inline bool list_get_unlocked(const struct list_obj *l, uint64_t i, value *ret)
{
    value items = slot_get(&l->items);
    if (!items)
        return false;
    const struct array *a = REF(items);
    if (i >= a->o.n)
        return false;
    *ret = slot_get(&a->item[i]);
    return slot_used(*ret);
}

/* list_append() while there is room; false: call list_append(). */
static inline bool list_push_fast(struct list_obj *l, value v)
{
    uint64_t n = l->len;
    struct array *a = REF(l->items);
    if (UNLIKELY(!l->items || n >= a->o.n))
        return false;
    slot_set(&a->item[n], v);
    list_set_len(l, n + 1);
    return true;
}

/* list[i] = v and del list[start:stop] in the caller's lock. */
void list_remove_range(struct list_obj *l, uint64_t start, uint64_t stop);
/* Replaces [start, stop) by n items, which may be in the list's own array. */
bool list_splice(struct task *t, struct list_obj *l, uint64_t start, uint64_t stop, const value *items, uint64_t n);
/* l += items of any native iterable; VM_FALLBACK if it takes Python code. */
enum vm_ret list_extend(struct task *t, struct list_obj *l, value iterable);

/* a * n for a row of items: the new list or tuple in *ret. */
enum vm_ret sequence_repeat(struct task *t, enum type_id type, const value *items, size_t n, int64_t times, value *ret);
enum vm_ret sequence_join(struct task *t, enum type_id type, const value *a, size_t na, const value *b, size_t nb, value *ret);

/* Position of v in items, from..to, in *ret, -1 if it is not there. */
enum vm_ret items_find(struct task *t, const value *items, size_t from, size_t to, value v, int64_t *ret);

/* ---- dicts and sets ---- */

/* The hash of ints, and of strings that know theirs; false: ask value_hash(). */
static inline bool hash_fast(value key, uint64_t *ret)
{
    if (is_int(key)) { // as number_hash(): the value itself below 2^61 - 1; -1 hashes as -2
        int64_t i = int_of(key);
        *ret = (uint64_t)(i == -1 ? -2 : i);
        return i < (1ll << 61) - 1 && i > -((1ll << 61) - 1);
    }
    if (!is_str(key))
        return false;
    *ret = __atomic_load_n(&((struct str *)REF(key))->hash, __ATOMIC_RELAXED);
    return *ret != 0;
}

static inline enum vm_ret hash_of(struct task *t, value key, uint64_t *ret)
{
    return LIKELY(hash_fast(key, ret)) ? VM_OK : value_hash(t, key, ret);
}

/* Entry number, or -1 absent, -2 an exception is set, -3 Python code must compare. */
int64_t dict_find(struct task *t, const struct dict *d, value key, uint64_t hash);
/* Adds a key that is known to be absent. False: MemoryError. */
bool dict_add_new(struct task *t, struct dict *d, value key, value v, uint64_t hash);
void dict_remove_at(struct task *t, struct dict *d, uint32_t at);
/* Makes room for n keys in all. */
bool dict_reserve(struct task *t, struct dict *d, uint64_t n);
void dict_clear(struct dict *d);
/* A new table for an empty dict or set, of n entries with distinct keys and known hashes. */
bool dict_fill(struct task *t, struct dict *d, const struct entry *entries, uint32_t n);
value dict_copy(struct task *t, const struct dict *d, enum type_id type); // 0: MemoryError
/* d.update(other) for a dict; VM_FALLBACK if Python code must compare. */
enum vm_ret dict_merge(struct task *t, struct dict *d, const struct dict *other);
enum vm_ret dict_update_from(struct task *t, struct dict *d, value other);
/* The living entry at or after *at, which moves beyond it; NULL at the end. The entry is for
 * its hash: key and value may be gone from it by now. Take the table once: a dict may get another. */
const struct entry *table_next(const struct table *tb, uint32_t *at, value *key, value *v);
struct table *table_of(const struct dict *d);
enum vm_ret dict_equal(struct task *t, const struct dict *a, const struct dict *b, unsigned depth, bool *ret);
static inline uint64_t dict_count(const struct dict *d) { return __atomic_load_n(&d->count, __ATOMIC_ACQUIRE); }

/* len() of what has most of the calls: a list, a str, a tuple, a dict or a set. -1: of something else. */
static inline int64_t len_of_usual(value v)
{
    if (!is_ref(v))
        return -1;
    if (heap_type(v) == T_LIST)
        return (int64_t)list_len(REF(v));
    if (heap_type(v) == T_STR)
        return ((struct str *)REF(v))->chars;
    if (heap_type(v) == T_TUPLE)
        return obj_of(v)->n;
    if (heap_type(v) == T_DICT || heap_type(v) == T_SET || heap_type(v) == T_FROZENSET)
        return (int64_t)dict_count(REF(v));
    return -1;
}

/* hash(frozenset(s)). */
uint64_t set_hash(const struct dict *s);
/* s.add(v): *ret_added (may be NULL) tells whether it was absent. */
enum vm_ret set_add(struct task *t, struct dict *s, value v, bool *ret_added);
enum vm_ret set_has(struct task *t, const struct dict *s, value v, bool *ret);
enum vm_ret set_update_from(struct task *t, struct dict *s, value iterable);
/* | & - ^ of two sets (or key views); op is OPR_OR, OPR_AND, OPR_SUB, OPR_XOR. */
enum vm_ret set_binary(struct task *t, unsigned op, enum type_id type, const struct dict *a, const struct dict *b, value *ret);
enum vm_ret set_binary_in_place(struct task *t, unsigned op, struct dict *a, const struct dict *b);
enum vm_ret set_order(struct task *t, unsigned op, const struct dict *a, const struct dict *b, bool *ret);
enum vm_ret set_is_subset(struct task *t, const struct dict *a, const struct dict *b, bool *ret);

/* A view of keys or items as a set of its own. */
enum vm_ret view_as_set(struct task *t, value view, struct dict **ret);

/* ---- other sequences ---- */
int64_t range_len(const struct range *r);
value range_at(struct task *t, const struct range *r, int64_t i);
enum vm_ret range_find(struct task *t, const struct range *r, value v, int64_t *ret);
value range_new(struct task *t, int64_t start, int64_t stop, int64_t step);

/* The start, stop and step that range() would need to name what a slice names of `len` items. */
enum vm_ret slice_indices(struct task *t, const struct slice *s, int64_t len, int64_t bound[3]);

/* Item i < len. The ring may be gone by now if another thread cleared it: then V_UNBOUND. */
static inline value *deque_slot(const struct deque *d, uint64_t i)
{
    value items = slot_get(&d->items);
    struct array *a = items ? REF(items) : NULL;
    uint64_t at = __atomic_load_n(&d->head, __ATOMIC_RELAXED) + i;
    return a ? &a->item[at >= a->o.n ? at % a->o.n : at] : NULL;
}
static inline value deque_at(const struct deque *d, uint64_t i)
{
    value *slot = deque_slot(d, i), v = slot ? slot_get(slot) : V_UNBOUND;
    return slot_used(v) ? v : V_UNBOUND;
}
value deque_new(struct task *t, int64_t maxlen);
enum vm_ret deque_push(struct task *t, struct deque *d, value v);
value deque_take_first(struct deque *d); // of one that is not empty
enum vm_ret deque_extend(struct task *t, struct deque *d, value iterable);
/* d gets the items of another one that nobody else knows. */
void deque_take(struct deque *d, const struct deque *from);
void deque_remove_at(struct deque *d, uint64_t at);
bool deque_items(struct task *t, const struct deque *d, const value **ret_items, size_t *ret_n);

/* ---- iteration ---- */

/* All items of any native iterable in one row, as items_view() gives them. An iterator is drained. */
enum vm_ret iter_collect(struct task *t, value v, const value **ret_items, size_t *ret_n);
/* Whether iter_next() on it, and on those inside it, never needs Python code. */
bool iter_is_native(value it);
const char *iter_type_name(const struct iter *it);

/* Where an iterator stands, to go back to if the prelude must do the work after all. */
struct iter_mark {
    unsigned n;
    struct { struct iter *it; struct iter was; } at[8];
};
/* False if there are more iterators inside than fit: then nothing may be taken from it. */
bool iter_mark(struct iter_mark *m, value v);
void iter_reset(const struct iter_mark *m);

/* ---- names ---- */

/* A native type's name as type(x).__name__, and with its module if it has one. */
const char *native_type_name(enum type_id type);
const char *native_type_path(enum type_id type);
/* type(v).__name__ of what is no instance of a class: iterators and views have a name for each kind. */
const char *native_value_name(value v);

/* ---- comparing ---- */

/* Identity or ==, as containers compare their items; depth is that of the container. */
enum vm_ret item_equal_slow(struct task *t, value a, value b, unsigned depth, bool *ret);
static inline enum vm_ret item_equal(struct task *t, value a, value b, unsigned depth, bool *ret)
{
    if (a == b || (is_int(a) && is_int(b))) {
        *ret = a == b;
        return VM_OK;
    }
    if (is_str(a) && is_str(b)) {
        *ret = obj_of(a)->n == obj_of(b)->n && str_equal(a, b);
        return VM_OK;
    }
    return item_equal_slow(t, a, b, depth, ret);
}
enum { COMPARE_DEPTH = 200 }; // nested containers, on the C stack of a thread; then RecursionError

#endif
