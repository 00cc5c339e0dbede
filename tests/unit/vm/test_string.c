/* Text: growing strings, hashes, and what threads do to a buffer they share. */
#include "fake_vm.h"

#include <pthread.h>

static struct task t;

static value lit(const char *s)
{
    return str_lit(&t, s);
}

static bool reads(value v, const char *s)
{
    const struct str *str = REF(v);
    return str->o.n == strlen(s) && memcmp(str_data(str), s, str->o.n) == 0;
}

TEST(growing_by_pieces_takes_linear_memory)
{
    fake_start(&t);
    value s = lit(""), piece = lit("0123456789");
    size_t before = (size_t)s, pieces = 100000;
    for (size_t i = 0; i < pieces; i++)
        s = str_concat(&t, s, piece);
    CHECK_INT(obj_of(s)->n, 10 * pieces);
    CHECK((size_t)s - before < pieces * 100); // copies each time would be 50 GB
    const char *text = str_data(REF(s));
    for (size_t i = 0; i < 10 * pieces; i++)
        CHECK(text[i] == (char)('0' + i % 10));
}

TEST(two_continuations_of_one_text_do_not_meet)
{
    char want[400];
    fake_start(&t);
    memset(want, 'x', 300);
    value base = str_concat(&t, str_new(&t, want, 299), lit("x"));
    CHECK(((struct str *)REF(base))->o.aux & STR_BUFFERED);
    value a = str_concat(&t, base, lit("left")), b = str_concat(&t, base, lit("right"));
    strcpy(want + 300, "left");
    CHECK(reads(a, want));
    strcpy(want + 300, "right");
    CHECK(reads(b, want));
    want[300] = 0;
    CHECK(reads(base, want));
    a = str_concat(&t, a, lit("er"));
    strcpy(want + 300, "lefter");
    CHECK(reads(a, want));
}

TEST(a_buffered_text_equals_a_plain_one)
{
    char text[301];
    fake_start(&t);
    memset(text, 'y', 300);
    value buffered = str_concat(&t, str_new(&t, text, 299), lit("y")), plain = str_new(&t, text, 300);
    CHECK(str_equal(buffered, plain));
    CHECK(str_hash(buffered) == str_hash(plain));
    CHECK(str_equal(buffered, plain)); // now by hash too
    CHECK_INT(str_order(buffered, plain), 0);
}

TEST(characters_and_ascii_are_counted)
{
    fake_start(&t);
    value s = str_concat(&t, lit("aé"), lit("中😀"));
    const struct str *str = REF(s);
    CHECK_INT(str->chars, 4);
    CHECK(!str_all_ascii(str));
    CHECK(str_all_ascii(REF(lit("ascii"))));
    for (size_t n = 0; n <= 40; n++) {
        char text[128];
        size_t bytes = 0;
        for (size_t i = 0; i < n; i++)
            bytes += (size_t)sprintf(text + bytes, "%s", i % 3 ? "中" : "a");
        CHECK_INT(text_chars(text, bytes), n);
        for (size_t i = 0; i <= n; i++)
            CHECK_INT(text_chars(text, text_skip(text, bytes, i)), i);
    }
}

TEST(nothing_added_is_the_same_object)
{
    fake_start(&t);
    value s = lit("abc"), empty = lit("");
    CHECK(str_concat(&t, s, empty) == s);
    CHECK(str_concat(&t, empty, s) == s);
}

TEST(a_text_too_large_is_a_memory_error)
{
    value r;
    fake_start(&t);
    CHECK(str_repeat(&t, lit("ab"), V_INT(1ll << 31), &r) == VM_RAISE);
    CHECK(strncmp(fake_exc, "MemoryError", 11) == 0);
    CHECK(str_repeat(&t, lit("ab"), V_INT(1ll << 30), &r) == VM_RAISE);
    CHECK(strncmp(fake_exc, "MemoryError", 11) == 0);
}

/* Two threads append to the same string; each must get its own text, one of them by copying. */
enum { ROUNDS = 2000 };
static value bases[ROUNDS], results[2][ROUNDS];
static pthread_barrier_t start;

static void *appender(void *arg)
{
    int me = *(int *)arg;
    value tail = lit(me ? "right" : "left!");
    pthread_barrier_wait(&start);
    for (int i = 0; i < ROUNDS; i++)
        results[me][i] = str_concat(&t, bases[i], tail);
    return NULL;
}

TEST(of_two_threads_one_gets_the_room_behind_a_text)
{
    pthread_t thread[2];
    int me[2] = { 0, 1 };
    char text[206];
    fake_start(&t);
    memset(text, 'z', 200);
    for (int i = 0; i < ROUNDS; i++)
        bases[i] = str_concat(&t, str_new(&t, text, 199), lit("z"));
    pthread_barrier_init(&start, NULL, 2);
    for (int i = 0; i < 2; i++)
        pthread_create(&thread[i], NULL, appender, &me[i]);
    for (int i = 0; i < 2; i++)
        pthread_join(thread[i], NULL);
    for (int i = 0; i < ROUNDS; i++) {
        strcpy(text + 200, "left!");
        CHECK(reads(results[0][i], text));
        strcpy(text + 200, "right");
        CHECK(reads(results[1][i], text));
        bool same_buffer = ((struct str *)REF(results[0][i]))->buf == ((struct str *)REF(results[1][i]))->buf;
        CHECK(!same_buffer);
    }
}

int main(void)
{
    RUN(growing_by_pieces_takes_linear_memory);
    RUN(two_continuations_of_one_text_do_not_meet);
    RUN(a_buffered_text_equals_a_plain_one);
    RUN(characters_and_ascii_are_counted);
    RUN(nothing_added_is_the_same_object);
    RUN(a_text_too_large_is_a_memory_error);
    RUN(of_two_threads_one_gets_the_room_behind_a_text);
    return tap_done();
}
