#include "model/liveness.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

struct instr_registers instr_registers(const struct code *code, const struct instr *in)
{
    const struct register_row none = { 0, 0 }, a = { in->a, 1 }, b = { in->b, 1 }, c = { in->c, 1 };
    switch ((enum opcode)in->op) {
    case OP_MOVE: case OP_NEG: case OP_POS: case OP_INVERT: case OP_NOT: case OP_ITER: case OP_CELLGET: case OP_LTUPLE:
    case OP_AWAITABLE: case OP_AITER: case OP_ANEXT: case OP_ADDI:
    case OP_LTI_J: case OP_LEI_J: case OP_GTI_J: case OP_GEI_J: case OP_EQI_J: case OP_NEI_J:
    case OP_GETATTR: case OP_IMPORTFROM: case OP_YIELD:
        return (struct instr_registers){ a, { b, none, none } };
    case OP_CONST: case OP_INT: case OP_SPECIAL: case OP_GLOAD: case OP_FREEGET: case OP_NSLOAD: case OP_UNBIND:
    case OP_IMPORT:
        return (struct instr_registers){ a, { none, none, none } };
    case OP_ADD: case OP_SUB: case OP_MUL: case OP_DIV: case OP_FLOORDIV: case OP_MOD: case OP_POW: case OP_MATMUL:
    case OP_LSHIFT: case OP_RSHIFT: case OP_AND: case OP_OR: case OP_XOR:
    case OP_LT: case OP_LE: case OP_GT: case OP_GE: case OP_EQ: case OP_NE: case OP_IS: case OP_ISNOT:
    case OP_IN: case OP_NOTIN: case OP_LT_J: case OP_LE_J: case OP_GT_J: case OP_GE_J: case OP_EQ_J: case OP_NE_J:
    case OP_GETITEM: case OP_EXCMATCH: case OP_SUPER:
        return (struct instr_registers){ a, { b, c, none } };
    case OP_FORMAT: return (struct instr_registers){ a, { b, in->x & 128 ? c : none, none } };
    case OP_LOADM: return (struct instr_registers){ { in->a, 2 }, { b, none, none } };
    case OP_CALL: return (struct instr_registers){ a, { { in->a, in->b + 1u }, none, none } };
    case OP_CALLM: return (struct instr_registers){ a, { { in->a, in->b + 2u }, none, none } };
    case OP_CALLKW: return (struct instr_registers){ a, { { in->a, in->b + 2u }, none, none } };
    case OP_CALLEX: return (struct instr_registers){ a, { { in->a, 4 }, none, none } };
    case OP_SLICE: return (struct instr_registers){ a, { { in->b, 3 }, none, none } };
    case OP_TUPLE: case OP_LIST: case OP_SET: case OP_STR: return (struct instr_registers){ a, { { in->b, in->c }, none, none } };
    case OP_DICT: return (struct instr_registers){ a, { { in->b, in->c * 2u }, none, none } };
    case OP_UNPACK: return (struct instr_registers){ { in->a, in->c }, { b, none, none } };
    case OP_UNPACKEX: return (struct instr_registers){ { in->a, in->c + 1u + in->x }, { b, none, none } };
    case OP_EXCINFO: return (struct instr_registers){ { in->a, 3 }, { b, none, none } };
    case OP_FUNC: return (struct instr_registers){ a, { { in->c, in->x ? 3 : 0 }, none, none } };
    case OP_CLASSOBJ: return (struct instr_registers){ none, { { in->a, 5 }, none, none } };
    case OP_NOP: case OP_GDEL: case OP_GDROP: case OP_FREEDEL: case OP_NSDEL: case OP_JUMP: case OP_LOOP: case OP_END:
        return (struct instr_registers){ none, { none, none, none } };
    case OP_DROP: case OP_UNUSED: case OP_CLOSEITER: case OP_CHECK: case OP_GSTORE: case OP_CELLNEW: case OP_CELLDEL: case OP_FREESET: case OP_NSSTORE: case OP_JF: case OP_JT:
    case OP_DELATTR: case OP_RETURN: case OP_RETGEN: case OP_RERAISE: case OP_IMPORTSTAR: case OP_PRINTEXPR:
        return (struct instr_registers){ none, { a, none, none } };
    default: // SETATTR, SETITEM, LAPPEND, YIELDFROM …: all they name
        (void)code;
        return (struct instr_registers){ none, { a, b, { in->c, op_table[in->op].operands[2] == 'r' } } };
    }
}

