/* shared.c: what processes share besides locks: the items of their queues, and rows of numbers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "model/shared.h"
#include "model/update.h"
#include "model/variable.h"
#include "vm/str.h"

static uint32_t store_slot(uint32_t number) { return slot_find(SLOT_STORE, ALL_PROCESSES, number); }

comp_id store_now(struct run *r, uint32_t slot)
{
    struct model *m = the_model;
    const struct slot *s = &m->slots[slot];
    for (unsigned i = 0; i < r->stores_n; i++)
        if (r->stores[i].slot == slot)
            return r->stores[i].now;
    run_touch(r, slot);
    comp_id id = r->prefix ? 0 : content_at(m, r->ids, r->ids_n, slot);
    return id ? id : s->kind == SLOT_FILES ? m->slots[slot_find(SLOT_FILES, 0, s->oid)].first : s->first;
}

void store_set(struct run *r, uint32_t slot, const struct words *w)
{
    struct model *m = the_model;
    comp_id now = comp_intern(&m->comps, w->w, w->n);
    if (r->prefix) {
        m->slots[slot].first = now;
        return;
    }
    for (unsigned i = 0; i < r->stores_n; i++) {
        if (r->stores[i].slot == slot) {
            r->stores[i].now = now;
            return;
        }
    }
    if (r->stores_n == ARRAY_LEN(r->stores)) {
        limit_reached(_("more than %d shared things changed between two steps"), (int)ARRAY_LEN(r->stores));
        return;
    }
    r->stores[r->stores_n++] = (struct store_change){ slot, now };
}

static void load(struct run *r, uint32_t slot, struct words *w)
{
    struct model *m = the_model;
    comp_id id = store_now(r, slot);
    const uint64_t *from = id ? comp_words(&m->comps, id) : NULL;
    for (uint32_t i = 0; id && i < m->comps.at[id].n; i++)
        put(w, from[i]);
}

/* ---- queues: items as bytes, first in, first out ----
 *
 * An item is a word and its bytes. The word has their number and, if a pipe did not hold all that waited when the item
 * was put, whose it is: that process cannot end before a pipe would hold it (FLUSH). */

enum { WHOSE = 40 };
static size_t item_bytes(uint64_t word) { return word & ((1ull << WHOSE) - 1); }
static uint32_t item_words(uint64_t word) { return 1 + (uint32_t)(item_bytes(word) + 7) / 8; }

bool shared_overfull(struct run *r, uint32_t handle, unsigned process)
{
    struct words w = { 0 };
    size_t before = 0;
    bool over = false;
    load(r, store_slot(handle), &w);
    for (uint32_t i = 0; i < w.n && !over; i += item_words(w.w[i])) {
        before += item_bytes(w.w[i]);
        over = w.w[i] >> WHOSE == process + 1u && before > PIPE_HOLDS;
    }
    free(w.w);
    return over;
}

enum engine_ret shared_put(struct task *t, struct run *r, uint32_t handle)
{
    struct byte_span s;
    struct words w = { 0 };
    if (!bytes_get(t->req.arg[2], &s)) {
        throw(t, EXC_TypeError, "an item is bytes of at most 2 GiB");
        return ENGINE_RAISE;
    }
    uint32_t slot = store_slot(handle);
    load(r, slot, &w);
    size_t all = s.n;
    for (uint32_t i = 0; i < w.n; i += item_words(w.w[i]))
        all += item_bytes(w.w[i]);
    put(&w, s.n | (all > PIPE_HOLDS ? (uint64_t)(r->head.process + 1) << WHOSE : 0));
    put_bytes(&w, s.data, s.n);
    store_set(r, slot, &w);
    free(w.w);
    return ENGINE_DONE;
}

value shared_get(struct task *t, struct run *r, uint32_t handle)
{
    struct words w = { 0 };
    uint32_t slot = store_slot(handle);
    load(r, slot, &w);
    if (!w.n) {
        limit_reached(_("a queue whose items are gone"));
        free(w.w);
        return V_NONE;
    }
    size_t n = item_bytes(w.w[0]), words = item_words(w.w[0]);
    value v = bytes_new(t, (const uint8_t *)(w.w + 1), n);
    memmove(w.w, w.w + words, (w.n - words) * 8);
    w.n -= (uint32_t)words;
    store_set(r, slot, &w);
    free(w.w);
    return v;
}

/* ---- cells ---- */

