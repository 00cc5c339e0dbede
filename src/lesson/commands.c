/* The session: a lesson is open, commands move its player, and what the player wants done is
 * carried out through the host. */
#include "lesson/parts.h"
#include "lesson/words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct lesson_session {
    struct lesson_host host;
    struct lesson_dirs dirs;
    char *lang;
    bool presenter;
    struct lesson *lesson;
    struct player *player;
    struct buf program;      // text of the program that runs
    struct buf label;        // its name
    char *argv[2];
    bool starting;           // the lesson itself has the shell start a run
};

static enum lesson_lang session_lang(const struct lesson_session *s)
{
    return strncmp(s->lang, "zh", 2) == 0 ? LANG_ZH : LANG_EN;
}

/* Folders are called by the bare language: zh_CN.UTF-8 is zh. */
static char *bare_lang(const char *lang)
{
    size_t n = lang ? strcspn(lang, "_.-@") : 0;
    return n ? mem_text(lang, n) : mem_text("en", 2);
}

struct lesson_session *session_new(const struct lesson_host *host, const char *lessons_flag,
                                   const char *lang)
{
    struct lesson_session *s = mem_zalloc(1, sizeof *s);
    s->host = *host;
    s->lang = bare_lang(lang);
    lesson_dirs_init(&s->dirs, lessons_flag);
    return s;
}

static void session_close(struct lesson_session *s)
{
    player_free(s->player);
    lesson_free(s->lesson);
    s->player = NULL;
    s->lesson = NULL;
}

void session_free(struct lesson_session *s)
{
    if (!s)
        return;
    session_close(s);
    lesson_dirs_finish(&s->dirs);
    buf_finish(&s->program);
    buf_finish(&s->label);
    free(s->lang);
    free(s);
}

void session_set_lang(struct lesson_session *s, const char *lang)
{
    free(s->lang);
    s->lang = bare_lang(lang);
}

void session_set_presenter(struct lesson_session *s, bool on)
{
    s->presenter = on;
}

const struct lesson *session_lesson(const struct lesson_session *s)
{
    return s->lesson;
}

const struct player *session_player(const struct lesson_session *s)
{
    return s->player;
}

/* ---- saying ----------------------------------------------------------------------------------------- */

static struct term session_term(const struct lesson_session *s)
{
    struct term t;
    if (s->host.term)
        return *s->host.term(s->host.ctx);
    term_plain(&t, 80, false);
    return t;
}

static void say(const struct lesson_session *s, enum say_kind kind, const struct buf *b)
{
    if (b->n)
        s->host.say(s->host.ctx, kind, b->text, b->n);
}

static void say_markdown(const struct lesson_session *s, enum say_kind kind, const char *text,
                         size_t n)
{
    struct buf b = {0};
    struct term t = session_term(s);
    if (kind == SAY_ERROR || kind == SAY_NOTE) // the host has its own way to show these
        term_plain(&t, t.columns, t.ascii);
    render_markdown(&b, (struct slice){text, n}, &t);
    if (kind == SAY_TEXT)
        buf_addc(&b, '\n');
    say(s, kind, &b);
    buf_finish(&b);
}

static void say_words(const struct lesson_session *s, enum say_kind kind,
                      enum lesson_word_id id, ...)
{
    struct buf b = {0};
    va_list ap;
    va_start(ap, id);
    buf_vaddf(&b, lesson_word(session_lang(s), id), ap);
    va_end(ap);
    say_markdown(s, kind, buf_str(&b), b.n);
    buf_finish(&b);
}

/* A code block, under its language when it is not the lesson's own. */
static void say_code(const struct lesson_session *s, const struct step *step)
{
    struct buf b = {0};
    struct term t = session_term(s);
    struct slice rest = step->body, line;
    if (step->kind == STEP_PROGRAM)
        render_code(&b, step->body, 1, &t);
    else
        while (slice_line(&rest, &line))
            buf_addf(&b, "%s%.*s\n", line.n ? "    " : "", (int)line.n, line.s);
    buf_addc(&b, '\n');
    say(s, SAY_TEXT, &b);
    buf_finish(&b);
}

