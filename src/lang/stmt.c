#include <string.h>

#include "lang/parser.h"

static void statement(struct parser *p, struct list *body);
static void simple_line(struct parser *p, struct list *body);

/* ---- blocks ---- */

/* Reads the colon of a block's head. CPython misses it by name only at the line's
 * end, but for the words that nothing else can follow. */
static void colon(struct parser *p, bool nothing_else)
{
    if (accept(p, T_COLON))
        return;
    if (nothing_else || kind(p) == T_NEWLINE)
        fail_here(p, ERR_NEED_COLON);
    fail_syntax(p);
}

/* The body after a colon; what and line name its head in a message. */
static void block(struct parser *p, struct list *body, const char *what, uint32_t line)
{
    if (!accept(p, T_NEWLINE)) {
        simple_line(p, body);
        return;
    }
    if (kind(p) != T_INDENT)
        fail_here(p, ERR_NEED_BLOCK, what, (unsigned)line);
    accept(p, T_INDENT);
    while (kind(p) != T_DEDENT && !p->failed)
        statement(p, body);
    accept(p, T_DEDENT);
}

static void else_block(struct parser *p, struct list *body)
{
    uint32_t line = token_at(p, p->pos)->line;
    if (!accept(p, T_ELSE))
        return;
    colon(p, true);
    block(p, body, "'else' statement", line);
}

/* ---- if, while, for ---- */

/* One if or elif without what follows its body. */
static struct node *if_branch(struct parser *p, const char *what)
{
    struct node *n = node_new(p, N_IF);
    p->pos++;
    n->branch.test = parse_named(p);
    colon(p, false);
    block(p, &n->branch.body, what, n->at.line);
    return node_end(p, n);
}

/* elif nests on the right, but is read in a loop: no recursion however many. */
static struct node *if_statement(struct parser *p)
{
    struct node *first = if_branch(p, "'if' statement"), *last = first;
    while (kind(p) == T_ELIF) {
        struct node *n = if_branch(p, "'elif' statement");
        list_add(&last->branch.orelse, n);
        last = n;
        if (++p->height > HEIGHT_MAX)
            fail_here(p, ERR_TOO_DEEP);
    }
    else_block(p, &last->branch.orelse);
    for (struct node *n = first; n != last; n = n->branch.orelse.first)
        node_end(p, n);
    node_end(p, last);
    return first;
}

static struct node *while_statement(struct parser *p)
{
    struct node *n = node_new(p, N_WHILE);
    p->pos++;
    n->branch.test = parse_named(p);
    colon(p, false);
    block(p, &n->branch.body, "'while' statement", n->at.line);
    else_block(p, &n->branch.orelse);
    return node_end(p, n);
}

static struct node *for_statement(struct parser *p)
{
    struct node *n = node_new(p, N_FOR);
    n->flag = accept(p, T_ASYNC);
    uint32_t line = token_at(p, p->pos)->line;
    expect_token(p, T_FOR);
    n->loop.target = parse_targets(p);
    expect_token(p, T_IN);
    n->loop.iter = parse_list(p);
    colon(p, false);
    block(p, &n->loop.body, "'for' statement", line);
    else_block(p, &n->loop.orelse);
    return node_end(p, n);
}

/* ---- try ---- */

/* except A, B: as Python 2 had it. */
static void fail_handler_comma(struct parser *p, const struct node *type)
{
    struct trial t = trial_start(p);
    p->pos++;
    struct node *rest = parse_list(p);
    struct span at = { type->at.line, type->at.col, rest->at.end_line, rest->at.end_col };
    if (accept(p, T_AS))
        expect_token(p, T_NAME);
    expect_token(p, T_COLON);
    if (trial_end(p, &t))
        fail_span(p, &at, ERR_EXCEPT_PAREN);
    fail_syntax(p);
}

static struct node *handler(struct parser *p)
{
    struct node *n = node_new(p, N_HANDLER);
    p->pos++;
    if (kind(p) == T_STAR)
        fail_here(p, ERR_NO_EXCEPT_STAR);
    if (kind(p) != T_COLON && kind(p) != T_NEWLINE) {
        n->handler.type = parse_expression(p);
        if (kind(p) == T_COMMA)
            fail_handler_comma(p, n->handler.type);
        if (accept(p, T_AS))
            n->handler.name = expect_name(p, NULL);
    }
    colon(p, false);
    block(p, &n->handler.body, "'except' statement", n->at.line);
    return node_end(p, n);
}

