#include "code/compile.h"

#include <string.h>

static struct text join_name(struct comp *c, const char *suffix, struct text name)
{
    size_t sn = strlen(suffix);
    char *to = arena_alloc(c->arena, c->qual_n + sn + name.n + 1);
    if (c->qual_n)
        memcpy(to, c->qual_prefix, c->qual_n);
    memcpy(to + c->qual_n, suffix, sn);
    memcpy(to + c->qual_n + sn, name.s, name.n);
    return (struct text){ to, (uint32_t)(c->qual_n + sn + name.n) };
}

/* The state for a new code; `outer` is NULL for a module. */
static void comp_begin(struct comp *c, struct comp *outer, struct scope *scope)
{
    *c = (struct comp){ .arena = outer->arena, .lasting = outer->lasting, .scopes = outer->scopes, .scope = scope, .frame = scope,
                        .opts = outer->opts, .diag = outer->diag, .failed = outer->failed,
                        .outer = outer, .at = outer->at, .depth = outer->depth };
    for (struct name *n = scope->names; n; n = n->next)
        n->reg = NO_REG; // what stands in a finally is compiled twice
}

/* Every variable of the function gets a register, parameters first. */
static void assign_registers(struct comp *c)
{
    uint32_t next = c->given = c->nlocals;
    for (struct name *n = c->frame->names; n; n = n->next) {
        if (!(n->flags & NAME_BOUND) || n->flags & (NAME_GLOBAL | NAME_NONLOCAL) || n->reg != NO_REG)
            continue;
        if (next >= 50000) {
            comp_fail(c, c->frame->node, "too many local variables", "use a list or a dict instead");
            return;
        }
        n->reg = (uint16_t)next++;
    }
    c->nlocals = (uint16_t)next;
    c->top = c->max_top = next;
}

/* Captured variables live in cells from the first instruction on. */
static void make_cells(struct comp *c)
{
    for (struct name *n = c->frame->names; n; n = n->next) {
        if (!(n->flags & NAME_CELL) || n->reg == NO_REG)
            continue;
        if (!(n->flags & NAME_PARAM))
            emit(c, OP_UNBIND, n->reg, 0, 0);
        emit(c, OP_CELLNEW, n->reg, 0, 0);
    }
}

/* Beyond the first few hundred nobody keeps count. */
static bool may_be_read_unset(const struct comp *c, uint32_t r)
{
    return r >= SURE_WORDS * 64 || (c->unbind.w[r / 64] >> (r % 64) & 1);
}

/* Variables that may be read before they are set start without a value. The instructions are
 * put in front at the end, when it is known which; all jumps are relative. */
static void put_unbinds(struct comp *c)
{
    uint32_t n = 0;
    for (uint32_t r = c->given; r < c->nlocals; r++)
        n += may_be_read_unset(c, r);
    if (!n)
        return;
    uint32_t old = c->count;
    struct place first = old ? c->places[0] : c->at;
    for (uint32_t i = 0; i < n; i++)
        emit(c, OP_NOP, 0, 0, 0);
    memmove(c->instrs + n, c->instrs, sizeof *c->instrs * old);
    memmove(c->places + n, c->places, sizeof *c->places * old);
    uint32_t at = 0;
    for (uint32_t r = c->given; r < c->nlocals; r++) {
        if (!may_be_read_unset(c, r))
            continue;
        c->instrs[at] = (struct instr){ .op = OP_UNBIND, .a = (uint16_t)r };
        c->places[at++] = first;
    }
    for (uint32_t i = 0; i < c->nregions; i++) {
        c->regions[i].from += n;
        c->regions[i].to += n;
        c->regions[i].target += n;
    }
}

/* ---- what stays ---- */

static void *keep(struct comp *c, const void *from, size_t n, size_t size)
{
    void *to = arena_alloc(c->lasting, n * size);
    return n ? memcpy(to, from, n * size) : to;
}

static struct text keep_text(struct comp *c, struct text t)
{
    return (struct text){ arena_text(c->lasting, t.s, t.n), t.n };
}

static struct text *keep_texts(struct comp *c, const struct text *from, uint32_t n)
{
    struct text *to = keep(c, from, n, sizeof *to);
    for (uint32_t i = 0; i < n; i++)
        to[i] = keep_text(c, to[i]);
    return to;
}

