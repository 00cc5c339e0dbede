/* engine.c: requests of the VM, performed for real: each is handed to whom it concerns.
 *
 * In:      struct task.req, at a step that others can see.
 * Out:     the answer, an exception, or how the task left a wait.
 * Threads: any task's own. A request may block; no guard is held when it comes here. */
#include "live/engine.h"

#include <sched.h>
#include <unistd.h>

#include "base/clock.h"
#include "live/files.h"
#include "live/parts.h"

__thread struct task *engine_task;

void engine_mark(struct task *t)
{
    static __thread const struct source *last;
    static __thread uint16_t last_id;
    const struct frame *f = t->fp;
    const struct source *src = f->code && f->pc ? f->code->source : NULL;
    if (LIKELY(src && src == last)) { // a file of the program's, since it is remembered
        live_me.line = frame_line(f);
        live_me.file = last_id;
        return;
    }
    live_me.line = task_line(t, &src);
    if (!src)
        return;
    if (src != last) {
        last = src;
        last_id = live_file(src->file);
    }
    live_me.file = last_id;
}

/* ---- time ---- */

uint64_t deadline_of(struct task *t, value seconds, bool *ret_bad)
{
    double s = 0;
    *ret_bad = false;
    if (t->wait_until_ns) { // the wait goes on after a handler
        uint64_t until = t->wait_until_ns;
        t->wait_until_ns = 0;
        return until;
    }
    if (seconds == V_NONE || seconds == V_UNBOUND)
        return 0;
    if (!number_get(t, seconds, &s)) {
        *ret_bad = true;
        if (t->exc == V_UNBOUND)
            throw(t, EXC_TypeError, "'%s' object cannot be interpreted as an integer", type_name(t, seconds));
        return 0;
    }
    if (!seconds_fit(t, s)) {
        *ret_bad = true;
        return 0;
    }
    s = MIN(MAX(s, 0), 1e9);
    uint64_t at = wait_clock_ns() + (uint64_t)(s * 1e9);
    return at ? at : 1;
}

static enum engine_ret sleep_request(struct task *t, value *ret)
{
    bool bad;
    double s = 0;
    *ret = V_NONE;
    if (number_get(t, t->req.arg[0], &s) && s < 0) {
        throw(t, EXC_ValueError, "sleep length must be non-negative");
        return ENGINE_RAISE;
    }
    bool begins = !t->wait_until_ns;
    if (begins && t->req.arg[0] == V_NONE) {
        throw(t, EXC_TypeError, "'NoneType' object cannot be interpreted as an integer");
        return ENGINE_RAISE;
    }
    uint64_t until = deadline_of(t, t->req.arg[0], &bad);
    if (bad)
        return ENGINE_RAISE;
    engine_mark(t);
    if (begins && !GATE(EV_SLEEP, UINT32_MAX, (int64_t)(s * 1e9)))
        return engine_left(t);
    if (begins)
        log_event(EV_SLEEP, UINT32_MAX, (int64_t)(s * 1e9));
    while (live_sleep(until) == LIVE_INTERRUPTED) {
        enum engine_ret r = engine_left_until(t, until);
        if (r != ENGINE_DONE)
            return r;
    }
    if (!GATE(EV_WAKE, UINT32_MAX, 0))
        return engine_left(t);
    log_event(EV_WAKE, UINT32_MAX, 0);
    return ENGINE_DONE;
}

static enum engine_ret clock_request(struct task *t, value *ret)
{
    uint64_t ns;
    switch (int_of(t->req.arg[0])) {
    case 0: ns = clock_wall_ns() - clock_now_ns() + wait_clock_ns(); break;
    case 3: ns = clock_cpu_ns(); break;
    case 4: ns = clock_thread_cpu_ns(); break;
    default: ns = wait_clock_ns(); break;
    }
    *ret = float_value(t, (double)ns / 1e9);
    return ENGINE_DONE;
}

/* ---- the rest ---- */

static enum engine_ret cpu_count_request(value *ret)
{
    cpu_set_t set;
    int n = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    *ret = V_INT(n);
    return ENGINE_DONE;
}

/* Ends when a handler has run, so it is not gone on with. */
static enum engine_ret pause_request(struct task *t)
{
    while (live_idle(0) == LIVE_INTERRUPTED) {
        enum engine_ret r = engine_left(t);
        if (r == ENGINE_HANDLER) {
            signals_again(t);
            return ENGINE_DONE;
        }
        if (r != ENGINE_DONE)
            return r;
    }
    return ENGINE_DONE;
}

/* The generator's, which None stands for; in a written schedule what the schedule says, or, where it says nothing, what
 * the explorer takes: the middle. */
static enum engine_ret chance_request(struct task *t, value *ret)
{
    int64_t n = 0;
    if (LIKELY(atomic_load_explicit(&live.region.head->controlled, memory_order_relaxed) != GATE_SCRIPT))
        return ENGINE_DONE;
    engine_mark(t);
    if (!GATE(EV_NOTE, UINT32_MAX, 0))
        return engine_left(t);
    if (atomic_load(&live.region.head->controlled) != GATE_SCRIPT)
        return ENGINE_DONE; // it is over meanwhile
    int_get(t->req.arg[0], &n);
    if (live_me.slot->next.choices_n)
        *ret = V_INT(live_me.slot->next.choice[0]);
    else
        *ret = n ? V_INT(n / 2) : float_value(t, 0.5);
    return ENGINE_DONE;
}

