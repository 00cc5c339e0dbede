/* judge.c: what is claimed of a program, before the explorer.
 *
 * A claim is judged by outcomes: each is looked at as if it were a run (lesson/voice.c). An outcome tells
 * what main printed when it was left alone; where a claim is about more, whole outputs are told apart,
 * which costs more states. The result depends on the program alone: the limits count states and bytes. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "lesson/level.h"
#include "shell/exploring.h"
#include "shell/teach.h"

// states and bytes end a search; the time, which depends on the machine, only if it hardly moves
enum { STATES_MAX = 1000000, BYTES_MAX = 512 << 20, SECONDS_MAX = 20, KEPT = 4 };

/* ---- questions to a program ----
 *
 * Claims are looked at where the program's last line has been done: main prints repr() of each
 * expression, behind a mark that no lesson prints. */
static const char claim_mark[] = "\x1e" "claim ";

void ask_questions(struct buf *source, const struct lesson_run_ask *ask)
{
    buf_add(source, ask->source, ask->source_n);
    for (unsigned i = 0; i < ask->expr_n; i++)
        buf_addf(source, "\ntry: print('\\x1eclaim %u', repr((%s)))\nexcept Exception: pass\n", i, ask->exprs[i]);
}

void ask_answers(struct lesson_run_result *ret, struct printed_line *lines, size_t n, unsigned expr_n, struct arena *a)
{
    size_t kept = 0;
    ret->values = ARENA_ARRAY(a, const char *, expr_n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *text = lines[i].text;
        if (strncmp(text, claim_mark, sizeof claim_mark - 1) != 0) {
            lines[kept++] = lines[i];
            continue;
        }
        char *end;
        unsigned long number = strtoul(text + sizeof claim_mark - 1, &end, 10);
        if (number < expr_n && *end == ' ')
            ret->values[number] = end + 1;
    }
    ret->lines = lines;
    ret->line_n = kept;
}

/* ---- explorations, kept for the next claim about the same program ---- */

struct kept {
    struct buf key;             // the source as explored, the switches, the way
    struct explorer *explorer;  // with its result
    uint64_t used;
};
static struct kept kept[KEPT];
static uint64_t uses;

static void forget(struct kept *k)
{
    explorer_close(k->explorer);
    buf_finish(&k->key);
    *k = (struct kept){ 0 };
}

void judge_finish(void)
{
    for (int i = 0; i < KEPT; i++)
        forget(&kept[i]);
}

static struct kept *kept_find(const struct buf *key)
{
    for (int i = 0; i < KEPT; i++)
        if (kept[i].explorer && kept[i].key.n == key->n && memcmp(kept[i].key.text, key->text, key->n) == 0)
            return &kept[i];
    return NULL;
}

static struct kept *kept_oldest(void)
{
    struct kept *oldest = &kept[0];
    for (int i = 1; i < KEPT; i++)
        if (kept[i].used < oldest->used)
            oldest = &kept[i];
    return oldest;
}

/* The switches that these lines flip. The session's own stay as they are. */
static int read_switches(struct shell *sh, const struct lesson_run_ask *ask, struct run_switch **ret, unsigned *ret_n)
{
    struct run_switch *before = sh->switches;
    unsigned before_n = sh->switch_n;
    struct options opts = sh->opts;
    struct run *run = sh->run;
    enum shell_mode mode = sh->mode;
    int r = 0;
    sh->switches = NULL;
    sh->switch_n = 0;
    sh->run = NULL;
    sh->mode = SHELL_PLAY; // nothing is said of it
    for (unsigned i = 0; i < ask->switch_n; i++)
        if (shell_switch_line(sh, ask->switches[i]) != COMMAND_OK)
            r = -ENOTSUP;
    *ret = sh->switches;
    *ret_n = sh->switch_n;
    sh->switches = before;
    sh->switch_n = before_n;
    sh->opts = opts;
    sh->run = run;
    sh->mode = mode;
    return r;
}

enum way { WAY_PLAIN = 1 /* without the questions */, WAY_OUTPUTS = 2, WAY_EARLY = 4 /* with time-outs before their time */ };

