/* world.c: slots and columns, the frozen heap, and one run of one task.
 *
 *   state ids ──► contents are written into the frozen heap ──► the VM runs one task ──► what differs
 *                 (world_enter)                                                        from the frozen
 *                                                                                      heap is written
 *   the heap is put back ◄── comps, columns, an effect ◄───────────────────────────────  as words
 *
 * What has changed is found by comparing the heap with a copy of it, page by page: nothing that a
 * builtin of the VM may do to an object can be overlooked. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "model/engine.h"
#include "model/life.h"
#include "model/pipe.h"
#include "model/liveness.h"
#include "vm/container.h"

struct model *the_model;

void limit_reached(const char *fmt, ...)
{
    va_list ap;
    if (the_model->limit[0])
        return;
    va_start(ap, fmt);
    vsnprintf(the_model->limit, sizeof the_model->limit, fmt, ap);
    va_end(ap);
}

/* ---- slots ---- */

static uint64_t slot_hash(enum slot_kind kind, uint8_t process, uint64_t oid)
{
    return hash_mix(oid * 64 + kind * 8191 + (uint64_t)process * 0x9e3779b9u);
}

static uint32_t *slot_probe(struct model *m, enum slot_kind kind, uint8_t process, uint64_t oid)
{
    uint32_t i = (uint32_t)slot_hash(kind, process, oid) & (m->slot_index_size - 1);
    for (; m->slot_index[i]; i = (i + 1) & (m->slot_index_size - 1)) {
        const struct slot *s = &m->slots[m->slot_index[i] - 1];
        if (s->kind == kind && s->process == process && s->oid == oid)
            break;
    }
    return &m->slot_index[i];
}

static void slot_index_grow(struct model *m)
{
    m->slot_index_size = m->slot_index_size ? m->slot_index_size * 2 : 512;
    free(m->slot_index);
    m->slot_index = mem_zalloc(m->slot_index_size, sizeof *m->slot_index);
    for (uint32_t i = 0; i < m->slots_n; i++)
        *slot_probe(m, m->slots[i].kind, m->slots[i].process, m->slots[i].oid) = i + 1;
}

uint32_t slot_find(enum slot_kind kind, uint8_t process, uint64_t oid)
{
    struct model *m = the_model;
    if (m->slots_n * 2 >= m->slot_index_size)
        slot_index_grow(m);
    uint32_t *at = slot_probe(m, kind, process, oid);
    if (*at)
        return *at - 1;
    if (m->slots_n == m->slots_cap) {
        m->slots_cap = MAX(256u, m->slots_cap * 2);
        m->slots = mem_resize(m->slots, m->slots_cap, sizeof *m->slots);
    }
    m->slots[m->slots_n] = (struct slot){ .kind = (uint8_t)kind, .process = process, .oid = oid, .column = NO_COLUMN };
    *at = ++m->slots_n;
    return m->slots_n - 1;
}

uint32_t column_of(uint32_t slot)
{
    struct model *m = the_model;
    if (m->slots[slot].column != NO_COLUMN)
        return m->slots[slot].column;
    if (m->columns_n == m->columns_cap) {
        m->columns_cap = MAX(64u, m->columns_cap * 2);
        m->columns = mem_resize(m->columns, m->columns_cap, sizeof *m->columns);
    }
    m->columns[m->columns_n] = slot;
    m->epoch++;
    return m->slots[slot].column = m->columns_n++;
}

void effect_write(struct model *m, struct effect *e, uint32_t column, comp_id id)
{
    if (m->writes_n == m->writes_cap) {
        m->writes_cap = MAX((size_t)1024, m->writes_cap * 2);
        m->writes = mem_resize(m->writes, m->writes_cap, sizeof *m->writes);
    }
    m->writes[m->writes_n++] = (struct write){ column, id };
    e->n++;
}

/* ---- locals ---- */

static struct local *local_add(struct model *m, comp_id id)
{
    if (m->locals_n == m->locals_cap * LOCALS_CHUNK) {
        m->locals = mem_resize(m->locals, ++m->locals_cap, sizeof *m->locals);
        m->locals[m->locals_cap - 1] = mem_alloc(LOCALS_CHUNK * sizeof **m->locals);
    }
    struct local *l = &m->locals[m->locals_n / LOCALS_CHUNK][m->locals_n % LOCALS_CHUNK];
    m->locals_n++;
    *l = (struct local){ .comp = id, .epoch = UINT32_MAX };
    memcpy(&l->head, comp_words(&m->comps, id), sizeof l->head);
    return l;
}

struct local *local_new(struct model *m, comp_id id)
{
    struct local *l = local_add(m, id);
    return m->comps.at[id].local = l;
}

struct local *local_alone(struct model *m, struct local *l)
{
    if (!l->alone)
        l->alone = local_add(m, l->comp);
    return l->alone;
}

void local_depends(struct local *l, uint32_t slot)
{
    for (uint32_t i = 0; i < l->ndeps; i++)
        if (l->deps[i] == slot)
            return;
    if ((l->ndeps & (l->ndeps - 1)) == 0)
        l->deps = mem_resize(l->deps, MAX(4u, l->ndeps * 2), sizeof *l->deps);
    l->deps[l->ndeps++] = slot;
    l->epoch = UINT32_MAX;
}

