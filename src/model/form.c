/* form.c: the canonical form of heap objects and tasks.
 *
 *   a word       ....1 ...10 .100   a value that is no reference, as it is
 *                payload  kkkkk 000 a reference, kind k:
 *   BASE         offset of an object that was there when the heap was frozen (or of a literal or name)
 *   NAMED        a shared object made since, called by its maker's number and a count
 *   NEW          an object only this task can reach: its content follows; BACK: one that was written before
 *   PLAIN        an immutable object: its content follows
 *   NULL         no object
 *
 * Objects that only the task can reach are numbered in the order in which they are first
 * reached from its registers, so neither addresses nor the order of allocation matter.
 * Source of the idea: R. Iosif, Symmetry reductions for model checking of concurrent dynamic
 * software, STTT 6(4), 2004. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "model/forget.h"
#include "model/image.h"
#include "model/pipe.h"
#include "model/liveness.h"
#include "vm/container.h"

enum { W_BASE = 1, W_NAMED, W_NEW, W_BACK, W_PLAIN, W_NULL };
enum { DEEPEST = 200, CLEARED = 2048 }; // CLEARED: registers; more than the calls of a step take

static uint64_t word_of(unsigned kind, uint64_t payload) { return payload << 8 | kind << 3; }
static unsigned kind_of_word(uint64_t w) { return w >> 3 & 31; }
static bool is_ref_word(uint64_t w) { return (w & 7) == 0; }

uint64_t word_object(uint64_t w)
{
    return is_ref_word(w) && (kind_of_word(w) == W_BASE || kind_of_word(w) == W_NAMED) ? w >> 8 : 0;
}

bool is_mutable(const struct obj *o)
{
    switch (o->type) {
    case T_LIST: case T_DICT: case T_SET: case T_DEQUE: case T_BYTEARRAY: case T_CELL: case T_INSTANCE: case T_CLASS:
    case T_GEN: case T_ITER: case T_SYNC: case T_NATIVE: case T_GREENLET:
        return true;
    default:
        return false;
    }
}

/* ---- writing ---- */

static const void *at_in(const struct writer *w, value v) { return w->heap + v; }

static void write_values(struct writer *w, const value *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        write_value(w, v[i]);
}

static void write_bytes(struct writer *w, const void *p, size_t n)
{
    put(w->out, n);
    put_bytes(w->out, p, n);
}

static void write_dict(struct writer *w, value table)
{
    uint32_t at = w->out->n, n = 0;
    put(w->out, 0);
    const struct table *tb = table ? at_in(w, table) : NULL;
    for (uint32_t i = tb ? tb->first : 0; tb && i < tb->used; i++) {
        if (tb->entry[i].key == V_DELETED)
            continue;
        write_value(w, tb->entry[i].key);
        write_value(w, tb->entry[i].val);
        put(w->out, tb->entry[i].hash);
        n++;
    }
    w->out->w[at] = n;
}

static void write_instance(struct writer *w, const struct instance *i)
{
    write_value(w, i->cls);
    write_value(w, i->payload);
    put(w->out, i->id);
    put(w->out, i->shape);
    if (i->o.flags & F_DICTMODE) {
        const struct dict *d = i->more ? at_in(w, i->more) : NULL;
        write_dict(w, d ? d->table : 0);
        return;
    }
    uint32_t n = shape_at(the_model->vm, i->shape)->count;
    const struct array *more = i->more ? at_in(w, i->more) : NULL;
    put(w->out, n);
    for (uint32_t k = 0; k < n; k++)
        write_value(w, k < i->o.n ? i->item[k] : more && k - i->o.n < more->o.n ? more->item[k - i->o.n] : V_UNBOUND);
}

static void write_registers(struct writer *w, const struct code *code, uint32_t pc, const value *reg, uint32_t n, bool returning, uint32_t result)
{
    const struct liveness *l = liveness_of(code);
    bool keeps = the_model->ends_owned && w->heap == heap_base;
    for (uint32_t i = 0; i < n; i++) {
        if (liveness_live(l, pc, i, returning, result) || (UNLIKELY(keeps) && i < code->nlocals && leads_to_end(reg[i])))
            write_value(w, reg[i]);
        else
            put(w->out, V_UNBOUND);
    }
}

