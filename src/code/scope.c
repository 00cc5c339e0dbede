#include "code/scope.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

static bool same(struct text a, struct text b)
{
    return a.n == b.n && memcmp(a.s, b.s, a.n) == 0;
}

static bool is_word(struct text t, const char *word)
{
    return t.n == strlen(word) && memcmp(t.s, word, t.n) == 0;
}

static void fail(struct scopes *s, const struct node *at, const char *message, const char *advice)
{
    if (s->failed)
        return;
    s->failed = true;
    *s->diag = (struct diag){ "SyntaxError", message, advice, at->at };
}

/* ---- the table of names, keyed by scope and text ---- */

static uint64_t name_hash(const struct scope *scope, struct text t)
{
    return hash_mix(hash_bytes(t.s, t.n) ^ (uint64_t)(uintptr_t)scope);
}

static void names_grow(struct scopes *s)
{
    uint32_t size = s->name_size ? s->name_size * 2 : 256;
    struct name **table = ARENA_ARRAY(s->arena, struct name *, size);
    for (uint32_t i = 0; i < s->name_size; i++) {
        for (struct name *n = s->name_table[i], *next; n; n = next) {
            next = n->chain;
            uint64_t h = name_hash(n->scope, n->text) & (size - 1);
            n->chain = table[h];
            table[h] = n;
        }
    }
    s->name_table = table;
    s->name_size = size;
}

static struct name *name_find(const struct scopes *s, const struct scope *scope, struct text t)
{
    if (!s->name_size)
        return NULL;
    struct name *n = s->name_table[name_hash(scope, t) & (s->name_size - 1)];
    while (n && !(n->scope == scope && same(n->text, t)))
        n = n->chain;
    return n;
}

static struct name *name_get(struct scopes *s, struct scope *scope, struct text t)
{
    struct name *n = name_find(s, scope, t);
    if (n)
        return n;
    if (s->name_count >= s->name_size)
        names_grow(s);
    n = ARENA_NEW(s->arena, struct name);
    n->text = t;
    n->scope = scope;
    n->reg = NO_REG;
    n->order = scope->nnames;
    if (scope->nnames < 60000)
        scope->nnames++;
    *scope->last_name = n;
    scope->last_name = &n->next;
    uint64_t h = name_hash(scope, t) & (s->name_size - 1);
    n->chain = s->name_table[h];
    s->name_table[h] = n;
    s->name_count++;
    return n;
}

/* ---- scopes by node ---- */

static uint64_t node_hash(const struct node *n)
{
    return hash_mix((uint64_t)(uintptr_t)n);
}

static void scopes_grow(struct scopes *s)
{
    uint32_t size = s->scope_size ? s->scope_size * 2 : 64;
    struct scope **table = ARENA_ARRAY(s->arena, struct scope *, size);
    for (uint32_t i = 0; i < s->scope_size; i++) {
        for (struct scope *c = s->scope_table[i], *next; c; c = next) {
            next = c->next_of_node;
            uint64_t h = node_hash(c->node) & (size - 1);
            c->next_of_node = table[h];
            table[h] = c;
        }
    }
    s->scope_table = table;
    s->scope_size = size;
}

static struct scope *scope_open(struct scopes *s, enum scope_kind kind, const struct node *node)
{
    if (s->scope_count >= s->scope_size)
        scopes_grow(s);
    struct scope *c = ARENA_NEW(s->arena, struct scope);
    c->kind = kind;
    c->parent = s->current;
    c->node = node;
    c->last_name = &c->names;
    if (s->current)
        c->private_name = s->current->private_name;
    uint64_t h = node_hash(node) & (s->scope_size - 1);
    c->next_of_node = s->scope_table[h];
    s->scope_table[h] = c;
    s->scope_count++;
    s->current = c;
    return c;
}

struct scope *scope_of(const struct scopes *s, const struct node *node)
{
    struct scope *c = s->scope_table[node_hash(node) & (s->scope_size - 1)];
    while (c && c->node != node)
        c = c->next_of_node;
    return c;
}

struct scope *scope_frame(struct scope *s)
{
    while (s->kind == SCOPE_COMP)
        s = s->parent;
    return s;
}

