/* Sources and the trees that they become. The comparison with python3's trees
 * (compare.py) covers much more; this is what a build without python3 checks. */
#include "lang/dump.h"
#include "tap.h"

static void check_tree_of(const char *source, const char *want)
{
    struct arena a;
    struct node *tree = NULL;
    struct diag d = { 0 };
    struct buf b = { 0 };
    arena_init(&a);
    if (lang_parse(&a, source, strlen(source), &(struct parse_opts){ 0 }, &tree, &d) != PARSE_OK)
        buf_addf(&b, "%s: %s", d.kind, d.message);
    else
        lang_dump(&b, tree);
    CHECK_STR(buf_str(&b), want);
    buf_finish(&b);
    arena_finish(&a);
}

#define EXPR(source, want) check_tree_of(source, "(module (expr " want "))")
#define STMT(source, want) check_tree_of(source, "(module " want ")")

TEST(operators_bind_as_in_python)
{
    EXPR("1 + 2 * 3", "(binary + (int 1) (binary * (int 2) (int 3)))");
    EXPR("1 - 2 - 3", "(binary - (binary - (int 1) (int 2)) (int 3))");
    EXPR("2 ** 3 ** 2", "(binary ** (int 2) (binary ** (int 3) (int 2)))");
    EXPR("-2 ** 2", "(unary - (binary ** (int 2) (int 2)))");
    EXPR("2 ** -1", "(binary ** (int 2) (unary - (int 1)))");
    EXPR("a | b ^ c & d << e + f", "(binary | (name a) (binary ^ (name b) (binary & (name c) "
                                   "(binary << (name d) (binary + (name e) (name f))))))");
    EXPR("a // b % c @ d", "(binary @ (binary % (binary // (name a) (name b)) (name c)) (name d))");
    EXPR("not a == b", "(unary not (compare (name a) (compareop == (name b))))");
    EXPR("a and b or not c", "(boolop or (boolop and (name a) (name b)) (unary not (name c)))");
    EXPR("1 < x <= 3 is not y not in z",
         "(compare (int 1) (compareop < (name x)) (compareop <= (int 3)) "
         "(compareop is not (name y)) (compareop not in (name z)))");
    EXPR("a if b else c if d else e",
         "(ifexp (name b) (name a) (ifexp (name d) (name c) (name e)))");
    EXPR("await_ + -x.y[0](1)", "(binary + (name await_) (unary - (call (index (attr (name x) y) "
                                "(int 0)) (arg (int 1)))))");
}

TEST(numbers_are_read_exactly)
{
    EXPR("0x_ff", "(int 255)");
    EXPR("0b1010", "(int 10)");
    EXPR("0O17", "(int 15)");
    EXPR("1_000_000", "(int 1000000)");
    EXPR("00", "(int 0)");
    EXPR("9223372036854775807", "(int 9223372036854775807)");
    EXPR("9223372036854775808", "(int 9223372036854775808)");
    EXPR("0xffffffffffffffffffffffff", "(int 79228162514264337593543950335)");
    EXPR("0b1" "0000000000" "0000000000" "0000000000" "0000000000" "0000000000" "0000000000" "0000",
         "(int 18446744073709551616)");
    EXPR("1_0.5e-3", "(float 0.010500000000000001)");
    EXPR(".5", "(float 0.5)");
    EXPR("1e400", "(float inf)");
    EXPR("0.1", "(float 0.10000000000000001)");
    EXPR("5e-324", "(float 4.9406564584124654e-324)");
    EXPR("1if x else 2", "(ifexp (name x) (int 1) (int 2))");
}

TEST(strings_lose_their_escapes)
{
    EXPR("'a' \"b\" '''c'''", "(str \"abc\")");
    EXPR("'\\x41\\u00e9\\101\\n\\q\\\\'", "(str \"A\xc3\xa9" "A\\0a\\5cq\\5c\")");
    EXPR("r'\\n'", "(str \"\\5cn\")");
    EXPR("b'\\xff' Rb'\\x'", "(bytes \"\\ff\\5cx\")");
    EXPR("'a\\\nb'", "(str \"ab\")");
    EXPR("'''a\r\nb\rc'''", "(str \"a\\0ab\\0ac\")");
    EXPR("'\xe4\xbd\xa0'", "(str \"\xe4\xbd\xa0\")");
    EXPR("''", "(str \"\")");
}

