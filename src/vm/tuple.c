/* tuple.c: rows of values that do not change. The methods are beside those of lists. */
#include "vm/container.h"

value tuple_new(struct task *t, const value *items, size_t n)
{
    if (n > UINT32_MAX) {
        throw_plain(t, EXC_MemoryError);
        return 0;
    }
    struct tuple *u = object_take(t, T_TUPLE, sizeof *u + n * sizeof(value), (uint32_t)n);
    if (!u)
        return 0;
    if (items && n)
        memcpy(u->item, items, n * sizeof *items);
    else
        for (size_t i = 0; i < n; i++)
            u->item[i] = V_NONE;
    return value_of(u);
}
