#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "lang/lang.h"
#include "live/process.h"
#include "shell/entry.h"
#include "shell/lineedit.h"
#include "shell/shell.h"

enum {
    PATIENCE_MS = 150,  // an entry that takes less never shows the busy prompt
    RUN_FDS = 16,
    TWICE_MS = 2000,    // two Ctrl-C or two Ctrl-D within this time mean it
};
static const uint64_t MS = 1000000;

/* ---- runs */

bool shell_idle(const struct shell *sh)
{
    if (!sh->run)
        return true;
    enum run_state state = run_state(sh->run);
    return state == RUN_PROMPT || state == RUN_ENDED;
}

static bool is_stuck(const struct shell *sh)
{
    return sh->run && run_state(sh->run) == RUN_DEADLOCK;
}

static bool is_asked(const struct shell *sh)
{
    const char *prompt;
    return sh->run && run_asking(sh->run, &prompt) != TASK_NONE;
}

struct run_opts shell_run_opts(const struct shell *sh)
{
    const struct options *o = &sh->opts;
    bool looks = sh->mode != SHELL_PROGRAM || o->lanes || o->json || o->record;
    return (struct run_opts){
        .record = looks ? RECORD_ALL : RECORD_OFF,
        .controlled = o->has_seed,
        .has_seed = o->has_seed,
        .seed = o->seed,
        .gil = o->gil,
        .speed = o->speed > 0 ? MIN(o->speed, 1.0) : 1,
        .allow_exec = o->allow_exec || o->trust,
        .allow_net = o->trust,
        .work_dir = o->trust ? "/" : o->work_dir,
        .limits = { .none = o->no_limits,
                    .wall_ns = (uint64_t)(o->time_limit * 1e9) },
    };
}

/* A program file is read by main; the shell keeps a copy for `list`. */
static void keep_program(struct shell *sh, const struct run_opts *opts)
{
    buf_clear(&sh->program);
    if (opts->source)
        buf_add(&sh->program, opts->source, opts->source_n);
    FILE *f = !opts->source && opts->file && sh->mode != SHELL_PROGRAM ? fopen(opts->file, "re") : NULL;
    char piece[4096];
    for (size_t n; f && (n = fread(piece, 1, sizeof piece, f)) > 0;)
        buf_add(&sh->program, piece, n);
    if (f)
        fclose(f);
}

static void close_run(struct shell *sh)
{
    if (!sh->run)
        return;
    run_pump(sh->run);
    output_events(sh);
    run_close(sh->run);
    sh->run = NULL;
    sh->sent = false;
}

int shell_start(struct shell *sh, const struct run_opts *opts)
{
    close_run(sh);
    keep_program(sh, opts);
    int r = run_open(opts, &sh->run);
    if (r < 0) {
        sh->run = NULL;
        shell_error(sh, _("main could not be started: %s"), strerror(-r));
        shell_fail(sh, 1);
        return r;
    }
    output_new_run(sh);
    sh->takes_entries = !opts->file && !opts->source;
    sh->sent = !sh->takes_entries;
    sh->deadlock_told = sh->end_told = false;
    sh->prompt_at_ns = clock_now_ns() + PATIENCE_MS * MS;
    if (opts->limits.wall_ns)
        sh->ends_ns = clock_now_ns() + opts->limits.wall_ns + 500 * MS;
    buf_clear(&sh->names);
    switches_apply(sh);
    return 0;
}

static bool takes_entries(const struct shell *sh)
{
    return sh->run && sh->takes_entries && run_state(sh->run) != RUN_ENDED;
}

int shell_start_main(struct shell *sh)
{
    struct run_opts opts = shell_run_opts(sh);
    opts.trusted_file = true; // what is typed is as much the user's own as a file that is named
    return shell_start(sh, &opts);
}

struct run *shell_run(struct shell *sh)
{
    return sh->run;
}

struct trace *shell_trace(struct shell *sh)
{
    return sh->run ? run_trace(sh->run) : NULL;
}

/* ---- the queue */

static void enqueue(struct shell *sh, const char *text, size_t n, const char *label)
{
    if (sh->queue_n == sh->queue_cap) {
        sh->queue_cap = MAX((size_t)16, sh->queue_cap * 2);
        sh->queue = mem_resize(sh->queue, sh->queue_cap, sizeof *sh->queue);
    }
    sh->queue[sh->queue_n++] = (struct pending){
        mem_text(text, n), label ? mem_text(label, strlen(label)) : NULL,
    };
}

static struct pending dequeue(struct shell *sh)
{
    struct pending first = sh->queue[0];
    memmove(sh->queue, sh->queue + 1, --sh->queue_n * sizeof *sh->queue);
    return first;
}

