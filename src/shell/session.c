/* session.c: runs, what waits for main, and what is told when something has come to an end. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "live/process.h"
#include "shell/exploring.h"

enum {
    PATIENCE_MS = 150, // an entry that takes less never shows the busy prompt
    SHOW_MS = 30,      // events are shown for so long before the keyboard is looked at
};
static const uint64_t MS = 1000000;

/* ---- runs */

bool shell_idle(const struct shell *sh)
{
    if (exploring_busy(sh))
        return false;
    if (!sh->run)
        return true;
    enum run_state state = run_state(sh->run);
    bool looked_at = state == RUN_DEADLOCK && sh->mode == SHELL_SCRIPT && sh->deadlock_told && !sh->takes_entries;
    return state == RUN_PROMPT || state == RUN_ENDED || looked_at || run_held(sh->run); // a script goes on beside a program that is stuck
}

bool shell_stuck(const struct shell *sh)
{
    return sh->run && run_state(sh->run) == RUN_DEADLOCK;
}

bool shell_asked(const struct shell *sh)
{
    const char *prompt;
    return sh->run && run_asking(sh->run, &prompt) != TASK_NONE;
}

struct run_opts shell_run_opts(const struct shell *sh)
{
    const struct options *o = &sh->opts;
    bool looks = sh->mode != SHELL_PROGRAM || o->lanes || o->json || sh->recording.kind == RECORD_JSON;
    return (struct run_opts){
        .record = looks ? RECORD_ALL : RECORD_OFF,
        .controlled = o->has_seed,
        .chaos = o->chaos,
        .has_seed = o->has_seed,
        .seed = o->seed,
        .gil = o->gil,
        .speed = o->speed > 0 ? MIN(o->speed, 1.0) : 1,
        .allow_exec = o->allow_exec || o->trust,
        .allow_net = o->trust || o->allow_net,
        .work_dir = o->trust ? "/" : o->work_dir,
        .guard = sh->guard,
        .limits = { .none = o->no_limits,
                    .wall_ns = (uint64_t)(o->time_limit * 1e9) },
    };
}

/* A program file is read by main; the shell keeps a copy for `list`. */
static void keep_program(struct shell *sh, const struct run_opts *opts)
{
    buf_clear(&sh->program);
    const char *name = opts->file ? opts->file : opts->source ? "-c" : NULL;
    free(sh->program_name);
    sh->program_name = name ? mem_text(name, strlen(name)) : NULL;
    if (opts->source)
        buf_add(&sh->program, opts->source, opts->source_n);
    FILE *f = !opts->source && opts->file && sh->mode != SHELL_PROGRAM ? fopen(opts->file, "re") : NULL;
    char piece[4096];
    for (size_t n; f && (n = fread(piece, 1, sizeof piece, f)) > 0;)
        buf_add(&sh->program, piece, n);
    if (f)
        fclose(f);
}

void shell_close_run(struct shell *sh)
{
    if (!sh->run)
        return;
    run_pump(sh->run);
    output_events(sh);
    if (schedule_holds(sh))
        sh->exploring->held = NULL;
    run_close(sh->run);
    sh->run = NULL;
    sh->sent = false;
    sh->done_n = 0; // nobody waits for its end any more
}

