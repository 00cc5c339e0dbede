#include "lang/parser.h"

static const char *const expression_names[NODE_COUNT] = {
    [N_ATTR] = "attribute",
    [N_INDEX] = "subscript",
    [N_STARRED] = "starred",
    [N_NAME] = "name",
    [N_LIST] = "list",
    [N_TUPLE] = "tuple",
    [N_LAMBDA] = "lambda",
    [N_CALL] = "function call",
    [N_BOOLOP] = "expression",
    [N_BINARY] = "expression",
    [N_UNARY] = "expression",
    [N_GENEXP] = "generator expression",
    [N_YIELD] = "yield expression",
    [N_YIELDFROM] = "yield expression",
    [N_AWAIT] = "await expression",
    [N_LISTCOMP] = "list comprehension",
    [N_SETCOMP] = "set comprehension",
    [N_DICTCOMP] = "dict comprehension",
    [N_DICT] = "dict literal",
    [N_SET] = "set display",
    [N_FSTRING] = "f-string expression",
    [N_INT] = "literal",
    [N_FLOAT] = "literal",
    [N_STR] = "literal",
    [N_BYTES] = "literal",
    [N_NONE] = "None",
    [N_TRUE] = "True",
    [N_FALSE] = "False",
    [N_ELLIPSIS] = "ellipsis",
    [N_COMPARE] = "comparison",
    [N_IFEXP] = "conditional expression",
    [N_WALRUS] = "named expression",
};

const char *expression_name(const struct node *n)
{
    return expression_names[n->kind] ? expression_names[n->kind] : "expression";
}

/* The part of n that cannot be a target, or NULL. Recursion is bounded by the parser's
 * depth: every level is a bracket or a star. */
static const struct node *bad_target(const struct node *n, enum target_use use)
{
    switch (n->kind) {
    case N_NAME: case N_ATTR: case N_INDEX: return NULL;
    case N_STARRED: return use == TARGET_DELETE ? n : bad_target(n->value, use);
    case N_LIST: case N_TUPLE:
        for (const struct node *i = n->items.first; i; i = i->next) {
            const struct node *bad = bad_target(i, use);
            if (bad)
                return bad;
        }
        return NULL;
    default: return n;
    }
}

void check_target(struct parser *p, const struct node *n, enum target_use use)
{
    const struct node *bad = p->failed ? NULL : bad_target(n, use);
    if (bad)
        fail_span(p, &bad->at, use == TARGET_DELETE ? ERR_DELETE : ERR_ASSIGN_TO,
                  expression_name(bad));
}

/* What stands leftmost in an expression decides which message CPython gives. */
static const struct node *leftmost(const struct node *n)
{
    for (;;) {
        switch (n->kind) {
        case N_BINARY: case N_INDEX: n = n->pair.left; break;
        case N_CALL: n = n->call.callee; break;
        case N_ATTR: n = n->attr.object; break;
        default: return n;
        }
    }
}

static bool starts_like_target(const struct node *n)
{
    n = leftmost(n);
    return n->kind == N_LIST || n->kind == N_TUPLE || n->kind == N_GENEXP ||
           n->kind == N_TRUE || n->kind == N_FALSE || n->kind == N_NONE;
}

/* True if n is one operand of a comparison, which is what may stand before '=' there. */
static bool is_operand(const struct node *n)
{
    return n->kind != N_COMPARE && n->kind != N_BOOLOP && n->kind != N_IFEXP &&
           n->kind != N_LAMBDA && n->kind != N_WALRUS && n->kind != N_YIELD &&
           n->kind != N_YIELDFROM && n->kind != N_STARRED &&
           !(n->kind == N_UNARY && n->op == OPR_NOT);
}

bool explain_assignment(struct parser *p, const struct node *e)
{
    if (p->trial || p->failed)
        return false;
    bool grouped = p->group == e;
    struct trial t = trial_start(p);

    p->pos++;
    struct node *value = parse_bitwise_or(p);
    bool once = !p->failed && kind(p) != T_ASSIGN && kind(p) != T_WALRUS;
    struct span both = { e->at.line, e->at.col, value->at.end_line, value->at.end_col };
    once &= trial_end(p, &t);
    if (once && e->kind == N_NAME && !grouped)
        fail_span(p, &both, ERR_MAYBE_EQUALS);
    else if (once && (grouped || is_operand(e)) && !starts_like_target(e))
        fail_span(p, &e->at, ERR_ASSIGN_HERE, expression_name(e));
    return p->failed;
}
