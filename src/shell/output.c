#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "shell/lineedit.h"
#include "shell/shell.h"

enum {
    PIECE = 16384, // bytes that are written at once
    MANY = 200,    // so many events that are not shown are told
    STEPS_DRAWN = 200,
};

/* A reader that went away ends the shell quietly; so does a terminal that is gone. */
static void write_whole(struct shell *sh, int fd, const char *s, size_t n)
{
    record_screen(&sh->recording, s, n);
    while (n && !loop_leaving()) {
        ssize_t done = write(fd, s, n);
        if (done < 0 && errno == EAGAIN) { // somebody else's flag on a shared terminal
            poll(&(struct pollfd){ .fd = fd, .events = POLLOUT }, 1, -1);
            continue;
        }
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0) {
            if (fd == STDOUT_FILENO) {
                sh->quit = true;
                sh->status = MAX(sh->status, 1);
            }
            return;
        }
        s += done;
        n -= (size_t)done;
    }
}

static void write_above(struct shell *sh, int fd, const char *s, size_t n)
{
    bool shown = lineedit_shown();
    lineedit_above_begin();
    write_whole(sh, fd, s, n);
    sh->mid_line = s[n - 1] != '\n';
    if (shown)
        output_end_line(sh); // the prompt needs a line of its own
    lineedit_above_end();
}

void output_end_line(struct shell *sh)
{
    if (sh->mid_line)
        write_whole(sh, STDOUT_FILENO, "\n", 1);
    sh->mid_line = false;
}

void output_write(struct shell *sh, int fd, const char *s, size_t n)
{
    record_shown(&sh->recording, s, n);
    if (n && sh->mode == SHELL_PROMPT)
        write_above(sh, fd, s, n);
    else
        write_whole(sh, fd, s, n);
}

/* ---- one pass over new events */

struct pass {
    struct shell *sh;
    struct buf out; // gathered for fd
    int fd;
    bool skips;     // they are counted and recorded, not shown
};

static void pass_flush(struct pass *p)
{
    output_write(p->sh, p->fd, buf_str(&p->out), p->out.n);
    buf_clear(&p->out);
}

static void pass_to(struct pass *p, int fd)
{
    if (p->fd != fd)
        pass_flush(p);
    p->fd = fd;
}

/* To a terminal only colours pass, and the carriage return of a progress line: it goes back to the
 * line's beginning, or above a prompt, where there is no line to go back to, ends it. */
static void add_safe(struct pass *p, const char *s, size_t n, bool colour)
{
    while (n) {
        const char *back = memchr(s, '\r', n);
        size_t piece = back ? (size_t)(back - s) : n;
        text_safe(&p->out, s, piece, colour);
        bool ends = back && piece + 1 < n && back[1] == '\n';
        if (back && p->sh->mode != SHELL_PROMPT)
            buf_addc(&p->out, '\r');
        else if (back && piece && !ends)
            buf_addc(&p->out, '\n');
        piece += back != NULL;
        s += piece;
        n -= piece;
    }
}

/* What a program prints goes out as it is, but not to a terminal. */
static void add_printed(struct pass *p, const struct event *ev, int fd)
{
    const struct term *term = fd == STDOUT_FILENO ? &p->sh->out : &p->sh->err;
    pass_to(p, fd);
    if (!ev->text)
        return;
    if (term->tty)
        add_safe(p, ev->text, ev->n, term->colour);
    else
        buf_add(&p->out, ev->text, ev->n);
}

/* Some tasks wait for each other for ever while others go on. When nobody can go on, the session
 * tells it at length. */
static bool is_partial_deadlock(const struct shell *sh, const struct event *ev)
{
    return ev->kind == EV_DEADLOCK && run_state(sh->run) != RUN_DEADLOCK;
}

static void add_plain(struct pass *p, const struct event *ev)
{
    if (ev->kind == EV_PRINT) {
        add_printed(p, ev, STDOUT_FILENO);
    } else if (ev->kind == EV_ERRPRINT) {
        add_printed(p, ev, STDERR_FILENO);
    } else if (ev->kind == EV_ASK && p->sh->mode != SHELL_PROMPT) {
        add_printed(p, ev, STDOUT_FILENO); // at a prompt the question is the prompt
    } else if ((ev->kind == EV_NOTE || is_partial_deadlock(p->sh, ev)) && ev->text) {
        pass_to(p, STDERR_FILENO);
        term_style(&p->out, &p->sh->err, STYLE_DIM);
        buf_adds(&p->out, "conch: ");
        text_safe(&p->out, ev->text, ev->n - (ev->n && ev->text[ev->n - 1] == '\n'), false);
        term_reset(&p->out, &p->sh->err);
        buf_addc(&p->out, '\n');
    }
}