static int explore_new(struct shell *sh, const struct lesson_run_ask *ask, const struct buf *source, unsigned way,
                       struct explorer **ret)
{
    struct run_switch *switches;
    char *argv[] = { (char *)ask->name, NULL };
    struct explorer_opts o = {
        .file = ask->name, .source = buf_str(source), .source_n = source->n, .argc = 1, .argv = argv,
        .max_states = STATES_MAX, .max_bytes = BYTES_MAX, .max_ns = SECONDS_MAX * 1000000000ull,
        .outputs = way & WAY_OUTPUTS, .early_timeouts = way & WAY_EARLY,
        .overlap = way & WAY_PLAIN, .repeatable = true,
    };
    int r = read_switches(sh, ask, &switches, &o.switches_n);
    o.switches = switches;
    if (r == 0)
        r = explorer_open(&o, ret);
    free(switches);
    if (r == 0) {
        r = explorer_explore_now(*ret);
        if (r < 0 || !explorer_result(*ret)) {
            explorer_close(*ret);
            r = r < 0 ? r : -EPIPE;
        }
    }
    return r;
}

static int explore(struct shell *sh, const struct lesson_run_ask *ask, unsigned way, struct explorer **ret)
{
    struct buf source = { 0 }, key = { 0 };
    if (way & WAY_PLAIN)
        buf_add(&source, ask->source, ask->source_n);
    else
        ask_questions(&source, ask);
    buf_addf(&key, "%u\n", way);
    for (unsigned i = 0; i < ask->switch_n; i++)
        buf_addf(&key, "%s\n", ask->switches[i]);
    buf_add(&key, buf_str(&source), source.n);
    struct kept *k = kept_find(&key);
    int r = 0;
    if (!k) {
        k = kept_oldest();
        forget(k);
        r = explore_new(sh, ask, &source, way, &k->explorer);
        if (r < 0)
            k->explorer = NULL;
        else
            buf_add(&k->key, key.text, key.n);
    }
    k->used = ++uses;
    *ret = k->explorer;
    buf_finish(&source);
    buf_finish(&key);
    return r;
}

/* ---- outcomes as runs ---- */

static struct printed_line *output_lines(struct arena *a, const char *s, size_t *ret_n)
{
    size_t n = strlen(s), count = 1, k = 0;
    for (size_t i = 0; i < n; i++)
        count += s[i] == '\n';
    struct printed_line *lines = ARENA_ARRAY(a, struct printed_line, count);
    for (size_t from = 0; from < n;) {
        const char *end = memchr(s + from, '\n', n - from);
        size_t length = end ? (size_t)(end - s) - from : n - from;
        lines[k++] = (struct printed_line){ arena_text(a, s + from, length), length, 0 };
        from += length + 1;
    }
    *ret_n = k;
    return lines;
}

static void outcome_as_run(struct arena *a, const struct explored_outcome *o, unsigned expr_n, struct lesson_run_result *ret)
{
    size_t n;
    struct printed_line *lines = output_lines(a, o->output, &n);
    *ret = (struct lesson_run_result){ .deadlock = strcmp(o->end, "deadlock") == 0, .exit_code = strcmp(o->end, "ok") != 0 };
    ask_answers(ret, lines, n, expr_n, a);
}

static unsigned expr_of(const struct lesson_run_ask *ask, const struct claim *claim)
{
    for (unsigned i = 0; i < ask->expr_n; i++)
        if (claim->expr && strcmp(ask->exprs[i], claim->expr) == 0)
            return i;
    return 0;
}

enum voice outcome_voice(const struct explored_outcome *o, const struct lesson_run_ask *ask, const struct claim *claim)
{
    unsigned expr = expr_of(ask, claim);
    struct lesson_run_result res;
    struct arena a;
    arena_init(&a);
    outcome_as_run(&a, o, ask->expr_n, &res);
    enum voice voice = claim_voice(claim, &res, expr);
    arena_finish(&a);
    return voice;
}

/* Whether what the outcome shows is too little: it was printed while others were still there. */
static bool is_untold(const struct claim *claim, const struct lesson_run_result *res, unsigned expr)
{
    bool blank = true;
    switch (claim->kind) {
    case CLAIM_EVERY: case CLAIM_SOME: return !res->exit_code && !res->values[expr];
    case CLAIM_OUTCOMES:
        for (size_t i = 0; i < res->line_n; i++)
            blank = blank && res->lines[i].n == 0;
        return !res->deadlock && blank;
    case CLAIM_OUTPUT: case CLAIM_OUTPUT_SOME: return claim_voice(claim, res, expr) == VOICE_NO;
    case CLAIM_LACKS: case CLAIM_LACKS_SOME: return claim_voice(claim, res, expr) == VOICE_YES;
    case CLAIM_DEADLOCK: case CLAIM_NO_DEADLOCK: case CLAIM_STATES: break;
    }
    return false;
}

