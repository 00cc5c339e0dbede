#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "code/compile.h"

const struct op_info op_table[OP_COUNT] = {
#define OP(id, operands, cache, help) [OP_##id] = { #id, operands, help, cache },
#include "code/opcode.def"
#undef OP
};

void comp_fail(struct comp *c, const struct node *at, const char *message, const char *advice)
{
    if (*c->failed)
        return;
    *c->failed = true;
    *c->diag = (struct diag){ "SyntaxError", message, advice, at ? at->at : (struct span){ 1, 0, 1, 0 } };
}

/* Arrays grow by doubling inside the arena: the old ones die with it. */
#define GROW(c, field, n, cap, type)                                                       \
    do {                                                                                   \
        if ((n) == (cap)) {                                                                \
            uint32_t more_ = (cap) ? (cap) * 2 : 16;                                       \
            type *new_ = ARENA_ARRAY((c)->arena, type, more_);                             \
            if (n)                                                                         \
                memcpy(new_, (field), sizeof(type) * (n));                                 \
            (field) = new_;                                                                \
            (cap) = more_;                                                                 \
        }                                                                                  \
    } while (0)

void place(struct comp *c, const struct node *n)
{
    const struct span *s = &n->at;
    bool one_line = s->end_line == s->line && s->end_col <= UINT16_MAX;
    c->at = (struct place){ s->line, (uint16_t)MIN(s->col, UINT16_MAX),
                            (uint16_t)(one_line ? s->end_col : 0) };
}

static uint32_t emit_word(struct comp *c, struct instr i)
{
    if (c->count == c->cap) {
        uint32_t cap = c->cap ? c->cap * 2 : 32;
        struct instr *instrs = ARENA_ARRAY(c->arena, struct instr, cap);
        struct place *places = ARENA_ARRAY(c->arena, struct place, cap);
        if (c->count) {
            memcpy(instrs, c->instrs, sizeof *instrs * c->count);
            memcpy(places, c->places, sizeof *places * c->count);
        }
        c->instrs = instrs;
        c->places = places;
        c->cap = cap;
    }
    c->instrs[c->count] = i;
    c->places[c->count] = c->at;
    return c->count++;
}

static uint32_t emit_instr(struct comp *c, struct instr i)
{
    uint32_t at = emit_word(c, i);
    for (unsigned k = 0; k < op_table[i.op].cache; k++)
        emit_word(c, (struct instr){ 0 });
    return at;
}

uint32_t emit_x(struct comp *c, enum opcode op, uint32_t x, uint32_t a, uint32_t b, uint32_t cc)
{
    struct instr i = { .op = (uint8_t)op, .x = (uint8_t)x, .a = (uint16_t)a };
    i.b = (uint16_t)b;
    i.c = (uint16_t)cc;
    return emit_instr(c, i);
}

uint32_t emit(struct comp *c, enum opcode op, uint32_t a, uint32_t b, uint32_t cc)
{
    return emit_x(c, op, 0, a, b, cc);
}

uint32_t emit_sx(struct comp *c, enum opcode op, uint32_t x, uint32_t a, int32_t s)
{
    struct instr i = { .op = (uint8_t)op, .x = (uint8_t)x, .a = (uint16_t)a };
    i.s = s;
    return emit_instr(c, i);
}

uint32_t emit_s(struct comp *c, enum opcode op, uint32_t a, int32_t s)
{
    return emit_sx(c, op, 0, a, s);
}

void emit_jump(struct comp *c, enum opcode op, uint32_t a, struct label *to)
{
    uint32_t at = emit_s(c, op, a, (int32_t)to->chain);
    to->chain = at + 1;
}

void label_here(struct comp *c, struct label *l)
{
    for (uint32_t site = l->chain; site;) {
        struct instr *i = &c->instrs[site - 1];
        uint32_t next = (uint32_t)i->s;
        i->s = (int32_t)(c->count - site); // relative to the instruction after it
        site = next;
    }
    l->chain = 0;
}

void emit_back(struct comp *c, enum opcode op, uint32_t a, uint32_t target)
{
    emit_s(c, op, a, (int32_t)target - (int32_t)c->count - 1);
}

uint32_t temp(struct comp *c, unsigned n)
{
    uint32_t first = c->top;
    c->top += n;
    c->max_top = MAX(c->max_top, c->top);
    if (c->top > 60000) {
        comp_fail(c, NULL, "too many variables and intermediate values in one function",
                  "split it into smaller functions");
        c->top = first;
        return 0;
    }
    return first;
}

static bool constant_same(const struct constant *a, const struct constant *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case CONSTANT_INT: case CONSTANT_SPECIAL: return a->integer == b->integer;
    case CONSTANT_STR: case CONSTANT_BYTES: case CONSTANT_BIGINT:
        return a->text.n == b->text.n && memcmp(a->text.s, b->text.s, a->text.n) == 0;
    case CONSTANT_FLOAT: return memcmp(&a->real, &b->real, sizeof a->real) == 0;
    default: return false;
    }
}

uint32_t constant(struct comp *c, const struct constant *k)
{
    uint32_t from = c->nconstants > 32 ? c->nconstants - 32 : 0; // near ones only: linear in all
    for (uint32_t i = from; i < c->nconstants; i++)
        if (constant_same(&c->constants[i], k))
            return i;
    GROW(c, c->constants, c->nconstants, c->constants_cap, struct constant);
    c->constants[c->nconstants] = *k;
    return c->nconstants++;
}

