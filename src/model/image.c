/* image.c: the program as it was when its first task was about to start. */
#include "model/image.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "model/pipe.h"

enum { PAGE = 4096 };

/* ---- objects ---- */

static void add_object(void *ctx, struct obj *o, size_t bytes)
{
    struct image *im = ctx;
    (void)bytes;
    MEM_GROW(im->objects, im->objects_n, im->objects_cap, 4096);
    value v = value_of(o);
    im->objects[im->objects_n++] = (struct base_object){ v, v };
    if (o->type == T_NATIVE && o->aux == NATIVE_FILE)
        files_note(v);
    if (o->type == T_GREENLET) {
        struct model *m = the_model;
        MEM_GROW(m->greenlets, m->greenlets_n, m->greenlets_cap, 16);
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

/* ---- taking it ---- */

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

struct scalars scalars_of(const struct vm *vm)
{
    struct scalars s = { .threads_numbered = vm->threads_numbered, .next_id = vm->next_id, .main_thread = vm->main_thread };
    memcpy(s.hooks, vm->hooks, sizeof s.hooks);
    return s;
}

bool scalars_same(const struct scalars *a, const struct scalars *b)
{
    return a->threads_numbered == b->threads_numbered && a->next_id == b->next_id && a->main_thread == b->main_thread &&
           memcmp(a->hooks, b->hooks, sizeof a->hooks) == 0;
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
    im->scalars = scalars_of(vm);
}

void image_freeze(struct model *m)
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

void image_thaw(struct model *m)
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

/* ---- comparing ---- */

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
    MEM_GROW(im->changed, im->changed_n, im->changed_cap, 64);
    im->changed[im->changed_n++] = owner;
}

void image_compare(struct image *im)
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

bool private_changed(value v)
{
    const struct image *im = the_model->image;
    for (uint32_t i = 0; i < im->changed_n; i++)
        if (im->changed[i] == v)
            return true;
    return false;
}

void image_put_back(struct model *m)
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
    m->vm->threads_numbered = im->scalars.threads_numbered;
    m->vm->next_id = im->scalars.next_id;
    m->vm->main_thread = im->scalars.main_thread;
    memcpy(m->vm->hooks, im->scalars.hooks, sizeof im->scalars.hooks);
    for (uint32_t c = 0; c < m->columns_n; c++)
        m->slots[m->columns[c]].at = 0;
    for (uint32_t i = 0; i < im->fresh_n; i++)
        m->slots[im->fresh[i]].at = 0;
    im->fresh_n = 0;
    m->files_n = m->files_frozen;
    heap_rewind(m->task);
}

/* ---- names of objects ---- */

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
    MEM_GROW(im->fresh, im->fresh_n, im->fresh_cap, 64);
    im->fresh[im->fresh_n++] = slot;
    return oid;
}
