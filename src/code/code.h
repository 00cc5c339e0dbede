/* code.h: trees become bytecode.
 *
 * In:      a tree from lang/, the names its module knows so far.
 * Out:     a struct code for the module body, with the inner functions' codes in it.
 * Owner:   the caller's arena; codes are immutable once compiled (but for the caches in the
 *          instruction stream, single words written with relaxed atomics) and die with it.
 * Threads: no state of its own.
 *
 * Register code: every function has a window of registers, its parameters first, then its
 * variables, then temporaries. Calls put the arguments where the callee's window will begin. */
#ifndef CODE_CODE_H
#define CODE_CODE_H

#include "lang/lang.h"

enum opcode {
#define OP(id, operands, cache, help) OP_##id,
#include "code/opcode.def"
#undef OP
    OP_COUNT
};

struct op_info {
    const char *name, *operands, *help;
    uint8_t cache;
};
extern const struct op_info op_table[OP_COUNT];

/* 8 bytes. Jump targets are relative to the next instruction. */
struct instr {
    uint8_t op;
    uint8_t x;
    uint16_t a;
    union {
        struct {
            uint16_t b, c;
        };
        int32_t s;
    };
};

/* A literal, turned into a value by the VM when the code is loaded. */
enum constant_kind { CONSTANT_INT, CONSTANT_BIGINT, CONSTANT_FLOAT, CONSTANT_STR, CONSTANT_BYTES,
                     CONSTANT_TUPLE, CONSTANT_SPECIAL };
struct constant {
    uint8_t kind;
    union {
        int64_t integer;        // INT; SPECIAL: enum special_constant
        double real;
        struct text text;       // BIGINT: digits
        struct { const struct constant *items; uint32_t n; } tuple;
    };
};
enum special_constant { CONST_NONE, CONST_TRUE, CONST_FALSE, CONST_ELLIPSIS };

/* While an instruction in [from, to) runs: TRY: an exception goes to target with the exception
 * in reg; ITER: so it does if the iterator in reg - 1 is a generator that only the loop has, which
 * is closed there; HANDLED: the exception in reg is being handled (bare raise, __context__).
 * Innermost first. */
enum region_kind { REGION_TRY, REGION_ITER, REGION_HANDLED };
struct region {
    uint32_t from, to, target;
    uint16_t reg;
    uint8_t kind;
};

/* Where the cell of a captured variable is found when the inner function is made. */
struct capture {
    bool from_free; // else from a register
    uint16_t index;
};

enum code_flag {
    CODE_GENERATOR = 1, CODE_COROUTINE = 2, CODE_ASYNC_GEN = 4, // calling it makes an object
    CODE_STAR = 8, CODE_DSTAR = 16,                            // *args, **kwargs
    CODE_MODULE = 32, CODE_CLASS = 64, CODE_PRELUDE = 128, CODE_COMP = 256, CODE_LAMBDA = 512,
    CODE_SIMPLE = 1024, // only plain positional parameters: the fast call path
    CODE_TRIES = 2048,  // it has regions of the kind TRY: what it leaves undone at its end may be of interest
};

/* Where an instruction comes from, for messages and carets. */
struct place {
    uint32_t line;
    uint16_t col, end_col; // byte columns in that line; end_col 0: unknown
};

struct module_names;

/* The text that codes were compiled from, kept for tracebacks and `list`. */
struct source {
    const char *file;  // as shown: "race.py", "<input 3>"
    const char *text;
    size_t n;
    uint32_t number;   // of the file in the process, for trace events
    bool prelude;
    struct source *next;
};

struct code {
    struct instr *instrs;
    struct place *places;      // one for each instruction
    uint64_t *values;          // constants as values; filled by the VM
    uint64_t *symbols;         // names as values; filled by the VM
    uint32_t count;
    uint32_t flags;            // enum code_flag
    uint16_t nregs;            // size of the window
    uint16_t nparams;          // positional parameters
    uint16_t nposonly;         // of these, positional-only
    uint16_t nkwonly;          // keyword-only parameters; their registers follow
    uint16_t star_reg, dstar_reg; // with CODE_STAR, CODE_DSTAR
    uint16_t nfree;            // captured variables
    uint16_t nlocals;          // registers that are variables; names in reg_names
    uint32_t module;           // number of the module whose globals it uses; set by the VM
    uint64_t *globals;         // where these are; set by the VM
    const struct source *source;
    const struct constant *constants;
    uint32_t nconstants;
    const struct text *names;
    uint32_t nnames;
    struct code **inner;
    uint32_t ninner;
    const struct region *regions;
    uint32_t nregions;
    const struct capture *captures;
    const struct text *reg_names;  // nlocals
    const struct text *free_names; // nfree
    struct text name, qualname;
    uint64_t name_value, qualname_value, doc_value; // filled by the VM
    int32_t doc;               // constant number of the docstring or -1
    uint32_t first_line;       // its first decorator's, if it has one
    void *extra;               // the model's liveness table, made when first needed
};

/* The global names of one module: each has a slot that never changes. Owned by the VM's
 * module; grows while entries are compiled. */
struct global_name {
    struct text name;     // in the names' own arena
    uint16_t bindings;    // how many places bind it (saturating)
    bool in_loop;         // one of them is in a loop, or it is declared global in a function, or deleted
    uint32_t hash;
};
struct module_names {
    struct global_name *at; // by slot
    uint32_t count, cap;
    uint32_t *index;        // open addressing, slot + 1
    uint32_t index_size;
    struct arena arena;
};
enum { MODULE_SLOTS = 16384 }; // most global names of one module

void module_names_init(struct module_names *m);
void module_names_finish(struct module_names *m);

/* The slot of a name, added if new. MODULE_SLOTS or more: the module is full. */
uint32_t module_slot(struct module_names *m, const char *s, size_t n);
/* The slot, or UINT32_MAX if the name is not there. */
uint32_t module_find(const struct module_names *m, const char *s, size_t n);

struct compile_opts {
    struct module_names *names;  // of the module that is compiled into
    const struct source *source;
    bool interactive;            // expression statements show their value
    bool prelude;
};

/* Compiles a N_MODULE. The code is in `a`, and refers to nothing else but its source and names; `work` is for what
 * is needed meanwhile (the tree may be in it). NULL with *diag filled, with texts in `work`, if the program is wrong
 * in a way that only shows here. */
struct code *code_compile(struct arena *a, struct arena *work, const struct node *tree,
                          const struct compile_opts *opts, struct diag *diag);

/* Adds a listing of one code (not of its inner ones): line, place, instruction. globals: what the slots of its
 * module are called; NULL: they are shown as numbers. */
void code_dump(struct buf *out, const struct code *code, const struct module_names *globals);

/* The size of an instruction in words: 1 + its cache words. */
static inline uint32_t op_words(uint8_t op) { return 1u + op_table[op].cache; }

#endif
