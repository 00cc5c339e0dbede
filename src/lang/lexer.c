#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "lang/token.h"

const char *const token_text[TOKEN_COUNT] = {
#define TOKEN(id, spelling) [T_##id] = spelling,
#define KEYWORD(id, spelling, first, last) [T_##id] = spelling,
#include "lang/token.def"
#undef TOKEN
#undef KEYWORD
};

/* ---- keywords ---- */

#define KEYWORD_HASH(first, last, n) (((first) + 19 * (n) + (last)) & 127)

static const uint8_t keyword_table[128] = {
#define TOKEN(id, spelling)
#define KEYWORD(id, spelling, first, last) \
    [KEYWORD_HASH(first, last, sizeof spelling - 1)] = T_##id,
#include "lang/token.def"
#undef TOKEN
#undef KEYWORD
};

/* The keyword's token, or NAME. n > 0. */
static enum token_kind keyword_kind(const char *s, size_t n)
{
    if (n < 2 || n > 8)
        return T_NAME;
    enum token_kind kind = keyword_table[KEYWORD_HASH((unsigned char)s[0],
                                                      (unsigned char)s[n - 1], n)];
    if (!kind || strlen(token_text[kind]) != n || memcmp(token_text[kind], s, n) != 0)
        return T_NAME;
    return kind;
}

bool lang_is_keyword(const char *s, size_t n)
{
    return n > 0 && keyword_kind(s, n) != T_NAME;
}

bool lang_is_identifier(const char *s, size_t n)
{
    uint32_t cp;
    for (size_t i = 0; i < n;) {
        unsigned len = utf8_get(s + i, n - i, &cp);
        if (cp == UINT32_MAX || !(i ? cp_continues_name(cp) : cp_starts_name(cp)))
            return false;
        i += len;
    }
    return n > 0;
}

/* ---- errors ---- */

static const struct {
    const char *kind, *message, *advice;
} error_table[ERROR_COUNT] = {
#define ERROR(id, kind, message, advice) [ERR_##id] = { #kind, message, advice },
#include "lang/error.def"
#undef ERROR
};

const char *error_message(enum error_id id)
{
    return error_table[id].message;
}

void diag_vset(struct diag *d, struct arena *a, enum error_id id, const struct span *at,
               const char *prefix, va_list ap)
{
    struct buf b = { 0 };
    buf_adds(&b, prefix);
    buf_vaddf(&b, error_table[id].message, ap);
    *d = (struct diag){
        .kind = error_table[id].kind,
        .message = arena_text(a, buf_str(&b), b.n),
        .advice = error_table[id].advice,
        .at = *at,
    };
    buf_finish(&b);
}

void diag_set(struct diag *d, struct arena *a, enum error_id id, const struct span *at, ...)
{
    va_list ap;
    va_start(ap, at);
    diag_vset(d, a, id, at, "", ap);
    va_end(ap);
}

/* ---- the state ---- */

void lexer_init(struct lexer *lx, struct arena *a, const char *s, size_t n)
{
    // Not the whole struct: the stacks are large and are read only where written.
    lx->arena = a;
    lx->s = s;
    lx->n = (uint32_t)n;
    lx->error = (struct diag){ 0 };
    lx->i = lx->line_start = 0;
    lx->line = 1;
    lx->tokens = NULL;
    lx->count = lx->cap = 0;
    lx->level = lx->indents = 0;
    lx->indent[0] = lx->indent_alt[0] = 0;
    lx->outranks = lx->unfinished = false;
}

void lexer_finish(struct lexer *lx)
{
    free(lx->tokens);
    lx->tokens = NULL;
}

static int peek(const struct lexer *lx, uint32_t ahead)
{
    return lx->i + ahead < lx->n ? (unsigned char)lx->s[lx->i + ahead] : -1;
}

static struct token *token_new(struct lexer *lx)
{
    MEM_GROW(lx->tokens, lx->count, lx->cap, 64 + lx->n / 4);
    return &lx->tokens[lx->count++];
}

/* Appends a token of this line that ends at lx->i. */
static void emit(struct lexer *lx, enum token_kind kind, uint32_t start)
{
    *token_new(lx) = (struct token){
        .start = start,
        .n = lx->i - start,
        .line = lx->line,
        .col = start - lx->line_start,
        .end_line = lx->line,
        .kind = (uint8_t)kind,
        .level = (uint8_t)lx->level,
    };
}

