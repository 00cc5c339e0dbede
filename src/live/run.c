/* run.c: the shell's handle on one live run: opened, pumped, looked at; see run.h. What the shell tells a run is in
 * orders.c. */
#include "live/running.h"

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
#include "live/graph.h"
#include "live/scratch.h"

enum {
    LOOK_MS = 20,          // while something runs: deaths and deadlocks are looked for this often
    TURNS_MS = 5,          // a controlled run: turns are granted so long before others are served
    STEP_NS = 10000000,    // a visible step at speed 1, where speed is told from
    SWITCH_NS = 5000000,   // the switch interval, as CPython's
    QUIET_NS = 60000000,   // nothing has been told for so long: look whether all wait for ever
    FORGET_NS = 2000000000, // a process may take so long to close what nobody holds: it may have been stopped
};

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
    directory_of(o->file ? o->file : o->argc ? o->argv[0] : NULL, dir, sizeof dir); // -i: entered, but a file's text
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
    reader_close(r->reader); // the shell's; each mapping costs each fork 2 us
    r->reader = NULL;
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

void run_pace(struct run *r, double speed)
{
    bool slow = speed > 0 && speed < 1;
    double part = slow ? MAX(speed, 0.001) : 1;
    // a task pauses by itself at its visible steps; in a controlled run it waits for its turn longer
    atomic_store(&r->region.head->speed_permille, (uint32_t)(part * 1000));
    r->script.pause_ns = slow ? (uint64_t)((double)STEP_NS / part) : 0;
    turns_set_pause(&r->turns, r->script.pause_ns);
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
    run_pace(r, o->speed);
    if (region_alloc(&r->region, sizeof(struct run_boxes)) != 0) {
        region_close(&r->region);
        return -ENOMEM;
    }
    return 0;
}

int run_open(const struct run_opts *o, struct run **ret)
{
    struct run *r = mem_zalloc(1, sizeof *r);
    r->prompt = !o->file && !o->source;
    turns_init(&r->turns, o->seed);
    script_init(&r->script, o->script);
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

/* Whether somebody waits at a pipe: the only ones whom it helps that what nobody holds is closed. */
static bool waits_at_pipe(const struct wait_graph *g)
{
    for (uint32_t i = 0; i < g->n; i++)
        if (g->tasks[i].stuck && g->tasks[i].pipe)
            return true;
    return false;
}

/* Nobody seems able to go on. Whether every process has closed what none of its tasks holds any more: CPython would
 * have done so at once. If not, they are asked to; who closes something counts as moving. */
static bool forgotten_are_closed(struct run *r, uint64_t moves)
{
    uint64_t now = clock_now_ns();
    if (r->forgets_until_ns && r->moves_forgotten == moves)
        return now > r->forgets_until_ns || !live_forgetting(&r->region);
    r->moves_forgotten = moves;
    r->forgets_until_ns = now + FORGET_NS;
    live_forget(&r->region);
    return false;
}

static void judge(struct run *r)
{
    struct wait_graph g;
    uint32_t holder;
    uint64_t moves = atomic_load(&r->region.head->moves);
    // who looked at a pipe once more, in vain, has not moved: the run tells then that nobody ever will
    bool told = atomic_load(&r->region.head->verdict) != VERDICT_NONE && !r->stuck;
    if ((moves == r->moves_judged && !told) || graph_take(&r->region, LOCK_MS, &g, &holder) < 0)
        return;
    if (g.total && waits_at_pipe(&g) && !forgotten_are_closed(r, moves)) {
        graph_free(&g);
        return;
    }
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
    if (graph_take(&r->region, LOCK_MS, &g, &holder) < 0)
        return;
    graph_tell_task(&g, reader_ref(r->reader, t), out);
    graph_free(&g);
}
