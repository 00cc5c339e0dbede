/* engine.c: what tasks ask for, performed on simulated ones. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/hash.h"
#include "base/mem.h"
#include "model/inside.h"
#include "model/reduction.h"
#include "model/rewait.h"
#include "model/update.h"
#include "vm/container.h"

static struct run *running(const struct task *t)
{
    (void)t;
    return the_model->run;
}

static uint32_t line_of(const struct task *t)
{
    const struct source *src;
    return task_line(t, &src);
}

void run_touch(struct run *r, uint32_t slot)
{
    if (r->prefix)
        return;
    for (uint32_t i = 0; i < r->touched_n; i++)
        if (r->touched[i] == slot)
            return;
    if (r->touched_n == r->touched_cap) {
        r->touched_cap = MAX(32u, r->touched_cap * 2);
        r->touched = mem_resize(r->touched, r->touched_cap, sizeof *r->touched);
    }
    r->touched[r->touched_n++] = slot;
}

void run_find(struct run *r, enum finding_kind kind, uint32_t line, const char *text, size_t n)
{
    struct model *m = the_model;
    if (kind == FIND_EXCEPTION && n >= 11 && memcmp(text, "MemoryError", 11) == 0) { // a real run may have more
        limit_reached(_("more memory than a program has here"));
        r->effect.flags |= E_LIMIT;
        return;
    }
    if (r->effect.flags & E_FINDING)
        return;
    if (m->found_n == m->found_cap) {
        m->found_cap = MAX(16u, m->found_cap * 2);
        m->found = mem_resize(m->found, m->found_cap, sizeof *m->found);
    }
    r->effect.flags |= E_FINDING;
    r->effect.finding = m->found_n;
    m->found[m->found_n++] = (struct finding_text){ (uint8_t)kind, r->head.thread, line, text_intern(m, text, n) };
}

/* Parks the task: it will be asked for again as its next step. */
static enum engine_ret park(struct task *t, enum next_kind next, uint32_t object, int32_t arg)
{
    struct run *r = running(t);
    r->head.next = (uint8_t)next;
    r->head.object = object;
    r->head.arg = arg;
    uint32_t line = line_of(t);
    if (line != r->head.line) // another statement
        r->head.updates = 0;
    r->head.line = line;
    r->head.has_answer = 0;
    r->head.limit_s = 0;
    return ENGINE_PARK;
}

/* ---- shared variables ---- */

static uint64_t global_oid(const struct access *a)
{
    return payload_of(a->object) << 32 | (uint32_t)int_of(a->key);
}

/* The slot of what is touched, or NO_COLUMN if it has no name yet: then it was made in this very run. */
static uint32_t slot_of_object(struct run *r, value v)
{
    struct model *m = the_model;
    v = content_owner(v);
    if (v < m->frozen_end || obj_flags(obj_of(v)) & F_PERM)
        return slot_find(SLOT_OBJECT, r->head.process, v);
    for (uint32_t c = 0; c < m->columns_n; c++) {
        const struct slot *s = &m->slots[m->columns[c]];
        if (s->at == v && s->kind == SLOT_OBJECT)
            return m->columns[c];
    }
    return NO_COLUMN;
}

static uint32_t key_find(uint32_t slot, value sym)
{
    struct model *m = the_model;
    for (uint32_t i = 0; i < m->keys_n; i++)
        if (m->keys[i].slot == slot && m->keys[i].sym == sym)
            return i;
    if (m->keys_n == m->keys_cap) {
        m->keys_cap = MAX(64u, m->keys_cap * 2);
        m->keys = mem_resize(m->keys, m->keys_cap, sizeof *m->keys);
    }
    m->keys[m->keys_n] = (struct key){ .slot = slot, .sym = sym };
    return m->keys_n++;
}

static void name_key(struct task *t, const struct access *a, struct key *k)
{
    struct buf b = { 0 };
    access_name(t, a, &b);
    k->name = mem_text(buf_str(&b), b.n);
    buf_finish(&b);
}

