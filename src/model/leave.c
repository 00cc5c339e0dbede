/* leave.c: what a run has changed, as contents. */
#include "model/leave.h"

#include <stdlib.h>
#include <string.h>

#include "model/image.h"

/* ---- contents ---- */

void writer_begin(struct writer *w, const struct run *r, struct words *out)
{
    w->out = out;
    w->out->n = 0;
    w->local = false;
    w->heap = heap_base;
    w->process = r->head.process;
    w->thread = r->head.thread;
    w->seen_n = w->private_n = w->depth = 0;
}

void writer_begin_task(struct writer *w, const struct run *r, struct words *out)
{
    writer_begin(w, r, out);
    w->local = true;
    for (unsigned i = 0; i < HEAD_WORDS; i++)
        put(out, 0);
}

static void scratch_begin(struct writer *w, const struct run *r) { writer_begin(w, r, &the_model->image->scratch); }

static comp_id writer_end(struct writer *w) { return comp_intern(&the_model->comps, w->out->w, w->out->n); }

void writer_finish(struct writer *w)
{
    free(w->seen);
    free(w->private);
}

static void write_scalars(struct writer *w, const struct scalars *s)
{
    put(w->out, s->threads_numbered);
    put(w->out, s->next_id);
    write_value(w, s->main_thread);
    for (unsigned i = 0; i < ARRAY_LEN(s->hooks); i++)
        write_value(w, s->hooks[i]);
}

static comp_id value_content(struct writer *w, struct run *r, value v)
{
    scratch_begin(w, r);
    write_value(w, v);
    return writer_end(w);
}

static comp_id object_content(struct writer *w, struct run *r, value v)
{
    scratch_begin(w, r);
    write_content(w, REF(v));
    return writer_end(w);
}

/* As it was at the freeze: the heap itself may be anything just now. */
static comp_id pristine_content(struct writer *w, struct run *r, const struct slot *s)
{
    struct model *m = the_model;
    struct image *im = m->image;
    scratch_begin(w, r);
    w->heap = im->copy;
    switch (s->kind) {
    case SLOT_OBJECT:
        if (s->oid & NAMED)
            return 0;
        write_content(w, (const struct obj *)(im->copy + s->oid));
        break;
    case SLOT_GLOBAL: write_value(w, image_global(im, (uint32_t)(s->oid >> 32), (uint32_t)s->oid)); break;
    case SLOT_SCALARS: write_scalars(w, &im->scalars); break;
    case SLOT_SYNC:
        if (s->oid >= m->sync_base_n)
            return 0;
        put_bytes(w->out, &m->sync_base[s->oid], sizeof *m->sync_base);
        break;
    case SLOT_STORE: return s->first;
    case SLOT_FILES: return m->slots[slot_find(SLOT_FILES, 0, s->oid)].first;
    default: return 0;
    }
    return writer_end(w);
}

/* ---- writes ---- */

static bool holds(const uint32_t *slots, unsigned n, uint32_t slot)
{
    for (unsigned i = 0; i < n; i++)
        if (slots[i] == slot)
            return true;
    return false;
}

static void get_column(struct model *m, uint32_t slot, comp_id pristine)
{
    m->slots[slot].pristine = pristine;
    column_of(slot);
}

