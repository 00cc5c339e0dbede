#include "base/diag.h"

#include <string.h>

#include "base/i18n.h"
#include "base/text.h"

enum {
    QUOTE_CELLS = 74, // of a source line that are shown; with its indent it fits in 80
    TAB_BLANKS = 4,
};

/* Lines end where Python's do: at \n, \r\n or \r. */
static const char *line_stop(const char *s, const char *end)
{
    while (s < end && *s != '\n' && *s != '\r')
        s++;
    return s;
}

const char *diag_line(const char *source, size_t n, uint32_t line, size_t *ret_n)
{
    const char *s = source, *end = source + n;

    if (!source || line == 0)
        return NULL;
    for (; line > 1; line--) {
        s = line_stop(s, end);
        if (s == end)
            return NULL;
        s += *s == '\r' && s + 1 < end && s[1] == '\n' ? 2 : 1;
    }
    *ret_n = (size_t)(line_stop(s, end) - s);
    return s;
}

/* Adds what a terminal shall show for the bytes [from, to) of a line. */
static void add_shown(struct buf *out, const char *s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        size_t start = i;
        while (i < to && s[i] != '\t')
            i++;
        text_safe(out, s + start, i - start, false);
        if (i < to)
            buf_add(out, "    ", TAB_BLANKS);
    }
}

/* The cells that the bytes [from, to) take when shown. */
static size_t shown_width(const char *s, size_t from, size_t to)
{
    struct buf b = { 0 };
    add_shown(&b, s, from, to);
    size_t cells = text_width(buf_str(&b), b.n);
    buf_finish(&b);
    return cells;
}

/* Whole characters only: a span may point into one if the source is damaged. */
static size_t next_char(const char *s, size_t i, size_t n)
{
    uint32_t cp;
    return i + utf8_get(s + i, n - i, &cp);
}

static void add_blanks(struct buf *out, size_t n)
{
    memset(buf_room(out, n), ' ', n);
    out->n += n;
    out->text[out->n] = 0;
}

/* Which bytes of a line are shown: [from, to) around the caret's [col, end). */
struct cut {
    size_t from, to, col, end;
};

static struct cut cut_line(const char *s, size_t n, const struct span *at)
{
    struct cut c = { .to = n };

    while (c.from < n && (s[c.from] == ' ' || s[c.from] == '\t' || s[c.from] == '\f'))
        c.from++;
    c.col = MAX(MIN(at->col, n), MIN(c.from, at->col));
    c.from = MIN(c.from, c.col);
    c.end = at->end_line > at->line ? n : MIN(at->end_col, n);
    c.end = MAX(c.end, c.col);
    // Bytes bound cells from above (but for escapes), so a long line is shortened by
    // bytes first: no quadratic search however long it is.
    while (c.col - c.from > QUOTE_CELLS / 2 &&
           (n - c.from > QUOTE_CELLS * 4 || shown_width(s, c.from, n) > QUOTE_CELLS))
        c.from = next_char(s, c.from, c.col);
    c.to = MIN(n, c.from + QUOTE_CELLS * 4);
    while (c.to < n && ((unsigned char)s[c.to] & 0xc0) == 0x80)
        c.to++;
    return c;
}

void diag_quote(struct buf *out, const char *source, size_t n, const struct span *at,
                unsigned indent)
{
    size_t line_n;
    const char *s = diag_line(source, n, at->line, &line_n);

    if (!s)
        return;
    struct cut c = cut_line(s, line_n, at);
    struct buf shown = { 0 };
    add_shown(&shown, s, c.from, c.to);
    size_t fit = text_fit(buf_str(&shown), shown.n, QUOTE_CELLS);
    add_blanks(out, indent);
    buf_add(out, buf_str(&shown), fit);
    buf_addc(out, '\n');
    size_t before = shown_width(s, c.from, c.col);
    size_t room = before < QUOTE_CELLS ? QUOTE_CELLS - before : 1;
    size_t carets = c.end > c.col + QUOTE_CELLS * 4 ? room : shown_width(s, c.col, c.end);
    add_blanks(out, indent + before);
    for (size_t i = 0; i < MIN(MAX(carets, 1), room); i++)
        buf_addc(out, '^');
    buf_addc(out, '\n');
    buf_finish(&shown);
}

void diag_render(struct buf *out, const struct diag *d, const char *file,
                 const char *source, size_t n)
{
    if (d->at.line) {
        buf_adds(out, "  File \"");
        text_safe(out, file, strlen(file), false);
        buf_addf(out, "\", line %u\n", (unsigned)d->at.line);
        diag_quote(out, source, n, &d->at, 4);
    }
    if (d->advice) { // the message is Python's own, the advice is in the person's language
        struct buf advice = { 0 };
        text_safe(&advice, _(d->advice), strlen(_(d->advice)), false);
        buf_addf(out, _("  try: %s\n"), buf_str(&advice));
        buf_finish(&advice);
    }
    buf_adds(out, d->kind);
    buf_adds(out, ": ");
    text_safe(out, d->message, strlen(d->message), false);
    buf_addc(out, '\n');
}