static const struct explored_finding *finding_of(const struct explored *e, const char *kind)
{
    for (uint32_t i = 0; i < e->findings_n; i++)
        if (strcmp(e->findings[i].kind, kind) == 0)
            return &e->findings[i];
    return NULL;
}

static void tell_all(struct buf *why, const struct explored *e)
{
    struct buf n = { 0 };
    if (e->interleavings) {
        digits_tell(&n, e->interleavings);
        buf_addf(why, ngettext_("in %s interleaving", "in all %s interleavings", strcmp(e->interleavings, "1") == 0 ? 1 : 2), n.text);
    } else {
        buf_addf(why, _("in all interleavings, %llu states"), (unsigned long long)e->states);
    }
    buf_finish(&n);
}

/* What the outcomes say. -EAGAIN: they tell too little; -ENOTSUP: they are not all there are. */
static int judge_outcomes(const struct explored *e, const struct lesson_run_ask *ask, const struct claim *claim, bool whole,
                          enum verdict *ret, struct buf *why)
{
    bool one = claim_needs_one(claim->kind), untold = false;
    unsigned expr = expr_of(ask, claim);
    struct arena a;
    int r = 1;
    arena_init(&a);
    for (uint32_t i = 0; r > 0 && i < e->outcomes_n; i++) {
        struct lesson_run_result res;
        outcome_as_run(&a, &e->outcomes[i], ask->expr_n, &res);
        if (!whole && is_untold(claim, &res, expr)) {
            untold = true;
            continue;
        }
        enum voice voice = claim_voice(claim, &res, expr);
        if (voice == (one ? VOICE_YES : VOICE_NO)) {
            *ret = one ? VERDICT_PROVED : VERDICT_FAILS;
            if (!one) {
                claim_tell_against(why, claim, &res, expr);
                buf_adds(why, _(", "));
            }
            buf_addf(why, *e->outcomes[i].schedule ? _("by the schedule `%s`") : _("in every run"), e->outcomes[i].schedule);
            r = 0;
        }
    }
    arena_finish(&a);
    const struct explored_finding *stuck = finding_of(e, "stuck");
    if (r > 0 && stuck && !one) {
        *ret = VERDICT_FAILS;
        buf_addf(why, _("some runs never end: %s"), stuck->message);
        r = 0;
    }
    if (r > 0 && untold)
        return -EAGAIN;
    if (r > 0 && (!e->complete || *e->frame))
        return -ENOTSUP;
    if (r > 0) {
        *ret = one ? VERDICT_FAILS : VERDICT_PROVED;
        if (one)
            buf_adds(why, _("it is so in no interleaving"));
        else
            tell_all(why, e);
    }
    return 0;
}

static int judge_states(struct shell *sh, const struct lesson_run_ask *ask, const struct claim *claim, enum verdict *ret,
                        struct buf *why)
{
    struct explorer *x;
    int r = explore(sh, ask, WAY_PLAIN, &x);
    if (r < 0)
        return r;
    const struct explored *e = explorer_result(x);
    if (e->error || (!e->complete && e->states <= claim->states))
        return -ENOTSUP;
    *ret = e->states <= claim->states ? VERDICT_PROVED : VERDICT_FAILS;
    buf_addf(why, ngettext_("%llu state", "%llu states", e->states), (unsigned long long)e->states);
    return 0;
}

int judge_prove(struct shell *sh, const struct lesson_run_ask *ask, const struct claim *claim, enum verdict *ret,
                struct buf *why)
{
    static const unsigned ways[] = { 0, WAY_OUTPUTS };
    if (claim->kind == CLAIM_STATES)
        return judge_states(sh, ask, claim, ret, why);
    int r = -ENOTSUP;
    for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
        struct explorer *x;
        r = explore(sh, ask, ways[i], &x);
        const struct explored *e = r < 0 ? NULL : explorer_result(x);
        if (r == 0)
            r = e->error ? -ENOTSUP : judge_outcomes(e, ask, claim, e->single || ways[i] & WAY_OUTPUTS, ret, why);
        if (r != -EAGAIN)
            break;
        buf_clear(why);
    }
    return r;
}