uint32_t place_find(uint32_t key, uint32_t item)
{
    struct model *m = the_model;
    for (uint32_t i = 0; i < m->places_n; i++)
        if (m->places[i].key == key && m->places[i].item == item)
            return i;
    if (m->places_n == m->places_cap) {
        m->places_cap = MAX(64u, m->places_cap * 2);
        m->places = mem_resize(m->places, m->places_cap, sizeof *m->places);
    }
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

const char *key_name(const struct model *m, uint32_t key)
{
    return key < m->keys_n && m->keys[key].name ? m->keys[key].name : "something shared";
}

/* Whether tasks are at odds about it, after this access. What only one task touches, or nobody
 * writes while there is a choice, commutes with everything and is no step; should that turn out to be
 * wrong later, the search begins again. */
static bool at_odds(struct run *r, struct key *k, bool write)
{
    struct model *m = the_model;
    uint64_t me = 1ull << (r->head.thread & 63);
    bool before = k->conflict;
    if (m->looks_ahead)
        return before;
    k->threads |= me;
    k->written |= write;
    k->conflict |= k->written && ((k->threads & (k->threads - 1)) != 0 || m->threads_seen > 64); // some share a bit
    k->conflict |= (k->unseen & me) && (write || k->unseen_written);
    k->conflict |= write && m->copied >> r->head.process & 1;
    if (k->conflict && !before)
        m->restart = true;
    return k->conflict;
}

static const struct local *thread_local_of(const struct run *r, unsigned thread)
{
    struct model *m = the_model;
    uint32_t column = thread < m->threads_seen ? m->thread_column[thread] : NO_COLUMN;
    if (column == NO_COLUMN || column >= r->ids_n || !r->ids[column])
        return NULL;
    return local_of(m, r->ids[column]);
}

/* A task has seen the end of another. More than 64 are not told apart: then it has seen none. */
static void sees_end(struct run *r, unsigned thread)
{
    if (the_model->threads_seen <= 64)
        r->head.ended |= 1ull << thread;
}

/* Tasks that have begun and whose end it has not seen: they may have ended early in this order of steps. Who is killed
 * may have been cut off anywhere, so that his end says nothing. Which have begun is what the world counts, so the step
 * depends on that: what is remembered of it, and noted on the way, is of this count only. */
static uint64_t ends_unseen(struct run *r, bool same_process)
{
    struct model *m = the_model;
    uint64_t unseen = 0;
    run_touch(r, world_slot());
    for (unsigned i = 0; i < m->threads_seen; i++)
        if (i != r->head.thread && thread_local_of(r, i) && (!same_process || m->thread_process[i] == r->head.process))
            unseen |= 1ull << (i & 63);
    return unseen & ~(r->head.ended & ~m->killed);
}

/* The only one left touches something. What it has not seen the end of may elsewhere still be about to
 * touch the same, so it is at odds with that. */
static void touches_alone(struct run *r, uint32_t slot, value sym, bool write)
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

enum { LOOKS_AT_MOST = 20000 };

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
        uint32_t cls = slot_of_object(r, ((struct instance *)REF(a->object))->cls);
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

static enum engine_ret prepare(struct task *t, const struct access *a)
{
    struct run *r = running(t);
    struct model *m = the_model;
    if (r->prefix)
        return ENGINE_DONE;
    uint32_t slot = a->global ? slot_find(SLOT_GLOBAL, r->head.process, global_oid(a)) : slot_of_object(r, a->object);
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
        name_key(t, a, &m->keys[key]);
    if (!at_odds(r, &m->keys[key], writes(a))) {
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
    enum engine_ret e = park(t, NEXT_ACCESS, key, 0);
    uint32_t item = item_of(t, a);
    r->head.place = place_find(key, item);
    r->head.access = (uint8_t)intent_of(item, a);
    if (writes(a) && r->head.access != INTENT_CHANGE)
        r->head.updates = stores_update(t->fp) ? r->head.place + 1 : 0;
    return e;
}

static void begin(struct task *t, const struct access *a)
{
    (void)t;
    (void)a;
}

static void end(struct task *t, const struct access *a, value seen)
{
    record_seen(running(t), t, a, seen);
}

void run_touch_object(struct run *r, value v)
{
    if (r->prefix)
        return;
    uint32_t slot = slot_of_object(r, v);
    if (slot != NO_COLUMN)
        run_touch(r, slot);
}

static void touches(struct task *t, value v) { run_touch_object(running(t), v); }

/* ---- synchronisation objects ---- */

static uint32_t sync_slot(const struct run *r, uint32_t handle)
{
    return slot_find(SLOT_SYNC, handle & 0x80000000u ? ALL_PROCESSES : r->head.process, handle & 0x7fffffffu);
}

struct sync_object *run_sync(struct run *r, uint32_t slot)
{
    struct model *m = the_model;
    const struct slot *s = &m->slots[slot];
    if (r->prefix)
        return &m->sync_base[s->oid];
    for (unsigned i = 0; i < r->sync_n; i++)
        if (r->sync[i].slot == slot)
            return &r->sync[i].now;
    run_touch(r, slot);
    if (r->sync_n == ARRAY_LEN(r->sync)) {
        static struct sync_object none;
        limit_reached(_("more than %d synchronisation objects used between two steps"), (int)ARRAY_LEN(r->sync));
        r->effect.flags |= E_LIMIT;
        return &none;
    }
    comp_id id = content_at(m, r->ids, r->ids_n, slot);
    struct sync_change *c = &r->sync[r->sync_n++];
    c->slot = slot;
    if (id)
        memcpy(&c->now, comp_words(&m->comps, id), sizeof c->now);
    else if (s->oid < m->sync_base_n)
        c->now = m->sync_base[s->oid];
    else
        memset(&c->now, 0, sizeof c->now);
    return &c->now;
}

static bool sync_kind_of(value v, enum sync_kind *ret)
{
    static const char *const words[] = { "lock", "rlock", "semaphore", "event", "condition", "barrier", "queue" };
    for (size_t i = 0; is_str(v) && i < ARRAY_LEN(words); i++) {
        if (strcmp(str_data(REF(v)), words[i]) == 0) {
            *ret = (enum sync_kind)i;
            return true;
        }
    }
    return false;
}

static int32_t small(value v)
{
    int64_t n = 0;
    int_get(v, &n);
    return (int32_t)MAX(MIN(n, (int64_t)INT32_MAX), (int64_t)INT32_MIN);
}

static uint32_t base_sync_new(struct model *m)
{
    if (m->sync_base_n == m->sync_base_cap) {
        m->sync_base_cap = MAX(64u, m->sync_base_cap * 2);
        m->sync_base = mem_resize(m->sync_base, m->sync_base_cap, sizeof *m->sync_base);
    }
    if (!m->sync_base_n)
        m->sync_base_n = 1; // 0 is no handle
    return m->sync_base_n++;
}

static enum engine_ret sync_new(struct task *t, value *ret)
{
    struct model *m = the_model;
    struct run *r = running(t);
    enum sync_kind kind;
    if (!sync_kind_of(t->req.arg[0], &kind)) {
        throw(t, EXC_SystemError, "no such synchronisation object");
        return ENGINE_RAISE;
    }
    bool shared = t->req.arg[3] == V_TRUE;
    uint32_t handle = r->prefix ? base_sync_new(m) : ((uint32_t)r->head.thread + 1) << 16 | r->head.syncs++;
    if (shared)
        handle |= 0x80000000u;
    struct sync_object fresh;
    sync_init(&fresh, kind, small(t->req.arg[1]), small(t->req.arg[2]));
    fresh.bounded = kind == SYNC_SEMAPHORE && t->req.arg[2] != V_NONE;
    struct sync_handle *h = heap_new(t, T_SYNC, sizeof *h, 0);
    h->o.aux = (uint16_t)kind;
    h->index = handle;
    h->in_region = shared;
    h->a = h->b = h->c = V_NONE;
    *ret = value_of(h);
    if (kind == SYNC_QUEUE && !shared)
        queue_items_new(t, h, (enum queue_order)small(t->req.arg[4]));
    if (is_type(t->req.arg[4], T_SYNC)) {
        h = REF(*ret);
        h->b = t->req.arg[4];
        fresh.lock = ((struct sync_handle *)REF(h->b))->index;
    }
    if (r->prefix) {
        m->sync_base[handle & 0x7fffffffu] = fresh;
    } else if (r->sync_n < ARRAY_LEN(r->sync)) {
        *run_sync(r, sync_slot(r, handle)) = fresh;
    } else {
        limit_reached(_("more than %d synchronisation objects made between two steps"), (int)ARRAY_LEN(r->sync));
        return ENGINE_STOP;
    }
    return ENGINE_DONE;
}

/* Another process's handle of an object that processes share. */
static enum engine_ret sync_at(struct task *t, value *ret)
{
    struct run *r = running(t);
    int64_t number = 0;
    if (!int_get(t->req.arg[0], &number) || number < 0x80000000ll || number > UINT32_MAX) {
        throw(t, EXC_EOFError, " ");
        return ENGINE_RAISE;
    }
    struct sync_handle *h = heap_new(t, T_SYNC, sizeof *h, 0);
    h->o.aux = run_sync(r, sync_slot(r, (uint32_t)number))->kind;
    h->index = (uint32_t)number;
    h->in_region = true;
    h->a = h->b = h->c = V_NONE;
    *ret = value_of(h);
    return ENGINE_DONE;
}

static bool sync_op_of(value op, enum sync_op *ret)
{
    if (is_int(op)) {
        *ret = int_of(op) == LOCK_ACQUIRE ? SYNC_OP_ACQUIRE : SYNC_OP_RELEASE;
        return true;
    }
    for (unsigned i = 0; is_str(op) && i < SYNC_OP_COUNT; i++) {
        if (strcmp(sync_op_table[i].name, str_data(REF(op))) == 0) {
            *ret = (enum sync_op)i;
            return true;
        }
    }
    return false;
}

static const struct model_switch *find_switch(const struct model *m, char kind, const char *name)
{
    const struct model_switch *found = NULL;
    for (unsigned i = 0; i < m->opts->switches_n; i++) {
        const struct model_switch *s = &m->opts->switches[i];
        if (s->kind == kind && (!s->name[0] || strcmp(s->name, "all") == 0 || strcmp(s->name, name) == 0))
            found = s;
    }
    return found;
}

/* Names of synchronisation objects, found when they are first used. */
static struct sync_name *sync_name_at(uint32_t slot)
{
    struct model *m = the_model;
    for (uint32_t i = 0; i < m->sync_names_n; i++)
        if (m->sync_names[i].slot == slot)
            return &m->sync_names[i];
    return NULL;
}

static void give_name(struct task *t, uint32_t slot, value handle)
{
    if (sync_name_at(slot))
        return;
    struct buf b = { 0 };
    struct model *m = the_model;
    if (value_where(t, handle, &b) && b.n < sizeof m->sync_names->name) {
        if (m->sync_names_n == m->sync_names_cap) {
            m->sync_names_cap = MAX(32u, m->sync_names_cap * 2);
            m->sync_names = mem_resize(m->sync_names, m->sync_names_cap, sizeof *m->sync_names);
        }
        m->sync_names[m->sync_names_n].slot = slot;
        memcpy(m->sync_names[m->sync_names_n++].name, buf_str(&b), b.n + 1);
    }
    buf_finish(&b);
}

void sync_name_of(struct model *m, uint32_t slot, struct buf *out)
{
    static const char *const words[] = { N_("a lock"), N_("an RLock"), N_("a semaphore"), N_("an event"), N_("a condition"), N_("a barrier"), N_("a queue"), N_("a task") };
    const struct sync_name *n = sync_name_at(slot);
    if (n) {
        buf_adds(out, n->name);
        return;
    }
    const struct slot *s = &m->slots[slot];
    buf_adds(out, s->oid < m->sync_base_n ? _(words[m->sync_base[s->oid].kind % ARRAY_LEN(words)]) : _("something"));
}

static void apply_off(struct model *m, uint32_t slot, struct sync_object *o)
{
    if (!m->opts->switches_n || !sync_has_switch(o->kind))
        return;
    const struct sync_name *n = sync_name_at(slot);
    const struct model_switch *s = find_switch(m, 'l', n ? n->name : "a lock without a name");
    o->off = s ? !s->on : 0;
}

static bool moves_item(enum sync_op op) { return op == SYNC_OP_PUT || op == SYNC_OP_GET || op == SYNC_OP_QUEUE_LOOK; }

static struct sync_call call_of(struct run *r, struct sync_object *o, enum sync_op op, int32_t arg, bool blocking)
{
    struct sync_call c = { .op = op, .task = r->head.thread + 1u, .arg = arg, .blocking = blocking };
    if ((op == SYNC_OP_COND_WAIT || op == SYNC_OP_COND_NOTIFY) && o->lock) {
        uint32_t lock = sync_slot(r, o->lock);
        c.lock = run_sync(r, lock);
        apply_off(the_model, lock, c.lock);
    }
    return c;
}

static bool in_function(const struct task *t, const char *name)
{
    for (const struct frame *f = t->fp; f >= t->frames; f--)
        if (f->code && f->code->flags & CODE_PRELUDE && f->code->name.n == strlen(name) && memcmp(f->code->name.s, name, f->code->name.n) == 0)
            return true;
    return false;
}

/* ---- what may be worth a word: looked into by advice.c ---- */

static void note_order(uint8_t thread, uint32_t held, uint32_t wanted)
{
    struct model *m = the_model;
    for (uint32_t i = 0; i < m->orders_n; i++)
        if (m->orders[i].thread == thread && m->orders[i].held == held && m->orders[i].wanted == wanted)
            return;
    if (m->orders_n == m->orders_cap) {
        m->orders_cap = MAX(32u, m->orders_cap * 2);
        m->orders = mem_resize(m->orders, m->orders_cap, sizeof *m->orders);
    }
    m->orders[m->orders_n++] = (struct order){ thread, held, wanted };
}

/* It is about to wait for a lock as long as it takes, or has just got it: which others has it in its hands? */
static void note_orders(const struct run *r, uint32_t wanted)
{
    struct model *m = the_model;
    for (uint32_t c = 0; c < m->columns_n && c < r->ids_n; c++) {
        const struct slot *s = &m->slots[m->columns[c]];
        if (s->kind != SLOT_SYNC || !s->own || !r->ids[c] || m->columns[c] == wanted)
            continue;
        struct sync_object o;
        memcpy(&o, comp_words(&m->comps, r->ids[c]), sizeof o);
        if ((o.kind == SYNC_LOCK || o.kind == SYNC_RLOCK) && o.owner == r->head.thread + 1u)
            note_order(r->head.thread, m->columns[c], wanted);
    }
}

static void note_single_wait(const struct run *r, uint32_t slot, uint32_t line)
{
    struct model *m = the_model;
    for (uint32_t i = 0; i < m->single_waits_n; i++)
        if (m->single_waits[i].line == line)
            return;
    if (m->single_waits_n == m->single_waits_cap) {
        m->single_waits_cap = MAX(8u, m->single_waits_cap * 2);
        m->single_waits = mem_resize(m->single_waits, m->single_waits_cap, sizeof *m->single_waits);
    }
    m->single_waits[m->single_waits_n++] = (struct single_wait){ r->head.thread, slot, line };
}

/* The frame of the program whose call has led here, if only the method itself is between. */
static const struct frame *calling_frame(struct task *t)
{
    const struct frame *f = program_frame(t);
    return f->code && !(f->code->flags & CODE_PRELUDE) && t->fp - f <= 2 ? f : NULL;
}

static void note_taking(const struct run *r, uint32_t slot, const struct sync_object *o, bool waits)
{
    struct model *m = the_model;
    unsigned me = r->head.thread;
    if (r->was.more & L_NOWAIT || r->was.flags & L_TIMED)
        return; // who does not insist, waits for nobody in a ring
    if (o->owner != me + 1u)
        note_orders(r, slot);
    if (waits && me < 64 && o->owner && o->owner <= 64)
        m->waits_for[me] |= 1ull << (o->owner - 1);
}

/* Performs an operation on the run's copy. What it means for others is put into the effect. */
static enum sync_answer sync_do(struct run *r, uint32_t slot, enum sync_op op, int32_t arg, bool blocking, struct sync_effect *e)
{
    struct sync_object *o = run_sync(r, slot);
    apply_off(the_model, slot, o);
    struct sync_call c = call_of(r, o, op, arg, blocking);
    o = run_sync(r, slot);
    if (o->kind != sync_op_table[op].kind && !(o->kind == SYNC_RLOCK && sync_op_table[op].kind == SYNC_LOCK)) {
        limit_reached(_("an operation on the wrong kind of object"));
        return SYNC_REFUSED;
    }
    if (op == SYNC_OP_RELEASE && o->owner && o->owner != c.task)
        the_model->slots[slot].handed_over = true;
    enum sync_answer a = sync_try(o, &c, e);
    if (a == SYNC_DONE && e->wake_class == WAIT_NAMED && e->wake != 0) {
        r->effect.flags |= E_WAKES;
        r->effect.wake_slot = slot;
        r->effect.wake = e->wake;
        r->effect.woken = e->woken;
    }
    return a;
}

static void sync_fails(struct task *t, uint8_t error, bool shared)
{
    const struct sync_error_info *e = &sync_error_table[error];
    const char *name = shared && e->mp_exception ? e->mp_exception : e->exception;
    const char *message = shared && e->mp_message ? e->mp_message : e->message;
    value cls = builtin_by_name(t->vm, symbol(t->vm, name, strlen(name)));
    if (cls == V_UNBOUND) {
        throw(t, EXC_RuntimeError, "%s", message);
        return;
    }
    value text = str_lit(t, message);
    t->exc = exception_new(t, cls, tuple_new(t, &text, message[0] ? 1 : 0));
}

static value plain_answer(enum sync_op op, bool done, int64_t number)
{
    if (op == SYNC_OP_RELEASE || op == SYNC_OP_EVENT_SET || op == SYNC_OP_EVENT_CLEAR)
        return V_NONE;
    return op == SYNC_OP_BARRIER_WAIT ? V_INT(number) : V_BOOL(done);
}

/* Moves the item of a queue, whose counters have moved already. */
static enum engine_ret item_moves(struct task *t, enum sync_op op, bool done, value *ret)
{
    struct sync_handle *h = REF(t->req.arg[0]);
    value moved = V_NONE;
    if (!done) {
        *ret = op == SYNC_OP_GET ? t->req.arg[2] : V_FALSE;
        return ENGINE_DONE;
    }
    if (h->in_region) {
        struct run *run = running(t);
        *ret = op == SYNC_OP_PUT ? V_INT(0) : shared_get(t, run, h->index);
        return op == SYNC_OP_PUT ? shared_put(t, run, h->index) : ENGINE_DONE;
    }
    if (is_ref(h->a) && h->a)
        touches(t, h->a);
    touches(t, t->req.arg[0]);
    enum vm_ret r = op == SYNC_OP_PUT   ? (heap_share(t, t->req.arg[2]), queue_put(t, h, t->req.arg[2], &moved))
                    : op == SYNC_OP_GET ? queue_get(t, h, &moved)
                                        : queue_look(t, h, t->req.arg[2] == V_TRUE, &moved);
    h = REF(t->req.arg[0]);
    if (h->o.flags & F_SHARED && is_ref(h->a) && h->a)
        heap_share_children(t, h->a);
    if (r != VM_OK)
        return ENGINE_RAISE;
    *ret = moved;
    return ENGINE_DONE;
}

/* Time passes for coroutines only: their timers come in its order. To a thread a sleep says nothing (R14). */
static void time_passes(struct task *t, struct run *r, value seconds)
{
    double s = 0;
    const struct frame *f = t->fp;
    if (f->code && f->code->flags & CODE_PRELUDE && seconds != V_NONE && seconds != V_UNBOUND && number_get(t, seconds, &s) && s > 0)
        r->head.slept += s;
}

/* Where nothing is a step: before the second task, or when only one is left. */
static enum engine_ret sync_at_once(struct task *t, struct run *r, uint32_t slot, enum sync_op op, int32_t arg, bool blocking,
                                    bool timed, value *ret)
{
    struct sync_effect e;
    enum sync_answer a = sync_do(r, slot, op, arg, blocking, &e);
    if (a == SYNC_WAIT) {
        if (!timed) {
            r->stuck = true;
            r->head.flags &= (uint8_t)~L_TIMED;
            park(t, NEXT_SYNC, slot, arg);
            r->head.op = (uint8_t)op;
            return ENGINE_PARK;
        }
        the_model->uses_timeouts = true;
        a = SYNC_REFUSED; // nobody else can come: the time passes
        time_passes(t, r, t->req.arg[4]);
        if (op == SYNC_OP_BARRIER_WAIT) {
            sync_do(r, slot, SYNC_OP_BARRIER_ABORT, 0, true, &e);
            sync_fails(t, SYNC_ERROR_BROKEN, false);
            return ENGINE_RAISE;
        }
        if (op == SYNC_OP_COND_WAIT) {
            struct sync_object *o = run_sync(r, slot);
            if (o->lock && e.depth)
                sync_do(r, sync_slot(r, o->lock), SYNC_OP_RESTORE, (int32_t)e.depth, true, &e);
        }
    }
    if (a == SYNC_FAILED) {
        sync_fails(t, e.error, false);
        return ENGINE_RAISE;
    }
    r->effect.flags &= (uint16_t)~E_WAKES;
    record_sync(r, t, slot, op, a, V_UNBOUND);
    if (moves_item(op))
        return item_moves(t, op, a == SYNC_DONE, ret);
    *ret = plain_answer(op, a == SYNC_DONE, e.number);
    return ENGINE_DONE;
}

static enum engine_ret sync_request(struct task *t, value *ret)
{
    struct run *r = running(t);
    const struct sync_handle *h = REF(t->req.arg[0]);
    enum sync_op op;
    if (!sync_op_of(t->req.arg[1], &op)) {
        throw(t, EXC_SystemError, "no such operation on a synchronisation object");
        return ENGINE_RAISE;
    }
    uint32_t slot = sync_slot(r, h->index);
    *ret = V_TRUE;
    if (op == SYNC_OP_OWN) // ends are ends
        return ENGINE_DONE;
    if (op == SYNC_OP_FLUSH) {
        if (!shared_overfull(r, h->index, r->head.process))
            return ENGINE_DONE;
        enum engine_ret waits = park(t, NEXT_SYNC, slot, 0);
        r->head.op = (uint8_t)op;
        r->head.flags &= (uint8_t)~L_TIMED;
        r->stuck = r->prefix || r->alone;
        return waits;
    }
    int32_t arg = moves_item(op) ? 0 : small(t->req.arg[2]);
    double seconds = 0;
    bool blocking = t->req.arg[3] != V_FALSE;
    bool timed = blocking && t->req.arg[4] != V_NONE && t->req.arg[4] != V_UNBOUND && number_get(t, t->req.arg[4], &seconds);
    if (t->exc != V_UNBOUND)
        return ENGINE_RAISE;
    give_name(t, slot, t->req.arg[0]);
    const struct frame *f = calling_frame(t);
    the_model->slots[slot].own |= f != NULL;
    if (op == SYNC_OP_COND_WAIT && f && !r->prefix && !r->alone && !in_function(t, "wait_for") && !looks_again(f))
        note_single_wait(r, slot, line_of(t));
    if (r->prefix || r->alone)
        return sync_at_once(t, r, slot, op, arg, blocking, timed, ret);
    enum engine_ret e = park(t, NEXT_SYNC, slot, arg);
    r->head.op = (uint8_t)op;
    r->head.limit_s = timed ? (float)seconds : 0;
    r->head.flags = (uint8_t)((r->head.flags & ~L_TIMED) | (timed ? L_TIMED : 0));
    bool passes = timed && task_in_prelude(t, "_pass_time");
    the_model->timed_waits |= timed && !passes;
    r->head.more = (uint8_t)((r->head.more & ~(L_NOWAIT | L_PASSES)) | (blocking ? 0 : L_NOWAIT) | (passes ? L_PASSES : 0));
    return e;
}

static value sync_word(const struct run *r, const struct sync_object *o, int64_t what)
{
    switch (what) {
    case 0: return V_INT(o->owner);
    case 1: return V_INT(o->depth);
    case 2: return V_INT(o->value);
    case 3: return V_INT(o->unfinished);
    case 4: return V_BOOL(o->broken);
    case 5: return V_BOOL(o->owner != NOBODY);
    case 6: return V_BOOL(o->owner == r->head.thread + 1u);
    case 7: return V_INT(o->bound);
    case 8: return V_FALSE;
    default: return V_NONE;
    }
}

static enum engine_ret sync_get(struct task *t, value *ret)
{
    struct run *r = running(t);
    const struct sync_handle *h = REF(t->req.arg[0]);
    uint32_t slot = sync_slot(r, h->index);
    int32_t what = small(t->req.arg[1]);
    bool own = what == 6 || what == 7; // nobody else can change what this says
    if (r->prefix || r->alone || own) {
        *ret = sync_word(r, run_sync(r, slot), what);
        return ENGINE_DONE;
    }
    give_name(t, slot, t->req.arg[0]);
    return park(t, NEXT_GET, slot, what);
}

/* Numbers that processes share: nobody else can see them before a second process is there. */
static enum engine_ret cell_request(struct task *t, struct run *r, bool write, value *ret)
{
    if (!is_type(t->req.arg[0], T_NATIVE) || obj_of(t->req.arg[0])->aux != NATIVE_CELLS)
        return limit_reached(_("numbers of an unknown kind")), ENGINE_STOP;
    if (r->alone)
        touches_alone(r, cells_slot(t->req.arg[0]), 0, write);
    if (r->prefix || r->alone)
        return write ? cells_set(t, r) : cells_get(t, r, ret);
    struct model *m = the_model;
    uint32_t key = key_find(cells_slot(t->req.arg[0]), 0);
    if (!m->keys[key].name) {
        struct buf b = { 0 };
        const struct frame *f = program_frame(t); // it has called a method of the number, which is what it has a name for
        if (!(f < t->fp && value_where(t, f[1].base[0], &b)) && !value_where(t, t->req.arg[0], &b))
            buf_adds(&b, _("a shared value"));
        m->keys[key].name = mem_text(buf_str(&b), b.n);
        buf_finish(&b);
    }
    if (!at_odds(r, &m->keys[key], write)) {
        run_touch(r, cells_slot(t->req.arg[0]));
        return write ? cells_set(t, r) : cells_get(t, r, ret);
    }
    char index[16];
    enum engine_ret e = park(t, NEXT_CELL, key, write);
    size_t n = (size_t)snprintf(index, sizeof index, "%d", small(t->req.arg[1]));
    r->head.place = place_find(key, ((const struct native *)REF(t->req.arg[0]))->word[1] > 1 ? text_intern(m, index, n) + 1 : 0);
    r->head.access = write ? INTENT_WRITE : INTENT_READ;
    return e;
}

/* ---- tasks ---- */

static unsigned thread_arg(value v)
{
    int64_t n;
    return int_get(v, &n) && n > 0 && n <= MODEL_THREADS ? (unsigned)n - 1 : NO_THREAD;
}

static void starts_matter(struct model *m)
{
    m->restart |= !m->starts_matter;
    m->starts_matter = true;
}

/* A task asks about one that another has started after it: it might have come before the start. */
static void look_for_start(const struct run *r, unsigned thread)
{
    const struct local *l = thread_local_of(r, thread);
    if (l && l->head.parent != r->head.thread && r->head.thread < thread)
        starts_matter(the_model);
}

static bool has_seen_end(const struct run *r, unsigned thread)
{
    return thread < 64 && r->head.ended >> thread & 1;
}

void look_at_end(unsigned thread)
{
    struct model *m = the_model;
    if (thread >= MODEL_THREADS || m->looked[thread])
        return;
    m->looked[thread] = m->restart = true; // it was no step so far
}

void look_at_ends(const struct run *r, int32_t child)
{
    struct model *m = the_model;
    for (unsigned i = 1; i < m->threads_seen; i++)
        if (m->thread_process[i] != r->head.process && (child < 0 || m->thread_process[i] == child) && !has_seen_end(r, i))
            look_at_end(i);
}

/* Who looks which threads there are may see them before or after somebody else's start. */
static void look_for_starts(struct model *m, unsigned process)
{
    const struct table_users *u = &m->table[process];
    uint64_t all = u->looks | u->starts;
    if (u->looks && u->starts && all & (all - 1))
        starts_matter(m);
}

/* A thread that leaves the table takes a step only where somebody looks. */
static enum engine_ret table_request(struct task *t)
{
    struct run *r = running(t);
    struct model *m = the_model;
    struct table_users *u = &m->table[r->head.process];
    bool leaves = t->req.arg[0] == V_TRUE;
    if (r->prefix || (leaves && (r->alone || !u->looks)) || (r->alone && !ends_unseen(r, true)))
        return ENGINE_DONE;
    if (!leaves) {
        m->restart |= !u->looks; // so far nobody took a step to leave
        u->looks |= 1ull << (r->head.thread & 63);
        look_for_starts(m, r->head.process);
    }
    return r->alone ? ENGINE_DONE : park(t, NEXT_TABLE, 0, leaves);
}

static enum engine_ret join_request(struct task *t, value *ret)
{
    struct run *r = running(t);
    unsigned thread = thread_arg(t->req.arg[0]);
    *ret = V_TRUE;
    if (thread >= the_model->threads_seen)
        return ENGINE_DONE;
    bool always = t->req.arg[2] == V_TRUE;
    const struct model_switch *s = find_switch(the_model, 'j', the_model->thread_name[thread]);
    if (!always && s && !s->on)
        return ENGINE_DONE;
    if (r->alone) {
        const struct local *l = thread_local_of(r, thread);
        if (l && l->head.next == NEXT_DONE) {
            sees_end(r, thread);
            record_joined(r, t, thread);
            return ENGINE_DONE;
        }
    }
    double seconds;
    bool timed = t->req.arg[1] != V_NONE && t->req.arg[1] != V_UNBOUND && number_get(t, t->req.arg[1], &seconds);
    look_for_start(r, thread);
    enum engine_ret e = park(t, NEXT_JOIN, thread, 0);
    if (thread < 64 && r->head.thread < 64)
        the_model->waits_for[r->head.thread] |= 1ull << thread;
    r->head.limit_s = timed ? (float)seconds : 0;
    r->head.flags = (uint8_t)((r->head.flags & ~L_TIMED) | (timed ? L_TIMED : 0));
    the_model->timed_waits |= timed;
    r->stuck = r->alone;
    return e;
}

/* alive: 0 is it alive, 1 how did it end. */
static enum engine_ret look_request(struct task *t, int32_t what, value *ret)
{
    struct run *r = running(t);
    unsigned thread = thread_arg(t->req.arg[0]);
    *ret = what ? V_NONE : V_FALSE;
    if (t->req.arg[0] == V_INT(0) && !r->prefix && !r->alone) { // one that has not been started
        starts_matter(the_model);
        return park(t, NEXT_LOOK, NO_THREAD, 0);
    }
    if (thread >= the_model->threads_seen)
        return ENGINE_DONE;
    // a process that only tidies up, or that waits for all anyhow, takes no decision
    bool ending = task_waits_for_all(t);
    if (!r->alone && !ending && task_tidies_up(t)) {
        *ret = what ? V_NONE : V_TRUE;
        return ENGINE_DONE;
    }
    if (r->alone || ending) {
        const struct local *l = thread_local_of(r, thread);
        bool done = l && l->head.next == NEXT_DONE; // one that was started in this very run is not in the state yet
        if (!r->prefix)
            run_touch(r, thread_slot(thread));
        if (done && !ending && !task_tidies_up(t) && !has_seen_end(r, thread)) // it may be about to end elsewhere
            look_at_end(thread);
        if (done)
            sees_end(r, thread);
        *ret = what ? (done ? V_INT(l ? l->head.exit_code : 0) : V_NONE) : V_BOOL(!done);
        return ENGINE_DONE;
    }
    if (!has_seen_end(r, thread)) { // else it has joined it
        look_for_start(r, thread);
        look_at_end(thread);
    }
    return park(t, NEXT_LOOK, thread, what);
}

/* A process whose parent has ended has another one. The look is no step: it is told what the state says. */
static int32_t parent_pid(struct run *r)
{
    struct model *m = the_model;
    if (!r->head.process)
        return SHELL_PID;
    const struct local *l = thread_local_of(r, r->head.parent);
    if (!r->prefix)
        run_touch(r, thread_slot(r->head.parent));
    return l && l->head.next == NEXT_DONE ? INIT_PID : pid_of(m->thread_process[r->head.parent]);
}

static void text_arg(value v, char *to, size_t size)
{
    to[0] = 0;
    if (is_str(v))
        snprintf(to, size, "%s", str_data(REF(v)));
}

enum engine_ret system_error(struct task *t, int error)
{
    value args[2] = { V_INT(error), str_lit(t, strerror(error)) };
    t->exc = exception_new(t, t->vm->exceptions[EXC_OSError], tuple_new(t, args, 2));
    return ENGINE_RAISE;
}

/* ---- output ---- */

/* The prelude tells an exception that nobody caught: "Exception in thread …", "Process …:" and a traceback. */
static void look_for_death(struct task *t, struct run *r, const char *s, size_t n)
{
    static const char told[] = "Traceback"; // and not what sys.exit("why") leaves behind
    if ((!task_in_prelude(t, "excepthook") && !task_in_prelude(t, "_bootstrap")) || !memmem(s, n, told, sizeof told - 1))
        return;
    size_t end = n;
    while (end && s[end - 1] == '\n')
        end--;
    size_t from = end;
    while (from && s[from - 1] != '\n')
        from--;
    bool assertion = end - from >= 14 && memcmp(s + from, "AssertionError", 14) == 0;
    uint32_t line = 0;
    for (const char *at = s; (at = memmem(at, n - (size_t)(at - s), ", line ", 7)) != NULL; at += 7)
        line = (uint32_t)strtoul(at + 7, NULL, 10); // the last one is where it happened
    r->head.flags |= L_FAILED;
    r->head.more = (uint8_t)((r->head.more & ~L_ASSERTED) | (assertion ? L_ASSERTED : 0));
    run_find(r, assertion ? FIND_ASSERTION : FIND_EXCEPTION, line, s + from, end - from);
}

/* With --outputs: a process's standard output is a buffer, which goes out with the end of a line (R9). Its content is a row
 * of words: how many bytes, and they. */
static uint32_t half_slot(unsigned process) { return slot_find(SLOT_FILES, (uint8_t)process, 1); }

static void half_read(comp_id id, struct buf *out)
{
    if (!id)
        return;
    const uint64_t *w = comp_words(&the_model->comps, id);
    buf_add(out, (const char *)(w + 1), w[0]);
}

static void half_save(struct run *r, unsigned process, const char *s, size_t n)
{
    struct words w = { 0 };
    put(&w, n);
    put_bytes(&w, s, n);
    store_set(r, half_slot(process), &w);
    free(w.w);
}

bool half_line_in(struct model *m, const struct state *s, unsigned process)
{
    if (!m->opts->outputs)
        return false;
    comp_id id = content_in(m, s, half_slot(process), m->slots[half_slot(0)].first);
    return id && *comp_words(&m->comps, id) != 0;
}

void half_line_lost(struct model *m, struct state *s, unsigned process)
{
    uint64_t none = 0;
    if (half_line_in(m, s, process))
        state_set(m, s, half_slot(process), comp_intern(&m->comps, &none, 1));
}

static void goes_out(struct run *r, const char *s, size_t n)
{
    struct model *m = the_model;
    if (r->output)
        buf_add(r->output, s, n);
    if (m->opts->outputs && !r->alone && !r->prefix) {
        struct buf all = { 0 };
        if (r->effect.text)
            buf_adds(&all, text_at(m, r->effect.text - 1));
        buf_add(&all, s, n);
        r->effect.text = text_intern(m, buf_str(&all), all.n) + 1;
        buf_finish(&all);
    }
}

/* What is still in the buffer goes out: a flush, a normal end, a process that is started. */
static bool flush_half(struct run *r)
{
    struct buf half = { 0 };
    if (the_model->opts->outputs)
        half_read(store_now(r, half_slot(r->head.process)), &half);
    bool any = half.n != 0;
    if (any) {
        goes_out(r, half.text, half.n);
        half_save(r, r->head.process, NULL, 0);
    }
    buf_finish(&half);
    return any;
}

static void print_text(struct run *r, const char *s, size_t n)
{
    struct buf half = { 0 };
    if (!the_model->opts->outputs) {
        goes_out(r, s, n);
        return;
    }
    half_read(store_now(r, half_slot(r->head.process)), &half);
    bool had = half.n != 0, whole = memchr(s, '\n', n) || memchr(s, '\r', n);
    buf_add(&half, s, n);
    if (whole)
        goes_out(r, half.text, half.n);
    if (!whole || had)
        half_save(r, r->head.process, half.text, whole ? 0 : half.n);
    buf_finish(&half);
}

/* print(), a flush, or os.write(), which goes past the buffer. */
static value print_now(struct task *t, struct run *r)
{
    struct byte_span s = { 0 };
    if (t->req.kind == REQ_FLUSH) {
        r->effect.flags |= flush_half(r) ? E_PRINTS : 0;
        return V_NONE;
    }
    bool direct = t->req.kind == REQ_OS, err = t->req.arg[direct] == V_INT(2);
    if (!direct)
        s = (struct byte_span){ (const uint8_t *)str_data(REF(t->req.arg[1])), ((const struct str *)REF(t->req.arg[1]))->o.n };
    else
        bytes_get(t->req.arg[2], &s);
    const char *text = (const char *)s.data;
    if (err)
        look_for_death(t, r, text, s.n);
    record_print(r, t, err, text, s.n);
    if (!err) {
        r->effect.flags |= E_PRINTS;
        direct ? goes_out(r, text, s.n) : print_text(r, text, s.n);
    }
    return direct ? V_INT((int64_t)s.n) : V_NONE;
}

/* os.write() to the screen. */
static bool writes_to_screen(const struct task *t)
{
    struct byte_span s;
    return is_str(t->req.arg[0]) && strcmp(str_data(REF(t->req.arg[0])), "write") == 0 &&
           (t->req.arg[1] == V_INT(1) || t->req.arg[1] == V_INT(2)) && bytes_get(t->req.arg[2], &s);
}

static bool has_half_line(struct run *r)
{
    struct buf half = { 0 };
    if (the_model->opts->outputs)
        half_read(store_now(r, half_slot(r->head.process)), &half);
    bool any = half.n != 0;
    buf_finish(&half);
    return any;
}

/* ---- chance ---- */

/* A number that goes straight into a sleep decides nothing: time does not order. */
static bool only_sleeps(const struct task *t)
{
    const struct source *src;
    uint32_t line = task_line(t, &src);
    size_t n;
    const char *text = src ? diag_line(src->text, src->n, line, &n) : NULL;
    return text && memmem(text, n, "sleep(", 6);
}

enum { FEW = 6 }; // possibilities that are all tried

static enum engine_ret chance_request(struct task *t, struct run *r, value *ret)
{
    int64_t n = 0;
    int_get(t->req.arg[0], &n);
    bool harmless = only_sleeps(t);
    if (n >= 2 && n <= FEW && !harmless)
        return park(t, NEXT_CHOICE, 0, (int32_t)n);
    (void)r;
    if (n != 1 && !harmless)
        the_model->uses_chance = true;
    *ret = n ? V_INT(n / 2) : float_value(t, 0.5);
    return ENGINE_DONE;
}

/* Whether the program wants to know the time, and not the prelude, for a wait of its own. */
static bool asks_for_time(const struct task *t)
{
    const struct frame *f = t->fp;
    if (!f->code || !(f->code->flags & CODE_PRELUDE))
        return true;
    bool by_program = f > t->frames && f[-1].code && !(f[-1].code->flags & CODE_PRELUDE);
    return by_program && !task_in_prelude(t, "wait_for");
}

/* ---- requests ---- */

static void outside_reached(const char *call)
{
    static const struct { const char *call, *what; } known[] = {
        { "open", N_("a file that is opened") }, { "spawn", N_("another program") }, { "http", N_("the network") },
        { "urandom", N_("chance that the system gives") }, { "clock_ns", N_("the time") }, { "getcwd", N_("the working directory") },
    };
    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        if (strcmp(known[i].call, call) == 0) {
            limit_reached("%s", _(known[i].what));
            return;
        }
    }
    limit_reached(_("the operating system: %s"), call);
}

static enum engine_ret os_request(struct task *t, struct run *r, value *ret)
{
    char what[32];
    enum engine_ret e;
    if (writes_to_screen(t)) {
        if (!r->prefix && !r->alone)
            return park(t, NEXT_PRINT, t->req.arg[1] == V_INT(2), 0);
        *ret = print_now(t, r);
        return ENGINE_DONE;
    }
    text_arg(t->req.arg[0], what, sizeof what);
    if (!pipe_request(t, r, ret, &e)) {
        outside_reached(what);
        return ENGINE_STOP;
    }
    if (e != ENGINE_PARK)
        return e;
    bool timed = pipe_has_time_limit(t);
    park(t, NEXT_PIPE, 0, 0);
    r->head.op = pipe_op(t);
    r->head.limit_s = timed ? pipe_time_limit(t) : 0;
    r->head.flags = (uint8_t)((r->head.flags & ~L_TIMED) | (timed ? L_TIMED : 0));
    r->head.depth = 0;
    the_model->timed_waits |= timed;
    return ENGINE_PARK;
}

/* Whether a process is there to be sent a signal, be it that it has ended and nobody has waited for it yet. */
static bool is_there(struct run *r, unsigned process)
{
    struct model *m = the_model;
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local_of(r, i);
        for (unsigned k = 0; k < r->others_n; k++) // this run has waited for it
            if (r->others[k].thread == i)
                l = local_of(m, r->others[k].local);
        if (l && l->head.process == process && l->head.flags & L_FIRST) {
            run_touch(r, thread_slot(i));
            return !(l->head.more & L_REAPED);
        }
    }
    return false;
}

