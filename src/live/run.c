/* The shell's handle on one live run; see run.h. */
#include "live/run.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/clock.h"
#include "base/mem.h"
#include "live/engine.h"
#include "live/graph.h"
#include "live/parts.h"
#include "live/process.h"
#include "live/reader.h"
#include "live/scratch.h"
#include "live/script.h"
#include "live/turns.h"

enum {
    LOOK_MS = 20,          // while something runs: deaths and deadlocks are looked for this often
    QUERY_MS = 200,
    LOCK_MS = 30,          // klock is waited for so long
    END_MS = 900,
    TURNS_MS = 5,          // a controlled run: turns are granted so long before others are served
    STEP_NS = 10000000,    // a visible step at speed 1, where speed is told from
    SWITCH_NS = 5000000,   // the switch interval, as CPython's
    QUIET_NS = 60000000,   // nothing has been told for so long: look whether all wait for ever
};

struct run {
    struct run_region region;
    struct trace trace;
    struct log_reader *reader;
    struct reaper reaper;
    int deadman[2];
    pid_t main_pid;
    int words_in[2];        // main's ends of these, until it is forked
    int words[2];           // what other programs that the run started write to 1 and 2; -1: none
    struct guard_note *guard;
    int main_pidfd;         // readable when main has ended; -1: not to be had
    bool prompt, ended, interrupted_once, paused, killed;
    uint64_t interrupt_ns, last_event_ns, ends_ns, last_look_ns;
    uint32_t entries;
    struct buf deadlock;
    uint64_t moves_judged;  // head->moves when the last verdict was reached
    bool stuck;             // total: nobody can go on
    struct turns turns;     // of a controlled run
    struct script script;   // … or its turns were written down
    double speed;
    uint64_t output_limit;
    int exit_code;
    char scratch[256]; // its own directory, or ""
};

static struct run_boxes *boxes(const struct run *r)
{
    return boxes_of(&r->region);
}

/* ---- opening ---- */

static void directory_of(const char *file, char *to, size_t size)
{
    const char *slash = file ? strrchr(file, '/') : NULL;
    size_t n = slash ? (size_t)(slash - file) : 0;
    if (!slash)
        snprintf(to, size, ".");
    else
        snprintf(to, size, "%.*s", (int)(n ? MIN(n, size - 1) : 1), n ? file : "/");
}

static NORETURN void main_process(struct run *r, const struct run_opts *o)
{
    char dir[PATH_MAX], cwd[PATH_MAX];
    directory_of(o->file, dir, sizeof dir);
    if (!getcwd(cwd, sizeof cwd))
        snprintf(cwd, sizeof cwd, ".");
    struct main_opts m = {
        .hooks = &live_vm_hooks,
        .deadman = { r->deadman[0], r->deadman[1] },
        .out_fd = r->words_in[0],
        .err_fd = r->words_in[1],
        .sandbox = !getenv("CONCH_NO_SANDBOX"),
        .allow_exec = o->allow_exec,
        .allow_net = o->allow_net,
        .scratch = r->scratch[0] ? r->scratch : NULL,
        .no_limits = o->limits.none,
    };
    size_t n = 0;
    if (r->scratch[0]) { // there it is, and nowhere else
        setenv("TMPDIR", r->scratch, 1);
        if (chdir(r->scratch) < 0)
            _exit(1);
    } else if (o->trusted_file || o->file) {
        m.dirs[n++] = dir;
        m.dirs[n++] = cwd;
    }
    if (o->work_dir)
        m.dirs[n++] = o->work_dir;
    struct main_report report;
    if (o->allow_net)
        http_prepare();
    int failed = live_main(&r->region, &m, &report);
    if (failed < 0)
        _exit(1);
    struct program p = {
        .file = o->file, .source = o->source, .source_n = o->source_n, .argc = o->argc, .argv = o->argv,
        .search_dir = dir, .heap_bytes = o->limits.heap_bytes, .seed = o->has_seed ? o->seed : clock_wall_ns(),
    };
    program_run(&p);
}

