#include <string.h>

#include "lang/parser.h"

/* ---- operators ---- */

enum { PREC_BITWISE_OR = 1, PREC_UNARY = 7 };

static const struct {
    uint8_t prec, op; // prec 0: no binary operator
} binary_table[TOKEN_COUNT] = {
    [T_BAR] = { 1, OPR_OR },      [T_CARET] = { 2, OPR_XOR },
    [T_AMP] = { 3, OPR_AND },     [T_SHL] = { 4, OPR_LSHIFT },
    [T_SHR] = { 4, OPR_RSHIFT },  [T_PLUS] = { 5, OPR_ADD },
    [T_MINUS] = { 5, OPR_SUB },   [T_STAR] = { 6, OPR_MUL },
    [T_SLASH] = { 6, OPR_DIV },   [T_DSLASH] = { 6, OPR_FLOORDIV },
    [T_PERCENT] = { 6, OPR_MOD }, [T_AT] = { 6, OPR_MATMUL },
};

static const bool starts_table[TOKEN_COUNT] = {
    [T_NAME] = true,   [T_INT] = true,   [T_FLOAT] = true,  [T_STRING] = true,
    [T_LPAR] = true,   [T_LSQB] = true,  [T_LBRACE] = true, [T_MINUS] = true,
    [T_PLUS] = true,   [T_TILDE] = true, [T_NOT] = true,    [T_LAMBDA] = true,
    [T_AWAIT] = true,  [T_NONE] = true,  [T_TRUE] = true,   [T_FALSE] = true,
    [T_ELLIPSIS] = true,
};

bool starts_expression(enum token_kind k)
{
    return starts_table[k];
}

/* ---- atoms ---- */

static struct node *name_or_constant(struct parser *p, enum node_kind k)
{
    struct node *n = node_new(p, k);
    if (k == N_NAME)
        n->name = token_name(p, p->pos);
    p->pos++;
    return node_end(p, n);
}

static struct node *atom(struct parser *p)
{
    switch (kind(p)) {
    case T_NAME: return name_or_constant(p, N_NAME);
    case T_INT: case T_FLOAT: return parse_number(p);
    case T_STRING: return parse_strings(p);
    case T_LPAR: case T_LSQB: case T_LBRACE: return parse_display(p);
    case T_NONE: return name_or_constant(p, N_NONE);
    case T_TRUE: return name_or_constant(p, N_TRUE);
    case T_FALSE: return name_or_constant(p, N_FALSE);
    case T_ELLIPSIS: return name_or_constant(p, N_ELLIPSIS);
    default:
        fail_syntax(p);
        return node_new(p, N_NONE);
    }
}

/* ---- calls ---- */

static bool is_constant_token(enum token_kind k)
{
    return k == T_NONE || k == T_TRUE || k == T_FALSE;
}

static void unpacked_argument(struct parser *p, struct node *n)
{
    n->op = accept(p, T_STAR) ? ARG_STAR : ARG_DSTAR;
    if (n->op == ARG_DSTAR)
        expect_token(p, T_DSTAR);
    n->arg.value = parse_expression(p);
}

static void keyword_argument(struct parser *p, struct node *n)
{
    uint32_t start = p->pos;
    if (is_constant_token(kind(p)))
        fail_here(p, ERR_ASSIGN_TO, token_text[kind(p)]);
    n->op = ARG_KEYWORD;
    n->arg.name = expect_name(p, NULL);
    expect_token(p, T_ASSIGN);
    n->arg.value = parse_expression(p);
    if (at_comprehension(p)) {
        struct span at = token_span(p, start);
        struct list fors = { 0 };
        parse_comp_fors(p, &fors);
        fail_span(p, &at, ERR_MAYBE_EQUALS);
    }
}

static void positional_argument(struct parser *p, struct node *n, bool first)
{
    struct node *value = kind(p) == T_NAME && kind_next(p) == T_WALRUS ? parse_named(p)
                                                                      : parse_expression(p);
    if (at_comprehension(p)) {
        value = parse_comprehension(p, N_GENEXP, value, NULL);
        if (!first || kind(p) != T_RPAR)
            fail_span(p, &value->at, ERR_GENEXP_PAREN);
    }
    if (kind(p) == T_ASSIGN)
        fail_span(p, &value->at, ERR_KEYWORD_EXPR);
    n->arg.value = value;
}

