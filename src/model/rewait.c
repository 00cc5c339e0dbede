#include "model/rewait.h"

#include <stdlib.h>

#include "base/mem.h"

static bool is_test(uint8_t op) { return op == OP_JF || op == OP_JT; }
static bool jumps(uint8_t op) { return is_test(op) || op == OP_JUMP || op == OP_LOOP; }

/* Where an instruction goes on. Ways of exceptions are not followed. */
static unsigned ways_on(const struct code *c, uint32_t pc, uint32_t ret[2])
{
    const struct instr *in = &c->instrs[pc];
    unsigned n = 0;
    bool ends = in->op == OP_RETURN || in->op == OP_RETGEN || in->op == OP_RAISE || in->op == OP_RERAISE || in->op == OP_END;
    if (!ends && in->op != OP_JUMP && in->op != OP_LOOP)
        ret[n++] = pc + op_words(in->op);
    if (in->op == OP_FORITER) // a new item: past the jump that follows
        ret[n++] = pc + 2;
    if (jumps(in->op))
        ret[n++] = (uint32_t)((int64_t)pc + 1 + in->s);
    return n;
}

static uint32_t call_of(const struct frame *f)
{
    const struct code *c = f->code;
    uint32_t end = (uint32_t)(f->pc - c->instrs), pc = 0;
    while (pc < c->count && pc + op_words(c->instrs[pc].op) < end)
        pc += op_words(c->instrs[pc].op);
    return pc;
}

/* The head of the innermost loop around pc; false: there is none. */
static bool loop_head(const struct code *c, uint32_t at, uint32_t *ret)
{
    bool found = false;
    for (uint32_t pc = 0; pc < c->count; pc += op_words(c->instrs[pc].op)) {
        int64_t to = (int64_t)pc + 1 + c->instrs[pc].s;
        if (!jumps(c->instrs[pc].op) || to > at || pc < at || to > pc || (found && to <= *ret))
            continue;
        *ret = (uint32_t)to;
        found = true;
    }
    return found;
}

/* Instructions that are still to be looked at; each is put in at most twice. */
struct todo { uint32_t *at, n; };

static void put_ways(struct todo *todo, const struct code *c, uint32_t pc)
{
    todo->n += ways_on(c, pc, todo->at + todo->n);
}

/* Marks what can be reached from pc without the instruction `but`. Returns whether a test was on the way. */
static bool reach(struct todo *todo, const struct code *c, uint32_t pc, uint32_t but, bool *marked)
{
    bool tests = false;
    todo->at[0] = pc;
    for (todo->n = 1; todo->n;) {
        pc = todo->at[--todo->n];
        if (pc >= c->count || pc == but || marked[pc])
            continue;
        marked[pc] = true;
        tests |= is_test(c->instrs[pc].op);
        put_ways(todo, c, pc);
    }
    return tests;
}

/* Whether all ways from pc come to the head before anything else that is marked. */
static bool comes_to(struct todo *todo, const struct code *c, uint32_t pc, uint32_t head, const bool *marked, bool *seen)
{
    todo->at[0] = pc;
    for (todo->n = 1; todo->n;) {
        pc = todo->at[--todo->n];
        if (pc == head || pc >= c->count || seen[pc])
            continue;
        if (marked[pc])
            return false;
        seen[pc] = true;
        put_ways(todo, c, pc);
    }
    return true;
}

bool looks_again(const struct frame *f)
{
    const struct code *c = f->code;
    uint32_t wait = call_of(f), head;
    if (!loop_head(c, wait, &head) || c->instrs[head].op == OP_FORITER)
        return false;
    bool *marked = mem_zalloc(c->count, sizeof *marked), *seen = mem_zalloc(c->count, sizeof *seen);
    struct todo todo = { mem_alloc((2 * (size_t)c->count + 2) * sizeof *todo.at), 0 };
    bool yes = reach(&todo, c, head, wait, marked) && comes_to(&todo, c, wait + op_words(c->instrs[wait].op), head, marked, seen);
    free(todo.at);
    free(marked);
    free(seen);
    return yes;
}