static void write_gen(struct writer *w, const struct gen *g)
{
    put(w->out, (uint64_t)(uintptr_t)g->code);
    uint32_t pc = (uint32_t)((const struct instr *)g->pc - g->code->instrs);
    put(w->out, pc);
    put(w->out, g->id);
    write_values(w, &g->func, 3);
    bool dead = g->o.aux == GEN_DONE || g->o.aux == GEN_RUNNING; // its registers are on a stack, or nowhere
    put(w->out, dead ? 0 : g->o.n);
    if (!dead)
        write_registers(w, g->code, pc, g->reg, g->o.n, true, NO_RESULT);
}

static void write_greenlet(struct writer *w, const struct greenlet *g);

void write_content(struct writer *w, const struct obj *o)
{
    put(w->out, (uint64_t)o->type | (uint64_t)(o->flags & F_DICTMODE) << 8 | (uint64_t)o->aux << 16 | (uint64_t)o->n << 32);
    switch (o->type) {
    case T_FLOAT: { uint64_t d; memcpy(&d, &((const struct float_obj *)o)->d, 8); put(w->out, d); break; }
    case T_BIGINT: write_bytes(w, ((const struct bigint *)o)->limb, 4 * (size_t)o->n); break;
    case T_STR: {
        const struct str *s = (const struct str *)o;
        w->out->w[w->out->n - 1] &= ~((uint64_t)STR_BUFFERED << 16);
        const char *text = o->aux & STR_BUFFERED ? ((const struct strbuf *)at_in(w, s->buf))->bytes : s->bytes;
        put(w->out, s->chars);
        write_bytes(w, text, o->n);
        break;
    }
    case T_BYTES: write_bytes(w, ((const struct bytes *)o)->data, o->n); break;
    case T_BYTEARRAY: {
        const struct bytearray *b = (const struct bytearray *)o;
        write_bytes(w, b->data ? ((const struct bytes *)at_in(w, b->data))->data : NULL, b->data ? b->len : 0);
        break;
    }
    case T_LIST: {
        const struct list_obj *l = (const struct list_obj *)o;
        put(w->out, l->len);
        if (l->len)
            write_values(w, ((const struct array *)at_in(w, l->items))->item, l->len);
        break;
    }
    case T_TUPLE: write_values(w, ((const struct tuple *)o)->item, o->n); break;
    case T_DICT: case T_SET: case T_FROZENSET: write_dict(w, ((const struct dict *)o)->table); break;
    case T_RANGE: case T_SLICE: write_values(w, &((const struct range *)o)->start, 3); break;
    case T_CELL: write_value(w, ((const struct cell *)o)->v); break;
    case T_FUNC:
        put(w->out, (uint64_t)(uintptr_t)((const struct func *)o)->code);
        write_values(w, &((const struct func *)o)->defaults, 7);
        break;
    case T_METHOD: case T_SUPER: write_values(w, &((const struct method *)o)->func, 2); break;
    case T_PROPERTY: write_values(w, &((const struct descr *)o)->get, 4); break;
    case T_INSTANCE: write_instance(w, (const struct instance *)o); break;
    case T_CLASS: {
        const struct class *c = (const struct class *)o;
        put(w->out, (uint64_t)c->id << 32 | c->native);
        put(w->out, (uint64_t)c->flags << 32 | c->shape);
        write_values(w, &c->name, 4);
        write_value(w, c->module);
        write_dict(w, ((const struct dict *)at_in(w, c->dict))->table);
        break;
    }
    case T_GEN: write_gen(w, (const struct gen *)o); break;
    case T_ITER: {
        const struct iter *i = (const struct iter *)o;
        write_value(w, i->source);
        put(w->out, (uint64_t)i->at);
        put(w->out, (uint64_t)i->stop);
        put(w->out, (uint64_t)i->step);
        write_value(w, i->more);
        break;
    }
    case T_DICTVIEW: write_value(w, ((const struct dictview *)o)->dict); break;
    case T_DEQUE: {
        const struct deque *d = (const struct deque *)o;
        const struct array *ring = d->items ? at_in(w, d->items) : NULL;
        put(w->out, (uint64_t)d->maxlen);
        put(w->out, d->len);
        for (uint64_t i = 0; i < d->len; i++)
            write_value(w, ring->item[(d->head + i) % ring->o.n]);
        break;
    }
    case T_SYNC: {
        const struct sync_handle *h = (const struct sync_handle *)o;
        put(w->out, (uint64_t)h->in_region << 32 | h->index);
        write_value(w, h->a);
        write_value(w, h->b);
        break;
    }
    case T_NATIVE:
        for (unsigned i = 0; i < 4; i++)
            put(w->out, ((const struct native *)o)->word[i]);
        write_values(w, &((const struct native *)o)->a, 2);
        break;
    case T_TRACEBACK: {
        const struct trace_back *b = (const struct trace_back *)o;
        put(w->out, b->len);
        for (uint32_t i = 0; i < b->len; i++) {
            put(w->out, (uint64_t)(uintptr_t)b->at[i].code);
            put(w->out, b->at[i].line);
        }
        break;
    }
    case T_GREENLET: write_greenlet(w, (const struct greenlet *)o); break;
    default: limit_reached(_("a value of an unknown kind in a program's state")); break;
    }
}

