#include "model/graph.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum code { END, NEW, OLD }; // OLD + n: the state n + 1 before the next new one

void graph_init(struct graph *g)
{
    *g = (struct graph){ .next = 1 };
    g->bytes_cap = 4096;
    g->bytes = mem_alloc(g->bytes_cap);
    g->marks_cap = 64;
    g->marks = mem_alloc(g->marks_cap * sizeof *g->marks);
    g->marks[g->marks_n++] = (struct mark){ 0, 1 };
    g->paths_cap = 1024;
    g->paths = mem_alloc(g->paths_cap * sizeof *g->paths);
    g->paths[0] = 1;
}

void graph_finish(struct graph *g)
{
    free(g->bytes);
    free(g->marks);
    free(g->ends);
    free(g->paths);
    free(g->by_outcome);
    *g = (struct graph){ 0 };
}

uint64_t graph_bytes(const struct graph *g, uint32_t states, uint64_t edges)
{
    uint64_t bytes = g->bytes_cap, paths = g->paths_cap;
    while (g->bytes_n + edges * 5 + states > bytes)
        bytes *= 2;
    while (paths && g->next - g->paths_from + (uint64_t)states > paths)
        paths *= 2;
    return bytes + g->marks_cap * sizeof *g->marks + g->ends_cap * sizeof *g->ends + paths * sizeof *g->paths;
}

/* ---- paths, while all edges lead forward ---- */

static const path_count most_paths = (path_count)1 << 120;

/* Room for one more state: what is behind the one that is expanded is not needed any more. */
static void paths_grow(struct graph *g)
{
    uint32_t behind = g->n - g->paths_from, n = g->next - g->paths_from;
    if (behind > n / 2) {
        memmove(g->paths, g->paths + behind, (n - behind) * sizeof *g->paths);
        g->paths_from = g->n;
        return;
    }
    g->paths_cap *= 2;
    g->paths = mem_resize(g->paths, g->paths_cap, sizeof *g->paths);
}

static void paths_drop(struct graph *g)
{
    g->backward = true;
    free(g->paths);
    g->paths = NULL;
    g->paths_cap = 0;
}

static void count_edge(struct graph *g, uint32_t from, uint32_t to)
{
    if (UNLIKELY(to <= from)) {
        paths_drop(g);
        return;
    }
    if (to == g->next) {
        if (UNLIKELY(g->next - g->paths_from == g->paths_cap))
            paths_grow(g);
        g->paths[to - g->paths_from] = 0;
    }
    path_count *at = &g->paths[to - g->paths_from], sum = *at + g->paths[from - g->paths_from];
    *at = sum;
    if (UNLIKELY(sum >= most_paths))
        g->too_many = true;
}

static void count_end(struct graph *g)
{
    const struct end *e = &g->ends[g->ends_counted++];
    if (g->paths)
        g->by_outcome[e->outcome] += g->paths[e->state - g->paths_from];
}

/* ---- writing ---- */

/* How many bytes follow the first one stands in its lower two bits; three mean four, so that there is room for any number. */
static inline unsigned code_bytes(unsigned follow) { return 1 + follow + (follow == 3); }

static inline void write_code(struct graph *g, uint32_t code)
{
    uint64_t at = g->bytes_n;
    if (UNLIKELY(at + sizeof(uint64_t) > g->bytes_cap)) {
        g->bytes_cap *= 2;
        g->bytes = mem_resize(g->bytes, g->bytes_cap, 1);
    }
    unsigned follow = (code >= 1u << 6) + (code >= 1u << 14) + (code >= 1u << 22);
    uint64_t word = (uint64_t)code << 2 | follow;
    memcpy(g->bytes + at, &word, sizeof word); // also behind it, without harm: what a length decides is guessed wrong often
    g->bytes_n = at + code_bytes(follow);
}

void graph_close(struct graph *g, uint32_t state)
{
    while (g->n < state) {
        write_code(g, END);
        if (g->ends_counted < g->ends_n && g->ends[g->ends_counted].state == g->n)
            count_end(g);
        if (++g->n % GRAPH_BLOCK)
            continue;
        if (g->marks_n == g->marks_cap) {
            g->marks_cap *= 2;
            g->marks = mem_resize(g->marks, g->marks_cap, sizeof *g->marks);
        }
        g->marks[g->marks_n++] = (struct mark){ g->bytes_n, g->next };
    }
}

void graph_edge(struct graph *g, uint32_t from, uint32_t to)
{
    if (g->n < from)
        graph_close(g, from);
    if (LIKELY(!g->backward))
        count_edge(g, from, to);
    bool is_new = to == g->next;
    write_code(g, is_new ? NEW : OLD + (g->next - to - 1));
    g->next += is_new;
    g->edges++;
}

