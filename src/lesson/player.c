#include "lesson/playing.h"

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

void player_queue(struct player *p)
{
    if (p->act_next < p->act_n)
        return;
    p->act_n = p->act_next = 0;
    arena_finish(&p->texts);
}

struct act *player_add(struct player *p, enum act_kind kind, const struct step *step,
                             const char *text, size_t n)
{
    MEM_GROW(p->acts, p->act_n, p->act_cap, 16);
    struct act *act = &p->acts[p->act_n++];
    *act = (struct act){.kind = kind, .step = step, .text = arena_text(&p->texts, text, n)};
    return act;
}

void player_say(struct player *p, enum act_kind kind, enum lesson_word_id id, ...)
{
    struct buf b = {0};
    va_list ap;
    va_start(ap, id);
    buf_vaddf(&b, lesson_word(id), ap);
    va_end(ap);
    player_add(p, kind, NULL, buf_str(&b), b.n);
    buf_finish(&b);
}

void player_show(struct player *p, enum act_kind kind, const struct step *step)
{
    player_add(p, kind, step, step->body.s, step->body.n);
}

bool player_act(struct player *p, struct act *ret_act)
{
    if (p->act_next == p->act_n)
        return false;
    *ret_act = p->acts[p->act_next++];
    return true;
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
            player_add(p, ACT_RUN, p->pending_program, line, strlen(line));
            return;
        }
        player_add(p, ACT_COMMAND, p->pending_program, line, strlen(line));
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
    uint32_t i = p->program ? MAX(player_index(p, p->program) + 1, p->pos) : p->lesson->step_n;
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
        player_say(p, ACT_REFUSE, WORD_STILL_RUNS);
        return false;
    }
    if (p->opts.may_skip && !p->opts.exam)
        return true;
    if (p->state == PLAYER_ASKS) {
        player_refuse(p);
        return false;
    }
    if (question_before_run(p)) {
        player_say(p, ACT_REFUSE, WORD_QUESTION_AHEAD);
        return false;
    }
    return true;
}

bool player_may_run(struct player *p)
{
    player_queue(p);
    return run_is_free(p);
}

void player_again(struct player *p)
{
    player_queue(p);
    if (!p->program) {
        player_say(p, ACT_REFUSE, WORD_NO_PROGRAM);
    } else if (run_is_free(p)) {
        begin_commands(p, p->program, 1);
        add_command(p, "run", 3);
        go_on_with_commands(p);
    }
}

void player_try(struct player *p, unsigned number)
{
    player_queue(p);
    if (!p->tries) {
        player_say(p, ACT_REFUSE, WORD_NO_TRY);
        return;
    }
    if (number == 0 || number > p->tries->item_n) {
        player_say(p, ACT_REFUSE, WORD_NO_SUCH_TRY, p->tries->item_n);
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
        player_say(p, ACT_SAY, WORD_TRY_HOW);
}

void player_ran(struct player *p)
{
    bool own = p->state == PLAYER_RUNS;
    player_queue(p);
    if (own)
        p->state = PLAYER_READY;
    else
        p->ran_by_hand = true;
    size_t before = p->act_n;
    player_reveal(p);
    bool revealed = p->act_n > before;
    if (p->state == PLAYER_READY)
        go_on_with_commands(p);
    if ((own || revealed) && p->state == PLAYER_READY)
        player_say(p, ACT_SAY, p->tries ? WORD_TRY_HOW : WORD_PAGE_NEXT);
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
    player_say(p, ACT_SAY, fix ? WORD_LEVEL_FIX : WORD_LEVEL_BREAK);
    if (par)
        player_say(p, ACT_SAY, fix ? WORD_PAR_FIX : WORD_PAR_BREAK, par);
}

/* Behind the level's program: what the student can do now. */
static bool level_waits(struct player *p, const struct step *program)
{
    if (!p->level || level_program(p->lesson, p->level) != program)
        return false;
    bool fix = level_goal_of(p->level) == GOAL_FIX;
    player_say(p, ACT_SAY, fix ? WORD_LEVEL_HOW_FIX : WORD_LEVEL_HOW_BREAK);
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
        player_ask(p, i);
        return true;
    }
    player_show(p, ACT_RECALL, step);
    if (pr->revealed && p->opts.exam)
        player_say(p, ACT_SAY, WORD_EXAM_NOTED, pr->last);
    else if (pr->revealed)
        player_say(p, ACT_SAY, WORD_SAID_REVEALED, pr->last, step->answer);
    else
        player_say(p, ACT_SAY, WORD_SAID, pr->last);
    return false;
}

