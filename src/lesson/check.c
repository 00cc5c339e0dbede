#include "lesson/level.h"
#include "lesson/parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

enum { RUNS_DEFAULT = 8, RUNS_MAX = 64 };

/* A check at work. One batch of runs serves all claims with the same switches. */
struct check {
    const struct lesson *lesson;
    const struct lesson_runner *runner;
    unsigned runs;
    struct buf *out;
    const struct check_opts *opts;
    struct check_count *count;
    bool seeded;                      // the lesson runs this with one seed: so does the batch
    uint64_t seed;
    struct arena arena;               // results of the batch at hand
    struct lesson_run_result *results;
    struct lesson_run_ask ask;
    struct buf source, name;
    bool broken;                      // a level's program, which must break a claim: claims are counted
    unsigned broken_by, kept;
};

static void tell(struct check *c, uint32_t line, enum verdict verdict, const char *what,
                 const char *why)
{
    static const char *const words[] = {N_("proved"), N_("holds live"), N_("FAILS"), N_("not verified live")};
    unsigned *counters[] = {&c->count->proved, &c->count->seen, &c->count->fails,
                            &c->count->open};
    ++*counters[verdict];
    if (c->opts->told)
        c->opts->told(c->opts->ctx, &(struct check_line){c->lesson->path, line, verdict, what, why});
    buf_addf(c->out, "%s:%u: %s: ", c->lesson->path, line, _(words[verdict]));
    text_safe(c->out, what, strlen(what), false);
    if (*why) {
        buf_adds(c->out, ": ");
        text_safe(c->out, why, strlen(why), false);
    }
    while (c->out->n && c->out->text[c->out->n - 1] == '\n')
        c->out->n--;
    buf_addc(c->out, '\n');
}

/* What a command block does before the run: everything but the run itself. */
static bool is_run_command(const char *line)
{
    return strcmp(line, "run") == 0 || strncmp(line, "run ", 4) == 0;
}

static void begin_ask(struct check *c, const struct step *program)
{
    buf_clear(&c->source);
    buf_clear(&c->name);
    lesson_program_text(c->lesson, program, &c->source);
    buf_addf(&c->name, "%s: %s", c->lesson->path, program->id);
    c->ask = (struct lesson_run_ask){
        .name = buf_str(&c->name),
        .source = buf_str(&c->source),
        .source_n = c->source.n,
        .controlled = true,
    };
}

/* Runs the program c->runs times, each with another seed. */
static int run_batch(struct check *c)
{
    arena_finish(&c->arena);
    c->results = ARENA_ARRAY(&c->arena, struct lesson_run_result, c->runs);
    for (unsigned i = 0; i < c->runs; i++) {
        c->ask.seed = c->seeded ? c->seed : i + 1;
        int r = c->runner->run(c->runner->ctx, &c->ask, &c->arena, &c->results[i]);
        if (r < 0)
            return r;
        c->results[i].trace = NULL; // valid until the next run only
    }
    return 0;
}

/* ---- judging one claim by the batch ---------------------------------------------------------- */

static enum verdict judge_live(struct check *c, const struct claim *claim, unsigned expr,
                               struct buf *why)
{
    bool one = claim_needs_one(claim->kind);
    unsigned yes = 0;
    if (c->results[0].refused) {
        buf_adds(why, c->results[0].refused);
        return VERDICT_OPEN;
    }
    for (unsigned i = 0; i < c->runs; i++) {
        const struct lesson_run_result *res = &c->results[i];
        enum voice voice = claim_voice(claim, res, expr);
        if (res->trouble || res->timed_out)
            voice = one ? VOICE_SILENT : VOICE_NO;
        if (voice == VOICE_NO && !one) {
            buf_addf(why, _("seed %u: "), i + 1);
            claim_tell_against(why, claim, res, expr);
            return VERDICT_FAILS;
        }
        yes += voice == VOICE_YES;
    }
    if (yes == 0) {
        buf_addf(why, one ? _("none of %u runs showed it") : _("only the explorer can tell"), c->runs);
        return VERDICT_OPEN;
    }
    buf_addf(why, _("in %u of %u runs"), yes, c->runs);
    return VERDICT_SEEN;
}

/* A claim, and what the explorer says of it. */
struct judged {
    const struct claim *claim;
    unsigned expr;
    bool known;            // the explorer can decide
    enum verdict verdict;
    struct buf why;
};