/* Main's own prints come through the logs; these pipes are for the programs that it may start. */
static int open_words(struct run *r, bool wanted)
{
    for (int i = 0; i < 2; i++)
        r->words[i] = r->words_in[i] = -1;
    for (int i = 0; wanted && i < 2; i++) {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) < 0)
            return -errno;
        r->words[i] = ends[0];
        r->words_in[i] = ends[1];
        fcntl(ends[0], F_SETFL, O_NONBLOCK);
    }
    return 0;
}

static void close_fds(int fds[2])
{
    for (int i = 0; i < 2; i++) {
        if (fds[i] >= 0)
            close(fds[i]);
        fds[i] = -1;
    }
}

static int open_region(struct run *r, const struct run_opts *o)
{
    uint32_t processes = o->limits.processes ? o->limits.processes : 256;
    uint32_t threads = o->limits.threads ? o->limits.threads : 4000;
    if (o->limits.none)
        processes = threads = 16000;
    struct region_opts ro = { .slots = processes + threads + 16, .in_file = o->guard != NULL };
    int e = region_open(&ro, &r->region);
    if (e < 0)
        return e;
    struct region_head *h = r->region.head;
    h->process_limit = processes;
    h->thread_limit = threads;
    h->no_limits = o->limits.none;
    atomic_store(&h->record, (uint32_t)o->record);
    h->chaos_seed = o->has_seed ? o->seed : clock_wall_ns();
    atomic_store(&h->controlled, o->script ? GATE_SCRIPT : o->chaos ? GATE_CHAOS : o->controlled ? GATE_SEEDED : GATE_OPEN);
    atomic_store(&h->gil, o->gil);
    atomic_store(&h->switch_ns, (uint64_t)SWITCH_NS);
    atomic_store(&h->speed_permille, (uint32_t)(MAX(0.001, MIN(o->speed > 0 ? o->speed : 1, 1.0)) * 1000));
    if (region_alloc(&r->region, sizeof(struct run_boxes)) != 0) {
        region_close(&r->region);
        return -ENOMEM;
    }
    return 0;
}

/* A task pauses by itself at its visible steps; in a controlled run it waits for its turn longer. */
static void set_speed(struct run *r, double speed)
{
    r->speed = speed;
    r->script.pause_ns = speed > 0 && speed < 1 ? (uint64_t)(STEP_NS / MAX(speed, 0.001)) : 0;
    turns_set_pause(&r->turns, r->script.pause_ns);
}

int run_open(const struct run_opts *o, struct run **ret)
{
    struct run *r = mem_zalloc(1, sizeof *r);
    r->prompt = !o->file && !o->source;
    turns_init(&r->turns, o->seed);
    script_init(&r->script, o->script);
    set_speed(r, o->speed);
    r->output_limit = o->limits.output_bytes;
    trace_init(&r->trace);
    int e = open_region(r, o);
    if (e < 0)
        goto free_run;
    e = deadman_open(r->deadman);
    if (e < 0)
        goto close_region;
    r->reader = reader_open(&r->region, &r->trace);
    if (!r->reader) {
        e = -ENOMEM;
        goto close_deadman;
    }
    if (o->limits.wall_ns)
        r->ends_ns = clock_now_ns() + o->limits.wall_ns;
    e = open_words(r, o->allow_exec);
    if (e < 0)
        goto close_words;
    e = o->own_dir ? scratch_open(r->scratch, sizeof r->scratch) : 0;
    if (e < 0)
        goto close_words;
    pid_t pid = process_fork_main();
    if (pid < 0) {
        e = (int)pid;
        goto close_scratch;
    }
    if (pid == 0)
        main_process(r, o);
    close_fds(r->words_in);
    close(r->deadman[0]);
    r->deadman[0] = -1;
    r->main_pid = pid;
    r->main_pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    r->reaper = (struct reaper){ .region = &r->region, .reader = r->reader, .main_pid = pid };
    r->last_event_ns = clock_now_ns();
    r->guard = o->guard;
    guard_keep(r->guard, r->region.file_fd);
    reader_sleeps(r->reader);
    *ret = r;
    return 0;

close_scratch:
    scratch_close(r->scratch);
close_words:
    close_fds(r->words);
    close_fds(r->words_in);
    reader_close(r->reader);
close_deadman:
    close(r->deadman[0]);
    close(r->deadman[1]);
close_region:
    region_close(&r->region);
free_run:
    trace_finish(&r->trace);
    free(r);
    return e;
}