static void item_finish(struct pending *item)
{
    free(item->text);
    free(item->label);
}

static void drop_queue(struct shell *sh)
{
    while (sh->queue_n) {
        struct pending item = dequeue(sh);
        item_finish(&item);
    }
}

void shell_enter_python(struct shell *sh, const char *source, size_t n, const char *label)
{
    char number[32];
    snprintf(number, sizeof number, "<input %u>", ++sh->entry_n);
    bool waits = !shell_idle(sh) || sh->queue_n;
    enqueue(sh, source, n, label ? label : number);
    if (!waits || sh->mode != SHELL_PROMPT)
        return;
    if (is_stuck(sh))
        shell_note(sh, _("main waits for ever, so this waits too: Ctrl-C interrupts main, `stop` ends it"));
    else if (sh->run && run_state(sh->run) == RUN_BUSY && clock_now_ns() > sh->prompt_at_ns)
        shell_note(sh, _("main is busy: this runs when it is done (Ctrl-C interrupts it)"));
}

void shell_enter_line(struct shell *sh, const char *line)
{
    enqueue(sh, line, strlen(line), NULL);
}

void shell_fail(struct shell *sh, int status)
{
    if (sh->mode == SHELL_PROMPT || sh->mode == SHELL_PLAY) {
        drop_queue(sh);
        return;
    }
    sh->status = sh->opts.keep_going ? 1 : status;
    if (!sh->opts.keep_going)
        sh->quit = true;
}

void shell_quit(struct shell *sh)
{
    sh->quit = true;
}

/* ---- commands */

static void run_command(struct shell *sh, const char *line)
{
    struct args args;
    char *name;
    args_split(&args, line, &name);
    const struct command *command = command_find(name, strlen(name));
    enum command_result result = COMMAND_FAILED;
    if (!command) {
        const struct command *near = command_near(name, strlen(name));
        shell_error(sh, near ? _("there is no command `%s`; did you mean `%s`?")
                             : _("there is no command `%s`; `help` lists them"),
                    name, near ? near->name : "");
    } else {
        args.command = command;
        result = command->run(sh, &args);
    }
    if (result == COMMAND_USAGE)
        shell_error(sh, _("usage: %s   (`help %s` tells more)"), command->usage, command->name);
    shell_flush(sh);
    if (result != COMMAND_OK)
        shell_fail(sh, (int)result);
    args_finish(&args);
    free(name);
}

/* ---- lines */

static void learn_names(struct shell *sh)
{
    if (!takes_entries(sh) || run_state(sh->run) != RUN_PROMPT)
        return; // what was known last is good enough
    struct buf names = { 0 };
    if (run_query(sh->run, "names", &names) == 0) {
        buf_finish(&sh->names);
        sh->names = names;
        return;
    }
    buf_finish(&names);
}

static bool is_variable(void *arg, const char *name, size_t n)
{
    struct shell *sh = arg;
    learn_names(sh);
    const char *s = buf_str(&sh->names);
    while (*s) {
        s += strspn(s, " \n,\t");
        size_t word = strcspn(s, " \n,\t");
        if (word == n && memcmp(s, name, n) == 0)
            return true;
        s += word;
    }
    return false;
}

/* The next line of the source that is not blank, without taking it. 1: *ret; 0: not there yet;
 * -1: there is none. */
static int source_peek(const struct source *s, char **ret)
{
    for (size_t at = s->at; at < s->text.n;) {
        const char *line = s->text.text + at;
        const char *end = memchr(line, '\n', s->text.n - at);
        size_t n = end ? (size_t)(end - line) : s->text.n - at;
        bool whole = end || s->fd < 0;
        if (!whole)
            return 0;
        if (strspn(line, " \t\r") < n) {
            *ret = mem_text(line, n);
            return 1;
        }
        at += n + 1;
    }
    return s->fd < 0 ? -1 : 0;
}

static bool source_take(struct source *s, char **ret)
{
    if (s->at >= s->text.n)
        return false;
    const char *line = s->text.text + s->at;
    const char *end = memchr(line, '\n', s->text.n - s->at);
    if (!end && s->fd >= 0)
        return false;
    size_t n = end ? (size_t)(end - line) : s->text.n - s->at;
    size_t kept = n && line[n - 1] == '\r' ? n - 1 : n;
    *ret = mem_text(line, kept);
    s->at += n + 1;
    s->line++;
    return true;
}

static bool source_over(const struct source *s)
{
    return s->fd < 0 && s->at >= s->text.n;
}

/* What comes next decides whether a body is over; at a prompt an empty line does. False: the
 * next line is not there yet, and it matters. */
