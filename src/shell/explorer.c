/* explorer.c: the shell's side of an exploration. */
#include "shell/explorer.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "live/process.h"
#include "live/run.h"

enum {
    FIELDS_MAX = 64,
    ROWS_MAX = 1000000,             // findings, outcomes, events: more than any answer has
    LINE_MAX_BYTES = 64 << 20,
};
static const uint64_t ANSWER_NS = 20000000000ull; // one schedule: far more than it takes

struct explorer {
    struct worker worker;
    struct explorer_opts opts;
    struct buf in;              // what has come and is not a whole line yet
    size_t taken;
    bool busy, lost, opened;    // opened: the worker has read the program
    bool exploring;
    struct explored result;
    bool has_result;
    uint32_t findings_cap, outcomes_cap;
    struct explored_progress progress;
    // the answer to a question that is waited for
    struct trace *trace;
    uint32_t made;
    uint32_t *marks, marks_n, marks_cap;
    struct explorer_next *next;
    unsigned next_n, next_max;
    struct explorer_hint *hint;
    struct script_move *turns; uint32_t turns_n, turns_cap;
    struct script_stand *stands; uint32_t stands_n, stands_cap;
    bool scripting;
};

/* ---- lines ---- */

struct fields {
    char *at[FIELDS_MAX];
    int n;
};

/* Takes \t \n \\ out of a field, in its place. */
static void unescape(char *s)
{
    char *to = s;
    for (; *s; s++) {
        char c = *s;
        if (c == '\\' && s[1]) {
            s++;
            c = *s == 't' ? '\t' : *s == 'n' ? '\n' : *s;
        }
        *to++ = c;
    }
    *to = 0;
}

static void split(struct fields *f, char *line)
{
    f->n = 0;
    while (line && f->n < FIELDS_MAX) {
        char *tab = strchr(line, '\t');
        if (tab)
            *tab++ = 0;
        unescape(line);
        f->at[f->n++] = line;
        line = tab;
    }
}

static const char *field(const struct fields *f, int i)
{
    return i < f->n ? f->at[i] : "";
}

static uint64_t number(const struct fields *f, int i)
{
    return strtoull(field(f, i), NULL, 10);
}

static double seconds(const struct fields *f, int i)
{
    return text_real(field(f, i), strspn(field(f, i), "0123456789."));
}

static bool yes(const struct fields *f, int i)
{
    return *field(f, i) == '1';
}

/* ---- what an answer is made of ---- */

static const char *keep(struct explorer *x, const char *s)
{
    return arena_text(&x->result.arena, s, strlen(s));
}

static const char *keep_digits(struct explorer *x, const char *s)
{
    size_t n = strspn(s, "0123456789");
    return n && !s[n] && n < 48 ? keep(x, s) : NULL;
}

static void take_result(struct explorer *x, const struct fields *f)
{
    static const char *const verdicts[] = { "holds", "fails" };
    struct explored *e = &x->result;
    e->verdict = EXPLORED_UNKNOWN;
    for (int i = 0; i < 2; i++)
        if (strcmp(field(f, 1), verdicts[i]) == 0)
            e->verdict = (enum explored_verdict)i;
    e->complete = yes(f, 2);
    e->single = yes(f, 3);
    e->states = number(f, 4);
    e->steps = number(f, 5);
    e->depth = (uint32_t)number(f, 6);
    e->tasks = (uint32_t)number(f, 7);
    e->seconds = seconds(f, 8);
    e->interleavings = keep_digits(x, field(f, 9));
    e->limit = keep(x, field(f, 10));
    e->frame = keep(x, field(f, 11));
    e->sampled = number(f, 12);
    e->sampled_depth = (uint32_t)number(f, 13);
    e->sampled_steps = (uint32_t)number(f, 14);
    e->sampled_chance = seconds(f, 15);
    e->overlap = yes(f, 16);
}

