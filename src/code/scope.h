/* scope.h: which variable a name means. Private to code/.
 *
 * A first walk over the tree collects the names that each scope binds and uses; then
 * every use is resolved, variables that inner functions capture become cells, and the
 * functions between get them as free variables. Comprehensions are scopes of their own
 * that live in the frame around them (as CPython does since 3.12, PEP 709): their
 * variables are registers of that frame. */
#ifndef CODE_SCOPE_H
#define CODE_SCOPE_H

#include "code/code.h"

enum scope_kind { SCOPE_MODULE, SCOPE_FUNC, SCOPE_CLASS, SCOPE_COMP };

enum name_flag {
    NAME_PARAM = 1,
    NAME_BOUND = 2,
    NAME_GLOBAL = 4,   // declared global
    NAME_NONLOCAL = 8, // declared nonlocal
    NAME_CELL = 16,    // an inner function captures it: its register holds a cell
    NAME_FREE = 32,    // captured from outside: free_index is valid
    NAME_DELETED = 64, // del or except … as somewhere: reads are always checked
};

struct name {
    struct text text;
    struct scope *scope;
    uint8_t flags;
    uint16_t reg;        // NO_REG until a register is given
    uint16_t free_index;
    uint16_t order;
    struct name *next;   // in the scope, in order of appearance
    struct name *chain;  // in the hash table
};
enum { NO_REG = 0xffff };

struct scope {
    enum scope_kind kind;
    bool has_yield, has_await, is_async, has_walrus;
    struct scope *parent;
    const struct node *node;
    struct name *names, **last_name;
    uint16_t nnames, nfree;
    struct text private_name; // name of the class around it, for __mangling
    struct scope *next_of_node; // hash chain
};

struct scopes {
    struct arena *arena;
    struct module_names *module;
    struct name **name_table;
    uint32_t name_count, name_size;
    struct scope **scope_table;
    uint32_t scope_count, scope_size;
    struct scope *current;
    unsigned depth, loop_depth;
    struct diag *diag;
    bool failed;
};

/* Walks the whole tree. False with *diag filled if a declaration contradicts the rest. */
bool scopes_build(struct scopes *s, struct arena *a, const struct node *tree,
                  struct module_names *module, struct diag *diag);

/* The scope that a FUNCDEF, LAMBDA, CLASSDEF, GENEXP, LISTCOMP … or MODULE node opens. */
struct scope *scope_of(const struct scopes *s, const struct node *node);

/* What a name means when used in a scope. */
enum meaning { MEANS_REG, MEANS_CELL, MEANS_FREE, MEANS_GLOBAL, MEANS_CLASS };
struct resolved {
    enum meaning kind;
    struct name *name;   // REG, CELL, FREE
};
struct resolved scope_resolve(struct scopes *s, struct scope *in, struct text text);

/* The scope in whose frame this one lives: itself, or for a comprehension the one around it. */
struct scope *scope_frame(struct scope *s);

/* __name inside a class becomes _Class__name. */
struct text scope_mangle(struct scopes *s, const struct scope *in, struct text text);

#endif