static bool seen_before(struct writer *w, value v, uint32_t *ret)
{
    for (uint32_t i = 0; i < w->seen_n; i++) {
        if (w->seen[i].v == v) {
            *ret = w->seen[i].number;
            return true;
        }
    }
    MEM_GROW(w->seen, w->seen_n, w->seen_cap, 16);
    *ret = w->seen_n;
    w->seen[w->seen_n] = (struct seen){ v, w->seen_n };
    w->seen_n++;
    return false;
}

static void note_private(struct writer *w, value v)
{
    for (uint32_t i = 0; i < w->private_n; i++)
        if (w->private[i] == v)
            return;
    MEM_GROW(w->private, w->private_n, w->private_cap, 16);
    w->private[w->private_n++] = v;
}

void write_value(struct writer *w, value v)
{
    if (!is_ref(v)) {
        put(w->out, v);
        return;
    }
    if (v == 0) {
        put(w->out, word_of(W_NULL, 0));
        return;
    }
    const struct obj *o = at_in(w, v);
    if (v < the_model->frozen_end || o->flags & F_PERM) {
        put(w->out, word_of(W_BASE, v));
        if (w->local && !(o->flags & (F_PERM | F_SHARED)))
            note_private(w, v);
        return;
    }
    if (w->depth >= DEEPEST) {
        limit_reached(_("values nested more than %d deep"), DEEPEST);
        put(w->out, V_NONE);
        return;
    }
    w->depth++;
    if (!is_mutable(o)) {
        put(w->out, word_of(W_PLAIN, 0));
        write_content(w, o);
    } else if (!w->local || o->flags & F_SHARED) {
        put(w->out, word_of(W_NAMED, object_name(w, v)));
    } else {
        uint32_t number;
        if (seen_before(w, v, &number)) {
            put(w->out, word_of(W_BACK, number));
        } else {
            put(w->out, word_of(W_NEW, number));
            write_content(w, o);
        }
    }
    w->depth--;
}

/* The register of its caller that a frame is going to write when it returns: until then there is anything in it,
 * also what has long been gone. */
static uint32_t result_of(const struct frame *callee)
{
    bool moves = callee->mode == RET_MOVE || callee->mode == RET_WATCHED || callee->mode == RET_NOT || callee->mode == RET_INIT;
    return moves ? callee->dest : NO_RESULT;
}

/* called: the top frame, too, waits for what it has called. */
static void write_frame(struct writer *w, const value *stack, const struct frame *f, const struct frame *last, bool called)
{
    put(w->out, (uint64_t)(uintptr_t)f->code);
    uint32_t pc = f->code ? (uint32_t)(f->pc - f->code->instrs) : 0;
    put(w->out, pc | (uint64_t)(f->base - stack) << 32);
    put(w->out, (uint64_t)f->dest | (uint64_t)f->mode << 16 | (uint64_t)f->flags << 24);
    write_value(w, f->func);
    write_value(w, f->gen);
    write_value(w, f->extra);
    uint32_t n = f->code ? f->code->nregs : 0;
    if (f < last && f[1].base < f->base + n)
        n = (uint32_t)(f[1].base - f->base); // what is above is the callee's window
    put(w->out, n);
    if (n)
        write_registers(w, f->code, pc, f->base, n, f < last || called, f < last ? result_of(&f[1]) : NO_RESULT);
}

