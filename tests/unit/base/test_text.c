#include "base/text.h"
#include "tap.h"

#include <locale.h>
#include <math.h>

static uint32_t decoded(const char *s, size_t n, unsigned want_length)
{
    uint32_t cp = 0;
    CHECK_INT(utf8_get(s, n, &cp), want_length);
    return cp;
}

TEST(utf8_is_decoded_and_wrong_forms_are_refused)
{
    CHECK_INT(decoded("A", 1, 1), 'A');
    CHECK_INT(decoded("\xc3\xa9", 2, 2), 0xe9);
    CHECK_INT(decoded("\xe4\xbd\xa0", 3, 3), 0x4f60);
    CHECK_INT(decoded("\xf0\x9f\x90\x9a", 4, 4), 0x1f41a);
    static const char *const wrong[] = { "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                                         "\x80", "\xff", ("\xc3" "A"), "\xf0\x80\x80\x80" };
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
        CHECK(decoded(wrong[i], strlen(wrong[i]), 1) == UINT32_MAX);
    CHECK(decoded("\xe4\xbd\xa0", 2, 1) == UINT32_MAX);
    CHECK(utf8_valid("a\xc3\xa9", 3));
    CHECK(!utf8_valid("a\xc3", 2));
    CHECK(!utf8_valid("a\xff" "b", 3));
    CHECK_INT(utf8_count("a\xc3\xa9\xff\xe4\xbd\xa0", 7), 4);
}

TEST(every_code_point_survives_a_round_trip)
{
    for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
        char to[4];
        uint32_t back;
        unsigned n = utf8_put(to, cp);
        bool surrogate = cp >= 0xd800 && cp < 0xe000;
        CHECK(utf8_get(to, n, &back) == (surrogate ? 1 : n));
        CHECK(back == (surrogate ? UINT32_MAX : cp));
    }
}

TEST(widths_are_those_of_a_terminal)
{
    CHECK_INT(cp_width('a'), 1);
    CHECK_INT(cp_width(0xe9), 1);
    CHECK_INT(cp_width(0x301), 0);
    CHECK_INT(cp_width(0x4f60), 2);
    CHECK_INT(cp_width(0xff0c), 2);
    CHECK_INT(cp_width(0x1f41a), 2);
    CHECK_INT(cp_width(0x200d), 0);
    CHECK_INT(cp_width(0x2500), 1);
    CHECK_INT(text_width("e\xcc\x81\xe4\xbd\xa0", 6), 3);
    CHECK_INT(text_fit("a\xe4\xbd\xa0" "b", 5, 2), 1);
    CHECK_INT(text_fit("a\xe4\xbd\xa0" "b", 5, 3), 4);
    CHECK_INT(text_fit("ab", 2, 9), 2);
}

static void check_wrapped(const char *s, size_t cells, const char *expected)
{
    struct buf out = { 0 };
    text_wrap(&out, s, strlen(s), cells);
    CHECK_STR(buf_str(&out), expected);
    buf_finish(&out);
}

TEST(long_lines_go_on_below)
{
    check_wrapped("", 10, "");
    check_wrapped("short\n\nand\n", 5, "short\n\nand\n");
    check_wrapped("one two three four", 9, "one two\nthree\nfour");
    check_wrapped("  one two three\nx\n", 9, "  one two\n  three\nx\n");
    check_wrapped("exactly12345 more", 12, "exactly12345\nmore");
    check_wrapped("toolongaword x", 6, "toolon\ngaword\nx");
    check_wrapped("\033[31mred\033[0m and blue", 7, "\033[31mred\033[0m and\nblue");
    check_wrapped("a\033[9Gpicture is left alone", 6, "a\033[9Gpicture is left alone");
}

TEST(chinese_lines_break_beside_any_character_but_not_before_a_closing_mark)
{
    check_wrapped("锁被占用，请等待", 8, "锁被占\n用，请等\n待");
    check_wrapped("它有 a.lock 在手", 10, "它有\na.lock 在\n手");
    CHECK(!text_breaks(0x7528, 0xff0c));
    CHECK(!text_breaks(0x300c, 0x7528));
    CHECK(text_breaks(0x7528, 0x9501));
}

