/* task.c: what tasks ask about one another: ends, numbers, signals. */
#include <errno.h>
#include <signal.h>

#include "base/i18n.h"
#include "model/note.h"
#include "model/task.h"
#include "vm/container.h"

/* ---- whose end is seen, and whose matters ---- */

void sees_end(struct run *r, unsigned thread)
{
    if (the_model->threads_seen <= 64)
        r->head.ended |= 1ull << thread;
}

uint64_t ends_unseen(struct run *r, bool same_process)
{
    struct model *m = the_model;
    uint64_t unseen = 0;
    run_touch(r, world_slot());
    for (unsigned i = 0; i < m->threads_seen; i++)
        if (i != r->head.thread && run_thread(r, i) && (!same_process || m->thread_process[i] == r->head.process))
            unseen |= 1ull << (i & 63);
    return unseen & ~(r->head.ended & ~m->killed);
}

static bool has_seen_end(const struct run *r, unsigned thread)
{
    return thread < 64 && r->head.ended >> thread & 1;
}

/* The end of a task matters to others from now on. */
static void look_at_end(unsigned thread)
{
    struct model *m = the_model;
    if (thread >= MODEL_THREADS || m->looked[thread])
        return;
    m->looked[thread] = m->restart = true; // it was no step so far
}

void look_at_ends(const struct run *r, int32_t child)
{
    struct model *m = the_model;
    for (unsigned i = 1; i < m->threads_seen; i++)
        if (m->thread_process[i] != r->head.process && (child < 0 || m->thread_process[i] == child) && !has_seen_end(r, i))
            look_at_end(i);
}

void starts_matter(struct model *m)
{
    m->restart |= !m->starts_matter;
    m->starts_matter = true;
}

/* A task asks about one that another has started after it: it might have come before the start. */
static void look_for_start(const struct run *r, unsigned thread)
{
    const struct local *l = run_thread(r, thread);
    if (l && l->head.parent != r->head.thread && r->head.thread < thread)
        starts_matter(the_model);
}

void look_for_starts(struct model *m, unsigned process)
{
    const struct table_users *u = &m->table[process];
    uint64_t all = u->looks | u->starts;
    if (u->looks && u->starts && all & (all - 1))
        starts_matter(m);
}

/* ---- requests ---- */

static unsigned thread_arg(value v)
{
    int64_t n;
    return int_get(v, &n) && n > 0 && n <= MODEL_THREADS ? (unsigned)n - 1 : NO_THREAD;
}

enum engine_ret ask_table(struct task *t)
{
    struct run *r = running(t);
    struct model *m = the_model;
    struct table_users *u = &m->table[r->head.process];
    bool leaves = t->req.arg[0] == V_TRUE;
    if (r->prefix || (leaves && (r->alone || !u->looks)) || (r->alone && !ends_unseen(r, true)))
        return ENGINE_DONE;
    if (!leaves) {
        m->restart |= !u->looks; // so far nobody took a step to leave
        u->looks |= 1ull << (r->head.thread & 63);
        look_for_starts(m, r->head.process);
    }
    return r->alone ? ENGINE_DONE : task_park(t, NEXT_TABLE, 0, leaves);
}

enum engine_ret ask_join(struct task *t, value *ret)
{
    struct run *r = running(t);
    unsigned thread = thread_arg(t->req.arg[0]);
    *ret = V_TRUE;
    if (thread >= the_model->threads_seen)
        return ENGINE_DONE;
    bool always = t->req.arg[2] == V_TRUE;
    const struct model_switch *s = switch_find(the_model, 'j', the_model->thread_name[thread]);
    if (!always && s && !s->on)
        return ENGINE_DONE;
    if (r->alone) {
        const struct local *l = run_thread(r, thread);
        if (l && l->head.next == NEXT_DONE) {
            sees_end(r, thread);
            record_joined(r, t, thread);
            return ENGINE_DONE;
        }
    }
    double seconds = 0;
    bool timed = t->req.arg[1] != V_NONE && t->req.arg[1] != V_UNBOUND && number_get(t, t->req.arg[1], &seconds);
    look_for_start(r, thread);
    enum engine_ret e = task_park(t, NEXT_JOIN, thread, 0);
    note_waits_for(r, thread);
    run_limit_wait(r, timed, seconds);
    the_model->timed_waits |= timed;
    r->stuck = r->alone;
    return e;
}

enum engine_ret ask_look(struct task *t, value *ret)
{
    bool how = t->req.kind == REQ_TASK_EXIT;
    struct run *r = running(t);
    unsigned thread = thread_arg(t->req.arg[0]);
    *ret = how ? V_NONE : V_FALSE;
    if (t->req.arg[0] == V_INT(0) && !run_is_single(r)) { // one that has not been started
        starts_matter(the_model);
        return task_park(t, NEXT_LOOK, NO_THREAD, 0);
    }
    if (thread >= the_model->threads_seen)
        return ENGINE_DONE;
    // a process that only tidies up, or that waits for all anyhow, takes no decision
    bool ending = task_waits_for_all(t);
    if (!r->alone && !ending && task_tidies_up(t)) {
        *ret = how ? V_NONE : V_TRUE;
        return ENGINE_DONE;
    }
    if (r->alone || ending) {
        const struct local *l = run_thread(r, thread);
        bool done = l && l->head.next == NEXT_DONE; // one that was started in this very run is not in the state yet
        if (!r->prefix)
            run_touch(r, thread_slot(thread));
        if (done && !ending && !task_tidies_up(t) && !has_seen_end(r, thread)) // it may be about to end elsewhere
            look_at_end(thread);
        if (done)
            sees_end(r, thread);
        *ret = how ? (done ? V_INT(l ? l->head.exit_code : 0) : V_NONE) : V_BOOL(!done);
        return ENGINE_DONE;
    }
    if (!has_seen_end(r, thread)) { // else it has joined it
        look_for_start(r, thread);
        look_at_end(thread);
    }
    return task_park(t, NEXT_LOOK, thread, how);
}