static uint8_t *life_of(struct shell *sh, task_id id)
{
    if (id >= sh->living_cap) {
        uint32_t cap = MAX(id + 1, sh->living_cap * 2);
        sh->living = mem_resize(sh->living, cap, 1);
        memset(sh->living + sh->living_cap, 0, cap - sh->living_cap);
        sh->living_cap = cap;
    }
    return &sh->living[id];
}

static void count_lives(struct shell *sh, const struct event *ev)
{
    const struct trace *t = run_trace(sh->run);
    bool spawns = ev->kind == EV_SPAWN && ev->number >= 0 && ev->number < t->task_count;
    bool ends = ev->kind == EV_END || ev->kind == EV_DIED || ev->kind == EV_CODONE;
    if (spawns && !*life_of(sh, (task_id)ev->number)) {
        *life_of(sh, (task_id)ev->number) = 1;
        sh->others++;
    }
    if (ends && ev->task < t->task_count && *life_of(sh, ev->task) == 1) {
        *life_of(sh, ev->task) = 2;
        sh->others--;
    }
    bool switches = ev->kind == EV_SWITCH && ev->number >= 0 && ev->number < t->task_count &&
                    t->tasks[ev->number].kind == TASK_COROUTINE;
    if ((spawns || switches) && sh->lanes_mode == LANES_AUTO)
        sh->lanes_active = true;
}

bool output_in_lanes(const struct shell *sh)
{
    return sh->lanes_mode == LANES_ON || (sh->lanes_mode == LANES_AUTO && sh->lanes_active);
}

/* ---- more steps than one can read */

static bool is_small_step(enum event_kind kind)
{
    bool of_lives = kind == EV_JOINWAIT || kind == EV_JOINED || kind == EV_JOINSKIP || kind == EV_NAMED;
    return event_table[kind].level != LEVEL_ALWAYS && !of_lives;
}

static void tell_left_out(struct pass *p, const char *fmt, size_t n)
{
    struct shell *sh = p->sh;
    struct buf text = { 0 };
    buf_addf(&text, fmt, n);
    pass_to(p, STDOUT_FILENO);
    term_column(&p->out, &sh->out, sh->lanes.gutter, 0);
    term_styled(&p->out, &sh->out, STYLE_DIM, text.text);
    buf_addc(&p->out, '\n');
    buf_finish(&text);
}

/* Lanes that come by themselves show how the tasks begin and how they end; of thousands of steps in
 * between only the number, every second. `lanes on` shows each. */
static bool is_left_out(struct pass *p, const struct event *ev)
{
    struct shell *sh = p->sh;
    if (sh->lanes_mode != LANES_AUTO || !is_small_step(ev->kind))
        return false;
    if (++sh->steps <= STEPS_DRAWN)
        return false;
    if (sh->left_out++ == 0) {
        tell_left_out(p, _("… and so on, too quick to read (`lanes on` draws every step)"), 0);
        sh->left_out_ns = clock_now_ns();
    } else if (sh->left_out % 1024 == 0 && clock_now_ns() - sh->left_out_ns > 1000000000) {
        tell_left_out(p, _("… %zu steps more"), sh->left_out);
        sh->left_out_ns = clock_now_ns();
    }
    return true;
}

static void end_left_out(struct shell *sh)
{
    struct pass p = { .sh = sh, .fd = STDOUT_FILENO };
    if (sh->left_out)
        tell_left_out(&p, _("%zu steps were not drawn: `log` lists them, `lanes` draws all"), sh->left_out);
    pass_flush(&p);
    buf_finish(&p.out);
    sh->steps = sh->left_out = 0;
}

static void add_event(struct pass *p, const struct trace *t, size_t i)
{
    struct shell *sh = p->sh;
    const struct event *ev = &t->events[i];
    if (sh->forgets) {
        add_plain(p, ev);
        return;
    }
    count_lives(sh, ev);
    record_event(&sh->recording, t, ev);
    if (p->skips) {
        lanes_skip(&sh->lanes, t, i + 1);
    } else if (sh->opts.json) {
        pass_to(p, STDOUT_FILENO);
        json_event(&p->out, t, ev);
    } else if (output_in_lanes(sh) && is_left_out(p, ev)) {
        lanes_leave_out(&sh->lanes, t, i + 1);
    } else if (output_in_lanes(sh)) {
        pass_to(p, STDOUT_FILENO);
        lanes_draw(&sh->lanes, t, i + 1, &p->out);
    } else {
        lanes_skip(&sh->lanes, t, i + 1);
        add_plain(p, ev);
    }
}

static bool is_behind(const struct shell *sh, const struct trace *t)
{
    return sh->told < t->count;
}