TEST(fstrings_become_fields)
{
    EXPR("f'a{b}c'", "(fstring (str \"a\") (field (name b)) (str \"c\"))");
    EXPR("f'{{}}'", "(fstring (str \"{}\"))");
    EXPR("f'{x!r:>{w}}'", "(fstring (field (name x) !r (fstring (str \">\") (field (name w)))))");
    EXPR("f'{x = }'", "(fstring (shown \"x = \") (field (name x) !r))");
    EXPR("f'{x=!s}'", "(fstring (shown \"x=\") (field (name x) !s))");
    EXPR("f'{x=:3}'", "(fstring (shown \"x=\") (field (name x) (fstring (str \"3\"))))");
    EXPR("'a' f'{b}' 'c' f'd'", "(fstring (str \"a\") (field (name b)) (str \"cd\"))");
    EXPR("f'{a, b}'", "(fstring (field (tuple (name a) (name b))))");
    EXPR("f'{a[\"k\"]:%H:%M}'",
         "(fstring (field (index (name a) (str \"k\")) (fstring (str \"%H:%M\"))))");
    EXPR("f'{f\"{x}\"}'", "(fstring (field (fstring (field (name x)))))");
    EXPR("f'{a!=b}'", "(fstring (field (compare (name a) (compareop != (name b)))))");
    EXPR("f'''{\n  a\n}'''", "(fstring (field (name a)))");
    EXPR("f''", "(fstring)");
}

TEST(displays_and_comprehensions)
{
    EXPR("()", "(tuple)");
    EXPR("(a,)", "(tuple (name a))");
    EXPR("(a)", "(name a)");
    EXPR("a, *b", "(tuple (name a) (starred (name b)))");
    EXPR("[a, *b]", "(list (name a) (starred (name b)))");
    EXPR("{a}", "(set (name a))");
    EXPR("{}", "(dict)");
    EXPR("{1: 2, **a}", "(dict (item (int 1) (int 2)) (item - (name a)))");
    EXPR("[x for x in y if x if z]",
         "(listcomp (name x) (compfor (name x) (name y) (name x) (name z)))");
    EXPR("{k: v for k, v in y}",
         "(dictcomp (name k) (name v) (compfor (tuple (name k) (name v)) (name y)))");
    EXPR("{x for y in z for x in y}",
         "(setcomp (name x) (compfor (name y) (name z)) (compfor (name x) (name y)))");
    EXPR("f(x for x in y)", "(call (name f) (arg (genexp (name x) (compfor (name x) (name y)))))");
    EXPR("[y := 1, y]", "(list (walrus (name y) (int 1)) (name y))");
    EXPR("x[1:2, ::3, ...]", "(index (name x) (tuple (slice (int 1) (int 2) -) "
                             "(slice - - (int 3)) (ellipsis)))");
    EXPR("f(a, *b, c=1, **d)", "(call (name f) (arg (name a)) (arg * (name b)) (arg c= (int 1)) "
                               "(arg ** (name d)))");
}

TEST(simple_statements)
{
    STMT("x = y = 1", "(assign (name x) (name y) (int 1))");
    STMT("a, (b, *c) = d", "(assign (tuple (name a) (tuple (name b) (starred (name c)))) (name d))");
    STMT("x += 1", "(augassign + (name x) (int 1))");
    STMT("x //= 1", "(augassign // (name x) (int 1))");
    STMT("x: int = 1", "(annassign (name x) (name int) (int 1))");
    STMT("x: int", "(annassign (name x) (name int) -)");
    STMT("del a, b.c, d[0]", "(del (name a) (attr (name b) c) (index (name d) (int 0)))");
    STMT("assert a, b", "(assert (name a) (name b))");
    STMT("raise A from b", "(raise (name A) (name b))");
    STMT("raise", "(raise - -)");
    STMT("import a.b as c, d", "(import (alias a.b as c) (alias d))");
    STMT("from ...a.b import (c as d, e,)", "(importfrom ... a.b (alias c as d) (alias e))");
    STMT("from . import x", "(importfrom .  (alias x))");
    STMT("from a import *", "(importfrom a *)");
    STMT("pass; pass;", "(pass) (pass)");
    STMT("\xe4\xbb\xbb\xe5\x8a\xa1 = 1", "(assign (name \xe4\xbb\xbb\xe5\x8a\xa1) (int 1))");
}