uint32_t constant_str(struct comp *c, struct text t)
{
    return constant(c, &(struct constant){ .kind = CONSTANT_STR, .text = t });
}

uint32_t name_index(struct comp *c, struct text t)
{
    uint32_t from = c->nnames > 64 ? c->nnames - 64 : 0;
    for (uint32_t i = from; i < c->nnames; i++)
        if (c->names[i].n == t.n && memcmp(c->names[i].s, t.s, t.n) == 0)
            return i;
    if (c->nnames >= UINT16_MAX) {
        comp_fail(c, NULL, "too many names in one function", "split it into smaller functions");
        return 0;
    }
    GROW(c, c->names, c->nnames, c->names_cap, struct text);
    c->names[c->nnames] = t;
    return c->nnames++;
}

/* ---- what surely has a value ---- */

bool is_sure(const struct comp *c, uint32_t reg)
{
    return reg < SURE_WORDS * 64 && (c->sure.w[reg / 64] >> (reg % 64) & 1);
}

void set_sure(struct comp *c, uint32_t reg, bool yes)
{
    if (reg >= SURE_WORDS * 64)
        return;
    uint64_t bit = (uint64_t)1 << (reg % 64);
    c->sure.w[reg / 64] = yes ? c->sure.w[reg / 64] | bit : c->sure.w[reg / 64] & ~bit;
}

struct sure sure_and(struct sure a, struct sure b)
{
    for (int i = 0; i < SURE_WORDS; i++)
        a.w[i] &= b.w[i];
    return a;
}

struct sure sure_all(void)
{
    struct sure s;
    memset(&s, 0xff, sizeof s);
    return s;
}

/* ---- blocks and regions ----
 *
 * A region belongs to a block; while the block's handler is not yet placed, its regions have
 * target 0 and carry the block's address in region_block. */

static void region_add(struct comp *c, struct region r, const struct block *b)
{
    if (r.from == r.to)
        return;
    if (c->nregions == c->regions_cap) {
        uint32_t cap = c->regions_cap ? c->regions_cap * 2 : 8;
        struct region *regions = ARENA_ARRAY(c->arena, struct region, cap);
        uint32_t *owners = ARENA_ARRAY(c->arena, uint32_t, cap);
        if (c->nregions) {
            memcpy(regions, c->regions, sizeof *regions * c->nregions);
            memcpy(owners, c->region_block, sizeof *owners * c->nregions);
        }
        c->regions = regions;
        c->region_block = owners;
        c->regions_cap = cap;
    }
    c->region_block[c->nregions] = b ? b->first_region : 0;
    c->regions[c->nregions++] = r;
}

void block_open(struct comp *c, struct block *b, enum block_kind kind, uint16_t reg)
{
    b->kind = kind;
    b->outer = c->blocks;
    b->reg = reg;
    b->start = c->count;
    b->first_region = ++c->block_serial;
    b->open = kind == BLOCK_TRY || kind == BLOCK_FINALLY || kind == BLOCK_WITH || kind == BLOCK_ITER || kind == BLOCK_HANDLED;
    c->blocks = b;
}

static void region_close(struct comp *c, struct block *b)
{
    enum region_kind kind = b->kind == BLOCK_ITER ? REGION_ITER : b->kind == BLOCK_HANDLED ? REGION_HANDLED : REGION_TRY;
    if (b->open)
        region_add(c, (struct region){ b->start, c->count, 0, b->reg, (uint8_t)kind }, b);
}

void block_close(struct comp *c, struct block *b)
{
    region_close(c, b);
    b->open = false;
    c->blocks = b->outer;
}

void region_target(struct comp *c, const struct block *b)
{
    for (uint32_t i = 0; i < c->nregions; i++)
        if (c->region_block[i] == b->first_region)
            c->regions[i].target = c->count;
}

static void emit_exit(struct comp *c, struct block *b)
{
    // above what is still needed: the callee's window begins at its arguments
    uint32_t top = c->top, e = temp(c, 5);
    emit(c, OP_MOVE, e, b->exit_reg, 0);
    emit(c, OP_MOVE, e + 1, b->exit_reg + 1u, 0);
    load_none(c, e + 2);
    load_none(c, e + 3);
    load_none(c, e + 4);
    emit(c, OP_CALLM, e, 3, 0);
    if (b->is_async)
        emit_await(c, e);
    c->top = top;
}

static void block_cleanup(struct comp *c, struct block *b)
{
    if (b->kind == BLOCK_WITH)
        emit_exit(c, b);
    if (b->kind == BLOCK_NAME)
        delete_name(c, b->name);
    if (b->kind == BLOCK_ITER)
        emit(c, OP_CLOSEITER, b->reg - 1u, 0, 0);
    if (b->kind == BLOCK_FINALLY)
        body_statements(c, b->final);
}

void blocks_leave(struct comp *c, const struct block *until)
{
    struct block *saved = c->blocks;
    for (struct block *b = saved; b != until; b = b->outer) {
        region_close(c, b);
        c->blocks = b->outer;
        block_cleanup(c, b);
    }
    c->blocks = saved;
}

void blocks_rejoin(struct comp *c, const struct block *until)
{
    for (struct block *b = c->blocks; b != until; b = b->outer)
        b->start = c->count;
}
