/* predict.c: questions, what is answered to them, what an answer reveals, and hints. */
#include "lesson/playing.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* ---- answers --------------------------------------------------------------------------------- */

enum { TOKENS_MAX = 64 };

static int compare_slices(const void *a, const void *b)
{
    const struct slice *x = a, *y = b;
    int order = memcmp(x->s, y->s, MIN(x->n, y->n));
    return order ? order : (x->n > y->n) - (x->n < y->n);
}

/* The members of an answer, sorted: "{2, 1}" and "1,2" are the same. */
static unsigned answer_tokens(const char *answer, struct slice tokens[TOKENS_MAX])
{
    unsigned n = 0;
    const char *cut = " \t,{}";
    for (const char *s = answer + strspn(answer, cut); *s && n < TOKENS_MAX;) {
        size_t len = strcspn(s, cut);
        tokens[n++] = (struct slice){s, len};
        s += len;
        s += strspn(s, cut);
    }
    qsort(tokens, n, sizeof *tokens, compare_slices);
    return n;
}

static bool answers_equal(const char *a, const char *b)
{
    struct slice x[TOKENS_MAX], y[TOKENS_MAX];
    unsigned n = answer_tokens(a, x);
    if (n != answer_tokens(b, y))
        return false;
    for (unsigned i = 0; i < n; i++)
        if (compare_slices(&x[i], &y[i]) != 0)
            return false;
    return true;
}

/* A student's answer in the form of the file's: letters small and separated by commas. Returns
 * false if a letter is none of the choices. The caller frees. */
static bool answer_normal(const struct step *step, const char *given, char **ret_answer)
{
    struct buf b = {0};
    bool known = true;
    for (const char *s = given; step->item_n && *s; s++) {
        char c = *s >= 'A' && *s <= 'Z' ? (char)(*s - 'A' + 'a') : *s;
        if (is_blank(c) || c == ',' || c == '.')
            continue;
        known &= c >= 'a' && c < (char)('a' + (int)step->item_n);
        buf_addf(&b, "%s%c", b.n ? "," : "", c);
    }
    if (step->item_n == 0) {
        struct slice t = slice_trim((struct slice){given, strlen(given)});
        buf_add(&b, t.s, t.n);
    }
    known &= b.n > 0;
    *ret_answer = known ? mem_text(b.text, b.n) : NULL;
    buf_finish(&b);
    return known;
}

/* The hint for a wrong answer, or NULL. */
static const struct step *keyed_hint(const struct player *p, const struct prediction *pr)
{
    uint32_t about = player_index(p, pr->step);
    for (uint32_t i = about; pr->last && i < p->lesson->step_n; i++) {
        const struct step *s = &p->lesson->steps[i];
        if (s->kind == STEP_HINT && s->about == about && s->key &&
            answers_equal(s->key, pr->last))
            return s;
    }
    return NULL;
}

/* The number-th folded part of that kind without a key. */
static const struct step *plain_hint(const struct player *p, uint32_t about, enum hint_kind kind,
                                     unsigned number, uint32_t limit)
{
    for (uint32_t i = 0; i < limit; i++) {
        const struct step *s = &p->lesson->steps[i];
        if (s->kind == STEP_HINT && s->about == about && s->hint == kind && !s->key &&
            number-- == 0)
            return s;
    }
    return NULL;
}

static void add_paragraph(struct buf *b, const struct step *step)
{
    if (!step)
        return;
    buf_adds(b, "\n\n");
    buf_add(b, step->body.s, step->body.n);
}

/* The answer beside the prediction, with what explains the mistake. */
static void reveal(struct player *p, struct prediction *pr)
{
    struct buf b = {0};
    bool right = answers_equal(pr->last, pr->step->answer);
    if (!pr->revealed)
        pr->right = right && answers_equal(pr->first, pr->step->answer);
    pr->revealed = true;
    pr->last_right = right;
    if (p->opts.exam) {
        player_say(p, ACT_REVEAL, WORD_EXAM_NOTED, pr->last);
        p->acts[p->act_n - 1].step = pr->step;
        return;
    }
    buf_addf(&b, lesson_word(right ? WORD_RIGHT : WORD_WRONG), pr->last,
             pr->step->answer);
    if (!right && !pr->keyed_open)
        add_paragraph(&b, keyed_hint(p, pr));
    pr->keyed_open = true;
    add_paragraph(&b, plain_hint(p, player_index(p, pr->step), HINT_ANSWER, 0, p->lesson->step_n));
    player_add(p, ACT_REVEAL, pr->step, buf_str(&b), b.n);
    buf_finish(&b);
}