/* ---- texts that were printed ---- */

uint32_t text_intern(struct model *m, const char *s, size_t n)
{
    if ((m->texts_n + 1) * 2 >= m->text_index_size) {
        m->text_index_size = m->text_index_size ? m->text_index_size * 2 : 256;
        free(m->text_index);
        m->text_index = mem_zalloc(m->text_index_size, sizeof *m->text_index);
        for (uint32_t i = 0; i < m->texts_n; i++) {
            const char *old = text_at(m, i);
            uint32_t k = (uint32_t)hash_bytes(old, strlen(old)) & (m->text_index_size - 1);
            while (m->text_index[k])
                k = (k + 1) & (m->text_index_size - 1);
            m->text_index[k] = i + 1;
        }
    }
    if (memchr(s, 0, n))
        n = strlen(s);
    uint32_t k = (uint32_t)hash_bytes(s, n) & (m->text_index_size - 1);
    for (; m->text_index[k]; k = (k + 1) & (m->text_index_size - 1)) {
        const char *old = text_at(m, m->text_index[k] - 1);
        if (strlen(old) == n && memcmp(old, s, n) == 0)
            return m->text_index[k] - 1;
    }
    if (m->texts_n == m->texts_cap) {
        m->texts_cap = MAX(64u, m->texts_cap * 2);
        m->text_at = mem_resize(m->text_at, m->texts_cap, sizeof *m->text_at);
    }
    m->text_at[m->texts_n] = (uint32_t)m->texts.n;
    buf_add(&m->texts, s, n);
    buf_addc(&m->texts, 0);
    m->text_index[k] = ++m->texts_n;
    return m->texts_n - 1;
}

const char *text_at(const struct model *m, uint32_t id) { return m->texts.text + m->text_at[id]; }

/* ---- the frozen heap ---- */

enum { PAGE = 4096 };

/* Objects below the line by address, and whose inside they are. */
struct base_object { value at, owner; };
struct image {
    char *copy;                      // of everything below the line
    size_t bytes;
    uint32_t *pages, pages_n;        // those with objects in them
    struct base_object *objects; uint32_t objects_n, objects_cap;
    value **globals;                 // each module's variables, as they were
    uint32_t *globals_n, modules, classes;
    uint32_t threads_numbered; uint64_t next_id;
    value main_thread, hooks[10];
    // of the current run
    value *changed; uint32_t changed_n, changed_cap;
    struct words scratch;
    uint32_t *fresh, fresh_n, fresh_cap; // slots of objects that got their name in this run
};

static void add_object(void *ctx, struct obj *o, size_t bytes)
{
    struct image *im = ctx;
    (void)bytes;
    if (im->objects_n == im->objects_cap) {
        im->objects_cap = MAX(4096u, im->objects_cap * 2);
        im->objects = mem_resize(im->objects, im->objects_cap, sizeof *im->objects);
    }
    value v = value_of(o);
    im->objects[im->objects_n++] = (struct base_object){ v, v };
    if (o->type == T_NATIVE && o->aux == NATIVE_FILE)
        files_note(v);
    if (o->type == T_GREENLET) {
        struct model *m = the_model;
        if (m->greenlets_n == m->greenlets_cap) {
            m->greenlets_cap = MAX(16u, m->greenlets_cap * 2);
            m->greenlets = mem_resize(m->greenlets, m->greenlets_cap, sizeof *m->greenlets);
        }
        m->greenlets[m->greenlets_n++] = v;
    }
}

static uint32_t object_index(const struct image *im, value v)
{
    uint32_t low = 0, high = im->objects_n; // the last one that begins at or before v
    while (high - low > 1) {
        uint32_t mid = (low + high) / 2;
        if (im->objects[mid].at <= v)
            low = mid;
        else
            high = mid;
    }
    return low;
}

static void set_owner(struct image *im, value inside, value owner)
{
    if (!inside || inside >= the_model->frozen_end)
        return;
    uint32_t i = object_index(im, inside);
    if (im->objects[i].at == inside)
        im->objects[i].owner = owner;
}

/* What is inside an object, in the sense of form.c: written as a part of it. */
static void set_owners(struct image *im)
{
    for (uint32_t i = 0; i < im->objects_n; i++) {
        value v = im->objects[i].at;
        const struct obj *o = obj_of(v);
        switch (o->type) {
        case T_LIST: set_owner(im, ((const struct list_obj *)o)->items, v); break;
        case T_DEQUE: set_owner(im, ((const struct deque *)o)->items, v); break;
        case T_BYTEARRAY: set_owner(im, ((const struct bytearray *)o)->data, v); break;
        case T_DICT: case T_SET: case T_FROZENSET: set_owner(im, ((const struct dict *)o)->table, v); break;
        default: break;
        }
    }
    for (uint32_t i = 0; i < im->objects_n; i++) { // after that, since these go two deep
        value v = im->objects[i].at, dict = 0;
        const struct obj *o = obj_of(v);
        if (o->type == T_INSTANCE && o->flags & F_DICTMODE)
            dict = ((const struct instance *)o)->more;
        else if (o->type == T_INSTANCE)
            set_owner(im, ((const struct instance *)o)->more, v);
        else if (o->type == T_CLASS)
            dict = ((const struct class *)o)->dict;
        if (!dict)
            continue;
        set_owner(im, dict, v);
        set_owner(im, ((const struct dict *)REF(dict))->table, v);
    }
}

