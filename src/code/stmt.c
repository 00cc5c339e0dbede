#include <string.h>

#include "code/compile.h"

uint32_t plain_register(struct comp *c, struct text name)
{
    struct resolved r = scope_resolve(c->scopes, c->scope, scope_mangle(c->scopes, c->scope, name));
    return r.kind == MEANS_REG ? r.name->reg : NO_REG;
}

void store_name(struct comp *c, struct text text, uint32_t reg)
{
    struct text t = scope_mangle(c->scopes, c->scope, text);
    struct resolved r = scope_resolve(c->scopes, c->scope, t);
    switch (r.kind) {
    case MEANS_REG:
        if (r.name->reg != reg)
            emit(c, OP_MOVE, r.name->reg, reg, 0);
        if (!(r.name->flags & NAME_DELETED))
            set_sure(c, r.name->reg, true);
        break;
    case MEANS_CELL: emit(c, OP_CELLSET, r.name->reg, reg, 0); break;
    case MEANS_FREE: emit(c, OP_FREESET, reg, r.name->free_index, 0); break;
    case MEANS_CLASS: emit(c, OP_NSSTORE, reg, name_index(c, t), 0); break;
    case MEANS_GLOBAL: {
        uint32_t slot = module_slot(c->opts->names, t.s, t.n);
        const struct global_name *g = slot < MODULE_SLOTS ? &c->opts->names->at[slot] : NULL;
        if (!g)
            comp_fail(c, NULL, "too many global names", "use a list or a dict instead");
        else
            emit_sx(c, OP_GSTORE, g->bindings <= 1 && !g->in_loop, reg, (int32_t)slot);
        break;
    }
    }
}

void delete_name(struct comp *c, struct text text)
{
    struct text t = scope_mangle(c->scopes, c->scope, text);
    struct resolved r = scope_resolve(c->scopes, c->scope, t);
    switch (r.kind) {
    case MEANS_REG:
        emit(c, OP_CHECK, r.name->reg, 0, 0);
        if (r.name->reg < SURE_WORDS * 64)
            c->unbind.w[r.name->reg / 64] |= (uint64_t)1 << (r.name->reg % 64);
        emit(c, OP_DROP, r.name->reg, c->top, 0);
        emit(c, OP_UNBIND, r.name->reg, 0, 0);
        set_sure(c, r.name->reg, false);
        break;
    case MEANS_CELL: emit(c, OP_CELLDEL, r.name->reg, 0, 0); break;
    case MEANS_FREE: emit(c, OP_FREEDEL, 0, r.name->free_index, 0); break;
    case MEANS_CLASS: emit(c, OP_NSDEL, 0, name_index(c, t), 0); break;
    case MEANS_GLOBAL: emit_s(c, OP_GDEL, c->top, (int32_t)module_slot(c->opts->names, t.s, t.n)); break;
    }
}

/* ---- assignment ---- */

/* The first register, if the targets are variables that have registers of their own side by side. */
static uint32_t row_of_registers(struct comp *c, const struct list *targets)
{
    uint32_t first = NO_REG, n = 0;
    for (const struct node *t = targets->first; t; t = t->next, n++) {
        uint32_t r = t->kind == N_NAME ? plain_register(c, t->name) : (uint32_t)NO_REG;
        if (r == NO_REG || (n && r != first + n))
            return NO_REG;
        first = n ? first : r;
    }
    return first;
}

void unpack(struct comp *c, const struct list *targets, uint32_t reg)
{
    uint32_t row = row_of_registers(c, targets), top = c->top, first = row == NO_REG ? temp(c, targets->n) : row, before = 0, after = 0;
    bool star = false;
    for (const struct node *t = targets->first; t; t = t->next) {
        if (t->kind == N_STARRED && star)
            comp_fail(c, t, "multiple starred expressions in assignment", "keep one of the stars");
        if (t->kind == N_STARRED)
            star = true;
        else if (star)
            after++;
        else
            before++;
    }
    if (star)
        emit_x(c, OP_UNPACKEX, MIN(after, 255u), first, reg, before);
    else
        emit(c, OP_UNPACK, first, reg, before);
    for (const struct node *t = targets->first; t; t = t->next)
        store(c, t->kind == N_STARRED ? t->value : t, first++);
    c->top = top;
}

