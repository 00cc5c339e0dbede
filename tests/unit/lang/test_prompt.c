/* What the prompt does after each line: run the entry, ask for more, or tell an error. */
#include "lang/lang.h"
#include "tap.h"

static char outcome(const char *source)
{
    struct arena a;
    struct node *tree = NULL;
    struct diag d = { 0 };
    arena_init(&a);
    enum parse_result r = lang_parse(&a, source, strlen(source),
                                     &(struct parse_opts){ .interactive = true }, &tree, &d);
    arena_finish(&a);
    return r == PARSE_OK ? 'o' : r == PARSE_MORE ? 'm' : 'e';
}

static const struct {
    const char *source;
    char want; // o: ok, m: more, e: error
} cases[] = {
    { "", 'o' },
    { "\n", 'o' },
    { "   \n", 'o' },
    { "# nothing\n", 'o' },
    { "x = 1\n", 'o' },
    { "x = 1", 'o' },
    { "x = 1; y = 2\n", 'o' },
    { "x = \n", 'e' },
    { "x y\n", 'e' },
    { "  x = 1\n", 'e' },
    // open brackets and strings
    { "f(1,\n", 'm' },
    { "f(1,\n\n", 'm' },
    { "f(1,\n2)\n", 'o' },
    { "f(1 2\n", 'm' }, // as in Python, which reads on to see what the 2 belongs to
    { "f(1 2)\n", 'e' },
    { "x = [\n", 'm' },
    { "x = {'a': (1,\n", 'm' },
    { "x = (1]\n", 'e' },
    { "x = '''abc\n", 'm' },
    { "x = '''abc\n\n", 'm' },
    { "x = '''abc\n'''\n", 'o' },
    { "x = f\"\"\"{a}\n", 'm' },
    { "x = 'abc\n", 'e' },
    { "x = 'abc\\\n", 'm' },
    { "x = 'abc\\", 'm' },
    { "x = 'abc\\\ndef'\n", 'o' },
    { "x = 1 + \\\n", 'm' },
    { "x = 1 + \\", 'm' },
    { "x = 1 + \\\n2\n", 'o' },
    // blocks
    { "if x:\n", 'm' },
    { "if x:", 'm' },
    { "if x:\n\n", 'e' },
    { "if x:\npass\n", 'e' },
    { "if x:\n    pass\n", 'm' },
    { "if x:\n    pass", 'm' },
    { "if x:\n    pass\n\n", 'o' },
    { "if x:\n    pass\n    \n", 'o' },
    { "if x:\n    pass\n# note\n", 'm' },
    { "if x:\n    pass\nelse:\n", 'm' },
    { "if x:\n    pass\nelse:\n    pass\n", 'm' },
    { "if x:\n    pass\nelse:\n    pass\n\n", 'o' },
    { "if x:\n    pass\nel\n", 'o' },
    { "if 1: pass\n", 'm' },
    { "if 1: pass", 'm' },
    { "if 1: pass\n\n", 'o' },
    { "if 1: pass\nelse: pass\n", 'm' },
    { "if 1: pass\nelse: pass\n\n", 'o' },
    { "if x\n", 'e' },
    { "def f():\n", 'm' },
    { "def f():\n    return 1\n", 'm' },
    { "def f():\n    return 1\n\n", 'o' },
    { "def f():\n    x = [\n", 'm' },
    { "def f():\n    if x:\n", 'm' },
    { "def f():\n    if x:\n        y\n  z\n", 'e' },
    { "def f(a,\n", 'm' },
    { "async def f():\n    await x\n", 'm' },
    { "class A:\n    x = 1\n", 'm' },
    { "class A:\n    def f(self):\n        pass\n\n", 'o' },
    { "@foo\n", 'm' },
    { "@foo\n\n", 'e' },
    { "@foo\n@bar\n", 'm' },
    { "@foo\ndef f():\n", 'm' },
    { "@foo\ndef f(): pass\n\n", 'o' },
    { "@foo\nx\n", 'e' },
    { "try:\n    x\n", 'm' },
    { "try:\n    x\n\n", 'e' },
    { "try:\n    x\nexcept E:\n", 'm' },
    { "try:\n    x\nexcept E:\n    y\n", 'm' },
    { "try:\n    x\nexcept E:\n    y\nfinally:\n    z\n\n", 'o' },
    { "try:\n    x\ny\n", 'e' },
    { "with a as b:\n", 'm' },
    { "while True: print(1)\n", 'm' },
    { "for i in range(3):\n    print(i)\n\n", 'o' },
    { "else:\n", 'e' },
    { "return 1\n", 'e' },
    { "def f():\n    break\n", 'm' },
    { "def f():\n    break\n\n", 'e' },
    // several statements: a block pasted at once
    { "x = 1\ny = 2\n", 'o' },
    { "x = 1\nif x:\n    y\n", 'm' },
    { "if x:\n    y\nz = 1\n", 'o' },
    { "if x:\r\n    y\r\n\r\n", 'o' },
    { "if x:\r\n    y\r\n", 'm' },
};

TEST(entries_end_where_those_of_python_end)
{
    int bad = 0;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char got = outcome(cases[i].source);
        if (got != cases[i].want) {
            printf("# [%s] gives %c, want %c\n", cases[i].source, got, cases[i].want);
            bad++;
        }
    }
    CHECK_INT(bad, 0);
}

TEST(a_file_never_asks_for_more)
{
    struct arena a;
    struct node *tree;
    struct diag d;
    arena_init(&a);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *s = cases[i].source;
        CHECK(lang_parse(&a, s, strlen(s), &(struct parse_opts){ 0 }, &tree, &d) != PARSE_MORE);
    }
    arena_finish(&a);
}

int main(void)
{
    RUN(entries_end_where_those_of_python_end);
    RUN(a_file_never_asks_for_more);
    return tap_done();
}
