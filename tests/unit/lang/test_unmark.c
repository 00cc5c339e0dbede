/* What comes off a pasted text, and what stays. */
#include "lang/lang.h"
#include "tap.h"

static void check_unmark(const char *source, const char *want, const char *want_what)
{
    struct arena a;
    const char *what;
    arena_init(&a);
    struct text got = lang_unmark(&a, source, strlen(source), &what);
    CHECK_STR(got.s, want);
    CHECK_INT(got.n, strlen(want));
    CHECK_STR(what ? what : "", want_what);
    arena_finish(&a);
}

TEST(plain_python_stays)
{
    check_unmark("", "", "");
    check_unmark("x = 1\n", "x = 1\n", "");
    check_unmark("...\n...\n", "...\n...\n", "");
    check_unmark("1 + 1\n2 + 2\n", "1 + 1\n2 + 2\n", "");
    check_unmark("1\n2\n3\n", "1\n2\n3\n", "");
    check_unmark("x = 1\n>>> y\n", "x = 1\n>>> y\n", "");
    check_unmark("print('\xef\xbc\x8c')  # \xef\xbc\x8c\n", "print('\xef\xbc\x8c')  # \xef\xbc\x8c\n", "");
}

TEST(prompts_come_off)
{
    check_unmark(">>> x = 1\n>>> y = 2\n", "x = 1\ny = 2\n", "prompt marks");
    check_unmark(">>> print(1)\n1\n>>> 2\n2\n", "print(1)\n2\n", "prompt marks");
    check_unmark("In [1]:\nif x:\n    y\n\nIn [2]:\nz\nOut[2]:\n5\n", "\nif x:\n    y\n\n\nz\n", "prompt marks");
    check_unmark(">>> def f():\n...     return 1\n...\n>>> f()", "def f():\n    return 1\n\nf()\n",
                 "prompt marks");
    check_unmark("  >>> x\n\n  >>> y\n", "x\n\ny\n", "prompt marks");
    check_unmark("In [1]: def f():\n   ...:     return 1\n   ...: \n\nIn [12]: f()\nOut[12]: 1\n",
                 "def f():\n    return 1\n\n\nf()\n", "prompt marks");
}

TEST(line_numbers_come_off)
{
    check_unmark("1 x = 1\n2 if x:\n3     y\n", "x = 1\nif x:\n    y\n", "line numbers");
    check_unmark(" 9: if x:\n10:     y\n", "if x:\n    y\n", "line numbers");
    check_unmark("1. x = 1\n2.\n3. y = 2\n", "x = 1\n\ny = 2\n", "line numbers");
    check_unmark("1\tx = 1\n\n3\ty = 2\n", "x = 1\n\ny = 2\n", "line numbers");
    check_unmark("1 x = 1\n\n2 y = 2\n", "x = 1\n\ny = 2\n", "line numbers");
    check_unmark("1 x = 1\n3 y = 2\n", "1 x = 1\n3 y = 2\n", "");
    check_unmark("1 x = 1\ny = 2\n", "1 x = 1\ny = 2\n", "");
}

TEST(full_width_characters_become_ascii)
{
    check_unmark("print\xef\xbc\x88\xe2\x80\x9c\xe4\xbd\xa0\xef\xbc\x8c\xe2\x80\x9d\xef\xbc\x89\n",
                 "print(\"\xe4\xbd\xa0\xef\xbc\x8c\")\n", "full-width characters");
    check_unmark("\xe3\x80\x80x\xef\xbc\x9d" "1\n", " x=1\n", "full-width characters");
    check_unmark("x\xc2\xa0= 1\n", "x = 1\n", "full-width characters");
}

TEST(what_files_bring_along_comes_off)
{
    check_unmark("\xef\xbb\xbfx = 1\r\ny = 2\r\n", "x = 1\ny = 2\n",
                 "a byte-order mark, Windows line ends");
    check_unmark(">>> x\r\n>>> y\r\n", "x\ny\n", "Windows line ends, prompt marks");
    check_unmark("x\ry", "x\ny", "Windows line ends");
}

static void check_outdent(const char *in, const char *out)
{
    struct arena a;
    struct text moved = { "", 0 };
    arena_init(&a);
    CHECK_INT(lang_outdent(&a, (struct text){ in, (uint32_t)strlen(in) }, &moved), *out != 0);
    CHECK(moved.n == strlen(out) && memcmp(moved.s, out, moved.n) == 0);
    arena_finish(&a);
}

TEST(what_all_lines_begin_with_comes_off)
{
    check_outdent("    for i in x:\n\n        print(i)\n", "for i in x:\n\n    print(i)\n");
    check_outdent("\tx = 1\n  \n\ty = 2", "x = 1\n \ny = 2\n");
    check_outdent("x = 1\n    y = 2\n", "");
    check_outdent("  \n", "");
    check_outdent("", "");
}

int main(void)
{
    RUN(plain_python_stays);
    RUN(prompts_come_off);
    RUN(line_numbers_come_off);
    RUN(full_width_characters_become_ascii);
    RUN(what_files_bring_along_comes_off);
    RUN(what_all_lines_begin_with_comes_off);
    return tap_done();
}