value content_owner(value v)
{
    const struct image *im = the_model->image;
    if (v >= the_model->frozen_end || !im)
        return v;
    uint32_t i = object_index(im, v);
    return im->objects[i].at == v ? im->objects[i].owner : v;
}

static void note_pages(struct image *im)
{
    size_t n = im->bytes / PAGE;
    uint8_t *used = mem_zalloc(n + 1, 1);
    for (uint32_t i = 0; i < im->objects_n; i++) {
        value from = im->objects[i].at, to = from + heap_obj_size(obj_of(from)) - 1;
        for (value p = from / PAGE; p <= to / PAGE; p++)
            used[p] = 1;
    }
    im->pages = mem_alloc((n + 1) * sizeof *im->pages);
    for (size_t p = 0; p < n; p++)
        if (used[p])
            im->pages[im->pages_n++] = (uint32_t)p;
    free(used);
}

static void copy_globals(struct model *m, struct image *im)
{
    struct vm *vm = m->vm;
    im->modules = vm->module_count;
    im->classes = vm->class_count;
    im->globals = mem_zalloc(im->modules, sizeof *im->globals);
    im->globals_n = mem_zalloc(im->modules, sizeof *im->globals_n);
    for (uint32_t i = 0; i < im->modules; i++) {
        im->globals_n[i] = vm->modules[i]->ready;
        im->globals[i] = mem_alloc((im->globals_n[i] + 1) * sizeof(value));
        memcpy(im->globals[i], vm->modules[i]->slots, im->globals_n[i] * sizeof(value));
    }
    im->threads_numbered = vm->threads_numbered;
    im->next_id = vm->next_id;
    im->main_thread = vm->main_thread;
    memcpy(im->hooks, vm->hooks, sizeof im->hooks);
}

void world_freeze(struct model *m)
{
    struct image *im = mem_zalloc(1, sizeof *im);
    heap_share_globals(m->task);
    m->fresh = task_new(m->vm, "");
    heap_freeze(m->task);
    m->task->multi = true; // accesses are told from now on
    m->frozen = true;
    m->frozen_end = heap_frozen_end(m->vm);
    m->image = im;
    heap_each(m->vm, add_object, im);
    m->files_frozen = m->files_n;
    set_owners(im);
    im->bytes = ALIGN_UP(m->frozen_end, (value)PAGE);
    im->copy = mem_alloc(im->bytes);
    memset(im->copy, 0, im->bytes);
    note_pages(im);
    for (uint32_t i = 0; i < im->pages_n; i++)
        memcpy(im->copy + (size_t)im->pages[i] * PAGE, heap_base + (size_t)im->pages[i] * PAGE, PAGE);
    copy_globals(m, im);
}

uint64_t prelude_object(const struct model *m, const char *module, const char *name)
{
    for (uint32_t i = 0; i < m->image->modules; i++) {
        const struct module *mod = m->vm->modules[i];
        if (!mod->prelude || strcmp(sym_text(mod->name), module) != 0)
            continue;
        for (uint32_t k = 0; k < m->image->globals_n[i]; k++) {
            const struct text *n = &mod->names.at[k].name;
            if (n->n == strlen(name) && memcmp(n->s, name, n->n) == 0)
                return is_ref(m->image->globals[i][k]) ? m->image->globals[i][k] : 0;
        }
    }
    return 0;
}

void world_thaw(struct model *m)
{
    struct image *im = m->image;
    if (!im)
        return;
    greenlets_free(m->greenlets, m->greenlets_n);
    for (uint32_t i = 0; i < im->modules; i++)
        free(im->globals[i]);
    free(im->globals);
    free(im->globals_n);
    free(im->copy);
    free(im->pages);
    free(im->objects);
    free(im->changed);
    free(im->fresh);
    free(im->scratch.w);
    free(im);
    m->image = NULL;
}

/* ---- writing a state into the heap ---- */

static comp_id id_in(const struct run *r, uint32_t column)
{
    return column < r->ids_n ? r->ids[column] : 0;
}

/* Runs f for every column of the run's process that has a content of its own. */
#define EACH_COLUMN(m, r, s, id)                                                            \
    for (uint32_t column_ = 0; column_ < (r)->ids_n; column_++)                             \
        if ((id = (r)->ids[column_]) != 0 && (s = &(m)->slots[(m)->columns[column_]])->process == (r)->head.process)

static void read_scalars(struct model *m, struct reader *rd)
{
    struct vm *vm = m->vm;
    vm->threads_numbered = (uint32_t)*rd->w++;
    vm->next_id = *rd->w++;
    vm->main_thread = read_value(rd);
    for (unsigned i = 0; i < ARRAY_LEN(vm->hooks); i++)
        vm->hooks[i] = read_value(rd);
}