static void take_outcome(struct explorer *x, const struct fields *f)
{
    struct explored *e = &x->result;
    if (e->outcomes_n == ROWS_MAX)
        return;
    if (e->outcomes_n == x->outcomes_cap) {
        uint32_t cap = MAX(32u, x->outcomes_cap * 2);
        struct explored_outcome *more = ARENA_ARRAY(&e->arena, struct explored_outcome, cap);
        if (e->outcomes_n)
            memcpy(more, e->outcomes, e->outcomes_n * sizeof *more);
        e->outcomes = more;
        x->outcomes_cap = cap;
    }
    e->outcomes[e->outcomes_n++] = (struct explored_outcome){
        .end = keep(x, field(f, 1)), .count = keep_digits(x, field(f, 2)), .output = keep(x, field(f, 3)),
        .schedule = keep(x, field(f, 4)),
    };
}

static void take_finding(struct explorer *x, const struct fields *f)
{
    struct explored *e = &x->result;
    if (e->findings_n == ROWS_MAX)
        return;
    if (e->findings_n == x->findings_cap) {
        uint32_t cap = MAX(32u, x->findings_cap * 2);
        struct explored_finding *more = ARENA_ARRAY(&e->arena, struct explored_finding, cap);
        if (e->findings_n)
            memcpy(more, e->findings, e->findings_n * sizeof *more);
        e->findings = more;
        x->findings_cap = cap;
    }
    struct explored_finding *to = &e->findings[e->findings_n++];
    *to = (struct explored_finding){
        .kind = keep(x, field(f, 1)), .fails = yes(f, 2), .line = (uint32_t)number(f, 3),
        .switches = (uint32_t)number(f, 4), .steps = (uint32_t)number(f, 5), .minimal = yes(f, 6), .early = yes(f, 7),
        .message = keep(x, field(f, 8)), .schedule = keep(x, field(f, 9)),
        .tasks_n = (uint32_t)MIN(number(f, 10), (uint64_t)(f->n > 11 ? f->n - 11 : 0)),
    };
    to->tasks = ARENA_ARRAY(&e->arena, const char *, to->tasks_n + 1);
    to->stacks = ARENA_ARRAY(&e->arena, const char *, to->tasks_n + 1);
    for (uint32_t i = 0; i < to->tasks_n; i++) {
        to->tasks[i] = keep(x, field(f, 11 + (int)i));
        to->stacks[i] = keep(x, field(f, 11 + (int)(to->tasks_n + i)));
    }
}

static void take_task(struct explorer *x, const struct fields *f)
{
    struct trace_task like = { .state = TASK_NEW, .waits_for = UINT32_MAX, .kind = (uint8_t)MIN(number(f, 1), 2ull),
                               .daemon = yes(f, 2), .is_main = yes(f, 3) };
    task_id id = x->trace->task_count;
    like.carrier = id;
    like.process = number(f, 4) <= id ? (task_id)number(f, 4) : id;
    like.parent = *field(f, 5) == '-' ? TASK_NONE : (task_id)number(f, 5);
    snprintf(like.name, sizeof like.name, "%s", field(f, 6));
    if (id < 1000)
        trace_task_new(x->trace, &like);
}

static void take_object(struct explorer *x, const struct fields *f)
{
    struct trace_object o = { .process = TASK_NONE };
    snprintf(o.name, sizeof o.name, "%s", field(f, 1));
    snprintf(o.type, sizeof o.type, "%s", field(f, 2));
    if (x->trace->object_count < ROWS_MAX)
        trace_object_new(x->trace, &o);
}

