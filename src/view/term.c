#include "view/term.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/text.h"

static const char *environment(const char *name)
{
    const char *s = getenv(name);
    return s && *s ? s : NULL;
}

static bool is_c_locale(const char *s)
{
    return strcmp(s, "C") == 0 || strcmp(s, "POSIX") == 0;
}

/* Only a C locale asked for by hand means ASCII; a machine without any locale
 * is given UTF-8, as the rest of the world has it. */
static bool wants_ascii(const char *type)
{
    const char *all = environment("LC_ALL");
    return (all && is_c_locale(all)) || strcmp(type, "linux") == 0 || strcmp(type, "dumb") == 0;
}

static bool wants_colour(enum colour_mode mode, bool tty, const char *type)
{
    if (mode != COLOUR_AUTO)
        return mode == COLOUR_ALWAYS;
    if (environment("NO_COLOR"))
        return false;
    const char *force = environment("CLICOLOR_FORCE");
    if (force && strcmp(force, "0") != 0)
        return true;
    return tty && strcmp(type, "dumb") != 0;
}

static unsigned number_of(const char *name)
{
    const char *s = environment(name);
    return s ? (unsigned)strtoul(s, NULL, 10) : 0;
}

void term_measure(struct term *t, int fd)
{
    struct winsize size = { 0 };
    if (ioctl(fd, TIOCGWINSZ, &size) < 0)
        return;
    if (size.ws_col)
        t->columns = size.ws_col;
    if (size.ws_row)
        t->rows = size.ws_row;
}

void term_detect(struct term *t, int fd, enum colour_mode mode, bool plain)
{
    const char *type = environment("TERM");
    bool tty = isatty(fd);
    if (!type)
        type = tty ? "dumb" : "";
    unsigned columns = number_of("COLUMNS"), rows = number_of("LINES");
    *t = (struct term){
        .tty = tty,
        .escapes = tty && !plain && strcmp(type, "dumb") != 0,
        .colour = !plain && wants_colour(mode, tty, type),
        .ascii = plain || wants_ascii(type),
        .columns = columns >= 1 && columns <= 1000 ? columns : 80,
        .rows = rows >= 1 && rows <= 1000 ? rows : 24,
    };
    if (tty)
        term_measure(t, fd);
}

void term_plain(struct term *t, unsigned columns, bool ascii)
{
    *t = (struct term){ .columns = columns, .rows = 24, .ascii = ascii };
}

void term_style(struct buf *out, const struct term *t, enum style style)
{
    // The terminal's own 16 colours, which its owner has chosen to be readable.
    static const char *const code[STYLE_COUNT] = {
        [STYLE_DIM] = "2", [STYLE_BOLD] = "1", [STYLE_GOOD] = "32",
        [STYLE_BAD] = "1;31", [STYLE_WAIT] = "33", [STYLE_PROMPT] = "1;36",
    };
    if (t->colour)
        buf_addf(out, "\033[%sm", code[style]);
}

void term_lane_style(struct buf *out, const struct term *t, unsigned lane)
{
    static const unsigned char code[] = { 36, 32, 35, 34, 33, 96, 92, 95 };
    if (t->colour)
        buf_addf(out, "\033[%um", code[lane % ARRAY_LEN(code)]);
}

void term_reset(struct buf *out, const struct term *t)
{
    if (t->colour)
        buf_adds(out, "\033[0m");
}

void term_styled(struct buf *out, const struct term *t, enum style style, const char *s)
{
    term_style(out, t, style);
    buf_adds(out, s);
    term_reset(out, t);
}

void term_column(struct buf *out, const struct term *t, unsigned column, unsigned filled)
{
    if (t->escapes) {
        buf_addf(out, "\033[%uG", column + 1);
        return;
    }
    for (; filled < column; filled++)
        buf_addc(out, ' ');
}

void term_clear_right(struct buf *out, const struct term *t)
{
    if (t->escapes)
        buf_adds(out, "\033[K");
}

void term_clear_screen(struct buf *out, const struct term *t)
{
    if (t->escapes)
        buf_adds(out, "\033[H\033[2J");
}

void term_ghost(struct buf *out, const struct term *t, const char *s)
{
    if (t->escapes)
        buf_addf(out, "\0337\033[2m%s\033[0m\033[K\0338", s);
}

/* Length of the escape sequence at s; *ret_column: the column that it moves to, from 0, or -1. */
static size_t escape_length(const char *s, size_t n, long *ret_column)
{
    size_t at = 2;
    *ret_column = -1;
    if (n < 2 || s[1] != '[')
        return MIN(n, (size_t)2);
    while (at < n && (s[at] < '@' || s[at] > '~'))
        at++;
    if (at < n && s[at] == 'G')
        *ret_column = strtol(s + 2, NULL, 10) - 1;
    return MIN(at + 1, n);
}

static void fill_to(struct buf *out, size_t column)
{
    const char *newline = out->n ? memrchr(out->text, '\n', out->n) : NULL;
    const char *line = newline ? newline + 1 : buf_str(out);
    for (size_t cells = text_width(line, strlen(line)); cells < column; cells++)
        buf_addc(out, ' ');
}

void term_strip(struct buf *out, const char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        long column;
        size_t escape = s[i] == '\033' ? escape_length(s + i, n - i, &column) : 0;
        if (!escape && s[i] != '\r' && s[i] != '\a')
            buf_addc(out, s[i]);
        if (escape && column > 0)
            fill_to(out, (size_t)column);
        i += escape ? escape : 1;
    }
}

const char *term_symbol(const struct term *t, enum symbol id)
{
    static const char *const text[SYMBOL_COUNT][2] = {
#define SYMBOL(id, utf8, ascii) { utf8, ascii },
#include "view/symbol.def"
#undef SYMBOL
    };
    return text[id][t->ascii];
}

void term_prompt(struct buf *out, const struct term *t, const char *text)
{
    if (!t->colour) {
        buf_adds(out, text);
        return;
    }
    buf_adds(out, "\001");
    term_style(out, t, STYLE_PROMPT);
    buf_addf(out, "\002%s\001", text);
    term_reset(out, t);
    buf_adds(out, "\002");
}
