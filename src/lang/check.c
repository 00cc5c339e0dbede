#include <string.h>

#include "base/hash.h"
#include "lang/parser.h"

/* One walk over the tree. CPython finds such mistakes in two passes: first those of
 * scopes, then those of places. A mistake of places is therefore kept until the walk
 * has found none of scopes. */

/* ---- which names a scope binds ---- */

enum name_flags {
    NAME_GLOBAL = 1,
    NAME_NONLOCAL = 2,
    NAME_PARAM = 4,
    NAME_LOCAL = 8,
    NAME_USED = 16,
    NAME_ANNOTATED = 32,
    NAME_LOOP = 64, // the variable of a comprehension
};

struct name_entry {
    struct text name;
    uint8_t flags;
    const struct node *at;
};

struct names {
    struct name_entry *entries; // hashed; NULL until the first name
    uint32_t n, cap;
};

static struct name_entry *names_slot(const struct names *t, struct text name)
{
    uint32_t i = (uint32_t)hash_bytes(name.s, name.n) & (t->cap - 1);
    while (t->entries[i].name.s &&
           (t->entries[i].name.n != name.n || memcmp(t->entries[i].name.s, name.s, name.n) != 0))
        i = (i + 1) & (t->cap - 1);
    return &t->entries[i];
}

static void names_grow(struct names *t, struct arena *a)
{
    struct names bigger = { .cap = t->cap ? t->cap * 2 : 8, .n = t->n };
    bigger.entries = ARENA_ARRAY(a, struct name_entry, bigger.cap);
    for (uint32_t i = 0; i < t->cap; i++) {
        if (t->entries[i].name.s)
            *names_slot(&bigger, t->entries[i].name) = t->entries[i];
    }
    *t = bigger;
}

/* The name's entry, made if it is new. Valid until the next call. */
static struct name_entry *names_add(struct names *t, struct arena *a, struct text name)
{
    if (t->n * 2 >= t->cap)
        names_grow(t, a);
    struct name_entry *e = names_slot(t, name);
    if (!e->name.s) {
        e->name = name;
        t->n++;
    }
    return e;
}

static uint8_t names_get(const struct names *t, struct text name)
{
    return t->cap ? names_slot(t, name)->flags : 0;
}

/* ---- scopes ---- */

enum scope_kind { SCOPE_MODULE, SCOPE_CLASS, SCOPE_FUNCTION, SCOPE_LAMBDA, SCOPE_COMP };

struct scope {
    enum scope_kind kind;
    struct scope *parent, *made_next; // made_next: all scopes, in the order of the source
    struct names names;
    const struct node *node;
    const struct node *result; // the first return with a value
    bool async, yields;
    bool in_loop;
    bool in_iterable;          // inside what a comprehension runs over
    bool loop_target;          // inside a comprehension's target
    uint32_t blocks;           // loops, withs and tries that we are in
};

enum { BLOCKS_MAX = 20 }; // CPython's CO_MAXBLOCKS

struct checker {
    struct arena *arena;
    struct scope *scope, *made_first, *made_last;
    bool track;    // names are entered into scopes
    bool failed;   // with a mistake of scopes: the walk may end
    bool misplaced;
    struct diag failure, misplacement;
    const struct node *future_end; // the last from __future__ that is in its place
};

static void fail_scope(struct checker *c, const struct node *at, enum error_id id, struct text name,
                       const char *what)
{
    if (!c->failed)
        diag_set(&c->failure, c->arena, id, &at->at, (int)name.n, name.s, what);
    c->failed = true;
}

static void fail_place(struct checker *c, const struct node *at, enum error_id id)
{
    if (!c->misplaced)
        diag_set(&c->misplacement, c->arena, id, &at->at);
    c->misplaced = true;
}

static void fail_place_name(struct checker *c, const struct node *at, enum error_id id,
                            struct text name)
{
    if (!c->misplaced)
        diag_set(&c->misplacement, c->arena, id, &at->at, (int)name.n, name.s);
    c->misplaced = true;
}

