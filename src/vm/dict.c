/* dict.c: dicts, and the table that sets are made of too.
 *
 *   entries   | key val hash | key val hash | DELETED | key val hash | (free) … |   in order of insertion
 *   index     | 0 | 3 | 0 | 0 | 1 | 4 | 0 | 0 |                                    entry number + 1
 *
 * A word of the index carries, above the entry number, bits of the hash that the slot does not
 * tell: a probe that does not match almost never touches an entry. As in CPython the slot is the
 * low end of the hash, so that keys 0, 1, 2 … lie side by side, and what collides there goes on in
 * steps that bring in the other bits of the hash (T. Peters, the comment in CPython's dictobject.c).
 *
 * An entry that is removed stays as a gap until the table is replaced because it is full: no entry is
 * used twice, which is what readers without a lock need. Its word stays in the index until a key that
 * comes by wants the place: who looks for something else passes either word. */
#include "vm/container.h"

#include "base/hash.h"
#include "lang/lang.h"

enum { ABSENT = -1, RAISED = -2, ASK_PYTHON = -3, FIRST_LOG2 = 3, MAX_LOG2 = 30 };

static uint32_t entries_for(uint32_t log2) { return (uint32_t)((2ull << log2) / 3); }

static uint32_t *index_of(const struct table *tb) { return (uint32_t *)(tb->entry + tb->o.n); }

struct table *table_of(const struct dict *d)
{
    value table = slot_get(&d->table);
    return table ? REF(table) : NULL;
}

/* ---- finding ---- */

struct probe { uint32_t slot, mask, tag; uint64_t rest; };

static inline struct probe probe_begin(const struct table *tb, uint64_t hash)
{
    uint32_t mask = (1u << tb->log2_index) - 1;
    return (struct probe){ (uint32_t)hash & mask, mask, (uint32_t)(hash ^ hash >> 32) & ~mask, hash };
}

static inline void probe_next(struct probe *p)
{
    p->rest >>= 5;
    p->slot = (p->slot * 5 + (uint32_t)p->rest + 1) & p->mask;
}

static inline uint32_t word_at(const struct table *tb, uint32_t slot)
{
    return __atomic_load_n(&index_of(tb)[slot], __ATOMIC_ACQUIRE);
}

/* Whether the entry's key, which is not identical, equals key. 1 yes, 0 no, or what dict_find returns. */
static int key_matches(struct task *t, const struct entry *e, value found, value key, uint64_t hash)
{
    if (found == V_DELETED || __atomic_load_n(&e->hash, __ATOMIC_RELAXED) != hash)
        return 0;
    if (is_str(found) && is_str(key)) {
        if (obj_of(found)->aux & obj_of(key)->aux & STR_SYMBOL)
            return 0;
        return str_equal(found, key);
    }
    bool same;
    enum vm_ret r = item_equal(t, found, key, 0, &same);
    return r == VM_OK ? same : r == VM_RAISE ? RAISED : ASK_PYTHON;
}

/* table_find() when a key may be equal though it is not identical. */
static NOINLINE int64_t find_equal(struct task *t, const struct table *tb, value key, uint64_t hash)
{
    struct probe p = probe_begin(tb, hash);
    for (;; probe_next(&p)) {
        uint32_t word = word_at(tb, p.slot);
        if (word == 0)
            return ABSENT;
        if ((word & ~p.mask) != p.tag)
            continue;
        const struct entry *e = &tb->entry[(word & p.mask) - 1];
        value found = slot_get(&e->key);
        if (found == key)
            return (word & p.mask) - 1;
        int m = key_matches(t, e, found, key, hash);
        if (m != 0)
            return m == 1 ? (int64_t)(word & p.mask) - 1 : m;
    }
}

/* Most keys are found by identity, or are not there: as long as that can be told, nothing is called. */
static inline int64_t table_find(struct task *t, const struct table *tb, value key, uint64_t hash)
{
    const uint32_t *index = index_of(tb);
    struct probe p = probe_begin(tb, hash);
    for (;; probe_next(&p)) {
        uint32_t word = __atomic_load_n(&index[p.slot], __ATOMIC_ACQUIRE);
        if (word == 0)
            return ABSENT;
        if ((word & ~p.mask) != p.tag)
            continue;
        const struct entry *e = &tb->entry[(word & p.mask) - 1];
        value found = slot_get(&e->key);
        if (LIKELY(found == key))
            return (word & p.mask) - 1;
        bool differ = (is_int(found) && is_int(key)) || found == V_DELETED;
        if (!differ && __atomic_load_n(&e->hash, __ATOMIC_RELAXED) == hash)
            return find_equal(t, tb, key, hash);
    }
}

