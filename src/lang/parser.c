#include "lang/parser.h"

#include <string.h>

#include "base/text.h"

/* ---- failing ---- */

static void fail_record(struct parser *p, const struct span *at, enum error_id id, va_list ap)
{
    if (p->failed)
        return;
    p->failed = true;
    p->fail_pos = p->pos;
    if (p->fields == 0)
        p->farthest = MAX(p->farthest, p->pos);
    p->vague = id == ERR_INVALID;
    p->outranked = id != ERR_UNEXPECTED_INDENT && id != ERR_UNEXPECTED_UNINDENT;
    if (kind(p) == T_ERROR) { // the rule looked at what the lexer refused
        p->diag = p->fields ? p->lx.error : p->lexer_error;
        p->lexer_told = true;
    } else if (!p->trial) {
        bool prefixed = strncmp(error_message(id), "f-string: ", 10) == 0;
        diag_vset(&p->diag, p->arena, id, at, p->fields && !prefixed ? "f-string: " : "", ap);
    }
    p->pos = p->last;
}

void fail_span(struct parser *p, const struct span *at, enum error_id id, ...)
{
    va_list ap;
    va_start(ap, id);
    fail_record(p, at, id, ap);
    va_end(ap);
}

void fail_here(struct parser *p, enum error_id id, ...)
{
    struct span at = token_span(p, p->pos);
    va_list ap;
    va_start(ap, id);
    fail_record(p, &at, id, ap);
    va_end(ap);
}

void fail_syntax(struct parser *p)
{
    if (kind(p) == T_INDENT)
        fail_here(p, ERR_UNEXPECTED_INDENT);
    else if (kind(p) == T_DEDENT)
        fail_here(p, ERR_UNEXPECTED_UNINDENT);
    else
        fail_here(p, ERR_INVALID);
}

void expect_token(struct parser *p, enum token_kind k)
{
    if (!accept(p, k))
        fail_syntax(p);
}

struct trial trial_start(struct parser *p)
{
    struct trial t = { p->pos, p->height, p->trial };
    p->trial = true;
    return t;
}

bool trial_end(struct parser *p, const struct trial *t)
{
    bool good = !p->failed;
    p->trial = t->outer;
    if (good && p->fields == 0)
        p->farthest = MAX(p->farthest, p->pos);
    if (good ? kind(p) == T_ERROR : p->lexer_told) { // that is no matter of trying
        p->failed = false;
        fail_syntax(p);
        return false;
    }
    p->pos = t->pos;
    p->height = t->height;
    p->failed = false;
    return good;
}

bool depth_enter(struct parser *p)
{
    if (p->depth >= p->max_depth) {
        fail_here(p, ERR_TOO_NESTED);
        return false;
    }
    p->depth++;
    return true;
}

void depth_leave(struct parser *p)
{
    p->depth--;
}

void height_grow(struct parser *p)
{
    if (++p->height > HEIGHT_MAX)
        fail_here(p, ERR_TOO_LONG, (unsigned)HEIGHT_MAX);
}

/* ---- building ---- */

struct span token_span(const struct parser *p, uint32_t pos)
{
    const struct token *t = token_at(p, pos);
    return (struct span){ t->line, t->col, t->end_line, token_end_col(&p->lx, t) };
}

struct node *node_new(struct parser *p, enum node_kind k)
{
    const struct token *t = token_at(p, p->pos);
    struct node *n = ARENA_NEW(p->arena, struct node);
    n->kind = (uint8_t)k;
    n->at.line = t->line;
    n->at.col = t->col;
    return n;
}

struct node *node_from(struct parser *p, enum node_kind k, const struct node *first)
{
    struct node *n = ARENA_NEW(p->arena, struct node);
    n->kind = (uint8_t)k;
    n->at = first->at;
    return n;
}

struct node *node_end(struct parser *p, struct node *n)
{
    if (p->pos > 0) {
        const struct token *t = token_at(p, p->pos - 1);
        n->at.end_line = t->end_line;
        n->at.end_col = token_end_col(&p->lx, t);
    }
    return n;
}

void list_add(struct list *l, struct node *n)
{
    if (l->last)
        l->last->next = n;
    else
        l->first = n;
    l->last = n;
    l->n++;
}

struct text token_name(const struct parser *p, uint32_t pos)
{
    const struct token *t = token_at(p, pos);
    return (struct text){ p->lx.s + t->start, t->n };
}

struct text expect_name(struct parser *p, struct span *ret_at)
{
    uint32_t pos = p->pos;
    expect_token(p, T_NAME);
    if (ret_at)
        *ret_at = token_span(p, pos);
    return token_name(p, pos);
}

/* ---- the door ---- */

/* The position of the first byte that is not UTF-8, or n. */
static size_t bad_utf8(const char *s, size_t n)
{
    size_t i = 0;
    while (i < n) {
        if ((unsigned char)s[i] < 0x80) {
            i++;
            continue;
        }
        uint32_t cp;
        unsigned len = utf8_get(s + i, n - i, &cp);
        if (cp == UINT32_MAX)
            return i;
        i += len;
    }
    return n;
}