static void take_event(struct explorer *x, const struct fields *f)
{
    uint64_t kind = number(f, 1), task = number(f, 2);
    if (kind >= EVENT_COUNT || task >= x->trace->task_count || x->trace->count >= ROWS_MAX)
        return;
    struct event ev = {
        .kind = (uint8_t)kind, .task = (task_id)task, .file = (uint16_t)number(f, 3), .line = (uint32_t)number(f, 4),
        .object = UINT32_MAX, .number = strtoll(field(f, 6), NULL, 10), .time_ns = x->trace->count * 1000,
    };
    if (*field(f, 5) != '-' && number(f, 5) < x->trace->object_count)
        ev.object = (uint32_t)number(f, 5);
    if (f->n > 7) {
        ev.text = field(f, 7);
        ev.n = (uint32_t)strlen(ev.text);
    }
    trace_append(x->trace, &ev);
}

static void take_mark(struct explorer *x, const struct fields *f)
{
    MEM_GROW(x->marks, x->marks_n, x->marks_cap, 64);
    if (x->marks_n < ROWS_MAX)
        x->marks[x->marks_n++] = (uint32_t)MIN(number(f, 1), (uint64_t)x->trace->count);
}

static void take_next(struct explorer *x, const struct fields *f)
{
    if (x->next_n == x->next_max)
        return;
    struct explorer_next *k = &x->next[x->next_n++];
    *k = (struct explorer_next){
        .thread = (uint8_t)number(f, 1), .process = (uint8_t)number(f, 2), .enabled = yes(f, 3), .done = yes(f, 4),
        .waits = yes(f, 5), .preempts = yes(f, 6), .line = (uint32_t)number(f, 7), .choices = (uint32_t)number(f, 8),
        .timed = yes(f, 9), .wakes = yes(f, 10), .killable = yes(f, 11), .drains = yes(f, 12), .deed = (uint8_t)number(f, 13),
        .target = (uint8_t)number(f, 14),
    };
    snprintf(k->name, sizeof k->name, "%s", field(f, 15));
    snprintf(k->what, sizeof k->what, "%s", field(f, 16));
    snprintf(k->blocker, sizeof k->blocker, "%s", field(f, 17));
    snprintf(k->object, sizeof k->object, "%s", field(f, 18));
    snprintf(k->stack, sizeof k->stack, "%s", field(f, 19));
}

static void take_turn(struct explorer *x, const struct fields *f)
{
    static const char signs[] = { [SCRIPT_STEPS] = '-', [SCRIPT_TIMES_OUT] = '!', [SCRIPT_WAKES] = '?', [SCRIPT_KILLED] = 'k' };
    MEM_GROW(x->turns, x->turns_n, x->turns_cap, 64);
    struct script_move *t = &x->turns[x->turns_n];
    x->turns_n += x->turns_n < ROWS_MAX;
    *t = (struct script_move){ .task = (uint32_t)number(f, 1), .number = yes(f, 3), .forgets = yes(f, 4) };
    for (size_t i = 0; i < ARRAY_LEN(signs); i++)
        if (*field(f, 2) == signs[i])
            t->how = (int)i;
    for (int i = 5; i < f->n && t->choices_n < ARRAY_LEN(t->choice); i++)
        t->choice[t->choices_n++] = (uint32_t)number(f, i);
}

static void take_stand(struct explorer *x, const struct fields *f)
{
    MEM_GROW(x->stands, x->stands_n, x->stands_cap, 64);
    struct script_stand *s = &x->stands[x->stands_n];
    x->stands_n += x->stands_n < ROWS_MAX;
        *s = (struct script_stand){ .after = (uint32_t)number(f, 1), .task = (uint32_t)number(f, 2),
                                .where = (int)MIN(number(f, 3), (uint64_t)STAND_ANYWHERE), .kind = (uint32_t)number(f, 4),
                                .line = (uint32_t)number(f, 5), .variable = yes(f, 6) };
    snprintf(s->name, sizeof s->name, "%s", field(f, 7));
}

static void take_hint(struct explorer *x, const struct fields *f)
{
    struct explorer_hint *h = x->hint;
    h->kind = arena_text(&h->arena, field(f, 1), strlen(field(f, 1)));
    h->moves = (uint32_t)number(f, 2);
    h->complete = yes(f, 3);
    h->states = (uint32_t)number(f, 4);
}

