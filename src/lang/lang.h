/* lang.h: text becomes a tree.
 *
 * In:      UTF-8 source of one file, one prompt entry or one lesson block.
 * Out:     a tree of struct node in the caller's arena, or one diagnosis.
 * Owner:   the caller's arena owns every node and every text in the tree; the
 *          source must outlive it only if the caller wants to quote it.
 * Threads: no state of its own; any number of parses at a time.
 *
 * The grammar is Python 3.11's, as far as tests and docs of conch promise it.
 * What is left out (match, except*, complex literals, \N{…} escapes, type parameters)
 * is diagnosed by name, never parsed into something else. Names are not normalised. */
#ifndef LANG_LANG_H
#define LANG_LANG_H

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"

enum node_kind {
#define NODE(id, help) N_##id,
#include "lang/node.def"
#undef NODE
    NODE_COUNT
};

enum operator_kind { // of UNARY, BINARY, AUGASSIGN, COMPAREOP, BOOLOP
    OPR_ADD, OPR_SUB, OPR_MUL, OPR_DIV, OPR_FLOORDIV, OPR_MOD, OPR_POW, OPR_MATMUL,
    OPR_LSHIFT, OPR_RSHIFT, OPR_AND, OPR_OR, OPR_XOR,
    OPR_NEG, OPR_POS, OPR_INVERT, OPR_NOT,
    OPR_LT, OPR_LE, OPR_GT, OPR_GE, OPR_EQ, OPR_NE, OPR_IS, OPR_ISNOT, OPR_IN, OPR_NOTIN,
    OPR_BOOLAND, OPR_BOOLOR,
    OPR_COUNT
};

/* A text in the tree: not NUL-terminated by promise, may hold NUL bytes. */
struct text {
    const char *s;
    uint32_t n;
};

static inline bool text_is(struct text t, const char *word) { return strlen(word) == t.n && memcmp(word, t.s, t.n) == 0; }

/* A list of nodes linked by node->next, in source order. */
struct list {
    struct node *first;
    struct node *last;
    uint32_t n;
};

enum param_kind { PARAM_NORMAL, PARAM_STAR, PARAM_DSTAR }; // x, *args, **kwargs
enum arg_kind { ARG_NORMAL, ARG_KEYWORD, ARG_STAR, ARG_DSTAR };

/* One node. Which member of the union holds is told by kind; members that a
 * node may lack are NULL or empty. Bodies are lists of statements, never empty
 * where the grammar asks for a suite (pass is a node). */