int32_t parent_pid(struct run *r)
{
    struct model *m = the_model;
    if (!r->head.process)
        return SHELL_PID;
    const struct local *l = run_thread(r, r->head.parent);
    if (!r->prefix)
        run_touch(r, thread_slot(r->head.parent));
    return l && l->head.next == NEXT_DONE ? INIT_PID : pid_of(m->thread_process[r->head.parent]);
}

enum engine_ret ask_number(struct task *t, value *ret)
{
    bool tid = t->req.kind == REQ_TASK_TID;
    struct model *m = the_model;
    unsigned thread = thread_arg(t->req.arg[0]);
    *ret = thread >= m->threads_seen ? V_NONE : V_INT(tid ? FIRST_TID + (int)thread : pid_of(m->thread_process[thread]));
    return ENGINE_DONE;
}

enum engine_ret ask_wait(struct task *t)
{
    struct run *r = running(t);
    int64_t pid = -1;
    int_get(t->req.arg[0], &pid);
    bool no_hang = int_clipped(t->req.arg[1]) & 1; // WNOHANG
    if (r->prefix)
        return system_error(t, ECHILD);
    if (no_hang)
        look_at_ends(r, pid > 0 ? (int32_t)(pid - FIRST_PID) : -1);
    return task_park(t, NEXT_WAITPID, pid > 0 ? (uint32_t)pid : 0, no_hang);
}

/* Whether a process is there to be sent a signal, be it that it has ended and nobody has waited for it yet. */
static bool is_there(struct run *r, unsigned process)
{
    struct model *m = the_model;
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = run_thread(r, i);
        for (unsigned k = 0; k < r->others_n; k++) // this run has waited for it
            if (r->others[k].thread == i)
                l = local_of(m, r->others[k].local);
        if (l && l->head.process == process && l->head.flags & L_FIRST) {
            run_touch(r, thread_slot(i));
            return !(l->head.more & L_REAPED);
        }
    }
    return false;
}

/* It may come at any moment: how far the process has got, and whether it has ended by then, matters to all. */
static void will_be_killed(const struct run *r, unsigned process)
{
    struct model *m = the_model;
    look_at_ends(r, (int32_t)process);
    for (unsigned i = 1; i < m->threads_seen; i++) {
        uint64_t bit = m->thread_process[i] == process ? 1ull << (i & 63) : 0;
        m->restart |= (bit & ~m->killed) != 0;
        m->killed |= bit;
    }
}

enum engine_ret ask_kill(struct task *t, value *ret)
{
    int64_t pid = 0, sig = 0;
    *ret = V_NONE;
    int_get(payload_or_self(t->req.arg[0]), &pid);
    int_get(payload_or_self(t->req.arg[1]), &sig);
    if (sig != SIGTERM && sig != SIGKILL && sig != SIGINT) {
        limit_reached(_("signal %d"), (int)sig);
        return ENGINE_STOP;
    }
    if (pid < FIRST_PID || pid >= FIRST_PID + MODEL_PROCESSES)
        return system_error(t, ESRCH);
    struct run *r = running(t);
    if (!r->prefix && !task_waits_for_all(t)) // there nobody looks afterwards
        will_be_killed(r, (unsigned)(pid - FIRST_PID));
    if (r->alone && is_there(r, (unsigned)(pid - FIRST_PID)))
        return ENGINE_DONE;
    if (run_is_single(r))
        return system_error(t, ESRCH);
    the_model->cuts = true;
    return task_park(t, NEXT_KILL, (uint32_t)(pid - FIRST_PID), (int32_t)sig);
}

/* ---- the steps ---- */

void wait_resume(struct task *t, struct run *r)
{
    if (!r->seen) { // nobody fits at all, or (with WNOHANG) nobody has ended yet
        if (r->choice == 0) {
            system_error(t, ECHILD);
            t->req.kind = REQ_NONE;
            return;
        }
        value none[2] = { V_INT(0), V_INT(0) };
        vm_answer(t, tuple_new(t, none, 2), false);
        return;
    }
    unsigned thread = r->seen - 1;
    const struct local *l = run_thread(r, thread);
    int code = l->head.exit_code;
    struct head h = l->head;
    run_touch(r, thread_slot(thread));
    h.more |= L_REAPED;
    r->others[r->others_n++] = (struct thread_change){ (uint8_t)thread, comp_intern(&the_model->comps, (const uint64_t *)&h, HEAD_WORDS) };
    value pair[2] = { V_INT(pid_of(h.process)), V_INT(code < 0 ? -code : (code & 255) << 8) };
    vm_answer(t, tuple_new(t, pair, 2), false);
}

void kill_resume(struct task *t, struct run *r)
{
    if (r->seen == 2) { // it has ended and was waited for
        system_error(t, ESRCH);
        t->req.kind = REQ_NONE;
        return;
    }
    if (r->seen == 0) {
        r->effect.flags |= E_KILLS | E_ENDS;
        r->effect.process = (uint8_t)r->was.object;
        r->effect.exit_code = -r->was.arg;
    }
    vm_answer(t, V_NONE, false);
}