/* It may come at any moment: how far the process has got, and whether it has ended by then, matters to all. */
static void will_be_killed(const struct run *r, unsigned process)
{
    struct model *m = the_model;
    look_at_ends(r, (int32_t)process);
    for (unsigned i = 1; i < m->threads_seen; i++) {
        uint64_t bit = m->thread_process[i] == process ? 1ull << (i & 63) : 0;
        m->restart |= (bit & ~m->killed) != 0;
        m->killed |= bit;
    }
}

static enum engine_ret kill_request(struct task *t, value *ret)
{
    int64_t pid = 0, sig = 0;
    *ret = V_NONE;
    int_get(payload_or_self(t->req.arg[0]), &pid);
    int_get(payload_or_self(t->req.arg[1]), &sig);
    if (sig != SIGTERM && sig != SIGKILL && sig != SIGINT) {
        limit_reached(_("signal %d"), (int)sig);
        return ENGINE_STOP;
    }
    if (pid < FIRST_PID || pid >= FIRST_PID + MODEL_PROCESSES)
        return system_error(t, ESRCH);
    struct run *r = running(t);
    if (!r->prefix && !task_waits_for_all(t)) // there nobody looks afterwards
        will_be_killed(r, (unsigned)(pid - FIRST_PID));
    if (r->alone && is_there(r, (unsigned)(pid - FIRST_PID)))
        return ENGINE_DONE;
    if (r->prefix || r->alone)
        return system_error(t, ESRCH);
    the_model->cuts = true;
    return park(t, NEXT_KILL, (uint32_t)(pid - FIRST_PID), (int32_t)sig);
}