static void write_frames(struct writer *w, const struct frame *frames, const struct frame *last, const value *stack, bool called)
{
    put(w->out, (uint64_t)(last - frames) + 1);
    for (const struct frame *f = frames; f <= last; f++)
        write_frame(w, stack, f, last, called);
}

static void write_greenlet(struct writer *w, const struct greenlet *g)
{
    write_value(w, g->body);
    write_value(w, g->object);
    put(w->out, g->dest);
    if (g->o.aux == GREENLET_ALIVE) // the one that runs has its stack in the task
        write_frames(w, g->frames, g->fp, g->stack, true);
}

/* Frozen objects that nobody else can reach are the task's own, also when it has changed them. */
static void write_private(struct writer *w)
{
    for (uint32_t i = 0; i < w->private_n; i++) { // grows on the way
        value v = w->private[i];
        const struct obj *o = at_in(w, v);
        if (private_changed(v)) {
            put(w->out, word_of(W_BASE, v));
            write_content(w, o);
        } else {
            uint32_t n = w->out->n; // only to go on to what it reaches
            write_content(w, o);
            w->out->n = n;
        }
    }
    put(w->out, word_of(W_NULL, 0));
}

void write_task(struct writer *w, const struct task *t)
{
    write_frames(w, t->frames, t->fp, t->stack, t->req.kind != REQ_NONE);
    write_value(w, t->thread);
    write_value(w, t->greenlet);
    write_value(w, t->exc);
    write_value(w, t->gen_value);
    put(w->out, t->req.kind | (uint64_t)t->pending << 32);
    if (t->req.kind != REQ_NONE)
        write_values(w, t->req.arg, REQUEST_ARGS);
    write_private(w);
}

/* ---- reading ---- */

static uint64_t take(struct reader *r) { return *r->w++; }

static void read_bytes(struct reader *r, void *to, size_t n)
{
    for (size_t i = 0; i < n; i += 8) {
        uint64_t word = take(r);
        memcpy((char *)to + i, &word, MIN(n - i, (size_t)8));
    }
}

static void read_values(struct reader *r, value *to, size_t n)
{
    for (size_t i = 0; i < n; i++)
        slot_set(&to[i], read_value(r));
}

/* A list's items, a deque's: an array of its own, also where the frozen one would do. */
static value read_items(struct reader *r, size_t n)
{
    if (!n)
        return 0;
    struct array *a = array_new(the_model->task, n);
    a->o.flags |= F_SHARED;
    read_values(r, a->item, n);
    return value_of(a);
}

static void read_dict(struct reader *r, struct dict *d)
{
    uint32_t n = (uint32_t)take(r);
    d->count = 0;
    d->table = 0;
    if (!n)
        return;
    struct entry few[16], *all = n <= ARRAY_LEN(few) ? few : mem_alloc(n * sizeof *all);
    for (uint32_t i = 0; i < n; i++) {
        all[i].key = read_value(r);
        all[i].val = read_value(r);
        all[i].hash = take(r);
    }
    dict_fill(the_model->task, d, all, n);
    obj_of(d->table)->flags |= F_SHARED;
    if (all != few)
        free(all);
}

static void read_instance(struct reader *r, struct instance *i, bool dict_mode)
{
    i->cls = read_value(r);
    i->payload = read_value(r);
    i->id = take(r);
    i->shape = (uint32_t)take(r);
    i->cls_id = i->cls && is_type(i->cls, T_CLASS) ? ((struct class *)REF(i->cls))->id : i->cls_id;
    if (dict_mode) {
        i->o.flags |= F_DICTMODE;
        struct dict *d = REF(dict_new(the_model->task));
        d->o.flags |= F_SHARED;
        read_dict(r, d);
        i->more = value_of(d);
        for (uint32_t k = 0; k < i->o.n; k++)
            i->item[k] = V_UNBOUND; // what it had at the freeze
        return;
    }
    i->o.flags &= (uint8_t)~F_DICTMODE;
    uint32_t n = (uint32_t)take(r), here = MIN(n, i->o.n);
    read_values(r, i->item, here);
    for (uint32_t k = here; k < i->o.n; k++)
        i->item[k] = V_UNBOUND;
    i->more = read_items(r, n - here);
}

