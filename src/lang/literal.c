#include <string.h>

#include "base/text.h"
#include "lang/parser.h"

/* ---- numbers ---- */

enum {
    DIGITS_MAX = 4300,                   // CPython's sys.int_info.default_max_str_digits
    RADIX_BITS_MAX = DIGITS_MAX * 10 / 3, // so that a conversion's square stays small
};

static unsigned digit_value(char c)
{
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 0x20) - 'a' + 10);
}

/* The literal's digits without prefix and underscores, in the arena. */
static struct text plain_digits(struct parser *p, struct text t, size_t prefix)
{
    char *to = arena_alloc(p->arena, t.n);
    uint32_t n = 0;
    for (size_t i = prefix; i < t.n; i++) {
        if (t.s[i] != '_' && (n > 0 || t.s[i] != '0'))
            to[n++] = t.s[i];
    }
    return (struct text){ to, n };
}

/* Digits of a base that is a power of two as decimal digits: repeated multiplication
 * of a number kept in pieces of nine decimal digits. */
static struct text to_decimal(struct parser *p, struct text digits, unsigned base)
{
    uint32_t cap = digits.n * 4 / 29 + 2, n = 1;
    uint32_t *pieces = ARENA_ARRAY(p->arena, uint32_t, cap);
    for (uint32_t i = 0; i < digits.n; i++) {
        uint64_t carry = digit_value(digits.s[i]);
        for (uint32_t j = 0; j < n; j++) {
            carry += (uint64_t)pieces[j] * base;
            pieces[j] = (uint32_t)(carry % 1000000000);
            carry /= 1000000000;
        }
        if (carry)
            pieces[n++] = (uint32_t)carry;
    }
    struct buf b = { 0 };
    buf_addf(&b, "%u", (unsigned)pieces[n - 1]);
    while (--n > 0)
        buf_addf(&b, "%09u", (unsigned)pieces[n - 1]);
    struct text result = { arena_text(p->arena, b.text, b.n), (uint32_t)b.n };
    buf_finish(&b);
    return result;
}

/* The value if it fits into 64 bits with a sign. */
static bool small_value(struct text digits, unsigned base, int64_t *ret_value)
{
    uint64_t value = 0;
    for (uint32_t i = 0; i < digits.n; i++) {
        if (__builtin_mul_overflow(value, base, &value) ||
            __builtin_add_overflow(value, digit_value(digits.s[i]), &value) ||
            value > INT64_MAX)
            return false;
    }
    *ret_value = (int64_t)value;
    return true;
}

static void integer(struct parser *p, struct node *n, struct text t)
{
    char c = t.n > 1 ? (char)(t.s[1] | 0x20) : 0;
    unsigned base = t.s[0] != '0' ? 10 : c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' ? 2 : 10;
    struct text digits = t;

    if (base != 10 || memchr(t.s, '_', t.n))
        digits = plain_digits(p, t, base == 10 ? 0 : 2);
    if (small_value(digits, base, &n->integer.small))
        return;
    uint32_t bits = base == 16 ? 4 : base == 8 ? 3 : 1;
    if (base == 10 ? digits.n > DIGITS_MAX : digits.n * bits > RADIX_BITS_MAX)
        fail_here(p, ERR_TOO_MANY_DIGITS, (unsigned)digits.n);
    else
        n->integer.digits = base == 10 ? digits : to_decimal(p, digits, base);
}

struct node *parse_number(struct parser *p)
{
    struct node *n = node_new(p, kind(p) == T_INT ? N_INT : N_FLOAT);
    struct text t = token_name(p, p->pos);

    if (n->kind == N_INT) {
        integer(p, n, t);
    } else {
        struct text plain = memchr(t.s, '_', t.n) ? plain_digits(p, t, 0) : t;
        n->real = text_real(plain.s, plain.n);
    }
    if (!p->failed)
        p->pos++;
    return node_end(p, n);
}

/* ---- the parts of a string token ---- */

struct string_part {
    uint32_t token;
    uint32_t start, end; // the content in the source, without prefix and quotes
    bool raw, bytes, format;
};

static struct string_part string_part(const struct parser *p, uint32_t pos)
{
    const struct token *t = token_at(p, pos);
    const char *s = p->lx.s + t->start;
    struct string_part part = { .token = pos };
    uint32_t i = 0;

