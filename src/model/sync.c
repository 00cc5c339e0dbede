/* sync.c: synchronisation objects of simulated tasks. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "model/note.h"
#include "model/rewait.h"
#include "model/shared.h"
#include "model/sync.h"
#include "vm/container.h"

/* ---- the objects ---- */

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

static uint32_t base_sync_new(struct model *m)
{
    MEM_GROW(m->sync_base, m->sync_base_n, m->sync_base_cap, 64);
    if (!m->sync_base_n)
        m->sync_base_n = 1; // 0 is no handle
    return m->sync_base_n++;
}

enum engine_ret ask_sync_new(struct task *t, value *ret)
{
    struct model *m = the_model;
    struct run *r = running(t);
    enum sync_kind kind;
    if (!is_str(t->req.arg[0]) || !sync_kind_named(str_data(REF(t->req.arg[0])), &kind)) {
        throw(t, EXC_SystemError, "no such synchronisation object");
        return ENGINE_RAISE;
    }
    bool shared = t->req.arg[3] == V_TRUE;
    uint32_t handle = r->prefix ? base_sync_new(m) : ((uint32_t)r->head.thread + 1) << 16 | r->head.syncs++;
    if (shared)
        handle |= 0x80000000u;
    struct sync_object fresh;
    sync_init(&fresh, kind, int_clipped(t->req.arg[1]), int_clipped(t->req.arg[2]));
    fresh.bounded = kind == SYNC_SEMAPHORE && t->req.arg[2] != V_NONE;
    struct sync_handle *h = heap_new(t, T_SYNC, sizeof *h, 0);
    h->o.aux = (uint16_t)kind;
    h->index = handle;
    h->in_region = shared;
    h->a = h->b = h->c = V_NONE;
    *ret = value_of(h);
    if (kind == SYNC_QUEUE && !shared)
        queue_items_new(t, h, (enum queue_order)int_clipped(t->req.arg[4]));
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

enum engine_ret ask_sync_at(struct task *t, value *ret)
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

/* ---- their names ---- */

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
        MEM_GROW(m->sync_names, m->sync_names_n, m->sync_names_cap, 32);
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

/* ---- one operation ---- */

static void apply_off(struct model *m, uint32_t slot, struct sync_object *o)
{
    if (!m->opts->switches_n || !sync_has_switch(o->kind))
        return;
    const struct sync_name *n = sync_name_at(slot);
    const struct model_switch *s = switch_find(m, 'l', n ? n->name : "a lock without a name");
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

void sync_fails(struct task *t, uint8_t error, bool shared)
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
        run_touch_object(running(t), h->a);
    run_touch_object(running(t), t->req.arg[0]);
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

/* ---- asking for it ---- */

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

static bool in_function(const struct task *t, const char *name)
{
    for (const struct frame *f = t->fp; f >= t->frames; f--)
        if (f->code && f->code->flags & CODE_PRELUDE && f->code->name.n == strlen(name) && memcmp(f->code->name.s, name, f->code->name.n) == 0)
            return true;
    return false;
}

/* The frame of the program whose call has led here, if only the method itself is between. */
static const struct frame *calling_frame(struct task *t)
{
    const struct frame *f = program_frame(t);
    return f->code && !(f->code->flags & CODE_PRELUDE) && t->fp - f <= 2 ? f : NULL;
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
            task_park(t, NEXT_SYNC, slot, arg);
            run_limit_wait(r, false, 0);
            r->head.op = (uint8_t)op;
            return ENGINE_PARK;
        }
        the_model->uses_timeouts = true;
        a = SYNC_REFUSED; // nobody else can come: the time passes
        run_sleeps(t, r, t->req.arg[4]);
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

enum engine_ret ask_sync(struct task *t, value *ret)
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
        enum engine_ret waits = task_park(t, NEXT_SYNC, slot, 0);
        r->head.op = (uint8_t)op;
        run_limit_wait(r, false, 0);
        r->stuck = run_is_single(r);
        return waits;
    }
    int32_t arg = moves_item(op) ? 0 : int_clipped(t->req.arg[2]);
    double seconds = 0;
    bool blocking = t->req.arg[3] != V_FALSE;
    bool timed = blocking && t->req.arg[4] != V_NONE && t->req.arg[4] != V_UNBOUND && number_get(t, t->req.arg[4], &seconds);
    if (t->exc != V_UNBOUND)
        return ENGINE_RAISE;
    give_name(t, slot, t->req.arg[0]);
    const struct frame *f = calling_frame(t);
    the_model->slots[slot].own |= f != NULL;
    if (op == SYNC_OP_COND_WAIT && f && !run_is_single(r) && !in_function(t, "wait_for") && !looks_again(f))
        note_single_wait(r, slot, line_of(t));
    if (run_is_single(r))
        return sync_at_once(t, r, slot, op, arg, blocking, timed, ret);
    enum engine_ret e = task_park(t, NEXT_SYNC, slot, arg);
    r->head.op = (uint8_t)op;
    run_limit_wait(r, timed, seconds);
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

enum engine_ret ask_sync_get(struct task *t, value *ret)
{
    struct run *r = running(t);
    const struct sync_handle *h = REF(t->req.arg[0]);
    uint32_t slot = sync_slot(r, h->index);
    int32_t what = int_clipped(t->req.arg[1]);
    bool own = what == 6 || what == 7; // nobody else can change what this says
    if (run_is_single(r) || own) {
        *ret = sync_word(r, run_sync(r, slot), what);
        return ENGINE_DONE;
    }
    give_name(t, slot, t->req.arg[0]);
    return task_park(t, NEXT_GET, slot, what);
}

/* ---- the step ---- */

void sync_begin(struct model *m, struct run *r, struct begin *ret)
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

value sync_get_begin(struct run *r) { return sync_word(r, run_sync(r, r->was.object), r->was.arg); }

void sync_times_out(struct run *r)
{
    struct sync_effect e;
    if (r->was.op == SYNC_OP_BARRIER_WAIT)
        sync_do(r, r->was.object, SYNC_OP_BARRIER_ABORT, 0, true, &e);
    head_woken(&r->head, WOKEN_NAMED, true);
}

enum engine_ret sync_item_resume(struct task *t, struct run *r, bool done, value *ret)
{
    enum sync_op op = (enum sync_op)r->was.op;
    enum engine_ret e = item_moves(t, op, done, ret);
    record_sync(r, t, r->was.object, op, done ? SYNC_DONE : SYNC_REFUSED, *ret);
    return e;
}