static struct node *argument(struct parser *p, bool first)
{
    struct node *n = node_new(p, N_ARG);
    if (kind(p) == T_STAR || kind(p) == T_DSTAR)
        unpacked_argument(p, n);
    else if (kind_next(p) == T_ASSIGN && (kind(p) == T_NAME || is_constant_token(kind(p))))
        keyword_argument(p, n);
    else
        positional_argument(p, n, first);
    return node_end(p, n);
}

/* The order of arguments: what came so far is the larger of these. */
static void check_argument_order(struct parser *p, const struct node *n, uint8_t seen)
{
    if (n->op == ARG_NORMAL && seen == ARG_KEYWORD)
        fail_span(p, &n->at, ERR_POSITIONAL_LATE);
    else if (n->op == ARG_NORMAL && seen == ARG_DSTAR)
        fail_span(p, &n->at, ERR_POSITIONAL_LATE_2);
    else if (n->op == ARG_STAR && seen == ARG_DSTAR)
        fail_span(p, &n->at, ERR_STAR_LATE);
}

void parse_arguments(struct parser *p, struct list *args)
{
    uint8_t seen = ARG_NORMAL;
    while (kind(p) != T_RPAR && !p->failed) {
        struct node *n = argument(p, args->n == 0);
        check_argument_order(p, n, seen);
        if (n->op == ARG_DSTAR || (n->op == ARG_KEYWORD && seen != ARG_DSTAR))
            seen = n->op;
        list_add(args, n);
        if (!accept(p, T_COMMA))
            break;
    }
    expect_token(p, T_RPAR);
}

static struct node *call(struct parser *p, struct node *callee)
{
    uint32_t open = p->pos++;
    struct node *n = node_from(p, N_CALL, callee);
    n->call.callee = callee;
    if (depth_enter(p)) {
        parse_arguments(p, &n->call.args);
        depth_leave(p);
    }
    struct node *only = n->call.args.n == 1 ? n->call.args.first->arg.value : NULL;
    if (only && only->kind == N_GENEXP && p->group != only)
        node_bracketed(p, only, open);
    return node_end(p, n);
}

/* ---- subscripts ---- */

static bool ends_slice(enum token_kind k)
{
    return k == T_COLON || k == T_COMMA || k == T_RSQB;
}

static struct node *slice(struct parser *p)
{
    struct node *n = node_new(p, N_SLICE), *low = NULL;
    if (kind(p) == T_STAR)
        return parse_element(p);
    if (kind(p) != T_COLON)
        low = parse_named(p);
    if (kind(p) != T_COLON || (low && low->kind == N_WALRUS && p->group != low))
        return low ? low : n;
    p->pos++;
    n->slice.low = low;
    if (!ends_slice(kind(p)))
        n->slice.high = parse_expression(p);
    if (accept(p, T_COLON) && !ends_slice(kind(p)))
        n->slice.step = parse_expression(p);
    return node_end(p, n);
}

static struct node *slices(struct parser *p)
{
    struct node *first = slice(p);
    if (kind(p) != T_COMMA && first->kind != N_STARRED)
        return first;
    struct node *tuple = node_from(p, N_TUPLE, first);
    list_add(&tuple->items, first);
    while (accept(p, T_COMMA) && kind(p) != T_RSQB)
        list_add(&tuple->items, slice(p));
    return node_end(p, tuple);
}

static struct node *subscript(struct parser *p, struct node *left)
{
    struct node *n = node_from(p, N_INDEX, left);
    p->pos++;
    n->pair.left = left;
    n->pair.right = left;
    if (depth_enter(p)) {
        n->pair.right = slices(p);
        depth_leave(p);
    }
    expect_token(p, T_RSQB);
    return node_end(p, n);
}

static struct node *attribute(struct parser *p, struct node *object)
{
    struct node *n = node_from(p, N_ATTR, object);
    p->pos++;
    n->attr.object = object;
    n->attr.name = expect_name(p, &n->attr.name_at);
    return node_end(p, n);
}