void run_close(struct run *r)
{
    if (!r)
        return;
    if (!r->ended)
        process_end_all(r->main_pid, END_MS);
    guard_keep(r->guard, -1);
    scratch_close(r->scratch);
    close(r->deadman[1]);
    if (r->main_pidfd >= 0)
        close(r->main_pidfd);
    close_fds(r->words);
    reader_close(r->reader);
    region_close(&r->region);
    trace_finish(&r->trace);
    turns_finish(&r->turns);
    script_finish(&r->script);
    buf_finish(&r->deadlock);
    free(r);
}

int run_look_back(const char *path, struct trace *t)
{
    struct run_region region;
    int e = region_open_copy(path, &region);
    if (e < 0)
        return e;
    struct log_reader *reader = reader_open(&region, t);
    if (reader)
        reader_look_back(reader);
    while (reader && reader_pump(reader, true) > 0)
        ;
    if (reader)
        reader_close(reader);
    region_close(&region);
    return reader ? 0 : -ENOMEM;
}

/* ---- pumping ---- */

int run_poll_fds(const struct run *r, struct pollfd *fds, int max)
{
    if (max < 1 || r->ended)
        return 0;
    int n = 0;
    fds[n++] = (struct pollfd){ .fd = r->region.bell_fd, .events = POLLIN };
    if (r->main_pidfd >= 0 && !r->reaper.main_gone && n < max)
        fds[n++] = (struct pollfd){ .fd = r->main_pidfd, .events = POLLIN };
    for (int i = 0; i < 2; i++)
        if (r->words[i] >= 0 && n < max)
            fds[n++] = (struct pollfd){ .fd = r->words[i], .events = POLLIN };
    return n;
}

/* What other programs have written, as main's output. Whoever asked for it goes on afterwards. */
static void tell_words(struct run *r)
{
    static const enum event_kind kinds[] = { EV_PRINT, EV_ERRPRINT };
    struct run_boxes *b = boxes(r);
    uint32_t asked = atomic_load(&b->drain_asked);
    char piece[4096];
    for (int i = 0; i < 2; i++) {
        ssize_t n = -1;
        while (r->words[i] >= 0 && (n = read(r->words[i], piece, sizeof piece)) > 0) {
            atomic_fetch_add(&b->output_bytes, (uint64_t)n);
            reader_tell(r->reader, NOBODY, kinds[i], UINT32_MAX, 0, piece, (size_t)n);
        }
        if (n == 0) { // nobody is left who could write
            close(r->words[i]);
            r->words[i] = -1;
        }
    }
    if (atomic_load(&b->drain_told) != asked) {
        atomic_store(&b->drain_told, asked);
        futex_wake(&b->drain_told, INT32_MAX);
    }
}

/* Whether the main thread is all there is. */
static bool alone(const struct run *r)
{
    uint32_t alive = 0;
    for (uint32_t i = 0; i < slots_used(&r->region) && alive < 2; i++)
        alive += state_alive(slot_state(&r->region.slots[i]));
    return alive < 2;
}

int run_timeout_ms(const struct run *r)
{
    if (r->ended)
        return -1;
    if (!atomic_load(&boxes(r)->go))
        return 0;
    enum run_state s = run_state(r);
    if (s == RUN_PROMPT && alone(r))
        return -1;
    uint64_t now = clock_now_ns();
    int turn_ms = turns_timeout_ms(&r->turns, now);
    if (r->script.next_at_ns > now)
        turn_ms = (int)((r->script.next_at_ns - now) / 1000000) + 1;
    return turn_ms < 0 ? LOOK_MS : MIN((int)LOOK_MS, turn_ms);
}

