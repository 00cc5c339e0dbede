#include "lesson/lesson.h"

#include <errno.h>

#include "tap.h"

/* A runner that plays runs from a table instead of starting any. */
struct fake {
    unsigned runs;
    bool lock_on;      // seen in the switches of the latest run
    bool deadlock_at_3;
    int fail_with;
    int proves;        // claims that the fake explorer decides
};

static const char *count_at(const struct fake *f, uint64_t seed)
{
    return f->lock_on || seed % 4 ? "2" : "1"; // every fourth seed loses an update
}

static int run(void *ctx, const struct lesson_run_ask *ask, struct arena *a,
               struct lesson_run_result *res)
{
    struct fake *f = ctx;
    struct buf b = {0};
    if (f->fail_with)
        return f->fail_with;
    CHECK(ask->controlled && ask->source_n > 0 && strstr(ask->name, ": race"));
    f->runs++;
    f->lock_on = false;
    for (unsigned i = 0; i < ask->switch_n; i++)
        f->lock_on |= strcmp(ask->switches[i], "lock m on") == 0;
    const char *count = count_at(f, ask->seed);
    struct printed_line *line = ARENA_NEW(a, struct printed_line);
    buf_addf(&b, "count is %s", count);
    *line = (struct printed_line){arena_text(a, b.text, b.n), b.n, 0};
    const char **values = ARENA_ARRAY(a, const char *, ask->expr_n + 1);
    for (unsigned i = 0; i < ask->expr_n; i++) {
        int have = atoi(count), want = ask->exprs[i][strlen(ask->exprs[i]) - 1] - '0';
        bool yes = strstr(ask->exprs[i], "<") ? have < want : strstr(ask->exprs[i], ">=") ? have >= want : have == want;
        values[i] = strstr(ask->exprs[i], "oops") ? NULL : yes ? "True" : "False";
    }
    *res = (struct lesson_run_result){.lines = line, .line_n = 1, .values = values,
                                      .deadlock = f->deadlock_at_3 && ask->seed == 3};
    buf_finish(&b);
    return 0;
}

static int prove(void *ctx, const struct lesson_run_ask *ask, const struct claim *claim,
                 enum verdict *ret_verdict, struct buf *why)
{
    struct fake *f = ctx;
    (void)ask;
    if (claim->kind != CLAIM_STATES)
        return -ENOTSUP;
    f->proves++;
    *ret_verdict = VERDICT_PROVED;
    buf_adds(why, "812 states");
    return 0;
}

static struct buf out;
static struct check_count count;

/* The sample's check block has these lines. */
static int check(struct fake *f, const char *claims, bool explorer)
{
    struct lesson *lesson = NULL;
    struct lesson_notes notes;
    struct buf text = {0};
    notes_init(&notes);
    buf_adds(&text, "<!-- conch-lesson v=1 id=sample level=2 minutes=8 -->\n\n# T\n\n");
    buf_adds(&text, "```python id=race\nx\n```\n\n");
    buf_adds(&text, claims);
    CHECK_INT(lesson_load("s.md", text.text, text.n, &notes, &lesson), 0);
    struct lesson_runner runner = {.ctx = f, .run = run, .prove = explorer ? prove : NULL};
    buf_clear(&out);
    int r = check_lesson(lesson, &runner, &(struct check_opts){0}, &out, &count);
    lesson_free(lesson);
    notes_finish(&notes);
    buf_finish(&text);
    return r;
}

#define BLOCK(claims) "```conch check=race\n" claims "```\n"

TEST(every_is_refuted_by_one_run)
{
    struct fake f = {0};
    CHECK_INT(check(&f, BLOCK("expect every count == 2\n"), false), 0);
    CHECK_INT(count.fails, 1);
    CHECK(strstr(out.text, "s.md:10: FAILS: every count == 2: seed 4: it is False"));
}

TEST(some_is_shown_by_one_run_or_stays_open)
{
    struct fake f = {0};
    CHECK_INT(check(&f, BLOCK("expect some count < 2\nexpect some count == 0\nexpect every count >= 1\n"), false), 0);
    CHECK(count.seen == 2 && count.open == 1 && count.fails == 0);
    CHECK(strstr(out.text, "holds live: some count < 2: in 2 of 8 runs"));
    CHECK(strstr(out.text, "not verified live: some count == 0"));
    CHECK_INT(f.runs, 8); // one batch for all three
}

