/* searching.h: one search, as its parts see it; private to search.c and what it goes through.
 *
 *   found.c   what was found          prove.c   all states, breadth first, and the graph of them
 *   hunt.c    fewest switches first   sample.c  runs by chance */
#ifndef MODEL_SEARCHING_H
#define MODEL_SEARCHING_H

#include "base/clock.h"
#include "model/search.h"

enum { SAMPLING_PART = 10 }; // one in so many of the time is for runs by chance, if nothing was proved before

/* What was found, and where. */
struct found {
    struct finding f;
    uint32_t state;     // of the proof: in which state it shows; UINT32_MAX: f has its moves
    bool has_move;      // … after this move from there
    struct move move, after[LOSING_MOVES];
    unsigned after_n;
    bool hunted;        // the hunt has given it its moves
};

struct hunt;
struct search {
    struct model *m;
    struct space space;
    struct graph graph;           // of the states that were expanded
    struct ending *endings; uint32_t endings_n, endings_cap;
    struct found *found; uint32_t found_n, found_cap;
    uint32_t current, level_end;
    uint32_t depth;
    uint64_t began_ns;            // of model_clock_ns(), as pause_ns
    uint64_t told_ns, asked_at;
    uint64_t pause_states;        // so many are enough for now, 0: no such number
    uint64_t pause_ns;            // likewise a moment
    bool limited;
    bool reduced;                 // of orders that come to the same, one
    const struct search *beside;  // its memory counts, too
    struct hunt *hunt;
};

/* The limits. */
static inline uint64_t most_ns(const struct model *m) { return m->opts->max_ns ? m->opts->max_ns : 10000000000ull; }
static inline uint64_t most_states(const struct model *m) { return m->opts->max_states ? m->opts->max_states : 5000000; }
static inline uint64_t most_bytes(const struct model *m) { return m->opts->max_bytes ? m->opts->max_bytes : 1ull << 30; }

/* Whether many steps were really interpreted since it was asked: with large objects each takes long. */
static inline bool worked_hard(struct search *se)
{
    if (se->m->steps_run - se->asked_at < 16)
        return false;
    se->asked_at = se->m->steps_run;
    return true;
}

static inline double seconds_since(uint64_t began_ns) { return (double)(clock_now_ns() - began_ns) / 1e9; }

/* ---- found.c ---- */
bool is_same(const struct finding *a, const struct finding *b);
struct found *find_same(struct search *se, const struct finding *f);
/* Keeps it, if it is new and there is room for it; else NULL. */
struct found *note(struct search *se, const struct finding *f, uint32_t state);
void of_index(struct model *m, uint32_t finding, struct finding *ret); // of an edge: index + 1
void deadlock_of(struct model *m, const struct state *s, struct finding *ret);
void stuck_of(struct model *m, const struct state *s, struct finding *ret);

/* ---- prove.c ---- */
enum proved { PROVED, PAUSED, LIMITED, AGAIN }; // AGAIN: m->restart
/* Goes on from where it was. */
enum proved prove(struct search *se);
void prove_open(struct search *se, const struct state *first);
bool is_complete(const struct search *se);
/* The number of such an end; a new one is led to by `state`. */
uint32_t ending_of(struct search *se, enum finding_kind kind, uint32_t output, uint32_t state);
void look_for_stuck(struct search *se);
/* The runs that show what is known so far. False: like tasks cannot be told apart on the way. */
bool give_paths(struct search *se);
struct move *search_path(void *ctx, uint32_t state, uint32_t *ret_n); // for advice.c
void search_close(struct search *se);

/* ---- sample.c ---- */
/* Runs by chance from the first state, until the time is over; what they show is noted. */
void sample(struct search *se, const struct state *first, uint64_t until_ns, struct model_result *res);

/* ---- hunt.c ---- */
void hunt_open(struct search *se, const struct state *first);
void hunt_close(struct hunt *h);
/* Goes on hunting until a failure is found (first), or all that is known has been (not first). */
void hunt_on(struct search *se, uint32_t most_nodes, bool first);
bool all_hunted(const struct search *se, bool only_failures);
uint64_t hunt_bytes(const struct hunt *h); // NULL: none
/* Before there is any choice. */
void hunted_at_once(struct search *se, const struct finding *f);

#endif
