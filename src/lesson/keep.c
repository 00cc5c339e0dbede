/* note, notes: what the student wants to keep of a lesson, as Markdown. It comes from the progress file, so
 * it holds what was done on other days too. */
#include "lesson/session.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/mem.h"

static const struct step *question_named(const struct lesson *lesson, struct slice id)
{
    for (uint32_t i = 0; i < lesson->step_n; i++)
        if (lesson->steps[i].kind == STEP_PREDICT && slice_is(id, lesson->steps[i].id))
            return &lesson->steps[i];
    return NULL;
}

static struct slice cut(struct slice *rest)
{
    struct slice t = slice_trim(*rest);
    size_t n = 0;
    while (n < t.n && !is_blank(t.s[n]))
        n++;
    *rest = (struct slice){t.s + n, t.n - n};
    return (struct slice){t.s, n};
}

/* The choice behind a letter, or nothing. */
static void add_choice(struct buf *b, const struct step *question, struct slice answer)
{
    buf_addf(b, "**%.*s**", (int)answer.n, answer.s);
    for (unsigned i = 0; i < question->item_n && answer.n == 1; i++)
        if (question->items[i].letter == *answer.s)
            buf_addf(b, " (%.*s)", (int)question->items[i].text.n, question->items[i].text.s);
}

static void add_prediction(struct buf *b, const struct lesson *lesson, struct slice rest)
{
    struct slice id = cut(&rest), answer = cut(&rest), how = cut(&rest);
    const struct step *question = question_named(lesson, id);
    if (!question)
        return;
    struct slice body = slice_trim(question->body);
    buf_addf(b, "- %.*s\n  ", (int)body.n, body.s);
    buf_adds(b, _("I said "));
    add_choice(b, question, answer);
    if (slice_is(how, "right")) {
        buf_adds(b, _("; right."));
    } else {
        buf_adds(b, _("; it is "));
        add_choice(b, question, (struct slice){question->answer, strlen(question->answer)});
        buf_addc(b, '.');
    }
    buf_addc(b, '\n');
}

/* The parts of the notes, in their order, and the lines that go there. */
static void add_part(struct buf *b, const struct lesson *lesson, const char *text, const char *kind,
                     const char *title)
{
    struct slice rest = {text, strlen(text)};
    struct progress_line line;
    bool any = false;
    while (progress_line(&rest, &line)) {
        if (!slice_is(line.kind, kind) || !slice_is(line.lesson, lesson->id))
            continue;
        if (!any)
            buf_addf(b, "\n## %s\n\n", title);
        any = true;
        if (strcmp(kind, "predict") == 0)
            add_prediction(b, lesson, line.rest);
        else
            buf_addf(b, "- %.*s\n", (int)line.rest.n, line.rest.s);
    }
}

/* False if there is nothing to keep. */
static bool notes_text(const struct lesson *lesson, struct buf *b)
{
    struct buf text = {0};
    progress_read(&text);
    buf_addf(b, "# %s\n", lesson->title);
    size_t empty = b->n;
    add_part(b, lesson, buf_str(&text), "predict", _("What I predicted"));
    add_part(b, lesson, buf_str(&text), "level", _("Levels"));
    add_part(b, lesson, buf_str(&text), "note", _("What I noted"));
    bool any = b->n > empty;
    buf_addf(b, _("\nFrom the lesson `lesson %03d` of conch.\n"), lesson->number);
    buf_finish(&text);
    return any;
}

static int write_notes(const char *path, const struct buf *b)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return -errno;
    int r = write(fd, b->text, b->n) == (ssize_t)b->n ? 0 : -EIO;
    close(fd);
    return r;
}

void notes_export(struct lesson_session *s)
{
    struct buf b = {0}, name = {0}, path = {0};
    buf_addf(&name, "%s.md", s->lesson->id);
    state_path(&path, "notes", name.text);
    if (!s->presenter && !s->exam && notes_text(s->lesson, &b) && path.n && write_notes(path.text, &b) == 0)
        say_words(s, SAY_GREY, WORD_NOTES_ARE, path.text);
    buf_finish(&b);
    buf_finish(&name);
    buf_finish(&path);
}

int command_note(struct lesson_session *s, const char *args)
{
    struct slice text = slice_trim((struct slice){args, strlen(args)});
    if (need_lesson(s) < 0)
        return -ENOENT;
    if (text.n == 0) {
        say_words(s, SAY_ERROR, WORD_NO_NOTES);
        return -EINVAL;
    }
    remember_fmt(s, "note %s %.*s", s->lesson->id, (int)text.n, text.s);
    say_words(s, SAY_GREY, WORD_NOTED_DOWN);
    return 0;
}

int command_notes(struct lesson_session *s, const char *args)
{
    struct slice spec = slice_trim((struct slice){args, strlen(args)});
    struct buf b = {0};
    if (need_lesson(s) < 0)
        return -ENOENT;
    if (s->exam) { // what was predicted on other days stands there with its answers
        say_words(s, SAY_ERROR, WORD_EXAM_REVIEW);
        return -EPERM;
    }
    char *path = mem_text(spec.s, spec.n);
    int r = 0;
    if (!notes_text(s->lesson, &b))
        say_words(s, SAY_GREY, WORD_NO_NOTES);
    else if (!*path)
        say(s, SAY_TEXT, &b);
    else if ((r = write_notes(path, &b)) < 0)
        say_fmt(s, SAY_ERROR, "%s: %s", path, i18n_errno(-r));
    else
        say_words(s, SAY_GREY, WORD_NOTES_ARE, path);
    free(path);
    buf_finish(&b);
    return r;
}