static void scope_enter(struct checker *c, enum scope_kind kind, const struct node *n)
{
    struct scope *s = ARENA_NEW(c->arena, struct scope);
    s->kind = kind;
    s->node = n;
    s->parent = c->scope;
    s->in_iterable = c->scope && c->scope->in_iterable;
    if (c->made_last)
        c->made_last->made_next = s;
    else
        c->made_first = s;
    c->made_last = c->scope = s;
}

static void scope_leave(struct checker *c)
{
    const struct scope *s = c->scope;
    if (s->async && s->yields && s->result)
        fail_place(c, s->result, ERR_RETURN_ASYNC_GEN);
    c->scope = s->parent;
}

static bool is_function(const struct scope *s)
{
    return s->kind == SCOPE_FUNCTION || s->kind == SCOPE_LAMBDA;
}

/* ---- names come and go ---- */

static void name_seen(struct checker *c, struct text name, uint8_t flags, const struct node *at)
{
    if (!c->track)
        return;
    struct name_entry *e = names_add(&c->scope->names, c->arena, name);
    if (c->scope->loop_target && (flags & NAME_LOCAL)) {
        if (e->flags & (NAME_GLOBAL | NAME_NONLOCAL))
            fail_scope(c, at, ERR_WALRUS_LOOP, name, NULL);
        flags |= NAME_LOOP;
    }
    if (!(e->flags & (NAME_GLOBAL | NAME_NONLOCAL)))
        e->at = at;
    e->flags |= flags;
}

static bool name_is(struct text t, const char *word)
{
    return t.n == strlen(word) && memcmp(t.s, word, t.n) == 0;
}

static void name_bound(struct checker *c, struct text name, const struct node *at)
{
    if (name_is(name, "__debug__"))
        fail_place(c, at, ERR_DEBUG);
    name_seen(c, name, NAME_LOCAL, at);
}

/* global or nonlocal. */
static void declare(struct checker *c, const struct node *n, uint8_t flag)
{
    const char *what = flag == NAME_GLOBAL ? "global" : "nonlocal";
    for (const struct node *i = n->names.first; i; i = i->next) {
        uint8_t seen = names_get(&c->scope->names, i->name);
        if (seen & NAME_PARAM)
            fail_scope(c, n, flag == NAME_GLOBAL ? ERR_PARAM_GLOBAL : ERR_PARAM_NONLOCAL, i->name, NULL);
        else if (seen & NAME_USED)
            fail_scope(c, n, ERR_USED_BEFORE, i->name, what);
        else if (seen & NAME_ANNOTATED)
            fail_scope(c, n, ERR_ANNOTATED, i->name, what);
        else if (seen & NAME_LOCAL)
            fail_scope(c, n, ERR_ASSIGNED_BEFORE, i->name, what);
        name_seen(c, i->name, flag, n);
    }
}

/* := inside a comprehension binds in the function around it. */
static void walrus_in_comprehension(struct checker *c, const struct node *n)
{
    struct text name = n->pair.left->name;
    struct scope *s = c->scope;
    for (; s->kind == SCOPE_COMP; s = s->parent) {
        if (names_get(&s->names, name) & NAME_LOOP) {
            fail_scope(c, n, ERR_WALRUS_REBIND, name, NULL);
            return;
        }
    }
    if (s->kind == SCOPE_CLASS) {
        fail_scope(c, n, ERR_WALRUS_CLASS, name, NULL);
        return;
    }
    names_add(&c->scope->names, c->arena, name)->flags |=
        s->kind == SCOPE_MODULE ? NAME_GLOBAL : NAME_NONLOCAL;
    names_add(&s->names, c->arena, name)->flags |= NAME_LOCAL;
}

static void expr(struct checker *c, const struct node *n);
static void stmts(struct checker *c, const struct list *l);