TEST(names_may_be_of_any_script)
{
    CHECK(cp_starts_name('_') && cp_starts_name('z') && cp_starts_name(0x4f60));
    CHECK(!cp_starts_name('1') && cp_continues_name('1'));
    CHECK(!cp_starts_name(0x301) && cp_continues_name(0x301));
    CHECK(!cp_continues_name(0xff0c) && !cp_continues_name('-') && !cp_continues_name(0x3000));
    CHECK(cp_printable('~') && !cp_printable(0x7f) && !cp_printable(0xa0) && cp_printable(0x4f60));
    CHECK(!cp_printable(0x200b) && !cp_printable('\n') && cp_printable(' '));
}

static void check_safe(const char *s, bool sgr, const char *want)
{
    struct buf b = { 0 };
    text_safe(&b, s, strlen(s), sgr);
    CHECK_STR(buf_str(&b), want);
    buf_finish(&b);
}

TEST(nothing_steers_the_terminal)
{
    check_safe("a\tb\n", false, "a\tb\n");
    check_safe("\033[31mx\a\177\r", false, "^[[31mx^G^?^M");
    check_safe("\033[31mx\033[0m", true, "\033[31mx\033[0m");
    check_safe("\033[2J\033]52;c\a", true, "^[[2J^[]52;c^G");
    check_safe("\033[1;2;3;4;5;6;7;8;9;10m", true, "^[[1;2;3;4;5;6;7;8;9;10m");
    check_safe("\033[31", true, "^[[31");
    check_safe("\xc2\x9b" "2J", false, "<U+009B>2J");
    check_safe("\xe2\x80\xae" "evil\xe2\x81\xa6", false, "<U+202E>evil<U+2066>");
    check_safe("\xff\xc0\x80", false, "\\xff\\xc0\\x80");
    check_safe("\xe4\xbd\xa0\xc3\xa9", false, "\xe4\xbd\xa0\xc3\xa9");
}

/* Any bytes whatever, by a seeded walk: what comes out holds no control but \n, \t and,
 * if allowed, complete colours. */