static void enter_columns(struct model *m, struct run *r)
{
    struct slot *s;
    comp_id id;
    greenlets_copy(m->greenlets, m->greenlets_n);
    EACH_COLUMN(m, r, s, id) {
        if (s->kind == SLOT_OBJECT) // all must be there before any is filled
            s->at = s->oid & NAMED ? read_shell(comp_words(&m->comps, id)) : s->oid;
        if (s->kind == SLOT_OBJECT && s->oid & NAMED)
            obj_of(s->at)->flags |= F_SHARED;
    }
    struct reader rd = { .process = r->head.process };
    EACH_COLUMN(m, r, s, id) {
        rd.w = comp_words(&m->comps, id);
        rd.made_n = 0;
        switch (s->kind) {
        case SLOT_OBJECT:
            obj_of(s->at)->flags |= F_SHARED;
            read_content(&rd, REF(s->at));
            break;
        case SLOT_GLOBAL: m->vm->modules[s->oid >> 32]->slots[(uint32_t)s->oid] = read_value(&rd); break;
        case SLOT_SCALARS: read_scalars(m, &rd); break;
        default: break;
        }
    }
    free(rd.made);
    if (UNLIKELY(m->opts->tso))
        buffer_enter(m, r);
}

value named_object(uint8_t process, uint64_t oid)
{
    struct model *m = the_model;
    struct slot *s = &m->slots[slot_find(SLOT_OBJECT, process, oid)];
    if (!s->at) { // it died and is still spoken of: cannot be
        limit_reached(_("an object that is gone"));
        return V_NONE;
    }
    return s->at;
}

/* ---- reading what has changed ---- */

/* What only main could reach when the heap was frozen, and what somebody else is handed later: it counts as shared
 * from the beginning, or what one does to it would be a part of that task alone. */
static void note_shared(struct image *im, value v)
{
    struct obj *was = (struct obj *)(im->copy + v);
    if (!(obj_of(v)->flags & F_SHARED) || was->flags & F_SHARED)
        return;
    was->flags |= F_SHARED;
    the_model->restart = true;
}

static void note_changed(struct image *im, value at)
{
    uint32_t i = object_index(im, at);
    value owner = im->objects[i].owner;
    note_shared(im, im->objects[i].at);
    if (im->changed_n && im->changed[im->changed_n - 1] == owner)
        return;
    for (uint32_t k = 0; k < im->changed_n; k++)
        if (im->changed[k] == owner)
            return;
    if (im->changed_n == im->changed_cap) {
        im->changed_cap = MAX(64u, im->changed_cap * 2);
        im->changed = mem_resize(im->changed, im->changed_cap, sizeof *im->changed);
    }
    im->changed[im->changed_n++] = owner;
}

static void find_changes(struct image *im)
{
    im->changed_n = 0;
    for (uint32_t i = 0; i < im->pages_n; i++) {
        const char *now = heap_base + (size_t)im->pages[i] * PAGE, *was = im->copy + (size_t)im->pages[i] * PAGE;
        if (LIKELY(memcmp(now, was, PAGE) == 0))
            continue;
        for (size_t k = 0; k < PAGE; k += 8)
            if (memcmp(now + k, was + k, 8) != 0)
                note_changed(im, (value)im->pages[i] * PAGE + k);
    }
}

void world_look(void) { find_changes(the_model->image); }

bool private_changed(value v)
{
    const struct image *im = the_model->image;
    for (uint32_t i = 0; i < im->changed_n; i++)
        if (im->changed[i] == v)
            return true;
    return false;
}

uint64_t object_name(struct writer *w, value v)
{
    struct model *m = the_model;
    struct image *im = m->image;
    struct slot *s;
    for (uint32_t c = 0; c < m->columns_n; c++) {
        s = &m->slots[m->columns[c]];
        if (s->at == v && s->kind == SLOT_OBJECT)
            return s->oid;
    }
    for (uint32_t i = 0; i < im->fresh_n; i++)
        if (m->slots[im->fresh[i]].at == v)
            return m->slots[im->fresh[i]].oid;
    uint64_t oid = NAMED | (uint64_t)w->thread << 24 | m->run->head.objects++;
    uint32_t slot = slot_find(SLOT_OBJECT, w->process, oid);
    m->slots[slot].at = v;
    obj_of(v)->flags |= F_SHARED;
    if (im->fresh_n == im->fresh_cap) {
        im->fresh_cap = MAX(64u, im->fresh_cap * 2);
        im->fresh = mem_resize(im->fresh, im->fresh_cap, sizeof *im->fresh);
    }
    im->fresh[im->fresh_n++] = slot;
    return oid;
}

static void writer_begin(struct writer *w, struct run *r, bool local)
{
    w->out = &the_model->image->scratch;
    w->out->n = 0;
    w->local = local;
    w->heap = heap_base;
    w->process = r->head.process;
    w->thread = r->head.thread;
    w->seen_n = w->private_n = w->depth = 0;
}

static comp_id writer_end(struct writer *w)
{
    return comp_intern(&the_model->comps, w->out->w, w->out->n);
}

static void writer_finish(struct writer *w)
{
    free(w->seen);
    free(w->private);
}