static void walrus(struct checker *c, const struct node *n)
{
    if (c->scope->in_iterable)
        fail_scope(c, n, ERR_WALRUS_ITERABLE, n->pair.left->name, NULL);
    else if (c->scope->kind == SCOPE_COMP)
        walrus_in_comprehension(c, n);
    expr(c, n->pair.right);
    if (c->scope->kind != SCOPE_COMP)
        name_bound(c, n->pair.left->name, n->pair.left);
}

/* ---- targets ---- */

static void exprs(struct checker *c, const struct list *l)
{
    for (const struct node *n = l->first; n; n = n->next)
        expr(c, n->kind == N_STARRED ? n->value : n);
}

static void target(struct checker *c, const struct node *n);

static void targets(struct checker *c, const struct list *l)
{
    const struct node *star = NULL;
    for (const struct node *n = l->first; n; n = n->next) {
        if (n->kind != N_STARRED) {
            target(c, n);
            continue;
        }
        if (star)
            fail_place(c, n, ERR_TWO_STARS);
        star = n;
        target(c, n->value);
    }
}

static void target(struct checker *c, const struct node *n)
{
    switch (n->kind) {
    case N_NAME: name_bound(c, n->name, n); break;
    case N_TUPLE: case N_LIST: targets(c, &n->items); break;
    case N_STARRED:
        fail_place(c, n, ERR_STAR_ALONE);
        target(c, n->value);
        break;
    default: expr(c, n); break;
    }
}

static void deleted(struct checker *c, const struct node *n)
{
    if (n->kind == N_NAME && name_is(n->name, "__debug__")) {
        fail_place(c, n, ERR_DELETE_DEBUG);
    } else if (n->kind == N_TUPLE || n->kind == N_LIST) {
        for (const struct node *i = n->items.first; i; i = i->next)
            deleted(c, i);
    } else {
        target(c, n);
    }
}

/* ---- functions, classes, comprehensions ---- */

static void optional(struct checker *c, const struct node *n)
{
    if (n)
        expr(c, n);
}

static void params(struct checker *c, const struct list *l)
{
    struct names seen = { 0 };
    for (const struct node *n = l->first; n; n = n->next) {
        struct name_entry *e = names_add(&seen, c->arena, n->param.name);
        if (e->flags)
            fail_scope(c, n, ERR_DUPLICATE_PARAM, n->param.name, NULL);
        if (name_is(n->param.name, "__debug__"))
            fail_place(c, n, ERR_DEBUG);
        e->flags = NAME_PARAM;
        name_seen(c, n->param.name, NAME_PARAM, n);
    }
}

static void function(struct checker *c, const struct node *n)
{
    if (n->kind == N_FUNCDEF)
        name_bound(c, n->func.name, n);
    for (const struct node *i = n->func.params.first; i; i = i->next)
        optional(c, i->param.fallback);
    for (const struct node *i = n->func.params.first; i; i = i->next) {
        const struct node *note = i->param.annotation;
        optional(c, note && note->kind == N_STARRED ? note->value : note);
    }
    optional(c, n->func.returns);
    exprs(c, &n->func.decorators);
    scope_enter(c, n->kind == N_FUNCDEF ? SCOPE_FUNCTION : SCOPE_LAMBDA, n);
    c->scope->async = n->flag;
    params(c, &n->func.params);
    stmts(c, &n->func.body);
    scope_leave(c);
}

static void arguments(struct checker *c, const struct list *args)
{
    struct names seen = { 0 };
    for (const struct node *n = args->first; n; n = n->next) {
        if (n->op != ARG_KEYWORD)
            continue;
        struct name_entry *e = names_add(&seen, c->arena, n->arg.name);
        if (e->flags)
            fail_place_name(c, n, ERR_KEYWORD_TWICE, n->arg.name);
        if (name_is(n->arg.name, "__debug__"))
            fail_place(c, n, ERR_DEBUG);
        e->flags = NAME_PARAM;
    }
    for (const struct node *n = args->first; n; n = n->next)
        expr(c, n->arg.value);
}