int judge_fewest(struct shell *sh, const struct lesson_run_ask *ask, unsigned *ret_switches)
{
    struct explorer *x;
    int r = explore(sh, ask, WAY_PLAIN, &x);
    const struct explored *e = r < 0 ? NULL : explorer_result(x);
    bool known = e && e->findings_n && e->findings[0].fails && e->findings[0].minimal;
    if (known)
        *ret_switches = e->findings[0].switches;
    return r < 0 ? r : known ? 0 : -ENOTSUP;
}

/* ---- lost concurrency ---- */

/* Whether tasks can be in the middle of their work at the same time; as long as not all was seen, they may be. */
static int tasks_overlap(struct shell *sh, const struct lesson_run_ask *ask, bool *ret)
{
    struct explorer *x;
    int r = explore(sh, ask, WAY_PLAIN | WAY_EARLY, &x);
    const struct explored *e = r < 0 ? NULL : explorer_result(x);
    *ret = e && (e->overlap || !e->complete);
    return r;
}

/* ---- levels ---- */

struct judging {
    struct shell *sh;
    const struct level_ask *ask;
    struct arena *arena;
    struct level_verdict *verdict;
    const char **reasons;
    unsigned unknown;
};

enum { REASONS_MAX = 16 };

static void reason(struct judging *j, const char *fmt, ...) PRINTF_LIKE(2, 3);
static void reason(struct judging *j, const char *fmt, ...)
{
    struct buf b = { 0 };
    va_list ap;
    va_start(ap, fmt);
    buf_vaddf(&b, fmt, ap);
    va_end(ap);
    if (j->verdict->reason_n < REASONS_MAX)
        j->reasons[j->verdict->reason_n++] = arena_text(j->arena, buf_str(&b), b.n);
    buf_finish(&b);
}

static bool claims_deadlock(const struct claims *claims)
{
    for (size_t i = 0; i < claims->count; i++)
        if (claims->list[i].kind == CLAIM_DEADLOCK)
            return true;
    return false;
}

/* Advice elsewhere, no repair here: an update that can get lost, however it is made good afterwards, and
 * what goes right only because a time-out is long enough. */
static bool is_no_repair(const struct explored_finding *f)
{
    static const char *const kinds[] = { "deadlock", "stuck", "assertion", "exception" };
    if (strcmp(f->kind, "lost-update") == 0)
        return true;
    for (size_t i = 0; f->early && i < ARRAY_LEN(kinds); i++)
        if (strcmp(f->kind, kinds[i]) == 0)
            return true;
    return false;
}

/* What fails without any claim: deadlocks, exceptions, assertions, and what is no repair. */
static void judge_failures(struct judging *j, const struct explored *e)
{
    bool may_deadlock = claims_deadlock(j->ask->claims);
    for (uint32_t i = 0; i < e->findings_n; i++) {
        const struct explored_finding *f = &e->findings[i];
        if ((!f->fails && !is_no_repair(f)) || (may_deadlock && strcmp(f->kind, "deadlock") == 0))
            continue;
        j->verdict->result = LEVEL_FAILED;
        if (!j->verdict->schedule)
            j->verdict->schedule = arena_text(j->arena, f->schedule, strlen(f->schedule));
        reason(j, ngettext_("%s can still happen: %s. The simplest such run has %u switch.",
                            "%s can still happen: %s. The simplest such run has %u switches.", f->switches),
               explored_title(f->kind), f->message, f->switches);
    }
}

/* All expressions that stand under the same switches go into one exploration. */
static void begin_ask(struct judging *j, const struct slice *source, const struct claim *claim, struct lesson_run_ask *ret)
{
    const struct claims *claims = j->ask->claims;
    const char **exprs = ARENA_ARRAY(j->arena, const char *, claims->count + 1);
    *ret = (struct lesson_run_ask){ .name = j->ask->name, .source = source->s, .source_n = source->n, .exprs = exprs };
    if (claim) {
        ret->switches = claim->switches;
        ret->switch_n = claim->switch_n;
    }
    for (size_t i = 0; i < claims->count; i++) {
        const struct claim *c = &claims->list[i];
        if ((c->kind == CLAIM_EVERY || c->kind == CLAIM_SOME) && c->switch_n == ret->switch_n)
            exprs[ret->expr_n++] = c->expr;
    }
}