void graph_end(struct graph *g, uint32_t state, uint32_t outcome)
{
    if (g->ends_n == g->ends_cap) {
        g->ends_cap = MAX(64u, g->ends_cap * 2);
        g->ends = mem_resize(g->ends, g->ends_cap, sizeof *g->ends);
    }
    g->ends[g->ends_n++] = (struct end){ state, outcome };
    if (outcome < g->outcomes)
        return;
    g->by_outcome = mem_resize(g->by_outcome, outcome + 1, sizeof *g->by_outcome);
    memset(g->by_outcome + g->outcomes, 0, (outcome + 1 - g->outcomes) * sizeof *g->by_outcome);
    g->outcomes = outcome + 1;
}

/* ---- reading ---- */

/* Blocks of states, with their edges as they were last read. An order in which all edges lead forward goes through the graph
 * at many places at once: with only the last block at hand each state's was read anew, which took a third of the time of readers
 * and writers, 3 + 2. */
enum { MOST_BLOCKS = 256 };
struct reader {
    const struct graph *g;
    struct block {
        uint32_t number;                 // + 1; 0: none yet
        uint32_t *to, cap;
        uint32_t first[GRAPH_BLOCK + 1]; // where each state's edges begin in there
    } *blocks; uint32_t blocks_n;        // by the number's last bits
};

static struct reader reader_open(const struct graph *g)
{
    uint32_t n = 1;
    while (n < MOST_BLOCKS && n < g->marks_n)
        n *= 2;
    return (struct reader){ .g = g, .blocks = mem_zalloc(n, sizeof(struct block)), .blocks_n = n };
}

static void reader_close(struct reader *r)
{
    for (uint32_t i = 0; i < r->blocks_n; i++)
        free(r->blocks[i].to);
    free(r->blocks);
}

static inline uint32_t read_code(const uint8_t **at)
{
    uint64_t word;
    memcpy(&word, *at, sizeof word); // as it was written
    unsigned bytes = code_bytes(word & 3);
    *at += bytes;
    return (uint32_t)((word & ((1ull << 8 * bytes) - 1)) >> 2);
}

static void read_block(const struct graph *g, struct block *b, uint32_t block)
{
    const uint8_t *at = g->bytes + g->marks[block].at;
    uint32_t next = g->marks[block].next, n = 0;
    b->number = block + 1;
    for (uint32_t i = 0; i < GRAPH_BLOCK; i++) {
        b->first[i] = n;
        if (block * GRAPH_BLOCK + i >= g->n)
            continue;
        for (uint32_t code; (code = read_code(&at)) != END; next += code == NEW) {
            if (n == b->cap) {
                b->cap = MAX(64u, b->cap * 2);
                b->to = mem_resize(b->to, b->cap, sizeof *b->to);
            }
            b->to[n++] = code == NEW ? next : next - 1 - (code - OLD);
        }
    }
    b->first[GRAPH_BLOCK] = n;
}

/* Where the steps from a state lead to; valid until the next call. */
static inline const uint32_t *edges_of(struct reader *r, uint32_t state, uint32_t *ret_n)
{
    *ret_n = 0;
    if (state >= r->g->n)
        return NULL;
    uint32_t block = state / GRAPH_BLOCK, i = state % GRAPH_BLOCK;
    struct block *b = &r->blocks[block & (r->blocks_n - 1)];
    if (b->number != block + 1)
        read_block(r->g, b, block);
    *ret_n = b->first[i + 1] - b->first[i];
    return b->to + b->first[i];
}

static uint32_t parent_of(struct reader *r, uint32_t state)
{
    const struct graph *g = r->g;
    uint32_t low = 0, high = g->marks_n; // it was found from the block of `low` on, and before that of `high`
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (g->marks[middle].next <= state)
            low = middle;
        else
            high = middle;
    }
    for (uint32_t i = low * GRAPH_BLOCK;; i++) {
        uint32_t n;
        const uint32_t *to = edges_of(r, i, &n);
        for (uint32_t k = 0; k < n; k++)
            if (to[k] == state)
                return i;
    }
}

uint32_t *graph_path(const struct graph *g, uint32_t state, uint32_t *ret_n)
{
    struct reader r = reader_open(g);
    uint32_t *path = NULL, n = 0, cap = 0;
    for (uint32_t i = state; i; i = parent_of(&r, i)) {
        if (n == cap) {
            cap = MAX(64u, cap * 2);
            path = mem_resize(path, cap, sizeof *path);
        }
        path[n++] = i;
    }
    for (uint32_t i = 0; i < n / 2; i++) {
        uint32_t other = path[i];
        path[i] = path[n - 1 - i];
        path[n - 1 - i] = other;
    }
    reader_close(&r);
    *ret_n = n;
    return path;
}

