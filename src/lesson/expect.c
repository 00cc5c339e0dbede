#include "lesson/parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/text.h"

/* ---- one line ------------------------------------------------------------------------------ */

enum { CAPTURES_MAX = 32, TRIES_MAX = 200000 };

struct capture {
    struct slice name;
    struct slice value;
};

/* Captures are a stack: going back in the search takes the newer ones off. */
struct match {
    struct capture captures[CAPTURES_MAX];
    unsigned capture_n;
    unsigned long tries; // a bound for the whole comparison
};

enum mark_set { MARK_TOKEN, MARK_DIGITS, MARK_REAL };

static const struct {
    const char *word;
    enum mark_set set;
} mark_words[] = {
    {"n", MARK_TOKEN},    {"pid", MARK_DIGITS}, {"ppid", MARK_DIGITS},
    {"tid", MARK_DIGITS}, {"time", MARK_REAL},
};

struct line_mark {
    enum mark_set set;
    struct slice name; // of the capture; empty: none
    size_t length;     // in the pattern
};

/* Reads <n>, <pid:A> … at the beginning of p; anything else is plain text. */
static bool mark_read(struct slice p, struct line_mark *ret_mark)
{
    const char *end = p.n && p.s[0] == '<' ? memchr(p.s, '>', p.n) : NULL;
    if (!end)
        return false;
    struct slice inside = {p.s + 1, (size_t)(end - p.s) - 1}, name = {0};
    const char *colon = memchr(inside.s, ':', inside.n);
    if (colon) {
        name = (struct slice){colon + 1, inside.n - (size_t)(colon - inside.s) - 1};
        inside.n = (size_t)(colon - inside.s);
        if (name.n == 0)
            return false;
    }
    for (size_t i = 0; i < ARRAY_LEN(mark_words); i++)
        if (slice_is(inside, mark_words[i].word)) {
            *ret_mark = (struct line_mark){mark_words[i].set, name, (size_t)(end - p.s) + 1};
            return true;
        }
    return false;
}

static bool in_set(enum mark_set set, char c)
{
    if (set == MARK_TOKEN)
        return !is_blank(c);
    return (c >= '0' && c <= '9') || (set == MARK_REAL && c == '.');
}

static const struct capture *capture_find(const struct match *m, struct slice name)
{
    for (unsigned i = 0; i < m->capture_n; i++)
        if (m->captures[i].name.n == name.n &&
            memcmp(m->captures[i].name.s, name.s, name.n) == 0)
            return &m->captures[i];
    return NULL;
}

static bool match_rest(struct match *m, struct slice p, struct slice line);

/* A mark takes the longest run that lets the rest match. */
static bool match_mark(struct match *m, const struct line_mark *mark, struct slice p,
                       struct slice line)
{
    const struct capture *known = mark->name.n ? capture_find(m, mark->name) : NULL;
    struct slice rest = {p.s + mark->length, p.n - mark->length};
    if (known) {
        struct slice v = known->value;
        return line.n >= v.n && memcmp(line.s, v.s, v.n) == 0 &&
               match_rest(m, rest, (struct slice){line.s + v.n, line.n - v.n});
    }
    size_t longest = 0;
    while (longest < line.n && in_set(mark->set, line.s[longest]))
        longest++;
    for (size_t n = longest; n > 0; n--) {
        unsigned before = m->capture_n;
        if (mark->name.n && m->capture_n < CAPTURES_MAX)
            m->captures[m->capture_n++] = (struct capture){mark->name, {line.s, n}};
        if (match_rest(m, rest, (struct slice){line.s + n, line.n - n}))
            return true;
        m->capture_n = before;
    }
    return false;
}

/* Depth is bounded by the number of marks in a line, which is cut at 64. */
static bool match_rest(struct match *m, struct slice p, struct slice line)
{
    while (m->tries < TRIES_MAX) {
        struct line_mark mark;
        m->tries++;
        if (mark_read(p, &mark))
            return match_mark(m, &mark, p, line);
        if (p.n == 0 || line.n == 0)
            return p.n == line.n;
        if (*p.s != *line.s)
            return false;
        p.s++, p.n--, line.s++, line.n--;
    }
    return false;
}