    for (; s[i] != '"' && s[i] != '\''; i++) {
        char c = (char)(s[i] | 0x20);
        part.raw |= c == 'r';
        part.bytes |= c == 'b';
        part.format |= c == 'f';
    }
    bool triple = t->n >= i + 6 && s[i + 1] == s[i] && s[i + 2] == s[i];
    part.start = t->start + i + (triple ? 3 : 1);
    part.end = t->start + t->n - (triple ? 3 : 1);
    return part;
}

/* ---- escapes ---- */

struct decoder {
    struct parser *p;
    const struct string_part *part;
    struct buf *out;
    const char *s, *end; // what is left
    const char *start;
};

static unsigned hex_digits(const char *s, const char *end, unsigned most, uint32_t *ret_value)
{
    unsigned n = 0;
    uint32_t value = 0;
    for (; n < most && s + n < end; n++) {
        char c = s[n];
        if (!((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')))
            break;
        value = value << 4 | digit_value(c);
    }
    *ret_value = value;
    return n;
}

/* Where CPython says an escape is: it counts a character beyond ASCII as the ten of
 * its \U escape. */
static unsigned escape_position(const struct decoder *d, const char *s)
{
    unsigned pos = 0;
    for (const char *i = d->start; i < s;) {
        uint32_t cp;
        i += utf8_get(i, (size_t)(s - i), &cp);
        pos += cp < 0x80 ? 1 : 10;
    }
    return pos;
}

static void fail_escape(struct decoder *d, const char *from, const char *to, const char *why)
{
    struct span at = token_span(d->p, d->part->token);
    unsigned pos = escape_position(d, from);
    if (d->part->bytes)
        fail_span(d->p, &at, ERR_BYTES_ESCAPE, pos);
    else
        fail_span(d->p, &at, ERR_ESCAPE, pos, pos + (unsigned)(to - from) - 1, why);
    d->s = d->end;
}

static void put_code(struct decoder *d, uint32_t cp)
{
    char utf8[4];
    if (d->part->bytes)
        buf_addc(d->out, (char)cp);
    else
        buf_add(d->out, utf8, utf8_put(utf8, cp));
}

/* \x, \u or \U; d->s is after the letter. */
static void hex_escape(struct decoder *d, unsigned digits, const char *truncated)
{
    uint32_t cp;
    unsigned got = hex_digits(d->s, d->end, digits, &cp);
    const char *backslash = d->s - 2;
    if (got < digits) {
        fail_escape(d, backslash, d->s + got, truncated);
    } else if (cp > 0x10ffff) {
        fail_escape(d, backslash, d->s + got, "illegal Unicode character");
    } else {
        put_code(d, cp);
        d->s += got;
    }
}

static void octal_escape(struct decoder *d)
{
    uint32_t cp = 0;
    for (unsigned i = 0; i < 3 && d->s < d->end && *d->s >= '0' && *d->s <= '7'; i++)
        cp = cp << 3 | (uint32_t)(*d->s++ - '0');
    put_code(d, d->part->bytes ? cp & 0xff : cp);
}

static void fail_named(struct decoder *d)
{
    struct span at = token_span(d->p, d->part->token);
    fail_span(d->p, &at, ERR_NAMED_ESCAPE);
    d->s = d->end;
}

/* The escape at d->s, a backslash with something after it. */
static void escape(struct decoder *d)
{
    static const char simple[] = "\\\\''\"\"a\ab\bf\fn\nr\rt\tv\v";
    char c = d->s[1];
    d->s += 2;

    if (c == '\n' || c == '\r') {
        d->s += c == '\r' && d->s < d->end && *d->s == '\n';
        return;
    }
    for (const char *i = simple; *i; i += 2) {
        if (*i == c) {
            buf_addc(d->out, i[1]);
            return;
        }
    }
    bool text = !d->part->bytes;
    if (c >= '0' && c <= '7') {
        d->s--;
        octal_escape(d);
    } else if (c == 'x') {
        hex_escape(d, 2, "truncated \\xXX escape");
    } else if (c == 'u' && text) {
        hex_escape(d, 4, "truncated \\uXXXX escape");
    } else if (c == 'U' && text) {
        hex_escape(d, 8, "truncated \\UXXXXXXXX escape");
    } else if (c == 'N' && text) {
        fail_named(d);
    } else { // not an escape: the backslash stays
        buf_addc(d->out, '\\');
        d->s--;
    }
}

/* Adds the source's bytes [start, end) of a string's content, with escapes replaced
 * and line ends as \n. */
static void decode(struct parser *p, const struct string_part *part, uint32_t start,
                   uint32_t end, struct buf *out)
{
    struct decoder d = { p, part, out, p->lx.s + start, p->lx.s + end, p->lx.s + start };
    while (d.s < d.end) {
        const char *from = d.s;
        while (d.s < d.end && *d.s != '\r' && (*d.s != '\\' || part->raw))
            d.s++;
        buf_add(out, from, (size_t)(d.s - from));
        if (d.s == d.end)
            return;
        if (*d.s == '\r') {
            d.s += d.s + 1 < d.end && d.s[1] == '\n' ? 2 : 1;
            buf_addc(out, '\n');
        } else if (d.s + 1 < d.end) {
            escape(&d);
        } else {
            buf_addc(out, *d.s++); // only in front of an f-string's brace
        }
    }
}

/* ---- f-strings ---- */

enum { FIELD_BRACKETS_MAX = BRACKETS_MAX };

struct fstring {
    struct parser *p;
    const struct string_part *part;
    uint32_t i;                // the next byte
    uint32_t line, line_start; // of the byte counted_to
    uint32_t counted_to;
};

static void fail_part(struct fstring *f, enum error_id id, char a, char b)
{
    struct span at = token_span(f->p, f->part->token);
    fail_span(f->p, &at, id, a, b);
}

/* Brings line and line_start up to byte to; each byte is counted once. */
static void count_lines(struct fstring *f, uint32_t to)
{
    const char *s = f->p->lx.s;
    for (uint32_t i = f->counted_to; i < to; i++) {
        if (s[i] == '\n' || (s[i] == '\r' && s[i + 1] != '\n')) {
            f->line++;
            f->line_start = i + 1;
        }
    }
    f->counted_to = MAX(to, f->counted_to);
}

/* Finds where a field's expression ends. */
struct field_scan {
    char brackets[FIELD_BRACKETS_MAX];
    unsigned depth;
    char quote; // 0: outside a string
    bool triple;
};

static bool is_triple(const struct fstring *f, uint32_t i)
{
    const char *s = f->p->lx.s;
    return i + 2 < f->part->end && s[i + 1] == s[i] && s[i + 2] == s[i];
}

static void scan_quote(struct fstring *f, struct field_scan *scan, char c)
{
    if (!scan->quote) {
        scan->quote = c;
        scan->triple = is_triple(f, f->i);
        f->i += scan->triple ? 2 : 0;
    } else if (scan->quote == c && (!scan->triple || is_triple(f, f->i))) {
        scan->quote = 0;
        f->i += scan->triple ? 2 : 0;
    }
}

static bool scan_bracket(struct fstring *f, struct field_scan *scan, char c)
{
    if (c == '(' || c == '[' || c == '{') {
        if (scan->depth == FIELD_BRACKETS_MAX)
            return fail_part(f, ERR_F_TOO_NESTED, 0, 0), false;
        scan->brackets[scan->depth++] = c;
        return true;
    }
    if (scan->depth == 0)
        return fail_part(f, ERR_F_UNMATCHED, c, 0), false;
    char open = scan->brackets[--scan->depth];
    if (c != (open == '(' ? ')' : open == '[' ? ']' : '}'))
        return fail_part(f, ERR_F_WRONG_CLOSE, c, open), false;
    return true;
}

/* True at what ends an expression outside brackets; steps over half of != == <= >=. */
static bool scan_end(struct fstring *f, char c)
{
    char next = f->i + 1 < f->part->end ? f->p->lx.s[f->i + 1] : 0;
    if (next == '=' && (c == '!' || c == '=' || c == '<' || c == '>')) {
        f->i++;
        return false;
    }
    return c == '!' || c == ':' || c == '=' || c == '}';
}

/* Leaves f->i at the end of the expression. False if it failed. */
static bool scan_field(struct fstring *f)
{
    struct field_scan scan;
    scan.depth = 0, scan.quote = 0, scan.triple = false;

    for (; f->i < f->part->end; f->i++) {
        char c = f->p->lx.s[f->i];
        if (c == '\\')
            return fail_part(f, ERR_F_BACKSLASH, 0, 0), false;
        if (c == '"' || c == '\'') {
            scan_quote(f, &scan, c);
            continue;
        }
        if (scan.quote)
            continue;
        if (c == '#')
            return fail_part(f, ERR_F_HASH, 0, 0), false;
        if (scan.depth == 0 && strchr("!:=}<>", c) && scan_end(f, c))
            break;
        if (strchr("()[]{}", c) && !(scan.depth == 0 && c == '}') && !scan_bracket(f, &scan, c))
            return false;
    }
    if (scan.quote)
        return fail_part(f, ERR_F_OPEN_STRING, 0, 0), false;
    if (scan.depth)
        return fail_part(f, ERR_F_UNMATCHED, scan.brackets[scan.depth - 1], 0), false;
    if (f->i >= f->part->end)
        return fail_part(f, ERR_F_NEED_BRACE, 0, 0), false;
    return true;
}

static bool is_blank(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!memchr(" \t\n\f\r", s[i], 5))
            return false;
    }
    return true;
}

/* Parses [start, f->i) as if it stood in parentheses. */
static struct node *field_expression(struct fstring *f, uint32_t start)
{
    struct parser *p = f->p;
    uint32_t pos = p->pos, count = p->lx.count;
    struct node *n = node_new(p, N_NONE);

    if (is_blank(p->lx.s + start, f->i - start)) {
        fail_part(f, ERR_F_EMPTY, 0, 0);
        return n;
    }
    if (!depth_enter(p))
        return n;
    count_lines(f, start);
    lexer_run_field(&p->lx, start, f->i, f->line, f->line_start);
    p->pos = count;
    p->fields++;
    n = parse_group(p, T_END);
    p->fields--;
    depth_leave(p);
    p->lx.count = count;
    p->pos = p->failed ? p->last : pos;
    return n;
}

/* {x = }: the source text up to and with the blanks after =. */
static void field_shown(struct fstring *f, struct node *n, uint32_t start)
{
    const char *s = f->p->lx.s;
    f->i++;
    while (f->i < f->part->end && is_blank(s + f->i, 1))
        f->i++;
    n->field.shown = (struct text){ s + start, f->i - start };
}

static bool field_conversion(struct fstring *f, struct node *n)
{
    char c = f->i + 1 < f->part->end ? f->p->lx.s[f->i + 1] : 0;
    f->i += 2;
    n->field.conversion = c;
    if (c == 0)
        return fail_part(f, ERR_F_NEED_BRACE, 0, 0), false;
    if (c != 'r' && c != 's' && c != 'a')
        return fail_part(f, ERR_F_CONVERSION, 0, 0), false;
    return true;
}

static void fstring_items(struct fstring *f, struct node *n, unsigned level,
                          struct buf *pending);
static void flush_literal(struct parser *p, struct node *fstring, struct buf *pending);

/* The format spec after a colon. */
static struct node *field_spec(struct fstring *f, const struct node *field, unsigned level)
{
    struct node *n = node_from(f->p, N_FSTRING, field);
    struct buf pending = { 0 };
    f->i++;
    fstring_items(f, n, level, &pending);
    flush_literal(f->p, n, &pending);
    buf_finish(&pending);
    return n;
}

static char char_here(const struct fstring *f)
{
    return f->i < f->part->end ? f->p->lx.s[f->i] : 0;
}

/* A field; f->i is after its opening brace. */
static struct node *field(struct fstring *f, unsigned level)
{
    struct parser *p = f->p;
    struct node *n = node_new(p, N_FIELD);
    uint32_t start = f->i;

    n->at = token_span(p, f->part->token);
    if (level >= 2) {
        fail_part(f, ERR_F_TOO_DEEP, 0, 0);
        return n;
    }
    if (!scan_field(f))
        return n;
    n->field.value = field_expression(f, start);
    if (char_here(f) == '=')
        field_shown(f, n, start);
    if (char_here(f) == '!' && !field_conversion(f, n))
        return n;
    if (char_here(f) == ':')
        n->field.spec = field_spec(f, n, level + 1);
    if (char_here(f) != '}')
        fail_part(f, ERR_F_NEED_BRACE, 0, 0);
    f->i++;
    if (n->field.shown.n && !n->field.spec && !n->field.conversion)
        n->field.conversion = 'r';
    return n;
}

/* Turns the collected text into a STR of the list. Text is collected until a field
 * or the end comes, so that adjacent pieces are one node. */
static void flush_literal(struct parser *p, struct node *fstring, struct buf *pending)
{
    if (pending->n == 0)
        return;
    struct node *n = node_from(p, N_STR, fstring);
    n->text = (struct text){ arena_text(p->arena, pending->text, pending->n),
                             (uint32_t)pending->n };
    list_add(&fstring->items, n);
    buf_clear(pending);
}

/* The end of the literal text at f->i: a single brace, or the end of the string.
 * A doubled brace (only outside a format spec) ends a piece too: *ret_doubled. */
static uint32_t literal_end(const struct fstring *f, unsigned level, bool *ret_doubled)
{
    const char *s = f->p->lx.s;
    uint32_t i = f->i, end = f->part->end;

    *ret_doubled = false;
    for (; i < end; i++) {
        if (s[i] == '\\' && !f->part->raw && i + 1 < end) {
            i++; // what is escaped is text, but for a brace
            if (s[i] == 'N' && i + 1 < end && s[i + 1] == '{')
                while (i < end && s[i] != '}')
                    i++;
            else if (s[i] == '{' || s[i] == '}')
                break;
        } else if (s[i] == '{' || s[i] == '}') {
            break;
        }
    }
    *ret_doubled = level == 0 && i + 1 < end && s[i + 1] == s[i];
    return MIN(i, end);
}

/* Everything up to the end of the string, or of the format spec that we are in.
 * The last literal text is left in pending. */
static void fstring_items(struct fstring *f, struct node *n, unsigned level,
                          struct buf *pending)
{
    struct parser *p = f->p;
    bool doubled;

    while (!p->failed) {
        uint32_t end = literal_end(f, level, &doubled);
        decode(p, f->part, f->i, end + doubled, pending);
        f->i = end + 2u * doubled;
        if (doubled)
            continue;
        char c = char_here(f);
        if (c == '}' && level == 0)
            fail_part(f, ERR_F_SINGLE_BRACE, 0, 0);
        if (c != '{')
            return;
        f->i++;
        flush_literal(p, n, pending);
        list_add(&n->items, field(f, level));
    }
}

/* ---- whole literals ---- */

/* One token without escapes is a piece of the source. */
static bool plain_string(struct parser *p, struct node *n, const struct string_part *part)
{
    const char *s = p->lx.s + part->start;
    size_t len = part->end - part->start;

    if (part->format || (!part->raw && memchr(s, '\\', len)) || memchr(s, '\r', len))
        return false;
    n->text = (struct text){ s, (uint32_t)len };
    return true;
}

static bool is_ascii(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if ((unsigned char)s[i] >= 0x80)
            return false;
    }
    return true;
}