/* ---- the finished graph ---- */

/* States in an order in which all edges lead forward (A. Kahn, CACM 5(11), 1962). NULL: there are cycles. */
static uint32_t *topological(const struct graph *g)
{
    uint32_t *incoming = mem_zalloc(g->next, sizeof *incoming), *order = mem_alloc(g->next * sizeof *order), n = 0, degree;
    struct reader r = reader_open(g);
    for (uint32_t i = 0; i < g->n; i++) {
        const uint32_t *to = edges_of(&r, i, &degree);
        for (uint32_t k = 0; k < degree; k++)
            incoming[to[k]]++;
    }
    for (uint32_t i = 0; i < g->next; i++)
        if (!incoming[i])
            order[n++] = i;
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t *to = edges_of(&r, order[i], &degree);
        for (uint32_t k = 0; k < degree; k++)
            if (--incoming[to[k]] == 0)
                order[n++] = to[k];
    }
    reader_close(&r);
    free(incoming);
    if (n == g->next)
        return order;
    free(order);
    return NULL;
}

bool graph_has_cycles(const struct graph *g)
{
    uint32_t *order = g->backward ? topological(g) : NULL;
    free(order);
    return g->backward && !order;
}

/* Paths along that order. */
static bool count_along(const struct graph *g, const uint32_t *order, path_count *by_outcome)
{
    path_count *paths = mem_zalloc(g->next, sizeof *paths);
    struct reader r = reader_open(g);
    bool fits = true;
    paths[0] = 1;
    for (uint32_t i = 0; i < g->next && fits; i++) {
        uint32_t degree;
        const uint32_t *to = edges_of(&r, order[i], &degree);
        for (uint32_t k = 0; k < degree; k++) {
            paths[to[k]] += paths[order[i]];
            fits &= paths[to[k]] < most_paths;
        }
    }
    for (uint32_t i = 0; i < g->ends_n; i++)
        by_outcome[g->ends[i].outcome] += paths[g->ends[i].state];
    reader_close(&r);
    free(paths);
    return fits;
}

bool graph_count(const struct graph *g, path_count *by_outcome, uint32_t outcomes)
{
    for (uint32_t i = 0; i < outcomes; i++)
        by_outcome[i] = i < g->outcomes && !g->backward ? g->by_outcome[i] : 0;
    if (!g->backward)
        return !g->too_many;
    uint32_t *order = topological(g);
    bool fits = order && count_along(g, order, by_outcome);
    free(order);
    return fits;
}

/* Edges the other way round: those to state i are from[first[i]] to from[first[i + 1] - 1]. */
struct reversed { uint64_t *first; uint32_t *from; };

static struct reversed reverse(const struct graph *g)
{
    struct reversed b = { mem_zalloc((size_t)g->next + 2, sizeof *b.first), mem_alloc((size_t)(g->edges + 1) * sizeof *b.from) };
    struct reader r = reader_open(g);
    uint32_t degree;
    for (uint32_t i = 0; i < g->n; i++) {
        const uint32_t *to = edges_of(&r, i, &degree);
        for (uint32_t k = 0; k < degree; k++)
            b.first[to[k] + 2]++;
    }
    for (uint32_t i = 2; i < g->next + 2; i++)
        b.first[i] += b.first[i - 1];
    for (uint32_t i = 0; i < g->n; i++) {
        const uint32_t *to = edges_of(&r, i, &degree);
        for (uint32_t k = 0; k < degree; k++)
            b.from[b.first[to[k] + 1]++] = i;
    }
    reader_close(&r);
    return b;
}

uint32_t graph_stuck(const struct graph *g)
{
    if (!graph_has_cycles(g)) // then every state leads to an end
        return UINT32_MAX;
    struct reversed b = reverse(g);
    uint32_t *queue = mem_alloc(g->next * sizeof *queue), n = 0, found = 0;
    uint8_t *reached = mem_zalloc(g->next, 1);
    for (uint32_t i = 0; i < g->ends_n; i++)
        reached[queue[n++] = g->ends[i].state] = 1;
    for (uint32_t i = 0; i < n; i++)
        for (uint64_t e = b.first[queue[i]]; e < b.first[queue[i] + 1]; e++)
            if (!reached[b.from[e]])
                reached[queue[n++] = b.from[e]] = 1;
    while (found < g->next && reached[found])
        found++;
    free(b.first);
    free(b.from);
    free(queue);
    free(reached);
    return found < g->next ? found : UINT32_MAX;
}
