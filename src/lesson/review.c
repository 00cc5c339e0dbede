/* review: what was missed some time ago is asked again, each question alone, beside its program. The
 * lesson that was open waits meanwhile. */
#include "lesson/session.h"

#include <errno.h>
#include <string.h>

#include "base/clock.h"

static uint64_t now_s(void)
{
    return clock_wall_ns() / 1000000000;
}

static size_t due_by(const struct due_question *list, size_t n, uint64_t when_s)
{
    size_t due = 0;
    while (due < n && list[due].due_s <= when_s)
        due++;
    return due;
}

size_t review_waiting(const char *progress_text)
{
    struct arena a;
    struct due_question *list;
    arena_init(&a);
    size_t n = progress_due(&a, progress_text, &list);
    n = due_by(list, n, now_s());
    arena_finish(&a);
    return n;
}

/* Back to the lesson that was put aside. */
static int end_review(struct lesson_session *s)
{
    say_words(s, SAY_GREY, WORD_REVIEW_END);
    open_lesson_finish(&s->now);
    s->now = s->kept;
    s->kept = (struct open_lesson){0};
    s->lesson = s->now.lesson;
    s->player = s->now.player;
    if (!s->player)
        return 0;
    player_recall(s->player);
    return carry_out(s);
}

int review_next(struct lesson_session *s)
{
    while (s->due_next < s->due_n) {
        const struct due_question *q = &s->due[s->due_next++];
        struct lesson *lesson;
        if (session_load(s, q->lesson, &lesson) < 0)
            continue; // it was renamed, or is broken: told
        session_take(s, lesson);
        if (!player_review(s->player, q->question))
            continue; // the question is gone
        say_words(s, SAY_GREY, WORD_REVIEW_OF, (unsigned)s->due_next, (unsigned)s->due_n, lesson->title);
        return carry_out(s);
    }
    return end_review(s);
}

/* An open lesson is put aside; a review within a review begins anew. */
static void put_aside(struct lesson_session *s)
{
    if (!s->player || player_reviews(s->player))
        return;
    open_lesson_finish(&s->kept);
    s->kept = s->now;
    s->now = (struct open_lesson){0};
    s->lesson = NULL;
    s->player = NULL;
}

int command_review(struct lesson_session *s, const char *args)
{
    struct buf text = {0};
    struct due_question *list;
    if (s->exam) {
        say_words(s, SAY_ERROR, WORD_EXAM_REVIEW);
        return -EPERM;
    }
    progress_read(&text);
    arena_finish(&s->due_texts);
    size_t all = progress_due(&s->due_texts, buf_str(&text), &list);
    size_t due = due_by(list, all, now_s());
    buf_finish(&text);
    s->due = list;
    s->due_n = slice_is(slice_trim((struct slice){args, strlen(args)}), "all") ? all : due;
    s->due_next = 0;
    if (s->due_n) {
        put_aside(s);
        return review_next(s);
    }
    if (all)
        say_words(s, SAY_GREY, WORD_REVIEW_LATER, (unsigned)((list[0].due_s - now_s()) / 86400 + 1));
    else
        say_words(s, SAY_GREY, WORD_REVIEW_NONE);
    return 0;
}