static bool check_entry(struct shell *sh, const char *label, enum entry_state *ret,
                        struct buf *message)
{
    const struct buf *e = &sh->entry;
    bool script = sh->mode == SHELL_SCRIPT;
    *ret = entry_check(e->text, e->n, label, script ? NEXT_KNOWN : NEXT_TYPED, " body", message);
    if (!script || *ret == ENTRY_READY)
        return true;
    char *next = NULL;
    if (source_peek(&sh->source, &next) == 0)
        return false;
    buf_clear(message);
    *ret = entry_check(e->text, e->n, label, NEXT_KNOWN, next, message);
    free(next);
    return true;
}

static void end_entry(struct shell *sh)
{
    sh->entry_waits = false;
    buf_clear(&sh->entry);
}

static void try_entry(struct shell *sh)
{
    struct buf message = { 0 };
    char label[32];
    enum entry_state state;
    snprintf(label, sizeof label, "<input %u>", sh->entry_n + 1);
    bool known = check_entry(sh, label, &state, &message);
    sh->entry_waits = !known;
    if (known && state == ENTRY_READY) {
        shell_enter_python(sh, sh->entry.text, sh->entry.n, NULL);
        end_entry(sh);
    } else if (known && state == ENTRY_WRONG) {
        output_write(sh, STDERR_FILENO, message.text, message.n);
        end_entry(sh);
        shell_fail(sh, 1);
    }
    buf_finish(&message);
}

static void add_to_entry(struct shell *sh, const char *line)
{
    buf_adds(&sh->entry, line);
    buf_addc(&sh->entry, '\n');
}

/* A block from notes: prompts and line numbers come off; what is one piece of Python runs as one. */
static bool take_block(struct shell *sh, const char *text)
{
    struct arena arena;
    const char *what = NULL;
    arena_init(&arena);
    struct text clean = lang_unmark(&arena, text, strlen(text), &what);
    struct buf ignored = { 0 };
    bool whole = entry_check(clean.s, clean.n, "", NEXT_KNOWN, NULL, &ignored) == ENTRY_READY;
    if (what)
        shell_note(sh, _("taken off: %s"), what);
    if (whole) {
        shell_enter_python(sh, clean.s, clean.n, NULL);
    } else {
        for (uint32_t at = 0; at < clean.n;) {
            const char *end = memchr(clean.s + at, '\n', clean.n - at);
            uint32_t n = end ? (uint32_t)(end - clean.s) - at : clean.n - at;
            enqueue(sh, clean.s + at, n, NULL);
            at += n + 1;
        }
        enqueue(sh, "", 0, NULL); // ends a body at the block's end
    }
    buf_finish(&ignored);
    arena_finish(&arena);
    return true;
}

static bool is_exit_call(const char *line)
{
    static const char *const words[] = { "exit()", "quit()" };
    size_t n = strcspn(line, " \t\r\n;");
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (strlen(words[i]) == n && memcmp(words[i], line, n) == 0)
            return line[n] == 0;
    return false;
}

static void fresh_line(struct shell *sh, const char *line)
{
    const char *text;
    if (sh->mode == SHELL_PROMPT && is_exit_call(line)) {
        shell_quit(sh);
        return;
    }
    switch (line_classify(line, is_variable, sh, &text)) {
    case LINE_EMPTY: return;
    case LINE_COMMAND: run_command(sh, text); return;
    case LINE_PYTHON:
        add_to_entry(sh, line);
        try_entry(sh);
        return;
    }
}

/* Typed with an input method on: ｒｕｎ　５ means run 5. */
static void folded_line(struct shell *sh, const char *line)
{
    struct buf folded = { 0 };
    if (text_fold_fullwidth(&folded, line, strlen(line)) && sh->mode == SHELL_PROMPT)
        shell_note(sh, _("read as: %s"), buf_str(&folded));
    if (sh->entry.n) {
        add_to_entry(sh, buf_str(&folded));
        try_entry(sh);
    } else {
        fresh_line(sh, buf_str(&folded));
    }
    buf_finish(&folded);
}

void shell_line(struct shell *sh, const char *line)
{
    if (sh->taker) {
        bool (*fn)(struct shell *, const char *, void *) = sh->taker;
        if (fn(sh, line, sh->taker_arg))
            return;
    }
    bool begins = sh->entry.n == 0;
    if (begins && strchr(line, '\n') && take_block(sh, line))
        return;
    if (begins)
        sh->marked = strncmp(line, ">>> ", 4) == 0;
    if (sh->marked && strncmp(line, begins ? ">>> " : "... ", 4) == 0)
        line += 4;
    else if (sh->marked && strcmp(line, "...") == 0)
        line += 3;
    if (begins && sh->mode == SHELL_PROMPT && learn_shortcut(sh, line)) {
        shell_flush(sh);
        return;
    }
    folded_line(sh, line);
}