static void write_scalars(struct writer *w, uint32_t threads_numbered, uint64_t next_id, value main_thread, const value hooks[])
{
    put(w->out, threads_numbered);
    put(w->out, next_id);
    write_value(w, main_thread);
    for (unsigned i = 0; i < ARRAY_LEN(the_model->vm->hooks); i++)
        write_value(w, hooks[i]);
}

static comp_id object_content(struct writer *w, struct run *r, value v)
{
    writer_begin(w, r, false);
    write_content(w, REF(v));
    return writer_end(w);
}

/* As it was at the freeze: the heap itself may be anything just now. */
static comp_id pristine_content(struct writer *w, struct run *r, const struct slot *s)
{
    struct model *m = the_model;
    struct image *im = m->image;
    writer_begin(w, r, false);
    w->heap = im->copy;
    switch (s->kind) {
    case SLOT_OBJECT:
        if (s->oid & NAMED)
            return 0;
        write_content(w, (const struct obj *)(im->copy + s->oid));
        break;
    case SLOT_GLOBAL: {
        uint32_t module = (uint32_t)(s->oid >> 32), at = (uint32_t)s->oid;
        write_value(w, module < im->modules && at < im->globals_n[module] ? im->globals[module][at] : V_UNBOUND);
        break;
    }
    case SLOT_SCALARS:
        write_scalars(w, im->threads_numbered, im->next_id, im->main_thread, im->hooks);
        break;
    case SLOT_SYNC:
        if (s->oid >= m->sync_base_n)
            return 0;
        for (unsigned i = 0; i < sizeof(struct sync_object) / 8; i++)
            put(w->out, ((const uint64_t *)&m->sync_base[s->oid])[i]);
        break;
    case SLOT_STORE: return s->first;
    case SLOT_FILES: return m->slots[slot_find(SLOT_FILES, 0, s->oid)].first;
    default: return 0;
    }
    return writer_end(w);
}

/* The run leaves the content c in a slot: a write of the effect, if that is another one than before. */
static void leave_content(struct model *m, struct run *r, struct writer *w, uint32_t slot, comp_id c)
{
    struct slot *s = &m->slots[slot];
    bool stored = false;
    for (unsigned i = 0; i < r->stored_n; i++)
        stored |= r->stored[i] == slot;
    if (s->column == NO_COLUMN) {
        comp_id pristine = pristine_content(w, r, s);
        s = &m->slots[slot];
        if (c == pristine && !stored)
            return;
        s->pristine = pristine;
        column_of(slot);
        s = &m->slots[slot];
    }
    if (c == s->pristine)
        c = 0;
    uint32_t column = s->column;
    if (id_in(r, column) == c && !stored)
        return;
    if (!stored && s->kind == SLOT_OBJECT && (!(s->oid & NAMED) || id_in(r, column)))
        run_touch(r, slot); // what it has left as it was depends on how it was
    effect_write(m, &r->effect, column, c);
}

static void leave_globals(struct model *m, struct run *r, struct writer *w)
{
    struct image *im = m->image;
    for (uint32_t i = 0; i < im->modules; i++) {
        struct module *mod = m->vm->modules[i];
        if (LIKELY(mod->ready == im->globals_n[i] && memcmp(mod->slots, im->globals[i], im->globals_n[i] * sizeof(value)) == 0))
            continue;
        for (uint32_t k = 0; k < mod->ready; k++) {
            value was = k < im->globals_n[i] ? im->globals[i][k] : V_UNBOUND;
            if (mod->slots[k] == was ||
                (m->opts->tso && buffer_holds(m, r, slot_find(SLOT_GLOBAL, r->head.process, (uint64_t)i << 32 | k))))
                continue;
            writer_begin(w, r, false);
            write_value(w, mod->slots[k]);
            leave_content(m, r, w, slot_find(SLOT_GLOBAL, r->head.process, (uint64_t)i << 32 | k), writer_end(w));
        }
    }
    struct slot *s;
    comp_id id;
    EACH_COLUMN(m, r, s, id) { // those that are again what they were
        if (s->kind != SLOT_GLOBAL)
            continue;
        uint32_t module = (uint32_t)(s->oid >> 32), at = (uint32_t)s->oid;
        if (module < im->modules && at < im->globals_n[module] && m->vm->modules[module]->slots[at] == im->globals[module][at] &&
            !(m->opts->tso && buffer_holds(m, r, m->columns[column_])))
            leave_content(m, r, w, m->columns[column_], s->pristine);
    }
}

