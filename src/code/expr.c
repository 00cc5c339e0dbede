#include <string.h>

#include "code/compile.h"

static const uint8_t binary_op[OPR_COUNT] = {
    [OPR_ADD] = OP_ADD, [OPR_SUB] = OP_SUB, [OPR_MUL] = OP_MUL, [OPR_DIV] = OP_DIV,
    [OPR_FLOORDIV] = OP_FLOORDIV, [OPR_MOD] = OP_MOD, [OPR_POW] = OP_POW,
    [OPR_MATMUL] = OP_MATMUL, [OPR_LSHIFT] = OP_LSHIFT, [OPR_RSHIFT] = OP_RSHIFT,
    [OPR_AND] = OP_AND, [OPR_OR] = OP_OR, [OPR_XOR] = OP_XOR,
    [OPR_NEG] = OP_NEG, [OPR_POS] = OP_POS, [OPR_INVERT] = OP_INVERT, [OPR_NOT] = OP_NOT,
    [OPR_LT] = OP_LT, [OPR_LE] = OP_LE, [OPR_GT] = OP_GT, [OPR_GE] = OP_GE, [OPR_EQ] = OP_EQ,
    [OPR_NE] = OP_NE, [OPR_IS] = OP_IS, [OPR_ISNOT] = OP_ISNOT, [OPR_IN] = OP_IN,
    [OPR_NOTIN] = OP_NOTIN,
};

static bool small_int(const struct node *n, int64_t *ret)
{
    if (n->kind == N_UNARY && n->op == OPR_NEG && small_int(n->pair.right, ret)) {
        *ret = -*ret;
        return *ret >= INT16_MIN && *ret <= INT16_MAX;
    }
    if (n->kind != N_INT || n->integer.digits.n)
        return false;
    *ret = n->integer.small;
    return *ret >= INT16_MIN && *ret <= INT16_MAX;
}

/* The literal as a constant, if the node is one (tuples of literals too). */
static bool literal(struct comp *c, const struct node *n, struct constant *ret)
{
    switch (n->kind) {
    case N_NONE: *ret = (struct constant){ .kind = CONSTANT_SPECIAL, .integer = CONST_NONE }; return true;
    case N_TRUE: *ret = (struct constant){ .kind = CONSTANT_SPECIAL, .integer = CONST_TRUE }; return true;
    case N_FALSE: *ret = (struct constant){ .kind = CONSTANT_SPECIAL, .integer = CONST_FALSE }; return true;
    case N_ELLIPSIS: *ret = (struct constant){ .kind = CONSTANT_SPECIAL, .integer = CONST_ELLIPSIS }; return true;
    case N_INT:
        if (n->integer.digits.n)
            *ret = (struct constant){ .kind = CONSTANT_BIGINT, .text = n->integer.digits };
        else
            *ret = (struct constant){ .kind = CONSTANT_INT, .integer = n->integer.small };
        return true;
    case N_FLOAT: *ret = (struct constant){ .kind = CONSTANT_FLOAT, .real = n->real }; return true;
    case N_STR: *ret = (struct constant){ .kind = CONSTANT_STR, .text = n->text }; return true;
    case N_BYTES: *ret = (struct constant){ .kind = CONSTANT_BYTES, .text = n->text }; return true;
    case N_UNARY:
        if (n->op == OPR_NEG && literal(c, n->pair.right, ret)) {
            if (ret->kind == CONSTANT_INT && ret->integer != INT64_MIN) {
                ret->integer = -ret->integer;
                return true;
            }
            if (ret->kind == CONSTANT_FLOAT) {
                ret->real = -ret->real;
                return true;
            }
        }
        return false;
    case N_TUPLE: {
        struct constant *items = ARENA_ARRAY(c->arena, struct constant, n->items.n);
        uint32_t i = 0;
        for (const struct node *k = n->items.first; k; k = k->next)
            if (!literal(c, k, &items[i++]))
                return false;
        *ret = (struct constant){ .kind = CONSTANT_TUPLE, .tuple = { items, n->items.n } };
        return true;
    }
    default: return false;
    }
}