static void class(struct checker *c, const struct node *n)
{
    name_bound(c, n->class_.name, n);
    arguments(c, &n->class_.args);
    exprs(c, &n->class_.decorators);
    scope_enter(c, SCOPE_CLASS, n);
    stmts(c, &n->class_.body);
    scope_leave(c);
}

static void comp_for(struct checker *c, const struct node *n, bool outermost)
{
    if (n->flag)
        c->scope->async = true;
    c->scope->loop_target = true;
    target(c, n->compfor.target);
    c->scope->loop_target = false;
    if (!outermost) { // the outermost iterable belongs to the scope around
        bool outer = c->scope->in_iterable;
        c->scope->in_iterable = true;
        expr(c, n->compfor.iter);
        c->scope->in_iterable = outer;
    }
    exprs(c, &n->compfor.ifs);
}

static void comprehension(struct checker *c, const struct node *n)
{
    struct scope *around = c->scope;
    const struct node *first = n->comp.fors.first;
    bool outer = around->in_iterable;

    around->in_iterable = true;
    expr(c, first->compfor.iter);
    around->in_iterable = outer;
    scope_enter(c, SCOPE_COMP, n);
    for (const struct node *i = first; i; i = i->next)
        comp_for(c, i, i == first);
    expr(c, n->comp.element->kind == N_STARRED ? n->comp.element->value : n->comp.element);
    optional(c, n->comp.value);
    bool async = c->scope->async;
    scope_leave(c);
    if (async && n->kind != N_GENEXP && !(is_function(around) && around->async) &&
        around->kind != SCOPE_COMP)
        fail_place(c, n, ERR_ASYNC_COMP_OUTSIDE);
    if (async && n->kind != N_GENEXP && around->kind == SCOPE_COMP)
        around->async = true;
}

/* ---- yield and await ---- */

static void fail_yield_in_comprehension(struct checker *c, const struct node *n)
{
    static const char *const words[NODE_COUNT] = {
        [N_LISTCOMP] = "list comprehension",
        [N_SETCOMP] = "set comprehension",
        [N_DICTCOMP] = "dict comprehension",
        [N_GENEXP] = "generator expression",
    };
    if (!c->failed)
        diag_set(&c->failure, c->arena, ERR_YIELD_IN_COMP, &n->at, words[c->scope->node->kind]);
    c->failed = true;
}

static void yield(struct checker *c, const struct node *n)
{
    optional(c, n->value);
    c->scope->yields = true;
    if (c->scope->kind == SCOPE_COMP)
        fail_yield_in_comprehension(c, n);
    else if (!is_function(c->scope))
        fail_place(c, n, ERR_YIELD_OUTSIDE);
    else if (n->kind == N_YIELDFROM && c->scope->async)
        fail_place(c, n, ERR_YIELD_FROM_ASYNC);
}

static void await(struct checker *c, const struct node *n)
{
    if (c->scope->kind == SCOPE_COMP)
        c->scope->async = true;
    else if (!is_function(c->scope))
        fail_place(c, n, ERR_AWAIT_OUTSIDE);
    else if (!c->scope->async)
        fail_place(c, n, ERR_AWAIT_NOT_ASYNC);
    expr(c, n->value);
}

/* ---- expressions ---- */

static void fstring(struct checker *c, const struct node *n)
{
    for (const struct node *i = n->items.first; i; i = i->next) {
        if (i->kind != N_FIELD)
            continue;
        expr(c, i->field.value);
        if (i->field.spec)
            fstring(c, i->field.spec);
    }
}

static void items(struct checker *c, const struct node *n)
{
    for (const struct node *i = n->items.first; i; i = i->next) {
        optional(c, i->item.key);
        expr(c, i->item.value);
    }
}