/* Variables that were assigned to are written whatever they held, once. */
static void leave_stored(struct model *m, struct run *r, struct writer *w)
{
    struct write delayed[ARRAY_LEN(r->delayed)];
    unsigned delayed_n = 0;
    for (unsigned i = 0; i < r->stored_n; i++) {
        uint32_t slot = r->stored[i];
        const struct slot *s = &m->slots[slot];
        bool there = false, delays = false;
        for (unsigned k = 0; k < r->delayed_n; k++)
            delays |= r->delayed[k] == slot;
        for (uint32_t k = 0; k < r->effect.n; k++)
            there |= m->writes[r->effect.first + k].column == s->column;
        if (there)
            continue;
        comp_id c;
        if (s->kind == SLOT_GLOBAL) {
            writer_begin(w, r, false);
            write_value(w, m->vm->modules[s->oid >> 32]->slots[(uint32_t)s->oid]);
            c = writer_end(w);
        } else {
            c = object_content(w, r, s->oid & NAMED ? s->at : s->oid);
        }
        if (delays) {
            if (s->column == NO_COLUMN) {
                comp_id pristine = pristine_content(w, r, s);
                m->slots[slot].pristine = pristine;
                column_of(slot);
            }
            delayed[delayed_n++] = (struct write){ slot, c };
            continue;
        }
        leave_content(m, r, w, slot, c);
    }
    if (UNLIKELY(m->opts->tso))
        buffer_leave(m, r, delayed, delayed_n);
}

static void leave_scalars(struct model *m, struct run *r, struct writer *w)
{
    struct image *im = m->image;
    const struct vm *vm = m->vm;
    uint32_t slot = slot_find(SLOT_SCALARS, r->head.process, 0);
    bool same = vm->threads_numbered == im->threads_numbered && vm->next_id == im->next_id && vm->main_thread == im->main_thread &&
                memcmp(vm->hooks, im->hooks, sizeof im->hooks) == 0;
    if (same && (m->slots[slot].column == NO_COLUMN || id_in(r, m->slots[slot].column) == 0))
        return;
    writer_begin(w, r, false);
    write_scalars(w, vm->threads_numbered, vm->next_id, vm->main_thread, vm->hooks);
    comp_id c = writer_end(w);
    uint32_t column = m->slots[slot].column;
    if (column != NO_COLUMN && id_in(r, column) != c)
        run_touch(r, slot);
    leave_content(m, r, w, slot, c);
}

static void leave_objects(struct model *m, struct run *r, struct writer *w, const value *private, uint32_t private_n)
{
    struct image *im = m->image;
    for (uint32_t i = 0; i < im->changed_n; i++) {
        value v = im->changed[i];
        bool own = !is_mutable(obj_of(v)); // a hash that was computed, a text that grew at its end
        for (uint32_t k = 0; k < private_n && !own; k++)
            own = private[k] == v;
        if (!own)
            leave_content(m, r, w, slot_find(SLOT_OBJECT, r->head.process, v), object_content(w, r, v));
    }
    struct slot *s;
    comp_id id;
    EACH_COLUMN(m, r, s, id) {
        if (s->kind != SLOT_OBJECT)
            continue;
        uint32_t slot = m->columns[column_];
        if (s->oid & NAMED)
            leave_content(m, r, w, slot, object_content(w, r, s->at));
        else if (!private_changed(s->oid))
            leave_content(m, r, w, slot, m->slots[slot].pristine);
    }
}

/* Objects that got their name just now. What they hold may get one on the way. */
static void leave_fresh(struct model *m, struct run *r, struct writer *w)
{
    struct image *im = m->image;
    for (uint32_t i = 0; i < im->fresh_n; i++)
        leave_content(m, r, w, im->fresh[i], object_content(w, r, m->slots[im->fresh[i]].at));
}

static void leave_sync(struct model *m, struct run *r, struct writer *w)
{
    for (unsigned i = 0; i < r->sync_n; i++) {
        writer_begin(w, r, false);
        for (unsigned k = 0; k < sizeof(struct sync_object) / 8; k++)
            put(w->out, ((const uint64_t *)&r->sync[i].now)[k]);
        leave_content(m, r, w, r->sync[i].slot, writer_end(w));
    }
    for (unsigned i = 0; i < r->stores_n; i++)
        leave_content(m, r, w, r->stores[i].slot, r->stores[i].now);
}

/* ---- putting the heap back ---- */

static void put_back(struct model *m, struct run *r)
{
    struct image *im = m->image;
    for (uint32_t i = 0; i < im->pages_n; i++) {
        char *now = heap_base + (size_t)im->pages[i] * PAGE, *was = im->copy + (size_t)im->pages[i] * PAGE;
        if (UNLIKELY(memcmp(now, was, PAGE) != 0))
            memcpy(now, was, PAGE);
    }
    for (uint32_t i = 0; i < im->modules; i++) {
        struct module *mod = m->vm->modules[i];
        memcpy(mod->slots, im->globals[i], im->globals_n[i] * sizeof(value));
        for (uint32_t k = im->globals_n[i]; k < mod->ready; k++)
            mod->slots[k] = mod->fallback[k];
    }
    m->vm->threads_numbered = im->threads_numbered;
    m->vm->next_id = im->next_id;
    m->vm->main_thread = im->main_thread;
    memcpy(m->vm->hooks, im->hooks, sizeof im->hooks);
    for (uint32_t c = 0; c < m->columns_n; c++)
        m->slots[m->columns[c]].at = 0;
    for (uint32_t i = 0; i < im->fresh_n; i++)
        m->slots[im->fresh[i]].at = 0;
    im->fresh_n = 0;
    m->files_n = m->files_frozen;
    heap_rewind(m->task);
    (void)r;
}

/* ---- one run ---- */