static void load_constant(struct comp *c, const struct constant *k, uint32_t reg)
{
    if (k->kind == CONSTANT_INT && k->integer >= INT32_MIN && k->integer <= INT32_MAX)
        emit_s(c, OP_INT, reg, (int32_t)k->integer);
    else
        emit_s(c, OP_CONST, reg, (int32_t)constant(c, k));
}

void load_none(struct comp *c, uint32_t reg)
{
    emit_s(c, OP_CONST, reg,
           (int32_t)constant(c, &(struct constant){ .kind = CONSTANT_SPECIAL, .integer = CONST_NONE }));
}

/* ---- names ---- */

static void check_bound(struct comp *c, uint32_t reg)
{
    if (is_sure(c, reg))
        return;
    emit(c, OP_CHECK, reg, 0, 0);
    if (reg < SURE_WORDS * 64)
        c->unbind.w[reg / 64] |= (uint64_t)1 << (reg % 64);
    set_sure(c, reg, true);
}

static int32_t global_slot(struct comp *c, struct text name, bool *ret_static)
{
    uint32_t slot = module_slot(c->opts->names, name.s, name.n);
    if (slot == MODULE_SLOTS) {
        comp_fail(c, NULL, "too many global names", "use a list or a dict instead");
        return 0;
    }
    const struct global_name *g = &c->opts->names->at[slot];
    *ret_static = g->bindings <= 1 && !g->in_loop;
    return (int32_t)slot;
}

void load_name(struct comp *c, struct text text, const struct node *at, uint32_t reg)
{
    (void)at;
    struct text t = scope_mangle(c->scopes, c->scope, text);
    struct resolved r = scope_resolve(c->scopes, c->scope, t);
    bool is_static = false;
    switch (r.kind) {
    case MEANS_REG:
        check_bound(c, r.name->reg);
        if (r.name->reg != reg)
            emit(c, OP_MOVE, reg, r.name->reg, 0);
        break;
    case MEANS_CELL: emit(c, OP_CELLGET, reg, r.name->reg, 0); break;
    case MEANS_FREE: emit(c, OP_FREEGET, reg, r.name->free_index, 0); break;
    case MEANS_CLASS: emit(c, OP_NSLOAD, reg, name_index(c, t), 0); break;
    case MEANS_GLOBAL: {
        int32_t slot = global_slot(c, t, &is_static);
        emit_sx(c, OP_GLOAD, is_static, reg, slot);
        break;
    }
    }
}

/* ---- operators ---- */

/* An operand that stays what it is while the other one is evaluated. */
static uint32_t operand(struct comp *c, const struct node *n)
{
    uint32_t r = expr(c, n);
    if (c->frame->has_walrus && r < c->nlocals) {
        uint32_t t = temp(c, 1);
        emit(c, OP_MOVE, t, r, 0);
        return t;
    }
    return r;
}

static void binary(struct comp *c, const struct node *n, uint32_t reg)
{
    uint32_t top = c->top;
    int64_t small;
    uint32_t left = operand(c, n->pair.left);
    if ((n->op == OPR_ADD || n->op == OPR_SUB) && small_int(n->pair.right, &small) &&
        small > INT16_MIN) {
        place(c, n);
        bool sub = n->op == OPR_SUB;
        emit_x(c, OP_ADDI, sub ? 2 : 0, reg, left, (uint16_t)(sub ? -small : small));
    } else {
        uint32_t right = expr(c, n->pair.right);
        place(c, n);
        emit(c, binary_op[n->op], reg, left, right);
    }
    c->top = top;
}