static enum turn script_turn(struct run *r, uint64_t now)
{
    bool was_lost = r->script.lost;
    enum turn turn = script_grant(&r->script, &r->region, now);
    if (r->script.lost && !was_lost) {
        char text[96];
        snprintf(text, sizeof text, "the run has left the schedule after %u of %u moves", r->script.at, r->script.what.moves_n);
        reader_tell(r->reader, NOBODY, EV_NOTE, UINT32_MAX, 0, text, strlen(text));
    }
    return turn;
}

/* Grants turns one after the other, as long as it goes quickly. Who gets to the gate rings; who
 * begins to wait or ends does not always, so that is looked for every now and then. */
static void grant_turns(struct run *r)
{
    struct pollfd bell = { .fd = r->region.bell_fd, .events = POLLIN };
    const struct timespec moment = { .tv_nsec = 100000 };
    uint64_t rings, until = clock_now_ns() + TURNS_MS * 1000000ull;
    if (!gate_grants(&r->region) || r->paused)
        return;
    for (uint64_t now; (now = clock_now_ns()) < until;) {
        reader_sleeps(r->reader);
        enum turn turn = r->region.head->controlled == GATE_SCRIPT ? script_turn(r, now) : turns_grant(&r->turns, &r->region, now);
        if (turn == TURN_NOBODY)
            return;
        if (turn == TURN_SOON)
            ppoll(&bell, 1, &moment, NULL);
        (void)!read(r->region.bell_fd, &rings, sizeof rings);
    }
}

static void judge(struct run *r)
{
    struct wait_graph g;
    uint32_t holder;
    uint64_t moves = atomic_load(&r->region.head->moves);
    // who looked at a pipe once more, in vain, has not moved: the run tells then that nobody ever will
    bool told = atomic_load(&r->region.head->verdict) != VERDICT_NONE && !r->stuck;
    if ((moves == r->moves_judged && !told) || graph_take(&r->region, 30, &g, &holder) < 0)
        return;
    if (g.total || g.cycle_n) {
        struct buf text = { 0 };
        graph_tell(&g, &text);
        if (!r->deadlock.n || strcmp(buf_str(&text), buf_str(&r->deadlock)) != 0) {
            buf_finish(&r->deadlock);
            r->deadlock = text;
            size_t line = strcspn(buf_str(&text), "\n"); // the rest is in run_deadlock()
            reader_tell(r->reader, NOBODY, EV_DEADLOCK, UINT32_MAX, 0, buf_str(&text), line);
        } else {
            buf_finish(&text);
        }
        r->stuck = g.total;
    } else if (r->stuck) {
        r->stuck = false;
    }
    r->moves_judged = moves;
    graph_free(&g);
}

static bool anything_left(const struct run *r)
{
    return reaper_anybody(&r->region) || !r->reaper.main_gone;
}

static void notice_end(struct run *r)
{
    if (r->ended || anything_left(r))
        return;
    // the last processes are gone: nobody writes any more
    tell_words(r);
    while (reader_pump(r->reader, true) > 0)
        ;
    struct run_boxes *b = boxes(r);
    int st = r->reaper.main_status;
    if (atomic_load(&b->exited))
        r->exit_code = atomic_load(&b->exit_code) & 255;
    else
        r->exit_code = WIFSIGNALED(st) ? 128 + WTERMSIG(st) : WEXITSTATUS(st);
    process_end_all(r->main_pid, 100);
    r->ended = true;
}

/* Main waits for this before its first line, so that switches set right after run_open hold
 * from the beginning. */
static void let_begin(struct run *r)
{
    if (atomic_exchange(&boxes(r)->go, 1) == 0)
        futex_wake(&boxes(r)->go, INT32_MAX);
}

