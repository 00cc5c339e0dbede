#include "base/diag.h"
#include "tap.h"

static void check_quote(const char *source, struct span at, const char *want)
{
    struct buf b = { 0 };
    diag_quote(&b, source, strlen(source), &at, 2);
    CHECK_STR(buf_str(&b), want);
    buf_finish(&b);
}

TEST(the_caret_stands_under_its_cells)
{
    check_quote("x = = 3\n", (struct span){ 1, 4, 1, 5 }, "  x = = 3\n      ^\n");
    check_quote("a\n    \xe4\xbd\xa0 = \xe5\xa5\xbd\n", (struct span){ 2, 10, 2, 13 },
                "  \xe4\xbd\xa0 = \xe5\xa5\xbd\n       ^^\n");
    check_quote("\tif\tx\n", (struct span){ 1, 4, 1, 5 }, "  if    x\n        ^\n");
    check_quote("abc", (struct span){ 1, 3, 1, 3 }, "  abc\n     ^\n");
    check_quote("a(b,\nc)", (struct span){ 1, 1, 2, 2 }, "  a(b,\n   ^^^\n");
    check_quote("x\033[2J\xff y", (struct span){ 1, 7, 1, 8 }, "  x^[[2J\\xff y\n             ^\n");
    check_quote("a\r\nb\rc", (struct span){ 3, 0, 3, 1 }, "  c\n  ^\n");
    check_quote("a", (struct span){ 2, 0, 2, 1 }, "");
    check_quote("a", (struct span){ 0, 0, 0, 0 }, "");
    check_quote("a", (struct span){ 1, 90, 1, 99 }, "  a\n   ^\n");
    check_quote("", (struct span){ 1, 0, 1, 0 }, "  \n  ^\n");
}

TEST(a_long_line_is_cut_around_the_caret)
{
    struct buf source = { 0 }, out = { 0 };
    for (int i = 0; i < 100000; i++)
        buf_adds(&source, "ab ");
    buf_adds(&source, "!!");
    size_t at = source.n - 2;
    diag_quote(&out, source.text, source.n,
               &(struct span){ 1, (uint32_t)at, 1, (uint32_t)at + 2 }, 0);
    const char *end = strchr(out.text, '\n');
    CHECK(end - out.text <= 80);
    CHECK(end[-1] == '!');
    CHECK_INT(strchr(out.text, '^') - end - 1, end - out.text - 2);
    buf_finish(&source);
    buf_finish(&out);
}

TEST(a_diagnosis_reads_as_in_python)
{
    struct diag d = { "SyntaxError", "invalid syntax", "look again", { 2, 3, 2, 4 } };
    struct buf b = { 0 };
    diag_render(&b, &d, "race.py", "a\nx = = 1\n", 10);
    CHECK_STR(b.text, "  File \"race.py\", line 2\n    x = = 1\n       ^\n  try: look again\n"
                      "SyntaxError: invalid syntax\n");
    buf_clear(&b);
    d.advice = NULL;
    diag_render(&b, &d, "a\033.py", NULL, 0);
    CHECK_STR(b.text, "  File \"a^[.py\", line 2\nSyntaxError: invalid syntax\n");
    buf_finish(&b);
}

int main(void)
{
    RUN(the_caret_stands_under_its_cells);
    RUN(a_long_line_is_cut_around_the_caret);
    RUN(a_diagnosis_reads_as_in_python);
    return tap_done();
}