struct node {
    uint8_t kind;     // enum node_kind
    uint8_t op;       // enum operator_kind, param_kind or arg_kind, where it has one
    bool flag;        // see the member's comment
    struct span at;   // the whole node in the source
    struct node *next;
    union {
        struct text name;                          // NAME
        struct {                                   // INT
            int64_t small;                         // the value if it fits …
            struct text digits;                    // … else n > 0: decimal digits without _
        } integer;
        double real;                               // FLOAT
        struct text text;                          // STR (UTF-8), BYTES: adjacent ones joined
        struct list items;                         // TUPLE LIST SET (STARRED allowed), DICT (ITEMs),
                                                   // FSTRING (STR and FIELD), BOOLOP (operands), DEL (targets)
        struct { struct node *key, *value; } item; // ITEM: key NULL means **value
        struct {                                   // FIELD
            struct node *value;
            struct node *spec;                     // FSTRING or NULL
            char conversion;                       // 'r' 's' 'a' or 0; {x=} alone has 'r'
            struct text shown;                     // source text up to and with '=' for {x=}, else n == 0
        } field;
        struct {                                   // LISTCOMP SETCOMP GENEXP DICTCOMP
            struct node *element;                  // the key in DICTCOMP
            struct node *value;                    // DICTCOMP only
            struct list fors;                      // COMPFORs, outermost first
        } comp;
        struct {                                   // COMPFOR; flag: async for
            struct node *target, *iter;
            struct list ifs;
        } compfor;
        struct { struct node *left, *right; } pair; // BINARY; UNARY (right); INDEX (left[right]); WALRUS (left NAME)
        struct { struct node *left; struct list links; } compare;
        struct { struct node *right; } link;       // COMPAREOP, op tells which
        struct { struct node *callee; struct list args; } call;
        struct { struct text name; struct node *value; } arg; // ARG; op = enum arg_kind
        struct { struct node *object; struct text name; struct span name_at; } attr;
        struct { struct node *low, *high, *step; } slice;     // each may be NULL
        struct { struct node *test, *yes, *no; } ifexp;
        struct node *value;                        // EXPR RETURN YIELD YIELDFROM AWAIT STARRED (NULL: none)
        struct { struct list targets; struct node *value; } assign;
        struct { struct node *target, *value; } augassign;    // op
        struct { struct node *target, *annotation, *value; } annassign; // flag: target is a bare name
        struct list names;                         // GLOBAL NONLOCAL: NAME nodes
        struct { struct node *test, *message; } assertion;
        struct { struct node *exception, *cause; } raise;
        struct list aliases;                       // IMPORT
        struct { struct text module; uint32_t level; struct list aliases; bool star; } importfrom;
        struct { struct text name, as; } alias;    // dotted name; as.n == 0: none
        struct { struct node *test; struct list body, orelse; } branch; // IF WHILE (elif: one IF in orelse)
        struct { struct node *target, *iter; struct list body, orelse; } loop; // FOR; flag: async
        struct { struct list body, handlers, orelse, final; bool has_final; } try_;
        struct { struct node *type; struct text name; struct list body; } handler; // type NULL: bare except
        struct { struct list items, body; } with;  // flag: async
        struct { struct node *value, *target; } withitem;
        struct {                                   // FUNCDEF; LAMBDA (body: one RETURN); flag: async
            struct text name;
            struct span name_at;
            struct list params;                    // PARAMs in order; see below
            struct list body, decorators;
            struct node *returns;
        } func;
        struct {                                   // PARAM; op = enum param_kind
            struct text name;
            struct node *fallback;                 // default value
            struct node *annotation;
            bool keyword_only;                     // after * or *args
            bool positional_only;                  // before /
        } param;
        struct { struct text name; struct span name_at; struct list args, body, decorators; } class_;
        struct list body;                          // MODULE
    };
};

enum parse_result {
    PARSE_OK,
    PARSE_ERROR, // *diag says what is wrong
    PARSE_MORE,  // only with opts->interactive: the entry is a proper beginning of a statement
};

struct parse_opts {
    const char *file;    // for messages; borrowed
    bool interactive;    // a prompt entry: an unfinished statement gives PARSE_MORE
    uint32_t max_depth;  // nesting limit; 0 means 90 (CPython's own is near 100 for brackets)
};

/* Parses n bytes of source. On PARSE_OK *ret_tree is a N_MODULE node.
 * On PARSE_ERROR *diag is filled (it borrows texts from the arena and source).
 * Never recurses deeper than max_depth allows; never reads beyond n; takes time linear in n,
 * which may be 4 MiB. No path in the tree is longer than a few thousand nodes: chains like
 * a + b + … and elif … end with an error after 1000 links, so a walk may recurse.
 * Names that start with __ in classes are not mangled. */
enum parse_result lang_parse(struct arena *a, const char *source, size_t n,
                             const struct parse_opts *opts, struct node **ret_tree,
                             struct diag *diag);

/* Names for messages: node_name[N_IF] == "if", node_name[N_INT] == "an integer literal". */
extern const char *const node_name[NODE_COUNT];

/* The operator as written: operator_text[OPR_FLOORDIV] == "//". */
extern const char *const operator_text[OPR_COUNT];

/* True if the n bytes are a Python keyword (None, True and False included). */
bool lang_is_keyword(const char *s, size_t n);

/* True if the n bytes are one valid identifier (and may be a keyword). */
bool lang_is_identifier(const char *s, size_t n);

/* Takes the marks off a pasted text: '>>> ' and '... ', 'In [3]:' and '...:',
 * 'Out[3]:' lines (dropped), running line numbers, full-width spaces and quotes
 * outside strings, Windows line ends, a byte-order mark. Prompt marks and line numbers
 * go only if every line that holds text has them. Returns a text in the arena; *ret_what (may be
 * NULL) names what was taken off, for a message, or is NULL if nothing was. */
struct text lang_unmark(struct arena *a, const char *source, size_t n, const char **ret_what);

/* The same lines without the blanks that all of them begin with; false if there are none. */
bool lang_outdent(struct arena *a, struct text source, struct text *ret);

#endif