void shell_take_lines(struct shell *sh, bool (*fn)(struct shell *sh, const char *line, void *arg),
                      void *arg, const char *prompt)
{
    free(sh->taker_prompt);
    sh->taker = fn;
    sh->taker_arg = arg;
    sh->taker_prompt = fn && prompt ? mem_text(prompt, strlen(prompt)) : NULL;
}

void shell_when_done(struct shell *sh, void (*fn)(struct shell *sh, void *arg), void *arg)
{
    sh->done = mem_resize(sh->done, sh->done_n + 1, sizeof *sh->done);
    sh->done[sh->done_n++] = (struct done_hook){ fn, arg };
}

/* ---- what main did */

static void fire_done(struct shell *sh)
{
    struct done_hook *hooks = sh->done;
    unsigned n = sh->done_n;
    sh->done = NULL;
    sh->done_n = 0;
    for (unsigned i = 0; i < n; i++)
        hooks[i].fn(sh, hooks[i].arg);
    free(hooks);
    shell_flush(sh);
}

static void write_error(struct shell *sh, struct buf *text)
{
    output_write(sh, STDERR_FILENO, buf_str(text), text->n);
    buf_finish(text);
}

static void note_deadlock(struct shell *sh)
{
    if (sh->deadlock_told)
        return;
    sh->deadlock_told = true;
    struct buf text = { 0 };
    report_deadlock(&text, run_trace(sh->run), run_deadlock(sh->run), &sh->err);
    write_error(sh, &text);
    if (sh->mode == SHELL_PROMPT)
        shell_note(sh, _("`ps` and `tree` show it; Ctrl-C interrupts main, `stop` ends the run"));
    sh->sent = false;
    fire_done(sh);
    if (sh->mode == SHELL_PROGRAM) {
        sh->status = 1;
        sh->quit = true;
    } else {
        shell_fail(sh, 1);
        if (sh->mode == SHELL_SCRIPT && !sh->quit)
            run_interrupt(sh->run);
    }
    if (!sh->takes_entries)
        learn_ran(sh); // a lesson goes on from here, too
}

static void tell_program_end(struct shell *sh)
{
    struct buf text = { 0 };
    if (sh->mode == SHELL_PROMPT || sh->opts.lanes) {
        report_end(&text, run_trace(sh->run), &sh->err);
        write_error(sh, &text);
    }
}

static void note_program_end(struct shell *sh)
{
    int code = run_exit_code(sh->run);
    tell_program_end(sh);
    if (sh->mode == SHELL_PROGRAM) {
        sh->status = code;
        sh->quit = true;
    } else if (code != 0) {
        shell_fail(sh, sh->mode == SHELL_SCRIPT ? 1 : code);
    }
    learn_ran(sh);
}

/* main itself is gone: exit() in an entry, a limit, or somebody killed it. */
static void note_main_end(struct shell *sh)
{
    int code = run_exit_code(sh->run);
    if (sh->mode == SHELL_SCRIPT) {
        sh->status = sh->status ? sh->status : code;
        sh->quit = true;
    } else {
        shell_note(sh, _("main has ended with exit code %d; the next entry starts a new one"), code);
        drop_queue(sh);
    }
}

static void note_entry_end(struct shell *sh)
{
    if (!run_last_ok(sh->run))
        shell_fail(sh, 1);
}

/* Tells once what has come to an end. */
static void notice_ends(struct shell *sh)
{
    if (!sh->run)
        return;
    enum run_state state = run_state(sh->run);
    if (state == RUN_DEADLOCK) {
        note_deadlock(sh);
        return;
    }
    sh->deadlock_told = false;
    if (!shell_idle(sh))
        return;
    bool was_sent = sh->sent;
    sh->sent = false;
    if (was_sent) { // what it printed last comes before the prompt
        run_pump(sh->run);
        output_events(sh);
    }
    output_idle(sh);
    if (state == RUN_ENDED && !sh->end_told) {
        sh->end_told = true;
        if (sh->takes_entries)
            note_main_end(sh);
        else
            note_program_end(sh);
    } else if (was_sent && state == RUN_PROMPT) {
        note_entry_end(sh);
    }
    if (was_sent)
        fire_done(sh);
}

/* ---- going on */