/* Objects of one size keep the number that id() gave them where others have their length. */
static bool is_sized_by_n(const struct obj *o)
{
    switch (o->type) {
    case T_BIGINT: case T_STR: case T_BYTES: case T_TUPLE: case T_INSTANCE: case T_TRACEBACK: case T_GEN: return true;
    default: return false;
    }
}

/* Where frames and registers are: a task's, or a greenlet's. */
struct stack_place { struct frame *frames, *fp, *frames_end; value *stack, *stack_end; };

enum { ROOM = 512 }; // registers above what the frames have

static void read_frame(struct reader *r, struct stack_place *p, struct frame *f)
{
    f->code = (const struct code *)(uintptr_t)take(r);
    uint64_t place = take(r), how = take(r);
    f->pc = f->code ? f->code->instrs + (uint32_t)place : NULL;
    size_t base = place >> 32, need = base + (f->code ? f->code->nregs : 0) + ROOM;
    if ((size_t)(p->stack_end - p->stack) < need) {
        const value *old = p->stack;
        size_t n = (size_t)(p->stack_end - p->stack);
        p->stack = mem_resize(p->stack, need * 2, sizeof *p->stack);
        p->stack_end = p->stack + need * 2;
        memset(p->stack + n, 0, (need * 2 - n) * sizeof *p->stack);
        for (struct frame *g = p->frames; g < f; g++)
            g->base = p->stack + (g->base - old);
    }
    f->base = p->stack + base;
    f->globals = f->code ? the_model->vm->modules[f->code->module]->slots : NULL;
    f->dest = (uint16_t)how;
    f->mode = (uint8_t)(how >> 16);
    f->flags = (uint8_t)(how >> 24);
    f->func = read_value(r);
    f->gen = read_value(r);
    f->extra = read_value(r);
    uint32_t n = (uint32_t)take(r);
    read_values(r, f->base, n);
}

static void read_frames(struct reader *r, struct stack_place *p)
{
    size_t frames = take(r), n = (size_t)(p->frames_end - p->frames);
    if (n < frames + 4) {
        n = frames * 2 + 8;
        p->frames = mem_resize(p->frames, n, sizeof *p->frames);
        p->frames_end = p->frames + n;
    }
    for (size_t i = 0; i < frames; i++)
        read_frame(r, p, &p->frames[i]);
    p->fp = p->frames + frames - 1;
}

static void read_greenlet(struct reader *r, struct greenlet *g)
{
    greenlet_finalize(g);
    g->body = read_value(r);
    g->object = read_value(r);
    g->dest = take(r);
    if (g->o.aux != GREENLET_ALIVE)
        return;
    struct stack_place p = { 0 };
    read_frames(r, &p);
    g->frames = p.frames;
    g->fp = p.fp;
    g->frames_end = p.frames_end;
    g->stack = p.stack;
    g->stack_end = p.stack_end;
}

