#include "base/text.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* ---- UTF-8 ---- */

static bool is_tail(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

unsigned utf8_get(const char *s, size_t n, uint32_t *ret_cp)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    unsigned char lead = (unsigned char)s[0];

    if (lead < 0x80) {
        *ret_cp = lead;
        return 1;
    }
    *ret_cp = UINT32_MAX;
    unsigned len = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (!len || len > n)
        return 1;
    uint32_t cp = lead & (0x7fu >> len);
    for (unsigned i = 1; i < len; i++) {
        if (!is_tail(s[i]))
            return 1;
        cp = cp << 6 | ((unsigned char)s[i] & 0x3f);
    }
    if (cp < least[len] || cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000))
        return 1;
    *ret_cp = cp;
    return len;
}

unsigned utf8_put(char to[4], uint32_t cp)
{
    if (cp < 0x80) {
        to[0] = (char)cp;
        return 1;
    }
    unsigned len = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (unsigned i = len - 1; i > 0; i--, cp >>= 6)
        to[i] = (char)(0x80 | (cp & 0x3f));
    to[0] = (char)((0xf00u >> len) | cp);
    return len;
}

size_t utf8_count(const char *s, size_t n)
{
    size_t count = 0;
    uint32_t cp;
    for (size_t i = 0; i < n; count++)
        i += utf8_get(s + i, n - i, &cp);
    return count;
}

bool utf8_valid(const char *s, size_t n)
{
    uint32_t cp = 0;
    for (size_t i = 0; i < n && cp != UINT32_MAX;)
        i += utf8_get(s + i, n - i, &cp);
    return cp != UINT32_MAX;
}

/* ---- width and names, from the generated ranges ---- */

struct cp_range {
    uint32_t first, last;
};

#include "base/width.inc"

static bool range_has(const struct cp_range *table, size_t n, uint32_t cp)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (cp > table[mid].last)
            low = mid + 1;
        else
            high = mid;
    }
    return low < n && cp >= table[low].first;
}

#define IN_RANGES(table, cp) range_has((table), ARRAY_LEN(table), (cp))

unsigned cp_width(uint32_t cp)
{
    if (cp < 0x300)
        return !(cp < 0x20 || (cp >= 0x7f && cp < 0xa0));
    if (IN_RANGES(double_width, cp))
        return 2;
    return IN_RANGES(zero_width, cp) ? 0 : 1;
}

size_t text_width(const char *s, size_t n)
{
    size_t cells = 0;
    uint32_t cp;
    for (size_t i = 0; i < n; cells += cp_width(cp))
        i += utf8_get(s + i, n - i, &cp);
    return cells;
}

size_t text_fit(const char *s, size_t n, size_t cells)
{
    size_t i = 0;
    while (i < n) {
        uint32_t cp;
        unsigned len = utf8_get(s + i, n - i, &cp);
        unsigned width = cp_width(cp);
        if (width > cells)
            break;
        cells -= width;
        i += len;
    }
    return i;
}

bool cp_starts_name(uint32_t cp)
{
    if (cp < 0x80)
        return cp == '_' || ((cp | 0x20) >= 'a' && (cp | 0x20) <= 'z');
    return IN_RANGES(name_start, cp);
}

bool cp_continues_name(uint32_t cp)
{
    if (cp < 0x80)
        return cp_starts_name(cp) || (cp >= '0' && cp <= '9');
    return IN_RANGES(name_start, cp) || IN_RANGES(name_more, cp);
}

bool cp_printable(uint32_t cp)
{
    if (cp < 0x7f)
        return cp >= 0x20;
    return cp != 0x7f && !IN_RANGES(unprintable, cp);
}

/* ---- numbers ---- */

/* Up to 15 digits are exact in a double, and so are powers of ten up to 22: one rounding
 * is left, so the result is the nearest. W. D. Clinger, How to Read Floating Point
 * Numbers Accurately, PLDI 1990. False if the number is not so simple. */