static struct node *primary(struct parser *p)
{
    uint32_t height = p->height;
    p->height = 0;
    struct node *n = atom(p);
    for (bool more = true; more && !p->failed;) {
        switch (kind(p)) {
        case T_DOT: n = attribute(p, n); height_grow(p); break;
        case T_LPAR: n = call(p, n); height_grow(p); break;
        case T_LSQB: n = subscript(p, n); height_grow(p); break;
        default: more = false; break;
        }
    }
    p->height = MAX(p->height, height);
    return n;
}

/* ---- unary and binary operators ---- */

static struct node *awaited(struct parser *p)
{
    if (kind(p) != T_AWAIT)
        return primary(p);
    struct node *n = node_new(p, N_AWAIT);
    p->pos++;
    n->value = primary(p);
    return node_end(p, n);
}

static struct node *unary(struct parser *p);

static struct node *binary_node(struct parser *p, uint8_t op, struct node *left,
                                struct node *right)
{
    struct node *n = node_from(p, N_BINARY, left);
    n->op = op;
    n->pair.left = left;
    n->pair.right = right;
    return node_end(p, n);
}

static struct node *power(struct parser *p)
{
    struct node *left = awaited(p);
    if (kind(p) != T_DSTAR || !depth_enter(p))
        return left;
    p->pos++;
    struct node *n = binary_node(p, OPR_POW, left, unary(p));
    depth_leave(p);
    return n;
}

static struct node *prefixed(struct parser *p, enum operator_kind op,
                             struct node *(*operand)(struct parser *))
{
    struct node *n = node_new(p, N_UNARY);
    n->op = (uint8_t)op;
    n->pair.right = n;
    if (!depth_enter(p))
        return n;
    p->pos++;
    n->pair.right = operand(p);
    depth_leave(p);
    return node_end(p, n);
}

static struct node *unary(struct parser *p)
{
    switch (kind(p)) {
    case T_MINUS: return prefixed(p, OPR_NEG, unary);
    case T_PLUS: return prefixed(p, OPR_POS, unary);
    case T_TILDE: return prefixed(p, OPR_INVERT, unary);
    default: return power(p);
    }
}

/* Operators of at least this precedence; all of them bind to the left. */
static struct node *binary(struct parser *p, uint8_t least)
{
    uint32_t height = p->height;
    p->height = 0;
    struct node *left = unary(p);
    for (;;) {
        enum token_kind k = kind(p);
        uint8_t prec = binary_table[k].prec;
        if (!prec || prec < least)
            break;
        p->pos++;
        struct node *right = prec + 1 < PREC_UNARY ? binary(p, (uint8_t)(prec + 1)) : unary(p);
        left = binary_node(p, binary_table[k].op, left, right);
        height_grow(p);
    }
    p->height = MAX(p->height, height);
    return left;
}

struct node *parse_bitwise_or(struct parser *p)
{
    return binary(p, PREC_BITWISE_OR);
}

/* ---- comparisons, not, and, or ---- */

/* Reads a comparison operator, of one word or two; false if there is none. */
static bool accept_comparison(struct parser *p, uint8_t *ret_op)
{
    switch (kind(p)) {
    case T_LT: *ret_op = OPR_LT; break;
    case T_LE: *ret_op = OPR_LE; break;
    case T_GT: *ret_op = OPR_GT; break;
    case T_GE: *ret_op = OPR_GE; break;
    case T_EQ: *ret_op = OPR_EQ; break;
    case T_NE: *ret_op = OPR_NE; break;
    case T_IN: *ret_op = OPR_IN; break;
    case T_IS:
        p->pos++;
        *ret_op = accept(p, T_NOT) ? OPR_ISNOT : OPR_IS;
        return true;
    case T_NOT:
        if (kind_next(p) != T_IN)
            return false;
        *ret_op = OPR_NOTIN;
        p->pos++;
        break;
    default: return false;
    }
    p->pos++;
    return true;
}

