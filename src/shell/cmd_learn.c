#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "lesson/lesson.h"
#include "shell/shell.h"

static struct lesson_session *session; // made at the first use; one a process
static struct play *play;

/* ---- what the lessons ask of the shell */

static void host_say(void *ctx, enum say_kind kind, const char *text, size_t n)
{
    struct shell *sh = ctx;
    if (kind == SAY_ERROR || kind == SAY_NOTE) {
        while (n && text[n - 1] == '\n')
            n--;
        (kind == SAY_ERROR ? shell_error : shell_note)(sh, "%.*s", (int)n, text);
        return;
    }
    if (kind == SAY_GREY)
        term_style(shell_out(sh), shell_term(sh), STYLE_DIM);
    buf_add(shell_out(sh), text, n);
    if (kind == SAY_GREY)
        term_reset(shell_out(sh), shell_term(sh));
    if (n && text[n - 1] != '\n')
        buf_addc(shell_out(sh), '\n');
    shell_flush(sh);
}

/* What the lesson says of the program; the rest is as the command line has it. */
static struct run_opts merged(const struct shell *sh, const struct run_opts *lesson)
{
    struct run_opts o = shell_run_opts(sh);
    o.file = lesson->file;
    o.source = lesson->source;
    o.source_n = lesson->source_n;
    o.argc = lesson->argc;
    o.argv = lesson->argv;
    if (lesson->has_seed && !o.has_seed) {
        o.has_seed = true;
        o.seed = lesson->seed;
        o.controlled = lesson->controlled;
    }
    o.gil |= lesson->gil;
    if (lesson->speed > 0 && lesson->speed < 1)
        o.speed = lesson->speed;
    return o;
}

static int host_run(void *ctx, const struct run_opts *opts)
{
    struct run_opts o = merged(ctx, opts);
    return shell_start(ctx, &o);
}

static int host_command(void *ctx, const char *line)
{
    shell_line(ctx, line);
    return 0;
}

static const struct term *host_term(void *ctx) { return shell_term(ctx); }

static void host_speed(void *ctx, double speed)
{
    struct shell *sh = ctx;
    sh->opts.speed = speed > 0 && speed < 1 ? speed : 1;
}

static struct lesson_session *session_of(struct shell *sh)
{
    static struct lesson_host host;
    if (session)
        return session;
    host = (struct lesson_host){
        .ctx = sh, .say = host_say, .run = host_run, .command = host_command,
        .set_speed = host_speed, .term = host_term,
    };
    session = session_new(&host, sh->opts.lessons, sh->lang);
    return session;
}

/* ---- their commands, in our table */

static enum command_result do_learn(struct shell *sh, const struct args *args)
{
    for (size_t i = 0; i < lesson_command_count; i++) {
        const struct lesson_command *c = &lesson_commands[i];
        if (strcmp(c->name, args->command->name) == 0)
            return c->run(session_of(sh), args->rest) < 0 ? COMMAND_FAILED : COMMAND_OK;
    }
    return COMMAND_FAILED;
}

static void complete_lesson(struct shell *sh, struct completion *c)
{
    struct lesson_dirs dirs;
    struct lesson_index index;
    lesson_dirs_init(&dirs, sh->opts.lessons);
    lesson_index_init(&index, &dirs, sh->lang);
    for (size_t i = 0; i < index.count; i++) {
        char number[16];
        snprintf(number, sizeof number, "%03d", index.list[i].number);
        completion_add(c, number, index.list[i].id);
        completion_add(c, index.list[i].id, NULL);
    }
    lesson_index_finish(&index);
    lesson_dirs_finish(&dirs);
    c->files = true;
}

void learn_register(void)
{
    static struct command *table;
    if (table)
        return;
    table = mem_zalloc(lesson_command_count, sizeof *table);
    for (size_t i = 0; i < lesson_command_count; i++) {
        const struct lesson_command *c = &lesson_commands[i];
        bool opens = strcmp(c->name, "lesson") == 0;
        table[i] = (struct command){
            .name = c->name, .group = GROUP_LEARN, .usage = c->usage, .summary = c->help,
            .help = "", .example = c->example, .run = do_learn,
            .complete = opens ? complete_lesson : NULL,
        };
        command_add(&table[i]);
    }
}

bool learn_shortcut(struct shell *sh, const char *line)
{
    (void)sh;
    return session && session_shortcut(session, line);
}