enum engine_ret cells_new(struct task *t, struct run *r, value *ret)
{
    int64_t n = 0;
    const struct str *code = is_str(t->req.arg[0]) ? REF(t->req.arg[0]) : NULL;
    if (!code || !int_get(t->req.arg[1], &n) || n < 0 || n > 1 << 20 || !cell_size(str_data(code)[0])) {
        throw(t, EXC_SystemError, "no such cells");
        return ENGINE_RAISE;
    }
    char letter = str_data(code)[0];
    uint64_t number = r->prefix ? ++the_model->cells_made : ((uint64_t)r->head.thread + 1) << 16 | r->head.syncs++;
    struct native *o = heap_new(t, T_NATIVE, sizeof *o, 0);
    o->o.aux = NATIVE_CELLS;
    o->word[0] = number | 1ull << 40; // apart from the numbers of queues
    o->word[1] = (uint64_t)n;
    o->word[2] = (unsigned char)letter;
    o->word[3] = 0;
    o->a = o->b = V_NONE;
    struct words w = { 0 };
    for (int64_t i = 0; i < n; i++)
        put(&w, 0);
    store_set(r, slot_find(SLOT_STORE, ALL_PROCESSES, o->word[0]), &w);
    free(w.w);
    *ret = value_of(o);
    return ENGINE_DONE;
}

static uint32_t cells_slot(value handle)
{
    return slot_find(SLOT_STORE, ALL_PROCESSES, ((const struct native *)REF(handle))->word[0]);
}

static bool cell_index(struct task *t, int64_t *ret)
{
    const struct native *o = REF(t->req.arg[0]);
    if (int_get(t->req.arg[1], ret) && *ret >= 0 && (uint64_t)*ret < o->word[1])
        return true;
    throw(t, EXC_IndexError, "invalid index");
    return false;
}

/* The bits with no more than fit into a cell. */
static uint64_t trimmed(char code, uint64_t bits)
{
    unsigned size = cell_size(code);
    return size >= 8 ? bits : bits & ((1ull << size * 8) - 1);
}

static enum engine_ret cells_get(struct task *t, struct run *r, value *ret)
{
    const struct native *o = REF(t->req.arg[0]);
    int64_t i;
    if (!cell_index(t, &i))
        return ENGINE_RAISE;
    comp_id id = store_now(r, cells_slot(t->req.arg[0]));
    *ret = cell_value(t, (char)o->word[2], comp_words(&the_model->comps, id)[i]);
    return *ret ? ENGINE_DONE : ENGINE_RAISE;
}

static enum engine_ret cells_set(struct task *t, struct run *r)
{
    const struct native *o = REF(t->req.arg[0]);
    struct words w = { 0 };
    uint64_t bits;
    int64_t i;
    if (!cell_index(t, &i) || !cell_bits(t, (char)o->word[2], t->req.arg[2], &bits))
        return ENGINE_RAISE;
    uint32_t slot = cells_slot(t->req.arg[0]);
    load(r, slot, &w);
    w.w[i] = trimmed((char)o->word[2], bits);
    store_set(r, slot, &w);
    free(w.w);
    return ENGINE_DONE;
}

static enum engine_ret cell_access(struct task *t, struct run *r, bool write, value *ret)
{
    return write ? cells_set(t, r) : cells_get(t, r, ret);
}

/* Numbers that processes share: nobody else can see them before a second process is there. */
enum engine_ret ask_cell(struct task *t, value *ret)
{
    bool write = t->req.kind == REQ_CELLS_SET;
    struct model *m = the_model;
    struct run *r = running(t);
    if (!is_type(t->req.arg[0], T_NATIVE) || obj_of(t->req.arg[0])->aux != NATIVE_CELLS)
        return limit_reached(_("numbers of an unknown kind")), ENGINE_STOP;
    if (r->alone)
        touches_alone(r, cells_slot(t->req.arg[0]), 0, write);
    if (run_is_single(r))
        return cell_access(t, r, write, ret);
    uint32_t slot = cells_slot(t->req.arg[0]), key = key_find(slot, 0);
    if (!m->keys[key].name) {
        struct buf b = { 0 };
        const struct frame *f = program_frame(t); // it has called a method of the number, which is what it has a name for
        if (!(f < t->fp && value_where(t, f[1].base[0], &b)) && !value_where(t, t->req.arg[0], &b))
            buf_adds(&b, _("a shared value"));
        key_set_name(key, &b);
    }
    if (!key_at_odds(r, key, write)) {
        run_touch(r, slot);
        return cell_access(t, r, write, ret);
    }
    char index[16];
    enum engine_ret e = task_park(t, NEXT_CELL, key, write);
    size_t n = (size_t)snprintf(index, sizeof index, "%d", int_clipped(t->req.arg[1]));
    r->head.place = place_find(key, ((const struct native *)REF(t->req.arg[0]))->word[1] > 1 ? text_intern(m, index, n) + 1 : 0);
    r->head.access = write ? INTENT_WRITE : INTENT_READ;
    return e;
}

enum engine_ret cell_resume(struct task *t, struct run *r, value *ret)
{
    bool write = r->was.arg != 0;
    enum engine_ret e = cell_access(t, r, write, ret);
    record_cell(r, t, r->was.object, write, write ? t->req.arg[2] : *ret);
    const struct frame *f = program_frame(t);
    r->head.updates = !write && f && loads_for_update(f) ? r->was.place + 1 : 0;
    return e;
}