static void say_question(const struct lesson_session *s, const struct step *step)
{
    struct buf b = {0};
    buf_add(&b, step->body.s, step->body.n);
    buf_adds(&b, "\n");
    for (unsigned i = 0; i < step->item_n; i++)
        buf_addf(&b, "\n- **%c** %.*s", step->items[i].letter, (int)step->items[i].text.n,
                 step->items[i].text.s);
    say_markdown(s, SAY_TEXT, b.text, b.n);
    buf_finish(&b);
    say_words(s, SAY_GREY, step->item_n ? WORD_PREDICT_FIRST : WORD_PREDICT_VALUE);
}

static void say_toggles(const struct lesson_session *s, const struct step *step)
{
    struct buf b = {0};
    for (unsigned i = 0; i < step->item_n; i++)
        buf_addf(&b, "%u. %.*s\n", i + 1, (int)step->items[i].text.n, step->items[i].text.s);
    say_markdown(s, SAY_TEXT, buf_str(&b), b.n);
    buf_finish(&b);
}

/* ---- doing ------------------------------------------------------------------------------------------ */

/* The text and name of a program become options; they borrow from the session. */
static void program_opts(struct lesson_session *s, const struct step *program,
                         struct run_opts *opts)
{
    const char *seed = step_attr(program, "seed");
    buf_clear(&s->program);
    buf_clear(&s->label);
    lesson_program_text(s->lesson, program, &s->program);
    buf_addf(&s->label, "%s.py", program->id);
    s->argv[0] = s->label.text;
    s->argv[1] = NULL;
    opts->file = s->label.text;
    opts->source = buf_str(&s->program);
    opts->source_n = s->program.n;
    opts->argc = 1;
    opts->argv = s->argv;
    opts->record = RECORD_ALL;
    if (seed && !opts->has_seed) {
        opts->has_seed = opts->controlled = true;
        opts->seed = strtoull(seed, NULL, 10);
    }
}

/* An option of `run` that has a value. False if it is none, or its value is no number. */
static bool run_option(struct run_opts *opts, struct slice word, struct slice value)
{
    char text[32] = "", *end;
    memcpy(text, value.s, MIN(value.n, sizeof text - 1));
    if (slice_is(word, "--seed")) {
        opts->has_seed = opts->controlled = true;
        opts->seed = strtoull(text, &end, 10);
    } else if (slice_is(word, "--slow")) {
        double times = strtod(text, &end);
        opts->speed = times >= 1 && times <= 1000 ? 1 / times : 1;
    } else {
        return false;
    }
    return end != text && *end == 0;
}

static struct slice next_word(const char **rest)
{
    const char *s = *rest + strspn(*rest, " \t");
    size_t n = strcspn(s, " \t");
    *rest = s + n;
    return (struct slice){s, n};
}

bool session_run_opts(struct lesson_session *s, const char *args, struct run_opts *ret_opts)
{
    const struct step *program = s->player ? player_program(s->player) : NULL;
    struct run_opts opts = {.speed = 1};
    bool named = false;
    for (const char *rest = args;;) {
        struct slice word = next_word(&rest);
        if (word.n == 0)
            break;
        if (*word.s != '-' && s->lesson && !named) {
            char id[64] = "";
            memcpy(id, word.s, MIN(word.n, sizeof id - 1));
            program = lesson_program(s->lesson, id);
            named = true;
        } else if (slice_is(word, "--gil")) {
            opts.gil = true;
        } else if (!run_option(&opts, word, next_word(&rest))) {
            return false;
        }
    }
    if (!program)
        return false;
    program_opts(s, program, &opts);
    *ret_opts = opts;
    return true;
}

