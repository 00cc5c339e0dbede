#include "model/update.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/liveness.h"

/* What is known of a register: a number for its value (the same for what is loaded from the same place), and
 * the places that the value was made of. */
enum { SOURCES = 6 };
struct source_of {
    uint32_t value;
    uint32_t from[SOURCES];
    unsigned n;
    uint32_t asked; // it is the method `get` of this value
};

static uint32_t mix(uint32_t kind, uint32_t a, uint32_t b)
{
    uint64_t h = ((uint64_t)kind << 60 ^ (uint64_t)a << 28 ^ b) * 0x9e3779b97f4a7c15u;
    h = (h ^ h >> 29) * 0xbf58476d1ce4e5b9u;
    return (uint32_t)(h >> 32) | 1;
}

enum place_kind { PLACE_GLOBAL = 1, PLACE_FREE, PLACE_CELL, PLACE_ATTRIBUTE, PLACE_ITEM, VALUE_CONSTANT, VALUE_NEW };

/* The place that an instruction loads from or stores to; 0: none. */
static uint32_t place_of(const struct source_of *r, const struct instr *in)
{
    switch ((enum opcode)in->op) {
    case OP_GLOAD: case OP_GSTORE: return mix(PLACE_GLOBAL, (uint32_t)in->s, 0);
    case OP_FREEGET: case OP_FREESET: return mix(PLACE_FREE, in->b, 0);
    case OP_CELLGET: return mix(PLACE_CELL, in->b, 0);
    case OP_CELLSET: return mix(PLACE_CELL, in->a, 0);
    case OP_GETATTR: return mix(PLACE_ATTRIBUTE, r[in->b].value, in->c);
    case OP_SETATTR: return mix(PLACE_ATTRIBUTE, r[in->a].value, in->c);
    case OP_GETITEM: return mix(PLACE_ITEM, r[in->b].value, r[in->c].value);
    case OP_SETITEM: return mix(PLACE_ITEM, r[in->a].value, r[in->b].value);
    default: return 0;
    }
}

static bool is_store(uint8_t op)
{
    return op == OP_GSTORE || op == OP_SETATTR || op == OP_FREESET || op == OP_CELLSET || op == OP_SETITEM;
}

static bool is_load(uint8_t op)
{
    return op == OP_GLOAD || op == OP_GETATTR || op == OP_FREEGET || op == OP_CELLGET || op == OP_GETITEM;
}

/* The register whose value is stored. */
static uint16_t stored(const struct instr *in)
{
    return in->op == OP_SETITEM ? in->c : in->op == OP_SETATTR || in->op == OP_CELLSET ? in->b : in->a;
}

static void add_source(struct source_of *s, uint32_t place)
{
    for (unsigned i = 0; i < s->n; i++)
        if (s->from[i] == place)
            return;
    if (s->n < SOURCES)
        s->from[s->n++] = place;
}

/* d.get(k): as d[k]. */
static uint32_t asked_place(const struct source_of *r, const struct instr *in)
{
    return in->op == OP_CALLM && in->b && r[in->a].asked ? mix(PLACE_ITEM, r[in->a].asked, r[in->a + 2].value) : 0;
}

static void flow(const struct code *c, struct source_of *r, uint32_t pc)
{
    const struct instr *in = &c->instrs[pc];
    struct instr_registers e = instr_registers(c, in);
    struct source_of made = { .value = mix(VALUE_NEW, pc, 0) };
    uint32_t place = is_load(in->op) ? place_of(r, in) : asked_place(r, in);
    for (unsigned k = 0; k < ARRAY_LEN(e.use); k++)
        for (uint32_t i = e.use[k].from; i < e.use[k].from + e.use[k].n && i < c->nregs; i++)
            for (unsigned j = 0; j < r[i].n; j++)
                add_source(&made, r[i].from[j]);
    if (place) {
        made.value = place;
        add_source(&made, place);
    } else if (in->op == OP_MOVE) {
        made.value = r[in->b].value;
    } else if (in->op == OP_CONST || in->op == OP_INT || in->op == OP_SPECIAL) {
        made.value = mix(VALUE_CONSTANT, (uint32_t)in->s, in->op);
    } else if (in->op == OP_LOADM && c->names[in->c].n == 3 && memcmp(c->names[in->c].s, "get", 3) == 0) {
        made.asked = r[in->b].value;
    }
    for (uint32_t i = e.def.from; i < e.def.from + e.def.n && i < c->nregs; i++)
        r[i] = made;
}

static uint32_t next_of(const struct code *c, uint32_t pc) { return pc + op_words(c->instrs[pc].op); }

/* The instruction that the frame is in the middle of: the last that begins before where it goes on. */
static uint32_t pc_of(const struct frame *f)
{
    const struct code *c = f->code;
    uint32_t end = (uint32_t)(f->pc - c->instrs), pc = 0;
    while (pc < c->count && next_of(c, pc) < end)
        pc = next_of(c, pc);
    return pc;
}

/* All registers as they are before instruction `to`; freed by the caller. */
static struct source_of *sources_before(const struct code *c, uint32_t to)
{
    struct source_of *r = mem_zalloc((size_t)c->nregs + 1, sizeof *r);
    for (uint32_t i = 0; i < c->nregs; i++)
        r[i].value = mix(VALUE_NEW, UINT32_MAX, i); // parameters
    for (uint32_t pc = 0; pc < to; pc = next_of(c, pc))
        flow(c, r, pc);
    return r;
}

/* The registers before a store; the loads of its own line count as sources, too: a, b = b, a. */
static bool is_update_at(const struct code *c, const struct source_of *r, uint32_t store_pc)
{
    const struct instr *store = &c->instrs[store_pc];
    const struct source_of *s = &r[stored(store)];
    uint32_t place = place_of(r, store), line = c->places[store_pc].line;
    for (uint32_t pc = 0; pc < store_pc; pc = next_of(c, pc))
        if (c->places[pc].line == line && is_load(c->instrs[pc].op) && place_of(r, &c->instrs[pc]) == place)
            return true;
    for (unsigned i = 0; i < s->n; i++)
        if (s->from[i] == place)
            return true;
    return false;
}

bool stores_update(const struct frame *f)
{
    uint32_t pc = pc_of(f);
    if (!is_store(f->code->instrs[pc].op))
        return false;
    struct source_of *r = sources_before(f->code, pc);
    bool yes = is_update_at(f->code, r, pc);
    free(r);
    return yes;
}

bool loads_for_update(const struct frame *f)
{
    const struct code *c = f->code;
    uint32_t pc = pc_of(f), line = c->places[pc].line;
    bool yes = false;
    if (c->instrs[pc].op != OP_GETATTR && c->instrs[pc].op != OP_GETITEM)
        return false;
    struct source_of *r = sources_before(c, pc);
    uint32_t place = place_of(r, &c->instrs[pc]);
    for (; pc < c->count && c->places[pc].line == line && !yes; pc = next_of(c, pc)) {
        const struct instr *in = &c->instrs[pc];
        yes = is_store(in->op) && place_of(r, in) == place && is_update_at(c, r, pc);
        flow(c, r, pc);
    }
    free(r);
    return yes;
}
