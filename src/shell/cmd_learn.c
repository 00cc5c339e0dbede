#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"
#include "lesson/level.h"
#include "shell/edit.h"
#include "shell/exploring.h"
#include "shell/teach.h"

static struct lesson_session *session; // made at the first use; one a process
static double given_speed; // from the command line: a lesson may change it for itself

/* ---- what the lessons ask of the shell */

/* A recording can be entered where a chapter begins. */
static void mark_chapter(struct shell *sh)
{
    static const struct lesson *lesson;
    static unsigned chapter;
    const struct player *player = session ? session_player(session) : NULL;
    const struct lesson *now = player ? session_lesson(session) : NULL;
    unsigned at = player ? lesson_chapter_at(now, player_position(player)) : 0;
    struct slice title;
    uint32_t step;
    if (!now || (now == lesson && at == chapter) || !lesson_chapter(now, at, &step, &title))
        return;
    lesson = now;
    chapter = at;
    struct buf label = { 0 };
    buf_addf(&label, "%u. %.*s", at, (int)title.n, title.s);
    record_mark(&sh->recording, label.text);
    buf_finish(&label);
}

static void host_say(void *ctx, enum say_kind kind, const char *text, size_t n)
{
    struct shell *sh = ctx;
    mark_chapter(sh);
    if (kind == SAY_ERROR) {
        while (n && text[n - 1] == '\n')
            n--;
        shell_error(sh, "%.*s", (int)n, text);
        return;
    }
    bool whole = n && text[n - 1] == '\n';
    if (kind == SAY_GREY)
        term_style(shell_out(sh), shell_term(sh), STYLE_DIM);
    buf_add(shell_out(sh), text, n - whole);
    if (kind == SAY_GREY)
        term_reset(shell_out(sh), shell_term(sh));
    if (n)
        buf_addc(shell_out(sh), '\n'); // last, so that the line counts as ended
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
    o.record = MAX(o.record, lesson->record);
    o.own_dir = true;
    if (lesson->has_seed && !o.has_seed) {
        o.has_seed = true;
        o.seed = lesson->seed;
        o.controlled = lesson->controlled;
    }
    o.gil |= lesson->gil;
    o.chaos |= lesson->chaos;
    double quicker = sh->mode == SHELL_PLAY ? MAX(sh->opts.speed, 1.0) : 1; // play --speed 5
    if (lesson->speed > 0 && lesson->speed < 1)
        o.speed = MIN(lesson->speed * quicker, 1.0);
    return o;
}

static int host_run(void *ctx, const struct run_opts *opts)
{
    struct run_opts o = merged(ctx, opts);
    removed_show(ctx, &o);
    return shell_start_or_ask(ctx, &o, o.source, o.source_n);
}

static int host_command(void *ctx, const char *line)
{
    shell_line(ctx, line);
    bool explores = strncmp(line, "explore", strlen("explore")) == 0;
    return explores && !exploring_busy(ctx) ? -EIO : 0; // told
}

static const struct term *host_term(void *ctx) { return shell_term(ctx); }

static void host_speed(void *ctx, double speed)
{
    struct shell *sh = ctx;
    sh->opts.speed = (speed > 0 && speed < 1 ? speed : 1) * (given_speed > 0 ? given_speed : 1);
}

static int host_edit(void *ctx, const char *path, void (*done)(void *arg), void *arg)
{
    return edit_file(ctx, path, done, arg);
}

/* Whom the next typed lines are for. */
static struct {
    bool (*fn)(void *arg, const char *line);
    void (*counted)(void *arg, const char *line, struct buf *to);
    void *arg;
} taker;

static bool take_line(struct shell *sh, const char *line, void *arg)
{
    (void)arg;
    bool more = taker.fn(taker.arg, line);
    if (!more)
        shell_take_lines(sh, NULL, NULL, NULL);
    shell_flush(sh);
    return true;
}

static void line_counted(const char *line, struct buf *to)
{
    taker.counted(taker.arg, line, to);
}

static void host_take_lines(void *ctx, bool (*fn)(void *arg, const char *line),
                            void (*counted)(void *arg, const char *line, struct buf *to), void *arg, const char *prompt)
{
    struct shell *sh = ctx;
    taker.fn = fn;
    taker.counted = counted;
    taker.arg = arg;
    shell_take_lines(sh, take_line, NULL, prompt);
    sh->taker_hint = line_counted;
}

struct lesson_session *learn_session(struct shell *sh)
{
    static struct lesson_host host;
    if (session)
        return session;
    host = (struct lesson_host){
        .ctx = sh, .say = host_say, .run = host_run, .command = host_command,
        .set_speed = host_speed, .term = host_term, .edit = host_edit,
        .take_lines = host_take_lines, .presenter = presenter_write, .judge = shell_judge(sh),
    };
    given_speed = sh->opts.speed;
    session = session_new(&host, sh->opts.lessons, sh->lang);
    session_set_large(session, sh->opts.large);
    session_set_exam(session, sh->opts.exam);
    return session;
}

/* ---- their commands, in our table */

/* A lesson begins with the switches as its text says; those of the lesson before it are forgotten. */
static void opened(struct shell *sh)
{
    switches_reset(sh);
    sh->opts.speed = given_speed;
}

static enum command_result do_learn(struct shell *sh, const struct args *args)
{
    if (strcmp(args->command->name, "back") == 0 && sh->exploring && sh->exploring->moves_n)
        return stepping_back(sh, args); // in the schedule, as long as there is a move to take back
    struct lesson_session *s = learn_session(sh);
    for (size_t i = 0; i < lesson_command_count; i++) {
        const struct lesson_command *c = &lesson_commands[i];
        if (strcmp(c->name, args->command->name) != 0)
            continue;
        const struct lesson *before = session_lesson(s);
        if (!before && strcmp(c->name, "check") == 0 && sh->exploring)
            return exploring_check(sh);
        int r = c->run(s, args->rest);
        if (session_lesson(s) != before)
            opened(sh);
        if (strcmp(c->name, "resume") == 0)
            demo_resume(sh);
        return r < 0 ? COMMAND_FAILED : COMMAND_OK;
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
            .name = c->name, .group = GROUP_LEARN, .usage = c->usage, .summary = c->summary,
            .help = c->help, .example = c->example, .run = do_learn,
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

bool learn_is_open(void)
{
    return session && session_lesson(session);
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

void learn_explored(struct shell *sh)
{
    if (session)
        session_explored(session);
    shell_flush(sh);
}

void learn_ran(struct shell *sh)
{
    if (session)
        session_ran(session);
    shell_flush(sh);
}

bool learn_prompt(struct shell *sh, struct buf *text)
{
    (void)sh;
    return session && session_prompt(session, text);
}

bool learn_back(struct shell *sh, unsigned pages)
{
    bool took = session && session_back(session, pages);
    shell_flush(sh);
    return took;
}

void learn_level_run(struct shell *sh, const struct level_run *run)
{
    if (session)
        session_level_run(session, run);
    shell_flush(sh);
}

void learn_lang(struct shell *sh)
{
    if (session)
        session_set_lang(session, sh->lang);
}

void learn_finish(void)
{
    judge_finish();
    removed_finish();
    demo_finish();
    session_free(session);
    session = NULL;
}