void store(struct comp *c, const struct node *n, uint32_t reg)
{
    uint32_t top = c->top;
    switch (n->kind) {
    case N_NAME:
        place(c, n);
        store_name(c, n->name, reg);
        break;
    case N_TUPLE: case N_LIST:
        place(c, n);
        unpack(c, &n->items, reg);
        break;
    case N_ATTR: {
        uint32_t object = expr(c, n->attr.object);
        place(c, n);
        emit(c, OP_SETATTR, object, reg, name_index(c, scope_mangle(c->scopes, c->scope, n->attr.name)));
        break;
    }
    case N_INDEX: {
        uint32_t object = expr(c, n->pair.left), key = expr(c, n->pair.right);
        place(c, n);
        emit(c, OP_SETITEM, object, key, reg);
        break;
    }
    case N_STARRED:
        comp_fail(c, n, "starred assignment target must be in a list or tuple", "write *name, = value");
        break;
    default: comp_fail(c, n, "cannot assign to this", "only names, attributes and items can be assigned to");
    }
    c->top = top;
}

/* Whether one instruction, the last one, writes the target: then a variable's register may be
 * the destination, because an exception leaves it as it was. */
static bool writes_once(const struct node *n)
{
    switch (n->kind) {
    case N_UNARY: return n->op != OPR_NOT || n->pair.right->kind == N_NAME;
    case N_NAME: case N_INT: case N_FLOAT: case N_STR: case N_NONE: case N_TRUE: case N_FALSE:
    case N_BINARY: case N_ATTR: case N_INDEX: return true;
    case N_COMPARE: return n->compare.links.n == 1;
    default: return false;
    }
}

static void assign_parallel(struct comp *c, const struct node *target, const struct node *value)
{
    uint32_t top = c->top, first = temp(c, value->items.n), i = first;
    for (const struct node *v = value->items.first; v; v = v->next)
        expr_to(c, v, i++);
    i = first;
    for (const struct node *t = target->items.first; t; t = t->next)
        store(c, t, i++);
    c->top = top;
}

static bool no_stars(const struct list *l)
{
    for (const struct node *i = l->first; i; i = i->next)
        if (i->kind == N_STARRED)
            return false;
    return true;
}

/* `name = None`, as people write it to be rid of an object: what that object does at its end, it does now. */
static void drop_name(struct comp *c, struct text text)
{
    struct text t = scope_mangle(c->scopes, c->scope, text);
    struct resolved r = scope_resolve(c->scopes, c->scope, t);
    if (r.kind == MEANS_REG && is_sure(c, r.name->reg))
        emit(c, OP_DROP, r.name->reg, c->top, 0);
    if (r.kind == MEANS_GLOBAL)
        emit_s(c, OP_GDROP, c->top, (int32_t)module_slot(c->opts->names, t.s, t.n));
}

static void assign(struct comp *c, const struct node *n)
{
    const struct node *target = n->assign.targets.first, *value = n->assign.value;
    bool single = n->assign.targets.n == 1;
    if (single && target->kind == N_NAME) {
        uint32_t reg = plain_register(c, target->name);
        if (reg != NO_REG && writes_once(value)) {
            if (value->kind == N_NONE)
                drop_name(c, target->name);
            expr_to(c, value, reg);
            store_name(c, target->name, reg);
            return;
        }
    }
    if (single && target->kind == N_TUPLE && value->kind == N_TUPLE &&
        target->items.n == value->items.n && no_stars(&target->items) && no_stars(&value->items)) {
        assign_parallel(c, target, value);
        return;
    }
    if (single && target->kind == N_NAME && value->kind == N_NONE)
        drop_name(c, target->name);
    uint32_t r = expr(c, value);
    for (; target; target = target->next)
        store(c, target, r);
}

