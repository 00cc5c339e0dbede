/* engine.c: what simulated tasks ask for, and taking the steps they stand at. */
#include <stdatomic.h>
#include <string.h>

#include "base/i18n.h"
#include "model/engine.h"
#include "model/life.h"
#include "model/output.h"
#include "model/pipe.h"
#include "model/shared.h"
#include "model/sync.h"
#include "model/task.h"
#include "model/variable.h"
#include "vm/container.h"

/* ---- time and chance ---- */

static enum engine_ret ask_sleep(struct task *t, struct run *r)
{
    double s = 0;
    if (number_get(t, t->req.arg[0], &s) && s < 0) {
        throw(t, EXC_ValueError, "sleep length must be non-negative");
        return ENGINE_RAISE;
    }
    if (t->exc != V_UNBOUND || !seconds_fit(t, s))
        return ENGINE_RAISE;
    r->head.flags |= L_YIELDED;
    run_sleeps(t, r, t->req.arg[0]);
    if (++r->sleeps > 1000 && !r->prefix) {
        limit_reached(_("a task that does nothing but sleep again and again"));
        return ENGINE_STOP;
    }
    return ENGINE_DONE;
}

/* A number that goes straight into a sleep decides nothing: time does not order. */
static bool only_sleeps(const struct task *t)
{
    const struct source *src;
    uint32_t line = task_line(t, &src);
    size_t n;
    const char *text = src ? diag_line(src->text, src->n, line, &n) : NULL;
    return text && memmem(text, n, "sleep(", 6);
}

enum { FEW = 6 }; // possibilities that are all tried

static enum engine_ret ask_chance(struct task *t, value *ret)
{
    int64_t n = 0;
    int_get(t->req.arg[0], &n);
    bool harmless = only_sleeps(t);
    if (n >= 2 && n <= FEW && !harmless)
        return task_park(t, NEXT_CHOICE, 0, (int32_t)n);
    if (n != 1 && !harmless)
        the_model->uses_chance = true;
    *ret = n ? V_INT(n / 2) : float_value(t, 0.5);
    return ENGINE_DONE;
}

/* Whether the program wants to know the time, and not the prelude, for a wait of its own. */
static bool asks_for_time(const struct task *t)
{
    const struct frame *f = t->fp;
    if (!f->code || !(f->code->flags & CODE_PRELUDE))
        return true;
    bool by_program = f > t->frames && f[-1].code && !(f[-1].code->flags & CODE_PRELUDE);
    return by_program && !task_in_prelude(t, "wait_for");
}

/* ---- the system ---- */

static void outside_reached(const char *call)
{
    static const struct { const char *call, *what; } known[] = {
        { "open", N_("a file that is opened") }, { "spawn", N_("another program") }, { "http", N_("the network") },
        { "urandom", N_("chance that the system gives") }, { "clock_ns", N_("the time") }, { "getcwd", N_("the working directory") },
    };
    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        if (strcmp(known[i].call, call) == 0) {
            limit_reached("%s", _(known[i].what));
            return;
        }
    }
    limit_reached(_("the operating system: %s"), call);
}

static enum engine_ret ask_os(struct task *t, struct run *r, value *ret)
{
    char what[32];
    enum engine_ret e;
    if (writes_to_screen(t))
        return ask_print(t, ret);
    arg_text(t->req.arg[0], what, sizeof what);
    if (!pipe_request(t, r, ret, &e)) {
        outside_reached(what);
        return ENGINE_STOP;
    }
    if (e != ENGINE_PARK)
        return e;
    bool timed = pipe_has_time_limit(t);
    task_park(t, NEXT_PIPE, 0, 0);
    r->head.op = pipe_op(t);
    run_limit_wait(r, timed, timed ? pipe_time_limit(t) : 0);
    r->head.depth = 0;
    the_model->timed_waits |= timed;
    return ENGINE_PARK;
}

/* ---- requests ---- */