int64_t dict_find(struct task *t, const struct dict *d, value key, uint64_t hash)
{
    const struct table *tb = table_of(d);
    return tb ? table_find(t, tb, key, hash) : ABSENT;
}

/* ---- tables ---- */

static void index_add(struct table *tb, uint32_t number, uint64_t hash)
{
    struct probe p = probe_begin(tb, hash);
    uint32_t *index = index_of(tb), word;
    while ((word = index[p.slot]) && tb->entry[(word & p.mask) - 1].key != V_DELETED)
        probe_next(&p);
    // release: pairs with word_at(), after which the entry is read
    __atomic_store_n(&index[p.slot], p.tag | (number + 1), __ATOMIC_RELEASE);
}

static struct table *table_new(struct task *t, uint32_t log2)
{
    uint32_t n = entries_for(log2);
    size_t bytes = sizeof(struct table) + n * sizeof(struct entry) + (sizeof(uint32_t) << log2);
    if (log2 > MAX_LOG2) {
        throw_plain(t, EXC_MemoryError);
        return NULL;
    }
    struct table *tb = heap_new(t, T_TABLE, bytes, n);
    if (tb)
        tb->log2_index = log2;
    return tb;
}

/* Puts the living entries of a dict into a table of another size. */
static bool dict_resize(struct task *t, struct dict *d, uint32_t log2)
{
    struct table *old = table_of(d), *tb = table_new(t, log2);
    if (!tb)
        return false;
    uint32_t used = 0;
    for (uint32_t i = old ? old->first : 0; old && i < old->used; i++)
        if (old->entry[i].key != V_DELETED)
            tb->entry[used++] = old->entry[i];
    for (uint32_t i = 0; i < used; i++)
        index_add(tb, i, tb->entry[i].hash);
    tb->used = tb->last = used;
    slot_set(&d->table, value_of(tb)); // release: whoever sees the table sees what is in it
    return true;
}

static uint32_t log2_for(uint64_t n)
{
    uint32_t log2 = FIRST_LOG2;
    while (log2 <= MAX_LOG2 && entries_for(log2) < n)
        log2++;
    return log2;
}

bool dict_fill(struct task *t, struct dict *d, const struct entry *entries, uint32_t n)
{
    struct table *tb = table_new(t, log2_for(n));
    if (!tb)
        return false;
    memcpy(tb->entry, entries, n * sizeof *entries);
    for (uint32_t i = 0; i < n; i++)
        index_add(tb, i, entries[i].hash);
    tb->used = tb->last = n;
    d->count = n;
    slot_set(&d->table, value_of(tb));
    return true;
}

bool dict_reserve(struct task *t, struct dict *d, uint64_t n)
{
    struct table *tb = table_of(d);
    if (n == 0 || (tb && tb->used + n - d->count <= tb->o.n))
        return true;
    return dict_resize(t, d, log2_for(n));
}

/* The table is full: four times the room while small (fewer moves), then twice; the same size if most was gaps. */
static bool dict_grow(struct task *t, struct dict *d)
{
    uint64_t n = d->count;
    return dict_resize(t, d, log2_for(n < 4096 ? 3 * n + 1 : 3 * n / 2 + 2));
}

bool dict_add_new(struct task *t, struct dict *d, value key, value v, uint64_t hash)
{
    struct table *tb = table_of(d);
    if (UNLIKELY(!tb || tb->used == tb->o.n)) {
        if (!dict_grow(t, d))
            return false;
        tb = table_of(d);
    }
    uint32_t number = tb->used;
    struct entry *e = &tb->entry[number];
    __atomic_store_n(&e->hash, hash, __ATOMIC_RELAXED);
    slot_set(&e->val, v);
    slot_set(&e->key, key);
    tb->last = number + 1;
    __atomic_store_n(&tb->used, number + 1, __ATOMIC_RELEASE);
    index_add(tb, number, hash);
    __atomic_store_n(&d->count, d->count + 1, __ATOMIC_RELEASE);
    return true;
}

/* ---- removing ---- */

