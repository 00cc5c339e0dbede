#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "lang/lang.h"

/* ---- lines ---- */

struct lines {
    const char *s, *end;
};

/* The next line without its end; false after the last. */
static bool next_line(struct lines *l, struct text *ret_line)
{
    if (l->s == l->end)
        return false;
    const char *stop = memchr(l->s, '\n', (size_t)(l->end - l->s));
    *ret_line = (struct text){ l->s, (uint32_t)((stop ? stop : l->end) - l->s) };
    l->s = stop ? stop + 1 : l->end;
    return true;
}

static struct lines lines_of(const struct buf *b)
{
    return (struct lines){ buf_str(b), buf_str(b) + b->n };
}

static uint32_t blanks(struct text t)
{
    uint32_t n = 0;
    while (n < t.n && (t.s[n] == ' ' || t.s[n] == '\t'))
        n++;
    return n;
}

static uint32_t digits(struct text t, uint32_t from)
{
    uint32_t n = 0;
    while (from + n < t.n && n < 9 && t.s[from + n] >= '0' && t.s[from + n] <= '9')
        n++;
    return n;
}

static bool starts(struct text t, uint32_t from, const char *word)
{
    size_t n = strlen(word);
    return t.n - from >= n && !memcmp(t.s + from, word, n);
}

/* ---- prompts ---- */

enum mark { MARK_NONE, MARK_FIRST, MARK_MORE, MARK_OUTPUT };

/* The end of a mark at from, and of the one blank after it; 0 if a letter follows. */
static uint32_t after_mark(struct text t, uint32_t from)
{
    if (from == t.n)
        return from;
    return t.s[from] == ' ' ? from + 1 : 0;
}

/* 'In [3]:' or 'Out[3]:' after its word: the offset after the colon, or 0. */
static uint32_t numbered_mark(struct text t, uint32_t from)
{
    if (from >= t.n || t.s[from] != '[')
        return 0;
    uint32_t i = from + 1 + digits(t, from + 1);
    return starts(t, i, "]:") ? i + 2 : 0;
}

/* What mark a line carries; *ret_from is where its code starts. */
static enum mark line_mark(struct text t, uint32_t *ret_from)
{
    uint32_t i = blanks(t), from;

    if (starts(t, i, ">>>") && (from = after_mark(t, i + 3)))
        return *ret_from = from, MARK_FIRST;
    if (starts(t, i, "...:") && (from = after_mark(t, i + 4)))
        return *ret_from = from, MARK_MORE;
    if (starts(t, i, "...") && (from = after_mark(t, i + 3)))
        return *ret_from = from, MARK_MORE;
    if (starts(t, i, "In ") && (from = numbered_mark(t, i + 3)) && (from = after_mark(t, from)))
        return *ret_from = from, MARK_FIRST;
    if (starts(t, i, "Out") && numbered_mark(t, i + 3))
        return MARK_OUTPUT;
    return MARK_NONE;
}

/* A transcript begins with the mark of an entry, so it is no Python as it stands. */
static bool is_transcript(const struct buf *b)
{
    struct lines l = lines_of(b);
    struct text line;
    uint32_t from;
    while (next_line(&l, &line))
        if (blanks(line) < line.n)
            return line_mark(line, &from) == MARK_FIRST;
    return false;
}

/* "In [3]:" on a line of its own, as notebooks show it: the lines below it are its code. */
static bool is_cell_head(struct text line, enum mark mark, uint32_t from)
{
    struct text rest = { line.s + from, line.n - from };
    return mark == MARK_FIRST && starts(line, blanks(line), "In ") && blanks(rest) == rest.n;
}

/* Lines without a mark are what was printed, unless they stand below the head of a cell. */
static bool take_prompts(struct buf *b)
{
    struct buf out = { 0 };
    struct lines l = lines_of(b);
    struct text line;
    bool in_cell = false;

    if (!is_transcript(b))
        return false;
    while (next_line(&l, &line)) {
        uint32_t from = 0;
        enum mark mark = line_mark(line, &from);
        bool empty = blanks(line) == line.n;
        if (mark == MARK_FIRST)
            in_cell = is_cell_head(line, mark, from);
        else if (mark == MARK_OUTPUT)
            in_cell = false;
        if (mark == MARK_OUTPUT || (mark == MARK_NONE && !in_cell && !empty))
            continue;
        if (mark == MARK_NONE && empty)
            from = line.n;
        if (!(mark == MARK_FIRST && in_cell))
            buf_add(&out, line.s + from, line.n - from);
        buf_addc(&out, '\n');
    }
    buf_finish(b);
    *b = out;
    return true;
}

/* ---- line numbers ---- */

/* The number in front of a line; *ret_after is the offset after it and after the sign
 * that may end it. False if there is none. */
static bool line_number(struct text t, uint32_t *ret_number, uint32_t *ret_after)
{
    uint32_t i = blanks(t), n = digits(t, i), number = 0;
    if (n == 0)
        return false;
    for (uint32_t j = i; j < i + n; j++)
        number = number * 10 + (uint32_t)(t.s[j] - '0');
    i += n;
    if (i < t.n && strchr(".:)|", t.s[i]))
        i++;
    *ret_number = number;
    *ret_after = i;
    return i == t.n || t.s[i] == ' ' || t.s[i] == '\t';
}

