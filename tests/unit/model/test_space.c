/* The set of states holds what was put in, however its rows have grown since. */
#include "model/space.h"

#include "base/hash.h"

#include "tap.h"

enum { STATES = 30000 };
static struct space sp;
static struct model m; // only its number of columns counts
static comp_id known[STATES][WIDEST];
static uint64_t seed;

static uint32_t below(uint32_t n) { return (uint32_t)(rng_next(&seed) % n); }

static void check_all(uint32_t n)
{
    static struct state s;
    for (uint32_t i = 0; i < n; i++) {
        space_load(&sp, &m, i, &s);
        CHECK_INT(s.n, m.columns_n);
        CHECK(memcmp(s.ids, known[i], s.n * sizeof *s.ids) == 0);
    }
}

/* Each state is some known one with a few columns changed; now and then there is a column more. */
static void fill(uint32_t columns, uint32_t most_columns, uint32_t ids)
{
    static struct state s, other;
    bool is_new;
    memset(known, 0, sizeof known);
    space_init(&sp);
    m.columns_n = columns;
    for (uint32_t c = 0; c < columns; c++)
        known[0][c] = below(3);
    space_add(&sp, known[0], columns, &is_new);
    for (uint32_t n = 1; n < STATES;) {
        space_load(&sp, &m, below(n), &s);
        if (m.columns_n < most_columns && below(300) == 0) {
            m.columns_n++;
            s.ids[s.n++] = 0;
        }
        for (unsigned k = 0; k < 3; k++)
            s.ids[below(s.n)] = below(1 + below(ids));
        if (below(8) == 0) // another one was read meanwhile
            space_load(&sp, &m, below(n), &other);
        uint32_t i = space_add(&sp, s.ids, s.n, &is_new);
        CHECK(i <= n && is_new == (i == n));
        if (is_new)
            memcpy(known[n++], s.ids, s.n * sizeof *s.ids);
        CHECK(memcmp(known[i], s.ids, s.n * sizeof *s.ids) == 0);
    }
    check_all(STATES);
}

TEST(few_columns_with_many_ids)
{
    seed = 1;
    fill(3, 3, 1000000);
    space_finish(&sp);
}

TEST(columns_come_and_grow)
{
    seed = 2;
    fill(5, 60, 40);
    space_finish(&sp);
}

TEST(as_many_columns_as_there_can_be)
{
    seed = 3;
    fill(WIDEST, WIDEST, 100000);
    CHECK(sp.layout.words <= ROW_WORDS);
    space_finish(&sp);
}

/* What is looked up later: where it led to. */
enum { STEPS = 6000 }; // the table grows on the way, and the rows are gathered
static uint32_t led_n, led_to[STEPS];
static void led(void *ctx, const struct later *steps, uint32_t n)
{
    (void)ctx;
    for (uint32_t i = 0; i < n; i++) {
        CHECK_INT(steps[i].from, led_n);
        led_to[led_n++] = steps[i].to;
    }
}

TEST(later_is_the_same_as_at_once)
{
    static struct state s, from;
    bool is_new;
    struct write writes[2] = { { 1, 0 }, { 2, 0 } };
    uint32_t steps_known = 0;
    seed = 4;
    space_init(&sp);
    m.columns_n = 30;
    space_add(&sp, known[0], 30, &is_new);
    for (uint32_t c = 0; c < 30; c++)
        s.ids[c] = known[0][c] + 1;
    space_load(&sp, &m, space_add(&sp, s.ids, 30, &is_new), &from);
    for (uint32_t i = 0; i < STEPS; i++) {
        uint32_t step = below(50); // the same step does the same
        from.n = m.columns_n;
        memcpy(&s, &from, sizeof s);
        s.ids[0] = step * 7;
        s.ids[1] = step % 5;
        s.ids[2] = step / 10;
        struct change by = { step, 0, writes, 2 };
        if (below(4) == 0) // not only this
            s.ids[3 + below(27)] = below(1000);
        bool only_this = memcmp(s.ids + 3, from.ids + 3, 27 * sizeof *s.ids) == 0;
        if (only_this && below(3) && space_step_later(&sp, step, i, led, NULL))
            steps_known++;
        else
            space_add_later(&sp, s.ids, s.n, only_this ? &by : NULL, i, led, NULL);
        memcpy(known[i], s.ids, s.n * sizeof *s.ids);
    }
    space_settle(&sp, led, NULL);
    CHECK_INT(led_n, STEPS);
    CHECK(steps_known > 50);
    for (uint32_t i = 0; i < STEPS; i++) {
        space_load(&sp, &m, led_to[i], &s);
        CHECK(memcmp(s.ids, known[i], s.n * sizeof *s.ids) == 0);
        CHECK_INT(space_add(&sp, known[i], 30, &is_new), led_to[i]);
        CHECK(!is_new);
    }
    space_finish(&sp);
}

static void led_anywhere(void *ctx, const struct later *steps, uint32_t n) { (void)ctx, (void)steps, (void)n; }

TEST(rows_widen_while_many_wait)
{
    static struct state s, first;
    enum { SOON_FULL = 96 * 9 - 2, ROUND = SPACE_LATER - 2 }; // with a few more than that the table grows
    bool is_new;
    space_init(&sp);
    memset(&first, 0, sizeof first);
    first.n = m.columns_n = WIDEST;
    space_add(&sp, first.ids, first.n, &is_new);
    space_load(&sp, &m, 0, &first);
    for (uint32_t i = 0; i < 4000; i++) {
        s = first;
        s.ids[0] = i % 64;
        s.ids[1] = i / 64;
        if (i == SOON_FULL)
            space_settle(&sp, led_anywhere, NULL);
        if (i == SOON_FULL + ROUND || i == SOON_FULL + 2 * ROUND) // all columns need a bit more
            for (uint32_t c = 2; c < WIDEST; c++)
                s.ids[c] = i;
        memcpy(known[i], s.ids, sizeof known[i]);
        space_add_later(&sp, s.ids, s.n, NULL, i, led_anywhere, NULL);
    }
    space_settle(&sp, led_anywhere, NULL);
    CHECK_INT(sp.n, 4000);
    for (uint32_t i = 0; i < 4000; i++)
        CHECK_INT(space_add(&sp, known[i], WIDEST, &is_new), i);
    space_finish(&sp);
}

int main(void)
{
    RUN(few_columns_with_many_ids);
    RUN(columns_come_and_grow);
    RUN(as_many_columns_as_there_can_be);
    RUN(later_is_the_same_as_at_once);
    RUN(rows_widen_while_many_wait);
    return tap_done();
}