static void bool_op(struct comp *c, const struct node *n, uint32_t reg)
{
    struct label end = { 0 };
    for (const struct node *i = n->items.first; i; i = i->next) {
        struct sure before = c->sure;
        expr_to(c, i, reg);
        if (i != n->items.first)
            c->sure = sure_and(c->sure, before);
        if (i->next)
            emit_jump(c, n->op == OPR_BOOLAND ? OP_JF : OP_JT, reg, &end);
    }
    label_here(c, &end);
}

static void compare(struct comp *c, const struct node *n, uint32_t reg)
{
    uint32_t top = c->top;
    struct label end = { 0 };
    uint32_t left = operand(c, n->compare.left);
    for (const struct node *l = n->compare.links.first; l; l = l->next) {
        uint32_t right = l->next ? operand(c, l->link.right) : expr(c, l->link.right);
        place(c, n);
        emit(c, binary_op[l->op], reg, left, right);
        if (l->next)
            emit_jump(c, OP_JF, reg, &end);
        left = right;
    }
    label_here(c, &end);
    c->top = top;
}

static void if_expression(struct comp *c, const struct node *n, uint32_t reg)
{
    struct label no = { 0 }, end = { 0 };
    condition(c, n->ifexp.test, false, &no);
    struct sure before = c->sure;
    expr_to(c, n->ifexp.yes, reg);
    struct sure yes = c->sure;
    emit_jump(c, OP_JUMP, 0, &end);
    label_here(c, &no);
    c->sure = before;
    expr_to(c, n->ifexp.no, reg);
    c->sure = sure_and(c->sure, yes);
    label_here(c, &end);
}

/* ---- conditions ---- */

static bool fused(struct comp *c, const struct node *n, bool jump_if, struct label *to)
{
    static const uint8_t ops[OPR_COUNT] = { [OPR_LT] = OP_LT_J, [OPR_LE] = OP_LE_J, [OPR_GT] = OP_GT_J,
                                            [OPR_GE] = OP_GE_J, [OPR_EQ] = OP_EQ_J, [OPR_NE] = OP_NE_J };
    if (n->kind != N_COMPARE || n->compare.links.n != 1 || !ops[n->compare.links.first->op])
        return false;
    const struct node *link = n->compare.links.first;
    uint32_t top = c->top;
    uint32_t scratch = temp(c, 1);
    uint32_t left = operand(c, n->compare.left);
    int64_t small;
    uint32_t op = ops[link->op];
    if (small_int(link->link.right, &small)) {
        place(c, n);
        emit_x(c, (enum opcode)(op - OP_LT_J + OP_LTI_J), jump_if, scratch, left, (uint16_t)small);
    } else {
        uint32_t right = expr(c, link->link.right);
        place(c, n);
        emit_x(c, (enum opcode)op, jump_if, scratch, left, right);
    }
    emit_jump(c, jump_if ? OP_JT : OP_JF, scratch, to);
    c->top = top;
    return true;
}

static void condition_all(struct comp *c, const struct node *n, bool jump_if, struct label *to)
{
    bool stops_early = (n->op == OPR_BOOLAND) == jump_if; // and that must all hold to jump, or the reverse
    struct label skip = { 0 };
    for (const struct node *i = n->items.first; i; i = i->next) {
        struct sure before = c->sure;
        if (i->next && stops_early)
            condition(c, i, !jump_if, &skip);
        else
            condition(c, i, jump_if, to);
        if (i != n->items.first)
            c->sure = sure_and(c->sure, before);
    }
    label_here(c, &skip);
}

