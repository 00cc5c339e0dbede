#include "lang/dump.h"

#include <stdio.h>
#include <string.h>

static const char *const dump_name[NODE_COUNT] = {
#define NODE(id, help) [N_##id] = #id,
#include "lang/node.def"
#undef NODE
};

static void add_quoted(struct buf *out, struct text t, bool bytes)
{
    buf_adds(out, " \"");
    for (uint32_t i = 0; i < t.n; i++) {
        unsigned char c = (unsigned char)t.s[i];
        if (c == '"' || c == '\\' || c < ' ' || c == 0x7f || (bytes && c > 0x7f))
            buf_addf(out, "\\%02x", c);
        else
            buf_addc(out, (char)c);
    }
    buf_addc(out, '"');
}

static void add_head(struct buf *out, const struct node *n)
{
    if (n->kind == N_FIELD && n->field.shown.n) {
        buf_adds(out, "(shown");
        add_quoted(out, n->field.shown, false);
        buf_adds(out, ") ");
    }
    buf_addc(out, '(');
    for (const char *s = dump_name[n->kind]; *s; s++)
        buf_addc(out, (char)(*s | 0x20));
}

static void add_text(struct buf *out, struct text t)
{
    buf_addc(out, ' ');
    buf_add(out, t.s, t.n);
}

static void add_flag(struct buf *out, bool on, const char *word)
{
    if (on)
        buf_adds(out, word);
}

static void child(struct buf *out, const struct node *n)
{
    buf_addc(out, ' ');
    if (n)
        lang_dump(out, n);
    else
        buf_addc(out, '-');
}

static void children(struct buf *out, const struct list *l)
{
    for (const struct node *n = l->first; n; n = n->next)
        child(out, n);
}

/* A list that is not the only one of its node. */
static void group(struct buf *out, const char *name, const struct list *l)
{
    if (l->n == 0)
        return;
    buf_addf(out, " [%s", name);
    children(out, l);
    buf_addc(out, ']');
}

static void add_operator(struct buf *out, const struct node *n)
{
    buf_addf(out, " %s", operator_text[n->op]);
}

static void add_constant(struct buf *out, const struct node *n)
{
    if (n->kind == N_FLOAT)
        buf_addf(out, " %.17g", n->real);
    else if (n->integer.digits.n)
        add_text(out, n->integer.digits);
    else
        buf_addf(out, " %lld", (long long)n->integer.small);
}

static void add_field(struct buf *out, const struct node *n)
{
    child(out, n->field.value);
    if (n->field.conversion)
        buf_addf(out, " !%c", n->field.conversion);
    if (n->field.spec)
        child(out, n->field.spec);
}

static void add_param(struct buf *out, const struct node *n)
{
    static const char *const stars[] = { " ", " *", " **" };
    buf_adds(out, stars[n->op]);
    buf_add(out, n->param.name.s, n->param.name.n);
    add_flag(out, n->param.positional_only, " /");
    add_flag(out, n->param.keyword_only, " kw");
    if (n->param.annotation) {
        buf_adds(out, " :");
        child(out, n->param.annotation);
    }
    if (n->param.fallback) {
        buf_adds(out, " =");
        child(out, n->param.fallback);
    }
}

static void add_arg(struct buf *out, const struct node *n)
{
    if (n->op == ARG_KEYWORD) {
        add_text(out, n->arg.name);
        buf_addc(out, '=');
    }
    add_flag(out, n->op == ARG_STAR, " *");
    add_flag(out, n->op == ARG_DSTAR, " **");
    child(out, n->arg.value);
}

static void add_func(struct buf *out, const struct node *n)
{
    add_flag(out, n->flag, " async");
    add_text(out, n->func.name);
    group(out, "decorators", &n->func.decorators);
    group(out, "params", &n->func.params);
    if (n->func.returns) {
        buf_adds(out, " ->");
        child(out, n->func.returns);
    }
    children(out, &n->func.body);
}