static enum engine_ret request(struct task *t, value *ret)
{
    struct run *r = running(t);
    struct model *m = the_model;
    *ret = V_NONE;
    switch (t->req.kind) {
    case REQ_WRITE:
        // that the prelude tells of a death is no step of the program's
        if (!r->prefix && !r->alone && !(t->req.arg[0] == V_INT(2) && (task_in_prelude(t, "excepthook") || task_in_prelude(t, "_bootstrap"))))
            return park(t, NEXT_PRINT, t->req.arg[0] == V_INT(2), 0);
        print_now(t, r);
        return ENGINE_DONE;
    case REQ_FLUSH:
        if (!has_half_line(r))
            return ENGINE_DONE;
        if (!r->prefix && !r->alone)
            return park(t, NEXT_PRINT, 0, 0);
        print_now(t, r);
        return ENGINE_DONE;
    case REQ_TASK_NAME: case REQ_NOTE_SWITCH: return ENGINE_DONE;
    case REQ_SLEEP: {
        double s = 0;
        if (number_get(t, t->req.arg[0], &s) && s < 0) {
            throw(t, EXC_ValueError, "sleep length must be non-negative");
            return ENGINE_RAISE;
        }
        if (t->exc != V_UNBOUND || !seconds_fit(t, s))
            return ENGINE_RAISE;
        r->head.flags |= L_YIELDED;
        time_passes(t, r, t->req.arg[0]);
        if (++r->sleeps > 1000 && !r->prefix) {
            limit_reached(_("a task that does nothing but sleep again and again"));
            return ENGINE_STOP;
        }
        return ENGINE_DONE;
    }
    case REQ_YIELD_CPU: r->head.flags |= L_YIELDED; return ENGINE_DONE;
    case REQ_CLOCK:
        m->uses_clock |= asks_for_time(t);
        *ret = float_value(t, (int_of(t->req.arg[0]) == 0 ? 1700000000.0 : 1000.0) + r->head.slept);
        return ENGINE_DONE;
    case REQ_CHANCE: return chance_request(t, r, ret);
    case REQ_GETPID: *ret = V_INT(pid_of(r->head.process)); return ENGINE_DONE;
    case REQ_GETPPID: *ret = V_INT(parent_pid(r)); return ENGINE_DONE;
    case REQ_GETTID: *ret = V_INT(FIRST_TID + r->head.thread); return ENGINE_DONE;
    case REQ_TASK_SELF: *ret = V_INT(r->head.thread + 1); return ENGINE_DONE;
    case REQ_START_THREAD: case REQ_START_PROCESS: case REQ_FORK:
        park(t, NEXT_START, 0, t->req.kind != REQ_START_THREAD);
        return ENGINE_PARK;
    case REQ_JOIN: return join_request(t, ret);
    case REQ_TASK_ALIVE: return look_request(t, 0, ret);
    case REQ_TASK_EXIT: return look_request(t, 1, ret);
    case REQ_THREAD_TABLE: return table_request(t);
    case REQ_TASK_PID: case REQ_TASK_TID: {
        unsigned thread = thread_arg(t->req.arg[0]);
        bool tid = t->req.kind == REQ_TASK_TID;
        *ret = thread < m->threads_seen ? V_INT(tid ? FIRST_TID + (int)thread : pid_of(m->thread_process[thread])) : V_NONE;
        return ENGINE_DONE;
    }
    case REQ_WAITPID: {
        int64_t pid = -1;
        int_get(t->req.arg[0], &pid);
        if (r->prefix)
            return system_error(t, ECHILD);
        if (small(t->req.arg[1]) & 1) // WNOHANG
            look_at_ends(r, pid > 0 ? (int32_t)(pid - FIRST_PID) : -1);
        return park(t, NEXT_WAITPID, pid > 0 ? (uint32_t)pid : 0, small(t->req.arg[1]) & 1);
    }
    case REQ_KILL: return kill_request(t, ret);
    case REQ_PROCESS_END:
        r->head.exit_code = small(t->req.arg[0]);
        if ((m->threaded[r->head.process] || m->looked[r->head.thread]) && !r->alone && !r->prefix) {
            r->head.exit_code &= 255;
            r->head.more |= L_NOFLUSH;
            r->head.next = NEXT_EXIT;
            m->cuts = true;
            r->effect.flags |= E_RIDES;
            return ENGINE_STOP;
        }
        r->effect.flags |= E_ENDS | E_KILLS;
        r->effect.process = r->head.process;
        r->effect.exit_code = r->head.exit_code & 255;
        r->head.next = NEXT_DONE;
        return ENGINE_STOP;
    case REQ_CPU_COUNT: *ret = V_INT(2); return ENGINE_DONE;
    case REQ_SYNC_NEW: return sync_new(t, ret);
    case REQ_SYNC: return sync_request(t, ret);
    case REQ_SYNC_GET: return sync_get(t, ret);
    case REQ_SYNC_NUMBER: *ret = V_INT(((struct sync_handle *)REF(t->req.arg[0]))->index); return ENGINE_DONE;
    case REQ_SYNC_AT: return sync_at(t, ret);
    case REQ_SYNC_FREE: return ENGINE_DONE;
    case REQ_CELLS_NEW: return cells_new(t, r, ret);
    case REQ_CELLS_GET: return cell_request(t, r, false, ret);
    case REQ_CELLS_SET: return cell_request(t, r, true, ret);
    case REQ_INPUT: limit_reached(_("a line from the keyboard")); return ENGINE_STOP;
    case REQ_OS: return os_request(t, r, ret);
    default:
        limit_reached(_("%s"), builtin_table[BI_request_WRITE - REQ_WRITE + t->req.kind].name);
        return ENGINE_STOP;
    }
}

