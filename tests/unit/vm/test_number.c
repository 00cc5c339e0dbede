/* Numbers: what single answers of CPython cannot show. */
#include "fake_vm.h"

#include <math.h>

static struct task t;

static value binary(unsigned op, value a, value b)
{
    value r = V_UNBOUND;
    CHECK(number_binary(&t, op, a, b, &r) == VM_OK);
    return r;
}

static bool same(value a, value b)
{
    bool unordered;
    return number_compare(a, b, &unordered) == 0 && !unordered;
}

static uint64_t seed = 5;

static unsigned chance(void)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33);
}

/* A number of about so many bits, with runs of ones and zeros, which carries like. */
static value any_big(unsigned bits)
{
    value v = V_INT(1);
    for (unsigned have = 1; have < bits;) {
        unsigned run = 1 + chance() % 90;
        value ones = binary(OPR_SUB, binary(OPR_LSHIFT, V_INT(1), V_INT(run)), V_INT(1));
        value low = chance() % 3 == 0 ? ones : chance() % 2 ? V_INT(0) : V_INT(chance() & 0xff);
        v = binary(OPR_OR, binary(OPR_LSHIFT, v, V_INT(run)), binary(OPR_AND, low, ones));
        have += run;
    }
    return chance() % 2 ? v : binary(OPR_SUB, V_INT(0), v);
}

TEST(long_products_divide_back)
{
    fake_start(&t);
    for (int i = 0; i < 60; i++) {
        fake_forget();
        value a = any_big(50 + chance() % 30000), b = any_big(50 + chance() % 30000);
        value p = binary(OPR_MUL, a, b);
        CHECK(same(binary(OPR_FLOORDIV, p, a), b));
        CHECK(same(binary(OPR_MOD, p, b), V_INT(0)));
        value one_more = binary(OPR_ADD, a, V_INT(1)), square = binary(OPR_MUL, one_more, one_more);
        value other = binary(OPR_ADD, binary(OPR_ADD, binary(OPR_MUL, a, a), a), one_more);
        CHECK(same(square, other));
    }
}

TEST(quotient_and_rest_make_the_dividend)
{
    fake_start(&t);
    for (int i = 0; i < 300; i++) {
        fake_forget();
        value a = any_big(1 + chance() % 3000), b = any_big(1 + chance() % 1500);
        value q = binary(OPR_FLOORDIV, a, b), r = binary(OPR_MOD, a, b);
        CHECK(same(binary(OPR_ADD, binary(OPR_MUL, q, b), r), a));
        bool unordered;
        int sign = number_compare(r, V_INT(0), &unordered);
        CHECK(sign == 0 || sign == number_compare(b, V_INT(0), &unordered));
    }
}

TEST(text_of_a_number_reads_back)
{
    fake_start(&t);
    for (int i = 0; i < 200; i++) {
        fake_forget();
        struct buf out = { 0 };
        value a = any_big(1 + chance() % 14000), back;
        CHECK(int_text_checked(&t, &out, a) == VM_OK);
        CHECK(int_parse(&t, out.text, out.n, 10, &back) == VM_OK);
        CHECK(same(a, back));
        buf_finish(&out);
    }
}

/* Digits from the first to the last that is no zero. */
static unsigned significant(const char *text, unsigned n)
{
    unsigned count = 0, zeros = 0;
    for (unsigned i = 0; i < n && text[i] != 'e'; i++) {
        if (text[i] == '0') {
            zeros += count > 0;
        } else if (text[i] > '0' && text[i] <= '9') {
            count += zeros + 1;
            zeros = 0;
        }
    }
    return count;
}

TEST(text_of_a_double_reads_back_and_is_short)
{
    fake_start(&t);
    for (int i = 0; i < 200000; i++) {
        uint64_t bits = (uint64_t)chance() << 33 ^ (uint64_t)chance() << 11 ^ chance();
        double d, back;
        char text[40];
        memcpy(&d, &bits, 8);
        unsigned n = double_text(text, d);
        CHECK(n < 32);
        CHECK(float_scan(text, n, &back));
        CHECK(back == d || (isnan(d) && isnan(back)));
        if (!isfinite(d) || i % 10)
            continue;
        unsigned digits = significant(text, n), least = 1;
        while (snprintf(text, sizeof text, "%.*e", (int)least - 1, d), strtod(text, NULL) != d)
            least++;
        CHECK(digits <= least);
    }
}

TEST(equal_numbers_have_equal_hashes)
{
    fake_start(&t);
    CHECK(number_hash(V_INT(1)) == number_hash(V_TRUE));
    CHECK(number_hash(V_INT(0)) == number_hash(float_value(&t, -0.0)));
    for (int e = 0; e < 1000; e++) {
        value i = binary(OPR_LSHIFT, V_INT(3), V_INT(e));
        value f = float_value(&t, ldexp(3, e));
        CHECK(same(i, f));
        CHECK(number_hash(i) == number_hash(f));
    }
}

