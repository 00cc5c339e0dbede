/* fake_run.c: live/run.h without processes, for tests of the shell: it understands a handful of
 * lines and answers at once.
 *
 *   print('TEXT')    one printed line            raise            an uncaught exception
 *   NAME = …         NAME is a variable now      exit(N)          main ends with N
 *   busy()           runs until interrupted      dead()           waits for ever
 *   input('TEXT')    asks, prints the answer     threads()        two threads come and go
 * Anything else is accepted silently. */
#include "live/run.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct run {
    struct trace trace;
    enum run_state state;
    bool prompt, ok, paused, asks;
    int code;
    struct buf question, names;
    char *file;      // of a program: its text, run at the first pump
    size_t pumped;
};

static void emit(struct run *r, task_id task, enum event_kind kind, const char *text, int64_t number)
{
    struct event ev = {
        .task = task, .kind = (uint8_t)kind, .object = UINT32_MAX, .number = number, .text = text,
        .n = text ? (uint32_t)strlen(text) : 0, .line = 1,
        .time_ns = (r->trace.count + 1) * 1000,
    };
    trace_append(&r->trace, &ev);
}

static task_id new_task(struct run *r, const char *name, enum task_kind kind)
{
    struct trace_task task = { .kind = (uint8_t)kind, .parent = TASK_NONE, .waits_for = UINT32_MAX };
    snprintf(task.name, sizeof task.name, "%s", name);
    return trace_task_new(&r->trace, &task);
}

static void threads(struct run *r)
{
    for (int i = 1; i <= 2; i++) {
        char name[8];
        snprintf(name, sizeof name, "t%d", i);
        task_id t = new_task(r, name, TASK_THREAD);
        r->trace.tasks[t].parent = r->trace.tasks[t].process = 0;
        emit(r, 0, EV_SPAWN, NULL, t);
        emit(r, t, EV_BEGIN, NULL, 0);
    }
    for (task_id t = 1; t <= 2; t++) {
        emit(r, t, EV_PRINT, "from a thread\n", 0);
        emit(r, t, EV_END, NULL, 0);
    }
}

/* The text between the first pair of quotes. */
static char *quoted(const char *line)
{
    const char *from = strchr(line, '\'');
    const char *to = from ? strchr(from + 1, '\'') : NULL;
    return to ? mem_text(from + 1, (size_t)(to - from - 1)) : mem_text("", 0);
}

static void fake_print(struct run *r, const char *line)
{
    struct buf b = { 0 };
    char *text = quoted(line);
    buf_addf(&b, "%s%s", text, strstr(line, "end=") ? "" : "\n");
    emit(r, 0, EV_PRINT, b.text, 0);
    free(text);
    buf_finish(&b);
}

static void end(struct run *r, int code)
{
    emit(r, 0, EV_END, NULL, code);
    r->state = RUN_ENDED;
    r->code = code;
}

static void fake_line(struct run *r, const char *line)
{
    size_t name = strcspn(line, " =");
    if (strncmp(line, "print(", 6) == 0) {
        fake_print(r, line);
    } else if (strncmp(line, "raise SystemExit", 16) == 0) {
        end(r, 0);
    } else if (strncmp(line, "exit(", 5) == 0) {
        end(r, atoi(line + 5));
    } else if (strncmp(line, "raise", 5) == 0) {
        emit(r, 0, EV_ERRPRINT, "Traceback\nValueError: raised\n", 0);
        r->ok = false;
    } else if (strncmp(line, "busy()", 6) == 0) {
        r->state = RUN_BUSY;
    } else if (strncmp(line, "dead()", 6) == 0) {
        r->state = RUN_DEADLOCK;
    } else if (strncmp(line, "input(", 6) == 0) {
        char *text = quoted(line);
        buf_clear(&r->question);
        buf_adds(&r->question, text);
        emit(r, 0, EV_ASK, text, 0);
        free(text);
        r->asks = true;
        r->state = RUN_BUSY;
    } else if (strncmp(line, "threads()", 9) == 0) {
        threads(r);
    } else if (strncmp(line + name, " = ", 3) == 0) {
        buf_addf(&r->names, "%.*s\n", (int)name, line);
    }
}

static void fake_lines(struct run *r, const char *source, size_t n)
{
    char *copy = mem_text(source, n);
    for (char *save = NULL, *s = strtok_r(copy, "\n", &save);
         s && r->ok && r->state != RUN_ENDED; s = strtok_r(NULL, "\n", &save))
        fake_line(r, s);
    free(copy);
}

static char *read_file(const char *path)
{
    struct buf b = { 0 };
    FILE *f = fopen(path, "r");
    char piece[512];
    buf_adds(&b, "");
    for (size_t n; f && (n = fread(piece, 1, sizeof piece, f)) > 0;)
        buf_add(&b, piece, n);
    if (f)
        fclose(f);
    return b.text;
}