static enum engine_ret attend(struct task *t, uint32_t attention)
{
    atomic_store(t->attention, 0);
    if (!(attention & TICKED))
        return ENGINE_DONE; // what dies is not told in a model
    limit_reached(_("a task that computes for long between two steps, or for ever"));
    return ENGINE_STOP;
}

static void finalize(struct vm *vm, value object)
{
    (void)vm;
    (void)object;
}

const struct engine model_engine = {
    .request = request,
    .access_prepare = prepare,
    .access_begin = begin,
    .access_end = end,
    .sees_inside = true,
    .touches = touches,
    .attend = attend,
    .finalize = finalize,
};

/* ---- taking the step at which a task stands ---- */

static void begin_sync(struct model *m, struct run *r, struct begin *ret)
{
    struct sync_effect e;
    enum sync_op op = (enum sync_op)r->was.op;
    uint32_t slot = r->was.object;
    int32_t arg = r->was.arg;
    if (r->timed_out) { // it gives up: nothing was taken
        ret->how = BEGUN_VM;
        ret->answers = true;
        ret->moves_item = moves_item(op);
        ret->answer = V_FALSE;
        r->head.flags |= L_YIELDED;
        return;
    }
    struct sync_object before = *run_sync(r, slot);
    if (op == SYNC_OP_FLUSH) {
        ret->how = shared_overfull(r, (uint32_t)m->slots[slot].oid | 0x80000000u, r->was.process) ? BEGUN_BLOCKED : BEGUN_VM;
        ret->answers = true;
        ret->answer = V_TRUE;
        return;
    }
    enum sync_answer a = sync_do(r, slot, op, op == SYNC_OP_RESTORE ? (int32_t)r->was.depth : arg, !(r->was.more & L_NOWAIT), &e);
    if (op == SYNC_OP_ACQUIRE)
        note_taking(r, slot, &before, a == SYNC_WAIT);
    if (a == SYNC_WAIT && sync_op_table[op].class != WAIT_NAMED) {
        ret->how = BEGUN_BLOCKED;
        return;
    }
    if (a == SYNC_WAIT) {
        ret->how = BEGUN_HEAD;
        r->head.next = NEXT_WAIT;
        r->head.depth = op == SYNC_OP_BARRIER_WAIT ? (uint32_t)e.number - 1 : e.depth;
        if (op == SYNC_OP_COND_WAIT)
            r->head.arg = (int32_t)sync_slot(r, run_sync(r, slot)->lock);
        return;
    }
    ret->how = BEGUN_VM;
    ret->answers = a != SYNC_FAILED;
    ret->raises = a == SYNC_FAILED;
    ret->error = e.error;
    ret->shared = m->slots[slot].process == ALL_PROCESSES;
    ret->moves_item = moves_item(op) && a != SYNC_FAILED;
    ret->answer = op == SYNC_OP_RESTORE ? r->was.answer : plain_answer(op, a == SYNC_DONE, e.number);
    if (moves_item(op))
        ret->answer = V_BOOL(a == SYNC_DONE);
}