/* `run …` is the lesson's own; `again` is `run`; what it does not know goes to the shell. */
static int start_run(struct lesson_session *s, const struct act *act)
{
    struct run_opts opts;
    const char *rest = act->text;
    struct slice word = next_word(&rest);
    bool own = slice_is(word, "run") || slice_is(word, "again");
    if (own && session_run_opts(s, rest, &opts))
        return s->host.run(s->host.ctx, &opts);
    s->starting = true;
    int r = s->host.command(s->host.ctx, act->text);
    s->starting = false;
    return r;
}

static void remember_line(const struct lesson_session *s, const char *line)
{
    if (s->host.remember)
        s->host.remember(s->host.ctx, line);
    else
        progress_add(line); // a full disk does not end a lesson
}

/* One line of the progress file for each answer that has been revealed. */
static void remember(const struct lesson_session *s, const struct step *step)
{
    unsigned n;
    const struct prediction *list = player_predictions(s->player, &n);
    for (unsigned i = 0; i < n; i++) {
        if (list[i].step != step || !list[i].first)
            continue;
        struct buf line = {0};
        buf_addf(&line, "predict %s %s %s %s", s->lesson->id, step->id, list[i].first,
                 list[i].right ? "right" : "wrong");
        remember_line(s, line.text);
        buf_finish(&line);
    }
}

/* The lesson after this one, if there is one. */
static void say_what_next(const struct lesson_session *s)
{
    struct lesson_index index;
    lesson_index_init(&index, &s->dirs, s->lang);
    const struct lesson_entry *next = NULL;
    for (size_t i = 0; i < index.count && !next; i++)
        if (index.list[i].number > s->lesson->number)
            next = &index.list[i];
    if (next)
        say_words(s, SAY_GREY, WORD_LESSON_NEXT, next->number, next->id);
    else
        say_words(s, SAY_GREY, WORD_LESSON_LAST);
    lesson_index_finish(&index);
}

static void say_end(const struct lesson_session *s, const struct act *act)
{
    say_markdown(s, SAY_GREY, act->text, strlen(act->text));
    say_what_next(s);
    struct buf line = {0};
    buf_addf(&line, "done %s", s->lesson->id);
    remember_line(s, line.text);
    buf_finish(&line);
}

static void echo(const struct lesson_session *s, const char *line)
{
    struct buf b = {0};
    buf_addf(&b, "> %s\n", line);
    say(s, SAY_GREY, &b);
    buf_finish(&b);
}

static int do_act(struct lesson_session *s, const struct act *act)
{
    size_t n = strlen(act->text);
    switch (act->kind) {
    case ACT_SAY: say_markdown(s, SAY_TEXT, act->text, n); break;
    case ACT_CODE: say_code(s, act->step); break;
    case ACT_ASK: say_question(s, act->step); break;
    case ACT_TOGGLES: say_toggles(s, act->step); break;
    case ACT_NOTE:
        if (s->presenter)
            say_markdown(s, SAY_NOTE, act->text, n);
        break;
    case ACT_REFUSE: say_markdown(s, SAY_ERROR, act->text, n); return -EAGAIN;
    case ACT_END: say_end(s, act); break;
    case ACT_PAUSE: say_words(s, SAY_GREY, WORD_PAGE_NEXT); break;
    case ACT_RUN: echo(s, act->text); return start_run(s, act);
    case ACT_COMMAND: echo(s, act->text); return s->host.command(s->host.ctx, act->text);
    case ACT_SPEED:
        if (s->host.set_speed)
            s->host.set_speed(s->host.ctx, act->speed);
        break;
    case ACT_REVEAL:
        say_markdown(s, SAY_TEXT, act->text, n);
        remember(s, act->step);
        break;
    }
    return 0;
}

/* Carries out all that the player wants. A run that could not start counts as ended, so that
 * the student is not stuck. */
static int carry_out(struct lesson_session *s)
{
    struct act act;
    int first = 0;
    while (s->player && player_act(s->player, &act)) {
        bool run = act.kind == ACT_RUN;
        int r = do_act(s, &act);
        if (r < 0 && first == 0)
            first = r;
        if (run && r < 0)
            player_run_failed(s->player);
    }
    return first;
}

