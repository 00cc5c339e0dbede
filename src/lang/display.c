/* display.c: what stands in brackets as a value of its own: ( ) [ ] { } and comprehensions. */
#include "lang/parser.h"

/* ---- comprehensions ---- */

bool at_comprehension(const struct parser *p)
{
    return kind(p) == T_FOR || (kind(p) == T_ASYNC && kind_next(p) == T_FOR);
}

static struct node *comp_for(struct parser *p)
{
    struct node *n = node_new(p, N_COMPFOR);
    n->flag = accept(p, T_ASYNC);
    expect_token(p, T_FOR);
    n->compfor.target = parse_targets(p);
    expect_token(p, T_IN);
    n->compfor.iter = parse_disjunction(p);
    while (accept(p, T_IF))
        list_add(&n->compfor.ifs, parse_disjunction(p));
    return node_end(p, n);
}

void parse_comp_fors(struct parser *p, struct list *fors)
{
    while (at_comprehension(p))
        list_add(fors, comp_for(p));
}

struct node *parse_comprehension(struct parser *p, enum node_kind k, struct node *element, struct node *value)
{
    struct node *n = node_from(p, k, element);
    n->comp.element = element;
    n->comp.value = value;
    parse_comp_fors(p, &n->comp.fors);
    if (element->kind == N_STARRED)
        fail_span(p, &element->at, ERR_COMP_STAR);
    return node_end(p, n);
}

/* ---- displays: ( ) [ ] { } ---- */

struct node *node_bracketed(struct parser *p, struct node *n, uint32_t start)
{
    const struct token *t = token_at(p, start);
    n->at.line = t->line;
    n->at.col = t->col;
    return node_end(p, n);
}

/* More elements after the first, up to and with close; a comma is current. */
static void elements(struct parser *p, struct list *items, enum token_kind close)
{
    while (accept(p, T_COMMA) && kind(p) != close && !at_comprehension(p))
        list_add(items, parse_element(p));
    if (at_comprehension(p) && close != T_RPAR && close != T_END) {
        struct node *first = items->first, *last = items->last;
        struct span at = { first->at.line, first->at.col, last->at.end_line, last->at.end_col };
        struct list fors = { 0 };
        parse_comp_fors(p, &fors);
        fail_span(p, &at, ERR_COMP_TARGET);
    }
    expect_token(p, close);
}

static struct node *double_starred_group(struct parser *p, enum token_kind close)
{
    struct span at = token_span(p, p->pos++);
    struct node *n = parse_expression(p);
    if (kind(p) == close)
        fail_span(p, &at, ERR_DSTARRED_GROUP);
    fail_syntax(p);
    return n;
}

struct node *parse_group(struct parser *p, enum token_kind close)
{
    struct node *n;

    if (kind(p) == close) {
        n = node_new(p, N_TUPLE);
        p->pos++;
        return node_end(p, n);
    }
    if (kind(p) == T_DSTAR)
        return double_starred_group(p, close);
    if (kind(p) == T_YIELD) {
        n = parse_or_yield(p);
        expect_token(p, close);
        return n;
    }
    n = parse_element(p);
    if (at_comprehension(p)) {
        n = parse_comprehension(p, N_GENEXP, n, NULL);
    } else if (kind(p) == T_COMMA) {
        struct node *tuple = node_from(p, N_TUPLE, n);
        list_add(&tuple->items, n);
        elements(p, &tuple->items, close);
        return node_end(p, tuple);
    } else if (n->kind == N_STARRED && kind(p) == close) {
        fail_span(p, &n->at, ERR_STARRED_GROUP);
    }
    expect_token(p, close);
    return n;
}

static struct node *group(struct parser *p)
{
    uint32_t start = p->pos++;
    struct node *n = parse_group(p, T_RPAR);
    bool made_here = p->group != n; // ((a, b)) is the inner bracket's
    if (made_here && (n->kind == N_GENEXP || n->kind == N_TUPLE))
        node_bracketed(p, n, start);
    p->group = n;
    return n;
}