static struct span span_of_offset(const char *s, size_t offset)
{
    struct span at = { .line = 1 };
    size_t start = 0;
    for (size_t i = 0; i < offset; i++) {
        if (s[i] == '\n' || (s[i] == '\r' && s[i + 1] != '\n')) {
            at.line++;
            start = i + 1;
        }
    }
    at.end_line = at.line;
    at.col = (uint32_t)(offset - start);
    at.end_col = at.col + 1;
    return at;
}

/* What no lexer should see. False with *d filled. */
static bool check_source(struct arena *a, const char *file, const char *s, size_t n,
                         struct diag *d)
{
    struct span start = { .line = 1, .end_line = 1 };
    if (n > SOURCE_MAX) {
        diag_set(d, a, ERR_TOO_LARGE, &start, n, (unsigned)SOURCE_MAX);
        return false;
    }
    const char *nul = n ? memchr(s, 0, n) : NULL;
    size_t bad = bad_utf8(s, n);
    if (nul && (size_t)(nul - s) < bad) {
        struct span at = span_of_offset(s, (size_t)(nul - s));
        diag_set(d, a, ERR_NUL_BYTE, &at);
        return false;
    }
    if (bad < n) {
        struct span at = span_of_offset(s, bad);
        diag_set(d, a, ERR_NOT_UTF8, &at, (unsigned char)s[bad], file ? file : "<string>",
                 (unsigned)at.line);
        return false;
    }
    return true;
}

/* True if the last line of a prompt entry is empty: it ends the entry. */
static bool ends_with_blank_line(const char *s, size_t n)
{
    if (n == 0 || s[n - 1] != '\n')
        return false;
    for (n--; n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\t' || s[n - 1] == '\r'); n--)
        ;
    return n == 0 || s[n - 1] == '\n';
}

/* True if the failure is only that the text ends here: nothing but the closing of
 * blocks is left from the place where the parser failed. */
static bool failed_at_end(const struct parser *p)
{
    uint32_t i = p->fail_pos;
    while (i < p->last && token_at(p, i)->kind == T_DEDENT)
        i++;
    return i == p->last && (i == 0 || token_at(p, p->fail_pos - 1)->kind == T_NEWLINE ||
                            token_at(p, i - 1)->kind == T_DEDENT);
}

static bool is_compound(const struct node *n)
{
    return n && (n->kind == N_IF || n->kind == N_WHILE || n->kind == N_FOR ||
                 n->kind == N_TRY || n->kind == N_WITH || n->kind == N_FUNCDEF ||
                 n->kind == N_CLASSDEF);
}

/* Whether a prompt entry wants more lines. */
static bool wants_more(const struct parser *p, const struct node *module)
{
    bool blank = ends_with_blank_line(p->lx.s, p->lx.n);
    if (p->failed && p->lexer_told && p->fields == 0)
        return p->lx.unfinished;
    if (p->failed)
        return !blank && failed_at_end(p);
    return !blank && is_compound(module->body.last);
}

/* An error of the lexer further on may explain more than the parser's. */
static void choose_error(struct parser *p)
{
    const struct token *end = token_at(p, p->last);
    if (!p->failed || p->lexer_told || !p->outranked || end->kind != T_ERROR)
        return;
    if (p->lx.outranks ||
        (p->open_bracket && token_at(p, p->farthest)->line > p->lexer_error.at.line))
        p->diag = p->lexer_error;
}

static enum parse_result parse_run(struct parser *p, const struct parse_opts *opts,
                                   struct node **ret_tree, struct diag *diag)
{
    lexer_run(&p->lx);
    p->last = p->lx.count - 1;
    p->lexer_error = p->lx.error;
    p->open_bracket = p->lx.unfinished && p->lx.level > 0;
    struct node *module = node_new(p, N_MODULE);
    bool unfinished = p->lx.unfinished, outranks = p->lx.outranks;
    parse_statements(p, &module->body);
    node_end(p, module);
    p->lx.unfinished = unfinished;
    p->lx.outranks = outranks;

    if (opts->interactive && wants_more(p, module))
        return PARSE_MORE;
    choose_error(p);
    if (p->failed) {
        *diag = p->diag;
        return PARSE_ERROR;
    }
    if (!check_tree(p->arena, module, p->scopes, diag))
        return PARSE_ERROR;
    *ret_tree = module;
    return PARSE_OK;
}

enum parse_result lang_parse(struct arena *a, const char *source, size_t n,
                             const struct parse_opts *opts, struct node **ret_tree,
                             struct diag *diag)
{
    static const char mark[] = "\xef\xbb\xbf"; // of the byte order
    struct parser p = { .arena = a, .max_depth = opts->max_depth ? opts->max_depth : 90 };

    if (!check_source(a, opts->file, source, n, diag))
        return PARSE_ERROR;
    // One copy, so that every name in the tree is a piece of the arena.
    const char *copy = arena_text(a, source, n);
    size_t skip = n >= 3 && !memcmp(copy, mark, 3) ? 3 : 0;
    lexer_init(&p.lx, a, copy + skip, n - skip);
    enum parse_result result = parse_run(&p, opts, ret_tree, diag);
    lexer_finish(&p.lx);
    return result;
}
