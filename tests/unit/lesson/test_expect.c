#include "lesson/lesson.h"

#include "tap.h"

struct printed {
    struct printed_line lines[64];
    size_t n;
};

/* "0 first|1 second": lane and text of each line. */
static void print_lines(struct printed *p, const char *text)
{
    p->n = 0;
    while (*text) {
        size_t n = strcspn(text, "|");
        p->lines[p->n++] = (struct printed_line){text + 2, n - 2, (uint32_t)(text[0] - '0')};
        text += n + (text[n] == '|');
    }
}

static bool fits(const char *pattern, enum expect_order order, const char *lines)
{
    struct printed p;
    struct buf why = {0};
    print_lines(&p, lines);
    bool ok = expect_match((struct slice){pattern, strlen(pattern)}, order, p.lines, p.n, &why);
    CHECK(ok == (why.n == 0)); // a mismatch is always explained
    buf_finish(&why);
    return ok;
}

static bool line_fits(const char *pattern, const char *line)
{
    return expect_match_line((struct slice){pattern, strlen(pattern)}, line, strlen(line));
}

TEST(marks_in_a_line)
{
    CHECK(line_fits("total = <n>", "total = 42"));
    CHECK(line_fits("total = <n>", "total = -4.5e3"));
    CHECK(!line_fits("total = <n>", "total = "));
    CHECK(!line_fits("total = <n>", "total = 4 2"));
    CHECK(line_fits("(<n>, <n>)", "(1, 22)"));
    CHECK(line_fits("pid <pid>.", "pid 4711."));
    CHECK(!line_fits("pid <pid>", "pid none"));
    CHECK(line_fits("<lambda> at", "<lambda> at"));
    CHECK(!line_fits("<lambda> at", "x at"));
    CHECK(line_fits("took <time> s", "took 0.25 s"));
    CHECK(line_fits("", ""));
    CHECK(line_fits("end", "end  "));
    CHECK(!line_fits("a", "ab"));
}

TEST(captures_must_agree)
{
    CHECK(line_fits("<pid:A> <pid:A>", "12 12"));
    CHECK(!line_fits("<pid:A> <pid:A>", "12 13"));
    CHECK(fits("me <pid:A>\nparent <pid:A>\n", ORDER_STRICT, "0 me 7|0 parent 7"));
    CHECK(!fits("me <pid:A>\nparent <pid:A>\n", ORDER_STRICT, "0 me 7|0 parent 8"));
    CHECK(fits("x <n:A>\ny <n:A>\n", ORDER_ANY, "0 y b|0 x a|0 x b|0 y a|0 x c") == false);
    CHECK(fits("x <n:A>\ny <n:A>\n...\n", ORDER_ANY, "0 y b|0 x a|0 x b"));
    CHECK(line_fits("<n:A>.<n:B>", "1.2.3"));
}

TEST(strict_order_and_dots)
{
    CHECK(fits("a\nb\n", ORDER_STRICT, "0 a|1 b"));
    CHECK(!fits("a\nb\n", ORDER_STRICT, "1 b|0 a"));
    CHECK(!fits("a\n", ORDER_STRICT, "0 a|0 b"));
    CHECK(!fits("a\nb\n", ORDER_STRICT, "0 a"));
    CHECK(fits("a\n...\n", ORDER_STRICT, "0 a|0 b|0 c"));
    CHECK(fits("...\nb\n...\n", ORDER_STRICT, "0 b"));
    CHECK(fits("...\nb\n", ORDER_STRICT, "0 a|0 b|0 b"));
    CHECK(!fits("...\nb\n", ORDER_STRICT, "0 b|0 a"));
    CHECK(fits("...\n", ORDER_STRICT, ""));
    CHECK(fits("", ORDER_STRICT, ""));
}

