/* compile.h: the state of compiling one function. Private to code/.
 *
 * Files: emit.c (instructions, constants, labels, blocks), expr.c, stmt.c, compile.c (functions, modules). */
#ifndef CODE_COMPILE_H
#define CODE_COMPILE_H

#include "code/scope.h"

/* Sites to patch are chained through the jumps' own s fields: head is instruction number + 1. */
struct label {
    uint32_t chain;
};

/* Variables that surely have a value at this point: bit per register, for the first 256. */
enum { SURE_WORDS = 4 };
struct sure {
    uint64_t w[SURE_WORDS];
};

enum block_kind { BLOCK_LOOP, BLOCK_TRY, BLOCK_FINALLY, BLOCK_WITH, BLOCK_NAME, BLOCK_ITER, BLOCK_HANDLED };

/* What surrounds the statement being compiled, innermost first. */
struct block {
    enum block_kind kind;
    struct block *outer;
    struct label *on_break, *on_continue; // LOOP
    struct sure at_break;                 // LOOP: sure at every break so far
    uint32_t start;                       // TRY FINALLY WITH ITER HANDLED: first instruction of the open range
    struct label *handler;                // they are patched as regions: see region_close
    uint32_t first_region;                // regions from here on with target 0 belong to this block
    uint16_t reg;                         // exception register, ITER: after the iterator's; WITH: exit method
    uint16_t exit_reg;
    bool is_async;
    bool open;                            // a range is being recorded
    const struct list *final;             // FINALLY: the statements
    struct text name;                     // NAME: variable to delete
};

struct comp {
    struct arena *arena;      // dies when all is compiled
    struct arena *lasting;    // of the codes
    struct scopes *scopes;
    struct scope *scope;      // where names are looked up now
    struct scope *frame;      // the function, class or module
    const struct compile_opts *opts;
    struct diag *diag;
    bool *failed;
    struct comp *outer;
    const char *qual_prefix; uint32_t qual_n;

    struct instr *instrs;
    struct place *places;
    uint32_t count, cap;
    struct constant *constants; uint32_t nconstants, constants_cap;
    struct text *names; uint32_t nnames, names_cap;
    struct code **inner; uint32_t ninner, inner_cap;
    struct region *regions; uint32_t nregions, regions_cap;
    uint32_t *region_block; // serial of the block a region belongs to, for its target
    uint32_t flags;
    uint16_t nlocals;
    uint16_t given;           // registers that have a value at entry: parameters
    uint32_t top, max_top;    // next free temporary; most ever used
    struct sure sure;
    struct sure unbind;       // variables that are checked somewhere: unbound at entry
    struct block *blocks;
    uint32_t block_serial;    // tells apart the blocks of this function
    struct place at;
    unsigned depth;
};

/* ---- emit.c ---- */
void comp_fail(struct comp *c, const struct node *at, const char *message, const char *advice);
uint32_t emit(struct comp *c, enum opcode op, uint32_t a, uint32_t b, uint32_t cc);
uint32_t emit_x(struct comp *c, enum opcode op, uint32_t x, uint32_t a, uint32_t b, uint32_t cc);
uint32_t emit_s(struct comp *c, enum opcode op, uint32_t a, int32_t s);
uint32_t emit_sx(struct comp *c, enum opcode op, uint32_t x, uint32_t a, int32_t s);
void emit_jump(struct comp *c, enum opcode op, uint32_t a, struct label *to); // forwards
void emit_back(struct comp *c, enum opcode op, uint32_t a, uint32_t target);
void label_here(struct comp *c, struct label *l);
uint32_t temp(struct comp *c, unsigned n); // n consecutive registers
uint32_t constant(struct comp *c, const struct constant *k);
uint32_t constant_str(struct comp *c, struct text t);
uint32_t name_index(struct comp *c, struct text t);
void place(struct comp *c, const struct node *n);
bool is_sure(const struct comp *c, uint32_t reg);
void set_sure(struct comp *c, uint32_t reg, bool yes);
struct sure sure_and(struct sure a, struct sure b);
struct sure sure_all(void);

void block_open(struct comp *c, struct block *b, enum block_kind kind, uint16_t reg);
/* Ends the block's range and its scope; its handler starts at the next call of region_target. */
void block_close(struct comp *c, struct block *b);
void region_target(struct comp *c, const struct block *b); // the handler is here
/* Emits what leaving all blocks inside `until` (exclusive; NULL: the function) takes. */
void blocks_leave(struct comp *c, const struct block *until);
void blocks_rejoin(struct comp *c, const struct block *until);

/* ---- expr.c ---- */
uint32_t expr(struct comp *c, const struct node *n);               // any register; may be a variable's own
void expr_to(struct comp *c, const struct node *n, uint32_t reg);  // exactly there
void condition(struct comp *c, const struct node *n, bool jump_if, struct label *to);
void load_none(struct comp *c, uint32_t reg);
void load_name(struct comp *c, struct text name, const struct node *at, uint32_t reg);
uint32_t emit_await(struct comp *c, uint32_t reg); // awaits reg, result in reg

/* ---- stmt.c ---- */
void body_statements(struct comp *c, const struct list *l);
void store(struct comp *c, const struct node *target, uint32_t reg);
void store_name(struct comp *c, struct text name, uint32_t reg);
void delete_name(struct comp *c, struct text name);
/* The register of a variable that plain stores may write directly, or NO_REG. */
uint32_t plain_register(struct comp *c, struct text name);
void unpack(struct comp *c, const struct list *targets, uint32_t reg);
/* The head of a loop: the next item of the iterator in register `it` goes to the target; after the last one, to `end`. */
void for_item(struct comp *c, const struct node *target, uint32_t it, struct label *end);

/* ---- compile.c ---- */
void function(struct comp *c, const struct node *n, uint32_t reg); // FUNCDEF, LAMBDA: reg = function object
void generator_expression(struct comp *c, const struct node *n, uint32_t reg);
void class_body(struct comp *c, const struct node *n, uint32_t reg); // reg = class
void comprehension_loop(struct comp *c, const struct node *n, const struct node *f, uint32_t result);

#endif