void player_reveal(struct player *p)
{
    for (unsigned i = 0; i < p->prediction_n; i++)
        if (p->predictions[i].last && !p->predictions[i].revealed)
            reveal(p, &p->predictions[i]);
}

void player_refuse(struct player *p)
{
    const struct step *step = p->predictions[p->open].step;
    player_say(p, ACT_REFUSE, step->item_n ? WORD_PREDICT_FIRST : WORD_PREDICT_VALUE);
}

void player_ask(struct player *p, unsigned prediction)
{
    p->open = prediction;
    p->state = PLAYER_ASKS;
    player_show(p, ACT_ASK, p->predictions[prediction].step);
}

/* The prediction whose answer may still be changed: the open one, else the latest not revealed. */
static struct prediction *changeable(struct player *p)
{
    if (p->state == PLAYER_ASKS)
        return &p->predictions[p->open];
    for (unsigned i = p->prediction_n; i-- > 0;)
        if (p->predictions[i].last && !p->predictions[i].revealed)
            return &p->predictions[i];
    return NULL;
}

void player_predict(struct player *p, const char *answer)
{
    player_queue(p);
    struct prediction *pr = p->state == PLAYER_RUNS ? NULL : changeable(p);
    char *normal;
    if (!pr) {
        player_say(p, ACT_REFUSE, WORD_NO_QUESTION);
        return;
    }
    if (!answer_normal(pr->step, answer, &normal)) {
        player_say(p, ACT_REFUSE, WORD_NO_SUCH_CHOICE, answer);
        return;
    }
    if (!pr->first)
        pr->first = mem_text(normal, strlen(normal));
    free(pr->last);
    pr->last = normal;
    p->state = PLAYER_READY;
    p->open = NO_STEP;
    if (p->reviewing || p->asking_again) {
        p->asking_again = false;
        reveal(p, pr);
        player_say(p, ACT_SAY, WORD_PAGE_NEXT);
    } else {
        player_say(p, ACT_SAY, WORD_NOTED, normal);
    }
}

/* ---- hints ------------------------------------------------------------------------------------- */

static const struct step *next_hint(struct player *p)
{
    struct prediction *pr = NULL;
    for (unsigned i = 0; i < p->prediction_n; i++)
        if (i == p->open || p->predictions[i].last)
            pr = &p->predictions[i];
    if (!pr)
        return NULL;
    const struct step *keyed = keyed_hint(p, pr);
    if (keyed && !pr->keyed_open) {
        pr->keyed_open = true;
        return keyed;
    }
    const struct step *s = plain_hint(p, player_index(p, pr->step), HINT_HINT, pr->hints,
                                      p->lesson->step_n);
    pr->hints += s != NULL;
    return s;
}

void player_hint(struct player *p)
{
    player_queue(p);
    if (p->opts.exam) {
        player_say(p, ACT_REFUSE, WORD_EXAM_HINT);
        return;
    }
    const struct step *hint = NULL;
    if (p->state != PLAYER_ASKS) { // after an exercise its solution is the next hint
        hint = plain_hint(p, NO_STEP, HINT_HINT, p->solutions_open, p->pos);
        p->solutions_open += hint != NULL;
    }
    if (!hint)
        hint = next_hint(p);
    if (!hint) {
        player_say(p, ACT_REFUSE, WORD_NO_MORE_HINTS);
        return;
    }
    player_show(p, ACT_SAY, hint);
    const struct step *code = hint + 1; // a solution may end with its program
    if (code < p->lesson->steps + p->lesson->step_n && code->kind == STEP_PROGRAM && code->folded)
        player_show(p, ACT_CODE, code);
}
