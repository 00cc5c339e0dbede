/* count.c: what the whole graph of states tells. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/search.h"

/* States in an order in which all edges lead forward (A. Kahn, CACM 5(11), 1962). NULL: there are cycles. */
static uint32_t *topological(const struct graph *g)
{
    uint32_t *incoming = mem_zalloc(g->n + 1, sizeof *incoming), *order = mem_alloc((g->n + 1) * sizeof *order), n = 0;
    for (uint64_t e = 0; e < g->edges; e++)
        incoming[g->to[e]]++;
    for (uint32_t i = 0; i < g->n; i++)
        if (!incoming[i])
            order[n++] = i;
    for (uint32_t i = 0; i < n; i++)
        for (uint64_t e = g->first[order[i]]; e < g->first[order[i] + 1]; e++)
            if (--incoming[g->to[e]] == 0)
                order[n++] = g->to[e];
    free(incoming);
    if (n == g->n)
        return order;
    free(order);
    return NULL;
}

bool graph_has_cycles(const struct graph *g)
{
    uint32_t *order = topological(g);
    free(order);
    return !order;
}

bool count_paths(const struct graph *g, unsigned __int128 *by_outcome, uint32_t outcomes)
{
    const unsigned __int128 most = (unsigned __int128)1 << 120;
    uint32_t *order = topological(g);
    if (!order)
        return false;
    unsigned __int128 *paths = mem_zalloc(g->n, sizeof *paths);
    bool fits = true;
    paths[0] = 1;
    for (uint32_t i = 0; i < outcomes; i++)
        by_outcome[i] = 0;
    for (uint32_t i = 0; i < g->n && fits; i++) {
        uint32_t s = order[i];
        if (g->ending[s])
            by_outcome[g->ending[s] - 1] += paths[s];
        for (uint64_t e = g->first[s]; e < g->first[s + 1]; e++) {
            paths[g->to[e]] += paths[s];
            fits &= paths[g->to[e]] < most;
        }
    }
    free(paths);
    free(order);
    return fits;
}

uint32_t find_stuck(const struct graph *g)
{
    uint32_t *order = topological(g);
    if (order) { // without cycles every state leads to an end
        free(order);
        return UINT32_MAX;
    }
    // backwards from the ends
    uint64_t *first = mem_zalloc((size_t)g->n + 2, sizeof *first);
    uint32_t *from = mem_alloc((size_t)(g->edges + 1) * sizeof *from), *queue = mem_alloc((g->n + 1) * sizeof *queue), n = 0;
    for (uint64_t e = 0; e < g->edges; e++)
        first[g->to[e] + 2]++;
    for (uint32_t i = 2; i < g->n + 2; i++)
        first[i] += first[i - 1];
    for (uint32_t s = 0; s < g->n; s++)
        for (uint64_t e = g->first[s]; e < g->first[s + 1]; e++)
            from[first[g->to[e] + 1]++] = s;
    uint8_t *reached = mem_zalloc(g->n, 1);
    for (uint32_t i = 0; i < g->n; i++)
        if (g->ending[i])
            reached[queue[n++] = i] = 1;
    for (uint32_t i = 0; i < n; i++)
        for (uint64_t e = first[queue[i]]; e < first[queue[i] + 1]; e++)
            if (!reached[from[e]])
                reached[queue[n++] = from[e]] = 1;
    uint32_t found = UINT32_MAX;
    for (uint32_t i = 0; i < g->n && found == UINT32_MAX; i++)
        if (!reached[i])
            found = i;
    free(first);
    free(from);
    free(queue);
    free(reached);
    return found;
}
