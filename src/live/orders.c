/* orders.c: what the shell tells a run: entries, answers, Ctrl-C, pauses, questions, switches, the way out of a deadlock.
 *
 * In:      commands of the learner; schedules.
 * Out:     the boxes (box.h) filled, tasks told to look up; what was done to the run as an event of its trace.
 * Locks:   klock is waited for at most LOCK_MS; run_query() waits for an answer at most QUERY_MS. */
#include "live/running.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"

enum { QUERY_MS = 200 };

/* ---- telling main what to do ---- */

int run_exec(struct run *r, const char *source, size_t n, const char *label)
{
    struct entry_box *box = &boxes(r)->entry;
    if (!r->prompt || run_state(r) != RUN_PROMPT)
        return -EBUSY;
    if (n > ENTRY_BYTES)
        return -E2BIG;
    memcpy(box->text, source, n);
    box->n = (uint32_t)n;
    snprintf(box->label, sizeof box->label, "%s", label);
    r->entries++;
    r->stuck = false;
    buf_clear(&r->deadlock);
    atomic_store(&box->pending, 1);
    live_attend(&r->region, atomic_load(&r->region.slots[0].ref), 0);
    return 0;
}

bool run_last_ok(const struct run *r)
{
    return atomic_load(&boxes(r)->entry.ok);
}

int run_answer(struct run *r, task_id who, const char *line, size_t n, bool eof)
{
    struct ask_box *box = &boxes(r)->ask;
    task_ref ref = atomic_load(&box->who);
    if (ref == NOBODY || reader_task(r->reader, ref) != who)
        return -ESRCH;
    n = MIN(n, (size_t)ANSWER_BYTES);
    if (n)
        memcpy(box->text, line, n);
    box->n = (uint32_t)n;
    atomic_store(&box->answered, eof ? 2 : 1);
    live_attend(&r->region, ref, 0);
    return 0;
}

task_id run_asking(const struct run *r, const char **ret_prompt)
{
    const struct ask_box *box = &boxes(r)->ask;
    static char prompt[sizeof box->prompt];
    task_ref ref = atomic_load(&box->who);
    if (ref == NOBODY || atomic_load(&box->answered))
        return TASK_NONE;
    memcpy(prompt, box->prompt, sizeof prompt);
    prompt[MIN(box->prompt_n, (uint32_t)sizeof prompt - 1)] = 0;
    *ret_prompt = prompt;
    return reader_task(r->reader, ref);
}

/* Which processes there are, for signals that mean one or all. */
static void attend_all(struct run *r, uint32_t bits)
{
    live_attend(&r->region, NOBODY, bits);
}

void run_interrupt(struct run *r)
{
    uint64_t now = clock_now_ns();
    if (r->ended)
        return;
    if (r->interrupted_once && now - r->interrupt_ns < 2000000000u) {
        r->killed = false;
        process_end_all(r->main_pid, END_MS);
        r->reaper.main_gone = true;
        r->reaper.main_status = SIGINT; // as if it had ended by that: 130
        return;
    }
    r->interrupted_once = true;
    r->interrupt_ns = now;
    if (r->prompt) {
        live_attend(&r->region, atomic_load(&r->region.slots[0].ref), ATTEND_INTERRUPT);
        return;
    }
    atomic_fetch_add(&boxes(r)->interrupts_of_all, 1); // before they are told: who begins meanwhile looks there
    attend_all(r, ATTEND_INTERRUPT); // in main and children (R12)
}

void run_pause(struct run *r, bool on)
{
    r->paused = on;
    atomic_store(&r->region.head->paused, on);
    if (on) {
        attend_all(r, ATTEND_PAUSE);
    } else {
        live_attend_clear(&r->region, NOBODY, ATTEND_PAUSE);
        futex_wake(&r->region.head->paused, INT32_MAX);
    }
}

bool run_paused(const struct run *r)
{
    return r->paused;
}

uint32_t run_scripted(const struct run *r, bool *ret_lost)
{
    *ret_lost = r->script.lost;
    return r->script.at;
}

bool run_held(const struct run *r)
{
    return r->script.held;
}