static struct node *comparison(struct parser *p)
{
    struct node *left = parse_bitwise_or(p), *n = NULL;
    uint8_t op;
    for (uint32_t start = p->pos; accept_comparison(p, &op); start = p->pos) {
        if (!n) {
            n = node_from(p, N_COMPARE, left);
            n->compare.left = left;
        }
        struct node *link = ARENA_NEW(p->arena, struct node);
        link->kind = N_COMPAREOP;
        link->op = op;
        link->at = token_span(p, start);
        link->link.right = parse_bitwise_or(p);
        list_add(&n->compare.links, node_end(p, link));
    }
    return n ? node_end(p, n) : left;
}

static struct node *inversion(struct parser *p)
{
    return kind(p) == T_NOT ? prefixed(p, OPR_NOT, inversion) : comparison(p);
}

static struct node *boolop(struct parser *p, enum token_kind word, enum operator_kind op,
                           struct node *(*operand)(struct parser *))
{
    struct node *first = operand(p);
    if (kind(p) != word)
        return first;
    struct node *n = node_from(p, N_BOOLOP, first);
    n->op = (uint8_t)op;
    list_add(&n->items, first);
    while (accept(p, word))
        list_add(&n->items, operand(p));
    return node_end(p, n);
}

static struct node *conjunction(struct parser *p)
{
    return boolop(p, T_AND, OPR_BOOLAND, inversion);
}

struct node *parse_disjunction(struct parser *p)
{
    return boolop(p, T_OR, OPR_BOOLOR, conjunction);
}

/* ---- two values side by side ---- */

static bool is_soft_keyword(struct text t)
{
    return text_is(t, "match") || text_is(t, "case") || text_is(t, "_");
}

/* Two values in brackets: a comma is missing between them, if the second is good. */
static void explain_comma(struct parser *p, const struct node *a)
{
    struct trial trial = trial_start(p);
    struct node *b = parse_expression(p);
    bool inside = !p->failed && token_at(p, p->pos - 1)->level > 0;
    struct span at = { a->at.line, a->at.col, b->at.end_line, b->at.end_col };
    if (trial_end(p, &trial) && inside)
        fail_span(p, &at, ERR_FORGOT_COMMA);
}

/* A name and then a value: what is wrong with the value says more than that it is there,
 * if it says anything; else it may be print "x" of Python 2. */
static void explain_after_name(struct parser *p, const struct node *name)
{
    struct text word = name->name;
    uint32_t start = p->pos;

    if (p->depth >= p->max_depth) // name name name …: enough has been looked at
        return;
    p->depth++;
    parse_list(p);
    p->depth--;
    if (p->failed && (!p->vague || p->lexer_told))
        return;
    p->failed = false;
    p->pos = start;
    struct trial trial = trial_start(p);
    struct node *b = parse_list(p);
    struct span at = { name->at.line, name->at.col, b->at.end_line, b->at.end_col };
    if (trial_end(p, &trial) && (text_is(word, "print") || text_is(word, "exec")))
        fail_span(p, &at, ERR_MISSING_PARENS, (int)word.n, word.s, (int)word.n, word.s);
}

/* a is followed by what can only start another expression; fails with what that means.
 * first: a's first token. */
static void fail_side_by_side(struct parser *p, const struct node *a, uint32_t first)
{
    bool name = p->pos == first + 1 && token_at(p, first)->kind == T_NAME;
    struct text word = token_name(p, first);
    bool printing = name && (text_is(word, "print") || text_is(word, "exec"));
    bool prefix = token_at(p, first)->kind == T_NAME &&
                  (token_at(p, first + 1)->kind == T_STRING || is_soft_keyword(word));

    if (!printing && !prefix)
        explain_comma(p, a);
    if (!p->failed && name)
        explain_after_name(p, a);
    fail_syntax(p);
}

/* ---- whole expressions ---- */

static struct node *lambda(struct parser *p)
{
    struct node *n = node_new(p, N_LAMBDA);
    p->pos++;
    if (!depth_enter(p))
        return n;
    n->func.name = (struct text){ "<lambda>", 8 };
    n->func.name_at = token_span(p, p->pos - 1);
    parse_parameters(p, &n->func.params, T_COLON);
    expect_token(p, T_COLON);
    struct node *result = node_new(p, N_RETURN);
    result->value = parse_expression(p);
    list_add(&n->func.body, node_end(p, result));
    depth_leave(p);
    return node_end(p, n);
}