void condition(struct comp *c, const struct node *n, bool jump_if, struct label *to)
{
    place(c, n);
    if (n->kind == N_UNARY && n->op == OPR_NOT) {
        condition(c, n->pair.right, !jump_if, to);
        return;
    }
    if (n->kind == N_BOOLOP) {
        condition_all(c, n, jump_if, to);
        return;
    }
    if (n->kind == N_TRUE || n->kind == N_FALSE || (n->kind == N_INT && !n->integer.digits.n)) {
        bool yes = n->kind == N_TRUE || (n->kind == N_INT && n->integer.small != 0);
        if (yes == jump_if)
            emit_jump(c, OP_JUMP, 0, to);
        return;
    }
    if (fused(c, n, jump_if, to))
        return;
    uint32_t top = c->top;
    uint32_t r = expr(c, n);
    place(c, n);
    emit_jump(c, jump_if ? OP_JT : OP_JF, r, to);
    c->top = top;
}

/* ---- calls ---- */

static bool has_star(const struct list *args)
{
    for (const struct node *a = args->first; a; a = a->next)
        if (a->op == ARG_STAR || a->op == ARG_DSTAR)
            return true;
    return false;
}

/* Evaluates positional and keyword arguments into consecutive registers; returns how many,
 * and the constant with the keywords' names (or UINT32_MAX). */
static uint32_t arguments(struct comp *c, const struct list *args, uint32_t *ret_names)
{
    uint32_t n = 0, keywords = 0;
    struct constant *names = ARENA_ARRAY(c->arena, struct constant, args->n + 1);
    for (const struct node *a = args->first; a; a = a->next, n++) {
        expr_to(c, a->arg.value, temp(c, 1));
        if (a->op == ARG_KEYWORD)
            names[keywords++] = (struct constant){ .kind = CONSTANT_STR, .text = a->arg.name };
    }
    *ret_names = UINT32_MAX;
    if (keywords)
        *ret_names = constant(c, &(struct constant){ .kind = CONSTANT_TUPLE, .tuple = { names, keywords } });
    return n;
}

/* *args and **kwargs: a list and a dict are built at run time. */
static void star_arguments(struct comp *c, const struct list *args, uint32_t list_reg)
{
    uint32_t top = c->top;
    bool has_dict = false;
    emit(c, OP_LIST, list_reg, 0, 0);
    for (const struct node *a = args->first; a; a = a->next) {
        if (a->op == ARG_NORMAL || a->op == ARG_STAR) {
            uint32_t r = expr(c, a->arg.value);
            place(c, a);
            emit_x(c, a->op == ARG_STAR ? OP_LEXTEND : OP_LAPPEND, 1, list_reg, r, 0);
        } else {
            if (!has_dict)
                emit(c, OP_DICT, list_reg + 1, 0, 0);
            has_dict = true;
            if (a->op == ARG_DSTAR) {
                uint32_t r = expr(c, a->arg.value);
                place(c, a);
                emit_x(c, OP_DMERGE, 1, list_reg + 1, r, 0);
            } else {
                uint32_t pair = temp(c, 2);
                emit_s(c, OP_CONST, pair, (int32_t)constant_str(c, a->arg.name));
                uint32_t one = temp(c, 1);
                expr_to(c, a->arg.value, pair + 1);
                emit(c, OP_DICT, one, pair, 1);
                emit_x(c, OP_DMERGE, 1, list_reg + 1, one, 0);
            }
        }
        c->top = top;
    }
    if (!has_dict)
        load_none(c, list_reg + 1);
}

static bool is_super(struct comp *c, const struct node *n)
{
    const struct node *f = n->call.callee;
    if (f->kind != N_NAME || n->call.args.n || f->name.n != 5 || memcmp(f->name.s, "super", 5))
        return false;
    struct resolved r = scope_resolve(c->scopes, c->scope, f->name);
    return r.kind == MEANS_GLOBAL && c->frame->kind == SCOPE_FUNC && c->frame->node->kind == N_FUNCDEF &&
           scope_resolve(c->scopes, c->scope, (struct text){ "__class__", 9 }).kind == MEANS_FREE;
}