static void compare(struct checker *c, const struct node *n)
{
    expr(c, n->compare.left);
    for (const struct node *i = n->compare.links.first; i; i = i->next)
        expr(c, i->link.right);
}

static void expr(struct checker *c, const struct node *n)
{
    switch (n->kind) {
    case N_NAME: name_seen(c, n->name, NAME_USED, n); break;
    case N_FSTRING: fstring(c, n); break;
    case N_TUPLE: case N_LIST: case N_SET: case N_BOOLOP: exprs(c, &n->items); break;
    case N_DICT: items(c, n); break;
    case N_LISTCOMP: case N_SETCOMP: case N_DICTCOMP: case N_GENEXP: comprehension(c, n); break;
    case N_UNARY: expr(c, n->pair.right); break;
    case N_BINARY: case N_INDEX: expr(c, n->pair.left), expr(c, n->pair.right); break;
    case N_COMPARE: compare(c, n); break;
    case N_CALL: expr(c, n->call.callee), arguments(c, &n->call.args); break;
    case N_ATTR: expr(c, n->attr.object); break;
    case N_SLICE:
        optional(c, n->slice.low), optional(c, n->slice.high), optional(c, n->slice.step);
        break;
    case N_IFEXP: expr(c, n->ifexp.test), expr(c, n->ifexp.yes), expr(c, n->ifexp.no); break;
    case N_LAMBDA: function(c, n); break;
    case N_YIELD: case N_YIELDFROM: yield(c, n); break;
    case N_AWAIT: await(c, n); break;
    case N_WALRUS: walrus(c, n); break;
    case N_STARRED:
        fail_place(c, n, ERR_STAR_HERE);
        expr(c, n->value);
        break;
    default: break;
    }
}

/* ---- statements ---- */

static void block_enter(struct checker *c, const struct node *n)
{
    if (++c->scope->blocks > BLOCKS_MAX)
        fail_place(c, n, ERR_TOO_DEEP);
}

static void loop_body(struct checker *c, const struct node *n, const struct list *body,
                      const struct list *orelse)
{
    bool outer = c->scope->in_loop;
    c->scope->in_loop = true;
    block_enter(c, n);
    stmts(c, body);
    c->scope->blocks--;
    c->scope->in_loop = outer;
    stmts(c, orelse);
}

static void for_loop(struct checker *c, const struct node *n)
{
    if (n->flag && !(is_function(c->scope) && c->scope->async))
        fail_place(c, n, ERR_ASYNC_FOR_OUTSIDE);
    target(c, n->loop.target);
    expr(c, n->loop.iter);
    loop_body(c, n, &n->loop.body, &n->loop.orelse);
}

static void handler(struct checker *c, const struct node *n)
{
    if (!n->handler.type && n->next)
        fail_place(c, n, ERR_EXCEPT_LAST);
    optional(c, n->handler.type);
    if (n->handler.name.n)
        name_bound(c, n->handler.name, n);
    stmts(c, &n->handler.body);
}

static void try_statement(struct checker *c, const struct node *n)
{
    uint32_t outer = c->scope->blocks;
    if (n->try_.has_final)
        block_enter(c, n);
    if (n->try_.handlers.n)
        block_enter(c, n);
    stmts(c, &n->try_.body);
    for (const struct node *i = n->try_.handlers.first; i; i = i->next)
        handler(c, i);
    c->scope->blocks = outer;
    stmts(c, &n->try_.orelse);
    stmts(c, &n->try_.final);
}

static void with(struct checker *c, const struct node *n)
{
    uint32_t outer = c->scope->blocks;
    if (n->flag && !(is_function(c->scope) && c->scope->async))
        fail_place(c, n, ERR_ASYNC_WITH_OUTSIDE);
    for (const struct node *i = n->with.items.first; i; i = i->next) {
        expr(c, i->withitem.value);
        if (i->withitem.target)
            target(c, i->withitem.target);
        block_enter(c, n);
    }
    stmts(c, &n->with.body);
    c->scope->blocks = outer;
}

