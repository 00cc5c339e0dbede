/* found.c: what a search has found. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/clock.h"
#include "base/mem.h"
#include "model/reduction.h"
#include "model/searching.h"
#include "model/symmetry.h"

const struct finding_info finding_table[FINDING_COUNT] = {
    [FIND_NONE] = { "ok", false, "" },
#define FINDING(id, word, fails, help) [FIND_##id] = { word, fails, help },
#include "model/finding.def"
#undef FINDING
};

bool is_same(const struct finding *a, const struct finding *b)
{
    return a->kind == b->kind && (strcmp(a->message, b->message) == 0 || a->kind == FIND_DEADLOCK ||
                                  (a->kind == FIND_RACE && a->line == b->line));
}

struct found *find_same(struct search *se, const struct finding *f)
{
    for (uint32_t i = 0; i < se->found_n; i++)
        if (is_same(&se->found[i].f, f))
            return &se->found[i];
    return NULL;
}

struct found *note(struct search *se, const struct finding *f, uint32_t state)
{
    struct found *known = find_same(se, f);
    if (known || se->found_n >= 64)
        return NULL;
    MEM_GROW(se->found, se->found_n, se->found_cap, 16);
    se->found[se->found_n] = (struct found){ .f = *f, .state = state };
    return &se->found[se->found_n++];
}

void of_index(struct model *m, uint32_t finding, struct finding *ret)
{
    const struct finding_text *t = &m->found[finding - 1];
    *ret = (struct finding){ .kind = (enum finding_kind)t->kind, .line = t->line, .threads = { t->thread }, .threads_n = 1 };
    snprintf(ret->message, sizeof ret->message, "%s: %s", m->thread_name[t->thread], text_at(m, t->text));
}

void deadlock_of(struct model *m, const struct state *s, struct finding *ret)
{
    struct buf b = { 0 };
    *ret = (struct finding){ .kind = FIND_DEADLOCK };
    deadlock_tell(m, s, &b);
    snprintf(ret->message, sizeof ret->message, "%s", buf_str(&b));
    for (unsigned i = 0; i < m->threads_seen && ret->threads_n < ARRAY_LEN(ret->threads); i++) {
        const struct local *l = thread_local(m, s, i);
        if (!l || l->head.next == NEXT_DONE)
            continue;
        if (!ret->line)
            ret->line = l->head.line;
        ret->threads[ret->threads_n++] = (uint8_t)i;
    }
    buf_finish(&b);
}

void stuck_of(struct model *m, const struct state *s, struct finding *ret)
{
    struct buf b = { 0 };
    *ret = (struct finding){ .kind = FIND_STUCK };
    for (unsigned i = 0; i < m->threads_seen; i++) {
        const struct local *l = thread_local(m, s, i);
        if (!l || l->head.next == NEXT_DONE || !l->head.line)
            continue; // done, or main that waits at its end
        buf_addf(&b, _("%s%s is at line %u"), b.n ? ", " : "", m->thread_name[i], l->head.line);
        ret->line = ret->line ? ret->line : l->head.line;
        if (ret->threads_n < ARRAY_LEN(ret->threads))
            ret->threads[ret->threads_n++] = (uint8_t)i;
    }
    snprintf(ret->message, sizeof ret->message, _("from here the end cannot be reached any more: %s"), buf_str(&b));
    buf_finish(&b);
}