/* The run leaves the content c in a slot: a write of the effect, if that is another one than before. */
static void leave_content(struct model *m, struct run *r, struct writer *w, uint32_t slot, comp_id c)
{
    struct slot *s = &m->slots[slot];
    bool stored = holds(r->stored, r->stored_n, slot);
    if (s->column == NO_COLUMN) {
        comp_id pristine = pristine_content(w, r, s);
        if (c == pristine && !stored)
            return;
        get_column(m, slot, pristine);
        s = &m->slots[slot];
    }
    if (c == s->pristine)
        c = 0;
    uint32_t column = s->column;
    if (run_id(r, column) == c && !stored)
        return;
    if (!stored && s->kind == SLOT_OBJECT && (!(s->oid & NAMED) || run_id(r, column)))
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
            if (mod->slots[k] == image_global(im, i, k))
                continue;
            uint32_t slot = slot_find(SLOT_GLOBAL, r->head.process, (uint64_t)i << 32 | k);
            if (!m->opts->tso || !buffer_holds(m, r, slot))
                leave_content(m, r, w, slot, value_content(w, r, mod->slots[k]));
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
        bool there = false, delays = holds(r->delayed, r->delayed_n, slot);
        for (uint32_t k = 0; k < r->effect.n; k++)
            there |= m->writes[r->effect.first + k].column == s->column;
        if (there)
            continue;
        comp_id c = s->kind == SLOT_GLOBAL ? value_content(w, r, *global_at(m, s))
                                           : object_content(w, r, s->oid & NAMED ? s->at : s->oid);
        if (!delays) {
            leave_content(m, r, w, slot, c);
            continue;
        }
        if (m->slots[slot].column == NO_COLUMN)
            get_column(m, slot, pristine_content(w, r, &m->slots[slot]));
        delayed[delayed_n++] = (struct write){ slot, c };
    }
    if (UNLIKELY(m->opts->tso))
        buffer_leave(m, r, delayed, delayed_n);
}

static void leave_scalars(struct model *m, struct run *r, struct writer *w)
{
    struct scalars now = scalars_of(m->vm);
    uint32_t slot = slot_find(SLOT_SCALARS, r->head.process, 0);
    if (scalars_same(&now, &m->image->scalars) && (m->slots[slot].column == NO_COLUMN || run_id(r, m->slots[slot].column) == 0))
        return;
    scratch_begin(w, r);
    write_scalars(w, &now);
    comp_id c = writer_end(w);
    uint32_t column = m->slots[slot].column;
    if (column != NO_COLUMN && run_id(r, column) != c)
        run_touch(r, slot);
    leave_content(m, r, w, slot, c);
}

static void leave_objects(struct model *m, struct run *r, struct writer *w, const struct writer *local)
{
    struct image *im = m->image;
    for (uint32_t i = 0; i < im->changed_n; i++) {
        value v = im->changed[i];
        bool own = !is_mutable(obj_of(v)); // a hash that was computed, a text that grew at its end
        for (uint32_t k = 0; k < local->private_n && !own; k++)
            own = local->private[k] == v;
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

static void leave_copies(struct model *m, struct run *r, struct writer *w)
{
    for (unsigned i = 0; i < r->sync_n; i++) {
        scratch_begin(w, r);
        put_bytes(w->out, &r->sync[i].now, sizeof r->sync[i].now);
        leave_content(m, r, w, r->sync[i].slot, writer_end(w));
    }
    for (unsigned i = 0; i < r->stores_n; i++)
        leave_content(m, r, w, r->stores[i].slot, r->stores[i].now);
}

/* ---- all of it ---- */

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

void leave(struct model *m, struct run *r)
{
    struct writer local = { 0 }, w = { 0 };
    static struct words out; // kept for its memory
    image_compare(m->image);
    writer_begin_task(&local, r, &out);
    if (r->head.next != NEXT_DONE && r->head.next != NEXT_EXIT)
        write_task(&local, m->task);
    leave_objects(m, r, &w, &local);
    leave_globals(m, r, &w);
    leave_stored(m, r, &w);
    leave_scalars(m, r, &w);
    leave_fresh(m, r, &w);
    leave_copies(m, r, &w);
    if (r->head.next == NEXT_DONE || r->head.next == NEXT_EXIT)
        bare_head(&r->head);
    memcpy(out.w, &r->head, sizeof r->head); // the counts of names are known by now
    r->effect.local = comp_intern(&m->comps, out.w, out.n);
    writer_finish(&local);
    writer_finish(&w);
}

void leave_head(struct model *m, struct run *r)
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
    leave_copies(m, r, &w);
    writer_finish(&w);
}