static struct node *list_display(struct parser *p)
{
    uint32_t start = p->pos;
    struct node *n = node_new(p, N_LIST);

    p->pos++;
    if (accept(p, T_RSQB))
        return node_end(p, n);
    struct node *first = parse_element(p);
    if (at_comprehension(p)) {
        n = parse_comprehension(p, N_LISTCOMP, first, NULL);
        expect_token(p, T_RSQB);
        return node_bracketed(p, n, start);
    }
    list_add(&n->items, first);
    elements(p, &n->items, T_RSQB);
    return node_end(p, n);
}

/* The value of an item; the colon is read. */
static struct node *item_value(struct parser *p)
{
    if (kind(p) == T_STAR) {
        struct span at = token_span(p, p->pos++);
        parse_bitwise_or(p);
        fail_span(p, &at, ERR_STARRED_VALUE);
    }
    if (kind(p) == T_RBRACE || kind(p) == T_COMMA)
        fail_here(p, ERR_DICT_VALUE);
    return parse_expression(p);
}

/* One item of a dict that is known to be one. */
static struct node *dict_item(struct parser *p)
{
    struct node *n = node_new(p, N_ITEM);
    if (accept(p, T_DSTAR)) {
        n->item.value = parse_bitwise_or(p);
        return node_end(p, n);
    }
    n->item.key = parse_conditional(p);
    if (kind(p) != T_COLON)
        fail_here(p, ERR_KEY_COLON);
    accept(p, T_COLON);
    n->item.value = item_value(p);
    return node_end(p, n);
}

static struct node *dict_rest(struct parser *p, struct node *n, struct node *item)
{
    list_add(&n->items, item);
    while (accept(p, T_COMMA) && kind(p) != T_RBRACE)
        list_add(&n->items, dict_item(p));
    expect_token(p, T_RBRACE);
    return node_end(p, n);
}

static struct node *dict_unpacking(struct parser *p, struct node *n)
{
    struct span at = token_span(p, p->pos);
    struct node *item = dict_item(p);
    if (at_comprehension(p)) {
        struct list fors = { 0 };
        parse_comp_fors(p, &fors);
        if (kind(p) == T_RBRACE)
            fail_span(p, &at, ERR_COMP_DSTAR);
        fail_syntax(p);
    }
    return dict_rest(p, n, item);
}

/* After '{ first :'. */
static struct node *dict_display(struct parser *p, struct node *n, struct node *key,
                                 uint32_t start)
{
    struct node *value = item_value(p);
    if (at_comprehension(p)) {
        n = parse_comprehension(p, N_DICTCOMP, key, value);
        expect_token(p, T_RBRACE);
        return node_bracketed(p, n, start);
    }
    struct node *item = node_from(p, N_ITEM, key);
    item->item.key = key;
    item->item.value = value;
    return dict_rest(p, n, node_end(p, item));
}

static struct node *brace_display(struct parser *p)
{
    uint32_t start = p->pos;
    struct node *n = node_new(p, N_DICT);

    p->pos++;
    if (accept(p, T_RBRACE))
        return node_end(p, n);
    if (kind(p) == T_DSTAR)
        return dict_unpacking(p, n);
    struct node *first = parse_element(p);
    if (first->kind != N_STARRED && (first->kind != N_WALRUS || p->group == first) &&
        accept(p, T_COLON))
        return dict_display(p, n, first, start);
    if (at_comprehension(p)) {
        n = parse_comprehension(p, N_SETCOMP, first, NULL);
        expect_token(p, T_RBRACE);
        return node_bracketed(p, n, start);
    }
    n->kind = N_SET;
    list_add(&n->items, first);
    elements(p, &n->items, T_RBRACE);
    return node_end(p, n);
}

struct node *parse_display(struct parser *p)
{
    if (!depth_enter(p))
        return node_new(p, N_NONE);
    struct node *n = kind(p) == T_LPAR ? group(p) : kind(p) == T_LSQB ? list_display(p) : brace_display(p);
    depth_leave(p);
    return n;
}