static void return_statement(struct checker *c, const struct node *n)
{
    if (!is_function(c->scope))
        fail_place(c, n, ERR_RETURN_OUTSIDE);
    optional(c, n->value);
    if (n->value && !c->scope->result)
        c->scope->result = n;
}

static void annotated(struct checker *c, const struct node *n)
{
    const struct node *to = n->annassign.target;
    if (to->kind == N_NAME) {
        uint8_t seen = names_get(&c->scope->names, to->name);
        if ((seen & (NAME_GLOBAL | NAME_NONLOCAL)) && c->scope->kind != SCOPE_MODULE && n->flag)
            fail_scope(c, n, ERR_ANNOTATED, to->name, seen & NAME_GLOBAL ? "global" : "nonlocal");
        name_seen(c, to->name, NAME_ANNOTATED | NAME_LOCAL, to);
    } else {
        expr(c, to);
    }
    expr(c, n->annassign.annotation);
    optional(c, n->annassign.value);
}

static void bind_imports(struct checker *c, const struct list *aliases)
{
    for (const struct node *n = aliases->first; n; n = n->next) {
        struct text name = n->alias.as.n ? n->alias.as : n->alias.name;
        const char *dot = memchr(name.s, '.', name.n);
        if (dot)
            name.n = (uint32_t)(dot - name.s);
        name_bound(c, name, n);
    }
}

static bool is_future(const struct node *n)
{
    return n->kind == N_IMPORTFROM && n->importfrom.level == 0 &&
           name_is(n->importfrom.module, "__future__");
}

static void import_from(struct checker *c, const struct node *n)
{
    const struct node *end = c->future_end;
    if (is_future(n) && (!end || n->at.line > end->at.line))
        fail_place(c, n, ERR_FUTURE_LATE);
    if (n->importfrom.star && c->scope->kind != SCOPE_MODULE)
        fail_scope(c, n, ERR_IMPORT_STAR, n->importfrom.module, NULL);
    bind_imports(c, &n->importfrom.aliases);
}

static void stmt(struct checker *c, const struct node *n)
{
    switch (n->kind) {
    case N_EXPR: expr(c, n->value); break;
    case N_ASSIGN:
        for (const struct node *i = n->assign.targets.first; i; i = i->next)
            target(c, i);
        expr(c, n->assign.value);
        break;
    case N_AUGASSIGN: target(c, n->augassign.target), expr(c, n->augassign.value); break;
    case N_ANNASSIGN: annotated(c, n); break;
    case N_RETURN:
        if (c->scope->kind == SCOPE_LAMBDA)
            expr(c, n->value);
        else
            return_statement(c, n);
        break;
    case N_DEL:
        for (const struct node *i = n->items.first; i; i = i->next)
            deleted(c, i);
        break;
    case N_BREAK:
        if (!c->scope->in_loop)
            fail_place(c, n, ERR_BREAK_OUTSIDE);
        break;
    case N_CONTINUE:
        if (!c->scope->in_loop)
            fail_place(c, n, ERR_CONTINUE_OUTSIDE);
        break;
    case N_GLOBAL: declare(c, n, NAME_GLOBAL); break;
    case N_NONLOCAL: declare(c, n, NAME_NONLOCAL); break;
    case N_ASSERT: expr(c, n->assertion.test), optional(c, n->assertion.message); break;
    case N_RAISE: optional(c, n->raise.exception), optional(c, n->raise.cause); break;
    case N_IMPORT: bind_imports(c, &n->aliases); break;
    case N_IMPORTFROM: import_from(c, n); break;
    case N_IF:
        expr(c, n->branch.test), stmts(c, &n->branch.body), stmts(c, &n->branch.orelse);
        break;
    case N_WHILE:
        expr(c, n->branch.test), loop_body(c, n, &n->branch.body, &n->branch.orelse);
        break;
    case N_FOR: for_loop(c, n); break;
    case N_TRY: try_statement(c, n); break;
    case N_WITH: with(c, n); break;
    case N_FUNCDEF: function(c, n); break;
    case N_CLASSDEF: class(c, n); break;
    default: break;
    }
}