static void aug_op(struct comp *c, const struct node *n, uint32_t to, uint32_t from)
{
    static const uint8_t ops[OPR_COUNT] = {
        [OPR_ADD] = OP_ADD, [OPR_SUB] = OP_SUB, [OPR_MUL] = OP_MUL, [OPR_DIV] = OP_DIV,
        [OPR_FLOORDIV] = OP_FLOORDIV, [OPR_MOD] = OP_MOD, [OPR_POW] = OP_POW, [OPR_MATMUL] = OP_MATMUL,
        [OPR_LSHIFT] = OP_LSHIFT, [OPR_RSHIFT] = OP_RSHIFT, [OPR_AND] = OP_AND, [OPR_OR] = OP_OR,
        [OPR_XOR] = OP_XOR,
    };
    const struct node *v = n->augassign.value;
    bool small = v->kind == N_INT && !v->integer.digits.n && v->integer.small <= INT16_MAX;
    if (small && n->op == OPR_ADD) {
        place(c, n);
        emit_x(c, OP_ADDI, 1, to, from, (uint16_t)v->integer.small);
        return;
    }
    if (small && n->op == OPR_SUB) {
        place(c, n);
        emit_x(c, OP_ADDI, 3, to, from, (uint16_t)-v->integer.small);
        return;
    }
    uint32_t r = expr(c, v);
    place(c, n);
    emit_x(c, ops[n->op], 1, to, from, r);
}

static void augassign(struct comp *c, const struct node *n)
{
    const struct node *t = n->augassign.target;
    uint32_t reg;
    switch (t->kind) {
    case N_NAME:
        reg = plain_register(c, t->name);
        if (reg != NO_REG) {
            reg = expr(c, t); // checks that it is bound
        } else {
            reg = temp(c, 1);
            place(c, t);
            load_name(c, t->name, t, reg);
        }
        aug_op(c, n, reg, reg);
        store_name(c, t->name, reg);
        break;
    case N_ATTR: {
        uint32_t object = expr(c, t->attr.object);
        uint32_t name = name_index(c, scope_mangle(c->scopes, c->scope, t->attr.name));
        reg = temp(c, 1);
        place(c, t);
        emit(c, OP_GETATTR, reg, object, name);
        aug_op(c, n, reg, reg);
        place(c, t);
        emit(c, OP_SETATTR, object, reg, name);
        break;
    }
    case N_INDEX: {
        uint32_t object = expr(c, t->pair.left), key = temp(c, 1);
        expr_to(c, t->pair.right, key);
        reg = temp(c, 1);
        place(c, t);
        emit(c, OP_GETITEM, reg, object, key);
        aug_op(c, n, reg, reg);
        place(c, t);
        emit(c, OP_SETITEM, object, key, reg);
        break;
    }
    default: comp_fail(c, t, "illegal expression for augmented assignment", "name one variable, attribute or item");
    }
}

static void annassign(struct comp *c, const struct node *n)
{
    const struct node *t = n->annassign.target;
    if (n->annassign.value) {
        uint32_t r = expr(c, n->annassign.value);
        store(c, t, r);
    }
    if (c->frame->kind == SCOPE_CLASS && t->kind == N_NAME) { // dataclasses read them
        uint32_t d = temp(c, 3);
        struct text ann = { "__annotations__", 15 };
        emit_x(c, OP_NSLOAD, 1, d, name_index(c, ann), 0); // x: made if it is not there
        emit_s(c, OP_CONST, d + 1, (int32_t)constant_str(c, t->name));
        expr_to(c, n->annassign.annotation, d + 2);
        emit(c, OP_DSET, d, d + 1, d + 2);
    }
}