struct text scope_mangle(struct scopes *s, const struct scope *in, struct text t)
{
    struct text cls = in->private_name;
    if (t.n < 3 || t.s[0] != '_' || t.s[1] != '_' || !cls.n ||
        (t.s[t.n - 1] == '_' && t.s[t.n - 2] == '_'))
        return t;
    while (cls.n && cls.s[0] == '_')
        cls.s++, cls.n--;
    if (!cls.n)
        return t;
    char *to = arena_alloc(s->arena, cls.n + t.n + 2);
    to[0] = '_';
    memcpy(to + 1, cls.s, cls.n);
    memcpy(to + 1 + cls.n, t.s, t.n);
    return (struct text){ to, cls.n + t.n + 1 };
}

/* ---- the walk ---- */

static void walk(struct scopes *s, const struct node *n);

static void walk_list(struct scopes *s, const struct list *l)
{
    for (const struct node *n = l->first; n; n = n->next)
        walk(s, n);
}

/* A binding of a global name: R1 asks whether a name has one static binding. */
static void bind_global(struct scopes *s, struct text t, bool dynamic)
{
    uint32_t slot = module_slot(s->module, t.s, t.n);
    if (slot >= MODULE_SLOTS)
        return; // the compiler reports it
    struct global_name *g = &s->module->at[slot];
    if (g->bindings < UINT16_MAX)
        g->bindings++;
    if (dynamic)
        g->in_loop = true;
}

static void bind(struct scopes *s, struct scope *in, struct text text, const struct node *at)
{
    struct text t = scope_mangle(s, in, text);
    if (in->kind == SCOPE_MODULE) {
        bind_global(s, t, s->loop_depth > 0);
        return;
    }
    struct name *n = name_get(s, in, t);
    if (n->flags & NAME_GLOBAL)
        bind_global(s, t, true);
    n->flags |= NAME_BOUND;
    (void)at;
}

static void use(struct scopes *s, struct text text)
{
    if (s->current->kind != SCOPE_MODULE)
        name_get(s, s->current, scope_mangle(s, s->current, text));
}

static void bind_target(struct scopes *s, const struct node *n)
{
    switch (n->kind) {
    case N_NAME:
        bind(s, s->current, n->name, n);
        break;
    case N_TUPLE:
    case N_LIST:
        for (const struct node *i = n->items.first; i; i = i->next)
            bind_target(s, i);
        break;
    case N_STARRED:
        bind_target(s, n->value);
        break;
    default:
        walk(s, n);
    }
}

static void mark_deleted(struct scopes *s, struct text text)
{
    struct text t = scope_mangle(s, s->current, text);
    if (s->current->kind == SCOPE_MODULE)
        bind_global(s, t, true);
    else
        name_get(s, s->current, t)->flags |= NAME_DELETED;
}

static void walk_targets_del(struct scopes *s, const struct node *n)
{
    if (n->kind == N_NAME) {
        bind(s, s->current, n->name, n);
        mark_deleted(s, n->name);
    } else if (n->kind == N_TUPLE || n->kind == N_LIST) {
        for (const struct node *i = n->items.first; i; i = i->next)
            walk_targets_del(s, i);
    } else {
        walk(s, n);
    }
}

static void walk_function(struct scopes *s, const struct node *n)
{
    for (const struct node *p = n->func.params.first; p; p = p->next) {
        if (p->param.fallback)
            walk(s, p->param.fallback);
        if (p->param.annotation)
            walk(s, p->param.annotation);
    }
    if (n->kind == N_FUNCDEF && n->func.returns)
        walk(s, n->func.returns);
    struct scope *outer = s->current;
    unsigned loops = s->loop_depth;
    struct scope *c = scope_open(s, SCOPE_FUNC, n);
    c->is_async = n->flag;
    s->loop_depth = 0;
    for (const struct node *p = n->func.params.first; p; p = p->next)
        if (p->param.name.n)
            name_get(s, c, scope_mangle(s, c, p->param.name))->flags |= NAME_PARAM | NAME_BOUND;
    walk_list(s, &n->func.body);
    s->loop_depth = loops;
    s->current = outer;
}

static void walk_class(struct scopes *s, const struct node *n)
{
    for (const struct node *a = n->class_.args.first; a; a = a->next)
        walk(s, a->arg.value);
    struct scope *outer = s->current;
    unsigned loops = s->loop_depth;
    struct scope *c = scope_open(s, SCOPE_CLASS, n);
    c->private_name = n->class_.name;
    s->loop_depth = 0;
    walk_list(s, &n->class_.body);
    s->loop_depth = loops;
    s->current = outer;
}