/* What was waited for by name has come, or the time is over: HEAD becomes a ride with the answer. */
void head_woken(struct head *h, enum sync_woken how, bool timed_out)
{
    h->flags |= L_YIELDED;
    h->more &= (uint8_t)~L_DUE;
    h->limit_s = 0;
    if (h->op == SYNC_OP_COND_WAIT) { // first its lock again
        h->next = NEXT_SYNC;
        h->op = SYNC_OP_RESTORE;
        h->object = (uint32_t)h->arg;
        h->flags &= (uint8_t)~L_TIMED;
        h->answer = V_BOOL(!timed_out);
        return;
    }
    h->next = NEXT_RIDE;
    h->has_answer = 1;
    h->answer = h->op == SYNC_OP_BARRIER_WAIT ? V_INT(h->depth) : V_BOOL(!timed_out);
    if (how == WOKEN_BROKEN || (timed_out && h->op == SYNC_OP_BARRIER_WAIT)) {
        h->flags |= L_RAISES;
        h->error = SYNC_ERROR_BROKEN;
    }
}

void engine_begin(struct model *m, struct run *r, struct begin *ret)
{
    const struct head *h = &r->was;
    *ret = (struct begin){ .how = BEGUN_VM, .answer = V_NONE };
    r->head.flags &= (uint8_t)~(L_YIELDED | L_RAISES);
    r->head.more &= (uint8_t)~L_DUE;
    switch ((enum next_kind)h->next) {
    case NEXT_RIDE:
        ret->answers = h->has_answer && !(h->flags & L_RAISES);
        ret->raises = (h->flags & L_RAISES) != 0;
        ret->error = h->error;
        ret->answer = h->answer;
        r->head.flags |= h->flags & L_YIELDED;
        break;
    case NEXT_ACCESS: r->go = true; break;
    case NEXT_SYNC: begin_sync(m, r, ret); break;
    case NEXT_WAIT: // only a time-out gets here
        ret->how = BEGUN_HEAD;
        if (h->op == SYNC_OP_BARRIER_WAIT) {
            struct sync_effect e;
            sync_do(r, h->object, SYNC_OP_BARRIER_ABORT, 0, true, &e);
        }
        head_woken(&r->head, WOKEN_NAMED, true);
        break;
    case NEXT_JOIN:
        ret->answers = true;
        ret->answer = V_BOOL(!r->timed_out);
        if (!r->timed_out)
            sees_end(r, h->object);
        r->head.flags |= L_YIELDED;
        break;
    case NEXT_LOOK:
        ret->answers = true;
        if (r->seen && h->object != NO_THREAD)
            sees_end(r, h->object);
        ret->answer = h->arg ? (r->seen ? V_INT((int)r->seen - 100) : V_NONE) : V_BOOL(!r->seen);
        break;
    case NEXT_TABLE: ret->answers = true; break;
    case NEXT_GET:
        ret->answers = true;
        ret->answer = sync_word(r, run_sync(r, h->object), h->arg);
        break;
    case NEXT_EXIT:
        ret->how = BEGUN_HEAD;
        r->head.next = NEXT_DONE;
        r->effect.flags |= E_ENDS | (h->flags & L_FIRST ? E_KILLS : 0);
        if (h->flags & L_FIRST && !(h->more & L_NOFLUSH) && flush_half(r))
            r->effect.flags |= E_PRINTS;
        r->head.more &= (uint8_t)~L_NOFLUSH;
        r->effect.process = h->process;
        r->effect.exit_code = h->exit_code;
        break;
    case NEXT_CHOICE:
        ret->answers = true;
        ret->answer = V_INT(r->choice);
        break;
    default: break; // PRINT, START, KILL, WAITPID: with the VM
    }
}