static void delete(struct comp *c, const struct node *n)
{
    uint32_t top = c->top;
    place(c, n);
    switch (n->kind) {
    case N_NAME: delete_name(c, n->name); break;
    case N_ATTR: {
        uint32_t r = expr(c, n->attr.object);
        place(c, n);
        emit(c, OP_DELATTR, r, 0, name_index(c, scope_mangle(c->scopes, c->scope, n->attr.name)));
        break;
    }
    case N_INDEX: {
        uint32_t r = expr(c, n->pair.left), key = temp(c, 1);
        expr_to(c, n->pair.right, key);
        place(c, n);
        emit(c, OP_DELITEM, r, key, 0);
        break;
    }
    case N_TUPLE: case N_LIST:
        for (const struct node *i = n->items.first; i; i = i->next)
            delete(c, i);
        break;
    default: comp_fail(c, n, "cannot delete this", "only names, attributes and items can be deleted");
    }
    c->top = top;
}

/* ---- jumps ---- */

static struct block *loop_block(struct comp *c)
{
    struct block *b = c->blocks;
    while (b && b->kind != BLOCK_LOOP)
        b = b->outer;
    return b;
}

static void jump_out(struct comp *c, const struct node *n, bool is_break)
{
    struct block *loop = loop_block(c);
    if (!loop) {
        comp_fail(c, n, is_break ? "'break' outside loop" : "'continue' not properly in loop",
                  "use it inside a for or while loop");
        return;
    }
    blocks_leave(c, loop);
    place(c, n);
    if (is_break)
        loop->at_break = sure_and(loop->at_break, c->sure);
    emit_jump(c, OP_JUMP, 0, is_break ? loop->on_break : loop->on_continue);
    blocks_rejoin(c, loop);
    c->sure = sure_all();
}

static bool needs_cleanup(const struct comp *c)
{
    for (const struct block *b = c->blocks; b; b = b->outer)
        if (b->kind == BLOCK_FINALLY || b->kind == BLOCK_WITH || b->kind == BLOCK_NAME)
            return true;
    return false;
}

static void return_(struct comp *c, const struct node *n)
{
    uint32_t r;
    if (n->value) {
        r = expr(c, n->value);
    } else {
        r = temp(c, 1);
        load_none(c, r);
    }
    if (needs_cleanup(c) && r < c->nlocals) { // the cleanup may change the variable
        uint32_t t = temp(c, 1);
        emit(c, OP_MOVE, t, r, 0);
        r = t;
    }
    blocks_leave(c, NULL);
    place(c, n);
    bool gen = c->flags & (CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GEN);
    emit(c, gen ? OP_RETGEN : OP_RETURN, r, 0, 0);
    blocks_rejoin(c, NULL);
    c->sure = sure_all();
}

/* ---- branches and loops ---- */

static void if_(struct comp *c, const struct node *n)
{
    struct label no = { 0 }, end = { 0 };
    condition(c, n->branch.test, false, &no);
    struct sure before = c->sure;
    body_statements(c, &n->branch.body);
    struct sure yes = c->sure;
    if (n->branch.orelse.n)
        emit_jump(c, OP_JUMP, 0, &end);
    label_here(c, &no);
    c->sure = before;
    body_statements(c, &n->branch.orelse);
    c->sure = sure_and(c->sure, yes);
    label_here(c, &end);
}

static bool always_true(const struct node *n)
{
    return n->kind == N_TRUE || (n->kind == N_INT && (n->integer.digits.n || n->integer.small));
}

static void while_(struct comp *c, const struct node *n)
{
    struct label end = { 0 }, out = { 0 }, next = { 0 };
    struct block loop = { .on_break = &out, .on_continue = &next, .at_break = sure_all() };
    uint32_t again = c->count;
    condition(c, n->branch.test, false, &end);
    struct sure at_test = always_true(n->branch.test) ? sure_all() : c->sure;
    block_open(c, &loop, BLOCK_LOOP, 0);
    body_statements(c, &n->branch.body);
    block_close(c, &loop);
    label_here(c, &next);
    place(c, n->branch.test);
    emit_back(c, OP_LOOP, 0, again);
    label_here(c, &end);
    c->sure = at_test;
    body_statements(c, &n->branch.orelse);
    c->sure = sure_and(c->sure, loop.at_break);
    label_here(c, &out);
}