static void ask_explorer(struct check *c, struct judged *j)
{
    j->verdict = VERDICT_OPEN;
    j->known = c->runner->prove &&
               c->runner->prove(c->runner->ctx, &c->ask, j->claim, &j->verdict, &j->why) == 0;
    if (!j->known)
        buf_clear(&j->why);
}

/* The explorer's word if it can decide, else what the runs have shown. What was proved for all runs must
 * have held in those that were made. */
static void settle(struct check *c, struct judged *j, bool ran)
{
    struct buf live = {0};
    if (!j->known) {
        j->verdict = judge_live(c, j->claim, j->expr, &j->why);
    } else if (ran && j->verdict == VERDICT_PROVED && judge_live(c, j->claim, j->expr, &live) == VERDICT_FAILS) {
        buf_addf(&j->why, _("; and yet a run speaks against it: %s"), buf_str(&live));
        j->verdict = VERDICT_FAILS;
    }
    if (c->broken)
        c->broken_by += j->verdict == VERDICT_FAILS, c->kept += j->verdict == VERDICT_PROVED;
    else
        tell(c, j->claim->line, j->verdict, j->claim->text, buf_str(&j->why));
    buf_finish(&live);
}

/* ---- a block of claims ------------------------------------------------------------------------ */

/* Claims from `first` on that stand under the same switches; returns how many. */
static size_t claim_group(const struct claims *claims, size_t first)
{
    size_t n = 1;
    while (first + n < claims->count &&
           claims->list[first + n].switch_n == claims->list[first].switch_n)
        n++;
    return n;
}

static int check_group(struct check *c, const struct claim *group, size_t n, struct arena *a)
{
    const char **exprs = ARENA_ARRAY(a, const char *, n);
    struct judged *judged = ARENA_ARRAY(a, struct judged, n);
    unsigned expr_n = 0;
    for (size_t i = 0; i < n; i++) {
        judged[i] = (struct judged){.claim = &group[i], .expr = expr_n};
        if (group[i].kind == CLAIM_EVERY || group[i].kind == CLAIM_SOME)
            exprs[expr_n++] = group[i].expr;
    }
    c->ask.exprs = exprs;
    c->ask.expr_n = expr_n;
    c->ask.switches = group[0].switches;
    c->ask.switch_n = group[0].switch_n;
    bool runs = !c->broken; // what is broken may never end: it is run only if nobody else can tell
    for (size_t i = 0; i < n; i++) {
        ask_explorer(c, &judged[i]);
        runs |= !judged[i].known;
    }
    int r = runs ? run_batch(c) : 0;
    for (size_t i = 0; i < n; i++) {
        if (r == 0)
            settle(c, &judged[i], runs);
        buf_finish(&judged[i].why);
    }
    return r;
}

static void tell_notes(struct check *c, const struct lesson_notes *notes)
{
    for (size_t i = 0; i < notes->count; i++)
        tell(c, notes->list[i].line, VERDICT_FAILS, _("claim"), notes->list[i].text);
}

static int check_claims(struct check *c, const struct step *program, const struct claims *claims,
                        struct arena *a)
{
    int r = 0;
    begin_ask(c, program);
    for (size_t i = 0, n; r == 0 && i < claims->count; i += n) {
        n = claim_group(claims, i);
        r = check_group(c, &claims->list[i], n, a);
    }
    return r;
}

/* A repair level's claims hold for its solution, and the program as given breaks one. */
static int check_repair(struct check *c, const struct step *level, const struct claims *claims,
                        struct arena *a)
{
    const struct step *solution = level_solution(c->lesson, level);
    int r = solution ? check_claims(c, solution, claims, a) : 0;
    if (r < 0)
        return r;
    c->broken = true;
    c->broken_by = c->kept = 0;
    r = check_claims(c, level_program(c->lesson, level), claims, a);
    c->broken = false;
    unsigned fewest; // an uncaught exception in a task breaks no claim, and the program is broken all the same
    if (r == 0 && !c->broken_by && c->runner->fewest && c->runner->fewest(c->runner->ctx, &c->ask, &fewest) == 0)
        c->broken_by = 1;
    enum verdict verdict = c->broken_by ? VERDICT_SEEN : c->kept == claims->count ? VERDICT_FAILS : VERDICT_OPEN;
    if (r == 0)
        tell(c, level->line, verdict, _("the program of the level is broken"),
             c->broken_by ? "" : _("no claim was seen to fail"));
    return r;
}