static struct constant *keep_constants(struct comp *c, const struct constant *from, uint32_t n)
{
    struct constant *to = keep(c, from, n, sizeof *to);
    for (struct constant *k = to; k < to + n; k++) {
        if (k->kind == CONSTANT_TUPLE)
            k->tuple.items = keep_constants(c, k->tuple.items, k->tuple.n);
        else if (k->kind == CONSTANT_STR || k->kind == CONSTANT_BYTES || k->kind == CONSTANT_BIGINT)
            k->text = keep_text(c, k->text);
    }
    return to;
}

static void list_names(struct comp *c, struct code *code)
{
    struct text *regs = ARENA_ARRAY(c->arena, struct text, c->nlocals + 1);
    struct text *frees = ARENA_ARRAY(c->arena, struct text, c->frame->nfree + 1);
    struct capture *caps = ARENA_ARRAY(c->arena, struct capture, c->frame->nfree + 1);
    for (struct name *n = c->frame->names; n; n = n->next) {
        if (n->reg != NO_REG && n->reg < c->nlocals)
            regs[n->reg] = n->text;
        if (!(n->flags & NAME_FREE))
            continue;
        frees[n->free_index] = n->text;
        struct resolved r = { 0 };
        if (c->outer && c->outer->scope) {
            r = scope_resolve(c->scopes, c->outer->scope, n->text);
            if (r.kind == MEANS_CLASS) { // __class__ of the class around, or captured past a class
                struct name *own = r.name;
                if (own && own->flags & NAME_FREE)
                    r.kind = MEANS_FREE;
            }
        }
        caps[n->free_index] = (struct capture){ r.kind == MEANS_FREE,
                                                r.name ? (r.kind == MEANS_FREE ? r.name->free_index : r.name->reg) : 0 };
    }
    code->reg_names = keep_texts(c, regs, c->nlocals);
    code->free_names = keep_texts(c, frees, c->frame->nfree);
    code->captures = keep(c, caps, c->frame->nfree, sizeof *caps);
}

static struct code *comp_end(struct comp *c, struct text name, struct text qualname)
{
    emit(c, OP_END, 0, 0, 0);
    put_unbinds(c);
    struct code *code = ARENA_NEW(c->lasting, struct code);
    code->instrs = keep(c, c->instrs, c->count, sizeof *c->instrs);
    code->places = keep(c, c->places, c->count, sizeof *c->places);
    code->count = c->count;
    code->flags |= c->flags | (c->opts->prelude ? CODE_PRELUDE : 0);
    for (uint32_t i = 0; i < c->nregions; i++)
        if (c->regions[i].kind == REGION_TRY)
            code->flags |= CODE_TRIES;
    code->nregs = (uint16_t)(c->max_top + 1);
    code->nlocals = c->nlocals;
    code->nfree = c->frame->nfree;
    code->source = c->opts->source;
    code->constants = keep_constants(c, c->constants, c->nconstants);
    code->nconstants = c->nconstants;
    code->names = keep_texts(c, c->names, c->nnames);
    code->nnames = c->nnames;
    code->inner = keep(c, c->inner, c->ninner, sizeof(struct code *));
    code->ninner = c->ninner;
    code->regions = keep(c, c->regions, c->nregions, sizeof *c->regions);
    code->nregions = c->nregions;
    code->name = keep_text(c, name);
    code->qualname = keep_text(c, qualname);
    code->doc = -1;
    list_names(c, code);
    return code;
}

static uint32_t add_inner(struct comp *c, struct code *code)
{
    if (c->ninner == c->inner_cap) {
        uint32_t cap = c->inner_cap ? c->inner_cap * 2 : 4;
        struct code **inner = ARENA_ARRAY(c->arena, struct code *, cap);
        if (c->ninner)
            memcpy(inner, c->inner, sizeof *inner * c->ninner);
        c->inner = inner;
        c->inner_cap = cap;
    }
    c->inner[c->ninner] = code;
    return c->ninner++;
}

/* ---- functions ---- */

struct shape { // of a parameter list
    uint32_t positional, posonly, kwonly, defaults;
    bool star, dstar, kw_defaults;
};

static struct shape parameters_shape(const struct list *params)
{
    struct shape s = { 0 };
    for (const struct node *p = params->first; p; p = p->next) {
        if (p->op == PARAM_STAR) {
            s.star |= p->param.name.n != 0;
        } else if (p->op == PARAM_DSTAR) {
            s.dstar = true;
        } else if (p->param.keyword_only) {
            s.kwonly++;
            s.kw_defaults |= p->param.fallback != NULL;
        } else {
            s.positional++;
            s.posonly += p->param.positional_only;
            s.defaults += p->param.fallback != NULL;
        }
    }
    return s;
}

