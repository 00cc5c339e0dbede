/* parser.h (inside lang/): what the parts of the parser share.
 *
 * The parser descends recursively and looks one token ahead; the few places that
 * need more (with (...), print "x") look further in the token array or try and go back.
 * Failing: the first error is kept and the position jumps to the last token, which no
 * rule accepts, so that every loop and rule ends by itself; what they return
 * then is some node, never NULL, and nobody reads it. */
#ifndef LANG_PARSER_H
#define LANG_PARSER_H

#include "lang/token.h"

struct parser {
    struct arena *arena;
    struct lexer lx;
    struct diag lexer_error;  // of the whole source, if its last token is ERROR
    bool open_bracket;        // … and it is a bracket that was never closed
    uint32_t pos;             // index of the current token
    uint32_t last;            // index of the source's last token, END or ERROR
    uint32_t depth, max_depth;
    uint32_t height;          // of the tallest tree built since the caller zeroed it
    uint32_t fields;          // how many f-string braces we are in
    struct node *group;       // the last expression that stood in ( )
    bool scopes;              // global, nonlocal or := was seen
    bool trial;               // a failure will be undone: spend nothing on its message

    bool failed;
    bool lexer_told;          // the failure is the lexer's own
    bool vague;               // it says no more than "invalid syntax"
    bool outranked;           // a later error of the lexer may be told instead
    uint32_t fail_pos;
    uint32_t farthest;        // the last token that any rule looked at
    struct diag diag;
};

enum { HEIGHT_MAX = 1000 }; // a chain a + b + c … or elif … elif is a tree this tall

/* Looking and stepping. */
static inline const struct token *token_at(const struct parser *p, uint32_t pos)
{
    return &p->lx.tokens[pos];
}

static inline enum token_kind kind(const struct parser *p)
{
    return p->lx.tokens[p->pos].kind;
}

static inline enum token_kind kind_next(const struct parser *p)
{
    return p->pos + 1 < p->lx.count ? p->lx.tokens[p->pos + 1].kind : T_END;
}

static inline bool accept(struct parser *p, enum token_kind k)
{
    if (kind(p) != k)
        return false;
    p->pos++;
    return true;
}

/* Failing. The first failure counts; later ones are ignored. */
void fail_span(struct parser *p, const struct span *at, enum error_id id, ...);
void fail_here(struct parser *p, enum error_id id, ...);
void fail_syntax(struct parser *p);
void expect_token(struct parser *p, enum token_kind k);

/* Try and go back: trial_end() tells whether what was parsed since trial_start() was good,
 * and returns to where it started. Only if the lexer had refused a token there, the
 * parse has failed with that. */
struct trial {
    uint32_t pos, height;
    bool outer;
};
struct trial trial_start(struct parser *p);
bool trial_end(struct parser *p, const struct trial *t);

/* One level deeper; false if it failed because of the limit. Pair with depth_leave(). */
bool depth_enter(struct parser *p);
void depth_leave(struct parser *p);

/* Building. node_new starts at the current token, node_from where another starts;
 * node_end closes it after the last token that was accepted. */
struct node *node_new(struct parser *p, enum node_kind kind);
struct node *node_from(struct parser *p, enum node_kind kind, const struct node *first);
struct node *node_end(struct parser *p, struct node *n);
void list_add(struct list *l, struct node *n);
struct text token_name(const struct parser *p, uint32_t pos);
struct text expect_name(struct parser *p, struct span *ret_at); // ret_at may be NULL
struct span token_span(const struct parser *p, uint32_t pos);

/* One link more on a chain whose tree grows by it. */
void height_grow(struct parser *p);

/* expr.c */
struct node *parse_expression(struct parser *p);
struct node *parse_named(struct parser *p); // may be name := value
struct node *parse_or_yield(struct parser *p);
struct node *parse_list(struct parser *p);  // a, *b, c: a TUPLE if there is a comma
struct node *parse_or_star(struct parser *p);
struct node *parse_bitwise_or(struct parser *p);
struct node *parse_targets(struct parser *p);      // of for: stops before in
struct node *parse_disjunction(struct parser *p); // a or b: what may stand before `if` and behind `in`
struct node *parse_conditional(struct parser *p); // yes if test else no, and a lambda
struct node *parse_element(struct parser *p);     // of a display: value, *value, name := value
void parse_arguments(struct parser *p, struct list *args); // after (, through )
bool starts_expression(enum token_kind k);

/* display.c */
struct node *parse_display(struct parser *p);     // a bracket is current
struct node *parse_group(struct parser *p, enum token_kind close); // what is in ( ), behind it
bool at_comprehension(const struct parser *p);    // at `for` or `async for`
/* The rest of a comprehension whose element (and value, for a dict) is read; and its for and if parts alone. */
struct node *parse_comprehension(struct parser *p, enum node_kind k, struct node *element, struct node *value);
void parse_comp_fors(struct parser *p, struct list *fors);
/* The span of a display is that of its brackets; the opening one is token start. */
struct node *node_bracketed(struct parser *p, struct node *n, uint32_t start);

/* params.c: of def and lambda, up to but without close. */
void parse_parameters(struct parser *p, struct list *params, enum token_kind close);

/* target.c */
enum target_use { TARGET_ASSIGN, TARGET_FOR, TARGET_DELETE };
const char *expression_name(const struct node *n); // "function call", as CPython says it
/* Fails unless n may be assigned to (or deleted). */
void check_target(struct parser *p, const struct node *n, enum target_use use);
/* Fails with what was probably meant by 'e = …' where e cannot be assigned to or no
 * assignment may stand; e is parsed and '=' is the current token. False if nothing is
 * probable; then nothing has happened. */
bool explain_assignment(struct parser *p, const struct node *e);

/* literal.c */
struct node *parse_number(struct parser *p);
struct node *parse_strings(struct parser *p);

/* stmt.c */
void parse_statements(struct parser *p, struct list *body); // up to END

/* check.c: what the grammar allows and Python does not: return outside a function, a late
 * global, and so on. scopes: the tree holds global, nonlocal or := , so that it
 * is worth knowing what is bound where. False with *d filled. */
bool check_tree(struct arena *a, const struct node *module, bool scopes, struct diag *d);

#endif
