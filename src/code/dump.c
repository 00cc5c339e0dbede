#include "code/code.h"

struct dump {
    struct buf *out;
    const struct code *code;
    const struct module_names *globals;
};

static void dump_global(const struct dump *d, int32_t slot)
{
    if (d->globals && (uint32_t)slot < d->globals->count)
        buf_addf(d->out, " %.*s", (int)d->globals->at[slot].name.n, d->globals->at[slot].name.s);
    else
        buf_addf(d->out, " g%d", slot);
}

static void dump_operand(const struct dump *d, char kind, int32_t v, uint32_t at)
{
    struct buf *out = d->out;
    const struct code *code = d->code;
    switch (kind) {
    case 'r': buf_addf(out, " r%d", v); break;
    case 'k': buf_addf(out, " k%d", v); break;
    case 'n': buf_addf(out, " %.*s", (int)code->names[v].n, code->names[v].s); break;
    case 'j': buf_addf(out, " ->%d", (int32_t)at + 1 + v); break;
    case 'g': dump_global(d, v); break;
    case 'f': buf_addf(out, " f%d", v); break;
    case 'p': buf_addf(out, " code%d", v); break;
    case 'i': buf_addf(out, " %d", v); break;
    default: break;
    }
}

static bool wide(const char *operands)
{
    return operands[0] && operands[1] && (operands[1] == 'j' || operands[1] == 'g' || operands[1] == 'k' ||
                                          (operands[1] == 'i' && !operands[2]));
}

void code_dump(struct buf *out, const struct code *code, const struct module_names *globals)
{
    const struct dump d = { out, code, globals };
    buf_addf(out, "%.*s: %u registers, %u parameters\n", (int)code->qualname.n, code->qualname.s,
             code->nregs, code->nparams);
    for (uint32_t i = 0; i < code->count; i += op_words(code->instrs[i].op)) {
        const struct instr *in = &code->instrs[i];
        const struct op_info *info = &op_table[in->op];
        buf_addf(out, "%4u %5u  %-10s", code->places[i].line, i, info->name);
        dump_operand(&d, info->operands[0], in->a, i);
        if (wide(info->operands)) {
            dump_operand(&d, info->operands[1], in->s, i);
        } else {
            if (info->operands[1])
                dump_operand(&d, info->operands[1], in->b, i);
            if (info->operands[1] && info->operands[2])
                dump_operand(&d, info->operands[2], info->operands[2] == 'i' ? (int16_t)in->c : in->c, i);
        }
        if (in->x)
            buf_addf(out, " x%u", in->x);
        buf_addc(out, '\n');
    }
    static const char *const kinds[] = { [REGION_TRY] = "try", [REGION_ITER] = "iter", [REGION_HANDLED] = "handled" };
    for (uint32_t i = 0; i < code->nregions; i++)
        buf_addf(out, "  %s [%u, %u) -> %u r%u\n", kinds[code->regions[i].kind],
                 code->regions[i].from, code->regions[i].to, code->regions[i].target, code->regions[i].reg);
}