static void super_call(struct comp *c, const struct node *n, uint32_t reg)
{
    uint32_t t = temp(c, 2);
    const struct node *first = c->frame->node->func.params.first;
    if (!first) {
        comp_fail(c, n, "super(): no arguments", "give the method its first parameter, self");
        return;
    }
    load_name(c, (struct text){ "__class__", 9 }, n, t);
    load_name(c, first->param.name, n, t + 1);
    place(c, n);
    emit(c, OP_SUPER, reg, t, t + 1);
}

static void call(struct comp *c, const struct node *n, uint32_t reg)
{
    uint32_t top = c->top;
    if (is_super(c, n)) {
        super_call(c, n, reg);
        c->top = top;
        return;
    }
    // where the result is to go and nothing stands above, the call can be made in place
    uint32_t base = reg >= c->nlocals && reg + 1 == c->top ? reg : temp(c, 1), names = UINT32_MAX;
    if (has_star(&n->call.args)) {
        expr_to(c, n->call.callee, base);
        uint32_t l = temp(c, 2);
        star_arguments(c, &n->call.args, l);
        place(c, n);
        emit(c, OP_CALLEX, base, 0, 0);
    } else if (n->call.callee->kind == N_ATTR) {
        const struct node *f = n->call.callee;
        temp(c, 1);
        uint32_t object = expr(c, f->attr.object);
        c->top = base + 2;
        place(c, f);
        emit(c, OP_LOADM, base, object, name_index(c, scope_mangle(c->scopes, c->scope, f->attr.name)));
        uint32_t argc = arguments(c, &n->call.args, &names);
        place(c, n);
        if (names == UINT32_MAX)
            emit(c, OP_CALLM, base, argc, 0);
        else
            emit_x(c, OP_CALLKW, 1, base, argc, names);
    } else {
        expr_to(c, n->call.callee, base);
        uint32_t argc = arguments(c, &n->call.args, &names);
        place(c, n);
        if (names == UINT32_MAX)
            emit(c, OP_CALL, base, argc, 0);
        else
            emit(c, OP_CALLKW, base, argc, names);
    }
    if (names != UINT32_MAX && n->call.args.n && names > UINT16_MAX)
        comp_fail(c, n, "too many constants in one function", "split it into smaller functions");
    if (base != reg)
        emit(c, OP_MOVE, reg, base, 0);
    c->top = top;
}

uint32_t emit_await(struct comp *c, uint32_t reg)
{
    uint32_t top = c->top;
    uint32_t t = temp(c, 1);
    emit(c, OP_AWAITABLE, t, reg, 0);
    load_none(c, reg);
    emit(c, OP_YIELDFROM, reg, t, 0);
    c->top = top;
    return reg;
}

/* ---- displays and comprehensions ---- */

static bool any_starred(const struct list *l)
{
    for (const struct node *i = l->first; i; i = i->next)
        if (i->kind == N_STARRED)
            return true;
    return false;
}

static void sequence(struct comp *c, const struct node *n, uint32_t reg)
{
    uint32_t top = c->top;
    bool is_set = n->kind == N_SET;
    enum opcode make = n->kind == N_TUPLE ? OP_TUPLE : is_set ? OP_SET : OP_LIST;
    if (!any_starred(&n->items) && n->items.n <= 250) {
        uint32_t first = temp(c, n->items.n), i = 0;
        for (const struct node *k = n->items.first; k; k = k->next)
            expr_to(c, k, first + i++);
        place(c, n);
        emit(c, make, reg, first, n->items.n);
    } else {
        uint32_t l = temp(c, 1), inner = c->top;
        emit(c, is_set ? OP_SET : OP_LIST, l, 0, 0);
        for (const struct node *k = n->items.first; k; k = k->next, c->top = inner) {
            bool star = k->kind == N_STARRED;
            uint32_t r = expr(c, star ? k->value : k);
            place(c, k);
            emit(c, is_set ? (star ? OP_SUPDATE : OP_SADD) : (star ? OP_LEXTEND : OP_LAPPEND), l, r, 0);
        }
        emit(c, n->kind == N_TUPLE ? OP_LTUPLE : OP_MOVE, reg, l, 0);
    }
    c->top = top;
}