static int judge_claims(struct judging *j)
{
    const struct claims *claims = j->ask->claims;
    for (size_t i = 0; i < claims->count; i++) {
        const struct claim *c = &claims->list[i];
        struct lesson_run_ask ask;
        struct buf why = { 0 };
        enum verdict verdict = VERDICT_OPEN;
        begin_ask(j, &j->ask->source, c, &ask);
        int r = judge_prove(j->sh, &ask, c, &verdict, &why);
        if (r == 0 && verdict == VERDICT_FAILS) {
            j->verdict->result = LEVEL_FAILED;
            reason(j, _("`%s` does not hold: %s."), c->text, buf_str(&why));
        }
        buf_finish(&why);
        if (r < 0 && r != -ENOTSUP && r != -EAGAIN)
            return r;
        j->unknown += r < 0;
    }
    return 0;
}

static int overlap_of(struct judging *j, const char *s, size_t n, bool *ret)
{
    struct slice source = { s, n };
    struct lesson_run_ask ask;
    begin_ask(j, &source, NULL, &ask);
    return tasks_overlap(j->sh, &ask, ret);
}

/* What could go on side by side before, and can in the level's own solution, but no longer does. */
static int judge_overlap(struct judging *j)
{
    const struct step *solution = level_solution(j->ask->lesson, j->ask->level);
    bool before = false, now = true, wanted = true;
    int r = overlap_of(j, j->ask->original.s, j->ask->original.n, &before);
    if (r == 0 && before)
        r = overlap_of(j, j->ask->source.s, j->ask->source.n, &now);
    if (r == 0 && !now && solution) {
        struct buf text = { 0 };
        lesson_program_text(j->ask->lesson, solution, &text);
        r = overlap_of(j, buf_str(&text), text.n, &wanted);
        buf_finish(&text);
    }
    if (r == 0 && before && !now && wanted) {
        j->verdict->result = LEVEL_SLOW;
        reason(j, "%s", explored_overlap_lost());
    }
    return r;
}

/* ---- what the explorer cannot follow ----
 *
 * Some levels are about what lies outside of it: pipes of the kernel, other programs, greenlets. It cannot follow their
 * own solutions either. Then runs on real tasks judge, each in the order of another seed; and the reason says so. */

enum { LIVE_RUNS = 20 };

static int level_is_outside(struct judging *j, bool *ret)
{
    const struct step *solution = level_solution(j->ask->lesson, j->ask->level);
    struct buf text = { 0 };
    struct explorer *x;
    struct lesson_run_ask ask;
    *ret = false;
    if (!solution)
        return 0;
    lesson_program_text(j->ask->lesson, solution, &text);
    begin_ask(j, &(struct slice){ buf_str(&text), text.n }, NULL, &ask);
    int r = explore(j->sh, &ask, WAY_PLAIN | WAY_EARLY, &x);
    if (r == 0)
        *ret = !explorer_result(x)->complete;
    buf_finish(&text);
    return r;
}

/* Whether a task died of an exception; *last is the line that names it: the last one told. */
static bool somebody_died(const struct trace *t, struct slice *last)
{
    bool died = false;
    *last = (struct slice){ "", 0 };
    for (size_t i = 0; t && i < t->count; i++) {
        const struct event *ev = &t->events[i];
        died |= ev->kind == EV_ERROR;
        size_t n = ev->kind == EV_ERRPRINT && ev->text ? ev->n : 0;
        while (n && ev->text[n - 1] == '\n')
            n--;
        const char *line = n ? memrchr(ev->text, '\n', n) : NULL;
        line = line ? line + 1 : ev->text;
        if (n)
            *last = (struct slice){ line, (size_t)(ev->text + n - line) };
    }
    return died;
}