static int check_block(struct check *c, const struct step *step)
{
    struct lesson_notes notes;
    struct arena a;
    struct claims claims = {0};
    const struct step *level = lesson_level(c->lesson, step->run);
    notes_init(&notes);
    arena_init(&a);
    claims_parse(&a, c->lesson->path, step, &notes, &claims);
    tell_notes(c, &notes);
    int r = level ? check_repair(c, level, &claims, &a)
                  : check_claims(c, lesson_program(c->lesson, step->run), &claims, &a);
    arena_finish(&a);
    notes_finish(&notes);
    return r;
}

/* ---- a level that is to be broken ------------------------------------------------------------------ */

/* What its par says, by who can prove it. */
static void check_par(struct check *c, const struct step *level)
{
    const char *par = step_attr(level, "par");
    unsigned fewest;
    struct buf why = {0};
    if (!par || !c->runner->fewest || c->runner->fewest(c->runner->ctx, &c->ask, &fewest) < 0)
        return;
    bool same = strtoul(par, NULL, 10) == fewest;
    if (!same)
        buf_addf(&why, _("the fewest switches that break it are %u"), fewest);
    tell(c, level->line, same ? VERDICT_PROVED : VERDICT_FAILS, "par", buf_str(&why));
    buf_finish(&why);
}

static int check_breakable(struct check *c, const struct step *level)
{
    unsigned failed = 0;
    begin_ask(c, level_program(c->lesson, level));
    int r = run_batch(c);
    for (unsigned i = 0; r == 0 && i < c->runs; i++)
        failed += c->results[i].deadlock || (c->results[i].exit_code != 0 && !c->results[i].timed_out);
    if (r < 0)
        return r;
    unsigned fewest;
    bool proved = c->runner->fewest && c->runner->fewest(c->runner->ctx, &c->ask, &fewest) == 0;
    failed += proved;
    tell(c, level->line, proved ? VERDICT_PROVED : failed ? VERDICT_SEEN : VERDICT_OPEN, _("the program of the level can be broken"),
         failed ? "" : _("no run ended badly"));
    check_par(c, level);
    return 0;
}

/* ---- an expected text --------------------------------------------------------------------------- */

/* What the nearest block for the same program above this step does before its last run: its switches,
 * and the seed of that run, if it names one. */
static void setting_before(struct check *c, uint32_t index, struct arena *a)
{
    const struct step *steps = c->lesson->steps;
    uint32_t i = index;
    while (i > 0 && (steps[i - 1].kind != STEP_COMMANDS || strcmp(steps[i - 1].run, steps[index].run) != 0))
        i--;
    if (i == 0)
        return;
    struct slice rest = steps[i - 1].body, line;
    const char **list = ARENA_ARRAY(a, const char *, steps[i - 1].body.n + 1);
    unsigned n = 0, n_at_run = 0;
    while (slice_line(&rest, &line)) {
        line = slice_trim(line);
        const char *text = arena_text(a, line.s, line.n);
        if (is_run_command(text)) {
            const char *seed = strstr(text, "--seed ");
            c->seeded = seed != NULL;
            c->seed = seed ? strtoull(seed + 7, NULL, 10) : 0;
            n_at_run = n;
        } else if (!line_is_comment(line)) {
            list[n++] = text;
        }
    }
    c->ask.switches = list;
    c->ask.switch_n = n_at_run; // what comes after the run does not count
}

static void seed_of_program(struct check *c, const struct step *program)
{
    const char *seed = step_attr(program, "seed");
    c->seeded = seed != NULL;
    c->seed = seed ? strtoull(seed, NULL, 10) : 0;
}

/* Runs what an expected text is about: once if it is seeded. Returns how many runs there were, or a
 * negative errno. */
static int run_expected(struct check *c, uint32_t index, struct arena *a)
{
    const struct step *program = lesson_program(c->lesson, c->lesson->steps[index].run);
    unsigned runs = c->runs;
    begin_ask(c, program);
    seed_of_program(c, program);
    setting_before(c, index, a);
    c->runs = c->seeded ? 1 : runs;
    int r = run_batch(c), ran = (int)c->runs;
    c->runs = runs;
    return r < 0 ? r : ran;
}

