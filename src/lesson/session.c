/* The session: a lesson is open, commands move its player, and what the player wants done is
 * carried out through the host. */
#include "lesson/session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

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
    arena_init(&s->due_texts);
    lesson_dirs_init(&s->dirs, lessons_flag);
    return s;
}

void open_lesson_finish(struct open_lesson *o)
{
    player_free(o->player);
    lesson_free(o->lesson);
    buf_finish(&o->edited);
    *o = (struct open_lesson){0};
}

static void session_close(struct lesson_session *s)
{
    open_lesson_finish(&s->now);
    s->player = NULL;
    s->lesson = NULL;
    s->vote_step = NULL;
}

void session_free(struct lesson_session *s)
{
    if (!s)
        return;
    session_close(s);
    open_lesson_finish(&s->kept);
    arena_finish(&s->due_texts);
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

void session_set_free_play(struct lesson_session *s, bool on)
{
    s->free_play = on;
}

void session_set_exam(struct lesson_session *s, bool on)
{
    s->exam = on;
}

void session_set_large(struct lesson_session *s, bool on)
{
    s->large = on;
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

enum { LARGE_COLUMNS = 56 }; // letters twice as wide still fit a projector's 112 cells

struct term session_term(const struct lesson_session *s)
{
    struct term t;
    if (s->host.term)
        t = *s->host.term(s->host.ctx);
    else
        term_plain(&t, 80, false);
    if (s->large)
        t.columns = MIN(t.columns, (unsigned)LARGE_COLUMNS);
    return t;
}

/* For the back row: an empty line behind each line that has none. */
static void spread(struct buf *b)
{
    struct buf wide = {0};
    for (size_t i = 0; i < b->n; i++) {
        buf_addc(&wide, b->text[i]);
        if (b->text[i] == '\n' && i + 1 < b->n && b->text[i + 1] != '\n' && i && b->text[i - 1] != '\n')
            buf_addc(&wide, '\n');
    }
    buf_finish(b);
    *b = wide;
}

void say(const struct lesson_session *s, enum say_kind kind, const struct buf *b)
{
    if (!b->n)
        return;
    ((struct lesson_session *)s)->said += b->n; // a count, no change to what the session is
    s->host.say(s->host.ctx, kind, b->text, b->n);
}

void say_markdown(const struct lesson_session *s, enum say_kind kind, const char *text,
                         size_t n)
{
    struct buf b = {0};
    struct term t = session_term(s);
    if (kind == SAY_ERROR) // the host has its own way to show these
        term_plain(&t, t.columns, t.ascii);
    render_markdown(&b, (struct slice){text, n}, &t);
    if (kind == SAY_TEXT)
        buf_addc(&b, '\n');
    say(s, kind, &b);
    buf_finish(&b);
}

void say_words(const struct lesson_session *s, enum say_kind kind, enum lesson_word_id id, ...)
{
    struct buf b = {0};
    va_list ap;
    va_start(ap, id);
    buf_vaddf(&b, lesson_word(id), ap);
    va_end(ap);
    say_markdown(s, kind, buf_str(&b), b.n);
    buf_finish(&b);
}

void say_fmt(const struct lesson_session *s, enum say_kind kind, const char *fmt, ...)
{
    struct buf b = {0};
    va_list ap;
    va_start(ap, fmt);
    buf_vaddf(&b, fmt, ap);
    va_end(ap);
    say_markdown(s, kind, buf_str(&b), b.n);
    buf_finish(&b);
}

/* A code block, under its language when it is not the lesson's own. */
static void say_code(const struct lesson_session *s, const struct step *step)
{
    struct buf b = {0};
    struct term t = session_term(s);
    render_fence(&b, step, &t);
    if (s->large)
        spread(&b);
    buf_addc(&b, '\n');
    say(s, SAY_TEXT, &b);
    buf_finish(&b);
}

static void say_question(const struct lesson_session *s, const struct step *step, bool asks)
{
    struct buf b = {0};
    buf_add(&b, step->body.s, step->body.n);
    buf_adds(&b, "\n");
    for (unsigned i = 0; i < step->item_n; i++)
        buf_addf(&b, s->large ? "\n\n- **%c** %.*s" : "\n- **%c** %.*s", step->items[i].letter, (int)step->items[i].text.n,
                 step->items[i].text.s);
    say_markdown(s, SAY_TEXT, b.text, b.n);
    buf_finish(&b);
    if (asks)
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

void session_program_text(const struct lesson_session *s, const struct step *program, struct buf *out)
{
    if (s->now.edited_program == program)
        buf_add(out, buf_str(&s->now.edited), s->now.edited.n);
    else
        lesson_program_text(s->lesson, program, out);
}

/* The text and name of a program become options; they borrow from the session. */
static void program_opts(struct lesson_session *s, const struct step *program,
                         struct run_opts *opts)
{
    const char *seed = step_attr(program, "seed");
    buf_clear(&s->program);
    buf_clear(&s->label);
    session_program_text(s, program, &s->program);
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
        } else if (slice_is(word, "--chaos")) {
            opts.chaos = true;
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

void session_claims(const struct lesson_session *s, const char *file, struct arena *a, struct claims *ret_claims)
{
    size_t n = strlen(file);
    *ret_claims = (struct claims){0};
    if (s->lesson && n > 3) // without the .py of program_opts()
        lesson_claims(a, s->lesson, arena_text(a, file, n - 3), ret_claims);
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
    s->explores = slice_is(word, "explore");
    int r = s->host.command(s->host.ctx, act->text);
    s->starting = false;
    s->explores &= r >= 0;
    return r;
}

void remember_line(const struct lesson_session *s, const char *line)
{
    if (s->host.remember)
        s->host.remember(s->host.ctx, line);
    else
        progress_add(line); // a full disk does not end a lesson
}

void remember_fmt(const struct lesson_session *s, const char *fmt, ...)
{
    struct buf line = {0};
    va_list ap;
    va_start(ap, fmt);
    buf_vaddf(&line, fmt, ap);
    va_end(ap);
    remember_line(s, buf_str(&line));
    buf_finish(&line);
}

/* One line of the progress file for each answer that has been revealed: the first answer, then those
 * of the second asking, and of reviews. */
static void remember(const struct lesson_session *s, const struct step *step)
{
    unsigned n;
    const struct prediction *list = player_predictions(s->player, &n);
    for (unsigned i = 0; i < n; i++) {
        const struct prediction *pr = &list[i];
        if (pr->step != step || !pr->first)
            continue;
        if (s->exam) { // the file must not tell what the lesson does not
            remember_fmt(s, "exam %s %s %s", s->lesson->id, step->id, pr->last);
            continue;
        }
        bool first = !pr->asked_again && !player_reviews(s->player);
        remember_fmt(s, "%s %s %s %s %s",
                     first ? "predict" : player_reviews(s->player) ? "review" : "again", s->lesson->id,
                     step->id, first ? pr->first : pr->last,
                     (first ? pr->right : pr->last_right) ? "right" : "wrong");
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

static void say_end(struct lesson_session *s, const struct act *act)
{
    say_markdown(s, SAY_GREY, act->text, strlen(act->text));
    if (player_reviews(s->player))
        return;
    remember_fmt(s, "done %s", s->lesson->id);
    notes_export(s);
    say_what_next(s);
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
    case ACT_ASK: say_question(s, act->step, true); break;
    case ACT_RECALL: say_question(s, act->step, false); break;
    case ACT_TOGGLES: say_toggles(s, act->step); break;
    case ACT_NOTE:
        if (s->presenter)
            presenter_tell(s, act->text, n);
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

/* Remembers the furthest chapter, so that the next time can begin there. */
static void note_chapter(struct lesson_session *s)
{
    unsigned chapter = lesson_chapter_at(s->lesson, player_position(s->player));
    if (chapter <= s->now.chapter || player_reviews(s->player))
        return;
    s->now.chapter = chapter;
    if (chapter > 1 && player_state(s->player) != PLAYER_DONE)
        remember_fmt(s, "at %s %u", s->lesson->id, chapter);
}

/* A run that could not start counts as ended, so that the student is not stuck. */
int carry_out(struct lesson_session *s)
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
    if (s->player)
        note_chapter(s);
    if (s->presenter && s->player)
        presenter_tell(s, NULL, 0);
    return first;
}

void session_ran(struct lesson_session *s)
{
    if (!s->player || (s->free_play && player_state(s->player) != PLAYER_RUNS))
        return;
    player_ran(s->player);
    carry_out(s);
}

void session_explored(struct lesson_session *s)
{
    if (!s->explores)
        return; // the student's own: the lesson did not wait for it
    s->explores = false;
    session_ran(s);
}

bool session_may_run(struct lesson_session *s)
{
    if (!s->player || s->starting || player_may_run(s->player))
        return true;
    carry_out(s);
    return false;
}

/* ---- opening ---------------------------------------------------------------------------------------- */

int session_load(struct lesson_session *s, const char *spec, struct lesson **ret_lesson)
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
            buf_addf(&b, "%s: %s\n", path, i18n_errno(-r));
        say(s, SAY_ERROR, &b);
    } else if (fallback) {
        say_words(s, SAY_GREY, WORD_FALLBACK);
    }
    notes_finish(&notes);
    buf_finish(&b);
    free(path);
    return r;
}

void session_take(struct lesson_session *s, struct lesson *lesson)
{
    session_close(s);
    s->now.lesson = s->lesson = lesson;
    s->now.player = s->player = player_new(lesson, &(struct player_opts){.may_skip = s->presenter, .exam = s->exam});
    s->now.chapter = 1;
    s->free_play = false;
}

/* Where the student was the last time, if the lesson was not finished since. */
static void say_last_place(const struct lesson_session *s)
{
    struct buf text = {0};
    struct progress progress;
    progress_read(&text);
    progress_count(buf_str(&text), s->lesson->id, &progress);
    if (progress.chapter > 1 && progress.chapter <= lesson_chapter_count(s->lesson) && !s->presenter)
        say_words(s, SAY_GREY, WORD_LAST_PLACE, progress.chapter, s->lesson->number, progress.chapter);
    buf_finish(&text);
}

int session_open(struct lesson_session *s, const char *spec)
{
    struct lesson *lesson;
    int r = session_load(s, spec, &lesson);
    if (r < 0)
        return r;
    session_take(s, lesson);
    say_words(s, SAY_GREY, WORD_HEAD, lesson->level, lesson->minutes);
    say_last_place(s);
    player_next(s->player);
    return carry_out(s);
}

int session_open_at(struct lesson_session *s, const char *spec, const char *place)
{
    struct lesson *lesson;
    uint32_t step;
    int r = session_load(s, spec, &lesson);
    if (r < 0)
        return r;
    bool known = lesson_place(lesson, place, &step);
    if (!known || s->exam) {
        say_words(s, SAY_ERROR, known ? WORD_EXAM_ORDER : WORD_NO_PLACE, place);
        lesson_free(lesson);
        return -ENOENT;
    }
    session_take(s, lesson);
    player_jump(s->player, step);
    return carry_out(s);
}

bool session_prompt(const struct lesson_session *s, struct buf *out)
{
    if (s->free_play)
        buf_adds(out, _("(free play) "));
    else if (s->presenter && s->lesson)
        buf_addf(out, "(%u/%u) ", lesson_chapter_at(s->lesson, player_position(s->player)),
                 lesson_chapter_count(s->lesson));
    else
        return false;
    return true;
}