static void take_way(struct explorer *x, const struct fields *f)
{
    struct explorer_hint *h = x->hint;
    if (h->ways_n == ARRAY_LEN(h->ways))
        return;
    h->ways[h->ways_n].end = arena_text(&h->arena, field(f, 1), strlen(field(f, 1)));
    h->ways[h->ways_n++].output = arena_text(&h->arena, field(f, 2), strlen(field(f, 2)));
}

/* What each line of an answer does. Rows that answer a question count only while it is asked. */
enum row_of { OF_SEARCH, OF_TRACE, OF_NEXT, OF_SCRIPT, OF_HINT };
static const struct row {
    const char *word;
    void (*take)(struct explorer *x, const struct fields *f);
    enum row_of of;
} rows[] = {
    { "result", take_result, OF_SEARCH }, { "outcome", take_outcome, OF_SEARCH }, { "finding", take_finding, OF_SEARCH },
    { "task", take_task, OF_TRACE }, { "object", take_object, OF_TRACE }, { "event", take_event, OF_TRACE },
    { "mark", take_mark, OF_TRACE }, { "next", take_next, OF_NEXT }, { "turn", take_turn, OF_SCRIPT },
    { "stand", take_stand, OF_SCRIPT }, { "hint", take_hint, OF_HINT }, { "way", take_way, OF_HINT },
};

static bool is_asked(const struct explorer *x, enum row_of of)
{
    return of == OF_SEARCH || (of == OF_TRACE && x->trace) || (of == OF_NEXT && x->next) ||
        (of == OF_SCRIPT && x->scripting) || (of == OF_HINT && x->hint);
}

static void take_line(struct explorer *x, char *line)
{
    struct fields f;
    split(&f, line);
    const char *word = field(&f, 0);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (strcmp(rows[i].word, word) == 0 && is_asked(x, rows[i].of))
            rows[i].take(x, &f);
    if (strcmp(word, "progress") == 0) {
        x->progress.states = number(&f, 1);
        x->progress.steps = number(&f, 2);
        x->progress.seconds = seconds(&f, 3);
    } else if (strcmp(word, "file") == 0 && x->trace) {
        trace_file(x->trace, field(&f, 1));
    } else if (strcmp(word, "made") == 0) {
        x->made = (uint32_t)number(&f, 1);
    } else if (strcmp(word, "ready") == 0) {
        x->opened = true;
    } else if (strcmp(word, "error") == 0) {
        x->result.error = keep(x, field(&f, 1));
        x->has_result = true;
        x->busy = false;
    } else if (strcmp(word, "end") == 0) {
        x->busy = false;
    }
}

/* ---- the worker ---- */

static void send_line(struct explorer *x, const char *what, const char *rest)
{
    struct buf b = { 0 };
    buf_addf(&b, "%s%s%s\n", what, rest ? " " : "", rest ? rest : "");
    for (size_t at = 0; at < b.n;) {
        ssize_t n = write(x->worker.fd, b.text + at, b.n - at);
        if (n < 0 && errno != EINTR && errno != EAGAIN)
            break; // it is gone: the next read tells
        at += n > 0 ? (size_t)n : 0;
    }
    buf_finish(&b);
    x->busy = true;
}

static char *directory_of(const char *file)
{
    const char *slash = file ? strrchr(file, '/') : NULL;
    return slash ? mem_text(slash == file ? "/" : file, slash == file ? 1 : (size_t)(slash - file)) : mem_text(".", 1);
}