static void add_expression(struct buf *out, const struct node *n)
{
    switch (n->kind) {
    case N_NAME: add_text(out, n->name); break;
    case N_INT: case N_FLOAT: add_constant(out, n); break;
    case N_STR: case N_BYTES: add_quoted(out, n->text, n->kind == N_BYTES); break;
    case N_FSTRING: case N_TUPLE: case N_LIST: case N_SET: case N_DICT:
        children(out, &n->items);
        break;
    case N_FIELD: add_field(out, n); break;
    case N_ITEM: child(out, n->item.key), child(out, n->item.value); break;
    case N_LISTCOMP: case N_SETCOMP: case N_DICTCOMP: case N_GENEXP:
        child(out, n->comp.element);
        if (n->kind == N_DICTCOMP)
            child(out, n->comp.value);
        children(out, &n->comp.fors);
        break;
    case N_COMPFOR:
        add_flag(out, n->flag, " async");
        child(out, n->compfor.target), child(out, n->compfor.iter);
        children(out, &n->compfor.ifs);
        break;
    case N_UNARY: add_operator(out, n), child(out, n->pair.right); break;
    case N_BINARY:
        add_operator(out, n), child(out, n->pair.left), child(out, n->pair.right);
        break;
    case N_BOOLOP: add_operator(out, n), children(out, &n->items); break;
    case N_COMPARE: child(out, n->compare.left), children(out, &n->compare.links); break;
    case N_COMPAREOP: add_operator(out, n), child(out, n->link.right); break;
    case N_CALL: child(out, n->call.callee), children(out, &n->call.args); break;
    case N_ARG: add_arg(out, n); break;
    case N_ATTR: child(out, n->attr.object), add_text(out, n->attr.name); break;
    case N_INDEX: case N_WALRUS: child(out, n->pair.left), child(out, n->pair.right); break;
    case N_SLICE:
        child(out, n->slice.low), child(out, n->slice.high), child(out, n->slice.step);
        break;
    case N_IFEXP:
        child(out, n->ifexp.test), child(out, n->ifexp.yes), child(out, n->ifexp.no);
        break;
    case N_LAMBDA: add_func(out, n); break;
    default: break;
    }
}

static void add_import(struct buf *out, const struct node *n)
{
    for (uint32_t i = 0; i < n->importfrom.level; i++)
        buf_adds(out, i ? "." : " .");
    add_text(out, n->importfrom.module);
    add_flag(out, n->importfrom.star, " *");
    children(out, &n->importfrom.aliases);
}

static void add_statement(struct buf *out, const struct node *n)
{
    switch (n->kind) {
    case N_EXPR: case N_RETURN: case N_YIELD: case N_YIELDFROM: case N_AWAIT: case N_STARRED:
        if (n->value)
            child(out, n->value);
        break;
    case N_ASSIGN: children(out, &n->assign.targets), child(out, n->assign.value); break;
    case N_AUGASSIGN:
        add_operator(out, n);
        child(out, n->augassign.target), child(out, n->augassign.value);
        break;
    case N_ANNASSIGN:
        child(out, n->annassign.target), child(out, n->annassign.annotation);
        child(out, n->annassign.value);
        break;
    case N_DEL: children(out, &n->items); break;
    case N_GLOBAL: case N_NONLOCAL: children(out, &n->names); break;
    case N_ASSERT: child(out, n->assertion.test), child(out, n->assertion.message); break;
    case N_RAISE: child(out, n->raise.exception), child(out, n->raise.cause); break;
    case N_IMPORT: children(out, &n->aliases); break;
    case N_IMPORTFROM: add_import(out, n); break;
    case N_ALIAS:
        add_text(out, n->alias.name);
        if (n->alias.as.n)
            buf_adds(out, " as"), add_text(out, n->alias.as);
        break;
    default: break;
    }
}

static void add_compound(struct buf *out, const struct node *n)
{
    switch (n->kind) {
    case N_IF: case N_WHILE:
        child(out, n->branch.test), children(out, &n->branch.body);
        group(out, "else", &n->branch.orelse);
        break;
    case N_FOR:
        add_flag(out, n->flag, " async");
        child(out, n->loop.target), child(out, n->loop.iter), children(out, &n->loop.body);
        group(out, "else", &n->loop.orelse);
        break;
    case N_TRY:
        children(out, &n->try_.body), children(out, &n->try_.handlers);
        group(out, "else", &n->try_.orelse), group(out, "finally", &n->try_.final);
        break;
    case N_HANDLER:
        child(out, n->handler.type), add_text(out, n->handler.name);
        children(out, &n->handler.body);
        break;
    case N_WITH:
        add_flag(out, n->flag, " async");
        children(out, &n->with.items), group(out, "body", &n->with.body);
        break;
    case N_WITHITEM: child(out, n->withitem.value), child(out, n->withitem.target); break;
    case N_FUNCDEF: add_func(out, n); break;
    case N_PARAM: add_param(out, n); break;
    case N_CLASSDEF:
        add_text(out, n->class_.name), group(out, "decorators", &n->class_.decorators);
        group(out, "args", &n->class_.args), children(out, &n->class_.body);
        break;
    case N_MODULE: children(out, &n->body); break;
    default: break;
    }
}

/* Each of the three knows its own kinds and adds nothing for the others'. */
void lang_dump(struct buf *out, const struct node *n)
{
    add_head(out, n);
    add_expression(out, n);
    add_statement(out, n);
    add_compound(out, n);
    buf_addc(out, ')');
}