/* Checks one part against the first: all bytes, or none. */
static void check_part(struct parser *p, const struct string_part *part, bool bytes)
{
    struct span at = token_span(p, part->token);
    if (part->bytes != bytes)
        fail_span(p, &at, ERR_MIX_BYTES);
    else if (bytes && !is_ascii(p->lx.s + part->start, part->end - part->start))
        fail_span(p, &at, ERR_BYTES_ASCII);
}

static void add_format_part(struct parser *p, struct node *n, const struct string_part *part,
                            struct buf *pending)
{
    const struct token *t = token_at(p, part->token);
    struct fstring f = { .p = p, .part = part, .i = part->start, .line = t->line,
                         .line_start = t->start - t->col, .counted_to = t->start };
    fstring_items(&f, n, 0, pending);
}

/* Adjacent tokens [first, last) of one literal that has an f-string among them. */
static void joined_fstring(struct parser *p, struct node *n, uint32_t first, uint32_t last)
{
    struct buf pending = { 0 };
    for (uint32_t i = first; i < last && !p->failed; i++) {
        struct string_part part = string_part(p, i);
        if (part.format)
            add_format_part(p, n, &part, &pending);
        else
            decode(p, &part, part.start, part.end, &pending);
    }
    flush_literal(p, n, &pending);
    buf_finish(&pending);
}

static void joined_string(struct parser *p, struct node *n, uint32_t first, uint32_t last)
{
    struct buf b = { 0 };
    for (uint32_t i = first; i < last && !p->failed; i++) {
        struct string_part part = string_part(p, i);
        decode(p, &part, part.start, part.end, &b);
    }
    n->text = (struct text){ arena_text(p->arena, b.text, b.n), (uint32_t)b.n };
    buf_finish(&b);
}

struct node *parse_strings(struct parser *p)
{
    uint32_t first = p->pos;
    struct node *n = node_new(p, N_STR);
    struct string_part part = string_part(p, first);
    bool bytes = part.bytes, format = false;

    while (kind(p) == T_STRING)
        p->pos++;
    uint32_t last = p->pos;
    node_end(p, n);
    for (uint32_t i = first; i < last && !p->failed; i++) {
        part = string_part(p, i);
        format |= part.format;
        check_part(p, &part, bytes);
    }
    n->kind = format ? N_FSTRING : bytes ? N_BYTES : N_STR;
    if (p->failed)
        return n;
    if (format)
        joined_fstring(p, n, first, last);
    else if (last != first + 1 || !plain_string(p, n, &part))
        joined_string(p, n, first, last);
    return n;
}