/* Parameters take the first registers: positional, keyword-only, *args, **kwargs. */
static void parameter_registers(struct comp *c, const struct list *params, struct code *shape)
{
    uint32_t reg = 0;
    for (int pass = 0; pass < 4; pass++) {
        for (const struct node *p = params->first; p; p = p->next) {
            int kind = p->op == PARAM_STAR ? 2 : p->op == PARAM_DSTAR ? 3 : p->param.keyword_only ? 1 : 0;
            if (kind != pass || !p->param.name.n)
                continue;
            struct resolved r = scope_resolve(c->scopes, c->frame, scope_mangle(c->scopes, c->frame, p->param.name));
            r.name->reg = (uint16_t)reg;
            set_sure(c, reg, !(r.name->flags & NAME_DELETED));
            if (pass == 2)
                shape->star_reg = (uint16_t)reg;
            if (pass == 3)
                shape->dstar_reg = (uint16_t)reg;
            reg++;
        }
    }
    c->nlocals = (uint16_t)reg;
}

static void default_values(struct comp *c, const struct node *n, const struct shape *s, uint32_t reg)
{
    uint32_t top = c->top;
    if (s->defaults) {
        uint32_t first = temp(c, s->defaults), i = first;
        for (const struct node *p = n->func.params.first; p; p = p->next)
            if (p->op == PARAM_NORMAL && !p->param.keyword_only && p->param.fallback)
                expr_to(c, p->param.fallback, i++);
        emit(c, OP_TUPLE, reg, first, s->defaults);
    }
    c->top = top;
    if (s->kw_defaults) {
        uint32_t d = reg + 1, pair = temp(c, 2);
        emit(c, OP_DICT, d, 0, 0);
        for (const struct node *p = n->func.params.first; p; p = p->next) {
            if (p->op != PARAM_NORMAL || !p->param.keyword_only || !p->param.fallback)
                continue;
            emit_s(c, OP_CONST, pair, (int32_t)constant_str(c, p->param.name));
            expr_to(c, p->param.fallback, pair + 1);
            emit(c, OP_DSET, d, pair, pair + 1);
        }
    }
    c->top = top;
}

static void set_kind(struct comp *c, const struct scope *s)
{
    if (s->is_async)
        c->flags |= s->has_yield ? CODE_ASYNC_GEN : CODE_COROUTINE;
    else if (s->has_yield)
        c->flags |= CODE_GENERATOR;
}

static void finish_body(struct comp *c)
{
    uint32_t t = temp(c, 1);
    load_none(c, t);
    bool gen = c->flags & (CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GEN);
    emit(c, gen ? OP_RETGEN : OP_RETURN, t, 0, 0);
}

static struct code *function_code(struct comp *outer, const struct node *n, const struct shape *s)
{
    struct comp c;
    struct code shape = { 0 };
    bool lambda = n->kind == N_LAMBDA;
    struct text name = lambda ? (struct text){ "<lambda>", 8 } : n->func.name;
    struct text qual = join_name(outer, "", name);
    comp_begin(&c, outer, scope_of(outer->scopes, n));
    set_kind(&c, c.frame);
    struct text prefix = join_name(outer, "", name);
    char *q = arena_alloc(c.arena, prefix.n + 10);
    memcpy(q, prefix.s, prefix.n);
    memcpy(q + prefix.n, ".<locals>.", 10);
    c.qual_prefix = q;
    c.qual_n = prefix.n + 10;
    parameter_registers(&c, &n->func.params, &shape);
    assign_registers(&c);
    make_cells(&c);
    int32_t doc = -1;
    const struct node *first = n->func.body.first;
    if (!lambda && first && first->kind == N_EXPR && first->value->kind == N_STR)
        doc = (int32_t)constant_str(&c, first->value->text);
    body_statements(&c, &n->func.body);
    finish_body(&c);
    struct code *code = comp_end(&c, name, qual);
    code->doc = doc;
    const struct node *decorator = lambda ? NULL : n->func.decorators.first;
    code->first_line = decorator ? decorator->at.line : n->at.line;
    code->nparams = (uint16_t)s->positional;
    code->nposonly = (uint16_t)s->posonly;
    code->nkwonly = (uint16_t)s->kwonly;
    code->star_reg = shape.star_reg;
    code->dstar_reg = shape.dstar_reg;
    code->flags |= (s->star ? CODE_STAR : 0) | (s->dstar ? CODE_DSTAR : 0) | (lambda ? CODE_LAMBDA : 0);
    if (!s->star && !s->dstar && !s->kwonly &&
        !(code->flags & (CODE_GENERATOR | CODE_COROUTINE | CODE_ASYNC_GEN)))
        code->flags |= CODE_SIMPLE;
    return code;
}