struct liveness {
    const struct code *code;
    uint32_t words;      // of 64 registers, for one instruction
    bool all;            // bodies of classes: nobody counts there
    uint64_t *in;        // live before each instruction
    uint64_t *handlers;  // live if it raises
    bool has_handlers;
};

static void mark(uint64_t *set, uint32_t r) { set[r >> 6] |= 1ull << (r & 63); }
static void unmark(uint64_t *set, uint32_t r) { set[r >> 6] &= ~(1ull << (r & 63)); }

static bool merge(uint64_t *to, const uint64_t *from, uint32_t words)
{
    bool grew = false;
    for (uint32_t i = 0; i < words; i++) {
        grew |= (from[i] & ~to[i]) != 0;
        to[i] |= from[i];
    }
    return grew;
}

static void add_row(struct liveness *l, uint64_t *set, struct register_row r)
{
    for (uint32_t i = r.from; i < r.from + r.n && i < l->code->nregs; i++)
        mark(set, i);
}

static void add_uses(struct liveness *l, uint64_t *set, const struct instr *in, const struct instr_registers *e)
{
    for (unsigned k = 0; k < 3; k++)
        add_row(l, set, e->use[k]);
    if (in->op != OP_FUNC)
        return;
    const struct code *inner = l->code->inner[in->b];
    for (uint32_t k = 0; k < inner->nfree; k++)
        if (!inner->captures[k].from_free)
            mark(set, inner->captures[k].index);
}

static bool ends(uint8_t op)
{
    return op == OP_RETURN || op == OP_RETGEN || op == OP_RAISE || op == OP_RERAISE || op == OP_JUMP || op == OP_LOOP || op == OP_END;
}

static uint64_t *row_at(const struct liveness *l, uint64_t *table, uint32_t pc) { return table + (size_t)pc * l->words; }

/* What the handlers around instruction pc read. */
static bool merge_handlers(struct liveness *l, uint32_t pc, uint64_t *scratch)
{
    bool grew = false;
    for (uint32_t k = 0; k < l->code->nregions; k++) {
        const struct region *r = &l->code->regions[k];
        if (pc < r->from || pc >= r->to)
            continue;
        memset(scratch, 0, 8 * l->words);
        if (r->kind != REGION_HANDLED) {
            memcpy(scratch, row_at(l, l->in, r->target), 8 * l->words);
            unmark(scratch, r->reg);
        } else {
            mark(scratch, r->reg); // what is being handled: a bare raise, a __context__
        }
        grew |= merge(row_at(l, l->handlers, pc), scratch, l->words);
    }
    return grew;
}

static bool flow(struct liveness *l, uint32_t pc, uint64_t *out, uint64_t *scratch)
{
    const struct code *c = l->code;
    const struct instr *in = &c->instrs[pc];
    struct instr_registers e = instr_registers(c, in);
    uint32_t next = pc + op_words(in->op);
    memset(out, 0, 8 * l->words);
    if (!ends(in->op) && next < c->count)
        merge(out, row_at(l, l->in, next), l->words);
    if (in->op == OP_FORITER) { // goes on after the JUMP that follows, with a new item
        if (pc + 2 < c->count) {
            memcpy(scratch, row_at(l, l->in, pc + 2), 8 * l->words);
            unmark(scratch, in->a);
            merge(out, scratch, l->words);
        }
        e = (struct instr_registers){ { 0, 0 }, { { in->b, 1 }, { 0, 0 }, { 0, 0 } } };
    }
    if (in->op == OP_JUMP || in->op == OP_LOOP || in->op == OP_JF || in->op == OP_JT)
        merge(out, row_at(l, l->in, (uint32_t)((int64_t)pc + 1 + in->s)), l->words);
    for (uint32_t i = e.def.from; i < e.def.from + e.def.n && i < c->nregs; i++)
        unmark(out, i);
    add_uses(l, out, in, &e);
    bool grew = false;
    if (l->has_handlers) {
        grew = merge_handlers(l, pc, scratch);
        merge(out, row_at(l, l->handlers, pc), l->words);
    }
    return merge(row_at(l, l->in, pc), out, l->words) || grew;
}