void session_ran(struct lesson_session *s)
{
    if (!s->player)
        return;
    player_ran(s->player);
    carry_out(s);
}

bool session_may_run(struct lesson_session *s)
{
    if (!s->player || s->starting || player_may_run(s->player))
        return true;
    carry_out(s);
    return false;
}

/* ---- opening ---------------------------------------------------------------------------------------- */

static int load_spec(struct lesson_session *s, const char *spec, struct lesson **ret_lesson)
{
    struct lesson_notes notes;
    struct buf b = {0};
    char *path;
    bool fallback;
    int r = lesson_find(&s->dirs, spec, s->lang, &path, &fallback);
    if (r < 0) {
        say_words(s, SAY_ERROR, WORD_NOT_FOUND, spec);
        return r;
    }
    notes_init(&notes);
    r = lesson_load_file(path, &notes, ret_lesson);
    if (r < 0) {
        say_words(s, SAY_ERROR, WORD_BROKEN_LESSON);
        notes_render(&b, &notes);
        if (b.n == 0)
            buf_addf(&b, "%s: %s\n", path, strerror(-r));
        say(s, SAY_ERROR, &b);
    } else if (fallback) {
        say_words(s, SAY_GREY, WORD_FALLBACK);
    }
    notes_finish(&notes);
    buf_finish(&b);
    free(path);
    return r;
}

int session_open(struct lesson_session *s, const char *spec)
{
    struct lesson *lesson;
    int r = load_spec(s, spec, &lesson);
    if (r < 0)
        return r;
    session_close(s);
    s->lesson = lesson;
    s->player = player_new(lesson, &(struct player_opts){.lang = session_lang(s),
                                                         .may_skip = s->presenter});
    say_words(s, SAY_GREY, WORD_HEAD, lesson->level, lesson->minutes);
    player_next(s->player);
    return carry_out(s);
}

/* ---- commands --------------------------------------------------------------------------------------- */

static int need_lesson(const struct lesson_session *s)
{
    if (s->player)
        return 0;
    say_words(s, SAY_ERROR, WORD_NO_LESSON);
    return -ENOENT;
}

/* One line of the list: number, title, what has been done. */
static void add_entry(const struct lesson_session *s, struct buf *b,
                      const struct lesson_entry *entry, const char *done_text)
{
    struct lesson_notes notes;
    struct lesson *lesson = NULL;
    struct progress progress;
    notes_init(&notes);
    int r = lesson_load_file(entry->path, &notes, &lesson);
    progress_count(done_text, entry->id, &progress);
    buf_addf(b, "%s %03d  %s", progress.done ? " x" : "  ", entry->number,
             r == 0 ? lesson->title : entry->id);
    if (r < 0)
        buf_adds(b, "  (!)");
    else if (strcmp(entry->lang, s->lang) != 0)
        buf_addf(b, "  (%s)", entry->lang);
    if (progress.right + progress.wrong)
        buf_addf(b, lesson_word(session_lang(s), WORD_PROGRESS), progress.right,
                 progress.right + progress.wrong);
    buf_addc(b, '\n');
    lesson_free(lesson);
    notes_finish(&notes);
}

static int command_lessons(struct lesson_session *s, const char *args)
{
    struct lesson_index index;
    struct buf b = {0}, done = {0};
    (void)args;
    progress_read(&done);
    lesson_index_init(&index, &s->dirs, s->lang);
    for (size_t i = 0; i < index.count; i++)
        add_entry(s, &b, &index.list[i], buf_str(&done));
    say(s, SAY_TEXT, &b);
    int r = index.count ? 0 : -ENOENT;
    if (r < 0)
        say_words(s, SAY_ERROR, WORD_NO_FOLDER);
    buf_finish(&b);
    buf_finish(&done);
    lesson_index_finish(&index);
    return r;
}