/* No entries are left and nobody else is looking: begin again in the same table. */
static void table_restart(struct table *tb)
{
    memset(index_of(tb), 0, sizeof(uint32_t) << tb->log2_index);
    tb->used = tb->last = 0;
    __atomic_store_n(&tb->first, 0, __ATOMIC_RELAXED);
}

/* Living entries are in [first, last), so that taking one from an end again and again need not
 * pass all gaps each time. */
static void table_trim(struct table *tb)
{
    while (tb->first < tb->last && tb->entry[tb->first].key == V_DELETED)
        __atomic_store_n(&tb->first, tb->first + 1, __ATOMIC_RELAXED);
    while (tb->last > tb->first && tb->entry[tb->last - 1].key == V_DELETED)
        tb->last--;
}

void dict_remove_at(struct task *t, struct dict *d, uint32_t at)
{
    struct table *tb = table_of(d);
    struct entry *e = &tb->entry[at];
    slot_set(&e->key, V_DELETED);
    slot_set(&e->val, V_UNBOUND);
    __atomic_store_n(&d->count, d->count - 1, __ATOMIC_RELEASE);
    table_trim(tb);
    if (d->count == 0 && 2 * tb->used > tb->o.n && !is_contended(t, &d->o))
        table_restart(tb);
}

void dict_clear(struct dict *d)
{
    __atomic_store_n(&d->count, 0, __ATOMIC_RELEASE);
    slot_set(&d->table, 0);
}

/* ---- the interface ---- */

static value table_handle(struct task *t, enum type_id type)
{
    struct dict *d = heap_new(t, type, sizeof *d, 0);
    return d ? value_of(d) : 0;
}

value dict_new(struct task *t) { return table_handle(t, T_DICT); }

value set_new(struct task *t, enum type_id set_or_frozenset) { return table_handle(t, set_or_frozenset); }

static enum vm_ret find_result(int64_t at)
{
    return at == RAISED ? VM_RAISE : at == ASK_PYTHON ? VM_FALLBACK : VM_OK;
}

enum vm_ret dict_get(struct task *t, struct dict *d, value key, value *ret)
{
    uint64_t hash;
    enum vm_ret r = hash_of(t, key, &hash);
    if (UNLIKELY(r != VM_OK))
        return r;
    *ret = V_UNBOUND;
    const struct table *tb = table_of(d);
    if (!tb)
        return VM_OK;
    int64_t at = table_find(t, tb, key, hash);
    if (at < 0)
        return find_result(at);
    *ret = slot_get(&tb->entry[at].val); // V_UNBOUND if it was removed just now
    return VM_OK;
}

enum vm_ret dict_set(struct task *t, struct dict *d, value key, value v)
{
    uint64_t hash;
    enum vm_ret r = hash_of(t, key, &hash);
    if (UNLIKELY(r != VM_OK))
        return r;
    struct table *tb = table_of(d);
    int64_t at = tb ? table_find(t, tb, key, hash) : ABSENT;
    if (at >= 0)
        slot_set(&tb->entry[at].val, v);
    else if (at != ABSENT)
        return find_result(at);
    else if (!dict_add_new(t, d, key, v, hash))
        return VM_RAISE;
    return VM_OK;
}

enum vm_ret dict_del(struct task *t, struct dict *d, value key, value *ret_old)
{
    uint64_t hash;
    enum vm_ret r = hash_of(t, key, &hash);
    if (UNLIKELY(r != VM_OK))
        return r;
    *ret_old = V_UNBOUND;
    int64_t at = dict_find(t, d, key, hash);
    if (at < 0)
        return find_result(at);
    *ret_old = table_of(d)->entry[at].val;
    dict_remove_at(t, d, (uint32_t)at);
    return VM_OK;
}

static uint64_t symbol_hash(value sym)
{
    uint64_t hash;
    return hash_fast(sym, &hash) ? hash : str_hash(sym);
}

/* The position of a symbol. A key that is a string but no symbol may have the same text. */
static int64_t find_symbol(const struct table *tb, value sym, uint64_t hash)
{
    struct probe p = probe_begin(tb, hash);
    for (;; probe_next(&p)) {
        uint32_t word = word_at(tb, p.slot);
        if (word == 0)
            return ABSENT;
        if ((word & ~p.mask) != p.tag)
            continue;
        const struct entry *e = &tb->entry[(word & p.mask) - 1];
        value found = slot_get(&e->key);
        if (found == sym)
            return (word & p.mask) - 1;
        if (e->hash == hash && is_str(found) && !(obj_of(found)->aux & STR_SYMBOL) && str_equal(found, sym))
            return (word & p.mask) - 1;
    }
}

