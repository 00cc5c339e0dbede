/* arena.c and buf.c */
#include "base/arena.h"
#include "base/buf.h"
#include "tap.h"

TEST(pieces_are_zeroed_aligned_and_apart)
{
    struct arena a;
    arena_init(&a);
    char *last = NULL;
    for (size_t n = 0; n < 3000; n += 7) {
        char *p = arena_alloc(&a, n);
        CHECK((uintptr_t)p % 16 == 0);
        for (size_t i = 0; i < n; i++)
            CHECK(p[i] == 0);
        memset(p, 0xff, n);
        CHECK(p != last);
        last = p;
    }
    char *big = arena_alloc(&a, 1 << 20);
    CHECK(big[0] == 0 && big[(1 << 20) - 1] == 0);
    CHECK_STR(arena_text(&a, "abc", 2), "ab");
    arena_finish(&a);
    CHECK_STR(arena_text(&a, "again", 5), "again");
    arena_finish(&a);
}

TEST(a_buffer_grows_and_stays_a_string)
{
    struct buf b = { 0 };
    CHECK_STR(buf_str(&b), "");
    for (int i = 0; i < 1000; i++)
        buf_addf(&b, "%d,", i);
    CHECK_INT(b.n, 10 * 2 + 90 * 3 + 900 * 4);
    CHECK(strncmp(b.text, "0,1,2,", 6) == 0 && strlen(b.text) == b.n);
    buf_clear(&b);
    buf_addf(&b, "%0300d", 7);
    CHECK_INT(b.n, 300);
    buf_addc(&b, 0);
    buf_add(&b, "x", 1);
    CHECK_INT(b.n, 302);
    CHECK(b.text[301] == 'x' && b.text[302] == 0);
    buf_finish(&b);
    CHECK_STR(buf_str(&b), "");
}

int main(void)
{
    RUN(pieces_are_zeroed_aligned_and_apart);
    RUN(a_buffer_grows_and_stays_a_string);
    return tap_done();
}