TEST(any_bytes_become_safe)
{
    uint64_t seed = 1;
    struct buf out = { 0 };
    for (int round = 0; round < 20000; round++) {
        char in[24];
        static const char likely[] = "\033[;m3\x9b\xc2\xe2\x80\xae\x81\n\t a";
        for (size_t i = 0; i < sizeof in; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            unsigned r = (unsigned)(seed >> 33);
            in[i] = r & 1 ? likely[(r >> 1) % (sizeof likely - 1)] : (char)(r >> 1);
        }
        bool sgr = round & 1;
        buf_clear(&out);
        text_safe(&out, in, sizeof in, sgr);
        CHECK(utf8_valid(out.text, out.n));
        for (size_t i = 0; i < out.n; i++) {
            unsigned char c = (unsigned char)out.text[i];
            if (c == 0x1b && sgr) {
                size_t j = i + 1 + strspn(out.text + i + 1, "[;0123456789");
                CHECK(out.text[i + 1] == '[' && out.text[j] == 'm');
                continue;
            }
            CHECK((c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t');
            CHECK(!(c == 0xc2 && (unsigned char)out.text[i + 1] < 0xa0));
        }
    }
    buf_finish(&out);
}

static void check_fold(const char *s, const char *want)
{
    struct buf b = { 0 };
    bool changed = text_fold_fullwidth(&b, s, strlen(s));
    CHECK_STR(buf_str(&b), want);
    CHECK_INT(changed, strcmp(s, want) != 0);
    buf_finish(&b);
}

TEST(full_width_forms_fold_outside_strings)
{
    check_fold("x\xef\xbc\x9d\xef\xbc\x91", "x=1");
    check_fold("f(a\xe3\x80\x81" "b\xef\xbc\x89\xef\xbc\x9a", "f(a,b):");
    check_fold("'\xef\xbc\x8c' # \xef\xbc\x8c", "'\xef\xbc\x8c' # \xef\xbc\x8c");
    check_fold("'''\xef\xbc\x8c\n\xef\xbc\x8c'''\xef\xbc\x8c", "'''\xef\xbc\x8c\n\xef\xbc\x8c''',");
    check_fold("'\\'\xef\xbc\x8c'", "'\\'\xef\xbc\x8c'");
    check_fold("\xe2\x80\x9c\xef\xbc\x8c\xe2\x80\x9d\xef\xbc\x8c", "\"\xef\xbc\x8c\",");
    check_fold("\xe2\x80\x9csay \"hi\"\xe2\x80\x9d", "\"say \\\"hi\\\"\"");
    check_fold("\xe2\x80\x9c" "a\"", "\"a\"");
    check_fold("\"a\xe2\x80\x9d", "\"a\"");
    check_fold("\xe2\x80\x98" "a\xe2\x80\x99", "'a'");
    check_fold("'open\n\xef\xbc\x88", "'open\n(");
    check_fold("\xe3\x80\x90" "1\xe3\x80\x91", "[1]");
}

TEST(distance_counts_typing_errors)
{
    CHECK_INT(text_distance("lock", 4, "lock", 4, 3), 0);
    CHECK_INT(text_distance("lokc", 4, "lock", 4, 3), 1);
    CHECK_INT(text_distance("loc", 3, "lock", 4, 3), 1);
    CHECK_INT(text_distance("sleep", 5, "lock", 4, 3), 4);
    CHECK_INT(text_distance("", 0, "ab", 2, 3), 2);
    CHECK_INT(text_distance("\xe4\xbd\xa0", 3, "\xe5\xa5\xbd", 3, 3), 1);
    char a[100], b[100];
    memset(a, 'a', sizeof a), memset(b, 'a', sizeof b);
    CHECK_INT(text_distance(a, 100, b, 100, 2), 0);
    b[0] = 'b';
    CHECK_INT(text_distance(a, 100, b, 100, 2), 3);
}

TEST(reals_are_the_nearest)
{
    static const char *const texts[] = { "0.1", "1e22", "123456789012345.5", "5e-324", "1.7976931348623157e308",
                                         "0.30000000000000004", ".5", "5.", "9007199254740993",
                                         "3.14159265358979", "1e-7", "00012.50" };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        CHECK(text_real(texts[i], strlen(texts[i])) == strtod(texts[i], NULL));
    CHECK(isinf(text_real("1e999", 5)));
}

TEST(integers_are_written_as_printf_does)
{
    static const int64_t some[] = { 0, 9, 10, 99, 100, 101, 12345, 999999, 1000000, INT64_MAX };
    for (size_t i = 0; i < 2 * ARRAY_LEN(some); i++) {
        int64_t number = i % 2 ? -some[i / 2] - 1 : some[i / 2]; // the last one is INT64_MIN
        struct buf b = { 0 };
        char as_printf[32];
        buf_adds(&b, "n=");
        text_int(&b, number);
        snprintf(as_printf, sizeof as_printf, "n=%lld", (long long)number);
        CHECK(strcmp(buf_str(&b), as_printf) == 0 && b.n == strlen(as_printf));
        buf_finish(&b);
    }
}

int main(void)
{
    RUN(utf8_is_decoded_and_wrong_forms_are_refused);
    RUN(every_code_point_survives_a_round_trip);
    RUN(widths_are_those_of_a_terminal);
    RUN(long_lines_go_on_below);
    RUN(chinese_lines_break_beside_any_character_but_not_before_a_closing_mark);
    RUN(names_may_be_of_any_script);
    RUN(nothing_steers_the_terminal);
    RUN(any_bytes_become_safe);
    RUN(full_width_forms_fold_outside_strings);
    RUN(distance_counts_typing_errors);
    RUN(reals_are_the_nearest);
    RUN(integers_are_written_as_printf_does);
    return tap_done();
}