int shell_start(struct shell *sh, const struct run_opts *opts)
{
    bool breaks_off = shell_interactive(sh) && sh->run && (run_state(sh->run) == RUN_BUSY || run_state(sh->run) == RUN_ENDING);
    shell_close_run(sh);
    if (breaks_off)
        shell_note(sh, _("what was running is ended"));
    keep_program(sh, opts);
    int r = run_open(opts, &sh->run);
    if (r < 0) {
        sh->run = NULL;
        shell_error(sh, _("main could not be started: %s"), i18n_errno(-r));
        shell_fail(sh, 1);
        return r;
    }
    output_new_run(sh);
    sh->forgets = opts->record == RECORD_OFF;
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

bool shell_takes_entries(const struct shell *sh)
{
    return sh->run && sh->takes_entries && run_state(sh->run) != RUN_ENDED;
}

int shell_start_main(struct shell *sh)
{
    struct run_opts opts = shell_run_opts(sh);
    opts.trusted_file = true; // what is typed is as much the user's own as a file that is named
    if (sh->opts.interactive && !sh->opts.code) {
        opts.argc = sh->opts.argc;
        opts.argv = sh->opts.argv;
    }
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

void shell_enqueue(struct shell *sh, const char *text, size_t n, const char *label)
{
    MEM_GROW(sh->queue, sh->queue_n, sh->queue_cap, 16);
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

void shell_drop_queue(struct shell *sh)
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
    shell_enqueue(sh, source, n, label ? label : number);
    if (!waits || sh->mode != SHELL_PROMPT)
        return;
    if (shell_stuck(sh))
        shell_note(sh, _("main waits for ever, so this waits too: Ctrl-C interrupts main, `stop` ends it"));
    else if (sh->run && run_state(sh->run) == RUN_BUSY && clock_now_ns() > sh->prompt_at_ns)
        shell_note(sh, _("main is busy: this runs when it is done (Ctrl-C interrupts it)"));
}

void shell_enter_line(struct shell *sh, const char *line)
{
    shell_enqueue(sh, line, strlen(line), NULL);
}

void shell_fail(struct shell *sh, int status)
{
    if (sh->mode == SHELL_PROMPT || sh->mode == SHELL_PLAY) {
        shell_drop_queue(sh);
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
        shell_note(sh, _("`ps` and `tree` show it; Ctrl-C interrupts main, `break LOCK` ends one wait, `stop` the run"));
    sh->sent = false;
    fire_done(sh);
    if (sh->mode == SHELL_PROGRAM) {
        sh->status = 1;
        sh->quit = true;
    } else {
        shell_fail(sh, 1);
        if (sh->mode == SHELL_SCRIPT && !sh->quit && sh->takes_entries)
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
        shell_drop_queue(sh);
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
        shell_error(sh, _("main did not take it: %s"), i18n_errno(-r));
        shell_fail(sh, 1);
        return;
    }
    sh->sent = true;
    sh->prompt_at_ns = clock_now_ns() + PATIENCE_MS * MS;
}

/* One step that needs no waiting; false if there is none. */
static bool step_queue(struct shell *sh)
{
    if (!sh->queue_n || !shell_idle(sh) || sh->asks_rights)
        return false;
    if (sh->queue[0].label && !shell_takes_entries(sh)) {
        if (shell_start_main(sh) < 0)
            shell_drop_queue(sh);
        return true;
    }
    if (sh->queue[0].label && rights_ask(sh, sh->queue[0].text, sh->queue[0].label))
        return false;
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
        entry_try(sh);
        if (sh->queue_n || sh->quit)
            return;
    }
    if (!shell_takes_entries(sh)) {
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
        entry_try(sh);
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

void shell_advance(struct shell *sh)
{
    bool more = true;
    while (more && !sh->quit && !loop_leaving()) {
        // what is behind holds up the tasks, once their logs are full: they cannot run away from the picture
        if (sh->run && !output_behind(sh))
            run_pump(sh->run);
        tell_guard(sh);
        exploring_pump(sh);
        output_some(sh, clock_now_ns() + SHOW_MS * MS);
        if (output_behind(sh))
            return;
        notice_ends(sh);
        more = !sh->quit && (step_answer(sh) || step_queue(sh) || step_script(sh) || step_tick(sh));
    }
}

/* ---- the whole
 */

void shell_options_changed(struct shell *sh)
{
    const struct options *o = &sh->opts;
    term_detect(&sh->out, STDOUT_FILENO, o->colour, o->plain);
    term_detect(&sh->err, STDERR_FILENO, o->colour, o->plain);
    lanes_finish(&sh->lanes);
    lanes_init(&sh->lanes, &sh->out);
    if (o->lang)
        locale_choose(sh, o->lang);
}

void shell_init(struct shell *sh, const struct options *o, enum shell_mode mode)
{
    *sh = (struct shell){ .opts = *o, .mode = mode, .recording.fd = -1, .source.fd = -1,
                          .history.fd = -1, .lang = "en" };
    term_detect(&sh->out, STDOUT_FILENO, o->colour, o->plain);
    term_detect(&sh->err, STDERR_FILENO, o->colour, o->plain);
    sh->lanes_mode = o->lanes ? LANES_ON : mode == SHELL_PROMPT ? LANES_AUTO : LANES_OFF;
    lanes_init(&sh->lanes, &sh->out);
    loop_open_signals(sh);
}

void shell_finish(struct shell *sh)
{
    shell_close_run(sh);
    exploring_finish(sh);
    shell_drop_queue(sh);
    shell_take_lines(sh, NULL, NULL, NULL);
    learn_finish();
    output_finish(sh);
    history_close(&sh->history);
    buf_finish(&sh->entry);
    buf_finish(&sh->names);
    buf_finish(&sh->builtins);
    buf_finish(&sh->program);
    free(sh->program_name);
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