TEST(int_get_takes_64_bits_and_no_more)
{
    int64_t i;
    fake_start(&t);
    CHECK(int_get(int_value(&t, INT64_MAX), &i) && i == INT64_MAX);
    CHECK(int_get(int_value(&t, INT64_MIN), &i) && i == INT64_MIN);
    CHECK(int_get(V_TRUE, &i) && i == 1);
    CHECK(!int_get(binary(OPR_ADD, int_value(&t, INT64_MAX), V_INT(1)), &i));
    CHECK(!int_get(binary(OPR_SUB, int_value(&t, INT64_MIN), V_INT(1)), &i));
    CHECK(!int_get(V_NONE, &i) && !int_get(float_value(&t, 1), &i));
}

TEST(results_are_small_again_when_they_fit)
{
    fake_start(&t);
    value big = binary(OPR_MUL, V_INT(INT_MAX63), V_INT(INT_MAX63));
    CHECK(!is_int(big) && is_integer(big));
    CHECK(binary(OPR_SUB, big, big) == V_INT(0));
    CHECK(binary(OPR_FLOORDIV, big, V_INT(INT_MAX63)) == V_INT(INT_MAX63));
    CHECK(binary(OPR_SUB, V_INT(INT_MIN63), V_INT(0)) == V_INT(INT_MIN63));
    CHECK(!is_int(binary(OPR_SUB, V_INT(INT_MIN63), V_INT(1))));
}

TEST(what_is_no_number_is_left_to_others)
{
    value r;
    fake_start(&t);
    CHECK(number_binary(&t, OPR_ADD, V_INT(1), V_NONE, &r) == VM_FALLBACK);
    CHECK(number_binary(&t, OPR_AND, V_INT(1), float_value(&t, 1), &r) == VM_FALLBACK);
    CHECK(number_binary(&t, OPR_MATMUL, V_INT(1), V_INT(1), &r) == VM_FALLBACK);
    CHECK(number_unary(&t, OPR_INVERT, float_value(&t, 1), &r) == VM_FALLBACK);
}

/* Which floats need no box, at the edges; and each comes out as it went in, and as the only word for it. */
TEST(a_float_in_a_word_is_the_same_number)
{
    static const struct { double d; bool boxed; } edges[] = {
        { 0.0, false }, { -0.0, true }, { 1.0, false }, { -1.0, false }, { 0.1, false }, { -1e10, false },
        { 0x1p-256, true },         // its word stands for 0.0
        { -0x1p-256, false }, { 0x1.0000000000001p-256, false }, { 0x1.fffffffffffffp-257, true }, { -0x1.fffffffffffffp-257, true },
        { 0x1.fffffffffffffp255, false }, { -0x1.fffffffffffffp255, false }, { 0x1p256, true }, { -0x1p256, true },
        { 0x1.fffffffffffffp767, true }, { 0x1p768, true }, { -0x1p768, true }, // where the constant runs into the sign
        { 0x1p-1022, true }, { 0x1p-1074, true }, { 0x1.fffffffffffffp1023, true }, { (double)INFINITY, true }, { -(double)INFINITY, true }, { (double)NAN, true },
    };
    fake_start(&t);
    for (size_t i = 0; i < ARRAY_LEN(edges); i++) {
        double d = edges[i].d, back;
        value v = flonum_from(d);
        CHECK((v == V_UNBOUND) == edges[i].boxed);
        v = float_value(&t, d);
        back = float_of(v);
        CHECK(is_float(v) && is_flonum(v) == !edges[i].boxed && memcmp(&d, &back, sizeof d) == 0);
    }
    for (int i = 0; i < 100000; i++) {
        uint64_t bits = (uint64_t)chance() << 33 ^ (uint64_t)chance() << 11 ^ chance(), again;
        double d, back;
        memcpy(&d, &bits, sizeof d);
        value v = flonum_from(d);
        if (v == V_UNBOUND)
            continue;
        back = flonum_of(v);
        memcpy(&again, &back, sizeof again);
        CHECK(is_flonum(v) && again == bits);
    }
}

TEST(a_result_beyond_the_heap_is_a_memory_error)
{
    value r;
    fake_start(&t);
    CHECK(number_binary(&t, OPR_POW, V_INT(7), V_INT(1ll << 40), &r) == VM_RAISE);
    CHECK(strncmp(fake_exc, "MemoryError", 11) == 0);
    CHECK(number_binary(&t, OPR_LSHIFT, V_INT(7), V_INT(1ll << 36), &r) == VM_RAISE);
    CHECK(strncmp(fake_exc, "MemoryError", 11) == 0);
}

int main(void)
{
    RUN(long_products_divide_back);
    RUN(quotient_and_rest_make_the_dividend);
    RUN(text_of_a_number_reads_back);
    RUN(text_of_a_double_reads_back_and_is_short);
    RUN(equal_numbers_have_equal_hashes);
    RUN(int_get_takes_64_bits_and_no_more);
    RUN(results_are_small_again_when_they_fit);
    RUN(what_is_no_number_is_left_to_others);
    RUN(a_float_in_a_word_is_the_same_number);
    RUN(a_result_beyond_the_heap_is_a_memory_error);
    return tap_done();
}