void run_script_extend(struct run *r, const struct run_script *script)
{
    script_extend(&r->script, script);
}

void run_let_go(struct run *r)
{
    script_let_go(&r->script, &r->region);
}

int run_kill(struct run *r, task_id t, int sig)
{
    task_ref ref = reader_ref(r->reader, t);
    if (ref == NOBODY || t >= r->trace.task_count)
        return -ESRCH;
    pid_t pid = r->trace.tasks[t].pid;
    const struct trace_task *tt = &r->trace.tasks[t];
    if (tt->state == TASK_ENDED || tt->state == TASK_DEAD || pid <= 1)
        return -ESRCH;
    return kill(pid, sig) < 0 ? -errno : 0;
}

int run_query(struct run *r, const char *what, struct buf *out)
{
    struct query_box *q = &boxes(r)->query;
    if (r->ended || r->reaper.main_gone)
        return -ESRCH;
    snprintf(q->what, sizeof q->what, "%s", what);
    uint32_t mine = atomic_load(&q->asked) + 1;
    atomic_store(&q->asked, mine);
    task_ref main_ref = atomic_load(&r->region.slots[0].ref);
    for (uint32_t i = 0; i < MIN(r->region.head->slots_used, r->region.slot_max); i++)
        if (r->region.slots[i].process == main_ref)
            live_attend(&r->region, atomic_load(&r->region.slots[i].ref), ATTEND_QUERY);
    uint64_t until = clock_now_ns() + QUERY_MS * 1000000ull;
    struct pollfd p = { .fd = r->region.bell_fd, .events = POLLIN };
    while (atomic_load(&q->told) != mine) {
        uint64_t now = clock_now_ns();
        if (now >= until)
            return -ETIMEDOUT;
        uint64_t bell;
        poll(&p, 1, 5);
        (void)!read(r->region.bell_fd, &bell, sizeof bell);
    }
    size_t n = MIN(q->n, (uint32_t)QUERY_BYTES);
    buf_add(out, q->text, n);
    return 0;
}

/* ---- switches ---- */

/* What was done to the run from outside is a switch in its trace. */
static void tell_toggle(struct run *r, const char *text)
{
    reader_tell(r->reader, NOBODY, EV_TOGGLE, UINT32_MAX, 0, text, strlen(text));
}

static void tell_switch(struct run *r, const struct run_switch *s)
{
    static const char *const words[] = { [SWITCH_LOCK] = "lock", [SWITCH_JOIN] = "join", [SWITCH_DAEMON] = "daemon" };
    char text[128];
    const char *name = s->name[0] ? s->name : "all";
    switch (s->kind) {
    case SWITCH_LOCK: case SWITCH_JOIN: case SWITCH_DAEMON:
        snprintf(text, sizeof text, "%s %s %s", words[s->kind], name, s->on ? "on" : "off");
        break;
    case SWITCH_KIND: snprintf(text, sizeof text, "kind %s %s", name, s->to_process ? "process" : "thread"); break;
    case SWITCH_GIL: snprintf(text, sizeof text, "gil %s", s->on ? "on" : "off"); break;
    case SWITCH_SPEED: snprintf(text, sizeof text, "speed %g", s->speed); break;
    case SWITCH_INTERVAL: snprintf(text, sizeof text, "switch-interval %g", s->seconds); break;
    case SWITCH_CORES:
        if (s->cores)
            snprintf(text, sizeof text, "cores %u", s->cores);
        else
            snprintf(text, sizeof text, "cores all");
        break;
    }
    tell_toggle(r, text);
}

/* The first n of the processors that the shell may use, for all tasks there are. New ones get those
 * of who starts them; in the second pass those are found whom somebody started during the first. */