/* Plays one step. True if the student's turn has come. */
static bool play_one(struct player *p, const struct step *step)
{
    switch (step->kind) {
    case STEP_PROSE: player_show(p, ACT_SAY, step); return false;
    case STEP_PROGRAM:
        if (step->folded)
            return false; // a solution: `hint` shows it
        p->program = step;
        p->ran_by_hand = false;
        player_show(p, ACT_CODE, step);
        return level_waits(p, step);
    case STEP_SHOW: player_show(p, ACT_CODE, step); return false;
    case STEP_PREDICT: return ask_or_recall(p, step);
    case STEP_COMMANDS:
        if (already_ran(p, step))
            return false;
        run_block(p, step);
        return true;
    case STEP_TRY:
        p->tries = step;
        player_add(p, ACT_TOGGLES, step, "", 0);
        player_say(p, ACT_SAY, WORD_TRY_HOW);
        return true;
    case STEP_LEVEL: say_level(p, step); return false;
    case STEP_NOTE: player_show(p, ACT_NOTE, step); return false;
    case STEP_PAUSE: player_add(p, ACT_PAUSE, step, "", 0); return true;
    case STEP_SPEED: player_add(p, ACT_SPEED, step, "", 0)->speed = step->speed; return false;
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
        player_say(p, ACT_SAY, WORD_PAGE_NEXT);
        return true;
    }
    if (step->kind == STEP_COMMANDS && !already_ran(p, step)) {
        player_say(p, ACT_SAY, WORD_RUN_NEXT);
        return true;
    }
    if (step->kind == STEP_LEVEL) {
        player_say(p, ACT_SAY, WORD_PAGE_NEXT);
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
    player_reveal(p);
    unsigned missed = p->reviewing || p->opts.exam ? p->prediction_n : missed_question(p);
    if (missed < p->prediction_n && said) {
        player_say(p, ACT_SAY, WORD_PAGE_NEXT);
        return;
    }
    if (missed < p->prediction_n) {
        p->predictions[missed].asked_again = p->asking_again = true;
        player_say(p, ACT_SAY, WORD_ONCE_MORE);
        player_ask(p, missed);
        return;
    }
    p->state = PLAYER_DONE;
    player_say(p, ACT_END, p->reviewing ? WORD_REVIEWED : WORD_LESSON_END);
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
    player_queue(p);
    if (p->state == PLAYER_RUNS) {
        player_say(p, ACT_REFUSE, WORD_STILL_RUNS);
        return;
    }
    if (p->state == PLAYER_ASKS) {
        if (!p->opts.may_skip || p->opts.exam) {
            player_refuse(p);
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
    player_queue(p);
    if (p->state == PLAYER_RUNS) {
        player_say(p, ACT_REFUSE, WORD_STILL_RUNS);
        return;
    }
    if (p->reviewing || p->page_n < 2) {
        player_say(p, ACT_REFUSE, WORD_AT_BEGINNING);
        return;
    }
    p->page_n -= MIN(pages + 1, p->page_n);
    uint32_t to = p->pages[p->page_n];
    set_position(p, to);
    player_next(p);
}

void player_jump(struct player *p, uint32_t step)
{
    player_queue(p);
    if (p->state == PLAYER_RUNS) {
        player_say(p, ACT_REFUSE, WORD_STILL_RUNS);
        return;
    }
    if (p->opts.exam && step > p->pos) {
        player_say(p, ACT_REFUSE, WORD_EXAM_ORDER);
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
    player_queue(p);
    p->reviewing = true;
    set_position(p, player_index(p, p->predictions[i].step));
    p->pos = p->lesson->step_n;
    if (p->program)
        player_show(p, ACT_CODE, p->program);
    player_ask(p, i);
    return true;
}

void player_recall(struct player *p)
{
    player_queue(p);
    if (p->state == PLAYER_ASKS)
        player_show(p, ACT_ASK, p->predictions[p->open].step);
    else if (p->state == PLAYER_READY)
        player_say(p, ACT_SAY, p->tries ? WORD_TRY_HOW : WORD_PAGE_NEXT);
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