value dict_get_sym(struct dict *d, value sym)
{
    const struct table *tb = table_of(d);
    if (!tb)
        return V_UNBOUND;
    int64_t at = find_symbol(tb, sym, symbol_hash(sym));
    return at < 0 ? V_UNBOUND : slot_get(&tb->entry[at].val);
}

/* If there is no room the store is lost and MemoryError is set in the task. */
void dict_set_sym(struct task *t, struct dict *d, value sym, value v)
{
    struct table *tb = table_of(d);
    uint64_t hash = symbol_hash(sym);
    int64_t at = tb ? find_symbol(tb, sym, hash) : ABSENT;
    if (at >= 0)
        slot_set(&tb->entry[at].val, v);
    else
        dict_add_new(t, d, sym, v, hash);
}

const struct entry *table_next(const struct table *tb, uint32_t *at, value *key, value *v)
{
    uint32_t first = __atomic_load_n(&tb->first, __ATOMIC_RELAXED);
    uint32_t i = MAX(*at, first), used = __atomic_load_n(&tb->used, __ATOMIC_ACQUIRE);
    for (; i < used; i++) {
        const struct entry *e = &tb->entry[i];
        *key = slot_get(&e->key);
        *v = slot_get(&e->val);
        if (*key == V_DELETED || *v == V_UNBOUND)
            continue;
        *at = i + 1;
        return e;
    }
    return NULL;
}

bool dict_next(const struct dict *d, uint32_t *at, value *key, value *v)
{
    const struct table *tb = table_of(d);
    return tb && table_next(tb, at, key, v);
}

value dict_copy(struct task *t, const struct dict *d, enum type_id type)
{
    const struct table *tb = table_of(d);
    value copy = table_handle(t, type), key, v;
    if (!copy || !tb)
        return copy;
    struct dict *to = REF(copy);
    if (!dict_reserve(t, to, dict_count(d)))
        return 0;
    const struct entry *e;
    for (uint32_t at = 0; (e = table_next(tb, &at, &key, &v));)
        if (!dict_add_new(t, to, key, v, e->hash))
            return 0;
    return copy;
}

/* ---- several at once ---- */

enum vm_ret dict_merge(struct task *t, struct dict *d, const struct dict *other)
{
    const struct table *tb = table_of(other);
    const struct entry *e;
    value key, v;
    if (!tb || other == d)
        return VM_OK;
    bool fresh = dict_count(d) == 0; // then no key can be there already
    if (fresh && !dict_reserve(t, d, dict_count(other)))
        return VM_RAISE;
    for (uint32_t at = 0; (e = table_next(tb, &at, &key, &v));) {
        int64_t found = fresh ? ABSENT : dict_find(t, d, key, e->hash);
        if (found >= 0)
            slot_set(&table_of(d)->entry[found].val, v);
        else if (found != ABSENT)
            return find_result(found);
        else if (!dict_add_new(t, d, key, v, e->hash))
            return VM_RAISE;
    }
    return VM_OK;
}

/* One element of the list of pairs that update() was given. */
static enum vm_ret update_pair(struct task *t, struct dict *d, value pair, size_t number)
{
    const value *items;
    size_t n;
    if (kind_of(pair) == T_INSTANCE || kind_of(pair) == T_GEN)
        return VM_FALLBACK;
    if (iter_collect(t, pair, &items, &n) != VM_OK)
        return throw(t, EXC_TypeError,
                     "cannot convert dictionary update sequence element #%zu to a sequence", number);
    if (n != 2)
        return throw(t, EXC_ValueError,
                     "dictionary update sequence element #%zu has length %zu; 2 is required", number, n);
    return dict_set(t, d, items[0], items[1]);
}

enum vm_ret dict_update_from(struct task *t, struct dict *d, value other)
{
    const value *items;
    size_t n;
    struct iter_mark mark = { 0 };

    if (is_type(other, T_DICT))
        return dict_merge(t, d, dict_of(other));
    if (!iter_mark(&mark, other))
        return VM_FALLBACK;
    enum vm_ret r = iter_collect(t, other, &items, &n);
    for (size_t i = 0; r == VM_OK && i < n; i++)
        r = update_pair(t, d, items[i], i);
    if (r == VM_FALLBACK) // the pairs before are set again then, to the same values
        iter_reset(&mark);
    return r;
}