/* The register that FORITER writes: the variable's own if it is a plain one. */
static uint32_t loop_register(struct comp *c, const struct node *target)
{
    uint32_t reg = target->kind == N_NAME ? plain_register(c, target->name) : (uint32_t)NO_REG;
    return reg == NO_REG ? temp(c, 1) : reg;
}

void for_item(struct comp *c, const struct node *target, uint32_t it, struct label *end)
{
    uint32_t item = loop_register(c, target), at = emit(c, OP_FORITER, item, it, 0);
    emit_jump(c, OP_JUMP, 0, end);
    store(c, target, item);
    const struct instr *after = &c->instrs[at + 2];
    if (at + 2 < c->count && after->op == OP_UNPACK && after->b == item && after->c == 2)
        c->instrs[at].x = 1; // a pair that nobody else sees
}

static void for_(struct comp *c, const struct node *n)
{
    uint32_t top = c->top;
    struct label end = { 0 }, out = { 0 }, next = { 0 };
    struct block loop = { .on_break = &out, .on_continue = &next, .at_break = sure_all() };
    struct block stop, iter;
    bool owns = !n->flag && n->loop.iter->kind == N_CALL; // perhaps nobody else has what it goes over
    uint32_t it = temp(c, 1);
    uint32_t r = expr(c, n->loop.iter);
    place(c, n->loop.iter);
    emit(c, n->flag ? OP_AITER : OP_ITER, it, r, 0);
    c->top = it + 1 + owns; // an exception that leaves the loop waits beside the iterator
    uint32_t again = c->count;
    struct sure before = c->sure;
    if (n->flag) {
        uint32_t item = temp(c, 1);
        block_open(c, &stop, BLOCK_TRY, (uint16_t)temp(c, 1));
        emit(c, OP_ANEXT, item, it, 0);
        emit_await(c, item);
        block_close(c, &stop);
        store(c, n->loop.target, item);
    } else {
        if (owns)
            block_open(c, &iter, BLOCK_ITER, (uint16_t)(it + 1));
        for_item(c, n->loop.target, it, &end);
    }
    block_open(c, &loop, BLOCK_LOOP, 0);
    body_statements(c, &n->loop.body);
    block_close(c, &loop);
    if (owns)
        block_close(c, &iter);
    label_here(c, &next);
    place(c, n->loop.iter);
    emit_back(c, OP_LOOP, 0, again);
    if (n->flag) {
        region_target(c, &stop);
        uint32_t t = temp(c, 2);
        load_name(c, (struct text){ "StopAsyncIteration", 18 }, n, t);
        emit(c, OP_EXCMATCH, t + 1, stop.reg, t);
        emit_jump(c, OP_JT, t + 1, &end);
        emit(c, OP_RERAISE, stop.reg, 0, 0);
    }
    if (owns) {
        region_target(c, &iter);
        emit(c, OP_CLOSEITER, it, 0, 0);
        emit(c, OP_RERAISE, iter.reg, 0, 0);
    }
    label_here(c, &end);
    c->sure = before;
    c->top = top;
    body_statements(c, &n->loop.orelse);
    c->sure = sure_and(c->sure, loop.at_break);
    struct label past = { 0 };
    if (owns && out.chain) {
        emit_jump(c, OP_JUMP, 0, &past);
        label_here(c, &out);
        emit(c, OP_CLOSEITER, it, 0, 0);
    }
    label_here(c, owns ? &past : &out);
    if (owns && !c->opts->prelude)
        emit(c, OP_UNUSED, it, top, 0);
}