int run_open(const struct run_opts *opts, struct run **ret_run)
{
    struct run *r = mem_zalloc(1, sizeof *r);
    trace_init(&r->trace);
    r->ok = true;
    r->prompt = !opts->file && !opts->source;
    r->state = RUN_STARTING;
    if (opts->source)
        r->file = mem_text(opts->source, opts->source_n);
    else if (opts->file)
        r->file = read_file(opts->file);
    *ret_run = r;
    return 0;
}

void run_close(struct run *r)
{
    if (!r)
        return;
    trace_finish(&r->trace);
    buf_finish(&r->question);
    buf_finish(&r->names);
    free(r->file);
    free(r);
}

int run_poll_fds(const struct run *r, struct pollfd *fds, int max)
{
    (void)r, (void)fds, (void)max;
    return 0;
}

int run_timeout_ms(const struct run *r)
{
    return r->state == RUN_STARTING || r->state == RUN_ENDING ? 0 : -1;
}

size_t run_pump(struct run *r)
{
    if (r->state == RUN_STARTING) {
        new_task(r, "MainProcess", TASK_PROCESS);
        emit(r, 0, EV_BEGIN, NULL, 0);
        r->state = RUN_PROMPT;
        if (r->file) {
            fake_lines(r, r->file, strlen(r->file));
            if (r->state == RUN_PROMPT)
                end(r, !r->ok);
        }
    }
    size_t fresh = r->trace.count - r->pumped;
    r->pumped = r->trace.count;
    return fresh;
}

struct trace *run_trace(struct run *r) { return &r->trace; }
bool run_forget(struct run *r)
{
    trace_forget(&r->trace);
    return true;
}

enum run_state run_state(const struct run *r) { return r->state; }
int run_exit_code(const struct run *r) { return r->code; }
const char *run_deadlock(const struct run *r)
{
    return r->state == RUN_DEADLOCK ? "  main waits for a lock that nobody gives back\n" : "";
}

int run_exec(struct run *r, const char *source, size_t n, const char *label)
{
    (void)label;
    if (r->state != RUN_PROMPT)
        return -EBUSY;
    r->ok = true;
    fake_lines(r, source, n);
    return 0;
}

bool run_last_ok(const struct run *r) { return r->ok; }

int run_answer(struct run *r, task_id who, const char *line, size_t n, bool eof)
{
    struct buf b = { 0 };
    buf_addf(&b, "answer: %.*s%s\n", (int)n, line, eof ? "<eof>" : "");
    emit(r, who, EV_PRINT, b.text, 0);
    buf_finish(&b);
    r->asks = false;
    r->state = RUN_PROMPT;
    if (!r->prompt)
        end(r, 0);
    return 0;
}

task_id run_asking(const struct run *r, const char **ret_prompt)
{
    *ret_prompt = buf_str(&r->question);
    return r->asks ? 0 : TASK_NONE;
}

void run_interrupt(struct run *r)
{
    if (r->state != RUN_BUSY && r->state != RUN_DEADLOCK)
        return;
    emit(r, 0, EV_ERRPRINT, "KeyboardInterrupt\n", 0);
    r->ok = false;
    r->asks = false;
    r->state = RUN_PROMPT;
    if (!r->prompt)
        end(r, 130);
}

void run_pause(struct run *r, bool on) { r->paused = on; }
bool run_paused(const struct run *r) { return r->paused; }
int run_kill(struct run *r, task_id t, int sig)
{
    emit(r, t, EV_DIED, NULL, sig);
    return 0;
}

int run_query(struct run *r, const char *what, struct buf *out)
{
    buf_adds(out, strcmp(what, "names") == 0 ? buf_str(&r->names) : what);
    return 0;
}

int run_set_switch(struct run *r, const struct run_switch *s, const char **ret_why)
{
    (void)r, (void)ret_why;
    if (strcmp(s->name, "bad") == 0) {
        *ret_why = "bad cannot be switched";
        return -EINVAL;
    }
    return 0;
}

int run_look_back(const char *path, struct trace *t) { (void)path, (void)t; return -EINVAL; }
int run_break(struct run *r, const char *name, task_id *ret_who) { (void)r, (void)name, (void)ret_who; return -ENOENT; }
int run_recover(struct run *r, const char *name, task_id *ret_owner) { (void)r, (void)name, (void)ret_owner; return -ENOENT; }
void run_why_waits(struct run *r, task_id t, struct buf *out) { (void)r, (void)t, (void)out; }

uint32_t run_scripted(const struct run *r, bool *ret_lost)
{
    (void)r;
    *ret_lost = false;
    return 0;
}

bool run_held(const struct run *r)
{
    (void)r;
    return false;
}

void run_script_extend(struct run *r, const struct run_script *script)
{
    (void)r;
    (void)script;
}

void run_let_go(struct run *r)
{
    (void)r;
}
