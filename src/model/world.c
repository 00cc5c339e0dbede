/* world.c: one run of one task.
 *
 *   state ids ──► contents are written into the frozen heap ──► the VM runs one task ──► what differs
 *                 (enter_columns)                                                      from the frozen
 *                                                                                      heap is written
 *   the heap is put back (image.c) ◄── comps, columns, an effect (leave.c) ◄───────────  as words */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "model/engine.h"
#include "model/image.h"
#include "model/leave.h"
#include "model/life.h"

/* ---- writing a state into the heap ---- */

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
        case SLOT_GLOBAL: *global_at(m, s) = read_value(&rd); break;
        case SLOT_SCALARS: read_scalars(m, &rd); break;
        default: break;
        }
    }
    free(rd.made);
    if (UNLIKELY(m->opts->tso))
        buffer_enter(m, r);
}

/* ---- the run ---- */

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

static void end_run(struct model *m)
{
    greenlets_free(m->greenlets, m->greenlets_n);
    greenlets_free(m->vm->finals, m->vm->finals_count);
    image_put_back(m);
}

static void run_vm(struct model *m, struct run *r, const struct begin *b)
{
    struct task *t = m->task;
    if (UNLIKELY(m->vm->module_count > m->image->modules)) { // what they hold was put back under them
        r->effect.flags |= E_LIMIT;
        end_run(m);
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
        end_run(m);
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
    end_run(m);
}

/* What the run has brought about, besides what it leaves in the heap. */
static void complete(struct model *m, struct run *r)
{
    struct effect *e = &r->effect;
    if (r->world)
        effect_write(m, e, m->slots[world_slot()].column, r->world);
    for (unsigned i = 0; i < r->others_n; i++)
        effect_write(m, e, m->thread_column[r->others[i].thread], r->others[i].local);
    uint8_t next = r->head.next;
    bool rides = next == NEXT_RIDE || next == NEXT_START || next == NEXT_JOIN || next == NEXT_LOOK;
    e->flags |= (uint16_t)((r->stuck ? E_STUCK : 0) | (r->head.flags & L_YIELDED ? E_YIELDED : 0) | (rides ? E_RIDES : 0));
}

static effect_id effect_add(struct model *m, const struct effect *e)
{
    MEM_GROW(m->effects, m->effects_n, m->effects_cap, 1024);
    m->effects[m->effects_n] = *e;
    return m->effects_n++;
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
    case BEGUN_HEAD: leave_head(m, &r); break;
    case BEGUN_VM: run_vm(m, &r, &b); break;
    }
    if (how.alone && printed.n)
        r.effect.text = text_intern(m, buf_str(&printed), printed.n) + 1;
    buf_finish(&printed);
    complete(m, &r);
    m->run = NULL;
    l = local_of(m, was);
    if (how.alone)
        l = local_alone(m, l);
    for (uint32_t i = 0; i < r.touched_n; i++)
        local_depends(l, r.touched[i]);
    touched = r.touched;
    touched_cap = r.touched_cap;
    return effect_add(m, &r.effect);
}

/* ---- looking at what is there ---- */

void world_look(struct model *m, const comp_id *ids, uint32_t ids_n, unsigned process, look_fn *f, void *ctx)
{
    struct run r = { .ids = ids, .ids_n = ids_n, .head = { .process = (uint8_t)process } };
    struct reader rd = { .process = (uint8_t)process };
    m->run = &r;
    enter_columns(m, &r);
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = run_thread(&r, i);
        if (!l || l->head.process != process || l->head.next == NEXT_DONE)
            continue;
        if (l->head.next == NEXT_EXIT)
            continue; // nothing is left of it but how it ends
        rd.w = comp_words(&m->comps, l->comp) + HEAD_WORDS;
        rd.made_n = 0;
        read_task(&rd, m->task);
        f(ctx, m->task);
    }
    free(rd.made);
    free(r.touched);
    end_run(m);
    m->run = NULL;
}

/* ---- the stack of a task ---- */

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
    image_put_back(m);
    free(r.touched);
    m->run = NULL;
}

/* ---- the beginning ---- */

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
        image_freeze(m);
        m->threads_seen = 1;
        snprintf(m->thread_name[0], sizeof m->thread_name[0], "main");
        m->thread_column[0] = column_of(thread_slot(0));
        m->image->changed_n = 0;
        leave(m, &r);
        m->first_local = r.effect.local;
        m->writes_n = 0;
        image_put_back(m);
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
