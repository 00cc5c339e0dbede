/* What the packed graph tells is what a plain list of its edges tells. */
#include "model/graph.h"

#include "base/hash.h"

#include "tap.h"

enum { STATES = 3000, EDGES = 6 };

/* A graph as a breadth-first search would find it, twice: packed, and as lists. */
static struct graph g;
static uint32_t to[STATES][EDGES], degree[STATES], parent[STATES], outcome[STATES]; // outcome + 1
static uint32_t states;
static uint64_t seed;

static uint32_t below(uint32_t n) { return (uint32_t)(rng_next(&seed) % n); }

/* back: one edge in so many leads backward, 0: none. */
static void build(uint64_t from_seed, uint32_t most, uint32_t back)
{
    seed = from_seed;
    memset(outcome, 0, sizeof outcome);
    graph_init(&g);
    states = 1;
    for (uint32_t s = 0; s < states; s++) {
        degree[s] = states == s + 1 && states < most ? 1 : below(EDGES);
        for (uint32_t k = 0; k < degree[s]; k++) {
            uint32_t t = back && below(back) == 0 ? below(s + 1) : s + 1 + below(states - s);
            if (t == states && states == most)
                t = s + 1 < states ? s + 1 : UINT32_MAX;
            if (t == UINT32_MAX) { // nothing is left that it could lead to
                degree[s] = k;
                break;
            }
            if (t == states)
                parent[states++] = s;
            to[s][k] = t;
            graph_edge(&g, s, t);
        }
        if (!degree[s] && below(3)) {
            outcome[s] = 1 + below(3);
            graph_end(&g, s, outcome[s] - 1);
        }
    }
    graph_close(&g, states);
    CHECK_INT(g.next, states);
}

TEST(everybody_has_the_parent_that_found_him)
{
    for (uint64_t k = 1; k < 20; k++) {
        build(k, STATES, k % 4);
        for (uint32_t s = 0; s < states; s++) {
            uint32_t n, *path = graph_path(&g, s, &n), at = s;
            for (uint32_t i = n; i-- > 0; at = parent[at])
                CHECK_INT(path[i], at);
            CHECK_INT(at, 0);
            free(path);
        }
        graph_finish(&g);
    }
}

/* Forward edges only: in the order of the numbers all is known. */
static void count(path_count *by_outcome)
{
    static path_count paths[STATES];
    memset(paths, 0, sizeof paths);
    memset(by_outcome, 0, 3 * sizeof *by_outcome);
    paths[0] = 1;
    for (uint32_t s = 0; s < states; s++) {
        for (uint32_t k = 0; k < degree[s]; k++)
            paths[to[s][k]] += paths[s];
        if (outcome[s])
            by_outcome[outcome[s] - 1] += paths[s];
    }
}

TEST(paths_are_counted_on_the_way_and_afterwards)
{
    path_count want[3], got[3];
    for (uint64_t k = 1; k < 40; k++) {
        build(k, k % 2 ? 40 : 300, 0);
        count(want);
        bool fits = graph_count(&g, got, 3);
        CHECK(!g.backward && !graph_has_cycles(&g));
        if (fits)
            CHECK(memcmp(want, got, sizeof got) == 0);
        g.backward = true; // as if some edge had been
        CHECK(!graph_has_cycles(&g));
        CHECK_INT(graph_count(&g, got, 3), fits);
        if (fits)
            CHECK(memcmp(want, got, sizeof got) == 0);
        graph_finish(&g);
    }
}

static uint32_t stuck(void)
{
    static bool good[STATES];
    memset(good, 0, sizeof good);
    for (bool more = true; more;) {
        more = false;
        for (uint32_t s = 0; s < states; s++) {
            bool ends = outcome[s];
            for (uint32_t k = 0; k < degree[s]; k++)
                ends |= good[to[s][k]];
            more |= ends && !good[s];
            good[s] |= ends;
        }
    }
    for (uint32_t s = 0; s < states; s++)
        if (!good[s])
            return s;
    return UINT32_MAX;
}

TEST(the_first_from_where_no_end_is_reached)
{
    uint32_t cyclic = 0;
    for (uint64_t k = 1; k < 60; k++) {
        build(k, 2 + (uint32_t)k * 5, 2 + (uint32_t)k % 7);
        cyclic += graph_has_cycles(&g);
        if (graph_has_cycles(&g))
            CHECK_INT(graph_stuck(&g), stuck());
        graph_finish(&g);
    }
    CHECK(cyclic > 20);
}

TEST(a_step_to_itself_is_a_cycle_and_a_longer_way_round_is_none)
{
    path_count got[1];
    graph_init(&g);
    graph_edge(&g, 0, 1);
    graph_edge(&g, 0, 2);
    graph_edge(&g, 2, 1); // backward in the order of the numbers, and no cycle
    graph_end(&g, 1, 0);
    graph_close(&g, 3);
    CHECK(g.backward && !graph_has_cycles(&g));
    CHECK(graph_count(&g, got, 1) && got[0] == 2);
    graph_finish(&g);
    graph_init(&g);
    graph_edge(&g, 0, 0);
    graph_close(&g, 1);
    CHECK(graph_has_cycles(&g) && !graph_count(&g, got, 1));
    CHECK_INT(graph_stuck(&g), 0);
    graph_finish(&g);
}

/* The shortest and the longest of each length in which an edge is written. */
TEST(an_edge_to_far_before)
{
    static const uint32_t codes[] = { 63, 64, (1 << 14) - 1, 1 << 14, (1 << 22) - 1, 1 << 22 };
    enum { FAR = (1 << 22) + 10, CODES = ARRAY_LEN(codes) };
    path_count counts[CODES];
    uint32_t at[CODES];
    graph_init(&g);
    for (uint32_t s = 1; s <= FAR; s++)
        graph_edge(&g, 0, s);
    for (uint32_t i = 0; i < CODES; i++) {
        at[i] = g.next + 1 - codes[i];
        graph_edge(&g, 2, at[i]);
    }
    graph_edge(&g, 3, 2); // backward: paths are not counted on the way
    for (uint32_t i = CODES; i-- > 0;) { // in the order of the states
        graph_close(&g, at[i]);
        graph_end(&g, at[i], i);
    }
    graph_close(&g, g.next);
    CHECK(graph_count(&g, counts, CODES));
    for (uint32_t i = 0; i < CODES; i++)
        CHECK_INT((uint64_t)counts[i], 3); // at once, by 2, by 3 and 2
    graph_finish(&g);
}

int main(void)
{
    RUN(everybody_has_the_parent_that_found_him);
    RUN(paths_are_counted_on_the_way_and_afterwards);
    RUN(the_first_from_where_no_end_is_reached);
    RUN(a_step_to_itself_is_a_cycle_and_a_longer_way_round_is_none);
    RUN(an_edge_to_far_before);
    return tap_done();
}
