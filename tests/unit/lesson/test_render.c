#include "lesson/lesson.h"

#include "base/text.h"
#include "tap.h"

static const char *render(const char *markdown, unsigned columns, bool colour)
{
    static struct buf b;
    struct term t;
    term_plain(&t, columns, true);
    t.colour = colour;
    buf_clear(&b);
    render_markdown(&b, (struct slice){markdown, strlen(markdown)}, &t);
    return buf_str(&b);
}

/* No line is wider than the terminal. */
static void check_width(const char *text, unsigned columns)
{
    while (*text) {
        size_t n = strcspn(text, "\n");
        CHECK(text_width(text, n) <= columns);
        CHECK(n == 0 || text[n - 1] != ' ');
        text += n + (text[n] == '\n');
    }
}

TEST(paragraphs_are_joined_and_wrapped)
{
    CHECK_STR(render("one two\nthree four five six\n\nnext\n", 24, false),
              "one two three four five\nsix\n\nnext\n");
    CHECK_STR(render("a  \nb\n", 40, false), "a\nb\n");
    CHECK_STR(render("abcdefghijklmnopqrstuvwxyz0123\n", 20, false), "abcdefghijklmnopqrst\nuvwxyz0123\n");
}

TEST(headings_are_underlined)
{
    CHECK_STR(render("# Title\n\ntext\n\n## Part\n\n### Small\n", 40, false),
              "Title\n=====\n\ntext\n\nPart\n----\n\nSmall\n");
    CHECK_STR(render("# 线程\n", 40, false), "线程\n====\n");
}

TEST(chinese_breaks_between_characters_but_not_before_marks)
{
    CHECK_STR(render("一二三四五六七八九十，十\n", 20, false), "一二三四五六七八九\n十，十\n");
    CHECK_STR(render("一二三四五六七八九“十\n", 20, false), "一二三四五六七八九\n“十\n");
    CHECK_STR(render("线程\n共享内存\n", 40, false), "线程共享内存\n");
    CHECK_STR(render("线程 t1\n共享\n", 40, false), "线程 t1 共享\n");
}

TEST(code_keeps_its_marks_only_without_colour)
{
    CHECK_STR(render("run `lock m off` now\n", 40, false), "run `lock m off` now\n");
    CHECK(!strchr(render("run `x` now\n", 40, true), '`'));
    CHECK(strchr(render("run `x` now\n", 40, true), '\033'));
    CHECK_STR(render("**strong** *soft* ~~gone~~ &lt;n&gt; \\*\n", 60, false), "strong soft gone <n> *\n");
    CHECK_STR(render("see [here](x.md)\n", 60, false), "see here (x.md)\n");
}

TEST(lists)
{
    CHECK_STR(render("- one two three four five\n- two\n", 20, false),
              "- one two three four\n  five\n- two\n");
    CHECK_STR(render("9. a\n10. b\n", 40, false), "9. a\n10. b\n");
    CHECK_STR(render("- a\n  - b\n  - c\n- d\n\ntext\n", 40, false), "- a\n  - b\n  - c\n- d\n\ntext\n");
    CHECK_STR(render("- [ ] a\n- [x] b\n", 40, false), "- [ ] a\n- [x] b\n");
    CHECK_STR(render("> quoted\n> text\n", 40, false), "| quoted text\n");
    CHECK_STR(render("- a\n\n      code\n", 40, false), "- a\n\n      code\n");
}

TEST(tables_line_up_and_shrink)
{
    CHECK_STR(render("| a | bb |\n|---|---|\n| 线程 | x |\n", 40, false),
              "a     bb\n----  --\n线程  x\n");
    CHECK_STR(render("| kind | what it is good for |\n|---|---|\n| process | a heap of its own |\n", 26, false),
              "kind     what it is good\n         for\n-------  -----------------\nprocess  a heap of its own\n");
}

TEST(fences_and_rules)
{
    CHECK_STR(render("x\n\n```\na  b\n\nc\n```\n\ny\n", 40, false), "x\n\n    a  b\n\n    c\n\ny\n");
    CHECK_STR(render("a\n\n---\n\nb\n", 20, false), "a\n\n--------------------\n\nb\n");
}

TEST(every_width_is_kept)
{
    const char *text = "# 一个很长很长的标题，在窄的终端里要折行\n\n中文和 English 混排，`lock m off` 也在里面。再长一点，再长一点。\n\n"
                       "- 列表的第一项也很长很长很长很长很长很长很长\n  - 里面还有一项 `with a space in it` 很长很长\n\n> 引用也要折行，引用也要折行，引用也要折行\n";
    for (unsigned columns = 20; columns <= 100; columns++)
        check_width(render(text, columns, false), columns);
}

TEST(code_lines_are_numbered)
{
    struct buf b = {0};
    struct term t;
    term_plain(&t, 40, true);
    render_code(&b, (struct slice){"a\n\nb\n", 5}, 9, &t);
    CHECK_STR(b.text, "   9  a\n  10  \n  11  b\n");
    buf_finish(&b);
}

TEST(each_line_of_a_fence_is_shown_in_one)
{
    struct buf b = {0};
    struct term t;
    struct slice body = {"a\n\nb\n", 5};
    term_plain(&t, 40, true);
    render_fence(&b, &(struct step){.kind = STEP_PROGRAM, .body = body}, &t);
    render_fence(&b, &(struct step){.kind = STEP_SHOW, .lang = "text", .body = body}, &t);
    CHECK_STR(b.text, "   1  a\n   2  \n   3  b\n    a\n\n    b\n");
    buf_finish(&b);
}

int main(void)
{
    RUN(paragraphs_are_joined_and_wrapped);
    RUN(headings_are_underlined);
    RUN(chinese_breaks_between_characters_but_not_before_marks);
    RUN(code_keeps_its_marks_only_without_colour);
    RUN(lists);
    RUN(tables_line_up_and_shrink);
    RUN(fences_and_rules);
    RUN(every_width_is_kept);
    RUN(code_lines_are_numbered);
    RUN(each_line_of_a_fence_is_shown_in_one);
    return tap_done();
}
