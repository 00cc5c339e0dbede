#include "lang/lang.h"

struct text lang_unmark(struct arena *a, const char *source, size_t n, const char **ret_what)
{
    if (ret_what)
        *ret_what = NULL;
    return (struct text){ arena_text(a, source, n), (uint32_t)n };
}
