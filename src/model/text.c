/* text.c: texts as numbers: what was printed, items as they are written, what is told of findings. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"
#include "model/inside.h"

const char *text_at(const struct model *m, uint32_t id) { return m->texts.text + m->text_at[id]; }

/* Where the text stands in the index, or is to stand. */
static uint32_t *probe(struct model *m, const char *s, size_t n)
{
    uint32_t k = (uint32_t)hash_bytes(s, n) & (m->text_index_size - 1);
    for (; m->text_index[k]; k = (k + 1) & (m->text_index_size - 1)) {
        const char *known = text_at(m, m->text_index[k] - 1);
        if (strlen(known) == n && memcmp(known, s, n) == 0)
            break;
    }
    return &m->text_index[k];
}

static void index_grow(struct model *m)
{
    m->text_index_size = m->text_index_size ? m->text_index_size * 2 : 256;
    free(m->text_index);
    m->text_index = mem_zalloc(m->text_index_size, sizeof *m->text_index);
    for (uint32_t i = 0; i < m->texts_n; i++)
        *probe(m, text_at(m, i), strlen(text_at(m, i))) = i + 1;
}

uint32_t text_intern(struct model *m, const char *s, size_t n)
{
    if ((m->texts_n + 1) * 2 >= m->text_index_size)
        index_grow(m);
    if (memchr(s, 0, n))
        n = strlen(s);
    uint32_t *at = probe(m, s, n);
    if (*at)
        return *at - 1;
    MEM_GROW(m->text_at, m->texts_n, m->texts_cap, 64);
    m->text_at[m->texts_n] = (uint32_t)m->texts.n;
    buf_add(&m->texts, s, n);
    buf_addc(&m->texts, 0);
    *at = ++m->texts_n;
    return m->texts_n - 1;
}
