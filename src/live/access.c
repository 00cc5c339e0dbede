/* Shared variables: telling what is read and written, and what it is called. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/text.h"
#include "live/engine.h"
#include "live/pen.h"
#include "vm/container.h"
#include "vm/str.h"

/* Object ids of variables, attributes and containers of this process; by what they are. */
static struct {
    pthread_mutex_t guard;
    struct known { uint64_t key; uint32_t id; } *at;
    uint32_t n, size;
} known = { .guard = PTHREAD_MUTEX_INITIALIZER };

/* What this thread has asked for lately: an id never changes. */
static __thread struct known recent[16];

void access_forget(void)
{
    memset(recent, 0, sizeof recent);
    if (!known.at)
        return;
    pthread_mutex_init(&known.guard, NULL);
    free(known.at);
    known.at = NULL;
    known.n = known.size = 0;
}

static struct known *probe(uint64_t key)
{
    uint32_t i = (uint32_t)hash_mix(key) & (known.size - 1);
    while (known.at[i].key && known.at[i].key != key)
        i = (i + 1) & (known.size - 1);
    return &known.at[i];
}

static void grow(void)
{
    struct known *old = known.at;
    uint32_t size = known.size;
    known.size = size ? size * 2 : 64;
    known.at = mem_zalloc(known.size, sizeof *known.at);
    for (uint32_t i = 0; i < size; i++)
        if (old[i].key)
            *probe(old[i].key) = old[i];
    free(old);
}

static uint64_t key_of(struct task *t, const struct access *a)
{
    if (a->global)
        return (payload_of(a->object) << 32 | (uint64_t)int_of(a->key)) << 2 | 1;
    uint64_t id = object_id(t, a->object);
    return hash_mix(id << 24 ^ (access_is_attribute(a) ? a->key : 0)) << 2 | 2;
}

static struct known *recent_at(uint64_t key)
{
    return &recent[(key >> 2) % ARRAY_LEN(recent)];
}

static NOINLINE uint32_t id_for_all(struct task *t, const struct access *a, uint64_t key)
{
    pthread_mutex_lock(&known.guard);
    if (known.n * 2 >= known.size)
        grow();
    uint32_t id = probe(key)->id;
    pthread_mutex_unlock(&known.guard);
    if (id)
        return id;
    struct buf name = { 0 };
    access_name(t, a, &name);
    const char *type = a->global ? "variable" : access_is_attribute(a) ? "attribute" : type_name(t, a->object);
    pthread_mutex_lock(&known.guard);
    struct known *k = probe(key);
    if (!k->key) {
        *k = (struct known){ key, live_object_new(type, buf_str(&name), false) };
        known.n++;
    }
    id = k->id;
    pthread_mutex_unlock(&known.guard);
    buf_finish(&name);
    return id;
}

static uint32_t id_of(struct task *t, const struct access *a)
{
    uint64_t key = key_of(t, a);
    struct known *k = recent_at(key);
    if (UNLIKELY(k->key != key))
        *k = (struct known){ key, id_for_all(t, a, key) };
    return k->id;
}

/* Simple values as they are, others by their type and size: nothing here may take another
 * object's lock. */
size_t access_show(struct task *t, value v, char *to)
{
    struct buf b = { 0 };
    if (is_int(v))
        return int64_text(to, int_of(v));
    if (is_flonum(v) || is_special(v) || is_str(v)) {
        if (value_repr(t, v, &b) != VM_OK)
            t->exc = V_UNBOUND;
    } else if (is_type(v, T_LIST)) {
        buf_addf(&b, "[%llu item%s]", (unsigned long long)((struct list_obj *)REF(v))->len,
                 ((struct list_obj *)REF(v))->len == 1 ? "" : "s");
    } else if (is_type(v, T_DICT) || is_type(v, T_SET)) {
        buf_addf(&b, "{%llu item%s}", (unsigned long long)((struct dict *)REF(v))->count,
                 ((struct dict *)REF(v))->count == 1 ? "" : "s");
    } else {
        buf_addf(&b, "<%s>", type_name(t, v));
    }
    size_t n = MIN(b.n, (size_t)SHOWN);
    while (n && n < b.n && ((unsigned char)b.text[n] & 0xc0) == 0x80)
        n--; // not in the middle of a character
    if (n)
        memcpy(to, b.text, n);
    buf_finish(&b);
    return n;
}

/* Between prepare and end, on one thread. */
static __thread struct {
    bool logs;
    enum event_kind kind;
    uint32_t id;
    char text[SHOWN * 2 + 40];
    size_t n;
} now;

void slow_motion(void)
{
    uint32_t speed = atomic_load_explicit(&live.region.head->speed_permille, memory_order_relaxed);
    if (LIKELY(speed >= 1000 || !speed))
        return;
    if (gate_grants(&live.region))
        return; // there the turns come slowly
    // at speed 0.01 a step takes a second
    live_sleep(wait_clock_ns() + 10000000ull * 1000 / speed);
}