static bool real_by_hand(const char *s, size_t n, double *ret_value)
{
    static const double tens[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                   1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
    int64_t digits = 0;
    int scale = 0;
    bool point = false;

    for (size_t i = 0; i < n; i++) {
        if (s[i] == '.' && !point) {
            point = true;
        } else if (s[i] >= '0' && s[i] <= '9' && digits < 100000000000000) {
            digits = digits * 10 + (s[i] - '0');
            scale += point;
        } else {
            return false;
        }
    }
    if (scale > 22)
        return false;
    *ret_value = (double)digits / tens[scale];
    return true;
}

double text_real(const char *s, size_t n)
{
    double value;
    if (real_by_hand(s, n, &value))
        return value;
    char *copy = mem_text(s, n);
    locale_t c_locale = newlocale(LC_ALL_MASK, "C", NULL);
    value = strtod_l(copy, NULL, c_locale);
    freelocale(c_locale);
    free(copy);
    return value;
}

/* ---- text that is safe to show ---- */

enum { SGR_MAX_BYTES = 20 };

/* The length of ESC [ digits ; m at s, or 0. */
static size_t sgr_length(const char *s, size_t n)
{
    if (n < 3 || s[0] != 0x1b || s[1] != '[')
        return 0;
    for (size_t i = 2; i < n && i < SGR_MAX_BYTES; i++) {
        if (s[i] == 'm')
            return i + 1;
        if (s[i] != ';' && (s[i] < '0' || s[i] > '9'))
            return 0;
    }
    return 0;
}

/* ---- lines ---- */

static bool among(uint32_t cp, const char *set)
{
    for (size_t n = strlen(set); n;) {
        uint32_t one;
        unsigned used = utf8_get(set, n, &one);
        if (one == cp)
            return true;
        set += used, n -= used;
    }
    return false;
}

bool text_breaks(uint32_t left, uint32_t right)
{
    if (left == ' ')
        return right != ' ';
    if (right == ' ' || among(right, ",.;:!?)]}，。、；：？！）」』》】〉”’…—") || among(left, "([{（「『《【〈“‘"))
        return false;
    return cp_width(left) == 2 || cp_width(right) == 2;
}

size_t text_line(const char *s, size_t n, size_t cells)
{
    size_t width = 0, last = 0;
    uint32_t left = ' ';
    for (size_t i = 0; i < n;) {
        size_t style = sgr_length(s + i, n - i);
        if (style) {
            i += style;
            continue;
        }
        uint32_t cp;
        unsigned len = utf8_get(s + i, n - i, &cp);
        if (cp == '\n')
            cp = ' ';
        if (left != ' ' && (cp == ' ' || text_breaks(left, cp)))
            last = i;
        width += cp_width(cp);
        if (width > cells)
            return last ? last : MAX(i, (size_t)len);
        i += len;
        left = cp;
    }
    return n;
}

/* Whether a line moves the cursor, and so is a picture that must stay as it is. */
static bool moves_cursor(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] == '\r' || s[i] == '\t' || (s[i] == '\033' && !sgr_length(s + i, n - i)))
            return true;
    return false;
}

static void wrap_line(struct buf *out, const char *s, size_t n, size_t cells)
{
    size_t indent = 0, used = 0;
    while (indent < n && s[indent] == ' ')
        indent++;
    if (indent > cells / 2)
        indent = 0;
    for (;;) {
        size_t line = text_line(s, n, cells - used);
        buf_add(out, s, line);
        while (line < n && s[line] == ' ')
            line++;
        s += line, n -= line;
        if (!n)
            return;
        used = indent;
        buf_addf(out, "\n%*s", (int)indent, "");
    }
}

void text_wrap(struct buf *out, const char *s, size_t n, size_t cells)
{
    while (n) {
        const char *newline = memchr(s, '\n', n);
        size_t line = newline ? (size_t)(newline - s) : n, whole = line + (newline != NULL);
        if (moves_cursor(s, line))
            buf_add(out, s, line);
        else if (line)
            wrap_line(out, s, line, cells);
        if (newline)
            buf_addc(out, '\n');
        s += whole, n -= whole;
    }
}

/* Characters beyond ASCII that steer a terminal or reorder what it shows. */
static bool cp_steers(uint32_t cp)
{
    return cp < 0xa0 || cp == 0x61c || cp == 0x200e || cp == 0x200f || cp == 0x2028 ||
           cp == 0x2029 || (cp >= 0x202a && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069) ||
           cp == 0xfeff;
}

static bool is_plain(char c)
{
    return (c >= 0x20 && c < 0x7f) || c == '\n' || c == '\t';
}