static comp_id child_local(struct model *m, struct run *r, unsigned thread, unsigned process, value answer)
{
    struct task *t = m->task;
    bool forks = t->req.kind != REQ_START_THREAD;
    struct head h = { .next = NEXT_RIDE, .thread = (uint8_t)thread, .process = (uint8_t)process, .parent = r->head.thread,
                      .line = r->head.line, .ended = r->head.ended };
    struct words out = { 0 };
    struct writer w = { .out = &out, .local = true, .heap = heap_base, .process = r->head.process, .thread = r->head.thread };
    if (t->req.kind != REQ_FORK && t->req.arg[2] == V_TRUE)
        h.flags |= L_DAEMON;
    if (forks) {
        h.flags |= L_FIRST;
        h.has_answer = 1;
        h.answer = answer;
        h.slept = r->head.slept;
        h.objects = r->head.objects;
        h.syncs = r->head.syncs;
    }
    for (unsigned i = 0; i < HEAD_WORDS; i++)
        put(&out, 0);
    struct task *from = t;
    value kept = t->thread;
    if (forks) {
        if (t->req.kind == REQ_START_PROCESS)
            t->thread = t->req.arg[0];
    } else {
        from = m->fresh;
        from->thread = t->req.arg[0];
        task_enter(from, t->req.arg[3]);
    }
    world_look();
    write_task(&w, from);
    t->thread = kept;
    memcpy(out.w, &h, sizeof h);
    comp_id id = comp_intern(&m->comps, out.w, out.n);
    free(out.w);
    free(w.seen);
    free(w.private);
    return id;
}

static void name_thread(struct model *m, struct task *t, unsigned thread)
{
    if (m->thread_name[thread][0])
        return;
    struct buf b = { 0 };
    char given[48];
    if (t->req.kind == REQ_FORK)
        snprintf(given, sizeof given, "child%s", "");
    else
        text_arg(t->req.arg[1], given, sizeof given);
    bool found = t->req.kind != REQ_FORK && value_where(t, t->req.arg[0], &b) && b.n < sizeof given;
    for (unsigned i = 0; found && i < m->threads_seen; i++)
        found = strcmp(m->thread_name[i], buf_str(&b)) != 0;
    snprintf(m->thread_name[thread], sizeof m->thread_name[thread], "%s", found ? buf_str(&b) : given);
    buf_finish(&b);
}

