/* cells.c: numbers as the C language keeps them: what Value and Array are made of.
 *
 * Where they are kept is the engine's: in memory that processes share, or in a simulated one. */
#include <string.h>

#include "vm/bigint.h"
#include "vm/inside.h"
#include "vm/str.h"

struct cell_type { char code; uint8_t size; };
static const struct cell_type cell_types[] = {
    { 'b', 1 }, { 'B', 1 }, { 'h', 2 }, { 'H', 2 }, { 'i', 4 }, { 'I', 4 }, { 'l', 8 }, { 'L', 8 },
    { 'q', 8 }, { 'Q', 8 }, { 'f', 4 }, { 'd', 8 }, { 'c', 1 }, { 'u', 4 },
};

unsigned cell_size(char code)
{
    for (size_t i = 0; i < ARRAY_LEN(cell_types); i++)
        if (cell_types[i].code == code)
            return cell_types[i].size;
    return 0;
}

value cell_value(struct task *t, char code, uint64_t bits)
{
    float f;
    double d;
    uint8_t byte = (uint8_t)bits;
    switch (code) {
    case 'b': return V_INT((int8_t)bits);
    case 'h': return V_INT((int16_t)bits);
    case 'i': return V_INT((int32_t)bits);
    case 'l': case 'q': return int_value(t, (int64_t)bits);
    case 'L': case 'Q': {
        value v = V_NONE;
        uint64_t most_first = __builtin_bswap64(bits);
        return big_from_bytes(t, (const uint8_t *)&most_first, 8, false, &v) == VM_OK ? v : 0;
    }
    case 'f': memcpy(&f, &bits, sizeof f); return float_value(t, (double)f);
    case 'd': memcpy(&d, &bits, sizeof d); return float_value(t, d);
    case 'c': return bytes_new(t, &byte, 1);
    case 'u': return str_char(t, (uint32_t)bits);
    default: return V_INT((int64_t)bits); // B H I
    }
}

/* The low 64 bits of any int, as the C language converts it. */
static bool int_bits(value v, uint64_t *ret)
{
    struct big b;
    if (!is_integer(v))
        return false;
    big_view(&b, v);
    *ret = (b.n > 0 ? b.limb[0] : 0) | (b.n > 1 ? (uint64_t)b.limb[1] << 32 : 0);
    if (b.negative)
        *ret = -*ret;
    return true;
}

static bool char_bits(value v, uint64_t *ret)
{
    struct byte_span s;
    if (bytes_get(v, &s) && s.n == 1)
        return *ret = s.data[0], true;
    return int_bits(v, ret) && *ret < 256;
}

bool cell_bits(struct task *t, char code, value v, uint64_t *ret)
{
    double d;
    float f;
    uint32_t cp;
    v = payload_or_self(v);
    *ret = 0;
    switch (code) {
    case 'f': case 'd':
        if (!number_get(t, v, &d)) {
            if (t->exc == V_UNBOUND)
                throw(t, EXC_TypeError, "must be real number, not %s", type_name(t, v));
            return false;
        }
        f = (float)d;
        if (code == 'f')
            memcpy(ret, &f, sizeof f);
        else
            memcpy(ret, &d, sizeof d);
        return true;
    case 'c':
        if (!char_bits(v, ret))
            throw(t, EXC_TypeError, "one character bytes, bytearray or integer expected");
        return t->exc == V_UNBOUND;
    case 'u':
        if (!is_str(v))
            throw(t, EXC_TypeError, "unicode string expected instead of %s instance", type_name(t, v));
        else if (text_chars(str_data(REF(v)), obj_of(v)->n) != 1)
            throw(t, EXC_TypeError, "one character unicode string expected");
        else
            char_get(str_data(REF(v)), &cp), *ret = cp;
        return t->exc == V_UNBOUND;
    default:
        if (!int_bits(v, ret))
            throw(t, EXC_TypeError, "'%s' object cannot be interpreted as an integer", type_name(t, v));
        return t->exc == V_UNBOUND;
    }
}