TEST(compound_statements)
{
    STMT("if a: b\nelif c: d\nelse: e",
         "(if (name a) (expr (name b)) [else (if (name c) (expr (name d)) [else (expr (name e))])])");
    STMT("while a:\n  break\nelse:\n  b", "(while (name a) (break) [else (expr (name b))])");
    STMT("for a, b in c, d:\n  continue",
         "(for (tuple (name a) (name b)) (tuple (name c) (name d)) (continue))");
    STMT("try:\n a\nexcept (A, B) as e:\n b\nexcept:\n c\nelse:\n d\nfinally:\n e",
         "(try (expr (name a)) (handler (tuple (name A) (name B)) e (expr (name b))) "
         "(handler -  (expr (name c))) [else (expr (name d))] [finally (expr (name e))])");
    STMT("with a as b, c: d",
         "(with (withitem (name a) (name b)) (withitem (name c) -) [body (expr (name d))])");
    STMT("with (a as b, c,): d",
         "(with (withitem (name a) (name b)) (withitem (name c) -) [body (expr (name d))])");
    STMT("with (a, b): d",
         "(with (withitem (name a) -) (withitem (name b) -) [body (expr (name d))])");
    STMT("with (a, b) as c: d",
         "(with (withitem (tuple (name a) (name b)) (name c)) [body (expr (name d))])");
    STMT("@d(1)\nclass A(B, metaclass=C):\n  x = 1",
         "(classdef A [decorators (call (name d) (arg (int 1)))] "
         "[args (arg (name B)) (arg metaclass= (name C))] (assign (name x) (int 1)))");
    STMT("def f(a, /, b: int = 1, *c, d, e=2, **g) -> h: return a",
         "(funcdef f [params (param a /) (param b : (name int) = (int 1)) (param *c) (param d kw) "
         "(param e kw = (int 2)) (param **g)] -> (name h) (return (name a)))");
    STMT("async def f():\n  async for x in y: await x\n  async with z: yield 1",
         "(funcdef async f (for async (name x) (name y) (expr (await (name x)))) "
         "(with async (withitem (name z) -) [body (expr (yield (int 1)))]))");
    STMT("f = lambda x, *, y=1: (yield)",
         "(assign (name f) (lambda <lambda> [params (param x) (param y kw = (int 1))] "
         "(return (yield))))");
}

TEST(lines_join_and_indent)
{
    STMT("x = 1 + \\\n  2", "(assign (name x) (binary + (int 1) (int 2)))");
    STMT("f(\n  # note\n  1,\n)", "(expr (call (name f) (arg (int 1))))");
    STMT("if a:\n\tb\n\n        # note\n\tc\n", "(if (name a) (expr (name b)) (expr (name c)))");
    STMT("if a:\r\n  b\r\nc", "(if (name a) (expr (name b))) (expr (name c))");
    check_tree_of("\n\n# note\n", "(module)");
}

/* Where the node of the first statement's value, or of the statement itself, is. */
TEST(spans_cover_the_source)
{
    const char *source = "x = (a +\n     b.c)\ny = '''1\n2'''\n";
    struct arena a;
    struct node *tree;
    struct diag d;
    arena_init(&a);
    CHECK(lang_parse(&a, source, strlen(source), &(struct parse_opts){ 0 }, &tree, &d) == PARSE_OK);
    const struct node *first = tree->body.first, *sum = first->assign.value;
    CHECK_INT(first->at.line, 1);
    CHECK_INT(first->at.end_line, 2);
    CHECK_INT(first->at.end_col, 9);
    CHECK_INT(sum->at.col, 5);
    CHECK_INT(sum->at.end_line, 2);
    CHECK_INT(sum->at.end_col, 8);
    CHECK_INT(sum->pair.right->attr.name_at.col, 7);
    const struct node *text = first->next->assign.value;
    CHECK_INT(text->at.line, 3);
    CHECK_INT(text->at.end_line, 4);
    CHECK_INT(text->at.end_col, 4);
    arena_finish(&a);
}

TEST(keywords_and_names_are_told_apart)
{
    static const char *const words[] = {
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class",
        "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global",
        "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return",
        "try", "while", "with", "yield",
    };
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        CHECK(lang_is_keyword(words[i], strlen(words[i])));
    static const char *const others[] = { "", "x", "none", "match", "case", "type", "_", "print",
                                          "whilee", "iff", "continued", "fo" };
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        CHECK(!lang_is_keyword(others[i], strlen(others[i])));
    CHECK(lang_is_identifier("\xe5\x90\x8d\xe5\x89\x8d" "1", 7));
    CHECK(!lang_is_identifier("1x", 2));
    CHECK(!lang_is_identifier("a-b", 3));
    CHECK(!lang_is_identifier("\xef\xbc\x8c", 3));
    CHECK(!lang_is_identifier("", 0));
}

int main(void)
{
    RUN(operators_bind_as_in_python);
    RUN(numbers_are_read_exactly);
    RUN(strings_lose_their_escapes);
    RUN(fstrings_become_fields);
    RUN(displays_and_comprehensions);
    RUN(simple_statements);
    RUN(compound_statements);
    RUN(lines_join_and_indent);
    RUN(spans_cover_the_source);
    RUN(keywords_and_names_are_told_apart);
    return tap_done();
}