static void send_item(struct shell *sh, const struct pending *item)
{
    int r = run_exec(sh->run, item->text, strlen(item->text), item->label);
    if (r < 0) {
        shell_error(sh, _("main did not take it: %s"), strerror(-r));
        shell_fail(sh, 1);
        return;
    }
    sh->sent = true;
    sh->prompt_at_ns = clock_now_ns() + PATIENCE_MS * MS;
}

/* One step that needs no waiting; false if there is none. */
static bool step_queue(struct shell *sh)
{
    if (!sh->queue_n || !shell_idle(sh))
        return false;
    if (sh->queue[0].label && !takes_entries(sh)) {
        if (shell_start_main(sh) < 0)
            drop_queue(sh);
        return true;
    }
    struct pending item = dequeue(sh);
    if (item.label)
        send_item(sh, &item);
    else
        shell_line(sh, item.text);
    item_finish(&item);
    return true;
}

/* At the end of a script main ends as Python does: it waits for threads that are no daemons. */
static void end_script(struct shell *sh)
{
    if (sh->entry.n) {
        try_entry(sh);
        if (sh->queue_n || sh->quit)
            return;
    }
    if (!takes_entries(sh)) {
        sh->quit = true;
        return;
    }
    static const char leave[] = "raise SystemExit\n";
    sh->end_told = true; // the exit code of this end is not the script's
    if (run_exec(sh->run, leave, sizeof leave - 1, "<end>") < 0)
        sh->quit = true;
    sh->leaving = true;
}

static bool step_script(struct shell *sh)
{
    if (sh->mode != SHELL_SCRIPT || !shell_idle(sh) || sh->queue_n)
        return false;
    char *line = NULL;
    if (sh->leaving) {
        sh->quit = !sh->run || run_state(sh->run) == RUN_ENDED;
        return false;
    }
    if (sh->entry_waits) {
        try_entry(sh);
        if (sh->entry_waits || sh->queue_n || sh->quit)
            return !sh->entry_waits;
    }
    if (source_take(&sh->source, &line)) {
        shell_line(sh, line);
        free(line);
        return true;
    }
    if (!source_over(&sh->source))
        return false;
    end_script(sh);
    return true;
}

static bool step_answer(struct shell *sh)
{
    const char *prompt = "";
    task_id who = sh->run ? run_asking(sh->run, &prompt) : TASK_NONE;
    char *line = NULL;
    if (who == TASK_NONE || sh->mode == SHELL_PROMPT)
        return false;
    if (source_take(&sh->source, &line)) {
        run_answer(sh->run, who, line, strlen(line), false);
        free(line);
        return true;
    }
    if (!source_over(&sh->source))
        return false;
    run_answer(sh->run, who, "", 0, true);
    return true;
}

/* A playback goes on when its pause is over, or when what it waits for is done. */
static bool step_tick(struct shell *sh)
{
    if (!sh->tick || sh->queue_n || clock_now_ns() < sh->tick_at_ns)
        return false;
    sh->tick(sh);
    shell_flush(sh);
    return true;
}

/* The guard must know whom to end if this process dies. */
static void tell_guard(struct shell *sh)
{
    const struct trace *t = shell_trace(sh);
    pid_t group = t && t->task_count && run_state(sh->run) != RUN_ENDED ? t->tasks[0].pid : 0;
    if (sh->guard && group != sh->guarded)
        guard_run_group(sh->guard, group);
    sh->guarded = group;
}

static void advance(struct shell *sh)
{
    bool more = true;
    while (more && !sh->quit) {
        if (sh->run)
            run_pump(sh->run);
        tell_guard(sh);
        output_events(sh);
        notice_ends(sh);
        more = !sh->quit && (step_answer(sh) || step_queue(sh) || step_script(sh) || step_tick(sh));
    }
}

/* ---- the prompt */

static void add_state(struct shell *sh, struct buf *text)
{
    if (is_stuck(sh))
        buf_adds(text, _("(deadlock) "));
    else if (!shell_idle(sh))
        buf_adds(text, _("(busy) "));
}

static void prompt_text(struct shell *sh, struct buf *text)
{
    const char *question = "";
    task_id who = sh->run ? run_asking(sh->run, &question) : TASK_NONE;
    if (who != TASK_NONE) {
        const struct trace *t = run_trace(sh->run);
        if (who < t->task_count)
            cell_text(text, t->tasks[who].name, strnlen(t->tasks[who].name, 48));
        buf_adds(text, _(" asks: "));
        cell_text(text, question, strlen(question));
    } else if (sh->taker_prompt) {
        buf_adds(text, sh->taker_prompt);
    } else if (sh->entry.n) {
        buf_adds(text, "   ... ");
    } else {
        add_state(sh, text);
        buf_adds(text, "conch> ");
    }
}