static void finally_block(struct parser *p, struct node *n)
{
    uint32_t line = token_at(p, p->pos)->line;
    if (!accept(p, T_FINALLY))
        return;
    n->try_.has_final = true;
    colon(p, true);
    block(p, &n->try_.final, "'finally' statement", line);
}

static struct node *try_statement(struct parser *p)
{
    struct node *n = node_new(p, N_TRY);
    p->pos++;
    colon(p, true);
    block(p, &n->try_.body, "'try' statement", n->at.line);
    if (kind(p) != T_EXCEPT && kind(p) != T_FINALLY)
        fail_here(p, ERR_NEED_EXCEPT);
    while (kind(p) == T_EXCEPT)
        list_add(&n->try_.handlers, handler(p));
    if (n->try_.handlers.n)
        else_block(p, &n->try_.orelse);
    finally_block(p, n);
    return node_end(p, n);
}

/* ---- with ---- */

static struct node *with_item(struct parser *p)
{
    struct node *n = node_new(p, N_WITHITEM);
    n->withitem.value = parse_expression(p);
    if (accept(p, T_AS)) {
        n->withitem.target = parse_or_star(p);
        if (kind(p) == T_COMMA || kind(p) == T_RPAR || kind(p) == T_COLON)
            check_target(p, n->withitem.target, TARGET_ASSIGN);
    }
    return node_end(p, n);
}

/* Whether the bracket at the current token holds 'A as B' items. */
static bool holds_as(const struct parser *p)
{
    const struct token *t = token_at(p, p->pos);
    uint8_t level = t->level;
    if (t->kind != T_LPAR)
        return false;
    for (t++; t->level >= level && t->kind != T_END && t->kind != T_ERROR; t++) {
        if (t->kind == T_AS && t->level == level)
            return true;
    }
    return false;
}

static void with_items_in_brackets(struct parser *p, struct list *items)
{
    p->pos++;
    do
        list_add(items, with_item(p));
    while (accept(p, T_COMMA) && kind(p) != T_RPAR);
    expect_token(p, T_RPAR);
}

/* with (a, b): are two items, not a tuple, unless the tuple holds more than plain
 * expressions. */
static bool is_item_tuple(const struct parser *p, const struct node *item)
{
    const struct node *tuple = item->withitem.value;
    if (item->withitem.target || tuple->kind != N_TUPLE || p->group != tuple || !tuple->items.n)
        return false;
    for (const struct node *n = tuple->items.first; n; n = n->next) {
        if (n->kind == N_STARRED || n->kind == N_WALRUS)
            return false;
    }
    return true;
}

static void split_item_tuple(struct parser *p, struct list *items)
{
    struct node *n = items->first->withitem.value->items.first;
    *items = (struct list){ 0 };
    while (n) {
        struct node *item = node_from(p, N_WITHITEM, n), *next = n->next;
        item->withitem.value = n;
        n->next = NULL;
        list_add(items, item);
        n = next;
    }
}

static void with_items(struct parser *p, struct list *items)
{
    if (holds_as(p)) {
        with_items_in_brackets(p, items);
        return;
    }
    do
        list_add(items, with_item(p));
    while (accept(p, T_COMMA));
    if (items->n == 1 && kind(p) == T_COLON && is_item_tuple(p, items->first))
        split_item_tuple(p, items);
}

static struct node *with_statement(struct parser *p)
{
    struct node *n = node_new(p, N_WITH);
    n->flag = accept(p, T_ASYNC);
    uint32_t line = token_at(p, p->pos)->line;
    expect_token(p, T_WITH);
    with_items(p, &n->with.items);
    colon(p, false);
    block(p, &n->with.body, "'with' statement", line);
    return node_end(p, n);
}

/* ---- def and class ---- */

static struct node *function(struct parser *p)
{
    struct node *n = node_new(p, N_FUNCDEF);
    n->flag = accept(p, T_ASYNC);
    uint32_t line = token_at(p, p->pos)->line;
    expect_token(p, T_DEF);
    n->func.name = expect_name(p, &n->func.name_at);
    if (kind(p) == T_LSQB)
        fail_here(p, ERR_NO_TYPE_PARAMS);
    if (!accept(p, T_LPAR))
        fail_here(p, ERR_NEED_PARAMS);
    parse_parameters(p, &n->func.params, T_RPAR);
    expect_token(p, T_RPAR);
    if (accept(p, T_ARROW))
        n->func.returns = parse_expression(p);
    colon(p, true);
    block(p, &n->func.body, "function definition", line);
    return node_end(p, n);
}

