/* Locks and other synchronisation objects of Python programs. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "live/engine.h"
#include "live/pen.h"
#include "vm/str.h"

/* Handles are heap objects: aux is the kind, index the handle of live/, c tells whether it has
 * got its name (V_NONE: not yet; an int: how often it was tried). */

static const char *const type_words[] = {
    [SYNC_LOCK] = "Lock", [SYNC_RLOCK] = "RLock", [SYNC_SEMAPHORE] = "Semaphore", [SYNC_EVENT] = "Event",
    [SYNC_CONDITION] = "Condition", [SYNC_BARRIER] = "Barrier", [SYNC_QUEUE] = "Queue", [SYNC_TASK] = "task",
};

static int32_t small(value v)
{
    int64_t n = 0;
    int_get(v, &n);
    return (int32_t)MAX(MIN(n, (int64_t)INT32_MAX), (int64_t)INT32_MIN);
}

enum engine_ret sync_new_request(struct task *t, value *ret)
{
    enum sync_kind kind;
    bool shared = t->req.arg[3] == V_TRUE;
    if (!is_str(t->req.arg[0]) || !sync_kind_named(str_data(REF(t->req.arg[0])), &kind)) {
        throw(t, EXC_SystemError, "no such synchronisation object");
        return ENGINE_RAISE;
    }
    uint32_t handle = live_sync_new(kind, small(t->req.arg[1]), small(t->req.arg[2]), shared);
    if (!handle) {
        throw(t, EXC_MemoryError, "too many synchronisation objects");
        return ENGINE_RAISE;
    }
    if (kind == SYNC_SEMAPHORE && t->req.arg[2] != V_NONE)
        live_sync_at(handle)->bounded = 1;
    struct sync_handle *h = heap_new(t, T_SYNC, sizeof *h, 0);
    h->o.aux = (uint16_t)kind;
    h->index = handle;
    h->in_region = shared;
    h->a = h->b = h->c = V_NONE;
    *ret = value_of(h);
    if (kind == SYNC_QUEUE && !shared)
        queue_items_new(t, h, (enum queue_order)small(t->req.arg[4]));
    if (is_type(t->req.arg[4], T_SYNC)) { // a condition's lock
        const struct sync_handle *l = REF(t->req.arg[4]);
        h->b = t->req.arg[4];
        live_sync_at(handle)->lock = l->index;
    }
    if (shared)
        h->a = V_INT(live.forks);
    heap_finalizable(t, *ret);
    return ENGINE_DONE;
}

/* A shared object goes with its handle if no other process can have one: none was forked since it was made, and
 * its number was not asked for. */
void sync_finalize(struct vm *vm, value object)
{
    const struct sync_handle *h = REF(object);
    (void)vm;
    if (!h->in_region || slot_get(&h->a) == V_INT(live.forks))
        live_sync_free(h->index);
}

/* The number by which another process may have a handle of it. */
enum engine_ret sync_number_request(struct task *t, value *ret)
{
    struct sync_handle *h = REF(t->req.arg[0]);
    slot_set(&h->a, V_NONE);
    *ret = V_INT(h->index);
    return ENGINE_DONE;
}

enum engine_ret sync_at_request(struct task *t, value *ret)
{
    enum sync_kind kind;
    int64_t number = 0;
    uint32_t handle = int_get(t->req.arg[0], &number) ? live_sync_known((uint32_t)number, &kind) : 0;
    if (!handle) {
        throw(t, EXC_EOFError, "the object is gone");
        return ENGINE_RAISE;
    }
    struct sync_handle *h = heap_new(t, T_SYNC, sizeof *h, 0);
    h->o.aux = (uint16_t)kind;
    h->index = handle;
    h->in_region = true;
    h->a = h->b = h->c = V_NONE;
    *ret = value_of(h);
    return ENGINE_DONE;
}

/* It is not used any more, by nobody. */
enum engine_ret sync_free_request(struct task *t)
{
    struct sync_handle *h = REF(t->req.arg[0]);
    slot_set(&h->a, V_NONE);
    if (h->in_region)
        live_sync_free(h->index);
    return ENGINE_DONE;
}