void read_content(struct reader *r, struct obj *o)
{
    uint64_t head = take(r);
    o->aux = (uint16_t)(head >> 16);
    if (!is_sized_by_n(o))
        o->n = (uint32_t)(head >> 32);
    switch (o->type) {
    case T_FLOAT: { uint64_t d = take(r); memcpy(&((struct float_obj *)o)->d, &d, 8); break; }
    case T_BIGINT: take(r); read_bytes(r, ((struct bigint *)o)->limb, 4 * (size_t)o->n); break;
    case T_STR:
        ((struct str *)o)->chars = (uint32_t)take(r);
        take(r);
        read_bytes(r, ((struct str *)o)->bytes, o->n);
        break;
    case T_BYTES: take(r); read_bytes(r, ((struct bytes *)o)->data, o->n); break;
    case T_BYTEARRAY: {
        struct bytearray *b = (struct bytearray *)o;
        b->len = take(r);
        b->data = 0;
        if (b->len) {
            struct bytes *d = heap_new(the_model->task, T_BYTES, sizeof *d + b->len, (uint32_t)b->len);
            read_bytes(r, d->data, b->len);
            b->data = value_of(d);
        }
        break;
    }
    case T_LIST: {
        struct list_obj *l = (struct list_obj *)o;
        uint64_t n = take(r);
        l->items = read_items(r, n);
        l->len = n;
        break;
    }
    case T_TUPLE: read_values(r, ((struct tuple *)o)->item, o->n); break;
    case T_DICT: case T_SET: case T_FROZENSET: read_dict(r, (struct dict *)o); break;
    case T_RANGE: case T_SLICE: read_values(r, &((struct range *)o)->start, 3); break;
    case T_CELL: ((struct cell *)o)->v = read_value(r); break;
    case T_FUNC:
        ((struct func *)o)->code = (const struct code *)(uintptr_t)take(r);
        read_values(r, &((struct func *)o)->defaults, 7);
        break;
    case T_METHOD: case T_SUPER: read_values(r, &((struct method *)o)->func, 2); break;
    case T_PROPERTY: read_values(r, &((struct descr *)o)->get, 4); break;
    case T_INSTANCE: read_instance(r, (struct instance *)o, (head >> 8 & F_DICTMODE) != 0); break;
    case T_CLASS: {
        struct class *c = (struct class *)o;
        uint64_t ids = take(r), flags = take(r);
        c->id = (uint32_t)(ids >> 32);
        c->native = (uint16_t)ids;
        c->flags = (uint32_t)(flags >> 32);
        c->shape = (uint32_t)flags;
        read_values(r, &c->name, 4);
        c->module = read_value(r);
        if (!c->dict)
            c->dict = dict_new(the_model->task);
        read_dict(r, REF(c->dict));
        break;
    }
    case T_GEN: {
        struct gen *g = (struct gen *)o;
        g->code = (const struct code *)(uintptr_t)take(r);
        g->pc = g->code->instrs + take(r);
        g->id = take(r);
        read_values(r, &g->func, 3);
        uint32_t n = (uint32_t)take(r);
        read_values(r, g->reg, n);
        break;
    }
    case T_ITER: {
        struct iter *i = (struct iter *)o;
        i->source = read_value(r);
        i->at = (int64_t)take(r);
        i->stop = (int64_t)take(r);
        i->step = (int64_t)take(r);
        i->more = read_value(r);
        break;
    }
    case T_DICTVIEW: ((struct dictview *)o)->dict = read_value(r); break;
    case T_DEQUE: {
        struct deque *d = (struct deque *)o;
        d->maxlen = (int64_t)take(r);
        uint64_t n = take(r);
        d->head = 0;
        d->items = read_items(r, n);
        d->len = n;
        break;
    }
    case T_SYNC: {
        struct sync_handle *h = (struct sync_handle *)o;
        uint64_t word = take(r);
        h->index = (uint32_t)word;
        h->in_region = (uint32_t)(word >> 32);
        h->a = read_value(r);
        h->b = read_value(r);
        h->c = V_NONE;
        break;
    }
    case T_NATIVE:
        for (unsigned i = 0; i < 4; i++)
            ((struct native *)o)->word[i] = take(r);
        read_values(r, &((struct native *)o)->a, 2);
        break;
    case T_TRACEBACK: {
        struct trace_back *b = (struct trace_back *)o;
        b->len = (uint32_t)take(r);
        for (uint32_t i = 0; i < b->len; i++) {
            b->at[i].code = (const struct code *)(uintptr_t)take(r);
            b->at[i].line = take(r);
        }
        break;
    }
    case T_GREENLET: read_greenlet(r, (struct greenlet *)o); break;
    default: break;
    }
}

static size_t shell_bytes(enum type_id type, uint32_t n)
{
    struct obj like = { .type = (uint8_t)type, .n = n };
    return type == T_STR ? ALIGN_UP(MAX(sizeof(struct str), offsetof(struct str, bytes) + n + 1), 8) : heap_obj_size(&like);
}