TEST(lanes_keep_their_own_order_only)
{
    CHECK(fits("a1\na2\nb1\nb2\n", ORDER_LANE, "0 a1|1 b1|0 a2|1 b2"));
    CHECK(fits("a1\na2\nb1\nb2\n", ORDER_LANE, "1 b1|1 b2|0 a1|0 a2"));
    CHECK(!fits("a1\na2\nb1\nb2\n", ORDER_LANE, "0 a2|1 b1|0 a1|1 b2"));
    CHECK(!fits("a1\n", ORDER_LANE, "0 a1|1 b1"));
    CHECK(fits("a1\n...\n", ORDER_LANE, "1 b1|0 a0|0 a1"));
    CHECK(!fits("a1\na2\n...\n", ORDER_LANE, "0 a2|0 a1|1 b1"));
    // equal lines in two lanes: the first choice is wrong, the search goes back
    CHECK(fits("x\ny\nx\nz\n", ORDER_LANE, "0 x|1 x|1 y|0 z"));
}

TEST(any_order)
{
    CHECK(fits("a\nb\nc\n", ORDER_ANY, "0 c|0 a|0 b"));
    CHECK(!fits("a\nb\nb\n", ORDER_ANY, "0 b|0 a|0 a"));
    CHECK(!fits("a\nb\n", ORDER_ANY, "0 b|0 a|0 a"));
    CHECK(fits("<n>\n7\n", ORDER_ANY, "0 7|0 8")); // <n> must leave the 7
}

TEST(hopeless_patterns_end)
{
    struct buf pattern = {0}, lines = {0};
    for (int i = 0; i < 40; i++) {
        buf_adds(&pattern, "<n> <n:A> <n>\n");
        buf_addf(&lines, "%s0 a b%d c", i ? "|" : "", i);
    }
    CHECK(!fits(pattern.text, ORDER_ANY, lines.text));
    buf_clear(&pattern);
    for (int i = 0; i < 30; i++)
        buf_adds(&pattern, "<n>x<n>y");
    CHECK(!line_fits(pattern.text, "xyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxyxy"));
    buf_finish(&pattern);
    buf_finish(&lines);
}

TEST(the_first_missing_line_is_named)
{
    struct printed p;
    struct buf why = {0};
    const char *pattern = "a\nb\nc\n";
    print_lines(&p, "0 a|0 c|0 c");
    CHECK(!expect_match((struct slice){pattern, strlen(pattern)}, ORDER_LANE, p.lines, p.n, &why));
    CHECK(strstr(why.text, ": b\n"));
    buf_finish(&why);
}

TEST(lines_of_a_trace_are_put_together_by_task)
{
    struct trace t = {0};
    struct event events[] = {
        {.task = 0, .kind = EV_PRINT, .text = "one ", .n = 4},
        {.task = 1, .kind = EV_PRINT, .text = "two\n", .n = 4},
        {.task = 0, .kind = EV_PRINT, .text = "half\nrest", .n = 9},
    };
    struct arena a;
    size_t n;
    arena_init(&a);
    t.events = events;
    t.count = 3;
    t.task_count = 2;
    struct printed_line *lines = expect_lines(&a, &t, &n);
    CHECK_INT(n, 3);
    CHECK_STR(lines[0].text, "two");
    CHECK_STR(lines[1].text, "one half");
    CHECK_INT(lines[1].lane, 0);
    CHECK_STR(lines[2].text, "rest");
    arena_finish(&a);
}

TEST(orders_have_names)
{
    enum expect_order order;
    CHECK_INT(expect_order_named(NULL, &order), 0);
    CHECK_INT(order, ORDER_LANE);
    CHECK_INT(expect_order_named("strict", &order), 0);
    CHECK_INT(order, ORDER_STRICT);
    CHECK(expect_order_named("wild", &order) < 0);
}

int main(void)
{
    RUN(marks_in_a_line);
    RUN(captures_must_agree);
    RUN(strict_order_and_dots);
    RUN(lanes_keep_their_own_order_only);
    RUN(any_order);
    RUN(hopeless_patterns_end);
    RUN(the_first_missing_line_is_named);
    RUN(lines_of_a_trace_are_put_together_by_task);
    RUN(orders_have_names);
    return tap_done();
}