/* ---- try ---- */

static void handler_body(struct comp *c, const struct node *h, uint32_t exc)
{
    struct block name = { 0 };
    if (h->handler.name.n) {
        store_name(c, h->handler.name, exc);
        name.name = h->handler.name;
        block_open(c, &name, BLOCK_NAME, 0);
    }
    body_statements(c, &h->handler.body);
    if (h->handler.name.n) {
        block_close(c, &name);
        uint32_t top = c->top, t = temp(c, 1);
        load_none(c, t); // so that a body that deleted the name itself does no harm
        store_name(c, h->handler.name, t);
        delete_name(c, h->handler.name);
        c->top = top;
    }
}

static void try_except(struct comp *c, const struct node *n)
{
    uint32_t top = c->top;
    struct label end = { 0 };
    struct block b = { 0 }, handled = { 0 };
    uint32_t exc = temp(c, 1);
    struct sure before = c->sure, after;
    block_open(c, &b, BLOCK_TRY, (uint16_t)exc);
    body_statements(c, &n->try_.body);
    block_close(c, &b);
    body_statements(c, &n->try_.orelse);
    emit_jump(c, OP_JUMP, 0, &end);
    after = c->sure;
    region_target(c, &b);
    block_open(c, &handled, BLOCK_HANDLED, (uint16_t)exc);
    bool caught_all = false;
    for (const struct node *h = n->try_.handlers.first; h; h = h->next) {
        struct label next = { 0 };
        uint32_t inner = c->top;
        c->sure = before;
        place(c, h);
        if (h->handler.type) {
            uint32_t t = temp(c, 1), type = expr(c, h->handler.type);
            place(c, h->handler.type);
            emit(c, OP_EXCMATCH, t, exc, type);
            emit_jump(c, OP_JF, t, &next);
        } else {
            caught_all = true;
        }
        c->top = inner;
        handler_body(c, h, exc);
        emit(c, OP_DROP, exc, c->top, 0);
        after = sure_and(after, c->sure);
        emit_jump(c, OP_JUMP, 0, &end);
        label_here(c, &next);
    }
    if (!caught_all)
        emit(c, OP_RERAISE, exc, 0, 0);
    block_close(c, &handled);
    label_here(c, &end);
    c->sure = after;
    c->top = top;
}

static void try_finally(struct comp *c, const struct node *n)
{
    uint32_t top = c->top;
    struct label end = { 0 };
    struct block b = { .final = &n->try_.final }, handled = { 0 };
    uint32_t exc = temp(c, 1);
    struct sure before = c->sure;
    block_open(c, &b, BLOCK_FINALLY, (uint16_t)exc);
    if (n->try_.handlers.n)
        try_except(c, n);
    else
        body_statements(c, &n->try_.body);
    block_close(c, &b);
    body_statements(c, &n->try_.final);
    struct sure after = c->sure;
    emit_jump(c, OP_JUMP, 0, &end);
    region_target(c, &b);
    block_open(c, &handled, BLOCK_HANDLED, (uint16_t)exc);
    c->sure = before;
    body_statements(c, &n->try_.final);
    emit(c, OP_RERAISE, exc, 0, 0);
    block_close(c, &handled);
    label_here(c, &end);
    c->sure = after;
    c->top = top;
}