static struct node *class(struct parser *p)
{
    struct node *n = node_new(p, N_CLASSDEF);
    p->pos++;
    n->class_.name = expect_name(p, &n->class_.name_at);
    if (kind(p) == T_LSQB)
        fail_here(p, ERR_NO_TYPE_PARAMS);
    if (accept(p, T_LPAR))
        parse_arguments(p, &n->class_.args);
    colon(p, false);
    block(p, &n->class_.body, "class definition", n->at.line);
    return node_end(p, n);
}

static struct node *decorated(struct parser *p)
{
    struct list decorators = { 0 };
    while (accept(p, T_AT)) {
        list_add(&decorators, parse_named(p));
        expect_token(p, T_NEWLINE);
    }
    if (kind(p) == T_CLASS) {
        struct node *n = class(p);
        n->class_.decorators = decorators;
        return n;
    }
    if (kind(p) != T_DEF && !(kind(p) == T_ASYNC && kind_next(p) == T_DEF))
        fail_syntax(p);
    struct node *n = function(p);
    n->func.decorators = decorators;
    return n;
}

static struct node *async_statement(struct parser *p)
{
    switch (kind_next(p)) {
    case T_FOR: return for_statement(p);
    case T_WITH: return with_statement(p);
    case T_DEF: return function(p);
    default:
        p->pos++;
        fail_syntax(p);
        return node_new(p, N_PASS);
    }
}

/* ---- assignments and expressions ---- */

static bool is_grouped(const struct parser *p, const struct node *n)
{
    return p->group == n;
}

/* The expression that '=' follows directly: the last of a, b, c. */
static const struct node *before_equals(const struct parser *p, const struct node *e)
{
    bool open_tuple = e->kind == N_TUPLE && !is_grouped(p, e);
    bool comma_last = token_at(p, p->pos - 1)->kind == T_COMMA;
    return open_tuple && !comma_last ? e->items.last : e;
}

static void check_assigned(struct parser *p, const struct node *e, bool first)
{
    bool yields = (e->kind == N_YIELD || e->kind == N_YIELDFROM) && !is_grouped(p, e);
    if (yields)
        fail_span(p, &e->at, ERR_ASSIGN_YIELD);
    if (p->failed || !first) {
        check_target(p, e, TARGET_ASSIGN);
        return;
    }
    struct trial t = trial_start(p);
    check_target(p, e, TARGET_ASSIGN);
    if (!trial_end(p, &t) && !explain_assignment(p, before_equals(p, e)))
        check_target(p, e, TARGET_ASSIGN);
}

static struct node *assignment(struct parser *p, struct node *e)
{
    struct node *n = node_from(p, N_ASSIGN, e);
    while (kind(p) == T_ASSIGN) {
        check_assigned(p, e, n->assign.targets.n == 0);
        accept(p, T_ASSIGN);
        list_add(&n->assign.targets, e);
        e = parse_or_yield(p);
    }
    n->assign.value = e;
    return node_end(p, n);
}

static bool is_single_target(const struct node *e)
{
    return e->kind == N_NAME || e->kind == N_ATTR || e->kind == N_INDEX;
}

/* 'e : something' where e cannot be annotated. */
static void fail_annotation(struct parser *p, const struct node *e)
{
    struct trial t = trial_start(p);
    p->pos++;
    parse_expression(p);
    if (trial_end(p, &t)) {
        if (e->kind == N_LIST || e->kind == N_TUPLE)
            fail_span(p, &e->at, ERR_ANNOTATE_ONE, expression_name(e));
        else
            fail_span(p, &e->at, ERR_ANNOTATE);
    }
    fail_syntax(p);
}

static struct node *annotated(struct parser *p, struct node *e)
{
    struct node *n = node_from(p, N_ANNASSIGN, e);
    if (!is_single_target(e))
        fail_annotation(p, e);
    n->flag = e->kind == N_NAME && !is_grouped(p, e);
    accept(p, T_COLON);
    n->annassign.target = e;
    n->annassign.annotation = parse_expression(p);
    if (accept(p, T_ASSIGN))
        n->annassign.value = parse_or_yield(p);
    return node_end(p, n);
}

