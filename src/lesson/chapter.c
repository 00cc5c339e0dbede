/* Chapters: the lesson's beginning, then each section (##). */
#include "lesson/parts.h"

#include <stdlib.h>
#include <string.h>

static bool begins_chapter(const struct lesson *lesson, uint32_t step)
{
    const struct step *s = &lesson->steps[step];
    return step == 0 || (s->kind == STEP_PROSE && s->heading == 2);
}

unsigned lesson_chapter_count(const struct lesson *lesson)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < lesson->step_n; i++)
        n += begins_chapter(lesson, i);
    return n;
}

unsigned lesson_chapter_at(const struct lesson *lesson, uint32_t step)
{
    unsigned n = 0;
    for (uint32_t i = 0; i < lesson->step_n && (i < step || i == 0); i++)
        n += begins_chapter(lesson, i);
    return n;
}

/* The heading's words. */
static struct slice title_of(const struct lesson *lesson, uint32_t step)
{
    struct slice rest = lesson->steps[step].body, line = {"", 0};
    if (step == 0)
        return (struct slice){lesson->title, strlen(lesson->title)};
    slice_line(&rest, &line);
    while (line.n && (*line.s == '#' || is_blank(*line.s)))
        line.s++, line.n--;
    return slice_trim(line);
}

bool lesson_chapter(const struct lesson *lesson, unsigned number, uint32_t *ret_step,
                    struct slice *ret_title)
{
    for (uint32_t i = 0; number && i < lesson->step_n; i++) {
        number -= begins_chapter(lesson, i);
        if (number)
            continue;
        *ret_step = i;
        *ret_title = title_of(lesson, i);
        return true;
    }
    return false;
}

/* A chapter's number, or the id of a program, a question or a level. */
bool lesson_place(const struct lesson *lesson, const char *spec, uint32_t *ret_step)
{
    struct slice title;
    char *end;
    unsigned long number = strtoul(spec, &end, 10);
    if (*spec && !*end)
        return number < 1000 && lesson_chapter(lesson, (unsigned)number, ret_step, &title);
    for (uint32_t i = 0; i < lesson->step_n; i++) {
        const struct step *s = &lesson->steps[i];
        if (!s->id || s->folded || strcmp(s->id, spec) != 0)
            continue;
        *ret_step = i && lesson->steps[i - 1].kind == STEP_LEVEL ? i - 1 : i;
        return true;
    }
    return false;
}