static struct slice without_trailing_blanks(struct slice s)
{
    while (s.n && is_blank(s.s[s.n - 1]))
        s.n--;
    return s;
}

static bool match_line(struct match *m, struct slice pattern, const char *line, size_t n)
{
    unsigned before = m->capture_n;
    if (match_rest(m, without_trailing_blanks(pattern),
                   without_trailing_blanks((struct slice){line, n})))
        return true;
    m->capture_n = before;
    return false;
}

bool expect_match_line(struct slice pattern, const char *line, size_t n)
{
    struct match m = {0};
    return match_line(&m, pattern, line, n);
}

/* ---- all lines ------------------------------------------------------------------------------ */

struct text_match {
    struct match m;
    struct slice *patterns;  // without the `...` lines of the orders lane and any
    size_t pattern_n;
    bool open;               // a `...` stood somewhere: other lines may be there too
    enum expect_order order;
    const struct printed_line *lines;
    size_t count;
    bool *used;
    size_t best;             // the first pattern that never found a line
};

static bool is_dots(struct slice line)
{
    return slice_is(slice_trim(line), "...");
}

static bool strict_from(struct text_match *t, size_t pattern, size_t line)
{
    t->best = MAX(t->best, pattern);
    if (pattern == t->pattern_n)
        return line == t->count;
    if (is_dots(t->patterns[pattern])) {
        for (size_t i = line; i <= t->count && t->m.tries < TRIES_MAX; i++)
            if (strict_from(t, pattern + 1, i))
                return true;
        return false;
    }
    unsigned before = t->m.capture_n;
    if (line < t->count &&
        match_line(&t->m, t->patterns[pattern], t->lines[line].text, t->lines[line].n) &&
        strict_from(t, pattern + 1, line + 1))
        return true;
    t->m.capture_n = before;
    return false;
}

/* Whether a line may be given to the next pattern without breaking its lane's order. */
static bool lane_allows(const struct text_match *t, size_t line)
{
    if (t->order == ORDER_ANY)
        return true;
    uint32_t lane = t->lines[line].lane;
    if (!t->open) { // every line must be used, so it must be the first unused of its lane
        for (size_t i = 0; i < line; i++)
            if (t->lines[i].lane == lane && !t->used[i])
                return false;
        return true;
    }
    for (size_t i = line + 1; i < t->count; i++) // none after it has been used
        if (t->lines[i].lane == lane && t->used[i])
            return false;
    return true;
}

static bool assign_from(struct text_match *t, size_t pattern)
{
    t->best = MAX(t->best, pattern);
    if (pattern == t->pattern_n)
        return true;
    for (size_t i = 0; i < t->count && t->m.tries < TRIES_MAX; i++) {
        unsigned before = t->m.capture_n;
        if (t->used[i] || !lane_allows(t, i) ||
            !match_line(&t->m, t->patterns[pattern], t->lines[i].text, t->lines[i].n))
            continue;
        t->used[i] = true;
        if (assign_from(t, pattern + 1))
            return true;
        t->used[i] = false;
        t->m.capture_n = before;
    }
    return false;
}

enum { LINES_MAX = 2000, MARKS_MAX = 64 };

static bool too_many_marks(struct slice line)
{
    unsigned n = 0;
    for (size_t i = 0; i < line.n; i++)
        n += line.s[i] == '<';
    return n > MARKS_MAX;
}

static void tell_mismatch(const struct text_match *t, struct buf *why)
{
    if (t->m.tries >= TRIES_MAX)
        buf_adds(why, _("too many ways to match; use fewer <n> and ...\n"));
    else if (t->best < t->pattern_n)
        buf_addf(why, t->order == ORDER_ANY ? _("expected, but not seen: %.*s\n")
                                            : _("expected, but not seen in this order: %.*s\n"),
                 (int)MIN(t->patterns[t->best].n, (size_t)200), t->patterns[t->best].s);
    else
        buf_addf(why, _("%zu lines were expected, %zu were printed\n"), t->pattern_n, t->count);
}