/* ---- names and switches ---- */

static void apply_switch(uint32_t handle, const char *name)
{
    struct switch_entry e;
    if (engine_find_switch(SWITCH_LOCK, name, &e))
        live_sync_off(handle, !e.on);
}

enum { NAME_TRIES = 3 };

/* The variable that holds it gives it its name, when it is first used. */
static void give_name(struct task *t, value self)
{
    struct sync_handle *h = REF(self);
    value c = slot_get(&h->c);
    int64_t tries = c == V_NONE ? 0 : int_of(c);
    if (tries >= NAME_TRIES)
        return;
    struct buf b = { 0 };
    bool found = value_where(t, self, &b);
    slot_set(&h->c, V_INT(found ? NAME_TRIES : tries + 1));
    if (found) {
        live_sync_name(h->index, type_words[h->o.aux], buf_str(&b));
        apply_switch(h->index, buf_str(&b));
    } else if (tries == 0) {
        live_sync_name(h->index, type_words[h->o.aux], type_words[h->o.aux]);
    }
    buf_finish(&b);
}

void sync_apply_switches(struct task *t)
{
    value *all;
    uint32_t n = heap_finals(t, &all);
    for (uint32_t i = 0; i < n; i++) {
        if (!is_type(all[i], T_SYNC))
            continue;
        const struct sync_handle *h = REF(all[i]);
        uint32_t id = live_sync_id(h->index);
        char name[NAME_BYTES];
        if (id >= live.region.object_max)
            continue;
        region_text_get(&live.region.objects[id].name, name);
        apply_switch(h->index, name);
        live_sync_recover(h->index);
    }
    free(all);
}

/* Names whatever has none yet, so that the prompt can speak of it. */
void sync_name_all(struct task *t)
{
    value *all;
    uint32_t n = heap_finals(t, &all);
    for (uint32_t i = 0; i < n; i++)
        if (is_type(all[i], T_SYNC))
            give_name(t, all[i]);
    free(all);
}

/* ---- operations ---- */

static bool op_arg(struct task *t, enum sync_op *ret)
{
    value op = t->req.arg[1];
    if (is_int(op)) {
        *ret = int_of(op) == LOCK_ACQUIRE ? SYNC_OP_ACQUIRE : SYNC_OP_RELEASE;
        return true;
    }
    for (unsigned i = 0; i < SYNC_OP_COUNT; i++) {
        if (is_str(op) && strcmp(sync_op_table[i].name, str_data(REF(op))) == 0) {
            *ret = (enum sync_op)i;
            return true;
        }
    }
    return false;
}

static enum engine_ret failed(struct task *t, uint8_t error, bool mp)
{
    const struct sync_error_info *e = &sync_error_table[error];
    const char *name = mp && e->mp_exception ? e->mp_exception : e->exception;
    const char *message = mp && e->mp_message ? e->mp_message : e->message;
    value cls = builtin_by_name(t->vm, symbol(t->vm, name, strlen(name)));
    if (cls == V_UNBOUND) { // an exception of the prelude (BrokenBarrierError …): it is told by name
        throw(t, EXC_RuntimeError, "%s", message);
    } else {
        value text = str_lit(t, message);
        t->exc = exception_new(t, cls, tuple_new(t, &text, message[0] ? 1 : 0));
    }
    return ENGINE_RAISE;
}

/* A queue's item moves under the object's guard. */
struct item_move {
    struct task *t;
    value moved; // what came of it
    enum vm_ret ret;
    char text[SHOWN];
};

