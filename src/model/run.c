/* run.c: what all parts of the engine do with the run that they are in. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "model/image.h"

uint32_t line_of(const struct task *t)
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
    MEM_GROW(r->touched, r->touched_n, r->touched_cap, 32);
    r->touched[r->touched_n++] = slot;
}

uint32_t run_slot_of(struct run *r, value v)
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

void run_touch_object(struct run *r, value v)
{
    if (r->prefix)
        return;
    uint32_t slot = run_slot_of(r, v);
    if (slot != NO_COLUMN)
        run_touch(r, slot);
}

const struct local *run_thread(const struct run *r, unsigned thread)
{
    struct model *m = the_model;
    if (thread >= m->threads_seen)
        return NULL;
    uint32_t column = m->thread_column[thread];
    comp_id id = run_id(r, column);
    return id ? local_of(m, id) : NULL;
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
    MEM_GROW(m->found, m->found_n, m->found_cap, 16);
    r->effect.flags |= E_FINDING;
    r->effect.finding = m->found_n;
    m->found[m->found_n++] = (struct finding_text){ (uint8_t)kind, r->head.thread, line, text_intern(m, text, n) };
}

void effect_write(struct model *m, struct effect *e, uint32_t column, comp_id id)
{
    MEM_GROW(m->writes, m->writes_n, m->writes_cap, 1024);
    m->writes[m->writes_n++] = (struct write){ column, id };
    e->n++;
}

enum engine_ret task_park(struct task *t, enum next_kind next, uint32_t object, int32_t arg)
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

void run_limit_wait(struct run *r, bool timed, double seconds)
{
    r->head.limit_s = timed ? (float)seconds : 0;
    r->head.flags = (uint8_t)((r->head.flags & ~L_TIMED) | (timed ? L_TIMED : 0));
}

void run_sleeps(struct task *t, struct run *r, value seconds)
{
    double s = 0;
    const struct frame *f = t->fp;
    if (f->code && f->code->flags & CODE_PRELUDE && seconds != V_NONE && seconds != V_UNBOUND && number_get(t, seconds, &s) && s > 0)
        r->head.slept += s;
}

enum engine_ret system_error(struct task *t, int error)
{
    value args[2] = { V_INT(error), str_lit(t, strerror(error)) };
    t->exc = exception_new(t, t->vm->exceptions[EXC_OSError], tuple_new(t, args, 2));
    return ENGINE_RAISE;
}

int32_t int_clipped(value v)
{
    int64_t n = 0;
    int_get(v, &n);
    return (int32_t)MAX(MIN(n, (int64_t)INT32_MAX), (int64_t)INT32_MIN);
}

void arg_text(value v, char *to, size_t size)
{
    to[0] = 0;
    if (is_str(v))
        snprintf(to, size, "%s", str_data(REF(v)));
}