uint32_t token_end_col(const struct lexer *lx, const struct token *t)
{
    if (t->end_line == t->line)
        return t->col + t->n;
    uint32_t i = t->start + t->n;
    while (lx->s[i - 1] != '\n' && lx->s[i - 1] != '\r')
        i--;
    return t->start + t->n - i;
}

/* Ends the run: tokens close with ERROR at the span. */
static void fail(struct lexer *lx, bool outranks, struct span at, enum error_id id, ...)
{
    va_list ap;
    va_start(ap, id);
    diag_vset(&lx->error, lx->arena, id, &at, "", ap);
    va_end(ap);
    lx->outranks = outranks;
    emit(lx, T_ERROR, lx->i);
    lx->tokens[lx->count - 1].n = 0;
    lx->i = lx->n;
}

static struct span span_here(const struct lexer *lx, uint32_t start, uint32_t end)
{
    return (struct span){ lx->line, start - lx->line_start, lx->line, end - lx->line_start };
}

/* Steps over one line end: \n, \r\n or \r. */
static void next_line(struct lexer *lx)
{
    lx->i += peek(lx, 0) == '\r' && peek(lx, 1) == '\n' ? 2 : 1;
    lx->line++;
    lx->line_start = lx->i;
}

static bool is_line_end(int c)
{
    return c == '\n' || c == '\r';
}

static void skip_to_line_end(struct lexer *lx)
{
    while (lx->i < lx->n && !is_line_end(lx->s[lx->i]))
        lx->i++;
}

/* ---- names ---- */

enum char_class { C_OP, C_NAME, C_DIGIT, C_QUOTE, C_BLANK, C_LINE, C_HASH, C_WIDE };

static const uint8_t char_class[256] = {
    [' '] = C_BLANK, ['\t'] = C_BLANK, ['\f'] = C_BLANK, ['\n'] = C_LINE, ['\r'] = C_LINE,
    ['#'] = C_HASH, ['"'] = C_QUOTE, ['\''] = C_QUOTE, ['_'] = C_NAME,
    ['0' ... '9'] = C_DIGIT, ['a' ... 'z'] = C_NAME, ['A' ... 'Z'] = C_NAME,
    [128 ... 255] = C_WIDE,
};

static bool in_name(int c)
{
    return c >= 0 && (char_class[c] == C_NAME || char_class[c] == C_DIGIT ||
                      char_class[c] == C_WIDE);
}

bool is_string_prefix(const char *s, size_t n)
{
    char a = n > 0 ? (char)(s[0] | 0x20) : 0, b = n > 1 ? (char)(s[1] | 0x20) : 0;
    if (n == 1)
        return a == 'r' || a == 'b' || a == 'f' || a == 'u';
    return n == 2 && (a == 'r' ? b == 'b' || b == 'f' : b == 'r' && (a == 'b' || a == 'f'));
}

/* Checks a run of letters that are not all ASCII; false if it failed. */
static bool check_wide_name(struct lexer *lx, uint32_t start)
{
    for (uint32_t i = start; i < lx->i;) {
        uint32_t cp;
        unsigned len = utf8_get(lx->s + i, lx->i - i, &cp);
        if (i > start ? !cp_continues_name(cp) : !cp_starts_name(cp)) {
            struct span at = span_here(lx, i, i + len);
            if (cp_printable(cp))
                fail(lx, true, at, ERR_BAD_CHARACTER, (int)len, lx->s + i, (unsigned)cp);
            else
                fail(lx, true, at, ERR_UNPRINTABLE, (unsigned)cp);
            return false;
        }
        i += len;
    }
    return true;
}

static void lex_string(struct lexer *lx, uint32_t start);

static void lex_name(struct lexer *lx)
{
    uint32_t start = lx->i;
    bool wide = false;

    for (int c; in_name(c = peek(lx, 0)); lx->i++)
        wide |= c >= 128;
    int after = peek(lx, 0);
    if ((after == '"' || after == '\'') && is_string_prefix(lx->s + start, lx->i - start)) {
        lex_string(lx, start);
        return;
    }
    if (wide && !check_wide_name(lx, start))
        return;
    emit(lx, keyword_kind(lx->s + start, lx->i - start), start);
}

/* ---- numbers ---- */

