/* edit, check: the student's own text of a program, and what is thought of it. The text is kept in the
 * state folder, so that it can be handed in and is there the next time. */
#include "lesson/session.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"

/* ---- edit ---- */

static void answer_path(const struct lesson_session *s, const struct step *program, struct buf *path)
{
    struct buf name = {0};
    buf_addf(&name, "%s-%s.py", s->lesson->id, program->id);
    state_path(path, "answers", name.text);
    buf_finish(&name);
}

static void read_answer(const char *path, struct buf *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t n = fd < 0 ? 0 : 1;
    while (n > 0 && out->n < LESSON_MAX_BYTES)
        if ((n = read(fd, buf_room(out, 65536), 65536)) > 0)
            out->n += (size_t)n;
    if (out->text)
        out->text[out->n] = 0;
    if (fd >= 0)
        close(fd);
}

/* The file to edit: what was written there before, else the program as given. */
static int prepare_answer(const struct lesson_session *s, const struct step *program, const char *path)
{
    struct buf text = {0};
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600), r = 0;
    if (fd < 0)
        return errno == EEXIST ? 0 : -errno;
    lesson_program_text(s->lesson, program, &text);
    if (write(fd, buf_str(&text), text.n) != (ssize_t)text.n)
        r = -EIO;
    close(fd);
    buf_finish(&text);
    return r;
}

/* Takes what is in the file now as the program's text. */
static void edited(void *arg)
{
    struct lesson_session *s = arg;
    const struct step *program = s->now.edited_program;
    if (!s->player || !program)
        return; // another lesson was opened meanwhile
    struct buf path = {0}, given = {0};
    answer_path(s, program, &path);
    buf_clear(&s->now.edited);
    read_answer(buf_str(&path), &s->now.edited);
    lesson_program_text(s->lesson, program, &given);
    if (strcmp(buf_str(&given), buf_str(&s->now.edited)) == 0) {
        s->now.edited_program = NULL;
        unlink(path.text); // the lesson may be revised until then
        say_words(s, SAY_GREY, WORD_UNCHANGED);
    } else {
        say_words(s, SAY_GREY, WORD_EDITED, program->id, path.text);
    }
    buf_finish(&path);
    buf_finish(&given);
}

static int reset_answer(struct lesson_session *s, const struct step *program)
{
    struct buf path = {0};
    answer_path(s, program, &path);
    if (path.n)
        unlink(path.text);
    s->now.edited_program = NULL;
    say_words(s, SAY_GREY, WORD_EDIT_RESET);
    buf_finish(&path);
    return 0;
}

static int edit_program(struct lesson_session *s, const struct step *program)
{
    struct buf path = {0};
    answer_path(s, program, &path);
    int r = path.n ? prepare_answer(s, program, path.text) : -ENOENT;
    if (r < 0) {
        say_fmt(s, SAY_ERROR, "%s: %s", buf_str(&path), i18n_errno(-r));
    } else {
        s->now.edited_program = program;
        buf_clear(&s->now.edited);
        lesson_program_text(s->lesson, program, &s->now.edited); // until it has been changed
        r = s->host.edit(s->host.ctx, path.text, edited, s);
    }
    buf_finish(&path);
    return r;
}

int command_edit(struct lesson_session *s, const char *args)
{
    struct slice spec = slice_trim((struct slice){args, strlen(args)});
    if (need_lesson(s) < 0)
        return -ENOENT;
    char *name = mem_text(spec.s, spec.n);
    bool reset = strcmp(name, "reset") == 0;
    const struct step *program = !*name || reset ? player_program(s->player) : lesson_program(s->lesson, name);
    int r = -ENOENT;
    if (!program && *name && !reset)
        say_words(s, SAY_ERROR, WORD_NO_SUCH_PROGRAM, name);
    else if (!program)
        say_words(s, SAY_ERROR, WORD_NO_PROGRAM);
    else if (reset)
        r = reset_answer(s, program);
    else if (s->host.edit)
        r = edit_program(s, program);
    else
        say_words(s, SAY_ERROR, WORD_CANNOT_EDIT);
    free(name);
    return r;
}