/* The operator of an augmented assignment, plus one; 0 for other tokens. */
static const uint8_t augment_table[TOKEN_COUNT] = {
    [T_PLUS_EQ] = OPR_ADD + 1,        [T_MINUS_EQ] = OPR_SUB + 1,
    [T_STAR_EQ] = OPR_MUL + 1,        [T_SLASH_EQ] = OPR_DIV + 1,
    [T_DSLASH_EQ] = OPR_FLOORDIV + 1, [T_PERCENT_EQ] = OPR_MOD + 1,
    [T_DSTAR_EQ] = OPR_POW + 1,       [T_SHL_EQ] = OPR_LSHIFT + 1,
    [T_SHR_EQ] = OPR_RSHIFT + 1,      [T_AMP_EQ] = OPR_AND + 1,
    [T_BAR_EQ] = OPR_OR + 1,          [T_CARET_EQ] = OPR_XOR + 1,
    [T_AT_EQ] = OPR_MATMUL + 1,
};

static struct node *augmented(struct parser *p, struct node *e)
{
    struct node *n = node_from(p, N_AUGASSIGN, e);
    n->op = (uint8_t)(augment_table[kind(p)] - 1);
    n->augassign.target = e;
    p->pos++;
    n->augassign.value = parse_or_yield(p);
    if (!is_single_target(e))
        fail_span(p, &e->at, ERR_AUGMENT, expression_name(e));
    return node_end(p, n);
}

static struct node *expression_statement(struct parser *p)
{
    struct node *e = parse_or_yield(p);
    enum token_kind k = kind(p);

    if (k == T_ASSIGN)
        return assignment(p, e);
    if (k == T_COLON)
        return annotated(p, e);
    if (augment_table[k])
        return augmented(p, e);
    if (k == T_WALRUS && e->kind != N_NAME)
        fail_span(p, &e->at, ERR_WALRUS_TARGET, expression_name(e));
    struct node *n = node_from(p, N_EXPR, e);
    n->value = e;
    return n;
}

/* ---- import ---- */

/* a.b.c as one text; blanks around the dots are rare and cost a copy. */
static struct text dotted_name(struct parser *p)
{
    struct text first = expect_name(p, NULL), all = first;
    struct buf b = { 0 };
    while (accept(p, T_DOT)) {
        struct text part = expect_name(p, NULL);
        if (b.n == 0)
            buf_add(&b, first.s, first.n);
        buf_addc(&b, '.');
        buf_add(&b, part.s, part.n);
    }
    if (b.n)
        all = (struct text){ arena_text(p->arena, b.text, b.n), (uint32_t)b.n };
    buf_finish(&b);
    return all;
}

static struct node *alias(struct parser *p, bool dotted)
{
    struct node *n = node_new(p, N_ALIAS);
    n->alias.name = dotted ? dotted_name(p) : expect_name(p, NULL);
    if (accept(p, T_AS))
        n->alias.as = expect_name(p, NULL);
    return node_end(p, n);
}

static struct node *import_statement(struct parser *p)
{
    struct node *n = node_new(p, N_IMPORT);
    p->pos++;
    do
        list_add(&n->aliases, alias(p, true));
    while (accept(p, T_COMMA));
    return node_end(p, n);
}

static uint32_t import_level(struct parser *p)
{
    for (uint32_t level = 0;; p->pos++) {
        if (kind(p) == T_DOT)
            level++;
        else if (kind(p) == T_ELLIPSIS)
            level += 3;
        else
            return level;
    }
}

/* The names after import; with brackets a last comma is fine. */
static void import_names(struct parser *p, struct list *aliases)
{
    bool bracket = accept(p, T_LPAR);
    do
        list_add(aliases, alias(p, false));
    while (accept(p, T_COMMA) && kind(p) == T_NAME);
    bool comma = token_at(p, p->pos - 1)->kind == T_COMMA;
    if (bracket)
        expect_token(p, T_RPAR);
    else if (comma && kind(p) == T_NEWLINE)
        fail_here(p, ERR_IMPORT_COMMA);
    else if (comma)
        fail_syntax(p);
}

static struct node *from_statement(struct parser *p)
{
    struct node *n = node_new(p, N_IMPORTFROM);
    p->pos++;
    n->importfrom.level = import_level(p);
    if (n->importfrom.level == 0 || kind(p) == T_NAME)
        n->importfrom.module = dotted_name(p);
    expect_token(p, T_IMPORT);
    n->importfrom.star = accept(p, T_STAR);
    if (!n->importfrom.star)
        import_names(p, &n->importfrom.aliases);
    return node_end(p, n);
}

/* ---- the other simple statements ---- */

static struct node *word_statement(struct parser *p, enum node_kind k)
{
    struct node *n = node_new(p, k);
    p->pos++;
    return node_end(p, n);
}