/* Adds the one character at s that is not plain ASCII; returns its length. */
static size_t safe_special(struct buf *out, const char *s, size_t n)
{
    uint32_t cp;
    unsigned len = utf8_get(s, n, &cp);

    if (cp == UINT32_MAX)
        buf_addf(out, "\\x%02x", (unsigned char)s[0]);
    else if (cp < 0x80)
        buf_add(out, (char[]){ '^', (char)(cp ^ 0x40) }, 2);
    else if (cp_steers(cp))
        buf_addf(out, "<U+%04X>", (unsigned)cp);
    else
        buf_add(out, s, len);
    return len;
}

void text_safe(struct buf *out, const char *s, size_t n, bool sgr)
{
    for (size_t i = 0; i < n;) {
        size_t start = i;
        while (i < n && is_plain(s[i]))
            i++;
        buf_add(out, s + start, i - start);
        if (i == n)
            return;
        size_t colour = sgr ? sgr_length(s + i, n - i) : 0;
        if (colour)
            buf_add(out, s + i, colour);
        i += colour ? colour : safe_special(out, s + i, n - i);
    }
}

/* ---- full-width forms ---- */

/* What an input method for Chinese or Japanese gives for a key of ASCII; 0: nothing. */
static char fold_cp(uint32_t cp)
{
    if (cp >= 0xff01 && cp <= 0xff5e)
        return (char)(cp - 0xff01 + '!');
    switch (cp) {
    case 0xa0: case 0x3000: return ' ';
    case 0x2018: case 0x2019: return '\'';
    case 0x201c: case 0x201d: return '"';
    case 0x3001: return ',';
    case 0x3002: return '.';
    case 0x3010: return '[';
    case 0x3011: return ']';
    case 0x300a: return '<';
    case 0x300b: return '>';
    default: return 0;
    }
}

struct folder {
    struct buf *out;
    const char *s;
    size_t n, i;
    bool changed;
    // the end of a line in which no such closing quote was found: spares looking again
    size_t no_ascii_before[2], no_wide_before[2];
};

/* The offset of the next quote of this kind on the line, ASCII or not, or n. */
static size_t find_quote(struct folder *f, size_t from, char quote, bool wide)
{
    size_t *known = &(wide ? f->no_wide_before : f->no_ascii_before)[quote == '"'];
    if (from < *known)
        return f->n;
    size_t i = from;
    while (i < f->n && f->s[i] != '\n') {
        uint32_t cp;
        unsigned len = utf8_get(f->s + i, f->n - i, &cp);
        if (cp == '\\' && i + 1 < f->n && f->s[i + 1] != '\n')
            len = 2;
        else if (wide ? cp >= 0x80 && fold_cp(cp) == quote : cp == (unsigned char)quote)
            return i;
        i += len;
    }
    *known = i;
    return f->n;
}

/* Copies up to the offset; a bare ASCII quote is escaped if the string was opened by
 * another form of it. */
static void fold_copy(struct folder *f, size_t to, char escape)
{
    for (; f->i < to; f->i++) {
        char c = f->s[f->i];
        if (c == '\\' && f->i + 1 < to)
            buf_addc(f->out, f->s[f->i++]);
        else if (escape && c == escape)
            buf_addc(f->out, '\\');
        buf_addc(f->out, f->s[f->i]);
    }
}

static void fold_triple(struct folder *f, char quote)
{
    size_t end = f->i + 3;
    for (; end < f->n; end++) {
        if (f->s[end] == '\\')
            end++;
        else if (end + 3 <= f->n && f->s[end] == quote && f->s[end + 1] == quote &&
                 f->s[end + 2] == quote)
            break;
    }
    end = MIN(end + 3, f->n);
    buf_add(f->out, f->s + f->i, end - f->i);
    f->i = end;
}

static size_t line_end(const struct folder *f)
{
    const char *end = memchr(f->s + f->i, '\n', f->n - f->i);
    return end ? (size_t)(end - f->s) : f->n;
}

/* A string opens at f->i with a quote of len bytes. It closes with the form that
 * opened it if that is on the line, else with the other. */