static void annotation(struct comp *c, struct text name, const struct node *value, uint32_t dict)
{
    uint32_t pair = temp(c, 2);
    emit_s(c, OP_CONST, pair, (int32_t)constant_str(c, name));
    expr_to(c, value, pair + 1);
    emit(c, OP_DSET, dict, pair, pair + 1);
    c->top = pair;
}

/* A dict of the annotations in reg; false if there are none. */
static bool annotations(struct comp *c, const struct node *n, uint32_t reg)
{
    const struct node *returns = n->kind == N_FUNCDEF ? n->func.returns : NULL;
    bool any = returns != NULL;
    for (const struct node *p = n->func.params.first; p; p = p->next)
        any |= p->param.annotation != NULL;
    if (!any)
        return false;
    emit(c, OP_DICT, reg, 0, 0);
    for (const struct node *p = n->func.params.first; p; p = p->next)
        if (p->param.annotation)
            annotation(c, p->param.name, p->param.annotation, reg);
    if (returns)
        annotation(c, (struct text){ "return", 6 }, returns, reg);
    return true;
}

void function(struct comp *c, const struct node *n, uint32_t reg)
{
    uint32_t top = c->top, d = temp(c, 3);
    struct shape s = parameters_shape(&n->func.params);
    default_values(c, n, &s, d);
    bool annotated = annotations(c, n, d + 2);
    uint32_t k = add_inner(c, function_code(c, n, &s));
    place(c, n);
    emit_x(c, OP_FUNC, (s.defaults ? 1u : 0) | (s.kw_defaults ? 2u : 0) | (annotated ? 4u : 0), reg, k, d);
    c->top = top;
}

void generator_expression(struct comp *outer, const struct node *n, uint32_t reg)
{
    struct comp c;
    uint32_t top = outer->top, base = temp(outer, 2);
    struct text name = { "<genexpr>", 9 };
    comp_begin(&c, outer, scope_of(outer->scopes, n));
    struct text prefix = join_name(outer, "", name);
    c.qual_prefix = prefix.s;
    c.qual_n = prefix.n;
    c.flags |= c.frame->is_async ? CODE_ASYNC_GEN : CODE_GENERATOR;
    struct resolved it = scope_resolve(c.scopes, c.frame, (struct text){ ".0", 2 });
    it.name->reg = 0;
    c.nlocals = 1;
    set_sure(&c, 0, true);
    assign_registers(&c);
    make_cells(&c);
    place(&c, n);
    uint32_t result = temp(&c, 2);
    emit(&c, OP_MOVE, result + 1, 0, 0);
    comprehension_loop(&c, n, n->comp.fors.first, result);
    finish_body(&c);
    struct code *code = comp_end(&c, name, prefix);
    code->nparams = 1;
    code->first_line = n->at.line;
    expr_to(outer, n->comp.fors.first->compfor.iter, base + 1);
    place(outer, n->comp.fors.first->compfor.iter);
    emit(outer, n->comp.fors.first->flag ? OP_AITER : OP_ITER, base + 1, base + 1, 0);
    place(outer, n);
    emit(outer, OP_FUNC, base, add_inner(outer, code), 0);
    emit(outer, OP_CALL, base, 1, 0);
    emit(outer, OP_MOVE, reg, base, 0);
    outer->top = top;
}

/* ---- classes ---- */

