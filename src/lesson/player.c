#include "lesson/parts.h"
#include "lesson/words.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "lesson/level.h"

static const char *const words[] = {
#define WORD(id, text) [WORD_##id] = text,
#include "lesson/word.def"
#undef WORD
};

const char *lesson_word(enum lesson_word_id id)
{
    return _(words[id]);
}

struct player {
    const struct lesson *lesson;
    struct player_opts opts;
    enum player_state state;
    uint32_t pos;              // step that comes next
    uint32_t open;             // prediction that is asked for, or NO_STEP (index into predictions)
    bool asking_again;
    bool reviewing;            // one question alone: there is nothing behind it
    const struct step *program, *tries;
    const struct step *level;  // the level at hand, or NULL
    uint32_t *pages;           // where pages began, the present one last
    unsigned page_n, page_cap;
    bool ran_by_hand;          // since the program was shown
    unsigned solutions_open;
    struct prediction *predictions;
    unsigned prediction_n;
    // command lines that wait for the end of the run before them
    const char **pending;
    unsigned pending_n, pending_next;
    const struct step *pending_program;
    struct arena pending_texts;
    // acts not handed out yet
    struct act *acts;
    size_t act_n, act_next, act_cap;
    struct arena texts;
};

struct player *player_new(const struct lesson *lesson, const struct player_opts *opts)
{
    struct player *p = mem_zalloc(1, sizeof *p);
    p->lesson = lesson;
    p->opts = *opts;
    p->open = NO_STEP;
    arena_init(&p->texts);
    arena_init(&p->pending_texts);
    for (uint32_t i = 0; i < lesson->step_n; i++)
        p->prediction_n += lesson->steps[i].kind == STEP_PREDICT;
    p->predictions = mem_zalloc(p->prediction_n, sizeof *p->predictions);
    unsigned n = 0;
    for (uint32_t i = 0; i < lesson->step_n; i++)
        if (lesson->steps[i].kind == STEP_PREDICT)
            p->predictions[n++].step = &lesson->steps[i];
    return p;
}

void player_free(struct player *p)
{
    if (!p)
        return;
    for (unsigned i = 0; i < p->prediction_n; i++) {
        free(p->predictions[i].first);
        free(p->predictions[i].last);
    }
    free(p->predictions);
    free(p->pages);
    free(p->acts);
    arena_finish(&p->texts);
    arena_finish(&p->pending_texts);
    free(p);
}

/* ---- the queue ------------------------------------------------------------------------------ */

/* A new call begins: what has been handed out goes. */
static void queue_begin(struct player *p)
{
    if (p->act_next < p->act_n)
        return;
    p->act_n = p->act_next = 0;
    arena_finish(&p->texts);
}

static struct act *queue_add(struct player *p, enum act_kind kind, const struct step *step,
                             const char *text, size_t n)
{
    MEM_GROW(p->acts, p->act_n, p->act_cap, 16);
    struct act *act = &p->acts[p->act_n++];
    *act = (struct act){.kind = kind, .step = step, .text = arena_text(&p->texts, text, n)};
    return act;
}

static void queue_words(struct player *p, enum act_kind kind, enum lesson_word_id id, ...)
{
    struct buf b = {0};
    va_list ap;
    va_start(ap, id);
    buf_vaddf(&b, lesson_word(id), ap);
    va_end(ap);
    queue_add(p, kind, NULL, buf_str(&b), b.n);
    buf_finish(&b);
}

static void queue_slice(struct player *p, enum act_kind kind, const struct step *step)
{
    queue_add(p, kind, step, step->body.s, step->body.n);
}

bool player_act(struct player *p, struct act *ret_act)
{
    if (p->act_next == p->act_n)
        return false;
    *ret_act = p->acts[p->act_next++];
    return true;
}

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

static uint32_t step_index(const struct player *p, const struct step *step)
{
    return (uint32_t)(step - p->lesson->steps);
}

/* The hint for a wrong answer, or NULL. */
static const struct step *keyed_hint(const struct player *p, const struct prediction *pr)
{
    uint32_t about = step_index(p, pr->step);
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
        queue_words(p, ACT_REVEAL, WORD_EXAM_NOTED, pr->last);
        p->acts[p->act_n - 1].step = pr->step;
        return;
    }
    buf_addf(&b, lesson_word(right ? WORD_RIGHT : WORD_WRONG), pr->last,
             pr->step->answer);
    if (!right && !pr->keyed_open)
        add_paragraph(&b, keyed_hint(p, pr));
    pr->keyed_open = true;
    add_paragraph(&b, plain_hint(p, step_index(p, pr->step), HINT_ANSWER, 0, p->lesson->step_n));
    queue_add(p, ACT_REVEAL, pr->step, buf_str(&b), b.n);
    buf_finish(&b);
}