static void with_item(struct comp *c, const struct node *n, const struct node *item)
{
    if (!item) {
        body_statements(c, &n->with.body);
        return;
    }
    uint32_t top = c->top;
    struct label end = { 0 };
    uint32_t exc = temp(c, 1), exit = temp(c, 5), enter = temp(c, 2);
    uint32_t m = expr(c, item->withitem.value);
    place(c, item->withitem.value);
    emit_x(c, OP_LOADM, 1, exit, m, name_index(c, n->flag ? (struct text){ "__aexit__", 9 } : (struct text){ "__exit__", 8 }));
    emit_x(c, OP_LOADM, 1, enter, m, name_index(c, n->flag ? (struct text){ "__aenter__", 10 } : (struct text){ "__enter__", 9 }));
    emit(c, OP_CALLM, enter, 0, 0);
    if (n->flag)
        emit_await(c, enter);
    c->top = enter + 1;
    struct block b = { .exit_reg = (uint16_t)exit, .is_async = n->flag }, handled = { 0 };
    struct sure before = c->sure;
    block_open(c, &b, BLOCK_WITH, (uint16_t)exc);
    if (item->withitem.target)
        store(c, item->withitem.target, enter);
    c->top = enter;
    with_item(c, n, item->next);
    block_close(c, &b);
    place(c, item->withitem.value);
    load_none(c, exit + 2);
    load_none(c, exit + 3);
    load_none(c, exit + 4);
    emit(c, OP_CALLM, exit, 3, 0);
    if (n->flag)
        emit_await(c, exit);
    emit_jump(c, OP_JUMP, 0, &end);
    region_target(c, &b);
    block_open(c, &handled, BLOCK_HANDLED, (uint16_t)exc);
    emit(c, OP_EXCINFO, exit + 2, exc, 0);
    emit(c, OP_CALLM, exit, 3, 0);
    if (n->flag)
        emit_await(c, exit);
    emit_jump(c, OP_JT, exit, &end);
    emit(c, OP_RERAISE, exc, 0, 0);
    block_close(c, &handled);
    label_here(c, &end);
    c->sure = sure_and(c->sure, before);
    c->top = top;
}

/* ---- imports ---- */

static void import(struct comp *c, const struct node *n)
{
    for (const struct node *a = n->aliases.first; a; a = a->next) {
        uint32_t top = c->top, t = temp(c, 1);
        struct text name = a->alias.name, as = a->alias.as;
        const char *dot = memchr(name.s, '.', name.n);
        place(c, a);
        emit_x(c, OP_IMPORT, as.n != 0, t, name_index(c, name), 0);
        if (!as.n)
            as = dot ? (struct text){ name.s, (uint32_t)(dot - name.s) } : name;
        store_name(c, as, t);
        c->top = top;
    }
}

static void import_from(struct comp *c, const struct node *n)
{
    uint32_t m = temp(c, 1), t = temp(c, 1);
    place(c, n);
    if (n->importfrom.level == 0 && n->importfrom.module.n == 10 &&
        memcmp(n->importfrom.module.s, "__future__", 10) == 0)
        return;
    emit_x(c, OP_IMPORT, 1, m, name_index(c, n->importfrom.module), n->importfrom.level);
    if (n->importfrom.star) {
        emit(c, OP_IMPORTSTAR, m, 0, 0);
        return;
    }
    for (const struct node *a = n->importfrom.aliases.first; a; a = a->next) {
        place(c, a);
        emit(c, OP_IMPORTFROM, t, m, name_index(c, a->alias.name));
        store_name(c, a->alias.as.n ? a->alias.as : a->alias.name, t);
    }
}

/* ---- definitions ---- */

static uint32_t decorators(struct comp *c, const struct list *l)
{
    uint32_t first = c->top;
    for (const struct node *d = l->first; d; d = d->next)
        expr_to(c, d, temp(c, 1));
    return first;
}

static void definition(struct comp *c, const struct node *n)
{
    bool is_class = n->kind == N_CLASSDEF;
    const struct list *decs = is_class ? &n->class_.decorators : &n->func.decorators;
    uint32_t first = decorators(c, decs);
    uint32_t r = temp(c, 1);
    place(c, n);
    if (is_class)
        class_body(c, n, r);
    else
        function(c, n, r);
    for (uint32_t i = decs->n; i-- > 0; r--) { // the decorator stands just below its argument
        place(c, n);
        emit(c, OP_CALL, first + i, 1, 0);
    }
    store_name(c, is_class ? n->class_.name : n->func.name, r);
}