int explorer_open(const struct explorer_opts *opts, struct explorer **ret)
{
    struct explorer *x = mem_zalloc(1, sizeof *x);
    struct explorer_opts o = *opts;
    char *dir = directory_of(opts->file);
    if (!o.search_dir)
        o.search_dir = dir;
    x->opts = o;
    x->progress.most_states = o.max_states ? o.max_states : 5000000;
    x->progress.most_seconds = o.max_ns ? (double)o.max_ns / 1e9 : 10;
    explored_init(&x->result);
    struct worker_opts w = { .dirs = { o.search_dir }, .sandbox = !getenv("CONCH_NO_SANDBOX") };
    int r = process_worker(&x->worker, &w, worker_body, &o); // it has its own copy of all this
    free(dir);
    x->opts.source = x->opts.file = x->opts.search_dir = NULL;
    x->opts.argv = NULL;
    x->opts.switches = NULL;
    if (r < 0) {
        free(x);
        return r;
    }
    fcntl(x->worker.fd, F_SETFL, O_NONBLOCK);
    *ret = x;
    return 0;
}

void explorer_close(struct explorer *x)
{
    if (!x)
        return;
    process_worker_end(&x->worker);
    explored_finish(&x->result);
    buf_finish(&x->in);
    free(x->marks);
    free(x->turns);
    free(x->stands);
    free(x);
}

void explorer_explore(struct explorer *x)
{
    if (x->result.error)
        return;
    explored_finish(&x->result);
    x->result.strict = x->opts.strict;
    x->result.outputs = x->opts.outputs;
    x->findings_cap = x->outcomes_cap = 0;
    x->has_result = false;
    x->exploring = true;
    send_line(x, "explore", NULL);
}

void explorer_stop(struct explorer *x)
{
    if (x->busy)
        kill(x->worker.pid, SIGINT);
}

int explorer_fd(const struct explorer *x)
{
    return x->busy && !x->lost ? x->worker.fd : -1;
}

bool explorer_busy(const struct explorer *x)
{
    return x->busy && !x->lost;
}

/* Reads what is there; false: the worker has gone. */
static bool read_some(struct explorer *x)
{
    for (;;) {
        ssize_t n = read(x->worker.fd, buf_room(&x->in, 65536), 65536);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno == EAGAIN;
        x->in.n += (size_t)n;
        return n > 0 && x->in.n - x->taken < LINE_MAX_BYTES;
    }
}

static void take_lines(struct explorer *x)
{
    while (x->taken < x->in.n) {
        char *from = x->in.text + x->taken, *end = memchr(from, '\n', x->in.n - x->taken);
        if (!end)
            break;
        *end = 0;
        x->taken = (size_t)(end + 1 - x->in.text);
        take_line(x, from);
    }
    if (x->taken == x->in.n)
        x->taken = x->in.n = 0;
}

enum explorer_state explorer_pump(struct explorer *x)
{
    if (!x->busy)
        return EXPLORER_IDLE;
    bool there = read_some(x);
    take_lines(x);
    if (x->busy && !there) {
        x->lost = true;
        x->busy = x->exploring = false;
        return EXPLORER_LOST;
    }
    if (x->busy)
        return EXPLORER_BUSY;
    if (!x->exploring)
        return EXPLORER_IDLE;
    x->exploring = false;
    x->has_result = true;
    explored_settle(&x->result);
    return EXPLORER_DONE;
}

const struct explored_progress *explorer_progress(const struct explorer *x)
{
    return &x->progress;
}

const struct explored *explorer_result(const struct explorer *x)
{
    return x->has_result ? &x->result : NULL;
}

/* ---- waiting for an answer ---- */

static int wait_answer(struct explorer *x, uint64_t deadline_ns)
{
    while (x->busy) {
        struct pollfd p = { .fd = x->worker.fd, .events = POLLIN };
        uint64_t now = clock_now_ns();
        if (now >= deadline_ns)
            return -ETIMEDOUT;
        poll(&p, 1, (int)MIN((deadline_ns - now) / 1000000 + 1, 1000ull));
        if (explorer_pump(x) == EXPLORER_LOST)
            return -EPIPE;
    }
    return x->lost ? -EPIPE : 0;
}

