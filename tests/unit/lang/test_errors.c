/* Each source of errors.inc is refused with the words and the line of CPython, or accepted. */
#include "base/buf.h"
#include "lang/lang.h"
#include "tap.h"

static const struct {
    const char *source, *want;
} cases[] = {
#include "errors.inc"
};

static void parse_outcome(struct buf *b, const char *source, size_t n)
{
    struct arena a;
    struct node *tree = NULL;
    struct diag d = { 0 };
    arena_init(&a);
    enum parse_result r = lang_parse(&a, source, n, &(struct parse_opts){ 0 }, &tree, &d);
    if (r == PARSE_ERROR)
        buf_addf(b, "%u %s: %s", (unsigned)d.at.line, d.kind, d.message);
    else
        buf_adds(b, r == PARSE_OK ? "ok" : "more");
    if (r == PARSE_ERROR && !d.advice)
        buf_adds(b, " (no advice)");
    arena_finish(&a);
}

TEST(errors_are_worded_like_cpython)
{
    size_t bad = 0;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct buf b = { 0 };
        parse_outcome(&b, cases[i].source, strlen(cases[i].source));
        if (strcmp(buf_str(&b), cases[i].want) != 0) {
            printf("# case %zu [%s]\n#   says [%s]\n#   want [%s]\n", i, cases[i].source,
                   buf_str(&b), cases[i].want);
            bad++;
        }
        buf_finish(&b);
    }
    CHECK_INT(bad, 0);
}

static void check_bytes(const char *source, size_t n, const char *want)
{
    struct buf b = { 0 };
    parse_outcome(&b, source, n);
    CHECK_STR(buf_str(&b), want);
    buf_finish(&b);
}

TEST(what_is_no_text_is_told_with_its_line)
{
    check_bytes("x\ny\0z", 5, "2 SyntaxError: source code cannot contain null bytes");
    check_bytes("x\n\n'\xff'", 6,
                "3 SyntaxError: Non-UTF-8 code starting with '\\xff' in file <string> on line 3, "
                "but no encoding declared; see https://peps.python.org/pep-0263/ for details");
    check_bytes("\xed\xa0\x80", 3,
                "1 SyntaxError: Non-UTF-8 code starting with '\\xed' in file <string> on line 1, "
                "but no encoding declared; see https://peps.python.org/pep-0263/ for details");
    check_bytes("\xef\xbb\xbfx = 1\n", 9, "ok");
}

static void check_repeated(const char *piece, size_t times, const char *tail, const char *want)
{
    struct buf source = { 0 };
    for (size_t i = 0; i < times; i++)
        buf_adds(&source, piece);
    buf_adds(&source, tail);
    check_bytes(source.text, source.n, want);
    buf_finish(&source);
}

/* Each of these would end a parser that recurses without a limit, or is slow to give up. */
TEST(depth_and_length_have_limits)
{
    const char *deep = "1 SyntaxError: too many nested parentheses";
    check_repeated("(", 80, "x", "1 SyntaxError: '(' was never closed");
    check_repeated("(", 100000, "x", deep);
    check_repeated("[", 100000, "", deep);
    check_repeated("-", 100000, "x", deep);
    check_repeated("not ", 100000, "x", deep);
    check_repeated("lambda: ", 100000, "x", deep);
    check_repeated("x if y else ", 100000, "x", deep);
    check_repeated("x ** ", 100000, "x", deep);
    check_repeated("(x:=", 1000, "x", deep);
    check_repeated("x + ", 900, "x", "ok");
    check_repeated("x + ", 100000, "x",
                   "1 SyntaxError: expression is too long: more than 1000 operators in a row");
    check_repeated("x.", 100000, "x",
                   "1 SyntaxError: expression is too long: more than 1000 operators in a row");
    check_repeated("x == ", 100000, "x", "ok");
    check_repeated("x and ", 100000, "x", "ok");
    check_repeated("x, ", 100000, "x", "ok");
    check_repeated("x = ", 100000, "x", "ok");
    check_repeated("if x: pass\nel", 500, "se: pass", "ok");
    check_repeated("if x: pass\nel", 100000, "se: pass",
                   "1003 SyntaxError: too many statically nested blocks");
    check_repeated("x ", 100000, "", "1 SyntaxError: invalid syntax");
    check_repeated("{x ", 30, "", "1 SyntaxError: '{' was never closed");
    check_repeated("'a' ", 100000, "", "ok");
    check_repeated("f'{x}' ", 100000, "", "ok");
    check_repeated("f'{{' ", 100000, "", "ok");
    check_repeated("x\n", 5 * 1024 * 1024 / 2, "",
                   "1 SyntaxError: source of 5242880 bytes is larger than the limit of 4194304 bytes");
}

TEST(blocks_nest_as_deep_as_in_cpython)
{
    struct buf b = { 0 };
    for (int i = 0; i < 21; i++)
        buf_addf(&b, "%*swhile x:\n", i, "");
    buf_addf(&b, "%*sx\n", 21, "");
    check_bytes(b.text, b.n, "21 SyntaxError: too many statically nested blocks");
    buf_clear(&b);
    for (int i = 0; i < 101; i++)
        buf_addf(&b, "%*sif x:\n", i, "");
    check_bytes(b.text, b.n, "101 IndentationError: too many levels of indentation");
    buf_finish(&b);
}

int main(void)
{
    RUN(errors_are_worded_like_cpython);
    RUN(what_is_no_text_is_told_with_its_line);
    RUN(depth_and_length_have_limits);
    RUN(blocks_nest_as_deep_as_in_cpython);
    return tap_done();
}