static bool prompt_wanted(struct shell *sh)
{
    if (sh->mode != SHELL_PROMPT)
        return false;
    return shell_idle(sh) || is_stuck(sh) || is_asked(sh) || clock_now_ns() >= sh->prompt_at_ns;
}

static void update_prompt(struct shell *sh)
{
    if (sh->mode != SHELL_PROMPT)
        return;
    if (!prompt_wanted(sh)) {
        lineedit_hide();
        return;
    }
    struct buf text = { 0 }, prompt = { 0 };
    output_end_line(sh);
    prompt_text(sh, &text);
    term_prompt(&prompt, &sh->out, buf_str(&text));
    lineedit_show(buf_str(&prompt));
    buf_finish(&text);
    buf_finish(&prompt);
}

/* ---- the line editor's hooks */

static void on_end_of_file(struct shell *sh)
{
    const char *question;
    task_id who = sh->run ? run_asking(sh->run, &question) : TASK_NONE;
    output_write(sh, STDOUT_FILENO, "\n", 1);
    if (who != TASK_NONE) {
        run_answer(sh->run, who, "", 0, true);
    } else if (sh->entry.n) {
        end_entry(sh);
    } else if ((sh->others || !shell_idle(sh)) && !sh->warned_quit) {
        sh->warned_quit = true;
        shell_note(sh, _("tasks are still there; Ctrl-D again ends them and leaves"));
    } else {
        shell_quit(sh);
    }
}

static void remember(struct shell *sh, const char *line)
{
    if (history_add(&sh->history, line))
        lineedit_remember(line);
}

static void on_line(void *arg, const char *line)
{
    struct shell *sh = arg;
    const char *question;
    if (!line) {
        on_end_of_file(sh);
        return;
    }
    sh->warned_quit = false;
    task_id who = sh->run ? run_asking(sh->run, &question) : TASK_NONE;
    if (who != TASK_NONE) {
        run_answer(sh->run, who, line, strlen(line), false);
        return;
    }
    remember(sh, line);
    shell_line(sh, line);
}

/* What Python offers behind "t1.": main is asked. */
static void complete_python(struct shell *sh, const char *line, size_t n, struct completion *c,
                            size_t *ret_start)
{
    size_t start = n;
    while (start && (cp_continues_name((unsigned char)line[start - 1]) || line[start - 1] == '.' ||
                     (unsigned char)line[start - 1] >= 0x80))
        start--;
    char *prefix = mem_text(line + start, n - start), *dot = strrchr(prefix, '.');
    struct buf query = { 0 }, names = { 0 };
    if (dot)
        buf_addf(&query, "members %.*s", (int)(dot - prefix), prefix);
    else
        buf_adds(&query, "names");
    c->prefix = prefix;
    *ret_start = start;
    if (takes_entries(sh) && run_state(sh->run) == RUN_PROMPT &&
        run_query(sh->run, query.text, &names) == 0) {
        for (char *save = NULL, *s = strtok_r(names.text ? names.text : (char[]){ 0 }, " \n,", &save);
             s; s = strtok_r(NULL, " \n,", &save)) {
            struct buf whole = { 0 };
            buf_addf(&whole, "%.*s%s", dot ? (int)(dot - prefix) + 1 : 0, prefix, s);
            completion_add(c, whole.text, NULL);
            buf_finish(&whole);
        }
    }
    c->prefix = NULL;
    buf_finish(&query);
    buf_finish(&names);
    free(prefix);
}

static void on_complete(void *arg, const char *line, size_t n, struct completion *c,
                        size_t *ret_start)
{
    struct shell *sh = arg;
    size_t first = strcspn(line, " \t");
    bool at_command = !sh->entry.n && (first >= n || command_find(line, first));
    if (at_command)
        command_complete(sh, line, n, c, ret_start);
    if (c->n == 0 && !c->files)
        complete_python(sh, line, n, c, ret_start);
}

static void on_list(void *arg, const char *text, const char *note, unsigned cells)
{
    struct shell *sh = arg;
    struct buf line = { 0 };
    size_t width = text_width(text, strlen(text));
    buf_addf(&line, "  %s%*s", text, (int)(width < cells ? cells - width + 2 : 2), "");
    term_styled(&line, &sh->out, STYLE_DIM, note ? note : "");
    buf_addc(&line, '\n');
    (void)!write(STDOUT_FILENO, line.text, line.n);
    buf_finish(&line);
}

