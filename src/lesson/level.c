#include "lesson/level.h"

#include <errno.h>
#include <string.h>

#include "base/i18n.h"
#include "lang/lang.h"
#include "lesson/parts.h"

const char *const level_result_word[LEVEL_RESULT_COUNT] = {
    [LEVEL_PASSED] = "passed", [LEVEL_SLOW] = "slow", [LEVEL_FAILED] = "failed",
    [LEVEL_UNKNOWN] = "unknown",
};

/* ---- a level in its lesson --------------------------------------------------------------- */

enum level_goal level_goal_of(const struct step *level)
{
    const char *goal = step_attr(level, "goal");
    return goal && strcmp(goal, "fix") == 0 ? GOAL_FIX : GOAL_BREAK;
}

const struct step *lesson_level(const struct lesson *lesson, const char *id)
{
    for (uint32_t i = 0; i < lesson->step_n; i++) {
        const struct step *s = &lesson->steps[i];
        if (s->kind == STEP_LEVEL && s->id && strcmp(s->id, id) == 0)
            return s;
    }
    return NULL;
}

const struct step *level_program(const struct lesson *lesson, const struct step *level)
{
    return &lesson->steps[level->about];
}

const struct step *level_solution(const struct lesson *lesson, const struct step *level)
{
    for (uint32_t i = 0; i < lesson->step_n; i++) {
        const struct step *s = &lesson->steps[i];
        const char *solves = s->kind == STEP_PROGRAM ? step_attr(s, "solves") : NULL;
        if (solves && strcmp(solves, level->id) == 0)
            return s;
    }
    return NULL;
}

static void claims_append(struct arena *a, struct claims *to, const struct claims *more)
{
    struct claim *list = ARENA_ARRAY(a, struct claim, to->count + more->count + 1);
    if (to->count)
        memcpy(list, to->list, to->count * sizeof *list);
    if (more->count)
        memcpy(list + to->count, more->list, more->count * sizeof *list);
    *to = (struct claims){list, to->count + more->count};
}

int lesson_claims(struct arena *a, const struct lesson *lesson, const char *id,
                  struct claims *ret_claims)
{
    struct lesson_notes notes;
    int r = 0;
    *ret_claims = (struct claims){0};
    notes_init(&notes);
    for (uint32_t i = 0; i < lesson->step_n; i++) {
        const struct step *s = &lesson->steps[i];
        struct claims more;
        if (s->kind != STEP_CHECK || strcmp(s->run, id) != 0)
            continue;
        int one = claims_parse(a, lesson->path, s, &notes, &more);
        r = one < 0 ? one : r;
        claims_append(a, ret_claims, &more);
    }
    notes_finish(&notes);
    return r;
}

/* ---- what can be seen by looking ------------------------------------------------------------ */

/* The code of a line: no comment, no blanks around it. The result lives in *b. */
static struct slice code_of(struct slice line, struct buf *b)
{
    buf_clear(b);
    code_without_comments(b, line);
    return slice_trim((struct slice){buf_str(b), b->n});
}

/* The lines of code, without comments and blank ones. */
static struct slice *code_lines(struct arena *a, struct slice code, unsigned *ret_n)
{
    struct buf b = {0};
    unsigned n = 0;
    code_without_comments(&b, code);
    struct slice rest = {arena_text(a, buf_str(&b), b.n), b.n};
    for (size_t i = 0; i < b.n; i++)
        n += b.text[i] == '\n';
    struct slice *list = ARENA_ARRAY(a, struct slice, n + 1);
    for (n = 0; slice_line(&rest, &list[n]);)
        n++;
    buf_finish(&b);
    *ret_n = n;
    return list;
}

static bool slices_equal(struct slice a, struct slice b)
{
    return a.n == b.n && memcmp(a.s, b.s, a.n) == 0;
}

/* Lines of the longest common subsequence, by the textbook's table, one row at a time. */
static unsigned common_lines(struct arena *a, const struct slice *x, unsigned n,
                             const struct slice *y, unsigned m)
{
    unsigned *row = ARENA_ARRAY(a, unsigned, m + 1);
    memset(row, 0, (m + 1) * sizeof *row);
    for (unsigned i = 0; i < n; i++) {
        unsigned diagonal = 0;
        for (unsigned k = 0; k < m; k++) {
            unsigned above = row[k + 1];
            row[k + 1] = slices_equal(x[i], y[k]) ? diagonal + 1 : MAX(above, row[k]);
            diagonal = above;
        }
    }
    return row[m];
}

unsigned level_changes(struct slice original, struct slice source)
{
    struct arena a;
    unsigned n, m;
    arena_init(&a);
    const struct slice *x = code_lines(&a, original, &n), *y = code_lines(&a, source, &m);
    unsigned common = common_lines(&a, x, n, y, m);
    unsigned changes = MAX(n, m) - common; // a changed line is one gone and one new
    arena_finish(&a);
    return changes;
}