static struct code *class_code(struct comp *outer, const struct node *n)
{
    struct comp c;
    struct text name = n->class_.name, qual = join_name(outer, "", name);
    comp_begin(&c, outer, scope_of(outer->scopes, n));
    c.flags |= CODE_CLASS;
    char *q = arena_alloc(c.arena, qual.n + 1);
    memcpy(q, qual.s, qual.n);
    q[qual.n] = '.';
    c.qual_prefix = q;
    c.qual_n = qual.n + 1;
    c.nlocals = 1; // register 0 is the namespace
    c.top = c.max_top = 1;
    struct name *cls = NULL;
    for (struct name *v = c.frame->names; v; v = v->next)
        if (v->flags & NAME_CELL && v->text.n == 9 && memcmp(v->text.s, "__class__", 9) == 0)
            cls = v;
    if (cls) {
        cls->reg = 1;
        c.nlocals = 2;
        c.top = c.max_top = 2;
        emit(&c, OP_UNBIND, 1, 0, 0);
        emit(&c, OP_CELLNEW, 1, 0, 0);
    }
    const struct node *first = n->class_.body.first;
    if (first && first->kind == N_EXPR && first->value->kind == N_STR) {
        uint32_t t = temp(&c, 1);
        emit_s(&c, OP_CONST, t, (int32_t)constant_str(&c, first->value->text));
        emit(&c, OP_NSSTORE, t, name_index(&c, (struct text){ "__doc__", 7 }), 0);
    }
    body_statements(&c, &n->class_.body);
    if (cls) {
        emit(&c, OP_RETURN, 1, 0, 0);
    } else {
        finish_body(&c);
    }
    struct code *code = comp_end(&c, name, qual);
    code->nparams = 1;
    code->first_line = n->at.line;
    code->flags |= CODE_SIMPLE;
    return code;
}

void class_body(struct comp *c, const struct node *n, uint32_t reg)
{
    uint32_t top = c->top, base = temp(c, 5); // name, bases, namespace, cell, keywords
    emit_s(c, OP_CONST, base, (int32_t)constant_str(c, n->class_.name));
    uint32_t l = temp(c, 2);
    emit(c, OP_LIST, l, 0, 0);
    load_none(c, base + 4);
    bool keywords = false;
    uint32_t inner = c->top;
    for (const struct node *a = n->class_.args.first; a; a = a->next, c->top = inner) {
        if (a->op == ARG_KEYWORD) {
            uint32_t pair = temp(c, 2);
            if (!keywords)
                emit(c, OP_DICT, base + 4, 0, 0);
            keywords = true;
            emit_s(c, OP_CONST, pair, (int32_t)constant_str(c, a->arg.name));
            expr_to(c, a->arg.value, pair + 1);
            emit(c, OP_DSET, base + 4, pair, pair + 1);
        } else {
            uint32_t r = expr(c, a->arg.value);
            emit(c, a->op == ARG_STAR ? OP_LEXTEND : OP_LAPPEND, l, r, 0);
        }
    }
    emit(c, OP_LTUPLE, base + 1, l, 0);
    place(c, n);
    emit(c, OP_DICT, base + 2, 0, 0);
    emit(c, OP_FUNC, l, add_inner(c, class_code(c, n)), 0);
    emit(c, OP_MOVE, l + 1, base + 2, 0);
    place(c, n);
    emit(c, OP_CALL, l, 1, 0);
    emit(c, OP_MOVE, base + 3, l, 0);
    emit(c, OP_CLASSOBJ, base, 0, 0);
    emit(c, OP_MOVE, reg, base, 0);
    c->top = top;
}

/* ---- modules ---- */

struct code *code_compile(struct arena *a, struct arena *work, const struct node *tree,
                          const struct compile_opts *opts, struct diag *diag)
{
    struct scopes scopes;
    bool failed = false;
    if (!scopes_build(&scopes, work, tree, opts->names, diag))
        return NULL;
    struct comp root = { .arena = work, .lasting = a, .scopes = &scopes, .opts = opts, .diag = diag, .failed = &failed };
    struct comp c;
    comp_begin(&c, &root, scope_of(&scopes, tree));
    c.outer = NULL;
    c.flags |= CODE_MODULE;
    place(&c, tree);
    const struct node *first = tree->body.first;
    int32_t doc = -1;
    if (!opts->interactive && first && first->kind == N_EXPR && first->value->kind == N_STR) {
        doc = (int32_t)constant_str(&c, first->value->text);
        uint32_t t = temp(&c, 1);
        emit_s(&c, OP_CONST, t, doc);
        store_name(&c, (struct text){ "__doc__", 7 }, t);
    }
    body_statements(&c, &tree->body);
    finish_body(&c);
    struct code *code = comp_end(&c, (struct text){ "<module>", 8 }, (struct text){ "<module>", 8 });
    code->doc = doc;
    code->first_line = 1;
    code->flags |= CODE_SIMPLE;
    return failed ? NULL : code;
}