void explorer_silent(int error, struct buf *out)
{
    const char *why = error == -EPIPE ? _("its process has ended") : error == -ETIMEDOUT ? _("it takes too long") : i18n_errno(-error);
    buf_addf(out, _("the explorer does not answer: %s"), why);
}

int explorer_explore_now(struct explorer *x)
{
    explorer_explore(x);
    // the limits end it; this is for a worker that does not manage to. Work takes as long as the machine is slow
    double seconds = x->progress.most_seconds * (x->opts.repeatable ? 60 : 3);
    return wait_answer(x, clock_now_ns() + (uint64_t)(seconds * 1e9) + ANSWER_NS);
}

int explorer_replay(struct explorer *x, const char *schedule, struct trace *ret, uint32_t *ret_made,
                    uint32_t **ret_marks, uint32_t *ret_marks_n)
{
    if (x->lost || x->busy)
        return x->lost ? -EPIPE : -EBUSY;
    x->trace = ret;
    x->made = x->marks_n = 0;
    send_line(x, "replay", schedule);
    int r = wait_answer(x, clock_now_ns() + ANSWER_NS);
    x->trace = NULL;
    if (r == 0 && ret_made)
        *ret_made = x->made;
    if (r == 0 && ret_marks) {
        *ret_marks = x->marks;
        *ret_marks_n = x->marks_n;
        x->marks = NULL;
        x->marks_n = x->marks_cap = 0;
    }
    return r;
}

int explorer_explain(struct explorer *x, const char *schedule, bool goes_on, struct trace *ret)
{
    if (x->lost || x->busy)
        return x->lost ? -EPIPE : -EBUSY;
    x->trace = ret;
    send_line(x, goes_on ? "foretell" : "explain", schedule);
    int r = wait_answer(x, clock_now_ns() + ANSWER_NS);
    x->trace = NULL;
    return r;
}

int explorer_next(struct explorer *x, const char *schedule, struct explorer_next *ret, unsigned max, unsigned *ret_n)
{
    if (x->lost || x->busy)
        return x->lost ? -EPIPE : -EBUSY;
    x->next = ret;
    x->next_max = max;
    x->next_n = 0;
    send_line(x, "next", schedule);
    int r = wait_answer(x, clock_now_ns() + ANSWER_NS);
    x->next = NULL;
    *ret_n = r == 0 ? x->next_n : 0;
    return r;
}

int explorer_script(struct explorer *x, const char *schedule, struct run_script *ret)
{
    *ret = (struct run_script){ 0 };
    if (x->lost || x->busy)
        return x->lost ? -EPIPE : -EBUSY;
    x->scripting = true;
    send_line(x, "script", schedule);
    int r = wait_answer(x, clock_now_ns() + ANSWER_NS);
    x->scripting = false;
    ret->moves = x->turns;
    ret->moves_n = x->turns_n;
    ret->stands = x->stands;
    ret->stands_n = x->stands_n;
    x->turns = NULL;
    x->stands = NULL;
    x->turns_n = x->turns_cap = x->stands_n = x->stands_cap = 0;
    if (r < 0)
        explorer_script_finish(ret);
    return r;
}

void explorer_script_finish(struct run_script *s)
{
    free(s->moves);
    free(s->stands);
    *s = (struct run_script){ 0 };
}

int explorer_hint(struct explorer *x, const char *schedule, struct explorer_hint *ret)
{
    *ret = (struct explorer_hint){ 0 };
    if (x->lost || x->busy)
        return x->lost ? -EPIPE : -EBUSY;
    x->hint = ret;
    send_line(x, "hint", schedule);
    int r = wait_answer(x, clock_now_ns() + ANSWER_NS);
    x->hint = NULL;
    if (r == 0 && !ret->kind)
        r = -ESTALE;
    if (r < 0)
        explorer_hint_finish(ret);
    return r;
}

void explorer_hint_finish(struct explorer_hint *h)
{
    arena_finish(&h->arena);
    *h = (struct explorer_hint){ 0 };
}