static void assert_(struct comp *c, const struct node *n)
{
    struct label ok = { 0 };
    condition(c, n->assertion.test, true, &ok);
    struct sure before = c->sure;
    uint32_t t = temp(c, 2);
    load_name(c, (struct text){ "AssertionError", 14 }, n, t);
    if (n->assertion.message)
        expr_to(c, n->assertion.message, t + 1);
    place(c, n);
    emit(c, OP_CALL, t, n->assertion.message ? 1 : 0, 0);
    emit(c, OP_RAISE, t, 0, 0);
    c->sure = before;
    label_here(c, &ok);
}

static void raise_(struct comp *c, const struct node *n)
{
    if (!n->raise.exception) {
        uint32_t t = temp(c, 1);
        emit(c, OP_UNBIND, t, 0, 0);
        emit(c, OP_RERAISE, t, 0, 0);
    } else {
        uint32_t e = expr(c, n->raise.exception);
        uint32_t cause = n->raise.cause ? expr(c, n->raise.cause) : 0;
        place(c, n);
        emit(c, OP_RAISE, e, cause, n->raise.cause != NULL);
    }
    c->sure = sure_all();
}

/* Methods that take something out of a container, which may have been the last to hold it. */
static bool takes_out(struct text method)
{
    static const char *const names[] = { "pop", "clear", "remove", "popitem", "popleft", "discard" };
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (text_is(method, names[i]))
            return true;
    return false;
}

static void expression_statement(struct comp *c, const struct node *n)
{
    if (n->value->kind == N_STR && !c->opts->interactive)
        return; // a docstring or a comment in quotes
    uint32_t top = c->top, r = expr(c, n->value);
    if (c->opts->interactive && c->frame->kind == SCOPE_MODULE) {
        place(c, n);
        emit(c, OP_PRINTEXPR, r, 0, 0);
    } else if (n->value->kind == N_CALL && !c->opts->prelude) {
        const struct node *callee = n->value->call.callee;
        if (c->flags & CODE_COROUTINE || callee->kind == N_NAME || (callee->kind == N_ATTR && takes_out(callee->attr.name)))
            emit(c, OP_UNUSED, r, top, 0);
    }
}

static void statement(struct comp *c, const struct node *n)
{
    uint32_t top = c->top;
    place(c, n);
    switch (n->kind) {
    case N_EXPR: expression_statement(c, n); break;
    case N_ASSIGN: assign(c, n); break;
    case N_AUGASSIGN: augassign(c, n); break;
    case N_ANNASSIGN: annassign(c, n); break;
    case N_RETURN: return_(c, n); break;
    case N_DEL:
        for (const struct node *t = n->items.first; t; t = t->next)
            delete(c, t);
        break;
    case N_PASS: case N_GLOBAL: case N_NONLOCAL: break;
    case N_BREAK: jump_out(c, n, true); break;
    case N_CONTINUE: jump_out(c, n, false); break;
    case N_ASSERT: assert_(c, n); break;
    case N_RAISE: raise_(c, n); break;
    case N_IMPORT: import(c, n); break;
    case N_IMPORTFROM: import_from(c, n); break;
    case N_IF: if_(c, n); break;
    case N_WHILE: while_(c, n); break;
    case N_FOR: for_(c, n); break;
    case N_TRY:
        if (n->try_.has_final)
            try_finally(c, n);
        else
            try_except(c, n);
        break;
    case N_WITH: with_item(c, n, n->with.items.first); break;
    case N_FUNCDEF: case N_CLASSDEF: definition(c, n); break;
    default: comp_fail(c, n, "invalid syntax", NULL); break;
    }
    c->top = top;
}

void body_statements(struct comp *c, const struct list *l)
{
    if (++c->depth > 400)
        comp_fail(c, l->first, "too many statically nested blocks", "move the inner part into a function");
    for (const struct node *n = l->first; n && !*c->failed; n = n->next)
        statement(c, n);
    c->depth--;
}
