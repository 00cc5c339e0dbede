/* cells.c: rows of numbers that processes share: what Value and Array are made of.
 *
 * A handle (T_NATIVE of kind NATIVE_CELLS): word 0 the block's index, 1 how many cells, 2 the type's
 * code, 3 the object id and, above it, live.forks when it was made. Reading and writing one cell is
 * one visible step, and one load or store: it can be lost to another process's, never torn. */
#include "base/clock.h"
#include "live/engine.h"
#include "live/klock.h"
#include "vm/str.h"

static struct native *cells_of(value v)
{
    return is_type(v, T_NATIVE) && obj_of(v)->aux == NATIVE_CELLS ? REF(v) : NULL;
}

static enum engine_ret wrong(struct task *t, enum exc_id exc, const char *what)
{
    throw(t, exc, "%s", what);
    return ENGINE_RAISE;
}

enum engine_ret cells_new_request(struct task *t, value *ret)
{
    const char *code;
    int64_t n = 0;
    if (!arg_option(t->req.arg[0], &code) || !code || !int_get(t->req.arg[1], &n) || n < 0)
        return wrong(t, EXC_SystemError, "no such cells");
    unsigned size = cell_size(code[0]);
    uint32_t index = size && n < (1 << 28) ? store_take((size_t)n * size) : 0;
    if (!index)
        return wrong(t, EXC_MemoryError, "no room in the memory that processes share");
    struct native *o = heap_new(t, T_NATIVE, sizeof *o, 0);
    o->o.aux = NATIVE_CELLS;
    o->word[0] = index;
    o->word[1] = (uint64_t)n;
    o->word[2] = (unsigned char)code[0];
    o->word[3] = (uint64_t)live.forks << 32;
    o->a = o->b = V_NONE;
    store_keep();
    heap_finalizable(t, value_of(o));
    *ret = value_of(o);
    return ENGINE_DONE;
}

/* As objects.c does it: gone with its handle, if no other process can have one. */
void cells_finalize(value handle)
{
    const struct native *o = REF(handle);
    if (o->word[3] >> 32 == live.forks)
        store_free((uint32_t)o->word[0]);
}

/* ---- one cell ---- */

/* Where cell i is, or NULL with exc set. */
static void *cell_at(struct task *t, struct native *o, value index)
{
    int64_t i = -1;
    const struct block *b = o ? block_at(&live.region, (uint32_t)o->word[0]) : NULL;
    if (!b || !int_get(index, &i) || i < 0 || (uint64_t)i >= o->word[1]) {
        throw(t, EXC_IndexError, "invalid index");
        return NULL;
    }
    return (char *)(uintptr_t)b->data + (uint64_t)i * cell_size((char)o->word[2]);
}

static uint64_t load(const void *at, unsigned size)
{
    switch (size) {
    case 1: return __atomic_load_n((const uint8_t *)at, __ATOMIC_RELAXED);
    case 2: return __atomic_load_n((const uint16_t *)at, __ATOMIC_RELAXED);
    case 4: return __atomic_load_n((const uint32_t *)at, __ATOMIC_RELAXED);
    default: return __atomic_load_n((const uint64_t *)at, __ATOMIC_RELAXED);
    }
}

static void store(void *at, unsigned size, uint64_t bits)
{
    switch (size) {
    case 1: __atomic_store_n((uint8_t *)at, (uint8_t)bits, __ATOMIC_RELAXED); break;
    case 2: __atomic_store_n((uint16_t *)at, (uint16_t)bits, __ATOMIC_RELAXED); break;
    case 4: __atomic_store_n((uint32_t *)at, (uint32_t)bits, __ATOMIC_RELAXED); break;
    default: __atomic_store_n((uint64_t *)at, bits, __ATOMIC_RELAXED); break;
    }
}

/* ---- as a step ---- */

/* While somebody looks, an access and its event are one under klock. */
static bool watched(enum event_kind kind)
{
    return log_wants(kind) || atomic_load_explicit(&live.region.head->controlled, memory_order_relaxed);
}

enum { NAME_TRIES = 3 };

/* The variable that holds it gives it its name, as soon as there is one; o->a counts the tries. */
static void give_id(struct task *t, value self)
{
    struct native *o = REF(self);
    struct buf b = { 0 };
    uint32_t id = (uint32_t)o->word[3];
    int64_t tries = o->a == V_NONE ? 0 : int_of(o->a);
    if (id && tries >= NAME_TRIES)
        return;
    bool found = value_where(t, self, &b);
    o->a = V_INT(found ? NAME_TRIES : tries + 1);
    if (!id)
        o->word[3] |= live_object_new(o->word[1] == 1 ? "Value" : "Array", found ? buf_str(&b) : "shared value", true);
    else if (found)
        live_object_rename(id, buf_str(&b));
    buf_finish(&b);
}

/* Before a watched access: id, gate, room in the log. */
static bool access_ready(struct task *t, enum event_kind kind, bool *ret_logs)
{
    give_id(t, t->req.arg[0]);
    engine_mark(t);
    if (!GATE(kind, (uint32_t)cells_of(t->req.arg[0])->word[3], 0))
        return false;
    slow_motion();
    *ret_logs = log_prepare(kind, SHOWN);
    return true;
}

enum engine_ret cells_get_request(struct task *t, value *ret)
{
    struct native *o = cells_of(t->req.arg[0]);
    const void *at = cell_at(t, o, t->req.arg[1]);
    if (!at)
        return ENGINE_RAISE;
    char code = (char)o->word[2], text[SHOWN];
    unsigned size = cell_size(code);
    bool logs = false;
    if (LIKELY(!watched(EV_READ))) {
        *ret = cell_value(t, code, load(at, size));
        return *ret ? ENGINE_DONE : ENGINE_RAISE;
    }
    if (!access_ready(t, EV_READ, &logs))
        return engine_left(t);
    uint32_t id = (uint32_t)cells_of(t->req.arg[0])->word[3];
    klock_take(&live.region);
    if (logs)
        log_begin(EV_READ, id, 0);
    *ret = cell_value(t, code, load(at, size));
    if (logs)
        log_commit(0, text, access_show(t, *ret, text));
    klock_give(&live.region);
    return *ret ? ENGINE_DONE : ENGINE_RAISE;
}

enum engine_ret cells_set_request(struct task *t, value *ret)
{
    struct native *o = cells_of(t->req.arg[0]);
    void *at = cell_at(t, o, t->req.arg[1]);
    uint64_t bits;
    *ret = V_NONE;
    if (!at || !cell_bits(t, (char)o->word[2], t->req.arg[2], &bits))
        return ENGINE_RAISE;
    unsigned size = cell_size((char)o->word[2]);
    bool logs = false;
    if (LIKELY(!watched(EV_WRITE))) {
        store(at, size, bits);
        return ENGINE_DONE;
    }
    if (!access_ready(t, EV_WRITE, &logs))
        return engine_left(t);
    char text[SHOWN];
    size_t n = access_show(t, t->req.arg[2], text);
    uint32_t id = (uint32_t)cells_of(t->req.arg[0])->word[3];
    klock_take(&live.region);
    if (logs)
        log_begin(EV_WRITE, id, 0);
    store(at, size, bits);
    if (logs)
        log_commit(0, text, n);
    klock_give(&live.region);
    return ENGINE_DONE;
}