static enum engine_ret request(struct task *t, value *ret)
{
    struct run *r = running(t);
    struct model *m = the_model;
    *ret = V_NONE;
    switch (t->req.kind) {
    case REQ_WRITE: case REQ_FLUSH: return ask_print(t, ret);
    case REQ_TASK_NAME: case REQ_NOTE_SWITCH: return ENGINE_DONE;
    case REQ_SLEEP: return ask_sleep(t, r);
    case REQ_YIELD_CPU: r->head.flags |= L_YIELDED; return ENGINE_DONE;
    case REQ_CLOCK:
        m->uses_clock |= asks_for_time(t);
        *ret = float_value(t, (int_of(t->req.arg[0]) == 0 ? 1700000000.0 : 1000.0) + r->head.slept);
        return ENGINE_DONE;
    case REQ_CHANCE: return ask_chance(t, ret);
    case REQ_GETPID: *ret = V_INT(pid_of(r->head.process)); return ENGINE_DONE;
    case REQ_GETPPID: *ret = V_INT(parent_pid(r)); return ENGINE_DONE;
    case REQ_GETTID: *ret = V_INT(FIRST_TID + r->head.thread); return ENGINE_DONE;
    case REQ_TASK_SELF: *ret = V_INT(r->head.thread + 1); return ENGINE_DONE;
    case REQ_START_THREAD: case REQ_START_PROCESS: case REQ_FORK:
        return task_park(t, NEXT_START, 0, t->req.kind != REQ_START_THREAD);
    case REQ_JOIN: return ask_join(t, ret);
    case REQ_TASK_ALIVE: case REQ_TASK_EXIT: return ask_look(t, ret);
    case REQ_THREAD_TABLE: return ask_table(t);
    case REQ_TASK_PID: case REQ_TASK_TID: return ask_number(t, ret);
    case REQ_WAITPID: return ask_wait(t);
    case REQ_KILL: return ask_kill(t, ret);
    case REQ_PROCESS_END: return ask_exit(t);
    case REQ_CPU_COUNT: *ret = V_INT(2); return ENGINE_DONE;
    case REQ_SYNC_NEW: return ask_sync_new(t, ret);
    case REQ_SYNC: return ask_sync(t, ret);
    case REQ_SYNC_GET: return ask_sync_get(t, ret);
    case REQ_SYNC_NUMBER: *ret = V_INT(((struct sync_handle *)REF(t->req.arg[0]))->index); return ENGINE_DONE;
    case REQ_SYNC_AT: return ask_sync_at(t, ret);
    case REQ_SYNC_FREE: return ENGINE_DONE;
    case REQ_CELLS_NEW: return cells_new(t, r, ret);
    case REQ_CELLS_GET: case REQ_CELLS_SET: return ask_cell(t, ret);
    case REQ_INPUT: limit_reached(_("a line from the keyboard")); return ENGINE_STOP;
    case REQ_OS: return ask_os(t, r, ret);
    default:
        limit_reached("%s", request_name(t->req.kind));
        return ENGINE_STOP;
    }
}

static void begin(struct task *t, const struct access *a)
{
    (void)t;
    (void)a;
}

static void end(struct task *t, const struct access *a, value seen)
{
    record_seen(running(t), t, a, seen);
}

static void touches(struct task *t, value v) { run_touch_object(running(t), v); }

static enum engine_ret attend(struct task *t, uint32_t attention)
{
    atomic_store(t->attention, 0);
    if (!(attention & TICKED))
        return ENGINE_DONE; // what dies is not told in a model
    limit_reached(_("a task that computes for long between two steps, or for ever"));
    return ENGINE_STOP;
}

static void finalize(struct vm *vm, value object)
{
    (void)vm;
    (void)object;
}

const struct engine model_engine = {
    .request = request,
    .access_prepare = variable_access,
    .access_begin = begin,
    .access_end = end,
    .sees_inside = true,
    .touches = touches,
    .attend = attend,
    .finalize = finalize,
};

/* ---- taking the step at which a task stands ---- */