/* True if the lines with text count up; *ret_common is how many blanks every one of them
 * has between its number and its code. */
static bool all_numbered(const struct buf *b, uint32_t *ret_common)
{
    struct lines l = lines_of(b);
    struct text line;
    uint32_t last = 0, lines = 0, skipped = 0, common = UINT32_MAX;

    for (; next_line(&l, &line); skipped++) {
        uint32_t number, after;
        if (blanks(line) == line.n)
            continue;
        if (!line_number(line, &number, &after))
            return false;
        if (lines > 0 && number != last + 1 && number != last + 1 + skipped)
            return false;
        struct text code = { line.s + after, line.n - after };
        if (blanks(code) < code.n)
            common = MIN(common, blanks(code));
        last = number;
        lines++;
        skipped = UINT32_MAX; // becomes 0
    }
    *ret_common = common;
    return lines > 1 && common != UINT32_MAX;
}

/* Lines like '1 + 1' and '2 + 2' are no numbered lines but Python. */
static bool is_python(const struct buf *b)
{
    struct arena a;
    struct node *tree;
    struct diag d;
    arena_init(&a);
    bool good = lang_parse(&a, buf_str(b), b->n, &(struct parse_opts){ 0 }, &tree, &d) == PARSE_OK;
    arena_finish(&a);
    return good;
}

static bool take_numbers(struct buf *b)
{
    struct buf out = { 0 };
    struct lines l = lines_of(b);
    struct text line;
    uint32_t common;

    if (!all_numbered(b, &common) || is_python(b))
        return false;
    while (next_line(&l, &line)) {
        uint32_t number, from = line.n;
        if (line_number(line, &number, &from))
            from = MIN(from + common, line.n);
        buf_add(&out, line.s + from, line.n - from);
        buf_addc(&out, '\n');
    }
    buf_finish(b);
    *b = out;
    return true;
}

/* ---- what files bring along ---- */

static bool take_byte_order_mark(struct buf *b)
{
    if (b->n < 3 || memcmp(b->text, "\xef\xbb\xbf", 3) != 0)
        return false;
    b->n -= 3;
    memmove(b->text, b->text + 3, b->n + 1);
    return true;
}

static bool take_carriage_returns(struct buf *b)
{
    size_t to = 0;
    bool found = b->n && memchr(b->text, '\r', b->n);
    for (size_t i = 0; i < b->n; i++) {
        if (b->text[i] != '\r')
            b->text[to++] = b->text[i];
        else if (i + 1 == b->n || b->text[i + 1] != '\n')
            b->text[to++] = '\n';
    }
    b->n = to;
    if (b->text)
        b->text[to] = 0;
    return found;
}

static bool take_full_width(struct buf *b)
{
    struct buf out = { 0 };
    if (!text_fold_fullwidth(&out, buf_str(b), b->n)) {
        buf_finish(&out);
        return false;
    }
    buf_finish(b);
    *b = out;
    return true;
}

bool lang_outdent(struct arena *a, struct text source, struct text *ret)
{
    struct buf b = { 0 }, out = { 0 };
    struct text line;
    uint32_t common = UINT32_MAX;
    buf_add(&b, source.s, source.n);
    for (struct lines l = lines_of(&b); next_line(&l, &line);)
        if (blanks(line) < line.n)
            common = MIN(common, blanks(line));
    for (struct lines l = lines_of(&b); next_line(&l, &line); buf_addc(&out, '\n')) {
        uint32_t from = MIN(common, blanks(line));
        buf_add(&out, line.s + from, line.n - from);
    }
    bool found = common && common != UINT32_MAX;
    if (found)
        *ret = (struct text){ arena_text(a, buf_str(&out), out.n), (uint32_t)out.n };
    buf_finish(&b);
    buf_finish(&out);
    return found;
}

/* In this order: a mark is looked for in a text whose lines and blanks are plain. */
static const struct {
    bool (*take)(struct buf *b);
    const char *what;
} steps[] = {
    { take_byte_order_mark, N_("a byte-order mark") },
    { take_carriage_returns, N_("Windows line ends") },
    { take_prompts, N_("prompt marks") },
    { take_numbers, N_("line numbers") },
    { take_full_width, N_("full-width characters") },
};

struct text lang_unmark(struct arena *a, const char *source, size_t n, const char **ret_what)
{
    struct buf b = { 0 }, what = { 0 };

    buf_add(&b, source, n);
    for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
        if (steps[i].take(&b))
            buf_addf(&what, "%s%s", what.n ? ", " : "", _(steps[i].what));
    }
    struct text result = { arena_text(a, buf_str(&b), b.n), (uint32_t)b.n };
    if (ret_what)
        *ret_what = what.n ? arena_text(a, what.text, what.n) : NULL;
    buf_finish(&b);
    buf_finish(&what);
    return result;
}