bool learn_may_run(struct shell *sh)
{
    (void)sh;
    return !session || session_may_run(session);
}

bool learn_run_opts(struct shell *sh, const char *args, struct run_opts *o)
{
    struct run_opts lesson = { 0 };
    if (!session || !session_run_opts(session, args, &lesson))
        return false;
    *o = merged(sh, &lesson);
    return true;
}

void learn_ran(struct shell *sh)
{
    if (session)
        session_ran(session);
    shell_flush(sh);
}

void learn_lang(struct shell *sh)
{
    if (session)
        session_set_lang(session, sh->lang);
}

void learn_finish(void)
{
    play_free(play);
    session_free(session);
    play = NULL;
    session = NULL;
}

/* ---- conch play */

static void type_keys(void *ctx, const char *text, size_t n)
{
    output_write(ctx, STDOUT_FILENO, text, n);
}

static bool run_over(void *ctx)
{
    const struct shell *sh = ctx;
    return shell_idle(sh) || run_state(sh->run) == RUN_DEADLOCK;
}

static void play_on(struct shell *sh)
{
    uint64_t wait_ns = 0;
    switch (play_step(play, &wait_ns)) {
    case PLAY_TYPES: sh->tick_at_ns = clock_now_ns() + wait_ns; break;
    case PLAY_WAITS: sh->tick_at_ns = clock_now_ns() + 20 * 1000000ull; break;
    case PLAY_DONE: shell_quit(sh); break;
    }
}

int learn_play(struct shell *sh, int argc, char **argv)
{
    static struct play_host host;
    if (argc != 1) {
        shell_error(sh, _("usage: conch play LESSON [--speed X]"));
        return 2;
    }
    struct lesson_session *s = session_of(sh);
    session_set_presenter(s, true);
    if (session_open(s, argv[0]) < 0)
        return 3;
    shell_flush(sh);
    host = (struct play_host){ sh, type_keys, run_over };
    sh->lanes_mode = LANES_AUTO;
    play = play_new(s, &host, sh->out.tty || sh->opts.speed > 0 ? MAX(sh->opts.speed, 0.05) : 0);
    sh->tick = play_on;
    return shell_loop(sh);
}

/* ---- conch check: one run after another, without the session's loop */

enum { CHECK_LIMIT_S = 20 };

struct checked_run {
    struct shell *sh;
    struct run *run; // kept until the next one: the result borrows its trace
};

/* Pumps until done() says so; false at the deadline. */
static bool pump_until(struct run *r, bool (*done)(const struct run *r), uint64_t deadline_ns)
{
    while (run_pump(r), !done(r)) {
        struct pollfd fds[16];
        int n = run_poll_fds(r, fds, 16), ms = run_timeout_ms(r);
        if (clock_now_ns() > deadline_ns)
            return false;
        poll(fds, (nfds_t)n, ms < 0 || ms > 100 ? 100 : ms);
    }
    return true;
}

static bool is_over(const struct run *r)
{
    enum run_state s = run_state(r);
    return s == RUN_ENDED || s == RUN_DEADLOCK;
}

/* Claims are looked at where the program's last line has been done: main prints repr() of each
 * expression, behind a mark that no lesson prints. */
static const char claim_mark[] = "\x1e" "claim ";

static void add_questions(struct buf *source, const struct lesson_run_ask *ask)
{
    buf_add(source, ask->source, ask->source_n);
    for (unsigned i = 0; i < ask->expr_n; i++)
        buf_addf(source, "\ntry: print('\\x1eclaim %u', repr((%s)))\nexcept Exception: pass\n", i,
                 ask->exprs[i]);
}

/* Takes the answers out of the printed lines. */
static void take_answers(struct lesson_run_result *ret, unsigned expr_n, struct arena *a)
{
    size_t kept = 0;
    ret->values = ARENA_ARRAY(a, const char *, expr_n + 1);
    for (size_t i = 0; i < ret->line_n; i++) {
        const char *text = ret->lines[i].text;
        if (strncmp(text, claim_mark, sizeof claim_mark - 1) != 0) {
            ret->lines[kept++] = ret->lines[i];
            continue;
        }
        char *end;
        unsigned long n = strtoul(text + sizeof claim_mark - 1, &end, 10);
        if (n < expr_n && *end == ' ')
            ret->values[n] = end + 1;
    }
    ret->line_n = kept;
}

