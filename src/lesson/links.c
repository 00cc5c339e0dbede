/* What the steps of a lesson say about each other: programs named by for=, expect=, check= and
 * continue= exist, answers are among the choices, hints belong to wrong answers. */
#include "lesson/level.h"
#include "lesson/parts.h"

#include <string.h>

struct links {
    const struct lesson *lesson;
    const struct place *at;
};

static void link_error(const struct links *k, const struct step *step, const char *text,
                       const char *what)
{
    notes_add(k->at->notes, NOTE_ERROR, k->at->path, step->line, 1, text, what ? what : "");
}

/* The earlier program with that id. */
static bool program_before(const struct links *k, uint32_t index, const char *id)
{
    for (uint32_t i = 0; i < index; i++) {
        const struct step *s = &k->lesson->steps[i];
        if (s->kind == STEP_PROGRAM && strcmp(s->id, id) == 0)
            return true;
    }
    return false;
}

/* The earlier level with that id. */
static bool level_before(const struct links *k, uint32_t index, const char *id)
{
    const struct step *level = lesson_level(k->lesson, id);
    return level && level < &k->lesson->steps[index];
}

static void check_level(const struct links *k, const struct step *level)
{
    if (level->about >= k->lesson->step_n || level_program(k->lesson, level)->kind != STEP_PROGRAM)
        link_error(k, level, "the fence after a level is a program (python id=…)", NULL);
    if (lesson_program(k->lesson, level->id))
        link_error(k, level, "`%s` is the name of a program too", level->id);
}

static void check_unique(const struct links *k, uint32_t index)
{
    const struct step *step = &k->lesson->steps[index];
    for (uint32_t i = 0; i < index; i++) {
        const struct step *other = &k->lesson->steps[i];
        if (other->id && other->kind == step->kind && strcmp(other->id, step->id) == 0) {
            link_error(k, step, "the id `%s` is used twice", step->id);
            return;
        }
    }
}

/* The letters of an answer "a" or "a,c"; false if it is a value. */
static bool answer_is_letters(const char *answer)
{
    for (const char *p = answer; *p; p += 2) {
        if (*p < 'a' || *p > 'z')
            return false;
        if (p[1] == 0)
            return true;
        if (p[1] != ',')
            return false;
    }
    return false;
}

static const struct item *choice(const struct step *predict, char letter)
{
    for (unsigned i = 0; i < predict->item_n; i++)
        if (predict->items[i].letter == letter)
            return &predict->items[i];
    return NULL;
}

static void check_predict(const struct links *k, const struct step *step)
{
    for (unsigned i = 0; i < step->item_n; i++)
        if (step->items[i].letter != (char)('a' + i)) {
            link_error(k, step, "the choices must be a., b., c. … in this order", NULL);
            return;
        }
    if (step->item_n == 1)
        link_error(k, step, "a question needs two choices or more", NULL);
    if (!answer_is_letters(step->answer)) {
        if (step->item_n)
            link_error(k, step, "answer=%s is none of the letters", step->answer);
        return;
    }
    if (step->item_n == 0)
        link_error(k, step, "the answer `%s` is a letter, but there are no choices", step->answer);
    for (const char *p = step->answer; step->item_n && *p; p += p[1] ? 2 : 1)
        if (!choice(step, *p))
            link_error(k, step, "answer=%s is not among the choices", step->answer);
}

static void check_hint(const struct links *k, uint32_t index)
{
    const struct step *step = &k->lesson->steps[index];
    if (!step->key || step->about == NO_STEP)
        return;
    const struct step *predict = &k->lesson->steps[step->about];
    if (predict->item_n && (step->key[1] || !choice(predict, step->key[0])))
        link_error(k, step, "the hint's key `%s` is not among the choices", step->key);
    else if (predict->item_n ? strchr(predict->answer, step->key[0]) != NULL
                             : strcmp(predict->answer, step->key) == 0)
        link_error(k, step, "the hint's key `%s` is the right answer", step->key);
    for (uint32_t i = 0; i < index; i++) {
        const struct step *other = &k->lesson->steps[i];
        if (other->kind == STEP_HINT && other->key && other->about == step->about &&
            strcmp(other->key, step->key) == 0)
            link_error(k, step, "a second hint for `%s`", step->key);
    }
}

void lesson_links_check(const struct lesson *lesson, const struct place *at)
{
    struct links k = {lesson, at};
    for (uint32_t i = 0; i < lesson->step_n; i++) {
        const struct step *step = &lesson->steps[i];
        if (step->id)
            check_unique(&k, i);
        bool known = !step->run || program_before(&k, i, step->run) ||
                     (step->kind == STEP_CHECK && level_before(&k, i, step->run));
        const char *solves = step->kind == STEP_PROGRAM ? step_attr(step, "solves") : NULL;
        if (step->kind == STEP_LEVEL)
            check_level(&k, step);
        if (solves && !level_before(&k, i, solves))
            link_error(&k, step, "solves=: there is no level `%s` before this", solves);
        if (!known)
            link_error(&k, step, "there is no program `%s` before this", step->run);
        if (step->kind == STEP_PREDICT)
            check_predict(&k, step);
        if (step->kind == STEP_HINT)
            check_hint(&k, i);
    }
}