/* The first thing that speaks against the run. False: nothing does. */
static bool run_speaks_against(struct judging *j, const struct lesson_run_ask *ask, const struct lesson_run_result *res, struct buf *why)
{
    const struct claims *claims = j->ask->claims;
    struct slice last;
    bool died = somebody_died(res->trace, &last), may_deadlock = claims_deadlock(claims);
    if (res->trouble)
        buf_adds(why, res->trouble);
    else if (res->deadlock && !may_deadlock)
        buf_adds(why, _("the run ended in a deadlock"));
    else if (died)
        buf_addf(why, _("an uncaught exception: %.*s"), (int)MIN(last.n, (size_t)200), last.s);
    else if (!res->deadlock && res->exit_code)
        buf_addf(why, _("main ended with the exit code %d"), res->exit_code);
    for (size_t i = 0; i < claims->count && !why->n; i++) {
        const struct claim *c = &claims->list[i];
        unsigned expr = expr_of(ask, c);
        if (c->switch_n || claim_needs_one(c->kind) || claim_voice(c, res, expr) != VOICE_NO)
            continue;
        buf_addf(why, "`%s`: ", c->text);
        claim_tell_against(why, c, res, expr);
    }
    return why->n > 0;
}

static int judge_live(struct judging *j, const char *limit)
{
    struct asker asker = { .sh = j->sh };
    struct lesson_run_ask ask;
    struct buf why = { 0 };
    bool against = false, stuck = false;
    const char *refused = NULL;
    int r = 0;
    begin_ask(j, &j->ask->source, NULL, &ask);
    ask.controlled = true;
    for (ask.seed = 1; ask.seed <= LIVE_RUNS && r == 0 && !against && !stuck && !refused; ask.seed++) {
        struct lesson_run_result res;
        r = asker_run(&asker, &ask, j->arena, &res);
        refused = r == 0 ? res.refused : NULL;
        stuck = r == 0 && !refused && res.timed_out;
        against = r == 0 && !refused && !stuck && run_speaks_against(j, &ask, &res, &why);
    }
    run_close(asker.run);
    j->verdict->result = against ? LEVEL_FAILED : refused || stuck ? LEVEL_UNKNOWN : LEVEL_PASSED;
    if (refused)
        reason(j, "%s", refused);
    else if (stuck)
        reason(j, _("with seed %llu the run did not end in time"), (unsigned long long)ask.seed - 1);
    else if (against)
        reason(j, _("with seed %llu: %s"), (unsigned long long)ask.seed - 1, buf_str(&why));
    else
        reason(j, _("It held in %d runs on real tasks, each in another order. That is no proof: the explorer does not follow this (%s)."),
               LIVE_RUNS, limit);
    buf_finish(&why);
    return r;
}

static int judge_unsettled(struct judging *j, const char *limit)
{
    bool outside;
    int r = level_is_outside(j, &outside);
    if (r == 0 && outside)
        return judge_live(j, limit);
    j->verdict->result = LEVEL_UNKNOWN;
    reason(j, _("nothing wrong was found, but not everything could be looked at: %s"), limit);
    return r;
}

static int judge_level(void *ctx, const struct level_ask *ask, struct arena *a, struct level_verdict *ret)
{
    struct judging j = { .sh = ctx, .ask = ask, .arena = a, .verdict = ret };
    struct lesson_run_ask plain;
    struct explorer *x;
    *ret = (struct level_verdict){ .result = LEVEL_PASSED };
    ret->reasons = j.reasons = ARENA_ARRAY(a, const char *, REASONS_MAX);
    begin_ask(&j, &ask->source, NULL, &plain);
    int r = explore(ctx, &plain, WAY_PLAIN | WAY_EARLY, &x);
    if (r < 0)
        return r;
    const struct explored *e = explorer_result(x);
    struct buf all = { 0 };
    ret->states = e->states;
    if (e->error) {
        ret->result = LEVEL_FAILED;
        reason(&j, "%s", e->error);
        return 0;
    }
    bool complete = e->complete && !*e->frame;
    const char *limit = arena_text(a, e->limit, strlen(e->limit));
    tell_all(&all, e);
    judge_failures(&j, e); // e is forgotten when others are explored
    if (ret->result == LEVEL_PASSED)
        r = judge_claims(&j);
    if (r == 0 && ret->result == LEVEL_PASSED && (!complete || j.unknown)) {
        r = judge_unsettled(&j, *limit ? limit : _("the explorer could not follow all of it"));
    } else if (r == 0 && ret->result == LEVEL_PASSED) {
        reason(&j, _("It holds %s (%llu states)."), buf_str(&all), (unsigned long long)ret->states);
        r = judge_overlap(&j);
    }
    buf_finish(&all);
    return r;
}

const struct level_judge *shell_judge(struct shell *sh)
{
    static struct level_judge judge;
    judge = (struct level_judge){ sh, judge_level };
    return &judge;
}
