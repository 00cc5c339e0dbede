/* life.c: how simulated tasks begin, and how they end. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "model/image.h"
#include "model/leave.h"
#include "model/life.h"
#include "model/output.h"
#include "model/pipe.h"
#include "model/task.h"
#include "vm/container.h"

/* ---- the start ---- */

static comp_id child_local(struct model *m, struct run *r, unsigned thread, unsigned process)
{
    struct task *t = m->task;
    bool forks = t->req.kind != REQ_START_THREAD;
    struct head h = { .next = NEXT_RIDE, .thread = (uint8_t)thread, .process = (uint8_t)process, .parent = r->head.thread,
                      .line = r->head.line, .ended = r->head.ended };
    struct words out = { 0 };
    struct writer w = { 0 };
    if (t->req.kind != REQ_FORK && t->req.arg[2] == V_TRUE)
        h.flags |= L_DAEMON;
    if (forks) {
        h.flags |= L_FIRST;
        h.has_answer = 1;
        h.answer = V_INT(0);
        h.slept = r->head.slept;
        h.objects = r->head.objects;
        h.syncs = r->head.syncs;
    }
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
    image_compare(m->image);
    writer_begin_task(&w, r, &out);
    write_task(&w, from);
    t->thread = kept;
    memcpy(out.w, &h, sizeof h);
    comp_id id = comp_intern(&m->comps, out.w, out.n);
    free(out.w);
    writer_finish(&w);
    return id;
}

static void name_thread(struct model *m, struct task *t, unsigned thread)
{
    if (m->thread_name[thread][0])
        return;
    struct buf b = { 0 };
    char given[48];
    if (t->req.kind == REQ_FORK)
        snprintf(given, sizeof given, "child");
    else
        arg_text(t->req.arg[1], given, sizeof given);
    bool found = t->req.kind != REQ_FORK && value_where(t, t->req.arg[0], &b) && b.n < sizeof given;
    for (unsigned i = 0; found && i < m->threads_seen; i++)
        found = strcmp(m->thread_name[i], buf_str(&b)) != 0;
    snprintf(m->thread_name[thread], sizeof m->thread_name[thread], "%s", found ? buf_str(&b) : given);
    buf_finish(&b);
}

static void apply_switches(struct model *m, struct task *t, const char *name, bool forks)
{
    const struct model_switch *s = switch_find(m, 'd', name);
    if (s) {
        t->req.arg[2] = V_BOOL(s->on);
        if (attr_set(t, t->req.arg[0], symbol(t->vm, "_daemonic", 9), V_BOOL(s->on)) != VM_OK)
            t->exc = V_UNBOUND;
    }
    s = switch_find(m, 'k', name);
    if (s && s->on != forks)
        limit_reached(_("a task whose kind is switched"));
}

/* The process has one thread more, which is handed its object and its function. */
static void note_thread(struct model *m, struct run *r)
{
    struct task *t = m->task;
    unsigned process = r->head.process;
    heap_share(t, t->req.arg[0]);
    heap_share(t, t->req.arg[3]);
    m->restart |= !m->threaded[process]; // its end was no step so far
    m->threaded[process] = true;
    m->table[process].starts |= 1ull << (r->head.thread & 63);
    look_for_starts(m, process);
}

/* The process is copied as it is now: what threads of it write that may still run matters to the copy. */
static void note_copy(struct model *m, struct run *r)
{
    unsigned process = r->head.process;
    if (m->copied >> process & 1 || !ends_unseen(r, true))
        return;
    m->copied |= 1ull << process;
    m->restart = true;
}

void life_start(struct model *m, struct run *r)
{
    struct task *t = m->task;
    uint32_t slot = world_slot();
    column_of(slot);
    comp_id id = content_at(m, r->ids, r->ids_n, slot);
    uint64_t counts = id ? *comp_words(&m->comps, id) : (1 | 1ull << 32);
    unsigned thread = (uint32_t)counts, process = r->head.process;
    bool forks = t->req.kind != REQ_START_THREAD;
    run_touch(r, slot);
    if (forks)
        note_copy(m, r);
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
    if (t->req.kind != REQ_FORK)
        apply_switches(m, t, m->thread_name[thread], forks);
    if (!forks)
        note_thread(m, r);
    comp_id child = child_local(m, r, thread, process);
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
        half_line_of_parent(r, process);
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

/* ---- the end ---- */

/* It is over; with the first thread of a process that process. */
static void is_done(struct run *r, bool first, int32_t exit_code)
{
    r->head.next = NEXT_DONE;
    r->effect.flags |= E_ENDS;
    if (!first)
        return;
    r->effect.flags |= E_KILLS;
    r->effect.process = r->head.process;
    r->effect.exit_code = exit_code;
}

enum engine_ret ask_exit(struct task *t)
{
    struct model *m = the_model;
    struct run *r = running(t);
    r->head.exit_code = int_clipped(t->req.arg[0]);
    if ((m->threaded[r->head.process] || m->looked[r->head.thread]) && !run_is_single(r)) {
        r->head.exit_code &= 255;
        r->head.more |= L_NOFLUSH;
        r->head.next = NEXT_EXIT;
        m->cuts = true;
        r->effect.flags |= E_RIDES;
        return ENGINE_STOP;
    }
    is_done(r, true, r->head.exit_code & 255);
    return ENGINE_STOP;
}

static void tell_death(struct task *t, struct run *r)
{
    if (exception_is(t->exc, EXC_SystemExit, t->vm)) {
        struct buf text = { 0 };
        r->head.exit_code = exception_exit_code(t, t->exc, &text);
        buf_finish(&text);
        return;
    }
    struct buf b = { 0 };
    r->head.exit_code = 1;
    exception_render(t, t->exc, V_NONE, &b);
    death_find(r, exception_is(t->exc, EXC_AssertionError, t->vm), buf_str(&b), b.n);
    record_print(r, t, true, buf_str(&b), b.n);
    buf_finish(&b);
}

bool life_end(struct model *m, struct run *r, enum vm_status s)
{
    struct task *t = m->task;
    bool first = r->head.flags & L_FIRST;
    if (s == VM_DIED && first)
        tell_death(t, r);
    t->exc = V_UNBOUND;
    value hook = t->vm->hooks[HOOK_SHUTDOWN];
    if (first && !(r->head.flags & L_SHUTDOWN) && hook != V_NONE) {
        r->head.flags |= L_SHUTDOWN;
        task_enter(t, hook);
        return false;
    }
    bool half = first && has_half_line(r);
    bool matters = (first && m->threaded[r->head.process]) || m->looked[r->head.thread] || half;
    if (matters && !run_is_single(r)) {
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
    is_done(r, first, r->head.exit_code);
    return true;
}

void life_exit(struct run *r)
{
    bool first = r->was.flags & L_FIRST;
    is_done(r, first, r->was.exit_code);
    if (first && !(r->was.more & L_NOFLUSH) && flush_half(r))
        r->effect.flags |= E_PRINTS;
    r->head.more &= (uint8_t)~L_NOFLUSH;
}