static struct liveness *solve(const struct code *code)
{
    struct liveness *l = mem_zalloc(1, sizeof *l);
    l->code = code;
    l->words = (code->nregs + 63u) / 64u + 1;
    l->all = (code->flags & CODE_CLASS) != 0;
    if (l->all)
        return l;
    l->has_handlers = code->nregions > 0;
    l->in = mem_zalloc((size_t)code->count * l->words + l->words, 8);
    l->handlers = l->has_handlers ? mem_zalloc((size_t)code->count * l->words, 8) : NULL;
    uint32_t *starts = mem_alloc((code->count + 1) * sizeof *starts), n = 0;
    for (uint32_t pc = 0; pc < code->count; pc += op_words(code->instrs[pc].op))
        starts[n++] = pc;
    uint64_t *out = mem_zalloc(2 * l->words, 8);
    for (bool again = true; again;) {
        again = false;
        for (uint32_t i = n; i-- > 0;)
            again |= flow(l, starts[i], out, out + l->words);
    }
    free(out);
    free(starts);
    return l;
}

/* ---- one table for each code ---- */

static struct {
    struct liveness **at;
    uint32_t n, size;
} tables;

static struct liveness **probe(const struct code *code)
{
    uint32_t i = (uint32_t)hash_mix((uint64_t)(uintptr_t)code) & (tables.size - 1);
    while (tables.at[i] && tables.at[i]->code != code)
        i = (i + 1) & (tables.size - 1);
    return &tables.at[i];
}

static void grow(void)
{
    struct liveness **old = tables.at;
    uint32_t size = tables.size;
    tables.size = size ? size * 2 : 256;
    tables.at = mem_zalloc(tables.size, sizeof *tables.at);
    for (uint32_t i = 0; i < size; i++)
        if (old[i])
            *probe(old[i]->code) = old[i];
    free(old);
}

const struct liveness *liveness_of(const struct code *code)
{
    if (tables.n * 2 >= tables.size)
        grow();
    struct liveness **at = probe(code);
    if (!*at) {
        *at = solve(code);
        tables.n++;
    }
    return *at;
}

void liveness_finish(void)
{
    for (uint32_t i = 0; i < tables.size; i++) {
        if (!tables.at[i])
            continue;
        free(tables.at[i]->in);
        free(tables.at[i]->handlers);
        free(tables.at[i]);
    }
    free(tables.at);
    memset(&tables, 0, sizeof tables);
}

bool liveness_live(const struct liveness *l, uint32_t pc, uint32_t r, bool returning, uint32_t result)
{
    if (l->all || pc >= l->code->count)
        return true;
    uint64_t bit = 1ull << (r & 63);
    size_t at = (size_t)pc * l->words + (r >> 6);
    if (l->in[at] & bit && r != result)
        return true;
    if (!returning || pc == 0)
        return false;
    uint8_t before = l->code->instrs[pc - 1].op; // the jump of a FORITER or a test, which the result decides
    if ((before == OP_JUMP || before == OP_JF || before == OP_JT) && l->in[at - l->words] & bit)
        return true;
    if (!l->has_handlers)
        return false;
    // the call is the instruction before; its cache words are rows of zeroes
    for (uint32_t back = 1; back <= 2 && back <= pc; back++)
        if (l->handlers[(size_t)(pc - back) * l->words + (r >> 6)] & bit)
            return true;
    return false;
}