static void reveal_answered(struct player *p)
{
    for (unsigned i = 0; i < p->prediction_n; i++)
        if (p->predictions[i].last && !p->predictions[i].revealed)
            reveal(p, &p->predictions[i]);
}

static void refuse_until_predicted(struct player *p)
{
    const struct step *step = p->predictions[p->open].step;
    queue_words(p, ACT_REFUSE, step->item_n ? WORD_PREDICT_FIRST : WORD_PREDICT_VALUE);
}

static void ask(struct player *p, unsigned prediction)
{
    p->open = prediction;
    p->state = PLAYER_ASKS;
    queue_slice(p, ACT_ASK, p->predictions[prediction].step);
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
    queue_begin(p);
    struct prediction *pr = p->state == PLAYER_RUNS ? NULL : changeable(p);
    char *normal;
    if (!pr) {
        queue_words(p, ACT_REFUSE, WORD_NO_QUESTION);
        return;
    }
    if (!answer_normal(pr->step, answer, &normal)) {
        queue_words(p, ACT_REFUSE, WORD_NO_SUCH_CHOICE, answer);
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
        queue_words(p, ACT_SAY, WORD_PAGE_NEXT);
    } else {
        queue_words(p, ACT_SAY, WORD_NOTED, normal);
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
    const struct step *s = plain_hint(p, step_index(p, pr->step), HINT_HINT, pr->hints,
                                      p->lesson->step_n);
    pr->hints += s != NULL;
    return s;
}

void player_hint(struct player *p)
{
    queue_begin(p);
    if (p->opts.exam) {
        queue_words(p, ACT_REFUSE, WORD_EXAM_HINT);
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
        queue_words(p, ACT_REFUSE, WORD_NO_MORE_HINTS);
        return;
    }
    queue_slice(p, ACT_SAY, hint);
    const struct step *code = hint + 1; // a solution may end with its program
    if (code < p->lesson->steps + p->lesson->step_n && code->kind == STEP_PROGRAM && code->folded)
        queue_slice(p, ACT_CODE, code);
}

/* ---- runs and commands --------------------------------------------------------------------------- */

static bool starts_run(const char *line)
{
    static const char *const starters[] = {"run", "again", "replay", "explore"};
    size_t n = strcspn(line, " ");
    for (size_t i = 0; i < ARRAY_LEN(starters); i++)
        if (strlen(starters[i]) == n && memcmp(starters[i], line, n) == 0)
            return true;
    return false;
}

/* Hands out command lines up to and with the first that starts a run. */
static void go_on_with_commands(struct player *p)
{
    while (p->pending_next < p->pending_n) {
        const char *line = p->pending[p->pending_next++];
        if (starts_run(line)) {
            p->state = PLAYER_RUNS;
            queue_add(p, ACT_RUN, p->pending_program, line, strlen(line));
            return;
        }
        queue_add(p, ACT_COMMAND, p->pending_program, line, strlen(line));
    }
}

static void begin_commands(struct player *p, const struct step *program, unsigned room)
{
    arena_finish(&p->pending_texts);
    p->pending = ARENA_ARRAY(&p->pending_texts, const char *, room + 1);
    p->pending_n = p->pending_next = 0;
    p->pending_program = program;
}

static void add_command(struct player *p, const char *s, size_t n)
{
    p->pending[p->pending_n++] = arena_text(&p->pending_texts, s, n);
}

static void run_block(struct player *p, const struct step *block)
{
    struct slice rest = block->body, line;
    begin_commands(p, lesson_program(p->lesson, block->run), (unsigned)block->body.n);
    while (slice_line(&rest, &line)) {
        line = slice_trim(line);
        if (!line_is_comment(line))
            add_command(p, line.s, line.n);
    }
    p->program = p->pending_program;
    go_on_with_commands(p);
}

/* A question about the shown program that has not been answered: it stands between the
 * program and its commands. */
static const struct prediction *question_before_run(const struct player *p)
{
    // what lies before the student's place is answered, or was jumped over
    uint32_t i = p->program ? MAX(step_index(p, p->program) + 1, p->pos) : p->lesson->step_n;
    for (; i < p->lesson->step_n; i++) {
        const struct step *s = &p->lesson->steps[i];
        if (s->kind == STEP_PROGRAM || (s->kind == STEP_COMMANDS && s->run == NULL))
            return NULL;
        if (s->kind == STEP_COMMANDS && strcmp(s->run, p->program->id) == 0)
            return NULL;
        for (unsigned k = 0; s->kind == STEP_PREDICT && k < p->prediction_n; k++)
            if (p->predictions[k].step == s && !p->predictions[k].last)
                return &p->predictions[k];
    }
    return NULL;
}

static bool run_is_free(struct player *p)
{
    if (p->state == PLAYER_RUNS) {
        queue_words(p, ACT_REFUSE, WORD_STILL_RUNS);
        return false;
    }
    if (p->opts.may_skip && !p->opts.exam)
        return true;
    if (p->state == PLAYER_ASKS) {
        refuse_until_predicted(p);
        return false;
    }
    if (question_before_run(p)) {
        queue_words(p, ACT_REFUSE, WORD_QUESTION_AHEAD);
        return false;
    }
    return true;
}

bool player_may_run(struct player *p)
{
    queue_begin(p);
    return run_is_free(p);
}

void player_again(struct player *p)
{
    queue_begin(p);
    if (!p->program) {
        queue_words(p, ACT_REFUSE, WORD_NO_PROGRAM);
    } else if (run_is_free(p)) {
        begin_commands(p, p->program, 1);
        add_command(p, "run", 3);
        go_on_with_commands(p);
    }
}

void player_try(struct player *p, unsigned number)
{
    queue_begin(p);
    if (!p->tries) {
        queue_words(p, ACT_REFUSE, WORD_NO_TRY);
        return;
    }
    if (number == 0 || number > p->tries->item_n) {
        queue_words(p, ACT_REFUSE, WORD_NO_SUCH_TRY, p->tries->item_n);
        return;
    }
    if (!run_is_free(p))
        return;
    const struct item *item = &p->tries->items[number - 1];
    begin_commands(p, lesson_program(p->lesson, p->tries->run), item->command_n);
    p->program = p->pending_program;
    for (unsigned i = 0; i < item->command_n; i++)
        add_command(p, item->commands[i], strlen(item->commands[i]));
    go_on_with_commands(p);
    if (p->state != PLAYER_RUNS)
        queue_words(p, ACT_SAY, WORD_TRY_HOW);
}

void player_ran(struct player *p)
{
    bool own = p->state == PLAYER_RUNS;
    queue_begin(p);
    if (own)
        p->state = PLAYER_READY;
    else
        p->ran_by_hand = true;
    size_t before = p->act_n;
    reveal_answered(p);
    bool revealed = p->act_n > before;
    if (p->state == PLAYER_READY)
        go_on_with_commands(p);
    if ((own || revealed) && p->state == PLAYER_READY)
        queue_words(p, ACT_SAY, p->tries ? WORD_TRY_HOW : WORD_PAGE_NEXT);
}

void player_run_failed(struct player *p)
{
    p->pending_n = p->pending_next = 0;
    if (p->state == PLAYER_RUNS)
        p->state = PLAYER_READY;
}

/* ---- next ----------------------------------------------------------------------------------------- */

static void say_level(struct player *p, const struct step *level)
{
    const char *par = step_attr(level, "par");
    bool fix = level_goal_of(level) == GOAL_FIX;
    p->level = level;
    queue_words(p, ACT_SAY, fix ? WORD_LEVEL_FIX : WORD_LEVEL_BREAK);
    if (par)
        queue_words(p, ACT_SAY, fix ? WORD_PAR_FIX : WORD_PAR_BREAK, par);
}

/* Behind the level's program: what the student can do now. */
static bool level_waits(struct player *p, const struct step *program)
{
    if (!p->level || level_program(p->lesson, p->level) != program)
        return false;
    bool fix = level_goal_of(p->level) == GOAL_FIX;
    queue_words(p, ACT_SAY, fix ? WORD_LEVEL_HOW_FIX : WORD_LEVEL_HOW_BREAK);
    return true;
}

static unsigned prediction_of(const struct player *p, const struct step *step)
{
    unsigned i = 0;
    while (p->predictions[i].step != step)
        i++;
    return i;
}

/* True if the block only runs what the student has run already. */
static bool already_ran(const struct player *p, const struct step *block)
{
    return p->ran_by_hand && p->program && strcmp(block->run, p->program->id) == 0 &&
           slice_is(slice_trim(block->body), "run");
}

/* A question that was answered before is not asked anew: it is shown with what was said. */
static bool ask_or_recall(struct player *p, const struct step *step)
{
    unsigned i = prediction_of(p, step);
    const struct prediction *pr = &p->predictions[i];
    if (!pr->last) {
        ask(p, i);
        return true;
    }
    queue_slice(p, ACT_RECALL, step);
    if (pr->revealed && p->opts.exam)
        queue_words(p, ACT_SAY, WORD_EXAM_NOTED, pr->last);
    else if (pr->revealed)
        queue_words(p, ACT_SAY, WORD_SAID_REVEALED, pr->last, step->answer);
    else
        queue_words(p, ACT_SAY, WORD_SAID, pr->last);
    return false;
}

/* Plays one step. True if the student's turn has come. */
static bool play_one(struct player *p, const struct step *step)
{
    switch (step->kind) {
    case STEP_PROSE: queue_slice(p, ACT_SAY, step); return false;
    case STEP_PROGRAM:
        if (step->folded)
            return false; // a solution: `hint` shows it
        p->program = step;
        p->ran_by_hand = false;
        queue_slice(p, ACT_CODE, step);
        return level_waits(p, step);
    case STEP_SHOW: queue_slice(p, ACT_CODE, step); return false;
    case STEP_PREDICT: return ask_or_recall(p, step);
    case STEP_COMMANDS:
        if (already_ran(p, step))
            return false;
        run_block(p, step);
        return true;
    case STEP_TRY:
        p->tries = step;
        queue_add(p, ACT_TOGGLES, step, "", 0);
        queue_words(p, ACT_SAY, WORD_TRY_HOW);
        return true;
    case STEP_LEVEL: say_level(p, step); return false;
    case STEP_NOTE: queue_slice(p, ACT_NOTE, step); return false;
    case STEP_PAUSE: queue_add(p, ACT_PAUSE, step, "", 0); return true;
    case STEP_SPEED: queue_add(p, ACT_SPEED, step, "", 0)->speed = step->speed; return false;
    case STEP_EXPECT:
    case STEP_CHECK:
    case STEP_HINT:
    case STEP_COUNT: break;
    }
    return false;
}

/* Whether a page ends before this step: a section begins, or a program is about to run. */
static bool page_ends(struct player *p, const struct step *step, bool said)
{
    if (!said)
        return false;
    if (step->kind == STEP_PROSE && step->heading > 1) {
        queue_words(p, ACT_SAY, WORD_PAGE_NEXT);
        return true;
    }
    if (step->kind == STEP_COMMANDS && !already_ran(p, step)) {
        queue_words(p, ACT_SAY, WORD_RUN_NEXT);
        return true;
    }
    if (step->kind == STEP_LEVEL) {
        queue_words(p, ACT_SAY, WORD_PAGE_NEXT);
        return true;
    }
    return false;
}

/* The first question that went wrong and has not come again, or prediction_n. */
static unsigned missed_question(const struct player *p)
{
    unsigned i = 0;
    for (; i < p->prediction_n; i++)
        if (p->predictions[i].revealed && !p->predictions[i].right &&
            !p->predictions[i].asked_again)
            break;
    return i;
}

/* The end; but questions that went wrong come once more, on a page of their own. */
static void finish(struct player *p, bool said)
{
    reveal_answered(p);
    unsigned missed = p->reviewing || p->opts.exam ? p->prediction_n : missed_question(p);
    if (missed < p->prediction_n && said) {
        queue_words(p, ACT_SAY, WORD_PAGE_NEXT);
        return;
    }
    if (missed < p->prediction_n) {
        p->predictions[missed].asked_again = p->asking_again = true;
        queue_words(p, ACT_SAY, WORD_ONCE_MORE);
        ask(p, missed);
        return;
    }
    p->state = PLAYER_DONE;
    queue_words(p, ACT_END, p->reviewing ? WORD_REVIEWED : WORD_LESSON_END);
}

static void page_begins(struct player *p)
{
    if (p->page_n && p->pages[p->page_n - 1] == p->pos)
        return;
    MEM_GROW(p->pages, p->page_n, p->page_cap, 32);
    p->pages[p->page_n++] = p->pos;
}

void player_next(struct player *p)
{
    queue_begin(p);
    if (p->state == PLAYER_RUNS) {
        queue_words(p, ACT_REFUSE, WORD_STILL_RUNS);
        return;
    }
    if (p->state == PLAYER_ASKS) {
        if (!p->opts.may_skip || p->opts.exam) {
            refuse_until_predicted(p);
            return;
        }
        p->state = PLAYER_READY;
        p->open = NO_STEP;
        p->asking_again = false;
    }
    page_begins(p);
    bool said = false;
    while (p->pos < p->lesson->step_n) {
        const struct step *step = &p->lesson->steps[p->pos];
        if (page_ends(p, step, said))
            return;
        p->pos++;
        if (play_one(p, step))
            return;
        said |= step->kind == STEP_PROSE || step->kind == STEP_PROGRAM || step->kind == STEP_SHOW;
    }
    finish(p, said);
}

/* ---- other places ------------------------------------------------------------------------------ */

/* What had been shown when step `to` was reached. */
static void set_position(struct player *p, uint32_t to)
{
    p->pos = to;
    p->state = PLAYER_READY;
    p->open = NO_STEP;
    p->asking_again = false;
    p->pending_n = p->pending_next = 0;
    p->program = p->tries = p->level = NULL;
    p->ran_by_hand = false;
    for (uint32_t i = 0; i < to; i++) {
        const struct step *s = &p->lesson->steps[i];
        if (s->kind == STEP_PROGRAM && !s->folded)
            p->program = s;
        else if (s->kind == STEP_TRY)
            p->tries = s;
        else if (s->kind == STEP_LEVEL)
            p->level = s;
    }
}

void player_back(struct player *p, unsigned pages)
{
    queue_begin(p);
    if (p->state == PLAYER_RUNS) {
        queue_words(p, ACT_REFUSE, WORD_STILL_RUNS);
        return;
    }
    if (p->reviewing || p->page_n < 2) {
        queue_words(p, ACT_REFUSE, WORD_AT_BEGINNING);
        return;
    }
    p->page_n -= MIN(pages + 1, p->page_n);
    uint32_t to = p->pages[p->page_n];
    set_position(p, to);
    player_next(p);
}

void player_jump(struct player *p, uint32_t step)
{
    queue_begin(p);
    if (p->state == PLAYER_RUNS) {
        queue_words(p, ACT_REFUSE, WORD_STILL_RUNS);
        return;
    }
    if (p->opts.exam && step > p->pos) {
        queue_words(p, ACT_REFUSE, WORD_EXAM_ORDER);
        return;
    }
    set_position(p, MIN(step, p->lesson->step_n));
    player_next(p);
}

bool player_review(struct player *p, const char *question)
{
    unsigned i = 0;
    while (i < p->prediction_n && strcmp(p->predictions[i].step->id, question) != 0)
        i++;
    if (i == p->prediction_n)
        return false;
    queue_begin(p);
    p->reviewing = true;
    set_position(p, step_index(p, p->predictions[i].step));
    p->pos = p->lesson->step_n;
    if (p->program)
        queue_slice(p, ACT_CODE, p->program);
    ask(p, i);
    return true;
}

void player_recall(struct player *p)
{
    queue_begin(p);
    if (p->state == PLAYER_ASKS)
        queue_slice(p, ACT_ASK, p->predictions[p->open].step);
    else if (p->state == PLAYER_READY)
        queue_words(p, ACT_SAY, p->tries ? WORD_TRY_HOW : WORD_PAGE_NEXT);
}

enum player_state player_state(const struct player *p)
{
    return p->state;
}

/* Whether there is something to see or do at a step when its turn comes. */
static bool step_shows(const struct step *s)
{
    return !s->folded && s->kind != STEP_EXPECT && s->kind != STEP_CHECK && s->kind != STEP_HINT;
}

uint32_t player_position(const struct player *p)
{
    uint32_t at = p->pos;
    while (at < p->lesson->step_n && !step_shows(&p->lesson->steps[at]))
        at++;
    return at;
}

const struct step *player_last(const struct player *p)
{
    return p->pos ? &p->lesson->steps[p->pos - 1] : NULL;
}

const struct step *player_program(const struct player *p)
{
    return p->program;
}

const struct step *player_question(const struct player *p)
{
    return p->state == PLAYER_ASKS ? p->predictions[p->open].step : NULL;
}

const struct step *player_tries(const struct player *p)
{
    return p->tries;
}

const struct step *player_level(const struct player *p)
{
    return p->level;
}

bool player_reviews(const struct player *p)
{
    return p->reviewing;
}

const struct prediction *player_predictions(const struct player *p, unsigned *ret_n)
{
    *ret_n = p->prediction_n;
    return p->predictions;
}