static int apply_switch_line(struct shell *sh, struct run *r, const char *line)
{
    struct run *before = sh->run;
    struct args args;
    char *name;
    args_split(&args, line, &name);
    const struct command *c = name ? command_find(name, strlen(name)) : NULL;
    args.command = c;
    sh->run = r;
    int result = c && c->group == GROUP_SWITCH ? (int)c->run(sh, &args) : COMMAND_FAILED;
    sh->run = before;
    args_finish(&args);
    free(name);
    return result == COMMAND_OK ? 0 : -EINVAL;
}

/* The run's switches are those of the claims, and the next group of claims begins with none. */
static void flip_switches(struct shell *sh, struct run *run, const struct lesson_run_ask *ask,
                          struct arena *a, struct lesson_run_result *ret)
{
    struct options kept = sh->opts;
    for (unsigned i = 0; i < ask->switch_n; i++)
        if (apply_switch_line(sh, run, ask->switches[i]) < 0)
            ret->trouble = arena_text(a, "unknown switch", 14);
    sh->switch_n = 0;
    sh->opts = kept;
}

static int check_run(void *ctx, const struct lesson_run_ask *ask, struct arena *a,
                     struct lesson_run_result *ret)
{
    struct checked_run *checked = ctx;
    struct run_opts o = shell_run_opts(checked->sh);
    struct buf source = { 0 };
    char *argv[] = { (char *)ask->name, NULL };
    add_questions(&source, ask);
    o.record = RECORD_ALL;
    o.has_seed = true;
    o.seed = ask->seed;
    o.controlled = ask->controlled;
    o.file = ask->name;
    o.source = buf_str(&source);
    o.source_n = source.n;
    o.argc = 1;
    o.argv = argv;
    run_close(checked->run);
    checked->run = NULL;
    int r = run_open(&o, &checked->run);
    buf_finish(&source); // main has its copy
    if (r < 0)
        return r;
    struct run *run = checked->run;
    *ret = (struct lesson_run_result){ .trace = run_trace(run) };
    flip_switches(checked->sh, run, ask, a, ret);
    bool ok = pump_until(run, is_over, clock_now_ns() + CHECK_LIMIT_S * 1000000000ull);
    ret->deadlock = run_state(run) == RUN_DEADLOCK;
    ret->timed_out = !ok;
    ret->exit_code = run_state(run) == RUN_ENDED ? run_exit_code(run) : 1;
    ret->lines = expect_lines(a, ret->trace, &ret->line_n);
    take_answers(ret, ask->expr_n, a);
    return 0;
}

static int check_one(struct shell *sh, struct checked_run *checked, const char *spec)
{
    struct lesson_dirs dirs;
    struct lesson_notes notes;
    struct lesson *lesson = NULL;
    struct check_count count = { 0 };
    char *path = NULL;
    bool fallback;
    lesson_dirs_init(&dirs, sh->opts.lessons);
    notes_init(&notes);
    int status = 3, r = lesson_find(&dirs, spec, sh->lang, &path, &fallback);
    if (r == 0)
        r = lesson_load_file(path, &notes, &lesson);
    if (r == 0) {
        struct lesson_runner runner = { .ctx = checked, .run = check_run };
        r = check_lesson(lesson, &runner, &(struct check_opts){ 0 }, shell_out(sh), &count);
        status = r < 0 || count.fails ? 1 : 0;
        shell_flush(sh);
    }
    notes_render(shell_out(sh), &notes);
    if (r < 0)
        shell_error(sh, "%s: %s", spec, strerror(-r));
    shell_flush(sh);
    lesson_free(lesson);
    free(path);
    notes_finish(&notes);
    lesson_dirs_finish(&dirs);
    return status;
}

int learn_check(struct shell *sh, int argc, char **argv)
{
    struct checked_run checked = { .sh = sh };
    int status = 0;
    if (argc < 1) {
        shell_error(sh, _("usage: conch check LESSON…"));
        return 2;
    }
    for (int i = 0; i < argc; i++) {
        int one = check_one(sh, &checked, argv[i]);
        status = MAX(status, one);
    }
    run_close(checked.run);
    return status;
}

int learn_lint(struct shell *sh, int argc, char **argv)
{
    char folder[] = "lessons", *everything[] = { folder };
    size_t errors = argc ? lint_paths(argv, argc, shell_out(sh))
                         : lint_paths(everything, 1, shell_out(sh));
    shell_flush(sh);
    return errors ? 1 : 0;
}
