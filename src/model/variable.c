/* variable.c: variables and heap objects that tasks share: which accesses are steps. */
#include <string.h>

#include "base/mem.h"
#include "model/reduction.h"
#include "model/task.h"
#include "model/update.h"
#include "model/variable.h"

/* ---- keys and places ---- */

uint32_t key_find(uint32_t slot, value sym)
{
    struct model *m = the_model;
    for (uint32_t i = 0; i < m->keys_n; i++)
        if (m->keys[i].slot == slot && m->keys[i].sym == sym)
            return i;
    MEM_GROW(m->keys, m->keys_n, m->keys_cap, 64);
    m->keys[m->keys_n] = (struct key){ .slot = slot, .sym = sym };
    return m->keys_n++;
}

const char *key_name(const struct model *m, uint32_t key)
{
    return key < m->keys_n && m->keys[key].name ? m->keys[key].name : "something shared";
}

void key_set_name(uint32_t key, struct buf *name)
{
    the_model->keys[key].name = mem_text(buf_str(name), name->n);
    buf_finish(name);
}

static void name_key(struct task *t, const struct access *a, uint32_t key)
{
    struct buf b = { 0 };
    access_name(t, a, &b);
    key_set_name(key, &b);
}

uint32_t place_find(uint32_t key, uint32_t item)
{
    struct model *m = the_model;
    for (uint32_t i = 0; i < m->places_n; i++)
        if (m->places[i].key == key && m->places[i].item == item)
            return i;
    MEM_GROW(m->places, m->places_n, m->places_cap, 64);
    m->places[m->places_n] = (struct touched){ .key = key, .item = item };
    return m->places_n++;
}

void place_name(const struct model *m, uint32_t place, struct buf *out)
{
    const struct touched *p = &m->places[place];
    buf_adds(out, key_name(m, p->key));
    if (p->item)
        buf_addf(out, "[%s]", text_at(m, p->item - 1));
}

bool key_at_odds(struct run *r, uint32_t key, bool write)
{
    struct model *m = the_model;
    struct key *k = &m->keys[key];
    uint64_t me = 1ull << (r->head.thread & 63);
    bool before = k->conflict, copied = write && m->copied >> r->head.process & 1; // a copy has it or has it not
    if (m->looks_ahead)
        return before || copied;
    k->threads |= me;
    k->written |= write;
    k->conflict |= k->written && ((k->threads & (k->threads - 1)) != 0 || m->threads_seen > 64); // some share a bit
    k->conflict |= (k->unseen & me) && (write || k->unseen_written);
    if (k->conflict && !before)
        m->restart = true;
    return k->conflict || copied;
}

void touches_alone(struct run *r, uint32_t slot, value sym, bool write)
{
    struct model *m = the_model;
    uint64_t unseen = ends_unseen(r, false);
    if (!unseen)
        return;
    struct key *k = &m->keys[key_find(slot, sym)];
    k->unseen |= unseen;
    k->unseen_written |= write;
    if (!k->conflict && k->threads & unseen && (write || k->written))
        k->conflict = m->restart = true;
}

/* ---- accesses ---- */

static uint64_t global_oid(const struct access *a)
{
    return payload_of(a->object) << 32 | (uint32_t)int_of(a->key);
}

/* Which item of a container an access is of, as it is written: a text + 1. 0: it is of no single one. */
static uint32_t item_of(struct task *t, const struct access *a)
{
    uint64_t id = is_sort(a->key, SORT_BUILTIN) ? payload_of(a->key) : BI_NONE;
    if (a->kind != ACCESS_CALL || (id != BI__getitem && id != BI__setitem && id != BI_DICT_get) || !(is_int(a->val) || is_str(a->val)))
        return 0;
    struct buf b = { 0 };
    uint32_t item = value_repr(t, a->val, &b) == VM_OK ? text_intern(the_model, buf_str(&b), b.n) + 1 : 0;
    buf_finish(&b);
    return item;
}

static bool writes(const struct access *a)
{
    if (a->kind != ACCESS_CALL)
        return a->kind == ACCESS_WRITE;
    return !is_sort(a->key, SORT_BUILTIN) || builtin_table[payload_of(a->key)].flags & BF_WRITES;
}