/* The rest of the last line that began like this, else how the command is used. */
static void hint_text(struct shell *sh, const char *line, struct buf *show, struct buf *take)
{
    size_t n = strlen(line);
    for (size_t i = sh->history.n; i-- > 0;) {
        const char *old = sh->history.lines[i];
        if (strncmp(old, line, n) == 0 && old[n] && !strchr(old, '\n')) {
            buf_adds(take, old + n);
            buf_adds(show, old + n);
            return;
        }
    }
    size_t word = strcspn(line, " ");
    const struct command *c = line[word] == ' ' && !line[word + 1] ? command_find(line, word) : NULL;
    if (c && strlen(c->usage) > word)
        buf_adds(show, c->usage + word + 1);
}

/* Only what fits into the cursor's row: a hint never scrolls. */
static void on_hint(void *arg, const char *line, struct buf *show, struct buf *take)
{
    struct shell *sh = arg;
    struct buf text = { 0 }, safe = { 0 }, cut = { 0 }, prompt = { 0 };
    if (!sh->hints || strchr(line, '\n') || is_asked(sh) || sh->taker)
        return;
    hint_text(sh, line, &text, take);
    prompt_text(sh, &prompt);
    size_t used = text_width(buf_str(&prompt), prompt.n) + text_width(line, strlen(line));
    unsigned room = sh->out.columns - 1 - (unsigned)(used % sh->out.columns);
    cell_text(&safe, buf_str(&text), text.n);
    if (text.n && room > 4) {
        cell_fit(&cut, buf_str(&safe), safe.n, room, &sh->out);
        term_ghost(show, &sh->out, buf_str(&cut));
    }
    buf_finish(&text);
    buf_finish(&safe);
    buf_finish(&cut);
    buf_finish(&prompt);
}

/* ---- signals */

static void on_interrupt(struct shell *sh)
{
    bool runs = sh->run && (!shell_idle(sh) || is_asked(sh));
    shell_take_lines(sh, NULL, NULL, NULL);
    end_entry(sh);
    drop_queue(sh);
    if (sh->mode == SHELL_PROMPT)
        lineedit_interrupt();
    if (runs && sh->mode != SHELL_PLAY)
        run_interrupt(sh->run);
    else if (sh->mode != SHELL_PROMPT) {
        sh->quit = true;
        sh->status = 128 + SIGINT;
    }
}

/* Tasks are in another session and would run on unseen: they are paused too. */
static void on_suspend(struct shell *sh)
{
    bool paused = sh->run && run_paused(sh->run);
    if (sh->run)
        run_pause(sh->run, true);
    lineedit_suspend();
    raise(SIGSTOP); // the guard, if there is one, sees it and stops the whole job
    lineedit_resume();
    if (sh->run)
        run_pause(sh->run, paused);
}

static void on_resize(struct shell *sh)
{
    term_measure(&sh->out, STDOUT_FILENO);
    term_measure(&sh->err, STDERR_FILENO);
    lineedit_resize();
    lanes_resize(&sh->lanes, &sh->out);
}

static void on_signal(struct shell *sh, int sig)
{
    switch (sig) {
    case SIGINT: on_interrupt(sh); break;
    case SIGTSTP: on_suspend(sh); break;
    case SIGWINCH: on_resize(sh); break;
    default:
        sh->quit = true;
        sh->status = 128 + sig;
        break;
    }
}

static void read_signals(struct shell *sh)
{
    struct signalfd_siginfo info;
    while (read(sh->signal_fd, &info, sizeof info) == sizeof info)
        on_signal(sh, (int)info.ssi_signo);
}