enum vm_ret dict_equal(struct task *t, const struct dict *a, const struct dict *b, unsigned depth, bool *ret)
{
    const struct table *tb = table_of(a);
    const struct entry *e;
    value key, v;

    *ret = dict_count(a) == dict_count(b);
    for (uint32_t at = 0; *ret && tb && (e = table_next(tb, &at, &key, &v));) {
        int64_t found = dict_find(t, b, key, e->hash);
        if (found < ABSENT)
            return find_result(found);
        value other = found == ABSENT ? V_UNBOUND : slot_get(&table_of(b)->entry[found].val);
        *ret = other != V_UNBOUND;
        enum vm_ret r = *ret ? item_equal(t, v, other, depth, ret) : VM_OK;
        if (r != VM_OK)
            return r;
    }
    return VM_OK;
}

/* ---- methods ---- */

enum vm_ret dict_m_get(struct task *t, value *args, value *ret)
{
    enum vm_ret r = dict_get(t, dict_of(receiver(args[0])), args[1], ret);
    if (r == VM_OK && *ret == V_UNBOUND)
        *ret = args[2] == V_UNBOUND ? V_NONE : args[2];
    return r;
}

enum vm_ret dict_m_setdefault(struct task *t, value *args, value *ret)
{
    struct dict *d = dict_of(receiver(args[0]));
    enum vm_ret r = dict_get(t, d, args[1], ret);
    if (r != VM_OK || *ret != V_UNBOUND)
        return r;
    *ret = args[2] == V_UNBOUND ? V_NONE : args[2];
    return dict_set(t, d, args[1], *ret);
}

enum vm_ret dict_m_pop(struct task *t, value *args, value *ret)
{
    struct dict *d = dict_of(receiver(args[0]));
    *ret = V_UNBOUND;
    enum vm_ret r = d->count ? dict_del(t, d, args[1], ret) : VM_OK; // nothing to hash the key for
    if (r != VM_OK || *ret != V_UNBOUND)
        return r;
    *ret = args[2];
    return args[2] == V_UNBOUND ? throw_value(t, EXC_KeyError, args[1]) : VM_OK;
}

enum vm_ret dict_m_popitem(struct task *t, value *args, value *ret)
{
    struct dict *d = dict_of(receiver(args[0]));
    struct table *tb = table_of(d);
    if (d->count == 0)
        return throw(t, EXC_KeyError, "popitem(): dictionary is empty");
    uint32_t at = tb->last - 1;
    *ret = pair_new(t, tb->entry[at].key, tb->entry[at].val);
    dict_remove_at(t, d, at);
    return VM_OK;
}

static enum vm_ret update_from_args(struct task *t, struct dict *d, value other, value kwargs)
{
    enum vm_ret r = other == V_UNBOUND ? VM_OK : dict_update_from(t, d, other);
    if (r == VM_OK && kwargs != V_UNBOUND)
        r = dict_merge(t, d, dict_of(kwargs));
    return r;
}

enum vm_ret dict_m_update(struct task *t, value *args, value *ret)
{
    *ret = V_NONE;
    return update_from_args(t, dict_of(receiver(args[0])), args[1], args[2]);
}

enum vm_ret dict_m_clear(struct task *t, value *args, value *ret)
{
    (void)t;
    dict_clear(dict_of(receiver(args[0])));
    *ret = V_NONE;
    return VM_OK;
}

enum vm_ret dict_m_copy(struct task *t, value *args, value *ret)
{
    *ret = dict_copy(t, dict_of(receiver(args[0])), T_DICT);
    return *ret ? VM_OK : VM_RAISE;
}

static enum vm_ret view_new(struct task *t, value dict, uint16_t kind, value *ret)
{
    struct dictview *view = heap_new(t, T_DICTVIEW, sizeof *view, 0);
    view->o.aux = kind;
    view->dict = receiver(dict);
    *ret = value_of(view);
    return VM_OK;
}

enum vm_ret dict_m_keys(struct task *t, value *args, value *ret) { return view_new(t, args[0], 0, ret); }
enum vm_ret dict_m_values(struct task *t, value *args, value *ret) { return view_new(t, args[0], 1, ret); }
enum vm_ret dict_m_items(struct task *t, value *args, value *ret) { return view_new(t, args[0], 2, ret); }