/* How many attributes an instance has is after its class, payload, id and shape; a payload may be
 * long, so its shell is made for the shape, which the registry of shapes knows. */
static uint32_t instance_room(const uint64_t *content)
{
    return (uint32_t)(content[0] >> 32); // as it was made: what does not fit goes to `more`
}

value read_shell(const uint64_t *content)
{
    enum type_id type = (enum type_id)(content[0] & 255);
    uint32_t n = type == T_INSTANCE ? instance_room(content) : (uint32_t)(content[0] >> 32);
    struct obj *o = heap_new(the_model->task, type, shell_bytes(type, n), n);
    o->aux = (uint16_t)(content[0] >> 16);
    if (type == T_NATIVE && o->aux == NATIVE_FILE)
        files_note(value_of(o));
    if (type == T_GREENLET)
        heap_finalizable(the_model->task, value_of(o)); // its stack is to be freed
    return value_of(o);
}

static void remember(struct reader *r, value v)
{
    MEM_GROW(r->made, r->made_n, r->made_cap, 16);
    r->made[r->made_n++] = v;
}

value read_value(struct reader *r)
{
    uint64_t w = take(r);
    if (!is_ref_word(w))
        return w;
    switch (kind_of_word(w)) {
    case W_BASE: return w >> 8;
    case W_NAMED: return named_object(r->process, w >> 8);
    case W_BACK: return r->made[w >> 8];
    case W_NEW: case W_PLAIN: {
        value v = read_shell(r->w);
        if (kind_of_word(w) == W_NEW)
            remember(r, v);
        read_content(r, REF(v));
        return v;
    }
    default: return 0;
    }
}

/* What another task has left in the registers that calls from here will use: some count as live before they are
 * written, since a handler may read them. */
static void clear_above(struct task *t)
{
    value *from = t->fp->base + (t->fp->code ? t->fp->code->nregs : 0), *to = MIN(t->stack_end, from + CLEARED);
    while (from < to)
        *from++ = V_UNBOUND;
}

void read_task(struct reader *r, struct task *t)
{
    struct stack_place p = { t->frames, t->fp, t->frames_end, t->stack, t->stack_end };
    read_frames(r, &p);
    t->frames = p.frames;
    t->fp = p.fp;
    t->frames_end = p.frames_end;
    t->stack = p.stack;
    t->stack_end = p.stack_end;
    clear_above(t);
    t->thread = read_value(r);
    t->greenlet = read_value(r);
    t->exc = read_value(r);
    t->gen_value = read_value(r);
    uint64_t req = take(r);
    t->req.kind = (enum request_kind)(uint32_t)req;
    t->pending = (uint32_t)(req >> 32);
    if (t->req.kind != REQ_NONE)
        read_values(r, t->req.arg, REQUEST_ARGS);
    t->result = V_UNBOUND;
    t->native_depth = 0;
    for (;;) {
        uint64_t w = take(r);
        if (kind_of_word(w) == W_NULL)
            break;
        read_content(r, REF(w >> 8));
    }
}

/* ---- stacks of greenlets: one run may use those of the freeze up, so it gets copies ---- */

void greenlets_copy(const value *all, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        struct greenlet *g = REF(all[i]);
        if (g->o.aux != GREENLET_ALIVE)
            continue;
        size_t frames = (size_t)((struct frame *)g->frames_end - (struct frame *)g->frames);
        size_t at = (size_t)((struct frame *)g->fp - (struct frame *)g->frames), regs = (size_t)(g->stack_end - g->stack);
        struct frame *f = memcpy(mem_alloc(frames * sizeof *f), g->frames, frames * sizeof *f);
        value *stack = memcpy(mem_alloc(regs * sizeof *stack), g->stack, regs * sizeof *stack);
        for (size_t k = 0; k <= at; k++)
            f[k].base = stack + (f[k].base - g->stack);
        g->frames = f;
        g->fp = f + at;
        g->frames_end = f + frames;
        g->stack = stack;
        g->stack_end = stack + regs;
    }
}

void greenlets_free(const value *all, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (is_type(all[i], T_GREENLET))
            greenlet_finalize(REF(all[i]));
}