static void stmts(struct checker *c, const struct list *l)
{
    for (const struct node *n = l->first; n && !c->failed; n = n->next)
        stmt(c, n);
}

/* ---- after the walk ---- */

/* Whether a function around s binds the name. */
static bool is_bound_around(const struct scope *s, struct text name)
{
    bool in_class = false;
    for (s = s->parent; s; s = s->parent) {
        in_class |= s->kind == SCOPE_CLASS;
        if (s->kind == SCOPE_CLASS || s->kind == SCOPE_MODULE)
            continue;
        uint8_t flags = names_get(&s->names, name);
        if (flags & NAME_GLOBAL)
            return false;
        if (flags & (NAME_LOCAL | NAME_PARAM | NAME_NONLOCAL))
            return true;
    }
    return in_class && name_is(name, "__class__");
}

static void check_declarations(struct checker *c, const struct scope *s)
{
    if (s->kind == SCOPE_COMP)
        return;
    for (uint32_t i = 0; i < s->names.cap && !c->failed; i++) {
        const struct name_entry *e = &s->names.entries[i];
        if (!(e->flags & NAME_NONLOCAL))
            continue;
        if (e->flags & NAME_GLOBAL)
            fail_scope(c, e->at, ERR_GLOBAL_NONLOCAL, e->name, NULL);
        else if (s->kind == SCOPE_MODULE)
            fail_scope(c, e->at, ERR_NONLOCAL_MODULE, e->name, NULL);
        else if (!is_bound_around(s, e->name))
            fail_scope(c, e->at, ERR_NO_BINDING, e->name, NULL);
    }
}

/* ---- from __future__ ---- */

static bool is_feature(struct text name)
{
    static const char *const features[] = {
        "nested_scopes", "generators", "division", "absolute_import", "with_statement",
        "print_function", "unicode_literals", "barry_as_FLUFL", "generator_stop", "annotations",
    };
    for (size_t i = 0; i < ARRAY_LEN(features); i++) {
        if (name_is(name, features[i]))
            return true;
    }
    return false;
}

static void check_features(struct checker *c, const struct node *n)
{
    struct text star = { "*", 1 };
    if (n->importfrom.star)
        fail_scope(c, n, ERR_FUTURE_UNKNOWN, star, NULL);
    for (const struct node *i = n->importfrom.aliases.first; i; i = i->next) {
        if (name_is(i->alias.name, "braces"))
            fail_scope(c, n, ERR_BRACES, i->alias.name, NULL);
        else if (!is_feature(i->alias.name))
            fail_scope(c, n, ERR_FUTURE_UNKNOWN, i->alias.name, NULL);
    }
}

/* They stand first, after the module's own text at most. */
static void check_future(struct checker *c, const struct node *module)
{
    const struct node *n = module->body.first;
    if (n && n->kind == N_EXPR && n->value->kind == N_STR)
        n = n->next;
    for (; n && is_future(n); n = n->next) {
        check_features(c, n);
        c->future_end = n;
    }
}

bool check_tree(struct arena *a, const struct node *module, bool scopes, struct diag *d)
{
    struct checker c = { .arena = a, .track = scopes };

    check_future(&c, module);
    scope_enter(&c, SCOPE_MODULE, module);
    stmts(&c, &module->body);
    for (const struct scope *s = c.made_first; s && scopes && !c.failed; s = s->made_next)
        check_declarations(&c, s);
    if (c.failed)
        *d = c.failure;
    else if (c.misplaced)
        *d = c.misplacement;
    return !c.failed && !c.misplaced;
}