/* yes is read and 'if' is current. */
static struct node *conditional(struct parser *p, struct node *yes)
{
    uint32_t start = p->pos++;
    struct node *n = node_from(p, N_IFEXP, yes);
    n->ifexp.yes = yes;
    n->ifexp.test = parse_disjunction(p);
    if (!accept(p, T_ELSE)) {
        if (p->trial && !p->failed) {
            p->pos = start;
            return yes;
        }
        struct span at = { yes->at.line, yes->at.col, n->ifexp.test->at.end_line,
                           n->ifexp.test->at.end_col };
        if (kind(p) != T_COLON)
            fail_span(p, &at, ERR_NEED_ELSE);
        fail_syntax(p);
    }
    n->ifexp.no = yes;
    if (depth_enter(p)) {
        n->ifexp.no = parse_expression(p);
        depth_leave(p);
    }
    return node_end(p, n);
}

/* Without asking what a second value behind it could mean. */
struct node *parse_conditional(struct parser *p)
{
    if (kind(p) == T_LAMBDA)
        return lambda(p);
    struct node *n = parse_disjunction(p);
    return kind(p) == T_IF ? conditional(p, n) : n;
}

struct node *parse_expression(struct parser *p)
{
    uint32_t first = p->pos;
    struct node *n = parse_conditional(p);
    if (starts_table[kind(p)] && !p->trial)
        fail_side_by_side(p, n, first);
    return n;
}

struct node *parse_named(struct parser *p)
{
    if (kind(p) == T_NAME && kind_next(p) == T_WALRUS) {
        struct node *n = node_new(p, N_WALRUS);
        p->scopes = true;
        n->pair.left = name_or_constant(p, N_NAME);
        p->pos++;
        n->pair.right = n->pair.left;
        if (depth_enter(p)) {
            n->pair.right = parse_expression(p);
            depth_leave(p);
        }
        return node_end(p, n);
    }
    struct node *n = parse_expression(p);
    if (kind(p) == T_WALRUS)
        fail_span(p, &n->at, ERR_WALRUS_TARGET, expression_name(n));
    if (kind(p) == T_ASSIGN && !explain_assignment(p, n))
        fail_syntax(p);
    return n;
}

static struct node *starred(struct parser *p)
{
    struct node *n = node_new(p, N_STARRED);
    expect_token(p, T_STAR);
    n->value = parse_bitwise_or(p);
    return node_end(p, n);
}

struct node *parse_element(struct parser *p)
{
    return kind(p) == T_STAR ? starred(p) : parse_named(p);
}

/* a, b, c: first alone if no comma follows. */
static struct node *tuple_of(struct parser *p, struct node *(*item)(struct parser *))
{
    struct node *first = item(p);
    if (kind(p) != T_COMMA)
        return first;
    struct node *n = node_from(p, N_TUPLE, first);
    list_add(&n->items, first);
    while (accept(p, T_COMMA) && (starts_table[kind(p)] || kind(p) == T_STAR))
        list_add(&n->items, item(p));
    return node_end(p, n);
}

struct node *parse_or_star(struct parser *p)
{
    return kind(p) == T_STAR ? starred(p) : parse_expression(p);
}

struct node *parse_list(struct parser *p)
{
    return tuple_of(p, parse_or_star);
}

static struct node *starred_or_target(struct parser *p)
{
    return kind(p) == T_STAR ? starred(p) : parse_bitwise_or(p);
}

struct node *parse_targets(struct parser *p)
{
    struct node *n = tuple_of(p, starred_or_target);
    if (kind(p) == T_IN)
        check_target(p, n, TARGET_FOR);
    return n;
}

struct node *parse_or_yield(struct parser *p)
{
    if (kind(p) != T_YIELD)
        return parse_list(p);
    struct node *n = node_new(p, N_YIELD);
    p->pos++;
    if (accept(p, T_FROM)) {
        n->kind = N_YIELDFROM;
        n->value = parse_expression(p);
    } else if (starts_table[kind(p)] || kind(p) == T_STAR) {
        n->value = parse_list(p);
    }
    return node_end(p, n);
}