static void fold_string(struct folder *f, char quote, unsigned len)
{
    bool wide = len > 1;

    if (!wide && f->i + 3 <= f->n && f->s[f->i + 1] == quote && f->s[f->i + 2] == quote) {
        fold_triple(f, quote);
        return;
    }
    f->i += len;
    buf_addc(f->out, quote);
    size_t close = find_quote(f, f->i, quote, wide);
    bool same = close < f->n;
    if (!same)
        close = find_quote(f, f->i, quote, !wide);
    fold_copy(f, close < f->n ? close : line_end(f), same && wide ? quote : 0);
    f->changed |= wide;
    if (f->i < f->n && f->i == close) {
        uint32_t cp;
        unsigned closing = utf8_get(f->s + f->i, f->n - f->i, &cp);
        f->changed |= closing > 1;
        f->i += closing;
        buf_addc(f->out, quote);
    }
}

bool text_fold_fullwidth(struct buf *out, const char *s, size_t n)
{
    struct folder f = { .out = out, .s = s, .n = n };

    while (f.i < n) {
        uint32_t cp;
        unsigned len = utf8_get(s + f.i, n - f.i, &cp);
        char c = cp < 0x80 ? (char)cp : fold_cp(cp);
        if (c == '"' || c == '\'') {
            fold_string(&f, c, len);
            continue;
        }
        if (cp == '#') {
            fold_copy(&f, line_end(&f), 0); // in a comment they are prose
            continue;
        }
        if (c)
            buf_addc(out, c);
        else
            buf_add(out, s + f.i, len);
        f.changed |= c && len > 1;
        f.i += len;
    }
    return f.changed;
}

/* ---- digits ---- */

static const char two_digits[] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748"
    "49505152535455565758596061626364656667686970717273747576777879808182838485868788899091929394959697"
    "9899";

/* How many decimal digits m has. 1233 / 4096 is the logarithm of 2 to the base of 10, so what is guessed
 * from the bits is right or one too few. Source: S. E. Anderson, Bit Twiddling Hacks, "integer log base 10". */
static unsigned decimal_digits(uint64_t m)
{
    static const uint64_t power[] = {
        0, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000,
        1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000,
        1000000000000000000, 10000000000000000000u,
    };
    unsigned guess = (64u - (unsigned)__builtin_clzll(m | 1)) * 1233 >> 12;
    return guess + (m >= power[guess]);
}

unsigned int64_text(char to[24], int64_t i)
{
    uint64_t m = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    unsigned n = decimal_digits(m) + (i < 0);
    char *p = to + n;
    for (; m >= 100; m /= 100) {
        p -= 2;
        memcpy(p, two_digits + 2 * (m % 100), 2);
    }
    if (m >= 10) {
        p -= 2;
        memcpy(p, two_digits + 2 * m, 2);
    } else {
        *--p = (char)('0' + m);
    }
    if (i < 0)
        *--p = '-';
    return n;
}

void text_int(struct buf *out, int64_t i)
{
    out->n += int64_text(buf_room(out, 24), i);
    out->text[out->n] = 0;
}

/* ---- likeness ---- */

enum { DISTANCE_MAX = 64 }; // longer texts are no typing errors of each other

static size_t decode(uint32_t to[DISTANCE_MAX], const char *s, size_t n)
{
    size_t count = 0;
    for (size_t i = 0; i < n; count++) {
        if (count == DISTANCE_MAX)
            return DISTANCE_MAX + 1;
        i += utf8_get(s + i, n - i, &to[count]);
    }
    return count;
}

unsigned text_distance(const char *a, size_t an, const char *b, size_t bn, unsigned limit)
{
    uint32_t x[DISTANCE_MAX], y[DISTANCE_MAX];
    unsigned rows[3][DISTANCE_MAX + 1];
    size_t xn = decode(x, a, an), yn = decode(y, b, bn);

    if (xn > DISTANCE_MAX || yn > DISTANCE_MAX)
        return an == bn && !memcmp(a, b, an) ? 0 : limit + 1;
    for (size_t j = 0; j <= yn; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= xn; i++) {
        unsigned *row = rows[i % 3], *up = rows[(i - 1) % 3], *up2 = rows[(i + 1) % 3];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= yn; j++) {
            row[j] = MIN(up[j - 1] + (x[i - 1] != y[j - 1]), MIN(up[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                row[j] = MIN(row[j], up2[j - 2] + 1);
        }
    }
    return MIN(rows[xn % 3][yn], limit + 1);
}