/* What others may change meanwhile, and no operation tells of it. */
static bool only_looks(const struct task *t)
{
    switch (t->req.kind) {
    case REQ_TASK_ALIVE: case REQ_TASK_EXIT: return !task_waits_for_all(t) && !task_tidies_up(t);
    case REQ_KILL: case REQ_WAITPID: case REQ_THREAD_TABLE: return true;
    case REQ_SYNC: return t->req.arg[1] == V_INT(SYNC_OP_QUEUE_LOOK);
    case REQ_SYNC_GET: return t->req.arg[1] != V_INT(6) && t->req.arg[1] != V_INT(7);
    default: return false;
    }
}

static enum engine_ret request(struct task *t, value *ret)
{
    *ret = V_NONE;
    if (UNLIKELY(files_unsettled) && t->req.kind != REQ_OS && t->req.kind != REQ_CLOCK)
        files_settle(t);
    if (gate_in_script() && only_looks(t)) {
        engine_mark(t);
        if (!GATE(EV_NOTE, UINT32_MAX, 0))
            return engine_left(t);
    }
    switch (t->req.kind) {
    case REQ_OS: return os_request(t, ret);
    case REQ_WRITE: return write_request(t, ret);
    case REQ_FLUSH: engine_flush(t); return ENGINE_DONE;
    case REQ_INPUT: return input_request(t, ret);
    case REQ_SLEEP: return sleep_request(t, ret);
    case REQ_CLOCK: return clock_request(t, ret);
    case REQ_CHANCE: return chance_request(t, ret);
    case REQ_GETPID: *ret = V_INT(live.pid); return ENGINE_DONE;
    case REQ_GETPPID: *ret = V_INT(getppid()); return ENGINE_DONE;
    case REQ_GETTID: *ret = V_INT(live_me.tid); return ENGINE_DONE;
    case REQ_TASK_SELF: *ret = V_INT(live_me.ref); return ENGINE_DONE;
    case REQ_START_THREAD: return start_request(t, false, ret);
    case REQ_START_PROCESS: return start_request(t, true, ret);
    case REQ_JOIN: return join_request(t, ret);
    case REQ_TASK_ALIVE: return alive_request(t, ret);
    case REQ_TASK_PID: return ids_request(t, false, ret);
    case REQ_TASK_TID: return ids_request(t, true, ret);
    case REQ_TASK_EXIT: return exit_code_request(t, ret);
    case REQ_TASK_NAME: rename_request(t); return ENGINE_DONE;
    case REQ_THREAD_TABLE: return ENGINE_DONE;
    case REQ_FORK: return fork_request(t, ret);
    case REQ_WAITPID: return waitpid_request(t, ret);
    case REQ_KILL: return kill_request(t, ret);
    case REQ_PROCESS_END: return process_end_request(t);
    case REQ_YIELD_CPU: sched_yield(); return ENGINE_DONE;
    case REQ_CPU_COUNT: return cpu_count_request(ret);
    case REQ_SYNC_NEW: return sync_new_request(t, ret);
    case REQ_SYNC: return sync_op_request(t, ret);
    case REQ_SYNC_GET: return sync_get_request(t, ret);
    case REQ_NOTE_SWITCH: return switch_request(t);
    case REQ_PAUSE: return pause_request(t);
    case REQ_SIGNAL: return signal_request(t, ret);
    case REQ_ALARM: return alarm_request(t, ret);
    case REQ_SYNC_NUMBER: return sync_number_request(t, ret);
    case REQ_SYNC_AT: return sync_at_request(t, ret);
    case REQ_SYNC_FREE: return sync_free_request(t);
    case REQ_CELLS_NEW: return cells_new_request(t, ret);
    case REQ_CELLS_GET: return cells_get_request(t, ret);
    case REQ_CELLS_SET: return cells_set_request(t, ret);
    default:
        throw(t, EXC_NotImplementedError, "%s is not part of conch's Python here", request_name(t->req.kind));
        return ENGINE_RAISE;
    }
}

static void finalize(struct vm *vm, value object)
{
    if (obj_of(object)->type == T_SYNC)
        sync_finalize(vm, object);
    else if (obj_of(object)->type == T_NATIVE && obj_of(object)->aux == NATIVE_CELLS)
        cells_finalize(object);
    else if (obj_of(object)->type == T_NATIVE)
        file_finalize(object);
}

const struct engine live_engine = {
    .request = request,
    .lock_quickly = sync_lock_quickly,
    .access_prepare = access_prepare,
    .access_begin = access_begin,
    .access_end = access_end,
    .access_quickly = access_quickly,
    .attend = engine_attend,
    .urgent = ATTEND_STOP | ATTEND_PAUSE | ATTEND_INTERRUPT | ATTEND_SIGNAL,
    .finalize = finalize,
    .reads_file = files_write_out,
};