enum vm_ret dict_m_fromkeys(struct task *t, value *args, value *ret)
{
    const value *keys;
    size_t n;
    struct iter_mark mark = { 0 };
    if (!iter_mark(&mark, args[0]))
        return VM_FALLBACK;
    enum vm_ret r = iter_collect(t, args[0], &keys, &n);
    *ret = dict_new(t);
    for (size_t i = 0; r == VM_OK && i < n; i++)
        r = dict_set(t, dict_of(*ret), keys[i], args[1] == V_UNBOUND ? V_NONE : args[1]);
    if (r == VM_FALLBACK)
        iter_reset(&mark);
    return r;
}

/* dict(other, **kwargs) */
enum vm_ret dict_make(struct task *t, value *args, value *ret)
{
    *ret = dict_new(t);
    return update_from_args(t, dict_of(*ret), args[0], args[1]);
}

/* ---- for the prelude, which hashes and compares keys that are instances with __hash__, __eq__ ---- */

/* args: dict or set, hash, start. The next key with that hash at or after entry `start`, as
 * (entry number, key); None if there is no other. */
enum vm_ret table_h_candidate(struct task *t, value *args, value *ret)
{
    struct dict *d = dict_of(receiver(args[0]));
    struct table *tb = table_of(d);
    int64_t hash, start;
    enum vm_ret r = arg_index(t, args[1], &hash);
    if (r != VM_OK || (r = arg_index(t, args[2], &start)) != VM_OK)
        return r;
    *ret = V_NONE;
    if (!tb)
        return VM_OK;
    int64_t best = INT64_MAX; // probing meets them in any order: the lowest that is not below start
    struct probe p = probe_begin(tb, (uint64_t)hash);
    for (uint32_t word; (word = word_at(tb, p.slot)) != 0; probe_next(&p)) {
        int64_t at = (int64_t)(word & p.mask) - 1;
        const struct entry *e = &tb->entry[at];
        if (e->hash == (uint64_t)hash && e->key != V_DELETED && at >= start && at < best)
            best = at;
    }
    if (best != INT64_MAX)
        *ret = pair_new(t, V_INT(best), tb->entry[best].key);
    return VM_OK;
}

/* args: dict or set, hash, key, value: adds a key that is not there. */
enum vm_ret table_h_add(struct task *t, value *args, value *ret)
{
    int64_t hash;
    enum vm_ret r = arg_index(t, args[1], &hash);
    if (r != VM_OK)
        return r;
    *ret = V_NONE;
    return dict_add_new(t, dict_of(receiver(args[0])), args[2], args[3], (uint64_t)hash) ? VM_OK : VM_RAISE;
}

/* The entry that the prelude found, or NULL if it is gone by now. */
static struct entry *entry_arg(value container, value number)
{
    struct table *tb = table_of(dict_of(receiver(container)));
    uint64_t at = (uint64_t)int_of(number);
    return tb && is_int(number) && at < tb->used && tb->entry[at].key != V_DELETED ? &tb->entry[at] : NULL;
}

/* args: dict or set, entry number: the value, or None. */
enum vm_ret table_h_value(struct task *t, value *args, value *ret)
{
    (void)t;
    struct entry *e = entry_arg(args[0], args[1]);
    *ret = e ? e->val : V_NONE;
    return VM_OK;
}

/* args: dict, entry number, value */
enum vm_ret table_h_store(struct task *t, value *args, value *ret)
{
    (void)t;
    struct entry *e = entry_arg(args[0], args[1]);
    if (e)
        slot_set(&e->val, args[2]);
    *ret = V_NONE;
    return VM_OK;
}

/* args: dict or set, entry number */
enum vm_ret table_h_remove(struct task *t, value *args, value *ret)
{
    if (entry_arg(args[0], args[1]))
        dict_remove_at(t, dict_of(receiver(args[0])), (uint32_t)int_of(args[1]));
    *ret = V_NONE;
    return VM_OK;
}

/* args: dict or set, entry number to start at: (next number, key, value, hash), or None at the end. */
enum vm_ret table_h_entry(struct task *t, value *args, value *ret)
{
    const struct table *tb = table_of(dict_of(receiver(args[0])));
    uint32_t at = (uint32_t)int_of(args[1]);
    value key, v;
    const struct entry *e = tb ? table_next(tb, &at, &key, &v) : NULL;
    *ret = V_NONE;
    if (e)
        *ret = tuple_new(t, (value[]){ V_INT(at), key, v, int_value(t, (int64_t)e->hash) }, 4);
    return VM_OK;
}