void engine_begin(struct model *m, struct run *r, struct begin *ret)
{
    const struct head *h = &r->was;
    *ret = (struct begin){ .how = BEGUN_VM, .answer = V_NONE };
    r->head.flags &= (uint8_t)~(L_YIELDED | L_RAISES);
    r->head.more &= (uint8_t)~L_DUE;
    switch ((enum next_kind)h->next) {
    case NEXT_RIDE:
        ret->answers = h->has_answer && !(h->flags & L_RAISES);
        ret->raises = (h->flags & L_RAISES) != 0;
        ret->error = h->error;
        ret->answer = h->answer;
        r->head.flags |= h->flags & L_YIELDED;
        break;
    case NEXT_ACCESS: r->go = true; break;
    case NEXT_SYNC: sync_begin(m, r, ret); break;
    case NEXT_WAIT: // only a time-out gets here
        ret->how = BEGUN_HEAD;
        sync_times_out(r);
        break;
    case NEXT_JOIN:
        ret->answers = true;
        ret->answer = V_BOOL(!r->timed_out);
        if (!r->timed_out)
            sees_end(r, h->object);
        r->head.flags |= L_YIELDED;
        break;
    case NEXT_LOOK:
        ret->answers = true;
        if (r->seen && h->object != NO_THREAD)
            sees_end(r, h->object);
        ret->answer = h->arg ? (r->seen ? V_INT((int)r->seen - 100) : V_NONE) : V_BOOL(!r->seen);
        break;
    case NEXT_TABLE: ret->answers = true; break;
    case NEXT_GET:
        ret->answers = true;
        ret->answer = sync_get_begin(r);
        break;
    case NEXT_EXIT:
        ret->how = BEGUN_HEAD;
        life_exit(r);
        break;
    case NEXT_CHOICE:
        ret->answers = true;
        ret->answer = V_INT(r->choice);
        break;
    default: break; // PRINT, START, KILL, WAITPID: with the VM
    }
}

/* What was asked for is done: the task gets its answer, or has an exception. */
static void answer(struct task *t, enum engine_ret e, value got)
{
    if (e == ENGINE_DONE)
        vm_answer(t, got, false);
    else
        t->req.kind = REQ_NONE;
}

static enum resumed pipe_resumes(struct task *t, struct run *r)
{
    value got = V_NONE;
    enum pipe_step e = pipe_step(t, r, &got);
    if (e == PIPE_WAITS)
        return RESUMED_BLOCKED;
    if (e == PIPE_LIMIT)
        r->effect.flags |= E_LIMIT;
    if (e == PIPE_MORE || e == PIPE_LIMIT)
        return RESUMED_STAYS;
    if (r->timed_out)
        r->head.flags |= L_YIELDED;
    answer(t, e == PIPE_DONE ? ENGINE_DONE : ENGINE_RAISE, got);
    return RESUMED;
}

enum resumed engine_resume(struct model *m, struct run *r, const struct begin *b)
{
    struct task *t = m->task;
    if (r->timed_out && t->req.kind == REQ_SYNC)
        run_sleeps(t, r, t->req.arg[4]);
    if (b->raises) {
        sync_fails(t, b->error, b->shared);
        t->req.kind = REQ_NONE;
        return RESUMED;
    }
    if (b->moves_item) {
        value got = V_NONE;
        enum engine_ret e = sync_item_resume(t, r, b->answer == V_TRUE, &got);
        answer(t, e, got);
        return RESUMED;
    }
    if (b->answers) {
        if (r->was.next == NEXT_SYNC)
            record_sync(r, t, r->was.object, (enum sync_op)r->was.op, b->answer == V_FALSE ? SYNC_REFUSED : SYNC_DONE, V_UNBOUND);
        if (r->was.next == NEXT_JOIN && b->answer == V_TRUE)
            record_joined(r, t, r->was.object);
        vm_answer(t, b->answer, false);
        return RESUMED;
    }
    switch ((enum next_kind)r->was.next) {
    case NEXT_PRINT: vm_answer(t, print_now(t, r), false); break;
    case NEXT_CELL: {
        value got = V_NONE;
        enum engine_ret e = cell_resume(t, r, &got);
        answer(t, e, got);
        break;
    }
    case NEXT_PIPE: return pipe_resumes(t, r);
    case NEXT_START: life_start(m, r); break;
    case NEXT_WAITPID: wait_resume(t, r); break;
    case NEXT_KILL: kill_resume(t, r); break;
    default: break; // ACCESS: the instruction runs again; a task that begins
    }
    return RESUMED;
}