static void dict_display(struct comp *c, const struct node *n, uint32_t reg)
{
    uint32_t top = c->top;
    uint32_t d = temp(c, 1), inner = c->top;
    emit(c, OP_DICT, d, 0, 0);
    for (const struct node *i = n->items.first; i; i = i->next, c->top = inner) {
        if (!i->item.key) {
            uint32_t r = expr(c, i->item.value);
            place(c, i);
            emit(c, OP_DMERGE, d, r, 0);
            continue;
        }
        uint32_t k = operand(c, i->item.key), v = expr(c, i->item.value);
        place(c, i);
        emit(c, OP_DSET, d, k, v);
    }
    emit(c, OP_MOVE, reg, d, 0);
    c->top = top;
}

void comprehension_loop(struct comp *c, const struct node *n, const struct node *f, uint32_t result)
{
    if (!f) {
        uint32_t top = c->top;
        uint32_t e = operand(c, n->comp.element);
        if (n->kind == N_GENEXP) {
            uint32_t t = temp(c, 1);
            place(c, n->comp.element);
            emit(c, OP_YIELD, t, e, 0);
        } else if (n->kind == N_DICTCOMP) {
            uint32_t v = expr(c, n->comp.value);
            place(c, n->comp.element);
            emit(c, OP_DSET, result, e, v);
        } else {
            place(c, n->comp.element);
            emit(c, n->kind == N_SETCOMP ? OP_SADD : OP_LAPPEND, result, e, 0);
        }
        c->top = top;
        return;
    }
    uint32_t top = c->top;
    uint32_t it = temp(c, 1);
    struct label end = { 0 }, next = { 0 };
    if (f == n->comp.fors.first) {
        emit(c, OP_MOVE, it, result + 1, 0); // the outermost iterator was made outside
    } else {
        uint32_t r = expr(c, f->compfor.iter);
        place(c, f->compfor.iter);
        emit(c, f->flag ? OP_AITER : OP_ITER, it, r, 0);
    }
    uint32_t again = c->count;
    struct block stop;
    if (f->flag) {
        uint32_t item = temp(c, 1);
        block_open(c, &stop, BLOCK_TRY, (uint16_t)temp(c, 1));
        emit(c, OP_ANEXT, item, it, 0);
        emit_await(c, item);
        block_close(c, &stop);
        store(c, f->compfor.target, item);
    } else {
        place(c, f->compfor.iter);
        for_item(c, f->compfor.target, it, &end);
    }
    for (const struct node *t = f->compfor.ifs.first; t; t = t->next)
        condition(c, t, false, &next);
    comprehension_loop(c, n, f->next, result);
    label_here(c, &next);
    place(c, f);
    emit_back(c, OP_LOOP, 0, again);
    if (f->flag) {
        region_target(c, &stop);
        uint32_t t = temp(c, 2);
        load_name(c, (struct text){ "StopAsyncIteration", 18 }, f, t);
        emit(c, OP_EXCMATCH, t + 1, stop.reg, t);
        emit_jump(c, OP_JT, t + 1, &end);
        emit(c, OP_RERAISE, stop.reg, 0, 0);
    }
    label_here(c, &end);
    c->top = top;
}

