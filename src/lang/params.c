#include "lang/parser.h"

/* What has been read of a list of parameters. */
struct params {
    struct parser *p;
    struct list *list;
    enum token_kind close; // ) for def, : for lambda
    bool slash, star, fallback;
};

static bool at_end(const struct params *s)
{
    return kind(s->p) == s->close;
}

static struct node *param(struct params *s, enum param_kind k)
{
    struct parser *p = s->p;
    struct node *n = node_new(p, N_PARAM);
    n->op = (uint8_t)k;
    n->param.name = expect_name(p, NULL);
    n->param.keyword_only = s->star && k == PARAM_NORMAL;
    if (s->close == T_RPAR && accept(p, T_COLON))
        n->param.annotation = k == PARAM_STAR ? parse_or_star(p) : parse_expression(p);
    list_add(s->list, node_end(p, n));
    return n;
}

static void plain_param(struct params *s)
{
    struct parser *p = s->p;
    struct span at = token_span(p, p->pos);
    struct node *n = param(s, PARAM_NORMAL);

    if (accept(p, T_ASSIGN)) {
        if (at_end(s) || kind(p) == T_COMMA)
            fail_here(p, ERR_DEFAULT_VALUE);
        n->param.fallback = parse_expression(p);
        s->fallback |= !s->star;
        node_end(p, n);
    } else if (s->fallback && !s->star) {
        fail_span(p, &at, ERR_DEFAULT_ORDER);
    }
}

static void slash(struct params *s)
{
    struct parser *p = s->p;
    if (s->slash)
        fail_here(p, ERR_SLASH_TWICE);
    if (s->star)
        fail_here(p, ERR_SLASH_ORDER);
    if (s->list->n == 0 && kind_next(p) == T_COMMA)
        fail_here(p, ERR_SLASH_FIRST);
    if (s->list->n == 0)
        fail_syntax(p);
    accept(p, T_SLASH);
    if (kind(p) == T_STAR)
        fail_here(p, ERR_SLASH_COMMA);
    for (struct node *n = s->list->first; n; n = n->next)
        n->param.positional_only = true;
    s->slash = true;
}

static void star(struct params *s)
{
    struct parser *p = s->p;
    struct span at = token_span(p, p->pos);

    if (s->star)
        fail_here(p, ERR_STAR_TWICE);
    accept(p, T_STAR);
    if (at_end(s))
        fail_span(p, &at, ERR_STAR_BARE);
    if (kind(p) == T_COMMA) {
        enum token_kind after = kind_next(p);
        if (after == s->close || after == T_DSTAR)
            fail_span(p, &at, ERR_STAR_BARE);
    } else {
        param(s, PARAM_STAR);
        if (kind(p) == T_ASSIGN)
            fail_here(p, ERR_STAR_DEFAULT);
    }
    s->star = true;
}

static void double_star(struct params *s)
{
    struct parser *p = s->p;
    accept(p, T_DSTAR);
    param(s, PARAM_DSTAR);
    if (kind(p) == T_ASSIGN)
        fail_here(p, ERR_DSTAR_DEFAULT);
    enum token_kind after = kind_next(p);
    if (kind(p) == T_COMMA &&
        (after == T_NAME || after == T_STAR || after == T_DSTAR || after == T_SLASH)) {
        p->pos++;
        fail_here(p, ERR_DSTAR_LAST);
    }
}

/* def f((a, b)): as Python 2 had it. */
static void parenthesized(struct params *s)
{
    struct parser *p = s->p;
    uint32_t start = p->pos, i = start + 1;

    while (token_at(p, i)->kind == T_NAME && token_at(p, i + 1)->kind == T_COMMA)
        i += 2;
    i += token_at(p, i)->kind == T_NAME;
    struct span at = token_span(p, start), end = token_span(p, i);
    at.end_line = end.end_line, at.end_col = end.end_col;
    if (i > start + 1 && token_at(p, i)->kind == T_RPAR)
        fail_span(p, &at, ERR_PARAMS_PAREN, s->close == T_RPAR ? "Function" : "Lambda expression");
    fail_syntax(p);
}

void parse_parameters(struct parser *p, struct list *params, enum token_kind close)
{
    struct params s = { .p = p, .list = params, .close = close };
    while (!at_end(&s) && !p->failed) {
        switch (kind(p)) {
        case T_NAME: plain_param(&s); break;
        case T_SLASH: slash(&s); break;
        case T_STAR: star(&s); break;
        case T_DSTAR: double_star(&s); break;
        case T_LPAR: parenthesized(&s); break;
        default: return; // the caller misses its closing token
        }
        if (!accept(p, T_COMMA))
            return;
    }
}
