/* graph.h: the steps between the states of a breadth-first search; private to model/.
 *
 *   bytes    edges of state 0 │ edges of state 1 │ …       each a number of a few bytes: NEW for the state that comes
 *                                                          next in the order in which they are found, else how far before that
 *                                                          one it is; END behind the last
 *   marks    one for BLOCK states                          where their edges begin, and which state came next then
 *   ends     state, outcome                                of the few that end
 *
 * Who found a state first is who has NEW for it, so its parent is in here, too.
 *
 * As long as every step leads to a state with a larger number, as where all ways to a state are equally long, the order
 * of the states is one in which all edges lead forward, and the paths to a state are all known before it is
 * expanded: they are counted on the way, and forgotten behind it. The first step backward ends that; then the finished
 * graph is gone through in an order that has to be found first. */
#ifndef MODEL_GRAPH_H
#define MODEL_GRAPH_H

#include "base/base.h"

enum { GRAPH_BLOCK = 16 };

typedef unsigned __int128 path_count;

struct graph {
    uint32_t n;                  // states of which all edges are here
    uint32_t next;               // states that are known
    uint64_t edges;
    uint8_t *bytes; uint64_t bytes_n, bytes_cap;
    struct mark { uint64_t at; uint32_t next; } *marks; uint32_t marks_n, marks_cap;
    struct end { uint32_t state, outcome; } *ends; uint32_t ends_n, ends_cap; // in the order of the states
    // while no edge leads backward: paths to the states from paths_from on, and to each outcome
    bool backward, too_many;
    path_count *paths; uint32_t paths_from, paths_cap;
    uint32_t ends_counted;
    path_count *by_outcome; uint32_t outcomes;
};
void graph_init(struct graph *g); // with state 0
void graph_finish(struct graph *g);
/* What it takes, and what it takes once as many edges of as many states are added. */
uint64_t graph_bytes(const struct graph *g, uint32_t states, uint64_t edges);

/* A step. Those of a state come one after the other, in the order of the states; `to` is known, or the next. */
void graph_edge(struct graph *g, uint32_t from, uint32_t to);
/* The state ends so. Before steps of a later one come. */
void graph_end(struct graph *g, uint32_t state, uint32_t outcome);
/* No more edges come from the states before this one. */
void graph_close(struct graph *g, uint32_t state);

/* The states on the way to this one by which it was found, without the first, with it; the caller's. *ret_n: as many. */
uint32_t *graph_path(const struct graph *g, uint32_t state, uint32_t *ret_n);
bool graph_has_cycles(const struct graph *g);
/* The number of maximal paths for each outcome. False: there are cycles, or they are too many. */
bool graph_count(const struct graph *g, path_count *by_outcome, uint32_t outcomes);
/* The first state, in the order of the numbers, from which no end can be reached; UINT32_MAX: none. */
uint32_t graph_stuck(const struct graph *g);

#endif