/* The first iterable is evaluated outside, everything else in the comprehension's scope. */
static void walk_comp(struct scopes *s, const struct node *n)
{
    const struct node *first = n->comp.fors.first;
    walk(s, first->compfor.iter);
    struct scope *outer = s->current;
    struct scope *c = scope_open(s, n->kind == N_GENEXP ? SCOPE_FUNC : SCOPE_COMP, n);
    unsigned loops = s->loop_depth;
    s->loop_depth = 0;
    if (n->kind == N_GENEXP) {
        name_get(s, c, (struct text){ ".0", 2 })->flags |= NAME_PARAM | NAME_BOUND;
        c->has_yield = true;
    }
    for (const struct node *f = first; f; f = f->next) {
        if (f != first)
            walk(s, f->compfor.iter);
        bind_target(s, f->compfor.target);
        walk_list(s, &f->compfor.ifs);
        if (f->flag)
            c->is_async = true;
    }
    walk(s, n->comp.element);
    if (n->comp.value)
        walk(s, n->comp.value);
    s->loop_depth = loops;
    s->current = outer;
}

static void declare(struct scopes *s, const struct node *n, uint8_t flag)
{
    for (const struct node *i = n->names.first; i; i = i->next) {
        struct text t = scope_mangle(s, s->current, i->name);
        if (flag == NAME_GLOBAL)
            bind_global(s, t, true);
        if (s->current->kind != SCOPE_MODULE)
            name_get(s, s->current, t)->flags |= flag;
    }
}

static void bind_alias(struct scopes *s, const struct node *a, bool dotted)
{
    struct text t = a->alias.as.n ? a->alias.as : a->alias.name;
    if (dotted && !a->alias.as.n) {
        const char *dot = memchr(t.s, '.', t.n);
        if (dot)
            t.n = (uint32_t)(dot - t.s);
    }
    bind(s, s->current, t, a);
}

/* It binds in the function around: generator expressions, which are functions here, let it through. */
static void walk_walrus(struct scopes *s, const struct node *n)
{
    walk(s, n->pair.right);
    struct scope *to = scope_frame(s->current), *saved = s->current;
    to->has_walrus = true;
    while (to->node && to->node->kind == N_GENEXP)
        to = scope_frame(to->parent);
    to->has_walrus = true;
    s->current = to;
    bind(s, to, n->pair.left->name, n);
    s->current = saved;
    struct text t = scope_mangle(s, to, n->pair.left->name);
    bool global = to->kind == SCOPE_MODULE || name_get(s, to, t)->flags & NAME_GLOBAL;
    if (global && saved != to)
        bind_global(s, t, true);
    for (struct scope *in = saved; in != to; in = in->parent) {
        struct name *inner = name_get(s, in, t);
        if (in->kind == SCOPE_FUNC)
            inner->flags |= global ? NAME_GLOBAL : NAME_NONLOCAL;
    }
}

static void walk_loop_body(struct scopes *s, const struct list *body)
{
    s->loop_depth++;
    walk_list(s, body);
    s->loop_depth--;
}

static void walk_try(struct scopes *s, const struct node *n)
{
    walk_list(s, &n->try_.body);
    for (const struct node *h = n->try_.handlers.first; h; h = h->next) {
        if (h->handler.type)
            walk(s, h->handler.type);
        if (h->handler.name.n) {
            bind(s, s->current, h->handler.name, h);
            mark_deleted(s, h->handler.name);
        }
        walk_list(s, &h->handler.body);
    }
    walk_list(s, &n->try_.orelse);
    walk_list(s, &n->try_.final);
}

static void walk_pair(struct scopes *s, const struct node *a, const struct node *b)
{
    if (a)
        walk(s, a);
    if (b)
        walk(s, b);
}