/* The lessons that were begun, and where predictions went wrong. */
static int command_progress(struct lesson_session *s, const char *args)
{
    struct lesson_index index;
    struct buf b = {0}, done = {0};
    (void)args;
    progress_read(&done);
    lesson_index_init(&index, &s->dirs, s->lang);
    for (size_t i = 0; i < index.count; i++) {
        struct progress progress;
        progress_count(buf_str(&done), index.list[i].id, &progress);
        if (progress.done || progress.right || progress.wrong)
            add_entry(s, &b, &index.list[i], buf_str(&done));
    }
    if (b.n)
        say(s, SAY_TEXT, &b);
    else
        say_words(s, SAY_GREY, WORD_NO_PROGRESS);
    buf_finish(&b);
    buf_finish(&done);
    lesson_index_finish(&index);
    return 0;
}

static int command_lesson(struct lesson_session *s, const char *args)
{
    struct slice spec = slice_trim((struct slice){args, strlen(args)});
    if (spec.n == 0)
        return command_lessons(s, args);
    char *text = mem_text(spec.s, spec.n);
    int r = session_open(s, text);
    free(text);
    return r;
}

static int command_next(struct lesson_session *s, const char *args)
{
    (void)args;
    if (need_lesson(s) < 0)
        return -ENOENT;
    player_next(s->player);
    return carry_out(s);
}

static int command_again(struct lesson_session *s, const char *args)
{
    (void)args;
    if (need_lesson(s) < 0)
        return -ENOENT;
    player_again(s->player);
    return carry_out(s);
}

static int command_try(struct lesson_session *s, const char *args)
{
    if (need_lesson(s) < 0)
        return -ENOENT;
    unsigned long number = strtoul(args, NULL, 10);
    player_try(s->player, number > 1000 ? 1000 : (unsigned)number);
    return carry_out(s);
}

static int command_predict(struct lesson_session *s, const char *args)
{
    if (need_lesson(s) < 0)
        return -ENOENT;
    player_predict(s->player, args);
    return carry_out(s);
}

static int command_hint(struct lesson_session *s, const char *args)
{
    (void)args;
    if (need_lesson(s) < 0)
        return -ENOENT;
    player_hint(s->player);
    return carry_out(s);
}

const struct lesson_command lesson_commands[] = {
    {"lessons", "learn", "lessons", "lists all lessons", "lessons", command_lessons},
    {"lesson", "learn", "lesson N|NAME|FILE", "opens a lesson", "lesson 130", command_lesson},
    {"next", "learn", "next", "goes on with the lesson", "next", command_next},
    {"again", "learn", "again", "runs the lesson's program once more", "again", command_again},
    {"try", "learn", "try N", "flips switch N of the list and runs", "try 1", command_try},
    {"predict", "learn", "predict ANSWER", "commits what you expect, before the run",
     "predict b", command_predict},
    {"hint", "learn", "hint", "opens the next hint", "hint", command_hint},
    {"progress", "learn", "progress", "shows what you have done", "progress", command_progress},
};
const size_t lesson_command_count = ARRAY_LEN(lesson_commands);

/* A letter, or a number when the question has no choices: nothing that one would type as Python. */
static bool is_short_answer(const struct step *question, struct slice t)
{
    if (question->item_n)
        return t.n == 1 && t.s[0] >= 'a' && t.s[0] < (char)('a' + (int)question->item_n);
    for (size_t i = 0; i < t.n; i++)
        if (t.s[i] < '0' || t.s[i] > '9')
            return false;
    return t.n > 0;
}

bool session_shortcut(struct lesson_session *s, const char *line)
{
    if (!s->player)
        return false;
    struct slice t = slice_trim((struct slice){line, strlen(line)});
    const struct step *question = player_question(s->player);
    if (t.n == 0)
        command_next(s, "");
    else if (question && is_short_answer(question, t))
        command_predict(s, t.s);
    else if (!question && t.n <= 2 && strspn(t.s, "0123456789") >= t.n && player_tries(s->player))
        command_try(s, t.s);
    else
        return false;
    return true;
}