static int set_cores(struct run *r, uint32_t n)
{
    cpu_set_t mine, few;
    if (sched_getaffinity(0, sizeof mine, &mine) < 0)
        return -errno;
    CPU_ZERO(&few);
    for (int cpu = 0; cpu < CPU_SETSIZE && (!n || CPU_COUNT(&few) < (int)n); cpu++)
        if (CPU_ISSET(cpu, &mine))
            CPU_SET(cpu, &few);
    if (sched_setaffinity(r->main_pid, sizeof few, &few) < 0)
        return -errno;
    for (uint32_t i = 0, used = slots_used(&r->region); i < 2 * used; i++) {
        const struct task_slot *s = &r->region.slots[i % used];
        pid_t tid = atomic_load(&s->tid);
        if (state_alive(slot_state(s)) && tid > 0 && getsid(atomic_load(&s->pid)) == r->main_pid)
            sched_setaffinity(tid, sizeof few, &few);
    }
    return 0;
}

/* For tasks that look it up by name. What is said of all overrules what was said of one before. False: there are
 * too many. */
static bool keep_switch(struct run_boxes *b, const struct run_switch *s)
{
    struct switch_box *box = &b->switches;
    uint32_t n = atomic_load(&box->n), i = 0;
    for (uint32_t k = 0; k < n && !s->name[0]; k++)
        if (box->at[k].kind == s->kind) {
            box->at[k].on = s->on;
            box->at[k].to_process = s->to_process;
        }
    while (i < n && !(box->at[i].kind == s->kind && strcmp(box->at[i].name, s->name) == 0))
        i++;
    if (i == SWITCHES_MAX)
        return false;
    struct switch_entry e = { .kind = (uint8_t)s->kind, .on = s->on, .to_process = s->to_process };
    snprintf(e.name, sizeof e.name, "%s", s->name);
    box->at[i] = e;
    if (i == n)
        atomic_store(&box->n, n + 1);
    return true;
}

int run_set_switch(struct run *r, const struct run_switch *s, const char **ret_why)
{
    struct region_head *h = r->region.head;
    if (s->kind == SWITCH_GIL) {
        atomic_store(&h->gil, s->on);
    } else if (s->kind == SWITCH_INTERVAL) {
        if (!(s->seconds > 0 && s->seconds < 3600)) {
            *ret_why = _("a switch interval is a number of seconds above 0; CPython's is 0.005");
            return -EINVAL;
        }
        atomic_store(&h->switch_ns, (uint64_t)(s->seconds * 1e9));
    } else if (s->kind == SWITCH_CORES) {
        if (set_cores(r, s->cores) < 0) {
            *ret_why = _("the system does not let conch choose processors");
            return -EINVAL;
        }
    } else if (s->kind == SWITCH_SPEED) {
        if (!(s->speed > 0)) {
            *ret_why = _("a speed is a number above 0; 1 is as fast as it goes");
            return -EINVAL;
        }
        run_pace(r, s->speed);
    } else if (!keep_switch(boxes(r), s)) {
        *ret_why = _("too many switches");
        return -EINVAL;
    }
    if (s->kind == SWITCH_LOCK && live_shared_off(&r->region, strcmp(s->name, "all") == 0 ? "" : s->name, !s->on, LOCK_MS) < 0) {
        *ret_why = _("a stopped task is in the middle of something: let it go on first (`kill TASK CONT`)");
        return -EINVAL;
    }
    atomic_fetch_add(&h->switch_generation, 1);
    attend_all(r, ATTEND_SWITCHES);
    tell_switch(r, s);
    return 0;
}

/* ---- out of a deadlock ---- */

static void tell_deed(struct run *r, const char *what, const char *name)
{
    char text[128];
    snprintf(text, sizeof text, "%s %s", what, name);
    tell_toggle(r, text);
}

int run_break(struct run *r, const char *name, task_id *ret_who)
{
    task_ref who;
    int e = r->ended ? -ENOENT : live_break(&r->region, name, LOCK_MS, &who);
    if (e < 0)
        return e;
    tell_deed(r, "break", name);
    *ret_who = reader_task(r->reader, who);
    return 0;
}

int run_recover(struct run *r, const char *name, task_id *ret_owner)
{
    task_ref owner;
    int e = r->ended ? -ENOENT : live_recover(&r->region, name, LOCK_MS, &owner);
    if (e == -EBUSY)
        *ret_owner = reader_task(r->reader, owner);
    if (e == 0)
        tell_deed(r, "recover", name);
    return e;
}