static bool is_digit_of(int c, unsigned base)
{
    if (base == 16)
        return c >= 0 && (char_class[c] == C_DIGIT || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'));
    return c >= '0' && c < '0' + (int)base;
}

static bool fail_number(struct lexer *lx, enum error_id id, const char *what)
{
    fail(lx, true, span_here(lx, lx->i, lx->i + 1), id, what);
    return false;
}

/* Digits with single underscores between them; the first may be an underscore
 * after a prefix like 0x. False if it failed. */
static bool lex_digits(struct lexer *lx, unsigned base, const char *what)
{
    for (;;) {
        if (!is_digit_of(peek(lx, 0), base)) {
            int c = peek(lx, 0);
            if (c >= '0' && c <= '9') {
                fail(lx, true, span_here(lx, lx->i, lx->i + 1), ERR_BAD_DIGIT, c, what);
                return false;
            }
            if (lx->s[lx->i - 1] == '_')
                lx->i--;
            return fail_number(lx, ERR_BAD_NUMBER, what);
        }
        while (is_digit_of(peek(lx, 0), base))
            lx->i++;
        if (peek(lx, 0) != '_')
            return true;
        lx->i++;
    }
}

/* The words that may follow a number without a blank, as in '1if x else 2'. */
static bool at_word_after_number(const struct lexer *lx)
{
    static const char words[][5] = { "and", "else", "for", "if", "in", "is", "not", "or" };
    for (size_t w = 0; w < ARRAY_LEN(words); w++) {
        size_t n = strlen(words[w]);
        if (lx->n - lx->i >= n && !memcmp(lx->s + lx->i, words[w], n))
            return true;
    }
    return false;
}

static bool check_number_end(struct lexer *lx, const char *what)
{
    int c = peek(lx, 0);
    if (!in_name(c) || c >= 128 || at_word_after_number(lx))
        return true;
    return fail_number(lx, ERR_BAD_NUMBER, what);
}

static void lex_radix(struct lexer *lx, unsigned base, const char *what)
{
    uint32_t start = lx->i;
    lx->i += 2;
    if (peek(lx, 0) == '_')
        lx->i++;
    if (!lex_digits(lx, base, what))
        return;
    int c = peek(lx, 0);
    if (c >= '0' && c <= '9')
        fail(lx, true, span_here(lx, lx->i, lx->i + 1), ERR_BAD_DIGIT, c, what);
    else if (check_number_end(lx, what))
        emit(lx, T_INT, start);
}

/* An exponent at lx->i, if the e is one: stores whether. False if it failed. */
static bool lex_exponent(struct lexer *lx, bool *real)
{
    if ((peek(lx, 0) | 0x20) != 'e')
        return true;
    bool sign = peek(lx, 1) == '+' || peek(lx, 1) == '-';
    if (!is_digit_of(peek(lx, 1 + sign), 10)) {
        if (sign) {
            lx->i += 2;
            return fail_number(lx, ERR_BAD_NUMBER, "decimal");
        }
        return check_number_end(lx, "decimal"); // 1else is a number and a word
    }
    *real = true;
    lx->i += 1 + sign;
    return lex_digits(lx, 10, "decimal");
}

static void lex_decimal(struct lexer *lx)
{
    uint32_t start = lx->i;
    bool real = false;

    if (peek(lx, 0) != '.' && !lex_digits(lx, 10, "decimal"))
        return;
    uint32_t whole = lx->i;
    if (peek(lx, 0) == '.') {
        real = true;
        lx->i++;
        if (is_digit_of(peek(lx, 0), 10) && !lex_digits(lx, 10, "decimal"))
            return;
    }
    if (!lex_exponent(lx, &real))
        return;
    if ((peek(lx, 0) | 0x20) == 'j') {
        fail(lx, true, span_here(lx, start, lx->i + 1), ERR_NO_COMPLEX);
        return;
    }
    size_t zeros = strspn(lx->s + start, "0_");
    if (!real && lx->s[start] == '0' && start + zeros < whole) {
        fail(lx, true, span_here(lx, start, whole), ERR_LEADING_ZERO);
        return;
    }
    if (check_number_end(lx, "decimal"))
        emit(lx, real ? T_FLOAT : T_INT, start);
}

static void lex_number(struct lexer *lx)
{
    int prefix = lx->s[lx->i] == '0' ? peek(lx, 1) | 0x20 : 0;
    if (prefix == 'x')
        lex_radix(lx, 16, "hexadecimal");
    else if (prefix == 'o')
        lex_radix(lx, 8, "octal");
    else if (prefix == 'b')
        lex_radix(lx, 2, "binary");
    else
        lex_decimal(lx);
}

/* ---- strings ---- */

/* The text ended (or the line, for one quote) inside a string. */
static void fail_string(struct lexer *lx, const struct token *t, uint32_t quote, bool triple)
{
    uint32_t last = lx->line; // a final line end starts no further line
    if (triple && lx->i == lx->line_start && last > t->line)
        last--;
    struct span at = { t->line, t->col, t->line, t->col + quote - t->start + 1 };
    fail(lx, true, at, triple ? ERR_OPEN_TRIPLE : ERR_OPEN_STRING, (unsigned)last);
}

/* Steps over one character of a string; c is at lx->i. Returns true after a backslash
 * that ends its line or the text: the string may go on. */
static bool step_string(struct lexer *lx, int c)
{
    bool escaped = c == '\\';
    lx->i += escaped;
    int after = peek(lx, 0);
    if (is_line_end(after))
        next_line(lx);
    else
        lx->i += after >= 0;
    return escaped && (after < 0 || is_line_end(after));
}

/* lx->i is at the opening quote; start at the prefix. */
static void lex_string(struct lexer *lx, uint32_t start)
{
    struct token t = { .start = start, .line = lx->line, .col = start - lx->line_start,
                       .kind = T_STRING, .level = (uint8_t)lx->level };
    uint32_t open = lx->i;
    int quote = peek(lx, 0);
    bool triple = peek(lx, 1) == quote && peek(lx, 2) == quote, joined = false;

    lx->i += triple ? 3 : 1;
    for (;;) {
        int c = peek(lx, 0);
        if (c < 0 || (is_line_end(c) && !triple)) {
            lx->unfinished = triple || (c < 0 && joined);
            fail_string(lx, &t, open, triple);
            return;
        }
        if (c == quote && (!triple || (peek(lx, 1) == quote && peek(lx, 2) == quote)))
            break;
        joined = step_string(lx, c);
    }
    lx->i += triple ? 3 : 1;
    t.n = lx->i - start;
    t.end_line = lx->line;
    *token_new(lx) = t;
}

/* ---- operators and brackets ---- */

static void open_bracket(struct lexer *lx, enum token_kind kind)
{
    struct bracket b = { (char)peek(lx, 0), lx->line, lx->i - lx->line_start };
    if (lx->level == BRACKETS_MAX) {
        fail(lx, true, span_here(lx, lx->i, lx->i + 1), ERR_TOO_NESTED);
        return;
    }
    lx->brackets[lx->level++] = b;
    emit(lx, kind, lx->i++);
    lx->tokens[lx->count - 1].n = 1;
}

static void close_bracket(struct lexer *lx, enum token_kind kind)
{
    char c = (char)peek(lx, 0);
    struct span at = span_here(lx, lx->i, lx->i + 1);
    if (lx->level == 0) {
        fail(lx, true, at, ERR_UNMATCHED, c);
        return;
    }
    const struct bracket *b = &lx->brackets[lx->level - 1];
    if (c != (b->open == '(' ? ')' : b->open == '[' ? ']' : '}')) {
        if (b->line == lx->line)
            fail(lx, true, at, ERR_WRONG_CLOSE, c, b->open);
        else
            fail(lx, true, at, ERR_WRONG_CLOSE_LINE, c, b->open, (unsigned)b->line);
        return;
    }
    lx->level--;
    emit(lx, kind, lx->i++);
    lx->tokens[lx->count - 1].n = 1;
}

/* The token of the longest operator at s; OTHER for what starts none. Bytes after the
 * text read as 0. */
static enum token_kind operator_kind(unsigned char a, unsigned char b, unsigned char c)
{
#define ONE_OF(equals, plain) (b == '=' ? (equals) : (plain))
#define DOUBLED(double_equals, doubled, equals, plain) \
    (b == a ? (c == '=' ? (double_equals) : (doubled)) : ONE_OF(equals, plain))
    switch (a) {
    case ',': return T_COMMA;
    case ';': return T_SEMI;
    case '~': return T_TILDE;
    case '.': return b == '.' && c == '.' ? T_ELLIPSIS : T_DOT;
    case ':': return ONE_OF(T_WALRUS, T_COLON);
    case '=': return ONE_OF(T_EQ, T_ASSIGN);
    case '!': return ONE_OF(T_NE, T_OTHER);
    case '+': return ONE_OF(T_PLUS_EQ, T_PLUS);
    case '-': return b == '>' ? T_ARROW : ONE_OF(T_MINUS_EQ, T_MINUS);
    case '@': return ONE_OF(T_AT_EQ, T_AT);
    case '%': return ONE_OF(T_PERCENT_EQ, T_PERCENT);
    case '&': return ONE_OF(T_AMP_EQ, T_AMP);
    case '|': return ONE_OF(T_BAR_EQ, T_BAR);
    case '^': return ONE_OF(T_CARET_EQ, T_CARET);
    case '*': return DOUBLED(T_DSTAR_EQ, T_DSTAR, T_STAR_EQ, T_STAR);
    case '/': return DOUBLED(T_DSLASH_EQ, T_DSLASH, T_SLASH_EQ, T_SLASH);
    case '<': return DOUBLED(T_SHL_EQ, T_SHL, T_LE, T_LT);
    case '>': return DOUBLED(T_SHR_EQ, T_SHR, T_GE, T_GT);
    default: return T_OTHER;
    }
#undef ONE_OF
#undef DOUBLED
}

/* What is missing at the end is missing on the last line, not on the one that its line
 * end would start. */
static void back_to_last_line(struct lexer *lx)
{
    if (lx->i != lx->line_start || lx->line == 1)
        return;
    uint32_t end = lx->line_start - 1;
    if (end > 0 && lx->s[end] == '\n' && lx->s[end - 1] == '\r')
        end--;
    lx->i = lx->line_start = end;
    while (lx->line_start > 0 && !is_line_end(lx->s[lx->line_start - 1]))
        lx->line_start--;
    lx->line--;
}

static void fail_open_bracket(struct lexer *lx)
{
    const struct bracket *b = &lx->brackets[lx->level - 1];
    struct span at = { b->line, b->col, b->line, b->col + 1 };
    lx->unfinished = true;
    fail(lx, false, at, ERR_NEVER_CLOSED, b->open);
}

/* A backslash at lx->i joins two lines. False if it failed. */
static bool join_lines(struct lexer *lx)
{
    uint32_t start = lx->i++;
    if (lx->i < lx->n && is_line_end(peek(lx, 0))) {
        next_line(lx);
        if (lx->i < lx->n)
            return true;
    } else if (lx->i < lx->n) {
        fail(lx, false, span_here(lx, start, lx->i + 1), ERR_AFTER_BACKSLASH);
        return false;
    }
    lx->unfinished = true;
    if (lx->level) {
        fail_open_bracket(lx);
        return false;
    }
    back_to_last_line(lx);
    fail(lx, false, span_here(lx, lx->i, lx->i), ERR_UNEXPECTED_EOF);
    return false;
}

static void lex_operator(struct lexer *lx)
{
    int c = peek(lx, 0);
    uint32_t start = lx->i;

    switch (c) {
    case '(': open_bracket(lx, T_LPAR); return;
    case '[': open_bracket(lx, T_LSQB); return;
    case '{': open_bracket(lx, T_LBRACE); return;
    case ')': close_bracket(lx, T_RPAR); return;
    case ']': close_bracket(lx, T_RSQB); return;
    case '}': close_bracket(lx, T_RBRACE); return;
    case '\\': join_lines(lx); return;
    default: break;
    }
    if (c == '.' && is_digit_of(peek(lx, 1), 10)) {
        lex_decimal(lx);
        return;
    }
    if (c < ' ' || c == 0x7f) {
        fail(lx, true, span_here(lx, start, start + 1), ERR_UNPRINTABLE, (unsigned)c);
        return;
    }
    int b = peek(lx, 1), d = peek(lx, 2);
    enum token_kind kind = operator_kind((unsigned char)c, b < 0 ? 0 : (unsigned char)b,
                                         d < 0 ? 0 : (unsigned char)d);
    lx->i += kind == T_OTHER ? 1 : (uint32_t)strlen(token_text[kind]);
    emit(lx, kind, start);
}

/* ---- lines ---- */

/* Columns of the blanks at a line's start. A backslash there goes on with the next
 * line, whose blanks do not count if there were some before it. False if it failed. */
static bool measure_indent(struct lexer *lx, uint32_t *ret_col, uint32_t *ret_alt)
{
    uint32_t col = 0, alt = 0, joined = 0;
    for (;;) {
        int c = peek(lx, 0);
        if (c == ' ') {
            col++, alt++;
        } else if (c == '\t') {
            col = (col / 8 + 1) * 8;
            alt++;
        } else if (c == '\f') {
            col = alt = 0;
        } else if (c == '\\') {
            joined = joined ? joined : col;
            if (!join_lines(lx))
                return false;
            continue;
        } else {
            break;
        }
        lx->i++;
    }
    *ret_col = joined ? joined : col;
    *ret_alt = joined ? joined : alt;
    return true;
}

static void fail_line(struct lexer *lx, enum error_id id)
{
    uint32_t end = lx->i;
    while (end < lx->n && !is_line_end(lx->s[end]))
        end++;
    fail(lx, false, span_here(lx, end, end), id);
}

/* Emits INDENT or DEDENTs for a line that starts a statement. False if it failed. */
static bool apply_indent(struct lexer *lx, uint32_t col, uint32_t alt)
{
    uint32_t *top = &lx->indents;
    if (col > lx->indent[*top]) {
        if (*top + 1 >= INDENTS_MAX)
            return fail_line(lx, ERR_TOO_MANY_INDENTS), false;
        if (alt <= lx->indent_alt[*top])
            return fail_line(lx, ERR_MIXED_TABS), false;
        lx->indent[++*top] = col;
        lx->indent_alt[*top] = alt;
        emit(lx, T_INDENT, lx->line_start);
        return true;
    }
    while (col < lx->indent[*top]) {
        --*top;
        emit(lx, T_DEDENT, lx->i);
    }
    if (col != lx->indent[*top])
        return fail_line(lx, ERR_BAD_DEDENT), false;
    if (alt != lx->indent_alt[*top])
        return fail_line(lx, ERR_MIXED_TABS), false;
    return true;
}

/* At the start of a line outside brackets: skips it if it holds no code. */
static void lex_line_start(struct lexer *lx)
{
    uint32_t col, alt;
    if (!measure_indent(lx, &col, &alt))
        return;
    if (peek(lx, 0) == '#')
        skip_to_line_end(lx);
    int c = peek(lx, 0);
    if (is_line_end(c)) {
        next_line(lx);
        return;
    }
    lx->at_line_start = false;
    if (c >= 0)
        apply_indent(lx, col, alt);
}

static void lex_line_end(struct lexer *lx)
{
    if (lx->level == 0) {
        emit(lx, T_NEWLINE, lx->i);
        lx->tokens[lx->count - 1].n = 1;
        lx->at_line_start = true;
    }
    next_line(lx);
}

static void lex_token(struct lexer *lx)
{
    switch (char_class[(unsigned char)lx->s[lx->i]]) {
    case C_NAME: case C_WIDE: lex_name(lx); break;
    case C_DIGIT: lex_number(lx); break;
    case C_QUOTE: lex_string(lx, lx->i); break;
    case C_BLANK: lx->i++; break;
    case C_HASH: skip_to_line_end(lx); break;
    case C_LINE: lex_line_end(lx); break;
    default: lex_operator(lx); break;
    }
}

static bool lexer_failed(const struct lexer *lx)
{
    return lx->count && lx->tokens[lx->count - 1].kind == T_ERROR;
}

void lexer_run(struct lexer *lx)
{
    lx->at_line_start = true;
    while (lx->i < lx->n) {
        if (lx->at_line_start)
            lex_line_start(lx);
        else
            lex_token(lx);
    }
    if (lexer_failed(lx))
        return;
    if (lx->level) {
        fail_open_bracket(lx);
        return;
    }
    if (lx->count && lx->tokens[lx->count - 1].kind != T_NEWLINE)
        emit(lx, T_NEWLINE, lx->i);
    back_to_last_line(lx);
    for (; lx->indents; lx->indents--)
        emit(lx, T_DEDENT, lx->i);
    emit(lx, T_END, lx->i);
}

void lexer_run_field(struct lexer *lx, uint32_t start, uint32_t end, uint32_t line,
                     uint32_t line_start)
{
    uint32_t n = lx->n, count = lx->count;

    lx->i = start, lx->n = end, lx->line = line, lx->line_start = line_start;
    lx->brackets[0] = (struct bracket){ '(', line, start - line_start };
    lx->level = 1; // as if it stood in parentheses: lines do not end it
    while (lx->i < lx->n)
        lex_token(lx);
    lx->level = 0;
    if (lx->count == count || !lexer_failed(lx))
        emit(lx, T_END, lx->i);
    lx->n = n;
}