/* How many of the lines are that code. */
static unsigned count_lines(const struct slice *lines, unsigned n, struct slice code)
{
    unsigned found = 0;
    for (unsigned i = 0; i < n; i++)
        found += slices_equal(slice_trim(lines[i]), code);
    return found;
}

static bool is_assertion(struct slice code)
{
    return code.n > 6 && memcmp(code.s, "assert", 6) == 0 && (is_blank(code.s[6]) || code.s[6] == '(');
}

static bool is_kept(struct slice line)
{
    struct slice t = slice_trim(line);
    return t.n >= 6 && memcmp(t.s + t.n - 6, "# keep", 6) == 0;
}

static void settle(struct arena *a, struct level_verdict *v, enum level_result result,
                   const char *fmt, ...) PRINTF_LIKE(4, 5);
static void settle(struct arena *a, struct level_verdict *v, enum level_result result,
                   const char *fmt, ...)
{
    struct buf b = {0};
    va_list ap;
    va_start(ap, fmt);
    buf_vaddf(&b, fmt, ap);
    va_end(ap);
    const char **reasons = ARENA_ARRAY(a, const char *, 1);
    reasons[0] = arena_text(a, buf_str(&b), b.n);
    *v = (struct level_verdict){.result = result, .reasons = reasons, .reason_n = 1};
    buf_finish(&b);
}

/* A line that the level needs and that is gone. */
static bool line_is_gone(const struct level_ask *ask, struct arena *a, struct level_verdict *v)
{
    struct slice rest = ask->original, line;
    struct buf b = {0};
    unsigned n, given_n, number = 0;
    bool gone = false;
    const struct slice *lines = code_lines(a, ask->source, &n), *given = code_lines(a, ask->original, &given_n);
    while (!gone && slice_line(&rest, &line)) {
        number++;
        struct slice code = code_of(line, &b);
        bool assertion = is_assertion(code);
        if (code.n == 0 || (!assertion && !is_kept(line)) ||
            count_lines(lines, n, code) >= count_lines(given, given_n, code))
            continue;
        gone = true;
        settle(a, v, LEVEL_FAILED,
               assertion ? _("the assertion of line %u is gone or changed: `%.*s`. It says what must "
                             "hold, so it has to stay as it is.")
                         : _("line %u is gone or changed: `%.*s`. The level needs it as it is."),
               number, (int)MIN(code.n, (size_t)120), code.s);
    }
    buf_finish(&b);
    return gone;
}

static unsigned count_text(const struct slice *lines, unsigned n, const char *text)
{
    unsigned found = 0;
    for (unsigned i = 0; i < n; i++)
        found += memmem(lines[i].s, lines[i].n, text, strlen(text)) != NULL;
    return found;
}

/* Nothing goes wrong when nothing is done: the level's tasks must still be started. */
static bool nothing_starts(const struct level_ask *ask, struct arena *a, struct level_verdict *v)
{
    static const char *const starters[] = {".start()", ".submit(", ".map(", "os.fork()", "asyncio.run("};
    unsigned n, m;
    const struct slice *given = code_lines(a, ask->original, &n), *own = code_lines(a, ask->source, &m);
    unsigned before = 0, now = 0;
    for (size_t i = 0; i < ARRAY_LEN(starters); i++) {
        before += count_text(given, n, starters[i]);
        now += count_text(own, m, starters[i]);
    }
    if (before && !now)
        settle(a, v, LEVEL_FAILED, _("no task is started any more: the level is about tasks that run at the same time"));
    return before && !now;
}

enum { ANSWER_MAX = 64 * 1024 };

bool level_look(const struct level_ask *ask, struct arena *a, struct level_verdict *v)
{
    struct node *tree;
    struct diag diag;
    if (ask->source.n > ANSWER_MAX || memchr(ask->source.s, 0, ask->source.n)) {
        settle(a, v, LEVEL_FAILED, _("this is no program text, or it is longer than 64 KB"));
        return true;
    }
    if (lang_parse(a, ask->source.s, ask->source.n, &(struct parse_opts){.file = ask->name}, &tree,
                   &diag) != PARSE_OK) {
        settle(a, v, LEVEL_FAILED, _("line %u cannot be read as Python: %s: %s"), diag.at.line,
               diag.kind, diag.message);
        return true;
    }
    if (level_changes(ask->original, ask->source) == 0) {
        settle(a, v, LEVEL_FAILED, _("nothing has been changed: this is the program as it was given"));
        return true;
    }
    return line_is_gone(ask, a, v) || nothing_starts(ask, a, v);
}

int level_judge(const struct level_judge *judge, const struct level_ask *ask, struct arena *a,
                struct level_verdict *v)
{
    if (level_look(ask, a, v))
        return 0;
    if (judge)
        return judge->judge(judge->ctx, ask, a, v);
    settle(a, v, LEVEL_UNKNOWN,
           _("this conch has no explorer, so nobody can tell what happens in all orders"));
    return 0;
}