static void walk_kind(struct scopes *s, const struct node *n)
{
    switch (n->kind) {
    case N_NAME:
        use(s, n->name);
        if (is_word(n->name, "super"))
            use(s, (struct text){ "__class__", 9 });
        break;
    case N_FSTRING: case N_TUPLE: case N_LIST: case N_SET: case N_DICT: case N_BOOLOP:
        walk_list(s, &n->items);
        break;
    case N_FIELD: walk_pair(s, n->field.value, n->field.spec); break;
    case N_ITEM: walk_pair(s, n->item.key, n->item.value); break;
    case N_LISTCOMP: case N_SETCOMP: case N_DICTCOMP: case N_GENEXP: walk_comp(s, n); break;
    case N_UNARY: walk(s, n->pair.right); break;
    case N_BINARY: case N_INDEX: walk_pair(s, n->pair.left, n->pair.right); break;
    case N_WALRUS: walk_walrus(s, n); break;
    case N_COMPARE:
        walk(s, n->compare.left);
        for (const struct node *l = n->compare.links.first; l; l = l->next)
            walk(s, l->link.right);
        break;
    case N_CALL:
        walk(s, n->call.callee);
        for (const struct node *a = n->call.args.first; a; a = a->next)
            walk(s, a->arg.value);
        break;
    case N_ATTR: walk(s, n->attr.object); break;
    case N_SLICE:
        walk_pair(s, n->slice.low, n->slice.high);
        walk_pair(s, n->slice.step, NULL);
        break;
    case N_IFEXP:
        walk_pair(s, n->ifexp.test, n->ifexp.yes);
        walk(s, n->ifexp.no);
        break;
    case N_LAMBDA: walk_function(s, n); break;
    case N_YIELD: case N_YIELDFROM:
        scope_frame(s->current)->has_yield = true;
        walk_pair(s, n->value, NULL);
        break;
    case N_AWAIT:
        scope_frame(s->current)->has_await = true;
        walk(s, n->value);
        break;
    case N_STARRED: case N_EXPR: case N_RETURN: walk_pair(s, n->value, NULL); break;
    case N_ASSIGN:
        walk(s, n->assign.value);
        for (const struct node *t = n->assign.targets.first; t; t = t->next)
            bind_target(s, t);
        break;
    case N_AUGASSIGN:
        walk(s, n->augassign.value);
        if (n->augassign.target->kind == N_NAME) {
            use(s, n->augassign.target->name);
            if (s->current->kind == SCOPE_MODULE)
                bind_global(s, scope_mangle(s, s->current, n->augassign.target->name), true);
        }
        bind_target(s, n->augassign.target);
        break;
    case N_ANNASSIGN:
        if (n->annassign.value)
            walk(s, n->annassign.value);
        if (s->current->kind != SCOPE_FUNC)
            walk(s, n->annassign.annotation);
        bind_target(s, n->annassign.target);
        break;
    case N_DEL:
        for (const struct node *t = n->items.first; t; t = t->next)
            walk_targets_del(s, t);
        break;
    case N_GLOBAL: declare(s, n, NAME_GLOBAL); break;
    case N_NONLOCAL: declare(s, n, NAME_NONLOCAL); break;
    case N_ASSERT: walk_pair(s, n->assertion.test, n->assertion.message); break;
    case N_RAISE: walk_pair(s, n->raise.exception, n->raise.cause); break;
    case N_IMPORT:
        for (const struct node *a = n->aliases.first; a; a = a->next)
            bind_alias(s, a, true);
        break;
    case N_IMPORTFROM:
        for (const struct node *a = n->importfrom.aliases.first; a; a = a->next)
            bind_alias(s, a, false);
        break;
    case N_IF:
        walk(s, n->branch.test);
        walk_list(s, &n->branch.body);
        walk_list(s, &n->branch.orelse);
        break;
    case N_WHILE:
        walk(s, n->branch.test);
        walk_loop_body(s, &n->branch.body);
        walk_list(s, &n->branch.orelse);
        break;
    case N_FOR:
        walk(s, n->loop.iter);
        s->loop_depth++;
        bind_target(s, n->loop.target);
        s->loop_depth--;
        walk_loop_body(s, &n->loop.body);
        walk_list(s, &n->loop.orelse);
        break;
    case N_TRY: walk_try(s, n); break;
    case N_WITH:
        for (const struct node *i = n->with.items.first; i; i = i->next) {
            walk(s, i->withitem.value);
            if (i->withitem.target)
                bind_target(s, i->withitem.target);
        }
        walk_list(s, &n->with.body);
        break;
    case N_FUNCDEF:
        for (const struct node *d = n->func.decorators.first; d; d = d->next)
            walk(s, d);
        bind(s, s->current, n->func.name, n);
        walk_function(s, n);
        break;
    case N_CLASSDEF:
        for (const struct node *d = n->class_.decorators.first; d; d = d->next)
            walk(s, d);
        bind(s, s->current, n->class_.name, n);
        walk_class(s, n);
        break;
    case N_MODULE: walk_list(s, &n->body); break;
    default: break;
    }
}

enum { WALK_DEPTH = 2500 }; // nested expressions; a level costs at most 400 bytes of C stack

static void walk(struct scopes *s, const struct node *n)
{
    if (s->failed)
        return;
    if (++s->depth > WALK_DEPTH)
        fail(s, n, "expression is nested too deeply", "split it into several statements");
    else
        walk_kind(s, n);
    s->depth--;
}

/* ---- resolution ---- */