/* Comprehension variables get registers of the surrounding frame for as long as it runs. */
static void comprehension(struct comp *c, const struct node *n, uint32_t reg)
{
    uint32_t top = c->top;
    uint32_t result = temp(c, 2); // the container, the outermost iterator
    uint32_t src = expr(c, n->comp.fors.first->compfor.iter);
    place(c, n->comp.fors.first->compfor.iter);
    emit(c, n->comp.fors.first->flag ? OP_AITER : OP_ITER, result + 1, src, 0);
    struct scope *outer = c->scope;
    c->scope = scope_of(c->scopes, n);
    struct sure before = c->sure;
    for (struct name *v = c->scope->names; v; v = v->next) {
        if (!(v->flags & NAME_BOUND) || v->flags & NAME_NONLOCAL)
            continue;
        v->reg = (uint16_t)temp(c, 1);
        emit(c, OP_UNBIND, v->reg, 0, 0);
        if (v->flags & NAME_CELL)
            emit(c, OP_CELLNEW, v->reg, 0, 0);
        set_sure(c, v->reg, false);
    }
    place(c, n);
    emit(c, n->kind == N_LISTCOMP ? OP_LIST : n->kind == N_SETCOMP ? OP_SET : OP_DICT, result, 0, 0);
    comprehension_loop(c, n, n->comp.fors.first, result);
    c->scope = outer;
    c->sure = sure_and(c->sure, before);
    emit(c, OP_MOVE, reg, result, 0);
    c->top = top;
}

static void format_field(struct comp *c, const struct node *n, uint32_t reg)
{
    uint32_t top = c->top;
    uint32_t spec = 0, x = (uint8_t)n->field.conversion & 127u;
    if (n->field.shown.n && !n->field.conversion && !n->field.spec)
        x = 'r';
    uint32_t v = operand(c, n->field.value);
    if (n->field.spec) {
        spec = expr(c, n->field.spec);
        x |= 128;
    }
    place(c, n);
    emit_x(c, OP_FORMAT, x, reg, v, spec);
    c->top = top;
}

static void fstring(struct comp *c, const struct node *n, uint32_t reg)
{
    uint32_t top = c->top, count = 0;
    for (const struct node *p = n->items.first; p; p = p->next)
        count += p->kind == N_FIELD && p->field.shown.n ? 2 : 1;
    uint32_t first = temp(c, count), i = 0;
    for (const struct node *p = n->items.first; p; p = p->next) {
        if (p->kind != N_FIELD) {
            expr_to(c, p, first + i++);
            continue;
        }
        if (p->field.shown.n)
            emit_s(c, OP_CONST, first + i++, (int32_t)constant_str(c, p->field.shown));
        format_field(c, p, first + i++);
    }
    place(c, n);
    emit(c, OP_STR, reg, first, count);
    c->top = top;
}

static void subscript_key(struct comp *c, const struct node *n, uint32_t reg)
{
    if (n->kind != N_SLICE) {
        expr_to(c, n, reg);
        return;
    }
    uint32_t top = c->top, t = temp(c, 3);
    const struct node *parts[3] = { n->slice.low, n->slice.high, n->slice.step };
    for (unsigned i = 0; i < 3; i++) {
        if (parts[i])
            expr_to(c, parts[i], t + i);
        else
            load_none(c, t + i);
    }
    emit(c, OP_SLICE, reg, t, 0);
    c->top = top;
}

static void index_expression(struct comp *c, const struct node *n, uint32_t reg)
{
    uint32_t top = c->top;
    uint32_t object = operand(c, n->pair.left), key;
    if (n->pair.right->kind == N_SLICE) {
        key = temp(c, 1);
        subscript_key(c, n->pair.right, key);
    } else {
        key = expr(c, n->pair.right);
    }
    place(c, n);
    emit(c, OP_GETITEM, reg, object, key);
    c->top = top;
}

static bool in_try(const struct comp *c)
{
    for (const struct block *b = c->blocks; b; b = b->outer)
        if (b->kind == BLOCK_TRY || b->kind == BLOCK_FINALLY || b->kind == BLOCK_WITH)
            return true;
    return false;
}