static comp_id write_local(struct model *m, struct run *r, struct writer *w, struct words *out)
{
    (void)m;
    out->n = 0;
    for (unsigned i = 0; i < HEAD_WORDS; i++)
        put(out, 0);
    w->out = out;
    w->local = true;
    w->heap = heap_base;
    w->process = r->head.process;
    w->thread = r->head.thread;
    w->seen_n = w->private_n = w->depth = 0;
    if (r->head.next != NEXT_DONE && r->head.next != NEXT_EXIT)
        write_task(w, m->task);
    return 0;
}

/* The end of a task leaves nothing of it but how it ended. */
static void bare_head(struct head *h)
{
    *h = (struct head){
        .next = h->next,
        .flags = h->flags & (L_DAEMON | L_FIRST | L_MAIN | L_FAILED),
        .more = h->more & (L_CUT | L_REAPED | L_ASSERTED | L_NOFLUSH),
        .thread = h->thread,
        .process = h->process,
        .parent = h->parent,
        .exit_code = h->exit_code,
    };
}

static void leave(struct model *m, struct run *r)
{
    struct writer local = { 0 }, w = { 0 };
    static struct words out; // kept for its memory
    find_changes(m->image);
    write_local(m, r, &local, &out);
    leave_objects(m, r, &w, local.private, local.private_n);
    leave_globals(m, r, &w);
    leave_stored(m, r, &w);
    leave_scalars(m, r, &w);
    leave_fresh(m, r, &w);
    leave_sync(m, r, &w);
    if (r->head.next == NEXT_DONE || r->head.next == NEXT_EXIT)
        bare_head(&r->head);
    memcpy(out.w, &r->head, sizeof r->head); // the counts of names are known by now
    r->effect.local = comp_intern(&m->comps, out.w, out.n);
    writer_finish(&local);
    writer_finish(&w);
}

/* Modules that were loaded in this run cannot be put back. */
static void look_for_modules(struct model *m, struct run *r)
{
    for (uint32_t i = m->image->modules; i < m->vm->module_count; i++) {
        const struct module *mod = m->vm->modules[i];
        if (!mod->prelude || m->wanted_n == ARRAY_LEN(m->wanted) || sym_len(mod->name) >= sizeof *m->wanted) {
            limit_reached(_("the module %s, which is imported while tasks run"), sym_text(mod->name));
            break;
        }
        bool known = false;
        for (unsigned k = 0; k < m->wanted_n; k++)
            known |= strcmp(m->wanted[k], sym_text(mod->name)) == 0;
        if (!known)
            snprintf(m->wanted[m->wanted_n++], sizeof *m->wanted, "%s", sym_text(mod->name));
        m->wants_more = m->restart = true;
    }
    if (m->vm->module_count > m->image->modules)
        r->effect.flags |= E_LIMIT;
}

static void end_run(struct model *m, struct run *r)
{
    greenlets_free(m->greenlets, m->greenlets_n);
    greenlets_free(m->vm->finals, m->vm->finals_count);
    put_back(m, r);
}

static void run_vm(struct model *m, struct run *r, const struct begin *b)
{
    struct task *t = m->task;
    if (UNLIKELY(m->vm->module_count > m->image->modules)) { // what they hold was put back under them
        r->effect.flags |= E_LIMIT;
        end_run(m, r);
        return;
    }
    struct reader rd = { .process = r->head.process };
    comp_id id = r->ids[m->thread_column[r->head.thread]];
    enter_columns(m, r);
    rd.w = comp_words(&m->comps, id) + HEAD_WORDS;
    read_task(&rd, t);
    free(rd.made);
    m->steps_run++;
    enum resumed how = engine_resume(m, r, b);
    if (how == RESUMED_BLOCKED) {
        r->effect.flags |= E_BLOCKED;
        end_run(m, r);
        return;
    }
    while (how == RESUMED) {
        enum vm_status s = vm_run(t);
        if (s == VM_PARKED)
            break;
        if (s == VM_STOPPED) {
            if (r->head.next != NEXT_DONE && r->head.next != NEXT_EXIT)
                r->effect.flags |= E_LIMIT;
            break;
        }
        if (life_end(m, r, s))
            break;
    }
    if (UNLIKELY(m->vm->module_count > m->image->modules))
        look_for_modules(m, r);
    else if (UNLIKELY(m->vm->class_count > m->image->classes)) {
        limit_reached(_("a class that is made while tasks run"));
        r->effect.flags |= E_LIMIT;
    }
    leave(m, r);
    end_run(m, r);
}

/* Only the first words of the task change. */
static void run_head(struct model *m, struct run *r)
{
    struct words out = { 0 };
    struct writer w = { 0 };
    comp_id id = r->ids[m->thread_column[r->head.thread]];
    const uint64_t *from = comp_words(&m->comps, id);
    for (uint32_t i = 0; i < m->comps.at[id].n; i++)
        put(&out, from[i]);
    memcpy(out.w, &r->head, sizeof r->head);
    r->effect.local = comp_intern(&m->comps, out.w, out.n);
    free(out.w);
    leave_sync(m, r, &w);
    writer_finish(&w);
}