/* A variable that is assigned to: the step does not depend on its old value. (Nor may it leave the write
 * out where the new one is the same: another state has another old one.) */
static bool overwrites(struct run *r, const struct access *a, uint32_t slot)
{
    if (a->kind != ACCESS_WRITE || !(a->global || is_type(a->object, T_CELL)))
        return false;
    for (unsigned i = 0; i < r->stored_n; i++)
        if (r->stored[i] == slot)
            return true;
    if (r->stored_n == ARRAY_LEN(r->stored))
        return false;
    r->stored[r->stored_n++] = slot;
    return true;
}

/* The access is done now: what the step depends on. */
static enum engine_ret goes(struct run *r, const struct access *a, uint32_t slot)
{
    if (!overwrites(r, a, slot))
        run_touch(r, slot);
    if (!a->global && is_type(a->object, T_INSTANCE)) {
        uint32_t cls = run_slot_of(r, ((struct instance *)REF(a->object))->cls);
        if (cls != NO_COLUMN)
            run_touch(r, cls);
    }
    return ENGINE_DONE;
}

static enum intent intent_of(uint32_t item, const struct access *a)
{
    bool write = writes(a);
    if (a->kind == ACCESS_CALL)
        return item ? (write ? INTENT_WRITE_ITEM : INTENT_READ_ITEM) : write ? INTENT_CHANGE : INTENT_LOOK;
    return write ? INTENT_WRITE : INTENT_READ;
}

/* The table of threads, by which the prelude's code tells which there are. A thread's own entry tells it nothing. */
static void look_for_table(struct run *r, const struct task *t, uint32_t slot)
{
    const struct model *m = the_model;
    const struct text *name = &t->fp->code->name;
    const struct slot *s = &m->slots[slot];
    if (m->reduction && s->kind == SLOT_OBJECT && reduction_is_table(m, s->oid) &&
        !(name->n == 10 && memcmp(name->s, "_bootstrap", 10) == 0))
        r->effect.flags |= E_SEES_TASKS;
}

/* It is the next step. */
static enum engine_ret park(struct task *t, const struct access *a, uint32_t key)
{
    struct head *h = &running(t)->head;
    enum engine_ret e = task_park(t, NEXT_ACCESS, key, 0);
    uint32_t item = item_of(t, a);
    h->place = place_find(key, item);
    h->access = (uint8_t)intent_of(item, a);
    if (writes(a) && h->access != INTENT_CHANGE)
        h->updates = stores_update(t->fp) ? h->place + 1 : 0;
    return e;
}

enum { LOOKS_AT_MOST = 20000 };

enum engine_ret variable_access(struct task *t, const struct access *a)
{
    struct run *r = running(t);
    struct model *m = the_model;
    if (r->prefix)
        return ENGINE_DONE;
    uint32_t slot = a->global ? slot_find(SLOT_GLOBAL, r->head.process, global_oid(a)) : run_slot_of(r, a->object);
    if (slot == NO_COLUMN)
        return ENGINE_DONE; // made in this step: nobody else knows it yet
    if (t->fp->code && t->fp->code->flags & CODE_PRELUDE) {
        look_for_table(r, t, slot);
        return goes(r, a, slot);
    }
    bool attribute = access_is_attribute(a);
    if (r->alone) {
        touches_alone(r, slot, attribute ? a->key : 0, writes(a));
        if (UNLIKELY(r->recorder != NULL))
            record_alone(r, t, a, key_find(slot, attribute ? a->key : 0));
        return goes(r, a, slot);
    }
    uint32_t key = key_find(slot, attribute ? a->key : 0);
    if (!m->keys[key].name)
        name_key(t, a, key);
    if (!key_at_odds(r, key, writes(a))) {
        if (++r->accesses < LOOKS_AT_MOST)
            return goes(r, a, slot);
        // it waits in a loop for what somebody else may do to this very thing
        m->keys[key].conflict = m->restart = true;
    }
    if (r->go) {
        r->go = false;
        if (writes(a))
            r->head.updates = 0;
        record_access(r, t, a, key);
        if (m->opts->tso && a->global && a->kind == ACCESS_WRITE && r->delayed_n < ARRAY_LEN(r->delayed))
            r->delayed[r->delayed_n++] = slot;
        return goes(r, a, slot);
    }
    return park(t, a, key);
}