/* Whether run number i printed the expected text. */
static bool is_expected(const struct check *c, const struct step *step, int i, struct buf *why)
{
    const struct lesson_run_result *res = &c->results[i];
    enum expect_order order;
    expect_order_named(step_attr(step, "order"), &order);
    buf_clear(why);
    buf_addf(why, _("seed %u: "), c->seeded ? (unsigned)c->seed : (unsigned)i + 1);
    if (res->trouble)
        buf_adds(why, res->trouble);
    return !res->trouble && expect_match(step->body, order, res->lines, res->line_n, why);
}

static int check_expected(struct check *c, uint32_t index)
{
    const struct step *step = &c->lesson->steps[index];
    struct buf why = {0};
    struct arena a;
    arena_init(&a);
    int runs = run_expected(c, index, &a), i = 0;
    while (i < runs && is_expected(c, step, i, &why))
        i++;
    const char *refused = runs > 0 ? c->results[0].refused : NULL;
    if (refused)
        tell(c, step->line, VERDICT_OPEN, _("the expected text"), refused);
    else if (runs >= 0)
        tell(c, step->line, i == runs ? VERDICT_SEEN : VERDICT_FAILS, _("the expected text"),
             i == runs ? "" : buf_str(&why));
    c->seeded = false;
    buf_finish(&why);
    arena_finish(&a);
    return runs < 0 ? runs : 0;
}

/* ---- promote ------------------------------------------------------------------------------------------ */

/* Adds the new text of one block. */
static void promote_lines(struct buf *out, const struct lesson_run_result *res)
{
    for (size_t i = 0; i < res->line_n; i++)
        buf_addf(out, "%.*s\n", (int)res->lines[i].n, res->lines[i].text);
}

int promote_lesson(const struct lesson *lesson, const struct lesson_runner *runner, struct buf *ret_text,
                   unsigned *ret_changed)
{
    static const struct check_opts opts;
    struct check_count count;
    struct buf ignored = {0}, why = {0};
    struct check c = {.lesson = lesson, .runner = runner, .runs = 1, .out = &ignored, .opts = &opts, .count = &count};
    struct arena a;
    size_t done = 0;
    int r = 0;
    arena_init(&a);
    arena_init(&c.arena);
    *ret_changed = 0;
    for (uint32_t i = 0; r >= 0 && i < lesson->step_n; i++) {
        const struct step *step = &lesson->steps[i];
        if (step->kind != STEP_EXPECT)
            continue;
        r = run_expected(&c, i, &a);
        if (r < 0 || !c.seeded || c.results[0].trouble || is_expected(&c, step, 0, &why))
            continue; // what is right stays as it was written
        size_t at = (size_t)(step->body.s - lesson->source.s);
        buf_add(ret_text, lesson->source.s + done, at - done);
        promote_lines(ret_text, &c.results[0]);
        done = at + step->body.n;
        ++*ret_changed;
    }
    buf_add(ret_text, lesson->source.s + done, lesson->source.n - done);
    arena_finish(&a);
    arena_finish(&c.arena);
    buf_finish(&c.source);
    buf_finish(&c.name);
    buf_finish(&why);
    buf_finish(&ignored);
    return r < 0 ? r : 0;
}

/* ---- a lesson -------------------------------------------------------------------------------------------- */

int check_lesson(const struct lesson *lesson, const struct lesson_runner *runner,
                 const struct check_opts *opts, struct buf *out, struct check_count *ret_count)
{
    struct check c = {
        .lesson = lesson,
        .runner = runner,
        .runs = opts->runs ? MIN(opts->runs, (unsigned)RUNS_MAX) : RUNS_DEFAULT,
        .out = out,
        .opts = opts,
        .count = ret_count,
    };
    int r = 0;
    arena_init(&c.arena);
    memset(ret_count, 0, sizeof *ret_count);
    for (uint32_t i = 0; r == 0 && i < lesson->step_n; i++) {
        const struct step *step = &lesson->steps[i];
        if (step->kind == STEP_CHECK)
            r = check_block(&c, step);
        else if (step->kind == STEP_EXPECT)
            r = check_expected(&c, i);
        else if (step->kind == STEP_LEVEL && level_goal_of(step) == GOAL_BREAK)
            r = check_breakable(&c, step);
    }
    if (opts->strict)
        ret_count->fails += ret_count->open;
    arena_finish(&c.arena);
    buf_finish(&c.source);
    buf_finish(&c.name);
    return r;
}