static struct node *names_statement(struct parser *p, enum node_kind k)
{
    struct node *n = node_new(p, k);
    p->scopes = true;
    p->pos++;
    do {
        struct node *name = node_new(p, N_NAME);
        name->name = expect_name(p, NULL);
        list_add(&n->names, node_end(p, name));
    } while (accept(p, T_COMMA));
    return node_end(p, n);
}

static bool ends_statement(enum token_kind k)
{
    return k == T_NEWLINE || k == T_SEMI;
}

static struct node *return_statement(struct parser *p)
{
    struct node *n = node_new(p, N_RETURN);
    p->pos++;
    if (!ends_statement(kind(p)))
        n->value = parse_list(p);
    return node_end(p, n);
}

static struct node *raise_statement(struct parser *p)
{
    struct node *n = node_new(p, N_RAISE);
    p->pos++;
    if (!ends_statement(kind(p))) {
        n->raise.exception = parse_expression(p);
        if (accept(p, T_FROM))
            n->raise.cause = parse_expression(p);
    }
    return node_end(p, n);
}

static struct node *assert_statement(struct parser *p)
{
    struct node *n = node_new(p, N_ASSERT);
    p->pos++;
    n->assertion.test = parse_expression(p);
    if (accept(p, T_COMMA))
        n->assertion.message = parse_expression(p);
    return node_end(p, n);
}

static struct node *del_statement(struct parser *p)
{
    struct node *n = node_new(p, N_DEL);
    p->pos++;
    do
        list_add(&n->items, parse_or_star(p));
    while (accept(p, T_COMMA) && !ends_statement(kind(p)));
    for (const struct node *i = n->items.first; i; i = i->next)
        check_target(p, i, TARGET_DELETE);
    return node_end(p, n);
}

/* ---- what conch leaves out ---- */

static bool name_is(const struct parser *p, const char *word)
{
    struct text t = token_name(p, p->pos);
    return t.n == strlen(word) && memcmp(t.s, word, t.n) == 0;
}

/* match SUBJECT: with a line end after the colon; no other statement looks so. */
static bool is_match(const struct parser *p)
{
    if (!name_is(p, "match") || kind_next(p) == T_NEWLINE)
        return false;
    const struct token *t = token_at(p, p->pos + 1);
    while (t->kind != T_NEWLINE && t->kind != T_END && t->kind != T_ERROR)
        t++;
    return t->kind == T_NEWLINE && t[-1].kind == T_COLON;
}

static struct node *name_statement(struct parser *p)
{
    if (is_match(p))
        fail_here(p, ERR_NO_MATCH);
    else if (kind_next(p) == T_NAME && name_is(p, "type"))
        fail_here(p, ERR_NO_TYPE_ALIAS);
    return expression_statement(p);
}

/* ---- statements ---- */

static struct node *simple_statement(struct parser *p)
{
    switch (kind(p)) {
    case T_NAME: return name_statement(p);
    case T_PASS: return word_statement(p, N_PASS);
    case T_BREAK: return word_statement(p, N_BREAK);
    case T_CONTINUE: return word_statement(p, N_CONTINUE);
    case T_RETURN: return return_statement(p);
    case T_RAISE: return raise_statement(p);
    case T_GLOBAL: return names_statement(p, N_GLOBAL);
    case T_NONLOCAL: return names_statement(p, N_NONLOCAL);
    case T_DEL: return del_statement(p);
    case T_ASSERT: return assert_statement(p);
    case T_IMPORT: return import_statement(p);
    case T_FROM: return from_statement(p);
    default: return expression_statement(p);
    }
}

static void simple_line(struct parser *p, struct list *body)
{
    do
        list_add(body, simple_statement(p));
    while (accept(p, T_SEMI) && kind(p) != T_NEWLINE);
    expect_token(p, T_NEWLINE);
}

static struct node *compound_statement(struct parser *p)
{
    switch (kind(p)) {
    case T_IF: return if_statement(p);
    case T_WHILE: return while_statement(p);
    case T_FOR: return for_statement(p);
    case T_TRY: return try_statement(p);
    case T_WITH: return with_statement(p);
    case T_DEF: return function(p);
    case T_CLASS: return class(p);
    case T_AT: return decorated(p);
    case T_ASYNC: return async_statement(p);
    default: return NULL;
    }
}

static void statement(struct parser *p, struct list *body)
{
    uint32_t height = p->height;
    p->height = 0;
    struct node *n = compound_statement(p);
    if (n)
        list_add(body, n);
    else
        simple_line(p, body);
    p->height = MAX(p->height, height);
}

void parse_statements(struct parser *p, struct list *body)
{
    while (kind(p) != T_END && !p->failed)
        statement(p, body);
}