static bool text_match_run(struct text_match *t)
{
    if (t->order == ORDER_STRICT)
        return strict_from(t, 0, 0);
    if (t->pattern_n > t->count || (!t->open && t->pattern_n != t->count)) {
        assign_from(t, 0); // for the message
        t->best = t->pattern_n > t->count ? MIN(t->best, t->pattern_n - 1) : t->pattern_n;
        return false;
    }
    return assign_from(t, 0);
}

bool expect_match(struct slice pattern, enum expect_order order,
                  const struct printed_line *lines, size_t count, struct buf *why)
{
    struct arena a;
    arena_init(&a);
    struct text_match t = {.order = order, .lines = lines, .count = count};
    t.patterns = ARENA_ARRAY(&a, struct slice, LINES_MAX);
    t.used = ARENA_ARRAY(&a, bool, count + 1);
    bool fits = false, bad = count > LINES_MAX;
    struct slice line;
    while (!bad && slice_line(&pattern, &line)) {
        if (order != ORDER_STRICT && is_dots(line)) {
            t.open = true;
            continue;
        }
        bad = t.pattern_n == LINES_MAX || too_many_marks(line);
        if (!bad)
            t.patterns[t.pattern_n++] = line;
    }
    if (bad)
        buf_adds(why, _("too many lines or marks to compare\n"));
    else if (!(fits = text_match_run(&t)))
        tell_mismatch(&t, why);
    arena_finish(&a);
    return fits;
}

int expect_order_named(const char *name, enum expect_order *ret_order)
{
    static const char *const names[] = {"strict", "lane", "any"};
    *ret_order = ORDER_LANE;
    for (unsigned i = 0; name && i < ARRAY_LEN(names); i++)
        if (strcmp(name, names[i]) == 0) {
            *ret_order = (enum expect_order)i;
            return 0;
        }
    return name ? -EINVAL : 0;
}

/* ---- lines of a trace ------------------------------------------------------------------------ */

/* What each task has printed since its last newline. */
struct unfinished {
    struct buf *list;
    uint32_t n;
};

static struct buf *unfinished_of(struct unfinished *u, task_id task)
{
    if (task >= u->n) {
        uint32_t n = task + 16;
        u->list = mem_resize(u->list, n, sizeof *u->list);
        memset(u->list + u->n, 0, (n - u->n) * sizeof *u->list);
        u->n = n;
    }
    return &u->list[task];
}

struct line_list {
    struct arena *arena;
    struct printed_line *list;
    size_t count, cap;
};

static void line_add(struct line_list *l, const struct buf *text, task_id task)
{
    if (l->count == l->cap) {
        struct printed_line *old = l->list;
        l->cap = l->cap ? l->cap * 2 : 32;
        l->list = ARENA_ARRAY(l->arena, struct printed_line, l->cap);
        if (l->count)
            memcpy(l->list, old, l->count * sizeof *old);
    }
    l->list[l->count++] = (struct printed_line){
        .text = arena_text(l->arena, buf_str(text), text->n), .n = text->n, .lane = task};
}

struct printed_line *expect_lines(struct arena *a, const struct trace *t, size_t *ret_n)
{
    struct line_list lines = {.arena = a};
    struct unfinished u = {0};
    for (size_t i = 0; i < t->count; i++) {
        const struct event *ev = &t->events[i];
        if (ev->kind != EV_PRINT || ev->task >= t->task_count)
            continue;
        struct buf *b = unfinished_of(&u, ev->task);
        for (uint32_t k = 0; k < ev->n; k++) {
            if (ev->text[k] != '\n') {
                buf_addc(b, ev->text[k]);
                continue;
            }
            line_add(&lines, b, ev->task);
            buf_clear(b);
        }
    }
    for (task_id task = 0; task < u.n; task++) {
        if (u.list[task].n)
            line_add(&lines, &u.list[task], task);
        buf_finish(&u.list[task]);
    }
    free(u.list);
    *ret_n = lines.count;
    return lines.list;
}