TEST(switches_hold_for_the_claims_after_them)
{
    struct fake f = {0};
    CHECK_INT(check(&f, BLOCK("expect some count == 1\nlock m on\nexpect every count == 2\nexpect outcomes {2}\n"), false), 0);
    CHECK(count.seen == 3 && count.fails == 0);
    CHECK_INT(f.runs, 16);
}

TEST(outcomes_and_output)
{
    struct fake f = {0};
    CHECK_INT(check(&f, BLOCK("expect outcomes {1, 2}\nexpect outcomes {\"count is 1\", \"count is 2\"}\n"
                              "expect outcomes {2}\nexpect output count is <n>\nexpect some output count is 1\n"
                              "expect output count is 2\nexpect no output count is 3\nexpect some no output count is 2\n"
                              "expect no output count is 1\n"), false), 0);
    CHECK(count.seen == 6 && count.fails == 3);
    CHECK(strstr(out.text, "the last line was `count is 1`"));
}

TEST(deadlocks)
{
    struct fake f = {.deadlock_at_3 = true};
    CHECK_INT(check(&f, BLOCK("expect deadlock\nexpect no deadlock\n"), false), 0);
    CHECK(count.seen == 1 && count.fails == 1);
    CHECK(strstr(out.text, "seed 3: the run ended in a deadlock"));
    f = (struct fake){0};
    CHECK_INT(check(&f, BLOCK("expect deadlock\nexpect no deadlock\n"), false), 0);
    CHECK(count.open == 1 && count.seen == 1);
}

TEST(an_expression_that_cannot_be_evaluated_is_a_failure)
{
    struct fake f = {0};
    CHECK_INT(check(&f, BLOCK("expect every oops == 2\n"), false), 0);
    CHECK_INT(count.fails, 1);
    CHECK(strstr(out.text, "an error"));
}

TEST(the_explorer_decides_what_it_can)
{
    struct fake f = {0};
    CHECK_INT(check(&f, BLOCK("expect states <= 5000\nexpect every count >= 1\n"), false), 0);
    CHECK(count.open == 1 && count.seen == 1);
    CHECK_INT(check(&f, BLOCK("expect states <= 5000\nexpect every count >= 1\n"), true), 0);
    CHECK(count.proved == 1 && count.seen == 1 && f.proves == 1);
    CHECK(strstr(out.text, "proved: states <= 5000: 812 states"));
}

TEST(expected_texts_are_compared_in_every_run)
{
    struct fake f = {0};
    CHECK_INT(check(&f, "```text expect=race\ncount is <n>\n```\n", false), 0);
    CHECK(count.seen == 1 && f.runs == 8);
    CHECK_INT(check(&f, "```text expect=race\ncount is 2\n```\n", false), 0);
    CHECK_INT(count.fails, 1);
    CHECK(strstr(out.text, "s.md:9: FAILS: the expected text: seed 4: expected, but not seen"));
    CHECK_INT(check(&f, "```conch for=race\nlock m on\nrun\n```\n\n```text expect=race\ncount is 2\n```\n", false), 0);
    CHECK_INT(count.seen, 1);
}

TEST(a_runner_that_fails_ends_the_check)
{
    struct fake f = {.fail_with = -EAGAIN};
    CHECK_INT(check(&f, BLOCK("expect every count == 2\n"), false), -EAGAIN);
    CHECK_INT(count.fails + count.seen, 0);
}

int main(void)
{
    RUN(every_is_refuted_by_one_run);
    RUN(some_is_shown_by_one_run_or_stays_open);
    RUN(switches_hold_for_the_claims_after_them);
    RUN(outcomes_and_output);
    RUN(deadlocks);
    RUN(an_expression_that_cannot_be_evaluated_is_a_failure);
    RUN(the_explorer_decides_what_it_can);
    RUN(expected_texts_are_compared_in_every_run);
    RUN(a_runner_that_fails_ends_the_check);
    return tap_done();
}