static void move_item(struct live_call *c)
{
    struct item_move *m = c->ctx;
    struct task *t = m->t;
    struct sync_handle *h = REF(t->req.arg[0]);
    switch (c->op) {
    case SYNC_OP_PUT: m->ret = queue_put(t, h, t->req.arg[2], &m->moved); break;
    case SYNC_OP_GET: m->ret = queue_get(t, h, &m->moved); break;
    default: m->ret = queue_look(t, h, t->req.arg[2] == V_TRUE, &m->moved); return;
    }
    if (m->ret != VM_OK || !log_wants(EV_PUT))
        return;
    c->text = m->text;
    c->text_n = (uint32_t)access_show(t, c->op == SYNC_OP_PUT ? t->req.arg[2] : m->moved, m->text);
}

static bool moves_item(enum sync_op op)
{
    return op == SYNC_OP_PUT || op == SYNC_OP_GET || op == SYNC_OP_QUEUE_LOOK;
}

/* What a queue's operation says: GET gives the item, or back what it was called with. */
static enum engine_ret item_answer(struct task *t, const struct item_move *m, enum sync_op op, bool done, value *ret)
{
    if (done && m->ret != VM_OK)
        return t->exc == V_UNBOUND ? (throw(t, EXC_MemoryError, " "), ENGINE_RAISE) : ENGINE_RAISE;
    *ret = done ? m->moved : op == SYNC_OP_GET ? t->req.arg[2] : V_FALSE;
    return ENGINE_DONE;
}

/* ---- items of queues that processes share: bytes ---- */

/* What waits lets the heap move, so a small item and its text are copied first; a large one is by live_sync(). */
struct item_buffers {
    unsigned char item[ITEM_ROOM];
    char text[ITEM_TEXT];
};

/* How events show the item: sync's last argument is the object that the bytes stand for. */
static uint32_t item_text(struct task *t, char *to)
{
    value v = t->req.arg[5];
    return v == V_UNBOUND ? 0 : (uint32_t)access_show(t, v, to);
}

static bool item_arg(struct task *t, struct live_call *c, struct item_buffers *with)
{
    struct byte_span s;
    if (c->op != SYNC_OP_PUT || !bytes_get(t->req.arg[2], &s) || s.n > INT32_MAX)
        return c->op != SYNC_OP_PUT;
    c->item = s.data;
    if (s.n <= ITEM_SMALL)
        c->item = memcpy(with->item, s.data, s.n);
    c->item_n = (uint32_t)s.n;
    c->arg = (int32_t)s.n;
    if (log_wants(EV_PUT)) {
        c->text = with->text;
        c->text_n = item_text(t, with->text);
    }
    return true;
}

/* What a GET got, as bytes. */
static value item_value(struct task *t, const struct live_call *c)
{
    const struct block *b = c->got_block ? block_at(&live.region, c->got_block) : NULL;
    value v = bytes_new(t, b ? b->data : c->room, c->got_n);
    store_drop();
    return v;
}

static enum engine_ret queue_op_request(struct task *t, struct live_call *c, value *ret)
{
    struct item_buffers with;
    c->room = with.item;
    if (!item_arg(t, c, &with)) {
        throw(t, EXC_TypeError, "an item is bytes of at most 2 GiB");
        return ENGINE_RAISE;
    }
    enum live_end end;
    while ((end = live_sync(c)) == LIVE_INTERRUPTED) {
        enum engine_ret r = engine_left_until(t, c->deadline_ns);
        if (r != ENGINE_DONE) {
            store_drop();
            return r;
        }
    }
    if (end == LIVE_DONE && c->op == SYNC_OP_GET)
        *ret = item_value(t, c);
    else if (end == LIVE_DONE && c->op == SYNC_OP_PUT)
        *ret = V_INT((int32_t)c->depth);
    else
        *ret = c->op == SYNC_OP_GET ? t->req.arg[2] : V_BOOL(end == LIVE_DONE);
    store_drop();
    if (end == LIVE_FAILED)
        return failed(t, c->error, true);
    if (end == LIVE_BROKEN)
        return engine_broken(t);
    return *ret ? ENGINE_DONE : ENGINE_RAISE;
}