size_t run_pump(struct run *r)
{
    if (r->ended)
        return 0;
    uint64_t bell;
    let_begin(r);
    (void)!read(r->region.bell_fd, &bell, sizeof bell);
    reader_awake(r->reader);
    tell_words(r);
    uint64_t now = clock_now_ns();
    size_t n = reader_pump(r->reader, false);
    reaper_pass(&r->reaper, 10);
    n += reader_pump(r->reader, false);
    if (n)
        r->last_event_ns = now;
    if (atomic_load(&r->region.head->verdict) != VERDICT_NONE || now - r->last_event_ns > QUIET_NS)
        judge(r);
    if (r->ends_ns && now > r->ends_ns && !r->killed) {
        r->killed = true;
        const char *text = _("the time limit is over");
        reader_tell(r->reader, NOBODY, EV_NOTE, UINT32_MAX, 0, text, (uint32_t)strlen(text));
        process_end_all(r->main_pid, END_MS);
        reaper_pass(&r->reaper, 30);
        r->exit_code = 124;
    }
    notice_end(r);
    if (!r->ended) {
        grant_turns(r);
        reader_sleeps(r->reader);
        n += reader_pump(r->reader, false);
    }
    return n;
}

/* ---- looking ---- */

struct trace *run_trace(struct run *r)
{
    return &r->trace;
}

bool run_forget(struct run *r)
{
    return reader_forget(r->reader);
}

enum run_state run_state(const struct run *r)
{
    const struct run_boxes *b = boxes(r);
    if (r->ended)
        return RUN_ENDED;
    if (!atomic_load(&b->ready) && !r->reaper.main_gone)
        return RUN_STARTING;
    if (r->reaper.main_gone || atomic_load(&b->exited))
        return r->stuck ? RUN_DEADLOCK : RUN_ENDING;
    if (r->prompt && atomic_load(&b->entry.done) == r->entries)
        return RUN_PROMPT;
    return r->stuck ? RUN_DEADLOCK : RUN_BUSY;
}

int run_exit_code(const struct run *r)
{
    return r->killed ? 124 : r->exit_code;
}

const char *run_deadlock(const struct run *r)
{
    return buf_str(&r->deadlock);
}

void run_why_waits(struct run *r, task_id t, struct buf *out)
{
    struct wait_graph g;
    uint32_t holder;
    if (graph_take(&r->region, 30, &g, &holder) < 0)
        return;
    graph_tell_task(&g, reader_ref(r->reader, t), out);
    graph_free(&g);
}

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

static void tell_switch(struct run *r, const struct run_switch *s)
{
    char text[128];
    const char *name = s->name[0] ? s->name : "all";
    switch (s->kind) {
    case SWITCH_LOCK: snprintf(text, sizeof text, "lock %s %s", name, s->on ? "on" : "off"); break;
    case SWITCH_JOIN: snprintf(text, sizeof text, "join %s %s", name, s->on ? "on" : "off"); break;
    case SWITCH_DAEMON: snprintf(text, sizeof text, "daemon %s %s", name, s->on ? "on" : "off"); break;
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
    reader_tell(r->reader, NOBODY, EV_TOGGLE, UINT32_MAX, 0, text, strlen(text));
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
        set_speed(r, s->speed);
        atomic_store(&h->speed_permille, (uint32_t)(MAX(0.001, MIN(s->speed, 1.0)) * 1000));
    } else {
        struct switch_box *box = &boxes(r)->switches;
        uint32_t n = atomic_load(&box->n), i = 0;
        while (i < n && !(box->at[i].kind == s->kind && strcmp(box->at[i].name, s->name) == 0))
            i++;
        if (i == SWITCHES_MAX) {
            *ret_why = _("too many switches");
            return -EINVAL;
        }
        struct switch_entry e = { .kind = (uint8_t)s->kind, .on = s->on, .to_process = s->to_process };
        snprintf(e.name, sizeof e.name, "%s", s->name);
        box->at[i] = e;
        if (i == n)
            atomic_store(&box->n, n + 1);
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

/* What was done to the run from outside is a switch in its trace. */
static void tell_deed(struct run *r, const char *what, const char *name)
{
    char text[128];
    snprintf(text, sizeof text, "%s %s", what, name);
    reader_tell(r->reader, NOBODY, EV_TOGGLE, UINT32_MAX, 0, text, strlen(text));
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