static void yield(struct comp *c, const struct node *n, uint32_t reg)
{
    uint32_t top = c->top, r;
    if (n->value) {
        r = expr(c, n->value);
    } else {
        r = temp(c, 1);
        load_none(c, r);
    }
    place(c, n);
    if (n->kind == N_YIELD) {
        emit_x(c, OP_YIELD, in_try(c), reg, r, 0);
    } else {
        uint32_t it = temp(c, 1);
        emit_x(c, OP_ITER, 1, it, r, 0);
        uint32_t v = temp(c, 1);
        load_none(c, v);
        emit_x(c, OP_YIELDFROM, in_try(c), v, it, 0);
        emit(c, OP_MOVE, reg, v, 0);
    }
    c->top = top;
}

static void walrus(struct comp *c, const struct node *n, uint32_t reg)
{
    expr_to(c, n->pair.right, reg);
    struct scope *saved = c->scope;
    c->scope = scope_frame(c->scope);
    store_name(c, n->pair.left->name, reg);
    c->scope = saved;
}

static void expr_kind(struct comp *c, const struct node *n, uint32_t reg)
{
    uint32_t top = c->top;
    struct constant k;
    place(c, n);
    if (literal(c, n, &k)) {
        load_constant(c, &k, reg);
        return;
    }
    switch (n->kind) {
    case N_NAME: load_name(c, n->name, n, reg); break;
    case N_FSTRING: fstring(c, n, reg); break;
    case N_FIELD: format_field(c, n, reg); break;
    case N_TUPLE: case N_LIST: case N_SET: sequence(c, n, reg); break;
    case N_DICT: dict_display(c, n, reg); break;
    case N_LISTCOMP: case N_SETCOMP: case N_DICTCOMP: comprehension(c, n, reg); break;
    case N_GENEXP: generator_expression(c, n, reg); break;
    case N_UNARY: {
        uint32_t r = expr(c, n->pair.right);
        place(c, n);
        emit(c, binary_op[n->op], reg, r, 0);
        break;
    }
    case N_BINARY: binary(c, n, reg); break;
    case N_BOOLOP: bool_op(c, n, reg); break;
    case N_COMPARE: compare(c, n, reg); break;
    case N_CALL: call(c, n, reg); break;
    case N_ATTR: {
        uint32_t r = expr(c, n->attr.object);
        place(c, n);
        emit(c, OP_GETATTR, reg, r, name_index(c, scope_mangle(c->scopes, c->scope, n->attr.name)));
        break;
    }
    case N_INDEX: index_expression(c, n, reg); break;
    case N_SLICE: subscript_key(c, n, reg); break;
    case N_IFEXP: if_expression(c, n, reg); break;
    case N_LAMBDA: function(c, n, reg); break;
    case N_YIELD: case N_YIELDFROM: yield(c, n, reg); break;
    case N_AWAIT: {
        uint32_t r = temp(c, 1);
        expr_to(c, n->value, r);
        place(c, n);
        emit_await(c, r);
        emit(c, OP_MOVE, reg, r, 0);
        break;
    }
    case N_WALRUS: walrus(c, n, reg); break;
    case N_STARRED: comp_fail(c, n, "can't use starred expression here", "put it into a list, a tuple or a call"); break;
    default: comp_fail(c, n, "invalid syntax", NULL); break;
    }
    c->top = top;
}

enum { EXPR_DEPTH = 2000 };

void expr_to(struct comp *c, const struct node *n, uint32_t reg)
{
    if (*c->failed)
        return;
    if (++c->depth > EXPR_DEPTH)
        comp_fail(c, n, "expression is nested too deeply", "split it into several statements");
    else
        expr_kind(c, n, reg);
    c->depth--;
}

uint32_t expr(struct comp *c, const struct node *n)
{
    if (n->kind == N_NAME) {
        struct resolved r = scope_resolve(c->scopes, c->scope, scope_mangle(c->scopes, c->scope, n->name));
        if (r.kind == MEANS_REG) {
            place(c, n);
            check_bound(c, r.name->reg);
            return r.name->reg;
        }
    }
    uint32_t t = temp(c, 1);
    expr_to(c, n, t);
    return t;
}