bool sync_lock_quickly(struct task *t, const struct sync_handle *lock, unsigned op)
{
    value named = slot_get(&lock->c);
    if (named == V_NONE || UNLIKELY(files_unsettled))
        return false;
    if (UNLIKELY(pen_wants(EV_LOCKED))) {
        if (named != V_INT(NAME_TRIES) || live.region.head->speed_permille != 1000)
            return false;
        engine_mark(t);
    }
    return live_lock_quickly(lock->index, op == LOCK_ACQUIRE ? SYNC_OP_ACQUIRE : SYNC_OP_RELEASE);
}

enum engine_ret sync_op_request(struct task *t, value *ret)
{
    value self = t->req.arg[0];
    struct sync_handle *h = REF(self);
    struct live_call c = { .handle = h->index, .blocking = t->req.arg[3] != V_FALSE };
    struct item_move item = { .t = t };
    bool bad;
    if (!op_arg(t, &c.op)) {
        throw(t, EXC_SystemError, "no such operation on a synchronisation object");
        return ENGINE_RAISE;
    }
    if (moves_item(c.op) && !h->in_region) {
        c.on_done = move_item;
        c.ctx = &item;
    } else {
        c.arg = small(t->req.arg[2]);
    }
    c.deadline_ns = deadline_of(t, t->req.arg[4], &bad);
    if (bad)
        return ENGINE_RAISE;
    bool mp = h->in_region;
    if (log_wants(EV_LOCKED) || atomic_load_explicit(&live.region.head->controlled, memory_order_relaxed)) {
        if (slot_get(&h->c) != V_INT(NAME_TRIES))
            give_name(t, self);
        engine_mark(t);
        slow_motion();
    } else if (slot_get(&h->c) == V_NONE) {
        give_name(t, self); // a switch, or the report of a deadlock, may speak of it
    }
    if (mp && h->o.aux == SYNC_QUEUE)
        return queue_op_request(t, &c, ret);
    enum live_end end;
    while ((end = live_sync(&c)) == LIVE_INTERRUPTED) {
        enum engine_ret r = engine_left_until(t, c.deadline_ns);
        if (r != ENGINE_DONE)
            return r;
    }
    if (end == LIVE_FAILED)
        return failed(t, c.error, mp);
    if (end == LIVE_BROKEN)
        return engine_broken(t);
    if (moves_item(c.op))
        return item_answer(t, &item, c.op, end == LIVE_DONE, ret);
    if (c.op == SYNC_OP_RELEASE || c.op == SYNC_OP_EVENT_SET || c.op == SYNC_OP_EVENT_CLEAR)
        *ret = V_NONE;
    else if (c.op == SYNC_OP_BARRIER_WAIT)
        *ret = V_INT(c.number);
    else
        *ret = V_BOOL(end == LIVE_DONE);
    return ENGINE_DONE;
}

enum engine_ret sync_get_request(struct task *t, value *ret)
{
    const struct sync_handle *h = REF(t->req.arg[0]);
    const struct sync_object *at = live_sync_at(h->index);
    if (!at) {
        throw(t, EXC_EOFError, "the object is gone");
        return ENGINE_RAISE;
    }
    struct sync_object copy = live_sync_image(h->index);
    const struct sync_object *o = h->in_region ? &copy : at;
    switch (int_of(t->req.arg[1])) {
    case 0: *ret = V_INT(__atomic_load_n(&o->owner, __ATOMIC_RELAXED)); break;
    case 1: *ret = V_INT(o->depth); break;
    case 2: *ret = V_INT(__atomic_load_n(&o->value, __ATOMIC_RELAXED)); break;
    case 3: *ret = V_INT(o->unfinished); break;
    case 4: *ret = V_BOOL(o->broken); break;
    case 5: *ret = V_BOOL(__atomic_load_n(&o->owner, __ATOMIC_RELAXED) != NOBODY); break;
    case 6: *ret = V_BOOL(__atomic_load_n(&o->owner, __ATOMIC_RELAXED) == live_me.ref); break;
    case 7: *ret = V_INT(o->bound); break;
    case 8: *ret = V_BOOL(h->in_region); break;
    default: *ret = V_NONE; break;
    }
    return ENGINE_DONE;
}