static const uint8_t event_of[] = { [ACCESS_READ] = EV_READ, [ACCESS_WRITE] = EV_WRITE, [ACCESS_CALL] = EV_CALL };

static void describe_call(struct task *t, const struct access *a)
{
    now.n = 0;
    if (is_sort(a->key, SORT_BUILTIN)) {
        const char *name = builtin_table[payload_of(a->key)].name;
        if (strcmp(name, "_getitem") == 0 || strcmp(name, "_setitem") == 0 || strcmp(name, "_delitem") == 0) {
            now.text[now.n++] = '[';
            now.n += access_show(t, a->val, now.text + now.n);
            now.text[now.n++] = ']';
            return;
        }
        now.n = (size_t)snprintf(now.text, 40, "%s(", name);
        if (a->val != V_UNBOUND)
            now.n += access_show(t, a->val, now.text + now.n);
        now.text[now.n++] = ')';
    }
}

/* What this task calls it: the name that the object has in the log may be another task's. */
static int64_t alias_of(struct task *t, const struct access *a)
{
    struct buf name = { 0 };
    access_name(t, a, &name);
    int64_t alias = name_alias(buf_str(&name), name.n);
    buf_finish(&name);
    return alias;
}

enum engine_ret access_prepare(struct task *t, const struct access *a)
{
    enum event_kind kind = event_of[a->kind];
    if (UNLIKELY(atomic_load_explicit(t->attention, memory_order_relaxed) & VM_ATTEND_TURN) && !t->had_turn)
        return ENGINE_PARK; // see engine_run()
    t->had_turn = false;
    bool controlled = atomic_load_explicit(&live.region.head->controlled, memory_order_relaxed);
    bool step = !t->vm->every_step || !a->once; // R1; that is told only for the schedule's sake
    now.logs = step && pen_wants(kind);
    if (LIKELY(!now.logs && !controlled))
        return ENGINE_DONE;
    engine_mark(t);
    now.kind = kind;
    now.id = id_of(t, a);
    if (UNLIKELY(controlled))
        gate_wait(kind, now.id, alias_of(t, a)); // if it is left, the safe point that follows does what was asked
    slow_motion();
    if (a->kind == ACCESS_CALL)
        describe_call(t, a);
    else if (a->kind == ACCESS_WRITE && !is_int(a->val))
        now.n = access_show(t, a->val, now.text);
    else
        now.n = 0;
    now.logs = step && pen_prepare(&live_me.pen, kind, 1 + pen_records(sizeof now.text));
    return ENGINE_DONE;
}

void access_begin(struct task *t, const struct access *a)
{
    (void)t;
    (void)a;
    if (now.logs)
        live_me.pen.open = pen_begin(&live_me.pen, now.kind, now.id, 0);
}

void access_end(struct task *t, const struct access *a, value seen)
{
    value v = a->kind == ACCESS_READ ? seen : a->val;
    if (!now.logs)
        return;
    if (LIKELY(a->kind != ACCESS_CALL && is_int(v))) {
        pen_commit(&live_me.pen, int_of(v), LOG_NUMBER);
        return;
    }
    if (a->kind == ACCESS_READ && seen != V_UNBOUND)
        now.n = access_show(t, seen, now.text);
    log_commit(0, now.text, now.n);
}

/* ---- the quick way ---- */

/* A recorded run that is free and at full speed, and nobody asks for a turn. */
static inline bool goes_without_asking(const struct task *t, const struct access *a, enum event_kind kind)
{
    const struct region_head *h = live.region.head;
    return !(atomic_load_explicit(t->attention, memory_order_relaxed) & VM_ATTEND_TURN) &&
           !atomic_load_explicit(&h->controlled, memory_order_relaxed) &&
           atomic_load_explicit(&h->speed_permille, memory_order_relaxed) == 1000 &&
           pen_wants(kind) && !(a->once && t->vm->every_step);
}

/* What programs that learners race do most: a variable that holds a small integer. */
bool access_quickly(struct task *t, const struct access *a, struct obj *guard, value *slot, value *seen)
{
    struct log_pen *p = &live_me.pen;
    bool writes = a->kind == ACCESS_WRITE;
    enum event_kind kind = writes ? EV_WRITE : EV_READ;
    if (!goes_without_asking(t, a, kind) || (writes && !is_int(a->val)))
        return false;
    t->had_turn = false;
    uint64_t time = pen_time(p);
    engine_mark(t);
    uint32_t id = id_of(t, a);
    pen_get_ready(p, 1);
    obj_lock(guard);
    *seen = writes ? a->val : slot_get(slot);
    bool goes = is_int(*seen);
    if (goes) {
        struct log_record *rec = pen_begin_at(p, kind, id, int_of(*seen), time);
        if (writes)
            slot_set(slot, *seen);
        pen_publish(p, rec, 1, LOG_NUMBER);
    }
    obj_unlock(guard);
    return goes;
}