/* ---- check ---- */

static void say_verdict(const struct lesson_session *s, const struct step *level,
                        const struct level_verdict *v, unsigned changes)
{
    static const enum lesson_word_id words[LEVEL_RESULT_COUNT] = {
        [LEVEL_PASSED] = WORD_LEVEL_PASSED, [LEVEL_SLOW] = WORD_LEVEL_SLOW,
        [LEVEL_FAILED] = WORD_LEVEL_FAILED, [LEVEL_UNKNOWN] = WORD_LEVEL_UNKNOWN,
    };
    const char *par = step_attr(level, "par");
    bool passed = v->result == LEVEL_PASSED || v->result == LEVEL_SLOW;
    say_words(s, SAY_TEXT, words[v->result], changes);
    for (unsigned i = 0; i < v->reason_n; i++)
        say_markdown(s, SAY_TEXT, v->reasons[i], strlen(v->reasons[i]));
    if (passed && par && strtoul(par, NULL, 10) < changes)
        say_words(s, SAY_GREY, WORD_LEVEL_PAR, par);
}

static int judge_answer(struct lesson_session *s, const struct step *level)
{
    struct arena a;
    struct claims claims;
    struct buf given = {0};
    struct level_verdict v = {0};
    const struct step *program = level_program(s->lesson, level);
    arena_init(&a);
    lesson_program_text(s->lesson, program, &given);
    lesson_claims(&a, s->lesson, level->id, &claims);
    struct level_ask ask = {
        .name = program->id, .lesson = s->lesson, .level = level, .claims = &claims,
        .source = {buf_str(&s->now.edited), s->now.edited.n}, .original = {buf_str(&given), given.n},
    };
    unsigned changes = level_changes(ask.original, ask.source);
    int r = level_judge(s->host.judge, &ask, &a, &v);
    if (r < 0) {
        say_fmt(s, SAY_ERROR, "%s", i18n_errno(-r));
    } else {
        say_verdict(s, level, &v, changes);
        remember_fmt(s, "level %s %s %s %u", s->lesson->id, level->id, level_result_word[v.result], changes);
        r = v.result == LEVEL_FAILED ? -EAGAIN : 0;
    }
    buf_finish(&given);
    arena_finish(&a);
    return r;
}

int command_check(struct lesson_session *s, const char *args)
{
    (void)args;
    if (need_lesson(s) < 0)
        return -ENOENT;
    const struct step *level = player_level(s->player);
    struct buf path = {0};
    if (level && s->exam) {
        answer_path(s, level_program(s->lesson, level), &path);
        say_words(s, SAY_ERROR, WORD_EXAM_CHECK, buf_str(&path));
        buf_finish(&path);
        return -EPERM;
    }
    if (!level)
        say_words(s, SAY_ERROR, WORD_NO_LEVEL);
    else if (level_goal_of(level) == GOAL_BREAK)
        say_words(s, SAY_ERROR, WORD_CHECK_BREAK);
    else if (s->now.edited_program != level_program(s->lesson, level))
        say_words(s, SAY_ERROR, WORD_CHECK_FIRST);
    else
        return judge_answer(s, level);
    return -ENOENT;
}

/* ---- a level that is to be broken ---- */

void session_level_run(struct lesson_session *s, const struct level_run *run)
{
    const struct step *level = s->player ? player_level(s->player) : NULL;
    if (!level || level_goal_of(level) != GOAL_BREAK ||
        player_program(s->player) != level_program(s->lesson, level))
        return;
    const char *par = step_attr(level, "par");
    if (!run->failed) {
        say_words(s, SAY_GREY, WORD_NOT_BROKEN);
        return;
    }
    if (!run->by_hand) {
        say_words(s, SAY_GREY, WORD_BROKEN_BY_LUCK);
        return;
    }
    bool fewest = par && run->switches <= strtoul(par, NULL, 10);
    say_words(s, SAY_TEXT, fewest ? WORD_BROKEN_PAR : WORD_BROKEN, run->switches);
    remember_fmt(s, "level %s %s passed %u", s->lesson->id, level->id, run->switches);
}