static void open_signals(struct shell *sh)
{
    sigset_t set;
    sigemptyset(&set);
    static const int wanted[] = { SIGINT, SIGTSTP, SIGWINCH, SIGTERM, SIGHUP };
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
        sigaddset(&set, wanted[i]);
    // main and all it forks must take this mask off again (live/process.c does)
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    sh->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* ---- the loop */

static bool wants_source(const struct shell *sh)
{
    if (sh->source.fd < 0 || sh->mode == SHELL_PROMPT)
        return false;
    if (is_asked(sh))
        return true;
    return sh->mode == SHELL_SCRIPT && shell_idle(sh) && !sh->queue_n;
}

static void read_source(struct shell *sh)
{
    struct source *s = &sh->source;
    if (s->at) { // what was taken makes room
        size_t taken = MIN(s->at, s->text.n);
        memmove(s->text.text, s->text.text + taken, s->text.n - taken);
        s->text.n -= taken;
        s->at -= taken;
    }
    ssize_t n = read(s->fd, buf_room(&s->text, 65536), 65536);
    if (n < 0 && errno == EINTR)
        return;
    if (n > 0) {
        s->text.n += (size_t)n;
        s->text.text[s->text.n] = 0;
        return;
    }
    if (s->fd != STDIN_FILENO)
        close(s->fd);
    s->fd = -1;
    s->at = MIN(s->at, s->text.n);
}

static int sooner(int a, int b)
{
    return a < 0 ? b : b < 0 ? a : MIN(a, b);
}

static int ms_until(uint64_t when_ns)
{
    uint64_t now = clock_now_ns();
    return when_ns > now ? (int)MIN((when_ns - now) / MS + 1, (uint64_t)1000000) : 0;
}

static int wait_ms(struct shell *sh)
{
    int ms = sh->run ? run_timeout_ms(sh->run) : -1;
    if (sh->mode == SHELL_PROMPT && !prompt_wanted(sh))
        ms = sooner(ms, ms_until(sh->prompt_at_ns));
    if (sh->ends_ns)
        ms = sooner(ms, ms_until(sh->ends_ns));
    if (sh->tick)
        ms = sooner(ms, ms_until(sh->tick_at_ns));
    return ms;
}

/* The run limits itself; this is for a run that does not manage to. */
static void watch_time_limit(struct shell *sh)
{
    if (!sh->ends_ns || clock_now_ns() < sh->ends_ns)
        return;
    sh->ends_ns = 0;
    if (shell_idle(sh))
        return;
    shell_error(sh, _("the time limit was reached"));
    close_run(sh);
    learn_ran(sh);
    sh->status = 124;
    if (sh->mode != SHELL_PROMPT)
        sh->quit = true;
}

static void wait_for_something(struct shell *sh)
{
    struct pollfd fds[RUN_FDS + 2] = {
        { .fd = sh->signal_fd, .events = POLLIN },
        { .fd = -1, .events = POLLIN },
    };
    bool typing = sh->mode == SHELL_PROMPT && prompt_wanted(sh);
    if (typing)
        fds[1].fd = STDIN_FILENO;
    else if (wants_source(sh))
        fds[1].fd = sh->source.fd;
    int n = 2 + (sh->run ? run_poll_fds(sh->run, fds + 2, RUN_FDS) : 0);
    if (poll(fds, (nfds_t)n, wait_ms(sh)) < 0)
        return;
    if (fds[0].revents)
        read_signals(sh);
    if (fds[1].revents && typing && !sh->quit)
        lineedit_read();
    else if (fds[1].revents && !sh->quit)
        read_source(sh);
    watch_time_limit(sh);
}

static void open_editor(struct shell *sh)
{
    static struct lineedit_hooks hooks;
    static struct buf erase;
    term_clear_right(&erase, &sh->out);
    sh->hints = sh->out.escapes && sh->out.colour;
    hooks = (struct lineedit_hooks){ on_line, on_complete, on_list, sh->hints ? on_hint : NULL,
                                     buf_str(&erase), sh };
    history_open(&sh->history);
    lineedit_open(&hooks);
    for (size_t i = 0; i < sh->history.n; i++)
        lineedit_remember(sh->history.lines[i]);
}

int shell_loop(struct shell *sh)
{
    if (sh->mode == SHELL_PROMPT)
        open_editor(sh);
    for (advance(sh); !sh->quit; advance(sh)) {
        update_prompt(sh);
        wait_for_something(sh);
    }
    if (sh->mode == SHELL_PROMPT) {
        lineedit_hide();
        lineedit_close();
    }
    close_run(sh);
    return sh->status;
}

void shell_init(struct shell *sh, const struct options *o, enum shell_mode mode)
{
    *sh = (struct shell){ .opts = *o, .mode = mode, .record_fd = -1, .source.fd = -1,
                          .history.fd = -1, .lang = "en" };
    term_detect(&sh->out, STDOUT_FILENO, o->colour, o->plain);
    term_detect(&sh->err, STDERR_FILENO, o->colour, o->plain);
    sh->lanes_mode = o->lanes ? LANES_ON : mode == SHELL_PROMPT ? LANES_AUTO : LANES_OFF;
    lanes_init(&sh->lanes, &sh->out);
    open_signals(sh);
}

void shell_finish(struct shell *sh)
{
    close_run(sh);
    drop_queue(sh);
    shell_take_lines(sh, NULL, NULL, NULL);
    learn_finish();
    output_finish(sh);
    history_close(&sh->history);
    buf_finish(&sh->entry);
    buf_finish(&sh->names);
    buf_finish(&sh->program);
    buf_finish(&sh->source.text);
    free(sh->queue);
    free(sh->done);
    free(sh->switches);
    close(sh->signal_fd);
}

const struct term *shell_term(const struct shell *sh)
{
    return &sh->out;
}

bool shell_interactive(const struct shell *sh)
{
    return sh->mode == SHELL_PROMPT;
}