/* Starts a task: the world counts one more. */
static void start_now(struct model *m, struct run *r)
{
    struct task *t = m->task;
    uint32_t slot = world_slot();
    column_of(slot);
    comp_id id = content_at(m, r->ids, r->ids_n, slot);
    uint64_t counts = id ? *comp_words(&m->comps, id) : (1 | 1ull << 32);
    unsigned thread = (uint32_t)counts, process = r->head.process;
    bool forks = t->req.kind != REQ_START_THREAD;
    run_touch(r, slot);
    if (forks && !(m->copied >> process & 1) && ends_unseen(r, true)) {
        m->copied |= 1ull << process;
        m->restart = true;
    }
    if (thread >= MODEL_THREADS || (forks && counts >> 32 >= MODEL_PROCESSES)) {
        limit_reached(_("more than %d tasks or %d processes"), MODEL_THREADS, MODEL_PROCESSES);
        return;
    }
    if (forks)
        process = (unsigned)(counts >> 32);
    if (thread >= m->threads_seen) {
        m->threads_seen = thread + 1;
        m->thread_process[thread] = (uint8_t)process;
        m->thread_column[thread] = column_of(thread_slot(thread));
    } else if (m->thread_process[thread] != process) {
        limit_reached(_("tasks that are started in different orders"));
    }
    name_thread(m, t, thread);
    const struct model_switch *s = find_switch(m, 'd', m->thread_name[thread]);
    if (s && t->req.kind != REQ_FORK) {
        t->req.arg[2] = V_BOOL(s->on);
        if (attr_set(t, t->req.arg[0], symbol(t->vm, "_daemonic", 9), V_BOOL(s->on)) != VM_OK)
            t->exc = V_UNBOUND;
    }
    s = find_switch(m, 'k', m->thread_name[thread]);
    if (s && t->req.kind != REQ_FORK && s->on != forks)
        limit_reached(_("a task whose kind is switched"));
    if (!forks) {
        heap_share(t, t->req.arg[0]);
        heap_share(t, t->req.arg[3]);
        m->restart |= !m->threaded[process]; // its end was no step so far
        m->threaded[process] = true;
        m->table[process].starts |= 1ull << (r->head.thread & 63);
        look_for_starts(m, process);
    }
    comp_id child = child_local(m, r, thread, process, V_INT(0));
    m->comps.at[child].newborn = true;
    r->others[r->others_n++] = (struct thread_change){ (uint8_t)thread, child };
    if (!forks) {
        struct writer w = { .process = r->head.process, .thread = r->head.thread };
        value v = t->req.arg[0];
        m->thread_object[thread] = v < m->frozen_end ? v : object_name(&w, v);
    }
    uint64_t after = (counts + 1) + (forks ? 1ull << 32 : 0);
    r->effect.flags |= E_STARTS | E_ENDS;
    if (t->req.kind == REQ_START_PROCESS && flush_half(r)) // its child does not get it either
        half_save(r, process, NULL, 0);
    if (forks) {
        if (m->killed >> (r->head.thread & 63) & 1) // who is killed may have come to it, or not
            starts_matter(m);
        r->effect.flags |= E_FORKS;
        r->effect.process = r->head.process;
        r->effect.to_process = (uint8_t)process;
    }
    record_start(r, t, thread);
    r->world = comp_intern(&m->comps, &after, 1);
    r->alone = false;
    bool by_pid = t->req.kind == REQ_FORK;
    vm_answer(t, by_pid ? V_INT(pid_of(process)) : V_INT(thread + 1), false);
}

static void wait_now(struct model *m, struct run *r)
{
    struct task *t = m->task;
    if (!r->seen) { // nobody fits at all, or (with WNOHANG) nobody has ended yet
        if (r->choice == 0) {
            system_error(t, ECHILD);
            t->req.kind = REQ_NONE;
            return;
        }
        value none[2] = { V_INT(0), V_INT(0) };
        vm_answer(t, tuple_new(t, none, 2), false);
        return;
    }
    unsigned thread = r->seen - 1;
    const struct local *l = thread_local_of(r, thread);
    int code = l->head.exit_code;
    struct head h = l->head;
    run_touch(r, thread_slot(thread));
    h.more |= L_REAPED;
    r->others[r->others_n++] = (struct thread_change){ (uint8_t)thread, comp_intern(&m->comps, (const uint64_t *)&h, HEAD_WORDS) };
    value pair[2] = { V_INT(pid_of(h.process)), V_INT(code < 0 ? -code : (code & 255) << 8) };
    vm_answer(t, tuple_new(t, pair, 2), false);
}

static enum resumed pipe_resumes(struct task *t, struct run *r)
{
    value got = V_NONE;
    enum pipe_step e = pipe_step(t, r, &got);
    if (e == PIPE_WAITS)
        return RESUMED_BLOCKED;
    if (e == PIPE_LIMIT)
        r->effect.flags |= E_LIMIT;
    if (e == PIPE_MORE || e == PIPE_LIMIT)
        return RESUMED_STAYS;
    if (r->timed_out)
        r->head.flags |= L_YIELDED;
    if (e == PIPE_DONE)
        vm_answer(t, got, false);
    else
        t->req.kind = REQ_NONE;
    return RESUMED;
}

enum resumed engine_resume(struct model *m, struct run *r, const struct begin *b)
{
    struct task *t = m->task;
    if (r->timed_out && t->req.kind == REQ_SYNC)
        time_passes(t, r, t->req.arg[4]);
    if (b->raises) {
        sync_fails(t, b->error, b->shared);
        t->req.kind = REQ_NONE;
        return RESUMED;
    }
    if (b->moves_item) {
        value got = V_NONE;
        enum engine_ret e = item_moves(t, (enum sync_op)r->was.op, b->answer == V_TRUE, &got);
        record_sync(r, t, r->was.object, (enum sync_op)r->was.op, b->answer == V_TRUE ? SYNC_DONE : SYNC_REFUSED, got);
        if (e == ENGINE_DONE)
            vm_answer(t, got, false);
        else
            t->req.kind = REQ_NONE;
        return RESUMED;
    }
    if (b->answers) {
        if (r->was.next == NEXT_SYNC)
            record_sync(r, t, r->was.object, (enum sync_op)r->was.op, b->answer == V_FALSE ? SYNC_REFUSED : SYNC_DONE, V_UNBOUND);
        if (r->was.next == NEXT_JOIN && b->answer == V_TRUE)
            record_joined(r, t, r->was.object);
        vm_answer(t, b->answer, false);
        return RESUMED;
    }
    switch ((enum next_kind)r->was.next) {
    case NEXT_PRINT:
        vm_answer(t, print_now(t, r), false);
        break;
    case NEXT_CELL: {
        value got = V_NONE;
        enum engine_ret e = r->was.arg ? cells_set(t, r) : cells_get(t, r, &got);
        record_cell(r, t, r->was.object, r->was.arg != 0, r->was.arg ? t->req.arg[2] : got);
        const struct frame *f = program_frame(t);
        r->head.updates = !r->was.arg && f && loads_for_update(f) ? r->was.place + 1 : 0;
        if (e == ENGINE_DONE)
            vm_answer(t, got, false);
        else
            t->req.kind = REQ_NONE;
        break;
    }
    case NEXT_PIPE: return pipe_resumes(t, r);
    case NEXT_START: start_now(m, r); break;
    case NEXT_WAITPID: wait_now(m, r); break;
    case NEXT_KILL:
        if (r->seen == 2) { // it has ended and was waited for
            system_error(t, ESRCH);
            t->req.kind = REQ_NONE;
            break;
        }
        if (r->seen == 0) {
            r->effect.flags |= E_KILLS | E_ENDS;
            r->effect.process = (uint8_t)r->was.object;
            r->effect.exit_code = -r->was.arg;
        }
        vm_answer(t, V_NONE, false);
        break;
    default: break; // ACCESS: the instruction runs again; a task that begins
    }
    return RESUMED;
}

/* ---- the end ---- */

static void tell_death(struct model *m, struct run *r)
{
    struct task *t = m->task;
    if (exception_is(t->exc, EXC_SystemExit, t->vm)) {
        struct buf text = { 0 };
        r->head.exit_code = exception_exit_code(t, t->exc, &text);
        buf_finish(&text);
        return;
    }
    struct buf b = { 0 };
    r->head.exit_code = 1;
    r->head.flags |= L_FAILED;
    bool assertion = exception_is(t->exc, EXC_AssertionError, t->vm);
    exception_render(t, t->exc, V_NONE, &b);
    size_t end = b.n;
    while (end && b.text[end - 1] == '\n')
        end--;
    size_t from = end;
    while (from && b.text[from - 1] != '\n')
        from--;
    uint32_t line = 0;
    const char *at = buf_str(&b);
    for (; (at = strstr(at, ", line ")) != NULL; at += 7)
        line = (uint32_t)strtoul(at + 7, NULL, 10);
    r->head.more = (uint8_t)((r->head.more & ~L_ASSERTED) | (assertion ? L_ASSERTED : 0));
    run_find(r, assertion ? FIND_ASSERTION : FIND_EXCEPTION, line, buf_str(&b) + from, end - from);
    record_print(r, t, true, buf_str(&b), b.n);
    buf_finish(&b);
}

bool engine_end(struct model *m, struct run *r, enum vm_status s)
{
    struct task *t = m->task;
    bool first = r->head.flags & L_FIRST;
    if (s == VM_DIED && first)
        tell_death(m, r);
    t->exc = V_UNBOUND;
    value hook = t->vm->hooks[HOOK_SHUTDOWN];
    if (first && !(r->head.flags & L_SHUTDOWN) && hook != V_NONE) {
        r->head.flags |= L_SHUTDOWN;
        task_enter(t, hook);
        return false;
    }
    bool half = first && has_half_line(r);
    bool matters = (first && m->threaded[r->head.process]) || m->looked[r->head.thread] || half;
    if (matters && !r->alone && !r->prefix) {
        if (first)
            pipes_flush(t, r);
        r->head.next = NEXT_EXIT; // when it leaves matters to those that are cut off, or that look
        m->cuts |= first;
        r->effect.flags |= E_RIDES;
        return true;
    }
    if (first)
        pipes_flush(t, r);
    if (half)
        flush_half(r);
    r->head.next = NEXT_DONE;
    r->effect.flags |= E_ENDS;
    if (first) {
        r->effect.flags |= E_KILLS;
        r->effect.process = r->head.process;
        r->effect.exit_code = r->head.exit_code;
    }
    return true;
}