bool output_behind(const struct shell *sh)
{
    return sh->run && is_behind(sh, run_trace(sh->run));
}

void output_some(struct shell *sh, uint64_t until_ns)
{
    if (!sh->run)
        return;
    const struct trace *t = run_trace(sh->run);
    struct pass p = { .sh = sh, .fd = STDOUT_FILENO };
    for (; is_behind(sh, t) && (sh->recording.kind == RECORD_JSON || !loop_leaving()); sh->told++) {
        add_event(&p, t, sh->told);
        if (p.out.n > PIECE)
            pass_flush(&p);
        if (p.out.n == 0 && clock_now_ns() >= until_ns)
            break;
    }
    record_flush(&sh->recording);
    pass_flush(&p);
    buf_finish(&p.out);
    if (sh->forgets && !is_behind(sh, t) && run_forget(sh->run))
        sh->told = 0;
}

void output_events(struct shell *sh)
{
    output_some(sh, UINT64_MAX);
}

void output_skip(struct shell *sh)
{
    const struct trace *t = sh->run ? run_trace(sh->run) : NULL;
    size_t n = t ? t->count - sh->told : 0;
    if (n < MANY)
        return;
    struct pass p = { .sh = sh, .fd = STDOUT_FILENO, .skips = true };
    for (; is_behind(sh, t); sh->told++)
        add_event(&p, t, sh->told);
    record_flush(&sh->recording);
    buf_finish(&p.out);
    shell_note(sh, _("%zu events were not shown; `log` has them"), n);
}

void output_new_run(struct shell *sh)
{
    sh->told = 0;
    sh->others = 0;
    sh->lanes_active = false;
    sh->steps = sh->left_out = 0;
    if (sh->living_cap)
        memset(sh->living, 0, sh->living_cap);
    lanes_finish(&sh->lanes);
    lanes_init(&sh->lanes, &sh->out);
}

void output_idle(struct shell *sh)
{
    if (sh->others != 0)
        return;
    end_left_out(sh);
    if (sh->lanes_active)
        lanes_rest(&sh->lanes);
    sh->lanes_active = false;
}

void output_bytes(struct shell *sh, const char *s, size_t n)
{
    write_whole(sh, STDOUT_FILENO, s, n);
}

int shell_record(struct shell *sh, const char *path, int flags)
{
    struct recording r;
    int e = record_open(&r, path, flags, &sh->out);
    if (e == -EINVAL)
        shell_error(sh, _("%s: a recording's name ends in .cast, .txt, .md or .json"), path);
    else if (e == -EEXIST)
        shell_error(sh, _("%s is there already: choose another name"), path);
    else if (e < 0)
        shell_error(sh, "%s: %s", path, i18n_errno(-e));
    if (e < 0)
        return e;
    record_close(&sh->recording);
    free(sh->recorded);
    sh->recording = r;
    sh->recorded = mem_text(path, strlen(path));
    return 0;
}

void output_finish(struct shell *sh)
{
    record_close(&sh->recording);
    free(sh->recorded);
    lanes_finish(&sh->lanes);
    free(sh->living);
    buf_finish(&sh->results);
}

/* ---- for the commands */

struct buf *shell_out(struct shell *sh)
{
    return &sh->results;
}

/* No word is cut at the terminal's edge. */
static void add_lines(struct buf *out, const struct buf *text, const struct term *term)
{
    if (term->tty)
        text_wrap(out, buf_str(text), text->n, term->columns);
    else
        buf_add(out, buf_str(text), text->n);
}

void shell_flush(struct shell *sh)
{
    struct buf lines = { 0 };
    add_lines(&lines, &sh->results, &sh->out);
    buf_clear(&sh->results);
    output_write(sh, STDOUT_FILENO, buf_str(&lines), lines.n);
    buf_finish(&lines);
}

static void tell(struct shell *sh, enum style style, const char *fmt, va_list ap)
{
    struct buf text = { 0 }, safe = { 0 };
    shell_flush(sh);
    buf_vaddf(&text, fmt, ap);
    text_safe(&safe, buf_str(&text), text.n, false);
    buf_clear(&text);
    add_lines(&text, &safe, &sh->err);
    buf_clear(&safe);
    term_styled(&safe, &sh->err, style, buf_str(&text));
    buf_addc(&safe, '\n');
    output_write(sh, STDERR_FILENO, safe.text, safe.n);
    buf_finish(&safe);
    buf_finish(&text);
}

void shell_error(struct shell *sh, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    tell(sh, STYLE_BAD, fmt, ap);
    va_end(ap);
}

void shell_note(struct shell *sh, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    tell(sh, STYLE_DIM, fmt, ap);
    va_end(ap);
}