effect_id world_run(struct model *m, const comp_id *ids, uint32_t ids_n, unsigned thread, struct how how, struct buf *output,
                    struct recorder *recorder)
{
    static uint32_t *touched; // kept for their memory
    static uint32_t touched_cap;
    struct local *l = local_of(m, ids[m->thread_column[thread]]);
    comp_id was = l->comp;
    struct run r = { .ids = ids, .ids_n = ids_n, .head = l->head, .was = l->head, .choice = how.choice, .seen = how.seen,
                     .timed_out = how.timed_out, .alone = how.alone, .output = output, .recorder = recorder,
                     .touched = touched, .touched_cap = touched_cap };
    struct begin b;
    struct buf printed = { 0 };
    if (how.alone && !output)
        r.output = &printed;
    r.effect.first = (uint32_t)m->writes_n;
    m->run = &r;
    engine_begin(m, &r, &b);
    switch (b.how) {
    case BEGUN_BLOCKED: r.effect.flags |= E_BLOCKED; break;
    case BEGUN_HEAD: run_head(m, &r); break;
    case BEGUN_VM: run_vm(m, &r, &b); break;
    }
    if (r.stuck)
        r.effect.flags |= E_STUCK;
    if (how.alone && printed.n)
        r.effect.text = text_intern(m, buf_str(&printed), printed.n) + 1;
    buf_finish(&printed);
    if (r.world)
        effect_write(m, &r.effect, m->slots[world_slot()].column, r.world);
    for (unsigned i = 0; i < r.others_n; i++)
        effect_write(m, &r.effect, m->thread_column[r.others[i].thread], r.others[i].local);
    if (r.head.flags & L_YIELDED)
        r.effect.flags |= E_YIELDED;
    if (r.head.next == NEXT_RIDE || r.head.next == NEXT_START || r.head.next == NEXT_JOIN || r.head.next == NEXT_LOOK)
        r.effect.flags |= E_RIDES;
    m->run = NULL;
    l = local_of(m, was);
    if (how.alone)
        l = local_alone(m, l);
    for (uint32_t i = 0; i < r.touched_n; i++)
        local_depends(l, r.touched[i]);
    touched = r.touched;
    touched_cap = r.touched_cap;
    if (m->effects_n == m->effects_cap) {
        m->effects_cap = MAX(1024u, m->effects_cap * 2);
        m->effects = mem_resize(m->effects, m->effects_cap, sizeof *m->effects);
    }
    m->effects[m->effects_n] = r.effect;
    return m->effects_n++;
}

/* The innermost is at the line that the task stands at: it has not begun the instruction that its frame is before. */
static void stack_tell(const struct task *t, uint32_t line, struct buf *out)
{
    for (const struct frame *f = t->fp; f && f >= t->frames; f--) {
        const struct code *c = f->code;
        if (!c || c->flags & CODE_PRELUDE || !f->pc)
            continue;
        uint32_t pc = (uint32_t)(f->pc - c->instrs);
        buf_adds(out, out->n ? _(", called by ") : "");
        buf_addf(out, _("%.*s (line %u)"), (int)c->name.n, c->name.s, line ? line : c->places[pc ? pc - 1 : 0].line);
        line = 0;
    }
}

void world_stack(struct model *m, const comp_id *ids, uint32_t ids_n, unsigned thread, struct buf *out)
{
    comp_id id = ids[m->thread_column[thread]];
    struct run r = { .ids = ids, .ids_n = ids_n, .head = local_of(m, id)->head };
    struct reader rd = { .process = r.head.process };
    if (r.head.next == NEXT_DONE || r.head.next == NEXT_EXIT)
        return;
    m->run = &r;
    enter_columns(m, &r);
    rd.w = comp_words(&m->comps, id) + HEAD_WORDS;
    read_task(&rd, m->task);
    free(rd.made);
    stack_tell(m->task, r.head.line, out);
    put_back(m, &r);
    free(r.touched);
    m->run = NULL;
}

bool world_begin(struct model *m, struct task *t, struct buf *output, enum finding_kind *ret_end)
{
    struct run r = { .prefix = true, .output = output, .head = { .flags = L_FIRST | L_MAIN } };
    enum vm_status s;
    m->run = &r;
    *ret_end = FIND_NONE;
    for (;;) {
        s = vm_run(t);
        if (s == VM_PARKED || s == VM_STOPPED || life_end(m, &r, s))
            break;
    }
    if (s == VM_PARKED && (r.head.next == NEXT_START || r.head.next == NEXT_CHOICE)) {
        r.prefix = false;
        world_freeze(m);
        m->threads_seen = 1;
        snprintf(m->thread_name[0], sizeof m->thread_name[0], "main");
        m->thread_column[0] = column_of(thread_slot(0));
        m->image->changed_n = 0;
        leave(m, &r);
        m->first_local = r.effect.local;
        m->writes_n = 0;
        put_back(m, &r);
        m->run = NULL;
        return true;
    }
    if (r.effect.flags & E_FINDING)
        *ret_end = (enum finding_kind)m->found[r.effect.finding].kind;
    else if (r.stuck)
        *ret_end = FIND_DEADLOCK;
    m->run = NULL;
    return false;
}