/* Makes an outer variable reachable in a frame: every frame on the way gets it as free. */
static struct name *name_capture(struct scopes *s, struct scope *frame, struct text t)
{
    struct name *n = name_get(s, frame, t);
    if (!(n->flags & NAME_FREE)) {
        n->flags |= NAME_FREE;
        n->free_index = frame->nfree++;
    }
    return n;
}

static bool owns(const struct name *n)
{
    return n && (n->flags & NAME_BOUND) && !(n->flags & (NAME_GLOBAL | NAME_NONLOCAL));
}

/* Finds who owns t, looking outwards from scope `from` (exclusive of class bodies). */
static struct name *find_owner(struct scopes *s, struct scope *from, struct text t, bool *ret_global)
{
    for (struct scope *c = from; c; c = c->parent) {
        if (c->kind == SCOPE_MODULE)
            return NULL;
        struct name *n = name_find(s, c, t);
        if (c->kind == SCOPE_CLASS) {
            if (is_word(t, "__class__"))
                return name_get(s, c, t);
            continue;
        }
        if (n && n->flags & NAME_GLOBAL) {
            *ret_global = true;
            return NULL;
        }
        if (owns(n))
            return n;
    }
    return NULL;
}

struct resolved scope_resolve(struct scopes *s, struct scope *in, struct text t)
{
    struct scope *frame = scope_frame(in);
    for (struct scope *c = in; c->kind == SCOPE_COMP; c = c->parent) {
        struct name *n = name_find(s, c, t);
        if (owns(n))
            return (struct resolved){ n->flags & NAME_CELL ? MEANS_CELL : MEANS_REG, n };
    }
    if (frame->kind == SCOPE_MODULE)
        return (struct resolved){ MEANS_GLOBAL, NULL };
    struct name *n = name_find(s, frame, t);
    if (n && n->flags & NAME_GLOBAL)
        return (struct resolved){ MEANS_GLOBAL, NULL };
    bool in_class = frame->kind == SCOPE_CLASS;
    if (owns(n) && !(in_class && frame != in) && !is_word(t, "__class__"))
        return (struct resolved){ in_class ? MEANS_CLASS : n->flags & NAME_CELL ? MEANS_CELL : MEANS_REG, n };
    bool global = false;
    struct name *owner = find_owner(s, frame->parent, t, &global);
    if (!owner)
        return (struct resolved){ in_class && frame == in ? MEANS_CLASS : MEANS_GLOBAL, n };
    return (struct resolved){ MEANS_FREE, name_capture(s, frame, t) };
}

/* Marks owners as cells and frames between as holders, for one use in one scope. */
static void resolve_use(struct scopes *s, struct scope *in, struct name *n)
{
    if (n->flags & NAME_GLOBAL || (owns(n) && in->kind != SCOPE_CLASS))
        return;
    if (in->kind == SCOPE_CLASS && owns(n))
        return;
    bool global = false;
    struct name *owner = find_owner(s, in->parent, n->text, &global);
    if (!owner) {
        if (n->flags & NAME_NONLOCAL && in->kind == SCOPE_FUNC) {
            size_t len = n->text.n + 40;
            char *m = arena_alloc(s->arena, len);
            memcpy(m, "no binding for nonlocal '", 25);
            memcpy(m + 25, n->text.s, n->text.n);
            memcpy(m + 25 + n->text.n, "' found", 8);
            fail(s, in->node, m, "nonlocal names a variable of an enclosing function; make it there first");
        }
        return;
    }
    struct scope *home = scope_frame(owner->scope);
    struct scope *frame = scope_frame(in);
    if (frame == home)
        return; // a comprehension inside the owner's own frame
    owner->flags |= NAME_CELL;
    for (struct scope *c = frame; c != home; c = scope_frame(c->parent))
        name_capture(s, c, n->text);
}

static void resolve_all(struct scopes *s)
{
    for (uint32_t i = 0; i < s->scope_size; i++)
        for (struct scope *c = s->scope_table[i]; c; c = c->next_of_node)
            for (struct name *n = c->names; n; n = n->next)
                resolve_use(s, c, n);
}

bool scopes_build(struct scopes *s, struct arena *a, const struct node *tree,
                  struct module_names *module, struct diag *diag)
{
    *s = (struct scopes){ .arena = a, .module = module, .diag = diag };
    scopes_grow(s);
    names_grow(s);
    scope_open(s, SCOPE_MODULE, tree);
    walk(s, tree);
    if (!s->failed)
        resolve_all(s);
    return !s->failed;
}
